//! Drawn modifiers, declarations, waivers and tests (docs/language.md sections 2, 8, 9 and 10).

use super::draw::Draw;

const LABELS: [&str; 9] =
    ["2024", "2024-H1", "2024-Q1", "2024-B2", "2024-03", "2024-03-A", "2024-03-X1", "2024-W10", "2024-03-05"];
const STATUSES: [(&str, &str); 8] = [
    ("met", "合规"),
    ("late", "逾期完成"),
    ("remedied", "已补救"),
    ("violated", "违规"),
    ("pending", "待履行"),
    ("unknown", "无法判定"),
    ("exempt", "豁免"),
    ("no", "无"),
];
const REGISTER: [(&str, &str); 7] = [
    ("opened", "成立日期"),
    ("closed", "注销日期"),
    ("region", "地区"),
    ("parent", "上级"),
    ("name", "名称"),
    ("from", "自"),
    ("to", "至"),
];

impl Draw {
    /// A file: some statements.
    pub fn file(&mut self) -> String {
        let number = 1 + self.dice.below(4);
        let statements: Vec<String> = (0..number).map(|_| self.statement()).collect();
        statements.join("\n") + "\n"
    }

    fn statement(&mut self) -> String {
        match self.dice.below(20) {
            0 => self.policy(),
            1 => self.category(),
            2 => self.activity(),
            3 => format!("{} {}", self.word("attribute", "属性"), self.declared()),
            4 => self.parameter(),
            5 => self.season(),
            6 => format!("{} {}", self.word("use", "引用"), self.text()),
            7 => self.exempt(),
            8..=10 => self.test(),
            _ => self.rule(),
        }
    }

    pub fn modifier(&mut self, at: usize) -> String {
        match at {
            0 => format!("{} {}", self.word("cite", "依据"), self.text()),
            1 => format!("{} {}", self.word("because", "理由"), self.text()),
            2 => format!("{} {}", self.word("note", "备注"), self.text()),
            3 => {
                let levels = [("low", "低"), ("medium", "中"), ("high", "高"), ("critical", "特高")];
                let (english, chinese) = levels[self.dice.below(4)];
                format!("{} {}", self.word("severity", "严重程度"), self.word(english, chinese))
            }
            4 => format!("{} {}", self.word("score", "分值"), self.pick(&["5", "-1.50", "十", "0"])),
            5 => {
                let tags = self.listed(6, |draw| if draw.dice.one_in(2) { draw.text() } else { draw.column() });
                format!("{} {tags}", self.word("tags", "标签"))
            }
            6 => self.effective(),
            7 => self.word("count partial periods", "不足期计入"),
            8 => format!("{} {}", self.word("overrides", "优先于"), self.name()),
            9 => {
                let duration = self.duration();
                let chinese = self.behind("宽限", &duration);
                self.word(&format!("grace {duration}"), &chinese)
            }
            10 => self.otherwise(),
            11 => self.extended(),
            _ => self.word("next working day", "遇假日顺延"),
        }
    }

    fn effective(&mut self) -> String {
        let (from, to) = (self.date(), self.date());
        let to = if self.dice.one_in(2) { format!(" {} {to}", self.word("to", "至")) } else { String::new() };
        format!("{} {} {from}{to}", self.word("effective", "施行"), self.word("from", "自"))
    }

    fn otherwise(&mut self) -> String {
        let chinese = self.inside("否则");
        let english = format!("otherwise within {}", self.duration());
        let mut out = format!("{} {}", self.word(&english, &chinese), self.name());
        for _ in 0..self.dice.below(3).saturating_sub(1) {
            out = format!("{out} {} {}", self.word("or", "或"), self.name());
        }
        if self.dice.one_in(3) {
            out = format!("{out} {} {}", self.word("where", "其中"), self.condition(2));
        }
        if self.dice.one_in(3) {
            out = format!("{out} {}", self.matching());
        }
        out
    }

    fn extended(&mut self) -> String {
        let (from, to, duration) = (self.moment(), self.moment(), self.duration());
        let matching = if self.dice.one_in(2) { format!(" {}", self.matching()) } else { String::new() };
        if self.dice.one_in(2) {
            let chinese = format!("因 {from} 至 {to} 期间 顺延{matching}");
            return self.word(&format!("extended between {from} and {to}{matching}"), &chinese);
        }
        let most = if self.dice.one_in(2) { self.amount() } else { String::new() };
        if self.zh() {
            let most = if most.is_empty() { most } else { format!(" {} 次", self.behind("至多", &most)) };
            return format!("因 {from}{matching} {}{most}", self.behind("顺延", &duration));
        }
        let most = if most.is_empty() { most } else { format!(" at most {most}") };
        format!("extended by {from}{matching} for {duration}{most}")
    }

    fn policy(&mut self) -> String {
        let mut lines: Vec<String> = Vec::new();
        let words = [
            ("issuer", "发文机关"),
            ("document", "文号"),
            ("source", "出处"),
            ("region", "地区"),
            ("timezone", "时区"),
            ("holidays", "假日"),
        ];
        for (english, chinese) in words {
            if self.dice.one_in(2) {
                lines.push(format!("\n  {} {}", self.word(english, chinese), self.text()));
            }
        }
        if self.dice.one_in(2) {
            lines.push(format!("\n  {}", self.effective()));
        }
        let start = self.dice.below(lines.len().max(1));
        lines.rotate_left(start);
        format!("{} {}{}", self.word("policy", "政策"), self.text(), lines.concat())
    }

    fn category(&mut self) -> String {
        let mut out = format!("{} {}", self.word("category", "类别"), self.name());
        if self.dice.one_in(2) {
            out = format!("{out} {} {}", self.word("is", "属于"), self.listed(3, Self::name));
        }
        out + &self.also()
    }

    fn also(&mut self) -> String {
        if self.dice.one_in(2) {
            return String::new();
        }
        let names = self.listed(4, Self::text);
        format!(" {} {names}", self.word("also", "又名"))
    }

    fn activity(&mut self) -> String {
        let mut out = format!("{} {}{}", self.word("activity", "活动"), self.name(), self.also());
        for _ in 0..self.dice.below(4) {
            out = format!("{out}\n  {} {}", self.word("field", "字段"), self.declared());
        }
        out
    }

    /// A column with its type.
    fn declared(&mut self) -> String {
        let types = [("number", "数"), ("text", "文本"), ("date", "日期"), ("time", "时刻"), ("bool", "是非")];
        let kind = match self.dice.below(6) {
            5 => format!("{} {}", self.word("choice of", "选项"), self.listed(6, Self::text)),
            at => self.word(types[at].0, types[at].1),
        };
        let colon = self.pick(&[": ", "：", ":"]);
        let mut out = format!("{}{}{colon}{kind}", self.column(), self.also());
        if self.dice.one_in(3) {
            let unit = self.pick(&["hour", "小时", "%", "\"m²\"", "\"人 次\"", "`in`"]);
            out = format!("{out} {} {unit}", self.word("in", "单位"));
        }
        out
    }

    fn parameter(&mut self) -> String {
        let why = if self.dice.one_in(2) { format!(" {}", self.text()) } else { String::new() };
        format!("{} {} = {}{why}", self.word("parameter", "参数"), self.column(), self.literal())
    }

    fn season(&mut self) -> String {
        let to = format!(" {} ", self.word("to", "至"));
        let ahead = if self.dice.one_in(4) { self.word("from ", "自 ") } else { String::new() };
        let extent = match self.dice.below(4) {
            0 => {
                let (first, last) = self.year_days();
                if self.dice.one_in(2) { format!("{ahead}{first}{to}{last}") } else { format!("11-15{to}03-15") }
            }
            1 => {
                let dates = ["2024-01-26", "2024年3月5日", "2025-01-14", "2025-02-22", "2026-02-01", "2026年3月15日"];
                let number = 1 + self.dice.below(3);
                let ranges: Vec<String> =
                    dates.chunks(2).take(number).map(|range| format!("{}{to}{}", range[0], range[1])).collect();
                ranges.join(&self.comma())
            }
            2 => format!("{ahead}{}{to}{}", self.pick(&["22:00", "8:30"]), self.pick(&["06:00", "24:00"])),
            _ => format!("{}{to}{}", self.its(), self.pick(&["its.to_hour", "主体.闭馆", "23:30"])),
        };
        format!("{} {} {extent}", self.word("season", "时段"), self.name())
    }

    fn exempt(&mut self) -> String {
        let (subject, rule, why) = (self.text(), self.name(), self.text());
        let because =
            if self.dice.one_in(2) { format!(" {} {why}", self.word("because", "理由")) } else { String::new() };
        let (from, to) = ("2024-06-15", self.pick(&["2024-07-15", "2024年12月1日"]));
        if self.zh() {
            return format!("豁免 {subject} 于 {rule} 自 {from} 至 {to}{because}");
        }
        format!("exempt {subject} from {rule} {from} to {to}{because}")
    }

    fn test(&mut self) -> String {
        let mut out = format!("{} {}", self.word("test", "测试"), self.text());
        for _ in 0..self.dice.below(3) {
            let category = if self.dice.one_in(3) { String::new() } else { format!("{} ", self.name()) };
            let cells = self.cells(true);
            out = format!("{out}\n  {} {category}{}{cells}", self.word("given", "已知"), self.text());
        }
        for _ in 0..self.dice.below(3) {
            let (subject, activity, time, cells) = (self.text(), self.name(), self.time(), self.cells(false));
            let on = self.word("on", "于");
            out = format!("{out}\n  {} {subject} {activity} {on} {time}{cells}", self.word("given", "已知"));
        }
        out = format!("{out}\n  {} {}", self.word("as of", "截至"), self.date());
        for _ in 0..self.dice.below(4) {
            let (english, chinese) = STATUSES[self.dice.below(8)];
            let status = self.word(english, chinese);
            out = format!("{out}\n  {} {} {status} {}", self.word("expect", "期望"), self.text(), self.name());
            if self.dice.one_in(2) {
                out = format!("{out} {} {}", self.word("in", "于"), self.pick(&LABELS));
            }
        }
        out
    }

    fn time(&mut self) -> String {
        let date = self.date();
        match self.dice.below(3) {
            0 => format!("{date} {}", self.clock()),
            1 => format!("{date}T{}", self.clock()),
            _ => date,
        }
    }

    /// Columns with their values; the first may be one that is always known.
    fn cells(&mut self, register: bool) -> String {
        let mut out = String::new();
        if register && self.dice.one_in(2) {
            let (english, chinese) = REGISTER[self.dice.below(7)];
            out = format!("{out} {} {}", self.word(english, chinese), self.given());
        } else if !register && self.dice.one_in(2) {
            out = format!("{out} {} {}", self.word("id", "记录编号"), self.given());
        }
        for column in self.columns(5) {
            if self.dice.one_in(2) {
                out = format!("{out} {column} {}", self.given());
            }
        }
        out
    }

    fn given(&mut self) -> String {
        match self.dice.below(4) {
            0 => self.time(),
            1 => self.clock(),
            2 => self.word("false", "否"),
            _ => self.literal(),
        }
    }
}
