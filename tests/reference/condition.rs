//! Conditions are three-valued (LANGUAGE.md sections 8 and 11): a missing field makes a comparison unknown.
//!
//! `Some(true)`, `Some(false)` and `None` stand for true, false and unknown.

use super::calendar::shift;
use super::model::{Case, Column, Comparison, Condition, Day, Kind, Operator, Part, Record, Term, Value};
use super::subject::Subject;
use chrono::Datelike;
use rust_decimal::Decimal;
use std::cmp::Ordering;

pub type Truth = Option<bool>;

pub fn both(left: Truth, right: Truth) -> Truth {
    match (left, right) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

pub fn either(left: Truth, right: Truth) -> Truth {
    opposite(both(opposite(left), opposite(right)))
}

pub fn opposite(truth: Truth) -> Truth {
    truth.map(|value| !value)
}

/// Where a condition looks its names up. A condition on the bound subject (`with C`) has no record.
pub struct Scene<'c> {
    pub case: &'c Case,
    pub subject: &'c Subject<'c>,
    pub record: Option<&'c Record>,
}

impl Scene<'_> {
    pub fn holds(&self, condition: &Condition) -> Truth {
        match condition {
            Condition::Compare(left, comparison, right) => {
                compare(&self.value(left)?, &self.value(right)?).map(|order| fits(order, *comparison))
            }
            Condition::In(term, values) => {
                let found = self.value(term)?;
                Some(values.iter().any(|value| compare(&found, value) == Some(Ordering::Equal)))
            }
            Condition::Contains(term, part) => match self.value(term)? {
                Value::Text(text) => Some(plain(&text).contains(&plain(part))),
                _ => None,
            },
            Condition::Present(term) => Some(self.value(term).is_some()),
            Condition::Missing(term) => Some(self.value(term).is_none()),
            Condition::Not(inner) => opposite(self.holds(inner)),
            Condition::And(left, right) => both(self.holds(left), self.holds(right)),
            Condition::Or(left, right) => either(self.holds(left), self.holds(right)),
        }
    }

    /// `None` is missing, and what is computed from something missing is missing as well.
    fn value(&self, term: &Term) -> Option<Value> {
        match term {
            Term::Literal(value) => Some(value.clone()),
            Term::Percent(number) => Some(Value::Number(Decimal::from(*number) / Decimal::ONE_HUNDRED)),
            Term::Field(name) => field(self.case, self.record?, name),
            Term::Attribute(name) => self.subject.attribute(self.case, name),
            Term::Opened => self.subject.opened.map(Value::Date),
            Term::Closed => self.subject.closed.map(Value::Date),
            Term::Date => self.record.map(|record| Value::Date(record.day)),
            Term::Parameter(name) => parameter(self.case, name).map(Value::Number),
            Term::Part(inner, part) => match self.value(inner)? {
                Value::Date(day) => Some(Value::Number(part_of(day, *part))),
                _ => None,
            },
            Term::Shifted(inner, number, unit) => match self.value(inner)? {
                Value::Date(day) => Some(Value::Date(shift(day, i64::from(*number), *unit))),
                _ => None,
            },
            Term::Arithmetic(left, operator, right) => arithmetic(&self.value(left)?, *operator, &self.value(right)?),
        }
    }
}

pub fn parameter(case: &Case, name: &str) -> Option<Decimal> {
    case.parameters.iter().find(|parameter| parameter.name == name).map(|parameter| parameter.value)
}

pub fn field(case: &Case, record: &Record, name: &str) -> Option<Value> {
    cell(&case.fields, &record.cells, name)
}

/// Whether two records agree in a field (`matching F`): unknown when either lacks it.
pub fn agrees(case: &Case, name: &str, left: &Record, right: &Record) -> Truth {
    let order = compare(&field(case, left, name)?, &field(case, right, name)?);
    Some(order == Some(Ordering::Equal))
}

/// The cell of a named column, read by its kind; empty is missing, and so is a cell that does not fit (section 11).
pub fn cell(columns: &[Column], cells: &[String], name: &str) -> Option<Value> {
    let place = columns.iter().position(|column| column.name == name)?;
    let text = plain(cells.get(place)?);
    if text.is_empty() {
        return None;
    }
    match &columns[place].kind {
        Kind::Number => text.parse().ok().map(Value::Number),
        Kind::Text => Some(Value::Text(text)),
        Kind::Date => Day::parse_from_str(&text, "%Y-%m-%d").ok().map(Value::Date),
        Kind::Bool => match text.as_str() {
            "true" | "yes" | "1" | "是" => Some(Value::Flag(true)),
            "false" | "no" | "0" | "否" => Some(Value::Flag(false)),
            _ => None,
        },
        Kind::Choice(options) => options.contains(&text).then_some(Value::Text(text)),
    }
}

/// NFKC as far as the generated texts need it: full-width forms of ASCII and the ideographic space, then trimming.
fn plain(text: &str) -> String {
    let narrow = text.chars().map(|letter| match letter {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(letter) - 0xFEE0).unwrap_or(letter),
        _ => letter,
    });
    narrow.collect::<String>().trim().to_owned()
}

fn compare(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => Some(left.cmp(right)),
        (Value::Text(left), Value::Text(right)) => Some(plain(left).cmp(&plain(right))),
        (Value::Date(left), Value::Date(right)) => Some(left.cmp(right)),
        (Value::Flag(left), Value::Flag(right)) => Some(left.cmp(right)),
        _ => None,
    }
}

fn fits(order: Ordering, comparison: Comparison) -> bool {
    match comparison {
        Comparison::Equal => order.is_eq(),
        Comparison::NotEqual => order.is_ne(),
        Comparison::Less => order.is_lt(),
        Comparison::LessOrEqual => order.is_le(),
        Comparison::Greater => order.is_gt(),
        Comparison::GreaterOrEqual => order.is_ge(),
    }
}

/// Exact decimals; x / 0 is unknown; a date minus a date is a number of days (section 11).
fn arithmetic(left: &Value, operator: Operator, right: &Value) -> Option<Value> {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => match operator {
            Operator::Add => left.checked_add(*right),
            Operator::Subtract => left.checked_sub(*right),
            Operator::Multiply => left.checked_mul(*right),
            Operator::Divide => left.checked_div(*right),
        }
        .map(Value::Number),
        (Value::Date(left), Value::Date(right)) => Some(Value::Number(Decimal::from((*left - *right).num_days()))),
        _ => None,
    }
}

fn part_of(day: Day, part: Part) -> Decimal {
    match part {
        Part::Year => Decimal::from(day.year()),
        Part::Month => Decimal::from(day.month()),
        Part::Day => Decimal::from(day.day()),
    }
}
