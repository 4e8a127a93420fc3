//! What lints look at: the checked rules beside the words they were written in.

use rustc_hash::FxHashMap;

use crate::check::Loaded;
use crate::rulebook::{Rule, RuleBook};
use crate::syntax::ast::{self, Modifier, Statement, Word};
use crate::text::{FileId, Source, Span};

/// A run, as lints see it.
pub(super) struct World<'a> {
    /// The checked rules.
    pub book: &'a RuleBook,
    /// Every file of the run, by `FileId`.
    pub files: Vec<File<'a>>,
    /// Every rule, in the order of the book.
    pub rules: Vec<Placed<'a>>,
}

/// One file.
pub(super) struct File<'a> {
    /// Its text.
    pub source: &'a Source,
    /// Its tree.
    pub tree: &'a ast::File,
    /// Its policy, if it is one of the user's files and has one.
    pub policy: Option<&'a ast::Policy>,
    /// Whether it is one of the user's files and has a rule.
    pub has_rules: bool,
    /// The files it uses.
    uses: &'a [FileId],
}

/// A rule and how it is written.
#[derive(Clone, Copy)]
pub(super) struct Placed<'a> {
    /// The checked rule.
    pub rule: &'a Rule,
    /// Its statement.
    pub written: &'a ast::Rule,
}

impl<'a> World<'a> {
    pub fn new(loaded: &'a Loaded) -> Self {
        let files = loaded.files.iter().map(|file| {
            let mut policies = file.tree.statements.iter().filter_map(|statement| match statement {
                Statement::Policy(policy) => Some(policy),
                _ => None,
            });
            let has_rules = file.tree.statements.iter().any(|statement| matches!(statement, Statement::Rule(_)));
            File {
                source: &file.source,
                tree: &file.tree,
                policy: policies.next().filter(|_| file.root),
                has_rules: file.root && has_rules,
                uses: &file.uses,
            }
        });
        let files: Vec<File<'a>> = files.collect();
        // A statement begins its line, so that file and line name it.
        let mut by_place: FxHashMap<(&str, usize), &'a ast::Rule> = FxHashMap::default();
        for file in files.iter().filter(|file| file.has_rules) {
            for statement in &file.tree.statements {
                if let Statement::Rule(rule) = statement {
                    by_place.insert((file.source.path.as_str(), file.source.line_of(rule.span.start)), rule);
                }
            }
        }
        let placed = loaded.book.rules.iter().filter_map(|rule| {
            let written = *by_place.get(&(rule.path.as_str(), rule.line))?;
            Some(Placed { rule, written })
        });
        let rules = placed.collect();
        Self { book: &loaded.book, files, rules }
    }

    /// The file of a place.
    pub fn file(&self, id: FileId) -> Option<&File<'a>> {
        self.files.get(id.0 as usize)
    }

    /// Whether some file sees the declarations of both files.
    pub fn are_seen_together(&self, one: FileId, other: FileId) -> bool {
        one == other
            || (0..self.files.len()).any(|at| {
                let mut seen = vec![FileId(u32::try_from(at).unwrap_or(u32::MAX))];
                let mut next = 0;
                while let Some(file) = seen.get(next).copied() {
                    next += 1;
                    let uses = self.file(file).map_or(&[][..], |file| file.uses);
                    let new: Vec<FileId> = uses.iter().copied().filter(|used| !seen.contains(used)).collect();
                    seen.extend(new);
                }
                seen.contains(&one) && seen.contains(&other)
            })
    }

    /// The rules in the order they are written.
    pub fn in_written_order(&self) -> Vec<Placed<'a>> {
        let mut rules = self.rules.clone();
        rules.sort_by_key(|placed| (placed.file(), placed.written.span.start));
        rules
    }
}

impl<'a> Placed<'a> {
    /// The file it stands in.
    pub fn file(&self) -> FileId {
        self.written.span.file
    }

    /// The words of its sentence.
    pub fn sentence(&self) -> Span {
        self.written.sentence.span
    }

    /// Its id where it has one, else its sentence.
    pub fn name(&self) -> Span {
        self.written.id.as_ref().map_or_else(|| self.sentence(), |id| id.span)
    }

    /// The lines of its description: title, `cite`, `because`, `note`.
    pub fn texts(&self) -> impl Iterator<Item = &'a Word> + use<'a> {
        let lines = self.written.modifiers.iter().filter_map(|modifier| match modifier {
            Modifier::Cite(text) | Modifier::Because(text) | Modifier::Note(text) => Some(text),
            _ => None,
        });
        self.written.title.iter().chain(lines)
    }

    /// Where its own `effective` stands.
    pub fn effective(&self) -> Option<&'a ast::Effective> {
        self.written.modifiers.iter().find_map(|modifier| match modifier {
            Modifier::Effective(effective) => Some(effective),
            _ => None,
        })
    }
}
