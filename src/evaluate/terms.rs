//! When a duty is due after all: what extends it, the next working day, and the grace behind it (docs/language.md
//! section 9).

use super::demand::Demand;
use super::due::{Certainty, Due, NoDue};
use super::matching::Match;
use super::moment::Happening;
use super::outcome::{Outcome, agreed, perhaps_lapsed};
use super::scope::{follows, pair};
use super::stretch::{Stretch, united};
use crate::calendar::{Duration, Time};
use crate::ledger::RecordId;
use crate::rulebook::{ActivityId, Amount, Extension, Length, Matching, Moment};
use crate::verdict::Reason;

/// The due time of a duty and the last moment in time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Terms {
    pub(super) due: Due,
    /// With the grace.
    pub(super) limit: Due,
}

/// The terms that are sure, and those if every perhaps-record extended them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct AllTerms {
    pub(super) sure: Terms,
    /// Few rules have them, so those of the others stay small.
    pub(super) perhaps: Option<Box<(Terms, Reason)>>,
}

/// What the terms of a duty depend on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Start {
    /// Where its window starts; `None` where it reaches back without end.
    pub(super) from: Option<Time>,
    /// The record behind its moment.
    pub(super) trigger: Option<(ActivityId, RecordId)>,
}

impl AllTerms {
    /// The outcome that all of the terms give, else an unknown. Under some of them the duty may lapse; `spared` says
    /// whether it is broken under none of the others.
    #[inline]
    pub(super) fn judged(
        &self,
        judge: impl Fn(Terms) -> Option<Outcome>,
        spared: impl Fn(Terms) -> bool,
    ) -> Option<Outcome> {
        Self::judge(self.sure, self.perhaps.as_deref(), judge, spared)
    }

    /// The same of terms that are taken apart: those that are sure stay where they are used.
    #[inline]
    pub(super) fn judge(
        sure: Terms,
        perhaps: Option<&(Terms, Reason)>,
        judge: impl Fn(Terms) -> Option<Outcome>,
        spared: impl Fn(Terms) -> bool,
    ) -> Option<Outcome> {
        let outcome = judge(sure);
        match perhaps {
            None => outcome,
            Some((perhaps, reason)) => match judge(*perhaps) {
                None => perhaps_lapsed(outcome, spared(sure), *reason),
                Some(perhaps) => Some(agreed(outcome, perhaps, *reason)),
            },
        }
    }
}

impl<'a> Demand<'a, '_> {
    /// The terms of a duty that the schedule makes due then.
    #[inline]
    pub(super) fn terms(&self, start: Start, due: Due) -> Result<AllTerms, NoDue> {
        let rule = self.binding.rule;
        if rule.extended.is_empty() && !rule.next_working_day && rule.grace.is_none() {
            return Ok(AllTerms { sure: Terms { due, limit: due }, perhaps: None });
        }
        // Taken apart, so that terms that nothing moves need no place in memory.
        let AllTerms { sure: Terms { due, limit }, perhaps } = self.moved_terms(start, due)?;
        Ok(AllTerms { sure: Terms { due, limit }, perhaps })
    }

    /// The terms where the clock runs from an instant; `None` where it has no due.
    pub(super) fn terms_from(&self, start: Start, instant: i64, duration: Duration) -> Option<AllTerms> {
        let due = Due::after_any(&self.binding.context, (instant, instant), duration, 1).ok()?;
        self.terms(start, due).ok()
    }

    #[inline(never)]
    fn moved_terms(&self, start: Start, due: Due) -> Result<AllTerms, NoDue> {
        let (sure, _) = self.extended(start, due, false)?;
        let sure = self.with_grace(start, sure)?;
        let (perhaps, doubt) = self.extended(start, due, true)?;
        let perhaps = match doubt {
            None => None,
            Some(reason) => {
                let perhaps = self.with_grace(start, perhaps)?;
                (perhaps != sure).then(|| Box::new((perhaps, reason)))
            }
        };
        Ok(AllTerms { sure, perhaps })
    }

    fn with_grace(&self, start: Start, due: Due) -> Result<Terms, NoDue> {
        let context = &self.binding.context;
        let mut due = due;
        if self.binding.rule.next_working_day {
            let day = due.day();
            let next = context.working_days.next_on_or_after(day);
            let next = next.map_err(|unannounced| NoDue::Unknown(Reason::Unannounced(unannounced.year)))?;
            if next != day {
                due = due.plus_days(next.days_since(day));
            }
        }
        let limit = match &self.binding.rule.grace {
            None => due,
            Some(grace) => match due.moved(context, self.length(start, due, grace)?) {
                // Before the due day nobody asks how long its grace is.
                Err(NoDue::Unknown(_)) if due.lies_behind(context.as_of) == Certainty::Yes => due,
                limit => limit?,
            },
        };
        Ok(Terms { due, limit })
    }

    /// A duration read on the duty's first day.
    fn length(&self, start: Start, due: Due, length: &'a Length) -> Result<Duration, NoDue> {
        let mut scene = self.scene(start.from.map_or(due.day(), |from| from.day));
        scene.trigger = start.trigger;
        scene.duration(length).map_err(NoDue::Unknown)
    }

    /// The due time moved by everything that extends it; with `perhaps`, also by what only perhaps does, and why.
    fn extended(&self, start: Start, due: Due, perhaps: bool) -> Result<(Due, Option<Reason>), NoDue> {
        let (mut due, mut doubt) = (due, None);
        for extension in &self.binding.rule.extended {
            match extension {
                Extension::By { moment, matching, by, most } => {
                    due = self.moved_by(start, due, (moment, matching), by, most.as_ref(), perhaps, &mut doubt)?;
                }
                Extension::Between { from, to, matching } => {
                    due = self.stopped(start, due, (from, to), matching, perhaps, &mut doubt);
                }
            }
        }
        Ok((due, doubt))
    }

    /// Each B from the window's start to the due as moved so far moves it by D.
    #[expect(clippy::too_many_arguments, reason = "the parts of one sentence")]
    fn moved_by(
        &self,
        start: Start,
        mut due: Due,
        (moment, matching): (&'a Moment, &Matching),
        by: &'a Length,
        most: Option<&'a Amount>,
        perhaps: bool,
        doubt: &mut Option<Reason>,
    ) -> Result<Due, NoDue> {
        let context = self.binding.context;
        let by = self.length(start, due, by)?;
        let mut scene = self.scene(start.from.map_or(due.day(), |from| from.day));
        scene.trigger = start.trigger;
        let most = most.map(|most| scene.whole(most)).transpose().map_err(NoDue::Unknown)?;
        let mut moved = 0;
        for happening in self.known(moment) {
            if most.is_some_and(|most| moved >= most) {
                break;
            }
            let from_start = start.from.is_none_or(|from| happening.time.order(from) != std::cmp::Ordering::Less);
            let in_window = from_start && due.allows(happening.time) != Certainty::No;
            if !in_window || happening.record.is_some() && happening.record == start.trigger {
                continue;
            }
            let matched = match (start.trigger, happening.record) {
                (Some(asking), Some(answering)) => super::matching::matched(context, matching, asking, answering),
                _ => Match::Yes,
            };
            let reason = match matched {
                Match::No => continue,
                Match::Yes => happening.doubt,
                Match::Perhaps(reason) => happening.doubt.or(Some(reason)),
            };
            if reason.is_some() && !perhaps {
                continue;
            }
            *doubt = doubt.or(reason);
            due = due.moved(&context, by)?;
            moved += 1;
        }
        Ok(due)
    }

    /// The clock stands still on the days from each B to its E; without an E, up to as-of.
    fn stopped(
        &self,
        start: Start,
        due: Due,
        (from, to): (&'a Moment, &'a Moment),
        matching: &Matching,
        perhaps: bool,
        doubt: &mut Option<Reason>,
    ) -> Due {
        let context = self.binding.context;
        let ends = self.known(to);
        let mut stops = Vec::new();
        for beginning in self.known(from) {
            // It must be of the record behind the duty's moment, where fields are matched.
            let matched = match (start.trigger, beginning.record) {
                (Some(asking), Some(answering)) => super::matching::matched(context, matching, asking, answering),
                _ => Match::Yes,
            };
            let reason = match matched {
                Match::No => continue,
                Match::Yes => beginning.doubt,
                Match::Perhaps(reason) => beginning.doubt.or(Some(reason)),
            };
            if reason.is_some() && !perhaps {
                continue;
            }
            *doubt = doubt.or(reason);
            // What is perhaps an E ends it, or with `perhaps` does not.
            let end = ends.iter().filter(|end| follows(&beginning, end)).find(|end| {
                let reason = match pair(context, matching, &beginning, end) {
                    Match::No => return false,
                    Match::Yes => end.doubt,
                    Match::Perhaps(reason) => end.doubt.or(Some(reason)),
                };
                *doubt = doubt.or(reason);
                reason.is_none() || !perhaps
            });
            let last = end.map_or(context.as_of, |end| end.time.day);
            stops.push(Stretch::of_days(Some(beginning.time.day), Some(last)));
        }
        let mut due = due;
        for stop in united(stops) {
            let (Some(first), Some(last)) = (stop.first_day(), stop.last_day()) else { continue };
            let first = start.from.map_or(first, |from| from.day.max(first));
            // The due moves as the clock stands: the whole stop counts once it has begun in time.
            if first > due.day() || first > last {
                continue;
            }
            due = due.plus_days(last.days_since(first).saturating_add(1));
        }
        due
    }

    /// The times of all that may move a due day.
    pub(super) fn movers(&self) -> Vec<Time> {
        let moments = self.binding.rule.extended.iter().flat_map(|extension| match extension {
            Extension::By { moment, .. } => vec![moment],
            Extension::Between { from, to, .. } => vec![from, to],
        });
        moments.flat_map(|moment| self.known(moment)).map(|happening| happening.time).collect()
    }

    /// The moments up to as-of.
    fn known(&self, moment: &'a Moment) -> Vec<Happening> {
        let context = self.binding.context;
        let mut found = self.happenings(moment);
        found.retain(|happening| happening.time.day <= context.as_of);
        found
    }
}
