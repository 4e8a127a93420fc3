//! What `--map` says of the tables that flags give.

use std::path::{Path, PathBuf};

use glob::Pattern;

use super::Table;
use crate::cli::error::CliError;
use crate::cli::project::{self, Map};
use crate::ledger::Mapping;

/// The sections of `--map`, and which of them have found their table.
pub(super) struct Mapped {
    path: PathBuf,
    map: Map,
    /// Those of records.
    used: Vec<bool>,
    register_used: bool,
    waivers_used: bool,
}

impl Mapped {
    pub fn new(path: PathBuf, map: Map) -> Self {
        let used = vec![false; map.records.len()];
        Self { path, map, used, register_used: false, waivers_used: false }
    }

    /// The register of a flag.
    pub fn register(&mut self, path: PathBuf) -> Result<Table, CliError> {
        self.register_used = true;
        self.one(path, self.map.register.as_ref(), "register")
    }

    /// The waivers of a flag.
    pub fn waivers(&mut self, path: PathBuf) -> Result<Table, CliError> {
        self.waivers_used = true;
        self.one(path, self.map.waivers.as_ref(), "waivers")
    }

    fn one(&self, path: PathBuf, section: Option<&project::Table>, name: &'static str) -> Result<Table, CliError> {
        match section {
            Some(section) if !section.file.is_empty() && !picks(&section.file, &path) => {
                Err(CliError::MapOfNothing { path: self.path.clone(), section: name, file: Some(section.file.clone()) })
            }
            section => Ok(table(path, section.map(|section| &section.mapping))),
        }
    }

    /// The record files of a flag. Each is read once for every section that names it, else for every one without a
    /// file.
    pub fn records(&mut self, files: Vec<Table>) -> Vec<Table> {
        let mut tables = Vec::new();
        for file in files {
            let sections = || self.map.records.iter().enumerate();
            let mut found: Vec<usize> = sections()
                .filter(|(_, section)| !section.file.is_empty() && picks(&section.file, Path::new(&file.name)))
                .map(|(at, _)| at)
                .collect();
            if found.is_empty() {
                found = sections().filter(|(_, section)| section.file.is_empty()).map(|(at, _)| at).collect();
            }
            for at in &found {
                let mapping = self.map.records.get(*at).map(|section| section.mapping.clone()).unwrap_or_default();
                tables.push(Table { mapping, ..file.clone() });
                if let Some(used) = self.used.get_mut(*at) {
                    *used = true;
                }
            }
            if found.is_empty() {
                tables.push(file);
            }
        }
        tables
    }

    /// Sees to it that every section is for a table there is.
    pub fn all_used(&self) -> Result<(), CliError> {
        let of_nothing =
            |section, file: Option<String>| Err(CliError::MapOfNothing { path: self.path.clone(), section, file });
        if self.map.register.is_some() && !self.register_used {
            return of_nothing("register", None);
        }
        if self.map.waivers.is_some() && !self.waivers_used {
            return of_nothing("waivers", None);
        }
        match self.map.records.iter().zip(&self.used).find(|(_, used)| !**used) {
            Some((section, _)) => of_nothing("records", Some(section.file.clone()).filter(|file| !file.is_empty())),
            None => Ok(()),
        }
    }
}

fn table(path: PathBuf, mapping: Option<&Mapping>) -> Table {
    let name = path.display().to_string();
    Table::new(path, name, mapping.cloned().unwrap_or_default())
}

/// Whether a name or pattern means a file: the path as it is given, or its last part.
fn picks(pattern: &str, path: &Path) -> bool {
    let given = path.to_string_lossy();
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let like = |pattern: Pattern| pattern.matches(&given) || pattern.matches(&name);
    given == pattern || Pattern::new(pattern).is_ok_and(like)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_picks_files_by_path_or_name() {
        for (pattern, path, picked) in [
            ("a.csv", "a.csv", true),
            ("a.csv", "x/a.csv", true),
            ("x/a.csv", "a.csv", false),
            ("*.csv", "x/a.csv", true),
            ("台账?.xlsx", "台账1.xlsx", true),
            ("台账?.xlsx", "台账12.xlsx", false),
            ("*2024*x", "a2024b2024x", true),
            ("b*", "a.csv", false),
        ] {
            assert_eq!(picks(pattern, Path::new(path)), picked, "{pattern} {path}");
        }
    }
}
