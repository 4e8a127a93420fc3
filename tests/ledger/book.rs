//! A rule book made by hand: what the rules of these tests read.
#![allow(dead_code)]

use guiju::calendar::Day;
use guiju::rulebook::{
    Activity, ActivityId, Category, CategoryId, Description, Field, Kind, Matching, Moment, MomentKind, Occurrence,
    Quantity, Rule, RuleBook, Schedule, Waiver, Who, Whose,
};
use guiju::text::{FileId, Span};

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

/// Adds to a rule book what a line says: `rule ID`, `rule ID of region`, `rule ID of parent` (a rule with such a
/// moment), `time NAME` (an attribute), `exempt SUBJECT from ID FROM TO [WHY]`.
pub fn add(book: &mut RuleBook, line: &str) {
    let words: Vec<&str> = line.split(' ').collect();
    let day = |text: &str| {
        let part = |at| text.split('-').nth(at).unwrap().parse::<u32>().unwrap();
        Day::from_ymd(part(0) as i32, part(1), part(2)).unwrap()
    };
    match words[..] {
        ["rule", id] => book.rules.push(rule(id, Whose::Own)),
        ["rule", id, "of", "region"] => book.rules.push(rule(id, Whose::Region)),
        ["rule", id, "of", "parent"] => book.rules.push(rule(id, Whose::Parent)),
        ["time", name] => book.attributes.push(field(name, &[], Kind::Time)),
        ["exempt", subject, "from", rule, from, to, ref why @ ..] => book.waivers.push(Waiver {
            subject: subject.to_owned(),
            rule: book.rules.iter().position(|known| known.id == rule).unwrap(),
            from: day(from),
            to: day(to),
            because: why.first().map(|_| why.join(" ")),
            path: "rules.gj".to_owned(),
            line: 7,
            place: Span { file: FileId(0), start: 0, end: 0 },
        }),
        _ => panic!("{line}"),
    }
}

/// `after` each drill of somebody.
fn rule(id: &str, whose: Whose) -> Rule {
    let occurrence = Occurrence { activity: ActivityId(0), field: None, whose, filter: None };
    let moment = Moment { kind: MomentKind::Records(vec![occurrence]), shift: None };
    Rule {
        id: id.to_owned(),
        sentence: id.to_owned(),
        path: "rules.gj".to_owned(),
        line: 1,
        policy: None,
        description: Description::default(),
        population: None,
        who: Who::default(),
        scope: None,
        effective_from: None,
        effective_to: None,
        schedule: Schedule::After { moment, within: None, never: false },
        quantity: Quantity::one(),
        tasks: Vec::new(),
        matching: Matching::default(),
        apart: None,
        for_each: Vec::new(),
        count_partial_periods: false,
        overridden_by: Vec::new(),
        grace: None,
        otherwise: Vec::new(),
        extended: Vec::new(),
        next_working_day: false,
    }
}
