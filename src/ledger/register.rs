//! The register: whom the rules may bind, by id and by name.

mod known;
mod rows;

pub(crate) use known::Known;
pub(crate) use rows::RegisterRows;

use rustc_hash::FxHashMap;

use super::column::Column;
use super::intake::{EXAMPLES, Reason};
use super::place::Places;
use super::short::{Short, TextMap};
use super::subject::{Subject, SubjectRow};
use crate::calendar::Day;
use crate::rulebook::normalise;
use crate::text::Nearest;

/// Whom a cell names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found<'a> {
    One(Bound),
    /// Subjects of one name, by number.
    Several(&'a [u32]),
    None,
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
    /// By row.
    pub(crate) attributes: Vec<Option<Column>>,
    /// With all that a record asks for, so that it is one look at memory.
    by_id: TextMap<Bound>,
    /// By every name a subject ever had.
    by_name: FxHashMap<String, Vec<u32>>,
    /// None unless a rule asks for records of a region.
    pub(crate) places: Places,
}

impl Register {
    /// Whom a record is of: the subject of an id, else of a name, else a region path.
    pub(crate) fn find(&self, cell: &str) -> Found<'_> {
        match self.find_subject(cell) {
            Found::One(bound) => Found::One(bound),
            other => self.places.find(cell).map_or(other, Found::One),
        }
    }

    /// The subject of an id as it is written in the register.
    #[inline]
    pub(crate) fn by_short_id(&self, id: Short) -> Option<Bound> {
        self.by_id.get_short(id).copied()
    }

    /// The subject of an id, else of a name.
    #[inline]
    pub(crate) fn find_subject(&self, cell: &str) -> Found<'_> {
        if let Some(subject) = self.by_id.get(cell) {
            return Found::One(*subject);
        }
        let cell = normalise(cell);
        if let Some(subject) = self.by_id.get(&cell) {
            return Found::One(*subject);
        }
        match self.by_name.get(&*cell).map(Vec::as_slice) {
            None | Some([]) => Found::None,
            Some([one]) => self.bound(*one).map_or(Found::None, Found::One),
            Some(several) => Found::Several(several),
        }
    }

    /// What is wrong with a name that several subjects have.
    pub(crate) fn several(&self, subjects: &[u32]) -> Reason {
        let ids = subjects.iter().take(EXAMPLES).map(|subject| self.id(*subject).to_owned());
        Reason::SeveralInstitutions(ids.collect())
    }

    /// The id of a subject.
    pub(crate) fn id(&self, subject: u32) -> &str {
        self.subjects.get(subject as usize).map_or("", |subject| &subject.id)
    }

    /// The open days of a subject.
    pub(crate) fn bound(&self, subject: u32) -> Option<Bound> {
        self.by_id.get(self.id(subject)).copied()
    }
}

/// The institutions of a file that the register does not have, and whom they may mean.
#[derive(Debug, Default)]
pub(crate) struct Strangers {
    asked: FxHashMap<String, Option<String>>,
    nearest: Nearest,
}

impl Strangers {
    /// How many different ones of a file are looked for.
    const ASKED: usize = 20;
    /// A register of more subjects is not searched for look-alikes.
    const SUBJECTS: usize = 50_000;

    /// The id or name that is nearest to a cell. Digits must be the same: another number is another institution.
    pub(crate) fn near(&mut self, cell: &str, register: &Register) -> Option<String> {
        let cell = normalise(cell);
        if let Some(near) = self.asked.get(&*cell) {
            return near.clone();
        }
        if self.asked.len() >= Self::ASKED || register.rows.len() > Self::SUBJECTS || cell.chars().nth(2).is_none() {
            return None;
        }
        let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).collect::<Vec<u8>>();
        let own = digits(&cell);
        let ids = register.subjects.iter().map(|subject| subject.id.as_str());
        let names = ids.chain(register.names.iter().flatten().map(String::as_str));
        let alike = names.filter(|name| digits(name) == own);
        let near = self.nearest.find(&cell, alike).map(str::to_owned);
        self.asked.insert(cell.into_owned(), near.clone());
        near
    }
}
