//! Rows from memory are asked the same questions as rows of files.

use std::fmt::Write as _;

use guiju::ledger::{self, Asked, Builder, Input};

use super::book::book;
use super::told::tell_ledger;

#[test]
fn rows_from_memory_make_the_same_ledger_as_a_file() {
    let book = book();
    let mut builder = Builder::new(&book, Asked::default());
    builder
        .record(&[("institution", "A1"), ("activity", "fire_drill"), ("date", "2024-03-05"), ("id", "R1")])
        .subject(&[("id", "A2"), ("category", "医院")])
        .records(
            &["institution", "activity", "date", "participants"],
            [["甲", "消防演练", "2024-03-06", "7"], ["A9", "消防演练", "2024-03-06", "7"]],
        )
        .record(&[("date", "2024/1/1"), ("activity", "visitor_log"), ("id", "R7")])
        .subjects(&["id", "name"], [["A1", "甲"]]);
    let (built, intake) = builder.finish().unwrap();
    let register = "id,category,name\nA2,医院,\nA1,,甲\n";
    let records =
        "institution,activity,date,id,participants\nA1,fire_drill,2024-03-05,R1,\n甲,消防演练,2024-03-06,,7\n";
    let asked = Asked { from: guiju::calendar::Day::from_ymd(2024, 1, 1), ..Asked::default() };
    let records = vec![Input::bytes("records", records)];
    let (read, _) = ledger::read(&book, Some(Input::bytes("subjects", register)), records, asked, &mut |_| ()).unwrap();
    let told = |ledger| {
        let mut out = String::new();
        tell_ledger(&mut out, &book, ledger);
        out
    };
    assert_eq!(told(&built).replace("records:2", "records:3"), told(&read));
    let file = &intake.records[0];
    assert_eq!((file.read, file.used, file.ignored.not_needed, file.rejected), (4, 2, 1, 1));
    let mut message = String::new();
    write!(message, "{}", file.rejects[0].wording().en).unwrap();
    assert_eq!(
        message,
        "`records`, row 3, column `institution`: `A9`: the register has no such institution, by id or by name"
    );
}

#[test]
fn a_builder_without_rows_makes_an_empty_ledger() {
    let book = book();
    let (ledger, intake) = Builder::new(&book, Asked::default()).finish().unwrap();
    assert!(ledger.subjects().is_empty() && ledger.days().is_empty());
    assert_eq!((intake.register, intake.records.len()), (None, 0));
}

#[test]
fn a_record_without_a_date_column_is_an_error() {
    let book = book();
    let mut builder = Builder::new(&book, Asked::default());
    builder.record(&[("institution", "A1"), ("activity", "fire_drill")]);
    assert!(builder.finish().unwrap_err().to_string().contains("no column for the date"));
}
