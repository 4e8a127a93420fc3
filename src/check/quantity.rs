//! How much and how long: numbers, written out or left to the register, a parameter or a record (docs/language.md
//! section 6).

use rust_decimal::Decimal;

use super::problem::{Asker, FormProblem, ScheduleName, SentenceProblem};
use super::value::{Scope, Typed, date_part, id, shown};
use super::{Checker, ParsedFile};
use crate::calendar::{Duration, DurationUnit};
use crate::rulebook::{Amount, Bound, Expression, Kind, Length, Measure, ParameterId, Quantity, Value};
use crate::syntax::ast::{self, AmountSource};
use crate::text::Span;

/// What a number is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fits {
    /// How often: a whole number from 0 up.
    Times,
    /// A sum: any number from 0 up.
    Total,
    /// How long: a whole number from 1 up, within the calendar.
    Length(DurationUnit),
}

impl Fits {
    /// The amount that a number is, if it fits.
    fn amount(self, number: Decimal) -> Option<Amount> {
        let value = Value::Number(number);
        match self {
            Self::Times => value.whole(0).map(Amount::Fixed),
            Self::Length(unit) => {
                value.whole(1).filter(|whole| Duration::new(*whole, unit).is_some()).map(Amount::Fixed)
            }
            Self::Total => {
                let whole = value.whole(0).map(Amount::Fixed);
                let total = value.is_a_total().then(|| Amount::Value(Box::new(Expression::Number(number))));
                whole.or(total)
            }
        }
    }
}

impl Checker {
    /// The quantity of a sentence; none means at least 1.
    pub(super) fn quantity(
        &mut self,
        file: &ParsedFile,
        scope: Scope<'_>,
        schedule: ScheduleName,
        sentence: &ast::Sentence,
    ) -> Option<Quantity> {
        use ScheduleName::{After, AfterNever, Always, Before, By, Each, EachBy, Every, InAny, Never, Whenever};
        let Some(ast::Quantity { measure, bound, span }) = &sentence.quantity else {
            if schedule == InAny {
                self.problem(FormProblem::InAnyWithoutMost { span: sentence.span });
                return None;
            }
            return Some(Quantity::one());
        };
        let taken = match schedule {
            Never | Whenever | AfterNever => false,
            Every | By | Before | EachBy => matches!(bound, ast::Bound::AtLeast(_)),
            InAny => matches!(bound, ast::Bound::AtMost(_)),
            Each | After | Always => true,
        };
        if !taken {
            self.problem(SentenceProblem::Quantity { schedule, span: *span });
            return None;
        }
        let measure = match measure {
            ast::Measure::Count => Measure::Count,
            ast::Measure::Total(_) => Measure::Total,
            ast::Measure::Different(_) => Measure::Different,
        };
        let fits = if measure == Measure::Total { Fits::Total } else { Fits::Times };
        let bound = match bound {
            ast::Bound::AtLeast(amount) => Bound::AtLeast(self.amount(file, scope, amount, fits, *span)?),
            ast::Bound::AtMost(amount) => Bound::AtMost(self.amount(file, scope, amount, fits, *span)?),
            ast::Bound::Exactly(amount) => Bound::Exactly(self.amount(file, scope, amount, fits, *span)?),
            ast::Bound::Between(low, high) => {
                let low = self.amount(file, scope, low, fits, *span);
                let high = self.amount(file, scope, high, fits, *span);
                let (low, high) = (low?, high?);
                if let (Some(least), Some(most)) = (self.number(&low), self.number(&high))
                    && least > most
                {
                    let (low, high) = (least.normalize().to_string(), most.normalize().to_string());
                    self.problem(SentenceProblem::BackwardsRange { low, high, span: *span });
                    return None;
                }
                Bound::Between(low, high)
            }
        };
        Some(Quantity { measure, bound })
    }

    /// `at most N` of `extended by`.
    pub(super) fn times(
        &mut self,
        file: &ParsedFile,
        scope: Scope<'_>,
        amount: &ast::Amount,
        span: Span,
    ) -> Option<Amount> {
        self.amount(file, scope, amount, Fits::Times, span)
    }

    /// The number of an amount that neither register nor record gives.
    fn number(&self, amount: &Amount) -> Option<Decimal> {
        let parameters = &self.names.parameters;
        amount.number(|at| parameters.get(at.0 as usize).map(|placed| &placed.parameter.value))
    }

    /// A duration of at least one of its unit.
    pub(super) fn length(&mut self, file: &ParsedFile, scope: Scope<'_>, duration: &ast::Duration) -> Option<Length> {
        let unit = duration.unit;
        let amount = self.amount(file, scope, &duration.amount, Fits::Length(unit), duration.span)?;
        Some(Length { amount, unit })
    }

    fn amount(
        &mut self,
        file: &ParsedFile,
        scope: Scope<'_>,
        amount: &ast::Amount,
        fits: Fits,
        span: Span,
    ) -> Option<Amount> {
        match amount {
            ast::Amount::Number(number) => {
                let amount = fits.amount(*number);
                if amount.is_none() {
                    let text = shown(file, span);
                    self.problem(match fits {
                        Fits::Length(_) => SentenceProblem::Duration { text, span },
                        Fits::Times | Fits::Total => SentenceProblem::NotWhole { text, span },
                    });
                }
                amount
            }
            ast::Amount::Parameter(word) => self.parameter_amount(file, word, fits),
            ast::Amount::Read { from, part, span } => {
                let value = match from {
                    AmountSource::Attribute(word) => self.attribute_value(file, word, *span),
                    AmountSource::ParentAttribute(word) => self.parent_value(file, word, *span),
                    AmountSource::Trigger(word) => self.trigger_value(file, scope, word, *span),
                    AmountSource::Period(end) => self.period_value(scope, *end, *span),
                }?;
                self.read_amount(file, value, *part)
            }
        }
    }

    fn parameter_amount(&mut self, file: &ParsedFile, word: &ast::Word, fits: Fits) -> Option<Amount> {
        if !self.has_parameter(file, &word.text) {
            self.unknown_parameter(file, word);
            return None;
        }
        let index = self.parameter(file, word)?;
        let placed = self.names.parameters.get(index)?;
        let value: &Value = &placed.parameter.value;
        let fitting = match value {
            Value::Number(number) => fits.amount(*number),
            _ => None,
        };
        if fitting.is_none() {
            let (name, value, declared) = (word.text.clone(), value.to_string(), placed.value);
            let span = word.span;
            let least = match fits {
                Fits::Total => {
                    self.problem(FormProblem::ParameterNegative { name, value, span, declared });
                    return None;
                }
                Fits::Times => 0,
                Fits::Length(_) => 1,
            };
            self.problem(SentenceProblem::ParameterNotWhole { name, value, least, span, declared });
            return None;
        }
        Some(Amount::Parameter(ParameterId(id(index))))
    }

    /// A number of the register or of a record, or a part of a date.
    fn read_amount(&mut self, file: &ParsedFile, value: Typed, part: Option<ast::DatePart>) -> Option<Amount> {
        let Some(part) = part else {
            self.want(file, &value, &Kind::Number, Asker::Amount)?;
            return Some(match value.expression {
                Expression::Attribute(attribute) => Amount::Attribute(attribute),
                expression => Amount::Value(Box::new(expression)),
            });
        };
        self.want(file, &value, &Kind::Date, Asker::DatePart)?;
        Some(Amount::Value(Box::new(Expression::Part(Box::new(value.expression), date_part(part)))))
    }
}
