//! Exempt duties: whose they are, under which rule, and the waivers that excuse them.

use owo_colors::Style;

use super::breach::{Breaches, INDENT, hang};
use super::page::{Page, grouped};
use super::words::{self, counted, pick};
use crate::calendar::Time;
use crate::ledger::{Stated, SubjectId, Waiver};
use crate::report::tally::Excused;
use crate::report::{Report, Role};
use crate::text::Language;
use crate::verdict::RuleId;

/// Lists the exempt duties shown, by subject and rule, each with its waivers.
pub(super) fn write(page: &mut Page, report: &Report<'_>, language: Language) {
    let exempt = &report.tally.exempt;
    if exempt.is_empty() {
        return;
    }
    let duties = grouped(exempt.values().map(|excused| excused.duties).sum());
    page.heading(&pick(language, format!("Exempt, and why: {duties}"), format!("豁免及理由：{duties}")));
    let breaches = Breaches { report, language };
    for (at, ((subject, number), excused)) in exempt.iter().take(report.limit).enumerate() {
        let Some(rule) = report.book.rules.get(number.0 as usize) else { continue };
        page.blank();
        page.entry(0, INDENT, &format!("{}.", at + 1), &breaches.named(*subject), Style::new().bold());
        let mut entry =
            |en, zh, text: &str| page.entry(INDENT, hang(language), language.either(en, zh), text, Style::new());
        entry("rule", "规则", &breaches.rule(rule));
        let duties = counted(language, excused.duties, ("duty", "duties"), "项义务");
        entry("status", "结论", &pick(language, format!("exempt: {duties}"), format!("豁免：{duties}")));
        for waiver in waivers(report, *subject, *number, *excused) {
            entry("waiver", "豁免", &told(report, language, waiver));
        }
        if let Some(clause) = breaches.clause(rule) {
            entry("clause", "依据", &clause);
        }
    }
    if let Some(more) = exempt.len().checked_sub(report.limit).filter(|more| *more > 0) {
        let more = grouped(more as u64);
        page.blank();
        let (en, zh) =
            (format!("… and more of {more} other subjects and rules"), format!("……另有 {more} 组主体与规则"));
        page.paragraph(0, &pick(language, en, zh), Style::new());
    }
}

/// The waivers that excuse: those that touch the days of the duties, else (in a grace) those that follow them.
fn waivers<'r>(report: &Report<'r>, subject: SubjectId, rule: RuleId, excused: Excused) -> Vec<&'r Waiver> {
    let all = report.ledger.waivers(subject).iter().filter(|waiver| waiver.rule == rule.0 as usize);
    let all: Vec<&Waiver> = all.collect();
    let touches = |waiver: &&Waiver| excused.days.is_none_or(|(from, to)| waiver.to >= from && waiver.from <= to);
    let touching: Vec<&Waiver> = all.iter().copied().filter(touches).collect();
    if touching.is_empty() { all } else { touching }
}

/// Its days, its reason, and where it is stated.
fn told(report: &Report<'_>, language: Language, waiver: &Waiver) -> String {
    let days = words::stretch(language, Some(Time::on(waiver.from)), Some(Time::on(waiver.to)));
    let why = match waiver.because {
        Some(because) => report.ledger.texts().get(because),
        None => language.either("no reason given", "未写明理由"),
    };
    let place = match waiver.stated {
        Stated::RuleFile(at) => report.book.waivers.get(at).map(|stated| {
            let (path, line) = (&stated.path, stated.line);
            pick(language, format!("{path}, line {line}"), format!("{path} 第 {line} 行"))
        }),
        Stated::Row(row) => report.provenance.inputs.iter().find(|input| input.role == Role::Waivers).map(|table| {
            let path = &table.path;
            pick(language, format!("{path}, row {row}"), format!("{path} 第 {row} 行"))
        }),
    };
    let parts: Vec<&str> = [days.as_str(), why].into_iter().chain(place.as_deref()).collect();
    parts.join(" · ")
}
