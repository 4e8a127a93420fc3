//! Civil days and instants, calendar units, seasons, durations and working days (docs/language.md section 3). No clock:
//! the judged day is always an argument.

mod duration;
mod period;
mod season;
mod time;
mod unit;
mod working_days;

pub use duration::{Beyond, Duration, DurationUnit};
pub use period::Period;
pub use season::{MonthDay, Occurrence, Season};
pub use time::{IsoTime, Time};
pub use unit::Unit;
pub use working_days::{Unannounced, WorkingDays};

use std::fmt;

use chrono::{Datelike, NaiveDate};

/// A civil day, counted from 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(pub i32);

impl Day {
    /// The first day rules and records may name: 0001-01-01.
    pub const FIRST: Self = Self(-719_162);
    /// The last day rules and records may name: 9999-12-31.
    pub const LAST: Self = Self(2_932_896);

    /// The first and the last day that `chrono` reckons with.
    const RECKONED: (i32, i32) = (NaiveDate::MIN.to_epoch_days(), NaiveDate::MAX.to_epoch_days());

    /// The day of a year, month and day of the month; `None` where the calendar has no such day or the year is not 1 … 9999.
    #[must_use]
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        if !(1..=9999).contains(&year) {
            return None;
        }
        NaiveDate::from_ymd_opt(year, month, day).map(Self::from_date)
    }

    /// The day as `chrono` writes it.
    #[must_use]
    pub fn date(self) -> NaiveDate {
        // Every `Day` made here lies within a few times the years 1 … 9999, far inside chrono's range.
        NaiveDate::from_epoch_days(self.0).unwrap_or(NaiveDate::MAX)
    }

    /// The day of a count from 1970-01-01; `None` beyond what can be reckoned with.
    pub(crate) const fn reckoned(days: i32) -> Option<Self> {
        let (first, last) = Self::RECKONED;
        if first <= days && days <= last { Some(Self(days)) } else { None }
    }

    pub(crate) fn from_date(date: NaiveDate) -> Self {
        Self(date.to_epoch_days())
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.date().year()
    }

    /// The month, 1 … 12.
    #[must_use]
    pub fn month(self) -> u32 {
        self.date().month()
    }

    /// The day of the month, from 1.
    #[must_use]
    pub fn day_of_month(self) -> u32 {
        self.date().day()
    }

    /// This day moved by whole days; saturates, which no date of a rule or record can reach.
    #[must_use]
    pub const fn plus_days(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// The next day.
    #[must_use]
    pub const fn next(self) -> Self {
        self.plus_days(1)
    }

    /// The day before.
    #[must_use]
    pub const fn previous(self) -> Self {
        self.plus_days(-1)
    }

    /// Days from `earlier` to this day; negative if this day is before it.
    #[must_use]
    pub const fn days_since(self, earlier: Self) -> i32 {
        self.0.saturating_sub(earlier.0)
    }

    /// The same day of the month `months` later (earlier if negative), clamped to that month's last day
    /// (docs/language.md section 3); `None` beyond the calendar.
    #[must_use]
    pub fn plus_months(self, months: i32) -> Option<Self> {
        let date = self.date();
        let count = chrono::Months::new(months.unsigned_abs());
        let moved = if months < 0 { date.checked_sub_months(count) } else { date.checked_add_months(count) };
        moved.map(Self::from_date)
    }
}

/// ISO 8601: `2024-03-05`.
impl fmt::Display for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.date();
        write!(formatter, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limits_are_the_first_and_last_four_digit_days() {
        assert_eq!(Day::from_ymd(1, 1, 1), Some(Day::FIRST));
        assert_eq!(Day::from_ymd(9999, 12, 31), Some(Day::LAST));
        assert_eq!(Day::from_ymd(10_000, 1, 1), None);
        assert_eq!(Day::from_ymd(2023, 2, 29), None);
    }

    #[test]
    fn a_month_later_clamps_to_the_last_day() {
        let day = Day::from_ymd(2023, 8, 31).unwrap();
        assert_eq!(day.plus_months(6).unwrap().to_string(), "2024-02-29");
        assert_eq!(day.plus_months(12).unwrap().to_string(), "2024-08-31");
        assert_eq!(day.plus_months(-6).unwrap().to_string(), "2023-02-28");
    }
}
