//! One period of a calendar unit or one occurrence of a season, and its label (docs/language.md section 3).

use std::fmt;

use chrono::{Datelike, NaiveDate, Weekday};

use super::{Day, Occurrence, Time, Unit, Written};

/// One period: its first and last day. It shows as its label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    kind: Kind,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
}

/// What cuts the calendar into such periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Unit(Unit),
    /// A season of days.
    Days,
    /// A season of hours: the seconds of the first and the last day.
    Hours {
        from: u32,
        to: u32,
    },
}

impl Period {
    pub(super) const fn of_unit(unit: Unit, from: Day, to: Day) -> Self {
        Self { kind: Kind::Unit(unit), from, to }
    }

    /// The unit; `None` for an occurrence of a season.
    #[must_use]
    pub const fn unit(self) -> Option<Unit> {
        match self.kind {
            Kind::Unit(unit) => Some(unit),
            Kind::Days | Kind::Hours { .. } => None,
        }
    }

    /// The period of the same unit behind this one; `None` for an occurrence of a season, which does not know the next.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        self.unit().map(|unit| unit.period(self.to.next()))
    }

    /// The label of docs/language.md section 3: `2024-03-05`, `2024-W10`, `2024-03-X1`, `2024-03-A`, `2024-03`,
    /// `2024-B2`, `2024-Q1`, `2024-H1`, `2024`; an occurrence of a season is labelled by the day it starts.
    #[must_use]
    pub fn label(self) -> Written {
        let Some(unit) = self.unit() else { return Written::day(self.from) };
        let (year, month, of_month) = self.from.civil();
        match unit {
            Unit::Day => Written::day(self.from),
            Unit::Week => {
                let week = self.from.date().iso_week();
                Written::year(week.year()).with_part(b'W', Some(week.week()), 2)
            }
            Unit::Xun => Written::of_month(year, month).with_part(b'X', Some(of_month / 10 + 1), 1),
            Unit::HalfMonth => {
                Written::of_month(year, month).with_part(if of_month == 1 { b'A' } else { b'B' }, None, 0)
            }
            Unit::Month => Written::of_month(year, month),
            Unit::TwoMonths => Written::year(year).with_part(b'B', Some((month - 1) / 2 + 1), 1),
            Unit::Quarter => Written::year(year).with_part(b'Q', Some((month - 1) / 3 + 1), 1),
            Unit::HalfYear => Written::year(year).with_part(b'H', Some((month - 1) / 6 + 1), 1),
            Unit::Year => Written::year(year),
        }
    }

    /// How many days it has, the days it starts and ends included.
    #[must_use]
    pub fn length(self) -> u32 {
        u32::try_from(self.to.days_since(self.from)).unwrap_or(0) + 1
    }

    /// Its ends, both included: days, or instants for a season of hours.
    #[must_use]
    pub const fn ends(self) -> (Time, Time) {
        match self.kind {
            Kind::Unit(_) | Kind::Days => (Time::on(self.from), Time::on(self.to)),
            Kind::Hours { from, to } => (Time::at(self.from, from), Time::at(self.to, to)),
        }
    }

    /// Whether a day lies in it, the days it starts and ends included.
    #[must_use]
    pub fn contains(self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }

    /// Whether a time lies in it; `None` where only the day is known and a part of that day does.
    #[must_use]
    pub fn holds(self, time: Time) -> Option<bool> {
        let (from, to) = self.ends();
        Occurrence { from, to }.contains(time)
    }

    /// The period of a label, as it is written: `2024`, `2024-H1`, `2024-Q1`, `2024-B2`, `2024-03`, `2024-03-A`,
    /// `2024-03-X1`, `2024-W10`, `2024-03-05`. `None` for any other text and where the calendar has no such period. The
    /// label of an occurrence of a season is that of the day it starts.
    #[must_use]
    pub fn parse(label: &str) -> Option<Self> {
        let mut parts = label.splitn(3, '-');
        let year = i32::try_from(digits(parts.next()?, 4)?).ok()?;
        let (unit, day) = match (parts.next(), parts.next()) {
            (None, _) => (Unit::Year, Day::from_ymd(year, 1, 1)?),
            (Some(part), None) => in_year(year, part)?,
            (Some(month), Some(part)) => in_month(year, digits(month, 2)?, part)?,
        };
        Some(unit.period(day))
    }
}

impl From<Occurrence> for Period {
    fn from(occurrence: Occurrence) -> Self {
        let Occurrence { from, to } = occurrence;
        let kind = match (from.second, to.second) {
            (Some(from), Some(to)) => Kind::Hours { from, to },
            _ => Kind::Days,
        };
        Self { kind, from: from.day, to: to.day }
    }
}

/// The unit of `H1`, `Q1`, `B2`, `W10` or `03` in a year, and a day of the period.
fn in_year(year: i32, part: &str) -> Option<(Unit, Day)> {
    let block = |unit, number: &str, months: u32| {
        let first = digits(number, 1)?.checked_sub(1)? * months + 1;
        Some((unit, Day::from_ymd(year, first, 1)?))
    };
    match part.get(..1)? {
        "H" => block(Unit::HalfYear, part.get(1..)?, 6),
        "Q" => block(Unit::Quarter, part.get(1..)?, 3),
        "B" => block(Unit::TwoMonths, part.get(1..)?, 2),
        "W" => {
            let monday = NaiveDate::from_isoywd_opt(year, digits(part.get(1..)?, 2)?, Weekday::Mon)?;
            (year > 0).then_some((Unit::Week, Day::from_date(monday)))
        }
        _ => Some((Unit::Month, Day::from_ymd(year, digits(part, 2)?, 1)?)),
    }
}

/// The unit of `A`, `X1` or `05` in a month, and a day of the period.
fn in_month(year: i32, month: u32, part: &str) -> Option<(Unit, Day)> {
    let (unit, day) = match part {
        "A" => (Unit::HalfMonth, 1),
        "B" => (Unit::HalfMonth, 16),
        "X1" => (Unit::Xun, 1),
        "X2" => (Unit::Xun, 11),
        "X3" => (Unit::Xun, 21),
        _ => (Unit::Day, digits(part, 2)?),
    };
    Some((unit, Day::from_ymd(year, month, day)?))
}

/// A number of exactly so many ASCII digits.
fn digits(text: &str, count: usize) -> Option<u32> {
    (text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

impl fmt::Display for Period {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.label().as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, of_month: u32) -> Day {
        Day::from_ymd(year, month, of_month).unwrap()
    }

    #[test]
    fn every_label_of_the_page_names_its_period() {
        let of_page = [
            ("2024", Unit::Year, "2024-01-01", "2024-12-31"),
            ("2024-H1", Unit::HalfYear, "2024-01-01", "2024-06-30"),
            ("2024-Q1", Unit::Quarter, "2024-01-01", "2024-03-31"),
            ("2024-B2", Unit::TwoMonths, "2024-03-01", "2024-04-30"),
            ("2024-03", Unit::Month, "2024-03-01", "2024-03-31"),
            ("2024-03-A", Unit::HalfMonth, "2024-03-01", "2024-03-15"),
            ("2024-02-B", Unit::HalfMonth, "2024-02-16", "2024-02-29"),
            ("2024-03-X1", Unit::Xun, "2024-03-01", "2024-03-10"),
            ("2024-02-X3", Unit::Xun, "2024-02-21", "2024-02-29"),
            ("2024-W10", Unit::Week, "2024-03-04", "2024-03-10"),
            ("2025-W01", Unit::Week, "2024-12-30", "2025-01-05"),
            ("2020-W53", Unit::Week, "2020-12-28", "2021-01-03"),
            ("2024-03-05", Unit::Day, "2024-03-05", "2024-03-05"),
        ];
        for (label, unit, from, to) in of_page {
            let period = Period::parse(label).unwrap();
            assert_eq!(period.unit(), Some(unit), "{label}");
            assert_eq!((period.from.to_string(), period.to.to_string()), (from.into(), to.into()), "{label}");
        }
    }

    #[test]
    fn a_period_is_found_again_by_its_label() {
        for unit in Unit::ALL {
            for period in unit.periods(day(2019, 12, 20), day(2021, 2, 3)) {
                assert_eq!(Period::parse(&period.to_string()), Some(period));
            }
        }
        for first in [Unit::Week, Unit::Year, Unit::Xun] {
            for edge in [Day::FIRST, Day::LAST] {
                let period = first.period(edge);
                assert_eq!(Period::parse(&period.to_string()), Some(period));
            }
        }
    }

    #[test]
    fn a_text_that_is_no_label_names_no_period() {
        let texts = [
            "",
            "-",
            "24",
            "20240",
            "+024",
            "0000",
            "0000-W05",
            "2024-",
            "2024-H0",
            "2024-H3",
            "2024-Q5",
            "2024-Q",
            "2024-Q01",
            "2024-B7",
            "2024-0",
            "2024-00",
            "2024-13",
            "2024-3",
            "2024-W1",
            "2024-W00",
            "2024-W53",
            "2024-03-C",
            "2024-03-X0",
            "2024-03-X4",
            "2024-13-A",
            "2024-02-30",
            "2023-02-29",
            "2024-03-5",
            "2024-03-05-",
            "2024-h1",
            "２０２４",
            "2024-年",
            "2024-03-年",
            "2024-+3",
        ];
        for text in texts {
            assert_eq!(Period::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_night_is_a_period_of_two_days_labelled_by_the_evening() {
        let (evening, morning) = (Time::at(day(2024, 2, 29), 79_200), Time::at(day(2024, 3, 1), 21_600));
        let night = Period::from(Occurrence { from: evening, to: morning });
        assert_eq!(night.to_string(), "2024-02-29");
        assert_eq!((night.from, night.to, night.length()), (evening.day, morning.day, 2));
        assert_eq!(night.ends(), (evening, morning));
        assert_eq!((night.unit(), night.next()), (None, None));
        assert_eq!(night.holds(Time::at(day(2024, 3, 1), 21_600)), Some(true));
        assert_eq!(night.holds(Time::at(day(2024, 3, 1), 21_601)), Some(false));
        assert_eq!(night.holds(Time::on(day(2024, 3, 1))), None);
        assert!(night.contains(day(2024, 3, 1)) && !night.contains(day(2024, 3, 2)));
    }

    #[test]
    fn a_period_stays_small_for_every_verdict_carries_one() {
        assert!(size_of::<Option<Period>>() <= 20);
    }
}
