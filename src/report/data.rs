//! What is odd about the data, as JSON has it (docs/records.md).

use serde_json::json;

use super::json::{Object, ordered};
use crate::ledger::{Example, Fault};

/// One object a fault: what, where, how many, and examples.
pub(super) fn faults(faults: &[Fault]) -> Vec<Object> {
    let faults = faults.iter().map(|fault| {
        ordered([
            ("kind", json!(fault.kind())),
            ("file", json!(fault.file())),
            ("count", json!(fault.count())),
            ("text", json!(fault.wording().en)),
            ("examples", json!(examples(fault))),
        ])
    });
    faults.collect()
}

fn examples(fault: &Fault) -> Vec<Object> {
    match fault {
        Fault::Duplicates { examples, .. } => {
            let sets = examples.iter().map(|set| {
                ordered([
                    ("subject", json!(set.subject)),
                    ("activity", json!(set.activity)),
                    ("date", json!(set.time.to_string())),
                    ("count", json!(set.count)),
                    ("records", json!(set.records)),
                ])
            });
            sets.collect()
        }
        Fault::BeforeOpening(_, found) => dated(&found.examples, "opened"),
        Fault::AfterClosing(_, found) => dated(&found.examples, "closed"),
        Fault::AfterAsOf(_, found) => dated(&found.examples, "as_of"),
        Fault::ClosedBeforeFound { examples, .. } => {
            let pairs = examples.iter().map(|pair| {
                ordered([
                    ("subject", json!(pair.subject)),
                    ("closing", json!(pair.closing.0)),
                    ("closed", json!(pair.closing.1.to_string())),
                    ("finding", json!(pair.finding.0)),
                    ("found", json!(pair.finding.1.to_string())),
                ])
            });
            pairs.collect()
        }
        Fault::Bursts { examples, .. } => {
            let bursts = examples.iter().map(|burst| {
                ordered([
                    ("subject", json!(burst.subject)),
                    ("entered", json!(burst.entered.to_string())),
                    ("records", json!(burst.records)),
                    ("from", json!(burst.days.0.to_string())),
                    ("to", json!(burst.days.1.to_string())),
                    ("file", json!(burst.first.0)),
                    ("row", json!(burst.first.1)),
                ])
            });
            bursts.collect()
        }
        Fault::Gap { months, .. } => {
            months.iter().map(|month| ordered([("month", json!(month.to_string()))])).collect()
        }
    }
}

fn dated(examples: &[Example], bound: &'static str) -> Vec<Object> {
    let examples = examples.iter().map(|example| {
        ordered([
            ("row", json!(example.row)),
            ("subject", json!(example.subject)),
            ("date", json!(example.day.to_string())),
            (bound, json!(example.bound.to_string())),
        ])
    });
    examples.collect()
}
