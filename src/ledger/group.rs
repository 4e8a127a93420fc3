//! Records in the order evidence is told in: by activity, subject, day, without an instant first, instant, id.

use std::cmp::Ordering;

use super::column::Texts;
use super::gather::{Kept, unpack};
use super::{Activity, Ledger, RecordFile, RecordKey, RecordName};

/// What orders records of one time.
pub(crate) struct Names<'n> {
    pub(crate) texts: &'n Texts,
    pub(crate) files: &'n [RecordFile],
}

impl Names<'_> {
    /// Compares two ids by code points; `file:row` is an id like any other.
    fn compare(&self, one: RecordKey, other: RecordKey) -> Ordering {
        match (one, other) {
            (RecordKey::Given(one), RecordKey::Given(other)) => self.texts.get(one).cmp(self.texts.get(other)),
            (RecordKey::Row(file, one), RecordKey::Row(same, other)) if file == same && self.parts(file) == 1 => {
                compare_decimal(one, other)
            }
            _ => self.name(one).cmp(&self.name(other)),
        }
    }

    fn name(&self, key: RecordKey) -> String {
        match key {
            RecordKey::Given(text) => self.texts.get(text).to_owned(),
            RecordKey::Row(file, row) => {
                let file = self.files.get(usize::from(file));
                file.map_or(RecordName::Row("", row), |file| file.record(row)).to_string()
            }
        }
    }

    fn parts(&self, file: u16) -> u32 {
        self.files.get(usize::from(file)).map_or(1, |file| file.parts)
    }
}

/// Compares two numbers as they are written: 10 before 9.
fn compare_decimal(one: u32, other: u32) -> Ordering {
    if one.checked_ilog10() == other.checked_ilog10() {
        return one.cmp(&other);
    }
    one.to_string().cmp(&other.to_string())
}

/// Appends the records of an activity to the ledger, in order. There are at most `u32::MAX` records, which was checked.
#[expect(clippy::cast_possible_truncation, reason = "the caller checked that there are at most u32::MAX records")]
pub(crate) fn append(ledger: &mut Ledger, table: Kept) {
    let first = ledger.days.len() as u32;
    let (starts, order) = by_subject(&table.subjects, ledger.subjects.len());
    let names = Names { texts: &ledger.texts, files: &ledger.files };
    let order = in_order(&table, &starts, order, &names);
    ledger.days.reserve(order.len());
    ledger.seconds.reserve(order.len());
    for at in &order {
        let (day, second) = unpack(table.times.get(*at as usize).copied().unwrap_or_default());
        ledger.days.push(day);
        ledger.seconds.push(second);
    }
    ledger.keys.extend(order.iter().filter_map(|at| table.keys.get(*at as usize)));
    let fields = table.fields.into_iter().map(|column| column.map(|column| column.permuted(&order))).collect();
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

/// Sorts each subject's records by time and id.
fn in_order(table: &Kept, starts: &[u32], mut order: Vec<u32>, names: &Names<'_>) -> Vec<u32> {
    let time = |at: u32| table.times.get(at as usize).copied().unwrap_or_default();
    let key = |at: u32| table.keys.get(at as usize).copied().unwrap_or(RecordKey::Row(0, 0));
    let compare = |one: &u32, other: &u32| {
        time(*one).cmp(&time(*other)).then_with(|| names.compare(key(*one), key(*other))).then(one.cmp(other))
    };
    for (start, end) in starts.iter().zip(starts.iter().skip(1)) {
        if let Some(stretch) = order.get_mut(*start as usize..*end as usize) {
            stretch.sort_unstable_by(compare);
        }
    }
    order
}
