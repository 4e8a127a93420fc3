//! The policy of a file, and the days on which a rule is in force (docs/language.md sections 2 and 4).

use super::problem::FileProblem;
use super::{Checker, ParsedFile, PlacedPolicy};
use crate::calendar::Day;
use crate::rulebook::{Policy, normalise};
use crate::syntax::ast::{self, Statement};
use crate::text::Span;

/// The one list of days off and make-up workdays; it needs not be named.
const HOLIDAYS: &str = "cn";

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
            if let Some(holidays) = &policy.holidays
                && holidays.text != HOLIDAYS
            {
                let (name, span) = (holidays.text.clone(), holidays.span);
                self.problem(FileProblem::Holidays { name, span });
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

    pub(super) fn check_effective(&mut self, effective: &ast::Effective) {
        if let Some(to) = effective.to.filter(|to| *to < effective.from) {
            let (from, to, span) = (effective.from.to_string(), to.to_string(), effective.span);
            self.problem(FileProblem::BackwardsEffective { from, to, span });
        }
    }

    /// The policy of the file, and the days that rule and policy share.
    pub(super) fn in_force(
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
