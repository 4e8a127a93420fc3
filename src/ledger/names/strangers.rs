//! The institution cells that could not be matched: whom they may mean, and the list that a person decides.

use rustc_hash::FxHashMap;

use super::super::intake::{Reason, VALUE_SHOWN};
use super::super::register::Register;
use super::{Alike, CANDIDATES, Candidate, Why};
use crate::rulebook::normalise;

/// For how many different cells of a run candidates are looked for.
const ASKED: usize = 5_000;
/// How many different cells are listed.
const LISTED: usize = 100_000;

/// An institution cell that names nobody, or several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmatched {
    /// As it is written.
    pub cell: String,
    /// In how many rows.
    pub rows: u64,
    /// The first table it stands in.
    pub file: String,
    /// Its row there.
    pub row: u64,
    /// Whom it may mean.
    pub candidates: Vec<Candidate>,
}

/// The cells of a run that name nobody, or several.
#[derive(Debug, Default)]
pub(crate) struct Strangers {
    alike: Option<Alike>,
    asked: FxHashMap<String, Vec<Candidate>>,
    places: FxHashMap<String, usize>,
    listed: Vec<Unmatched>,
}

impl Strangers {
    /// The subjects whose names or ids look most like a cell that names nobody.
    pub(crate) fn near(&mut self, cell: &str, register: &Register) -> Vec<Candidate> {
        let cell = normalise(cell);
        if let Some(near) = self.asked.get(&*cell) {
            return near.clone();
        }
        if self.asked.len() >= ASKED {
            return Vec::new();
        }
        let alike = self.alike.get_or_insert_with(|| Alike::new(register));
        let near: Vec<Candidate> = (alike.of(&cell, CANDIDATES).into_iter())
            .map(|found| {
                let why = if found.name.is_some() { Why::Alike } else { Why::AlikeId };
                let name = found.name.or_else(|| register.name(found.subject).map(str::to_owned));
                Candidate { id: register.id(found.subject).to_owned(), name, why }
            })
            .collect();
        self.asked.insert(cell.into_owned(), near.clone());
        near
    }

    /// Completes why a row is rejected, and lists its cell where nobody is found by it.
    pub(crate) fn meet(&mut self, reason: &mut Reason, cell: &str, register: &Register, file: &str, row: u64) {
        let candidates = match reason {
            Reason::UnknownInstitution(near) => {
                if near.is_empty() {
                    *near = self.near(cell, register);
                }
                near
            }
            Reason::SeveralInstitutions(several) => several,
            _ => return,
        };
        // What is cut is no name, and nobody could decide it.
        if cell.chars().nth(VALUE_SHOWN).is_some() {
            return;
        }
        let key = normalise(cell);
        if let Some(known) = self.places.get(&*key).and_then(|at| self.listed.get_mut(*at)) {
            known.rows += 1;
        } else if self.listed.len() < LISTED {
            self.places.insert(key.clone().into_owned(), self.listed.len());
            let (cell, candidates) = (key.into_owned(), candidates.clone());
            self.listed.push(Unmatched { cell, rows: 1, file: file.to_owned(), row, candidates });
        }
    }

    /// The cells, those of most rows first.
    pub(crate) fn into_list(self) -> Vec<Unmatched> {
        let mut listed = self.listed;
        listed.sort_by(|one, other| other.rows.cmp(&one.rows).then_with(|| one.cell.cmp(&other.cell)));
        listed
    }
}
