//! 5.3 `by M A [matching F]`: one duty per moment.

use super::binding::{Binding, Happening};
use super::duty::{Duty, Judgement, Reading, Verdict};
use super::every::without_due;
use super::extended::due_days;
use super::model::{Moment, Time};

pub fn by<'c>(binding: &Binding<'_, 'c>, moment: &Moment) -> Vec<Verdict<'c>> {
    binding.happenings(moment).into_iter().filter_map(|happening| deadline(binding, &happening)).collect()
}

/// Anything seen up to M counts, earlier than the first opening too; coverage is only asked for from the first bound
/// day to M. Stated also before M, and owed iff M's day is a bound day.
fn deadline<'c>(binding: &Binding<'_, 'c>, happening: &Happening<'c>) -> Option<Verdict<'c>> {
    let day = happening.at.day;
    if !binding.binds(day) {
        return None;
    }
    let trigger = happening.trigger.map(|trigger| trigger.record);
    let is_bound = binding.bound(day) == Some(true);
    let is_sure = is_bound && happening.trigger.is_none_or(|trigger| trigger.sure);
    let opened = binding.subject.opened();
    let from = opened.map(Time::of_day);
    let Some((due, all)) = due_days(binding, from, Time::of_day(day), trigger) else {
        return without_due(from, Some(Time::of_day(day)), None, false, is_sure)
            .verdict(binding)
            .filter(|_| !binding.is_too_early(day));
    };
    if binding.is_too_early(due.day) {
        return None;
    }
    let first_day = opened.unwrap_or(day);
    let grace = |due: Time| binding.with_grace(due, first_day, trigger);
    let acts = binding.acts(trigger, None);
    let reading = |due: Time| {
        let unseen = binding.unseen(binding.first_bound_day(), binding.known.as_of);
        Reading::of_days(Judgement::Timely { last: grace(due), lapse: None }, acts.clone(), unseen)
    };
    let duty = Duty {
        from,
        to: Some(due),
        due: Some(due),
        label: None,
        trigger: None,
        censored: false,
        is_sure,
        is_bound,
        bounds: binding.bounds(first_day, trigger, None),
        is_waived: binding.is_waived_between(opened, grace(due).day),
        readings: all.into_iter().map(reading).collect(),
        once_a_day: false,
        counts_until_done: true,
        shown: acts.clone(),
        missed: Some((grace(due), grace(due))),
        spares: Vec::new(),
        outside: Vec::new(),
    };
    let mut verdict = duty.verdict(binding)?;
    for breach in &mut verdict.breaches {
        breach.trigger = trigger;
    }
    Some(verdict)
}
