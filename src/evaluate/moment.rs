//! Moments: dates of the rule and of the register, and records (docs/language.md section 3).

use super::condition::{Scene, Truth};
use super::context::Context;
use super::demand::by_evidence;
use super::due::{NoDue, shifted};
use super::hours::Seasons;
use crate::calendar::{Day, Time};
use crate::ledger::{Cell, Parent, RecordId, SubjectId};
use crate::rulebook::{ActivityId, DateMoment, FieldId, Moment, MomentKind, Occurrence, Whose};
use crate::verdict::Reason;

/// One moment that happened or, where it is dated ahead, will.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Happening {
    pub(super) time: Time,
    /// The record behind it.
    pub(super) record: Option<(ActivityId, RecordId)>,
    /// The date field of it that is the moment; `None` is its own time.
    pub(super) field: Option<FieldId>,
    /// Why it only perhaps is one.
    pub(super) doubt: Option<Reason>,
}

/// Every moment of a subject, in ascending order; those after as-of too. A missing date is no moment.
pub(super) fn happenings<'a>(context: Context<'a>, subject: SubjectId, moment: &'a Moment) -> Vec<Happening> {
    let mut found = match &moment.kind {
        MomentKind::Date(date) => dates(context, subject, *date),
        MomentKind::Records(occurrences) => {
            let mut found = Vec::new();
            for occurrence in occurrences {
                records(context, subject, occurrence, &mut found);
            }
            found
        }
    };
    if let Some((forward, length)) = &moment.shift {
        found.retain_mut(|happening| {
            let scene = Scene { trigger: happening.record, ..Scene::of(context, subject, happening.time.day) };
            let moved = scene
                .duration(length)
                .map_err(NoDue::Unknown)
                .and_then(|duration| shifted(&context, happening.time, duration, if *forward { 1 } else { -1 }));
            match moved {
                Ok(time) => happening.time = time,
                // A moment that nobody can date is none.
                Err(_) => return false,
            }
            true
        });
    }
    // Of one time those of several activities stand in the order of evidence, too.
    found.sort_by(|left, right| {
        left.time.cmp(&right.time).then_with(|| match (left.record, right.record) {
            (Some((_, one)), Some((_, other))) => by_evidence(context.ledger, one, other),
            (one, other) => one.cmp(&other),
        })
    });
    found
}

/// Only what lies in the hours of a scope; of a record with only a day nobody can tell.
pub(super) fn in_hours(context: &Context<'_>, happenings: &mut Vec<Happening>, hours: Option<&Seasons>) {
    let Some(hours) = hours else { return };
    happenings.retain_mut(|happening| {
        // A record outside the hours is not looked at, whatever its fields say.
        let Some(time) = happening.record.and_then(|(_, record)| context.ledger.time(record)) else { return true };
        hours.holds(time).unwrap_or_else(|reason| {
            happening.doubt = happening.doubt.or(Some(reason));
            true
        })
    });
}

fn dates(context: Context<'_>, subject: SubjectId, date: DateMoment) -> Vec<Happening> {
    let at = |day: Day| Happening { time: Time::on(day), record: None, field: None, doubt: None };
    match date {
        DateMoment::Date(day) => vec![at(day)],
        DateMoment::Opened => context.opened(subject).map(at).into_iter().collect(),
        DateMoment::Closed => context.closed(subject).map(at).into_iter().collect(),
        DateMoment::Attribute(attribute) => {
            let rows = context.rows(subject).filter_map(|(row, valid)| {
                let Some(Cell::Date(time)) = context.ledger.attribute(row, attribute) else { return None };
                // A row speaks for its own days.
                let speaks = valid.from.is_none_or(|from| from <= time.day) && valid.to.is_none_or(|to| time.day <= to);
                speaks.then_some(at(time.day))
            });
            rows.collect()
        }
    }
}

/// Adds the covered records of an activity that are moments for the subject.
fn records<'a>(context: Context<'a>, subject: SubjectId, occurrence: &'a Occurrence, found: &mut Vec<Happening>) {
    if occurrence.whose == Whose::Own {
        return of_holder(context, subject, subject, occurrence, found);
    }
    for holder in holders(context, subject, occurrence.whose) {
        of_holder(context, subject, holder, occurrence, found);
    }
}

fn of_holder<'a>(
    context: Context<'a>,
    subject: SubjectId,
    holder: SubjectId,
    occurrence: &'a Occurrence,
    found: &mut Vec<Happening>,
) {
    let all = context.ledger.records(occurrence.activity, holder);
    found.reserve(all.len());
    for record in all.map(RecordId) {
        let Some(time) = context.ledger.time(record) else { continue };
        let covered = context.coverage.from <= time.day && time.day <= context.coverage.to;
        if !covered || !speaks_for(context, subject, holder, occurrence.whose, time.day) {
            continue;
        }
        let doubt = match &occurrence.filter {
            None => None,
            Some(filter) => {
                let scene = Scene::of(context, subject, time.day).with_record(occurrence.activity, record, time.day);
                match scene.judge(filter) {
                    Truth::True => None,
                    Truth::False => continue,
                    Truth::Unknown(reason) => Some(reason),
                }
            }
        };
        let time = match occurrence.field {
            None => time,
            Some(field) => match context.ledger.field(occurrence.activity, record, field) {
                Some(Cell::Date(time)) => time,
                _ => continue,
            },
        };
        let record = Some((occurrence.activity, record));
        found.push(Happening { time, record, field: occurrence.field, doubt });
    }
}

/// Whose records may be meant.
fn holders(context: Context<'_>, subject: SubjectId, whose: Whose) -> Vec<SubjectId> {
    let mut holders = Vec::new();
    match whose {
        Whose::Own => holders.push(subject),
        Whose::Parent => {
            for (_, row) in context.rows(subject) {
                if let Parent::Subject(parent) = row.parent
                    && !holders.contains(&parent)
                {
                    holders.push(parent);
                }
            }
        }
        Whose::Region => {
            for (_, row) in context.rows(subject) {
                let places = row.region.as_deref().into_iter().flat_map(|region| context.ledger.places_of(region));
                for place in places {
                    if !holders.contains(&place) {
                        holders.push(place);
                    }
                }
            }
        }
    }
    holders
}

/// Whether the holder was the subject's parent, or its place, on the day.
fn speaks_for(context: Context<'_>, subject: SubjectId, holder: SubjectId, whose: Whose, day: Day) -> bool {
    if whose == Whose::Own {
        return true;
    }
    let Some((_, row)) = context.row(subject, day) else { return false };
    match whose {
        Whose::Own => true,
        Whose::Parent => row.parent == Parent::Subject(holder),
        Whose::Region => {
            row.region.as_deref().is_some_and(|region| context.ledger.places_of(region).any(|place| place == holder))
        }
    }
}
