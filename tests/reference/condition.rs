//! Conditions are three-valued (docs/language.md sections 8 and 11): a missing field makes a comparison unknown.
//!
//! `Some(true)`, `Some(false)` and `None` stand for true, false and unknown.

use super::calendar::{Period, add};
use super::model::{
    Case, Column, Comparison, Condition, Day, Edge, Kind, Operator, Part, Record, Row, SpanUnit, Term, Time, Value,
};
use chrono::{Datelike, NaiveTime};
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
#[derive(Clone, Copy)]
pub struct Scene<'c> {
    pub case: &'c Case,
    /// The rows that speak for the subject and its parent on the day in question.
    pub row: Option<&'c Row>,
    pub parent: Option<&'c Row>,
    pub as_of: Day,
    pub record: Option<&'c Record>,
    pub trigger: Option<&'c Record>,
    pub period: Option<&'c Period>,
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
    pub fn value(&self, term: &Term) -> Option<Value> {
        match term {
            Term::Literal(value) => Some(value.clone()),
            Term::Percent(number) => Some(Value::Number(Decimal::from(*number) / Decimal::ONE_HUNDRED)),
            Term::Field(name) => field(self.case, self.record?, name),
            Term::Trigger(name) => field(self.case, self.trigger?, name),
            Term::Attribute(name) => attribute(self.case, self.row, name),
            Term::ParentAttribute(name) => attribute(self.case, self.parent, name),
            Term::Opened => self.row?.opened.map(|day| Value::Date(Time::of_day(day))),
            Term::Closed => {
                let closed = self.row?.closed.filter(|closed| *closed <= self.as_of);
                closed.map(|day| Value::Date(Time::of_day(day)))
            }
            Term::Date => self.record.map(|record| Value::Date(record.at)),
            Term::Period(edge) => {
                let period = self.period?;
                let day = if *edge == Edge::From { period.first } else { period.last };
                Some(Value::Date(Time::of_day(day)))
            }
            Term::Parameter(name) => parameter(self.case, name).map(Value::Number),
            Term::Part(inner, part) => match self.value(inner)? {
                Value::Date(time) => Some(Value::Number(part_of(time.day, *part))),
                _ => None,
            },
            Term::Shifted(inner, number, unit) => match self.value(inner)? {
                Value::Date(time) => shifted(time, i64::from(*number), *unit).map(Value::Date),
                _ => None,
            },
            Term::Arithmetic(left, operator, right) => arithmetic(&self.value(left)?, *operator, &self.value(right)?),
        }
    }
}

/// An instant ± a clock duration is an instant, a day ± one has no value; a calendar duration gives a day.
fn shifted(time: Time, number: i64, unit: SpanUnit) -> Option<Time> {
    if unit.is_clock() && time.clock.is_none() { None } else { add(time, number, unit) }
}

pub fn parameter(case: &Case, name: &str) -> Option<Decimal> {
    case.parameters.iter().find(|parameter| parameter.name == name).map(|parameter| parameter.value)
}

pub fn field(case: &Case, record: &Record, name: &str) -> Option<Value> {
    cell(&case.fields, &record.cells, name)
}

pub fn attribute(case: &Case, row: Option<&Row>, name: &str) -> Option<Value> {
    cell(&case.attributes, &row?.cells, name)
}

/// An attribute that is a time of the day.
pub fn time_of_day(case: &Case, row: Option<&Row>, name: &str) -> Option<NaiveTime> {
    let place = case.attributes.iter().position(|column| column.name == name)?;
    NaiveTime::parse_from_str(&plain(row?.cells.get(place)?), "%H:%M").ok()
}

/// Whether two records agree in a field (`matching F`): unknown when either lacks it.
pub fn agrees(case: &Case, name: &str, left: &Record, right: &Record) -> Truth {
    let order = compare(&field(case, left, name)?, &field(case, right, name)?);
    Some(order == Some(Ordering::Equal))
}

/// Whether a record's field is a value, written as text (`for each F in …`).
pub fn is_value(case: &Case, record: &Record, name: &str, wanted: &str) -> Truth {
    let order = compare(&field(case, record, name)?, &Value::Text(wanted.to_owned()));
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
        Kind::Text | Kind::Time => Some(Value::Text(text)),
        Kind::Date => read_time(&text).map(Value::Date),
        Kind::Bool => match text.as_str() {
            "true" | "yes" | "1" | "是" => Some(Value::Flag(true)),
            "false" | "no" | "0" | "否" => Some(Value::Flag(false)),
            _ => None,
        },
        Kind::Choice(options) => options.contains(&text).then_some(Value::Text(text)),
    }
}

fn read_time(text: &str) -> Option<Time> {
    let (day, clock) = text.split_once(' ').map_or((text, None), |(day, clock)| (day, Some(clock)));
    let day = Day::parse_from_str(day, "%Y-%m-%d").ok()?;
    match clock {
        None => Some(Time::of_day(day)),
        Some(clock) => NaiveTime::parse_from_str(clock, "%H:%M:%S").ok().map(|clock| Time::at(day, clock)),
    }
}

/// NFKC as far as the generated texts need it: full-width forms of ASCII and the ideographic space, then trimming.
pub fn plain(text: &str) -> String {
    let narrow = text.chars().map(|letter| match letter {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(letter) - 0xFEE0).unwrap_or(letter),
        _ => letter,
    });
    narrow.collect::<String>().trim().to_owned()
}

pub fn compare(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => Some(left.cmp(right)),
        (Value::Text(left), Value::Text(right)) => Some(plain(left).cmp(&plain(right))),
        // By instant when both have one, else by day.
        (Value::Date(left), Value::Date(right)) if left.clock.is_some() && right.clock.is_some() => {
            Some(left.cmp(right))
        }
        (Value::Date(left), Value::Date(right)) => Some(left.day.cmp(&right.day)),
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

/// Exact decimals; x / 0 is unknown; a date minus a date is a number of days, of hours where both are instants.
fn arithmetic(left: &Value, operator: Operator, right: &Value) -> Option<Value> {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => match operator {
            Operator::Add => left.checked_add(*right),
            Operator::Subtract => left.checked_sub(*right),
            Operator::Multiply => left.checked_mul(*right),
            Operator::Divide => left.checked_div(*right),
        }
        .map(Value::Number),
        (Value::Date(left), Value::Date(right)) => match (left.clock, right.clock) {
            (Some(later), Some(earlier)) => {
                let seconds = (left.day.and_time(later) - right.day.and_time(earlier)).num_seconds();
                Some(Value::Number(Decimal::from(seconds) / Decimal::from(3600)))
            }
            _ => Some(Value::Number(Decimal::from((left.day - right.day).num_days()))),
        },
        _ => None,
    }
}

pub fn part_of(day: Day, part: Part) -> Decimal {
    match part {
        Part::Year => Decimal::from(day.year()),
        Part::Month => Decimal::from(day.month()),
        Part::Day => Decimal::from(day.day()),
    }
}
