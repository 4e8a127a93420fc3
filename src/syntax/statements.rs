//! A file is cut into statements before the grammar sees it: each starts in column 0 and takes the indented lines
//! behind it, so that an error in one never hides another (docs/language.md section 2).

use unicode_normalization::UnicodeNormalization;

use super::fold::{Folded, Inside};
use crate::text::{Source, Span};

/// Where each statement of a file stands, in order: from column 0 to the end of its last line that is not blank.
#[must_use]
pub fn statement_places(source: &Source) -> Vec<Span> {
    let folded = Folded::new(&source.text);
    let place = |piece: Piece| {
        let text = folded.text.get(piece.start..piece.end).unwrap_or("");
        let end = piece.start + text.trim_end().len();
        Span { file: source.id, start: folded.original(piece.start), end: folded.original(end) }
    };
    pieces(&folded.text).into_iter().map(place).collect()
}

/// The words of a rule text, normalised (NFKC), without those in quotes, in backticks and in comments.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let folded = Folded::new(text);
    let mut words = vec![String::new()];
    let mut inside = Inside::Code;
    for character in folded.text.chars() {
        let part = inside == Inside::Code && (character.is_alphanumeric() || matches!(character, '_' | '-'));
        inside = inside.next(character);
        match words.last_mut() {
            Some(last) if part => last.push(character),
            Some(last) if !last.is_empty() => words.push(String::new()),
            _ => {}
        }
    }
    words.retain(|word| !word.is_empty());
    words.into_iter().map(|word| word.nfkc().collect()).collect()
}

/// One statement's place in the folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    /// First byte.
    pub(super) start: usize,
    /// The byte behind its last line.
    pub(super) end: usize,
    /// Whether it begins in column 0; only lines before the first statement do not.
    pub(super) at_margin: bool,
}

/// The statements of a folded text, in order. Blank and comment lines begin and end nothing.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        let content = line.trim_start();
        if !content.is_empty() && !content.starts_with('#') {
            let at_margin = content.len() == line.len();
            match pieces.last_mut() {
                Some(last) if !at_margin => last.end = end,
                _ => pieces.push(Piece { start: end - content.len(), end, at_margin }),
            }
        }
        start = end;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        pieces(text).into_iter().map(|piece| &text[piece.start..piece.end]).collect()
    }

    #[test]
    fn a_statement_takes_its_indented_lines_and_blank_and_comment_lines_end_nothing() {
        assert_eq!(cut("a\n  b\n\n# c\n\td\ne\n"), ["a\n  b\n\n# c\n\td\n", "e\n"]);
    }

    #[test]
    fn words_stand_outside_quotes_and_comments() {
        assert_eq!(
            words("规则 ｒ-1 “题” `b c` each# e\n（x、y）96%以上的"),
            ["规则", "r-1", "each", "x", "y", "96", "以上的"]
        );
    }

    #[test]
    fn an_indented_first_line_is_a_piece_of_its_own() {
        let pieces = pieces("  a\n  b\nc");
        assert_eq!(pieces.len(), 2);
        assert!(!pieces[0].at_margin && pieces[1].at_margin);
    }
}
