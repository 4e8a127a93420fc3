//! What counting says of one duty (docs/language.md sections 6 and 8). A status is stated only if every way of filling
//! unseen days and of counting perhaps-records gives it; {late, violated} alone is violated.

use rust_decimal::Decimal;

use super::apart::{Room, by_last_instant};
use super::candidate::Candidate;
use super::demand::Demand;
use super::docket::in_order;
use super::due::{Certainty, Due};
use super::quantity::Need;
use super::rare::Rare;
use super::tally::Tally;
use crate::calendar::{Day, Duration, Time};
use crate::ledger::RecordId;
use crate::verdict::{Evidence, Reason, Status};

/// What the records say of a duty.
#[derive(Debug, Clone)]
pub(super) struct Outcome {
    pub(super) status: Status,
    pub(super) reason: Option<Reason>,
    /// The record with which an at-least quantity was first reached.
    pub(super) done: Option<Done>,
    /// The sure records that counted.
    pub(super) counted: Evidence,
    /// The perhaps-records that could have.
    pub(super) perhaps: Rare<RecordId>,
    /// The records that broke the duty, where records did.
    pub(super) breakers: Rare<Candidate>,
    /// Whether an upper bound was passed: a waiver of other days does not excuse that.
    pub(super) passed: Certainty,
    /// Whether an unknown is surely not met: pending or violated, as one reads the days.
    pub(super) unmet: bool,
}

/// The record that does what was asked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Done {
    pub(super) record: RecordId,
    pub(super) time: Time,
}

impl From<Candidate> for Done {
    #[inline]
    fn from(candidate: Candidate) -> Self {
        Self { record: candidate.record, time: candidate.time }
    }
}

impl Outcome {
    /// A status that follows from nothing counted.
    pub(super) fn bare(status: Status, reason: Option<Reason>) -> Self {
        Self {
            status,
            reason,
            done: None,
            counted: Evidence::new(),
            perhaps: Rare::new(),
            breakers: Rare::new(),
            passed: Certainty::No,
            unmet: false,
        }
    }

    /// Whether it is surely not met in time; what a waiver cut is not.
    pub(super) fn is_undone(&self) -> bool {
        self.unmet || matches!(self.status, Status::Violated | Status::Late | Status::Pending | Status::Exempt)
    }

    /// Nobody can tell.
    pub(super) fn unknown(reason: Reason) -> Self {
        Self::bare(Status::Unknown, Some(reason))
    }

    /// With its records in the order of evidence.
    pub(super) fn in_order(mut self, demand: Demand<'_, '_>) -> Self {
        in_order(&demand, &mut self.counted);
        in_order(&demand, &mut self.perhaps);
        self
    }

    /// Keeps of the numbers of candidates the sure ones as counted, the others as perhaps.
    pub(super) fn with_all(mut self, candidates: impl IntoIterator<Item = Candidate>) -> Self {
        for candidate in candidates {
            if candidate.is_sure() {
                self.counted.push(candidate.record);
            } else {
                self.perhaps.push(candidate.record);
            }
        }
        self
    }
}

/// How a duty's records are counted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measure<'a, 'd> {
    pub(super) demand: Demand<'a, 'd>,
    /// `at least D apart`.
    pub(super) apart: Option<Duration>,
    /// Where records count, as far as a record with only a day may stand for an instant outside.
    pub(super) room: Room,
}

impl Measure<'_, '_> {
    #[inline]
    pub(super) fn tally(&self) -> Tally<'_> {
        Tally::new(&self.demand, self.apart, self.room)
    }

    #[inline]
    fn tally_until(&self, last: i64) -> Tally<'_> {
        Tally::new(&self.demand, self.apart, Room { to: last.min(self.room.to), ..self.room })
    }

    #[inline]
    pub(super) fn is_apart_by_the_clock(&self) -> bool {
        self.apart.is_some_and(|apart| apart.unit.is_clock())
    }

    /// Of what must lie apart, what is kept; the perhaps-records all stay.
    pub(super) fn kept(&self, candidates: impl IntoIterator<Item = Candidate>) -> Vec<Candidate> {
        let mut tally = self.tally();
        let mut candidates: Vec<Candidate> = candidates.into_iter().collect();
        if self.is_apart_by_the_clock() {
            by_last_instant(&mut candidates);
        }
        let kept = candidates.into_iter().filter_map(|candidate| {
            if !candidate.is_sure() {
                return Some(candidate);
            }
            match tally.sure(&candidate) {
                Certainty::Yes => Some(candidate),
                Certainty::Perhaps => Some(Candidate { doubt: Some(Reason::DayOnly), ..candidate }),
                Certainty::No => None,
            }
        });
        kept.collect()
    }
}

/// The end of a window that asks for something.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deadline<'g> {
    /// The last moment in time, grace included.
    pub(super) limit: Due,
    /// The judged day.
    pub(super) as_of: Day,
    /// How many more may lie on unseen days of the window up to the limit and as-of.
    pub(super) unseen: Unseen<'g>,
    /// Whether the stretch or the subject has ended before due: undone, the duty has no verdict.
    pub(super) lapsed: bool,
}

/// The outcome where one reading lets a duty lapse and another does not: met either way, or unknown; what
/// is not due yet is not owed, nor what is `spared`: a waiver excuses it, or it is surely not due yet.
pub(super) fn perhaps_lapsed(outcome: Option<Outcome>, spared: bool, reason: Reason) -> Option<Outcome> {
    let outcome = outcome?;
    Some(match outcome.status {
        Status::Pending => return None,
        // It is broken under no reading.
        Status::Violated | Status::Late | Status::Unknown if spared && outcome.passed == Certainty::No => return None,
        Status::Met | Status::Unknown => outcome,
        _ => Outcome {
            status: Status::Unknown,
            reason: Some(reason),
            breakers: Rare::new(),
            passed: Certainty::No,
            ..outcome
        },
    })
}

/// How much the unseen days of a window may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unseen<'g> {
    /// Anything, on these seconds.
    Gaps(&'g [(i64, i64)]),
    /// One a day.
    OneADay(u32),
}

impl Unseen<'_> {
    fn is_some(self) -> bool {
        match self {
            Self::Gaps(gaps) => !gaps.is_empty(),
            Self::OneADay(days) => days > 0,
        }
    }

    #[inline]
    fn may_reach(self, tally: &Tally<'_>, need: Need) -> bool {
        match self {
            Self::Gaps(gaps) => tally.may_reach(need, gaps),
            Self::OneADay(days) => tally.most().is_none_or(|most| most + Decimal::from(days) >= need.decimal()),
        }
    }
}

/// Judges "at least N by then": `candidates` are all that may count, late ones included, in the order of evidence.
/// Counted are those up to the one that completes it, all while undone. `None` where a lapsed duty was not done.
#[inline]
pub(super) fn at_least(
    measure: &Measure<'_, '_>,
    candidates: impl IntoIterator<Item = Candidate>,
    asked: Result<Need, Reason>,
    deadline: Deadline<'_>,
) -> Option<Outcome> {
    reached(measure, candidates, asked, deadline, false)
}

/// Judges "at least N" in a window that nothing behind it cures: all of the window are counted.
pub(super) fn in_window(
    measure: &Measure<'_, '_>,
    candidates: &[Candidate],
    least: Result<Need, Reason>,
    deadline: Deadline<'_>,
) -> Option<Outcome> {
    reached(measure, candidates.iter().copied(), least, deadline, true)
}

#[inline]
fn reached(
    measure: &Measure<'_, '_>,
    candidates: impl IntoIterator<Item = Candidate>,
    asked: Result<Need, Reason>,
    deadline: Deadline<'_>,
    counts_all: bool,
) -> Option<Outcome> {
    let need = match asked {
        Ok(need) => need,
        Err(_) if deadline.lapsed => return None,
        Err(reason) if measure.apart.is_none() => return Some(Outcome::unknown(reason).with_all(candidates)),
        Err(reason) => {
            return Some(Outcome::unknown(reason).with_all(measure.kept(candidates)).in_order(measure.demand));
        }
    };
    if !measure.is_apart_by_the_clock() {
        return reached_in_order(measure, candidates.into_iter(), need, deadline, counts_all);
    }
    let mut candidates: Vec<Candidate> = candidates.into_iter().collect();
    by_last_instant(&mut candidates);
    let outcome = reached_in_order(measure, candidates.into_iter(), need, deadline, counts_all)?;
    Some(outcome.in_order(measure.demand))
}

fn reached_in_order(
    measure: &Measure<'_, '_>,
    mut candidates: impl Iterator<Item = Candidate>,
    need: Need,
    deadline: Deadline<'_>,
    counts_all: bool,
) -> Option<Outcome> {
    let (mut done, mut counted, mut perhaps): (Option<Done>, _, _) = (None, Evidence::new(), Rare::new());
    let mut all = measure.tally();
    let by_clock = measure.is_apart_by_the_clock();
    let (mut in_time, mut first_doubt) = (measure.tally_until(deadline.limit.latest()), None);
    if !need.is_nothing() {
        for candidate in candidates.by_ref() {
            let punctual = deadline.limit.allows(candidate.time);
            if let Some(doubt) = candidate.doubt {
                if done.is_some() {
                    continue;
                }
                perhaps.push(candidate.record);
                if punctual != Certainty::No && !candidate.repeats {
                    in_time.perhaps(&candidate);
                    first_doubt = first_doubt.or(Some(doubt));
                }
                continue;
            }
            match punctual {
                Certainty::Yes => {
                    in_time.sure(&candidate);
                }
                Certainty::Perhaps => {
                    in_time.perhaps(&candidate);
                    first_doubt = first_doubt.or(Some(Reason::DayOnly));
                }
                Certainty::No => {}
            }
            match all.sure(&candidate) {
                Certainty::Yes => counted.push(candidate.record),
                Certainty::Perhaps if done.is_none() => {
                    first_doubt = first_doubt.or(Some(Reason::DayOnly));
                    perhaps.push(candidate.record);
                    continue;
                }
                Certainty::Perhaps | Certainty::No => continue,
            }
            if all.reaches(need) && done.is_none() {
                done = Some(candidate.into());
            } else if done.is_some() {
                counted.pop();
            }
            // What may come later than one record may still come in time by another, as one reads the days: all that
            // follows comes later, but for a record with only a day behind the instants of it.
            let a_day_behind = || candidate.time.earliest() > deadline.limit.latest().saturating_add(86_400);
            let over = punctual == Certainty::No && (!by_clock || a_day_behind());
            if done.is_some() && (over || in_time.reaches(need)) {
                break;
            }
        }
    }
    if counts_all {
        // Of what must lie apart, what is kept.
        for candidate in candidates {
            let counts = if candidate.is_sure() { all.sure(&candidate) } else { Certainty::Perhaps };
            match counts {
                Certainty::Yes => counted.push(candidate.record),
                Certainty::Perhaps => perhaps.push(candidate.record),
                Certainty::No => {}
            }
        }
    }
    let met = need.is_nothing() || in_time.reaches(need);
    if deadline.lapsed && !met {
        return None;
    }
    let mut unmet = false;
    let (status, reason) = if met {
        (Status::Met, None)
    } else if deadline.unseen.may_reach(&in_time, need) {
        let why = if deadline.unseen.is_some() { Some(Reason::Coverage) } else { first_doubt.or(in_time.missing()) };
        // All of them are sure to count: how many lie apart depends on the instants of a day.
        (Status::Unknown, why.or(Some(Reason::DayOnly)))
    } else {
        match deadline.limit.has_come(deadline.as_of) {
            Certainty::No => (Status::Pending, None),
            _ if done.is_some() => (Status::Late, None),
            Certainty::Yes => (Status::Violated, None),
            Certainty::Perhaps => {
                unmet = true;
                (Status::Unknown, Some(Reason::DayOnly))
            }
        }
    };
    Some(Outcome { status, reason, done, counted, perhaps, breakers: Rare::new(), passed: Certainty::No, unmet })
}

/// The outcome that both readings give, else an unknown.
pub(super) fn agreed(sure: Option<Outcome>, perhaps: Outcome, reason: Reason) -> Outcome {
    let Some(sure) = sure else { return perhaps };
    if sure.status == perhaps.status {
        return Outcome { unmet: sure.unmet && perhaps.unmet, ..sure };
    }
    let unmet = sure.is_undone() && perhaps.is_undone();
    Outcome { status: Status::Unknown, reason: sure.reason.or(Some(reason)), unmet, ..sure }
}
