//! Rule files from the disk to a rule book, and what is wrong with them to the reader.

use std::path::PathBuf;

use super::error::{CliError, Troubles};
use super::files;
use crate::check::{FileSystem, Loaded, load};
use crate::syntax::LONGEST_FILE;

/// Reads, parses and checks rule files and those they use.
///
/// # Errors
///
/// A file cannot be read: all such files at once.
pub(super) fn load_files(paths: &[PathBuf]) -> Result<Loaded, Troubles> {
    let mut texts = Vec::new();
    let mut troubles = Vec::new();
    for path in paths {
        match files::text(path, LONGEST_FILE) {
            Ok(text) => texts.push((path.display().to_string(), text)),
            Err(cause) => troubles.push(CliError::Read { path: path.clone(), cause }),
        }
    }
    if troubles.is_empty() { Ok(load(texts, &mut FileSystem)) } else { Err(Troubles(troubles)) }
}
