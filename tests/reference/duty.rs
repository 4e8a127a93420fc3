//! One duty and its verdict. "Unknown is computed, never guessed" (docs/language.md section 8): every reading of the
//! perhaps-records is combined with every filling of the unseen days, and a status is stated only if all agree.

use super::binding::Binding;
use super::calendar::{clock_length, end_of, shift, start_of};
use super::condition::{Truth, cell};
use super::model::{Day, Record, Span, Time, Value};
use chrono::{Duration, NaiveDateTime};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    Met,
    Late,
    Remedied,
    Violated,
    Pending,
    Unknown,
    Exempt,
}

impl Status {
    pub fn name(self) -> &'static str {
        match self {
            Status::Met => "met",
            Status::Late => "late",
            Status::Remedied => "remedied",
            Status::Violated => "violated",
            Status::Pending => "pending",
            Status::Unknown => "unknown",
            Status::Exempt => "exempt",
        }
    }

    pub fn is_short(self) -> bool {
        matches!(self, Status::Late | Status::Violated)
    }
}

#[derive(Clone, Debug)]
pub struct Verdict<'c> {
    pub rule: String,
    pub subject: String,
    pub from: Option<Time>,
    pub to: Option<Time>,
    pub due: Option<Time>,
    pub label: Option<String>,
    pub status: Status,
    pub done: Option<Day>,
    pub days_late: Option<i64>,
    pub count: usize,
    pub trigger: Option<String>,
    pub each: Option<String>,
    pub censored: bool,
    /// The records looked at, sure and perhaps; evidence is made of them at the end.
    pub counted: Vec<Candidate<'c>>,
    /// The ids a group's evidence consists of.
    pub members: Vec<String>,
    pub breaches: Vec<Breach<'c>>,
    /// Whether the subject is surely bound.
    pub is_bound: bool,
}

/// When a duty was broken: after a missed due, or by a record.
#[derive(Clone, Copy, Debug)]
pub struct Breach<'c> {
    pub at: Time,
    /// The latest instant it may have happened at.
    pub latest: Time,
    /// The record that broke it; it never answers itself.
    pub record: Option<&'c Record>,
    pub trigger: Option<&'c Record>,
}

impl<'c> Breach<'c> {
    /// When it has come at the latest: earliest first, they are remedied.
    pub fn comes(&self) -> NaiveDateTime {
        let instant = |time: Time, else_at: fn(Day) -> NaiveDateTime| {
            time.clock.map_or(else_at(time.day), |clock| time.day.and_time(clock))
        };
        match self.record {
            Some(_) => instant(self.at, start_of),
            None => instant(self.latest, end_of) + Duration::seconds(1),
        }
    }

    /// Whose fields a remedy must match: those of the record that broke the rule, else of that behind the moment.
    pub fn asking(&self) -> Option<&'c Record> {
        self.record.or(self.trigger)
    }
}

/// A number of the quantity; one that is missing makes the duty unknown (section 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    Known(Decimal),
    Missing,
}

/// What is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Measure {
    Count,
    Total(String),
    Different(String),
}

/// The halves of a quantity: at least the lower, at most the upper.
#[derive(Clone, Debug)]
pub struct Bounds {
    pub measure: Measure,
    pub lower: Option<Limit>,
    pub upper: Option<Limit>,
}

impl Bounds {
    pub fn at_least_one() -> Bounds {
        Bounds { measure: Measure::Count, lower: Some(Limit::Known(Decimal::ONE)), upper: None }
    }

    pub fn none() -> Bounds {
        Bounds { measure: Measure::Count, lower: None, upper: Some(Limit::Known(Decimal::ZERO)) }
    }

    fn is_missing(&self) -> bool {
        self.lower == Some(Limit::Missing) || self.upper == Some(Limit::Missing)
    }

    pub fn needed(&self) -> Decimal {
        self.lower.map_or(Decimal::ZERO, Limit::or_beyond_reach)
    }

    pub fn allowed(&self) -> Decimal {
        self.upper.map_or(BEYOND_REACH, Limit::or_beyond_reach)
    }
}

/// More than any case holds.
const BEYOND_REACH: Decimal = Decimal::from_parts(1_000_000_000, 0, 0, false, 0);

impl Limit {
    fn or_beyond_reach(self) -> Decimal {
        match self {
            Limit::Known(number) => number,
            Limit::Missing => BEYOND_REACH,
        }
    }
}

/// A record that counts, surely or perhaps.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'c> {
    pub record: &'c Record,
    pub sure: bool,
}

/// Keeps what holds surely or perhaps.
pub fn candidate(record: &Record, truth: Truth) -> Option<Candidate<'_>> {
    (truth != Some(false)).then_some(Candidate { record, sure: truth == Some(true) })
}

/// One A of one reading: when exactly, and what it adds.
#[derive(Clone, Debug, PartialEq)]
pub struct Act {
    pub at: NaiveDateTime,
    pub amount: Decimal,
    /// What `different` compares; nothing adds nothing.
    pub value: Option<String>,
    /// Whether it counts against an upper bound.
    pub above: bool,
}

/// How the A of one reading are judged.
#[derive(Clone, Copy, Debug)]
pub enum Judgement {
    /// At least N: met up to `last` (the due day and the grace), late after it, else violated or pending.
    Timely { last: Time, lapse: Option<Lapse> },
    /// N inside a window that nothing cures: at least, at most and both.
    Window { last: Time, lapse: Option<Lapse> },
    /// Judged at once: met or violated.
    AtOnce,
    /// Any A that counts violates it; else it is met once it is over.
    Forbidden { is_over: bool },
    /// No span of this length that ends in an A holds more than N.
    Sliding { span: (i64, super::model::SpanUnit), is_over: bool },
}

/// Undone when this day has come, the duty has no verdict (or is exempt); till then it is pending.
#[derive(Clone, Copy, Debug)]
pub struct Lapse {
    pub day: Day,
    pub leaves: Option<Status>,
}

/// The A that may be there, under one reading of the moment and of the due day.
pub struct Reading<'c> {
    pub judgement: Judgement,
    /// The candidates; each is given every place it may have.
    pub candidates: Vec<Candidate<'c>>,
    /// The unseen days on which more A might lie.
    pub unseen: Vec<Day>,
    /// Nothing outside these instants counts (clock durations).
    pub starts: Option<NaiveDateTime>,
    pub ends: Option<NaiveDateTime>,
    /// A record with only a day is in order: not before the first, not after the second of these.
    pub in_order: (Option<NaiveDateTime>, Option<NaiveDateTime>),
    /// Whether the moment has only a day: then all A of its day are in order.
    pub is_of_a_day: bool,
}

impl<'c> Reading<'c> {
    /// Days alone matter.
    pub fn of_days(judgement: Judgement, candidates: Vec<Candidate<'c>>, unseen: Vec<Day>) -> Reading<'c> {
        Reading { judgement, candidates, unseen, starts: None, ends: None, in_order: (None, None), is_of_a_day: false }
    }

    fn has_inside(&self, at: NaiveDateTime) -> bool {
        self.starts.is_none_or(|start| at >= start) && self.ends.is_none_or(|end| at <= end)
    }

    /// On the day of a moment with only a day every A is in order.
    fn has_in_order(&self, at: NaiveDateTime) -> bool {
        let bounds = [self.in_order.0, self.in_order.1];
        let is_same_day = self.is_of_a_day && bounds.iter().flatten().any(|other| other.date() == at.date());
        is_same_day || self.in_order.0.is_none_or(|start| at >= start) && self.in_order.1.is_none_or(|end| at <= end)
    }
}

pub struct Duty<'c> {
    pub from: Option<Time>,
    pub to: Option<Time>,
    pub due: Option<Time>,
    pub label: Option<String>,
    pub trigger: Option<&'c Record>,
    pub censored: bool,
    /// Membership and trigger are sure.
    pub is_sure: bool,
    pub is_bound: bool,
    pub bounds: Bounds,
    /// A waived day lies in [from, due + grace].
    pub is_waived: bool,
    pub readings: Vec<Reading<'c>>,
    /// Several A on one day are one (5.1).
    pub once_a_day: bool,
    /// Whether records count up to the one that completed the duty, or all of them (section 11).
    pub counts_until_done: bool,
    /// What is counted and cited, in the order of evidence.
    pub shown: Vec<Candidate<'c>>,
    /// A missed due day is a breach from here on (with the grace): at the earliest, at the latest.
    pub missed: Option<(Time, Time)>,
    /// A record of a day that does not count against upper bounds.
    pub spares: Vec<Day>,
    /// Records that count, but lie outside the scope: nor do they count against upper bounds.
    pub outside: Vec<String>,
}

impl<'c> Duty<'c> {
    pub fn verdict(&self, binding: &Binding<'_, 'c>) -> Option<Verdict<'c>> {
        let status = self.certain(self.status(binding)?);
        let (mut shown, kept) = self.kept(binding);
        let is_apart_by_clock = binding.rule.apart.as_ref().is_some_and(|apart| apart.unit.is_clock());
        if is_apart_by_clock {
            shown.sort_by_key(|found| by_last_instant(found.record));
        }
        let done = self.reached(binding, &kept);
        let completing = self.completing(binding, &shown);
        let last_counted = match (completing, done) {
            (Some(place), _) if self.counts_until_done => place + 1,
            (None, Some(done)) if self.counts_until_done => {
                shown.iter().filter(|found| found.record.at.day <= done).count()
            }
            // "At least 0" is complete before the first record.
            (None, None) if self.counts_until_done && self.bounds.needed().is_zero() && self.bounds.upper.is_none() => {
                0
            }
            _ => shown.len(),
        };
        let mut counted = shown[..last_counted].to_vec();
        if is_apart_by_clock {
            counted.sort_by(|one, other| (one.record.at, &one.record.id).cmp(&(other.record.at, &other.record.id)));
        }
        let late = done.zip(self.due).map(|(day, due)| (day - due.day).num_days().max(1));
        Some(Verdict {
            rule: binding.rule_id.clone(),
            subject: binding.subject.id.clone(),
            from: self.from,
            to: self.to,
            due: self.due,
            label: self.label.clone(),
            status,
            done,
            days_late: late.filter(|_| status == Status::Late),
            count: counted.iter().filter(|candidate| candidate.sure).count(),
            trigger: self.trigger.map(|trigger| trigger.id.clone()),
            each: binding.each.clone(),
            censored: self.censored,
            breaches: self.breaches(binding, &counted),
            counted,
            members: Vec::new(),
            is_bound: self.is_bound,
        })
    }

    /// Unknown membership or an unknown trigger leaves met and exempt, and makes the rest unknown (section 8).
    fn certain(&self, status: Status) -> Status {
        if self.is_sure || matches!(status, Status::Met | Status::Exempt) { status } else { Status::Unknown }
    }

    /// The status that every reading gives; `None` is no verdict.
    fn status(&self, binding: &Binding) -> Option<Status> {
        let mut found = BTreeSet::new();
        for reading in &self.readings {
            if self.bounds.is_missing() {
                let acts = self.sure_acts(binding, reading);
                return self.judge(binding, reading.judgement, &acts).map(|_| Status::Unknown);
            }
            self.collect(binding, reading, &mut found);
        }
        let stated: BTreeSet<Status> = found.iter().flatten().copied().collect();
        // Where a reading leaves no duty at all and no other reading breaks it, nothing is owed either way.
        if found.contains(&None) {
            return stated.iter().any(|status| status.is_short()).then_some(Status::Unknown);
        }
        if stated.len() == 2 && stated.iter().all(|status| status.is_short()) {
            return Some(Status::Violated);
        }
        let only = stated.first().copied().filter(|_| stated.len() == 1);
        // That one span or another is too full, as one reads the days, breaks no span surely.
        if only == Some(Status::Violated) && self.readings.iter().any(|reading| !self.has_full_span(binding, reading)) {
            return Some(Status::Unknown);
        }
        Some(only.unwrap_or(Status::Unknown))
    }

    /// The judgements of all readings: every place of every candidate, each with every filling.
    fn collect(&self, binding: &Binding, reading: &Reading, found: &mut BTreeSet<Option<Status>>) {
        let options: Vec<Vec<Option<Act>>> =
            reading.candidates.iter().map(|candidate| self.options(binding, reading, *candidate)).collect();
        let fillings = self.fillings(binding, reading);
        let mut chosen = vec![0_usize; options.len()];
        loop {
            let picked = options.iter().zip(&chosen).filter_map(|(options, place)| options[*place].clone());
            let seen: Vec<Act> = picked.collect();
            for filling in &fillings {
                let mut acts = [seen.clone(), filling.clone()].concat();
                acts.sort_by_key(|act| act.at);
                found.insert(self.judge(binding, reading.judgement, &acts));
            }
            // The next combination, as an odometer counts.
            let Some(place) = (0..chosen.len()).find(|place| chosen[*place] + 1 < options[*place].len()) else {
                return;
            };
            chosen[place] += 1;
            chosen[..place].fill(0);
        }
    }

    /// The instants that tell one reading from another.
    fn edges(&self, binding: &Binding, reading: &Reading) -> Vec<NaiveDateTime> {
        let mut edges: Vec<NaiveDateTime> = reading.starts.into_iter().chain(reading.ends).collect();
        edges.extend(reading.in_order.0.into_iter().chain(reading.in_order.1));
        if let Judgement::Timely { last, .. } | Judgement::Window { last, .. } = reading.judgement {
            edges.extend(last.clock.map(|clock| last.day.and_time(clock)));
        }
        let sliding = match reading.judgement {
            Judgement::Sliding { span, .. } => Some(span),
            _ => None,
        };
        let apart = binding
            .rule
            .apart
            .as_ref()
            .and_then(|apart| Some((binding.length(apart, binding.known.as_of, None)?, apart.unit)));
        for (number, unit) in sliding.into_iter().chain(apart).filter(|(_, unit)| unit.is_clock()) {
            for Candidate { record, .. } in &reading.candidates {
                let whole_day = vec![start_of(record.at.day), end_of(record.at.day)];
                for at in record.at.clock.map_or(whole_day, |clock| vec![record.at.day.and_time(clock)]) {
                    edges.extend([at, at - clock_length(number, unit), at + clock_length(number, unit)]);
                }
            }
        }
        edges
    }

    /// Everything a candidate may be in a reading: absent if it only perhaps counts, anywhere on its day if it has no
    /// instant and instants matter, and of any size if its field is missing.
    fn options(&self, binding: &Binding, reading: &Reading, candidate: Candidate) -> Vec<Option<Act>> {
        let record = candidate.record;
        let day = record.at.day;
        let edges = self.edges(binding, reading);
        let places: Vec<NaiveDateTime> = match record.at.clock {
            Some(clock) => vec![day.and_time(clock)],
            None if edges.is_empty() => vec![start_of(day)],
            None => {
                let beside =
                    edges.iter().flat_map(|edge| [*edge, *edge + Duration::seconds(1), *edge - Duration::seconds(1)]);
                let near: BTreeSet<NaiveDateTime> =
                    beside.filter(|edge| edge.date() == day).chain([start_of(day), end_of(day)]).collect();
                near.into_iter().filter(|at| reading.has_in_order(*at)).collect()
            }
        };
        let sizes = self.sizes(binding, record);
        let above = !self.spares.contains(&day) && !self.outside.contains(&record.id);
        let mut options: Vec<Option<Act>> = Vec::new();
        for at in places {
            let is_inside = reading.has_inside(at);
            for (amount, value) in &sizes {
                let act = Act { at, amount: *amount, value: value.clone(), above };
                options.push(is_inside.then_some(act));
            }
        }
        if !candidate.sure || options.is_empty() {
            options.push(None);
        }
        let mut distinct: Vec<Option<Act>> = Vec::new();
        for option in options {
            if !distinct.contains(&option) {
                distinct.push(option);
            }
        }
        distinct
    }

    /// What a sure record adds.
    pub fn act(&self, binding: &Binding, record: &Record) -> Act {
        let (amount, value) = self.sizes(binding, record)[0].clone();
        Act { at: start_of(record.at.day), amount, value, above: true }
    }

    fn sizes(&self, binding: &Binding, record: &Record) -> Vec<(Decimal, Option<String>)> {
        let value = |name: &String| cell(&binding.case.fields, &record.cells, name);
        match &self.bounds.measure {
            Measure::Count => vec![(Decimal::ONE, None)],
            Measure::Total(name) => match value(name) {
                Some(Value::Number(number)) => vec![(number, None)],
                // Something ≥ 0 that nobody knows.
                _ => vec![(Decimal::ZERO, None), (self.plenty(), None)],
            },
            Measure::Different(name) => match value(name) {
                Some(value) => vec![(Decimal::ONE, Some(as_text(&value)))],
                // Perhaps one more value.
                None => vec![(Decimal::ONE, None), (Decimal::ONE, Some(format!("of {}", record.id)))],
            },
        }
    }

    /// As much as reaches or passes every bound.
    fn plenty(&self) -> Decimal {
        let over = if self.bounds.upper.is_some() { self.bounds.allowed() + Decimal::ONE } else { Decimal::ONE };
        self.bounds.needed().max(over)
    }

    /// Every way of filling the unseen days that can make a difference. The judgement asks of a day only on which side
    /// of the due it lies and whether it counts against an upper bound, so the unseen days fall into a few groups, and
    /// inside a group only the number of A matters, up to the number that reaches or passes every bound. Where A are
    /// once a day or some time apart, a group holds no more A than it has room for.
    fn fillings(&self, binding: &Binding, reading: &Reading) -> Vec<Vec<Act>> {
        let last = match reading.judgement {
            Judgement::Timely { last, .. } | Judgement::Window { last, .. } => Some(last),
            _ => None,
        };
        let edges = self.edges(binding, reading);
        // Without an upper bound all days are alike.
        let is_above = |day: &Day| self.bounds.upper.is_none() || !self.spares.contains(day);
        let mut groups: BTreeMap<(bool, bool), Vec<NaiveDateTime>> = BTreeMap::new();
        for day in &reading.unseen {
            let mut places = vec![start_of(*day)];
            if edges.iter().any(|edge| edge.date() == *day) {
                let beside = edges.iter().flat_map(|edge| [*edge, *edge + Duration::seconds(1)]);
                places.extend(beside.filter(|at| at.date() == *day));
                places.push(end_of(*day));
            }
            for at in places {
                if !reading.has_inside(at) || !reading.has_in_order(at) {
                    continue;
                }
                let is_late = last.is_some_and(|last| !is_by(at, last));
                groups.entry((is_late, is_above(day))).or_default().push(at);
            }
        }
        let mut fillings: Vec<Vec<Act>> = vec![Vec::new()];
        for (number, ((_, above), places)) in groups.iter().enumerate() {
            let choices = self.choices(binding, reading, number, *above, places);
            let together = |filling: &Vec<Act>, choice: &Vec<Act>| [filling.clone(), choice.clone()].concat();
            fillings = fillings
                .iter()
                .flat_map(|filling| choices.iter().map(move |choice| together(filling, choice)))
                .collect();
        }
        fillings
    }

    /// How many A a group of unseen days may hold.
    fn choices(
        &self,
        binding: &Binding,
        reading: &Reading,
        group: usize,
        above: bool,
        places: &[NaiveDateTime],
    ) -> Vec<Vec<Act>> {
        let act = |at: NaiveDateTime, number: usize| {
            let amount = if matches!(self.bounds.measure, Measure::Total(_)) { self.plenty() } else { Decimal::ONE };
            Act { at, amount, value: Some(format!("unseen {group} {number}")), above }
        };
        let enough = match self.bounds.measure {
            Measure::Total(_) => 1,
            _ => self.plenty().to_usize().unwrap_or(8).min(40),
        };
        let both_halves = self.bounds.lower.is_some() && self.bounds.upper.is_some();
        let is_spaced = self.once_a_day || binding.rule.apart.is_some();
        if !is_spaced {
            let some = |number: usize| (0..number).map(|place| act(places[0], place)).collect();
            return if both_halves { (0..=enough).map(some).collect() } else { vec![Vec::new(), some(enough)] };
        }
        let mut room: Vec<Act> = Vec::new();
        for at in places {
            room.push(act(*at, room.len()));
            if let Some(Span { number: super::model::Number::Literal(number), unit }) = &binding.rule.apart
                && unit.is_clock()
            {
                let step = clock_length(number.to_i64().unwrap_or(1), *unit);
                let mut later = *at + step;
                let is_unseen = |day: Day| places.iter().any(|place| place.date() == day);
                // From the first of days in a row the steps go on over midnight.
                let is_first = !is_unseen(super::calendar::previous(at.date()));
                let goes_on =
                    |later: &NaiveDateTime| is_first || later.date() == at.date() && self.edges_free(at, later, places);
                while is_unseen(later.date()) && goes_on(&later) && reading.has_inside(later) {
                    room.push(act(later, room.len()));
                    later += step;
                }
            }
        }
        if !both_halves {
            return vec![Vec::new(), room];
        }
        room.sort_by_key(|act| act.at);
        // Each A more adds at most one that is kept, so the first ones of the room give every number.
        let mut choices: Vec<Vec<Act>> = Vec::new();
        let mut kept = usize::MAX;
        for number in 0..=room.len() {
            let some = room[..number].to_vec();
            let now = self.thinned(binding, &some).len();
            if now != kept && choices.len() <= enough + 2 {
                choices.push(some);
                kept = now;
            }
        }
        choices.push(room);
        choices
    }

    fn edges_free(&self, first: &NaiveDateTime, later: &NaiveDateTime, places: &[NaiveDateTime]) -> bool {
        !places.iter().any(|place| first < place && place <= later)
    }

    /// `at least D apart` keeps the earliest and each next one D or more after the last kept; under `every` several on
    /// one day are one.
    fn thinned(&self, binding: &Binding, acts: &[Act]) -> Vec<Act> {
        let mut kept: Vec<Act> = Vec::new();
        for act in acts {
            let is_kept = kept.last().is_none_or(|last| {
                let is_apart = is_apart(binding, last.at, act.at);
                is_apart && !(self.once_a_day && last.at.date() == act.at.date())
            });
            if is_kept {
                kept.push(act.clone());
            }
        }
        kept
    }

    fn judge(&self, binding: &Binding, judgement: Judgement, acts: &[Act]) -> Option<Status> {
        // An upper bound looks at nothing but what counts against it.
        let against: Vec<Act> = acts.iter().filter(|act| act.above).cloned().collect();
        let against = self.thinned(binding, &against);
        let acts = self.thinned(binding, acts);
        let as_of = binding.known.as_of;
        let has_come = |time: Time| time.day <= as_of;
        let needed = self.bounds.needed();
        let measured = |keep: &dyn Fn(&Act) -> bool| measure(&self.bounds.measure, acts.iter().filter(|act| keep(act)));
        let excused = |status: Status| if self.is_waived && status != Status::Met { Status::Exempt } else { status };
        let undone = |lapse: Option<Lapse>, status: Status| match lapse {
            Some(lapse) if lapse.day <= as_of => lapse.leaves,
            Some(_) => Some(excused(Status::Pending)),
            None => Some(excused(status)),
        };
        match judgement {
            Judgement::Timely { last, lapse } => {
                let is_lapsed = lapse.is_some_and(|lapse| lapse.day <= as_of);
                match () {
                    () if measured(&|act| is_by(act.at, last)) >= needed => Some(Status::Met),
                    () if is_lapsed => undone(lapse, Status::Pending),
                    () if measured(&|_| true) >= needed => Some(excused(Status::Late)),
                    () if has_come(last) => undone(lapse, Status::Violated),
                    () => undone(lapse, Status::Pending),
                }
            }
            Judgement::Window { last, lapse } => {
                let is_passed = measure(&self.bounds.measure, against.iter()) > self.bounds.allowed();
                let is_reached = measured(&|_| true) >= needed;
                match () {
                    () if is_passed => Some(Status::Violated),
                    () if is_reached && (self.bounds.upper.is_none() || has_come(last)) => Some(Status::Met),
                    () if is_reached => Some(excused(Status::Pending)),
                    () if has_come(last) => undone(lapse, Status::Violated),
                    () => undone(lapse, Status::Pending),
                }
            }
            Judgement::AtOnce if measured(&|_| true) >= needed => Some(Status::Met),
            Judgement::AtOnce => Some(excused(Status::Violated)),
            Judgement::Forbidden { .. } if acts.iter().any(|act| act.above) => Some(Status::Violated),
            Judgement::Forbidden { is_over: true } => Some(Status::Met),
            Judgement::Forbidden { is_over: false } => Some(excused(Status::Pending)),
            Judgement::Sliding { span, is_over } => {
                let is_breached = acts.iter().any(|act| {
                    let in_span = acts.iter().filter(|other| is_in_span(other.at, act.at, span));
                    measure(&self.bounds.measure, in_span) > self.bounds.allowed()
                });
                Some(match (is_breached, is_over) {
                    (true, _) => Status::Violated,
                    (false, true) => Status::Met,
                    (false, false) => Status::Pending,
                })
            }
        }
    }

    /// Whether the same sure records overfill a span by the clock, however one reads their days.
    fn has_full_span(&self, binding: &Binding, reading: &Reading) -> bool {
        let Judgement::Sliding { span: (number, unit), .. } = reading.judgement else { return true };
        if !unit.is_clock() {
            return true;
        }
        let length = clock_length(number, unit);
        let ends = |found: &Candidate| (earliest(found.record), latest(found.record));
        let sure: Vec<&Candidate> = reading.candidates.iter().filter(|found| found.sure).collect();
        sure.iter().enumerate().any(|(place, last)| {
            let (from, to) = ends(last);
            let within = sure.iter().enumerate().filter(|(other, found)| {
                let (other_from, other_to) = ends(found);
                let comes_before = (other_to, *other) <= (to, place);
                *other == place || comes_before && other_from > to - length && from > other_to - length
            });
            let acts: Vec<Act> = within.map(|(_, found)| self.act(binding, found.record)).collect();
            measure(&self.bounds.measure, acts.iter()) > self.bounds.allowed()
        })
    }

    fn sure_acts(&self, binding: &Binding, reading: &Reading) -> Vec<Act> {
        let sure = reading.candidates.iter().filter(|candidate| candidate.sure);
        let first =
            sure.filter_map(|candidate| self.options(binding, reading, *candidate).into_iter().next().flatten());
        let mut acts: Vec<Act> = first.collect();
        acts.sort_by_key(|act| act.at);
        acts
    }

    /// What is counted: of the sure ones those that are kept however one reads the days, of which one with only a day
    /// comes behind the instants of it. What is far enough under some readings only is perhaps kept. Perhaps-records
    /// all stay.
    fn kept(&self, binding: &Binding) -> (Vec<Candidate<'c>>, Vec<&'c Record>) {
        let mut sure: Vec<&'c Record> =
            self.shown.iter().filter(|found| found.sure).map(|found| found.record).collect();
        if binding.rule.apart.is_none() && !self.once_a_day {
            return (self.shown.clone(), sure);
        }
        if binding.rule.apart.as_ref().is_some_and(|apart| apart.unit.is_clock()) {
            sure.sort_by_key(|record| by_last_instant(record));
        }
        let mut chain: Vec<&'c Record> = Vec::new();
        let mut perhaps: Vec<&'c Record> = Vec::new();
        for record in sure {
            let Some(last) = chain.last() else {
                chain.push(record);
                continue;
            };
            let is_another_day = !self.once_a_day || last.at.day != record.at.day;
            if is_another_day && is_apart(binding, latest(last), earliest(record)) {
                chain.push(record);
            } else if is_another_day && is_apart(binding, earliest(last), latest(record)) {
                perhaps.push(record);
            }
        }
        let is_in = |records: &[&Record], found: &Candidate| records.iter().any(|record| record.id == found.record.id);
        let kept = self.shown.iter().filter_map(|found| match found.sure {
            false => Some(*found),
            true if is_in(&chain, found) => Some(*found),
            true if is_in(&perhaps, found) => Some(Candidate { sure: false, ..*found }),
            true => None,
        });
        (kept.collect(), chain)
    }

    /// The day on which records, in their order, first reach an at-least quantity.
    fn reached(&self, binding: &Binding, records: &[&'c Record]) -> Option<Day> {
        let found: Vec<Candidate> = records.iter().map(|record| Candidate { record, sure: true }).collect();
        self.completing(binding, &found).map(|place| found[place].record.at.day)
    }

    /// The place of the sure record that first reached an at-least quantity; with an upper bound there is none.
    fn completing(&self, binding: &Binding, shown: &[Candidate<'c>]) -> Option<usize> {
        let asks_only_for_enough = self.bounds.upper.is_none() && self.bounds.lower.is_some();
        let needed = self.bounds.needed();
        if !asks_only_for_enough || needed.is_zero() {
            return None;
        }
        let mut acts = Vec::new();
        for (place, candidate) in shown.iter().enumerate().filter(|(_, candidate)| candidate.sure) {
            let (amount, value) = self.sizes(binding, candidate.record)[0].clone();
            acts.push(Act { at: start_of(candidate.record.at.day), amount, value, above: true });
            if measure(&self.bounds.measure, acts.iter()) >= needed {
                return Some(place);
            }
        }
        None
    }

    /// The sure records that went beyond what is allowed, else the missed due.
    fn breaches(&self, binding: &Binding, counted: &[Candidate<'c>]) -> Vec<Breach<'c>> {
        let mut found = Vec::new();
        let mut acts: Vec<Act> = Vec::new();
        let sure = counted.iter().filter(|candidate| {
            let record = candidate.record;
            candidate.sure && !self.spares.contains(&record.at.day) && !self.outside.contains(&record.id)
        });
        for candidate in sure {
            let at = candidate.record.at;
            let (amount, value) = self.sizes(binding, candidate.record)[0].clone();
            let instant = at.clock.map_or(start_of(at.day), |clock| at.day.and_time(clock));
            acts.push(Act { at: instant, amount, value, above: true });
            let so_far = match self.readings.first().map(|reading| reading.judgement) {
                Some(Judgement::Sliding { span, .. }) => {
                    measure(&self.bounds.measure, acts.iter().filter(|act| is_in_span(act.at, instant, span)))
                }
                _ => measure(&self.bounds.measure, acts.iter()),
            };
            if self.bounds.upper.is_some() && so_far > self.bounds.allowed() {
                found.push(Breach { at, latest: at, record: Some(candidate.record), trigger: self.trigger });
            }
        }
        if found.is_empty() {
            found.extend(self.missed.map(|(at, latest)| Breach { at, latest, record: None, trigger: self.trigger }));
        }
        found
    }
}

fn earliest(record: &Record) -> NaiveDateTime {
    record.at.clock.map_or(start_of(record.at.day), |clock| record.at.day.and_time(clock))
}

fn latest(record: &Record) -> NaiveDateTime {
    record.at.clock.map_or(end_of(record.at.day), |clock| record.at.day.and_time(clock))
}

/// By the clock a record with only a day comes behind the instants of it, the last one too.
pub fn by_last_instant(record: &Record) -> (NaiveDateTime, bool) {
    (latest(record), record.at.clock.is_none())
}

/// Whether an instant lies in the span that ends at `end`: the last D, without its start.
pub fn is_in_span(at: NaiveDateTime, end: NaiveDateTime, (number, unit): (i64, super::model::SpanUnit)) -> bool {
    if unit.is_clock() {
        return end - clock_length(number, unit) < at && at <= end;
    }
    let start = shift(end.date(), -number, unit);
    at.date() <= end.date() && start.is_none_or(|start| start < at.date())
}

/// Whether an instant is not after a day or an instant.
pub fn is_by(at: NaiveDateTime, last: Time) -> bool {
    match last.clock {
        Some(clock) => at <= last.day.and_time(clock),
        None => at.date() <= last.day,
    }
}

/// Calendar durations compare days, clock durations instants.
fn is_apart(binding: &Binding, earlier: NaiveDateTime, later: NaiveDateTime) -> bool {
    let Some(apart) = &binding.rule.apart else { return true };
    let Some(number) = binding.length(apart, earlier.date(), None) else { return true };
    if apart.unit.is_clock() {
        return later >= earlier + clock_length(number, apart.unit);
    }
    shift(earlier.date(), number, apart.unit).is_some_and(|next| next <= later.date())
}

/// Whether two records are far enough from each other for both to be kept, whichever instant of its day one with only
/// a day stands for.
pub fn are_apart(binding: &Binding, earlier_one: &Record, later_one: &Record) -> bool {
    is_apart(binding, latest(earlier_one), earliest(later_one))
}

pub fn measure<'a>(measure: &Measure, acts: impl Iterator<Item = &'a Act>) -> Decimal {
    match measure {
        Measure::Count => acts.map(|_| Decimal::ONE).sum(),
        Measure::Total(_) => acts.map(|act| act.amount).sum(),
        Measure::Different(_) => {
            let values: BTreeSet<&String> = acts.filter_map(|act| act.value.as_ref()).collect();
            Decimal::from(values.len())
        }
    }
}

/// Two values have the same text exactly when they are equal.
pub fn as_text(value: &Value) -> String {
    match value {
        Value::Number(number) => number.normalize().to_string(),
        Value::Text(text) => super::condition::plain(text),
        Value::Date(time) => format!("{time:?}"),
        Value::Flag(flag) => flag.to_string(),
    }
}
