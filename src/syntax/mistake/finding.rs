//! Mistakes that stand out wherever they are in a statement.

use pest::Parser;
use pest::iterators::Pair;

use super::habit;
use crate::calendar::Day;
use crate::syntax::grammar::{Grammar, Rule};
use crate::syntax::lower::Lowering;
use crate::syntax::problem::Problem;

/// More than these are not told of one statement: it is no rule text.
const MOST: usize = 16;

/// Everything that stands out in a statement, each with its first byte.
pub(super) fn in_statement(lowering: &Lowering<'_>, text: &str) -> Vec<(usize, Problem)> {
    let Ok(findings) = Grammar::parse(Rule::findings, text) else { return Vec::new() };
    let mut strange = false;
    let problems = findings.filter_map(|pair| {
        // One strange character is enough: the others are mostly the same mistake.
        if pair.as_rule() == Rule::mistake_character && std::mem::replace(&mut strange, true) {
            return None;
        }
        let start = pair.as_span().start();
        problem(lowering, text, pair).map(|problem| (start, problem))
    });
    problems.take(MOST).collect()
}

fn problem(lowering: &Lowering<'_>, text: &str, pair: Pair<'_, Rule>) -> Option<Problem> {
    let span = lowering.span(&pair);
    let typed = pair.as_str();
    let before = text.get(..pair.as_span().start()).unwrap_or("");
    Some(match pair.as_rule() {
        Rule::mistake_quote => quote(lowering, &pair),
        Rule::mistake_sign => Problem::Sign { span, typed: typed.to_owned(), right: sign(typed) },
        Rule::mistake_date => {
            let mut numbers = typed.split(['/', '.', '年', '月', '号']).map(|part| part.parse().unwrap_or(0));
            let (year, month, day) = (numbers.next()?, numbers.next()?, numbers.next()?);
            match Day::from_ymd(i32::try_from(year).ok()?, month, day) {
                Some(day) => Problem::DateShape { span, right: day.to_string() },
                None => Problem::NoSuchDate { span, typed: typed.to_owned(), last: None },
            }
        }
        Rule::mistake_tight_minus => return tight_minus(lowering, &pair, before),
        Rule::mistake_glued => glued(lowering, pair),
        Rule::mistake_digit_name => {
            let unit = typed.trim_start_matches(|digit: char| digit.is_ascii_digit());
            if Grammar::parse(Rule::en_unit, unit).is_ok_and(|matched| matched.as_str() == unit) {
                let number = typed.strip_suffix(unit).unwrap_or("");
                Problem::Glued { span, spaced: format!("{number} {unit}") }
            } else if let Some(vague) = habit::vague_date(lowering, text, pair.as_span().start()..pair.as_span().end())
            {
                vague
            } else {
                Problem::DigitName { span, word: typed.to_owned() }
            }
        }
        Rule::mistake_character => Problem::StrangeCharacter { span, character: typed.chars().next()? },
        _ => return None,
    })
}

/// A quote that does not close; right where another kind of quote closes it.
fn quote(lowering: &Lowering<'_>, pair: &Pair<'_, Rule>) -> Problem {
    let line = pair.as_str().trim_end();
    let close = match line.chars().next() {
        Some('“') => '”',
        Some('「') => '」',
        Some(same) => same,
        None => '"',
    };
    let start = pair.as_span().start();
    let other = line.char_indices().skip(1).find(|(_, sign)| matches!(sign, '"' | '”' | '“' | '」' | '＂'));
    match other {
        Some((at, sign)) => Problem::UnclosedQuote {
            span: lowering.span_between(start, start + at + sign.len_utf8()),
            right: Some(format!("{}{close}", line.get(..at).unwrap_or(""))),
        },
        None => Problem::UnclosedQuote { span: lowering.span_between(start, start + line.len()), right: None },
    }
}

/// The sign of the language that a look-alike stands for.
fn sign(typed: &str) -> &'static str {
    match typed {
        "≥" | "≧" | "⩾" | "=>" => ">=",
        "≤" | "≦" | "⩽" | "=<" => "<=",
        "≠" | "<>" => "!=",
        "==" => "=",
        "&&" => "and",
        "||" => "or",
        "×" => "*",
        "÷" => "/",
        "!" => "not",
        _ => "-",
    }
}

/// `5-3`, `a -3`: not where a date or a number below zero may stand.
fn tight_minus(lowering: &Lowering<'_>, pair: &Pair<'_, Rule>, before: &str) -> Option<Problem> {
    let typed = pair.as_str();
    let (left, right) = typed.split_once('-')?;
    let before = before.trim_end();
    let behind_value = before.ends_with(|last: char| last.is_alphanumeric() || matches!(last, '_' | ')' | '`' | '%'));
    let behind_sign = before.ends_with(['=', '<', '>', '+', '*', '/', '(']);
    let spaced = match left {
        "" if behind_value => format!("- {right}"),
        "" => return None,
        _ if behind_sign => format!("{left} - {right}"),
        _ => return None,
    };
    Some(Problem::TightMinus { span: lowering.span(pair), spaced })
}

/// A word glued to a keyword, with the spaces it lacks.
fn glued(lowering: &Lowering<'_>, pair: Pair<'_, Rule>) -> Problem {
    let span = lowering.span(&pair);
    let parts: Vec<&str> = pair.into_inner().map(|part| part.as_str()).collect();
    Problem::Glued { span, spaced: parts.join(" ") }
}

/// The first word glued to a keyword without a number: 养老机构每年, 不得使用明火.
pub(super) fn glued_plain(lowering: &Lowering<'_>, text: &str) -> Option<Problem> {
    let mut words = Grammar::parse(Rule::glue, text).ok()?;
    words.find(|word| word.as_rule() == Rule::mistake_glued_plain).map(|word| glued(lowering, word))
}
