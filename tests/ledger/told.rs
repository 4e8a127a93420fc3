//! Tells what was read, for snapshots and comparisons.

use std::fmt::Write as _;

use guiju::calendar::Day;
use guiju::ledger::{
    self, Asked, Fault, FileIntake, Input, Intake, Ledger, Membership, Parent, Reject, SubjectId, SubjectRow,
};
use guiju::rulebook::{ActivityId, AttributeId, FieldId, RuleBook};

use super::book::book;

/// Reads a table without a register and tells everything.
pub fn told(name: &str, table: impl Into<Vec<u8>>, block: usize) -> String {
    let mut out = String::new();
    let mut rejects = Vec::new();
    let input = Input::bytes(name, table).in_blocks_of(block);
    let mut sink = |reject: &Reject| rejects.push(reject.wording().en);
    match ledger::read(&book(), None, vec![input], Asked::default(), &mut sink) {
        Ok((ledger, intake)) => {
            tell_intake(&mut out, &intake);
            tell_ledger(&mut out, &book(), &ledger);
        }
        Err(error) => writeln!(out, "{error}").unwrap(),
    }
    writeln!(out, "{rejects:?}").unwrap();
    out
}

/// What became of the rows.
pub fn tell_intake(out: &mut String, intake: &Intake) {
    for file in intake.files() {
        let FileIntake { file: name, encoding, delimiter, read, used, ignored, rejected, .. } = file;
        assert_eq!(*read, used + ignored.total() + rejected, "the counts add up");
        writeln!(
            out,
            "{name} ({encoding}, {:?}): read {read} = used {used} + ignored {} (not needed {}, after as-of {}, outside coverage {}) + rejected {rejected}",
            delimiter.unwrap_or('-'), ignored.total(), ignored.not_needed, ignored.after_as_of, ignored.outside_coverage
        )
        .unwrap();
        let rejects = file.rejects.iter().map(|reject| reject.wording());
        let misfits = file.misfits.iter().map(|misfit| misfit.wording(name));
        let faults = intake.faults();
        let of_file = faults.iter().filter(|fault| fault.file() == Some(name));
        for wording in rejects.chain(misfits).chain(of_file.map(Fault::wording)) {
            writeln!(out, "  {}\n  {}", wording.en, wording.zh).unwrap();
        }
    }
    if intake.matched().beyond_ids() {
        let matched = intake.matched().wording();
        writeln!(out, "found {}\n认定 {}", matched.en, matched.zh).unwrap();
    }
    for fault in intake.faults().iter().filter(|fault| fault.file().is_none()) {
        writeln!(out, "{}\n{}", fault.wording().en, fault.wording().zh).unwrap();
    }
    for note in &intake.notes {
        writeln!(out, "{}\n{}", note.wording().en, note.wording().zh).unwrap();
    }
}

/// Subjects and their records.
pub fn tell_ledger(out: &mut String, book: &RuleBook, ledger: &Ledger) {
    let day = |day: Option<Day>| day.map_or("-".to_owned(), |day| day.to_string());
    let coverage = ledger.coverage().map_or("-".to_owned(), |coverage| format!("{} … {}", coverage.from, coverage.to));
    writeln!(out, "coverage {coverage}, as of {}", day(ledger.as_of())).unwrap();
    let cell = |cell: Option<ledger::Cell>| match cell {
        None => "-".to_owned(),
        Some(ledger::Cell::Text(text)) => format!("`{}`", ledger.texts().get(text)),
        Some(ledger::Cell::Number(number)) => number.to_string(),
        Some(ledger::Cell::Date(time)) => time.to_string(),
        Some(ledger::Cell::Time(second)) => format!("{second} s"),
        Some(ledger::Cell::Bool(truth)) => truth.to_string(),
    };
    let of_row = |number: u32, row: &SubjectRow, name: Option<&String>| {
        let membership = match row.membership {
            Membership::In(category) => book.category(category).unwrap().name.clone(),
            Membership::Other(text) => format!("other: {}", ledger.texts().get(text)),
            other => format!("{other:?}").to_lowercase(),
        };
        let parts: String = name.into_iter().chain(&row.region).map(|part| format!(", {part}")).collect();
        let unread = |unread: bool| if unread { " (unread)" } else { "" };
        let (opening, closing) = (unread(row.opening_unread), unread(row.closing_unread));
        let mut out = format!("({membership}{parts}) {}{opening} … {}{closing}", day(row.opened), day(row.closed));
        match row.parent {
            Parent::None => {}
            Parent::Subject(parent) => write!(out, ", of {}", ledger.subjects()[parent.0 as usize].id).unwrap(),
            Parent::Unknown => out.push_str(", of nobody knows whom"),
        }
        for (at, attribute) in (0..).zip(&book.attributes) {
            if let Some(value) = ledger.attribute(number, AttributeId(at)) {
                write!(out, ", {} {}", attribute.name, cell(Some(value))).unwrap();
            }
        }
        out
    };
    for (number, subject) in (0..).zip(ledger.subjects()) {
        let subject_id = SubjectId(number);
        match ledger.rows(subject_id) {
            [row] if row.from.is_none() && row.to.is_none() => {
                writeln!(out, "{} {}", subject.id, of_row(subject.rows.start, row, subject.name.as_ref())).unwrap();
            }
            rows => {
                writeln!(out, "{} {}", subject.id, subject.name.as_deref().unwrap_or("-")).unwrap();
                for (number, row) in subject.rows.clone().zip(rows) {
                    writeln!(out, "  [{} … {}] {}", day(row.from), day(row.to), of_row(number, row, None)).unwrap();
                }
            }
        }
        for waiver in ledger.waivers(subject_id) {
            let because = waiver.because.map_or("-", |because| ledger.texts().get(because));
            let rule = &book.rules[waiver.rule].id;
            writeln!(out, "  waived {rule} {} … {} because {because}", waiver.from, waiver.to).unwrap();
        }
        if let Some(region) = ledger.last_row(subject_id).and_then(|row| row.region.as_ref()) {
            let places = ledger.places_of(region).filter(|place| *place != subject_id);
            let places: Vec<&str> = places.map(|place| ledger.subjects()[place.0 as usize].id.as_str()).collect();
            if !places.is_empty() {
                writeln!(out, "  in {}", places.join(", ")).unwrap();
            }
        }
        for (at, activity) in (0..).zip(&book.activities) {
            for record in ledger.records(ActivityId(at), subject_id) {
                let record = ledger::RecordId(record);
                write!(out, "  {} {} {}", ledger.time(record).unwrap(), activity.name, ledger.record_name(record))
                    .unwrap();
                for (index, field) in (0..).zip(&activity.fields) {
                    let value = ledger.field(ActivityId(at), record, FieldId(index));
                    if field.needed {
                        write!(out, ", {} {}", field.name, cell(value)).unwrap();
                    }
                }
                out.push('\n');
            }
        }
    }
}
