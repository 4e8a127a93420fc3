//! A test is cut into its lines before the grammar sees it, so that a mistake in one line never hides another.
//!
//! A line opens with `given`, `as of` or `expect`; lines that stand further in than the first of them continue it.

use std::ops::Range;

use pest::Parser;

use super::ast::{Statement, Test, TestLine};
use super::grammar::{Grammar, Rule};
use super::lower::Lowering;
use super::mistake;
use super::problem::Problem;
use super::statements::Piece;

/// Whether a statement is a test.
pub(super) fn opens(text: &str) -> bool {
    Grammar::parse(Rule::opens_test, text).is_ok()
}

/// A test; `None` where a problem was found in it.
pub(super) fn statement(lowering: &mut Lowering<'_>, piece: Piece, text: &str) -> Option<Statement> {
    let before = lowering.problems.len();
    let (head, lines) = cut(text);
    lowering.base = piece.start;
    let head = text.get(..head).unwrap_or("");
    let title = match Grammar::parse(Rule::test_title, head) {
        Ok(mut pairs) => pairs.next().map(|title| lowering.test_title(&title)),
        Err(error) => {
            mistake::explain_line(lowering, head, &error);
            None
        }
    };
    let mut read: Vec<TestLine> = Vec::new();
    let mut day = None;
    for range in lines {
        lowering.base = piece.start + range.start;
        let line = text.get(range).unwrap_or("");
        match Grammar::parse(Rule::test_line, line) {
            Ok(mut pairs) => {
                let told = pairs.next().and_then(|pair| lowering.test_line(pair));
                if let Some(TestLine::AsOf(_, span)) = &told
                    && let Some(first) = day.replace(*span)
                {
                    let word = if line.trim_start().starts_with("截至") { "截至" } else { "as of" };
                    lowering.problems.push(Problem::Repeated { span: *span, word: word.to_owned(), first });
                }
                read.extend(told);
            }
            Err(error) => mistake::explain_line(lowering, line, &error),
        }
    }
    lowering.base = piece.start;
    let title = title.filter(|_| lowering.problems.len() == before)?;
    let start = lowering.span_between(0, 0);
    let end = read.last().map_or(title.span, TestLine::span);
    Some(Statement::Test(Box::new(Test { title, lines: read, span: start.to(end) })))
}

/// Where the title ends, and the lines behind it.
fn cut(text: &str) -> (usize, Vec<Range<usize>>) {
    let (mut head, mut at, mut margin) = (text.len(), 0, None);
    let mut lines: Vec<Range<usize>> = Vec::new();
    for line in text.split_inclusive('\n') {
        let content = line.trim_start();
        let indentation = line.len() - content.len();
        let start = at + indentation;
        at += line.len();
        if content.is_empty() || content.starts_with('#') || start == 0 {
            continue;
        }
        if Grammar::parse(Rule::opens_line, content).is_ok() || margin.is_some_and(|margin| indentation <= margin) {
            margin.get_or_insert(indentation);
            match lines.last_mut() {
                Some(last) => last.end = start,
                None => head = start,
            }
            lines.push(start..text.len());
        }
    }
    (head, lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_opens_with_its_keyword_or_stands_as_far_out_as_the_first() {
        let text = "test \"a\"\n  given \"甲\"\n    x 1\n  # c\n  gven \"乙\"\n    as of 2024-01-01\n截至";
        let (head, lines) = cut(text);
        assert_eq!(&text[..head], "test \"a\"\n  ");
        let lines: Vec<_> = lines.into_iter().map(|line| text[line].trim_end()).collect();
        assert_eq!(lines, ["given \"甲\"\n    x 1\n  # c", "gven \"乙\"", "as of 2024-01-01", "截至"]);
    }
}
