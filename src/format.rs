//! One canonical layout for rule files, in either language. Comments stay where they are, and what the rules mean
//! does not change (docs/language.md sections 2 and 12).
//!
//! - A statement starts in column 0; everything below its head is indented by two spaces, one modifier, field or line
//!   a line. Where a line is longer than [`WIDTH`] columns, or holds a comment, it goes on behind four spaces: each clause
//!   behind the activity on a line of its own, and if that is not enough, the parts in front of it. What continues a
//!   condition, a list or a bracket stands two spaces deeper than what it belongs to.
//! - Of several blank lines one is kept; none is added.
//! - Numbers are digits (in Chinese with 万 and 亿), dates are `2024-02-28`, texts stand in `"…"`, names in backticks
//!   only where they need them.
//! - Without a language each statement keeps its own: that of most of its keywords.

mod alias;
mod comment;
mod language;
mod layout;

use std::fmt::Write as _;

use crate::syntax::ast::{File, Statement};
use crate::syntax::write::{self, AsWritten, Line, Naming, Page, Spelling};
use crate::syntax::{Comment, Problem, comments, parse, statement_places};
use crate::text::{Language, Source, Span};

pub use alias::Vocabulary;
pub use layout::WIDTH;

/// Why a file is not formatted.
#[derive(Debug, Clone, PartialEq)]
pub enum Unformatted {
    /// Its text has problems; a file with a statement that cannot be read is left alone.
    Problems(Vec<Problem>),
    /// What would be written does not mean what was read. This is a defect of the formatter: the file is left alone.
    Changed {
        /// The first statement that would change.
        statement: Span,
    },
}

/// Lays a file out anew.
///
/// With a language, all keywords are written in it, and names as `vocabulary`, the declarations within the file's
/// reach, has them in that language (see [`Vocabulary`]); else each statement keeps its language and its names.
///
/// # Errors
///
/// The text has problems; nothing is laid out then.
pub fn format(source: &Source, language: Option<Language>, vocabulary: &Vocabulary) -> Result<String, Unformatted> {
    let parsed = parse(source);
    if !parsed.problems.is_empty() {
        return Err(Unformatted::Problems(parsed.problems));
    }
    let places = statement_places(source);
    let remarks = comments(source);
    let mut spelling = Spelling::default();
    let translated = language.map(|language| vocabulary.translated(language));
    let naming: &dyn Naming = translated.as_ref().map_or(&AsWritten, |names| names);
    let mut out = String::with_capacity(source.text.len());
    let mut rest: &[Comment] = &remarks;
    let mut take_before = |end: u32| {
        let (before, behind) = rest.split_at(rest.partition_point(|comment| comment.span.start < end));
        rest = behind;
        before
    };
    let first = places.first().map_or(u32::MAX, |place| place.start);
    for comment in take_before(first) {
        comment::own_line(&mut out, source, comment, 0);
    }
    for (index, (statement, place)) in parsed.file.statements.iter().zip(&places).enumerate() {
        let language = language.unwrap_or_else(|| language::of_statement(statement, *place, source, &mut spelling));
        let mut lines = write::lines(statement, Page { naming, language, source }, &mut spelling);
        comment::find_beginnings(&mut lines, source, &remarks, *place);
        let next = places.get(index + 1).map_or(u32::MAX, |place| place.start);
        comment::statement(&mut out, source, &lines, take_before(next), *place);
    }
    unchanged(source, &parsed.file, &places, &out, translated.is_some().then_some(vocabulary))?;
    Ok(out)
}

/// The last look: what is written is the same tree, or with other names for the same things.
fn unchanged(
    source: &Source,
    file: &File,
    places: &[Span],
    out: &str,
    vocabulary: Option<&Vocabulary>,
) -> Result<(), Unformatted> {
    let written = Source::new(source.id, source.path.as_str(), out);
    let again = parse(&written);
    let lost = || Unformatted::Changed { statement: places.last().copied().unwrap_or_default() };
    if !again.problems.is_empty() || again.file.statements.len() != file.statements.len() {
        return Err(lost());
    }
    let mut spelling = Spelling::default();
    for ((before, after), place) in file.statements.iter().zip(&again.file.statements).zip(places) {
        let same = match vocabulary {
            None => before.clone().without_places() == after.clone().without_places(),
            Some(vocabulary) => {
                meaning(before, source, vocabulary, &mut spelling)
                    == meaning(after, &written, vocabulary, &mut spelling)
            }
        };
        if !same {
            return Err(Unformatted::Changed { statement: *place });
        }
    }
    Ok(())
}

/// A statement in English with declared names: two that have the same are the same.
#[must_use]
pub fn meaning(statement: &Statement, source: &Source, vocabulary: &Vocabulary, spelling: &mut Spelling) -> String {
    let page = Page { naming: &vocabulary.declared(), language: Language::English, source };
    let mut text = String::new();
    for Line { text: line, .. } in write::lines(statement, page, spelling) {
        let _ = writeln!(text, "{line}");
    }
    text
}
