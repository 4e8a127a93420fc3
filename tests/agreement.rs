//! The engine and the reference give the same verdicts on random rules, registers and records.
//!
//! A case goes the whole road a user's files go: rule text, register and records as CSV, parsed, checked, read, judged.
//! `GUIJU_AGREEMENT_CASES` says how many (20,000 unless told), `GUIJU_AGREEMENT_SEED` from which number.

#![allow(clippy::expect_used, clippy::panic, reason = "a test says what failed by failing")]

#[path = "reference/reference.rs"]
#[allow(dead_code, reason = "the reference also serves other tests")]
mod reference;

use guiju::calendar::WorkingDays;
use guiju::check::{NoFiles, load};
use guiju::evaluate::evaluate;
use guiju::ledger::{Asked, Input, read};
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

use guiju::calendar::Day;
use reference::Case;

/// The verdicts of the engine as NDJSON lines without the `reason` key, or what kept it from judging.
fn engine(case: &Case) -> Result<Vec<String>, String> {
    let rules = reference::rule_text(case, case.spelling);
    let loaded = load([("case.gj", rules.clone())], &mut NoFiles);
    if loaded.problems.has_errors() {
        let told: Vec<_> =
            loaded.problems.iter().map(|problem| format!("{}: {}", problem.code, problem.title.en)).collect();
        return Err(format!("does not check:\n{rules}\n{}", told.join("\n")));
    }
    let register = reference::register_csv(case).map(|text| Input::bytes("register.csv", text));
    let records = vec![Input::bytes("records.csv", reference::records_csv(case))];
    let asked = Asked { from: day(case.coverage_from), to: day(case.coverage_to), as_of: day(case.as_of) };
    let (ledger, _) = read(&loaded.book, register, records, asked, &mut |_| {}).map_err(|error| error.to_string())?;
    let Some(as_of) = ledger.as_of() else { return Ok(Vec::new()) };
    let verdicts = evaluate(&loaded.book, &ledger, WorkingDays::china(), as_of).collect();
    let line = |verdict: &guiju::verdict::Verdict| {
        let text = serde_json::to_string(&verdict.line(&loaded.book, &ledger)).expect("a verdict serialises");
        let end = text.rfind(",\"reason\":").expect("the last key is the reason");
        format!("{}}}", &text[..end])
    };
    Ok(verdicts.iter().map(line).collect())
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
    Err(TestCaseError::fail(format!("only the engine:\n  {engine}\nonly the reference:\n  {reference}")))
}

fn day(day: Option<chrono::NaiveDate>) -> Option<Day> {
    use chrono::Datelike;
    day.and_then(|day| Day::from_ymd(day.year(), day.month(), day.day()))
}

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// How many cases are drawn from one seed. A failing one is made smaller by drawing again, as often as this at most.
const DRAWN: u64 = 5_000;

/// Runs a share of the cases, from seeds of its own.
fn run(cases: u64, seeds: impl Iterator<Item = u64>) {
    let mut left = cases;
    for seed in seeds {
        let drawn = left.min(DRAWN);
        if drawn == 0 {
            return;
        }
        left -= drawn;
        let cases = u32::try_from(drawn).expect("a share fits");
        let config = Config { cases, failure_persistence: None, max_shrink_iters: 5_000, ..Config::default() };
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
        if let Err(error) = runner.run(&reference::generate::cases(), |case| agree(&case)) {
            panic!("seed {seed}: {error}");
        }
    }
}

#[test]
fn engine_and_reference_agree() {
    let cases = number("GUIJU_AGREEMENT_CASES", 20_000);
    let seed = number("GUIJU_AGREEMENT_SEED", 20_240_218);
    let threads = std::thread::available_parallelism().map_or(1, |count| count.get() as u64);
    std::thread::scope(|scope| {
        for thread in 0..threads {
            let seeds = (seed + thread..).step_by(usize::try_from(threads).expect("few threads"));
            scope.spawn(move || run(cases.div_ceil(threads), seeds));
        }
    });
    println!("{cases} random cases from seed {seed}: the engine and the reference agree");
}
