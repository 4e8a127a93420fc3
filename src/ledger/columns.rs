//! The rows of a block by columns, as column stores keep them: every distinct value once, and for each row which one
//! it has. Whoever looks at a value once a distinct one, and not once a row, is done sooner; the others are handed
//! rows.

use super::error::Limit;
use super::input::{CELL_LIMIT, ROW_LIMIT};
use super::row::{Row, TakeRow};
use super::table::{Halt, Stop};

/// The rows of a block by columns.
pub(crate) trait Columns {
    /// How many rows there are.
    fn len(&self) -> u32;

    /// How many columns there are.
    fn width(&self) -> usize;

    /// The values of a column; they are read the first time somebody asks.
    ///
    /// # Errors
    /// They cannot be read.
    fn column(&self, at: usize) -> Result<&dyn Values, Stop>;

    /// The values of a column in some rows, which stand in ascending order: their numbers follow each other. They are
    /// read each time somebody asks.
    ///
    /// # Errors
    /// They cannot be read.
    fn picked(&self, at: usize, rows: &[u32]) -> Result<Box<dyn Values + '_>, Stop>;
}

/// The values of a column.
pub(crate) trait Values {
    /// The number of each row's value: below [`Self::distinct`], or [`NOTHING`] where the row has none.
    fn numbers(&self) -> &[u32];

    /// How many numbers there are; equal values may have several.
    fn distinct(&self) -> usize;

    /// Appends what a value says, as a cell would; nothing for [`NOTHING`].
    fn say(&self, number: u32, text: &mut String);

    /// The bytes of a value that is a text, whether they are one or not.
    fn bytes(&self, number: u32) -> Option<&[u8]>;

    /// What a value says; where it does not stand so, in a text that is written over.
    fn said<'t>(&'t self, number: u32, text: &'t mut String) -> &'t str {
        if let Some(Ok(said)) = self.bytes(number).map(std::str::from_utf8) {
            return said;
        }
        text.clear();
        self.say(number, text);
        text
    }
}

/// The number of no value.
pub(crate) const NOTHING: u32 = u32::MAX;

/// Hands the rows of a block to somebody who wants rows.
///
/// # Errors
/// A column cannot be read, a cell or a row is too long.
pub(crate) fn by_row(columns: &dyn Columns, take: &mut (impl TakeRow + ?Sized)) -> Result<(), Halt> {
    let mut cells = Cells::default();
    for row in 0..columns.len() {
        cells.fill(columns, row)?;
        take.take(cells.row(row));
    }
    Ok(())
}

/// The cells of one row.
#[derive(Debug, Default)]
pub(crate) struct Cells {
    text: String,
    bounds: Vec<(u32, u32)>,
}

impl Cells {
    /// Takes the cells of a row.
    ///
    /// # Errors
    /// A column cannot be read, a cell or the row is too long.
    #[expect(clippy::cast_possible_truncation, reason = "a row that is longer than the limit ends here")]
    pub(crate) fn fill(&mut self, columns: &dyn Columns, row: u32) -> Result<(), Halt> {
        self.text.clear();
        self.bounds.clear();
        let halt = |stop| Halt { row, stop };
        for at in 0..columns.width() {
            let values = columns.column(at).map_err(halt)?;
            let start = self.text.len();
            values.say(values.numbers().get(row as usize).copied().unwrap_or(NOTHING), &mut self.text);
            if self.text.len() - start > CELL_LIMIT {
                return Err(halt(Stop::Limit(Limit::SheetCell)));
            }
            if self.text.len() > ROW_LIMIT {
                return Err(halt(Stop::Limit(Limit::Row)));
            }
            self.bounds.push((start as u32, self.text.len() as u32));
        }
        Ok(())
    }

    /// The row that was filled last.
    pub(crate) fn row(&self, number: u32) -> Row<'_> {
        Row { number, text: &self.text, bounds: &self.bounds }
    }
}
