//! Random registers and records: a few subjects, up to twelve records, cells that are missing or do not fit.

use super::generate::{ACTIVITIES, CATEGORIES, LONG_AGO, REGIONS, Spine, beginning, day, subject_id};
use super::model::{Record, Register, Row};
use chrono::NaiveTime;
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;

pub fn register(spine: &Spine) -> impl Strategy<Value = Option<Register>> + use<> {
    let columns = (proptest::bool::weighted(0.9), proptest::bool::weighted(0.8));
    let register = (prop_oneof![2 => vec(row(spine), 1), 1 => vec(row(spine), 2..=3)], columns)
        .prop_map(|(rows, (has_categories, has_regions))| Register { has_categories, has_regions, rows });
    weighted(0.85, register)
}

fn row(spine: &Spine) -> impl Strategy<Value = Row> + use<> {
    let opened = prop_oneof![5 => Just(Some(LONG_AGO)), 4 => beginning(spine).prop_map(Some), 2 => Just(None)];
    let closed = prop_oneof![4 => Just(None), 1 => day(spine).prop_map(Some)];
    (category(), region(), opened, closed, attribute_cells(spine)).prop_map(
        |(category, region, opened, closed, cells)| Row {
            id: String::new(),
            name: String::new(),
            category,
            region,
            opened,
            closed: closed.filter(|closed| opened.is_none_or(|opened| opened <= *closed)),
            cells,
        },
    )
}

fn category() -> impl Strategy<Value = String> {
    let likely = CATEGORIES[0].0.to_owned();
    let named = CATEGORIES.map(|(name, _)| name.to_owned()).to_vec();
    // Every second category has an alias.
    let aliases = vec![CATEGORIES[0].1.to_owned(), CATEGORIES[2].1.to_owned()];
    prop_oneof![24 => Just(likely), 5 => select(named), 1 => select(aliases), 1 => Just(String::new())]
}

fn region() -> impl Strategy<Value = String> {
    let likely = prop_oneof![Just(REGIONS[1]), Just(REGIONS[3])].prop_map(str::to_owned);
    prop_oneof![8 => likely, 2 => select(REGIONS.to_vec()).prop_map(str::to_owned), 1 => Just(String::new())]
}

fn cell(values: &[&str]) -> BoxedStrategy<String> {
    select(values.iter().map(|value| (*value).to_owned()).collect::<Vec<String>>()).boxed()
}

fn day_cell(spine: &Spine) -> BoxedStrategy<String> {
    prop_oneof![4 => day(spine).prop_map(|day| day.to_string()), 1 => cell(&["", "abc"])].boxed()
}

/// In the order of the attributes: beds, need, cycle, deadline, licensed, tier.
fn attribute_cells(spine: &Spine) -> impl Strategy<Value = Vec<String>> + use<> {
    let cells = [
        cell(&["40", "50", "60.5", "120", "", "abc"]),
        cell(&["1", "2", "3", "1", "2", "0", "", "1.5", "-1", "abc"]),
        cell(&["1", "2", "3", "6", "1", "2", "0", "", "2.0", "2.5", "abc"]),
        day_cell(spine),
        cell(&["true", "true", "是", "no", "", "abc"]),
        cell(&["一级", "一级", "二级", ""]),
    ];
    cells.prop_map(Vec::from)
}

pub fn records(spine: &Spine) -> impl Strategy<Value = Vec<Record>> + use<> {
    // Shrinking still goes down to none; most cases have enough records for a first, a second and a late one.
    prop_oneof![1 => vec(record(spine), 0..=4), 3 => vec(record(spine), 4..=12)]
}

fn record(spine: &Spine) -> impl Strategy<Value = Record> + use<> {
    let subject = prop_oneof![24 => Just(0_usize), 6 => Just(1), 4 => Just(2), 1 => Just(3)];
    let [first, second, third] = ACTIVITIES.map(|(name, _)| name.to_owned());
    let alias = ACTIVITIES[0].1.to_owned();
    let activity = prop_oneof![6 => Just(first), 4 => Just(second), 5 => Just(third), 1 => Just(alias)];
    let hours = select(vec![8_u32, 9, 17]).prop_map(|hour| NaiveTime::from_hms_opt(hour, 30, 0).expect("a time"));
    (subject, activity, day(spine), weighted(0.4, hours), field_cells(spine)).prop_map(
        |(subject, activity, day, time, cells)| Record {
            id: String::new(),
            subject: subject_id(subject),
            activity,
            day,
            time,
            cells,
        },
    )
}

/// In the order of the fields: score, place, valid_until, passed, grade, ticket.
fn field_cells(spine: &Spine) -> impl Strategy<Value = Vec<String>> + use<> {
    let cells = [
        cell(&["0", "0.5", "1", "2", "2.0", "10", "", "abc"]),
        cell(&["东楼", " 东楼 ", "东楼一层", "西楼", ""]),
        day_cell(spine),
        cell(&["true", "true", "yes", "是", "1", "false", "0", "", "abc"]),
        cell(&["a", "a", "b", "c", "ａ", ""]),
        cell(&["T1", "T1", "T2", "Ｔ1", ""]),
    ];
    cells.prop_map(Vec::from)
}
