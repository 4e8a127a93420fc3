//! Units, dates and windows.

use super::{Message, say};
use crate::calendar::Unit;

pub(super) fn singular_unit(right: &str) -> Message {
    Message::new(
        "singular-unit",
        say("the singular of a unit belongs to 1 alone", "英文单位的单数形式只用于 1"),
        say(format!("write `{right}`"), format!("请写 `{right}`")),
    )
    .suggest(right)
}

pub(super) fn zh_unit(right: &str) -> Message {
    Message::new(
        "month-without-measure",
        say("a duration of months is written with `个`", "期限要写 `个`：例如 6月是六月，6个月才是期限"),
        say(format!("write `{right}`"), format!("请写 `{right}`")),
    )
    .suggest(right)
}

pub(super) fn bare_count(typed: &str) -> Message {
    let number = typed.trim_end_matches('次').trim_end();
    Message::new(
        "quantity-without-bound",
        say(format!("`{typed}` does not say whether more or fewer will do"), format!("`{typed}` 没有说多或少是否可以")),
        say(
            format!("write `at least {number}`, `at most {number}` or `exactly {number}`"),
            format!("请写 `至少{number}次`、`至多{number}次` 或 `恰{number}次`"),
        ),
    )
}

pub(super) fn every_unit(unit: Unit) -> Message {
    let (keyword, zh) = (unit.keyword(), unit.chinese());
    let rolling = rolling(unit);
    Message::new(
        "every-without-number",
        say(format!("`every {keyword}` can mean two things"), format!("`every {keyword}` 有两种意思")),
        say(
            format!(
                "write `each {keyword}` for each calendar period, or `every {}` for a clock that starts anew with each record",
                rolling.0
            ),
            format!(
                "按日历周期请写 `each {keyword}`（每{zh}），从上一次起滚动计算请写 `every {}`（每{}）",
                rolling.0, rolling.1
            ),
        ),
    )
}

pub(super) fn every_season(right: &str) -> Message {
    Message::new(
        "every-without-number",
        say("`every` needs a number and a unit", "`every` 之后要写数与单位"),
        say(
            format!("write `{right}` for each of its occurrences, or a length such as `every 6 months`"),
            format!("每一次请写 `{right}`，滚动计算请写长度，例如 `every 6 months`（每6个月）"),
        ),
    )
    .suggest(right)
}

pub(super) fn every_measure(typed: &str, unit: Unit) -> Message {
    let (calendar, (_, rolling)) = (unit.chinese(), rolling(unit));
    Message::new(
        "every-without-number",
        say(format!("`{typed}` can mean two things"), format!("`{typed}` 有两种意思")),
        say(
            format!(
                "write `每{calendar}` for each calendar period, or `每{rolling}` for a clock that starts anew with each record"
            ),
            format!("按日历周期请写 `每{calendar}`，从上一次起滚动计算请写 `每{rolling}`"),
        ),
    )
}

pub(super) fn gap_in_each(right: &str) -> Message {
    Message::new(
        "gap-in-each",
        say("`每` and its unit are one word", "`每` 与单位之间不能有空格"),
        say(format!("write `{right}`"), format!("请写 `{right}`")),
    )
    .suggest(right)
}

pub(super) fn unknown_unit(typed: &str, similar: &str) -> Message {
    Message::new(
        "unknown-unit",
        say(format!("`{typed}` is no unit of the calendar"), format!("`{typed}` 不是日历单位")),
        say(format!("did you mean `{similar}`?"), format!("是不是 `{similar}`？")),
    )
    .suggest(similar)
}

pub(super) fn date_shape(right: &str) -> Message {
    Message::new(
        "date-format",
        say("this is not how a date is written", "日期的写法不对"),
        say(format!("write `{right}`"), format!("请写 `{right}`")),
    )
    .suggest(right)
}

pub(super) fn vague_date(typed: &str, year: &str, right: Option<&str>) -> Message {
    let title = say(format!("`{typed}` does not name a day"), format!("`{typed}` 没有说明是哪一日"));
    match right {
        Some(right) => {
            let help = say(format!("write `{right}`"), format!("请写 `{right}`"));
            Message::new("date-format", title, help).suggest(right)
        }
        None => {
            let help = say(
                format!("write the date with its day, such as `{year}年12月31日`"),
                format!("请写到日，例如 `{year}年12月31日`"),
            );
            Message::new("date-format", title, help)
        }
    }
}

pub(super) fn year_in_each_year(right: &str) -> Message {
    Message::new(
        "date-format",
        say("a day of each year is written without a year", "每年的某一日不写年份"),
        say(format!("write `{right}`"), format!("请写 `{right}`")),
    )
    .suggest(right)
}

pub(super) fn deadline_without_by(right: &str) -> Message {
    Message::new(
        "date-format",
        say("a deadline opens with `于`", "截止日期以 `于` 开头"),
        say(format!("write `{right}`"), format!("请写 `{right}`")),
    )
    .suggest(right)
}

pub(super) fn no_such_date(typed: &str, last: Option<u32>) -> Message {
    Message::new(
        "no-such-date",
        say(format!("there is no day `{typed}`"), format!("没有 `{typed}` 这一天")),
        match last {
            Some(last) => say(
                format!("the last day of that month is the {last}th").replace("31th", "31st"),
                format!("该月的最后一天是 {last} 日"),
            ),
            None => say("a month is 01 … 12, a year 0001 … 9999", "月份为 01 … 12，年份为 0001 … 9999"),
        },
    )
}

pub(super) fn day_zero() -> Message {
    Message::new(
        "day-zero",
        say("the days of a period are counted from 1", "周期内的日从 1 数起"),
        say("the first day is `day 1`", "第一天是 `第1日`"),
    )
}

pub(super) fn month_day_outside_year(unit: Option<Unit>) -> Message {
    let (en, zh) = match unit {
        Some(unit) => (unit.keyword(), format!("每{}", unit.chinese())),
        None => ("season", "时段".to_owned()),
    };
    Message::new(
        "month-day-outside-year",
        say(
            format!("a month and day has its place in a year only, not in a {en}"),
            format!("月-日只能用于每年，不能用于{zh}"),
        ),
        say("count the days of the period: `day 15`", "请写周期内的第几日：`第15日`"),
    )
}

pub(super) fn window_wraps() -> Message {
    Message::new(
        "window-wraps",
        say("this window ends before it begins", "这个时间窗的结束早于开始"),
        say(
            "a stretch over the turn of the year is a season: `season winter 11-01 to 03-31`, then `each winter`",
            "跨年的一段请声明为时段：`时段 冬季 11-01 至 03-31`，再写 `每 冬季`",
        ),
    )
}

pub(super) fn no_such_time(typed: &str) -> Message {
    Message::new(
        "no-such-time",
        say(format!("there is no time of day `{typed}`"), format!("没有 `{typed}` 这个时刻")),
        say(
            "a day has 00:00 … 23:59; 24:00 may only be the end of a season",
            "一天从 00:00 到 23:59；24:00 只能作时段的结束",
        ),
    )
}

pub(super) fn season_without_hours() -> Message {
    Message::new(
        "season-without-hours",
        say("this season ends when it begins", "这个时段的开始与结束是同一时刻"),
        say(
            "write two different times; for the whole day write `00:00 to 24:00`",
            "请写两个不同的时刻；全天写作 `00:00 至 24:00`",
        ),
    )
}

pub(super) fn dates_backwards() -> Message {
    Message::new(
        "dates-backwards",
        say("the last day lies before the first", "结束日期早于开始日期"),
        say("put the earlier date first", "请把较早的日期写在前面"),
    )
}

/// `1 month` and 1个月, for each unit; units that no duration has are counted in those it has.
const fn rolling(unit: Unit) -> (&'static str, &'static str) {
    match unit {
        Unit::Day => ("1 day", "1日"),
        Unit::Week => ("1 week", "1周"),
        Unit::Xun => ("10 days", "10日"),
        Unit::HalfMonth => ("15 days", "15日"),
        Unit::Month => ("1 month", "1个月"),
        Unit::TwoMonths => ("2 months", "2个月"),
        Unit::Quarter => ("1 quarter", "1个季度"),
        Unit::HalfYear => ("1 half-year", "1个半年"),
        Unit::Year => ("1 year", "1年"),
    }
}
