//! Policies, categories, activities, attributes and parameters.

use pest::iterators::Pair;

use super::Lowering;
use crate::syntax::ast::{Activity, Category, Effective, Field, Kind, Parameter, Policy, Word};
use crate::syntax::grammar::Rule;
use crate::syntax::problem::Problem;
use crate::text::Span;

impl Lowering<'_> {
    /// `policy "title"` and its lines.
    pub(super) fn policy(&mut self, pair: Pair<'_, Rule>) -> Option<Policy> {
        let span = self.span(&pair);
        let mut lines = pair.into_inner();
        let title = self.text(&lines.next()?);
        let mut policy = Policy {
            title,
            issuer: None,
            document: None,
            source: None,
            effective: None,
            region: None,
            timezone: None,
            holidays: None,
            span,
        };
        for line in lines {
            let place = match line.as_rule() {
                Rule::issuer => &mut policy.issuer,
                Rule::document => &mut policy.document,
                Rule::source => &mut policy.source,
                Rule::region => &mut policy.region,
                Rule::timezone => &mut policy.timezone,
                Rule::effective => {
                    if let Some(first) = policy.effective {
                        self.repeated(&line, first.span);
                    } else {
                        policy.effective = self.effective(line);
                    }
                    continue;
                }
                _ => &mut policy.holidays,
            };
            let Some(text) = line.clone().into_inner().next() else { continue };
            let word = self.text(&text);
            match place {
                Some(first) => {
                    let first = first.span;
                    self.repeated(&line, first);
                }
                None => *place = Some(word),
            }
        }
        Some(policy)
    }

    /// A line that stands twice.
    pub(super) fn repeated(&mut self, line: &Pair<'_, Rule>, first: Span) {
        let word = line.as_str().split_whitespace().next().unwrap_or("").to_owned();
        let span = self.span(line);
        self.problems.push(Problem::Repeated { span, word, first });
    }

    /// `effective from DATE [to DATE]`.
    pub(super) fn effective(&mut self, pair: Pair<'_, Rule>) -> Option<Effective> {
        let span = self.span(&pair);
        let mut dates = pair.into_inner();
        let from = dates.next().map(|date| self.date(&date));
        let to = dates.next().map(|date| self.date(&date));
        Some(Effective {
            from: from??,
            to: match to {
                Some(day) => Some(day?),
                None => None,
            },
            span,
        })
    }

    /// `category X is Y also "…"`.
    pub(super) fn category(&mut self, pair: Pair<'_, Rule>) -> Option<Category> {
        let mut parts = pair.into_inner();
        let name = self.name(&parts.next()?);
        let mut category = Category { name, parents: Vec::new(), aliases: Vec::new() };
        for part in parts {
            match part.as_rule() {
                Rule::parents => category.parents = part.into_inner().map(|name| self.name(&name)).collect(),
                _ => category.aliases = self.texts(part),
            }
        }
        Some(category)
    }

    /// `activity X also "…"` and its fields.
    pub(super) fn activity(&mut self, pair: Pair<'_, Rule>) -> Option<Activity> {
        let mut parts = pair.into_inner();
        let name = self.name(&parts.next()?);
        let mut activity = Activity { name, aliases: Vec::new(), fields: Vec::new() };
        for part in parts {
            match part.as_rule() {
                Rule::aliases => activity.aliases = self.texts(part),
                _ => activity.fields.extend(self.column(part)),
            }
        }
        Some(activity)
    }

    /// `field` and `attribute`: a name, its aliases, its type, its unit.
    pub(super) fn column(&mut self, pair: Pair<'_, Rule>) -> Option<Field> {
        let mut parts = pair.into_inner();
        let name = self.name(&parts.next()?);
        let mut field = Field { name, aliases: Vec::new(), kind: Kind::Text, unit: None };
        for part in parts {
            match part.as_rule() {
                Rule::aliases => field.aliases = self.texts(part),
                Rule::kind => field.kind = self.kind(part)?,
                Rule::colon => {}
                _ => field.unit = Some(self.unit_of_field(part)),
            }
        }
        Some(field)
    }

    fn kind(&mut self, pair: Pair<'_, Rule>) -> Option<Kind> {
        let kind = pair.into_inner().next()?;
        Some(match kind.as_rule() {
            Rule::number_type => Kind::Number,
            Rule::text_type => Kind::Text,
            Rule::date_type => Kind::Date,
            Rule::time_type => Kind::Time,
            Rule::bool_type => Kind::Bool,
            _ => Kind::Choice(self.texts(kind)),
        })
    }

    /// `in 元`, `in "m²"`, `in %`.
    fn unit_of_field(&mut self, pair: Pair<'_, Rule>) -> Word {
        let end = pair.as_span().end();
        match pair.into_inner().next() {
            Some(text) if text.as_rule() == Rule::text => self.text(&text),
            Some(name) => self.name(&name),
            None => Word { text: "%".to_owned(), span: self.span_between(end.saturating_sub(1), end) },
        }
    }

    fn texts(&self, pair: Pair<'_, Rule>) -> Vec<Word> {
        pair.into_inner().map(|text| self.text(&text)).collect()
    }

    /// `parameter N = VALUE ["why"]`.
    pub(super) fn parameter(&mut self, pair: Pair<'_, Rule>) -> Option<Parameter> {
        let mut parts = pair.into_inner();
        let name = self.name(&parts.next()?);
        let value = parts.find(|part| part.as_rule() == Rule::value)?;
        let value_span = self.span(&value);
        let value = self.value(value)?;
        let why = parts.next().map(|text| self.text(&text));
        Some(Parameter { name, value, value_span, why })
    }
}
