//! 5.3 `by M A`: a deadline, one for each moment.

use super::apart::Room;
use super::demand::Demand;
use super::docket::{Docket, Duty};
use super::due::{Due, NoDue};
use super::matching::answering;
use super::outcome::{Deadline, Measure, Outcome, Unseen, at_least};
use super::terms::{Start, Terms};
use crate::calendar::Time;
use crate::rulebook::Moment;

/// Stated also before the deadline, owed iff the deadline's day is bound. Anything seen counts, earlier than the first
/// opening too; coverage is asked for only from the first bound day to the deadline.
pub(super) fn judge<'a>(demand: &Demand<'a, '_>, moment: &'a Moment, docket: &mut Docket<'_>) {
    let binding = demand.binding;
    let context = binding.context;
    let happenings = demand.moments(moment);
    if happenings.is_empty() {
        return;
    }
    let candidates = demand.candidates();
    let from = binding.opened.map(Time::on);
    for happening in happenings.iter() {
        let day = happening.time.day;
        if !binding.binds(day) {
            continue;
        }
        let bound = Some((Some(day), Some(day)));
        let to = Some(Time::on(day));
        let plain = Duty { from, to, trigger: happening.record, doubt: happening.doubt, bound, ..Duty::default() };
        let start = Start { from, trigger: happening.record };
        let terms = match demand.terms(start, Due::Day(day)) {
            Ok(terms) => terms,
            Err(NoDue::Never) => continue,
            Err(NoDue::Unknown(reason)) => {
                docket.state(demand, &plain, Outcome::unknown(reason));
                continue;
            }
        };
        let due = terms.sure.due;
        if due.day() < context.coverage.from {
            continue;
        }
        let mut scene = demand.scene(from.map_or(day, |from| from.day));
        scene.trigger = happening.record;
        let apart = match demand.apart(&scene) {
            Ok(apart) => apart,
            Err(reason) => {
                docket.state(demand, &plain, Outcome::unknown(reason));
                continue;
            }
        };
        let asked = demand.asked_at_least(&scene);
        let outcome = |Terms { limit, .. }: Terms| {
            let seen = candidates.iter().filter_map(|candidate| {
                let candidate = demand.seen_by(*candidate, happening.record, None)?;
                let activity = demand.task.alternatives.get(usize::from(candidate.alternative))?.activity;
                let Some(asking) = happening.record else { return Some(candidate) };
                answering(context, &binding.rule.matching, asking, activity, candidate)
            });
            let gaps = context.gaps(binding.first_bound(), limit.day());
            let unseen = Unseen::Gaps(&gaps);
            let deadline = Deadline { limit, as_of: context.as_of, unseen, lapsed: false };
            at_least(&Measure { demand: *demand, apart, room: Room::ALWAYS }, seen, asked, deadline)
        };
        let Some(judged) = terms.judged(outcome, |_| false) else { continue };
        let excused = Some((binding.opened, terms.sure.limit.day()));
        let due = Some(due.time());
        docket.state(demand, &Duty { to: due, due, excused, limit: Some(terms.sure.limit), ..plain }, judged);
    }
}
