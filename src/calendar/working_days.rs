//! Working days of mainland China (docs/language.md section 3): the weekdays, without the days off and with the make-up
//! workdays as announced.

use std::sync::LazyLock;

use chrono::Datelike;

use super::Day;

/// The days off and the make-up workdays, a row a day: `date,kind,holiday`. They stand as announced in the yearly
/// notices of the General Office of the State Council (国务院办公厅关于部分节假日安排的通知), with their later changes,
/// for 2004 to 2026; a new notice adds its rows and moves [`WorkingDays::LAST`].
const NOTICES: &str = include_str!("holidays-cn.csv");

/// A day was needed of a year whose holidays are not announced: whether it is a working day is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Unannounced {
    /// The year of that day.
    pub year: i32,
}

impl Unannounced {
    fn of(day: Day) -> Self {
        Self { year: day.year() }
    }
}

/// The official working days of the announced years. Outside them every answer is [`Unannounced`], never a weekday
/// rule.
#[derive(Debug)]
pub struct WorkingDays {
    /// Every working day, in order.
    days: Vec<Day>,
    /// How many working days lie before the day `FIRST + n`, for every announced day and the one behind the last.
    before: Vec<u16>,
}

impl WorkingDays {
    /// The first announced day: 2004-01-01.
    pub const FIRST: Day = Day(12_418);
    /// The last announced day: 2026-12-31.
    pub const LAST: Day = Day(20_818);

    /// The working days of mainland China, `holidays "cn"`.
    #[must_use]
    pub fn china() -> &'static Self {
        static CHINA: LazyLock<WorkingDays> = LazyLock::new(|| WorkingDays::of_notices(NOTICES));
        &CHINA
    }

    fn of_notices(notices: &str) -> Self {
        let mut announced = notices.lines().skip(1).filter_map(notice).peekable();
        let mut table = Self { days: Vec::new(), before: vec![0] };
        let mut day = Self::FIRST;
        while day <= Self::LAST {
            let works = match announced.next_if(|(announced, _)| *announced == day) {
                Some((_, works)) => works,
                None => day.date().weekday().num_days_from_monday() < 5,
            };
            if works {
                table.days.push(day);
            }
            table.before.push(u16::try_from(table.days.len()).unwrap_or(u16::MAX));
            day = day.next();
        }
        table
    }

    /// Whether a day is a working day.
    ///
    /// # Errors
    /// [`Unannounced`] where the day is.
    pub fn is_working(&self, day: Day) -> Result<bool, Unannounced> {
        match (self.count_before(day), self.count_before(day.next())) {
            (Some(before), Some(with)) => Ok(with > before),
            _ => Err(Unannounced::of(day)),
        }
    }

    /// The `count`-th working day strictly after a day, strictly before it where `count` is negative; for 0 the day
    /// itself, a working day or not.
    ///
    /// # Errors
    /// [`Unannounced`] where a day from the neighbour of `day` to the result is.
    pub fn after(&self, day: Day, count: i64) -> Result<Day, Unannounced> {
        // The first day that is looked at, the place of the result among the working days, and the first day behind
        // the announced ones in this direction.
        let (nearest, place, beyond) = if count > 0 {
            let nearest = day.next();
            (nearest, self.count_before(nearest).map(|before| before.saturating_add(count - 1)), Self::LAST.next())
        } else if count < 0 {
            (day.previous(), self.count_before(day).map(|before| before.saturating_add(count)), Self::FIRST.previous())
        } else {
            return Ok(day);
        };
        let Some(place) = place else { return Err(Unannounced::of(nearest)) };
        let found = usize::try_from(place).ok().and_then(|place| self.days.get(place));
        found.copied().ok_or_else(|| Unannounced::of(beyond))
    }

    /// The day itself where it is a working day, else the next one (`next working day`).
    ///
    /// # Errors
    /// [`Unannounced`] where a day from `day` to the result is.
    pub fn next_on_or_after(&self, day: Day) -> Result<Day, Unannounced> {
        if self.is_working(day)? { Ok(day) } else { self.after(day, 1) }
    }

    /// How many working days lie in `[from, to]`; none where `to` is before `from`.
    ///
    /// # Errors
    /// [`Unannounced`] where one of these days is.
    pub fn count(&self, from: Day, to: Day) -> Result<u32, Unannounced> {
        if to < from {
            return Ok(0);
        }
        self.is_working(from)?;
        match (self.count_before(from), self.count_before(to.next())) {
            (Some(before), Some(with)) => Ok(u32::try_from(with - before).unwrap_or(0)),
            _ => Err(Unannounced::of(Self::LAST.next())),
        }
    }

    /// How many working days lie in `[FIRST, day)`; `None` unless `day` lies in `[FIRST, LAST + 1 day]`.
    fn count_before(&self, day: Day) -> Option<i64> {
        let place = usize::try_from(day.days_since(Self::FIRST)).ok()?;
        self.before.get(place).map(|count| i64::from(*count))
    }
}

/// The day of a row, and whether it is a working day.
fn notice(row: &str) -> Option<(Day, bool)> {
    let mut cells = row.split(',');
    let mut date = cells.next()?.splitn(3, '-');
    let mut number = || date.next()?.parse::<u32>().ok();
    let (year, month, day) = (number()?, number()?, number()?);
    let works = match cells.next()? {
        "work" => true,
        "off" => false,
        _ => return None,
    };
    Some((Day::from_ymd(i32::try_from(year).ok()?, month, day)?, works))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> Day {
        Day::from_ymd(year, month, day).unwrap()
    }

    fn works(year: i32, month: u32, of_month: u32) -> bool {
        WorkingDays::china().is_working(day(year, month, of_month)).unwrap()
    }

    #[test]
    fn the_announced_years_begin_and_end_with_a_year() {
        assert_eq!(WorkingDays::FIRST, day(2004, 1, 1));
        assert_eq!(WorkingDays::LAST, day(2026, 12, 31));
    }

    #[test]
    fn every_row_of_the_notices_is_read_and_obeyed() {
        let rows: Vec<&str> = NOTICES.lines().skip(1).collect();
        let read: Vec<(Day, bool)> = rows.iter().filter_map(|row| notice(row)).collect();
        assert_eq!(read.len(), rows.len());
        assert_eq!(read.len(), 771);
        assert!(read.is_sorted_by(|left, right| left.0 < right.0), "a row out of order would be passed over");
        for (day, works) in read {
            assert_eq!(WorkingDays::china().is_working(day), Ok(works), "{day}");
        }
    }

    #[test]
    fn a_day_without_a_notice_follows_the_week() {
        assert!(works(2024, 3, 4));
        assert!(works(2024, 3, 8));
        assert!(!works(2024, 3, 9));
        assert!(!works(2024, 3, 10));
        // A year has 250 working days or so; 2024 had 251.
        assert_eq!(WorkingDays::china().count(day(2024, 1, 1), day(2024, 12, 31)), Ok(251));
    }

    #[test]
    fn spring_festival_2024_closes_eight_days_and_opens_two_sundays() {
        assert!(works(2024, 2, 4));
        assert!(works(2024, 2, 9));
        for of_month in 10..=17 {
            assert!(!works(2024, 2, of_month));
        }
        assert!(works(2024, 2, 18));
        let china = WorkingDays::china();
        assert_eq!(china.after(day(2024, 2, 8), 1), Ok(day(2024, 2, 9)));
        assert_eq!(china.after(day(2024, 2, 8), 2), Ok(day(2024, 2, 18)));
        assert_eq!(china.after(day(2024, 2, 13), 1), Ok(day(2024, 2, 18)));
        assert_eq!(china.after(day(2024, 2, 18), -1), Ok(day(2024, 2, 9)));
        assert_eq!(china.next_on_or_after(day(2024, 2, 10)), Ok(day(2024, 2, 18)));
        assert_eq!(china.next_on_or_after(day(2024, 2, 18)), Ok(day(2024, 2, 18)));
    }

    #[test]
    fn national_day_2023_ends_on_a_working_weekend() {
        let china = WorkingDays::china();
        assert_eq!(china.after(day(2023, 9, 28), 1), Ok(day(2023, 10, 7)));
        assert_eq!(china.after(day(2023, 9, 28), 2), Ok(day(2023, 10, 8)));
        assert_eq!(china.after(day(2023, 10, 9), -3), Ok(day(2023, 9, 28)));
        assert_eq!(china.count(day(2023, 9, 29), day(2023, 10, 8)), Ok(2));
        assert_eq!(china.count(day(2023, 9, 29), day(2023, 9, 28)), Ok(0));
    }

    #[test]
    fn no_working_day_is_counted_from_zero() {
        assert_eq!(WorkingDays::china().after(day(2024, 2, 10), 0), Ok(day(2024, 2, 10)));
        // Nothing is asked of the calendar then.
        assert_eq!(WorkingDays::china().after(day(2040, 2, 10), 0), Ok(day(2040, 2, 10)));
    }

    #[test]
    fn what_needs_a_day_outside_the_announced_years_is_not_answered() {
        let china = WorkingDays::china();
        let after = |from, count| china.after(from, count).map_err(|unannounced| unannounced.year);
        assert_eq!(after(day(2026, 12, 30), 1), Ok(day(2026, 12, 31)));
        assert_eq!(after(day(2026, 12, 31), 1), Err(2027));
        assert_eq!(after(day(2026, 12, 30), 2), Err(2027));
        assert_eq!(after(day(2028, 5, 1), 1), Err(2028));
        assert_eq!(after(day(2028, 5, 1), -1), Err(2028));
        assert_eq!(after(day(2004, 1, 1), -1), Err(2003));
        assert_eq!(after(day(2004, 1, 5), -3), Err(2003));
        assert_eq!(after(day(2003, 12, 30), 1), Err(2003));
        assert_eq!(after(day(2024, 1, 1), i64::MAX), Err(2027));
        assert_eq!(after(day(2024, 1, 1), i64::MIN), Err(2003));
        assert!(after(Day(i32::MAX), 1).is_err());
        assert_eq!(china.is_working(day(2027, 1, 4)), Err(Unannounced { year: 2027 }));
        assert_eq!(china.is_working(day(2003, 12, 31)), Err(Unannounced { year: 2003 }));
        assert_eq!(china.next_on_or_after(day(2027, 1, 1)), Err(Unannounced { year: 2027 }));
        assert_eq!(china.count(day(2026, 12, 1), day(2027, 1, 1)), Err(Unannounced { year: 2027 }));
        assert_eq!(china.count(day(2003, 12, 31), day(2004, 1, 1)), Err(Unannounced { year: 2003 }));
    }

    #[test]
    fn a_day_beside_the_announced_years_may_still_be_counted_from() {
        let china = WorkingDays::china();
        // 1 January 2004 was a day off, the 2nd a Friday.
        assert_eq!(china.after(day(2003, 12, 31), 1), Ok(day(2004, 1, 2)));
        assert_eq!(china.after(day(2027, 1, 1), -1), Ok(day(2026, 12, 31)));
    }

    #[test]
    fn after_agrees_with_walking_day_by_day() {
        let china = WorkingDays::china();
        let mut from = day(2019, 12, 1);
        while from < day(2021, 3, 1) {
            let mut walked = from;
            for count in 1..=30 {
                walked = walked.next();
                while !china.is_working(walked).unwrap() {
                    walked = walked.next();
                }
                assert_eq!(china.after(from, count), Ok(walked));
                // Back from there by as many: the working day `from` is or follows.
                let back = if china.is_working(from).unwrap() { from } else { china.after(from, -1).unwrap() };
                assert_eq!(china.after(walked, -count), Ok(back));
            }
            from = from.next();
        }
    }
}
