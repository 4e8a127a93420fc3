//! A value of a test as the cell of a table that says the same.

use super::problem::Problem;
use crate::rulebook::{Kind, Value, normalise};
use crate::syntax::ast::{GivenLiteral, GivenValue};
use crate::text::{Nearest, Source};

/// The cell of a value for a column of a type; the problem where it does not fit. A number, date or time stands for its
/// own text where a text is asked for: an export would hold the same letters.
pub(super) fn cell(
    value: &GivenValue,
    column: &str,
    kind: &Kind,
    source: &Source,
    nearest: &mut Nearest,
) -> Result<String, Problem> {
    let as_written = || match &value.value {
        GivenLiteral::Text(text) => normalise(text).into_owned(),
        _ => normalise(source.slice(value.span)).into_owned(),
    };
    match (kind, &value.value) {
        (Kind::Text, _) => return Ok(as_written()),
        (Kind::Choice(choices), _) => {
            let text = as_written();
            if choices.contains(&text) {
                return Ok(text);
            }
            let near = nearest.find(&text, choices.iter().map(String::as_str)).map(str::to_owned);
            return Err(Problem::NotAChoice {
                span: value.span,
                column: column.to_owned(),
                text,
                choices: choices.clone(),
                near,
            });
        }
        _ => {}
    }
    let cell = match (kind, &value.value) {
        (Kind::Number, GivenLiteral::Number(number)) => number.to_string(),
        (Kind::Date, GivenLiteral::Date(time)) => time.to_string(),
        (Kind::Time, GivenLiteral::Clock(second)) => {
            format!("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60)
        }
        (Kind::Bool, GivenLiteral::Bool(truth)) => truth.to_string(),
        _ => {
            let meant = match &value.value {
                GivenLiteral::Text(text) if reads_as(text, kind) => Some(normalise(text).into_owned()),
                _ => None,
            };
            let (column, kind, text) = (column.to_owned(), kind.clone(), source.slice(value.span).to_owned());
            return Err(Problem::WrongValue { span: value.span, column, kind, text, meant });
        }
    };
    Ok(cell)
}

/// Whether a text would fit without its quotes.
fn reads_as(text: &str, kind: &Kind) -> bool {
    match kind {
        Kind::Time => text.contains(':') && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b':'),
        kind => Value::read(text, kind).is_some(),
    }
}
