//! Coverage in law's own terms: which statuses the tests came to under each rule, and which edges of it they touched.

use serde::Serialize;

use crate::calendar::Day;
use crate::ledger::{Ledger, RecordId};
use crate::rulebook::{Rule, RuleBook, Schedule};
use crate::text::Wording;
use crate::verdict::{Status, Verdict};

/// A day on which a rule turns. A record touches a day where it is the trigger or the evidence of a verdict, or where
/// the verdict says that the duty was done on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Edge {
    /// The due day of a verdict: a record that counted (not the trigger) lies on it, or it is the judged day.
    DueDay,
    /// The day after the due day of a verdict, in the same way.
    DayAfter,
    /// A 29 February that is the due day of a verdict, the day it was done on, or the judged day.
    LeapDay,
    /// The first bound day: the later of the subject's opening and the rule's first day in force, as far as they are
    /// known; under `every`, `never` and `in any` also the first day of a verdict that nothing before it answers. A
    /// record touches it.
    FirstBoundDay,
    /// The last bound day: the earlier of the subject's closing and the rule's last day in force, as far as they are
    /// known; under `never` and `in any` also the last day of a verdict. A record touches it.
    LastBoundDay,
}

impl Edge {
    /// Every edge, in this order.
    pub const ALL: [Self; 5] = [Self::DueDay, Self::DayAfter, Self::LeapDay, Self::FirstBoundDay, Self::LastBoundDay];

    /// Its name for people.
    #[must_use]
    pub fn wording(self) -> Wording {
        match self {
            Self::DueDay => Wording::new("due day", "到期日"),
            Self::DayAfter => Wording::new("day after", "到期次日"),
            Self::LeapDay => Wording::new("leap day", "闰日"),
            Self::FirstBoundDay => Wording::new("first bound day", "首个受约束日"),
            Self::LastBoundDay => Wording::new("last bound day", "最后受约束日"),
        }
    }

    /// Whether a rule has this edge: `never`, `in any`, `whenever` and `always` have no due day that could be missed,
    /// nothing can be late under `before`, and a group has no records of its own.
    fn is_of(self, rule: &Rule) -> bool {
        let due = !matches!(
            rule.schedule,
            Schedule::Never
                | Schedule::InAny(_)
                | Schedule::Whenever
                | Schedule::AlwaysUntil
                | Schedule::AlwaysFor(_)
                | Schedule::AlwaysRequire(_)
        );
        match self {
            Self::DueDay => due,
            Self::DayAfter => due && !matches!(rule.schedule, Schedule::Before { .. }),
            Self::LeapDay => true,
            Self::FirstBoundDay | Self::LastBoundDay => {
                rule.population.is_none() && !matches!(rule.schedule, Schedule::AlwaysRequire(_))
            }
        }
    }
}

/// What the tests came to under one rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleCoverage {
    /// The rule's id.
    pub rule: String,
    /// Its file.
    pub path: String,
    /// Its line.
    pub line: usize,
    /// How many verdicts of each status, expected or not, in the order of [`Status::ALL`].
    pub statuses: [usize; 7],
    /// The edges of the rule that no test touched.
    pub untouched: Vec<Edge>,
}

impl RuleCoverage {
    /// How many verdicts have a status.
    #[must_use]
    pub fn count(&self, status: Status) -> usize {
        Status::ALL.iter().zip(self.statuses).find(|(known, _)| **known == status).map_or(0, |(_, count)| count)
    }

    /// Of met, violated and unknown those that no verdict has.
    pub fn never_judged(&self) -> impl Iterator<Item = Status> + '_ {
        [Status::Met, Status::Violated, Status::Unknown].into_iter().filter(|status| self.count(*status) == 0)
    }

    /// Whether a status or an edge is missing.
    #[must_use]
    pub fn has_gaps(&self) -> bool {
        !self.untouched.is_empty() || self.never_judged().next().is_some()
    }
}

/// What is counted while tests run.
pub(super) struct Tally {
    rules: Vec<([usize; 7], [bool; 5])>,
}

impl Tally {
    pub(super) fn new(book: &RuleBook) -> Self {
        Self { rules: vec![Default::default(); book.rules.len()] }
    }

    /// Counts the verdicts of one test.
    pub(super) fn test(&mut self, book: &RuleBook, ledger: &Ledger, verdicts: &[Verdict], as_of: Day) {
        for verdict in verdicts {
            let at = verdict.rule.0 as usize;
            let (Some((statuses, touched)), Some(rule)) = (self.rules.get_mut(at), book.rules.get(at)) else {
                continue;
            };
            let known = Status::ALL.iter().zip(statuses).find(|(status, _)| **status == verdict.status);
            known.into_iter().for_each(|(_, count)| *count += 1);
            let days = Days::of(ledger, verdict, as_of);
            for (edge, touched) in Edge::ALL.into_iter().zip(touched) {
                *touched = *touched || days.touches(edge, ledger, rule, verdict);
            }
        }
    }

    pub(super) fn finish(self, book: &RuleBook) -> Vec<RuleCoverage> {
        let of_rule = |(rule, (statuses, touched)): (&Rule, ([usize; 7], [bool; 5]))| RuleCoverage {
            rule: rule.id.clone(),
            path: rule.path.clone(),
            line: rule.line,
            statuses,
            untouched: (Edge::ALL.into_iter().zip(touched))
                .filter(|(edge, touched)| !touched && edge.is_of(rule))
                .map(|(edge, _)| edge)
                .collect(),
        };
        book.rules.iter().zip(self.rules).map(of_rule).collect()
    }
}

/// The days that a verdict speaks of.
struct Days {
    due: Option<Day>,
    done: Option<Day>,
    /// Of the records that counted.
    counted: Vec<Day>,
    trigger: Option<Day>,
    as_of: Day,
}

impl Days {
    fn of(ledger: &Ledger, verdict: &Verdict, as_of: Day) -> Self {
        let day = |record: RecordId| ledger.time(record).map(|time| time.day);
        let counted = verdict.evidence.iter().filter(|record| Some(**record) != verdict.trigger);
        Self {
            due: verdict.due.map(|due| due.day),
            done: verdict.done,
            counted: counted.filter_map(|record| day(*record)).collect(),
            trigger: verdict.trigger.and_then(day),
            as_of,
        }
    }

    fn record_on(&self, day: Day) -> bool {
        self.done == Some(day) || self.trigger == Some(day) || self.counted.contains(&day)
    }

    fn decided_on(&self, day: Day) -> bool {
        self.done == Some(day) || self.as_of == day || self.counted.contains(&day)
    }

    fn touches(&self, edge: Edge, ledger: &Ledger, rule: &Rule, verdict: &Verdict) -> bool {
        let stretch = matches!(rule.schedule, Schedule::Never | Schedule::InAny(_));
        match edge {
            Edge::DueDay => self.due.is_some_and(|due| self.decided_on(due)),
            Edge::DayAfter => self.due.is_some_and(|due| self.decided_on(due.next())),
            Edge::LeapDay => {
                let leap = |day: Day| day.month() == 2 && day.day_of_month() == 29;
                [self.due, self.done, Some(self.as_of)].into_iter().flatten().any(leap)
            }
            Edge::FirstBoundDay => {
                let opened = ledger.rows(verdict.subject).first().and_then(|row| row.opened.max(row.from));
                // Only the first duty of a stretch can be done on its first day (docs/language.md section 5.1).
                let first = stretch || matches!(rule.schedule, Schedule::Every(_)) && self.done.is_some();
                let anchor = verdict.from.filter(|_| first && !verdict.censored).map(|from| from.day);
                [opened.max(rule.effective_from), anchor].into_iter().flatten().any(|day| self.record_on(day))
            }
            Edge::LastBoundDay => {
                let row = ledger.last_row(verdict.subject);
                let ends = [row.and_then(|row| row.closed), row.and_then(|row| row.to), rule.effective_to];
                let last = verdict.to.filter(|_| stretch).map(|to| to.day);
                [ends.into_iter().flatten().min(), last].into_iter().flatten().any(|day| self.record_on(day))
            }
        }
    }
}
