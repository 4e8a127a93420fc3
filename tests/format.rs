//! The formatter: each case's snapshot shows the input, and below it what is written, as it is and in both languages.
//! What must hold of any text (`format/holds.rs`) is asked of every rule file of the repository and of random ones;
//! `GUIJU_FORMAT_CASES` says of how many.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "in a test, what cannot be is a failure"
)]

#[path = "format/dice.rs"]
mod dice;
#[path = "format/draw.rs"]
mod draw;
#[path = "format/draw_conditions.rs"]
mod draw_conditions;
#[path = "format/draw_statements.rs"]
mod draw_statements;
#[path = "format/draw_words.rs"]
mod draw_words;
#[path = "format/holds.rs"]
mod holds;
#[path = "format/random.rs"]
mod random;
#[path = "reference/reference.rs"]
#[allow(dead_code, unused_imports, reason = "only its generator and its renderer are used here")]
mod reference;
#[path = "format/states.rs"]
mod states;

use std::path::{Path, PathBuf};

use guiju::format::{Unformatted, format};
use guiju::syntax::parse;
use guiju::text::Language;
use holds::{holds, source, vocabulary};

#[test]
fn a_file_is_laid_out_as_its_snapshot_shows() {
    insta::glob!("cases/format/**/*.gj", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        let plain = format(&source(&text), None, &vocabulary(&text)).unwrap();
        let mut shown = format!("{text}════ as it is\n{plain}");
        for (language, name) in [(Language::English, "in English"), (Language::Chinese, "in Chinese")] {
            let written = format(&source(&text), Some(language), &vocabulary(&text)).unwrap();
            let written = if written == plain { "the same\n".to_owned() } else { written };
            shown.push_str(&format!("════ {name}\n{written}"));
        }
        holds(&text, &path.display().to_string());
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(path.parent().unwrap());
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.remove_snapshot_suffix();
        settings.bind(|| insta::assert_snapshot!(path.file_stem().unwrap().to_str().unwrap(), shown));
    });
}

/// Every rule file of the repository; a case of several files is one text up to its first further file.
pub fn rule_files() -> Vec<(PathBuf, String)> {
    let mut folders = vec![PathBuf::from(env!("CARGO_MANIFEST_DIR"))];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if path.is_dir() && name != "target" && !name.starts_with('.') {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "gj") {
                let text = std::fs::read_to_string(&path).unwrap();
                files.push((path, text.split("\n== ").next().unwrap().to_owned()));
            }
        }
    }
    files.sort();
    files
}

#[test]
fn every_rule_file_of_the_repository_keeps_its_meaning_and_its_comments() {
    let (mut fine, mut wrong) = (0, 0);
    for (path, text) in rule_files() {
        if parse(&source(&text)).problems.is_empty() {
            holds(&text, &path.display().to_string());
            fine += 1;
        } else {
            let formatted = format(&source(&text), None, &vocabulary(&text));
            assert!(matches!(formatted, Err(Unformatted::Problems(_))), "{}", path.display());
            wrong += 1;
        }
    }
    assert!(fine > 150 && wrong > 30, "{fine} fine, {wrong} wrong");
}

#[test]
fn every_example_of_the_documents_keeps_its_meaning_and_its_comments() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut examples = 0;
    for name in ["README.md", "README.zh.md", "docs/language.md", "docs/language.zh.md", "docs/architecture.md"] {
        let document = std::fs::read_to_string(root.join(name)).unwrap();
        for block in document.split("\n```guiju").skip(1) {
            let text = block.split_once('\n').unwrap().1.split("\n```").next().unwrap();
            if parse(&source(text)).problems.is_empty() {
                holds(&format!("{text}\n"), name);
                examples += 1;
            }
        }
    }
    assert!(examples > 50, "only {examples} examples were found");
}

/// In these cases the statements come in pairs: English, then Chinese (or a mixture).
#[test]
fn each_half_of_a_pair_translates_into_the_other() {
    let mut pairs = 0;
    insta::glob!("cases/syntax/both-languages/*.gj", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        for language in [Language::English, Language::Chinese] {
            let written = format(&source(&text), Some(language), &vocabulary("")).unwrap();
            let mut statements: Vec<String> = Vec::new();
            for line in written.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
                match statements.last_mut() {
                    Some(last) if line.starts_with(' ') => *last = format!("{last}\n{line}"),
                    _ => statements.push(line.to_owned()),
                }
            }
            for pair in statements.chunks(2) {
                assert_eq!(pair[0], pair[1], "{}", path.display());
                pairs += 1;
            }
        }
    });
    assert!(pairs > 440, "only {pairs} pairs were compared");
}

/// The rule pack and the corpus of clauses are shipped as the formatter lays them out.
#[test]
fn the_shipped_rules_are_formatted() {
    for folder in ["rules", "examples", "benches", "tests/clauses"] {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        for (path, text) in rule_files().into_iter().filter(|(path, _)| path.starts_with(&root)) {
            let formatted = format(&source(&text), None, &vocabulary("")).unwrap();
            assert_eq!(formatted, text, "run `guiju fmt {}`", path.display());
        }
    }
}

#[test]
fn line_ends_byte_order_marks_and_wide_spaces_become_those_of_every_file() {
    let plain = "#c\n养老机构 each year A\n  cite \"一\" #d\n\nX 每年 A\n";
    assert_eq!(format(&source(plain), None, &vocabulary("")).unwrap(), plain);
    for odd in [
        format!("\u{feff}{}", plain.replace('\n', "\r\n")),
        plain.trim_end().to_owned(),
        plain.replace("  ", "\u{3000}\u{3000}").replace(' ', "　 "),
        plain.replace("X 每年 A", "Ｘ　每年　Ａ").replace('"', "＂"),
    ] {
        assert_eq!(format(&source(&odd), None, &vocabulary("")).unwrap(), plain, "{odd}");
    }
    for nothing in ["", "\n\n", "\u{feff}  \r\n"] {
        assert_eq!(format(&source(nothing), None, &vocabulary("")).unwrap(), "");
    }
}

#[test]
fn a_file_with_one_unreadable_statement_is_not_formatted() {
    let formatted = format(&source("养老机构   每年 A\n养老机构 每 年 A\n"), None, &vocabulary(""));
    let Err(Unformatted::Problems(problems)) = formatted else { panic!("it was formatted") };
    assert_eq!(problems.len(), 1);
}

/// Canonical text comes back as it was, names too.
#[test]
fn the_shipped_rules_go_over_into_english_and_back() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/wenzhou-2024");
    let texts = ["vocabulary.gj", "wenzhou-2024.gj"].map(|name| std::fs::read_to_string(folder.join(name)).unwrap());
    let written = |texts: &[String; 2], language| {
        let trees = [0, 1].map(|index| parse(&source(&texts[index])).file);
        let names = guiju::format::Vocabulary::of(&trees);
        [0, 1].map(|index| format(&source(&texts[index]), Some(language), &names).unwrap())
    };
    let english = written(&texts, Language::English);
    assert!(english[1].contains("  nursing_home or welfare_home each half-year at least 1 fire_drill\n"));
    assert_eq!(written(&english, Language::Chinese), texts);
}
