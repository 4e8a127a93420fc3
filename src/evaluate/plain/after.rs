//! Plain responses: on which day each moment was answered first is found out once.

use super::Plain;
use crate::calendar::{Day, Duration};
use crate::evaluate::candidate::Candidate;
use crate::evaluate::docket::Docket;
use crate::evaluate::moment::Happening;

/// The day of a moment that surely is one, and that of the first record that answers it, which surely counts.
#[derive(Debug, Clone, Copy)]
pub(in crate::evaluate) struct First {
    /// [`NEVER`] where it is not so plain.
    asked: Day,
    /// [`NEVER`] where there is none.
    answered: Day,
}

/// Lies behind every day.
const NEVER: Day = Day(i32::MAX);

impl First {
    /// What the answers to a moment begin with.
    pub(in crate::evaluate) fn of(moment: &Happening, answers: &[Candidate]) -> Self {
        let first = answers.first();
        let sure = moment.doubt.is_none() && first.is_none_or(Candidate::is_sure);
        let asked = if sure { moment.time.day } else { NEVER };
        Self { asked, answered: first.map_or(NEVER, Candidate::day) }
    }
}

impl Plain {
    /// Counts the duties of moments of which one answer is asked; hands on, by their places, those that are not plain
    /// or that are to be listed.
    pub(in crate::evaluate) fn after(
        self,
        duration: Duration,
        firsts: &[First],
        docket: &mut Docket<'_>,
        mut general: impl FnMut(usize, &mut Docket<'_>),
    ) {
        let (from, to) = (self.bound.0.max(self.seen.0), self.bound.1.min(self.as_of));
        let days = duration.days();
        let due = |day: Day| match days {
            Some(days) => Some(day.plus_days(days)),
            None => duration.after(day, 1),
        };
        let mut tally = docket.met();
        for (place, First { asked, answered }) in firsts.iter().enumerate() {
            let plain = from <= *asked && *asked <= to;
            if let Some(due) = due(*asked).filter(|due| plain && *due <= self.seen.1) {
                let done = Some(*answered).filter(|answered| *answered < NEVER);
                if tally.adds(*answered <= due) || self.counts(self.status_by(due, done), due, done, docket) {
                    continue;
                }
            }
            general(place, docket);
        }
        docket.take(tally);
    }

    /// Whether one record does what is asked.
    pub(in crate::evaluate) const fn asks_one(&self) -> bool {
        self.rule.least == 1
    }
}
