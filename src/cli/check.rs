//! `guiju check`: every problem of every file and what its lints find, in one run.

use std::path::PathBuf;

use clap::ArgMatches;

use super::error::Troubles;
use super::output::Output;
use super::{FINE, WRONG, files, rules, say};
use crate::check::Loaded;
use crate::diagnostic::terminal::{self, Style};
use crate::diagnostic::{Severity, json};
use crate::lint::{Choice, lint};
use crate::text::Language;
use crate::trial;

/// Checks the files; 2 if any has an error.
pub(super) fn run(matches: &ArgMatches, language: Language) -> Result<u8, Troubles> {
    let paths: Vec<PathBuf> = matches.get_many("paths").into_iter().flatten().cloned().collect();
    let paths = if paths.is_empty() { vec![PathBuf::from(".")] } else { paths };
    let mut loaded = rules::load_files(&files::rule_files(&paths)?)?;
    if !matches.get_flag("no-lint") {
        let only: Vec<String> = matches.get_many("lint").into_iter().flatten().cloned().collect();
        let choice = if only.is_empty() { Choice::All } else { Choice::Only(only) };
        let found = lint(&loaded, &choice);
        found.iter().for_each(|finding| loaded.problems.push(finding.clone()));
    }
    if !loaded.problems.has_errors() {
        // What a test names can only be told once the rules are known.
        trial::check(&loaded).iter().for_each(|problem| loaded.problems.push(problem.clone()));
    }
    loaded.problems.sort();
    let mut out = Output::screen();
    if matches.get_one::<String>("format").is_some_and(|format| format == "json") {
        let problems = json::render(loaded.problems.iter(), &loaded.sources);
        out.data(problems.map_err(|cause| out.trouble(cause.into()))?.as_bytes())?;
    } else {
        out.text(&terminal::render(loaded.problems.iter(), &loaded.sources, Style { colour: true, language }))?;
    }
    out.finish()?;
    say(&format!("{}\n", last_line(&loaded, language)));
    Ok(if loaded.problems.has_errors() { WRONG } else { FINE })
}

/// What it comes to.
fn last_line(loaded: &Loaded, language: Language) -> String {
    let count = |severity| loaded.problems.iter().filter(|problem| problem.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let (files, rules) = (loaded.sources.len(), loaded.book.rules.len());
    if language == Language::Chinese {
        let problems = match (errors, warnings) {
            (0, 0) => "没有问题".to_owned(),
            (0, warnings) => format!("{warnings} 条警告"),
            (errors, 0) => format!("{errors} 个错误"),
            (errors, warnings) => format!("{errors} 个错误，{warnings} 条警告"),
        };
        let rules = if errors == 0 { format!("、{rules} 条规则") } else { String::new() };
        return format!("已检查 {files} 个文件{rules}：{problems}");
    }
    let plural = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    let problems = match (errors, warnings) {
        (0, 0) => "nothing wrong".to_owned(),
        (0, warnings) => plural(warnings, "warning"),
        (errors, 0) => plural(errors, "error"),
        (errors, warnings) => format!("{}, {}", plural(errors, "error"), plural(warnings, "warning")),
    };
    // The rules that are left over when others are wrong say nothing.
    let rules = if errors == 0 { format!(", {}", plural(rules, "rule")) } else { String::new() };
    format!("checked {}{rules}: {problems}", plural(files, "file"))
}
