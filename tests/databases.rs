//! Tables of PostgreSQL and MySQL servers, against the same facts in plain tables. `.ci/servers cargo test --features
//! databases --test databases` starts the servers.
#![cfg(all(feature = "cli", feature = "databases"))]
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops where it fails"
)]

#[path = "databases/facts.rs"]
mod facts;
#[path = "databases/proxy.rs"]
mod proxy;

use std::fs;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use guiju::calendar::Day;
use guiju::check::{NoFiles, load};
use guiju::ledger::{Asked, Connection, Input, Intake, LedgerError, Mapping, Relation, read};
use guiju::rulebook::RuleBook;
use mysql::prelude::Queryable;

use facts::{PROGRAM, audit, folder, plain, said};

/// A server of each sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Server {
    Postgres,
    Mysql,
}
use Server::{Mysql, Postgres};

/// The password in the connection strings, as it is meant.
const PASSWORD: &str = "s3cret@/pw";

impl Server {
    fn address(self) -> String {
        let name = if self == Postgres { "GUIJU_TEST_POSTGRES" } else { "GUIJU_TEST_MYSQL" };
        std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set: run this as `.ci/servers cargo test …`"))
    }

    /// Host and port.
    fn place(self) -> String {
        let address = self.address();
        address.rsplit_once('@').unwrap().1.split_once('/').unwrap().0.to_owned()
    }

    /// The connection string with another place.
    fn at(self, place: &str) -> String {
        self.address().replace(&self.place(), place)
    }

    /// Runs statements.
    fn run(self, statements: &str) {
        self.run_in("county", statements);
    }

    /// Runs statements in a database.
    fn run_in(self, database: &str, statements: &str) {
        let address = self.address().replace("/county", &format!("/{database}"));
        match self {
            Postgres => {
                let mut client = postgres::Client::connect(&address, postgres::NoTls).unwrap();
                client.batch_execute(statements).unwrap();
            }
            Mysql => {
                let mut client = mysql::Conn::new(mysql::Opts::from_url(&address).unwrap()).unwrap();
                for statement in statements.split(";\n").filter(|statement| !statement.trim().is_empty()) {
                    client.query_drop(statement).unwrap();
                }
            }
        }
    }
}

fn mapping(relation: Relation) -> Mapping {
    Mapping { relation, ..Mapping::default() }
}

fn book() -> RuleBook {
    let rules = "category home\nactivity drill\n  field n: number\nhome each year drill where n > 0\n";
    let loaded = load([("r.gj", rules)], &mut NoFiles);
    assert!(!loaded.problems.has_errors());
    loaded.book
}

/// Reads what a query gives as records.
fn records(address: &str, relation: Relation) -> Result<Intake, LedgerError> {
    let input = Input::database("COUNTY_DB", Connection::new(address)).mapped(mapping(relation));
    let asked = Asked::everything(Day::from_ymd(2024, 12, 31).unwrap());
    // Nobody is in the register: every row is rejected and shows its institution.
    let register = Input::bytes("register.csv", "id\nnobody\n");
    read(&book(), Some(register), vec![input], asked, &mut |_| ()).map(|(_, intake)| intake)
}

fn query(text: &str) -> Relation {
    Relation::Query(text.to_owned())
}

fn table(name: &str) -> Relation {
    Relation::Table(name.to_owned())
}

/// What a value is as a cell.
fn shown(server: Server, value: &str, from: &str) -> String {
    let select = format!("SELECT {value} AS institution, 'drill' AS activity, '2024-01-01' AS date {from}");
    let intake = records(&server.address(), query(&select)).unwrap();
    intake.records[0].rejects.first().map_or(String::new(), |reject| reject.value.clone())
}

fn trouble(server: Server, relation: Relation) -> String {
    records(&server.address(), relation).map(|_| ()).unwrap_err().to_string()
}

const POSTGRES_FACTS: &str = "
    DROP SCHEMA IF EXISTS facts CASCADE; CREATE SCHEMA facts;
    CREATE TABLE facts.records (记录编号 text PRIMARY KEY, 机构编号 varchar(9), 活动 text, 日期 timestamptz, 人数 numeric(6, 2), 合格 boolean, 备注 bytea);
    SET TIME ZONE 8;
    INSERT INTO facts.records VALUES
        ('D5', 'A2', '消防演练', '2024-11-02', 30, NULL, convert_to('没写', 'UTF8')),
        ('D1', 'A1', '消防演练', '2024-03-05', 12.50, true, convert_to('上半年', 'UTF8')),
        ('D2', 'A1', '消防演练', '2024-08-05 20:30:00Z', 40, true, convert_to(E'tab\\there', 'UTF8')),
        ('D3', 'A2', '消防演练', '2024-03-05', 12.49, true, NULL),
        ('D4', 'A2', '消防演练', '2024-07-01', 30, false, convert_to('没过', 'UTF8')),
        ('P1', 'A1', '巡查', '2024-01-31', NULL, NULL, NULL),
        ('P2', 'A1', '巡查', '2024-02-01', NULL, NULL, convert_to(E'a\\\\b', 'UTF8')),
        ('P3', 'A2', '巡查', '2024-02-29 23:59:59', NULL, NULL, NULL),
        ('X1', 'A9', '巡查', '2024-02-29', NULL, NULL, convert_to('没有这家', 'UTF8'));
    CREATE TABLE facts.register (编号 text, 名称 text, 类别 text, 成立日期 date);
    INSERT INTO facts.register VALUES ('A1', '幸福养老院', '养老机构', '2020-01-01'), ('A2', '夕阳红养老院', '养老机构', '2024-01-01')";

const MYSQL_FACTS: &str = "DROP DATABASE IF EXISTS facts;
CREATE DATABASE facts CHARACTER SET gbk;
SET NAMES utf8mb4;
SET time_zone = '+08:00';
CREATE TABLE facts.records (记录编号 varchar(9) PRIMARY KEY, 机构编号 char(4), 活动 varchar(20), 日期 timestamp NULL, 人数 decimal(6, 2), 合格 boolean, 备注 blob);
INSERT INTO facts.records VALUES
    ('D5', 'A2', '消防演练', '2024-11-02', 30, NULL, '没写'),
    ('D1', 'A1', '消防演练', '2024-03-05', 12.50, true, '上半年'),
    ('D2', 'A1', '消防演练', '2024-08-06 04:30:00', 40, true, 'tab\\there'),
    ('D3', 'A2', '消防演练', '2024-03-05', 12.49, true, NULL),
    ('D4', 'A2', '消防演练', '2024-07-01', 30, false, '没过'),
    ('P1', 'A1', '巡查', '2024-01-31', NULL, NULL, NULL),
    ('P2', 'A1', '巡查', '2024-02-01', NULL, NULL, 'a\\\\b'),
    ('P3', 'A2', '巡查', '2024-02-29 23:59:59', NULL, NULL, NULL),
    ('X1', 'A9', '巡查', '2024-02-29', NULL, NULL, '没有这家');
CREATE TABLE facts.register (编号 varchar(9), 名称 varchar(20), 类别 varchar(20), 成立日期 date);
INSERT INTO facts.register VALUES ('A1', '幸福养老院', '养老机构', '2020-01-01'), ('A2', '夕阳红养老院', '养老机构', '2024-01-01')";

#[test]
fn databases_give_the_verdicts_of_the_same_facts_in_plain_tables() {
    Postgres.run(POSTGRES_FACTS);
    Mysql.run(MYSQL_FACTS);
    for server in [Postgres, Mysql] {
        let table = "table = \"facts.records\"";
        let query = "query = \"SELECT * FROM facts.records ORDER BY 1;\"";
        for which in [table, query] {
            // A day is a midnight here.
            let dates = "dates = { midnight = \"day\" }";
            let folder = folder(&format!("records = [{{ database = \"COUNTY_DB\", {which}, {dates} }}]"));
            let toml = folder.path().join("guiju.toml");
            let text = fs::read_to_string(&toml).unwrap();
            let text = text.replace(
                "register = \"register.csv\"",
                "register = { database = \"COUNTY_DB\", table = \"facts.register\" }",
            );
            fs::write(&toml, text).unwrap();
            let output = audit(folder.path(), &["--format", "ndjson"], &[("COUNTY_DB", &server.address())]);
            assert_eq!(String::from_utf8_lossy(&output.stdout), plain(), "{server:?} {which} {}", said(&output));
            assert_eq!(output.status.code(), Some(1));
        }
    }
}

#[test]
fn a_report_names_the_database_and_the_fingerprint_of_its_rows_and_nothing_secret() {
    let rows = "('R1', 'A1', '巡查', '2024-01-02', 'a\tb\\c'), ('R2', 'A2', '巡查', '2024-02-02', NULL)";
    let columns =
        "id varchar(9) PRIMARY KEY, institution varchar(9), activity varchar(9), date varchar(20), note varchar(20)";
    Postgres.run(&format!(
        "DROP TABLE IF EXISTS prints; CREATE TABLE prints ({columns}); INSERT INTO prints VALUES {rows}"
    ));
    Mysql.run(&format!(
        "DROP TABLE IF EXISTS prints;\nCREATE TABLE prints ({columns});\nINSERT INTO prints VALUES {}",
        rows.replace('\\', "\\\\")
    ));
    let text =
        "id\tinstitution\tactivity\tdate\tnote\nR1\tA1\t巡查\t2024-01-02\ta\\tb\\\\c\nR2\tA2\t巡查\t2024-02-02\t\\N\n";
    let print = guiju::ledger::sha256_of(text.as_bytes());
    for server in [Postgres, Mysql] {
        let folder = folder("[[records]]\ndatabase = \"COUNTY_DB\"\ntable = \"prints\"");
        let address = server.address();
        let json = audit(folder.path(), &["--format", "json"], &[("COUNTY_DB", &address)]);
        let json = String::from_utf8(json.stdout).unwrap();
        let input = format!(
            "\"path\":\"COUNTY_DB[prints]\",\"rows\":2,\"used\":2,\"ignored\":0,\"rejected\":0,\"sha256\":\"{print}\",\"database\":true"
        );
        assert!(json.contains(&input), "{server:?} {json}");
        let text = audit(folder.path(), &["--lang", "en"], &[("COUNTY_DB", &address)]);
        let text = String::from_utf8(text.stdout).unwrap();
        assert!(
            text.contains(&format!("COUNTY_DB[prints] · 2 rows · database, its rows · sha256 {}", &print[..12])),
            "{text}"
        );
        for shown in [&json, &text] {
            assert!(!shown.contains(PASSWORD) && !shown.contains("s3cret") && !shown.contains(&server.place()));
        }
    }
}

#[test]
fn every_type_of_postgresql_is_a_cell() {
    let cells = [
        ("42::int2", "42"),
        ("(-9223372036854775808)::int8", "-9223372036854775808"),
        ("1234567890123456789012345.60::numeric", "1234567890123456789012345.60"),
        ("0.1::float8", "0.1"),
        ("1e21::float8", "1000000000000000000000"),
        ("0.1::float4", "0.1"),
        ("'NaN'::float8", "NaN"),
        ("true", "true"),
        ("'2024-03-05'::date", "2024-03-05"),
        ("'2024-03-05 14:30'::timestamp", "2024-03-05 14:30:00"),
        ("'2024-03-05 20:30:00.5Z'::timestamptz", "2024-03-06 04:30:00.5+08"),
        ("'14:30'::time", "14:30:00"),
        ("'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
        ("'{\"a\": [1, \"二\"]}'::jsonb", "{\"a\": [1, \"二\"]}"),
        ("'\\xe4ba8cff'::bytea", "二\u{fffd}"),
        ("'-1234.5'::numeric::money", "-1234.50"),
        ("E'a\\tb\\nc\\\\d\\re\\bf'", "a\tb\nc\\d\re\u{8}f"),
        ("ARRAY[1, 2]", "{1,2}"),
        ("'\\N'", "\\N"),
    ];
    for (value, cell) in cells {
        assert_eq!(shown(Postgres, value, ""), cell, "{value}");
    }
}

#[test]
fn every_type_of_mysql_is_a_cell() {
    Mysql.run("DROP TABLE IF EXISTS types;
CREATE TABLE types (k int PRIMARY KEY, small tinyint, big bigint unsigned, filled int(6) zerofill, exact decimal(30, 2), single float, dbl double, day date, moment datetime(3), stamp timestamp NULL, span time, year year, bits bit(10), doc json, bytes varbinary(20), words enum('合格', '不合格'), zero date);
SET sql_mode = '', time_zone = '+00:00';
INSERT INTO types VALUES (1, -7, 18446744073709551615, 42, 1234567890123456789012345.60, 0.1, 1e21, '2024-03-05', '2024-03-05 14:30:00.250', '2024-03-05 20:30:00', '-26:00:01', 2024, b'1000000001', '{\"a\": \"二\"}', x'e4ba8cff', '合格', '0000-00-00')");
    let cells = [
        ("small", "-7"),
        ("big", "18446744073709551615"),
        ("filled", "000042"),
        ("exact", "1234567890123456789012345.60"),
        ("single", "0.1"),
        ("dbl", "1000000000000000000000"),
        ("day", "2024-03-05"),
        ("moment", "2024-03-05 14:30:00.250000"),
        ("stamp", "2024-03-06 04:30:00"),
        ("span", "-26:00:01"),
        ("year", "2024"),
        ("bits", "513"),
        ("doc", "{\"a\": \"二\"}"),
        ("bytes", "二\u{fffd}"),
        ("words", "合格"),
        ("zero", "0000-00-00"),
    ];
    for (column, cell) in cells {
        assert_eq!(shown(Mysql, column, "FROM types"), cell, "{column}");
    }
}

#[test]
fn a_table_comes_in_the_order_of_its_key_else_of_its_cells() {
    let columns = "institution varchar(9), activity varchar(9), date varchar(20)";
    let rows = "('c', 'drill', 'x'), ('B', 'drill', 'y'), ('a', 'drill', 'z')";
    for server in [Postgres, Mysql] {
        server.run(&format!(
            "DROP TABLE IF EXISTS ordered;\nCREATE TABLE ordered ({columns}, k int, PRIMARY KEY (k));\nDROP TABLE IF EXISTS loose;\nCREATE TABLE loose ({columns});\nINSERT INTO loose VALUES {rows};\nINSERT INTO ordered SELECT institution, activity, date, CASE institution WHEN 'a' THEN 2 WHEN 'B' THEN 1 ELSE 3 END FROM loose"
        ));
        for (name, order) in [("ordered", ["B", "a", "c"]), ("loose", ["B", "a", "c"])] {
            let intake = records(&server.address(), table(name)).unwrap();
            let rejects: Vec<(u64, &str)> =
                intake.records[0].rejects.iter().map(|reject| (reject.row, &*reject.value)).collect();
            assert_eq!(rejects, [(1, order[0]), (2, order[1]), (3, order[2])], "{server:?} {name}");
        }
    }
}

#[test]
fn what_is_wrong_is_said_of_the_table_and_nothing_secret_is() {
    // The tables of this database are listed: it has none of other tests.
    for server in [Postgres, Mysql] {
        server.run("DROP DATABASE IF EXISTS alone");
        server.run("CREATE DATABASE alone");
        server.run_in("alone", "CREATE TABLE patrol_log (x int)");
    }
    Postgres.run_in("alone", "CREATE SCHEMA hidden; CREATE TABLE hidden.t (x int); DROP ROLE IF EXISTS guest; CREATE ROLE guest LOGIN PASSWORD 'guest-pw'");
    Mysql.run("DROP DATABASE IF EXISTS hidden;\nCREATE DATABASE hidden;\nCREATE TABLE hidden.t (x int);\nDROP USER IF EXISTS guest@'%';\nCREATE USER guest@'%' IDENTIFIED BY 'guest-pw';\nGRANT SELECT ON alone.* TO guest@'%'");
    let mut told = String::new();
    for server in [Postgres, Mysql] {
        let guest = server.address().replace("tester:s3cret%40%2Fpw", "guest:guest-pw");
        let (guest, owner) = (guest.replace("/county", "/alone"), server.address().replace("/county", "/alone"));
        let wrong = server.address().replace("s3cret%40%2Fpw", "wr%40ng");
        let scheme = server.address().split_once(':').unwrap().0.to_owned();
        let patrols = "table = \"patrols\"";
        for (case, address, relation) in [
            ("not set", None, patrols),
            ("empty", Some(" ".to_owned()), patrols),
            ("no address", Some("s3cret%40%2Fpw".to_owned()), patrols),
            ("broken address", Some(format!("{scheme}://tester:s3cret%40%2Fpw@host:port:port/x")), patrols),
            ("another sort of server", Some(server.address().replacen(&scheme, "oracle", 1)), patrols),
            ("nobody there", Some(server.at("127.0.0.1:1")), patrols),
            ("wrong password", Some(wrong), patrols),
            ("no such database", Some(server.address().replace("/county", "/country")), patrols),
            ("wrong sslmode", Some(format!("{}?sslmode=s3cret", server.address())), patrols),
            ("no table", Some(guest.clone()), "table = \"nowhere\""),
            ("forbidden", Some(guest), "query = \"SELECT * FROM hidden.t\""),
            ("wrong query", Some(owner.clone()), "query = \"SELECT institution FORM t\""),
            ("no column", Some(owner.clone()), "query = \"SELECT nothing AS institution\""),
            ("two queries", Some(owner.clone()), "query = \"SELECT 1; SELECT 2\""),
            ("no query", Some(owner.clone()), "query = \"DELETE FROM hidden.t\""),
            ("out of the brackets", Some(owner.clone()), "query = \"SELECT 1) TO PROGRAM 'true' --\""),
            ("needed columns", Some(owner.clone()), "query = \"SELECT 1 AS a, 2 AS b\""),
        ] {
            let folder = folder(&format!("[[records]]\ndatabase = \"COUNTY_DB\"\n{relation}"));
            let variables: Vec<(&str, &str)> = address.iter().map(|address| ("COUNTY_DB", address.as_str())).collect();
            for language in ["en", "zh"] {
                let output = audit(folder.path(), &["--lang", language], &variables);
                assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{case}");
                let said = said(&output);
                let place = server.place();
                for secret in ["s3cret", PASSWORD, "wr%40ng", "wr@ng", "guest-pw", "://tester", &place] {
                    assert!(!said.contains(secret), "{case}: {said}");
                }
                told.push_str(&format!("{server:?}, {case}: {said}"));
            }
        }
    }
    insta::assert_snapshot!("troubles", told);
}

#[test]
fn a_guiju_toml_names_one_variable_and_one_of_table_and_query() {
    let mut told = String::new();
    for keys in [
        "database = \"COUNTY_DB\"",
        "database = \"COUNTY_DB\"\ntable = \"a\"\nquery = \"select 1\"",
        "database = \"COUNTY_DB\"\ntable = \"a\"\nfile = \"a.csv\"",
        "database = \"postgres://tester:s3cret@host/db\"\ntable = \"a\"",
        "database = \"COUNTY_DB\"\nquery = \" \"",
    ] {
        let folder = folder(&format!("[[records]]\n{keys}"));
        for language in ["en", "zh"] {
            let output = audit(folder.path(), &["--lang", language], &[]);
            assert_eq!(output.status.code(), Some(2));
            let said = said(&output);
            assert!(!said.contains("s3cret"), "{said}");
            told.push_str(&said);
        }
    }
    insta::assert_snapshot!("keys", told);
}

/// Many rows; `slow` where they take their time.
fn many(server: Server, rows: u32, slow: bool) -> String {
    let columns = "'A' AS institution, 'drill' AS activity, '2024-01-01' AS date";
    match (server, slow) {
        (Postgres, false) => format!("SELECT {columns}, repeat('x', 50) AS pad FROM generate_series(1, {rows})"),
        (Postgres, true) => format!("SELECT {columns}, pg_sleep(0.002) AS pad FROM generate_series(1, {rows})"),
        (Mysql, false) => format!("SELECT {columns}, repeat('x', 50) AS pad FROM seq_1_to_{rows}"),
        (Mysql, true) => format!("SELECT {columns}, sleep(0.002) AS pad FROM seq_1_to_{rows}"),
    }
}

/// Ends the session that runs a query with a mark in it, as an administrator would.
fn kill(server: Server, mark: &str) {
    let until = Instant::now() + Duration::from_secs(30);
    while Instant::now() < until {
        sleep(Duration::from_millis(200));
        match server {
            Postgres => {
                let mut client = postgres::Client::connect(&server.address(), postgres::NoTls).unwrap();
                let of_guiju = "application_name = 'guiju' AND query LIKE '%' || $1 || '%'";
                let end = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {of_guiju}");
                if !client.query(&end, &[&mark]).unwrap().is_empty() {
                    return;
                }
            }
            Mysql => {
                let mut client = mysql::Conn::new(mysql::Opts::from_url(&server.address()).unwrap()).unwrap();
                let running = "SELECT id FROM information_schema.processlist WHERE command = 'Execute' AND id <> connection_id() AND info LIKE ?";
                let found: Vec<u64> = client.exec(running, (format!("%{mark}%"),)).unwrap();
                if let Some(session) = found.first() {
                    client.query_drop(format!("KILL {session}")).unwrap();
                    return;
                }
            }
        }
    }
    panic!("the query never ran");
}

#[test]
fn a_session_that_is_ended_in_the_middle_is_an_error_and_leaves_older_results_alone() {
    for server in [Postgres, Mysql] {
        let mark = format!("mark_{}", std::process::id());
        let select = many(server, 100_000, true).replace("AS pad", &format!("AS {mark}"));
        let folder = folder(&format!("[[records]]\ndatabase = \"COUNTY_DB\"\nquery = \"{select}\""));
        fs::write(folder.path().join("out.ndjson"), "older result\n").unwrap();
        fs::write(folder.path().join("rejects.csv"), "older rejects\n").unwrap();
        let program = Command::new(PROGRAM)
            .args([
                "audit",
                ".",
                "--lang",
                "en",
                "--format",
                "ndjson",
                "--out",
                "out.ndjson",
                "--rejects",
                "rejects.csv",
            ])
            .current_dir(folder.path())
            .env("COUNTY_DB", server.address())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        kill(server, &mark);
        let output = program.wait_with_output().unwrap();
        let said = said(&output);
        assert!(said.contains("`COUNTY_DB[query]`, near row "), "{said}");
        assert!(said.contains("the connection to the database broke off"), "{said}");
        assert!(!said.contains("s3cret"), "{said}");
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert_eq!(fs::read_to_string(folder.path().join("out.ndjson")).unwrap(), "older result\n");
        assert_eq!(fs::read_to_string(folder.path().join("rejects.csv")).unwrap(), "older rejects\n");
        let files = fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(files, 6, "nothing half-written is left");
    }
}

#[test]
fn a_line_that_is_cut_anywhere_is_an_error_and_never_the_end_of_the_table() {
    for server in [Postgres, Mysql] {
        let folder =
            folder(&format!("[[records]]\ndatabase = \"COUNTY_DB\"\nquery = \"{}\"", many(server, 20_000, false)));
        let whole = proxy::Proxy::before(&server.place(), u64::MAX);
        let address = format!("{}?sslmode=disable", server.at(&whole.place));
        let output = audit(folder.path(), &["--lang", "en", "--format", "ndjson"], &[("COUNTY_DB", &address)]);
        assert!(said(&output).contains("20000 ignored"), "{}", said(&output));
        let bytes = whole.passed();
        // Before the first row, in the middle, one byte before the end of the rows.
        for cut in [40, 400, bytes / 3, bytes / 2 + 1, bytes - 40] {
            let line = proxy::Proxy::before(&server.place(), cut);
            let address = format!("{}?sslmode=disable", server.at(&line.place));
            let output = audit(folder.path(), &["--lang", "en", "--format", "ndjson"], &[("COUNTY_DB", &address)]);
            let said = said(&output);
            assert_eq!(
                (output.status.code(), output.stdout.len()),
                (Some(2), 0),
                "{server:?} {cut} of {bytes}: {said}"
            );
            assert!(said.contains("`COUNTY_DB[query]`"), "{server:?} {cut} of {bytes}: {said}");
        }
    }
}

#[test]
fn cells_that_would_fill_the_memory_are_errors_and_what_is_left_is_not_waited_for() {
    let started = Instant::now();
    let endless =
        [(Postgres, "FROM (SELECT generate_series(1, 2000000000) AS n) AS s"), (Mysql, "FROM seq_1_to_2000000000 n")];
    for (server, from) in endless {
        let first = if server == Postgres { "n = 3" } else { "n.seq = 3" };
        let cell = |bytes: u32| {
            format!(
                "SELECT CASE WHEN {first} THEN repeat('x', {bytes}) ELSE 'A' END AS institution, 'drill' AS activity, '2024-01-01' AS date {from}"
            )
        };
        let long = trouble(server, query(&cell(2 << 20)));
        assert_eq!(
            long,
            "`COUNTY_DB[query]`, row 3: a cell of the database says more than 1 MiB: leave its column out with a `query`"
        );
    }
    let huge = "SELECT repeat('x', 200000000) AS institution, 'drill' AS activity, '2024-01-01' AS date";
    insta::assert_snapshot!(trouble(Postgres, query(huge)));
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
}

#[test]
fn nothing_in_a_database_is_changed() {
    Postgres.run("DROP SEQUENCE IF EXISTS counted; CREATE SEQUENCE counted");
    insta::assert_snapshot!(trouble(
        Postgres,
        query("SELECT nextval('counted') AS institution, 'drill' AS activity, '2024' AS date")
    ));
    Mysql.run("DROP TABLE IF EXISTS counted;\nCREATE TABLE counted (n int);\nDROP FUNCTION IF EXISTS counts;\nCREATE FUNCTION counts() RETURNS int MODIFIES SQL DATA BEGIN INSERT INTO counted VALUES (1); RETURN 1; END");
    insta::assert_snapshot!(trouble(
        Mysql,
        query("SELECT counts() AS institution, 'drill' AS activity, '2024' AS date")
    ));
}

#[test]
fn connections_are_encrypted_where_they_are_asked_to_be() {
    let root =
        std::env::var("GUIJU_TEST_ROOT").expect("GUIJU_TEST_ROOT is not set: run this as `.ci/servers cargo test …`");
    Postgres.run("DROP ROLE IF EXISTS sealed; CREATE ROLE sealed LOGIN PASSWORD 'sealed-pw'");
    Mysql.run("DROP USER IF EXISTS sealed@'%';\nCREATE USER sealed@'%' IDENTIFIED BY 'sealed-pw' REQUIRE SSL;\nGRANT SELECT ON county.* TO sealed@'%'");
    let used = |server: Server| match server {
        Postgres => {
            "SELECT (SELECT ssl::text || count(*) FROM pg_stat_ssl WHERE pid = pg_backend_pid() GROUP BY ssl) AS institution, 'drill' AS activity, '2024-01-01' AS date"
        }
        Mysql => {
            "SELECT (SELECT IF(variable_value = '', 'false1', 'true1') FROM information_schema.session_status WHERE variable_name = 'ssl_cipher') AS institution, 'drill' AS activity, '2024-01-01' AS date"
        }
    };
    for server in [Postgres, Mysql] {
        let sealed = server.address().replace("tester:s3cret%40%2Fpw", "sealed:sealed-pw");
        let encrypted = |parameters: &str| {
            let intake = records(&format!("{sealed}{parameters}"), query(used(server)));
            intake.map(|intake| intake.records[0].rejects[0].value.clone()).map_err(|error| error.to_string())
        };
        for parameters in
            ["", "?sslmode=prefer", "?sslmode=require", &format!("?sslmode=verify-full&sslrootcert={root}")]
        {
            assert_eq!(encrypted(parameters), Ok("true1".to_owned()), "{server:?} {parameters}");
        }
        let stranger = encrypted("?sslmode=verify-full").unwrap_err();
        assert!(stranger.contains("no encrypted connection"), "{server:?} {stranger}");
        match server {
            Postgres => assert_eq!(encrypted("?sslmode=disable"), Ok("false1".to_owned())),
            Mysql => assert!(encrypted("?sslmode=disable").unwrap_err().contains("does not let this user in")),
        }
    }
}
