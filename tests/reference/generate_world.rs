//! Random registers, records and waivers: a few subjects, some records, cells that are missing or do not fit.

use super::calendar::shift_day;
use super::generate::{ACTIVITIES, CATEGORIES, LONG_AGO, Making, REGIONS};
use super::model::{Case, Record, Register, Row, Rule, Schedule, Scope, SpanUnit, Time, Unit, Waiver};

const SUBJECTS: [&str; 4] = ["YL-2", "YL-10", "甲", "stranger"];

pub fn register(making: &mut Making) -> Option<Register> {
    if making.dice.chance(12) {
        return None;
    }
    let number = making.dice.weighted(&[(4, 1_usize), (3, 2), (3, 3)]);
    let needs_parents = ["of", "parent-attribute", "moment-of-parent", "population-per-parent"];
    let has_parents = needs_parents.iter().any(|form| making.dice.forms.has(form)) && making.dice.chance(60);
    let has_validity = making.dice.form("validity", 22);
    let mut rows = Vec::new();
    for place in 0..number {
        let mut row = making.row(place, number);
        if !has_validity || making.dice.chance(30) {
            rows.push(row);
            continue;
        }
        // Two rows, the second with some cells changed; a gap between them now and then.
        let mut second = making.row(place, number);
        (second.opened, second.closed) = (row.opened, row.closed);
        if making.dice.chance(70) {
            second.category = row.category.clone();
        }
        let change = making.day();
        second.valid_from = Some(change);
        let gap = making.dice.pick(&[1_i64, 1, 1, 5]);
        row.valid_to = Some(shift_day(change, -gap, SpanUnit::Days));
        if making.dice.chance(30) {
            second.valid_to = Some(shift_day(change, making.dice.pick(&[10_i64, 60, 300]), SpanUnit::Days));
        }
        if making.dice.chance(20) {
            row.valid_from = Some(shift_day(change, -200, SpanUnit::Days));
        }
        rows.extend([row, second]);
    }
    Some(Register {
        has_categories: making.dice.chance(90),
        has_regions: making.dice.chance(80),
        has_parents,
        has_validity,
        rows,
    })
}

impl Making<'_, '_> {
    fn row(&mut self, place: usize, number: usize) -> Row {
        let opened = match self.dice.below(11) {
            0..=4 => Some(LONG_AGO),
            5..=8 => Some(self.beginning()),
            _ => None,
        };
        let closed = self.day();
        let closed = Some(closed).filter(|_| self.dice.chance(20));
        // A parent stands further down, so there is no circle.
        let parent = match self.dice.below(10) {
            0..=6 if place + 1 < number => SUBJECTS[place + 1 + self.dice.below(number - place - 1)],
            7 => "nobody-9",
            _ => "",
        };
        Row {
            id: SUBJECTS[place].to_owned(),
            name: String::new(),
            category: self.category(),
            region: self.region(),
            parent: parent.to_owned(),
            opened,
            closed: closed.filter(|closed| opened.is_none_or(|opened| opened <= *closed)),
            valid_from: None,
            valid_to: None,
            cells: self.attribute_cells(),
        }
    }

    fn category(&mut self) -> String {
        match self.dice.below(31) {
            0..=23 => CATEGORIES[0].0.to_owned(),
            24..=28 => self.dice.pick(&CATEGORIES).0.to_owned(),
            // Every second category has an alias.
            29 => self.dice.pick(&[CATEGORIES[0].1, CATEGORIES[2].1]).to_owned(),
            _ => String::new(),
        }
    }

    fn region(&mut self) -> String {
        match self.dice.below(11) {
            0..=7 => self.dice.pick(&[REGIONS[1], REGIONS[3]]).to_owned(),
            8 | 9 => self.dice.pick(&REGIONS).to_owned(),
            _ => String::new(),
        }
    }

    fn cell(&mut self, values: &[&str]) -> String {
        self.dice.pick(values).to_owned()
    }

    fn day_cell(&mut self) -> String {
        match self.dice.below(5) {
            0 => self.cell(&["", "abc"]),
            _ => self.day().to_string(),
        }
    }

    /// In the order of the attributes: beds, need, cycle, deadline, licensed, tier, opens_at, closes_at.
    fn attribute_cells(&mut self) -> Vec<String> {
        vec![
            self.cell(&["40", "50", "60.5", "120", "", "abc"]),
            self.cell(&["1", "2", "3", "1", "2", "0", "", "1.5", "-1", "abc"]),
            self.cell(&["1", "2", "3", "6", "1", "2", "0", "", "2.0", "2.5", "abc"]),
            self.day_cell(),
            self.cell(&["true", "true", "是", "no", "", "abc"]),
            self.cell(&["一级", "一级", "二级", ""]),
            self.cell(&["08:30", "09:00", "22:00", "08:30", ""]),
            self.cell(&["17:30", "18:00", "06:00", "17:30", ""]),
        ]
    }

    fn record(&mut self, timed: u64) -> Record {
        let [first, second, third] = ACTIVITIES.map(|(name, _)| name.to_owned());
        let alias = ACTIVITIES[0].1.to_owned();
        let mut subject = SUBJECTS[self.dice.weighted(&[(24, 0_usize), (6, 1), (4, 2), (1, 3)])].to_owned();
        if self.dice.form("moment-of-region", 8) {
            subject = self.dice.pick(&REGIONS).to_owned();
        }
        let activity = self.dice.weighted(&[(6, first), (5, second), (5, third), (1, alias)]);
        let (day, clock) = (self.day(), self.clock());
        let at = Time { day, clock: Some(clock).filter(|_| self.dice.chance(timed)) };
        Record { id: String::new(), subject, activity, at, cells: self.field_cells() }
    }

    /// In the order of the fields: score, place, valid_until, passed, grade, ticket, days.
    fn field_cells(&mut self) -> Vec<String> {
        let mut valid_until = self.day_cell();
        if valid_until.len() == 10 && self.dice.form("moment-instant", 25) {
            valid_until = format!("{valid_until} {}", self.clock().format("%H:%M:%S"));
        }
        vec![
            self.cell(&["0", "0.5", "1", "2", "2.0", "10", "1", "", "abc"]),
            self.cell(&["东楼", " 东楼 ", "东楼一层", "西楼", "西楼", ""]),
            valid_until,
            self.cell(&["true", "true", "yes", "是", "1", "false", "0", "", "abc"]),
            self.cell(&["a", "a", "b", "c", "ａ", ""]),
            self.cell(&["T1", "T1", "T2", "Ｔ1", ""]),
            self.cell(&["1", "3", "15", "2", "0", "", "1.5"]),
        ]
    }
}

pub fn records(making: &mut Making, rules: &[Rule]) -> Vec<Record> {
    let asks_for_hours = rules.iter().any(|rule| {
        let span = match &rule.schedule {
            Schedule::Rolling { every: span } | Schedule::Sliding { any: span } => Some(span),
            Schedule::Response { within, .. } | Schedule::Precondition { within, .. } => within.as_ref(),
            _ => None,
        };
        let of_season =
            |name: &String| making.seasons.iter().any(|season| season.name == *name && season.is_of_hours());
        let is_scoped = matches!(&rule.scope, Some(Scope::During(name)) if of_season(name));
        let is_unit = matches!(&rule.schedule, Schedule::Calendar { unit: Unit::Season(name), .. } if of_season(name));
        let is_apart = rule.apart.as_ref().is_some_and(|apart| apart.unit.is_clock());
        span.is_some_and(|span| span.unit.is_clock()) || is_scoped || is_unit || is_apart
    });
    let timed = if asks_for_hours { 80 } else { 35 };
    let number = if making.dice.chance(25) { making.dice.below(4) } else { 4 + making.dice.below(7) };
    let mut records: Vec<Record> = (0..number).map(|_| making.record(timed)).collect();
    // Every record with only a day multiplies the readings where hours matter.
    for record in
        records.iter_mut().filter(|record| record.at.clock.is_none()).skip(if asks_for_hours { 3 } else { 99 })
    {
        record.at.clock = Some(making.clock());
    }
    records
}

/// Waivers of some subject and rule over some days.
pub fn waivers(making: &mut Making, case: &Case) -> Vec<Waiver> {
    let number = if making.dice.chance(18) { 1 + making.dice.below(2) } else { 0 };
    let mut waivers = Vec::new();
    for _ in 0..number {
        let form = making.dice.of_forms(&[(1, "at-least"), (60, "waiver"), (40, "waiver-table")]);
        let named: Vec<&String> = case.rules.iter().filter_map(|rule| rule.name.as_ref()).collect();
        if form == "at-least" || named.is_empty() {
            continue;
        }
        let rule = making.dice.pick(&named).clone();
        let subject = making.dice.weighted(&[(5, SUBJECTS[0]), (1, SUBJECTS[1])]).to_owned();
        let (from, length) = (making.day(), making.dice.pick(&[0_i64, 0, 3, 30, 400]));
        let to = shift_day(from, length, SpanUnit::Days);
        waivers.push(Waiver { subject, rule, from, to, in_table: form == "waiver-table" });
    }
    waivers
}
