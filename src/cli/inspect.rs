//! `guiju inspect`: what an export is, and how guiju.toml may map it (docs/records.md).

mod json;
mod not_written;
mod rules;
mod text;
mod toml;
mod write;

use std::path::{Path, PathBuf};

use clap::ArgMatches;

pub(super) use self::not_written::NotWritten;
use self::rules::Decided;
use super::error::{CliError, Troubles};
use super::output::Output;
use super::sources::{Source, Sources};
use super::{FINE, audit, files, say};
use crate::check::Loaded;
use crate::ledger::{Draft, FileProfile, Input, Institutions, NameMatch, Note, Purpose, TableProfile, draft, inspect};
use crate::rulebook::RuleBook;
use crate::text::Language;

/// A table, the draft of its mapping, and how its institutions are found.
struct Looked {
    table: TableProfile,
    draft: Draft,
    matched: Option<NameMatch>,
}

/// A file that was looked at.
struct File {
    source: Source,
    profile: FileProfile,
    tables: Vec<Looked>,
}

/// The register of the run.
struct Register {
    /// Where a flag names it.
    path: Option<PathBuf>,
    /// As messages name it.
    name: String,
    count: usize,
    draft: Draft,
}

/// All that was found out.
struct Inspection {
    files: Vec<File>,
    left: Vec<Note>,
    register: Option<Register>,
    /// The rule files as they were named.
    rules: Vec<PathBuf>,
    decided: Vec<Decided>,
}

/// Looks at the files: 2 if one cannot be read.
pub(super) fn run(matches: &ArgMatches, language: Language) -> Result<u8, Troubles> {
    let paths = |name| matches.get_many::<PathBuf>(name).into_iter().flatten().cloned().collect::<Vec<_>>();
    let rules = paths("rules");
    let loaded = if rules.is_empty() { None } else { Some(super::rules::load_files(&files::rule_files(&rules)?)?) };
    if let Some(loaded) = &loaded {
        audit::tell_problems(loaded, language)?;
    }
    let inspection = look(&paths("paths"), matches.get_one::<PathBuf>("register"), loaded.as_ref(), rules)?;
    let drafted = toml::render(&inspection, Path::new(""), language);
    let mut out = Output::screen();
    if matches.get_one::<String>("format").is_some_and(|format| format == "json") {
        out.data(json::render(&inspection, &drafted).as_bytes())?;
    } else {
        out.text(&text::render(&inspection, &drafted, language))?;
    }
    out.finish()?;
    if matches.contains_id("write") {
        let named = matches.get_one::<PathBuf>("write").filter(|path| path.as_os_str() != "-");
        say(&write::write(&inspection, named.map(PathBuf::as_path), language)?);
    }
    Ok(FINE)
}

fn look(
    written: &[PathBuf],
    register: Option<&PathBuf>,
    loaded: Option<&Loaded>,
    rules: Vec<PathBuf>,
) -> Result<Inspection, Troubles> {
    let book = loaded.map(|loaded| &loaded.book);
    let (mut sources, mut left) = (Vec::<Source>::new(), Vec::new());
    for path in written {
        let found = Sources::of(Path::new(""), path)?;
        left.extend(found.left);
        let new = |source: &Source| sources.iter().all(|other| !audit::same_file(&other.path, &source.path));
        let new: Vec<Source> = found.files.into_iter().filter(new).collect();
        sources.extend(new);
    }
    let (mut found, mut troubles) = (Vec::new(), Vec::new());
    for source in sources {
        match inspect(|| input(&source)) {
            Ok(profile) => found.push((source, profile)),
            Err(error) => match error.left_out().filter(|_| source.found) {
                Some(note) => left.push(note),
                None => troubles.push(CliError::from(error)),
            },
        }
    }
    if !troubles.is_empty() {
        return Err(Troubles(troubles));
    }
    let (register, people) = register_of(register, &found, book)?;
    let files = found.into_iter().map(|(source, profile)| {
        let tables = profile.tables.iter().map(|table| {
            let draft = draft(table, book, people.as_ref());
            let column = draft.institution.and_then(|at| table.columns.get(at));
            let matched = people.as_ref().zip(column).map(|(people, column)| people.matched(column));
            Looked { table: table.clone(), draft, matched }
        });
        File { tables: tables.collect(), source, profile }
    });
    let files: Vec<File> = files.collect();
    let decided = book.map(|book| rules::decided(book, &files, register.as_ref())).unwrap_or_default();
    Ok(Inspection { files, left, register, rules, decided })
}

fn input(source: &Source) -> Input {
    let input = Input::path(&source.path).named(source.name.as_str());
    if source.found { input.found() } else { input }
}

/// The register that a flag names, else the first table that is one.
fn register_of(
    named: Option<&PathBuf>,
    found: &[(Source, FileProfile)],
    book: Option<&RuleBook>,
) -> Result<(Option<Register>, Option<Institutions>), CliError> {
    let none = RuleBook::default();
    let read = |input: Input, draft: &Draft| {
        let mapped = if draft.purpose == Purpose::Register { draft.mapping.clone() } else { Default::default() };
        Institutions::read(book.unwrap_or(&none), input.mapped(mapped))
    };
    if let Some(path) = named {
        let profile = inspect(|| Input::path(path))?;
        let drafts = profile.tables.iter().map(|table| draft(table, book, None));
        let draft = drafts.max_by_key(|draft| draft.purpose == Purpose::Register).unwrap_or_default();
        let people = read(Input::path(path), &draft)?;
        let name = path.display().to_string();
        let register = Register { path: Some(path.clone()), name, count: people.count(), draft };
        return Ok((Some(register), Some(people)));
    }
    for (source, profile) in found {
        for table in &profile.tables {
            let draft = draft(table, book, None);
            if draft.purpose == Purpose::Register && draft.whole {
                let people = read(input(source), &draft)?;
                let register = Register { path: None, name: table.file.clone(), count: people.count(), draft };
                return Ok((Some(register), Some(people)));
            }
        }
    }
    Ok((None, None))
}
