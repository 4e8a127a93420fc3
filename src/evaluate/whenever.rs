//! 5.8 `whenever A require C`: the quality of each record.

use super::binding::{Binding, Duty};
use super::condition::{Scene, Truth};
use super::outcome::Outcome;
use crate::rulebook::Condition;
use crate::verdict::{Status, Verdict};

/// One duty for each A on a bound day; an A that only perhaps satisfies `where` is an unknown trigger.
pub(super) fn judge<'a>(binding: &Binding<'a>, require: &'a Condition, verdicts: &mut Vec<Verdict>) {
    for candidate in binding.candidates() {
        let day = candidate.day();
        if !binding.stretch.contains(day) {
            continue;
        }
        let record = Some((binding.rule.activity, candidate.record));
        let scene = Scene { context: binding.context, subject: binding.subject, record };
        let (status, reason) = match scene.judge(require) {
            Truth::True => (Status::Met, None),
            Truth::False => (Status::Violated, None),
            Truth::Unknown(reason) => (Status::Unknown, Some(reason)),
        };
        let outcome = Outcome {
            done: (status == Status::Met).then_some(day),
            counted: vec![candidate.record],
            ..Outcome::bare(status, reason)
        };
        let day = Some(day);
        let duty = Duty { from: day, to: day, due: day, doubt: candidate.doubt, ..Duty::default() };
        verdicts.push(binding.verdict(duty, outcome));
    }
}
