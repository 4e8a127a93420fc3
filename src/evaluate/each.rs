//! 5.2 `each U A`: one duty for each calendar period, with `by X`, `from X to Y` and `count partial periods`.

use super::binding::{Binding, Duty};
use super::candidate::{Candidate, of_days};
use super::outcome::{Bounds, Deadline, Unseen, at_least, between, bounded, in_window};
use super::quantity::Asked;
use crate::calendar::{Day, Period, Unit};
use crate::rulebook::{DayInPeriod, Window};
use crate::verdict::Verdict;

/// Every period that has begun as of then and does not end before the first covered day.
pub(super) fn judge(binding: &Binding<'_>, unit: Unit, window: Option<Window>, verdicts: &mut Vec<Verdict>) {
    let context = binding.context;
    let start = binding.stretch.from.map_or(context.coverage.from, |from| from.max(context.coverage.from));
    let candidates = binding.candidates();
    let asked = binding.asked();
    let mut period = unit.period(start);
    loop {
        let begins = match window {
            None => binding.stretch.from.map_or(period.from, |from| from.max(period.from)),
            Some(_) => period.from,
        };
        if begins > context.as_of || binding.stretch.to.is_some_and(|end| end < period.from) {
            return;
        }
        let verdict = match window {
            None => whole(binding, period, &candidates, asked),
            Some(window) => inside(binding, period, window, &candidates, asked),
        };
        verdicts.extend(verdict);
        let Some(next) = period.next() else { return };
        period = next;
    }
}

/// A period without a window inside. Cut by the stretch it carries no "at least", unless partial periods count,
/// but an upper bound binds its remaining days.
fn whole(binding: &Binding<'_>, period: Period, candidates: &[Candidate], asked: Asked) -> Option<Verdict> {
    let context = binding.context;
    let (from, to) = binding.stretch.cut(period.from, period.to);
    if to < context.coverage.from {
        return None;
    }
    let cut = (from, to) != (period.from, period.to);
    let duty = Duty { from: Some(from), to: Some(to), due: Some(to), label: Some(period), ..Duty::default() };
    let of_window = of_days(candidates, from, to);
    let unseen = context.unseen(Some(from), to);
    let outcome = match asked {
        Asked::AtLeast(_) if cut && !binding.rule.count_partial_periods => return None,
        Asked::AtLeast(least) => in_window(of_window, least, deadline_of(to, context.as_of, unseen)),
        Asked::Bounded { least, most } => {
            let least = if cut && !binding.rule.count_partial_periods { None } else { least };
            let over = context.as_of >= to;
            between(of_window, least, most, false, |least, most| {
                let bounds = Bounds { least, most, over, unseen_against: unseen, unseen_beside: false, lapsed: false };
                bounded(of_window, bounds, |_| true)
            })
        }
    };
    outcome.map(|outcome| binding.verdict(duty, outcome))
}

/// A period with a window inside: owed iff the closing day is bound. Records from the first opening on count for
/// "at least", bound or not; an upper bound looks at bound days.
fn inside(
    binding: &Binding<'_>,
    period: Period,
    window: Window,
    candidates: &[Candidate],
    asked: Asked,
) -> Option<Verdict> {
    let context = binding.context;
    let (from, due, cure) = match window {
        Window::By(last) => (period.from, day_in(period, last), period.to),
        Window::FromTo(first, last) => (day_in(period, first), day_in(period, last), day_in(period, last)),
    };
    if due < context.coverage.from || !binding.stretch.contains(due) {
        return None;
    }
    let duty = Duty { from: Some(from), to: Some(due), due: Some(due), label: Some(period), ..Duty::default() };
    let start = binding.opened.map_or(from, |opened| opened.max(from));
    let unseen = context.unseen(Some(start), due);
    let deadline = deadline_of(due, context.as_of, unseen);
    let outcome = match (asked, window) {
        (Asked::AtLeast(least), Window::By(_)) => {
            at_least(of_days(candidates, start, cure).iter().copied(), least, deadline)
        }
        (Asked::AtLeast(least), Window::FromTo(..)) => in_window(of_days(candidates, start, due), least, deadline),
        (Asked::Bounded { least, most }, _) => {
            let (bound_from, bound_to) = binding.stretch.cut(start, due);
            let counted_from = if least.is_some() { start } else { bound_from };
            let of_window = of_days(candidates, counted_from, due);
            between(of_window, least, most, false, |least, most| {
                let bounds = Bounds {
                    least,
                    most,
                    over: context.as_of >= due,
                    unseen_against: context.unseen(Some(bound_from), bound_to),
                    // The closing day is bound, so days that are not lie before the first bound one.
                    unseen_beside: start < bound_from && context.unseen(Some(start), bound_from.previous()),
                    lapsed: false,
                };
                bounded(of_window, bounds, |day| binding.stretch.contains(day))
            })
        }
    };
    outcome.map(|outcome| binding.verdict(duty, outcome))
}

/// A window's end that no closing of the subject excuses.
const fn deadline_of(due: Day, as_of: Day, unseen: bool) -> Deadline {
    Deadline { due, as_of, unseen: Unseen::any(unseen), lapsed: false }
}

/// The day of a window's end in one period.
fn day_in(period: Period, day: DayInPeriod) -> Day {
    match day {
        DayInPeriod::Nth(number) => {
            let offset = number.clamp(1, period.length()) - 1;
            period.from.plus_days(i32::try_from(offset).unwrap_or(0))
        }
        DayInPeriod::MonthDay(month, of_month) => {
            let year = period.from.year();
            // 29 February is the 28th in other years; the checker lets no other missing day through.
            Day::from_ymd(year, month, of_month).or_else(|| Day::from_ymd(year, month, 28)).unwrap_or(period.to)
        }
    }
}
