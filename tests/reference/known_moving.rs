//! What docs/language.md says of duties that perhaps move, lapse or are cut, with the expectations worked out by hand.

use super::evaluate;
use super::generate::{clock, date};
use super::known::{drills, home, record, row, span, verdicts};
use super::known_rest::{plain, season, waive, within};
use super::model::{
    Case, Comparison, Condition, Effective, Extended, Moment, Point, Schedule, Scope, SeasonKind, SpanUnit, Term, Time,
    Value, Whose,
};

/// A record of which nobody knows whether it passed moves the due day by a day, or does not.
fn perhaps_a_day_more(case: &mut Case, day: chrono::NaiveDate) {
    let passed = Condition::Compare(Term::Field("passed".into()), Comparison::Equal, Term::Literal(Value::Flag(true)));
    let by =
        Moment::of(Point::Activity { activity: "appeal".into(), field: None, of: Whose::Own, filter: Some(passed) });
    case.rules[0].extended =
        Some(Extended::By { by, matching: Vec::new(), span: span(1, SpanUnit::Days), at_most: None });
    record(case, "appeal", day);
}

#[test]
fn what_perhaps_lapses_and_is_excused_is_not_owed() {
    let mut case = home(within(90, SpanUnit::Minutes));
    record(&mut case, "hazard", date(2024, 3, 1));
    row(&mut case).closed = Some(date(2024, 3, 1));
    assert_eq!(verdicts(&case), ["2024-03-01 unknown - R1"]);
    waive(&mut case, date(2024, 3, 2), date(2024, 3, 2));
    assert!(verdicts(&case).is_empty());
    row(&mut case).closed = None;
    assert_eq!(verdicts(&case), ["2024-03-01 exempt - R1"]);

    let mut case = home(Schedule::Rolling { every: span(8, SpanUnit::Hours) });
    row(&mut case).opened = Some(date(2024, 3, 1));
    row(&mut case).closed = Some(date(2024, 3, 2));
    drills(&mut case, &[date(2024, 3, 2)]);
    assert_eq!(verdicts(&case), ["2024-03-01T00:00:00 late 2024-03-02 R1", "2024-03-02 unknown -"]);
    waive(&mut case, date(2024, 3, 3), date(2024, 3, 3));
    assert_eq!(verdicts(&case), ["2024-03-01T00:00:00 late 2024-03-02 R1"]);

    let mut case = home(Schedule::Rolling { every: span(1, SpanUnit::Months) });
    row(&mut case).opened = Some(date(2024, 2, 28));
    row(&mut case).closed = Some(date(2024, 3, 28));
    case.rules[0].grace = Some(span(15, SpanUnit::Days));
    perhaps_a_day_more(&mut case, date(2024, 3, 10));
    assert_eq!(verdicts(&case), ["2024-02-28 unknown -"]);
    waive(&mut case, date(2024, 4, 5), date(2024, 4, 5));
    assert!(verdicts(&case).is_empty());
}

#[test]
fn what_a_waiver_perhaps_cuts_is_exempt_where_it_is_excused_else() {
    let mut case = home(Schedule::Rolling { every: span(1, SpanUnit::Months) });
    row(&mut case).opened = Some(date(2024, 2, 28));
    case.as_of = Some(date(2024, 4, 20));
    waive(&mut case, date(2024, 3, 29), date(2024, 3, 29));
    perhaps_a_day_more(&mut case, date(2024, 3, 10));
    assert_eq!(verdicts(&case), ["2024-02-28 unknown -", "2024-03-30 pending -"]);
    case.rules[0].grace = Some(span(15, SpanUnit::Days));
    assert_eq!(verdicts(&case), ["2024-02-28 exempt -", "2024-03-30 pending -"]);
}

#[test]
fn who_is_bound_behind_the_end_of_a_stretch_leaves_its_clock_alone() {
    let mut case = home(Schedule::Rolling { every: span(8, SpanUnit::Months) });
    season(&mut case, SeasonKind::Yearly((3, 1), (3, 31)));
    case.rules[0].scope = Some(Scope::During("s".into()));
    (case.coverage_from, case.as_of) = (Some(date(2024, 3, 1)), Some(date(2024, 3, 5)));
    let mut other = case.rules[0].clone();
    (other.name, other.scope, other.overrides) = (Some("s".into()), None, vec!["r".into()]);
    other.schedule = Schedule::Prohibition;
    other.who.with = Some(Condition::Compare(
        Term::Attribute("beds".into()),
        Comparison::Greater,
        Term::Literal(Value::Number(1.into())),
    ));
    other.effective = Some(Effective { from: date(2024, 4, 1), to: None });
    case.rules.push(other);
    assert_eq!(verdicts(&case), ["2024-03-01 pending -"]);
    case.rules[1].effective = Some(Effective { from: date(2024, 3, 20), to: None });
    assert_eq!(verdicts(&case), ["2024-03-01 unknown -"]);
}

#[test]
fn what_moves_hours_that_run_from_a_mere_day() {
    let mut case = home(within(30, SpanUnit::Minutes));
    let by = Extended::By { by: plain("appeal"), matching: Vec::new(), span: span(10, SpanUnit::Days), at_most: None };
    case.rules[0].extended = Some(by);
    record(&mut case, "hazard", date(2024, 3, 1));
    record(&mut case, "appeal", date(2024, 3, 1)).at.clock = Some(clock(8, 30, 0));
    record(&mut case, "fire_drill", date(2024, 3, 2));
    // Half an hour from some time of that day: it may have been over before half past eight.
    assert_eq!(verdicts(&case), ["2024-03-01 unknown 2024-03-02 R1 R3"]);
    assert!(evaluate(&case)[0].contains("\"due\":\"2024-03-12\""));
    // On the same day all is in order.
    case.records[1].at.clock = None;
    assert_eq!(verdicts(&case), ["2024-03-01 met 2024-03-02 R1 R3"]);
    // No half hour that began that day reaches the next morning.
    case.records[1].at = Time::at(date(2024, 3, 2), clock(8, 30, 0));
    assert_eq!(verdicts(&case), ["2024-03-01 unknown 2024-03-02 R1 R3"]);
    assert!(evaluate(&case)[0].contains("\"due\":\"2024-03-02\""));
    case.records[2].at.day = date(2024, 3, 3);
    assert_eq!(verdicts(&case), ["2024-03-01 late 2024-03-03 R1 R3"]);
}
