//! The command line: one command a file. Results go to standard output alone, everything that is said about a run to
//! standard error.

mod audit;
mod check;
mod command;
mod error;
mod explain;
mod files;
mod fmt;
mod inspect;
mod language;
mod manual;
mod output;
mod project;
mod rules;
mod sources;
mod test;
mod usage;
mod values;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::ErrorKind;
use owo_colors::OwoColorize;

use self::error::{CliError, Troubles};
use self::output::Output;
use crate::text::Language;

/// Nothing is broken.
const FINE: u8 = 0;
/// The rules, the command or the files are wrong.
const WRONG: u8 = 2;

/// Runs the command line that `arguments` give (the program's name first); `variable` is the environment.
///
/// The exit code is 2 where the rules, the command or the files are wrong, else that of the command
/// (`guiju audit`: 3 rows were rejected under `--strict`, 1 something is violated or late, 0 nothing is broken;
/// `guiju test`: 1 a test failed, 0 all passed).
#[must_use]
pub fn run(arguments: Vec<OsString>, variable: impl Fn(&str) -> Option<String>) -> ExitCode {
    let language = language::language(&arguments, variable);
    let code = carry_out(arguments, language).unwrap_or_else(|troubles| {
        for trouble in &troubles.0 {
            tell(trouble, language);
        }
        WRONG
    });
    ExitCode::from(code)
}

fn carry_out(arguments: Vec<OsString>, language: Language) -> Result<u8, Troubles> {
    let matches = match command::command(language).try_get_matches_from(&arguments) {
        Ok(matches) => matches,
        Err(error) => return not_a_command(&error, &arguments, language),
    };
    match matches.subcommand() {
        Some(("check", matches)) => check::run(matches, language),
        Some(("fmt", matches)) => fmt::run(matches, language),
        Some(("inspect", matches)) => inspect::run(matches, language),
        Some(("audit", matches)) => audit::run(matches, language),
        Some(("test", matches)) => test::run(matches, language),
        Some(("explain", matches)) => explain::run(matches, language),
        Some(("completions", matches)) => manual::completions(matches, language),
        Some(("man", matches)) => manual::page(matches, language),
        Some(("help", matches)) => manual::help(matches, language),
        _ => Ok(WRONG),
    }
}

/// Help and version are results; everything else is a mistake.
fn not_a_command(error: &clap::Error, arguments: &[OsString], language: Language) -> Result<u8, Troubles> {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let mut out = Output::screen();
            let text = error.render().ansi().to_string();
            out.text(&text)?;
            if !text.ends_with('\n') {
                out.data(b"\n")?;
            }
            out.finish()?;
            Ok(FINE)
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            say(&error.render().ansi().to_string());
            Ok(WRONG)
        }
        _ => Err(usage::trouble(error, usage_of(arguments, language)).into()),
    }
}

/// The usage of the command that was meant.
fn usage_of(arguments: &[OsString], language: Language) -> String {
    let command = command::command(language);
    let named = arguments.iter().skip(1).find_map(|argument| command.find_subcommand(argument));
    let mut meant = named.unwrap_or(&command).clone();
    meant.render_usage().to_string().trim_start_matches("Usage:").trim().to_owned()
}

/// Tells what is wrong, and what to do.
fn tell(trouble: &CliError, language: Language) {
    let (title, help) = trouble.message();
    let error = language.either("error:", "错误：");
    let gap = language.either(" ", "");
    say(&format!("{}{gap}{}\n", error.red().bold(), title.in_language(language)));
    if let Some(help) = help {
        let word = match trouble {
            CliError::Usage { .. } => language.either("usage:", "用法："),
            _ => language.either("help:", "提示："),
        };
        say(&format!("  {}{gap}{}\n", word.cyan(), help.in_language(language).trim_end()));
    }
}

/// A note on standard error, which is never part of a result. Nobody is told where standard error is gone.
fn say(text: &str) {
    use std::io::Write;

    let mut screen = anstream::stderr().lock();
    let _ = screen.write_all(text.as_bytes());
    let _ = screen.flush();
}
