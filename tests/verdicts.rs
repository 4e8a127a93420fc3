//! What rules mean, pinned by cases worked out by hand from docs/language.md.
//!
//! A case is a folder with one `case.txt` of sections: `--- rules`, `--- register` (left out: there is none), `---
//! records`, `--- waivers` (left out: there are none but those of the rules), `--- asked` (`from`, `to`, `as_of`; left
//! out: they follow from the records) and `--- expected`, a line a verdict in the order of docs/language.md section 11.
//! A line names the keys of the contract (docs/architecture.md (Contracts)); a key left out is null, 0, empty or false,
//! except that `rule` is the only one, `to` is `due`, and `reason` is compared only where the line names it.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a case that cannot be read must fail"
)]

use std::convert::Infallible;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use guiju::calendar::Day;
use guiju::calendar::WorkingDays;
use guiju::check::{NoFiles, load};
use guiju::diagnostic::terminal::{Style, render};
use guiju::evaluate::{Judged, Verdicts, evaluate};
use guiju::ledger::{Asked, FileIntake, Input, Intake, Tables, read_tables};
use guiju::text::Language;
use guiju::verdict::{Counts, Listed, Statuses, Verdict};
use serde_json::{Map, Value, json};

/// What came of a case: the verdicts as they are written, and what became of the rows.
struct Outcome {
    verdicts: Vec<String>,
    rows: String,
}

/// The body of a section, if the case has it.
fn section<'a>(case: &'a str, name: &str) -> Option<&'a str> {
    let start = case.find(&format!("--- {name}\n"))? + name.len() + 5;
    let rest = &case[start..];
    Some(rest.find("--- ").map_or(rest, |end| &rest[..end]))
}

fn day(text: &str) -> Day {
    let parts: Vec<u32> = text.split('-').map(|part| part.parse().unwrap()).collect();
    Day::from_ymd(parts[0] as i32, parts[1], parts[2]).unwrap()
}

fn asked(words: &str) -> Asked {
    let mut asked = Asked::default();
    for word in words.split_whitespace() {
        match word.split_once('=').unwrap() {
            ("from", date) => asked.from = Some(day(date)),
            ("to", date) => asked.to = Some(day(date)),
            ("as_of", date) => asked.as_of = Some(day(date)),
            _ => panic!("{word}"),
        }
    }
    asked
}

/// Parses, checks, reads and judges a case.
fn outcome(case: &str) -> Outcome {
    let loaded = load([("rules.gj", section(case, "rules").unwrap())], &mut NoFiles);
    let style = Style { language: Language::English, colour: false };
    assert!(!loaded.problems.has_errors(), "{}", render(loaded.problems.iter(), &loaded.sources, style));
    let register = section(case, "register").map(|rows| Input::bytes("register.csv", rows));
    let records = vec![Input::bytes("records.csv", section(case, "records").unwrap())];
    let waivers = section(case, "waivers").map(|rows| Input::bytes("waivers.csv", rows));
    let asked = asked(section(case, "asked").unwrap_or_default());
    let tables = Tables { register, records, waivers, ..Tables::default() };
    let (ledger, intake) = read_tables(&loaded.book, tables, asked, &mut |_| {}).unwrap();
    let judged = evaluate(&loaded.book, &ledger, WorkingDays::china(), ledger.as_of().unwrap());
    let verdicts = judged.collect();
    assert_eq!(counted(&judged), counts(&verdicts), "what is only counted is what is listed otherwise");
    let line = |verdict: &Verdict| serde_json::to_string(&verdict.line(&loaded.book, &ledger)).unwrap();
    Outcome { verdicts: verdicts.iter().map(line).collect(), rows: rows(&intake) }
}

/// How many verdicts of each status there are, where none need be listed.
fn counted(judged: &Verdicts<'_>) -> Counts {
    let mut all = Counts::default();
    let add = |all: &mut Counts, judged: Judged<'_>| match judged {
        Judged::Listed(verdicts) => all.merge(&counts(verdicts)),
        Judged::Counted { counts, .. } => all.merge(counts),
    };
    let done: Result<(), Infallible> = judged.stream(Listed::of(Statuses::default()), Counts::default, add, |more| {
        all.merge(&std::mem::take(more));
        Ok(())
    });
    done.unwrap();
    all
}

fn counts(verdicts: &[Verdict]) -> Counts {
    let mut counts = Counts::default();
    verdicts.iter().for_each(|verdict| counts.add(verdict.status));
    counts
}

/// The rows that were not used or are worth a word, by reason.
fn rows(intake: &Intake) -> String {
    let mut out = String::new();
    let mut tell = |what: &str, file: &FileIntake, count: u64| {
        if count > 0 {
            let _ = writeln!(out, "{}: {count} {what}", file.file);
        }
    };
    for file in intake.register.iter().chain(&intake.records) {
        tell("not needed", file, file.ignored.not_needed);
        tell("after as-of", file, file.ignored.after_as_of);
        tell("outside coverage", file, file.ignored.outside_coverage);
        tell("rejected", file, file.rejected);
        tell("before the opening", file, file.before_opening.count);
        tell("after the closing", file, file.after_closing.count);
        for misfit in &file.misfits {
            tell(&format!("misfit in {}", misfit.column), file, misfit.count);
        }
    }
    out
}

/// The words of an expected line; a text in double quotes is one.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            _ => words.last_mut().unwrap().push(letter),
        }
    }
    words
}

/// The whole object that an expected line stands for.
fn expected(line: &str, only_rule: Option<&str>) -> Map<String, Value> {
    let full = json!({
        "rule": only_rule, "subject": null, "from": null, "to": null, "due": null, "label": null, "status": null,
        "done": null, "days_late": null, "count": 0, "evidence": [], "each": null, "trigger": null, "censored": false,
        "overdue": null,
    });
    let Value::Object(mut object) = full else { unreachable!() };
    for word in words(line) {
        let (key, value) = word.split_once('=').unwrap_or_else(|| panic!("`{word}` in {line}"));
        let value = match key {
            "days_late" | "count" | "overdue" => json!(value.parse::<u32>().unwrap()),
            "evidence" => value.split(',').collect(),
            "censored" => json!(value == "true"),
            _ => json!(value),
        };
        assert!(object.insert(key.to_owned(), value).is_some() || key == "reason", "`{key}` in {line}");
        if key == "due" && !line.contains(" to=") {
            object.insert("to".to_owned(), object["due"].clone());
        }
    }
    assert!(["rule", "subject", "status"].iter().all(|key| object[*key].is_string()), "{line}");
    object
}

/// The keys that say something, in their order.
fn shown(object: &Map<String, Value>) -> String {
    let silent = [json!(null), json!([]), json!(false)];
    let keys = ["rule", "subject", "status", "from", "to", "due", "label", "done", "days_late", "count", "evidence"];
    let keys = keys.iter().chain(&["each", "trigger", "censored", "overdue", "reason"]);
    let said = keys.filter_map(|key| Some((key, object.get(*key)?))).filter(|(_, value)| !silent.contains(value));
    said.map(|(key, value)| format!("{key}={value}").replace('"', "")).collect::<Vec<_>>().join(" ")
}

/// Where verdicts and expectation differ, line by line.
fn disagreement(case: &str) -> Option<String> {
    let rules = section(case, "rules").unwrap();
    let named: Vec<&str> =
        rules.lines().filter_map(|line| line.strip_prefix("rule ").or(line.strip_prefix("规则 "))).collect();
    let only = if let [rule] = named[..] { rule.split(' ').next() } else { None };
    let due: Vec<_> = section(case, "expected").unwrap().lines().map(|line| expected(line, only)).collect();
    let outcome = outcome(case);
    let came = outcome.verdicts.iter().enumerate().map(|(at, line)| {
        let mut object: Map<String, Value> = serde_json::from_str(line).unwrap();
        if due.get(at).is_none_or(|due| !due.contains_key("reason")) {
            object.remove("reason").unwrap();
        }
        object
    });
    let came: Vec<_> = came.collect();
    if came == due {
        return None;
    }
    let mut told = String::new();
    for at in 0..due.len().max(came.len()) {
        let (due, came) = (due.get(at), came.get(at));
        if due != came {
            let line = |object: Option<&Map<String, Value>>| object.map_or("nothing".to_owned(), shown);
            let _ = write!(told, "  expected {}\n  came     {}\n", line(due), line(came));
        }
    }
    Some(told)
}

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/verdicts");
    let mut cases: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    assert!(!cases.is_empty());
    cases
}

#[test]
fn every_case_comes_out_as_worked_out_by_hand() {
    let mut told = String::new();
    let mut count = 0;
    for folder in cases() {
        let case = std::fs::read_to_string(folder.join("case.txt")).unwrap();
        let name = folder.file_name().unwrap().to_str().unwrap();
        let found =
            std::panic::catch_unwind(|| disagreement(&case)).unwrap_or_else(|_| Some("  it panicked\n".to_owned()));
        if let Some(lines) = found {
            count += 1;
            let _ = write!(told, "{name}\n{lines}");
        }
    }
    assert!(told.is_empty(), "{count} cases came out otherwise:\n{told}");
}

#[test]
fn verdicts_stand_below_their_cases() {
    insta::glob!("cases/verdicts/*/case.txt", |path| {
        let case = std::fs::read_to_string(path).unwrap();
        let outcome = outcome(&case);
        let mut told = format!("{}\n════════\n", case.trim_end());
        for verdict in &outcome.verdicts {
            let _ = writeln!(told, "{verdict}");
        }
        told.push_str(&outcome.rows);
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(path.parent().unwrap());
        settings.set_prepend_module_to_snapshot(false);
        settings.remove_snapshot_suffix();
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!("verdicts", told));
    });
}
