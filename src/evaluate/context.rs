//! What every judgement looks at: the data, the judged day, and which days the records speak for.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::calendar::{Day, Duration};
use crate::ledger::{Cell, Coverage, Ledger, Subject, SubjectId};
use crate::rulebook::{Amount, DateMoment, Length, RuleBook, Value};
use crate::verdict::Reason;

/// The data and the frame of one evaluation.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) book: &'a RuleBook,
    pub(super) ledger: &'a Ledger,
    /// The end of this day is when everything is judged.
    pub(super) as_of: Day,
    /// The days that the records speak for, cut to `as_of`.
    pub(super) coverage: Coverage,
}

impl<'a> Context<'a> {
    /// `None` when there is no first covered day: nothing given and no record readable (section 4).
    pub(super) fn new(book: &'a RuleBook, ledger: &'a Ledger, as_of: Day) -> Option<Self> {
        let given = ledger.coverage()?;
        Some(Self { book, ledger, as_of, coverage: Coverage { from: given.from, to: given.to.min(as_of) } })
    }

    /// The register row of a subject.
    pub(super) fn subject(&self, subject: SubjectId) -> Option<&'a Subject> {
        self.ledger.subjects().get(subject.0 as usize)
    }

    /// Whether a day up to as-of in `[from, to]` is not covered; a missing `from` reaches back without end.
    /// Days after as-of are not yet, and so not unseen (section 4).
    pub(super) fn unseen(&self, from: Option<Day>, to: Day) -> bool {
        let to = to.min(self.as_of);
        from.is_none_or(|from| from <= to)
            && (from.is_none_or(|from| from < self.coverage.from) || to > self.coverage.to)
    }

    /// How many days up to as-of in `[from, to]` are not covered.
    pub(super) fn unseen_days(&self, from: Day, to: Day) -> u32 {
        let to = to.min(self.as_of);
        let days = |from: Day, to: Day| u32::try_from(to.days_since(from)).map_or(0, |days| days + 1);
        let covered = days(from.max(self.coverage.from), to.min(self.coverage.to));
        if from > to { 0 } else { days(from, to) - covered }
    }

    /// The opening, where it is known as of then.
    pub(super) fn opened(&self, subject: SubjectId) -> Option<Day> {
        self.subject(subject)?.opened.filter(|day| *day <= self.as_of)
    }

    /// The closing, where it is known as of then.
    pub(super) fn closed(&self, subject: SubjectId) -> Option<Day> {
        self.subject(subject)?.closed.filter(|day| *day <= self.as_of)
    }

    /// The day of a moment that the rule or the register dates; a missing date is no moment.
    pub(super) fn date(&self, moment: DateMoment, subject: SubjectId) -> Option<Day> {
        match moment {
            DateMoment::Date(day) => Some(day),
            DateMoment::Opened => self.opened(subject),
            DateMoment::Closed => self.closed(subject),
            DateMoment::Attribute(attribute) => match self.ledger.attribute(subject, attribute) {
                Some(Cell::Date(time)) => Some(time.day),
                _ => None,
            },
        }
    }

    /// A whole number ≥ 0, or why there is none (section 6).
    pub(super) fn amount(&self, amount: Amount, subject: SubjectId) -> Result<u32, Reason> {
        match amount {
            Amount::Fixed(number) => Ok(number),
            Amount::Attribute(attribute) => match self.ledger.attribute(subject, attribute) {
                Some(Cell::Number(number)) => whole(number).ok_or(Reason::Attribute(attribute)),
                _ => Err(Reason::Attribute(attribute)),
            },
            Amount::Parameter(parameter) => match self.book.parameter(parameter).map(|found| &found.value) {
                Some(Value::Number(number)) => whole(*number).ok_or(Reason::Parameter(parameter)),
                _ => Err(Reason::Parameter(parameter)),
            },
        }
    }

    /// A duration of at least one unit, or why there is none (section 6).
    pub(super) fn duration(&self, length: Length, subject: SubjectId) -> Result<Duration, Reason> {
        let amount = self.amount(length.amount, subject)?;
        Duration::new(amount, length.unit).filter(|duration| duration.amount >= 1).ok_or(match length.amount {
            Amount::Fixed(_) => Reason::Condition,
            Amount::Attribute(attribute) => Reason::Attribute(attribute),
            Amount::Parameter(parameter) => Reason::Parameter(parameter),
        })
    }
}

/// The number as a whole one ≥ 0; `None` for fractions, negatives and the immense.
fn whole(number: Decimal) -> Option<u32> {
    if number.is_integer() { number.to_u32() } else { None }
}
