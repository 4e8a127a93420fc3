//! Which rules an export can decide, and which it cannot, and why.

use std::collections::BTreeSet;

use super::{File, Register};
use crate::rulebook::{ActivityId, AttributeId, FieldId, Part, RuleBook};
use crate::text::Wording;

/// Whether a rule can be decided.
pub(super) struct Decided {
    pub rule: String,
    pub title: Option<String>,
    /// Why not; empty if it can.
    pub why: Vec<Wording>,
}

/// What each rule asks for against what the tables and the register have.
pub(super) fn decided(book: &RuleBook, files: &[File], register: Option<&Register>) -> Vec<Decided> {
    let drafts = || files.iter().flat_map(|file| &file.tables).map(|looked| &looked.draft);
    let whole = || drafts().filter(|draft| draft.whole);
    let activities: BTreeSet<ActivityId> = whole().flat_map(|draft| draft.activities.iter().copied()).collect();
    let fields: BTreeSet<(ActivityId, FieldId)> = whole().flat_map(|draft| draft.fields.iter().copied()).collect();
    // Where the record could be told but something else of its table could not.
    let half: BTreeSet<ActivityId> =
        drafts().filter(|draft| !draft.whole).flat_map(|draft| draft.activities.iter().copied()).collect();
    book.rules
        .iter()
        .map(|rule| {
            let (mut asked, mut read) = (BTreeSet::new(), BTreeSet::new());
            let mut attributes: BTreeSet<AttributeId> = BTreeSet::new();
            rule.parts(&mut |part| match part {
                Part::Activity(id) => {
                    asked.insert(id);
                }
                Part::Field(id, field) => {
                    read.insert((id, field));
                }
                Part::Attribute(id) => {
                    attributes.insert(id);
                }
                _ => {}
            });
            let mut why = Vec::new();
            for id in &asked {
                let name = book.activity(*id).map(|activity| activity.name.clone()).unwrap_or_default();
                if activities.contains(id) {
                    continue;
                }
                why.push(if half.contains(id) {
                    Wording::new(
                        format!("the table of `{name}` is not wholly placed"),
                        format!("`{name}` 的表尚未对全"),
                    )
                } else {
                    Wording::new(format!("no row is `{name}`"), format!("没有 `{name}` 的记录"))
                });
            }
            for (id, field) in
                read.iter().filter(|(id, field)| activities.contains(id) && !fields.contains(&(*id, *field)))
            {
                let Some(activity) = book.activity(*id) else { continue };
                let field = activity.fields.get(field.0 as usize).map(|field| field.name.clone()).unwrap_or_default();
                let name = &activity.name;
                why.push(Wording::new(
                    format!("no column for `{field}` of `{name}`"),
                    format!("`{name}` 缺 `{field}` 列"),
                ));
            }
            match register {
                None if !rule.who.kinds.is_empty() => why.push(Wording::new(
                    "no register says who is of which category: add `--register FILE`",
                    "没有名册，不知各机构属于哪一类：请加 `--register 文件`",
                )),
                Some(register) if !rule.who.kinds.is_empty() && !register.draft.categories => {
                    why.push(Wording::new("the register has no column for the category", "名册缺类别列"))
                }
                _ => {}
            }
            for id in attributes {
                let Some(attribute) = book.attributes.get(id.0 as usize) else { continue };
                let name = &attribute.name;
                if register.is_none_or(|register| !register.draft.attributes.contains(name)) {
                    why.push(Wording::new(
                        format!("the register has no column `{name}`"),
                        format!("名册缺 `{name}` 列"),
                    ));
                }
            }
            Decided { rule: rule.id.clone(), title: rule.description.title.clone(), why }
        })
        .collect()
}
