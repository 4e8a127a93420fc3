//! Rules that one moment sets off: `after M within D` and `before M within D` of two rules with the same M.

use super::demand::{bounds, is_plain};
use crate::calendar::{Day, Duration, DurationUnit, Time, WorkingDays};
use crate::rulebook::{ActivityId, Amount, Length, Matching, Moment, MomentKind, Rule, Schedule};

/// What a rule asks for once a moment has come.
#[derive(Debug, Clone, Copy)]
pub(super) struct Response<'r> {
    /// The moment.
    pub moment: &'r Moment,
    /// How long the window is; `None` is without end (`ever`).
    pub within: Option<Duration>,
    /// Whether the window lies behind the moment.
    pub after: bool,
    /// The least count; 0 asks for nothing.
    pub least: u32,
    /// The most.
    pub most: Option<u32>,
    /// Fields that must be equal.
    pub matching: &'r Matching,
}

impl<'r> Response<'r> {
    /// What a rule asks for, if it is of this kind and nothing else decides it.
    pub fn of(rule: &'r Rule) -> Option<Self> {
        if !is_plain(rule) || rule.scope.is_some() {
            return None;
        }
        let (mut least, mut most) = bounds(rule)?;
        let (moment, within, after) = match &rule.schedule {
            Schedule::After { moment, within, never } => {
                if *never {
                    (least, most) = (0, Some(0));
                }
                let within = within.as_ref().map_or_else(|| Duration::new(0, DurationUnit::Days), fixed)?;
                (moment, Some(within), true)
            }
            Schedule::Before { moment, within: Some(within) } => (moment, Some(fixed(within)?), false),
            Schedule::Before { moment, within: None } => (moment, None, false),
            _ => return None,
        };
        Some(Self { moment, within, after, least, most, matching: &rule.matching })
    }

    /// Whether the moment is a record of one of these activities.
    pub fn is_set_off_by(&self, mut activities: impl Iterator<Item = ActivityId>) -> bool {
        let MomentKind::Records(occurrences) = &self.moment.kind else { return false };
        activities.any(|activity| occurrences.iter().any(|occurrence| occurrence.activity == activity))
    }

    /// Whether whoever meets this surely meets the other.
    pub fn implies(&self, weak: &Response<'_>) -> bool {
        if self.moment != weak.moment || self.after != weak.after || self.matching != weak.matching {
            return false;
        }
        match (weak.least, weak.most) {
            (0, None) => false,
            (0, Some(most)) => self.most.is_some_and(|own| own <= most) && no_longer(weak.within, self.within),
            (least, None) => self.least >= least && no_longer(self.within, weak.within),
            (least, Some(most)) => {
                self.within == weak.within && self.least >= least && self.most.is_some_and(|own| own <= most)
            }
        }
    }

    /// Whether this asks for more than the other allows in the same window or a longer one.
    pub fn exceeds(&self, bound: &Response<'_>) -> bool {
        self.after
            && bound.after
            && self.moment == bound.moment
            && (bound.matching.is_empty() || self.matching == bound.matching)
            && bound.most.is_some_and(|most| most < self.least)
            && no_longer(self.within, bound.within)
    }

    /// A moment on a day, and where the window behind it ends, or the one before it begins; that is `None` without end.
    pub fn edge(&self, day: Day) -> Option<(Time, Option<Time>)> {
        let Some(within) = self.within else { return Some((Time::on(day), None)) };
        let moment = if within.unit.is_clock() { Time::at(day, 8 * 3600) } else { Time::on(day) };
        let edge = within.shift(moment, if self.after { 1 } else { -1 }, WorkingDays::china()).ok()?;
        Some((moment, Some(edge)))
    }

    /// When, and how often, to do what both count so that the weaker rule is met and this one broken; `edges` are those
    /// of this one and of the weaker.
    pub fn reverse(&self, weak: &Response<'_>, moment: Time, edges: [Option<Time>; 2]) -> Option<(Time, u32)> {
        let meets = |response: &Response<'_>, edge: Option<Time>, (time, number): (Time, u32)| {
            let inside = match edge {
                Some(edge) if self.after => moment <= time && time <= edge,
                Some(edge) => edge <= time && time <= moment,
                None => time <= moment,
            };
            let counted = if inside { number } else { 0 };
            response.least <= counted && response.most.is_none_or(|most| counted <= most)
        };
        let [own, other] = edges;
        let before = own.filter(|_| !self.after).map(|edge| Time { day: edge.day.previous(), ..edge });
        let numbers = [weak.least, self.most.map_or(0, |most| most.saturating_add(1)), self.least.saturating_sub(1)];
        let times = [other, own, before].into_iter().flatten();
        let mut tried =
            times.flat_map(|time| numbers.into_iter().filter(|number| *number > 0).map(move |number| (time, number)));
        let found = tried.find(|tried| meets(weak, other, *tried) && !meets(self, own, *tried));
        // What asks for nothing is met by doing nothing.
        found.or_else(|| {
            let none = (moment, 0);
            (meets(weak, other, none) && !meets(self, own, none)).then_some(none)
        })
    }

    /// The due time of a moment on a day, as a message shows it.
    pub fn due(&self, day: Day) -> Option<(Time, Time)> {
        let within = self.within?;
        let moment = if within.unit.is_clock() { Time::at(day, 8 * 3600) } else { Time::on(day) };
        Some((moment, within.shift(moment, 1, WorkingDays::china()).ok()?))
    }
}

fn fixed(length: &Length) -> Option<Duration> {
    let Amount::Fixed(amount) = length.amount else { return None };
    Duration::new(amount, length.unit)
}

/// Whether the first duration surely never reaches further than the second, whatever day it is counted from.
fn no_longer(one: Option<Duration>, other: Option<Duration>) -> bool {
    let Some(other) = other else { return true };
    let Some(one) = one else { return false };
    if one.unit == other.unit {
        return one.amount <= other.amount;
    }
    match (size(one), size(other)) {
        (Size::Seconds(one), Size::Seconds(other))
        | (Size::Days(one), Size::Days(other))
        | (Size::Months(one), Size::Months(other)) => one <= other,
        // No month is shorter than 28 days or longer than 31, no N months longer than N times 31.
        (Size::Days(one), Size::Months(other)) => one <= other.saturating_mul(28),
        (Size::Months(one), Size::Days(other)) => one.saturating_mul(31) <= other,
        // The N-th working day is never earlier than the N-th day.
        (Size::Days(one), Size::WorkingDays(other)) => one <= other,
        // Hours and days: an instant and a day are compared in two ways.
        _ => false,
    }
}

enum Size {
    Seconds(u64),
    Days(u64),
    Months(u64),
    WorkingDays(u64),
}

fn size(duration: Duration) -> Size {
    let amount = u64::from(duration.amount);
    match duration.unit {
        DurationUnit::Minutes => Size::Seconds(amount * 60),
        DurationUnit::Hours => Size::Seconds(amount * 3600),
        DurationUnit::Days => Size::Days(amount),
        DurationUnit::Weeks => Size::Days(amount * 7),
        DurationUnit::Months => Size::Months(amount),
        DurationUnit::Quarters => Size::Months(amount * 3),
        DurationUnit::HalfYears => Size::Months(amount * 6),
        DurationUnit::Years => Size::Months(amount * 12),
        DurationUnit::WorkingDays => Size::WorkingDays(amount),
    }
}
