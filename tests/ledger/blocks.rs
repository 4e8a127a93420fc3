//! Files of many blocks: neither their size nor the number of threads nor quotes change what is read.

use std::fmt::Write as _;

use super::told::told;

fn table(rows: usize) -> String {
    let mut table = "id,institution,activity,date,participants,result,ref_id\n".to_owned();
    for at in 0..rows {
        let activity = ["fire_drill", "visitor_log", "发现隐患", "fire_drill"][at % 4];
        let day = at % 30;
        let participants = if at % 7 == 0 { "many".to_owned() } else { at.to_string() };
        writeln!(table, "R{},机构{},{activity},2024-03-{day:02},{participants},通过,H{}", at % 5000, at % 17, at % 13)
            .unwrap();
        if at % 11 == 0 {
            table.push('\n');
        }
    }
    table
}

/// The same table with every cell in quotes: the other way through the reader.
fn quoted(table: &str) -> String {
    let quote = |line: &str| line.split(',').map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(",");
    table.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { quote(line) + "\n" }).collect()
}

#[test]
fn quotes_change_nothing() {
    let plain = table(6000);
    assert_eq!(told("t", plain.clone(), 1 << 20), told("t", quoted(&plain), 1 << 20));
}

#[test]
fn the_size_of_blocks_changes_nothing() {
    let plain = table(12_000);
    let whole = told("t", plain.clone(), 1 << 20);
    for block in [100, 4096, 50_000] {
        assert!(whole == told("t", plain.clone(), block), "{block}");
        assert!(whole == told("t", quoted(&plain), block), "{block}, quoted");
    }
}

#[cfg(feature = "threads")]
#[test]
fn the_number_of_threads_changes_nothing() {
    let plain = table(20_000);
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| told("t", plain.clone(), 10_000))
    };
    let one = on(1);
    assert!(one == on(2));
    assert!(one == on(5));
}

#[test]
fn gbk_that_begins_after_a_mebibyte_of_ascii_is_still_gbk() {
    let mut table = "institution,activity,date\n".to_owned();
    while table.len() < 1_300_000 {
        table.push_str("A1,visitor_log,2024-03-05\n");
    }
    table.push_str("鹿城区第一养老院,消防演练,2024-03-06\n");
    let gbk = encoding_rs::GBK.encode(&table).0.into_owned();
    let text = told("t", gbk, 1 << 20);
    assert!(text.contains("gb18030") && text.contains("鹿城区第一养老院 (every)"), "{text}");
    assert!(told("t", table, 1 << 20).contains("t (UTF-8"));
}

#[test]
fn long_files_of_every_encoding_say_the_same() {
    let plain = table(12_000);
    let utf8 = told("t", plain.clone(), 1 << 20);
    let gbk = told("t", encoding_rs::GB18030.encode(&plain).0.into_owned(), 5000);
    assert!(gbk.replace("gb18030", "UTF-8") == utf8);
    for (name, to_bytes) in [("UTF-16LE", u16::to_le_bytes as fn(u16) -> [u8; 2]), ("UTF-16BE", u16::to_be_bytes)] {
        for mark in ["", "\u{feff}"] {
            let bytes: Vec<u8> = format!("{mark}{plain}").encode_utf16().flat_map(to_bytes).collect();
            assert!(told("t", bytes, 4999).replace(name, "UTF-8") == utf8, "{name}");
        }
    }
}
