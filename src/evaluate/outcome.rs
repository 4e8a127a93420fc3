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
    /// Whether days of the window up to due and as-of are unseen.
    pub(super) unseen: bool,
}

/// Judges "at least N by due": `candidates` are all that may count, late ones included, in the order of evidence.
/// Counted are those up to the one that completes it, all while undone.
pub(super) fn at_least(
    candidates: impl IntoIterator<Item = Candidate>,
    asked: Result<u32, Reason>,
    deadline: Deadline,
) -> Outcome {
    let mut outcome = Outcome::bare(Status::Pending, None);
    let asked = match asked {
        Ok(asked) => asked as usize,
        Err(reason) => return Outcome::bare(Status::Unknown, Some(reason)).with_all(candidates),
    };
    let mut in_time = 0;
    let mut first_doubt = None;
    if asked > 0 {
        for candidate in candidates {
            let punctual = candidate.day() <= deadline.due;
            if let Some(doubt) = candidate.doubt {
                // Later ones change nothing: late and violated alone is violated.
                if punctual {
                    first_doubt = first_doubt.or(Some(doubt));
                    outcome.perhaps.push(candidate.record);
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
    let may_be_met = deadline.unseen || in_time + outcome.perhaps.len() >= asked;
    (outcome.status, outcome.reason) = if in_time >= asked {
        (Status::Met, None)
    } else if may_be_met {
        (Status::Unknown, if deadline.unseen { Some(Reason::Coverage) } else { first_doubt })
    } else if deadline.as_of < deadline.due {
        (Status::Pending, None)
    } else if outcome.done.is_some() {
        (Status::Late, None)
    } else {
        (Status::Violated, None)
    };
    outcome
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
    /// Whether days of the window are unseen.
    pub(super) unseen: bool,
    /// Whether days that the upper bound looks at are unseen.
    pub(super) unseen_against: bool,
}

/// Judges "at most", "exactly" and "N to M". `candidates` are all of the window; `against` tells the days that the
/// upper bound looks at. Violated once passed, met only when over. All sure ones of the window are counted.
pub(super) fn bounded(candidates: &[Candidate], bounds: Bounds, against: impl Fn(Day) -> bool) -> Outcome {
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
    } else if bounds.unseen {
        perhaps_beside = ANY;
    }
    let (least, most) = (bounds.least.unwrap_or(0) as usize, bounds.most as usize);
    let may_pass = sure_against + perhaps_against > most;
    let status = if sure_against > most {
        Status::Violated
    } else if !bounds.over {
        if may_pass { Status::Unknown } else { Status::Pending }
    } else if sure >= least && !may_pass {
        Status::Met
    } else if sure + perhaps_against.min(most - sure_against) + perhaps_beside >= least {
        Status::Unknown
    } else {
        Status::Violated
    };
    let reason = (status == Status::Unknown).then_some(if bounds.unseen || bounds.unseen_against {
        Some(Reason::Coverage)
    } else {
        first_doubt
    });
    let shown = candidates.iter().copied().filter(|candidate| bounds.least.is_some() || against(candidate.day()));
    Outcome::bare(status, reason.flatten()).with_all(shown)
}
