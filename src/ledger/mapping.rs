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
}
