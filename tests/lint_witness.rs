//! Conflicts and redundancies, held against the reference evaluator, which knows nothing of them.
//!
//! A conflict: no timeline of its stretch meets both rules, neither of many random ones nor of all that take any of at
//! most twelve days; and every shorter stretch has a timeline that does. A redundancy: no timeline meets the stronger
//! rule and breaks the weaker; and the days that are said to show that it does not go the other way round do so. The same
//! for pairs of random rules, where silence is checked too: days that the lint
//! takes for compliant are judged by the reference.
//!
//! `GUIJU_LINT_TIMELINES` says how many random timelines a finding must stand (1,000 unless told), `GUIJU_LINT_PAIRS`
//! how many random pairs are drawn (150), `GUIJU_LINT_SEED` from which number.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test says what failed by failing"
)]

#[path = "reference/reference.rs"]
#[allow(dead_code, unused_imports, reason = "the reference also serves other tests")]
mod reference;

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use guiju::calendar::Day;
use guiju::check::{Loaded, NoFiles, load};
use guiju::lint::{Clash, Holding, Inclusion, Redundant, compliant_days, conflicts, redundancies};
use reference::Case;
use reference::model::{
    Activity, Class, Declares, Inside, Joined, Mark, Moment, Number, Point, Quantity, Record, Register, Row, Rule,
    Schedule, Span, SpanUnit, Time, Unit, Who, Whose,
};

/// Numbers that look random and are the same in every run (SplitMix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.roll() % end.max(1)
    }

    fn between(&mut self, least: u32, most: u32) -> u32 {
        least + u32::try_from(self.below(u64::from(most - least + 1))).unwrap()
    }

    fn pick<T: Clone>(&mut self, list: &[T]) -> T {
        list[usize::try_from(self.below(list.len() as u64)).unwrap()].clone()
    }
}

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn civil(day: Day) -> NaiveDate {
    day.to_string().parse().unwrap()
}

fn day(date: NaiveDate) -> Day {
    use chrono::Datelike;
    Day::from_ymd(date.year(), date.month(), date.day()).unwrap()
}

fn literal(number: u32) -> Number {
    Number::Literal(number.into())
}

fn span(amount: u32, unit: SpanUnit) -> Span {
    Span { number: literal(amount), unit }
}

fn rule(name: &str, schedule: Schedule, quantity: Quantity) -> Rule {
    Rule {
        name: Some(name.to_owned()),
        population: None,
        who: Who { any_of: vec![Class { name: "home".to_owned(), of: None }], except: Vec::new(), with: None },
        scope: None,
        schedule,
        quantity,
        activities: vec!["drill".to_owned()],
        joined: Joined::Or,
        filter: None,
        matching: Vec::new(),
        apart: None,
        for_each: None,
        effective: None,
        count_partial_periods: false,
        overrides: Vec::new(),
        grace: None,
        otherwise: Vec::new(),
        extended: None,
        next_working_day: false,
        described: false,
    }
}

/// Two rules over one home that opens on a day, judged as of another.
fn case(rules: &[Rule], opened: NaiveDate, as_of: NaiveDate) -> Case {
    Case {
        policy: None,
        categories: Vec::new(),
        activities: ["drill", "alarm"].map(|name| Activity { name: name.to_owned(), alias: None }).to_vec(),
        fields: Vec::new(),
        attributes: Vec::new(),
        parameters: Vec::new(),
        seasons: Vec::new(),
        declares: Declares { categories: false, activities: false, fields: false, attributes: false },
        rules: rules.to_vec(),
        waivers: Vec::new(),
        register: Some(Register {
            has_categories: true,
            has_regions: false,
            has_parents: false,
            has_validity: false,
            rows: vec![Row {
                id: "A".to_owned(),
                name: "A".to_owned(),
                category: "home".to_owned(),
                region: String::new(),
                parent: String::new(),
                opened: Some(opened),
                closed: None,
                valid_from: None,
                valid_to: None,
                cells: Vec::new(),
            }],
        }),
        records: Vec::new(),
        coverage_from: Some(opened),
        coverage_to: Some(as_of),
        as_of: Some(as_of),
        spelling: 0,
    }
}

fn loaded(rules: &[Rule]) -> Loaded {
    let text = reference::rule_text(&case(rules, date(2024, 1, 1), date(2024, 1, 1)), 0);
    let loaded = load([("case.gj", text.clone())], &mut NoFiles);
    let told: Vec<_> = loaded.problems.iter().map(|problem| &problem.title.en).collect();
    assert!(!loaded.problems.has_errors(), "{text}\n{told:?}");
    loaded
}

/// Whether windows are cut by an opening inside them: what is left of one is no window that the lint speaks of.
fn is_cut(rule: &Rule) -> bool {
    match &rule.schedule {
        Schedule::Fixed { .. } => true,
        Schedule::Calendar { inside, .. } => !matches!(inside, Inside::Whole),
        _ => false,
    }
}

fn least(rule: &Rule) -> u64 {
    let number = |number: &Number| match number {
        Number::Literal(number) => u64::try_from(*number).unwrap(),
        _ => panic!("numbers are written out"),
    };
    match (&rule.schedule, &rule.quantity) {
        (Schedule::Prohibition | Schedule::Response { never: true, .. }, _) | (_, Quantity::AtMost(_)) => 0,
        (_, Quantity::Unstated) => 1,
        (_, Quantity::AtLeast(least) | Quantity::Exactly(least) | Quantity::Range(least, _)) => number(least),
        _ => panic!("counts only"),
    }
}

/// The names of the rules that these records break. Where `whole` says so, what is left of a window that began before
/// the opening breaks nothing by being short; else the rules of which nobody knows are named too, as [`unsure`].
fn broken(case: &mut Case, days: &[NaiveDate], alarm: Option<NaiveDate>, whole: bool) -> Vec<String> {
    let record = |at: usize, activity: &str, on: NaiveDate| Record {
        id: format!("R{at}"),
        subject: "A".to_owned(),
        activity: activity.to_owned(),
        at: Time { day: on, clock: None },
        cells: Vec::new(),
    };
    case.records = days.iter().enumerate().map(|(at, on)| record(at, "drill", *on)).collect();
    case.records.extend(alarm.map(|on| record(days.len(), "alarm", on)));
    let opened = case.coverage_from.unwrap().to_string();
    let mut broken = Vec::new();
    for line in reference::evaluate(case) {
        let verdict: serde_json::Value = serde_json::from_str(&line).unwrap();
        let name = verdict["rule"].as_str().unwrap().to_owned();
        if verdict["status"] == "unknown" && !whole {
            broken.push(unsure(&name));
        }
        if !["violated", "late"].contains(&verdict["status"].as_str().unwrap()) {
            continue;
        }
        let rule = case.rules.iter().find(|rule| rule.name.as_ref() == Some(&name)).unwrap();
        let begun_before = verdict["from"].as_str().is_some_and(|from| from < opened.as_str());
        let short = verdict["count"].as_u64().unwrap() < least(rule) || verdict["status"] == "late";
        if !(whole && is_cut(rule) && begun_before && short) {
            broken.push(name);
        }
    }
    broken
}

/// A rule of which nobody knows whether it is met: a precondition may reach back before the opening.
fn unsure(name: &str) -> String {
    format!("{name}?")
}

fn after(from: NaiveDate, days: u64) -> NaiveDate {
    from + Days::new(days)
}

/// Random days of a stretch, few or many.
fn timeline(dice: &mut Dice, from: NaiveDate, length: u64, most: u64) -> Vec<NaiveDate> {
    let count = dice.below(most + 1);
    (0..count).map(|_| after(from, dice.below(length))).collect()
}

/// At most twelve days of a stretch: its ends, the days around what is due in it, and others.
fn critical(dice: &mut Dice, most: usize, from: NaiveDate, to: NaiveDate, dues: &[Day]) -> Vec<NaiveDate> {
    let mut days = vec![from, to];
    for due in dues {
        days.extend([civil(*due), civil(due.next())]);
    }
    let length = u64::try_from((to - from).num_days()).unwrap() + 1;
    days.extend((0..12).map(|_| after(from, dice.below(length))));
    days.retain(|day| (from..=to).contains(day));
    let mut seen = Vec::new();
    days.retain(|day| {
        let new = !seen.contains(day);
        seen.push(*day);
        new
    });
    days.truncate(most);
    days
}

fn subsets(days: &[NaiveDate]) -> impl Iterator<Item = Vec<NaiveDate>> + '_ {
    (0_u32..1 << days.len())
        .map(|mask| days.iter().enumerate().filter(|(at, _)| mask & (1 << at) != 0).map(|(_, day)| *day).collect())
}

/// How much is tried.
#[derive(Clone, Copy)]
struct Effort {
    /// How many random timelines.
    random: u64,
    /// Of how many days every subset is tried.
    days: usize,
    /// Every how many days a shorter stretch begins.
    every: usize,
}

/// How often each part of the check was done.
#[derive(Default)]
struct Tally {
    conflicts: u64,
    redundancies: u64,
    silent: u64,
    timelines: u64,
    shorter: u64,
    /// Redundancies that were shown not to go the other way round.
    one_way: u64,
    /// Those of which neither the lint nor a timeline shows it: both ask for the same.
    both_ways: u64,
}

/// No timeline of the stretch meets both rules, and shorter stretches have one that does.
fn conflict_stands(rules: &[Rule], dice: &mut Dice, effort: Effort, tally: &mut Tally) -> bool {
    let loaded = loaded(rules);
    let found = conflicts(&loaded);
    let [conflict] = found.as_slice() else {
        assert!(found.is_empty());
        return false;
    };
    tally.conflicts += 1;
    let text = reference::rule_text(&case(rules, date(2024, 1, 1), date(2024, 1, 1)), 0);
    let (from, to, dues, alarm) = match &conflict.witness {
        Clash::Days(found) => (civil(found.from), civil(found.to), found.dues.clone(), None),
        Clash::Moment { moment, due, .. } => {
            (civil(moment.day), civil(due.day), vec![due.day], Some(civil(moment.day)))
        }
    };
    let length = u64::try_from((to - from).num_days()).unwrap() + 1;
    let most = rules.iter().map(least).max().unwrap() * u64::try_from(dues.len()).unwrap() + 2;
    let mut judged = case(rules, from, to);
    for _ in 0..effort.random {
        let days = timeline(dice, from, length, most);
        assert!(!broken(&mut judged, &days, alarm, true).is_empty(), "{text}{from} to {to}: {days:?} meets both");
    }
    let candidates = critical(dice, effort.days, from, to, &dues);
    let mut tried = 0;
    for days in subsets(&candidates) {
        assert!(!broken(&mut judged, &days, alarm, true).is_empty(), "{text}{from} to {to}: {days:?} meets both");
        tried += 1;
    }
    tally.timelines += effort.random + tried;
    // Every stretch that is a day shorter has days that meet both.
    let Clash::Days(collision) = &conflict.witness else {
        if length > 1 {
            let mut judged = case(rules, from, to - Days::new(1));
            assert!(broken(&mut judged, &[], alarm, true).is_empty(), "{text}a shorter window collides");
            tally.shorter += 1;
        }
        return true;
    };
    let shorter = (0..1461).step_by(effort.every);
    for start in shorter.map(|day| after(date(2024, 1, 1), day)).chain([from, after(from, 1)]) {
        if length < 2 {
            break;
        }
        let end = after(start, length - 2);
        let days = compliant_days(&loaded.book, conflict.asks, conflict.allows, day(start), day(end));
        let days = days.unwrap_or_else(|| panic!("{text}{start} to {end} collides, and is shorter than {collision:?}"));
        let days: Vec<NaiveDate> = days.into_iter().map(civil).collect();
        let mut judged = case(rules, start, end);
        let broken = broken(&mut judged, &days, None, true);
        assert!(broken.is_empty(), "{text}{start} to {end}: {days:?} breaks {broken:?}");
        tally.shorter += 1;
    }
    true
}

/// The days that the lint shows meet the weaker rule and break the stronger; `false` where it shows none.
fn reverse_stands(rules: &[Rule], redundant: &Redundant, [strong, weak]: [&String; 2], tally: &mut Tally) -> bool {
    let (opened, as_of, days, alarm) = match &redundant.witness {
        Holding::Days(Inclusion { reverse: Some(reverse), bound, .. }) => {
            let days = reverse.iter().map(|day| civil(*day)).collect();
            (civil(bound.0), civil(bound.1), days, None)
        }
        Holding::Moment { moment, strong, weak, reverse: Some((time, number)), .. } => {
            let edges = [Some(*moment), *strong, *weak, Some(*time)].into_iter().flatten().map(|time| civil(time.day));
            let days = vec![civil(time.day); usize::try_from(*number).unwrap()];
            (edges.clone().min().unwrap(), edges.max().unwrap(), days, Some(civil(moment.day)))
        }
        Holding::Plain => (date(2024, 1, 1), date(2024, 2, 1), vec![date(2024, 1, 10)], None),
        Holding::Days(_) | Holding::Moment { .. } => {
            tally.both_ways += 1;
            return false;
        }
    };
    let mut judged = case(rules, opened, as_of);
    let broken = broken(&mut judged, &days, alarm, true);
    let text = reference::rule_text(&judged, 0);
    let told = format!("{text}opened {opened}, as of {as_of}: {days:?} (alarm {alarm:?}) breaks {broken:?}");
    assert!(broken.contains(strong) && !broken.contains(weak), "{told}: not {strong} alone");
    tally.one_way += 1;
    true
}

/// No timeline meets the stronger rule and breaks the weaker.
fn redundancy_stands(rules: &[Rule], dice: &mut Dice, effort: Effort, tally: &mut Tally) -> bool {
    let loaded = loaded(rules);
    let found = redundancies(&loaded);
    let [redundant] = found.as_slice() else {
        assert!(found.is_empty());
        return false;
    };
    tally.redundancies += 1;
    let text = reference::rule_text(&case(rules, date(2024, 1, 1), date(2024, 1, 1)), 0);
    let name = |at: usize| loaded.book.rules[at].id.clone();
    let (strong, weak) = (name(redundant.strong), name(redundant.weak));
    let (dues, alarms) = match &redundant.witness {
        Holding::Days(found) => (found.strong.iter().map(|window| window.to).chain([found.weak.to]).collect(), false),
        Holding::Moment { strong, weak, .. } => {
            ([strong, weak].into_iter().flatten().map(|edge| edge.day).collect(), true)
        }
        Holding::Plain => (
            Vec::new(),
            rules.iter().any(|rule| matches!(rule.schedule, Schedule::Response { .. } | Schedule::Precondition { .. })),
        ),
    };
    let one_way = reverse_stands(rules, redundant, [&strong, &weak], tally);
    let (mut met, mut missed) = (0, 0);
    let mut stands = |opened: NaiveDate, as_of: NaiveDate, days: &[NaiveDate], alarm: Option<NaiveDate>| {
        let broken = broken(&mut case(rules, opened, as_of), days, alarm, false);
        let known = !broken.contains(&unsure(&strong)) && !broken.contains(&unsure(&weak));
        met += u64::from(!broken.contains(&strong) && known);
        missed += u64::from(broken.contains(&weak));
        let reverse = broken.contains(&strong) && !broken.contains(&weak);
        assert!(
            one_way || !reverse || !known,
            "{text}opened {opened}, as of {as_of}: {days:?} (alarm {alarm:?}) meets {weak} and breaks {strong}, which is not shown"
        );
        assert!(
            broken.contains(&strong) || !broken.contains(&weak) || !known,
            "{text}opened {opened}, as of {as_of}: {days:?} (alarm {alarm:?}) meets {strong} and breaks {weak}"
        );
    };
    for _ in 0..effort.random {
        let opened = after(date(2023, 6, 1), dice.below(900));
        // Short spans are met by chance, long ones by what is compliant with little taken away or moved.
        let length = dice.pick(&[5, 20, 60, 200, 500, 900]) + dice.below(30);
        let as_of = after(opened, length);
        let alarm = alarms.then(|| after(opened, dice.below(length + 1)));
        let mut days = match dice.below(3) {
            0 => timeline(dice, opened, length + 1, 12),
            _ => compliant_days(&loaded.book, redundant.strong, redundant.strong, day(opened), day(as_of))
                .unwrap_or_default()
                .into_iter()
                .map(civil)
                .collect(),
        };
        for _ in 0..dice.below(4) {
            if !days.is_empty() {
                let at = usize::try_from(dice.below(days.len() as u64)).unwrap();
                match dice.below(3) {
                    0 => drop(days.remove(at)),
                    1 => days[at] = (days[at] - Days::new(dice.below(4))).max(opened),
                    _ => days.push(after(opened, dice.below(length + 1))),
                }
            }
        }
        stands(opened, as_of, &days, alarm);
    }
    let (from, to) = match &redundant.witness {
        Holding::Days(found) => (civil(found.weak.needs.min(found.weak.from)), civil(found.weak.to)),
        Holding::Moment { moment, strong, weak, .. } => {
            let edges = [Some(*moment), *strong, *weak].into_iter().flatten().map(|time| civil(time.day));
            (edges.clone().min().unwrap(), edges.max().unwrap())
        }
        Holding::Plain => (date(2024, 1, 1), date(2024, 2, 1)),
    };
    let alarm = match &redundant.witness {
        Holding::Moment { moment, .. } => civil(moment.day),
        _ => from,
    };
    for days in subsets(&critical(dice, effort.days, from, to, &dues)) {
        stands(from, to, &days, alarms.then_some(alarm));
    }
    tally.timelines += effort.random + (1 << effort.days);
    assert!(met > 0 || effort.random < 500, "{text}no timeline met {strong}: the check says nothing");
    // Few timelines may all keep within a generous limit.
    assert!(missed > 0 || effort.random < 500, "{text}no timeline broke {weak}: the check says nothing");
    true
}

fn each(unit: Unit, inside: Inside) -> Schedule {
    Schedule::Calendar { unit, inside }
}

fn rolling(amount: u32, unit: SpanUnit) -> Schedule {
    Schedule::Rolling { every: span(amount, unit) }
}

fn sliding(amount: u32, unit: SpanUnit) -> Schedule {
    Schedule::Sliding { any: span(amount, unit) }
}

fn on_alarm(amount: u32, unit: SpanUnit, never: bool) -> Schedule {
    let point = Point::Activity { activity: "alarm".to_owned(), field: None, of: Whose::Own, filter: None };
    let after = Moment { points: vec![point], shift: None };
    Schedule::Response { after, within: Some(span(amount, unit)), never }
}

fn before_alarm(days: Option<u32>) -> Schedule {
    let point = Point::Activity { activity: "alarm".to_owned(), field: None, of: Whose::Own, filter: None };
    let before = Moment { points: vec![point], shift: None };
    Schedule::Precondition { before, within: days.map(|days| span(days, SpanUnit::Days)) }
}

fn blocks(amount: u32, unit: SpanUnit) -> Schedule {
    let from = Moment { points: vec![Point::Date(date(2023, 12, 31))], shift: None };
    Schedule::Fixed { every: span(amount, unit), from, within: None }
}

fn at_least(number: u32) -> Quantity {
    Quantity::AtLeast(literal(number))
}

fn at_most(number: u32) -> Quantity {
    Quantity::AtMost(literal(number))
}

const WHOLE: Inside = Inside::Whole;

#[test]
fn each_kind_of_conflict_stands_against_the_reference() {
    let day_window = Inside::FromTo(Mark::DayOfPeriod(3), Mark::DayOfPeriod(9));
    let pairs = [
        [rule("a", rolling(6, SpanUnit::Months), at_least(1)), rule("b", each(Unit::Year, WHOLE), at_most(1))],
        [rule("a", rolling(5, SpanUnit::Months), at_least(1)), rule("b", each(Unit::Year, WHOLE), at_most(2))],
        [rule("a", rolling(45, SpanUnit::Days), at_least(1)), rule("b", each(Unit::Quarter, WHOLE), at_most(1))],
        [rule("a", each(Unit::Month, WHOLE), at_least(2)), rule("b", each(Unit::Quarter, WHOLE), at_most(5))],
        [rule("a", each(Unit::Week, WHOLE), at_least(1)), rule("b", sliding(1, SpanUnit::Months), at_most(2))],
        [rule("a", each(Unit::Month, day_window), at_least(4)), rule("b", sliding(3, SpanUnit::Days), at_most(1))],
        [
            rule("a", each(Unit::Month, Inside::By(Mark::DayOfPeriod(10))), at_least(2)),
            rule("b", each(Unit::Year, WHOLE), at_most(20)),
        ],
        [
            rule("a", each(Unit::Quarter, WHOLE), Quantity::Exactly(literal(1))),
            rule("b", each(Unit::HalfYear, WHOLE), Quantity::Exactly(literal(3))),
        ],
        [
            rule("a", each(Unit::Xun, WHOLE), Quantity::Range(literal(1), literal(2))),
            rule("b", each(Unit::Month, WHOLE), Quantity::Range(literal(7), literal(9))),
        ],
        [rule("a", blocks(2, SpanUnit::Months), at_least(3)), rule("b", each(Unit::Month, WHOLE), at_most(1))],
        [rule("a", each(Unit::HalfMonth, WHOLE), at_least(1)), rule("b", Schedule::Prohibition, Quantity::Unstated)],
        [
            rule("a", on_alarm(3, SpanUnit::Days, false), at_least(2)),
            rule("b", on_alarm(1, SpanUnit::Weeks, false), at_most(1)),
        ],
        [
            rule("a", on_alarm(10, SpanUnit::Days, false), at_least(1)),
            rule("b", on_alarm(10, SpanUnit::Days, true), Quantity::Unstated),
        ],
        [
            rule("a", on_alarm(2, SpanUnit::Days, false), at_least(1)),
            rule("b", Schedule::Prohibition, Quantity::Unstated),
        ],
    ];
    let (mut dice, mut tally) = (Dice(1), Tally::default());
    let effort = Effort { random: number("GUIJU_LINT_TIMELINES", 1_000), days: 12, every: 7 };
    for pair in &pairs {
        let text = reference::rule_text(&case(pair, date(2024, 1, 1), date(2024, 1, 1)), 0);
        assert!(conflict_stands(pair, &mut dice, effort, &mut tally), "not found:\n{text}");
    }
    println!("{} conflicts, {} timelines, {} shorter stretches", tally.conflicts, tally.timelines, tally.shorter);
}

#[test]
fn each_kind_of_redundancy_stands_against_the_reference() {
    let by = |last| Inside::By(Mark::DayOfPeriod(last));
    let pairs = [
        [rule("a", each(Unit::Quarter, WHOLE), at_least(1)), rule("b", each(Unit::Year, WHOLE), at_least(4))],
        [rule("a", rolling(6, SpanUnit::Months), at_least(1)), rule("b", rolling(1, SpanUnit::Years), at_least(1))],
        [rule("a", rolling(6, SpanUnit::Months), at_least(1)), rule("b", each(Unit::Year, WHOLE), at_least(1))],
        [rule("a", rolling(10, SpanUnit::Days), at_least(1)), rule("b", each(Unit::HalfMonth, WHOLE), at_least(1))],
        [rule("a", each(Unit::Month, WHOLE), at_least(3)), rule("b", each(Unit::Month, WHOLE), at_least(2))],
        [rule("a", each(Unit::Month, by(10)), at_least(1)), rule("b", each(Unit::Month, WHOLE), at_least(1))],
        [
            rule("a", each(Unit::Month, Inside::FromTo(Mark::DayOfPeriod(5), Mark::DayOfPeriod(10))), at_least(1)),
            rule("b", each(Unit::Month, by(10)), at_least(1)),
        ],
        [rule("a", each(Unit::Week, WHOLE), at_least(1)), rule("b", each(Unit::Month, WHOLE), at_least(3))],
        [rule("a", each(Unit::Quarter, WHOLE), at_most(1)), rule("b", each(Unit::Year, WHOLE), at_most(4))],
        [rule("a", sliding(1, SpanUnit::Months), at_most(1)), rule("b", each(Unit::HalfMonth, WHOLE), at_most(1))],
        [rule("a", Schedule::Prohibition, Quantity::Unstated), rule("b", each(Unit::Week, WHOLE), at_most(1))],
        [
            rule("a", each(Unit::Quarter, WHOLE), Quantity::Exactly(literal(1))),
            rule("b", each(Unit::HalfYear, WHOLE), Quantity::Range(literal(2), literal(4))),
        ],
        [
            rule("a", on_alarm(3, SpanUnit::Days, false), at_least(2)),
            rule("b", on_alarm(15, SpanUnit::Days, false), at_least(1)),
        ],
        [
            rule("a", on_alarm(15, SpanUnit::Days, true), Quantity::Unstated),
            rule("b", on_alarm(3, SpanUnit::Days, false), at_most(1)),
        ],
        [
            rule("a", on_alarm(15, SpanUnit::Days, false), at_most(1)),
            rule("b", on_alarm(3, SpanUnit::Days, false), at_most(1)),
        ],
        [
            rule("a", on_alarm(5, SpanUnit::Days, false), at_least(3)),
            rule("b", on_alarm(9, SpanUnit::Days, false), at_least(2)),
        ],
        [rule("a", before_alarm(Some(3)), at_least(1)), rule("b", before_alarm(Some(15)), at_least(1))],
        [rule("a", before_alarm(Some(9)), at_least(2)), rule("b", before_alarm(None), at_least(1))],
        [
            rule("a", Schedule::Prohibition, Quantity::Unstated),
            rule("b", on_alarm(10, SpanUnit::Days, true), Quantity::Unstated),
        ],
        [rule("a", sliding(30, SpanUnit::Days), at_most(2)), rule("b", each(Unit::Week, WHOLE), at_most(2))],
        [
            rule("a", each(Unit::Month, WHOLE), Quantity::Exactly(literal(1))),
            rule("b", each(Unit::Month, WHOLE), at_least(1)),
        ],
        [rule("a", each(Unit::Month, WHOLE), at_least(2)), rule("b", each(Unit::Month, WHOLE), at_least(2))],
        [
            rule("a", each(Unit::Day, WHOLE), Quantity::Range(literal(1), literal(3))),
            rule("b", each(Unit::Day, WHOLE), at_most(3)),
        ],
        [
            rule("a", on_alarm(5, SpanUnit::Days, false), Quantity::Range(literal(1), literal(3))),
            rule("b", on_alarm(5, SpanUnit::Days, false), at_most(3)),
        ],
    ];
    let (mut dice, mut tally) = (Dice(2), Tally::default());
    let effort = Effort { random: number("GUIJU_LINT_TIMELINES", 1_000), days: 12, every: 7 };
    for pair in &pairs {
        let text = reference::rule_text(&case(pair, date(2024, 1, 1), date(2024, 1, 1)), 0);
        assert!(redundancy_stands(pair, &mut dice, effort, &mut tally), "not found:\n{text}");
    }
    println!(
        "{} redundancies, {} of them one way, {} both ways; {} timelines",
        tally.redundancies, tally.one_way, tally.both_ways, tally.timelines
    );
}

/// A rule of the family that is decided, short enough for the reference to be asked often.
fn random_rule(dice: &mut Dice, name: &str) -> Rule {
    let unit =
        |dice: &mut Dice| dice.pick(&[Unit::Day, Unit::Week, Unit::Xun, Unit::HalfMonth, Unit::Month, Unit::TwoMonths]);
    let quantity = |dice: &mut Dice| {
        let number = dice.between(1, 4);
        match dice.below(6) {
            0 => Quantity::Unstated,
            1 | 2 => at_least(number),
            3 | 4 => at_most(dice.between(0, 4)),
            _ => Quantity::Range(literal(number), literal(number + dice.between(0, 2))),
        }
    };
    match dice.below(8) {
        0 | 1 => rule(name, rolling(dice.between(2, 40), SpanUnit::Days), Quantity::Unstated),
        2 => rule(name, rolling(dice.between(1, 3), SpanUnit::Months), Quantity::Unstated),
        3 => {
            let (span, unit) =
                dice.pick(&[(5, SpanUnit::Days), (9, SpanUnit::Days), (2, SpanUnit::Weeks), (1, SpanUnit::Months)]);
            rule(name, sliding(span, unit), at_most(dice.between(0, 3)))
        }
        4 if dice.below(2) == 0 => {
            let last = Inside::By(Mark::DayOfPeriod(dice.between(3, 15)));
            rule(name, each(dice.pick(&[Unit::Month, Unit::TwoMonths]), last), at_least(dice.between(1, 2)))
        }
        4 => {
            let first = dice.between(1, 6);
            let inside = Inside::FromTo(Mark::DayOfPeriod(first), Mark::DayOfPeriod(first + dice.between(0, 9)));
            let unit = dice.pick(&[Unit::Month, Unit::TwoMonths]);
            rule(name, each(unit, inside), quantity(dice))
        }
        5 if dice.below(3) == 0 => {
            rule(name, blocks(dice.between(1, 2), SpanUnit::Months), at_least(dice.between(1, 3)))
        }
        _ => rule(name, each(unit(dice), WHOLE), quantity(dice)),
    }
}

#[test]
fn findings_and_silence_on_random_pairs_stand_against_the_reference() {
    let mut dice = Dice(number("GUIJU_LINT_SEED", 20_240_218));
    let mut tally = Tally::default();
    let mut forms: BTreeMap<&str, u64> = BTreeMap::new();
    for _ in 0..number("GUIJU_LINT_PAIRS", 150) {
        let pair = [random_rule(&mut dice, "a"), random_rule(&mut dice, "b")];
        if conflict_stands(&pair, &mut dice, Effort { random: 20, days: 7, every: 97 }, &mut tally) {
            *forms.entry("conflict").or_default() += 1;
        } else {
            // Silence: there are days that meet both, and the reference says so of them.
            let loaded = loaded(&pair);
            let start = after(date(2024, 1, 1), dice.below(1000));
            let end = after(start, 200);
            if let Some(days) = compliant_days(&loaded.book, 0, 1, day(start), day(end)) {
                let days: Vec<NaiveDate> = days.into_iter().map(civil).collect();
                let broken = broken(&mut case(&pair, start, end), &days, None, true);
                let text = reference::rule_text(&case(&pair, start, end), 0);
                assert!(broken.is_empty(), "{text}{start} to {end}: {days:?} breaks {broken:?}");
                tally.silent += 1;
            } else {
                panic!("not found: {}", reference::rule_text(&case(&pair, start, end), 0));
            }
        }
        redundancy_stands(&pair, &mut dice, Effort { random: 60, days: 7, every: 0 }, &mut tally);
    }
    println!(
        "conflicts {}, redundancies {} ({} one way, {} both), silent and compliant {}; {} timelines, {} shorter stretches",
        tally.conflicts,
        tally.redundancies,
        tally.one_way,
        tally.both_ways,
        tally.silent,
        tally.timelines,
        tally.shorter
    );
    assert!(tally.conflicts > 0 && tally.redundancies > 0 && tally.silent > 0);
}
