//! What is shipped besides the program: rule files check clean, the sample of `rules/wenzhou-2024` is what its example
//! writes, and the audit of it says what was worked out by hand from the planted faults.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

#[path = "case/folder.rs"]
mod folder;
#[path = "../examples/wenzhou_sample.rs"]
#[expect(dead_code, reason = "the example's own command line is not run")]
mod wenzhou_sample;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use guiju::check::{FileSystem, load};
use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn pack() -> PathBuf {
    root().join("rules/wenzhou-2024")
}

fn guiju(arguments: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_guiju"))
        .args(arguments.split_whitespace())
        .current_dir(root())
        .env_clear()
        .output()
        .unwrap()
}

#[test]
fn every_rule_file_checks_without_error_or_warning() {
    let found: Vec<PathBuf> =
        ["rules", "benches", "examples"].into_iter().flat_map(|it| folder::files(&root().join(it), "gj")).collect();
    assert!(found.len() >= 6, "{found:?}");
    for path in found {
        let text = fs::read_to_string(&path).unwrap();
        let loaded = load([(path.to_str().unwrap(), text.as_str())], &mut FileSystem);
        let told: Vec<_> = loaded.problems.iter().map(|problem| &problem.title.en).collect();
        assert!(told.is_empty(), "{}: {told:?}", path.display());
    }
}

#[test]
fn the_sample_is_byte_for_byte_what_its_example_writes() {
    let folder = tempfile::tempdir().unwrap();
    wenzhou_sample::write(folder.path()).unwrap();
    let mut names: Vec<_> =
        fs::read_dir(pack().join("sample")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["records.csv", "register.csv"]);
    for name in names {
        let [written, shipped] = [folder.path(), &pack().join("sample")].map(|at| fs::read(at.join(&name)).unwrap());
        assert!(written == shipped, "{} is not what the example writes", name.display());
    }
}

/// One verdict in a line: what is null, none or zero is left out.
fn line(verdict: &Value) -> String {
    let word = |key: &str| verdict[key].as_str().unwrap_or_default();
    let mut line = format!("{} {} {}", word("subject"), word("rule"), word("status"));
    for key in ["label", "from", "due", "done", "days_late", "overdue", "count", "trigger", "evidence", "reason"] {
        let shown = match &verdict[key] {
            Value::Null => continue,
            Value::String(text) => text.clone(),
            Value::Array(ids) => ids.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" "),
            other => other.to_string(),
        };
        if !shown.is_empty() && shown != "0" {
            write!(line, " · {key} {shown}").unwrap();
        }
    }
    line
}

/// Every line was compared with expectations worked out by hand from docs/language.md and the planted faults.
#[test]
fn the_audit_of_the_sample_finds_the_planted_faults_and_nothing_else() {
    let output = guiju("audit rules/wenzhou-2024 --format ndjson");
    assert_eq!(output.status.code(), Some(1), "something is broken");
    let text = String::from_utf8(output.stdout).unwrap();
    let verdicts: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();

    let statuses = ["met", "late", "violated", "pending", "unknown"];
    let mut counts: BTreeMap<&str, [usize; 5]> = BTreeMap::new();
    for verdict in &verdicts {
        let at = statuses.iter().position(|status| verdict["status"] == *status).unwrap();
        counts.entry(verdict["rule"].as_str().unwrap()).or_default()[at] += 1;
    }
    let all = counts.values().fold([0; 5], |sum, more| std::array::from_fn(|at| sum[at] + more[at]));

    let mut shown = String::from("$ guiju audit rules/wenzhou-2024\n\n");
    let header = statuses.map(|status| format!("{status:>9}")).concat();
    writeln!(shown, "{:<20}{header}", "rule").unwrap();
    for (rule, counts) in counts.iter().chain([(&"all", &all)]) {
        writeln!(shown, "{rule:<20}{}", counts.map(|count| format!("{count:>9}")).concat()).unwrap();
    }
    writeln!(shown, "\nall that is not met").unwrap();
    for verdict in verdicts.iter().filter(|verdict| verdict["status"] != "met") {
        writeln!(shown, "{}", line(verdict)).unwrap();
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(root().join("tests/cases/shipped"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("the-audit-of-wenzhou-2024", shown));

    // The pack's page says the same.
    let page = fs::read_to_string(pack().join("README.md")).unwrap();
    let [met, late, violated, pending, unknown] = all;
    let said = format!(
        "样例共有 {} 条结论：合规 {met}，逾期完成 {late}，违规 {violated}，待履行 {pending}，无法判定 {unknown}。",
        verdicts.len()
    );
    assert!(page.contains(&said), "the page of the pack does not say: {said}");
    assert!(page.contains(&format!("{} 条规则", counts.len())), "the page does not say how many rules there are");
}

#[test]
fn rows_that_cannot_be_used_are_the_five_planted_ones() {
    let folder = tempfile::tempdir().unwrap();
    let rejects = folder.path().join("rejects.csv");
    let output = guiju(&format!("audit rules/wenzhou-2024 --strict --rejects {}", rejects.display()));
    assert_eq!(output.status.code(), Some(3));
    let mut table = csv::Reader::from_path(rejects).unwrap();
    let told: Vec<_> =
        table.records().map(Result::unwrap).map(|row| [&row[1], &row[2], &row[4]].map(str::to_owned)).collect();
    assert_eq!(
        told,
        [
            ["2802", "日期", "2024-02-30"],
            ["2803", "日期", "三月初"],
            ["2806", "机构编号", "YL-O13"],
            ["2908", "记录编号", "R-00001"],
            ["2909", "记录编号", "R-00006"],
        ]
    );
}

#[test]
fn the_commands_of_the_page_of_the_pack_run() {
    let page = fs::read_to_string(pack().join("README.md")).unwrap();
    let commands: Vec<_> = page.lines().filter_map(|line| line.strip_prefix("cargo run --release -- ")).collect();
    assert_eq!(commands.len(), 3);
    for command in commands {
        let output = guiju(command);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{command}: {said}");
    }
}

/// Every rule stands in the table of the page, in the row of the clause that it cites.
#[test]
fn the_page_of_the_pack_names_every_rule_beside_its_clause() {
    let page = fs::read_to_string(pack().join("README.md")).unwrap();
    let path = pack().join("wenzhou-2024.gj");
    let text = fs::read_to_string(&path).unwrap();
    let loaded = load([(path.to_str().unwrap(), text.as_str())], &mut FileSystem);
    for rule in &loaded.book.rules {
        let clause = format!("| {} |", rule.description.cite.as_deref().unwrap());
        let beside = page.lines().any(|line| line.starts_with(&clause) && line.contains(&format!("`{}`", rule.id)));
        assert!(beside, "{} is not beside {clause}", rule.id);
    }
}
