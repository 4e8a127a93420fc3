//! What readers of every sort of table have in common: a header, and rows in blocks.
//!
//! Blocks come one after another; their rows are taken on every core. Where cells come one by one, as from a workbook,
//! a [`RowBlock`] holds them.

use super::blocks::Pace;
use super::damage::Damage;
use super::database::Failure;
use super::error::{LedgerError, Limit};
use super::input::{CELL_LIMIT, COLUMN_LIMIT, ROW_LIMIT};
use super::intake::FileIntake;
use super::json::JsonFault;
use super::row::{Row, TakeRow};

/// A table behind its header.
pub(crate) trait Table: Send {
    /// What is handed from reading to parsing.
    type Block: Default + Send;
    /// What parses blocks, on several cores at once.
    type Parse: Parse<Self::Block>;

    /// As messages and record names call it.
    fn file(&self) -> &str;

    /// The file that it is in; of a sheet the workbook.
    fn source(&self) -> &str {
        self.file()
    }

    /// What its columns are called.
    fn headers(&self) -> &[String];

    /// What the rows above the header say.
    fn above(&self) -> &[Vec<String>] {
        &[]
    }

    /// Whether its rows are lines with separators, of which any may name the columns.
    fn is_separated(&self) -> bool {
        false
    }

    /// The number of the first row behind the header, as a spreadsheet shows it.
    fn first_row(&self) -> u64;

    /// How many rows it has, where it says so.
    fn rows(&self) -> Option<u64> {
        None
    }

    /// What takes longer, reading a block or parsing it.
    fn pace(&self) -> Pace {
        Pace::Parsing
    }

    /// What parses its blocks.
    fn parse(&self) -> Self::Parse;

    /// Fills the next block; false at the end.
    ///
    /// # Errors
    /// Nothing more can be read.
    fn next(&mut self, block: &mut Self::Block) -> Result<bool, Stop>;

    /// Says what is known of it once it has been read.
    fn tell(&self, intake: &mut FileIntake);
}

/// Finds the rows of a block.
pub(crate) trait Parse<B>: Sync {
    /// Hands every row on and gives the count of row numbers that the block spans.
    ///
    /// # Errors
    /// A cell or row is too long, or is not what it should be.
    fn rows(&self, block: &B, take: &mut impl TakeRow) -> Result<u32, Halt>;
}

/// Why no more blocks come; where a row is to blame it is the one behind those of all blocks so far.
#[derive(Debug)]
pub(crate) enum Stop {
    Read(std::io::Error),
    Limit(Limit),
    /// The database does not give more.
    Database(Failure),
    OpenQuote,
    /// The file is not what it should be: what its reader says.
    Broken(Damage),
    /// The row is not JSON.
    Json(JsonFault),
}

impl Stop {
    /// As an error of a table, at a row.
    pub(crate) fn of(self, file: &str, row: u64) -> LedgerError {
        let file = file.to_owned();
        match self {
            Self::Read(cause) => LedgerError::of_reading(file, cause),
            Self::Limit(limit) => LedgerError::Limit { file, row: Some(row), limit },
            Self::Database(failure) => failure.of(file, Some(row)),
            Self::OpenQuote => LedgerError::OpenQuote { file, row },
            Self::Broken(damage) => LedgerError::Broken { file, damage },
            Self::Json(fault) => LedgerError::Json { file, row, fault },
        }
    }
}

/// Why no more rows of a block come.
#[derive(Debug)]
pub(crate) struct Halt {
    /// The row to blame, counted from the first of the block.
    pub(crate) row: u32,
    pub(crate) stop: Stop,
}

impl Halt {
    /// As an error of a table whose block begins at a row.
    pub(crate) fn of(self, file: &str, base: u64) -> LedgerError {
        self.stop.of(file, base + u64::from(self.row))
    }
}

/// Rows whose cells come one by one.
#[derive(Debug, Default)]
pub(crate) struct RowBlock {
    text: String,
    bounds: Vec<(u32, u32)>,
    /// The number of each row, counted from the first of the block, and where its cells begin in `bounds`.
    rows: Vec<(u32, u32)>,
    /// How many row numbers it spans.
    span: u32,
}

/// How much text a block holds before it is handed on.
const FULL: usize = 256 << 10;

impl RowBlock {
    /// Empties it.
    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.bounds.clear();
        self.rows.clear();
        self.span = 0;
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.span == 0
    }

    /// Whether it is time to hand it on.
    pub(crate) const fn is_full(&self) -> bool {
        self.text.len() >= FULL || self.bounds.len() >= FULL
    }

    /// Begins a row: its number, counted from the first of the block.
    #[expect(clippy::cast_possible_truncation, reason = "a block is handed on long before it has so many cells")]
    pub(crate) fn row(&mut self, number: u32) {
        self.rows.push((number, self.bounds.len() as u32));
        self.span = self.span.max(number.saturating_add(1));
    }

    /// Takes back the row begun last.
    pub(crate) fn drop_last(&mut self) {
        if let Some((number, first)) = self.rows.pop() {
            self.bounds.truncate(first as usize);
            self.span = number;
        }
    }

    /// Adds a cell to the row begun last. Cells come in the order of columns; what lies
    /// behind the widest table is one cell behind it.
    ///
    /// # Errors
    /// The cell or the row is too long.
    pub(crate) fn cell(&mut self, column: usize, cell: &str) -> Result<(), Limit> {
        if cell.len() > CELL_LIMIT {
            return Err(Limit::SheetCell);
        }
        let first = self.rows.last().map_or(0, |(_, first)| *first as usize);
        if self.bounds.len() > first + column.min(COLUMN_LIMIT) {
            return Ok(());
        }
        self.cell_in_any_order(column, |text| text.push_str(cell))
    }

    /// Adds a cell to the row begun last, as it is written; of several of one column the first says something.
    ///
    /// # Errors
    /// The cell or the row is too long.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "a block is handed on long before it has so much text")]
    pub(crate) fn cell_in_any_order(&mut self, column: usize, write: impl FnOnce(&mut String)) -> Result<(), Limit> {
        let first = self.rows.last().map_or(0, |(_, first)| *first as usize);
        let start = self.text.len();
        write(&mut self.text);
        if self.text.len() - start > CELL_LIMIT {
            return Err(Limit::SheetCell);
        }
        let row = self.bounds.get(first).map_or(start, |(row, _)| *row as usize);
        if self.text.len() - row > ROW_LIMIT {
            return Err(Limit::Row);
        }
        let column = column.min(COLUMN_LIMIT);
        let at = first + column;
        if let Some(place) = self.bounds.get_mut(at) {
            if place.0 == place.1 {
                *place = (start as u32, self.text.len() as u32);
            }
            return Ok(());
        }
        self.bounds.resize(at, (start as u32, start as u32));
        self.bounds.push((start as u32, self.text.len() as u32));
        Ok(())
    }
}

/// Parses nothing: the rows of a [`RowBlock`] are there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ByRow;

impl Parse<RowBlock> for ByRow {
    fn rows(&self, block: &RowBlock, take: &mut impl TakeRow) -> Result<u32, Halt> {
        let ends = block.rows.iter().skip(1).map(|(_, first)| *first as usize).chain([block.bounds.len()]);
        for ((number, first), end) in block.rows.iter().zip(ends) {
            let bounds = block.bounds.get(*first as usize..end).unwrap_or_default();
            if !bounds.is_empty() {
                take.take(Row { number: *number, text: &block.text, bounds });
            }
        }
        Ok(block.span)
    }
}
