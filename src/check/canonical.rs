//! The canonical sentence: English keywords, declared names, single spaces, no modifiers (docs/language.md section 2).
//! It is the id of a rule without one, and it parses back to the same tree.

use super::declaration::Names;
use super::moment::{RegisterDate, register_date};
use crate::syntax::ast::{Sentence, Word};
use crate::syntax::write::{self, Spelling};
pub use crate::syntax::write::{AsWritten, Naming};
use crate::text::Language;

impl Naming for Names {
    fn category<'n>(&'n self, word: &'n Word) -> &'n str {
        self.categories.get(&word.text).map_or(&word.text, |index| self.categories.name(index))
    }

    fn activity<'n>(&'n self, word: &'n Word) -> &'n str {
        self.activities.get(&word.text).map_or(&word.text, |index| self.activities.name(index))
    }

    fn moment<'n>(&'n self, word: &'n Word) -> &'n str {
        match self.activities.get(&word.text) {
            Some(index) if register_date(&word.text).is_none() => self.activities.name(index),
            _ => self.attribute(word),
        }
    }

    fn attribute<'n>(&'n self, word: &'n Word) -> &'n str {
        match register_date(&word.text) {
            Some(RegisterDate::Opened) => "opened",
            Some(RegisterDate::Closed) => "closed",
            None => self.attributes.get(&word.text).map_or(&word.text, |index| self.attributes.name(index)),
        }
    }

    fn field<'n>(&'n self, activities: &[&Word], word: &'n Word) -> &'n str {
        let known = activities.iter().find_map(|activity| {
            let fields = self.activities.get(&activity.text).and_then(|index| self.fields.get(index))?;
            fields.names.get(&word.text).map(|index| fields.names.name(index))
        });
        match (known, register_date(&word.text)) {
            (Some(name), _) => name,
            (None, Some(_)) => self.attribute(word),
            (None, None) => &word.text,
        }
    }
}

/// The canonical form of a sentence.
#[must_use]
pub fn sentence(sentence: &Sentence, naming: &dyn Naming) -> String {
    write::sentence(sentence, naming, Language::English)
}

/// The same for many sentences, which share most of their names.
pub(super) fn sentence_with(sentence: &Sentence, naming: &dyn Naming, spelling: &mut Spelling) -> String {
    write::sentence_with(sentence, naming, Language::English, spelling)
}
