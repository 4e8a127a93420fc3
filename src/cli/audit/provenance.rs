//! What an audit was made from, and the fingerprints that prove it.

use std::path::Path;

use super::settings::{Settings, Table};
use crate::check::Loaded;
use crate::cli::error::CliError;
use crate::ledger::{Intake, sha256, sha256_of};
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
    let tables: Vec<&Table> = settings.register.iter().chain(&settings.records).chain(&settings.waivers).collect();
    let decisions = settings.resolve.iter().map(|resolve| &resolve.table);
    for table in tables.into_iter().chain(decisions) {
        // A pipe was emptied by the first reading: the fingerprint of what is left is that of nothing.
        if !table.path.is_file() {
            continue;
        }
        let sha256 = fingerprint(&table.path)?;
        // The sheets of a workbook are inputs of one file.
        for input in provenance.inputs.iter_mut().filter(|input| input.source == table.name) {
            input.sha256 = Some(sha256.clone());
        }
    }
    Ok(provenance)
}

fn fingerprint(path: &Path) -> Result<String, CliError> {
    sha256(path).map_err(|cause| CliError::Read { path: path.to_owned(), cause })
}
