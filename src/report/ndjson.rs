//! One verdict a line as a JSON object, keys in the order of docs/architecture.md (Contracts). A plain stream: it can
//! be made of any number of verdicts without holding them.

use crate::ledger::Ledger;
use crate::rulebook::RuleBook;
use crate::verdict::Verdict;

/// Adds the line of one verdict.
pub fn write_line(out: &mut Vec<u8>, verdict: &Verdict, book: &RuleBook, ledger: &Ledger) {
    write_object(out, verdict, book, ledger);
    out.push(b'\n');
}

/// Adds the object of one verdict, without a line end.
pub(super) fn write_object(out: &mut Vec<u8>, verdict: &Verdict, book: &RuleBook, ledger: &Ledger) {
    // Writing to memory cannot fail, and a verdict holds nothing that JSON cannot say: no map with odd keys, no float.
    let written = serde_json::to_writer(&mut *out, &verdict.line(book, ledger));
    debug_assert!(written.is_ok(), "a verdict always has a JSON form");
}
