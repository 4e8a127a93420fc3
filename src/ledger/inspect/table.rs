//! A table looked through from its first row to its last.

use std::collections::BTreeMap;

use super::super::error::LedgerError;
use super::super::intake::{FileIntake, Unread};
use super::super::mapping::{Mapping, is_total};
use super::super::open::TakeTable;
use super::super::row::{Row, TakeRow};
use super::super::spelling::Spelling;
use super::super::table::{Parse, Table};
use super::column::{ColumnProfile, Gathered};
use super::places::{day_number, squeezed};
use super::scout::Found;

/// What sort of table it is, as far as rows and headers go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Lines with separators.
    Text,
    /// A sheet of a workbook.
    Sheet,
    /// A table that names its columns itself: JSON, Parquet, a table of a database.
    Named,
}

/// Rows that look like totals: the column, its cell, and how many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    /// The column that says so.
    pub column: String,
    /// What it says.
    pub cell: String,
    /// How many rows.
    pub rows: u64,
}

/// What a table is.
#[derive(Debug, Clone, PartialEq)]
pub struct TableProfile {
    /// As messages name it.
    pub file: String,
    /// The file it is in.
    pub source: String,
    /// What it is called in its workbook or database.
    pub within: Option<String>,
    /// What sort it is.
    pub form: Form,
    /// Its encoding; empty where that is no question.
    pub encoding: String,
    /// What separates its cells.
    pub delimiter: Option<char>,
    /// The row that names the columns; `None` where the file itself names them.
    pub header: Option<u64>,
    /// Whether no row looks like one that names columns.
    pub headless: bool,
    /// What stands above the header.
    pub above: Vec<Vec<String>>,
    /// The filled rows below the header, totals among them.
    pub rows: u64,
    /// The rows without a filled cell above the last filled one.
    pub blank: u64,
    /// The rows that look like totals.
    pub totals: Vec<Total>,
    /// Its columns, without those for the days of a month.
    pub columns: Vec<ColumnProfile>,
    /// The columns that are days of a month.
    pub days: Vec<ColumnProfile>,
}

impl TableProfile {
    /// The rows that are no totals.
    #[must_use]
    pub fn plain_rows(&self) -> u64 {
        self.rows - self.totals.iter().map(|total| total.rows).sum::<u64>()
    }

    /// The file's name without its folder and ending.
    #[must_use]
    pub fn stem(&self) -> &str {
        let name = self.source.rsplit(['/', '\\']).next().unwrap_or_default();
        let name = [".gz", ".zst"].iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name);
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }
}

/// Takes the one table that was found.
pub(super) struct Profiler<'f> {
    found: &'f Found,
    pub(super) profile: Option<TableProfile>,
}

impl<'f> Profiler<'f> {
    pub(super) const fn new(found: &'f Found) -> Self {
        Self { found, profile: None }
    }
}

impl TakeTable for Profiler<'_> {
    fn is_header(&self, names: &[String], _: &Mapping) -> bool {
        self.found.names.as_ref().is_none_or(|header| header.as_slice() == names)
    }

    fn take(&mut self, mut table: impl Table, mapping: &Mapping) -> Result<(), LedgerError> {
        let (file, source) = (table.file().to_owned(), table.source().to_owned());
        let within = file.strip_prefix(&source).filter(|name| !name.is_empty());
        let within = within.map(|name| name.trim_start_matches('[').trim_end_matches(']').to_owned());
        let form = match (&self.found.sheet, table.is_separated()) {
            (Some(_), _) => Form::Sheet,
            (None, true) => Form::Text,
            (None, false) => Form::Named,
        };
        let first = table.first_row();
        let mut rows = Rows::new(table.headers(), mapping.dates);
        let (parse, mut block) = (table.parse(), Default::default());
        let mut base = first;
        while table.next(&mut block).map_err(|stop| stop.of(&file, base))? {
            rows.base = base;
            let count = parse.rows(&block, &mut rows).map_err(|halt| halt.of(&file, base))?;
            base += u64::from(count);
        }
        let mut intake = FileIntake::of_table(&table);
        table.tell(&mut intake);
        let (columns, totals, days) = (rows.columns, rows.totals, rows.days);
        let plain = rows.filled - totals.values().sum::<u64>();
        let mut columns: Vec<ColumnProfile> = columns.into_iter().map(|column| column.finish(plain)).collect();
        let names: Vec<String> = table.headers().to_vec();
        let of_days: Vec<ColumnProfile> = if days {
            let (of_days, others) = columns.into_iter().partition(|column| day_number(&column.name).is_some());
            columns = others;
            of_days
        } else {
            Vec::new()
        };
        columns.retain(|column| !column.name.trim().is_empty() || column.filled > 0);
        // 甲/乙 as a header says nothing of cells that are one.
        let whole =
            |column: &ColumnProfile| column.part.as_ref().is_some_and(|(_, _, part)| *part > 1) && column.filled == 0;
        let whole: Vec<String> = columns
            .iter()
            .filter(|column| whole(column))
            .filter_map(|column| column.part.clone())
            .map(|part| part.0)
            .collect();
        columns.retain(|column| column.part.as_ref().is_none_or(|(header, _, _)| !whole.contains(header)));
        let name = |at: usize| names.get(at).cloned().unwrap_or_default();
        self.profile = Some(TableProfile {
            within,
            form,
            encoding: intake.encoding.to_owned(),
            delimiter: intake.delimiter.filter(|_| form == Form::Text),
            header: (form != Form::Named).then(|| first.saturating_sub(1)),
            headless: self.found.headless,
            above: table.above().iter().filter(|row| row.iter().any(|cell| !cell.trim().is_empty())).cloned().collect(),
            rows: rows.filled,
            blank: rows.last.map_or(0, |last| (last + 1).saturating_sub(first).saturating_sub(rows.filled)),
            totals: totals
                .into_iter()
                .map(|((column, cell), rows)| Total { column: name(column), cell, rows })
                .collect(),
            columns,
            days: of_days,
            file,
            source,
        });
        Ok(())
    }

    fn wants_more(&self) -> bool {
        self.profile.is_none()
    }

    fn leave(&mut self, _: String, _: Unread) {}
}

/// Most different cells that say that their row is a total.
const TOTALS: usize = 64;

/// The rows of a table.
struct Rows {
    base: u64,
    spelling: Spelling,
    columns: Vec<Gathered>,
    /// The column of the table that each is of.
    places: Vec<usize>,
    width: usize,
    /// Whether its columns are days of a month.
    days: bool,
    filled: u64,
    last: Option<u64>,
    totals: BTreeMap<(usize, String), u64>,
}

impl Rows {
    fn new(headers: &[String], spelling: Spelling) -> Self {
        let (mut columns, mut places) = (Vec::new(), Vec::new());
        for (at, header) in headers.iter().enumerate() {
            columns.push(Gathered::new(header.clone(), None));
            places.push(at);
            // 留样日期/餐次: cells with as many parts as the header has.
            let parts: Vec<&str> = header.split('/').map(str::trim).collect();
            if (2..=3).contains(&parts.len()) && parts.iter().all(|part| part.chars().count() >= 2) {
                for (number, part) in (1..).zip(parts) {
                    let of = (header.clone(), "/".to_owned(), number);
                    columns.push(Gathered::new(part.to_owned(), Some(of)));
                    places.push(at);
                }
            }
        }
        let days = headers.iter().filter(|header| day_number(header).is_some()).count() >= 20;
        Self {
            base: 0,
            spelling,
            columns,
            places,
            width: headers.len(),
            days,
            filled: 0,
            last: None,
            totals: BTreeMap::new(),
        }
    }
}

impl TakeRow for Rows {
    fn take(&mut self, row: Row<'_>) {
        if row.is_blank() {
            return;
        }
        self.filled += 1;
        self.last = Some(self.base + u64::from(row.number));
        let total = (0..self.width).find(|at| is_total(row.cell(*at)));
        if let Some(at) = total {
            let key = (at, squeezed(row.cell(at)));
            if self.totals.len() < TOTALS || self.totals.contains_key(&key) {
                *self.totals.entry(key).or_default() += 1;
                return;
            }
        }
        for (column, at) in self.columns.iter_mut().zip(&self.places) {
            let cell = row.cell(*at);
            match column.part() {
                None => column.take(cell, self.spelling),
                Some((by, part)) => {
                    let cell = cell.split(by).nth(part - 1).unwrap_or_default();
                    column.take(cell, self.spelling);
                }
            }
        }
    }
}
