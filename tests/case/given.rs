//! A case of an audit: the rules, then `== register`, `== records [NAME]` and `== waivers` as CSV, `== days FROM TO` and
//! `== as of DAY`. In a table a line `each FIRST LAST STEP TEXT` stands for a row every STEP days, with the day for `DAY`
//! and the month for `MONTH`.

use std::fmt::Write as _;

use guiju::calendar::Day;
use guiju::check::{NoFiles, load};
use guiju::ledger::{Asked, Input, Tables};
use guiju::rulebook::{Kind, RuleBook, Value};

pub fn given(case: &str) -> (RuleBook, Tables, Asked) {
    let mut parts = case.split("\n== ");
    let rules = parts.next().unwrap();
    let (mut tables, mut asked) = (Tables::default(), Asked::default());
    for part in parts {
        let (title, body) = part.split_once('\n').unwrap_or((part, ""));
        let input = |name: &str| Input::bytes(name, table(body));
        match title.split_whitespace().collect::<Vec<_>>().as_slice() {
            ["register"] => tables.register = Some(input("register.csv")),
            ["records"] => tables.records.push(input("records.csv")),
            ["records", name] => tables.records.push(input(name)),
            ["waivers"] => tables.waivers = Some(input("waivers.csv")),
            ["days", from, to] => (asked.from, asked.to) = (Some(day(from)), Some(day(to))),
            ["as", "of", text] => asked.as_of = Some(day(text)),
            other => panic!("not understood: {other:?}"),
        }
    }
    let loaded = load([("rules.gj", rules)], &mut NoFiles);
    assert!(!loaded.problems.has_errors(), "{:?}", loaded.problems);
    (loaded.book, tables, asked)
}

fn table(body: &str) -> String {
    let mut table = String::new();
    for line in body.lines() {
        match line.strip_prefix("each ") {
            Some(line) => {
                let words: Vec<&str> = line.splitn(4, ' ').collect();
                let (mut at, last, step) = (day(words[0]), day(words[1]), words[2].parse().unwrap());
                while at <= last {
                    let month = &at.to_string()[..7];
                    writeln!(table, "{}", words[3].replace("DAY", &at.to_string()).replace("MONTH", month)).unwrap();
                    at = at.plus_days(step);
                }
            }
            None => writeln!(table, "{line}").unwrap(),
        }
    }
    table
}

fn day(text: &str) -> Day {
    match Value::read(text, &Kind::Date) {
        Some(Value::Date(day)) => day,
        _ => panic!("no date: {text}"),
    }
}
