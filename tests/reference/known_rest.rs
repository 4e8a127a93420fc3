//! What docs/language.md says of the later forms, with the expectations worked out by hand.

use super::evaluate;
use super::generate::{clock, date};
use super::known::{drills, each, hazard, home, record, row, span, verdicts};
use super::model::{
    Case, Class, Comparison, Condition, Extended, Inside, Joined, Moment, Number, Otherwise, Point, Population,
    Quantity, Schedule, Scope, Season, SeasonKind, SpanUnit, Term, Unit, Value, Waiver, Whose,
};

fn field_of_hazard(field: &str) -> Moment {
    Moment::of(Point::Activity { activity: "hazard".into(), field: Some(field.into()), of: Whose::Own, filter: None })
}

pub fn within(number: u32, unit: SpanUnit) -> Schedule {
    Schedule::Response { after: hazard(), within: Some(span(number, unit)), never: false }
}

pub fn season(case: &mut Case, kind: SeasonKind) -> Unit {
    case.seasons.push(Season { name: "s".into(), kind });
    Unit::Season("s".into())
}

pub fn waive(case: &mut Case, from: chrono::NaiveDate, to: chrono::NaiveDate) {
    case.waivers.push(Waiver { subject: "YL-001".into(), rule: "r".into(), from, to, in_table: false });
}

#[test]
fn seasons_are_units_labelled_by_the_day_they_start() {
    let mut case = home(each(Unit::Day));
    let unit = season(&mut case, SeasonKind::Yearly((11, 1), (2, 29)));
    case.rules[0].schedule = Schedule::Calendar { unit, inside: Inside::Whole };
    case.coverage_from = Some(date(2022, 11, 1));
    drills(&mut case, &[date(2023, 2, 28), date(2024, 3, 1)]);
    assert_eq!(verdicts(&case), ["2022-11-01 met 2023-02-28 R1", "2023-11-01 violated -", "2024-11-01 pending -"]);
}

#[test]
fn an_hour_of_the_night_belongs_to_the_evening_before() {
    let mut case = home(each(Unit::Day));
    let unit = season(&mut case, SeasonKind::Daily(clock(22, 0, 0), clock(6, 0, 0)));
    case.rules[0].schedule = Schedule::Calendar { unit, inside: Inside::Whole };
    case.coverage_from = Some(date(2024, 12, 28));
    record(&mut case, "fire_drill", date(2024, 12, 29)).at.clock = Some(clock(6, 0, 0));
    record(&mut case, "fire_drill", date(2024, 12, 29)).at.clock = Some(clock(21, 59, 59));
    record(&mut case, "fire_drill", date(2024, 12, 31));
    let expected = [
        "2024-12-27 unknown -",
        "2024-12-28 met 2024-12-29 R1",
        "2024-12-29 violated -",
        "2024-12-30 unknown - R3",
        "2024-12-31 pending - R3",
    ];
    let found = verdicts(&case);
    assert_eq!(found[..4], expected[..4]);
    // The night of the last day is still open, but a record with only a day is perhaps in it.
    assert_eq!(found[4], "2024-12-31 unknown - R3");
}

#[test]
fn a_scope_binds_from_each_begin_to_the_next_end() {
    let mut case = home(Schedule::Prohibition);
    case.rules[0].scope = Some(Scope::Between { from: hazard(), to: plain("fixed"), matching: Vec::new() });
    record(&mut case, "hazard", date(2024, 3, 1)).at.clock = Some(clock(12, 0, 0));
    record(&mut case, "fixed", date(2024, 3, 5)).at.clock = Some(clock(22, 0, 0));
    record(&mut case, "hazard", date(2024, 4, 1));
    // On bound days, but before B's instant and after E's.
    record(&mut case, "fire_drill", date(2024, 3, 1)).at.clock = Some(clock(9, 0, 0));
    record(&mut case, "fire_drill", date(2024, 3, 5)).at.clock = Some(clock(23, 0, 0));
    assert_eq!(verdicts(&case), ["2024-03-01 met -", "2024-04-01 pending -"]);
    // Where one of them has only a day, both days are in.
    case.records[1].at.clock = None;
    assert_eq!(verdicts(&case)[0], "2024-03-01 violated - R4 R5");
}

pub fn plain(activity: &str) -> Moment {
    Moment::of(Point::Activity { activity: activity.into(), field: None, of: Whose::Own, filter: None })
}

#[test]
fn a_trigger_that_forbids() {
    let mut case = home(Schedule::Response { after: hazard(), within: Some(span(48, SpanUnit::Hours)), never: true });
    record(&mut case, "hazard", date(2024, 12, 20)).at.clock = Some(clock(9, 0, 0));
    record(&mut case, "hazard", date(2024, 12, 30)).at.clock = Some(clock(9, 0, 0));
    record(&mut case, "fire_drill", date(2024, 12, 22)).at.clock = Some(clock(9, 0, 0));
    let expected = ["2024-12-20T09:00:00 violated - R1 R3", "2024-12-30T09:00:00 pending - R2"];
    assert_eq!(verdicts(&case), expected);
    case.records[2].at.clock = Some(clock(9, 0, 1));
    assert_eq!(verdicts(&case)[0], "2024-12-20T09:00:00 met - R1");
    case.records[2].at.clock = None;
    assert_eq!(verdicts(&case)[0], "2024-12-20T09:00:00 unknown - R1 R3");
}

#[test]
fn a_record_with_only_a_day_stands_for_the_whole_day() {
    let mut case = home(within(24, SpanUnit::Hours));
    record(&mut case, "hazard", date(2024, 3, 1)).at.clock = Some(clock(9, 0, 0));
    record(&mut case, "fire_drill", date(2024, 3, 1));
    assert_eq!(verdicts(&case), ["2024-03-01T09:00:00 met 2024-03-01 R1 R2"]);
    case.records[1].at.day = date(2024, 3, 2);
    assert_eq!(verdicts(&case), ["2024-03-01T09:00:00 unknown 2024-03-02 R1 R2"]);
    case.records[1].at.day = date(2024, 3, 3);
    assert_eq!(verdicts(&case), ["2024-03-01T09:00:00 late 2024-03-03 R1 R2"]);
    case.records[0].at.clock = None;
    assert_eq!(verdicts(&case), ["2024-03-01 late 2024-03-03 R1 R2"]);
    case.records[1].at.day = date(2024, 3, 2);
    assert_eq!(verdicts(&case), ["2024-03-01 unknown 2024-03-02 R1 R2"]);
}

#[test]
fn a_rolling_clock_of_hours() {
    let mut case = home(Schedule::Rolling { every: span(24, SpanUnit::Hours) });
    case.coverage_from = Some(date(2024, 12, 30));
    record(&mut case, "fire_drill", date(2024, 12, 30)).at.clock = Some(clock(8, 0, 0));
    record(&mut case, "fire_drill", date(2024, 12, 31)).at.clock = Some(clock(8, 0, 1));
    let expected = [
        "2024-12-30T00:00:00 met 2024-12-30 R1",
        "2024-12-30T08:00:00 late 2024-12-31 R2",
        "2024-12-31T08:00:01 pending -",
    ];
    assert_eq!(verdicts(&case), expected);
    assert!(evaluate(&case)[1].contains("\"days_late\":1"));
}

#[test]
fn moments_of_fields_and_their_shifts() {
    let mut by = field_of_hazard("valid_until");
    by.shift = Some((-1, SpanUnit::Months));
    let mut case = home(Schedule::Deadline { by });
    record(&mut case, "hazard", date(2024, 3, 1)).cells[2] = "2025-03-31".into();
    record(&mut case, "hazard", date(2024, 3, 2));
    assert_eq!(verdicts(&case), ["2020-01-01 pending -"]);
    assert!(evaluate(&case)[0].contains("\"due\":\"2025-02-28\"") && evaluate(&case)[0].contains("\"trigger\":null"));
    // For `after` a moment after as-of is no moment yet.
    case.rules[0].schedule = Schedule::Response {
        after: field_of_hazard("valid_until"),
        within: Some(span(1, SpanUnit::Days)),
        never: false,
    };
    assert!(verdicts(&case).is_empty());
    case.as_of = Some(date(2025, 3, 31));
    assert_eq!(verdicts(&case), ["2025-03-31 pending - R1"]);
}

#[test]
fn the_fixed_form_may_close_early() {
    let from = Moment::of(Point::Date(date(2022, 12, 31)));
    let within = Some(span(3, SpanUnit::Months));
    let mut case = home(Schedule::Fixed { every: span(1, SpanUnit::Years), from, within });
    case.coverage_from = Some(date(2023, 1, 1));
    drills(&mut case, &[date(2023, 3, 31), date(2024, 4, 1)]);
    assert_eq!(verdicts(&case), ["2023-01-01 met 2023-03-31 R1", "2024-01-01 late 2024-04-01 R2"]);
}

#[test]
fn a_sliding_window() {
    let mut case = home(Schedule::Sliding { any: span(3, SpanUnit::Days) });
    case.rules[0].quantity = Quantity::AtMost(Number::literal(1));
    row(&mut case).closed = Some(date(2024, 5, 1));
    drills(&mut case, &[date(2024, 3, 1), date(2024, 3, 4), date(2024, 3, 9)]);
    assert_eq!(verdicts(&case), ["2020-01-01 met - R1 R2 R3"]);
    case.records[1].at.day = date(2024, 3, 3);
    assert_eq!(verdicts(&case), ["2020-01-01 violated - R1 R2"]);
    case.rules[0].quantity = Quantity::TotalAtMost("score".into(), Number::literal(2));
    for (record, score) in case.records.iter_mut().zip(["1.5", "0.5", "2.5"]) {
        record.cells[0] = score.into();
    }
    assert_eq!(verdicts(&case), ["2020-01-01 violated - R3"]);
    case.records[2].cells[0] = String::new();
    assert_eq!(verdicts(&case), ["2020-01-01 unknown - R1 R2 R3"]);
}

#[test]
fn standing_validity_is_one_duty_a_run() {
    let mut case = home(Schedule::Until { field: "valid_until".into() });
    case.coverage_from = Some(date(2024, 1, 1));
    record(&mut case, "fire_drill", date(2024, 3, 1)).cells[2] = "2024-06-30".into();
    let expected = ["2024-01-01 unknown -", "2024-03-01 met - R1", "2024-07-01 violated -"];
    assert_eq!(verdicts(&case), expected);
    case.rules[0].schedule = Schedule::Lasting { span: span(1, SpanUnit::Months) };
    let expected = ["2024-01-01 unknown -", "2024-02-01 violated -", "2024-03-01 met - R1", "2024-04-02 violated -"];
    assert_eq!(verdicts(&case), expected);
    let licensed = Term::Attribute("licensed".into());
    let require = Condition::Compare(licensed, Comparison::Equal, Term::Literal(Value::Flag(true)));
    case.rules[0].schedule = Schedule::State { require };
    assert_eq!(verdicts(&case), ["2024-01-01 unknown -"]);
    row(&mut case).cells[4] = "true".into();
    let mut second = row(&mut case).clone();
    second.cells[4] = "false".into();
    second.valid_from = Some(date(2024, 5, 1));
    row(&mut case).valid_to = Some(date(2024, 4, 30));
    case.register.as_mut().unwrap().has_validity = true;
    case.register.as_mut().unwrap().rows.push(second);
    assert_eq!(verdicts(&case), ["2024-01-01 met -", "2024-05-01 violated -"]);
}

#[test]
fn totals_different_and_apart() {
    let mut case = home(each(Unit::Year));
    case.coverage_from = Some(date(2024, 1, 1));
    drills(&mut case, &[date(2024, 1, 1), date(2024, 2, 1), date(2024, 6, 1)]);
    for (record, score) in case.records.iter_mut().zip(["1", "0.5", "1.0"]) {
        record.cells[0] = score.into();
    }
    case.rules[0].quantity = Quantity::TotalAtLeast("score".into(), Number::Literal("1.5".parse().unwrap()));
    assert_eq!(verdicts(&case), ["2024 met 2024-02-01 R1 R2 R3"]);
    case.rules[0].quantity = Quantity::Different("score".into(), Number::literal(3));
    assert_eq!(verdicts(&case), ["2024 violated - R1 R2 R3"]);
    case.rules[0].quantity = Quantity::AtLeast(Number::literal(2));
    case.rules[0].apart = Some(span(5, SpanUnit::Months));
    assert_eq!(verdicts(&case), ["2024 met 2024-06-01 R1 R3"]);
    case.records[2].at.day = date(2024, 5, 31);
    assert_eq!(verdicts(&case), ["2024 violated - R1"]);
}

#[test]
fn a_duty_for_each_value_and_for_each_activity() {
    let mut case = home(each(Unit::Year));
    case.coverage_from = Some(date(2024, 1, 1));
    case.rules[0].for_each = Some(("place".into(), vec!["东楼".into(), "西楼".into()]));
    record(&mut case, "fire_drill", date(2024, 2, 1)).cells[1] = " 东楼 ".into();
    assert_eq!(verdicts(&case), ["2024 met 2024-02-01 R1", "2024 violated -"]);
    record(&mut case, "fire_drill", date(2024, 2, 2));
    assert_eq!(verdicts(&case), ["2024 met 2024-02-01 R1", "2024 unknown - R2"]);
    case.rules[0].for_each = None;
    case.rules[0].activities.push("hazard".into());
    assert_eq!(verdicts(&case), ["2024 met 2024-02-01 R1 R2"]);
    case.rules[0].joined = Joined::And;
    assert_eq!(verdicts(&case), ["2024 met 2024-02-01 R1 R2", "2024 violated -"]);
}

#[test]
fn grace_and_what_makes_up_for_a_breach() {
    let mut case = home(each(Unit::Month));
    case.coverage_from = Some(date(2024, 10, 1));
    case.rules[0].grace = Some(span(5, SpanUnit::Days));
    drills(&mut case, &[date(2024, 11, 5)]);
    assert_eq!(verdicts(&case), ["2024-10 met 2024-11-05 R1", "2024-11 violated -", "2024-12 pending -"]);
    drills(&mut case, &[date(2024, 11, 6)]);
    assert_eq!(verdicts(&case)[1], "2024-11 met 2024-11-06 R2");
    case.records.pop();
    let within = span(10, SpanUnit::Days);
    case.rules[0].otherwise =
        vec![Otherwise { within, activities: vec!["fine".into()], filter: None, matching: Vec::new() }];
    record(&mut case, "fine", date(2024, 12, 5));
    // In the grace: too early.
    assert_eq!(verdicts(&case)[1], "2024-11 violated -");
    case.records[1].at.day = date(2024, 12, 15);
    assert_eq!(verdicts(&case)[1], "2024-11 remedied -");
    case.records[1].at.day = date(2024, 12, 16);
    assert_eq!(verdicts(&case)[1], "2024-11 violated -");
    let second = case.rules[0].otherwise[0].clone();
    case.rules[0].otherwise.push(second);
    assert_eq!(verdicts(&case)[1], "2024-11 remedied -");
}

#[test]
fn one_record_makes_up_for_one_breach() {
    let mut case = home(Schedule::Prohibition);
    let within = span(10, SpanUnit::Days);
    case.rules[0].otherwise =
        vec![Otherwise { within, activities: vec!["fine".into()], filter: None, matching: Vec::new() }];
    drills(&mut case, &[date(2024, 3, 1), date(2024, 3, 2)]);
    record(&mut case, "fine", date(2024, 3, 3));
    assert_eq!(verdicts(&case), ["2020-01-01 violated - R1 R2"]);
    record(&mut case, "fine", date(2024, 3, 12));
    assert_eq!(verdicts(&case), ["2020-01-01 remedied - R1 R2"]);
}

#[test]
fn due_days_that_move() {
    let mut case = home(within(5, SpanUnit::Days));
    let by =
        |at_most| Extended::By { by: plain("appeal"), matching: Vec::new(), span: span(5, SpanUnit::Days), at_most };
    case.rules[0].extended = Some(by(None));
    record(&mut case, "hazard", date(2024, 3, 1));
    record(&mut case, "appeal", date(2024, 3, 6));
    record(&mut case, "appeal", date(2024, 3, 11));
    record(&mut case, "fire_drill", date(2024, 3, 16));
    assert_eq!(verdicts(&case), ["2024-03-01 met 2024-03-16 R1 R4"]);
    case.rules[0].extended = Some(by(Some(1)));
    assert_eq!(verdicts(&case), ["2024-03-01 late 2024-03-16 R1 R4"]);
    // From 6 to 11 March the clock stands still: six days.
    case.records[2].activity = "answer".into();
    case.rules[0].extended =
        Some(Extended::Between { from: plain("appeal"), to: plain("answer"), matching: Vec::new() });
    case.records[3].at.day = date(2024, 3, 12);
    assert_eq!(verdicts(&case), ["2024-03-01 met 2024-03-12 R1 R4"]);
    case.records[3].at.day = date(2024, 3, 13);
    assert_eq!(verdicts(&case), ["2024-03-01 late 2024-03-13 R1 R4"]);
    case.rules[0].extended = None;
    // 6 May 2024 is a Monday, and 1 to 5 May are days off.
    case.rules[0].next_working_day = true;
    case.records[0].at.day = date(2024, 4, 26);
    case.records[3].at.day = date(2024, 5, 6);
    assert_eq!(verdicts(&case), ["2024-04-26 met 2024-05-06 R1 R4"]);
    case.rules[0].next_working_day = false;
    case.rules[0].schedule = within(3, SpanUnit::WorkingDays);
    // 28 April is a Sunday on which people work, 29 and 30 April follow.
    assert!(evaluate(&case)[0].contains("\"due\":\"2024-04-30\""));
}

#[test]
fn waivers() {
    let mut case = home(each(Unit::Month));
    case.coverage_from = Some(date(2024, 10, 1));
    waive(&mut case, date(2024, 11, 10), date(2024, 12, 1));
    assert_eq!(verdicts(&case), ["2024-10 violated -", "2024-11 exempt -", "2024-12 exempt -"]);
    drills(&mut case, &[date(2024, 11, 20)]);
    assert_eq!(verdicts(&case)[1], "2024-11 met 2024-11-20 R1");
    case.rules[0].schedule = Schedule::Prohibition;
    assert_eq!(verdicts(&case), ["2024-10-01 pending -"]);
    // The clock stops at a waiver and starts anew after it.
    case.rules[0].schedule = Schedule::Rolling { every: span(1, SpanUnit::Months) };
    drills(&mut case, &[date(2024, 10, 20)]);
    let expected = ["2024-10-01 met 2024-10-20 R2", "2024-10-20 exempt -", "2024-12-02 pending -"];
    assert_eq!(verdicts(&case), expected);
}

#[test]
fn rules_that_override_and_subjects_of_a_parent() {
    let mut case = home(each(Unit::Month));
    case.coverage_from = Some(date(2024, 10, 1));
    let mut other = case.rules[0].clone();
    other.name = Some("s".into());
    other.overrides = vec!["r".into()];
    other.effective = Some(super::model::Effective { from: date(2024, 11, 1), to: None });
    case.rules.push(other);
    assert_eq!(verdicts(&case), ["2024-10 violated -", "2024-11 violated -", "2024-12 violated -"]);
    case.rules.pop();
    case.rules[0].who.any_of = vec![Class { name: "养老机构".into(), of: Some("养老机构".into()) }];
    assert_eq!(verdicts(&case), ["2024-10 unknown -", "2024-11 unknown -", "2024-12 unknown -"]);
    case.register.as_mut().unwrap().has_parents = true;
    assert!(verdicts(&case).is_empty());
    let mut child = row(&mut case).clone();
    (child.id, child.parent) = ("YL-002".into(), "YL-001".into());
    case.register.as_mut().unwrap().rows.push(child);
    assert_eq!(verdicts(&case).len(), 3);
}

#[test]
fn a_group_is_judged_by_its_members() {
    let mut case = home(each(Unit::Year));
    case.coverage_from = Some(date(2024, 1, 1));
    case.rules[0].population = Some(Population { percent: Some(50), per: None });
    for id in ["A", "B"] {
        let mut other = row(&mut case).clone();
        other.id = id.into();
        case.register.as_mut().unwrap().rows.push(other);
    }
    drills(&mut case, &[date(2024, 2, 1)]);
    assert_eq!(verdicts(&case), ["2024 violated - A B"]);
    record(&mut case, "fire_drill", date(2024, 2, 1)).subject = "A".into();
    assert_eq!(verdicts(&case), ["2024 met - B"]);
    case.as_of = Some(date(2024, 12, 30));
    assert_eq!(verdicts(&case), ["2024 met -"]);
    case.rules[0].population = Some(Population { percent: None, per: None });
    assert_eq!(verdicts(&case), ["2024 pending -"]);
}
