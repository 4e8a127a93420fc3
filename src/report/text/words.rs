//! The words of the text report in both languages, side by side.

use super::page::grouped;
use crate::calendar::Time;
use crate::rulebook::{Amount, Bound, Measure, Quantity, RuleBook, Severity, Value};
use crate::text::Language;
use crate::verdict::{Reason, Status};

/// The status in words.
pub(super) const fn status(language: Language, status: Status) -> &'static str {
    match language {
        Language::English => status.keyword(),
        Language::Chinese => status.chinese(),
    }
}

/// How grave a breach is.
pub(super) const fn severity(language: Language, severity: Severity) -> &'static str {
    let (en, zh) = match severity {
        Severity::Low => ("low", "低"),
        Severity::Medium => ("medium", "中"),
        Severity::High => ("high", "高"),
        Severity::Critical => ("critical", "特高"),
    };
    language.either(en, zh)
}

/// Why an unknown is unknown.
pub(super) fn reason(language: Language, reason: Option<Reason>, book: &RuleBook) -> String {
    match reason {
        None => language.either("the records do not decide", "现有记录不足以判定").to_owned(),
        Some(reason) => reason.wording(book).in_language(language).to_owned(),
    }
}

/// A value of a parameter.
pub(super) fn value(language: Language, value: &Value) -> String {
    match value {
        Value::Text(text) => pick(language, format!("\"{text}\""), format!("“{text}”")),
        Value::Bool(true) => language.either("true", "是").to_owned(),
        Value::Bool(false) => language.either("false", "否").to_owned(),
        Value::Number(_) | Value::Date(_) => value.to_string(),
    }
}

/// What is asked for, where it is more than once; `number` tells what an amount is for this subject.
pub(super) fn asked(
    language: Language,
    quantity: &Quantity,
    number: impl Fn(&Amount) -> Option<String>,
) -> Option<String> {
    let number = |amount| number(amount).unwrap_or_else(|| "?".to_owned());
    let (times, what_en, what_zh) = match quantity.measure {
        Measure::Count => ("次", "", ""),
        Measure::Total => ("", " in total", "合计"),
        Measure::Different => ("个", " different ones", "不同的"),
    };
    Some(match &quantity.bound {
        Bound::AtLeast(Amount::Fixed(1)) if quantity.measure == Measure::Count => return None,
        Bound::AtLeast(amount) => {
            let amount = number(amount);
            let en = format!("at least {amount}{what_en} asked for");
            pick(language, en, format!("要求{what_zh}至少{amount}{times}"))
        }
        Bound::AtMost(amount) => {
            let amount = number(amount);
            pick(language, format!("at most {amount}{what_en} allowed"), format!("{what_zh}至多允许{amount}{times}"))
        }
        Bound::Exactly(amount) => {
            let amount = number(amount);
            pick(language, format!("exactly {amount}{what_en} asked for"), format!("要求{what_zh}恰{amount}{times}"))
        }
        Bound::Between(low, high) => {
            let (low, high) = (number(low), number(high));
            let en = format!("{low} to {high}{what_en} asked for");
            pick(language, en, format!("要求{what_zh}{low}至{high}{times}"))
        }
    })
}

/// The one of two sentences that is in this language.
pub(super) fn pick(language: Language, en: String, zh: String) -> String {
    match language {
        Language::English => en,
        Language::Chinese => zh,
    }
}

/// `1 day`, `3 days`, `3 天`.
pub(super) fn days(language: Language, days: u32) -> String {
    counted(language, u64::from(days), ("day", "days"), "天")
}

/// A number of things.
pub(super) fn counted(language: Language, number: u64, (one, many): (&str, &str), zh: &str) -> String {
    match language {
        Language::English => format!("{} {}", grouped(number), if number == 1 { one } else { many }),
        Language::Chinese => format!("{} {zh}", grouped(number)),
    }
}

/// `2024-01-01 to 2024-06-30`, one day alone, or `2024-01-01 on` where no end is known.
pub(super) fn stretch(language: Language, from: Option<Time>, to: Option<Time>) -> String {
    match (from, to) {
        (Some(from), Some(to)) if from == to => from.to_string(),
        (Some(from), Some(to)) => format!("{from} {} {to}", language.either("to", "至")),
        (Some(from), None) => pick(language, format!("from {from} on"), format!("自 {from} 起")),
        (None, Some(to)) => pick(language, format!("up to {to}"), format!("截至 {to}")),
        (None, None) => "…".to_owned(),
    }
}

/// The time of a record.
pub(super) fn time(time: Option<Time>) -> String {
    time.map_or_else(|| "?".to_owned(), |time| time.to_string())
}
