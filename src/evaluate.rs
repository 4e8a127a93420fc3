//! Rule book and ledger to verdicts: one engine, by columns, parallel by subject (LANGUAGE.md sections 4 to 8).

mod after;
mod answers;
mod before;
mod binding;
mod by;
mod candidate;
mod condition;
mod context;
mod each;
mod every;
mod never;
mod order;
mod outcome;
mod quantity;
mod trigger;
mod whenever;

use std::ops::Range;

use self::binding::Binding;
use self::context::Context;

use crate::calendar::Day;
use crate::ledger::{Ledger, SubjectId};
use crate::rulebook::{RuleBook, Schedule};
use crate::verdict::{RuleId, Verdict};

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
    const BLOCK: u32 = 64;
    /// How many blocks are rendered before the first of them is handed on: it bounds what is held.
    const AT_ONCE: u32 = 16;

    /// The judged day.
    #[must_use]
    pub const fn as_of(&self) -> Day {
        self.as_of
    }

    /// The verdicts of one subject, in the order of LANGUAGE.md section 11.
    #[must_use]
    pub fn of_subject(&self, subject: SubjectId) -> Vec<Verdict> {
        let mut verdicts = Vec::new();
        self.judge(subject, &mut verdicts);
        verdicts
    }

    fn judge(&self, subject: SubjectId, verdicts: &mut Vec<Verdict>) {
        let Some(context) = Context::new(self.book, self.ledger, self.as_of) else { return };
        // Rules stand in the order of their ids, so the verdicts of a subject follow without a sort over all.
        for (number, rule) in (0..).map(RuleId).zip(&self.book.rules) {
            let Some(binding) = Binding::new(context, number, rule, subject) else { continue };
            let start = verdicts.len();
            match &rule.schedule {
                Schedule::Every(length) => every::rolling(&binding, *length, verdicts),
                Schedule::EveryFrom(length, moment) => every::fixed(&binding, *length, *moment, verdicts),
                Schedule::Each(unit, window) => each::judge(&binding, *unit, *window, verdicts),
                Schedule::By(moment) => by::judge(&binding, *moment, verdicts),
                Schedule::After(moment, within) => after::judge(&binding, moment, *within, verdicts),
                Schedule::Before(moment, within) => before::judge(&binding, moment, *within, verdicts),
                Schedule::Never => never::judge(&binding, verdicts),
                Schedule::Whenever(require) => whenever::judge(&binding, require, verdicts),
            }
            order::sort(self.ledger, verdicts.get_mut(start..).unwrap_or_default());
        }
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
            let end = subjects.min(start.saturating_add(Self::BLOCK * Self::AT_ONCE));
            for rendered in self.render(start..end, &render) {
                sink(rendered)?;
            }
            start = end;
        }
        Ok(())
    }

    /// Judges and renders blocks of subjects, on every core where there are threads; in order either way.
    fn render<T: Send>(&self, subjects: Range<u32>, render: &(impl Fn(&[Verdict]) -> T + Sync)) -> Vec<T> {
        let starts: Vec<u32> = subjects.clone().step_by(Self::BLOCK as usize).collect();
        let block = |start: &u32| {
            let end = subjects.end.min(start.saturating_add(Self::BLOCK));
            let mut verdicts = Vec::new();
            for subject in *start..end {
                self.judge(SubjectId(subject), &mut verdicts);
            }
            render(&verdicts)
        };
        #[cfg(feature = "threads")]
        {
            use rayon::prelude::*;
            starts.par_iter().map(block).collect()
        }
        #[cfg(not(feature = "threads"))]
        {
            starts.iter().map(block).collect()
        }
    }
}
