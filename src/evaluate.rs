//! Rule book and ledger to verdicts: one engine, by columns, parallel by subject (docs/language.md sections 4 to 9).

mod after;
mod alike;
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
mod plain;
mod population;
mod quantity;
mod rare;
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

use self::alike::{Alike, Known};
use self::binding::Binding;
use self::context::{Context, Frame};
use self::demand::Demand;
use self::docket::Docket;

use crate::calendar::{Day, WorkingDays};
use crate::ledger::{Ledger, SubjectId};
use crate::rulebook::{Rule, RuleBook, Schedule, Task};
use crate::verdict::{Counts, Listed, ListedNow, RuleId, Verdict};

/// The verdicts of a rule book over a ledger, made when they are asked for.
#[derive(Debug)]
pub struct Verdicts<'a> {
    book: &'a RuleBook,
    ledger: &'a Ledger,
    working_days: &'a WorkingDays,
    as_of: Day,
    groups: OnceLock<Groups>,
    alike: OnceLock<Alike>,
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

/// What is said of one subject, or of a group.
#[derive(Debug, Clone, Copy)]
pub enum Judged<'v> {
    /// Verdicts, in order.
    Listed(&'v [Verdict]),
    /// Only how many of each status there are, of one rule on one subject.
    Counted {
        /// The rule.
        rule: RuleId,
        /// The subject.
        subject: SubjectId,
        /// How many.
        counts: &'v Counts,
    },
}

/// Judges every duty of every subject as of the end of a day. Nothing is computed before the verdicts are asked for.
#[must_use]
pub const fn evaluate<'a>(
    book: &'a RuleBook,
    ledger: &'a Ledger,
    working_days: &'a WorkingDays,
    as_of: Day,
) -> Verdicts<'a> {
    Verdicts { book, ledger, working_days, as_of, groups: OnceLock::new(), alike: OnceLock::new() }
}

impl<'a> Verdicts<'a> {
    /// How many subjects are rendered together: enough to spread, few enough to hold.
    const BLOCK: usize = 16;
    /// How many blocks are rendered before the first of them is handed on: it bounds what is held.
    const AT_ONCE: usize = 64;

    /// The judged day.
    #[must_use]
    pub const fn as_of(&self) -> Day {
        self.as_of
    }

    /// The verdicts of one subject, in the order of docs/language.md section 11; those on groups are not among them.
    #[must_use]
    pub fn of_subject(&self, subject: SubjectId) -> Vec<Verdict> {
        let mut verdicts = Vec::new();
        let Some(frame) = self.frame() else { return verdicts };
        let known = Known::of(Context::of(&frame), subject);
        for (number, rule) in self.own_rules() {
            of_rule(&known, number, rule, Listed::ALL.now(), &mut verdicts);
        }
        verdicts
    }

    fn frame(&self) -> Option<Frame<'_>> {
        let alike = self.alike.get_or_init(|| Alike::of(self.book));
        Frame::new(self.book, self.ledger, self.working_days, self.as_of, alike)
    }

    /// The rules that speak of subjects and not of groups.
    fn own_rules(&self) -> impl Iterator<Item = (RuleId, &Rule)> {
        (0..).map(RuleId).zip(&self.book.rules).filter(|(_, rule)| rule.population.is_none())
    }

    /// All verdicts at once, in the order of docs/language.md section 11.
    #[must_use]
    pub fn collect(&self) -> Vec<Verdict> {
        let mut all = Vec::new();
        let render = |block: &mut Vec<Verdict>, judged: Judged<'_>| {
            if let Judged::Listed(verdicts) = judged {
                block.extend_from_slice(verdicts);
            }
        };
        let done: Result<(), std::convert::Infallible> = self.stream(Listed::ALL, Vec::new, render, |block| {
            all.append(block);
            Ok(())
        });
        match done {
            Ok(()) => all,
        }
    }

    /// Streams the verdicts in blocks of subjects. `begin` makes what blocks are rendered into; `render` adds verdicts
    /// to it, those of one subject and one rule at a time, on every core; `sink` takes out what was rendered, in order,
    /// and leaves it empty for a later block. Verdicts that are not `listed` may come as a mere number.
    ///
    /// # Errors
    ///
    /// The first error of `sink` ends it.
    pub fn stream<T: Send, E>(
        &self,
        listed: Listed<'_>,
        begin: impl Fn() -> T,
        render: impl Fn(&mut T, Judged<'_>) + Sync,
        mut sink: impl FnMut(&mut T) -> Result<(), E>,
    ) -> Result<(), E> {
        let bearers = self.bearers();
        let mut pages: Vec<T> = Vec::new();
        for chunk in bearers.chunks(Self::BLOCK * Self::AT_ONCE) {
            let blocks = chunk.len().div_ceil(Self::BLOCK);
            while pages.len() < blocks {
                pages.push(begin());
            }
            let pages = pages.get_mut(..blocks).unwrap_or_default();
            self.render(listed, chunk, pages, &render);
            for page in pages {
                sink(page)?;
            }
        }
        Ok(())
    }

    /// Judges and renders blocks of bearers, a page each, on every core where there are threads.
    fn render<T: Send>(
        &self,
        listed: Listed<'_>,
        bearers: &[Bearer<'_>],
        pages: &mut [T],
        render: &(impl Fn(&mut T, Judged<'_>) + Sync),
    ) {
        let frame = self.frame();
        let block = |verdicts: &mut Vec<Verdict>, (page, bearers): (&mut T, &[Bearer<'_>])| {
            for bearer in bearers {
                self.judge(frame.as_ref(), bearer, listed, verdicts, |judged| render(page, judged));
            }
        };
        #[cfg(feature = "threads")]
        {
            use rayon::prelude::*;
            // What holds the verdicts of one rule holds those of the next.
            pages.par_iter_mut().zip(bearers.par_chunks(Self::BLOCK)).for_each_init(Vec::new, block);
        }
        #[cfg(not(feature = "threads"))]
        {
            let mut verdicts = Vec::new();
            pages.iter_mut().zip(bearers.chunks(Self::BLOCK)).for_each(|of_block| block(&mut verdicts, of_block));
        }
    }

    /// Hands on the verdicts on one bearer, rule by rule.
    fn judge(
        &self,
        frame: Option<&Frame<'_>>,
        bearer: &Bearer<'_>,
        listed: Listed<'_>,
        verdicts: &mut Vec<Verdict>,
        mut take: impl FnMut(Judged<'_>),
    ) {
        let mut group = bearer.group;
        if let (Some(frame), Some(subject)) = (frame, bearer.subject) {
            let known = Known::of(Context::of(frame), subject);
            let now = listed.now();
            // Rules stand in the order of their ids, so the verdicts of a subject follow without a sort over all.
            for (number, rule) in self.own_rules() {
                let (before, behind) = group.split_at(group.partition_point(|verdict| verdict.rule < number));
                group = behind;
                if !before.is_empty() {
                    take(Judged::Listed(before));
                }
                verdicts.clear();
                let counts = of_rule(&known, number, rule, now, verdicts);
                if counts.total() > 0 {
                    take(Judged::Counted { rule: number, subject, counts: &counts });
                }
                if !verdicts.is_empty() {
                    take(Judged::Listed(verdicts));
                }
            }
        }
        if !group.is_empty() {
            take(Judged::Listed(group));
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
        let Some(frame) = self.frame() else { return groups };
        let context = Context::of(&frame);
        for (number, rule) in (0..).map(RuleId).zip(&self.book.rules) {
            let Some(population) = rule.population else { continue };
            let members = self.of_every_subject(|subject| {
                let mut own = Vec::new();
                of_rule(&Known::of(context, subject), number, rule, Listed::ALL.now(), &mut own);
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

/// Adds the verdicts of one rule on one subject, in order; gives how many others there are, which are not listed.
fn of_rule<'a>(
    known: &'a Known<'a>,
    number: RuleId,
    rule: &'a Rule,
    listed: ListedNow,
    verdicts: &mut Vec<Verdict>,
) -> Counts {
    /// `always require C` looks at no record.
    static NOTHING: Task = Task { alternatives: Vec::new() };

    let Some(binding) = Binding::new(known, number, rule) else { return Counts::default() };
    let start = verdicts.len();
    let mut docket = Docket { verdicts, breaches: Vec::new(), listed, counted: Counts::default() };
    let values = u32::try_from(rule.for_each.len()).unwrap_or(u32::MAX);
    let tasks = if rule.tasks.is_empty() { std::slice::from_ref(&NOTHING) } else { rule.tasks.as_slice() };
    for (place, task) in tasks.iter().enumerate() {
        if values == 0 {
            judge(&Demand::new(&binding, task, Some(place), None), &mut docket);
        }
        for each in 0..values {
            judge(&Demand::new(&binding, task, Some(place), Some(each)), &mut docket);
        }
    }
    remedy::apply(&binding, &mut docket);
    let counted = docket.counted;
    order::sort(known.context.book, known.context.ledger, verdicts.get_mut(start..).unwrap_or_default());
    counted
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
