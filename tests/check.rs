//! The check stage: each case is one or more rule files, its snapshot the messages in both languages, or the rules.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "in a test, what cannot be is a failure"
)]

#[path = "case/beside.rs"]
mod beside;
#[path = "case/rules.rs"]
mod rules;

use std::fmt::Write as _;
use std::path::Path;

use guiju::check::{NoFiles, load, pages};
use guiju::rulebook::{Quantity, Rule, RuleBook};
use guiju::text::Language;
use rules::{examples, loaded, messages, snapshot};

fn book(book: &RuleBook) -> String {
    let mut out = String::new();
    for rule in &book.rules {
        let policy = rule.policy.map_or("no policy", |policy| book.policies[policy].title.as_str());
        let _ = writeln!(out, "{} ({}:{}, {policy})\n  {}", rule.id, rule.path, rule.line, rule.sentence);
        let _ = writeln!(out, "{}", parts(rule, book));
        if rule.effective_from.is_some() || rule.effective_to.is_some() {
            let show = |day: Option<guiju::calendar::Day>| day.map_or("…".to_owned(), |day| day.to_string());
            let _ = writeln!(out, "  effective {} to {}", show(rule.effective_from), show(rule.effective_to));
        }
    }
    for category in &book.categories {
        let within: Vec<_> = category.within.iter().map(|id| book.category(*id).unwrap().name.as_str()).collect();
        let _ = writeln!(out, "category {} within {}{}", category.name, within.join(", "), also(&category.aliases));
    }
    for activity in &book.activities {
        let _ = writeln!(out, "activity {}{}{}", activity.name, also(&activity.aliases), mark(activity.needed));
        for field in &activity.fields {
            let _ =
                writeln!(out, "  field {}: {:?}{}{}", field.name, field.kind, also(&field.aliases), mark(field.needed));
        }
    }
    for attribute in &book.attributes {
        let _ = writeln!(
            out,
            "attribute {}: {:?}{}{}",
            attribute.name,
            attribute.kind,
            also(&attribute.aliases),
            mark(attribute.needed)
        );
    }
    for parameter in &book.parameters {
        let _ = writeln!(out, "parameter {} = {}", parameter.name, parameter.value);
    }
    for season in &book.seasons {
        let _ = writeln!(out, "season {} {:?}", season.name, season.extent);
    }
    for waiver in &book.waivers {
        let because = waiver.because.as_deref().unwrap_or("no reason");
        let rule = &book.rules[waiver.rule].id;
        let _ = writeln!(out, "waiver {} of {rule} {} to {}: {because}", waiver.subject, waiver.from, waiver.to);
    }
    for policy in &book.policies {
        let _ = writeln!(out, "policy {} region {:?}", policy.title, policy.region);
    }
    out
}

/// The parts of a rule that are not left out, a line each.
fn parts(rule: &Rule, book: &RuleBook) -> String {
    let mut lines: Vec<String> = Vec::new();
    lines.extend(rule.population.map(|population| format!("{population:?}")));
    lines.push(format!("{:?}", rule.who));
    lines.extend(rule.scope.as_ref().map(|scope| format!("{scope:?}")));
    lines.push(format!("{:?}", rule.schedule));
    if rule.quantity != Quantity::one() {
        lines.push(format!("{:?}", rule.quantity));
    }
    lines.extend(rule.tasks.iter().map(|task| format!("{task:?}")));
    if !rule.matching.is_empty() {
        lines.push(format!("{:?}", rule.matching));
    }
    lines.extend(rule.apart.as_ref().map(|apart| format!("apart {apart:?}")));
    lines.extend(rule.for_each.iter().map(|each| format!("{each:?}")));
    if rule.count_partial_periods {
        lines.push("count partial periods".to_owned());
    }
    lines.extend(rule.overridden_by.iter().map(|over| format!("overridden by {}", book.rules[*over].id)));
    lines.extend(rule.grace.as_ref().map(|grace| format!("grace {grace:?}")));
    lines.extend(rule.otherwise.iter().map(|otherwise| format!("{otherwise:?}")));
    lines.extend(rule.extended.iter().map(|extended| format!("extended {extended:?}")));
    if rule.next_working_day {
        lines.push("next working day".to_owned());
    }
    let mut shown = lines.iter().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n");
    for absent in ["filter", "require", "measured", "until", "each", "field", "shift", "of", "with"] {
        shown = shown.replace(&format!(", {absent}: None"), "");
    }
    shown.replace(", whose: Own", "")
}

fn also(aliases: &[String]) -> String {
    if aliases.is_empty() { String::new() } else { format!(" also {}", aliases.join(", ")) }
}

fn mark(needed: bool) -> &'static str {
    if needed { "" } else { " (not needed)" }
}

#[test]
fn problems_are_told_once_in_both_languages() {
    insta::glob!("cases/check/problems/*.gj", |path| {
        let input = std::fs::read_to_string(path).unwrap();
        let loaded = loaded(&input);
        assert!(!loaded.problems.is_empty(), "{} has no problem", path.display());
        snapshot(path, &input, &messages(&loaded, &loaded.problems));
    });
}

#[test]
fn right_files_make_a_rule_book() {
    insta::glob!("cases/check/books/*.gj", |path| {
        let input = std::fs::read_to_string(path).unwrap();
        let loaded = loaded(&input);
        assert!(loaded.problems.is_empty(), "{}", messages(&loaded, &loaded.problems));
        snapshot(path, &input, &book(&loaded.book));
    });
}

#[test]
fn the_one_line_rule_is_a_whole_file() {
    let loaded = load([("a.gj", "养老机构 every 6 months fire_drill\n")], &mut NoFiles);
    assert!(loaded.problems.is_empty());
    let [rule] = loaded.book.rules.as_slice() else { panic!("one rule") };
    assert_eq!(rule.id, "养老机构 every 6 months fire_drill");
}

#[test]
fn the_wrong_example_of_a_page_has_its_problem_and_the_right_one_has_none() {
    for code in pages::codes() {
        for language in [Language::English, Language::Chinese] {
            let page = pages::page(code, language).unwrap();
            assert!(page.starts_with(&format!("# {code}\n")), "{page}");
            match examples(page).as_slice() {
                [wrong, right] => {
                    let loaded_wrong = loaded(wrong);
                    let codes: Vec<_> = loaded_wrong.problems.iter().map(|problem| problem.code).collect();
                    assert_eq!(codes, [code], "{}", messages(&loaded_wrong, &loaded_wrong.problems));
                    let loaded_right = loaded(right);
                    assert!(
                        loaded_right.problems.is_empty(),
                        "{code}: {}",
                        messages(&loaded_right, &loaded_right.problems)
                    );
                }
                [] => {
                    assert!(
                        [
                            "unreadable-file",
                            "too-many-categories-above",
                            "too-many-overriding-rules",
                            "too-many-activities"
                        ]
                        .contains(&code),
                        "{code} has no example"
                    )
                }
                _ => panic!("{code} needs a wrong and a right example"),
            }
        }
    }
}

#[test]
fn every_code_of_the_stage_has_a_page() {
    // Some codes the syntax stage has too; their pages are there.
    let known: Vec<&str> = pages::codes().chain(guiju::syntax::CODES).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/check/problem");
    let mut found = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        // A code is the only literal of small letters and hyphens in these files.
        for literal in text.split('"').skip(1).step_by(2) {
            let code = literal.contains('-') && literal.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
            if code {
                found += 1;
                assert!(known.contains(&literal), "{literal} has no page");
            }
        }
    }
    assert!(found >= pages::codes().count(), "only {found} codes found");
}

#[test]
fn a_rule_that_joins_thousands_of_activities_is_refused_and_one_of_hundreds_is_not() {
    let joined = |count: usize| {
        let names: Vec<String> = (0..count).map(|number| format!("a{number}")).collect();
        format!("养老机构 after {} within 3 days report matching id\n", names.join(" or "))
    };
    let refused = loaded(&joined(2_000));
    assert_eq!(refused.problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), ["too-many-activities"]);
    assert!(loaded(&joined(300)).problems.is_empty());
}

#[test]
fn a_rule_that_thousands_override_is_refused() {
    let mut text = "rule r0 养老机构 each year drill\n".to_owned();
    for number in 1..1_100 {
        let _ = writeln!(text, "rule r{number} 养老机构 each year drill\n  overrides r{}", number - 1);
    }
    let loaded = loaded(&text);
    assert_eq!(loaded.problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), ["too-many-overriding-rules"]);
}
