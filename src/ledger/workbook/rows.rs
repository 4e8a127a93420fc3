//! The rows of a sheet, put together from cells that come one by one.

use std::collections::VecDeque;

use calamine::{Cell, Data, DataRef, Range, XlsbError, XlsxCellReader};

use super::cell::{Content, Times};
use super::{Region, Source};
use crate::ledger::damage::Damage;
use crate::ledger::error::Limit;
use crate::ledger::foreign::guarded;
use crate::ledger::input::{CELL_LIMIT, ROW_LIMIT};
use crate::ledger::table::{RowBlock, Stop};

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
pub(super) struct SheetRow {
    /// Counted from 0.
    pub(super) number: u32,
    text: String,
    /// The column of each, and where its text starts and ends.
    cells: Vec<(u32, usize, usize)>,
}

impl SheetRow {
    /// The text of each cell behind its column.
    pub(super) fn cells(&self) -> impl Iterator<Item = (u32, &str)> {
        self.cells.iter().map(|(column, start, end)| (*column, self.text.get(*start..*end).unwrap_or_default()))
    }

    fn clear(&mut self) {
        self.text.clear();
        self.cells.clear();
    }

    fn push(&mut self, column: u32, write: impl FnOnce(&mut String)) {
        let start = self.text.len();
        write(&mut self.text);
        self.cells.push((column, start, self.text.len()));
    }

    fn cell(&self, column: u32) -> Option<&str> {
        self.cells().find(|(at, _)| *at == column).map(|(_, text)| text)
    }

    fn sort(&mut self) {
        if !self.cells.is_sorted_by_key(|(column, ..)| *column) {
            self.cells.sort_by_key(|(column, ..)| *column);
        }
    }

    /// A row longer than any is allowed to be is not held to its end.
    fn bounded(&self) -> Result<(), Stop> {
        if self.text.len() > ROW_LIMIT + CELL_LIMIT { Err(Stop::Limit(Limit::Row)) } else { Ok(()) }
    }
}

/// The rows of a sheet: those read ahead first.
pub(super) struct Rows<'w> {
    cells: Cells<'w>,
    /// The rows behind the header that were looked through for it.
    ahead: VecDeque<SheetRow>,
    /// The first cell of the row behind the last one read.
    pending: SheetRow,
    /// Ordered by their first rows.
    merged: Vec<Region>,
    /// How many of them have begun.
    begun: usize,
    /// What those say that the last row lies in or above.
    said: Vec<(Region, String)>,
    /// The number of the row read last.
    pub(super) last: Option<u32>,
    /// No cell is left.
    ended: bool,
    held: Held,
    times: Times,
}

/// Rows that were read before it was known which cells are merged.
#[derive(Default)]
struct Held {
    /// The number of each row, and how many cells it has.
    rows: VecDeque<(u32, usize)>,
    /// The column of each cell, and how long its text is.
    cells: VecDeque<(u32, usize)>,
    text: String,
    /// How much of the text is of rows that were taken.
    taken: usize,
}

impl Held {
    fn push(&mut self, row: &SheetRow) {
        self.rows.push_back((row.number, row.cells.len()));
        self.cells.extend(row.cells.iter().map(|(column, start, end)| (*column, end - start)));
        self.text.push_str(&row.text);
    }

    fn pop(&mut self, row: &mut SheetRow) -> bool {
        let Some((number, cells)) = self.rows.pop_front() else { return false };
        row.clear();
        row.number = number;
        for (column, length) in self.cells.drain(..cells) {
            let behind = self.taken + length;
            row.push(column, |text| text.push_str(self.text.get(self.taken..behind).unwrap_or_default()));
            self.taken = behind;
        }
        if self.rows.is_empty() {
            *self = Self::default();
        }
        true
    }

    fn bytes(&self) -> usize {
        self.text.len() + self.cells.len() * size_of::<(u32, usize)>() + self.rows.len() * size_of::<(u32, usize)>()
    }
}

/// How much of them is held.
const HELD: usize = 64 << 20;

impl<'w> Rows<'w> {
    pub(super) fn new(cells: Cells<'w>) -> Self {
        Self {
            cells,
            ahead: VecDeque::new(),
            pending: SheetRow::default(),
            merged: Vec::new(),
            begun: 0,
            said: Vec::new(),
            last: None,
            ended: false,
            held: Held::default(),
            times: Times::default(),
        }
    }

    /// Reads rows ahead as long as that is wanted, and they do not fill the memory.
    pub(super) fn hold(&mut self, wanted: impl Fn() -> bool) -> Result<(), Stop> {
        let mut row = SheetRow::default();
        while wanted() && self.held.bytes() < HELD && self.next(&mut row)? {
            self.held.push(&row);
        }
        Ok(())
    }

    /// Takes the merged cells, before the first row is read, in the order of their first rows.
    pub(super) fn merge(&mut self, regions: Vec<Region>) {
        self.merged = regions;
    }

    /// Puts rows back to be read again.
    pub(super) fn put_back(&mut self, rows: VecDeque<SheetRow>) {
        self.ahead = rows;
    }

    /// Reads the next row that has a filled cell; false at the end.
    pub(super) fn read(&mut self, row: &mut SheetRow) -> Result<bool, Stop> {
        if let Some(next) = self.ahead.pop_front() {
            *row = next;
            return Ok(true);
        }
        if !self.held.pop(row) && !self.next(row)? {
            return Ok(false);
        }
        row.sort();
        self.fill(row)?;
        Ok(true)
    }

    /// Whether rows are handed on as they come: none was put back, and no cell is merged.
    pub(super) fn are_plain(&self) -> bool {
        self.merged.is_empty() && self.ahead.is_empty() && self.held.rows.is_empty()
    }

    /// Fills a block with the next rows, whose numbers count from `base`.
    pub(super) fn fill_block(&mut self, block: &mut RowBlock, base: u32) -> Result<(), Stop> {
        let Self { cells, pending, last, times, .. } = self;
        let mut row = None;
        let mut stop = None;
        if !pending.cells.is_empty() {
            follow(last, pending.number)?;
            block.row(pending.number.saturating_sub(base));
            row = Some(pending.number);
            for (column, cell) in pending.cells() {
                block.cell(column as usize, cell).map_err(Stop::Limit)?;
            }
            pending.clear();
        }
        while !self.ended && pending.cells.is_empty() {
            let more = cells.next(&mut |at, column, content| {
                if row != Some(at) {
                    if block.is_full() {
                        pending.number = at;
                        return pending.push(column, |text| times.write(text, content));
                    }
                    stop = follow(last, at).err();
                    block.row(at.saturating_sub(base));
                    row = Some(at);
                }
                if stop.is_none() {
                    let taken = block.cell_in_any_order(column as usize, |text| times.write(text, content));
                    stop = taken.map_err(Stop::Limit).err();
                }
            })?;
            self.ended = !more;
            if let Some(stop) = stop {
                return Err(stop);
            }
        }
        Ok(())
    }

    /// The cells of the next row, as they come.
    fn next(&mut self, row: &mut SheetRow) -> Result<bool, Stop> {
        row.clear();
        std::mem::swap(row, &mut self.pending);
        if row.cells.is_empty() {
            let (first, times) = (&mut *row, &mut self.times);
            let mut show = |at, column, content: &Content<'_>| {
                first.number = at;
                first.push(column, |text| times.write(text, content));
            };
            self.ended = self.ended || !self.cells.next(&mut show)?;
            if row.cells.is_empty() {
                return Ok(false);
            }
        }
        follow(&mut self.last, row.number)?;
        while !self.ended && self.pending.cells.is_empty() {
            let (this, behind, times) = (&mut *row, &mut self.pending, &mut self.times);
            let more = self.cells.next(&mut |at, column, content| {
                let of = if at == this.number { &mut *this } else { &mut *behind };
                of.number = at;
                of.push(column, |text| times.write(text, content));
            })?;
            self.ended = !more;
            row.bounded()?;
        }
        Ok(true)
    }

    /// What stands in a merged cell stands in every row of it; only its first column is filled.
    fn fill(&mut self, row: &mut SheetRow) -> Result<(), Stop> {
        if self.merged.is_empty() {
            return Ok(());
        }
        self.said.retain(|(region, _)| row.number <= region.last_row);
        for (region, said) in &self.said {
            if row.cell(region.column).is_none() {
                row.push(region.column, |text| text.push_str(said));
                row.bounded()?;
            }
        }
        row.sort();
        while let Some(region) = self.merged.get(self.begun).filter(|region| region.first_row <= row.number) {
            self.begun += 1;
            // Where its first row is blank it says nothing.
            if let Some(said) = row.cell(region.column).filter(|_| region.first_row == row.number) {
                self.said.push((*region, said.to_owned()));
            }
        }
        Ok(())
    }
}

/// Sees to it that a row follows the last one.
fn follow(last: &mut Option<u32>, number: u32) -> Result<(), Stop> {
    if last.is_some_and(|last| number <= last) {
        return Err(Stop::Broken(Damage::Order(u64::from(number) + 1)));
    }
    *last = Some(number);
    Ok(())
}
