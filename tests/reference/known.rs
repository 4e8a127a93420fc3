//! What docs/language.md says in words, with the expectations worked out by hand, so that the reference is known to
//! read the page properly.

use super::calendar::{marked_day, period_of, shift_day};
use super::evaluate;
use super::generate::{attributes, date, fields};
use super::model::{
    Activity, Case, Category, Class, Comparison, Condition, Day, Declares, Effective, Inside, Joined, Mark, Moment,
    Number, Point, Quantity, Record, Register, Row, Rule, Schedule, Span, SpanUnit, Term, Time, Unit, Value, Who,
    Whose,
};
use super::rule_text;
use chrono::NaiveTime;

/// One home, opened on 1 January 2020, seen from then to the end of 2024; the rule is about fire drills.
pub fn home(schedule: Schedule) -> Case {
    let row = Row {
        id: "YL-001".into(),
        name: "甲".into(),
        category: "养老机构".into(),
        region: String::new(),
        parent: String::new(),
        valid_from: None,
        valid_to: None,
        opened: Some(date(2020, 1, 1)),
        closed: None,
        cells: vec![String::new(); attributes().len()],
    };
    Case {
        policy: None,
        categories: vec![Category { name: "养老机构".into(), alias: None, is: Vec::new() }],
        activities: vec![Activity { name: "fire_drill".into(), alias: None }],
        fields: fields(),
        attributes: attributes(),
        parameters: Vec::new(),
        seasons: Vec::new(),
        waivers: Vec::new(),
        declares: Declares { categories: false, activities: false, fields: false, attributes: false },
        rules: vec![rule(schedule)],
        register: Some(Register {
            has_categories: true,
            has_regions: false,
            has_parents: false,
            has_validity: false,
            rows: vec![row],
        }),
        records: Vec::new(),
        coverage_from: Some(date(2020, 1, 1)),
        coverage_to: None,
        as_of: Some(date(2024, 12, 31)),
        spelling: 2,
    }
}

fn rule(schedule: Schedule) -> Rule {
    Rule {
        name: Some("r".into()),
        population: None,
        who: Who { any_of: vec![Class { name: "养老机构".into(), of: None }], except: Vec::new(), with: None },
        scope: None,
        schedule,
        quantity: Quantity::Unstated,
        activities: vec!["fire_drill".into()],
        joined: Joined::Or,
        apart: None,
        for_each: None,
        overrides: Vec::new(),
        grace: None,
        otherwise: Vec::new(),
        extended: None,
        next_working_day: false,
        filter: None,
        matching: Vec::new(),
        effective: None,
        count_partial_periods: false,
        described: false,
    }
}

pub fn span(number: u32, unit: SpanUnit) -> Span {
    Span::literal(number, unit)
}

pub fn each(unit: Unit) -> Schedule {
    Schedule::Calendar { unit, inside: Inside::Whole }
}

pub fn hazard() -> Moment {
    Moment::of(Point::Activity { activity: "hazard".into(), field: None, of: Whose::Own, filter: None })
}

pub fn row(case: &mut Case) -> &mut Row {
    &mut case.register.as_mut().expect("the home is registered").rows[0]
}

/// Adds a record; its id is its place.
pub fn record<'c>(case: &'c mut Case, activity: &str, day: Day) -> &'c mut Record {
    let id = format!("R{}", case.records.len() + 1);
    let cells = vec![String::new(); case.fields.len()];
    let (subject, activity) = ("YL-001".to_owned(), activity.to_owned());
    case.records.push(Record { id, subject, activity, at: Time::of_day(day), cells });
    case.records.last_mut().expect("just added")
}

pub fn drills(case: &mut Case, days: &[Day]) {
    for day in days {
        record(case, "fire_drill", *day);
    }
}

fn hour(hour: u32) -> Option<NaiveTime> {
    NaiveTime::from_hms_opt(hour, 0, 0)
}

/// Each verdict as "label or from, status, done, evidence".
pub fn verdicts(case: &Case) -> Vec<String> {
    let short = |line: &String| {
        let verdict: serde_json::Value = serde_json::from_str(line).expect("a verdict is JSON");
        let text = |key: &str| verdict[key].as_str().unwrap_or("-").to_owned();
        let name = verdict["label"].as_str().map_or(text("from"), str::to_owned);
        let evidence = verdict["evidence"].as_array().into_iter().flatten().filter_map(|id| id.as_str());
        let words = [name, text("status"), text("done")].into_iter().chain(evidence.map(str::to_owned));
        words.collect::<Vec<String>>().join(" ")
    };
    evaluate(case).iter().map(short).collect()
}

#[test]
fn the_line_has_the_keys_of_the_design_page() {
    let mut case = home(each(Unit::HalfYear));
    case.rules[0].name = Some("drill-half-year".into());
    case.as_of = Some(date(2024, 6, 30));
    case.coverage_from = Some(date(2024, 1, 1));
    record(&mut case, "fire_drill", date(2024, 3, 5)).id = "R-17".into();
    let expected = concat!(
        r#"{"rule":"drill-half-year","subject":"YL-001","from":"2024-01-01","to":"2024-06-30","due":"2024-06-30","#,
        r#""label":"2024-H1","status":"met","done":"2024-03-05","days_late":null,"count":1,"evidence":["R-17"],"#,
        r#""each":null,"trigger":null,"censored":false,"overdue":null}"#
    );
    assert_eq!(evaluate(&case), [expected]);
}

#[test]
fn january_and_december_meet_each_half_year_and_break_every_six_months() {
    let mut calendar = home(each(Unit::HalfYear));
    calendar.coverage_from = Some(date(2024, 1, 1));
    drills(&mut calendar, &[date(2024, 1, 5), date(2024, 12, 20)]);
    assert_eq!(verdicts(&calendar), ["2024-H1 met 2024-01-05 R1", "2024-H2 met 2024-12-20 R2"]);

    let mut rolling = home(Schedule::Rolling { every: span(6, SpanUnit::Months) });
    rolling.coverage_from = Some(date(2024, 1, 1));
    drills(&mut rolling, &[date(2024, 1, 5), date(2024, 12, 20)]);
    let expected = ["2024-01-01 met 2024-01-05 R1", "2024-01-05 late 2024-12-20 R2", "2024-12-20 pending -"];
    assert_eq!(verdicts(&rolling), expected);
    let late: serde_json::Value = serde_json::from_str(&evaluate(&rolling)[1]).expect("a verdict is JSON");
    // 5 July to 20 December.
    assert_eq!((late["days_late"].as_i64(), late["due"].as_str()), (Some(168), Some("2024-07-05")));
}

#[test]
fn the_test_of_section_10() {
    let mut case = home(each(Unit::HalfYear));
    case.coverage_from = Some(date(2024, 1, 1));
    drills(&mut case, &[date(2024, 3, 1)]);
    assert_eq!(verdicts(&case), ["2024-H1 met 2024-03-01 R1", "2024-H2 violated -"]);
}

#[test]
fn labels_and_edges_of_periods() {
    let labels = [
        (Unit::Day, "2024-03-05"),
        (Unit::Week, "2024-W10"),
        (Unit::Xun, "2024-03-X1"),
        (Unit::HalfMonth, "2024-03-A"),
        (Unit::Month, "2024-03"),
        (Unit::TwoMonths, "2024-B2"),
        (Unit::Quarter, "2024-Q1"),
        (Unit::HalfYear, "2024-H1"),
        (Unit::Year, "2024"),
    ];
    for (unit, label) in labels {
        assert_eq!(period_of(&unit, date(2024, 3, 5)).label, label);
    }
    let last_xun = period_of(&Unit::Xun, date(2024, 2, 21));
    assert_eq!((last_xun.first, last_xun.last), (date(2024, 2, 21), date(2024, 2, 29)));
    assert_eq!(period_of(&Unit::Week, date(2024, 12, 31)).label, "2025-W01");
    let common_year = period_of(&Unit::Year, date(2023, 5, 1));
    assert_eq!(marked_day(&common_year, Mark::MonthDay(2, 29)), date(2023, 2, 28));
    let february = period_of(&Unit::Month, date(2023, 2, 5));
    assert_eq!(marked_day(&february, Mark::DayOfPeriod(31)), date(2023, 2, 28));
    assert_eq!(shift_day(date(2024, 3, 31), -1, SpanUnit::Months), date(2024, 2, 29));
}

#[test]
fn the_fixed_form_adds_at_once_and_never_chains() {
    let from = Moment::of(Point::Date(date(2023, 8, 31)));
    let mut case = home(Schedule::Fixed { every: span(6, SpanUnit::Months), from, within: None });
    case.as_of = Some(date(2024, 9, 1));
    // The second record is late for the first window and counts in its own.
    drills(&mut case, &[date(2024, 3, 1)]);
    let expected = ["2023-09-01 late 2024-03-01 R1", "2024-03-01 met 2024-03-01 R1", "2024-09-01 pending -"];
    assert_eq!(verdicts(&case), expected);
    let dues: Vec<serde_json::Value> = evaluate(&case)
        .iter()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["due"].clone())
        .collect();
    assert_eq!(dues, ["2024-02-29", "2024-08-31", "2025-02-28"]);
}

#[test]
fn a_cut_period_carries_only_the_upper_half() {
    let mut case = home(each(Unit::Quarter));
    row(&mut case).opened = Some(date(2024, 8, 15));
    drills(&mut case, &[date(2024, 8, 1), date(2024, 9, 1), date(2024, 10, 1)]);
    assert_eq!(verdicts(&case), ["2024-Q4 met 2024-10-01 R3"]);
    case.rules[0].quantity = Quantity::Exactly(Number::literal(1));
    assert_eq!(verdicts(&case), ["2024-Q3 met - R2", "2024-Q4 met - R3"]);
    case.rules[0].quantity = Quantity::Unstated;
    case.rules[0].count_partial_periods = true;
    assert_eq!(verdicts(&case), ["2024-Q3 met 2024-09-01 R2", "2024-Q4 met 2024-10-01 R3"]);
}

#[test]
fn done_later_inside_the_period_is_late() {
    let inside = Inside::By(Mark::MonthDay(2, 29));
    let mut case = home(Schedule::Calendar { unit: Unit::Year, inside });
    case.coverage_from = Some(date(2023, 1, 1));
    drills(&mut case, &[date(2023, 3, 1), date(2024, 2, 29)]);
    assert_eq!(verdicts(&case), ["2023 late 2023-03-01 R1", "2024 met 2024-02-29 R2"]);
    let window = Inside::FromTo(Mark::MonthDay(3, 1), Mark::MonthDay(5, 31));
    case.rules[0].schedule = Schedule::Calendar { unit: Unit::Year, inside: window };
    // Nothing cures it after the window.
    drills(&mut case, &[date(2024, 6, 1)]);
    assert_eq!(verdicts(&case), ["2023 met 2023-03-01 R1", "2024 violated -"]);
}

#[test]
fn anything_seen_up_to_the_deadline_counts_earlier_than_the_opening_too() {
    let mut case = home(Schedule::Deadline { by: Moment::of(Point::Date(date(2024, 6, 30))) });
    row(&mut case).opened = Some(date(2024, 2, 1));
    drills(&mut case, &[date(2024, 1, 15)]);
    assert_eq!(verdicts(&case), ["2024-02-01 met 2024-01-15 R1"]);
    case.records[0].at.day = date(2024, 7, 1);
    assert_eq!(verdicts(&case), ["2024-02-01 late 2024-07-01 R1"]);
    case.as_of = Some(date(2024, 6, 29));
    assert_eq!(verdicts(&case), ["2024-02-01 pending -"]);
    // Unseen days after M alone leave late or violated, which is violated.
    (case.as_of, case.coverage_to) = (Some(date(2024, 12, 31)), Some(date(2024, 6, 30)));
    assert_eq!(verdicts(&case), ["2024-02-01 violated -"]);
    case.coverage_to = Some(date(2024, 6, 29));
    assert_eq!(verdicts(&case), ["2024-02-01 unknown -"]);
}

#[test]
fn a_response_is_ordered_by_instant_when_both_have_one() {
    let mut case = home(Schedule::Response { after: hazard(), within: Some(span(15, SpanUnit::Days)), never: false });
    record(&mut case, "hazard", date(2024, 3, 1)).at.clock = hour(12);
    record(&mut case, "fire_drill", date(2024, 3, 1)).at.clock = hour(9);
    record(&mut case, "fire_drill", date(2024, 3, 16));
    assert_eq!(verdicts(&case), ["2024-03-01 met 2024-03-16 R1 R3"]);
    // Without an instant the same day is in order.
    case.records[1].at.clock = None;
    assert_eq!(verdicts(&case), ["2024-03-01 met 2024-03-01 R1 R2"]);
    // A record never answers itself.
    case.rules[0].activities = vec!["hazard".into()];
    assert_eq!(verdicts(&case), ["2024-03-01 violated - R1"]);
    // A subject that closes before due with it undone owes nothing.
    row(&mut case).closed = Some(date(2024, 3, 15));
    assert!(verdicts(&case).is_empty());
}

#[test]
fn matching_a_missing_field_is_perhaps() {
    let mut case = home(Schedule::Response { after: hazard(), within: Some(span(15, SpanUnit::Days)), never: false });
    case.rules[0].matching = vec!["ticket".into()];
    record(&mut case, "hazard", date(2024, 3, 1)).cells[5] = "T1".into();
    record(&mut case, "fire_drill", date(2024, 3, 2)).cells[5] = "T2".into();
    assert_eq!(verdicts(&case), ["2024-03-01 violated - R1"]);
    case.records[1].cells[5].clear();
    assert_eq!(verdicts(&case), ["2024-03-01 unknown - R1 R2"]);
    case.records[1].cells[5] = " Ｔ1".into();
    assert_eq!(verdicts(&case), ["2024-03-01 met 2024-03-02 R1 R2"]);
}

#[test]
fn a_precondition_is_judged_at_once() {
    let within = Some(span(3, SpanUnit::Days));
    let mut case = home(Schedule::Precondition { before: hazard(), within });
    record(&mut case, "hazard", date(2024, 3, 4));
    record(&mut case, "fire_drill", date(2024, 3, 1));
    assert_eq!(verdicts(&case), ["2024-03-01 met 2024-03-01 R1 R2"]);
    case.records[1].at.day = date(2024, 2, 29);
    assert_eq!(verdicts(&case), ["2024-03-01 violated - R1"]);
    case.coverage_from = Some(date(2024, 3, 2));
    assert_eq!(verdicts(&case), ["2024-03-01 unknown - R1"]);
    // `ever`: unseen days before the first opening are not asked for, unless the opening is unknown.
    case.rules[0].schedule = Schedule::Precondition { before: hazard(), within: None };
    row(&mut case).opened = Some(date(2024, 3, 2));
    assert_eq!(verdicts(&case), ["2024-03-02 violated - R1"]);
    row(&mut case).opened = None;
    assert_eq!(verdicts(&case), ["- unknown - R1"]);
}

#[test]
fn never_is_one_duty_a_stretch() {
    let mut case = home(Schedule::Prohibition);
    assert_eq!(verdicts(&case), ["2020-01-01 pending -"]);
    row(&mut case).closed = Some(date(2024, 5, 1));
    assert_eq!(verdicts(&case), ["2020-01-01 met -"]);
    drills(&mut case, &[date(2024, 5, 1), date(2023, 1, 1), date(2024, 5, 2)]);
    assert_eq!(verdicts(&case), ["2020-01-01 violated - R2 R1"]);
    case.coverage_from = Some(date(2024, 5, 1));
    assert_eq!(verdicts(&case), ["2024-05-01 violated - R1"]);
    assert!(evaluate(&case)[0].contains("\"to\":\"2024-05-01\"") && evaluate(&case)[0].contains("\"censored\":true"));
}

#[test]
fn a_missing_field_makes_the_quality_unknown() {
    let passed = Condition::Compare(Term::Field("passed".into()), Comparison::Equal, Term::Literal(Value::Flag(true)));
    let mut case = home(Schedule::Quality { require: passed });
    for cell in ["是", "否", ""] {
        record(&mut case, "fire_drill", date(2024, 1, 1)).cells[3] = cell.into();
    }
    // Equal days: done first, none last, then by evidence.
    let expected = ["2024-01-01 met 2024-01-01 R1", "2024-01-01 violated - R2", "2024-01-01 unknown - R3"];
    assert_eq!(verdicts(&case), expected);
    // Unknown membership leaves met and makes the rest unknown.
    row(&mut case).category.clear();
    let expected = ["2024-01-01 met 2024-01-01 R1", "2024-01-01 unknown - R2", "2024-01-01 unknown - R3"];
    assert_eq!(verdicts(&case), expected);
}

#[test]
fn a_breach_the_perhaps_records_would_have_prevented_is_unknown() {
    let mut case = home(Schedule::Rolling { every: span(1, SpanUnit::Years) });
    let score = Term::Field("score".into());
    let one = Term::Literal(Value::Number(1.into()));
    case.rules[0].filter = Some(Condition::Compare(score, Comparison::GreaterOrEqual, one));
    case.coverage_from = Some(date(2023, 1, 1));
    record(&mut case, "fire_drill", date(2023, 12, 1));
    record(&mut case, "fire_drill", date(2024, 2, 1)).cells[0] = "2".into();
    assert_eq!(verdicts(&case), ["2023-01-01 unknown 2024-02-01 R1 R2", "2024-02-01 pending -"]);
    case.records[0].cells[0] = "0.5".into();
    assert_eq!(verdicts(&case), ["2023-01-01 late 2024-02-01 R2", "2024-02-01 pending -"]);
}

#[test]
fn missing_numbers_make_duties_unknown() {
    let every = Span { number: Number::Attribute("cycle".into()), unit: SpanUnit::Months };
    let mut case = home(Schedule::Rolling { every });
    row(&mut case).cells[2] = "1.5".into();
    assert_eq!(verdicts(&case), ["2020-01-01 unknown -"]);
    assert!(evaluate(&case)[0].contains("\"to\":null,\"due\":null"));
    case.rules[0].schedule = each(Unit::Year);
    case.rules[0].quantity = Quantity::AtLeast(Number::Attribute("need".into()));
    case.coverage_from = Some(date(2024, 1, 1));
    drills(&mut case, &[date(2024, 2, 1)]);
    assert_eq!(verdicts(&case), ["2024 unknown - R1"]);
}

#[test]
fn bound_days_are_cut_by_effective_dates_and_closing() {
    let mut case = home(each(Unit::Month));
    case.rules[0].effective = Some(Effective { from: date(2024, 2, 1), to: Some(date(2024, 4, 30)) });
    row(&mut case).closed = Some(date(2024, 4, 29));
    assert_eq!(verdicts(&case), ["2024-02 violated -", "2024-03 violated -"]);
    case.as_of = Some(date(2024, 3, 30));
    assert_eq!(verdicts(&case), ["2024-02 violated -", "2024-03 pending -"]);
}

#[test]
fn sentences_are_written_as_section_12_has_them() {
    let sentence = |schedule: Schedule, seed: u64| {
        rule_text(&home(schedule), seed).lines().last().map(|line| line.trim().to_owned()).unwrap_or_default()
    };
    let response = Schedule::Response { after: hazard(), within: Some(span(15, SpanUnit::Days)), never: false };
    assert_eq!(sentence(response.clone(), 0), "养老机构 after hazard within 15 days fire_drill");
    assert_eq!(sentence(response, 1), "养老机构 hazard 后15日内 fire_drill");
    assert_eq!(sentence(each(Unit::HalfYear), 1), "养老机构 每半年 fire_drill");
    let inside = Inside::By(Mark::DayOfPeriod(15));
    assert_eq!(sentence(Schedule::Calendar { unit: Unit::Quarter, inside }, 1), "养老机构 每季度 第15日前 fire_drill");
    assert_eq!(
        sentence(Schedule::Rolling { every: span(6, SpanUnit::Months) }, 0),
        "养老机构 every 6 months fire_drill"
    );
}
