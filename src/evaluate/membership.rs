//! Whether a subject is in a rule's set on a day: category, parents, region of the policy, `with` (docs/language.md
//! section 4).

use super::condition::{Scene, Truth};
use super::context::Context;
use crate::calendar::Day;
use crate::ledger::{Membership, Parent, SubjectId, SubjectRow};
use crate::rulebook::{CategoryId, Condition, Expression, Rule, SubjectKind};
use crate::verdict::Reason;

/// Whether the subject is in the rule's set on the day; not on a day of which the register says nothing.
pub(super) fn membership(context: Context<'_>, rule: &Rule, subject: SubjectId, day: Day) -> Truth {
    let Some((_, row)) = context.row(subject, day) else { return Truth::False };
    let included = Truth::any(rule.who.kinds.iter().map(|kind| is_kind(context, row, kind, day)));
    let excluded = Truth::any(rule.who.except.iter().map(|category| is_in(context, row.membership, *category)));
    let policy = rule.policy.and_then(|policy| context.book.policies.get(policy));
    let region = match (policy.and_then(|policy| policy.region.as_deref()), row.region.as_deref()) {
        (None, _) => Truth::True,
        (Some(_), None) => Truth::Unknown(Reason::Region),
        (Some(asked), Some(region)) => Truth::of(begins_with(region, asked)),
    };
    let with = rule.who.with.as_ref().map_or(Truth::True, |with| Scene::of(context, subject, day).judge(with));
    Truth::all([included, excluded.negated(), region, with])
}

/// Whether a row says that the subject is in the category, and below a parent of the other where the rule asks.
fn is_kind(context: Context<'_>, row: &SubjectRow, kind: &SubjectKind, day: Day) -> Truth {
    let within = is_in(context, row.membership, kind.category);
    match kind.of {
        None => within,
        Some(of) => Truth::all([within, is_below(context, row, of, day)]),
    }
}

/// Whether a direct or indirect parent is in the category on the day.
fn is_below(context: Context<'_>, row: &SubjectRow, category: CategoryId, day: Day) -> Truth {
    let mut above = Truth::False;
    let mut row = row;
    // Nobody has more ancestors than there are subjects; the ledger breaks circles.
    for _ in 0..=context.ledger.subjects().len() {
        let parent = match row.parent {
            Parent::None => return above,
            Parent::Unknown => return Truth::any([above, Truth::Unknown(Reason::Parent)]),
            Parent::Subject(parent) => parent,
        };
        let Some((_, next)) = context.row(parent, day) else { return above };
        above = Truth::any([above, is_in(context, next.membership, category)]);
        if above == Truth::True {
            return above;
        }
        row = next;
    }
    above
}

fn is_in(context: Context<'_>, membership: Membership, category: CategoryId) -> Truth {
    match membership {
        Membership::Every => Truth::True,
        Membership::Unknown => Truth::Unknown(Reason::Category),
        Membership::Other(_) | Membership::Place => Truth::False,
        Membership::In(own) => {
            let known = context.book.category(own).map(|found| found.within.as_slice()).unwrap_or_default();
            Truth::of(known.contains(&category))
        }
    }
}

/// Whether a rule asks about the parents of its subjects.
pub(super) fn asks_above(rule: &Rule) -> bool {
    rule.who.kinds.iter().any(|kind| kind.of.is_some()) || rule.who.with.as_ref().is_some_and(condition_asks_above)
}

fn condition_asks_above(condition: &Condition) -> bool {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().any(condition_asks_above),
        Condition::Not(part) => condition_asks_above(part),
        Condition::Compare(left, _, right) | Condition::Contains(left, right) => {
            value_asks_above(left) || value_asks_above(right)
        }
        Condition::OneOf(value, choices) => value_asks_above(value) || choices.iter().any(value_asks_above),
        Condition::Present(value) | Condition::Missing(value) | Condition::Is(value) => value_asks_above(value),
    }
}

fn value_asks_above(value: &Expression) -> bool {
    match value {
        Expression::ParentAttribute(_) => true,
        Expression::Part(of, _) | Expression::Negative(of) | Expression::Shifted(of, ..) => value_asks_above(of),
        Expression::Arithmetic(left, _, right) => value_asks_above(left) || value_asks_above(right),
        _ => false,
    }
}

/// Whether a region path begins with the whole segments of another.
fn begins_with(region: &str, asked: &str) -> bool {
    let segments = |path| str::split(path, '/').map(str::trim).filter(|segment: &&str| !segment.is_empty());
    let mut given = segments(region);
    segments(asked).all(|segment| given.next() == Some(segment))
}
