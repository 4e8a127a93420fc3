//! Pages of codes: what `guiju explain CODE` prints, as Markdown. A page is a text in English, a line `---`, and the
//! same in Chinese.

use crate::text::Language;

/// The codes of a stage that no other stage has, each with its page in both languages.
pub(crate) struct Pages<const N: usize>(pub(crate) [(&'static str, &'static str); N]);

impl<const N: usize> Pages<N> {
    /// Every code that has a page here.
    pub(crate) fn codes(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|(code, _)| *code)
    }

    /// The page of a code in a language; `None` for a code of another stage.
    pub(crate) fn page(&self, code: &str, language: Language) -> Option<&'static str> {
        let (_, page) = self.0.iter().find(|(known, _)| *known == code)?;
        in_language(page, language)
    }
}

/// The half of a page that is in a language.
pub(crate) fn in_language(page: &str, language: Language) -> Option<&str> {
    let (english, chinese) = page.split_once("\n---\n")?;
    Some(language.either(english, chinese).trim())
}
