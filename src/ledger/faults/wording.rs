//! What is told of the faults of the data, in both languages.

use super::super::intake::{Finding, brief};
use super::{BURST_DAYS, BURST_RECORDS, CalendarMonth, Fault, LATE_DAYS};
use crate::text::Wording;

/// How many months are named.
const MONTHS: usize = 12;

impl Fault {
    /// The whole message: what, how many, and the first examples.
    #[must_use]
    pub fn wording(&self) -> Wording {
        match self {
            Self::Duplicates { .. } => self.duplicates(),
            Self::BeforeOpening(file, found) => {
                let en = ("before its institution opened", "before their institutions opened");
                dated(file, found, en, "早于机构成立日期", true)
            }
            Self::AfterClosing(file, found) => {
                let en = ("after its institution closed", "after their institutions closed");
                dated(file, found, en, "晚于机构注销日期", true)
            }
            Self::AfterAsOf(file, found) => {
                dated(file, found, ("after the judged day", "after the judged day"), "日期晚于截至日", false)
            }
            Self::ClosedBeforeFound { .. } => self.closed_before_found(),
            Self::Bursts { .. } => self.bursts(),
            Self::Gap { file, months } => gap(file.as_deref(), months),
        }
    }

    fn duplicates(&self) -> Wording {
        let Self::Duplicates { count, examples } = self else { return Wording::new("", "") };
        let listed = |(open, close): (&str, &str), comma: &str| {
            let sets = examples.iter().map(|set| {
                let more = if set.count > set.records.len() as u64 { " …" } else { "" };
                let records: Vec<String> = set.records.iter().map(|record| format!("`{}`", brief(record))).collect();
                format!("`{}` {} {}{open}{}{more}{close}", set.subject, set.activity, set.time, records.join(" = "))
            });
            sets.collect::<Vec<_>>().join(comma)
        };
        let says = if *count == 1 { "record says" } else { "records say" };
        Wording::new(
            format!(
                "{count} {says} what another record says (institution, activity, date, and all that rules read), and all are used: {}; if they are one, give them one id",
                listed((" (", ")"), ", ")
            ),
            format!(
                "{count} 条记录与另一条记录相同（机构、活动、日期及规则所读各项均一致），均予采用：{}；若为同一件事，请写同一记录编号",
                listed(("（", "）"), "、")
            ),
        )
    }

    fn closed_before_found(&self) -> Wording {
        let Self::ClosedBeforeFound { asking, answering, fields, count, examples } = self else {
            return Wording::new("", "");
        };
        let listed = |before: &str, (open, close): (&str, &str), comma: &str| {
            let pairs = examples.iter().map(|example| {
                let (closing, closed) = &example.closing;
                let (finding, found) = &example.finding;
                let (id, closing, finding) = (&example.subject, brief(closing), brief(finding));
                format!("`{id}` {closed}{open}`{closing}`{close}{before}{found}{open}`{finding}`{close}")
            });
            pairs.collect::<Vec<_>>().join(comma)
        };
        let (records, they) = if *count == 1 { ("record", "it") } else { ("records", "they") };
        let is = if *count == 1 { "is" } else { "are" };
        let (fields_en, fields_zh) = (fields.join(", "), fields.join("、"));
        Wording::new(
            format!(
                "{count} {records} of `{answering}` {is} dated before every `{asking}` that {they} may answer (same {fields_en}): {}",
                listed(" before ", (" (", ")"), ", ")
            ),
            format!(
                "{count} 条 `{answering}` 记录早于与之对应（{fields_zh} 相同）的每一条 `{asking}`：{}",
                listed("早于 ", ("（", "）"), "、")
            ),
        )
    }

    fn bursts(&self) -> Wording {
        let Self::Bursts { count, records, examples, more } = self else { return Wording::new("", "") };
        let english = examples.iter().map(|burst| {
            let (first, last) = burst.days;
            let (file, row) = &burst.first;
            format!(
                "`{}` on {}: {} records of {first} to {last} (from `{}`, row {row}, on)",
                burst.subject,
                burst.entered,
                burst.records,
                brief(file)
            )
        });
        let chinese = examples.iter().map(|burst| {
            let (first, last) = burst.days;
            let (file, row) = &burst.first;
            format!(
                "`{}` 于 {} 录入 {first} 至 {last} 的 {} 条（自 `{}` 第 {row} 行起）",
                burst.subject,
                burst.entered,
                burst.records,
                brief(file)
            )
        });
        let times = if *count == 1 { "once".to_owned() } else { format!("{count} times") };
        let (more_en, more_zh) = if *more {
            ("; there are too many days of entry to follow all of them", "；录入日过多，未能逐一核对")
        } else {
            ("", "")
        };
        Wording::new(
            format!(
                "{times} one institution entered on a single day {BURST_RECORDS} records or more, of {BURST_DAYS} different days or more, all of them {LATE_DAYS} days past or more ({records} records in all): {}{more_en}",
                english.collect::<Vec<_>>().join(", ")
            ),
            format!(
                "疑似补录 {count} 次，共 {records} 条记录（同一机构同一天录入不少于 {BURST_RECORDS} 条、涉及不少于 {BURST_DAYS} 个日期、且均已过去 {LATE_DAYS} 天以上）：{}{more_zh}",
                chinese.collect::<Vec<_>>().join("、")
            ),
        )
    }
}

/// Records of a table that are dated where they cannot be.
fn dated(file: &str, found: &Finding, (one, many): (&str, &str), zh: &str, used: bool) -> Wording {
    let (records, en) = if found.count == 1 { ("record is", one) } else { ("records are", many) };
    let (fate_en, fate_zh) = if used { ("used", "仍予采用") } else { ("ignored", "予以忽略") };
    let (english, chinese): (Vec<String>, Vec<String>) = (found.examples.iter())
        .map(|example| {
            let super::super::intake::Example { row, subject, day, bound } = example;
            (format!("row {row} `{subject}` {day} ({bound})"), format!("第 {row} 行 `{subject}` {day}（{bound}）"))
        })
        .unzip();
    Wording::new(
        format!("`{file}`: {} {records} dated {en}, and {fate_en}: {}", found.count, english.join(", ")),
        format!("`{file}`：{} 条记录{zh}，{fate_zh}：{}", found.count, chinese.join("、")),
    )
}

fn gap(file: Option<&str>, months: &[CalendarMonth]) -> Wording {
    let named: Vec<String> = months.iter().take(MONTHS).map(CalendarMonth::to_string).collect();
    let (more_en, more_zh) = match months.len().saturating_sub(MONTHS) {
        0 => (String::new(), String::new()),
        more => (format!(" and {more} more months"), format!(" 等（另有 {more} 个月）")),
    };
    let (of_en, of_zh) = match file {
        Some(file) => (format!("`{file}` has no row in "), format!("`{file}` 在 ")),
        None => ("nobody has a row in ".to_owned(), "所有机构在 ".to_owned()),
    };
    let (en, zh) = (named.join(", "), named.join("、"));
    Wording::new(
        format!("{of_en}{en}{more_en}, though most months have some: is a part of the export missing?"),
        format!("{of_zh}{zh}{more_zh} 没有任何一行，而多数月份都有：导出是否缺了一部分？"),
    )
}
