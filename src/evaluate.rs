//! Rule book and ledger to verdicts: one engine, by columns, parallel by subject (docs/language.md sections 4 to 9).

mod after;
mod always;
mod amount;
mod answers;
mod apart;
mod before;
mod binding;
mod bounded;
mod by;
mod candidate;
mod condition;
mod context;
mod demand;
mod docket;
mod due;
mod each;
mod every;
mod fixed;
mod hours;
mod matching;
mod membership;
mod moment;
mod never;
mod order;
mod outcome;
mod population;
mod quantity;
mod readings;
mod remedy;
mod scope;
mod stretch;
mod tally;
mod terms;
mod whenever;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use self::binding::Binding;
use self::context::Context;
use self::demand::Demand;
use self::docket::Docket;

use crate::calendar::{Day, WorkingDays};
use crate::ledger::{Ledger, SubjectId};
use crate::rulebook::{Rule, RuleBook, Schedule, Task};
use crate::verdict::{RuleId, Verdict};

/// The verdicts of a rule book over a ledger, made when they are asked for.
#[derive(Debug)]
pub struct Verdicts<'a> {
    book: &'a RuleBook,
    ledger: &'a Ledger,
    working_days: &'a WorkingDays,
    as_of: Day,
    groups: OnceLock<Groups>,
}

/// The verdicts on groups, by the group's id.
type Groups = BTreeMap<String, Vec<Verdict>>;

/// Whoever verdicts are on: a subject, a group, or both where they have one id.
#[derive(Debug, Clone, Copy)]
struct Bearer<'g> {
    subject: Option<SubjectId>,
    /// What is said of the group of this id.
    group: &'g [Verdict],
}

/// Judges every duty of every subject as of the end of a day. Nothing is computed before the verdicts are asked for.
#[must_use]
pub const fn evaluate<'a>(
    book: &'a RuleBook,
    ledger: &'a Ledger,
    working_days: &'a WorkingDays,
    as_of: Day,
) -> Verdicts<'a> {
    Verdicts { book, ledger, working_days, as_of, groups: OnceLock::new() }
}

impl<'a> Verdicts<'a> {
    /// How many subjects are judged together: enough to spread, few enough to hold.
    const BLOCK: usize = 64;
    /// How many blocks are rendered before the first of them is handed on: it bounds what is held.
    const AT_ONCE: usize = 16;

    /// The judged day.
    #[must_use]
    pub const fn as_of(&self) -> Day {
        self.as_of
    }

    /// The verdicts of one subject, in the order of docs/language.md section 11; those on groups are not among them.
    #[must_use]
    pub fn of_subject(&self, subject: SubjectId) -> Vec<Verdict> {
        let mut verdicts = Vec::new();
        self.judge(subject, &mut verdicts);
        verdicts
    }

    fn context(&self) -> Option<Context<'a>> {
        Context::new(self.book, self.ledger, self.working_days, self.as_of)
    }

    fn judge(&self, subject: SubjectId, verdicts: &mut Vec<Verdict>) {
        let Some(context) = self.context() else { return };
        // Rules stand in the order of their ids, so the verdicts of a subject follow without a sort over all.
        for (number, rule) in (0..).map(RuleId).zip(&self.book.rules) {
            if rule.population.is_none() {
                of_rule(context, number, rule, subject, verdicts);
            }
        }
    }

    /// All verdicts at once, in the order of docs/language.md section 11.
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
        let bearers = self.bearers();
        for chunk in bearers.chunks(Self::BLOCK * Self::AT_ONCE) {
            for rendered in self.render(chunk, &render) {
                sink(rendered)?;
            }
        }
        Ok(())
    }

    /// Judges and renders blocks of bearers, on every core where there are threads; in order either way.
    fn render<T: Send>(&self, bearers: &[Bearer<'_>], render: &(impl Fn(&[Verdict]) -> T + Sync)) -> Vec<T> {
        let block = |verdicts: &mut Vec<Verdict>, bearers: &[Bearer<'_>]| {
            verdicts.clear();
            for bearer in bearers {
                let start = verdicts.len();
                if let Some(subject) = bearer.subject {
                    self.judge(subject, verdicts);
                }
                if !bearer.group.is_empty() {
                    verdicts.extend_from_slice(bearer.group);
                    verdicts.get_mut(start..).unwrap_or_default().sort_by_key(|verdict| verdict.rule);
                }
            }
            render(verdicts)
        };
        #[cfg(feature = "threads")]
        {
            use rayon::prelude::*;
            // What holds the verdicts of one block holds those of the next.
            bearers.par_chunks(Self::BLOCK).map_init(Vec::new, block).collect()
        }
        #[cfg(not(feature = "threads"))]
        {
            let mut verdicts = Vec::new();
            bearers.chunks(Self::BLOCK).map(|bearers| block(&mut verdicts, bearers)).collect()
        }
    }

    /// Subjects and groups in the order of their ids.
    fn bearers(&self) -> Vec<Bearer<'_>> {
        let subjects = (0..).map(SubjectId).zip(self.ledger.subjects());
        let mut groups = self.groups.get_or_init(|| self.judge_groups()).iter().peekable();
        let mut bearers = Vec::with_capacity(self.ledger.subjects().len());
        for (number, subject) in subjects {
            while let Some((_, group)) = groups.next_if(|(group, _)| *group < &subject.id) {
                bearers.push(Bearer { subject: None, group });
            }
            let group =
                groups.next_if(|(group, _)| *group == &subject.id).map_or(&[][..], |(_, group)| group.as_slice());
            bearers.push(Bearer { subject: Some(number), group });
        }
        bearers.extend(groups.map(|(_, group)| Bearer { subject: None, group }));
        bearers
    }

    fn judge_groups(&self) -> Groups {
        let mut groups = Groups::new();
        let Some(context) = self.context() else { return groups };
        for (number, rule) in (0..).map(RuleId).zip(&self.book.rules) {
            let Some(population) = rule.population else { continue };
            let members = self.of_every_subject(|subject| {
                let mut own = Vec::new();
                of_rule(context, number, rule, subject, &mut own);
                population::members(context, rule, population, subject, &own)
            });
            for (group, mut verdicts) in population::judge(context, number, population, members) {
                order::sort(self.book, self.ledger, &mut verdicts);
                groups.entry(group).or_default().extend(verdicts);
            }
        }
        groups
    }

    /// What a function makes of every subject, in order.
    fn of_every_subject<T: Send>(&self, make: impl Fn(SubjectId) -> Vec<T> + Sync) -> Vec<T> {
        let count = u32::try_from(self.ledger.subjects().len()).unwrap_or(u32::MAX);
        let subjects: Range<u32> = 0..count;
        #[cfg(feature = "threads")]
        {
            use rayon::prelude::*;
            subjects.into_par_iter().flat_map_iter(|subject| make(SubjectId(subject))).collect()
        }
        #[cfg(not(feature = "threads"))]
        {
            subjects.flat_map(|subject| make(SubjectId(subject))).collect()
        }
    }
}

/// Adds the verdicts of one rule on one subject, in order.
fn of_rule(context: Context<'_>, number: RuleId, rule: &Rule, subject: SubjectId, verdicts: &mut Vec<Verdict>) {
    /// `always require C` looks at no record.
    static NOTHING: Task = Task { alternatives: Vec::new() };

    let Some(binding) = Binding::new(context, number, rule, subject) else { return };
    let start = verdicts.len();
    let mut docket = Docket { verdicts, breaches: Vec::new() };
    let values = u32::try_from(rule.for_each.len()).unwrap_or(u32::MAX);
    let tasks = if rule.tasks.is_empty() { std::slice::from_ref(&NOTHING) } else { rule.tasks.as_slice() };
    for task in tasks {
        if values == 0 {
            judge(&Demand::new(&binding, task, None), &mut docket);
        }
        for each in 0..values {
            judge(&Demand::new(&binding, task, Some(each)), &mut docket);
        }
    }
    remedy::apply(&binding, &mut docket);
    order::sort(context.book, context.ledger, verdicts.get_mut(start..).unwrap_or_default());
}

fn judge(demand: &Demand<'_, '_>, docket: &mut Docket) {
    match &demand.binding.rule.schedule {
        Schedule::Every(length) => every::judge(demand, length, docket),
        Schedule::EveryFrom { length, from, within } => fixed::judge(demand, length, from, within.as_ref(), docket),
        Schedule::Each(unit, window) => each::judge(demand, *unit, *window, docket),
        Schedule::By(moment) => by::judge(demand, moment, docket),
        Schedule::After { moment, within, never } => after::judge(demand, moment, within.as_ref(), *never, docket),
        Schedule::Before { moment, within } => before::judge(demand, moment, within.as_ref(), docket),
        Schedule::Never => never::judge(demand, docket),
        Schedule::InAny(length) => never::sliding(demand, length, docket),
        Schedule::Whenever => whenever::judge(demand, docket),
        Schedule::AlwaysUntil => always::judge(demand, None, docket),
        Schedule::AlwaysFor(length) => always::judge(demand, Some(length), docket),
        Schedule::AlwaysRequire(condition) => always::require(demand, condition, docket),
    }
}
