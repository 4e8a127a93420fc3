//! `guiju inspect`: what an export is said to be, and whether guiju reads the mapping that it proposes.
#![cfg(all(feature = "cli", feature = "workbooks"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const PROGRAM: &str = env!("CARGO_BIN_EXE_guiju");

fn ledgers() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ledgers")
}

fn guiju(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(PROGRAM).args(arguments).current_dir(folder).output().unwrap()
}

fn shown(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn assert_beside(name: &str, shown: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/inspect"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, shown));
}

/// The ledgers of the county, its rules and a register that needs no mapping, where they may be written to.
fn county() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in ["drills.xlsx", "patrols.xlsx", "hazards.xls", "training.csv", "samples.xlsx", "rules.gj"] {
        fs::copy(ledgers().join("county").join(file), folder.path().join(file)).unwrap();
    }
    fs::copy(ledgers().join("clean/register.csv"), folder.path().join("register.csv")).unwrap();
    folder
}

const TABLES: [&str; 5] = ["drills.xlsx", "patrols.xlsx", "hazards.xls", "training.csv", "samples.xlsx"];

#[test]
fn a_workbook_of_a_county_is_described_in_both_languages() {
    let folder = county();
    for lang in ["en", "zh"] {
        let arguments = ["inspect", "drills.xlsx", "--rules", "rules.gj", "--register", "register.csv", "--lang", lang];
        assert_beside(&format!("drills-{lang}"), &shown(&guiju(folder.path(), &arguments)));
    }
}

#[test]
fn dates_that_may_be_two_are_counted_and_the_key_that_decides_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let rows = "Facility,Visit date,Score\nHome A,3/5/2024,9\nHome B,4/6/2024,8.5\nHome A,2024-07-01,\n";
    fs::write(folder.path().join("visits.csv"), rows).unwrap();
    let text = shown(&guiju(folder.path(), &["inspect", "visits.csv", "--lang", "en"]));
    assert_beside("ambiguous", &text);
    let json = shown(&guiju(folder.path(), &["inspect", "visits.csv", "--format", "json"]));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let dates = &json["files"][0]["tables"][0]["columns"][1]["dates"];
    assert_eq!((&dates["either_order"], &dates["cells"]), (&2.into(), &3.into()));
    assert_eq!(json["files"][0]["tables"][0]["complete"], false);
}

#[test]
fn what_is_no_table_is_an_error_that_says_what_it_is() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("empty.csv"), "").unwrap();
    fs::write(folder.path().join("list.pdf"), "%PDF-1.7\n").unwrap();
    for (file, said) in [("empty.csv", "`empty.csv`"), ("list.pdf", "PDF"), ("nowhere.csv", "cannot be opened")] {
        let output = guiju(folder.path(), &["inspect", file, "--lang", "en"]);
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{text}");
        assert!(text.contains(said), "{text}");
    }
}

/// Verdicts without their evidence: several lines of one training are several records here.
fn verdicts(folder: &Path) -> Vec<String> {
    let days = ["--from", "2024-01-01", "--to", "2024-12-31"];
    let output = guiju(folder, &[&["audit", ".", "--format", "ndjson"] as &[&str], &days].concat());
    assert!(output.status.code() < Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    let bare = |line: &str| {
        let verdict: serde_json::Value = serde_json::from_str(line).unwrap();
        let keys = ["rule", "subject", "period", "status"].map(|key| verdict[key].to_string());
        keys.join(" ")
    };
    String::from_utf8(output.stdout).unwrap().lines().map(bare).collect()
}

#[test]
fn the_mapping_that_is_written_gives_the_verdicts_of_the_same_facts_in_plain_tables() {
    let folder = county();
    let flags = ["--rules", "rules.gj", "--register", "register.csv", "--write"];
    let output = guiju(folder.path(), &[&["inspect"] as &[&str], &TABLES, &flags].concat());
    shown(&output);
    assert!(folder.path().join("guiju.toml").exists());
    let found = verdicts(folder.path());
    assert!(found.iter().any(|verdict| verdict.contains("violated")) && found.iter().any(|it| it.contains("met")));
    assert_eq!(found, verdicts(&ledgers().join("clean")));
}

#[test]
fn a_folder_is_looked_at_and_its_register_is_found_in_it() {
    let folder = county();
    let json = shown(&guiju(folder.path(), &["inspect", ".", "--rules", "rules.gj", "--format", "json"]));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["register"]["institutions"], 4);
    assert!(json["rules"].as_array().unwrap().iter().all(|rule| rule["decidable"] == true), "{}", json["rules"]);
}

#[test]
fn what_the_rules_need_and_the_export_lacks_is_told() {
    let folder = county();
    let arguments = ["inspect", "training.csv", "--rules", "rules.gj", "--lang", "en"];
    let text = shown(&guiju(folder.path(), &arguments));
    for said in ["Rules: 0 of 6 can be decided", "no row is `巡查`", "no register says who is of which category"] {
        assert!(text.contains(said), "no `{said}` in\n{text}");
    }
}

#[test]
fn a_guiju_toml_that_is_there_is_not_overwritten() {
    let folder = county();
    let project = folder.path().join("guiju.toml");
    fs::write(&project, "rules = \"rules.gj\"\n").unwrap();
    let arguments = ["inspect", "drills.xlsx", "--rules", "rules.gj", "--lang", "en", "--write"];
    let output = guiju(folder.path(), &arguments);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("is there already, and nothing was written"));
    assert_eq!(fs::read_to_string(&project).unwrap(), "rules = \"rules.gj\"\n");
    // Who names it asks for it.
    let named = [&arguments as &[&str], &["guiju.toml"]].concat();
    shown(&guiju(folder.path(), &named));
    let once = fs::read_to_string(&project).unwrap();
    assert!(once.starts_with("rules = \"rules.gj\"\n") && once.contains("file = \"drills.xlsx\""), "{once}");
    shown(&guiju(folder.path(), &named));
    assert_eq!(fs::read_to_string(&project).unwrap().trim_end(), once.trim_end());
}

#[cfg(feature = "parquet")]
#[test]
fn a_parquet_file_names_its_columns() {
    use std::sync::Arc;

    use parquet::data_type::{ByteArray, ByteArrayType, Int32Type};
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;

    let folder = tempfile::tempdir().unwrap();
    let schema =
        "message table { required binary institution (utf8); required int32 date (date); required int32 people; }";
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let file = fs::File::create(folder.path().join("drills.parquet")).unwrap();
    let mut writer = SerializedFileWriter::new(file, schema, Arc::default()).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let names: Vec<ByteArray> = ["YL-001", "YL-002", "YL-001"].into_iter().map(ByteArray::from).collect();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<ByteArrayType>().write_batch(&names, None, None).unwrap();
    column.close().unwrap();
    for numbers in [[19_787, 19_788, 19_900], [75, 80, 12]] {
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<Int32Type>().write_batch(&numbers, None, None).unwrap();
        column.close().unwrap();
    }
    group.close().unwrap();
    writer.close().unwrap();
    assert_beside("parquet", &shown(&guiju(folder.path(), &["inspect", "drills.parquet", "--lang", "en"])));
}
