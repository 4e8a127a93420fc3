//! Years, months and days of the month of the proleptic Gregorian calendar, from day counts and back, in plain
//! arithmetic: every verdict asks for some.

/// The days of 400 years, after which the calendar repeats itself.
const DAYS_OF_ERA: u32 = 146_097;
/// As many eras are added to all dates as make those that are reckoned with positive.
const ERAS: i32 = 700;
/// From 0000-03-01, where leap days come last in their years, to 1970-01-01; and the added eras.
const BEFORE_EPOCH: i32 = 719_468 + ERAS * DAYS_OF_ERA.cast_signed();

/// The year, the month and the day of the month of a day that is reckoned with, counted from 1970-01-01.
#[inline]
pub(super) const fn of_days(days: i32) -> (i32, u32, u32) {
    let days = (days + BEFORE_EPOCH).cast_unsigned();
    let (era, day) = (days / DAYS_OF_ERA, days % DAYS_OF_ERA);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let of_year = day - (365 * year + year / 4 - year / 100);
    // Counted from March.
    let month = (5 * of_year + 2) / 153;
    let of_month = of_year - (153 * month + 2) / 5 + 1;
    let (month, carried) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    ((era * 400 + year + carried).cast_signed() - ERAS * 400, month, of_month)
}

/// The day count of a day that the calendar has, in a year that is reckoned with.
#[inline]
pub(super) const fn to_days(year: i32, month: u32, of_month: u32) -> i32 {
    let year = (year + ERAS * 400).cast_unsigned() - if month <= 2 { 1 } else { 0 };
    let (era, of_era) = (year / 400, year % 400);
    let month = if month > 2 { month - 3 } else { month + 9 };
    let of_year = (153 * month + 2) / 5 + of_month - 1;
    (era * DAYS_OF_ERA + of_era * 365 + of_era / 4 - of_era / 100 + of_year).cast_signed() - BEFORE_EPOCH
}

/// How many days a month has.
#[inline]
pub(super) const fn days_of_month(year: i32, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Datelike, NaiveDate};

    #[test]
    fn days_and_dates_agree_with_chrono_wherever_it_reckons() {
        let (first, last) = (NaiveDate::MIN.to_epoch_days(), NaiveDate::MAX.to_epoch_days());
        let near = |day: i32| (day - 800).max(first)..=(day.saturating_add(800)).min(last);
        let far = (first..=last).step_by(9973);
        for day in far.chain(near(first)).chain(near(last)).chain(near(0)).chain(near(-719_162)).chain(near(19_800)) {
            let date = NaiveDate::from_epoch_days(day).unwrap();
            assert_eq!(of_days(day), (date.year(), date.month(), date.day()), "{day}");
            assert_eq!(to_days(date.year(), date.month(), date.day()), day, "{date}");
            assert_eq!(days_of_month(date.year(), date.month()), u32::from(date.num_days_in_month()), "{date}");
        }
    }
}
