//! Plain duties of calendar periods: where the records of each stand among all is found out once.

use super::{Plain, PlainDuty, Plainly, all_sure};
use crate::calendar::{Day, Period, Unit};
use crate::evaluate::candidate::Candidate;
use crate::evaluate::demand::Demand;
use crate::evaluate::docket::Docket;
use crate::evaluate::outcome::Done;

impl Plain {
    /// States the duties of the periods from that of a bound day on; hands on those that are not plain. Gives the day
    /// from which the periods have not been looked at, if there are any.
    pub(in crate::evaluate) fn each(
        &self,
        demand: &Demand<'_, '_>,
        (unit, first): (Unit, Day),
        candidates: &[Candidate],
        docket: &mut Docket<'_>,
        mut general: impl FnMut(Period, &mut Docket<'_>),
    ) -> Option<Day> {
        let periods = demand.binding.context.kept_periods(unit);
        let starts = demand.counted(|| counted(periods, candidates));
        // As a rule none lies before the first day.
        let is_before = |period: &Period| period.to < first;
        let before = if periods.first().is_some_and(is_before) { periods.partition_point(is_before) } else { 0 };
        let (from, to) = (self.bound.0.max(self.seen.0), self.bound.1.min(self.seen.1));
        let last = self.bound.1.min(self.as_of);
        let sure = all_sure(demand);
        let counts = starts.iter().zip(starts.iter().skip(1)).skip(before);
        let mut tally = docket.met();
        let mut begun = true;
        for (period, (start, end)) in periods.iter().skip(before).zip(counts) {
            begun = period.from <= last;
            if !begun {
                break;
            }
            let own = *start as usize..*end as usize;
            let plain = from <= period.from && period.to <= to;
            let counted = self.rule.least <= own.len() && own.len() <= self.rule.most;
            if plain && sure && tally.adds(counted && period.to <= self.as_of) {
                continue;
            }
            let own = candidates.get(own).unwrap_or_default();
            if !plain || !(sure || own.iter().all(Candidate::is_sure)) {
                general(*period, docket);
                continue;
            }
            let status = self.status_of(own.len(), period.to);
            let found = Plainly { status, done: self.done(own), counted: own.len() };
            let (from, due, label) = (period.from, period.to, Some(*period));
            let duty = PlainDuty { from, due, label, trigger: None, censored: false };
            self.state(demand.binding, &duty, found, || own.iter().copied(), docket);
        }
        docket.take(tally);
        let behind = periods.last().map(|behind| behind.from.max(first));
        behind.filter(|behind| begun && *behind <= last)
    }

    /// The record with which the quantity of a window was reached: an upper bound is kept by the window's end, and by
    /// no record.
    fn done(&self, own: &[Candidate]) -> Option<Done> {
        let last = if self.rule.most == usize::MAX { self.rule.least.checked_sub(1)? } else { return None };
        own.get(last).map(|candidate| Done::from(*candidate))
    }
}

/// How many candidates lie before each period.
#[expect(clippy::cast_possible_truncation, reason = "there are at most u32::MAX records, which was checked")]
fn counted(periods: &[Period], candidates: &[Candidate]) -> Vec<u32> {
    let mut at = 0;
    let before = periods.iter().map(|period| {
        while candidates.get(at).is_some_and(|candidate| candidate.day() < period.from) {
            at += 1;
        }
        at as u32
    });
    before.collect()
}
