//! Verdicts as a table: the columns of the NDJSON keys in the same order, a header row, lines that end in LF, quoted
//! as RFC 4180 says. Absent values are empty cells; record ids of `evidence` are joined with `;`.
//!
//! A text that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@`, a tab or a carriage return)
//! gets an apostrophe in front, so that it stays text wherever the file is opened.

use std::io::Write as _;

use crate::calendar::{Day, Time};
use crate::ledger::{Ledger, RecordId, RecordName, SubjectId};
use crate::rulebook::RuleBook;
use crate::verdict::{RuleId, Verdict};

/// The names of the columns.
pub const COLUMNS: [&str; 16] = [
    "rule",
    "subject",
    "from",
    "to",
    "due",
    "label",
    "status",
    "done",
    "days_late",
    "count",
    "evidence",
    "each",
    "trigger",
    "censored",
    "overdue",
    "reason",
];

/// Adds the header row.
pub fn write_header(out: &mut Vec<u8>) {
    out.extend_from_slice(COLUMNS.join(",").as_bytes());
    out.push(b'\n');
}

/// Writes rows; what rows of one rule and subject begin with, and days, are made once.
#[derive(Debug)]
pub struct Rows<'a> {
    book: &'a RuleBook,
    ledger: &'a Ledger,
    /// The last rule and subject, and how their ids stand in a row.
    of: Option<(RuleId, SubjectId)>,
    names: Vec<u8>,
    /// Days, each at its place, and how they stand in a row behind a comma.
    days: Vec<(Day, [u8; 11])>,
    /// The table of the last record, and whether a cell with its name may have to be guarded.
    table: (&'a str, bool),
}

/// How many days are remembered as they are written.
const DAYS_KEPT: u32 = 1 << 10;

impl<'a> Rows<'a> {
    /// Rows of verdicts over a ledger.
    #[must_use]
    pub const fn new(book: &'a RuleBook, ledger: &'a Ledger) -> Self {
        Self { book, ledger, of: None, names: Vec::new(), days: Vec::new(), table: ("", true) }
    }

    /// Adds the row of one verdict.
    pub fn write(&mut self, out: &mut Vec<u8>, verdict: &Verdict) {
        self.names(out, verdict);
        for time in [verdict.from, verdict.to, verdict.due] {
            self.time(out, time);
        }
        out.push(b',');
        if let Some(period) = verdict.label {
            out.extend_from_slice(period.label().as_bytes());
        }
        out.push(b',');
        out.extend_from_slice(verdict.status.keyword().as_bytes());
        self.time(out, verdict.done.map(Time::on));
        optional(out, verdict.days_late);
        optional(out, Some(verdict.count));
        out.push(b',');
        self.evidence(out, verdict);
        out.push(b',');
        let line = verdict.line(self.book, self.ledger);
        text(out, line.each().unwrap_or(""));
        out.push(b',');
        if let Some(record) = verdict.trigger {
            self.records(out, &[record]);
        }
        out.extend_from_slice(if verdict.censored { b",true" } else { b",false" });
        optional(out, verdict.overdue);
        out.push(b',');
        if let Some(reason) = line.reason() {
            // Writing to memory cannot fail.
            guarded(out, |out| _ = write!(out, "{reason}"));
        }
        out.push(b'\n');
    }

    /// The first two cells.
    fn names(&mut self, out: &mut Vec<u8>, verdict: &Verdict) {
        let line = verdict.line(self.book, self.ledger);
        let of = verdict.group.is_none().then_some((verdict.rule, verdict.subject));
        if of.is_none() || self.of != of {
            self.of = of;
            self.names.clear();
            text(&mut self.names, line.rule());
            self.names.push(b',');
            text(&mut self.names, line.subject());
        }
        out.extend_from_slice(&self.names);
    }

    /// A comma and a time.
    fn time(&mut self, out: &mut Vec<u8>, time: Option<Time>) {
        match time {
            None => out.push(b','),
            Some(Time { day, second: None }) if (Day(0)..=Day::LAST).contains(&day) => {
                // Days come again and again.
                let place = day.0.cast_unsigned() % DAYS_KEPT;
                match self.days.get(place as usize) {
                    Some((kept, cell)) if *kept == day => out.extend_from_slice(cell),
                    _ => self.new_day(out, day, place as usize),
                }
            }
            Some(time) => {
                out.push(b',');
                out.extend_from_slice(time.iso().written().as_bytes());
            }
        }
    }

    #[inline(never)]
    fn new_day(&mut self, out: &mut Vec<u8>, day: Day, place: usize) {
        let mut cell = [b','; 11];
        let (_, date) = cell.split_at_mut(1);
        date.iter_mut().zip(Time::on(day).iso().written().as_bytes()).for_each(|(place, byte)| *place = *byte);
        out.extend_from_slice(&cell);
        self.days.resize(DAYS_KEPT as usize, (Day(-1), cell));
        if let Some(kept) = self.days.get_mut(place) {
            *kept = (day, cell);
        }
    }

    fn evidence(&mut self, out: &mut Vec<u8>, verdict: &Verdict) {
        if verdict.group.is_some() {
            let line = verdict.line(self.book, self.ledger);
            return text(out, &line.evidence().join(";"));
        }
        self.records(out, &verdict.evidence);
    }

    /// The ids of records.
    fn records(&mut self, out: &mut Vec<u8>, records: &[RecordId]) {
        let start = out.len();
        let mut odd = false;
        for (at, record) in records.iter().enumerate() {
            if at > 0 {
                out.push(b';');
            }
            odd |= self.record(out, *record);
        }
        if odd {
            guard(out, start);
        }
    }

    /// The id of a record, as it is; whether its cell may have to be guarded.
    fn record(&mut self, out: &mut Vec<u8>, record: RecordId) -> bool {
        match self.ledger.record_name(record) {
            RecordName::Given(id) => out.extend_from_slice(id.as_bytes()),
            RecordName::Row(file, row) => {
                if !std::ptr::eq(self.table.0, file) {
                    self.table = (file, wants(file.as_bytes()) != (false, false));
                }
                out.extend_from_slice(file.as_bytes());
                out.push(b':');
                number(out, row);
                return self.table.1;
            }
            // Writing to memory cannot fail.
            name @ RecordName::Part(..) => _ = write!(out, "{name}"),
        }
        true
    }
}

/// A comma and a number.
fn optional(out: &mut Vec<u8>, value: Option<u32>) {
    out.push(b',');
    if let Some(value) = value {
        number(out, value);
    }
}

fn number(out: &mut Vec<u8>, value: u32) {
    out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
}

/// Adds a text cell: kept from being a formula, quoted where it must be.
pub fn text(out: &mut Vec<u8>, cell: &str) {
    guarded(out, |out| out.extend_from_slice(cell.as_bytes()));
}

/// Adds a cell of any text, which is written as it is and then looked at: few need more.
fn guarded(out: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>)) {
    let start = out.len();
    write(out);
    guard(out, start);
}

/// Looks at the cell that was written last.
fn guard(out: &mut Vec<u8>, start: usize) {
    let wanted = wants(out.get(start..).unwrap_or_default());
    if wanted != (false, false) {
        let cell = out.split_off(start);
        write_guarded(out, &cell, wanted);
    }
}

/// Whether a cell is to be kept from being a formula, and whether it is to be quoted.
fn wants(cell: &[u8]) -> (bool, bool) {
    let formula = matches!(cell.first(), Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r'));
    // Every byte is looked at, many at once.
    let quoted = cell.iter().fold(false, |found, byte| found | matches!(byte, b',' | b'"' | b'\n' | b'\r'));
    (formula, quoted)
}

#[cold]
fn write_guarded(out: &mut Vec<u8>, cell: &[u8], (formula, quoted): (bool, bool)) {
    if quoted {
        out.push(b'"');
    }
    if formula {
        out.push(b'\'');
    }
    for byte in cell {
        if *byte == b'"' {
            out.push(b'"');
        }
        out.push(*byte);
    }
    if quoted {
        out.push(b'"');
    }
}

#[cfg(test)]
mod tests {
    use super::text;

    fn cell(value: &str) -> String {
        let mut out = Vec::new();
        text(&mut out, value);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_cell_is_quoted_only_where_it_must_be() {
        assert_eq!(cell("YL-001"), "YL-001");
        assert_eq!(cell("a,b"), "\"a,b\"");
        assert_eq!(cell("say \"yes\""), "\"say \"\"yes\"\"\"");
        assert_eq!(cell("two\nlines"), "\"two\nlines\"");
    }

    #[test]
    fn a_formula_stays_text() {
        assert_eq!(cell("=HYPERLINK(\"x\",\"y\")"), "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"");
        assert_eq!(cell("+1"), "'+1");
        assert_eq!(cell("-1"), "'-1");
        assert_eq!(cell("@A1"), "'@A1");
        assert_eq!(cell("\tx"), "'\tx");
        assert_eq!(cell("a=b"), "a=b");
    }
}
