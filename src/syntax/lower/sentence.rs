//! Rules: WHO [scope] WHEN [quantity] ACTIVITY and what follows (docs/language.md section 2).

use pest::Parser;
use pest::iterators::Pair;
use rust_decimal::Decimal;

use super::Lowering;
use crate::syntax::ast::{
    Activities, ForEach, Join, Population, Rule as RuleStatement, Scope, Sentence, SubjectKind, When, Who, Word,
};
use crate::syntax::grammar::{Grammar, Rule};
use crate::syntax::problem::Problem;
use crate::text::Span;

/// A sentence as far as it was read.
#[derive(Default)]
struct Parts {
    who: Option<Who>,
    when: Option<When>,
    rest: Rest,
    /// Where each part that may stand anywhere in the tail was seen first.
    seen: Vec<(Rule, Span)>,
}

/// What a sentence may do without.
#[derive(Default)]
struct Rest {
    population: Option<Population>,
    scope: Option<Scope>,
    quantity: Option<crate::syntax::ast::Quantity>,
    activities: Option<Activities>,
    filter: Option<crate::syntax::ast::Condition>,
    require: Option<crate::syntax::ast::Condition>,
    until: Option<Word>,
    lasting: Option<crate::syntax::ast::Duration>,
    matching: Vec<Word>,
    apart: Option<crate::syntax::ast::Duration>,
    for_each: Option<ForEach>,
    per: Option<Word>,
}

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
        let mut parts = Parts::default();
        for part in pair.into_inner() {
            self.part(part, &mut parts);
        }
        let Parts { who, when, rest, .. } = parts;
        let Rest { population, scope, quantity, activities, filter, require, .. } = rest;
        let Rest { until, lasting, matching, apart, for_each, per, .. } = rest;
        Some(Sentence {
            population,
            who: who?,
            scope,
            when: when?,
            quantity,
            activities,
            filter,
            require,
            until,
            lasting,
            matching,
            apart,
            for_each,
            per,
            span,
        })
    }

    /// One part of a sentence.
    fn part(&mut self, part: Pair<'_, Rule>, parts: &mut Parts) {
        let rest = &mut parts.rest;
        match part.as_rule() {
            Rule::population => rest.population = self.population(part),
            Rule::who => parts.who = self.who(part),
            Rule::during | Rule::between => rest.scope = self.scope(part),
            Rule::quantity => rest.quantity = self.quantity(part),
            Rule::activities => rest.activities = self.activities(part),
            Rule::filter => rest.filter = self.condition_in(part),
            Rule::mistake_bracketed_where => {
                let right = part.clone().into_inner().next().map(|inner| inner.as_str().to_owned());
                let span = self.span(&part);
                self.problems.push(Problem::BracketedWhere { span, right: right.unwrap_or_default() });
            }
            Rule::require => rest.require = self.condition_in(part),
            Rule::always_require if matches!(parts.when, Some(When::Always)) => rest.require = self.condition_in(part),
            Rule::always_require => self.missing_activity(&part),
            Rule::until => rest.until = part.into_inner().next().map(|name| self.name(&name)),
            Rule::for_duration => rest.lasting = self.duration_in(part),
            Rule::matching => rest.matching = self.names(part),
            Rule::apart | Rule::for_each | Rule::per => self.tail(part, parts),
            _ => parts.when = self.when(part),
        }
    }

    /// `at least D apart`, `for each F in …`, `per LEVEL`: each at most once.
    fn tail(&mut self, part: Pair<'_, Rule>, parts: &mut Parts) {
        let (rule, span) = (part.as_rule(), self.span(&part));
        if let Some((_, first)) = parts.seen.iter().find(|(seen, _)| *seen == rule) {
            return self.repeated(&part, *first);
        }
        parts.seen.push((rule, span));
        let rest = &mut parts.rest;
        match rule {
            Rule::apart => rest.apart = self.duration_in(part),
            Rule::for_each => rest.for_each = self.for_each(part),
            _ => rest.per = part.into_inner().next().and_then(|level| self.level(&level)),
        }
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

    /// `at least 96% of`, `all of`.
    fn population(&mut self, pair: Pair<'_, Rule>) -> Option<Population> {
        let span = self.span(&pair);
        let Some(number) = pair.into_inner().find(|part| part.as_rule() == Rule::number) else {
            return Some(Population { percent: None, span });
        };
        let percent = self.number(&number)?;
        if percent.is_zero() || percent > Decimal::ONE_HUNDRED {
            let span = self.span(&number);
            self.problems.push(Problem::ShareOutOfRange { span });
            return None;
        }
        Some(Population { percent: Some(percent), span })
    }

    fn who(&mut self, pair: Pair<'_, Rule>) -> Option<Who> {
        let mut who = Who { kinds: Vec::new(), except: Vec::new(), with: None };
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::kind_of_subject => who.kinds.push(self.kind_of_subject(part)?),
                Rule::except => {
                    let names = part.into_inner().filter(|name| name.as_rule() == Rule::name);
                    who.except = names.map(|name| self.name(&name)).collect();
                }
                _ => who.with = Some(self.condition_in(part)?),
            }
        }
        Some(who)
    }

    /// `X`, `X of Y`.
    fn kind_of_subject(&mut self, pair: Pair<'_, Rule>) -> Option<SubjectKind> {
        let span = self.span(&pair);
        let mut parts = pair.into_inner();
        let category = parts.next()?;
        let typed = category.as_str();
        let category = self.name(&category);
        let Some(of) = parts.next() else { return Some(SubjectKind { category, of: None }) };
        let parents: Vec<_> = of.clone().into_inner().filter(|part| part.as_rule() != Rule::close).collect();
        match parents.as_slice() {
            [parent] if parent.as_rule() == Rule::name => Some(SubjectKind { category, of: Some(self.name(parent)) }),
            [first, ..] if first.as_rule() == Rule::name => {
                let english = typed.is_ascii();
                let each = parents.iter().map(|parent| match parent.as_str() {
                    parent if english => format!("{typed} of {parent}"),
                    parent => format!("{typed}（属 {parent}）"),
                });
                let right = each.collect::<Vec<_>>().join(if english { " or " } else { "、" });
                self.problems.push(Problem::OfSeveral { span, right });
                None
            }
            _ => {
                self.of_brackets(&of);
                None
            }
        }
    }

    /// `during S`, `between B and E [matching F]`.
    fn scope(&mut self, pair: Pair<'_, Rule>) -> Option<Scope> {
        if pair.as_rule() == Rule::during {
            return pair.into_inner().next().map(|season| Scope::During(self.name(&season)));
        }
        let (from, to, matching) = self.between(pair)?;
        Some(Scope::Between { from, to, matching })
    }

    /// The moments and fields of `between B and E [matching F]`, 自 B 至 E.
    pub(super) fn between(
        &mut self,
        pair: Pair<'_, Rule>,
    ) -> Option<(crate::syntax::ast::Moment, crate::syntax::ast::Moment, Vec<Word>)> {
        let (mut moments, mut matching) = (Vec::new(), Vec::new());
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::matching => matching = self.names(part),
                Rule::moment | Rule::edge => moments.push(self.moment(part)),
                _ => {}
            }
        }
        let mut moments = moments.into_iter();
        Some((moments.next()??, moments.next()??, matching))
    }

    /// Activities joined by `or` or by `and`.
    pub(super) fn activities(&mut self, pair: Pair<'_, Rule>) -> Option<Activities> {
        let (mut names, mut join) = (Vec::new(), None);
        let before = self.problems.len();
        for part in pair.into_inner() {
            let span = self.span(&part);
            let sign = match part.as_rule() {
                Rule::either => Join::Or,
                Rule::both => Join::And,
                Rule::mistake_comma => {
                    self.problems.push(Problem::ActivityList { span });
                    continue;
                }
                _ => {
                    names.push(self.name(&part));
                    continue;
                }
            };
            if *join.get_or_insert(sign) != sign {
                self.problems.push(Problem::MixedActivities { span });
                return None;
            }
        }
        (self.problems.len() == before).then_some(Activities { names, join: join.unwrap_or(Join::Or) })
    }

    /// `for each F in "a", "b"`.
    fn for_each(&mut self, pair: Pair<'_, Rule>) -> Option<ForEach> {
        let span = self.span(&pair);
        let mut parts = pair.into_inner();
        let field = self.name(&parts.next()?);
        let mut values = Vec::new();
        for part in parts {
            let place = self.span(&part);
            let typed = part.as_str();
            match part.as_rule() {
                Rule::mistake_no_in => {
                    self.problems.push(Problem::ForEachValues { span: place, right: format!("in {typed}") });
                    return None;
                }
                Rule::mistake_no_brackets => {
                    self.problems.push(Problem::ForEachValues { span: place, right: format!("（{typed}）") });
                    return None;
                }
                Rule::value => values.push((self.value(part)?, place)),
                _ => {}
            }
        }
        Some(ForEach { field, values, span })
    }

    /// The level behind `per`: the English word of each.
    fn level(&mut self, pair: &Pair<'_, Rule>) -> Option<Word> {
        let span = self.span(pair);
        let typed = self.name(pair).text;
        let level = match typed.as_str() {
            "province" | "省" => "province",
            "city" | "市" => "city",
            "county" | "县" => "county",
            "town" | "乡镇" => "town",
            "parent" | "上级" => "parent",
            _ => {
                let similar = similar_level(&typed);
                self.problems.push(Problem::UnknownLevel { span, typed, similar });
                return None;
            }
        };
        Some(Word { text: level.to_owned(), span })
    }

    /// The names of `matching F, G`.
    pub(super) fn names(&self, pair: Pair<'_, Rule>) -> Vec<Word> {
        pair.into_inner().map(|name| self.name(&name)).collect()
    }
}

/// The level that a word may mean: a misspelt one, or another name of the same.
fn similar_level(typed: &str) -> Option<&'static str> {
    let english = ["province", "city", "county", "town", "parent"];
    Some(match typed {
        "省份" | "省级" | "自治区" | "直辖市" => "省",
        "地市" | "市级" | "地级市" | "设区市" => "市",
        "区" | "区县" | "县区" | "县级" | "县市区" | "市县区" => "县",
        "乡" | "镇" | "街道" | "乡镇街道" | "镇街" | "乡镇级" => "乡镇",
        "父级" | "所属" | "上级单位" | "上级机构" => "上级",
        "district" | "counties" => "county",
        "township" | "street" => "town",
        "cities" | "prefecture" => "city",
        _ => english.iter().find(|level| strsim::osa_distance(level, &typed.to_lowercase()) <= level.len() / 3)?,
    })
}

/// Whether what stands before a modifier ends with a line of comment, which hides its line end from `trim_end`.
fn in_own_line(before: &str) -> bool {
    before.rsplit_once('\n').is_some_and(|(_, line)| line.trim().is_empty())
}
