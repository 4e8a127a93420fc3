//! Which verdicts an output shows. What is broken is judged before anything is left out.

use crate::ledger::SubjectId;
use crate::verdict::{RuleId, Status, Verdict};

/// The filters of an audit; the default shows everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Only these statuses; empty means all.
    pub statuses: Vec<Status>,
    /// Only these rules; empty means all.
    pub rules: Vec<RuleId>,
    /// Only these subjects; empty means all.
    pub subjects: Vec<SubjectId>,
}

impl Selection {
    /// Whether the verdict's rule and subject are asked for: what a summary counts.
    #[must_use]
    pub fn concerns(&self, verdict: &Verdict) -> bool {
        self.shows_rule(verdict.rule) && self.asks_for(verdict.subject)
    }

    /// Whether the subject is asked for.
    #[must_use]
    pub fn asks_for(&self, subject: SubjectId) -> bool {
        self.subjects.is_empty() || self.subjects.contains(&subject)
    }

    /// Whether the verdict itself is asked for: what an output lists.
    #[must_use]
    pub fn shows(&self, verdict: &Verdict) -> bool {
        self.shows_status(verdict.status) && self.concerns(verdict)
    }

    /// Whether verdicts of this status are asked for.
    #[must_use]
    pub fn shows_status(&self, status: Status) -> bool {
        self.statuses.is_empty() || self.statuses.contains(&status)
    }

    /// Whether the rule is asked for.
    #[must_use]
    pub fn shows_rule(&self, rule: RuleId) -> bool {
        self.rules.is_empty() || self.rules.contains(&rule)
    }
}
