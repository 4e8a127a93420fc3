//! Conditions over resolved names (docs/language.md section 11). They are well typed: the checker saw to it.

use rust_decimal::Decimal;

use super::{ActivityId, AttributeId, FieldId, Length, ParameterId};
use crate::calendar::Day;

/// A condition on a record, a subject, or both; true, false or unknown.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// All of these.
    All(Vec<Condition>),
    /// Any of these.
    Any(Vec<Condition>),
    /// Not this.
    Not(Box<Condition>),
    /// Two values of one type compared.
    Compare(Expression, Comparison, Expression),
    /// The value is one of these.
    OneOf(Expression, Vec<Expression>),
    /// The text contains the text.
    Contains(Expression, Expression),
    /// The value is there; never unknown.
    Present(Expression),
    /// The value is missing; never unknown.
    Missing(Expression),
    /// A bool by itself.
    Is(Expression),
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

/// A value; may be missing.
#[derive(Debug, Clone, PartialEq)]
pub enum Expression {
    /// A number.
    Number(Decimal),
    /// Text, normalised.
    Text(String),
    /// A day.
    Date(Day),
    /// True or false.
    Bool(bool),
    /// A field of the record.
    Field(FieldId),
    /// An attribute of the subject.
    Attribute(AttributeId),
    /// An attribute of the subject's direct parent.
    ParentAttribute(AttributeId),
    /// A field of the record behind the moment, by its activity.
    Trigger(Vec<(ActivityId, FieldId)>),
    /// The first or last day of the period at hand.
    Period(PeriodEnd),
    /// The subject's opening.
    Opened,
    /// The subject's closing.
    Closed,
    /// A parameter.
    Parameter(ParameterId),
    /// The record's time.
    RecordDate,
    /// A part of a date, as a number.
    Part(Box<Expression>, DatePart),
    /// Numbers; or the number of days between two dates (`Subtract`).
    Arithmetic(Box<Expression>, Operator, Box<Expression>),
    /// A negative number.
    Negative(Box<Expression>),
    /// A date moved forward (`true`) or back by a duration.
    Shifted(Box<Expression>, bool, Length),
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

/// The four operations; division by zero is unknown.
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
