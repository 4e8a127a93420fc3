//! One row of a table, whatever file it comes from.

#[cfg(feature = "parquet")]
use super::columns::{Columns, by_row};
use super::intake::{FileIntake, Reason};
use super::short::Short;
#[cfg(feature = "parquet")]
use super::table::Halt;

/// The cells of a row: stretches of a text.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    /// The row's number, counted from the first row of its block.
    pub(crate) number: u32,
    pub(crate) text: &'a str,
    pub(crate) bounds: &'a [(u32, u32)],
}

/// Takes rows.
pub(crate) trait TakeRow {
    /// Takes the next row.
    fn take(&mut self, row: Row<'_>);

    /// Takes the rows of a block that has them by columns.
    ///
    /// # Errors
    /// A column cannot be read, a cell or a row is too long.
    #[cfg(feature = "parquet")]
    fn take_columns(&mut self, columns: &dyn Columns) -> Result<(), Halt> {
        by_row(columns, self)
    }
}

/// Takes what a mapping makes of rows, and hears of those that are no record.
pub(crate) trait TakeMapped: TakeRow {
    /// A row of the table that is not blank, before what it is made to.
    fn seen(&mut self);

    /// The row seen last is no record.
    fn leave(&mut self, why: Left);

    /// The row seen last, or one of the records of it, cannot be used: its number, the column, the cell.
    fn refuse(&mut self, number: u32, column: Option<usize>, reason: Reason, cell: &str);
}

/// Why a row is no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Left {
    /// The mapping leaves it out.
    Skipped,
    /// It has neither a mark nor a date.
    NoRecord,
}

/// Takes the rows of a whole table in order, block by block.
pub(crate) trait TakeWhole: TakeRow {
    /// The number of the first row of the next block.
    fn base(&mut self) -> &mut u64;

    /// What has become of the rows so far.
    fn intake(&mut self) -> &mut FileIntake;

    /// Rejects the row of a number, which is counted already.
    fn reject(&mut self, number: u64, column: Option<usize>, reason: Reason, value: &str);
}

impl<R: TakeWhole> TakeMapped for R {
    fn seen(&mut self) {}

    fn leave(&mut self, why: Left) {
        let intake = self.intake();
        intake.read += 1;
        intake.ignored.leave(why);
    }

    fn refuse(&mut self, number: u32, column: Option<usize>, reason: Reason, cell: &str) {
        self.intake().read += 1;
        let number = *self.base() + u64::from(number);
        self.reject(number, column, reason, cell);
    }
}

impl<'a> Row<'a> {
    /// A cell, without spaces around it; empty where the row is too short.
    #[inline]
    pub(crate) fn cell(&self, at: usize) -> &'a str {
        let Some((start, end)) = self.bounds.get(at) else { return "" };
        self.text.get(*start as usize..*end as usize).unwrap_or_default()
    }

    /// A cell as a number: cheaper than the cell, for nobody asks where its characters begin.
    #[inline]
    pub(crate) fn short(&self, at: usize) -> Option<Short> {
        let (start, end) = self.bounds.get(at).copied().unwrap_or_default();
        Short::of(self.text.as_bytes().get(start as usize..end as usize)?)
    }

    /// Whether no cell says anything: such a row is blank, as spreadsheets leave them behind.
    #[inline(never)]
    pub(crate) fn is_blank(&self) -> bool {
        (0..self.bounds.len()).all(|at| self.cell(at).trim().is_empty())
    }

    /// The first filled cell behind the header's last.
    #[inline(never)]
    pub(crate) fn beyond(&self, width: usize) -> Option<&'a str> {
        (width..self.bounds.len()).map(|at| self.cell(at)).find(|cell| !cell.trim().is_empty())
    }
}
