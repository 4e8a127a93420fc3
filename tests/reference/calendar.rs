//! Days, instants, calendar periods and durations (docs/language.md section 3), found by walking from day to day.

use super::model::{Case, Day, Mark, SeasonKind, SpanUnit, Time, Unit};
use chrono::{Datelike, Days, Duration, Months, NaiveDateTime, NaiveTime, Weekday};
use std::collections::BTreeMap;
use std::sync::OnceLock;

#[derive(Clone, Debug)]
pub struct Period {
    pub first: Day,
    pub last: Day,
    pub label: String,
    /// The hours of a season of hours: the first and the last instant, both in.
    pub hours: Option<(NaiveDateTime, NaiveDateTime)>,
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

pub fn start_of(day: Day) -> NaiveDateTime {
    day.and_time(NaiveTime::MIN)
}

/// The day's last second.
pub fn end_of(day: Day) -> NaiveDateTime {
    day.and_hms_opt(23, 59, 59).expect("a time of the day")
}

/// A day shifted by what is no working day and no hour.
pub fn shift_day(day: Day, number: i64, unit: SpanUnit) -> Day {
    shift(day, number, unit).expect("a calendar duration")
}

/// `date ± n months` keeps the day of the month, clamped to the month's last day; the N-th working day strictly after
/// (before). Nothing for hours, and where the list of holidays does not reach.
pub fn shift(day: Day, number: i64, unit: SpanUnit) -> Option<Day> {
    match unit {
        SpanUnit::Days => shift_days(day, number),
        SpanUnit::Weeks => shift_days(day, number * 7),
        SpanUnit::Months => shift_months(day, number),
        SpanUnit::Quarters => shift_months(day, number * 3),
        SpanUnit::HalfYears => shift_months(day, number * 6),
        SpanUnit::Years => shift_months(day, number * 12),
        SpanUnit::WorkingDays => shift_working_days(day, number),
        SpanUnit::Minutes | SpanUnit::Hours => None,
    }
}

fn shift_days(day: Day, number: i64) -> Option<Day> {
    let distance = Days::new(number.unsigned_abs());
    if number < 0 { day.checked_sub_days(distance) } else { day.checked_add_days(distance) }
}

fn shift_months(day: Day, number: i64) -> Option<Day> {
    let distance = Months::new(u32::try_from(number.unsigned_abs()).ok()?);
    if number < 0 { day.checked_sub_months(distance) } else { day.checked_add_months(distance) }
}

fn shift_working_days(day: Day, number: i64) -> Option<Day> {
    let mut here = day;
    let mut left = number.unsigned_abs();
    while left > 0 {
        here = if number < 0 { previous(here) } else { next(here) };
        if is_working(here)? {
            left -= 1;
        }
    }
    Some(here)
}

/// Days off and make-up workdays as announced; outside the list's years nobody knows.
fn is_working(day: Day) -> Option<bool> {
    static LIST: OnceLock<BTreeMap<Day, bool>> = OnceLock::new();
    let list = LIST.get_or_init(|| {
        let rows = include_str!("../../src/calendar/holidays-cn.csv").lines().skip(1);
        let read = |row: &str| {
            let mut cells = row.split(',');
            Some((cells.next()?.parse().ok()?, cells.next()? == "work"))
        };
        rows.filter_map(read).collect()
    });
    let is_weekday = !matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    (2004..=2026).contains(&day.year()).then(|| list.get(&day).copied().unwrap_or(is_weekday))
}

/// The day itself, or the next working day.
pub fn working_day_from(day: Day) -> Option<Day> {
    let mut here = day;
    while !is_working(here)? {
        here = next(here);
    }
    Some(here)
}

/// A calendar duration added to an instant gives a day; a clock duration added to a day counts from its last second.
pub fn add(time: Time, number: i64, unit: SpanUnit) -> Option<Time> {
    if !unit.is_clock() {
        return shift(time.day, number, unit).map(Time::of_day);
    }
    let instant = time.clock.map_or(end_of(time.day), |clock| time.day.and_time(clock));
    Some(instant_of(instant + clock_length(number, unit)))
}

pub fn clock_length(number: i64, unit: SpanUnit) -> Duration {
    if unit == SpanUnit::Minutes { Duration::minutes(number) } else { Duration::hours(number) }
}

pub fn instant_of(instant: NaiveDateTime) -> Time {
    Time::at(instant.date(), instant.time())
}

/// Two days lie in the same period exactly when their keys are equal: the year and the number inside the year.
fn key(unit: &Unit, day: Day) -> (i32, u32) {
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
        Unit::Year | Unit::Season(_) => (year, 1),
    }
}

/// The labels of section 3.
fn label(unit: &Unit, day: Day) -> String {
    let (year, number) = key(unit, day);
    match unit {
        Unit::Day | Unit::Season(_) => day.format("%Y-%m-%d").to_string(),
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

pub fn period_of(unit: &Unit, day: Day) -> Period {
    let here = key(unit, day);
    let mut first = day;
    while key(unit, previous(first)) == here {
        first = previous(first);
    }
    let mut last = day;
    while key(unit, next(last)) == here {
        last = next(last);
    }
    Period { first, last, label: label(unit, day), hours: None }
}

/// Every period of the calendar that shares a day with [first, last].
pub fn periods(unit: &Unit, first: Day, last: Day) -> Vec<Period> {
    let mut found = Vec::new();
    let mut day = first;
    while day <= last {
        let period = period_of(unit, day);
        day = next(period.last);
        found.push(period);
    }
    found
}

/// Every occurrence of a season that shares a day with [first, last], labelled by the day it starts. The hours of a
/// day that are not known (an attribute is missing) are `None`.
pub fn occurrences(
    case: &Case,
    name: &str,
    first: Day,
    last: Day,
    own_hours: &dyn Fn(Day) -> Option<(NaiveTime, NaiveTime)>,
) -> Vec<Option<Period>> {
    let labelled = |first: Day, last: Day, hours| {
        let label = first.format("%Y-%m-%d").to_string();
        Some(Period { first, last, label, hours })
    };
    let of_hours = |day: Day, hours: Option<(NaiveTime, NaiveTime)>| {
        let (from, to) = hours?;
        let end = if to < from { next(day) } else { day };
        labelled(day, end, Some((day.and_time(from), end.and_time(to))))
    };
    let found: Vec<Option<Period>> = match &case.season(name).kind {
        SeasonKind::Yearly(from, to) => {
            let years = first.year() - 1..=last.year();
            let occurrence = |year: i32| {
                let (start, end) = (day_of_year(year, *from), day_of_year(year, *to));
                labelled(start, if end < start { day_of_year(year + 1, *to) } else { end }, None)
            };
            years.map(occurrence).collect()
        }
        SeasonKind::Given(given) => given.iter().map(|(from, to)| labelled(*from, *to, None)).collect(),
        SeasonKind::Daily(from, to) => {
            days(previous(first), last).map(|day| of_hours(day, Some((*from, *to)))).collect()
        }
        SeasonKind::Own(..) => days(previous(first), last).map(|day| of_hours(day, own_hours(day))).collect(),
    };
    let is_near = |period: &Option<Period>| period.as_ref().is_none_or(|it| it.first <= last && first <= it.last);
    found.into_iter().filter(is_near).collect()
}

/// 02-29 is the 28th in other years.
fn day_of_year(year: i32, (month, in_month): (u32, u32)) -> Day {
    Day::from_ymd_opt(year, month, in_month)
        .or_else(|| Day::from_ymd_opt(year, month, in_month - 1))
        .expect("a mark is a day of a leap year")
}

/// A mark inside a period (5.2): `day N` counts from the period's first day and is clamped to its last.
pub fn marked_day(period: &Period, mark: Mark) -> Day {
    match mark {
        Mark::DayOfPeriod(number) => {
            let wanted = shift_day(period.first, i64::from(number) - 1, SpanUnit::Days);
            wanted.min(period.last)
        }
        Mark::MonthDay(month, in_month) => day_of_year(period.first.year(), (month, in_month)),
    }
}

/// Order of two records or moments: by instant when both have one, else by day, the same day being in order.
pub fn is_not_before(later: Time, earlier: Time) -> bool {
    match (earlier.clock, later.clock) {
        (Some(_), Some(_)) => later >= earlier,
        _ => later.day >= earlier.day,
    }
}
