//! Rule text to tree, and the problems of rule text: every case's snapshot lies beside it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

#[path = "case/beside.rs"]
mod beside;

use std::fmt::Write as _;

use beside::assert_beside;
use guiju::diagnostic::Explain;
use guiju::syntax::{self, CODES, Parsed};
use guiju::text::{FileId, Language, Source};

fn source(text: &str) -> Source {
    Source::new(FileId(0), "case.gj", text)
}

/// A tree without its places: what two wordings of the same rule must share.
fn without_places(tree: &impl std::fmt::Debug) -> String {
    let debug = format!("{tree:?}");
    let mut rest = debug.as_str();
    let mut plain = String::new();
    while let Some(at) = rest.find("Span { file") {
        plain.push_str(&rest[..at]);
        plain.push('_');
        rest = &rest[at + rest[at..].find('}').unwrap() + 1..];
    }
    plain.push_str(rest);
    for noise in [", span: _", ", value_span: _", ", _", "span: _, "] {
        plain = plain.replace(noise, "");
    }
    // Words are their texts.
    let mut words = plain.split("Word { text: ");
    let mut short = words.next().unwrap_or("").to_owned();
    for word in words {
        let end = closing_quote(word);
        short.push_str(&word[..end]);
        short.push_str(word[end..].strip_prefix(" }").unwrap_or(&word[end..]));
    }
    short
}

/// Where the quoted text that a piece of debug output begins with ends.
fn closing_quote(debug: &str) -> usize {
    let mut escaped = false;
    for (at, character) in debug.char_indices().skip(1) {
        match character {
            '"' if !escaped => return at + 1,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    debug.len()
}

/// A tree as indented lines, without places, empty fields and wrappers.
fn outline(tree: &impl std::fmt::Debug) -> String {
    let plain = unwrapped(&unwrapped(&without_places(tree), "Condition { kind: "), "Expression { kind: ");
    let plain = without_empty_fields(&plain);
    // `Rule(Rule { … })` is a rule.
    let plain = match plain.split_once('(') {
        Some((kind, inner)) if inner.starts_with(kind) => inner.trim_end_matches(')').to_owned(),
        _ => plain,
    };
    let (mut out, mut depth, mut quoted) = (String::new(), 0_usize, false);
    let mut characters = plain.chars().peekable();
    while let Some(character) = characters.next() {
        quoted ^= character == '"';
        match character {
            '{' if !quoted && depth < 2 => {
                depth += 1;
                write!(out, "\n{}", "  ".repeat(depth)).unwrap();
                characters.next_if_eq(&' ');
                continue;
            }
            '{' | '[' | '(' if !quoted && depth >= 2 => depth += 1,
            '}' if !quoted && depth <= 2 => {
                depth = depth.saturating_sub(1);
                continue;
            }
            '}' | ']' | ')' if !quoted && depth > 2 => depth -= 1,
            ',' if !quoted && depth <= 2 && characters.peek() == Some(&' ') => {
                characters.next();
                write!(out, "\n{}", "  ".repeat(depth)).unwrap();
                continue;
            }
            _ => {}
        }
        out.push(character);
    }
    out.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// Debug output without the fields that say nothing.
fn without_empty_fields(debug: &str) -> String {
    let mut out = debug.to_owned();
    for empty in [": None", ": []"] {
        while let Some(at) = out.find(empty) {
            let start = out[..at].rfind([' ', '{']).unwrap() + 1;
            let end = at + empty.len();
            if out[end..].starts_with(", ") {
                out.replace_range(start..end + 2, "");
            } else if out[..start].ends_with(", ") {
                out.replace_range(start - 2..end, "");
            } else {
                out.replace_range(start..end, "");
            }
        }
    }
    out
}

/// Debug output with each `opening X }` as its `X`.
fn unwrapped(debug: &str, opening: &str) -> String {
    let mut parts = debug.split(opening);
    let mut out = parts.next().unwrap_or("").to_owned();
    // How deep each wrapper lies that is still open.
    let (mut depth, mut quoted, mut open) = (0_i32, false, Vec::new());
    for part in parts {
        open.push(depth);
        for character in part.chars() {
            quoted ^= character == '"';
            match character {
                '{' if !quoted => depth += 1,
                '}' if !quoted && open.last() == Some(&depth) => {
                    open.pop();
                    if out.ends_with(' ') {
                        out.pop();
                    }
                    continue;
                }
                '}' if !quoted => depth -= 1,
                _ => {}
            }
            out.push(character);
        }
    }
    out
}

fn problems(source: &Source, parsed: &Parsed) -> String {
    let mut out = String::new();
    for problem in &parsed.problems {
        let diagnostic = problem.diagnostic();
        let (line, column) = source.position(diagnostic.span.start);
        let help = diagnostic.help.unwrap();
        writeln!(out, "{} at {line}:{column} `{}`", diagnostic.code, source.slice(diagnostic.span)).unwrap();
        writeln!(out, "  {}\n  {}", diagnostic.title.en, diagnostic.title.zh).unwrap();
        writeln!(out, "  help: {}\n  help: {}", help.en, help.zh).unwrap();
        if let Some(suggestion) = &diagnostic.suggestion {
            writeln!(out, "  suggestion: {suggestion}").unwrap();
        }
    }
    out
}

/// The case, its tree and its problems.
fn report(text: &str) -> String {
    let source = source(text);
    let parsed = syntax::parse(&source);
    let mut out = format!("{}\n", text.trim_end());
    let mut before = String::new();
    for statement in &parsed.file.statements {
        let tree = outline(statement);
        let tree = if tree == before {
            "the same".to_owned()
        } else {
            before = tree.clone();
            tree
        };
        write!(out, "────\n{}\n", tree.trim_end()).unwrap();
    }
    if !parsed.problems.is_empty() {
        write!(out, "════\n{}", problems(&source, &parsed)).unwrap();
    }
    out
}

#[test]
fn valid_text_makes_the_tree_of_its_snapshot() {
    insta::glob!("cases/syntax/**/*.gj", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        assert_eq!(syntax::parse(&source(&text)).problems, [], "{}", path.display());
        assert_beside(path, &report(&text));
    });
}

#[test]
fn mistakes_are_answered_as_in_their_snapshot() {
    insta::glob!("cases/problems/**/*.gj", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        assert!(!syntax::parse(&source(&text)).problems.is_empty(), "{}", path.display());
        assert_beside(path, &report(&text));
    });
}

/// In these cases the statements come in pairs: English, then Chinese (or a mixture).
#[test]
fn both_languages_make_the_same_tree() {
    let mut pairs = 0;
    insta::glob!("cases/syntax/both-languages/*.gj", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        let source = source(&text);
        let statements = syntax::parse(&source).file.statements;
        assert_eq!(statements.len() % 2, 0, "{}", path.display());
        for pair in statements.chunks(2) {
            let [english, chinese] = [&pair[0], &pair[1]].map(|statement| statement.clone().without_places());
            assert_eq!(english, chinese, "{}", path.display());
            pairs += 1;
        }
    });
    assert!(pairs > 220, "only {pairs} pairs were compared");
}

#[test]
fn every_code_is_met_by_a_case_and_has_a_page_in_both_languages() {
    let mut met = std::collections::BTreeSet::new();
    insta::glob!("cases/problems/**/*.gj", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        met.extend(syntax::parse(&source(&text)).problems.iter().map(|problem| problem.diagnostic().code));
    });
    // A case of that size is not kept; `a_file_over_the_limit_is_one_problem` makes it.
    met.insert("file-too-large");
    let mut codes = CODES;
    codes.sort_unstable();
    assert_eq!(met.into_iter().collect::<Vec<_>>(), codes);
    for code in CODES {
        assert!(code.chars().all(|sign| sign.is_ascii_lowercase() || sign == '-'), "{code}");
        for language in [Language::English, Language::Chinese] {
            let page = syntax::page(code, language).unwrap_or_else(|| panic!("no page for {code}"));
            assert!(page.starts_with("# "), "{code}");
        }
    }
    assert_eq!(syntax::page("no-such-code", Language::English), None);
}

/// The fenced examples of a page.
fn examples(page: &str) -> Vec<String> {
    page.split("```\n").skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn the_examples_of_the_pages_are_wrong_and_right() {
    let mut pages = 0;
    for (code, language) in CODES.iter().flat_map(|code| [(code, Language::English), (code, Language::Chinese)]) {
        let [wrong, right] = &examples(syntax::page(code, language).unwrap())[..] else { continue };
        let codes: Vec<_> =
            syntax::parse(&source(wrong)).problems.iter().map(|problem| problem.diagnostic().code).collect();
        assert_eq!(codes, [*code], "{wrong}");
        assert_eq!(syntax::parse(&source(right)).problems, [], "{right}");
        pages += 1;
    }
    assert_eq!(pages, 2 * (CODES.len() - 2), "every page but those of the two limits has examples");
}

#[test]
fn every_message_has_wording_in_both_languages() {
    insta::glob!("cases/problems/**/*.gj", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        for problem in syntax::parse(&source(&text)).problems {
            let diagnostic = problem.diagnostic();
            let help = diagnostic.help.expect("every problem says what to do");
            for words in [&diagnostic.title.en, &diagnostic.title.zh, &help.en, &help.zh] {
                assert!(!words.is_empty() && !words.ends_with(['.', '。']), "{problem:?}: {words}");
            }
            assert!(!diagnostic.title.en.starts_with(char::is_uppercase), "{problem:?}");
            assert!(!diagnostic.title.zh.is_ascii(), "{problem:?}");
        }
    });
}

#[test]
fn a_suggestion_makes_its_mistake_go_away() {
    let mut tried = 0;
    insta::glob!("cases/problems/**/*.gj", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        for problem in syntax::parse(&source(&text)).problems {
            let diagnostic = problem.diagnostic();
            let Some(suggestion) = &diagnostic.suggestion else { continue };
            let (start, end) = (diagnostic.span.start as usize, diagnostic.span.end as usize);
            let better = format!("{}{suggestion}{}", &text[..start], &text[end..]);
            let left = syntax::parse(&source(&better)).problems;
            let again = left
                .iter()
                .any(|left| left.diagnostic().code == diagnostic.code && left.span().start == diagnostic.span.start);
            assert!(!again, "{problem:?}\n{better}");
            tried += 1;
        }
    });
    assert!(tried > 20, "only {tried} suggestions were tried");
}

#[test]
fn a_file_over_the_limit_is_one_problem() {
    let parsed = syntax::parse(&source(&"#\n".repeat(syntax::LONGEST_FILE / 2 + 1)));
    assert_eq!(parsed.problems.len(), 1);
    assert_eq!(parsed.problems[0].diagnostic().code, "file-too-large");
}

#[test]
fn any_nesting_is_a_tree_or_a_problem_and_never_a_stack_overflow() {
    let shapes = [("(", ")"), ("not ", ""), ("- ", ""), ("1 + ", ""), ("(not ", ")"), ("a in (", ")"), ("有 ", "")];
    for (open, close) in shapes {
        for depth in [100, 256, 300, 100_000] {
            let text = format!("X whenever A require {}a{}\n", open.repeat(depth), close.repeat(depth));
            let parsed = syntax::parse(&source(&text));
            let codes: Vec<_> = parsed.problems.iter().map(|problem| problem.diagnostic().code).collect();
            match depth {
                100 => assert_eq!(parsed.file.statements.len() + parsed.problems.len(), 1, "{open} {codes:?}"),
                300 | 100_000 => assert_eq!(codes, ["nested-too-deep"], "{open} {depth}"),
                _ => {}
            }
        }
    }
    let long = format!("X whenever A require {}a\n", "a and ".repeat(50_000));
    assert_eq!(syntax::parse(&source(&long)).problems, [], "a long row is not deep");
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_change_nothing() {
    let text = "# 说明\n养老机构 every 6 months\n  fire_drill\n  cite \"一\"\n\nX 每年 A\n";
    let plain = syntax::parse(&source(text));
    let windows = syntax::parse(&source(&format!("\u{feff}{}", text.replace('\n', "\r\n"))));
    assert_eq!(plain.problems, []);
    assert_eq!(windows.problems, []);
    assert_eq!(without_places(&plain.file), without_places(&windows.file));
}

/// What is written in either language parses to the same tree again.
#[test]
fn sentences_and_modifiers_written_in_either_language_are_the_same_tree() {
    use guiju::syntax::ast::Statement;
    use guiju::syntax::write::{self, AsWritten, Spelling};
    let mut rules = 0;
    insta::glob!("cases/syntax/**/*.gj", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        for statement in syntax::parse(&source(&text)).file.statements {
            let Statement::Rule(rule) = &statement else { continue };
            let mut bare = rule.clone();
            (bare.id, bare.title) = (None, None);
            let bare = Statement::Rule(bare).without_places();
            for language in [Language::English, Language::Chinese] {
                let mut spelling = Spelling::default();
                let mut out = write::sentence(&rule.sentence, &AsWritten, language);
                for modifier in &rule.modifiers {
                    let line = write::modifier(modifier, &rule.sentence, &AsWritten, language, &mut spelling);
                    write!(out, "\n  {line}").unwrap();
                }
                let again = syntax::parse(&source(&out));
                assert_eq!(again.problems, [], "{out}");
                assert_eq!(again.file.statements.into_iter().next().unwrap().without_places(), bare, "{out}");
                rules += 1;
            }
        }
    });
    assert!(rules > 500, "only {rules} rules were written");
}
