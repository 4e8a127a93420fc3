//! Numbers and durations, and where they are read. In Chinese a written number stands glued to what is around it,
//! a name apart from it.

use rust_decimal::Decimal;

use super::Writer;
use crate::syntax::ast::{Amount, AmountSource, Duration, Word};

impl<'a> Writer<'a> {
    pub(super) fn amount(&mut self, amount: &'a Amount) {
        match amount {
            Amount::Number(number) => {
                let number = self.number(*number);
                self.word(&number);
            }
            Amount::Parameter(word) => self.name(&word.text),
            Amount::Read { from, part, .. } => {
                match from {
                    AmountSource::Attribute(word) => self.its(word),
                    AmountSource::ParentAttribute(word) => self.its_parent(word),
                    AmountSource::Trigger(word) => self.of_trigger(word),
                    AmountSource::Period(end) => self.period(*end),
                }
                if let Some(part) = part {
                    self.part(*part);
                }
            }
        }
    }

    /// A duration; in Chinese between a word that opens it and one that closes it, either of which may be empty.
    pub(super) fn duration(&mut self, opening: &str, duration: &'a Duration, closing: &str) {
        if !self.chinese() {
            self.amount(&duration.amount);
            let one = matches!(&duration.amount, Amount::Number(number) if *number == Decimal::ONE);
            self.word(if one { duration.unit.singular() } else { duration.unit.plural() });
            return;
        }
        let unit = duration.unit.chinese();
        if let Amount::Number(number) = &duration.amount {
            let number = number.normalize();
            self.word(&format!("{opening}{number}{unit}{closing}"));
            return;
        }
        if !opening.is_empty() {
            self.word(opening);
        }
        self.amount(&duration.amount);
        self.word(unit);
        if !closing.is_empty() {
            self.word(closing);
        }
    }

    /// `its.N`, 主体.N.
    pub(super) fn its(&mut self, word: &'a Word) {
        let name = self.register_name(self.naming.attribute(word));
        self.keyword("its", "主体");
        self.member(&name);
    }

    /// `its.parent.N`, 主体.上级.N.
    pub(super) fn its_parent(&mut self, word: &'a Word) {
        let name = self.register_name(self.naming.attribute(word));
        self.keyword("its.parent", "主体.上级");
        self.member(&name);
    }

    /// `trigger.F`, 触发.F.
    pub(super) fn of_trigger(&mut self, word: &'a Word) {
        let name = self.naming.field(&self.trigger, word).to_owned();
        self.keyword("trigger", "触发");
        self.member(&name);
    }
}
