//! Comments, which the tree leaves out and a formatter has to keep.

use super::fold::Inside;
use crate::text::{Source, Span};

/// A comment with its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comment {
    /// From its `#` to the end of its line, without the space before that.
    pub span: Span,
    /// Whether nothing but space stands before it on its line.
    pub own_line: bool,
}

/// Every comment of a rule file, in order; `#` in text and in quoted names opens none (docs/language.md section 2).
#[must_use]
pub fn comments(source: &Source) -> Vec<Comment> {
    let text = &source.text;
    let mut comments = Vec::new();
    let (mut inside, mut blank) = (Inside::Code, true);
    for (at, character) in text.char_indices() {
        let meant = inside.meant(character);
        let next = inside.next(meant);
        if next == Inside::Comment && inside == Inside::Code {
            let line = text.get(at..).and_then(|rest| rest.lines().next()).unwrap_or("");
            let end = at + line.trim_end().len();
            let place = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
            comments
                .push(Comment { span: Span { file: source.id, start: place(at), end: place(end) }, own_line: blank });
        }
        blank = character == '\n' || (blank && character.is_whitespace());
        inside = next;
    }
    comments
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::FileId;

    #[test]
    fn a_sign_in_quotes_opens_no_comment() {
        let text =
            "# one\nX each year `a#b` where f = \"#c\" # two \r\n　＃three\n  cite “#d” # 「 four\n  note 「#」#five";
        let source = Source::new(FileId(0), "c.gj", text);
        let found: Vec<_> = comments(&source).iter().map(|it| (source.slice(it.span), it.own_line)).collect();
        assert_eq!(
            found,
            [("# one", true), ("# two", false), ("＃three", true), ("# 「 four", false), ("#five", false)]
        );
    }
}
