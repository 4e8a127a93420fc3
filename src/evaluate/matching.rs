//! Fields of two records that must be equal (docs/language.md sections 5 and 9).

use std::cmp::Ordering;

use super::candidate::Candidate;
use super::context::Context;
use crate::ledger::{Cell, RecordId};
use crate::rulebook::{ActivityId, Matching};
use crate::verdict::Reason;

/// Whether the matched fields of two records are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Match {
    Yes,
    No,
    /// A field is missing.
    Perhaps(Reason),
}

/// Whether a record that asks and one that answers match.
pub(super) fn matched(
    context: Context<'_>,
    matching: &Matching,
    (asking, asked): (ActivityId, RecordId),
    (answering, answer): (ActivityId, RecordId),
) -> Match {
    let mut found = Match::Yes;
    for (theirs, ours) in matching.pairs(asking, answering) {
        match (context.ledger.field(asking, asked, theirs), context.ledger.field(answering, answer, ours)) {
            (Some(left), Some(right)) if equal(left, right) => {}
            (Some(_), Some(_)) => return Match::No,
            (None, _) if found == Match::Yes => found = Match::Perhaps(Reason::Field(asking, theirs)),
            (_, None) if found == Match::Yes => found = Match::Perhaps(Reason::Field(answering, ours)),
            _ => {}
        }
    }
    found
}

/// A candidate as the answer to a record that asks: doubtful where a matched field is missing; `None` where one differs,
/// and for the asking record itself.
pub(super) fn answering(
    context: Context<'_>,
    matching: &Matching,
    asking: (ActivityId, RecordId),
    activity: ActivityId,
    candidate: Candidate,
) -> Option<Candidate> {
    let answer = (activity, candidate.record);
    if asking == answer {
        return None;
    }
    match matched(context, matching, asking, answer) {
        Match::Yes => Some(candidate),
        Match::No => None,
        Match::Perhaps(reason) => Some(Candidate { doubt: candidate.doubt.or(Some(reason)), ..candidate }),
    }
}

/// Whether two cells are the same value; a day equals each of its instants.
pub(super) fn equal(left: Cell, right: Cell) -> bool {
    match (left, right) {
        (Cell::Date(left), Cell::Date(right)) => left.order(right) == Ordering::Equal,
        (left, right) => left == right,
    }
}
