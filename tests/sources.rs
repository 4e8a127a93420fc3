//! One table, however it is kept: JSON of every shape, packed files, folders and patterns. The same facts give the same
//! verdicts, and what is broken or endless is told.
#![cfg(all(feature = "cli", feature = "compressed", feature = "workbooks"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test stops where it fails")]

#[path = "ledger/book.rs"]
mod book;
#[path = "sources/broken.rs"]
mod broken;
#[path = "ledger/cells.rs"]
mod cells;
#[path = "sources/files.rs"]
mod files;
#[path = "sources/forms.rs"]
mod forms;
#[path = "sources/json.rs"]
mod json;
#[path = "ledger/told.rs"]
mod told;

use std::path::Path;
use std::process::{Command, Output};

use forms::{CSV, array, gzip, ndjson, wrapped, zipped, zstd};

const PROGRAM: &str = env!("CARGO_BIN_EXE_guiju");

fn audit(folder: &Path, records: &[&str]) -> Output {
    let arguments = "audit --rules rules.gj --register register.csv --from 2024-01-01 --to 2024-12-31 --format ndjson";
    let mut program = Command::new(PROGRAM);
    program.args(arguments.split(' ')).arg("--records").args(records).args(["--lang", "en"]);
    program.current_dir(folder).output().unwrap()
}

#[test]
fn the_same_facts_give_the_same_verdicts_however_they_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    };
    write("rules.gj", "养老机构 each half-year 消防演练 where 参加人数 >= 10\n".as_bytes());
    write("register.csv", "id,name,category\nA1,鹿城一院,养老机构\nA2,瓯海二院,养老机构\n".as_bytes());
    let csv = CSV.as_bytes();
    let (lines, list) = (ndjson(CSV), array(CSV));
    for (name, bytes) in [
        ("plain.csv", csv.to_vec()),
        ("plain.ndjson", lines.clone()),
        ("list.json", list.clone()),
        ("wrapped.json", wrapped(CSV)),
        ("gbk.json", encoding_rs::GBK.encode(std::str::from_utf8(&list).unwrap()).0.into_owned()),
        ("csv.gz", gzip(csv)),
        ("csv.zst", zstd(csv)),
        ("csv.zip", zipped(&[("2024.csv", csv)])),
        ("ndjson.gz", gzip(&lines)),
        ("ndjson.zst", zstd(&lines)),
        ("twice.gz", gzip(&zstd(&list))),
    ] {
        write(name, &bytes);
    }
    // The rows of a folder lie in several files of several sorts.
    let (header, rows) = CSV.split_once('\n').unwrap();
    let rows: Vec<&str> = rows.lines().collect();
    let part = |rows: &[&str]| format!("{header}\n{}\n", rows.join("\n"));
    write("parts/a.csv", part(&rows[..2]).as_bytes());
    write("parts/b.ndjson.gz", &gzip(&ndjson(&part(&rows[2..4]))));
    write("parts/c.json", &array(&part(&rows[4..])));
    write("parts/photo.jpg", b"\xff\xd8\xff\xe0 and so on");
    write("parts/~$a.xlsx", b"");

    let plain = audit(folder.path(), &["plain.csv"]);
    let verdicts = String::from_utf8(plain.stdout).unwrap();
    assert_eq!(verdicts.lines().count(), 4);
    assert!(verdicts.contains("\"met\"") && verdicts.contains("\"violated\""), "{verdicts}");
    let counts = |stderr: &[u8]| {
        let stderr = String::from_utf8_lossy(stderr);
        stderr.lines().find(|line| line.contains(" rows read = ")).unwrap().to_owned()
    };
    assert!(
        counts(&plain.stderr).ends_with("8 rows read = 6 used + 1 ignored + 1 rejected"),
        "{}",
        counts(&plain.stderr)
    );
    for records in [
        "plain.ndjson",
        "list.json",
        "wrapped.json",
        "gbk.json",
        "csv.gz",
        "csv.zst",
        "csv.zip",
        "ndjson.gz",
        "ndjson.zst",
        "twice.gz",
        "parts",
        "parts/",
        "parts/*",
        "p*/[abc].*",
    ] {
        let output = audit(folder.path(), &[records]);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(String::from_utf8_lossy(&output.stdout), verdicts, "{records}: {stderr}");
        assert_eq!(counts(&output.stderr), counts(&plain.stderr), "{records}");
    }
}
