//! One duty and its verdict. "Unknown is computed, never guessed" (LANGUAGE.md section 8): every reading of the
//! perhaps-records is combined with every filling of the unseen days, and a status is stated only if all agree.

use super::binding::Binding;
use super::condition::Truth;
use super::model::{Day, Record};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    Met,
    Late,
    Violated,
    Pending,
    Unknown,
}

impl Status {
    pub fn name(self) -> &'static str {
        match self {
            Status::Met => "met",
            Status::Late => "late",
            Status::Violated => "violated",
            Status::Pending => "pending",
            Status::Unknown => "unknown",
        }
    }
}

#[derive(Clone, Debug)]
pub struct Verdict {
    pub rule: String,
    pub subject: String,
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub due: Option<Day>,
    pub label: Option<String>,
    pub status: Status,
    pub done: Option<Day>,
    pub days_late: Option<i64>,
    pub count: usize,
    pub evidence: Vec<String>,
    pub trigger: Option<String>,
    pub censored: bool,
    pub overdue: Option<i64>,
}

/// A number of the quantity; one that is missing makes the duty unknown (section 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    Known(u64),
    Missing,
}

/// The halves of a quantity: at least the lower, at most the upper.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    pub lower: Option<Limit>,
    pub upper: Option<Limit>,
}

impl Bounds {
    fn is_missing(self) -> bool {
        self.lower == Some(Limit::Missing) || self.upper == Some(Limit::Missing)
    }

    fn needed(self) -> u64 {
        self.lower.map_or(0, Limit::or_beyond_reach)
    }

    fn allowed(self) -> u64 {
        self.upper.map_or(u64::MAX, Limit::or_beyond_reach)
    }
}

impl Limit {
    fn or_beyond_reach(self) -> u64 {
        match self {
            Limit::Known(number) => number,
            Limit::Missing => u64::MAX,
        }
    }
}

/// A record that counts, surely or perhaps.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'c> {
    pub record: &'c Record,
    pub sure: bool,
}

/// How the days of all A of one reading are judged.
#[derive(Clone, Copy, Debug)]
pub enum Judgement {
    /// At least N: met up to the due day, late after it, else violated or pending. A duty that lapses (its stretch or
    /// its subject ends before the due day) is not stated unless it was done in time.
    Timely { due: Day, lapses: Lapse },
    /// N inside a window that nothing cures: at least, at most and both. Upper bounds look at bound days only where
    /// `upper_on_bound_days` says so.
    Window { last: Day, upper_on_bound_days: bool, lapses: Lapse },
    /// Judged at once: met or violated.
    AtOnce,
    /// Forbidden: any A violates.
    Forbidden { last: Option<Day> },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lapse {
    Never,
    /// Undone on this day, the duty has no verdict; until the day has come it is pending.
    After(Day),
}

impl Lapse {
    fn has_lapsed(self, as_of: Day) -> bool {
        matches!(self, Lapse::After(day) if day <= as_of)
    }
}

pub struct Duty<'c> {
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub due: Option<Day>,
    pub label: Option<String>,
    pub trigger: Option<Candidate<'c>>,
    pub censored: bool,
    pub bounds: Bounds,
    pub judgement: Judgement,
    pub candidates: Vec<Candidate<'c>>,
    /// The unseen days on which more A might lie.
    pub unseen: Vec<Day>,
    /// Several A on one day are one (5.1).
    pub once_a_day: bool,
    /// Whether records count up to the one that completed the duty, or all of them (section 11).
    pub counts_until_done: bool,
}

impl<'c> Duty<'c> {
    pub fn verdict(&self, binding: &Binding<'c>) -> Option<Verdict> {
        let trigger_is_sure = self.trigger.is_none_or(|trigger| trigger.sure);
        let status = self.certain(binding, self.status(binding)?, trigger_is_sure);
        let done = self.completing().map(|place| self.candidates[place].record.day);
        let last_counted = match self.completing() {
            Some(place) if self.counts_until_done => place + 1,
            // "At least 0" is complete before the first record.
            None if self.counts_until_done && self.bounds.needed() == 0 && self.bounds.upper.is_none() => 0,
            _ => self.candidates.len(),
        };
        let looked_at = &self.candidates[..last_counted];
        let cited = looked_at.iter().filter(|candidate| candidate.sure || status == Status::Unknown);
        let evidence = self.trigger.iter().chain(cited).map(|candidate| candidate.record.id.clone());
        let days_after_due = |day: Day| self.due.map(|due| (day - due).num_days());
        Some(Verdict {
            rule: binding.rule_id.clone(),
            subject: binding.subject.id.clone(),
            from: self.from,
            to: self.to,
            due: self.due,
            label: self.label.clone(),
            status,
            done,
            days_late: done.and_then(days_after_due).filter(|_| status == Status::Late),
            count: looked_at.iter().filter(|candidate| candidate.sure).count(),
            evidence: evidence.collect(),
            trigger: self.trigger.map(|trigger| trigger.record.id.clone()),
            censored: self.censored,
            overdue: days_after_due(binding.known.as_of).filter(|days| status == Status::Violated && *days >= 0),
        })
    }

    /// Unknown membership or an unknown trigger leaves met, and makes the rest unknown (section 8).
    fn certain(&self, binding: &Binding, status: Status, trigger_is_sure: bool) -> Status {
        let is_certain = binding.membership_is_sure && trigger_is_sure;
        if is_certain || status == Status::Met { status } else { Status::Unknown }
    }

    /// The status that every reading gives; `None` is no verdict.
    fn status(&self, binding: &Binding) -> Option<Status> {
        if self.bounds.is_missing() {
            let sure = self.candidates.iter().filter(|candidate| candidate.sure);
            let days: Vec<Day> = sure.map(|candidate| candidate.record.day).collect();
            return self.judge(binding, &days).map(|_| Status::Unknown);
        }
        let readings = self.readings(binding);
        let stated: BTreeSet<Status> = readings.iter().flatten().copied().collect();
        let may_lapse = readings.contains(&None);
        let may_break = stated.contains(&Status::Late) || stated.contains(&Status::Violated);
        // Where a reading leaves no duty at all and no other reading breaks it, nothing is owed either way.
        if may_lapse {
            return may_break.then_some(Status::Unknown);
        }
        if stated.iter().all(|status| matches!(status, Status::Late | Status::Violated)) && stated.len() == 2 {
            return Some(Status::Violated);
        }
        let only = stated.first().copied().filter(|_| stated.len() == 1);
        Some(only.unwrap_or(Status::Unknown))
    }

    /// The judgements of all readings: every subset of the perhaps-records, each with every filling.
    fn readings(&self, binding: &Binding) -> BTreeSet<Option<Status>> {
        let sure: Vec<Day> = self.days_where(|candidate| candidate.sure);
        let perhaps: Vec<Day> = self.days_where(|candidate| !candidate.sure);
        let fillings = self.fillings(binding);
        let mut found = BTreeSet::new();
        for subset in 0..1_u32 << perhaps.len() {
            let chosen = perhaps.iter().enumerate().filter(|(place, _)| subset >> place & 1 == 1);
            let seen: Vec<Day> = sure.iter().chain(chosen.map(|(_, day)| day)).copied().collect();
            for filling in &fillings {
                let mut days: Vec<Day> = seen.iter().chain(filling).copied().collect();
                days.sort();
                found.insert(self.judge(binding, &days));
            }
        }
        found
    }

    fn days_where(&self, keep: impl Fn(&Candidate) -> bool) -> Vec<Day> {
        let kept = self.candidates.iter().filter(|candidate| keep(candidate));
        kept.map(|candidate| candidate.record.day).collect()
    }

    /// Every way of filling the unseen days that can make a difference. The judgement asks of a day only whether it
    /// lies after the due day and whether it is bound, so the unseen days fall into at most four groups, and inside a
    /// group only the number of A matters, up to the number that reaches or passes every bound. Where several A on
    /// one day are one, a group holds no more A than it has days.
    fn fillings(&self, binding: &Binding) -> Vec<Vec<Day>> {
        let mut groups: BTreeMap<(bool, bool), Vec<Day>> = BTreeMap::new();
        for day in &self.unseen {
            let is_after_due = self.due.is_some_and(|due| due < *day);
            groups.entry((is_after_due, binding.stretch.binds(*day))).or_default().push(*day);
        }
        let over = if self.bounds.upper.is_some() { self.bounds.allowed() + 1 } else { 1 };
        let enough = self.bounds.needed().max(over) as usize;
        let mut fillings = vec![Vec::new()];
        for days in groups.values() {
            let choices: Vec<Vec<Day>> = if self.once_a_day {
                (0..=enough.min(days.len())).map(|number| days[..number].to_vec()).collect()
            } else {
                (0..=enough).map(|number| vec![days[0]; number]).collect()
            };
            fillings = fillings
                .iter()
                .flat_map(|filling| choices.iter().map(|choice| [filling.clone(), choice.clone()].concat()))
                .collect();
        }
        fillings
    }

    fn judge(&self, binding: &Binding, days: &[Day]) -> Option<Status> {
        let as_of = binding.known.as_of;
        let mut days = days.to_vec();
        if self.once_a_day {
            days.dedup();
        }
        let (needed, allowed) = (self.bounds.needed(), self.bounds.allowed());
        match self.judgement {
            Judgement::Timely { due, lapses } => {
                let in_time = days.iter().filter(|day| **day <= due).count() as u64;
                match () {
                    () if in_time >= needed => Some(Status::Met),
                    () if lapses.has_lapsed(as_of) => None,
                    () if days.len() as u64 >= needed => Some(Status::Late),
                    () if as_of >= due && lapses == Lapse::Never => Some(Status::Violated),
                    () => Some(Status::Pending),
                }
            }
            Judgement::Window { last, upper_on_bound_days, lapses } => {
                let looked_at = days.iter().filter(|day| !upper_on_bound_days || binding.stretch.binds(**day));
                let is_passed = looked_at.count() as u64 > allowed;
                let is_reached = days.len() as u64 >= needed;
                match () {
                    () if is_passed => Some(Status::Violated),
                    () if is_reached && (self.bounds.upper.is_none() || as_of >= last) => Some(Status::Met),
                    () if !is_reached && lapses.has_lapsed(as_of) => None,
                    () if as_of >= last => Some(Status::Violated),
                    () => Some(Status::Pending),
                }
            }
            Judgement::AtOnce if days.len() as u64 >= needed => Some(Status::Met),
            Judgement::AtOnce => Some(Status::Violated),
            Judgement::Forbidden { .. } if !days.is_empty() => Some(Status::Violated),
            Judgement::Forbidden { last: Some(last) } if last <= as_of => Some(Status::Met),
            Judgement::Forbidden { .. } => Some(Status::Pending),
        }
    }

    /// The place of the sure record that first reached an at-least quantity; with an upper bound there is none.
    fn completing(&self) -> Option<usize> {
        let asks_only_for_enough = self.bounds.upper.is_none() && self.bounds.lower.is_some();
        let needed = usize::try_from(self.bounds.needed()).unwrap_or(usize::MAX);
        if !asks_only_for_enough || needed == 0 {
            return None;
        }
        let sure = self.candidates.iter().enumerate().filter(|(_, candidate)| candidate.sure);
        sure.map(|(place, _)| place).nth(needed - 1)
    }
}

/// Keeps what holds surely or perhaps.
pub fn candidate(record: &Record, truth: Truth) -> Option<Candidate<'_>> {
    (truth != Some(false)).then_some(Candidate { record, sure: truth == Some(true) })
}
