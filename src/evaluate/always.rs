//! 5.9 `always A until F`, `always A for D`, `always require C`: standing validity, a duty for each run of days.

use super::apart::Room;
use super::candidate::Candidate;
use super::condition::Truth;
use super::demand::Demand;
use super::docket::{Docket, Duty};
use super::due::Due;
use super::outcome::Outcome;
use super::quantity::{Asked, Need};
use super::stretch::{Stretch, whole_days, with_day, without};
use super::tally::Tally;
use crate::calendar::{Day, Duration, Time};
use crate::ledger::Cell;
use crate::rulebook::{Condition, Length};
use crate::verdict::{Reason, Status};

/// A record and the days on which it is good.
#[derive(Debug, Clone, Copy)]
struct Good {
    candidate: Candidate,
    from: Day,
    to: Day,
}

/// Days of one status.
#[derive(Debug, Clone, Copy)]
struct Run {
    from: Day,
    to: Day,
    status: Status,
    reason: Option<Reason>,
}

/// `until F` or, with a length, `for D`.
pub(super) fn judge<'a>(demand: &Demand<'a, '_>, length: Option<&'a Length>, docket: &mut Docket<'_>) {
    let candidates = demand.candidates();
    for stretch in &demand.binding.days() {
        let Some((from, to)) = judged_without_waived(demand, *stretch) else { continue };
        let scene = demand.scene(from);
        let found = length.map(|length| scene.duration(length)).transpose();
        let (duration, apart) = match found.and_then(|duration| Ok((duration, demand.apart(&scene)?))) {
            Ok(found) => found,
            Err(reason) => {
                // How long a record is good nobody knows: each perhaps is.
                let perhaps = candidates.iter().map(|candidate| Good {
                    candidate: Candidate { doubt: candidate.doubt.or(Some(reason)), ..*candidate },
                    from: candidate.day(),
                    to: Day::LAST,
                });
                unknown(demand, &perhaps.collect::<Vec<_>>(), (from, to), reason, docket);
                continue;
            }
        };
        let goods = candidates.iter().map(|candidate| good(demand, candidate, duration));
        // One that ends before it begins is never good.
        let goods: Vec<Good> = goods.filter(|good| good.from <= good.to).collect();
        let bounds = match bounds(demand.asked(&scene)) {
            Ok(bounds) => bounds,
            Err(reason) => {
                unknown(demand, &goods, (from, to), reason, docket);
                continue;
            }
        };
        let reach = Reach::of(demand, *stretch, duration);
        let mut segments = segments(demand, &goods, reach, from, to);
        let mut runs: Vec<Run> = Vec::new();
        let mut begun = false;
        segments.retain(|(from, to)| from <= to);
        for (from, to) in segments {
            let tally = || Tally::new(demand, apart, Room::ALWAYS);
            let (mut sure, mut tally) = (tally(), tally());
            let mut doubt = None;
            for good in goods.iter().filter(|good| good.from <= from && to <= good.to) {
                match good.candidate.doubt {
                    None => {
                        sure.sure(&good.candidate);
                        tally.sure(&good.candidate);
                    }
                    Some(reason) => {
                        doubt = doubt.or(Some(reason));
                        tally.perhaps(&good.candidate);
                    }
                }
            }
            let reached = bounds.least.is_none_or(|least| sure.reaches(least));
            begun |= reached;
            // What may hold and is not seen: on days behind coverage anything, before the first good day what a
            // record from before coverage could still reach.
            let behind = to > demand.binding.context.coverage.to;
            let before = reach.is_some_and(|reach| from <= reach.last);
            let most = bounds.most;
            let may_reach = bounds.least.is_none_or(|least| tally.may_reach(least, &[])) || behind || before && !begun;
            let may_pass =
                most.is_some_and(|most| behind || before || tally.most().is_none_or(|any| any > most.decimal()));
            let passed = most.is_some_and(|most| sure.least() > most.decimal());
            let status = if passed || !may_reach {
                Status::Violated
            } else if reached && !may_pass {
                Status::Met
            } else {
                Status::Unknown
            };
            let reason =
                (status == Status::Unknown).then(|| doubt.filter(|_| !behind && !before).unwrap_or(Reason::Coverage));
            match runs.last_mut() {
                Some(run) if run.status == status && run.to.next() == from => run.to = to,
                _ => runs.push(Run { from, to, status, reason }),
            }
        }
        for run in runs {
            let outcome = Outcome::bare(run.status, run.reason).with_all(holding_in(&goods, run));
            state(demand, run, outcome, docket);
        }
    }
}

/// Runs of days of which nobody can tell what was asked.
fn unknown(demand: &Demand<'_, '_>, goods: &[Good], (from, to): (Day, Day), reason: Reason, docket: &mut Docket<'_>) {
    let days = Stretch::of_days(Some(from), Some(to));
    for days in without(&[days], &demand.binding.waived) {
        let (Some(from), Some(to)) = (days.first_day(), days.last_day()) else { continue };
        let run = Run { from, to, status: Status::Unknown, reason: None };
        state(demand, run, Outcome::unknown(reason).with_all(holding_in(goods, run)), docket);
    }
}

/// The records that are good on some day of a run.
fn holding_in(goods: &[Good], run: Run) -> impl Iterator<Item = Candidate> {
    goods.iter().filter(move |good| good.from <= run.to && run.from <= good.to).map(|good| good.candidate)
}

/// The first and last judged day of a stretch that no waiver takes; `None` where there is none.
fn judged_without_waived(demand: &Demand<'_, '_>, stretch: Stretch) -> Option<(Day, Day)> {
    let (from, to) = judged(demand, stretch)?;
    let left = without(&[Stretch::of_days(Some(from), Some(to))], &demand.binding.waived);
    Some((left.first()?.first_day()?, left.last()?.last_day()?))
}

/// The first and last judged day of a stretch; `None` where there is none.
fn judged(demand: &Demand<'_, '_>, stretch: Stretch) -> Option<(Day, Day)> {
    let context = demand.binding.context;
    let from = stretch.first_day().map_or(context.coverage.from, |from| from.max(context.coverage.from));
    let to = stretch.last_day().unwrap_or(context.as_of).min(context.as_of);
    (from <= to).then_some((from, to))
}

fn state(demand: &Demand<'_, '_>, run: Run, outcome: Outcome, docket: &mut Docket<'_>) {
    let duty = Duty {
        from: Some(Time::on(run.from)),
        to: Some(Time::on(run.to)),
        bound: Some((Some(run.from), Some(run.to))),
        ..Duty::default()
    };
    docket.state(demand, &duty, outcome);
}

#[derive(Debug, Clone, Copy)]
struct Wanted {
    least: Option<Need>,
    most: Option<Need>,
}

fn bounds(asked: Asked) -> Result<Wanted, Reason> {
    Ok(match asked {
        Asked::AtLeast(least) => Wanted { least: Some(least?), most: None },
        Asked::Bounded { least, most } => Wanted { least: least.transpose()?, most: Some(most?) },
    })
}

/// How far a record from before coverage could be good.
#[derive(Debug, Clone, Copy)]
struct Reach {
    last: Day,
}

impl Reach {
    /// `None` where the stretch began in coverage.
    fn of(demand: &Demand<'_, '_>, stretch: Stretch, duration: Option<Duration>) -> Option<Self> {
        let context = demand.binding.context;
        if stretch.first_day().is_some_and(|from| from >= context.coverage.from) {
            return None;
        }
        let last_unseen = context.coverage.from.previous();
        let last = match duration {
            None => Day::LAST,
            Some(duration) => {
                Due::after(&context, Time::on(last_unseen), duration, 1).map_or(Day::LAST, |due| due.day())
            }
        };
        Some(Self { last })
    }
}

/// The days on which a record is good: from its own through its field, or its own and D.
fn good(demand: &Demand<'_, '_>, candidate: &Candidate, duration: Option<Duration>) -> Good {
    let context = demand.binding.context;
    let (mut candidate, from) = (*candidate, candidate.day());
    let end = match duration {
        Some(duration) => {
            Due::after(&context, Time::on(from), duration, 1).map(Due::day).map_err(|_| Reason::Condition)
        }
        None => until(demand, &candidate),
    };
    let to = end.unwrap_or_else(|reason| {
        candidate.doubt = candidate.doubt.or(Some(reason));
        Day::LAST
    });
    Good { candidate, from, to }
}

fn until(demand: &Demand<'_, '_>, candidate: &Candidate) -> Result<Day, Reason> {
    let alternative = demand.task.alternatives.get(usize::from(candidate.alternative)).ok_or(Reason::Condition)?;
    let (activity, field) = (alternative.activity, alternative.until.ok_or(Reason::Condition)?);
    match demand.binding.context.ledger.field(activity, candidate.record, field) {
        Some(Cell::Date(time)) => Ok(time.day),
        _ => Err(Reason::Field(activity, field)),
    }
}

/// The judged days cut wherever something begins or ends.
fn segments(demand: &Demand<'_, '_>, goods: &[Good], reach: Option<Reach>, from: Day, to: Day) -> Vec<(Day, Day)> {
    let mut starts = vec![from, demand.binding.context.coverage.to.next()];
    starts.extend(goods.iter().flat_map(|good| [good.from, good.to.next()]));
    starts.extend(reach.map(|reach| reach.last.next()));
    let waived = &demand.binding.waived;
    starts.extend(waived.iter().flat_map(|days| [days.first_day(), days.last_day().map(Day::next)]).flatten());
    starts.retain(|start| *start >= from && *start <= to);
    starts.sort_unstable();
    starts.dedup();
    let ends = starts.iter().skip(1).map(|next| next.previous()).chain([to]);
    // Waived days are lost.
    let lost = |from: Day| with_day(waived, from).is_some();
    starts.iter().copied().zip(ends).filter(|(from, _)| !lost(*from)).collect()
}

/// `always require C` on attributes: the runs change where the register does.
pub(super) fn require<'a>(demand: &Demand<'a, '_>, condition: &'a Condition, docket: &mut Docket<'_>) {
    let cuts = demand.binding.register_cuts();
    for stretch in whole_days(demand.binding.active().into_owned()) {
        let Some((from, to)) = judged(demand, stretch) else { continue };
        let mut starts = vec![from];
        starts.extend(cuts.iter().copied().filter(|cut| *cut > from && *cut <= to));
        let ends = starts.iter().skip(1).map(|next| next.previous()).chain([to]);
        let mut runs: Vec<Run> = Vec::new();
        for (from, to) in starts.iter().copied().zip(ends) {
            let (status, reason) = match demand.scene(from).judge(condition) {
                Truth::True => (Status::Met, None),
                Truth::False => (Status::Violated, None),
                Truth::Unknown(reason) => (Status::Unknown, Some(reason)),
            };
            match runs.last_mut() {
                Some(run) if run.status == status => run.to = to,
                _ => runs.push(Run { from, to, status, reason }),
            }
        }
        for run in runs {
            state(demand, run, Outcome::bare(run.status, run.reason), docket);
        }
    }
}
