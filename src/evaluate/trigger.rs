//! The moments that open a response or ask for a precondition, and the records that may answer them
//! (LANGUAGE.md sections 3, 5.4 and 5.5).

use std::cmp::Ordering;
use std::collections::HashMap;

use rust_decimal::Decimal;
use rustc_hash::FxBuildHasher;

use super::binding::Binding;
use super::candidate::Candidate;
use super::condition::order_of;
use crate::calendar::{Day, Time};
use crate::ledger::{Cell, RecordId, TextId};
use crate::rulebook::{ActivityId, FieldId, Moment};
use crate::verdict::Reason;

/// One moment on a bound day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Trigger {
    pub(super) time: Time,
    /// The record behind it.
    pub(super) record: Option<RecordId>,
    /// Why it only perhaps is one.
    pub(super) doubt: Option<Reason>,
}

/// Every moment on a bound day up to as-of.
pub(super) fn triggers<'a>(binding: &Binding<'a>, moment: &'a Moment) -> Vec<Trigger> {
    let context = binding.context;
    let mut found = match moment {
        Moment::Date(date) => {
            let day = context.date(*date, binding.subject).filter(|day| *day <= context.as_of);
            day.map(|day| Trigger { time: Time::on(day), record: None, doubt: None }).into_iter().collect()
        }
        Moment::Activity(activity, filter) => {
            let trigger = |candidate: Candidate| Trigger {
                time: candidate.time,
                record: Some(candidate.record),
                doubt: candidate.doubt,
            };
            binding.candidates_of(*activity, filter.as_ref()).into_iter().map(trigger).collect::<Vec<_>>()
        }
    };
    found.retain(|trigger| binding.stretch.contains(trigger.time.day));
    found
}

/// The records that may answer triggers, found by the fields that must match.
#[derive(Debug)]
pub(super) struct Answers<'a, 'b> {
    binding: &'b Binding<'a>,
    /// The activity behind the moment, whose fields are matched.
    asking: Option<ActivityId>,
    all: Vec<Candidate>,
    /// By the day-exact key of the matched fields; `None` when nothing is matched.
    keyed: Option<Keyed>,
}

#[derive(Debug, Default)]
struct Keyed {
    by_key: HashMap<Vec<Key>, Vec<usize>, FxBuildHasher>,
    /// Those with a matched field missing: they perhaps answer anything.
    loose: Vec<usize>,
}

/// A cell as a key: equal cells have equal keys (two instants of a day have one key, and are compared behind it).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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
        let matching = &binding.rule.matching;
        let keyed = (!matching.is_empty()).then(|| {
            let mut keyed = Keyed::default();
            for (at, candidate) in all.iter().enumerate() {
                let cell = |(_, field): &(FieldId, FieldId)| {
                    binding.context.ledger.field(binding.rule.activity, candidate.record, *field).map(Key::of)
                };
                match matching.iter().map(cell).collect::<Option<Vec<_>>>() {
                    Some(key) => keyed.by_key.entry(key).or_default().push(at),
                    None => keyed.loose.push(at),
                }
            }
            keyed
        });
        Self { binding, asking, all, keyed }
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
        self.positions(trigger, start)
            .filter_map(|at| self.all.get(at))
            .take_while(move |candidate| to.is_none_or(|to| candidate.day() <= to))
            .filter(|candidate| Some(candidate.record) != trigger.record)
            .filter_map(|candidate| self.matched(trigger, candidate))
    }

    /// Where in `all`, from `start` on and in order, the candidates stand whose key may match.
    fn positions<'c>(&'c self, trigger: &Trigger, start: usize) -> Box<dyn Iterator<Item = usize> + 'c> {
        let Some(keyed) = &self.keyed else { return Box::new(start..self.all.len()) };
        let Some(key) = self.key_of(trigger) else { return Box::new(start..self.all.len()) };
        let equal = keyed.by_key.get(&key).map(Vec::as_slice).unwrap_or_default();
        let from = |list: &'c [usize]| list.get(list.partition_point(|at| *at < start)..).unwrap_or_default();
        let (equal, loose) = (from(equal), from(&keyed.loose));
        if loose.is_empty() {
            return Box::new(equal.iter().copied());
        }
        let mut merged: Vec<usize> = equal.iter().chain(loose).copied().collect();
        merged.sort_unstable();
        Box::new(merged.into_iter())
    }

    fn key_of(&self, trigger: &Trigger) -> Option<Vec<Key>> {
        let (activity, record) = (self.asking?, trigger.record?);
        let cell = |(field, _): &(FieldId, FieldId)| self.binding.context.ledger.field(activity, record, *field);
        self.binding.rule.matching.iter().map(|pair| cell(pair).map(Key::of)).collect()
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
