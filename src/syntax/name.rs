//! Names as rules write them: in backticks where a keyword, a digit or another sign asks for them.

use std::borrow::Cow;

use pest::Parser;

use super::grammar::{Grammar, Rule};
use crate::calendar::Unit;

/// A name of a sentence: a category, an activity, a rule id; one that would be taken for a counter behind a number
/// (`至少1次`) is one only in backticks.
#[must_use]
pub fn written_name(name: &str) -> Cow<'_, str> {
    if matches!(name, "次" | "个") { Cow::Owned(format!("`{name}`")) } else { written(Rule::name, name) }
}

/// A season behind `each`, where a name close to a unit of the calendar would be taken for it.
#[must_use]
pub fn written_season(name: &str) -> Cow<'_, str> {
    if similar_unit(name).is_some() { Cow::Owned(format!("`{name}`")) } else { written(Rule::name, name) }
}

/// The unit of the calendar that a word may be a misspelling of.
pub(super) fn similar_unit(typed: &str) -> Option<&'static str> {
    let units = Unit::ALL.iter().map(|unit| unit.keyword());
    units.filter(|unit| strsim::osa_distance(unit, typed) <= unit.len() / 4).min()
}

/// A name of a column: a field, an attribute or a parameter; `date` is one only in backticks.
#[must_use]
pub fn written_column(name: &str) -> Cow<'_, str> {
    if matches!(name, "date" | "日期") { Cow::Owned(format!("`{name}`")) } else { written(Rule::field_name, name) }
}

/// A name behind a dot.
#[must_use]
pub fn written_member(name: &str) -> Cow<'_, str> {
    written(Rule::member, name)
}

/// Whether a statement that begins with this name would be taken for a declaration.
#[must_use]
pub fn opens_statement(name: &str) -> bool {
    Grammar::parse(Rule::opener, name).is_ok()
}

/// The number that an English word spells out, up to twelve. Rules write digits; the word is a name.
#[must_use]
pub fn spelt_out(word: &str) -> Option<usize> {
    let words = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    words.iter().position(|number| word.eq_ignore_ascii_case(number)).map(|before| before + 1)
}

fn written(rule: Rule, name: &str) -> Cow<'_, str> {
    let bare = Grammar::parse(rule, name).is_ok_and(|pairs| pairs.as_str().len() == name.len());
    if bare { Cow::Borrowed(name) } else { Cow::Owned(format!("`{name}`")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_units_and_digits_ask_for_backticks_where_they_collide() {
        assert_eq!(written_name("fire_drill"), "fire_drill");
        assert_eq!(written_name("消防演练"), "消防演练");
        assert_eq!(written_name("every"), "`every`");
        assert_eq!(written_name("2024_plan"), "`2024_plan`");
        assert_eq!(written_name("两个月"), "`两个月`");
        assert_eq!(written_name("every_day"), "every_day");
        assert_eq!(written_column("year"), "year");
        assert_eq!(written_name("year"), "`year`");
        assert_eq!(written_column("date"), "`date`");
        assert_eq!(written_season("mnth"), "`mnth`");
        assert_eq!(written_season("night"), "night");
        assert_eq!(written_member("every"), "every");
        assert!(opens_statement("rule"));
        assert!(!opens_statement("ruler"));
    }
}
