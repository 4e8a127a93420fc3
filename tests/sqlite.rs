//! Tables of SQLite files, against the same facts in plain tables.
#![cfg(all(feature = "cli", feature = "sqlite"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

#[path = "databases/facts.rs"]
mod facts;

use std::fs;
use std::path::Path;

use guiju::calendar::Day;
use guiju::check::{NoFiles, load};
use guiju::ledger::{Asked, Input, Intake, Ledger, LedgerError, Mapping, Relation, read};
use guiju::rulebook::RuleBook;
use rusqlite::Connection;

use facts::{audit, folder, plain, said};

const FACTS: &str = "
    CREATE TABLE 记录 (记录编号 TEXT, 机构编号 TEXT, 活动 TEXT, 日期 TEXT, 人数 NUMERIC, 合格 BOOLEAN, 备注 BLOB);
    INSERT INTO 记录 VALUES
        ('D1', 'A1', '消防演练', '2024-03-05', 12.50, 1, '上半年'),
        ('D2', 'A1', '消防演练', '2024-08-05T20:30:00Z', 40, 1, 'tab' || char(9) || 'here'),
        ('D3', 'A2', '消防演练', '2024-03-05', '12.49', 1, NULL),
        ('D4', 'A2', '消防演练', '2024-07-01', 30, 0, x'e6b2a1e8bf87'),
        ('D5', 'A2', '消防演练', '2024-11-02', 30.0, NULL, '没写'),
        ('P1', 'A1', '巡查', '2024-01-31', NULL, NULL, NULL),
        ('P2', 'A1', '巡查', '2024-02-01', NULL, NULL, 'a\\b'),
        ('P3', 'A2', '巡查', '2024-02-29 23:59:59', NULL, NULL, NULL),
        ('X1', 'A9', '巡查', '2024-02-29', NULL, NULL, '没有这家');
    CREATE TABLE settings (name TEXT, value TEXT);
    CREATE VIEW 演练 AS SELECT * FROM 记录 WHERE 活动 = '消防演练';
";

fn database(path: &Path, statements: &str) {
    Connection::open(path).unwrap().execute_batch(statements).unwrap();
}

/// The bytes of a database.
fn bytes(statements: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.sqlite");
    database(&path, statements);
    fs::read(path).unwrap()
}

fn table(name: &str) -> Mapping {
    Mapping { relation: Relation::Table(name.to_owned()), ..Mapping::default() }
}

fn query(text: &str) -> Mapping {
    Mapping { relation: Relation::Query(text.to_owned()), ..Mapping::default() }
}

fn book() -> RuleBook {
    let rules = "category home\nactivity drill\n  field n: number\nhome each year drill where n > 0\n";
    let loaded = load([("r.gj", rules)], &mut NoFiles);
    assert!(!loaded.problems.has_errors());
    loaded.book
}

fn tables(input: Input) -> Result<(Ledger, Intake), LedgerError> {
    read(&book(), None, vec![input], Asked::everything(Day::from_ymd(2024, 12, 31).unwrap()), &mut |_| ())
}

fn trouble(input: Input) -> String {
    tables(input).map(|_| ()).unwrap_err().to_string()
}

const RECORD: &str = "CREATE TABLE r (institution TEXT, activity TEXT, date TEXT, n REAL);";

#[test]
fn a_table_of_a_database_gives_the_verdicts_of_the_same_facts_in_plain_tables() {
    let folder = folder("[[records]]\nfile = \"county.db\"\ntable = \"记录\"");
    database(&folder.path().join("county.db"), FACTS);
    let output = audit(folder.path(), &["--format", "ndjson"], &[]);
    assert_eq!(String::from_utf8_lossy(&output.stdout), plain(), "{}", said(&output));
    insta::assert_snapshot!(said(&output));
}

#[test]
fn every_table_with_the_columns_needed_is_read_where_none_is_named() {
    let folder = folder("records = \"county.db\"");
    database(&folder.path().join("county.db"), FACTS);
    let output = audit(folder.path(), &["--format", "json"], &[]);
    insta::assert_snapshot!(said(&output));
    let shown = String::from_utf8(output.stdout).unwrap();
    let inputs = shown.lines().find(|line| line.contains("county.db[记录]")).unwrap();
    assert!(inputs.contains("\"sha256\":\"") && !inputs.contains("\"database\""), "{inputs}");
}

#[test]
fn a_query_joins_what_stands_apart_and_keeps_its_order() {
    let statements = "CREATE TABLE i (k INTEGER PRIMARY KEY, id TEXT); CREATE TABLE d (i INTEGER, at TEXT);
                      INSERT INTO i VALUES (7, 'A'), (8, 'B'); INSERT INTO d VALUES (8, '2024-01-02'), (7, '2024-01-01')";
    let select = "SELECT i.id AS institution, 'drill' AS activity, at AS date FROM d JOIN i ON d.i = i.k ORDER BY at";
    let (ledger, intake) = tables(Input::bytes("t.db", bytes(statements)).mapped(query(select))).unwrap();
    assert_eq!(intake.records[0].file, "t.db[query]");
    let names: Vec<String> = (0..2).map(|at| ledger.record_name(guiju::ledger::RecordId(at)).to_string()).collect();
    assert_eq!(names, ["t.db[query]:1", "t.db[query]:2"]);
}

#[test]
fn rows_are_numbered_in_the_order_of_the_key() {
    let rows = "('B', 'drill', 'x'), ('A', 'drill', 'y')";
    let columns = "institution TEXT, activity TEXT, date TEXT";
    for (create, first) in [
        (format!("CREATE TABLE r ({columns});"), "x"),
        (format!("CREATE TABLE r ({columns}, PRIMARY KEY (institution)) WITHOUT ROWID;"), "y"),
        (format!("CREATE TABLE s ({columns}); CREATE VIEW r AS SELECT * FROM s;"), "y"),
        (format!("CREATE TABLE r ({columns}, rowid, _rowid_, oid);"), "y"),
    ] {
        let into = if create.contains("VIEW") { "s" } else { "r" };
        let statements = format!("{create} INSERT INTO {into} (institution, activity, date) VALUES {rows}");
        let (_, intake) = tables(Input::bytes("t.db", bytes(&statements)).mapped(table("r"))).unwrap();
        let reject = &intake.records[0].rejects[0];
        assert_eq!((reject.row, reject.value.as_str()), (1, first), "{create}");
    }
}

#[test]
fn numbers_are_the_shortest_decimals_and_those_that_cannot_be_exact_are_told() {
    let rows = "('A', 'drill', '2024-01-01', 0.1), ('A', 'drill', '2024-01-02', 1e21), ('A', 'drill', '2024-01-03', 0.1 + 0.2)";
    let statements = format!("{RECORD} INSERT INTO r VALUES {rows}");
    let (_, intake) = tables(Input::bytes("t.db", bytes(&statements))).unwrap();
    assert_eq!(intake.records[0].misfits, []);
    insta::assert_snapshot!(intake.records[0].inexact[0].wording("t.db[r]").en);
    insta::assert_snapshot!(intake.records[0].inexact[0].wording("t.db[r]").zh);
}

#[test]
fn bytes_that_are_no_text_reject_their_row() {
    let statements = format!(
        "{RECORD} INSERT INTO r VALUES (CAST(x'41ff' AS TEXT), 'drill', '2024-01-01', 1), (NULL, NULL, NULL, NULL)"
    );
    let (_, intake) = tables(Input::bytes("t.db", bytes(&statements))).unwrap();
    let records = &intake.records[0];
    // A row that says nothing is blank.
    assert_eq!((records.read, records.rejected), (1, 1));
    insta::assert_snapshot!(records.rejects[0].wording().en);
}

#[test]
fn a_file_is_read_from_a_path_bytes_and_a_reader_alike() {
    let statements =
        format!("PRAGMA journal_mode = wal; {RECORD} INSERT INTO r VALUES ('A', 'drill', '2024-01-01', 1)");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("巡查 100%?.db");
    database(&path, &statements);
    let bytes = fs::read(&path).unwrap();
    assert_eq!(bytes[18..20], [2, 2], "it has a log of changes");
    for input in [Input::path(&path), Input::bytes("t", bytes.clone()), Input::reader("t", std::io::Cursor::new(bytes))]
    {
        assert_eq!(tables(input).unwrap().1.records[0].used, 1);
    }
    let beside: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(beside, ["巡查 100%?.db"], "nothing is written beside it");
}

#[test]
fn changes_that_are_still_in_the_log_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    let writer = Connection::open(&path).unwrap();
    writer
        .execute_batch(&format!(
            "PRAGMA journal_mode = wal; {RECORD} INSERT INTO r VALUES ('A', 'drill', '2024-01-01', 1)"
        ))
        .unwrap();
    assert!(fs::metadata(folder.path().join("t.db-wal")).unwrap().len() > 0);
    assert_eq!(tables(Input::path(&path)).unwrap().1.records[0].used, 1);
}

#[test]
fn a_damaged_file_is_an_error() {
    let rows: String = (0..2000).map(|row| format!("INSERT INTO r VALUES ('A', 'drill', 'day {row}', 1);")).collect();
    let whole = bytes(&format!("{RECORD} BEGIN; {rows} COMMIT"));
    let mut cut = whole.clone();
    cut.truncate(whole.len() / 2);
    insta::assert_snapshot!(trouble(Input::bytes("t.db", cut)));
    let mut first = whole.clone();
    first.truncate(600);
    insta::assert_snapshot!(trouble(Input::bytes("t.db", first)));
    let mut wrong = whole;
    let middle = wrong.len() / 2 / 4096 * 4096;
    wrong[middle..middle + 4096].fill(0xa5);
    insta::assert_snapshot!(trouble(Input::bytes("t.db", wrong)));
}

#[test]
fn cells_that_would_fill_the_memory_are_errors() {
    let cell = |bytes: u32| {
        format!("{RECORD} INSERT INTO r VALUES ('A', 'drill', '2024-01-01', 1), ('A', 'drill', zeroblob({bytes}), 1)")
    };
    insta::assert_snapshot!(trouble(Input::bytes("t.db", bytes(&cell(2 << 20)))));
    insta::assert_snapshot!(trouble(Input::bytes("t.db", bytes(&cell(80 << 20)))));
}

#[test]
fn a_query_that_is_none_is_an_error() {
    let statements = bytes(RECORD);
    let asked = |text: &str| trouble(Input::bytes("t.db", statements.clone()).mapped(query(text)));
    insta::assert_snapshot!(asked("DELETE FROM r"));
    insta::assert_snapshot!(asked("DELETE FROM r RETURNING *"));
    insta::assert_snapshot!(asked("SELECT 1; SELECT 2"));
    insta::assert_snapshot!(asked("ATTACH 'x.db' AS x"));
    insta::assert_snapshot!(asked("SELECT institution FROM s"));
    insta::assert_snapshot!(asked("SELECT abs(-9223372036854775808) AS institution, 1 AS activity, 2 AS date"));
}

#[test]
fn what_is_missing_is_named() {
    let statements = bytes(RECORD);
    insta::assert_snapshot!(trouble(Input::bytes("t.db", statements.clone()).mapped(table("R"))));
    let header = Mapping { header: Some(2), ..Mapping::default() };
    insta::assert_snapshot!(trouble(Input::bytes("t.db", statements).mapped(header)));
    insta::assert_snapshot!(trouble(Input::bytes("t.csv", "a,b\n1,2\n").mapped(table("r"))));
    insta::assert_snapshot!(trouble(Input::bytes("t.db", bytes("CREATE TABLE r (x); DROP TABLE r"))));
    insta::assert_snapshot!(trouble(Input::bytes("t.db", bytes("CREATE TABLE r (x)"))));
}

#[test]
fn a_file_that_somebody_else_writes_to_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    let writer = Connection::open(&path).unwrap();
    writer
        .execute_batch(&format!("{RECORD} BEGIN EXCLUSIVE; INSERT INTO r VALUES ('A', 'drill', '2024-01-01', 1)"))
        .unwrap();
    insta::assert_snapshot!(trouble(Input::path(&path).named("t.db")));
}

#[test]
fn the_size_of_blocks_and_the_number_of_rows_change_nothing() {
    let rows = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000)
                INSERT INTO r SELECT 'A' || (i % 7), 'drill', date('2020-01-01', (i % 1500) || ' days'), i FROM n";
    let (ledger, intake) = tables(Input::bytes("t.db", bytes(&format!("{RECORD} {rows}")))).unwrap();
    assert_eq!((intake.records[0].read, intake.records[0].used), (200_000, 200_000));
    assert_eq!(ledger.subjects().len(), 7);
}
