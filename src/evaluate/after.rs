//! 5.4 `after M within D A`: a response.

use super::binding::{Binding, Duty};
use super::outcome::{Bounds, Deadline, Outcome, at_least, bounded};
use super::quantity::Asked;
use super::trigger::{Answers, triggers};
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
        let closes_before = binding.closed.is_some_and(|closed| closed < due);
        let candidates = answers.not_before(trigger);
        let outcome = match asked {
            Asked::AtLeast(least) => at_least(candidates, least, Deadline { due, as_of: context.as_of, unseen }),
            Asked::Bounded { least, most } => {
                let candidates: Vec<_> = candidates.take_while(|candidate| candidate.day() <= due).collect();
                let over = context.as_of >= due;
                match (least.transpose(), most) {
                    (Ok(least), Ok(most)) => {
                        let bounds = Bounds { least, most, over, unseen, unseen_against: unseen };
                        bounded(&candidates, bounds, |_| true)
                    }
                    (Err(reason), _) | (_, Err(reason)) => {
                        Outcome::bare(Status::Unknown, Some(reason)).with_all(candidates)
                    }
                }
            }
        };
        // A subject that closes before due with it undone owes nothing.
        let owes_nothing = closes_before
            && matches!(asked, Asked::AtLeast(_))
            && matches!(outcome.status, Status::Violated | Status::Late | Status::Pending);
        if !owes_nothing {
            verdicts.push(binding.verdict(Duty { to: Some(due), due: Some(due), ..duty }, outcome));
        }
    }
}
