//! What an audit runs on: guiju.toml, and before it the flags.

mod map;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::ArgMatches;

use crate::calendar::Day;
use crate::cli::error::{CliError, Troubles};
use crate::cli::sources::Sources;
use crate::cli::{files, project, values};
#[cfg(feature = "databases")]
use crate::ledger::Connection;
use crate::ledger::{Input, Mapping, Note, Stamp, Unread};

/// A register, a record file or a table of waivers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    /// Where it is.
    pub path: PathBuf,
    /// How reports name it: as the user wrote it, so that an audit says the same from wherever it is run.
    pub name: String,
    /// How it is to be read.
    pub mapping: Mapping,
    /// The environment variable that says where its database is; then there is no path.
    pub database: Option<String>,
    /// Whether a folder or a pattern has it, and nobody named it.
    pub found: bool,
    /// What it looked like before it was read.
    pub stamp: Option<Stamp>,
}

impl Table {
    fn new(path: PathBuf, name: String, mapping: Mapping) -> Self {
        Self { stamp: Stamp::of(&path), path, name, mapping, database: None, found: false }
    }

    fn of_database(name: &str, mapping: Mapping) -> Self {
        Self { database: Some(name.to_owned()), ..Self::new(PathBuf::new(), name.to_owned(), mapping) }
    }

    /// As the readers take it.
    ///
    /// # Errors
    ///
    /// The environment variable does not say where the database is.
    pub fn input(&self) -> Result<Input, CliError> {
        let input = match &self.database {
            None => Input::path(&self.path).named(self.name.as_str()),
            #[cfg(feature = "databases")]
            Some(name) => {
                let address = std::env::var(name).ok().filter(|address| !address.trim().is_empty());
                let address = address.ok_or_else(|| CliError::NoVariable {
                    name: name.clone(),
                    table: self.mapping.relation.name_in(name),
                })?;
                Input::database(name.as_str(), Connection::new(address.trim()))
            }
            #[cfg(not(feature = "databases"))]
            Some(name) => return Err(CliError::NoDatabases { name: name.clone() }),
        };
        let input = input.mapped(self.mapping.clone());
        Ok(if self.found { input.found() } else { input })
    }
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
    /// What is left out of the folders and patterns of records.
    pub left: Vec<Note>,
    /// The guiju.toml and the file of `--map`, which no output may replace.
    pub project: Vec<PathBuf>,
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
        let map = matches.get_one::<PathBuf>("map");
        let read = map.map(|path| project::read_map(path)).transpose()?;
        let mut mapped = map::Mapped::new(map.cloned().unwrap_or_default(), read.unwrap_or_default());
        let there = |table: &project::Table| match &table.database {
            Some(name) => Table::of_database(name, table.mapping.clone()),
            None => Table::new(within(&table.file), table.file.clone(), table.mapping.clone()),
        };
        let register = register.map(|path| mapped.register(path)).transpose()?;
        let register = register.or_else(|| found.register.as_ref().map(there));
        let waivers = waivers.map(|path| mapped.waivers(path)).transpose()?;
        let waivers = waivers.or_else(|| found.waivers.as_ref().map(there));
        let flagged = records.is_some();
        let records: Vec<_> = match records {
            Some(paths) => {
                paths.into_iter().map(|path| Written::Files(PathBuf::new(), path, Mapping::default())).collect()
            }
            None => {
                let base = if folder == Path::new(".") { PathBuf::new() } else { folder.clone() };
                let named = |table: &project::Table| match &table.database {
                    Some(name) => Written::Database(Table::of_database(name, table.mapping.clone())),
                    None => Written::Files(base.clone(), PathBuf::from(&table.file), table.mapping.clone()),
                };
                found.records.iter().map(named).collect()
            }
        };
        if rules.is_empty() {
            return Err(CliError::NoRules.into());
        }
        if records.is_empty() {
            return Err(CliError::NoRecords.into());
        }
        let resolve = matches.get_one::<PathBuf>("resolve").map(|path| Resolve {
            table: Table::new(path.clone(), path.display().to_string(), Mapping::default()),
            write: true,
        });
        let (records, left) = record_files(records, register.iter().chain(&waivers))?;
        let records = if flagged { mapped.records(records) } else { records };
        mapped.all_used()?;
        let settings = Self {
            rules: files::rule_files(&rules)?,
            register,
            records,
            waivers,
            resolve: resolve.or_else(|| {
                let found = found.resolve.as_ref()?;
                let table = Table::new(within(found), found.clone(), Mapping::default());
                Some(Resolve { table, write: false })
            }),
            left,
            from: from.or(found.from),
            to: to.or(found.to),
            as_of: as_of.or(found.as_of),
            set: found.set.into_iter().chain(asked).collect(),
            project: has_project.then(|| project::path_in(&folder)).into_iter().chain(map.cloned()).collect(),
        };
        match (settings.from, settings.to.or(settings.as_of)) {
            (Some(from), Some(to)) if to < from => Err(CliError::Backwards { from, to }.into()),
            _ => Ok(settings),
        }
    }

    /// Every file that is read, rule files reached by `use` apart.
    pub fn inputs(&self) -> impl Iterator<Item = &Path> {
        let tables = self.register.iter().chain(&self.records).chain(&self.waivers);
        let tables = tables.filter(|table| table.database.is_none()).map(|table| table.path.as_path());
        self.rules.iter().chain(&self.project).map(PathBuf::as_path).chain(tables)
    }
}

/// Records as somebody names them.
enum Written {
    /// A path, a folder or a pattern, seen from a folder.
    Files(PathBuf, PathBuf, Mapping),
    Database(Table),
}

/// The record files that paths, folders and patterns name, each seen from a folder; and what is left out. What is named
/// several times to be read in the same way is read once.
fn record_files<'t>(
    written: Vec<Written>,
    apart: impl Iterator<Item = &'t Table>,
) -> Result<(Vec<Table>, Vec<Note>), CliError> {
    let place = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let apart: Vec<PathBuf> = apart.map(|table| place(&table.path)).collect();
    let (mut tables, mut left) = (Vec::<Table>::new(), Vec::new());
    let mut taken: BTreeMap<PathBuf, Vec<usize>> = BTreeMap::new();
    for written in written {
        let (folder, written, mapping) = match written {
            Written::Files(folder, written, mapping) => (folder, written, mapping),
            Written::Database(table) => {
                tables.push(table);
                continue;
            }
        };
        let sources = Sources::of(&folder, &written)?;
        left.extend(sources.left);
        for source in sources.files {
            let place = place(&source.path);
            let before = taken.entry(place.clone()).or_default();
            let is_same = |at: &usize| tables.get(*at).is_some_and(|table| table.mapping == mapping);
            // A pipe is emptied once, and has nothing a second time.
            if before.iter().any(is_same) {
                left.push(Note::FileNotRead(source.name, Unread::Twice));
            } else if source.found && apart.contains(&place) {
                left.push(Note::FileNotRead(source.name, Unread::Apart));
            } else {
                before.push(tables.len());
                let table = Table::new(source.path, source.name, mapping.clone());
                tables.push(Table { found: source.found, ..table });
            }
        }
    }
    Ok((tables, left))
}

/// `NAME=VALUE`.
fn pair(set: &str) -> Result<(String, String), CliError> {
    let parts = set.split_once(['=', '＝']).filter(|(name, _)| !name.trim().is_empty());
    parts
        .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
        .ok_or_else(|| CliError::SetForm { value: set.to_owned() })
}
