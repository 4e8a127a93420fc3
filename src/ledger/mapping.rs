//! How a table is to be read, where it does not say so itself (docs/records.md).

use super::spelling::Spelling;

/// What is said of a table in guiju.toml.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    /// The sheets of a workbook that are read; every visible one with a header where none is named.
    pub sheets: Vec<String>,
    /// The row that names the columns, as a spreadsheet numbers it; found out where it is not said.
    pub header: Option<u32>,
    /// How its dates are spelt.
    pub dates: Spelling,
    /// What of a database is read.
    pub relation: Relation,
}

/// What of a database is read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Relation {
    /// Every table and view of a SQLite file that has the columns needed.
    #[default]
    Every,
    /// The table or view of this name.
    Table(String),
    /// What a query gives.
    Query(String),
}

impl Relation {
    /// As messages and record names call it in a database.
    #[must_use]
    pub fn name_in(&self, database: &str) -> String {
        match self {
            Self::Every => database.to_owned(),
            Self::Table(table) => format!("{database}[{table}]"),
            Self::Query(_) => format!("{database}[query]"),
        }
    }
}
