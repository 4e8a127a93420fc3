//! A case's rules as a rule file, in English, in Chinese or in both (docs/language.md sections 2, 9 and 12).

use super::model::{Case, Column, Effective, Extended, Joined, Kind, Rule, Schedule, Scope, SeasonKind, Unit};
use super::wording::{Voice, quoted_if_needed};

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
    writer.seasons(&mut statements);
    for rule in &case.rules {
        let statement = writer.rule(rule);
        statements.push(statement);
    }
    writer.waivers(&mut statements);
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
            Kind::Time => self.voice.word("time", "时刻"),
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

    /// Only the seasons that rules name.
    fn seasons(&mut self, statements: &mut Vec<String>) {
        for season in &self.case.seasons {
            let is_named = self.case.rules.iter().any(|rule| {
                let is_unit = matches!(&rule.schedule, Schedule::Calendar { unit: Unit::Season(name), .. } if *name == season.name);
                is_unit || matches!(&rule.scope, Some(Scope::During(name)) if *name == season.name)
            });
            if !is_named {
                continue;
            }
            let to = self.voice.word("to", "至");
            let stretches = match &season.kind {
                SeasonKind::Yearly(from, last) => {
                    format!("{:02}-{:02} {to} {:02}-{:02}", from.0, from.1, last.0, last.1)
                }
                SeasonKind::Given(given) => {
                    let mut written = Vec::new();
                    for (from, last) in given {
                        written.push(format!("{} {to} {}", self.voice.date(*from), self.voice.date(*last)));
                    }
                    written.join(&self.voice.comma())
                }
                SeasonKind::Daily(from, last) => format!("{} {to} {}", from.format("%H:%M"), last.format("%H:%M")),
                SeasonKind::Own(from, last) => {
                    let its = self.voice.word("its", "主体");
                    format!("{its}.{from} {to} {its}.{last}")
                }
            };
            statements.push(format!("{} {} {stretches}", self.voice.word("season", "时段"), season.name));
        }
    }

    fn waivers(&mut self, statements: &mut Vec<String>) {
        for waiver in self.case.waivers.iter().filter(|waiver| !waiver.in_table) {
            let (subject, rule) = (self.voice.text(&waiver.subject), quoted_if_needed(&waiver.rule));
            let (from, to, why) = (self.voice.date(waiver.from), self.voice.date(waiver.to), self.voice.text("改建"));
            statements.push(if self.voice.chinese() {
                format!("豁免 {subject} 于 {rule} 自 {from} 至 {to} 理由 {why}")
            } else {
                format!("exempt {subject} from {rule} {from} to {to} because {why}")
            });
        }
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
        for other in &rule.overrides {
            lines.push(format!("  {} {}", self.voice.word("overrides", "优先于"), quoted_if_needed(other)));
        }
        if let Some(grace) = &rule.grace {
            let chinese = self.voice.chinese();
            let span = self.span(grace, chinese);
            lines.push(format!("  {} {span}", if chinese { "宽限" } else { "grace" }));
        }
        if let Some(extended) = &rule.extended {
            let line = self.extended(extended);
            lines.push(format!("  {line}"));
        }
        for otherwise in &rule.otherwise {
            let chinese = self.voice.chinese();
            let span = self.span(&otherwise.within, chinese);
            let mut line =
                if chinese { format!("否则 {}内", span.trim_end()) } else { format!("otherwise within {span}") };
            line += &format!(" {}", self.activities(&otherwise.activities, Joined::Or));
            if let Some(filter) = &otherwise.filter {
                let condition = self.condition(filter);
                line += &format!(" {} {condition}", self.voice.word("where", "其中"));
            }
            line += &self.matching(&otherwise.matching);
            lines.push(format!("  {line}"));
        }
        if rule.next_working_day {
            lines.push(format!("  {}", self.voice.word("next working day", "遇假日顺延")));
        }
        lines.join("\n")
    }

    fn extended(&mut self, extended: &Extended) -> String {
        let chinese = self.voice.chinese();
        match extended {
            Extended::By { by, matching, span, at_most } => {
                let activity = self.moment(by);
                let matching = self.matching(matching);
                let span = self.span(span, chinese);
                let at_most = at_most
                    .map(|number| if chinese { format!(" 至多{number}次") } else { format!(" at most {number}") });
                let at_most = at_most.unwrap_or_default();
                if chinese {
                    format!("因 {activity}{matching} 顺延 {span}{at_most}")
                } else {
                    format!("extended by {activity}{matching} for {span}{at_most}")
                }
            }
            Extended::Between { from, to, matching } => {
                let (from, to) = (self.moment(from), self.moment(to));
                let matching = self.matching(matching);
                if chinese {
                    format!("因 {from} 至 {to} 期间 顺延{matching}")
                } else {
                    format!("extended between {from} and {to}{matching}")
                }
            }
        }
    }
}
