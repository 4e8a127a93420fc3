//! The moments that open a response or ask for a precondition (LANGUAGE.md sections 3, 5.4 and 5.5).

use super::binding::Binding;
use super::candidate::Candidate;
use crate::calendar::Time;
use crate::ledger::RecordId;
use crate::rulebook::Moment;
use crate::verdict::Reason;

/// One moment on a bound day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Trigger {
    pub(super) time: Time,
    /// The record behind it.
    pub(super) record: Option<RecordId>,
    /// Why it only perhaps is one.
    pub(super) doubt: Option<Reason>,
}

/// Every moment on a bound day up to as-of.
pub(super) fn triggers<'a>(binding: &Binding<'a>, moment: &'a Moment) -> Vec<Trigger> {
    let context = binding.context;
    let mut found = match moment {
        Moment::Date(date) => {
            let day = context.date(*date, binding.subject).filter(|day| *day <= context.as_of);
            day.map(|day| Trigger { time: Time::on(day), record: None, doubt: None }).into_iter().collect()
        }
        Moment::Activity(activity, filter) => {
            let trigger = |candidate: Candidate| Trigger {
                time: candidate.time,
                record: Some(candidate.record),
                doubt: candidate.doubt,
            };
            binding.candidates_of(*activity, filter.as_ref()).into_iter().map(trigger).collect::<Vec<_>>()
        }
    };
    found.retain(|trigger| binding.stretch.contains(trigger.time.day));
    found
}
