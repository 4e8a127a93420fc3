//! Conditions and values: what binds tighter, and the limit on depth.
//!
//! `or` < `and` < `not` < comparisons, `in`, `contains`, `present`, `missing` < `+ -` < `* /` < `-` in front.

use std::iter::Peekable;

use pest::iterators::{Pair, Pairs};

use super::literal::{is_true, unquoted};
use super::{DEEPEST, Lowering};
use crate::syntax::ast::{
    Amount, AmountSource, Comparison, Condition, ConditionKind, DatePart, Expression, ExpressionKind, Literal,
    Operator, Word,
};
use crate::syntax::grammar::Rule;
use crate::syntax::problem::{Form, Problem};
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

    /// A field, `its.N`, `date`, their `.year`, and a duration counted by one of them.
    fn reference(&mut self, pair: Pair<'_, Rule>) -> Option<Expression> {
        let span = self.span(&pair);
        let mut parts = pair.into_inner().peekable();
        let first = parts.next()?;
        let first_span = self.span(&first);
        let first_text = first.as_str();
        let kind = match first.as_rule() {
            Rule::trigger => return self.unsupported(&first, Form::Trigger),
            Rule::period => return self.unsupported(&first, Form::Period),
            Rule::its => {
                let attribute = self.attribute_name(first)?;
                ExpressionKind::Attribute(attribute)
            }
            _ if matches!(first_text, "date" | "日期") => ExpressionKind::Date,
            _ => ExpressionKind::Name(self.register_name(&first)),
        };
        let mut value = Expression { kind, span: first_span };
        while let Some(part) = parts.next_if(|part| part.as_rule() == Rule::part) {
            let whole = first_span.to(self.span(&part));
            let name = part.clone().into_inner().next()?;
            let date_part = match name.as_str() {
                // The parts of a date are numbers, which have none.
                _ if matches!(value.kind, ExpressionKind::Part(..)) => {
                    let number = Word { text: String::new(), span };
                    self.unknown_part(&part, &number);
                    return None;
                }
                "year" | "年" => DatePart::Year,
                "month" | "月" => DatePart::Month,
                "day" | "日" => DatePart::Day,
                _ => {
                    let owner = match &value.kind {
                        ExpressionKind::Attribute(word) => word.clone(),
                        _ => Word { text: String::new(), span },
                    };
                    self.unknown_part(&part, &owner);
                    return None;
                }
            };
            value = Expression { kind: ExpressionKind::Part(Box::new(value), date_part), span: whole };
        }
        let Some(unit) = parts.next() else { return Some(value) };
        let amount = match value.kind {
            ExpressionKind::Name(word) => Amount::Parameter(word),
            ExpressionKind::Attribute(word) => {
                Amount::Read { from: AmountSource::Attribute(word), part: None, span: first_span }
            }
            _ => {
                self.problems.push(Problem::UnknownPart { span, part: unit.as_str().to_owned() });
                return None;
            }
        };
        let duration = self.duration_of(amount, first_text, &unit, span)?;
        Some(Expression { kind: ExpressionKind::Duration(duration), span })
    }

    /// `.x` behind something that has no such part; behind `its.parent` it is the parent's attribute.
    pub(super) fn unknown_part(&mut self, part: &Pair<'_, Rule>, owner: &Word) {
        let span = self.span(part);
        let typed = part.as_str().trim_start_matches('.').to_owned();
        self.problems.push(if matches!(owner.text.as_str(), "parent" | "上级") {
            Problem::Unsupported { span: owner.span.to(span), form: Form::ItsParent }
        } else {
            Problem::UnknownPart { span, part: typed }
        });
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
