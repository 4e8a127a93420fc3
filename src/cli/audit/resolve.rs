//! The list in which a person decides whom institution cells mean: read before the tables, written behind them.

use std::path::Path;

use super::settings::Settings;
use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::ledger::{Decisions, Input, Unmatched};
use crate::text::Language;

/// Files of these names are workbooks, and a list is written as CSV.
const WORKBOOKS: [&str; 4] = ["xlsx", "xlsb", "xls", "ods"];

/// The list of a run.
pub(super) struct Resolve {
    pub list: Decisions,
    name: String,
    /// Where it is written, where it is asked for.
    out: Option<Output>,
}

impl Resolve {
    /// Reads the list, where there is one; a place that it cannot be written to is found here.
    ///
    /// # Errors
    ///
    /// It cannot be read, or guiju.toml names one that is not there, or it cannot be written as CSV.
    pub fn of(settings: &Settings) -> Result<Option<Self>, CliError> {
        let Some(asked) = &settings.resolve else { return Ok(None) };
        let (path, name) = (asked.table.path.as_path(), asked.table.name.as_str());
        let list = if path.exists() {
            Decisions::read(Input::path(path).named(name))?
        } else if asked.write {
            Decisions::none(name)
        } else {
            return Err(CliError::NoDecisions { path: path.to_owned() });
        };
        if asked.write && (!list.is_text() || is_workbook(path)) {
            return Err(CliError::DecisionsInWorkbook { path: path.to_owned() });
        }
        let out = asked.write.then(|| Output::file(path)).transpose()?;
        Ok(Some(Self { list, name: name.to_owned(), out }))
    }

    /// Writes the list where that is asked for: what is decided stays, what could not be matched is added. Gives what is
    /// told of it.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    pub fn write(self, unmatched: &[Unmatched], language: Language) -> Result<String, CliError> {
        let Self { mut list, name, out } = self;
        let Some(mut out) = out else { return Ok(String::new()) };
        list.take_in(unmatched, language);
        list.write(&mut out).map_err(|cause| out.trouble(cause))?;
        out.finish()?;
        let (decided, open) = list.counts();
        let en = format!("`{name}`: {open} to decide, {decided} decided\n");
        let zh = format!("`{name}`：待认定 {open} 个，已认定 {decided} 个\n");
        Ok(language.either(&en, &zh).to_owned())
    }
}

fn is_workbook(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| WORKBOOKS.iter().any(|known| extension.eq_ignore_ascii_case(known)))
}
