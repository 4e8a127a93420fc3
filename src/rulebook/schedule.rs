//! Schedules, windows, durations and quantities (docs/language.md sections 3, 5 and 6).

use super::{AttributeId, Condition, Expression, Moment, ParameterId, SeasonId};
use crate::calendar::{Day, DurationUnit, MonthDay, Unit};

/// When a rule asks (docs/language.md section 5).
#[derive(Debug, Clone, PartialEq)]
pub enum Schedule {
    /// 5.1 `every D A`: rolling.
    Every(Length),
    /// 5.1 `every D from M [within D2] A`: fixed blocks.
    EveryFrom {
        /// How long a block is.
        length: Length,
        /// The anchor.
        from: Moment,
        /// Where in the block the window closes.
        within: Option<Length>,
    },
    /// 5.2 `each U A`, with the window inside the period.
    Each(EachUnit, Option<Window>),
    /// 5.3 `by M A`.
    By(Moment),
    /// 5.4 `after M within D [never] A`.
    After {
        /// What opens the window.
        moment: Moment,
        /// How long it is; `None` is the day of the moment.
        within: Option<Length>,
        /// Whether the window forbids.
        never: bool,
    },
    /// 5.5 `before M within D A`, `before M ever A`.
    Before {
        /// What asks.
        moment: Moment,
        /// How far back; `None` is `ever`.
        within: Option<Length>,
    },
    /// 5.6 `never A`.
    Never,
    /// 5.7 `in any D [at most N] A`.
    InAny(Length),
    /// 5.8 `whenever A require C`: the conditions stand with the activities.
    Whenever,
    /// 5.9 `always A until F`: the fields stand with the activities.
    AlwaysUntil,
    /// 5.9 `always A for D`.
    AlwaysFor(Length),
    /// 5.9 `always require C`.
    AlwaysRequire(Condition),
}

/// The unit of `each`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EachUnit {
    /// A calendar unit.
    Calendar(Unit),
    /// A season: one period an occurrence.
    Season(SeasonId),
}

/// The window inside a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Window {
    /// `by X`: closes at X, and what comes later in the period is late.
    By(DayInPeriod),
    /// `from X to Y`.
    FromTo(DayInPeriod, DayInPeriod),
}

/// A day inside a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DayInPeriod {
    /// Month and day of the month, in a year.
    MonthDay(MonthDay),
    /// The N-th day from the period's first, clamped to its last.
    Nth(u32),
}

impl DayInPeriod {
    /// The day in the period from one day to another.
    #[must_use]
    pub fn of(self, from: Day, to: Day) -> Day {
        match self {
            Self::Nth(number) => from.plus_days(i32::try_from(number).unwrap_or(i32::MAX).saturating_sub(1)).min(to),
            Self::MonthDay(day) => day.in_year(from.year()).unwrap_or(to),
        }
    }
}

/// A number that the register, a parameter or a record may give. A fixed one is a whole number in range: the checker
/// saw to it.
#[derive(Debug, Clone, PartialEq)]
pub enum Amount {
    /// Written out.
    Fixed(u32),
    /// An attribute; missing, negative, fractional or immense values count as missing.
    Attribute(AttributeId),
    /// A parameter.
    Parameter(ParameterId),
    /// A number: a fraction of a total, a field of the trigger, an attribute of the parent, a part of a date.
    Value(Box<Expression>),
}

/// A duration whose amount may come from elsewhere.
#[derive(Debug, Clone, PartialEq)]
pub struct Length {
    /// How many.
    pub amount: Amount,
    /// Of what.
    pub unit: DurationUnit,
}

/// How much is asked for (docs/language.md section 6).
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// What is counted or summed.
    pub measure: Measure,
    /// The bound or bounds.
    pub bound: Bound,
}

/// What is counted or summed; the field stands with the activities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Measure {
    /// Records.
    Count,
    /// `total of F`.
    Total,
    /// `different F`.
    Different,
}

/// The bounds of a quantity.
#[derive(Debug, Clone, PartialEq)]
pub enum Bound {
    /// `at least N`.
    AtLeast(Amount),
    /// `at most N`.
    AtMost(Amount),
    /// `exactly N`.
    Exactly(Amount),
    /// `N to M`.
    Between(Amount, Amount),
}

impl Quantity {
    /// `at least 1`, what a rule asks for that does not say.
    #[must_use]
    pub const fn one() -> Self {
        Self { measure: Measure::Count, bound: Bound::AtLeast(Amount::Fixed(1)) }
    }
}
