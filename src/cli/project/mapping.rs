//! What a section of guiju.toml says of the columns and rows of its table (docs/records.md).

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Reading;
use crate::cli::error::Expected;
use crate::ledger::{Days, Each, Mapping, Month, Piece, Said};

const EACH: [&str; 4] = ["activity", "columns", "constants", "values"];
const DAYS: [&str; 5] = ["month", "marks", "blanks", "field", "year"];
const PIECE: [&str; 6] = ["column", "split", "part", "sheet", "file", "title"];
const MONTH: [&str; 5] = ["sheet", "file", "title", "column", "year"];

/// Reads a key of the mapping; false where it is none.
pub(super) fn key(
    name: &str,
    value: &DeValue<'_>,
    at: usize,
    mapping: &mut Mapping,
    reading: &mut Reading<'_>,
) -> bool {
    match name {
        "columns" => mapping.columns = columns(value, at, reading),
        "constants" => mapping.constants.extend(constants(value, at, reading)),
        "values" => mapping.values = values(value, at, reading),
        "activity" => mapping.constants.extend(activity(value, at, reading)),
        "skip" => mapping.skip = skip(value, at, reading),
        "key" => match super::texts(value).filter(|columns| !columns.is_empty()) {
            Some(says) => mapping.key = Some(Said { name: "key".to_owned(), says, line: reading.line(at) }),
            None => reading.wrong(at, "key", Expected::Headers),
        },
        "days" => mapping.days = days(value, at, reading),
        "each" => mapping.each = each(value, at, reading),
        _ => return false,
    }
    if mapping.days.is_some() && !mapping.each.is_empty() {
        reading.both(at, "days", "each");
        mapping.each.clear();
    }
    true
}

/// The names and values of a section.
fn section<'s, 't>(
    value: &'s DeValue<'t>,
    key: &str,
    at: usize,
    expected: Expected,
    reading: &mut Reading<'_>,
) -> Option<&'s DeTable<'t>> {
    if let DeValue::Table(section) = value {
        return Some(section);
    }
    reading.wrong(at, key, expected);
    None
}

fn columns(value: &DeValue<'_>, at: usize, reading: &mut Reading<'_>) -> Vec<Said<Vec<Piece>>> {
    let Some(section) = section(value, "columns", at, Expected::Columns, reading) else { return Vec::new() };
    let mut columns = Vec::new();
    for (name, value) in section {
        let (at, name) = (name.span().start, name.get_ref().as_ref());
        if let Some(says) = pieces(value.get_ref(), name, at, reading) {
            columns.push(Said { name: name.to_owned(), says, line: reading.line(at) });
        }
    }
    columns.sort_by_key(|said| said.line);
    columns
}

/// Where a column comes from: a header, a section, or a list of them.
fn pieces(value: &DeValue<'_>, name: &str, at: usize, reading: &mut Reading<'_>) -> Option<Vec<Piece>> {
    match value {
        DeValue::Array(list) if !list.is_empty() => {
            let pieces = list.iter().map(|item: &Spanned<_>| piece(item.get_ref(), name, at, reading));
            pieces.collect::<Vec<_>>().into_iter().collect()
        }
        DeValue::Array(_) => {
            reading.wrong(at, name, Expected::Column);
            None
        }
        value => piece(value, name, at, reading).map(|piece| vec![piece]),
    }
}

fn piece(value: &DeValue<'_>, name: &str, at: usize, reading: &mut Reading<'_>) -> Option<Piece> {
    let section = match value {
        DeValue::String(header) if !header.trim().is_empty() => return Some(Piece::Column(header.as_ref().to_owned())),
        DeValue::Table(section) => section,
        _ => {
            reading.wrong(at, name, Expected::Column);
            return None;
        }
    };
    let (mut column, mut by, mut part, mut piece) = (None, None, None, None);
    let mut count = 0;
    for (key, value) in section {
        let (at, value) = (key.span().start, value.get_ref());
        let text = || value.as_str().filter(|text| !text.is_empty()).map(str::to_owned);
        count += 1;
        match key.get_ref().as_ref() {
            "column" => match text() {
                Some(header) => column = Some(header),
                None => reading.wrong(at, "column", Expected::Header),
            },
            "split" => match text() {
                Some(text) => by = Some(text),
                None => reading.wrong(at, "split", Expected::Separator),
            },
            "part" => match super::table::row(value) {
                Some(number) => part = Some(usize::try_from(number).unwrap_or(usize::MAX)),
                None => reading.wrong(at, "part", Expected::Part),
            },
            "title" => match text() {
                Some(words) => piece = Some(Piece::Title(words)),
                None => reading.wrong(at, "title", Expected::Title),
            },
            "sheet" if matches!(value, DeValue::Boolean(true)) => piece = Some(Piece::Sheet),
            "file" if matches!(value, DeValue::Boolean(true)) => piece = Some(Piece::File),
            key @ ("sheet" | "file") => reading.wrong(at, key, Expected::True),
            other => reading.unknown(at, other, &PIECE),
        }
    }
    let found = match (column, by, part, piece, count) {
        (Some(column), Some(by), Some(part), None, 3) => Some(Piece::Split { column, by, part }),
        (Some(column), None, None, None, 1) => Some(Piece::Column(column)),
        (None, None, None, piece, 1) => piece,
        _ => {
            reading.wrong(at, name, Expected::Column);
            None
        }
    };
    found.filter(|_| count > 0)
}

/// A single value as a cell would say it.
fn cell(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.as_ref().to_owned()),
        DeValue::Integer(number) => Some(number.to_string()),
        DeValue::Float(number) => Some(number.to_string()),
        DeValue::Boolean(bool) => Some(bool.to_string()),
        DeValue::Datetime(written) => Some(written.to_string()),
        DeValue::Array(_) | DeValue::Table(_) => None,
    }
}

/// A list of cells; one alone is a list of one.
fn cells(value: &DeValue<'_>) -> Option<Vec<String>> {
    match value {
        DeValue::Array(list) => list.iter().map(|item: &Spanned<_>| cell(item.get_ref())).collect(),
        value => cell(value).map(|cell| vec![cell]),
    }
}

fn constants(value: &DeValue<'_>, at: usize, reading: &mut Reading<'_>) -> Vec<Said<String>> {
    let Some(section) = section(value, "constants", at, Expected::Table, reading) else { return Vec::new() };
    let mut constants = Vec::new();
    for (name, value) in section {
        let (at, name) = (name.span().start, name.get_ref().as_ref());
        match cell(value.get_ref()) {
            Some(says) => constants.push(Said { name: name.to_owned(), says, line: reading.line(at) }),
            None => reading.wrong(at, name, Expected::Value),
        }
    }
    constants.sort_by_key(|said| said.line);
    constants
}

fn activity(value: &DeValue<'_>, at: usize, reading: &mut Reading<'_>) -> Option<Said<String>> {
    let says = value.as_str().filter(|activity| !activity.trim().is_empty());
    if says.is_none() {
        reading.wrong(at, "activity", Expected::Activity);
    }
    says.map(|says| Said { name: "activity".to_owned(), says: says.to_owned(), line: reading.line(at) })
}

fn values(value: &DeValue<'_>, at: usize, reading: &mut Reading<'_>) -> Vec<Said<Vec<(String, String)>>> {
    let Some(section) = section(value, "values", at, Expected::Values, reading) else { return Vec::new() };
    let mut values = Vec::new();
    for (name, value) in section {
        let (at, name) = (name.span().start, name.get_ref().as_ref());
        let DeValue::Table(pairs) = value.get_ref() else {
            reading.wrong(at, name, Expected::Translations);
            continue;
        };
        let mut says = Vec::new();
        for (written, meant) in pairs {
            let at = written.span().start;
            match cell(meant.get_ref()) {
                Some(meant) => says.push((written.get_ref().as_ref().to_owned(), meant)),
                None => reading.wrong(at, written.get_ref(), Expected::Value),
            }
        }
        values.push(Said { name: name.to_owned(), says, line: reading.line(at) });
    }
    values.sort_by_key(|said| said.line);
    values
}

fn skip(value: &DeValue<'_>, at: usize, reading: &mut Reading<'_>) -> Vec<Said<Vec<String>>> {
    let Some(section) = section(value, "skip", at, Expected::Skip, reading) else { return Vec::new() };
    let mut skips = Vec::new();
    for (name, value) in section {
        let (at, name) = (name.span().start, name.get_ref().as_ref());
        match cells(value.get_ref()) {
            Some(says) => skips.push(Said { name: name.to_owned(), says, line: reading.line(at) }),
            None => reading.wrong(at, name, Expected::Cells),
        }
    }
    skips.sort_by_key(|said| said.line);
    skips
}

fn days(value: &DeValue<'_>, at: usize, reading: &mut Reading<'_>) -> Option<Days> {
    let section = section(value, "days", at, Expected::Days, reading)?;
    let mut days = Days { line: reading.line(at), ..Days::default() };
    let mut marks = None;
    for (name, value) in section {
        let (at, value) = (name.span().start, value.get_ref());
        match name.get_ref().as_ref() {
            "month" => month(value, at, &mut days, reading),
            "year" => match year(value) {
                Some(year) => days.year = Some(year),
                None => reading.wrong(at, "year", Expected::Year),
            },
            "marks" => match cells(value).filter(|marks| !marks.is_empty()) {
                Some(found) => {
                    days.marks = found;
                    marks = Some(at);
                }
                None => reading.wrong(at, "marks", Expected::Cells),
            },
            "blanks" => match cells(value) {
                Some(blanks) => days.blanks = blanks,
                None => reading.wrong(at, "blanks", Expected::Cells),
            },
            "field" => match value.as_str().filter(|field| !field.trim().is_empty()) {
                Some(field) => days.field = Some(field.to_owned()),
                None => reading.wrong(at, "field", Expected::Field),
            },
            other => reading.unknown(at, other, &DAYS),
        }
    }
    if let Some(at) = marks.filter(|_| days.field.is_some()) {
        reading.both(at, "marks", "field");
    }
    Some(days)
}

fn month(value: &DeValue<'_>, at: usize, days: &mut Days, reading: &mut Reading<'_>) {
    let section = match value {
        DeValue::String(text) => {
            match Month::of(text) {
                Some(month) => days.month = Some(month),
                None => reading.wrong(at, "month", Expected::Month),
            }
            return;
        }
        DeValue::Table(section) => section,
        _ => return reading.wrong(at, "month", Expected::Month),
    };
    for (name, value) in section {
        let (at, value) = (name.span().start, value.get_ref());
        let is_true = matches!(value, DeValue::Boolean(true));
        match name.get_ref().as_ref() {
            "sheet" if is_true => days.month = Some(Month::Sheet),
            "file" if is_true => days.month = Some(Month::File),
            "title" if is_true => days.month = Some(Month::Title),
            key @ ("sheet" | "file" | "title") => reading.wrong(at, key, Expected::True),
            "column" => match value.as_str() {
                Some(header) => days.month = Some(Month::Column(header.to_owned())),
                None => reading.wrong(at, "column", Expected::Header),
            },
            "year" => match year(value) {
                Some(year) => days.year = Some(year),
                None => reading.wrong(at, "year", Expected::Year),
            },
            other => reading.unknown(at, other, &MONTH),
        }
    }
    if days.month.is_none() {
        reading.wrong(at, "month", Expected::Month);
    }
}

fn year(value: &DeValue<'_>) -> Option<i32> {
    super::table::row(value).filter(|year| (1900..=2999).contains(year)).and_then(|year| i32::try_from(year).ok())
}

fn each(value: &DeValue<'_>, at: usize, reading: &mut Reading<'_>) -> Vec<Each> {
    let DeValue::Array(list) = value else {
        reading.wrong(at, "each", Expected::Each);
        return Vec::new();
    };
    let mut records = Vec::new();
    for item in list {
        let DeValue::Table(section) = item.get_ref() else {
            reading.wrong(at, "each", Expected::Each);
            continue;
        };
        let mut each = Each::default();
        for (name, value) in section {
            let (at, value) = (name.span().start, value.get_ref());
            match name.get_ref().as_ref() {
                "activity" => each.constants.extend(activity(value, at, reading)),
                "columns" => each.columns = columns(value, at, reading),
                "constants" => each.constants.extend(constants(value, at, reading)),
                "values" => each.values = values(value, at, reading),
                other => reading.unknown(at, other, &EACH),
            }
        }
        records.push(each);
    }
    if records.len() > MOST {
        reading.wrong(at, "each", Expected::Each);
        records.truncate(MOST);
    }
    records
}

/// The most records that a row may be.
const MOST: usize = 100;
