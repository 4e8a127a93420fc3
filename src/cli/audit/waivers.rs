//! What only the tables can tell of a rule file: that it waives a rule for nobody there is.

use crate::check::Loaded;
use crate::cli::say;
use crate::diagnostic::pages::Pages;
use crate::diagnostic::terminal::{self, Style};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::{Intake, Note, Reason};
use crate::text::{Language, Wording};

/// The codes that only an audit has, and their pages.
pub(in crate::cli) static PAGES: Pages<1> = Pages([("waiver-of-nobody", include_str!("pages/waiver-of-nobody.md"))]);

/// Tells the waivers of nobody on standard error, their subjects underlined.
pub(super) fn tell(intake: &Intake, loaded: &Loaded, language: Language) {
    let told: Vec<Diagnostic> = intake.notes.iter().filter_map(diagnostic).collect();
    if !told.is_empty() {
        let told = terminal::render(&told, &loaded.sources, Style { colour: true, language });
        say(&format!("{told}\n"));
    }
}

/// Whether [`tell`] tells of it.
pub(super) const fn tells(note: &Note) -> bool {
    matches!(note, Note::WaiverOfNobody { .. })
}

/// The message of a waiver of nobody; `None` for what is told of the tables themselves.
fn diagnostic(note: &Note) -> Option<Diagnostic> {
    let Note::WaiverOfNobody { subject, rule, reason, place, .. } = note else { return None };
    let title = Wording::new(
        format!("the waiver of `{rule}` for `{subject}` excuses nobody"),
        format!("`{subject}` 的豁免（规则 `{rule}`）不适用于任何主体"),
    );
    let mut told = Diagnostic::error("waiver-of-nobody", *place, title);
    told.severity = Severity::Warning;
    let unknown = Wording::new("no such id or name in the register", "名册中没有此编号或名称");
    let (label, help) = match reason {
        Reason::UnknownInstitution(near) if !near.is_empty() => {
            let near = near.first().map_or("", |near| &near.id);
            told.suggestion = Some(format!("\"{near}\""));
            (unknown, Wording::new(format!("did you mean `{near}`?"), format!("是不是想写 `{near}`？")))
        }
        Reason::SeveralInstitutions(several) => {
            let quoted = |between: &str| {
                several.iter().map(|institution| format!("`{}`", institution.id)).collect::<Vec<_>>().join(between)
            };
            (
                Wording::new("several institutions have this name", "有多个机构同名"),
                Wording::new(format!("write the id: {}", quoted(" or ")), format!("请写编号：{}", quoted(" 或 "))),
            )
        }
        Reason::NoRecordOfInstitution => (
            Wording::new(
                "no record is of this institution, and there is no register",
                "没有此机构的任何记录，也没有名册",
            ),
            Wording::new("write it as the records do, or give a register", "请按记录中的写法，或提供名册"),
        ),
        _ => (
            unknown,
            Wording::new(
                "write an id of the register, or a name that only one institution has",
                "请写名册中的编号，或只有一个机构使用的名称",
            ),
        ),
    };
    told.label = label;
    told.help = Some(help);
    Some(told)
}
