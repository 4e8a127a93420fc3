//! One sheet as a table.

use std::collections::VecDeque;

use super::rows::{Rows, SheetRow};
use crate::ledger::blocks::Pace;
use crate::ledger::error::{LedgerError, Limit};
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

impl<'w> SheetTable<'w> {
    /// Reads ahead to the header; `None` where nothing is filled.
    ///
    /// # Errors
    /// It is damaged, or the header passes a limit.
    pub(super) fn new(
        (workbook, file): (String, String),
        mut rows: Rows<'w>,
        header: HeaderRow<'_>,
    ) -> Result<Option<Self>, LedgerError> {
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
        let above = above.map(|row: SheetRow| row.cells().map(|(_, cell)| cell.to_owned()).collect()).collect();
        let Some(row) = ahead.pop_front() else { return Ok(None) };
        rows.put_back(ahead);
        let headers = names(&row);
        let limit = |limit| LedgerError::Limit { file: file.clone(), row: None, limit };
        if row.cells().any(|(column, _)| column as usize >= COLUMN_LIMIT) {
            return Err(limit(Limit::Columns));
        }
        if headers.iter().map(String::len).sum::<usize>() > HEADER_LIMIT {
            return Err(limit(Limit::Header));
        }
        Ok(Some(Self { file, workbook, headers, above, header: row.number, rows, base: row.number.saturating_add(1) }))
    }
}

/// What the columns of a row are called, were it the header.
fn names(row: &SheetRow) -> Vec<String> {
    let mut names = Vec::new();
    for (column, cell) in row.cells().take_while(|(column, _)| (*column as usize) < COLUMN_LIMIT) {
        names.resize(column as usize, String::new());
        // A header broken into lines is one name.
        names.push(cell.split_whitespace().collect());
    }
    names
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

    fn pace(&self) -> Pace {
        Pace::Reading
    }

    fn parse(&self) -> ByRow {
        ByRow
    }

    fn next(&mut self, block: &mut RowBlock) -> Result<bool, Stop> {
        block.clear();
        if self.rows.are_plain() {
            self.rows.fill_block(block, self.base)?;
            self.base = self.rows.last.map_or(0, |last| last.saturating_add(1));
            return Ok(!block.is_empty());
        }
        let mut row = SheetRow::default();
        while !block.is_full() && self.rows.read(&mut row)? {
            block.row(row.number.saturating_sub(self.base));
            for (column, cell) in row.cells() {
                block.cell(column as usize, cell).map_err(Stop::Limit)?;
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
