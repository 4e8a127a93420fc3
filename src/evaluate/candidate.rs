//! A record that may count: it satisfies, or perhaps satisfies, what is asked.

use crate::calendar::{Day, Time};
use crate::ledger::RecordId;
use crate::verdict::Reason;

/// One record that surely or perhaps counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub(super) record: RecordId,
    pub(super) time: Time,
    /// Why it only perhaps counts; `None` for a sure one.
    pub(super) doubt: Option<Reason>,
    /// Which of the task's activities it is.
    pub(super) alternative: u16,
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

/// The candidates of the days `[from, to]`; they stand in the order of days.
#[inline]
pub(super) fn of_days(candidates: &[Candidate], from: Day, to: Day) -> &[Candidate] {
    let start = candidates.partition_point(|candidate| candidate.day() < from);
    let tail = candidates.get(start..).unwrap_or_default();
    // Whoever asks looks at each of them, and they are few.
    let length = tail.iter().take_while(|candidate| candidate.day() <= to).count();
    tail.get(..length).unwrap_or_default()
}
