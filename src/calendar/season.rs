//! Seasons (docs/language.md sections 2 and 3): stretches of days, yearly or given, or of hours, daily.

use super::{Day, Time};

/// A month and a day of it, in any year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MonthDay {
    month: u32,
    day: u32,
}

impl MonthDay {
    /// A month and day; `None` where no year has it (02-30). 02-29 is the 28th in other years.
    #[must_use]
    pub fn new(month: u32, day: u32) -> Option<Self> {
        // 2024 is a leap year.
        Day::from_ymd(2024, month, day).map(|_| Self { month, day })
    }

    /// The month, 1 … 12.
    #[must_use]
    pub const fn month(self) -> u32 {
        self.month
    }

    /// The day of the month, from 1.
    #[must_use]
    pub const fn day(self) -> u32 {
        self.day
    }

    /// Its day in a year; `None` in a year that is not 1 … 9999.
    #[must_use]
    pub fn in_year(self, year: i32) -> Option<Day> {
        // Only 02-29 is not in every year.
        Day::from_ymd(year, self.month, self.day).or_else(|| Day::from_ymd(year, 2, 28))
    }
}

/// A season: what its occurrences are.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Season {
    /// `MM-DD to MM-DD`, once a year; it wraps into the next year where its end stands before its start.
    Yearly {
        /// The first day.
        from: MonthDay,
        /// The last day.
        to: MonthDay,
    },
    /// `DATE to DATE, …`: exactly these, first and last days, in the order of their first days ([`Season::given`]).
    /// They may overlap.
    Given(Vec<(Day, Day)>),
    /// `HH:MM to HH:MM`, once a day, both ends included; it wraps into the next day where its end stands before its
    /// start. Seconds from midnight, 0 … 86,399, which differ ([`Season::hours`]).
    Hours {
        /// The first second.
        from: u32,
        /// The last second.
        to: u32,
    },
}

/// One occurrence of a season, both ends included: days, or instants for a season of hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Occurrence {
    /// Where it starts; the day of it is its label.
    pub from: Time,
    /// Where it ends.
    pub to: Time,
}

impl Occurrence {
    /// The day that labels it: the one it starts on.
    #[must_use]
    pub const fn label(self) -> Day {
        self.from.day
    }

    /// Whether a time lies in it; `None` where only the day is known and a part of that day does.
    #[must_use]
    pub fn contains(self, time: Time) -> Option<bool> {
        let (from, to) = (self.from.earliest(), self.to.latest());
        let (earliest, latest) = (time.earliest(), time.latest());
        if from <= earliest && latest <= to {
            Some(true)
        } else if latest < from || to < earliest {
            Some(false)
        } else {
            None
        }
    }
}

impl Season {
    /// The season of these first and last days, put in order; a range whose end stands before its start is left out.
    #[must_use]
    pub fn given(mut ranges: Vec<(Day, Day)>) -> Self {
        ranges.retain(|(from, to)| from <= to);
        ranges.sort_by_key(|(from, _)| *from);
        Self::Given(ranges)
    }

    /// The season of these hours, in seconds from midnight; `None` where both are the same or one is no second of a
    /// day.
    #[must_use]
    pub fn hours(from: u32, to: u32) -> Option<Self> {
        (from != to && from.max(to) <= Time::LAST_SECOND).then_some(Self::Hours { from, to })
    }

    /// Whether it is one of hours: it binds records by their instant, and no days.
    #[must_use]
    pub const fn is_of_hours(&self) -> bool {
        matches!(self, Self::Hours { .. })
    }

    /// Every occurrence with a day in `[from, to]`, in the order of their starts. A night that starts the evening
    /// before `from` is among them.
    pub fn occurrences(&self, from: Day, to: Day) -> impl Iterator<Item = Occurrence> {
        // The first and last number an occurrence may have: of a year, of a place in the list, of a day.
        let (first, last) = match self {
            _ if to < from => (1, 0),
            Self::Yearly { .. } => (from.year().saturating_sub(1), to.year()),
            Self::Given(ranges) => {
                let behind = ranges.partition_point(|(start, _)| *start <= to);
                (0, i32::try_from(behind).unwrap_or(i32::MAX).saturating_sub(1))
            }
            Self::Hours { .. } => (from.previous().0, to.0),
        };
        (first..=last)
            .filter_map(|number| self.occurrence(number))
            .filter(move |occurrence| occurrence.from.day <= to && from <= occurrence.to.day)
    }

    /// The occurrence of a number: that of a year, of a place in the list, or of a day.
    fn occurrence(&self, number: i32) -> Option<Occurrence> {
        let (from, to) = match self {
            Self::Yearly { from, to } => {
                let year = if to < from { number.saturating_add(1) } else { number };
                // The last season of the calendar ends with it.
                (Time::on(from.in_year(number)?), Time::on(to.in_year(year).unwrap_or(Day::LAST)))
            }
            Self::Given(ranges) => {
                let (from, to) = ranges.get(usize::try_from(number).ok()?)?;
                (Time::on(*from), Time::on(*to))
            }
            Self::Hours { from, to } => {
                let day = Day(number);
                (Time::at(day, *from), Time::at(if to < from { day.next() } else { day }, *to))
            }
        };
        Some(Occurrence { from, to })
    }

    /// Whether a time lies in an occurrence; `None` where only the day is known and a part of that day does.
    #[must_use]
    pub fn contains(&self, time: Time) -> Option<bool> {
        match (self, time.second) {
            (Self::Yearly { .. } | Self::Given(_), _) => Some(self.occurrence_of(time).is_some()),
            (Self::Hours { from, to }, Some(second)) if from <= to => Some((*from..=*to).contains(&second)),
            (Self::Hours { from, to }, Some(second)) => Some(*from <= second || second <= *to),
            // Of a day without its second: surely where the hours leave no second out.
            (Self::Hours { from, to }, None) => {
                let whole = (*from == 0 && *to == Time::LAST_SECOND) || *from == to.saturating_add(1);
                whole.then_some(true)
            }
        }
    }

    /// The occurrence a time surely lies in, the first one where given ranges overlap.
    #[must_use]
    pub fn occurrence_of(&self, time: Time) -> Option<Occurrence> {
        self.occurrences(time.day, time.day).find(|occurrence| occurrence.contains(time) == Some(true))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, of_month: u32) -> Day {
        Day::from_ymd(year, month, of_month).unwrap()
    }

    fn yearly(from: (u32, u32), to: (u32, u32)) -> Season {
        Season::Yearly { from: MonthDay::new(from.0, from.1).unwrap(), to: MonthDay::new(to.0, to.1).unwrap() }
    }

    fn shown(season: &Season, from: Day, to: Day) -> Vec<String> {
        let shown = |it: Occurrence| format!("{} to {}", it.from.iso(), it.to.iso());
        season.occurrences(from, to).map(shown).collect()
    }

    #[test]
    fn a_month_day_that_no_year_has_is_refused() {
        assert_eq!(MonthDay::new(2, 30), None);
        assert_eq!(MonthDay::new(13, 1), None);
        let leap = MonthDay::new(2, 29).unwrap();
        assert_eq!(leap.in_year(2024), Some(day(2024, 2, 29)));
        assert_eq!(leap.in_year(2100), Some(day(2100, 2, 28)));
        assert_eq!(leap.in_year(0), None);
        assert_eq!(leap.in_year(10_000), None);
    }

    #[test]
    fn the_flood_season_comes_once_a_year() {
        let flood = yearly((5, 15), (9, 30));
        let range = (day(2022, 9, 30), day(2024, 5, 15));
        let all = ["2022-05-15 to 2022-09-30", "2023-05-15 to 2023-09-30", "2024-05-15 to 2024-09-30"];
        assert_eq!(shown(&flood, range.0, range.1), all);
        assert_eq!(shown(&flood, range.0.next(), range.1.previous()), ["2023-05-15 to 2023-09-30"]);
        assert_eq!(flood.contains(Time::at(day(2024, 9, 30), 86_399)), Some(true));
        assert_eq!(flood.contains(Time::on(day(2024, 10, 1))), Some(false));
        assert!(shown(&flood, range.1, range.0).is_empty());
    }

    #[test]
    fn a_winter_wraps_and_ends_on_the_leap_day_where_there_is_one() {
        let winter = yearly((11, 15), (2, 29));
        let shown = shown(&winter, day(2023, 1, 1), day(2024, 11, 15));
        let all = ["2022-11-15 to 2023-02-28", "2023-11-15 to 2024-02-29", "2024-11-15 to 2025-02-28"];
        assert_eq!(shown, all);
        assert_eq!(winter.contains(Time::on(day(2024, 2, 29))), Some(true));
        assert_eq!(winter.contains(Time::on(day(2023, 3, 1))), Some(false));
        assert_eq!(winter.occurrence_of(Time::on(day(2024, 2, 29))).unwrap().label(), day(2023, 11, 15));
    }

    #[test]
    fn a_season_from_the_leap_day_starts_on_the_28th_in_other_years() {
        let spring = yearly((2, 29), (3, 31));
        let shown = shown(&spring, day(2023, 2, 28), day(2024, 12, 31));
        assert_eq!(shown, ["2023-02-28 to 2023-03-31", "2024-02-29 to 2024-03-31"]);
    }

    #[test]
    fn the_last_season_of_the_calendar_ends_with_it() {
        let winter = yearly((11, 15), (3, 15));
        assert_eq!(shown(&winter, Day::LAST, Day::LAST), ["9999-11-15 to 9999-12-31"]);
        assert!(shown(&winter, Day::FIRST, Day::FIRST).is_empty());
    }

    #[test]
    fn given_ranges_come_in_order_and_may_overlap() {
        let given = Season::given(vec![
            (day(2024, 6, 1), day(2024, 6, 30)),
            (day(2023, 6, 1), day(2024, 6, 10)),
            (day(2024, 7, 9), day(2024, 7, 8)),
        ]);
        let all = ["2023-06-01 to 2024-06-10", "2024-06-01 to 2024-06-30"];
        assert_eq!(shown(&given, day(2024, 6, 10), day(2030, 1, 1)), all);
        assert_eq!(shown(&given, day(2024, 6, 11), day(2030, 1, 1)), [all[1]]);
        assert_eq!(shown(&given, day(2020, 1, 1), day(2024, 5, 31)), [all[0]]);
        assert_eq!(given.occurrence_of(Time::on(day(2024, 6, 5))).unwrap().label(), day(2023, 6, 1));
        assert_eq!(given.contains(Time::on(day(2024, 7, 1))), Some(false));
        assert!(shown(&Season::given(Vec::new()), Day::FIRST, Day::LAST).is_empty());
    }

    #[test]
    fn two_in_a_night_belongs_to_the_evening_before() {
        let night = Season::hours(22 * 3600, 6 * 3600).unwrap();
        let leap = day(2024, 2, 29);
        let all = ["2024-02-28T22:00:00 to 2024-02-29T06:00:00", "2024-02-29T22:00:00 to 2024-03-01T06:00:00"];
        assert_eq!(shown(&night, leap, leap), all);
        let label = |second| night.occurrence_of(Time::at(leap, second)).map(Occurrence::label);
        assert_eq!(label(2 * 3600), Some(day(2024, 2, 28)));
        assert_eq!(label(6 * 3600), Some(day(2024, 2, 28)));
        assert_eq!(label(6 * 3600 + 1), None);
        assert_eq!(label(22 * 3600 - 1), None);
        assert_eq!(label(22 * 3600), Some(leap));
        assert_eq!(night.contains(Time::at(leap, 6 * 3600)), Some(true));
        assert_eq!(night.contains(Time::at(leap, 12 * 3600)), Some(false));
    }

    #[test]
    fn a_day_without_its_second_perhaps_lies_in_the_hours() {
        let day_shift = Season::hours(8 * 3600, 17 * 3600).unwrap();
        let date = Time::on(day(2024, 3, 5));
        assert_eq!(day_shift.contains(date), None);
        assert_eq!(day_shift.occurrence_of(date), None);
        assert_eq!(shown(&day_shift, date.day, date.day), ["2024-03-05T08:00:00 to 2024-03-05T17:00:00"]);
        assert_eq!(Season::hours(0, 86_399).unwrap().contains(date), Some(true));
        assert_eq!(Season::hours(0, 86_399).unwrap().occurrence_of(date).unwrap().label(), date.day);
        assert_eq!(Season::hours(43_200, 43_199).unwrap().contains(date), Some(true));
    }

    #[test]
    fn hours_that_start_where_they_end_are_no_season() {
        assert_eq!(Season::hours(3600, 3600), None);
        assert_eq!(Season::hours(0, 86_400), None);
    }
}
