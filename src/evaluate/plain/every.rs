//! Plain duties of the rolling clock: each record answers one and begins the next.

use super::{Plain, PlainDuty, Plainly, all_sure};
use crate::calendar::Day;
use crate::evaluate::candidate::{Candidate, of_days};
use crate::evaluate::demand::Demand;
use crate::evaluate::docket::Docket;
use crate::evaluate::outcome::Done;

/// What is left of a clock: the day from which the next duty runs, whether that began before the covered days, and the
/// records behind it.
#[derive(Debug, Clone, Copy)]
pub(in crate::evaluate) struct Left<'c> {
    pub(in crate::evaluate) from: Day,
    pub(in crate::evaluate) censored: bool,
    pub(in crate::evaluate) rest: &'c [Candidate],
}

impl Plain {
    /// Whether the clock runs plainly: each duty asks for one record, and each record surely counts.
    pub(in crate::evaluate) fn runs(&self, demand: &Demand<'_, '_>) -> bool {
        self.asks_one() && self.length().is_some_and(|length| !length.unit.is_clock()) && all_sure(demand)
    }

    /// Begins the clock, if it has begun as of then.
    pub(in crate::evaluate) fn begun<'c>(
        &self,
        demand: &Demand<'_, '_>,
        candidates: &'c [Candidate],
    ) -> Option<Left<'c>> {
        let covered = demand.binding.context.coverage.from;
        let (first, last) = self.bound;
        let from = first.max(covered);
        let begun = from <= self.as_of && covered <= last;
        begun.then(|| Left { from, censored: first < covered, rest: of_days(candidates, from, last) })
    }

    /// States the duties of a clock up to the first one that is not plain; gives what is left from there.
    pub(in crate::evaluate) fn every<'c>(
        &self,
        demand: &Demand<'_, '_>,
        mut left: Left<'c>,
        docket: &mut Docket<'_>,
    ) -> Option<Left<'c>> {
        let Some(duration) = self.length() else { return Some(left) };
        let months = demand.binding.context.months();
        let last = self.bound.1.min(self.seen.1);
        let mut tally = docket.met();
        let left = loop {
            let Left { from, censored, rest } = left;
            let due = months.after(from, duration).filter(|due| *due <= last && self.seen.0 <= from);
            let Some(due) = due else { break Some(left) };
            let next = rest.first();
            let met = next.is_some_and(|next| next.day() <= due);
            if !tally.adds(met) {
                let status = self.status_by(due, next.map(Candidate::day));
                let done = next.map(|next| Done::from(*next));
                let found = Plainly { status, done, counted: usize::from(next.is_some()) };
                let duty = PlainDuty { from, due, label: None, trigger: None, censored };
                self.state(demand.binding, &duty, found, || next.into_iter().copied(), docket);
            }
            let Some(day) = next.map(Candidate::day) else { break None };
            // Several records on one day are one.
            let same = rest.iter().take_while(|candidate| candidate.day() == day).count();
            left = Left { from: day, censored: false, rest: rest.get(same..).unwrap_or_default() };
        };
        docket.take(tally);
        left
    }
}
