//! # precondition-before-coverage
//!
//! A precondition whose window reaches back to days of which hardly any export has records: to days before the opening
//! (`before opened within 6 months`), or, because the rule is in force for a shorter time than its window is long, always
//! to days before the rule came into force. Without records of those days such a duty is unknown and stays so.
//! `before opened ever` asks for whatever is known; a shorter window, or a rule that is in force for longer, can be judged.
//!
//! Avoid:
//!
//! ```gj
//! home before opened within 6 months fire_acceptance
//! rule reviewed
//!   home before publish within 2 years review
//!   effective from 2024-01-01 to 2024-12-31
//! ```
//!
//! Prefer:
//!
//! ```gj
//! home before opened ever fire_acceptance
//! rule reviewed
//!   home before publish within 3 months review
//!   effective from 2024-01-01 to 2024-12-31
//! ```
//!
//! ---
//!
//! # precondition-before-coverage
//!
//! 前置条件的窗口伸到导出数据几乎不会有的日子：成立之前（`成立日期 前6个月内`），或者窗口比规则的施行期还长，总会伸到施行之前。
//! 手头没有那些日子的记录，这样的义务就一直无法判定。`成立日期 前 曾` 查的是已知的一切；窗口再短些，或施行期再长些，就能判定。
//!
//! 不宜：
//!
//! ```gj
//! 养老机构 成立日期 前6个月内 消防验收
//! 规则 审核
//!   养老机构 发布 前2年内 审核
//!   施行 自 2024-01-01 至 2024-12-31
//! ```
//!
//! 宜：
//!
//! ```gj
//! 养老机构 成立日期 前 曾 消防验收
//! 规则 审核
//!   养老机构 发布 前3个月内 审核
//!   施行 自 2024-01-01 至 2024-12-31
//! ```

use super::Findings;
use super::world::{Placed, World};
use crate::calendar::{Day, Duration};
use crate::diagnostic::{Diagnostic, Explain, Severity};
use crate::rulebook::{Amount, DateMoment, MomentKind, Schedule};
use crate::syntax::ast::When;
use crate::text::{Span, Wording};

enum BeforeCoverage {
    Opening { span: Span },
    Force { first: Day, from: Day, to: Day, span: Span, effective: Option<Span> },
}

pub(super) fn look(world: &World<'_>, findings: &mut Findings) {
    for placed in world.in_written_order() {
        if let Some(found) = reaches(world, &placed) {
            findings.tell(&found);
        }
    }
}

fn reaches(world: &World<'_>, placed: &Placed<'_>) -> Option<BeforeCoverage> {
    let Schedule::Before { moment, within: Some(length) } = &placed.rule.schedule else { return None };
    let When::Before { within: Some(written), .. } = &placed.written.sentence.when else { return None };
    let span = written.span;
    if moment.shift.is_none() && moment.kind == MomentKind::Date(DateMoment::Opened) {
        return Some(BeforeCoverage::Opening { span });
    }
    let Amount::Fixed(amount) = length.amount else { return None };
    let (from, to) = placed.rule.effective_from.zip(placed.rule.effective_to)?;
    let first = Duration::new(amount, length.unit)?.after(to, -1)?;
    if first >= from {
        return None;
    }
    let policy = world.file(placed.file()).and_then(|file| file.policy).and_then(|policy| policy.effective.as_ref());
    let effective = placed.effective().or(policy).map(|effective| effective.span);
    Some(BeforeCoverage::Force { first, from, to, span, effective })
}

impl Explain for BeforeCoverage {
    fn diagnostic(&self) -> Diagnostic {
        let (title, span, related, help) = match self {
            Self::Opening { span } => (
                Wording::new(
                    "the window lies before the opening, where records are rarely kept",
                    "窗口在成立之前，那时少有记录",
                ),
                *span,
                Vec::new(),
                Wording::new(
                    "write `before opened ever`: days before the first opening are then not asked for",
                    "写 `成立日期 前 曾`：这样就不要求成立以前的日子有记录",
                ),
            ),
            Self::Force { first, from, to, span, effective } => (
                Wording::new(
                    format!("the window always reaches before the rule is in force: even on {to} back to {first}"),
                    format!("窗口总是伸到施行之前：到 {to} 仍要回看至 {first}"),
                ),
                *span,
                effective
                    .iter()
                    .map(|span| (*span, Wording::new(format!("in force from {from}"), format!("自 {from} 施行"))))
                    .collect(),
                Wording::new(
                    format!(
                        "make sure that the records begin by {first} or earlier, shorten the window, or write `ever`"
                    ),
                    format!("确保记录不晚于 {first} 开始，或缩短窗口，或写 `曾`"),
                ),
            ),
        };
        Diagnostic {
            code: "precondition-before-coverage",
            severity: Severity::Warning,
            title,
            span,
            label: Wording::new("", ""),
            related,
            help: Some(help),
            suggestion: None,
        }
    }
}
