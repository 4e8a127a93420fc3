//! Words that people use and the language says otherwise: 如果 for 其中, 最多2次 for 至多2次, `twice` for `at least 2`.

use std::ops::Range;

/// What people write, word by word, and what the language has in its place.
const PHRASES: &[(&[&str], &str)] = &[
    (&["no", "more", "than"], "at most"),
    (&["not", "more", "than"], "at most"),
    (&["no", "less", "than"], "at least"),
    (&["no", "fewer", "than"], "at least"),
    (&["not", "less", "than"], "at least"),
    (&["more", "than"], ">"),
    (&["greater", "than"], ">"),
    (&["less", "than"], "<"),
    (&["fewer", "than"], "<"),
    (&["twice"], "at least 2"),
    (&["if"], "where"),
    (&["business", "day"], "working day"),
    (&["business", "days"], "working days"),
    (&["workday"], "working day"),
    (&["workdays"], "working days"),
    (&["override"], "overrides"),
    (&["citation"], "cite"),
    (&["reason"], "because"),
    (&["comment"], "note"),
    (&["如果"], "其中"),
    (&["若"], "其中"),
    (&["大于"], ">"),
    (&["高于"], ">"),
    (&["小于"], "<"),
    (&["低于"], "<"),
    (&["等于"], "="),
    (&["不等于"], "!="),
    (&["大于等于"], ">="),
    (&["不小于"], ">="),
    (&["小于等于"], "<="),
    (&["不大于"], "<="),
    (&["不高于"], "<="),
    (&["不少于"], ">="),
    (&["不低于"], ">="),
    (&["不超过"], "<="),
    (&["不多于"], "<="),
    (&["by", "province"], "per province"),
    (&["by", "city"], "per city"),
    (&["by", "county"], "per county"),
    (&["by", "town"], "per town"),
    (&["到"], "至"),
    (&["宽限期"], "宽限"),
    (&["遇节假日顺延"], "遇假日顺延"),
    (&["节假日顺延"], "遇假日顺延"),
    (&["原因"], "理由"),
    (&["说明"], "备注"),
    (&["条款"], "依据"),
];

/// What stands before a number of a quantity, and what the language has in its place.
const BOUNDS: [(&str, &str); 3] = [("最多", "至多"), ("最少", "至少"), ("间隔", "间隔至少")];

/// The stretch of such words that begins with the word `at`, and what the language has in its place.
pub(super) fn of(text: &str, words: &[Range<usize>], at: usize) -> Option<(Range<usize>, String)> {
    let word = |at: usize| words.get(at).and_then(|place| text.get(place.clone()));
    let (start, first) = (words.get(at)?.start, word(at)?);
    let through = |last: usize| words.get(last).map(|place| start..place.end);
    let denied = at.checked_sub(1).and_then(word).is_some_and(|before| matches!(before, "no" | "not"));
    for (said, right) in BOUNDS {
        if let Some(number) = first.strip_prefix(said).filter(|rest| opens_number(rest)) {
            return Some((through(at)?, format!("{right}{number}")));
        }
    }
    let found = PHRASES.iter().find(|(said, _)| {
        said.iter().enumerate().all(|(ahead, part)| word(at + ahead) == Some(*part)) && !(denied && said.len() == 2)
    });
    let (said, right) = found?;
    Some((through(at + said.len() - 1)?, (*right).to_owned()))
}

/// Whether a number in digits or Chinese numerals stands at the beginning.
fn opens_number(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit() || "一二三四五六七八九十两".contains(first))
}
