//! One rule, whole (docs/language.md sections 2, 4, 6, 7 and 9).

use rust_decimal::Decimal;

use super::{
    ActivityId, Amount, CategoryId, Condition, FieldId, Length, Matching, Moment, Quantity, Schedule, SeasonId,
};
use crate::calendar::Day;

/// One rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Its id: given, or the canonical sentence.
    pub id: String,
    /// The canonical sentence: English keywords, declared names, single spaces, no modifiers.
    pub sentence: String,
    /// The file it stands in.
    pub path: String,
    /// The line it begins on, from 1.
    pub line: usize,
    /// The index of its file's policy in [`super::RuleBook::policies`].
    pub policy: Option<usize>,
    /// What describes it.
    pub description: Description,
    /// The share of a group that must comply; the group is the bound subject then.
    pub population: Option<Population>,
    /// Whom it binds.
    pub who: Who,
    /// When it binds at all.
    pub scope: Option<Scope>,
    /// The first day in force: the later of policy's and rule's.
    pub effective_from: Option<Day>,
    /// The last day in force: the earlier of policy's and rule's.
    pub effective_to: Option<Day>,
    /// The schedule.
    pub schedule: Schedule,
    /// How much is asked for; `never`, `whenever` and `always require` carry `at least 1`, unread.
    pub quantity: Quantity,
    /// What must be done, or must not: a duty for each task. Empty under `always require` alone.
    pub tasks: Vec<Task>,
    /// `matching F, G`: of the moment and of the tasks.
    pub matching: Matching,
    /// `at least D apart`.
    pub apart: Option<Length>,
    /// `for each F in …`: a duty for each value; empty where the rule has none.
    pub for_each: Vec<EachValue>,
    /// `count partial periods`.
    pub count_partial_periods: bool,
    /// The indices in [`super::RuleBook::rules`] of every rule that overrides this one, directly or through others,
    /// in ascending order.
    pub overridden_by: Vec<usize>,
    /// `grace D`.
    pub grace: Option<Length>,
    /// `otherwise …`, in the order written: the second starts where the first ended.
    pub otherwise: Vec<Otherwise>,
    /// `extended …`, in the order written.
    pub extended: Vec<Extension>,
    /// `next working day`.
    pub next_working_day: bool,
}

impl Rule {
    /// The activities of all tasks, in the order written.
    pub fn activities(&self) -> impl Iterator<Item = ActivityId> + '_ {
        self.tasks.iter().flat_map(|task| &task.alternatives).map(|alternative| alternative.activity)
    }
}

/// Activities joined by `or`: either counts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Task {
    /// One at least.
    pub alternatives: Vec<Alternative>,
}

/// One activity of a task, with everything of the rule that speaks of its fields.
#[derive(Debug, Clone, PartialEq)]
pub struct Alternative {
    /// The activity.
    pub activity: ActivityId,
    /// `where C`, on a record of the activity.
    pub filter: Option<Condition>,
    /// `require C` of `whenever`.
    pub require: Option<Condition>,
    /// The field of `total of F` or `different F`.
    pub measured: Option<FieldId>,
    /// The field of `until F`.
    pub until: Option<FieldId>,
    /// The field of `for each F`.
    pub each: Option<FieldId>,
}

/// What describes a rule without changing its meaning.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Description {
    /// `rule ID "title"`.
    pub title: Option<String>,
    /// `cite "…"`.
    pub cite: Option<String>,
    /// `because "…"`.
    pub because: Option<String>,
    /// `note "…"`.
    pub note: Option<String>,
    /// `severity …`.
    pub severity: Option<Severity>,
    /// `score N`.
    pub score: Option<Decimal>,
    /// `tags …`.
    pub tags: Vec<String>,
}

/// How grave a breach is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// 低
    Low,
    /// 中
    Medium,
    /// 高
    High,
    /// 特高
    Critical,
}

/// Whom a rule binds (docs/language.md section 4).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Who {
    /// Any of these …
    pub kinds: Vec<SubjectKind>,
    /// … but in none of these …
    pub except: Vec<CategoryId>,
    /// … with attributes that satisfy this.
    pub with: Option<Condition>,
}

/// In a category (or in one within it), and perhaps below a parent of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SubjectKind {
    /// The category.
    pub category: CategoryId,
    /// The category of a direct or indirect parent.
    pub of: Option<CategoryId>,
}

/// When a rule binds at all (docs/language.md section 4).
#[derive(Debug, Clone, PartialEq)]
pub enum Scope {
    /// `during S`: bound days, or the hours in which records are looked at.
    During(SeasonId),
    /// `between B and E`.
    Between {
        /// What begins it.
        from: Moment,
        /// What ends it.
        to: Moment,
        /// Fields of both that must be equal.
        matching: Matching,
    },
}

/// The share of a group that must comply (docs/language.md section 7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Population {
    /// More than 0, at most 100.
    pub percent: Decimal,
    /// What a group is.
    pub level: Level,
}

/// What makes a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Level {
    /// The first segment of the region path.
    Province,
    /// The first two.
    City,
    /// The first three.
    County,
    /// The first four.
    Town,
    /// The direct parent.
    Parent,
    /// Everyone.
    Everyone,
}

/// One value of `for each`.
#[derive(Debug, Clone, PartialEq)]
pub struct EachValue {
    /// The value as text, as verdicts show it.
    pub text: String,
    /// The value.
    pub value: super::Value,
}

/// What may be done instead once the rule is broken (docs/language.md section 9).
#[derive(Debug, Clone, PartialEq)]
pub struct Otherwise {
    /// How long its window is.
    pub within: Length,
    /// What must be done.
    pub task: Task,
    /// Fields of the record that broke the rule (or of the moment of the duty) and of the task.
    pub matching: Matching,
}

/// What moves a due date (docs/language.md section 9).
#[derive(Debug, Clone, PartialEq)]
pub enum Extension {
    /// `extended by B for D [at most N]`.
    By {
        /// What moves it.
        moment: Moment,
        /// Fields of the duty's moment and of B.
        matching: Matching,
        /// By how much, each time.
        by: Length,
        /// How often at most.
        most: Option<Amount>,
    },
    /// `extended between B and E`.
    Between {
        /// When the clock stops.
        from: Moment,
        /// When it goes on.
        to: Moment,
        /// Fields of B and of E.
        matching: Matching,
    },
}
