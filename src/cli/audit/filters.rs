//! `--status`, `--rule`, `--subject`.

use clap::ArgMatches;

use crate::cli::error::CliError;
use crate::ledger::{Ledger, SubjectId};
use crate::rulebook::{RuleBook, normalise};
use crate::text::Nearest;
use crate::verdict::{RuleId, Status};

/// The statuses that are asked for, in English or Chinese.
///
/// # Errors
///
/// A word is no status.
pub(super) fn statuses(matches: &ArgMatches) -> Result<Vec<Status>, CliError> {
    let mut asked = Vec::new();
    for word in words(matches, "status").flat_map(|word| word.split(['，', '、'])) {
        let word = word.trim();
        let named = |status: &Status| word.eq_ignore_ascii_case(status.keyword()) || word == status.chinese();
        match Status::ALL.into_iter().find(named) {
            Some(status) => asked.push(status),
            None => {
                let names = Status::ALL.iter().flat_map(|status| [status.keyword(), status.chinese()]);
                let near = Nearest::default().find(word, names).map(str::to_owned);
                return Err(CliError::NoStatus { word: word.to_owned(), near });
            }
        }
    }
    // The order of a report's words is that of the statuses, not that of the command.
    asked.sort_unstable();
    asked.dedup();
    Ok(asked)
}

/// The rules that are asked for.
///
/// # Errors
///
/// An id is no rule's.
pub(super) fn rules(matches: &ArgMatches, book: &RuleBook) -> Result<Vec<RuleId>, CliError> {
    let asked = words(matches, "rule").map(|word| {
        let id = normalise(word);
        let at = book.rules.iter().position(|rule| rule.id == id).and_then(|at| u32::try_from(at).ok());
        at.map(RuleId).ok_or_else(|| {
            let near = Nearest::default().find(&id, book.rules.iter().map(|rule| rule.id.as_str())).map(str::to_owned);
            CliError::NoRule { id: word.to_owned(), near }
        })
    });
    Ok(sorted(asked.collect::<Result<_, _>>()?))
}

/// The subjects that are asked for, by id, else by a name that only one has.
///
/// # Errors
///
/// Neither register nor records know it.
pub(super) fn subjects(matches: &ArgMatches, ledger: &Ledger) -> Result<Vec<SubjectId>, CliError> {
    let subjects = ledger.subjects();
    let asked = words(matches, "subject").map(|word| {
        let wanted = normalise(word);
        let named = || {
            let mut named = (0..).zip(subjects).filter(|(_, subject)| subject.name.as_deref() == Some(&*wanted));
            named.next().filter(|_| named.next().is_none()).map(|(at, _)| at)
        };
        let known = subjects.iter().position(|subject| subject.id == wanted).or_else(named);
        known.and_then(|at| u32::try_from(at).ok()).map(SubjectId).ok_or_else(|| {
            let ids = subjects.iter().map(|subject| subject.id.as_str());
            let near = Nearest::default().find(&wanted, ids).map(str::to_owned);
            CliError::NoSubject { id: word.to_owned(), near }
        })
    });
    Ok(sorted(asked.collect::<Result<_, _>>()?))
}

/// Each once, in the order of reports.
fn sorted<T: Ord>(mut asked: Vec<T>) -> Vec<T> {
    asked.sort_unstable();
    asked.dedup();
    asked
}

fn words<'a>(matches: &'a ArgMatches, name: &str) -> impl Iterator<Item = &'a str> {
    matches.get_many::<String>(name).into_iter().flatten().map(String::as_str)
}
