//! The draft as a file.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{Inspection, NotWritten, toml};
use crate::cli::error::{CliError, Troubles};
use crate::cli::output::{Output, replace};
use crate::cli::{files, project};
use crate::text::Language;

/// Writes the draft: into a new guiju.toml beside the files, or into the file that is named, behind what it says.
/// Gives what there is to tell.
///
/// # Errors
///
/// There is a guiju.toml already that nobody named, the named one is no TOML, nothing can be placed, or it cannot be
/// written.
pub(super) fn write(inspection: &Inspection, named: Option<&Path>, language: Language) -> Result<String, Troubles> {
    let folder = |path: &Path| path.parent().map(Path::to_owned).unwrap_or_default();
    let first = inspection.files.first().map(|file| folder(&file.source.path)).unwrap_or_default();
    let path = named.map_or_else(|| first.join("guiju.toml"), Path::to_owned);
    if path.extension().is_none_or(|ending| ending != "toml") {
        return Err(CliError::NotWritten(NotWritten::NoToml { path }).into());
    }
    if named.is_none() && path.exists() {
        return Err(CliError::NotWritten(NotWritten::ProjectThere { path }).into());
    }
    let base = Some(folder(&path)).filter(|base| !base.as_os_str().is_empty()).unwrap_or_else(|| PathBuf::from("."));
    let mut drafted = toml::render(inspection, &base, language);
    if drafted.sections.is_empty() {
        return Err(CliError::NotWritten(NotWritten::NothingPlaced).into());
    }
    let whole = drafted.sections.iter().filter(|section| section.whole).count();
    let left = drafted.sections.len() - whole;
    let shown = path.display();
    let said = |count: usize, had: usize| {
        let (sections, them) = if left == 1 { ("table is", "it") } else { ("tables are", "them") };
        let mut en = format!("wrote {count} of {} tables to `{shown}`", count + had + left);
        let mut zh = format!("已写入 `{shown}`：{} 张表中的 {count} 张", count + had + left);
        if left > 0 {
            en.push_str(&format!("; {left} {sections} not complete: see the comments on {them} there"));
            zh.push_str(&format!("；{left} 张尚不完整，见其中的注释"));
        }
        if had > 0 {
            en.push_str(&format!("; {had} were there already and stay as they are"));
            zh.push_str(&format!("；{had} 张原已写明，保持不变"));
        }
        language.either(&format!("{en}\n"), &format!("{zh}\n")).to_owned()
    };
    if !path.exists() {
        let text = drafted.text();
        project::parse(&path, &text)?;
        let mut out = Output::file(&path)?;
        out.data(text.as_bytes())?;
        out.finish()?;
        return Ok(said(whole, 0));
    }
    let failed = |cause| CliError::Read { path: path.clone(), cause };
    let before = files::text(&path, project::LIMIT).map_err(failed)?;
    let there = project::parse(&path, &before)?;
    let known: BTreeSet<&str> = there.records.iter().map(|table| table.file.as_str()).collect();
    let sections = drafted.sections.len();
    drafted.head.clear();
    drafted.sections.retain(|section| {
        if section.register { there.register.is_none() } else { !known.contains(section.file.as_str()) }
    });
    let had = sections - drafted.sections.len();
    let count = drafted.sections.iter().filter(|section| section.whole).count();
    let text = format!("{}\n\n{}", before.trim_end(), drafted.text());
    // `records = [ … ]` and sections do not go together; then nothing is written.
    if project::parse(&path, &text).is_err() {
        return Err(CliError::NotWritten(NotWritten::ListThere { path }).into());
    }
    replace(&path, &text)?;
    Ok(said(count, had))
}
