//! How records are named: by the id they came with, else by their table and row there.

use std::cmp::Ordering;
use std::fmt;

use super::column::{TextId, Texts};

/// How a record is named, in four bytes: rows of all tables count upwards, ids that records came with downwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RecordKey(u32);

/// The names of records.
#[derive(Debug, Default)]
pub(crate) struct RecordNames {
    pub(crate) keys: Vec<RecordKey>,
    pub(crate) tables: TableNames,
}

/// The tables in the order they were read.
#[derive(Debug, Default)]
pub(crate) struct TableNames {
    tables: Vec<TableName>,
}

/// What a table is called, and how its rows are numbered.
#[derive(Debug)]
struct TableName {
    name: String,
    /// The number of its row 0.
    first: u32,
    /// How many numbers a row has: one for each record that it may be.
    parts: u32,
}

/// The id of a record, ready to be written.
#[derive(Debug, Clone, Copy)]
pub enum RecordName<'a> {
    /// The id the record came with.
    Given(&'a str),
    /// The file and the row (the header is row 1).
    Row(&'a str, u32),
    /// The same where the row is several records, and which of them: on a month sheet the day.
    Part(&'a str, u32, u32),
}

impl RecordKey {
    /// Of a record that came with an id.
    pub(crate) const fn given(id: TextId) -> Self {
        Self(u32::MAX - id.0)
    }

    /// Of a row, by its number over all tables.
    pub(crate) const fn row(number: u32) -> Self {
        Self(number)
    }
}

impl TableNames {
    /// Begins a table whose row 0 has this number over all tables, and whose rows have so many numbers each.
    pub(crate) fn begin(&mut self, name: String, first: u32, parts: u32) {
        self.tables.push(TableName { name, first, parts: parts.max(1) });
    }

    /// The table and row of a number, and which of the records of the row it is.
    pub(crate) fn row(&self, number: u32) -> (&str, u32, u32) {
        let at = self.tables.partition_point(|table| table.first <= number);
        let table = at.checked_sub(1).and_then(|at| self.tables.get(at));
        table.map_or(("", number, 0), |TableName { name, first, parts }| {
            (name.as_str(), (number - first) / parts, (number - first) % parts)
        })
    }

    /// The name of a key.
    pub(crate) fn name<'n>(&'n self, key: RecordKey, texts: &'n Texts) -> RecordName<'n> {
        let id = u32::MAX - key.0;
        if (id as usize) < texts.len() {
            return RecordName::Given(texts.get(TextId(id)));
        }
        match self.row(key.0) {
            (table, row, 0) => RecordName::Row(table, row),
            (table, row, part) => RecordName::Part(table, row, part),
        }
    }

    /// Compares two names by code points; `file:row` is a name like any other.
    pub(crate) fn compare(&self, one: RecordKey, other: RecordKey, texts: &Texts) -> Ordering {
        match (self.name(one, texts), self.name(other, texts)) {
            (RecordName::Given(one), RecordName::Given(other)) => one.cmp(other),
            (RecordName::Row(table, one), RecordName::Row(same, other)) if table == same => compare_decimal(one, other),
            (one, other) => one.to_string().cmp(&other.to_string()),
        }
    }
}

impl RecordNames {
    pub(crate) fn name<'n>(&'n self, key: RecordKey, texts: &'n Texts) -> RecordName<'n> {
        self.tables.name(key, texts)
    }
}

/// Compares two numbers as they are written: 10 before 9.
fn compare_decimal(one: u32, other: u32) -> Ordering {
    if one.checked_ilog10() == other.checked_ilog10() {
        return one.cmp(&other);
    }
    one.to_string().cmp(&other.to_string())
}

impl fmt::Display for RecordName<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Given(id) => formatter.write_str(id),
            Self::Row(file, row) => write!(formatter, "{file}:{row}"),
            Self::Part(file, row, part) => write!(formatter, "{file}:{row}#{part}"),
        }
    }
}
