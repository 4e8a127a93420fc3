//! 5.8 `whenever A require C`: one duty per A on a bound day.

use super::binding::Binding;
use super::condition::both;
use super::duty::{Breach, Candidate, Status, Verdict};
use super::model::{Condition, Time};

pub fn whenever<'c>(binding: &Binding<'_, 'c>, require: &Condition) -> Vec<Verdict<'c>> {
    let acts = binding.acts(None, None).into_iter();
    let bound = acts.filter_map(|act| {
        let truth = both(binding.bound(act.record.at.day), binding.in_scope(act.record.at));
        (truth != Some(false)).then(|| quality(binding, act, truth == Some(true), require))
    });
    bound.collect()
}

/// An A that only perhaps satisfies `where` is an unknown trigger (section 8).
fn quality<'c>(binding: &Binding<'_, 'c>, act: Candidate<'c>, is_bound: bool, require: &Condition) -> Verdict<'c> {
    let day = act.record.at.day;
    let holds = binding.satisfies(act.record, Some(require));
    let is_waived = binding.is_waived(day);
    let status = match holds {
        Some(true) => Status::Met,
        Some(false) if is_waived => Status::Exempt,
        Some(false) if is_bound && act.sure => Status::Violated,
        _ => Status::Unknown,
    };
    Verdict {
        rule: binding.rule_id.clone(),
        subject: binding.subject.id.clone(),
        from: Some(Time::of_day(day)),
        to: Some(Time::of_day(day)),
        due: Some(Time::of_day(day)),
        label: None,
        status,
        done: Some(day).filter(|_| status == Status::Met),
        days_late: None,
        count: 1,
        trigger: None,
        each: binding.each.clone(),
        censored: false,
        counted: vec![Candidate { sure: true, ..act }],
        members: Vec::new(),
        breaches: vec![Breach { at: act.record.at, latest: act.record.at, record: Some(act.record), trigger: None }],
        is_bound,
    }
}
