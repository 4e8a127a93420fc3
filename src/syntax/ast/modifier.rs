//! Modifiers: the indented lines behind a sentence, which describe it or change what it means (docs/language.md
//! section 9).

use rust_decimal::Decimal;

use super::{Activities, Amount, Condition, Duration, Effective, Moment, Word};
use crate::text::Span;

/// One indented line behind a sentence (docs/language.md section 9).
#[derive(Debug, Clone, PartialEq)]
pub enum Modifier {
    /// `cite "…"`.
    Cite(Word),
    /// `because "…"`.
    Because(Word),
    /// `note "…"`.
    Note(Word),
    /// `severity …`.
    Severity(Severity, Span),
    /// `score N`.
    Score(Decimal, Span),
    /// `tags a, b`.
    Tags(Vec<Word>),
    /// `effective from … to …`.
    Effective(Effective),
    /// `count partial periods`.
    CountPartialPeriods(Span),
    /// `overrides RULE-ID`.
    Overrides(Word),
    /// `grace D`.
    Grace(Duration, Span),
    /// `otherwise within D A [where C] [matching F]`.
    Otherwise(Otherwise),
    /// `extended by B [matching F] for D [at most N]`, `extended between B and E [matching F]`.
    Extended(Extended),
    /// `next working day`.
    NextWorkingDay(Span),
}

/// What may be done instead once a rule is broken.
#[derive(Debug, Clone, PartialEq)]
pub struct Otherwise {
    /// How long its window is.
    pub within: Duration,
    /// The activities, joined by `or`.
    pub activities: Activities,
    /// `where C`.
    pub filter: Option<Condition>,
    /// `matching F, G`.
    pub matching: Vec<Word>,
    /// Where it stands.
    pub span: Span,
}

/// What moves a due date.
#[derive(Debug, Clone, PartialEq)]
pub struct Extended {
    /// How.
    pub kind: ExtendedKind,
    /// `matching F, G`.
    pub matching: Vec<Word>,
    /// Where it stands.
    pub span: Span,
}

/// The two ways in which a due date moves.
#[derive(Debug, Clone, PartialEq)]
pub enum ExtendedKind {
    /// `extended by B for D [at most N]`.
    By {
        /// What moves it.
        moment: Moment,
        /// By how much, each time.
        by: Duration,
        /// How often at most.
        most: Option<Amount>,
    },
    /// `extended between B and E`.
    Between {
        /// When the clock stops.
        from: Moment,
        /// When it goes on.
        to: Moment,
    },
}

/// How grave a breach is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// 低
    Low,
    /// 中
    Medium,
    /// 高
    High,
    /// 特高
    Critical,
}
