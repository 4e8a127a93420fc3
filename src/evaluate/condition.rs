//! Conditions in three-valued logic (docs/language.md sections 8 and 11). A missing value makes a comparison unknown;
//! whoever asks for the reason is told the first value that was missing.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::context::Context;
use super::due::{NoDue, shifted};
use crate::calendar::{Day, Period, Time};
use crate::ledger::{Cell, Parent, RecordId, SubjectId};
use crate::rulebook::{
    ActivityId, AttributeId, Comparison, Condition, DatePart, Expression, Operator, PeriodEnd, Value as Stated,
};
use crate::verdict::Reason;

/// True, false, or nobody can tell and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Truth {
    True,
    False,
    Unknown(Reason),
}

impl Truth {
    pub(super) const fn of(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }

    pub(super) const fn negated(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            unknown @ Self::Unknown(_) => unknown,
        }
    }

    /// False if any is false, else unknown if any is unknown (the first reason), else true.
    pub(super) fn all(values: impl IntoIterator<Item = Self>) -> Self {
        let mut whole = Self::True;
        for value in values {
            match value {
                Self::False => return Self::False,
                Self::Unknown(_) if whole == Self::True => whole = value,
                Self::True | Self::Unknown(_) => {}
            }
        }
        whole
    }

    /// True if any is true, else unknown if any is unknown, else false.
    pub(super) fn any(values: impl IntoIterator<Item = Self>) -> Self {
        Self::all(values.into_iter().map(Self::negated)).negated()
    }
}

/// A value of a condition.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Value<'a> {
    Number(Decimal),
    Text(&'a str),
    Date(Time),
    /// Seconds since midnight.
    Clock(u32),
    Bool(bool),
}

/// What a condition speaks of: a subject on a day, and a record, a moment and a period where there are any.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scene<'a> {
    pub(super) context: Context<'a>,
    pub(super) subject: SubjectId,
    /// The day on which the register is read.
    pub(super) day: Day,
    pub(super) record: Option<(ActivityId, RecordId)>,
    /// The record behind the moment.
    pub(super) trigger: Option<(ActivityId, RecordId)>,
    pub(super) period: Option<Period>,
}

impl<'a> Scene<'a> {
    /// The subject itself on a day.
    #[inline]
    pub(super) const fn of(context: Context<'a>, subject: SubjectId, day: Day) -> Self {
        Self { context, subject, day, record: None, trigger: None, period: None }
    }

    /// The subject and one of its records.
    pub(super) const fn with_record(self, activity: ActivityId, record: RecordId, day: Day) -> Self {
        Self { record: Some((activity, record)), day, ..self }
    }

    /// Whether the condition holds.
    pub(super) fn judge(&self, condition: &'a Condition) -> Truth {
        match condition {
            Condition::All(parts) => Truth::all(parts.iter().map(|part| self.judge(part))),
            Condition::Any(parts) => Truth::any(parts.iter().map(|part| self.judge(part))),
            Condition::Not(part) => self.judge(part).negated(),
            Condition::Compare(left, comparison, right) => self.compare(left, *comparison, right),
            Condition::OneOf(value, choices) => {
                Truth::any(choices.iter().map(|choice| self.compare(value, Comparison::Equal, choice)))
            }
            Condition::Contains(whole, part) => match (self.value(whole), self.value(part)) {
                (Ok(Value::Text(whole)), Ok(Value::Text(part))) => Truth::of(whole.contains(part)),
                (Err(reason), _) | (_, Err(reason)) => Truth::Unknown(reason),
                _ => Truth::Unknown(Reason::Condition),
            },
            Condition::Present(value) => Truth::of(self.value(value).is_ok()),
            Condition::Missing(value) => Truth::of(self.value(value).is_err()),
            Condition::Is(value) => match self.value(value) {
                Ok(Value::Bool(value)) => Truth::of(value),
                Ok(_) => Truth::Unknown(Reason::Condition),
                Err(reason) => Truth::Unknown(reason),
            },
        }
    }

    fn compare(&self, left: &'a Expression, comparison: Comparison, right: &'a Expression) -> Truth {
        let (left, right) = match (self.value(left), self.value(right)) {
            (Ok(left), Ok(right)) => (left, right),
            (Err(reason), _) | (_, Err(reason)) => return Truth::Unknown(reason),
        };
        let order = match (left, right) {
            (Value::Number(left), Value::Number(right)) => left.cmp(&right),
            (Value::Text(left), Value::Text(right)) => left.cmp(right),
            (Value::Date(left), Value::Date(right)) => left.order(right),
            (Value::Clock(left), Value::Clock(right)) => left.cmp(&right),
            (Value::Bool(left), Value::Bool(right)) => left.cmp(&right),
            // The checker lets no other pair through.
            _ => return Truth::Unknown(Reason::Condition),
        };
        Truth::of(match comparison {
            Comparison::Equal => order == Ordering::Equal,
            Comparison::NotEqual => order != Ordering::Equal,
            Comparison::Less => order == Ordering::Less,
            Comparison::LessOrEqual => order != Ordering::Greater,
            Comparison::Greater => order == Ordering::Greater,
            Comparison::GreaterOrEqual => order != Ordering::Less,
        })
    }

    /// The value of an expression, or why it is missing.
    pub(super) fn value(&self, expression: &'a Expression) -> Result<Value<'a>, Reason> {
        let (book, ledger) = (self.context.book, self.context.ledger);
        match expression {
            Expression::Number(number) => Ok(Value::Number(*number)),
            Expression::Text(text) => Ok(Value::Text(text)),
            Expression::Date(day) => Ok(Value::Date(Time::on(*day))),
            Expression::Bool(value) => Ok(Value::Bool(*value)),
            Expression::Field(field) => {
                let (activity, record) = self.record.ok_or(Reason::Condition)?;
                let cell = ledger.field(activity, record, *field).ok_or(Reason::Field(activity, *field))?;
                Ok(self.cell(cell))
            }
            Expression::Attribute(attribute) => self.attribute(self.subject, *attribute),
            Expression::ParentAttribute(attribute) => {
                let row = self.context.row(self.subject, self.day).ok_or(Reason::Parent)?;
                match row.1.parent {
                    Parent::Subject(parent) => self.attribute(parent, *attribute),
                    Parent::None | Parent::Unknown => Err(Reason::Parent),
                }
            }
            Expression::Trigger(fields) => {
                let (activity, record) = self.trigger.ok_or(Reason::Condition)?;
                let (_, field) = fields.iter().find(|(of, _)| *of == activity).ok_or(Reason::Condition)?;
                let cell = ledger.field(activity, record, *field).ok_or(Reason::Field(activity, *field))?;
                Ok(self.cell(cell))
            }
            Expression::Period(end) => {
                let period = self.period.ok_or(Reason::Condition)?;
                let day = match end {
                    PeriodEnd::From => period.from,
                    PeriodEnd::To => period.to,
                };
                Ok(Value::Date(Time::on(day)))
            }
            Expression::Opened => {
                let row = self.context.row(self.subject, self.day);
                row.and_then(|(_, row)| row.opened).map(|day| Value::Date(Time::on(day))).ok_or(Reason::Opening)
            }
            Expression::Closed => {
                let row = self.context.row(self.subject, self.day);
                let closed = row.and_then(|(_, row)| row.closed).filter(|closed| *closed <= self.context.as_of);
                closed.map(|day| Value::Date(Time::on(day))).ok_or(Reason::Closing)
            }
            Expression::Parameter(parameter) => {
                match book.parameter(*parameter).map(|found| &found.value).ok_or(Reason::Parameter(*parameter))? {
                    Stated::Number(number) => Ok(Value::Number(*number)),
                    Stated::Text(text) => Ok(Value::Text(text)),
                    Stated::Date(day) => Ok(Value::Date(Time::on(*day))),
                    Stated::Bool(value) => Ok(Value::Bool(*value)),
                }
            }
            Expression::RecordDate => {
                let (_, record) = self.record.ok_or(Reason::Condition)?;
                ledger.time(record).map(Value::Date).ok_or(Reason::Condition)
            }
            Expression::Part(date, part) => match self.value(date)? {
                Value::Date(time) => Ok(Value::Number(part_of(time.day, *part))),
                _ => Err(Reason::Condition),
            },
            Expression::Negative(number) => match self.value(number)? {
                Value::Number(number) => Ok(Value::Number(-number)),
                _ => Err(Reason::Condition),
            },
            Expression::Arithmetic(left, operator, right) => {
                arithmetic(self.value(left)?, *operator, self.value(right)?)
            }
            Expression::Shifted(date, forward, length) => match self.value(date)? {
                Value::Date(time) => {
                    let duration = self.duration(length)?;
                    match shifted(&self.context, time, duration, if *forward { 1 } else { -1 }) {
                        Ok(time) => Ok(Value::Date(time)),
                        Err(NoDue::Never) => Err(Reason::Condition),
                        Err(NoDue::Unknown(reason)) => Err(reason),
                    }
                }
                _ => Err(Reason::Condition),
            },
        }
    }

    fn attribute(&self, subject: SubjectId, attribute: AttributeId) -> Result<Value<'a>, Reason> {
        let row = self.context.row(subject, self.day);
        let cell = row.and_then(|(row, _)| self.context.ledger.attribute(row, attribute));
        cell.map(|cell| self.cell(cell)).ok_or(Reason::Attribute(attribute))
    }

    pub(super) fn cell(&self, cell: Cell) -> Value<'a> {
        match cell {
            Cell::Number(number) => Value::Number(number),
            Cell::Text(text) => Value::Text(self.context.ledger.texts().get(text)),
            Cell::Date(time) => Value::Date(time),
            Cell::Time(second) => Value::Clock(second),
            Cell::Bool(value) => Value::Bool(value),
        }
    }
}

fn part_of(day: Day, part: DatePart) -> Decimal {
    match part {
        DatePart::Year => Decimal::from(day.year()),
        DatePart::Month => Decimal::from(day.month()),
        DatePart::Day => Decimal::from(day.day_of_month()),
    }
}

/// Exact; what overflows or divides by zero has no value.
fn arithmetic<'a>(left: Value<'a>, operator: Operator, right: Value<'a>) -> Result<Value<'a>, Reason> {
    let number = match (left, right) {
        (Value::Number(left), Value::Number(right)) => match operator {
            Operator::Add => left.checked_add(right),
            Operator::Subtract => left.checked_sub(right),
            Operator::Multiply => left.checked_mul(right),
            Operator::Divide => left.checked_div(right),
        },
        (Value::Date(left), Value::Date(right)) if operator == Operator::Subtract => {
            let days = Decimal::from(left.day.days_since(right.day));
            match (left.second, right.second) {
                // Hours where both are instants.
                (Some(left), Some(right)) => {
                    let seconds = Decimal::from(i64::from(left) - i64::from(right));
                    seconds
                        .checked_div(Decimal::from(3600))
                        .and_then(|hours| hours.checked_add(days * Decimal::from(24)))
                }
                _ => Some(days),
            }
        }
        _ => None,
    };
    number.map(Value::Number).ok_or(Reason::Condition)
}
