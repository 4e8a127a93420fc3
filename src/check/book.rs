//! The end of the check: types that are known only now, and the rule book.

use super::problem::{KindProblem, Operand};
use super::value::Need;
use super::{Checker, Problem};
use crate::rulebook::{
    Activity, ActivityId, Amount, Category, Condition, Expression, Field, Kind, Length, Moment, Quantity, Rule,
    RuleBook, Schedule,
};

impl Checker {
    /// Settles what was deferred, and makes the rule book of the rules that are right.
    pub(super) fn finish(mut self) -> (RuleBook, Vec<Problem>) {
        self.settle_deferred();
        let within = self.close_categories();
        let mut rules: Vec<Rule> = std::mem::take(&mut self.rules).into_iter().flatten().collect();
        rules.sort_by(|one, other| one.id.cmp(&other.id));
        let names = self.names;
        let fields = |names: &super::names::Namespace, slots: &[super::kinds::Slot], kinds: &super::kinds::Kinds| {
            let things = names.things.iter().enumerate();
            things
                .map(|(index, thing)| Field {
                    name: thing.name.clone(),
                    aliases: thing.aliases.clone(),
                    // Of a name that is only counted, matched or asked for, nothing more is known than that it is text.
                    kind: slots.get(index).and_then(|slot| kinds.kind(*slot)).cloned().unwrap_or(Kind::Text),
                    needed: false,
                })
                .collect::<Vec<Field>>()
        };
        let categories = names.categories.things.iter().zip(within).map(|(thing, within)| Category {
            name: thing.name.clone(),
            aliases: thing.aliases.clone(),
            within,
        });
        let activities = names.activities.things.iter().enumerate().map(|(index, thing)| Activity {
            name: thing.name.clone(),
            aliases: thing.aliases.clone(),
            needed: false,
            fields: names.fields.get(index).map_or_else(Vec::new, |of| fields(&of.names, &of.slots, &names.kinds)),
        });
        let mut book = RuleBook {
            policies: self.policies.into_iter().map(|placed| placed.policy).collect(),
            categories: categories.collect(),
            activities: activities.collect(),
            attributes: fields(&names.attributes, &names.attribute_slots, &names.kinds),
            parameters: names.parameters.into_iter().map(|placed| placed.parameter).collect(),
            rules,
        };
        mark_needed(&mut book);
        (book, self.problems)
    }

    fn settle_deferred(&mut self) {
        for deferred in std::mem::take(&mut self.deferred) {
            let kind = self.names.kinds.kind(deferred.slot).cloned();
            let (text, span) = (deferred.text, deferred.span);
            let problem = match (deferred.need, kind) {
                (Need::SecondUse, None | Some(Kind::Text)) => {
                    let declared = self.names.kinds.origin(deferred.slot).is_some_and(|origin| origin.declared);
                    let once = self.names.uses.get(&deferred.slot).is_none_or(|uses| *uses < 2);
                    let name = text.clone();
                    (once && !declared).then_some(KindProblem::PerhapsText { name, span })
                }
                (Need::SecondUse, Some(_)) => None,
                (Need::Order | Need::Difference, None) => Some(KindProblem::UnknownKind { text, span }),
                (Need::Order, Some(Kind::Number | Kind::Date | Kind::Time)) => None,
                (Need::Difference, Some(Kind::Number | Kind::Date)) => None,
                (Need::Order | Need::Difference, Some(kind)) => {
                    let origin = self.names.kinds.origin(deferred.slot);
                    let known_from = origin.map(|origin| (origin.span, origin.declared));
                    let operand = Operand { text, kind, span, known_from };
                    Some(KindProblem::NoOrder { operand, span })
                }
            };
            let Some(problem) = problem else { continue };
            let before = self.errors;
            self.problem(problem);
            if self.errors > before
                && let Some(rule) = self.rules.get_mut(deferred.rule)
            {
                *rule = None;
            }
        }
    }
}

/// Marks the activities, fields and attributes that rules read: readers drop the others.
fn mark_needed(book: &mut RuleBook) {
    let rules = std::mem::take(&mut book.rules);
    for rule in &rules {
        Needs { book }.rule(rule);
    }
    book.rules = rules;
}

struct Needs<'b> {
    book: &'b mut RuleBook,
}

impl Needs<'_> {
    fn rule(&mut self, rule: &Rule) {
        self.activity(rule.activity);
        if let Some(with) = &rule.who.with {
            self.condition(with, None);
        }
        if let Some(filter) = &rule.filter {
            self.condition(filter, Some(rule.activity));
        }
        match rule.quantity {
            Quantity::AtLeast(amount) | Quantity::AtMost(amount) | Quantity::Exactly(amount) => self.amount(amount),
            Quantity::Between(low, high) => {
                self.amount(low);
                self.amount(high);
            }
        }
        match &rule.schedule {
            Schedule::Every(length) => self.amount(length.amount),
            Schedule::EveryFrom(length, moment) => {
                self.amount(length.amount);
                self.moment(&Moment::Date(*moment));
            }
            Schedule::By(moment) => self.moment(&Moment::Date(*moment)),
            Schedule::After(moment, length) => {
                self.moment(moment);
                self.amount(length.amount);
            }
            Schedule::Before(moment, length) => {
                self.moment(moment);
                if let Some(length) = length {
                    self.amount(length.amount);
                }
            }
            Schedule::Whenever(condition) => self.condition(condition, Some(rule.activity)),
            Schedule::Each(..) | Schedule::Never => {}
        }
        let trigger = match &rule.schedule {
            Schedule::After(Moment::Activity(trigger, _), _) | Schedule::Before(Moment::Activity(trigger, _), _) => {
                Some(*trigger)
            }
            _ => None,
        };
        for (theirs, ours) in &rule.matching {
            self.field(trigger, theirs.0);
            self.field(Some(rule.activity), ours.0);
        }
    }

    fn activity(&mut self, activity: ActivityId) {
        if let Some(activity) = self.book.activities.get_mut(activity.0 as usize) {
            activity.needed = true;
        }
    }

    fn field(&mut self, activity: Option<ActivityId>, field: u32) {
        let activity = activity.and_then(|activity| self.book.activities.get_mut(activity.0 as usize));
        if let Some(field) = activity.and_then(|activity| activity.fields.get_mut(field as usize)) {
            field.needed = true;
        }
    }

    fn attribute(&mut self, attribute: u32) {
        if let Some(attribute) = self.book.attributes.get_mut(attribute as usize) {
            attribute.needed = true;
        }
    }

    fn amount(&mut self, amount: Amount) {
        if let Amount::Attribute(attribute) = amount {
            self.attribute(attribute.0);
        }
    }

    fn moment(&mut self, moment: &Moment) {
        match moment {
            Moment::Date(crate::rulebook::DateMoment::Attribute(attribute)) => self.attribute(attribute.0),
            Moment::Date(_) => {}
            Moment::Activity(activity, filter) => {
                self.activity(*activity);
                if let Some(filter) = filter {
                    self.condition(filter, Some(*activity));
                }
            }
        }
    }

    fn condition(&mut self, condition: &Condition, of: Option<ActivityId>) {
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

    fn value(&mut self, value: &Expression, of: Option<ActivityId>) {
        match value {
            Expression::Field(field) => self.field(of, field.0),
            Expression::Attribute(attribute) => self.attribute(attribute.0),
            Expression::Part(inner, _) | Expression::Negative(inner) => self.value(inner, of),
            Expression::Arithmetic(left, _, right) => {
                self.value(left, of);
                self.value(right, of);
            }
            Expression::Shifted(day, _, Length { amount, .. }) => {
                self.value(day, of);
                self.amount(*amount);
            }
            _ => {}
        }
    }
}
