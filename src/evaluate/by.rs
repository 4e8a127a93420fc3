//! 5.3 `by M A`: a deadline.

use super::binding::{Binding, Duty};
use super::outcome::{Deadline, Unseen, at_least};
use crate::rulebook::DateMoment;
use crate::verdict::Verdict;

/// One duty, stated also before the deadline, owed iff the deadline's day is bound. Anything seen counts, earlier
/// than the first opening too; coverage is asked for only from the first bound day to the deadline.
pub(super) fn judge(binding: &Binding<'_>, moment: DateMoment, verdicts: &mut Vec<Verdict>) {
    let context = binding.context;
    let Some(due) = context.date(moment, binding.subject) else { return };
    if due < context.coverage.from || !binding.stretch.contains(due) {
        return;
    }
    let unseen = Unseen::any(context.unseen(binding.stretch.from, due));
    let deadline = Deadline { due, as_of: context.as_of, unseen, lapsed: false };
    let outcome = at_least(binding.candidates(), binding.asked_at_least(), deadline);
    let duty = Duty { from: binding.opened, to: Some(due), due: Some(due), ..Duty::default() };
    verdicts.extend(outcome.map(|outcome| binding.verdict(duty, outcome)));
}
