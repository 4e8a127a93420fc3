//! Populations (docs/language.md section 7): the bound subject is the group.

use super::duty::{Status, Verdict};
use super::model::{Day, Level, Population, Rule, Schedule, Time};
use super::subject::World;
use std::collections::BTreeMap;

/// What a member's verdicts come to: sure ones, and those that may turn.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Member {
    Met,
    Short,
    Pending,
    Unknown,
    /// Whether it is a member at all is unknown.
    Perhaps,
}

pub fn groups<'c>(
    world: &World<'c>,
    rule: &Rule,
    population: &Population,
    members: Vec<(String, Vec<Verdict<'c>>)>,
) -> Vec<Verdict<'c>> {
    let as_of = world.known.as_of;
    // Windows match by period (each) or by date (by); others are one duty as of the day.
    type Key = (String, Option<String>, Option<Day>);
    let mut found: BTreeMap<Key, Vec<(String, Vec<Verdict<'c>>)>> = BTreeMap::new();
    for (id, verdicts) in members {
        match rule.schedule {
            Schedule::Calendar { .. } | Schedule::Deadline { .. } => {
                for verdict in verdicts {
                    let due = verdict.due.map(|due| due.day);
                    let group = group(world, population, &id, due.unwrap_or(as_of));
                    let key = (group, verdict.label.clone(), due);
                    found.entry(key).or_default().push((id.clone(), vec![verdict]));
                }
            }
            _ if verdicts.is_empty() => {}
            _ => found.entry((group(world, population, &id, as_of), None, None)).or_default().push((id, verdicts)),
        }
    }
    let judged = found
        .into_iter()
        .filter_map(|((group, label, due), members)| judge(world, rule, population, group, label, due, members));
    judged.collect()
}

fn judge<'c>(
    world: &World<'c>,
    rule: &Rule,
    population: &Population,
    group: String,
    label: Option<String>,
    due: Option<Day>,
    members: Vec<(String, Vec<Verdict<'c>>)>,
) -> Option<Verdict<'c>> {
    let is_windowed = matches!(rule.schedule, Schedule::Calendar { .. } | Schedule::Deadline { .. });
    let from = match rule.schedule {
        Schedule::Calendar { .. } => {
            let left_in = members.iter().flat_map(|(_, verdicts)| verdicts);
            left_in.filter(|verdict| verdict.status != Status::Exempt).filter_map(|verdict| verdict.from).min()
        }
        _ => None,
    };
    let name = members.first()?.1.first()?.rule.clone();
    let mut counted: BTreeMap<String, Vec<Member>> = BTreeMap::new();
    for (id, verdicts) in &members {
        // Several duties of one member by one date are several members' worth of one.
        let states: Vec<Member> = match is_windowed {
            true => verdicts.iter().filter_map(|verdict| state(verdict, false)).collect(),
            false => as_of_the_day(verdicts).into_iter().collect(),
        };
        counted.entry(id.clone()).or_default().extend(states);
    }
    let all: Vec<Member> = counted.values().filter_map(|states| together(states)).collect();
    if all.is_empty() {
        return None;
    }
    let percent = population.percent.unwrap_or(100);
    let status = decide(&all, percent);
    let is_short = |states: &Vec<Member>| together(states) == Some(Member::Short);
    let short = counted.iter().filter(|(_, states)| is_short(states)).map(|(id, _)| id.clone()).collect();
    Some(Verdict {
        rule: name,
        subject: group,
        from,
        to: Some(Time::of_day(due.unwrap_or(world.known.as_of))),
        due: due.map(Time::of_day),
        label,
        status,
        done: None,
        days_late: None,
        count: all.iter().filter(|member| **member == Member::Met).count(),
        trigger: None,
        each: None,
        censored: false,
        counted: Vec::new(),
        members: short,
        breaches: Vec::new(),
        is_bound: true,
    })
}

/// A member with several duties in one window is short if one of them is.
fn together(states: &[Member]) -> Option<Member> {
    [Member::Short, Member::Perhaps, Member::Unknown, Member::Pending, Member::Met]
        .into_iter()
        .find(|wanted| states.contains(wanted))
}

/// Exempt members are left out; remedied counts as met; under `as of the day` so does pending.
fn state(verdict: &Verdict, is_pending_met: bool) -> Option<Member> {
    match verdict.status {
        Status::Met | Status::Remedied => Some(Member::Met),
        Status::Late | Status::Violated => Some(Member::Short),
        Status::Pending if is_pending_met => Some(Member::Met),
        Status::Pending => Some(Member::Pending),
        Status::Unknown if verdict.is_bound => Some(Member::Unknown),
        Status::Unknown => Some(Member::Perhaps),
        Status::Exempt => None,
    }
}

fn as_of_the_day(verdicts: &[Verdict]) -> Option<Member> {
    let states: Vec<Member> = verdicts.iter().filter_map(|verdict| state(verdict, true)).collect();
    together(&states)
}

/// Both ways of every undecided member, and all three of one that may not be a member: met × 100 ≥ p × n.
fn decide(members: &[Member], percent: u32) -> Status {
    let mut outcomes = Vec::new();
    let mut open = vec![(0_usize, 0_u32, 0_u32)];
    while let Some((place, met, number)) = open.pop() {
        match members.get(place) {
            None => outcomes.push(met * 100 >= percent * number),
            Some(Member::Met) => open.push((place + 1, met + 1, number + 1)),
            Some(Member::Short) => open.push((place + 1, met, number + 1)),
            Some(Member::Pending | Member::Unknown) => {
                open.extend([(place + 1, met + 1, number + 1), (place + 1, met, number + 1)]);
            }
            Some(Member::Perhaps) => {
                open.extend([(place + 1, met + 1, number + 1), (place + 1, met, number + 1), (place + 1, met, number)]);
            }
        }
    }
    match (outcomes.contains(&true), outcomes.contains(&false)) {
        (true, false) => Status::Met,
        (false, true) => Status::Violated,
        _ if members.contains(&Member::Pending) => Status::Pending,
        _ => Status::Unknown,
    }
}

/// The first segments of the region of a day, the parent, or everyone.
fn group(world: &World, population: &Population, id: &str, day: Day) -> String {
    let row = world.subject(id).and_then(|subject| subject.row(day));
    let register = world.case.register.as_ref();
    let segments = match population.per {
        None => return "*".to_owned(),
        Some(Level::Parent) => {
            let parent = row.map(|row| row.parent.clone()).filter(|_| register.is_some_and(|it| it.has_parents));
            // A parent that the register does not know is none.
            return parent.filter(|parent| world.subject(parent).is_some()).unwrap_or("?".to_owned());
        }
        Some(Level::Province) => 1,
        Some(Level::City) => 2,
        Some(Level::County) => 3,
        Some(Level::Town) => 4,
    };
    let region = row.map(|row| row.region.clone()).filter(|_| register.is_some_and(|it| it.has_regions));
    let region = region.filter(|region| !region.is_empty());
    region.map_or("?".to_owned(), |region| region.split('/').take(segments).collect::<Vec<&str>>().join("/"))
}
