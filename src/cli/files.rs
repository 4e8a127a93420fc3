//! Rule files and the folders that hold them.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::error::CliError;

/// The rule files that paths name: a folder means the *.gj files in it, in the order of their names. A file that is
/// named twice is read once.
///
/// # Errors
///
/// A folder cannot be read or has no rule file.
pub(super) fn rule_files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, CliError> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let found = within(path).map_err(|cause| CliError::Read { path: path.clone(), cause })?;
        if found.is_empty() {
            return Err(CliError::NoRuleFiles { folder: path.clone() });
        }
        files.extend(found);
    }
    let mut seen = BTreeSet::new();
    files.retain(|file| seen.insert(file.canonicalize().unwrap_or_else(|_| file.clone())));
    Ok(files)
}

/// The rule files that paths name: a folder means the *.gj files in it and in the folders below it, hidden ones left
/// out. A file that is named twice is there once.
///
/// # Errors
///
/// A folder cannot be read or there is no rule file below it.
pub(super) fn below(paths: &[PathBuf]) -> Result<Vec<PathBuf>, CliError> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let before = files.len();
        let mut folders = vec![path.clone()];
        while let Some(folder) = folders.pop() {
            let failed = |cause| CliError::Read { path: folder.clone(), cause };
            files.extend(within(&folder).map_err(failed)?);
            let mut found = inner(&folder).map_err(failed)?;
            found.sort_unstable_by(|one, other| other.cmp(one));
            folders.extend(found);
        }
        if files.len() == before {
            return Err(CliError::NoRuleFiles { folder: path.clone() });
        }
    }
    let mut seen = BTreeSet::new();
    files.retain(|file| seen.insert(file.canonicalize().unwrap_or_else(|_| file.clone())));
    Ok(files)
}

/// The folders in a folder but hidden ones; links are not followed.
fn inner(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if entry.file_type()?.is_dir() && !hidden {
            let name = PathBuf::from(entry.file_name());
            found.push(if folder == Path::new(".") { name } else { folder.join(name) });
        }
    }
    Ok(found)
}

/// The text of a file, cut behind `limit` bytes: whoever reads it sees that it is too long, and no file, however long
/// or endless, fills the memory.
///
/// # Errors
///
/// It cannot be read, or is not UTF-8 text.
pub(super) fn text(path: &Path, limit: usize) -> io::Result<String> {
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    File::open(path)?.take(most).read_to_end(&mut bytes)?;
    if bytes.len() > limit {
        // The cut may go through a character.
        return Ok(String::from_utf8_lossy(&bytes).into_owned());
    }
    String::from_utf8(bytes).map_err(|_| io::Error::from(io::ErrorKind::InvalidData))
}

/// The names of the rule files in a folder, for a suggestion; none where it cannot be read.
pub(super) fn beside(folder: &Path) -> Vec<String> {
    let files = within(folder).unwrap_or_default();
    files.iter().filter_map(|file| file.file_name()).map(|name| name.to_string_lossy().into_owned()).collect()
}

fn within(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = PathBuf::from(entry?.file_name());
        // The folder a user stands in needs no name in front.
        let path = if folder == Path::new(".") { name } else { folder.join(name) };
        if path.extension().is_some_and(|extension| extension == "gj") && path.is_file() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
