//! One sheet as a table.

use std::collections::{HashMap, VecDeque};

use calamine::{Cell, Data, DataRef, Range, XlsbError, XlsxCellReader};

use super::cell::{Content, write};
use super::{Region, Source};
use crate::ledger::damage::Damage;
use crate::ledger::error::{LedgerError, Limit};
use crate::ledger::foreign::guarded;
use crate::ledger::input::{COLUMN_LIMIT, HEADER_LIMIT};
use crate::ledger::intake::FileIntake;
use crate::ledger::table::{ByRow, RowBlock, Stop, Table};

/// How many rows are looked through for the one that names the columns.
const LOOKED_THROUGH: usize = 50;

/// Where the columns of a sheet are named.
#[derive(Clone, Copy)]
pub(crate) enum HeaderRow<'f> {
    /// In this row, as the spreadsheet numbers it.
    Given(u32),
    /// In the first row that this says is one, else in the first filled row.
    First(&'f dyn Fn(&[String]) -> bool),
}

/// Gives the next cell of a reader whose type has no name.
type NextCell<'w> = Box<dyn FnMut() -> Result<Option<Cell<DataRef<'w>>>, XlsbError> + Send + 'w>;

/// The filled cells of a sheet in the order of rows, each with its row and column, counted from 0.
pub(super) enum Cells<'w> {
    Streamed(Box<XlsxCellReader<'w, Source>>),
    /// Of an XLSB sheet.
    Binary(NextCell<'w>),
    Held {
        range: Box<Range<Data>>,
        at: (usize, usize),
    },
}

impl<'w> Cells<'w> {
    pub(super) fn streamed(reader: XlsxCellReader<'w, Source>) -> Self {
        Self::Streamed(Box::new(reader))
    }

    pub(super) fn binary(next: impl FnMut() -> Result<Option<Cell<DataRef<'w>>>, XlsbError> + Send + 'w) -> Self {
        Self::Binary(Box::new(next))
    }

    pub(super) fn held(range: Range<Data>) -> Self {
        Self::Held { range: Box::new(range), at: (0, 0) }
    }

    /// Shows the next filled cell; false at the end.
    fn next(&mut self, show: &mut impl FnMut(u32, u32, &Content<'_>)) -> Result<bool, Stop> {
        let mut show_filled = |cell: &Cell<DataRef<'_>>| {
            let filled = !matches!(cell.get_value(), DataRef::Empty);
            if filled {
                let (row, column) = cell.get_position();
                show(row, column, &Content::from(cell.get_value()));
            }
            filled
        };
        match self {
            Self::Streamed(reader) => loop {
                match reader.next_cell() {
                    Ok(None) => return Ok(false),
                    Ok(Some(cell)) if show_filled(&cell) => return Ok(true),
                    Ok(Some(_)) => {}
                    Err(_) => return Err(Stop::Broken(Damage::Cells)),
                }
            },
            Self::Binary(next) => loop {
                match guarded(&mut *next) {
                    Some(Ok(None)) => return Ok(false),
                    Some(Ok(Some(cell))) if show_filled(&cell) => return Ok(true),
                    Some(Ok(Some(_))) => {}
                    Some(Err(_)) | None => return Err(Stop::Broken(Damage::Cells)),
                }
            },
            Self::Held { range, at } => loop {
                let Some((first_row, first_column)) = range.start() else { return Ok(false) };
                let (height, width) = range.get_size();
                if at.0 >= height {
                    return Ok(false);
                }
                let here = *at;
                *at = if at.1 + 1 >= width { (at.0 + 1, 0) } else { (at.0, at.1 + 1) };
                let Some(cell) = range.get(here).filter(|cell| !matches!(cell, Data::Empty)) else { continue };
                let place = |first: u32, at: usize| first.saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
                show(place(first_row, here.0), place(first_column, here.1), &Content::from(cell));
                return Ok(true);
            },
        }
    }
}

/// A row's cells, in the order of columns.
#[derive(Debug, Default, Clone)]
struct SheetRow {
    number: u32,
    cells: Vec<(u32, String)>,
}

/// A sheet behind its header.
pub(crate) struct SheetTable<'w> {
    file: String,
    workbook: String,
    headers: Vec<String>,
    /// What the rows above the header say.
    above: Vec<Vec<String>>,
    /// The number of the header's row, counted from 0.
    header: u32,
    rows: Rows<'w>,
    /// The number of the next block's first row, counted from 0.
    base: u32,
}

/// The rows of a sheet: those read ahead first.
struct Rows<'w> {
    cells: Cells<'w>,
    ahead: VecDeque<SheetRow>,
    /// The first cell of the row behind the last one read.
    pending: Option<(u32, u32, String)>,
    merged: Vec<Region>,
    /// What the merged regions say that the last row lies in or above.
    said: HashMap<usize, String>,
    /// The number of the row read last.
    last: Option<u32>,
    /// No cell is left.
    ended: bool,
}

impl<'w> SheetTable<'w> {
    /// Reads ahead to the header; `None` where nothing is filled.
    ///
    /// # Errors
    /// It is damaged, or the header passes a limit.
    pub(super) fn new(
        (workbook, file): (String, String),
        cells: Cells<'w>,
        merged: Vec<Region>,
        header: HeaderRow<'_>,
    ) -> Result<Option<Self>, LedgerError> {
        let mut rows = Rows {
            cells,
            ahead: VecDeque::new(),
            pending: None,
            merged,
            said: HashMap::new(),
            last: None,
            ended: false,
        };
        let mut ahead = VecDeque::new();
        let mut found = None;
        let given = matches!(header, HeaderRow::Given(_));
        while found.is_none() && (given || ahead.len() < LOOKED_THROUGH) {
            if ahead.len() >= LOOKED_THROUGH {
                ahead.pop_front();
            }
            let mut row = SheetRow::default();
            if !rows.read(&mut row).map_err(|stop| stop.of(&file, u64::from(rows.last.unwrap_or(0)) + 1))? {
                break;
            }
            let is_header = match header {
                HeaderRow::Given(number) => row.number + 1 >= number,
                HeaderRow::First(is_header) => is_header(&names(&row)),
            };
            if is_header {
                found = Some(ahead.len());
            }
            ahead.push_back(row);
        }
        let above = ahead.drain(..found.unwrap_or(0));
        let above = above.map(|row: SheetRow| row.cells.into_iter().map(|(_, cell)| cell).collect()).collect();
        let Some(row) = ahead.pop_front() else { return Ok(None) };
        rows.ahead = ahead;
        let headers = names(&row);
        let limit = |limit| LedgerError::Limit { file: file.clone(), row: None, limit };
        if row.cells.iter().any(|(column, _)| *column as usize >= COLUMN_LIMIT) {
            return Err(limit(Limit::Columns));
        }
        if headers.iter().map(String::len).sum::<usize>() > HEADER_LIMIT {
            return Err(limit(Limit::Header));
        }
        Ok(Some(Self { file, workbook, headers, above, header: row.number, rows, base: row.number.saturating_add(1) }))
    }
}

/// What a cell says.
fn said(content: &Content<'_>) -> String {
    let mut text = String::new();
    write(&mut text, content);
    text
}

/// What the columns of a row are called, were it the header.
fn names(row: &SheetRow) -> Vec<String> {
    let mut names = Vec::new();
    for (column, cell) in row.cells.iter().take_while(|(column, _)| (*column as usize) < COLUMN_LIMIT) {
        names.resize(*column as usize, String::new());
        // A header broken into lines is one name.
        names.push(cell.split_whitespace().collect());
    }
    names
}

impl Rows<'_> {
    /// Reads the next row that has a filled cell; false at the end.
    fn read(&mut self, row: &mut SheetRow) -> Result<bool, Stop> {
        row.cells.clear();
        if let Some(next) = self.ahead.pop_front() {
            *row = next;
            return Ok(true);
        }
        match self.pending.take() {
            Some((number, column, text)) => {
                row.number = number;
                row.cells.push((column, text));
            }
            None => {
                let mut first = None;
                self.ended = self.ended
                    || !self.cells.next(&mut |at, column, content| {
                        first = Some((at, column, said(content)));
                    })?;
                let Some((number, column, text)) = first else { return Ok(false) };
                row.number = number;
                row.cells.push((column, text));
            }
        }
        if self.last.is_some_and(|last| row.number <= last) {
            return Err(Stop::Broken(Damage::Order(u64::from(row.number) + 1)));
        }
        self.last = Some(row.number);
        let number = row.number;
        while !self.ended && self.pending.is_none() {
            let mut behind = None;
            let more = self.cells.next(&mut |at, column, content| {
                if at == number {
                    row.cells.push((column, said(content)));
                } else {
                    behind = Some((at, column, said(content)));
                }
            })?;
            self.pending = behind;
            self.ended = !more;
        }
        if !row.cells.is_sorted_by_key(|(column, _)| *column) {
            row.cells.sort_by_key(|(column, _)| *column);
        }
        self.fill(row);
        Ok(true)
    }

    /// What stands in a merged cell stands in every row of it; only its first column is filled.
    fn fill(&mut self, row: &mut SheetRow) {
        if self.merged.is_empty() {
            return;
        }
        for (at, region) in self.merged.iter().enumerate() {
            if region.first_row == row.number {
                let cell = row.cells.iter().find(|(column, _)| *column == region.column);
                if let Some((_, text)) = cell {
                    self.said.insert(at, text.clone());
                }
            } else if region.first_row < row.number && row.number <= region.last_row {
                let filled = row.cells.iter().any(|(column, _)| *column == region.column);
                if let (false, Some(text)) = (filled, self.said.get(&at)) {
                    row.cells.push((region.column, text.clone()));
                }
            } else if region.last_row < row.number {
                self.said.remove(&at);
            }
        }
        row.cells.sort_by_key(|(column, _)| *column);
    }
}

impl Table for SheetTable<'_> {
    type Block = RowBlock;
    type Parse = ByRow;

    fn file(&self) -> &str {
        &self.file
    }

    fn source(&self) -> &str {
        &self.workbook
    }

    fn headers(&self) -> &[String] {
        &self.headers
    }

    fn above(&self) -> &[Vec<String>] {
        &self.above
    }

    fn first_row(&self) -> u64 {
        u64::from(self.header) + 2
    }

    fn parse(&self) -> ByRow {
        ByRow
    }

    fn next(&mut self, block: &mut RowBlock) -> Result<bool, Stop> {
        block.clear();
        let mut row = SheetRow::default();
        while !block.is_full() && self.rows.read(&mut row)? {
            block.row(row.number.saturating_sub(self.base));
            for (column, cell) in &row.cells {
                block.cell(*column as usize, cell).map_err(Stop::Limit)?;
            }
        }
        if block.is_empty() {
            return Ok(false);
        }
        self.base = row.number.saturating_add(1);
        Ok(true)
    }

    fn tell(&self, intake: &mut FileIntake) {
        intake.encoding = "";
    }
}
