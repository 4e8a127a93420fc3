//! 5.1 `every D from M [within D2] A`: the fixed form.

use super::binding::{Binding, Happening, between};
use super::calendar::{next, shift};
use super::duty::{Duty, Judgement, Reading, Verdict};
use super::every::without_due;
use super::extended::to_working_day;
use super::model::{Day, Moment, Span, Time};

pub fn every_from<'c>(
    binding: &Binding<'_, 'c>,
    span: &Span,
    from: &Moment,
    within: Option<&Span>,
) -> Vec<Verdict<'c>> {
    let come = binding.happenings(from).into_iter().filter(|found| next(found.at.day) <= binding.known.as_of);
    come.flat_map(|happening| series(binding, span, &happening, within)).collect()
}

/// For n = 0, 1, 2 … the window from the day after m + n·D through m + (n + 1)·D, n × D added at once.
fn series<'c>(
    binding: &Binding<'_, 'c>,
    span: &Span,
    happening: &Happening<'c>,
    within: Option<&Span>,
) -> Vec<Verdict<'c>> {
    let known = binding.known;
    let moment = happening.at.day;
    let trigger = happening.trigger.map(|trigger| trigger.record);
    let is_trigger_sure = happening.trigger.is_none_or(|trigger| trigger.sure);
    let begins = next(moment);
    let length = binding.length(span, begins, trigger);
    let closing = within.map(|within| binding.length(within, begins, trigger).map(|length| (length, within.unit)));
    let (Some(length), false) = (length, closing == Some(None)) else {
        // The due days cannot be known, so any bound day after the moment may be one.
        let stretches = binding.stretches(|day| binding.binds(day) && moment < day);
        let may_be_owed = stretches.iter().any(|stretch| stretch.last.is_none_or(|last| !binding.is_too_early(last)));
        let is_bound = stretches.iter().all(|stretch| stretch.is_sure);
        let unknown = without_due(Some(Time::of_day(begins)), None, None, false, is_bound);
        return unknown.verdict(binding).filter(|_| may_be_owed).into_iter().collect();
    };
    let end_of_window = |number: i64| shift(moment, number * length, span.unit);
    let mut verdicts = Vec::new();
    for number in 0.. {
        let (Some(before), Some(last)) = (end_of_window(number), end_of_window(number + 1)) else {
            // The list of holidays does not reach: one unknown duty for the rest.
            let first = end_of_window(number).map_or(begins, next);
            verdicts.extend(beyond_list(binding, first, None, is_trigger_sure));
            break;
        };
        let first = next(before);
        // Stated once its first day has come.
        if first > known.as_of {
            break;
        }
        let closes = closing.flatten().map_or(Some(last), |(length, unit)| shift(before, length, unit));
        if closes.is_some_and(|closes| !binding.binds(closes)) {
            continue;
        }
        let Some(due) = closes
            .map(Time::of_day)
            .and_then(|due| if binding.rule.next_working_day { to_working_day(due) } else { Some(due) })
        else {
            verdicts.extend(beyond_list(binding, first, closes, is_trigger_sure));
            continue;
        };
        let owed = closes.unwrap_or(last);
        if !binding.binds(owed) || binding.is_too_early(due.day) {
            continue;
        }
        // How long a grace is, is asked once it is due.
        let has_grace = binding.rule.grace.as_ref().filter(|_| due.day <= known.as_of).is_none_or(|grace| {
            let length = binding.length(grace, first, trigger);
            length.is_none_or(|length| super::calendar::add(due, length, grace.unit).is_some())
        });
        if !has_grace {
            verdicts.extend(beyond_list(binding, first, closes, is_trigger_sure));
            continue;
        }
        // Late inside the next window; from the subject's first opening on, every day counts, bound or not.
        let earliest = binding.subject.opened().map_or(first, |opened| opened.max(first));
        let last_day = binding.with_grace(due, first, trigger);
        let cured_until = end_of_window(number + 2).unwrap_or(known.as_of).max(last_day.day);
        let acts = between(&binding.acts(trigger, None), Some(earliest), cured_until);
        let is_bound = binding.bound(owed) == Some(true);
        let duty = Duty {
            from: Some(Time::of_day(first)),
            to: Some(due),
            due: Some(due),
            label: None,
            trigger: None,
            censored: false,
            is_sure: is_bound && is_trigger_sure,
            is_bound,
            bounds: binding.bounds(first, trigger, None),
            is_waived: binding.is_waived_between(Some(first), last_day.day),
            readings: vec![Reading {
                judgement: Judgement::Timely { last: last_day, lapse: None },
                candidates: acts.clone(),
                unseen: binding.unseen(Some(earliest), cured_until),
                starts: None,
                ends: None,
                in_order: (None, None),
                is_of_a_day: false,
            }],
            once_a_day: false,
            counts_until_done: true,
            shown: acts,
            missed: Some((last_day, last_day)),
            spares: Vec::new(),
            outside: Vec::new(),
        };
        let mut verdict = duty.verdict(binding);
        for breach in verdict.iter_mut().flat_map(|verdict| &mut verdict.breaches) {
            breach.trigger = trigger;
        }
        verdicts.extend(verdict);
    }
    verdicts
}

/// A due day for which there is no list of holidays; the window's last day where that is known.
fn beyond_list<'c>(binding: &Binding<'_, 'c>, first: Day, last: Option<Day>, is_sure: bool) -> Option<Verdict<'c>> {
    let may_be_owed = binding.stretches(|day| binding.binds(day) && first <= day);
    if first > binding.known.as_of || may_be_owed.is_empty() {
        return None;
    }
    without_due(Some(Time::of_day(first)), last.map(Time::of_day), None, false, is_sure).verdict(binding)
}
