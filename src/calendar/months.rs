//! Months on end: whoever moves many days by months looks them up.

use super::{Day, Duration};

/// The months of some years on end.
#[derive(Debug, Clone, Default)]
pub(crate) struct Months {
    /// The first day of each, and that of the one behind the last.
    firsts: Vec<Day>,
}

/// The days of the longest twelve months.
const DAYS_OF_TWELVE: usize = 366;

impl Months {
    /// So many months from that of a day on; fewer where the calendar ends.
    pub(crate) fn from(day: Day, count: usize) -> Self {
        let first = day.plus_days(1 - i32::try_from(day.day_of_month()).unwrap_or(1));
        let firsts = std::iter::successors(Some(first), |first| first.plus_months(1)).take(count.saturating_add(1));
        Self { firsts: firsts.collect() }
    }

    /// `day + D` of the calendar, as [`Duration::after`] adds it.
    #[inline]
    pub(crate) fn after(&self, day: Day, duration: Duration) -> Option<Day> {
        let months = duration.months().and_then(|months| usize::try_from(months).ok());
        months.and_then(|months| self.plus(day, months)).or_else(|| duration.after(day, 1))
    }

    /// The same day so many months later, clamped to that month's last; `None` beyond the months.
    #[inline]
    fn plus(&self, day: Day, months: usize) -> Option<Day> {
        let of_all = usize::try_from(day.days_since(*self.firsts.first()?)).ok()?;
        // Never too many, and too few by one for decades.
        let mut at = of_all * 12 / DAYS_OF_TWELVE;
        while *self.firsts.get(at + 1)? <= day {
            at += 1;
        }
        let of_month = day.days_since(*self.firsts.get(at)?);
        let moved = at.checked_add(months)?;
        let (first, behind) = (self.firsts.get(moved)?, self.firsts.get(moved.checked_add(1)?)?);
        Some(first.plus_days(of_month).min(behind.previous()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::DurationUnit;

    #[test]
    fn days_move_as_they_do_without_the_months() {
        let first = Day::from_ymd(1895, 11, 17).unwrap();
        let months = Months::from(first, 3000);
        for day in (-40..95_000).map(|days| first.plus_days(days)) {
            for amount in [0, 1, 2, 11, 13, 3000] {
                for unit in DurationUnit::ALL {
                    let duration = Duration { amount, unit };
                    assert_eq!(months.after(day, duration), duration.after(day, 1), "{day} + {amount}");
                }
            }
        }
        let few = Months::from(Day::from_ymd(2024, 1, 31).unwrap(), 1);
        assert_eq!(few.plus(Day::from_ymd(2024, 1, 31).unwrap(), 0), Day::from_ymd(2024, 1, 31));
        assert_eq!(few.plus(Day::from_ymd(2024, 1, 31).unwrap(), 1), None);
        assert_eq!(few.plus(Day::from_ymd(2023, 12, 31).unwrap(), 1), None);
        assert_eq!(Months::default().plus(first, 0), None);
    }
}
