//! What is odd about the data, as both languages and JSON tell it.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test stops where it fails")]
#![cfg(feature = "cli")]

#[path = "case/beside.rs"]
mod beside;
#[path = "case/given.rs"]
mod given;

use std::fmt::Write as _;
use std::fs;

use beside::assert_beside;
use given::given;
use guiju::calendar::Day;
use guiju::check::{NoFiles, load};
use guiju::ledger::{Asked, Input, Tables, read_tables};
use guiju::report::{Provenance, Report, Selection, json};

#[test]
fn faults_of_the_data_are_told_as_their_cases_show() {
    insta::glob!("cases/faults", "*.case", |path| {
        let case = fs::read_to_string(path).unwrap();
        assert_beside(path, &format!("{case}\n────\n{}", told(&case)));
    });
}

#[test]
fn what_is_told_does_not_depend_on_blocks() {
    let rules = "养老机构 each month patrol\n";
    let mut rows = String::from("institution,activity,date,entered\n");
    for day in 0..400 {
        let day = first().plus_days(day % 200);
        writeln!(rows, "A{},patrol,{day},2024-12-01", day.0 % 3).unwrap();
    }
    let faults = |block: usize| {
        let book = load([("rules.gj", rules)], &mut NoFiles).book;
        let records = vec![Input::bytes("r.csv", rows.clone()).in_blocks_of(block)];
        let (_, intake) =
            read_tables(&book, Tables { records, ..Tables::default() }, Asked::default(), &mut |_| ()).unwrap();
        intake.faults()
    };
    let whole = faults(1 << 20);
    assert_eq!(whole.iter().map(|fault| fault.kind()).collect::<Vec<_>>(), ["duplicate", "burst"]);
    for block in [1, 7, 64, 1000] {
        assert_eq!(faults(block), whole);
    }
}

fn told(case: &str) -> String {
    let (book, given, asked) = given(case);
    let (ledger, intake) = read_tables(&book, given, asked, &mut |_| ()).unwrap();
    for file in intake.files() {
        assert_eq!(file.read, file.used + file.ignored.total() + file.rejected, "the counts add up");
    }
    let mut out = String::new();
    for fault in intake.faults() {
        let wording = fault.wording();
        writeln!(out, "{}\n{}", wording.en, wording.zh).unwrap();
    }
    let provenance = Provenance::of_intake(&intake);
    let selection = Selection::default();
    let as_of = ledger.as_of().unwrap();
    let report = Report::new((&book, &ledger, as_of), &provenance, &selection, 10);
    let mut head = Vec::new();
    json::write_head(&mut head, &report).unwrap();
    let head = String::from_utf8(head).unwrap();
    let data = &head[head.find("\"data\"").unwrap()..head.find(",\n  \"warnings\"").unwrap()];
    writeln!(out, "{data}").unwrap();
    out
}

fn first() -> Day {
    Day::from_ymd(2024, 1, 1).unwrap()
}
