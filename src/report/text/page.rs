//! Lines of a fixed width for people: wrapped, indented, aligned under Chinese.
//!
//! Styles are written always; the command line takes them out where no terminal reads.

use owo_colors::{OwoColorize, Style};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How many columns a page has.
pub(crate) const WIDTH: usize = 100;

/// A page that grows downwards.
#[derive(Debug, Default)]
pub(crate) struct Page {
    text: String,
}

impl Page {
    pub fn into_text(self) -> String {
        self.text
    }

    pub fn blank(&mut self) {
        self.text.push('\n');
    }

    /// The heading of a section, with an empty line before it.
    pub fn heading(&mut self, title: &str) {
        self.blank();
        self.paragraph(0, title, Style::new().bold().underline());
    }

    /// Text from a column on, in as many lines as it needs.
    pub fn paragraph(&mut self, indent: usize, text: &str, style: Style) {
        for line in wrap(text, WIDTH.saturating_sub(indent)) {
            self.line(indent, &line.style(style).to_string());
        }
    }

    /// A label and its text, which hangs `hang` columns behind the label's begin.
    pub fn entry(&mut self, indent: usize, hang: usize, label: &str, text: &str, style: Style) {
        let mut label = clean(label);
        for line in wrap(text, WIDTH.saturating_sub(indent + hang)) {
            let gap = " ".repeat(hang.saturating_sub(label.width()));
            self.line(indent, &format!("{}{gap}{}", label.dimmed(), line.style(style)));
            label.clear();
        }
    }

    /// A line as it is.
    pub fn line(&mut self, indent: usize, line: &str) {
        self.text.push_str(&" ".repeat(indent));
        self.text.push_str(line);
        self.text.push('\n');
    }
}

/// Text of strangers on one line: control and direction characters, which a terminal would obey, become spaces.
pub(crate) fn clean(text: &str) -> String {
    let obeyed = |letter: char| {
        letter.is_control()
            || matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|letter| if obeyed(letter) || letter == '\u{2028}' { ' ' } else { letter }).collect()
}

/// Lines no wider than `width`, cut at spaces, and between any two ideographs; a longer word is cut where it must.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let (mut line, mut used) = (String::new(), 0);
    for word in words(&clean(text)) {
        let needed = word.trim_end().width();
        if used + needed > width && used > 0 {
            lines.push(line.trim_end().to_owned());
            line.clear();
            used = 0;
        }
        for letter in word.chars() {
            let wide = letter.width().unwrap_or(0);
            if used + wide > width && letter != ' ' {
                lines.push(line.trim_end().to_owned());
                line.clear();
                used = 0;
            }
            line.push(letter);
            used += wide;
        }
    }
    lines.push(line.trim_end().to_owned());
    lines
}

/// Pieces that stay together, each with the space behind it. Closing punctuation stays with what it closes, opening
/// punctuation with what it opens.
fn words(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, letter) in text.char_indices() {
        let breaks = before.is_some_and(|before| {
            let wide = |letter: char| letter.width().unwrap_or(0) == 2;
            (before == ' ' && letter != ' ')
                || ((wide(before) || wide(letter))
                    // A number stays with its unit: 5日, 2次.
                    && !before.is_ascii_digit()
                    && letter != ' '
                    && !"，。、；：？！）》」』”’％…".contains(letter)
                    && !"（《「『“‘".contains(before))
        });
        if breaks {
            pieces.extend(text.get(start..at));
            start = at;
        }
        before = Some(letter);
    }
    pieces.extend(text.get(start..));
    pieces
}

/// The text cut to a width, with `…` where something is missing.
pub(crate) fn truncated(text: &str, width: usize) -> String {
    let text = clean(text);
    if text.width() <= width {
        return text;
    }
    let mut short = String::new();
    let mut used = 0;
    for letter in text.chars() {
        used += letter.width().unwrap_or(0);
        if used + 1 > width {
            break;
        }
        short.push(letter);
    }
    short.push('…');
    short
}

/// A number with its digits in groups of three.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_wraps_by_columns_and_keeps_its_punctuation() {
        assert_eq!(wrap("应于三月5日办结", 9), ["应于三月", "5日办结"]);
        assert_eq!(wrap("一次消防演练，", 12), ["一次消防演", "练，"]);
        assert_eq!(
            wrap("每半年至少组织一次消防演练，并做好记录。", 12),
            ["每半年至少组", "织一次消防演", "练，并做好记", "录。"]
        );
    }

    #[test]
    fn english_wraps_at_spaces_and_cuts_only_what_is_too_long() {
        assert_eq!(wrap("drill twice a year", 11), ["drill twice", "a year"]);
        assert_eq!(wrap("abcdefghij kl", 4), ["abcd", "efgh", "ij", "kl"]);
        assert_eq!(wrap("", 4), [""]);
    }

    #[test]
    fn a_text_too_wide_for_its_column_ends_in_an_ellipsis() {
        assert_eq!(truncated("消防演练每半年", 9), "消防演练…");
        assert_eq!(truncated("drill", 5), "drill");
    }

    #[test]
    fn nothing_of_a_stranger_reaches_the_terminal_as_a_command() {
        assert_eq!(clean("a\u{1b}[31mb\nc\u{202e}d"), "a [31mb c d");
    }

    #[test]
    fn digits_are_grouped() {
        assert_eq!([grouped(7), grouped(1_000), grouped(1_234_567)], ["7", "1,000", "1,234,567"]);
    }
}
