//! What a file is, by its first bytes and not by its name, and the tables in it.

#[cfg(any(feature = "workbooks", feature = "parquet"))]
use std::io::SeekFrom;
use std::io::{Cursor, Read};

use super::csv::CsvTable;
use super::error::LedgerError;
#[cfg(any(feature = "workbooks", feature = "parquet"))]
use super::error::Limit;
use super::heading::Header;
use super::input::{Input, Stream};
#[cfg(any(feature = "workbooks", feature = "parquet"))]
use super::input::{Seekable, TEXTS_LIMIT};
use super::intake::Unread;
#[cfg(feature = "workbooks")]
use super::mapping::Mapping;
#[cfg(feature = "parquet")]
use super::parquet::{self, ParquetTable};
use super::spelling::Spelling;
use super::table::Table;
#[cfg(feature = "workbooks")]
use super::workbook::{HeaderRow, Sort, Workbook};

/// Takes the tables of a file.
pub(crate) trait TakeTable {
    /// Whether a row of these names is the header of such a table.
    fn is_header(&self, header: Header<'_>) -> bool;

    /// Takes a table.
    ///
    /// # Errors
    /// It lacks a column, cannot be read to its end, or passes a limit.
    fn take(&mut self, table: impl Table, dates: Spelling) -> Result<(), LedgerError>;

    /// Whether it takes another one.
    fn wants_more(&self) -> bool;

    /// Hears of a sheet that is not read, and why.
    fn leave(&mut self, sheet: String, why: Unread);
}

/// Hands the tables of a file on: the only one of a text file, the visible sheets of a workbook that have a header.
///
/// # Errors
/// The file cannot be read, or there is no such table in it.
pub(crate) fn each_table(input: Input, take: &mut impl TakeTable) -> Result<(), LedgerError> {
    let mapping = input.mapping.clone();
    match open(input)? {
        Opened::Csv(table) => take.take(table, mapping.dates),
        #[cfg(feature = "parquet")]
        Opened::Parquet(table) => take.take(*table, mapping.dates),
        #[cfg(feature = "workbooks")]
        Opened::Workbook(book) => each_sheet(*book, &mapping, take),
    }
}

#[cfg(feature = "workbooks")]
fn each_sheet(mut book: Workbook, mapping: &Mapping, take: &mut impl TakeTable) -> Result<(), LedgerError> {
    // A cell with a number where a date is meant counts its days as the workbook does.
    let dates = Spelling { numbers: mapping.dates.numbers.or(Some(book.numbers())), ..mapping.dates };
    let file = book.file().to_owned();
    let (mut visible, mut hidden) = book.sheets();
    if !mapping.sheets.is_empty() {
        let there = |sheet: &String| visible.contains(sheet) || hidden.contains(sheet);
        if let Some(sheet) = mapping.sheets.iter().find(|sheet| !there(sheet)) {
            return Err(LedgerError::NoSheet { file, sheet: sheet.clone(), seen: [visible, hidden].concat() });
        }
        // Who names sheets has seen the others.
        visible = mapping.sheets.clone();
        hidden.clear();
    }
    let mut filled: Option<String> = None;
    let mut taken = false;
    for sheet in visible {
        let is_header = |names: &[String]| take.is_header(Header { names, dates });
        let row = mapping.header.map_or(HeaderRow::First(&is_header), HeaderRow::Given);
        let Some(table) = book.table(&sheet, row)? else { continue };
        // Who names a sheet or its header is told what is missing in it.
        let named = mapping.header.is_some() || !mapping.sheets.is_empty();
        if !named && !take.is_header(Header { names: table.headers(), dates }) {
            filled.get_or_insert(sheet.clone());
            take.leave(table.file().to_owned(), Unread::NoHeader);
        } else if take.wants_more() {
            take.take(table, dates)?;
            taken = true;
        } else {
            take.leave(table.file().to_owned(), Unread::Second);
        }
    }
    for sheet in hidden {
        take.leave(book.name_of(&sheet), Unread::Hidden);
    }
    if taken {
        return Ok(());
    }
    // What is missing is told of the first sheet that says anything.
    let Some(sheet) = filled else { return Err(LedgerError::NoHeader { file }) };
    match book.table(&sheet, HeaderRow::First(&|_: &[String]| false))? {
        Some(table) => take.take(table, dates),
        None => Err(LedgerError::NoHeader { file }),
    }
}

/// A file that has been opened.
enum Opened {
    Csv(CsvTable),
    #[cfg(feature = "parquet")]
    Parquet(Box<ParquetTable>),
    #[cfg(feature = "workbooks")]
    Workbook(Box<Workbook>),
}

/// Opens a file.
///
/// # Errors
/// It cannot be read, is empty, damaged, or passes a limit.
fn open(input: Input) -> Result<Opened, LedgerError> {
    let (block, header) = (input.block, input.mapping.header);
    let (file, mut stream) = input.open()?;
    let read = |cause| LedgerError::Read { file: file.clone(), cause };
    let mut start = Vec::new();
    match &mut stream {
        Stream::Seekable(source) => {
            source.by_ref().take(4).read_to_end(&mut start).map_err(read)?;
        }
        Stream::Once(reader) => {
            reader.by_ref().take(4).read_to_end(&mut start).map_err(read)?;
        }
    }
    #[cfg(feature = "workbooks")]
    if let Some(sort) = Sort::of(&start) {
        let source = whole(&file, start, stream)?;
        return Workbook::open(file, sort, source).map(|book| Opened::Workbook(Box::new(book)));
    }
    #[cfg(feature = "parquet")]
    if start == parquet::MAGIC {
        let source = whole(&file, start, stream)?;
        return ParquetTable::new(file, source).map(|table| Opened::Parquet(Box::new(table)));
    }
    #[cfg(not(feature = "workbooks"))]
    if matches!(start.as_slice(), [b'P', b'K', 3, 4] | [0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(LedgerError::Workbook { file });
    }
    let reader: Box<dyn Read + Send> = match stream {
        Stream::Seekable(source) => Box::new(Cursor::new(start).chain(source)),
        Stream::Once(reader) => Box::new(Cursor::new(start).chain(reader)),
    };
    CsvTable::new(file, reader, block, header).map(Opened::Csv)
}

/// A file that can be read from any place, from its start on; what can be read once is held in memory.
#[cfg(any(feature = "workbooks", feature = "parquet"))]
fn whole(file: &str, start: Vec<u8>, stream: Stream) -> Result<Box<dyn Seekable>, LedgerError> {
    let read = |cause| LedgerError::Read { file: file.to_owned(), cause };
    match stream {
        Stream::Seekable(mut source) => {
            source.seek(SeekFrom::Start(0)).map_err(read)?;
            Ok(source)
        }
        Stream::Once(reader) => {
            let mut bytes = start;
            let more = reader.take(TEXTS_LIMIT).read_to_end(&mut bytes).map_err(read)?;
            if more as u64 >= TEXTS_LIMIT {
                return Err(LedgerError::Limit { file: file.to_owned(), row: None, limit: Limit::Part });
            }
            Ok(Box::new(Cursor::new(bytes)))
        }
    }
}
