//! A sentence of a rule: who, scope, when, how much, what (docs/language.md sections 2, 5, 6, 7 and 12).

use super::model::{
    Condition, Edge, Inside, Joined, Level, Mark, Moment, Number, Part, Point, Population, Quantity, Rule, Schedule,
    Scope, Span, Unit, Who, Whose,
};
use super::text::Writer;
use super::wording::{chinese_unit, english_unit, quoted_if_needed};
use rust_decimal::Decimal;

impl Writer<'_> {
    /// WHO [scope] WHEN quantity ACTIVITY where … require|until|for … matching … apart … for each … per …
    pub fn sentence(&mut self, rule: &Rule) -> String {
        let mut parts = Vec::new();
        parts.extend(rule.population.as_ref().map(|population| self.population(population)));
        parts.push(self.who(&rule.who));
        parts.extend(rule.scope.as_ref().map(|scope| self.scope(scope)));
        let chinese = self.voice.chinese();
        parts.push(self.when(&rule.schedule, chinese));
        parts.extend(self.quantity(&rule.quantity));
        if !rule.activities.is_empty() {
            parts.push(self.activities(&rule.activities, rule.joined));
        }
        if let Some(filter) = &rule.filter {
            let condition = self.condition(filter);
            parts.push(format!("{} {condition}", self.voice.word("where", "其中")));
        }
        match &rule.schedule {
            Schedule::Quality { require } => {
                let condition = self.condition(require);
                parts.push(format!("{} {condition}", self.voice.word("require", "须")));
            }
            Schedule::State { require } => {
                // After `始终` the Chinese word stands, after `always` the English one.
                let word = if chinese { "须" } else { "require" };
                let condition = self.condition(require);
                parts.push(format!("{word} {condition}"));
            }
            Schedule::Until { field } => parts.push(format!("{} {field}", self.voice.word("until", "有效期至"))),
            Schedule::Lasting { span } => {
                let chinese = self.voice.chinese();
                let span = self.span(span, chinese);
                parts.push(if chinese { format!("有效期{}", span.trim_end()) } else { format!("for {span}") });
            }
            _ => {}
        }
        let mut sentence = parts.join(" ") + &self.matching(&rule.matching);
        if let Some(apart) = &rule.apart {
            let chinese = self.voice.chinese();
            let span = self.span(apart, chinese);
            sentence +=
                &if chinese { format!(" 间隔至少{}", span.trim_end()) } else { format!(" at least {span} apart") };
        }
        if let Some((field, values)) = &rule.for_each {
            let mut quoted = Vec::new();
            for value in values {
                quoted.push(self.voice.text(value));
            }
            sentence += &if self.voice.chinese() {
                format!(" 分 {field}（{}）", quoted.join("、"))
            } else {
                format!(" for each {field} in {}", quoted.join(", "))
            };
        }
        if let Some(level) = rule.population.as_ref().and_then(|population| population.per) {
            let (english, chinese) = match level {
                Level::Province => ("province", "省"),
                Level::City => ("city", "市"),
                Level::County => ("county", "县"),
                Level::Town => ("town", "乡镇"),
                Level::Parent => ("parent", "上级"),
            };
            sentence += &self.voice.word(&format!(" per {english}"), &format!(" 按 {chinese}"));
        }
        sentence
    }

    fn population(&mut self, population: &Population) -> String {
        match population.percent {
            None => self.voice.word("all of", "所有"),
            Some(percent) => self.voice.word(&format!("at least {percent}% of"), &format!("{percent}%以上的")),
        }
    }

    pub fn matching(&mut self, fields: &[String]) -> String {
        if fields.is_empty() {
            return String::new();
        }
        let fields = fields.join(&self.voice.comma());
        format!(" {} {fields}", self.voice.word("matching", "对应"))
    }

    pub fn activities(&mut self, names: &[String], joined: Joined) -> String {
        let mut written = Vec::new();
        for name in names {
            written.push(self.activity(name));
        }
        let joining = match joined {
            Joined::Or => self.voice.word(" or ", " 或 "),
            Joined::And => self.voice.word(" and ", " 和 "),
        };
        written.join(&joining)
    }

    pub fn activity(&mut self, name: &str) -> String {
        let activity = self.case.activities.iter().find(|activity| activity.name == name);
        let alias = activity.and_then(|activity| activity.alias.as_deref());
        self.voice.name(name, alias)
    }

    fn category(&mut self, name: &str) -> String {
        let category = self.case.categories.iter().find(|category| category.name == name);
        let alias = category.and_then(|category| category.alias.as_deref());
        self.voice.name(name, alias)
    }

    fn who(&mut self, who: &Who) -> String {
        let mut any_of = Vec::new();
        for class in &who.any_of {
            let mut written = self.category(&class.name);
            if let Some(of) = &class.of {
                let of = self.category(of);
                written += &if self.voice.chinese() { format!("（属 {of}）") } else { format!(" of {of}") };
            }
            any_of.push(written);
        }
        let separator = match (self.voice.one_in(3), self.voice.chinese()) {
            (false, false) => " or ",
            (false, true) => " 或 ",
            (true, false) => ", ",
            (true, true) => "、",
        };
        let mut written = any_of.join(separator);
        let mut except = Vec::new();
        for name in &who.except {
            except.push(self.category(name));
        }
        if !except.is_empty() {
            written += &match self.voice.chinese() {
                true => format!("（{} 除外）", except.join("、")),
                false => format!(" except {}", except.join(", ")),
            };
        }
        if let Some(condition) = &who.with {
            self.about_subject = true;
            let condition = match condition {
                Condition::Or(..) => self.grouped(condition),
                _ => self.condition(condition),
            };
            self.about_subject = false;
            written += &format!(" {} {condition}", self.voice.word("with", "且"));
        }
        written
    }

    fn scope(&mut self, scope: &Scope) -> String {
        match scope {
            Scope::During(season) => format!("{} {season}", self.voice.word("during", "在")),
            Scope::Between { from, to, matching } => {
                let (from, to) = (self.moment(from), self.moment(to));
                let between = if self.voice.chinese() {
                    format!("自 {from} 至 {to}")
                } else {
                    format!("between {from} and {to}")
                };
                between + &self.matching(matching)
            }
        }
    }

    fn when(&mut self, schedule: &Schedule, chinese: bool) -> String {
        match schedule {
            Schedule::Rolling { every } => self.every(every, chinese),
            Schedule::Fixed { every, from, within } => {
                let (every, from) = (self.every(every, chinese), self.moment(from));
                let within = within.as_ref().map(|span| self.span(span, chinese));
                match (within, chinese) {
                    (None, true) => format!("{every} 自 {from} 起"),
                    (None, false) => format!("{every} from {from}"),
                    (Some(within), true) => format!("{every} 自 {from} 起{within}内"),
                    (Some(within), false) => format!("{every} from {from} within {within}"),
                }
            }
            Schedule::Calendar { unit, inside } => calendar(unit, *inside, chinese),
            Schedule::Deadline { by } => {
                if let (true, [Point::Date(day)], None) = (chinese, &by.points[..], by.shift) {
                    return format!("于{}前", self.voice.date(*day));
                }
                let by = self.moment(by);
                if chinese { format!("于 {by} 前") } else { format!("by {by}") }
            }
            Schedule::Response { after, within, never } => {
                let moment = self.moment(after);
                let window = match (within, chinese) {
                    (Some(span), true) => format!("{moment} 后{}内", self.span(span, true)),
                    (Some(span), false) => format!("after {moment} within {}", self.span(span, false)),
                    (None, true) => format!("{moment} 当日"),
                    (None, false) => format!("on the day of {moment}"),
                };
                match (never, chinese) {
                    (false, _) => window,
                    (true, true) => format!("{window} 不得"),
                    (true, false) => format!("{window} never"),
                }
            }
            Schedule::Precondition { before, within } => {
                let moment = self.moment(before);
                match (within, chinese) {
                    (Some(within), true) => format!("{moment} 前{}内", self.span(within, true)),
                    (Some(within), false) => format!("before {moment} within {}", self.span(within, false)),
                    (None, true) => format!("{moment} 前 曾"),
                    (None, false) => format!("before {moment} ever"),
                }
            }
            Schedule::Prohibition => if chinese { "不得" } else { "never" }.to_owned(),
            Schedule::Sliding { any } => {
                let span = self.span(any, chinese);
                if chinese { format!("任意{}", span.trim_end()) } else { format!("in any {span}") }
            }
            Schedule::Quality { .. } => if chinese { "凡" } else { "whenever" }.to_owned(),
            Schedule::Until { .. } | Schedule::Lasting { .. } | Schedule::State { .. } => {
                if chinese { "始终" } else { "always" }.to_owned()
            }
        }
    }

    fn every(&mut self, span: &Span, chinese: bool) -> String {
        let span = self.span(span, chinese);
        if chinese { format!("每{}", span.trim_end()) } else { format!("every {span}") }
    }

    /// `6 months`; in Chinese `6个月` glued to the keyword before it, ` 主体.n 个月 ` apart.
    pub fn span(&mut self, span: &Span, chinese: bool) -> String {
        let is_one = matches!(span.number, Number::Literal(number) if number == Decimal::ONE);
        if !chinese {
            return format!("{} {}", self.number(&span.number), english_unit(span.unit, is_one));
        }
        let unit = chinese_unit(span.unit);
        match &span.number {
            Number::Literal(number) => format!("{}{unit}", self.voice.numeral(*number)),
            other => format!(" {} {unit} ", self.number(other)),
        }
    }

    fn number(&mut self, number: &Number) -> String {
        let its = self.voice.word("its", "主体");
        match number {
            Number::Literal(number) => number.to_string(),
            Number::Attribute(name) => format!("{its}.{name}"),
            Number::ParentAttribute(name) => {
                self.voice.word(&format!("its.parent.{name}"), &format!("主体.上级.{name}"))
            }
            Number::Parameter(name) => name.clone(),
            Number::Trigger(name) => format!("{}.{name}", self.voice.word("trigger", "触发")),
            Number::Period(edge, part) => {
                let (period, part) = (self.period(*edge), self.part(*part));
                format!("{period}.{part}")
            }
        }
    }

    pub fn period(&mut self, edge: Edge) -> String {
        match edge {
            Edge::From => self.voice.word("period.from", "本期.起"),
            Edge::To => self.voice.word("period.to", "本期.止"),
        }
    }

    pub fn part(&mut self, part: Part) -> String {
        match part {
            Part::Year => self.voice.word("year", "年"),
            Part::Month => self.voice.word("month", "月"),
            Part::Day => self.voice.word("day", "日"),
        }
    }

    pub fn moment(&mut self, moment: &Moment) -> String {
        let mut points = Vec::new();
        for point in &moment.points {
            points.push(self.point(point));
        }
        let mut written = points.join(&self.voice.word(" or ", " 或 "));
        if let Some((number, unit)) = moment.shift {
            let operator = if number < 0 { "-" } else { "+" };
            let span = Span::literal(number.unsigned_abs(), unit);
            let chinese = self.voice.chinese();
            written = format!("{written} {operator} {}", self.span(&span, chinese));
        }
        written
    }

    fn point(&mut self, point: &Point) -> String {
        match point {
            Point::Date(day) => self.voice.date(*day),
            Point::Opened => self.voice.word("opened", "成立日期"),
            Point::Closed => self.voice.word("closed", "注销日期"),
            Point::Attribute(name) => format!("{}.{name}", self.voice.word("its", "主体")),
            Point::Activity { activity, field, of, filter } => {
                let mut written = self.activity(activity);
                if let Some(field) = field {
                    written = format!("{written}.{field}");
                }
                written += &match of {
                    Whose::Own => String::new(),
                    Whose::Region => self.voice.word(" of region", "（属 地区）"),
                    Whose::Parent => self.voice.word(" of parent", "（属 上级）"),
                };
                if let Some(filter) = filter {
                    let condition = self.condition(filter);
                    let inner = format!("{} {condition}", self.voice.word("where", "其中"));
                    written = format!("{written} {}", self.voice.bracketed(&inner));
                }
                written
            }
        }
    }

    fn quantity(&mut self, quantity: &Quantity) -> Option<String> {
        let in_chinese = self.voice.chinese();
        let (number, english, chinese) = match quantity {
            Quantity::Unstated => return None,
            Quantity::AtLeast(number) => (number, "at least", "至少"),
            Quantity::AtMost(number) => (number, "at most", "至多"),
            Quantity::Exactly(number) => (number, "exactly", "恰"),
            Quantity::Range(Number::Literal(lower), Number::Literal(upper)) if in_chinese => {
                return Some(format!("{lower}至{upper}次"));
            }
            Quantity::Range(lower, upper) => {
                return Some(format!("{} to {}", self.number(lower), self.number(upper)));
            }
            Quantity::TotalAtLeast(field, number) | Quantity::TotalAtMost(field, number) => {
                let number = self.number(number);
                let is_lower = matches!(quantity, Quantity::TotalAtLeast(..));
                let (english, chinese) = if is_lower { ("at least", "至少") } else { ("at most", "至多") };
                return Some(if in_chinese {
                    format!("{} 合计 {chinese} {number}", quoted_if_needed(field))
                } else {
                    format!("total of {} {english} {number}", quoted_if_needed(field))
                });
            }
            Quantity::Different(field, number) => {
                return Some(match number {
                    Number::Literal(number) if in_chinese => format!("至少{number}个 不同 {field}"),
                    other if in_chinese => format!("至少 {} 个 不同 {field}", self.number(other)),
                    other => format!("at least {} different {field}", self.number(other)),
                });
            }
        };
        Some(match number {
            Number::Literal(number) if in_chinese => format!("{chinese}{}次", self.voice.numeral(*number)),
            other if in_chinese => format!("{chinese} {} 次", self.number(other)),
            other => format!("{english} {}", self.number(other)),
        })
    }
}

fn calendar(unit: &Unit, inside: Inside, chinese: bool) -> String {
    let (english_name, chinese_name) = match unit {
        Unit::Day => ("day", "日"),
        Unit::Week => ("week", "周"),
        Unit::Xun => ("xun", "旬"),
        Unit::HalfMonth => ("half-month", "半月"),
        Unit::Month => ("month", "月"),
        Unit::TwoMonths => ("two-months", "双月"),
        Unit::Quarter => ("quarter", "季度"),
        Unit::HalfYear => ("half-year", "半年"),
        Unit::Year => ("year", "年"),
        Unit::Season(name) => (name.as_str(), name.as_str()),
    };
    let each = match (chinese, unit) {
        (false, _) => format!("each {english_name}"),
        (true, Unit::Season(_)) => format!("每 {chinese_name}"),
        (true, _) => format!("每{chinese_name}"),
    };
    match (inside, chinese) {
        (Inside::Whole, _) => each,
        (Inside::By(mark), false) => format!("{each} by {}", english_mark(mark)),
        (Inside::By(mark), true) => format!("{each} {}前", chinese_mark(mark)),
        (Inside::FromTo(from, to), false) => format!("{each} from {} to {}", english_mark(from), english_mark(to)),
        (Inside::FromTo(from, to), true) => format!("{each} {}至{}", chinese_mark(from), chinese_mark(to)),
    }
}

fn english_mark(mark: Mark) -> String {
    match mark {
        Mark::MonthDay(month, day) => format!("{month:02}-{day:02}"),
        Mark::DayOfPeriod(number) => format!("day {number}"),
    }
}

fn chinese_mark(mark: Mark) -> String {
    match mark {
        Mark::MonthDay(month, day) => format!("{month:02}-{day:02}"),
        Mark::DayOfPeriod(number) => format!("第{number}日"),
    }
}
