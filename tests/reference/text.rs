//! A case's rules as a rule file, in English, in Chinese or in both (LANGUAGE.md sections 2, 5, 6, 9 and 12).

use super::model::{
    Case, Column, Condition, Effective, Inside, Kind, Mark, Moment, Number, Quantity, Rule, Schedule, Span, Unit, Who,
};
use super::wording::{Voice, chinese_unit, english_unit, quoted_if_needed};

/// Writes one piece after the other in the language its voice chooses for it.
pub struct Writer<'c> {
    pub case: &'c Case,
    pub voice: Voice,
    /// Whether the condition being written is a `with C`.
    pub about_subject: bool,
}

/// The whole file. The seed chooses the language (seed % 3: English, Chinese, mixed) and among equal spellings.
pub fn rule_text(case: &Case, seed: u64) -> String {
    let mut writer = Writer { case, voice: Voice::of(seed), about_subject: false };
    let mut statements = vec!["# 规矩".to_owned()];
    writer.policy(&mut statements);
    writer.declarations(&mut statements);
    for rule in &case.rules {
        let statement = writer.rule(rule);
        statements.push(statement);
    }
    statements.join("\n") + "\n"
}

/// A named rule's name, else its sentence in English keywords with declared names (section 2).
pub fn rule_id(case: &Case, rule: &Rule) -> String {
    let mut canonical = Writer { case, voice: Voice::canonical(), about_subject: false };
    rule.name.clone().unwrap_or_else(|| canonical.sentence(rule))
}

impl Writer<'_> {
    fn policy(&mut self, statements: &mut Vec<String>) {
        let Some(policy) = &self.case.policy else { return };
        let title = self.voice.text("试行办法");
        statements.push(format!("{} {title}", self.voice.word("policy", "政策")));
        if let Some(effective) = policy.effective {
            statements.push(format!("  {}", self.effective(effective)));
        }
        if let Some(region) = &policy.region {
            let path = self.voice.text(region);
            statements.push(format!("  {} {path}", self.voice.word("region", "地区")));
        }
    }

    fn effective(&mut self, effective: Effective) -> String {
        let (from, to) = (self.voice.date(effective.from), effective.to.map(|day| self.voice.date(day)));
        if self.voice.chinese() {
            format!("施行 自 {from}") + &to.map(|to| format!(" 至 {to}")).unwrap_or_default()
        } else {
            format!("effective from {from}") + &to.map(|to| format!(" to {to}")).unwrap_or_default()
        }
    }

    fn declarations(&mut self, statements: &mut Vec<String>) {
        let case = self.case;
        for category in case.categories.iter().filter(|_| case.declares.categories) {
            let mut line = format!("{} {}", self.voice.word("category", "类别"), quoted_if_needed(&category.name));
            if !category.is.is_empty() {
                line += &format!(" {} {}", self.voice.word("is", "属于"), category.is.join(", "));
            }
            statements.push(line + &self.also(category.alias.as_deref()));
        }
        for activity in case.activities.iter().filter(|_| case.declares.activities) {
            let keyword = self.voice.word("activity", "活动");
            let also = self.also(activity.alias.as_deref());
            statements.push(format!("{keyword} {}{also}", quoted_if_needed(&activity.name)));
            for field in case.fields.iter().filter(|_| case.declares.fields) {
                let keyword = self.voice.word("field", "字段");
                let line = self.column(field);
                statements.push(format!("  {keyword} {line}"));
            }
        }
        for attribute in case.attributes.iter().filter(|_| case.declares.attributes) {
            let keyword = self.voice.word("attribute", "属性");
            let line = self.column(attribute);
            statements.push(format!("{keyword} {line}"));
        }
        for parameter in &case.parameters {
            let keyword = self.voice.word("parameter", "参数");
            statements.push(format!("{keyword} {} = {}", parameter.name, parameter.value));
        }
    }

    fn also(&mut self, alias: Option<&str>) -> String {
        let Some(alias) = alias else { return String::new() };
        let alias = self.voice.text(alias);
        format!(" {} {alias}", self.voice.word("also", "又名"))
    }

    fn column(&mut self, column: &Column) -> String {
        let kind = match &column.kind {
            Kind::Number => self.voice.word("number", "数"),
            Kind::Text => self.voice.word("text", "文本"),
            Kind::Date => self.voice.word("date", "日期"),
            Kind::Bool => self.voice.word("bool", "是非"),
            Kind::Choice(options) => {
                let mut quoted = Vec::new();
                for option in options {
                    quoted.push(self.voice.text(option));
                }
                let list = quoted.join(&self.voice.comma());
                format!("{} {list}", self.voice.word("choice of", "选项"))
            }
        };
        format!("{}: {kind}", column.name)
    }

    fn rule(&mut self, rule: &Rule) -> String {
        let sentence = self.sentence(rule);
        let mut lines = Vec::new();
        match &rule.name {
            Some(name) => {
                let keyword = self.voice.word("rule", "规则");
                let title = if self.voice.one_in(3) { " \"一条规矩\"" } else { "" };
                lines.push(format!("{keyword} {}{title}", quoted_if_needed(name)));
                lines.push(format!("  {sentence}"));
            }
            None => lines.push(sentence),
        }
        if rule.described {
            lines.push(format!("  {} \"第一条\"", self.voice.word("cite", "依据")));
            lines.push("  # 说明".to_owned());
            let severity = if self.voice.chinese() { "严重程度 高" } else { "severity high" };
            lines.push(format!("  {severity}"));
        }
        if let Some(effective) = rule.effective {
            lines.push(format!("\t{}", self.effective(effective)));
        }
        if rule.count_partial_periods {
            lines.push(format!("\u{3000}{}", self.voice.word("count partial periods", "不足期计入")));
        }
        lines.join("\n")
    }

    /// WHO WHEN quantity ACTIVITY where … require … matching …
    fn sentence(&mut self, rule: &Rule) -> String {
        let mut parts = vec![self.who(&rule.who), self.when(&rule.schedule)];
        parts.extend(self.quantity(&rule.quantity));
        parts.push(self.activity(&rule.activity));
        if let Some(filter) = &rule.filter {
            let condition = self.condition(filter);
            parts.push(format!("{} {condition}", self.voice.word("where", "其中")));
        }
        if let Schedule::Quality { require } = &rule.schedule {
            let condition = self.condition(require);
            parts.push(format!("{} {condition}", self.voice.word("require", "须")));
        }
        if !rule.matching.is_empty() {
            let fields = rule.matching.join(&self.voice.comma());
            parts.push(format!("{} {fields}", self.voice.word("matching", "对应")));
        }
        parts.join(" ")
    }

    fn activity(&mut self, name: &str) -> String {
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
        for name in &who.any_of {
            any_of.push(self.category(name));
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
            let in_chinese = self.voice.chinese();
            written += &match in_chinese {
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

    fn when(&mut self, schedule: &Schedule) -> String {
        let chinese = self.voice.chinese();
        match schedule {
            Schedule::Rolling { every } => self.every(every, chinese),
            Schedule::Fixed { every, from } => {
                let (every, from) = (self.every(every, chinese), self.moment(from));
                if chinese { format!("{every} 自 {from} 起") } else { format!("{every} from {from}") }
            }
            Schedule::Calendar { unit, inside } => calendar(*unit, *inside, chinese),
            Schedule::Deadline { by: Moment::Date(day) } if chinese => format!("于{}前", self.voice.date(*day)),
            Schedule::Deadline { by } => {
                let by = self.moment(by);
                if chinese { format!("于 {by} 前") } else { format!("by {by}") }
            }
            Schedule::Response { after, within } => {
                let moment = self.moment(after);
                if chinese {
                    format!("{moment} 后{}内", self.chinese_span(within))
                } else {
                    format!("after {moment} within {}", self.english_span(within))
                }
            }
            Schedule::Precondition { before, within } => {
                let moment = self.moment(before);
                match (within, chinese) {
                    (Some(within), true) => format!("{moment} 前{}内", self.chinese_span(within)),
                    (Some(within), false) => format!("before {moment} within {}", self.english_span(within)),
                    (None, true) => format!("{moment} 前 曾"),
                    (None, false) => format!("before {moment} ever"),
                }
            }
            Schedule::Prohibition => if chinese { "不得" } else { "never" }.to_owned(),
            Schedule::Quality { .. } => if chinese { "凡" } else { "whenever" }.to_owned(),
        }
    }

    fn every(&mut self, span: &Span, chinese: bool) -> String {
        if chinese {
            format!("每{}", self.chinese_span(span)).trim_end().to_owned()
        } else {
            format!("every {}", self.english_span(span))
        }
    }

    fn english_span(&mut self, span: &Span) -> String {
        let unit = english_unit(span.unit, matches!(span.number, Number::Literal(1)));
        format!("{} {unit}", self.number(&span.number))
    }

    /// `6个月` glued to the keyword before it, ` 主体.n 个月 ` apart.
    fn chinese_span(&mut self, span: &Span) -> String {
        let unit = chinese_unit(span.unit);
        match &span.number {
            Number::Literal(number) => format!("{}{unit}", self.voice.numeral(*number)),
            other => format!(" {} {unit} ", self.number(other)),
        }
    }

    fn number(&mut self, number: &Number) -> String {
        match number {
            Number::Literal(number) => number.to_string(),
            Number::Attribute(name) => format!("{}.{name}", self.voice.word("its", "主体")),
            Number::Parameter(name) => name.clone(),
        }
    }

    fn moment(&mut self, moment: &Moment) -> String {
        match moment {
            Moment::Date(day) => self.voice.date(*day),
            Moment::Opened => self.voice.word("opened", "成立日期"),
            Moment::Closed => self.voice.word("closed", "注销日期"),
            Moment::Attribute(name) => format!("{}.{name}", self.voice.word("its", "主体")),
            Moment::Activity { activity, filter: None } => self.activity(activity),
            Moment::Activity { activity, filter: Some(filter) } => {
                let (activity, condition) = (self.activity(activity), self.condition(filter));
                let inner = format!("{} {condition}", self.voice.word("where", "其中"));
                format!("{activity} {}", self.voice.bracketed(&inner))
            }
        }
    }

    fn quantity(&mut self, quantity: &Quantity) -> Option<String> {
        let (number, english, chinese) = match quantity {
            Quantity::Unstated => return None,
            Quantity::AtLeast(number) => (number, "at least", "至少"),
            Quantity::AtMost(number) => (number, "at most", "至多"),
            Quantity::Exactly(number) => (number, "exactly", "恰"),
            Quantity::Range(Number::Literal(lower), Number::Literal(upper)) if self.voice.chinese() => {
                return Some(format!("{lower}至{upper}次"));
            }
            Quantity::Range(lower, upper) => {
                return Some(format!("{} to {}", self.number(lower), self.number(upper)));
            }
        };
        let in_chinese = self.voice.chinese();
        Some(match number {
            Number::Literal(number) if in_chinese => format!("{chinese}{}次", self.voice.numeral(*number)),
            other if in_chinese => format!("{chinese} {} 次", self.number(other)),
            other => format!("{english} {}", self.number(other)),
        })
    }
}

fn calendar(unit: Unit, inside: Inside, chinese: bool) -> String {
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
    };
    match (inside, chinese) {
        (Inside::Whole, false) => format!("each {english_name}"),
        (Inside::Whole, true) => format!("每{chinese_name}"),
        (Inside::By(mark), false) => format!("each {english_name} by {}", english_mark(mark)),
        (Inside::By(mark), true) => format!("每{chinese_name} {}前", chinese_mark(mark)),
        (Inside::FromTo(from, to), false) => {
            format!("each {english_name} from {} to {}", english_mark(from), english_mark(to))
        }
        (Inside::FromTo(from, to), true) => {
            format!("每{chinese_name} {}至{}", chinese_mark(from), chinese_mark(to))
        }
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
