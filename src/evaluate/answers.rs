//! The records that may answer a trigger: in order, never the trigger itself, with equal `matching` fields
//! (docs/language.md sections 3, 5.4 and 5.5).

use std::borrow::Cow;
use std::cmp::Ordering;
use std::ops::Range;

use super::alike::Answered;
use super::candidate::Candidate;
use super::demand::Demand;
use super::matching::answering;
use super::moment::Happening;
use super::plain::First;
use crate::calendar::Day;
use crate::ledger::RecordId;
use crate::rulebook::{ActivityId, Keys, Matching};

/// The candidates of a task, found by the fields that must match.
#[derive(Debug, Clone)]
pub(super) struct Answers<'a, 'd> {
    demand: Demand<'a, 'd>,
    matching: &'a Matching,
    all: Cow<'a, [Candidate]>,
    /// Where the candidates stand in `all`, by what is matched; `None` when nothing is.
    keyed: Option<Keyed>,
}

#[derive(Debug, Clone, Default)]
struct Keyed {
    /// Sorted: those of one hash stand together, in order.
    by_hash: Vec<Place>,
    /// Those with a matched field missing: they perhaps answer anything.
    loose: Vec<usize>,
}

/// Where a candidate stands in `all`, behind the hash of its matched fields and its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    hash: u64,
    day: Day,
    at: u32,
}

impl<'a, 'd> Answers<'a, 'd> {
    /// How many answers each moment has on average, where they are few.
    const FEW: usize = 4;

    pub(super) fn new(demand: Demand<'a, 'd>, matching: &'a Matching) -> Self {
        let mut answers = Self { demand, matching, all: demand.candidates(), keyed: None };
        if !matching.is_empty() {
            let mut keyed = Keyed { by_hash: Vec::with_capacity(answers.all.len()), loose: Vec::new() };
            for (at, candidate) in (0..).zip(answers.all.iter()) {
                let activity = answers.activity(candidate);
                match activity.and_then(|activity| answers.hash(&matching.answering, activity, candidate.record)) {
                    Some(hash) => keyed.by_hash.push(Place { hash, day: candidate.day(), at }),
                    None => keyed.loose.push(at as usize),
                }
            }
            keyed.by_hash.sort_unstable();
            answers.keyed = Some(keyed);
        }
        answers
    }

    fn activity(&self, candidate: &Candidate) -> Option<ActivityId> {
        let alternative = self.demand.task.alternatives.get(usize::from(candidate.alternative));
        alternative.map(|alternative| alternative.activity)
    }

    /// The hash of the matched fields of a record; `None` where one is missing.
    fn hash(&self, side: &[Keys], activity: ActivityId, record: RecordId) -> Option<u64> {
        let keys = side.iter().find(|keys| keys.activity == activity)?;
        self.demand.binding.context.ledger.hash(activity, record, keys.fields.iter().copied())
    }

    /// The candidates not before the trigger, in the order of evidence.
    pub(super) fn not_before<'c>(&'c self, trigger: &'c Happening) -> impl Iterator<Item = Candidate> + 'c {
        self.between(trigger, Some(trigger.time.day), None)
            .filter(|candidate| candidate.time.order(trigger.time) != Ordering::Less)
    }

    /// The candidates not before each of the moments up to as-of; `None` where they are more than a few each, or more
    /// than `most`.
    pub(super) fn to_all(&self, moments: &[Happening], most: usize) -> Option<Answered> {
        let most = most.min(Self::FEW * (moments.len() + self.all.len()));
        let as_of = self.demand.binding.context.as_of;
        let mut found = Answered::default();
        for moment in moments {
            let start = found.candidates.len();
            if moment.time.day <= as_of {
                let room = most.checked_sub(found.candidates.len())?;
                found.candidates.extend(self.not_before(moment).take(room + 1));
            }
            found.ends.push(found.candidates.len());
            found.firsts.push(First::of(moment, found.candidates.get(start..).unwrap_or_default()));
        }
        (found.candidates.len() <= most).then_some(found)
    }

    /// The candidates from a day on that are not after the trigger, in the order of evidence.
    pub(super) fn not_after<'c>(
        &'c self,
        trigger: &'c Happening,
        from: Option<Day>,
    ) -> impl Iterator<Item = Candidate> + 'c {
        self.between(trigger, from, Some(trigger.time.day))
            .filter(|candidate| candidate.time.order(trigger.time) != Ordering::Greater)
    }

    /// The candidates of `[from, to]` that match the trigger, or perhaps do; never the trigger itself.
    pub(super) fn between<'c>(
        &'c self,
        trigger: &'c Happening,
        from: Option<Day>,
        to: Option<Day>,
    ) -> impl Iterator<Item = Candidate> + 'c {
        self.places(trigger, from)
            .filter_map(|at| self.all.get(at))
            .take_while(move |candidate| to.is_none_or(|to| candidate.day() <= to))
            .filter_map(|candidate| self.matched(trigger, candidate))
            .filter_map(|candidate| self.demand.seen_by(candidate, trigger.record, None))
    }

    /// Where in `all`, from a day on and in order, the candidates stand that may match.
    fn places(&self, trigger: &Happening, from: Option<Day>) -> Places<'_> {
        let hash = trigger.record.and_then(|(activity, record)| self.hash(&self.matching.asking, activity, record));
        match (&self.keyed, hash) {
            (Some(keyed), Some(hash)) => {
                let from = from.unwrap_or(Day(i32::MIN));
                let first = keyed.by_hash.partition_point(|place| (place.hash, place.day) < (hash, from));
                let earlier = |at: &usize| self.all.get(*at).is_some_and(|candidate| candidate.day() < from);
                let loose = keyed.loose.partition_point(earlier);
                Places::Keyed {
                    hash,
                    equal: keyed.by_hash.get(first..).unwrap_or_default(),
                    loose: keyed.loose.get(loose..).unwrap_or_default(),
                }
            }
            _ => {
                let start = from.map_or(0, |from| self.all.partition_point(|candidate| candidate.day() < from));
                Places::All(start..self.all.len())
            }
        }
    }

    /// The candidate, doubtful where a matched field is missing; `None` where one differs, and for the trigger itself.
    fn matched(&self, trigger: &Happening, candidate: &Candidate) -> Option<Candidate> {
        let Some(asking) = trigger.record else { return Some(*candidate) };
        let activity = self.activity(candidate)?;
        answering(self.demand.binding.context, self.matching, asking, activity, *candidate)
    }
}

/// Places in ascending order.
enum Places<'c> {
    All(Range<usize>),
    /// Those of one hash and the loose ones, merged.
    Keyed {
        hash: u64,
        equal: &'c [Place],
        loose: &'c [usize],
    },
}

impl Iterator for Places<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        match self {
            Self::All(places) => places.next(),
            Self::Keyed { hash, equal, loose } => {
                let next_equal = equal.split_first().filter(|(place, _)| place.hash == *hash);
                match (next_equal, loose.split_first()) {
                    (Some((place, rest)), other) if other.is_none_or(|(loose, _)| (place.at as usize) < *loose) => {
                        *equal = rest;
                        Some(place.at as usize)
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
