//! `otherwise`: what was broken and then remedied in time (docs/language.md section 9). Each breach needs a record of
//! its own, the earliest breach first; a second `otherwise` starts where the first ended.

use std::borrow::Cow;

use super::binding::Binding;
use super::candidate::Candidate;
use super::demand::{Demand, by_evidence};
use super::docket::{Breach, Docket};
use super::due::{Certainty, Due};
use super::matching::answering;
use crate::calendar::{Day, Time};
use crate::ledger::{Ledger, RecordId};
use crate::rulebook::{ActivityId, Otherwise};
use crate::verdict::{Reason, Status, Verdict};

/// One thing that broke a duty.
#[derive(Debug, Clone, Copy)]
struct Fault {
    /// Which verdict of the docket.
    verdict: usize,
    /// The record that asks, for matched fields: the one that broke the duty, else that behind the moment.
    asking: Option<(ActivityId, RecordId)>,
    /// The record behind the duty's moment: what `trigger` means, and itself no remedy.
    trigger: Option<(ActivityId, RecordId)>,
    /// Behind this the window begins; of a record that broke the duty, with it.
    from: From,
    standing: Standing,
}

#[derive(Debug, Clone, Copy)]
enum From {
    Behind(Due),
    With(Time),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Open,
    Remedied,
    Perhaps(Reason),
}

/// Turns what was remedied in time.
pub(super) fn apply(binding: &Binding<'_>, docket: &mut Docket<'_>) {
    if docket.breaches.is_empty() {
        return;
    }
    let mut faults: Vec<Fault> = docket.breaches.iter().flat_map(faults).collect();
    faults.sort_by_key(|fault| fault.from.first());
    let levels: Vec<Level<'_, '_>> =
        binding.rule.otherwise.iter().map(|otherwise| Level::new(binding, otherwise)).collect();
    let mut used = Vec::new();
    for fault in &mut faults {
        for level in &levels {
            if fault.standing != Standing::Remedied {
                level.try_remedy(fault, &mut used);
            }
        }
    }
    let mut at = 0;
    faults.sort_by_key(|fault| fault.verdict);
    while let Some(first) = faults.get(at) {
        let of_verdict = faults.get(at..).unwrap_or_default();
        let of_verdict = of_verdict.iter().take_while(|fault| fault.verdict == first.verdict);
        let standings: Vec<Standing> = of_verdict.map(|fault| fault.standing).collect();
        if let Some(verdict) = docket.verdicts.get_mut(first.verdict) {
            settle(verdict, &standings);
            let breach = docket.breaches.iter().find(|breach| breach.verdict == first.verdict);
            if let Some(breach) = breach.filter(|_| verdict.status == Status::Unknown) {
                show_perhaps(binding.context.ledger, verdict, &breach.perhaps);
            }
        }
        at += standings.len();
    }
}

/// An unknown also shows the perhaps-records, behind its trigger.
fn show_perhaps(ledger: &Ledger, verdict: &mut Verdict, perhaps: &[RecordId]) {
    verdict.evidence.extend_from_slice(perhaps);
    let behind = usize::from(verdict.trigger.is_some());
    let counted = verdict.evidence.get_mut(behind..).unwrap_or_default();
    counted.sort_by(|one, other| by_evidence(ledger, *one, *other));
}

fn settle(verdict: &mut Verdict, standings: &[Standing]) {
    if standings.contains(&Standing::Open) {
        return;
    }
    let perhaps = standings.iter().find_map(|standing| match standing {
        Standing::Perhaps(reason) => Some(*reason),
        Standing::Open | Standing::Remedied => None,
    });
    (verdict.status, verdict.reason) = match perhaps {
        None => (Status::Remedied, None),
        Some(reason) => (Status::Unknown, Some(reason)),
    };
    verdict.days_late = None;
    verdict.overdue = None;
}

fn faults(breach: &Breach) -> Vec<Fault> {
    let (verdict, trigger) = (breach.verdict, breach.trigger);
    let fault = |asking, from| Fault { verdict, asking, trigger, from, standing: Standing::Open };
    match breach.missed {
        Some(due) => vec![fault(breach.trigger, From::Behind(due))],
        None => {
            let broke = breach.breakers.iter();
            broke
                .map(|(candidate, activity)| fault(Some((*activity, candidate.record)), From::With(candidate.time)))
                .collect()
        }
    }
}

/// One `otherwise` with the records that may do it.
struct Level<'a, 'd> {
    demand: Demand<'a, 'd>,
    otherwise: &'a Otherwise,
    candidates: Cow<'a, [Candidate]>,
}

impl<'a, 'd> Level<'a, 'd> {
    fn new(binding: &'d Binding<'a>, otherwise: &'a Otherwise) -> Self {
        let demand = Demand::new(binding, &otherwise.task, None, None);
        Self { demand, otherwise, candidates: demand.candidates() }
    }

    /// Takes the earliest record that remedies the fault and has remedied no other; else moves on to where the next
    /// `otherwise` starts.
    fn try_remedy(&self, fault: &mut Fault, used: &mut Vec<(ActivityId, RecordId)>) {
        let context = self.demand.binding.context;
        let mut scene = self.demand.scene(fault.from.day());
        scene.trigger = fault.trigger;
        let duration = match scene.duration(&self.otherwise.within) {
            Ok(duration) => duration,
            Err(reason) => {
                fault.standing = Standing::Perhaps(reason);
                return;
            }
        };
        let end = match fault.from {
            From::Behind(due) => due.moved(&context, duration),
            From::With(time) => Due::after(&context, time, duration, 1),
        };
        let Ok(end) = end else { return };
        let mut perhaps = None;
        for candidate in self.candidates.iter() {
            let within = both(fault.from.precedes(candidate.time), end.allows(candidate.time));
            let Some(activity) = self.activity(candidate) else { continue };
            let record = (activity, candidate.record);
            if within == Certainty::No || used.contains(&record) || fault.trigger == Some(record) {
                continue;
            }
            let Some(candidate) = seen(&self.demand, self.otherwise, fault, candidate) else { continue };
            match (within, candidate.doubt) {
                (Certainty::Yes, None) => {
                    used.push(record);
                    fault.standing = Standing::Remedied;
                    return;
                }
                (_, doubt) => perhaps = perhaps.or(doubt).or(Some(Reason::DayOnly)),
            }
        }
        if context.unseen(fault.from.first_day(), end.day()) {
            perhaps = perhaps.or(Some(Reason::Coverage));
        }
        if let (Some(reason), Standing::Open) = (perhaps, fault.standing) {
            fault.standing = Standing::Perhaps(reason);
        }
        fault.from = From::Behind(end);
    }

    fn activity(&self, candidate: &Candidate) -> Option<ActivityId> {
        let alternative = self.demand.task.alternatives.get(usize::from(candidate.alternative));
        alternative.map(|alternative| alternative.activity)
    }
}

/// The candidate as the fault sees it: with equal matched fields, and under a `where` that speaks of the moment.
fn seen(demand: &Demand<'_, '_>, otherwise: &Otherwise, fault: &Fault, candidate: &Candidate) -> Option<Candidate> {
    let activity = demand.task.alternatives.get(usize::from(candidate.alternative))?.activity;
    let candidate = demand.seen_by(*candidate, fault.trigger, None)?;
    let Some(asking) = fault.asking else { return Some(candidate) };
    answering(demand.binding.context, &otherwise.matching, asking, activity, candidate)
}

impl From {
    fn day(self) -> Day {
        match self {
            Self::Behind(due) => due.day(),
            Self::With(time) => time.day,
        }
    }

    /// The first day with a part behind the start, as one may read it.
    fn first_day(self) -> Option<Day> {
        match self {
            Self::Behind(Due::Day(day)) => Some(day.next()),
            Self::Behind(Due::Clock { earliest, .. }) => {
                Time::from_instant(earliest.saturating_add(1)).map(|time| time.day)
            }
            Self::With(time) => Some(time.day),
        }
    }

    fn first(self) -> i64 {
        match self {
            Self::Behind(due) => due.latest().saturating_add(1),
            Self::With(time) => time.earliest(),
        }
    }

    /// Whether a record lies behind the start of the window.
    fn precedes(self, time: Time) -> Certainty {
        match self {
            Self::Behind(due) => match due.allows(time) {
                Certainty::Yes => Certainty::No,
                Certainty::No => Certainty::Yes,
                Certainty::Perhaps => Certainty::Perhaps,
            },
            Self::With(start) if time.order(start) == std::cmp::Ordering::Less => Certainty::No,
            Self::With(_) => Certainty::Yes,
        }
    }
}

const fn both(one: Certainty, other: Certainty) -> Certainty {
    match (one, other) {
        (Certainty::No, _) | (_, Certainty::No) => Certainty::No,
        (Certainty::Yes, Certainty::Yes) => Certainty::Yes,
        _ => Certainty::Perhaps,
    }
}
