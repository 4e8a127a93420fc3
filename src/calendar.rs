//! Civil days and instants, calendar units, seasons, durations and working days (docs/language.md section 3). No clock:
//! the judged day is always an argument.

mod civil;
mod duration;
mod months;
mod period;
mod season;
mod time;
mod unit;
mod working_days;
mod written;

pub use duration::{Beyond, Duration, DurationUnit};
pub(crate) use months::Months;
pub use period::Period;
pub use season::{MonthDay, Occurrence, Season};
pub use time::{IsoTime, Time};
pub use unit::Unit;
pub use working_days::{Unannounced, WorkingDays};
pub use written::Written;

use std::fmt;

use chrono::NaiveDate;

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

    /// Their years, whole ones.
    const RECKONED_YEARS: (i32, i32) = (Self(Self::RECKONED.0).year(), Self(Self::RECKONED.1).year());

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

    /// The year, the month and the day of the month; beyond what can be reckoned with, those of the last such day.
    #[must_use]
    #[inline]
    pub const fn civil(self) -> (i32, u32, u32) {
        let (first, last) = Self::RECKONED;
        civil::of_days(if first <= self.0 && self.0 <= last { self.0 } else { last })
    }

    pub(crate) fn from_date(date: NaiveDate) -> Self {
        Self(date.to_epoch_days())
    }

    /// The year.
    #[must_use]
    pub const fn year(self) -> i32 {
        self.civil().0
    }

    /// The month, 1 … 12.
    #[must_use]
    pub const fn month(self) -> u32 {
        self.civil().1
    }

    /// The day of the month, from 1.
    #[must_use]
    pub const fn day_of_month(self) -> u32 {
        self.civil().2
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
        let (year, month, of_month) = self.civil();
        let months = (year * 12 + i32::try_from(month).ok()? - 1).checked_add(months)?;
        let (year, month) = (months.div_euclid(12), months.rem_euclid(12).unsigned_abs() + 1);
        let (first, last) = Self::RECKONED_YEARS;
        if year < first || last < year {
            return None;
        }
        Some(Self(civil::to_days(year, month, of_month.min(civil::days_of_month(year, month)))))
    }
}

/// ISO 8601: `2024-03-05`.
impl fmt::Display for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(Written::day(*self).as_str())
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
    fn months_are_added_as_chrono_adds_them() {
        let reckoned = [NaiveDate::MIN, NaiveDate::MAX].map(Day::from_date);
        let days = [Day(0), Day(-1), Day::FIRST, Day::LAST, Day(19_782), Day(19_783), Day(i32::MAX), Day(i32::MIN)];
        let amounts = [0, 1, -1, 6, 11, 12, 13, -12, -25, 120_000, -120_000, i32::MAX, i32::MIN];
        for (day, months) in days.iter().chain(&reckoned).flat_map(|day| amounts.map(|months| (*day, months))) {
            let count = chrono::Months::new(months.unsigned_abs());
            let date = day.date();
            let moved = if months < 0 { date.checked_sub_months(count) } else { date.checked_add_months(count) };
            assert_eq!(day.plus_months(months), moved.map(Day::from_date), "{day} {months}");
        }
    }

    #[test]
    fn a_day_beyond_four_digits_shows_all_of_them() {
        assert_eq!(Day::LAST.next().to_string(), "10000-01-01");
        assert_eq!(Day::FIRST.previous().to_string(), "0000-12-31");
        assert_eq!(Day::FIRST.plus_days(-367 - 4 * 365).to_string(), "-004-01-01");
        let (first, last) = (Day::from_date(NaiveDate::MIN), Day::from_date(NaiveDate::MAX));
        assert_eq!(crate::calendar::Time::end_of_day(first).to_string(), "-262143-01-01 23:59:59");
        assert_eq!(last.to_string(), "262142-12-31");
    }

    #[test]
    fn a_month_later_clamps_to_the_last_day() {
        let day = Day::from_ymd(2023, 8, 31).unwrap();
        assert_eq!(day.plus_months(6).unwrap().to_string(), "2024-02-29");
        assert_eq!(day.plus_months(12).unwrap().to_string(), "2024-08-31");
        assert_eq!(day.plus_months(-6).unwrap().to_string(), "2023-02-28");
    }
}
