//! One breach as an auditor reads it: who, which rule, what is wrong, the evidence, the law.

use owo_colors::Style;
use rust_decimal::Decimal;

use super::page::{Page, clean};
use super::words::{self, pick};
use crate::ledger::{Cell, Ledger, RecordId, SubjectId};
use crate::report::Report;
use crate::rulebook::{ActivityId, Amount, Bound, Measure, Rule, RuleBook, Schedule};
use crate::text::Language;
use crate::verdict::{Status, Verdict};

/// How many records of evidence are named.
const EVIDENCE: usize = 12;
/// Where the lines of a breach begin.
pub(super) const INDENT: usize = 6;

/// Writes breaches, the worst first.
pub(super) struct Breaches<'a> {
    pub report: &'a Report<'a>,
    pub language: Language,
}

/// How far behind its label a text begins.
pub(super) const fn hang(language: Language) -> usize {
    match language {
        Language::English => 10,
        Language::Chinese => 6,
    }
}

impl Breaches<'_> {
    pub fn write(&self, page: &mut Page, number: usize, verdict: &Verdict) {
        let Some(rule) = self.book().rules.get(verdict.rule.0 as usize) else { return };
        page.blank();
        let number = format!("{number}.");
        page.entry(0, INDENT, &number, &self.subject(verdict), Style::new().bold());
        let hang = hang(self.language);
        let mut entry = |en, zh, text: &str, style| page.entry(INDENT, hang, self.language.either(en, zh), text, style);
        entry("rule", "规则", &self.rule(rule), Style::new());
        let colour = if verdict.status == Status::Violated { Style::new().red() } else { Style::new().yellow() };
        entry("status", "结论", &self.finding(verdict, rule), colour);
        entry("period", "期间", &self.period(verdict), Style::new());
        if let Some(trigger) = verdict.trigger {
            entry("trigger", "触发", &self.record(trigger), Style::new());
        }
        entry("evidence", "证据", &self.evidence(verdict, rule), Style::new());
        if let Some(clause) = self.clause(rule) {
            entry("clause", "依据", &clause, Style::new());
        }
    }

    fn book(&self) -> &RuleBook {
        self.report.book
    }

    fn ledger(&self) -> &Ledger {
        self.report.ledger
    }

    fn subject(&self, verdict: &Verdict) -> String {
        if let Some(group) = &verdict.group {
            return match group.id.as_str() {
                "*" => self.language.either("everyone", "全体").to_owned(),
                id => clean(id),
            };
        }
        self.named(verdict.subject)
    }

    /// A subject by id, name and region.
    pub fn named(&self, subject: SubjectId) -> String {
        let Some(found) = self.ledger().subjects().get(subject.0 as usize) else { return String::new() };
        let mut line = clean(&found.id);
        if let Some(name) = found.name.as_ref().filter(|name| **name != found.id) {
            line.push(' ');
            line.push_str(name);
        }
        if let Some(region) = self.ledger().last_row(subject).and_then(|row| row.region.as_ref()) {
            line.push_str(" · ");
            line.push_str(region);
        }
        line
    }

    /// A rule by title, id and severity.
    pub fn rule(&self, rule: &Rule) -> String {
        let description = &rule.description;
        let mut line = match &description.title {
            Some(title) => pick(self.language, format!("{title} ({})", rule.id), format!("{title}（{}）", rule.id)),
            None => rule.id.clone(),
        };
        if let Some(severity) = description.severity {
            line.push_str(" · ");
            line.push_str(self.language.either("severity ", "严重程度："));
            line.push_str(words::severity(self.language, severity));
        }
        line
    }

    /// The status and what makes it so.
    fn finding(&self, verdict: &Verdict, rule: &Rule) -> String {
        let language = self.language;
        let mut parts = Vec::new();
        let due = verdict.due.map(|day| day.to_string()).unwrap_or_default();
        let floor = matches!(rule.quantity.bound, Bound::AtLeast(_));
        if let Some(group) = &verdict.group {
            let short = words::counted(language, group.short.len() as u64, ("member", "members"), "家");
            parts.push(pick(language, format!("{short} fell short"), format!("{short}未达标")));
            let count = verdict.count;
            parts.push(pick(language, format!("{count} complied"), format!("{count} 家达标")));
            let status = words::status(language, verdict.status);
            return format!("{status}{}{}", language.either(": ", "："), parts.join(language.either(", ", "，")));
        }
        match (&rule.schedule, verdict.status) {
            (Schedule::Never | Schedule::After { never: true, .. }, _) => {
                let times = words::counted(language, u64::from(verdict.count), ("time", "times"), "次");
                parts.push(pick(language, format!("forbidden, and done {times}"), format!("禁止事项发生 {times}")));
            }
            (Schedule::AlwaysUntil | Schedule::AlwaysFor(_), _) => {
                parts.push(language.either("not valid on these days", "期间未保持有效").to_owned());
            }
            (Schedule::AlwaysRequire(_), _) => {
                let (en, zh) = ("the register does not satisfy what is required", "名册信息不满足要求");
                parts.push(language.either(en, zh).to_owned());
            }
            (Schedule::Whenever | Schedule::Before { .. }, _) => {
                let (en, zh) = match rule.schedule {
                    Schedule::Whenever => ("the record does not satisfy what is required", "记录不满足要求".to_owned()),
                    _ => ("not done beforehand", format!("{due} 之前未做")),
                };
                parts.push(pick(language, en.to_owned(), zh));
                if let Some(passed) = verdict.overdue.filter(|days| *days > 0) {
                    let passed = words::days(language, passed);
                    parts.push(pick(language, format!("{passed} ago"), format!("距截至日 {passed}")));
                }
            }
            (_, Status::Late) => {
                let done = verdict.done.map(|day| day.to_string()).unwrap_or_default();
                parts.push(pick(language, format!("due {due}"), format!("期限 {due}")));
                parts.push(pick(language, format!("done {done}"), format!("实际完成 {done}")));
                let late = words::days(language, verdict.days_late.unwrap_or(0));
                parts.push(pick(language, format!("{late} late"), format!("逾期 {late}")));
            }
            _ if floor => {
                parts.push(pick(language, format!("due {due}"), format!("期限 {due}")));
                if let Some(overdue) = verdict.overdue.filter(|days| *days > 0) {
                    let overdue = words::days(language, overdue);
                    parts.push(pick(language, format!("{overdue} overdue"), format!("已逾期 {overdue}")));
                }
            }
            _ => {}
        }
        let unasked = matches!(
            rule.schedule,
            Schedule::Never | Schedule::Whenever | Schedule::After { never: true, .. } | Schedule::AlwaysRequire(_)
        );
        if !unasked {
            let number = |amount: &Amount| self.amount(amount, verdict);
            if let Some(asked) = words::asked(language, &rule.quantity, number) {
                parts.push(asked);
                parts.push(self.reached(verdict, rule));
            }
        }
        let status = words::status(language, verdict.status);
        format!("{status}{}{}", language.either(": ", "："), parts.join(language.either(", ", "，")))
    }

    /// How much there is of what a quantity asks for: records, a sum, or different values, and in how many records.
    fn reached(&self, verdict: &Verdict, rule: &Rule) -> String {
        let (language, count) = (self.language, verdict.count);
        let records = words::counted(language, u64::from(count), ("record", "records"), "条记录");
        // What breaks a sliding bound is what one span holds, and the evidence is that of all spans.
        let slides = matches!(rule.schedule, Schedule::InAny(_) | Schedule::AlwaysUntil | Schedule::AlwaysFor(_));
        let reached = match rule.quantity.measure {
            Measure::Count => return pick(language, format!("counted {count}"), format!("实有{count}次")),
            Measure::Total | Measure::Different if slides => None,
            Measure::Total => self.sum(verdict, rule).map(|sum| (sum.to_string(), "合计", "")),
            Measure::Different => Some((self.different(verdict, rule).to_string(), "中有", "个")),
        };
        match reached {
            Some((number, what, unit)) => {
                pick(language, format!("{number} in {records}"), format!("{records}{what}{number}{unit}"))
            }
            None => pick(language, format!("{records} in all"), format!("共 {records}")),
        }
    }

    /// The sum that the counted records come to.
    fn sum(&self, verdict: &Verdict, rule: &Rule) -> Option<Decimal> {
        let mut numbers = self.measured(verdict, rule).map(|cell| match cell {
            Cell::Number(number) => number,
            _ => Decimal::ZERO,
        });
        numbers.try_fold(Decimal::ZERO, |sum, number| sum.checked_add(number)).map(|sum| sum.normalize())
    }

    /// How many different values the counted records have.
    fn different(&self, verdict: &Verdict, rule: &Rule) -> usize {
        let mut values: Vec<String> = self.measured(verdict, rule).map(|cell| format!("{cell:?}")).collect();
        values.sort_unstable();
        values.dedup();
        values.len()
    }

    /// What is measured in the counted records; those without the field have nothing.
    fn measured<'r>(&'r self, verdict: &'r Verdict, rule: &'r Rule) -> impl Iterator<Item = Cell> + 'r {
        Self::counted(verdict).iter().filter_map(|record| {
            let activity = self.ledger().activity_of(*record)?;
            let mut alternatives = rule.tasks.iter().flat_map(|task| &task.alternatives);
            let field = alternatives.find(|found| found.activity == activity)?.measured?;
            match self.ledger().field(activity, *record, field)? {
                Cell::Number(number) => Some(Cell::Number(number.normalize())),
                cell => Some(cell),
            }
        })
    }

    /// The evidence without the trigger.
    fn counted(verdict: &Verdict) -> &[RecordId] {
        match verdict.trigger {
            Some(trigger) => verdict.evidence.strip_prefix(&[trigger]).unwrap_or(&verdict.evidence),
            None => &verdict.evidence,
        }
    }

    fn amount(&self, amount: &Amount, verdict: &Verdict) -> Option<String> {
        let row = || {
            let day = verdict.from.or(verdict.due)?.day;
            self.ledger().row_on(verdict.subject, day).map(|(row, _)| row)
        };
        match amount {
            Amount::Attribute(attribute) => match self.ledger().attribute(row()?, *attribute)? {
                Cell::Number(number) => Some(number.normalize().to_string()),
                _ => None,
            },
            Amount::Fixed(_) | Amount::Parameter(_) | Amount::Value(_) => {
                self.book().number(amount).map(|number| number.normalize().to_string())
            }
        }
    }

    fn period(&self, verdict: &Verdict) -> String {
        let language = self.language;
        let days = words::stretch(language, verdict.from, verdict.to);
        let mut line = match verdict.label.map(|label| label.to_string()).filter(|label| *label != days) {
            Some(label) => pick(language, format!("{label} ({days})"), format!("{label}（{days}）")),
            None => days,
        };
        if let Some(each) = verdict.line(self.book(), self.ledger()).each() {
            line.push_str(&pick(language, format!(" · for {each}"), format!(" · 分项：{each}")));
        }
        if verdict.censored {
            line.push_str(" · ");
            line.push_str(language.either("may have begun before the records do", "可能在记录覆盖之前已开始"));
        }
        line
    }

    /// The records that counted, without the trigger, which has a line of its own.
    fn evidence(&self, verdict: &Verdict, rule: &Rule) -> String {
        if let Some(group) = &verdict.group {
            let names = group.short.iter().take(EVIDENCE).filter_map(|id| self.ledger().subjects().get(id.0 as usize));
            let names: Vec<String> = names.map(|subject| clean(&subject.id)).collect();
            return self.with_more(names, group.short.len());
        }
        let counted = Self::counted(verdict);
        if counted.is_empty() {
            return self.nothing(rule);
        }
        let named = counted.iter().take(EVIDENCE).map(|record| self.record(*record));
        self.with_more(named.collect(), counted.len())
    }

    fn with_more(&self, named: Vec<String>, all: usize) -> String {
        let mut line = named.join(self.language.either(", ", "、"));
        if let Some(more) = all.checked_sub(EVIDENCE).filter(|more| *more > 0) {
            line.push_str(&pick(self.language, format!(" and {more} more"), format!("，另有 {more} 条")));
        }
        line
    }

    fn nothing(&self, rule: &Rule) -> String {
        let mut activities: Vec<ActivityId> = rule.activities().collect();
        activities.dedup();
        let names: Vec<&str> = activities.iter().map(|activity| self.activity(*activity)).collect();
        let activity = names.join(self.language.either(" or ", "”或“"));
        let same: Vec<&str> = rule.matching.answering.first().map_or_else(Vec::new, |keys| {
            let fields = self.book().activity(keys.activity).map(|activity| activity.fields.as_slice());
            let fields = fields.unwrap_or_default();
            keys.fields
                .iter()
                .filter_map(|field| fields.get(field.0 as usize))
                .map(|field| field.name.as_str())
                .collect()
        });
        let filtered = rule.tasks.iter().flat_map(|task| &task.alternatives).any(|found| found.filter.is_some());
        // A record that `where` leaves out is not evidence, but it is there.
        let (fits_en, fits_zh) = if filtered { (" that fits the rule", "符合条件的") } else { ("", "") };
        if same.is_empty() {
            let en = format!("no record of {activity}{fits_en}");
            return pick(self.language, en, format!("没有{fits_zh}“{activity}”记录"));
        }
        let (en, zh) = (same.join(", "), format!("“{}”", same.join("”“")));
        let en = format!("no record of {activity}{fits_en} with the same {en}");
        pick(self.language, en, format!("没有{zh}相同的{fits_zh}“{activity}”记录"))
    }

    fn activity(&self, activity: ActivityId) -> &str {
        self.book().activity(activity).map_or("", |activity| &activity.name)
    }

    fn record(&self, record: RecordId) -> String {
        let (name, time) = (self.ledger().record_name(record), words::time(self.ledger().time(record)));
        let activity = self.ledger().activity_of(record).map_or("", |activity| self.activity(activity));
        pick(self.language, format!("{activity} {name} ({time})"), format!("{activity} {name}（{time}）"))
    }

    /// What the law says, where the rule cites it. Of several policies the title is said too.
    pub fn clause(&self, rule: &Rule) -> Option<String> {
        let policy = rule.policy.and_then(|policy| self.book().policies.get(policy));
        let title = policy.filter(|_| self.book().policies.len() > 1).map(|policy| policy.title.as_str());
        let description = &rule.description;
        let words = [title, description.cite.as_deref(), description.because.as_deref()];
        let clause: Vec<&str> = words.into_iter().flatten().collect();
        (!clause.is_empty()).then(|| clause.join(" · "))
    }
}
