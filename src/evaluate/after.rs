//! 5.4 `after M within D A`: a response.

use super::answers::Answers;
use super::binding::{Binding, Duty};
use super::outcome::{Bounds, Deadline, Outcome, Unseen, at_least, between, bounded};
use super::quantity::Asked;
use super::trigger::triggers;
use crate::rulebook::{Length, Moment};
use crate::verdict::{Status, Verdict};

/// Every moment on a bound day opens the window [t, t + D]. The end of a scope or policy does not cut it.
pub(super) fn judge<'a>(binding: &Binding<'a>, moment: &'a Moment, within: Length, verdicts: &mut Vec<Verdict>) {
    let context = binding.context;
    let triggers = triggers(binding, moment);
    if triggers.is_empty() {
        return;
    }
    let duration = context.duration(within, binding.subject);
    let asked = binding.asked();
    let answers = Answers::new(binding, moment);
    for trigger in &triggers {
        let day = trigger.time.day;
        let duty = Duty { from: Some(day), trigger: trigger.record, doubt: trigger.doubt, ..Duty::default() };
        let due = match duration {
            Err(reason) => {
                verdicts.push(binding.verdict(duty, Outcome::bare(Status::Unknown, Some(reason))));
                continue;
            }
            // Beyond the calendar nothing is due.
            Ok(duration) => match duration.after(day, 1) {
                Some(due) => due,
                None => continue,
            },
        };
        if due < context.coverage.from {
            continue;
        }
        let unseen = context.unseen(Some(day), due);
        // A subject that closes before due with it undone owes nothing.
        let lapsed = binding.closed.is_some_and(|closed| closed < due);
        let candidates = answers.not_before(trigger);
        let outcome = match asked {
            Asked::AtLeast(least) => {
                let deadline = Deadline { due, as_of: context.as_of, unseen: Unseen::any(unseen), lapsed };
                at_least(candidates, least, deadline)
            }
            Asked::Bounded { least, most } => {
                let candidates: Vec<_> = candidates.take_while(|candidate| candidate.day() <= due).collect();
                let over = context.as_of >= due;
                between(&candidates, least, most, lapsed, |least, most| {
                    let bounds = Bounds { least, most, over, unseen_against: unseen, unseen_beside: false, lapsed };
                    bounded(&candidates, bounds, |_| true)
                })
            }
        };
        let duty = Duty { to: Some(due), due: Some(due), ..duty };
        verdicts.extend(outcome.map(|outcome| binding.verdict(duty, outcome)));
    }
}
