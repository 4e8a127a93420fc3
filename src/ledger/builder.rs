//! A ledger from rows in memory: what a program uses that has its records elsewhere than in files.

use super::Ledger;
use super::error::LedgerError;
use super::heading::Header;
use super::intake::{FileIntake, Intake};
use super::read::{Asked, Run};
use super::record::RecordRows;
use super::row::{Row, TakeRow, TakeWhole};
use super::spelling::Spelling;
use crate::rulebook::RuleBook;

/// Takes subjects and records in any order and makes a ledger of them. The same questions are asked of every row as
/// of a row of a file; the first row of each sort has number 1.
///
/// Without a single subject there is no register: the subjects are those seen.
pub struct Builder<'b> {
    book: &'b RuleBook,
    asked: Asked,
    subjects: Rows,
    records: Rows,
    waivers: Rows,
}

/// Rows as cells under a header that grows with them.
#[derive(Default)]
struct Rows {
    headers: Vec<String>,
    /// All cells, one after another.
    text: String,
    /// Column and end in `text` of every cell.
    cells: Vec<(usize, usize)>,
    /// Where each row ends in `cells`.
    ends: Vec<usize>,
}

impl<'b> Builder<'b> {
    /// An empty one for these rules and days.
    #[must_use]
    pub fn new(book: &'b RuleBook, asked: Asked) -> Self {
        Self { book, asked, subjects: Rows::default(), records: Rows::default(), waivers: Rows::default() }
    }

    /// Adds a row of the register: columns by name, as the header of a file would have them.
    pub fn subject(&mut self, cells: &[(&str, &str)]) -> &mut Self {
        self.subjects.add(cells.iter().copied());
        self
    }

    /// Adds a record: `institution`, `activity`, `date` and whatever fields it has.
    pub fn record(&mut self, cells: &[(&str, &str)]) -> &mut Self {
        self.records.add(cells.iter().copied());
        self
    }

    /// Adds a waiver: `subject`, `rule`, `from`, `to`, and `because` where it has a reason.
    pub fn waiver(&mut self, cells: &[(&str, &str)]) -> &mut Self {
        self.waivers.add(cells.iter().copied());
        self
    }

    /// Adds rows of the register under a header.
    pub fn subjects<'c, R: AsRef<[&'c str]>>(
        &mut self,
        header: &[&str],
        rows: impl IntoIterator<Item = R>,
    ) -> &mut Self {
        for row in rows {
            self.subjects.add(header.iter().copied().zip(row.as_ref().iter().copied()));
        }
        self
    }

    /// Adds records under a header.
    pub fn records<'c, R: AsRef<[&'c str]>>(
        &mut self,
        header: &[&str],
        rows: impl IntoIterator<Item = R>,
    ) -> &mut Self {
        for row in rows {
            self.records.add(header.iter().copied().zip(row.as_ref().iter().copied()));
        }
        self
    }

    /// The ledger, and what became of the rows.
    ///
    /// # Errors
    /// No row has an id, an institution, an activity or a date column, no waiver has a subject, a rule or its days, or
    /// two columns mean the same.
    pub fn finish(&self) -> Result<(Ledger, Intake), LedgerError> {
        let mut run = Run::new(self.book, self.asked);
        let mut nobody = |_: &_| ();
        if !self.subjects.ends.is_empty() {
            run.register_rows(FileIntake::of("subjects"), self.subjects.header(), &mut nobody, |rows| {
                *rows.base() = 1;
                self.subjects.each(rows);
                Ok(())
            })?;
        }
        if !self.records.ends.is_empty() {
            run.record_rows(
                FileIntake::of("records"),
                self.records.header(),
                &mut nobody,
                |plan, gather, progress, sink| {
                    progress.base = 1;
                    let mut rows = RecordRows::new(plan);
                    self.records.each(&mut rows);
                    gather.absorb(rows.part(), progress, sink);
                    progress.base += self.records.ends.len() as u64;
                    Ok(())
                },
            )?;
        }
        if !self.waivers.ends.is_empty() {
            run.waiver_rows(FileIntake::of("waivers"), self.waivers.header(), &mut nobody, |rows| {
                *rows.base() = 1;
                self.waivers.each(rows);
                Ok(())
            })?;
        }
        run.finish()
    }
}

impl Rows {
    fn header(&self) -> Header<'_> {
        Header::new(&self.headers, Spelling::default(), None)
    }

    fn add<'c>(&mut self, cells: impl Iterator<Item = (&'c str, &'c str)>) {
        for (name, value) in cells {
            let known = self.headers.iter().position(|header| header == name);
            let column = known.unwrap_or_else(|| {
                self.headers.push(name.to_owned());
                self.headers.len() - 1
            });
            self.text.push_str(value);
            self.cells.push((column, self.text.len()));
        }
        self.ends.push(self.cells.len());
    }

    /// Hands every row on. A row's text begins where the one before ended.
    #[expect(clippy::cast_possible_truncation, reason = "cells of one row lie close together")]
    fn each(&self, take: &mut impl TakeRow) {
        let mut bounds = Vec::new();
        let (mut first, mut text_start) = (0, 0);
        for (number, end) in (0..).zip(&self.ends) {
            bounds.clear();
            bounds.resize(self.headers.len(), (0, 0));
            let mut start = text_start;
            for (column, cell_end) in self.cells.get(first..*end).unwrap_or_default() {
                if let Some(bound) = bounds.get_mut(*column) {
                    *bound = ((start - text_start) as u32, (cell_end - text_start) as u32);
                }
                start = *cell_end;
            }
            let text = self.text.get(text_start..start).unwrap_or_default();
            take.take(Row { number, text, bounds: &bounds });
            text_start = start;
            first = *end;
        }
    }
}
