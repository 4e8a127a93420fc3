//! How a table is to be read, where it does not say so itself (docs/records.md): plain data. What it makes of the
//! rows of a table is its [`Plan`].

mod days;
mod plan;
mod planning;
mod rows;
mod said;
mod title;

pub(crate) use self::plan::{Facts, Plan};
pub(crate) use self::rows::{Mapped, is_total};
pub use self::said::Unmapped;
pub(crate) use self::title::stands_above;
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
    /// Where the columns that guiju knows come from.
    pub columns: Vec<Said<Vec<Piece>>>,
    /// Columns that say the same in every row.
    pub constants: Vec<Said<String>>,
    /// What cells mean, by what guiju calls their column: as it is written, and what it means.
    pub values: Vec<Said<Vec<(String, String)>>>,
    /// Rows that are left out: a column of the table, and its cells in such rows.
    pub skip: Vec<Said<Vec<String>>>,
    /// The columns of the table by which several rows are one record; its id.
    pub key: Option<Said<Vec<String>>>,
    /// The columns that are days of a month.
    pub days: Option<Days>,
    /// The records that every row is, where it is several.
    pub each: Vec<Each>,
    /// What of a database is read.
    pub relation: Relation,
    /// The file that says so, as messages name it.
    pub stated: String,
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

/// What a mapping says under a name. Where it stands makes no difference to what it means, so equality leaves it out.
#[derive(Debug, Clone, Default)]
pub struct Said<T> {
    /// The name.
    pub name: String,
    /// What it says.
    pub says: T,
    /// The line it stands in; 0 where nobody wrote it into a file.
    pub line: usize,
}

impl<T: PartialEq> PartialEq for Said<T> {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.says == other.says
    }
}

impl<T: Eq> Eq for Said<T> {}

/// What a cell comes from; several are joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// A column of the table.
    Column(String),
    /// A part of the cells of a column, counted from 1: what stands between the separators.
    Split {
        /// The column.
        column: String,
        /// What separates the parts.
        by: String,
        /// Which of them.
        part: usize,
    },
    /// The name of the sheet.
    Sheet,
    /// The name of the file, without its folder and ending.
    File,
    /// What stands behind these words above the header.
    Title(String),
}

/// The columns of a month sheet, one a day. Equality leaves out where it stands.
#[derive(Debug, Clone, Default)]
pub struct Days {
    /// Which month it is; full dates as headers need none.
    pub month: Option<Month>,
    /// The year of months that are named without one.
    pub year: Option<i32>,
    /// What says that it was done; [`Days::MARKS`] where none is named.
    pub marks: Vec<String>,
    /// What says that it was not done, besides an empty cell.
    pub blanks: Vec<String>,
    /// The field whose value the cell is; then every filled cell that is no blank is a record.
    pub field: Option<String>,
    /// The line it stands in.
    pub line: usize,
}

impl PartialEq for Days {
    fn eq(&self, other: &Self) -> bool {
        let said = |days: &Self| (days.month.clone(), days.year, days.field.clone());
        said(self) == said(other) && self.marks == other.marks && self.blanks == other.blanks
    }
}

impl Eq for Days {}

impl Days {
    /// What says that it was done, where the mapping does not.
    pub const MARKS: [&'static str; 8] = ["√", "✓", "✔", "☑", "v", "V", "1", "是"];
}

/// Where the month of a month sheet stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Month {
    /// In the mapping: year and month.
    Given(i32, u32),
    /// In the name of the sheet.
    Sheet,
    /// In the name of the file.
    File,
    /// Above the header.
    Title,
    /// In a column.
    Column(String),
}

/// One of the records that a row is. What the mapping says of all of them holds where it says nothing else.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Each {
    /// As [`Mapping::columns`].
    pub columns: Vec<Said<Vec<Piece>>>,
    /// As [`Mapping::constants`].
    pub constants: Vec<Said<String>>,
    /// As [`Mapping::values`].
    pub values: Vec<Said<Vec<(String, String)>>>,
}

impl Month {
    /// The month that a text such as `2024-03` or `2024年3月` names.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        days::month(text, None).map(|(year, month)| Self::Given(year, month))
    }
}

impl Mapping {
    /// Whether it says anything of columns or rows.
    pub(crate) fn maps(&self) -> bool {
        !(self.columns.is_empty()
            && self.constants.is_empty()
            && self.values.is_empty()
            && self.skip.is_empty()
            && self.key.is_none()
            && self.days.is_none()
            && self.each.is_empty())
    }

    /// How many columns of the table that it names are among `headers`: the row that has most is the header, if any is.
    #[cfg_attr(not(feature = "workbooks"), allow(dead_code, reason = "the header of a CSV file is its first row"))]
    pub(crate) fn named_in(&self, headers: &[String]) -> usize {
        self.named().filter(|name| planning::find(headers, name).next().is_some()).count()
    }

    fn named(&self) -> impl Iterator<Item = &str> {
        let columns = self.each.iter().flat_map(|each| &each.columns).chain(&self.columns);
        let pieces = columns.flat_map(|column| &column.says).filter_map(|piece| match piece {
            Piece::Column(name) | Piece::Split { column: name, .. } => Some(name.as_str()),
            Piece::Sheet | Piece::File | Piece::Title(_) => None,
        });
        let skipped = self.skip.iter().map(|skip| skip.name.as_str());
        pieces.chain(skipped).chain(self.key.iter().flat_map(|key| &key.says).map(String::as_str))
    }
}
