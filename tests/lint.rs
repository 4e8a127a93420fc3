//! The lints: each case is one or more rule files; its snapshot shows what is found in both languages, or that nothing
//! is. Cases lie in `cases/lint/CODE`: those whose name begins with `fires` have a finding of that lint, the others none.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "in a test, what cannot be is a failure"
)]

#[path = "case/beside.rs"]
mod beside;
#[path = "case/rules.rs"]
mod rules;

use std::path::Path;

use guiju::check::{Loaded, load};
use guiju::diagnostic::Severity;
use guiju::lint::{Choice, codes, lint, page};
use guiju::text::Language;
use rules::{examples, messages, snapshot};

/// Loads a case whose rules have no error, so that the lints look at it.
fn loaded(text: &str) -> Loaded {
    let loaded = rules::loaded(text);
    assert!(!loaded.problems.has_errors(), "{text}\n{}", messages(&loaded, &loaded.problems));
    loaded
}

#[test]
fn each_lint_finds_what_it_is_for_and_nothing_else() {
    insta::glob!("cases/lint", "**/*.gj", |path| {
        let input = std::fs::read_to_string(path).unwrap();
        let code = path.parent().unwrap().file_name().unwrap().to_str().unwrap();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let loaded = loaded(&input);
        let found = lint(&loaded, &Choice::Only(vec![code.to_owned()]));
        assert_eq!(!found.is_empty(), name.starts_with("fires"), "{code}/{name}\n{}", messages(&loaded, &found));
        assert!(found.iter().all(|finding| finding.code == code && finding.severity == Severity::Warning));
        if found.is_empty() {
            return;
        }
        snapshot(path, &input, &messages(&loaded, &found));
    });
}

#[test]
fn every_lint_has_a_case_that_fires_and_one_that_must_not() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/lint");
    for code in codes() {
        let mut names: Vec<bool> = Vec::new();
        for entry in std::fs::read_dir(folder.join(code)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "gj") {
                names.push(path.file_stem().unwrap().to_str().unwrap().starts_with("fires"));
            }
        }
        assert!(names.contains(&true) && names.contains(&false), "{code}");
    }
}

#[test]
fn what_a_page_avoids_is_found_and_what_it_prefers_has_no_finding_at_all() {
    for code in codes() {
        for language in [Language::English, Language::Chinese] {
            let page = page(code, language).unwrap();
            assert!(page.starts_with(&format!("# {code}\n")), "{page}");
            let examples = examples(&page);
            let [avoid, prefer] = examples.as_slice() else { panic!("{code} needs two examples") };
            let loaded_avoid = loaded(avoid);
            let found = lint(&loaded_avoid, &Choice::All);
            assert!(found.iter().any(|finding| finding.code == code), "{code}: {}", messages(&loaded_avoid, &found));
            let loaded_prefer = loaded(prefer);
            let found = lint(&loaded_prefer, &Choice::All);
            assert!(found.is_empty(), "{code}: {}", messages(&loaded_prefer, &found));
        }
    }
}

#[test]
fn rules_with_an_error_are_not_looked_at() {
    let loaded =
        load([("a.gj", "policy \"p\"\nhome each year drill\nhome each yaer drill\n")], &mut guiju::check::NoFiles);
    assert!(loaded.problems.has_errors());
    assert!(lint(&loaded, &Choice::All).is_empty());
}
