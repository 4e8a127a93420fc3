//! guiju.toml: what `guiju audit FOLDER` runs.
//!
//! ```toml
//! rules = ["drill.gj"]          # files, or folders with *.gj files
//! register = "register.csv"
//! records = ["2023.csv", "2024.csv"]
//! waivers = "waivers.csv"       # whom which rule is waived for
//! resolve = "names.csv"         # whom institution cells mean that nobody is found by
//! from = "2024-01-01"           # the days the records cover
//! to = "2024-12-31"
//! as_of = "2024-12-31"
//! [set]                         # other values for parameters of the rules
//! grace = 5
//! ```
//!
//! A table may also be a section that says how it is to be read: [`table`].
//!
//! Paths are relative to the folder; a date or a Chinese name may stand in quotes or without.

mod mapping;
mod table;

use std::io;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

pub(super) use self::table::Table;
use super::error::{CliError, Expected, Troubles};
use super::files;
use super::values::date;
use crate::calendar::Day;
use crate::text::{LineIndex, Nearest};

/// The name of the file.
const FILE: &str = "guiju.toml";
/// The longest guiju.toml that is read, in bytes.
pub(super) const LIMIT: usize = 1 << 20;
const KEYS: [&str; 9] = ["rules", "register", "records", "waivers", "resolve", "from", "to", "as_of", "set"];

/// What a guiju.toml says. Paths are as written there.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Project {
    pub rules: Vec<String>,
    pub register: Option<Table>,
    pub records: Vec<Table>,
    pub waivers: Option<Table>,
    pub resolve: Option<String>,
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub as_of: Option<Day>,
    pub set: Vec<(String, String)>,
}

/// What a file of `--map` says. A table without a file is the one that a flag gives.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Map {
    pub register: Option<Table>,
    pub records: Vec<Table>,
    pub waivers: Option<Table>,
}

/// Where a folder has its guiju.toml; the folder a user stands in needs no name in front.
pub(super) fn path_in(folder: &Path) -> PathBuf {
    if folder == Path::new(".") { PathBuf::from(FILE) } else { folder.join(FILE) }
}

/// The guiju.toml of a folder; `None` where there is none.
///
/// # Errors
///
/// It cannot be read, or holds what it should not: all of that at once.
pub(super) fn read(folder: &Path) -> Result<Option<Project>, Troubles> {
    let path = path_in(folder);
    match files::text(&path, LIMIT) {
        Ok(text) if text.len() > LIMIT => Err(CliError::TooLong { path, limit: LIMIT }.into()),
        Ok(text) => parse(&path, &text).map(Some),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound && folder.is_dir() => Ok(None),
        Err(cause) if !folder.is_dir() => {
            let kind = if folder.exists() { io::ErrorKind::NotADirectory } else { io::ErrorKind::NotFound };
            let cause = if folder.exists() { io::Error::from(kind) } else { cause };
            Err(CliError::Read { path: folder.to_owned(), cause }.into())
        }
        Err(cause) => Err(CliError::Read { path, cause }.into()),
    }
}

/// The sections of a file of `--map`.
///
/// # Errors
///
/// It cannot be read, or holds what it should not: all of that at once.
pub(super) fn read_map(path: &Path) -> Result<Map, Troubles> {
    let text = files::text(path, LIMIT).map_err(|cause| CliError::Read { path: path.to_owned(), cause })?;
    if text.len() > LIMIT {
        return Err(CliError::TooLong { path: path.to_owned(), limit: LIMIT }.into());
    }
    let mut map = Map::default();
    each_key(path, &text, false, |key, value, at, reading| match key {
        "records" => map.records = table::tables(value, "records", at, reading),
        "register" => map.register = table::table(value, "register", at, reading),
        "waivers" => map.waivers = table::table(value, "waivers", at, reading),
        other => reading.unknown(at, other, &["register", "records", "waivers"]),
    })?;
    Ok(map)
}

/// What the text of a guiju.toml says.
///
/// # Errors
///
/// It holds what it should not: all of that at once.
pub(super) fn parse(path: &Path, text: &str) -> Result<Project, Troubles> {
    let mut project = Project::default();
    each_key(path, text, true, |key, value, at, reading| match key {
        "rules" => match texts(value) {
            Some(paths) => project.rules = paths,
            None => reading.wrong(at, "rules", Expected::Paths),
        },
        "records" => project.records = table::tables(value, "records", at, reading),
        "register" => project.register = table::table(value, "register", at, reading),
        "waivers" => project.waivers = table::table(value, "waivers", at, reading),
        "resolve" => match value.as_str() {
            Some(path) => project.resolve = Some(path.to_owned()),
            None => reading.wrong(at, "resolve", Expected::Path),
        },
        "from" => project.from = reading.day(value, "from", at),
        "to" => project.to = reading.day(value, "to", at),
        "as_of" => project.as_of = reading.day(value, "as_of", at),
        "set" => match value {
            DeValue::Table(set) => match parameters(set) {
                Ok(set) => project.set = set,
                Err(name) => reading.wrong(name.span().start, name.get_ref(), Expected::Value),
            },
            _ => reading.wrong(at, "set", Expected::Table),
        },
        other => reading.unknown(at, other, &KEYS),
    })?;
    Ok(project)
}

/// Hands on every key of a file with its value and place; what is wrong is told all at once.
fn each_key(
    path: &Path,
    text: &str,
    file_needed: bool,
    mut take: impl FnMut(&str, &DeValue<'_>, usize, &mut Reading<'_>),
) -> Result<(), Troubles> {
    let text = &quoted(text.strip_prefix('\u{feff}').unwrap_or(text));
    let lines = LineIndex::new(text);
    let line = |byte: usize| lines.line(u32::try_from(byte).unwrap_or(u32::MAX)) + 1;
    let table = DeTable::parse(text).map_err(|error| CliError::Toml {
        path: path.to_owned(),
        line: line(error.span().map_or(0, |span| span.start)),
        cause: error.message().to_owned(),
    })?;
    let mut reading = Reading { path, lines: &lines, file_needed, troubles: Vec::new(), nearest: Nearest::default() };
    for (key, value) in table.get_ref() {
        take(key.get_ref().as_ref(), value.get_ref(), key.span().start, &mut reading);
    }
    let Reading { mut troubles, .. } = reading;
    troubles.sort_by_key(|(line, _)| *line);
    if troubles.is_empty() { Ok(()) } else { Err(Troubles(troubles.into_iter().map(|(_, trouble)| trouble).collect())) }
}

/// The reading of a guiju.toml, and what is wrong with it so far.
struct Reading<'r> {
    path: &'r Path,
    lines: &'r LineIndex,
    /// Whether a table must name its file.
    file_needed: bool,
    /// By line.
    troubles: Vec<(usize, CliError)>,
    nearest: Nearest,
}

impl Reading<'_> {
    fn line(&self, byte: usize) -> usize {
        self.lines.line(u32::try_from(byte).unwrap_or(u32::MAX)) + 1
    }

    /// A key at a byte has a value that it cannot have.
    fn wrong(&mut self, at: usize, key: &str, expected: Expected) {
        let (path, line, key) = (self.path.to_owned(), self.line(at), key.to_owned());
        self.troubles.push((line, CliError::KeyValue { path, line, key, expected }));
    }

    /// A key at a byte is none of those that may stand there.
    fn unknown(&mut self, at: usize, key: &str, keys: &[&'static str]) {
        let near = self.nearest.find(key, keys.iter().copied()).map(str::to_owned);
        let (path, line, key) = (self.path.to_owned(), self.line(at), key.to_owned());
        self.troubles.push((line, CliError::UnknownKey { path, line, key, near, keys: keys.to_vec() }));
    }

    /// Of two keys, the one at a byte among them, only one may be said.
    fn both(&mut self, at: usize, one: &'static str, other: &'static str) {
        let (path, line) = (self.path.to_owned(), self.line(at));
        self.troubles.push((line, CliError::BothKeys { path, line, one, other }));
    }

    fn day(&mut self, value: &DeValue<'_>, key: &str, at: usize) -> Option<Day> {
        let day = day(value);
        if day.is_none() {
            self.wrong(at, key, Expected::Date);
        }
        day
    }
}

/// The text with quotes around bare Chinese names of keys: TOML asks for them, and nobody expects that. Lines stay lines.
fn quoted(text: &str) -> String {
    let bare = |letter: char| {
        letter.is_alphanumeric()
            || matches!(letter, '_' | '-')
            || !letter.is_ascii() && !letter.is_whitespace() && !matches!(letter, '＝' | '，' | '“' | '”' | '。')
    };
    let mut out = String::with_capacity(text.len() + 64);
    let mut rest = text;
    // Whether the line is the name of a section.
    let mut section = false;
    while let Some(letter) = rest.chars().next() {
        let length = match letter {
            '#' => rest.find('\n').unwrap_or(rest.len()),
            '"' | '\'' => behind_string(rest, letter),
            letter if bare(letter) => rest.find(|letter| !bare(letter)).unwrap_or(rest.len()),
            letter => letter.len_utf8(),
        };
        let (word, behind) = rest.split_at_checked(length).unwrap_or((rest, ""));
        let next = behind.trim_start_matches([' ', '\t']);
        section = match letter {
            '\n' => false,
            '[' => section || out.trim_end_matches([' ', '\t', '[']).ends_with('\n') || out.trim().is_empty(),
            _ => section,
        };
        if bare(letter) && !word.is_ascii() && (next.starts_with('=') || section && next.starts_with([']', '.'])) {
            out.push('"');
            out.push_str(word);
            out.push('"');
        } else {
            out.push_str(word);
        }
        rest = behind;
    }
    out
}

/// How long a string at the start of a text is, its quotes included.
fn behind_string(text: &str, quote: char) -> usize {
    let triple: String = [quote; 3].iter().collect();
    if let Some(inside) = text.strip_prefix(triple.as_str()) {
        return inside.find(triple.as_str()).map_or(text.len(), |end| end + 6);
    }
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            '\n' => return at,
            _ if escaped => escaped = false,
            '\\' if quote == '"' => escaped = true,
            letter if letter == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// A list of texts; one alone is a list of one.
fn texts(value: &DeValue<'_>) -> Option<Vec<String>> {
    match value {
        DeValue::String(text) => Some(vec![text.as_ref().to_owned()]),
        DeValue::Array(list) => {
            list.iter().map(|item: &Spanned<_>| item.get_ref().as_str().map(str::to_owned)).collect()
        }
        _ => None,
    }
}

fn day(value: &DeValue<'_>) -> Option<Day> {
    match value {
        DeValue::String(text) => date(text),
        DeValue::Datetime(written) => date(&written.to_string()),
        _ => None,
    }
}

/// The parameters that are set; else the first name whose value is no single one.
fn parameters<'t, 's>(set: &'t DeTable<'s>) -> Result<Vec<(String, String)>, &'t Spanned<DeString<'s>>> {
    let named = set.iter().map(|(name, value)| {
        let value = match value.get_ref() {
            DeValue::String(text) => text.as_ref().to_owned(),
            DeValue::Integer(number) => number.to_string(),
            DeValue::Float(number) => number.to_string(),
            DeValue::Boolean(bool) => bool.to_string(),
            DeValue::Datetime(written) => written.to_string(),
            DeValue::Array(_) | DeValue::Table(_) => return Err(name),
        };
        Ok((name.get_ref().as_ref().to_owned(), value))
    });
    named.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_names_of_keys_need_no_quotes() {
        for (text, expected) in [
            ("人数 = \"参加（人）\"", "\"人数\" = \"参加（人）\""),
            ("skip = { 单位名称 = [\"合计\"], a = 1 }", "skip = { \"单位名称\" = [\"合计\"], a = 1 }"),
            (
                "[records.values.是否合格]\n√ = true # 说明 = 无",
                "[records.values.\"是否合格\"]\n\"√\" = true # 说明 = 无",
            ),
            ("a = ['甲 = 乙', \"丙 \\\" = \"]\n", "a = ['甲 = 乙', \"丙 \\\" = \"]\n"),
            ("a = \"\"\"\n甲 = 1\n\"\"\"\n甲 = 1", "a = \"\"\"\n甲 = 1\n\"\"\"\n\"甲\" = 1"),
            ("\"甲\" = 1\nx = [甲]", "\"甲\" = 1\nx = [甲]"),
            ("a = \"open\n甲 = 1", "a = \"open\n\"甲\" = 1"),
        ] {
            assert_eq!(quoted(text), expected);
        }
    }

    #[test]
    fn every_key_is_read() {
        let text = "rules = 'a.gj'\nregister = \"r.csv\"\nrecords = [\"1.csv\", \"2.csv\"]\nwaivers = \"w.csv\"\nresolve = \"n.csv\"\nfrom = 2024-01-01\n\
                    to = \"2024-12-31\"\nas_of = \"2024年12月31日\"\n[set]\nn = 5\n及时 = 2.50\nd = 2024-02-29\nb = true\n";
        let read = parse(Path::new(FILE), text).unwrap();
        let last = Day::from_ymd(2024, 12, 31);
        let plain = |file: &str| Table { file: file.to_owned(), ..Table::default() };
        let set = [("b", "true"), ("d", "2024-02-29"), ("n", "5"), ("及时", "2.50")];
        let expected = Project {
            rules: vec!["a.gj".into()],
            register: Some(plain("r.csv")),
            records: vec![plain("1.csv"), plain("2.csv")],
            waivers: Some(plain("w.csv")),
            resolve: Some("n.csv".into()),
            from: Day::from_ymd(2024, 1, 1),
            to: last,
            as_of: last,
            set: set.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        };
        assert_eq!(read, expected);
    }
}
