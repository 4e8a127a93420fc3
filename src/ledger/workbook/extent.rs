//! How much memory the cells of an ODS take. A few bytes of it can say that a cell, or a row, repeats a million times;
//! whoever holds its sheets writes them all out.

use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// What every cell takes besides what it says, in bytes: a value and a formula.
const CELL: u64 = 64;
/// What a sheet has at most.
const ROWS: u64 = 1 << 20;
const COLUMNS: u64 = 1 << 14;

/// Whether the cells of all sheets take no more than `most` bytes.
///
/// # Errors
/// The text is damaged.
pub(super) fn is_within(content: impl BufRead, most: u64) -> Result<bool, quick_xml::Error> {
    let mut reader = Reader::from_reader(content);
    reader.config_mut().check_end_names = false;
    let (mut buffer, mut sheets, mut sheet, mut row) = (Vec::new(), 0_u64, Sheet::default(), Row::default());
    let mut cell = None;
    loop {
        match reader.read_event_into(&mut buffer)? {
            Event::Start(tag) => match tag.name().as_ref() {
                "table:table" => sheet = Sheet::default(),
                "table:table-row" => row = Row::new(&tag)?,
                "table:table-cell" | "table:covered-table-cell" => cell = Some(Cell::new(&tag)?),
                _ => {}
            },
            Event::Empty(tag) => match tag.name().as_ref() {
                "table:table-row" => sheet.take(&Row::new(&tag)?),
                "table:table-cell" | "table:covered-table-cell" => row.take(&Cell::new(&tag)?),
                _ => {}
            },
            Event::Text(text) => {
                if let Some(cell) = &mut cell {
                    cell.bytes += text.len() as u64;
                    cell.filled |= !text.chars().all(char::is_whitespace);
                }
            }
            Event::End(tag) => match tag.name().as_ref() {
                "table:table" => sheets = sheets.saturating_add(sheet.bytes()),
                "table:table-row" => sheet.take(&row),
                "table:table-cell" | "table:covered-table-cell" => {
                    if let Some(cell) = cell.take() {
                        row.take(&cell);
                    }
                }
                _ => {}
            },
            Event::Eof => return Ok(true),
            _ => {}
        }
        if sheets.saturating_add(sheet.bytes()).saturating_add(row.filled) > most {
            return Ok(false);
        }
        buffer.clear();
    }
}

/// The rows of a sheet so far.
#[derive(Default)]
struct Sheet {
    rows: u64,
    /// The first filled row, and what lies behind the last.
    first: Option<u64>,
    end: u64,
    /// The most columns up to the last filled cell of a row.
    widest: u64,
    /// The cells as they are written, and with the repeats of their rows.
    cells: u64,
}

impl Sheet {
    fn take(&mut self, row: &Row) {
        if row.width > 0 {
            self.first.get_or_insert(self.rows);
            self.end = self.rows + row.repeats;
            self.widest = self.widest.max(row.width);
            self.cells = self.cells.saturating_add(row.filled.saturating_mul(1 + row.repeats));
        }
        self.rows = (self.rows + row.repeats).min(ROWS);
    }

    /// With the blanks of the rectangle that they are held in.
    fn bytes(&self) -> u64 {
        let rows = self.end - self.first.unwrap_or(self.end);
        self.cells.saturating_add(rows.saturating_mul(self.widest).saturating_mul(CELL))
    }
}

/// The cells of a row so far.
#[derive(Default)]
struct Row {
    repeats: u64,
    columns: u64,
    bytes: u64,
    /// Up to the last filled cell: how many columns, how many bytes.
    width: u64,
    filled: u64,
}

impl Row {
    fn new(tag: &BytesStart<'_>) -> Result<Self, quick_xml::Error> {
        Ok(Self { repeats: repeats(tag, "table:number-rows-repeated")?.min(ROWS), ..Self::default() })
    }

    fn take(&mut self, cell: &Cell) {
        let repeats = cell.repeats.min(COLUMNS.saturating_sub(self.columns));
        self.columns += repeats;
        self.bytes = self.bytes.saturating_add(repeats.saturating_mul(CELL + cell.bytes));
        if cell.filled {
            (self.width, self.filled) = (self.columns, self.bytes);
        }
    }
}

struct Cell {
    repeats: u64,
    /// What it says and its formula.
    bytes: u64,
    filled: bool,
}

impl Cell {
    fn new(tag: &BytesStart<'_>) -> Result<Self, quick_xml::Error> {
        let (mut bytes, mut filled) = (0, false);
        for attribute in tag.attributes() {
            let attribute = attribute?;
            if attribute.key.as_ref().starts_with("office:") || attribute.key.as_ref() == "table:formula" {
                bytes += attribute.value.len() as u64;
                filled = true;
            }
        }
        Ok(Self { repeats: repeats(tag, "table:number-columns-repeated")?, bytes, filled })
    }
}

fn repeats(tag: &BytesStart<'_>, name: &str) -> Result<u64, quick_xml::Error> {
    let said = tag.try_get_attribute(name)?;
    // What is no number is found where it is read.
    Ok(said.and_then(|said| said.value.parse().ok()).unwrap_or(1))
}
