//! The lints: each case is one or more rule files; its snapshot shows what is found in both languages, or that nothing
//! is. Cases lie in `cases/lint/CODE`: those whose name begins with `fires` have a finding of that lint, the others none.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "in a test, what cannot be is a failure"
)]

use std::path::Path;

use guiju::check::{Loaded, Unreadable, load};
use guiju::diagnostic::terminal::{Style, render};
use guiju::diagnostic::{Problems, Severity};
use guiju::lint::{Choice, codes, lint, page};
use guiju::text::Language;

/// The files of a case: `== path ==` lines begin further ones, which are there to be used; those whose path begins with
/// `also` are named by the user too.
fn loaded(text: &str) -> Loaded {
    let mut files = vec![("case.gj".to_owned(), String::new())];
    for line in text.lines() {
        match line.strip_prefix("== ").and_then(|line| line.strip_suffix(" ==")) {
            Some(path) => files.push((path.to_owned(), String::new())),
            None => {
                let (_, text) = files.last_mut().unwrap();
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    let roots: Vec<_> = files
        .iter()
        .enumerate()
        .filter(|(at, (path, _))| *at == 0 || path.starts_with("also"))
        .map(|(_, file)| file.clone())
        .collect();
    let mut loader = |path: &str| {
        let found = files.iter().find(|(name, _)| name == path);
        found.map(|(_, text)| text.clone()).ok_or(Unreadable::Missing)
    };
    let loaded = load(roots, &mut loader);
    assert!(!loaded.problems.has_errors(), "{text}\n{}", shown(&loaded, &loaded.problems));
    loaded
}

fn shown(loaded: &Loaded, problems: &Problems) -> String {
    let mut out = String::new();
    for language in [Language::English, Language::Chinese] {
        out.push_str(&render(problems.iter(), &loaded.sources, Style { language, colour: false }));
        out.push('\n');
    }
    out
}

#[test]
fn each_lint_finds_what_it_is_for_and_nothing_else() {
    insta::glob!("cases/lint", "**/*.gj", |path| {
        let input = std::fs::read_to_string(path).unwrap();
        let code = path.parent().unwrap().file_name().unwrap().to_str().unwrap();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let loaded = loaded(&input);
        let found = lint(&loaded, &Choice::Only(vec![code.to_owned()]));
        assert_eq!(!found.is_empty(), name.starts_with("fires"), "{code}/{name}\n{}", shown(&loaded, &found));
        assert!(found.iter().all(|finding| finding.code == code && finding.severity == Severity::Warning));
        if found.is_empty() {
            return;
        }
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(path.parent().unwrap());
        settings.set_prepend_module_to_snapshot(false);
        settings.remove_snapshot_suffix();
        settings.set_omit_expression(true);
        let output = shown(&loaded, &found);
        settings
            .bind(|| insta::assert_snapshot!(name, format!("{}\n════════\n\n{}", input.trim_end(), output.trim_end())));
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

/// The fenced blocks of a page: what to avoid, then what to prefer.
fn examples(page: &str) -> Vec<String> {
    page.split("```gj\n").skip(1).map(|block| block.split("```").next().unwrap().to_owned()).collect()
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
            assert!(found.iter().any(|finding| finding.code == code), "{code}: {}", shown(&loaded_avoid, &found));
            let loaded_prefer = loaded(prefer);
            let found = lint(&loaded_prefer, &Choice::All);
            assert!(found.is_empty(), "{code}: {}", shown(&loaded_prefer, &found));
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
