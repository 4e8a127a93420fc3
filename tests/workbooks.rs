//! Workbooks as county offices keep them, against the same facts as plain CSV. `tests/workbooks/make.py` writes them.
#![cfg(all(feature = "cli", feature = "workbooks"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

use std::io::{Cursor, Write};
use std::path::Path;
use std::process::{Command, Output};

use guiju::ledger::{Asked, Input, Mapping, read};
use guiju::rulebook::RuleBook;
use zip::write::SimpleFileOptions;

const PROGRAM: &str = env!("CARGO_BIN_EXE_guiju");

fn audit(folder: &str) -> Output {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/workbooks").join(folder);
    let program = Command::new(PROGRAM).args(["audit", ".", "--format", "ndjson"]).current_dir(folder).output();
    program.unwrap()
}

#[test]
fn ledgers_in_workbooks_give_the_verdicts_of_the_same_facts_in_plain_tables() {
    let (county, clean) = (audit("county"), audit("clean"));
    assert!(!clean.stdout.is_empty());
    assert_eq!(String::from_utf8_lossy(&county.stdout), String::from_utf8_lossy(&clean.stdout));
    insta::assert_snapshot!(String::from_utf8_lossy(&county.stderr), @r"
    as of 2024-12-31 (the last day of the coverage given); the records cover 2024-01-01 to 2024-12-31 (given)
    warning: `drills.xlsx[填表说明]` is not read: no row of it names the columns that are needed
    warning: `drills.xlsx[草稿]` is not read: it is hidden
    14 verdicts, 14 shown; 13 rows read = 13 used + 0 ignored + 0 rejected
    ");
}

/// An archive of parts.
fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

const WORKBOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const ROOT: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

/// A workbook of one sheet.
fn workbook(rows: &str) -> Vec<u8> {
    let sheet = format!(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
    );
    archive(&[
        ("_rels/.rels", ROOT),
        ("xl/workbook.xml", WORKBOOK),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
        ("xl/worksheets/sheet1.xml", &sheet),
    ])
}

fn cell(place: &str, text: &str) -> String {
    format!(r#"<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

fn header() -> String {
    format!("<row r=\"1\">{}{}{}</row>", cell("A1", "institution"), cell("B1", "activity"), cell("C1", "date"))
}

fn trouble(bytes: Vec<u8>) -> String {
    let book = RuleBook::default();
    let read = read(&book, None, vec![Input::bytes("t.xlsx", bytes)], Asked::default(), &mut |_| ());
    read.map(|_| ()).unwrap_err().to_string()
}

#[test]
fn an_archive_that_is_no_workbook_is_named() {
    insta::assert_snapshot!(trouble(archive(&[("a.csv", "a,b\n"), ("b.csv", "a,b\n")])), @"`t.xlsx` is an archive and not a table: unpack it, and name the tables in it");
}

#[test]
fn a_workbook_cut_short_is_an_error() {
    let mut bytes = workbook(&header());
    bytes.truncate(bytes.len() / 2);
    insta::assert_snapshot!(trouble(bytes), @"`t.xlsx` is damaged or cut short: its list of parts cannot be read; open it with the program that wrote it, save it anew, and take that file");
    insta::assert_snapshot!(trouble(workbook(&format!("{}<row r=\"2\"><c r=\"A2\"><v>1", header()))), @"`t.xlsx[S]` is damaged or cut short: its cells cannot be read; open it with the program that wrote it, save it anew, and take that file");
}

#[test]
fn a_cell_that_would_fill_the_memory_is_an_error() {
    let row = format!("{}<row r=\"2\">{}</row>", header(), cell("A2", &"x".repeat(2 << 20)));
    insta::assert_snapshot!(trouble(workbook(&row)), @"`t.xlsx`: a cell says more than 1 MiB: shorten it");
}

#[test]
fn rows_that_go_back_are_an_error() {
    let row = |number: u32| format!("<row r=\"{number}\">{}</row>", cell(&format!("A{number}"), "x"));
    insta::assert_snapshot!(trouble(workbook(&format!("{}{}{}", header(), row(9), row(3)))), @"`t.xlsx[S]` is damaged or cut short: row 3 comes twice or out of order; open it with the program that wrote it, save it anew, and take that file");
}

#[test]
fn a_sheet_without_a_header_tells_what_is_missing() {
    insta::assert_snapshot!(trouble(workbook(&format!("<row r=\"1\">{}</row>", cell("A1", "x")))), @"`t.xlsx[S]` has no column for the institution: call it `institution`, `institution_id`, `机构`, `机构编号`, or `机构名称`; its headers are `x`");
}

#[test]
fn a_sheet_that_is_not_there_is_named() {
    let book = RuleBook::default();
    let mapping = Mapping { sheets: vec!["演练".to_owned()], ..Mapping::default() };
    let input = Input::bytes("t.xlsx", workbook(&header())).mapped(mapping);
    let read = read(&book, None, vec![input], Asked::default(), &mut |_| ());
    insta::assert_snapshot!(read.map(|_| ()).unwrap_err().to_string(), @"`t.xlsx` has no sheet `演练`: its sheets are `S`");
}

#[test]
fn the_row_that_names_the_columns_may_be_said() {
    let book = RuleBook::default();
    let mapping = Mapping { header: Some(3), ..Mapping::default() };
    let text = "a,b,c\n机构,活动,日期\n机构编号,事项,时间\nA,drill,2024-01-01\n";
    let input = Input::bytes("t.csv", text).mapped(mapping);
    let (_, intake) = read(&book, None, vec![input], Asked::default(), &mut |_| ()).unwrap();
    assert_eq!((intake.records[0].read, intake.records[0].ignored.not_needed), (1, 1));
}

#[test]
fn a_cell_far_behind_the_header_rejects_its_row_and_fills_nothing() {
    let row = format!("{}<row r=\"2\">{}{}</row>", header(), cell("A2", "A"), cell("XFD2", "far"));
    let book = RuleBook::default();
    let input = Input::bytes("t.xlsx", workbook(&row));
    let (_, intake) = read(&book, None, vec![input], Asked::default(), &mut |_| ()).unwrap();
    assert_eq!((intake.records[0].read, intake.rejected()), (1, 1));
}
