//! 5.8 `whenever A require C`: the quality of each record.

use smallvec::smallvec;

use super::condition::Truth;
use super::demand::Demand;
use super::docket::{Docket, Duty};
use super::outcome::Outcome;
use crate::calendar::Time;
use crate::verdict::Status;

/// One duty for each A on a bound day; an A that only perhaps satisfies `where` is an unknown trigger.
pub(super) fn judge(demand: &Demand<'_, '_>, docket: &mut Docket<'_>) {
    for candidate in demand.candidates().iter().copied() {
        let day = candidate.day();
        if !demand.binding.holds(candidate.time) {
            continue;
        }
        let Some(alternative) = demand.task.alternatives.get(usize::from(candidate.alternative)) else { continue };
        let scene = demand.scene(day).with_record(alternative.activity, candidate.record, day);
        let (status, reason) = match alternative.require.as_ref().map_or(Truth::True, |require| scene.judge(require)) {
            Truth::True => (Status::Met, None),
            Truth::False => (Status::Violated, None),
            Truth::Unknown(reason) => (Status::Unknown, Some(reason)),
        };
        let breakers = if status == Status::Violated { vec![candidate] } else { Vec::new() }.into();
        let done = (status == Status::Met).then(|| candidate.into());
        let outcome = Outcome { done, counted: smallvec![candidate.record], breakers, ..Outcome::bare(status, reason) };
        let time = Some(Time::on(day));
        let duty = Duty {
            from: time,
            to: time,
            due: time,
            doubt: candidate.doubt.or_else(|| demand.binding.doubt_at(candidate.time)),
            bound: Some((Some(day), Some(day))),
            excused: Some((Some(day), day)),
            ..Duty::default()
        };
        docket.state(demand, &duty, outcome);
    }
}
