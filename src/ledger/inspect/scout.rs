//! Which tables a file has, and which of their first rows names the columns.

use std::cell::RefCell;

use super::super::error::LedgerError;
use super::super::intake::Unread;
use super::super::mapping::{Mapping, Relation, is_total};
use super::super::open::TakeTable;
use super::super::row::{Row, TakeRow};
use super::super::spelling::Spelling;
use super::super::table::{Parse, Table};
use super::places::{day_number, squeezed};

/// How many rows are looked through for the header.
const LOOKED_THROUGH: usize = 50;

/// A table that a file has.
#[derive(Debug, Clone, Default)]
pub(super) struct Found {
    /// Its sheet, where it is one.
    pub(super) sheet: Option<String>,
    /// Of a CSV file: the row that names the columns.
    pub(super) row: Option<u32>,
    /// What that row says; `None` where it is not asked, because the file itself names its columns.
    pub(super) names: Option<Vec<String>>,
    /// Whether no row looks like a header.
    pub(super) headless: bool,
    pub(super) relation: Relation,
}

/// Looks for tables.
#[derive(Default)]
pub(super) struct Scout {
    rows: RefCell<Vec<Vec<String>>>,
    pub(super) found: Vec<Found>,
    hidden: Vec<String>,
    taken: usize,
}

impl Scout {
    pub(super) fn into_found(self) -> (Vec<Found>, Vec<String>) {
        (self.found, self.hidden)
    }
}

impl TakeTable for Scout {
    fn is_header(&self, names: &[String], _: &Mapping) -> bool {
        self.rows.borrow_mut().push(names.to_vec());
        false
    }

    fn take(&mut self, mut table: impl Table, _: &Mapping) -> Result<(), LedgerError> {
        self.taken += 1;
        if let Some(name) = table.file().strip_prefix(table.source()).filter(|name| !name.is_empty()) {
            // Sheets without a header have been told of one by one; what comes here is the first of them once more,
            // or a table of a database.
            let name = name.trim_start_matches('[').trim_end_matches(']').to_owned();
            if self.found.iter().all(|found| found.sheet.as_deref() != Some(&name)) {
                self.found.push(Found { relation: Relation::Table(name), ..Found::default() });
            }
            return Ok(());
        }
        if !table.is_separated() {
            self.found.push(Found::default());
            return Ok(());
        }
        let first = u32::try_from(table.first_row()).unwrap_or(u32::MAX);
        let mut rows = FirstRows { rows: vec![(first.saturating_sub(1), table.headers().to_vec())], base: first };
        let (parse, mut block) = (table.parse(), Default::default());
        if table.next(&mut block).map_err(|stop| stop.of(table.file(), u64::from(first)))? {
            parse.rows(&block, &mut rows).map_err(|halt| halt.of(table.file(), u64::from(first)))?;
        }
        let names: Vec<&[String]> = rows.rows.iter().map(|(_, names)| names.as_slice()).collect();
        let best = best(&names);
        let (row, names) = best.and_then(|at| rows.rows.get(at)).or(rows.rows.first()).cloned().unwrap_or_default();
        self.found.push(Found {
            row: (row > 1).then_some(row),
            names: Some(names),
            headless: best.is_none(),
            ..Found::default()
        });
        Ok(())
    }

    fn wants_more(&self) -> bool {
        true
    }

    fn leave(&mut self, sheet: String, why: Unread) {
        // `book.xlsx[sheet]`
        let name = sheet.split_once('[').map_or(sheet.as_str(), |(_, name)| name);
        let name = name.strip_suffix(']').unwrap_or(name).to_owned();
        if why == Unread::Hidden {
            self.hidden.push(name);
            return;
        }
        let mut rows = self.rows.take();
        // The first filled row is asked about once more when no other is a header.
        rows.pop();
        let names: Vec<&[String]> = rows.iter().map(Vec::as_slice).collect();
        let best = best(&names);
        let header = best.or(Some(0)).and_then(|at| rows.get(at)).cloned();
        self.found.push(Found { sheet: Some(name), names: header, headless: best.is_none(), ..Found::default() });
    }
}

/// The first rows of a text file.
struct FirstRows {
    rows: Vec<(u32, Vec<String>)>,
    base: u32,
}

impl TakeRow for FirstRows {
    fn take(&mut self, row: Row<'_>) {
        if self.rows.len() < LOOKED_THROUGH && !row.is_blank() {
            let cells = (0..row.bounds.len()).map(|at| row.cell(at).to_owned()).collect();
            self.rows.push((self.base.saturating_add(row.number), cells));
        }
    }
}

/// Which row names the columns: the one with the most names in it, the first of them; `None` where none does.
fn best(rows: &[&[String]]) -> Option<usize> {
    let mut best: Option<(usize, usize)> = None;
    for (at, row) in rows.iter().enumerate() {
        let Some(score) = names_in(row) else { continue };
        // Data may have as many filled cells as its header, but it stands behind it.
        if best.is_none_or(|(_, most)| score > most) {
            best = Some((at, score));
        }
    }
    best.map(|(at, _)| at)
}

/// How many columns a row names; `None` where it is no header.
fn names_in(row: &[String]) -> Option<usize> {
    let filled: Vec<String> = row.iter().map(|cell| squeezed(cell)).filter(|cell| !cell.is_empty()).collect();
    let mut different = filled.clone();
    different.sort();
    different.dedup();
    let days = filled.iter().filter(|cell| day_number(cell).is_some()).count();
    let named = filled.len().saturating_sub(days);
    let is_month = days >= 20;
    let says = |cell: &String| {
        let value = cell.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b'%' | b'-' | b':'));
        let label = cell.split_once(':').is_some_and(|(_, rest)| !rest.is_empty());
        let sentence = cell.chars().count() > 40 || cell.ends_with('。');
        let day = day_number(cell).is_some() && is_month;
        (value && !day) || label || sentence || is_total(cell) || Spelling::default().time(cell).is_ok()
    };
    // The sum of a row is a column, too: it stands behind the others.
    let others = filled.iter().enumerate().filter(|(at, cell)| !(is_total(cell) && *at > 0)).map(|(_, cell)| cell);
    let wrong = others.filter(|cell| says(cell)).count();
    let enough = different.len() >= 2 && named >= 1 && wrong == 0 && different.len() * 2 > filled.len();
    enough.then_some(different.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(rows: &[&[&str]]) -> Option<usize> {
        let rows: Vec<Vec<String>> =
            rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect();
        best(&rows.iter().map(Vec::as_slice).collect::<Vec<_>>())
    }

    #[test]
    fn the_row_that_names_the_columns_stands_below_titles_and_above_data() {
        assert_eq!(chosen(&[&["台账"], &["单位", "日期"], &["甲院", "2024-01-05"]]), Some(1));
        assert_eq!(chosen(&[&["填报单位：甲", "", "填报日期：2024年"], &["编号", "名称"], &["1", "甲"]]), Some(1));
        assert_eq!(chosen(&[&["一、本表按年填写。"]]), None);
        assert_eq!(chosen(&[&["a", "b"], &["x", "y"]]), Some(0));
    }

    #[test]
    fn a_header_of_two_rows_is_the_one_with_the_days() {
        let days: Vec<String> = (1..=31).map(|day| day.to_string()).collect();
        let mut second = vec!["序号", "单位"];
        second.extend(days.iter().map(String::as_str));
        assert_eq!(chosen(&[&["登记表"], &["序号", "单位", "日期", "合计"], &second]), Some(2));
    }
}
