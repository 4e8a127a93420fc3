//! How dates are spelt (docs/records.md). What a cell alone leaves open, the mapping of its table settles; nothing is
//! guessed.

use crate::calendar::{Day, Time};
use crate::rulebook::normalise;

/// What the mapping of a table says of its dates.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spelling {
    /// The order of day, month and year in dates such as `3/5/2024` or `21.3.5`.
    pub order: Option<Order>,
    /// What years of one or two digits count from.
    pub years: Option<Years>,
    /// The day that day numbers such as `44469` count from.
    pub numbers: Option<Numbers>,
    /// Whether a midnight behind a date is no time: spreadsheets write one behind every date.
    pub midnight: Midnight,
}

/// The order of the parts of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Order {
    /// `21-3-5` is 5 March 2021.
    YearMonthDay,
    /// `3/5/2024` is 5 March 2024.
    MonthDayYear,
    /// `5/3/2024` is 5 March 2024.
    DayMonthYear,
}

/// What years of less than four digits count from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Years {
    /// The common era: 00 to 29 are 2000 to 2029, 30 to 99 are 1930 to 1999.
    Common,
    /// The years of the Republic: 民国 1 is 1912.
    Republic,
}

/// The day that the day numbers of a spreadsheet count from (ECMA-376 part 1, 18.17.4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Numbers {
    /// 1 is 1 January 1900, and a 29 February 1900 is counted that never was.
    From1900,
    /// 0 is 1 January 1904.
    From1904,
}

/// What a midnight behind a date says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Midnight {
    /// The first instant of the day.
    #[default]
    Instant,
    /// Nothing: only the day is known.
    Day,
}

/// Why a cell is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Undated {
    /// It is none, or a day that does not exist.
    Unreadable,
    /// It is one date or another, as one orders day, month and year: two of them.
    Order(Day, Day),
    /// It is one date or another, as one counts the years: two of them.
    Years(Day, Day),
    /// A number of days: it is one date or another, as one counts them.
    Number(Day, Day),
}

/// Civil time is that of China, eight hours before the time of Greenwich.
const OFFSET: i64 = 8 * 3600;
/// The seconds of a day.
const DAY: i64 = 86_400;

impl Spelling {
    /// Reads a date, with a time of day where one is behind it.
    ///
    /// # Errors
    /// It is none, or more than one.
    pub(crate) fn time(self, cell: &str) -> Result<Time, Undated> {
        if let Some(day) = iso_day(cell.as_bytes()) {
            return Ok(Time::on(day));
        }
        let cell = normalise(cell);
        if let Some(time) = compact(&cell) {
            return time.ok_or(Undated::Unreadable).map(|time| self.with_midnight(time));
        }
        let (date, behind) = parts(&cell).ok_or(Undated::Unreadable)?;
        let (day, clock) = match date {
            Written::Digits(digits) => return self.digits(digits, behind),
            Written::Parts(parts) => (self.day(parts)?, behind),
        };
        self.with_clock(day, clock)
    }

    fn with_clock(self, day: Day, behind: &str) -> Result<Time, Undated> {
        if behind.is_empty() {
            return Ok(Time::on(day));
        }
        let clock = clock_behind(behind).ok_or(Undated::Unreadable)?;
        let time = match clock.offset {
            None | Some(OFFSET) => Time::at(day, clock.second),
            Some(offset) => {
                let instant = Time::at(day, clock.second).earliest();
                Time::from_instant(instant - offset + OFFSET).ok_or(Undated::Unreadable)?
            }
        };
        Ok(self.with_midnight(time))
    }

    fn with_midnight(self, time: Time) -> Time {
        let is_no_time = time.second == Some(0) && self.midnight == Midnight::Day;
        if is_no_time { Time::on(time.day) } else { time }
    }

    /// `20240305`, `1130305` of the Republic, or a number of days.
    fn digits(self, digits: &str, behind: &str) -> Result<Time, Undated> {
        let number = |from: usize, to: usize| digits.get(from..to).and_then(|part| part.parse::<u32>().ok());
        let day = |year: usize, from: i32| {
            let (month, day) = (number(year, year + 2)?, number(year + 2, year + 4)?);
            Day::from_ymd(i32::try_from(number(0, year)?).ok()?.checked_add(from)?, month, day)
        };
        match digits.len() {
            8 => self.with_clock(day(4, 0).ok_or(Undated::Unreadable)?, behind),
            7 if self.years == Some(Years::Republic) => {
                self.with_clock(day(3, REPUBLIC).ok_or(Undated::Unreadable)?, behind)
            }
            1..=7 => self.numbered(digits, behind),
            _ => Err(Undated::Unreadable),
        }
    }

    /// A number of days, with a part of a day behind a point.
    fn numbered(self, digits: &str, behind: &str) -> Result<Time, Undated> {
        let days: u32 = digits.parse().map_err(|_| Undated::Unreadable)?;
        let second = match behind.strip_prefix('.') {
            None if behind.is_empty() => None,
            None => return Err(Undated::Unreadable),
            Some(part) => part_of_day(part).ok_or(Undated::Unreadable)?,
        };
        let (early, late) = (numbered_day(days, Numbers::From1900), numbered_day(days, Numbers::From1904));
        let day = match self.numbers {
            Some(Numbers::From1900) => early,
            Some(Numbers::From1904) => late,
            // Shorter numbers are none of days but of something else.
            None if digits.len() == 5 => {
                return Err(early.zip(late).map_or(Undated::Unreadable, |(early, late)| Undated::Number(early, late)));
            }
            None => None,
        };
        let day = day.ok_or(Undated::Unreadable)?;
        match second {
            None => Ok(Time::on(day)),
            // Rounded up to the next midnight.
            Some(second) if second > Time::LAST_SECOND => Ok(Time::at(day.next(), 0)),
            Some(second) => Ok(Time::at(day, second)),
        }
    }

    /// The day that three numbers are, in whatever order may be meant.
    fn day(self, parts: Parts) -> Result<Day, Undated> {
        let Parts { numbers: [first, second, third], year_first, republic } = parts;
        let of = |year: i32, month: Number, day: Number| Day::from_ymd(year, month.value, day.value);
        let one = |day: Option<Day>| day.ok_or(Undated::Unreadable);
        if republic {
            return one(of(first.value_as_year() + REPUBLIC, second, third));
        }
        match first.digits {
            4 => return one(of(first.value_as_year(), second, third)),
            // No institution is that old.
            3 => return one(of(first.value_as_year() + REPUBLIC, second, third)),
            _ => {}
        }
        let orders: &[Order] = match self.order {
            _ if year_first => &[Order::YearMonthDay],
            Some(Order::YearMonthDay) => &[Order::YearMonthDay],
            Some(Order::MonthDayYear) => &[Order::MonthDayYear],
            Some(Order::DayMonthYear) => &[Order::DayMonthYear],
            None if third.digits == 4 => &[Order::MonthDayYear, Order::DayMonthYear],
            None => &[Order::YearMonthDay, Order::MonthDayYear, Order::DayMonthYear],
        };
        let mut found: Vec<(Order, Day)> = Vec::new();
        for order in orders {
            let (year, month, day) = match order {
                Order::YearMonthDay => (first, second, third),
                Order::MonthDayYear => (third, first, second),
                Order::DayMonthYear => (third, second, first),
            };
            if year.digits == 4 {
                found.extend(of(year.value_as_year(), month, day).map(|day| (*order, day)));
                continue;
            }
            if year.digits > 2 {
                continue;
            }
            let counted: &[Years] = match self.years {
                Some(Years::Common) => &[Years::Common],
                Some(Years::Republic) => &[Years::Republic],
                // Nobody writes the years of the Republic behind the day.
                None if *order == Order::YearMonthDay => &[Years::Common, Years::Republic],
                None => &[Years::Common],
            };
            let days = counted.iter().filter_map(|years| of(year.counted(*years), month, day));
            found.extend(days.map(|day| (*order, day)));
        }
        let Some((order, day)) = found.first().copied() else { return Err(Undated::Unreadable) };
        let others = || found.iter().filter(|(_, other)| *other != day);
        match (others().find(|(other, _)| *other != order), others().next()) {
            (Some((_, other)), _) => Err(Undated::Order(day, *other)),
            (None, Some((_, other))) => Err(Undated::Years(day, *other)),
            (None, None) => Ok(day),
        }
    }
}

/// The year before 民国 1.
const REPUBLIC: i32 = 1911;

/// A number and how many digits it has.
#[derive(Debug, Clone, Copy)]
struct Number {
    value: u32,
    digits: usize,
}

impl Number {
    fn value_as_year(self) -> i32 {
        // At most four digits.
        i32::try_from(self.value).unwrap_or(i32::MAX)
    }

    fn counted(self, years: Years) -> i32 {
        let year = self.value_as_year();
        match years {
            Years::Republic => year + REPUBLIC,
            Years::Common if year < 30 => year + 2000,
            Years::Common => year + 1900,
        }
    }
}

/// Three numbers of a date as they stand.
#[derive(Debug, Clone, Copy)]
struct Parts {
    numbers: [Number; 3],
    /// 年 stands behind the first.
    year_first: bool,
    /// 民国 stands before it.
    republic: bool,
}

/// The date at the start of a cell.
enum Written<'c> {
    Digits(&'c str),
    Parts(Parts),
}

/// The date at the start of a cell, and what is behind it.
fn parts(cell: &str) -> Option<(Written<'_>, &str)> {
    let republic = ["中华民国", "中華民國", "民国", "民國"].iter().find_map(|era| cell.strip_prefix(era));
    let start = republic.map_or(cell, str::trim_start);
    let (first, rest) = number(start)?;
    let spaced = |text| str::trim_start(text);
    let rest = if spaced(rest).starts_with('年') { spaced(rest) } else { rest };
    let separator = rest.chars().next();
    let digits = start.get(..first.digits)?;
    let (between, behind) = match separator {
        Some('-') => ("-", ""),
        Some('/') => ("/", ""),
        Some('.') if first.digits <= 4 => (".", ""),
        Some('年') => ("月", "日"),
        _ => return (republic.is_none()).then_some((Written::Digits(digits), rest)),
    };
    let (second, rest) = number(spaced(rest.get(separator?.len_utf8()..)?))?;
    let (third, rest) = number(spaced(spaced(rest).strip_prefix(between)?))?;
    let rest = match spaced(rest).strip_prefix(behind) {
        Some(rest) if !behind.is_empty() => rest,
        // 号 is how people say 日.
        None => spaced(rest).strip_prefix('号')?,
        Some(_) => rest,
    };
    // `2024.3.5.` is how some lists end a date.
    let rest = if between == "." { rest.strip_prefix('.').unwrap_or(rest) } else { rest };
    let numbers = [first, second, third];
    let year_first = !behind.is_empty();
    // A time stands apart, but behind 日.
    if !(year_first || rest.is_empty() || rest.starts_with('T') || rest.starts_with(char::is_whitespace)) {
        return None;
    }
    let short =
        second.digits <= 2 && first.digits <= 4 && (third.digits <= 2 || third.digits == 4 && first.digits <= 2);
    let parts = Parts { numbers, year_first, republic: republic.is_some() };
    (short && !(year_first && third.digits > 2)).then_some((Written::Parts(parts), rest))
}

/// `202403051430` and `20240305143005`, if it is one of them.
fn compact(cell: &str) -> Option<Option<Time>> {
    if !matches!(cell.len(), 12 | 14) || !cell.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = |from: usize, to: usize| cell.get(from..to).map_or(Some(0), |part| part.parse::<u32>().ok());
    let time = || {
        let day = Day::from_ymd(i32::try_from(number(0, 4)?).ok()?, number(4, 6)?, number(6, 8)?)?;
        let (hour, minute, second) = (number(8, 10)?, number(10, 12)?, number(12, 14)?);
        (hour < 24 && minute < 60 && second < 60).then(|| Time::at(day, hour * 3600 + minute * 60 + second))
    };
    Some(time())
}

/// A number of at most eight digits at the start, and what is behind it.
fn number(text: &str) -> Option<(Number, &str)> {
    let digits = text.bytes().take(9).take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at_checked(digits)?;
    Some((Number { value: number.parse().ok()?, digits }, rest)).filter(|_| digits <= 8)
}

/// A time of day as it stands behind a date.
struct Clock {
    second: u32,
    /// Seconds before the time of Greenwich.
    offset: Option<i64>,
}

/// ` 14:30`, `T14:30:05.5+08:00`, `下午2:30`, ` 2:30 PM`, `14时30分`.
fn clock_behind(behind: &str) -> Option<Clock> {
    let text = behind.strip_prefix('T').unwrap_or(behind).trim_start();
    let (half, text) = [("上午", 0), ("下午", 12)]
        .iter()
        .find_map(|(word, hours)| Some((Some(*hours), text.strip_prefix(word)?.trim_start())))
        .unwrap_or((None, text));
    let (second, rest) = clock(text)?;
    let rest = rest.trim_start();
    let (half, rest) = [("AM", 0), ("PM", 12)]
        .iter()
        .find_map(|(word, hours)| {
            let start = rest.get(..2).filter(|start| half.is_none() && start.eq_ignore_ascii_case(word))?;
            Some((Some(*hours), rest.get(start.len()..)?))
        })
        .unwrap_or((half, rest));
    let second = match half {
        None => second,
        Some(hours) => {
            let hour = second / 3600;
            // 上午 and 下午 are also written before a clock of 24 hours.
            let fits = if hours == 0 { hour <= 12 } else { hour >= 1 };
            let added = if hour >= 13 { 0 } else { hours * 3600 };
            let base = if hour == 12 { second - 12 * 3600 } else { second };
            fits.then_some(base + added)?
        }
    };
    let offset = match rest.trim() {
        "" => None,
        "Z" | "z" => Some(0),
        text => Some(offset(text)?),
    };
    Some(Clock { second, offset })
}

/// `+08:00`, `-0530`, `+08`: seconds before the time of Greenwich.
fn offset(text: &str) -> Option<i64> {
    let (sign, text) = match text.as_bytes().first()? {
        b'+' => (1, text.get(1..)?),
        b'-' => (-1, text.get(1..)?),
        _ => return None,
    };
    let digits: String = text.chars().filter(|letter| *letter != ':').collect();
    let (hours, minutes) = match digits.len() {
        2 => (digits.as_str(), "0"),
        4 => digits.split_at_checked(2)?,
        _ => return None,
    };
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 18 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

/// `14:30`, `14:30:05`, `14:30:05.250`, `14时30分`, `14时30分05秒` as seconds since midnight, and what is behind it.
pub(super) fn clock(text: &str) -> Option<(u32, &str)> {
    let (hour, rest) = two(text, 1)?;
    let (minute, second, rest) = if let Some(rest) = rest.strip_prefix(':') {
        let (minute, rest) = two(rest, 2)?;
        match rest.strip_prefix(':') {
            None => (minute, 0, rest),
            Some(rest) => {
                let (second, rest) = two(rest, 2)?;
                // Parts of a second decide nothing.
                let rest = match rest.strip_prefix('.') {
                    None => rest,
                    Some(part) => part.get(part.bytes().take_while(u8::is_ascii_digit).count()..)?,
                };
                (minute, second, rest)
            }
        }
    } else {
        let rest = rest.strip_prefix('时').or_else(|| rest.strip_prefix('点')).or_else(|| rest.strip_prefix('時'))?;
        if rest.is_empty() {
            (0, 0, rest)
        } else {
            let (minute, rest) = two(rest, 1)?;
            let rest = rest.strip_prefix('分')?;
            match two(rest, 1) {
                None => (minute, 0, rest),
                Some((second, rest)) => (minute, second, rest.strip_prefix('秒')?),
            }
        }
    };
    (hour < 24 && minute < 60 && second < 60).then_some((hour * 3600 + minute * 60 + second, rest))
}

/// A number of one or two digits, at least `least` of them.
fn two(text: &str, least: usize) -> Option<(u32, &str)> {
    let digits = text.bytes().take(2).take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at_checked(digits)?;
    (digits >= least).then(|| Some((number.parse().ok()?, rest)))?
}

/// The part of a day that the digits behind a point are, to the nearest second; `None` where there are none.
fn part_of_day(digits: &str) -> Option<Option<u32>> {
    if digits.is_empty() || digits.len() > 18 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part: u128 = digits.parse().ok()?;
    let whole = 10_u128.pow(u32::try_from(digits.len()).ok()?);
    let second = (part * u128::from(DAY.unsigned_abs()) * 2 + whole) / (whole * 2);
    Some(if part == 0 { None } else { Some(u32::try_from(second).ok()?) })
}

/// The day of a day number; `None` for the 29 February 1900 that never was, and beyond the year 9999.
fn numbered_day(days: u32, numbers: Numbers) -> Option<Day> {
    let after =
        |year, month, day, days: u32| Some(Day::from_ymd(year, month, day)?.plus_days(i32::try_from(days).ok()?));
    if days > 2_958_465 {
        return None;
    }
    match (numbers, days) {
        (Numbers::From1904, _) => after(1904, 1, 1, days),
        (Numbers::From1900, 0 | 60) => None,
        (Numbers::From1900, 1..60) => after(1899, 12, 31, days),
        (Numbers::From1900, _) => after(1899, 12, 30, days),
    }
}

/// Whether bytes have the form `2024-03-05`, whatever the digits.
pub(crate) fn is_iso(cell: &[u8]) -> bool {
    let [a, b, c, d, b'-', e, f, b'-', g, h] = cell else { return false };
    [a, b, c, d, e, f, g, h].iter().all(|byte| byte.is_ascii_digit())
}

/// `2024-03-05`, the form almost every export has.
fn iso_day(cell: &[u8]) -> Option<Day> {
    if !is_iso(cell) {
        return None;
    }
    let [a, b, c, d, _, e, f, _, g, h] = cell else { return None };
    let number = |digits: &[&u8]| digits.iter().fold(0, |number, digit| number * 10 + u32::from(**digit - b'0'));
    Day::from_ymd(i32::try_from(number(&[a, b, c, d])).ok()?, number(&[e, f]), number(&[g, h]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Spelling = Spelling { order: None, years: None, numbers: None, midnight: Midnight::Instant };

    fn shown(spelling: Spelling, cell: &str) -> String {
        match spelling.time(cell) {
            Ok(time) => time.to_string(),
            Err(Undated::Unreadable) => "unreadable".to_owned(),
            Err(Undated::Order(one, other)) => format!("order: {one} or {other}"),
            Err(Undated::Years(one, other)) => format!("years: {one} or {other}"),
            Err(Undated::Number(one, other)) => format!("number: {one} or {other}"),
        }
    }

    #[test]
    fn a_date_that_can_be_only_one_is_read_however_it_is_spelt() {
        for (cell, read) in [
            ("2024-03-05", "2024-03-05"),
            ("2024/3/5", "2024-03-05"),
            ("2024.3.5", "2024-03-05"),
            ("2024.03.05.", "2024-03-05"),
            ("2024年3月5日", "2024-03-05"),
            ("2024 年 3 月 5 日", "2024-03-05"),
            ("2024年3月5号", "2024-03-05"),
            ("20240305", "2024-03-05"),
            ("２０２４－０３－０５", "2024-03-05"),
            ("２０２４年３月５日", "2024-03-05"),
            ("109.5.29", "2020-05-29"),
            ("109年5月29日", "2020-05-29"),
            ("民国109年5月29日", "2020-05-29"),
            ("民國 99.5.29", "2010-05-29"),
            ("8/31/2021", "2021-08-31"),
            ("31/8/2021", "2021-08-31"),
            ("5/5/2021", "2021-05-05"),
            ("8/31/21 0:00", "2021-08-31 00:00:00"),
            ("2024-03-05 14:30", "2024-03-05 14:30:00"),
            ("2024-03-05T14:30:05.250", "2024-03-05 14:30:05"),
            ("2024年3月5日14时30分", "2024-03-05 14:30:00"),
            ("2024年3月5日 下午2:30", "2024-03-05 14:30:00"),
            ("2024/3/5 2:30 PM", "2024-03-05 14:30:00"),
            ("2024/3/5 12:10 am", "2024-03-05 00:10:00"),
            ("2024-03-05T14:30:00+08:00", "2024-03-05 14:30:00"),
            ("2024-03-05T20:30:00Z", "2024-03-06 04:30:00"),
            ("2024-03-05T01:30:00+0900", "2024-03-05 00:30:00"),
            ("202403051430", "2024-03-05 14:30:00"),
            ("20240305143007", "2024-03-05 14:30:07"),
        ] {
            assert_eq!(shown(PLAIN, cell), read, "{cell}");
        }
    }

    #[test]
    fn what_may_be_two_dates_is_neither() {
        for (cell, read) in [
            ("3/5/2024", "order: 2024-03-05 or 2024-05-03"),
            ("3-5-24", "order: 2003-05-24 or 2024-03-05"),
            ("99.5.29", "years: 1999-05-29 or 2010-05-29"),
            ("24年3月5日", "years: 2024-03-05 or 1935-03-05"),
            ("44469", "number: 2021-09-30 or 2025-10-01"),
            ("44469.5", "number: 2021-09-30 or 2025-10-01"),
        ] {
            assert_eq!(shown(PLAIN, cell), read, "{cell}");
        }
    }

    #[test]
    fn the_mapping_settles_what_a_cell_leaves_open() {
        let american = Spelling { order: Some(Order::MonthDayYear), ..PLAIN };
        let british = Spelling { order: Some(Order::DayMonthYear), ..PLAIN };
        let common = Spelling { years: Some(Years::Common), order: Some(Order::YearMonthDay), ..PLAIN };
        let republic = Spelling { years: Some(Years::Republic), ..PLAIN };
        let numbered = |numbers| Spelling { numbers: Some(numbers), ..PLAIN };
        for (spelling, cell, read) in [
            (american, "3/5/2024", "2024-03-05"),
            (american, "3/5/87", "1987-03-05"),
            (british, "3/5/2024", "2024-05-03"),
            (british, "8/31/2021", "unreadable"),
            (common, "24.3.5", "2024-03-05"),
            (republic, "99.5.29", "2010-05-29"),
            (republic, "99年5月29日", "2010-05-29"),
            (republic, "0990529", "2010-05-29"),
            (republic, "1130305", "2024-03-05"),
            (numbered(Numbers::From1900), "44469", "2021-09-30"),
            (numbered(Numbers::From1904), "43007", "2021-09-30"),
            (numbered(Numbers::From1900), "44469.75", "2021-09-30 18:00:00"),
            (numbered(Numbers::From1900), "44469.0", "2021-09-30"),
            (numbered(Numbers::From1900), "59", "1900-02-28"),
            (numbered(Numbers::From1900), "60", "unreadable"),
            (numbered(Numbers::From1900), "61", "1900-03-01"),
            (numbered(Numbers::From1904), "0", "1904-01-01"),
            (Spelling { midnight: Midnight::Day, ..PLAIN }, "2021-08-31 0:00", "2021-08-31"),
            (Spelling { midnight: Midnight::Day, ..PLAIN }, "2021-08-31 0:01", "2021-08-31 00:01:00"),
        ] {
            assert_eq!(shown(spelling, cell), read, "{cell}");
        }
    }

    #[test]
    fn what_is_no_date_is_never_half_read() {
        for cell in [
            "",
            "2024-02-30",
            "2024-03",
            "2024-03/05",
            "2024-03-05 24:00",
            "2024-03-05 14",
            "2024-03-0514:30",
            "2024-03-05Z",
            "2024-03-05 14:30 x",
            "2024-03-05 14:30+99:00",
            "0000-01-01",
            "20240230",
            "4536",
            "453561",
            "44469.x",
            "2024年3月5",
            "2024年3月",
            "2024-13-01",
            "3/5/2024/6",
            "约2024-03-05",
            "民国",
            "5 March 2024",
            "2024-03-05 13:30 AM",
            "99999999999999999999",
        ] {
            assert_eq!(shown(PLAIN, cell), "unreadable", "{cell}");
        }
    }
}
