//! The indented lines behind a sentence.

use std::borrow::Cow;

use unicode_normalization::is_nfkc;

use super::Writer;
use super::condition::Tightness;
use super::line::{CLAUSE, LIST, PIECE};
use super::schedule::names;
use crate::syntax::ast::{Effective, Extended, ExtendedKind, Modifier, Otherwise, Severity, Word};
use crate::syntax::written_column;

impl<'a> Writer<'a> {
    pub(super) fn modifier(&mut self, modifier: &'a Modifier) {
        match modifier {
            Modifier::Cite(text) => self.line(("cite", "依据"), text),
            Modifier::Because(text) => self.line(("because", "理由"), text),
            Modifier::Note(text) => self.line(("note", "备注"), text),
            Modifier::Severity(severity, _) => {
                self.keyword("severity", "严重程度");
                match severity {
                    Severity::Low => self.keyword("low", "低"),
                    Severity::Medium => self.keyword("medium", "中"),
                    Severity::High => self.keyword("high", "高"),
                    Severity::Critical => self.keyword("critical", "特高"),
                }
            }
            Modifier::Score(score, _) => {
                self.keyword("score", "分值");
                self.word(&score.normalize().to_string());
            }
            Modifier::Tags(tags) => {
                self.keyword("tags", "标签");
                for (index, tag) in tags.iter().enumerate() {
                    if index > 0 {
                        self.comma();
                        self.may_break(LIST, tag.span);
                    }
                    self.tag(tag);
                }
            }
            Modifier::Effective(effective) => self.effective(effective),
            Modifier::CountPartialPeriods(_) => self.keyword("count partial periods", "不足期计入"),
            Modifier::Overrides(rule) => {
                self.keyword("overrides", "优先于");
                self.name(&rule.text);
            }
            Modifier::Grace(duration, _) => {
                self.keyword("grace", "宽限");
                self.duration("", duration, "");
            }
            Modifier::Otherwise(otherwise) => self.otherwise(otherwise),
            Modifier::Extended(extended) => self.extended(extended),
            Modifier::NextWorkingDay(_) => self.keyword("next working day", "遇假日顺延"),
        }
    }

    fn line(&mut self, keyword: (&str, &str), text: &Word) {
        self.keyword(keyword.0, keyword.1);
        self.text(&text.text);
    }

    /// A tag without quotes where it is a name.
    fn tag(&mut self, tag: &Word) {
        self.name_or_text(&tag.text);
    }

    /// A text without quotes where it is a name that means itself.
    pub(super) fn name_or_text(&mut self, text: &str) {
        match written_column(text) {
            Cow::Borrowed(name) if is_nfkc(name) => self.word(name),
            _ => self.text(text),
        }
    }

    pub(super) fn effective(&mut self, effective: &Effective) {
        self.keyword("effective", "施行");
        self.keyword("from", "自");
        self.word(&effective.from.to_string());
        if let Some(to) = effective.to {
            self.keyword("to", "至");
            self.word(&to.to_string());
        }
    }

    fn otherwise(&mut self, otherwise: &'a Otherwise) {
        self.keyword("otherwise", "否则");
        if !self.chinese() {
            self.word("within");
        }
        self.duration("", &otherwise.within, "内");
        self.may_break_at_first(LIST, &otherwise.activities.names);
        self.activities(&otherwise.activities);
        let activities: Vec<&'a Word> = otherwise.activities.names.iter().collect();
        if let Some(filter) = &otherwise.filter {
            self.fields = Some(activities.clone());
            self.clause(filter.span);
            self.keyword("where", "其中");
            self.condition(filter, Tightness::Or);
        }
        self.may_break_at_first(CLAUSE, &otherwise.matching);
        self.matching(&activities, &otherwise.matching);
    }

    fn extended(&mut self, extended: &'a Extended) {
        match &extended.kind {
            ExtendedKind::By { moment, by, most } => {
                self.keyword("extended by", "因");
                self.moment(moment);
                self.may_break_at_first(CLAUSE, &extended.matching);
                self.matching(&names(moment), &extended.matching);
                self.clause(by.span);
                self.keyword("for", "顺延");
                self.duration("", by, "");
                if let Some(most) = most {
                    self.at_most(most);
                }
            }
            ExtendedKind::Between { from, to } => {
                self.keyword("extended between", "因");
                self.moment(from);
                self.may_break_before_keyword_at(PIECE, to.span);
                self.keyword("and", "至");
                self.moment(to);
                if self.chinese() {
                    self.word("期间 顺延");
                }
                self.may_break_at_first(CLAUSE, &extended.matching);
                self.matching(&names(from), &extended.matching);
            }
        }
    }
}
