//! 5.1 `every D from M [within D2] A`: fixed blocks, the windows from the day after m + n·D through m + (n + 1)·D.

use super::apart::Room;
use super::candidate::of_days;
use super::demand::Demand;
use super::docket::{Docket, Duty};
use super::due::{Due, NoDue};
use super::moment::Happening;
use super::outcome::{Deadline, Measure, Outcome, Unseen, at_least};
use super::terms::{Start, Terms};
use crate::calendar::{Day, Duration, Time};
use crate::rulebook::{Length, Moment};
use crate::verdict::Reason;

/// More days than ever lay between two working days.
const MOST_DAYS_OFF: i32 = 40;

/// The blocks from each moment up to as-of.
pub(super) fn judge<'a>(
    demand: &Demand<'a, '_>,
    length: &'a Length,
    from: &'a Moment,
    within: Option<&'a Length>,
    docket: &mut Docket<'_>,
) {
    for happening in demand.moments(from).iter() {
        if happening.time.day <= demand.binding.context.as_of {
            blocks(demand, length, within, *happening, docket);
        }
    }
}

fn blocks<'a>(
    demand: &Demand<'a, '_>,
    length: &'a Length,
    within: Option<&'a Length>,
    happening: Happening,
    docket: &mut Docket<'_>,
) {
    let binding = demand.binding;
    let context = binding.context;
    let anchor = happening.time.day;
    let mut scene = demand.scene(anchor.next());
    scene.trigger = happening.record;
    let plain = Duty { trigger: happening.record, doubt: happening.doubt, ..Duty::default() };
    let lengths = scene.duration(length).and_then(|duration| {
        Ok((duration, within.map(|within| scene.duration(within)).transpose()?, demand.apart(&scene)?))
    });
    let (duration, within, apart) = match lengths {
        Ok(found) => found,
        Err(reason) => return undated(demand, anchor, plain, reason, docket),
    };
    let measure = Measure { demand: *demand, apart, room: Room::ALWAYS };
    let candidates = demand.candidates();
    let opened = |day: Day| binding.opened.map_or(day, |opened| opened.max(day));
    let end =
        |block: i32| -> Result<Day, NoDue> { Due::after(&context, Time::on(anchor), duration, block).map(Due::day) };
    // A due day that moves may reach the covered days from far before them.
    let moved = if !binding.rule.extended.is_empty() {
        context.coverage.from.days_since(anchor).max(0)
    } else if binding.rule.next_working_day {
        MOST_DAYS_OFF
    } else {
        0
    };
    let mut block = blocks_before(duration, anchor, context.coverage.from.plus_days(-moved));
    loop {
        let ends = end(block).and_then(|before| {
            let closing = match within {
                None => end(block + 1)?,
                Some(within) => Due::after(&context, Time::on(before), within, 1)?.day(),
            };
            Ok((before, closing))
        });
        let (before, closing) = match ends {
            Ok(ends) => ends,
            Err(NoDue::Never) => return,
            Err(NoDue::Unknown(reason)) => {
                let from = end(block).unwrap_or(anchor).next();
                return undated_from(demand, from, plain, reason, docket);
            }
        };
        // What is late for this block may come until the next one ends; nobody asks for days beyond the calendar.
        let next = end(block + 2).or_else(|_| end(block + 1)).unwrap_or(closing);
        let from = before.next();
        if from > context.as_of {
            return;
        }
        block += 1;
        let start = Start { from: Some(Time::on(from)), trigger: happening.record };
        let terms = match demand.terms(start, Due::Day(closing)) {
            Ok(terms) => terms,
            Err(NoDue::Never) => return,
            Err(NoDue::Unknown(reason)) => {
                if binding.binds(closing) {
                    let (from, to) = (Some(Time::on(from)), Some(Time::on(closing)));
                    docket.state(demand, &Duty { from, to, ..plain }, Outcome::unknown(reason));
                }
                continue;
            }
        };
        let due = terms.sure.due;
        if due.day() < context.coverage.from || !binding.binds(closing) {
            continue;
        }
        let first = opened(from);
        let mut scene = demand.scene(from);
        scene.trigger = happening.record;
        let asked = demand.asked_at_least(&scene);
        let outcome = |Terms { limit, .. }: Terms| {
            let seen = of_days(&candidates, first, next.max(limit.day())).iter();
            // A record never answers itself.
            let seen = seen.filter(|candidate| !demand.is(candidate, happening.record));
            let seen = seen.filter_map(|candidate| demand.seen_by(*candidate, happening.record, None));
            let gaps = context.gaps(Some(first), limit.day());
            let unseen = Unseen::Gaps(&gaps);
            at_least(&measure, seen, asked, Deadline { limit, as_of: context.as_of, unseen, lapsed: false })
        };
        let due = Some(due.time());
        let duty = Duty {
            from: Some(Time::on(from)),
            to: due,
            due,
            bound: Some((Some(closing), Some(closing))),
            excused: Some((Some(from), terms.sure.limit.day())),
            limit: Some(terms.sure.limit),
            ..plain
        };
        if let Some(outcome) = terms.judged(outcome, |_| false) {
            docket.state(demand, &duty, outcome);
        }
    }
}

/// One unknown duty where no due day is known: any bound day behind the moment may be one.
fn undated(demand: &Demand<'_, '_>, anchor: Day, duty: Duty, reason: Reason, docket: &mut Docket<'_>) {
    undated_from(demand, anchor.next(), duty, reason, docket);
}

fn undated_from(demand: &Demand<'_, '_>, from: Day, duty: Duty, reason: Reason, docket: &mut Docket<'_>) {
    let context = demand.binding.context;
    let last = demand.binding.bound().last().and_then(|stretch| stretch.last_day()).unwrap_or(Day::LAST);
    if from > context.as_of || last < from || last < context.coverage.from {
        return;
    }
    let bound = Some((Some(from), None));
    docket.state(demand, &Duty { from: Some(Time::on(from)), bound, ..duty }, Outcome::unknown(reason));
}

/// A number of blocks that surely end before `day`, near the greatest such.
fn blocks_before(duration: Duration, anchor: Day, day: Day) -> i32 {
    (day.days_since(anchor) / duration.longest().max(1) - 1).max(0)
}
