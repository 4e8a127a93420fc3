//! Verdicts as a table: the columns of the NDJSON keys in the same order, a header row, lines that end in LF, quoted
//! as RFC 4180 says. Absent values are empty cells; record ids of `evidence` are joined with `;`.
//!
//! A text that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@`, a tab or a carriage return)
//! gets an apostrophe in front, so that it stays text wherever the file is opened.

use std::io::Write as _;

use crate::calendar::Time;
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

/// Writes rows; what rows of one rule and subject begin with is made once.
#[derive(Debug)]
pub struct Rows<'a> {
    book: &'a RuleBook,
    ledger: &'a Ledger,
    /// The rule, and how its id stands in a row.
    rule: Option<RuleId>,
    rule_cell: Vec<u8>,
    /// The subject, and how its id stands in a row.
    subject: Option<SubjectId>,
    subject_cell: Vec<u8>,
}

impl<'a> Rows<'a> {
    /// Rows of verdicts over a ledger.
    #[must_use]
    pub const fn new(book: &'a RuleBook, ledger: &'a Ledger) -> Self {
        Self { book, ledger, rule: None, rule_cell: Vec::new(), subject: None, subject_cell: Vec::new() }
    }

    /// Adds the row of one verdict.
    pub fn write(&mut self, out: &mut Vec<u8>, verdict: &Verdict) {
        self.names(out, verdict);
        for time in [verdict.from, verdict.to, verdict.due] {
            out.push(b',');
            if let Some(time) = time {
                out.extend_from_slice(time.iso().written().as_bytes());
            }
        }
        out.push(b',');
        if let Some(period) = verdict.label {
            out.extend_from_slice(period.label().as_bytes());
        }
        out.push(b',');
        out.extend_from_slice(verdict.status.keyword().as_bytes());
        out.push(b',');
        if let Some(day) = verdict.done {
            out.extend_from_slice(Time::on(day).iso().written().as_bytes());
        }
        optional(out, verdict.days_late);
        optional(out, Some(verdict.count));
        out.push(b',');
        self.evidence(out, verdict);
        out.push(b',');
        let line = verdict.line(self.book, self.ledger);
        text(out, line.each().unwrap_or(""));
        out.push(b',');
        if let Some(record) = verdict.trigger {
            guarded(out, |out| self.record(out, record));
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
        if self.rule != Some(verdict.rule) {
            self.rule = Some(verdict.rule);
            self.rule_cell.clear();
            text(&mut self.rule_cell, line.rule());
            self.rule_cell.push(b',');
        }
        out.extend_from_slice(&self.rule_cell);
        if verdict.group.is_some() {
            return text(out, line.subject());
        }
        if self.subject != Some(verdict.subject) {
            self.subject = Some(verdict.subject);
            self.subject_cell.clear();
            text(&mut self.subject_cell, line.subject());
        }
        out.extend_from_slice(&self.subject_cell);
    }

    fn evidence(&self, out: &mut Vec<u8>, verdict: &Verdict) {
        if verdict.group.is_some() {
            let line = verdict.line(self.book, self.ledger);
            return text(out, &line.evidence().join(";"));
        }
        guarded(out, |out| {
            for (at, record) in verdict.evidence.iter().enumerate() {
                if at > 0 {
                    out.push(b';');
                }
                self.record(out, *record);
            }
        });
    }

    /// The id of a record, as it is.
    fn record(&self, out: &mut Vec<u8>, record: RecordId) {
        match self.ledger.record_name(record) {
            RecordName::Given(id) => out.extend_from_slice(id.as_bytes()),
            RecordName::Row(file, row) => {
                out.extend_from_slice(file.as_bytes());
                out.push(b':');
                number(out, row);
            }
            // Writing to memory cannot fail.
            name @ RecordName::Part(..) => _ = write!(out, "{name}"),
        }
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
    let cell = out.get(start..).unwrap_or_default();
    let formula = matches!(cell.first(), Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r'));
    // Every byte is looked at, many at once.
    let quoted = cell.iter().fold(false, |found, byte| found | matches!(byte, b',' | b'"' | b'\n' | b'\r'));
    if formula || quoted {
        let cell = out.split_off(start);
        guard(out, &cell, (formula, quoted));
    }
}

#[cold]
fn guard(out: &mut Vec<u8>, cell: &[u8], (formula, quoted): (bool, bool)) {
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
