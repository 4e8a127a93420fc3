//! 5.3 `by M A`, 5.4 `after M within D A`, 5.5 `before M within D A` and `before M ever A`.

use super::binding::{Binding, Happening, between};
use super::calendar::{previous, shift};
use super::duty::{Candidate, Duty, Judgement, Lapse, Verdict};
use super::model::{Day, Moment, Record, Span};
use super::rolling::without_due;

/// `by M`: anything seen up to M counts, earlier than the first opening too; coverage is only asked for from the first
/// bound day to M. Stated also before M, and owed iff M's day is a bound day.
pub fn by(binding: &Binding, moment: &Moment) -> Option<Verdict> {
    let due = binding.date_of(moment)?;
    if !binding.stretch.binds(due) || binding.is_too_early(due) {
        return None;
    }
    let duty = Duty {
        from: binding.subject.opened,
        to: Some(due),
        due: Some(due),
        label: None,
        trigger: None,
        censored: false,
        bounds: binding.bounds(),
        judgement: Judgement::Timely { due, lapses: Lapse::Never },
        candidates: binding.acts(),
        unseen: unseen_since(binding, binding.stretch.first, binding.known.as_of),
        once_a_day: false,
        counts_until_done: true,
    };
    duty.verdict(binding)
}

/// The unseen days from a day on; where that day is not known the days before coverage go back without end, and the
/// last of them stands for all.
fn unseen_since(binding: &Binding, first: Option<Day>, last: Day) -> Vec<Day> {
    binding.unseen(first.unwrap_or(previous(binding.known.coverage_from)), last)
}

/// `after M within D`: every M on a bound day opens the window [t, t + D].
pub fn after(binding: &Binding, moment: &Moment, span: &Span) -> Vec<Verdict> {
    let bound = binding.happenings(moment).into_iter().filter(|moment| binding.stretch.binds(moment.day));
    bound.filter_map(|happening| response(binding, happening, span)).collect()
}

fn response(binding: &Binding, happening: Happening, span: &Span) -> Option<Verdict> {
    let Happening { day: opens, trigger } = happening;
    let Some(length) = binding.length(span) else {
        return without_due(Some(opens), None, trigger, false).verdict(binding);
    };
    let due = shift(opens, length, span.unit);
    if binding.is_too_early(due) {
        return None;
    }
    let bounds = binding.bounds();
    // A subject that closes before due with it undone owes nothing; the closing is known, so it has come.
    let lapses = binding.subject.closed.filter(|closed| *closed < due).map_or(Lapse::Never, Lapse::After);
    // Upper bounds look at [t, t + D] alone; "at least" may still be done late.
    let last = if bounds.upper.is_some() { due } else { binding.known.as_of.max(due) };
    let mut candidates = between(&binding.answers(trigger), opens, last);
    candidates.retain(|act| trigger.is_none_or(|trigger| is_in_order(trigger.record, act.record)));
    let duty = Duty {
        from: Some(opens),
        to: Some(due),
        due: Some(due),
        label: None,
        trigger,
        censored: false,
        bounds,
        judgement: if bounds.upper.is_some() {
            Judgement::Window { last: due, upper_on_bound_days: false, lapses }
        } else {
            Judgement::Timely { due, lapses }
        },
        candidates,
        unseen: binding.unseen(opens, last),
        once_a_day: false,
        counts_until_done: bounds.upper.is_none(),
    };
    duty.verdict(binding)
}

/// `before M`: every M on a bound day up to as-of asks for an A in [t − D, t], or at any time before. Judged at once.
pub fn before(binding: &Binding, moment: &Moment, span: Option<&Span>) -> Vec<Verdict> {
    let bound = binding.happenings(moment).into_iter().filter(|moment| binding.stretch.binds(moment.day));
    bound.filter_map(|happening| precondition(binding, happening, span)).collect()
}

fn precondition(binding: &Binding, happening: Happening, span: Option<&Span>) -> Option<Verdict> {
    let Happening { day: closes, trigger } = happening;
    if binding.is_too_early(closes) {
        return None;
    }
    let length = span.map(|span| (binding.length(span), span.unit));
    if let Some((None, _)) = length {
        return without_due(None, Some(closes), trigger, false).verdict(binding);
    }
    let opens = length.and_then(|(length, unit)| Some(shift(closes, -length?, unit)));
    let is_in_window = |act: &Candidate| {
        let is_in_order = trigger.is_none_or(|trigger| is_in_order(act.record, trigger.record));
        is_in_order && act.record.day <= closes && opens.is_none_or(|opens| opens <= act.record.day)
    };
    // Under `ever` unseen days before the first opening are not asked for, unless the opening is unknown.
    let asked_from = opens.or(binding.subject.opened);
    let duty = Duty {
        from: asked_from,
        to: Some(closes),
        due: Some(closes),
        label: None,
        trigger,
        censored: false,
        bounds: binding.bounds(),
        judgement: Judgement::AtOnce,
        candidates: binding.answers(trigger).into_iter().filter(is_in_window).collect(),
        unseen: unseen_since(binding, asked_from, closes),
        once_a_day: false,
        counts_until_done: false,
    };
    duty.verdict(binding)
}

/// Order of two records: by instant when both have one, else by day, the same day being in order (section 3).
fn is_in_order(earlier: &Record, later: &Record) -> bool {
    match (earlier.time, later.time) {
        (Some(first), Some(second)) => (earlier.day, first) <= (later.day, second),
        _ => earlier.day <= later.day,
    }
}
