//! Conditions and values, with brackets only where the tree needs them.

use super::Writer;
use super::line::FINEST;
use crate::syntax::ast::{
    Condition, ConditionKind, DatePart, Expression, ExpressionKind, Literal, Operator, PeriodEnd,
};
use crate::text::Span;

/// How tightly an operator binds its operands; more binds tighter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tightness {
    Or,
    And,
    Not,
    Comparison,
    Sum,
    Product,
    Sign,
}

impl<'a> Writer<'a> {
    pub(super) fn condition(&mut self, condition: &'a Condition, least: Tightness) {
        if tightness(&condition.kind) < least {
            self.open();
            self.condition(condition, Tightness::Or);
            self.close();
            return;
        }
        match &condition.kind {
            ConditionKind::And(list) => self.joined(list, ("and", "且"), Tightness::Not),
            ConditionKind::Or(list) => self.joined(list, ("or", "或"), Tightness::And),
            ConditionKind::Not(inner) => {
                self.keyword("not", "非");
                self.condition(inner, Tightness::Not);
            }
            ConditionKind::Compare(left, comparison, right) => {
                self.value(left, Tightness::Sum);
                self.word(comparison.sign());
                self.value(right, Tightness::Sum);
            }
            ConditionKind::In(value, list) => {
                self.value(value, Tightness::Sum);
                self.keyword("in", "属于");
                self.open();
                for (index, item) in list.iter().enumerate() {
                    if index > 0 {
                        self.comma();
                        self.may_break(FINEST, item.span);
                    }
                    self.value(item, Tightness::Sum);
                }
                self.close();
            }
            ConditionKind::Contains(text, part) => {
                self.value(text, Tightness::Sum);
                self.keyword("contains", "含");
                self.value(part, Tightness::Sum);
            }
            ConditionKind::Present(value) => self.asked(value, ("present", "有")),
            ConditionKind::Missing(value) => self.asked(value, ("missing", "无")),
            ConditionKind::Is(value) => self.value(value, Tightness::Sum),
        }
    }

    fn joined(&mut self, list: &'a [Condition], keyword: (&str, &str), least: Tightness) {
        self.depth = self.depth.saturating_add(1);
        for (index, condition) in list.iter().enumerate() {
            if index > 0 {
                self.may_break_before_keyword(condition.span);
                self.keyword(keyword.0, keyword.1);
            }
            self.condition(condition, least);
        }
        self.depth = self.depth.saturating_sub(1);
    }

    /// English asks behind the value, Chinese before it.
    fn asked(&mut self, value: &'a Expression, keyword: (&str, &str)) {
        if self.chinese() {
            self.word(keyword.1);
            self.value(value, Tightness::Sign);
        } else {
            self.value(value, Tightness::Sum);
            self.word(keyword.0);
        }
    }

    fn value(&mut self, value: &'a Expression, least: Tightness) {
        let own = match &value.kind {
            ExpressionKind::Arithmetic(_, Operator::Add | Operator::Subtract, _) => Tightness::Sum,
            ExpressionKind::Arithmetic(..) => Tightness::Product,
            _ => Tightness::Sign,
        };
        if own < least {
            // A minus wants a space behind it.
            self.keyword("(", "（");
            self.value(value, Tightness::Sum);
            self.close();
            return;
        }
        match &value.kind {
            ExpressionKind::Literal(literal) => self.literal(literal, value.span),
            ExpressionKind::Name(word) => {
                let name = match &self.fields {
                    Some(activities) => self.naming.field(activities, word),
                    None => self.naming.attribute(word),
                };
                let name = self.register_name(name);
                self.column(&name);
            }
            ExpressionKind::Attribute(word) => self.its(word),
            ExpressionKind::ParentAttribute(word) => self.its_parent(word),
            ExpressionKind::Trigger(word) => self.of_trigger(word),
            ExpressionKind::Period(end) => self.period(*end),
            ExpressionKind::Date => self.keyword("date", "日期"),
            ExpressionKind::Part(of, part) => {
                self.value(of, Tightness::Sign);
                self.part(*part);
            }
            ExpressionKind::Arithmetic(left, operator, right) => {
                let (sign, left_least, right_least) = match operator {
                    Operator::Add => ("+", Tightness::Sum, Tightness::Product),
                    Operator::Subtract => ("-", Tightness::Sum, Tightness::Product),
                    Operator::Multiply => ("*", Tightness::Product, Tightness::Sign),
                    Operator::Divide => ("/", Tightness::Product, Tightness::Sign),
                };
                self.value(left, left_least);
                self.word(sign);
                self.value(right, right_least);
            }
            ExpressionKind::Negative(of) => {
                self.word("-");
                self.value(of, Tightness::Sign);
            }
            ExpressionKind::Duration(duration) => self.duration("", duration, ""),
        }
    }

    pub(super) fn period(&mut self, end: PeriodEnd) {
        self.keyword("period", "本期");
        self.out.push_str(match end {
            PeriodEnd::From => self.language.either(".from", ".起"),
            PeriodEnd::To => self.language.either(".to", ".止"),
        });
    }

    pub(super) fn part(&mut self, part: DatePart) {
        self.out.push_str(match part {
            DatePart::Year => self.language.either(".year", ".年"),
            DatePart::Month => self.language.either(".month", ".月"),
            DatePart::Day => self.language.either(".day", ".日"),
        });
    }

    pub(super) fn literal(&mut self, literal: &Literal, place: Span) {
        match literal {
            Literal::Number(number) => {
                let number = self.measured(*number, place);
                self.word(&number);
            }
            Literal::Text(text) => self.text(text),
            Literal::Date(day) => self.word(&day.to_string()),
            Literal::Bool(true) => self.keyword("true", "是"),
            Literal::Bool(false) => self.keyword("false", "否"),
        }
    }
}

const fn tightness(kind: &ConditionKind) -> Tightness {
    match kind {
        ConditionKind::Or(_) => Tightness::Or,
        ConditionKind::And(_) => Tightness::And,
        ConditionKind::Not(_) => Tightness::Not,
        _ => Tightness::Comparison,
    }
}
