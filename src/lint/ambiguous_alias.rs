//! # ambiguous-alias
//!
//! One word names an activity and a column of the register. Behind `by`, `after`, `before` and `from` both may stand, so
//! a reader cannot tell which is meant. Give one of them another name. (Two things of one kind with one alias are the error
//! `alias-of-two`.)
//!
//! Avoid:
//!
//! ```gj
//! activity licensing also "licensed"
//! attribute licensed_on also "licensed": date
//! home before licensing ever inspection
//! home by its.licensed_on inspection
//! activity inspection
//! ```
//!
//! Prefer:
//!
//! ```gj
//! activity licensing also "licence issued"
//! attribute licensed_on also "date of licence": date
//! home before licensing ever inspection
//! home by its.licensed_on inspection
//! activity inspection
//! ```
//!
//! ---
//!
//! # ambiguous-alias
//!
//! 一个词既指活动，又指名册里的一列。在 `于…前`、`后`、`前`、`自` 处两者都能写，读的人分不清指哪一个。给其中一个换个名称。
//! （同类的两个事物共用一个别名是错误 `alias-of-two`。）
//!
//! 不宜：
//!
//! ```gj
//! 活动 许可 又名 "许可时间"
//! 活动 安全检查
//! 属性 许可日期 又名 "许可时间": 日期
//! 养老机构 许可 前 曾 安全检查
//! 养老机构 于 主体.许可日期 前 安全检查
//! ```
//!
//! 宜：
//!
//! ```gj
//! 活动 许可 又名 "取得许可"
//! 活动 安全检查
//! 属性 许可日期 又名 "许可时间": 日期
//! 养老机构 许可 前 曾 安全检查
//! 养老机构 于 主体.许可日期 前 安全检查
//! ```

use rustc_hash::FxHashMap;

use super::Findings;
use super::world::World;
use crate::diagnostic::{Diagnostic, Explain, Severity};
use crate::rulebook::normalise;
use crate::syntax::ast::{Statement, Word};
use crate::text::{Span, Wording};

struct AmbiguousAlias {
    alias: String,
    activity: String,
    attribute: String,
    first: Span,
    span: Span,
}

pub(super) fn look(world: &World<'_>, findings: &mut Findings) {
    let statements = || world.files.iter().flat_map(|file| &file.tree.statements);
    // By spelling: the activity, and where it is spelt so.
    let mut activities: FxHashMap<String, (&Word, Span)> = FxHashMap::default();
    for statement in statements() {
        if let Statement::Activity(activity) = statement {
            for word in std::iter::once(&activity.name).chain(&activity.aliases) {
                activities.entry(normalise(&word.text).into_owned()).or_insert((&activity.name, word.span));
            }
        }
    }
    for statement in statements() {
        let Statement::Attribute(attribute) = statement else { continue };
        for word in std::iter::once(&attribute.name).chain(&attribute.aliases) {
            let Some((activity, first)) = activities.get(normalise(&word.text).as_ref()) else { continue };
            if findings.full() || !world.are_seen_together(first.file, word.span.file) {
                continue;
            }
            findings.tell(&AmbiguousAlias {
                alias: word.text.clone(),
                activity: activity.text.clone(),
                attribute: attribute.name.text.clone(),
                first: *first,
                span: word.span,
            });
        }
    }
}

impl Explain for AmbiguousAlias {
    fn diagnostic(&self) -> Diagnostic {
        let Self { alias, activity, attribute, first, span } = self;
        Diagnostic {
            code: "ambiguous-alias",
            severity: Severity::Warning,
            title: Wording::new(
                format!("`{alias}` names an activity and a column of the register"),
                format!("`{alias}` 既指一项活动，又指名册里的一列"),
            ),
            span: *span,
            label: Wording::new(format!("the attribute `{attribute}` here"), format!("这里指属性 `{attribute}`")),
            related: vec![(
                *first,
                Wording::new(format!("the activity `{activity}` here"), format!("这里指活动 `{activity}`")),
            )],
            help: Some(Wording::new("give one of the two another name", "给其中一个换个名称")),
            suggestion: None,
        }
    }
}
