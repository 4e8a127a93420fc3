//! What a mapping makes of a table (docs/records.md): the same ledger as the table written by hand in guiju's own names.
//! What it says of itself, and what it does with every key, stands in `cases/cli/mapping`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

#[path = "ledger/book.rs"]
mod book;
#[allow(dead_code, reason = "ledgers alone are told")]
#[path = "ledger/told.rs"]
mod told;

use std::fmt::Write as _;

use proptest::prelude::*;

use guiju::calendar::Day;
use guiju::ledger::{self, Asked, Days, Each, FileIntake, Input, Intake, Ledger, Mapping, Month, Piece, Said};
use told::tell_ledger;

fn config() -> ProptestConfig {
    let cases = std::env::var("GUIJU_FUZZ_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(150);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

fn said<T>(name: &str, says: T) -> Said<T> {
    Said { name: name.to_owned(), says, line: 1 }
}

fn column(name: &str, headers: &[&str]) -> Said<Vec<Piece>> {
    said(name, headers.iter().map(|header| Piece::Column((*header).to_owned())).collect())
}

fn meaning(name: &str, pairs: &[(&str, &str)]) -> Said<Vec<(String, String)>> {
    said(name, pairs.iter().map(|(written, meant)| ((*written).to_owned(), (*meant).to_owned())).collect())
}

fn read(text: &str, mapping: Mapping, block: usize) -> (Ledger, Intake) {
    let asked = Asked::everything(Day::from_ymd(2030, 1, 1).unwrap());
    let input = Input::bytes("t.csv", text).in_blocks_of(block).mapped(mapping);
    ledger::read(&book::book(), None, vec![input], asked, &mut |_| ()).unwrap()
}

fn told(ledger: &Ledger) -> String {
    let mut out = String::new();
    tell_ledger(&mut out, &book::book(), ledger);
    out
}

fn adds_up(intake: &FileIntake) {
    assert_eq!(intake.read, intake.used + intake.ignored.total() + intake.rejected);
}

/// A record, as far as it matters how it is written.
#[derive(Debug, Clone)]
struct Record {
    institution: u8,
    drill: bool,
    day: u32,
    hour: Option<u8>,
    people: Option<u8>,
    passed: Option<bool>,
    /// Whether a row of totals stands below it.
    total: bool,
}

fn record() -> impl Strategy<Value = Record> {
    let day = 1..29_u32;
    let parts = (0..4_u8, any::<bool>(), day, proptest::option::of(0..24_u8), proptest::option::of(0..99_u8));
    (parts, proptest::option::of(any::<bool>()), any::<bool>()).prop_map(
        |((institution, drill, day, hour, people), passed, total)| Record {
            institution,
            drill,
            day,
            hour,
            people,
            passed,
            total,
        },
    )
}

fn shown<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_mapped_table_gives_the_ledger_of_the_table_in_our_own_names(
        records in proptest::collection::vec(record(), 0..40),
        block in 1..400_usize,
    ) {
        let mut own = String::from("id,institution,activity,date,participants,result\n");
        let mut theirs = String::from("册,号,单位（全称）,类型,日,时,人数(人),评价,备注\n");
        let mut totals = 0;
        for (number, record) in (1..).zip(&records) {
            let Record { institution, drill, day, hour, people, passed, total } = record.clone();
            let (home, people) = (["甲", "乙", "丙", "丁"][usize::from(institution)], shown(people));
            let activity = if drill { "fire_drill" } else { "visitor_log" };
            let clock = hour.map_or_else(String::new, |hour| format!("{hour:02}:30"));
            let space = if clock.is_empty() { "" } else { " " };
            let result = match passed { Some(true) => "通过", Some(false) => "不通过", None => "" };
            writeln!(own, "{institution}-{number},{home},{activity},2024-03-{day:02}{space}{clock},{people},{result}").unwrap();
            let kind = if drill { "演习" } else { "来访" };
            let grade = match passed { Some(true) => "优", Some(false) => "差", None => "" };
            writeln!(theirs, "{institution},{number},{home},{kind},2024年3月{day}日,{clock},{people},{grade},").unwrap();
            if total {
                totals += 1;
                theirs.push_str(",,小 计,,,,3,,\n\n");
            }
        }
        let mapping = Mapping {
            columns: vec![
                column("id", &["册", "号"]),
                column("机构", &["单位（全称）"]),
                column("activity", &["类型"]),
                column("date", &["日", "时"]),
                column("参加人数", &["人数(人)"]),
                column("result", &["评价"]),
            ],
            values: vec![
                meaning("activity", &[("演习", "fire_drill"), ("来访", "visitor_log")]),
                meaning("result", &[("优", "通过"), ("差", "不通过")]),
            ],
            skip: vec![said("单位（全称）", vec!["小计".to_owned()])],
            ..Mapping::default()
        };
        let (ours, plain) = read(&own, Mapping::default(), 1 << 16);
        let (mapped, intake) = read(&theirs, mapping, block);
        prop_assert_eq!(told(&ours), told(&mapped));
        let (plain, intake) = (&plain.records[0], &intake.records[0]);
        adds_up(intake);
        prop_assert_eq!(intake.ignored.skipped, totals);
        prop_assert_eq!(intake.read, plain.read + totals);
        prop_assert_eq!((intake.used, intake.rejected), (plain.used, plain.rejected));
    }

    #[test]
    fn columns_that_are_only_renamed_give_the_same_ledger_and_the_same_counts(
        records in proptest::collection::vec(record(), 0..40),
        block in 1..400_usize,
    ) {
        let mut rows = String::new();
        for record in &records {
            let day = if record.day == 13 { "soon".to_owned() } else { format!("2024-03-{:02}", record.day) };
            writeln!(rows, "甲{},{},{day},{}", record.institution, if record.drill { "fire_drill" } else { "" }, shown(record.people)).unwrap();
        }
        let mapping = Mapping {
            columns: vec![
                column("participants", &["d"]), column("institution", &["a"]), column("activity", &["b"]), column("date", &["c"]),
            ],
            ..Mapping::default()
        };
        let (ours, plain) = read(&format!("institution,activity,date,participants\n{rows}"), Mapping::default(), 1 << 16);
        let (mapped, intake) = read(&format!("a,b,c,d\n{rows}"), mapping, block);
        prop_assert_eq!(told(&ours), told(&mapped));
        let (plain, intake) = (&plain.records[0], &intake.records[0]);
        prop_assert_eq!((plain.read, plain.used, plain.rejected), (intake.read, intake.used, intake.rejected));
        prop_assert!(intake.rejects.iter().all(|reject| matches!(reject.column.as_str(), "a" | "b" | "c")));
    }

    #[test]
    fn a_month_sheet_and_a_line_of_two_dates_give_the_records_one_by_one(
        marks in proptest::collection::vec(proptest::collection::vec(0..4_u8, 31), 0..6),
        hazards in proptest::collection::vec((0..3_u8, proptest::option::of(1..29_u32), proptest::option::of(1..29_u32)), 0..20),
        block in 1..400_usize,
    ) {
        let mut own = String::from("id,institution,activity,date\n");
        let mut sheet = format!("记录编号,机构,{}\n", (1..=31).map(|day| day.to_string()).collect::<Vec<_>>().join(","));
        let (mut records, mut refused, mut none) = (0, 0, 0);
        for (number, days) in (1..).zip(&marks) {
            let mut any = false;
            write!(sheet, "P{number},甲{number}").unwrap();
            for (day, mark) in (1..).zip(days) {
                let mark = [" ", "√", "×", "?"][usize::from(*mark)];
                write!(sheet, ",{mark}").unwrap();
                any |= matches!(mark, "√" | "?");
                match mark {
                    "√" if day <= 29 => {
                        records += 1;
                        writeln!(own, "P{number}#{day},甲{number},fire_drill,2024-02-{day:02}").unwrap();
                    }
                    "√" | "?" => refused += 1,
                    _ => {}
                }
            }
            sheet.push('\n');
            none += u64::from(!any);
        }
        let days = Days { month: Month::of("2024年2月"), blanks: vec!["×".to_owned()], ..Days::default() };
        let activity = vec![said("activity", "fire_drill".to_owned())];
        let mapping = Mapping { days: Some(days), constants: activity, ..Mapping::default() };
        let (ours, _) = read(&own, Mapping::default(), 1 << 16);
        let (mapped, intake) = read(&sheet, mapping, block);
        prop_assert_eq!(told(&ours), told(&mapped));
        let intake = &intake.records[0];
        adds_up(intake);
        prop_assert_eq!((intake.used, intake.rejected, intake.ignored.no_record), (records, refused, none));
        prop_assert_eq!(intake.rows, Some(marks.len() as u64));

        let mut own = String::from("institution,activity,date\n");
        let mut lines = String::from("机构,发现,整改\n");
        let mut none = 0;
        for (institution, found, fixed) in &hazards {
            let date = |day: &Option<u32>| day.map_or_else(String::new, |day| format!("2024-03-{day:02}"));
            writeln!(lines, "甲{institution},{},{}", date(found), date(fixed)).unwrap();
            for (day, activity) in [(found, "hazard_found"), (fixed, "fire_drill")] {
                if day.is_some() {
                    writeln!(own, "甲{institution},{activity},{}", date(day)).unwrap();
                }
            }
            none += u64::from(found.is_none() && fixed.is_none());
        }
        let each = |activity: &str, date: &str| Each {
            columns: vec![column("date", &[date])],
            constants: vec![said("activity", activity.to_owned())],
            ..Each::default()
        };
        let each = vec![each("hazard_found", "发现"), each("fire_drill", "整改")];
        let (ours, _) = read(&own, Mapping::default(), 1 << 16);
        let (mapped, intake) = read(&lines, Mapping { each, ..Mapping::default() }, block);
        // The rows have other numbers, and so the records other names and, on one day, another order.
        let nameless = |ledger: &Ledger| {
            let words = |line: &str| line.split(' ').filter(|word| !word.starts_with("t.csv:")).collect::<Vec<_>>().join(" ");
            let mut lines: Vec<String> = told(ledger).lines().map(words).collect();
            lines.sort();
            lines
        };
        prop_assert_eq!(nameless(&ours), nameless(&mapped));
        adds_up(&intake.records[0]);
        prop_assert_eq!(intake.records[0].ignored.no_record, none);
    }
}
