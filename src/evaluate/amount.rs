//! Numbers and durations that the register, a parameter or a record may give (docs/language.md section 6).

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::condition::{Scene, Value};
use crate::calendar::Duration;
use crate::rulebook::{Amount, Expression, Length, Value as Stated};
use crate::verdict::Reason;

impl<'a> Scene<'a> {
    /// A whole number ≥ 0, or why there is none.
    #[inline]
    pub(super) fn whole(&self, amount: &'a Amount) -> Result<u32, Reason> {
        match amount {
            Amount::Fixed(number) => Ok(*number),
            _ => self.whole_of(amount),
        }
    }

    #[inline(never)]
    fn whole_of(&self, amount: &'a Amount) -> Result<u32, Reason> {
        self.number(amount).and_then(|number| whole(number).ok_or_else(|| reason(amount)))
    }

    /// A number ≥ 0, or why there is none.
    pub(super) fn number(&self, amount: &'a Amount) -> Result<Decimal, Reason> {
        let number = match amount {
            Amount::Fixed(number) => Decimal::from(*number),
            Amount::Attribute(attribute) => {
                let row = self.context.row(self.subject, self.day);
                match row.and_then(|(row, _)| self.context.ledger.attribute(row, *attribute)) {
                    Some(crate::ledger::Cell::Number(number)) => number,
                    _ => return Err(reason(amount)),
                }
            }
            Amount::Parameter(parameter) => match self.context.book.parameter(*parameter).map(|found| &found.value) {
                Some(Stated::Number(number)) => *number,
                _ => return Err(reason(amount)),
            },
            Amount::Value(expression) => match self.value(expression)? {
                Value::Number(number) => number,
                _ => return Err(reason(amount)),
            },
        };
        if number.is_sign_negative() && !number.is_zero() { Err(reason(amount)) } else { Ok(number) }
    }

    /// A duration of at least one unit, or why there is none.
    #[inline]
    pub(super) fn duration(&self, length: &'a Length) -> Result<Duration, Reason> {
        let amount = self.whole(&length.amount)?;
        let duration = Duration::new(amount, length.unit).filter(|duration| duration.amount >= 1);
        duration.ok_or_else(|| reason(&length.amount))
    }
}

/// The number as a whole one; `None` for fractions and the immense.
fn whole(number: Decimal) -> Option<u32> {
    if number.is_integer() { number.to_u32() } else { None }
}

/// Why an amount that was read is no number that can be used.
fn reason(amount: &Amount) -> Reason {
    match amount {
        Amount::Attribute(attribute) => Reason::Attribute(*attribute),
        Amount::Parameter(parameter) => Reason::Parameter(*parameter),
        Amount::Fixed(_) => Reason::Condition,
        Amount::Value(expression) => match expression.as_ref() {
            Expression::ParentAttribute(attribute) => Reason::Attribute(*attribute),
            Expression::Trigger(fields) => match fields.first() {
                Some((activity, field)) => Reason::Field(*activity, *field),
                None => Reason::Condition,
            },
            _ => Reason::Condition,
        },
    }
}
