//! A cell as the value its type asks for.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::cell;
use super::column::{Column, Texts};
use super::intake::Expected;
use super::spelling::Spelling;
use crate::calendar::Time;
use crate::rulebook::{Kind, normalise};

/// What a cell says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Typed<'a> {
    Missing,
    Misfit(Expected),
    Number(Decimal),
    Text(Cow<'a, str>),
    Date(Time),
    Time(u32),
    Bool(bool),
}

/// Reads a cell; an empty one is missing, one that does not fit is too, but said so (docs/language.md section 11).
pub(crate) fn typed<'a>(kind: &Kind, cell: &'a str, dates: Spelling) -> Typed<'a> {
    let text = normalise(cell);
    if text.is_empty() {
        return Typed::Missing;
    }
    let (value, expected) = match kind {
        Kind::Number => (cell::decimal(&text).map(Typed::Number), Expected::Number),
        Kind::Date => (dates.time(&text).ok().map(Typed::Date), Expected::Date),
        Kind::Time => (cell::clock(&text).map(Typed::Time), Expected::Time),
        Kind::Bool => (cell::truth(&text).map(Typed::Bool), Expected::Bool),
        Kind::Choice(choices) if !choices.iter().any(|choice| *choice == text) => (None, Expected::Choice),
        Kind::Text if !text.is_ascii() && text.contains(char::REPLACEMENT_CHARACTER) => (None, Expected::Text),
        Kind::Text | Kind::Choice(_) => (Some(Typed::Text(text)), Expected::Text),
    };
    value.unwrap_or(Typed::Misfit(expected))
}

/// Appends a value to a column of its type; anything else is missing there.
pub(crate) fn push_cell(column: &mut Column, value: Typed<'_>, texts: &mut Texts) {
    match (column, value) {
        (Column::Number(values), Typed::Number(value)) => values.push(Some(value)),
        (Column::Text(values), Typed::Text(value)) => values.push(Some(texts.intern(&value))),
        (Column::Date(values), Typed::Date(value)) => values.push(Some(value)),
        (Column::Time(values), Typed::Time(value)) => values.push(Some(value)),
        (Column::Bool(values), Typed::Bool(value)) => values.push(Some(value)),
        (column, _) => column.resize(column.len() + 1),
    }
}
