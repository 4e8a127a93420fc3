//! # every-or-each
//!
//! The words that a rule quotes count otherwise than its sentence. `every 6 months` is a clock that starts anew with each
//! drill; `each half-year` asks once in each half of the calendar year, so that drills on 5 January and 20 December meet
//! it. In law 每半年, annually and quarterly follow the calendar, 每6个月 and “within 6 months of the last” the clock. 每两年
//! in Chinese law mostly means fixed blocks of two years: `every 2 years from DATE`. Of the law of other places, and of
//! longer times that no text names, nothing is said.
//!
//! The title, `cite`, `because` and `note` are read. Where one speaks of the last time (每隔, 上一次, since the last) or of a
//! clock that starts anew (起算, 重新计算, restarts, resets), the sentence that rolls is right, and nothing is told.
//!
//! Avoid:
//!
//! ```gj
//! rule drill "a fire drill each half-year"
//!   home every 6 months fire_drill
//! ```
//!
//! Prefer:
//!
//! ```gj
//! rule drill "a fire drill each half-year"
//!   home each half-year fire_drill
//! ```
//!
//! ---
//!
//! # every-or-each
//!
//! 规则引用的文字与句子的算法不一致。`每6个月` 是滚动的：每次演练后重新计时；`每半年` 按日历，上下半年各一次，1月5日和12月20日
//! 各演练一次就合规。法律里写“每半年”是按日历，写“每6个月”“距上一次不超过6个月”是重新计时；我国法律写“每两年”，多半指固定的
//! 两年一期：`每两年 自 日期 起`。外国法律，以及文字没有提到的更长年限，不提示。
//!
//! 看的是标题、`依据`、`理由` 和 `备注`。其中提到上一次（每隔、上一次、滚动）或重新计时（起算、重新计算）的，滚动的写法就是对的，
//! 不提示。
//!
//! 不宜：
//!
//! ```gj
//! 规则 演练 "每半年开展一次消防演练"
//!   养老机构 每6个月 消防演练
//! ```
//!
//! 宜：
//!
//! ```gj
//! 规则 演练 "每半年开展一次消防演练"
//!   养老机构 每半年 消防演练
//! ```

use super::Findings;
use super::phrases::{Pace, calendar, counted, is_chinese, rolls};
use super::world::{Placed, World};
use crate::calendar::{Day, Unit};
use crate::diagnostic::{Diagnostic, Explain, Severity};
use crate::syntax::ast::{self, Amount, EachUnit, When, Word};
use crate::text::{Source, Span, Wording};

enum EveryOrEach {
    /// The text follows the calendar, the sentence rolls.
    Rolls { unit: Unit, phrase: String, said: Span, span: Span },
    /// The text rolls, the sentence follows the calendar.
    Follows { unit: Unit, pace: Pace, phrase: String, said: Span, span: Span },
    /// Several years that roll.
    Years { years: u32, from: Day, said: Option<Span>, span: Span },
}

pub(super) fn look(world: &World<'_>, findings: &mut Findings) {
    for placed in world.in_written_order() {
        let Some(file) = world.file(placed.file()) else { continue };
        let texts: Vec<&Word> = placed.texts().collect();
        if let Some(found) = differs(&placed, &texts, file.source, file.policy) {
            findings.tell(&found);
        }
    }
}

fn differs(placed: &Placed<'_>, texts: &[&Word], source: &Source, policy: Option<&ast::Policy>) -> Option<EveryOrEach> {
    let said = |find: &dyn Fn(&str) -> Option<std::ops::Range<usize>>| {
        texts.iter().find_map(|word| find_in(word, source, find))
    };
    match &placed.written.sentence.when {
        When::Every { duration, from: None, .. } => {
            let Amount::Number(number) = &duration.amount else { return None };
            let number = u32::try_from(*number).ok()?;
            let pace = Pace::of(number, duration.unit)?;
            if texts.iter().any(|word| rolls(&word.text)) {
                return None;
            }
            let span = duration.span;
            if let Some(unit) = pace.unit() {
                if said(&|text| counted(text, pace)).is_some() {
                    return None;
                }
                let (said, phrase) = said(&|text| calendar(text, unit))?;
                return Some(EveryOrEach::Rolls { unit, phrase, said, span });
            }
            let Pace::Months(months) = pace else { return None };
            let years = months / 12;
            if years < 2 || months % 12 != 0 {
                return None;
            }
            let said = said(&|text| counted(text, pace)).map(|(said, _)| said);
            // Of longer times, tests of equipment mostly, only the text can tell; of other law, nothing can.
            if said.is_none() && (policy.is_none() || years > 2) || !is_chinese_law(texts, policy) {
                return None;
            }
            let first = placed.rule.effective_from.map_or(2024, Day::year);
            let from = Day::from_ymd(first.checked_sub(1)?, 12, 31)?;
            Some(EveryOrEach::Years { years, from, said, span })
        }
        When::Each { unit: EachUnit::Calendar(unit), window: None } => {
            let pace = Pace::of_unit(*unit)?;
            if said(&|text| calendar(text, *unit)).is_some() {
                return None;
            }
            let (said, phrase) = said(&|text| counted(text, pace))?;
            Some(EveryOrEach::Follows { unit: *unit, pace, phrase, said, span: placed.sentence() })
        }
        _ => None,
    }
}

/// Whether a rule is Chinese law as far as it tells: what it quotes is Chinese, or where it quotes nothing, its policy is,
/// and the policy keeps the time of China.
fn is_chinese_law(texts: &[&Word], policy: Option<&ast::Policy>) -> bool {
    let of_policy = policy.into_iter().flat_map(|policy| {
        let others = [&policy.issuer, &policy.document, &policy.source, &policy.region];
        std::iter::once(&policy.title).chain(others.into_iter().flatten())
    });
    let of_policy: Vec<&str> = of_policy.map(|word| word.text.as_str()).collect();
    // The number of an article is in no language.
    let words = texts.iter().map(|word| word.text.as_str()).filter(|text| text.contains(char::is_alphabetic));
    let quoted: Vec<&str> = words.collect();
    let timezone = policy.and_then(|policy| policy.timezone.as_ref()).map(|timezone| timezone.text.as_str());
    let at_home = timezone.is_none_or(|name| ["Asia/Shanghai", "Asia/Urumqi", "PRC"].contains(&name));
    let kana = |texts: &[&str]| {
        let ideograph = std::iter::once("一");
        !is_chinese(ideograph.chain(texts.iter().copied()))
    };
    let speaks = if quoted.is_empty() { is_chinese(of_policy.iter().copied()) } else { is_chinese(quoted) };
    speaks && at_home && !kana(&of_policy)
}

/// The place of a phrase in a text, and the phrase. The text stands between quotes as it was written.
fn find_in(
    word: &Word,
    source: &Source,
    find: &dyn Fn(&str) -> Option<std::ops::Range<usize>>,
) -> Option<(Span, String)> {
    let written = source.slice(word.span);
    let range = find(written)?;
    let phrase = written.get(range.clone())?.to_owned();
    let at = |byte: usize| word.span.start.saturating_add(u32::try_from(byte).unwrap_or(0));
    Some((Span { file: word.span.file, start: at(range.start), end: at(range.end) }, phrase))
}

/// A calendar unit as a sentence writes it.
const fn each(unit: Unit) -> (&'static str, &'static str) {
    match unit {
        Unit::Day => ("each day", "每日"),
        Unit::Week => ("each week", "每周"),
        Unit::Xun => ("each xun", "每旬"),
        Unit::HalfMonth => ("each half-month", "每半月"),
        Unit::Month => ("each month", "每月"),
        Unit::TwoMonths => ("each two-months", "每双月"),
        Unit::Quarter => ("each quarter", "每季度"),
        Unit::HalfYear => ("each half-year", "每半年"),
        Unit::Year => ("each year", "每年"),
    }
}

impl Explain for EveryOrEach {
    fn diagnostic(&self) -> Diagnostic {
        let (title, span, label, related, help) = match self {
            Self::Rolls { unit, phrase, said, span } => {
                let (en, zh) = each(*unit);
                (
                    Wording::new(
                        format!("the text says `{phrase}`, and the sentence rolls"),
                        format!("文字写的是“{phrase}”，句子却是滚动计时"),
                    ),
                    *span,
                    Wording::new("starts anew at each time it is done", "每做一次就重新计时"),
                    vec![(*said, Wording::new("follows the calendar", "按日历"))],
                    Wording::new(
                        format!("write `{en}`, or say in a `because` that the clock starts anew at the last time"),
                        format!("写 `{zh}`；若本意就是从上一次起算，在 `理由` 里写明"),
                    ),
                )
            }
            Self::Follows { unit, pace, phrase, said, span } => {
                let (each_en, each_zh) = each(*unit);
                let (en, zh) = match pace {
                    Pace::Days(1) => ("every 1 day".to_owned(), "每1日".to_owned()),
                    Pace::Days(days) => (format!("every {days} days"), format!("每{days}日")),
                    Pace::Months(1) => ("every 1 month".to_owned(), "每1个月".to_owned()),
                    Pace::Months(months) => (format!("every {months} months"), format!("每{months}个月")),
                };
                (
                    Wording::new(
                        format!("the text says `{phrase}`, and the sentence follows the calendar"),
                        format!("文字写的是“{phrase}”，句子却按日历计"),
                    ),
                    *span,
                    Wording::new(
                        format!("`{each_en}` lets nearly two periods pass between two times"),
                        format!("`{each_zh}` 允许两次之间隔将近两期"),
                    ),
                    vec![(*said, Wording::new("counts from the last time", "从上一次起算"))],
                    Wording::new(format!("write `{en}`"), format!("写 `{zh}`")),
                )
            }
            Self::Years { years, from, said, span } => (
                Wording::new(
                    format!("every {years} years in Chinese law mostly means fixed blocks, and this rolls"),
                    format!("我国法律里的“每{years}年”多半指固定的{years}年一期，这里却是滚动计时"),
                ),
                *span,
                Wording::new("starts anew at each time it is done", "每做一次就重新计时"),
                said.iter().map(|said| (*said, Wording::new("said here", "这里这样写"))).collect(),
                Wording::new(
                    format!(
                        "write `every {years} years from {from}`, or say in a `because` that the clock starts anew at the last time"
                    ),
                    format!("写 `每{years}年 自 {from} 起`；若本意就是从上一次起算，在 `理由` 里写明"),
                ),
            ),
        };
        Diagnostic {
            code: "every-or-each",
            severity: Severity::Warning,
            title,
            span,
            label,
            related,
            help: Some(help),
            suggestion: None,
        }
    }
}
