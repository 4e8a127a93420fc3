//! Values as people write them on the command line and in guiju.toml.

use rust_decimal::Decimal;

use super::error::{CliError, Expected};
use crate::calendar::Day;
use crate::rulebook::{RuleBook, Value, normalise};
use crate::text::Nearest;

/// `2024-12-31`, `2024/12/31` or `2024年12月31日`.
pub(super) fn date(text: &str) -> Option<Day> {
    let text = normalise(text);
    let text = text.strip_suffix('日').unwrap_or(&text);
    let mut parts = text.split(['-', '/', '年', '月']).map(|part| {
        let digits = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| part.parse::<u32>().ok()).flatten()
    });
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    if parts.next().is_some() {
        return None;
    }
    Day::from_ymd(i32::try_from(year).ok()?, month, day)
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

/// Gives a parameter another value, in every file that declares one of this name.
///
/// # Errors
///
/// There is no such parameter, or the value is of another type than the stated one.
pub(super) fn set(book: &mut RuleBook, name: &str, value: &str) -> Result<(), CliError> {
    let wanted = normalise(name).into_owned();
    let mut found = false;
    for parameter in book.parameters.iter_mut().filter(|parameter| parameter.name == wanted) {
        found = true;
        let wrong = |expected| CliError::ParameterValue { name: wanted.clone(), value: value.to_owned(), expected };
        parameter.value = match parameter.stated {
            Value::Number(_) => Value::Number(number(value).ok_or_else(|| wrong(Expected::Number))?),
            Value::Text(_) => Value::Text(normalise(value).into_owned()),
            Value::Date(_) => Value::Date(date(value).ok_or_else(|| wrong(Expected::Date))?),
            Value::Bool(_) => Value::Bool(bool(value).ok_or_else(|| wrong(Expected::Bool))?),
        };
    }
    if found {
        return Ok(());
    }
    let names = book.parameters.iter().map(|parameter| parameter.name.as_str());
    let near = Nearest::default().find(&wanted, names).map(str::to_owned);
    Err(CliError::NoParameter { name: name.to_owned(), near })
}

fn number(text: &str) -> Option<Decimal> {
    Decimal::from_str_exact(&normalise(text)).ok()
}

fn bool(text: &str) -> Option<bool> {
    match normalise(text).as_ref() {
        "true" | "是" => Some(true),
        "false" | "否" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_the_three_usual_forms() {
        let day = Day::from_ymd(2024, 2, 29);
        for text in ["2024-02-29", "2024/2/29", "2024年2月29日", " ２０２４-02-29 "] {
            assert_eq!(date(text), day, "{text}");
        }
        for text in ["2023-02-29", "2024-13-01", "2024-02", "24-02-01-1", "tomorrow", "", "2024--02-01", "+2024-02-01"] {
            assert_eq!(date(text), None, "{text}");
        }
    }
}
