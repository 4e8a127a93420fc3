//! # binds-nobody
//!
//! A rule, or a kind of subject it names, binds nobody: everybody of the kind is excepted again, the condition cannot
//! be satisfied, or another rule overrides it for everybody and for good.
//!
//! Avoid:
//!
//! ```gj
//! category institution
//! category home is institution
//! home except institution each half-year fire_drill
//! home with beds >= 50 and beds < 30 each month inspection
//! ```
//!
//! Prefer:
//!
//! ```gj
//! category institution
//! category home is institution
//! institution except home each half-year fire_drill
//! home with beds >= 30 and beds < 50 each month inspection
//! ```
//!
//! ---
//!
//! # binds-nobody
//!
//! 一条规则，或它写到的某一类主体，谁也约束不到：这一类又全被除外，条件不可能成立，或者另一条规则始终对所有主体优先于它。
//!
//! 不宜：
//!
//! ```gj
//! 类别 机构
//! 类别 养老机构 属于 机构
//! 养老机构（机构 除外） 每半年 消防演练
//! 养老机构 且 床位数 >= 50 且 床位数 < 30 每月 安全检查
//! ```
//!
//! 宜：
//!
//! ```gj
//! 类别 机构
//! 类别 养老机构 属于 机构
//! 机构（养老机构 除外） 每半年 消防演练
//! 养老机构 且 床位数 >= 30 且 床位数 < 50 每月 安全检查
//! ```

use super::Findings;
use super::subjects::{contradiction, covers, is_excepted};
use super::world::{Placed, World};
use crate::diagnostic::{Diagnostic, Explain, Severity};
use crate::rulebook::{Expression, Population};
use crate::text::{Span, Wording};

enum BindsNobody {
    /// A kind of which everybody is excepted.
    Excepted { kind: String, except: String, whole: bool, span: Span, excepted: Span },
    /// Two parts of `with` exclude each other.
    Contradiction { attribute: String, span: Span },
    /// Another rule takes every day of it.
    Overridden { id: String, over: String, place: Span, span: Span },
}

pub(super) fn look(world: &World<'_>, findings: &mut Findings) {
    for placed in world.in_written_order() {
        excepted(world, &placed, findings);
        let with = placed.rule.who.with.as_ref().zip(placed.written.sentence.who.with.as_ref());
        if let Some((condition, written)) = with
            && let Some(Expression::Attribute(id)) = contradiction(condition)
        {
            let attribute =
                world.book.attributes.get(id.0 as usize).map(|known| known.name.clone()).unwrap_or_default();
            findings.tell(&BindsNobody::Contradiction { attribute, span: written.span });
        }
        let over = placed.rule.overridden_by.iter().filter_map(|at| world.book.rules.get(*at)).find(|over| {
            let plain = |population: Option<Population>| population.is_none();
            over.scope.is_none()
                && plain(over.population)
                && plain(placed.rule.population)
                && covers(world.book, over, placed.rule)
        });
        if let Some(over) = over
            && let Some(place) = world.rules.iter().find(|other| other.rule.id == over.id)
        {
            let (id, over) = (placed.rule.id.clone(), over.id.clone());
            findings.tell(&BindsNobody::Overridden { id, over, place: place.name(), span: placed.name() });
        }
    }
}

fn excepted(world: &World<'_>, placed: &Placed<'_>, findings: &mut Findings) {
    let who = &placed.written.sentence.who;
    let kinds: Vec<_> = placed.rule.who.kinds.iter().zip(&who.kinds).collect();
    let dead: Vec<_> = kinds
        .iter()
        .filter_map(|(kind, written)| is_excepted(world.book, placed.rule, **kind).map(|except| (except, *written)))
        .collect();
    for (except, written) in &dead {
        let at = placed.rule.who.except.iter().position(|known| known == except);
        let Some(word) = at.and_then(|at| who.except.get(at)) else { continue };
        findings.tell(&BindsNobody::Excepted {
            kind: written.category.text.clone(),
            except: word.text.clone(),
            whole: dead.len() == kinds.len(),
            span: written.category.span,
            excepted: word.span,
        });
    }
}

impl Explain for BindsNobody {
    fn diagnostic(&self) -> Diagnostic {
        let (title, span, label, related, help) = match self {
            Self::Excepted { kind, except, whole, span, excepted } => (
                if *whole {
                    Wording::new(
                        format!("the rule binds nobody: every `{kind}` is excepted"),
                        format!("规则谁也约束不到：`{kind}` 全被除外"),
                    )
                } else {
                    Wording::new(
                        format!("the rule binds no `{kind}`: every one of them is excepted"),
                        format!("规则约束不到任何 `{kind}`：它们全被除外"),
                    )
                },
                *span,
                Wording::new(
                    if kind == except { String::new() } else { format!("every `{kind}` is also `{except}`") },
                    if kind == except { String::new() } else { format!("`{kind}` 都是 `{except}`") },
                ),
                vec![(*excepted, Wording::new("excepted here", "在这里除外"))],
                Wording::new("name whom it should bind, or leave the exception out", "写明要约束谁，或去掉除外"),
            ),
            Self::Contradiction { attribute, span } => (
                Wording::new(
                    format!("the rule binds nobody: no `{attribute}` satisfies this"),
                    format!("规则谁也约束不到：没有哪个 `{attribute}` 满足这个条件"),
                ),
                *span,
                Wording::new("", ""),
                Vec::new(),
                Wording::new("correct the limits, or join them with `or`", "改正界限，或用 `或` 连接"),
            ),
            Self::Overridden { id, over, place, span } => (
                Wording::new(
                    format!("rule `{id}` binds nobody: `{over}` overrides it for everybody, on every day"),
                    format!("规则 `{id}` 谁也约束不到：`{over}` 始终对所有主体优先于它"),
                ),
                *span,
                Wording::new("", ""),
                vec![(*place, Wording::new("this one overrides it", "这一条优先于它"))],
                Wording::new(
                    "leave it out, or give the other one its own subjects or days",
                    "删去这一条，或给另一条写明它自己的主体或期间",
                ),
            ),
        };
        let severity = Severity::Warning;
        Diagnostic { code: "binds-nobody", severity, title, span, label, related, help: Some(help), suggestion: None }
    }
}
