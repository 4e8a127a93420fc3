//! The mappings of `examples` for exports that public offices publish: on made-up rows with the same spellings, and, where
//! the exports lie beside this repository, on them.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test stops where it fails")]

use std::path::{Path, PathBuf};
use std::process::Command;

const PROGRAM: &str = env!("CARGO_BIN_EXE_guiju");

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Audits tables of `place` in a folder of the examples: verdicts in short, the counts, and the rejected rows.
fn audit(example: &str, place: &Path, [rules, register, records, map]: [&str; 4], days: [&str; 2]) -> String {
    let folder = root().join("examples").join(example);
    let rejects = tempfile::NamedTempFile::new().unwrap();
    let output = Command::new(PROGRAM)
        .args(["audit", "--format", "csv", "--from", days[0], "--to", days[1], "--rejects"])
        .arg(rejects.path())
        .args(["--rules", rules, "--map", map, "--register"])
        .args([&place.join(register), Path::new("--records"), &place.join(records)])
        .current_dir(folder)
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let short = |line: &str| line.split(',').take(8).collect::<Vec<_>>().join(",");
    let verdicts: Vec<String> = text(&output.stdout).lines().map(short).collect();
    let rejected = std::fs::read_to_string(rejects.path()).unwrap();
    let shown = format!("{}\n{}{rejected}", verdicts.join("\n"), text(&output.stderr));
    shown.replace(&format!("{}/", place.display()), "")
}

/// The folder of the published exports, where it is there.
fn published(folder: &str) -> Option<PathBuf> {
    let place = root().join("../shared/data").join(folder);
    if !place.is_dir() {
        eprintln!("not run: there is no {}", place.display());
        return None;
    }
    Some(place)
}

fn assert_beside(name: &str, shown: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(root().join("tests/cases/exports"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, shown));
}

/// How many verdicts are of a status.
fn count(shown: &str, status: &str) -> usize {
    shown.lines().filter(|line| line.split(',').nth(6) == Some(status)).count()
}

const YEAR: [&str; 2] = ["2021-01-01", "2021-12-31"];

#[test]
fn made_up_inspections_of_toronto_are_counted_by_distinct_dates() {
    let place = root().join("tests/cases/dinesafe");
    let tables = ["inspections.gj", "made-up.csv", "made-up.csv", "map.toml"];
    assert_beside("toronto-made-up", &audit("dinesafe", &place, tables, ["2012-01-01", "2012-12-31"]));
}

#[test]
fn made_up_licences_of_four_states_are_read() {
    let place = root().join("examples/us-assisted-living");
    for state in ["az", "hi", "sc", "tx"] {
        let (table, map) = (format!("made-up-{state}.csv"), format!("{state}.toml"));
        let shown = audit("us-assisted-living", &place, ["licences.gj", &table, &table, &map], YEAR);
        assert_beside(&format!("licences-made-up-{state}"), &shown);
    }
}

#[test]
fn made_up_homes_of_taipei_are_read() {
    let place = root().join("examples/taipei-eldercare");
    let days = ["2020-01-01", "2025-02-01"];
    let shown = audit("taipei-eldercare", &place, ["homes.gj", "made-up.csv", "made-up.csv", "map.toml"], days);
    assert_beside("taipei-made-up", &shown);
    let tables = ["homes.gj", "made-up-welfare.csv", "made-up.csv", "welfare.toml"];
    assert_beside("taipei-made-up-welfare", &audit("taipei-eldercare", &place, tables, days));
}

/// Of 828, 3,055 and 966 establishments that need 1, 2 and 3 inspections an independent count found 100 %, 76.2 % and
/// 69.6 % inspected so often.
#[test]
fn the_inspections_of_toronto_of_2012_give_the_figures_of_an_independent_count() {
    let Some(place) = published("toronto-dinesafe") else { return };
    let tables = ["inspections.gj", "dinesafe.2012.csv", "dinesafe.2012.csv", "map.toml"];
    let shown = audit("dinesafe", &place, tables, ["2012-01-01", "2012-12-31"]);
    assert_eq!((count(&shown, "met"), count(&shown, "violated")), (828 + 2329 + 672, 726 + 294));
    assert!(shown.contains("34376 rows read = "), "{}", shown.lines().last().unwrap());
    assert!(shown.contains(" + 0 rejected"));
}

#[test]
fn the_licences_of_four_states_are_read_and_what_is_wrong_is_right() {
    let Some(place) = published("us-assisted-living") else { return };
    let counts = ["az-alf-raw", "hi-alf-arch-raw", "sc-alf-raw", "tx-alf-raw"].map(|table| {
        let map = format!("{}.toml", &table[..2]);
        let table = format!("{table}.csv");
        let shown = audit("us-assisted-living", &place, ["licences.gj", &table, &table, &map], YEAR);
        shown
            .lines()
            .filter(|line| line.contains(" rows read = ") || line.contains(" became "))
            .collect::<Vec<_>>()
            .join("\n")
    });
    assert_beside("licences-of-four-states", &counts.join("\n"));
}

#[test]
fn the_homes_of_taipei_are_read() {
    let Some(place) = published("taipei-eldercare") else { return };
    let (homes, welfare) = ("臺北市立案住宿式長照機構一覽表_coord.csv", "臺北市老人福利機構名冊1140201_coord.csv");
    let days = ["2020-01-01", "2025-02-01"];
    let shown = audit("taipei-eldercare", &place, ["homes.gj", homes, homes, "map.toml"], days);
    assert!(shown.contains("22 rows read = 22 used + 0 ignored + 0 rejected"), "{shown}");
    assert_eq!((count(&shown, "met"), count(&shown, "violated")), (11 + 8 + 4, 3 + 7), "{shown}");
    let shown = audit("taipei-eldercare", &place, ["homes.gj", welfare, homes, "welfare.toml"], days);
    assert!(shown.contains("105 rows read = 94 used + 0 ignored + 11 rejected"), "{shown}");
}
