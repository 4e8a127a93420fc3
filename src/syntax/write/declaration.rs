//! Declarations: everything of a file but its rules and tests.

use super::Writer;
use super::line::{LIST, Line, PART};
use crate::syntax::ast::{
    Activity, Category, ClockTime, Exempt, Field, Kind, Parameter, Policy, Season, SeasonExtent, Word,
};

/// The last second of a day, which a season writes as 24:00.
const LAST_SECOND: u32 = 86_399;

impl<'a> Writer<'a> {
    pub(super) fn policy(&mut self, policy: &'a Policy) -> Vec<Line> {
        self.keyword("policy", "政策");
        self.text(&policy.title.text);
        let head = self.end_line(None, false);
        let mut lines = Vec::new();
        for (en, zh, text) in [
            ("issuer", "发文机关", &policy.issuer),
            ("document", "文号", &policy.document),
            ("source", "出处", &policy.source),
            ("region", "地区", &policy.region),
            ("timezone", "时区", &policy.timezone),
            ("holidays", "假日", &policy.holidays),
        ] {
            if let Some(text) = text {
                self.keyword(en, zh);
                self.text(&text.text);
                lines.push(self.end_line(Some(text.span.start), true));
            }
        }
        if let Some(effective) = &policy.effective {
            self.effective(effective);
            lines.push(self.end_line(Some(effective.span.start), false));
        }
        lines.sort_by_key(|line| line.place);
        lines.insert(0, head);
        lines
    }

    pub(super) fn category_line(&mut self, category: &'a Category) -> Line {
        self.keyword("category", "类别");
        self.name(&category.name.text);
        self.may_break_at_first(PART, &category.parents);
        for (index, parent) in category.parents.iter().enumerate() {
            if index == 0 {
                self.keyword("is", "属于");
            } else {
                self.comma();
                self.may_break(LIST, parent.span);
            }
            self.category(parent);
        }
        self.aliases(&category.aliases);
        self.end_line(None, false)
    }

    pub(super) fn activity_lines(&mut self, activity: &'a Activity) -> Vec<Line> {
        self.keyword("activity", "活动");
        self.name(&activity.name.text);
        self.aliases(&activity.aliases);
        let mut lines = vec![self.end_line(None, false)];
        for field in &activity.fields {
            self.keyword("field", "字段");
            self.declared_column(field);
            lines.push(self.end_line(Some(field.name.span.start), true));
        }
        lines
    }

    pub(super) fn attribute_line(&mut self, attribute: &'a Field) -> Line {
        self.keyword("attribute", "属性");
        self.declared_column(attribute);
        self.end_line(None, false)
    }

    /// A name, its aliases, its type and its unit.
    fn declared_column(&mut self, field: &'a Field) {
        self.column(&field.name.text);
        self.aliases(&field.aliases);
        self.out.push_str(self.language.either(":", "："));
        match &field.kind {
            Kind::Number => self.keyword("number", "数"),
            Kind::Text => self.keyword("text", "文本"),
            Kind::Date => self.keyword("date", "日期"),
            Kind::Time => self.keyword("time", "时刻"),
            Kind::Bool => self.keyword("bool", "是非"),
            Kind::Choice(choices) => {
                self.keyword("choice of", "选项");
                self.texts(choices);
            }
        }
        if let Some(unit) = &field.unit {
            self.may_break_before_keyword_at(PART, unit.span);
            self.keyword("in", "单位");
            if unit.text == "%" {
                self.word("%");
            } else {
                self.name_or_text(&unit.text);
            }
        }
    }

    fn aliases(&mut self, aliases: &'a [Word]) {
        if !aliases.is_empty() {
            self.may_break_at_first(PART, aliases);
            self.keyword("also", "又名");
            self.texts(aliases);
        }
    }

    fn texts(&mut self, texts: &'a [Word]) {
        for (index, text) in texts.iter().enumerate() {
            if index > 0 {
                self.comma();
                self.may_break(LIST, text.span);
            }
            self.text(&text.text);
        }
    }

    pub(super) fn parameter(&mut self, parameter: &'a Parameter) -> Line {
        self.keyword("parameter", "参数");
        self.column(&parameter.name.text);
        self.word("=");
        self.literal(&parameter.value, parameter.value_span);
        if let Some(why) = &parameter.why {
            self.may_break(PART, why.span);
            self.text(&why.text);
        }
        self.end_line(None, false)
    }

    pub(super) fn season(&mut self, season: &'a Season) -> Line {
        self.keyword("season", "时段");
        self.name(&season.name.text);
        match &season.extent {
            SeasonExtent::Yearly(from, to) => {
                self.word(&format!("{:02}-{:02}", from.0, from.1));
                self.keyword("to", "至");
                self.word(&format!("{:02}-{:02}", to.0, to.1));
            }
            SeasonExtent::Dates(dates) => {
                for (index, (from, to)) in dates.iter().enumerate() {
                    if index > 0 {
                        self.comma();
                        self.may_break_anywhere(LIST);
                    }
                    self.word(&from.to_string());
                    self.keyword("to", "至");
                    self.word(&to.to_string());
                }
            }
            SeasonExtent::Hours(from, to) => {
                self.hour(from);
                self.keyword("to", "至");
                self.hour(to);
            }
        }
        self.end_line(None, false)
    }

    fn hour(&mut self, time: &'a ClockTime) {
        match time {
            ClockTime::Time(LAST_SECOND) => self.word("24:00"),
            ClockTime::Time(second) => self.word(&format!("{:02}:{:02}", second / 3600, second / 60 % 60)),
            ClockTime::Attribute(word) => self.its(word),
        }
    }

    pub(super) fn uses(&mut self, path: &'a Word) -> Line {
        self.keyword("use", "引用");
        self.text(&path.text);
        self.end_line(None, false)
    }

    pub(super) fn exempt(&mut self, exempt: &'a Exempt) -> Line {
        self.keyword("exempt", "豁免");
        self.text(&exempt.subject.text);
        self.may_break_before_keyword_at(PART, exempt.rule.span);
        self.keyword("from", "于");
        self.name(&exempt.rule.text);
        self.may_break_anywhere(PART);
        if self.chinese() {
            self.word("自");
        }
        self.word(&exempt.from.to_string());
        self.keyword("to", "至");
        self.word(&exempt.to.to_string());
        if let Some(because) = &exempt.because {
            self.may_break_before_keyword_at(PART, because.span);
            self.keyword("because", "理由");
            self.text(&because.text);
        }
        self.end_line(None, false)
    }
}
