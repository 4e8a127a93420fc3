//! Plain duties, which most duties are: so many records, each of which surely counts, on days that are all bound and, as
//! far as they have come, seen, under a rule that nothing moves, excuses or makes up for. They are judged as they are
//! counted; every other duty goes the general way, and both say the same of a plain one.

mod after;
mod each;
mod every;

pub(super) use after::First;
pub(super) use every::Left;

use super::binding::Binding;
use super::candidate::Candidate;
use super::demand::Demand;
use super::docket::Docket;
use super::outcome::Done;
use super::quantity::{Asked, Need, Wanted, is_stated};
use crate::calendar::{Day, Duration, DurationUnit, Period, Time};
use crate::ledger::RecordId;
use crate::rulebook::{Measure, Schedule};
use crate::verdict::Status;

/// What a rule plainly asks, whoever is asked.
#[derive(Debug, Clone, Copy)]
pub(super) struct PlainRule {
    least: usize,
    /// `usize::MAX` where there is no upper bound.
    most: usize,
    /// How long its windows are, where they have one length.
    length: Option<Duration>,
}

/// What a rule plainly asks of its duties over a subject.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plain {
    rule: PlainRule,
    /// The first and the last bound day.
    bound: (Day, Day),
    /// The first and the last day that is seen, or has not come yet.
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

impl PlainRule {
    /// What the rule behind a demand plainly asks, if all its duties are asked the same.
    pub(super) fn of(demand: &Demand<'_, '_>) -> Option<Self> {
        let binding = demand.binding;
        let rule = binding.rule;
        let moved = rule.grace.is_some() || rule.next_working_day || !rule.extended.is_empty();
        let own = !rule.for_each.is_empty() || rule.scope.is_some() || !rule.otherwise.is_empty();
        if moved || own || rule.quantity.measure != Measure::Count {
            return None;
        }
        let Wanted { asked, apart: Ok(None) } = demand.wanted_of_all()? else { return None };
        let whole = |need: Need| if let Need::Whole(number) = need { usize::try_from(number).ok() } else { None };
        let (least, most) = match asked {
            Asked::AtLeast(least) => (whole(least.ok()?)?, usize::MAX),
            Asked::Bounded { least, most } => (least.map_or(Some(0), |least| whole(least.ok()?))?, whole(most.ok()?)?),
        };
        let length = match &rule.schedule {
            Schedule::Every(length) | Schedule::After { within: Some(length), .. } => {
                let stated = is_stated(&length.amount).then(|| demand.scene(binding.context.as_of).duration(length));
                stated.and_then(Result::ok)
            }
            // The day of the moment.
            Schedule::After { within: None, .. } => Some(Duration { amount: 0, unit: DurationUnit::Days }),
            _ => None,
        };
        Some(Self { least, most, length })
    }
}

impl Plain {
    /// What is plainly asked of a subject, if nothing is to be said of it but what its records say.
    #[inline]
    pub(super) fn of(demand: &Demand<'_, '_>) -> Option<Self> {
        let binding = demand.binding;
        let context = binding.context;
        let rule = context.plain(binding.number, || PlainRule::of(demand))?;
        let bound = binding.plain_days().filter(|_| !demand.own_filter)?;
        let (coverage, as_of) = (context.coverage, context.as_of);
        let seen = (coverage.from, if coverage.to < as_of { coverage.to } else { Day::LAST });
        Some(Self { rule, bound, seen, as_of })
    }

    /// The same where nothing but "at least N" is asked, and N is not nothing.
    #[inline]
    pub(super) fn at_least(self) -> Option<Self> {
        (self.rule.most == usize::MAX && self.rule.least > 0).then_some(self)
    }

    /// How long the windows are, where they have one length.
    #[inline]
    pub(super) const fn length(&self) -> Option<Duration> {
        self.rule.length
    }

    /// Whether a day is bound.
    #[inline]
    pub(super) fn binds(&self, day: Day) -> bool {
        self.bound.0 <= day && day <= self.bound.1
    }

    /// Whether the days `[from, to]` are all seen, as far as they have come.
    #[inline]
    pub(super) fn sees(&self, from: Day, to: Day) -> bool {
        self.seen.0 <= from && to <= self.seen.1
    }

    /// What so many records of a window say that nothing behind its last day cures.
    #[inline]
    fn status_of(&self, counted: usize, last_day: Day) -> Status {
        let PlainRule { least, most, .. } = self.rule;
        let over = last_day <= self.as_of;
        if counted > most || (over && counted < least) {
            Status::Violated
        } else if over || (counted >= least && most == usize::MAX) {
            Status::Met
        } else {
            Status::Pending
        }
    }

    /// What the day on which it was done says of a duty.
    #[inline]
    fn status_by(&self, due: Day, done: Option<Day>) -> Status {
        match done {
            Some(done) if done <= due => Status::Met,
            Some(_) => Status::Late,
            None if due <= self.as_of => Status::Violated,
            None => Status::Pending,
        }
    }

    /// By how many days a breach is late or overdue.
    #[inline]
    fn days(&self, due: Day, done: Option<Day>) -> u32 {
        match done {
            Some(done) => Time::on(done).days_late(Time::on(due)),
            None => u32::try_from(self.as_of.days_since(due)).unwrap_or(0),
        }
    }

    /// Counts a duty if that is all that is asked for; `done` is the day on which what was asked was done.
    #[inline]
    fn counts(&self, status: Status, due: Day, done: Option<Day>, docket: &mut Docket<'_>) -> bool {
        docket.counts(status, || self.days(due, done))
    }

    /// States what the records say of a duty: counts it, or lists it with the `candidates` that counted first.
    #[inline]
    pub(super) fn state<C: Iterator<Item = Candidate>>(
        &self,
        binding: &Binding<'_>,
        duty: &PlainDuty,
        found: Plainly,
        candidates: impl FnOnce() -> C,
        docket: &mut Docket<'_>,
    ) {
        if !self.counts(found.status, duty.due, found.done.map(|done| done.time.day), docket) {
            docket.list_plainly(binding, duty, found, candidates());
        }
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
            if counted == self.rule.least {
                let status = self.status_by(due, Some(candidate.day()));
                return Some(Plainly { status, done: Some(candidate.into()), counted });
            }
        }
        Some(Plainly { status: self.status_by(due, None), done: None, counted })
    }
}

/// Whether each record that counts for a plain task surely does, as nothing is asked of it but its activity.
fn all_sure(demand: &Demand<'_, '_>) -> bool {
    demand.task.alternatives.iter().all(|alternative| alternative.filter.is_none())
}
