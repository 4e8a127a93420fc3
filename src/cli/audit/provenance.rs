//! What an audit was made from, and the fingerprints that prove it.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::settings::{Settings, Table};
use crate::check::Loaded;
use crate::cli::error::CliError;
use crate::ledger::Intake;
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

/// The SHA-256 of a file, in hexadecimal digits.
fn fingerprint(path: &Path) -> Result<String, CliError> {
    let read = || -> io::Result<String> {
        let mut file = File::open(path)?;
        let mut hash = Sha256::new();
        let mut block = vec![0; 1 << 16];
        loop {
            let length = file.read(&mut block)?;
            let Some(read) = block.get(..length).filter(|read| !read.is_empty()) else { break };
            hash.update(read);
        }
        Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    };
    read().map_err(|cause| CliError::Read { path: path.to_owned(), cause })
}
