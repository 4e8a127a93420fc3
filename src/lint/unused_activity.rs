//! # unused-activity
//!
//! An activity is declared beside rules, and no rule names it: a rule is missing, or the declaration is left over.
//! Files that only declare are vocabularies, and are not looked at.
//!
//! Avoid:
//!
//! ```gj
//! activity fire_drill
//! activity inspection
//! home each half-year fire_drill
//! ```
//!
//! Prefer:
//!
//! ```gj
//! activity fire_drill
//! activity inspection
//! home each half-year fire_drill
//! home each month inspection
//! ```
//!
//! ---
//!
//! # unused-activity
//!
//! 声明了一项活动，同一文件里有规则，却没有一条用到它：要么漏写了规则，要么声明是多余的。只有声明的文件是词汇表，不看。
//!
//! 不宜：
//!
//! ```gj
//! 活动 消防演练
//! 活动 安全检查
//! 养老机构 每半年 消防演练
//! ```
//!
//! 宜：
//!
//! ```gj
//! 活动 消防演练
//! 活动 安全检查
//! 养老机构 每半年 消防演练
//! 养老机构 每月 安全检查
//! ```

use rustc_hash::FxHashMap;

use super::Findings;
use super::world::World;
use crate::diagnostic::{Diagnostic, Explain, Severity};
use crate::syntax::ast::Statement;
use crate::text::{Span, Wording};

struct UnusedActivity {
    name: String,
    span: Span,
}

pub(super) fn look(world: &World<'_>, findings: &mut Findings) {
    let needed: FxHashMap<&str, bool> =
        world.book.activities.iter().map(|activity| (activity.name.as_str(), activity.needed)).collect();
    for file in world.files.iter().filter(|file| file.has_rules) {
        for statement in &file.tree.statements {
            if let Statement::Activity(activity) = statement
                && needed.get(activity.name.text.as_str()) == Some(&false)
            {
                findings.tell(&UnusedActivity { name: activity.name.text.clone(), span: activity.name.span });
            }
        }
    }
}

impl Explain for UnusedActivity {
    fn diagnostic(&self) -> Diagnostic {
        let name = &self.name;
        Diagnostic {
            code: "unused-activity",
            severity: Severity::Warning,
            title: Wording::new(format!("no rule uses the activity `{name}`"), format!("没有规则用到活动 `{name}`")),
            span: self.span,
            label: Wording::new("its records are not read", "它的记录不会被读取"),
            related: Vec::new(),
            help: Some(Wording::new(
                "write the rule that is missing, or leave the declaration out",
                "补上缺的规则，或删去这条声明",
            )),
            suggestion: None,
        }
    }
}
