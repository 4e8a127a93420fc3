//! A table in guiju.toml: its path, or a section that also says how it is to be read.
//!
//! ```toml
//! [[records]]
//! file = "hazards.xlsx"
//! sheet = "2024"                # or ["2023", "2024"]; every visible sheet with a header where none is named
//! header = 3                    # the row that names the columns, where it is not found
//! [records.dates]
//! order = "day-month-year"      # of dates such as 3/5/24
//! years = "republic"            # 民国; or "common"
//! numbers = 1900                # or 1904: what day numbers such as 44469 count from
//! midnight = "day"              # 0:00 behind a date is no time of day
//!
//! [[records]]
//! file = "patrols.sqlite"
//! table = "patrols"             # or query = "select …"; every table with the needed columns where neither is named
//!
//! [[records]]
//! database = "COUNTY_DB"        # the environment variable that holds the connection string
//! query = "select id, institution, activity, date from patrols order by id"
//! ```
//!
//! What it says of columns and rows: [`mapping`].

use toml::de::{DeTable, DeValue};

use super::{Reading, mapping};
use crate::cli::error::Expected;
use crate::ledger::{Mapping, Midnight, Numbers, Order, Relation, Spelling, Years};

/// What every section may say.
const KEYS: [&str; 11] =
    ["file", "sheet", "header", "dates", "columns", "constants", "values", "skip", "database", "table", "query"];
/// What sections of records may say besides, and the register.
const RECORDS: [&str; 4] = ["activity", "key", "days", "each"];
const REGISTER: [&str; 1] = ["key"];
const DATES: [&str; 4] = ["order", "years", "numbers", "midnight"];

/// A table and how it is to be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::cli) struct Table {
    /// Its path as it is written; empty where it is in a database.
    pub file: String,
    /// The environment variable that holds the connection string of its database.
    pub database: Option<String>,
    pub mapping: Mapping,
}

/// The tables that a value names: a path, a section, or a list of them.
pub(super) fn tables(value: &DeValue<'_>, key: &str, at: usize, reading: &mut Reading<'_>) -> Vec<Table> {
    match value {
        DeValue::Array(list) => {
            let tables = list.iter().map(|item| table(item.get_ref(), key, item.span().start, reading));
            tables.collect::<Vec<_>>().into_iter().flatten().collect()
        }
        value => table(value, key, at, reading).into_iter().collect(),
    }
}

/// The table that a value names: a path or a section.
pub(super) fn table(value: &DeValue<'_>, key: &str, at: usize, reading: &mut Reading<'_>) -> Option<Table> {
    match value {
        DeValue::String(path) => Some(Table { file: path.as_ref().to_owned(), ..Table::default() }),
        DeValue::Table(section) => {
            let table = section_of(section, key, reading);
            match &table.database {
                Some(_) if !table.file.is_empty() => reading.wrong(at, key, Expected::FileOrDatabase),
                Some(_) if table.mapping.relation == Relation::Every => reading.wrong(at, key, Expected::Relation),
                None if table.file.is_empty() && reading.file_needed => reading.wrong(at, key, Expected::File),
                _ => return Some(table),
            }
            None
        }
        _ => {
            reading.wrong(at, key, Expected::File);
            None
        }
    }
}

fn section_of(section: &DeTable<'_>, key: &str, reading: &mut Reading<'_>) -> Table {
    let mut table = Table::default();
    table.mapping.stated = reading.path.display().to_string();
    let others: &[&str] = match key {
        "records" => &RECORDS,
        "register" => &REGISTER,
        _ => &[],
    };
    for (name, value) in section {
        let (at, value) = (name.span().start, value.get_ref());
        let mapping = &mut table.mapping;
        match name.get_ref().as_ref() {
            "file" => match value.as_str() {
                Some(path) => path.clone_into(&mut table.file),
                None => reading.wrong(at, "file", Expected::Path),
            },
            "sheet" => match super::texts(value) {
                Some(sheets) => mapping.sheets = sheets,
                None => reading.wrong(at, "sheet", Expected::Sheet),
            },
            "header" => match row(value) {
                Some(row) => mapping.header = Some(row),
                None => reading.wrong(at, "header", Expected::Row),
            },
            "dates" => match value {
                DeValue::Table(dates) => mapping.dates = spelling(dates, reading),
                _ => reading.wrong(at, "dates", Expected::Table),
            },
            "database" if reading.file_needed => match value.as_str() {
                Some(name) if is_variable(name) => table.database = Some(name.to_owned()),
                _ => reading.wrong(at, "database", Expected::Variable),
            },
            name @ ("table" | "query") => match value.as_str().filter(|text| !text.trim().is_empty()) {
                Some(_) if mapping.relation != Relation::Every => reading.wrong(at, name, Expected::OneRelation),
                Some(text) if name == "table" => mapping.relation = Relation::Table(text.to_owned()),
                Some(text) => mapping.relation = Relation::Query(text.to_owned()),
                None => reading.wrong(at, name, Expected::Relation),
            },
            other if other != "database" && (KEYS.contains(&other) || others.contains(&other)) => {
                mapping::key(other, value, at, mapping, reading);
            }
            other => reading.unknown(at, other, &[KEYS.as_slice(), others].concat()),
        }
    }
    table
}

/// Whether a text can name an environment variable. A connection string cannot: it stays out of messages this way.
fn is_variable(name: &str) -> bool {
    let letters = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    letters && !name.is_empty() && !name.starts_with(|first: char| first.is_ascii_digit())
}

pub(super) fn row(value: &DeValue<'_>) -> Option<u32> {
    let DeValue::Integer(number) = value else { return None };
    number.to_string().parse().ok().filter(|row| *row > 0)
}

fn spelling(dates: &DeTable<'_>, reading: &mut Reading<'_>) -> Spelling {
    let mut spelling = Spelling::default();
    for (name, value) in dates {
        let (at, value) = (name.span().start, value.get_ref());
        match name.get_ref().as_ref() {
            "order" => match value.as_str() {
                Some("year-month-day") => spelling.order = Some(Order::YearMonthDay),
                Some("month-day-year") => spelling.order = Some(Order::MonthDayYear),
                Some("day-month-year") => spelling.order = Some(Order::DayMonthYear),
                _ => reading.wrong(at, "order", Expected::Order),
            },
            "years" => match value.as_str() {
                Some("common") => spelling.years = Some(Years::Common),
                Some("republic") => spelling.years = Some(Years::Republic),
                _ => reading.wrong(at, "years", Expected::Years),
            },
            "numbers" => match row(value) {
                Some(1900) => spelling.numbers = Some(Numbers::From1900),
                Some(1904) => spelling.numbers = Some(Numbers::From1904),
                _ => reading.wrong(at, "numbers", Expected::Numbers),
            },
            "midnight" => match value.as_str() {
                Some("day") => spelling.midnight = Midnight::Day,
                Some("instant") => spelling.midnight = Midnight::Instant,
                _ => reading.wrong(at, "midnight", Expected::Midnight),
            },
            other => reading.unknown(at, other, &DATES),
        }
    }
    spelling
}
