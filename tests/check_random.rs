//! Random recombinations of the cases: no panic, the same answer twice, and a book that says what the rules say.
//!
//! `GUIJU_FUZZ_CASES` sets the number of cases; the default takes a few seconds.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "in a test, what cannot be is a failure")]

#[path = "case/folder.rs"]
mod folder;

use std::path::Path;

use guiju::check::canonical::{AsWritten, sentence};
use guiju::check::{Loaded, Unreadable, load};
use guiju::diagnostic::terminal::{Style, render};
use guiju::diagnostic::{Severity, json};
use guiju::syntax::ast::Statement;
use guiju::syntax::parse;
use guiju::text::{FileId, Language, Source};
use proptest::prelude::*;

/// The statements of all cases.
fn statements() -> Vec<String> {
    let files = folder::files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases"), "gj");
    let mut statements: Vec<String> = Vec::new();
    for file in files {
        for line in std::fs::read_to_string(file).unwrap().lines() {
            match statements.last_mut() {
                Some(last) if line.starts_with([' ', '\t']) => *last = format!("{last}\n{line}"),
                _ if line.is_empty() || line.starts_with("==") => {}
                _ => statements.push(line.to_owned()),
            }
        }
    }
    assert!(statements.len() > 100);
    statements
}

fn cases() -> u32 {
    std::env::var("GUIJU_FUZZ_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(400)
}

fn run(one: &str, other: &str, third: &str) -> Loaded {
    let mut loader = |path: &str| if path == "names.gj" { Ok(third.to_owned()) } else { Err(Unreadable::Missing) };
    load([("a.gj", one), ("b.gj", other)], &mut loader)
}

/// A file of some statements, in which some words are those of others.
fn file() -> impl Strategy<Value = String> {
    let statements = statements();
    let words: Vec<String> =
        statements.iter().flat_map(|statement| statement.split_whitespace()).map(str::to_owned).collect();
    let words = proptest::sample::select(words);
    let statement =
        (proptest::sample::select(statements), proptest::option::weighted(0.4, (any::<prop::sample::Index>(), words)));
    let changed = statement.prop_map(|(statement, change)| match change {
        Some((at, word)) => {
            let mut parts: Vec<&str> = statement.split(' ').collect();
            let at = at.index(parts.len());
            parts[at] = &word;
            parts.join(" ")
        }
        None => statement,
    });
    prop::collection::vec(changed, 0..12).prop_map(|list| list.join("\n") + "\n")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_mixture_of_statements_is_answered(one in file(), other in file(), third in file(), value in "\\PC{0,6}|[0-9]{1,3}") {
        let loaded = run(&one, &other, &third);
        let again = run(&one, &other, &third);
        prop_assert_eq!(&loaded.book, &again.book);
        prop_assert_eq!(&loaded.problems, &again.problems);
        for language in [Language::English, Language::Chinese] {
            let shown = render(loaded.problems.iter(), &loaded.sources, Style { language, colour: true });
            prop_assert_eq!(shown.is_empty(), loaded.problems.is_empty());
        }
        json::render(loaded.problems.iter(), &loaded.sources).unwrap();
        for problem in loaded.problems.iter() {
            prop_assert!(!problem.title.en.is_empty() && !problem.title.zh.is_empty());
            prop_assert!(problem.help.is_some(), "{} has no help", problem.code);
        }

        // What is left out of the book is told.
        let roots = loaded.sources.iter().filter(|source| source.path != "names.gj");
        let written: usize = roots
            .map(|source| parse(source).file.statements.iter().filter(|one| matches!(one, Statement::Rule(_))).count())
            .sum();
        if loaded.problems.iter().all(|problem| problem.severity == Severity::Warning) {
            prop_assert_eq!(loaded.book.rules.len(), written);
        }

        // The canonical sentence is a sentence, and its own canonical form.
        for rule in &loaded.book.rules {
            let parsed = parse(&Source::new(FileId(0), "sentence.gj", rule.sentence.as_str()));
            prop_assert!(parsed.problems.is_empty(), "{}: {:?}", rule.sentence, parsed.problems);
            let [Statement::Rule(read)] = parsed.file.statements.as_slice() else {
                return Err(TestCaseError::fail(rule.sentence.clone()));
            };
            prop_assert_eq!(&sentence(&read.sentence, &AsWritten), &rule.sentence);
        }

        let mut book = loaded.book.clone();
        for parameter in &loaded.book.parameters {
            if let Err(error) = book.set(&parameter.name, &value) {
                prop_assert!(!error.wording().zh.is_empty());
            }
        }
    }
}
