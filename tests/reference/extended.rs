//! Modifiers that move the due day: `extended by`, `extended between … and …`, `next working day` (docs/language.md
//! section 9).

use super::binding::Binding;
use super::calendar::{add, days, is_not_before, shift_day, working_day_from};
use super::model::{Day, Extended, Moment, Record, SpanUnit, Time};
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
    let perhaps: Vec<usize> = (0..moving.len()).filter(|place| !moving[*place].sure).collect();
    let mut all = BTreeSet::new();
    let mut sure = None;
    for subset in 0..1_u32 << perhaps.len().min(10) {
        // What is perhaps an E ends a standstill first of all, what is perhaps a B moves nothing.
        let is_chosen = |place: usize| {
            let bit = perhaps.iter().position(|other| *other == place);
            bit.is_none_or(|bit| (subset >> bit & 1 == 1) != moving[place].ends)
        };
        let chosen: Vec<Mover> =
            moving.iter().enumerate().filter(|(place, _)| is_chosen(*place)).map(|(_, found)| *found).collect();
        // An E that only perhaps has B's fields ends the standstill, or does not.
        for is_generous in [false, true] {
            let moved = moved(binding, starts, due, &chosen, is_generous)?;
            let moved = if binding.rule.next_working_day { to_working_day(moved)? } else { moved };
            // How long a grace is, is asked once it is due.
            let grace = binding.rule.grace.as_ref().filter(|_| moved.day <= binding.known.as_of);
            let first_day = starts.map_or(moved.day, |starts| starts.day);
            if let Some(grace) = grace
                && let Some(length) = binding.length(grace, first_day, trigger)
            {
                add(moved, length, grace.unit)?;
            }
            all.insert(moved);
            sure.get_or_insert(moved);
        }
    }
    Some((sure?, all.into_iter().collect()))
}

/// The same behind a moment; the due of one that is a day is the day that is due behind its last instant.
pub fn due_behind<'c>(
    binding: &Binding<'_, 'c>,
    from: Time,
    unmoved: Time,
    trigger: Option<&'c Record>,
) -> Option<(Time, Vec<Time>)> {
    let (due, all) = due_days(binding, Some(from), unmoved, trigger)?;
    let shown = |due: Time| if from.clock.is_none() { Time::of_day(due.day) } else { due };
    Some((shown(due), all.into_iter().map(shown).collect()))
}

/// A due day that is no working day moves to the next one.
pub fn to_working_day(due: Time) -> Option<Time> {
    let day = working_day_from(due.day)?;
    Some(if day == due.day { due } else { Time::of_day(day) })
}

/// A B or an E: when it was, the record behind it, and whether it ends a standstill.
#[derive(Clone, Copy)]
struct Mover<'c> {
    at: Time,
    record: Option<&'c Record>,
    sure: bool,
    ends: bool,
    dated_by: u32,
}

/// The moments that may move the due day.
fn moving<'c>(binding: &Binding<'_, 'c>, starts: Option<Time>, trigger: Option<&'c Record>) -> Vec<Mover<'c>> {
    let named = |moment: &Moment, matching: &[String], ends: bool| {
        let found = binding.happenings(moment).into_iter().filter_map(|happening| {
            let record = happening.trigger.map(|found| found.record);
            let truth = match (trigger, record) {
                (Some(trigger), Some(record)) => binding.matches(matching, trigger, record),
                _ => Some(true),
            };
            let sure = happening.trigger.is_none_or(|found| found.sure) && truth == Some(true);
            (truth != Some(false)).then_some(Mover {
                at: happening.at,
                record,
                sure,
                ends,
                dated_by: happening.dated_by,
            })
        });
        found.collect::<Vec<Mover<'c>>>()
    };
    match &binding.rule.extended {
        None => Vec::new(),
        Some(Extended::By { by, matching, .. }) => {
            let mut found = named(by, matching, false);
            found.retain(|found| match (trigger, found.record) {
                (Some(trigger), Some(record)) => trigger.id != record.id,
                _ => true,
            });
            found.retain(|found| starts.is_none_or(|starts| is_not_before(found.at, starts)));
            found
        }
        // B is of the record behind the moment; E is matched with its B.
        Some(Extended::Between { from, to, matching }) => [named(from, matching, false), named(to, &[], true)].concat(),
    }
}

fn moved(binding: &Binding, starts: Option<Time>, due: Time, chosen: &[Mover], is_generous: bool) -> Option<Time> {
    match &binding.rule.extended {
        None => Some(due),
        Some(Extended::By { span, at_most, .. }) => {
            let mut due = due;
            let mut number = 0;
            for found in chosen {
                let is_in_time = is_not_before(due, found.at);
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
fn standstill(binding: &Binding, chosen: &[Mover], matching: &[String], is_generous: bool) -> BTreeSet<Day> {
    let mut still = BTreeSet::new();
    for begin in chosen.iter().filter(|found| !found.ends) {
        let ends = chosen.iter().filter(|end| {
            let (is_itself, matches) = match (begin.record, end.record) {
                (Some(first), Some(last)) => {
                    (first.id == last.id && begin.dated_by == end.dated_by, binding.matches(matching, first, last))
                }
                _ => (false, Some(true)),
            };
            end.ends && !is_itself && matches.unwrap_or(!is_generous) && is_not_before(end.at, begin.at)
        });
        let last = ends.map(|end| end.at).min().map_or(binding.known.as_of, |end| end.day);
        still.extend(days(begin.at.day, last));
    }
    still
}
