//! The page of each code of this stage: what it means, a wrong example, the right one.

use crate::text::Language;

/// The page that `guiju explain CODE` prints, as Markdown; `None` for a code of another stage.
#[must_use]
pub fn page(_code: &str, _language: Language) -> Option<&'static str> {
    None
}
