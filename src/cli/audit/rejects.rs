//! `--rejects FILE`: every row that could not be used.

use std::path::Path;

use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::ledger::Reject;
use crate::report::csv;
use crate::text::Language;

/// A table of the rejected rows: file, row, column, reason and the cell.
pub(super) struct Rejects {
    out: Option<Output>,
    line: Vec<u8>,
    failed: Option<CliError>,
    language: Language,
}

impl Rejects {
    /// A table in a file, or none.
    ///
    /// # Errors
    ///
    /// The file cannot be made.
    pub fn to(path: Option<&Path>, language: Language) -> Result<Self, CliError> {
        let mut out = path.map(Output::file).transpose()?;
        if let Some(out) = &mut out {
            out.data(b"file,row,column,reason,value\n")?;
        }
        Ok(Self { out, line: Vec::new(), failed: None, language })
    }

    /// Adds one row.
    pub fn add(&mut self, reject: &Reject) {
        let Some(out) = self.out.as_mut().filter(|_| self.failed.is_none()) else { return };
        let line = &mut self.line;
        line.clear();
        csv::text(line, &reject.file);
        line.extend_from_slice(format!(",{},", reject.row).as_bytes());
        csv::text(line, &reject.column);
        line.push(b',');
        csv::text(line, reject.reason.wording().in_language(self.language));
        line.push(b',');
        csv::text(line, &reject.value);
        line.push(b'\n');
        // Reading goes on; the first failure is told at its end.
        self.failed = out.data(line).err();
    }

    /// Makes the table visible.
    ///
    /// # Errors
    ///
    /// It could not be written.
    pub fn finish(self) -> Result<(), CliError> {
        match (self.failed, self.out) {
            (Some(failed), _) => Err(failed),
            (None, Some(out)) => out.finish(),
            (None, None) => Ok(()),
        }
    }
}
