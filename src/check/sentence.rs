//! One rule: every part of its sentence found and fitted, and what describes it (LANGUAGE.md sections 4 to 6 and 9).

use rustc_hash::FxHashSet;

use super::problem::{FileProblem, KindProblem, ScheduleName, SentenceProblem};
use super::value::{Scope, Typed, alike, id, shown};
use super::{Checker, ParsedFile, PlacedPolicy, canonical};
use crate::calendar::{Day, Unit};
use crate::rulebook::{
    ActivityId, CategoryId, DayInPeriod, Description, Expression, FieldId, Moment, Policy, Rule, Schedule, Severity,
    Who, Window, normalise,
};
use crate::syntax::ast::{self, Modifier, Statement, When};
use crate::text::Span;

/// The most problems that are told of one rule: a sentence of a machine may have many thousands.
pub(super) const MOST_TOLD: usize = 50;

/// The schedule with what hangs on it: the fields that match, the trigger.
struct Scheduled {
    schedule: Schedule,
    matching: Vec<(FieldId, FieldId)>,
}

/// The modifiers of a rule, each at its place.
#[derive(Default)]
struct Modifiers {
    description: Description,
    effective: Option<ast::Effective>,
    partial: Option<Span>,
}

impl Checker {
    /// Reads the policy of a file; a second one is a problem.
    pub(super) fn check_policy(&mut self, file: &ParsedFile) {
        let mut first: Option<Span> = None;
        for statement in &file.tree.statements {
            let Statement::Policy(policy) = statement else { continue };
            if let Some(first) = first {
                self.problem(FileProblem::SecondPolicy { first, second: policy.title.span });
                continue;
            }
            first = Some(policy.title.span);
            if let Some(timezone) = &policy.timezone
                && !names_a_zone(&timezone.text)
            {
                let (name, span) = (timezone.text.clone(), timezone.span);
                self.problem(FileProblem::Timezone { name, span });
            }
            if let Some(effective) = &policy.effective {
                self.check_effective(effective);
            }
            let text = |word: &Option<ast::Word>| word.as_ref().map(|word| word.text.clone());
            self.policies.push(PlacedPolicy {
                file: file.source.id,
                effective: policy.effective.map(|effective| effective.span),
                policy: Policy {
                    title: policy.title.text.clone(),
                    issuer: text(&policy.issuer),
                    document: text(&policy.document),
                    source: text(&policy.source),
                    effective_from: policy.effective.map(|effective| effective.from),
                    effective_to: policy.effective.and_then(|effective| effective.to),
                    region: policy.region.as_ref().and_then(|region| normal_region(&region.text)),
                },
            });
        }
    }

    fn check_effective(&mut self, effective: &ast::Effective) {
        if let Some(to) = effective.to.filter(|to| *to < effective.from) {
            let (from, to, span) = (effective.from.to_string(), to.to_string(), effective.span);
            self.problem(FileProblem::BackwardsEffective { from, to, span });
        }
    }

    /// Checks one rule and keeps it if nothing is wrong with it.
    pub(super) fn check_rule(&mut self, file: &ParsedFile, rule: &ast::Rule) {
        let (before, told) = (self.errors, self.problems.len());
        let named = rule.id.as_ref().is_none_or(|id| self.claim(&id.text, id.span, false));
        let checked = self.rule(file, rule);
        let checked = checked.filter(|_| named && self.errors == before);
        let checked = checked.filter(|checked| rule.id.is_some() || self.claim(&checked.id, rule.sentence.span, true));
        self.problems.truncate(told + MOST_TOLD);
        self.rules.push(checked);
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
        let modifiers = self.modifiers(rule);
        let who = self.who(file, &sentence.who);
        let activity = self.activity(file, &sentence.activity);
        let schedule_name = schedule_name(&sentence.when);
        let scheduled = self.schedule(file, sentence, activity);
        let quantity = self.quantity(file, schedule_name, sentence.quantity.as_ref());
        let filter = match (&sentence.filter, activity) {
            (Some(filter), Some(activity)) => Some(self.condition(file, Scope::Record(activity), filter)),
            (Some(_), None) => Some(None),
            (None, _) => None,
        };
        if let Some(span) = modifiers.partial.filter(|_| !matches!(sentence.when, When::Each { .. })) {
            self.problem(SentenceProblem::PartialPeriods { span });
        }
        let (policy, effective_from, effective_to) = self.in_force(file, modifiers.effective.as_ref());
        let (who, activity, scheduled, quantity) = (who?, activity?, scheduled?, quantity?);
        let filter = match filter {
            Some(filter) => Some(filter?),
            None => None,
        };
        let canonical = canonical::sentence_with(sentence, &self.names, &mut self.spelling);
        Some(Rule {
            id: rule.id.as_ref().map_or_else(|| canonical.clone(), |id| id.text.clone()),
            sentence: canonical,
            path: file.source.path.clone(),
            line: file.source.position(rule.span.start).0,
            policy,
            description: modifiers.description,
            who,
            effective_from,
            effective_to,
            schedule: scheduled.schedule,
            quantity,
            activity: ActivityId(id(activity)),
            filter,
            matching: scheduled.matching,
            count_partial_periods: modifiers.partial.is_some(),
        })
    }

    fn who(&mut self, file: &ParsedFile, who: &ast::Who) -> Option<Who> {
        let categories = self.category_ids(file, &who.categories);
        let except = self.category_ids(file, &who.except);
        let with = who.with.as_ref().map(|with| self.condition(file, Scope::Subject, with));
        let with = match with {
            Some(with) => Some(with?),
            None => None,
        };
        Some(Who { categories: categories?, except: except?, with })
    }

    fn category_ids(&mut self, file: &ParsedFile, words: &[ast::Word]) -> Option<Vec<CategoryId>> {
        let found: Vec<_> =
            words.iter().map(|word| self.category(file, word).map(|index| CategoryId(id(index)))).collect();
        let mut ids = found.into_iter().collect::<Option<Vec<_>>>()?;
        let mut seen = FxHashSet::default();
        ids.retain(|id| seen.insert(*id));
        Some(ids)
    }

    fn schedule(&mut self, file: &ParsedFile, sentence: &ast::Sentence, activity: Option<usize>) -> Option<Scheduled> {
        let schedule = match &sentence.when {
            When::Every { duration, from } => {
                let length = self.length(file, duration, 1);
                match from {
                    Some(moment) => {
                        let moment = self.date_moment(file, moment, ScheduleName::Every);
                        length.zip(moment).map(|(length, moment)| Schedule::EveryFrom(length, moment))
                    }
                    None => length.map(Schedule::Every),
                }
            }
            When::Each { unit, window } => match window {
                Some(window) => self.window(*unit, window).map(|window| Schedule::Each(*unit, Some(window))),
                None => Some(Schedule::Each(*unit, None)),
            },
            When::By(moment) => self.date_moment(file, moment, ScheduleName::By).map(Schedule::By),
            When::After { moment, within } => {
                let moment = self.moment(file, moment);
                let length = self.length(file, within, 1);
                moment.zip(length).map(|(moment, length)| Schedule::After(moment, length))
            }
            When::Before { moment, within } => {
                let moment = self.moment(file, moment);
                let length = match within {
                    Some(within) => self.length(file, within, 1).map(Some),
                    None => Some(None),
                };
                moment.zip(length).map(|(moment, length)| Schedule::Before(moment, length))
            }
            When::Never => Some(Schedule::Never),
            When::Whenever => match (&sentence.require, activity) {
                (Some(require), Some(activity)) => {
                    self.condition(file, Scope::Record(activity), require).map(Schedule::Whenever)
                }
                (Some(_), None) => None,
                (None, _) => {
                    self.problem(SentenceProblem::RequireMissing { span: sentence.span });
                    None
                }
            },
        };
        if let Some(require) = sentence.require.as_ref().filter(|_| !matches!(sentence.when, When::Whenever)) {
            self.problem(SentenceProblem::RequireMisplaced { span: require.span });
        }
        let matching = self.matching(file, sentence, schedule.as_ref(), activity);
        Some(Scheduled { schedule: schedule?, matching: matching? })
    }

    fn matching(
        &mut self,
        file: &ParsedFile,
        sentence: &ast::Sentence,
        schedule: Option<&Schedule>,
        activity: Option<usize>,
    ) -> Option<Vec<(FieldId, FieldId)>> {
        let (Some(first), Some(last)) = (sentence.matching.first(), sentence.matching.last()) else {
            return Some(Vec::new());
        };
        let span = first.span.to(last.span);
        let trigger = match schedule? {
            Schedule::After(Moment::Activity(trigger, _), _) | Schedule::Before(Moment::Activity(trigger, _), _) => {
                trigger.0 as usize
            }
            Schedule::After(Moment::Date(_), _) | Schedule::Before(Moment::Date(_), _) => {
                self.problem(SentenceProblem::MatchingWithoutTrigger { span, date: true });
                return None;
            }
            _ => {
                self.problem(SentenceProblem::MatchingWithoutTrigger { span, date: false });
                return None;
            }
        };
        let activity = activity?;
        let pairs: Vec<_> =
            sentence.matching.iter().map(|word| self.matching_field(file, trigger, activity, word)).collect();
        pairs.into_iter().collect()
    }

    fn matching_field(
        &mut self,
        file: &ParsedFile,
        trigger: usize,
        activity: usize,
        word: &ast::Word,
    ) -> Option<(FieldId, FieldId)> {
        let pair = [trigger, activity].map(|of| {
            let index = self.field(file, of, word)?;
            let slot = self.field_slot(of, index);
            Some((FieldId(id(index)), Typed::open(Expression::Field(FieldId(id(index))), slot, word.span)))
        });
        let [Some((theirs, one)), Some((ours, other))] = pair else { return None };
        match (self.shape(&one), self.shape(&other)) {
            (None, None) => self.join(file, &one, &other, None),
            (Some(kind), None) => self.settle(&other, kind),
            (None, Some(kind)) => self.settle(&one, kind),
            (Some(a), Some(b)) if alike(&a, &b) => {}
            (Some(trigger), Some(activity)) => {
                let (name, span) = (shown(file, word.span), word.span);
                self.problem(KindProblem::MatchingDiffers { name, trigger, activity, span });
                return None;
            }
        }
        Some((theirs, ours))
    }

    fn window(&mut self, unit: Unit, window: &ast::Window) -> Option<Window> {
        let from = window.from.map(|from| self.day_in_period(unit, from, window.span));
        let to = self.day_in_period(unit, window.to, window.span)?;
        let Some(from) = from else { return Some(Window::By(to)) };
        let from = from?;
        if wraps(from, to) {
            self.problem(SentenceProblem::WindowWraps { span: window.span });
            return None;
        }
        Some(Window::FromTo(from, to))
    }

    fn day_in_period(&mut self, unit: Unit, day: ast::DayInPeriod, span: Span) -> Option<DayInPeriod> {
        match day {
            ast::DayInPeriod::MonthDay(month, day) => {
                // A leap year has every day that any year has.
                if Day::from_ymd(2024, month, day).is_none() {
                    let last = (1..=31).rev().find(|last| Day::from_ymd(2024, month, *last).is_some());
                    self.problem(SentenceProblem::NoSuchDay { month, day, last, span });
                    return None;
                }
                if unit != Unit::Year {
                    self.problem(SentenceProblem::MonthDayOutsideYear { unit, span });
                    return None;
                }
                Some(DayInPeriod::MonthDay(month, day))
            }
            ast::DayInPeriod::Nth(day) if (1..=unit.longest()).contains(&day) => Some(DayInPeriod::Nth(day)),
            ast::DayInPeriod::Nth(day) => {
                self.problem(SentenceProblem::NoSuchDayOfPeriod { day, unit, span });
                None
            }
        }
    }

    fn modifiers(&mut self, rule: &ast::Rule) -> Modifiers {
        let mut read = Modifiers::default();
        read.description.title = rule.title.as_ref().map(|title| title.text.clone());
        let mut places: Vec<(&'static str, Span)> = Vec::new();
        for modifier in &rule.modifiers {
            let (keyword, span) = match modifier {
                Modifier::Cite(word) => (("cite", "依据"), word.span),
                Modifier::Because(word) => (("because", "理由"), word.span),
                Modifier::Severity(_, span) => (("severity", "严重程度"), *span),
                Modifier::Score(_, span) => (("score", "分值"), *span),
                Modifier::Effective(effective) => (("effective", "施行"), effective.span),
                Modifier::CountPartialPeriods(span) => (("count partial periods", "不足期计入"), *span),
                Modifier::Note(word) => {
                    let note = &mut read.description.note;
                    *note =
                        Some(note.take().map_or_else(|| word.text.clone(), |note| format!("{note}\n{}", word.text)));
                    continue;
                }
                Modifier::Tags(words) => {
                    read.description.tags.extend(words.iter().map(|word| normalise(&word.text).into_owned()));
                    continue;
                }
            };
            if let Some((_, first)) = places.iter().find(|(seen, _)| *seen == keyword.0) {
                self.problem(SentenceProblem::RepeatedModifier { keyword, first: *first, second: span });
                continue;
            }
            places.push((keyword.0, span));
            match modifier {
                Modifier::Cite(word) => read.description.cite = Some(word.text.clone()),
                Modifier::Because(word) => read.description.because = Some(word.text.clone()),
                Modifier::Severity(severity, _) => read.description.severity = Some(self::severity(*severity)),
                Modifier::Score(score, _) => read.description.score = Some(*score),
                Modifier::Effective(effective) => {
                    self.check_effective(effective);
                    read.effective = Some(*effective);
                }
                Modifier::CountPartialPeriods(span) => read.partial = Some(*span),
                Modifier::Note(_) | Modifier::Tags(_) => {}
            }
        }
        read
    }

    /// The policy of the file, and the days that rule and policy share.
    fn in_force(
        &mut self,
        file: &ParsedFile,
        rule: Option<&ast::Effective>,
    ) -> (Option<usize>, Option<Day>, Option<Day>) {
        let index = self.policies.iter().position(|placed| placed.file == file.source.id);
        let placed = index.and_then(|index| self.policies.get(index));
        let policy_from = placed.and_then(|placed| placed.policy.effective_from);
        let policy_to = placed.and_then(|placed| placed.policy.effective_to);
        let from = rule.map(|rule| rule.from).max(policy_from);
        let to = match (rule.and_then(|rule| rule.to), policy_to) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        let policy_span = placed.and_then(|placed| placed.effective);
        if let (Some(rule), Some(policy), Some(from), Some(to)) = (rule, policy_span, from, to)
            && from > to
            && rule.to.is_none_or(|last| rule.from <= last)
            && policy_from <= policy_to.or(policy_from)
        {
            self.problem(FileProblem::NeverInForce { rule: rule.span, policy });
        }
        (index, from, to)
    }
}

/// Whether a window ends before it begins, in a common or a leap year.
fn wraps(from: DayInPeriod, to: DayInPeriod) -> bool {
    let day = |day: DayInPeriod, year: i32| match day {
        DayInPeriod::Nth(nth) => i64::from(nth),
        DayInPeriod::MonthDay(month, of_month) => {
            let day = Day::from_ymd(year, month, of_month).or_else(|| Day::from_ymd(year, month, 28));
            let first = Day::from_ymd(year, 1, 1);
            day.zip(first).map_or(0, |(day, first)| i64::from(day.days_since(first)) + 1)
        }
    };
    [2023, 2024].into_iter().any(|year| day(from, year) > day(to, year))
}

const fn schedule_name(when: &When) -> ScheduleName {
    match when {
        When::Every { .. } => ScheduleName::Every,
        When::Each { window: Some(ast::Window { from: None, .. }), .. } => ScheduleName::EachBy,
        When::Each { .. } => ScheduleName::Each,
        When::By(_) => ScheduleName::By,
        When::After { .. } => ScheduleName::After,
        When::Before { .. } => ScheduleName::Before,
        When::Never => ScheduleName::Never,
        When::Whenever => ScheduleName::Whenever,
    }
}

const fn severity(severity: ast::Severity) -> Severity {
    match severity {
        ast::Severity::Low => Severity::Low,
        ast::Severity::Medium => Severity::Medium,
        ast::Severity::High => Severity::High,
        ast::Severity::Critical => Severity::Critical,
    }
}

/// Whether a text looks like the name of a time zone: `Asia/Shanghai`, `Etc/GMT+8`, `UTC`. Calendar durations need
/// no more than that; the zone is not looked up.
fn names_a_zone(name: &str) -> bool {
    let segment = |segment: &str| {
        segment.starts_with(|first: char| first.is_ascii_alphabetic())
            && segment.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '+'))
    };
    (name.contains('/') || name == "UTC") && name.split('/').all(segment)
}

/// A region path with normal segments and no empty ones; none is no region.
fn normal_region(path: &str) -> Option<String> {
    let path = normalise(path);
    let segments: Vec<&str> = path.split('/').map(str::trim).filter(|segment| !segment.is_empty()).collect();
    (!segments.is_empty()).then(|| segments.join("/"))
}
