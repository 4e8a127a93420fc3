//! Snapshots that lie beside their cases and have their names.

use std::path::Path;

/// Compares what a case shows with the snapshot beside it.
#[track_caller]
pub fn assert_beside(case: &Path, shown: &str) {
    let name = case.file_stem().and_then(|name| name.to_str()).unwrap();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(case.parent().unwrap());
    settings.set_prepend_module_to_snapshot(false);
    settings.remove_snapshot_suffix();
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, shown));
}
