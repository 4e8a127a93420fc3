//! The corpus: real clauses as rule files, one a source, in `tests/clauses/`. Every file checks clean, every test in
//! them passes, every clause is accounted for, and each form of rule is judged in every way by hand-worked tests.
//!
//! A rule carries the ids of its clauses in `tags`. `clauses.tsv` lists every clause (id, whether records can decide
//! it: yes, partly or no, source); `cannot-say-*.tsv` lists those the language cannot say, each with its reason.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a corpus that cannot be read must fail"
)]

#[path = "clauses/form.rs"]
mod form;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use guiju::check::{FileSystem, Loaded, load};
use guiju::diagnostic::terminal::{Style, render};
use guiju::rulebook::normalise;
use guiju::syntax::ast::{ExpectedStatus, Statement, TestLine};
use guiju::text::Language;
use guiju::trial;

const FOLDER: &str = "tests/clauses";
const ENGLISH: Style = Style { language: Language::English, colour: false };

/// Forms without a verdict of each sort (met; violated; unknown or pending), each with the reason.
const EXCEPTIONS: [(&str, &str); 0] = [];

/// The statuses in the order of the snapshot.
const STATUSES: [(ExpectedStatus, &str); 7] = [
    (ExpectedStatus::Met, "met"),
    (ExpectedStatus::Late, "late"),
    (ExpectedStatus::Remedied, "remedied"),
    (ExpectedStatus::Violated, "violated"),
    (ExpectedStatus::Pending, "pending"),
    (ExpectedStatus::Unknown, "unknown"),
    (ExpectedStatus::Exempt, "exempt"),
];

/// The files of the folder that end so, sorted.
fn files(end: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(FOLDER).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.file_name().unwrap().to_str().unwrap().ends_with(end));
    files.sort();
    files
}

/// The whole corpus as one run.
static CORPUS: LazyLock<Loaded> = LazyLock::new(|| {
    let text = |path: PathBuf| (path.to_str().unwrap().replace('\\', "/"), fs::read_to_string(path).unwrap());
    load(files(".gj").into_iter().map(text), &mut FileSystem)
});

/// The lines of a list, in columns.
fn list(name: &str) -> Vec<Vec<String>> {
    let lines = files(name).into_iter().map(|path| fs::read_to_string(path).unwrap()).collect::<String>();
    lines.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

fn assert_snapshot(name: &str, shown: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("cases/clauses");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, shown));
}

#[test]
fn every_file_checks_clean() {
    let tests = trial::check(&CORPUS);
    let told = render(CORPUS.problems.iter().chain(tests.iter()), &CORPUS.sources, ENGLISH);
    assert!(CORPUS.problems.is_empty() && tests.is_empty(), "{told}");
    assert!(CORPUS.book.rules.len() > 500, "{} rules", CORPUS.book.rules.len());
}

#[test]
fn every_test_passes() {
    let trials = trial::run(&CORPUS, None);
    let told = trial::text(&trials, &CORPUS.sources, ENGLISH, false);
    let told = told.lines().filter(|line| !line.ends_with(" passed")).take_while(|line| !line.starts_with("Coverage"));
    let told: String = told.flat_map(|line| [line, "\n"]).collect();
    assert!(trials.all > 350, "{} tests", trials.all);
    assert_eq!(trials.counts(), (trials.all, 0, 0), "{told}");
}

/// One clause of the list.
struct Clause {
    id: String,
    checkable: String,
    source: String,
}

fn clauses() -> Vec<Clause> {
    let clause = |row: Vec<String>| match <[String; 3]>::try_from(row) {
        Ok([id, checkable, source]) => Clause { id, checkable, source },
        Err(row) => panic!("{row:?} is not id, checkable, source"),
    };
    let clauses: Vec<Clause> = list("clauses.tsv").into_iter().map(clause).collect();
    assert!(clauses.is_sorted_by(|one, next| one.id < next.id), "clauses.tsv is sorted by id");
    clauses
}

/// Whether a tag is shaped as the id of a clause: C-003.
fn is_id(tag: &str) -> bool {
    let is_number = |rest: &str| rest.len() == 3 && rest.bytes().all(|byte| byte.is_ascii_digit());
    ["C-", "I-", "S-"].iter().any(|start| tag.strip_prefix(start).is_some_and(is_number))
}

#[test]
fn every_clause_is_written_or_listed_with_its_reason() {
    let clauses = clauses();
    let known: BTreeSet<&str> = clauses.iter().map(|clause| clause.id.as_str()).collect();
    let mut written: BTreeMap<&str, usize> = BTreeMap::new();
    for rule in &CORPUS.book.rules {
        for tag in rule.description.tags.iter().filter(|tag| is_id(tag)) {
            assert!(known.contains(tag.as_str()), "{}:{}: no clause is called {tag}", rule.path, rule.line);
            *written.entry(tag).or_default() += 1;
        }
        let tagged = rule.description.tags.iter().any(|tag| is_id(tag));
        assert!(tagged, "{}:{}: no tag of this rule is the id of a clause", rule.path, rule.line);
    }
    let cannot_say = list("cannot-say-a.tsv").into_iter().chain(list("cannot-say-b.tsv"));
    let cannot_say: BTreeMap<String, String> = cannot_say.map(|row| (row[0].clone(), row[1].clone())).collect();
    for (id, reason) in &cannot_say {
        assert!(known.contains(id.as_str()), "no clause is called {id}");
        assert!(reason.len() > 40, "{id} has no reason");
    }

    let mut shares: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    let mut sources: BTreeMap<&str, BTreeMap<&str, [usize; 2]>> = BTreeMap::new();
    for clause in &clauses {
        let id = clause.id.as_str();
        let (is_written, is_listed) = (written.contains_key(id), cannot_say.contains_key(id));
        match clause.checkable.as_str() {
            "yes" | "partly" => assert!(is_written != is_listed, "{id}: written {is_written}, listed {is_listed}"),
            "no" => assert!(!is_written && !is_listed, "{id} says nothing that records could decide"),
            other => panic!("{id} is {other}"),
        }
        let of_source = sources.entry(&clause.source).or_default().entry(&clause.checkable).or_default();
        for [done, all] in [of_source, shares.entry(&clause.checkable).or_default()] {
            *done += usize::from(is_written);
            *all += 1;
        }
    }
    for (checkable, percent) in [("yes", 95), ("partly", 80)] {
        let [done, all] = shares[checkable];
        assert!(done * 100 >= percent * all, "{done} of {all} {checkable} clauses are written");
    }

    let count = |of: &BTreeMap<&str, [usize; 2]>, checkable| {
        of.get(checkable).map_or("—".to_owned(), |[done, all]| format!("{done} of {all}"))
    };
    let mut shown = String::from("written of checkable clauses: yes · partly (those that are not checkable)\n\n");
    for (name, of) in std::iter::once((&"all sources", &shares)).chain(&sources) {
        let no = of.get("no").map_or(String::new(), |[_, all]| format!(" ({all})"));
        writeln!(shown, "{name}: {} · {}{no}", count(of, "yes"), count(of, "partly")).unwrap();
    }
    writeln!(shown, "\n{} clauses that cannot be said", cannot_say.len()).unwrap();
    for clause in &clauses {
        if let Some(reason) = cannot_say.get(&clause.id) {
            writeln!(shown, "\n{} ({}, {})\n{reason}", clause.id, clause.checkable, clause.source).unwrap();
        }
    }
    assert_snapshot("clauses-by-source-and-those-that-cannot-be-said", &shown);
}

/// What the tests of the corpus expect of each rule: how often each status.
fn expected() -> BTreeMap<String, [usize; STATUSES.len()]> {
    let mut expected: BTreeMap<String, [usize; STATUSES.len()]> = BTreeMap::new();
    for statement in CORPUS.files.iter().flat_map(|file| &file.tree.statements) {
        let Statement::Test(test) = statement else { continue };
        for line in &test.lines {
            let TestLine::Expect(line) = line else { continue };
            let Some(status) = line.status else { continue };
            let at = STATUSES.iter().position(|(known, _)| *known == status).unwrap();
            expected.entry(normalise(&line.rule.text).into_owned()).or_default()[at] += 1;
        }
    }
    expected
}

/// The expectations hold: `every_test_passes`.
#[test]
fn each_form_is_judged_met_and_violated_and_unknown_or_pending() {
    let expected = expected();
    let mut forms: BTreeMap<String, (Vec<&str>, [usize; STATUSES.len()])> = BTreeMap::new();
    for rule in &CORPUS.book.rules {
        let (rules, statuses) = forms.entry(form::form(rule, &CORPUS.book)).or_default();
        rules.push(&rule.id);
        let of_rule = expected.get(&rule.id).copied().unwrap_or_default();
        statuses.iter_mut().zip(of_rule).for_each(|(sum, more)| *sum += more);
    }
    let mut shown = format!("{} forms of {} rules\n", forms.len(), CORPUS.book.rules.len());
    let mut missing = String::new();
    let mut excused = BTreeSet::new();
    for (form, (rules, statuses)) in &forms {
        let told = STATUSES.iter().zip(statuses).filter(|(_, count)| **count > 0);
        let told: Vec<String> = told.map(|((_, name), count)| format!("{count} {name}")).collect();
        writeln!(shown, "\n{form}\n  {} rules: {}", rules.len(), told.join(", ")).unwrap();
        let [met, _, _, violated, pending, unknown, _] = *statuses;
        let is_judged = met > 0 && violated > 0 && pending + unknown > 0;
        match EXCEPTIONS.iter().find(|(excused, _)| excused == form) {
            Some((_, reason)) => {
                assert!(!is_judged, "{form} is judged in every sort; it is no exception any more");
                excused.insert(form.as_str());
                writeln!(shown, "  {reason}").unwrap();
            }
            None if is_judged => {}
            None => writeln!(missing, "{form}\n  {}: {}", rules.join(", "), told.join(", ")).unwrap(),
        }
    }
    assert!(missing.is_empty(), "no test judges these met, or violated, or unknown or pending:\n{missing}");
    assert_eq!(excused.len(), EXCEPTIONS.len(), "an exception names no form");
    assert_snapshot("forms-of-rules-and-the-statuses-their-tests-expect", &shown);
}
