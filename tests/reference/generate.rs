//! Random cases for the comparison of the two implementations. Only valid cases: their rule text checks clean.
//!
//! All days of a case lie on or near a short "spine" of days, most of them edges (month ends, 29 February, period
//! starts), at the distances durations have. So openings, closings, deadlines and records keep meeting on the same day
//! or just beside each other, which is where two readings of docs/language.md would differ.

use super::calendar::shift_day;
use super::dice::Dice;
use super::forms::{Forms, used};
use super::generate_rules::rules;
use super::generate_world::{records, register, waivers};
use super::model::{
    Activity, Case, Category, Column, Day, Declares, Effective, Inside, Joined, Kind, Moment, Number, Parameter, Point,
    Policy, Quantity, Rule, Schedule, Season, SeasonKind, SpanUnit, Unit,
};
use super::text::rule_id;
use chrono::NaiveTime;
use rust_decimal::Decimal;

pub const CATEGORIES: [(&str, &str); 4] =
    [("照护机构", "care"), ("养老机构", "nursing_home"), ("clinic", "诊所"), ("day_care", "日托")];
pub const ACTIVITIES: [(&str, &str); 3] =
    [("fire_drill", "消防演练"), ("发现隐患", "hazard_found"), ("7日整改", "fixup")];
pub const REGIONS: [&str; 4] = ["湖南省", "湖南省/长沙市", "湖南省/长沙市区", "湖南省/长沙市/天心区"];
pub const NAMES: [&str; 3] = ["R1", "drill-二", "a_rule"];

/// Before every other day of a case: an opening or a coverage that leaves nothing unseen.
pub const LONG_AGO: Day = Day::from_ymd_opt(2022, 12, 31).expect("a day of the calendar");

/// What the parts of a case are made with: chance, the days everything is measured from, and what is declared.
pub struct Making<'d, 'f> {
    pub dice: &'d mut Dice<'f>,
    pub spine: Vec<Day>,
    /// Whether everything lies within some days.
    pub is_tight: bool,
    pub declares: Declares,
    pub seasons: Vec<Season>,
}

pub fn date(year: i32, month: u32, day: u32) -> Day {
    Day::from_ymd_opt(year, month, day).expect("a day of the calendar")
}

pub fn clock(hour: u32, minute: u32, second: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, second).expect("a time of the day")
}

/// The case of a seed, which uses no form but those that are on.
pub fn case(seed: u64, forms: &Forms) -> Case {
    for attempt in 0.. {
        let mut dice = Dice::new(seed.wrapping_add(attempt << 32), forms);
        let case = draw(&mut dice);
        if used(&case).iter().all(|form| forms.has(form)) {
            return case;
        }
    }
    unreachable!("the spine alone is always drawn at last")
}

fn draw(dice: &mut Dice) -> Case {
    let is_tight = dice.chance(35);
    let spine = spine(dice, is_tight);
    let declares = declares(dice);
    let mut making = Making { dice, spine, is_tight, declares, seasons: Vec::new() };
    making.seasons = seasons(&mut making);
    let rules = rules(&mut making);
    let register = register(&mut making);
    let records = records(&mut making, &rules);
    let [coverage_from, coverage_to, as_of] = options(&mut making);
    let mut case = Case {
        policy: policy(&mut making),
        categories: categories(&mut making),
        activities: activities(),
        fields: fields(),
        attributes: attributes(),
        parameters: parameters(&mut making),
        seasons: making.seasons.clone(),
        declares,
        waivers: Vec::new(),
        rules,
        register,
        records,
        coverage_from,
        coverage_to,
        as_of,
        spelling: making.dice.roll(),
    };
    name_everything(&mut case);
    case.waivers = waivers(&mut making, &case);
    make_valid(&mut case);
    if making.dice.chance(60) {
        aim(&mut making, &mut case);
        make_valid(&mut case);
    }
    case
}

fn spine(dice: &mut Dice, is_tight: bool) -> Vec<Day> {
    let edges = [
        date(2023, 12, 31),
        date(2024, 1, 1),
        date(2024, 1, 31),
        date(2024, 2, 9),
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
        date(2024, 9, 30),
        date(2024, 12, 29),
        date(2024, 12, 31),
        date(2025, 2, 28),
    ];
    let number = if is_tight { 1 } else { 1 + dice.below(3) };
    let mut spine = Vec::new();
    for _ in 0..number {
        let anywhere = i64::try_from(dice.below(400)).expect("small");
        let edge = dice.pick(&edges);
        spine.push(if dice.chance(80) { edge } else { shift_day(date(2024, 1, 1), anywhere, SpanUnit::Days) });
    }
    spine
}

impl Making<'_, '_> {
    /// A day on the spine or at the distance of a usual duration from it, sometimes one day beside.
    pub fn day(&mut self) -> Day {
        use SpanUnit::{Days, Months, Weeks, Years};
        let steps = [
            (0_i64, Days),
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
        ];
        let near = [(0_i64, Days), (0, Days), (1, Days), (1, Days), (2, Days), (3, Days), (5, Days), (7, Days)];
        let start = self.dice.pick(&self.spine);
        let (number, unit) = if self.is_tight { self.dice.pick(&near) } else { self.dice.pick(&steps) };
        let beside = self.dice.weighted(&[(6, 0_i64), (1, 1), (1, -1)]);
        shift_day(shift_day(start, number, unit), beside, Days)
    }

    /// A day on which something begins: mostly some time before the spine, so that the rest happens inside.
    pub fn beginning(&mut self) -> Day {
        let earlier = if self.is_tight {
            self.dice.pick(&[(0_i64, SpanUnit::Days), (2, SpanUnit::Days), (10, SpanUnit::Days)])
        } else {
            (self.dice.pick(&[0_i64, 1, 3, 6, 12]), SpanUnit::Months)
        };
        shift_day(self.day(), -earlier.0, earlier.1)
    }

    pub fn effective(&mut self) -> Effective {
        let (from, to) = (self.beginning(), self.day());
        Effective { from, to: Some(to).filter(|to| from <= *to && self.dice.chance(50)) }
    }

    pub fn clock(&mut self) -> NaiveTime {
        let (rare, usual) = ([clock(0, 0, 0), clock(23, 59, 59), clock(8, 30, 1)], [8_u32, 9, 17, 22, 23, 6, 2]);
        if self.dice.chance(20) {
            return self.dice.pick(&rare);
        }
        clock(self.dice.pick(&usual), self.dice.pick(&[0_u32, 30, 30]), 0)
    }
}

/// Days of the season kinds; a case has them all, and writes those that its rules name.
fn seasons(making: &mut Making) -> Vec<Season> {
    let (first, second) = (making.day(), making.day());
    let start = first.min(second);
    let given = (start, shift_day(start, 6, SpanUnit::Days));
    let later = shift_day(given.1, making.dice.pick(&[1_i64, 2, 30]), SpanUnit::Days);
    let again = (later, shift_day(later, 10, SpanUnit::Days));
    let given = if making.dice.chance(50) { vec![given] } else { vec![given, again] };
    let flood = making.dice.pick(&[((3, 1), (3, 31)), ((2, 15), (2, 29)), ((6, 1), (9, 30))]);
    let winter = making.dice.pick(&[((12, 15), (1, 15)), ((11, 1), (2, 29))]);
    let named = [
        ("汛期", SeasonKind::Yearly(flood.0, flood.1)),
        ("winter", SeasonKind::Yearly(winter.0, winter.1)),
        ("检查周", SeasonKind::Given(given)),
        ("夜间", SeasonKind::Daily(clock(22, 0, 0), clock(6, 0, 0))),
        ("day_shift", SeasonKind::Daily(clock(8, 30, 0), clock(17, 30, 0))),
        ("营业时间", SeasonKind::Own("opens_at".to_owned(), "closes_at".to_owned())),
    ];
    named.map(|(name, kind)| Season { name: name.to_owned(), kind }).to_vec()
}

fn policy(making: &mut Making) -> Option<Policy> {
    let region = making.dice.pick(&[REGIONS[0], REGIONS[1]]).to_owned();
    let region = Some(region).filter(|_| making.dice.chance(25));
    let effective = making.effective();
    let effective = Some(effective).filter(|_| making.dice.chance(20));
    making.dice.chance(50).then_some(Policy { effective, region })
}

/// A category may be a kind of any category before it, so the kinds form a DAG.
fn categories(making: &mut Making) -> Vec<Category> {
    let mut declared = Vec::new();
    for (place, (name, alias)) in CATEGORIES.iter().enumerate() {
        let is: Vec<String> = (0..place)
            .filter(|parent| making.dice.chance([70, 30, 30][*parent]))
            .map(|parent| CATEGORIES[parent].0.to_owned())
            .collect();
        let alias = (place % 2 == 0).then(|| (*alias).to_owned());
        declared.push(Category { name: (*name).to_owned(), alias, is });
    }
    declared
}

pub fn activities() -> Vec<Activity> {
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
        ("days", Kind::Number),
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
        ("opens_at", Kind::Time),
        ("closes_at", Kind::Time),
    ])
}

fn columns(named: Vec<(&str, Kind)>) -> Vec<Column> {
    named.into_iter().map(|(name, kind)| Column { name: name.to_owned(), kind }).collect()
}

fn parameters(making: &mut Making) -> Vec<Parameter> {
    let threshold = making.dice.pick(&[Decimal::new(5, 1), Decimal::from(2), Decimal::from(10)]);
    let (min_times, pace) = (making.dice.below(4), 1 + making.dice.below(3));
    let named = [("min_times", min_times.into()), ("pace", pace.into()), ("threshold", threshold)];
    named.into_iter().map(|(name, value)| Parameter { name: name.to_owned(), value }).collect()
}

fn declares(dice: &mut Dice) -> Declares {
    let [categories, activities, fields, attributes] = [70, 70, 60, 60].map(|percent| dice.chance(percent));
    Declares { categories, activities, fields: fields && activities, attributes }
}

/// Coverage from, coverage to and as-of, each perhaps left out. As-of mostly lies late.
fn options(making: &mut Making) -> [Option<Day>; 3] {
    let latest = making.spine.iter().max().copied().unwrap_or(date(2024, 12, 31));
    let earliest = making.spine.iter().min().copied().unwrap_or(date(2024, 1, 1));
    let later = |making: &mut Making| {
        let (number, unit) = if making.is_tight {
            (making.dice.pick(&[0_i64, 1, 2, 4, 8, 20]), SpanUnit::Days)
        } else {
            (making.dice.pick(&[0_i64, 1, 2, 3, 6, 9, 12]), SpanUnit::Months)
        };
        shift_day(latest, number, unit)
    };
    let earlier = shift_day(earliest, -making.dice.pick(&[0_i64, 1, 6, 12]), SpanUnit::Months);
    let from = match making.dice.below(12) {
        0..=3 => None,
        4..=6 => Some(LONG_AGO),
        7..=9 => Some(earlier),
        _ => Some(making.day()),
    };
    let to = match making.dice.below(11) {
        0..=5 => None,
        6..=8 => Some(later(making)),
        _ => Some(making.day()),
    };
    let as_of = match making.dice.below(13) {
        0..=2 => None,
        3..=10 => Some(later(making)),
        _ => Some(making.day()),
    };
    [from, to, as_of]
}

/// What the parts cannot know of each other: names, undeclared things, options that contradict each other.
pub fn make_valid(case: &mut Case) {
    order_ranges(case);
    declare_what_is_a_moment(case);
    forget_what_is_not_declared(case);
    name_everything(case);
    let names: Vec<String> = case.rules.iter().filter_map(|rule| rule.name.clone()).collect();
    for rule in &mut case.rules {
        rule.overrides.retain(|other| names.contains(other) && Some(other) != rule.name.as_ref());
    }
    case.waivers.retain(|waiver| names.contains(&waiver.rule) && waiver.from <= waiver.to);
    let ids: Vec<String> = case.register.iter().flat_map(|register| &register.rows).map(|row| row.id.clone()).collect();
    case.waivers.retain(|waiver| ids.is_empty() || ids.contains(&waiver.subject));
    let first_record = case.records.iter().map(|record| record.at.day).min();
    let last_record = case.records.iter().map(|record| record.at.day).max();
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
        Number::Literal(number) => Some(*number),
        Number::Parameter(name) => parameters.iter().find(|found| found.name == *name).map(|found| found.value),
        _ => None,
    };
    for rule in &mut case.rules {
        if let Quantity::Range(lower, upper) = &mut rule.quantity
            && value(lower).zip(value(upper)).is_some_and(|(lower, upper)| lower > upper)
        {
            std::mem::swap(lower, upper);
        }
    }
}

/// A bare name behind `by` and `every … from` is a date of the register unless it is declared as an activity.
fn declare_what_is_a_moment(case: &mut Case) {
    let names_activity = |moment: &Moment| moment.points.iter().any(|point| matches!(point, Point::Activity { .. }));
    case.declares.activities |= case.rules.iter().any(|rule| match &rule.schedule {
        Schedule::Fixed { from: moment, .. } | Schedule::Deadline { by: moment } => names_activity(moment),
        _ => false,
    });
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
    for row in case.register.iter_mut().flat_map(|register| &mut register.rows) {
        row.name = format!("机构{}", row.id);
    }
    let named: Vec<String> = case.waivers.iter().map(|waiver| waiver.rule.clone()).collect();
    let overridden: Vec<String> = case.rules.iter().flat_map(|rule| rule.overrides.clone()).collect();
    for place in 0..case.rules.len() {
        let mut rule = case.rules[place].clone();
        let sentence = rule_id(case, &rule);
        let is_taken = case.rules[..place].iter().any(|other| rule_id(case, other) == sentence);
        let is_free = |name: &&str| case.rules.iter().all(|other| other.name.as_deref() != Some(*name));
        let own = Some(NAMES[place % 3]).filter(is_free).or(NAMES.into_iter().find(is_free));
        let own = own.unwrap_or("a_fourth").to_owned();
        let is_spoken_of = named.contains(&own) || overridden.contains(&own);
        if rule.name.as_ref().is_some_and(String::is_empty)
            || rule.name.is_none() && (!is_plain(&rule) || is_taken || is_spoken_of)
        {
            rule.name = Some(own);
        }
        case.rules[place] = rule;
    }
}

/// Only sentences whose canonical form is beyond doubt stay without a name: no conditions, written-out numbers, no name
/// in quotes, nothing of the later forms.
fn is_plain(rule: &Rule) -> bool {
    let has_literal = |number: &Number| matches!(number, Number::Literal(_));
    let is_plain_schedule = match &rule.schedule {
        Schedule::Rolling { every } => has_literal(&every.number) && every.unit != SpanUnit::WorkingDays,
        Schedule::Calendar { inside, unit } => matches!(inside, Inside::Whole) && !matches!(unit, Unit::Season(_)),
        Schedule::Deadline { by } => by.shift.is_none() && matches!(by.points[..], [Point::Date(_)]),
        Schedule::Response { after, within: Some(within), never: false } => {
            let is_plain = |point: &Point| {
                matches!(point, Point::Activity { field: None, filter: None, of: super::model::Whose::Own, .. })
            };
            has_literal(&within.number)
                && after.shift.is_none()
                && after.points.len() == 1
                && is_plain(&after.points[0])
        }
        Schedule::Prohibition => true,
        _ => false,
    };
    let is_plain_quantity = match &rule.quantity {
        Quantity::Unstated => true,
        Quantity::AtLeast(number) | Quantity::AtMost(number) | Quantity::Exactly(number) => has_literal(number),
        _ => false,
    };
    let is_plain_who = rule.who.any_of.len() == 1
        && rule.who.any_of[0].of.is_none()
        && rule.who.except.is_empty()
        && rule.who.with.is_none()
        && rule.population.is_none()
        && rule.scope.is_none();
    let is_plain_tail = rule.filter.is_none()
        && rule.matching.is_empty()
        && rule.apart.is_none()
        && rule.for_each.is_none()
        && rule.joined == Joined::Or
        && matches!(&rule.activities[..], [only] if only != ACTIVITIES[2].0);
    is_plain_schedule && is_plain_quantity && is_plain_who && is_plain_tail
}

/// Moves some records to the edges of what the rules of the case ask for: the first day, the due day, the day before
/// and after it, the last day of the grace and of what makes up for a breach.
fn aim(making: &mut Making, case: &mut Case) {
    let verdicts: Vec<serde_json::Value> =
        super::evaluate(case).iter().filter_map(|line| serde_json::from_str(line).ok()).collect();
    if verdicts.is_empty() || case.records.is_empty() {
        return;
    }
    for _ in 0..1 + making.dice.below(4) {
        let verdict = making.dice.pick(&verdicts);
        let Some(rule) = case.rules.iter().find(|rule| Some(rule_id(case, rule).as_str()) == verdict["rule"].as_str())
        else {
            continue;
        };
        let edge = making.dice.pick(&["due", "due", "to", "from"]);
        let Some(written) = verdict[edge].as_str() else { continue };
        let Ok(mut day) = written[..10].parse::<Day>() else { continue };
        let mut activities = rule.activities.clone();
        let mut later = Vec::new();
        for span in rule.grace.iter().chain(rule.otherwise.iter().map(|otherwise| &otherwise.within)) {
            if let Number::Literal(number) = span.number
                && !span.unit.is_clock()
            {
                later.push((i64::try_from(number).unwrap_or(1), span.unit));
            }
        }
        for otherwise in &rule.otherwise {
            activities.extend(otherwise.activities.clone());
        }
        if !later.is_empty() && making.dice.chance(50) {
            for (number, unit) in &later[..1 + making.dice.below(later.len())] {
                day = super::calendar::shift(day, *number, *unit).unwrap_or(day);
            }
        }
        day = shift_day(day, making.dice.pick(&[0_i64, 0, 0, 1, 1, -1]), SpanUnit::Days);
        let clock = written.get(11..).and_then(|clock| clock.parse::<NaiveTime>().ok());
        let beside = chrono::Duration::seconds(making.dice.pick(&[0_i64, 0, 1, -1]));
        if day > date(2027, 6, 30) {
            continue;
        }
        let place = making.dice.below(case.records.len());
        let record = &mut case.records[place];
        record.at.day = day;
        record.at.clock = match clock {
            Some(clock) if making.dice.chance(80) => Some(clock.overflowing_add_signed(beside).0),
            _ => record.at.clock,
        };
        if let Some(subject) = verdict["subject"].as_str().filter(|_| rule.population.is_none()) {
            record.subject = subject.to_owned();
        }
        if !activities.is_empty() && making.dice.chance(85) {
            record.activity = making.dice.pick(&activities);
        }
    }
    if let Some(waiver) = case.waivers.first_mut()
        && making.dice.chance(60)
    {
        let own: Vec<&serde_json::Value> = verdicts
            .iter()
            .filter(|verdict| verdict["rule"] == waiver.rule.as_str() && verdict["due"].is_string())
            .collect();
        if own.is_empty() {
            return;
        }
        let verdict = making.dice.pick(&own);
        let day = |key: &str| verdict[key].as_str().and_then(|text| text[..10].parse::<Day>().ok());
        if let (Some(first), Some(due)) = (day("from"), day("due")) {
            let length = (waiver.to - waiver.from).num_days().min(40);
            waiver.from =
                shift_day(making.dice.pick(&[first, due]), making.dice.pick(&[0_i64, 0, 1, -1]), SpanUnit::Days);
            waiver.to = shift_day(waiver.from, length, SpanUnit::Days);
            waiver.subject = verdict["subject"].as_str().unwrap_or(&waiver.subject).to_owned();
        }
    }
}
