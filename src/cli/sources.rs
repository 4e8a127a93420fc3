//! The files that a path, a folder or a pattern such as `2024/*.xlsx` names (docs/records.md).

use std::fs;
use std::path::{Path, PathBuf};

use glob::{MatchOptions, Pattern, glob_with};

use super::error::CliError;
use crate::ledger::{FILE_LIMIT, LedgerError, Limit, Note, Unread};

/// A file that is named, or found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Source {
    /// Where it is.
    pub path: PathBuf,
    /// How reports name it: as the user wrote it, so that an audit says the same from wherever it is run.
    pub name: String,
    /// Whether a folder or a pattern has it, and nobody named it.
    pub found: bool,
}

/// What was found, and what is left out of it.
#[derive(Debug, Default)]
pub(super) struct Sources {
    /// In the order of their names.
    pub files: Vec<Source>,
    pub left: Vec<Note>,
}

impl Sources {
    /// The files that a path names which is written in `folder`: itself, those directly in it if it is a folder, or
    /// those that fit it if it is a pattern. What cannot be a table is left out of the latter.
    ///
    /// # Errors
    /// The folder cannot be read, nothing fits, or too many files do.
    pub fn of(folder: &Path, written: &Path) -> Result<Self, CliError> {
        let path = folder.join(written);
        let name = written.display().to_string();
        if path.is_dir() {
            return Self::within(&path, written);
        }
        match written.to_str().filter(|text| is_pattern(text) && !path.exists()) {
            Some(pattern) => Self::like(folder, pattern),
            None => Ok(Self { files: vec![Source { path, name, found: false }], left: Vec::new() }),
        }
    }

    fn within(folder: &Path, written: &Path) -> Result<Self, CliError> {
        let failed = |cause| CliError::Read { path: folder.to_owned(), cause };
        let mut sources = Self::default();
        for entry in fs::read_dir(folder).map_err(failed)? {
            let file = PathBuf::from(entry.map_err(failed)?.file_name());
            // The folder a user stands in needs no name in front.
            let name = if written == Path::new(".") { file.clone() } else { written.join(&file) };
            sources.add(folder.join(&file), &name, true)?;
        }
        sources.in_order(written)
    }

    fn like(folder: &Path, pattern: &str) -> Result<Self, CliError> {
        let written = Path::new(pattern);
        let whole = match folder.to_str() {
            Some("") | None => pattern.to_owned(),
            Some(_) if written.is_absolute() => pattern.to_owned(),
            Some(folder) => format!("{}/{pattern}", Pattern::escape(folder.trim_end_matches('/'))),
        };
        let options =
            MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: true };
        let mut sources = Self::default();
        // Where it goes down into folders, they are no finds.
        let tells_folders = !pattern.contains("**");
        // A bracket that is never closed is a letter of the name.
        let found = glob_with(&whole, options).into_iter().flatten();
        for path in found {
            let path = path.map_err(|error| CliError::Read {
                path: error.path().to_owned(),
                cause: std::io::Error::from(error.error().kind()),
            })?;
            let name = path.strip_prefix(folder).unwrap_or(&path).to_owned();
            sources.add(path, &name, tells_folders)?;
        }
        sources.in_order(written)
    }

    /// Takes a file, or leaves it out.
    fn add(&mut self, path: PathBuf, name: &Path, tells_folders: bool) -> Result<(), CliError> {
        let shown = name.display().to_string();
        let left_out = if path.is_dir() { Some(Unread::Folder) } else { left_out(name) };
        match left_out {
            Some(Unread::Folder) if !tells_folders => {}
            Some(why) => self.left.push(Note::FileNotRead(shown, why)),
            None => self.files.push(Source { path, name: shown, found: true }),
        }
        if self.files.len() > FILE_LIMIT {
            let file = name.display().to_string();
            return Err(LedgerError::Limit { file, row: None, limit: Limit::Files }.into());
        }
        Ok(())
    }

    fn in_order(mut self, written: &Path) -> Result<Self, CliError> {
        if self.files.is_empty() {
            return Err(CliError::NoFiles { written: written.to_owned(), left: self.left });
        }
        self.files.sort_by(|one, other| one.name.cmp(&other.name));
        let name = |note: &Note| match note {
            Note::FileNotRead(name, _) => name.clone(),
            _ => String::new(),
        };
        self.left.sort_by_key(name);
        Ok(self)
    }
}

fn is_pattern(text: &str) -> bool {
    text.contains(['*', '?', '['])
}

/// Why a file cannot be a table, as far as its name tells.
fn left_out(path: &Path) -> Option<Unread> {
    let name = path.file_name()?.to_string_lossy();
    let lower = name.to_lowercase();
    if name.starts_with("~$") {
        Some(Unread::Lock)
    } else if name.starts_with('.') || lower == "thumbs.db" || lower == "desktop.ini" {
        Some(Unread::System)
    } else if lower == "guiju.toml" || lower.ends_with(".gj") {
        Some(Unread::Rules)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        folder
    }

    fn names(folder: &Path, written: &str) -> (Vec<String>, Vec<String>) {
        let sources = Sources::of(folder, Path::new(written)).unwrap();
        let left = sources.left.iter().map(|note| note.wording().en);
        (sources.files.into_iter().map(|file| file.name).collect(), left.collect())
    }

    #[test]
    fn a_folder_is_its_files_in_the_order_of_their_names() {
        let files = [
            "2024/b.csv",
            "2024/B.csv",
            "2024/演练.xlsx",
            "2024/~$演练.xlsx",
            "2024/.x",
            "2024/a.gj",
            "2024/old/c.csv",
        ];
        let folder = folder(&files);
        for written in ["2024", "2024/"] {
            let (files, left) = names(folder.path(), written);
            assert_eq!(files, ["2024/B.csv", "2024/b.csv", "2024/演练.xlsx"]);
            assert_eq!(
                left,
                [
                    "`2024/.x` is not read: it is a hidden file",
                    "`2024/a.gj` is not read: it says what is judged, and has no records",
                    "`2024/old` is not read: it is a folder: name it as well, or a pattern such as `2024/**/*.xlsx`",
                    "`2024/~$演练.xlsx` is not read: a spreadsheet has left it while a workbook is open",
                ]
            );
        }
        assert_eq!(names(&folder.path().join("2024"), ".").0, ["B.csv", "b.csv", "演练.xlsx"]);
    }

    #[test]
    fn a_pattern_is_the_files_that_fit_it_and_the_folder_around_it_is_no_pattern() {
        let folder =
            folder(&["[1]/2024/b.csv", "[1]/2024/a.csv", "[1]/2024/~$a.csv", "[1]/2024/.h.csv", "[1]/2024/x/c.csv"]);
        let folder = folder.path().join("[1]");
        let (files, left) = names(&folder, "2024/*.csv");
        assert_eq!((files, left.len()), (vec!["2024/a.csv".to_owned(), "2024/b.csv".to_owned()], 1));
        assert_eq!(names(&folder, "2024/**/*").0, ["2024/a.csv", "2024/b.csv", "2024/x/c.csv"]);
        assert_eq!(names(&folder, "2024/[ab].csv").0.len(), 2);
        let nothing = Sources::of(&folder, Path::new("2025/*.csv")).unwrap_err();
        assert_eq!(nothing.message().0.en, "no file fits `2025/*.csv`");
    }

    #[test]
    fn a_file_that_is_there_is_itself_whatever_letters_its_name_has() {
        let folder = folder(&["a[1].csv"]);
        let sources = Sources::of(folder.path(), Path::new("a[1].csv")).unwrap();
        assert_eq!(sources.files.iter().map(|file| file.found).collect::<Vec<_>>(), [false]);
    }
}
