//! The register: whom the rules may bind, by id and by name.

mod known;
mod rows;

pub(crate) use known::Known;
pub(crate) use rows::RegisterRows;

use rustc_hash::FxHashMap;

use super::column::Column;
use super::intake::Reason;
use super::names::{CANDIDATES, Candidate, How, Names, Sort, Sought, Why};
use super::place::Places;
#[cfg(feature = "parquet")]
use super::short::Short;
use super::short::TextMap;
use super::subject::{Subject, SubjectRow};
use crate::calendar::Day;
use crate::rulebook::normalise;

/// Whom a cell names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Found {
    One(Match),
    /// Subjects, by number, and how the cell names all of them.
    Several(Vec<u32>, How),
    None,
}

/// Whom a cell names, and how; true of the days from the first to the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Match {
    pub(crate) bound: Bound,
    pub(crate) how: How,
    pub(crate) from: Day,
    pub(crate) to: Day,
}

impl Match {
    /// The same on whatever day.
    pub(crate) const fn always(bound: Bound, how: How) -> Self {
        Self { bound, how, from: Day::FIRST, to: Day::LAST }
    }
}

/// A subject, and its first and last open day, wide open where the register does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bound {
    pub(crate) subject: u32,
    pub(crate) opened: Day,
    pub(crate) closed: Day,
}

impl Bound {
    /// Somebody seen where there is no register; who it is stands beside it.
    pub(crate) const SEEN: Self = Self { subject: 0, opened: Day::FIRST, closed: Day::LAST };
}

/// The subjects in the order of their ids.
#[derive(Debug, Default)]
pub(crate) struct Register {
    pub(crate) subjects: Vec<Subject>,
    /// By subject, in ascending order of validity.
    pub(crate) rows: Vec<SubjectRow>,
    /// By row.
    names: Vec<Option<String>>,
    /// By row, as they are written, several behind each other; empty where the register has no such column.
    aliases: Vec<Option<String>>,
    former: Vec<Option<String>>,
    /// By row.
    pub(crate) attributes: Vec<Option<Column>>,
    /// With all that a record asks for, so that it is one look at memory.
    by_id: TextMap<Bound>,
    by_name: Names,
    /// Whom a person says that cells mean.
    pub(crate) decisions: FxHashMap<String, u32>,
    /// None unless a rule asks for records of a region.
    pub(crate) places: Places,
}

impl Register {
    /// Whom a record of a day is of: the subject of an id, of a decision, of a name as it is written, else a region path,
    /// else the subject of a name that is written in another way.
    pub(crate) fn find(&self, cell: &str, day: Day) -> Found {
        self.search(cell, day, |cell| self.places.find(cell))
    }

    /// Whom a cell means on a day that is no region path.
    pub(crate) fn find_subject(&self, cell: &str, day: Day) -> Found {
        self.search(cell, day, |_| None)
    }

    /// The subjects of ids as they are written in the register, one after the other.
    #[cfg(feature = "parquet")]
    pub(crate) fn by_short_ids(&self, ids: &[Short], mut take: impl FnMut(Option<Bound>)) {
        self.by_id.get_all_short(ids, |bound| take(bound.copied()));
    }

    fn search(&self, cell: &str, day: Day, place: impl Fn(&str) -> Option<Bound>) -> Found {
        let always = |bound, how| Found::One(Match::always(bound, how));
        if let Some(bound) = self.by_id.get(cell) {
            return always(*bound, How::Id);
        }
        let cell = normalise(cell);
        if let Some(bound) = self.by_id.get(&cell) {
            return always(*bound, How::Id);
        }
        if cell.is_empty() {
            return Found::None;
        }
        if let Some(bound) = self.decisions.get(&*cell).and_then(|subject| self.bound(*subject)) {
            return always(bound, How::Decision);
        }
        let exact = self.found(self.by_name.exact(self, &cell, day));
        if matches!(exact, Found::One(_)) {
            return exact;
        }
        if let Some(bound) = place(&cell) {
            return always(bound, How::Region);
        }
        match exact {
            Found::None => self.found(self.by_name.alike(self, &cell, day)),
            several => several,
        }
    }

    fn found(&self, sought: Sought) -> Found {
        match sought {
            Sought::Nobody => Found::None,
            Sought::Several(subjects, how) => Found::Several(subjects.into_vec(), how),
            Sought::One { subject, how, from, to } => {
                self.bound(subject).map_or(Found::None, |bound| Found::One(Match { bound, how, from, to }))
            }
        }
    }

    /// The subject of an id as it is written.
    #[inline]
    pub(crate) fn of_id(&self, cell: &str) -> Option<Bound> {
        self.by_id.get(cell).copied()
    }

    /// The subject of an id.
    pub(crate) fn subject_of(&self, id: &str) -> Option<u32> {
        let bound = self.by_id.get(id).or_else(|| self.by_id.get(&normalise(id)))?;
        Some(bound.subject)
    }

    /// What is wrong with a cell that names several subjects.
    pub(crate) fn several(&self, subjects: &[u32], how: How) -> Reason {
        let candidates = subjects.iter().take(CANDIDATES).map(|subject| Candidate {
            id: self.id(*subject).to_owned(),
            name: self.name(*subject).map(str::to_owned),
            why: Why::Shared(how),
        });
        Reason::SeveralInstitutions(candidates.collect())
    }

    /// The id of a subject, or the path of a region.
    pub(crate) fn called(&self, subject: u32) -> &str {
        let path = (subject as usize).checked_sub(self.subjects.len()).and_then(|at| self.places.paths.get(at));
        path.map_or_else(|| self.id(subject), String::as_str)
    }

    /// The id of a subject.
    pub(crate) fn id(&self, subject: u32) -> &str {
        self.subjects.get(subject as usize).map_or("", |subject| &subject.id)
    }

    /// The last name of a subject.
    pub(crate) fn name(&self, subject: u32) -> Option<&str> {
        let rows = self.subjects.get(subject as usize)?.rows.clone();
        let names = self.names.get(rows.start as usize..rows.end as usize)?;
        names.iter().rev().flatten().next().map(String::as_str)
    }

    /// The open days of a subject.
    pub(crate) fn bound(&self, subject: u32) -> Option<Bound> {
        self.by_id.get(self.id(subject)).copied()
    }

    /// Shows every name that the register has: whose it is, in which row, and what sort of name.
    pub(crate) fn each_name(&self, mut show: impl FnMut(u32, &SubjectRow, Sort, &str)) {
        for (number, subject) in (0..).zip(&self.subjects) {
            for at in subject.rows.clone() {
                let at = at as usize;
                let Some(row) = self.rows.get(at) else { continue };
                for (sort, names) in
                    [(Sort::Name, &self.names), (Sort::Alias, &self.aliases), (Sort::Former, &self.former)]
                {
                    match names.get(at) {
                        Some(Some(name)) if sort == Sort::Name => show(number, row, sort, name),
                        Some(Some(several)) => {
                            each_of(several, |name| show(number, row, sort, name));
                        }
                        _ => {}
                    }
                }
            }
        }
    }
}

/// The names in a cell that may have several.
fn each_of(cell: &str, show: impl FnMut(&str)) {
    let cell = normalise(cell);
    cell.split(['、', ';', '|', '\n']).map(str::trim).filter(|name| !name.is_empty()).for_each(show);
}
