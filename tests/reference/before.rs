//! 5.5 `before M within D A [matching F]` and `before M ever A`: judged at once.

use super::after::places;
use super::binding::{Binding, Happening};
use super::calendar::{clock_length, end_of, instant_of, is_not_before, shift, start_of};
use super::duty::{Candidate, Duty, Judgement, Reading, Verdict};
use super::every::without_due;
use super::model::{Moment, Span, Time};
use chrono::NaiveDateTime;

/// Every M on a bound day up to as-of asks for an A in [t − D, t], or at any time before.
pub fn before<'c>(binding: &Binding<'_, 'c>, moment: &Moment, span: Option<&Span>) -> Vec<Verdict<'c>> {
    let bound = binding.bound_happenings(moment).into_iter();
    bound.filter_map(|(happening, is_sure)| precondition(binding, &happening, is_sure, span)).collect()
}

fn precondition<'c>(
    binding: &Binding<'_, 'c>,
    happening: &Happening<'c>,
    is_sure: bool,
    span: Option<&Span>,
) -> Option<Verdict<'c>> {
    let trigger = happening.trigger.map(|trigger| trigger.record);
    let day = happening.at.day;
    if binding.is_too_early(day) {
        return None;
    }
    let is_bound = binding.bound(day) == Some(true);
    let length = span.map(|span| (binding.length(span, day, trigger), span.unit));
    let is_clock = length.is_some_and(|(_, unit)| unit.is_clock());
    // The window's first day; under a clock duration its first instant, of a trigger with only a day the day's first.
    let opens = match length {
        None => Some(None),
        Some((Some(number), unit)) if unit.is_clock() => {
            let start = happening.at.clock.map_or(start_of(day), |clock| day.and_time(clock));
            Some(Some(instant_of(start - clock_length(number, unit))))
        }
        Some((number, unit)) => number.and_then(|number| shift(day, -number, unit)).map(|day| Some(Time::of_day(day))),
    };
    let Some(opens) = opens else {
        let mut unknown = without_due(None, Some(Time::of_day(day)), trigger, false, is_sure);
        unknown.is_bound = is_bound;
        return unknown.verdict(binding);
    };
    let due = if is_clock { happening.at } else { Time::of_day(day) };
    // Under `ever` unseen days before the first opening are not asked for, unless the opening is unknown.
    let asked_from = match length {
        Some(_) => opens.map(|opens| opens.day),
        None => binding.subject.opened(),
    };
    let from = match (is_clock, happening.at.clock) {
        (true, Some(_)) => opens,
        _ => asked_from.map(Time::of_day),
    };
    let mut acts = binding.acts(trigger, None);
    acts.retain(|act| is_not_before(happening.at, act.record.at));
    acts.retain(|act| opens.is_none_or(|opens| act.record.at.day >= opens.day));
    let unseen = binding.unseen(asked_from, day);
    let reading = |starts: Option<NaiveDateTime>, at: Option<NaiveDateTime>| Reading {
        judgement: Judgement::AtOnce,
        candidates: acts.clone(),
        unseen: unseen.clone(),
        starts,
        ends: None,
        in_order: (None, at),
        is_of_a_day: happening.at.clock.is_none(),
    };
    let readings: Vec<Reading> = match length {
        Some((Some(number), unit)) if is_clock => {
            let moments = match happening.at.clock {
                Some(clock) => vec![day.and_time(clock)],
                None => places(day, &acts, number, unit),
            };
            moments.into_iter().map(|at| reading(Some(at - clock_length(number, unit)), Some(at))).collect()
        }
        _ => vec![reading(None, None)],
    };
    let shown = if is_clock { shown(&acts, &readings) } else { acts.clone() };
    let duty = Duty {
        from,
        to: Some(due),
        due: Some(due),
        label: None,
        trigger,
        censored: false,
        is_sure,
        is_bound,
        bounds: binding.bounds(day, trigger, None),
        is_waived: binding.is_waived_between(asked_from, day),
        readings,
        once_a_day: false,
        counts_until_done: false,
        shown,
        missed: Some((due, due)),
        spares: Vec::new(),
        outside: Vec::new(),
    };
    duty.verdict(binding)
}

/// A record counts surely where every reading has it in the window, perhaps where some has.
fn shown<'c>(acts: &[Candidate<'c>], readings: &[Reading<'c>]) -> Vec<Candidate<'c>> {
    let mut found = Vec::new();
    for act in acts {
        let at = act.record.at;
        let mut inside = Vec::new();
        for reading in readings {
            let places = match at.clock {
                Some(clock) => vec![at.day.and_time(clock)],
                None => {
                    let ends = reading.in_order.1.unwrap_or(end_of(at.day));
                    vec![start_of(at.day), end_of(at.day).min(ends)]
                }
            };
            inside.extend(places.into_iter().map(|at| reading.starts.is_none_or(|start| at >= start)));
        }
        if inside.contains(&true) {
            found.push(Candidate { sure: act.sure && !inside.contains(&false), ..*act });
        }
    }
    found
}
