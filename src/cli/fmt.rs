//! `guiju fmt`: one canonical layout for rule files, in either language.

use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use similar::TextDiff;

use super::error::{CliError, Troubles};
use super::output::{Output, replace};
use super::{FINE, WRONG, files, language, say, tell};
use crate::diagnostic::Problems;
use crate::diagnostic::terminal::{self, Style};
use crate::format::{Unformatted, Vocabulary, format};
use crate::syntax::ast::{File, Statement};
use crate::syntax::{LONGEST_FILE, parse};
use crate::text::{FileId, Language, Source};

/// A file would be formatted otherwise.
const WOULD_CHANGE: u8 = 1;

/// What became of the files.
#[derive(Default)]
struct Counts {
    changed: usize,
    unchanged: usize,
    wrong: usize,
}

/// Formats the files, or tells with `--check` which would change; 2 if any has a problem, else 1 under `--check` if
/// any would change.
pub(super) fn run(matches: &ArgMatches, messages: Language) -> Result<u8, Troubles> {
    let paths: Vec<PathBuf> = matches.get_many("paths").into_iter().flatten().cloned().collect();
    let paths = if paths.is_empty() { vec![PathBuf::from(".")] } else { paths };
    let into = matches.get_one::<String>("lang").and_then(|word| language::named(word));
    let check = matches.get_flag("check");
    let only_input = paths.iter().all(|path| path == Path::new("-"));
    let mut out = Output::screen();
    let mut counts = Counts::default();
    for path in files::below(&paths)? {
        match one(&path, into, messages, check, &mut out) {
            Ok(Some(true)) => counts.changed += 1,
            Ok(Some(false)) => counts.unchanged += 1,
            Ok(None) => counts.wrong += 1,
            Err(trouble) => {
                tell(&trouble, messages);
                counts.wrong += 1;
            }
        }
    }
    out.finish()?;
    if !only_input {
        say(&format!("{}\n", last_line(&counts, check, messages)));
    }
    Ok(match counts {
        Counts { wrong: 1.., .. } => WRONG,
        Counts { changed: 1.., .. } if check => WOULD_CHANGE,
        _ => FINE,
    })
}

/// Whether a file is (or would be) changed; `None` where its text has problems, which are told.
fn one(
    path: &Path,
    into: Option<Language>,
    messages: Language,
    check: bool,
    out: &mut Output,
) -> Result<Option<bool>, CliError> {
    let input = path == Path::new("-");
    let name = if input { "<stdin>".to_owned() } else { path.display().to_string() };
    let text = if input { from_input() } else { files::text(path, LONGEST_FILE) };
    let text = text.map_err(|cause| CliError::Read { path: PathBuf::from(&name), cause })?;
    let source = Source::new(FileId(0), name.as_str(), text.as_str());
    let vocabulary = if into.is_some() { vocabulary(path, &source)? } else { Vocabulary::default() };
    let formatted = match format(&source, into, &vocabulary) {
        Ok(formatted) => formatted,
        Err(Unformatted::Problems(found)) => {
            let mut problems = Problems::default();
            problems.extend(&found);
            say(&terminal::render(problems.iter(), &[source], Style { colour: true, language: messages }));
            return Ok(None);
        }
        Err(Unformatted::Changed { statement }) => {
            return Err(CliError::WouldMeanOther { path: PathBuf::from(&name), line: source.line_of(statement.start) });
        }
    };
    let changed = formatted != text;
    if check {
        if changed {
            let other = messages.either("formatted", "排版后");
            let diff = TextDiff::from_lines(&text, &formatted);
            let diff = diff.unified_diff().context_radius(1).header(&name, &format!("{name} ({other})")).to_string();
            out.text(&clean(&diff))?;
        }
    } else if input {
        out.data(formatted.as_bytes())?;
    } else if changed {
        replace(path, &formatted)?;
    }
    Ok(Some(changed))
}

/// A text without what a terminal would obey.
fn clean(text: &str) -> String {
    let obeyed = |sign: char| {
        sign.is_control() && sign != '\n'
            || matches!(sign, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|sign| if obeyed(sign) { ' ' } else { sign }).collect()
}

/// Standard input, cut as files are.
fn from_input() -> std::io::Result<String> {
    let most = u64::try_from(LONGEST_FILE).unwrap_or(u64::MAX).saturating_add(1);
    let mut text = String::new();
    std::io::stdin().lock().take(most).read_to_string(&mut text)?;
    Ok(text)
}

/// The declarations of a file and of those it uses, directly or not.
fn vocabulary(path: &Path, source: &Source) -> Result<Vocabulary, CliError> {
    let mut trees = vec![parse(source).file];
    let mut seen = BTreeSet::from([known(path)]);
    let mut next: Vec<PathBuf> = trees.iter().flat_map(|tree| used(path, tree)).collect();
    while let Some(path) = next.pop() {
        if !seen.insert(known(&path)) {
            continue;
        }
        let text = files::text(&path, LONGEST_FILE).map_err(|cause| CliError::Read { path: path.clone(), cause })?;
        let tree = parse(&Source::new(FileId(0), path.display().to_string(), text)).file;
        next.extend(used(&path, &tree));
        trees.push(tree);
    }
    Ok(Vocabulary::of(&trees))
}

fn known(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// The files that one uses, from its own folder.
fn used(path: &Path, tree: &File) -> Vec<PathBuf> {
    let folder = path.parent().unwrap_or_else(|| Path::new(""));
    let paths = tree.statements.iter().filter_map(|statement| match statement {
        Statement::Use(word) => Some(folder.join(&word.text)),
        _ => None,
    });
    paths.collect()
}

/// What it comes to.
fn last_line(counts: &Counts, check: bool, messages: Language) -> String {
    let Counts { changed, unchanged, wrong } = *counts;
    if messages == Language::Chinese {
        let done =
            if check { format!("{changed} 个文件须排版") } else { format!("已排版 {changed} 个文件") };
        let wrong = if wrong > 0 { format!("，{wrong} 个有误未动") } else { String::new() };
        return format!("{done}，{unchanged} 个无须改动{wrong}");
    }
    let files = format!("{changed} file{}", if changed == 1 { "" } else { "s" });
    let done = if check { format!("{files} would change") } else { format!("formatted {files}") };
    let wrong = if wrong > 0 { format!(", {wrong} left alone for problems") } else { String::new() };
    format!("{done}, {unchanged} unchanged{wrong}")
}
