//! 5.2 `each U A`, with `by X`, `from X to Y` and `count partial periods`.

use super::binding::{Binding, between};
use super::calendar::{Period, days, marked_day, periods};
use super::duty::{Bounds, Candidate, Duty, Judgement, Lapse, Verdict};
use super::model::{Day, Inside, Mark, Unit};

/// One duty for each period; only periods that share a day with [first covered day, as-of] can be stated.
pub fn each(binding: &Binding, unit: Unit, inside: Inside) -> Vec<Verdict> {
    let acts = binding.acts();
    let unrolled = periods(unit, binding.known.coverage_from, binding.known.as_of);
    let duties = unrolled.into_iter().filter_map(|period| match inside {
        Inside::Whole => whole(binding, &acts, period),
        Inside::By(mark) => by(binding, &acts, period, mark),
        Inside::FromTo(from, to) => from_to(binding, &acts, period, from, to),
    });
    duties.filter_map(|duty| duty.verdict(binding)).collect()
}

/// A period all of whose days are bound; a cut one carries only the upper half, unless partial periods count.
fn whole<'c>(binding: &Binding<'c>, acts: &[Candidate<'c>], period: Period) -> Option<Duty<'c>> {
    let bound: Vec<Day> = days(period.first, period.last).filter(|day| binding.stretch.binds(*day)).collect();
    let (first, last) = (*bound.first()?, *bound.last()?);
    let is_cut = first != period.first || last != period.last;
    let mut bounds = binding.bounds();
    if is_cut && !binding.rule.count_partial_periods {
        bounds = Bounds { lower: None, upper: Some(bounds.upper?) };
    }
    // Every duty is stated once its period's first bound day has come.
    if first > binding.known.as_of || binding.is_too_early(last) {
        return None;
    }
    Some(Duty {
        from: Some(first),
        to: Some(last),
        due: Some(last),
        label: Some(period.label),
        trigger: None,
        censored: false,
        bounds,
        judgement: Judgement::Window { last, upper_on_bound_days: true, lapses: Lapse::Never },
        candidates: between(acts, first, last),
        unseen: binding.unseen(first, last),
        once_a_day: false,
        counts_until_done: false,
    })
}

/// `by X`: done later inside the period is late. Owed iff the closing day is a bound day; stated once the period has
/// begun; every day from the subject's first opening on counts, bound or not (section 11).
fn by<'c>(binding: &Binding<'c>, acts: &[Candidate<'c>], period: Period, mark: Mark) -> Option<Duty<'c>> {
    let closing = marked_day(&period, mark);
    if !is_owed(binding, &period, closing) {
        return None;
    }
    let earliest = binding.subject.opened.map_or(period.first, |opened| opened.max(period.first));
    Some(Duty {
        from: Some(period.first),
        to: Some(closing),
        due: Some(closing),
        label: Some(period.label),
        trigger: None,
        censored: false,
        bounds: binding.bounds(),
        judgement: Judgement::Timely { due: closing, lapses: Lapse::Never },
        candidates: between(acts, earliest, period.last),
        unseen: binding.unseen(earliest, period.last),
        once_a_day: false,
        counts_until_done: true,
    })
}

/// `from X to Y`: nothing cures it afterwards. "At least" counts every day from the first opening on, upper bounds
/// look at bound days (section 11).
fn from_to<'c>(
    binding: &Binding<'c>,
    acts: &[Candidate<'c>],
    period: Period,
    from: Mark,
    to: Mark,
) -> Option<Duty<'c>> {
    let (opening, closing) = (marked_day(&period, from), marked_day(&period, to));
    if !is_owed(binding, &period, closing) {
        return None;
    }
    let bounds = binding.bounds();
    let first_day = if bounds.lower.is_some() { binding.subject.opened } else { binding.stretch.first };
    let earliest = first_day.map_or(opening, |day| day.max(opening));
    Some(Duty {
        from: Some(opening),
        to: Some(closing),
        due: Some(closing),
        label: Some(period.label),
        trigger: None,
        censored: false,
        bounds,
        judgement: Judgement::Window { last: closing, upper_on_bound_days: true, lapses: Lapse::Never },
        candidates: between(acts, earliest, closing),
        unseen: binding.unseen(earliest, closing),
        once_a_day: false,
        counts_until_done: false,
    })
}

fn is_owed(binding: &Binding, period: &Period, closing: Day) -> bool {
    let has_begun = period.first <= binding.known.as_of;
    binding.stretch.binds(closing) && has_begun && !binding.is_too_early(closing)
}
