//! Damaged, cut short, endless.

use std::io::{Cursor, Read};

use guiju::ledger::{self, Asked, Input, Intake, LedgerError};

use super::book::book;
use super::forms::{CSV, array, gzip, ndjson, zipped, zstd};

fn read(input: Input) -> Result<Intake, LedgerError> {
    ledger::read(&book(), None, vec![input], Asked::default(), &mut |_| ()).map(|(_, intake)| intake)
}

fn trouble(bytes: impl Into<Vec<u8>>) -> String {
    let wording = read(Input::bytes("t", bytes)).unwrap_err().wording();
    assert!(wording.zh.contains("`t`"), "{}", wording.zh);
    wording.en
}

const ROW: &str = "{\"institution\":\"甲\",\"activity\":\"fire_drill\",\"date\":\"2024-03-05\"}";

#[test]
fn a_row_that_is_not_json_is_named() {
    let malformed = "this is not JSON: is a quote, a comma or a bracket missing or one too many?";
    let ended = "the file ends in the middle of the row: it was cut short, so export it again";
    let object = "the row is no object: write each row as `{\"institution\": …, \"activity\": …}`";
    let lists = "the file has several lists of objects, and one table has one: keep only the list that is meant";
    for (text, row, fault) in [
        (format!("{ROW}\n\n{ROW}}}\n"), 3, malformed),
        (format!("{ROW}\n{ROW} {ROW}\n"), 2, malformed),
        (format!("{ROW}\n{ROW},\n"), 2, malformed),
        (format!("{ROW}\n{}", &ROW[..40]), 2, ended),
        (format!("{ROW}\n7\n"), 2, object),
        (format!("[{ROW},{ROW}"), 3, ended),
        (format!("[{ROW},{ROW},"), 3, ended),
        (format!("[{ROW}\n{ROW}]"), 2, malformed),
        (format!("[{ROW},]"), 2, malformed),
        (format!("[{ROW},7]"), 2, object),
        (format!("[{ROW}] x"), 2, malformed),
        ("[[\"institution\"],[\"甲\"]]".to_owned(), 1, object),
        (format!("{{\"a\":[{ROW}],\"b\":[{ROW}]}}"), 1, lists),
        (format!("{{\"a\":[{ROW}]"), 1, ended),
    ] {
        assert_eq!(trouble(text.clone()), format!("`t`, row {row}: {fault}"), "{text}");
    }
    let twice = format!("{ROW}\n{{\"date\":1,\"x\":{{\"y\":1}},\"x.y\":2}}\n");
    assert_eq!(trouble(twice), "`t`, row 2: two values of the row are called `x.y`: rename or remove one of them");
    let deep = format!("{ROW}\n{}1{}\n", "{\"a\":".repeat(33), "}".repeat(33));
    assert_eq!(trouble(deep), "`t`, row 2: objects lie in each other more than 32 deep: leave out what no rule reads");
    for empty in ["[]", "{}", " [ ] ", "{\"data\":[]}"] {
        let told = trouble(empty);
        assert!(told.starts_with("`t` is empty") || told.starts_with("`t` has no column"), "{empty}: {told}");
    }
}

#[test]
fn what_never_ends_is_an_error_and_fills_nothing() {
    let endless = |start: &str, middle: u8| {
        // 1 GiB, were anybody to read it.
        let reader = Cursor::new(start.as_bytes().to_vec()).chain(std::io::repeat(middle).take(1 << 30));
        read(Input::reader("t", reader)).unwrap_err().to_string()
    };
    let row = |row: u64| format!("`t`, row {row}: the row is longer than 4 MiB: is this a table?");
    assert_eq!(endless("{\"a\":\"", b'x'), row(1));
    assert_eq!(endless(&format!("{ROW}\n{{\"a\":\""), b'x'), row(2));
    assert_eq!(endless(&format!("{ROW}\n"), b' '), row(2));
    assert_eq!(endless("[{\"a\":", b'['), row(1));
    assert_eq!(endless(&format!("[{ROW},{{\"a\":\""), b'\\'), row(2));
    assert_eq!(endless(&format!("{{\"data\":[{ROW},{{\"a\":\""), b'x'), row(2));
    let cell = format!("{ROW}\n{{\"a\":\"{}\"}}\n", "x".repeat((1 << 20) + 1));
    assert_eq!(trouble(cell), "`t`, row 2: a cell is longer than 1 MiB: is a quote not closed?");
    let many: Vec<String> = (0..5000).map(|at| format!("\"{at}\":1")).collect();
    assert_eq!(
        trouble(format!("{{{}}}", many.join(","))),
        "`t`: the header has more than 4096 columns: leave out those no rule reads"
    );
    let long: Vec<String> = (0..20).map(|at| format!("\"{at}{}\":1", "x".repeat(60_000))).collect();
    assert_eq!(trouble(format!("{{{}}}", long.join(","))), "`t`: the header is longer than 1 MiB: is this a table?");
}

#[test]
fn a_bomb_is_stopped_at_the_limit_it_passes() {
    // A line of 256 MiB in a few kilobytes.
    let line = std::io::repeat(b'x').take(256 << 20);
    let packed = ::zstd::encode_all(Cursor::new(b"institution,activity,date\n").chain(line), 1).unwrap();
    assert!(packed.len() < 1 << 20);
    assert_eq!(trouble(packed), "`t`, row 2: the row is longer than 4 MiB: is this a table?");
    let mut layers = CSV.as_bytes().to_vec();
    for _ in 0..3 {
        layers = gzip(&layers);
    }
    assert_eq!(read(Input::bytes("t", layers.clone())).unwrap().records[0].read, 6);
    assert_eq!(trouble(gzip(&layers)), "`t`: it is packed more than 3 times over: unpack it");
    // A window of 1 GiB.
    let mut encoder = ::zstd::Encoder::new(Vec::new(), 1).unwrap();
    encoder.set_parameter(::zstd::zstd_safe::CParameter::WindowLog(30)).unwrap();
    std::io::copy(&mut CSV.as_bytes(), &mut encoder).unwrap();
    assert_eq!(
        trouble(encoder.finish().unwrap()),
        "`t`: unpacking it takes more than 128 MiB of memory: pack it again without a long window"
    );
}

#[test]
fn a_packed_file_cut_short_anywhere_never_ends_in_silence() {
    for packed in [gzip(CSV.as_bytes()), zstd(CSV.as_bytes()), gzip(&ndjson(CSV)), zstd(&array(CSV))] {
        for cut in 0..packed.len() {
            let told = trouble(&packed[..cut]);
            assert!(cut < 8 || told.starts_with("`t` ends before all that is packed in it"), "{cut}: {told}");
        }
    }
    let zip = zipped(&[("t.csv", CSV.as_bytes())]);
    for cut in 0..zip.len() {
        assert!(read(Input::bytes("t", &zip[..cut])).is_err());
    }
}

#[test]
fn a_packed_file_with_a_wrong_byte_is_told_or_says_the_same() {
    let right = read(Input::bytes("t", CSV)).unwrap();
    let mut damaged = 0;
    for packed in [gzip(CSV.as_bytes()), zstd(CSV.as_bytes()), zipped(&[("t.csv", CSV.as_bytes())])] {
        for at in 0..packed.len() {
            let mut wrong = packed.clone();
            wrong[at] ^= 0x10;
            match read(Input::bytes("t", wrong)) {
                Ok(intake) => assert_eq!(intake, right, "{at}"),
                Err(error) => damaged += usize::from(matches!(error, LedgerError::Damaged { .. })),
            }
        }
    }
    assert!(damaged > 300, "{damaged}");
}

#[test]
fn several_members_and_frames_are_one_file() {
    let (one, other) = CSV.split_at(CSV.find("R3").unwrap() + 1);
    for packed in [
        [gzip(one.as_bytes()), gzip(other.as_bytes())].concat(),
        [zstd(one.as_bytes()), zstd(other.as_bytes())].concat(),
        // What is to be skipped stands first.
        [b"\x50\x2a\x4d\x18\x03\0\0\0abc".to_vec(), zstd(CSV.as_bytes())].concat(),
        // What a Mac adds to an archive is no file.
        zipped(&[("__MACOSX/._t.csv", b"x"), ("data/", b""), ("data/t.csv", CSV.as_bytes())]),
    ] {
        assert_eq!(read(Input::bytes("t", packed.clone())).unwrap().records[0].read, 6);
        let once = Input::reader("t", Cursor::new(packed)).in_blocks_of(7);
        assert_eq!(read(once).unwrap().records[0].read, 6);
    }
    let several = zipped(&[("a.csv", CSV.as_bytes()), ("b.csv", CSV.as_bytes())]);
    assert_eq!(trouble(several), "`t` is an archive and not a table: unpack it, and name the tables in it");
}

#[test]
fn what_is_no_table_is_named_for_what_it_is() {
    for (start, told) in [
        ("%PDF-1.7\n", "`t` is a PDF and not a table: name the table that it was made from"),
        (
            "<html><table>",
            "`t` is a web page or XML and not a table: open it in a spreadsheet and save it as XLSX or CSV",
        ),
        ("Rar!\x1a\x07", "`t` is an archive and not a table: unpack it, and name the tables in it"),
    ] {
        assert_eq!(trouble(start), told);
    }
    let document = zipped(&[("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>")]);
    assert_eq!(
        trouble(document),
        "`t` is a text document or a presentation and not a table: name the table that it was made from"
    );
    let wide: Vec<u8> = "WordDocument".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let old = [b"\xd0\xcf\x11\xe0".to_vec(), vec![0; 3000], wide].concat();
    assert!(trouble(old).starts_with("`t` is a text document"));
}
