//! Conditions and values (docs/language.md section 11).

use super::{Duration, Literal, Word};
use crate::text::Span;

/// A condition with its place (docs/language.md section 11).
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// What it says.
    pub kind: ConditionKind,
    /// Where it stands.
    pub span: Span,
}

/// What a condition says.
#[derive(Debug, Clone, PartialEq)]
pub enum ConditionKind {
    /// All of these.
    And(Vec<Condition>),
    /// Any of these.
    Or(Vec<Condition>),
    /// Not this.
    Not(Box<Condition>),
    /// Two values compared.
    Compare(Box<Expression>, Comparison, Box<Expression>),
    /// `E in (…)`.
    In(Box<Expression>, Vec<Expression>),
    /// `E contains E`.
    Contains(Box<Expression>, Box<Expression>),
    /// `F present`, 有 F.
    Present(Box<Expression>),
    /// `F missing`, 无 F.
    Missing(Box<Expression>),
    /// A bool by itself: a field, an attribute, a parameter, `true`.
    Is(Box<Expression>),
}

/// The comparisons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl Comparison {
    /// As it is written.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }
}

/// A value with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    /// What it says.
    pub kind: ExpressionKind,
    /// Where it stands.
    pub span: Span,
}

/// What an expression says.
#[derive(Debug, Clone, PartialEq)]
pub enum ExpressionKind {
    /// A value written out; `N%` is N / 100.
    Literal(Literal),
    /// A field of the record, an attribute (behind `with`), or a parameter: which, the checker finds out.
    Name(Word),
    /// `its.N`.
    Attribute(Word),
    /// `its.parent.N`: an attribute of the parent.
    ParentAttribute(Word),
    /// `trigger.F`: a field of the record behind the moment.
    Trigger(Word),
    /// `period.from`, `period.to`.
    Period(PeriodEnd),
    /// `date`, the record's time.
    Date,
    /// `.year`, `.month`, `.day` of a date.
    Part(Box<Expression>, DatePart),
    /// `a + b` and so on.
    Arithmetic(Box<Expression>, Operator, Box<Expression>),
    /// `- a`.
    Negative(Box<Expression>),
    /// A duration, legal only as the right side of `+` and `-` behind a date.
    Duration(Duration),
}

/// A part of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DatePart {
    /// The year.
    Year,
    /// The month, 1 … 12.
    Month,
    /// The day of the month.
    Day,
}

/// The four operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operator {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

/// An end of the period at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PeriodEnd {
    /// Its first day.
    From,
    /// Its last day.
    To,
}
