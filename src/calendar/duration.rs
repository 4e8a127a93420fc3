//! Calendar durations (LANGUAGE.md section 3): days and weeks count days, the rest count months and clamp.

use super::Day;

/// What a duration counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DurationUnit {
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
}

impl DurationUnit {
    /// `(days, months)` of one of this unit.
    const fn length(self) -> (i32, i32) {
        match self {
            Self::Days => (1, 0),
            Self::Weeks => (7, 0),
            Self::Months => (0, 1),
            Self::Quarters => (0, 3),
            Self::HalfYears => (0, 6),
            Self::Years => (0, 12),
        }
    }

    /// The plural English keyword, as the canonical sentence writes it.
    #[must_use]
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Days => "days",
            Self::Weeks => "weeks",
            Self::Months => "months",
            Self::Quarters => "quarters",
            Self::HalfYears => "half-years",
            Self::Years => "years",
        }
    }

    /// The singular English keyword, which belongs to 1 alone.
    #[must_use]
    pub const fn singular(self) -> &'static str {
        match self {
            Self::Days => "day",
            Self::Weeks => "week",
            Self::Months => "month",
            Self::Quarters => "quarter",
            Self::HalfYears => "half-year",
            Self::Years => "year",
        }
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
    /// Durations beyond this many years of days or months are refused: by the checker where the rule states
    /// them, as missing where a record or attribute does. Sums then stay far inside the calendar.
    pub const LIMIT_YEARS: u32 = 10_000;

    /// A duration, or `None` when it is longer than [`Self::LIMIT_YEARS`].
    #[must_use]
    pub fn new(amount: u32, unit: DurationUnit) -> Option<Self> {
        let (days, months) = unit.length();
        let limit = if months == 0 { i64::from(Self::LIMIT_YEARS) * 366 } else { i64::from(Self::LIMIT_YEARS) * 12 };
        (i64::from(amount) * i64::from(days + months) <= limit).then_some(Self { amount, unit })
    }

    /// The most days this duration can span from any day.
    #[must_use]
    pub fn longest(self) -> i32 {
        let (days, months) = self.unit.length();
        let amount = i32::try_from(self.amount).unwrap_or(i32::MAX);
        amount.saturating_mul(days.saturating_add(months.saturating_mul(31)))
    }

    /// `day + times × D`, added at once and never chained (LANGUAGE.md section 5.1); `None` beyond the calendar.
    #[must_use]
    pub fn after(self, day: Day, times: i32) -> Option<Day> {
        let (days, months) = self.unit.length();
        let amount = i32::try_from(self.amount).ok()?.checked_mul(times)?;
        if months == 0 {
            let moved = day.0.checked_add(amount.checked_mul(days)?)?;
            chrono::NaiveDate::from_epoch_days(moved).map(Day::from_date)
        } else {
            day.plus_months(amount.checked_mul(months)?)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_added_at_once_and_never_chained() {
        let day = Day::from_ymd(2023, 8, 31).unwrap();
        let half = Duration::new(6, DurationUnit::Months).unwrap();
        assert_eq!(half.after(day, 1).unwrap().to_string(), "2024-02-29");
        assert_eq!(half.after(day, 2).unwrap().to_string(), "2024-08-31");
        assert_eq!(half.after(day, -1).unwrap().to_string(), "2023-02-28");
    }

    #[test]
    fn a_duration_beyond_the_calendar_is_refused_and_none() {
        assert_eq!(Duration::new(u32::MAX, DurationUnit::Days), None);
        let long = Duration::new(10_000, DurationUnit::Years).unwrap();
        assert_eq!(long.after(Day::LAST, 1_000), None);
    }
}
