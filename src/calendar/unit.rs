//! Calendar units and their periods (docs/language.md section 3).

use super::{Day, Period, civil};

/// A unit that cuts the calendar into periods without gaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// One day.
    Day,
    /// Monday to Sunday.
    Week,
    /// 旬: 1–10, 11–20, 21–end of the month.
    Xun,
    /// 1–15, 16–end of the month.
    HalfMonth,
    /// A month.
    Month,
    /// 双月: January and February, March and April, …
    TwoMonths,
    /// A quarter.
    Quarter,
    /// January to June, July to December.
    HalfYear,
    /// A year.
    Year,
}

impl Unit {
    /// Every unit, shortest first.
    pub const ALL: [Self; 9] = [
        Self::Day,
        Self::Week,
        Self::Xun,
        Self::HalfMonth,
        Self::Month,
        Self::TwoMonths,
        Self::Quarter,
        Self::HalfYear,
        Self::Year,
    ];

    /// The English keyword.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Xun => "xun",
            Self::HalfMonth => "half-month",
            Self::Month => "month",
            Self::TwoMonths => "two-months",
            Self::Quarter => "quarter",
            Self::HalfYear => "half-year",
            Self::Year => "year",
        }
    }

    /// The Chinese keyword, as it stands behind 每.
    #[must_use]
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Day => "日",
            Self::Week => "周",
            Self::Xun => "旬",
            Self::HalfMonth => "半月",
            Self::Month => "月",
            Self::TwoMonths => "双月",
            Self::Quarter => "季度",
            Self::HalfYear => "半年",
            Self::Year => "年",
        }
    }

    /// The most days a period of this unit can have.
    #[must_use]
    pub const fn longest(self) -> u32 {
        match self {
            Self::Day => 1,
            Self::Week => 7,
            Self::Xun => 11,
            Self::HalfMonth => 16,
            Self::Month => 31,
            Self::TwoMonths => 62,
            Self::Quarter => 92,
            Self::HalfYear => 184,
            Self::Year => 366,
        }
    }

    /// The period a day lies in.
    #[must_use]
    #[inline]
    pub fn period(self, day: Day) -> Period {
        let (year, month, of_month) = day.civil();
        let nth = |nth: u32| day.plus_days(nth.cast_signed() - of_month.cast_signed());
        let last = || nth(civil::days_of_month(year, month));
        let (from, to) = match self {
            Self::Day => (day, day),
            Self::Week => {
                // 1970-01-01 was a Thursday.
                let monday = day.plus_days(-(day.0.rem_euclid(7) + 3).rem_euclid(7));
                (monday, monday.plus_days(6))
            }
            Self::Xun if of_month <= 10 => (nth(1), nth(10)),
            Self::Xun if of_month <= 20 => (nth(11), nth(20)),
            Self::Xun => (nth(21), last()),
            Self::HalfMonth if of_month <= 15 => (nth(1), nth(15)),
            Self::HalfMonth => (nth(16), last()),
            Self::Month => (nth(1), last()),
            Self::TwoMonths => months(year, month, 2),
            Self::Quarter => months(year, month, 3),
            Self::HalfYear => months(year, month, 6),
            Self::Year => months(year, month, 12),
        };
        Period::of_unit(self, from, to)
    }

    /// Every period with a day in `[from, to]`, in order.
    pub fn periods(self, from: Day, to: Day) -> impl Iterator<Item = Period> {
        let first = (from <= to).then(|| self.period(from));
        std::iter::successors(first, move |period| Some(self.period(period.to.next())))
            .take_while(move |period| period.from <= to)
    }
}

/// The block of `count` months, counted from January, that holds `month`.
const fn months(year: i32, month: u32, count: u32) -> (Day, Day) {
    let first = (month - 1) / count * count + 1;
    let last = first + count - 1;
    (day_of(year, first, 1), day_of(year, last, civil::days_of_month(year, last)))
}

/// A day of a year that a day of the calendar is in.
const fn day_of(year: i32, month: u32, of_month: u32) -> Day {
    Day(civil::to_days(year, month, of_month))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(unit: Unit, day: (i32, u32, u32)) -> (String, String, String) {
        let period = unit.period(Day::from_ymd(day.0, day.1, day.2).unwrap());
        (period.to_string(), period.from.to_string(), period.to.to_string())
    }

    fn expect(unit: Unit, day: (i32, u32, u32), label: &str, from: &str, to: &str) {
        assert_eq!(labels(unit, day), (label.into(), from.into(), to.into()));
    }

    #[test]
    fn labels_and_ends_are_those_of_the_page() {
        expect(Unit::Day, (2024, 3, 5), "2024-03-05", "2024-03-05", "2024-03-05");
        expect(Unit::Week, (2024, 3, 5), "2024-W10", "2024-03-04", "2024-03-10");
        expect(Unit::Week, (2024, 12, 30), "2025-W01", "2024-12-30", "2025-01-05");
        expect(Unit::Xun, (2024, 3, 5), "2024-03-X1", "2024-03-01", "2024-03-10");
        expect(Unit::Xun, (2024, 2, 29), "2024-02-X3", "2024-02-21", "2024-02-29");
        expect(Unit::Xun, (2024, 3, 20), "2024-03-X2", "2024-03-11", "2024-03-20");
        expect(Unit::HalfMonth, (2024, 3, 15), "2024-03-A", "2024-03-01", "2024-03-15");
        expect(Unit::HalfMonth, (2023, 2, 16), "2023-02-B", "2023-02-16", "2023-02-28");
        expect(Unit::TwoMonths, (2024, 3, 5), "2024-B2", "2024-03-01", "2024-04-30");
        expect(Unit::Quarter, (2024, 3, 31), "2024-Q1", "2024-01-01", "2024-03-31");
        expect(Unit::HalfYear, (2024, 7, 1), "2024-H2", "2024-07-01", "2024-12-31");
        expect(Unit::Year, (2024, 3, 5), "2024", "2024-01-01", "2024-12-31");
    }

    #[test]
    fn periods_follow_each_other_without_gap_and_know_their_length() {
        for unit in Unit::ALL {
            let mut period = unit.period(Day::from_ymd(2023, 12, 1).unwrap());
            for _ in 0..60 {
                let next = period.next().unwrap();
                assert_eq!(next.from, period.to.next());
                assert!(next.length() <= unit.longest());
                assert_eq!(unit.period(next.to), next);
                period = next;
            }
        }
    }

    #[test]
    fn the_periods_of_a_range_are_those_that_touch_it() {
        let day = |month, of_month| Day::from_ymd(2024, month, of_month).unwrap();
        let labels = |unit: Unit, from, to| unit.periods(from, to).map(|it| it.to_string()).collect::<Vec<_>>();
        assert_eq!(labels(Unit::Month, day(1, 31), day(3, 1)), ["2024-01", "2024-02", "2024-03"]);
        assert_eq!(labels(Unit::Xun, day(2, 20), day(2, 20)), ["2024-02-X2"]);
        assert!(labels(Unit::Day, day(2, 20), day(2, 19)).is_empty());
    }
}
