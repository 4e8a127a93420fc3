//! Blocks of JSON become rows, on every core.

use std::sync::Arc;

use memchr::memchr;

use super::fault::JsonFault;
use super::names::{Late, Names};
use super::object::{cell, each_value};
use crate::ledger::error::Limit;
use crate::ledger::input::{CELL_LIMIT, ROW_LIMIT};
use crate::ledger::row::{Row, TakeRow};
use crate::ledger::table::{Halt, Parse, Stop};

/// A stretch of whole rows.
#[derive(Debug, Default)]
pub(crate) struct JsonBlock {
    pub(super) text: Vec<u8>,
    /// Where each object begins and ends; empty where every line is one.
    pub(super) objects: Vec<(usize, usize)>,
    /// The number of its first row.
    pub(super) first_row: u64,
}

/// Parses rows that are objects.
#[derive(Debug)]
pub(crate) struct JsonRows {
    pub(super) columns: Arc<Names>,
}

impl Parse<JsonBlock> for JsonRows {
    fn rows(&self, block: &JsonBlock, take: &mut impl TakeRow) -> Result<u32, Halt> {
        let mut cells = Cells { columns: &self.columns, bounds: Vec::new(), decoded: String::new() };
        let mut late = Late::default();
        let mut number = 0;
        let mut each = |row: &[u8], number: u32| {
            let told_row = block.first_row + u64::from(number);
            cells.take(row, number, take, |name, cell| late.add(name, told_row, cell))
        };
        let halt = |row: u32| move |stop: Stop| Halt { row, stop };
        if block.objects.is_empty() {
            let mut rest = block.text.as_slice();
            while !rest.is_empty() {
                let end = memchr(b'\n', rest).unwrap_or(rest.len());
                let line = rest.get(..end).unwrap_or_default().trim_ascii();
                if !line.is_empty() {
                    each(line, number).map_err(halt(number))?;
                }
                rest = rest.get(end + 1..).unwrap_or_default();
                number += 1;
            }
        } else {
            for (start, end) in &block.objects {
                each(block.text.get(*start..*end).unwrap_or_default(), number).map_err(halt(number))?;
                number += 1;
            }
        }
        self.columns.add_late(late);
        Ok(number)
    }
}

/// The cells of one row.
struct Cells<'c> {
    columns: &'c Names,
    bounds: Vec<(u32, u32)>,
    /// The row, and behind it the cells that do not stand in it as they are.
    decoded: String,
}

impl Cells<'_> {
    #[expect(clippy::cast_possible_truncation, reason = "a row and its cells are far below 4 GiB")]
    fn take(
        &mut self,
        row: &[u8],
        number: u32,
        take: &mut impl TakeRow,
        mut late: impl FnMut(&str, &str),
    ) -> Result<(), Stop> {
        if row.len() > ROW_LIMIT {
            return Err(Stop::Limit(Limit::Row));
        }
        // Bytes that are no UTF-8 become U+FFFD, which the cells' readers look for.
        let row = &*String::from_utf8_lossy(row);
        let Self { columns, bounds, decoded } = self;
        bounds.clear();
        bounds.resize(columns.names().len(), (0, 0));
        decoded.clear();
        let mut near = 0;
        each_value(row, |name, value| {
            let cell = cell(value)?;
            if cell.len() > CELL_LIMIT {
                return Err(Stop::Limit(Limit::Cell));
            }
            let Some(column) = columns.find(name, near) else {
                if !cell.trim().is_empty() {
                    late(name, &cell);
                }
                return Ok(());
            };
            near = column + 1;
            let start = match &cell {
                std::borrow::Cow::Borrowed(cell) => cell.as_ptr().addr() - row.as_ptr().addr(),
                std::borrow::Cow::Owned(cell) => {
                    if decoded.is_empty() {
                        decoded.push_str(row);
                    }
                    decoded.push_str(cell);
                    decoded.len() - cell.len()
                }
            };
            match bounds.get_mut(column) {
                // No cell stands at the row's first byte: that is its bracket.
                Some(place) if *place == (0, 0) => *place = (start as u32, (start + cell.len()) as u32),
                _ => return Err(Stop::Json(JsonFault::Twice(name.to_owned()))),
            }
            Ok(())
        })?;
        let text = if decoded.is_empty() { row } else { decoded };
        take.take(Row { number, text, bounds });
        Ok(())
    }
}
