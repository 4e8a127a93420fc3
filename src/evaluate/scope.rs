//! Scopes: `during S` and `between B and E` (docs/language.md section 4).

use std::cmp::Ordering;

use super::context::Context;
use super::hours::Seasons;
use super::matching::{Match, matched};
use super::moment::{Happening, happenings};
use super::stretch::{Stretch, united};
use crate::calendar::Time;
use crate::ledger::SubjectId;
use crate::rulebook::{Matching, Moment};

/// How far around the judged days a season's occurrences matter: periods that have begun end within it, and deadlines
/// within a lifetime are owed or not.
const BEFORE: i32 = 800;
const BEHIND: i32 = 40 * 366;

/// The days of a season.
pub(super) fn during(context: Context<'_>, season: &Seasons) -> Vec<Stretch> {
    let from = context.coverage.from.plus_days(-BEFORE);
    let to = context.as_of.plus_days(BEHIND);
    let days = season.occurrences(from, to).into_iter().map(|occurrence| Stretch {
        from: occurrence.from.earliest(),
        to: occurrence.to.latest(),
        doubt: None,
    });
    united(days.collect())
}

/// From each B to the next E not before it, at E's instant where both have one, else both days in; without an E it is
/// still open. What a perhaps-B begins, or goes on behind a perhaps-E, is in doubt.
pub(super) fn between<'a>(
    context: Context<'a>,
    subject: SubjectId,
    from: &'a Moment,
    to: &'a Moment,
    matching: &Matching,
) -> Vec<Stretch> {
    let beginnings = happenings(context, subject, from);
    let ends = happenings(context, subject, to);
    let mut pieces = Vec::with_capacity(beginnings.len());
    for beginning in &beginnings {
        // B's instant counts only beside an E that has one too.
        let mut start = beginning.time.earliest();
        let mut doubt = beginning.doubt;
        let mut open = true;
        for end in ends.iter().filter(|end| follows(beginning, end)) {
            let perhaps = match pair(context, matching, beginning, end) {
                Match::No => continue,
                Match::Yes => end.doubt,
                Match::Perhaps(reason) => end.doubt.or(Some(reason)),
            };
            let whole = end.time.second.is_none() && start == beginning.time.earliest();
            let from = if whole { Time::on(beginning.time.day).earliest() } else { start };
            pieces.push(Stretch { from, to: last_second(beginning.time, end.time), doubt });
            match perhaps {
                None => {
                    open = false;
                    break;
                }
                Some(reason) => {
                    start = last_second(beginning.time, end.time).saturating_add(1);
                    doubt = doubt.or(Some(reason));
                }
            }
        }
        if open {
            pieces.push(Stretch { from: start, to: i64::MAX, doubt });
        }
    }
    disjoint(pieces)
}

/// Whether an E is not before a B, and not the same moment; two dates of one record may be B and E.
pub(super) fn follows(beginning: &Happening, end: &Happening) -> bool {
    end.time.order(beginning.time) != Ordering::Less
        && (end.record.is_none() || end.record != beginning.record || end.field != beginning.field)
}

pub(super) fn pair(context: Context<'_>, matching: &Matching, beginning: &Happening, end: &Happening) -> Match {
    match (beginning.record, end.record) {
        (Some(asking), Some(answering)) => matched(context, matching, asking, answering),
        _ => Match::Yes,
    }
}

/// The last second of an interval: E's instant where both have one, else the end of its day.
fn last_second(from: Time, to: Time) -> i64 {
    if from.second.is_some() && to.second.is_some() { to.earliest() } else { Time::on(to.day).latest() }
}

/// Sure stretches united; what only doubtful ones hold stays in doubt, apart.
fn disjoint(pieces: Vec<Stretch>) -> Vec<Stretch> {
    let (doubtful, sure): (Vec<Stretch>, Vec<Stretch>) = pieces.into_iter().partition(|piece| piece.doubt.is_some());
    let sure = united(sure);
    if doubtful.is_empty() {
        return sure;
    }
    let mut all = super::stretch::without(&united(doubtful), &sure);
    all.extend(sure);
    all.sort_by_key(|piece| piece.from);
    all
}
