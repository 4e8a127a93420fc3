//! Rule text to tree. Parsing cannot fail: it gives a tree and the problems found on the way.
//!
//! A file is folded (full-width forms outside quotes become half-width), cut into statements at column 0, and each
//! statement parsed alone by the grammar of `grammar/guiju.pest`, so that one run reports every error of a file.

pub mod ast;
mod comment;
mod fold;
mod grammar;
mod lower;
mod mistake;
mod name;
mod pages;
mod problem;
mod statements;
mod trial;
mod wording;
pub mod write;

use pest::Parser;

pub use comment::{Comment, comments};
pub use name::{opens_statement, spelt_out, written_column, written_member, written_name, written_season};
pub use pages::page;
pub use problem::{Place, Problem};
pub use statements::{statement_places, words};
pub use wording::CODES;

use crate::text::{Source, Span};
use fold::Folded;
use grammar::{Grammar, Rule};
use lower::Lowering;

/// The longest rule file that is read, in bytes. Its tree takes about sixty times as much memory.
pub const LONGEST_FILE: usize = 4 << 20;

/// A file's tree, and what was wrong with its text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Parsed {
    /// The statements that could be read.
    pub file: ast::File,
    /// What was found wrong, in the order of the text.
    pub problems: Vec<Problem>,
}

/// Parses one rule file (docs/language.md section 2). Never fails: a statement that cannot be read is a problem, and
/// the others are in the tree.
#[must_use]
pub fn parse(source: &Source) -> Parsed {
    if source.text.len() > LONGEST_FILE {
        let span = Span { file: source.id, start: 0, end: 0 };
        let problem = Problem::FileTooLarge { span, limit: LONGEST_FILE >> 20 };
        return Parsed { file: ast::File::default(), problems: vec![problem] };
    }
    let folded = Folded::new(&source.text);
    let mut lowering = Lowering::new(source.id, &folded);
    let mut statements = Vec::new();
    for piece in statements::pieces(&folded.text) {
        let text = folded.text.get(piece.start..piece.end).unwrap_or("");
        if let Some(problem) = mistake::before_parsing(&mut lowering, piece, text) {
            lowering.problems.push(problem);
            continue;
        }
        if trial::opens(text) {
            statements.extend(trial::statement(&mut lowering, piece, text));
            continue;
        }
        match Grammar::parse(Rule::statement, text) {
            Ok(mut pairs) => statements.extend(pairs.next().and_then(|pair| lowering.statement(piece.start, pair))),
            Err(error) => statements.extend(mistake::explain(&mut lowering, piece, text, &error)),
        }
    }
    lowering.problems.sort_by_key(|problem| problem.span().start);
    Parsed { file: ast::File { statements }, problems: lowering.problems }
}
