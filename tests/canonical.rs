//! The canonical sentence parses back to the same tree, and is its own canonical form.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "in a test, what cannot be is a failure"
)]

#[path = "case/folder.rs"]
mod folder;

use std::path::Path;

use guiju::check::canonical::{AsWritten, sentence};
use guiju::check::load;
use guiju::syntax::ast::{Rule, Sentence, Statement};
use guiju::syntax::write::Spelling;
use guiju::syntax::{parse, write};
use guiju::text::{FileId, Language, Source};

/// The rules of a text, all of which must parse.
fn rules(text: &str) -> Vec<Rule> {
    let parsed = parse(&Source::new(FileId(0), "case.gj", text));
    assert!(parsed.problems.is_empty(), "{text}: {:?}", parsed.problems);
    let rules = parsed.file.statements.into_iter().filter_map(|statement| match statement {
        Statement::Rule(rule) => Some(*rule),
        _ => None,
    });
    rules.collect()
}

fn sentences(text: &str) -> Vec<Sentence> {
    rules(text).into_iter().map(|rule| rule.sentence).collect()
}

/// The tree without its places: spans are the only numbers that follow these words.
fn without_places(tree: &impl std::fmt::Debug) -> String {
    let shown = format!("{tree:?}");
    let mut out = String::new();
    let mut rest = shown.as_str();
    while let Some(at) = rest.find("Span {") {
        out.push_str(&rest[..at]);
        let end = rest[at..].find('}').unwrap();
        rest = &rest[at + end + 1..];
    }
    out + rest
}

fn check(text: &str) {
    for written in sentences(text) {
        let canonical = sentence(&written, &AsWritten);
        assert!(!canonical.contains("  ") && !canonical.ends_with(' '), "{canonical:?}");
        let read = sentences(&canonical);
        assert_eq!(read.len(), 1, "{canonical}");
        assert_eq!(without_places(&read[0]), without_places(&written), "{canonical}");
        assert_eq!(sentence(&read[0], &AsWritten), canonical);
        // The same in Chinese, which is English to the tree.
        let chinese = write::sentence(&written, &AsWritten, Language::Chinese);
        assert!(!chinese.contains("  ") && !chinese.ends_with(' '), "{chinese:?}");
        let read = sentences(&chinese);
        assert_eq!(read.len(), 1, "{chinese}");
        assert_eq!(without_places(&read[0]), without_places(&written), "{chinese}");
        assert_eq!(write::sentence(&read[0], &AsWritten, Language::Chinese), chinese);
    }
}

/// A rule written in one language, read again.
fn written(rule: &Rule, language: Language) -> Rule {
    let mut spelling = Spelling::default();
    let mut text = format!("rule r {}", write::sentence(&rule.sentence, &AsWritten, language));
    for modifier in &rule.modifiers {
        let line = write::modifier(modifier, &rule.sentence, &AsWritten, language, &mut spelling);
        text.push_str(&format!("\n  {line}"));
    }
    let mut rules = rules(&text);
    assert_eq!(rules.len(), 1, "{text}");
    rules.remove(0)
}

/// Every rule of the cases of syntax and check, of the shipped packs and of the corpus, with its modifiers, in both
/// languages and back.
#[test]
fn it_parses_back_to_the_same_tree() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["tests/cases/syntax", "tests/cases/check/books", "rules", "tests/clauses"];
    let mut cases = 0;
    for path in folders.into_iter().flat_map(|it| folder::files(&root.join(it), "gj")) {
        let text = std::fs::read_to_string(&path).unwrap();
        let text = text.split("\n== ").next().unwrap();
        check(text);
        for rule in rules(text) {
            for language in [Language::English, Language::Chinese] {
                let read = written(&rule, language);
                let chinese = written(&read, Language::Chinese);
                let there_and_back = written(&chinese, Language::English);
                for other in [&read, &there_and_back] {
                    let (one, other) = (without_places(&other.sentence), without_places(&rule.sentence));
                    assert_eq!(one, other, "{}", path.display());
                }
                let (one, other) = (without_places(&read.modifiers), without_places(&rule.modifiers));
                assert_eq!(one, other, "{}", path.display());
            }
        }
        cases += 1;
    }
    assert!(cases > 30);
}

#[test]
fn brackets_stand_only_where_the_tree_needs_them() {
    let one = |text: &str| sentence(&sentences(text)[0], &AsWritten);
    let rule = |condition: &str| format!("a never b where {condition}");
    for (written, canonical) in [
        ("(x = 1)", "x = 1"),
        ("(x = 1 and y = 2) or z = 3", "x = 1 and y = 2 or z = 3"),
        ("x = 1 and (y = 2 or z = 3)", "x = 1 and ( y = 2 or z = 3 )"),
        ("not (x = 1 or y = 2)", "not ( x = 1 or y = 2 )"),
        ("not not x", "not not x"),
        ("x - (y - z) > (x + y) * 2", "x - ( y - z ) > ( x + y ) * 2"),
        ("(x - y) - z > x * (y / z)", "x - y - z > x * ( y / z )"),
        ("- (x + 1) < - - y", "- ( x + 1 ) < - - y"),
        ("x in (1,2 , 3)", "x in ( 1, 2, 3 )"),
        ("date + 6 months > its.opened - 1 day", "date + 6 months > its.opened - 1 day"),
        ("(x = 1 and y = 2) and z = 3", "( x = 1 and y = 2 ) and z = 3"),
    ] {
        assert_eq!(one(&rule(written)), rule(canonical));
        check(&rule(written));
    }
}

#[test]
fn chinese_sentences_have_the_english_form_with_declared_names() {
    let text = "活动 消防演练 又名 \"fire_drill\"\n类别 养老机构 又名 \"nursing_home\"\n\
                nursing_home 每半年 至少2次 fire_drill 其中 参加人数 >= 十 且 日期.年 = 2024\n";
    let loaded = load([("a.gj", text)], &mut guiju::check::NoFiles);
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    assert_eq!(
        loaded.book.rules[0].id,
        "养老机构 each half-year at least 2 消防演练 where 参加人数 >= 10 and date.year = 2024"
    );
}
