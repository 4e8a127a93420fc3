//! x
use guiju::ledger::*;
use guiju::rulebook::*;
fn main() {
    let d = std::env::args().nth(1).unwrap();
    let f = |n: &str| Activity { name: n.into(), needed: true, ..Default::default() };
    let h = |n: &str| Activity {
        name: n.into(),
        needed: true,
        fields: vec![Field { name: "ref_id".into(), aliases: vec![], kind: Kind::Text, needed: true }],
        ..Default::default()
    };
    let book = RuleBook {
        activities: vec![f("fire_drill"), f("self_inspection"), h("hazard_found"), h("hazard_rectified")],
        ..Default::default()
    };
    let reg =
        (std::env::args().nth(2).as_deref() != Some("noreg")).then(|| Input::path(format!("{d}/institutions.csv")));
    let t = std::time::Instant::now();
    let (l, i) =
        read(&book, reg, vec![Input::path(format!("{d}/activities.csv"))], Asked::default(), &mut |_| ()).unwrap();
    eprintln!(
        "{:?} {} subjects {} records {:?} {:?}",
        t.elapsed(),
        l.subjects().len(),
        l.days().len(),
        l.coverage(),
        i.records[0].read
    );
    eprintln!("{:?}", i.records[0].before_opening.count);
    std::process::exit(0);
}
