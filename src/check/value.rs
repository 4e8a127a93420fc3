//! The values in conditions: what each name is, and whether the types fit (docs/language.md section 11).

use super::kinds::{Origin, Slot};
use super::problem::{Asker, KindProblem, Operand};
use super::{Checker, ParsedFile};
use crate::rulebook::{self, ActivityId, Expression, Kind};
use crate::syntax::ast::{self, ExpressionKind, Word};
use crate::text::Span;

/// What a condition or an amount may look at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scope<'s> {
    /// The activity whose fields bare names are; `None`: attributes of the subject.
    pub record: Option<usize>,
    /// What `trigger.F` is.
    pub trigger: &'s Asked,
    /// Whether there is a period at hand.
    pub period: bool,
}

/// What asks for the activity of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Asked {
    /// The calendar, a clock: no moment.
    Nothing,
    /// A date.
    Date,
    /// The records of these activities.
    Records(Vec<ActivityId>),
    /// A moment with a problem, which is told already.
    Wrong,
}

static NOTHING: Asked = Asked::Nothing;

impl<'s> Scope<'s> {
    /// The register alone: behind `with` and `always require`.
    pub(super) const fn subject() -> Scope<'static> {
        Scope { record: None, trigger: &NOTHING, period: false }
    }

    /// A record of this activity alone.
    pub(super) const fn record(activity: usize) -> Scope<'static> {
        Scope { record: Some(activity), trigger: &NOTHING, period: false }
    }

    /// The record behind a moment alone: `trigger.F` in its own shift.
    pub(super) const fn of_moment(trigger: &'s Asked) -> Scope<'s> {
        Scope { record: None, trigger, period: false }
    }

    /// What the amounts of a sentence may look at.
    pub(super) const fn of_schedule(trigger: &'s Asked, period: bool) -> Scope<'s> {
        Scope { record: None, trigger, period }
    }

    /// The same on a record of this activity.
    pub(super) const fn on(self, activity: usize) -> Scope<'s> {
        Scope { record: Some(activity), ..self }
    }
}

/// What may be left out: `None` where it is there and wrong.
pub(super) fn settled<T>(found: Option<Option<T>>) -> Option<Option<T>> {
    found.map_or(Some(None), |found| found.map(Some))
}

/// A value whose names are found, and its type as far as it is known.
#[derive(Debug, Clone)]
pub(super) struct Typed {
    pub expression: Expression,
    pub kind: Option<Kind>,
    pub slot: Option<Slot>,
    pub span: Span,
    /// The written text, of a literal or a parameter.
    pub text: Option<String>,
    /// The name, if it is a bare one that declared itself.
    pub undeclared: Option<String>,
}

impl Typed {
    pub(super) fn of(expression: Expression, kind: Kind, span: Span) -> Self {
        Self { expression, kind: Some(kind), slot: None, span, text: None, undeclared: None }
    }

    pub(super) fn open(expression: Expression, slot: Slot, span: Span) -> Self {
        Self { expression, kind: None, slot: Some(slot), span, text: None, undeclared: None }
    }
}

/// A comparison that waits for its types until all rules are read.
pub(super) struct Deferred {
    /// The rule's place among those checked.
    pub rule: usize,
    pub slot: Slot,
    pub need: Need,
    /// The words it is about.
    pub text: String,
    pub span: Span,
}

/// What a deferred comparison needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// `<` and the like: numbers, dates or times.
    Order,
    /// `a - b`: numbers or dates.
    Difference,
    /// `=` with a bare name: another use that shows it is one.
    SecondUse,
}

/// The longest stretch of a rule that a message repeats, in characters.
const SHOWN: usize = 40;

impl Checker {
    /// The value of an expression; `None` after a problem was told.
    pub(super) fn value(&mut self, file: &ParsedFile, scope: Scope<'_>, expression: &ast::Expression) -> Option<Typed> {
        let span = expression.span;
        match &expression.kind {
            ExpressionKind::Literal(literal) => Some(literal_value(literal, span)),
            ExpressionKind::Name(word) => self.bare_name(file, scope, word),
            ExpressionKind::Attribute(word) => self.attribute_value(file, word, span),
            ExpressionKind::ParentAttribute(word) => self.parent_value(file, word, span),
            ExpressionKind::Trigger(word) => self.trigger_value(file, scope, word, span),
            ExpressionKind::Period(end) => self.period_value(scope, *end, span),
            ExpressionKind::Date if scope.record.is_some() => Some(Typed::of(Expression::RecordDate, Kind::Date, span)),
            ExpressionKind::Date => {
                self.problem(KindProblem::NoRecord { span });
                None
            }
            ExpressionKind::Part(of, part) => {
                let of = self.value(file, scope, of)?;
                self.want(file, &of, &Kind::Date, Asker::DatePart)?;
                Some(Typed::of(Expression::Part(Box::new(of.expression), date_part(*part)), Kind::Number, span))
            }
            ExpressionKind::Negative(of) => {
                let of = self.value(file, scope, of)?;
                self.want(file, &of, &Kind::Number, Asker::Arithmetic)?;
                Some(Typed::of(Expression::Negative(Box::new(of.expression)), Kind::Number, span))
            }
            ExpressionKind::Arithmetic(left, operator, right) => {
                self.arithmetic(file, scope, left, *operator, right, span)
            }
            ExpressionKind::Duration(_) => {
                self.problem(KindProblem::MisplacedDuration { span, instead: None });
                None
            }
        }
    }

    fn arithmetic(
        &mut self,
        file: &ParsedFile,
        scope: Scope<'_>,
        left: &ast::Expression,
        operator: ast::Operator,
        right: &ast::Expression,
        span: Span,
    ) -> Option<Typed> {
        use ast::Operator::{Add, Subtract};
        if let (ExpressionKind::Duration(duration), Add | Subtract) = (&right.kind, operator) {
            let day = self.value(file, scope, left);
            let length = self.length(file, scope, duration);
            let day = day?;
            self.want(file, &day, &Kind::Date, Asker::Shift)?;
            let shifted = Expression::Shifted(Box::new(day.expression), operator == Add, length?);
            return Some(Typed::of(shifted, Kind::Date, span));
        }
        if let (ExpressionKind::Duration(_), Add) = (&left.kind, operator) {
            let instead = format!("{} + {}", file.source.slice(right.span), file.source.slice(left.span));
            self.problem(KindProblem::MisplacedDuration { span: left.span, instead: Some((span, instead)) });
            return None;
        }
        let (left, right) = (self.value(file, scope, left), self.value(file, scope, right));
        let (left, right) = (left?, right?);
        let date = |checker: &Self, value: &Typed| checker.kind(value) == Some(&Kind::Date);
        let number = |checker: &Self, value: &Typed| checker.kind(value) == Some(&Kind::Number);
        if matches!(operator, Add | Subtract) && date(self, &left) && number(self, &right) {
            let number = shown(file, right.span);
            self.problem(KindProblem::DatePlusNumber { number, span: right.span });
            return None;
        }
        if operator == Subtract && (date(self, &left) || date(self, &right)) {
            self.want(file, &left, &Kind::Date, Asker::Arithmetic)?;
            self.want(file, &right, &Kind::Date, Asker::Arithmetic)?;
        } else if operator == Subtract
            && let (None, None, Some(one), Some(other)) = (self.kind(&left), self.kind(&right), left.slot, right.slot)
        {
            self.names.kinds.join(one, other);
            self.defer(file, one, Need::Difference, span);
        } else {
            self.want(file, &left, &Kind::Number, Asker::Arithmetic)?;
            self.want(file, &right, &Kind::Number, Asker::Arithmetic)?;
        }
        let (left, right) = (Box::new(left.expression), Box::new(right.expression));
        let result = Expression::Arithmetic(left, self::operator(operator), right);
        Some(Typed::of(result, Kind::Number, span))
    }

    /// Gives the fields of one name in several activities one type, or says that they differ.
    pub(super) fn agree(
        &mut self,
        file: &ParsedFile,
        word: &Word,
        activities: &[ActivityId],
        values: &[Typed],
    ) -> Option<()> {
        let (first, rest) = values.split_first()?;
        for (at, other) in rest.iter().enumerate() {
            if let Err((one, two)) = self.unite(file, first, other) {
                let name = |at: usize| {
                    let activity = activities.get(at).map_or(0, |activity| activity.0 as usize);
                    self.names.activities.name(activity).to_owned()
                };
                let (first, second) = ((name(0), one), (name(at + 1), two));
                let (name, span) = (word.text.clone(), word.span);
                self.problem(KindProblem::FieldsDiffer { name, first, second, span });
                return None;
            }
        }
        Some(())
    }

    /// Makes the types of two fields one, or gives the two that differ.
    pub(super) fn unite(&mut self, file: &ParsedFile, one: &Typed, other: &Typed) -> Result<(), (Kind, Kind)> {
        match (self.shape(one), self.shape(other)) {
            (None, None) => self.join(file, one, other, None),
            (Some(kind), None) => self.settle(other, kind),
            (None, Some(kind)) => self.settle(one, kind),
            (Some(a), Some(b)) if alike(&a, &b) => {}
            (Some(a), Some(b)) => return Err((a, b)),
        }
        Ok(())
    }

    /// The type of a value, as far as it is known by now.
    pub(super) fn kind<'v>(&'v self, value: &'v Typed) -> Option<&'v Kind> {
        match value.slot {
            Some(slot) => self.names.kinds.kind(slot),
            None => value.kind.as_ref(),
        }
    }

    /// The type of a value without its choices, which may be many.
    pub(super) fn shape(&self, value: &Typed) -> Option<Kind> {
        self.kind(value).map(shape)
    }

    /// Gives a value the type that its place asks for, or says why it cannot have it.
    pub(super) fn want(&mut self, file: &ParsedFile, value: &Typed, wanted: &Kind, asker: Asker) -> Option<()> {
        let Some(kind) = self.kind(value) else {
            self.settle(value, wanted.clone());
            return Some(());
        };
        if alike(kind, wanted) {
            return Some(());
        }
        if !self.conflicting_use(file, value, wanted) {
            let operand = self.operand(file, value);
            self.problem(KindProblem::WrongOperand { operand, asker, wanted: wanted.clone() });
        }
        None
    }

    /// Tells a conflict with an earlier use, if that is where the value's type comes from.
    pub(super) fn conflicting_use(&mut self, file: &ParsedFile, value: &Typed, wanted: &Kind) -> bool {
        let Some(slot) = value.slot else { return false };
        let (Some(kind), Some(origin)) = (self.names.kinds.kind(slot), self.names.kinds.origin(slot)) else {
            return false;
        };
        if origin.declared {
            return false;
        }
        let first = (shape(kind), origin.span);
        let name = shown(file, value.span);
        self.problem(KindProblem::ConflictingUses { name, first, second: (wanted.clone(), value.span) });
        true
    }

    pub(super) fn settle(&mut self, value: &Typed, kind: Kind) {
        if let Some(slot) = value.slot {
            // A use never shows more than that it is a text.
            let kind = if matches!(kind, Kind::Choice(_)) { Kind::Text } else { kind };
            self.names.kinds.settle(slot, kind, Origin { span: value.span, declared: false });
        }
    }

    /// Makes two values of unknown type one; what must be known of them is asked once all rules are read.
    pub(super) fn join(&mut self, file: &ParsedFile, one: &Typed, other: &Typed, need: Option<(Need, Span)>) {
        if let (Some(left), Some(right)) = (one.slot, other.slot) {
            self.names.kinds.join(left, right);
            if let Some((need, span)) = need {
                self.defer(file, left, need, span);
            }
        }
    }

    /// Asks at the end whether a bare name on the right of `=` is named anywhere else.
    pub(super) fn doubt(&mut self, file: &ParsedFile, value: &Typed) {
        if let (Some(_), Some(slot)) = (&value.undeclared, value.slot) {
            self.defer(file, slot, Need::SecondUse, value.span);
        }
    }

    fn defer(&mut self, file: &ParsedFile, slot: Slot, need: Need, span: Span) {
        let (rule, text) = (self.rules.len(), shown(file, span));
        self.deferred.push(Deferred { rule, slot, need, text, span });
    }

    /// The value as messages speak of it.
    pub(super) fn operand(&self, file: &ParsedFile, value: &Typed) -> Operand {
        let origin = value.slot.and_then(|slot| self.names.kinds.origin(slot));
        Operand {
            text: shown(file, value.span),
            kind: self.shape(value).unwrap_or(Kind::Text),
            span: value.span,
            known_from: origin.map(|origin| (origin.span, origin.declared)),
        }
    }
}

fn shape(kind: &Kind) -> Kind {
    if matches!(kind, Kind::Choice(_)) { Kind::Choice(Vec::new()) } else { kind.clone() }
}

/// Whether values of two types can be equal.
pub(super) fn alike(one: &Kind, other: &Kind) -> bool {
    let text = |kind: &Kind| matches!(kind, Kind::Text | Kind::Choice(_));
    one == other || (text(one) && text(other))
}

pub(super) fn literal_value(literal: &ast::Literal, span: Span) -> Typed {
    match super::declaration::value(literal) {
        rulebook::Value::Number(number) => Typed::of(Expression::Number(number), Kind::Number, span),
        rulebook::Value::Text(text) => {
            Typed { text: Some(text.clone()), ..Typed::of(Expression::Text(text), Kind::Text, span) }
        }
        rulebook::Value::Date(day) => Typed::of(Expression::Date(day), Kind::Date, span),
        rulebook::Value::Bool(truth) => Typed::of(Expression::Bool(truth), Kind::Bool, span),
    }
}

/// The words of a rule as a message repeats them.
pub(super) fn shown(file: &ParsedFile, span: Span) -> String {
    let text = file.source.slice(span).split_whitespace().collect::<Vec<_>>().join(" ");
    let text = text.trim_matches('`');
    if text.chars().count() <= SHOWN {
        return text.to_owned();
    }
    text.chars().take(SHOWN).chain(std::iter::once('…')).collect()
}

/// Ids count from 0; a rule text of 4 GiB holds fewer names than a `u32`.
pub(super) fn id(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

pub(super) const fn date_part(part: ast::DatePart) -> rulebook::DatePart {
    match part {
        ast::DatePart::Year => rulebook::DatePart::Year,
        ast::DatePart::Month => rulebook::DatePart::Month,
        ast::DatePart::Day => rulebook::DatePart::Day,
    }
}

const fn operator(operator: ast::Operator) -> rulebook::Operator {
    match operator {
        ast::Operator::Add => rulebook::Operator::Add,
        ast::Operator::Subtract => rulebook::Operator::Subtract,
        ast::Operator::Multiply => rulebook::Operator::Multiply,
        ast::Operator::Divide => rulebook::Operator::Divide,
    }
}
