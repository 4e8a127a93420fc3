//! The language a statement was written in: that of most of its keywords.

use std::collections::BTreeSet;

use crate::syntax::ast::Statement;
use crate::syntax::words;
use crate::syntax::write::{self, AsWritten, Page, Spelling};
use crate::text::{Language, Source, Span};

/// The language of most keywords of a statement; of the first, where there are as many of both. In a test the first
/// decides: the columns of what it gives are headings of tables, which may be English in a Chinese test.
pub(super) fn of_statement(statement: &Statement, place: Span, source: &Source, spelling: &mut Spelling) -> Language {
    if matches!(statement, Statement::Test(_)) {
        return words(source.slice(place)).iter().find_map(|word| of_word(word)).unwrap_or_default();
    }
    let mut written = |language| -> BTreeSet<String> {
        let lines = write::lines(statement, Page { naming: &AsWritten, language, source }, spelling);
        lines.iter().flat_map(|line| words(&line.text)).collect()
    };
    // What is the same in both languages is a name or a number.
    let (english, chinese) = (written(Language::English), written(Language::Chinese));
    let (mut balance, mut first) = (0_i64, None);
    for word in words(source.slice(place)) {
        let known = english.contains(&word) && chinese.contains(&word);
        if let Some(language) = of_word(&word).filter(|_| !known && !is_date(&word)) {
            balance += if language == Language::Chinese { 1 } else { -1 };
            first.get_or_insert(language);
        }
    }
    match balance {
        0 => first.unwrap_or_default(),
        1.. => Language::Chinese,
        _ => Language::English,
    }
}

/// The language of a word by its script; `None` for numbers and other scripts.
pub(super) fn of_word(word: &str) -> Option<Language> {
    if word.chars().any(is_ideograph) {
        Some(Language::Chinese)
    } else if word.chars().any(|sign| sign.is_ascii_alphabetic()) {
        Some(Language::English)
    } else {
        None
    }
}

/// Han, with its extensions and compatibility forms.
const fn is_ideograph(sign: char) -> bool {
    matches!(sign, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}' | '〇')
}

/// 2024年2月28日 and 2月28日 stand in either language.
fn is_date(word: &str) -> bool {
    word.starts_with(|sign: char| sign.is_ascii_digit()) && word.contains('月') && word.contains('日')
}
