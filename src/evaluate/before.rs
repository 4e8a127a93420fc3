//! 5.5 `before M within D A`, `before M ever A`: a precondition.

use super::answers::Answers;
use super::binding::{Binding, Duty};
use super::outcome::{Deadline, Outcome, Unseen, in_window};
use super::trigger::triggers;
use crate::rulebook::{Length, Moment};
use crate::verdict::{Reason, Status, Verdict};

/// Every moment on a bound day up to as-of asks for A in [t − D, t] (`ever`: at any time before). Judged at once.
pub(super) fn judge<'a>(
    binding: &Binding<'a>,
    moment: &'a Moment,
    within: Option<Length>,
    verdicts: &mut Vec<Verdict>,
) {
    let context = binding.context;
    let triggers = triggers(binding, moment);
    if triggers.is_empty() {
        return;
    }
    let duration = within.map(|within| context.duration(within, binding.subject)).transpose();
    let asked = binding.asked_at_least();
    let answers = Answers::new(binding, moment);
    for trigger in &triggers {
        let day = trigger.time.day;
        if day < context.coverage.from {
            continue;
        }
        let duty = Duty { trigger: trigger.record, doubt: trigger.doubt, ..Duty::default() };
        let duration = match duration {
            Ok(duration) => duration,
            Err(reason) => {
                let duty = Duty { to: Some(day), ..duty };
                verdicts.push(binding.verdict(duty, Outcome::bare(Status::Unknown, Some(reason))));
                continue;
            }
        };
        let start = match duration {
            Some(duration) => duration.after(day, -1),
            None => None,
        };
        let candidates: Vec<_> = answers.not_after(trigger, start).collect();
        let first_asked = if duration.is_some() { start } else { binding.opened };
        let unseen = Unseen::any(context.unseen(first_asked, day));
        let deadline = Deadline { due: day, as_of: context.as_of, unseen, lapsed: false };
        let Some(mut outcome) = in_window(&candidates, asked, deadline) else { continue };
        if outcome.status == Status::Unknown && duration.is_none() && binding.opened.is_none() {
            outcome.reason = Some(Reason::Opening);
        }
        verdicts.push(binding.verdict(Duty { from: first_asked, to: Some(day), due: Some(day), ..duty }, outcome));
    }
}
