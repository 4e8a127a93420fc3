//! Trees of all files to one checked rule book: names, types, periods, uses (docs/language.md sections 2 to 6 and 11).
//!
//! Everything that is wrong is found in one run, and an error in one rule drops only that rule. Where the law's
//! page is silent, this stage decides as follows.
//!
//! - Categories, activities and attributes are one namespace a run, fields one an activity. A name declared in a file
//!   that is not in reach is unknown where declarations of its kind are in reach, and the same thing where none are.
//! - Files may use each other in a circle: only declarations are taken, so nothing depends on the order.
//! - Parameters are seen by the file that declares them and by those that use it. In a condition a parameter goes
//!   before a name that would declare itself; a declared field or attribute of the same name is an error.
//! - Behind `with` a bare name is an attribute, behind `where` and `require` a field of the record. `opened` and
//!   `closed` are the register's, unless the activity declares a field of that name.
//! - Text, choices and bools have no order; `=`, `!=`, `in` and (for text) `contains` compare them.
//! - In `by NAME` and `every … from NAME` a name that is declared nowhere is a date of the register, unless other rules
//!   use it as an activity or a field, a condition or `of region` stands behind it. Everywhere else it is an activity,
//!   unless other rules use it as an attribute.
//! - Seasons are like parameters: seen by the file that declares them and by those that use it. Each place may have its
//!   own 汛期.
//! - `trigger.F` may stand in `where` of the activity, in every number of the sentence and its modifiers, in the shift
//!   of its own moment, and in `otherwise`; never in the condition of a moment, where `matching` is meant.
//! - `overrides` and waivers of a rule that is wrong itself are no further problem.

mod book;
pub mod canonical;
mod category;
mod condition;
mod declaration;
mod kinds;
mod load;
mod lookup;
mod matching;
mod modifier;
mod moment;
mod named;
mod names;
pub mod pages;
mod policy;
pub mod problem;
mod quantity;
mod reference;
mod schedule;
mod season;
mod sentence;
mod uses;
mod value;

pub use load::{FileSystem, Loaded, Loader, NoFiles, load};
pub use problem::{Problem, Unreadable};

use rustc_hash::FxHashMap;

use crate::rulebook::{Rule, RuleBook};
use crate::syntax::ast::{self, Statement};
use crate::syntax::write::Spelling;
use crate::text::{FileId, Nearest, Source, Span};

/// One file of a run, parsed.
#[derive(Debug, Clone)]
pub struct ParsedFile {
    /// Its text; its id is its place in the list of files.
    pub source: Source,
    /// Its tree.
    pub tree: ast::File,
    /// Whether it was named by the user: a file reached only by `use` gives its declarations, not its rules or policy.
    pub root: bool,
    /// The files it uses.
    pub uses: Vec<FileId>,
    /// A file it uses could not be read: names that are not found may be declared there.
    pub incomplete: bool,
}

/// Checks all files of a run together. `files[i].source.id` must be `FileId(i)`; [`load`] sees to it.
#[must_use]
pub fn check(files: &[ParsedFile]) -> (RuleBook, Vec<Problem>) {
    let mut checker = Checker::default();
    checker.declare(files);
    for file in files.iter().filter(|file| file.root) {
        checker.check_policy(file);
    }
    checker.note_uses(files);
    for file in files.iter().filter(|file| file.root) {
        for statement in &file.tree.statements {
            if let Statement::Rule(rule) = statement {
                checker.check_rule(file, rule);
            }
        }
    }
    checker.finish(files)
}

/// What is known while the rules of a run are checked.
#[derive(Default)]
struct Checker {
    names: declaration::Names,
    nearest: Nearest,
    spelling: Spelling,
    policies: Vec<PlacedPolicy>,
    /// The rules that are right so far; `None` for those that turned out wrong.
    rules: Vec<Option<Rule>>,
    /// The first rule of every id.
    ids: FxHashMap<String, Span>,
    /// Their ids in order, once somebody asks for a look-alike.
    sorted_ids: Vec<String>,
    /// A rule without an id is wrong, so that its id is not among them.
    nameless_left_out: bool,
    overrides: Vec<reference::PlacedOverride>,
    /// Comparisons whose types may only be known once all rules are read.
    deferred: Vec<value::Deferred>,
    problems: Vec<Problem>,
    /// How many of them are errors; warnings drop no rule.
    errors: usize,
}

/// A policy, its file and its place.
struct PlacedPolicy {
    file: FileId,
    policy: crate::rulebook::Policy,
    effective: Option<Span>,
}

impl Checker {
    fn problem(&mut self, problem: impl Into<Problem>) {
        let problem = problem.into();
        self.errors += usize::from(!problem.is_warning());
        self.problems.push(problem);
    }
}
