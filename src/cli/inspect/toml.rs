//! A draft as guiju.toml has it. What an audit cannot read yet stands there as comments, so that the rest can be run.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use super::{Inspection, Looked};
use crate::ledger::{Draft, Form, Mapping, Month, Order, Piece, Purpose, Said, TableProfile};
use crate::text::Language;

/// A section: the file it is for, and its lines.
pub(super) struct Section {
    pub file: String,
    pub register: bool,
    /// Whether an audit can read it as it is.
    pub whole: bool,
    pub text: String,
}

/// What guiju.toml may say.
#[derive(Default)]
pub(super) struct Drafted {
    /// What stands before the sections.
    pub head: String,
    pub sections: Vec<Section>,
}

impl Drafted {
    /// The whole file.
    pub fn text(&self) -> String {
        let sections = self.sections.iter().map(|section| section.text.as_str());
        let head = Some(self.head.as_str()).filter(|head| !head.is_empty());
        head.into_iter().chain(sections).collect::<Vec<_>>().join("\n")
    }
}

/// Renders the drafts of all files, paths seen from a folder.
pub(super) fn render(inspection: &Inspection, folder: &Path, language: Language) -> Drafted {
    let mut drafted = Drafted::default();
    if !inspection.rules.is_empty() {
        let rules: Vec<String> = inspection.rules.iter().map(|path| string(&seen_from(folder, path))).collect();
        let _ = match rules.as_slice() {
            [one] => writeln!(drafted.head, "rules = {one}"),
            several => writeln!(drafted.head, "rules = [{}]", several.join(", ")),
        };
    }
    if let Some(register) = &inspection.register
        && let Some(path) = &register.path
    {
        let draft = (register.draft.purpose == Purpose::Register).then_some(&register.draft);
        let mapping = draft.map(|draft| draft.mapping.clone()).unwrap_or_default();
        let open = draft.map(|draft| draft.open.as_slice()).unwrap_or_default();
        let file = seen_from(folder, path);
        let text = section("register", &file, &[], &mapping, open, language);
        drafted.sections.push(Section { file, register: true, whole: true, text });
    }
    let mut register = inspection.register.as_ref().is_some_and(|register| register.path.is_some());
    for file in &inspection.files {
        let path = seen_from(folder, &file.source.path);
        let mut at = 0;
        let drafts: Vec<&Looked> =
            file.tables.iter().filter(|looked| looked.draft.purpose != Purpose::Nothing).collect();
        while let Some(first) = drafts.get(at) {
            // Sheets that are read in the same way are one section.
            let same = drafts.iter().skip(at).take_while(|other| alike(first, other)).count();
            let group = drafts.get(at..at + same).unwrap_or_default();
            at += same.max(1);
            let is_register = first.draft.purpose == Purpose::Register;
            let name = if is_register { "register" } else { "[records]" };
            let sheets: Vec<String> = group
                .iter()
                .filter(|looked| looked.table.form == Form::Sheet)
                .filter_map(|looked| looked.table.within.clone())
                .collect();
            let mut mapping = first.draft.mapping.clone();
            if first.table.form == Form::Named
                && let Some(within) = &first.table.within
            {
                mapping.relation = crate::ledger::Relation::Table(within.clone());
            }
            let text = section(name, &path, &sheets, &mapping, &first.draft.open, language);
            let whole = first.draft.whole && !(is_register && register);
            register |= is_register;
            let text = if whole { text } else { commented(&text, language) };
            drafted.sections.push(Section { file: path.clone(), register: is_register, whole, text });
        }
    }
    drafted
}

fn alike(one: &Looked, other: &Looked) -> bool {
    let plain = |looked: &Looked| {
        let draft = Draft { placed: Vec::new(), open: Vec::new(), unused: Vec::new(), ..looked.draft.clone() };
        let mapping = Mapping { sheets: Vec::new(), ..draft.mapping };
        (mapping, draft.purpose, draft.whole, draft.activities, is_sheet(&looked.table))
    };
    plain(one) == plain(other) && (is_sheet(&one.table) || one.table.within == other.table.within)
}

fn is_sheet(table: &TableProfile) -> bool {
    table.form == Form::Sheet
}

fn commented(text: &str, language: Language) -> String {
    let first = language.either(
        "# Not complete, so it is not read yet: fill in what is missing and take the `#` away.\n",
        "# 以下尚不完整，暂不读入：请补全后去掉行首的 `#`。\n",
    );
    let lines =
        text.lines().map(|line| if line.starts_with('#') { format!("{line}\n") } else { format!("# {line}\n") });
    std::iter::once(first.to_owned()).chain(lines).collect()
}

/// A path as guiju.toml names it.
pub(super) fn seen_from(folder: &Path, path: &Path) -> String {
    let absolute = |path: &Path| -> PathBuf { path.canonicalize().unwrap_or_else(|_| path.to_owned()) };
    if folder.as_os_str().is_empty() {
        return path.strip_prefix("./").unwrap_or(path).display().to_string();
    }
    let (folder, path) = (absolute(folder), absolute(path));
    let mut up = String::new();
    for base in folder.ancestors().take(3) {
        if let Ok(within) = path.strip_prefix(base) {
            return format!("{up}{}", within.display());
        }
        up.push_str("../");
    }
    path.display().to_string()
}

fn section(
    name: &str,
    file: &str,
    sheets: &[String],
    mapping: &Mapping,
    open: &[crate::text::Wording],
    language: Language,
) -> String {
    let mut out = String::new();
    for open in open {
        let _ = writeln!(out, "# {}", open.in_language(language).replace(['\n', '\r'], " "));
    }
    let inner = name.trim_matches(['[', ']']);
    let _ = writeln!(out, "[{name}]\nfile = {}", string(file));
    match sheets {
        [] => {}
        [one] => {
            let _ = writeln!(out, "sheet = {}", string(one));
        }
        several => {
            let _ = writeln!(out, "sheet = {}", strings(several));
        }
    }
    if let crate::ledger::Relation::Table(table) = &mapping.relation {
        let _ = writeln!(out, "table = {}", string(table));
    }
    if let Some(header) = mapping.header {
        let _ = writeln!(out, "header = {header}");
    }
    if let Some(order) = mapping.dates.order {
        let order = match order {
            Order::YearMonthDay => "year-month-day",
            Order::MonthDayYear => "month-day-year",
            Order::DayMonthYear => "day-month-year",
        };
        let _ = writeln!(out, "dates = {{ order = \"{order}\" }}");
    }
    let (activity, constants): (Vec<_>, Vec<_>) = mapping.constants.iter().partition(|said| said.name == "activity");
    for said in activity {
        let _ = writeln!(out, "activity = {}", string(&said.says));
    }
    if !mapping.skip.is_empty() {
        let skips: Vec<String> =
            mapping.skip.iter().map(|said| format!("{} = {}", key(&said.name), strings(&said.says))).collect();
        let _ = writeln!(out, "skip = {{ {} }}", skips.join(", "));
    }
    columns(&mut out, &format!("[{inner}.columns]"), &mapping.columns);
    if !constants.is_empty() {
        let _ = writeln!(out, "[{inner}.constants]");
        for said in constants {
            let _ = writeln!(out, "{} = {}", key(&said.name), string(&said.says));
        }
    }
    if !mapping.values.is_empty() {
        let _ = writeln!(out, "[{inner}.values]");
        for said in &mapping.values {
            let values = said.says.iter().map(|(cell, means)| {
                let means = if matches!(means.as_str(), "true" | "false") { means.clone() } else { string(means) };
                format!("{} = {means}", key(cell))
            });
            let _ = writeln!(out, "{} = {{ {} }}", key(&said.name), values.collect::<Vec<_>>().join(", "));
        }
    }
    if let Some(days) = &mapping.days {
        let _ = writeln!(out, "[{inner}.days]");
        let month = match &days.month {
            Some(Month::Sheet) => Some("{ sheet = true }".to_owned()),
            Some(Month::File) => Some("{ file = true }".to_owned()),
            Some(Month::Title) => Some("{ title = true }".to_owned()),
            Some(Month::Column(column)) => Some(format!("{{ column = {} }}", string(column))),
            Some(Month::Given(year, month)) => Some(format!("\"{year}-{month:02}\"")),
            None => None,
        };
        if let Some(month) = month {
            let _ = writeln!(out, "month = {month}");
        }
        if !days.blanks.is_empty() {
            let _ = writeln!(out, "blanks = {}", strings(&days.blanks));
        }
    }
    for each in &mapping.each {
        let _ = writeln!(out, "[[{inner}.each]]");
        for said in &each.constants {
            let _ = writeln!(out, "{} = {}", key(&said.name), string(&said.says));
        }
        let pieces = each.columns.iter().map(|said| format!("{} = {}", key(&said.name), pieces(&said.says)));
        let _ = writeln!(out, "columns = {{ {} }}", pieces.collect::<Vec<_>>().join(", "));
    }
    out
}

fn columns(out: &mut String, name: &str, columns: &[Said<Vec<Piece>>]) {
    if columns.is_empty() {
        return;
    }
    let _ = writeln!(out, "{name}");
    for said in columns {
        let _ = writeln!(out, "{} = {}", key(&said.name), pieces(&said.says));
    }
}

fn pieces(pieces: &[Piece]) -> String {
    let said: Vec<String> = pieces.iter().map(piece).collect();
    match said.as_slice() {
        [one] => one.clone(),
        several => format!("[{}]", several.join(", ")),
    }
}

fn piece(piece: &Piece) -> String {
    match piece {
        Piece::Column(name) => string(name),
        Piece::Split { column, by, part } => {
            format!("{{ column = {}, split = {}, part = {part} }}", string(column), string(by))
        }
        Piece::Sheet => "{ sheet = true }".to_owned(),
        Piece::File => "{ file = true }".to_owned(),
        Piece::Title(words) => format!("{{ title = {} }}", string(words)),
    }
}

fn strings(texts: &[String]) -> String {
    match texts {
        [one] => string(one),
        several => format!("[{}]", several.iter().map(|text| string(text)).collect::<Vec<_>>().join(", ")),
    }
}

/// A name of a key: bare where guiju.toml allows that.
fn key(name: &str) -> String {
    let ideograph = |letter: char| matches!(letter, '\u{4e00}'..='\u{9fff}');
    let bare = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-') || ideograph(letter);
    if !name.is_empty() && name.chars().all(bare) { name.to_owned() } else { string(name) }
}

/// A text in quotes.
fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            letter if letter.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(letter));
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}
