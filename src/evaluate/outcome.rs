//! What counting says of one duty (LANGUAGE.md sections 6 and 8). A status is stated only if every way of filling
//! unseen days and of counting perhaps-records gives it; {late, violated} alone is violated.

use super::candidate::Candidate;
use crate::calendar::Day;
use crate::ledger::RecordId;
use crate::verdict::{Reason, Status};

/// What the records say of a duty.
#[derive(Debug, Clone)]
pub(super) struct Outcome {
    pub(super) status: Status,
    pub(super) reason: Option<Reason>,
    /// The day an at-least quantity was first reached.
    pub(super) done: Option<Day>,
    /// The sure records that counted.
    pub(super) counted: Vec<RecordId>,
    /// The perhaps-records that could have.
    pub(super) perhaps: Vec<RecordId>,
}

impl Outcome {
    /// A status that follows from nothing counted.
    pub(super) const fn bare(status: Status, reason: Option<Reason>) -> Self {
        Self { status, reason, done: None, counted: Vec::new(), perhaps: Vec::new() }
    }

    /// The same judgement, with all of these counted instead of those up to the one that completed it.
    pub(super) fn counting_all(self, candidates: impl IntoIterator<Item = Candidate>) -> Self {
        Self { done: self.done, ..Self::bare(self.status, self.reason).with_all(candidates) }
    }

    /// Keeps of the numbers of candidates the sure ones as counted, the others as perhaps.
    pub(super) fn with_all(mut self, candidates: impl IntoIterator<Item = Candidate>) -> Self {
        for candidate in candidates {
            if candidate.is_sure() { &mut self.counted } else { &mut self.perhaps }.push(candidate.record);
        }
        self
    }
}

/// The end of a window that asks for something.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deadline {
    /// The last day in time.
    pub(super) due: Day,
    /// The judged day.
    pub(super) as_of: Day,
    /// How many more may lie on unseen days of the window up to due and as-of.
    pub(super) unseen: Unseen,
    /// Whether the stretch or the subject has ended before due: undone, the duty has no verdict.
    pub(super) lapsed: bool,
}

/// How much the unseen days of a window may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unseen(usize);

impl Unseen {
    /// Any number, where there is an unseen day at all.
    pub(super) const fn any(unseen: bool) -> Self {
        Self(if unseen { u32::MAX as usize } else { 0 })
    }

    /// One a day.
    pub(super) const fn one_a_day(days: u32) -> Self {
        Self(days as usize)
    }
}

/// Judges "at least N by due": `candidates` are all that may count, late ones included, in the order of evidence.
/// Counted are those up to the one that completes it, all while undone. `None` where a lapsed duty was not done.
pub(super) fn at_least(
    candidates: impl IntoIterator<Item = Candidate>,
    asked: Result<u32, Reason>,
    deadline: Deadline,
) -> Option<Outcome> {
    let asked = match asked {
        Ok(asked) => asked as usize,
        Err(_) if deadline.lapsed => return None,
        Err(reason) => return Some(Outcome::bare(Status::Unknown, Some(reason)).with_all(candidates)),
    };
    let mut outcome = Outcome::bare(Status::Pending, None);
    let (mut in_time, mut perhaps_in_time, mut first_doubt) = (0, 0, None);
    if asked > 0 {
        for candidate in candidates {
            let punctual = candidate.day() <= deadline.due;
            if let Some(doubt) = candidate.doubt {
                outcome.perhaps.push(candidate.record);
                if punctual && !candidate.repeats {
                    perhaps_in_time += 1;
                    first_doubt = first_doubt.or(Some(doubt));
                }
                continue;
            }
            outcome.counted.push(candidate.record);
            in_time += usize::from(punctual);
            if outcome.counted.len() == asked {
                outcome.done = Some(candidate.day());
                break;
            }
        }
    }
    let met = in_time >= asked;
    if deadline.lapsed && !met {
        return None;
    }
    let may_be_met = in_time + perhaps_in_time + deadline.unseen.0 >= asked;
    (outcome.status, outcome.reason) = if met {
        (Status::Met, None)
    } else if may_be_met {
        (Status::Unknown, if deadline.unseen.0 > 0 { Some(Reason::Coverage) } else { first_doubt })
    } else if deadline.as_of < deadline.due {
        (Status::Pending, None)
    } else if outcome.done.is_some() {
        (Status::Late, None)
    } else {
        (Status::Violated, None)
    };
    Some(outcome)
}

/// Judges "at least N" in a window that nothing behind it cures: all of the window are counted.
pub(super) fn in_window(candidates: &[Candidate], least: Result<u32, Reason>, deadline: Deadline) -> Option<Outcome> {
    let all = candidates.iter().copied();
    at_least(all.clone(), least, deadline).map(|judged| judged.counting_all(all))
}

/// A window with an upper bound.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    /// The fewest that must be, where the quantity says so.
    pub(super) least: Option<u32>,
    /// The most that may be.
    pub(super) most: u32,
    /// Whether the window is over as of then.
    pub(super) over: bool,
    /// Whether days that the upper bound looks at are unseen.
    pub(super) unseen_against: bool,
    /// Whether other days of the window are unseen.
    pub(super) unseen_beside: bool,
    /// Whether the subject has closed before the window was over: what it had not reached it does not owe.
    pub(super) lapsed: bool,
}

/// Judges "at most", "exactly" and "N to M". `candidates` are all of the window; `against` tells the days that the
/// upper bound looks at. Violated once passed, met only when over. All sure ones of the window are counted. `None` where
/// a lapsed duty was not reached and cannot have been passed.
pub(super) fn bounded(candidates: &[Candidate], bounds: Bounds, against: impl Fn(Day) -> bool) -> Option<Outcome> {
    const ANY: usize = u32::MAX as usize;
    let (mut sure, mut sure_against, mut perhaps_against, mut perhaps_beside) = (0, 0, 0, 0);
    let mut first_doubt = None;
    for candidate in candidates {
        let counts_against = against(candidate.day());
        if candidate.is_sure() {
            sure += 1;
            sure_against += usize::from(counts_against);
        } else if counts_against {
            perhaps_against += 1;
            first_doubt = first_doubt.or(candidate.doubt);
        } else {
            perhaps_beside += 1;
            first_doubt = first_doubt.or(candidate.doubt);
        }
    }
    if bounds.unseen_against {
        perhaps_against = ANY;
    }
    if bounds.unseen_beside {
        perhaps_beside = ANY;
    }
    let (least, most) = (bounds.least.unwrap_or(0) as usize, bounds.most as usize);
    let may_pass = sure_against + perhaps_against > most;
    let status = if sure_against > most {
        Status::Violated
    } else if bounds.lapsed && sure < least {
        if !may_pass {
            return None;
        }
        Status::Unknown
    } else if !bounds.over {
        if may_pass { Status::Unknown } else { Status::Pending }
    } else if sure >= least && !may_pass {
        Status::Met
    } else if sure + perhaps_against.min(most - sure_against) + perhaps_beside >= least {
        Status::Unknown
    } else {
        Status::Violated
    };
    let reason = (status == Status::Unknown).then_some(if bounds.unseen_beside || bounds.unseen_against {
        Some(Reason::Coverage)
    } else {
        first_doubt
    });
    Some(Outcome::bare(status, reason.flatten()).with_all(candidates.iter().copied()))
}

/// Judges with both numbers there; a missing one makes the duty unknown, unless it lapsed without what was asked.
pub(super) fn between(
    candidates: &[Candidate],
    least: Option<Result<u32, Reason>>,
    most: Result<u32, Reason>,
    lapsed: bool,
    judge: impl FnOnce(Option<u32>, u32) -> Option<Outcome>,
) -> Option<Outcome> {
    let reason = match (least.transpose(), most) {
        (Ok(least), Ok(most)) => return judge(least, most),
        // Nobody knows what was asked, but the subject closed before it was due; only a passed bound is left to say.
        (Err(_), most) if lapsed && !most.is_ok_and(|most| sure(candidates) > most as usize) => return None,
        // Whatever the missing bound is: too few, and the subject closed before more were due.
        (Ok(Some(least)), Err(_)) if lapsed && sure(candidates) < least as usize => return None,
        (Err(reason), _) | (_, Err(reason)) => reason,
    };
    Some(Outcome::bare(Status::Unknown, Some(reason)).with_all(candidates.iter().copied()))
}

fn sure(candidates: &[Candidate]) -> usize {
    candidates.iter().filter(|candidate| candidate.is_sure()).count()
}
