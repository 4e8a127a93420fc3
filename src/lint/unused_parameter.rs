//! # unused-parameter
//!
//! A parameter that no rule uses. An audit that sets it changes nothing, and nobody is told. Files that only declare
//! are vocabularies, and are not looked at.
//!
//! Avoid:
//!
//! ```gj
//! parameter promptly = 15 "the county's notice of 2024"
//! home after hazard within 10 days fixed
//! ```
//!
//! Prefer:
//!
//! ```gj
//! parameter promptly = 15 "the county's notice of 2024"
//! home after hazard within promptly days fixed
//! ```
//!
//! ---
//!
//! # unused-parameter
//!
//! 没有规则用到的参数。审核时给它设值不起任何作用，也没有人会知道。只有声明的文件是词汇表，不看。
//!
//! 不宜：
//!
//! ```gj
//! 参数 及时 = 15 "县里2024年通知"
//! 养老机构 发现隐患 后10日内 整改完成
//! ```
//!
//! 宜：
//!
//! ```gj
//! 参数 及时 = 15 "县里2024年通知"
//! 养老机构 发现隐患 后 及时 日 内 整改完成
//! ```

use super::Findings;
use super::unset_parameter::declared;
use super::world::World;
use crate::diagnostic::{Diagnostic, Explain, Severity};
use crate::text::{Span, Wording};

struct UnusedParameter {
    name: String,
    span: Span,
}

pub(super) fn look(world: &World<'_>, findings: &mut Findings) {
    for declared in declared(world) {
        if !declared.used && world.file(declared.name.span.file).is_some_and(|file| file.has_rules) {
            findings.tell(&UnusedParameter { name: declared.name.text.clone(), span: declared.name.span });
        }
    }
}

impl Explain for UnusedParameter {
    fn diagnostic(&self) -> Diagnostic {
        let name = &self.name;
        Diagnostic {
            code: "unused-parameter",
            severity: Severity::Warning,
            title: Wording::new(format!("no rule uses the parameter `{name}`"), format!("没有规则用到参数 `{name}`")),
            span: self.span,
            label: Wording::new("setting it changes nothing", "设了值也不起作用"),
            related: Vec::new(),
            help: Some(Wording::new(
                "use it where the law leaves the number open, or leave it out",
                "在法律留白之处用它，或删去这条声明",
            )),
            suggestion: None,
        }
    }
}
