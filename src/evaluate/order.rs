//! The order of verdicts (docs/language.md section 11).

use std::cmp::Ordering;

use crate::ledger::{Ledger, RecordId};
use crate::rulebook::RuleBook;
use crate::verdict::Verdict;

/// Sorts the verdicts of one rule and subject: from (null first), due (null: to; none last), each, trigger (null
/// first), done (null last), evidence, status (in the order of section 8).
pub(super) fn sort(book: &RuleBook, ledger: &Ledger, verdicts: &mut [Verdict]) {
    let order = |left: &Verdict, right: &Verdict| compare(book, ledger, left, right);
    if !verdicts.is_sorted_by(|left, right| order(left, right) != Ordering::Greater) {
        verdicts.sort_by(order);
    }
}

fn compare(book: &RuleBook, ledger: &Ledger, left: &Verdict, right: &Verdict) -> Ordering {
    let last = |day: Option<_>| (day.is_none(), day);
    let due = |verdict: &Verdict| {
        let time = verdict.due.or(verdict.to);
        (time.is_none(), time)
    };
    let each = |verdict: &'_ Verdict| verdict.line(book, ledger).each().map(str::to_owned);
    left.from
        .cmp(&right.from)
        .then_with(|| due(left).cmp(&due(right)))
        .then_with(|| each(left).cmp(&each(right)))
        .then_with(|| by_name(ledger, left.trigger, right.trigger))
        .then_with(|| last(left.done).cmp(&last(right.done)))
        .then_with(|| evidence(ledger, left, right))
        .then_with(|| left.status.cmp(&right.status))
}

/// By the id as text; a missing one comes first.
fn by_name(ledger: &Ledger, left: Option<RecordId>, right: Option<RecordId>) -> Ordering {
    if left == right {
        return Ordering::Equal;
    }
    let name = |record: Option<RecordId>| record.map(|record| ledger.record_name(record).to_string());
    name(left).cmp(&name(right))
}

fn evidence(ledger: &Ledger, left: &Verdict, right: &Verdict) -> Ordering {
    if let (Some(left), Some(right)) = (&left.group, &right.group) {
        // Subjects are numbered in the order of their ids.
        return left.short.cmp(&right.short);
    }
    let pairs = left.evidence.iter().zip(&right.evidence);
    let first = pairs.map(|(left, right)| by_name(ledger, Some(*left), Some(*right))).find(|order| order.is_ne());
    first.unwrap_or_else(|| left.evidence.len().cmp(&right.evidence.len()))
}
