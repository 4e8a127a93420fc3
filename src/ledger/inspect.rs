//! What an export is, for whoever has not seen it before (docs/records.md): its tables, their columns, and how
//! guiju.toml may map them.
//!
//! A file is looked through twice: first for its tables and the rows that name their columns ([`scout`]), then row by
//! row. What is kept of a column has bounds, so the size of an export does not matter.

mod column;
mod dates;
mod draft;
mod match_names;
mod places;
mod scout;
mod table;
mod wording;

pub use column::{ColumnProfile, DISTINCT, Look};
pub use dates::{DateForm, Dates};
pub use draft::{Draft, Drafted, Purpose, draft};
pub use match_names::NameMatch;
pub use table::{Form, TableProfile, Total};

use self::match_names::People;
use self::scout::Scout;
use self::table::Profiler;
use super::error::LedgerError;
use super::input::Input;
use super::mapping::Mapping;
use super::open::each_table;
use super::read::{Asked, Run};
use super::tables;
use crate::rulebook::RuleBook;

/// What a file is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FileProfile {
    /// As messages name it.
    pub file: String,
    /// Its tables, in their order.
    pub tables: Vec<TableProfile>,
    /// Its sheets that are hidden.
    pub hidden: Vec<String>,
    /// Its sheets that say nothing.
    pub empty: Vec<String>,
}

/// Looks at a file. `input` gives it as often as it is read.
///
/// # Errors
/// It cannot be read, is no table, is damaged, is changed while it is read, or passes a limit.
pub fn inspect(input: impl Fn() -> Input) -> Result<FileProfile, LedgerError> {
    let mut scout = Scout::default();
    let seen = each_table(input(), &mut scout);
    match seen {
        // Of a workbook without any table the sheets are told.
        Err(LedgerError::NoHeader { .. }) if !scout.found.is_empty() => {}
        seen => seen?,
    }
    let mut profile = FileProfile { file: input().name, ..FileProfile::default() };
    let (found, hidden) = scout.into_found();
    profile.hidden = hidden;
    for table in found {
        let mapping = Mapping {
            sheets: table.sheet.iter().cloned().collect(),
            header: table.row,
            relation: table.relation.clone(),
            ..Mapping::default()
        };
        let mut profiler = Profiler::new(&table);
        match each_table(input().mapped(mapping), &mut profiler) {
            Err(LedgerError::NoHeader { .. }) if table.sheet.is_some() => {}
            read => read?,
        }
        match profiler.profile {
            Some(found) => profile.tables.push(found),
            None => profile.empty.extend(table.sheet),
        }
    }
    Ok(profile)
}

/// The register that institution cells are looked up in.
pub struct Institutions(People);

impl Institutions {
    /// Reads a register as its mapping says.
    ///
    /// # Errors
    /// Those of a register (docs/records.md).
    pub fn read(book: &RuleBook, register: Input) -> Result<Self, LedgerError> {
        let mut run = Run::new(book, Asked::default());
        let mut ignore = |_: &super::intake::Reject| {};
        each_table(register, &mut tables::Register::new(&mut run, &mut ignore))?;
        Ok(Self(People::new(run.into_register().unwrap_or_default())))
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.count()
    }

    /// How the cells of a column name institutions of the register.
    #[must_use]
    pub fn matched(&self, column: &ColumnProfile) -> NameMatch {
        self.0.matched(column)
    }
}
