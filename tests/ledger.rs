//! What the readers keep, ignore and reject, told as one snapshot a case.
//!
//! A case is a text of sections. `== register`, `== records NAME` are tables, with the words `gbk`,
//! `utf-16le`, `utf-16be`, `bom`, `crlf`, `cr`, `tabs`, `damaged`, `zip`, `ole` behind them where the bytes are to differ from the text;
//! `== waivers` is one too; `== asked` holds `from`, `to`, `as of` and `everything up to`; `== rules` is told by
//! [`book::add`]. The rules read the activities and fields of [`book`].

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

#[path = "ledger/blocks.rs"]
mod blocks;
#[path = "ledger/book.rs"]
mod book;
#[path = "ledger/limits.rs"]
mod limits;
#[path = "ledger/memory.rs"]
mod memory;
#[path = "ledger/told.rs"]
mod told;

use std::fmt::Write as _;
use std::path::Path;

use book::{add, book};
use guiju::calendar::Day;
use guiju::ledger::{self, Asked, Input, Tables};
use told::{tell_intake, tell_ledger};

#[test]
fn every_row_is_used_ignored_or_rejected_as_its_case_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/ledger");
    insta::glob!("cases/ledger/**/*.case", |path| {
        let case = std::fs::read_to_string(path).unwrap();
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(path.parent().unwrap());
        settings.set_prepend_module_to_snapshot(false);
        settings.remove_snapshot_suffix();
        settings.set_omit_expression(true);
        settings.set_input_file(path.strip_prefix(&folder).unwrap());
        settings.bind(|| {
            insta::assert_snapshot!(path.file_stem().unwrap().to_str().unwrap(), told(&case));
        });
    });
}

/// The case, and what came of it.
fn told(case: &str) -> String {
    let mut book = book();
    let mut register = None;
    let mut waivers = None;
    let mut records = Vec::new();
    let mut asked = Asked::default();
    for section in case.split("\n== ").map(|section| section.trim_start_matches("== ")) {
        let (title, body) = section.split_once('\n').unwrap_or((section, ""));
        let words: Vec<&str> = title.split(' ').collect();
        match words[0] {
            "register" => register = Some(Input::bytes("register.csv", bytes(body, &words[1..]))),
            "records" => records.push(Input::bytes(words[1], bytes(body, &words[2..]))),
            "waivers" => waivers = Some(Input::bytes("waivers.csv", bytes(body, &words[1..]))),
            "rules" => body.lines().for_each(|line| add(&mut book, line)),
            "asked" => {
                for line in body.lines() {
                    let (what, day) = line.rsplit_once(' ').unwrap();
                    let [year, month, day] =
                        [0, 1, 2].map(|at| day.split('-').nth(at).unwrap().parse::<u32>().unwrap());
                    let day = Day::from_ymd(year as i32, month, day);
                    match what {
                        "from" => asked.from = day,
                        "to" => asked.to = day,
                        "as of" => asked.as_of = day,
                        "everything up to" => asked = Asked::everything(day.unwrap()),
                        _ => panic!("{line}"),
                    }
                }
            }
            _ => panic!("{title}"),
        }
    }
    let mut rejects = Vec::new();
    let tables = Tables { register, records, waivers, ..Tables::default() };
    let read = ledger::read_tables(&book, tables, asked, &mut |reject| rejects.push(reject.clone()));
    let mut out = format!("{}\n\n~~~~~~~~\n", case.trim_end());
    match read {
        Err(error) => {
            assert_eq!(error.to_string(), error.wording().en);
            writeln!(out, "error: {}\n错误：{}", error.wording().en, error.wording().zh).unwrap();
        }
        Ok((ledger, intake)) => {
            let kept: Vec<_> = intake.files().flat_map(|file| file.rejects.clone()).collect();
            assert_eq!(kept, rejects, "the sink sees what is kept");
            tell_intake(&mut out, &intake);
            tell_ledger(&mut out, &book, &ledger);
        }
    }
    out
}

/// The bytes of a table.
fn bytes(body: &str, words: &[&str]) -> Vec<u8> {
    let mut text = body.to_owned();
    for word in words {
        match *word {
            "crlf" => text = text.replace('\n', "\r\n"),
            "cr" => text = text.replace('\n', "\r"),
            "tabs" => text = text.replace("→", "\t"),
            _ => {}
        }
    }
    let mark = if words.contains(&"bom") { "\u{feff}" } else { "" };
    let text = format!("{mark}{text}");
    if words.contains(&"gbk") {
        return encoding_rs::GB18030.encode(&text).0.into_owned();
    }
    if words.contains(&"utf-16le") {
        return text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    }
    if words.contains(&"utf-16be") {
        return text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    }
    if words.contains(&"damaged") {
        // A character whose first byte was lost on the way.
        return text.split('�').map(str::as_bytes).collect::<Vec<_>>().join(&[0xae, 0xb2][..]);
    }
    if words.contains(&"zip") {
        return [b"PK\x03\x04", text.as_bytes()].concat();
    }
    if words.contains(&"ole") {
        return [b"\xd0\xcf\x11\xe0", text.as_bytes()].concat();
    }
    text.into_bytes()
}
