//! 5.6 `never A`.

use super::binding::{Binding, Duty};
use super::candidate::of_days;
use super::outcome::{Bounds, bounded};
use crate::verdict::Verdict;

/// One duty for the stretch, judged from the first covered day.
pub(super) fn judge(binding: &Binding<'_>, verdicts: &mut Vec<Verdict>) {
    let context = binding.context;
    let coverage = context.coverage;
    let from = binding.stretch.from.map_or(coverage.from, |from| from.max(coverage.from));
    if from > context.as_of || binding.stretch.to.is_some_and(|end| end < coverage.from) {
        return;
    }
    let last = binding.stretch.to.unwrap_or(context.as_of).min(context.as_of);
    let over = binding.stretch.to.is_some_and(|end| end <= context.as_of);
    let unseen = context.unseen(Some(from), last);
    let candidates = binding.candidates();
    let bounds = Bounds { least: None, most: 0, over, unseen_against: unseen, unseen_beside: false, lapsed: false };
    let outcome = bounded(of_days(&candidates, from, last), bounds, |_| true);
    let duty = Duty {
        from: Some(from),
        to: binding.stretch.to,
        censored: binding.stretch.from.is_none_or(|start| start < coverage.from),
        ..Duty::default()
    };
    verdicts.extend(outcome.map(|outcome| binding.verdict(duty, outcome)));
}
