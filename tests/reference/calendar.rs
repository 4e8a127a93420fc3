//! Days, calendar periods and durations (LANGUAGE.md section 3), found by walking from day to day.

use super::model::{Day, Mark, SpanUnit, Unit};
use chrono::{Datelike, Days, Months};

#[derive(Clone, Debug)]
pub struct Period {
    pub first: Day,
    pub last: Day,
    pub label: String,
}

pub fn next(day: Day) -> Day {
    day.succ_opt().expect("cases stay far from the end of the calendar")
}

pub fn previous(day: Day) -> Day {
    day.pred_opt().expect("cases stay far from the start of the calendar")
}

/// All days from `first` through `last`, both in; none when `last` lies before `first`.
pub fn days(first: Day, last: Day) -> impl Iterator<Item = Day> {
    first.iter_days().take_while(move |day| *day <= last)
}

/// `date ± n months` keeps the day of the month, clamped to the month's last day (section 3).
pub fn shift(day: Day, number: i64, unit: SpanUnit) -> Day {
    let shifted = match unit {
        SpanUnit::Days => shift_days(day, number),
        SpanUnit::Weeks => shift_days(day, number * 7),
        SpanUnit::Months => shift_months(day, number),
        SpanUnit::Quarters => shift_months(day, number * 3),
        SpanUnit::HalfYears => shift_months(day, number * 6),
        SpanUnit::Years => shift_months(day, number * 12),
    };
    shifted.expect("cases stay far from the ends of the calendar")
}

fn shift_days(day: Day, number: i64) -> Option<Day> {
    let distance = Days::new(number.unsigned_abs());
    if number < 0 { day.checked_sub_days(distance) } else { day.checked_add_days(distance) }
}

fn shift_months(day: Day, number: i64) -> Option<Day> {
    let distance = Months::new(u32::try_from(number.unsigned_abs()).ok()?);
    if number < 0 { day.checked_sub_months(distance) } else { day.checked_add_months(distance) }
}

/// Two days lie in the same period exactly when their keys are equal: the year and the number inside the year.
fn key(unit: Unit, day: Day) -> (i32, u32) {
    let (year, month, in_month) = (day.year(), day.month(), day.day());
    match unit {
        Unit::Day => (year, day.ordinal()),
        Unit::Week => (day.iso_week().year(), day.iso_week().week()),
        Unit::Xun => (
            year,
            month * 10
                + if in_month <= 10 {
                    1
                } else if in_month <= 20 {
                    2
                } else {
                    3
                },
        ),
        Unit::HalfMonth => (year, month * 10 + if in_month <= 15 { 1 } else { 2 }),
        Unit::Month => (year, month),
        Unit::TwoMonths => (year, month.div_ceil(2)),
        Unit::Quarter => (year, month.div_ceil(3)),
        Unit::HalfYear => (year, month.div_ceil(6)),
        Unit::Year => (year, 1),
    }
}

/// The labels of section 3.
fn label(unit: Unit, day: Day) -> String {
    let (year, number) = key(unit, day);
    match unit {
        Unit::Day => day.format("%Y-%m-%d").to_string(),
        Unit::Week => format!("{year}-W{number:02}"),
        Unit::Xun => format!("{year}-{:02}-X{}", number / 10, number % 10),
        Unit::HalfMonth => format!("{year}-{:02}-{}", number / 10, if number % 10 == 1 { "A" } else { "B" }),
        Unit::Month => format!("{year}-{number:02}"),
        Unit::TwoMonths => format!("{year}-B{number}"),
        Unit::Quarter => format!("{year}-Q{number}"),
        Unit::HalfYear => format!("{year}-H{number}"),
        Unit::Year => format!("{year}"),
    }
}

pub fn period_of(unit: Unit, day: Day) -> Period {
    let here = key(unit, day);
    let mut first = day;
    while key(unit, previous(first)) == here {
        first = previous(first);
    }
    let mut last = day;
    while key(unit, next(last)) == here {
        last = next(last);
    }
    Period { first, last, label: label(unit, day) }
}

/// Every period that shares a day with [first, last].
pub fn periods(unit: Unit, first: Day, last: Day) -> Vec<Period> {
    let mut found = Vec::new();
    let mut day = first;
    while day <= last {
        let period = period_of(unit, day);
        day = next(period.last);
        found.push(period);
    }
    found
}

/// A mark inside a period (5.2): `day N` counts from the period's first day and is clamped to its last;
/// 02-29 is the 28th in other years.
pub fn marked_day(period: &Period, mark: Mark) -> Day {
    match mark {
        Mark::DayOfPeriod(number) => {
            let wanted = shift(period.first, i64::from(number) - 1, SpanUnit::Days);
            wanted.min(period.last)
        }
        Mark::MonthDay(month, in_month) => {
            let year = period.first.year();
            Day::from_ymd_opt(year, month, in_month)
                .or_else(|| Day::from_ymd_opt(year, month, in_month - 1))
                .expect("a mark is a day of a leap year")
        }
    }
}
