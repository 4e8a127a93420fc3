//! 5.4 `after M within D A`, `after M within D never A`, `on the day of M A`: a response.

use std::cell::OnceCell;

use super::alike::Answered;
use super::answers::Answers;
use super::apart::Room;
use super::bounded::{Bounds, between, bounded};
use super::candidate::Candidate;
use super::condition::Scene;
use super::demand::Demand;
use super::docket::{Docket, Duty};
use super::due::{Certainty, Due, NoDue};
use super::moment::Happening;
use super::outcome::{Deadline, Measure, Outcome, Unseen, at_least};
use super::plain::{Plain, PlainDuty};
use super::quantity::{Asked, Need, Wanted, is_stated};
use super::readings::{Reading, agreed, instants};
use super::stretch::{Stretch, cut, seconds_without, without};
use super::terms::{AllTerms, Start, Terms};
use crate::calendar::{Day, Duration, DurationUnit, Time};
use crate::rulebook::{Length, Moment};
use crate::verdict::{Reason, Status};

/// Every moment on a bound day opens the window [t, t + D]. The end of a scope or policy does not cut it.
pub(super) fn judge<'a>(
    demand: &Demand<'a, '_>,
    moment: &'a Moment,
    within: Option<&'a Length>,
    never: bool,
    docket: &mut Docket<'_>,
) {
    let binding = demand.binding;
    let moments = demand.moments(moment);
    let answers = OnceCell::new();
    let of_all = OnceCell::new();
    let plain = if never { None } else { Plain::of(demand).and_then(Plain::at_least) };
    let plain = plain.and_then(|plain| Some((plain, plain.length()?)));
    let find = || match demand.answered(&moments) {
        Some(answered) => Found::Kept(answered),
        None => Found::Sought(Answers::new(*demand, &binding.rule.matching)),
    };
    let each = |place: usize, docket: &mut Docket<'_>| {
        let Some(trigger) = moments.get(place).filter(|trigger| trigger.time.day <= binding.context.as_of) else {
            return;
        };
        let plain = plain.filter(|(plain, _)| plain.binds(trigger.time.day) && trigger.doubt.is_none());
        let opened = if plain.is_some() { Some(None) } else { demand.opened_by(trigger) };
        let Some(doubt) = opened else { return };
        let answers = answers.get_or_init(find);
        let closing = binding.closing_after(trigger.time.day);
        let response = Response { demand, answers, trigger, place, doubt, of_all: &of_all, never, closing };
        if !plain.is_some_and(|(plain, duration)| response.plainly(plain, duration, docket)) {
            response.judge(within, docket);
        }
    };
    // A closing may come before the due day of any of them.
    let plain = plain.filter(|(plain, _)| plain.asks_one() && binding.closings().is_empty());
    match plain.map(|plain| (plain, answers.get_or_init(find))) {
        Some(((plain, duration), Found::Kept(answered))) => {
            plain.after(duration, &answered.firsts, docket, each);
        }
        _ => (0..moments.len()).for_each(|place| each(place, docket)),
    }
}

/// The answers to the moments: found once for all rules that ask alike, or looked for.
enum Found<'a, 'd> {
    Kept(&'a Answered),
    Sought(Answers<'a, 'd>),
}

struct Response<'a, 'd, 'c> {
    demand: &'c Demand<'a, 'd>,
    answers: &'c Found<'a, 'd>,
    trigger: &'c Happening,
    /// Which of the moments the trigger is.
    place: usize,
    /// Why it is unknown whether it is one.
    doubt: Option<Reason>,
    /// How long the window is, and what is wanted in it, where that is the same for all.
    of_all: &'c OnceCell<Option<(Result<Duration, Reason>, Wanted)>>,
    never: bool,
    /// The day its subject closes.
    closing: Option<Day>,
}

impl<'a> Response<'a, '_, '_> {
    /// States the duty if it is a plain one.
    #[inline]
    fn plainly(&self, plain: Plain, duration: Duration, docket: &mut Docket<'_>) -> bool {
        let from = self.trigger.time.day;
        let Some(due) = duration.after(from, 1) else { return false };
        let open = self.closing.is_none_or(|closed| due <= closed);
        if self.doubt.is_some() || !open || !plain.sees(from, due) {
            return false;
        }
        let trigger = self.trigger.record.map(|(_, record)| record);
        let duty = PlainDuty { from, due, label: None, trigger, censored: false };
        match self.answers {
            Found::Kept(answered) => self.stated(plain, &duty, || answered.to(self.place).iter().copied(), docket),
            Found::Sought(answers) => self.stated(plain, &duty, || answers.not_before(self.trigger), docket),
        }
    }

    /// States what the candidates plainly say of the duty; false where one of them only perhaps counts.
    #[inline]
    fn stated<C: Iterator<Item = Candidate>>(
        &self,
        plain: Plain,
        duty: &PlainDuty,
        candidates: impl Fn() -> C,
        docket: &mut Docket<'_>,
    ) -> bool {
        let found = plain.by(duty.due, candidates());
        found.is_some_and(|found| {
            plain.state(self.demand.binding, duty, found, candidates, docket);
            true
        })
    }

    fn judge(&self, within: Option<&'a Length>, docket: &mut Docket<'_>) {
        let (demand, trigger) = (self.demand, self.trigger);
        let binding = demand.binding;
        let context = binding.context;
        let day = trigger.time.day;
        let clock = within.is_some_and(|within| within.unit.is_clock());
        let from = if clock { trigger.time } else { Time::on(day) };
        let mut duty = Duty {
            from: Some(from),
            trigger: trigger.record,
            names_trigger: true,
            doubt: self.doubt,
            bound: Some((Some(day), Some(day))),
            ..Duty::default()
        };
        let of_one = || {
            let scene = Scene { trigger: trigger.record, ..demand.scene(day) };
            (length(&scene, within), demand.wanted(&scene))
        };
        let of_all = || {
            let wanted = demand.wanted_of_all().filter(|_| within.is_none_or(|within| is_stated(&within.amount)))?;
            Some((length(&demand.scene(context.as_of), within), wanted))
        };
        let (duration, wanted) = self.of_all.get_or_init(of_all).unwrap_or_else(of_one);
        let (duration, apart) = match duration.and_then(|duration| Ok((duration, wanted.apart?))) {
            Ok(found) => found,
            Err(reason) => return docket.state(demand, &duty, Outcome::unknown(reason)),
        };
        let start = Start { from: Some(from), trigger: trigger.record };
        let due = Due::after(&context, trigger.time, duration, 1);
        let AllTerms { sure, perhaps } = match due.and_then(|due| demand.terms(start, due)) {
            Ok(terms) => terms,
            Err(NoDue::Never) => return,
            Err(NoDue::Unknown(reason)) => {
                duty.to = due.ok().map(Due::time);
                return docket.state(demand, &duty, Outcome::unknown(reason));
            }
        };
        let Terms { due, limit } = sure;
        if due.day() < context.coverage.from {
            return;
        }
        let nothing = Asked::Bounded { least: None, most: Ok(Need::Whole(0)) };
        let asked = if self.never { nothing } else { wanted.asked };
        // A window of days holds the whole of its first one for a record with only a day.
        let room = if clock { Room { from: trigger.time.earliest(), ..Room::ALWAYS } } else { Room::ALWAYS };
        let measure = Measure { demand: *demand, apart, room };
        let of_terms = |terms| self.outcome(&measure, asked, terms);
        let outcome = AllTerms::judge(sure, perhaps.as_deref(), of_terms, |terms| self.is_spared(asked, limit, terms));
        duty.limit = Some(limit);
        let outcome = if clock && trigger.time.second.is_none() {
            let (outcome, missed) =
                self.by_the_clock(outcome, AllTerms { sure, perhaps }, &measure, asked, (start, duration));
            duty.limit = Some(missed);
            outcome
        } else {
            outcome
        };
        let Some(outcome) = outcome else { return };
        duty.due = Some(due.time());
        duty.to = duty.due;
        duty.excused = Some((Some(day), limit.day()));
        docket.state(demand, &duty, outcome);
    }

    /// The outcome where the moment may be any instant of its day, and behind what the duty is broken.
    #[inline(never)]
    fn by_the_clock(
        &self,
        mut outcome: Option<Outcome>,
        terms: AllTerms,
        measure: &Measure<'_, '_>,
        asked: Asked,
        (start, duration): (Start, Duration),
    ) -> (Option<Outcome>, Due) {
        let (demand, trigger) = (self.demand, self.trigger);
        let limit = terms.sure.limit;
        let moves = !demand.binding.rule.extended.is_empty();
        if outcome.is_none() && moves {
            // The last instant of the day lets the duty lapse; its first ones need not.
            let lasting = Self { closing: None, ..*self };
            let spared = |terms| self.is_spared(asked, limit, terms);
            outcome = terms.judged(|terms| lasting.outcome(measure, asked, terms), spared);
        }
        let outcome = outcome.and_then(|whole| self.by_readings(whole, measure, asked, (start, duration), terms.sure));
        // What makes up for it may lie behind the due of any instant.
        let first = moves.then(|| demand.terms_from(start, trigger.time.earliest(), duration)).flatten();
        (outcome, first.map_or(limit, |first| limit.or_from(first.sure.limit)))
    }

    /// What all instants say of which the moment may be, where they need not say the same.
    fn by_readings(
        &self,
        outcome: Outcome,
        measure: &Measure<'_, '_>,
        asked: Asked,
        (start, duration): (Start, Duration),
        Terms { due, limit }: Terms,
    ) -> Option<Outcome> {
        let binding = self.demand.binding;
        let context = binding.context;
        let day = self.trigger.time;
        let closing = self.closing;
        let gone = closing.map_or(Certainty::No, |closed| due.lies_behind(closed));
        // What moves the due day of one instant may come too late for that of another.
        let moves = !binding.rule.extended.is_empty();
        if outcome.status != Status::Unknown && gone != Certainty::Perhaps && !moves {
            return Some(outcome);
        }
        // Where records lie, and the days of which something else is said than of those before.
        let mut edges: Vec<i64> = match self.answers {
            Found::Kept(answered) => edges(answered.to(self.place).iter().copied(), limit),
            Found::Sought(answers) => edges(answers.not_before(self.trigger), limit),
        };
        let days = [Some(day.day), closing, Some(context.as_of), Some(context.coverage.to), Some(due.day())];
        edges.extend(days.into_iter().flatten().map(|day| Time::on(day).latest()));
        edges.extend(context.gaps(Some(day.day), limit.day()).into_iter().flat_map(|(from, to)| [from, to]));
        let mut lengths = vec![due.latest() - day.latest(), limit.latest() - day.latest()];
        if moves && let Ok(unmoved) = Due::after(&context, day, duration, 1) {
            let movers = self.demand.movers();
            edges.extend(movers.into_iter().flat_map(|time| [time.earliest(), time.latest()]));
            edges.push(Time::on(unmoved.first_day()).latest());
            lengths.push(unmoved.latest() - day.latest());
        }
        let readings = instants(day, &edges, &lengths).into_iter().map(|at| {
            let terms = self.demand.terms_from(start, at, duration)?;
            let spared = |terms| self.is_spared(asked, limit, terms);
            let outcome = terms.judged(|terms| self.outcome(measure, asked, terms), spared);
            Some(Reading { outcome, spared: spared(terms.sure) })
        });
        match readings.collect::<Option<Vec<Reading>>>() {
            Some(readings) => agreed(outcome, &readings),
            // Some reading has no due day.
            None => Some(outcome),
        }
    }

    /// Whether nothing can be broken, of what is known to be asked for: a waiver of its window, which has the same
    /// `last` however one reads the moment, excuses it, or it is surely not due.
    fn is_spared(&self, asked: Asked, last: Due, Terms { limit, .. }: Terms) -> bool {
        let binding = self.demand.binding;
        let known = match asked {
            Asked::AtLeast(least) => least.is_ok(),
            Asked::Bounded { least, most } => most.is_ok() && !matches!(least, Some(Err(_))),
        };
        let excused = || binding.waives(Some(self.trigger.time.day), Some(last.day()));
        known && (limit.has_come(binding.context.as_of) == Certainty::No || excused())
    }

    #[inline]
    fn outcome(&self, measure: &Measure<'_, '_>, asked: Asked, terms: Terms) -> Option<Outcome> {
        match self.answers {
            Found::Kept(answered) => self.outcome_of(answered.to(self.place).iter().copied(), measure, asked, terms),
            Found::Sought(answers) => self.outcome_of(answers.not_before(self.trigger), measure, asked, terms),
        }
    }

    /// What the candidates that are not before the trigger make of the duty.
    #[inline]
    fn outcome_of(
        &self,
        candidates: impl Iterator<Item = Candidate>,
        measure: &Measure<'_, '_>,
        asked: Asked,
        terms: Terms,
    ) -> Option<Outcome> {
        let Terms { due, limit } = terms;
        let binding = self.demand.binding;
        let context = binding.context;
        let day = self.trigger.time.day;
        let closing = self.closing;
        let gone = closing.map_or(Certainty::No, |closed| due.lies_behind(closed));
        match asked {
            Asked::AtLeast(least) => {
                let first = Time::on(day).earliest().max(measure.room.from);
                let gaps = cut(context.gaps(Some(day), limit.day()), first, limit.latest());
                // A subject that closes before due with it undone owes nothing.
                let lapsed = gone == Certainty::Yes;
                let deadline = Deadline { limit, as_of: context.as_of, unseen: Unseen::Gaps(&gaps), lapsed };
                at_least(measure, candidates, least, deadline)
            }
            Asked::Bounded { least, most } => {
                let candidates: Vec<Candidate> = candidates
                    .take_while(|candidate| candidate.day() <= due.day())
                    .filter_map(|candidate| match due.allows(candidate.time) {
                        Certainty::Yes => Some(candidate),
                        Certainty::No => None,
                        Certainty::Perhaps => {
                            Some(Candidate { doubt: candidate.doubt.or(Some(Reason::DayOnly)), ..candidate })
                        }
                    })
                    .collect();
                let gaps = context.gaps(Some(day), due.day());
                let of_bound = seconds_without(gaps.clone(), &binding.waived);
                // What comes on waived days counts towards a lower bound.
                let of_waived = match least {
                    Some(_) => seconds_without(gaps, &without(&[Stretch::ALWAYS], &binding.waived)),
                    None => Vec::new(),
                };
                let over = if self.never && closing.is_some() { Certainty::Yes } else { due.has_come(context.as_of) };
                let lapsed = gone == Certainty::Yes && !self.never;
                let against = |candidate: &Candidate| !binding.waives(Some(candidate.day()), Some(candidate.day()));
                let looked_at: Vec<Candidate> =
                    if least.is_none() { candidates.into_iter().filter(against).collect() } else { candidates };
                let measure = Measure { room: Room { to: due.latest(), ..measure.room }, ..*measure };
                between(&measure, &looked_at, least, most, lapsed, |least, most| {
                    let (unseen_against, unseen_beside) = (of_bound.as_slice(), of_waived.as_slice());
                    let bounds = Bounds { least, most, over, unseen_against, unseen_beside, lapsed };
                    bounded(&measure, &looked_at, bounds, against)
                })
            }
        }
    }
}

/// How long the window is; without a length it is the day of the moment.
fn length<'a>(scene: &Scene<'a>, within: Option<&'a Length>) -> Result<Duration, Reason> {
    let same_day = Duration { amount: 0, unit: DurationUnit::Days };
    within.map_or(Ok(same_day), |within| scene.duration(within))
}

/// Where the records up to a limit lie.
fn edges(candidates: impl Iterator<Item = Candidate>, limit: Due) -> Vec<i64> {
    let records = candidates.map(|candidate| candidate.time).take_while(|time| time.earliest() <= limit.latest());
    records.flat_map(|time| [time.earliest(), time.latest()]).collect()
}
