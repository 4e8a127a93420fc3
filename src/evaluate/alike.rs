//! What several rules ask of one subject is found out once: on which days they bind, which records may count, what
//! happened, and what answers it. A rule alone in what it asks finds it out for itself, and so does one whose findings
//! would be too many to keep.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell};
use std::ops::Deref;

use rustc_hash::FxHashMap;

use super::binding::Days;
use super::candidate::Candidate;
use super::context::Context;
use super::moment::Happening;
use super::plain::First;
use super::stretch::Stretch;
use crate::calendar::Day;
use crate::ledger::SubjectId;
use crate::rulebook::{EachUnit, Matching, Moment, Rule, RuleBook, Schedule, Task, Who};
use crate::verdict::RuleId;

/// How many findings of one subject are kept at most.
const MOST: usize = 1 << 16;

/// Which rules of a book ask the same: they have the same number.
#[derive(Debug, Default)]
pub(super) struct Alike {
    rules: Vec<Shared>,
    /// How many numbers of each sort there are.
    counts: Counts,
}

#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    days: usize,
    happenings: usize,
    candidates: usize,
    counted: usize,
    answers: usize,
}

/// What a rule shares with others; `None` where it is alone.
#[derive(Debug, Clone, Default)]
struct Shared {
    days: Option<usize>,
    happenings: Option<usize>,
    /// Of each task.
    candidates: Vec<Option<usize>>,
    counted: Vec<Option<usize>>,
    answers: Vec<Option<usize>>,
}

impl Alike {
    pub(super) fn of(book: &RuleBook) -> Self {
        let region = |rule: &Rule| {
            let policy = rule.policy.and_then(|policy| book.policies.get(policy));
            policy.and_then(|policy| policy.region.as_deref())
        };
        let same_days = |one: &&Rule, other: &&Rule| {
            one.who == other.who
                && region(one) == region(other)
                && (one.effective_from, one.effective_to) == (other.effective_from, other.effective_to)
        };
        let plain = |rule: &Rule| rule.scope.is_none() && rule.overridden_by.is_empty();
        let (days, days_count) = numbered(
            book.rules.iter().map(|rule| plain(rule).then_some(rule)),
            |rule| first_kind(&rule.who),
            same_days,
        );
        let (happenings, happenings_count) = numbered(book.rules.iter().map(moment), |_| 0, |one, other| one == other);
        let tasks = || book.rules.iter().flat_map(|rule| rule.tasks.iter().map(move |task| (rule, task)));
        let plain = |rule: &Rule| rule.for_each.is_empty();
        let (candidates, candidates_count) =
            numbered(tasks().map(|(rule, task)| plain(rule).then_some(task)), first_activity, |one, other| {
                same_candidates(one, other)
            });
        let periodic = tasks().map(|(rule, task)| match &rule.schedule {
            Schedule::Each(EachUnit::Calendar(unit), None) if plain(rule) => Some((*unit, task)),
            _ => None,
        });
        let (counted, counted_count) = numbered(
            periodic,
            |(_, task)| first_activity(task),
            |(unit, task), (other, others)| unit == other && same_candidates(task, others),
        );
        let responses = tasks().map(|(rule, task)| match &rule.schedule {
            Schedule::After { moment, .. } if plain(rule) && !rule.matching.is_empty() => {
                Some((moment, &rule.matching, task))
            }
            _ => None,
        });
        let (answers, answers_count) = numbered(responses, |(_, _, task)| first_activity(task), same_answers);
        let (mut candidates, mut counted, mut answers) =
            (candidates.into_iter(), counted.into_iter(), answers.into_iter());
        let rules = book.rules.iter().zip(days).zip(happenings).map(|((rule, days), happenings)| Shared {
            days,
            happenings,
            candidates: candidates.by_ref().take(rule.tasks.len()).collect(),
            counted: counted.by_ref().take(rule.tasks.len()).collect(),
            answers: answers.by_ref().take(rule.tasks.len()).collect(),
        });
        let rules = rules.collect();
        let counts = Counts {
            days: days_count,
            happenings: happenings_count,
            candidates: candidates_count,
            counted: counted_count,
            answers: answers_count,
        };
        Self { rules, counts }
    }
}

/// The same number for all that are alike, `None` for those that are alone, and how many numbers there are. What differs
/// in its key is not alike.
fn numbered<T: Copy>(
    all: impl Iterator<Item = Option<T>>,
    key: impl Fn(T) -> u32,
    alike: impl Fn(&T, &T) -> bool,
) -> (Vec<Option<usize>>, usize) {
    // By key: the first of each sort, its place, and its number once it is not alone.
    let mut sorts: FxHashMap<u32, Vec<(T, usize, Option<usize>)>> = FxHashMap::default();
    let mut numbers: Vec<Option<usize>> = Vec::new();
    let mut count = 0;
    for (place, item) in all.enumerate() {
        numbers.push(None);
        let Some(item) = item else { continue };
        let sorts = sorts.entry(key(item)).or_default();
        let Some((_, first, number)) = sorts.iter_mut().find(|(first, ..)| alike(first, &item)) else {
            sorts.push((item, place, None));
            continue;
        };
        let number = *number.get_or_insert_with(|| {
            count += 1;
            count - 1
        });
        for place in [*first, place] {
            if let Some(shared) = numbers.get_mut(place) {
                *shared = Some(number);
            }
        }
    }
    (numbers, count)
}

fn first_kind(who: &Who) -> u32 {
    who.kinds.first().map_or(u32::MAX, |kind| kind.category.0)
}

fn first_activity(task: &Task) -> u32 {
    task.alternatives.first().map_or(u32::MAX, |alternative| alternative.activity.0)
}

/// The moment of a rule's schedule.
const fn moment(rule: &Rule) -> Option<&Moment> {
    match &rule.schedule {
        Schedule::EveryFrom { from: moment, .. }
        | Schedule::By(moment)
        | Schedule::After { moment, .. }
        | Schedule::Before { moment, .. } => Some(moment),
        _ => None,
    }
}

fn same_candidates(one: &Task, other: &Task) -> bool {
    one.alternatives.len() == other.alternatives.len()
        && one
            .alternatives
            .iter()
            .zip(&other.alternatives)
            .all(|(one, other)| one.activity == other.activity && one.filter == other.filter)
}

fn same_answers(one: &(&Moment, &Matching, &Task), other: &(&Moment, &Matching, &Task)) -> bool {
    one.0 == other.0 && one.1 == other.1 && same_candidates(one.2, other.2)
}

/// The numbers of what a rule, or one of its tasks, shares with others.
impl Alike {
    fn rule(&self, rule: RuleId) -> Option<&Shared> {
        self.rules.get(rule.0 as usize)
    }

    pub(super) fn days(&self, rule: RuleId) -> Option<usize> {
        self.rule(rule)?.days
    }

    pub(super) fn happenings(&self, rule: RuleId) -> Option<usize> {
        self.rule(rule)?.happenings
    }

    pub(super) fn candidates(&self, rule: RuleId, task: usize) -> Option<usize> {
        *self.rule(rule)?.candidates.get(task)?
    }

    pub(super) fn counted(&self, rule: RuleId, task: usize) -> Option<usize> {
        *self.rule(rule)?.counted.get(task)?
    }

    pub(super) fn answers(&self, rule: RuleId, task: usize) -> Option<usize> {
        *self.rule(rule)?.answers.get(task)?
    }
}

/// What is known of one subject.
#[derive(Debug)]
pub(super) struct Known<'a> {
    pub(super) context: Context<'a>,
    pub(super) subject: SubjectId,
    /// When it is open, as far as it is known as of then.
    pub(super) open: OnceCell<Vec<Stretch>>,
    /// The days on which it closes, where they are known.
    pub(super) closings: OnceCell<Vec<Day>>,
    days: Vec<OnceCell<Option<Days>>>,
    happenings: Vec<OnceCell<Vec<Happening>>>,
    candidates: Vec<OnceCell<Vec<Candidate>>>,
    counted: Vec<OnceCell<Vec<u32>>>,
    answers: Vec<OnceCell<Option<Answered>>>,
    /// How many more findings are kept.
    room: Cell<usize>,
}

/// What was found out for all rules that ask the same, or for one of them.
#[derive(Debug)]
pub(super) enum Held<'a, T> {
    Shared(&'a T),
    /// In a box, so that what holds it stays small.
    Own(Box<T>),
}

impl<T> Deref for Held<'_, T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        match self {
            Self::Shared(found) => found,
            Self::Own(found) => found,
        }
    }
}

/// The candidates that answer each happening of a moment.
#[derive(Debug, Default)]
pub(super) struct Answered {
    pub(super) candidates: Vec<Candidate>,
    /// Behind the last one of each happening.
    pub(super) ends: Vec<usize>,
    /// How each happening is answered first.
    pub(super) firsts: Vec<First>,
}

impl<'a> Known<'a> {
    /// Nothing yet.
    pub(super) fn of(context: Context<'a>, subject: SubjectId) -> Self {
        let Counts { days, happenings, candidates, counted, answers } = context.alike.counts;
        Self {
            context,
            subject,
            open: OnceCell::new(),
            closings: OnceCell::new(),
            days: cells(days),
            happenings: cells(happenings),
            candidates: cells(candidates),
            counted: cells(counted),
            answers: cells(answers),
            room: Cell::new(MOST),
        }
    }

    /// The days of a rule; `find` finds them.
    pub(super) fn days(&'a self, rule: RuleId, find: impl FnOnce() -> Option<Days>) -> Option<Held<'a, Days>> {
        match self.context.alike.days(rule).and_then(|number| self.days.get(number)) {
            Some(cell) => cell.get_or_init(find).as_ref().map(Held::Shared),
            None => find().map(|found| Held::Own(Box::new(found))),
        }
    }

    /// The happenings of a rule's moment; `find` finds them.
    pub(super) fn happenings(
        &'a self,
        number: Option<usize>,
        find: impl FnOnce() -> Vec<Happening>,
    ) -> Cow<'a, [Happening]> {
        self.list(&self.happenings, number, find)
    }

    /// The candidates of a task; `find` finds them.
    pub(super) fn candidates(
        &'a self,
        number: Option<usize>,
        find: impl FnOnce() -> Vec<Candidate>,
    ) -> Cow<'a, [Candidate]> {
        self.list(&self.candidates, number, find)
    }

    /// How many candidates of a task lie before each period of a unit; `find` finds it out.
    pub(super) fn counted(&'a self, number: Option<usize>, find: impl FnOnce() -> Vec<u32>) -> Cow<'a, [u32]> {
        self.list(&self.counted, number, find)
    }

    /// The answers of a task to each happening of a moment; `find` finds them, with no more than it is told, or gives
    /// them up.
    pub(super) fn answers(
        &'a self,
        number: usize,
        find: impl FnOnce(usize) -> Option<Answered>,
    ) -> Option<&'a Answered> {
        let cell = self.answers.get(number)?;
        let found = cell.get_or_init(|| {
            let found = find(self.room.get())?;
            self.keep(found.candidates.len() + found.ends.len()).then_some(found)
        });
        found.as_ref()
    }

    fn list<T: Clone>(
        &self,
        cells: &'a [OnceCell<Vec<T>>],
        number: Option<usize>,
        find: impl FnOnce() -> Vec<T>,
    ) -> Cow<'a, [T]> {
        let Some(cell) = number.and_then(|number| cells.get(number)) else { return Cow::Owned(find()) };
        if let Some(found) = cell.get() {
            return Cow::Borrowed(found);
        }
        let found = find();
        if self.keep(found.len()) { Cow::Borrowed(cell.get_or_init(|| found)) } else { Cow::Owned(found) }
    }

    /// Whether there is room for so many more, which is taken then.
    fn keep(&self, more: usize) -> bool {
        let left = self.room.get().checked_sub(more);
        self.room.set(left.unwrap_or(self.room.get()));
        left.is_some()
    }
}

impl Answered {
    /// The candidates that answer a happening, by its place.
    pub(super) fn to(&self, place: usize) -> &[Candidate] {
        let start = place.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(place).and_then(|end| self.candidates.get(start..*end)).unwrap_or_default()
    }
}

fn cells<T>(count: usize) -> Vec<OnceCell<T>> {
    std::iter::repeat_with(OnceCell::new).take(count).collect()
}
