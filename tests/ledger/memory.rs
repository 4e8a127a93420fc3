//! Rows from memory are asked the same questions as rows of files.

use std::fmt::Write as _;

use guiju::calendar::Day;
use guiju::ledger::{self, Asked, Builder, Cell, Input, SubjectId};
use guiju::rulebook::AttributeId;

use super::book::{add, book};
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
    let asked = Asked { from: Day::from_ymd(2024, 1, 1), ..Asked::default() };
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

#[test]
fn rows_from_memory_may_hold_on_some_days_only_and_have_waivers() {
    let mut book = book();
    for line in ["rule drill of parent", "exempt 甲 from drill 2024-05-01 2024-05-31"] {
        add(&mut book, line);
    }
    let day = |year, month, day| Day::from_ymd(year, month, day).unwrap();
    let mut builder = Builder::new(&book, Asked::everything(day(2024, 12, 31)));
    builder
        .waiver(&[("subject", "乙"), ("rule", "drill"), ("from", "2024-01-01"), ("to", "2024-01-31")])
        .waiver(&[("subject", "丙"), ("rule", "drill"), ("from", "2024-01-01"), ("to", "2024-01-31")])
        .subject(&[("id", "A1"), ("name", "甲"), ("category", "医院"), ("beds", "1"), ("to", "2023-12-31")])
        .subject(&[("id", "A1"), ("name", "乙"), ("category", "养老机构"), ("beds", "2"), ("from", "2024-02-01")])
        .subject(&[("id", "A0"), ("category", "医院"), ("parent", "A1"), ("from", "2025-01-01")]);
    let (ledger, intake) = builder.finish().unwrap();
    let coverage = ledger.coverage().unwrap();
    assert_eq!((coverage.from, coverage.to), (Day::FIRST, day(2024, 12, 31)));

    assert_eq!(ledger.subjects().len(), 2);
    assert!(ledger.rows(SubjectId(0)).is_empty());
    let subject = SubjectId(1);
    let row = |day| ledger.row_on(subject, day).map(|(number, _)| number);
    assert_eq!(ledger.subjects()[1].rows, 0..2);
    assert_eq!((row(Day::FIRST), row(day(2023, 12, 31))), (Some(0), Some(0)));
    assert_eq!((row(day(2024, 1, 1)), row(day(2024, 1, 31))), (None, None));
    assert_eq!((row(day(2024, 2, 1)), row(Day::LAST)), (Some(1), Some(1)));
    let beds = |row| ledger.attribute(row, AttributeId(0));
    assert_eq!((beds(0), beds(1)), (Some(Cell::Number(1.into())), Some(Cell::Number(2.into()))));

    let from: Vec<Day> = ledger.waivers(subject).iter().map(|waiver| waiver.from).collect();
    assert_eq!(from, [day(2024, 1, 1), day(2024, 5, 1)]);
    assert!(ledger.waivers(SubjectId(0)).is_empty() && ledger.waivers(SubjectId(7)).is_empty());
    let waivers = intake.waivers.unwrap();
    assert_eq!((waivers.read, waivers.used, waivers.rejected), (2, 1, 1));
    assert_eq!(waivers.rejects[0].row, 2);
}
