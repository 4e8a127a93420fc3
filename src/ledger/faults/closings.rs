//! Records that answer others and are dated before all of them: a hazard fixed before it was found. Rules say which
//! records answer which: `after A within D B matching F`.

use super::super::column::{Cell, Key};
use super::super::intake::EXAMPLES;
use super::super::{Ledger, RecordId, SubjectId};
use super::{Crossed, Fault};
use crate::calendar::{Day, Time};
use crate::rulebook::{ActivityId, FieldId, MomentKind, RuleBook, Schedule, Whose};

/// What asks, by which field where it is not the record's own time, and what answers it, by which fields.
#[derive(Debug, PartialEq, Eq)]
struct Pair {
    asking: ActivityId,
    moment: Option<FieldId>,
    answering: ActivityId,
    matched: Vec<(FieldId, FieldId)>,
}

/// The answers that are dated before every record that they match, pair by pair as the rules name them.
pub(super) fn before_findings(book: &RuleBook, ledger: &Ledger) -> Vec<Fault> {
    let mut faults = Vec::new();
    for pair in pairs(book) {
        let (mut count, mut examples, mut findings) = (0, Vec::new(), Vec::new());
        for subject in (0..).map(SubjectId).take(ledger.subjects().len()) {
            crossed(ledger, &pair, subject, &mut findings, |closing, finding| {
                count += 1;
                if examples.len() < EXAMPLES {
                    let named = |(record, time): (u32, Time)| (ledger.record_name(RecordId(record)).to_string(), time);
                    let id = ledger.subjects().get(subject.0 as usize).map(|subject| subject.id.clone());
                    examples.push(Crossed {
                        subject: id.unwrap_or_default(),
                        closing: named(closing),
                        finding: named(finding),
                    });
                }
            });
        }
        if count > 0 {
            let activity = |id: ActivityId| book.activities.get(id.0 as usize);
            let name = |id| activity(id).map(|activity| activity.name.clone()).unwrap_or_default();
            let field = |(_, field): &(FieldId, FieldId)| {
                Some(activity(pair.answering)?.fields.get(field.0 as usize)?.name.clone())
            };
            let moment = pair.moment.and_then(|field| activity(pair.asking)?.fields.get(field.0 as usize));
            let moment = moment.map_or(String::new(), |field| format!(".{}", field.name));
            faults.push(Fault::ClosedBeforeFound {
                asking: name(pair.asking) + &moment,
                answering: name(pair.answering),
                fields: pair.matched.iter().filter_map(field).collect(),
                count,
                examples,
            });
        }
    }
    faults
}

/// Which records answer which, each pair once.
fn pairs(book: &RuleBook) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    for rule in &book.rules {
        let Schedule::After { moment, never: false, .. } = &rule.schedule else { continue };
        let MomentKind::Records(occurrences) = &moment.kind else { continue };
        if rule.matching.is_empty() {
            continue;
        }
        let answers = rule.tasks.iter().flat_map(|task| &task.alternatives).map(|answer| answer.activity);
        for answering in answers {
            for occurrence in occurrences.iter().filter(|occurrence| occurrence.whose == Whose::Own) {
                let (asking, moment) = (occurrence.activity, occurrence.field);
                let matched: Vec<_> = rule.matching.pairs(asking, answering).collect();
                let pair = Pair { asking, moment, answering, matched };
                // A record of the same activity may answer itself.
                if asking != answering && !pair.matched.is_empty() && !pairs.contains(&pair) {
                    pairs.push(pair);
                }
            }
        }
    }
    pairs
}

/// A record that asks, behind the hash of what is matched; a day alone may be its first second.
type Finding = (u64, (Day, Option<u32>), u32);

/// Shows each answer of a subject that is dated before every record that it matches, with the earliest of them.
fn crossed(
    ledger: &Ledger,
    pair: &Pair,
    subject: SubjectId,
    findings: &mut Vec<Finding>,
    mut show: impl FnMut((u32, Time), (u32, Time)),
) {
    let asking = ledger.records(pair.asking, subject);
    let answering = ledger.records(pair.answering, subject);
    if asking.is_empty() || answering.is_empty() {
        return;
    }
    let asks = || pair.matched.iter().map(|(field, _)| *field);
    let answers = || pair.matched.iter().map(|(_, field)| *field);
    findings.clear();
    findings.extend(asking.filter_map(|record| {
        let time = match pair.moment {
            None => ledger.time(RecordId(record)),
            Some(field) => match ledger.field(pair.asking, RecordId(record), field) {
                Some(Cell::Date(time)) => Some(time),
                _ => None,
            },
        };
        let time = time?;
        Some((ledger.hash(pair.asking, RecordId(record), asks())?, (time.day, time.second), record))
    }));
    // Of those that are alike the earliest comes first.
    findings.sort_unstable();
    for record in answering {
        let own = || keys(ledger, pair.answering, record, answers());
        let hash = ledger.hash(pair.answering, RecordId(record), answers());
        let (Some(hash), Some(time)) = (hash, ledger.time(RecordId(record))) else { continue };
        let first = findings.partition_point(|finding| finding.0 < hash);
        let alike = findings.get(first..).unwrap_or_default().iter().take_while(|finding| finding.0 == hash);
        let mut matched = alike.filter(|finding| keys(ledger, pair.asking, finding.2, asks()).eq(own()));
        let found = matched.next().map(|(_, (day, second), record)| (*record, Time { day: *day, second: *second }));
        if let Some(found) = found.filter(|(_, found)| is_later(*found, time)) {
            show((record, time), found);
        }
    }
}

/// The values by which a record matches; `None` for one that is missing.
fn keys(
    ledger: &Ledger,
    activity: ActivityId,
    record: u32,
    fields: impl Iterator<Item = FieldId>,
) -> impl Iterator<Item = Option<Key>> {
    fields.map(move |field| ledger.field(activity, RecordId(record), field).map(Cell::key))
}

/// Whether a time is surely later than another.
fn is_later(time: Time, than: Time) -> bool {
    time.day > than.day
        || (time.day == than.day && time.second.zip(than.second).is_some_and(|(one, other)| one > other))
}
