//! The list in which a person decides whom institution cells mean: written as CSV, read back from any table
//! (docs/records.md).

use std::io::{self, Write};

use rustc_hash::FxHashMap;

use super::super::error::{LedgerError, Needed};
use super::super::heading;
use super::super::input::Input;
use super::super::intake::{FileIntake, Reason, Unread};
use super::super::mapping::Mapping;
use super::super::open::{TakeTable, each_table};
use super::super::register::Register;
use super::super::row::{Row, TakeRow, TakeWhole};
use super::super::table::Table;
use super::super::tables::each_row;
use super::super::wording::inert;
use super::{Strangers, Unmatched};
use crate::rulebook::normalise;
use crate::text::Language;

/// What the columns may be called, folded; the first two are written, in English and in Chinese.
const CELL: [&str; 2] = ["as_written", "原文"];
const ROWS: [&str; 2] = ["rows", "行数"];
const FIRST: [&str; 2] = ["first", "首见"];
const CANDIDATES: [&str; 2] = ["candidates", "候选"];
const DECIDED: [&str; 6] = ["institution", "机构编号", "institution_id", "机构", "机构id", "id"];

/// Whom cells mean that nobody is found by.
#[derive(Debug, Clone, Default)]
pub struct Decisions {
    file: String,
    /// What became of the rows.
    intake: FileIntake,
    headers: Vec<String>,
    columns: Columns,
    rows: Vec<Line>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Columns {
    cell: usize,
    decided: usize,
    rows: Option<usize>,
    first: Option<usize>,
    candidates: Option<usize>,
}

/// A row of the list.
#[derive(Debug, Clone, Default)]
struct Line {
    number: u64,
    cells: Vec<String>,
}

impl Line {
    fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| cell.trim())
    }

    fn set(&mut self, column: Option<usize>, text: String) {
        if let Some(cell) = column.and_then(|at| self.cells.get_mut(at)) {
            *cell = text;
        }
    }
}

impl Decisions {
    /// A list that is not there yet.
    #[must_use]
    pub fn none(file: impl Into<String>) -> Self {
        let file = file.into();
        Self { intake: FileIntake::of(&file), file, ..Self::default() }
    }

    /// Reads a list.
    ///
    /// # Errors
    /// It cannot be read, or has no column for what is written or for what is decided.
    pub fn read(input: Input) -> Result<Self, LedgerError> {
        let mut list = Self::none(input.name.as_str());
        each_table(input, &mut Reading { list: &mut list, taken: false })?;
        Ok(list)
    }

    /// Whether it came from plain text, so that it can be written again as it was.
    #[must_use]
    pub const fn is_text(&self) -> bool {
        self.headers.is_empty() || self.intake.delimiter.is_some()
    }

    /// How many rows are decided, and how many are not.
    #[must_use]
    pub const fn counts(&self) -> (u64, u64) {
        (self.intake.used, self.intake.ignored.undecided)
    }

    pub(crate) fn intake(&self) -> FileIntake {
        self.intake.clone()
    }

    /// The subject that is decided for each cell.
    ///
    /// # Errors
    /// An id that the register does not have, or a cell that is decided in two ways.
    pub(crate) fn settle(&self, register: &Register) -> Result<FxHashMap<String, u32>, LedgerError> {
        let mut settled: FxHashMap<String, (u32, u64)> = FxHashMap::default();
        for line in &self.rows {
            let (cell, id) = (normalise(active(line.cell(self.columns.cell))), line.cell(self.columns.decided));
            if id.is_empty() || cell.is_empty() {
                continue;
            }
            let (file, row) = (self.file.clone(), line.number);
            let Some(subject) = register.subject_of(active(id)) else {
                let near = Strangers::default().near(id, register);
                return Err(LedgerError::UnknownDecision { file, row, id: id.to_owned(), near });
            };
            match settled.get(&*cell) {
                Some((known, first)) if *known != subject => {
                    return Err(LedgerError::TwoDecisions { file, row, first: *first, cell: cell.into_owned() });
                }
                _ => settled.insert(cell.into_owned(), (subject, row)),
            };
        }
        Ok(settled.into_iter().map(|(cell, (subject, _))| (cell, subject)).collect())
    }

    /// Takes the cells of a run in: those that are known and undecided are told anew, others come behind.
    pub fn take_in(&mut self, unmatched: &[Unmatched], language: Language) {
        if self.headers.is_empty() {
            let names = [CELL, ROWS, FIRST, CANDIDATES, [DECIDED[0], DECIDED[1]]];
            self.headers = names.iter().map(|[en, zh]| language.either(en, zh).to_owned()).collect();
            self.columns = Columns { cell: 0, rows: Some(1), first: Some(2), candidates: Some(3), decided: 4 };
        }
        let places: FxHashMap<String, usize> = (self.rows.iter().enumerate())
            .map(|(at, line)| (normalise(active(line.cell(self.columns.cell))).into_owned(), at))
            .collect();
        for found in unmatched {
            let known = places.get(&found.cell).copied();
            let at = known.unwrap_or_else(|| {
                let cells = vec![String::new(); self.headers.len()];
                self.rows.push(Line { number: 0, cells });
                self.intake.ignored.undecided += 1;
                self.rows.len() - 1
            });
            let Columns { cell, rows, first, candidates, .. } = self.columns;
            let Some(line) = self.rows.get_mut(at) else { continue };
            if known.is_none() {
                line.set(Some(cell), passive(&found.cell));
            }
            line.set(rows, found.rows.to_string());
            line.set(first, inert(&format!("{}:{}", found.file, found.row)));
            let listed = found.candidates.iter().map(|candidate| candidate.listed().in_language(language).to_owned());
            let listed: Vec<String> = listed.collect();
            line.set(candidates, inert(&listed.join(language.either("; ", "；"))));
        }
    }

    /// Writes the list as CSV that spreadsheets open: UTF-8 with a byte order mark.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(&self, mut out: impl Write) -> io::Result<()> {
        out.write_all("\u{feff}".as_bytes())?;
        let mut table = csv::Writer::from_writer(out);
        table.write_record(&self.headers)?;
        for line in &self.rows {
            table.write_record(&line.cells)?;
        }
        table.flush()
    }
}

/// What a cell says that was written so that no spreadsheet runs it.
fn active(cell: &str) -> &str {
    let bare = cell.strip_prefix('\'');
    bare.filter(|bare| passive(bare).len() > bare.len()).unwrap_or(cell)
}

/// A cell as it is written so that no spreadsheet runs it, and that [`active`] can tell what it says.
fn passive(cell: &str) -> String {
    if active(cell).len() < cell.len() { format!("'{cell}") } else { inert(cell) }
}

/// Reads a list.
struct Reading<'l> {
    list: &'l mut Decisions,
    taken: bool,
}

impl TakeTable for Reading<'_> {
    fn is_header(&self, names: &[String], _: &Mapping) -> bool {
        columns("", names).is_ok()
    }

    fn take(&mut self, mut table: impl Table, _: &Mapping) -> Result<(), LedgerError> {
        self.taken = true;
        let list = &mut *self.list;
        list.headers = table.headers().to_vec();
        list.columns = columns(table.file(), table.headers())?;
        list.intake = FileIntake::of_table(&table);
        each_row(&mut table, None, &mut Rows { list, base: 0 })
    }

    fn wants_more(&self) -> bool {
        !self.taken
    }

    fn leave(&mut self, _: String, _: Unread) {}
}

/// Where the columns stand.
fn columns(file: &str, headers: &[String]) -> Result<Columns, LedgerError> {
    let find = |names: &[&str]| {
        let names: Vec<String> = names.iter().map(|name| heading::fold(name)).collect();
        headers.iter().position(|header| names.contains(&heading::fold(header)))
    };
    let missing = |column| LedgerError::NoColumn { file: file.to_owned(), column, seen: headers.to_vec() };
    Ok(Columns {
        cell: find(&CELL).ok_or_else(|| missing(Needed::AsWritten))?,
        decided: find(&DECIDED).ok_or_else(|| missing(Needed::Decided))?,
        rows: find(&ROWS),
        first: find(&FIRST),
        candidates: find(&CANDIDATES),
    })
}

struct Rows<'l> {
    list: &'l mut Decisions,
    base: u64,
}

impl TakeWhole for Rows<'_> {
    fn base(&mut self) -> &mut u64 {
        &mut self.base
    }

    fn intake(&mut self) -> &mut FileIntake {
        &mut self.list.intake
    }

    // Nothing of a list is refused: it has no mapping.
    fn reject(&mut self, _: u64, _: Option<usize>, _: Reason, _: &str) {}
}

impl TakeRow for Rows<'_> {
    fn take(&mut self, row: Row<'_>) {
        if row.is_blank() {
            return;
        }
        let number = self.base + u64::from(row.number);
        let cells = (0..self.list.headers.len()).map(|at| row.cell(at).to_owned()).collect();
        let line = Line { number, cells };
        self.list.intake.read += 1;
        if line.cell(self.list.columns.decided).is_empty() {
            self.list.intake.ignored.undecided += 1;
        } else {
            self.list.intake.used += 1;
        }
        self.list.rows.push(line);
    }
}
