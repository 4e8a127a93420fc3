//! Names in another language: aliases say what a thing is called there.

use rustc_hash::{FxHashMap, FxHashSet};
use unicode_normalization::UnicodeNormalization;

use super::language::of_word;
use crate::syntax::ast::{Field, File, Statement, Word};
use crate::syntax::write::Naming;
use crate::text::Language;

/// The declarations within a file's reach: its own, and those of the files it uses.
///
/// A name that is not in the script of the asked language is written as the thing's declared name if that is, else as
/// its alias in that script if there is exactly one (with an ideograph: Chinese; with letters of ASCII: English), and
/// stays as it is if there is none, or if the other name would mean something else too. Declarations themselves keep
/// their names.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    categories: Names,
    activities: Names,
    attributes: Names,
    /// By the declared name of their activity.
    fields: FxHashMap<String, Names>,
    parameters: FxHashSet<String>,
}

/// Things of one kind by all their names.
#[derive(Debug, Clone, Default)]
struct Names {
    /// The declared name first.
    things: Vec<Vec<String>>,
    /// The thing of a name; `None` where there are several.
    by_name: FxHashMap<String, Option<usize>>,
}

impl Names {
    fn declare(&mut self, name: &Word, aliases: &[Word]) {
        let index = self.things.len();
        let mut names = vec![name.text.clone()];
        for alias in aliases {
            let alias: String = alias.text.trim().nfkc().collect();
            if !alias.is_empty() && !names.contains(&alias) {
                names.push(alias);
            }
        }
        for name in &names {
            self.by_name.entry(name.clone()).and_modify(|thing| *thing = None).or_insert(Some(index));
        }
        self.things.push(names);
    }

    /// All names of a thing by one of them, the declared one first.
    fn of(&self, name: &str) -> Option<&[String]> {
        self.by_name.get(name).copied().flatten().and_then(|index| self.things.get(index)).map(Vec::as_slice)
    }

    fn declared<'n>(&'n self, name: &'n str) -> &'n str {
        self.of(name).and_then(<[String]>::first).map_or(name, String::as_str)
    }

    /// The name of a thing in a language; `None` where it keeps the one it has.
    fn in_language(&self, name: &str, language: Language) -> Option<&str> {
        if of_word(name) == Some(language) {
            return None;
        }
        let names = self.of(name)?;
        let fits = |name: &&String| of_word(name) == Some(language);
        let declared = names.first().filter(fits);
        let mut others = names.iter().skip(1).filter(fits);
        let chosen = match (declared, others.next(), others.next()) {
            (Some(declared), ..) => declared,
            (None, Some(only), None) => only,
            _ => return None,
        };
        // A backtick cannot be quoted, and these words mean the same everywhere.
        let known = ["opened", "closed", "date", "成立日期", "注销日期", "日期"].contains(&chosen.as_str());
        (self.of(chosen).is_some() && !known && !chosen.contains(['`', '\n'])).then_some(chosen)
    }
}

impl Vocabulary {
    /// The declarations of a file and of those it uses.
    #[must_use]
    pub fn of<'f>(files: impl IntoIterator<Item = &'f File>) -> Self {
        let mut vocabulary = Self::default();
        for statement in files.into_iter().flat_map(|file| &file.statements) {
            match statement {
                Statement::Category(category) => vocabulary.categories.declare(&category.name, &category.aliases),
                Statement::Activity(activity) => {
                    vocabulary.activities.declare(&activity.name, &activity.aliases);
                    let fields = vocabulary.fields.entry(activity.name.text.clone()).or_default();
                    for Field { name, aliases, .. } in &activity.fields {
                        fields.declare(name, aliases);
                    }
                }
                Statement::Attribute(attribute) => vocabulary.attributes.declare(&attribute.name, &attribute.aliases),
                Statement::Parameter(parameter) => {
                    vocabulary.parameters.insert(parameter.name.text.clone());
                }
                _ => {}
            }
        }
        vocabulary
    }

    /// Names as a language has them.
    #[must_use]
    pub const fn translated(&self, language: Language) -> Translated<'_> {
        Translated { vocabulary: self, language: Some(language) }
    }

    /// Names as they are declared.
    #[must_use]
    pub const fn declared(&self) -> Translated<'_> {
        Translated { vocabulary: self, language: None }
    }
}

/// Names in one language, or as declared.
#[derive(Debug, Clone, Copy)]
pub struct Translated<'v> {
    vocabulary: &'v Vocabulary,
    language: Option<Language>,
}

impl Translated<'_> {
    fn of<'n>(&'n self, names: &'n Names, word: &'n Word) -> &'n str {
        match self.language {
            Some(language) => names.in_language(&word.text, language).unwrap_or(&word.text),
            None => names.declared(&word.text),
        }
    }

    /// The same, if the name means nothing among the others.
    fn apart<'n>(&'n self, names: &'n Names, others: &Names, word: &'n Word) -> &'n str {
        let name = self.of(names, word);
        if others.by_name.contains_key(name) { &word.text } else { name }
    }

    /// The same, if neither is a parameter: that may stand where a field or an attribute does.
    fn no_parameter<'n>(&self, word: &'n Word, name: &'n str) -> &'n str {
        let parameters = &self.vocabulary.parameters;
        if parameters.contains(name) || parameters.contains(&word.text) { &word.text } else { name }
    }
}

impl Naming for Translated<'_> {
    fn category<'n>(&'n self, word: &'n Word) -> &'n str {
        self.of(&self.vocabulary.categories, word)
    }

    fn activity<'n>(&'n self, word: &'n Word) -> &'n str {
        self.of(&self.vocabulary.activities, word)
    }

    fn moment<'n>(&'n self, word: &'n Word) -> &'n str {
        let Vocabulary { activities, attributes, .. } = self.vocabulary;
        match activities.by_name.contains_key(&word.text) {
            true => self.apart(activities, attributes, word),
            false => self.apart(attributes, activities, word),
        }
    }

    fn attribute<'n>(&'n self, word: &'n Word) -> &'n str {
        self.no_parameter(word, self.of(&self.vocabulary.attributes, word))
    }

    fn field<'n>(&'n self, activities: &[&Word], word: &'n Word) -> &'n str {
        let known = |activity: &&Word| {
            let declared = self.vocabulary.activities.declared(&activity.text);
            self.vocabulary.fields.get(declared).map_or(&*word.text, |fields| self.of(fields, word))
        };
        let mut names = activities.iter().map(known);
        match names.next() {
            Some(name) if names.all(|other| other == name) => self.no_parameter(word, name),
            _ => &word.text,
        }
    }
}
