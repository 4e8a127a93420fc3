//! 5.4 `after M within D A [matching F]`, `on the day of M A`, `after M within D never A`.

use super::binding::{Binding, Happening};
use super::calendar::{add, clock_length, days, end_of, instant_of, is_not_before, start_of};
use super::duty::{Bounds, Candidate, Duty, Judgement, Lapse, Reading, Verdict};
use super::every::without_due;
use super::extended::{due_behind, due_days};
use super::model::{Day, Extended, Moment, Span, SpanUnit, Time};
use chrono::NaiveDateTime;

/// Every M on a bound day opens the window [t, t + D]; without a span D is 0 days.
pub fn after<'c>(binding: &Binding<'_, 'c>, moment: &Moment, span: Option<&Span>, never: bool) -> Vec<Verdict<'c>> {
    let bound = binding.bound_happenings(moment).into_iter();
    bound.filter_map(|(happening, is_sure)| response(binding, &happening, is_sure, span, never)).collect()
}

fn response<'c>(
    binding: &Binding<'_, 'c>,
    happening: &Happening<'c>,
    is_sure: bool,
    span: Option<&Span>,
    never: bool,
) -> Option<Verdict<'c>> {
    let trigger = happening.trigger.map(|trigger| trigger.record);
    let day = happening.at.day;
    let (length, unit) = match span {
        Some(span) => (binding.length(span, day, trigger), span.unit),
        None => (Some(0), SpanUnit::Days),
    };
    let is_clock = unit.is_clock();
    let from = if is_clock { happening.at } else { Time::of_day(day) };
    let is_bound = binding.bound(day) == Some(true);
    let unmoved = length.and_then(|length| add(from, length, unit));
    let dues = unmoved.and_then(|due| due_behind(binding, from, due, trigger));
    let unmoved = unmoved.map(|due| if from.clock.is_none() { Time::of_day(due.day) } else { due });
    let (Some((due, all)), Some(length)) = (dues, length) else {
        let mut unknown = without_due(Some(from), unmoved, trigger, false, is_sure);
        unknown.is_bound = is_bound;
        return unknown.verdict(binding);
    };
    if binding.is_too_early(due.day) {
        return None;
    }
    let known = binding.known;
    let bounds = if never { Bounds::none() } else { binding.bounds(day, trigger, None) };
    let closed = binding.subject.closing_after(&known, day);
    let grace = |due: Time| if bounds.upper.is_some() { due } else { binding.with_grace(due, day, trigger) };
    let has_upper = bounds.upper.is_some();
    let judgement = |due: Time| match (never, has_upper) {
        (true, _) => Judgement::Forbidden { is_over: due.day <= known.as_of || closed.is_some() },
        // A subject that closes before due with it undone owes nothing; the closing is known, so it has come.
        (false, true) => Judgement::Window { last: due, lapse: lapse(closed, due) },
        (false, false) => Judgement::Timely { last: grace(due), lapse: lapse(closed, due) },
    };
    let mut acts = binding.acts(trigger, None);
    acts.retain(|act| is_not_before(act.record.at, happening.at));
    // Upper bounds look at [t, t + D] alone; "at least" may still be done late.
    let last_day = if has_upper { due.day } else { known.as_of.max(due.day) };
    acts.retain(|act| act.record.at.day <= last_day);
    let readings_of = |due: Time| -> Vec<Reading<'c>> {
        let unseen = binding.unseen(Some(day), last_day);
        let reading = |due: Time, starts: Option<NaiveDateTime>| Reading {
            judgement: judgement(due),
            candidates: acts.clone(),
            unseen: unseen.clone(),
            starts: None,
            ends: due.clock.filter(|_| has_upper).map(|clock| due.day.and_time(clock)),
            in_order: (starts, None),
            is_of_a_day: from.clock.is_none(),
        };
        match (is_clock, from.clock) {
            (false, _) => vec![reading(due, None)],
            (true, Some(clock)) => vec![reading(due, Some(day.and_time(clock)))],
            // A trigger with only a day stands for the whole day.
            (true, None) => {
                let movers = movers(binding);
                let starts = places(day, &[acts.clone(), movers].concat(), length, unit);
                let moved = |start: NaiveDateTime| {
                    let unmoved = instant_of(start + clock_length(length, unit));
                    due_days(binding, Some(from), unmoved, trigger).map_or(vec![unmoved], |(_, all)| all)
                };
                let each = |start| moved(start).into_iter().map(move |due| (start, due)).collect::<Vec<_>>();
                starts.into_iter().flat_map(each).map(|(start, due)| reading(due, Some(start))).collect()
            }
        }
    };
    let readings: Vec<Reading> = all.into_iter().flat_map(readings_of).collect();
    let shown = shown(&acts, &readings, has_upper);
    let spares = days(day, last_day).filter(|day| binding.is_waived(*day)).collect();
    // What an upper bound alone does not look at is not counted either.
    let looked_at = |act: &Candidate| bounds.lower.is_some() || !binding.is_waived(act.record.at.day);
    let shown = shown.into_iter().filter(looked_at).collect();
    let missed = match (is_clock, from.clock) {
        // A trigger with only a day: missed at the earliest and at the latest.
        (true, None) => {
            let moved = |at: NaiveDateTime| {
                let unmoved = instant_of(at + clock_length(length, unit));
                grace(due_days(binding, Some(from), unmoved, trigger).map_or(unmoved, |(due, _)| due))
            };
            (moved(start_of(day)), moved(end_of(day)))
        }
        _ => (grace(due), grace(due)),
    };
    let duty = Duty {
        from: Some(from),
        to: Some(due),
        due: Some(due),
        label: None,
        trigger,
        censored: false,
        is_sure,
        is_bound,
        is_waived: binding.is_waived_between(Some(day), missed.1.day),
        readings,
        once_a_day: false,
        counts_until_done: !has_upper,
        shown,
        missed: Some(missed),
        spares,
        outside: Vec::new(),
        bounds,
    };
    duty.verdict(binding)
}

fn lapse(closed: Option<Day>, due: Time) -> Option<Lapse> {
    closed.filter(|closed| *closed < due.day).map(|day| Lapse { day, leaves: None })
}

/// The records that may move the due day.
fn movers<'c>(binding: &Binding<'_, 'c>) -> Vec<Candidate<'c>> {
    let moments = match &binding.rule.extended {
        None => Vec::new(),
        Some(Extended::By { by, .. }) => vec![by],
        Some(Extended::Between { from, to, .. }) => vec![from, to],
    };
    moments.into_iter().flat_map(|moment| binding.happenings(moment)).filter_map(|found| found.trigger).collect()
}

/// The instants of a day that a trigger may have happened at, as far as they can make a difference.
pub fn places(day: Day, acts: &[Candidate], length: i64, unit: SpanUnit) -> Vec<NaiveDateTime> {
    let mut found = vec![start_of(day), end_of(day)];
    for act in acts {
        let at = |clock| act.record.at.day.and_time(clock);
        for at in act
            .record
            .at
            .clock
            .map_or(vec![start_of(act.record.at.day), end_of(act.record.at.day)], |clock| vec![at(clock)])
        {
            let span = clock_length(length, unit);
            let second = chrono::Duration::seconds(1);
            let near = [at, at - span, at + span, at - span - second, at - span + second, at + span + second];
            found.extend(near.into_iter().filter(|near| near.date() == day));
        }
    }
    found.sort();
    found.dedup();
    found
}

/// Under a clock duration a record counts surely where every reading has it in the window, perhaps where some has.
fn shown<'c>(acts: &[Candidate<'c>], readings: &[Reading<'c>], has_upper: bool) -> Vec<Candidate<'c>> {
    let is_clock = readings.iter().any(|reading| reading.in_order.0.is_some());
    if !is_clock || !has_upper {
        return acts.to_vec();
    }
    let mut found = Vec::new();
    for act in acts {
        let mut inside = Vec::new();
        for reading in readings {
            let at = act.record.at;
            let places = match at.clock {
                Some(clock) => vec![at.day.and_time(clock)],
                None => {
                    let starts = reading.in_order.0.unwrap_or(start_of(at.day));
                    vec![start_of(at.day).max(starts), end_of(at.day)]
                }
            };
            inside.extend(places.into_iter().map(|at| reading.ends.is_none_or(|end| at <= end)));
        }
        if inside.contains(&true) {
            found.push(Candidate { sure: act.sure && !inside.contains(&false), ..*act });
        }
    }
    found
}
