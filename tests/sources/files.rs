//! Files that are found, that are the same, and that change.

use std::fs;
use std::io::Write;
use std::path::Path;

use guiju::ledger::{self, Asked, Input, Intake, LedgerError, Reject};

use super::book::book;
use super::forms::{CSV, array, gzip, ndjson, zipped, zstd};

fn read(inputs: Vec<Input>) -> Result<Intake, LedgerError> {
    ledger::read(&book(), None, inputs, Asked::default(), &mut |_| ()).map(|(_, intake)| intake)
}

fn notes(intake: &Intake) -> Vec<String> {
    let notes = intake.notes.iter().map(|note| note.wording().en);
    notes.filter(|note| !note.starts_with("there is no register")).filter(|note| !note.contains("column for")).collect()
}

#[test]
fn a_file_that_is_changed_while_it_is_read_is_an_error_whatever_it_is() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in [
        ("t.csv", CSV.as_bytes().to_vec()),
        ("t.csv.gz", gzip(CSV.as_bytes())),
        ("t.csv.zst", zstd(CSV.as_bytes())),
        ("t.ndjson", ndjson(CSV)),
        ("t.json", array(CSV)),
        ("t.zip", zipped(&[("t.csv", CSV.as_bytes())])),
    ] {
        let path = folder.path().join(name);
        let add: fn(&Path) = |path| fs::OpenOptions::new().append(true).open(path).unwrap().write_all(b"\n").unwrap();
        let replace: fn(&Path) = |path| {
            fs::write(path.with_extension("new"), "x").unwrap();
            fs::rename(path.with_extension("new"), path).unwrap();
        };
        let remove: fn(&Path) = |path| fs::remove_file(path).unwrap();
        for change in [add, replace, remove] {
            fs::write(&path, &bytes).unwrap();
            let input = || Input::path(&path).named("t");
            assert!(read(vec![input()]).is_ok());
            // One row is rejected, and while that is told the file changes.
            let mut sink = |_: &Reject| change(&path);
            let error = ledger::read(&book(), None, vec![input()], Asked::default(), &mut sink).unwrap_err();
            assert_eq!(
                error.to_string(),
                "`t` was changed while it was read, so nothing was judged: run it again once nobody writes to the file",
                "{name}"
            );
        }
    }
}

#[test]
fn a_file_found_that_is_no_table_is_left_out_and_told_and_one_that_lacks_a_column_is_an_error() {
    let found = |name: &str, bytes: &[u8]| Input::bytes(name, bytes).found();
    let archive = zipped(&[("a.csv", b"x"), ("b.csv", b"x")]);
    let intake = read(vec![
        found("a.csv", CSV.as_bytes()),
        found("b.pdf", b"%PDF-1.7"),
        found("c.csv", b""),
        found("d.txt", "说明\n请按月填报。\n".as_bytes()),
        found("e.zip", &archive),
        found("f.json", b"[]"),
    ])
    .unwrap();
    assert_eq!(intake.records.len(), 1);
    assert_eq!(
        notes(&intake),
        [
            "`b.pdf` is not read: it is a PDF",
            "`c.csv` is not read: it is empty",
            "`d.txt` is not read: it is a text without columns",
            "`e.zip` is not read: it is an archive",
            "`f.json` is not read: it is empty",
        ]
    );
    let lacking = read(vec![found("a.csv", CSV.as_bytes()), found("g.csv", "机构,活动\n".as_bytes())]).unwrap_err();
    assert!(lacking.to_string().starts_with("`g.csv` has no column for the date"));
    let none = read(vec![found("b.pdf", b"%PDF-1.7"), found("c.csv", b"")]).unwrap_err();
    assert_eq!(none.to_string(), "`b.pdf` is a PDF and not a table: name the table that it was made from");
}

#[test]
fn of_many_files_that_are_not_read_the_first_are_named_and_the_others_counted() {
    let mut inputs = vec![Input::bytes("a.csv", CSV).found()];
    inputs.extend((10..30).map(|at| Input::bytes(format!("{at}.png"), *b"\x89PNG").found()));
    inputs.push(Input::bytes("z.csv", "").found());
    let mut intake = read(inputs).unwrap();
    intake.shorten_files_not_read();
    let told = notes(&intake);
    assert_eq!(told.len(), 7);
    assert_eq!(told[4], "`14.png` is not read: it is a picture");
    assert_eq!(told[5], "`z.csv` is not read: it is empty");
    assert_eq!(told[6], "15 more files are not read: it is a picture");
}

#[test]
fn a_file_with_the_content_of_another_is_told_and_read() {
    let folder = tempfile::tempdir().unwrap();
    let input = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        Input::path(path).named(name)
    };
    let other = CSV.replace("R1", "R7");
    let inputs = vec![input("a.csv", CSV), input("b.csv", &other), input("c.csv", CSV), input("d.csv", CSV)];
    let intake = read(inputs).unwrap();
    assert_eq!(intake.records.iter().map(|file| file.read).collect::<Vec<_>>(), [6, 6, 6, 6]);
    assert_eq!(
        notes(&intake),
        [
            "`c.csv` has the same content as `a.csv`, and both are read: leave one out if it is a copy",
            "`d.csv` has the same content as `a.csv`, and both are read: leave one out if it is a copy",
        ]
    );
    // One file that is read in two ways has no twin.
    let twice = vec![input("a.csv", CSV), input("a.csv", CSV)];
    assert_eq!(notes(&read(twice).unwrap()).len(), 0);
}
