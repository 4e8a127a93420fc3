//! One rule over one subject: whether it binds, on which days, which records may count, and how its duties become
//! verdicts.

use super::candidate::Candidate;
use super::condition::{Scene, Truth};
use super::context::Context;
use super::outcome::Outcome;
use crate::calendar::{Day, Period};
use crate::ledger::{Membership, RecordId, SubjectId};
use crate::rulebook::{ActivityId, CategoryId, Condition, Rule};
use crate::verdict::{Reason, RuleId, Status, Verdict};

/// A rule that binds, or perhaps binds, a subject.
#[derive(Debug, Clone, Copy)]
pub(super) struct Binding<'a> {
    pub(super) context: Context<'a>,
    pub(super) number: RuleId,
    pub(super) rule: &'a Rule,
    pub(super) subject: SubjectId,
    /// The bound days (one stretch as long as nothing but opening, closing and the law's own dates bounds it).
    pub(super) stretch: Stretch,
    /// The first opening, where it is known.
    pub(super) opened: Option<Day>,
    /// The last open day, where it is known.
    pub(super) closed: Option<Day>,
    /// Why it is unknown whether the rule binds the subject at all, or on which days.
    pub(super) doubt: Option<Reason>,
}

/// Days from the first to the last, both included; open ends have no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) from: Option<Day>,
    pub(super) to: Option<Day>,
}

impl Stretch {
    pub(super) fn contains(self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// The days of `[from, to]` within the stretch.
    pub(super) fn cut(self, from: Day, to: Day) -> (Day, Day) {
        (self.from.map_or(from, |start| start.max(from)), self.to.map_or(to, |end| end.min(to)))
    }
}

/// What a duty is called: everything of a verdict but what the records say.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Duty {
    pub(super) from: Option<Day>,
    pub(super) to: Option<Day>,
    pub(super) due: Option<Day>,
    pub(super) label: Option<Period>,
    pub(super) trigger: Option<RecordId>,
    pub(super) censored: bool,
    /// Why it is unknown whether the trigger is one.
    pub(super) doubt: Option<Reason>,
}

impl<'a> Binding<'a> {
    /// The rule over the subject; `None` where it surely does not bind it on any day.
    pub(super) fn new(context: Context<'a>, number: RuleId, rule: &'a Rule, subject: SubjectId) -> Option<Self> {
        let row = context.subject(subject)?;
        // An opening that is not known yet: the subject is not open on any day up to as-of.
        if row.opened.is_some_and(|opened| opened > context.as_of) {
            return None;
        }
        let (opened, closed) = (context.opened(subject), context.closed(subject));
        let stretch = Stretch { from: opened.max(rule.effective_from), to: earlier(closed, rule.effective_to) };
        if stretch.from.zip(stretch.to).is_some_and(|(from, to)| from > to) {
            return None;
        }
        let doubt = match membership(context, rule, subject) {
            Truth::False => return None,
            Truth::True => None,
            Truth::Unknown(reason) => Some(reason),
        };
        // A date that cannot be read may be any: whether the subject was open is as uncertain as its membership.
        let unread = [(row.opening_unread, Reason::Opening), (row.closing_unread, Reason::Closing)];
        let doubt = doubt.or_else(|| unread.into_iter().find(|(unread, _)| *unread).map(|(_, reason)| reason));
        Some(Self { context, number, rule, subject, stretch, opened, closed, doubt })
    }

    /// The candidates of the rule's activity, in the order of evidence.
    pub(super) fn candidates(&self) -> Vec<Candidate> {
        self.candidates_of(self.rule.activity, self.rule.filter.as_ref())
    }

    /// The candidates of an activity under a condition, in the order of evidence.
    pub(super) fn candidates_of(&self, activity: ActivityId, filter: Option<&'a Condition>) -> Vec<Candidate> {
        let ledger = self.context.ledger;
        let coverage = self.context.coverage;
        let all = ledger.records(activity, self.subject);
        let days = ledger.days().get(all.start as usize..all.end as usize).unwrap_or_default();
        let before = days.partition_point(|day| *day < coverage.from);
        let covered = days.partition_point(|day| *day <= coverage.to).saturating_sub(before);
        let records = (all.start..all.end).skip(before).take(covered).map(RecordId);
        let mut candidates = Vec::with_capacity(covered);
        for record in records {
            let Some(time) = ledger.time(record) else { continue };
            let doubt = match filter {
                None => None,
                Some(filter) => {
                    let record = Some((activity, record));
                    match (Scene { context: self.context, subject: self.subject, record }).judge(filter) {
                        Truth::True => None,
                        Truth::False => continue,
                        Truth::Unknown(reason) => Some(reason),
                    }
                }
            };
            candidates.push(Candidate { record, time, doubt, repeats: false });
        }
        candidates
    }

    /// The verdict on a duty. Doubt about the rule or the trigger leaves met, and makes the rest unknown
    /// (section 8); an unknown also shows the perhaps-records.
    pub(super) fn verdict(&self, duty: Duty, outcome: Outcome) -> Verdict {
        let (mut status, mut reason) = (outcome.status, outcome.reason);
        if let Some(doubt) = self.doubt.or(duty.doubt)
            && status != Status::Met
        {
            reason = reason.or(Some(doubt));
            status = Status::Unknown;
        }
        let count = u32::try_from(outcome.counted.len()).unwrap_or(u32::MAX);
        let mut counted = outcome.counted;
        if status == Status::Unknown && !outcome.perhaps.is_empty() {
            counted.extend(outcome.perhaps);
            counted.sort_unstable();
        }
        if let Some(trigger) = duty.trigger {
            counted.insert(0, trigger);
        }
        // A breach that came before its due day is not overdue yet.
        let days = |from: Option<Day>, to: Option<Day>| u32::try_from(to?.days_since(from?)).ok();
        Verdict {
            rule: self.number,
            subject: self.subject,
            from: duty.from,
            to: duty.to,
            due: duty.due,
            label: duty.label,
            status,
            done: outcome.done,
            days_late: days(duty.due, outcome.done).filter(|_| status == Status::Late),
            count,
            evidence: counted,
            each: None,
            trigger: duty.trigger,
            censored: duty.censored,
            overdue: days(duty.due, Some(self.context.as_of)).filter(|_| status == Status::Violated),
            reason,
        }
    }
}

fn earlier(left: Option<Day>, right: Option<Day>) -> Option<Day> {
    match (left, right) {
        (Some(left), Some(right)) => Some(left.min(right)),
        (one, None) | (None, one) => one,
    }
}

/// Whether the subject is in the rule's set: category, region of the policy, `with` (section 4).
fn membership(context: Context<'_>, rule: &Rule, subject: SubjectId) -> Truth {
    let Some(row) = context.subject(subject) else { return Truth::False };
    let within = |categories: &[CategoryId]| match row.membership {
        Membership::Every => Truth::True,
        Membership::Unknown => Truth::Unknown(Reason::Category),
        Membership::Other(_) => Truth::False,
        Membership::In(category) => {
            let known = context.book.category(category).map(|found| found.within.as_slice()).unwrap_or_default();
            if categories.iter().any(|asked| known.contains(asked)) { Truth::True } else { Truth::False }
        }
    };
    let included = within(&rule.who.categories);
    let excluded = if rule.who.except.is_empty() { Truth::False } else { within(&rule.who.except) };
    let policy = rule.policy.and_then(|policy| context.book.policies.get(policy));
    let region = match (policy.and_then(|policy| policy.region.as_deref()), row.region.as_deref()) {
        (None, _) => Truth::True,
        (Some(_), None) => Truth::Unknown(Reason::Region),
        (Some(asked), Some(region)) if begins_with(region, asked) => Truth::True,
        (Some(_), Some(_)) => Truth::False,
    };
    let with = rule.who.with.as_ref().map_or(Truth::True, |with| Scene { context, subject, record: None }.judge(with));
    Truth::all([included, excluded.negated(), region, with])
}

/// Whether a region path begins with the whole segments of another.
fn begins_with(region: &str, asked: &str) -> bool {
    let segments = |path| str::split(path, '/').map(str::trim).filter(|segment: &&str| !segment.is_empty());
    let mut given = segments(region);
    segments(asked).all(|segment| given.next() == Some(segment))
}
