//! 5.1 `every D A`: the rolling clock.

use super::binding::{Binding, Stretch, between};
use super::calendar::{add, days, end_of, instant_of, next, previous, start_of};
use super::duty::{Bounds, Candidate, Duty, Judgement, Lapse, Limit, Reading, Status, Verdict};
use super::extended::{due_behind, due_days};
use super::model::{Day, Record, Span, Time};
use chrono::NaiveDateTime;

/// Where one clock runs: from its first anchor to its end.
struct Run {
    starts: Time,
    /// Open where `None`.
    ends: Option<Time>,
    censored: bool,
    is_sure: bool,
    /// A waiver cuts it.
    is_cut: bool,
    is_of_hours: bool,
}

impl Run {
    /// The instants that a day stands for: a record with only a day is in the interval of the scope `between`.
    fn instants(&self, binding: &Binding, day: Day) -> [NaiveDateTime; 2] {
        let instant = |time: Time| time.clock.map(|clock| time.day.and_time(clock));
        let is_between = binding.scope().is_some();
        let starts = instant(self.starts).filter(|_| is_between);
        let ends = self.ends.and_then(instant).filter(|_| is_between);
        [starts.map_or(start_of(day), |at| at.max(start_of(day))), ends.map_or(end_of(day), |at| at.min(end_of(day)))]
    }
}

/// The clock starts on the first day of each stretch of bound, non-exempt days, or the first covered day if later.
pub fn every<'c>(binding: &Binding<'_, 'c>, span: &Span) -> Vec<Verdict<'c>> {
    let stretches = binding.stretches(|day| binding.is_judged(day));
    let runs = stretches.into_iter().flat_map(|stretch| runs(binding, stretch, span));
    runs.flat_map(|run| chain(binding, &run, span)).collect()
}

/// A stretch is one run; under a scope of hours each occurrence that starts in it is one.
fn runs(binding: &Binding, stretch: Stretch, span: &Span) -> Vec<Run> {
    let known = binding.known;
    let begins = stretch.first.map_or(known.coverage_from, |first| first.max(known.coverage_from));
    if begins > known.as_of || stretch.last.is_some_and(|last| last < begins) {
        return Vec::new();
    }
    if binding.length(span, begins, None).is_none() {
        let starts = if span.unit.is_clock() { instant_of(start_of(begins)) } else { Time::of_day(begins) };
        let censored = stretch.first.is_none_or(|first| first < known.coverage_from);
        return vec![Run { starts, ends: None, censored, is_sure: stretch.is_sure, is_cut: false, is_of_hours: false }];
    }
    let is_cut_after = |last: Day| binding.is_waived(next(last)) && binding.binds(next(last));
    let is_cut = stretch.last.is_some_and(is_cut_after);
    let is_sure = stretch.is_sure;
    let last_of_all = stretch.last.unwrap_or(known.as_of);
    if let Some(occurrences) = binding.hours(begins, known.as_of) {
        let first_covered = stretch.first.is_none_or(|first| first < known.coverage_from);
        let of_hours = occurrences.into_iter().flatten().filter_map(|period| {
            let (from, to) = period.hours?;
            if to < start_of(begins) || last_of_all < period.first {
                return None;
            }
            let end = if stretch.last.is_some() { to.min(end_of(last_of_all)) } else { to };
            let ends = Some(instant_of(end));
            // One that began before the stretch or the coverage runs from the first day on.
            let starts = instant_of(from.max(start_of(begins)));
            let censored = first_covered && from < start_of(begins);
            Some(Run { starts, ends, censored, is_sure, is_cut: is_cut && end < to, is_of_hours: true })
        });
        let mut found: Vec<Run> = of_hours.collect();
        found.extend(without_hours(binding, &stretch, begins, span, is_cut));
        found.sort_by_key(|run| run.starts);
        return found;
    }
    // The clock of hours starts at the instant of B and ends at that of E, as often as that is within the stretch.
    if let Some(scope) = binding.scope().filter(|_| span.unit.is_clock()) {
        let of_scope = scope.into_iter().filter_map(|interval| {
            let (from, to) = (interval.from.max(start_of(begins)), interval.to);
            let last = stretch.last.map(end_of);
            let end = to.into_iter().chain(last).min();
            if end.is_some_and(|end| end < from) || from > end_of(known.as_of) {
                return None;
            }
            let stretch_begins = stretch.first.map(start_of);
            let begins_at = stretch_begins.map_or(interval.from, |first| interval.from.max(first));
            Some(Run {
                starts: instant_of(from),
                ends: end.map(instant_of),
                censored: begins_at < start_of(known.coverage_from),
                is_sure,
                is_cut: is_cut && end == last,
                is_of_hours: false,
            })
        });
        return of_scope.collect();
    }
    let begins_before_coverage = stretch.first.is_none_or(|first| first < known.coverage_from);
    let (starts, ends) = match span.unit.is_clock() {
        true => (instant_of(start_of(begins)), stretch.last.map(|last| instant_of(end_of(last)))),
        false => (Time::of_day(begins), stretch.last.map(Time::of_day)),
    };
    vec![Run { starts, ends, censored: begins_before_coverage, is_sure, is_cut, is_of_hours: false }]
}

/// On days whose hours the register lacks there is one clock, of a subject that is perhaps bound.
fn without_hours(binding: &Binding, stretch: &Stretch, begins: Day, span: &Span, is_cut: bool) -> Vec<Run> {
    let known = binding.known;
    let last_looked_at = stretch.last.unwrap_or(super::binding::HORIZON.1);
    let mut found: Vec<(Day, Day)> = Vec::new();
    for day in days(begins, last_looked_at).filter(|day| binding.hours_are_missing(*day)) {
        match found.last_mut() {
            Some((_, last)) if next(*last) == day => *last = day,
            _ => found.push((day, day)),
        }
    }
    let begun = found.into_iter().filter(|(first, _)| *first <= known.as_of);
    let runs = begun.map(|(first, last)| {
        let is_open = last == super::binding::HORIZON.1;
        let (starts, ends) = match span.unit.is_clock() {
            true => (instant_of(start_of(first)), instant_of(end_of(last))),
            false => (Time::of_day(first), Time::of_day(last)),
        };
        let is_first = first == begins && stretch.first.is_none_or(|first| first < known.coverage_from);
        let was_missing = is_first && binding.hours_are_missing(previous(begins));
        Run {
            starts,
            ends: Some(ends).filter(|_| !is_open),
            censored: was_missing,
            is_sure: false,
            is_cut: is_cut && Some(last) == stretch.last,
            is_of_hours: false,
        }
    });
    runs.collect()
}

/// Duty after duty: the next anchor is the sure `done`; an undone duty is one duty, however long.
fn chain<'c>(binding: &Binding<'_, 'c>, run: &Run, span: &Span) -> Vec<Verdict<'c>> {
    let mut verdicts: Vec<Verdict> = Vec::new();
    let mut anchor = run.starts;
    let mut answered: Option<&Record> = None;
    loop {
        let is_first = verdicts.is_empty();
        let from = if span.unit.is_clock() { anchor } else { Time::of_day(anchor.day) };
        let censored = is_first && run.censored;
        // Hours from a mere day are over at the latest behind its last instant.
        let last = if span.unit.is_clock() && from.clock.is_none() {
            instant_of(run.instants(binding, from.day)[1])
        } else {
            from
        };
        let unmoved = binding.length(span, anchor.day, None).and_then(|length| add(last, length, span.unit));
        let dues = unmoved.and_then(|due| due_behind(binding, from, due, None));
        let Some((due, all)) = dues else {
            // The due of an anchor that is a day is a day.
            let unmoved = unmoved.map(|due| if from.clock.is_none() { Time::of_day(due.day) } else { due });
            let unknown = without_due(Some(from), unmoved, None, censored, run.is_sure);
            verdicts.extend(unknown.verdict(binding));
            return verdicts;
        };
        let duty = duty(binding, run, span, from, (due, all), answered, censored);
        if binding.is_too_early(due.day) {
            return verdicts;
        }
        let Some(verdict) = duty.verdict(binding) else { return verdicts };
        let done = verdict.done;
        let last = verdict.counted.iter().rfind(|found| found.sure).map(|found| found.record);
        verdicts.push(verdict);
        let Some((_, record)) = done.zip(last) else { return verdicts };
        (anchor, answered) = (record.at, Some(record));
    }
}

fn duty<'c>(
    binding: &Binding<'_, 'c>,
    run: &Run,
    span: &Span,
    from: Time,
    (due, all): (Time, Vec<Time>),
    answered: Option<&'c Record>,
    censored: bool,
) -> Duty<'c> {
    let is_clock = span.unit.is_clock();
    let as_of = Time::of_day(binding.known.as_of);
    let last_day = run.ends.map_or(as_of.day, |ends| ends.day.min(as_of.day));
    // Only A of the stretch; the first duty takes them from its anchor on, the next ones after it.
    let is_after = |act: &Candidate| match (answered, act.record.at.clock, from.clock) {
        (None, Some(_), Some(_)) => act.record.at >= from,
        (None, ..) => act.record.at.day >= from.day,
        (Some(_), Some(_), Some(_)) if is_clock => act.record.at > from,
        // The same day is in order: what comes later as evidence.
        (Some(answered), ..) if is_clock => (act.record.at, &act.record.id) > (answered.at, &answered.id),
        (Some(_), ..) => act.record.at.day > from.day,
    };
    let is_in_time = |act: &Candidate| match (run.ends.and_then(|ends| ends.clock), act.record.at.clock) {
        (Some(_), Some(_)) => run.ends.is_none_or(|ends| act.record.at <= ends),
        _ => act.record.at.day <= last_day,
    };
    let mut acts = binding.scoped(binding.acts(None, None));
    acts.retain(|act| is_after(act) && is_in_time(act) && act.record.at.day <= last_day);
    // On a day that two intervals touch, nobody knows in which of them a record with only the day lies.
    let scope = binding.scope().filter(|_| is_clock);
    for act in acts.iter_mut().filter(|act| act.record.at.clock.is_none()) {
        let day = act.record.at.day;
        let touching = scope.iter().flatten().filter(|interval| interval.overlaps(start_of(day), end_of(day)));
        act.sure = act.sure && touching.count() < 2;
    }
    let bounds = binding.bounds(from.day, None, None);
    let is_apart_by_clock = binding.rule.apart.as_ref().is_some_and(|apart| apart.unit.is_clock());
    let once_a_day = !is_clock && bounds.measure == super::duty::Measure::Count;
    let grace = |due: Time| binding.with_grace(due, from.day, None);
    let judgement = |due: Time| Judgement::Timely {
        last: grace(due),
        // A calendar duration is longer than any hours of a day, so it never falls due in them.
        lapse: run
            .ends
            .filter(|ends| is_before(*ends, due) || (run.is_of_hours && !is_clock))
            .map(|ends| Lapse { day: ends.day, leaves: run.is_cut.then_some(Status::Exempt) }),
    };
    let earliest = if answered.is_some() && !is_clock { next(from.day) } else { from.day };
    let unseen = binding.unseen(Some(earliest), last_day);
    let instant = |time: Time| time.clock.filter(|_| is_clock).map(|clock| time.day.and_time(clock));
    let reading = |due: Time, starts: Option<NaiveDateTime>| Reading {
        judgement: judgement(due),
        candidates: acts.clone(),
        unseen: unseen.clone(),
        // By the clock nothing counts outside the hours of the run, seen or not.
        starts: instant(from),
        ends: run.ends.and_then(instant),
        in_order: (starts, run.ends.and_then(instant).filter(|_| scope.is_some())),
        is_of_a_day: false,
    };
    let mut readings: Vec<Reading> = Vec::new();
    let mut missed = (grace(due), grace(due));
    match (is_clock, from.clock) {
        // An anchor that is only a day may lie anywhere on it.
        (true, None) => {
            let length = binding.length(span, from.day, None).unwrap_or(1);
            let places = run.instants(binding, from.day).map(|at| {
                let unmoved = add(instant_of(at), length, span.unit).unwrap_or(due);
                (at, due_days(binding, Some(from), unmoved, None).unwrap_or((unmoved, vec![unmoved])))
            });
            missed = (grace(places[0].1.0), grace(places[1].1.0));
            for (at, (_, all)) in places {
                readings.extend(all.into_iter().map(|due| reading(due, Some(at))));
            }
        }
        (true, Some(clock)) => readings.extend(all.into_iter().map(|due| reading(due, Some(from.day.and_time(clock))))),
        (false, _) => readings.extend(all.into_iter().map(|due| reading(due, None))),
    }
    // What the membership is after the due day changes nothing.
    let last_asked = run.ends.map_or(due.day, |ends| ends.day.min(due.day));
    let is_sure = run.is_sure || days(run.starts.day, last_asked).all(|day| binding.bound(day) == Some(true));
    Duty {
        from: Some(from),
        to: Some(due),
        due: Some(due),
        label: None,
        trigger: None,
        censored,
        is_sure,
        is_bound: is_sure,
        is_waived: binding.is_waived_between(Some(from.day), missed.1.day),
        shown: first_of_each_day(between(&acts, None, last_day), once_a_day && !is_apart_by_clock),
        bounds,
        readings,
        once_a_day,
        counts_until_done: true,
        missed: Some(missed),
        spares: Vec::new(),
        outside: Vec::new(),
    }
}

fn is_before(ends: Time, due: Time) -> bool {
    match (ends.clock, due.clock) {
        (Some(_), Some(_)) => ends < due,
        // What is due on a day is due by its end.
        (Some(clock), None) => ends.day.and_time(clock) < end_of(due.day),
        _ => ends.day < due.day,
    }
}

/// Several A on one day are one: of the sure ones the first of each day stays. Perhaps-records all stay.
fn first_of_each_day(candidates: Vec<Candidate<'_>>, once_a_day: bool) -> Vec<Candidate<'_>> {
    let mut days = std::collections::BTreeSet::new();
    candidates.into_iter().filter(|act| !once_a_day || !act.sure || days.insert(act.record.at.day)).collect()
}

/// A missing D gives one unknown duty without due (section 6).
pub fn without_due<'c>(
    from: Option<Time>,
    to: Option<Time>,
    trigger: Option<&'c Record>,
    censored: bool,
    is_bound: bool,
) -> Duty<'c> {
    Duty {
        from,
        to,
        due: None,
        label: None,
        trigger,
        censored,
        is_sure: is_bound,
        is_bound,
        bounds: Bounds { lower: Some(Limit::Missing), ..Bounds::at_least_one() },
        is_waived: false,
        readings: vec![Reading::of_days(Judgement::AtOnce, Vec::new(), Vec::new())],
        once_a_day: false,
        counts_until_done: true,
        shown: Vec::new(),
        missed: None,
        spares: Vec::new(),
        outside: Vec::new(),
    }
}
