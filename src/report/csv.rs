//! Verdicts as a table: the columns of the NDJSON keys in the same order, a header row, lines that end in LF, quoted
//! as RFC 4180 says. Absent values are empty cells; record ids of `evidence` are joined with `;`.
//!
//! A text that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@`, a tab or a carriage return)
//! gets an apostrophe in front, so that it stays text wherever the file is opened.

use std::fmt::Write as _;

use crate::calendar::Time;
use crate::ledger::Ledger;
use crate::rulebook::RuleBook;
use crate::verdict::Verdict;

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

/// Writes rows, with one piece of memory for all cells.
#[derive(Debug)]
pub struct Rows<'a> {
    book: &'a RuleBook,
    ledger: &'a Ledger,
    cell: String,
}

impl<'a> Rows<'a> {
    /// Rows of verdicts over a ledger.
    #[must_use]
    pub const fn new(book: &'a RuleBook, ledger: &'a Ledger) -> Self {
        Self { book, ledger, cell: String::new() }
    }

    /// Adds the row of one verdict.
    pub fn write(&mut self, out: &mut Vec<u8>, verdict: &Verdict) {
        let line = verdict.line(self.book, self.ledger);
        text(out, line.rule());
        out.push(b',');
        text(out, line.subject());
        for day in [verdict.from, verdict.to, verdict.due] {
            self.plain(out, day.map(Time::iso));
        }
        self.plain(out, verdict.label);
        self.plain(out, Some(verdict.status.keyword()));
        self.plain(out, verdict.done);
        self.plain(out, verdict.days_late);
        self.plain(out, Some(verdict.count));
        out.push(b',');
        self.cell.clear();
        if verdict.group.is_some() {
            self.cell.push_str(&line.evidence().join(";"));
        }
        for (at, record) in verdict.evidence.iter().enumerate() {
            let separator = if at == 0 { "" } else { ";" };
            let _ = write!(self.cell, "{separator}{}", self.ledger.record_name(*record));
        }
        text(out, &self.cell);
        out.push(b',');
        text(out, line.each().unwrap_or(""));
        self.shown(out, verdict.trigger.map(|record| self.ledger.record_name(record)));
        self.plain(out, Some(verdict.censored));
        self.plain(out, verdict.overdue);
        self.shown(out, line.reason());
        out.push(b'\n');
    }

    /// A comma and a value that never needs quotes: a day, a number, a word of ours.
    fn plain(&mut self, out: &mut Vec<u8>, value: Option<impl std::fmt::Display>) {
        out.push(b',');
        if let Some(value) = value {
            self.cell.clear();
            let _ = write!(self.cell, "{value}");
            out.extend_from_slice(self.cell.as_bytes());
        }
    }

    /// A comma and a text made of the user's words.
    fn shown(&mut self, out: &mut Vec<u8>, value: Option<impl std::fmt::Display>) {
        out.push(b',');
        if let Some(value) = value {
            self.cell.clear();
            let _ = write!(self.cell, "{value}");
            text(out, &self.cell);
        }
    }
}

/// Adds a text cell: kept from being a formula, quoted where it must be.
pub fn text(out: &mut Vec<u8>, cell: &str) {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let quoted = cell.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r'));
    if quoted {
        out.push(b'"');
    }
    if formula {
        out.push(b'\'');
    }
    for byte in cell.bytes() {
        if byte == b'"' {
            out.push(b'"');
        }
        out.push(byte);
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
