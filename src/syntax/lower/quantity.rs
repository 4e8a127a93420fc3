//! Quantities, and the numbers that a rule may leave to the register, to a parameter or to a record (docs/language.md
//! section 6).

use std::iter::Peekable;

use pest::iterators::{Pair, Pairs};

use super::Lowering;
use crate::syntax::ast::{Amount, AmountSource, Bound, DatePart, Measure, PeriodEnd, Quantity, Word};
use crate::syntax::grammar::Rule;
use crate::syntax::problem::Problem;

impl Lowering<'_> {
    /// `at least 2`, `2 to 4`, `total of F at least N`, `at least 2 different F`.
    pub(super) fn quantity(&mut self, pair: Pair<'_, Rule>) -> Option<Quantity> {
        let span = self.span(&pair);
        let quantity = pair.into_inner().next()?;
        match quantity.as_rule() {
            Rule::mistake_bare_count => {
                let typed = quantity.as_str().to_owned();
                self.problems.push(Problem::BareCount { span, typed });
                None
            }
            Rule::total | Rule::zh_total => {
                let mut parts = quantity.into_inner();
                let total = Measure::Total(self.name(&parts.next()?));
                let bound = parts.next()?;
                let within = self.span(&bound);
                let (measure, bound) = self.bound(bound)?;
                // `total of F at least 2 different G` sums and counts at once.
                if measure != Measure::Count {
                    self.problems.push(Problem::OutOfPlace { span: within, word: "different".to_owned() });
                    return None;
                }
                Some(Quantity { measure: total, bound, span })
            }
            _ => {
                let (measure, bound) = self.bound(quantity)?;
                Some(Quantity { measure, bound, span })
            }
        }
    }

    /// `at least N [different F]`, `N to M`.
    fn bound(&mut self, pair: Pair<'_, Rule>) -> Option<(Measure, Bound)> {
        let rule = pair.as_rule();
        let mut parts = pair.into_inner();
        let first = self.amount(parts.next()?)?;
        let bound = match rule {
            Rule::at_least => Bound::AtLeast(first),
            Rule::at_most => Bound::AtMost(first),
            Rule::exactly => Bound::Exactly(first),
            _ => Bound::Between(first, self.amount(parts.next()?)?),
        };
        let different = parts.next().and_then(|different| different.into_inner().next());
        let measure = different.map_or(Measure::Count, |field| Measure::Different(self.name(&field)));
        Some((measure, bound))
    }

    /// `2`, a parameter, `its.n`, `its.parent.n`, `trigger.days`, `period.to.day`.
    pub(super) fn amount(&mut self, pair: Pair<'_, Rule>) -> Option<Amount> {
        let span = self.span(&pair);
        let mut parts = pair.into_inner().peekable();
        let first = parts.next()?;
        match first.as_rule() {
            Rule::number => self.number(&first).map(Amount::Number),
            Rule::name => Some(Amount::Parameter(self.name(&first))),
            _ => {
                let from = self.source(first, &mut parts)?;
                let part = match parts.next() {
                    Some(part) => Some(self.date_part(&part)?),
                    None => None,
                };
                if let Some(second) = parts.next() {
                    self.unknown_part(&second);
                    return None;
                }
                Some(Amount::Read { from, part, span })
            }
        }
    }

    /// `its.N`, `its.parent.N`, `trigger.F`, `period.from`: where a value is read. Behind `its.parent` it takes the
    /// part that names the parent's attribute; the word's place is the whole.
    pub(super) fn source(
        &mut self,
        pair: Pair<'_, Rule>,
        parts: &mut Peekable<Pairs<'_, Rule>>,
    ) -> Option<AmountSource> {
        let span = self.span(&pair);
        let rule = pair.as_rule();
        let member = pair.into_inner().next()?;
        match rule {
            Rule::trigger => {
                let name = self.name(&member);
                let text = if member.as_str() == "日期" { "date".to_owned() } else { name.text };
                Some(AmountSource::Trigger(Word { text, span }))
            }
            Rule::period => match member.as_str() {
                "from" | "起" => Some(AmountSource::Period(PeriodEnd::From)),
                "to" | "止" => Some(AmountSource::Period(PeriodEnd::To)),
                typed => {
                    let (span, part) = (self.span(&member), typed.to_owned());
                    self.problems.push(Problem::UnknownPeriodEnd { span, part });
                    None
                }
            },
            _ => {
                let of_parent = matches!(member.as_str(), "parent" | "上级");
                match parts.next_if(|part| of_parent && part.as_rule() == Rule::part) {
                    Some(part) => {
                        let span = span.to(self.span(&part));
                        let name = self.register_name(&part.into_inner().next()?);
                        Some(AmountSource::ParentAttribute(Word { span, ..name }))
                    }
                    None => Some(AmountSource::Attribute(Word { span, ..self.register_name(&member) })),
                }
            }
        }
    }

    /// `.year`, `.month`, `.day`.
    pub(super) fn date_part(&mut self, part: &Pair<'_, Rule>) -> Option<DatePart> {
        match part.as_str().trim_start_matches('.') {
            "year" | "年" => Some(DatePart::Year),
            "month" | "月" => Some(DatePart::Month),
            "day" | "日" => Some(DatePart::Day),
            _ => {
                self.unknown_part(part);
                None
            }
        }
    }

    /// `.x` behind something that has no such part.
    pub(super) fn unknown_part(&mut self, part: &Pair<'_, Rule>) {
        let span = self.span(part);
        let part = part.as_str().trim_start_matches('.').to_owned();
        self.problems.push(Problem::UnknownPart { span, part });
    }
}
