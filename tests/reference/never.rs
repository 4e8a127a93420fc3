//! 5.6 `never A` and 5.7 `in any D at most N A`: one duty per stretch, judged from the first covered day.

use super::binding::{Binding, Stretch};
use super::calendar::{clock_length, days, end_of, start_of};
use super::duty::{Act, Bounds, Candidate, Duty, Judgement, Limit, Reading, Status, Verdict, is_in_span, measure};
use super::model::{Day, Span, SpanUnit, Time};
use chrono::NaiveDateTime;

pub fn never<'c>(binding: &Binding<'_, 'c>) -> Vec<Verdict<'c>> {
    let stretches = binding.stretches(|day| binding.binds(day));
    stretches.into_iter().filter_map(|stretch| in_stretch(binding, stretch, None)).collect()
}

pub fn in_any<'c>(binding: &Binding<'_, 'c>, span: &Span) -> Vec<Verdict<'c>> {
    let stretches = binding.stretches(|day| binding.binds(day));
    stretches.into_iter().filter_map(|stretch| in_stretch(binding, stretch, Some(span))).collect()
}

fn in_stretch<'c>(binding: &Binding<'_, 'c>, stretch: Stretch, span: Option<&Span>) -> Option<Verdict<'c>> {
    let known = binding.known;
    let begins = stretch.first.map_or(known.coverage_from, |first| first.max(known.coverage_from));
    let end = stretch.last.map_or(known.as_of, |last| last.min(known.as_of));
    // Exempt days are just lost.
    let judged: Vec<Day> = days(begins, end).filter(|day| !binding.is_waived(*day)).collect();
    let from = *judged.first()?;
    let censored = stretch.first.is_none_or(|first| first < known.coverage_from);
    let is_over = stretch.last.is_some_and(|last| last <= known.as_of);
    let (bounds, judgement, length) = match span {
        None => (Bounds::none(), Judgement::Forbidden { is_over }, None),
        Some(span) => {
            // A missing D is as a missing N: how many are too many cannot be told.
            let number = binding.length(span, from, None);
            let mut bounds = binding.bounds(from, None, None);
            if number.is_none() {
                bounds.upper = Some(Limit::Missing);
            }
            let length = (number.unwrap_or(1), span.unit);
            (bounds, Judgement::Sliding { span: length, is_over }, Some(length))
        }
    };
    let mut acts = binding.scoped(binding.acts(None, None));
    acts.retain(|act| judged.contains(&act.record.at.day));
    let unseen = judged.into_iter().filter(|day| known.is_unseen(*day)).collect();
    let is_clock = length.is_some_and(|(_, unit)| unit.is_clock());
    let mut reading = Reading::of_days(judgement, acts.clone(), unseen);
    // Instants matter: a record with only a day may lie anywhere on it.
    reading.starts = is_clock.then(|| start_of(from));
    let duty = Duty {
        from: Some(Time::of_day(from)),
        to: stretch.last.map(Time::of_day),
        due: None,
        label: None,
        trigger: None,
        censored,
        is_sure: stretch.is_sure,
        is_bound: stretch.is_sure,
        bounds,
        is_waived: false,
        readings: vec![reading],
        once_a_day: false,
        counts_until_done: false,
        shown: acts,
        missed: None,
        spares: Vec::new(),
        outside: Vec::new(),
    };
    let mut verdict = duty.verdict(binding)?;
    if let (Status::Violated, Some(length)) = (verdict.status, length) {
        let breaking = in_breaking_spans(&duty, binding, &verdict.counted, length);
        if !breaking.is_empty() {
            verdict.counted = breaking;
            verdict.count = verdict.counted.iter().filter(|act| act.sure).count();
        }
    }
    Some(verdict)
}

/// The sure records that lie in a breaching span, whichever instants the days stand for.
fn in_breaking_spans<'c>(
    duty: &Duty<'c>,
    binding: &Binding<'_, 'c>,
    acts: &[Candidate<'c>],
    span: (i64, SpanUnit),
) -> Vec<Candidate<'c>> {
    let sure: Vec<&Candidate> = acts.iter().filter(|act| act.sure).collect();
    let places = |act: &Candidate| -> Vec<NaiveDateTime> {
        let at = act.record.at;
        match at.clock {
            Some(clock) => vec![at.day.and_time(clock)],
            None => vec![start_of(at.day), end_of(at.day)],
        }
    };
    let mut breaking: Vec<String> = Vec::new();
    for first in &sure {
        // Everything that surely lies in the span that begins with this record, in whatever order.
        let begins = places(first)[0];
        let surely_in = |act: &&&Candidate| {
            places(act).into_iter().all(|at| match span {
                (number, unit) if unit.is_clock() => begins <= at && at < begins + clock_length(number, unit),
                _ => begins <= at && is_in_span(begins, at, span),
            })
        };
        let mut inside: Vec<&&Candidate> = sure.iter().filter(surely_in).collect();
        if !inside.iter().any(|act| act.record.id == first.record.id) {
            // One that may lie anywhere on a longer day is surely in a span with itself alone.
            inside = vec![first];
        }
        let sizes = inside.iter().map(|act| duty.act(binding, act.record)).collect::<Vec<Act>>();
        if measure(&duty.bounds.measure, sizes.iter()) > duty.bounds.allowed() {
            breaking.extend(inside.iter().map(|act| act.record.id.clone()));
        }
    }
    acts.iter().filter(|act| act.sure && breaking.contains(&act.record.id)).copied().collect()
}
