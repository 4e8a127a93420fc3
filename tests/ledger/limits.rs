//! Tables that cannot be read at all, and what is kept of endless trouble.

use guiju::ledger::{
    self, Asked, Input, Intake, Ledger, LedgerError, REJECTS_KEPT, Reason, Reject, RejectsCsv, Undated,
};
use guiju::text::Language;

use super::book::book;

const HEADER: &str = "institution,activity,date,id\n";

fn read(records: impl Into<Vec<u8>>) -> Result<(Ledger, Intake), LedgerError> {
    ledger::read(&book(), None, vec![Input::bytes("records.csv", records)], Asked::default(), &mut |_| ())
}

fn message(records: impl Into<Vec<u8>>) -> String {
    let wording = read(records).unwrap_err().wording();
    assert!(wording.zh.contains("`records.csv`"), "{}", wording.zh);
    wording.en
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let missing = Input::path(folder.path().join("none.csv")).named("none.csv");
    let error = ledger::read(&book(), Some(missing), vec![], Asked::default(), &mut |_| ()).unwrap_err();
    assert_eq!(error.wording().en, "`none.csv` cannot be opened: there is no such file");
    assert_eq!(error.wording().zh, "无法打开 `none.csv`：没有这个文件");
    let folder = Input::path(folder.path()).named("folder");
    let error = ledger::read(&book(), None, vec![folder], Asked::default(), &mut |_| ()).unwrap_err();
    assert_eq!(error.wording().en, "`folder` is a folder: name the tables in it");
}

#[test]
fn every_limit_is_named_with_the_row() {
    let row = "甲,fire_drill,2024-03-05,\n";
    let long = "x".repeat((1 << 20) + 1);
    for cell in [long.clone(), format!("\"{long}\""), format!("\"{long}\n")] {
        let table = format!("{HEADER}{row}\n{row}{cell},fire_drill,2024-03-05,\n{row}");
        assert_eq!(message(table), "`records.csv`, row 5: a cell is longer than 1 MiB: is a quote not closed?");
    }
    let wide = ",".repeat(5 << 20);
    assert_eq!(
        message(format!("{HEADER}{row}{wide}\n")),
        "`records.csv`, row 3: the row is longer than 4 MiB: is this a table?"
    );
    assert_eq!(
        message(format!("institution,activity,date{}\n", ",x".repeat(4094))),
        "`records.csv`: the header has more than 4096 columns: leave out those no rule reads"
    );
    for header in [format!("{long}\n"), long.clone(), format!("\"{long}")] {
        assert_eq!(message(header), "`records.csv`: the header is longer than 1 MiB: is this a table?");
    }
}

#[test]
fn a_row_of_the_greatest_length_is_read() {
    let cell = "x".repeat(1 << 20);
    let (_, intake) = read(format!("{HEADER}甲,fire_drill,2024-03-05,{cell}\n")).unwrap();
    assert_eq!(intake.records[0].used, 1);
}

#[test]
fn a_reader_that_breaks_off_is_an_error() {
    struct Broken;
    impl std::io::Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("the cable is out"))
        }
    }
    let input = Input::reader("records.csv", std::io::Read::chain(HEADER.as_bytes(), Broken));
    let error = ledger::read(&book(), None, vec![input], Asked::default(), &mut |_| ()).unwrap_err();
    assert_eq!(error.to_string(), "`records.csv` cannot be read to its end: the cable is out");
}

#[test]
fn the_sink_sees_every_reject_in_the_order_of_rows_and_the_intake_keeps_the_first() {
    let rows: String = (0..40_000)
        .map(|at| match at % 4 {
            0 => "甲,fire_drill,2024-03-05,R1\n",
            1 => "甲,fire_drill,soon,\n",
            2 => "甲,visitor_log,soon,\n",
            _ => ",fire_drill,2024-03-05,\n",
        })
        .collect();
    let mut seen = Vec::new();
    let input = Input::bytes("records.csv", format!("{HEADER}{rows}"));
    let mut sink = |reject: &Reject| seen.push((reject.row, reject.reason.clone()));
    let (_, intake) = ledger::read(&book(), None, vec![input], Asked::default(), &mut sink).unwrap();
    let file = &intake.records[0];
    assert_eq!((file.read, file.used, file.ignored.not_needed, file.rejected), (40_000, 1, 10_000, 29_999));
    assert_eq!((seen.len(), file.rejects.len()), (29_999, REJECTS_KEPT));
    assert!(seen.windows(2).all(|pair| pair[0].0 < pair[1].0));
    assert_eq!(seen[2], (6, Reason::DuplicateRecord("records.csv".into(), 2)));
}

#[test]
fn rejects_are_written_as_a_table_that_no_spreadsheet_runs() {
    let reject = |value: &str| Reject {
        file: "a,b.csv".into(),
        row: 7,
        column: "date".into(),
        reason: Reason::NoOneDate(Undated::Unreadable),
        value: value.into(),
    };
    let mut out = Vec::new();
    let mut table = RejectsCsv::new(&mut out, Language::English);
    table.write(&reject("=HYPERLINK(\"x\")"));
    table.write(&reject("soon"));
    table.finish().unwrap();
    let text = String::from_utf8(out).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "file,row,column,reason,value");
    assert!(
        lines[1].starts_with("\"a,b.csv\",7,date,") && lines[1].ends_with("\"'=HYPERLINK(\"\"x\"\")\""),
        "{}",
        lines[1]
    );
    let mut empty = Vec::new();
    RejectsCsv::new(&mut empty, Language::Chinese).finish().unwrap();
    assert_eq!(String::from_utf8(empty).unwrap(), "文件,行,列,原因,值\n");
}

#[test]
fn the_fingerprint_of_a_file_is_its_sha_256() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("abc");
    std::fs::write(&path, "abc").unwrap();
    let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(ledger::sha256(&path).unwrap(), digest);
    assert!(ledger::sha256(folder.path().join("none")).is_err());
}
