//! Which verdicts are asked for one by one.

use std::sync::atomic::{AtomicU32, Ordering};

use super::{Status, Statuses};

/// Which verdicts are asked for one by one; of the others it is enough how many there are.
#[derive(Debug, Clone, Copy)]
pub struct Listed<'m> {
    statuses: Statuses,
    mildest: Option<&'m AtomicU32>,
}

impl<'m> Listed<'m> {
    /// All of them.
    pub const ALL: Self = Self::of(Statuses::ALL);

    /// Those of some statuses.
    #[must_use]
    pub const fn of(statuses: Statuses) -> Self {
        Self { statuses, mildest: None }
    }

    /// Of breaches only those that are late or overdue by at least so many days; these may become more while verdicts
    /// come, and then fewer are asked for.
    #[must_use]
    pub const fn at_least(self, days: &'m AtomicU32) -> Self {
        Self { mildest: Some(days), ..self }
    }

    /// What is asked for at this moment.
    pub(crate) fn now(self) -> ListedNow {
        let days = self.mildest.map_or(0, |days| days.load(Ordering::Relaxed));
        ListedNow { statuses: self.statuses, days }
    }
}

/// Which verdicts are asked for one by one at some moment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ListedNow {
    statuses: Statuses,
    /// By how many days breaches are late or overdue at least.
    days: u32,
}

impl ListedNow {
    /// Whether verdicts of a status are, however many days they are late or overdue by.
    #[inline]
    pub(crate) const fn holds(self, status: Status) -> bool {
        self.statuses.contains(status)
    }

    /// Whether a verdict is.
    #[inline]
    pub(crate) fn asks_for(self, status: Status, days: impl FnOnce() -> u32) -> bool {
        self.holds(status) && (!status.is_breach() || self.days == 0 || days() >= self.days)
    }
}
