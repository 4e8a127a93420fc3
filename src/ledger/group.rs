//! Records in the order evidence is told in: by activity, subject, day, without an instant first, instant, id.

use super::column::Texts;
use super::gather::Kept;
use super::name::{RecordKey, TableNames};
use super::{Activity, Ledger};
use crate::calendar::Day;

/// Makes room for the records of all activities.
pub(crate) fn make_room(ledger: &mut Ledger, tables: &[Kept]) {
    let count = tables.iter().map(|table| table.days.len()).sum();
    ledger.days.reserve_exact(count);
    ledger.names.keys.reserve_exact(count);
}

/// Appends the records of an activity to the ledger, in order. There are at most `u32::MAX` records, which was checked.
#[expect(clippy::cast_possible_truncation, reason = "the caller checked that there are at most u32::MAX records")]
pub(crate) fn append(ledger: &mut Ledger, table: Kept) {
    let first = ledger.days.len() as u32;
    let (starts, mut order) = by_subject(&table.subjects, ledger.subjects.len());
    ledger.days.extend(order.iter().map(|at| day(&table, *at)));
    let days = ledger.days.get_mut(first as usize..).unwrap_or_default();
    in_order(&table, &starts, (&mut order, days), &ledger.names.tables, &ledger.texts);
    // What has been put in order is given back at once: there may be very much of it.
    let Kept { subjects, days, seconds, keys, fields } = table;
    drop((subjects, days));
    if !seconds.is_empty() && ledger.seconds.is_empty() {
        ledger.seconds.resize(first as usize, Ledger::NO_SECOND);
    }
    let instants = !seconds.is_empty() || !ledger.seconds.is_empty();
    ledger.names.keys.extend(order.iter().filter_map(|at| keys.get(*at as usize)));
    drop(keys);
    if instants {
        let second = |at: &u32| seconds.get(*at as usize).copied().unwrap_or(Ledger::NO_SECOND);
        ledger.seconds.extend(order.iter().map(second));
    }
    let fields = fields.into_iter().map(|column| column.map(|column| column.permuted(&order))).collect();
    ledger.activities.push(Activity { first, starts, fields });
}

/// Where each subject's records begin, and the records by subject, in the order they came.
fn by_subject(subjects: &[u32], count: usize) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0_u32; count + 1];
    for subject in subjects {
        if let Some(start) = starts.get_mut(*subject as usize + 1) {
            *start += 1;
        }
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    let mut next = starts.clone();
    let mut order = vec![0_u32; subjects.len()];
    for (at, subject) in (0..).zip(subjects) {
        if let Some(place) = next.get_mut(*subject as usize) {
            if let Some(slot) = order.get_mut(*place as usize) {
                *slot = at;
            }
            *place += 1;
        }
    }
    (starts, order)
}

fn day(table: &Kept, at: u32) -> Day {
    table.days.get(at as usize).copied().unwrap_or(Day::FIRST)
}

/// Sorts each subject's records, and their days, by time and id.
fn in_order(table: &Kept, starts: &[u32], (order, days): (&mut [u32], &mut [Day]), names: &TableNames, texts: &Texts) {
    // A day alone comes first.
    let time = |at: u32| (day(table, at), table.seconds.get(at as usize).map_or(0, |second| second.wrapping_add(1)));
    let key = |at: u32| table.keys.get(at as usize).copied().unwrap_or(RecordKey::row(0));
    let compare = |one: &u32, other: &u32| {
        time(*one).cmp(&time(*other)).then_with(|| names.compare(key(*one), key(*other), texts)).then(one.cmp(other))
    };
    for (start, end) in starts.iter().zip(starts.iter().skip(1)) {
        let stretch = *start as usize..*end as usize;
        let (Some(order), Some(days)) = (order.get_mut(stretch.clone()), days.get_mut(stretch)) else { continue };
        // Most come in the order of their days.
        if !days.is_sorted_by(|one, other| one < other) {
            order.sort_unstable_by(compare);
            days.iter_mut().zip(order).for_each(|(place, at)| *place = day(table, *at));
        }
    }
}
