//! The page of each code of the tests in the language.

use crate::diagnostic::pages::Pages;
use crate::text::Language;

/// Every code that only tests have, and its page.
static PAGES: Pages<9> = Pages([
    ("failed-expectation", include_str!("pages/failed-expectation.md")),
    ("wrong-value", include_str!("pages/wrong-value.md")),
    ("unknown-subject", include_str!("pages/unknown-subject.md")),
    ("record-after-as-of", include_str!("pages/record-after-as-of.md")),
    ("test-without-as-of", include_str!("pages/test-without-as-of.md")),
    ("test-without-expect", include_str!("pages/test-without-expect.md")),
    ("subject-given-twice", include_str!("pages/subject-given-twice.md")),
    ("record-id-twice", include_str!("pages/record-id-twice.md")),
    ("unusable-given", include_str!("pages/unusable-given.md")),
]);

/// Every code that has a page here.
pub fn codes() -> impl Iterator<Item = &'static str> {
    PAGES.codes()
}

/// The page that `guiju explain CODE` prints, as Markdown; `None` for a code of another stage.
#[must_use]
pub fn page(code: &str, language: Language) -> Option<&'static str> {
    PAGES.page(code, language)
}
