//! Which language a piece of a rule file is written in, and the small pieces both languages have: dates, numbers,
//! names, texts (docs/language.md sections 2 and 12).

use super::model::{Day, SpanUnit};
use chrono::Datelike;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mix {
    /// The form an anonymous rule's id has: English, declared names, ISO dates.
    Canonical,
    English,
    Chinese,
    Mixed,
}

/// Chooses between equal spellings; the same seed chooses the same ones.
pub struct Voice {
    mix: Mix,
    state: u64,
}

impl Voice {
    pub fn canonical() -> Voice {
        Voice { mix: Mix::Canonical, state: 0 }
    }

    pub fn of(seed: u64) -> Voice {
        let mix = match seed % 3 {
            0 => Mix::English,
            1 => Mix::Chinese,
            _ => Mix::Mixed,
        };
        Voice { mix, state: seed.wrapping_add(1) }
    }

    /// One chance in `number`; never in the canonical form.
    pub fn one_in(&mut self, number: u64) -> bool {
        self.mix != Mix::Canonical && self.roll().is_multiple_of(number)
    }

    /// Whether the next piece is written in Chinese.
    pub fn chinese(&mut self) -> bool {
        match self.mix {
            Mix::Canonical | Mix::English => false,
            Mix::Chinese => true,
            Mix::Mixed => self.roll().is_multiple_of(2),
        }
    }

    pub fn word(&mut self, english: &str, chinese: &str) -> String {
        if self.chinese() { chinese.to_owned() } else { english.to_owned() }
    }

    fn roll(&mut self) -> u64 {
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.state >> 33
    }

    /// A declared name or its alias.
    pub fn name(&mut self, declared: &str, alias: Option<&str>) -> String {
        let chosen = match alias {
            Some(alias) if self.one_in(3) => alias,
            _ => declared,
        };
        quoted_if_needed(chosen)
    }

    pub fn date(&mut self, day: Day) -> String {
        if self.chinese() && self.one_in(2) {
            format!("{}年{}月{}日", day.year(), day.month(), day.day())
        } else {
            day.to_string()
        }
    }

    /// A whole number as it stands in a Chinese number-bearing word: 6 or 六 (两 before a measure word).
    pub fn numeral(&mut self, number: Decimal) -> String {
        const NUMERALS: [&str; 13] = ["零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"];
        match number.to_usize().and_then(|number| NUMERALS.get(number)) {
            Some(numeral) if !number.is_zero() && self.one_in(3) => (*numeral).to_owned(),
            _ => number.to_string(),
        }
    }

    pub fn text(&mut self, text: &str) -> String {
        let (opening, closing) = match (self.chinese(), self.one_in(2)) {
            (true, true) => ("“", "”"),
            (true, false) => ("「", "」"),
            _ => ("\"", "\""),
        };
        format!("{opening}{text}{closing}")
    }

    /// A list separator inside brackets or between names.
    pub fn comma(&mut self) -> String {
        self.word(", ", "、")
    }

    pub fn bracketed(&mut self, inner: &str) -> String {
        if self.chinese() { format!("（{inner}）") } else { format!("( {inner} )") }
    }
}

/// A name that starts with a digit is quoted (section 2).
pub fn quoted_if_needed(name: &str) -> String {
    if name.starts_with(|letter: char| letter.is_ascii_digit()) { format!("`{name}`") } else { name.to_owned() }
}

/// `6 months`; the singular belongs to 1 alone.
pub fn english_unit(unit: SpanUnit, is_one: bool) -> &'static str {
    match (unit, is_one) {
        (SpanUnit::Minutes, true) => "minute",
        (SpanUnit::Minutes, false) => "minutes",
        (SpanUnit::Hours, true) => "hour",
        (SpanUnit::Hours, false) => "hours",
        (SpanUnit::WorkingDays, true) => "working day",
        (SpanUnit::WorkingDays, false) => "working days",
        (SpanUnit::Days, true) => "day",
        (SpanUnit::Days, false) => "days",
        (SpanUnit::Weeks, true) => "week",
        (SpanUnit::Weeks, false) => "weeks",
        (SpanUnit::Months, true) => "month",
        (SpanUnit::Months, false) => "months",
        (SpanUnit::Quarters, true) => "quarter",
        (SpanUnit::Quarters, false) => "quarters",
        (SpanUnit::HalfYears, true) => "half-year",
        (SpanUnit::HalfYears, false) => "half-years",
        (SpanUnit::Years, true) => "year",
        (SpanUnit::Years, false) => "years",
    }
}

pub fn chinese_unit(unit: SpanUnit) -> &'static str {
    match unit {
        SpanUnit::Minutes => "分钟",
        SpanUnit::Hours => "小时",
        SpanUnit::WorkingDays => "个工作日",
        SpanUnit::Days => "日",
        SpanUnit::Weeks => "周",
        SpanUnit::Months => "个月",
        SpanUnit::Quarters => "个季度",
        SpanUnit::HalfYears => "个半年",
        SpanUnit::Years => "年",
    }
}
