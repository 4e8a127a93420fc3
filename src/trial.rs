//! Tests in the language: `test` statements are judged by the engine itself and told in law's own terms
//! (docs/language.md section 10).
//!
//! Where the page is silent, a test is read as follows.
//!
//! - A test may speak of every rule of the run. It judges the rules that its `expect` lines name.
//! - Without a single `given` of a subject there is no register: whoever has a record is in every category. With one,
//!   a record of anybody else is an error. The columns `name`, `region`, `parent`, `opened`, `closed`, `from` and `to`
//!   are always there: what a line leaves out is an empty cell.
//! - A record is called by its `id`, else by its place among the records of the test, from 1.
//! - `expect "S" STATUS R in LABEL`: every duty of S under R whose due day (else its last day, else the judged day)
//!   lies in LABEL has the status, and there is at least one. A duty whose own label is LABEL counts too, wherever its
//!   due day was moved to, except in seasons of hours: a night is due in the morning, and only that day is meant.
//!   `expect "S" no R`: there is none. Where R speaks of a population, S is the group.
//! - A number, date or time stands for its own text where a text is asked for.
//! - Names that nothing declares are errors where names of their sort are declared in reach (in a file that has no
//!   rule: anywhere in the run); else they declare themselves, and one that is all but a known one is warned about.

mod cells;
mod coverage;
mod expectation;
mod given;
mod json;
mod junit;
mod known;
pub mod pages;
mod problem;
mod table;
mod text;
mod why;
mod wording;

pub use coverage::{Edge, RuleCoverage};
pub use expectation::{Failed, Failure, FoundDuty, Proof};
pub use json::render as json;
pub use junit::render as junit;
pub use problem::Problem;
pub use text::render as text;

use self::coverage::Tally;
use self::given::Given;
use self::known::Known;
use crate::calendar::WorkingDays;
use crate::check::Loaded;
use crate::diagnostic::Problems;
use crate::evaluate::evaluate;
use crate::rulebook::{RuleBook, normalise};
use crate::syntax::ast::{Expectation, Statement, Test};
use crate::text::{FileId, Nearest, Span};

/// What the tests of a run came to.
#[derive(Debug, Clone)]
pub struct Trials {
    /// The tests that were run, in the order of files and places.
    pub tests: Vec<Tried>,
    /// How many tests there are, whatever the filter.
    pub all: usize,
    /// What is wrong with the tests themselves.
    pub problems: Problems,
    /// What they touched of each rule, in the order of the rules' ids.
    pub coverage: Vec<RuleCoverage>,
}

/// One test that was run.
#[derive(Debug, Clone)]
pub struct Tried {
    /// The file it stands in.
    pub file: FileId,
    /// Its title.
    pub title: String,
    /// Where the title stands.
    pub span: Span,
    /// The whole test.
    pub lines: Span,
    /// How many expectations it has.
    pub expectations: usize,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of a test.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// Every expectation holds.
    Passed,
    /// These do not.
    Failed(Vec<Failure>),
    /// A line of it is wrong, so it was not judged.
    Wrong,
}

impl Trials {
    /// How many tests passed, failed, and were wrong.
    #[must_use]
    pub fn counts(&self) -> (usize, usize, usize) {
        let count = |is: fn(&Outcome) -> bool| self.tests.iter().filter(|tried| is(&tried.outcome)).count();
        (
            count(|outcome| matches!(outcome, Outcome::Passed)),
            count(|outcome| matches!(outcome, Outcome::Failed(_))),
            count(|outcome| matches!(outcome, Outcome::Wrong)),
        )
    }

    /// The expectations that do not hold, in order, each with its test.
    pub fn failures(&self) -> impl Iterator<Item = (&Tried, &Failure)> {
        self.tests.iter().flat_map(|tried| {
            let failures = match &tried.outcome {
                Outcome::Failed(failures) => failures.as_slice(),
                Outcome::Passed | Outcome::Wrong => &[],
            };
            failures.iter().map(move |failure| (tried, failure))
        })
    }
}

/// Runs the tests of the files the user named whose title holds `filter`. The rules must be without an error.
#[must_use]
pub fn run(loaded: &Loaded, filter: Option<&str>) -> Trials {
    let filter = filter.map(|filter| normalise(filter).to_lowercase());
    let mut trials = Trials { tests: Vec::new(), all: 0, problems: Problems::default(), coverage: Vec::new() };
    let mut tally = Tally::new(&loaded.book);
    let mut nearest = Nearest::default();
    let mut narrow = Narrow::new(&loaded.book);
    for file in loaded.files.iter().filter(|file| file.root) {
        let known = Known::new(loaded, file);
        for statement in &file.tree.statements {
            let Statement::Test(test) = statement else { continue };
            trials.all += 1;
            let title = normalise(&test.title.text);
            if filter.as_ref().is_some_and(|filter| !title.to_lowercase().contains(filter)) {
                continue;
            }
            let mut problems = Vec::new();
            let judged = judge(&known, test, &mut narrow, &mut nearest, &mut problems, &mut tally);
            trials.problems.extend(&problems);
            trials.tests.push(Tried {
                file: file.source.id,
                title: title.into_owned(),
                span: test.title.span,
                lines: test.span,
                expectations: expectations(test).count(),
                outcome: match judged {
                    None => Outcome::Wrong,
                    Some(failures) if failures.is_empty() => Outcome::Passed,
                    Some(failures) => Outcome::Failed(failures),
                },
            });
        }
    }
    trials.problems.sort();
    trials.coverage = tally.finish(&loaded.book);
    trials
}

/// What is wrong with the lines of the tests, none of them run. The rules must be without an error.
#[must_use]
pub fn check(loaded: &Loaded) -> Problems {
    let (mut problems, mut nearest) = (Problems::default(), Nearest::default());
    for file in loaded.files.iter().filter(|file| file.root) {
        let known = Known::new(loaded, file);
        for statement in &file.tree.statements {
            let Statement::Test(test) = statement else { continue };
            let mut found = Vec::new();
            Given::read(&known, test, &mut nearest, &mut found).expected(&known, test, &mut nearest, &mut found);
            problems.extend(&found);
        }
    }
    problems.sort();
    problems
}

/// The `expect` lines of a test.
fn expectations(test: &Test) -> impl Iterator<Item = &Expectation> {
    test.lines.iter().filter_map(|line| match line {
        crate::syntax::ast::TestLine::Expect(expectation) => Some(expectation),
        _ => None,
    })
}

/// The expectations of a test that do not hold; `None` where one of its lines is wrong.
fn judge(
    known: &Known<'_>,
    test: &Test,
    narrow: &mut Narrow<'_>,
    nearest: &mut Nearest,
    problems: &mut Vec<Problem>,
    tally: &mut Tally,
) -> Option<Vec<Failure>> {
    let given = Given::read(known, test, nearest, problems);
    let expected = given.expected(known, test, nearest, problems);
    if problems.iter().any(|problem| !problem.is_warning()) {
        return None;
    }
    let as_of = given.as_of?;
    let rules: Vec<usize> = expected.iter().map(|expected| expected.rule).collect();
    let book = narrow.to(&rules);
    let (ledger, intake) = match given.ledger(book, as_of) {
        Ok(made) => made,
        Err(cause) => {
            problems.push(Problem::Unreadable { span: test.title.span, cause: cause.wording() });
            return None;
        }
    };
    given.rejected(&intake, problems);
    if problems.iter().any(|problem| !problem.is_warning()) {
        return None;
    }
    let verdicts = evaluate(book, &ledger, WorkingDays::china(), as_of).collect();
    tally.test(book, &ledger, &verdicts, as_of);
    let scene = expectation::Scene { book, ledger: &ledger, verdicts: &verdicts, given: &given, as_of };
    Some(expected.iter().filter_map(|expected| scene.failure(expected)).collect())
}

/// The rule book with only some rules binding anybody; numbers stay what they are. A test would else judge every rule of
/// the run, and a subject without an opening owes a daily duty since the year 1.
struct Narrow<'b> {
    whole: &'b RuleBook,
    book: RuleBook,
    /// The rules that bind.
    binding: Vec<usize>,
}

impl<'b> Narrow<'b> {
    fn new(whole: &'b RuleBook) -> Self {
        let mut book = whole.clone();
        book.rules.iter_mut().for_each(|rule| rule.who.kinds.clear());
        Self { whole, book, binding: Vec::new() }
    }

    /// Lets these rules bind, and those that override them.
    fn to(&mut self, rules: &[usize]) -> &RuleBook {
        for at in self.binding.drain(..) {
            self.book.rules.get_mut(at).into_iter().for_each(|rule| rule.who.kinds.clear());
        }
        for at in rules {
            let overriding = self.whole.rules.get(*at).map_or(&[][..], |rule| rule.overridden_by.as_slice());
            for at in overriding.iter().chain(std::iter::once(at)) {
                if let (Some(rule), Some(whole)) = (self.book.rules.get_mut(*at), self.whole.rules.get(*at)) {
                    rule.who.kinds.clone_from(&whole.who.kinds);
                    self.binding.push(*at);
                }
            }
        }
        &self.book
    }
}
