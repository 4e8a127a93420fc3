//! The canonical sentence: English keywords, declared names, single spaces, no modifiers (LANGUAGE.md section 2). It is
//! the id of a rule without one, and it parses back to the same tree.

use std::borrow::Cow;
use std::fmt::Write as _;

use rustc_hash::FxHashMap;

use super::condition::sign;
use super::declaration::Names;
use crate::syntax::ast::{
    Amount, Bound, Condition, ConditionKind, DatePart, DayInPeriod, Duration, Expression, ExpressionKind, Literal,
    Moment, Operator, Sentence, When, Who, Word,
};
use crate::syntax::{opens_statement, written_column, written_member, written_name};

/// The declared names behind the written ones.
pub trait Naming {
    /// Of a category.
    fn category<'n>(&'n self, word: &'n Word) -> &'n str;
    /// Of an activity, or of a date of the register.
    fn moment<'n>(&'n self, word: &'n Word) -> &'n str;
    /// Of an attribute.
    fn attribute<'n>(&'n self, word: &'n Word) -> &'n str;
    /// Of a field of an activity.
    fn field<'n>(&'n self, activity: &Word, word: &'n Word) -> &'n str;
}

/// Names as they are written.
#[derive(Debug, Clone, Copy, Default)]
pub struct AsWritten;

impl Naming for AsWritten {
    fn category<'n>(&'n self, word: &'n Word) -> &'n str {
        &word.text
    }

    fn moment<'n>(&'n self, word: &'n Word) -> &'n str {
        &word.text
    }

    fn attribute<'n>(&'n self, word: &'n Word) -> &'n str {
        &word.text
    }

    fn field<'n>(&'n self, _: &Word, word: &'n Word) -> &'n str {
        &word.text
    }
}

impl Naming for Names {
    fn category<'n>(&'n self, word: &'n Word) -> &'n str {
        self.categories.get(&word.text).map_or(&word.text, |index| self.categories.name(index))
    }

    fn moment<'n>(&'n self, word: &'n Word) -> &'n str {
        match self.activities.get(&word.text) {
            Some(index) => self.activities.name(index),
            None => self.attribute(word),
        }
    }

    fn attribute<'n>(&'n self, word: &'n Word) -> &'n str {
        self.attributes.get(&word.text).map_or(&word.text, |index| self.attributes.name(index))
    }

    fn field<'n>(&'n self, activity: &Word, word: &'n Word) -> &'n str {
        let fields = self.activities.get(&activity.text).and_then(|index| self.fields.get(index));
        let found = fields.and_then(|fields| fields.names.get(&word.text).map(|index| fields.names.name(index)));
        found.unwrap_or(&word.text)
    }
}

/// The canonical form of a sentence.
#[must_use]
pub fn sentence(sentence: &Sentence, naming: &dyn Naming) -> String {
    sentence_with(sentence, naming, &mut Spelling::default())
}

/// The same for many sentences, which share most of their names.
pub(super) fn sentence_with(sentence: &Sentence, naming: &dyn Naming, spelling: &mut Spelling) -> String {
    let mut writer = Writer { out: String::new(), naming, spelling, scope: None };
    writer.sentence(sentence);
    writer.out
}

/// Which names need backticks, asked of the grammar once each.
#[derive(Debug, Default)]
pub(super) struct Spelling {
    names: FxHashMap<String, bool>,
    columns: FxHashMap<String, bool>,
    members: FxHashMap<String, bool>,
}

/// Writes a name, in backticks where the grammar asks for them.
fn write_name(out: &mut String, known: &mut FxHashMap<String, bool>, name: &str, written: fn(&str) -> Cow<'_, str>) {
    let bare = match known.get(name) {
        Some(bare) => *bare,
        None => {
            let bare = matches!(written(name), Cow::Borrowed(_));
            known.insert(name.to_owned(), bare);
            bare
        }
    };
    if bare {
        out.push_str(name);
    } else {
        let _ = write!(out, "`{name}`");
    }
}

struct Writer<'a> {
    out: String,
    naming: &'a dyn Naming,
    spelling: &'a mut Spelling,
    /// The activity whose fields bare names are; `None` for attributes.
    scope: Option<&'a Word>,
}

/// How tightly an operator binds its operands; more binds tighter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tightness {
    Or,
    And,
    Not,
    Comparison,
    Sum,
    Product,
    Sign,
}

impl<'a> Writer<'a> {
    /// One space after what stands before, if anything does.
    fn gap(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with(' ') {
            self.out.push(' ');
        }
    }

    fn word(&mut self, word: &str) {
        self.gap();
        self.out.push_str(word);
    }

    /// A name of a sentence; the first must not look like the opening of a declaration.
    fn name(&mut self, name: &str) {
        if self.out.is_empty() && opens_statement(name) {
            let _ = write!(self.out, "`{name}`");
        } else {
            self.gap();
            write_name(&mut self.out, &mut self.spelling.names, name, written_name);
        }
    }

    fn column(&mut self, name: &str) {
        self.gap();
        write_name(&mut self.out, &mut self.spelling.columns, name, written_column);
    }

    fn its(&mut self, name: &str) {
        self.word("its.");
        write_name(&mut self.out, &mut self.spelling.members, name, written_member);
    }

    fn sentence(&mut self, sentence: &'a Sentence) {
        self.who(&sentence.who);
        self.when(&sentence.when);
        if let Some(quantity) = &sentence.quantity {
            self.bound(&quantity.bound);
        }
        let activity = self.naming.moment(&sentence.activity).to_owned();
        self.name(&activity);
        self.scope = Some(&sentence.activity);
        for (keyword, condition) in [("where", &sentence.filter), ("require", &sentence.require)] {
            if let Some(condition) = condition {
                self.word(keyword);
                self.condition(condition, Tightness::Or);
            }
        }
        for (index, word) in sentence.matching.iter().enumerate() {
            if index == 0 {
                self.word("matching");
            } else {
                self.out.push(',');
            }
            let field = self.naming.field(&sentence.activity, word).to_owned();
            self.column(&field);
        }
    }

    fn who(&mut self, who: &'a Who) {
        for (index, category) in who.categories.iter().enumerate() {
            if index > 0 {
                self.word("or");
            }
            let name = self.naming.category(category).to_owned();
            self.name(&name);
        }
        for (index, category) in who.except.iter().enumerate() {
            if index == 0 {
                self.word("except");
            } else {
                self.out.push(',');
            }
            let name = self.naming.category(category).to_owned();
            self.name(&name);
        }
        if let Some(with) = &who.with {
            self.scope = None;
            self.word("with");
            self.condition(with, Tightness::Or);
        }
    }

    fn when(&mut self, when: &'a When) {
        match when {
            When::Every { duration, from } => {
                self.word("every");
                self.duration(duration);
                if let Some(moment) = from {
                    self.word("from");
                    self.moment(moment);
                }
            }
            When::Each { unit, window } => {
                self.word("each");
                self.word(unit.keyword());
                if let Some(window) = window {
                    match window.from {
                        Some(from) => {
                            self.word("from");
                            self.day_in_period(from);
                            self.word("to");
                        }
                        None => self.word("by"),
                    }
                    self.day_in_period(window.to);
                }
            }
            When::By(moment) => {
                self.word("by");
                self.moment(moment);
            }
            When::After { moment, within } => {
                self.word("after");
                self.moment(moment);
                self.word("within");
                self.duration(within);
            }
            When::Before { moment, within } => {
                self.word("before");
                self.moment(moment);
                match within {
                    Some(within) => {
                        self.word("within");
                        self.duration(within);
                    }
                    None => self.word("ever"),
                }
            }
            When::Never => self.word("never"),
            When::Whenever => self.word("whenever"),
        }
    }

    fn day_in_period(&mut self, day: DayInPeriod) {
        match day {
            DayInPeriod::MonthDay(month, day) => self.word(&format!("{month:02}-{day:02}")),
            DayInPeriod::Nth(day) => self.word(&format!("day {day}")),
        }
    }

    fn moment(&mut self, moment: &'a Moment) {
        match moment {
            Moment::Date(day, _) => self.word(&day.to_string()),
            Moment::Attribute(name) => {
                let written = self.naming.attribute(name).to_owned();
                self.its(&written);
            }
            Moment::Named { name, filter } => {
                let written = self.naming.moment(name).to_owned();
                self.name(&written);
                if let Some(filter) = filter {
                    self.scope = Some(name);
                    self.word("( where");
                    self.condition(filter, Tightness::Or);
                    self.word(")");
                }
            }
        }
    }

    fn bound(&mut self, bound: &Bound) {
        match bound {
            Bound::AtLeast(amount) => {
                self.word("at least");
                self.amount(amount);
            }
            Bound::AtMost(amount) => {
                self.word("at most");
                self.amount(amount);
            }
            Bound::Exactly(amount) => {
                self.word("exactly");
                self.amount(amount);
            }
            Bound::Between(low, high) => {
                self.amount(low);
                self.word("to");
                self.amount(high);
            }
        }
    }

    fn amount(&mut self, amount: &Amount) {
        match amount {
            Amount::Number(number) => self.word(&number.normalize().to_string()),
            Amount::Attribute(word) => {
                let name = self.naming.attribute(word).to_owned();
                self.its(&name);
            }
            Amount::Parameter(word) => self.name(&word.text),
        }
    }

    fn duration(&mut self, duration: &Duration) {
        self.amount(&duration.amount);
        let one = matches!(&duration.amount, Amount::Number(number) if *number == rust_decimal::Decimal::ONE);
        self.word(if one { duration.unit.singular() } else { duration.unit.plural() });
    }

    fn condition(&mut self, condition: &'a Condition, least: Tightness) {
        let own = tightness(&condition.kind);
        if own < least {
            self.word("(");
            self.condition(condition, Tightness::Or);
            self.word(")");
            return;
        }
        match &condition.kind {
            ConditionKind::And(list) => self.list(list, "and", Tightness::Not),
            ConditionKind::Or(list) => self.list(list, "or", Tightness::And),
            ConditionKind::Not(inner) => {
                self.word("not");
                self.condition(inner, Tightness::Not);
            }
            ConditionKind::Compare(left, comparison, right) => {
                self.value(left, Tightness::Sum);
                self.word(sign(*comparison));
                self.value(right, Tightness::Sum);
            }
            ConditionKind::In(value, list) => {
                self.value(value, Tightness::Sum);
                self.word("in (");
                for (index, item) in list.iter().enumerate() {
                    if index > 0 {
                        self.out.push(',');
                    }
                    self.value(item, Tightness::Sum);
                }
                self.word(")");
            }
            ConditionKind::Contains(text, part) => {
                self.value(text, Tightness::Sum);
                self.word("contains");
                self.value(part, Tightness::Sum);
            }
            ConditionKind::Present(value) => {
                self.value(value, Tightness::Sum);
                self.word("present");
            }
            ConditionKind::Missing(value) => {
                self.value(value, Tightness::Sum);
                self.word("missing");
            }
            ConditionKind::Is(value) => self.value(value, Tightness::Sum),
        }
    }

    fn list(&mut self, list: &'a [Condition], keyword: &str, least: Tightness) {
        for (index, condition) in list.iter().enumerate() {
            if index > 0 {
                self.word(keyword);
            }
            self.condition(condition, least);
        }
    }

    fn value(&mut self, value: &'a Expression, least: Tightness) {
        let own = match &value.kind {
            ExpressionKind::Arithmetic(_, Operator::Add | Operator::Subtract, _) => Tightness::Sum,
            ExpressionKind::Arithmetic(..) => Tightness::Product,
            _ => Tightness::Sign,
        };
        if own < least {
            self.word("(");
            self.value(value, Tightness::Sum);
            self.word(")");
            return;
        }
        match &value.kind {
            ExpressionKind::Literal(literal) => self.literal(literal),
            ExpressionKind::Name(word) => {
                let name = match self.scope {
                    Some(activity) => self.naming.field(activity, word),
                    None => self.naming.attribute(word),
                };
                let name = name.to_owned();
                self.column(&name);
            }
            ExpressionKind::Attribute(word) => {
                let name = self.naming.attribute(word).to_owned();
                self.its(&name);
            }
            ExpressionKind::Date => self.word("date"),
            ExpressionKind::Part(of, part) => {
                self.value(of, Tightness::Sign);
                self.out.push_str(match part {
                    DatePart::Year => ".year",
                    DatePart::Month => ".month",
                    DatePart::Day => ".day",
                });
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
            ExpressionKind::Duration(duration) => self.duration(duration),
        }
    }

    fn literal(&mut self, literal: &Literal) {
        match literal {
            Literal::Number(number) => self.word(&number.normalize().to_string()),
            Literal::Text(text) => {
                let (open, close) = if !text.contains('"') {
                    ('"', '"')
                } else if text.contains('”') {
                    ('「', '」')
                } else {
                    ('“', '”')
                };
                self.gap();
                let _ = write!(self.out, "{open}{text}{close}");
            }
            Literal::Date(day) => self.word(&day.to_string()),
            Literal::Bool(truth) => self.word(if *truth { "true" } else { "false" }),
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
