//! `--set PARAM=V`: read as the stated type, fitted to every use, or answered in both languages.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "in a test, what cannot be is a failure"
)]

use guiju::check::{NoFiles, load};
use guiju::rulebook::{RuleBook, Value};
use guiju::text::Language;

fn book() -> RuleBook {
    let text = r#"parameter visits = 2 "as often as needed"
parameter cycle = 6
parameter high = 4
parameter since = 2024-01-01
parameter strict = true
parameter grade = "A"
parameter 起算床位 = 50
activity inspection
  field result: choice of "A", "B"
  field date_checked: date
home with beds >= 起算床位 and strict each year at least visits inspection where result = grade and date > since
home every cycle months inspection where date_checked + cycle months > date
home each quarter visits to high inspection
"#;
    let loaded = load([("a.gj", text)], &mut NoFiles);
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    loaded.book
}

fn value(book: &RuleBook, name: &str) -> Value {
    book.parameters.iter().find(|parameter| parameter.name == name).unwrap().value.clone()
}

#[test]
fn a_value_that_fits_is_taken_and_the_stated_one_is_kept() {
    let mut book = book();
    book.set("visits", "3").unwrap();
    book.set("起算床位", "２００").unwrap();
    book.set("since", "2024年7月1日").unwrap();
    book.set("strict", "否").unwrap();
    book.set("grade", " B ").unwrap();
    assert_eq!(value(&book, "visits"), Value::Number(3.into()));
    assert_eq!(value(&book, "起算床位"), Value::Number(200.into()));
    assert_eq!(value(&book, "since").to_string(), "2024-07-01");
    assert_eq!(value(&book, "strict"), Value::Bool(false));
    assert_eq!(value(&book, "grade"), Value::Text("B".into()));
    let visits = book.parameters.iter().find(|parameter| parameter.name == "visits").unwrap();
    assert_eq!(visits.stated, Value::Number(2.into()));
}

#[test]
fn a_parameter_of_two_files_is_set_in_both() {
    let one = "parameter n = 1\nhome each year at least n inspection\n";
    let other = "parameter n = 2\nhome each month at least n inspection\n";
    let mut book = load([("a.gj", one), ("b.gj", other)], &mut NoFiles).book;
    book.set("n", "5").unwrap();
    assert!(book.parameters.iter().all(|parameter| parameter.value == Value::Number(5.into())));
}

#[test]
fn a_value_that_does_not_fit_changes_nothing_and_says_why() {
    let mut told = String::new();
    for (name, text) in [
        ("visit", "3"),
        ("nothing_like_it", "3"),
        ("visits", "two"),
        ("visits", "2.5"),
        ("visits", "-1"),
        ("visits", "5"),
        ("cycle", "0"),
        ("cycle", "2000000"),
        ("since", "2024-02-30"),
        ("strict", "maybe"),
        ("grade", "C"),
    ] {
        let mut book = book();
        let before = book.clone();
        let wording = book.set(name, text).unwrap_err().wording();
        assert_eq!(book, before);
        for language in [Language::English, Language::Chinese] {
            told += &format!("{name}={text}: {}\n", wording.in_language(language));
        }
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("cases/check/parameters");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("a-value-that-does-not-fit-changes-nothing-and-says-why", told));
}

/// Every place of a rule where a number may be a parameter takes the values that fit, and no other.
#[test]
fn a_value_must_fit_every_place_that_a_rule_uses_it_in() {
    for (sentence, fits, does_not) in [
        ("every n days drill", "3", "0"),
        ("every n days from 2024-01-01 drill", "3", "0"),
        ("every 1 year from 2024-01-01 within n days drill", "3", "0.5"),
        ("by opened + n days drill", "3", "0"),
        ("after order within n hours drill", "3", "0"),
        ("after order + n days within 3 days drill", "3", "1.5"),
        ("before order within n days drill", "3", "0"),
        ("in any n days at most 2 drill", "3", "0"),
        ("in any 3 days at most n drill", "0", "-1"),
        ("in any 3 days total of amount at most n drill", "0.5", "-1"),
        ("each year total of amount at least n drill", "0", "-0.5"),
        ("each year at least n different topic drill", "0", "0.5"),
        ("each year at least 2 drill at least n days apart", "3", "0"),
        ("always drill for n days", "3", "0"),
        ("between opened + n days and closed each year drill", "3", "0"),
        ("each year drill\n  grace n days", "3", "0"),
        ("each year drill\n  otherwise within n days fine", "3", "0"),
        ("every 1 year drill\n  extended by stop for n days", "3", "0"),
        ("every 1 year drill\n  extended by stop for 3 days at most n", "0", "0.5"),
        ("each year drill where date > 2024-01-01 + n days", "3", "0"),
        ("always require opened + n days > 2024-01-01", "3", "0"),
        ("each year n to 4 drill", "4", "5"),
        ("each year 1 to n drill", "1", "0"),
    ] {
        let text = format!("parameter n = 2\nhome {sentence}\n");
        let loaded = load([("a.gj", text)], &mut NoFiles);
        assert!(loaded.problems.is_empty(), "{sentence}: {:?}", loaded.problems);
        let mut book = loaded.book;
        assert!(book.set("n", does_not).is_err(), "{sentence} takes {does_not}");
        book.set("n", fits).unwrap_or_else(|error| panic!("{sentence}: {:?}", error.wording()));
    }
}

#[test]
fn a_text_must_be_a_choice_wherever_it_is_compared() {
    for rule in [
        "after order ( where grade = g ) within 3 days drill",
        "after order within 3 days drill where level = g or trigger.grade = g",
        "with its.parent.class = g each year drill",
        "each year drill\n  otherwise within 3 days order where grade in (g)",
    ] {
        let declared = "parameter g = \"A\"\nattribute class: choice of \"A\", \"B\"\nactivity order\n  field grade: \
                        choice of \"A\", \"B\"\nactivity drill\n";
        let loaded = load([("a.gj", format!("{declared}home {rule}\n"))], &mut NoFiles);
        assert!(loaded.problems.is_empty(), "{rule}: {:?}", loaded.problems);
        let mut book = loaded.book;
        assert!(book.set("g", "C").is_err(), "{rule}");
        book.set("g", "B").unwrap();
    }
}
