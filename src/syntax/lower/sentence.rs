//! Rules: WHO WHEN [quantity] ACTIVITY and what follows.

use pest::Parser;
use pest::iterators::Pair;

use super::Lowering;
use crate::syntax::ast::{
    Activities, Amount, AmountSource, Bound, Join, Measure, Moment, MomentKind, Occurrence, Quantity,
    Rule as RuleStatement, Sentence, SubjectKind, Who, Word,
};
use crate::syntax::grammar::{Grammar, Rule};
use crate::syntax::problem::{Form, Problem};
use crate::text::Span;

impl Lowering<'_> {
    /// `rule ID "title"` with its sentence and modifiers, or a bare sentence with them.
    pub(super) fn rule(&mut self, pair: Pair<'_, Rule>) -> Option<RuleStatement> {
        let span = self.span(&pair);
        let whole = pair.as_str();
        let whole_start = pair.as_span().start();
        let (mut id, mut title, mut sentence, mut modifiers) = (None, None, None, Vec::new());
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::rule_id => id = part.into_inner().next().map(|name| self.name(&name)),
                Rule::text => title = Some(self.text(&part)),
                Rule::sentence => sentence = self.sentence(part),
                _ => {
                    let before = whole.get(..part.as_span().start() - whole_start).unwrap_or("");
                    let gap = before.get(before.trim_end().len()..).unwrap_or("");
                    if !gap.contains('\n') && !in_own_line(before) {
                        let word = part.as_str().split_whitespace().next().unwrap_or("").to_owned();
                        let start = part.as_span().start();
                        let span = self.span_between(start, start + word.len());
                        self.problems.push(Problem::ModifierInLine { span, word });
                    }
                    modifiers.extend(self.modifier(part));
                }
            }
        }
        Some(RuleStatement { id, title, sentence: sentence?, modifiers, span })
    }

    fn sentence(&mut self, pair: Pair<'_, Rule>) -> Option<Sentence> {
        let span = self.span(&pair);
        let (mut who, mut when, mut activity) = (None, None, None);
        let (mut quantity, mut filter, mut require, mut matching) = (None, None, None, Vec::new());
        let (mut always, mut population) = (false, false);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::who => who = self.who(part),
                Rule::activity_name => activity = Some(self.name(&part)),
                Rule::alternative => self.alternative(part),
                Rule::quantity => quantity = self.quantity(part),
                Rule::filter => filter = self.condition_in(part),
                Rule::mistake_bracketed_where => {
                    let right = part.clone().into_inner().next().map(|inner| inner.as_str().to_owned());
                    let span = self.span(&part);
                    self.problems.push(Problem::BracketedWhere { span, right: right.unwrap_or_default() });
                }
                Rule::require => require = self.condition_in(part),
                Rule::matching => matching = part.into_inner().map(|name| self.name(&name)).collect(),
                Rule::population => {
                    population = true;
                    self.refuse(&part, if part.as_str().contains('%') { Form::Share } else { Form::AllOf });
                }
                Rule::during => self.refuse(&part, Form::During),
                Rule::between => self.refuse(&part, Form::Between),
                // Their `always` has been answered.
                Rule::until | Rule::for_duration if always => {}
                Rule::until => self.refuse(&part, Form::Until),
                Rule::for_duration => self.refuse(&part, Form::ForDuration),
                Rule::apart => self.refuse(&part, Form::Apart),
                Rule::for_each => self.refuse(&part, Form::ForEach),
                // It belongs to a population, which has been answered.
                Rule::per if population => {}
                Rule::per => self.refuse(&part, Form::Per),
                Rule::always_require if always => {}
                Rule::always_require => self.missing_activity(&part),
                _ => {
                    always = part.as_rule() == Rule::always;
                    when = self.when(part);
                }
            }
        }
        Some(Sentence {
            population: None,
            who: who?,
            scope: None,
            when: when?,
            quantity,
            activities: Some(Activities { names: vec![activity?], join: Join::Or }),
            filter,
            require,
            until: None,
            lasting: None,
            matching,
            apart: None,
            for_each: None,
            per: None,
            span,
        })
    }

    /// `never require C`: only `always` needs no activity. 每年 应当 消防演练 has one, and a word too many.
    fn missing_activity(&mut self, require: &Pair<'_, Rule>) {
        let start = require.as_span().start();
        let word = require.as_str().split_whitespace().next().unwrap_or("");
        let span = self.span_between(start, start + word.len());
        let required = require.as_str().strip_prefix(word).unwrap_or("").trim();
        let is_name = Grammar::parse(Rule::activity_name, required).is_ok_and(|name| name.as_str() == required);
        self.problems.push(if is_name && word != "require" {
            Problem::NeedlessWord { span, word: word.to_owned() }
        } else {
            Problem::MissingActivity { span }
        });
    }

    /// Notes that a form is not supported yet.
    pub(super) fn refuse(&mut self, pair: &Pair<'_, Rule>, form: Form) {
        self.unsupported::<()>(pair, form);
    }

    fn who(&mut self, pair: Pair<'_, Rule>) -> Option<Who> {
        let mut who = Who { kinds: Vec::new(), except: Vec::new(), with: None };
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::name => who.kinds.push(SubjectKind { category: self.name(&part), of: None }),
                Rule::except => {
                    let names = part.into_inner().filter(|name| name.as_rule() == Rule::name);
                    who.except = names.map(|name| self.name(&name)).collect();
                }
                Rule::with => who.with = Some(self.condition_in(part)?),
                _ => self.refuse(&part, Form::OfParent),
            }
        }
        Some(who)
    }

    /// A second activity: `or` and `and` are not supported yet, a comma is a mistake.
    fn alternative(&mut self, pair: Pair<'_, Rule>) {
        let start = pair.as_span().start();
        let sign = pair.as_str();
        if let Some(comma) = pair.clone().into_inner().find(|part| part.as_rule() == Rule::mistake_comma) {
            let span = self.span(&comma);
            return self.problems.push(Problem::ActivityList { span });
        }
        let both = sign.starts_with("and") || sign.starts_with('和') || sign.starts_with('且');
        let word = sign.split_whitespace().next().unwrap_or("");
        let span = self.span_between(start, start + word.len());
        let form = if both { Form::BothActivities } else { Form::EitherActivity };
        self.problems.push(Problem::Unsupported { span, form });
    }

    /// A moment; `parts` of its pair: a date, or a name with what narrows it.
    pub(super) fn moment(&mut self, pair: Pair<'_, Rule>) -> Option<Moment> {
        let mut moment = None;
        let mut sound = true;
        let start = self.span(&pair);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::date => moment = self.date(&part).map(|day| MomentKind::Date(day, self.span(&part))),
                Rule::its => moment = self.attribute_name(part).map(MomentKind::Attribute),
                Rule::part => {
                    if let Some(MomentKind::Attribute(attribute)) = moment.take() {
                        self.unknown_part(&part, &attribute);
                    }
                    sound = false;
                }
                Rule::name => {
                    let name = self.register_name(&part);
                    moment = Some(MomentKind::Named(vec![Occurrence { name, field: None, whose: None, filter: None }]));
                }
                Rule::moment_filter => {
                    let condition = self.condition_in(part)?;
                    if let Some(MomentKind::Named(names)) = &mut moment
                        && let Some(last) = names.last_mut()
                    {
                        last.filter = Some(Box::new(condition));
                    }
                }
                // One answer a moment is enough.
                _ if !sound => {}
                other => {
                    sound = false;
                    match other {
                        Rule::alternative => self.alternative(part),
                        Rule::shift => self.refuse(&part, Form::Shift),
                        Rule::date_field => {
                            let span = Span { end: self.span(&part).end, ..start };
                            self.problems.push(Problem::Unsupported { span, form: Form::DateField });
                        }
                        _ => self.refuse(&part, Form::OfRegion),
                    }
                }
            }
        }
        moment.filter(|_| sound).map(|kind| Moment { kind, shift: None, span: start })
    }

    fn quantity(&mut self, pair: Pair<'_, Rule>) -> Option<Quantity> {
        let span = self.span(&pair);
        let quantity = pair.into_inner().next()?;
        let rule = quantity.as_rule();
        if rule == Rule::total {
            return self.unsupported(&quantity, Form::Total);
        }
        if rule == Rule::mistake_bare_count {
            let typed = quantity.as_str().to_owned();
            self.problems.push(Problem::BareCount { span, typed });
            return None;
        }
        let whole = quantity.clone();
        let mut parts = quantity.into_inner();
        let first = self.amount(parts.next()?)?;
        let bound = match rule {
            Rule::at_least => Bound::AtLeast(first),
            Rule::at_most => Bound::AtMost(first),
            Rule::exactly => Bound::Exactly(first),
            _ => {
                let second = parts.next()?;
                if second.as_rule() == Rule::zh_total {
                    return self.unsupported(&whole, Form::Total);
                }
                Bound::Between(first, self.amount(second)?)
            }
        };
        match parts.next() {
            Some(different) => self.unsupported(&different, Form::Different),
            None => Some(Quantity { measure: Measure::Count, bound, span }),
        }
    }

    /// `2`, `its.n`, a parameter.
    pub(super) fn amount(&mut self, pair: Pair<'_, Rule>) -> Option<Amount> {
        let mut parts = pair.into_inner();
        let first = parts.next()?;
        match first.as_rule() {
            Rule::number => self.number(&first).map(Amount::Number),
            Rule::name => Some(Amount::Parameter(self.name(&first))),
            Rule::trigger => self.unsupported(&first, Form::Trigger),
            _ => {
                let attribute = self.attribute_name(first)?;
                if let Some(part) = parts.next() {
                    self.unknown_part(&part, &attribute);
                    return None;
                }
                Some(Amount::Read { span: attribute.span, from: AmountSource::Attribute(attribute), part: None })
            }
        }
    }

    /// The name behind `its.`; its span holds the whole.
    pub(super) fn attribute_name(&mut self, its: Pair<'_, Rule>) -> Option<Word> {
        let span = self.span(&its);
        let name = its.into_inner().next()?;
        Some(Word { span, ..self.register_name(&name) })
    }
}

/// Whether what stands before a modifier ends with a line of comment, which hides its line end from `trim_end`.
fn in_own_line(before: &str) -> bool {
    before.rsplit_once('\n').is_some_and(|(_, line)| line.trim().is_empty())
}
