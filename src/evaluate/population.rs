//! Populations: the share of a group that must comply (docs/language.md section 7).

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::context::Context;
use crate::calendar::{Day, Period, Time};
use crate::ledger::{Parent, SubjectId};
use crate::rulebook::{Level, Population, Rule, Schedule};
use crate::verdict::{Evidence, Group, Reason, RuleId, Status, Verdict};

/// What one duty of a group is called, in the order of due days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Window {
    /// The first day of the period, of `each` only: opening hours that end otherwise are the same day's.
    period: Option<Day>,
    /// The due time, where windows match by one.
    due: Option<Time>,
}

/// What one member is to the duty of a group.
#[derive(Debug, Clone)]
pub(super) struct Member {
    group: String,
    window: Window,
    from: Option<Time>,
    label: Option<Period>,
    subject: SubjectId,
    standing: Standing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Complied,
    Short,
    Pending,
    Unknown(Option<Reason>),
}

/// What a subject's own verdicts on a rule make it in the groups it belongs to.
pub(super) fn members(
    context: Context<'_>,
    rule: &Rule,
    population: Population,
    subject: SubjectId,
    verdicts: &[Verdict],
) -> Vec<Member> {
    let member = |window: Window, day: Day, from, label, standing| Member {
        group: group(context, population.level, subject, day),
        window,
        from,
        label,
        subject,
        standing,
    };
    match &rule.schedule {
        Schedule::Each(..) | Schedule::By(_) => {
            let by_period = matches!(rule.schedule, Schedule::Each(..));
            let of_duty = verdicts.iter().filter_map(|verdict| {
                let standing = standing(verdict)?;
                let period = verdict.label.map(|period| period.from);
                let day = verdict.due.map_or(context.as_of, |due| due.day);
                let from = verdict.from.filter(|_| by_period);
                Some(member(Window { period, due: verdict.due }, day, from, verdict.label, standing))
            });
            of_duty.collect()
        }
        _ => {
            let Some(standing) = verdicts.iter().filter_map(standing).reduce(Standing::with) else {
                return Vec::new();
            };
            // As of the day, who is only pending has not fallen short.
            let standing = if standing == Standing::Pending { Standing::Complied } else { standing };
            vec![member(Window { period: None, due: None }, context.as_of, None, None, standing)]
        }
    }
}

impl Standing {
    /// What a member with two duties in one window is: short if one of them is.
    fn with(self, other: Self) -> Self {
        let weight = |standing: Self| match standing {
            Self::Short => 3,
            Self::Unknown(_) => 2,
            Self::Pending => 1,
            Self::Complied => 0,
        };
        if weight(other) > weight(self) { other } else { self }
    }
}

/// `None` for an exempt duty, which is left out.
fn standing(verdict: &Verdict) -> Option<Standing> {
    Some(match verdict.status {
        Status::Exempt => return None,
        Status::Met | Status::Remedied => Standing::Complied,
        Status::Violated | Status::Late => Standing::Short,
        Status::Pending => Standing::Pending,
        Status::Unknown => Standing::Unknown(verdict.reason),
    })
}

/// The id of the group a subject belongs to on a day.
fn group(context: Context<'_>, level: Level, subject: SubjectId, day: Day) -> String {
    let row = context.row(subject, day).map(|(_, row)| row);
    let segments = match level {
        Level::Everyone => return "*".to_owned(),
        Level::Parent => {
            let parent = row.and_then(|row| match row.parent {
                Parent::Subject(parent) => context.ledger.subjects().get(parent.0 as usize),
                Parent::None | Parent::Unknown => None,
            });
            return parent.map_or_else(|| "?".to_owned(), |parent| parent.id.clone());
        }
        Level::Province => 1,
        Level::City => 2,
        Level::County => 3,
        Level::Town => 4,
    };
    let Some(region) = row.and_then(|row| row.region.as_deref()) else { return "?".to_owned() };
    region.split('/').take(segments).collect::<Vec<_>>().join("/")
}

/// The verdicts on the groups of one rule, by group.
pub(super) fn judge(
    context: Context<'_>,
    number: RuleId,
    population: Population,
    members: Vec<Member>,
) -> BTreeMap<String, Vec<Verdict>> {
    let mut duties: BTreeMap<(String, Window), Vec<Member>> = BTreeMap::new();
    for member in members {
        duties.entry((member.group.clone(), member.window)).or_default().push(member);
    }
    let mut verdicts: BTreeMap<String, Vec<Verdict>> = BTreeMap::new();
    for ((group, window), mut members) in duties {
        members.sort_by_key(|member| member.subject);
        members.dedup_by(|later, member| {
            let same = later.subject == member.subject;
            if same {
                member.standing = member.standing.with(later.standing);
                member.from = member.from.min(later.from);
            }
            same
        });
        let verdict = verdict(context, number, population, &group, window, &members);
        verdicts.entry(group).or_default().push(verdict);
    }
    verdicts
}

fn verdict(
    context: Context<'_>,
    number: RuleId,
    population: Population,
    group: &str,
    window: Window,
    members: &[Member],
) -> Verdict {
    let count = |wanted: &dyn Fn(Standing) -> bool| members.iter().filter(|member| wanted(member.standing)).count();
    let complied = count(&|standing| standing == Standing::Complied);
    let pending = count(&|standing| standing == Standing::Pending);
    let short = count(&|standing| standing == Standing::Short);
    let reaches = |complied: usize| {
        let share = Decimal::from(complied) * Decimal::ONE_HUNDRED;
        population.percent.checked_mul(Decimal::from(members.len())).is_some_and(|asked| share >= asked)
    };
    let unknown = members.iter().find_map(|member| match member.standing {
        Standing::Unknown(reason) => Some(reason),
        _ => None,
    });
    let (status, reason) = if reaches(complied) {
        (Status::Met, None)
    } else if !reaches(members.len() - short) {
        (Status::Violated, None)
    } else if pending > 0 {
        (Status::Pending, None)
    } else {
        (Status::Unknown, unknown.flatten())
    };
    let to = window.due.or(Some(Time::on(context.as_of)));
    let overdue = window.due.filter(|_| status == Status::Violated);
    let overdue = overdue.and_then(|due| u32::try_from(context.as_of.days_since(due.day)).ok());
    let of_short = members.iter().filter(|member| member.standing == Standing::Short);
    let short = of_short.map(|member| member.subject).collect();
    Verdict {
        rule: number,
        subject: members.first().map_or(SubjectId(0), |member| member.subject),
        group: Some(Box::new(Group { id: group.to_owned(), short })),
        from: members.iter().filter_map(|member| member.from).min(),
        to,
        due: window.due,
        label: members.first().and_then(|member| member.label),
        status,
        done: None,
        days_late: None,
        count: u32::try_from(complied).unwrap_or(u32::MAX),
        evidence: Evidence::new(),
        each: None,
        trigger: None,
        censored: false,
        overdue,
        reason,
    }
}
