//! From the texts of a run, and what they `use`, to its rule book: parse all, check all.

use std::io::ErrorKind;

use rustc_hash::FxHashMap;

use super::problem::{FileProblem, Problem, Unreadable};
use super::{ParsedFile, check};
use crate::diagnostic::Problems;
use crate::rulebook::RuleBook;
use crate::syntax::ast::Statement;
use crate::syntax::{LONGEST_FILE, parse};
use crate::text::{FileId, Source, Span};

/// Reads the files that `use` names.
pub trait Loader {
    /// The text of a path. Paths are joined with that of the using file already, and without `.` and `..` where
    /// possible.
    ///
    /// # Errors
    /// [`Unreadable`] says why there is no text.
    fn read(&mut self, path: &str) -> Result<String, Unreadable>;
}

impl<F: FnMut(&str) -> Result<String, Unreadable>> Loader for F {
    fn read(&mut self, path: &str) -> Result<String, Unreadable> {
        self(path)
    }
}

/// A run without a file system: whatever is used is missing.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoFiles;

impl Loader for NoFiles {
    fn read(&mut self, _: &str) -> Result<String, Unreadable> {
        Err(Unreadable::Missing)
    }
}

/// The files of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct FileSystem;

impl Loader for FileSystem {
    fn read(&mut self, path: &str) -> Result<String, Unreadable> {
        let trouble = |error: std::io::Error| match error.kind() {
            ErrorKind::NotFound => Unreadable::Missing,
            ErrorKind::InvalidData => Unreadable::NoText,
            _ => Unreadable::Other(error.to_string()),
        };
        // A device or a pipe may never end: only files are opened.
        let about = std::fs::metadata(path).map_err(trouble)?;
        if !about.is_file() {
            return Err(Unreadable::NoFile);
        }
        if about.len() > LONGEST_FILE as u64 {
            return Err(Unreadable::TooLarge(LONGEST_FILE >> 20));
        }
        std::fs::read_to_string(path).map_err(trouble)
    }
}

/// What a run's rule files come to.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The rules without an error. Run them only if `problems` has none.
    pub book: RuleBook,
    /// Everything that is wrong, sorted by file and place.
    pub problems: Problems,
    /// The texts, used ones included; a diagnostic's `FileId` is an index into them.
    pub sources: Vec<Source>,
    /// The trees of the same files, for what is asked of rule files beside their rules: tests, lints.
    pub files: Vec<ParsedFile>,
}

/// Parses and checks the files of a run, given as `(path, text)`, and those they use, which the loader reads.
#[must_use]
pub fn load<P: Into<String>, T: Into<String>>(
    files: impl IntoIterator<Item = (P, T)>,
    loader: &mut dyn Loader,
) -> Loaded {
    let mut run = Run {
        loader,
        files: Vec::new(),
        by_path: FxHashMap::default(),
        problems: Problems::default(),
        told: Vec::new(),
    };
    for (path, text) in files {
        let path = path.into();
        let key = normal(&path);
        if !run.by_path.contains_key(&key) {
            let id = run.add(path, text.into(), true);
            run.by_path.insert(key, Ok(id));
        }
    }
    // The list grows while it is walked: used files may use others.
    let mut next = 0;
    while next < run.files.len() {
        run.follow(next);
        next += 1;
    }
    let (book, found) = check(&run.files);
    let mut problems = run.problems;
    problems.extend(&run.told);
    problems.extend(&found);
    problems.sort();
    let sources = run.files.iter().map(|file| file.source.clone()).collect();
    Loaded { book, problems, sources, files: run.files }
}

struct Run<'l> {
    loader: &'l mut dyn Loader,
    files: Vec<ParsedFile>,
    by_path: FxHashMap<String, Result<FileId, Unreadable>>,
    problems: Problems,
    told: Vec<Problem>,
}

impl Run<'_> {
    fn add(&mut self, path: String, text: String, root: bool) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        let source = Source::new(id, path, text);
        let parsed = parse(&source);
        self.problems.extend(&parsed.problems);
        self.files.push(ParsedFile { source, tree: parsed.file, root, uses: Vec::new(), incomplete: false });
        id
    }

    /// Reads the files that one file uses.
    fn follow(&mut self, at: usize) {
        let Some(file) = self.files.get(at) else { return };
        let from = file.source.path.clone();
        let used: Vec<(String, Span)> = file
            .tree
            .statements
            .iter()
            .filter_map(|statement| match statement {
                Statement::Use(path) => Some((path.text.clone(), path.span)),
                _ => None,
            })
            .collect();
        for (written, span) in used {
            let found = self.used(&from, &written, span);
            let Some(file) = self.files.get_mut(at) else { return };
            match found {
                Ok(id) => file.uses.push(id),
                Err(problem) => {
                    file.incomplete = true;
                    self.told.push(problem.into());
                }
            }
        }
    }

    fn used(&mut self, from: &str, written: &str, span: Span) -> Result<FileId, FileProblem> {
        if !written.ends_with(".gj") {
            return Err(FileProblem::NoRuleFile { path: written.to_owned(), span });
        }
        let path = join(from, written);
        let found = match self.by_path.get(&path) {
            Some(found) => found.clone(),
            None => {
                let found = self.loader.read(&path).map(|text| self.add(path.clone(), text, false));
                self.by_path.insert(path.clone(), found.clone());
                found
            }
        };
        found.map_err(|reason| FileProblem::Unreadable { path, reason, span })
    }
}

/// A path as written in a file, seen from where the file is.
fn join(from: &str, written: &str) -> String {
    let absolute = written.starts_with(['/', '\\']) || written.get(1..2) == Some(":");
    match from.rfind(['/', '\\']) {
        Some(slash) if !absolute => normal(&format!("{}/{written}", from.get(..slash).unwrap_or(""))),
        _ => normal(written),
    }
}

/// A path without `.`, and without `..` where a folder stands before it; with `/` between its parts.
fn normal(path: &str) -> String {
    let path = path.replace('\\', "/");
    let rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if rooted => {}
            part => parts.push(part),
        }
    }
    format!("{}{}", if rooted { "/" } else { "" }, parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_and_bytes_that_are_no_text_are_answered() {
        assert_eq!(FileSystem.read("src"), Err(Unreadable::NoFile));
        assert_eq!(FileSystem.read("no/such.gj"), Err(Unreadable::Missing));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gbk.gj");
        std::fs::write(&path, [0xd1, 0xf8, 0xc0, 0xcf]).unwrap();
        assert_eq!(FileSystem.read(path.to_str().unwrap()), Err(Unreadable::NoText));
    }

    #[test]
    fn a_used_path_is_seen_from_the_folder_of_its_file() {
        assert_eq!(join("rules/wenzhou/a.gj", "../common/names.gj"), "rules/common/names.gj");
        assert_eq!(join("a.gj", "./b.gj"), "b.gj");
        assert_eq!(join("/srv/rules/a.gj", "b.gj"), "/srv/rules/b.gj");
        assert_eq!(join("rules\\a.gj", "b.gj"), "rules/b.gj");
        assert_eq!(join("a.gj", "../../b.gj"), "../../b.gj");
        assert_eq!(join("rules/a.gj", "/other/b.gj"), "/other/b.gj");
    }
}
