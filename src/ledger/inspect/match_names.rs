//! How the cells of a column name the institutions of a register.

use super::super::names::{How, Matched};
use super::super::register::{Found, Register};
use super::column::ColumnProfile;
use crate::calendar::Day;
use crate::text::Nearest;

/// How many cells that name nobody are told.
const TOLD: usize = 5;

/// How the cells of a column name institutions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NameMatch {
    /// The rows by how their institution was found.
    pub found: Matched,
    /// The rows whose cell means several.
    pub several: u64,
    /// The rows whose cell means nobody.
    pub nobody: u64,
    /// Cells that mean nobody or several, with their rows and the name that is nearest.
    pub strangers: Vec<(String, u64, Option<String>)>,
    /// How many more of them there are.
    pub more: usize,
}

impl NameMatch {
    /// The rows whose institution was found.
    #[must_use]
    pub fn rows(&self) -> u64 {
        How::ALL.into_iter().map(|how| self.found.of(how)).sum()
    }
}

/// The register, as cells are looked up in it.
pub(super) struct People {
    register: Register,
    names: Vec<String>,
}

impl People {
    pub(super) fn new(register: Register) -> Self {
        let mut names: Vec<String> = register.subjects.iter().map(|subject| subject.id.clone()).collect();
        register.each_name(|_, _, _, name| names.push(name.to_owned()));
        Self { register, names }
    }

    pub(super) fn count(&self) -> usize {
        self.register.subjects.len()
    }

    pub(super) fn matched(&self, column: &ColumnProfile) -> NameMatch {
        let day = column.dates.as_ref().and_then(super::dates::Dates::bounds).map_or(Day::LAST, |(_, last)| last);
        let mut said = NameMatch::default();
        let mut nearest = Nearest::default();
        for (cell, rows) in &column.values {
            match self.register.find_subject(cell, day) {
                Found::One(found) => {
                    said.found.count_rows(found.how, *rows);
                    continue;
                }
                Found::Several(..) => said.several += rows,
                Found::None => said.nobody += rows,
            }
            if said.strangers.len() < TOLD {
                let near = nearest.find(cell, self.names.iter().map(String::as_str)).map(str::to_owned);
                said.strangers.push((cell.clone(), *rows, near));
            } else {
                said.more += 1;
            }
        }
        said
    }
}
