//! The reference: the language's meaning a second time, slow and obvious, written from docs/language.md alone.
//!
//! It walks days, tries every reading, and shares nothing with the engine, so that agreement of the two says something.
//! `generate.rs` makes the cases, `text.rs` and `tables.rs` write them down as the files a user would have.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::too_many_arguments,
    reason = "tests may panic, and a bound that fails here is a mistake of the reference itself"
)]

mod after;
mod always;
mod before;
mod binding;
mod by;
pub mod calendar;
mod condition;
mod dice;
mod duty;
mod each;
mod every;
mod every_from;
mod extended;
pub mod forms;
pub mod generate;
mod generate_conditions;
mod generate_rules;
mod generate_world;
#[cfg(test)]
mod known;
#[cfg(test)]
mod known_moving;
#[cfg(test)]
mod known_rest;
pub mod model;
mod never;
mod otherwise;
mod population;
mod scope;
pub mod shrink;
mod subject;
mod tables;
pub mod text;
mod text_conditions;
mod text_sentence;
mod whenever;
mod wording;

pub use model::Case;
pub use tables::{records_csv, register_csv, waivers_csv};
pub use text::rule_text;

use binding::Binding;
use duty::{Status, Verdict};
use model::{Joined, Rule, Schedule, Time};
use serde_json::Value as Json;
use subject::{Known, Subject, World};

/// The verdicts of a case as NDJSON lines, without the `reason` key.
pub fn evaluate(case: &Case) -> Vec<String> {
    let Some(known) = Known::of(case) else { return Vec::new() };
    let world = World::of(case, known);
    let mut verdicts = Vec::new();
    for rule in &case.rules {
        let all = world.subjects.iter().map(|subject| (subject.id.clone(), of_subject(&world, rule, subject)));
        match &rule.population {
            Some(population) => verdicts.extend(population::groups(&world, rule, population, all.collect())),
            None => verdicts.extend(all.flat_map(|(_, verdicts)| verdicts)),
        }
    }
    sort(&mut verdicts);
    verdicts.iter().map(|verdict| line(&known, verdict)).collect()
}

/// `X and Y` and `for each F` make a duty for each; what remedies them is shared out over all of them.
fn of_subject<'c>(world: &World<'c>, rule: &'c Rule, subject: &Subject<'c>) -> Vec<Verdict<'c>> {
    let mut binding = Binding::of(world, rule, subject);
    let parts: Vec<Vec<String>> = match rule.joined {
        Joined::Or => vec![rule.activities.clone()],
        Joined::And => rule.activities.iter().map(|activity| vec![activity.clone()]).collect(),
    };
    let values: Vec<Option<String>> = match &rule.for_each {
        None => vec![None],
        Some((_, values)) => values.iter().cloned().map(Some).collect(),
    };
    let mut verdicts = Vec::new();
    for part in parts {
        for value in &values {
            binding.activities.clone_from(&part);
            binding.each.clone_from(value);
            verdicts.extend(unroll(&binding));
        }
    }
    otherwise::remedy(&binding, &mut verdicts);
    verdicts
}

fn unroll<'c>(binding: &Binding<'_, 'c>) -> Vec<Verdict<'c>> {
    match &binding.rule.schedule {
        Schedule::Rolling { every } => every::every(binding, every),
        Schedule::Fixed { every, from, within } => every_from::every_from(binding, every, from, within.as_ref()),
        Schedule::Calendar { unit, inside } => each::each(binding, unit, *inside),
        Schedule::Deadline { by } => by::by(binding, by),
        Schedule::Response { after, within, never } => after::after(binding, after, within.as_ref(), *never),
        Schedule::Precondition { before, within } => before::before(binding, before, within.as_ref()),
        Schedule::Prohibition => never::never(binding),
        Schedule::Sliding { any } => never::in_any(binding, any),
        Schedule::Quality { require } => whenever::whenever(binding, require),
        Schedule::Until { .. } | Schedule::Lasting { .. } => always::standing(binding),
        Schedule::State { require } => always::state_of_attributes(binding, require),
    }
}

/// Record ids: the trigger first, then what counted; for an unknown also the perhaps-records.
fn evidence(verdict: &Verdict) -> Vec<String> {
    if !verdict.members.is_empty() {
        return verdict.members.clone();
    }
    let cited = verdict.counted.iter().filter(|found| found.sure || verdict.status == Status::Unknown);
    let mut records: Vec<&model::Record> = cited.map(|found| found.record).collect();
    records.sort_by(|left, right| (left.at, &left.id).cmp(&(right.at, &right.id)));
    records.dedup_by(|left, right| left.id == right.id);
    verdict.trigger.iter().cloned().chain(records.into_iter().map(|record| record.id.clone())).collect()
}

/// Section 11: by subject, rule, from (null first), due (null: to; none last), each, trigger (null first), done (null
/// last), evidence. Texts compare by code point, which is the order of their UTF-8 bytes.
fn sort(verdicts: &mut [Verdict]) {
    verdicts.sort_by(|left, right| {
        let key = |verdict: &Verdict| {
            let due = verdict.due.or(verdict.to);
            let (due, done) = ((due.is_none(), due), (verdict.done.is_none(), verdict.done));
            (verdict.from, due, verdict.each.clone(), verdict.trigger.clone(), done, evidence(verdict), verdict.status)
        };
        let names = (&left.subject, &left.rule).cmp(&(&right.subject, &right.rule));
        names.then_with(|| key(left).cmp(&key(right)))
    });
}

/// One verdict with the keys of docs/architecture.md (Contracts) in their order.
fn line(known: &Known, verdict: &Verdict) -> String {
    let day = |day: Option<model::Day>| Json::from(day.map(|day| day.to_string()));
    let time = |time: Option<Time>| {
        let written = time.map(|time| match time.clock {
            None => time.day.to_string(),
            Some(clock) => time.day.and_time(clock).format("%Y-%m-%dT%H:%M:%S").to_string(),
        });
        Json::from(written)
    };
    let overdue = verdict.due.map(|due| (known.as_of - due.day).num_days());
    let overdue = overdue.filter(|days| verdict.status == Status::Violated && *days >= 0);
    let keys = [
        ("rule", Json::from(verdict.rule.as_str())),
        ("subject", Json::from(verdict.subject.as_str())),
        ("from", time(verdict.from)),
        ("to", time(verdict.to)),
        ("due", time(verdict.due)),
        ("label", Json::from(verdict.label.clone())),
        ("status", Json::from(verdict.status.name())),
        ("done", day(verdict.done)),
        ("days_late", Json::from(verdict.days_late)),
        ("count", Json::from(verdict.count)),
        ("evidence", Json::from(evidence(verdict))),
        ("each", Json::from(verdict.each.clone())),
        ("trigger", Json::from(verdict.trigger.clone())),
        ("censored", Json::from(verdict.censored)),
        ("overdue", Json::from(overdue)),
    ];
    let written: Vec<String> = keys.iter().map(|(key, value)| format!("\"{key}\":{value}")).collect();
    format!("{{{}}}", written.join(","))
}
