//! Records that say the same as another one. The ledger has the records of a subject in the order of time, so that
//! those to be compared stand beside each other.

use std::hash::{Hash, Hasher};
use std::ops::Range;

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
            let mut start = records.start;
            for stretch in days.chunk_by(|one, other| one == other) {
                let end = start + u32::try_from(stretch.len()).unwrap_or(u32::MAX);
                if stretch.len() > 1 {
                    let said = Said { ledger, columns: &columns, base: table.first };
                    found.look_at(&said, start..end, subject, &known.name);
                }
                start = end;
            }
        }
    }
    let Found { count, examples, .. } = found;
    (count > 0).then_some(Fault::Duplicates { count, examples })
}

/// What the records of an activity say.
struct Said<'l> {
    ledger: &'l Ledger,
    columns: &'l [&'l Column],
    /// The number of its first record.
    base: u32,
}

impl Said<'_> {
    fn second(&self, record: u32) -> Option<u32> {
        self.ledger.time(RecordId(record)).and_then(|time| time.second)
    }

    fn cells(&self, record: u32) -> impl Iterator<Item = Option<Cell>> + '_ {
        self.columns.iter().map(move |column| column.cell((record - self.base) as usize))
    }

    /// Whether a record has no id of its own.
    fn is_unnamed(&self, record: u32) -> bool {
        matches!(self.ledger.record_name(RecordId(record)), RecordName::Row(..))
    }

    fn same(&self, one: u32, other: u32) -> bool {
        self.second(one) == self.second(other) && self.cells(one).eq(self.cells(other))
    }

    fn hash(&self, record: u32) -> u64 {
        let mut hasher = FxHasher::default();
        self.second(record).hash(&mut hasher);
        self.cells(record).for_each(|cell| hash(cell, &mut hasher));
        hasher.finish()
    }
}

/// So many records are compared each with each: quicker than anything else, and most days have few.
const FEW: usize = 8;

struct Found<'l> {
    ledger: &'l Ledger,
    count: u64,
    examples: Vec<Repeated>,
}

impl Found<'_> {
    /// Compares the records of one subject, activity and day.
    fn look_at(&mut self, said: &Said<'_>, records: Range<u32>, subject: SubjectId, activity: &str) {
        if records.len() <= FEW {
            let unlike = |record: u32| {
                !said.is_unnamed(record)
                    || (records.start..record).all(|earlier| !said.is_unnamed(earlier) || !said.same(earlier, record))
            };
            if records.clone().all(unlike) {
                return;
            }
        }
        // Sets of equal records, the first of each by what it says.
        let mut sets: Vec<Vec<u32>> = Vec::new();
        let mut places: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
        for record in records.filter(|record| said.is_unnamed(*record)) {
            let alike = places.entry(said.hash(record)).or_default();
            let known = alike.iter().copied().find(|at| {
                let first = sets.get(*at).and_then(|set| set.first());
                first.is_some_and(|first| said.same(*first, record))
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
            self.tell(set, subject, activity);
        }
    }

    fn tell(&mut self, set: &[u32], subject: SubjectId, activity: &str) {
        let ledger = self.ledger;
        self.count += set.len() as u64 - 1;
        let Some(time) = set.first().and_then(|first| ledger.time(RecordId(*first))) else { return };
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
