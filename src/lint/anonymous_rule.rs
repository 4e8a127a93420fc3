//! # anonymous-rule
//!
//! A bare sentence in a policy. Its id is the sentence itself, so every correction of the sentence gives the rule another
//! id: reports, waivers and `overrides` that name it lose it. Give it a name with `rule`. Only files with a `policy` are
//! looked at.
//!
//! Avoid:
//!
//! ```gj
//! policy "Fire safety of care homes"
//! home each half-year fire_drill
//!   cite "article 12"
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
//! # anonymous-rule
//!
//! 政策中有一句没有编号的规则。它的编号就是句子本身，句子一改编号就变，报告、豁免和 `优先于` 便找不到它。用 `规则` 给它一个
//! 编号。只看写有 `政策` 的文件。
//!
//! 不宜：
//!
//! ```gj
//! 政策 "养老机构消防安全"
//! 养老机构 每半年 消防演练
//!   依据 "第十二条"
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

struct AnonymousRule {
    span: Span,
}

pub(super) fn look(world: &World<'_>, findings: &mut Findings) {
    for placed in world.in_written_order() {
        let in_policy = world.file(placed.file()).is_some_and(|file| file.policy.is_some());
        if in_policy && placed.written.id.is_none() {
            findings.tell(&AnonymousRule { span: placed.sentence() });
        }
    }
}

impl Explain for AnonymousRule {
    fn diagnostic(&self) -> Diagnostic {
        Diagnostic {
            code: "anonymous-rule",
            severity: Severity::Warning,
            title: Wording::new("a rule of a policy has no id of its own", "政策中的规则没有自己的编号"),
            span: self.span,
            label: Wording::new("its id is this sentence, and changes with it", "它的编号就是这句话，句子一改编号就变"),
            related: Vec::new(),
            help: Some(Wording::new(
                "write `rule ID` above it and indent the sentence",
                "在它上面写 `规则 编号`，并把句子缩进",
            )),
            suggestion: None,
        }
    }
}
