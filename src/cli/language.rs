//! The language of help and messages: asked for, or that of the locale.

use std::ffi::OsString;

use crate::text::Language;

/// `--lang` wherever it stands, else the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that says something.
///
/// It must be known before the arguments are read, because mistakes in them are told in it too; a value that is no
/// language is reported when they are.
pub(super) fn language(arguments: &[OsString], variable: impl Fn(&str) -> Option<String>) -> Language {
    asked(arguments).unwrap_or_else(|| {
        let locales = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(variable);
        locales.into_iter().find(|locale| !locale.is_empty()).map_or(Language::English, |locale| of_locale(&locale))
    })
}

/// The language a word names.
pub(super) fn named(word: &str) -> Option<Language> {
    match word {
        "zh" => Some(Language::Chinese),
        "en" => Some(Language::English),
        _ => None,
    }
}

fn asked(arguments: &[OsString]) -> Option<Language> {
    let mut words = arguments.iter().filter_map(|argument| argument.to_str()).take_while(|word| *word != "--");
    let mut found = None;
    while let Some(word) = words.next() {
        let value = if word == "--lang" { words.next() } else { word.strip_prefix("--lang=") };
        found = value.and_then(named).or(found);
    }
    found
}

fn of_locale(locale: &str) -> Language {
    if locale.to_ascii_lowercase().starts_with("zh") { Language::Chinese } else { Language::English }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(arguments: &[&str], variables: &[(&str, &str)]) -> Language {
        let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
        let variable =
            |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        language(&arguments, variable)
    }

    #[test]
    fn the_flag_stands_anywhere_and_wins() {
        assert_eq!(of(&["audit", "x", "--lang", "zh"], &[("LANG", "en_GB.UTF-8")]), Language::Chinese);
        assert_eq!(of(&["--lang=en", "audit"], &[("LANG", "zh_CN.UTF-8")]), Language::English);
        assert_eq!(of(&["audit", "--", "--lang", "zh"], &[]), Language::English);
    }

    #[test]
    fn the_locale_decides_in_its_own_order() {
        assert_eq!(of(&[], &[("LANG", "zh_CN.UTF-8")]), Language::Chinese);
        assert_eq!(of(&[], &[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "C")]), Language::English);
        assert_eq!(of(&[], &[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "")]), Language::Chinese);
        assert_eq!(of(&[], &[]), Language::English);
    }
}
