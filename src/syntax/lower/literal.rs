//! Numbers, dates, names and text.

use std::borrow::Cow;

use pest::iterators::Pair;
use rust_decimal::Decimal;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

use super::Lowering;
use crate::calendar::Day;
use crate::syntax::ast::Literal;
use crate::syntax::grammar::Rule;
use crate::syntax::problem::Problem;
use crate::text::Span;

/// Names compare after NFKC.
pub(super) fn normalised(text: &str) -> String {
    if text.is_ascii() || is_nfkc_quick(text.chars()) == IsNormalized::Yes {
        return text.to_owned();
    }
    text.nfkc().collect()
}

/// A text without its quotes.
pub(super) fn unquoted(text: &str) -> String {
    let mut characters = text.chars();
    characters.next();
    characters.next_back();
    characters.as_str().to_owned()
}

/// The number a numeral of the grammar means: digits, or 一 … 九十九 and 两, with 万 or 亿 behind; `None` when it
/// has more digits than a decimal holds.
pub(in crate::syntax) fn number(text: &str) -> Option<Decimal> {
    let (digits, times) = [("万亿", 1_000_000_000_000_i64), ("万", 10_000), ("亿", 100_000_000)]
        .iter()
        .find_map(|(sign, times)| text.strip_suffix(sign).map(|digits| (digits, *times)))
        .unwrap_or((text, 1));
    let value = if digits.starts_with(|first: char| first.is_ascii_digit()) {
        exact(digits)?
    } else {
        Decimal::from(chinese(digits))
    };
    value.checked_mul(Decimal::from(times))
}

/// Digits without the zeros that mean nothing, or nothing if they would have to be rounded.
fn exact(digits: &str) -> Option<Decimal> {
    let digits: Cow<'_, str> = match digits.split_once('.') {
        Some((whole, fraction)) => Cow::Owned(format!("{whole}.{}", fraction.trim_end_matches('0'))),
        None => Cow::Borrowed(digits),
    };
    Decimal::from_str_exact(digits.trim_end_matches('.')).ok()
}

/// 一 … 九十九, 两.
fn chinese(numeral: &str) -> u32 {
    let digit = |text: &str| match text {
        "一" => 1,
        "二" | "两" => 2,
        "三" => 3,
        "四" => 4,
        "五" => 5,
        "六" => 6,
        "七" => 7,
        "八" => 8,
        "九" => 9,
        _ => 0,
    };
    match numeral.split_once('十') {
        Some(("", ones)) => 10 + digit(ones),
        Some((tens, ones)) => digit(tens) * 10 + digit(ones),
        None => digit(numeral),
    }
}

impl Lowering<'_> {
    /// A number of the grammar.
    pub(super) fn number(&mut self, pair: &Pair<'_, Rule>) -> Option<Decimal> {
        let value = number(pair.as_str());
        if value.is_none() {
            let span = self.span(pair);
            self.problems.push(Problem::NumberTooLong { span });
        }
        value
    }

    /// `N%` is N / 100.
    pub(super) fn percent(&mut self, number: Decimal, span: Span) -> Option<Decimal> {
        let mut value = number.normalize();
        let scale = value.scale() + 2;
        if value.set_scale(scale).is_err() {
            self.problems.push(Problem::NumberTooLong { span });
            return None;
        }
        Some(value.normalize())
    }

    /// A date that exists, its month and day written with two digits.
    pub(super) fn date(&mut self, pair: &Pair<'_, Rule>) -> Option<Day> {
        let typed = pair.as_str();
        let span = self.span(pair);
        let mut parts = typed.split(['-', '年', '月', '日']);
        let year_text = parts.next()?;
        let (month_text, day_text) = (parts.next()?, parts.next()?);
        let (year, month, day) = (year_text.parse().ok()?, month_text.parse().ok()?, day_text.parse().ok()?);
        let Some(date) = Day::from_ymd(year, month, day) else {
            let last = (1..=31).rev().find(|last| Day::from_ymd(year, month, *last).is_some());
            self.problems.push(Problem::NoSuchDate { span, typed: typed.to_owned(), last });
            return None;
        };
        if typed.contains('-') && (month_text.len() != 2 || day_text.len() != 2) {
            self.problems.push(Problem::DateShape { span, right: date.to_string() });
            return None;
        }
        Some(date)
    }

    /// `MM-DD` of some year; 29 February is one, 30 February is not.
    pub(super) fn month_day(&mut self, pair: &Pair<'_, Rule>) -> Option<(u32, u32)> {
        let typed = pair.as_str();
        let span = self.span(pair);
        let mut parts = typed.split(['-', '月', '日']);
        let (month_text, day_text) = (parts.next()?, parts.next()?);
        let (month, day) = (month_text.parse().ok()?, day_text.parse().ok()?);
        let leap = 2024;
        if Day::from_ymd(leap, month, day).is_none() {
            let last = (1..=31).rev().find(|last| Day::from_ymd(leap, month, *last).is_some());
            self.problems.push(Problem::NoSuchDate { span, typed: typed.to_owned(), last });
            return None;
        }
        if typed.contains('-') && (month_text.len() != 2 || day_text.len() != 2) {
            self.problems.push(Problem::DateShape { span, right: format!("{month:02}-{day:02}") });
            return None;
        }
        Some((month, day))
    }

    /// `value = { text | date | bool | minus? number percent? }`.
    pub(super) fn value(&mut self, pair: Pair<'_, Rule>) -> Option<Literal> {
        let span = self.span(&pair);
        let mut negative = false;
        let mut value = None;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::text => return Some(Literal::Text(unquoted(part.as_str()))),
                Rule::date => return self.date(&part).map(Literal::Date),
                Rule::bool => return Some(Literal::Bool(is_true(part))),
                Rule::minus => negative = true,
                Rule::number => value = Some(self.number(&part)?),
                Rule::percent => value = Some(self.percent(value?, span)?),
                _ => {}
            }
        }
        value.map(|value| Literal::Number(if negative { -value } else { value }))
    }
}

/// Whether a `bool` of the grammar is `true`.
pub(super) fn is_true(pair: Pair<'_, Rule>) -> bool {
    pair.into_inner().next().is_some_and(|word| word.as_rule() == Rule::yes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_numerals_go_to_ninety_nine_and_take_ten_thousands() {
        let cases = [("一", 1), ("两", 2), ("十", 10), ("十五", 15), ("二十", 20), ("九十九", 99), ("三万", 30_000)];
        for (text, value) in cases {
            assert_eq!(number(text), Some(Decimal::from(value)), "{text}");
        }
        assert_eq!(number("1.5亿"), Some(Decimal::from(150_000_000)));
        assert_eq!(number("2万亿"), Some(Decimal::from(2_000_000_000_000_i64)));
    }

    #[test]
    fn a_number_that_would_be_rounded_is_none() {
        assert_eq!(number(&"9".repeat(40)), None);
        assert_eq!(number(&format!("0.{}1", "0".repeat(40))), None);
        assert_eq!(number(&format!("1.{}", "0".repeat(40))), Some(Decimal::ONE));
    }
}
