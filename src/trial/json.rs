//! The tests of a run for machines: one JSON object.

use serde::Serialize;

use super::coverage::{Edge, RuleCoverage};
use super::expectation::{Failed, Failure, FoundDuty, Proof};
use super::{Outcome, Trials};
use crate::diagnostic::Severity;
use crate::text::{Source, Span, Wording};
use crate::verdict::Status;

#[derive(Serialize)]
struct Object<'a> {
    tests: Vec<TestObject<'a>>,
    summary: Summary,
    problems: Vec<ProblemObject<'a>>,
    coverage: Vec<CoverageObject<'a>>,
}

#[derive(Serialize)]
struct TestObject<'a> {
    file: &'a str,
    line: usize,
    title: &'a str,
    status: &'static str,
    expectations: usize,
    failures: Vec<FailureObject<'a>>,
}

#[derive(Serialize)]
struct FailureObject<'a> {
    line: usize,
    subject: &'a str,
    rule: &'a str,
    label: Option<&'a str>,
    /// A status, or `no`.
    expected: &'static str,
    message: String,
    message_zh: String,
    /// The duties that came instead.
    found: Vec<DutyObject<'a>>,
    /// Where there is no such duty: those outside the label.
    elsewhere: Vec<DutyObject<'a>>,
    why: Vec<Why<'a>>,
}

#[derive(Serialize)]
struct Why<'a> {
    message: &'a str,
    message_zh: &'a str,
}

#[derive(Serialize)]
struct DutyObject<'a> {
    from: Option<String>,
    to: Option<String>,
    due: Option<String>,
    label: Option<&'a str>,
    status: Status,
    done: Option<String>,
    days_late: Option<u32>,
    count: u32,
    evidence: &'a [Proof],
    each: Option<&'a str>,
    overdue: Option<u32>,
    reason: Option<&'a str>,
}

#[derive(Serialize)]
struct Summary {
    tests: usize,
    passed: usize,
    failed: usize,
    wrong: usize,
    left_out: usize,
}

#[derive(Serialize)]
struct ProblemObject<'a> {
    code: &'a str,
    severity: &'static str,
    message: &'a str,
    message_zh: &'a str,
    file: &'a str,
    line: usize,
    help: Option<&'a str>,
    help_zh: Option<&'a str>,
}

#[derive(Serialize)]
struct CoverageObject<'a> {
    rule: &'a str,
    file: &'a str,
    line: usize,
    met: usize,
    late: usize,
    remedied: usize,
    violated: usize,
    pending: usize,
    unknown: usize,
    exempt: usize,
    never_judged: Vec<Status>,
    untouched: &'a [Edge],
}

/// Renders what the tests came to, and a line end.
///
/// # Errors
/// None in practice: the objects hold text and numbers only.
pub fn render(trials: &Trials, sources: &[Source]) -> Result<String, serde_json::Error> {
    let (passed, failed, wrong) = trials.counts();
    let tests = trials.tests.len();
    let object = Object {
        tests: trials.tests.iter().map(|tried| test(tried, sources)).collect(),
        summary: Summary { tests, passed, failed, wrong, left_out: trials.all - tests },
        problems: trials.problems.iter().map(|problem| self::problem(problem, sources)).collect(),
        coverage: trials.coverage.iter().map(coverage).collect(),
    };
    Ok(serde_json::to_string_pretty(&object)? + "\n")
}

fn test<'a>(tried: &'a super::Tried, sources: &'a [Source]) -> TestObject<'a> {
    let (file, line) = place(tried.span, sources);
    let failures = match &tried.outcome {
        Outcome::Failed(failures) => failures.as_slice(),
        Outcome::Passed | Outcome::Wrong => &[],
    };
    TestObject {
        file,
        line,
        title: &tried.title,
        status: match tried.outcome {
            Outcome::Passed => "passed",
            Outcome::Failed(_) => "failed",
            Outcome::Wrong => "wrong",
        },
        expectations: tried.expectations,
        failures: failures.iter().map(|failure| self::failure(failure, sources)).collect(),
    }
}

fn failure<'a>(failure: &'a Failure, sources: &'a [Source]) -> FailureObject<'a> {
    let Wording { en, zh } = failure.title();
    let (found, elsewhere, why): (&[FoundDuty], &[FoundDuty], &[Wording]) = match &failure.found {
        Failed::Otherwise(found, _) | Failed::Unwanted(found) => (found, &[], &[]),
        Failed::Nothing { elsewhere, why } => (&[], elsewhere, why),
    };
    FailureObject {
        line: place(failure.span, sources).1,
        subject: &failure.subject,
        rule: &failure.rule,
        label: failure.label.as_deref(),
        expected: failure.expected.map_or("no", Status::keyword),
        message: en,
        message_zh: zh,
        found: found.iter().map(duty).collect(),
        elsewhere: elsewhere.iter().map(duty).collect(),
        why: why.iter().map(|why| Why { message: &why.en, message_zh: &why.zh }).collect(),
    }
}

fn duty(duty: &FoundDuty) -> DutyObject<'_> {
    let shown = |time: Option<crate::calendar::Time>| time.map(|time| time.iso().to_string());
    DutyObject {
        from: shown(duty.from),
        to: shown(duty.to),
        due: shown(duty.due),
        label: duty.label.as_deref(),
        status: duty.status,
        done: duty.done.map(|day| day.to_string()),
        days_late: duty.days_late,
        count: duty.count,
        evidence: &duty.evidence,
        each: duty.each.as_deref(),
        overdue: duty.overdue,
        reason: duty.reason.as_deref(),
    }
}

fn problem<'a>(problem: &'a crate::diagnostic::Diagnostic, sources: &'a [Source]) -> ProblemObject<'a> {
    let (file, line) = place(problem.span, sources);
    ProblemObject {
        code: problem.code,
        severity: match problem.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        message: &problem.title.en,
        message_zh: &problem.title.zh,
        file,
        line,
        help: problem.help.as_ref().map(|help| help.en.as_str()),
        help_zh: problem.help.as_ref().map(|help| help.zh.as_str()),
    }
}

fn coverage(rule: &RuleCoverage) -> CoverageObject<'_> {
    CoverageObject {
        rule: &rule.rule,
        file: &rule.path,
        line: rule.line,
        met: rule.count(Status::Met),
        late: rule.count(Status::Late),
        remedied: rule.count(Status::Remedied),
        violated: rule.count(Status::Violated),
        pending: rule.count(Status::Pending),
        unknown: rule.count(Status::Unknown),
        exempt: rule.count(Status::Exempt),
        never_judged: rule.never_judged().collect(),
        untouched: &rule.untouched,
    }
}

/// The file and the line of a place.
pub(super) fn place(span: Span, sources: &[Source]) -> (&str, usize) {
    let source = sources.get(span.file.0 as usize);
    source.map_or(("", 0), |source| (source.path.as_str(), source.line_of(span.start)))
}
