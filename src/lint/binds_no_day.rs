//! # binds-no-day
//!
//! A rule that never has a duty on any day: its season never falls into the days it is in force, or its date lies
//! outside them.
//!
//! Avoid:
//!
//! ```gj
//! season flood 06-01 to 09-30
//! rule drains
//!   home during flood each month drain_check
//!   effective from 2024-01-01 to 2024-03-31
//! rule statute
//!   home by 2022-12-31 statute
//!   effective from 2023-01-01
//! ```
//!
//! Prefer:
//!
//! ```gj
//! season flood 06-01 to 09-30
//! rule drains
//!   home during flood each month drain_check
//!   effective from 2024-01-01 to 2024-12-31
//! rule statute
//!   home by 2022-12-31 statute
//!   effective from 2022-01-01
//! ```
//!
//! ---
//!
//! # binds-no-day
//!
//! 规则在哪一天都没有义务：时段从不落在施行期内，或者期限在施行期以外。
//!
//! 不宜：
//!
//! ```gj
//! 时段 汛期 06-01 至 09-30
//! 规则 排水
//!   养老机构 在 汛期 每月 排水检查
//!   施行 自 2024-01-01 至 2024-03-31
//! 规则 章程
//!   养老机构 于2022-12-31前 章程备案
//!   施行 自 2023-01-01
//! ```
//!
//! 宜：
//!
//! ```gj
//! 时段 汛期 06-01 至 09-30
//! 规则 排水
//!   养老机构 在 汛期 每月 排水检查
//!   施行 自 2024-01-01 至 2024-12-31
//! 规则 章程
//!   养老机构 于2022-12-31前 章程备案
//!   施行 自 2022-01-01
//! ```

use super::Findings;
use super::world::{Placed, World};
use crate::calendar::{Day, Season};
use crate::diagnostic::{Diagnostic, Explain, Severity};
use crate::rulebook::{DateMoment, EachUnit, MomentKind, RuleBook, Schedule, Scope, SeasonExtent, SeasonId};
use crate::syntax::ast;
use crate::text::{Span, Wording};

struct BindsNoDay {
    what: What,
    force: String,
    span: Span,
    effective: Option<Span>,
}

enum What {
    Season(String),
    Date(Day),
}

pub(super) fn look(world: &World<'_>, findings: &mut Findings) {
    for placed in world.in_written_order() {
        let Some((what, span)) = never(world.book, &placed) else { continue };
        let rule = placed.rule;
        let end = |day: Option<Day>| day.map_or("…".to_owned(), |day| day.to_string());
        let force = format!("{} – {}", end(rule.effective_from), end(rule.effective_to));
        let policy = world.file(placed.file()).and_then(|file| file.policy);
        let own = placed.effective().or_else(|| policy.and_then(|policy| policy.effective.as_ref()));
        findings.tell(&BindsNoDay { what, force, span, effective: own.map(|effective| effective.span) });
    }
}

/// What keeps the rule from ever having a duty, and where it is written.
fn never(book: &RuleBook, placed: &Placed<'_>) -> Option<(What, Span)> {
    let (rule, sentence) = (placed.rule, &placed.written.sentence);
    let outside = |season: SeasonId| {
        let season = book.seasons.get(season.0 as usize)?;
        (!meets(&season.extent, rule.effective_from, rule.effective_to)?).then(|| What::Season(season.name.clone()))
    };
    if let (Some(Scope::During(season)), Some(ast::Scope::During(word))) = (&rule.scope, &sentence.scope) {
        return outside(*season).map(|what| (what, word.span));
    }
    if let (Schedule::Each(EachUnit::Season(season), _), ast::When::Each { unit: ast::EachUnit::Season(word), .. }) =
        (&rule.schedule, &sentence.when)
    {
        return outside(*season).map(|what| (what, word.span));
    }
    if let (Schedule::By(moment), ast::When::By(written)) = (&rule.schedule, &sentence.when)
        && moment.shift.is_none()
        && let MomentKind::Date(DateMoment::Date(day)) = &moment.kind
    {
        let early = rule.effective_from.is_some_and(|from| *day < from);
        let late = rule.effective_to.is_some_and(|to| to < *day);
        return (early || late).then_some((What::Date(*day), written.span));
    }
    None
}

/// Whether a day of a season of days lies in force; `None` for seasons of hours and where it is not known.
fn meets(extent: &SeasonExtent, from: Option<Day>, to: Option<Day>) -> Option<bool> {
    let SeasonExtent::Days(season) = extent else { return None };
    let (from, to) = match season {
        // A yearly season comes again within any year.
        Season::Yearly { .. } => (from?, to?),
        _ => (from.unwrap_or(Day::FIRST), to.unwrap_or(Day::LAST)),
    };
    Some(season.occurrences(from, to).next().is_some())
}

impl Explain for BindsNoDay {
    fn diagnostic(&self) -> Diagnostic {
        let Self { what, force, span, effective } = self;
        let title = match what {
            What::Season(name) => Wording::new(
                format!("the rule binds no day: `{name}` never falls into {force}"),
                format!("规则哪一天也不约束：`{name}` 从不落在 {force} 之内"),
            ),
            What::Date(day) => Wording::new(
                format!("the rule has no duty: {day} lies outside {force}"),
                format!("规则没有义务：{day} 在 {force} 以外"),
            ),
        };
        Diagnostic {
            code: "binds-no-day",
            severity: Severity::Warning,
            title,
            span: *span,
            label: Wording::new("", ""),
            related: effective.iter().map(|span| (*span, Wording::new("in force", "施行期"))).collect(),
            help: Some(Wording::new("correct the season, the date or the days in force", "改正时段、日期或施行期")),
            suggestion: None,
        }
    }
}
