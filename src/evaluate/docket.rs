//! Duties become verdicts: doubt, waivers, and what is written of them (docs/language.md sections 8 and 11).

use super::binding::Binding;
use super::candidate::Candidate;
use super::demand::{Demand, by_evidence};
use super::due::{Certainty, Due};
use super::outcome::Outcome;
use super::plain::{PlainDuty, Plainly};
use crate::calendar::{Day, Period, Time};
use crate::ledger::RecordId;
use crate::rulebook::ActivityId;
use crate::verdict::{Counts, ListedNow, Reason, Status, Verdict};

/// What a duty is called: everything of a verdict but what the records say.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Duty {
    pub(super) from: Option<Time>,
    pub(super) to: Option<Time>,
    pub(super) due: Option<Time>,
    pub(super) label: Option<Period>,
    pub(super) trigger: Option<(ActivityId, RecordId)>,
    /// Whether verdicts name the record behind the moment.
    pub(super) names_trigger: bool,
    pub(super) censored: bool,
    /// Why it is unknown whether the trigger is one.
    pub(super) doubt: Option<Reason>,
    /// The days on which the rule must bind for the duty to be.
    pub(super) bound: Option<(Option<Day>, Option<Day>)>,
    /// The days in which a waived one excuses.
    pub(super) excused: Option<(Option<Day>, Day)>,
    /// The last moment in time, grace included, behind which an undone duty is broken.
    pub(super) limit: Option<Due>,
}

/// A duty that was broken, and what may remedy it (section 9, `otherwise`).
#[derive(Debug, Clone)]
pub(super) struct Breach {
    /// The place of its verdict.
    pub(super) verdict: usize,
    /// The record behind the duty's moment.
    pub(super) trigger: Option<(ActivityId, RecordId)>,
    /// What was missed; `None` where records broke the duty.
    pub(super) missed: Option<Due>,
    /// The records that broke it.
    pub(super) breakers: Vec<(Candidate, ActivityId)>,
    /// The perhaps-records, which an unknown shows.
    pub(super) perhaps: Vec<RecordId>,
}

/// Where the verdicts of one rule over one subject are put, and their breaches as long as something may remedy them.
#[derive(Debug)]
pub(super) struct Docket<'v> {
    pub(super) verdicts: &'v mut Vec<Verdict>,
    pub(super) breaches: Vec<Breach>,
    /// The verdicts that are put there.
    pub(super) listed: ListedNow,
    /// What is only counted.
    pub(super) counted: Counts,
}

/// How many duties are met, as long as that is all that is asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Met {
    listed: bool,
    counted: u64,
}

impl Met {
    /// Counts a duty if it is met, and not listed.
    #[inline]
    pub(super) fn adds(&mut self, met: bool) -> bool {
        let adds = met && !self.listed;
        self.counted += u64::from(adds);
        adds
    }
}

impl Docket<'_> {
    /// States what the records say of a duty. Doubt about the rule or the trigger leaves met and exempt, and makes the
    /// rest unknown; an unknown also shows the perhaps-records.
    pub(super) fn state(&mut self, demand: &Demand<'_, '_>, duty: &Duty, outcome: Outcome) {
        let remediable = !demand.binding.rule.otherwise.is_empty();
        let named = if remediable { Some((breakers(demand, &outcome), outcome.perhaps.to_vec())) } else { None };
        let place = self.verdicts.len();
        // It is made where it stands, and not moved there.
        self.verdicts.extend(std::iter::once_with(|| verdict(demand, duty, outcome)));
        let Some((breakers, perhaps)) = named else { return };
        if self.verdicts.get(place).is_some_and(|verdict| verdict.status.is_breach()) {
            self.breaches.push(Breach {
                verdict: place,
                trigger: duty.trigger,
                missed: if breakers.is_empty() { duty.limit } else { None },
                breakers,
                perhaps,
            });
        }
    }

    /// Begins to count those that are met, beside the docket: most are.
    #[inline]
    pub(super) fn met(&self) -> Met {
        Met { listed: self.listed.holds(Status::Met), counted: 0 }
    }

    /// Takes what was counted beside it.
    #[inline]
    pub(super) fn take(&mut self, met: Met) {
        self.counted.add_many(Status::Met, met.counted);
    }

    /// Counts a status if that is all that is asked for; a breach is late or overdue by so many days.
    #[inline]
    pub(super) fn counts(&mut self, status: Status, days: impl FnOnce() -> u32) -> bool {
        let listed = self.listed.asks_for(status, days);
        if !listed {
            self.counted.add(status);
        }
        !listed
    }

    /// Lists what the records say of a plain duty; `candidates` are those that were counted, and may be others behind
    /// them.
    pub(super) fn list_plainly(
        &mut self,
        binding: &Binding<'_>,
        duty: &PlainDuty,
        Plainly { status, done, counted }: Plainly,
        candidates: impl Iterator<Item = Candidate>,
    ) {
        let done = done.map(|done| done.time);
        let late = done.filter(|_| status == Status::Late);
        let records = candidates.take(counted).map(|candidate| candidate.record);
        let evidence = duty.trigger.into_iter().chain(records).collect();
        let due = Some(Time::on(duty.due));
        self.verdicts.extend(std::iter::once_with(|| Verdict {
            rule: binding.number,
            subject: binding.subject,
            group: None,
            from: Some(Time::on(duty.from)),
            to: due,
            due,
            label: duty.label,
            status,
            done: done.map(|done| done.day),
            days_late: late.map(|done| done.days_late(Time::on(duty.due))),
            count: u32::try_from(counted).unwrap_or(u32::MAX),
            evidence,
            each: None,
            trigger: duty.trigger,
            censored: duty.censored,
            overdue: overdue(binding, due, status),
            reason: None,
        }));
    }
}

fn breakers(demand: &Demand<'_, '_>, outcome: &Outcome) -> Vec<(Candidate, ActivityId)> {
    let activity = |candidate: &Candidate| {
        demand.task.alternatives.get(usize::from(candidate.alternative)).map(|alternative| alternative.activity)
    };
    outcome.breakers.iter().filter_map(|candidate| Some((*candidate, activity(candidate)?))).collect()
}

#[inline]
fn verdict(demand: &Demand<'_, '_>, duty: &Duty, outcome: Outcome) -> Verdict {
    let binding = demand.binding;
    let (mut status, mut reason) = (outcome.status, outcome.reason);
    if let Some((from, to)) = duty.excused
        && (outcome.unmet || matches!(status, Status::Violated | Status::Late | Status::Pending))
        && outcome.passed != Certainty::Yes
        && binding.waives(from, Some(to))
    {
        (status, reason) = if status == Status::Violated && outcome.passed == Certainty::Perhaps {
            (Status::Unknown, Some(Reason::Coverage))
        } else {
            (Status::Exempt, None)
        };
    }
    let doubt = || duty.doubt.or_else(|| duty.bound.and_then(|(from, to)| binding.doubt(from, to)));
    if !matches!(status, Status::Met | Status::Exempt)
        && let Some(doubt) = doubt()
    {
        reason = reason.or(Some(doubt));
        status = Status::Unknown;
    }
    let count = u32::try_from(outcome.counted.len()).unwrap_or(u32::MAX);
    let mut evidence = outcome.counted;
    if status == Status::Unknown && !outcome.perhaps.is_empty() {
        evidence.extend_from_slice(&outcome.perhaps);
        in_order(demand, &mut evidence);
    }
    let trigger = duty.trigger.filter(|_| duty.names_trigger).map(|(_, record)| record);
    if let Some(trigger) = trigger {
        evidence.push(trigger);
        for at in (1..evidence.len()).rev() {
            evidence.swap(at, at - 1);
        }
    }
    let done = outcome.done.map(|candidate| candidate.time);
    let late = || Some(done?.days_late(duty.due?));
    Verdict {
        rule: binding.number,
        subject: binding.subject,
        group: None,
        from: duty.from,
        to: duty.to,
        due: duty.due,
        label: duty.label,
        status,
        done: done.map(|done| done.day),
        days_late: if status == Status::Late { late() } else { None },
        count,
        evidence,
        each: demand.each,
        trigger,
        censored: duty.censored,
        overdue: overdue(binding, duty.due, status),
        reason,
    }
}

/// Days from due to the judged day; a breach that came before its due day is not overdue yet.
#[inline]
pub(super) fn overdue(binding: &Binding<'_>, due: Option<Time>, status: Status) -> Option<u32> {
    if status != Status::Violated {
        return None;
    }
    u32::try_from(binding.context.as_of.days_since(due?.day)).ok()
}

/// Puts records in the order of evidence; those of one activity are numbered in it.
pub(super) fn in_order(demand: &Demand<'_, '_>, evidence: &mut [RecordId]) {
    if demand.task.alternatives.len() > 1 {
        let ledger = demand.binding.context.ledger;
        evidence.sort_by(|one, other| by_evidence(ledger, *one, *other));
    } else {
        evidence.sort_unstable();
    }
}
