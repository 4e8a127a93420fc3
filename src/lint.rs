//! Lints: what the rules say and probably do not mean. Every one is a warning, runs on rules without an error, and has
//! a file of its own in this folder whose first comment is the page that `guiju explain CODE` prints.
//!
//! A lint that speaks says something that is surely so; where it cannot know, it is silent. Those that are a matter of
//! taste speak in files with a `policy` only: a file without one is an exercise. A rule whose `tags` name
//! `allow-CODE` knows of that finding, and is not told it again.

mod ambiguous_alias;
mod anonymous_rule;
mod binds_no_day;
mod binds_nobody;
mod conflict;
mod demand;
mod every_or_each;
mod look_alike_name;
mod no_cite;
mod pairs;
mod period_without_duty;
mod phrases;
mod precondition_before_coverage;
mod redundant;
mod response;
mod subjects;
mod timeline;
mod unset_parameter;
mod unused_activity;
mod unused_parameter;
mod world;

pub use conflict::{Clash, Conflict};
pub use demand::Stretch;
pub use redundant::{Holding, Redundant};
pub use timeline::{Collision, Inclusion};

use crate::calendar::Day;
use crate::check::Loaded;
use crate::diagnostic::{Explain, Problems, pages};
use crate::rulebook::RuleBook;
use crate::text::{Language, Span};
use world::World;

/// One lint.
struct Lint {
    code: &'static str,
    /// Its file, whose first comment is its page.
    file: &'static str,
    look: fn(&World<'_>, &mut Findings),
}

macro_rules! lints {
    ($($code:literal $module:ident $file:literal),+ $(,)?) => {
        [$(Lint { code: $code, file: include_str!($file), look: $module::look }),+]
    };
}

/// Every lint, in the order of their codes.
static LINTS: [Lint; 14] = lints![
    "ambiguous-alias" ambiguous_alias "lint/ambiguous_alias.rs",
    "anonymous-rule" anonymous_rule "lint/anonymous_rule.rs",
    "binds-no-day" binds_no_day "lint/binds_no_day.rs",
    "binds-nobody" binds_nobody "lint/binds_nobody.rs",
    "conflict" conflict "lint/conflict.rs",
    "every-or-each" every_or_each "lint/every_or_each.rs",
    "look-alike-name" look_alike_name "lint/look_alike_name.rs",
    "no-cite" no_cite "lint/no_cite.rs",
    "period-without-duty" period_without_duty "lint/period_without_duty.rs",
    "precondition-before-coverage" precondition_before_coverage "lint/precondition_before_coverage.rs",
    "redundant" redundant "lint/redundant.rs",
    "unset-parameter" unset_parameter "lint/unset_parameter.rs",
    "unused-activity" unused_activity "lint/unused_activity.rs",
    "unused-parameter" unused_parameter "lint/unused_parameter.rs",
];

/// Of one lint, no more than these are told: a file of a machine may have many thousands.
const MOST_TOLD: usize = 50;

/// Which lints run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Choice {
    /// All of them.
    #[default]
    All,
    /// Those of these codes.
    Only(Vec<String>),
}

/// Looks at rules that have no error; gives nothing for others, which may lack what is wrong.
#[must_use]
pub fn lint(loaded: &Loaded, choice: &Choice) -> Problems {
    let mut findings = Findings::default();
    if !loaded.problems.has_errors() {
        let world = World::new(loaded);
        findings.allowed = allowed(&world);
        for lint in &LINTS {
            let chosen = match choice {
                Choice::All => true,
                Choice::Only(codes) => codes.iter().any(|code| code == lint.code),
            };
            if chosen {
                findings.left = MOST_TOLD;
                (lint.look)(&world, &mut findings);
            }
        }
    }
    findings.problems.sort();
    findings.problems
}

/// Where a rule says that it knows of what a lint finds: the places of rules with such tags.
fn allowed(world: &World<'_>) -> Vec<(Span, Vec<String>)> {
    let tagged = world.rules.iter().filter_map(|placed| {
        let tags = placed.rule.description.tags.iter().filter_map(|tag| tag.strip_prefix("allow-"));
        let codes: Vec<String> = tags.map(str::to_owned).collect();
        (!codes.is_empty()).then_some((placed.written.span, codes))
    });
    tagged.collect()
}

/// Pairs of rules that cannot both be met; rules with an error are left aside.
#[must_use]
pub fn conflicts(loaded: &Loaded) -> Vec<Conflict> {
    conflict::conflicts(&World::new(loaded), usize::MAX)
}

/// Rules that other rules of the same policy imply; rules with an error are left aside.
#[must_use]
pub fn redundancies(loaded: &Loaded) -> Vec<Redundant> {
    redundant::redundancies(&World::new(loaded), usize::MAX)
}

/// Days on which records would meet two rules of the book from one day to another, for a subject that opens on the
/// first; `None` where there are none, or the rules are not of the family that is decided. The records of the two are
/// taken to be the same.
#[must_use]
pub fn compliant_days(book: &RuleBook, one: usize, other: usize, from: Day, to: Day) -> Option<Vec<Day>> {
    let demand = |at: usize| book.rules.get(at).and_then(demand::Demand::of);
    timeline::compliant(demand(one)?, demand(other)?, from, to)
}

/// Every code, in ascending order.
pub fn codes() -> impl Iterator<Item = &'static str> {
    LINTS.iter().map(|lint| lint.code)
}

/// The page that `guiju explain CODE` prints, as Markdown; `None` for a code of another stage.
#[must_use]
pub fn page(code: &str, language: Language) -> Option<String> {
    let lint = LINTS.iter().find(|lint| lint.code == code)?;
    let comment = lint.file.lines().map_while(|line| line.strip_prefix("//!"));
    let text: Vec<&str> = comment.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    pages::in_language(&text.join("\n"), language).map(str::to_owned)
}

/// What the lints found.
#[derive(Default)]
struct Findings {
    problems: Problems,
    /// How many more of the lint at hand are told.
    left: usize,
    /// The places of rules that know of what these lints find.
    allowed: Vec<(Span, Vec<String>)>,
}

impl Findings {
    fn tell(&mut self, finding: &impl Explain) {
        let Some(left) = self.left.checked_sub(1) else { return };
        let found = finding.diagnostic();
        let known = |place: Span| {
            self.allowed.iter().any(|(rule, codes)| {
                let within = rule.file == place.file && rule.start <= place.start && place.end <= rule.end;
                within && codes.iter().any(|code| code == found.code)
            })
        };
        if !known(found.span) && !found.related.iter().any(|(place, _)| known(*place)) {
            self.left = left;
            self.problems.push(found);
        }
    }

    /// Whether more would not be told.
    const fn full(&self) -> bool {
        self.left == 0
    }
}
