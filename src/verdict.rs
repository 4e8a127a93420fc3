//! Duties and what the records say of them (docs/language.md sections 8 and 11). Plain data.

mod listed;
mod status;

pub use listed::Listed;
pub(crate) use listed::ListedNow;
pub use status::{Counts, Status, Statuses};

use std::fmt;

use serde::{Serialize, Serializer};
use smallvec::SmallVec;

use crate::calendar::{Day, Period, Time};
use crate::ledger::{Ledger, RecordId, SubjectId};
use crate::rulebook::{ActivityId, AttributeId, FieldId, ParameterId, RuleBook};
use crate::text::Wording;

/// The number of a rule in [`RuleBook::rules`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RuleId(pub u32);

/// Why an unknown is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// Days that matter are not covered by the records.
    Coverage,
    /// A field of a record is missing.
    Field(ActivityId, FieldId),
    /// An attribute of the subject is missing.
    Attribute(AttributeId),
    /// A parameter is not a number that can be used here.
    Parameter(ParameterId),
    /// The subject's category cell is empty.
    Category,
    /// The subject's region is not given, and the policy has one.
    Region,
    /// The subject's opening is not given.
    Opening,
    /// The subject's closing is not given, or not known yet.
    Closing,
    /// The subject's parent is not given, or nobody in the register.
    Parent,
    /// A record has only a day where the time of day decides.
    DayOnly,
    /// The working days of this year are not announced.
    Unannounced(i32),
    /// A condition divides by zero or has no value for another reason.
    Condition,
}

impl Reason {
    /// The reason in the words of the contract.
    #[must_use]
    pub const fn text(self, book: &RuleBook) -> ReasonText<'_> {
        ReasonText { reason: self, book }
    }

    /// The reason in words for people.
    #[must_use]
    pub fn wording(self, book: &RuleBook) -> Wording {
        match self {
            Self::Coverage => Wording::new("the records do not cover all days that matter", "记录未覆盖所需的全部日期"),
            Self::Field(activity, field) => {
                let activity = book.activity(activity);
                let name = activity.map_or("", |activity| &activity.name);
                let field = activity.and_then(|activity| activity.fields.get(field.0 as usize));
                let field = field.map_or("", |field| &field.name);
                Wording::new(
                    format!("records of {name} lack the field {field}"),
                    format!("“{name}”记录缺少字段“{field}”"),
                )
            }
            Self::Attribute(attribute) => {
                let name = book.attributes.get(attribute.0 as usize).map_or("", |attribute| &attribute.name);
                Wording::new(format!("the register lacks {name}"), format!("名册中缺少“{name}”"))
            }
            Self::Parameter(parameter) => {
                let name = book.parameter(parameter).map_or("", |parameter| &parameter.name);
                Wording::new(format!("the parameter {name} is no whole number"), format!("参数“{name}”不是整数"))
            }
            Self::Category => Wording::new("the register lacks the category", "名册中缺少类别"),
            Self::Region => Wording::new("the register lacks the region", "名册中缺少地区"),
            Self::Opening => Wording::new("the register lacks the opening date", "名册中缺少成立日期"),
            Self::Closing => Wording::new("the register lacks the closing date", "名册中缺少注销日期"),
            Self::Parent => Wording::new("the register does not tell the parent", "名册中缺少可识别的上级"),
            Self::DayOnly => Wording::new("records lack the time of day", "记录只有日期，没有时刻"),
            Self::Unannounced(year) => Wording::new(
                format!("the working days of {year} are not announced"),
                format!("{year} 年的节假日安排尚未公布"),
            ),
            Self::Condition => Wording::new("a condition has no value", "条件无法求值"),
        }
    }
}

/// Records in the order of evidence; a few, as most verdicts have, stand in the verdict itself.
pub type Evidence = SmallVec<[RecordId; 4]>;

/// What the records say of one duty. Its keys in outputs are those of docs/architecture.md (Contracts).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The rule.
    pub rule: RuleId,
    /// The subject it binds; of a group, its first member.
    pub subject: SubjectId,
    /// The group it binds, where the rule speaks of a population.
    pub group: Option<Box<Group>>,
    /// The anchor, the first opening, or the window's first day; an instant under a clock duration.
    pub from: Option<Time>,
    /// The due day, else the window's last day; an instant where due is one.
    pub to: Option<Time>,
    /// The day it is due; an instant under a clock duration.
    pub due: Option<Time>,
    /// The period, for `each` only.
    pub label: Option<Period>,
    /// The status.
    pub status: Status,
    /// The day an at-least quantity was first reached.
    pub done: Option<Day>,
    /// Days from due to done, where late.
    pub days_late: Option<u32>,
    /// How many sure records counted.
    pub count: u32,
    /// The trigger first, then what counted; for an unknown also the perhaps-records.
    pub evidence: Evidence,
    /// Which of the rule's values of `for each`.
    pub each: Option<u32>,
    /// The record behind the moment.
    pub trigger: Option<RecordId>,
    /// Whether coverage cut the duty's beginning.
    pub censored: bool,
    /// Days from due to the judged day, where violated and due.
    pub overdue: Option<u32>,
    /// Why it is unknown.
    pub reason: Option<Reason>,
}

/// A group of subjects: a level of the region path, the children of a parent, or everyone (docs/language.md section 7).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its region path, the parent's id, or `*`.
    pub id: String,
    /// The members that fell short, in the order of their ids.
    pub short: Vec<SubjectId>,
}

impl Verdict {
    /// The verdict with names for numbers, ready to be written.
    #[must_use]
    pub const fn line<'a>(&'a self, book: &'a RuleBook, ledger: &'a Ledger) -> VerdictLine<'a> {
        VerdictLine { verdict: self, book, ledger }
    }
}

/// One verdict with names for numbers; serialises as docs/architecture.md (Contracts) says.
#[derive(Debug, Clone, Copy)]
pub struct VerdictLine<'a> {
    verdict: &'a Verdict,
    book: &'a RuleBook,
    ledger: &'a Ledger,
}

impl<'a> VerdictLine<'a> {
    /// The rule's id.
    #[must_use]
    pub fn rule(&self) -> &'a str {
        self.book.rules.get(self.verdict.rule.0 as usize).map_or("", |rule| rule.id.as_str())
    }

    /// The subject's id, or the group's.
    #[must_use]
    pub fn subject(&self) -> &'a str {
        if let Some(group) = &self.verdict.group {
            return &group.id;
        }
        self.subject_id(self.verdict.subject)
    }

    fn subject_id(&self, subject: SubjectId) -> &'a str {
        self.ledger.subjects().get(subject.0 as usize).map_or("", |subject| subject.id.as_str())
    }

    /// The value of `for each` as text.
    #[must_use]
    pub fn each(&self) -> Option<&'a str> {
        let rule = self.book.rules.get(self.verdict.rule.0 as usize)?;
        rule.for_each.get(self.verdict.each? as usize).map(|value| value.text.as_str())
    }

    /// The ids of the records that prove it, or of the members of a group that fell short.
    #[must_use]
    pub fn evidence(&self) -> Vec<String> {
        match &self.verdict.group {
            Some(group) => group.short.iter().map(|subject| self.subject_id(*subject).to_owned()).collect(),
            None => self.verdict.evidence.iter().map(|record| self.ledger.record_name(*record).to_string()).collect(),
        }
    }

    /// Why an unknown is unknown, in the words of the contract: `coverage`, `missing field F`, …
    #[must_use]
    pub fn reason(&self) -> Option<ReasonText<'a>> {
        self.verdict.reason.map(|reason| reason.text(self.book))
    }
}

impl Serialize for VerdictLine<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;

        let verdict = self.verdict;
        let name = |record| Shown(self.ledger.record_name(record));
        let mut line = serializer.serialize_struct("verdict", 16)?;
        line.serialize_field("rule", self.rule())?;
        line.serialize_field("subject", self.subject())?;
        line.serialize_field("from", &verdict.from.map(|time| Shown(time.iso())))?;
        line.serialize_field("to", &verdict.to.map(|time| Shown(time.iso())))?;
        line.serialize_field("due", &verdict.due.map(|time| Shown(time.iso())))?;
        line.serialize_field("label", &verdict.label.map(Shown))?;
        line.serialize_field("status", &verdict.status)?;
        line.serialize_field("done", &verdict.done.map(Shown))?;
        line.serialize_field("days_late", &verdict.days_late)?;
        line.serialize_field("count", &verdict.count)?;
        match &verdict.group {
            Some(_) => line.serialize_field("evidence", &self.evidence())?,
            None => {
                let evidence: Vec<_> = verdict.evidence.iter().map(|record| name(*record)).collect();
                line.serialize_field("evidence", &evidence)?;
            }
        }
        line.serialize_field("each", &self.each())?;
        line.serialize_field("trigger", &verdict.trigger.map(name))?;
        line.serialize_field("censored", &verdict.censored)?;
        line.serialize_field("overdue", &verdict.overdue)?;
        line.serialize_field("reason", &self.reason().map(Shown))?;
        line.end()
    }
}

/// Serialises a value as the text it shows.
struct Shown<T>(T);

impl<T: fmt::Display> Serialize for Shown<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// A reason in the words of the contract.
#[derive(Debug, Clone, Copy)]
pub struct ReasonText<'a> {
    reason: Reason,
    book: &'a RuleBook,
}

impl fmt::Display for ReasonText<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let book = self.book;
        match self.reason {
            Reason::Coverage => formatter.write_str("coverage"),
            Reason::Field(activity, field) => {
                let fields = book.activity(activity).map(|activity| activity.fields.as_slice()).unwrap_or_default();
                write!(formatter, "missing field {}", fields.get(field.0 as usize).map_or("", |field| &field.name))
            }
            Reason::Attribute(attribute) => {
                let name = book.attributes.get(attribute.0 as usize).map_or("", |attribute| &attribute.name);
                write!(formatter, "missing attribute {name}")
            }
            Reason::Parameter(parameter) => {
                let name = book.parameter(parameter).map_or("", |parameter| &parameter.name);
                write!(formatter, "parameter {name} is no whole number")
            }
            Reason::Category => formatter.write_str("missing category"),
            Reason::Region => formatter.write_str("missing region"),
            Reason::Opening => formatter.write_str("missing opening"),
            Reason::Closing => formatter.write_str("missing closing"),
            Reason::Parent => formatter.write_str("missing parent"),
            Reason::DayOnly => formatter.write_str("day-only time"),
            Reason::Unannounced(year) => write!(formatter, "no official calendar for {year}"),
            Reason::Condition => formatter.write_str("condition without a value"),
        }
    }
}
