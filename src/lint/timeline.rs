//! The decision core: are there days that meet all windows? Let P(d) be the number of records up to day d. Every window
//! is a difference of two such numbers, so that the question is a system of difference constraints over whole numbers:
//! it has a solution exactly if its least one can be reached by raising P step by step.

use super::demand::{Demand, Pattern, Stretch};
use crate::calendar::{Day, Unit};

/// How many days are looked ahead: eight years, two of them leap years.
const AHEAD: i32 = 8 * 365 + 2;

/// Windows with one count.
#[derive(Debug, Clone, Default)]
pub(super) struct Windows {
    /// In the order of their ends.
    pub stretches: Vec<Stretch>,
    /// The least, or the most, of each.
    pub count: u32,
}

impl Windows {
    fn asked(demand: Demand, from: Day, to: Day) -> Self {
        let stretches = if demand.least == 0 { Vec::new() } else { demand.pattern.asked(from, to) };
        Self { stretches, count: demand.least }
    }

    fn bounded(demand: Demand, from: Day, to: Day) -> Option<Self> {
        demand.most.map(|count| Self { stretches: demand.pattern.bounded(from, to), count })
    }

    /// Those asked for within some days, of a subject that is bound from the first of them on.
    fn within(&self, from: Day, to: Day) -> &[Stretch] {
        let start = self.stretches.partition_point(|window| window.needs < from);
        let end = self.stretches.partition_point(|window| window.to <= to);
        self.stretches.get(start..end).unwrap_or(&[])
    }

    /// Those that bound some of these days.
    fn meeting(&self, from: Day, to: Day) -> &[Stretch] {
        let start = self.stretches.partition_point(|window| window.to < from);
        let end = self.stretches.partition_point(|window| window.from <= to);
        self.stretches.get(start..end.max(start)).unwrap_or(&[])
    }
}

/// How many records on each day, the first one first, such that every asked window has its least and every bounded one
/// at most its most; `None` if there are none.
pub(super) fn meet(from: Day, to: Day, asked: &[&Windows], bounded: &[&Windows]) -> Option<Vec<u32>> {
    let days = usize::try_from(to.days_since(from)).ok()? + 1;
    let at = |day: Day| usize::try_from(day.days_since(from)).unwrap_or(0).min(days);
    // up_to[i]: records on the first i days.
    let mut up_to = vec![0_u32; days + 1];
    // A way through the constraints that visits no number twice goes back at most once for each bounded window.
    let rounds = bounded.iter().map(|windows| windows.meeting(from, to).len()).sum::<usize>().min(days) + 2;
    // No solution has more records than are allowed, and the least one not more than any.
    let most = bounded.iter().filter_map(|windows| allowed(windows, from, to)).min().unwrap_or(u32::MAX);
    for _ in 0..rounds {
        let mut raised = forward(&mut up_to, from, to, asked, &at);
        if up_to.last().is_some_and(|all| *all > most) {
            return None;
        }
        for windows in bounded {
            for window in windows.meeting(from, to).iter().rev() {
                let first = at(window.from.max(from));
                let last = at(window.to.min(to)) + 1;
                let needed = up_to.get(last).copied().unwrap_or(0).saturating_sub(windows.count);
                if let Some(before) = up_to.get_mut(first).filter(|before| **before < needed) {
                    *before = needed;
                    raised = true;
                }
            }
        }
        if !raised {
            let counts = up_to.windows(2).map(|pair| match pair {
                [before, behind] => behind.saturating_sub(*before),
                _ => 0,
            });
            return Some(counts.collect());
        }
    }
    None
}

/// Raises every number to what the one before it and the windows that end there ask for.
fn forward(up_to: &mut [u32], from: Day, to: Day, asked: &[&Windows], at: &dyn Fn(Day) -> usize) -> bool {
    let mut raised = false;
    let mut lists: Vec<(std::slice::Iter<'_, Stretch>, Option<&Stretch>, u32)> = Vec::new();
    for windows in asked {
        let mut list = windows.within(from, to).iter();
        let next = list.next();
        lists.push((list, next, windows.count));
    }
    let mut before = 0;
    for index in 0..up_to.len() {
        let mut least = before;
        for (list, next, count) in &mut lists {
            while let Some(window) = next.filter(|window| at(window.to) + 1 == index) {
                let start = up_to.get(at(window.from)).copied().unwrap_or(0);
                least = least.max(start.saturating_add(*count));
                *next = list.next();
            }
        }
        if let Some(number) = up_to.get_mut(index) {
            raised |= *number < least;
            *number = least.max(*number);
            before = *number;
        }
    }
    raised
}

/// The shortest stretch of days in which two demands collide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collision {
    /// The first day: the clock stands there.
    pub from: Day,
    /// The last day: as of its end, one of the two is broken.
    pub to: Day,
    /// The first and last day of the windows that are due within it.
    pub counted: (Day, Day),
    /// The due days of these windows, which share no day.
    pub dues: Vec<Day>,
    /// The least number of records that is asked for.
    pub asked: u32,
    /// The greatest that is allowed in these windows; `None` where some of their days are not bounded.
    pub allowed: Option<u32>,
}

/// The shortest stretch, the first of several, in which no days meet both what one demand asks for and what the other
/// allows, between two days or for eight years from the first. `both` says that the records of the two are the same,
/// so that whatever either asks for or allows counts.
pub(super) fn collision(asks: Demand, allows: Demand, both: bool, from: Day, to: Option<Day>) -> Option<Collision> {
    let partial = |demand: Demand| matches!(demand.pattern, Pattern::Period(_, _, true));
    if asks.least == 0 || partial(asks) || both && partial(allows) {
        return None;
    }
    let end = from.plus_days(AHEAD).min(to.unwrap_or(Day::LAST));
    if end < from {
        return None;
    }
    let mut asked = vec![Windows::asked(asks, from, end)];
    let mut bounded = vec![Windows::bounded(allows, from, end)?];
    if both {
        asked.push(Windows::asked(allows, from, end));
        bounded.extend(Windows::bounded(asks, from, end));
    }
    let asked: Vec<&Windows> = asked.iter().filter(|windows| !windows.stretches.is_empty()).collect();
    let bounded: Vec<&Windows> = bounded.iter().collect();
    if asked.is_empty() || meet(from, end, &asked, &bounded).is_some() {
        return None;
    }
    let mut firsts: Vec<Day> = asked.iter().flat_map(|windows| &windows.stretches).map(|window| window.needs).collect();
    let mut lasts: Vec<Day> = asked.iter().flat_map(|windows| &windows.stretches).map(|window| window.to).collect();
    for days in [&mut firsts, &mut lasts] {
        days.sort_unstable();
        days.dedup();
    }
    // The later a stretch begins, the later it ends: more days ask for more.
    let mut best: Option<(Day, Day)> = None;
    let mut next = 0;
    'firsts: for first in firsts {
        loop {
            let Some(last) = lasts.get(next).copied() else { break 'firsts };
            if first <= last && meet(first, last, &asked, &bounded).is_none() {
                if best.is_none_or(|(from, to)| last.days_since(first) < to.days_since(from)) {
                    best = Some((first, last));
                }
                break;
            }
            next += 1;
        }
    }
    let (from, to) = best?;
    let [main, ..] = asked.as_slice() else { return None };
    let bound = bounded.first()?;
    let chosen = apart(main.within(from, to));
    let counted = (chosen.first().map_or(from, |window| window.from), chosen.last().map_or(to, |window| window.to));
    let dues: Vec<Day> = chosen.iter().map(|window| window.to).collect();
    let number = u32::try_from(dues.len()).unwrap_or(u32::MAX).saturating_mul(main.count);
    Some(Collision { from, to, counted, dues, asked: number, allowed: allowed(bound, counted.0, counted.1) })
}

/// The most windows that share no day: those that end first.
pub(super) fn apart(windows: &[Stretch]) -> Vec<Stretch> {
    let mut chosen: Vec<Stretch> = Vec::new();
    for window in windows {
        if chosen.last().is_none_or(|last| last.to < window.from) {
            chosen.push(*window);
        }
    }
    chosen
}

/// The most records that bounded windows allow on some days, if they bound all of them: the fewest windows that hold
/// them, times their most.
pub(super) fn allowed(bounded: &Windows, from: Day, to: Day) -> Option<u32> {
    let number = u32::try_from(cover(&bounded.stretches, from, to)?.len()).unwrap_or(u32::MAX);
    Some(number.saturating_mul(bounded.count))
}

/// The fewest windows, in the order of their ends, that together hold some days; `None` where one lies in no window.
fn cover(stretches: &[Stretch], from: Day, to: Day) -> Option<Vec<Stretch>> {
    let mut covered = from.previous();
    let mut chosen = Vec::new();
    while covered < to {
        let next = covered.next();
        let start = stretches.partition_point(|window| window.to < next);
        let end = stretches.partition_point(|window| window.from <= next);
        let widest = *stretches.get(start..end.max(start))?.iter().max_by_key(|window| window.to)?;
        covered = widest.to.max(next);
        chosen.push(widest);
    }
    Some(chosen)
}

/// Days that meet what both demands ask for and keep within what both allow, from one day to another, for a subject
/// that is bound from the first of them on; `None` if there are none. Their records are the same.
pub(super) fn compliant(one: Demand, other: Demand, from: Day, to: Day) -> Option<Vec<Day>> {
    let demands = [one, other];
    let asked: Vec<Windows> = demands.iter().map(|demand| Windows::asked(*demand, from, to)).collect();
    let bounded: Vec<Windows> = demands.iter().filter_map(|demand| Windows::bounded(*demand, from, to)).collect();
    let asked: Vec<&Windows> = asked.iter().filter(|windows| !windows.stretches.is_empty()).collect();
    let bounded: Vec<&Windows> = bounded.iter().collect();
    let counts = meet(from, to, &asked, &bounded)?;
    Some(days(from, &counts).collect())
}

/// Each day as often as it has records.
fn days(from: Day, counts: &[u32]) -> impl Iterator<Item = Day> + '_ {
    counts.iter().enumerate().flat_map(move |(at, count)| {
        let day = from.plus_days(i32::try_from(at).unwrap_or(0));
        std::iter::repeat_n(day, usize::try_from(*count).unwrap_or(0))
    })
}

/// Windows that show that one demand is met whenever another is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inclusion {
    /// A window of the weaker one.
    pub weak: Stretch,
    /// Those of the stronger one that decide it.
    pub strong: Vec<Stretch>,
    /// Days that meet the weaker one and break the stronger, each as often as it has records, where that can be; none
    /// where it is enough to do nothing.
    pub reverse: Option<Vec<Day>>,
    /// From when to when a subject is bound that shows it.
    pub bound: (Day, Day),
}

/// How far behind a window of the weaker demand one of the stronger may end that shows what it does not ask for, and how
/// many are tried.
const LONGEST_SHOWN: i32 = 4 * 366;
const MOST_TRIED: usize = 24;

/// The leap year from which on windows are looked at.
const LEAP_YEAR: i32 = 2024;

/// How many days the calendar takes to come again, centuries left aside: weeks fall on the same days of the year after
/// 28 years, everything else after four.
fn cycle(one: Pattern, other: Pattern) -> i32 {
    let weeks = |pattern: Pattern| matches!(pattern, Pattern::Period(Unit::Week, ..));
    if weeks(one) || weeks(other) { 28 * 366 } else { 4 * 366 }
}

/// Whether whoever meets the stronger demand surely meets the weaker, whenever a subject opens. `bounds` says that the
/// rules begin at a date of their own.
pub(super) fn inclusion(strong: Demand, weak: Demand, begins: bool) -> Option<Inclusion> {
    let lower = weak.least > 0;
    let upper = weak.most.is_some();
    let first = Day::from_ymd(LEAP_YEAR, 1, 1)?;
    let same = strong.pattern == weak.pattern;
    if lower && strong.least < weak.least && same || lower && strong.least == 0 {
        return None;
    }
    if lower && !same && !asks_as_much(strong, weak, begins, first) {
        return None;
    }
    if let Some(most) = weak.most
        && !allows_as_little(strong, weak.pattern, most, first)
    {
        return None;
    }
    if !lower && !upper {
        return None;
    }
    let end = first.plus_days(AHEAD);
    if lower {
        let window = *weak.pattern.asked(first.plus_days(1), end).first()?;
        let inside = strong.pattern.asked(window.needs, window.to);
        let inside: Vec<Stretch> = apart(&inside).into_iter().filter(|inner| window.from <= inner.from).collect();
        let (bound, reverse) = fewer(strong, weak, window, inside.first().copied())
            .or_else(|| more(strong, weak, window))
            .map_or(((window.needs, window.to), None), |(bound, days)| (bound, Some(days)));
        return Some(Inclusion { weak: window, strong: inside, reverse, bound });
    }
    let window = *weak.pattern.bounded(first, end).iter().find(|window| first < window.from)?;
    let (bound, reverse) = more(strong, weak, window)
        .or_else(|| nothing(strong, window))
        .map_or(((window.from, window.to), None), |(bound, days)| (bound, Some(days)));
    let strong = if strong.pattern == Pattern::Always {
        Vec::new()
    } else {
        cover(&strong.pattern.bounded(first, end), window.from, window.to)?
    };
    Some(Inclusion { weak: window, strong, reverse, bound })
}

/// From when to when a subject is bound, and days on which it does one thing.
type Shown = ((Day, Day), Vec<Day>);

/// Days that meet the weaker demand in a window of it and leave a window of the stronger short.
fn fewer(strong: Demand, weak: Demand, window: Stretch, inner: Option<Stretch>) -> Option<Shown> {
    let inner = inner.filter(|_| strong.least > 0)?;
    let whole = Stretch { needs: window.from, ..window };
    let asked = Windows { stretches: vec![whole], count: weak.least };
    let short = Windows { stretches: vec![inner], count: strong.least - 1 };
    let bounded = Windows::bounded(weak, window.from, window.to).unwrap_or_default();
    let counts = meet(window.from, window.to, &[&asked], &[&short, &bounded])?;
    Some(((window.needs, window.to), days(window.from, &counts).collect()))
}

/// What asks for nothing is met by doing nothing, and the stronger one broken by the end of its next window.
fn nothing(strong: Demand, window: Stretch) -> Option<Shown> {
    let asked = Windows::asked(strong, window.from, window.to.plus_days(LONGEST_SHOWN));
    asked.stretches.first().map(|next| ((next.needs, next.to), Vec::new()))
}

/// Days that meet the weaker demand and are too many for a window of the stronger, from the first day of a window on.
fn more(strong: Demand, weak: Demand, window: Stretch) -> Option<Shown> {
    let most = strong.most?;
    if strong.pattern == weak.pattern && weak.most.is_some_and(|own| own <= most) {
        return None;
    }
    let (from, reach) = (window.needs, window.to.plus_days(LONGEST_SHOWN));
    let outer = strong.pattern.bounded(from, reach).into_iter().filter(|outer| from <= outer.from);
    outer.take(MOST_TRIED).find_map(|outer| {
        // What is asked for is asked for by the end of a window.
        let to = outer.to.max(window.to);
        let asked = [
            Windows { stretches: vec![Stretch { needs: outer.from, ..outer }], count: most + 1 },
            Windows::asked(weak, from, to),
        ];
        let asked: Vec<&Windows> = asked.iter().filter(|windows| !windows.stretches.is_empty()).collect();
        let bounded: Vec<Windows> = Windows::bounded(weak, from, to).into_iter().collect();
        let bounded: Vec<&Windows> = bounded.iter().collect();
        let counts = meet(from, to, &asked, &bounded)?;
        Some(((from, to), days(from, &counts).collect()))
    })
}

/// Whether every window of the weaker demand holds enough windows of the stronger that share no day.
fn asks_as_much(strong: Demand, weak: Demand, begins: bool, first: Day) -> bool {
    let partial = |pattern: Pattern| matches!(pattern, Pattern::Period(_, _, true));
    if matches!(strong.pattern, Pattern::Sliding(_) | Pattern::Always) || partial(weak.pattern) {
        return false;
    }
    if begins && strong.pattern.is_cut_by_an_opening() && weak.pattern.is_cut_by_an_opening() {
        return false;
    }
    let blocks = |pattern: Pattern| matches!(pattern, Pattern::Blocks(..));
    if blocks(strong.pattern) || blocks(weak.pattern) {
        // Their windows begin at an anchor and do not come again with the calendar.
        return false;
    }
    let enough = |opening: Day, window: Stretch| {
        let inside: Vec<Stretch> = strong
            .pattern
            .asked(window.from.plus_days(-367), window.to)
            .into_iter()
            .filter_map(|inner| opened(strong.pattern, inner, opening))
            .filter(|inner| window.from <= inner.from)
            .collect();
        let number = u64::try_from(apart(&inside).len()).unwrap_or(0);
        number * u64::from(strong.least) >= u64::from(weak.least)
    };
    let cycle = weak.pattern.asked(first, first.plus_days(cycle(strong.pattern, weak.pattern)));
    cycle.iter().all(|window| {
        // Opened long before; on the window's first day; and, where it is cut then, on each of its days.
        let last = if weak.pattern.is_cut_by_an_opening() { window.to } else { window.needs };
        let cut = |opening: Day| opened(weak.pattern, *window, opening).is_none_or(|rest| enough(opening, rest));
        enough(window.from.plus_days(-AHEAD / 4), *window) && (window.needs.0..=last.0).map(Day).all(cut)
    })
}

/// What is left of a window for a subject that opens on a day.
fn opened(pattern: Pattern, window: Stretch, opening: Day) -> Option<Stretch> {
    if opening <= window.needs {
        return Some(window);
    }
    let rest = Stretch { needs: opening, from: window.from.max(opening), ..window };
    (pattern.is_cut_by_an_opening() && opening <= window.to).then_some(rest)
}

/// Whether the stronger demand allows no more than `most` in any window of the weaker.
fn allows_as_little(strong: Demand, weak: Pattern, most: u32, first: Day) -> bool {
    let Some(count) = strong.most else { return false };
    if weak == strong.pattern {
        return count <= most;
    }
    if [weak, strong.pattern].iter().any(|pattern| matches!(pattern, Pattern::Blocks(..) | Pattern::Rolling(_))) {
        return false;
    }
    if count == 0 && strong.pattern == Pattern::Always {
        return true;
    }
    let last = first.plus_days(cycle(strong.pattern, weak));
    let stretches = strong.pattern.bounded(first.plus_days(-AHEAD), last.plus_days(AHEAD));
    let bounded = Windows { stretches, count };
    let windows = weak.bounded(first, last);
    windows.iter().all(|window| allowed(&bounded, window.from, window.to).is_some_and(|number| number <= most))
}
