//! The lines behind a sentence: what describes the rule, and what changes its meaning (docs/language.md section 9).

use super::moment::{Likely, asked};
use super::problem::{FormProblem, ScheduleName, SentenceProblem};
use super::sentence::{Asks, activity_ids, has_upper_bound};
use super::value::{Asked, Scope};
use super::{Checker, ParsedFile};
use crate::rulebook::{Description, Extension, Length, Otherwise, Severity, normalise};
use crate::syntax::ast::{self, Modifier, When};
use crate::text::Span;

/// The lines of a rule, each at its place.
#[derive(Default)]
pub(super) struct Lines<'r> {
    pub description: Description,
    pub effective: Option<ast::Effective>,
    pub partial: Option<Span>,
    pub next_working_day: Option<Span>,
    grace: Option<(&'r ast::Duration, Span)>,
    otherwise: Vec<&'r ast::Otherwise>,
    extended: Vec<&'r ast::Extended>,
}

/// The sentence that lines stand behind.
pub(super) struct Bound<'s> {
    pub name: ScheduleName,
    /// What asks for the activity.
    pub asked: &'s Asked,
    /// What amounts may look at.
    pub look: Scope<'s>,
    /// The activities, where they are right.
    pub activities: Option<&'s [usize]>,
    pub sentence: &'s ast::Sentence,
}

/// The lines that change the meaning, found and fitted.
pub(super) struct Changes {
    pub grace: Option<Length>,
    pub otherwise: Vec<Otherwise>,
    pub extended: Vec<Extension>,
}

impl Checker {
    /// Puts every line in its place; most may stand there once.
    pub(super) fn modifiers<'r>(&mut self, rule: &'r ast::Rule) -> Lines<'r> {
        let mut read = Lines::default();
        read.description.title = rule.title.as_ref().map(|title| title.text.clone());
        let mut places: Vec<(&'static str, Span)> = Vec::new();
        for modifier in &rule.modifiers {
            if let Some((keyword, span)) = once(modifier) {
                if let Some((_, first)) = places.iter().find(|(seen, _)| *seen == keyword.0) {
                    self.problem(SentenceProblem::RepeatedModifier { keyword, first: *first, second: span });
                    continue;
                }
                places.push((keyword.0, span));
            }
            let describing = &mut read.description;
            match modifier {
                Modifier::Cite(word) => describing.cite = Some(word.text.clone()),
                Modifier::Because(word) => describing.because = Some(word.text.clone()),
                Modifier::Severity(severity, _) => describing.severity = Some(self::severity(*severity)),
                Modifier::Score(score, _) => describing.score = Some(*score),
                Modifier::Note(word) => {
                    let before = describing.note.take();
                    describing.note =
                        Some(before.map_or_else(|| word.text.clone(), |note| format!("{note}\n{}", word.text)));
                }
                Modifier::Tags(words) => {
                    describing.tags.extend(words.iter().map(|word| normalise(&word.text).into_owned()));
                }
                Modifier::Effective(effective) => {
                    self.check_effective(effective);
                    read.effective = Some(*effective);
                }
                Modifier::CountPartialPeriods(span) => read.partial = Some(*span),
                Modifier::NextWorkingDay(span) => read.next_working_day = Some(*span),
                Modifier::Grace(duration, span) => read.grace = Some((duration, *span)),
                Modifier::Otherwise(otherwise) => read.otherwise.push(otherwise),
                Modifier::Extended(extended) => read.extended.push(extended),
                // Found once all rules are known.
                Modifier::Overrides(_) => {}
            }
        }
        read
    }

    /// The lines that change the meaning, where the sentence takes them.
    pub(super) fn bind_modifiers(
        &mut self,
        file: &ParsedFile,
        lines: &Lines<'_>,
        bound: &Bound<'_>,
    ) -> Option<Changes> {
        let at_least = bound.sentence.quantity.as_ref().is_none_or(|quantity| !has_upper_bound(&quantity.bound));
        let name = bound.name;
        use ScheduleName::{After, AfterNever, By, Each, EachBy, Every};
        if let Some(span) = lines.partial {
            match &bound.sentence.when {
                When::Each { window: None, .. } => {}
                when => {
                    let window = matches!(when, When::Each { .. });
                    self.problem(SentenceProblem::PartialPeriods { span, window });
                }
            }
        }
        let falls_due = at_least && matches!(name, Every | Each | EachBy | By | After);
        if let Some(span) = lines.next_working_day.filter(|_| !falls_due) {
            self.problem(FormProblem::NextWorkingDay { span });
        }
        let grace = lines.grace.map(|(duration, span)| {
            if !falls_due {
                self.problem(FormProblem::Grace { span });
                return None;
            }
            self.length(file, bound.look, duration)
        });
        let otherwise: Vec<_> =
            lines.otherwise.iter().map(|otherwise| self.otherwise(file, otherwise, bound)).collect();
        let movable = matches!(name, Every | By | After | AfterNever);
        let extended: Vec<_> = lines
            .extended
            .iter()
            .map(|extended| {
                if !movable {
                    self.problem(FormProblem::Extended { span: extended.span });
                    return None;
                }
                self.extended(file, extended, bound)
            })
            .collect();
        Some(Changes {
            grace: super::value::settled(grace)?,
            otherwise: otherwise.into_iter().collect::<Option<_>>()?,
            extended: extended.into_iter().collect::<Option<_>>()?,
        })
    }

    fn otherwise(&mut self, file: &ParsedFile, otherwise: &ast::Otherwise, bound: &Bound<'_>) -> Option<Otherwise> {
        let within = self.length(file, bound.look, &otherwise.within);
        let names = &otherwise.activities.names;
        let found: Vec<_> = names.iter().map(|name| self.activity(file, name)).collect();
        let mut activities: Vec<usize> = Vec::with_capacity(found.len());
        for activity in found.into_iter().collect::<Option<Vec<_>>>()? {
            if !activities.contains(&activity) {
                activities.push(activity);
            }
        }
        let asks = Asks { filter: otherwise.filter.as_ref(), ..Asks::default() };
        let task = self.task(file, bound.look, &activities, asks);
        let answering = Asked::Records(activity_ids(&activities));
        let matching = self.matching_moments(file, &otherwise.matching, &bound.broken_by(), &answering);
        Some(Otherwise { within: within?, task: task?, matching: matching? })
    }

    fn extended(&mut self, file: &ParsedFile, extended: &ast::Extended, bound: &Bound<'_>) -> Option<Extension> {
        match &extended.kind {
            ast::ExtendedKind::By { moment, by, most } => {
                let moment = self.moment(file, moment, Likely::Activity);
                let by = self.length(file, bound.look, by);
                let most = most.as_ref().map(|most| self.times(file, bound.look, most, extended.span));
                let answering = asked(moment.as_ref());
                let matching = self.matching_moments(file, &extended.matching, bound.asked, &answering);
                let most = super::value::settled(most);
                Some(Extension::By { moment: moment?, matching: matching?, by: by?, most: most? })
            }
            ast::ExtendedKind::Between { from, to } => {
                let from = self.moment(file, from, Likely::Activity);
                let to = self.moment(file, to, Likely::Activity);
                let (begins, ends) = (asked(from.as_ref()), asked(to.as_ref()));
                // B asks for its E, and answers the record behind the duty's moment where there is one.
                let (begins, ends) = match bound.asked {
                    Asked::Records(_) => (both(bound.asked, &begins), both(&ends, &begins)),
                    Asked::Wrong | Asked::Date | Asked::Nothing => (begins, ends),
                };
                let matching = self.matching_moments(file, &extended.matching, &begins, &ends);
                Some(Extension::Between { from: from?, to: to?, matching: matching? })
            }
        }
    }
}

impl Bound<'_> {
    /// The records whose fields an `otherwise` can match: that behind the moment of a missed duty, or the one that
    /// broke a bound or a ban.
    fn broken_by(&self) -> Asked {
        use ScheduleName::{AfterNever, InAny, Never, Whenever};
        let Some(activities) = self.activities else { return Asked::Wrong };
        let banned = matches!(self.name, Never | AfterNever | Whenever | InAny);
        let bound = self.sentence.quantity.as_ref().map(|quantity| &quantity.bound);
        let only_upper = banned || matches!(bound, Some(ast::Bound::AtMost(_)));
        if only_upper && self.name != ScheduleName::Always {
            return Asked::Records(activity_ids(activities));
        }
        match self.asked {
            // Both ends of `exactly N` and `N to M` can be missed.
            Asked::Records(moments) if bound.is_some_and(has_upper_bound) => {
                let mut all = moments.clone();
                all.extend(activity_ids(activities).into_iter().filter(|activity| !moments.contains(activity)));
                Asked::Records(all)
            }
            asked => asked.clone(),
        }
    }
}

/// The records of either.
fn both(one: &Asked, other: &Asked) -> Asked {
    match (one, other) {
        (Asked::Records(one), Asked::Records(other)) => {
            let more = other.iter().copied().filter(|activity| !one.contains(activity));
            Asked::Records(one.iter().copied().chain(more).collect())
        }
        (Asked::Records(_), other) => other.clone(),
        (one, _) => one.clone(),
    }
}

/// The keyword and the place of a line that may stand once.
fn once(modifier: &Modifier) -> Option<((&'static str, &'static str), Span)> {
    Some(match modifier {
        Modifier::Cite(word) => (("cite", "依据"), word.span),
        Modifier::Because(word) => (("because", "理由"), word.span),
        Modifier::Severity(_, span) => (("severity", "严重程度"), *span),
        Modifier::Score(_, span) => (("score", "分值"), *span),
        Modifier::Effective(effective) => (("effective", "施行"), effective.span),
        Modifier::CountPartialPeriods(span) => (("count partial periods", "不足期计入"), *span),
        Modifier::NextWorkingDay(span) => (("next working day", "遇假日顺延"), *span),
        Modifier::Grace(_, span) => (("grace", "宽限"), *span),
        Modifier::Note(_)
        | Modifier::Tags(_)
        | Modifier::Overrides(_)
        | Modifier::Otherwise(_)
        | Modifier::Extended(_) => return None,
    })
}

const fn severity(severity: ast::Severity) -> Severity {
    match severity {
        ast::Severity::Low => Severity::Low,
        ast::Severity::Medium => Severity::Medium,
        ast::Severity::High => Severity::High,
        ast::Severity::Critical => Severity::Critical,
    }
}
