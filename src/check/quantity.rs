//! How much and how long: whole numbers, written out or left to the register or a parameter (LANGUAGE.md section 6).

use super::problem::{Asker, ScheduleName, SentenceProblem};
use super::value::{Typed, id, shown};
use super::{Checker, ParsedFile};
use crate::calendar::{Duration, DurationUnit};
use crate::rulebook::{self, Amount, AttributeId, Expression, Kind, Length, ParameterId, Quantity, Value};
use crate::syntax::ast::{self, Bound};
use crate::text::Span;

impl Checker {
    /// The quantity of a sentence; none means at least 1.
    pub(super) fn quantity(
        &mut self,
        file: &ParsedFile,
        schedule: ScheduleName,
        quantity: Option<&ast::Quantity>,
    ) -> Option<Quantity> {
        use ScheduleName::{Before, By, EachBy, Every, Never, Whenever};
        let Some(ast::Quantity { bound, span }) = quantity else { return Some(Quantity::AtLeast(Amount::Fixed(1))) };
        let taken = match schedule {
            Never | Whenever => false,
            Every | By | Before | EachBy => matches!(bound, Bound::AtLeast(_)),
            ScheduleName::Each | ScheduleName::After => true,
        };
        if !taken {
            self.problem(SentenceProblem::Quantity { schedule, span: *span });
            return None;
        }
        match bound {
            Bound::AtLeast(amount) => self.count(file, amount, *span).map(Quantity::AtLeast),
            Bound::AtMost(amount) => self.count(file, amount, *span).map(Quantity::AtMost),
            Bound::Exactly(amount) => self.count(file, amount, *span).map(Quantity::Exactly),
            Bound::Between(low, high) => {
                let (low, high) = (self.count(file, low, *span), self.count(file, high, *span));
                let (low, high) = (low?, high?);
                if let (Some(least), Some(most)) = (self.fixed(low), self.fixed(high))
                    && least > most
                {
                    self.problem(SentenceProblem::BackwardsRange { low: least, high: most, span: *span });
                    return None;
                }
                Some(Quantity::Between(low, high))
            }
        }
    }

    /// The number of an amount that no register gives.
    fn fixed(&self, amount: Amount) -> Option<u32> {
        match amount {
            Amount::Fixed(number) => Some(number),
            Amount::Parameter(at) => self.names.parameters.get(at.0 as usize)?.parameter.value.whole(0),
            Amount::Attribute(_) => None,
        }
    }

    fn count(&mut self, file: &ParsedFile, amount: &ast::Amount, span: Span) -> Option<Amount> {
        if let ast::Amount::Number(number) = amount {
            let whole = Value::Number(*number).whole(0);
            if whole.is_none() {
                let text = shown(file, span);
                self.problem(SentenceProblem::NotWhole { text, span });
            }
            return whole.map(Amount::Fixed);
        }
        self.named_amount(file, amount, 0, None)
    }

    /// A duration of at least `least` of its unit.
    pub(super) fn length(&mut self, file: &ParsedFile, duration: &ast::Duration, least: u32) -> Option<Length> {
        let unit = duration.unit;
        let amount = if let ast::Amount::Number(number) = &duration.amount {
            let whole = Value::Number(*number).whole(least).filter(|whole| Duration::new(*whole, unit).is_some());
            if whole.is_none() {
                let (text, span) = (shown(file, duration.span), duration.span);
                self.problem(SentenceProblem::Duration { text, span });
            }
            whole.map(Amount::Fixed)
        } else {
            self.named_amount(file, &duration.amount, least, Some(unit))
        };
        amount.map(|amount| Length { amount, unit })
    }

    fn named_amount(
        &mut self,
        file: &ParsedFile,
        amount: &ast::Amount,
        least: u32,
        unit: Option<DurationUnit>,
    ) -> Option<Amount> {
        match amount {
            ast::Amount::Number(_) => None,
            ast::Amount::Attribute(word) => {
                let index = self.attribute(file, word)?;
                let slot = self.attribute_slot(index);
                let attribute = AttributeId(id(index));
                let value = Typed::open(Expression::Attribute(attribute), slot, word.span);
                self.want(file, &value, &Kind::Number, Asker::Amount)?;
                Some(Amount::Attribute(attribute))
            }
            ast::Amount::Parameter(word) => {
                if !self.has_parameter(file, &word.text) {
                    self.unknown_parameter(file, word);
                    return None;
                }
                let index = self.parameter(file, word)?;
                let placed = self.names.parameters.get(index)?;
                let value: &rulebook::Value = &placed.parameter.value;
                let whole = value.whole(least);
                if whole.filter(|whole| unit.is_none_or(|unit| Duration::new(*whole, unit).is_some())).is_none() {
                    let (name, value, declared) = (word.text.clone(), value.to_string(), placed.value);
                    self.problem(SentenceProblem::ParameterNotWhole { name, value, least, span: word.span, declared });
                    return None;
                }
                Some(Amount::Parameter(ParameterId(id(index))))
            }
        }
    }
}
