//! Conditions as text (docs/language.md sections 11 and 12).

use super::model::{Comparison, Condition, Operator, Term, Value};
use super::text::Writer;
use super::wording::{chinese_unit, english_unit, quoted_if_needed};

impl Writer<'_> {
    pub fn condition(&mut self, condition: &Condition) -> String {
        match condition {
            Condition::Compare(left, comparison, right) => {
                let (left, right) = (self.term(left), self.term(right));
                format!("{left} {} {right}", sign(*comparison))
            }
            Condition::In(term, values) => {
                let left = self.term(term);
                let mut listed = Vec::new();
                for value in values {
                    listed.push(self.value(value));
                }
                let list = listed.join(&self.voice.comma());
                let list = if self.voice.chinese() { format!("（{list}）") } else { format!("({list})") };
                format!("{left} {} {list}", self.voice.word("in", "属于"))
            }
            Condition::Contains(term, part) => {
                let (left, part) = (self.term(term), self.voice.text(part));
                format!("{left} {} {part}", self.voice.word("contains", "含"))
            }
            Condition::Present(term) => self.presence(term, "present", "有"),
            Condition::Missing(term) => self.presence(term, "missing", "无"),
            Condition::Not(inner) => {
                let inner = self.condition(inner);
                let inner = self.voice.bracketed(&inner);
                format!("{} {inner}", self.voice.word("not", "非"))
            }
            Condition::And(left, right) => {
                let (left, right) = (self.grouped(left), self.grouped(right));
                format!("{left} {} {right}", self.voice.word("and", "且"))
            }
            Condition::Or(left, right) => {
                let (left, right) = (self.grouped(left), self.grouped(right));
                format!("{left} {} {right}", self.voice.word("or", "或"))
            }
        }
    }

    /// Parts of and, or and not in brackets, so that no reader of the text has to know which binds tighter.
    pub fn grouped(&mut self, condition: &Condition) -> String {
        let inner = self.condition(condition);
        match condition {
            Condition::Not(_) | Condition::And(..) | Condition::Or(..) => self.voice.bracketed(&inner),
            _ => inner,
        }
    }

    /// English puts the word behind the name, Chinese before it.
    fn presence(&mut self, term: &Term, english: &str, chinese: &str) -> String {
        let name = self.term(term);
        if self.voice.chinese() { format!("{chinese} {name}") } else { format!("{name} {english}") }
    }

    fn term(&mut self, term: &Term) -> String {
        match term {
            Term::Literal(value) => self.value(value),
            Term::Percent(number) => format!("{number}%"),
            Term::Field(name) | Term::Parameter(name) => quoted_if_needed(name),
            // In `with C` the bound subject's attributes may stand bare.
            Term::Attribute(name) if self.about_subject && self.voice.one_in(2) => quoted_if_needed(name),
            Term::Attribute(name) => format!("{}.{name}", self.voice.word("its", "主体")),
            Term::ParentAttribute(name) => self.voice.word(&format!("its.parent.{name}"), &format!("主体.上级.{name}")),
            Term::Trigger(name) => format!("{}.{name}", self.voice.word("trigger", "触发")),
            Term::Period(edge) => self.period(*edge),
            Term::Opened => self.voice.word("opened", "成立日期"),
            Term::Closed => self.voice.word("closed", "注销日期"),
            Term::Date => self.voice.word("date", "日期"),
            Term::Part(inner, part) => {
                let part = self.part(*part);
                format!("{}.{part}", self.term(inner))
            }
            Term::Arithmetic(left, operator, right) => {
                let (left, right) = (self.term(left), self.term(right));
                let operator = match operator {
                    Operator::Add => "+",
                    Operator::Subtract => "-",
                    Operator::Multiply => "*",
                    Operator::Divide => "/",
                };
                format!("{left} {operator} {right}")
            }
            Term::Shifted(inner, number, unit) => {
                let inner = self.term(inner);
                let operator = if *number < 0 { "-" } else { "+" };
                let size = number.unsigned_abs();
                if self.voice.chinese() {
                    format!("{inner} {operator} {size}{}", chinese_unit(*unit))
                } else {
                    format!("{inner} {operator} {size} {}", english_unit(*unit, size == 1))
                }
            }
        }
    }

    fn value(&mut self, value: &Value) -> String {
        match value {
            Value::Number(number) => number.to_string(),
            Value::Text(text) => self.voice.text(text),
            Value::Date(time) => self.voice.date(time.day),
            Value::Flag(true) => self.voice.word("true", "是"),
            Value::Flag(false) => self.voice.word("false", "否"),
        }
    }
}

fn sign(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Equal => "=",
        Comparison::NotEqual => "!=",
        Comparison::Less => "<",
        Comparison::LessOrEqual => "<=",
        Comparison::Greater => ">",
        Comparison::GreaterOrEqual => ">=",
    }
}
