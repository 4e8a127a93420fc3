//! Problems with the parts of a sentence.

use super::{Tell, told};
use crate::calendar::Duration;
use crate::diagnostic::{Diagnostic, Explain};
use crate::text::{Span, Wording};

/// The schedules that restrict what may stand beside them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ScheduleName {
    /// `every D`
    Every,
    /// `each U`
    Each,
    /// `each U by X`
    EachBy,
    /// `by M`
    By,
    /// `after M within D`
    After,
    /// `after M within D never`
    AfterNever,
    /// `before M`
    Before,
    /// `never`
    Never,
    /// `in any D`
    InAny,
    /// `whenever`
    Whenever,
    /// `always`
    Always,
}

impl ScheduleName {
    fn wording(self) -> Wording {
        match self {
            Self::Every => Wording::new("every", "每…"),
            Self::Each => Wording::new("each", "每"),
            Self::EachBy => Wording::new("each … by", "每 …前"),
            Self::By => Wording::new("by", "于…前"),
            Self::After => Wording::new("after", "后"),
            Self::AfterNever => Wording::new("after … never", "后… 不得"),
            Self::Before => Wording::new("before", "前"),
            Self::Never => Wording::new("never", "不得"),
            Self::InAny => Wording::new("in any", "任意"),
            Self::Whenever => Wording::new("whenever", "凡"),
            Self::Always => Wording::new("always", "始终"),
        }
    }
}

/// A problem with the parts of a sentence.
#[derive(Debug, Clone, PartialEq)]
pub enum SentenceProblem {
    /// A quantity that the schedule does not take.
    Quantity {
        /// The schedule.
        schedule: ScheduleName,
        /// The quantity.
        span: Span,
    },
    /// A quantity that is not a whole number.
    NotWhole {
        /// As written.
        text: String,
        /// Its place.
        span: Span,
    },
    /// A duration that is not a whole number of at least one, or beyond the calendar.
    Duration {
        /// As written.
        text: String,
        /// Its place.
        span: Span,
    },
    /// A parameter used where a whole number is asked for.
    ParameterNotWhole {
        /// The parameter.
        name: String,
        /// Its value.
        value: String,
        /// The least that fits.
        least: u32,
        /// The use.
        span: Span,
        /// The value.
        declared: Span,
    },
    /// `2 to 1`.
    BackwardsRange {
        /// The lower bound.
        low: String,
        /// The upper bound.
        high: String,
        /// The quantity.
        span: Span,
    },
    /// `count partial periods` without `each`, or with a window in it.
    PartialPeriods {
        /// The modifier.
        span: Span,
        /// There is a window.
        window: bool,
    },
    /// `whenever` without `require`.
    RequireMissing {
        /// The sentence.
        span: Span,
    },
    /// `require` without `whenever`.
    RequireMisplaced {
        /// The condition.
        span: Span,
        /// It stands behind `always` and an activity.
        always: bool,
    },
    /// `matching` where nothing triggers, or a date does.
    MatchingWithoutTrigger {
        /// The fields.
        span: Span,
        /// A date is the moment.
        date: bool,
    },
    /// `( where C )` behind a date.
    FilterOnDate {
        /// The condition.
        span: Span,
        /// The date's name.
        name: String,
    },
    /// `MM-DD` in a unit that is not a year.
    MonthDayOutsideYear {
        /// The unit or season.
        unit: String,
        /// The window.
        span: Span,
    },
    /// A day that no year has.
    NoSuchDay {
        /// The month.
        month: u32,
        /// The day.
        day: u32,
        /// The last day of the month, where there is such a month.
        last: Option<u32>,
        /// The window.
        span: Span,
    },
    /// `day N` that no period of the unit has.
    NoSuchDayOfPeriod {
        /// The day.
        day: u32,
        /// The unit or season.
        unit: String,
        /// The most days it can have.
        longest: u32,
        /// The window.
        span: Span,
    },
    /// A window whose first day lies behind its last.
    WindowWraps {
        /// The window.
        span: Span,
    },
    /// A modifier given twice.
    RepeatedModifier {
        /// The keyword, in English and Chinese.
        keyword: (&'static str, &'static str),
        /// The first.
        first: Span,
        /// The second.
        second: Span,
    },
}

impl Explain for SentenceProblem {
    fn diagnostic(&self) -> Diagnostic {
        match self {
            Self::Quantity { schedule, span } => quantity(*schedule, *span),
            Self::NotWhole { text, span } => told(
                "not-a-whole-number",
                *span,
                format!("`{text}` is no number of times that a rule can ask for"),
                format!("`{text}` 不是规则可用的次数"),
            )
            .help(
                format!("write a whole number from 0 to {}, such as `at least 2`", u32::MAX),
                format!("须是 0 到 {} 的整数，如 `至少2次`", u32::MAX),
            ),
            Self::Duration { text, span } => {
                let years = Duration::LIMIT_YEARS;
                told(
                    "no-such-duration",
                    *span,
                    format!("`{text}` is no length of time that a rule can ask for"),
                    format!("`{text}` 不是规则可用的时长"),
                )
                .help(
                    format!("write a whole number from 1 up, such as `6 months`; {years} years are the most"),
                    format!("须是不小于 1 的整数，如 `6个月`；最长 {years} 年"),
                )
            }
            Self::ParameterNotWhole { name, value, least, span, declared } => told(
                "parameter-not-whole",
                *span,
                format!("`{name}` is {value} here, and must be a whole number from {least} up"),
                format!("`{name}` 的值是 {value}，此处须是不小于 {least} 的整数"),
            )
            .related(*declared, "its value", "它的值")
            .help("change its value, or write the number into the rule", "改它的值，或把数直接写在规则里"),
            Self::BackwardsRange { low, high, span } => told(
                "backwards-range",
                *span,
                format!("from {low} to {high} there is no number"),
                format!("{low} 至 {high} 之间没有数"),
            )
            .help(format!("write `{high} to {low}`"), format!("写作 `{high}至{low}次`"))
            .suggest(Some(format!("{high} to {low}"))),
            Self::PartialPeriods { span, window: true } => told(
                "partial-periods-without-each",
                *span,
                "a window inside the period is owed whole or not at all",
                "期间之内的窗口要么整段有效，要么无效",
            )
            .help(
                "remove this line, or the `by` or `from … to` of the sentence",
                "删去这一行，或删去句中的 `…前`、`…至…`",
            ),
            Self::PartialPeriods { span, window: false } => told(
                "partial-periods-without-each",
                *span,
                "only `each` has periods that can be cut",
                "只有 `每` + 单位 才有可能不足的期间",
            )
            .help(
                "remove this line: the clock of this rule does not follow the calendar",
                "删去这一行：这条规则的时钟不按日历走",
            ),
            Self::RequireMissing { span } => told(
                "whenever-without-require",
                *span,
                "`whenever` does not say what each record must satisfy",
                "`凡` 没有说明每条记录须满足什么",
            )
            .help(
                "add `require` and a condition: `whenever inspection require score >= 60`",
                "请加上 `须` 和条件：`凡 检查 须 得分 >= 60`",
            ),
            Self::RequireMisplaced { span, always: true } => told(
                "require-without-whenever",
                *span,
                "`always` with an activity does not take `require`",
                "`始终` 之后有活动时不带 `须`",
            )
            .help(
                "write `until FIELD` or `for 1 year` behind the activity; `always require` alone looks at the register",
                "活动之后写 `有效期至 字段` 或 `有效期1年`；单写 `始终 须` 看的是名册",
            ),
            Self::RequireMisplaced { span, always: false } => {
                told("require-without-whenever", *span, "`require` belongs to `whenever` only", "`须` 只用于 `凡`")
                    .help(
                        "to count only some records, write `where`; to ask something of each record, `whenever`",
                        "只数一部分记录，写 `其中`；对每条记录有要求，写 `凡`",
                    )
            }
            Self::MatchingWithoutTrigger { span, date } => {
                let (en, zh) = if *date {
                    ("a date has no fields to match", "日期没有可以对应的字段")
                } else {
                    ("there is no other record whose fields could match", "没有另一条记录可供对应")
                };
                told("matching-without-trigger", *span, en, zh).help(
                    "`matching` compares a record with the one that triggered the duty: `after ACTIVITY within …`",
                    "`对应` 拿记录与触发义务的记录相比：`某活动 后…内`",
                )
            }
            Self::FilterOnDate { span, name } => told(
                "condition-on-a-date",
                *span,
                format!("`{name}` is a date, and dates have no fields to look at"),
                format!("`{name}` 是日期，没有字段可看"),
            )
            .help("put the condition on the subject behind `with`", "对主体的条件写在 `且` 之后"),
            Self::MonthDayOutsideYear { unit, span } => told(
                "month-day-outside-year",
                *span,
                format!("a {unit} has no month and day of its own"),
                "月和日只能写在每年之中",
            )
            .help("count the days of the period: `by day 15`", "请数期间里的第几日：`第15日前`"),
            Self::NoSuchDay { month, day, last, span } => {
                let told = told(
                    "no-such-date",
                    *span,
                    format!("no year has a {month:02}-{day:02}"),
                    format!("没有 {month:02}-{day:02} 这一天"),
                );
                match last {
                    Some(last) => told.help(
                        format!("the last day of that month is {month:02}-{last:02}"),
                        format!("那个月的最后一天是 {month:02}-{last:02}"),
                    ),
                    None => told.help("months go from 01 to 12", "月份从 01 到 12"),
                }
            }
            Self::NoSuchDayOfPeriod { day, unit, longest, span } => told(
                "no-such-day",
                *span,
                match *day {
                    // The number did not fit and is not the one that was written.
                    u32::MAX => format!("no {unit} has so many days"),
                    day => format!("no {unit} has a day {day}"),
                },
                match *day {
                    u32::MAX => "这种期间没有这么多日".to_owned(),
                    day => format!("这种期间没有第{day}日"),
                },
            )
            .help(format!("days are counted from 1 to {longest} at most"), format!("从第1日数起，最多到第{longest}日")),
            Self::WindowWraps { span } => {
                told("window-wraps", *span, "this window ends before it begins", "这段时间的终点在起点之前").help(
                    "a window lies inside one period; a stretch over the turn of the year is a `season`",
                    "窗口须在一个期间之内；跨年的一段请用 `时段` 来写",
                )
            }
            Self::RepeatedModifier { keyword, first, second } => told(
                "repeated-line",
                *second,
                format!("`{}` stands here twice", keyword.0),
                format!("`{}` 写了两次", keyword.1),
            )
            .label("again here", "又在此处")
            .related(*first, "first here", "先在此处")
            .help("keep one of the two", "只留其中一处"),
        }
    }
}

fn quantity(schedule: ScheduleName, span: Span) -> Diagnostic {
    let keyword = schedule.wording();
    match schedule {
        ScheduleName::InAny => {
            told("quantity-not-taken", span, "`in any` takes `at most` only", "`任意` 只能带 `至多`")
                .help("for a least number, write `every 12 months`", "要求最少次数，写 `每12个月`")
        }
        ScheduleName::Never | ScheduleName::AfterNever => {
            let (en, zh) = match schedule {
                ScheduleName::Never => ("each year at most 2", "每年 至多2次"),
                _ => ("after … within … at most 2", "后…内 至多2次"),
            };
            told(
                "quantity-not-taken",
                span,
                "`never` allows none, and takes no quantity",
                "`不得` 即一次也不许，不带次数",
            )
            .help(format!("to allow a few, write `{en}`"), format!("若允许几次，写 `{zh}`"))
        }
        ScheduleName::Whenever => told(
            "quantity-not-taken",
            span,
            "`whenever` looks at each record, and takes no quantity",
            "`凡` 看的是每一条记录，不带次数",
        )
        .help("remove the quantity", "去掉次数"),
        _ => told(
            "quantity-not-taken",
            span,
            format!("`{}` takes `at least` only", keyword.en),
            format!("`{}` 只能带 `至少`", keyword.zh),
        )
        .help(
            "upper bounds belong to `each` and `after`, as `each year at most 2`",
            "上限只用于 `每` + 单位 和 `后…内`，如 `每年 至多2次`",
        ),
    }
}
