//! 5.6 `never A` and 5.8 `whenever A require C`.

use super::binding::{Binding, between};
use super::condition::Truth;
use super::duty::{Bounds, Candidate, Duty, Judgement, Limit, Status, Verdict};
use super::model::Condition;

/// One duty per stretch, judged from the first covered day; `censored` when the stretch began before coverage.
pub fn never(binding: &Binding) -> Option<Verdict> {
    let (known, stretch) = (binding.known, binding.stretch);
    let first = stretch.first.map_or(known.coverage_from, |first| first.max(known.coverage_from));
    if first > known.as_of || stretch.last.is_some_and(|last| last < first) {
        return None;
    }
    let end = stretch.last.map_or(known.as_of, |last| last.min(known.as_of));
    let duty = Duty {
        from: Some(first),
        to: stretch.last,
        due: None,
        label: None,
        trigger: None,
        censored: stretch.first.is_none_or(|first| first < known.coverage_from),
        bounds: Bounds { lower: None, upper: Some(Limit::Known(0)) },
        judgement: Judgement::Forbidden { last: stretch.last },
        candidates: between(&binding.acts(), first, end),
        unseen: binding.unseen(first, end),
        once_a_day: false,
        counts_until_done: false,
    };
    duty.verdict(binding)
}

/// One duty per A on a bound day; an A that only perhaps satisfies `where` is an unknown trigger (section 8).
pub fn whenever<'c>(binding: &Binding<'c>, require: &Condition) -> Vec<Verdict> {
    let bound = binding.acts().into_iter().filter(|act| binding.stretch.binds(act.record.day));
    bound.map(|act| quality(binding, act, binding.satisfies(act.record, Some(require)))).collect()
}

fn quality(binding: &Binding, act: Candidate, holds: Truth) -> Verdict {
    let day = act.record.day;
    let status = match holds {
        Some(true) => Status::Met,
        Some(false) if binding.membership_is_sure && act.sure => Status::Violated,
        _ => Status::Unknown,
    };
    Verdict {
        rule: binding.rule_id.clone(),
        subject: binding.subject.id.clone(),
        from: Some(day),
        to: Some(day),
        due: Some(day),
        label: None,
        status,
        done: Some(day).filter(|_| status == Status::Met),
        days_late: None,
        count: 1,
        evidence: vec![act.record.id.clone()],
        trigger: None,
        censored: false,
        overdue: Some((binding.known.as_of - day).num_days()).filter(|_| status == Status::Violated),
    }
}
