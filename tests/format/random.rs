//! Random rule files with random comments, blank lines and line ends in them.

use guiju::syntax::parse;

use super::dice::Dice;
use super::draw::Draw;
use super::holds::{holds, source};
use super::reference::forms::Forms;
use super::reference::{generate, rule_text};
use super::rule_files;

fn cases() -> u64 {
    std::env::var("GUIJU_FORMAT_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(300)
}

/// Comments, blank lines and broken lines in places where they may stand.
fn disturbed(text: &str, dice: &mut Dice) -> String {
    let (mut out, mut number) = (String::new(), 0);
    let mut comment = |dice: &mut Dice| {
        number += 1;
        let odd = ["", "\"", " `x", " ＃", " “", "  \t"][dice.below(6)];
        format!("{}{number}{odd}", ["#", "# ", "＃ 注", "## "][dice.below(4)])
    };
    for line in text.lines() {
        for _ in 0..dice.below(8).saturating_sub(4) {
            if dice.one_in(2) {
                out.push_str(["\n", "  \n", "\u{3000}\n"][dice.below(3)]);
            } else {
                let indentation = ["", "  ", "    ", "\t"][dice.below(4)];
                out.push_str(&format!("{indentation}{}\n", comment(dice)));
            }
        }
        let mut closing = None;
        for sign in line.chars() {
            match (closing, sign) {
                (Some(close), sign) if close == sign => closing = None,
                (None, '"' | '`') => closing = Some(sign),
                (None, '“') => closing = Some('”'),
                (None, '「') => closing = Some('」'),
                (None, '#' | '＃') => closing = Some('\n'),
                (None, ' ') if !out.ends_with([' ', '\n']) && dice.one_in(12) => {
                    if dice.one_in(3) {
                        out.push_str(&format!(" {}", comment(dice)));
                    }
                    out.push_str("\n      ");
                    if dice.one_in(4) {
                        out.push_str(&format!("{}\n      ", comment(dice)));
                    }
                }
                _ => {}
            }
            out.push(sign);
        }
        if dice.one_in(6) && closing.is_none() {
            out.push_str(&format!(" {}", comment(dice)));
        }
        out.push('\n');
    }
    if dice.one_in(3) {
        out.push_str(&format!("\n\n{}\n", comment(dice)));
    }
    out
}

/// What must hold of a file holds of each of these: every other one with comments, blank lines and line ends in it.
fn all_hold(kind: &str, draw: impl Fn(u64) -> String) {
    let (mut disturbed_ones, mut left) = (0, 0);
    for number in 0..cases() {
        let plain = draw(number);
        let problems = parse(&source(&plain)).problems;
        assert!(problems.is_empty(), "{kind} {number} is no rule file: {problems:?}\n{plain}");
        let text = if number % 2 == 1 { disturbed(&plain, &mut Dice(number)) } else { plain.clone() };
        // A comment may stand where it opens a line of a test, say; such a file is taken as it was.
        let reads = parse(&source(&text)).problems.is_empty();
        disturbed_ones += u64::from(number % 2 == 1 && reads);
        left += u64::from(!reads);
        holds(if reads { &text } else { &plain }, &format!("{kind} {number}"));
    }
    println!("{} {kind}s hold, {disturbed_ones} of them with comments and line ends in them", cases());
    assert!(left * 8 < cases(), "{left} of {} could not be disturbed", cases());
}

#[test]
fn rules_of_every_form_are_formatted_and_translated_and_keep_their_comments() {
    let forms = Forms::parse("all");
    all_hold("rule file of the reference", |number| rule_text(&generate::case(number, &forms), number));
}

#[test]
fn statements_of_the_whole_grammar_are_formatted_and_translated_and_keep_their_comments() {
    all_hold("file of the whole grammar", |number| Draw::new(number).file());
}

#[test]
fn statements_of_the_repository_keep_their_comments_in_any_company() {
    let mut statements: Vec<String> = Vec::new();
    for (_, text) in rule_files().iter().filter(|(_, text)| parse(&source(text)).problems.is_empty()) {
        for line in text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
            match statements.last_mut() {
                Some(last) if line.starts_with(char::is_whitespace) => *last = format!("{last}\n{line}"),
                _ => statements.push(line.to_owned()),
            }
        }
    }
    let mut skipped = 0;
    for number in 0..cases() {
        let mut dice = Dice(number);
        let chosen: Vec<&str> =
            (0..=dice.below(4)).map(|_| statements[dice.below(statements.len())].as_str()).collect();
        let text = disturbed(&chosen.join("\n"), &mut dice);
        if parse(&source(&text)).problems.is_empty() {
            holds(&text, &format!("case {number}"));
        } else {
            skipped += 1;
        }
    }
    assert!(skipped * 4 < cases(), "{skipped} of {} cases were no longer rules", cases());
}
