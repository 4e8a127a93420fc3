//! What a test may name: the things of the rule book, and whether a name that is none of them is an error.

use rustc_hash::FxHashSet;

use crate::check::problem::{NameProblem, What};
use crate::check::{Loaded, ParsedFile};
use crate::rulebook::{Activity, Category, Field, RuleBook, normalise};
use crate::syntax::ast::{Statement, Word};
use crate::text::{FileId, Nearest, Source};

/// The columns every register of a test has, besides its id and category.
pub(super) const COLUMNS: [&str; 7] = ["name", "region", "parent", "opened", "closed", "from", "to"];

/// What the tests of one file may name.
pub(super) struct Known<'l> {
    pub(super) book: &'l RuleBook,
    pub(super) source: &'l Source,
    /// Of what sorts there are declarations, so that an undeclared name is an error.
    categories: bool,
    activities: bool,
    attributes: bool,
    /// The activities whose fields are declared somewhere.
    listed: FxHashSet<&'l str>,
}

/// A name that is looked for.
pub(super) enum Looked<T> {
    /// It is this one.
    Found(T),
    /// It is none; an error where names of its sort are declared, else a warning.
    Wrong(NameProblem, bool),
    /// It is none, and may declare itself.
    New,
}

impl<'l> Known<'l> {
    pub(super) fn new(loaded: &'l Loaded, file: &'l ParsedFile) -> Self {
        let has_rule = file.tree.statements.iter().any(|statement| matches!(statement, Statement::Rule(_)));
        let reach = reach(&loaded.files, file.source.id);
        let mut known = Self {
            book: &loaded.book,
            source: &file.source,
            categories: false,
            activities: false,
            attributes: false,
            listed: FxHashSet::default(),
        };
        for other in &loaded.files {
            let asked = !has_rule || reach.contains(&other.source.id);
            for statement in &other.tree.statements {
                match statement {
                    Statement::Category(_) => known.categories |= asked,
                    Statement::Activity(activity) => {
                        known.activities |= asked;
                        if !activity.fields.is_empty() {
                            known.listed.insert(&activity.name.text);
                        }
                    }
                    Statement::Attribute(_) => known.attributes |= asked,
                    _ => {}
                }
            }
        }
        known
    }

    pub(super) fn category(&self, word: &Word, nearest: &mut Nearest) -> Looked<&'l Category> {
        let all = self.book.categories.iter().map(|thing| (thing, &thing.name, &thing.aliases));
        look(all, What::Category, word, self.categories, nearest)
    }

    pub(super) fn activity(&self, word: &Word, nearest: &mut Nearest) -> Looked<&'l Activity> {
        let all = self.book.activities.iter().map(|thing| (thing, &thing.name, &thing.aliases));
        look(all, What::Activity, word, self.activities, nearest)
    }

    pub(super) fn attribute(&self, word: &Word, nearest: &mut Nearest) -> Looked<&'l Field> {
        let all = self.book.attributes.iter().map(|thing| (thing, &thing.name, &thing.aliases));
        let found = look(all, What::Attribute, word, self.attributes, nearest);
        match found {
            Looked::Wrong(NameProblem::Unknown { nearest: None, .. }, _) | Looked::New => {
                match nearest.find(&word.text, COLUMNS).map(str::to_owned) {
                    Some(near) => Looked::Wrong(unknown(What::Attribute, word, Some(near)), !self.attributes),
                    None => found,
                }
            }
            found => found,
        }
    }

    pub(super) fn field(&self, activity: &'l Activity, word: &Word, nearest: &mut Nearest) -> Looked<&'l Field> {
        let strict = self.listed.contains(activity.name.as_str());
        let all = activity.fields.iter().map(|thing| (thing, &thing.name, &thing.aliases));
        look(all, What::Field { activity: activity.name.clone() }, word, strict, nearest)
    }

    pub(super) fn rule(&self, word: &Word, nearest: &mut Nearest) -> Result<usize, NameProblem> {
        let id = normalise(&word.text);
        if let Some(found) = self.book.rules.iter().position(|rule| normalise(&rule.id) == id) {
            return Ok(found);
        }
        let near = nearest.find(&id, self.book.rules.iter().map(|rule| rule.id.as_str())).map(str::to_owned);
        Err(unknown(What::Rule, word, near))
    }
}

fn unknown(what: What, word: &Word, nearest: Option<String>) -> NameProblem {
    NameProblem::Unknown { what, name: word.text.clone(), span: word.span, nearest, hint: None }
}

fn look<'l, T>(
    all: impl Iterator<Item = (&'l T, &'l String, &'l Vec<String>)> + Clone,
    what: What,
    word: &Word,
    strict: bool,
    nearest: &mut Nearest,
) -> Looked<&'l T> {
    let name = normalise(&word.text);
    let is = |other: &str| normalise(other) == name;
    if let Some((thing, ..)) = all.clone().find(|(_, own, aliases)| is(own) || aliases.iter().any(|alias| is(alias))) {
        return Looked::Found(thing);
    }
    let names = all.flat_map(|(_, own, aliases)| std::iter::once(own).chain(aliases));
    let near = nearest.find(&name, names.map(String::as_str)).map(str::to_owned);
    if strict || near.is_some() { Looked::Wrong(unknown(what, word, near), !strict) } else { Looked::New }
}

/// A file and those it uses, directly or not.
fn reach(files: &[ParsedFile], file: FileId) -> FxHashSet<FileId> {
    let mut reach = FxHashSet::default();
    let mut open = vec![file];
    while let Some(id) = open.pop() {
        if let Some(next) = files.get(id.0 as usize).filter(|_| reach.insert(id)) {
            open.extend(&next.uses);
        }
    }
    reach
}
