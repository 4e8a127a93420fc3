//! Statements the grammar does not match.

use pest::error::Error;

use super::ast::Statement;
use super::grammar::Rule;
use super::lower::Lowering;
use super::problem::Problem;
use super::statements::Piece;

pub(super) fn before_parsing(_lowering: &Lowering<'_>, _piece: Piece, _text: &str) -> Option<Problem> {
    None
}

pub(super) fn explain(lowering: &mut Lowering<'_>, piece: Piece, text: &str, error: &Error<Rule>) -> Option<Statement> {
    let _ = error;
    lowering.base = piece.start;
    let span = lowering.span_between(0, text.trim_end().len());
    lowering.problems.push(Problem::Expected { span, places: Vec::new(), found: String::new() });
    None
}
