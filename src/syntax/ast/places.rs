//! The tree without its places: what two wordings of one file share, and what a formatter must keep.

use super::{
    Activities, Activity, Amount, AmountSource, Category, ClockTime, Condition, ConditionKind, Duration, EachUnit,
    Effective, Exempt, Expectation, Expression, ExpressionKind, Extended, ExtendedKind, Field, File, ForEach,
    GivenRecord, GivenSubject, GivenValue, Kind, Modifier, Moment, MomentKind, Occurrence, Otherwise, Parameter,
    Policy, Population, Quantity, Rule, Scope, Season, SeasonExtent, Sentence, Shift, Statement, SubjectKind, Test,
    TestLine, When, Who, Window, Word,
};
use super::{Bound, Measure};
use crate::text::Span;

impl File {
    /// The same tree, every place the start of the file: two files are one tree where these are equal.
    #[must_use]
    pub fn without_places(mut self) -> Self {
        self.statements.forget();
        self
    }
}

impl Statement {
    /// The same statement without its places.
    #[must_use]
    pub fn without_places(mut self) -> Self {
        self.forget();
        self
    }
}

/// Something that has places.
trait Placed {
    /// Sets every place in it to the start of the file.
    fn forget(&mut self);
}

impl Placed for Span {
    fn forget(&mut self) {
        *self = Self::default();
    }
}

impl<T: Placed> Placed for Option<T> {
    fn forget(&mut self) {
        if let Some(inner) = self {
            inner.forget();
        }
    }
}

impl<T: Placed> Placed for Vec<T> {
    fn forget(&mut self) {
        for item in self {
            item.forget();
        }
    }
}

impl<T: Placed> Placed for Box<T> {
    fn forget(&mut self) {
        (**self).forget();
    }
}

impl<A: Placed, B: Placed> Placed for (A, B) {
    fn forget(&mut self) {
        self.0.forget();
        self.1.forget();
    }
}

/// Things whose places are those of the named fields; `_` fields have none. Every field is named, so that a new one
/// is not forgotten here.
macro_rules! placed {
    ($($name:ident { $($field:ident),* $(; $($plain:ident),*)? })*) => {$(
        impl Placed for $name {
            fn forget(&mut self) {
                let Self { $($field,)* $($($plain: _,)*)? } = self;
                $($field.forget();)*
            }
        }
    )*};
}

/// Values that hold no place.
macro_rules! placeless {
    ($($name:ty),*) => {$(
        impl Placed for $name {
            fn forget(&mut self) {}
        }
    )*};
}

placeless!(super::Literal, super::GivenLiteral, super::Whose);

placed! {
    Word { span; text }
    Policy { title, issuer, document, source, effective, region, timezone, holidays, span }
    Effective { span; from, to }
    Category { name, parents, aliases }
    Activity { name, aliases, fields }
    Field { name, aliases, kind, unit }
    Parameter { name, value_span, why; value }
    Season { name, extent, span }
    Exempt { subject, rule, because, span; from, to }
    Rule { id, title, sentence, modifiers, span }
    Sentence {
        population, who, scope, when, quantity, activities, filter, require, until, lasting, matching, apart, for_each,
        per, span
    }
    Population { span; percent }
    Who { kinds, except, with }
    SubjectKind { category, of }
    Activities { names; join }
    Window { span; from, to }
    Moment { kind, shift, span }
    Occurrence { name, field, whose, filter }
    Shift { by; forward }
    Duration { amount, span; unit }
    Quantity { measure, bound, span }
    ForEach { field, values, span }
    Otherwise { within, activities, filter, matching, span }
    Extended { kind, matching, span }
    Condition { kind, span }
    Expression { kind, span }
    Test { title, lines, span }
    GivenSubject { category, subject, attributes, span }
    GivenRecord { subject, activity, fields, span; time }
    GivenValue { span; value }
    Expectation { subject, rule, label, span; status }
}

impl Placed for Statement {
    fn forget(&mut self) {
        match self {
            Self::Policy(it) => it.forget(),
            Self::Category(it) => it.forget(),
            Self::Activity(it) => it.forget(),
            Self::Attribute(it) => it.forget(),
            Self::Parameter(it) => it.forget(),
            Self::Season(it) => it.forget(),
            Self::Use(it) => it.forget(),
            Self::Rule(it) => it.forget(),
            Self::Exempt(it) => it.forget(),
            Self::Test(it) => it.forget(),
        }
    }
}

impl Placed for Kind {
    fn forget(&mut self) {
        match self {
            Self::Choice(choices) => choices.forget(),
            Self::Number | Self::Text | Self::Date | Self::Time | Self::Bool => {}
        }
    }
}

impl Placed for SeasonExtent {
    fn forget(&mut self) {
        match self {
            Self::Hours(from, to) => {
                from.forget();
                to.forget();
            }
            Self::Yearly(..) | Self::Dates(_) => {}
        }
    }
}

impl Placed for ClockTime {
    fn forget(&mut self) {
        match self {
            Self::Attribute(word) => word.forget(),
            Self::Time(_) => {}
        }
    }
}

impl Placed for Scope {
    fn forget(&mut self) {
        match self {
            Self::During(season) => season.forget(),
            Self::Between { from, to, matching } => {
                from.forget();
                to.forget();
                matching.forget();
            }
        }
    }
}

impl Placed for When {
    fn forget(&mut self) {
        match self {
            Self::Every { duration, from, within } => {
                duration.forget();
                from.forget();
                within.forget();
            }
            Self::Each { unit, window } => {
                unit.forget();
                window.forget();
            }
            Self::By(moment) => moment.forget(),
            Self::After { moment, within, never: _ } | Self::Before { moment, within } => {
                moment.forget();
                within.forget();
            }
            Self::InAny(duration) => duration.forget(),
            Self::Never | Self::Whenever | Self::Always => {}
        }
    }
}

impl Placed for EachUnit {
    fn forget(&mut self) {
        match self {
            Self::Season(season) => season.forget(),
            Self::Calendar(_) => {}
        }
    }
}

impl Placed for MomentKind {
    fn forget(&mut self) {
        match self {
            Self::Date(_, span) => span.forget(),
            Self::Attribute(word) => word.forget(),
            Self::Named(names) => names.forget(),
        }
    }
}

impl Placed for Amount {
    fn forget(&mut self) {
        match self {
            Self::Parameter(word) => word.forget(),
            Self::Read { from, part: _, span } => {
                from.forget();
                span.forget();
            }
            Self::Number(_) => {}
        }
    }
}

impl Placed for AmountSource {
    fn forget(&mut self) {
        match self {
            Self::Attribute(word) | Self::ParentAttribute(word) | Self::Trigger(word) => word.forget(),
            Self::Period(_) => {}
        }
    }
}

impl Placed for Measure {
    fn forget(&mut self) {
        match self {
            Self::Total(field) | Self::Different(field) => field.forget(),
            Self::Count => {}
        }
    }
}

impl Placed for Bound {
    fn forget(&mut self) {
        match self {
            Self::AtLeast(amount) | Self::AtMost(amount) | Self::Exactly(amount) => amount.forget(),
            Self::Between(low, high) => {
                low.forget();
                high.forget();
            }
        }
    }
}

impl Placed for Modifier {
    fn forget(&mut self) {
        match self {
            Self::Cite(word) | Self::Because(word) | Self::Note(word) | Self::Overrides(word) => word.forget(),
            Self::Severity(_, span) | Self::Score(_, span) => span.forget(),
            Self::CountPartialPeriods(span) | Self::NextWorkingDay(span) => span.forget(),
            Self::Tags(tags) => tags.forget(),
            Self::Effective(effective) => effective.forget(),
            Self::Grace(duration, span) => {
                duration.forget();
                span.forget();
            }
            Self::Otherwise(otherwise) => otherwise.forget(),
            Self::Extended(extended) => extended.forget(),
        }
    }
}

impl Placed for ExtendedKind {
    fn forget(&mut self) {
        match self {
            Self::By { moment, by, most } => {
                moment.forget();
                by.forget();
                most.forget();
            }
            Self::Between { from, to } => {
                from.forget();
                to.forget();
            }
        }
    }
}

impl Placed for ConditionKind {
    fn forget(&mut self) {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.forget(),
            Self::Not(inner) => inner.forget(),
            Self::Compare(left, _, right) | Self::Contains(left, right) => {
                left.forget();
                right.forget();
            }
            Self::In(value, items) => {
                value.forget();
                items.forget();
            }
            Self::Present(value) | Self::Missing(value) | Self::Is(value) => value.forget(),
        }
    }
}

impl Placed for ExpressionKind {
    fn forget(&mut self) {
        match self {
            Self::Name(word) | Self::Attribute(word) | Self::ParentAttribute(word) | Self::Trigger(word) => {
                word.forget();
            }
            Self::Part(value, _) | Self::Negative(value) => value.forget(),
            Self::Arithmetic(left, _, right) => {
                left.forget();
                right.forget();
            }
            Self::Duration(duration) => duration.forget(),
            Self::Literal(_) | Self::Period(_) | Self::Date => {}
        }
    }
}

impl Placed for TestLine {
    fn forget(&mut self) {
        match self {
            Self::Subject(subject) => subject.forget(),
            Self::Record(record) => record.forget(),
            Self::AsOf(_, span) => span.forget(),
            Self::Expect(expectation) => expectation.forget(),
        }
    }
}
