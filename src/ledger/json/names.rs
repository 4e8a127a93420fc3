//! The columns of JSON: the names that the first rows have, and what comes under names that only later rows have.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;

use crate::ledger::error::Limit;
use crate::ledger::input::{COLUMN_LIMIT, HEADER_LIMIT};
use crate::ledger::intake::{EXAMPLES, Expected, FileIntake, Misfit, shown};
use crate::ledger::table::Stop;

/// How many names are told that only later rows have.
const LATE_KEPT: usize = 20;

/// The names of columns, in the order in which they first come.
#[derive(Debug, Default)]
pub(super) struct Names {
    names: Vec<String>,
    numbers: FxHashMap<String, usize>,
    bytes: usize,
    late: Mutex<Late>,
}

impl Names {
    /// Makes a column of a name that is not one yet.
    ///
    /// # Errors
    /// There are too many, or their names are too long.
    pub(super) fn add(&mut self, name: &str) -> Result<(), Stop> {
        if self.numbers.contains_key(name) {
            return Ok(());
        }
        if self.names.len() >= COLUMN_LIMIT {
            return Err(Stop::Limit(Limit::Columns));
        }
        self.bytes += name.len();
        if self.bytes > HEADER_LIMIT {
            return Err(Stop::Limit(Limit::Header));
        }
        self.numbers.insert(name.to_owned(), self.names.len());
        self.names.push(name.to_owned());
        Ok(())
    }

    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// The column of a name; `near` is where it is likely to be.
    #[inline]
    pub(super) fn find(&self, name: &str, near: usize) -> Option<usize> {
        if self.names.get(near).is_some_and(|there| there == name) {
            return Some(near);
        }
        self.numbers.get(name).copied()
    }

    /// Adds what a block has under names that are no columns.
    pub(super) fn add_late(&self, late: Late) {
        if late.cells > 0 {
            self.late.lock().unwrap_or_else(PoisonError::into_inner).merge(late);
        }
    }

    /// Tells what was found under names that are no columns.
    pub(super) fn tell(&self, intake: &mut FileIntake) {
        self.late.lock().unwrap_or_else(PoisonError::into_inner).tell(intake);
    }
}

/// Filled cells under names that the first rows do not have. What it comes to does not depend on the order in which
/// they are added.
#[derive(Debug, Default)]
pub(super) struct Late {
    /// The first names in the order of code points.
    names: BTreeMap<String, Cells>,
    /// The cells of all names.
    cells: u64,
}

/// How many, and the first few: row and cell.
#[derive(Debug, Default)]
struct Cells {
    count: u64,
    first: BTreeMap<u64, String>,
}

impl Late {
    pub(super) fn add(&mut self, name: &str, row: u64, cell: &str) {
        self.cells += 1;
        let cells = match self.names.get_mut(name) {
            Some(cells) => cells,
            None => self.names.entry(name.to_owned()).or_default(),
        };
        cells.count += 1;
        if cells.first.len() < EXAMPLES || cells.first.last_key_value().is_some_and(|(last, _)| row < *last) {
            cells.first.insert(row, shown(cell));
        }
        self.shorten();
    }

    fn merge(&mut self, other: Self) {
        self.cells += other.cells;
        for (name, cells) in other.names {
            let known = self.names.entry(name).or_default();
            known.count += cells.count;
            known.first.extend(cells.first);
        }
        self.shorten();
    }

    fn shorten(&mut self) {
        while self.names.len() > LATE_KEPT {
            self.names.pop_last();
        }
        for cells in self.names.values_mut() {
            while cells.first.len() > EXAMPLES {
                cells.first.pop_last();
            }
        }
    }

    fn tell(&self, intake: &mut FileIntake) {
        let mut others = self.cells;
        for (name, cells) in &self.names {
            others -= cells.count;
            let examples = cells.first.iter().map(|(row, cell)| (*row, cell.clone())).collect();
            let (column, count) = (shown(name), cells.count);
            intake.misfits.push(Misfit { column, expected: Expected::Column, count, examples });
        }
        if others > 0 {
            let column = "…".to_owned();
            intake.misfits.push(Misfit { column, expected: Expected::Column, count: others, examples: Vec::new() });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_of_late_names_does_not_depend_on_their_order() {
        let cells: Vec<(String, u64)> = (0..200).map(|row| (format!("n{:02}", row * 7 % 30), row)).collect();
        let told = |parts: &mut dyn Iterator<Item = &(String, u64)>, by: usize| {
            let columns = Names::default();
            let parts: Vec<_> = parts.collect();
            for part in parts.chunks(by) {
                let mut late = Late::default();
                part.iter().for_each(|(name, row)| late.add(name, *row, "x"));
                columns.add_late(late);
            }
            let mut intake = FileIntake::default();
            columns.tell(&mut intake);
            intake.misfits
        };
        let forth = told(&mut cells.iter(), 200);
        assert_eq!(forth.len(), LATE_KEPT + 1);
        assert_eq!(forth.iter().map(|misfit| misfit.count).sum::<u64>(), 200);
        assert_eq!(forth, told(&mut cells.iter().rev(), 3));
    }
}
