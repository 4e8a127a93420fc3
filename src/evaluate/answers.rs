//! The records that may answer a trigger: in order, never the trigger itself, with equal `matching` fields
//! (LANGUAGE.md sections 3, 5.4 and 5.5).

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::ops::Range;

use rust_decimal::Decimal;
use rustc_hash::FxHasher;

use super::binding::Binding;
use super::candidate::Candidate;
use super::condition::order_of;
use super::trigger::Trigger;
use crate::calendar::Day;
use crate::ledger::{Cell, RecordId, TextId};
use crate::rulebook::{ActivityId, FieldId, Moment};
use crate::verdict::Reason;

/// The candidates of a rule's activity, found by the fields that must match.
#[derive(Debug)]
pub(super) struct Answers<'a, 'b> {
    binding: &'b Binding<'a>,
    /// The activity behind the moment, whose fields are matched.
    asking: Option<ActivityId>,
    all: Vec<Candidate>,
    /// Where the candidates stand in `all`, by what is matched; `None` when nothing is.
    keyed: Option<Keyed>,
}

#[derive(Debug, Default)]
struct Keyed {
    /// Hash of the matched fields and place, sorted: those of one hash stand together, in order.
    by_hash: Vec<(u64, usize)>,
    /// Those with a matched field missing: they perhaps answer anything.
    loose: Vec<usize>,
}

/// A cell as a key: equal cells have equal keys (two instants of a day have one key, and are compared behind it).
#[derive(Debug, Clone, Copy, Hash)]
enum Key {
    Number(Decimal),
    Text(TextId),
    Day(Day),
    Second(u32),
    Bool(bool),
}

impl Key {
    const fn of(cell: Cell) -> Self {
        match cell {
            Cell::Number(number) => Self::Number(number),
            Cell::Text(text) => Self::Text(text),
            Cell::Date(time) => Self::Day(time.day),
            Cell::Time(second) => Self::Second(second),
            Cell::Bool(value) => Self::Bool(value),
        }
    }
}

impl<'a, 'b> Answers<'a, 'b> {
    pub(super) fn new(binding: &'b Binding<'a>, moment: &Moment) -> Self {
        let all = binding.candidates();
        let asking = match moment {
            Moment::Activity(activity, _) => Some(*activity),
            Moment::Date(_) => None,
        };
        let mut answers = Self { binding, asking, all, keyed: None };
        if !binding.rule.matching.is_empty() {
            let mut keyed = Keyed { by_hash: Vec::with_capacity(answers.all.len()), loose: Vec::new() };
            for (at, candidate) in answers.all.iter().enumerate() {
                match answers.hash(binding.rule.activity, candidate.record, |(_, given)| *given) {
                    Some(hash) => keyed.by_hash.push((hash, at)),
                    None => keyed.loose.push(at),
                }
            }
            keyed.by_hash.sort_unstable();
            answers.keyed = Some(keyed);
        }
        answers
    }

    /// The hash of the matched fields of a record; `None` where one is missing.
    fn hash(
        &self,
        activity: ActivityId,
        record: RecordId,
        side: impl Fn(&(FieldId, FieldId)) -> FieldId,
    ) -> Option<u64> {
        let mut hasher = FxHasher::default();
        for pair in &self.binding.rule.matching {
            Key::of(self.binding.context.ledger.field(activity, record, side(pair))?).hash(&mut hasher);
        }
        Some(hasher.finish())
    }

    /// The candidates not before the trigger, in the order of evidence.
    pub(super) fn not_before<'c>(&'c self, trigger: &'c Trigger) -> impl Iterator<Item = Candidate> + 'c {
        self.between(trigger, Some(trigger.time.day), None)
            .filter(|candidate| order_of(candidate.time, trigger.time) != Ordering::Less)
    }

    /// The candidates from a day on that are not after the trigger, in the order of evidence.
    pub(super) fn not_after<'c>(
        &'c self,
        trigger: &'c Trigger,
        from: Option<Day>,
    ) -> impl Iterator<Item = Candidate> + 'c {
        self.between(trigger, from, Some(trigger.time.day))
            .filter(|candidate| order_of(candidate.time, trigger.time) != Ordering::Greater)
    }

    /// The candidates of `[from, to]` that match the trigger, or perhaps do; never the trigger itself.
    fn between<'c>(
        &'c self,
        trigger: &'c Trigger,
        from: Option<Day>,
        to: Option<Day>,
    ) -> impl Iterator<Item = Candidate> + 'c {
        let start = from.map_or(0, |from| self.all.partition_point(|candidate| candidate.day() < from));
        self.places(trigger, start)
            .filter_map(|at| self.all.get(at))
            .take_while(move |candidate| to.is_none_or(|to| candidate.day() <= to))
            .filter(|candidate| Some(candidate.record) != trigger.record)
            .filter_map(|candidate| self.matched(trigger, candidate))
    }

    /// Where in `all`, from `start` on and in order, the candidates stand that may match.
    fn places(&self, trigger: &Trigger, start: usize) -> Places<'_> {
        let hash = self
            .asking
            .zip(trigger.record)
            .and_then(|(activity, record)| self.hash(activity, record, |(asked, _)| *asked));
        match (&self.keyed, hash) {
            (Some(keyed), Some(hash)) => {
                let first = keyed.by_hash.partition_point(|entry| *entry < (hash, start));
                let equal = keyed.by_hash.get(first..).unwrap_or_default();
                let loose = keyed.loose.partition_point(|at| *at < start);
                Places::Keyed { hash, equal, loose: keyed.loose.get(loose..).unwrap_or_default() }
            }
            _ => Places::All(start..self.all.len()),
        }
    }

    /// The candidate, doubtful where a matched field is missing; `None` where one differs.
    fn matched(&self, trigger: &Trigger, candidate: &Candidate) -> Option<Candidate> {
        let mut candidate = *candidate;
        let (Some(activity), Some(record)) = (self.asking, trigger.record) else { return Some(candidate) };
        let answering = self.binding.rule.activity;
        let ledger = self.binding.context.ledger;
        for (asked, given) in &self.binding.rule.matching {
            let cells = (ledger.field(activity, record, *asked), ledger.field(answering, candidate.record, *given));
            match cells {
                (Some(left), Some(right)) if equal(left, right) => {}
                (Some(_), Some(_)) => return None,
                (None, _) => candidate.doubt = candidate.doubt.or(Some(Reason::Field(activity, *asked))),
                (_, None) => candidate.doubt = candidate.doubt.or(Some(Reason::Field(answering, *given))),
            }
        }
        Some(candidate)
    }
}

fn equal(left: Cell, right: Cell) -> bool {
    match (left, right) {
        (Cell::Date(left), Cell::Date(right)) => order_of(left, right) == Ordering::Equal,
        (left, right) => left == right,
    }
}

/// Places in ascending order.
enum Places<'c> {
    All(Range<usize>),
    /// Those of one hash and the loose ones, merged.
    Keyed {
        hash: u64,
        equal: &'c [(u64, usize)],
        loose: &'c [usize],
    },
}

impl Iterator for Places<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        match self {
            Self::All(places) => places.next(),
            Self::Keyed { hash, equal, loose } => {
                let next_equal = equal.split_first().filter(|((found, _), _)| found == hash);
                match (next_equal, loose.split_first()) {
                    (Some(((_, at), rest)), other) if other.is_none_or(|(loose, _)| at < loose) => {
                        *equal = rest;
                        Some(*at)
                    }
                    (_, Some((at, rest))) => {
                        *loose = rest;
                        Some(*at)
                    }
                    _ => None,
                }
            }
        }
    }
}
