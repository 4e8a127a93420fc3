//! 5.9 `always [quantity] A until F`, `always [quantity] A for D` and `always require C`: one duty per run of days.

use super::binding::{Binding, Stretch};
use super::calendar::{days, previous, shift};
use super::condition::{Truth, field};
use super::duty::{Act, Bounds, Candidate, Limit, Measure, Status, Verdict, as_text, measure};
use super::model::{Condition, Day, Schedule, Span, Time, Value};
use rust_decimal::Decimal;

/// An A and the days it is good on; `None` is good for nobody knows how long.
struct Standing<'c> {
    act: Candidate<'c>,
    last: Option<Day>,
}

impl Standing<'_> {
    fn is_good_on(&self, day: Day) -> bool {
        self.act.record.at.day <= day && self.last.is_none_or(|last| day <= last)
    }

    fn is_sure(&self) -> bool {
        self.act.sure && self.last.is_some()
    }
}

/// Whole days; good from the A's day through the day of F, or through its day + D, both in.
pub fn standing<'c>(binding: &Binding<'_, 'c>) -> Vec<Verdict<'c>> {
    let mut verdicts = Vec::new();
    for stretch in binding.stretches(|day| binding.binds(day)) {
        let judged = judged_days(binding, stretch);
        let Some(first) = judged.first() else { continue };
        let length = match &binding.rule.schedule {
            Schedule::Lasting { span } => Some((binding.length(span, *first, None), span)),
            _ => None,
        };
        let bounds = binding.bounds(*first, None, None);
        let acts: Vec<Standing> =
            binding.acts(None, None).into_iter().map(|act| good_until(binding, act, length)).collect();
        let mut had_enough = false;
        let mut states = Vec::new();
        for day in judged {
            let state = state(binding, stretch, &bounds, &acts, length, day, &mut had_enough);
            states.push((day, state));
        }
        verdicts.extend(runs(binding, &states, &acts));
    }
    verdicts
}

pub fn state_of_attributes<'c>(binding: &Binding<'_, 'c>, require: &Condition) -> Vec<Verdict<'c>> {
    let mut verdicts = Vec::new();
    for stretch in binding.stretches(|day| binding.binds(day)) {
        let judged = judged_days(binding, stretch).into_iter();
        let states: Vec<(Day, Truth)> =
            judged.map(|day| (day, binding.world.scene(binding.subject, day).holds(require))).collect();
        verdicts.extend(runs(binding, &states, &[]));
    }
    verdicts
}

/// From the first covered day up to as-of, without the exempt days.
fn judged_days(binding: &Binding, stretch: Stretch) -> Vec<Day> {
    let known = binding.known;
    let first = stretch.first.map_or(known.coverage_from, |first| first.max(known.coverage_from));
    let last = stretch.last.map_or(known.as_of, |last| last.min(known.as_of));
    days(first, last).filter(|day| !binding.is_waived(*day)).collect()
}

fn good_until<'c>(binding: &Binding<'_, 'c>, act: Candidate<'c>, length: Option<(Option<i64>, &Span)>) -> Standing<'c> {
    let last = match (&binding.rule.schedule, length) {
        (Schedule::Until { field: name }, _) => match field(binding.case, act.record, name) {
            Some(Value::Date(time)) => Some(time.day),
            _ => None,
        },
        (_, Some((number, span))) => number.and_then(|number| shift(act.record.at.day, number, span.unit)),
        _ => None,
    };
    Standing { act, last }
}

/// Whether a day is good: true, false or unknown, by the least and the most that may be good on it.
fn state(
    binding: &Binding,
    stretch: Stretch,
    bounds: &Bounds,
    acts: &[Standing],
    length: Option<(Option<i64>, &Span)>,
    day: Day,
    had_enough: &mut bool,
) -> Truth {
    let known = binding.known;
    let is_missing = |limit: Option<Limit>| limit == Some(Limit::Missing);
    if is_missing(bounds.lower) || is_missing(bounds.upper) || length.is_some_and(|(number, _)| number.is_none()) {
        return None;
    }
    let (least, most) = extent(binding, bounds, acts, day);
    let began_before = stretch.first.is_none_or(|first| first < known.coverage_from);
    // How far a record from before coverage could reach: without end, or D.
    let reaches = began_before
        && length.is_none_or(|(number, span)| {
            let last = number.and_then(|number| shift(previous(known.coverage_from), number, span.unit));
            last.is_none_or(|last| day <= last)
        });
    let is_unseen = day > known.coverage_to;
    let may_be_more = is_unseen || reaches && !*had_enough;
    let may_be_many = is_unseen || reaches;
    let (needed, allowed) = (bounds.needed(), bounds.allowed());
    let is_enough = if least >= needed {
        Some(true)
    } else if may_be_more || most.is_none_or(|most| most >= needed) {
        None
    } else {
        Some(false)
    };
    let is_not_too_many = match bounds.upper {
        None => Some(true),
        Some(_) if least > allowed => Some(false),
        Some(_) if may_be_many || most.is_none_or(|most| most > allowed) => None,
        Some(_) => Some(true),
    };
    *had_enough = *had_enough || is_enough == Some(true);
    super::condition::both(is_enough, is_not_too_many)
}

/// The least and the most that is good on a day, without what nobody has seen; `None` is without end.
fn extent(binding: &Binding, bounds: &Bounds, acts: &[Standing], day: Day) -> (Decimal, Option<Decimal>) {
    let good: Vec<&Standing> = acts.iter().filter(|act| act.is_good_on(day)).collect();
    let size = |act: &&&Standing| -> Option<Act> {
        let value = |name: &String| field(binding.case, act.act.record, name);
        let (amount, value) = match &bounds.measure {
            Measure::Count => (Decimal::ONE, None),
            Measure::Total(name) => match value(name) {
                Some(Value::Number(number)) => (number, None),
                _ => return None,
            },
            Measure::Different(name) => (Decimal::ONE, Some(as_text(&value(name)?))),
        };
        Some(Act { at: super::calendar::start_of(day), amount, value, above: true })
    };
    let least: Vec<Act> = good.iter().filter(|act| act.is_sure()).filter_map(|act| size(&act)).collect();
    let most: Vec<Act> = good.iter().filter_map(|act| size(&act)).collect();
    let unknown_sizes = good.len() - most.len();
    let least = measure(&bounds.measure, least.iter());
    let most = measure(&bounds.measure, most.iter());
    match bounds.measure {
        Measure::Total(_) if unknown_sizes > 0 => (least, None),
        _ => (least, Some(most + Decimal::from(unknown_sizes))),
    }
}

/// Maximal runs of consecutive days in the same state.
fn runs<'c>(binding: &Binding<'_, 'c>, states: &[(Day, Truth)], acts: &[Standing<'c>]) -> Vec<Verdict<'c>> {
    let mut runs: Vec<(Day, Day, Truth)> = Vec::new();
    for (day, state) in states {
        match runs.last_mut() {
            Some((_, last, same)) if same == state && super::calendar::next(*last) == *day => *last = *day,
            _ => runs.push((*day, *day, *state)),
        }
    }
    runs.into_iter().map(|(first, last, state)| run(binding, first, last, state, acts)).collect()
}

fn run<'c>(binding: &Binding<'_, 'c>, first: Day, last: Day, state: Truth, acts: &[Standing<'c>]) -> Verdict<'c> {
    let is_sure = days(first, last).all(|day| binding.bound(day) == Some(true));
    let status = match state {
        Some(true) => Status::Met,
        Some(false) if is_sure => Status::Violated,
        _ => Status::Unknown,
    };
    let is_good_in_run = |act: &&Standing| days(first, last).any(|day| act.is_good_on(day));
    let good = acts.iter().filter(is_good_in_run);
    let counted: Vec<Candidate> = good.map(|standing| Candidate { sure: standing.is_sure(), ..standing.act }).collect();
    Verdict {
        rule: binding.rule_id.clone(),
        subject: binding.subject.id.clone(),
        from: Some(Time::of_day(first)),
        to: Some(Time::of_day(last)),
        due: None,
        label: None,
        status,
        done: None,
        days_late: None,
        count: counted.iter().filter(|act| act.sure).count(),
        trigger: None,
        each: binding.each.clone(),
        censored: false,
        counted,
        members: Vec::new(),
        breaches: Vec::new(),
        is_bound: is_sure,
    }
}
