//! Full-width characters outside quotes mean their half-width forms (docs/language.md section 2). Folding happens
//! before the grammar sees the text, character by character, and remembers where each stood.

/// A text with its full-width letters, digits, punctuation and spaces folded.
#[derive(Debug)]
pub(super) struct Folded {
    /// The folded text.
    pub(super) text: String,
    /// `(folded, original)` offsets, ascending: from each on, both run in step.
    steps: Vec<(u32, u32)>,
}

impl Folded {
    /// Folds everything outside quotes and comments; line ends close both.
    pub(super) fn new(original: &str) -> Self {
        let mut folded = Self { text: String::with_capacity(original.len()), steps: Vec::new() };
        let mut inside = Inside::Code;
        let mut copied = 0;
        for (at, character) in original.char_indices() {
            // Letters and digits of ASCII are most of a text and never change the state.
            if character.is_ascii_alphanumeric() || character == ' ' {
                continue;
            }
            let meant = inside.meant(character);
            inside = inside.next(meant);
            if meant != character {
                folded.text.push_str(original.get(copied..at).unwrap_or(""));
                folded.text.push(meant);
                copied = at + character.len_utf8();
                folded.steps.push((to_u32(folded.text.len()), to_u32(copied)));
            }
        }
        folded.text.push_str(original.get(copied..).unwrap_or(""));
        folded
    }

    /// Where a byte of the folded text stands in the original.
    pub(super) fn original(&self, folded: usize) -> u32 {
        let folded = to_u32(folded);
        let step = self.steps.partition_point(|(at, _)| *at <= folded).checked_sub(1).and_then(|at| self.steps.get(at));
        step.map_or(folded, |(at, original)| original + (folded - at))
    }
}

/// What the text is at some place.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Inside {
    /// Words and signs.
    Code,
    /// Behind `#`, to the end of the line.
    Comment,
    /// Text or a quoted name, closed by this character.
    Quote(char),
}

impl Inside {
    /// The character that is meant by the one written.
    pub(super) fn meant(self, character: char) -> char {
        match (self, character) {
            (Self::Quote('"'), '＂') => '"',
            (Self::Quote('`'), '｀') => '`',
            (Self::Quote('"' | '”' | '」') | Self::Comment, _) => character,
            (_, '\u{FF01}'..='\u{FF5E}') => char::from_u32(u32::from(character) - 0xFEE0).unwrap_or(character),
            (_, '\u{3000}' | '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}') => ' ',
            _ => character,
        }
    }

    /// What it is behind this character.
    pub(super) fn next(self, meant: char) -> Self {
        match (self, meant) {
            (_, '\n') => Self::Code,
            (Self::Quote(close), _) if close == meant => Self::Code,
            (Self::Code, '"' | '`') => Self::Quote(meant),
            (Self::Code, '“') => Self::Quote('”'),
            (Self::Code, '「') => Self::Quote('」'),
            (Self::Code, '#') => Self::Comment,
            _ => self,
        }
    }
}

/// Files are limited far below 4 GiB before they are folded.
fn to_u32(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_behind_full_width_characters_point_into_the_original() {
        let original = "养老机构（Ａ，Ｂ） x";
        let folded = Folded::new(original);
        assert_eq!(folded.text, "养老机构(A,B) x");
        let at = folded.text.find('B').unwrap();
        let place = folded.original(at) as usize..folded.original(at + 1) as usize;
        assert_eq!(&original[place], "Ｂ");
        assert_eq!(folded.original(folded.text.len()) as usize, original.len());
    }

    #[test]
    fn quotes_and_comments_are_kept_as_written() {
        assert_eq!(Folded::new("Ａ “Ｂ” 「Ｃ」 \"Ｄ\" ＂Ｅ＂ ＃Ｆ\nＧ").text, "A “Ｂ” 「Ｃ」 \"Ｄ\" \"Ｅ\" #Ｆ\nG");
        assert_eq!(Folded::new("\"Ａ\nＢ").text, "\"Ａ\nB", "a quote ends on its line");
        assert_eq!(Folded::new("`Ａ\"`Ｂ").text, "`A\"`B", "a quoted name opens no text");
    }
}
