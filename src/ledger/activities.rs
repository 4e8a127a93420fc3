//! Which activities are asked for: those that rules name, by name and alias, and names that are only nearly theirs.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::rulebook::{RuleBook, normalise};
use crate::text::Nearest;

/// The activities that rules name, by name and alias.
#[derive(Debug, Clone)]
pub(crate) struct Activities {
    numbers: FxHashMap<String, u32>,
}

impl Activities {
    pub(crate) fn new(book: &RuleBook) -> Self {
        let mut numbers = FxHashMap::default();
        for (number, activity) in (0..).zip(&book.activities).filter(|(_, activity)| activity.needed) {
            for name in std::iter::once(&activity.name).chain(&activity.aliases) {
                numbers.entry(normalise(name).into_owned()).or_insert(number);
            }
        }
        Self { numbers }
    }

    /// What a cell means; the caller numbers what no rule names.
    pub(crate) fn asked(&self, cell: &str) -> Asked {
        let name = normalise(cell);
        match self.numbers.get(&*name) {
            Some(number) => Asked::Needed(*number),
            None if name.is_empty() => Asked::Nothing,
            None if name.contains(char::REPLACEMENT_CHARACTER) => Asked::Garbled,
            None => Asked::NotNeeded(0),
        }
    }
}

/// What a cell of the activity column means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    Needed(u32),
    /// None that rules name; its number among the worker's ignored names.
    NotNeeded(u32),
    Garbled,
    Nothing,
}

/// The names and aliases of the activities that rules name.
pub(crate) fn needed_names(book: &RuleBook) -> Vec<&str> {
    let needed = book.activities.iter().filter(|activity| activity.needed);
    needed.flat_map(|activity| std::iter::once(&activity.name).chain(&activity.aliases)).map(String::as_str).collect()
}

/// Those of the ignored names that look like one that rules name, and are none the book knows. Words of two letters
/// are alike too easily.
pub(crate) fn alike<'n>(
    ignored: impl Iterator<Item = (&'n str, u64)>,
    book: &RuleBook,
    nearest: &mut Nearest,
) -> Vec<(&'n str, u64)> {
    let names = needed_names(book);
    let known: FxHashSet<String> = (book.activities.iter())
        .flat_map(|activity| std::iter::once(&activity.name).chain(&activity.aliases))
        .map(|name| normalise(name).into_owned())
        .collect();
    ignored
        .filter(|(name, _)| name.chars().nth(2).is_some() && !known.contains(*name))
        .filter(|(name, _)| nearest.find(name, names.iter().copied()).is_some())
        .collect()
}
