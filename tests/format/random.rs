//! Random rule files with random comments, blank lines and line ends in them.

use guiju::syntax::parse;

use super::holds::{holds, source};
use super::reference::forms::Forms;
use super::reference::{generate, rule_text};
use super::rule_files;

/// A little generator of its own, so that a case is its number.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.roll() % u64::try_from(end).unwrap()).unwrap()
    }

    fn one_in(&mut self, end: usize) -> bool {
        self.below(end) == 0
    }
}

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

#[test]
fn rules_of_every_form_are_formatted_and_translated_and_keep_their_comments() {
    let forms = Forms::parse("all");
    let mut skipped = 0;
    for number in 0..cases() {
        let text = rule_text(&generate::case(number, &forms), number);
        holds(&text, &format!("plain case {number}"));
        let text = disturbed(&text, &mut Dice(number));
        if parse(&source(&text)).problems.is_empty() {
            holds(&text, &format!("case {number}"));
        } else {
            skipped += 1;
        }
    }
    assert!(skipped * 20 < cases(), "{skipped} of {} cases were no longer rules", cases());
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
