//! Whom a cell names: by id, by what a person decided, by a name held on the day, by another name that the register
//! has, else by a name that differs only in how it is written (docs/records.md).

mod alike;
mod decisions;
mod fold;
mod held;
mod strangers;

pub use decisions::Decisions;
pub use strangers::Unmatched;

pub(crate) use alike::Alike;
pub(crate) use fold::fold;
pub(crate) use held::{Names, Sort, Sought};
pub(crate) use strangers::Strangers;

use crate::text::Wording;

/// How many candidates are told of a cell that names nobody, or several.
pub const CANDIDATES: usize = 5;

/// How an institution was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum How {
    /// By its id.
    Id,
    /// A list of decisions says whom the cell means.
    Decision,
    /// By the name that it has on the record's day.
    Name,
    /// By another name that the register has for it.
    Alias,
    /// By a name that it has on other days.
    FormerName,
    /// By a name once both are written alike.
    Normalised,
    /// It is a region path.
    Region,
}

impl How {
    /// All of them, in the order they are asked in.
    pub const ALL: [Self; 7] =
        [Self::Id, Self::Decision, Self::Name, Self::Alias, Self::FormerName, Self::Normalised, Self::Region];

    /// As JSON names it.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Decision => "decision",
            Self::Name => "name",
            Self::Alias => "alias",
            Self::FormerName => "former_name",
            Self::Normalised => "normalised",
            Self::Region => "region",
        }
    }

    /// As sentences name it.
    #[must_use]
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Id => ("by id", "按编号"),
            Self::Decision => ("by decision", "按人工认定"),
            Self::Name => ("by name", "按名称"),
            Self::Alias => ("by alias", "按别名"),
            Self::FormerName => ("by a former name", "按曾用名"),
            Self::Normalised => ("after normalising", "按规范写法"),
            Self::Region => ("by region", "按地区"),
        }
    }
}

/// Rows by how their institution was found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Matched([u64; How::ALL.len()]);

impl Matched {
    /// How many were found so.
    #[must_use]
    pub fn of(&self, how: How) -> u64 {
        self.0.get(how as usize).copied().unwrap_or_default()
    }

    /// Whether some were found otherwise than by id.
    #[must_use]
    pub fn beyond_ids(&self) -> bool {
        How::ALL.into_iter().any(|how| how != How::Id && self.of(how) > 0)
    }

    /// Counts one.
    pub(crate) fn count(&mut self, how: How) {
        if let Some(count) = self.0.get_mut(how as usize) {
            *count += 1;
        }
    }

    /// Counts rows.
    pub(crate) fn count_rows(&mut self, how: How, rows: u64) {
        if let Some(count) = self.0.get_mut(how as usize) {
            *count += rows;
        }
    }

    /// Counts those of another table, too.
    pub fn add(&mut self, other: &Self) {
        for (count, more) in self.0.iter_mut().zip(other.0) {
            *count += more;
        }
    }

    /// What is told of them: `by id: 90, by name: 12`.
    #[must_use]
    pub fn wording(&self) -> Wording {
        let found = How::ALL.into_iter().filter(|how| self.of(*how) > 0);
        let (mut en, mut zh) = (Vec::new(), Vec::new());
        for how in found {
            let (english, chinese) = how.words();
            en.push(format!("{english}: {}", self.of(how)));
            zh.push(format!("{chinese} {}", self.of(how)));
        }
        Wording::new(en.join(", "), zh.join("、"))
    }
}

/// An institution that a cell may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Its id.
    pub id: String,
    /// Its name, where the register has one; the one that is like the cell, where it has several.
    pub name: Option<String>,
    /// How it comes to be one.
    pub why: Why,
}

/// Why an institution is a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The cell is its name, as it is the name of others.
    Shared(How),
    /// Its name looks like the cell.
    Alike,
    /// Its id looks like the cell.
    AlikeId,
}

impl Candidate {
    /// Id and name as a message quotes them: ``(`YL-001` 幸福院)``.
    pub(crate) fn quoted(&self) -> String {
        match &self.name {
            Some(name) => format!("`{}` {}", self.id, super::intake::brief(name)),
            None => format!("`{}`", self.id),
        }
    }

    /// Id, name and why, as a list of decisions has them.
    fn listed(&self) -> Wording {
        let name = self.name.as_ref().map_or(String::new(), |name| format!(" {name}"));
        let (en, zh) = match self.why {
            Why::Alike => ("alike", "相近"),
            Why::AlikeId => ("id alike", "编号相近"),
            Why::Shared(How::Name) => ("same name", "同名"),
            Why::Shared(How::Alias) => ("same alias", "别名相同"),
            Why::Shared(How::FormerName) => ("same former name", "曾用名相同"),
            Why::Shared(_) => ("same after normalising", "规范写法相同"),
        };
        Wording::new(format!("{}{name} ({en})", self.id), format!("{}{name}（{zh}）", self.id))
    }
}
