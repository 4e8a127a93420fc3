//! Statements drawn from the grammar of the language alone: every form of docs/language.md in every company that the
//! parser takes, whether it makes sense or not. `states.rs` counts that nothing of the tree is left out. (The reference
//! draws rules that make sense, and far fewer ways to write them.)

use super::dice::Dice;

/// What the statements of one file are drawn with.
pub struct Draw {
    pub dice: Dice,
    /// Whether keywords are Chinese; `None` for either.
    pub chinese: Option<bool>,
}

impl Draw {
    pub fn new(number: u64) -> Self {
        let chinese = [Some(false), Some(true), None][usize::try_from(number % 3).unwrap()];
        Self { dice: Dice(number ^ 0x5eed_0000), chinese }
    }

    /// One rule: WHO [scope] WHEN [how much] ACTIVITY tail, and its modifiers.
    pub fn rule(&mut self) -> String {
        let mut out = String::new();
        if self.dice.one_in(2) {
            out = format!("{} {}", self.word("rule", "规则"), self.name());
            if self.dice.one_in(2) {
                out = format!("{out} {}", self.text());
            }
            out += "\n  ";
        }
        out += &self.sentence();
        let mut lines: Vec<String> = Vec::new();
        for at in 0..13 {
            if self.dice.one_in(5) {
                lines.push(self.modifier(at));
            }
        }
        for line in lines {
            let indentation = self.pick(&["  ", "\t", "　", "    "]);
            out += &format!("\n{indentation}{line}");
        }
        out
    }

    fn sentence(&mut self) -> String {
        let mut parts: Vec<String> = Vec::new();
        let population = self.dice.one_in(5);
        if population {
            let percent = self.pick(&["96%", "96.5%", "100 %"]);
            let least = self.pick(&["至少", "不少于 ", "不低于 "]);
            let of_least = format!("{least}{percent}{}", self.pick(&["的", "以上的"]));
            let english = format!("at least {percent} of");
            let chinese = [format!("{percent}以上的"), of_least][self.dice.below(2)].clone();
            parts.push(if self.dice.one_in(3) { self.word("all of", "所有") } else { self.word(&english, &chinese) });
        }
        parts.push(self.who());
        if self.dice.one_in(3) {
            parts.push(self.scope());
        }
        let always = self.dice.one_in(8);
        let whenever = !always && self.dice.one_in(8);
        if always {
            parts.push(self.word("always", "始终"));
        } else if whenever {
            let chinese = self.pick(&["凡", "每次"]);
            parts.push(self.word("whenever", &chinese));
        } else {
            parts.push(self.when());
        }
        let require = self.pick(&["须", "应当"]);
        if always && self.dice.one_in(2) {
            parts.push(format!("{} {}", self.word("require", &require), self.condition(3)));
            parts.extend(population.then(|| self.per()));
            return parts.join(" ");
        }
        if self.dice.one_in(2) {
            parts.push(self.quantity());
        }
        parts.push(self.activities());
        if self.dice.one_in(3) {
            parts.push(format!("{} {}", self.word("where", "其中"), self.condition(3)));
        }
        if whenever {
            parts.push(format!("{} {}", self.word("require", &require), self.condition(3)));
        } else if always && self.dice.one_in(2) {
            parts.push(format!("{} {}", self.word("until", "有效期至"), self.column()));
        } else if always {
            let duration = self.duration();
            let chinese = self.behind("有效期", &duration);
            parts.push(self.word(&format!("for {duration}"), &chinese));
        }
        if self.dice.one_in(4) {
            parts.push(self.matching());
        }
        let mut rest: Vec<String> = Vec::new();
        if self.dice.one_in(5) {
            let duration = self.duration();
            let chinese = self.behind("间隔至少", &duration);
            rest.push(self.word(&format!("at least {duration} apart"), &chinese));
        }
        if self.dice.one_in(5) {
            rest.push(self.for_each());
        }
        if population || self.dice.one_in(9) {
            rest.push(self.per());
        }
        if self.dice.one_in(2) {
            rest.reverse();
        }
        parts.extend(rest);
        parts.join(" ")
    }

    fn who(&mut self) -> String {
        let mut out = self.kind();
        let most = if self.dice.one_in(6) { 7 } else { 3 };
        for _ in 0..self.dice.below(most) {
            out += &self.pick(&[" or ", "、", ", ", " 或 "]);
            out += &self.kind();
        }
        if self.dice.one_in(4) {
            let names = self.listed(3, Self::name);
            out = self.word(&format!("{out} except {names}"), &format!("{out}（{names} 除外）"));
        }
        if self.dice.one_in(3) {
            let condition = self.condition(3);
            out = format!("{out} {} {condition}", self.word("with", "且"));
        }
        out
    }

    fn kind(&mut self) -> String {
        let (one, other) = (self.name(), self.name());
        match self.dice.below(4) {
            0 => self.word(&format!("{one} of {other}"), &format!("{one}（属 {other}）")),
            _ => one,
        }
    }

    fn scope(&mut self) -> String {
        if self.dice.one_in(2) {
            return format!("{} {}", self.word("during", "在"), self.name());
        }
        let (from, to) = (self.moment(), self.moment());
        let mut out = match self.zh() {
            true => format!("{} 至 {to}", self.behind("自", &from)),
            false => format!("between {from} and {to}"),
        };
        if self.dice.one_in(2) {
            out = format!("{out} {}", self.matching());
        }
        out
    }

    /// Every schedule but `whenever` and `always`.
    fn when(&mut self) -> String {
        match self.dice.below(11) {
            0 => self.every(),
            1 => format!("{}{}", self.every(), self.from()),
            2 | 3 => self.each(),
            4 => {
                let moment = self.moment();
                let chinese = format!("{}{}", self.behind("于", &moment), self.ahead(&moment));
                self.word(&format!("by {moment}"), &chinese)
            }
            5 | 6 => {
                let moment = self.moment();
                let after = self.pick(&["后", "之后"]);
                let chinese = format!("{moment} {}", self.inside(&after));
                let english = format!("after {moment} within {}", self.duration());
                self.word(&english, &chinese) + &self.never()
            }
            7 => {
                let moment = self.moment();
                let same_day = self.pick(&["当日", "当天"]);
                self.word(&format!("on the day of {moment}"), &format!("{moment} {same_day}")) + &self.never()
            }
            8 => {
                let moment = self.moment();
                let before = self.pick(&["前", "之前"]);
                if self.dice.one_in(2) {
                    return self.word(&format!("before {moment} ever"), &format!("{moment} {before} 曾"));
                }
                let chinese = format!("{moment} {}", self.inside(&before));
                let english = format!("before {moment} within {}", self.duration());
                self.word(&english, &chinese)
            }
            9 => self.word("never", "不得"),
            _ => {
                let duration = self.duration();
                let chinese = self.behind("任意", &duration);
                self.word(&format!("in any {duration}"), &chinese)
            }
        }
    }

    fn never(&mut self) -> String {
        if self.dice.one_in(3) { self.word(" never", " 不得") } else { String::new() }
    }

    /// 前 behind a date may be glued, behind a name not.
    fn ahead(&mut self, moment: &str) -> String {
        let ahead = self.pick(&["前", "之前"]);
        if moment.chars().all(|sign| sign.is_ascii_digit() || "-年月日".contains(sign)) {
            ahead
        } else {
            format!(" {ahead}")
        }
    }

    fn every(&mut self) -> String {
        let duration = self.duration();
        let chinese = self.behind("每", &duration);
        let english = format!("every {duration}");
        // Behind 每, a name and an English unit would be a season and what is counted in it.
        let season = chinese.contains("每 ") && duration.ends_with(|sign: char| sign.is_ascii());
        if season { english } else { self.word(&english, &chinese) }
    }

    /// `from M [within D]`, 自 M 起[D内].
    fn from(&mut self) -> String {
        let moment = self.moment();
        let within = self.dice.one_in(2);
        if !self.zh() {
            let within = if within { format!(" within {}", self.duration()) } else { String::new() };
            return format!(" from {moment}{within}");
        }
        let from = self.behind("自", &moment);
        let end = if within { self.inside("起") } else { "起".to_owned() };
        format!(" {from} {end}")
    }

    fn each(&mut self) -> String {
        let english = ["day", "week", "xun", "half-month", "month", "two-months", "quarter", "half-year", "year"];
        let chinese = ["日", "天", "周", "旬", "半月", "月", "双月", "季度", "季", "半年", "年"];
        let zh = self.zh();
        let mut out = match self.dice.below(4) {
            0 => {
                let season = self.pick(&["night", "汛期", "flood_season", "夜间", "`mnth`", "`日`"]);
                format!("{} {season}", if zh { "每" } else { "each" })
            }
            1 if zh => "每年".to_owned(),
            1 => "each year".to_owned(),
            _ if zh => format!("每{}", self.pick(&chinese)),
            _ => format!("each {}", self.pick(&english)),
        };
        let of_year = out == "每年" || out == "each year";
        if self.dice.one_in(2) {
            let (from, to) = match of_year {
                true => self.year_days(),
                false => [("day 1", "day 10"), ("第1日", "第十日"), ("第 三 日", "day 15")]
                    .map(|(from, to)| (from.to_owned(), to.to_owned()))[self.dice.below(3)]
                .clone(),
            };
            let chinese = to.ends_with('日');
            let last = if chinese { self.pick(&["前", "之前"]) } else { " 前".to_owned() };
            let to_sign = self.pick(&[" to ", " 至 "]);
            out = match (self.dice.below(3), self.zh()) {
                (0, true) => format!("{out} {to}{last}"),
                (0, false) => format!("{out} by {to}"),
                (1, _) => format!("{out} from {from}{to_sign}{to}"),
                _ => format!("{out} {from}{to_sign}{to}"),
            };
        }
        out
    }

    fn quantity(&mut self) -> String {
        let (field, number) = (self.column(), self.amount());
        let other = self.amount();
        let [least, most] = [["至少", "不少于", "不低于"], ["至多", "不超过", "不多于"]].map(|words| self.pick(&words));
        let bounds = [("at least", least), ("at most", most), ("exactly", "恰".to_owned())];
        let (english, chinese) = bounds[self.dice.below(3)].clone();
        let counter = self.pick(&["次", "个", " 次", ""]);
        let different =
            if self.dice.one_in(4) { format!(" {} {field}", self.word("different", "不同")) } else { String::new() };
        let zh = self.zh();
        match self.dice.below(6) {
            // Behind 每 and a season, a bare 日 would make a duration of the two.
            0 if english != "exactly" && zh => {
                let field = if field == "日" { "`日`".to_owned() } else { field };
                format!("{field} 合计 {}", self.behind(&chinese, &number))
            }
            0 if english != "exactly" => format!("total of {field} {english} {number}"),
            1 if zh => format!("{number} 至 {other}{}{different}", spaced(&counter)),
            1 => format!("{number} to {other}{different}"),
            _ if zh => format!("{}{}{different}", self.behind(&chinese, &number), spaced(&counter)),
            _ => format!("{english} {number}{different}"),
        }
    }

    pub fn activities(&mut self) -> String {
        let join = if self.dice.one_in(2) { self.word(" or ", " 或 ") } else { self.word(" and ", " 和 ") };
        let mut out = self.name();
        for _ in 0..self.dice.below(3).saturating_sub(1) {
            out = format!("{out}{join}{}", self.name());
        }
        out
    }

    pub fn matching(&mut self) -> String {
        let fields = self.columns(3).join(&self.comma());
        format!("{} {fields}", self.word("matching", "对应"))
    }

    fn for_each(&mut self) -> String {
        let (field, values) = (self.column(), self.listed(4, Self::literal));
        if self.zh() {
            return format!("分 {field}（{values}）");
        }
        if self.dice.one_in(2) {
            format!("for each {field} in {values}")
        } else {
            format!("for each {field} in ({values})")
        }
    }

    fn per(&mut self) -> String {
        let levels = [("province", "省"), ("city", "市"), ("county", "县"), ("town", "乡镇"), ("parent", "上级")];
        let (english, chinese) = levels[self.dice.below(5)];
        self.word(&format!("per {english}"), &format!("按 {chinese}"))
    }

    /// A value that is written out.
    pub fn literal(&mut self) -> String {
        match self.dice.below(6) {
            0 => self.number(),
            1 => format!("-{}", self.number()),
            2 => self.percent(),
            3 => self.date(),
            4 => self.word("true", "是"),
            _ => self.text(),
        }
    }
}

/// A counter stands apart from a name, and may from a number.
fn spaced(counter: &str) -> String {
    let counter = counter.trim();
    if counter.is_empty() { String::new() } else { format!(" {counter}") }
}
