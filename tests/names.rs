//! Institutions by name, where a table is large or the rows hold from one day to another. What a single cell means is
//! shown by the cases of `cases/ledger/names`, the list of decisions by those of `cases/cli/resolve`.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test stops where it fails")]

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use guiju::check::{NoFiles, load};
use guiju::ledger::{
    Asked, CANDIDATES, Decisions, How, Input, Intake, Ledger, LedgerError, Reason, Tables, read_tables,
};
use guiju::text::Language;

const RULES: &str = "养老机构 each month drill\n";

fn read(register: Input, records: &str, decisions: Option<Decisions>) -> Result<(Ledger, Intake), LedgerError> {
    let book = load([("rules.gj", RULES)], &mut NoFiles).book;
    let records = vec![Input::bytes("r.csv", records)];
    let tables = Tables { register: Some(register), records, decisions, ..Tables::default() };
    read_tables(&book, tables, Asked::default(), &mut |_| ())
}

/// Ten thousand names that share most of their letters, each in two spellings that nobody has.
fn similar() -> (String, String) {
    let (mut register, mut records) = (String::from("id,name,类别\n"), String::from("institution,activity,date\n"));
    let letters: Vec<char> = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥".chars().collect();
    for number in 0..10_000_usize {
        let word: String = [number / 484, number / 22 % 22, number % 22].iter().map(|at| letters[*at]).collect();
        writeln!(register, "YL-{number:05},江岸区幸福{word}养老服务中心,养老机构").unwrap();
        writeln!(records, "江岸区幸福{word}养老服务中兴,drill,2024-03-05").unwrap();
        writeln!(records, "江岸区幸褔{word}养老服务中心,drill,2024-03-05").unwrap();
    }
    (register, records)
}

#[test]
fn ten_thousand_names_that_are_alike_take_no_time_to_look_through() {
    let (register, records) = similar();
    let begun = Instant::now();
    let (_, intake) = read(Input::bytes("register.csv", register), &records, None).unwrap();
    let took = begun.elapsed();
    assert_eq!((intake.rejected(), intake.unmatched.len()), (20_000, 20_000));
    // Each cell is one letter off one name; thousands of names are two or three letters off.
    let first: Vec<&str> = intake.unmatched[0].candidates.iter().map(|candidate| candidate.id.as_str()).collect();
    assert!(!first.is_empty() && first.len() <= CANDIDATES, "{first:?}");
    for found in intake.unmatched.iter().filter(|found| !found.candidates.is_empty()).take(100) {
        let row = usize::try_from(found.row).unwrap() - 2;
        assert_eq!(found.candidates[0].id, format!("YL-{:05}", row / 2), "{}", found.cell);
    }
    // Every cell against every name would be 200 million comparisons.
    assert!(took < Duration::from_secs(30), "{took:?}");
}

#[test]
fn cells_that_were_seen_before_are_counted_as_often_as_they_stand() {
    let register = "id,name,类别,别名,from,to\nA,旧名,养老机构,甲,,2023-12-31\nA,新名,养老机构,甲,2024-01-01,\n";
    let mut records = String::from("institution,activity,date\n");
    for _ in 0..50 {
        records += "A,drill,2024-03-05\n新名,drill,2024-03-05\n甲,drill,2023-03-05\n旧名,drill,2023-03-05\n旧名,drill,2024-03-05\n新 名,drill,2024-03-05\n新 名,drill,2023-03-05\n";
    }
    let (_, intake) = read(Input::bytes("register.csv", register), &records, None).unwrap();
    let matched = intake.matched();
    let counts = How::ALL.map(|how| (how.keyword(), matched.of(how)));
    assert_eq!(
        counts,
        [
            ("id", 50),
            ("decision", 0),
            ("name", 100),
            ("alias", 50),
            ("former_name", 50),
            ("normalised", 100),
            ("region", 0)
        ]
    );
    assert_eq!(intake.records[0].used, 350);
}

#[test]
fn a_decision_is_taken_back_whatever_wrote_it() {
    let register = || Input::bytes("register.csv", "id,name,类别\nA,幸福院,养老机构\nB,安康院,养老机构\n");
    let records = "institution,activity,date\n老院,drill,2024-03-05\n幸福院,drill,2024-03-05\n新院,drill,2024-03-05\n";
    let (_, intake) = read(register(), records, None).unwrap();
    assert_eq!(intake.unmatched.iter().map(|found| found.cell.as_str()).collect::<Vec<_>>(), ["新院", "老院"]);
    let mut list = Decisions::none("names.csv");
    list.take_in(&intake.unmatched, Language::Chinese);
    let mut written = Vec::new();
    list.write(&mut written).unwrap();
    let written = String::from_utf8(written).unwrap();
    insta::assert_snapshot!(written.trim_start_matches('\u{feff}'), @r"
    原文,行数,首见,候选,机构编号
    新院,1,r.csv:4,,
    老院,1,r.csv:2,,
    ");
    assert!(written.starts_with('\u{feff}'), "Excel reads UTF-8 where this mark stands first");

    // A person decides one, and a spreadsheet saves the list as it likes.
    let decided = written.trim_start_matches('\u{feff}').replace("r.csv:2,,", "r.csv:2,,B").replace(',', "\t");
    let gbk = encoding_rs::GB18030.encode(&decided).0.into_owned();
    let list = Decisions::read(Input::bytes("names.csv", gbk)).unwrap();
    assert_eq!(list.counts(), (1, 1));
    let (ledger, intake) = read(register(), records, Some(list)).unwrap();
    assert_eq!(intake.matched().of(How::Decision), 1);
    assert_eq!(intake.unmatched.iter().map(|found| found.cell.as_str()).collect::<Vec<_>>(), ["新院"]);
    assert_eq!(ledger.days().len(), 2);
    let decisions = intake.decisions.unwrap();
    assert_eq!((decisions.read, decisions.used, decisions.ignored.undecided), (2, 1, 1));
}

#[test]
fn a_decision_goes_before_a_name() {
    let register = Input::bytes("register.csv", "id,name,类别\nA,幸福院,养老机构\nB,安康院,养老机构\n");
    let list = Decisions::read(Input::bytes("n.csv", "as_written,institution\n幸福院,B\n幸福院,B\n")).unwrap();
    let (_, intake) = read(register, "institution,activity,date\n幸福院,drill,2024-03-05\n", Some(list)).unwrap();
    assert_eq!(intake.matched().of(How::Decision), 1);
}

#[test]
fn a_cell_decided_in_two_ways_is_an_error() {
    let register = Input::bytes("register.csv", "id,name,类别\nA,幸福院,养老机构\nB,安康院,养老机构\n");
    let list = Decisions::read(Input::bytes("n.csv", "as_written,institution\n老院,A\n,\n老院,B\n")).unwrap();
    let error = read(register, "institution,activity,date\n", Some(list)).unwrap_err();
    insta::assert_snapshot!(error.wording().en, @"`n.csv`, row 4: row 2 decides `老院` otherwise: keep one of the two");
    insta::assert_snapshot!(error.wording().zh, @"`n.csv` 第 4 行：`老院` 在第 2 行已另有认定：请只留一行");
}

#[test]
fn a_cell_too_long_to_be_a_name_is_rejected_and_not_listed() {
    let register = Input::bytes("register.csv", "id,name,类别\nA,幸福院,养老机构\n");
    let records = format!("institution,activity,date\n{},drill,2024-03-05\n", "院".repeat(300));
    let (_, intake) = read(register, &records, None).unwrap();
    assert_eq!((intake.rejected(), intake.unmatched.len()), (1, 0));
    assert_eq!(intake.records[0].rejects[0].reason, Reason::UnknownInstitution(Vec::new()));
}

#[cfg(feature = "workbooks")]
mod workbooks {
    use std::path::Path;

    use super::*;

    #[test]
    fn a_register_and_waivers_in_a_workbook_hold_from_one_day_to_another() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/workbooks/renamed");
        let book = load([("rules.gj", "rule drill 养老机构 each half-year drill\n")], &mut NoFiles).book;
        let read = |register: &str, waivers: &str| {
            let input = |name: &str| Some(Input::path(folder.join(name)).named(name));
            let records = vec![Input::path(folder.join("records.csv")).named("records.csv")];
            let tables = Tables { register: input(register), records, waivers: input(waivers), decisions: None };
            read_tables(&book, tables, Asked::default(), &mut |_| ()).unwrap()
        };
        let (ledger, intake) = read("register.xlsx", "waivers.xlsx");
        let (plain, plain_intake) = read("register.csv", "waivers.csv");
        assert_eq!(intake.matched(), plain_intake.matched());
        assert_eq!(ledger.subjects(), plain.subjects());
        assert_eq!(ledger.subjects().len(), 2);
        let (mut rows, mut waivers) = (0, 0);
        for subject in (0..).map(guiju::ledger::SubjectId).take(2) {
            assert_eq!(ledger.rows(subject), plain.rows(subject));
            rows += ledger.rows(subject).iter().filter(|row| row.from.is_some() || row.to.is_some()).count();
            let days = |ledger: &Ledger| -> Vec<_> {
                ledger.waivers(subject).iter().map(|waiver| (waiver.rule, waiver.from, waiver.to)).collect()
            };
            assert_eq!(days(&ledger), days(&plain));
            waivers += days(&ledger).len();
            let records = |ledger: &Ledger| ledger.records(guiju::rulebook::ActivityId(0), subject);
            assert_eq!(records(&ledger), records(&plain));
        }
        assert_eq!((rows, waivers, ledger.days().len()), (3, 2, 4));
    }
}
