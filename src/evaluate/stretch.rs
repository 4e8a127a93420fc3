//! Sets of time: disjoint stretches in ascending order (docs/language.md section 4). A stretch of days runs from the
//! first second of its first day to the last second of its last, so that days and instants are cut alike.

use crate::calendar::{Day, Time};
use crate::verdict::Reason;

/// Seconds of a day.
const DAY: i64 = 86_400;

/// From one second to another, both included; open ends lie beyond every day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) from: i64,
    pub(super) to: i64,
    /// Why it is unknown whether it is one.
    pub(super) doubt: Option<Reason>,
}

impl Stretch {
    /// All of time.
    pub(super) const ALWAYS: Self = Self { from: i64::MIN, to: i64::MAX, doubt: None };

    /// From the first to the last of these days; an open end has no day.
    #[inline]
    pub(super) fn of_days(from: Option<Day>, to: Option<Day>) -> Self {
        Self {
            from: from.map_or(i64::MIN, |day| Time::on(day).earliest()),
            to: to.map_or(i64::MAX, |day| Time::on(day).latest()),
            doubt: None,
        }
    }

    #[inline]
    pub(super) fn is_empty(self) -> bool {
        self.from > self.to
    }

    /// The first day; `None` where it reaches back without end.
    #[inline]
    pub(super) fn first_day(self) -> Option<Day> {
        (self.from != i64::MIN).then(|| day_of(self.from))
    }

    /// The last day; `None` where it has no end.
    #[inline]
    pub(super) fn last_day(self) -> Option<Day> {
        (self.to != i64::MAX).then(|| day_of(self.to))
    }

    /// Its first and last day, if it surely is one of whole days; an open end lies beyond every day.
    pub(super) fn plain_days(self) -> Option<(Day, Day)> {
        let (first, last) = (self.first_day(), self.last_day());
        let whole = Self::of_days(first, last) == self;
        whole.then(|| (first.unwrap_or(Day(i32::MIN)), last.unwrap_or(Day(i32::MAX))))
    }

    /// Whether the time lies in it; of a day, whether a part of it does.
    #[inline]
    pub(super) fn holds(self, time: Time) -> bool {
        self.from <= time.latest() && time.earliest() <= self.to
    }

    /// The moment it starts, as a time: a day where it starts with one.
    pub(super) fn start(self) -> Option<Time> {
        let day = self.first_day()?;
        let second = u32::try_from(self.from - Time::on(day).earliest()).unwrap_or(0);
        Some(if second == 0 { Time::on(day) } else { Time::at(day, second) })
    }

    fn intersection(self, other: Self) -> Self {
        let doubt = self.doubt.or(other.doubt);
        Self { from: self.from.max(other.from), to: self.to.min(other.to), doubt }
    }
}

fn day_of(second: i64) -> Day {
    Day(i32::try_from(second.div_euclid(DAY)).unwrap_or(i32::MAX))
}

/// The stretches joined where they overlap or touch, in ascending order; doubt of a part is doubt of the whole.
pub(super) fn united(mut stretches: Vec<Stretch>) -> Vec<Stretch> {
    stretches.retain(|stretch| !stretch.is_empty());
    if stretches.len() < 2 {
        return stretches;
    }
    stretches.sort_by_key(|stretch| (stretch.from, stretch.to));
    let mut joined: Vec<Stretch> = Vec::with_capacity(stretches.len());
    for stretch in stretches {
        match joined.last_mut() {
            Some(last) if stretch.from <= last.to.saturating_add(1) => {
                last.to = last.to.max(stretch.to);
                last.doubt = last.doubt.or(stretch.doubt);
            }
            _ => joined.push(stretch),
        }
    }
    joined
}

/// The days of which a part lies in the stretches, joined.
pub(super) fn whole_days(mut stretches: Vec<Stretch>) -> Vec<Stretch> {
    for stretch in &mut stretches {
        let days = Stretch::of_days(stretch.first_day(), stretch.last_day());
        (stretch.from, stretch.to) = (days.from, days.to);
    }
    united(stretches)
}

/// What lies in both; both are in ascending order.
pub(super) fn intersected(left: &[Stretch], right: &[Stretch]) -> Vec<Stretch> {
    let (mut at, mut other) = (0, 0);
    let mut both = Vec::with_capacity(left.len().max(right.len()));
    while let (Some(one), Some(two)) = (left.get(at), right.get(other)) {
        let common = one.intersection(*two);
        if !common.is_empty() {
            both.push(common);
        }
        if one.to <= two.to { at += 1 } else { other += 1 }
    }
    both
}

/// What lies in the first and not in the second; both are in ascending order.
pub(super) fn without(whole: &[Stretch], taken: &[Stretch]) -> Vec<Stretch> {
    let mut gaps = Vec::with_capacity(taken.len() + 1);
    let mut from = i64::MIN;
    for stretch in taken {
        if stretch.from > from {
            gaps.push(Stretch { from, to: stretch.from.saturating_sub(1), doubt: None });
        }
        if stretch.to == i64::MAX {
            return intersected(whole, &gaps);
        }
        from = from.max(stretch.to + 1);
    }
    gaps.push(Stretch { from, to: i64::MAX, doubt: None });
    intersected(whole, &gaps)
}

/// The stretch with a part of the day.
#[inline]
pub(super) fn with_day(stretches: &[Stretch], day: Day) -> Option<Stretch> {
    holding(stretches, Time::on(day))
}

/// The stretch that holds a time.
#[inline]
pub(super) fn holding(stretches: &[Stretch], time: Time) -> Option<Stretch> {
    if let [stretch] = stretches {
        // As a rule there is one.
        return stretch.holds(time).then_some(*stretch);
    }
    let at = stretches.partition_point(|stretch| stretch.to < time.earliest());
    stretches.get(at).copied().filter(|stretch| stretch.holds(time))
}

/// Seconds of gaps that lie in none of the stretches.
#[inline]
pub(super) fn seconds_without(gaps: Vec<(i64, i64)>, taken: &[Stretch]) -> Vec<(i64, i64)> {
    if gaps.is_empty() || taken.is_empty() {
        return gaps;
    }
    let gaps: Vec<Stretch> = gaps.into_iter().map(|(from, to)| Stretch { from, to, doubt: None }).collect();
    without(&gaps, taken).into_iter().map(|gap| (gap.from, gap.to)).collect()
}

/// Seconds of gaps within others.
#[inline]
pub(super) fn cut(gaps: Vec<(i64, i64)>, from: i64, to: i64) -> Vec<(i64, i64)> {
    if gaps.is_empty() {
        return gaps;
    }
    let within = gaps.into_iter().map(|(first, last)| (first.max(from), last.min(to)));
    within.filter(|(first, last)| first <= last).collect()
}
