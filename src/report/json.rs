//! One JSON object with everything that is needed to repeat the run. The words in it are English whatever the
//! language of messages, so that the same input gives the same bytes.
//!
//! | key | value |
//! | --- | --- |
//! | `engine` | `name`, `version` |
//! | `as_of` | the judged day |
//! | `coverage` | `from`, `to`; null where no day is covered |
//! | `policies` | `title`, `issuer`, `document`, `source`, `effective_from`, `effective_to`, `region` |
//! | `rule_files` | `path`, `sha256` |
//! | `rules` | `id`, `title`, `citation`, `because`, `severity`, `score`, `tags`, `file`, `line`, `sentence` |
//! | `waivers` | those that take days: `subject`, `rule`, `from`, `to`, `because`, `file`, and `line` of a rule file or `row` of a table |
//! | `parameters` | `name`, `value`, `stated`, `set` (whether the audit set it), `why`, `file` |
//! | `inputs` | `role`, `path`, `rows`, `table_rows` (only where a row may be several records: how many rows), `used`, `ignored`, `rejected`, `sha256`; of a table of a database server `database` is true and `sha256` that of its rows |
//! | `rows` | `read` = `used` + `ignored` + `rejected` |
//! | `matched` | the used rows by how their institution was found in the register: `id`, `decision`, `name`, `alias`, `former_name`, `normalised`, `region`; null without a register |
//! | `ignored` | `reason`, `text`, `rows`, `activities` (the most frequent ones that no rule names) |
//! | `rejected` | `file`, `row`, `column`, `reason`, `value`; the first 1,000 of each file |
//! | `data` | what is odd about the data: `kind`, `file` (null where it is not one file's), `count`, `text`, `examples` (their keys: docs/records.md) |
//! | `warnings` | texts |
//! | `selection` | `status`, `rule`, `subject`; null where not filtered |
//! | `verdicts` | the shown verdicts, one a line, as NDJSON has them |
//! | `summary` | `judged` and `breaches` (over all verdicts, shown or not), `shown`; then of the rules and subjects that are asked for, whatever their status, `total` and `by_rule`; of the shown ones, `unknown` by rule and reason; `subjects_without_duty`, how many of the register have no verdict at all, and `first_without_duty`: `subject`, `name`, `category`, `named` (whether the rules name that category), `region` |

use std::io::{self, Write};

use serde::{Serialize, Serializer};
use serde_json::{Value as Json, json};

use super::{ENGINE, Ignored, Report, Role, data, ndjson};
use crate::ledger::{How, Ledger, Stated, SubjectId};
use crate::rulebook::{Rule, RuleBook, Value};
use crate::verdict::{Counts, RuleId, Status, Verdict};

/// Writes everything before the verdicts.
///
/// # Errors
///
/// Those of the writer.
pub fn write_head(out: &mut impl Write, report: &Report<'_>) -> io::Result<()> {
    let provenance = report.provenance;
    let coverage = report.ledger.coverage();
    let rules: Vec<Object> = report.book.rules.iter().map(rule).collect();
    out.write_all(b"{")?;
    entry(out, "\n", "engine", &json!({ "name": "guiju", "version": ENGINE }))?;
    entry(out, ",\n", "as_of", &json!(report.as_of.to_string()))?;
    let coverage = coverage.map(|days| ordered([("from", day(days.from)), ("to", day(days.to))]));
    entry(out, ",\n", "coverage", &coverage)?;
    list(out, "policies", &policies(report.book))?;
    list(out, "rule_files", &provenance.rule_files)?;
    list(out, "rules", &rules)?;
    list(out, "waivers", &waivers(report))?;
    list(out, "parameters", &parameters(report.book))?;
    list(out, "inputs", &provenance.inputs)?;
    entry(out, ",\n", "rows", &provenance.rows())?;
    entry(out, ",\n", "matched", &matched(report))?;
    list(out, "ignored", &ignored(&provenance.ignored))?;
    list(out, "rejected", &rejected(report))?;
    list(out, "data", &data::faults(&provenance.data))?;
    let warnings: Vec<&str> = provenance.warnings.iter().map(|warning| warning.en.as_str()).collect();
    list(out, "warnings", &warnings)?;
    entry(out, ",\n", "selection", &selection(report))?;
    out.write_all(b",\n  \"verdicts\": [")
}

/// Adds one verdict of the list, with the comma before it; the first one's comma is cut by [`first`].
pub fn write_verdict(out: &mut Vec<u8>, verdict: &Verdict, book: &RuleBook, ledger: &Ledger) {
    out.extend_from_slice(b",\n    ");
    ndjson::write_object(out, verdict, book, ledger);
}

/// The bytes of the first verdicts of the list: no comma stands before them.
#[must_use]
pub fn first(verdicts: &[u8]) -> &[u8] {
    verdicts.strip_prefix(b",").unwrap_or(verdicts)
}

/// Writes everything behind the verdicts; `report` must be closed.
///
/// # Errors
///
/// Those of the writer.
pub fn write_tail(out: &mut impl Write, report: &Report<'_>) -> io::Result<()> {
    out.write_all(if report.tally.shown == 0 { b"],\n  \"summary\": {" } else { b"\n  ],\n  \"summary\": {" })?;
    let tally = &report.tally;
    let (judged, shown, breaches) = (tally.judged(), tally.shown, tally.all.breaches());
    write!(out, "\n    \"judged\": {judged},\n    \"breaches\": {breaches},\n    \"shown\": {shown}")?;
    out.write_all(b",\n    \"total\": ")?;
    serde_json::to_writer(&mut *out, &counts(&report.total(), None)).map_err(io::Error::from)?;
    let by_rule = report.rules().map(|(number, rule)| counts(&report.counts(number), Some(&rule.id)));
    inner_list(out, "by_rule", by_rule)?;
    let unknown = tally.unknown.iter().map(|((number, reason), verdicts)| {
        let book = report.book;
        let reason = reason.map(|reason| reason.text(book).to_string());
        ordered([("rule", json!(rule_id(book, *number))), ("reason", json!(reason)), ("verdicts", json!(verdicts))])
    });
    inner_list(out, "unknown", unknown)?;
    let (count, first) = report.without_duty();
    let first = first.into_iter().filter_map(|id| {
        let subject = report.ledger.subjects().get(id.0 as usize)?;
        Some(ordered([
            ("subject", json!(subject.id)),
            ("name", json!(subject.name)),
            ("category", json!(report.category(id).map(|(category, _)| category))),
            ("named", json!(report.category(id).map(|(_, named)| named))),
            ("region", json!(report.ledger.last_row(id).and_then(|row| row.region.as_ref()))),
        ]))
    });
    write!(out, ",\n    \"subjects_without_duty\": {count}")?;
    inner_list(out, "first_without_duty", first)?;
    out.write_all(b"\n  }\n}\n")
}

fn entry(out: &mut impl Write, before: &str, key: &str, value: &impl Serialize) -> io::Result<()> {
    write!(out, "{before}  \"{key}\": ")?;
    serde_json::to_writer(&mut *out, value).map_err(io::Error::from)
}

/// A list with one element a line, so that two reports compare line by line.
fn list(out: &mut impl Write, key: &str, values: &[impl Serialize]) -> io::Result<()> {
    write!(out, ",\n  \"{key}\": [")?;
    for (at, value) in values.iter().enumerate() {
        out.write_all(if at == 0 { b"\n    " } else { b",\n    " })?;
        serde_json::to_writer(&mut *out, value).map_err(io::Error::from)?;
    }
    out.write_all(if values.is_empty() { b"]" } else { b"\n  ]" })
}

fn inner_list(out: &mut impl Write, key: &str, values: impl Iterator<Item = Object>) -> io::Result<()> {
    write!(out, ",\n    \"{key}\": [")?;
    let mut empty = true;
    for value in values {
        out.write_all(if empty { b"\n      " } else { b",\n      " })?;
        serde_json::to_writer(&mut *out, &value).map_err(io::Error::from)?;
        empty = false;
    }
    out.write_all(if empty { b"]" } else { b"\n    ]" })
}

/// An object whose keys keep their order.
pub(super) struct Object(Vec<(&'static str, Json)>);

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

pub(super) fn ordered<const N: usize>(entries: [(&'static str, Json); N]) -> Object {
    Object(entries.into())
}

fn day(day: impl std::fmt::Display) -> Json {
    Json::String(day.to_string())
}

fn policies(book: &RuleBook) -> Vec<Object> {
    let policies = book.policies.iter().map(|policy| {
        ordered([
            ("title", json!(policy.title)),
            ("issuer", json!(policy.issuer)),
            ("document", json!(policy.document)),
            ("source", json!(policy.source)),
            ("effective_from", json!(policy.effective_from.map(day))),
            ("effective_to", json!(policy.effective_to.map(day))),
            ("region", json!(policy.region)),
        ])
    });
    policies.collect()
}

fn rule(rule: &Rule) -> Object {
    let description = &rule.description;
    ordered([
        ("id", json!(rule.id)),
        ("title", json!(description.title)),
        ("citation", json!(description.cite)),
        ("because", json!(description.because)),
        ("severity", json!(description.severity)),
        ("score", json!(description.score.map(|score| score.normalize().to_string()))),
        ("tags", json!(description.tags)),
        ("file", json!(rule.path)),
        ("line", json!(rule.line)),
        ("sentence", json!(rule.sentence)),
    ])
}

fn waivers(report: &Report<'_>) -> Vec<Object> {
    let table = report.provenance.inputs.iter().find(|input| input.role == Role::Waivers);
    let subjects = (0..).map(SubjectId).zip(report.ledger.subjects());
    let waivers = subjects.flat_map(|(id, subject)| report.ledger.waivers(id).iter().map(move |it| (subject, it)));
    let waivers = waivers.map(|(subject, waiver)| {
        let stated = match waiver.stated {
            Stated::RuleFile(at) => report.book.waivers.get(at).map(|stated| (&stated.path, Some(stated.line), None)),
            Stated::Row(row) => table.map(|table| (&table.path, None, Some(row))),
        };
        ordered([
            ("subject", json!(subject.id)),
            ("rule", json!(report.book.rules.get(waiver.rule).map(|rule| &rule.id))),
            ("from", day(waiver.from)),
            ("to", day(waiver.to)),
            ("because", json!(waiver.because.map(|because| report.ledger.texts().get(because)))),
            ("file", json!(stated.map(|(path, ..)| path))),
            ("line", json!(stated.and_then(|(_, line, _)| line))),
            ("row", json!(stated.and_then(|(.., row)| row))),
        ])
    });
    waivers.collect()
}

fn parameters(book: &RuleBook) -> Vec<Object> {
    let parameters = book.parameters.iter().map(|parameter| {
        ordered([
            ("name", json!(parameter.name)),
            ("value", value(&parameter.value)),
            ("stated", value(&parameter.stated)),
            ("set", json!(parameter.value != parameter.stated)),
            ("why", json!(parameter.why)),
            ("file", json!(parameter.path)),
        ])
    });
    parameters.collect()
}

/// A whole number is a JSON number, any other an exact decimal as text: JSON's readers would round it.
fn value(value: &Value) -> Json {
    match value {
        Value::Number(number) => {
            let number = number.normalize();
            i64::try_from(number).map_or_else(|_| json!(number.to_string()), |whole| json!(whole))
        }
        Value::Text(text) => json!(text),
        Value::Date(date) => day(date),
        Value::Bool(bool) => json!(bool),
    }
}

fn ignored(reasons: &[Ignored]) -> Vec<Object> {
    let reasons = reasons.iter().map(|ignored| {
        let activities = ignored.activities.iter();
        let activities: Vec<Object> =
            activities.map(|(name, rows)| ordered([("activity", json!(name)), ("rows", json!(rows))])).collect();
        ordered([
            ("reason", json!(ignored.reason)),
            ("text", json!(ignored.wording.en)),
            ("rows", json!(ignored.rows)),
            ("activities", json!(activities)),
        ])
    });
    reasons.collect()
}

fn matched(report: &Report<'_>) -> Option<Object> {
    let provenance = report.provenance;
    let register = provenance.inputs.iter().any(|input| input.role == Role::Register);
    let counts = How::ALL.into_iter().map(|how| (how.keyword(), json!(provenance.matched.of(how))));
    register.then(|| Object(counts.collect()))
}

fn rejected(report: &Report<'_>) -> Vec<Object> {
    let rejects = report.provenance.rejects.iter().map(|reject| {
        ordered([
            ("file", json!(reject.file)),
            ("row", json!(reject.row)),
            ("column", json!((!reject.column.is_empty()).then_some(&reject.column))),
            ("reason", json!(reject.reason.wording().en)),
            ("value", json!(reject.value)),
        ])
    });
    rejects.collect()
}

fn selection(report: &Report<'_>) -> Object {
    let selection = report.selection;
    let statuses: Vec<&str> = selection.statuses.iter().map(|status| status.keyword()).collect();
    let rules: Vec<&str> = selection.rules.iter().map(|rule| rule_id(report.book, *rule)).collect();
    let subjects = report.ledger.subjects();
    let subjects: Vec<&str> =
        selection.subjects.iter().filter_map(|id| subjects.get(id.0 as usize)).map(|found| found.id.as_str()).collect();
    let or_null = |names: Vec<&str>| if names.is_empty() { Json::Null } else { json!(names) };
    ordered([("status", or_null(statuses)), ("rule", or_null(rules)), ("subject", or_null(subjects))])
}

fn rule_id(book: &RuleBook, rule: RuleId) -> &str {
    book.rules.get(rule.0 as usize).map_or("", |rule| rule.id.as_str())
}

fn counts(counts: &Counts, named: Option<&str>) -> Object {
    let name = named.map(|rule| ("rule", json!(rule)));
    let counts = Status::ALL.map(|status| (status.keyword(), json!(counts.of(status))));
    Object(name.into_iter().chain(counts).collect())
}
