//! Records that were entered long after, many of them on one day (补录): a ledger that was filled in before an
//! inspection. Only where a table says when its rows were entered.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::super::intake::EXAMPLES;
use super::super::name::TableNames;
use super::{Burst, Fault};
use crate::calendar::Day;

/// From how many records of one institution entered on one day a burst is told.
pub const BURST_RECORDS: u64 = 10;
/// Of how many different days they must be at least.
pub const BURST_DAYS: usize = 7;
/// How many days each of them must lie behind the day of entry at least.
pub const LATE_DAYS: i32 = 7;

/// How many days of entry of all institutions are followed.
const FOLLOWED: usize = 1 << 20;

/// The records that were entered late, by institution and day of entry.
#[derive(Debug, Default)]
pub(crate) struct Bursts {
    entries: FxHashMap<(u32, Day), Entered>,
    more: bool,
}

/// The late records of an institution that were entered on one day.
#[derive(Debug)]
struct Entered {
    records: u64,
    /// The first different days of them.
    days: SmallVec<[Day; BURST_DAYS]>,
    first: Day,
    last: Day,
    /// The number of the first of them over all tables.
    at: u32,
}

impl Bursts {
    /// Whether a record of a day that was entered on another was entered late.
    pub(crate) const fn is_late(day: Day, entered: Day) -> bool {
        entered.days_since(day) >= LATE_DAYS
    }

    /// Takes a record that was entered late: of a subject, entered on a day, of a day, in a row of all tables.
    pub(crate) fn take(&mut self, subject: u32, entered: Day, day: Day, at: u32) {
        let full = self.entries.len() >= FOLLOWED;
        if full && !self.entries.contains_key(&(subject, entered)) {
            self.more = true;
            return;
        }
        let new = || Entered { records: 0, days: SmallVec::new(), first: day, last: day, at };
        let known = self.entries.entry((subject, entered)).or_insert_with(new);
        known.records += 1;
        known.first = known.first.min(day);
        known.last = known.last.max(day);
        if known.days.len() < BURST_DAYS && !known.days.contains(&day) {
            known.days.push(day);
        }
    }

    /// What is told of them; `called` names a subject.
    pub(crate) fn told(self, called: impl Fn(u32) -> String, tables: &TableNames) -> Option<Fault> {
        let is_burst = |entered: &Entered| entered.records >= BURST_RECORDS && entered.days.len() >= BURST_DAYS;
        let mut bursts: Vec<((u32, Day), Entered)> =
            self.entries.into_iter().filter(|(_, entered)| is_burst(entered)).collect();
        bursts.sort_unstable_by_key(|(_, entered)| (std::cmp::Reverse(entered.records), entered.at));
        let examples = bursts.iter().take(EXAMPLES).map(|((subject, day), entered)| {
            let (table, row, _) = tables.row(entered.at);
            Burst {
                subject: called(*subject),
                entered: *day,
                records: entered.records,
                days: (entered.first, entered.last),
                first: (table.to_owned(), u64::from(row)),
            }
        });
        let records = bursts.iter().map(|(_, entered)| entered.records).sum();
        let fault =
            Fault::Bursts { count: bursts.len() as u64, records, examples: examples.collect(), more: self.more };
        (!bursts.is_empty()).then_some(fault)
    }
}
