//! Moments: a date, a date of the register, or an activity: which of them a name is (LANGUAGE.md section 3).

use super::names::Namespace;
use super::problem::{Asker, NameProblem, ScheduleName, SentenceProblem};
use super::value::{Scope, Typed, id};
use super::{Checker, ParsedFile};
use crate::rulebook::{ActivityId, AttributeId, DateMoment, Expression, Kind, Moment};
use crate::syntax::ast::{self, ConditionKind, ExpressionKind, Statement, When, Word};
use crate::text::Span;

/// The dates that every register has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RegisterDate {
    Opened,
    Closed,
}

/// How sure it is what a name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Known {
    No,
    /// Other rules use it so.
    Used,
    /// A declaration in reach says so.
    Declared,
}

/// `opened`, `closed` and their Chinese names.
pub(super) fn register_date(name: &str) -> Option<RegisterDate> {
    match name {
        "opened" | "成立日期" => Some(RegisterDate::Opened),
        "closed" | "注销日期" => Some(RegisterDate::Closed),
        _ => None,
    }
}

impl Checker {
    /// Notes which names rules use as an activity and which as an attribute, before any moment is decided.
    pub(super) fn note_uses(&mut self, files: &[ParsedFile]) {
        for file in files.iter().filter(|file| file.root) {
            for statement in &file.tree.statements {
                let Statement::Rule(rule) = statement else { continue };
                let sentence = &rule.sentence;
                self.names.used_activities.insert(sentence.activity.text.clone());
                if let When::By(ast::Moment::Attribute(name))
                | When::Every { from: Some(ast::Moment::Attribute(name)), .. }
                | When::After { moment: ast::Moment::Attribute(name), .. }
                | When::Before { moment: ast::Moment::Attribute(name), .. } = &sentence.when
                {
                    self.names.used_attributes.insert(name.text.clone());
                }
                match &sentence.when {
                    When::By(ast::Moment::Named { name, filter: None })
                    | When::Every { from: Some(ast::Moment::Named { name, filter: None }), .. } => {
                        self.names.used_dates.insert(name.text.clone());
                    }
                    When::After { moment, .. } | When::Before { moment, .. } => {
                        if let ast::Moment::Named { name, filter } = moment
                            && (filter.is_some() || !sentence.matching.is_empty())
                        {
                            self.names.used_activities.insert(name.text.clone());
                        }
                        if let ast::Moment::Named { filter: Some(filter), .. } = moment {
                            self.note_condition(file, filter, false);
                        }
                    }
                    _ => {}
                }
                for (condition, subject) in
                    [(&sentence.who.with, true), (&sentence.filter, false), (&sentence.require, false)]
                {
                    if let Some(condition) = condition {
                        self.note_condition(file, condition, subject);
                    }
                }
            }
        }
    }

    fn note_condition(&mut self, file: &ParsedFile, condition: &ast::Condition, subject: bool) {
        match &condition.kind {
            ConditionKind::And(list) | ConditionKind::Or(list) => {
                for inner in list {
                    self.note_condition(file, inner, subject);
                }
            }
            ConditionKind::Not(inner) => self.note_condition(file, inner, subject),
            ConditionKind::Compare(left, _, right) | ConditionKind::Contains(left, right) => {
                self.note_value(file, left, subject);
                self.note_value(file, right, subject);
            }
            ConditionKind::In(value, list) => {
                self.note_value(file, value, subject);
                for item in list {
                    self.note_value(file, item, subject);
                }
            }
            ConditionKind::Present(value) | ConditionKind::Missing(value) | ConditionKind::Is(value) => {
                self.note_value(file, value, subject);
            }
        }
    }

    fn note_value(&mut self, file: &ParsedFile, value: &ast::Expression, subject: bool) {
        match &value.kind {
            ExpressionKind::Attribute(word) => {
                self.names.used_attributes.insert(word.text.clone());
            }
            ExpressionKind::Name(word) if subject && !self.has_parameter(file, &word.text) => {
                self.names.used_attributes.insert(word.text.clone());
            }
            ExpressionKind::Part(inner, _) | ExpressionKind::Negative(inner) => self.note_value(file, inner, subject),
            ExpressionKind::Arithmetic(left, _, right) => {
                self.note_value(file, left, subject);
                self.note_value(file, right, subject);
            }
            _ => {}
        }
    }

    /// The moment of `by` and `every … from`: a date or a date of the register.
    pub(super) fn date_moment(
        &mut self,
        file: &ParsedFile,
        moment: &ast::Moment,
        schedule: ScheduleName,
    ) -> Option<DateMoment> {
        let (name, filter) = match moment {
            ast::Moment::Date(day, _) => return Some(DateMoment::Date(*day)),
            ast::Moment::Attribute(name) => return self.register_moment(file, name, None),
            ast::Moment::Named { name, filter } => (name, filter),
        };
        if register_date(&name.text).is_none() {
            let (activity, attribute) = (self.known_activity(file, name), self.known_attribute(file, name));
            if activity == attribute && activity != Known::No && self.is_date(name) {
                self.ambiguous(name);
                return None;
            }
            if activity > attribute || (filter.is_some() && attribute == Known::No) {
                let (name, span) = (name.text.clone(), name.span);
                self.problem(SentenceProblem::ActivityAsDate { schedule, name, span });
                return None;
            }
        }
        self.register_moment(file, name, filter.as_deref())
    }

    /// The moment of `after` and `before`.
    pub(super) fn moment(&mut self, file: &ParsedFile, moment: &ast::Moment) -> Option<Moment> {
        let (name, filter) = match moment {
            ast::Moment::Date(day, _) => return Some(Moment::Date(DateMoment::Date(*day))),
            ast::Moment::Attribute(name) => return self.register_moment(file, name, None).map(Moment::Date),
            ast::Moment::Named { name, filter } => (name, filter.as_deref()),
        };
        if register_date(&name.text).is_some() {
            return self.register_moment(file, name, filter).map(Moment::Date);
        }
        let (activity, attribute) = (self.known_activity(file, name), self.known_attribute(file, name));
        if activity == attribute && activity != Known::No && self.is_date(name) {
            self.ambiguous(name);
            return None;
        }
        let named_elsewhere = !self.strict(file.source.id).attributes && self.names.used_dates.contains(&name.text);
        if attribute > activity || (named_elsewhere && activity == Known::No) {
            return self.register_moment(file, name, filter).map(Moment::Date);
        }
        if activity == Known::No && self.strict(file.source.id).activities && !self.strict(file.source.id).attributes {
            return self.neither(file, name);
        }
        let index = self.activity(file, name)?;
        let condition = match filter {
            Some(filter) => Some(self.condition(file, Scope::Record(index), filter)?),
            None => None,
        };
        Some(Moment::Activity(ActivityId(id(index)), condition))
    }

    fn register_moment(
        &mut self,
        file: &ParsedFile,
        name: &Word,
        filter: Option<&ast::Condition>,
    ) -> Option<DateMoment> {
        if let Some(filter) = filter {
            let (name, span) = (name.text.clone(), filter.span);
            self.problem(SentenceProblem::FilterOnDate { span, name });
            return None;
        }
        match register_date(&name.text) {
            Some(RegisterDate::Opened) => Some(DateMoment::Opened),
            Some(RegisterDate::Closed) => Some(DateMoment::Closed),
            None => {
                let index = self.attribute(file, name)?;
                let slot = self.attribute_slot(index);
                let attribute = AttributeId(id(index));
                let value = Typed::open(Expression::Attribute(attribute), slot, name.span);
                self.want(file, &value, &Kind::Date, Asker::Moment)?;
                Some(DateMoment::Attribute(attribute))
            }
        }
    }

    /// A name that is neither declared as an activity nor known as an attribute, where activities are declared.
    fn neither(&mut self, file: &ParsedFile, name: &Word) -> Option<Moment> {
        let before = self.problems.len();
        let none = self.activity(file, name);
        if let Some(super::Problem::Name(NameProblem::Unknown { hint: hint @ None, .. })) =
            self.problems.get_mut(before)
        {
            *hint = Some(super::problem::Hint::DeclareAttribute);
        }
        none.map(|index| Moment::Activity(ActivityId(id(index)), None))
    }

    /// How sure it is that this name is an activity.
    fn known_activity(&self, file: &ParsedFile, name: &Word) -> Known {
        let used = !self.strict(file.source.id).activities && self.names.used_activities.contains(&name.text);
        self.known(file, &self.names.activities, name, used)
    }

    /// How sure it is that this name is an attribute.
    fn known_attribute(&self, file: &ParsedFile, name: &Word) -> Known {
        let used = !self.strict(file.source.id).attributes && self.names.used_attributes.contains(&name.text);
        self.known(file, &self.names.attributes, name, used)
    }

    fn known(&self, file: &ParsedFile, names: &Namespace, name: &Word, used: bool) -> Known {
        let reach = self.names.reach.get(file.source.id.0 as usize);
        match names.get(&name.text).zip(reach) {
            Some((index, reach)) if names.declared_within(index, reach) => Known::Declared,
            _ if used => Known::Used,
            _ => Known::No,
        }
    }

    /// Whether the attribute of this name may be a date.
    fn is_date(&mut self, name: &Word) -> bool {
        let Some(index) = self.names.attributes.get(&name.text) else { return true };
        let slot = self.attribute_slot(index);
        self.names.kinds.kind(slot).is_none_or(|kind| *kind == Kind::Date)
    }

    fn ambiguous(&mut self, name: &Word) {
        let place =
            |names: &Namespace| -> Option<Span> { names.things.get(names.get(&name.text)?)?.places.first().copied() };
        let (activity, attribute) = (place(&self.names.activities), place(&self.names.attributes));
        let (name, span) = (name.text.clone(), name.span);
        self.problem(NameProblem::ActivityOrDate { name, span, activity, attribute });
    }
}
