//! What counting says of a duty with an upper bound: "at most", "exactly" and "N to M" (docs/language.md sections 6
//! and 8).

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::apart::by_last_instant;
use super::candidate::Candidate;
use super::due::Certainty;
use super::outcome::{Measure, Outcome};
use super::quantity::Need;
use super::rare::Rare;
use crate::verdict::{Evidence, Reason, Status};

/// A window with an upper bound.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds<'g> {
    /// The fewest that must be, where the quantity says so.
    pub(super) least: Option<Need>,
    /// The most that may be.
    pub(super) most: Need,
    /// Whether the window is over as of then.
    pub(super) over: Certainty,
    /// The unseen seconds of the days that the upper bound looks at.
    pub(super) unseen_against: &'g [(i64, i64)],
    /// Those of the other days of the window.
    pub(super) unseen_beside: &'g [(i64, i64)],
    /// Whether the subject has closed before the window was over: what it had not reached it does not owe.
    pub(super) lapsed: bool,
}

/// Judges "at most", "exactly" and "N to M". `candidates` are all of the window; `against` tells the records that the
/// upper bound looks at. Violated once passed, met only when over. All sure ones of the window are counted. `None` where
/// a lapsed duty was not reached and cannot have been passed.
pub(super) fn bounded(
    measure: &Measure<'_, '_>,
    candidates: &[Candidate],
    bounds: Bounds<'_>,
    against: impl Fn(&Candidate) -> bool,
) -> Option<Outcome> {
    let (mut all, mut counted_against, mut first_doubt) = (measure.tally(), measure.tally(), None);
    let most = bounds.most;
    let (mut counted, mut perhaps, mut breakers) = (Evidence::new(), Rare::new(), Rare::new());
    // Nothing else asks which records broke a duty.
    let names_breakers = !measure.demand.binding.rule.otherwise.is_empty();
    let by_clock = measure.is_apart_by_the_clock();
    let mut candidates = Cow::Borrowed(candidates);
    if by_clock {
        by_last_instant(candidates.to_mut());
    }
    for candidate in candidates.iter() {
        let counts_against = against(candidate);
        // An upper bound alone looks at nothing else.
        if bounds.least.is_none() && !counts_against {
            continue;
        }
        if candidate.is_sure() {
            match all.sure(candidate) {
                Certainty::Yes => counted.push(candidate.record),
                Certainty::Perhaps => {
                    first_doubt = first_doubt.or(Some(Reason::DayOnly));
                    perhaps.push(candidate.record);
                }
                Certainty::No => {}
            }
            if counts_against
                && counted_against.sure(candidate) == Certainty::Yes
                && names_breakers
                && counted_against.passes(most)
            {
                breakers.push(*candidate);
            }
        } else {
            perhaps.push(candidate.record);
            all.perhaps(candidate);
            if counts_against {
                counted_against.perhaps(candidate);
            }
            first_doubt = first_doubt.or(candidate.doubt);
        }
    }
    let may_pass = counted_against.may_pass(most, bounds.unseen_against);
    let passed = counted_against.passes(most);
    let reached = bounds.least.is_none_or(|least| all.reaches(least));
    // As many as there may be without passing the bound.
    let may_reach = || {
        bounds.least.is_none_or(|least| {
            let most = most.decimal();
            let may_be_against = counted_against.most_with(bounds.unseen_against);
            let excess = may_be_against.map(|more| (more - most).max(Decimal::ZERO));
            let gaps = [bounds.unseen_against, bounds.unseen_beside].concat();
            match (all.most_with(&gaps), excess) {
                (Some(all), Some(excess)) => all - excess >= least.decimal(),
                _ if !bounds.unseen_beside.is_empty() => true,
                // Unseen days fill up to the bound.
                _ => {
                    let (all, against) = (all.most(), counted_against.most());
                    all.unwrap_or(Decimal::ZERO) - against.unwrap_or(Decimal::ZERO) + most >= least.decimal()
                }
            }
        })
    };
    let judged = |over: bool| {
        if passed {
            Some(Status::Violated)
        } else if bounds.lapsed && !reached {
            may_pass.then_some(Status::Unknown)
        } else if !over {
            Some(if may_pass { Status::Unknown } else { Status::Pending })
        } else if reached && !may_pass {
            Some(Status::Met)
        } else if may_reach() {
            Some(Status::Unknown)
        } else {
            Some(Status::Violated)
        }
    };
    let mut unmet = false;
    let status = match bounds.over {
        Certainty::Yes => judged(true)?,
        Certainty::No => judged(false)?,
        Certainty::Perhaps => {
            let (over, not) = (judged(true), judged(false));
            unmet = (over, not) == (Some(Status::Violated), Some(Status::Pending)) && !passed;
            if over == not { over? } else { Status::Unknown }
        }
    };
    let reason = (status == Status::Unknown).then(|| {
        if !bounds.unseen_beside.is_empty() || !bounds.unseen_against.is_empty() {
            Reason::Coverage
        } else {
            first_doubt.or(all.missing()).unwrap_or(Reason::DayOnly)
        }
    });
    let breakers = if status == Status::Violated { breakers } else { Rare::new() };
    let passed = match (passed, may_pass) {
        (true, _) => Certainty::Yes,
        (false, true) => Certainty::Perhaps,
        (false, false) => Certainty::No,
    };
    let outcome = Outcome { counted, perhaps, breakers, passed, unmet, ..Outcome::bare(status, reason) };
    Some(if by_clock { outcome.in_order(measure.demand) } else { outcome })
}

/// Judges with both numbers there; a missing one makes the duty unknown, unless it lapsed without what was asked.
pub(super) fn between(
    measure: &Measure<'_, '_>,
    candidates: &[Candidate],
    least: Option<Result<Need, Reason>>,
    most: Result<Need, Reason>,
    lapsed: bool,
    judge: impl FnOnce(Option<Need>, Need) -> Option<Outcome>,
) -> Option<Outcome> {
    let sure = || {
        let mut tally = measure.tally();
        candidates.iter().filter(|candidate| candidate.is_sure()).for_each(|candidate| {
            tally.sure(candidate);
        });
        tally
    };
    let reason = match (least.transpose(), most) {
        (Ok(least), Ok(most)) => return judge(least, most),
        // Nobody knows what was asked, but the subject closed before it was due; only a passed bound is left to say.
        (Err(_), most) if lapsed && !most.is_ok_and(|most| sure().least() > most.decimal()) => return None,
        // Whatever the missing bound is: too few, and the subject closed before more were due.
        (Ok(Some(least)), Err(_)) if lapsed && !sure().reaches(least) => return None,
        (Err(reason), _) | (_, Err(reason)) => reason,
    };
    let outcome = Outcome::unknown(reason);
    Some(match measure.apart {
        None => outcome.with_all(candidates.iter().copied()),
        Some(_) => outcome.with_all(measure.kept(candidates.iter().copied())).in_order(measure.demand),
    })
}
