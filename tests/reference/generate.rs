//! Random cases for the comparison of the two implementations. Only valid cases: their rule text checks clean.
//!
//! All days of a case lie on or near a short "spine" of days, most of them edges (month ends, 29 February, period
//! starts), at the distances durations have. So openings, closings, deadlines and records keep meeting on the same day
//! or just beside each other, which is where two readings of LANGUAGE.md would differ.

use super::calendar::shift;
use super::generate_rules::rules;
use super::generate_world::{records, register};
use super::model::{
    Activity, Case, Category, Column, Day, Declares, Effective, Inside, Kind, Moment, Number, Parameter, Policy,
    Quantity, Rule, Schedule, SpanUnit,
};
use super::text::rule_id;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use rust_decimal::Decimal;

pub const CATEGORIES: [(&str, &str); 4] =
    [("照护机构", "care"), ("养老机构", "nursing_home"), ("clinic", "诊所"), ("day_care", "日托")];
pub const ACTIVITIES: [(&str, &str); 3] =
    [("fire_drill", "消防演练"), ("发现隐患", "hazard_found"), ("7日整改", "fixup")];
pub const REGIONS: [&str; 4] = ["湖南省", "湖南省/长沙市", "湖南省/长沙市区", "湖南省/长沙市/天心区"];

/// Before every other day of a case: an opening or a coverage that leaves nothing unseen.
pub const LONG_AGO: Day = Day::from_ymd_opt(2022, 12, 31).expect("a day of the calendar");

/// The days everything else is measured from.
#[derive(Clone, Debug)]
pub struct Spine(Vec<Day>);

pub fn date(year: i32, month: u32, day: u32) -> Day {
    Day::from_ymd_opt(year, month, day).expect("a day of the calendar")
}

fn spine() -> impl Strategy<Value = Spine> {
    let edges = select(vec![
        date(2023, 12, 31),
        date(2024, 1, 1),
        date(2024, 1, 31),
        date(2024, 2, 28),
        date(2024, 2, 29),
        date(2024, 3, 1),
        date(2024, 3, 10),
        date(2024, 3, 15),
        date(2024, 3, 31),
        date(2024, 4, 30),
        date(2024, 6, 30),
        date(2024, 7, 1),
        date(2024, 8, 31),
        date(2024, 12, 29),
        date(2024, 12, 31),
        date(2025, 2, 28),
    ]);
    let anywhere = (0..500_i64).prop_map(|number| shift(date(2024, 1, 1), number, SpanUnit::Days));
    vec(prop_oneof![4 => edges, 1 => anywhere], 1..4).prop_map(Spine)
}

/// A day on the spine or at the distance of a usual duration from it, sometimes one day beside.
pub fn day(spine: &Spine) -> BoxedStrategy<Day> {
    use SpanUnit::{Days, Months, Weeks, Years};
    let steps = select(vec![
        (0, Days),
        (0, Days),
        (0, Days),
        (1, Days),
        (3, Days),
        (1, Weeks),
        (15, Days),
        (20, Days),
        (1, Months),
        (1, Months),
        (2, Months),
        (3, Months),
        (6, Months),
        (1, Years),
        (-1, Months),
        (-3, Months),
    ]);
    let beside = prop_oneof![6 => Just(0_i64), 1 => Just(1), 1 => Just(-1)];
    let near = (select(spine.0.clone()), steps, beside);
    near.prop_map(|(start, (number, unit), beside)| shift(shift(start, number, unit), beside, SpanUnit::Days)).boxed()
}

/// A day on which something begins: mostly some months before the spine, so that the rest happens inside.
pub fn beginning(spine: &Spine) -> BoxedStrategy<Day> {
    let earlier = select(vec![0_i64, 1, 3, 6, 12]);
    (day(spine), earlier).prop_map(|(day, months)| shift(day, -months, SpanUnit::Months)).boxed()
}

pub fn effective(spine: &Spine) -> BoxedStrategy<Effective> {
    (beginning(spine), proptest::option::of(day(spine)))
        .prop_map(|(from, to)| Effective { from, to: to.filter(|to| from <= *to) })
        .boxed()
}

fn policy(spine: &Spine) -> impl Strategy<Value = Option<Policy>> + use<> {
    let region = proptest::option::weighted(0.25, select(vec![REGIONS[0], REGIONS[1]]).prop_map(str::to_owned));
    let effective = proptest::option::weighted(0.2, effective(spine));
    let policy = (effective, region).prop_map(|(effective, region)| Policy { effective, region });
    proptest::option::weighted(0.5, policy)
}

/// A category may be a kind of any category before it, so the kinds form a DAG.
fn categories() -> impl Strategy<Value = Vec<Category>> {
    let is_parent = |_| [0.7, 0.3, 0.3].map(proptest::bool::weighted);
    let parents = CATEGORIES.map(is_parent);
    parents.prop_map(|parents| {
        let declared = CATEGORIES.iter().enumerate().map(|(place, (name, alias))| Category {
            name: (*name).to_owned(),
            alias: (place % 2 == 0).then(|| (*alias).to_owned()),
            is: (0..place).filter(|parent| parents[place][*parent]).map(|parent| CATEGORIES[parent].0.into()).collect(),
        });
        declared.collect()
    })
}

fn activities() -> Vec<Activity> {
    let declared = ACTIVITIES.iter().enumerate().map(|(place, (name, alias))| Activity {
        name: (*name).to_owned(),
        alias: (place < 2).then(|| (*alias).to_owned()),
    });
    declared.collect()
}

pub fn fields() -> Vec<Column> {
    columns(vec![
        ("score", Kind::Number),
        ("place", Kind::Text),
        ("valid_until", Kind::Date),
        ("passed", Kind::Bool),
        ("grade", Kind::Choice(vec!["a".into(), "b".into(), "c".into()])),
        ("ticket", Kind::Text),
    ])
}

pub fn attributes() -> Vec<Column> {
    columns(vec![
        ("beds", Kind::Number),
        ("need", Kind::Number),
        ("cycle", Kind::Number),
        ("deadline", Kind::Date),
        ("licensed", Kind::Bool),
        ("tier", Kind::Choice(vec!["一级".into(), "二级".into()])),
    ])
}

fn columns(named: Vec<(&str, Kind)>) -> Vec<Column> {
    named.into_iter().map(|(name, kind)| Column { name: name.to_owned(), kind }).collect()
}

fn parameters() -> impl Strategy<Value = Vec<Parameter>> {
    let threshold = select(vec![Decimal::new(5, 1), Decimal::from(2), Decimal::from(10)]);
    (0..4_u32, 1..4_u32, threshold).prop_map(|(min_times, pace, threshold)| {
        let named = [("min_times", min_times.into()), ("pace", pace.into()), ("threshold", threshold)];
        named.into_iter().map(|(name, value)| Parameter { name: name.to_owned(), value }).collect()
    })
}

fn declares() -> impl Strategy<Value = Declares> {
    let flags = [0.7, 0.7, 0.6, 0.6].map(proptest::bool::weighted);
    flags.prop_map(|[categories, activities, fields, attributes]| Declares {
        categories,
        activities,
        fields: fields && activities,
        attributes,
    })
}

/// Coverage from, coverage to and as-of, each perhaps left out. As-of mostly lies late.
fn options(spine: &Spine) -> impl Strategy<Value = [Option<Day>; 3]> + use<> {
    let latest = spine.0.iter().max().copied().unwrap_or(date(2024, 12, 31));
    let earliest = spine.0.iter().min().copied().unwrap_or(date(2024, 1, 1));
    let later = select(vec![0_i64, 1, 2, 3, 6, 9, 12]).prop_map(move |months| shift(latest, months, SpanUnit::Months));
    let earlier = select(vec![0_i64, 1, 6, 12]).prop_map(move |months| shift(earliest, -months, SpanUnit::Months));
    let from = prop_oneof![
        4 => Just(None),
        3 => Just(Some(LONG_AGO)),
        3 => earlier.prop_map(Some),
        2 => day(spine).prop_map(Some),
    ];
    let to = prop_oneof![6 => Just(None), 3 => later.clone().prop_map(Some), 2 => day(spine).prop_map(Some)];
    let as_of = prop_oneof![3 => Just(None), 8 => later.prop_map(Some), 2 => day(spine).prop_map(Some)];
    (from, to, as_of).prop_map(|(from, to, as_of)| [from, to, as_of])
}

/// Random valid cases: 1 to 3 rules, 1 to 3 subjects, up to 12 records.
pub fn cases() -> impl Strategy<Value = Case> {
    spine().prop_flat_map(|spine| {
        let law = (policy(&spine), categories(), parameters(), declares(), rules(&spine));
        let world = (register(&spine), records(&spine), options(&spine), any::<u64>());
        (law, world).prop_map(|(law, world)| {
            let (policy, categories, parameters, declares, rules) = law;
            let (register, records, [coverage_from, coverage_to, as_of], spelling) = world;
            let (activities, fields, attributes) = (activities(), fields(), attributes());
            let mut case = Case {
                policy,
                categories,
                activities,
                fields,
                attributes,
                parameters,
                declares,
                rules,
                register,
                records,
                coverage_from,
                coverage_to,
                as_of,
                spelling,
            };
            make_valid(&mut case);
            case
        })
    })
}

/// What the parts cannot know of each other: names, undeclared things, options that contradict each other.
fn make_valid(case: &mut Case) {
    order_ranges(case);
    forget_what_is_not_declared(case);
    name_everything(case);
    let first_record = case.records.iter().map(|record| record.day).min();
    let last_record = case.records.iter().map(|record| record.day).max();
    let as_of = case.as_of.or(case.coverage_to).or(last_record).unwrap_or(date(2024, 12, 31));
    if case.coverage_to.is_none() && last_record.is_none() {
        case.as_of = Some(as_of);
    }
    let end = case.coverage_to.map_or(as_of, |to| to.min(as_of));
    // An export that speaks for no day at all is a mistake in the options, not a case.
    if case.coverage_from.or(first_record).is_none_or(|from| end < from) {
        case.coverage_from = Some(end);
    }
}

/// A range that its parameters turn round is refused before anything runs.
fn order_ranges(case: &mut Case) {
    let parameters = case.parameters.clone();
    let value = |number: &Number| match number {
        Number::Literal(number) => Some(Decimal::from(*number)),
        Number::Parameter(name) => parameters.iter().find(|found| found.name == *name).map(|found| found.value),
        Number::Attribute(_) => None,
    };
    for rule in &mut case.rules {
        if let Quantity::Range(lower, upper) = &mut rule.quantity
            && value(lower).zip(value(upper)).is_some_and(|(lower, upper)| lower > upper)
        {
            std::mem::swap(lower, upper);
        }
    }
}

/// Names that declare themselves have no alias and no kinds, and the type of their cells follows from use.
fn forget_what_is_not_declared(case: &mut Case) {
    if !case.declares.categories {
        let aliases = case.categories.clone();
        for row in case.register.iter_mut().flat_map(|register| &mut register.rows) {
            let named = aliases.iter().find(|category| category.alias.as_ref() == Some(&row.category));
            row.category = named.map_or(row.category.clone(), |category| category.name.clone());
        }
        case.categories.iter_mut().for_each(|category| category.alias = None);
        case.categories.iter_mut().for_each(|category| category.is.clear());
    }
    if !case.declares.activities {
        let aliases = case.activities.clone();
        for record in &mut case.records {
            let named = aliases.iter().find(|activity| activity.alias.as_ref() == Some(&record.activity));
            record.activity = named.map_or(record.activity.clone(), |activity| activity.name.clone());
        }
        case.activities.iter_mut().for_each(|activity| activity.alias = None);
    }
    let does_not_fit = |cell: &String| cell == "abc";
    if !case.declares.fields {
        let cells = case.records.iter_mut().flat_map(|record| &mut record.cells);
        cells.filter(|cell| does_not_fit(cell)).for_each(String::clear);
    }
    if !case.declares.attributes {
        let rows = case.register.iter_mut().flat_map(|register| &mut register.rows);
        rows.flat_map(|row| &mut row.cells).filter(|cell| does_not_fit(cell)).for_each(String::clear);
    }
}

fn name_everything(case: &mut Case) {
    for (place, record) in case.records.iter_mut().enumerate() {
        record.id = format!("R-{}", place + 1);
    }
    for (place, row) in case.register.iter_mut().flat_map(|register| &mut register.rows).enumerate() {
        (row.id, row.name) = (subject_id(place), format!("机构{place}"));
    }
    for place in 0..case.rules.len() {
        let mut rule = case.rules[place].clone();
        let sentence = rule_id(case, &rule);
        let is_taken = case.rules[..place].iter().any(|other| rule_id(case, other) == sentence);
        if rule.name.is_some() || !is_plain(&rule) || is_taken {
            rule.name = Some(["R1", "drill-二", "a_rule"][place % 3].to_owned());
        }
        case.rules[place] = rule;
    }
}

pub fn subject_id(place: usize) -> String {
    ["YL-2", "YL-10", "甲", "stranger"][place].to_owned()
}

/// Only sentences whose canonical form is beyond doubt stay without a name: no conditions, written-out numbers, no name in
/// quotes.
fn is_plain(rule: &Rule) -> bool {
    let has_literal = |number: &Number| matches!(number, Number::Literal(_));
    let is_plain_schedule = match &rule.schedule {
        Schedule::Rolling { every } => has_literal(&every.number),
        Schedule::Calendar { inside, .. } => matches!(inside, Inside::Whole),
        Schedule::Deadline { by } => matches!(by, Moment::Date(_)),
        Schedule::Response { after, within } => {
            has_literal(&within.number) && matches!(after, Moment::Activity { filter: None, .. })
        }
        Schedule::Prohibition => true,
        Schedule::Fixed { .. } | Schedule::Precondition { .. } | Schedule::Quality { .. } => false,
    };
    let is_plain_quantity = match &rule.quantity {
        Quantity::Unstated => true,
        Quantity::AtLeast(number) | Quantity::AtMost(number) | Quantity::Exactly(number) => has_literal(number),
        Quantity::Range(..) => false,
    };
    let is_plain_who = rule.who.any_of.len() == 1 && rule.who.except.is_empty() && rule.who.with.is_none();
    let is_plain_tail = rule.filter.is_none() && rule.matching.is_empty() && rule.activity != ACTIVITIES[2].0;
    is_plain_schedule && is_plain_quantity && is_plain_who && is_plain_tail
}
