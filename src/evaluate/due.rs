//! When a duty is due, and whether a record comes in time: by days, or by the clock, where a record with only a day
//! stands for the whole day (docs/language.md sections 3 and 8).

use super::context::Context;
use crate::calendar::{Beyond, Day, Duration, Time};
use crate::verdict::Reason;

/// The last moment in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Due {
    /// Through this day.
    Day(Day),
    /// Through an instant, which lies between these where the moment behind it has only a day.
    Clock {
        /// Its earliest reading.
        earliest: i64,
        /// Its latest reading.
        latest: i64,
    },
}

/// Yes, no, or as one reads the days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Certainty {
    Yes,
    No,
    Perhaps,
}

/// Why there is no due time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoDue {
    /// It lies beyond the calendar: nothing is due.
    Never,
    /// Nobody can tell.
    Unknown(Reason),
}

impl Due {
    /// A time moved by a duration, `times` times.
    #[inline]
    pub(super) fn after(context: &Context<'_>, time: Time, duration: Duration, times: i32) -> Result<Self, NoDue> {
        // As a rule it is moved by days of the calendar.
        if let Some(day) = duration.after(time.day, times) {
            return Ok(Self::Day(day));
        }
        // Taken apart, so that a mere day needs no place in memory.
        Ok(match Self::after_else(context, time, duration, times)? {
            Self::Day(day) => Self::Day(day),
            Self::Clock { earliest, latest } => Self::Clock { earliest, latest },
        })
    }

    #[inline(never)]
    fn after_else(context: &Context<'_>, time: Time, duration: Duration, times: i32) -> Result<Self, NoDue> {
        if duration.unit.is_clock() {
            return Self::after_any(context, (time.earliest(), time.latest()), duration, times);
        }
        shifted(context, time, duration, times).map(|time| Self::Day(time.day))
    }

    /// An instant that lies between these two moved by a clock duration, `times` times.
    pub(super) fn after_any(
        context: &Context<'_>,
        (first, last): (i64, i64),
        duration: Duration,
        times: i32,
    ) -> Result<Self, NoDue> {
        let reading = |instant: i64| -> Result<i64, NoDue> {
            let time = Time::from_instant(instant).ok_or(NoDue::Never)?;
            Ok(shifted(context, time, duration, times)?.earliest())
        };
        Ok(Self::Clock { earliest: reading(first)?, latest: reading(last)? })
    }

    /// This due time moved further: a clock duration counts from the end of a due day, a calendar one gives a day.
    pub(super) fn moved(self, context: &Context<'_>, duration: Duration) -> Result<Self, NoDue> {
        match (self, duration.unit.is_clock()) {
            (Self::Day(day), false) => Self::after(context, Time::on(day), duration, 1),
            (Self::Day(day), true) => Self::after(context, Time::end_of_day(day), duration, 1),
            (Self::Clock { .. }, false) => {
                let moved = |day: Day| Self::after(context, Time::on(day), duration, 1).map(Self::day);
                let (first, last) = (moved(self.first_day())?, moved(self.day())?);
                let end = |day: Day| Time::on(day).latest();
                Ok(if first == last {
                    Self::Day(last)
                } else {
                    Self::Clock { earliest: end(first), latest: end(last) }
                })
            }
            (Self::Clock { earliest, latest }, true) => {
                let reading = |instant: i64| {
                    let time = Time::from_instant(instant).ok_or(NoDue::Never)?;
                    Ok(shifted(context, time, duration, 1)?.earliest())
                };
                Ok(Self::Clock { earliest: reading(earliest)?, latest: reading(latest)? })
            }
        }
    }

    /// The same due time `days` later.
    pub(super) fn plus_days(self, days: i32) -> Self {
        match self {
            Self::Day(day) => Self::Day(day.plus_days(days)),
            Self::Clock { earliest, latest } => {
                let more = i64::from(days) * 86_400;
                Self::Clock { earliest: earliest.saturating_add(more), latest: latest.saturating_add(more) }
            }
        }
    }

    /// The same where one may also read it as another, earlier one.
    pub(super) fn or_from(self, first: Self) -> Self {
        if first == self { self } else { Self::Clock { earliest: first.earliest(), latest: self.latest() } }
    }

    /// The same for records none of which comes behind `end`: where that is in time, so is all of its day.
    pub(super) fn through_the_day_of(self, end: i64) -> Self {
        match (self, Time::from_instant(end)) {
            (Self::Clock { earliest, latest }, Some(last)) if earliest >= end => {
                let whole = Time::on(last.day).latest();
                Self::Clock { earliest: earliest.max(whole), latest: latest.max(whole) }
            }
            _ => self,
        }
    }

    /// The day it falls on; the last one it may fall on.
    #[inline]
    pub(super) fn day(self) -> Day {
        match self {
            Self::Day(day) => day,
            Self::Clock { latest, .. } => Time::from_instant(latest).map_or(Day::LAST, |time| time.day),
        }
    }

    /// The first day it may fall on.
    #[inline]
    pub(super) fn first_day(self) -> Day {
        match self {
            Self::Day(day) => day,
            Self::Clock { earliest, .. } => Time::from_instant(earliest).map_or(Day::FIRST, |time| time.day),
        }
    }

    /// As verdicts write it: an instant where it is one.
    #[inline]
    pub(super) fn time(self) -> Time {
        match self {
            Self::Clock { earliest, latest } if earliest == latest => {
                Time::from_instant(latest).unwrap_or(Time::on(Day::LAST))
            }
            _ => Time::on(self.day()),
        }
    }

    /// The same as the start of a window: of readings, the first day.
    pub(super) fn start(self) -> Time {
        match self {
            Self::Clock { earliest, latest } if earliest != latest => Time::on(self.first_day()),
            _ => self.time(),
        }
    }

    /// The last second that is in time, whatever one reads.
    #[inline]
    pub(super) fn earliest(self) -> i64 {
        match self {
            Self::Day(day) => Time::on(day).latest(),
            Self::Clock { earliest, .. } => earliest,
        }
    }

    /// The last second that may be in time.
    #[inline]
    pub(super) fn latest(self) -> i64 {
        match self {
            Self::Day(day) => Time::on(day).latest(),
            Self::Clock { latest, .. } => latest,
        }
    }

    /// Whether a record comes in time.
    #[inline]
    pub(super) fn allows(self, time: Time) -> Certainty {
        match self {
            Self::Day(day) if time.day <= day => Certainty::Yes,
            Self::Day(_) => Certainty::No,
            Self::Clock { earliest, .. } if time.latest() <= earliest => Certainty::Yes,
            Self::Clock { latest, .. } if time.earliest() > latest => Certainty::No,
            Self::Clock { .. } => Certainty::Perhaps,
        }
    }

    /// Whether it lies behind the end of a day.
    #[inline]
    pub(super) fn lies_behind(self, day: Day) -> Certainty {
        match self.has_come(day) {
            Certainty::Yes => Certainty::No,
            Certainty::No => Certainty::Yes,
            Certainty::Perhaps => Certainty::Perhaps,
        }
    }

    /// Whether it has come at the end of a day.
    #[inline]
    pub(super) fn has_come(self, as_of: Day) -> Certainty {
        let end = Time::on(as_of).latest();
        match self {
            Self::Day(day) if day <= as_of => Certainty::Yes,
            Self::Day(_) => Certainty::No,
            Self::Clock { latest, .. } if latest <= end => Certainty::Yes,
            Self::Clock { earliest, .. } if earliest > end => Certainty::No,
            Self::Clock { .. } => Certainty::Perhaps,
        }
    }
}

/// A time moved by a duration, or why there is none.
pub(super) fn shifted(context: &Context<'_>, time: Time, duration: Duration, times: i32) -> Result<Time, NoDue> {
    duration.shift(time, times, context.working_days).map_err(|beyond| match beyond {
        Beyond::Calendar => NoDue::Never,
        Beyond::Unannounced(year) => NoDue::Unknown(Reason::Unannounced(year)),
        Beyond::DayOnly => NoDue::Unknown(Reason::DayOnly),
    })
}
