//! 5.5 `before M within D A`, `before M ever A`: a precondition.

use std::cell::OnceCell;

use super::answers::Answers;
use super::apart::Room;
use super::candidate::Candidate;
use super::demand::Demand;
use super::docket::{Docket, Duty};
use super::due::{Certainty, Due, NoDue};
use super::moment::Happening;
use super::outcome::{Deadline, Measure, Outcome, Unseen, in_window};
use super::stretch::cut;
use crate::calendar::{Duration, Time};
use crate::rulebook::{Length, Moment};
use crate::verdict::{Reason, Status};

/// Every moment on a bound day up to as-of asks for A in [t − D, t] (`ever`: at any time before). Judged at once.
pub(super) fn judge<'a>(
    demand: &Demand<'a, '_>,
    moment: &'a Moment,
    within: Option<&'a Length>,
    docket: &mut Docket<'_>,
) {
    let binding = demand.binding;
    let context = binding.context;
    let moments = demand.moments(moment);
    let judged = context.coverage.from..=context.as_of;
    let answers = OnceCell::new();
    for trigger in moments.iter().filter(|moment| judged.contains(&moment.time.day)) {
        let Some(doubt) = demand.opened_by(trigger) else { continue };
        let answers = answers.get_or_init(|| Answers::new(*demand, &binding.rule.matching));
        let day = trigger.time.day;
        let mut scene = demand.scene(day);
        scene.trigger = trigger.record;
        let duty = Duty {
            trigger: trigger.record,
            names_trigger: true,
            doubt,
            bound: Some((Some(day), Some(day))),
            ..Duty::default()
        };
        let lengths = within.map(|within| scene.duration(within)).transpose();
        let start = lengths.and_then(|duration| Ok((duration, demand.apart(&scene)?))).map_err(NoDue::Unknown);
        let start = start.and_then(|(duration, apart)| {
            let start = duration.map(|duration| Due::after(&context, trigger.time, duration, -1)).transpose();
            match start {
                // A window that reaches beyond the calendar reaches back without end.
                Err(NoDue::Never) => Ok((None, duration, apart)),
                other => other.map(|start| (start, duration, apart)),
            }
        });
        let (start, duration, apart) = match start {
            Ok(found) => found,
            Err(NoDue::Never) => continue,
            Err(NoDue::Unknown(reason)) => {
                docket.state(demand, &Duty { to: Some(Time::on(day)), ..duty }, Outcome::unknown(reason));
                continue;
            }
        };
        let candidates = in_reach(answers, trigger, start);
        let clock = duration.is_some_and(|duration: Duration| duration.unit.is_clock());
        let first_asked = match start {
            Some(start) => Some(start.start()),
            None if duration.is_some() => None,
            None => binding.opened.map(Time::on),
        };
        let first_day = first_asked.map(|time| time.day);
        let room = match start {
            Some(Due::Clock { earliest, .. }) => Room { from: earliest, to: trigger.time.latest(), ..Room::ALWAYS },
            _ => Room::ALWAYS,
        };
        let gaps = cut(context.gaps(first_day, day), room.from, room.to);
        let unseen = Unseen::Gaps(&gaps);
        let deadline = Deadline { limit: Due::Day(day), as_of: context.as_of, unseen, lapsed: false };
        let asked = demand.asked_at_least(&scene);
        let measure = Measure { demand: *demand, apart, room };
        let Some(mut outcome) = in_window(&measure, &candidates, asked, deadline) else { continue };
        if outcome.status == Status::Unknown && duration.is_none() && binding.opened.is_none() {
            outcome.reason = Some(Reason::Opening);
        }
        let due = Some(if clock { trigger.time } else { Time::on(day) });
        let excused = Some((first_day, day));
        let limit = Some(match trigger.time.instant() {
            Some(instant) if clock => Due::Clock { earliest: instant, latest: instant },
            _ => Due::Day(day),
        });
        docket.state(demand, &Duty { from: first_asked, to: due, due, excused, limit, ..duty }, outcome);
    }
}

/// The candidates that surely or perhaps lie in the window.
fn in_reach(answers: &Answers<'_, '_>, trigger: &Happening, start: Option<Due>) -> Vec<Candidate> {
    let Some(Due::Clock { earliest, latest }) = start else {
        return answers.not_after(trigger, start.map(Due::day)).collect();
    };
    let first = Time::from_instant(earliest).map(|time| time.day);
    let sure = |candidate: &Candidate| {
        // Every reading in order lies in the window: the latest trigger against the earliest answer.
        if candidate.time.earliest() >= latest {
            Certainty::Yes
        } else if candidate.time.latest() < earliest {
            Certainty::No
        } else {
            Certainty::Perhaps
        }
    };
    let reached = answers.not_after(trigger, first).filter_map(|candidate| match sure(&candidate) {
        Certainty::Yes => Some(candidate),
        Certainty::No => None,
        Certainty::Perhaps => Some(Candidate { doubt: candidate.doubt.or(Some(Reason::DayOnly)), ..candidate }),
    });
    reached.collect()
}
