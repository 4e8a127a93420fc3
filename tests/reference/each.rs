//! 5.2 `each U A`, with `by X`, `from X to Y`, `count partial periods`, and seasons as units.

use super::binding::{Binding, between};
use super::calendar::{Period, days, marked_day, periods};
use super::condition::both;
use super::duty::{
    Act, Bounds, Candidate, Duty, Judgement, Measure, Reading, Verdict, as_text, by_last_instant, candidate, measure,
};
use super::every::without_due;
use super::extended::to_working_day;
use super::model::{Day, Inside, Time, Unit, Value};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// One duty for each period; only periods that share a day with [first covered day, as-of] can be stated.
pub fn each<'c>(binding: &Binding<'_, 'c>, unit: &Unit, inside: Inside) -> Vec<Verdict<'c>> {
    let (first, last) = (binding.known.coverage_from, binding.known.as_of);
    let unrolled: Vec<Option<Period>> = match unit {
        Unit::Season(name) => binding.occurrences(name, first, last),
        _ => periods(unit, first, last).into_iter().map(Some).collect(),
    };
    let mut verdicts = unknown_hours(binding, unit);
    // Records in the grace after a period's end that completed that period; they do not count for their own.
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for period in unrolled.into_iter().flatten() {
        let duty = match inside {
            Inside::Whole => whole(binding, &period, &mut taken),
            Inside::By(mark) => {
                let (closing, last) = (marked_day(&period, mark), period.last);
                windowed(binding, &period, period.first, closing, last, true, &mut taken)
            }
            Inside::FromTo(from, to) => {
                let (opening, closing) = (marked_day(&period, from), marked_day(&period, to));
                windowed(binding, &period, opening, closing, closing, false, &mut taken)
            }
        };
        verdicts.extend(duty.and_then(|duty| duty.verdict(binding)));
    }
    verdicts
}

/// Where the attributes that name the hours are missing: one unknown duty a stretch, without due.
fn unknown_hours<'c>(binding: &Binding<'_, 'c>, unit: &Unit) -> Vec<Verdict<'c>> {
    let Unit::Season(name) = unit else { return Vec::new() };
    if !binding.case.season(name).is_of_hours() {
        return Vec::new();
    }
    let known = binding.known;
    let lacks_hours = |day: Day| {
        let here = binding.occurrences(name, day, day);
        here.iter().any(Option::is_none) && binding.occurrences(name, day, day).last().is_some_and(Option::is_none)
    };
    let mut verdicts = Vec::new();
    for stretch in binding.stretches(|day| binding.binds(day)) {
        let first = stretch.first.map_or(known.coverage_from, |first| first.max(known.coverage_from));
        let last = stretch.last.map_or(known.as_of, |last| last.min(known.as_of));
        if days(first, last).any(lacks_hours) {
            let duty = without_due(Some(Time::of_day(first)), None, None, false, stretch.is_sure);
            verdicts.extend(duty.verdict(binding));
        }
    }
    verdicts
}

/// The A of a period; of a season of hours those with an instant inside, and perhaps those with only a day it touches.
fn acts_of<'c>(binding: &Binding<'_, 'c>, period: &Period) -> Vec<Candidate<'c>> {
    let found = binding.acts(None, Some(period)).into_iter().filter_map(|act| {
        let truth = match (period.hours, act.record.at.clock) {
            (None, _) => Some(true),
            (Some(_), None) => None,
            (Some((from, to)), Some(clock)) => {
                let at = act.record.at.day.and_time(clock);
                Some(from <= at && at <= to)
            }
        };
        candidate(act.record, both(act.sure.then_some(true), truth))
    });
    found.collect()
}

/// The due day, moved to a working day where the rule says so.
fn moved(binding: &Binding, day: Day, bounds: &Bounds) -> Option<Time> {
    let due = Time::of_day(day);
    if binding.rule.next_working_day && bounds.upper.is_none() { to_working_day(due) } else { Some(due) }
}

/// A period all of whose days are bound or exempt; a cut one carries only the upper half, unless partial periods count.
fn whole<'c>(binding: &Binding<'_, 'c>, period: &Period, taken: &mut BTreeSet<String>) -> Option<Duty<'c>> {
    let bound: Vec<Day> = days(period.first, period.last).filter(|day| binding.binds(*day)).collect();
    let (first, last) = (*bound.first()?, *bound.last()?);
    let is_cut = bound.len() != days(period.first, period.last).count();
    let mut bounds = binding.bounds(first, None, Some(period));
    if is_cut && !binding.rule.count_partial_periods {
        bounds = Bounds { lower: None, upper: Some(bounds.upper?), ..bounds };
    }
    // Every duty is stated once its period's first bound day has come.
    if first > binding.known.as_of || binding.is_too_early(last) {
        return None;
    }
    let is_sure = bound.iter().all(|day| binding.bound(*day) == Some(true));
    let Some(due) = moved(binding, last, &bounds) else {
        let mut unknown = without_due(Some(Time::of_day(first)), Some(Time::of_day(last)), None, false, is_sure);
        unknown.label = Some(period.label.clone());
        return Some(unknown);
    };
    let ends = binding.with_grace(due, first, None);
    let acts = acts_of(binding, period);
    let on_bound_days = |act: &Candidate| binding.binds(act.record.at.day);
    let mut own: Vec<Candidate> = between(&acts, Some(first), last).into_iter().filter(on_bound_days).collect();
    own = binding.scoped(own);
    own.retain(|act| !taken.contains(&act.record.id));
    let (candidates, unseen_until) = with_grace_records(binding, own, period, last, ends, &bounds, taken);
    let mut unseen: Vec<Day> =
        binding.unseen(Some(first), last).into_iter().filter(|day| binding.binds(*day)).collect();
    unseen.extend(binding.unseen(Some(super::calendar::next(last)), unseen_until));
    let mut reading = Reading::of_days(Judgement::Window { last: ends, lapse: None }, candidates.clone(), unseen);
    // Of a season of hours only what lies in them counts, and what a grace lets count behind them.
    let has_grace = binding.rule.grace.is_some() || binding.rule.next_working_day;
    reading.starts = period.hours.map(|(from, _)| from);
    reading.ends = period.hours.filter(|_| !has_grace).map(|(_, to)| to).or_else(|| instant_of(ends, &bounds));
    Some(Duty {
        from: Some(Time::of_day(first)),
        to: Some(Time::of_day(last)),
        due: Some(due),
        label: Some(period.label.clone()),
        trigger: None,
        censored: false,
        is_sure,
        is_bound: is_sure,
        is_waived: binding.is_waived_between(Some(first), ends.day),
        readings: vec![reading],
        shown: looked_at(binding, &bounds, candidates),
        bounds,
        once_a_day: false,
        counts_until_done: false,
        missed: Some((ends, ends)),
        spares: spares(binding, first, ends.day),
        outside: Vec::new(),
    })
}

/// `by X` (timely: done later inside the period is late) and `from X to Y` (nothing cures it afterwards). Owed iff the
/// closing day is a bound day; stated once the period has begun; for "at least" every day from the subject's first
/// opening on counts, bound or not; upper bounds look at bound, non-exempt days (section 11).
fn windowed<'c>(
    binding: &Binding<'_, 'c>,
    period: &Period,
    opening: Day,
    closing: Day,
    last: Day,
    is_timely: bool,
    taken: &mut BTreeSet<String>,
) -> Option<Duty<'c>> {
    let has_begun = period.first <= binding.known.as_of;
    if !binding.binds(closing) || !has_begun || binding.is_too_early(closing) {
        return None;
    }
    let bounds = binding.bounds(opening, None, Some(period));
    let is_sure = binding.bound(closing) == Some(true);
    let Some(due) = moved(binding, closing, &bounds) else {
        let mut unknown = without_due(Some(Time::of_day(opening)), Some(Time::of_day(closing)), None, false, is_sure);
        unknown.label = Some(period.label.clone());
        return Some(unknown);
    };
    let ends = binding.with_grace(due, opening, None);
    let earliest = match bounds.lower {
        Some(_) => binding.subject.opened().map_or(opening, |day| day.max(opening)),
        None => opening,
    };
    let acts = acts_of(binding, period);
    let mut own = between(&acts, Some(earliest), last);
    let is_outside = |act: &&Candidate| binding.in_scope(act.record.at) == Some(false);
    let outside: Vec<String> = own.iter().filter(is_outside).map(|act| act.record.id.clone()).collect();
    if bounds.lower.is_none() {
        own.retain(|act| binding.binds(act.record.at.day));
        own = binding.scoped(own);
    }
    own.retain(|act| !taken.contains(&act.record.id));
    let (candidates, unseen_until) = with_grace_records(binding, own, period, last, ends, &bounds, taken);
    let mut unseen = binding.unseen(Some(earliest), last);
    if bounds.lower.is_none() {
        unseen.retain(|day| binding.binds(*day));
    }
    unseen.extend(binding.unseen(Some(super::calendar::next(last)), unseen_until));
    let judgement = if is_timely {
        Judgement::Timely { last: ends, lapse: None }
    } else {
        Judgement::Window { last: ends, lapse: None }
    };
    let mut reading = Reading::of_days(judgement, candidates.clone(), unseen);
    reading.ends = instant_of(ends, &bounds).filter(|_| !is_timely);
    Some(Duty {
        from: Some(Time::of_day(opening)),
        to: Some(due),
        due: Some(due),
        label: Some(period.label.clone()),
        trigger: None,
        censored: false,
        is_sure,
        is_bound: is_sure,
        is_waived: binding.is_waived_between(Some(opening), ends.day),
        readings: vec![reading],
        shown: looked_at(binding, &bounds, candidates),
        bounds,
        once_a_day: false,
        counts_until_done: is_timely,
        missed: Some((ends, ends)),
        spares: spares(binding, opening, ends.day),
        outside,
    })
}

/// A grace by the clock ends inside its last day; upper bounds have none.
fn instant_of(ends: Time, bounds: &Bounds) -> Option<chrono::NaiveDateTime> {
    ends.clock.filter(|_| bounds.upper.is_none()).map(|clock| ends.day.and_time(clock))
}

/// What an upper bound alone does not look at is not counted either.
fn looked_at<'c>(binding: &Binding<'_, 'c>, bounds: &Bounds, candidates: Vec<Candidate<'c>>) -> Vec<Candidate<'c>> {
    let is_looked_at = |act: &Candidate| bounds.lower.is_some() || binding.is_judged(act.record.at.day);
    candidates.into_iter().filter(is_looked_at).collect()
}

/// Days whose records do not count against an upper bound.
fn spares(binding: &Binding, first: Day, last: Day) -> Vec<Day> {
    days(first, last).filter(|day| !binding.is_judged(*day)).collect()
}

/// An A in the grace (or before a due day that was moved) after the period's end completes that period first, and then
/// does not count for its own; only sure records move, and only where they complete it.
fn with_grace_records<'c>(
    binding: &Binding<'_, 'c>,
    own: Vec<Candidate<'c>>,
    period: &Period,
    last: Day,
    ends: Time,
    bounds: &Bounds,
    taken: &mut BTreeSet<String>,
) -> (Vec<Candidate<'c>>, Day) {
    if (binding.rule.grace.is_none() && ends.day <= last) || bounds.upper.is_some() {
        return (own, last);
    }
    // In the grace any hour will do; of a season of hours it begins with the end of the hours.
    let mut later = between(&binding.acts(None, Some(period)), Some(last), ends.day);
    later.retain(|act| {
        let is_after_hours = period.hours.is_some_and(|(_, to)| {
            period.last == last && act.record.at.clock.is_some_and(|clock| act.record.at.day.and_time(clock) > to)
        });
        act.record.at.day > last || is_after_hours
    });
    later.retain(|act| !taken.contains(&act.record.id));
    let mut own = own;
    if binding.rule.apart.as_ref().is_some_and(|apart| apart.unit.is_clock()) {
        // By the clock a record with only a day comes behind the instants of it.
        own.sort_by_key(|act| by_last_instant(act.record));
        later.sort_by_key(|act| by_last_instant(act.record));
    }
    // A record with only a day is perhaps in a grace that ends inside that day.
    for act in &mut later {
        let end = ends.clock.map(|clock| ends.day.and_time(clock));
        let is_surely_in = end.is_none_or(|end| super::calendar::end_of(act.record.at.day) <= end);
        act.sure = act.sure && (act.record.at.clock.is_some() || is_surely_in);
    }
    let is_in = |act: &Candidate| match (ends.clock, act.record.at.clock) {
        (Some(_), Some(_)) => act.record.at <= ends,
        _ => true,
    };
    later.retain(is_in);
    let enough = |found: &[&Candidate<'c>]| measured(binding, bounds, found) >= bounds.needed();
    let sure: Vec<&Candidate> = own.iter().filter(|act| act.sure).collect();
    if !enough(&sure) {
        let mut moved = sure.clone();
        let mut ids = Vec::new();
        for act in later.iter().filter(|act| act.sure) {
            moved.push(act);
            ids.push(act.record.id.clone());
            if enough(&moved) {
                // One that lies too near to the last one kept completes nothing and stays where it is.
                let kept = kept(binding, &moved);
                taken.extend(ids.iter().filter(|id| kept.iter().any(|act| act.record.id == **id)).cloned());
                later.retain(|act| !act.sure || ids.contains(&act.record.id));
                break;
            }
        }
    } else {
        later.clear();
    }
    let mut candidates = own;
    candidates.extend(later);
    (candidates, ends.day)
}

/// Those that are not too near to the last one kept, however one reads a record with only a day.
fn kept<'f, 'c>(binding: &Binding, found: &[&'f Candidate<'c>]) -> Vec<&'f Candidate<'c>> {
    let mut kept: Vec<&Candidate> = Vec::new();
    for act in found {
        if kept.last().is_none_or(|last| super::duty::are_apart(binding, last.record, act.record)) {
            kept.push(act);
        }
    }
    kept
}

/// What sure records add up to, those too near to another left out.
fn measured(binding: &Binding, bounds: &Bounds, found: &[&Candidate]) -> Decimal {
    let mut acts = Vec::new();
    for act in kept(binding, found) {
        let value = |name: &String| super::condition::field(binding.case, act.record, name);
        let (amount, value) = match &bounds.measure {
            Measure::Count => (Decimal::ONE, None),
            Measure::Total(name) => match value(name) {
                Some(Value::Number(number)) => (number, None),
                _ => (Decimal::ZERO, None),
            },
            Measure::Different(name) => (Decimal::ONE, value(name).map(|value| as_text(&value))),
        };
        acts.push(Act { at: super::calendar::start_of(act.record.at.day), amount, value, above: true });
    }
    measure(&bounds.measure, acts.iter())
}
