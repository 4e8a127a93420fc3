//! What a file is, by its first bytes and not by its name, and the tables in it.

#[cfg(feature = "workbooks")]
use std::cell::Cell;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
#[cfg(feature = "sqlite")]
use std::path::Path;

#[cfg(feature = "compressed")]
use super::compressed;
use super::compressed::Packing;
use super::csv::CsvTable;
#[cfg(feature = "databases")]
use super::database::each_of_server;
#[cfg(feature = "sqlite")]
use super::database::{Place, SQLITE, each_of_sqlite};
use super::error::LedgerError;
#[cfg(any(feature = "workbooks", feature = "compressed", feature = "parquet", feature = "sqlite"))]
use super::error::Limit;
#[cfg(feature = "compressed")]
use super::input::LAYERS_LIMIT;
#[cfg(any(feature = "workbooks", feature = "parquet", feature = "sqlite"))]
use super::input::TEXTS_LIMIT;
use super::input::{Input, Seekable, Stream};
use super::intake::Unread;
use super::json::{JsonTable, is_json};
use super::mapping::Mapping;
use super::mapping::Relation;
use super::no_table::NoTable;
#[cfg(feature = "parquet")]
use super::parquet::{self, ParquetTable};
#[cfg(feature = "workbooks")]
use super::spelling::Spelling;
use super::table::Table;
#[cfg(feature = "workbooks")]
use super::workbook::{HeaderRow, SheetTable, Sort, Workbook};

/// Takes the tables of a file.
pub(crate) trait TakeTable {
    /// Whether a row of these names is the header of such a table, read as the mapping says.
    fn is_header(&self, names: &[String], mapping: &Mapping) -> bool;

    /// Takes a table, to be read as the mapping says.
    ///
    /// # Errors
    /// It lacks a column, cannot be read to its end, or passes a limit.
    fn take(&mut self, table: impl Table, mapping: &Mapping) -> Result<(), LedgerError>;

    /// Whether it takes another one.
    fn wants_more(&self) -> bool;

    /// Hears of a sheet that is not read, and why.
    fn leave(&mut self, sheet: String, why: Unread);
}

/// Hands the tables of a file on: the only one of a text file, the visible sheets of a workbook that have a header.
///
/// # Errors
/// The file cannot be read, there is no such table in it, or it is changed while it is read.
pub(crate) fn each_table(input: Input, take: &mut impl TakeTable) -> Result<(), LedgerError> {
    #[cfg(feature = "databases")]
    if let Some(connection) = input.connection() {
        return each_of_server(&input.name, connection, &input.mapping, take);
    }
    let watch = input.watch();
    let taken = take_tables(input, take);
    // What is wrong with a file that somebody writes to is that somebody writes to it.
    watch.end()?;
    taken
}

fn take_tables(input: Input, take: &mut impl TakeTable) -> Result<(), LedgerError> {
    let (mapping, found) = (input.mapping.clone(), input.found);
    let opened = open(input)?;
    if mapping.relation != Relation::Every && !opened.is_database() {
        return Err(LedgerError::NoDatabase { file: opened.file().to_owned() });
    }
    match opened {
        #[cfg(feature = "sqlite")]
        Opened::Sqlite(file, place) => each_of_sqlite(&file, place, &mapping, take),
        Opened::Csv(table) => {
            if found && table.headers().len() == 1 && !take.is_header(table.headers(), &mapping) {
                return Err(LedgerError::NoTable { file: table.file().to_owned(), what: NoTable::Text });
            }
            take.take(table, &mapping)
        }
        Opened::Json(table) => take.take(table, &mapping),
        #[cfg(feature = "parquet")]
        Opened::Parquet(table) => take.take(*table, &mapping),
        #[cfg(feature = "workbooks")]
        Opened::Workbook(book) => each_sheet(*book, &mapping, take),
    }
}

#[cfg(feature = "workbooks")]
fn each_sheet(mut book: Workbook, mapping: &Mapping, take: &mut impl TakeTable) -> Result<(), LedgerError> {
    // A cell with a number where a date is meant counts its days as the workbook does.
    let dates = Spelling { numbers: mapping.dates.numbers.or(Some(book.numbers())), ..mapping.dates };
    let mapping = &Mapping { dates, ..mapping.clone() };
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
    // Who names a sheet or its header is told what is missing in it.
    let named = mapping.header.is_some() || !mapping.sheets.is_empty();
    for sheet in visible {
        let is_header = |names: &[String]| take.is_header(names, mapping);
        let row = mapping.header.map_or(HeaderRow::First(&is_header), HeaderRow::Given);
        let Some(mut table) = book.table(&sheet, row)? else { continue };
        if mapping.header.is_none() && !mapping.sheets.is_empty() && !take.is_header(table.headers(), mapping) {
            drop(table);
            let Some(likely) = most_likely(&mut book, &sheet, mapping)? else { continue };
            table = likely;
        }
        if !named && !take.is_header(table.headers(), mapping) {
            filled.get_or_insert(sheet.clone());
            take.leave(table.file().to_owned(), Unread::NoHeader);
        } else if take.wants_more() {
            take.take(table, mapping)?;
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
    match most_likely(&mut book, &sheet, mapping)? {
        Some(table) => take.take(table, mapping),
        None => Err(LedgerError::NoHeader { file }),
    }
}

/// A sheet without a header, from the row that has most of the columns that the mapping names, else the first filled one:
/// what it lacks is told.
#[cfg(feature = "workbooks")]
fn most_likely<'b>(
    book: &'b mut Workbook,
    sheet: &str,
    mapping: &Mapping,
) -> Result<Option<SheetTable<'b>>, LedgerError> {
    let most = Cell::new(0);
    let count = |names: &[String]| {
        most.set(mapping.named_in(names).max(most.get()));
        false
    };
    book.table(sheet, HeaderRow::First(&count))?;
    book.table(sheet, HeaderRow::First(&|names: &[String]| most.get() > 0 && mapping.named_in(names) == most.get()))
}

/// A file that has been opened.
enum Opened {
    Csv(CsvTable),
    #[cfg(feature = "sqlite")]
    Sqlite(String, Place),
    Json(JsonTable),
    #[cfg(feature = "parquet")]
    Parquet(Box<ParquetTable>),
    #[cfg(feature = "workbooks")]
    Workbook(Box<Workbook>),
}

impl Opened {
    /// As messages call it.
    fn file(&self) -> &str {
        match self {
            Self::Csv(table) => table.file(),
            Self::Json(table) => table.file(),
            #[cfg(feature = "sqlite")]
            Self::Sqlite(file, _) => file,
            #[cfg(feature = "parquet")]
            Self::Parquet(table) => table.file(),
            #[cfg(feature = "workbooks")]
            Self::Workbook(book) => book.file(),
        }
    }

    /// Whether it has tables that can be named.
    const fn is_database(&self) -> bool {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(..) => true,
            _ => false,
        }
    }
}

/// How many of its first bytes tell what a file is.
const START: usize = 4096;

/// Opens a file, and what is packed in it.
///
/// # Errors
/// It cannot be read, is empty, damaged, no table, or passes a limit.
fn open(input: Input) -> Result<Opened, LedgerError> {
    let (block, header) = (input.block, input.mapping.header);
    #[cfg(feature = "sqlite")]
    let path = input.file().map(Path::to_owned);
    let (file, mut stream) = input.open()?;
    for layer in 0.. {
        let start = start_of(&mut stream).map_err(|cause| LedgerError::of_reading(file.clone(), cause))?;
        if let Some(packing) = Packing::of(&start) {
            stream = unpacked(&file, packing, stream, layer)?;
            continue;
        }
        if let Some(what) = NoTable::of(&start) {
            return Err(LedgerError::NoTable { file, what });
        }
        #[cfg(feature = "workbooks")]
        if let Some(sort) = Sort::of(&start) {
            let source = held(&file, stream)?;
            match workbook(&file, sort, source)? {
                Kept::Workbook(book) => return Ok(Opened::Workbook(book)),
                #[cfg(feature = "compressed")]
                Kept::Packed(reader) => {
                    stream = at_layer(&file, layer, reader)?;
                    continue;
                }
            }
        }
        #[cfg(feature = "sqlite")]
        if start.starts_with(SQLITE) {
            // What is no plain file is held in memory.
            let plain = path.filter(|path| layer == 0 && path.is_file());
            let place = match plain {
                Some(path) => Place::Path(path),
                None => {
                    let mut bytes = Vec::new();
                    let read = held(&file, stream)?.read_to_end(&mut bytes);
                    read.map_err(|cause| LedgerError::of_reading(file.clone(), cause))?;
                    Place::Bytes(bytes.into())
                }
            };
            return Ok(Opened::Sqlite(file, place));
        }
        #[cfg(feature = "parquet")]
        if start.starts_with(&parquet::MAGIC) {
            let source = held(&file, stream)?;
            return ParquetTable::new(file, source).map(|table| Opened::Parquet(Box::new(table)));
        }
        #[cfg(not(feature = "workbooks"))]
        if matches!(start.as_slice(), [b'P', b'K', 3, 4, ..] | [0xd0, 0xcf, 0x11, 0xe0, ..]) {
            return Err(LedgerError::Workbook { file });
        }
        let reader: Box<dyn Read + Send> = match stream {
            Stream::Seekable(source) => Box::new(source),
            Stream::Once(reader) => reader,
        };
        return if is_json(&start) {
            JsonTable::new(file, reader, block).map(Opened::Json)
        } else {
            CsvTable::new(file, reader, block, header).map(Opened::Csv)
        };
    }
    Err(LedgerError::NoHeader { file })
}

/// The first bytes of a stream, which goes on with them.
fn start_of(stream: &mut Stream) -> io::Result<Vec<u8>> {
    let mut start = Vec::new();
    match stream {
        Stream::Seekable(source) => {
            source.by_ref().take(START as u64).read_to_end(&mut start)?;
            // A pipe has a path and yet no places.
            if source.seek(SeekFrom::Start(0)).is_err() {
                let nothing: Box<dyn Seekable> = Box::new(io::empty());
                let rest = std::mem::replace(source, nothing);
                *stream = Stream::Once(Box::new(Cursor::new(start.clone()).chain(rest)));
            }
        }
        Stream::Once(reader) => {
            reader.by_ref().take(START as u64).read_to_end(&mut start)?;
            let rest = std::mem::replace(reader, Box::new(io::empty()));
            *reader = Box::new(Cursor::new(start.clone()).chain(rest));
        }
    }
    Ok(start)
}

#[cfg(feature = "compressed")]
fn unpacked(file: &str, packing: Packing, stream: Stream, layer: usize) -> Result<Stream, LedgerError> {
    let reader = match stream {
        Stream::Seekable(source) => compressed::unpack(packing, source),
        Stream::Once(reader) => compressed::unpack(packing, reader),
    };
    at_layer(file, layer, reader.map_err(|cause| LedgerError::of_reading(file.to_owned(), cause))?)
}

#[cfg(not(feature = "compressed"))]
fn unpacked(file: &str, _: Packing, _: Stream, _: usize) -> Result<Stream, LedgerError> {
    Err(LedgerError::Packed { file: file.to_owned() })
}

/// What was packed so many times over.
#[cfg(feature = "compressed")]
fn at_layer(file: &str, layer: usize, reader: Box<dyn Read + Send>) -> Result<Stream, LedgerError> {
    if layer >= LAYERS_LIMIT {
        return Err(LedgerError::Limit { file: file.to_owned(), row: None, limit: Limit::Layers });
    }
    Ok(Stream::Once(reader))
}

/// What an archive or a compound file is.
#[cfg(feature = "workbooks")]
enum Kept {
    Workbook(Box<Workbook>),
    /// An archive with one file in it.
    #[cfg(feature = "compressed")]
    Packed(Box<dyn Read + Send>),
}

#[cfg(feature = "workbooks")]
fn workbook(file: &str, sort: Sort, mut source: Box<dyn Seekable>) -> Result<Kept, LedgerError> {
    if sort == Sort::Compound {
        let what = NoTable::of_compound(&mut source);
        if let Some(what) = what.map_err(|cause| LedgerError::of_reading(file.to_owned(), cause))? {
            return Err(LedgerError::NoTable { file: file.to_owned(), what });
        }
    }
    #[cfg(feature = "compressed")]
    if sort == Sort::Archive {
        match compressed::zipped::open(file, source)? {
            compressed::zipped::Archive::One(reader) => return Ok(Kept::Packed(reader)),
            compressed::zipped::Archive::Several(archive) => source = archive,
        }
    }
    Workbook::open(file.to_owned(), sort, source).map(|book| Kept::Workbook(Box::new(book)))
}

/// The bytes of what is read from any place of it: what comes once is held.
#[cfg(any(feature = "workbooks", feature = "parquet", feature = "sqlite"))]
fn held(file: &str, stream: Stream) -> Result<Box<dyn Seekable>, LedgerError> {
    let reader = match stream {
        Stream::Seekable(source) => return Ok(source),
        Stream::Once(reader) => reader,
    };
    let mut bytes = Vec::new();
    let more = reader.take(TEXTS_LIMIT).read_to_end(&mut bytes);
    let more = more.map_err(|cause| LedgerError::of_reading(file.to_owned(), cause))?;
    if more as u64 >= TEXTS_LIMIT {
        return Err(LedgerError::Limit { file: file.to_owned(), row: None, limit: Limit::Part });
    }
    Ok(Box::new(Cursor::new(bytes)))
}
