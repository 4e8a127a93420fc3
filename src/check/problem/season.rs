//! Problems with seasons.

use super::{Tell, told};
use crate::diagnostic::{Diagnostic, Explain};
use crate::text::Span;

/// A problem with a season.
#[derive(Debug, Clone, PartialEq)]
pub enum SeasonProblem {
    /// Two stretches that share a day.
    Overlap {
        /// The last day of one.
        first: String,
        /// The first day of the other.
        second: String,
        /// The season.
        span: Span,
    },
}

impl Explain for SeasonProblem {
    fn diagnostic(&self) -> Diagnostic {
        match self {
            Self::Overlap { first, second, span } => told(
                "season-overlap",
                *span,
                format!("two stretches of this season overlap: one ends on {first}, another begins on {second}"),
                format!("时段的两段有重叠：一段止于 {first}，另一段始于 {second}"),
            )
            .help("make them one stretch, or two seasons", "请合为一段，或分为两个时段"),
        }
    }
}
