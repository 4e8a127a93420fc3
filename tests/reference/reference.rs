//! The reference: the language's meaning a second time, slow and obvious, written from LANGUAGE.md alone.
//!
//! It walks days, tries every reading, and shares nothing with the engine, so that agreement of the two says something.
//! `generate.rs` makes the cases, `text.rs` and `tables.rs` write them down as the files a user would have.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests may panic, and a bound that fails here is a mistake of the reference itself"
)]

mod binding;
pub mod calendar;
mod calendar_periods;
mod condition;
mod duty;
pub mod generate;
mod generate_conditions;
mod generate_rules;
mod generate_world;
#[cfg(test)]
mod known;
pub mod model;
mod moments;
mod records;
mod rolling;
mod subject;
mod tables;
pub mod text;
mod text_conditions;
mod wording;

pub use model::Case;
pub use tables::{records_csv, register_csv};
pub use text::rule_text;

use binding::Binding;
use duty::Verdict;
use model::{Day, Rule, Schedule};
use serde_json::Value as Json;
use subject::{Known, Stretch, Subject, subjects};

/// The verdicts of a case as NDJSON lines, without the `reason` key.
pub fn evaluate(case: &Case) -> Vec<String> {
    let Some(known) = Known::of(case) else { return Vec::new() };
    let mut verdicts = Vec::new();
    for subject in subjects(case, &known) {
        for rule in &case.rules {
            verdicts.extend(unroll(case, known, &subject, rule));
        }
    }
    sort(&mut verdicts);
    verdicts.iter().map(line).collect()
}

fn unroll(case: &Case, known: Known, subject: &Subject, rule: &Rule) -> Vec<Verdict> {
    let membership = subject.membership(case, rule);
    let Some(stretch) = Stretch::of(case, rule, subject).filter(|_| membership != Some(false)) else {
        return Vec::new();
    };
    let membership_is_sure = membership == Some(true);
    let rule_id = text::rule_id(case, rule);
    let binding = Binding { case, known, rule, rule_id, subject, membership_is_sure, stretch };
    match &rule.schedule {
        Schedule::Rolling { every } => rolling::every(&binding, every),
        Schedule::Fixed { every, from } => rolling::every_from(&binding, every, from),
        Schedule::Calendar { unit, inside } => calendar_periods::each(&binding, *unit, *inside),
        Schedule::Deadline { by } => moments::by(&binding, by).into_iter().collect(),
        Schedule::Response { after, within } => moments::after(&binding, after, within),
        Schedule::Precondition { before, within } => moments::before(&binding, before, within.as_ref()),
        Schedule::Prohibition => records::never(&binding).into_iter().collect(),
        Schedule::Quality { require } => records::whenever(&binding, require),
    }
}

/// Section 11: by subject, rule, from (null first), due (null: to; none last), each, trigger (null first), done (null
/// last), evidence. Texts compare by code point, which is the order of their UTF-8 bytes.
fn sort(verdicts: &mut [Verdict]) {
    let none_last = |day: Option<Day>| (day.is_none(), day);
    verdicts.sort_by(|left, right| {
        let key = |verdict: &Verdict| {
            let due = none_last(verdict.due.or(verdict.to));
            (verdict.from, due, verdict.trigger.clone(), none_last(verdict.done), verdict.evidence.clone())
        };
        let names = (&left.subject, &left.rule).cmp(&(&right.subject, &right.rule));
        names.then_with(|| key(left).cmp(&key(right)))
    });
}

/// One verdict with the keys of DESIGN.md section 3 in their order.
fn line(verdict: &Verdict) -> String {
    let day = |day: Option<Day>| Json::from(day.map(|day| day.to_string()));
    let keys = [
        ("rule", Json::from(verdict.rule.as_str())),
        ("subject", Json::from(verdict.subject.as_str())),
        ("from", day(verdict.from)),
        ("to", day(verdict.to)),
        ("due", day(verdict.due)),
        ("label", Json::from(verdict.label.clone())),
        ("status", Json::from(verdict.status.name())),
        ("done", day(verdict.done)),
        ("days_late", Json::from(verdict.days_late)),
        ("count", Json::from(verdict.count)),
        ("evidence", Json::from(verdict.evidence.clone())),
        ("each", Json::Null),
        ("trigger", Json::from(verdict.trigger.clone())),
        ("censored", Json::from(verdict.censored)),
        ("overdue", Json::from(verdict.overdue)),
    ];
    let written: Vec<String> = keys.iter().map(|(key, value)| format!("\"{key}\":{value}")).collect();
    format!("{{{}}}", written.join(","))
}
