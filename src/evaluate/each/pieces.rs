//! The days of a period as far as they are bound.

use crate::calendar::{Day, Period};
use crate::evaluate::stretch::Stretch;

/// The days of a period that a duty looks at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pieces<'s> {
    /// Where records count, unless unbound ones do too.
    pub(super) stretches: &'s [Stretch],
    pub(super) from: Day,
    /// The window's last day.
    pub(super) to: Day,
    /// The last day on which it may still be done late.
    pub(super) cure: Day,
    /// Whether records count on days that are not bound.
    pub(super) unbound: bool,
    /// Whether it is `by X`: what comes later in the period is late.
    pub(super) by: bool,
}

/// Whether a stretch holds all of a window, and that has any part.
pub(super) fn holds_all(stretch: &Stretch, window: Stretch) -> bool {
    stretch.from <= window.from && window.to <= stretch.to && !window.is_empty()
}

/// Whether the stretches hold every day of the period.
pub(super) fn covers(stretches: &[Stretch], period: Period) -> bool {
    let (mut next, last) = (period.from, period.to);
    for stretch in stretches {
        let (Some(from), Some(to)) = (stretch.first_day(), stretch.last_day()) else { return false };
        if from > next {
            return false;
        }
        next = next.max(to.next());
    }
    next > last
}
