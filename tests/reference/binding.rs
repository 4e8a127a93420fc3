//! One rule over one subject: what every schedule needs to unroll it into duties.

use super::calendar::days;
use super::condition::{Scene, Truth, both, parameter};
use super::duty::{Bounds, Candidate, Limit, candidate};
use super::model::{Case, Condition, Day, Moment, Number, Quantity, Record, Rule, Span, Value};
use super::subject::{Known, Stretch, Subject};
use rust_decimal::Decimal;

pub struct Binding<'c> {
    pub case: &'c Case,
    pub known: Known,
    pub rule: &'c Rule,
    pub rule_id: String,
    pub subject: &'c Subject<'c>,
    pub membership_is_sure: bool,
    pub stretch: Stretch,
}

/// A moment that has come, with the record behind it; not sure when the record only perhaps satisfies its condition.
#[derive(Clone, Copy, Debug)]
pub struct Happening<'c> {
    pub day: Day,
    pub trigger: Option<Candidate<'c>>,
}

impl<'c> Binding<'c> {
    /// The subject's seen records of an activity that satisfy the condition or perhaps do.
    fn records(&self, activity: &str, filter: Option<&Condition>) -> Vec<Candidate<'c>> {
        let wanted = self.case.activity_name(activity);
        let found = self.subject.records.iter().filter(|record| self.case.activity_name(&record.activity) == wanted);
        found.filter_map(|record| candidate(record, self.satisfies(record, filter))).collect()
    }

    pub fn satisfies(&self, record: &'c Record, condition: Option<&Condition>) -> Truth {
        let scene = Scene { case: self.case, subject: self.subject, record: Some(record) };
        condition.map_or(Some(true), |condition| scene.holds(condition))
    }

    /// A = the subject's records of the activity that satisfy `where` (section 5).
    pub fn acts(&self) -> Vec<Candidate<'c>> {
        self.records(&self.rule.activity, self.rule.filter.as_ref())
    }

    /// The A that may answer a trigger: never the trigger itself, and with the same `matching` fields.
    pub fn answers(&self, trigger: Option<Candidate<'c>>) -> Vec<Candidate<'c>> {
        let Some(trigger) = trigger else { return self.acts() };
        let others = self.acts().into_iter().filter(|act| act.record.id != trigger.record.id);
        let matched = others.filter_map(|act| {
            let agrees = |name: &String| super::condition::agrees(self.case, name, trigger.record, act.record);
            let matching = self.rule.matching.iter().map(agrees).fold(Some(true), both);
            candidate(act.record, both(act.sure.then_some(true), matching))
        });
        matched.collect()
    }

    /// Every moment up to as-of; a missing date is no moment (sections 3 and 11).
    pub fn happenings(&self, moment: &Moment) -> Vec<Happening<'c>> {
        if let Moment::Activity { activity, filter } = moment {
            let records = self.records(activity, filter.as_ref()).into_iter();
            return records.map(|record| Happening { day: record.record.day, trigger: Some(record) }).collect();
        }
        let day = self.date_of(moment).filter(|day| *day <= self.known.as_of);
        day.map(|day| Happening { day, trigger: None }).into_iter().collect()
    }

    pub fn date_of(&self, moment: &Moment) -> Option<Day> {
        match moment {
            Moment::Date(day) => Some(*day),
            Moment::Opened => self.subject.opened,
            Moment::Closed => self.subject.closed,
            Moment::Attribute(name) => match self.subject.attribute(self.case, name)? {
                Value::Date(day) => Some(day),
                _ => None,
            },
            Moment::Activity { .. } => None,
        }
    }

    fn number(&self, number: &Number) -> Option<Decimal> {
        match number {
            Number::Literal(number) => Some(Decimal::from(*number)),
            Number::Parameter(name) => parameter(self.case, name),
            Number::Attribute(name) => match self.subject.attribute(self.case, name)? {
                Value::Number(number) => Some(number),
                _ => None,
            },
        }
    }

    /// N must be a whole number ≥ 0; anything else counts as missing (section 6).
    fn limit(&self, number: &Number) -> Limit {
        let whole = self.number(number).filter(Decimal::is_integer).and_then(|number| u64::try_from(number).ok());
        whole.map_or(Limit::Missing, Limit::Known)
    }

    pub fn bounds(&self) -> Bounds {
        match &self.rule.quantity {
            Quantity::Unstated => Bounds { lower: Some(Limit::Known(1)), upper: None },
            Quantity::AtLeast(number) => Bounds { lower: Some(self.limit(number)), upper: None },
            Quantity::AtMost(number) => Bounds { lower: None, upper: Some(self.limit(number)) },
            Quantity::Exactly(number) => Bounds { lower: Some(self.limit(number)), upper: Some(self.limit(number)) },
            Quantity::Range(lower, upper) => Bounds { lower: Some(self.limit(lower)), upper: Some(self.limit(upper)) },
        }
    }

    /// D must be a whole number ≥ 1; anything else counts as missing (section 6).
    pub fn length(&self, span: &Span) -> Option<i64> {
        match self.limit(&span.number) {
            Limit::Known(number) => i64::try_from(number).ok().filter(|number| *number >= 1),
            Limit::Missing => None,
        }
    }

    pub fn unseen(&self, first: Day, last: Day) -> Vec<Day> {
        days(first, last).filter(|day| self.known.is_unseen(*day)).collect()
    }

    /// Duties whose window ends before the first covered day are not stated (section 5).
    pub fn is_too_early(&self, window_end: Day) -> bool {
        window_end < self.known.coverage_from
    }
}

/// The candidates whose day lies in [first, last].
pub fn between<'c>(candidates: &[Candidate<'c>], first: Day, last: Day) -> Vec<Candidate<'c>> {
    candidates.iter().filter(|act| first <= act.record.day && act.record.day <= last).copied().collect()
}
