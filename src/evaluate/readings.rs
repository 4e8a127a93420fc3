//! Hours that run from a moment of which only the day is known: every instant of the day is a reading of it, and what
//! all of them say is stated (docs/language.md section 8).

use super::due::Certainty;
use super::outcome::Outcome;
use super::rare::Rare;
use crate::calendar::Time;
use crate::verdict::{Reason, Status};

/// The instants of a day that tell one reading from another: whatever `edges` lie on the other side of one of the
/// `lengths` that are counted from them, and the ends of the day.
pub(super) fn instants(day: Time, edges: &[i64], lengths: &[i64]) -> Vec<i64> {
    let (first, last) = (day.earliest(), day.latest());
    let beside = |edge: i64| lengths.iter().flat_map(move |length| (-1..=1).map(move |by| edge - length + by));
    let mut instants: Vec<i64> = edges.iter().copied().flat_map(beside).chain([first, last]).collect();
    instants.retain(|at| (first..=last).contains(at));
    instants.sort_unstable();
    instants.dedup();
    instants
}

/// What one reading says.
pub(super) struct Reading {
    /// `None` where the duty lapses.
    pub(super) outcome: Option<Outcome>,
    /// Whether nothing can be broken: a waiver excuses it, or it is surely not due.
    pub(super) spared: bool,
}

/// The outcome that all readings give: its status from them, its records from `whole`, which is of all of them.
pub(super) fn agreed(whole: Outcome, readings: &[Reading]) -> Option<Outcome> {
    let stated = || readings.iter().filter_map(|reading| reading.outcome.as_ref());
    let may_be_short = |reading: &Reading| {
        reading.outcome.as_ref().is_some_and(|outcome| {
            let broken = outcome.status.is_breach() || outcome.status == Status::Unknown;
            broken && !(reading.spared && outcome.passed == Certainty::No)
        })
    };
    let lapses = readings.iter().any(|reading| reading.outcome.is_none());
    if lapses && !readings.iter().any(may_be_short) {
        return None;
    }
    let unmet = !lapses && stated().all(Outcome::is_undone);
    let passed = |certainty| stated().all(|outcome| outcome.passed == certainty);
    let passed = [Certainty::Yes, Certainty::No].into_iter().find(|certainty| passed(*certainty));
    let first = stated().next().map_or(Status::Unknown, |outcome| outcome.status);
    let status = if !lapses && stated().all(|outcome| outcome.status == first) {
        first
    } else if !lapses && stated().all(|outcome| outcome.status.is_breach()) {
        Status::Violated
    } else {
        Status::Unknown
    };
    let breakers = if status == Status::Violated { whole.breakers } else { Rare::new() };
    let reason = (status == Status::Unknown).then(|| whole.reason.unwrap_or(Reason::DayOnly));
    let unmet = unmet && status == Status::Unknown;
    Some(Outcome { status, reason, breakers, unmet, passed: passed.unwrap_or(Certainty::Perhaps), ..whole })
}
