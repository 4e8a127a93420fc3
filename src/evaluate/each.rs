//! 5.2 `each U A`: one duty for each calendar period or occurrence of a season, with `by X`, `from X to Y`,
//! `count partial periods`, and grace behind a period's end.

mod pieces;

use std::borrow::Cow;
use std::cell::OnceCell;

use self::pieces::{Pieces, covers, holds_all};
use super::apart::Room;
use super::bounded::{Bounds, between, bounded};
use super::candidate::{Candidate, of_days};
use super::condition::Scene;
use super::demand::Demand;
use super::docket::{Docket, Duty};
use super::due::{Certainty, Due, NoDue};
use super::hours::Seasons;
use super::outcome::{Deadline, Measure, Outcome, Unseen, at_least, in_window};
use super::plain::Plain;
use super::quantity::{Asked, Wanted};
use super::stretch::{Stretch, cut, holding, intersected, seconds_without, united, without};
use super::terms::{AllTerms, Start, Terms};
use crate::calendar::{Day, Period, Time};
use crate::rulebook::{DayInPeriod, EachUnit, Window};
use crate::verdict::{Reason, Status};

/// Every period that has begun as of then and does not end before the first covered day.
pub(super) fn judge(demand: &Demand<'_, '_>, unit: EachUnit, window: Option<Window>, docket: &mut Docket<'_>) {
    let binding = demand.binding;
    let context = binding.context;
    let candidates = demand.candidates();
    let of_all = OnceCell::new();
    let mut periods = Periods { demand: *demand, window, of_all, candidates: &candidates, moved: Vec::new() };
    let first = binding.first_bound().map_or(context.coverage.from, |from| from.max(context.coverage.from));
    match unit {
        EachUnit::Calendar(unit) => {
            let last = binding.bound().last().and_then(|stretch| stretch.last_day());
            let mut from = Some(first);
            if let Some(plain) = Plain::of(demand).filter(|_| window.is_none()) {
                let general = |period, docket: &mut Docket<'_>| periods.judge(period, docket);
                from = plain.each(demand, (unit, first), &candidates, docket, general);
            }
            let Some(from) = from else { return };
            for period in context.periods(unit, from) {
                if period.from > context.as_of || last.is_some_and(|last| last < period.from) {
                    return;
                }
                periods.judge(period, docket);
            }
        }
        EachUnit::Season(season) => {
            let season = Seasons::new(&context, season, binding.subject);
            unknown(demand, &season.missing().collect::<Vec<_>>(), docket);
            // A window inside a period is stated once the period has begun, bound or not.
            for occurrence in season.occurrences(first.min(context.as_of), context.as_of) {
                periods.judge(Period::from(occurrence), docket);
            }
        }
    }
}

/// One unknown duty for each stretch in which the hours of the season are missing on some day.
fn unknown(demand: &Demand<'_, '_>, missing: &[Stretch], docket: &mut Docket<'_>) {
    let binding = demand.binding;
    let context = binding.context;
    let judged = Stretch::of_days(Some(context.coverage.from), None);
    for stretch in &binding.days() {
        let within = intersected(&intersected(&[*stretch], &[judged]), missing);
        let Some(reason) = within.first().and_then(|missing| missing.doubt) else { continue };
        let from = stretch.first_day().map_or(context.coverage.from, |from| from.max(context.coverage.from));
        if from > context.as_of || stretch.last_day().is_some_and(|last| last < from) {
            continue;
        }
        let bound = Some((Some(from), stretch.last_day()));
        let from = Some(Time::on(from));
        docket.state(demand, &Duty { from, bound, ..Duty::default() }, Outcome::unknown(reason));
    }
}

struct Periods<'a, 'd, 'c> {
    demand: Demand<'a, 'd>,
    window: Option<Window>,
    /// What is wanted of every period alike.
    of_all: OnceCell<Option<Wanted>>,
    candidates: &'c [Candidate],
    /// The records that completed an earlier period in its grace: they do not count for their own.
    moved: Vec<crate::ledger::RecordId>,
}

impl Periods<'_, '_, '_> {
    fn judge(&mut self, period: Period, docket: &mut Docket<'_>) {
        match self.window {
            None => self.whole(period, docket),
            Some(window) => self.inside(period, window, docket),
        }
    }

    /// A period without a window inside. Cut it carries no "at least", unless partial periods count, but an upper bound
    /// binds its remaining days.
    fn whole(&mut self, period: Period, docket: &mut Docket<'_>) {
        let binding = self.demand.binding;
        let context = binding.context;
        let all = Stretch::of_days(Some(period.from), Some(period.to));
        let single = [all];
        let parts;
        // As a rule one stretch holds the whole period.
        let (from, to, looked_at, cut) = match binding.bound() {
            [bound] if bound.from <= all.from && all.to <= bound.to => {
                (period.from, period.to, single.as_slice(), false)
            }
            bound => {
                parts = intersected(bound, &single);
                let (Some(head), Some(tail)) = (parts.first(), parts.last()) else { return };
                let (Some(from), Some(to)) = (head.first_day(), tail.last_day()) else { return };
                (from, to, parts.as_slice(), !covers(&parts, period))
            }
        };
        if from > context.as_of || to < context.coverage.from {
            return;
        }
        let partial = binding.rule.count_partial_periods;
        let wanted = self.wanted(period, from);
        let owes_least = !cut || partial;
        if matches!(wanted.asked, Asked::AtLeast(_)) && !owes_least {
            return;
        }
        let pieces = Pieces { stretches: looked_at, from, to, cure: to, unbound: false, by: false };
        self.state(period, pieces, wanted, owes_least, docket);
    }

    /// A period with a window inside: owed iff the closing day is bound. Records from the first opening on count for
    /// "at least", bound or not; an upper bound looks at bound days.
    fn inside(&mut self, period: Period, window: Window, docket: &mut Docket<'_>) {
        let binding = self.demand.binding;
        let context = binding.context;
        let day = |day: DayInPeriod| day.of(period.from, period.to);
        let (from, due, cure) = match window {
            Window::By(last) => (period.from, day(last), period.to),
            Window::FromTo(first, last) => (day(first), day(last), day(last)),
        };
        if period.from > context.as_of || due < context.coverage.from || !binding.binds(due) {
            return;
        }
        let wanted = self.wanted(period, from);
        let by = matches!(window, Window::By(_));
        let pieces = Pieces { stretches: binding.bound(), from, to: due, cure, unbound: true, by };
        self.state(period, pieces, wanted, true, docket);
    }

    /// What is wanted of a period whose first day this is.
    fn wanted(&self, period: Period, from: Day) -> Wanted {
        let of_one = || self.demand.wanted(&Scene { period: Some(period), ..self.demand.scene(from) });
        self.of_all.get_or_init(|| self.demand.wanted_of_all()).unwrap_or_else(of_one)
    }

    fn state(&mut self, period: Period, pieces: Pieces<'_>, wanted: Wanted, owes_least: bool, docket: &mut Docket<'_>) {
        let demand = &self.demand;
        let Pieces { from, to, .. } = pieces;
        let days = Some((Some(if pieces.unbound { to } else { from }), Some(to)));
        let ends = (Some(Time::on(from)), Some(Time::on(to)));
        let mut named = Duty { from: ends.0, to: ends.1, label: Some(period), bound: days, ..Duty::default() };
        let start = Start { from: Some(Time::on(from)), trigger: None };
        let apart = match wanted.apart {
            Ok(apart) => apart,
            Err(reason) => return docket.state(demand, &named, Outcome::unknown(reason)),
        };
        let room = match period.unit() {
            Some(_) => Room::ALWAYS,
            None => {
                let (head, tail) = period.ends();
                // Behind the hours lies what a grace lets count.
                let rule = demand.binding.rule;
                let graced = rule.grace.is_some() || rule.next_working_day;
                Room { from: head.earliest(), to: if graced { i64::MAX } else { tail.latest() }, ..Room::ALWAYS }
            }
        };
        let measure = Measure { demand: *demand, apart, room };
        let (terms, outcome) = match wanted.asked {
            Asked::AtLeast(least) => {
                let terms = match demand.terms(start, Due::Day(to)) {
                    Ok(terms) => terms,
                    Err(NoDue::Never) => return,
                    Err(NoDue::Unknown(reason)) => return docket.state(demand, &named, Outcome::unknown(reason)),
                };
                let judged = |terms: Terms| self.at_least(period, pieces, &measure, least, terms.limit);
                let AllTerms { sure, perhaps } = terms;
                (sure, AllTerms::judge(sure, perhaps.as_deref(), judged, |_| false))
            }
            Asked::Bounded { least, most } => {
                let least = if owes_least { least } else { None };
                (
                    Terms { due: Due::Day(to), limit: Due::Day(to) },
                    self.bounded(period, pieces, &measure, (least, most)),
                )
            }
        };
        let Some(outcome) = outcome else { return };
        let graced = terms.limit.latest() > period.ends().1.latest() && outcome.status == Status::Met;
        let taken = if graced { self.taken_from_later(period, terms.limit, &outcome) } else { Vec::new() };
        let due = Some(terms.due.time());
        let excused = Some((Some(from), terms.limit.day()));
        // Without a window inside, from and to are the ends of the period's days, wherever the due day has moved.
        let last = if pieces.unbound { due } else { Some(Time::on(to)) };
        (named.to, named.due, named.excused, named.limit) = (last, due, excused, Some(terms.limit));
        docket.state(demand, &named, outcome);
        self.moved.extend(taken);
    }

    /// The records behind the period's end that completed it in its grace: they do not count for the next one.
    fn taken_from_later(&self, period: Period, limit: Due, outcome: &Outcome) -> Vec<crate::ledger::RecordId> {
        let end = period.ends().1.latest();
        let behind = of_days(self.candidates, period.to, limit.day()).iter();
        let behind = behind.filter(|candidate| candidate.time.earliest() > end);
        let counted = behind.filter(|candidate| outcome.counted.contains(&candidate.record));
        counted.map(|candidate| candidate.record).collect()
    }

    fn at_least(
        &self,
        period: Period,
        pieces: Pieces<'_>,
        measure: &Measure<'_, '_>,
        least: Result<super::quantity::Need, Reason>,
        limit: Due,
    ) -> Option<Outcome> {
        let binding = self.demand.binding;
        let context = binding.context;
        let first = if pieces.unbound {
            binding.opened.map_or(pieces.from, |opened| opened.max(pieces.from))
        } else {
            pieces.from
        };
        let own = self.seen(period, pieces, first, pieces.cure);
        let graced = limit.day() > pieces.cure;
        let mut gaps = self.gaps(period, Some(first), limit.day(), limit.latest());
        if !pieces.unbound && pieces.stretches.len() > 1 {
            // Between the pieces nothing counts; in a grace behind them any day does.
            let behind = Stretch { from: Time::on(pieces.cure).latest().saturating_add(1), ..Stretch::ALWAYS };
            let counted = united(pieces.stretches.iter().copied().chain([behind]).collect());
            gaps = seconds_without(gaps, &without(&[Stretch::ALWAYS], &counted));
        }
        let unseen = Unseen::Gaps(&gaps);
        let deadline = Deadline { limit, as_of: context.as_of, unseen, lapsed: false };
        if !graced {
            return if pieces.by {
                at_least(measure, own.iter().copied(), least, deadline)
            } else {
                in_window(measure, &own, least, deadline)
            };
        }
        // Only sure records move to the earlier period, earliest first, as many as it needs; perhaps-records leave it
        // unknown.
        let end = if pieces.cure == period.to { period.ends().1.latest() } else { Time::on(pieces.cure).latest() };
        let behind = of_days(self.candidates, pieces.cure, limit.day()).iter();
        let behind =
            behind.filter(|candidate| candidate.time.earliest() > end && !self.moved.contains(&candidate.record));
        let behind = behind.filter_map(|candidate| match limit.allows(candidate.time) {
            Certainty::Yes => Some(*candidate),
            Certainty::No => None,
            Certainty::Perhaps => Some(Candidate { doubt: candidate.doubt.or(Some(Reason::DayOnly)), ..*candidate }),
        });
        let behind: Vec<Candidate> =
            behind.filter_map(|candidate| self.demand.seen_by(candidate, None, Some(period))).collect();
        let by_then = Deadline { limit: Due::Day(pieces.to), ..deadline };
        let in_period = if pieces.by {
            at_least(measure, own.iter().copied(), least, by_then)
        } else {
            in_window(measure, &own, least, by_then)
        };
        if in_period.as_ref().is_some_and(|outcome| outcome.status == Status::Met) {
            return in_period;
        }
        at_least(measure, own.iter().chain(&behind).copied(), least, deadline)
    }

    fn bounded(
        &self,
        period: Period,
        pieces: Pieces<'_>,
        measure: &Measure<'_, '_>,
        (least, most): (Option<Result<super::quantity::Need, Reason>>, Result<super::quantity::Need, Reason>),
    ) -> Option<Outcome> {
        let binding = self.demand.binding;
        let context = binding.context;
        let Pieces { from, to, .. } = pieces;
        let bound = binding.bound();
        let first = if pieces.unbound { binding.opened.map_or(from, |opened| opened.max(from)) } else { from };
        let window = Stretch::of_days(Some(first), Some(to));
        let (inside, bound_from) = match bound {
            // As a rule one stretch holds the whole window.
            [bound] if binding.waived.is_empty() && holds_all(bound, window) => {
                (Cow::Borrowed(std::slice::from_ref(&window)), Some(first))
            }
            bound => {
                let inside = without(&intersected(bound, &[window]), &binding.waived);
                let bound_from = inside.first().and_then(|stretch| stretch.first_day());
                (Cow::Owned(inside), bound_from)
            }
        };
        let counted_from = bound_from.filter(|_| least.is_none()).unwrap_or(first);
        let against = |candidate: &Candidate| holding(&inside, candidate.time).is_some();
        let mut seen = self.seen(period, pieces, counted_from, to);
        if least.is_none() && !seen.iter().all(against) {
            seen.to_mut().retain(against);
        }
        let unseen = |stretch: &Stretch| match (stretch.first_day(), stretch.last_day()) {
            (Some(from), Some(to)) => self.gaps(period, Some(from), to, i64::MIN),
            _ => Vec::new(),
        };
        let unseen_against = match &inside {
            Cow::Borrowed(_) => self.gaps(period, Some(first), to, i64::MIN),
            Cow::Owned(inside) => inside.iter().flat_map(unseen).collect(),
        };
        let unseen_beside: Vec<_> = match least {
            None => Vec::new(),
            Some(_) => {
                let beside = without(&[Stretch::of_days(Some(counted_from), Some(to))], &inside);
                let beside = if pieces.unbound { beside } else { intersected(&beside, pieces.stretches) };
                beside.iter().flat_map(unseen).collect()
            }
        };
        let over = if context.as_of >= to { Certainty::Yes } else { Certainty::No };
        between(measure, &seen, least, most, false, |least, most| {
            let (unseen_against, unseen_beside) = (unseen_against.as_slice(), unseen_beside.as_slice());
            let bounds = Bounds { least, most, over, unseen_against, unseen_beside, lapsed: false };
            bounded(measure, &seen, bounds, against)
        })
    }

    /// The unseen seconds of the days `[from, to]`; of a season of hours those of its hours, and those behind them up
    /// to the limit of a grace.
    fn gaps(&self, period: Period, from: Option<Day>, to: Day, limit: i64) -> Vec<(i64, i64)> {
        let mut gaps = self.demand.binding.context.gaps(from, to);
        if period.unit().is_none() {
            let (head, tail) = period.ends();
            gaps = cut(gaps, head.earliest(), tail.latest().max(limit));
        }
        gaps
    }

    /// The candidates of the days `[from, to]` that lie in the period, as this duty sees them.
    fn seen(&self, period: Period, pieces: Pieces<'_>, from: Day, to: Day) -> Cow<'_, [Candidate]> {
        let of_days = of_days(self.candidates, from, to);
        let (head, tail) = (Time::on(from).earliest(), Time::on(to).latest());
        let whole = pieces.unbound
            || pieces.stretches.first().is_some_and(|stretch| stretch.from <= head && tail <= stretch.to);
        let whole = whole && (pieces.unbound || !self.demand.binding.has_unsure_parts());
        if whole && self.moved.is_empty() && !self.demand.own_filter && period.unit().is_some() {
            return Cow::Borrowed(of_days);
        }
        let seen = of_days.iter().filter(|candidate| {
            !self.moved.contains(&candidate.record)
                && (pieces.unbound || holding(pieces.stretches, candidate.time).is_some())
        });
        let in_hours = seen.filter_map(|candidate| match period.holds(candidate.time) {
            Some(true) => Some(*candidate),
            Some(false) => None,
            None => Some(Candidate { doubt: candidate.doubt.or(Some(Reason::DayOnly)), ..*candidate }),
        });
        let seen = in_hours.filter_map(|candidate| self.demand.seen_by(candidate, None, Some(period)));
        let mut seen: Vec<Candidate> = seen.collect();
        if !pieces.unbound {
            self.demand.binding.doubt_scope(&mut seen);
        }
        Cow::Owned(seen)
    }
}
