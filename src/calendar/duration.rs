//! Durations (docs/language.md section 3): minutes and hours move an instant; days and weeks count days, months and
//! longer units count months and clamp; working days go by the official list.

use super::{Day, Time, Unannounced, WorkingDays};

/// What a duration counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DurationUnit {
    /// Minutes of the clock.
    Minutes,
    /// Hours of the clock.
    Hours,
    /// Days.
    Days,
    /// Seven days.
    Weeks,
    /// Calendar months.
    Months,
    /// Three months.
    Quarters,
    /// Six months.
    HalfYears,
    /// Twelve months.
    Years,
    /// Working days of the official list.
    WorkingDays,
}

/// What one of a unit is made of.
#[derive(Clone, Copy)]
enum Step {
    Seconds(u32),
    Days(i32),
    Months(i32),
    WorkingDay,
}

impl DurationUnit {
    /// Every unit: of the clock, of the calendar, and working days.
    pub const ALL: [Self; 9] = [
        Self::Minutes,
        Self::Hours,
        Self::Days,
        Self::Weeks,
        Self::Months,
        Self::Quarters,
        Self::HalfYears,
        Self::Years,
        Self::WorkingDays,
    ];

    #[inline]
    const fn step(self) -> Step {
        match self {
            Self::Minutes => Step::Seconds(60),
            Self::Hours => Step::Seconds(3600),
            Self::Days => Step::Days(1),
            Self::Weeks => Step::Days(7),
            Self::Months => Step::Months(1),
            Self::Quarters => Step::Months(3),
            Self::HalfYears => Step::Months(6),
            Self::Years => Step::Months(12),
            Self::WorkingDays => Step::WorkingDay,
        }
    }

    /// Whether it is of the clock: it moves instants, where every other unit moves days.
    #[must_use]
    #[inline]
    pub const fn is_clock(self) -> bool {
        matches!(self, Self::Minutes | Self::Hours)
    }

    /// The plural English keyword, as the canonical sentence writes it.
    #[must_use]
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Minutes => "minutes",
            Self::Hours => "hours",
            Self::Days => "days",
            Self::Weeks => "weeks",
            Self::Months => "months",
            Self::Quarters => "quarters",
            Self::HalfYears => "half-years",
            Self::Years => "years",
            Self::WorkingDays => "working days",
        }
    }

    /// The singular English keyword, which belongs to 1 alone.
    #[must_use]
    pub const fn singular(self) -> &'static str {
        match self {
            Self::Minutes => "minute",
            Self::Hours => "hour",
            Self::Days => "day",
            Self::Weeks => "week",
            Self::Months => "month",
            Self::Quarters => "quarter",
            Self::HalfYears => "half-year",
            Self::Years => "year",
            Self::WorkingDays => "working day",
        }
    }

    /// The Chinese keyword, as it stands behind the number (`15日`, `6个月`).
    #[must_use]
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Minutes => "分钟",
            Self::Hours => "小时",
            Self::Days => "日",
            Self::Weeks => "周",
            Self::Months => "个月",
            Self::Quarters => "个季度",
            Self::HalfYears => "个半年",
            Self::Years => "年",
            Self::WorkingDays => "个工作日",
        }
    }
}

/// Why a time moved by a duration has no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Beyond {
    /// It lies beyond the calendar: nothing is due then.
    Calendar,
    /// It takes a day of this year, whose working days are not announced.
    Unannounced(i32),
    /// A duration of the clock moves an instant, and only the day is known.
    DayOnly,
}

impl From<Unannounced> for Beyond {
    fn from(unannounced: Unannounced) -> Self {
        Self::Unannounced(unannounced.year)
    }
}

/// `amount` units; an amount of 0 is legal only where the sentence says so (`on the day of`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Duration {
    /// How many.
    pub amount: u32,
    /// Of what.
    pub unit: DurationUnit,
}

impl Duration {
    /// Durations beyond this many years are refused: by the checker where the rule states them, as missing where a
    /// record or attribute does. Sums then stay far inside the calendar.
    pub const LIMIT_YEARS: u32 = 10_000;

    /// A duration, or `None` when it is longer than [`Self::LIMIT_YEARS`].
    #[must_use]
    #[inline]
    pub fn new(amount: u32, unit: DurationUnit) -> Option<Self> {
        let days = i64::from(Self::LIMIT_YEARS) * 366;
        let (one, limit) = match unit.step() {
            Step::Seconds(seconds) => (i64::from(seconds), days * 86_400),
            Step::Days(one) => (i64::from(one), days),
            Step::Months(months) => (i64::from(months), i64::from(Self::LIMIT_YEARS) * 12),
            Step::WorkingDay => (1, days),
        };
        (i64::from(amount) * one <= limit).then_some(Self { amount, unit })
    }

    /// The most days this duration can span from any day or instant.
    #[must_use]
    pub fn longest(self) -> i32 {
        let amount = i32::try_from(self.amount).unwrap_or(i32::MAX);
        match self.unit.step() {
            Step::Seconds(seconds) => {
                let seconds = i64::from(self.amount) * i64::from(seconds);
                // From the last second of a day on, every second begun reaches one day more.
                i32::try_from((seconds + 86_399) / 86_400).unwrap_or(i32::MAX)
            }
            Step::Days(days) => amount.saturating_mul(days),
            Step::Months(months) => amount.saturating_mul(months.saturating_mul(31)),
            // Five of seven days, fewer around holidays; the longest break that was announced has ten days.
            Step::WorkingDay => amount.saturating_mul(2).saturating_add(20),
        }
    }

    /// Its length in seconds; `None` for one of the calendar.
    #[must_use]
    pub fn seconds(self) -> Option<i64> {
        match self.unit.step() {
            Step::Seconds(seconds) => Some(i64::from(self.amount) * i64::from(seconds)),
            Step::Days(_) | Step::Months(_) | Step::WorkingDay => None,
        }
    }

    /// How many days it has, where it counts days.
    #[inline]
    pub(crate) fn days(self) -> Option<i32> {
        match self.unit.step() {
            Step::Days(days) => i32::try_from(self.amount).ok()?.checked_mul(days),
            Step::Seconds(_) | Step::Months(_) | Step::WorkingDay => None,
        }
    }

    /// How many months it has, where it counts months.
    #[inline]
    pub(super) fn months(self) -> Option<i32> {
        match self.unit.step() {
            Step::Months(months) => i32::try_from(self.amount).ok()?.checked_mul(months),
            Step::Seconds(_) | Step::Days(_) | Step::WorkingDay => None,
        }
    }

    /// `day + times × D` of the calendar, added at once and never chained (docs/language.md section 5.1). `None` beyond
    /// the calendar, and for minutes, hours and working days, which [`Self::shift`] moves.
    #[must_use]
    #[inline]
    pub fn after(self, day: Day, times: i32) -> Option<Day> {
        let amount = i32::try_from(self.amount).ok()?.checked_mul(times)?;
        match self.unit.step() {
            Step::Days(days) => Day::reckoned(day.0.checked_add(amount.checked_mul(days)?)?),
            Step::Months(months) => day.plus_months(amount.checked_mul(months)?),
            Step::Seconds(_) | Step::WorkingDay => None,
        }
    }

    /// `time + times × D`, added at once: for a duration of the clock the instant so many seconds later, over
    /// midnight; for every other one a day, counted from the day of the time. A negative number goes back.
    ///
    /// # Errors
    /// [`Beyond`], where there is no such time or it is not known.
    pub fn shift(self, time: Time, times: i32, working_days: &WorkingDays) -> Result<Time, Beyond> {
        match self.unit.step() {
            Step::Seconds(_) => {
                let instant = time.instant().ok_or(Beyond::DayOnly)?;
                let seconds = self.seconds().ok_or(Beyond::Calendar)?;
                let moved = seconds.checked_mul(i64::from(times)).and_then(|moved| instant.checked_add(moved));
                moved.and_then(Time::from_instant).ok_or(Beyond::Calendar)
            }
            Step::WorkingDay => {
                let count = i64::from(self.amount).saturating_mul(i64::from(times));
                Ok(Time::on(working_days.after(time.day, count)?))
            }
            Step::Days(_) | Step::Months(_) => self.after(time.day, times).map(Time::on).ok_or(Beyond::Calendar),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, of_month: u32) -> Day {
        Day::from_ymd(year, month, of_month).unwrap()
    }

    fn shifted(amount: u32, unit: DurationUnit, time: Time, times: i32) -> Result<String, Beyond> {
        let duration = Duration::new(amount, unit).unwrap();
        duration.shift(time, times, WorkingDays::china()).map(|time| time.iso().to_string())
    }

    #[test]
    fn months_are_added_at_once_and_never_chained() {
        let day = day(2023, 8, 31);
        let half = Duration::new(6, DurationUnit::Months).unwrap();
        assert_eq!(half.after(day, 1).unwrap().to_string(), "2024-02-29");
        assert_eq!(half.after(day, 2).unwrap().to_string(), "2024-08-31");
        assert_eq!(half.after(day, -1).unwrap().to_string(), "2023-02-28");
        assert_eq!(shifted(6, DurationUnit::Months, Time::on(day), 2), Ok("2024-08-31".into()));
    }

    #[test]
    fn a_duration_beyond_the_calendar_is_refused_and_none() {
        for unit in DurationUnit::ALL {
            assert_eq!(Duration::new(u32::MAX, unit).is_some(), unit == DurationUnit::Minutes, "{unit:?}");
        }
        let long = Duration::new(10_000, DurationUnit::Years).unwrap();
        assert_eq!(long.after(Day::LAST, 1_000), None);
        assert_eq!(shifted(10_000, DurationUnit::Years, Time::on(Day::LAST), 1_000), Err(Beyond::Calendar));
        let late = Time::end_of_day(Day::LAST);
        assert_eq!(shifted(87_000_000, DurationUnit::Hours, late, i32::MAX), Err(Beyond::Calendar));
        assert_eq!(shifted(87_000_000, DurationUnit::Hours, late, i32::MIN), Err(Beyond::Calendar));
    }

    #[test]
    fn hours_and_minutes_pass_midnight_and_the_leap_day() {
        let evening = Time::at(day(2024, 2, 28), 22 * 3600);
        assert_eq!(shifted(2, DurationUnit::Hours, evening, 1), Ok("2024-02-29T00:00:00".into()));
        assert_eq!(shifted(48, DurationUnit::Hours, evening, 1), Ok("2024-03-01T22:00:00".into()));
        assert_eq!(shifted(90, DurationUnit::Minutes, evening, 3), Ok("2024-02-29T02:30:00".into()));
        assert_eq!(shifted(23, DurationUnit::Hours, evening, -1), Ok("2024-02-27T23:00:00".into()));
    }

    #[test]
    fn the_clock_does_not_move_a_day_and_a_calendar_duration_makes_an_instant_a_day() {
        let evening = Time::at(day(2024, 2, 28), 22 * 3600);
        assert_eq!(shifted(2, DurationUnit::Hours, Time::on(evening.day), 1), Err(Beyond::DayOnly));
        assert_eq!(shifted(2, DurationUnit::Days, evening, 1), Ok("2024-03-01".into()));
        assert_eq!(shifted(1, DurationUnit::Weeks, evening, -1), Ok("2024-02-21".into()));
        assert_eq!(shifted(2, DurationUnit::WorkingDays, evening, 1), Ok("2024-03-01".into()));
    }

    #[test]
    fn working_days_pass_holidays_and_end_with_the_announced_years() {
        let before = Time::on(day(2023, 9, 27));
        assert_eq!(shifted(3, DurationUnit::WorkingDays, before, 1), Ok("2023-10-08".into()));
        assert_eq!(shifted(3, DurationUnit::WorkingDays, Time::on(day(2023, 10, 8)), -1), Ok("2023-09-27".into()));
        let end = Time::on(day(2026, 12, 31));
        assert_eq!(shifted(1, DurationUnit::WorkingDays, end, 1), Err(Beyond::Unannounced(2027)));
        let start = Time::on(day(2004, 1, 1));
        assert_eq!(shifted(1, DurationUnit::WorkingDays, start, -1), Err(Beyond::Unannounced(2003)));
    }

    #[test]
    fn no_duration_spans_more_days_than_its_longest() {
        for unit in DurationUnit::ALL {
            for amount in [1, 2, 3, 5, 23, 24, 25, 100, 1_441] {
                let duration = Duration::new(amount, unit).unwrap();
                let mut from = day(2006, 1, 1);
                while from < day(2016, 1, 1) {
                    for times in [1, -1] {
                        let second = if times == 1 { Time::LAST_SECOND } else { 0 };
                        if let Ok(moved) = duration.shift(Time::at(from, second), times, WorkingDays::china()) {
                            let span = moved.day.days_since(from).abs();
                            assert!(span <= duration.longest(), "{amount} {unit:?} from {from}");
                        }
                    }
                    from = from.plus_days(3);
                }
            }
        }
    }

    #[test]
    fn the_longest_break_of_2020_lies_within_the_longest_span() {
        let one = Duration::new(1, DurationUnit::WorkingDays).unwrap();
        assert_eq!(shifted(1, DurationUnit::WorkingDays, Time::on(day(2020, 1, 23)), 1), Ok("2020-02-03".into()));
        assert!(one.longest() >= 11);
    }
}
