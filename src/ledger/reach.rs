//! What of the register the rules reach for beyond a subject's own row: parents and region paths.

use crate::rulebook::{
    Amount, Bound, Condition, Expression, Extension, Length, Level, Moment, MomentKind, Rule, RuleBook, Schedule,
    Scope, Task, Whose,
};

/// What the rules reach for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Reach {
    /// A moment is of the region: records may belong to region paths.
    pub(crate) region: bool,
    /// Somebody's parent is asked for.
    pub(crate) parent: bool,
}

impl Reach {
    /// What any rule of the book reaches for.
    pub(crate) fn of(book: &RuleBook) -> Self {
        let mut reach = Self::default();
        book.rules.iter().for_each(|rule| reach.rule(rule));
        reach
    }

    fn rule(&mut self, rule: &Rule) {
        self.parent |= rule.population.is_some_and(|population| population.level == Level::Parent);
        self.parent |= rule.who.kinds.iter().any(|kind| kind.of.is_some());
        self.conditions(&rule.who.with);
        if let Some(Scope::Between { from, to, .. }) = &rule.scope {
            self.moment(from);
            self.moment(to);
        }
        self.schedule(&rule.schedule);
        self.bound(&rule.quantity.bound);
        rule.tasks.iter().for_each(|task| self.task(task));
        self.lengths(&rule.apart);
        self.lengths(&rule.grace);
        for otherwise in &rule.otherwise {
            self.length(&otherwise.within);
            self.task(&otherwise.task);
        }
        for extension in &rule.extended {
            match extension {
                Extension::By { moment, by, most, .. } => {
                    self.moment(moment);
                    self.length(by);
                    most.iter().for_each(|most| self.amount(most));
                }
                Extension::Between { from, to, .. } => {
                    self.moment(from);
                    self.moment(to);
                }
            }
        }
    }

    fn schedule(&mut self, schedule: &Schedule) {
        match schedule {
            Schedule::Every(length) | Schedule::InAny(length) | Schedule::AlwaysFor(length) => self.length(length),
            Schedule::EveryFrom { length, from, within } => {
                self.length(length);
                self.moment(from);
                self.lengths(within);
            }
            Schedule::By(moment) => self.moment(moment),
            Schedule::After { moment, within, .. } | Schedule::Before { moment, within } => {
                self.moment(moment);
                self.lengths(within);
            }
            Schedule::AlwaysRequire(condition) => self.condition(condition),
            Schedule::Each(..) | Schedule::Never | Schedule::Whenever | Schedule::AlwaysUntil => {}
        }
    }

    fn moment(&mut self, moment: &Moment) {
        if let Some((_, length)) = &moment.shift {
            self.length(length);
        }
        let MomentKind::Records(occurrences) = &moment.kind else { return };
        for occurrence in occurrences {
            self.region |= occurrence.whose == Whose::Region;
            self.parent |= occurrence.whose == Whose::Parent;
            self.conditions(&occurrence.filter);
        }
    }

    fn task(&mut self, task: &Task) {
        for alternative in &task.alternatives {
            self.conditions(&alternative.filter);
            self.conditions(&alternative.require);
        }
    }

    fn bound(&mut self, bound: &Bound) {
        match bound {
            Bound::AtLeast(amount) | Bound::AtMost(amount) | Bound::Exactly(amount) => self.amount(amount),
            Bound::Between(low, high) => {
                self.amount(low);
                self.amount(high);
            }
        }
    }

    fn lengths(&mut self, length: &Option<Length>) {
        length.iter().for_each(|length| self.length(length));
    }

    fn length(&mut self, length: &Length) {
        self.amount(&length.amount);
    }

    fn amount(&mut self, amount: &Amount) {
        if let Amount::Value(value) = amount {
            self.expression(value);
        }
    }

    fn conditions(&mut self, condition: &Option<Condition>) {
        condition.iter().for_each(|condition| self.condition(condition));
    }

    fn condition(&mut self, condition: &Condition) {
        match condition {
            Condition::All(list) | Condition::Any(list) => list.iter().for_each(|inner| self.condition(inner)),
            Condition::Not(inner) => self.condition(inner),
            Condition::Compare(left, _, right) | Condition::Contains(left, right) => {
                self.expression(left);
                self.expression(right);
            }
            Condition::OneOf(value, list) => {
                self.expression(value);
                list.iter().for_each(|value| self.expression(value));
            }
            Condition::Present(value) | Condition::Missing(value) | Condition::Is(value) => self.expression(value),
        }
    }

    fn expression(&mut self, value: &Expression) {
        match value {
            Expression::ParentAttribute(_) => self.parent = true,
            Expression::Part(inner, _) | Expression::Negative(inner) => self.expression(inner),
            Expression::Arithmetic(left, _, right) => {
                self.expression(left);
                self.expression(right);
            }
            Expression::Shifted(day, _, length) => {
                self.expression(day);
                self.length(length);
            }
            Expression::Number(_)
            | Expression::Text(_)
            | Expression::Date(_)
            | Expression::Bool(_)
            | Expression::Field(_)
            | Expression::Attribute(_)
            | Expression::Trigger(_)
            | Expression::Period(_)
            | Expression::Opened
            | Expression::Closed
            | Expression::Parameter(_)
            | Expression::RecordDate => {}
        }
    }
}
