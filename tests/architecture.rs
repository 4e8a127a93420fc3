//! Who may use whom: imports run one way, without circles, and no file of the sources grows long.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "in a test, what cannot be is a failure"
)]

#[path = "case/folder.rs"]
mod folder;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Every module of the library and the modules it may use. `rulebook` is what `check` gives: it knows nothing of how it
/// came about, and evaluation sees it and never the syntax.
const MAY_USE: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("calendar", &[]),
    ("diagnostic", &["text"]),
    ("rulebook", &["text", "calendar"]),
    ("syntax", &["text", "calendar", "diagnostic"]),
    ("check", &["text", "calendar", "diagnostic", "syntax", "rulebook"]),
    ("format", &["text", "calendar", "diagnostic", "syntax"]),
    ("lint", &["text", "calendar", "diagnostic", "syntax", "rulebook", "check"]),
    ("ledger", &["text", "calendar", "rulebook"]),
    ("verdict", &["text", "calendar", "rulebook", "ledger"]),
    ("evaluate", &["text", "calendar", "rulebook", "ledger", "verdict"]),
    ("report", &["text", "calendar", "rulebook", "ledger", "verdict"]),
    ("trial", &["text", "calendar", "diagnostic", "syntax", "rulebook", "check", "ledger", "verdict", "evaluate"]),
];

/// Front ends see every module, and no module sees them.
const FRONT_ENDS: &[&str] = &["cli", "lsp", "web"];

/// The most lines a source file may have.
const LONGEST: usize = 600;

fn sources() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let named = folder::files(&root, "rs").into_iter().map(|path| {
        let text = std::fs::read_to_string(&path).unwrap();
        (path.strip_prefix(&root).unwrap().to_path_buf(), text)
    });
    let files: Vec<_> = named.collect();
    assert!(files.len() > 20, "the sources were not found");
    files
}

/// The module of a file: the first part of its path.
fn module(path: &Path) -> String {
    let first = path.components().next().unwrap().as_os_str().to_str().unwrap();
    first.trim_end_matches(".rs").to_owned()
}

/// The modules a text names behind `crate::`, or in braces behind it; comments are not looked at.
fn used(text: &str) -> BTreeSet<String> {
    let code: String = text.lines().map(|line| line.split("//").next().unwrap()).collect::<Vec<_>>().join("\n");
    let mut used = BTreeSet::new();
    for rest in code.split("crate::").skip(1) {
        let word = |text: &str| -> String {
            text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
        };
        match rest.strip_prefix('{') {
            Some(list) => {
                let (mut depth, mut start) = (0_usize, true);
                for (at, sign) in list.char_indices() {
                    match sign {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => start = true,
                        sign if start && !sign.is_whitespace() => {
                            used.insert(word(&list[at..]));
                            start = false;
                        }
                        _ => {}
                    }
                }
            }
            None => {
                used.insert(word(rest));
            }
        }
    }
    used.remove("");
    used
}

#[test]
fn imports_run_one_way() {
    let allowed: BTreeMap<&str, &[&str]> = MAY_USE.iter().copied().collect();
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let module = module(&path);
        if ["lib", "main"].contains(&module.as_str()) || FRONT_ENDS.contains(&module.as_str()) {
            continue;
        }
        let Some(allowed) = allowed.get(module.as_str()) else {
            wrong.push(format!("{}: `{module}` stands in no list of what modules may use", path.display()));
            continue;
        };
        // Names that are no modules are items of lib.rs, which no module should need.
        for other in used(&text).into_iter().filter(|other| *other != module && !allowed.contains(&other.as_str())) {
            wrong.push(format!("{}: `{module}` may not use `{other}`", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_list_itself_has_no_circle() {
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for (module, uses) in MAY_USE {
        for other in *uses {
            assert!(known.contains(other), "`{module}` uses `{other}`, which stands below it");
        }
        known.insert(module);
    }
}

#[test]
fn no_source_file_is_long() {
    let long: Vec<String> = sources()
        .iter()
        .map(|(path, text)| (path, text.lines().count()))
        .filter(|(_, lines)| *lines > LONGEST)
        .map(|(path, lines)| format!("{} has {lines} lines", path.display()))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn no_module_file_is_called_mod() {
    for (path, _) in sources() {
        assert!(!path.ends_with("mod.rs"), "{}", path.display());
    }
}

#[test]
fn uses_are_read_from_paths_and_from_braces() {
    let text = "use crate::text::{Span, Wording};\nuse crate::{calendar::Day, rulebook};\nfn f() { crate::syntax::parse() } // crate::cli";
    let found: Vec<String> = used(text).into_iter().collect();
    assert_eq!(found, ["calendar", "rulebook", "syntax", "text"]);
}
