//! Quantities with their numbers resolved for one duty (docs/language.md section 6).

use rust_decimal::Decimal;

use super::condition::Scene;
use super::demand::Demand;
use crate::calendar::Duration;
use crate::rulebook::{Amount, Bound, Measure};
use crate::verdict::Reason;

/// A number that is asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Need {
    /// So many.
    Whole(u32),
    /// So much.
    Sum(Decimal),
}

impl Need {
    pub(super) fn decimal(self) -> Decimal {
        match self {
            Self::Whole(number) => Decimal::from(number),
            Self::Sum(sum) => sum,
        }
    }

    pub(super) fn is_nothing(self) -> bool {
        match self {
            Self::Whole(number) => number == 0,
            Self::Sum(sum) => sum.is_zero(),
        }
    }
}

/// What is asked of one duty; a missing number is the reason why the duty is unknown.
#[derive(Debug, Clone, Copy)]
pub(super) enum Asked {
    /// `at least N`.
    AtLeast(Result<Need, Reason>),
    /// `at most N`, `exactly N`, `N to M`.
    Bounded {
        /// The fewest, where the quantity says so.
        least: Option<Result<Need, Reason>>,
        /// The most.
        most: Result<Need, Reason>,
    },
}

/// How much is asked of one duty, and how far apart.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    pub(super) asked: Asked,
    /// `at least D apart`, or why D is missing.
    pub(super) apart: Result<Option<Duration>, Reason>,
}

/// Whether a number is the same for every duty: the rule or a parameter states it.
pub(super) const fn is_stated(amount: &Amount) -> bool {
    matches!(amount, Amount::Fixed(_) | Amount::Parameter(_))
}

impl<'a> Demand<'a, '_> {
    /// What is wanted of one duty.
    pub(super) fn wanted(&self, scene: &Scene<'a>) -> Wanted {
        Wanted { asked: self.asked(scene), apart: self.apart(scene) }
    }

    /// What is wanted of every duty alike; `None` where a number may differ.
    pub(super) fn wanted_of_all(&self) -> Option<Wanted> {
        let rule = self.binding.rule;
        let stated = match &rule.quantity.bound {
            Bound::AtLeast(amount) | Bound::AtMost(amount) | Bound::Exactly(amount) => is_stated(amount),
            Bound::Between(least, most) => is_stated(least) && is_stated(most),
        };
        let stated = stated && rule.apart.as_ref().is_none_or(|apart| is_stated(&apart.amount));
        stated.then(|| self.wanted(&self.scene(self.binding.context.as_of)))
    }

    /// The rule's quantity for one duty.
    #[inline]
    pub(super) fn asked(&self, scene: &Scene<'a>) -> Asked {
        let quantity = &self.binding.rule.quantity;
        // As a rule the number is written out.
        if let (Measure::Count, Bound::AtLeast(Amount::Fixed(number))) = (quantity.measure, &quantity.bound) {
            return Asked::AtLeast(Ok(Need::Whole(*number)));
        }
        self.asked_of(scene)
    }

    #[inline(never)]
    fn asked_of(&self, scene: &Scene<'a>) -> Asked {
        let quantity = &self.binding.rule.quantity;
        let number = |amount: &'a Amount| match quantity.measure {
            Measure::Total => scene.number(amount).map(Need::Sum),
            Measure::Count | Measure::Different => scene.whole(amount).map(Need::Whole),
        };
        match &quantity.bound {
            Bound::AtLeast(least) => Asked::AtLeast(number(least)),
            Bound::AtMost(most) => Asked::Bounded { least: None, most: number(most) },
            Bound::Exactly(amount) => Asked::Bounded { least: Some(number(amount)), most: number(amount) },
            Bound::Between(least, most) => Asked::Bounded { least: Some(number(least)), most: number(most) },
        }
    }

    /// The N of `at least N`; the checker lets no other quantity through where this is asked.
    #[inline]
    pub(super) fn asked_at_least(&self, scene: &Scene<'a>) -> Result<Need, Reason> {
        match self.asked(scene) {
            Asked::AtLeast(least) => least,
            Asked::Bounded { least, most } => least.unwrap_or(most),
        }
    }

    /// `at least D apart`, or why D is missing.
    #[inline]
    pub(super) fn apart(&self, scene: &Scene<'a>) -> Result<Option<Duration>, Reason> {
        self.binding.rule.apart.as_ref().map(|apart| scene.duration(apart)).transpose()
    }
}
