//! 5.6 `never A`, one duty a stretch; and 5.7 `in any D at most N A`, judged by sliding spans.

use rust_decimal::Decimal;

use std::borrow::Cow;

use super::apart::{Room, by_last_instant};
use super::bounded::{Bounds, bounded};
use super::candidate::Candidate;
use super::demand::Demand;
use super::docket::{Docket, Duty};
use super::due::{Certainty, Due};
use super::outcome::{Measure, Outcome};
use super::quantity::{Asked, Need};
use super::stretch::{Stretch, without};
use super::tally::Tally;
use crate::calendar::{Duration, Time};
use crate::rulebook::Length;
use crate::verdict::{Reason, Status};

/// One duty for each stretch of bound days, judged from the first covered day; it loses its waived days.
pub(super) fn judge(demand: &Demand<'_, '_>, docket: &mut Docket<'_>) {
    let candidates = demand.candidates();
    for stretch in demand.binding.days() {
        let Some(span) = Judged::of(demand, stretch) else { continue };
        let bounds = Bounds {
            least: None,
            most: Need::Whole(0),
            over: span.over,
            unseen_against: &span.gaps,
            unseen_beside: &[],
            lapsed: false,
        };
        let seen = span.seen(demand, &candidates);
        let measure = Measure { demand: *demand, apart: None, room: Room::ALWAYS };
        if let Some(outcome) = bounded(&measure, &seen, bounds, |_| true) {
            docket.state(demand, &span.duty, outcome);
        }
    }
}

/// What of a stretch is judged.
struct Judged {
    duty: Duty,
    /// The judged days, without waived ones.
    days: Vec<Stretch>,
    over: Certainty,
    /// The unseen seconds of the judged days.
    gaps: Vec<(i64, i64)>,
}

impl Judged {
    fn of(demand: &Demand<'_, '_>, stretch: Stretch) -> Option<Self> {
        let context = demand.binding.context;
        let coverage = context.coverage;
        let from = stretch.first_day().map_or(coverage.from, |from| from.max(coverage.from));
        let last = stretch.last_day().unwrap_or(context.as_of).min(context.as_of);
        let covered = Stretch::of_days(Some(from), Some(last));
        let days = Stretch { from: stretch.from.max(covered.from), to: stretch.to.min(covered.to), doubt: None };
        if days.is_empty() {
            return None;
        }
        let days = without(&[days], &demand.binding.waived);
        let from = days.first().and_then(|stretch| stretch.first_day())?;
        let over = stretch.to <= Time::on(context.as_of).latest();
        let duty = Duty {
            from: Some(Time::on(from)),
            to: stretch.last_day().map(Time::on),
            censored: stretch.first_day().is_none_or(|start| start < coverage.from),
            // What the membership was before the judged days changes nothing.
            bound: Some((covered.first_day(), stretch.last_day())),
            ..Duty::default()
        };
        let gaps = days.iter().flat_map(|days| match (days.first_day(), days.last_day()) {
            (Some(from), Some(to)) => context.gaps(Some(from), to),
            _ => Vec::new(),
        });
        let gaps = gaps.collect();
        let over = if over { Certainty::Yes } else { Certainty::No };
        Some(Self { duty, days, over, gaps })
    }

    /// The candidates of the judged days.
    fn seen(&self, demand: &Demand<'_, '_>, candidates: &[Candidate]) -> Vec<Candidate> {
        let mut seen: Vec<Candidate> = self.days.iter().flat_map(|days| demand.within(candidates, *days)).collect();
        seen.retain(|candidate| demand.binding.holds(candidate.time));
        demand.binding.doubt_scope(&mut seen);
        seen
    }
}

/// A breach is a span of D that ends in an A and holds more than N.
pub(super) fn sliding<'a>(demand: &Demand<'a, '_>, length: &'a Length, docket: &mut Docket<'_>) {
    let candidates = demand.candidates();
    for stretch in demand.binding.days() {
        let Some(span) = Judged::of(demand, stretch) else { continue };
        let Some(from) = span.duty.from else { continue };
        let scene = demand.scene(from.day);
        let seen = span.seen(demand, &candidates);
        let outcome = match scene.duration(length).and_then(|duration| Ok((duration, demand.apart(&scene)?))) {
            Err(reason) => Outcome::unknown(reason).with_all(seen),
            Ok((duration, apart)) => match demand.asked(&scene) {
                Asked::Bounded { most: Ok(most), .. } | Asked::AtLeast(Ok(most)) => {
                    let outcome = slide(demand, (duration, most, apart), &seen, &span);
                    if span.duty.bound.is_some_and(|(from, to)| demand.binding.doubt(from, to).is_some()) {
                        // What nobody can tell shows all there is.
                        Outcome::bare(outcome.status, outcome.reason).with_all(seen)
                    } else {
                        outcome
                    }
                }
                Asked::Bounded { most: Err(reason), .. } | Asked::AtLeast(Err(reason)) => {
                    Outcome::unknown(reason).with_all(seen)
                }
            },
        };
        docket.state(demand, &span.duty, outcome);
    }
}

fn slide(
    demand: &Demand<'_, '_>,
    (duration, most, apart): (Duration, Need, Option<Duration>),
    seen: &[Candidate],
    span: &Judged,
) -> Outcome {
    let most = most.decimal();
    let by_clock = duration.unit.is_clock();
    let plain = demand.counts_records() && apart.is_none() && !by_clock;
    let mut seen = Cow::Borrowed(seen);
    if by_clock {
        by_last_instant(seen.to_mut());
    }
    // Of plain counts, how many sure ones lie before each place.
    let sure_before: Vec<usize> = std::iter::once(0)
        .chain(seen.iter().scan(0, |sum, candidate| {
            *sum += usize::from(candidate.is_sure());
            Some(*sum)
        }))
        .collect();
    let (mut breaches, mut breakers): (Vec<(usize, usize)>, Vec<Candidate>) = (Vec::new(), Vec::new());
    let mut may = (!span.gaps.is_empty()).then_some(Reason::Coverage);
    let mut first = 0;
    for (at, last) in seen.iter().enumerate() {
        // The start of the span moves forward with its end, but for the instants of a day before the day itself.
        first = if by_clock && last.time.second.is_none() { 0 } else { first };
        while seen.get(first).is_some_and(|candidate| first < at && !begins_in(demand, duration, candidate, last)) {
            first += 1;
        }
        let within = seen.get(first..=at).unwrap_or_default();
        let (least, any, missing) = if plain {
            let sure = |place: usize| sure_before.get(place).copied().unwrap_or(0);
            (Decimal::from(sure(at + 1) - sure(first)), Some(Decimal::from(within.len())), None)
        } else {
            tallied(demand, (duration, apart), within, last)
        };
        if last.is_sure() && least > most {
            breakers.push(*last);
            breaches.push((first, at));
        } else if any.is_none_or(|any| any > most) {
            let doubt = || within.iter().find_map(|candidate| candidate.doubt);
            may = may.or_else(doubt).or(missing).or(Some(Reason::DayOnly));
        }
    }
    if !breakers.is_empty() {
        let mut counted: Vec<usize> = Vec::new();
        let mut next = 0;
        for (first, at) in breaches {
            let (Some(last), from) = (seen.get(at), if plain { first.max(next) } else { first }) else { continue };
            let within = seen.get(from..=at).unwrap_or_default().iter().zip(from..);
            let surely_in = within.filter(|(candidate, _)| {
                candidate.is_sure() && (plain || certainly_in(demand, duration, candidate, last))
            });
            counted.extend(surely_in.map(|(_, place)| place));
            next = at + 1;
        }
        // Spans overlap.
        counted.sort_unstable();
        counted.dedup();
        let counted = counted.into_iter().filter_map(|place| seen.get(place).copied());
        let breakers = if by_clock { overfilling(demand, (duration, most, apart), &seen) } else { breakers };
        let outcome = Outcome { breakers: breakers.into(), ..Outcome::bare(Status::Violated, None).with_all(counted) };
        return if by_clock { outcome.in_order(*demand) } else { outcome };
    }
    let status = match (may, span.over) {
        (Some(_), _) => Status::Unknown,
        (None, Certainty::Yes) => Status::Met,
        (None, _) => Status::Pending,
    };
    let outcome = Outcome::bare(status, may).with_all(seen.iter().copied());
    if by_clock { outcome.in_order(*demand) } else { outcome }
}

/// The records that overfill a span by the clock, in the order of evidence: one with only a day is taken at its start,
/// for what remedies a breach comes behind the record that surely was the one too many.
fn overfilling(
    demand: &Demand<'_, '_>,
    (duration, most, apart): (Duration, Decimal, Option<Duration>),
    seen: &[Candidate],
) -> Vec<Candidate> {
    let mut sure: Vec<Candidate> = seen.iter().filter(|candidate| candidate.is_sure()).copied().collect();
    sure.sort_by_key(|candidate| candidate.time);
    let seconds = duration.seconds().unwrap_or(i64::MAX);
    let mut first = 0;
    let over = (0..).zip(&sure).filter(|(at, last)| {
        let start = last.time.earliest().saturating_sub(seconds);
        while sure.get(first).is_some_and(|candidate| candidate.time.earliest() <= start) {
            first += 1;
        }
        let mut tally = Tally::new(demand, apart, Room::ALWAYS);
        sure.get(first..=*at).unwrap_or_default().iter().for_each(|candidate| _ = tally.sure(candidate));
        tally.least() > most
    });
    over.map(|(_, last)| *last).collect()
}

/// What a span surely comes to and may come to, and the field that a record lacks for it.
fn tallied(
    demand: &Demand<'_, '_>,
    (duration, apart): (Duration, Option<Duration>),
    within: &[Candidate],
    last: &Candidate,
) -> (Decimal, Option<Decimal>, Option<Reason>) {
    let mut within = Cow::Borrowed(within);
    if apart.is_some_and(|apart| apart.unit.is_clock()) {
        by_last_instant(within.to_mut());
    }
    let surely: Vec<bool> =
        within.iter().map(|candidate| candidate.is_sure() && certainly_in(demand, duration, candidate, last)).collect();
    let tally = || Tally::new(demand, apart, Room::ALWAYS);
    let mut sure = tally();
    for (candidate, _) in within.iter().zip(&surely).filter(|(_, surely)| **surely) {
        sure.sure(candidate);
    }
    let may_come_to = |span: Option<(i64, i64)>| {
        let mut any = tally();
        for (candidate, surely) in within.iter().zip(&surely) {
            let reaches =
                span.is_none_or(|(from, to)| candidate.time.earliest() <= to && from < candidate.time.latest());
            match (reaches, surely) {
                (true, true) => _ = any.sure(candidate),
                (true, false) => any.perhaps(candidate),
                (false, _) => {}
            }
        }
        any
    };
    let fullest = |one: Option<Decimal>, other: Option<Decimal>| Some(one?.max(other?));
    let any: Vec<Tally<'_>> = match (duration.seconds(), last.time.second) {
        (Some(seconds), None) => {
            // A record with only a day ends a span at any instant of it: fullest where another one may begin to count.
            let ends = within.iter().map(|candidate| candidate.time.earliest().max(last.time.earliest()));
            ends.map(|end| may_come_to(Some((end.saturating_sub(seconds), end)))).collect()
        }
        _ => vec![may_come_to(None)],
    };
    let missing = any.iter().find_map(Tally::missing);
    let any = any.iter().map(Tally::most).reduce(fullest).unwrap_or(Some(Decimal::ZERO));
    (sure.least(), any, missing)
}

/// Whether a record may lie in the span of D that ends in another.
fn begins_in(demand: &Demand<'_, '_>, duration: Duration, candidate: &Candidate, last: &Candidate) -> bool {
    let context = &demand.binding.context;
    // The span is (t − D, t]: what is D before t lies outside it.
    match Due::after(context, last.time, duration, -1) {
        Ok(Due::Day(day)) => candidate.day() > day,
        Ok(Due::Clock { earliest, .. }) => candidate.time.latest() > earliest,
        Err(_) => true,
    }
}

fn certainly_in(demand: &Demand<'_, '_>, duration: Duration, candidate: &Candidate, last: &Candidate) -> bool {
    let context = &demand.binding.context;
    match Due::after(context, last.time, duration, -1) {
        Ok(Due::Day(day)) => candidate.day() > day,
        // Whichever of the two comes later ends a span that holds both.
        Ok(Due::Clock { latest, .. }) => {
            let behind = match Due::after(context, candidate.time, duration, -1) {
                Ok(Due::Clock { latest, .. }) => last.time.earliest() > latest,
                _ => false,
            };
            candidate.time.earliest() > latest && behind || candidate.record == last.record
        }
        Err(_) => false,
    }
}
