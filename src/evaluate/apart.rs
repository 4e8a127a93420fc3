//! `at least D apart` (docs/language.md section 6): of the records, the earliest is kept and each next one that is far
//! enough behind the last kept. A record with only a day stands for any instant of it, so that under hours there is a
//! least and a most that may be kept.

use super::candidate::Candidate;
use super::context::Context;
use super::due::{Certainty, NoDue, shifted};
use super::stretch::Stretch;
use crate::calendar::{Duration, Time};

/// Nobody asks for more.
const MOST: usize = 100_000;

/// Where records count at all: a record with only a day stands for its instants in here.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    pub(super) from: i64,
    pub(super) to: i64,
    /// Whether several of one day are one.
    pub(super) once_a_day: bool,
}

impl Room {
    /// All of time.
    pub(super) const ALWAYS: Self = Self { from: i64::MIN, to: i64::MAX, once_a_day: false };
}

/// The records taken so far, and those of them that are kept.
#[derive(Debug, Clone)]
pub(super) struct Apart {
    distance: Duration,
    room: Room,
    kept: usize,
    last: Option<Time>,
    /// Every record, sure or perhaps, as what it may stand for.
    spans: Vec<Stretch>,
}

impl Apart {
    pub(super) const fn new(distance: Duration, room: Room) -> Self {
        Self { distance, room, kept: 0, last: None, spans: Vec::new() }
    }

    /// Takes one that surely counts; whether it is kept. They are taken in the order of their last instants: the
    /// number kept is then the least there is, however one reads the days.
    pub(super) fn sure(&mut self, context: &Context<'_>, time: Time) -> Certainty {
        self.perhaps(time);
        let far = match self.last {
            None => Certainty::Yes,
            Some(last) => self.is_far(context, last, time),
        };
        if far == Certainty::Yes {
            self.kept += 1;
            self.last = Some(time);
        }
        far
    }

    /// Takes one that perhaps counts.
    pub(super) fn perhaps(&mut self, time: Time) {
        let span = Stretch { from: time.earliest(), to: time.latest(), doubt: None };
        self.spans.push(if self.distance.unit.is_clock() { self.inside(span) } else { span });
    }

    fn inside(&self, span: Stretch) -> Stretch {
        Stretch { from: span.from.max(self.room.from), to: span.to.min(self.room.to), ..span }
    }

    /// Whether one time lies far enough behind another.
    fn is_far(&self, context: &Context<'_>, last: Time, next: Time) -> Certainty {
        if self.room.once_a_day && next.day <= last.day {
            return Certainty::No;
        }
        if let Some(distance) = self.distance.seconds() {
            return if last.latest().saturating_add(distance) <= next.earliest() {
                Certainty::Yes
            } else if last.earliest().saturating_add(distance) <= next.latest() {
                Certainty::Perhaps
            } else {
                Certainty::No
            };
        }
        match shifted(context, Time::on(last.day), self.distance, 1) {
            Ok(from) if from.day <= next.day => Certainty::Yes,
            Ok(_) | Err(NoDue::Never) => Certainty::No,
            // The working days between them are not announced.
            Err(NoDue::Unknown(_)) => Certainty::Perhaps,
        }
    }

    /// How many are surely kept.
    pub(super) const fn least(&self) -> usize {
        self.kept
    }

    /// How many may be kept, with any more within the gaps; `None` where a gap has no beginning.
    pub(super) fn most(&self, context: &Context<'_>, gaps: &[(i64, i64)]) -> Option<usize> {
        if gaps.iter().any(|(from, _)| *from == i64::MIN) {
            return None;
        }
        let gaps = gaps.iter().map(|(from, to)| Stretch { from: *from, to: *to, doubt: None });
        let gaps = gaps.map(|gap| self.inside(gap));
        Some(match self.distance.seconds() {
            Some(distance) => Most::new((distance, self.room.once_a_day), &self.spans, gaps.collect()).number(),
            None => self.most_by_days(context, &gaps.collect::<Vec<_>>()),
        })
    }

    /// By days the earliest is kept, and each next one that is far enough.
    fn most_by_days(&self, context: &Context<'_>, gaps: &[Stretch]) -> usize {
        let (mut kept, mut from) = (0, i64::MIN);
        while kept < MOST {
            let all = self.spans.iter().chain(gaps).filter(|span| !span.is_empty() && span.to >= from);
            let Some(day) = all.filter_map(|span| Time::from_instant(span.from.max(from))).min() else { break };
            kept += 1;
            from = match shifted(context, Time::on(day.day), self.distance, 1) {
                Ok(next) => next.earliest(),
                Err(NoDue::Never) => break,
                Err(NoDue::Unknown(_)) => Time::on(day.day.next()).earliest(),
            };
        }
        kept
    }
}

/// The order in which records that lie apart by the clock are taken: one with only a day behind the instants of it.
pub(super) fn by_last_instant(candidates: &mut [Candidate]) {
    candidates.sort_by_key(|candidate| (candidate.time.latest(), candidate.time.second.is_none()));
}

/// The most that can lie so many seconds apart: one anywhere in each span, any number in the gaps.
struct Most {
    distance: i64,
    once_a_day: bool,
    /// The instants of which each takes one, in ascending order.
    instants: Vec<i64>,
    /// The days, or parts of days, of which each takes one, in ascending order.
    days: Vec<Stretch>,
    gaps: Vec<Stretch>,
}

/// How many of the days are used or over, and the first instant that is far enough.
#[derive(Clone, Copy)]
struct State {
    used: usize,
    from: i64,
}

impl Most {
    fn new((distance, once_a_day): (i64, bool), spans: &[Stretch], gaps: Vec<Stretch>) -> Self {
        let spans = spans.iter().filter(|span| !span.is_empty());
        let (instants, mut days): (Vec<Stretch>, Vec<Stretch>) = spans.partition(|span| span.from == span.to);
        let mut instants: Vec<i64> = instants.iter().map(|span| span.from).collect();
        instants.sort_unstable();
        days.sort_by_key(|day| day.to);
        let mut gaps = gaps;
        gaps.retain(|gap| !gap.is_empty());
        gaps.sort_by_key(|gap| gap.from);
        Self { distance, once_a_day, instants, days, gaps }
    }

    /// Whichever is kept next, it may as well lie as early as it can. Only which one it is must be tried: an instant,
    /// or a day that might rather be kept behind it. Of the ways to keep as many with as many days used, the one that
    /// is through first goes on.
    fn number(&self) -> usize {
        let mut states = vec![State { used: 0, from: i64::MIN }];
        for kept in 0..MOST {
            let mut next: Vec<State> = Vec::with_capacity(states.len() + 1);
            for found in states.iter().flat_map(|state| self.after(*state)) {
                match next.iter_mut().find(|other| other.used == found.used) {
                    Some(other) => other.from = other.from.min(found.from),
                    None => next.push(found),
                }
            }
            if next.is_empty() {
                return kept;
            }
            states = next;
        }
        MOST
    }

    /// The states behind the one that is kept next.
    fn after(&self, State { used, from }: State) -> impl Iterator<Item = State> {
        let instant = self.instants.get(self.instants.partition_point(|at| *at < from)).copied();
        let gap = self.gaps.iter().find(|gap| gap.to >= from).map(|gap| gap.from.max(from));
        let plain = [instant, gap].into_iter().flatten().min().map(|at| (at, used));
        let day = self.days.get(used).map(|day| (day.from.max(from), used + 1));
        [plain, day].into_iter().flatten().map(|(at, used)| {
            let far = at.saturating_add(self.distance);
            let next_day = Time::from_instant(at).map_or(far, |time| Time::on(time.day.next()).earliest());
            let from = if self.once_a_day { far.max(next_day) } else { far };
            let over = self.days.partition_point(|day| day.to < from);
            State { used: used.max(over), from }
        })
    }
}
