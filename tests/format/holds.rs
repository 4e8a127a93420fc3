//! What must hold of any formatted text.

use guiju::format::{Vocabulary, format, meaning};
use guiju::syntax::write::Spelling;
use guiju::syntax::{comments, parse};
use guiju::text::{FileId, Language, Source};

pub fn source(text: &str) -> Source {
    Source::new(FileId(0), "case.gj", text)
}

/// The declarations of a text.
pub fn vocabulary(text: &str) -> Vocabulary {
    Vocabulary::of([&parse(&source(text)).file])
}

/// The comments of a text, in order.
fn remarks(text: &str) -> Vec<String> {
    let source = source(text);
    comments(&source).iter().map(|comment| source.slice(comment.span).trim_end().to_owned()).collect()
}

/// The comments in each statement, or behind it: none moves to another.
fn remarks_of_statements(text: &str) -> Vec<Vec<String>> {
    let source = source(text);
    let places = guiju::syntax::statement_places(&source);
    let mut groups = vec![Vec::new(); places.len() + 1];
    for comment in comments(&source) {
        let statement = places.partition_point(|place| place.start < comment.span.start);
        groups[statement].push(source.slice(comment.span).trim_end().to_owned());
    }
    groups
}

/// A text in which names are those declared, in English.
fn resolved(text: &str, names: &Vocabulary) -> Vec<String> {
    let (source, mut spelling) = (source(text), Spelling::default());
    let statements = parse(&source).file.statements;
    statements.iter().map(|statement| meaning(statement, &source, names, &mut spelling)).collect()
}

fn tree(text: &str) -> guiju::syntax::ast::File {
    let parsed = parse(&source(text));
    assert_eq!(parsed.problems, [], "{text}");
    parsed.file.without_places()
}

/// The format of a text that parses: the same meaning, the same comments, the same text once more; in both languages;
/// there and back.
pub fn holds(text: &str, name: &str) {
    let (names, none) = (vocabulary(text), Vocabulary::default());
    let written = |text: &str, language: Option<Language>, names: &Vocabulary| {
        format(&source(text), language, names).unwrap_or_else(|error| panic!("{name}: {error:?}\n{text}"))
    };
    let before = tree(text);
    let plain = written(text, None, &none);
    assert_eq!(tree(&plain), before, "{name}\n{text}════\n{plain}");
    let english = written(text, Some(Language::English), &none);
    let chinese = written(text, Some(Language::Chinese), &none);
    for (written_now, language) in
        [(&plain, None), (&english, Some(Language::English)), (&chinese, Some(Language::Chinese))]
    {
        let shown = format!("{name}, {language:?}\n{text}════\n{written_now}");
        assert_eq!(tree(written_now), before, "{shown}");
        assert_eq!(remarks(written_now), remarks(text), "{shown}");
        assert_eq!(remarks_of_statements(written_now), remarks_of_statements(text), "{shown}");
        assert_eq!(&written(written_now, language, &none), written_now, "not idempotent: {shown}");
        assert_eq!(&written(written_now, None, &none), written_now, "another language: {shown}");
        tidy(written_now, &shown);
    }
    // There and back.
    assert_eq!(written(&english, Some(Language::Chinese), &none), chinese, "{name}");
    assert_eq!(written(&chinese, Some(Language::English), &none), english, "{name}");
    // With the names of the other language it is the same once names are resolved.
    let before = resolved(text, &names);
    let chinese = written(text, Some(Language::Chinese), &names);
    let english = written(&chinese, Some(Language::English), &names);
    let again = written(&english, Some(Language::Chinese), &names);
    for written_now in [&chinese, &english, &again] {
        assert_eq!(resolved(written_now, &vocabulary(written_now)), before, "{name}\n{text}════\n{written_now}");
    }
    assert_eq!(written(&again, Some(Language::English), &names), english, "{name}");
}

/// No space at the end of a line, no two blank lines, no blank line at either end, no tab outside comments and texts.
fn tidy(text: &str, shown: &str) {
    assert!(text.is_empty() || text.ends_with('\n') && !text.ends_with("\n\n"), "{shown}");
    assert!(!text.starts_with('\n') && !text.contains("\n\n\n"), "{shown}");
    for line in text.lines() {
        assert_eq!(line.trim_end(), line, "{shown}");
        let indentation = line.len() - line.trim_start_matches(' ').len();
        assert!(indentation.is_multiple_of(2) && indentation <= 16, "{line:?} in {shown}");
        assert!(!line.trim().is_empty() || line.is_empty(), "{line:?} in {shown}");
    }
}
