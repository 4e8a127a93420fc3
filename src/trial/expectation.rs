//! One expectation against the verdicts: whether it holds, and what came instead.

use serde::Serialize;

use super::given::Given;
use super::why;
use crate::calendar::{Day, Period, Time};
use crate::ledger::Ledger;
use crate::rulebook::RuleBook;
use crate::syntax::ast::{Expectation, ExpectedStatus};
use crate::text::{Span, Wording};
use crate::verdict::{Reason, Status, Verdict};

/// An expectation whose names are found.
pub(super) struct Expected<'t> {
    pub(super) line: &'t Expectation,
    pub(super) rule: usize,
    /// The id of the subject or of the group.
    pub(super) subject: String,
    /// As it is written, and its days.
    pub(super) label: Option<(String, Period)>,
}

/// An expectation that does not hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    /// The `expect` line.
    pub span: Span,
    /// The id of the subject or of the group.
    pub subject: String,
    /// The rule's id.
    pub rule: String,
    /// The label.
    pub label: Option<String>,
    /// The status that was expected; `None` is that there is no duty.
    pub expected: Option<Status>,
    /// What came instead.
    pub found: Failed,
}

/// What came instead of what was expected.
#[derive(Debug, Clone, PartialEq)]
pub enum Failed {
    /// Duties with another status, and how many there are in all.
    Otherwise(Vec<FoundDuty>, usize),
    /// Duties where none was expected.
    Unwanted(Vec<FoundDuty>),
    /// No such duty.
    Nothing {
        /// The duties of this rule and subject outside the label.
        elsewhere: Vec<FoundDuty>,
        /// Why there is none at all, as far as it is known.
        why: Vec<Wording>,
    },
}

/// A duty as a failure shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundDuty {
    /// Its label.
    pub label: Option<String>,
    /// Its first day.
    pub from: Option<Time>,
    /// Its last day.
    pub to: Option<Time>,
    /// Its due day.
    pub due: Option<Time>,
    /// Its status.
    pub status: Status,
    /// When it was done.
    pub done: Option<Day>,
    /// Days from due to done.
    pub days_late: Option<u32>,
    /// Days from due to the judged day.
    pub overdue: Option<u32>,
    /// How many records counted.
    pub count: u32,
    /// Which of the values of `for each`.
    pub each: Option<String>,
    /// The records that prove it, or the members of a group that fell short.
    pub evidence: Vec<Proof>,
    /// Whether `evidence` names members of a group.
    pub of_group: bool,
    /// Why it is unknown, in the words of the contract.
    pub reason: Option<String>,
    /// Why it is unknown, in words for people.
    pub reason_wording: Option<Wording>,
}

/// A record that proves something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proof {
    /// Its id.
    pub id: String,
    /// The line it is given on.
    pub line: Option<usize>,
}

/// What an expectation is held against.
pub(super) struct Scene<'s> {
    pub(super) book: &'s RuleBook,
    pub(super) ledger: &'s Ledger,
    pub(super) verdicts: &'s [Verdict],
    pub(super) given: &'s Given,
    pub(super) as_of: Day,
}

impl Scene<'_> {
    /// What is wrong with an expectation; `None` where it holds.
    pub(super) fn failure(&self, expected: &Expected<'_>) -> Option<Failure> {
        let of_rule = self.verdicts.iter().filter(|verdict| {
            verdict.rule.0 as usize == expected.rule
                && verdict.line(self.book, self.ledger).subject() == expected.subject
        });
        let is_in = |verdict: &&Verdict| {
            expected.label.as_ref().is_none_or(|(label, period)| self.lies_in(verdict, label, *period))
        };
        let (inside, outside): (Vec<&Verdict>, Vec<&Verdict>) = of_rule.partition(is_in);
        let status = expected.line.status.map(status);
        let shown = |duties: &[&Verdict]| duties.iter().map(|verdict| self.duty(verdict)).collect::<Vec<_>>();
        let found = match status {
            None if inside.is_empty() => return None,
            None => Failed::Unwanted(shown(&inside)),
            Some(_) if inside.is_empty() => Failed::Nothing {
                why: if outside.is_empty() { self.why_none(expected) } else { Vec::new() },
                elsewhere: shown(&outside),
            },
            Some(status) => {
                let all = inside.len();
                let other: Vec<&Verdict> = inside.into_iter().filter(|verdict| verdict.status != status).collect();
                if other.is_empty() {
                    return None;
                }
                Failed::Otherwise(shown(&other), all)
            }
        };
        Some(Failure {
            span: expected.line.span,
            subject: expected.subject.clone(),
            rule: self.book.rules.get(expected.rule).map(|rule| rule.id.clone()).unwrap_or_default(),
            label: expected.label.as_ref().map(|(label, _)| label.clone()),
            expected: status,
            found,
        })
    }

    /// Whether a duty is one of a label: its due day lies in it, else its last day, else the judged day; or the label is
    /// its own, wherever its due day was moved to. Of a season of hours only the due day says: a night is labelled by
    /// its evening and due in the morning, and both labels would mean two nights each.
    fn lies_in(&self, verdict: &Verdict, label: &str, period: Period) -> bool {
        let end = verdict.due.or(verdict.to).map_or(self.as_of, |time| time.day);
        let is_own = |own: Period| own.ends().0.second.is_none() && own.to_string() == label;
        period.contains(end) || verdict.label.is_some_and(is_own)
    }

    fn why_none(&self, expected: &Expected<'_>) -> Vec<Wording> {
        let Some(rule) = self.book.rules.get(expected.rule) else { return Vec::new() };
        why::no_duty(self.book, self.ledger, rule, &expected.subject, self.as_of)
    }

    fn duty(&self, verdict: &Verdict) -> FoundDuty {
        let line = verdict.line(self.book, self.ledger);
        let proof = |id: String| Proof { line: self.given.line_of(&id).filter(|_| verdict.group.is_none()), id };
        FoundDuty {
            label: verdict.label.map(|label| label.to_string()),
            from: verdict.from,
            to: verdict.to,
            due: verdict.due,
            status: verdict.status,
            done: verdict.done,
            days_late: verdict.days_late,
            overdue: verdict.overdue,
            count: verdict.count,
            each: line.each().map(str::to_owned),
            evidence: line.evidence().into_iter().map(proof).collect(),
            of_group: verdict.group.is_some(),
            reason: line.reason().map(|reason| reason.to_string()),
            reason_wording: verdict.reason.map(|reason: Reason| reason.wording(self.book)),
        }
    }
}

const fn status(expected: ExpectedStatus) -> Status {
    match expected {
        ExpectedStatus::Met => Status::Met,
        ExpectedStatus::Late => Status::Late,
        ExpectedStatus::Remedied => Status::Remedied,
        ExpectedStatus::Violated => Status::Violated,
        ExpectedStatus::Pending => Status::Pending,
        ExpectedStatus::Unknown => Status::Unknown,
        ExpectedStatus::Exempt => Status::Exempt,
    }
}
