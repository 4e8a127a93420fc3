//! 5.1 `every D A` and `every D from M A`.

use super::binding::{Binding, between};
use super::calendar::{next, shift};
use super::duty::{Bounds, Candidate, Duty, Judgement, Lapse, Limit, Verdict};
use super::model::{Day, Moment, Span};
use std::collections::BTreeSet;

/// The rolling clock: it starts on the first bound day, or the first covered day if later, and goes on from each
/// `done`. The chain runs over sure records (section 8).
pub fn every(binding: &Binding, span: &Span) -> Vec<Verdict> {
    let (known, stretch) = (binding.known, binding.stretch);
    let start = stretch.first.map_or(known.coverage_from, |first| first.max(known.coverage_from));
    let starts_before_coverage = stretch.first.is_none_or(|first| first < known.coverage_from);
    if start > known.as_of || stretch.last.is_some_and(|last| last < start) {
        return Vec::new();
    }
    let Some(length) = binding.length(span) else {
        let unknown = without_due(Some(start), None, None, starts_before_coverage);
        return unknown.verdict(binding).into_iter().collect();
    };
    let end = stretch.last.map_or(known.as_of, |last| last.min(known.as_of));
    let acts = binding.acts();
    let mut verdicts = Vec::new();
    let mut anchor = start;
    loop {
        let is_first = verdicts.is_empty();
        let due = shift(anchor, length, span.unit);
        let earliest = if is_first { anchor } else { next(anchor) };
        let duty = Duty {
            from: Some(anchor),
            to: Some(due),
            due: Some(due),
            label: None,
            trigger: None,
            censored: is_first && starts_before_coverage,
            bounds: binding.bounds(),
            judgement: Judgement::Timely {
                due,
                lapses: stretch.last.filter(|last| *last < due).map_or(Lapse::Never, Lapse::After),
            },
            candidates: first_of_each_day(between(&acts, earliest, end)),
            unseen: binding.unseen(earliest, end),
            once_a_day: true,
            counts_until_done: true,
        };
        let Some(verdict) = duty.verdict(binding) else { break };
        let done = verdict.done;
        verdicts.push(verdict);
        // The next anchor is the sure `done`; an undone duty is one duty, however long.
        let Some(done) = done else { break };
        anchor = done;
    }
    verdicts
}

/// Several A on one day are one: of the sure ones the first of each day stays. Perhaps-records all stay.
fn first_of_each_day(candidates: Vec<Candidate<'_>>) -> Vec<Candidate<'_>> {
    let mut days = BTreeSet::new();
    candidates.into_iter().filter(|act| !act.sure || days.insert(act.record.day)).collect()
}

/// The fixed form: for n = 0, 1, 2 … the window from the day after m + n·D through m + (n + 1)·D, n × D added at once.
pub fn every_from(binding: &Binding, span: &Span, from: &Moment) -> Vec<Verdict> {
    let known = binding.known;
    let happening = binding.happenings(from).into_iter().next();
    let Some(moment) = happening.map(|happening| happening.day).filter(|day| next(*day) <= known.as_of) else {
        return Vec::new();
    };
    let Some(length) = binding.length(span) else {
        // The due days cannot be known, so any bound day after the moment may be one.
        let never_bound = binding.stretch.last.is_some_and(|last| last <= moment || binding.is_too_early(last));
        let unknown = without_due(Some(next(moment)), None, None, false);
        return unknown.verdict(binding).filter(|_| !never_bound).into_iter().collect();
    };
    let end_of_window = |number: i64| shift(moment, number * length, span.unit);
    let acts = binding.acts();
    let mut verdicts = Vec::new();
    for number in 0.. {
        let first = next(end_of_window(number));
        // Stated once its first day has come.
        if first > known.as_of {
            break;
        }
        let due = end_of_window(number + 1);
        if !binding.stretch.binds(due) || binding.is_too_early(due) {
            continue;
        }
        // Late inside the next window; from the subject's first opening on, every day counts, bound or not.
        let earliest = binding.subject.opened.map_or(first, |opened| opened.max(first));
        let cured_until = end_of_window(number + 2);
        let duty = Duty {
            from: Some(first),
            to: Some(due),
            due: Some(due),
            label: None,
            trigger: None,
            censored: false,
            bounds: binding.bounds(),
            judgement: Judgement::Timely { due, lapses: Lapse::Never },
            candidates: between(&acts, earliest, cured_until),
            unseen: binding.unseen(earliest, cured_until),
            once_a_day: false,
            counts_until_done: true,
        };
        verdicts.extend(duty.verdict(binding));
    }
    verdicts
}

/// A missing D gives one unknown duty without due (section 6).
pub fn without_due<'c>(from: Option<Day>, to: Option<Day>, trigger: Option<Candidate<'c>>, censored: bool) -> Duty<'c> {
    Duty {
        from,
        to,
        due: None,
        label: None,
        trigger,
        censored,
        bounds: Bounds { lower: Some(Limit::Missing), upper: None },
        judgement: Judgement::AtOnce,
        candidates: Vec::new(),
        unseen: Vec::new(),
        once_a_day: false,
        counts_until_done: true,
    }
}
