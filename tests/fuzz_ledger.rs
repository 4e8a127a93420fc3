//! Tables from strangers: no panic, nothing lost, and the same answer whichever way they are read.
//!
//! `GUIJU_FUZZ_CASES` sets the number of random cases a test; the default takes a few seconds.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

#[path = "ledger/book.rs"]
mod book;
#[path = "ledger/cells.rs"]
mod cells;
#[path = "ledger/told.rs"]
mod told;

use proptest::prelude::*;
use proptest::sample::{Index, select};

use cells::PLAIN;
use guiju::calendar::Day;
use guiju::ledger::{self, Asked, Cell, Input, Membership, Parent, SubjectId, Tables};
use guiju::rulebook::AttributeId;
use told::told;

fn config() -> ProptestConfig {
    let cases = std::env::var("GUIJU_FUZZ_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(300);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// A cell that is likely to matter; no quote and no line end.
fn cell() -> impl Strategy<Value = String> {
    let others = [
        "ｆｉｒｅ_drill",
        "2024年3月7日",
        "0001-01-01",
        "9999-12-31",
        "\u{feff}",
        "=1+1",
        "2024-03-05T09:30:01",
        "1e3",
        "abcdefghijklmnopq",
    ];
    let known = select([PLAIN.as_slice(), &others].concat());
    prop_oneof![8 => known.prop_map(str::to_owned), 1 => "[^\"\r\n,;\t]{0,12}"]
}

/// Headers in any order, some of them missing, and rows of any width.
fn table() -> impl Strategy<Value = Vec<Vec<String>>> {
    let headers = vec![
        "institution",
        "activity",
        "date",
        "id",
        "participants",
        "结果",
        "隐患编号",
        "reported",
        "备注",
        "from",
        "to",
        "rule",
        "parent",
        "地区",
    ];
    let header = Just(headers).prop_shuffle().prop_map(|headers| headers.into_iter().map(str::to_owned).collect());
    let row = prop::collection::vec(cell(), 2..16);
    (header, prop::collection::vec(row, 0..40))
        .prop_map(|(header, rows): (Vec<String>, Vec<Vec<String>>)| std::iter::once(header).chain(rows).collect())
}

/// A table as text: separator, line end, and whether every cell stands in quotes.
fn written(table: &[Vec<String>], separator: char, line_end: &str, quotes: bool) -> String {
    let cell = |cell: &String| {
        if quotes || cell.contains(separator) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.clone() }
    };
    let row = |row: &Vec<String>| row.iter().map(cell).collect::<Vec<_>>().join(&separator.to_string());
    table.iter().map(|cells| row(cells) + line_end).collect()
}

fn encoded(text: &str, encoding: usize) -> Vec<u8> {
    match encoding {
        0 => text.as_bytes().to_vec(),
        1 => format!("\u{feff}{text}").into_bytes(),
        2 => encoding_rs::GB18030.encode(text).0.into_owned(),
        3 => format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect(),
        _ => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
    }
}

/// Reads bytes as register, as records and as waivers: must neither panic nor lose a row.
fn survives(bytes: &[u8]) {
    let input = |name: &str| Input::bytes(name, bytes);
    let mut rejected = 0;
    let records = vec![input("a"), input("b")];
    let waivers = bytes.windows(4).any(|word| word == b"rule").then(|| input("waivers"));
    let tables = Tables { register: Some(input("register")), records, waivers, ..Tables::default() };
    let mut book = book::book();
    for line in ["rule R of region", "rule S of parent", "exempt 甲 from R 2024-01-01 2024-12-31"] {
        book::add(&mut book, line);
    }
    let read = ledger::read_tables(&book, tables, Asked::default(), &mut |_| rejected += 1);
    if let Ok((ledger, intake)) = read {
        for file in intake.files() {
            assert_eq!(file.read, file.used + file.ignored.total() + file.rejected);
        }
        assert_eq!(intake.rejected(), rejected);
        let used: u64 = intake.records.iter().map(|file| file.used).sum();
        assert_eq!(ledger.days().len() as u64, used);
    }
    let _ = told("t", bytes, 1 << 20);
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn random_bytes_bring_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        survives(&bytes);
    }

    #[test]
    fn random_text_bring_no_panic(text in "[a,;\"\r\n\t 消防\u{0}\u{feff}]{0,60}", header in prop::bool::ANY) {
        let header = if header { "id,institution,activity,date\n" } else { "" };
        survives(format!("{header}{text}").as_bytes());
    }

    #[test]
    fn mutated_tables_bring_no_panic_and_read_the_same_in_blocks_of_any_size(
        table in table(),
        separator in select(vec![',', ';', '\t']),
        line_end in select(vec!["\n", "\r\n", "\r"]),
        quotes in prop::bool::ANY,
        encoding in 0_usize..5,
        mutations in prop::collection::vec((any::<Index>(), any::<u8>(), 0_u8..3), 0..6),
        block in 1_usize..5000,
    ) {
        let mut bytes = encoded(&written(&table, separator, line_end, quotes), encoding);
        for (at, byte, how) in mutations {
            let at = at.index(bytes.len());
            let byte = if byte < 128 { b"\",\r\n;\t\0 "[usize::from(byte) % 8] } else { byte };
            match how {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => bytes.truncate(at.max(1)),
            }
        }
        survives(&bytes);
        prop_assert_eq!(told("t", bytes.clone(), block), told("t", bytes, 1 << 20));
    }

    #[test]
    fn quotes_encodings_separators_and_line_ends_change_nothing(
        table in table(),
        separator in select(vec![',', ';', '\t']),
        line_end in select(vec!["\n", "\r\n", "\r"]),
        encoding in 0_usize..5,
        block in 1_usize..5000,
    ) {
        // A character that was damaged before cannot be told from one that this encoding lost.
        let table: Vec<Vec<String>> = table.into_iter().map(|row| row.into_iter().map(|cell| cell.replace('\u{feff}', "")).collect()).collect();
        let one = told("t", written(&table, ',', "\n", false), 1 << 20);
        let other = told("t", encoded(&written(&table, separator, line_end, true), encoding), block);
        let rest = |told: &str| told.split_once("): ").map(|(_, rest)| rest.to_owned());
        prop_assert_eq!(rest(&one), rest(&other));
    }
}

#[cfg(feature = "threads")]
proptest! {
    #![proptest_config(config())]

    #[test]
    fn threads_change_nothing(table in table(), block in 1_usize..300) {
        let text = written(&table, ',', "\n", false);
        let on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| told("t", text.clone(), block))
        };
        prop_assert_eq!(on(1), on(2));
    }
}

/// A day of a January, or none.
fn day() -> impl Strategy<Value = Option<u32>> {
    prop_oneof![1 => Just(None), 3 => (1_u32..=31).prop_map(Some)]
}

fn january(day: u32) -> Day {
    Day::from_ymd(2024, 1, day).unwrap()
}

proptest! {
    #![proptest_config(config())]

    /// What is said of a subject on a day is what the one row says that was taken and holds on it.
    #[test]
    fn the_row_of_a_day_is_the_first_taken_that_holds_on_it(
        rows in prop::collection::vec((0_usize..4, day(), day(), 0_usize..5, any::<bool>()), 0..20),
        records in prop::collection::vec((0_usize..6, 1_u32..=31), 0..12),
        as_of in 1_u32..=31,
    ) {
        let ids = ["A", "B", "湖北省", "M/N"];
        let regions = ["", "湖北省", "湖北省/武汉市", "M/N/O"];
        let shown = |day: &Option<u32>| day.map_or(String::new(), |day| january(day).to_string());
        // The naive register: rows in the order of the file, none that overlaps one taken before.
        let mut taken: Vec<(usize, Day, Day, usize)> = Vec::new();
        let mut register = "id,from,to,beds,parent,region\n".to_owned();
        for (number, (subject, from, to, parent, long)) in rows.iter().enumerate() {
            let parent = ["", "A", "B", "湖北省", "nobody"][*parent];
            let region = regions[number % regions.len()];
            let id = if *long { format!(" {} ", ids[*subject]) } else { ids[*subject].to_owned() };
            register += &format!("{id},{},{},{number},{parent},{region}\n", shown(from), shown(to));
            let span = (from.map_or(Day::FIRST, january), to.map_or(Day::LAST, january));
            let free = taken.iter().all(|(of, from, to, _)| of != subject || span.1 < *from || *to < span.0);
            if span.0 <= span.1 && free {
                taken.push((*subject, span.0, span.1, number));
            }
        }
        let places = ["A", "湖北省", "湖北省/武汉市", "M", "M/N", "武汉市"];
        let mut table = "institution,activity,date\n".to_owned();
        for (place, day) in &records {
            table += &format!("{},fire_drill,{}\n", places[*place], january(*day));
        }
        let mut book = book::book();
        for line in ["rule R of region", "rule S of parent"] {
            book::add(&mut book, line);
        }
        let tables = Tables {
            register: Some(Input::bytes("register", register)),
            records: vec![Input::bytes("records", table)],
            ..Tables::default()
        };
        let asked = Asked::everything(january(as_of));
        let (ledger, intake) = ledger::read_tables(&book, tables, asked, &mut |_| ()).unwrap();
        prop_assert_eq!(intake.register.unwrap().used, taken.len() as u64);

        let subjects = ledger.subjects();
        prop_assert!(subjects.windows(2).all(|pair| pair[0].id < pair[1].id));
        prop_assert!(subjects.windows(2).all(|pair| pair[0].rows.end == pair[1].rows.start));
        for (number, subject) in (0..).zip(subjects) {
            let id = SubjectId(number);
            let place = ledger.last_row(id).is_some_and(|row| row.membership == Membership::Place);
            let known = ids.iter().position(|known| *known == subject.id).filter(|_| !place);
            for day in 1..=as_of {
                let day = january(day);
                let expected = taken
                    .iter()
                    .find(|(of, from, to, _)| Some(*of) == known && *from <= day && day <= *to)
                    .map(|(.., number)| *number);
                let row = ledger.row_on(id, day);
                let beds = row.and_then(|(row, _)| ledger.attribute(row, AttributeId(0)));
                prop_assert_eq!(row.is_some(), place || expected.is_some());
                prop_assert_eq!(beds, expected.map(|number| Cell::Number(number.into())));
            }
            // Nobody is among his own ancestors, whichever rows the walk takes.
            let mut above = vec![id];
            for _ in 0..subjects.len() {
                above = above.iter().flat_map(|subject| ledger.rows(*subject)).filter_map(|row| match row.parent {
                    Parent::Subject(parent) => Some(parent),
                    Parent::None | Parent::Unknown => None,
                }).collect();
                prop_assert!(!above.contains(&id));
                above.dedup();
            }
        }
        // A record is its id's, else its path's where a region begins with that.
        let of = |name: &str| subjects.iter().position(|subject| subject.id == name);
        for name in places {
            let said = records.iter().filter(|(place, day)| places[*place] == name && *day <= as_of).count();
            let begins = taken.iter().any(|(.., number)| {
                let region = regions[number % regions.len()];
                region == name || region.strip_prefix(name).is_some_and(|rest| rest.starts_with('/'))
            });
            let registered = taken.iter().any(|(of, ..)| ids[*of] == name);
            let found = of(name).map_or(0, |at| {
                ledger.records(guiju::rulebook::ActivityId(0), SubjectId(u32::try_from(at).unwrap())).len()
            });
            prop_assert_eq!(found, if registered || begins { said } else { 0 });
        }
    }
}
