//! Verdicts to what people and machines read. A [`Report`] holds totals, never all verdicts: they stream past a
//! [`Tally`]; renderers add no facts of their own, one a file.

pub mod csv;
mod data;
pub mod json;
pub mod ndjson;
mod provenance;
mod selection;
mod tally;
#[cfg(feature = "cli")]
pub mod text;

pub use provenance::{ENGINE, Ignored, Input, Provenance, Role, Rows, RuleFile};
pub use selection::Selection;
pub use tally::Tally;

use crate::calendar::Day;
use crate::ledger::{EXAMPLES, Ledger, Membership, SubjectId};
use crate::rulebook::RuleBook;
use crate::verdict::{Counts, RuleId, Verdict};

/// How many of the worst breaches a report lists unless told otherwise.
pub const LIMIT: usize = 1_000;

/// What a run found, and what it was made from.
#[derive(Debug)]
pub struct Report<'a> {
    /// The rules.
    pub book: &'a RuleBook,
    /// The subjects and records that the verdicts name.
    pub ledger: &'a Ledger,
    /// The judged day.
    pub as_of: Day,
    /// What the run was made from.
    pub provenance: &'a Provenance,
    /// What the outputs show.
    pub selection: &'a Selection,
    /// The counts.
    pub tally: Tally,
    /// The worst breaches shown, worst first.
    pub worst: Vec<Verdict>,
    /// How many of a kind are listed.
    pub limit: usize,
}

impl<'a> Report<'a> {
    /// A report before any verdict is counted; `limit` is how many of the worst breaches it will list.
    #[must_use]
    pub fn new(
        (book, ledger, as_of): (&'a RuleBook, &'a Ledger, Day),
        provenance: &'a Provenance,
        selection: &'a Selection,
        limit: usize,
    ) -> Self {
        Self { book, ledger, as_of, provenance, selection, tally: Tally::new(limit), worst: Vec::new(), limit }
    }

    /// Ends the counting: the worst breaches are put in order.
    pub fn close(&mut self) {
        let (tally, worst) = std::mem::take(&mut self.tally).into_worst();
        self.tally = tally;
        self.worst = worst;
    }

    /// The counts of a rule.
    #[must_use]
    pub fn counts(&self, rule: RuleId) -> Counts {
        self.tally.by_rule.get(rule.0 as usize).copied().unwrap_or_default()
    }

    /// The institutions of the register that have no verdict at all, whatever is shown: how many, and the first few.
    /// None where nobody says who there is, or where no day is judged. `report` must be closed.
    #[must_use]
    pub fn without_duty(&self) -> (u64, Vec<SubjectId>) {
        let mut first = Vec::new();
        let mut count = 0;
        let register = self.provenance.inputs.iter().any(|input| input.role == Role::Register);
        if !register || self.ledger.coverage().is_none() {
            return (count, first);
        }
        let mut bound = self.tally.bound.iter().peekable();
        for subject in (0..).take(self.ledger.subjects().len()).map(SubjectId) {
            let place = self.ledger.last_row(subject).is_some_and(|row| row.membership == Membership::Place);
            if bound.next_if_eq(&&subject).is_some() || place || !self.selection.asks_for(subject) {
                continue;
            }
            count += 1;
            if first.len() < EXAMPLES {
                first.push(subject);
            }
        }
        (count, first)
    }

    /// The last known category of a subject, and whether the rules name it; `None` where the register does not say.
    #[must_use]
    pub fn category(&self, subject: SubjectId) -> Option<(&'a str, bool)> {
        match self.ledger.last_row(subject)?.membership {
            Membership::In(category) => self.book.category(category).map(|found| (found.name.as_str(), true)),
            Membership::Other(text) => Some((self.ledger.texts().get(text), false)),
            Membership::Unknown | Membership::Every | Membership::Place => None,
        }
    }

    /// The rules that are shown, in the order of their ids.
    pub fn rules(&self) -> impl Iterator<Item = (RuleId, &'a crate::rulebook::Rule)> {
        let numbered = (0_u32..).map(RuleId).zip(&self.book.rules);
        numbered.filter(|(rule, _)| self.selection.shows_rule(*rule))
    }

    /// The counts of all shown rules together.
    #[must_use]
    pub fn total(&self) -> Counts {
        let mut total = Counts::default();
        for counts in &self.tally.by_rule {
            total.merge(counts);
        }
        total
    }
}
