//! What an audit was made from, and the fingerprints that prove it.

use std::collections::BTreeMap;
use std::path::Path;

use super::settings::Settings;
use crate::check::Loaded;
use crate::cli::error::CliError;
use crate::ledger::{Intake, LedgerError, Stamp, sha256, sha256_of};
use crate::report::{Provenance, RuleFile};

/// What the report says about its own making.
///
/// # Errors
///
/// An input cannot be read a second time.
pub(super) fn of(
    loaded: &Loaded,
    settings: &Settings,
    intake: &Intake,
    fingerprints: bool,
) -> Result<Provenance, CliError> {
    let mut provenance = Provenance::of_intake(intake);
    if !fingerprints {
        return Ok(provenance);
    }
    for source in &loaded.sources {
        let path = source.path.clone();
        let file = Path::new(&path);
        // What came through a pipe cannot be read again.
        let sha256 = if file.is_file() { fingerprint(file)? } else { sha256_of(source.text.as_bytes()) };
        provenance.rule_files.push(RuleFile { sha256, path });
    }
    let decisions = settings.resolve.iter().map(|resolve| &resolve.table);
    let mut prints: BTreeMap<&str, String> = BTreeMap::new();
    for table in settings.register.iter().chain(&settings.records).chain(&settings.waivers).chain(decisions) {
        // A pipe was emptied by the first reading: the fingerprint of what is left is that of nothing.
        if !table.path.is_file() {
            continue;
        }
        let sha256 = fingerprint(&table.path)?;
        if Stamp::of(&table.path) != table.stamp {
            // It is not the file any more that was read.
            return Err(LedgerError::Changed { file: table.name.clone() }.into());
        }
        prints.insert(&table.name, sha256);
    }
    // The sheets of a workbook are inputs of one file. The rows of a database server have a fingerprint of their own.
    for input in provenance.inputs.iter_mut().filter(|input| !input.database) {
        input.sha256 = prints.get(input.source.as_str()).cloned();
    }
    Ok(provenance)
}

fn fingerprint(path: &Path) -> Result<String, CliError> {
    sha256(path).map_err(|cause| CliError::Read { path: path.to_owned(), cause })
}
