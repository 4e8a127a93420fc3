//! Cases of one or more rule files, and the messages about them in both languages.

use std::path::Path;

use guiju::check::{Loaded, Unreadable, load};
use guiju::diagnostic::Problems;
use guiju::diagnostic::terminal::{Style, render};
use guiju::text::Language;

/// The files of a case: `== path ==` lines begin further ones, which are there to be used.
fn files(case: &str) -> Vec<(String, String)> {
    let mut files = vec![("case.gj".to_owned(), String::new())];
    for line in case.lines() {
        match line.strip_prefix("== ").and_then(|line| line.strip_suffix(" ==")) {
            Some(path) => files.push((path.to_owned(), String::new())),
            None => {
                let (_, text) = files.last_mut().unwrap();
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    files
}

/// Loads a case: its first file is named by the user, and those whose path begins with `also`.
pub fn loaded(case: &str) -> Loaded {
    let files = files(case);
    let named = files.iter().enumerate().filter(|(at, (path, _))| *at == 0 || path.starts_with("also"));
    let mut loader = |path: &str| {
        let found = files.iter().find(|(name, _)| name == path);
        found.map(|(_, text)| text.clone()).ok_or(Unreadable::Missing)
    };
    load(named.map(|(_, file)| file.clone()), &mut loader)
}

/// Messages in English, then in Chinese.
pub fn messages(loaded: &Loaded, problems: &Problems) -> String {
    let mut out = String::new();
    for language in [Language::English, Language::Chinese] {
        out.push_str(&render(problems.iter(), &loaded.sources, Style { language, colour: false }));
        out.push('\n');
    }
    out
}

/// Compares the case and, below it, what came of it with the snapshot beside it.
#[track_caller]
pub fn snapshot(path: &Path, case: &str, output: &str) {
    super::beside::assert_beside(path, &format!("{}\n════════\n\n{}", case.trim_end(), output.trim_end()));
}

/// The rule texts of a page: what is wrong or to be avoided, then what is right or to be preferred.
pub fn examples(page: &str) -> Vec<String> {
    page.split("```gj\n").skip(1).map(|block| block.split("```").next().unwrap().to_owned()).collect()
}
