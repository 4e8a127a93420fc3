//! What `--map` says of the tables that flags give.

use std::path::{Path, PathBuf};

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

    /// How a record file of a flag is read: once for every section that names it, else for every one without a file.
    pub fn record(&mut self, path: &Path) -> Vec<Mapping> {
        let sections = || self.map.records.iter().enumerate();
        let mut found: Vec<usize> = sections()
            .filter(|(_, section)| !section.file.is_empty() && picks(&section.file, path))
            .map(|(at, _)| at)
            .collect();
        if found.is_empty() {
            found = sections().filter(|(_, section)| section.file.is_empty()).map(|(at, _)| at).collect();
        }
        if found.is_empty() {
            return vec![Mapping::default()];
        }
        for at in &found {
            if let Some(used) = self.used.get_mut(*at) {
                *used = true;
            }
        }
        found.iter().filter_map(|at| self.map.records.get(*at)).map(|section| section.mapping.clone()).collect()
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
    Table::new(path.clone(), path.display().to_string(), mapping.cloned().unwrap_or_default())
}

/// Whether a name or pattern means a file: the path as it is given, or its last part.
fn picks(pattern: &str, path: &Path) -> bool {
    let given = path.to_string_lossy();
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    given == pattern || like(pattern, &given) || like(pattern, &name)
}

/// Whether a text is like a pattern with `*` for any letters and `?` for one.
fn like(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    let (mut at, mut letter) = (0, 0);
    // The last star, and the letter up to which it reaches.
    let mut star: Option<(usize, usize)> = None;
    while letter < text.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, letter));
                at += 1;
            }
            Some(same) if *same == '?' || text.get(letter) == Some(same) => {
                at += 1;
                letter += 1;
            }
            _ => match &mut star {
                Some((star, reached)) => {
                    *reached += 1;
                    (at, letter) = (*star + 1, *reached);
                }
                None => return false,
            },
        }
    }
    pattern.get(at..).is_some_and(|rest| rest.iter().all(|letter| *letter == '*'))
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
