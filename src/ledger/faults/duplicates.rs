//! Records that say the same as another one. The ledger has the records of a subject in the order of time, so that
//! those to be compared stand beside each other.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHasher};

use super::super::column::{Cell, Column};
use super::super::intake::EXAMPLES;
use super::super::{Ledger, RecordId, RecordName, SubjectId};
use super::{Fault, Repeated};
use crate::rulebook::{ActivityId, RuleBook};

/// The records without an id of their own that agree with an earlier one.
pub(super) fn among(book: &RuleBook, ledger: &Ledger) -> Option<Fault> {
    let mut found = Found { ledger, count: 0, examples: Vec::new() };
    for (activity, known) in (0..).map(ActivityId).zip(&book.activities) {
        let Some(table) = ledger.activities.get(activity.0 as usize) else { continue };
        let columns: Vec<&Column> = table.fields.iter().flatten().collect();
        for subject in (0..).map(SubjectId).take(ledger.subjects().len()) {
            let records = ledger.records(activity, subject);
            let days = ledger.days().get(records.start as usize..records.end as usize).unwrap_or_default();
            let mut start = 0;
            for stretch in days.chunk_by(|one, other| one == other) {
                let first = records.start + start;
                start += u32::try_from(stretch.len()).unwrap_or(u32::MAX);
                if stretch.len() > 1 {
                    found.look_at(first..records.start + start, &columns, table.first, subject, &known.name);
                }
            }
        }
    }
    let Found { count, examples, .. } = found;
    (count > 0).then_some(Fault::Duplicates { count, examples })
}

struct Found<'l> {
    ledger: &'l Ledger,
    count: u64,
    examples: Vec<Repeated>,
}

impl Found<'_> {
    /// Compares the records of one subject, activity and day.
    fn look_at(
        &mut self,
        records: std::ops::Range<u32>,
        columns: &[&Column],
        base: u32,
        subject: SubjectId,
        activity: &str,
    ) {
        let ledger = self.ledger;
        let second = |record: u32| ledger.time(RecordId(record)).and_then(|time| time.second);
        let cells = |record: u32| columns.iter().map(move |column| column.cell((record - base) as usize));
        let same = |one: u32, other: u32| second(one) == second(other) && cells(one).eq(cells(other));
        // Sets of equal records, the first of each by what it says.
        let mut sets: Vec<Vec<u32>> = Vec::new();
        let mut places: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
        for record in records {
            if !matches!(ledger.record_name(RecordId(record)), RecordName::Row(..)) {
                continue;
            }
            let mut hasher = FxHasher::default();
            second(record).hash(&mut hasher);
            cells(record).for_each(|cell| hash(cell, &mut hasher));
            let alike = places.entry(hasher.finish()).or_default();
            let known = alike.iter().copied().find(|at| {
                let first = sets.get(*at).and_then(|set| set.first());
                first.is_some_and(|first| same(*first, record))
            });
            match known.and_then(|at| sets.get_mut(at)) {
                Some(set) => set.push(record),
                None => {
                    alike.push(sets.len());
                    sets.push(vec![record]);
                }
            }
        }
        for set in sets.iter().filter(|set| set.len() > 1) {
            self.count += set.len() as u64 - 1;
            let Some(time) = set.first().and_then(|first| ledger.time(RecordId(*first))) else { continue };
            if self.examples.len() < EXAMPLES {
                let named = set.iter().take(EXAMPLES).map(|record| ledger.record_name(RecordId(*record)).to_string());
                self.examples.push(Repeated {
                    subject: ledger.subjects().get(subject.0 as usize).map(|it| it.id.clone()).unwrap_or_default(),
                    activity: activity.to_owned(),
                    time,
                    records: named.collect(),
                    count: set.len() as u64,
                });
            }
        }
    }
}

fn hash(cell: Option<Cell>, hasher: &mut FxHasher) {
    match cell {
        None => 0_u8.hash(hasher),
        Some(Cell::Number(number)) => number.hash(hasher),
        Some(Cell::Text(text)) => text.hash(hasher),
        Some(Cell::Date(time)) => (time.day, time.second).hash(hasher),
        Some(Cell::Time(second)) => second.hash(hasher),
        Some(Cell::Bool(truth)) => truth.hash(hasher),
    }
}
