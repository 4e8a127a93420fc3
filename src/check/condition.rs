//! Conditions: comparisons whose two sides have one type (docs/language.md section 11).

use rust_decimal::Decimal;

use super::problem::{Asker, KindProblem};
use super::value::{Need, Scope, Typed, alike, shown};
use super::{Checker, ParsedFile};
use crate::rulebook::{self, Condition, Expression, Kind};
use crate::syntax::ast::{self, Comparison, ConditionKind, ExpressionKind, Operator};
use crate::text::Span;

/// How many choices a problem keeps, one more than its message shows.
const SHOWN_CHOICES: usize = 9;

impl Checker {
    /// A condition with its names found; `None` after a problem was told. All its problems are told.
    pub(super) fn condition(
        &mut self,
        file: &ParsedFile,
        scope: Scope<'_>,
        condition: &ast::Condition,
    ) -> Option<Condition> {
        match &condition.kind {
            ConditionKind::And(all) => self.conditions(file, scope, all).map(Condition::All),
            ConditionKind::Or(any) => self.conditions(file, scope, any).map(Condition::Any),
            ConditionKind::Not(inner) => Some(Condition::Not(Box::new(self.condition(file, scope, inner)?))),
            ConditionKind::Compare(left, comparison, right) => {
                self.compare(file, scope, left, *comparison, right, condition.span)
            }
            ConditionKind::In(value, list) => self.one_of(file, scope, value, list),
            ConditionKind::Contains(text, part) => {
                let (text, part) = (self.value(file, scope, text), self.value(file, scope, part));
                let (text, part) = (text?, part?);
                let fits = [&text, &part].map(|side| self.want(file, side, &Kind::Text, Asker::Contains));
                fits.iter().all(Option::is_some).then_some(Condition::Contains(text.expression, part.expression))
            }
            ConditionKind::Present(value) => Some(Condition::Present(self.value(file, scope, value)?.expression)),
            ConditionKind::Missing(value) => Some(Condition::Missing(self.value(file, scope, value)?.expression)),
            ConditionKind::Is(value) => self.truth(file, scope, value),
        }
    }

    fn conditions(&mut self, file: &ParsedFile, scope: Scope<'_>, list: &[ast::Condition]) -> Option<Vec<Condition>> {
        let found: Vec<_> = list.iter().map(|condition| self.condition(file, scope, condition)).collect();
        found.into_iter().collect()
    }

    fn truth(&mut self, file: &ParsedFile, scope: Scope<'_>, value: &ast::Expression) -> Option<Condition> {
        let value = self.value(file, scope, value)?;
        match self.kind(&value) {
            None => self.settle(&value, Kind::Bool),
            Some(Kind::Bool) => {}
            Some(_) => {
                if !self.conflicting_use(file, &value, &Kind::Bool) {
                    let operand = self.operand(file, &value);
                    self.problem(KindProblem::NotACondition { operand });
                }
                return None;
            }
        }
        Some(Condition::Is(value.expression))
    }

    fn compare(
        &mut self,
        file: &ParsedFile,
        scope: Scope<'_>,
        left: &ast::Expression,
        comparison: Comparison,
        right: &ast::Expression,
        span: Span,
    ) -> Option<Condition> {
        if let Some(problem) = days_against_duration(file, left, comparison, right, span) {
            self.problem(problem);
            return None;
        }
        let value = self.value(file, scope, left);
        if let Some(value) = &value {
            self.quoted(file, scope, value, right)?;
        }
        let (left, right) = (value, self.value(file, scope, right));
        let (left, right) = (left?, right?);
        if matches!(comparison, Comparison::Equal | Comparison::NotEqual) {
            self.equal(file, &left, &right)?;
            if comparison == Comparison::Equal && left.slot.is_some() {
                self.doubt(file, &right);
            }
        } else {
            self.ordered(file, &left, &right, span)?;
        }
        Some(Condition::Compare(left.expression, self::comparison(comparison), right.expression))
    }

    fn one_of(
        &mut self,
        file: &ParsedFile,
        scope: Scope<'_>,
        value: &ast::Expression,
        list: &[ast::Expression],
    ) -> Option<Condition> {
        let value = self.value(file, scope, value);
        let mut found: Vec<Option<Expression>> = Vec::with_capacity(list.len());
        for item in list {
            found.push(self.item(file, scope, value.as_ref(), item));
        }
        Some(Condition::OneOf(value?.expression, found.into_iter().collect::<Option<_>>()?))
    }

    /// One of the values in the brackets of `in`.
    fn item(
        &mut self,
        file: &ParsedFile,
        scope: Scope<'_>,
        value: Option<&Typed>,
        item: &ast::Expression,
    ) -> Option<Expression> {
        if let Some(value) = value {
            self.quoted(file, scope, value, item)?;
        }
        let item = self.value(file, scope, item)?;
        let value = value?;
        self.equal(file, value, &item)?;
        if value.slot.is_some() {
            self.doubt(file, &item);
        }
        Some(item.expression)
    }

    /// Two values that may be equal: of one type, and a text among the choices.
    pub(super) fn equal(&mut self, file: &ParsedFile, left: &Typed, right: &Typed) -> Option<()> {
        match (self.shape(left), self.shape(right)) {
            (None, None) => self.join(file, left, right, None),
            (Some(shape), None) => self.settle(right, shape),
            (None, Some(shape)) => self.settle(left, shape),
            (Some(one), Some(other)) if alike(&one, &other) => {
                self.chosen(file, left, right)?;
                self.chosen(file, right, left)?;
            }
            (Some(one), Some(other)) => {
                self.mismatch(file, (left, &one), (right, &other));
                return None;
            }
        }
        Some(())
    }

    /// Numbers, dates or times, which have an order.
    fn ordered(&mut self, file: &ParsedFile, left: &Typed, right: &Typed, span: Span) -> Option<()> {
        match (self.shape(left), self.shape(right)) {
            (None, None) => {
                self.join(file, left, right, Some((Need::Order, span)));
                return Some(());
            }
            (Some(kind), None) if has_order(&kind) => self.settle(right, kind),
            (None, Some(kind)) if has_order(&kind) => self.settle(left, kind),
            (Some(one), Some(other)) if one == other && has_order(&one) => {}
            (Some(one), Some(other)) if !alike(&one, &other) => {
                self.mismatch(file, (left, &one), (right, &other));
                return None;
            }
            (one, _) => {
                let operand = self.operand(file, if one.is_some() { left } else { right });
                self.problem(KindProblem::NoOrder { operand, span });
                return None;
            }
        }
        Some(())
    }

    fn mismatch(&mut self, file: &ParsedFile, left: (&Typed, &Kind), right: (&Typed, &Kind)) {
        if self.conflicting_use(file, left.0, right.1) || self.conflicting_use(file, right.0, left.1) {
            return;
        }
        let instead = unquoted(left.0, right.1).or_else(|| unquoted(right.0, left.1));
        let instead = instead.or_else(|| quoted(left, right.1)).or_else(|| quoted(right, left.1));
        let instead = instead.or_else(|| year(file, left, right.0)).or_else(|| year(file, right, left.0));
        let (left, right) = (self.operand(file, left.0), self.operand(file, right.0));
        self.problem(KindProblem::Mismatch { left, right, instead });
    }

    /// A bare name that is no name but one of the choices it is compared with wants quotes.
    fn quoted(&mut self, file: &ParsedFile, scope: Scope<'_>, choice: &Typed, name: &ast::Expression) -> Option<()> {
        let (Some(Kind::Choice(choices)), ExpressionKind::Name(word)) = (self.kind(choice), &name.kind) else {
            return Some(());
        };
        if choices.contains(&word.text)
            && self.declared(scope, &word.text).is_none()
            && !self.has_parameter(file, &word.text)
        {
            let (name, span) = (word.text.clone(), word.span);
            self.problem(KindProblem::UnquotedChoice { name, span });
            return None;
        }
        Some(())
    }

    /// A written text compared with a choice is one of the choices.
    fn chosen(&mut self, file: &ParsedFile, of: &Typed, text: &Typed) -> Option<()> {
        let (Some(slot), Some(written)) = (of.slot, &text.text) else { return Some(()) };
        let Some(Kind::Choice(choices)) = self.names.kinds.kind(slot) else { return Some(()) };
        if choices.contains(written) {
            return Some(());
        }
        let found = self.nearest.find(written, choices.iter().map(String::as_str)).map(str::to_owned);
        let choices = choices.iter().take(SHOWN_CHOICES).cloned().collect();
        let operand = self.operand(file, of);
        let (text, span, declared) = (written.clone(), text.span, operand.known_from.map(|(span, _)| span));
        self.problem(KindProblem::NotAChoice { text, span, of: operand.text, choices, nearest: found, declared });
        None
    }
}

/// `a - b < 6 months`: a number of days against a duration.
fn days_against_duration(
    file: &ParsedFile,
    left: &ast::Expression,
    comparison: Comparison,
    right: &ast::Expression,
    span: Span,
) -> Option<KindProblem> {
    let (difference, duration, sign) = match (&left.kind, &right.kind) {
        (ExpressionKind::Arithmetic(..), ExpressionKind::Duration(_)) => (left, right, turned(comparison)),
        (ExpressionKind::Duration(_), ExpressionKind::Arithmetic(..)) => (right, left, comparison.sign()),
        _ => return None,
    };
    let ExpressionKind::Arithmetic(later, Operator::Subtract, earlier) = &difference.kind else { return None };
    if matches!(later.kind, ExpressionKind::Duration(_)) || matches!(earlier.kind, ExpressionKind::Duration(_)) {
        return None;
    }
    let [later, earlier, duration] = [later.span, earlier.span, duration.span].map(|span| shown(file, span));
    Some(KindProblem::DaysAgainstDuration { span, instead: format!("{earlier} + {duration} {sign} {later}") })
}

/// The comparison from right to left.
const fn turned(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Equal => "=",
        Comparison::NotEqual => "!=",
        Comparison::Less => ">",
        Comparison::LessOrEqual => ">=",
        Comparison::Greater => "<",
        Comparison::GreaterOrEqual => "<=",
    }
}

/// A text in quotes that would be right without them.
fn unquoted(text: &Typed, wanted: &Kind) -> Option<(Span, String)> {
    let Expression::Text(written) = &text.expression else { return None };
    let value = rulebook::Value::read(written, wanted)?;
    (!matches!(wanted, Kind::Text | Kind::Choice(_))).then(|| (text.span, value.to_string()))
}

/// A number that would be right in quotes.
fn quoted(number: (&Typed, &Kind), wanted: &Kind) -> Option<(Span, String)> {
    let Expression::Number(written) = &number.0.expression else { return None };
    matches!(wanted, Kind::Text | Kind::Choice(_)).then(|| (number.0.span, format!("\"{written}\"")))
}

/// A date compared with the number of a year.
fn year(file: &ParsedFile, date: (&Typed, &Kind), number: &Typed) -> Option<(Span, String)> {
    let Expression::Number(written) = &number.expression else { return None };
    let name = matches!(
        date.0.expression,
        Expression::Field(_)
            | Expression::Attribute(_)
            | Expression::RecordDate
            | Expression::ParentAttribute(_)
            | Expression::Trigger(_)
            | Expression::Period(_)
            | Expression::Opened
            | Expression::Closed
    );
    let year = written.is_integer() && (Decimal::from(1900)..Decimal::from(2200)).contains(written);
    (*date.1 == Kind::Date && name && year).then(|| (date.0.span, format!("{}.year", file.source.slice(date.0.span))))
}

const fn has_order(kind: &Kind) -> bool {
    matches!(kind, Kind::Number | Kind::Date | Kind::Time)
}

const fn comparison(comparison: Comparison) -> rulebook::Comparison {
    match comparison {
        Comparison::Equal => rulebook::Comparison::Equal,
        Comparison::NotEqual => rulebook::Comparison::NotEqual,
        Comparison::Less => rulebook::Comparison::Less,
        Comparison::LessOrEqual => rulebook::Comparison::LessOrEqual,
        Comparison::Greater => rulebook::Comparison::Greater,
        Comparison::GreaterOrEqual => rulebook::Comparison::GreaterOrEqual,
    }
}
