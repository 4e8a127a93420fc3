//! Everything that a rule names and reads, in one walk: readers keep it, and parameters must fit it.

use super::{
    ActivityId, Alternative, Amount, AttributeId, Bound, Condition, DateMoment, EachUnit, Expression, Extension,
    FieldId, Length, Matching, Moment, MomentKind, Quantity, Rule, Schedule, Scope, SeasonId, Task,
};

/// One thing that a rule names or reads.
#[derive(Debug, Clone, Copy)]
pub enum Part<'r> {
    /// The records of an activity.
    Activity(ActivityId),
    /// A field of an activity.
    Field(ActivityId, FieldId),
    /// An attribute of the subject, or of its parent.
    Attribute(AttributeId),
    /// A season.
    Season(SeasonId),
    /// A duration.
    Length(&'r Length),
    /// How much is asked for.
    Quantity(&'r Quantity),
    /// How often something counts at most.
    Times(&'r Amount),
    /// A condition, and every one inside it; with the activity whose record it is on, if it is on one.
    Condition(&'r Condition, Option<ActivityId>),
}

impl Rule {
    /// Shows every part of the rule, in the order of the sentence. What is read in two places is shown twice.
    pub fn parts<'r>(&'r self, see: &mut dyn FnMut(Part<'r>)) {
        Walk { see }.rule(self);
    }
}

struct Walk<'w, 'r> {
    see: &'w mut dyn FnMut(Part<'r>),
}

impl<'r> Walk<'_, 'r> {
    fn rule(&mut self, rule: &'r Rule) {
        if let Some(with) = &rule.who.with {
            self.condition(with, None);
        }
        match &rule.scope {
            Some(Scope::During(season)) => (self.see)(Part::Season(*season)),
            Some(Scope::Between { from, to, matching }) => {
                self.moment(from);
                self.moment(to);
                self.matching(matching);
            }
            None => {}
        }
        self.schedule(&rule.schedule);
        self.quantity(&rule.quantity);
        for task in &rule.tasks {
            self.task(task);
        }
        self.matching(&rule.matching);
        for length in rule.apart.iter().chain(&rule.grace) {
            self.length(length);
        }
        for otherwise in &rule.otherwise {
            self.length(&otherwise.within);
            self.task(&otherwise.task);
            self.matching(&otherwise.matching);
        }
        for extension in &rule.extended {
            self.extension(extension);
        }
    }

    fn schedule(&mut self, schedule: &'r Schedule) {
        match schedule {
            Schedule::Every(length) | Schedule::InAny(length) | Schedule::AlwaysFor(length) => self.length(length),
            Schedule::EveryFrom { length, from, within } => {
                self.moment(from);
                self.length(length);
                within.iter().for_each(|within| self.length(within));
            }
            Schedule::Each(EachUnit::Season(season), _) => (self.see)(Part::Season(*season)),
            Schedule::By(moment) => self.moment(moment),
            Schedule::After { moment, within, .. } | Schedule::Before { moment, within } => {
                self.moment(moment);
                within.iter().for_each(|within| self.length(within));
            }
            Schedule::AlwaysRequire(condition) => self.condition(condition, None),
            Schedule::Each(EachUnit::Calendar(_), _) | Schedule::Never | Schedule::Whenever | Schedule::AlwaysUntil => {
            }
        }
    }

    fn extension(&mut self, extension: &'r Extension) {
        match extension {
            Extension::By { moment, matching, by, most } => {
                self.moment(moment);
                self.matching(matching);
                self.length(by);
                if let Some(most) = most {
                    (self.see)(Part::Times(most));
                    self.amount(most);
                }
            }
            Extension::Between { from, to, matching } => {
                self.moment(from);
                self.moment(to);
                self.matching(matching);
            }
        }
    }

    fn task(&mut self, task: &'r Task) {
        for Alternative { activity, filter, require, measured, until, each } in &task.alternatives {
            (self.see)(Part::Activity(*activity));
            for condition in filter.iter().chain(require) {
                self.condition(condition, Some(*activity));
            }
            for field in measured.iter().chain(until).chain(each) {
                (self.see)(Part::Field(*activity, *field));
            }
        }
    }

    fn moment(&mut self, moment: &'r Moment) {
        match &moment.kind {
            MomentKind::Date(DateMoment::Attribute(attribute)) => (self.see)(Part::Attribute(*attribute)),
            MomentKind::Date(_) => {}
            MomentKind::Records(occurrences) => {
                for occurrence in occurrences {
                    (self.see)(Part::Activity(occurrence.activity));
                    if let Some(field) = occurrence.field {
                        (self.see)(Part::Field(occurrence.activity, field));
                    }
                    if let Some(filter) = &occurrence.filter {
                        self.condition(filter, Some(occurrence.activity));
                    }
                }
            }
        }
        if let Some((_, length)) = &moment.shift {
            self.length(length);
        }
    }

    fn matching(&mut self, matching: &'r Matching) {
        for keys in matching.asking.iter().chain(&matching.answering) {
            for field in &keys.fields {
                (self.see)(Part::Field(keys.activity, *field));
            }
        }
    }

    fn quantity(&mut self, quantity: &'r Quantity) {
        (self.see)(Part::Quantity(quantity));
        match &quantity.bound {
            Bound::AtLeast(amount) | Bound::AtMost(amount) | Bound::Exactly(amount) => self.amount(amount),
            Bound::Between(low, high) => {
                self.amount(low);
                self.amount(high);
            }
        }
    }

    fn length(&mut self, length: &'r Length) {
        (self.see)(Part::Length(length));
        self.amount(&length.amount);
    }

    fn amount(&mut self, amount: &'r Amount) {
        match amount {
            Amount::Fixed(_) | Amount::Parameter(_) => {}
            Amount::Attribute(attribute) => (self.see)(Part::Attribute(*attribute)),
            Amount::Value(value) => self.value(value, None),
        }
    }

    fn condition(&mut self, condition: &'r Condition, of: Option<ActivityId>) {
        (self.see)(Part::Condition(condition, of));
        match condition {
            Condition::All(list) | Condition::Any(list) => list.iter().for_each(|inner| self.condition(inner, of)),
            Condition::Not(inner) => self.condition(inner, of),
            Condition::Compare(left, _, right) | Condition::Contains(left, right) => {
                self.value(left, of);
                self.value(right, of);
            }
            Condition::OneOf(value, list) => {
                self.value(value, of);
                list.iter().for_each(|item| self.value(item, of));
            }
            Condition::Present(value) | Condition::Missing(value) | Condition::Is(value) => self.value(value, of),
        }
    }

    fn value(&mut self, value: &'r Expression, of: Option<ActivityId>) {
        match value {
            Expression::Field(field) => {
                if let Some(activity) = of {
                    (self.see)(Part::Field(activity, *field));
                }
            }
            Expression::Attribute(attribute) | Expression::ParentAttribute(attribute) => {
                (self.see)(Part::Attribute(*attribute));
            }
            Expression::Trigger(fields) => {
                for (activity, field) in fields {
                    (self.see)(Part::Field(*activity, *field));
                }
            }
            Expression::Part(inner, _) | Expression::Negative(inner) => self.value(inner, of),
            Expression::Arithmetic(left, _, right) => {
                self.value(left, of);
                self.value(right, of);
            }
            Expression::Shifted(day, _, length) => {
                self.value(day, of);
                self.length(length);
            }
            Expression::Number(_)
            | Expression::Text(_)
            | Expression::Date(_)
            | Expression::Bool(_)
            | Expression::Period(_)
            | Expression::Opened
            | Expression::Closed
            | Expression::Parameter(_)
            | Expression::RecordDate => {}
        }
    }
}
