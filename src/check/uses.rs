//! Which names the rules of a run use as an activity and which as an attribute, before any moment is decided.

use super::{Checker, ParsedFile};
use crate::syntax::ast::{
    self, Amount, AmountSource, Bound, Condition, ConditionKind, Duration, Expression, ExpressionKind, ExtendedKind,
    Modifier, MomentKind, Rule, Scope, Sentence, Statement, When,
};

impl Checker {
    /// Notes the uses of all rules.
    pub(super) fn note_uses(&mut self, files: &[ParsedFile]) {
        for file in files.iter().filter(|file| file.root) {
            for statement in &file.tree.statements {
                if let Statement::Rule(rule) = statement {
                    self.note_rule(file, rule);
                }
            }
        }
    }

    fn note_rule(&mut self, file: &ParsedFile, rule: &Rule) {
        let sentence = &rule.sentence;
        self.note_activities(sentence.activities.as_ref());
        self.note_schedule(file, sentence);
        if let Some(Scope::Between { from, to, matching }) = &sentence.scope {
            self.note_moment(file, from, false, !matching.is_empty());
            self.note_moment(file, to, false, !matching.is_empty());
        }
        // `always require` looks at the subject, `whenever … require` at a record.
        let on_subject = sentence.activities.is_none();
        for (condition, subject) in
            [(&sentence.who.with, true), (&sentence.filter, false), (&sentence.require, on_subject)]
        {
            if let Some(condition) = condition {
                self.note_condition(file, condition, subject);
            }
        }
        for modifier in &rule.modifiers {
            match modifier {
                Modifier::Otherwise(otherwise) => {
                    self.note_activities(Some(&otherwise.activities));
                    if let Some(filter) = &otherwise.filter {
                        self.note_condition(file, filter, false);
                    }
                }
                Modifier::Extended(extended) => match &extended.kind {
                    ExtendedKind::By { moment, .. } => {
                        self.note_moment(file, moment, false, !extended.matching.is_empty());
                    }
                    ExtendedKind::Between { from, to } => {
                        self.note_moment(file, from, false, !extended.matching.is_empty());
                        self.note_moment(file, to, false, !extended.matching.is_empty());
                    }
                },
                _ => {}
            }
        }
    }

    fn note_activities(&mut self, activities: Option<&ast::Activities>) {
        for name in activities.into_iter().flat_map(|activities| &activities.names) {
            self.names.used_activities.insert(name.text.clone());
        }
    }

    fn note_schedule(&mut self, file: &ParsedFile, sentence: &Sentence) {
        let matched = !sentence.matching.is_empty() || asks_the_trigger(sentence);
        match &sentence.when {
            When::By(moment) | When::Every { from: Some(moment), .. } => self.note_moment(file, moment, true, matched),
            When::After { moment, .. } | When::Before { moment, .. } => self.note_moment(file, moment, false, matched),
            _ => {}
        }
    }

    /// A name with a field, a condition, an owner or another beside it is an activity, and so is one that is matched or
    /// whose fields are asked for.
    fn note_moment(&mut self, file: &ParsedFile, moment: &ast::Moment, likely_date: bool, matched: bool) {
        match &moment.kind {
            MomentKind::Date(..) => {}
            MomentKind::Attribute(name) => {
                self.names.used_attributes.insert(name.text.clone());
            }
            MomentKind::Named(names) => {
                for named in names {
                    let telling = names.len() > 1
                        || named.field.is_some()
                        || named.whose.is_some()
                        || named.filter.is_some()
                        || matched;
                    if telling {
                        self.names.used_activities.insert(named.name.text.clone());
                    } else if likely_date {
                        self.names.used_dates.insert(named.name.text.clone());
                    }
                    if let Some(filter) = &named.filter {
                        self.note_condition(file, filter, false);
                    }
                }
            }
        }
    }

    fn note_condition(&mut self, file: &ParsedFile, condition: &Condition, subject: bool) {
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

    fn note_value(&mut self, file: &ParsedFile, value: &Expression, subject: bool) {
        match &value.kind {
            ExpressionKind::Attribute(word) | ExpressionKind::ParentAttribute(word) => {
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
}

/// Whether a sentence looks at a field of the record behind its moment.
fn asks_the_trigger(sentence: &Sentence) -> bool {
    let lengths: Vec<Option<&Duration>> = match &sentence.when {
        When::Every { duration, from, within } => vec![Some(duration), shift(from.as_ref()), within.as_ref()],
        When::By(moment) => vec![shift(Some(moment))],
        When::After { moment, within, .. } | When::Before { moment, within } => {
            vec![shift(Some(moment)), within.as_ref()]
        }
        _ => Vec::new(),
    };
    let bounds: Vec<&Amount> = match sentence.quantity.as_ref().map(|quantity| &quantity.bound) {
        None => Vec::new(),
        Some(Bound::AtLeast(amount) | Bound::AtMost(amount) | Bound::Exactly(amount)) => vec![amount],
        Some(Bound::Between(low, high)) => vec![low, high],
    };
    let amounts = lengths.into_iter().flatten().chain(&sentence.apart).map(|length| &length.amount).chain(bounds);
    amounts.into_iter().any(of_trigger) || sentence.filter.as_ref().is_some_and(in_condition)
}

fn shift(moment: Option<&ast::Moment>) -> Option<&Duration> {
    moment?.shift.as_ref().map(|shift| &shift.by)
}

const fn of_trigger(amount: &Amount) -> bool {
    matches!(amount, Amount::Read { from: AmountSource::Trigger(_), .. })
}

fn in_condition(condition: &Condition) -> bool {
    match &condition.kind {
        ConditionKind::And(list) | ConditionKind::Or(list) => list.iter().any(in_condition),
        ConditionKind::Not(inner) => in_condition(inner),
        ConditionKind::Compare(left, _, right) | ConditionKind::Contains(left, right) => {
            in_value(left) || in_value(right)
        }
        ConditionKind::In(value, list) => in_value(value) || list.iter().any(in_value),
        ConditionKind::Present(value) | ConditionKind::Missing(value) | ConditionKind::Is(value) => in_value(value),
    }
}

fn in_value(value: &Expression) -> bool {
    match &value.kind {
        ExpressionKind::Trigger(_) => true,
        ExpressionKind::Part(inner, _) | ExpressionKind::Negative(inner) => in_value(inner),
        ExpressionKind::Arithmetic(left, _, right) => in_value(left) || in_value(right),
        ExpressionKind::Duration(duration) => of_trigger(&duration.amount),
        _ => false,
    }
}
