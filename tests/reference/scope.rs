//! The scope `between B and E` (docs/language.md section 4): from each B to the next E not before it.

use super::binding::{Happening, happenings};
use super::calendar::{end_of, is_not_before, start_of};
use super::condition::{Truth, both, either};
use super::model::{Day, Rule, Scope, Time};
use super::subject::{Subject, World};
use chrono::{Duration, NaiveDateTime};

/// From an instant to another, both in; without an end it is still open.
#[derive(Clone, Copy, Debug)]
pub struct Interval {
    pub from: NaiveDateTime,
    pub to: Option<NaiveDateTime>,
    pub is_sure: bool,
}

impl Interval {
    fn truth(self, is_in: bool) -> Truth {
        if is_in { self.is_sure.then_some(true) } else { Some(false) }
    }

    /// Whether a part of these instants lies in it.
    pub fn overlaps(self, first: NaiveDateTime, last: NaiveDateTime) -> bool {
        self.from <= last && self.to.is_none_or(|to| first <= to)
    }
}

/// Whether an instant lies in an interval.
pub fn holds(intervals: &[Interval], at: NaiveDateTime) -> Truth {
    intervals.iter().map(|interval| interval.truth(interval.overlaps(at, at))).fold(Some(false), either)
}

/// Whether a part of the day does.
pub fn covers(intervals: &[Interval], day: Day) -> Truth {
    let truth = |interval: &Interval| interval.truth(interval.overlaps(start_of(day), end_of(day)));
    intervals.iter().map(truth).fold(Some(false), either)
}

/// The intervals, sure or not, joined where they overlap or touch.
pub fn united(intervals: &[Interval]) -> Vec<Interval> {
    let mut all: Vec<Interval> = intervals.to_vec();
    all.retain(|interval| interval.to.is_none_or(|to| interval.from <= to));
    all.sort_by_key(|interval| interval.from);
    let mut joined: Vec<Interval> = Vec::new();
    for interval in all {
        match joined.last_mut() {
            Some(last) if last.to.is_none_or(|to| interval.from <= to + Duration::seconds(1)) => {
                last.to = last.to.zip(interval.to).map(|(one, other)| one.max(other));
                last.is_sure = last.is_sure && interval.is_sure;
            }
            _ => joined.push(interval),
        }
    }
    joined
}

/// The intervals of a rule; `None` without such a scope. Behind an E that is only perhaps one, it perhaps goes on.
pub fn intervals<'c>(world: &World<'c>, rule: &Rule, subject: &Subject<'c>) -> Option<Vec<Interval>> {
    let Some(Scope::Between { from, to, matching }) = &rule.scope else { return None };
    let ends = happenings(world, subject, to);
    let mut found = Vec::new();
    for begin in happenings(world, subject, from) {
        let mut later: Vec<(Time, bool)> = Vec::new();
        for end in &ends {
            if is_itself(&begin, end) || !is_not_before(end.at, begin.at) {
                continue;
            }
            let agrees = match (begin.trigger, end.trigger) {
                (Some(begin), Some(end)) => {
                    let agrees = |name: &String| super::condition::agrees(world.case, name, begin.record, end.record);
                    matching.iter().map(agrees).fold(Some(true), both)
                }
                _ => Some(true),
            };
            let truth = both(agrees, end.trigger.is_none_or(|end| end.sure).then_some(true));
            if truth != Some(false) {
                later.push((end.at, truth == Some(true)));
            }
        }
        later.sort();
        let mut is_sure = begin.trigger.is_none_or(|begin| begin.sure);
        let mut starts = begin.at.clock.map_or(start_of(begin.at.day), |clock| begin.at.day.and_time(clock));
        let mut is_open = true;
        for (place, (end, ends_surely)) in later.iter().enumerate() {
            // At the instants where both have one, else both days in.
            let to = match (begin.at.clock, end.clock) {
                (Some(_), Some(clock)) => end.day.and_time(clock),
                _ => end_of(end.day),
            };
            let from = if place == 0 && end.clock.is_none() { start_of(begin.at.day) } else { starts };
            found.push(Interval { from, to: Some(to), is_sure });
            if *ends_surely {
                is_open = false;
                break;
            }
            starts = to + Duration::seconds(1);
            is_sure = false;
        }
        if is_open {
            found.push(Interval { from: starts, to: None, is_sure });
        }
    }
    Some(found)
}

fn is_itself(begin: &Happening, end: &Happening) -> bool {
    match (begin.trigger, end.trigger) {
        (Some(first), Some(last)) => first.record.id == last.record.id && begin.dated_by == end.dated_by,
        _ => false,
    }
}
