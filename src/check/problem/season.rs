//! Problems with seasons.

use super::{Tell, told};
use crate::diagnostic::{Diagnostic, Explain};
use crate::text::Span;

/// A problem with a season.
#[derive(Debug, Clone, PartialEq)]
pub enum SeasonProblem {
    /// A stretch of days that ends before it begins.
    Backwards {
        /// The first day.
        from: String,
        /// The last day.
        to: String,
        /// The season.
        span: Span,
    },
    /// Two stretches that share a day.
    Overlap {
        /// The last day of one.
        first: String,
        /// The first day of the other.
        second: String,
        /// The season.
        span: Span,
    },
    /// Hours that begin and end at one time.
    NoHours {
        /// The season.
        span: Span,
    },
}

impl Explain for SeasonProblem {
    fn diagnostic(&self) -> Diagnostic {
        match self {
            Self::Backwards { from, to, span } => told(
                "backwards-season",
                *span,
                format!("this season goes from {from}, which is after {to}"),
                format!("时段的首日 {from} 在末日 {to} 之后"),
            )
            .help(
                "write the earlier day first; only `MM-DD to MM-DD` may go over the turn of the year",
                "先写较早的一天；只有 `MM-DD 至 MM-DD` 可以跨年",
            ),
            Self::Overlap { first, second, span } => told(
                "season-overlap",
                *span,
                format!("two stretches of this season overlap: one ends on {first}, another begins on {second}"),
                format!("时段的两段有重叠：一段止于 {first}，另一段始于 {second}"),
            )
            .help("make them one stretch, or two seasons", "请合为一段，或分为两个时段"),
            Self::NoHours { span } => told(
                "season-without-hours",
                *span,
                "this season begins and ends at one time of day",
                "时段的起止是同一时刻",
            )
            .help(
                "give it two different times, such as `22:00 to 06:00`; for whole days write dates",
                "起止须不同，如 `22:00 至 06:00`；整日的时段请写日期",
            ),
        }
    }
}
