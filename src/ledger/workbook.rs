//! Workbooks (XLSX, XLSB, XLS, ODS) through `calamine`: every visible sheet is a table. The cells of an XLSX sheet
//! and XLSB sheet come one by one, so that a sheet of a million rows is never held; the other formats are held.
//!
//! Before anything is read, [`scan`] has looked through the parts of the archive, so that no cell and no part fills the
//! memory; large sheets are looked through beside their reading ([`ahead`]), and unpacked by a thread of their own
//! ([`unpacked`]). What a date cell says becomes a date as text; what stands in a merged cell stands in every row of it.

mod ahead;
mod cell;
mod extent;
mod rows;
mod scan;
mod shared;
mod sheet;
mod unpacked;

use std::io::BufReader;

use calamine::{Ods, OdsError, Reader, SheetType, SheetVisible, Xls, XlsError, Xlsb, XlsbError, Xlsx, XlsxError};

use self::ahead::Ahead;
use self::rows::{Cells, Rows};
use self::scan::{ArchiveSort, Parts};
use self::shared::Shared;
pub(crate) use self::sheet::{HeaderRow, SheetTable};
use self::unpacked::Unpacked;
use super::damage::Damage;
use super::error::LedgerError;
use super::foreign::guarded;
use super::input::Seekable;
use super::spelling::Numbers;

/// A file that can be read from any place.
pub(crate) type Source = BufReader<Box<dyn Seekable>>;

/// A workbook: its sheets are read one after another.
pub(crate) struct Workbook {
    file: String,
    book: Book,
    /// Whether a sheet has merged cells, as far as it is known.
    merged: bool,
    /// The look through its sheets that goes on, and the file.
    ahead: Option<(Ahead, Shared)>,
}

enum Book {
    Xlsx(Box<Xlsx<Source>>),
    Xlsb(Box<Xlsb<Source>>),
    Xls(Box<Xls<Source>>),
    Ods(Box<Ods<Source>>),
}

/// A merged cell: the rows in which its first column says what it says.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Region {
    column: u32,
    first_row: u32,
    last_row: u32,
}

/// What sort of workbook a file is, as far as its first bytes tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    /// An archive: XLSX, XLSB, ODS or none of them.
    Archive,
    /// A compound file: XLS, or a workbook with a password.
    Compound,
}

impl Sort {
    /// By the first four bytes.
    pub(crate) fn of(start: &[u8]) -> Option<Self> {
        match start {
            [b'P', b'K', 3, 4, ..] => Some(Self::Archive),
            [0xd0, 0xcf, 0x11, 0xe0, ..] => Some(Self::Compound),
            _ => None,
        }
    }
}

impl Workbook {
    /// Opens a workbook.
    ///
    /// # Errors
    /// It is damaged, has a password, is no workbook, or a part of it passes a limit.
    pub(crate) fn open(file: String, sort: Sort, source: Box<dyn Seekable>) -> Result<Self, LedgerError> {
        let failed = |failure| match failure {
            Failure::Password => LedgerError::Password { file: file.clone() },
            Failure::Other => LedgerError::Broken { file: file.clone(), damage: Damage::Workbook },
        };
        if sort == Sort::Compound {
            let book = guarded(|| Ok(Book::Xls(Box::new(Xls::new(BufReader::new(source))?))));
            let book = book.unwrap_or(Err(Failure::Other)).map_err(failed)?;
            return Ok(Self { file, book, merged: true, ahead: None });
        }
        let source = Shared::new(source).map_err(|cause| LedgerError::Read { file: file.clone(), cause })?;
        let Parts { sort, merged, ahead } = scan::parts(&file, &source)?;
        let gate: Box<dyn Seekable> = match &ahead {
            Some((ahead, parts)) => {
                let gated = || ahead.gate(source.again());
                match parts.as_ref().and_then(|parts| Unpacked::new(parts, gated())) {
                    Some(unpacked) => Box::new(unpacked),
                    None => Box::new(gated()),
                }
            }
            None => Box::new(source.again()),
        };
        let ahead = ahead.map(|(ahead, _)| ahead);
        let gate = BufReader::with_capacity(scan::BUFFER, gate);
        let book = guarded(|| match sort {
            ArchiveSort::Xlsx => Ok(Book::Xlsx(Box::new(Xlsx::new(gate)?))),
            ArchiveSort::Xlsb => Ok(Book::Xlsb(Box::new(Xlsb::new(gate)?))),
            ArchiveSort::Ods => Ok(Book::Ods(Box::new(Ods::new(gate)?))),
        });
        let book = match book.unwrap_or(Err(Failure::Other)) {
            Ok(book) => book,
            Err(failure) => {
                // What the look found is what is wrong.
                ahead.map_or(Ok(false), |ahead| ahead.wait()).map_err(|stopped| stopped.of(&file))?;
                return Err(failed(failure));
            }
        };
        let ahead = ahead.map(|ahead| (ahead, source));
        Ok(Self { file, book, merged, ahead })
    }

    /// As messages call it.
    pub(crate) fn file(&self) -> &str {
        &self.file
    }

    /// As messages call a sheet of it.
    pub(crate) fn name_of(&self, sheet: &str) -> String {
        format!("{}[{sheet}]", self.file)
    }

    /// The names of the visible sheets of cells, in their order, and of those that are hidden.
    pub(crate) fn sheets(&self) -> (Vec<String>, Vec<String>) {
        let sheets = match &self.book {
            Book::Xlsx(book) => book.sheets_metadata(),
            Book::Xlsb(book) => book.sheets_metadata(),
            Book::Xls(book) => book.sheets_metadata(),
            Book::Ods(book) => book.sheets_metadata(),
        };
        let cells = sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
        let (visible, hidden): (Vec<_>, Vec<_>) = cells.partition(|sheet| sheet.visible == SheetVisible::Visible);
        let names = |sheets: Vec<&calamine::Sheet>| sheets.iter().map(|sheet| sheet.name.clone()).collect();
        (names(visible), names(hidden))
    }

    /// The day that its day numbers count from, where it says so.
    pub(crate) fn numbers(&self) -> Numbers {
        match &self.book {
            Book::Xlsx(book) if book.has_1904_epoch() => Numbers::From1904,
            Book::Xlsb(book) if book.has_1904_epoch() => Numbers::From1904,
            _ => Numbers::From1900,
        }
    }

    /// A sheet as a table; `None` where no cell is filled. `is_header` tells the row in which columns are named, the
    /// first filled row is taken where none is.
    ///
    /// # Errors
    /// It is damaged, or a row passes a limit.
    pub(crate) fn table(
        &mut self,
        sheet: &str,
        header: sheet::HeaderRow<'_>,
    ) -> Result<Option<SheetTable<'_>>, LedgerError> {
        let file = self.name_of(sheet);
        let known = if self.merged { regions(&mut self.book, sheet) } else { Vec::new() };
        let cells = match &mut self.book {
            Book::Xlsx(book) => book.worksheet_cells_reader(sheet).map(Cells::streamed).ok(),
            Book::Xlsb(book) => guarded(|| book.worksheet_cells_reader(sheet).ok())
                .flatten()
                .map(|mut reader| Cells::binary(move || reader.next_cell())),
            Book::Xls(book) => book.worksheet_range(sheet).map(Cells::held).ok(),
            Book::Ods(book) => book.worksheet_range(sheet).map(Cells::held).ok(),
        };
        let broken = || LedgerError::Broken { file: file.clone(), damage: Damage::Cells };
        let mut rows = cells.map(Rows::new);
        let mut merged = known;
        if let Some((ahead, source)) = self.ahead.take() {
            // Rows are read while all sheets are still looked through, but none is handed on before.
            let held = rows.as_mut().map_or(Ok(()), |rows| rows.hold(|| !ahead.has_ended()));
            self.merged = ahead.wait().map_err(|stopped| stopped.of(&self.file))?;
            held.map_err(|stop| {
                stop.of(&file, rows.as_ref().and_then(|rows| rows.last).map_or(1, |last| u64::from(last) + 1))
            })?;
            if self.merged {
                let source: Box<dyn Seekable> = Box::new(source);
                let again = Xlsx::new(BufReader::new(source)).map_err(|_| broken())?;
                merged = regions(&mut Book::Xlsx(Box::new(again)), sheet);
            }
        }
        let mut rows = rows.ok_or_else(broken)?;
        rows.merge(merged);
        SheetTable::new((self.file.clone(), file), rows, header)
    }
}

/// The merged cells of more than one row.
fn regions(book: &mut Book, sheet: &str) -> Vec<Region> {
    let regions = match book {
        Book::Xlsx(book) => book.merge_cells_by_sheet_name(sheet).unwrap_or_default(),
        Book::Xls(book) => book.merge_cells_by_sheet_name(sheet).unwrap_or_default(),
        // They do not tell.
        Book::Xlsb(_) | Book::Ods(_) => Vec::new(),
    };
    let tall = regions.into_iter().filter(|region| region.start.0 < region.end.0);
    let mut tall: Vec<Region> = tall
        .map(|region| Region { column: region.start.1, first_row: region.start.0, last_row: region.end.0 })
        .collect();
    tall.sort_by_key(|region| region.first_row);
    tall
}

/// Why a workbook does not open.
enum Failure {
    Password,
    Other,
}

impl Failure {
    const fn of(is_password: bool) -> Self {
        if is_password { Self::Password } else { Self::Other }
    }
}

impl From<XlsxError> for Failure {
    fn from(cause: XlsxError) -> Self {
        Self::of(matches!(cause, XlsxError::Password))
    }
}

impl From<XlsError> for Failure {
    fn from(cause: XlsError) -> Self {
        Self::of(matches!(cause, XlsError::Password))
    }
}

impl From<XlsbError> for Failure {
    fn from(cause: XlsbError) -> Self {
        Self::of(matches!(cause, XlsbError::Password))
    }
}

impl From<OdsError> for Failure {
    fn from(cause: OdsError) -> Self {
        Self::of(matches!(cause, OdsError::Password))
    }
}
