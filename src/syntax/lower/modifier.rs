//! The indented lines behind a sentence (docs/language.md section 9).

use pest::iterators::Pair;

use super::Lowering;
use super::literal::unquoted;
use crate::syntax::ast::{Extended, ExtendedKind, Join, Modifier, Otherwise, Severity, Word};
use crate::syntax::grammar::Rule;
use crate::syntax::problem::Problem;
use crate::text::Span;

impl Lowering<'_> {
    /// One indented line behind a sentence.
    pub(super) fn modifier(&mut self, pair: Pair<'_, Rule>) -> Option<Modifier> {
        let span = self.span(&pair);
        let rule = pair.as_rule();
        match rule {
            Rule::cite | Rule::because | Rule::note => {
                let text = self.text(&pair.into_inner().next()?);
                Some(match rule {
                    Rule::cite => Modifier::Cite(text),
                    Rule::because => Modifier::Because(text),
                    _ => Modifier::Note(text),
                })
            }
            Rule::severity => Some(Modifier::Severity(
                match pair.into_inner().next()?.as_rule() {
                    Rule::low => Severity::Low,
                    Rule::medium => Severity::Medium,
                    Rule::high => Severity::High,
                    _ => Severity::Critical,
                },
                span,
            )),
            Rule::score => {
                let mut negative = false;
                let mut value = None;
                for part in pair.into_inner() {
                    match part.as_rule() {
                        Rule::minus => negative = true,
                        _ => value = self.number(&part),
                    }
                }
                value.map(|value| Modifier::Score(if negative { -value } else { value }, span))
            }
            Rule::tags => Some(Modifier::Tags(pair.into_inner().map(|tag| self.tag(&tag)).collect())),
            Rule::effective => self.effective(pair).map(Modifier::Effective),
            Rule::count_partial => Some(Modifier::CountPartialPeriods(span)),
            Rule::grace => self.duration_in(pair).map(|duration| Modifier::Grace(duration, span)),
            Rule::otherwise => self.otherwise(pair).map(Modifier::Otherwise),
            Rule::overrides => pair.into_inner().next().map(|rule| Modifier::Overrides(self.name(&rule))),
            Rule::next_working_day => Some(Modifier::NextWorkingDay(span)),
            _ => self.extended(pair).map(Modifier::Extended),
        }
    }

    /// `otherwise within D A [where C] [matching F]`.
    fn otherwise(&mut self, pair: Pair<'_, Rule>) -> Option<Otherwise> {
        let span = self.span(&pair);
        let (mut within, mut activities, mut filter, mut matching) = (None, None, None, Vec::new());
        let (mut typed, mut opening) = (String::new(), span);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::within => within = Some(self.duration_in(part)?),
                Rule::duration => {
                    typed = part.as_str().to_owned();
                    opening = Span { end: self.span(&part).end, ..span };
                    within = Some(self.duration(part)?);
                }
                Rule::mistake_no_within => self.no_within(&part),
                Rule::mistake_no_inside => {
                    self.problems
                        .push(Problem::MissingWithin { span: opening, right: Some(format!("否则 {typed}内")) });
                }
                Rule::activities => {
                    let mut signs = part.clone().into_inner();
                    if let Some(sign) = signs.find(|sign| matches!(sign.as_rule(), Rule::both | Rule::mistake_comma)) {
                        self.only_or(&sign);
                        return None;
                    }
                    activities = Some(self.activities(part)?);
                }
                Rule::filter => filter = Some(self.condition_in(part)?),
                _ => matching = self.names(part),
            }
        }
        let mut activities = activities?;
        activities.join = Join::Or;
        Some(Otherwise { within: within?, activities, filter, matching, span })
    }

    /// `extended by B [matching F] for D [at most N]`, `extended between B and E [matching F]`.
    fn extended(&mut self, pair: Pair<'_, Rule>) -> Option<Extended> {
        let span = self.span(&pair);
        let (mut moments, mut matching, mut by, mut most) = (Vec::new(), Vec::new(), None, None);
        let mut parts: Vec<_> = pair.into_inner().collect();
        // In Chinese the first moment stands before what tells the two ways apart; in English inside it.
        let way = parts.pop()?;
        let between = matches!(way.as_rule(), Rule::extended_between | Rule::zh_extended_between);
        for part in parts.into_iter().chain(way.into_inner()) {
            match part.as_rule() {
                Rule::moment | Rule::edge => moments.push(self.moment(part)),
                Rule::matching => matching = self.names(part),
                Rule::duration => by = Some(self.duration(part)?),
                Rule::most => most = Some(self.amount(part.into_inner().next()?)?),
                _ => {}
            }
        }
        let mut moments = moments.into_iter();
        let moment = moments.next()??;
        let kind = if between {
            ExtendedKind::Between { from: moment, to: moments.next()?? }
        } else {
            ExtendedKind::By { moment, by: by?, most }
        };
        Some(Extended { kind, matching, span })
    }

    /// A tag is a name, or text.
    fn tag(&self, pair: &Pair<'_, Rule>) -> Word {
        match pair.as_rule() {
            Rule::text => Word { text: unquoted(pair.as_str()), span: self.span(pair) },
            _ => self.name(pair),
        }
    }
}
