//! Workbooks as county offices keep them, against the same facts as plain CSV. `tests/workbooks/make.py` writes them.
#![cfg(all(feature = "cli", feature = "workbooks"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

#[path = "workbooks/forms.rs"]
mod forms;

use std::path::Path;
use std::process::{Command, Output};

use forms::{archive, merged_xlsx, ods, ods_row, renamed, xlsb, xlsx};
use guiju::check::{NoFiles, load};
use guiju::ledger::{Asked, Input, Mapping, read};
use guiju::rulebook::RuleBook;

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
    insta::assert_snapshot!(trouble(archive(&[("a.csv", b"a,b\n"), ("b.csv", b"a,b\n")])), @"`t.xlsx` is an archive and not a table: unpack it, and name the tables in it");
}

#[test]
fn a_workbook_cut_short_is_an_error() {
    let mut bytes = xlsx(&header());
    bytes.truncate(bytes.len() / 2);
    insta::assert_snapshot!(trouble(bytes), @"`t.xlsx` is damaged or cut short: its list of parts cannot be read; open it with the program that wrote it, save it anew, and take that file");
    insta::assert_snapshot!(trouble(xlsx(&format!("{}<row r=\"2\"><c r=\"A2\"><v>1", header()))), @"`t.xlsx[S]` is damaged or cut short: its cells cannot be read; open it with the program that wrote it, save it anew, and take that file");
}

#[test]
fn a_cell_that_would_fill_the_memory_is_an_error() {
    let row = format!("{}<row r=\"2\">{}</row>", header(), cell("A2", &"x".repeat(2 << 20)));
    insta::assert_snapshot!(trouble(xlsx(&row)), @"`t.xlsx`: a cell says more than 1 MiB: shorten it");
}

#[test]
fn rows_that_go_back_are_an_error() {
    let row = |number: u32| format!("<row r=\"{number}\">{}</row>", cell(&format!("A{number}"), "x"));
    insta::assert_snapshot!(trouble(xlsx(&format!("{}{}{}", header(), row(9), row(3)))), @"`t.xlsx[S]` is damaged or cut short: row 3 comes twice or out of order; open it with the program that wrote it, save it anew, and take that file");
}

#[test]
fn a_sheet_without_a_header_tells_what_is_missing() {
    insta::assert_snapshot!(trouble(xlsx(&format!("<row r=\"1\">{}</row>", cell("A1", "x")))), @"`t.xlsx[S]` has no column for the institution: call it `institution`, `institution_id`, `机构`, `机构编号`, or `机构名称`; its headers are `x`");
}

#[test]
fn a_sheet_that_is_not_there_is_named() {
    let book = RuleBook::default();
    let mapping = Mapping { sheets: vec!["演练".to_owned()], ..Mapping::default() };
    let input = Input::bytes("t.xlsx", xlsx(&header())).mapped(mapping);
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
    let input = Input::bytes("t.xlsx", xlsx(&row));
    let (_, intake) = read(&book, None, vec![input], Asked::default(), &mut |_| ()).unwrap();
    assert_eq!((intake.records[0].read, intake.rejected()), (1, 1));
}

/// Rows read, and rejected.
fn counts(bytes: Vec<u8>) -> (u64, u64) {
    let book = load([("t.gj", "home each year drill\n")], &mut NoFiles).book;
    let (_, intake) = read(&book, None, vec![Input::bytes("t", bytes)], Asked::default(), &mut |_| ()).unwrap();
    (intake.records[0].read, intake.rejected())
}

#[test]
fn a_binary_sheet_is_read_cell_by_cell_however_far_apart_its_cells_are() {
    let header = [(0, 0, "institution"), (0, 1, "activity"), (0, 2, "date")];
    let row = [(1, 0, "A"), (1, 1, "drill"), (1, 2, "2024-01-01")];
    assert_eq!(counts(xlsb(&[header, row].concat())), (1, 0));
    assert_eq!(counts(xlsb(&[header.as_slice(), &row, &[(1_048_575, 16_383, "far")]].concat())), (2, 1));
    let whole = xlsb(&[header, row].concat());
    for at in 0..whole.len() {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x15;
        // Whatever it is read as: nothing stops the program.
        let _ = read(&RuleBook::default(), None, vec![Input::bytes("t", damaged)], Asked::default(), &mut |_| ());
    }
}

#[test]
fn repeated_cells_of_an_open_document_are_no_more_than_they_may_take() {
    let (header, row) = (ods_row(&["institution", "activity", "date"]), ods_row(&["A", "drill", "2024-01-01"]));
    // As every spreadsheet ends: blanks to the edge.
    let blanks = r#"<table:table-row table:number-rows-repeated="1048574"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#;
    assert_eq!(counts(ods(&format!("{header}{row}{blanks}"))), (1, 0));
    let cells = row.replace("<table:table-cell ", "<table:table-cell table:number-columns-repeated=\"16384\" ");
    let rows = row.replace("<table:table-row>", "<table:table-row table:number-rows-repeated=\"1048576\">");
    let far = "<table:table-row><table:table-cell table:number-columns-repeated=\"16383\"/><table:table-cell office:value-type=\"float\" office:value=\"1\"/></table:table-row>";
    let long = row
        .replace("A<", &format!("{}<", "x".repeat(1 << 19)))
        .replace("<table:table-cell ", "<table:table-cell table:number-columns-repeated=\"5000\" ");
    let between = blanks.replace("1048574", "1000000");
    for bomb in
        [cells.repeat(700), format!("{rows}{}", cells.replace("drill", "x")), format!("{row}{between}{far}"), long]
    {
        assert_eq!(
            trouble(ods(&format!("{header}{bomb}"))),
            "`t.xlsx`: the cells of its sheets would take more than 2 GiB of memory: save the table as XLSX or CSV"
        );
    }
}

/// Rows from the second on, which pack badly; some leave the institution to the merged cell above.
fn many_rows(blank: impl Fn(u32) -> bool) -> String {
    let mut rows = header();
    let mut noise = 1_u64;
    for number in 2..=30_000 {
        let mut text = String::new();
        for _ in 0..4 {
            noise = noise.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            text += &format!("{:016x}", noise ^ (noise >> 29));
        }
        let institution = if blank(number) { String::new() } else { cell(&format!("A{number}"), "A") };
        let (activity, date) = (cell(&format!("B{number}"), "drill"), cell(&format!("C{number}"), "2024-01-01"));
        rows +=
            &format!("<row r=\"{number}\">{institution}{activity}{date}{}</row>", cell(&format!("D{number}"), &text));
    }
    rows.replace("</row><row r=\"2\">", &format!("{}</row><row r=\"2\">", cell("D1", "note")))
}

#[test]
fn a_large_sheet_is_read_beside_the_look_through_it_and_says_what_a_small_one_does() {
    let blank = |number: u32| (3..=5).contains(&number) || number > 29_990;
    let rows = many_rows(blank);
    assert_eq!(counts(xlsx(&rows)), (29_999, 13));
    assert_eq!(counts(merged_xlsx(&rows, &["A2:A5", "A29990:A30000"])), (29_999, 0));
    assert_eq!(counts(merged_xlsx(&rows, &["A1:B1", "A29990:A30000"])), (29_999, 3));
    let whole = xlsx(&rows);
    assert!(whole.len() > 1 << 20);
    let long = format!("{rows}<row r=\"30001\">{}</row>", cell("A30001", &"x".repeat(2 << 20)));
    insta::assert_snapshot!(trouble(xlsx(&long)), @"`t.xlsx`: a cell says more than 1 MiB: shorten it");
    for at in [whole.len() / 3, whole.len() / 2] {
        let mut damaged = whole.clone();
        damaged[at..at + 8].fill(0x55);
        insta::allow_duplicates! {
            insta::assert_snapshot!(trouble(damaged), @"`t.xlsx` is damaged or cut short: its list of parts cannot be read; open it with the program that wrote it, save it anew, and take that file");
        }
    }
}

#[test]
fn a_large_sheet_that_comes_to_more_than_its_directory_says_is_an_error() {
    let whole = xlsx(&many_rows(|_| false));
    let entry = whole.windows(4).rposition(|bytes| bytes == b"PK\x01\x02").unwrap();
    let length = u32::from_le_bytes(whole[entry + 24..entry + 28].try_into().unwrap());
    let lying = |said: u32| {
        let mut lying = whole.clone();
        lying[entry + 24..entry + 28].copy_from_slice(&said.to_le_bytes());
        lying
    };
    for said in [length - 1000, length / 2, 1] {
        insta::allow_duplicates! {
            insta::assert_snapshot!(trouble(lying(said)), @"`t.xlsx` is damaged or cut short: its list of parts cannot be read; open it with the program that wrote it, save it anew, and take that file");
        }
    }
    // That it comes to less hurts nobody.
    assert_eq!(counts(lying(length + 1000)), (29_999, 0));
}

#[test]
fn the_parts_of_a_large_workbook_may_have_chinese_names() {
    let whole = xlsx(&many_rows(|_| false));
    assert_eq!(counts(renamed(&whole, "worksheets/sheet1.xml", "worksheets/消防演练.xml")), (29_999, 0));
}

#[test]
fn the_cells_of_a_row_may_come_in_any_order() {
    let row = |number: u32, columns: &[&str]| {
        let says = |column: &str| match column {
            "A" => "A",
            "B" => "drill",
            _ => "2024-01-01",
        };
        let cells: String = columns.iter().map(|column| cell(&format!("{column}{number}"), says(column))).collect();
        format!("<row r=\"{number}\">{cells}</row>")
    };
    let rows = [row(2, &["C", "A", "B"]), row(3, &["B", "C"]), row(4, &["B", "A", "C"])].concat();
    assert_eq!(counts(xlsx(&format!("{}{rows}", header()))), (3, 1));
}

#[test]
fn a_row_that_would_fill_the_memory_is_an_error() {
    let cells: String = (0..64).map(|at| cell(&format!("{}2", column(at)), &"x".repeat(1 << 18))).collect();
    insta::assert_snapshot!(trouble(xlsx(&format!("{}<row r=\"2\">{cells}</row>", header()))), @"`t.xlsx[S]`, row 2: the row is longer than 4 MiB: is this a table?");
}

fn column(at: u32) -> String {
    let letter = |at: u32| char::from_u32(u32::from('A') + at).unwrap();
    if at < 26 { letter(at).to_string() } else { format!("{}{}", letter(at / 26 - 1), letter(at % 26)) }
}
