//! What an audit was made from, and the fingerprints that prove it.

use std::path::Path;

use super::settings::{Settings, Table};
use crate::check::Loaded;
use crate::cli::error::CliError;
use crate::ledger::{Intake, sha256};
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
        provenance.rule_files.push(RuleFile { sha256: fingerprint(Path::new(&path))?, path });
    }
    let tables: Vec<&Table> = settings.register.iter().chain(&settings.records).collect();
    for (input, table) in provenance.inputs.iter_mut().zip(tables) {
        input.sha256 = Some(fingerprint(&table.path)?);
    }
    Ok(provenance)
}

fn fingerprint(path: &Path) -> Result<String, CliError> {
    sha256(path).map_err(|cause| CliError::Read { path: path.to_owned(), cause })
}
