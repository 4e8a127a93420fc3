//! Values as people write them on the command line and in guiju.toml.

use super::error::CliError;
use crate::calendar::Day;
use crate::rulebook::{Kind, Value};

/// `2024-12-31`, `2024/12/31` or `2024年12月31日`.
pub(super) fn date(text: &str) -> Option<Day> {
    match Value::read(text, &Kind::Date) {
        Some(Value::Date(day)) => Some(day),
        _ => None,
    }
}

/// The day a flag gives.
///
/// # Errors
///
/// It is no day of the calendar.
pub(super) fn day(flag: &'static str, value: Option<&String>) -> Result<Option<Day>, CliError> {
    let read = |value: &String| date(value).ok_or_else(|| CliError::NotADate { flag, value: value.clone() });
    value.map(read).transpose()
}
