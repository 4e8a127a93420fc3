//! The engine and the reference give the same verdicts on random rules, registers and records.
//!
//! A case goes the whole road a user's files go: rule text, register and records as CSV, parsed, checked, read, judged.
//! `GUIJU_AGREEMENT_CASES` says how many (20,000 unless told), `GUIJU_AGREEMENT_SEED` from which number,
//! `GUIJU_AGREEMENT_FORMS` which forms of the language the cases may use (`all`, `spine`, names with commas between,
//! `-name` to leave one out; the names stand in `reference/forms.rs`), `GUIJU_AGREEMENT_COUNTS` prints how often each
//! form and each pair of forms was hit, `GUIJU_AGREEMENT_TRIAGE` goes on over so many cases and shows one small
//! disagreement for each set of forms, `GUIJU_AGREEMENT_PRINT` writes so many cases out instead of comparing any.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test says what failed by failing")]

#[path = "reference/reference.rs"]
#[allow(dead_code, reason = "the reference also serves other tests")]
mod reference;

use std::collections::BTreeMap;
use std::sync::atomic::AtomicU32;
use std::sync::{Arc, Mutex};

use guiju::calendar::WorkingDays;
use guiju::check::{NoFiles, load};
use guiju::evaluate::{Judged, Verdicts, evaluate};
use guiju::ledger::{Asked, Input, Tables, read_tables};
use guiju::rulebook::{Rule, RuleBook, Waiver};
use guiju::verdict::{self, Listed, Status, Verdict};
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

use guiju::calendar::Day;
use reference::Case;
use reference::forms::{Forms, used};
use reference::shrink::Cases;

/// The verdicts of the engine as NDJSON lines without the `reason` key, or what kept it from judging.
fn engine(case: &Case) -> Result<Vec<String>, String> {
    engine_with(case, |_| {})
}

/// The same for rules that are altered once they are checked.
fn engine_with(case: &Case, alter: impl FnOnce(&mut RuleBook)) -> Result<Vec<String>, String> {
    let rules = reference::rule_text(case, case.spelling);
    let mut loaded = load([("case.gj", rules.clone())], &mut NoFiles);
    if loaded.problems.has_errors() {
        let told: Vec<_> =
            loaded.problems.iter().map(|problem| format!("{}: {}", problem.code, problem.title.en)).collect();
        return Err(format!("does not check:\n{rules}\n{}", told.join("\n")));
    }
    alter(&mut loaded.book);
    let register = reference::register_csv(case).map(|text| Input::bytes("register.csv", text));
    let records = vec![Input::bytes("records.csv", reference::records_csv(case))];
    let asked = Asked { from: day(case.coverage_from), to: day(case.coverage_to), as_of: day(case.as_of) };
    let waivers = reference::waivers_csv(case).map(|text| Input::bytes("waivers.csv", text));
    let tables = Tables { register, records, waivers, ..Tables::default() };
    let (ledger, _) = read_tables(&loaded.book, tables, asked, &mut |_| {}).map_err(|error| error.to_string())?;
    let Some(as_of) = ledger.as_of() else { return Ok(Vec::new()) };
    let judged = evaluate(&loaded.book, &ledger, WorkingDays::china(), as_of);
    let verdicts = judged.collect();
    if [0, 9].into_iter().any(|days| !adds_up(&judged, &verdicts, days)) {
        return Err("what is only counted does not come to what is listed otherwise".to_owned());
    }
    // Which reason it is the reference leaves open; that an unknown has one, and nothing else does, it does not.
    if let Some(odd) = verdicts.iter().find(|verdict| (verdict.status == Status::Unknown) != verdict.reason.is_some()) {
        return Err(format!("{:?} for {:?}", odd.status, odd.reason));
    }
    let line = |verdict: &Verdict| {
        let text = serde_json::to_string(&verdict.line(&loaded.book, &ledger)).expect("a verdict serialises");
        let end = text.rfind(",\"reason\":").expect("the last key is the reason");
        format!("{}}}", &text[..end])
    };
    Ok(verdicts.iter().map(line).collect())
}

/// Whether the same comes out where only some statuses are listed, breaches of so many days among them, and the others
/// may be mere numbers.
fn adds_up(judged: &Verdicts<'_>, all: &[Verdict], days: u32) -> bool {
    type Found = (Vec<Verdict>, BTreeMap<(u32, u32), verdict::Counts>);
    let is_listed = |verdict: &&Verdict| match verdict.status {
        Status::Late | Status::Violated => verdict.overdue.or(verdict.days_late).unwrap_or(0) >= days,
        status => status == Status::Exempt,
    };
    let take = |(listed, counts): &mut Found, judged: Judged<'_>| match judged {
        Judged::Listed(verdicts) => {
            listed.extend(verdicts.iter().filter(is_listed).cloned());
            for Verdict { rule, subject, status, .. } in verdicts {
                counts.entry((rule.0, subject.0)).or_default().add(*status);
            }
        }
        Judged::Counted { rule, subject, counts: more } => {
            counts.entry((rule.0, subject.0)).or_default().merge(more);
        }
    };
    let mut whole = Found::default();
    take(&mut whole, Judged::Listed(all));
    let mut found = Found::default();
    let statuses = [Status::Late, Status::Violated, Status::Exempt].into_iter().collect();
    let days = AtomicU32::new(days);
    let listed = Listed::of(statuses).at_least(&days);
    let streamed: Result<(), ()> = judged.stream(listed, Found::default, take, |(verdicts, counts)| {
        found.0.append(verdicts);
        for (whom, more) in std::mem::take(counts) {
            found.1.entry(whom).or_default().merge(&more);
        }
        Ok(())
    });
    streamed.is_ok() && found == whole
}

fn agree(case: &Case) -> Result<(), TestCaseError> {
    let expected = reference::evaluate(case);
    let found = engine(case).map_err(TestCaseError::fail)?;
    if expected == found {
        return Ok(());
    }
    let only = |these: &[String], those: &[String]| {
        these.iter().filter(|line| !those.contains(line)).cloned().collect::<Vec<_>>().join("\n  ")
    };
    let (engine, reference) = (only(&found, &expected), only(&expected, &found));
    let forms: Vec<&str> = used(case).into_iter().collect();
    let forms = forms.join(", ");
    Err(TestCaseError::fail(format!(
        "forms: {forms}\nonly the engine:\n  {engine}\nonly the reference:\n  {reference}"
    )))
}

/// Whether a rule beside which another asks the very same says what it says alone. Rules that ask alike share what is
/// found out of a subject, and every rule here has a twin. Waivers name rules, so that cases with a table of them stay
/// aside.
fn twins_agree(case: &Case) -> Result<(), TestCaseError> {
    if reference::waivers_csv(case).is_some() {
        return Ok(());
    }
    let alone = engine(case).map_err(TestCaseError::fail)?;
    let double = |book: &mut RuleBook| {
        let (rules, waivers) = (book.rules.clone(), book.waivers.clone());
        let behind = rules.len();
        book.rules.extend(rules.into_iter().map(|rule| Rule { id: format!("{}{TWIN}", rule.id), ..rule }));
        book.waivers.extend(waivers.into_iter().map(|waiver| Waiver { rule: waiver.rule + behind, ..waiver }));
    };
    let all = engine_with(case, double).map_err(TestCaseError::fail)?;
    let (twins, first): (Vec<String>, Vec<String>) = all.into_iter().partition(|line| line.contains(TWIN));
    let twins: Vec<String> = twins.iter().map(|line| line.replace(TWIN, "")).collect();
    if first == alone && twins == alone {
        return Ok(());
    }
    Err(TestCaseError::fail(format!("alone: {alone:#?}\nbeside a twin: {first:#?}\nthe twin: {twins:#?}")))
}

/// What the ids of twins end with; no case writes it.
const TWIN: &str = " (twin)";

fn day(day: Option<chrono::NaiveDate>) -> Option<Day> {
    use chrono::Datelike;
    day.and_then(|day| Day::from_ymd(day.year(), day.month(), day.day()))
}

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

fn forms(default: &str) -> Arc<Forms> {
    Arc::new(Forms::parse(&std::env::var("GUIJU_AGREEMENT_FORMS").unwrap_or(default.to_owned())))
}

/// How often each form and each pair of forms was hit.
#[derive(Default)]
struct Counts(Mutex<BTreeMap<String, u64>>);

impl Counts {
    fn add(&self, case: &Case) {
        let forms: Vec<&str> = used(case).into_iter().collect();
        let mut counts = self.0.lock().expect("no thread panics while it counts");
        for (place, form) in forms.iter().enumerate() {
            *counts.entry((*form).to_owned()).or_default() += 1;
            for other in forms.iter().skip(place + 1) {
                *counts.entry(format!("{form} + {other}")).or_default() += 1;
            }
        }
    }

    /// How often the verdicts of a form's rules had each status.
    fn add_statuses(&self, case: &Case) {
        for rule in &case.rules {
            let mut alone = case.clone();
            alone.rules.retain(|other| {
                other.name == rule.name || rule.overrides.iter().any(|name| Some(name) == other.name.as_ref())
            });
            let id = reference::text::rule_id(case, rule);
            let verdicts = reference::evaluate(case);
            let mut counts = self.0.lock().expect("no thread panics while it counts");
            for form in used(&alone) {
                for line in &verdicts {
                    let verdict: serde_json::Value = serde_json::from_str(line).expect("a verdict is JSON");
                    if verdict["rule"] == id.as_str() {
                        *counts.entry(format!("{form} + = {}", verdict["status"])).or_default() += 1;
                    }
                }
            }
        }
    }

    fn print(&self, forms: &Forms) {
        let counts = self.0.lock().expect("no thread panics while it counts");
        let is_asked = std::env::var("GUIJU_AGREEMENT_COUNTS").is_ok();
        for (name, count) in counts.iter().filter(|(name, _)| is_asked || !name.contains('+')) {
            println!("{count:>8}  {name}");
        }
        let never: Vec<&String> = forms.names().filter(|name| !counts.contains_key(*name)).collect();
        println!("never hit: {never:?}");
    }
}

/// How many cases are drawn from one seed. A failing one is made smaller by drawing again, as often as this at most.
const DRAWN: u64 = 5_000;

/// Runs a share of the cases, from seeds of its own.
fn run(
    cases: u64,
    seeds: impl Iterator<Item = u64>,
    forms: &Arc<Forms>,
    test: impl Fn(&Case) -> Result<(), TestCaseError>,
) {
    let mut left = cases;
    for seed in seeds {
        let drawn = left.min(DRAWN);
        if drawn == 0 {
            return;
        }
        left -= drawn;
        let cases = u32::try_from(drawn).expect("a share fits");
        let config = Config { cases, failure_persistence: None, max_shrink_iters: 20_000, ..Config::default() };
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
        if let Err(error) = runner.run(&Cases(forms.clone()), |case| test(&case)) {
            panic!("seed {seed}: {error}");
        }
    }
}

fn on_all_threads(cases: u64, forms: &Arc<Forms>, test: impl Fn(&Case) -> Result<(), TestCaseError> + Copy + Send) {
    let seed = number("GUIJU_AGREEMENT_SEED", 20_240_218);
    let threads = std::thread::available_parallelism().map_or(1, |count| count.get() as u64);
    std::thread::scope(|scope| {
        for thread in 0..threads {
            let seeds = (seed + thread..).step_by(usize::try_from(threads).expect("few threads"));
            scope.spawn(move || run(cases.div_ceil(threads), seeds, forms, test));
        }
    });
    println!("{cases} random cases from seed {seed}");
}

/// What is wrong with a case, by kind; a smaller case must be wrong in the same way.
fn disagreement(case: &Case) -> Option<(&'static str, String)> {
    let told = agree(case).err()?.to_string();
    let kind = if told.contains("does not check") { "does not check" } else { "disagrees" };
    Some((kind, told))
}

/// Every disagreement among so many cases, made small, one for each set of forms, the most frequent first.
fn triage(cases: u64, forms: &Arc<Forms>) {
    let seed = number("GUIJU_AGREEMENT_SEED", 20_240_218);
    let mut found: BTreeMap<(usize, String), (u64, String)> = BTreeMap::new();
    let mut failed = 0;
    for seed in seed..seed + cases {
        let case = reference::generate::case(seed, forms);
        let Some((kind, _)) = disagreement(&case) else { continue };
        failed += 1;
        let small =
            reference::shrink::smallest(case, |case| disagreement(case).is_some_and(|(other, _)| other == kind));
        let forms: Vec<&str> = used(&small).into_iter().collect();
        let told = disagreement(&small).map(|(_, told)| told).unwrap_or_default();
        let entry = found.entry((forms.len(), format!("{kind}: {}", forms.join(", ")))).or_insert((0, String::new()));
        entry.0 += 1;
        entry.1 = format!("seed {seed} {told}{small:?}");
    }
    let mut found: Vec<_> = found.into_iter().collect();
    found.sort_by_key(|(_, (number, _))| std::cmp::Reverse(*number));
    println!("{failed} of {cases} cases disagree, in {} sets of forms", found.len());
    for ((_, name), (number, shown)) in found {
        println!("######## {number} × {name}\n{shown}");
    }
}

#[test]
fn engine_and_reference_agree() {
    let forms = forms("all");
    if let Ok(cases) = std::env::var("GUIJU_AGREEMENT_TRIAGE") {
        return triage(cases.parse().expect("a number of cases"), &forms);
    }
    if let Ok(cases) = std::env::var("GUIJU_AGREEMENT_PRINT") {
        let seed = number("GUIJU_AGREEMENT_SEED", 20_240_218);
        for seed in seed..seed + cases.parse::<u64>().expect("a number of cases") {
            let case = reference::generate::case(seed, &forms);
            println!("=== {seed}: {}", used(&case).into_iter().collect::<Vec<&str>>().join(", "));
            println!("{}", reference::rule_text(&case, case.spelling));
            println!("--- as English, with the tables{case:?}");
            println!("--- verdicts\n{}", reference::evaluate(&case).join("\n"));
        }
        return;
    }
    let counts = Counts::default();
    on_all_threads(number("GUIJU_AGREEMENT_CASES", 20_000), &forms, |case| {
        counts.add(case);
        agree(case)
    });
    counts.print(&forms);
}

/// Every rule with a twin that shares what is found out.
#[test]
fn rules_that_ask_alike_say_what_each_says_alone() {
    let cases = number("GUIJU_AGREEMENT_CASES", 20_000).div_ceil(5);
    on_all_threads(cases, &forms("all"), twins_agree);
}

/// The reference alone, over the whole language: it ends, and every verdict it gives is one section 8 allows.
#[test]
fn the_reference_answers_every_form() {
    let forms = Arc::new(Forms::parse("all"));
    let counts = Counts::default();
    on_all_threads(number("GUIJU_AGREEMENT_CASES", 20_000) / 20, &forms, |case| {
        counts.add(case);
        counts.add_statuses(case);
        for line in reference::evaluate(case) {
            let verdict: serde_json::Value = serde_json::from_str(&line).expect("a verdict is JSON");
            let is_late = verdict["status"] == "late";
            if is_late != verdict["days_late"].is_number() || is_late && verdict["done"].is_null() {
                return Err(TestCaseError::fail(format!("late without days, or days without late: {line}")));
            }
            if verdict["status"] == "violated" && verdict["censored"].is_null() {
                return Err(TestCaseError::fail(line));
            }
        }
        Ok(())
    });
    counts.print(&forms);
}
