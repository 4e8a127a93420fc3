//! Months without any row from anybody, though the months around them have rows: a part of the export is missing.

use std::fmt;

use super::super::Coverage;
use super::Fault;
use crate::calendar::Day;

/// In how many months there must be rows before a month without is a gap; and two of three months must have some.
pub const GAP_MONTHS: usize = 4;

/// The first year whose months are kept.
const FIRST_YEAR: u16 = 1900;
const WORDS: usize = 48;

/// The months in which a table has rows of whatever activity, from 1900 to 2155.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Months([u64; WORDS]);

impl Default for Months {
    fn default() -> Self {
        Self([0; WORDS])
    }
}

/// A month of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(u16);

impl Month {
    fn new(year: u16, month: u16) -> Option<Self> {
        let months = year.checked_sub(FIRST_YEAR)?.checked_mul(12)?.checked_add(month.checked_sub(1)?)?;
        (usize::from(months) < WORDS * 64).then_some(Self(months))
    }

    fn of(day: Day) -> Option<Self> {
        Self::new(u16::try_from(day.year()).ok()?, u16::try_from(day.month()).ok()?)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}", FIRST_YEAR + self.0 / 12, self.0 % 12 + 1)
    }
}

impl Months {
    /// A row is of this day.
    pub(crate) fn mark(&mut self, day: Day) {
        self.set(Month::of(day));
    }

    /// A row is of a day that is written `2024-03-05`.
    #[inline]
    pub(crate) fn mark_iso(&mut self, cell: &[u8]) {
        if let [a, b, c, d, b'-', e, f, ..] = cell {
            let number = |digits: &[u8]| {
                digits.iter().fold(0_u16, |number, digit| {
                    number.wrapping_mul(10).wrapping_add(u16::from(digit.wrapping_sub(b'0')))
                })
            };
            self.set(Month::new(number(&[*a, *b, *c, *d]), number(&[*e, *f])));
        }
    }

    fn set(&mut self, month: Option<Month>) {
        let Some(Month(month)) = month else { return };
        if let Some(word) = self.0.get_mut(usize::from(month / 64)) {
            *word |= 1 << (month % 64);
        }
    }

    fn has(&self, month: Month) -> bool {
        self.0.get(usize::from(month.0 / 64)).is_some_and(|word| word >> (month.0 % 64) & 1 == 1)
    }

    /// Those of both.
    pub(crate) fn join(&mut self, other: &Self) {
        for (word, more) in self.0.iter_mut().zip(other.0) {
            *word |= more;
        }
    }

    fn all(&self) -> impl DoubleEndedIterator<Item = Month> + '_ {
        (0..WORDS as u16 * 64).map(Month).filter(|month| self.has(*month))
    }

    /// The months without rows from one to another, where most months have some.
    fn gaps(&self, first: Month, last: Month) -> Vec<Month> {
        let (without, with): (Vec<Month>, Vec<Month>) =
            (first.0..=last.0).map(Month).partition(|month| !self.has(*month));
        let told = with.len() >= GAP_MONTHS && with.len() >= 2 * without.len();
        if told { without } else { Vec::new() }
    }
}

/// The gaps of all tables together, over the whole coverage, and those of single tables between their first and last
/// month. Months that the coverage has only in part are not asked for.
pub(super) fn between(tables: &[Months], files: &[String], coverage: Option<Coverage>) -> Vec<Fault> {
    let mut faults = Vec::new();
    let Some((first, last)) = coverage.and_then(whole_months) else { return faults };
    let mut all = Months::default();
    tables.iter().for_each(|table| all.join(table));
    let nobody = all.gaps(first, last);
    if tables.len() > 1 {
        for (table, file) in tables.iter().zip(files) {
            let (Some(begins), Some(ends)) = (table.all().next(), table.all().next_back()) else { continue };
            let mut months = table.gaps(begins.max(first), ends.min(last));
            months.retain(|month| !nobody.contains(month));
            if !months.is_empty() {
                faults.push(Fault::Gap { file: Some(file.clone()), months });
            }
        }
    }
    if !nobody.is_empty() {
        faults.insert(0, Fault::Gap { file: None, months: nobody });
    }
    faults
}

/// The first and the last month that are covered from their first to their last day.
fn whole_months(coverage: Coverage) -> Option<(Month, Month)> {
    let Coverage { from, to } = coverage;
    let first = Month::of(from)?.0 + u16::from(from.day_of_month() > 1);
    // The day behind the last month's last is the first of another.
    let last = Month::of(to.next())?.0.checked_sub(1)?;
    (first <= last).then_some((Month(first), Month(last)))
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
        let (mut one, mut other) = (Months::default(), Months::default());
        one.mark(Day::from_ymd(2024, 12, 31).unwrap());
        other.mark_iso(b"2024-12-31");
        assert_eq!(one, other);
        assert_eq!(one.all().map(|month| month.to_string()).collect::<Vec<_>>(), ["2024-12"]);
        one.mark_iso(b"0001-01-01");
        one.mark_iso(b"9999-99-99");
        assert_eq!(one, other);
    }
}
