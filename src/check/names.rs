//! The names of a run: categories, activities, attributes, and the fields of each activity (docs/language.md section
//! 2).

use rustc_hash::{FxHashMap, FxHashSet};

use super::problem::{NameProblem, What};
use crate::rulebook::normalise;
use crate::syntax::ast::Word;
use crate::text::{FileId, Nearest, Span};

/// The files whose declarations a file sees: itself and what it uses, directly or not.
#[derive(Debug, Default)]
pub(super) struct Reach {
    files: FxHashSet<FileId>,
    /// A used file could not be read: names that are not found may be declared there.
    pub incomplete: bool,
}

impl Reach {
    pub fn add(&mut self, file: FileId) -> bool {
        self.files.insert(file)
    }

    pub fn holds(&self, file: FileId) -> bool {
        self.files.contains(&file)
    }
}

/// One thing with a name.
#[derive(Debug, Default)]
pub(super) struct Named {
    pub name: String,
    pub aliases: Vec<String>,
    /// Where it is declared, one place a file at most; empty for a name that declared itself.
    pub places: Vec<Span>,
}

impl Named {
    pub fn declared_within(&self, reach: &Reach) -> bool {
        self.places.iter().any(|place| reach.holds(place.file))
    }
}

/// The things of one kind, by name and alias.
#[derive(Debug, Default)]
pub(super) struct Namespace {
    pub things: Vec<Named>,
    by_name: FxHashMap<String, usize>,
    /// Every declared name and alias in the order of declaration, for look-alikes.
    spellings: Vec<(String, usize)>,
}

impl Namespace {
    /// Declares a name; a second time in one file is a problem and gives `None`.
    pub fn declare(&mut self, what: &What, word: &Word) -> Result<usize, NameProblem> {
        let index = self.intern(&word.text);
        let Some(thing) = self.things.get_mut(index) else { return Ok(index) };
        if let Some(first) = thing.places.iter().find(|place| place.file == word.span.file) {
            let (name, first, second) = (word.text.clone(), *first, word.span);
            return Err(NameProblem::Duplicate { what: what.clone(), name, first, second });
        }
        if thing.places.is_empty() {
            self.spellings.push((word.text.clone(), index));
        }
        thing.places.push(word.span);
        Ok(index)
    }

    /// Adds another name of a thing; once all names are declared.
    pub fn alias(&mut self, what: &What, index: usize, word: &Word) -> Result<(), NameProblem> {
        let alias = normalise(&word.text).into_owned();
        match self.by_name.get(&alias) {
            Some(&other) if other == index => Ok(()),
            Some(&other) => {
                let (owner, holder) = (self.name(index).to_owned(), self.name(other).to_owned());
                let first = self.things.get(other).and_then(|thing| thing.places.first()).copied();
                Err(NameProblem::AliasOfTwo { what: what.clone(), alias, owner, holder, first, span: word.span })
            }
            None => {
                if let Some(thing) = self.things.get_mut(index) {
                    thing.aliases.push(alias.clone());
                }
                self.by_name.insert(alias.clone(), index);
                self.spellings.push((alias, index));
                Ok(())
            }
        }
    }

    /// The thing of a name or alias.
    pub fn get(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    /// The thing of a name or alias, made if it is new.
    pub fn intern(&mut self, name: &str) -> usize {
        if let Some(&index) = self.by_name.get(name) {
            return index;
        }
        let index = self.things.len();
        self.things.push(Named { name: name.to_owned(), ..Named::default() });
        self.by_name.insert(name.to_owned(), index);
        index
    }

    /// The declared name of a thing.
    pub fn name(&self, index: usize) -> &str {
        self.things.get(index).map_or("", |thing| thing.name.as_str())
    }

    /// Whether the thing is declared in one of these files.
    pub fn declared_within(&self, index: usize, reach: &Reach) -> bool {
        self.things.get(index).is_some_and(|thing| thing.declared_within(reach))
    }

    /// The declared name or alias within reach that looks most like this one.
    pub fn nearest(&self, name: &str, reach: &Reach, nearest: &mut Nearest) -> Option<String> {
        let within = self.spellings.iter().filter(|(_, index)| self.declared_within(*index, reach));
        nearest.find(name, within.map(|(spelling, _)| spelling.as_str())).map(str::to_owned)
    }
}
