//! A rule as counts in windows of days: at least so many records in each window of one kind, at most so many in each.
//! Only rules whose verdicts are exactly that are taken; of every other rule nothing is said.

use crate::calendar::{Day, Duration, Unit};
use crate::rulebook::{
    Amount, Bound, DateMoment, DayInPeriod, EachUnit, Length, Measure, MomentKind, Rule, Schedule, Window,
};

/// What a rule demands of the records of one task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Demand {
    /// The windows.
    pub pattern: Pattern,
    /// The least count of each window; 0 asks for nothing.
    pub least: u32,
    /// The most.
    pub most: Option<u32>,
}

/// How windows lie in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Pattern {
    /// `every D`: from any day on which the clock may stand, D forward. A chain of done days whose gaps are at most D is
    /// one that has a record in each of these windows, for `day + D` never falls when the day rises.
    Rolling(Duration),
    /// `each U`, with a window inside; with `count partial periods`.
    Period(Unit, Option<Window>, bool),
    /// `every D from DATE [within D2]`.
    Blocks(Duration, Day, Option<Duration>),
    /// `in any D`.
    Sliding(Duration),
    /// `never`.
    Always,
}

/// A window of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// The first day from which on a subject must be bound for it to be asked for.
    pub needs: Day,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
}

/// Durations longer than this many days are not looked at.
const LONGEST: i32 = 4 * 366;

impl Demand {
    /// What a rule demands, if it is of the family that is decided.
    pub fn of(rule: &Rule) -> Option<Self> {
        if !is_plain(rule) || rule.scope.is_some() || !rule.matching.is_empty() {
            return None;
        }
        let (mut least, mut most) = bounds(rule)?;
        let pattern = match &rule.schedule {
            Schedule::Every(length) if least == 1 => Pattern::Rolling(days(length)?),
            Schedule::Each(EachUnit::Calendar(unit), window) => {
                Pattern::Period(*unit, *window, rule.count_partial_periods)
            }
            Schedule::EveryFrom { length, from, within } if from.shift.is_none() => {
                let MomentKind::Date(DateMoment::Date(anchor)) = from.kind else { return None };
                let within = match within {
                    Some(within) => Some(days(within)?),
                    None => None,
                };
                Pattern::Blocks(days(length)?, anchor, within)
            }
            Schedule::InAny(length) => Pattern::Sliding(days(length)?),
            Schedule::Never => {
                (least, most) = (0, Some(0));
                Pattern::Always
            }
            _ => return None,
        };
        Some(Self { pattern, least, most })
    }
}

/// Whether nothing but its schedule and quantity decides the rule's verdicts.
pub(super) fn is_plain(rule: &Rule) -> bool {
    rule.population.is_none()
        && rule.for_each.is_empty()
        && rule.apart.is_none()
        && rule.overridden_by.is_empty()
        && rule.grace.is_none()
        && rule.otherwise.is_empty()
        && rule.extended.is_empty()
        && !rule.next_working_day
        && rule.quantity.measure == Measure::Count
}

/// The least and the most, where both are written out: a parameter or an attribute may be anything.
pub(super) fn bounds(rule: &Rule) -> Option<(u32, Option<u32>)> {
    let fixed = |amount: &Amount| if let Amount::Fixed(number) = amount { Some(*number) } else { None };
    Some(match &rule.quantity.bound {
        Bound::AtLeast(least) => (fixed(least)?, None),
        Bound::AtMost(most) => (0, Some(fixed(most)?)),
        Bound::Exactly(number) => (fixed(number)?, Some(fixed(number)?)),
        Bound::Between(least, most) => (fixed(least)?, Some(fixed(most)?)),
    })
}

/// A duration of the calendar that is written out and not too long.
fn days(length: &Length) -> Option<Duration> {
    let Amount::Fixed(amount) = length.amount else { return None };
    let duration = Duration::new(amount, length.unit)?;
    // Durations of the clock and working days have no windows of days.
    duration.after(Day::FIRST, 0)?;
    (duration.longest() <= LONGEST).then_some(duration)
}

impl Pattern {
    /// Every window that lies wholly within these days, for something that is asked for; in the order of their ends.
    pub fn asked(self, from: Day, to: Day) -> Vec<Stretch> {
        let whole = self.touching(from, to).into_iter();
        whole.filter(|window| from <= window.needs && window.to <= to).collect()
    }

    /// Every window with a day in these, cut to them, for something that is bounded; in the order of their ends.
    pub fn bounded(self, from: Day, to: Day) -> Vec<Stretch> {
        let cut = self.touching(from, to).into_iter();
        cut.map(|window| Stretch { from: window.from.max(from), to: window.to.min(to), ..window }).collect()
    }

    fn touching(self, from: Day, to: Day) -> Vec<Stretch> {
        let mut found: Vec<Stretch> = Vec::new();
        match self {
            Self::Rolling(length) => {
                let first = length.after(from, -1).map_or(from, |day| day.plus_days(-4));
                for anchor in (first.0..=to.0).map(Day) {
                    let Some(due) = length.after(anchor, 1).filter(|due| from <= *due) else { continue };
                    // Of several windows that end together, the last one holds least.
                    if found.last().is_some_and(|last| last.to == due) {
                        found.pop();
                    }
                    found.push(Stretch { needs: anchor, from: anchor.next(), to: due });
                }
            }
            Self::Sliding(length) => {
                for last in (from.0..=to.0).map(Day) {
                    if let Some(first) = length.after(last, -1).map(Day::next) {
                        found.push(Stretch { needs: first, from: first, to: last });
                    }
                }
            }
            Self::Always => {
                found.extend((from.0..=to.0).map(Day).map(|day| Stretch { needs: day, from: day, to: day }));
            }
            Self::Period(unit, inside, _) => {
                let mut period = unit.period(from);
                while period.from <= to {
                    let (first, last) = inside_of(period.from, period.to, inside);
                    if first <= last && from <= last && first <= to {
                        found.push(Stretch { needs: first, from: first, to: last });
                    }
                    let Some(next) = period.next() else { break };
                    period = next;
                }
            }
            Self::Blocks(length, anchor, within) => {
                let start = from.days_since(anchor) / length.longest().max(1) - 1;
                for number in start.max(0).. {
                    let (Some(before), Some(end)) = (
                        length.after(anchor, number),
                        number.checked_add(1).and_then(|next| length.after(anchor, next)),
                    ) else {
                        break;
                    };
                    if to <= before {
                        break;
                    }
                    let last = within.map_or(Some(end), |within| within.after(before, 1));
                    let Some(last) = last.filter(|last| from <= *last) else { continue };
                    found.push(Stretch { needs: before.next(), from: before.next(), to: last });
                }
            }
        }
        found
    }

    /// Whether a subject that opens inside a window is still asked for what is left of it.
    pub const fn is_cut_by_an_opening(self) -> bool {
        matches!(self, Self::Period(_, Some(_), _) | Self::Blocks(..))
    }
}

/// The days of the window inside a period (docs/language.md section 5.2).
fn inside_of(from: Day, to: Day, window: Option<Window>) -> (Day, Day) {
    let day = |place: DayInPeriod| place.of(from, to);
    match window {
        None => (from, to),
        Some(Window::By(last)) => (from, day(last)),
        Some(Window::FromTo(first, last)) => (day(first), day(last)),
    }
}
