//! Conditions and values: what binds tighter, and the limit on depth.
//!
//! `or` < `and` < `not` < comparisons, `in`, `contains`, `present`, `missing` < `+ -` < `* /` < `-` in front.

use std::iter::Peekable;

use pest::iterators::{Pair, Pairs};

use super::literal::{is_true, unquoted};
use super::{DEEPEST, Lowering};
use crate::syntax::ast::{
    Amount, AmountSource, Comparison, Condition, ConditionKind, DatePart, Expression, ExpressionKind, Literal, Operator,
};
use crate::syntax::grammar::Rule;
use crate::syntax::problem::Problem;
use crate::text::Span;

const OR: u8 = 1;
const AND: u8 = 2;
const NOT: u8 = 3;
const COMPARE: u8 = 4;
const SUM: u8 = 5;
const PRODUCT: u8 = 6;
const SIGN: u8 = 7;

/// What a piece of a condition turns out to be.
enum Node {
    Condition(Condition),
    Value(Expression),
}

impl Node {
    fn span(&self) -> Span {
        match self {
            Self::Condition(condition) => condition.span,
            Self::Value(value) => value.span,
        }
    }

    fn condition(self) -> Condition {
        match self {
            Self::Condition(condition) => condition,
            Self::Value(value) => Condition { span: value.span, kind: ConditionKind::Is(Box::new(value)) },
        }
    }
}

impl Lowering<'_> {
    /// The condition inside `where C`, `with C`, `require C`, `( where C )`.
    pub(super) fn condition_in(&mut self, pair: Pair<'_, Rule>) -> Option<Condition> {
        let condition = pair.into_inner().find(|part| part.as_rule() == Rule::condition)?;
        self.condition(condition, 0).map(Node::condition)
    }

    fn condition(&mut self, pair: Pair<'_, Rule>, depth: usize) -> Option<Node> {
        // Prefixes and arithmetic deepen the tree, one level each at most.
        let deepening = |part: &Pair<'_, Rule>| {
            let rule = part.as_rule();
            matches!(rule, Rule::not | Rule::minus | Rule::has | Rule::lacks) || arithmetic(rule).is_some()
        };
        let depth = depth + 1 + pair.clone().into_inner().filter(deepening).count();
        if depth > DEEPEST {
            let span = self.span(&pair);
            self.problems.push(Problem::TooDeep { span, limit: DEEPEST });
            return None;
        }
        self.climb(&mut pair.into_inner().peekable(), OR, depth)
    }

    /// Precedence climbing over the flat row; `lowest` is the loosest operator taken.
    fn climb(&mut self, row: &mut Peekable<Pairs<'_, Rule>>, lowest: u8, depth: usize) -> Option<Node> {
        let mut left = self.term(row, depth)?;
        // Whether `left` is an `and` or `or` made here, which a further one joins.
        let mut joined = None;
        while let Some(next) = row.peek() {
            let rule = next.as_rule();
            let strength = strength(rule);
            if strength < lowest {
                break;
            }
            let sign = row.next()?;
            left = match rule {
                Rule::present | Rule::missing | Rule::one_of => self.postfix(left, sign, depth)?,
                _ => {
                    let right = self.climb(row, strength + 1, depth)?;
                    let whole = left.span().to(right.span());
                    match rule {
                        Rule::and | Rule::or => {
                            let more = joined == Some(rule);
                            joined = Some(rule);
                            join(left, right, rule, more)
                        }
                        Rule::comparison | Rule::contains => self.compare(left, right, &sign, row)?,
                        _ => {
                            let operator = arithmetic(rule)?;
                            let (left, right) = (Box::new(self.value_of(left)?), Box::new(self.value_of(right)?));
                            Node::Value(Expression {
                                kind: ExpressionKind::Arithmetic(left, operator, right),
                                span: whole,
                            })
                        }
                    }
                }
            };
        }
        Some(left)
    }

    /// Operators in front, then an operand.
    fn term(&mut self, row: &mut Peekable<Pairs<'_, Rule>>, depth: usize) -> Option<Node> {
        let first = row.next()?;
        let rule = first.as_rule();
        if !matches!(rule, Rule::not | Rule::minus | Rule::has | Rule::lacks) {
            return self.operand(first, depth);
        }
        let start = self.span(&first);
        let inner = self.climb(row, if rule == Rule::not { NOT } else { SIGN }, depth)?;
        let span = start.to(inner.span());
        if rule == Rule::not {
            let kind = ConditionKind::Not(Box::new(inner.condition()));
            return Some(Node::Condition(Condition { kind, span }));
        }
        let value = Box::new(self.value_of(inner)?);
        let condition = |kind| Some(Node::Condition(Condition { kind, span }));
        match rule {
            Rule::has => condition(ConditionKind::Present(value)),
            Rule::lacks => condition(ConditionKind::Missing(value)),
            _ => Some(Node::Value(Expression { kind: ExpressionKind::Negative(value), span })),
        }
    }

    fn postfix(&mut self, left: Node, sign: Pair<'_, Rule>, depth: usize) -> Option<Node> {
        let span = left.span().to(self.span(&sign));
        let value = Box::new(self.value_of(left)?);
        let kind = match sign.as_rule() {
            Rule::present => ConditionKind::Present(value),
            Rule::missing => ConditionKind::Missing(value),
            _ => {
                let mut items = Vec::new();
                for item in sign.into_inner().filter(|item| item.as_rule() == Rule::condition) {
                    let item = self.condition(item, depth)?;
                    items.push(self.value_of(item)?);
                }
                ConditionKind::In(value, items)
            }
        };
        Some(Node::Condition(Condition { kind, span }))
    }

    fn compare(
        &mut self,
        left: Node,
        right: Node,
        sign: &Pair<'_, Rule>,
        row: &mut Peekable<Pairs<'_, Rule>>,
    ) -> Option<Node> {
        let span = left.span().to(right.span());
        if let Some(second) = row.peek().filter(|next| next.as_rule() == Rule::comparison) {
            let span = self.span(second);
            self.problems.push(Problem::ChainedComparison { span });
            return None;
        }
        let (left, right) = (Box::new(self.value_of(left)?), Box::new(self.value_of(right)?));
        let comparison = match sign.as_str() {
            "=" => Comparison::Equal,
            "!=" => Comparison::NotEqual,
            "<" => Comparison::Less,
            "<=" => Comparison::LessOrEqual,
            ">" => Comparison::Greater,
            ">=" => Comparison::GreaterOrEqual,
            _ => return Some(Node::Condition(Condition { kind: ConditionKind::Contains(left, right), span })),
        };
        Some(Node::Condition(Condition { kind: ConditionKind::Compare(left, comparison, right), span }))
    }

    /// A value, where a condition may not stand.
    fn value_of(&mut self, node: Node) -> Option<Expression> {
        match node {
            Node::Value(value) => Some(value),
            Node::Condition(Condition { kind: ConditionKind::Is(value), .. }) => Some(*value),
            Node::Condition(condition) => {
                self.problems.push(Problem::ConditionAsValue { span: condition.span });
                None
            }
        }
    }

    fn operand(&mut self, pair: Pair<'_, Rule>, depth: usize) -> Option<Node> {
        let span = self.span(&pair);
        let kind = match pair.as_rule() {
            Rule::group => return self.condition(pair.into_inner().next()?, depth),
            Rule::text => ExpressionKind::Literal(Literal::Text(unquoted(pair.as_str()))),
            Rule::date => ExpressionKind::Literal(Literal::Date(self.date(&pair)?)),
            Rule::bool => ExpressionKind::Literal(Literal::Bool(is_true(pair))),
            Rule::measure => self.measure(pair)?,
            _ => return self.reference(pair).map(Node::Value),
        };
        Some(Node::Value(Expression { kind, span }))
    }

    /// A number, `N%`, a duration.
    fn measure(&mut self, pair: Pair<'_, Rule>) -> Option<ExpressionKind> {
        let span = self.span(&pair);
        let mut parts = pair.into_inner();
        let number = parts.next()?;
        let value = self.number(&number)?;
        match parts.next() {
            None => Some(ExpressionKind::Literal(Literal::Number(value))),
            Some(sign) if sign.as_rule() == Rule::percent => {
                Some(ExpressionKind::Literal(Literal::Number(self.percent(value, span)?)))
            }
            Some(unit) => {
                self.duration_of(Amount::Number(value), number.as_str(), &unit, span).map(ExpressionKind::Duration)
            }
        }
    }

    /// A field, `its.N`, `trigger.F`, `period.to`, `date`, their `.year`, and a duration counted by one of them.
    fn reference(&mut self, pair: Pair<'_, Rule>) -> Option<Expression> {
        let span = self.span(&pair);
        let typed = pair.as_str();
        let mut parts = pair.into_inner().peekable();
        let first = parts.next()?;
        let first_span = self.span(&first);
        let kind = match first.as_rule() {
            Rule::its | Rule::trigger | Rule::period => match self.source(first, &mut parts)? {
                AmountSource::Attribute(word) => ExpressionKind::Attribute(word),
                AmountSource::ParentAttribute(word) => ExpressionKind::ParentAttribute(word),
                AmountSource::Trigger(word) => ExpressionKind::Trigger(word),
                AmountSource::Period(end) => ExpressionKind::Period(end),
            },
            _ if matches!(first.as_str(), "date" | "日期") => ExpressionKind::Date,
            _ => ExpressionKind::Name(self.register_name(&first)),
        };
        let whole = match &kind {
            ExpressionKind::ParentAttribute(word) => word.span,
            _ => first_span,
        };
        let mut value = Expression { kind, span: whole };
        while let Some(part) = parts.next_if(|part| part.as_rule() == Rule::part) {
            let whole = first_span.to(self.span(&part));
            // The parts of a date are numbers, which have none.
            if matches!(value.kind, ExpressionKind::Part(..)) {
                self.unknown_part(&part);
                return None;
            }
            let date_part = self.date_part(&part)?;
            value = Expression { kind: ExpressionKind::Part(Box::new(value), date_part), span: whole };
        }
        let Some(unit) = parts.next() else { return Some(value) };
        let amount_span = value.span;
        let Some(amount) = amount(value, None) else {
            self.problems.push(Problem::UnknownPart { span, part: unit.as_str().to_owned() });
            return None;
        };
        let amount_text = typed.strip_suffix(unit.as_str()).unwrap_or(typed).trim_end().to_owned();
        let duration = self.duration_of(at(amount, amount_span), &amount_text, &unit, span)?;
        Some(Expression { kind: ExpressionKind::Duration(duration), span })
    }
}

/// The value as the number of a duration; `None` where it can be none.
fn amount(value: Expression, part: Option<DatePart>) -> Option<Amount> {
    let span = value.span;
    let from = match value.kind {
        ExpressionKind::Name(word) if part.is_none() => return Some(Amount::Parameter(word)),
        ExpressionKind::Attribute(word) => AmountSource::Attribute(word),
        ExpressionKind::ParentAttribute(word) => AmountSource::ParentAttribute(word),
        ExpressionKind::Trigger(word) => AmountSource::Trigger(word),
        ExpressionKind::Period(end) => AmountSource::Period(end),
        ExpressionKind::Part(value, part) => return amount(*value, Some(part)),
        _ => return None,
    };
    Some(Amount::Read { from, part, span })
}

/// The amount, standing here.
fn at(amount: Amount, span: Span) -> Amount {
    match amount {
        Amount::Read { from, part, .. } => Amount::Read { from, part, span },
        other => other,
    }
}

/// How tight an operator behind an operand binds.
const fn strength(rule: Rule) -> u8 {
    match rule {
        Rule::or => OR,
        Rule::and => AND,
        Rule::plus | Rule::spaced_minus => SUM,
        Rule::times | Rule::divided => PRODUCT,
        _ => COMPARE,
    }
}

const fn arithmetic(rule: Rule) -> Option<Operator> {
    Some(match rule {
        Rule::plus => Operator::Add,
        Rule::spaced_minus => Operator::Subtract,
        Rule::times => Operator::Multiply,
        Rule::divided => Operator::Divide,
        _ => return None,
    })
}

/// `a and b`; with `more`, a further one of the same kind.
fn join(left: Node, right: Node, rule: Rule, more: bool) -> Node {
    let span = left.span().to(right.span());
    let right = right.condition();
    let parts = match left {
        Node::Condition(Condition { kind: ConditionKind::And(mut parts) | ConditionKind::Or(mut parts), .. })
            if more =>
        {
            parts.push(right);
            parts
        }
        left => vec![left.condition(), right],
    };
    let kind = if rule == Rule::and { ConditionKind::And(parts) } else { ConditionKind::Or(parts) };
    Node::Condition(Condition { kind, span })
}
