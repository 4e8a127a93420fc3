//! Moments (docs/language.md section 3).

use pest::iterators::Pair;

use super::Lowering;
use crate::syntax::ast::{AmountSource, Moment, MomentKind, Occurrence, Shift, Whose};
use crate::syntax::grammar::Rule;
use crate::syntax::problem::Problem;
use crate::text::Span;

impl Lowering<'_> {
    /// A date, a register date, or activities joined by `or`, each with what narrows it; moved by `± D`.
    pub(super) fn moment(&mut self, pair: Pair<'_, Rule>) -> Option<Moment> {
        let span = self.span(&pair);
        let before = self.problems.len();
        let (mut kind, mut shift, mut names) = (None, None, Vec::new());
        let mut parts = pair.into_inner().peekable();
        while let Some(part) = parts.next() {
            match part.as_rule() {
                Rule::date => kind = Some(MomentKind::Date(self.date(&part)?, self.span(&part))),
                Rule::its => match self.source(part, &mut parts)? {
                    AmountSource::Attribute(attribute) => kind = Some(MomentKind::Attribute(attribute)),
                    _ => self.problems.push(Problem::ParentDateAsMoment { span }),
                },
                Rule::part => self.unknown_part(&part),
                Rule::occurrence => names.extend(self.occurrence(part)),
                Rule::shift => shift = self.shift(part),
                Rule::mistake_not_or => self.only_or(&part),
                _ => {}
            }
        }
        if self.problems.len() > before {
            return None;
        }
        let kind = kind.or_else(|| (!names.is_empty()).then_some(MomentKind::Named(names)))?;
        Some(Moment { kind, shift, span })
    }

    /// `and` or a comma where `or` alone makes sense.
    pub(super) fn only_or(&mut self, sign: &Pair<'_, Rule>) {
        let span = self.span(sign);
        let right = match sign.as_str() {
            "and" => "or",
            "," => " or",
            "、" => " 或 ",
            _ => "或",
        };
        self.problems.push(Problem::OnlyOr { span, right });
    }

    /// One name of a moment: `certificate.valid_until`, `warning of region ( where level >= 3 )`.
    fn occurrence(&mut self, pair: Pair<'_, Rule>) -> Option<Occurrence> {
        let mut parts = pair.into_inner();
        let name = self.register_name(&parts.next()?);
        let mut occurrence = Occurrence { name, field: None, whose: None, filter: None };
        for part in parts {
            match part.as_rule() {
                Rule::date_field => occurrence.field = part.into_inner().next().map(|field| self.name(&field)),
                Rule::whose => occurrence.whose = self.whose(part),
                _ => occurrence.filter = self.condition_in(part).map(Box::new),
            }
        }
        Some(occurrence)
    }

    /// `of region`, （属 上级）.
    fn whose(&mut self, pair: Pair<'_, Rule>) -> Option<(Whose, Span)> {
        let span = self.span(&pair);
        let mut whose = None;
        for part in pair.clone().into_inner() {
            match part.as_rule() {
                Rule::mistake_of_in_brackets | Rule::mistake_of_without => {
                    self.of_brackets(&pair);
                    return None;
                }
                Rule::whose_level => match part.as_str() {
                    "region" | "地区" => whose = Some((Whose::Region, span)),
                    "parent" | "上级" => whose = Some((Whose::Parent, span)),
                    typed => {
                        let problem = Problem::UnknownWhose { span: self.span(&part), typed: typed.to_owned() };
                        self.problems.push(problem);
                    }
                },
                _ => {}
            }
        }
        whose
    }

    /// `X（of Y）`, `X 属 Y`: the brackets belong to 属, and to 属 alone.
    pub(super) fn of_brackets(&mut self, pair: &Pair<'_, Rule>) {
        let span = self.span(pair);
        let typed = pair.as_str().trim_start_matches('(').trim_end_matches(')').trim();
        let name = ["of", "属"].iter().find_map(|sign| typed.strip_prefix(sign)).unwrap_or(typed).trim();
        let right = if name.is_ascii() { format!("of {name}") } else { format!("（属 {name}）") };
        self.problems.push(Problem::OfBrackets { span, right });
    }

    /// `+ 30 days`.
    fn shift(&mut self, pair: Pair<'_, Rule>) -> Option<Shift> {
        let mut parts = pair.into_inner();
        let forward = parts.next()?.as_rule() == Rule::plus;
        let by = self.duration(parts.next()?)?;
        Some(Shift { forward, by })
    }
}
