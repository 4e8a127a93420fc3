//! Why a rule has no duty for a subject, as far as that is cheaply known: a hint for whoever wrote the test.

use crate::calendar::Day;
use crate::ledger::{Ledger, Membership, Parent, SubjectId, SubjectRow};
use crate::rulebook::{CategoryId, MomentKind, Rule, RuleBook, Schedule, Whose};
use crate::text::Wording;

/// The sure reasons; where there is none, what else may be the reason.
pub(super) fn no_duty(book: &RuleBook, ledger: &Ledger, rule: &Rule, subject: &str, as_of: Day) -> Vec<Wording> {
    if rule.population.is_some() {
        return vec![Wording::new("no member of the group has a duty that was judged", "该组没有成员有已判定的义务")];
    }
    let found = ledger.subjects().iter().position(|known| known.id == subject);
    let Some(id) = found.and_then(|at| u32::try_from(at).ok()).map(SubjectId) else {
        return vec![Wording::new("nothing is known of the subject as of then", "截至该日没有关于该主体的信息")];
    };
    let mut why = Vec::new();
    in_force(rule, as_of, &mut why);
    let rows = ledger.rows(id);
    if rows.is_empty() {
        why.push(Wording::new(
            format!("its row of the register begins after {as_of}"),
            format!("它的名册行在 {as_of} 之后才开始"),
        ));
    }
    if let [row] = rows {
        open(row, rule, as_of, &mut why);
        category(book, ledger, rule, row, &mut why);
        region(book, rule, row, &mut why);
    }
    if why.is_empty() {
        trigger(book, ledger, rule, id, as_of, &mut why);
    }
    if why.is_empty() {
        perhaps(rule, &mut why);
    }
    why
}

fn in_force(rule: &Rule, as_of: Day, why: &mut Vec<Wording>) {
    if let Some(from) = rule.effective_from.filter(|from| *from > as_of) {
        why.push(Wording::new(
            format!("the rule is in force from {from}, and it is judged as of {as_of}"),
            format!("规则自 {from} 起施行，而判定截至 {as_of}"),
        ));
    }
}

fn open(row: &SubjectRow, rule: &Rule, as_of: Day, why: &mut Vec<Wording>) {
    if let Some(opened) = row.opened.filter(|opened| *opened > as_of) {
        why.push(Wording::new(
            format!("it opens on {opened}, and it is judged as of {as_of}"),
            format!("它于 {opened} 成立，而判定截至 {as_of}"),
        ));
    }
    if let (Some(closed), Some(from)) = (row.closed, rule.effective_from)
        && closed < from
    {
        why.push(Wording::new(
            format!("it closed on {closed}, before the rule came into force on {from}"),
            format!("它于 {closed} 注销，早于规则施行的 {from}"),
        ));
    }
    if let (Some(opened), Some(to)) = (row.opened, rule.effective_to)
        && opened > to
    {
        why.push(Wording::new(
            format!("it opened on {opened}, after the rule ended on {to}"),
            format!("它于 {opened} 成立，晚于规则失效的 {to}"),
        ));
    }
}

fn category(book: &RuleBook, ledger: &Ledger, rule: &Rule, row: &SubjectRow, why: &mut Vec<Wording>) {
    let name = |category: CategoryId| book.category(category).map_or("", |category| category.name.as_str());
    let own = match row.membership {
        Membership::In(category) => name(category),
        Membership::Other(text) => ledger.texts().get(text),
        Membership::Place => {
            why.push(Wording::new("it is a region, which no rule binds", "它是地区，规则不约束地区"));
            return;
        }
        Membership::Unknown | Membership::Every => return,
    };
    let within = |category: CategoryId| match row.membership {
        Membership::In(own) => book.category(own).is_some_and(|known| known.within.contains(&category)),
        _ => false,
    };
    if !rule.who.kinds.iter().any(|kind| within(kind.category)) {
        let bound: Vec<&str> = rule.who.kinds.iter().map(|kind| name(kind.category)).collect();
        why.push(Wording::new(
            format!("it is a `{own}`, and the rule binds `{}`", bound.join("` and `")),
            format!("它是 `{own}`，而规则约束 `{}`", bound.join("`、`")),
        ));
    } else if rule.who.kinds.iter().all(|kind| kind.of.is_some()) && row.parent == Parent::None {
        let above: Vec<&str> = rule.who.kinds.iter().filter_map(|kind| kind.of).map(name).collect();
        why.push(Wording::new(
            format!("it has no `parent`, and the rule binds only what belongs to a `{}`", above.join("` or `")),
            format!("它没有 `上级`，而规则只约束属于 `{}` 的", above.join("`、`")),
        ));
    }
    if let Some(except) = rule.who.except.iter().find(|category| within(**category)) {
        why.push(Wording::new(
            format!("it is a `{}`, which the rule excepts", name(*except)),
            format!("它属于规则排除的 `{}`", name(*except)),
        ));
    }
}

fn region(book: &RuleBook, rule: &Rule, row: &SubjectRow, why: &mut Vec<Wording>) {
    let asked = rule.policy.and_then(|policy| book.policies.get(policy)).and_then(|policy| policy.region.as_deref());
    let (Some(asked), Some(own)) = (asked, row.region.as_deref()) else { return };
    let segments = |path| str::split(path, '/').map(str::trim).filter(|segment: &&str| !segment.is_empty());
    let mut given = segments(own);
    if !segments(asked).all(|segment| given.next() == Some(segment)) {
        why.push(Wording::new(
            format!("its region `{own}` is not in `{asked}`"),
            format!("它的地区 `{own}` 不在 `{asked}` 之内"),
        ));
    }
}

/// Schedules that ask only where a record was made.
fn trigger(book: &RuleBook, ledger: &Ledger, rule: &Rule, subject: SubjectId, as_of: Day, why: &mut Vec<Wording>) {
    let name = |activity| book.activity(activity).map_or("", |known| known.name.as_str());
    let asked: Vec<_> = match &rule.schedule {
        Schedule::By(moment)
        | Schedule::EveryFrom { from: moment, .. }
        | Schedule::After { moment, .. }
        | Schedule::Before { moment, .. } => match &moment.kind {
            MomentKind::Records(of) if of.iter().all(|of| of.whose == Whose::Own) => {
                of.iter().map(|of| of.activity).collect()
            }
            _ => return,
        },
        Schedule::Whenever => rule.activities().collect(),
        _ => return,
    };
    if asked.iter().all(|activity| ledger.records(*activity, subject).is_empty()) {
        let names: Vec<&str> = asked.iter().map(|activity| name(*activity)).collect();
        why.push(Wording::new(
            format!("it has no record of `{}` up to {as_of}", names.join("` or `")),
            format!("截至 {as_of} 它没有 `{}` 的记录", names.join("` 或 `")),
        ));
    }
}

/// What else leaves a rule without a duty, where nothing is sure.
fn perhaps(rule: &Rule, why: &mut Vec<Wording>) {
    if rule.who.with.is_some() {
        why.push(Wording::new("perhaps it does not satisfy `with`", "可能不满足 `且` 后的条件"));
    }
    if rule.scope.is_some() {
        why.push(Wording::new("perhaps no day lies in the rule's scope", "可能没有一天在规则的时段之内"));
    }
    if !rule.overridden_by.is_empty() {
        why.push(Wording::new("perhaps another rule overrides this one", "可能另一条规则优先于本规则"));
    }
    match &rule.schedule {
        Schedule::Each(..) if !rule.count_partial_periods => why.push(Wording::new(
            "perhaps no whole period has begun: one that is cut by an opening, a closing or the rule's first or last day asks for nothing",
            "可能还没有完整的周期开始：被成立、注销或规则起止日截断的周期不作要求",
        )),
        Schedule::Every(_) => why.push(Wording::new(
            "perhaps the subject stopped being bound before the first due day",
            "可能在第一个到期日之前它已不受约束",
        )),
        Schedule::After { .. } => why.push(Wording::new(
            "perhaps no moment lies on a bound day, or the subject closed before the due day",
            "可能没有时点落在受约束的日子，或在到期日之前它已注销",
        )),
        _ => {}
    }
}
