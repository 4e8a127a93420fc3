//! The words of a failure, in both languages.

use super::expectation::{Failed, Failure, FoundDuty, Proof};
use super::problem::Told;
use super::{Trials, Tried};
use crate::diagnostic::Diagnostic;
use crate::text::Wording;
use crate::verdict::Status;

/// How many duties of a failure are shown.
const DUTIES: usize = 12;
/// How many records of a duty are named.
const EVIDENCE: usize = 8;

impl Failure {
    /// The message: the line underlined, the test named, what came instead below it.
    pub(super) fn diagnostic(&self, tried: &Tried) -> Diagnostic {
        let title = self.title();
        Told::new("failed-expectation", self.span, title.en, title.zh)
            .label(self.label())
            .related(tried.span, "in this test", "在这个测试里")
            .done()
    }

    /// What was expected, and that it did not come.
    pub(super) fn title(&self) -> Wording {
        let (subject, rule) = (&self.subject, &self.rule);
        let (label_en, label_zh) = match &self.label {
            Some(label) => (format!(" in {label}"), format!("在 {label} ")),
            None => (String::new(), String::new()),
        };
        match self.expected {
            Some(expected) => {
                let (en, zh) = (expected.keyword(), expected.chinese());
                Wording::new(
                    format!("`{subject}` is not {en} under `{rule}`{label_en}"),
                    format!("`{subject}` {label_zh}对 `{rule}` 并非{zh}"),
                )
            }
            None => Wording::new(
                format!("`{subject}` has a duty under `{rule}`{label_en}"),
                format!("`{subject}` {label_zh}对 `{rule}` 有义务"),
            ),
        }
    }

    /// What stands under the line.
    fn label(&self) -> Wording {
        match &self.found {
            Failed::Nothing { .. } => Wording::new("there is no such duty", "没有这样的义务"),
            Failed::Otherwise(duties, all) => {
                let (en, zh) = statuses(duties);
                match (duties.len(), *all) {
                    (1, 1) => Wording::new(format!("it is {en}"), format!("实为{zh}")),
                    (other, all) => {
                        let are = if other == 1 { "is" } else { "are" };
                        Wording::new(format!("{other} of {all} {are} {en}"), format!("{all} 项中有 {other} 项为{zh}"))
                    }
                }
            }
            Failed::Unwanted(duties) => {
                let (en, zh) = statuses(duties);
                match duties.len() {
                    1 => Wording::new(format!("there is one, {en}"), format!("有 1 项，{zh}")),
                    many => Wording::new(format!("there are {many}, {en}"), format!("有 {many} 项，{zh}")),
                }
            }
        }
    }

    /// What came instead, a line each.
    pub(super) fn details(&self) -> Vec<Wording> {
        let (heading, duties, why) = match &self.found {
            Failed::Otherwise(duties, _) | Failed::Unwanted(duties) => {
                (Wording::new("instead:", "实际结论："), duties, &[][..])
            }
            Failed::Nothing { elsewhere, why } if elsewhere.is_empty() => {
                (Wording::new("it has no duty under this rule:", "它在这条规则下没有义务："), elsewhere, why.as_slice())
            }
            Failed::Nothing { elsewhere, why } => {
                (Wording::new("its duties under this rule:", "它在这条规则下的义务："), elsewhere, why.as_slice())
            }
        };
        let mut lines = vec![heading];
        lines.extend(duties.iter().take(DUTIES).map(|duty| indented(&duty.wording())));
        if let Some(more) = duties.len().checked_sub(DUTIES).filter(|more| *more > 0) {
            lines.push(Wording::new(format!("  and {more} more"), format!("  另有 {more} 项")));
        }
        lines.extend(why.iter().map(indented));
        lines
    }
}

fn indented(wording: &Wording) -> Wording {
    Wording::new(format!("  {}", wording.en), format!("  {}", wording.zh))
}

/// The different statuses of duties.
fn statuses(duties: &[FoundDuty]) -> (String, String) {
    let found: Vec<Status> =
        Status::ALL.into_iter().filter(|status| duties.iter().any(|duty| duty.status == *status)).collect();
    let en: Vec<&str> = found.iter().map(|status| status.keyword()).collect();
    let zh: Vec<&str> = found.iter().map(|status| status.chinese()).collect();
    (en.join(" or "), zh.join("或"))
}

impl FoundDuty {
    /// `2024-H2 (2024-07-01 to 2024-12-31), due 2024-12-31: violated, 0 days overdue; no evidence`.
    pub(super) fn wording(&self) -> Wording {
        let (mut en, mut zh) = self.stretch();
        if let Some(each) = &self.each {
            en.push_str(&format!(" for {each}"));
            zh.push_str(&format!("，分项 {each}"));
        }
        if let Some(due) = self.due {
            en.push_str(&format!(", due {due}"));
            zh.push_str(&format!("，{due} 到期"));
        }
        en.push_str(&format!(": {}", self.status.keyword()));
        zh.push_str(&format!("：{}", self.status.chinese()));
        if let Some(done) = self.done {
            en.push_str(&format!(", done {done}"));
            zh.push_str(&format!("，{done} 完成"));
        }
        if let Some(days) = self.days_late {
            en.push_str(&format!(", {} late", days_en(days)));
            zh.push_str(&format!("，逾期 {days} 天"));
        }
        if let Some(days) = self.overdue.filter(|days| *days > 0) {
            en.push_str(&format!(", {} overdue", days_en(days)));
            zh.push_str(&format!("，已超期 {days} 天"));
        }
        if self.status == Status::Unknown {
            let reason = self.reason_wording.as_ref();
            en.push_str(&format!(", {}", reason.map_or("the records do not decide", |reason| &reason.en)));
            zh.push_str(&format!("，{}", reason.map_or("现有记录不足以判定", |reason| &reason.zh)));
        }
        let evidence = self.evidence();
        Wording::new(format!("{en}; {}", evidence.en), format!("{zh}；{}", evidence.zh))
    }

    fn stretch(&self) -> (String, String) {
        let (mut en, mut zh) = match (self.from, self.to) {
            (Some(from), Some(to)) if from == to => (from.to_string(), from.to_string()),
            (Some(from), Some(to)) => (format!("{from} to {to}"), format!("{from} 至 {to}")),
            (Some(from), None) => (format!("from {from} on"), format!("自 {from} 起")),
            (None, Some(to)) => (format!("up to {to}"), format!("截至 {to}")),
            (None, None) => ("always".to_owned(), "始终".to_owned()),
        };
        if let Some(label) = self.label.as_ref().filter(|label| **label != en) {
            (en, zh) = (format!("{label} ({en})"), format!("{label}（{zh}）"));
        }
        (en, zh)
    }

    fn evidence(&self) -> Wording {
        if self.evidence.is_empty() {
            return if self.of_group {
                Wording::new("nobody fell short", "没有成员不达标")
            } else {
                Wording::new("no evidence", "没有证据")
            };
        }
        let more = self.evidence.len().saturating_sub(EVIDENCE);
        let named = || self.evidence.iter().take(EVIDENCE);
        let (more_en, more_zh) = if more > 0 {
            (format!(" and {more} more"), format!("，另有 {more} 条"))
        } else {
            (String::new(), String::new())
        };
        let proof = |proof: &Proof| match proof.line {
            Some(line) => (format!("{} (line {line})", proof.id), format!("{}（第 {line} 行）", proof.id)),
            None => (proof.id.clone(), proof.id.clone()),
        };
        let (en, zh): (Vec<String>, Vec<String>) = named().map(proof).unzip();
        let (word_en, word_zh) = if self.of_group { ("fell short:", "不达标：") } else { ("evidence", "证据 ") };
        Wording::new(format!("{word_en} {}{more_en}", en.join(", ")), format!("{word_zh}{}{more_zh}", zh.join("、")))
    }
}

fn days_en(days: u32) -> String {
    format!("{days} {}", if days == 1 { "day" } else { "days" })
}

/// What a run came to: `6 tests: 4 passed, 1 failed, 1 wrong`.
pub(super) fn totals(trials: &Trials) -> Wording {
    let (passed, failed, wrong) = trials.counts();
    let all = trials.tests.len();
    let (mut en, mut zh) = (Vec::new(), Vec::new());
    for (count, word_en, word_zh) in [(passed, "passed", "通过"), (failed, "failed", "失败"), (wrong, "wrong", "有误")]
    {
        if count > 0 || word_en == "passed" {
            en.push(format!("{count} {word_en}"));
            zh.push(format!("{count} 个{word_zh}"));
        }
    }
    let tests = if all == 1 { "test" } else { "tests" };
    Wording::new(format!("{all} {tests}: {}", en.join(", ")), format!("{all} 个测试：{}", zh.join("，")))
}
