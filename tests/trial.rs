//! Tests in the language: which of them hold, what a failure says, what is wrong with a line, what is covered.
//!
//! A case is a rule file with tests. Its first line may say `# shows text zh json junit problems-zh`: what stands below it in
//! the snapshot (else `text`); problems are always shown.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a case that cannot be read must fail")]

#[path = "case/beside.rs"]
mod beside;

use std::fmt::Write as _;
use std::fs;

use beside::assert_beside;
use guiju::check::{Loaded, NoFiles, load};
use guiju::diagnostic::terminal::{Style, render};
use guiju::text::Language;
use guiju::trial;

const ENGLISH: Style = Style { language: Language::English, colour: false };
const CHINESE: Style = Style { language: Language::Chinese, colour: false };

fn loaded(text: &str) -> Loaded {
    let loaded = load([("case.gj", text)], &mut NoFiles);
    assert!(!loaded.problems.has_errors(), "{}", render(loaded.problems.iter(), &loaded.sources, ENGLISH));
    loaded
}

fn shown(text: &str) -> String {
    let loaded = loaded(text);
    let trials = trial::run(&loaded, None);
    let mut out = text.to_owned();
    if !trials.problems.is_empty() {
        let problems = render(trials.problems.iter(), &loaded.sources, ENGLISH);
        let _ = write!(out, "\n──── problems\n{problems}");
    }
    let asked = text.lines().next().and_then(|line| line.strip_prefix("# shows ")).unwrap_or("text");
    for what in asked.split_whitespace() {
        let told = match what {
            "text" => trial::text(&trials, &loaded.sources, ENGLISH, true),
            "gaps" => trial::text(&trials, &loaded.sources, ENGLISH, false),
            "zh" => trial::text(&trials, &loaded.sources, CHINESE, true),
            "json" => trial::json(&trials, &loaded.sources).unwrap(),
            "junit" => trial::junit(&trials, &loaded.sources, Language::English),
            "junit-zh" => trial::junit(&trials, &loaded.sources, Language::Chinese),
            "problems-zh" => render(trials.problems.iter(), &loaded.sources, CHINESE),
            what => panic!("{what}"),
        };
        let _ = write!(out, "\n──── {what}\n{told}");
    }
    out
}

#[test]
fn every_case_says_what_its_snapshot_shows() {
    insta::glob!("cases/trial", "**/*.gj", |path| {
        let text = fs::read_to_string(path).unwrap();
        assert_beside(path, &shown(&text));
    });
}

#[test]
fn cases_under_holds_pass_and_nothing_is_wrong_with_them() {
    insta::glob!("cases/trial/holds", "*.gj", |path| {
        let loaded = loaded(&fs::read_to_string(path).unwrap());
        let trials = trial::run(&loaded, None);
        assert_eq!(trials.counts(), (trials.all, 0, 0), "{}", path.display());
        assert!(trials.problems.is_empty(), "{}", path.display());
    });
}

#[test]
fn a_filter_leaves_the_tests_with_its_text_in_their_title() {
    let text = "X every 6 months A\ntest \"On the LEAP day\"\n  as of 2024-02-29\n  given X \"a\" opened 2024-01-01\n  \
                expect \"a\" pending `X every 6 months A`\ntest \"later\"\n  as of 2024-02-29\n  given X \"a\" opened 2024-01-01\n  \
                expect \"a\" met `X every 6 months A`\n";
    let loaded = loaded(text);
    let counts = |filter| {
        let trials = trial::run(&loaded, filter);
        (trials.all, trials.counts())
    };
    assert_eq!(counts(None), (2, (1, 1, 0)));
    assert_eq!(counts(Some("leap DAY")), (2, (1, 0, 0)));
    assert_eq!(counts(Some("midnight")), (2, (0, 0, 0)));
}

#[test]
fn every_code_of_a_test_has_a_page_in_both_languages() {
    for code in trial::pages::codes() {
        for language in [Language::English, Language::Chinese] {
            let page = trial::pages::page(code, language).unwrap();
            assert!(page.starts_with(&format!("# {code}\n")), "{code}");
            assert!(!page.contains("---"), "{code}");
        }
    }
}
