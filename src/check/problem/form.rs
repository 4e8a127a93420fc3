//! Problems with parts of a rule that do not go together (docs/language.md sections 3 to 9).

use super::{Tell, told};
use crate::diagnostic::{Diagnostic, Explain};
use crate::text::{Span, Wording};

/// Where a duration of minutes or hours has no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClockPlace {
    /// `every D from M`
    Block,
    /// `always … for D`
    Standing,
    /// `M + D`
    Shift,
}

/// What makes an activity of a name that is a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateUse {
    /// `opened.F`
    Field,
    /// `opened of region`
    Whose,
    /// `opened or A`
    Or,
}

/// A problem with parts that do not go together.
#[derive(Debug, Clone, PartialEq)]
pub enum FormProblem {
    /// Minutes or hours where only days count.
    Clock {
        /// The place.
        place: ClockPlace,
        /// The duration.
        span: Span,
    },
    /// A date of the register with something that only activities have.
    DateAsActivity {
        /// The date.
        name: String,
        /// What stands behind it.
        span: Span,
        /// What that is.
        by: DateUse,
    },
    /// So many activities joined in so long a rule that looking everything up in each would never end.
    TooManyJoined {
        /// How many.
        joined: usize,
        /// The sentence.
        span: Span,
    },
    /// `in any D` without `at most`.
    InAnyWithoutMost {
        /// The sentence.
        span: Span,
    },
    /// `always A` without `until` or `for`.
    AlwaysWithoutEnd {
        /// The sentence.
        span: Span,
    },
    /// `until` or `for D` with another schedule.
    UntilWithoutAlways {
        /// Its field or duration.
        span: Span,
    },
    /// `at least D apart` where no records are counted.
    Apart {
        /// The duration.
        span: Span,
    },
    /// `per` without a population.
    PerWithoutPopulation {
        /// The level.
        span: Span,
    },
    /// One value of `for each` twice.
    RepeatedValue {
        /// As written.
        text: String,
        /// The first.
        first: Span,
        /// The second.
        second: Span,
    },
    /// A parameter below 0 where a total is asked for.
    ParameterNegative {
        /// The parameter.
        name: String,
        /// Its value.
        value: String,
        /// The use.
        span: Span,
        /// The value.
        declared: Span,
    },
    /// `trigger.F` where no record triggers.
    TriggerWithoutMoment {
        /// It.
        span: Span,
        /// A date is the moment.
        date: bool,
    },
    /// `period.from`, `period.to` without `each`.
    PeriodWithoutEach {
        /// It.
        span: Span,
    },
    /// `grace` where nothing falls due that could be done later.
    Grace {
        /// The modifier.
        span: Span,
    },
    /// `next working day` where nothing falls due.
    NextWorkingDay {
        /// The modifier.
        span: Span,
    },
    /// `extended` with a schedule whose due day does not move.
    Extended {
        /// The modifier.
        span: Span,
    },
}

impl Explain for FormProblem {
    fn diagnostic(&self) -> Diagnostic {
        match self {
            Self::Clock { place, span } => clock(*place, *span),
            Self::DateAsActivity { name, span, by } => date_as_activity(name, *span, *by),
            Self::TooManyJoined { joined, span } => told(
                "too-many-activities",
                *span,
                format!("{joined} activities are joined in a rule that is too long for so many"),
                format!("这条规则连用了 {joined} 种活动，又太长"),
            )
            .help(
                "write several rules, or let the records carry one activity with a field that tells them apart",
                "请分写为几条规则，或让记录用同一种活动，以字段区分",
            ),
            Self::InAnyWithoutMost { span } => told(
                "in-any-without-at-most",
                *span,
                "`in any` does not say how much is allowed",
                "`任意` 没有说明至多允许多少",
            )
            .help("write `in any 12 months at most 2`", "写作 `任意12个月 至多2次`"),
            Self::AlwaysWithoutEnd { span } => told(
                "always-without-until",
                *span,
                "`always` does not say how long each record is good",
                "`始终` 没有说明每条记录的有效期",
            )
            .help(
                "add `until` and the field with its last day, or `for 1 year`",
                "请加上 `有效期至` 和截止日的字段，或 `有效期1年`",
            ),
            Self::UntilWithoutAlways { span } => told(
                "until-without-always",
                *span,
                "`until` and `for` belong to `always` only",
                "`有效期至` 和 `有效期` 只用于 `始终`",
            )
            .help(
                "write `always` as the schedule, or compare the field behind `where`",
                "时间写 `始终`，或在 `其中` 之后比较该字段",
            ),
            Self::Apart { span } => told(
                "apart-without-count",
                *span,
                "only records that are counted can be apart",
                "只有计次数的记录才谈得上间隔",
            )
            .help(
                "it goes with `at least 2` and the like, not with totals, `different`, `never` or `whenever`",
                "它与 `至少2次` 之类同用，不与 `合计`、`不同`、`不得`、`凡` 同用",
            ),
            Self::PerWithoutPopulation { span } => told(
                "per-without-population",
                *span,
                "`per` says what a group is, and this rule is about no group",
                "`按` 说明按什么分组，而这条规则不看组",
            )
            .help(
                "begin the sentence with `all of` or `at least 96% of`, or remove `per`",
                "句首写 `所有` 或 `96%以上的`，或删去 `按`",
            ),
            Self::RepeatedValue { text, first, second } => told(
                "repeated-value",
                *second,
                format!("`{text}` stands twice in one list"),
                format!("`{text}` 在列表中出现两次"),
            )
            .label("again here", "又在此处")
            .related(*first, "first here", "先在此处")
            .help("one value makes one duty: remove one of the two", "一个值对应一项义务：删去其中一处"),
            Self::ParameterNegative { name, value, span, declared } => told(
                "parameter-negative",
                *span,
                format!("`{name}` is {value} here, and a total is compared with a number from 0 up"),
                format!("`{name}` 的值是 {value}，合计须与不小于 0 的数相比"),
            )
            .related(*declared, "its value", "它的值")
            .help("change its value", "请改它的值"),
            Self::TriggerWithoutMoment { span, date } => {
                let (en, zh) = if *date {
                    (
                        "a date has no fields: there is no record behind this moment",
                        "日期没有字段：这个时点背后没有记录",
                    )
                } else {
                    ("no record triggers anything here", "此处没有触发义务的记录")
                };
                told("trigger-without-moment", *span, en, zh).help(
                    "`trigger` is the record behind an activity in `after`, `before`, `by` and `every … from`",
                    "`触发` 指 `后…内`、`前…内`、`于…前`、`自…起` 中活动的那条记录",
                )
            }
            Self::PeriodWithoutEach { span } => {
                told("period-without-each", *span, "only `each` has a period", "只有 `每` + 单位 才有本期").help(
                    "`period.from` and `period.to` stand in rules such as `each year`",
                    "`本期.起` 和 `本期.止` 用于 `每年` 之类的规则",
                )
            }
            Self::Grace { span } => told(
                "grace-without-due",
                *span,
                "nothing falls due here that could be done a little later",
                "此处没有可以宽限的到期事项",
            )
            .help(
                "`grace` goes with `at least` in `every`, `each`, `by` and `after`",
                "`宽限` 用于 `每…`、`每` + 单位、`于…前`、`后…内` 中的 `至少`",
            ),
            Self::NextWorkingDay { span } => told(
                "next-working-day-without-due",
                *span,
                "no due day is here to be moved",
                "此处没有可以顺延的到期日",
            )
            .help(
                "`next working day` goes with `at least` in `every`, `each`, `by` and `after`",
                "`遇假日顺延` 用于 `每…`、`每` + 单位、`于…前`、`后…内` 中的 `至少`",
            ),
            Self::Extended { span } => told(
                "extended-without-due",
                *span,
                "no due day is here that something could move",
                "此处没有可以顺延的到期日",
            )
            .help("`extended` goes with `every`, `by` and `after`", "`顺延` 用于 `每…`、`于…前`、`后…内`"),
        }
    }
}

fn clock(place: ClockPlace, span: Span) -> Diagnostic {
    let (title, help) = match place {
        ClockPlace::Block => (
            Wording::new("blocks of time go by days, not by minutes or hours", "固定的时间段按日计，不按分钟或小时计"),
            Wording::new(
                "write days or longer units; `every 12 hours` without `from` runs by the clock",
                "请写日或更长的单位；不带 `自…起` 的 `每12小时` 按钟点走",
            ),
        ),
        ClockPlace::Standing => (
            Wording::new(
                "a record is good for whole days, not for minutes or hours",
                "记录的有效期按整日计，不按分钟或小时计",
            ),
            Wording::new("write days or longer units, such as `for 2 days`", "请写日或更长的单位，如 `有效期2日`"),
        ),
        ClockPlace::Shift => (
            Wording::new("a moment moves by days, not by minutes or hours", "时点按日移动，不按分钟或小时移动"),
            Wording::new(
                "write the hours as the window instead: `after … within 24 hours`",
                "小时请写在窗口里：`… 后24小时内`",
            ),
        ),
    };
    told("clock-duration-not-taken", span, title.en, title.zh).help(help.en, help.zh)
}

fn date_as_activity(name: &str, span: Span, by: DateUse) -> Diagnostic {
    let title = match by {
        DateUse::Field => Wording::new(
            format!("`{name}` is a date of the register, and has no fields"),
            format!("`{name}` 是名册里的日期，没有字段"),
        ),
        DateUse::Whose => Wording::new(
            format!("`{name}` is a date of the register, and only activities are those of a region or a parent"),
            format!("`{name}` 是名册里的日期，只有活动才分地区或上级"),
        ),
        DateUse::Or => Wording::new(
            format!("`{name}` is a date of the register, and only activities are joined by `or`"),
            format!("`{name}` 是名册里的日期，只有活动才能用 `或` 相连"),
        ),
    };
    let help = match by {
        DateUse::Field | DateUse::Whose => {
            Wording::new("write the date alone, or name an activity", "请只写日期，或改写活动")
        }
        DateUse::Or => Wording::new("write a rule for each of the two", "请分写为两条规则"),
    };
    told("date-as-activity", span, title.en, title.zh).help(help.en, help.zh)
}
