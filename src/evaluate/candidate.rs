//! The records that may count: those of an activity on covered days that satisfy, or perhaps satisfy, a condition.

use super::binding::Binding;
use super::condition::{Scene, Truth};
use crate::calendar::{Day, Time};
use crate::ledger::RecordId;
use crate::rulebook::{ActivityId, Condition};
use crate::verdict::Reason;

/// One record that surely or perhaps counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub(super) record: RecordId,
    pub(super) time: Time,
    /// Why it only perhaps counts; `None` for a sure one.
    pub(super) doubt: Option<Reason>,
    /// Whether it lies on a day that an earlier one already makes a day with an A, where several on a day are one.
    pub(super) repeats: bool,
}

impl Candidate {
    pub(super) const fn is_sure(&self) -> bool {
        self.doubt.is_none()
    }

    pub(super) const fn day(&self) -> Day {
        self.time.day
    }
}

impl<'a> Binding<'a> {
    /// The candidates of the rule's activity, in the order of evidence.
    pub(super) fn candidates(&self) -> Vec<Candidate> {
        self.candidates_of(self.rule.activity, self.rule.filter.as_ref())
    }

    /// The candidates of an activity under a condition, in the order of evidence.
    pub(super) fn candidates_of(&self, activity: ActivityId, filter: Option<&'a Condition>) -> Vec<Candidate> {
        let ledger = self.context.ledger;
        let coverage = self.context.coverage;
        let all = ledger.records(activity, self.subject);
        let days = ledger.days().get(all.start as usize..all.end as usize).unwrap_or_default();
        let before = days.partition_point(|day| *day < coverage.from);
        let covered = days.partition_point(|day| *day <= coverage.to).saturating_sub(before);
        let records = (all.start..all.end).skip(before).take(covered).map(RecordId);
        let mut candidates = Vec::with_capacity(covered);
        for record in records {
            let Some(time) = ledger.time(record) else { continue };
            let doubt = match filter {
                None => None,
                Some(filter) => {
                    let record = Some((activity, record));
                    match (Scene { context: self.context, subject: self.subject, record }).judge(filter) {
                        Truth::True => None,
                        Truth::False => continue,
                        Truth::Unknown(reason) => Some(reason),
                    }
                }
            };
            candidates.push(Candidate { record, time, doubt, repeats: false });
        }
        candidates
    }
}

/// The candidates of the days `[from, to]`; they stand in the order of days.
pub(super) fn of_days(candidates: &[Candidate], from: Day, to: Day) -> &[Candidate] {
    let start = candidates.partition_point(|candidate| candidate.day() < from);
    let tail = candidates.get(start..).unwrap_or_default();
    let length = tail.partition_point(|candidate| candidate.day() <= to);
    tail.get(..length).unwrap_or_default()
}
