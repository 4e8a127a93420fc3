//! Quantities with their numbers resolved for one subject (LANGUAGE.md section 6).

use super::binding::Binding;
use crate::rulebook::Quantity;
use crate::verdict::Reason;

/// What is asked of one duty; a missing number is the reason why the duty is unknown.
#[derive(Debug, Clone, Copy)]
pub(super) enum Asked {
    /// `at least N`.
    AtLeast(Result<u32, Reason>),
    /// `at most N`, `exactly N`, `N to M`.
    Bounded {
        /// The fewest, where the quantity says so.
        least: Option<Result<u32, Reason>>,
        /// The most.
        most: Result<u32, Reason>,
    },
}

impl Binding<'_> {
    /// The rule's quantity for the subject.
    pub(super) fn asked(&self) -> Asked {
        let number = |amount| self.context.amount(amount, self.subject);
        match self.rule.quantity {
            Quantity::AtLeast(least) => Asked::AtLeast(number(least)),
            Quantity::AtMost(most) => Asked::Bounded { least: None, most: number(most) },
            Quantity::Exactly(amount) => Asked::Bounded { least: Some(number(amount)), most: number(amount) },
            Quantity::Between(least, most) => Asked::Bounded { least: Some(number(least)), most: number(most) },
        }
    }

    /// The N of `at least N`; the checker lets no other quantity through where this is asked.
    pub(super) fn asked_at_least(&self) -> Result<u32, Reason> {
        match self.asked() {
            Asked::AtLeast(least) => least,
            Asked::Bounded { least, most } => least.unwrap_or(most),
        }
    }
}
