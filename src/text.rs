//! Source text, places in it, and lines: what every message about a rule file points at.

mod nearest;

pub use nearest::Nearest;

/// The number of a source within one run, in the order the files were given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct FileId(pub u32);

/// A stretch of bytes `[start, end)` of one source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// The source it lies in.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// The byte behind the last.
    pub end: u32,
}

impl Span {
    /// The smallest span that holds both; they must lie in the same file.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// One rule file as it was read.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its number in the run.
    pub id: FileId,
    /// The path as the user wrote it; messages show it.
    pub path: String,
    /// The whole text.
    pub text: String,
    lines: LineIndex,
}

impl Source {
    /// A source from its text. A leading byte order mark is not part of the text.
    #[must_use]
    pub fn new(id: FileId, path: impl Into<String>, text: impl Into<String>) -> Self {
        let mut text: String = text.into();
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
        }
        let lines = LineIndex::new(&text);
        Self { id, path: path.into(), text, lines }
    }

    /// The words a span covers; empty if the span does not fit this text.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// Line and column of a byte, both from 1; the column counts characters.
    #[must_use]
    pub fn position(&self, byte: u32) -> (usize, usize) {
        let line = self.lines.line(byte);
        let start = self.lines.start(line);
        let before = self.text.get(start as usize..byte as usize).unwrap_or("");
        (line + 1, before.chars().count() + 1)
    }

    /// The line of a byte, from 1.
    #[must_use]
    pub fn line_of(&self, byte: u32) -> usize {
        self.lines.line(byte) + 1
    }

    /// The first byte of a line counted from 1.
    #[must_use]
    pub fn line_start(&self, line: usize) -> u32 {
        self.lines.start(line.saturating_sub(1))
    }

    /// The byte behind the last of a line counted from 1, its line end left out.
    #[must_use]
    pub fn line_end(&self, line: usize) -> u32 {
        let start = self.line_start(line);
        let rest = self.text.get(start as usize..).unwrap_or("");
        let length =
            rest.find('\n').map_or(rest.len(), |end| rest.get(..end).unwrap_or("").trim_end_matches('\r').len());
        start.saturating_add(to_u32(length))
    }
}

/// Where the lines of a text begin: one look-up for a byte's line, however long the file.
#[derive(Debug, Clone)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Reads the text once.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(ends.map(|(at, _)| to_u32(at + 1))).collect();
        Self { starts }
    }

    /// The line of a byte, from 0.
    #[must_use]
    pub fn line(&self, byte: u32) -> usize {
        self.starts.partition_point(|start| *start <= byte).saturating_sub(1)
    }

    /// The first byte of a line counted from 0 (0 for a line that is not there).
    #[must_use]
    pub fn start(&self, line: usize) -> u32 {
        self.starts.get(line).copied().unwrap_or(0)
    }
}

/// Rule files are limited to 4 GiB long before this saturates.
fn to_u32(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// The language of messages and reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// 中文.
    Chinese,
}

impl Language {
    /// The one of two texts that is in this language.
    #[must_use]
    pub const fn either<'a>(self, en: &'a str, zh: &'a str) -> &'a str {
        match self {
            Self::English => en,
            Self::Chinese => zh,
        }
    }
}

/// One message in both languages. Both are asked for at the same place, so that a missing translation
/// does not compile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// The English text.
    pub en: String,
    /// The Chinese text.
    pub zh: String,
}

impl Wording {
    /// Both texts.
    #[must_use]
    pub fn new(en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self { en: en.into(), zh: zh.into() }
    }

    /// The text in one language.
    #[must_use]
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::English => &self.en,
            Language::Chinese => &self.zh,
        }
    }
}
