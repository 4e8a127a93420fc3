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
