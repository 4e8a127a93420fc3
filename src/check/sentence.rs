//! One rule: every part of its sentence found and fitted (docs/language.md sections 4 to 7).

use rustc_hash::FxHashSet;

use super::modifier::Bound as BoundModifiers;
use super::moment::{Likely, asked};
use super::problem::{Asker, FileProblem, FormProblem, ScheduleName, SentenceProblem};
use super::schedule::schedule_name;
use super::value::{Scope as Look, Typed, id, literal_value, settled, shown};
use super::{Checker, ParsedFile, canonical};
use crate::rulebook::{
    ActivityId, Alternative, CategoryId, EachValue, Expression, FieldId, Kind, Level, Population, Rule, Scope,
    SeasonId, SubjectKind, Task, Who,
};
use crate::syntax::ast::{self, Join, When};
use crate::text::Span;

/// The most problems that are told of one rule: a sentence of a machine may have many thousands.
pub(super) const MOST_TOLD: usize = 50;

/// The most that joined activities times the bytes of their rule may come to: 800 of them in a rule of nothing else,
/// thousands of lines for three.
const MOST_LOOKED_UP: usize = 4 << 20;

/// What a sentence says of the records of each of its activities.
#[derive(Clone, Copy, Default)]
pub(super) struct Asks<'s> {
    pub filter: Option<&'s ast::Condition>,
    pub require: Option<&'s ast::Condition>,
    pub total: Option<&'s ast::Word>,
    pub different: Option<&'s ast::Word>,
    pub until: Option<&'s ast::Word>,
    pub each: Option<&'s ast::ForEach>,
}

impl<'s> Asks<'s> {
    fn of(sentence: &'s ast::Sentence) -> Self {
        let measure = sentence.quantity.as_ref().map(|quantity| &quantity.measure);
        Self {
            filter: sentence.filter.as_ref(),
            require: sentence.require.as_ref().filter(|_| sentence.when == When::Whenever),
            total: measure
                .and_then(|measure| if let ast::Measure::Total(field) = measure { Some(field) } else { None }),
            different: measure
                .and_then(|measure| if let ast::Measure::Different(field) = measure { Some(field) } else { None }),
            until: sentence.until.as_ref(),
            each: sentence.for_each.as_ref(),
        }
    }
}

impl Checker {
    /// Checks one rule and keeps it if nothing is wrong with it.
    pub(super) fn check_rule(&mut self, file: &ParsedFile, rule: &ast::Rule) {
        let (before, told) = (self.errors, self.problems.len());
        let named = rule.id.as_ref().is_none_or(|id| self.claim(&id.text, id.span, false));
        let checked = self.rule(file, rule);
        let checked = checked.filter(|_| named && self.errors == before);
        let checked = checked.filter(|checked| rule.id.is_some() || self.claim(&checked.id, rule.sentence.span, true));
        self.nameless_left_out |= checked.is_none() && rule.id.is_none();
        if let Some(checked) = &checked {
            self.note_overrides(&checked.id, rule);
        }
        self.problems.truncate(told + MOST_TOLD);
        self.tell_once(told);
        self.rules.push(checked);
    }

    /// What is wrong with each of several activities in the same words is told once.
    fn tell_once(&mut self, told: usize) {
        for problem in self.problems.split_off(told) {
            if !self.problems.iter().skip(told).any(|known| *known == problem) {
                self.problems.push(problem);
            }
        }
    }

    /// Takes a rule id for this place; one that is taken already is a problem.
    fn claim(&mut self, id: &str, span: Span, anonymous: bool) -> bool {
        if let Some(first) = self.ids.get(id) {
            let (id, first) = (id.to_owned(), *first);
            self.problem(FileProblem::DuplicateRule { id, anonymous, first, second: span });
            return false;
        }
        self.ids.insert(id.to_owned(), span);
        true
    }

    fn rule(&mut self, file: &ParsedFile, rule: &ast::Rule) -> Option<Rule> {
        let sentence = &rule.sentence;
        let (joined, span) = longest_join(rule);
        // Every condition and every field is looked up in each of them.
        if joined.saturating_mul(rule.span.end.saturating_sub(rule.span.start) as usize) > MOST_LOOKED_UP {
            self.problem(FormProblem::TooManyJoined { joined, span });
            return None;
        }
        let lines = self.modifiers(rule);
        let population = settled(self.population(sentence));
        let who = self.who(file, &sentence.who);
        let scope = settled(sentence.scope.as_ref().map(|scope| self.scope(file, scope)));
        let activities = self.activities(file, sentence.activities.as_ref());
        let name = schedule_name(&sentence.when);
        let scheduled = self.schedule(file, sentence);
        let look = Look::of_schedule(&scheduled.asked, matches!(sentence.when, When::Each { .. }));
        let quantity = self.quantity(file, look, name, sentence);
        self.check_tail(sentence, name);
        let tasks = match &activities {
            Some(activities) => self.tasks(file, look, activities, sentence),
            None => None,
        };
        let for_each = self.each_values(file, sentence.for_each.as_ref());
        let apart = settled(sentence.apart.as_ref().map(|apart| self.length(file, look, apart)));
        let matching = self.sentence_matching(file, sentence, &scheduled.asked, activities.as_deref());
        let bound = BoundModifiers { name, asked: &scheduled.asked, look, activities: activities.as_deref(), sentence };
        let modifiers = self.bind_modifiers(file, &lines, &bound);
        let (policy, effective_from, effective_to) = self.in_force(file, lines.effective.as_ref());
        let (population, who, scope, schedule) = (population?, who?, scope?, scheduled.schedule?);
        let (quantity, tasks, for_each, apart) = (quantity?, tasks?, for_each?, apart?);
        let (matching, modifiers) = (matching?, modifiers?);
        let canonical = canonical::sentence_with(sentence, &self.names, &mut self.spelling);
        Some(Rule {
            id: rule.id.as_ref().map_or_else(|| canonical.clone(), |id| id.text.clone()),
            sentence: canonical,
            path: file.source.path.clone(),
            line: file.source.position(rule.span.start).0,
            policy,
            description: lines.description,
            population,
            who,
            scope,
            effective_from,
            effective_to,
            schedule,
            quantity,
            tasks,
            matching,
            apart,
            for_each,
            count_partial_periods: lines.partial.is_some(),
            overridden_by: Vec::new(),
            grace: modifiers.grace,
            otherwise: modifiers.otherwise,
            extended: modifiers.extended,
            next_working_day: lines.next_working_day.is_some(),
        })
    }

    /// The share and the level of a population, both of which were read already; `per` alone is a problem.
    fn population(&mut self, sentence: &ast::Sentence) -> Option<Option<Population>> {
        let Some(population) = &sentence.population else {
            let per = sentence.per.as_ref()?;
            self.problem(FormProblem::PerWithoutPopulation { span: per.span });
            return Some(None);
        };
        let percent = population.percent.unwrap_or(rust_decimal::Decimal::ONE_HUNDRED);
        let level = match sentence.per.as_ref().map(|word| word.text.as_str()) {
            None => Some(Level::Everyone),
            Some("province") => Some(Level::Province),
            Some("city") => Some(Level::City),
            Some("county") => Some(Level::County),
            Some("town") => Some(Level::Town),
            Some("parent") => Some(Level::Parent),
            Some(_) => None,
        };
        Some(level.map(|level| Population { percent, level }))
    }

    fn who(&mut self, file: &ParsedFile, who: &ast::Who) -> Option<Who> {
        let kinds: Vec<_> = who.kinds.iter().map(|kind| self.subject_kind(file, kind)).collect();
        let except: Vec<_> = who.except.iter().map(|word| self.category_id(file, word)).collect();
        let with = settled(who.with.as_ref().map(|with| self.condition(file, Look::subject(), with)));
        let kinds = kinds.into_iter().collect::<Option<Vec<_>>>()?;
        let except = except.into_iter().collect::<Option<Vec<_>>>()?;
        Some(Who { kinds: distinct(kinds), except: distinct(except), with: with? })
    }

    fn subject_kind(&mut self, file: &ParsedFile, kind: &ast::SubjectKind) -> Option<SubjectKind> {
        let category = self.category_id(file, &kind.category);
        let of = settled(kind.of.as_ref().map(|of| self.category_id(file, of)));
        Some(SubjectKind { category: category?, of: of? })
    }

    fn category_id(&mut self, file: &ParsedFile, word: &ast::Word) -> Option<CategoryId> {
        self.category(file, word).map(|index| CategoryId(id(index)))
    }

    fn scope(&mut self, file: &ParsedFile, scope: &ast::Scope) -> Option<Scope> {
        match scope {
            ast::Scope::During(season) => self.season(file, season).map(|index| Scope::During(SeasonId(id(index)))),
            ast::Scope::Between { from, to, matching } => {
                let from = self.moment(file, from, Likely::Activity);
                let to = self.moment(file, to, Likely::Activity);
                let matching = self.matching_moments(file, matching, &asked(from.as_ref()), &asked(to.as_ref()));
                Some(Scope::Between { from: from?, to: to?, matching: matching? })
            }
        }
    }

    /// The activities of a sentence, each once; none in `always require C`.
    fn activities(&mut self, file: &ParsedFile, activities: Option<&ast::Activities>) -> Option<Vec<usize>> {
        let Some(activities) = activities else { return Some(Vec::new()) };
        let found: Vec<_> = activities.names.iter().map(|name| self.activity(file, name)).collect();
        Some(distinct(found.into_iter().collect::<Option<Vec<_>>>()?))
    }

    /// The lines of section 6 on which tail goes with which schedule and quantity.
    fn check_tail(&mut self, sentence: &ast::Sentence, name: ScheduleName) {
        let always = name == ScheduleName::Always;
        if let Some(require) = &sentence.require
            && name != ScheduleName::Whenever
            && !(always && sentence.activities.is_none())
        {
            self.problem(SentenceProblem::RequireMisplaced { span: require.span, always });
        }
        if !always {
            if let Some(until) = &sentence.until {
                self.problem(FormProblem::UntilWithoutAlways { span: until.span });
            }
            if let Some(lasting) = &sentence.lasting {
                self.problem(FormProblem::UntilWithoutAlways { span: lasting.span });
            }
        }
        let counted = sentence.quantity.as_ref().is_none_or(|quantity| quantity.measure == ast::Measure::Count);
        let taken = !matches!(name, ScheduleName::Never | ScheduleName::Whenever | ScheduleName::AfterNever);
        if let Some(apart) = sentence.apart.as_ref().filter(|_| !counted || !taken) {
            self.problem(FormProblem::Apart { span: apart.span });
        }
    }

    fn tasks(
        &mut self,
        file: &ParsedFile,
        look: Look<'_>,
        activities: &[usize],
        sentence: &ast::Sentence,
    ) -> Option<Vec<Task>> {
        let task = self.task(file, look, activities, Asks::of(sentence))?;
        if task.alternatives.is_empty() {
            return Some(Vec::new());
        }
        let join = sentence.activities.as_ref().map_or(Join::Or, |activities| activities.join);
        Some(match join {
            Join::Or => vec![task],
            Join::And => {
                task.alternatives.into_iter().map(|alternative| Task { alternatives: vec![alternative] }).collect()
            }
        })
    }

    /// Everything that a sentence says of its activities, looked up in each.
    pub(super) fn task(
        &mut self,
        file: &ParsedFile,
        look: Look<'_>,
        activities: &[usize],
        asks: Asks<'_>,
    ) -> Option<Task> {
        let found: Vec<_> = activities.iter().map(|activity| self.alternative(file, look, *activity, asks)).collect();
        let alternatives = found.into_iter().collect::<Option<Vec<_>>>()?;
        if let Some(word) = asks.different {
            let ids: Vec<ActivityId> = alternatives.iter().map(|alternative| alternative.activity).collect();
            let values: Vec<_> = activities.iter().map(|activity| self.field_value(file, *activity, word)).collect();
            let values = values.into_iter().collect::<Option<Vec<_>>>()?;
            if !values.is_empty() {
                self.agree(file, word, &ids, &values)?;
            }
        }
        Some(Task { alternatives })
    }

    fn alternative(
        &mut self,
        file: &ParsedFile,
        look: Look<'_>,
        activity: usize,
        asks: Asks<'_>,
    ) -> Option<Alternative> {
        let on = look.on(activity);
        let filter = settled(asks.filter.map(|filter| self.condition(file, on, filter)));
        let require = settled(asks.require.map(|require| self.condition(file, on, require)));
        let total = asks.total.map(|word| {
            let value = self.field_value(file, activity, word)?;
            self.want(file, &value, &Kind::Number, Asker::Total)?;
            field(&value)
        });
        let different = asks.different.map(|word| field(&self.field_value(file, activity, word)?));
        let until = settled(asks.until.map(|word| self.date_field(file, activity, word, Asker::Until)));
        let each = settled(asks.each.map(|each| self.each_field(file, activity, each)));
        let measured = settled(total.or(different));
        Some(Alternative {
            activity: ActivityId(id(activity)),
            filter: filter?,
            require: require?,
            measured: measured?,
            until: until?,
            each: each?,
        })
    }

    /// The field of `for each`, which can hold every value.
    fn each_field(&mut self, file: &ParsedFile, activity: usize, each: &ast::ForEach) -> Option<FieldId> {
        let value = self.field_value(file, activity, &each.field)?;
        let mut fits = true;
        for (literal, span) in &each.values {
            let literal = literal_value(literal, *span);
            fits &= self.equal(file, &value, &literal).is_some();
        }
        if fits { field(&value) } else { None }
    }

    fn each_values(&mut self, file: &ParsedFile, each: Option<&ast::ForEach>) -> Option<Vec<EachValue>> {
        let Some(each) = each else { return Some(Vec::new()) };
        let mut places: Vec<(EachValue, Span)> = Vec::with_capacity(each.values.len());
        let mut seen: rustc_hash::FxHashMap<String, Span> = rustc_hash::FxHashMap::default();
        for (literal, span) in &each.values {
            let value = super::declaration::value(literal);
            let text = value.to_string();
            if let Some(first) = seen.get(&text) {
                let (first, text) = (*first, shown(file, *span));
                self.problem(FormProblem::RepeatedValue { text, first, second: *span });
                return None;
            }
            seen.insert(text.clone(), *span);
            places.push((EachValue { text, value }, *span));
        }
        Some(places.into_iter().map(|(value, _)| value).collect())
    }
}

/// The most activities that are joined in one place of a rule, and the sentence.
fn longest_join(rule: &ast::Rule) -> (usize, Span) {
    let sentence = &rule.sentence;
    let of = |moment: &ast::Moment| match &moment.kind {
        ast::MomentKind::Named(names) => names.len(),
        _ => 1,
    };
    let mut longest = sentence.activities.as_ref().map_or(1, |activities| activities.names.len());
    match &sentence.when {
        When::Every { from: Some(moment), .. }
        | When::By(moment)
        | When::After { moment, .. }
        | When::Before { moment, .. } => longest = longest.max(of(moment)),
        _ => {}
    }
    if let Some(ast::Scope::Between { from, to, .. }) = &sentence.scope {
        longest = longest.max(of(from)).max(of(to));
    }
    for modifier in &rule.modifiers {
        longest = match modifier {
            ast::Modifier::Otherwise(otherwise) => longest.max(otherwise.activities.names.len()),
            ast::Modifier::Extended(extended) => match &extended.kind {
                ast::ExtendedKind::By { moment, .. } => longest.max(of(moment)),
                ast::ExtendedKind::Between { from, to } => longest.max(of(from)).max(of(to)),
            },
            _ => longest,
        };
    }
    (longest, sentence.span)
}

/// Whether a quantity can be passed, so that a record breaks it.
pub(super) const fn has_upper_bound(bound: &ast::Bound) -> bool {
    !matches!(bound, ast::Bound::AtLeast(_))
}

pub(super) fn activity_ids(activities: &[usize]) -> Vec<ActivityId> {
    activities.iter().map(|activity| ActivityId(id(*activity))).collect()
}

pub(super) const fn field(value: &Typed) -> Option<FieldId> {
    match value.expression {
        Expression::Field(field) => Some(field),
        _ => None,
    }
}

/// The things of a list, each once, in their order.
fn distinct<T: Copy + Eq + std::hash::Hash>(list: Vec<T>) -> Vec<T> {
    let mut seen = FxHashSet::default();
    list.into_iter().filter(|thing| seen.insert(*thing)).collect()
}
