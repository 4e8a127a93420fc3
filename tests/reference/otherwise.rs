//! `otherwise within D A [matching F]` (docs/language.md section 9): what makes up for a breach.

use super::binding::Binding;
use super::calendar::{add, days, end_of, is_not_before, start_of};
use super::condition::{Truth, both};
use super::duty::{Breach, Candidate, Status, Verdict, candidate};
use super::model::{Otherwise, Record, Time};
use chrono::NaiveDateTime;
use std::collections::BTreeSet;

/// Each breach needs a record of its own, earliest first.
pub fn remedy<'c>(binding: &Binding<'_, 'c>, verdicts: &mut [Verdict<'c>]) {
    if binding.rule.otherwise.is_empty() {
        return;
    }
    let mut order: Vec<(NaiveDateTime, usize, usize)> = Vec::new();
    for (place, verdict) in verdicts.iter().enumerate().filter(|(_, verdict)| verdict.status.is_short()) {
        order.extend(verdict.breaches.iter().enumerate().map(|(number, breach)| (breach.comes(), place, number)));
    }
    order.sort();
    let mut used: BTreeSet<String> = BTreeSet::new();
    let mut remedied: Vec<Vec<Truth>> =
        verdicts.iter().map(|verdict| vec![Some(false); verdict.breaches.len()]).collect();
    for (_, place, number) in order {
        let windows = windows(binding, &verdicts[place].breaches[number]);
        let free = |found: &&Candidate| !used.contains(&found.record.id);
        let sure = windows.iter().flat_map(|window| &window.found).filter(|found| found.sure).find(free).copied();
        if let Some(found) = sure {
            used.insert(found.record.id.clone());
            remedied[place][number] = Some(true);
        } else if windows.iter().any(|window| window.has_unseen || window.found.iter().any(|found| free(&found))) {
            remedied[place][number] = None;
        }
    }
    for (verdict, remedied) in verdicts.iter_mut().zip(&remedied) {
        if !verdict.status.is_short() || remedied.is_empty() {
            continue;
        }
        match remedied.iter().copied().fold(Some(true), both) {
            Some(true) => verdict.status = Status::Remedied,
            None => verdict.status = Status::Unknown,
            Some(false) => {}
        }
        if verdict.status != Status::Late {
            verdict.days_late = None;
        }
    }
}

struct Window<'c> {
    found: Vec<Candidate<'c>>,
    has_unseen: bool,
}

/// The first window begins with the breach, each next one where the one before ended.
fn windows<'c>(binding: &Binding<'_, 'c>, breach: &Breach<'c>) -> Vec<Window<'c>> {
    let mut windows = Vec::new();
    let (mut starts, mut latest) = (breach.at, breach.latest);
    let mut is_start_in = breach.record.is_some();
    // A record with only a day stands for the whole day where hours are counted from it.
    if is_start_in && starts.clock.is_none() && binding.rule.otherwise[0].within.unit.is_clock() {
        starts.clock = chrono::NaiveTime::from_hms_opt(0, 0, 0);
        latest = Time { day: starts.day, clock: chrono::NaiveTime::from_hms_opt(23, 59, 59) };
    }
    for otherwise in &binding.rule.otherwise {
        let length = binding.length(&otherwise.within, starts.day, breach.trigger);
        let end = |starts: Time| length.and_then(|length| add(starts, length, otherwise.within.unit));
        let Some((ends, latest_end)) = end(starts).zip(end(latest)) else { break };
        let first = window(binding, otherwise, breach, starts, is_start_in, ends);
        let last = window(binding, otherwise, breach, latest, is_start_in, latest_end);
        let any = window(binding, otherwise, breach, starts, is_start_in, latest_end);
        windows.push(both_ways(&first, &last, any));
        (starts, latest, is_start_in) = (ends, latest_end, false);
    }
    windows
}

/// In the earliest and the latest window is surely in; in any one between them is perhaps.
fn both_ways<'c>(first: &Window<'c>, last: &Window<'c>, any: Window<'c>) -> Window<'c> {
    let is_sure_in = |window: &Window, one: &Candidate| {
        window.found.iter().any(|other| other.record.id == one.record.id && other.sure)
    };
    let found = any.found.into_iter();
    let mut found: Vec<Candidate> =
        found.map(|one| Candidate { sure: is_sure_in(first, &one) && is_sure_in(last, &one), ..one }).collect();
    found.sort_by(|left, right| (left.record.at, &left.record.id).cmp(&(right.record.at, &right.record.id)));
    Window { found, has_unseen: any.has_unseen }
}

fn window<'c>(
    binding: &Binding<'_, 'c>,
    otherwise: &Otherwise,
    breach: &Breach<'c>,
    starts: Time,
    is_start_in: bool,
    ends: Time,
) -> Window<'c> {
    let mut found = Vec::new();
    for Candidate { record, sure } in binding.records_named(&otherwise.activities) {
        let is_same = |other: Option<&Record>| other.is_some_and(|other| other.id == record.id);
        if is_same(breach.record) || is_same(breach.trigger) {
            continue;
        }
        let begins = if is_start_in { breach.at } else { starts };
        let inside = both(has_begun(record, begins, is_start_in), has_not_ended(record, ends));
        let matching =
            breach.asking().map_or(Some(true), |asking| binding.matches(&otherwise.matching, asking, record));
        let filter = binding.satisfies(record, otherwise.filter.as_ref());
        let kept = both(both(sure.then_some(true), filter), both(inside, matching));
        found.extend(candidate(record, kept));
    }
    let first = match starts.clock {
        _ if is_start_in => starts.day,
        Some(clock) => (starts.day.and_time(clock) + chrono::Duration::seconds(1)).date(),
        None => super::calendar::next(starts.day),
    };
    let has_unseen = days(first, ends.day).any(|day| binding.known.is_unseen(day));
    Window { found, has_unseen }
}

/// `[t, …` after a record that broke it, `(due, …` after a missed due.
fn has_begun(record: &Record, starts: Time, is_start_in: bool) -> Truth {
    match (starts.clock, record.at.clock, is_start_in) {
        (_, _, true) => Some(is_not_before(record.at, starts)),
        (Some(_), Some(_), false) => Some(record.at > starts),
        // A record with only a day stands for the whole day.
        (Some(clock), None, false) => {
            let start = starts.day.and_time(clock);
            match () {
                () if start_of(record.at.day) > start => Some(true),
                () if end_of(record.at.day) <= start => Some(false),
                () => None,
            }
        }
        (None, _, false) => Some(record.at.day > starts.day),
    }
}

/// A record with only a day stands for the whole day where the end is an instant.
fn has_not_ended(record: &Record, ends: Time) -> Truth {
    let day = record.at.day;
    match (ends.clock, record.at.clock) {
        (None, _) => Some(day <= ends.day),
        (Some(_), Some(_)) => Some(record.at <= ends),
        (Some(clock), None) => {
            let end = ends.day.and_time(clock);
            match () {
                () if end_of(day) <= end => Some(true),
                () if start_of(day) > end => Some(false),
                () => None,
            }
        }
    }
}
