//! Reports as an auditor reads them, in both languages, and the agreement of the formats. The verdicts come
//! from the engine.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test stops where it fails")]
#![cfg(feature = "cli")]

#[path = "case/beside.rs"]
mod beside;
#[path = "case/given.rs"]
mod given;

use std::convert::Infallible;
use std::fs;
use std::sync::atomic::{AtomicU32, Ordering};

use beside::assert_beside;
use given::given;
use guiju::calendar::Day;
use guiju::calendar::WorkingDays;
use guiju::evaluate::{Judged, evaluate};
use guiju::ledger::{Asked, Input, Ledger, Tables, read_tables};
use guiju::report::{LIMIT, Provenance, Report, Selection, Tally, csv, json, ndjson, text};
use guiju::rulebook::RuleBook;
use guiju::text::Language;
use guiju::verdict::{Listed, Verdict};

/// What a case's audit gives.
struct Audit {
    book: RuleBook,
    ledger: Ledger,
    as_of: Day,
    provenance: Provenance,
    verdicts: Vec<Verdict>,
}

impl Audit {
    fn of(case: &str) -> Self {
        let (book, given, asked) = given(case);
        let (ledger, intake) = read_tables(&book, given, asked, &mut |_| {}).unwrap();
        let as_of = ledger.as_of().unwrap();
        let verdicts = evaluate(&book, &ledger, WorkingDays::china(), as_of).collect();
        Self { provenance: Provenance::of_intake(&intake), book, ledger, as_of, verdicts }
    }

    /// The report over the verdicts, cut into parts of `part`.
    fn report<'a>(&'a self, selection: &'a Selection, limit: usize, part: usize) -> Report<'a> {
        let mut report = Report::new((&self.book, &self.ledger, self.as_of), &self.provenance, selection, limit);
        for block in self.verdicts.chunks(part) {
            let mut tally = Tally::new(limit);
            for verdict in block {
                tally.add(verdict, selection);
            }
            report.tally.merge(tally);
        }
        report.close();
        report
    }

    fn text(&self, language: Language, limit: usize) -> String {
        let selection = Selection::default();
        let styled = text::render(&self.report(&selection, limit, 7), language);
        anstream::adapter::strip_str(&styled).to_string().replace(env!("CARGO_PKG_VERSION"), "[VERSION]")
    }

    /// All verdicts in a format that lists them.
    fn listed(&self, write: impl Fn(&mut Vec<u8>, &Verdict)) -> Vec<u8> {
        let mut out = Vec::new();
        self.verdicts.iter().for_each(|verdict| write(&mut out, verdict));
        out
    }
}

#[test]
fn reports_read_as_their_cases_show() {
    insta::glob!("cases/report", "*.case", |path| {
        let case = fs::read_to_string(path).unwrap();
        let audit = Audit::of(&case);
        let (english, chinese) = (audit.text(Language::English, LIMIT), audit.text(Language::Chinese, LIMIT));
        assert_beside(path, &format!("{case}\n────\n{english}\n────\n{chinese}"));
    });
}

#[test]
fn no_line_of_a_report_is_wider_than_the_page() {
    use unicode_width::UnicodeWidthStr;

    let mut seen = 0;
    for entry in fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/report")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "case") {
            continue;
        }
        let audit = Audit::of(&fs::read_to_string(&path).unwrap());
        for language in [Language::English, Language::Chinese] {
            for line in audit.text(language, LIMIT).lines() {
                assert!(line.width() <= 100, "{}: {line}", path.display());
                assert_eq!(line, line.trim_end(), "{}", path.display());
            }
        }
        seen += 1;
    }
    assert!(seen > 3);
}

/// One rule broken by forty subjects by different days, most of them twice.
fn many() -> Audit {
    let mut case =
        "nursing_home after hazard within 5 days fixed matching ref\n== records\nid,institution,activity,date,ref\n"
            .to_owned();
    for number in 0..80 {
        let (subject, of_month) = (number % 40, 1 + number * 7 % 28);
        case += &format!("R-{number},S-{subject:02},hazard,2024-03-{of_month:02},{number}\n");
    }
    Audit::of(&(case + "\n== days 2024-01-01 2024-12-31\n"))
}

#[test]
fn the_worst_are_the_same_however_the_verdicts_are_cut() {
    let audit = many();
    let selection = Selection::default();
    let whole = audit.report(&selection, 13, usize::MAX);
    assert_eq!(whole.worst.len(), 13);
    let overdue: Vec<u32> = whole.worst.iter().map(|verdict| verdict.overdue.unwrap()).collect();
    assert!(overdue.is_sorted_by(|one, other| one >= other), "{overdue:?}");
    let worst_of_all = audit.verdicts.iter().filter_map(|verdict| verdict.overdue).max();
    assert_eq!(overdue.first().copied(), worst_of_all);
    for part in [1, 3, 40] {
        let cut = audit.report(&selection, 13, part);
        assert_eq!(cut.worst, whole.worst, "{part}");
        assert_eq!(cut.total(), whole.total(), "{part}");
    }
}

#[test]
fn the_worst_are_the_same_where_milder_breaches_are_only_counted() {
    let mut case = "rule hazards\n  nursing_home after hazard within 5 days fixed matching ref\n\
                    rule found-once\n  nursing_home each month at most 1 hazard\n\
                    rule drills\n  nursing_home every 1 month fixed\n\
                    == records\nid,institution,activity,date,ref\n"
        .to_owned();
    for number in 0..9000_u32 {
        let (subject, day) = (number % 3000, Day::from_ymd(2024, 1, 1).unwrap().plus_days((number * 37 % 300) as i32));
        case += &format!("R-{number},S-{subject:04},hazard,{day},{number}\n");
        if number % 3 == 0 {
            case += &format!("F-{number},S-{subject:04},fixed,{},{number}\n", day.plus_days((number % 41) as i32));
        }
    }
    let audit = Audit::of(&(case + "\n== days 2024-01-01 2024-12-31\n"));
    let selection = Selection::default();
    let whole = audit.report(&selection, 20, usize::MAX);
    let verdicts = evaluate(&audit.book, &audit.ledger, WorkingDays::china(), audit.as_of);
    let mildest = AtomicU32::new(0);
    let mut report = Report::new((&audit.book, &audit.ledger, audit.as_of), &audit.provenance, &selection, 20);
    let mut listed = 0;
    let count = |(tally, listed): &mut (Tally, usize), judged: Judged<'_>| match judged {
        Judged::Listed(verdicts) => {
            *listed += verdicts.iter().filter(|verdict| tally.add(verdict, &Selection::default())).count();
        }
        Judged::Counted { rule, subject, counts } => tally.add_counted(rule, subject, counts, &Selection::default()),
    };
    let done: Result<(), Infallible> = verdicts.stream(
        Listed::ALL.at_least(&mildest),
        || (Tally::new(20), 0),
        count,
        |(tally, more)| {
            report.tally.take(tally);
            listed += std::mem::take(more);
            mildest.store(report.tally.mildest(), Ordering::Relaxed);
            Ok(())
        },
    );
    done.unwrap();
    report.close();
    assert_eq!((&report.worst, report.total()), (&whole.worst, whole.total()));
    assert_eq!(text::render(&report, Language::English), text::render(&whole, Language::English));
    let breaches = audit.verdicts.iter().filter(|verdict| verdict.status.is_breach()).count();
    let spared = audit.verdicts.len() - listed;
    assert!(breaches > 15_000 && spared > breaches / 2, "{spared} of {breaches}");
}

#[test]
fn a_table_of_whatever_name_stays_in_its_cell() {
    let rules = "nursing_home each year at least 9 drill";
    let book = guiju::check::load([("rules.gj", rules)], &mut guiju::check::NoFiles).book;
    let row =
        |month: u32| format!("institution,activity,date\nS-1,drill,2024-{month:02}-01\nS-2,drill,2024-{month:02}-02\n");
    let names = ["plain.csv", "a,b.csv", "=sum.csv", "say \"x\".csv", "=1,2.csv"];
    for names in [&names[..], &names[..1], &names[1..2], &names[2..], &names[3..]] {
        let records = (1..).zip(names).map(|(month, name)| Input::bytes(*name, row(month))).collect();
        let asked = Asked { from: Day::from_ymd(2024, 1, 1), to: Day::from_ymd(2024, 12, 31), as_of: None };
        let tables = Tables { records, ..Tables::default() };
        let (ledger, _) = read_tables(&book, tables, asked, &mut |_| {}).unwrap();
        let verdicts = evaluate(&book, &ledger, WorkingDays::china(), ledger.as_of().unwrap()).collect();
        let (mut rows, mut table) = (csv::Rows::new(&book, &ledger), Vec::new());
        verdicts.iter().for_each(|verdict| rows.write(&mut table, verdict));
        let mut table = ::csv::ReaderBuilder::new().has_headers(false).from_reader(table.as_slice());
        let cells: Vec<String> = table.records().map(|row| row.unwrap()[10].to_owned()).collect();
        let evidence = |verdict: &Verdict| verdict.line(&book, &ledger).evidence().join(";");
        let kept = |cell: String| if cell.starts_with('=') { format!("'{cell}") } else { cell };
        assert_eq!(cells, verdicts.iter().map(evidence).map(kept).collect::<Vec<_>>());
        assert!(cells.len() == 2 && cells.iter().all(|cell| cell.matches(".csv:").count() == names.len()), "{cells:?}");
    }
}

#[test]
fn json_ndjson_and_csv_say_the_same() {
    let audit = many();
    let (book, ledger) = (&audit.book, &audit.ledger);
    let lines = audit.listed(|out, verdict| ndjson::write_line(out, verdict, book, ledger));
    let lines: Vec<serde_json::Value> = lines
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect();
    assert_eq!(lines.len(), audit.verdicts.len());

    let selection = Selection::default();
    let report = audit.report(&selection, LIMIT, 7);
    let mut whole = Vec::new();
    json::write_head(&mut whole, &report).unwrap();
    let verdicts = audit.listed(|out, verdict| json::write_verdict(out, verdict, book, ledger));
    whole.extend_from_slice(json::first(&verdicts));
    json::write_tail(&mut whole, &report).unwrap();
    let whole: serde_json::Value = serde_json::from_slice(&whole).unwrap();
    assert_eq!(whole["verdicts"].as_array().unwrap(), &lines);
    assert_eq!(whole["summary"]["judged"], audit.verdicts.len());

    let mut table = Vec::new();
    csv::write_header(&mut table);
    table.extend(audit.listed(|out, verdict| csv::Rows::new(book, ledger).write(out, verdict)));
    let mut table = ::csv::Reader::from_reader(table.as_slice());
    let headers = table.headers().unwrap().clone();
    // NDJSON's keys in the order they are written.
    assert_eq!(headers.iter().collect::<Vec<_>>(), csv::COLUMNS);
    let first = serde_json::to_string(&audit.verdicts[0].line(book, ledger)).unwrap();
    let positions: Vec<_> = headers.iter().map(|key| first.find(&format!("\"{key}\":")).unwrap()).collect();
    assert!(positions.is_sorted());
    let rows: Vec<_> = table.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), lines.len());
    for (row, line) in rows.iter().zip(&lines) {
        for (key, cell) in headers.iter().zip(row) {
            let value = match &line[key] {
                serde_json::Value::Null => String::new(),
                serde_json::Value::String(text) => text.clone(),
                serde_json::Value::Array(list) => {
                    list.iter().map(|id| id.as_str().unwrap()).collect::<Vec<_>>().join(";")
                }
                other => other.to_string(),
            };
            assert_eq!(cell, value, "{key}");
        }
    }
}
