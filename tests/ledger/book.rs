//! A rule book made by hand: what the rules of these tests read.
#![allow(dead_code)]

use guiju::rulebook::{Activity, Category, CategoryId, Field, Kind, RuleBook};

/// A field that rules read.
pub fn field(name: &str, aliases: &[&str], kind: Kind) -> Field {
    Field { name: name.to_owned(), aliases: names(aliases), kind, needed: true }
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// Two categories; two activities that rules name and one they do not; fields and attributes of every type.
pub fn book() -> RuleBook {
    let category = |name: &str, aliases: &[&str], number| Category {
        name: name.to_owned(),
        aliases: names(aliases),
        within: vec![CategoryId(number)],
    };
    let activity = |name: &str, aliases: &[&str], needed, fields| Activity {
        name: name.to_owned(),
        aliases: names(aliases),
        needed,
        fields,
    };
    let choice = Kind::Choice(names(&["通过", "不通过"]));
    let unread = Field { needed: false, ..field("remark", &["备注"], Kind::Text) };
    RuleBook {
        categories: vec![category("养老机构", &["nursing_home"], 0), category("医院", &[], 1)],
        activities: vec![
            activity(
                "fire_drill",
                &["消防演练"],
                true,
                vec![
                    field("participants", &["参加人数"], Kind::Number),
                    field("result", &["结果"], choice),
                    unread.clone(),
                ],
            ),
            activity("visitor_log", &["访客登记"], false, vec![]),
            activity(
                "hazard_found",
                &["发现隐患"],
                true,
                vec![
                    field("ref_id", &["隐患编号"], Kind::Text),
                    field("reported", &["上报时间"], Kind::Date),
                    field("start", &["开始"], Kind::Time),
                    field("closed_off", &["已封闭"], Kind::Bool),
                ],
            ),
        ],
        attributes: vec![field("beds", &["床位数"], Kind::Number), field("名称", &[], Kind::Text), unread],
        ..RuleBook::default()
    }
}
