//! A day, or an instant within it (docs/language.md section 3).

use std::cmp::Ordering;
use std::fmt;

use super::{Day, Written};

/// The seconds of a day.
const DAY: i64 = 86_400;

/// A day, and the second within it where the record tells one.
///
/// Its `Ord` is the total order of evidence: by day, a time of which only the day is known first, then by instant.
/// Whether one record comes before another asks [`Self::order`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Time {
    /// The civil day.
    pub day: Day,
    /// Seconds since midnight, 0 … 86,399; `None` when only the day is known.
    pub second: Option<u32>,
}

impl Time {
    /// The last second of a day.
    pub const LAST_SECOND: u32 = 86_399;

    /// A time of which only the day is known.
    #[must_use]
    pub const fn on(day: Day) -> Self {
        Self { day, second: None }
    }

    /// An instant; the second is counted from midnight, 0 … 86,399.
    #[must_use]
    pub const fn at(day: Day, second: u32) -> Self {
        Self { day, second: Some(second) }
    }

    /// The first second of a day.
    #[must_use]
    pub const fn start_of_day(day: Day) -> Self {
        Self::at(day, 0)
    }

    /// The last second of a day.
    #[must_use]
    pub const fn end_of_day(day: Day) -> Self {
        Self::at(day, Self::LAST_SECOND)
    }

    /// The instant, in seconds counted from 1970-01-01T00:00:00 in civil time; `None` when only the day is known.
    #[must_use]
    #[inline]
    pub fn instant(self) -> Option<i64> {
        self.second.map(|second| i64::from(self.day.0) * DAY + i64::from(second))
    }

    /// The time of an instant; `None` beyond the calendar.
    #[must_use]
    #[inline]
    pub fn from_instant(instant: i64) -> Option<Self> {
        let day = Day::reckoned(i32::try_from(instant.div_euclid(DAY)).ok()?)?;
        u32::try_from(instant.rem_euclid(DAY)).ok().map(|second| Self::at(day, second))
    }

    /// The earliest instant this may be: the day's first second where only the day is known.
    #[must_use]
    #[inline]
    pub fn earliest(self) -> i64 {
        i64::from(self.day.0) * DAY + i64::from(self.second.unwrap_or(0))
    }

    /// The latest instant this may be: the day's last second where only the day is known.
    #[must_use]
    #[inline]
    pub fn latest(self) -> i64 {
        i64::from(self.day.0) * DAY + i64::from(self.second.unwrap_or(Self::LAST_SECOND))
    }

    /// The order of two records: by instant when both have one, else by day, where the same day is in order whichever
    /// comes first. Not a total order: a day equals each of its instants. Lists are sorted by `Ord`, never by this.
    #[must_use]
    #[inline]
    pub fn order(self, other: Self) -> Ordering {
        self.day.cmp(&other.day).then_with(|| match (self.second, other.second) {
            (Some(own), Some(others)) => own.cmp(&others),
            _ => Ordering::Equal,
        })
    }

    /// By how many days this is late for a due time it missed: the difference of the dates, at least 1
    /// (docs/language.md section 11).
    #[must_use]
    #[inline]
    pub fn days_late(self, due: Self) -> u32 {
        u32::try_from(self.day.days_since(due.day)).unwrap_or(0).max(1)
    }

    /// As verdicts write it: `2024-03-05`, or `2024-03-05T22:00:00` where the second is known.
    #[must_use]
    pub const fn iso(self) -> IsoTime {
        IsoTime(self)
    }
}

/// For people: `2024-03-05`, or `2024-03-05 14:30:00` where the second is known.
impl fmt::Display for Time {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(written(*self, b' ').as_str())
    }
}

/// A time that shows as ISO 8601 writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct IsoTime(Time);

impl fmt::Display for IsoTime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.written().as_str())
    }
}

impl IsoTime {
    /// The text.
    #[must_use]
    #[inline]
    pub fn written(self) -> Written {
        written(self.0, b'T')
    }
}

#[inline]
fn written(time: Time, separator: u8) -> Written {
    let day = Written::day(time.day);
    time.second.map_or(day, |second| day.with_second(separator, second))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day() -> Day {
        Day::from_ymd(2024, 3, 5).unwrap()
    }

    #[test]
    fn a_time_shows_its_second_only_where_known() {
        assert_eq!(Time::on(day()).to_string(), "2024-03-05");
        assert_eq!(Time::at(day(), 52_200).to_string(), "2024-03-05 14:30:00");
        assert_eq!(Time::on(day()).iso().to_string(), "2024-03-05");
        assert_eq!(Time::end_of_day(day()).iso().to_string(), "2024-03-05T23:59:59");
    }

    #[test]
    fn evidence_stands_in_order_of_day_then_without_an_instant_then_by_instant() {
        let in_order = [
            Time::end_of_day(day().previous()),
            Time::on(day()),
            Time::start_of_day(day()),
            Time::at(day(), 1),
            Time::on(day().next()),
        ];
        assert!(in_order.is_sorted_by(|left, right| left < right));
    }

    #[test]
    fn records_of_one_day_are_in_order_unless_both_have_an_instant() {
        let (noon, evening) = (Time::at(day(), 43_200), Time::at(day(), 72_000));
        assert_eq!(noon.order(evening), Ordering::Less);
        assert_eq!(evening.order(noon), Ordering::Greater);
        assert_eq!(evening.order(Time::on(day())), Ordering::Equal);
        assert_eq!(Time::on(day()).order(noon), Ordering::Equal);
        assert_eq!(Time::on(day().next()).order(noon), Ordering::Greater);
    }

    #[test]
    fn a_day_stands_for_each_of_its_instants() {
        let time = Time::on(day());
        assert_eq!(Time::from_instant(time.earliest()), Some(Time::start_of_day(day())));
        assert_eq!(Time::from_instant(time.latest()), Some(Time::end_of_day(day())));
        assert_eq!(time.instant(), None);
        let before_the_epoch = Time::at(Day::FIRST, 7);
        assert_eq!(before_the_epoch.instant().and_then(Time::from_instant), Some(before_the_epoch));
        assert_eq!(before_the_epoch.earliest(), before_the_epoch.latest());
        assert_eq!(Time::from_instant(i64::MAX), None);
        assert_eq!(Time::from_instant(i64::MIN), None);
    }

    #[test]
    fn late_on_the_due_day_is_one_day_late() {
        let due = Time::at(day(), 43_200);
        assert_eq!(Time::at(day(), 43_201).days_late(due), 1);
        assert_eq!(Time::at(day().next(), 1).days_late(due), 1);
        assert_eq!(Time::on(day().plus_days(3)).days_late(due), 3);
    }
}
