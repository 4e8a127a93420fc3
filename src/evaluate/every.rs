//! 5.1 `every D A`: the rolling clock. Every duty runs from the time the one before was done.

use std::borrow::Cow;

use super::apart::Room;
use super::candidate::Candidate;
use super::context::Context;
use super::demand::Demand;
use super::docket::{Docket, Duty};
use super::due::{Certainty, Due, NoDue};
use super::outcome::{Deadline, Done, Measure, Outcome, Unseen, agreed, at_least, perhaps_lapsed};
use super::plain::{Left, Plain, PlainDuty};
use super::stretch::{Stretch, cut, holding, intersected, united, whole_days};
use super::terms::{AllTerms, Start, Terms};
use crate::calendar::{Duration, Time};
use crate::rulebook::{Amount, Length, Scope};
use crate::verdict::{Reason, Status};

/// The clock starts on the first day of each stretch of bound, non-exempt days, and restarts in each of the hours that
/// the scope names.
pub(super) fn judge<'a>(demand: &Demand<'a, '_>, length: &'a Length, docket: &mut Docket<'_>) {
    let binding = demand.binding;
    let context = binding.context;
    let candidates = demand.candidates();
    let plain = Plain::of(demand).and_then(Plain::at_least);
    if let Some(plain) = plain.filter(|plain| plain.runs(demand)) {
        let left = plain.begun(demand, &candidates).and_then(|begun| plain.every(demand, begun, docket));
        if let Some(Left { from, censored, rest }) = left {
            for stretch in binding.bound() {
                run(demand, length, (*stretch, Time::on(from), censored), rest, docket);
            }
        }
        return;
    }
    let mut stretches = binding.active().into_owned();
    if !length.unit.is_clock() {
        stretches = whole_days(stretches);
    }
    if let Some(hours) = binding.hours() {
        // The clock restarts at the start of each night. Open ends reach a night beyond the judged days.
        let nights = hours.occurrences(context.coverage.from.previous(), context.as_of.next());
        let nights =
            nights.into_iter().map(|night| Stretch { from: night.from.earliest(), to: night.to.latest(), doubt: None });
        // Where the hours are missing, nobody knows where it would restart.
        let nights: Vec<Stretch> = nights.chain(united(hours.missing().collect())).collect();
        let nights = apart(nights);
        // Where D is missing, there is one duty without a due, whatever the hours are.
        stretches = stretches
            .into_iter()
            .flat_map(|stretch| {
                let first = stretch.first_day().map_or(context.coverage.from, |day| day.max(context.coverage.from));
                let known = demand.scene(first).duration(length).is_ok();
                if known { intersected(&[stretch], &nights) } else { vec![stretch] }
            })
            .collect();
    }
    for stretch in stretches {
        if let Some((start, censored)) = begun(&context, length, stretch) {
            run(demand, length, (stretch, start, censored), &candidates, docket);
        }
    }
}

/// Nights in order; two of them do not become one where they touch.
fn apart(mut nights: Vec<Stretch>) -> Vec<Stretch> {
    nights.sort_by_key(|night| (night.from, night.to));
    nights
}

/// The time from which the first duty of a stretch runs, and whether that began before the covered days.
fn begun(context: &Context<'_>, length: &Length, stretch: Stretch) -> Option<(Time, bool)> {
    let covered = Time::on(context.coverage.from);
    let begun = stretch.from >= covered.earliest();
    let start = if begun { stretch.start().unwrap_or(covered) } else { covered };
    if start.day > context.as_of || stretch.to < covered.earliest() {
        return None;
    }
    let clock = length.unit.is_clock();
    let start = if clock && start.second.is_none() { Time::start_of_day(start.day) } else { start };
    Some((if clock { start } else { Time::on(start.day) }, !begun))
}

/// States the duties of a stretch from a start on, and whether that is the covered days' and not the clock's.
fn run<'a>(
    demand: &Demand<'a, '_>,
    length: &'a Length,
    (stretch, start, censored): (Stretch, Time, bool),
    candidates: &[Candidate],
    docket: &mut Docket<'_>,
) {
    let binding = demand.binding;
    let scene = demand.scene(start.day);
    let clock = length.unit.is_clock();
    let bound = Some((Some(start.day), Some(start.day)));
    let first = Duty { from: Some(start), censored, bound, ..Duty::default() };
    let (duration, apart) = match scene.duration(length).and_then(|duration| Ok((duration, demand.apart(&scene)?))) {
        Ok(found) => found,
        Err(reason) => return docket.state(demand, &first, Outcome::unknown(reason)),
    };
    let within = Stretch { from: start.earliest(), ..stretch };
    let is_in = |candidate: &Candidate| within.holds(candidate.time) && binding.holds(candidate.time);
    // As a rule all of them are in it, and nothing of them changes.
    let mut candidates = Cow::Borrowed(candidates);
    if !candidates.iter().all(is_in) {
        candidates.to_mut().retain(is_in);
    }
    if binding.has_unsure_parts() {
        binding.doubt_scope(candidates.to_mut());
    }
    if clock {
        for candidate in candidates.to_mut() {
            let perhaps_elsewhere = candidate.time.second.is_none() && binding.parts(candidate.day());
            candidate.doubt = candidate.doubt.or(perhaps_elsewhere.then_some(Reason::DayOnly));
        }
    }
    // Several A on one day are one, unless the clock says which of them lie apart.
    let once_a_day = !clock && demand.counts_records();
    let by_clock = apart.is_some_and(|apart| apart.unit.is_clock());
    let of_one_day = |(one, next): (&Candidate, &Candidate)| one.day() == next.day();
    if once_a_day && !by_clock && candidates.iter().zip(candidates.iter().skip(1)).any(of_one_day) {
        candidates = Cow::Owned(of_distinct_days(&candidates));
    }
    let mut clock = Clock {
        demand: *demand,
        measure: Measure { demand: *demand, apart, room: Room { to: stretch.to, once_a_day, ..Room::ALWAYS } },
        length,
        duration,
        stretch,
        rest: &candidates,
        plain: Plain::of(demand).and_then(Plain::at_least),
    };
    let mut duty = first;
    while let Some(done) = clock.plainly(&duty, docket).unwrap_or_else(|| clock.run(duty, docket)) {
        let from = if clock.duration.unit.is_clock() { done.time } else { Time::on(done.time.day) };
        duty = Duty { from: Some(from), bound, ..Duty::default() };
    }
}

/// Several A on one day are one: of the sure ones the first of a day stays; perhaps-records all stay, and only the
/// first of a day without a sure one counts.
fn of_distinct_days(candidates: &[Candidate]) -> Vec<Candidate> {
    let mut days: Vec<Candidate> = Vec::with_capacity(candidates.len());
    for day in candidates.chunk_by(|left, right| left.day() == right.day()) {
        let sure = day.iter().position(Candidate::is_sure);
        let kept = day.iter().enumerate().filter(|(at, candidate)| !candidate.is_sure() || Some(*at) == sure);
        let counted = sure.unwrap_or(0);
        days.extend(kept.map(|(at, candidate)| Candidate { repeats: at != counted, ..*candidate }));
    }
    days
}

struct Clock<'a, 'd, 'c> {
    demand: Demand<'a, 'd>,
    measure: Measure<'a, 'd>,
    length: &'a Length,
    duration: Duration,
    stretch: Stretch,
    /// The candidates that the clock has not passed yet.
    rest: &'c [Candidate],
    plain: Option<Plain>,
}

impl Clock<'_, '_, '_> {
    /// States the duty if it is a plain one; gives the record from which the next one runs.
    #[inline]
    fn plainly(&mut self, duty: &Duty, docket: &mut Docket<'_>) -> Option<Option<Done>> {
        let plain = self.plain.filter(|_| matches!(self.length.amount, Amount::Fixed(_)))?;
        let from = duty.from.filter(|from| from.second.is_none())?.day;
        let due = self.duration.after(from, 1)?;
        if !plain.sees(from, due) || Time::on(due).latest() > self.stretch.to {
            return None;
        }
        let found = plain.by(due, self.rest.iter().copied())?;
        let done = found.done;
        let looked_at = self.rest;
        let behind = looked_at.get(found.counted..).unwrap_or_default();
        let same = behind.iter().take_while(|candidate| done.is_some_and(|done| candidate.day() == done.time.day));
        self.rest = behind.get(same.count()..).unwrap_or_default();
        let duty = PlainDuty { from, due, label: None, trigger: None, censored: duty.censored };
        plain.state(self.demand.binding, &duty, found, || looked_at.iter().copied(), docket);
        Some(done)
    }

    /// States the duty that starts at `duty.from`; gives the record from which the next one runs.
    fn run(&mut self, duty: Duty, docket: &mut Docket<'_>) -> Option<Done> {
        let anchor = duty.from?;
        // D is read on the duty's first day.
        if !matches!(self.length.amount, Amount::Fixed(_)) {
            match self.demand.scene(anchor.day).duration(self.length) {
                Ok(duration) => self.duration = duration,
                Err(reason) => {
                    docket.state(&self.demand, &duty, Outcome::unknown(reason));
                    return None;
                }
            }
        }
        let unmoved = self.due_after(anchor);
        // Behind an anchor that is a mere day it is the last day it may fall on.
        let shown = |due: Due| if anchor.second.is_none() { Time::on(due.day()) } else { due.time() };
        let terms = unmoved.and_then(|due| self.demand.terms(Start { from: Some(anchor), trigger: None }, due));
        let terms = match terms {
            Ok(terms) => terms,
            // Beyond the calendar nothing is due.
            Err(NoDue::Never) => return None,
            Err(NoDue::Unknown(reason)) => {
                let to = unmoved.ok().map(shown);
                docket.state(&self.demand, &Duty { to, ..duty }, Outcome::unknown(reason));
                return None;
            }
        };
        let Terms { due, limit } = terms.sure;
        let window = (anchor, limit);
        let judged =
            |terms: &AllTerms| terms.judged(|terms| self.outcome(window, terms), |terms| self.is_spared(window, terms));
        let first = self.first_terms(anchor);
        // What makes up for it may lie behind the due of any instant.
        let missed = first.as_ref().map_or(limit, |first| limit.or_from(first.sure.limit));
        let outcome = match first {
            None => judged(&terms)?,
            // What moves the due day of the last instant of a day does not move that of the first: both are readings,
            // and all others lie between them.
            Some(first) => {
                let early = judged(&first)?;
                match judged(&terms) {
                    None => perhaps_lapsed(Some(early), self.is_spared(window, first.sure), Reason::DayOnly)?,
                    Some(outcome) => agreed(Some(outcome), early, Reason::DayOnly),
                }
            }
        };
        let done = outcome.done;
        if let Some(done) = done {
            let passed = self.rest.iter().position(|candidate| candidate.record == done.record).map_or(0, |at| at + 1);
            let mut rest = self.rest.get(passed..).unwrap_or_default();
            if !self.duration.unit.is_clock() {
                let same = rest.iter().take_while(|candidate| candidate.day() <= done.time.day).count();
                rest = rest.get(same..).unwrap_or_default();
            } else if done.time.second.is_some() {
                // What comes at the same instant does not come after it.
                let same = rest.iter().take_while(|candidate| candidate.time == done.time).count();
                rest = rest.get(same..).unwrap_or_default();
            }
            self.rest = rest;
        }
        let excused = Some((Some(anchor.day), limit.day()));
        // Who is bound behind the end of the stretch changes nothing: the clock ends there.
        let last_bound = self.stretch.last_day().map_or(due.day(), |last| last.min(due.day()));
        let bound = duty.bound.map(|(from, _)| (from, Some(last_bound)));
        let due_time = Some(shown(due));
        let duty = Duty { to: due_time, due: due_time, excused, bound, limit: Some(missed), ..duty };
        docket.state(&self.demand, &duty, outcome);
        done
    }

    /// The instants that an anchor stands for: a record with only a day is in the interval of its scope.
    fn instants(&self, anchor: Time) -> (i64, i64) {
        let (first, last) = (anchor.earliest(), anchor.latest());
        if self.is_between() { (first.max(self.stretch.from), last.min(self.stretch.to)) } else { (first, last) }
    }

    fn is_between(&self) -> bool {
        matches!(self.demand.binding.rule.scope, Some(Scope::Between { .. }))
    }

    fn due_after(&self, anchor: Time) -> Result<Due, NoDue> {
        let context = &self.demand.binding.context;
        if self.duration.unit.is_clock() {
            Due::after_any(context, self.instants(anchor), self.duration, 1)
        } else {
            Due::after(context, anchor, self.duration, 1)
        }
    }

    /// The terms from the first instant of an anchor that is a mere day, where a record may move them.
    fn first_terms(&self, anchor: Time) -> Option<AllTerms> {
        let binding = self.demand.binding;
        if binding.rule.extended.is_empty() || !self.duration.unit.is_clock() || anchor.second.is_some() {
            return None;
        }
        let (first, _) = self.instants(anchor);
        self.demand.terms_from(Start { from: Some(anchor), trigger: None }, first, self.duration)
    }

    /// Whether nothing can be broken, of what is known to be asked for: a waiver of its window excuses it, or it is
    /// surely not due.
    fn is_spared(&self, (anchor, last): (Time, Due), Terms { limit, .. }: Terms) -> bool {
        let binding = self.demand.binding;
        let asked = self.demand.asked_at_least(&self.demand.scene(anchor.day));
        let excused = || binding.waives(Some(anchor.day), Some(last.day()));
        asked.is_ok() && (limit.has_come(binding.context.as_of) == Certainty::No || excused())
    }

    /// What the terms say of the window from an anchor.
    fn outcome(&self, window: (Time, Due), Terms { due, limit }: Terms) -> Option<Outcome> {
        let anchor = window.0;
        let binding = self.demand.binding;
        let context = binding.context;
        let end = self.stretch.to;
        let last = self.stretch.last_day().map_or(limit.day(), |last| last.min(limit.day()));
        let by_days = !self.duration.unit.is_clock() && self.demand.counts_records() && self.measure.apart.is_none();
        // The anchor's own day is covered or, for the first duty, may be the first of the days in question.
        let gaps = if by_days { Vec::new() } else { context.gaps(Some(anchor.day), last) };
        let gaps = if self.duration.unit.is_clock() { cut(gaps, anchor.earliest(), limit.latest()) } else { gaps };
        let unseen = if by_days { Unseen::OneADay(context.unseen_days(anchor.day, last)) } else { Unseen::Gaps(&gaps) };
        // The stretch ends before the duty is due: pending until that end, then no verdict.
        let over = end <= Time::on(context.as_of).latest();
        let lapsed = over && end < due.earliest();
        let perhaps = over && !lapsed && end < due.latest();
        // Where a waiver cut it, it excuses what was left undone.
        let behind = Time::from_instant(end.saturating_add(1));
        let cut = |behind: Time| binding.binds(behind.day) && holding(&binding.waived, behind).is_some();
        let excused = (lapsed || perhaps) && behind.is_some_and(cut);
        let (lapsed, perhaps) = (lapsed && !excused, perhaps && !excused);
        // A record with only the day on which the interval ends is in it: not behind its end.
        let in_time = if self.is_between() { limit.through_the_day_of(end) } else { limit };
        let deadline = Deadline { limit: in_time, as_of: context.as_of, unseen, lapsed };
        let asked = self.demand.asked_at_least(&self.demand.scene(anchor.day));
        let measure = if self.duration.unit.is_clock() {
            let room = Room { from: self.instants(anchor).0, ..self.measure.room };
            Measure { room, ..self.measure }
        } else {
            self.measure
        };
        let outcome = at_least(&measure, self.rest.iter().copied(), asked, deadline);
        let spared = || self.is_spared(window, Terms { due, limit });
        let outcome = if perhaps { perhaps_lapsed(outcome, spared(), Reason::DayOnly) } else { outcome }?;
        let undone = matches!(outcome.status, Status::Pending | Status::Violated | Status::Late);
        Some(if excused && undone { Outcome { status: Status::Exempt, ..outcome } } else { outcome })
    }
}
