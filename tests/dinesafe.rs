//! The example with real inspections counts what an independent count of the same files found.

#[path = "../examples/dinesafe.rs"]
#[expect(dead_code, reason = "the example's own command line is not run")]
mod dinesafe;

use std::fs;
use std::path::Path;

#[test]
fn twenty_made_up_rows_are_counted_by_hand() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/dinesafe");
    let raw = fs::read_to_string(folder.join("made-up.csv")).expect("the rows are there");
    let shown = dinesafe::judge(raw.as_bytes()).expect("the rows can be judged").to_string();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("made-up", format!("{raw}\n────\n{shown}")));
}

/// The export of 2012 is not part of this repository; where it lies beside it, its figures are those of an independent
/// count: of 828, 3,055 and 966 establishments that need 1, 2 and 3 inspections, so many were seen on so many days.
#[test]
fn the_inspections_of_2012_give_the_figures_of_an_independent_count() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/toronto-dinesafe/dinesafe.2012.csv");
    let Ok(raw) = fs::read(&path) else {
        eprintln!("not run: there is no {}", path.display());
        return;
    };
    let shown = dinesafe::judge(raw.as_slice()).expect("the export can be judged").to_string();
    let expected = "\
judged: 2012-01-01 to 2012-12-31, the year of 17188 of 17188 rows
establishments and inspections that cannot be used: 0

     N  establishments     met  violated  unknown  met of met + violated
     1             828     828         0        0                100.0 %
     2            3055    2329       726        0                 76.2 %
     3             966     672       294        0                 69.6 %
";
    assert_eq!(shown, expected);
}

#[test]
fn another_table_is_refused_and_the_missing_column_named() {
    let refused = |raw: &str| dinesafe::judge(raw.as_bytes()).err().expect("it is refused").to_string();
    assert_eq!(
        refused("id,Establishment ID\n1,2\n"),
        "there is no column `Establishment Name`; is this an export of DineSafe?"
    );
    let header = "Establishment ID,Establishment Name,Min. Inspections Per Year,Inspection Date\n";
    assert_eq!(refused(&format!("{header}1,a,1,soon\n")), "no row has an inspection date such as 2012-04-12");
    assert_eq!(refused(&format!("{header}1,a,1,99999-01-01\n")), "99999 is not in the calendar");
    assert!(refused(&format!("{header}1,a\n")).contains("2 fields"));
}
