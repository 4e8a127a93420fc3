//! Plain responses: on which day each moment was answered first is found out once.

use super::Plain;
use crate::calendar::{Day, Duration};
use crate::evaluate::candidate::Candidate;
use crate::evaluate::docket::Docket;
use crate::evaluate::moment::Happening;

/// The day of a moment that surely is one, and that of the first record that answers it, if there is any and it surely
/// counts.
#[derive(Debug, Clone, Copy)]
pub(in crate::evaluate) struct First {
    asked: Day,
    answered: Option<Day>,
}

impl First {
    /// What the answers to a moment begin with.
    pub(in crate::evaluate) fn of(moment: &Happening, answers: &[Candidate]) -> Option<Self> {
        let first = answers.first();
        let sure = moment.doubt.is_none() && first.is_none_or(Candidate::is_sure);
        sure.then(|| Self { asked: moment.time.day, answered: first.map(Candidate::day) })
    }
}

impl Plain {
    /// Counts the duties of moments of which one answer is asked; hands on, by their places, those that are not plain
    /// or that are to be listed.
    pub(in crate::evaluate) fn after(
        self,
        duration: Duration,
        firsts: &[Option<First>],
        docket: &mut Docket<'_>,
        mut general: impl FnMut(usize, &mut Docket<'_>),
    ) {
        for (place, first) in firsts.iter().enumerate() {
            let due = first.and_then(|first| {
                let due = duration.after(first.asked, 1)?;
                let plain = first.asked <= self.as_of && self.binds(first.asked) && self.sees(first.asked, due);
                plain.then_some((due, first.answered))
            });
            if !due.is_some_and(|(due, answered)| docket.counts(self.status_by(due, answered))) {
                general(place, docket);
            }
        }
    }

    /// Whether one record does what is asked.
    pub(in crate::evaluate) const fn asks_one(&self) -> bool {
        self.rule.least == 1
    }
}
