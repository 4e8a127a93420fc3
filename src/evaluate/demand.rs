//! What one duty of a rule looks at: one task, for one value of `for each`, and the records that may count for it
//! (docs/language.md sections 5 and 6).

use std::borrow::Cow;
use std::cmp::Ordering;

use super::alike::Answered;
use super::answers::Answers;
use super::binding::Binding;
use super::candidate::Candidate;
use super::condition::{Scene, Truth};
use super::moment::{Happening, happenings, in_hours};
use super::stretch::Stretch;
use crate::calendar::{Day, Period};
use crate::ledger::{Ledger, RecordId};
use crate::rulebook::{ActivityId, Condition, Expression, Measure, Moment, Task, Value as Stated};
use crate::verdict::Reason;

/// One task of a rule over one subject, for one value of `for each`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Demand<'a, 'b> {
    pub(super) binding: &'b Binding<'a>,
    pub(super) task: &'a Task,
    /// Which task of its rule; `None` for that of an `otherwise`.
    pub(super) place: Option<usize>,
    /// Which value of `for each`.
    pub(super) each: Option<u32>,
    /// Whether `where` speaks of the moment or the period, so that every duty looks for itself.
    pub(super) own_filter: bool,
}

impl<'a, 'b> Demand<'a, 'b> {
    /// What a task asks for; `place` tells which of its rule it is, `None` that of an `otherwise`.
    pub(super) fn new(binding: &'b Binding<'a>, task: &'a Task, place: Option<usize>, each: Option<u32>) -> Self {
        let filters = task.alternatives.iter().filter_map(|alternative| alternative.filter.as_ref());
        let own_filter = filters.into_iter().any(speaks_of_duty);
        Self { binding, task, place, each, own_filter }
    }

    /// Which task of its rule it is, where other rules may look at the same records.
    fn shared(&self) -> Option<usize> {
        self.place.filter(|_| self.each.is_none() && self.binding.hours().is_none())
    }

    /// The subject on a day, for amounts and conditions.
    pub(super) fn scene(&self, day: Day) -> Scene<'a> {
        Scene::of(self.binding.context, self.binding.subject, day)
    }

    /// What a moment happened to be, as far as the hours of its scope let it be looked at.
    pub(super) fn happenings(&self, moment: &'a Moment) -> Vec<Happening> {
        let mut found = happenings(self.binding.context, self.binding.subject, moment);
        in_hours(&self.binding.context, &mut found, self.binding.hours());
        found
    }

    /// The moments of the rule's schedule, which is this one, as far as the hours of its scope let them be looked at.
    pub(super) fn moments(&self, moment: &'a Moment) -> Cow<'a, [Happening]> {
        let Binding { known, context, number, .. } = self.binding;
        let shared = if self.binding.hours().is_none() { context.alike.happenings(*number) } else { None };
        known.happenings(shared, || self.happenings(moment))
    }

    /// Why it is unknown whether the moment opens a duty, if it is; `None` where the rule does not bind then.
    #[inline]
    pub(super) fn opened_by(&self, moment: &Happening) -> Option<Option<Reason>> {
        let binding = self.binding;
        binding.holds(moment.time).then(|| moment.doubt.or_else(|| binding.doubt_at(moment.time)))
    }

    /// The covered records that surely or perhaps count, in the order of evidence. Where `where` speaks of the duty, it
    /// is not asked yet.
    pub(super) fn candidates(&self) -> Cow<'a, [Candidate]> {
        let Binding { known, context, number, .. } = self.binding;
        let shared = self.shared().and_then(|task| context.alike.candidates(*number, task));
        known.candidates(shared, || self.gathered())
    }

    /// How many candidates lie before each of the kept periods of the rule's schedule; `find` finds it out.
    pub(super) fn counted(&self, find: impl FnOnce() -> Vec<u32>) -> Cow<'a, [u32]> {
        let Binding { known, context, number, .. } = self.binding;
        known.counted(self.shared().and_then(|task| context.alike.counted(*number, task)), find)
    }

    /// The candidates that answer each of the moments, where rules that ask alike share them: those not before it.
    pub(super) fn answered(&self, moments: &[Happening]) -> Option<&'a Answered> {
        let Binding { known, context, number, rule, .. } = self.binding;
        let shared = context.alike.answers(*number, self.shared()?)?;
        known.answers(shared, |most| Answers::new(*self, &rule.matching).to_all(moments, most))
    }

    fn gathered(&self) -> Vec<Candidate> {
        let mut candidates = Vec::new();
        for number in 0..self.task.alternatives.len() {
            self.gather(number, &mut candidates);
        }
        if self.task.alternatives.len() > 1 {
            let ledger = self.binding.context.ledger;
            candidates.sort_by(|one, other| by_evidence(ledger, one.record, other.record));
        }
        candidates
    }

    fn gather(&self, number: usize, candidates: &mut Vec<Candidate>) {
        let context = self.binding.context;
        let Some(alternative) = self.task.alternatives.get(number) else { return };
        let (activity, ledger, coverage) = (alternative.activity, context.ledger, context.coverage);
        let all = ledger.records(activity, self.binding.subject);
        let days = ledger.days().get(all.start as usize..all.end as usize).unwrap_or_default();
        let before = days.partition_point(|day| *day < coverage.from);
        let covered = days.partition_point(|day| *day <= coverage.to).saturating_sub(before);
        candidates.reserve(covered);
        let filter = alternative.filter.as_ref().filter(|_| !self.own_filter);
        let plain = filter.is_none() && self.each.is_none() && self.binding.hours().is_none();
        let alternative = u16::try_from(number).unwrap_or(u16::MAX);
        for record in (all.start..all.end).skip(before).take(covered).map(RecordId) {
            let Some(time) = ledger.time(record) else { continue };
            let mut candidate = Candidate { record, time, doubt: None, alternative, repeats: false };
            if !plain {
                let truth = self.counts(&candidate, activity, filter);
                match truth {
                    Truth::True => {}
                    Truth::False => continue,
                    Truth::Unknown(reason) => candidate.doubt = Some(reason),
                }
            }
            candidates.push(candidate);
        }
    }

    /// Whether a record counts for this value, in the hours of the scope, under `where`.
    fn counts(&self, candidate: &Candidate, activity: ActivityId, filter: Option<&'a Condition>) -> Truth {
        let hours = match self.binding.hours() {
            None => Truth::True,
            Some(hours) => hours.holds(candidate.time).map_or_else(Truth::Unknown, Truth::of),
        };
        let scene = self.scene(candidate.day()).with_record(activity, candidate.record, candidate.day());
        let filtered = filter.map_or(Truth::True, |filter| scene.judge(filter));
        Truth::all([filtered, self.is_of_value(candidate, activity), hours])
    }

    /// Whether a record is one of this value of `for each`.
    fn is_of_value(&self, candidate: &Candidate, activity: ActivityId) -> Truth {
        use crate::ledger::Cell;

        let Some(each) = self.each else { return Truth::True };
        let value = self.binding.rule.for_each.get(each as usize).map(|value| &value.value);
        let field = self.task.alternatives.get(usize::from(candidate.alternative)).and_then(|found| found.each);
        let (Some(value), Some(field)) = (value, field) else { return Truth::Unknown(Reason::Condition) };
        let ledger = self.binding.context.ledger;
        let Some(cell) = ledger.field(activity, candidate.record, field) else {
            return Truth::Unknown(Reason::Field(activity, field));
        };
        Truth::of(match (cell, value) {
            (Cell::Number(number), Stated::Number(asked)) => number == *asked,
            (Cell::Text(text), Stated::Text(asked)) => ledger.texts().get(text) == asked,
            (Cell::Date(time), Stated::Date(asked)) => time.day == *asked,
            (Cell::Bool(truth), Stated::Bool(asked)) => truth == *asked,
            _ => false,
        })
    }

    /// The candidates as one duty sees them: those that its moment and its period let count.
    pub(super) fn seen_by(
        &self,
        candidate: Candidate,
        trigger: Option<(ActivityId, RecordId)>,
        period: Option<Period>,
    ) -> Option<Candidate> {
        if !self.own_filter {
            return Some(candidate);
        }
        let alternative = self.task.alternatives.get(usize::from(candidate.alternative))?;
        let day = candidate.day();
        let scene = self.scene(day).with_record(alternative.activity, candidate.record, day);
        match alternative.filter.as_ref().map(|filter| Scene { trigger, period, ..scene }.judge(filter)) {
            None | Some(Truth::True) => Some(candidate),
            Some(Truth::False) => None,
            Some(Truth::Unknown(reason)) => Some(Candidate { doubt: candidate.doubt.or(Some(reason)), ..candidate }),
        }
    }

    /// Whether a candidate is this record.
    pub(super) fn is(&self, candidate: &Candidate, record: Option<(ActivityId, RecordId)>) -> bool {
        let alternative = self.task.alternatives.get(usize::from(candidate.alternative));
        alternative.is_some_and(|alternative| record == Some((alternative.activity, candidate.record)))
    }

    /// What several records of a day are: one, where days with a record are counted.
    pub(super) const fn counts_records(&self) -> bool {
        matches!(self.binding.rule.quantity.measure, Measure::Count)
    }

    /// The candidates within a stretch.
    pub(super) fn within(&self, candidates: &[Candidate], stretch: Stretch) -> Vec<Candidate> {
        candidates.iter().filter(|candidate| stretch.holds(candidate.time)).copied().collect()
    }
}

/// The order of evidence (section 11): day, records without an instant first, instant, id.
pub(super) fn by_evidence(ledger: &Ledger, one: RecordId, other: RecordId) -> Ordering {
    ledger.time(one).cmp(&ledger.time(other)).then_with(|| {
        if one == other {
            return Ordering::Equal;
        }
        ledger.record_name(one).to_string().cmp(&ledger.record_name(other).to_string())
    })
}

/// Whether a condition speaks of the moment or of the period of a duty.
fn speaks_of_duty(condition: &Condition) -> bool {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().any(speaks_of_duty),
        Condition::Not(part) => speaks_of_duty(part),
        Condition::Compare(left, _, right) | Condition::Contains(left, right) => {
            value_speaks_of_duty(left) || value_speaks_of_duty(right)
        }
        Condition::OneOf(value, choices) => value_speaks_of_duty(value) || choices.iter().any(value_speaks_of_duty),
        Condition::Present(value) | Condition::Missing(value) | Condition::Is(value) => value_speaks_of_duty(value),
    }
}

fn value_speaks_of_duty(value: &Expression) -> bool {
    use crate::rulebook::Amount;

    match value {
        Expression::Trigger(_) | Expression::Period(_) => true,
        Expression::Part(of, _) | Expression::Negative(of) => value_speaks_of_duty(of),
        Expression::Shifted(of, _, length) => {
            value_speaks_of_duty(of) || matches!(&length.amount, Amount::Value(amount) if value_speaks_of_duty(amount))
        }
        Expression::Arithmetic(left, _, right) => value_speaks_of_duty(left) || value_speaks_of_duty(right),
        _ => false,
    }
}
