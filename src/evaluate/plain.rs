//! Plain duties, which most duties are: so many records, each of which surely counts, on days that are all bound and, as
//! far as they have come, seen, under a rule that nothing moves, excuses or makes up for. They are judged as they are
//! counted; every other duty goes the general way, and both say the same of a plain one.

use super::candidate::Candidate;
use super::demand::Demand;
use super::outcome::Done;
use super::quantity::{Asked, Need, Wanted};
use super::stretch::Stretch;
use crate::calendar::{Day, Period, Time};
use crate::ledger::RecordId;
use crate::rulebook::Measure;
use crate::verdict::Status;

/// What a rule plainly asks of each of its duties over a subject.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plain {
    least: usize,
    /// `usize::MAX` where there is no upper bound.
    most: usize,
    /// The bound days.
    bound: Stretch,
    /// The days that are seen, or have not come yet.
    seen: (Day, Day),
    as_of: Day,
}

/// What a plain duty is called; its window ends on its due day.
#[derive(Debug, Clone, Copy)]
pub(super) struct PlainDuty {
    pub(super) from: Day,
    pub(super) due: Day,
    pub(super) label: Option<Period>,
    /// The record behind its moment.
    pub(super) trigger: Option<RecordId>,
    pub(super) censored: bool,
}

/// What the records say of a plain duty.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plainly {
    pub(super) status: Status,
    /// The record with which an at-least quantity was first reached.
    pub(super) done: Option<Done>,
    /// How many records counted: the first ones of those that were looked at.
    pub(super) counted: usize,
}

impl Plain {
    /// What is plainly asked, if all duties of a task are asked the same.
    pub(super) fn of(demand: &Demand<'_, '_>, wanted: Option<Wanted>) -> Option<Self> {
        let binding = demand.binding;
        let (rule, context) = (binding.rule, binding.context);
        let moved = rule.grace.is_some() || rule.next_working_day || !rule.extended.is_empty();
        let own = demand.own_filter || !rule.for_each.is_empty() || rule.scope.is_some();
        let [bound] = binding.bound() else { return None };
        let doubted = bound.doubt.is_some() || binding.has_doubts() || !binding.waived.is_empty();
        if moved || own || doubted || !rule.otherwise.is_empty() || rule.quantity.measure != Measure::Count {
            return None;
        }
        let Wanted { asked, apart: Ok(None) } = wanted? else { return None };
        let whole = |need: Need| if let Need::Whole(number) = need { usize::try_from(number).ok() } else { None };
        let (least, most) = match asked {
            Asked::AtLeast(least) => (whole(least.ok()?)?, usize::MAX),
            Asked::Bounded { least, most } => (least.map_or(Some(0), |least| whole(least.ok()?))?, whole(most.ok()?)?),
        };
        let (coverage, as_of) = (context.coverage, context.as_of);
        let seen = (coverage.from, if coverage.to < as_of { coverage.to } else { Day::LAST });
        Some(Self { least, most, bound: *bound, seen, as_of })
    }

    /// The same where nothing but "at least N" is asked, and N is not nothing.
    pub(super) fn at_least(self) -> Option<Self> {
        (self.most == usize::MAX && self.least > 0).then_some(self)
    }

    /// Whether the days `[from, to]` are all bound and, as far as they have come, seen.
    #[inline]
    pub(super) fn holds(&self, from: Day, to: Day) -> bool {
        self.sees(from, to) && self.bound.from <= Time::on(from).earliest() && Time::on(to).latest() <= self.bound.to
    }

    /// Whether they are all seen, as far as they have come.
    #[inline]
    pub(super) fn sees(&self, from: Day, to: Day) -> bool {
        self.seen.0 <= from && to <= self.seen.1
    }

    /// What the records of a window say that nothing behind its last day cures; `None` where one of them only perhaps
    /// counts.
    #[inline]
    pub(super) fn within(&self, last_day: Day, candidates: &[Candidate]) -> Option<Plainly> {
        if !candidates.iter().all(Candidate::is_sure) {
            return None;
        }
        let counted = candidates.len();
        let is_bounded = self.most != usize::MAX;
        let status = match (counted >= self.least, last_day <= self.as_of) {
            _ if counted > self.most => Status::Violated,
            (true, true) => Status::Met,
            (true, false) if !is_bounded => Status::Met,
            (_, false) => Status::Pending,
            (false, true) => Status::Violated,
        };
        // An upper bound is kept by the window's end, and by no record.
        let last = if is_bounded { None } else { self.least.checked_sub(1) };
        let done = last.and_then(|last| candidates.get(last)).map(|candidate| Done::from(*candidate));
        Some(Plainly { status, done, counted })
    }

    /// What the records say up to the one that does what was asked, however late; `None` where one of them only perhaps
    /// counts.
    #[inline]
    pub(super) fn by(&self, due: Day, candidates: impl Iterator<Item = Candidate>) -> Option<Plainly> {
        let mut counted = 0;
        for candidate in candidates {
            if !candidate.is_sure() || candidate.repeats {
                return None;
            }
            counted += 1;
            if counted == self.least {
                let status = if candidate.day() <= due { Status::Met } else { Status::Late };
                return Some(Plainly { status, done: Some(candidate.into()), counted });
            }
        }
        let status = if due <= self.as_of { Status::Violated } else { Status::Pending };
        Some(Plainly { status, done: None, counted })
    }
}
