//! Names in conditions and amounts: fields, attributes, parameters, and what `its.parent`, `trigger` and `period` read
//! (docs/language.md section 11).

use super::moment::{RegisterDate, register_date};
use super::problem::{FormProblem, NameProblem, What};
use super::value::{Asked, Scope, Typed, id};
use super::{Checker, ParsedFile};
use crate::rulebook::{self, AttributeId, Expression, FieldId, Kind, ParameterId, PeriodEnd};
use crate::syntax::ast::{self, Word};
use crate::text::Span;

impl Checker {
    /// A bare name: a field or an attribute, as the scope says, or a parameter.
    pub(super) fn bare_name(&mut self, file: &ParsedFile, scope: Scope<'_>, word: &Word) -> Option<Typed> {
        let date = register_date(&word.text);
        let what = match scope.record {
            None => {
                if date.is_some() {
                    return self.attribute_value(file, word, word.span);
                }
                What::Attribute
            }
            Some(activity) => {
                let name = self.names.activities.name(activity).to_owned();
                What::Field { activity: name }
            }
        };
        let declared = self.declared(scope, &word.text);
        if self.has_parameter(file, &word.text) {
            let parameter = self.parameter(file, word)?;
            if let Some(place) = declared {
                let placed = self.names.parameters.get(parameter)?.name;
                let (name, span) = (word.text.clone(), word.span);
                self.problem(NameProblem::FieldOrParameter { what, name, span, field: Some(place), parameter: placed });
                return None;
            }
            return self.parameter_value(parameter, word.span);
        }
        let mut value = match scope.record {
            None => self.attribute_value(file, word, word.span)?,
            Some(_) if date.is_some() && declared.is_none() => {
                return self.attribute_value(file, word, word.span);
            }
            Some(activity) => self.field_value(file, activity, word)?,
        };
        value.undeclared = declared.is_none().then(|| word.text.clone());
        Some(value)
    }

    /// A field of an activity.
    pub(super) fn field_value(&mut self, file: &ParsedFile, activity: usize, word: &Word) -> Option<Typed> {
        let index = self.field(file, activity, word)?;
        let slot = self.field_slot(activity, index);
        Some(Typed::open(Expression::Field(FieldId(id(index))), slot, word.span))
    }

    /// A field of an activity where its own time may be meant.
    pub(super) fn field_not_time(&mut self, file: &ParsedFile, activity: usize, word: &Word) -> Option<Typed> {
        if matches!(word.text.as_str(), "date" | "日期") && self.declared(Scope::record(activity), &word.text).is_none()
        {
            let (name, span) = (word.text.clone(), word.span);
            self.problem(NameProblem::DateOfRecord { name, span });
            return None;
        }
        self.field_value(file, activity, word)
    }

    /// `its.parent.N`: the parent has the attributes that every subject has.
    pub(super) fn parent_value(&mut self, file: &ParsedFile, word: &Word, span: Span) -> Option<Typed> {
        if register_date(&word.text).is_some() {
            let name = word.text.clone();
            self.problem(NameProblem::DateOfParent { name, span });
            return None;
        }
        let index = self.attribute(file, word)?;
        let slot = self.attribute_slot(index);
        Some(Typed::open(Expression::ParentAttribute(AttributeId(id(index))), slot, span))
    }

    /// `trigger.F`: a field of every activity that may be behind the moment, of one type in all.
    pub(super) fn trigger_value(
        &mut self,
        file: &ParsedFile,
        scope: Scope<'_>,
        word: &Word,
        span: Span,
    ) -> Option<Typed> {
        let activities = match scope.trigger {
            Asked::Records(activities) => activities,
            Asked::Wrong => return None,
            Asked::Nothing | Asked::Date => {
                let date = *scope.trigger == Asked::Date;
                self.problem(FormProblem::TriggerWithoutMoment { span, date });
                return None;
            }
        };
        let values: Vec<_> =
            activities.iter().map(|activity| self.field_not_time(file, activity.0 as usize, word)).collect();
        let values = values.into_iter().collect::<Option<Vec<_>>>()?;
        self.agree(file, word, activities, &values)?;
        let slot = values.first()?.slot?;
        let fields = activities.iter().zip(&values).filter_map(|(activity, value)| match value.expression {
            Expression::Field(field) => Some((*activity, field)),
            _ => None,
        });
        Some(Typed::open(Expression::Trigger(fields.collect()), slot, span))
    }

    /// `period.from`, `period.to`.
    pub(super) fn period_value(&mut self, scope: Scope<'_>, end: ast::PeriodEnd, span: Span) -> Option<Typed> {
        if !scope.period {
            self.problem(FormProblem::PeriodWithoutEach { span });
            return None;
        }
        let end = match end {
            ast::PeriodEnd::From => PeriodEnd::From,
            ast::PeriodEnd::To => PeriodEnd::To,
        };
        Some(Typed::of(Expression::Period(end), Kind::Date, span))
    }

    /// An attribute of the subject, or a date that every register has.
    pub(super) fn attribute_value(&mut self, file: &ParsedFile, word: &Word, span: Span) -> Option<Typed> {
        match register_date(&word.text) {
            Some(RegisterDate::Opened) => Some(Typed::of(Expression::Opened, Kind::Date, span)),
            Some(RegisterDate::Closed) => Some(Typed::of(Expression::Closed, Kind::Date, span)),
            None => {
                let index = self.attribute(file, word)?;
                let slot = self.attribute_slot(index);
                Some(Typed::open(Expression::Attribute(AttributeId(id(index))), slot, span))
            }
        }
    }

    fn parameter_value(&self, index: usize, span: Span) -> Option<Typed> {
        let value = &self.names.parameters.get(index)?.parameter.value;
        let kind = value.kind();
        let text = match value {
            rulebook::Value::Text(text) => Some(text.clone()),
            _ => None,
        };
        Some(Typed { text, ..Typed::of(Expression::Parameter(ParameterId(id(index))), kind, span) })
    }

    /// Where a bare name is declared as a field or an attribute.
    pub(super) fn declared(&self, scope: Scope<'_>, name: &str) -> Option<Span> {
        let names = match scope.record {
            None => &self.names.attributes,
            Some(activity) => &self.names.fields.get(activity)?.names,
        };
        names.things.get(names.get(name)?)?.places.first().copied()
    }
}
