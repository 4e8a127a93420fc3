//! Months without any row from anybody, though most months have rows: a part of the export is missing.

use std::collections::BTreeMap;
use std::fmt;

use super::super::Coverage;
use super::Fault;
use crate::calendar::Day;

/// In how many months there must be rows before a month without is a gap; two of three months must have some.
pub const GAP_MONTHS: usize = 4;
/// On how many different days such a month must have rows: a table of few rows has months without any.
pub const GAP_DAYS: u32 = 4;

/// The first year whose months are kept.
const FIRST_YEAR: u16 = 1900;
/// How many of them.
const MONTHS: usize = 256 * 12;

/// The days on which the rows of a worker are, whatever their activity, from 1900 to 2155: a month, and a bit a day.
#[derive(Debug, Clone)]
pub(crate) struct Marks {
    days: Vec<u32>,
    /// The first and the last month with a new day.
    new: Option<(u16, u16)>,
}

/// The days of a table, month by month.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Months(BTreeMap<CalendarMonth, u32>);

/// A month of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct CalendarMonth(u16);

impl CalendarMonth {
    fn new(year: u16, month: u16) -> Option<Self> {
        let months = year.checked_sub(FIRST_YEAR)?.checked_mul(12)?.checked_add(month.checked_sub(1)?)?;
        (month <= 12 && usize::from(months) < MONTHS).then_some(Self(months))
    }

    fn of(day: Day) -> Option<Self> {
        Self::new(u16::try_from(day.year()).ok()?, u16::try_from(day.month()).ok()?)
    }
}

impl fmt::Display for CalendarMonth {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}", FIRST_YEAR + self.0 / 12, self.0 % 12 + 1)
    }
}

impl Default for Marks {
    fn default() -> Self {
        Self { days: vec![0; MONTHS], new: None }
    }
}

impl Marks {
    /// A row is of this day.
    pub(crate) fn mark(&mut self, day: Day) {
        self.set(CalendarMonth::of(day), day.day_of_month());
    }

    /// A row is of a day that is written `2024-03-05`.
    #[inline]
    pub(crate) fn mark_iso(&mut self, cell: &[u8]) {
        if let [a, b, c, d, b'-', e, f, b'-', g, h] = cell {
            let number = |digits: &[u8]| {
                let digit = |digit: &u8| u16::from(digit.wrapping_sub(b'0'));
                digits.iter().fold(0_u16, |number, next| number.wrapping_mul(10).wrapping_add(digit(next)))
            };
            let day = u32::from(number(&[*g, *h]));
            self.set(CalendarMonth::new(number(&[*a, *b, *c, *d]), number(&[*e, *f])), day);
        }
    }

    #[inline]
    fn set(&mut self, month: Option<CalendarMonth>, day: u32) {
        let Some(CalendarMonth(month)) = month.filter(|_| day < 32) else { return };
        let Some(days) = self.days.get_mut(usize::from(month)) else { return };
        let bit = 1 << day;
        if *days & bit == 0 {
            *days |= bit;
            let (first, last) = self.new.unwrap_or((month, month));
            self.new = Some((first.min(month), last.max(month)));
        }
    }

    /// The months with days that are new since the last call, with all their days.
    pub(crate) fn news(&mut self) -> Months {
        let Some((first, last)) = self.new.take() else { return Months::default() };
        let days = |month: u16| self.days.get(usize::from(month)).copied().unwrap_or_default();
        Months((first..=last).map(|month| (CalendarMonth(month), days(month))).filter(|(_, days)| *days > 0).collect())
    }
}

impl Months {
    /// Takes those of others in.
    pub(crate) fn join(&mut self, other: &Self) {
        for (month, days) in &other.0 {
            *self.0.entry(*month).or_default() |= days;
        }
    }

    /// The months without rows from one to another, where most months have rows on several days.
    fn gaps(&self, first: CalendarMonth, last: CalendarMonth) -> Vec<CalendarMonth> {
        let days = |month: u16| self.0.get(&CalendarMonth(month)).map_or(0, |days| days.count_ones());
        let with = (first.0..=last.0).filter(|month| days(*month) >= GAP_DAYS).count();
        let all = usize::from(last.0.saturating_sub(first.0)) + 1;
        let without = (first.0..=last.0).filter(|month| days(*month) == 0).map(CalendarMonth);
        if with >= GAP_MONTHS && 3 * with >= 2 * all { without.collect() } else { Vec::new() }
    }
}

/// The gaps of all tables together, over the whole coverage, and those of single tables between their first and last
/// month. Months that the coverage has only in part are not asked for.
pub(super) fn between(tables: &[Months], files: &[&str], coverage: Option<Coverage>) -> Vec<Fault> {
    let mut faults = Vec::new();
    let Some((first, last)) = coverage.and_then(whole_months) else { return faults };
    let mut all = Months::default();
    tables.iter().for_each(|table| all.join(table));
    let nobody = all.gaps(first, last);
    for (table, file) in tables.iter().zip(files).filter(|_| tables.len() > 1) {
        let (Some((begins, _)), Some((ends, _))) = (table.0.first_key_value(), table.0.last_key_value()) else {
            continue;
        };
        let mut months = table.gaps(first.max(*begins), last.min(*ends));
        months.retain(|month| !nobody.contains(month));
        if !months.is_empty() {
            faults.push(Fault::Gap { file: Some((*file).to_owned()), months });
        }
    }
    if !nobody.is_empty() {
        faults.insert(0, Fault::Gap { file: None, months: nobody });
    }
    faults
}

/// The first and the last month that are covered from their first to their last day.
fn whole_months(coverage: Coverage) -> Option<(CalendarMonth, CalendarMonth)> {
    let Coverage { from, to } = coverage;
    let first = CalendarMonth::of(from)?.0 + u16::from(from.day_of_month() > 1);
    // The day behind the last month's last is the first of another.
    let last = CalendarMonth::of(to.next())?.0.checked_sub(1)?;
    (first <= last).then_some((CalendarMonth(first), CalendarMonth(last)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_months_that_are_covered_from_end_to_end_are_asked_for() {
        let day = |year, month, day| Day::from_ymd(year, month, day).unwrap();
        let whole =
            |from, to| whole_months(Coverage { from, to }).map(|(first, last)| (first.to_string(), last.to_string()));
        let months = |first: &str, last: &str| Some((first.to_owned(), last.to_owned()));
        assert_eq!(whole(day(2024, 1, 1), day(2024, 12, 31)), months("2024-01", "2024-12"));
        assert_eq!(whole(day(2023, 12, 2), day(2024, 2, 28)), months("2024-01", "2024-01"));
        assert_eq!(whole(day(2024, 1, 2), day(2024, 1, 31)), None);
    }

    #[test]
    fn a_day_is_marked_alike_however_it_is_read() {
        let (mut one, mut other) = (Marks::default(), Marks::default());
        one.mark(Day::from_ymd(2024, 12, 31).unwrap());
        other.mark_iso(b"2024-12-31");
        for strange in [b"0001-01-01", b"9999-99-99", b"2024-13-01", b"2024-00-01"] {
            other.mark_iso(strange);
        }
        let months = one.news();
        assert_eq!(months, other.news());
        assert_eq!(months.0.keys().map(CalendarMonth::to_string).collect::<Vec<_>>(), ["2024-12"]);
        assert_eq!(one.news(), Months::default());
    }
}
