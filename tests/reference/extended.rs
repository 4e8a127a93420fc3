//! Modifiers that move the due day: `extended by`, `extended between … and …`, `next working day` (LANGUAGE.md section 9).

use super::binding::Binding;
use super::calendar::{add, days, is_not_before, shift_day, working_day_from};
use super::condition::both;
use super::duty::{Candidate, candidate};
use super::model::{Day, Extended, Record, SpanUnit, Time};
use std::collections::BTreeSet;

/// The due day of the sure records, and every due day that some reading of the perhaps-records gives. Nothing where the
/// list of holidays does not reach.
pub fn due_days<'c>(
    binding: &Binding<'_, 'c>,
    starts: Option<Time>,
    due: Time,
    trigger: Option<&'c Record>,
) -> Option<(Time, Vec<Time>)> {
    let moving = moving(binding, starts, trigger);
    let perhaps: Vec<usize> = (0..moving.len()).filter(|place| !moving[*place].0.sure).collect();
    let mut all = BTreeSet::new();
    let mut sure = None;
    for subset in 0..1_u32 << perhaps.len().min(10) {
        let is_chosen =
            |place: usize| perhaps.iter().position(|other| *other == place).is_none_or(|bit| subset >> bit & 1 == 1);
        let chosen: Vec<(Candidate, bool)> =
            moving.iter().enumerate().filter(|(place, _)| is_chosen(*place)).map(|(_, found)| *found).collect();
        // An E that only perhaps has B's fields ends the standstill, or does not.
        for is_generous in [false, true] {
            let moved = moved(binding, starts, due, &chosen, is_generous)?;
            let moved = if binding.rule.next_working_day { to_working_day(moved)? } else { moved };
            all.insert(moved);
            sure.get_or_insert(moved);
        }
    }
    Some((sure?, all.into_iter().collect()))
}

/// A due day that is no working day moves to the next one.
pub fn to_working_day(due: Time) -> Option<Time> {
    let day = working_day_from(due.day)?;
    Some(if day == due.day { due } else { Time::of_day(day) })
}

/// The records that may move the due day, and whether each ends a standstill.
fn moving<'c>(
    binding: &Binding<'_, 'c>,
    starts: Option<Time>,
    trigger: Option<&'c Record>,
) -> Vec<(Candidate<'c>, bool)> {
    let named = |name: &String, matching: &[String], ends: bool| {
        let found = binding.records_named(std::slice::from_ref(name)).into_iter().filter_map(|found| {
            let truth = trigger.map_or(Some(true), |trigger| binding.matches(matching, trigger, found.record));
            candidate(found.record, both(truth, found.sure.then_some(true))).map(|found| (found, ends))
        });
        found.collect::<Vec<(Candidate<'c>, bool)>>()
    };
    match &binding.rule.extended {
        None => Vec::new(),
        Some(Extended::By { activity, matching, .. }) => {
            let mut found = named(activity, matching, false);
            found.retain(|(found, _)| trigger.is_none_or(|trigger| trigger.id != found.record.id));
            found.retain(|(found, _)| starts.is_none_or(|starts| is_not_before(found.record.at, starts)));
            found
        }
        Some(Extended::Between { from, to, .. }) => [named(from, &[], false), named(to, &[], true)].concat(),
    }
}

fn moved(
    binding: &Binding,
    starts: Option<Time>,
    due: Time,
    chosen: &[(Candidate, bool)],
    is_generous: bool,
) -> Option<Time> {
    match &binding.rule.extended {
        None => Some(due),
        Some(Extended::By { span, at_most, .. }) => {
            let mut due = due;
            let mut number = 0;
            for (found, _) in chosen {
                let is_in_time = is_not_before(due, found.record.at);
                if is_in_time && at_most.is_none_or(|most| number < most) {
                    due = add(due, binding.length(span, due.day, None)?, span.unit)?;
                    number += 1;
                }
            }
            Some(due)
        }
        Some(Extended::Between { matching, .. }) => {
            let still = standstill(binding, chosen, matching, is_generous);
            // The days of standstill up to the due day move it, and then those up to where it was moved to.
            let mut moved = due;
            loop {
                let number =
                    still.iter().filter(|day| starts.is_none_or(|starts| starts.day <= **day) && **day <= moved.day);
                let next = shift_day(due.day, i64::try_from(number.count()).ok()?, SpanUnit::Days);
                if next == moved.day {
                    return Some(moved);
                }
                moved = Time { day: next, clock: due.clock };
            }
        }
    }
}

/// The days from each B through the next E not before it, united; without an E up to as-of.
fn standstill(
    binding: &Binding,
    chosen: &[(Candidate, bool)],
    matching: &[String],
    is_generous: bool,
) -> BTreeSet<Day> {
    let mut still = BTreeSet::new();
    for (begin, _) in chosen.iter().filter(|(_, ends)| !ends) {
        let ends = chosen.iter().filter(|(end, ends)| {
            let matches = match binding.matches(matching, begin.record, end.record) {
                Some(matches) => matches,
                None => !is_generous,
            };
            *ends && matches && end.record.id != begin.record.id && is_not_before(end.record.at, begin.record.at)
        });
        let last = ends.map(|(end, _)| end.record.at).min().map_or(binding.known.as_of, |end| end.day);
        still.extend(days(begin.record.at.day, last));
    }
    still
}
