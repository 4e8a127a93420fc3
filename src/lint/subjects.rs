//! Whom two rules bind: surely both, surely all of the other's, and conditions that nobody satisfies.

use rust_decimal::Decimal;

use crate::rulebook::{Amount, CategoryId, Comparison, Condition, Expression, Rule, RuleBook, SubjectKind};

/// Whether a subject of this category is in the other one.
fn within(book: &RuleBook, category: CategoryId, other: CategoryId) -> bool {
    book.category(category).is_some_and(|known| known.within.binary_search(&other).is_ok())
}

/// Whether everybody of this kind is excepted: the category is within one of the excepted.
pub(super) fn is_excepted(book: &RuleBook, rule: &Rule, kind: SubjectKind) -> Option<CategoryId> {
    rule.who.except.iter().copied().find(|except| within(book, kind.category, *except))
}

/// Whether a subject whose category is exactly this one (below a parent of that one) is in the rule's set.
fn takes(book: &RuleBook, rule: &Rule, subject: SubjectKind) -> bool {
    let kinds = rule.who.kinds.iter().any(|kind| {
        within(book, subject.category, kind.category)
            && kind.of.is_none_or(|of| subject.of.is_some_and(|parent| within(book, parent, of)))
    });
    kinds && is_excepted(book, rule, subject).is_none()
}

/// A kind of subject that both rules surely bind; `None` where nobody is known to be bound by both.
pub(super) fn common(book: &RuleBook, one: &Rule, other: &Rule) -> Option<CategoryId> {
    let conditions = match (&one.who.with, &other.who.with) {
        (None, None) => true,
        (Some(only), None) | (None, Some(only)) => is_satisfiable(only),
        (Some(some), Some(others)) => some == others && is_satisfiable(some),
    };
    if !conditions || regions(book, one, other).is_none() {
        return None;
    }
    let kinds = one.who.kinds.iter().chain(&other.who.kinds);
    let named = kinds.copied().find(|kind| takes(book, one, *kind) && takes(book, other, *kind));
    // Categories that are part of one named on each side.
    let below = || {
        let subjects = (0..book.categories.len()).filter_map(|at| u32::try_from(at).ok().map(CategoryId));
        let subjects = subjects.map(|category| SubjectKind { category, of: None });
        subjects.take(MOST_CATEGORIES).find(|kind| takes(book, one, *kind) && takes(book, other, *kind))
    };
    named.or_else(below).map(|kind| kind.category)
}

/// More categories than these are not tried one by one.
const MOST_CATEGORIES: usize = 200;

/// Whether everybody whom `weak` binds is surely bound by `strong` too, on every day on which `weak` is in force.
pub(super) fn covers(book: &RuleBook, strong: &Rule, weak: &Rule) -> bool {
    let conditions = strong.who.with.is_none() || strong.who.with == weak.who.with;
    let kinds = weak.who.kinds.iter().all(|kind| {
        strong.who.kinds.iter().any(|other| {
            within(book, kind.category, other.category)
                && other.of.is_none_or(|of| kind.of.is_some_and(|parent| within(book, parent, of)))
        })
    });
    let except =
        strong.who.except.iter().all(|except| weak.who.except.iter().any(|other| within(book, *except, *other)));
    let from = strong.effective_from.is_none_or(|from| weak.effective_from.is_some_and(|weak| from <= weak));
    let to = strong.effective_to.is_none_or(|to| weak.effective_to.is_some_and(|weak| weak <= to));
    conditions && kinds && except && from && to && regions(book, strong, weak) == Some(true)
}

/// Whether the region of the first rule's policy holds that of the second's; `None` where they have no place in common.
fn regions(book: &RuleBook, one: &Rule, other: &Rule) -> Option<bool> {
    let region = |rule: &Rule| {
        let policy = rule.policy.and_then(|policy| book.policies.get(policy));
        policy.and_then(|policy| policy.region.clone())
    };
    match (region(one), region(other)) {
        (None, _) => Some(true),
        (Some(_), None) => Some(false),
        (Some(one), Some(other)) => {
            let starts = |long: &str, short: &str| {
                long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            };
            if starts(&other, &one) { Some(true) } else { starts(&one, &other).then_some(false) }
        }
    }
}

/// The parts of a condition that must all hold.
pub(super) fn parts(condition: &Condition) -> Vec<&Condition> {
    match condition {
        Condition::All(list) => list.iter().flat_map(parts).collect(),
        other => vec![other],
    }
}

/// Whether whatever satisfies `strong` surely satisfies `weak`: every part of the weak one is a part of the strong one.
/// Conditions on the period or the trigger are those of their own rule.
pub(super) fn implies(strong: Option<&Condition>, weak: Option<&Condition>) -> bool {
    let Some(weak) = weak else { return true };
    let Some(strong) = strong else { return false };
    let strong = parts(strong);
    parts(weak).iter().all(|part| strong.contains(part) && !is_of_its_rule(part))
}

/// Whether a condition speaks of the period or the trigger, which two rules do not share.
fn is_of_its_rule(condition: &Condition) -> bool {
    match condition {
        Condition::All(list) | Condition::Any(list) => list.iter().any(is_of_its_rule),
        Condition::Not(inner) => is_of_its_rule(inner),
        Condition::Compare(left, _, right) | Condition::Contains(left, right) => {
            reads_its_rule(left) || reads_its_rule(right)
        }
        Condition::OneOf(value, list) => reads_its_rule(value) || list.iter().any(reads_its_rule),
        Condition::Present(value) | Condition::Missing(value) | Condition::Is(value) => reads_its_rule(value),
    }
}

fn reads_its_rule(value: &Expression) -> bool {
    match value {
        Expression::Trigger(_) | Expression::Period(_) => true,
        Expression::Part(inner, _) | Expression::Negative(inner) => reads_its_rule(inner),
        Expression::Arithmetic(left, _, right) => reads_its_rule(left) || reads_its_rule(right),
        Expression::Shifted(day, _, length) => {
            reads_its_rule(day) || matches!(&length.amount, Amount::Value(value) if reads_its_rule(value))
        }
        _ => false,
    }
}

/// Whether some subject surely satisfies it: comparisons of different attributes with values, each of which some value
/// satisfies. False where that cannot be told.
fn is_satisfiable(condition: &Condition) -> bool {
    let parts = parts(condition);
    let mut seen = Vec::new();
    parts.iter().all(|part| {
        let attribute = match part {
            Condition::Compare(left @ (Expression::Attribute(_) | Expression::Opened), comparison, right) => {
                let value = matches!(
                    right,
                    Expression::Number(_) | Expression::Text(_) | Expression::Date(_) | Expression::Bool(_)
                );
                let fits =
                    !matches!(right, Expression::Text(_) | Expression::Bool(_)) || *comparison == Comparison::Equal;
                (value && fits).then_some(left)
            }
            Condition::OneOf(left @ Expression::Attribute(_), list) if !list.is_empty() => Some(left),
            Condition::Is(left @ Expression::Attribute(_)) | Condition::Present(left @ Expression::Attribute(_)) => {
                Some(left)
            }
            Condition::Not(inner) => match inner.as_ref() {
                Condition::Is(left @ Expression::Attribute(_)) => Some(left),
                _ => None,
            },
            _ => None,
        };
        attribute.is_some_and(|attribute| {
            let new = !seen.contains(&attribute);
            seen.push(attribute);
            new
        })
    })
}

/// Two parts of a condition that no value satisfies together.
pub(super) fn contradiction(condition: &Condition) -> Option<Expression> {
    let parts = parts(condition);
    for (at, one) in parts.iter().enumerate() {
        for other in parts.iter().skip(at + 1).take(50) {
            if let Some(value) = exclude(one, other).or_else(|| exclude(other, one)) {
                return Some(value.clone());
            }
        }
    }
    None
}

/// The value that two parts speak of, if they exclude each other.
fn exclude<'c>(one: &'c Condition, other: &'c Condition) -> Option<&'c Expression> {
    match (one, other) {
        (Condition::Not(inner), other) if inner.as_ref() == other => about(other),
        (Condition::Missing(value), other) => {
            about(other).filter(|about| *about == value && !matches!(other, Condition::Missing(_)))
        }
        (Condition::Compare(value, one, first), Condition::Compare(about, other, second)) if value == about => {
            let apart = match (first, second) {
                (Expression::Number(first), Expression::Number(second)) => no_number(*one, *first, *other, *second),
                (Expression::Text(first), Expression::Text(second)) => {
                    *one == Comparison::Equal
                        && (*other == Comparison::Equal && first != second
                            || *other == Comparison::NotEqual && first == second)
                }
                _ => false,
            };
            apart.then_some(value)
        }
        (Condition::Compare(value, Comparison::Equal, first @ Expression::Text(_)), Condition::OneOf(about, list))
            if value == about =>
        {
            let texts = list.iter().all(|item| matches!(item, Expression::Text(_)));
            (texts && !list.contains(first)).then_some(value)
        }
        _ => None,
    }
}

/// The value that a simple condition is about.
const fn about(condition: &Condition) -> Option<&Expression> {
    match condition {
        Condition::Compare(value @ Expression::Attribute(_), ..)
        | Condition::OneOf(value, _)
        | Condition::Present(value)
        | Condition::Is(value) => Some(value),
        _ => None,
    }
}

/// Whether no number stands so to both.
fn no_number(one: Comparison, first: Decimal, other: Comparison, second: Decimal) -> bool {
    use Comparison::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
    match (one, other) {
        (Equal, Equal) => first != second,
        (Equal, NotEqual) => first == second,
        (Equal, Less) | (Greater, LessOrEqual) | (GreaterOrEqual, Less) | (Greater, Less) => first >= second,
        (Equal, LessOrEqual) | (GreaterOrEqual, LessOrEqual) => first > second,
        (Equal, Greater) => first <= second,
        (Equal, GreaterOrEqual) => first < second,
        _ => false,
    }
}
