//! `guiju explain CODE`: the page of a message.

use clap::ArgMatches;

use super::FINE;
use super::audit::PAGES;
use super::error::{CliError, Troubles};
use super::output::Output;
use crate::text::{Language, Nearest};
use crate::{check, lint, syntax, trial};

/// Prints the page of a code.
pub(super) fn run(matches: &ArgMatches, language: Language) -> Result<u8, Troubles> {
    if matches.contains_id("subject") {
        return Err(CliError::NotSupported { what: "explain RULE SUBJECT", instead: None }.into());
    }
    let code = matches.get_one::<String>("code").map_or("", String::as_str);
    // A code may be pasted with the brackets it is shown in.
    let wanted = code.trim_matches(['[', ']']);
    let page = syntax::page(wanted, language).or_else(|| check::pages::page(wanted, language));
    let page = page.or_else(|| trial::pages::page(wanted, language)).or_else(|| PAGES.page(wanted, language));
    let page = page.map(str::to_owned).or_else(|| lint::page(wanted, language));
    let Some(page) = page else {
        let mut codes: Vec<&'static str> = syntax::CODES.into_iter().chain(check::pages::codes()).collect();
        codes.extend(trial::pages::codes().chain(PAGES.codes()));
        codes.extend(lint::codes());
        codes.sort_unstable();
        let near = Nearest::default().find(wanted, codes.iter().copied()).map(str::to_owned);
        return Err(CliError::NoCode { code: code.to_owned(), near, codes }.into());
    };
    let mut out = Output::screen();
    out.text(page.trim_end())?;
    out.data(b"\n")?;
    out.finish()?;
    Ok(FINE)
}
