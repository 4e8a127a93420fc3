//! A folder of ledgers as county offices keep them against the same facts as plain tables. `tests/ledgers/make.py` writes
//! both.
#![cfg(all(feature = "cli", feature = "workbooks"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

use std::path::Path;
use std::process::{Command, Output};

const PROGRAM: &str = env!("CARGO_BIN_EXE_guiju");

fn audit(folder: &str) -> Output {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ledgers").join(folder);
    Command::new(PROGRAM).args(["audit", ".", "--format", "ndjson"]).current_dir(folder).output().unwrap()
}

/// The verdicts without the names of records: those of a folder are its own.
fn verdicts(output: &Output) -> Vec<String> {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    let nameless = |line: &str| {
        let mut verdict: serde_json::Value = serde_json::from_str(line).unwrap();
        let count = verdict["evidence"].as_array().unwrap().len();
        verdict["evidence"] = count.into();
        verdict["trigger"] = verdict["trigger"].is_string().into();
        verdict.to_string()
    };
    text.lines().map(nameless).collect()
}

#[test]
fn ledgers_as_they_are_kept_give_the_verdicts_of_the_same_facts_in_plain_tables() {
    let (county, clean) = (audit("county"), audit("clean"));
    let (county_verdicts, clean_verdicts) = (verdicts(&county), verdicts(&clean));
    for status in ["met", "violated", "unknown"] {
        let named = format!("\"status\":\"{status}\"");
        assert!(clean_verdicts.iter().any(|verdict| verdict.contains(&named)), "no verdict is {status}");
    }
    assert_eq!(county_verdicts, clean_verdicts);
    insta::assert_snapshot!(String::from_utf8_lossy(&county.stderr), @r"
    as of 2024-12-31 (the last day of the coverage given); the records cover 2024-01-01 to 2024-12-31 (given)
    warning: `drills.xlsx[填表说明]` is not read: no row of it names the columns that are needed
    warning: `training.csv`, column `考核结果`: 1 cell is not yes or no and counts as missing: row 8 `未考核`
    `patrols.xlsx[2024年1月]`: 4 rows became 66 records, 1 row none
    `patrols.xlsx[2024年2月]`: 4 rows became 58 records, 2 rows none
    `patrols.xlsx[2024年3月]`: 4 rows became 63 records, 1 row none
    `hazards.xls[隐患清单]`: 7 rows became 8 records, 2 rows none
    56 verdicts, 56 shown; 228 rows read = 213 used + 15 ignored + 0 rejected
    institutions found by id: 5, by name: 204
    ");
    insta::assert_snapshot!(String::from_utf8_lossy(&clean.stderr), @r"
    as of 2024-12-31 (the last day of the coverage given); the records cover 2024-01-01 to 2024-12-31 (given)
    warning: `records.csv`, column `合格`: 1 cell is not yes or no and counts as missing: row 206 `未考核`
    56 verdicts, 56 shown; 213 rows read = 213 used + 0 ignored + 0 rejected
    ");
}
