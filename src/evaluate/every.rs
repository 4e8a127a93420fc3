//! 5.1 `every D A`, rolling, and `every D from M A`, in fixed blocks.

use super::binding::{Binding, Duty};
use super::candidate::{Candidate, of_days};
use super::outcome::{Deadline, Outcome, Unseen, at_least};
use crate::calendar::{Day, Duration};
use crate::rulebook::{DateMoment, Length};
use crate::verdict::{Status, Verdict};

/// The rolling clock of one subject: every duty runs from the day the one before was done.
pub(super) fn rolling(binding: &Binding<'_>, length: Length, verdicts: &mut Vec<Verdict>) {
    let coverage = binding.context.coverage;
    let start = binding.stretch.from.map_or(coverage.from, |from| from.max(coverage.from));
    if start > binding.context.as_of || binding.stretch.to.is_some_and(|end| end < coverage.from) {
        return;
    }
    let censored = binding.stretch.from.is_none_or(|from| from < coverage.from);
    let first = Duty { from: Some(start), censored, ..Duty::default() };
    let duration = match binding.context.duration(length, binding.subject) {
        Ok(duration) => duration,
        Err(reason) => {
            verdicts.push(binding.verdict(first, Outcome::bare(Status::Unknown, Some(reason))));
            return;
        }
    };
    let candidates = binding.candidates();
    let last = binding.stretch.to.unwrap_or(coverage.to);
    let days = of_distinct_days(of_days(&candidates, start, last));
    let mut clock = Clock { binding, duration, days: &days };
    let mut duty = first;
    while let Some((verdict, done)) = clock.run(duty) {
        verdicts.push(verdict);
        let Some(done) = done else { return };
        duty = Duty { from: Some(done), ..Duty::default() };
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

struct Clock<'a, 'b> {
    binding: &'b Binding<'a>,
    duration: Duration,
    /// The days with an A that the clock has not passed yet.
    days: &'b [Candidate],
}

impl Clock<'_, '_> {
    /// Judges the duty that starts at `duty.from`; gives its verdict and the day from which the next one runs.
    fn run(&mut self, duty: Duty) -> Option<(Verdict, Option<Day>)> {
        let context = self.binding.context;
        let anchor = duty.from?;
        // Beyond the calendar nothing is due.
        let due = self.duration.after(anchor, 1)?;
        let end = self.binding.stretch.to;
        let lapsing = end.filter(|end| *end < due);
        // The anchor's own day is covered or, for the first duty, may be the first of the days in question.
        let deadline = Deadline {
            due,
            as_of: context.as_of,
            unseen: Unseen::one_a_day(context.unseen_days(anchor, lapsing.unwrap_or(due))),
            // The stretch ends before the duty is due: pending until that end, then no verdict.
            lapsed: lapsing.is_some_and(|end| end <= context.as_of),
        };
        let outcome = at_least(self.days.iter().copied(), self.binding.asked_at_least(), deadline)?;
        let done = outcome.done;
        if let Some(done) = done {
            let passed = self.days.partition_point(|candidate| candidate.day() <= done);
            self.days = self.days.get(passed..).unwrap_or_default();
        }
        let duty = Duty { to: Some(due), due: Some(due), ..duty };
        Some((self.binding.verdict(duty, outcome), done))
    }
}

/// The fixed blocks from a moment: windows (m + n·D, m + (n + 1)·D].
pub(super) fn fixed(binding: &Binding<'_>, length: Length, moment: DateMoment, verdicts: &mut Vec<Verdict>) {
    let context = binding.context;
    let Some(anchor) = context.date(moment, binding.subject).filter(|day| *day <= context.as_of) else { return };
    let duration = match context.duration(length, binding.subject) {
        Ok(duration) => duration,
        Err(reason) => {
            let from = anchor.next();
            // No due day is known: any bound day behind the moment may be one.
            let last = binding.stretch.to.unwrap_or(Day::LAST);
            if from > context.as_of || last < from || last < context.coverage.from {
                return;
            }
            let duty = Duty { from: Some(from), ..Duty::default() };
            verdicts.push(binding.verdict(duty, Outcome::bare(Status::Unknown, Some(reason))));
            return;
        }
    };
    let asked = binding.asked_at_least();
    let candidates = binding.candidates();
    let opened = |day: Day| binding.opened.map_or(day, |opened| opened.max(day));
    let mut block = blocks_before(duration, anchor, context.coverage.from);
    loop {
        let ends =
            (duration.after(anchor, block), duration.after(anchor, block + 1), duration.after(anchor, block + 2));
        let (Some(before), Some(due), Some(next)) = ends else { return };
        let from = before.next();
        if from > context.as_of {
            return;
        }
        block += 1;
        if due < context.coverage.from || !binding.stretch.contains(due) {
            continue;
        }
        let start = opened(from);
        let unseen = Unseen::any(context.unseen(Some(start), due));
        let deadline = Deadline { due, as_of: context.as_of, unseen, lapsed: false };
        let outcome = at_least(of_days(&candidates, start, next).iter().copied(), asked, deadline);
        let duty = Duty { from: Some(from), to: Some(due), due: Some(due), ..Duty::default() };
        verdicts.extend(outcome.map(|outcome| binding.verdict(duty, outcome)));
    }
}

/// A number of blocks that surely end before `day`, near the greatest such.
fn blocks_before(duration: Duration, anchor: Day, day: Day) -> i32 {
    (day.days_since(anchor) / duration.longest().max(1) - 1).max(0)
}
