//! What an audit runs on: guiju.toml, and before it the flags.

use std::path::{Path, PathBuf};

use clap::ArgMatches;

use crate::calendar::Day;
use crate::cli::error::{CliError, Troubles};
use crate::cli::{files, project, values};
use crate::ledger::Mapping;

/// A register, a record file or a table of waivers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    /// Where it is.
    pub path: PathBuf,
    /// How reports name it: as the user wrote it, so that an audit says the same from wherever it is run.
    pub name: String,
    /// How it is to be read.
    pub mapping: Mapping,
}

/// The list of decisions about institutions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Resolve {
    pub table: Table,
    /// Whether it is written, too: where a flag asks for it.
    pub write: bool,
}

/// What an audit runs on.
#[derive(Debug)]
pub(super) struct Settings {
    pub rules: Vec<PathBuf>,
    pub register: Option<Table>,
    pub records: Vec<Table>,
    pub waivers: Option<Table>,
    pub resolve: Option<Resolve>,
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub as_of: Option<Day>,
    pub set: Vec<(String, String)>,
    /// The guiju.toml, which no output may replace.
    pub project: Option<PathBuf>,
}

impl Settings {
    /// Reads the flags and the guiju.toml they go before.
    ///
    /// # Errors
    ///
    /// A flag or the file is wrong, or nothing says which rules and records to use.
    pub fn of(matches: &ArgMatches) -> Result<Self, Troubles> {
        let paths = |name| matches.get_many::<PathBuf>(name).map(|paths| paths.cloned().collect::<Vec<_>>());
        let (rules, records) = (paths("rules"), paths("records"));
        let register = matches.get_one::<PathBuf>("register").cloned();
        let waivers = matches.get_one::<PathBuf>("waivers").cloned();
        let given = |name, flag| values::day(flag, matches.get_one::<String>(name));
        let (from, to, as_of) = (given("from", "--from")?, given("to", "--to")?, given("as-of", "--as-of")?);
        let asked: Vec<_> = matches.get_many::<String>("set").into_iter().flatten().map(|set| pair(set)).collect();
        let asked = asked.into_iter().collect::<Result<Vec<_>, _>>()?;

        let named = matches.get_one::<PathBuf>("dir").cloned();
        // Flags that name everything need no folder; without a folder this one may have a guiju.toml.
        let folder = named.clone().or_else(|| (rules.is_none() || records.is_none()).then(|| PathBuf::from(".")));
        let found = match &folder {
            Some(folder) if named.is_some() || project::path_in(folder).exists() => project::read(folder)?,
            _ => None,
        };
        let nothing_named = rules.is_none() && records.is_none();
        let missing = found.is_none() && (nothing_named || (named.is_some() && (rules.is_none() || records.is_none())));
        if let Some(folder) = folder.as_ref().filter(|_| missing) {
            let rules = files::beside(folder);
            return Err(CliError::NoProject { folder: folder.clone(), rules }.into());
        }
        let has_project = found.is_some();
        let found = found.unwrap_or_default();
        let folder = folder.unwrap_or_default();
        let within = |path: &String| if folder == Path::new(".") { PathBuf::from(path) } else { folder.join(path) };
        let rules = rules.unwrap_or_else(|| found.rules.iter().map(within).collect());
        let here = |path: PathBuf| Table { name: path.display().to_string(), path, mapping: Mapping::default() };
        let there = |table: &project::Table| Table {
            path: within(&table.file),
            name: table.file.clone(),
            mapping: table.mapping.clone(),
        };
        let records = match records {
            Some(paths) => paths.into_iter().map(here).collect(),
            None => found.records.iter().map(there).collect::<Vec<_>>(),
        };
        if rules.is_empty() {
            return Err(CliError::NoRules.into());
        }
        if records.is_empty() {
            return Err(CliError::NoRecords.into());
        }
        let resolve = matches.get_one::<PathBuf>("resolve").cloned();
        let resolve = resolve.map(|path| Resolve { table: here(path), write: true });
        let settings = Self {
            rules: files::rule_files(&rules)?,
            register: register.map(here).or_else(|| found.register.as_ref().map(there)),
            records,
            waivers: waivers.map(here).or_else(|| found.waivers.as_ref().map(there)),
            resolve: resolve.or_else(|| {
                let found = found.resolve.as_ref()?;
                let table = Table { path: within(found), name: found.clone(), mapping: Mapping::default() };
                Some(Resolve { table, write: false })
            }),
            from: from.or(found.from),
            to: to.or(found.to),
            as_of: as_of.or(found.as_of),
            set: found.set.into_iter().chain(asked).collect(),
            project: has_project.then(|| project::path_in(&folder)),
        };
        match (settings.from, settings.to.or(settings.as_of)) {
            (Some(from), Some(to)) if to < from => Err(CliError::Backwards { from, to }.into()),
            _ => Ok(settings),
        }
    }

    /// Every file that is read, rule files reached by `use` apart.
    pub fn inputs(&self) -> impl Iterator<Item = &Path> {
        let tables = self.register.iter().chain(&self.records).chain(&self.waivers).map(|table| table.path.as_path());
        self.rules.iter().chain(&self.project).map(PathBuf::as_path).chain(tables)
    }
}

/// `NAME=VALUE`.
fn pair(set: &str) -> Result<(String, String), CliError> {
    let parts = set.split_once(['=', '＝']).filter(|(name, _)| !name.trim().is_empty());
    parts
        .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
        .ok_or_else(|| CliError::SetForm { value: set.to_owned() })
}
