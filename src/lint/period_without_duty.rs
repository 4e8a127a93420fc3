//! # period-without-duty
//!
//! A rule that begins, ends or is overridden in the middle of a period owes nothing in that period: `each year` asks
//! only for years that are whole. Let the rule begin with a period, or say `count partial periods`. Months and longer
//! units are looked at.
//!
//! Avoid:
//!
//! ```gj
//! rule drill
//!   home each half-year fire_drill
//!   effective from 2024-03-15
//! ```
//!
//! Prefer:
//!
//! ```gj
//! rule drill
//!   home each half-year fire_drill
//!   effective from 2024-03-15
//!   count partial periods
//! ```
//!
//! ---
//!
//! # period-without-duty
//!
//! 规则在一期的中间开始、结束或被别的规则优先，这一期就没有义务：`每年` 只要求完整的一年。让规则从一期的首日开始，或写
//! `不足期计入`。只看月和更长的单位。
//!
//! 不宜：
//!
//! ```gj
//! 规则 演练
//!   养老机构 每半年 消防演练
//!   施行 自 2024-03-15
//! ```
//!
//! 宜：
//!
//! ```gj
//! 规则 演练
//!   养老机构 每半年 消防演练
//!   施行 自 2024-03-15
//!   不足期计入
//! ```

use rustc_hash::FxHashMap;

use super::Findings;
use super::world::{Placed, World};
use crate::calendar::{Day, Period, Unit};
use crate::diagnostic::{Diagnostic, Explain, Severity};
use crate::rulebook::{Bound, EachUnit, Rule, Schedule};
use crate::syntax::ast::Modifier;
use crate::text::{Span, Wording};

struct PeriodWithoutDuty {
    id: String,
    /// How many more rules the same days cut.
    more: usize,
    label: String,
    cut: Cut,
    day: Day,
    span: Span,
    rule: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cut {
    From,
    To,
    Overrides,
}

pub(super) fn look(world: &World<'_>, findings: &mut Findings) {
    // What cuts, in the order it is found: the days in force of a policy cut many rules, and are told once.
    let mut found: Vec<PeriodWithoutDuty> = Vec::new();
    let mut by_place: FxHashMap<(Span, String), usize> = FxHashMap::default();
    let mut keep = |cut: PeriodWithoutDuty| match by_place.get(&(cut.span, cut.label.clone())) {
        Some(at) => {
            if let Some(known) = found.get_mut(*at) {
                known.more += 1;
            }
        }
        None => {
            by_place.insert((cut.span, cut.label.clone()), found.len());
            found.push(cut);
        }
    };
    for placed in world.in_written_order() {
        let Some(unit) = whole_periods(placed.rule) else { continue };
        for (cut, day, span) in cuts(world, &placed) {
            let (inside, period) = match cut {
                Cut::From | Cut::Overrides => (day, unit.period(day)),
                Cut::To => (day, unit.period(day)),
            };
            let whole = match cut {
                Cut::From | Cut::Overrides => inside == period.from,
                Cut::To => inside == period.to,
            };
            if !whole {
                let (id, label, rule) = (placed.rule.id.clone(), period.to_string(), placed.name());
                keep(PeriodWithoutDuty { id, more: 0, label, cut, day, span, rule });
            }
        }
    }
    found.iter().for_each(|cut| findings.tell(cut));
}

/// The unit of a rule that asks for something in whole periods only.
fn whole_periods(rule: &Rule) -> Option<Unit> {
    let Schedule::Each(EachUnit::Calendar(unit), None) = &rule.schedule else { return None };
    let asks = !matches!(rule.quantity.bound, Bound::AtMost(_));
    let long = matches!(unit, Unit::Month | Unit::TwoMonths | Unit::Quarter | Unit::HalfYear | Unit::Year);
    (asks && long && !rule.count_partial_periods).then_some(*unit)
}

/// The days that cut a rule's time, with the place that says so.
fn cuts(world: &World<'_>, placed: &Placed<'_>) -> Vec<(Cut, Day, Span)> {
    let rule = placed.rule;
    let policy = world.file(placed.file()).and_then(|file| file.policy).and_then(|policy| policy.effective.as_ref());
    let own = placed.effective();
    let place = |day: Day, of: &dyn Fn(&crate::syntax::ast::Effective) -> Option<Day>| {
        [own, policy].into_iter().flatten().find(|effective| of(effective) == Some(day)).map(|effective| effective.span)
    };
    let mut cuts = Vec::new();
    if let Some(from) = rule.effective_from
        && let Some(span) = place(from, &|effective| Some(effective.from))
    {
        cuts.push((Cut::From, from, span));
    }
    if let Some(to) = rule.effective_to
        && let Some(span) = place(to, &|effective| effective.to)
    {
        cuts.push((Cut::To, to, span));
    }
    for over in rule.overridden_by.iter().filter_map(|at| world.book.rules.get(*at)) {
        let Some(from) = over.effective_from.filter(|from| rule.effective_from.is_none_or(|own| own < *from)) else {
            continue;
        };
        // A rule that takes over within the period has to ask for something in it: one with the same cut does not.
        let bridges = whole_periods(over).is_none() && !matches!(over.schedule, Schedule::Never | Schedule::InAny(_));
        let Some(other) = world.rules.iter().find(|other| other.rule.id == over.id).filter(|_| !bridges) else {
            continue;
        };
        let line = other.written.modifiers.iter().find_map(|modifier| match modifier {
            Modifier::Overrides(target) if target.text == rule.id => Some(target.span),
            _ => None,
        });
        if let Some(span) = line {
            cuts.push((Cut::Overrides, from, span));
        }
    }
    cuts
}

/// The first day of the period behind the one of a day.
fn next_start(label: &str) -> Option<Day> {
    Period::parse(label).map(|period| period.to.next())
}

impl Explain for PeriodWithoutDuty {
    fn diagnostic(&self) -> Diagnostic {
        let Self { id, more, label, cut, day, span, rule } = self;
        let (others_en, others_zh) = match more {
            0 => (String::new(), String::new()),
            1 => (" (and 1 more rule)".to_owned(), "（另有 1 条规则也是）".to_owned()),
            more => (format!(" (and {more} more rules)"), format!("（另有 {more} 条规则也是）")),
        };
        let period = Period::parse(label);
        let (en, zh) = match cut {
            Cut::From => ("begins", "开始"),
            Cut::To => ("ends", "结束"),
            Cut::Overrides => ("is overridden", "让位"),
        };
        let shown = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
        let (help_en, help_zh) = match cut {
            Cut::To => {
                let first = period.map(|period| period.from.previous());
                (
                    format!(
                        "add `count partial periods`, or let it end on {} or {}",
                        shown(first),
                        shown(period.map(|period| period.to))
                    ),
                    format!(
                        "加一行 `不足期计入`，或改在 {} 或 {} 结束",
                        shown(first),
                        shown(period.map(|period| period.to))
                    ),
                )
            }
            Cut::From | Cut::Overrides => {
                let first = period.map(|period| period.from);
                (
                    format!(
                        "add `count partial periods`, or let it begin on {} or {}",
                        shown(first),
                        shown(next_start(label))
                    ),
                    format!("加一行 `不足期计入`，或改在 {} 或 {} 开始", shown(first), shown(next_start(label))),
                )
            }
        };
        Diagnostic {
            code: "period-without-duty",
            severity: Severity::Warning,
            title: Wording::new(
                format!("rule `{id}` owes nothing in {label}: it {en} on {day}{others_en}"),
                format!("规则 `{id}` 在 {label} 没有义务：它于 {day} {zh}{others_zh}"),
            ),
            span: *span,
            label: Wording::new(format!("in the middle of {label}"), format!("在 {label} 的中间")),
            related: vec![(*rule, Wording::new("asks for whole periods only", "只要求完整的一期"))],
            help: Some(Wording::new(help_en, help_zh)),
            suggestion: None,
        }
    }
}
