//! `guiju completions`, `guiju man` and `guiju help`.

use clap::{ArgMatches, Command};

use super::command::command;
use super::error::{CliError, Troubles};
use super::output::Output;
use super::{FINE, WRONG};
use crate::text::Language;

/// The commands and the names of their manual pages.
const PAGES: [(&str, &str); 5] = [
    ("check", "guiju-check"),
    ("audit", "guiju-audit"),
    ("explain", "guiju-explain"),
    ("completions", "guiju-completions"),
    ("man", "guiju-man"),
];

/// Prints a completion script.
pub(super) fn completions(matches: &ArgMatches, language: Language) -> Result<u8, Troubles> {
    let shell = matches.get_one::<String>("shell").and_then(|shell| shell.parse::<clap_complete::Shell>().ok());
    let Some(shell) = shell else { return Ok(WRONG) };
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command(language), "guiju", &mut script);
    print(&script)
}

/// Prints a manual page.
pub(super) fn page(matches: &ArgMatches, language: Language) -> Result<u8, Troubles> {
    let Some(mut meant) = meant(matches, language) else { return Ok(WRONG) };
    // A manual page is named after its file: guiju-audit.1.
    let asked = matches.get_one::<String>("command").map_or("", String::as_str);
    if let Some((_, name)) = PAGES.into_iter().find(|(command, _)| *command == asked) {
        meant = meant.name(name);
    }
    let mut page = Vec::new();
    clap_mangen::Man::new(meant).render(&mut page).map_err(|cause| CliError::Screen { cause })?;
    print(&page)
}

/// Prints the help of a command.
pub(super) fn help(matches: &ArgMatches, language: Language) -> Result<u8, Troubles> {
    let Some(mut meant) = meant(matches, language) else { return Ok(WRONG) };
    let mut out = Output::screen();
    out.text(&meant.render_help().ansi().to_string())?;
    out.finish()?;
    Ok(FINE)
}

/// The command that is asked about, else the whole.
fn meant(matches: &ArgMatches, language: Language) -> Option<Command> {
    let whole = command(language);
    match matches.get_one::<String>("command") {
        Some(name) => whole.find_subcommand(name).cloned(),
        None => Some(whole),
    }
}

fn print(bytes: &[u8]) -> Result<u8, Troubles> {
    let mut out = Output::screen();
    out.data(bytes)?;
    out.finish()?;
    Ok(FINE)
}
