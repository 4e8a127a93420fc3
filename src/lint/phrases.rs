//! Words of law that say how often: by the calendar (每半年), or so long after the last time (每6个月, 每隔).

use std::ops::Range;

use crate::calendar::{DurationUnit, Unit};

/// A length of time that a phrase and a sentence can share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Pace {
    /// Days.
    Days(u32),
    /// Months.
    Months(u32),
}

impl Pace {
    /// So many of a unit; `None` for units of the clock and working days.
    pub fn of(number: u32, unit: DurationUnit) -> Option<Self> {
        let months = |each: u32| number.checked_mul(each).map(Self::Months);
        match unit {
            DurationUnit::Days => Some(Self::Days(number)),
            DurationUnit::Weeks => number.checked_mul(7).map(Self::Days),
            DurationUnit::Months => Some(Self::Months(number)),
            DurationUnit::Quarters => months(3),
            DurationUnit::HalfYears => months(6),
            DurationUnit::Years => months(12),
            DurationUnit::Minutes | DurationUnit::Hours | DurationUnit::WorkingDays => None,
        }
    }

    /// The calendar unit of this length.
    pub const fn unit(self) -> Option<Unit> {
        match self {
            Self::Days(1) => Some(Unit::Day),
            Self::Days(7) => Some(Unit::Week),
            Self::Months(1) => Some(Unit::Month),
            Self::Months(2) => Some(Unit::TwoMonths),
            Self::Months(3) => Some(Unit::Quarter),
            Self::Months(6) => Some(Unit::HalfYear),
            Self::Months(12) => Some(Unit::Year),
            _ => None,
        }
    }

    /// The length of a calendar unit.
    pub const fn of_unit(unit: Unit) -> Option<Self> {
        match unit {
            Unit::Day => Some(Self::Days(1)),
            Unit::Week => Some(Self::Days(7)),
            Unit::Month => Some(Self::Months(1)),
            Unit::TwoMonths => Some(Self::Months(2)),
            Unit::Quarter => Some(Self::Months(3)),
            Unit::HalfYear => Some(Self::Months(6)),
            Unit::Year => Some(Self::Months(12)),
            Unit::Xun | Unit::HalfMonth => None,
        }
    }
}

/// Phrases that follow the calendar.
const CALENDAR: [(Unit, &[&str]); 7] = [
    (Unit::Day, &["每日", "每天", "daily", "each day"]),
    (Unit::Week, &["每周", "每星期", "weekly", "each week"]),
    (Unit::Month, &["每月", "每个月", "monthly", "each month"]),
    (Unit::TwoMonths, &["每双月"]),
    (Unit::Quarter, &["每季", "每个季度", "quarterly", "each quarter", "each calendar quarter"]),
    (Unit::HalfYear, &["每半年", "half-yearly", "semiannually", "semi-annually", "each half-year", "each half year"]),
    (Unit::Year, &["每年", "每一年", "annually", "yearly", "each year", "each calendar year"]),
];

/// What makes another word of a phrase that begins like one: 每周年 is no week, 每年龄 no year.
const NOT_BEHIND: [char; 3] = ['龄', '报', '代'];

/// Phrases that say that the clock starts anew at the last time.
const ROLLING: [&str; 22] = [
    "起算",
    "重新计",
    "重新起",
    "starts anew",
    "start anew",
    "starts again",
    "restarts",
    "restarted",
    "resets",
    "每隔",
    "上次",
    "上一次",
    "前次",
    "前一次",
    "滚动",
    "间隔",
    "rolling",
    "of the last",
    "of the previous",
    "since the last",
    "after the last",
    "apart",
];

/// The first phrase that says a unit of the calendar.
pub(super) fn calendar(text: &str, unit: Unit) -> Option<Range<usize>> {
    let (_, phrases) = CALENDAR.iter().find(|(known, _)| *known == unit)?;
    let lower = text.to_ascii_lowercase();
    let found = phrases.iter().filter_map(|phrase| {
        let fits = |at: &usize| stands_alone(&lower, *at, phrase, unit);
        lower.match_indices(phrase).map(|(at, _)| at).find(fits).map(|at| at..at + phrase.len())
    });
    found.min_by_key(|range| range.start)
}

fn stands_alone(text: &str, at: usize, phrase: &str, unit: Unit) -> bool {
    let behind = text.get(at + phrase.len()..).unwrap_or("").chars().next();
    let before = text.get(..at).unwrap_or("").chars().next_back();
    if phrase.is_ascii() {
        return !before.is_some_and(char::is_alphanumeric) && !behind.is_some_and(char::is_alphanumeric);
    }
    match behind {
        Some('年') if unit == Unit::Week => false,
        Some(behind) => !NOT_BEHIND.contains(&behind),
        None => true,
    }
}

/// Whether texts are Chinese: some ideograph, and no letter of Japanese or Korean.
pub(super) fn is_chinese<'t>(texts: impl IntoIterator<Item = &'t str>) -> bool {
    let mut ideographs = false;
    for sign in texts.into_iter().flat_map(str::chars) {
        match sign {
            '\u{3040}'..='\u{30ff}' | '\u{ac00}'..='\u{d7a3}' => return false,
            '\u{3400}'..='\u{9fff}' => ideographs = true,
            _ => {}
        }
    }
    ideographs
}

/// Whether the text says that the clock starts anew at the last time, however long it runs.
pub(super) fn rolls(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    ROLLING.iter().any(|phrase| lower.contains(phrase))
}

/// The first phrase that counts so many units from the last time: 每6个月, 每隔三个月, `every 6 months`, `within 6 months
/// of the last`. One unit alone (每1年) says nothing.
pub(super) fn counted(text: &str, pace: Pace) -> Option<Range<usize>> {
    let lower = text.to_ascii_lowercase();
    let lead = ["每隔", "每", "every ", "within "]
        .into_iter()
        .flat_map(|lead| lower.match_indices(lead).map(move |(at, _)| (at, lead)).collect::<Vec<_>>());
    let found = lead.filter_map(|(at, lead)| {
        let rest = lower.get(at + lead.len()..)?;
        let (number, used) = number(rest)?;
        let after = rest.get(used..)?;
        let gap = after.len() - after.trim_start().len();
        let (unit, word) = unit(after.trim_start())?;
        let end = at + lead.len() + used + gap + word;
        let of_last = ["of the last", "of the previous"]
            .iter()
            .any(|of| lower.get(end..).is_some_and(|rest| rest.trim_start().starts_with(of)));
        let counts = number > 1 || lead == "每隔" || of_last;
        let fits = counts && (lead != "within " || of_last) && Pace::of(number, unit) == Some(pace);
        fits.then_some(at..end)
    });
    found.min_by_key(|range| (range.start, std::cmp::Reverse(range.end)))
}

/// A number of digits or of Chinese numerals up to 99 at the beginning of a text, and how many bytes it takes.
fn number(text: &str) -> Option<(u32, usize)> {
    let digits: String = text.chars().take_while(char::is_ascii_digit).take(6).collect();
    if !digits.is_empty() {
        return Some((digits.parse().ok()?, digits.len()));
    }
    let numerals = ['一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let (mut tens, mut ones, mut used) = (None, None, 0);
    for sign in text.chars() {
        let value = numerals.iter().position(|numeral| *numeral == sign).and_then(|at| u32::try_from(at + 1).ok());
        match (sign, value) {
            ('两', _) => ones = Some(2),
            ('十', _) => (tens, ones) = (Some(ones.unwrap_or(1)), None),
            (_, Some(value)) => ones = Some(value),
            _ => break,
        }
        used += sign.len_utf8();
    }
    (used > 0).then(|| (tens.unwrap_or(0) * 10 + ones.unwrap_or(0), used))
}

/// A unit at the beginning of a text, and how many bytes its word takes.
fn unit(text: &str) -> Option<(DurationUnit, usize)> {
    const WORDS: [(&str, DurationUnit); 17] = [
        ("个月", DurationUnit::Months),
        ("个季度", DurationUnit::Quarters),
        ("季度", DurationUnit::Quarters),
        ("个半年", DurationUnit::HalfYears),
        ("半年", DurationUnit::HalfYears),
        ("年", DurationUnit::Years),
        ("个星期", DurationUnit::Weeks),
        ("周", DurationUnit::Weeks),
        ("日", DurationUnit::Days),
        ("天", DurationUnit::Days),
        ("months", DurationUnit::Months),
        ("month", DurationUnit::Months),
        ("years", DurationUnit::Years),
        ("year", DurationUnit::Years),
        ("weeks", DurationUnit::Weeks),
        ("days", DurationUnit::Days),
        ("quarters", DurationUnit::Quarters),
    ];
    WORDS.iter().find(|(word, _)| text.starts_with(word)).map(|(word, unit)| (*unit, word.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_of_the_calendar_is_a_whole_word() {
        assert_eq!(calendar("应当每半年至少一次", Unit::HalfYear), Some(6..15));
        assert_eq!(calendar("At least annually, by March", Unit::Year), Some(9..17));
        for (text, unit) in
            [("biannually", Unit::Year), ("每周年", Unit::Week), ("半年", Unit::HalfYear), ("每年报告", Unit::Week)]
        {
            assert_eq!(calendar(text, unit), None, "{text}");
        }
    }

    #[test]
    fn a_number_of_units_counts_from_the_last_time() {
        assert_eq!(counted("每6个月一次", Pace::Months(6)), Some(0..10));
        assert!(counted("每六个月一次", Pace::Months(6)).is_some());
        assert!(counted("每十二个月", Pace::Months(12)).is_some());
        assert!(counted("每隔一年", Pace::Months(12)).is_some());
        assert_eq!(counted("within 6 months of the last drill", Pace::Months(6)), Some(0..15));
        assert_eq!(counted("within 6 months of the opening", Pace::Months(6)), None);
        assert_eq!(counted("每1年", Pace::Months(12)), None);
        assert_eq!(counted("每两年", Pace::Months(24)), Some(0..9));
        assert!(rolls("距上一次演练不超过半年") && !rolls("每半年一次"));
        assert!(rolls("每半年一次，自上次检查之日起算") && rolls("The clock Restarts with each check"));
    }

    #[test]
    fn ideographs_alone_are_not_chinese_beside_kana() {
        assert!(is_chinese(["第五条", "Article 5"]));
        assert!(!is_chinese(["二年以内ごとに一回", "第四十条"]));
        assert!(!is_chinese(["29 CFR 1910.119", ""]));
    }
}
