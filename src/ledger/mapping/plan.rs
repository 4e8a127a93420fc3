//! A mapping against the header of a table: which cells of a row become which cells of the records it is.

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::error::LedgerError;
use super::super::heading::Sort;
use super::super::table::Table;
use super::Mapping;
use super::days::DayColumn;
use super::planning::Planning;

/// What a table says besides its rows.
#[derive(Clone, Copy)]
pub(crate) struct Facts<'t> {
    pub(crate) file: &'t str,
    /// The file it is in.
    pub(crate) source: &'t str,
    pub(crate) headers: &'t [String],
    /// The rows above the header; `None` while the header is looked for, and what stands there does not count.
    pub(crate) above: Option<&'t [Vec<String>]>,
    pub(crate) sort: Sort,
}

impl<'t> Facts<'t> {
    /// What a table says.
    pub(crate) fn of(table: &'t impl Table, sort: Sort) -> Self {
        let (file, source, headers) = (table.file(), table.source(), table.headers());
        Self { file, source, headers, above: Some(table.above()), sort }
    }

    /// A row that may be the header of a table.
    pub(crate) const fn header(headers: &'t [String], sort: Sort) -> Self {
        Self { file: "", source: "", headers, above: None, sort }
    }

    /// The name of the sheet.
    pub(super) fn sheet(&self) -> Option<&'t str> {
        self.file.strip_prefix(self.source)?.strip_prefix('[')?.strip_suffix(']')
    }

    /// The name of the file without its folder and ending.
    pub(super) fn stem(&self) -> &'t str {
        let name = self.source.rsplit(['/', '\\']).next().unwrap_or_default();
        let name = [".gz", ".zst"].iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name);
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }
}

/// What a mapping makes of the rows of a table.
#[derive(Debug)]
pub(crate) struct Plan {
    /// What guiju calls the columns.
    pub(crate) names: Vec<String>,
    /// Which of them the mapping names: they go before headers that mean the same.
    pub(crate) mapped: Vec<bool>,
    /// As messages call the columns, one list for each record of a row; behind them the other columns messages name.
    pub(super) shown: Vec<Vec<String>>,
    /// Whether rows of one id are one record.
    pub(crate) keyed: bool,
    /// How the numbers of rows are counted: row times this, plus which of its records: 0 is the first, 2 the second,
    /// as they are named; on a month sheet the day.
    pub(crate) parts: u32,
    pub(super) width: usize,
    pub(super) skip: Vec<(usize, FxHashSet<String>)>,
    /// How each record of a row is made.
    pub(super) records: Vec<Vec<Cell>>,
    /// Where a row is several records: the column of the date. Without one it is no record.
    pub(super) date: Option<usize>,
    pub(super) days: Option<DaysPlan>,
    pub(super) renames: bool,
}

/// How a cell is made.
#[derive(Debug, Clone, Default)]
pub(super) struct Cell {
    pub(super) made: Made,
    /// What it means, by what it says, normalised.
    pub(super) values: Option<FxHashMap<String, String>>,
}

/// What a cell is made of.
#[derive(Debug, Clone, Default)]
pub(super) enum Made {
    #[default]
    Blank,
    /// A cell of the row.
    Cell(usize),
    /// Always the same.
    Text(String),
    /// Several, with what stands between them, and whether it does so beside an empty one.
    Joined(Vec<Made>, &'static str),
    /// A part of a cell.
    Split(usize, String, usize),
    /// The day of a mark.
    Day,
    /// The mark itself.
    Mark,
}

/// The days of a month sheet.
#[derive(Debug)]
pub(super) struct DaysPlan {
    pub(super) columns: Vec<DayColumn>,
    pub(super) month: MonthOf,
    pub(super) year: Option<i32>,
    pub(super) marks: FxHashSet<String>,
    pub(super) blanks: FxHashSet<String>,
    /// Whether the cell is a value, so that there are no marks.
    pub(super) field: bool,
    /// The column of the record's id: which day it is, is said behind it.
    pub(super) id: Option<usize>,
    /// Where the headers of the days begin among the shown ones; that of the month stands behind them.
    pub(super) shown: usize,
}

/// Which month the days are of.
#[derive(Debug)]
pub(super) enum MonthOf {
    Fixed(i32, u32),
    Column(usize),
    /// The headers say it.
    None,
}

impl Plan {
    /// What a mapping makes of a table; `None` where it says nothing of columns and rows.
    ///
    /// # Errors
    /// The table has not what the mapping names.
    pub(crate) fn of(mapping: &Mapping, facts: Facts<'_>) -> Result<Option<Self>, LedgerError> {
        if !mapping.maps() {
            return Ok(None);
        }
        Planning::new(mapping, facts).plan().map(Some)
    }

    /// Whether it only gives columns other names: then rows may go their own way under [`Plan::names`].
    pub(crate) const fn renames(&self) -> bool {
        self.renames
    }

    /// As messages call the columns.
    pub(crate) fn shown(&self) -> &[String] {
        self.shown.first().map(Vec::as_slice).unwrap_or_default()
    }

    /// The same for the other records that a row is.
    pub(crate) fn others(&self) -> &[Vec<String>] {
        self.shown.get(1..).unwrap_or_default()
    }

    /// The number of one of the records of a row.
    pub(super) fn number(&self, row: u32, part: u32) -> u32 {
        row.saturating_mul(self.parts).saturating_add(part)
    }
}
