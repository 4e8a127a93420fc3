//! The tests of a run for people: a line a file, the failures in full, the totals, the coverage.

use super::coverage::RuleCoverage;
use super::table::Table;
use super::{Failure, Outcome, Trials, Tried, wording};
use crate::diagnostic::terminal::{self, Style};
use crate::text::{Language, Source};
use crate::verdict::Status;

/// How many rules with gaps are listed where not all are asked for.
const RULES: usize = 30;
/// How many columns of a rule's id the table shows.
const LONGEST_ID: usize = 40;

/// Renders what the tests came to. `whole` shows the coverage of every rule, else only of those with gaps, and only if
/// no test was left out.
#[must_use]
pub fn render(trials: &Trials, sources: &[Source], style: Style, whole: bool) -> String {
    let language = style.language;
    let mut out = String::new();
    for file in trials.tests.chunk_by(|one, other| one.file == other.file) {
        let path = file.first().and_then(|tried| sources.get(tried.file.0 as usize)).map_or("", |source| &source.path);
        out.push_str(&format!("{path}{}{}\n", language.either(": ", "："), counts(file, language)));
    }
    for (tried, failure) in trials.failures() {
        out.push('\n');
        out.push_str(&terminal::render([&failure.diagnostic(tried)], sources, style));
        out.push_str(&details(failure, language));
    }
    out.push('\n');
    out.push_str(wording::totals(trials).in_language(language));
    out.push('\n');
    // Of a part of the tests the gaps say nothing.
    if whole || trials.tests.len() == trials.all {
        out.push_str(&coverage(&trials.coverage, language, whole));
    }
    out
}

/// What came instead, below the line it is about.
pub(super) fn details(failure: &Failure, language: Language) -> String {
    failure.details().iter().map(|line| format!("    {}\n", clean(line.in_language(language)))).collect()
}

/// Names of strangers without the characters that a terminal would obey.
fn clean(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { '\u{fffd}' } else { letter }).collect()
}

fn counts(file: &[Tried], language: Language) -> String {
    let count = |is: fn(&Outcome) -> bool| file.iter().filter(|tried| is(&tried.outcome)).count();
    let all = [
        (count(|outcome| matches!(outcome, Outcome::Passed)), "passed", "个通过"),
        (count(|outcome| matches!(outcome, Outcome::Failed(_))), "failed", "个失败"),
        (count(|outcome| matches!(outcome, Outcome::Wrong)), "wrong", "个有误"),
    ];
    let told = all.into_iter().filter(|(count, ..)| *count > 0);
    let told: Vec<String> = told.map(|(count, en, zh)| format!("{count} {}", language.either(en, zh))).collect();
    told.join(language.either(", ", "，"))
}

fn coverage(rules: &[RuleCoverage], language: Language, whole: bool) -> String {
    let gaps = rules.iter().filter(|rule| rule.has_gaps()).count();
    let all = rules.len();
    let title = match (language, gaps) {
        (Language::English, 0) => format!("\nCoverage: {all} of {all} rules without gaps\n"),
        (Language::Chinese, 0) => format!("\n覆盖：{all} 条规则均无缺口\n"),
        (Language::English, gaps) => format!("\nCoverage: {gaps} of {all} rules with gaps\n"),
        (Language::Chinese, gaps) => format!("\n覆盖：{all} 条规则中 {gaps} 条有缺口\n"),
    };
    let mut shown: Vec<&RuleCoverage> = rules.iter().filter(|rule| whole || rule.has_gaps()).collect();
    let more = if whole { 0 } else { shown.len().saturating_sub(RULES) };
    shown.truncate(shown.len() - more);
    if shown.is_empty() {
        return title;
    }
    let statuses: Vec<Status> =
        Status::ALL.into_iter().filter(|status| shown.iter().any(|rule| rule.count(*status) > 0)).collect();
    let mut table = Table::default();
    let mut header = vec![language.either("rule", "规则").to_owned()];
    header.extend(statuses.iter().map(|status| language.either(status.keyword(), status.chinese()).to_owned()));
    header.push(language.either("never judged", "从未得出").to_owned());
    header.push(language.either("untouched", "未触及").to_owned());
    table.row(header);
    for rule in shown {
        let mut row = vec![shortened(&rule.rule)];
        row.extend(statuses.iter().map(|status| rule.count(*status).to_string()));
        if rule.statuses == [0; 7] {
            row.push(language.either("no test", "没有测试").to_owned());
            table.row(row);
            continue;
        }
        let comma = language.either(", ", "、");
        let never: Vec<&str> =
            rule.never_judged().map(|status| language.either(status.keyword(), status.chinese())).collect();
        row.push(never.join(comma));
        let untouched: Vec<String> =
            rule.untouched.iter().map(|edge| edge.wording().in_language(language).to_owned()).collect();
        row.push(untouched.join(comma));
        table.row(row);
    }
    let rest = match (language, more) {
        (_, 0) => String::new(),
        (Language::English, more) => format!("and {more} more rules; `--coverage` shows all\n"),
        (Language::Chinese, more) => format!("另有 {more} 条规则；`--coverage` 显示全部\n"),
    };
    format!("{title}{}{rest}", table.render())
}

/// The beginning of a long id: that of a rule without one is its whole sentence.
fn shortened(id: &str) -> String {
    use unicode_width::UnicodeWidthChar;

    let mut width = 0;
    let end = id.char_indices().find(|(_, letter)| {
        width += letter.width().unwrap_or(0);
        width > LONGEST_ID
    });
    match end {
        Some((end, _)) => format!("{}…", clean(id.get(..end).unwrap_or(""))),
        None => clean(id),
    }
}
