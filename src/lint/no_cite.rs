//! # no-cite
//!
//! A rule of a policy that does not say which sentence of the law it stands for. Whoever receives a finding asks for
//! the clause; whoever changes the rule later has to find it again. Only files with a `policy` are looked at.
//!
//! Avoid:
//!
//! ```gj
//! policy "Fire safety of care homes"
//! rule drill
//!   home each half-year fire_drill
//! ```
//!
//! Prefer:
//!
//! ```gj
//! policy "Fire safety of care homes"
//! rule drill
//!   home each half-year fire_drill
//!   cite "article 12"
//! ```
//!
//! ---
//!
//! # no-cite
//!
//! 政策中的规则没有写明它依据哪一条。收到结论的人会问条款，日后修改规则的人也要重新去找。只看写有 `政策` 的文件。
//!
//! 不宜：
//!
//! ```gj
//! 政策 "养老机构消防安全"
//! 规则 演练
//!   养老机构 每半年 消防演练
//! ```
//!
//! 宜：
//!
//! ```gj
//! 政策 "养老机构消防安全"
//! 规则 演练
//!   养老机构 每半年 消防演练
//!   依据 "第十二条"
//! ```

use super::Findings;
use super::world::World;
use crate::diagnostic::{Diagnostic, Explain, Severity};
use crate::text::{Span, Wording};

struct NoCite {
    id: String,
    span: Span,
}

pub(super) fn look(world: &World<'_>, findings: &mut Findings) {
    for placed in world.in_written_order() {
        let in_policy = world.file(placed.file()).is_some_and(|file| file.policy.is_some());
        if in_policy && placed.rule.description.cite.is_none() {
            findings.tell(&NoCite { id: placed.rule.id.clone(), span: placed.name() });
        }
    }
}

impl Explain for NoCite {
    fn diagnostic(&self) -> Diagnostic {
        let id = &self.id;
        Diagnostic {
            code: "no-cite",
            severity: Severity::Warning,
            title: Wording::new(
                format!("rule `{id}` does not say which clause it stands for"),
                format!("规则 `{id}` 没有写明依据哪一条"),
            ),
            span: self.span,
            label: Wording::new("", ""),
            related: Vec::new(),
            help: Some(Wording::new(
                "add an indented line such as `cite \"article 12\"`",
                "缩进加一行，如 `依据 \"第十二条\"`",
            )),
            suggestion: None,
        }
    }
}
