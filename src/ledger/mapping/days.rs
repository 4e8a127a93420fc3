//! Month sheets: the columns that are days, and the month they are of.

use super::super::spelling::Spelling;
use super::said::Why;
use crate::calendar::Day;
use crate::rulebook::normalise;

/// A column that is a day.
#[derive(Debug, Clone, Copy)]
pub(super) struct DayColumn {
    /// The index of its cells in the row of the table.
    pub(super) column: usize,
    pub(super) day: DayOf,
    /// What tells its records from the others of a row: the day of the month, where that does.
    pub(super) part: u32,
}

/// What a header says of its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DayOf {
    /// The day of the month.
    Number(u32),
    /// The whole date.
    Date(Day),
}

/// The columns that are days.
///
/// # Errors
/// None is, or two are the same.
pub(super) fn day_columns<'h>(
    headers: impl Iterator<Item = (usize, &'h String)>,
    dates: Spelling,
) -> Result<Vec<DayColumn>, Why> {
    let mut found: Vec<(DayColumn, &String)> = Vec::new();
    for (column, header) in headers {
        let Some(day) = day_of(header, dates) else { continue };
        if let Some((_, first)) = found.iter().find(|(known, _)| known.day == day) {
            return Err(Why::TwoDays { first: (*first).clone(), second: header.clone() });
        }
        let part = match day {
            DayOf::Number(day) => day,
            DayOf::Date(day) => day.to_string().rsplit('-').next().and_then(|day| day.parse().ok()).unwrap_or(1),
        };
        found.push((DayColumn { column, day, part }, header));
    }
    let mut parts: Vec<u32> = found.iter().map(|(day, _)| day.part).collect();
    parts.sort_unstable();
    parts.dedup();
    let mut days: Vec<DayColumn> = found.into_iter().map(|(day, _)| day).collect();
    if parts.len() < days.len() {
        // Dates of several months: their places tell them apart.
        for (part, day) in (1..).zip(&mut days) {
            day.part = part;
        }
    }
    Ok(days)
}

/// The day that a header is: `1`, `01`, `1日`, `1号`, or a full date.
fn day_of(header: &str, dates: Spelling) -> Option<DayOf> {
    let header = normalise(header);
    let digits = header.strip_suffix(['日', '号', '號']).unwrap_or(&header).trim_end();
    if digits.len() <= 2 && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return digits.parse().ok().filter(|day| (1..=31).contains(day)).map(DayOf::Number);
    }
    // A number alone may be a year, a sum or anything.
    if header.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' && header.matches('.').count() == 1) {
        return None;
    }
    dates
        .time(&header)
        .ok()
        .filter(|time| time.second.is_none_or(|second| second == 0))
        .map(|time| DayOf::Date(time.day))
}

/// The month that a text names: `2024年3月`, `2024-03`, `202403`, `113年3月`; with a year given also `3月` and `三月`.
pub(super) fn month(text: &str, year: Option<i32>) -> Option<(i32, u32)> {
    let text: String = normalise(text).chars().filter(|letter| !letter.is_whitespace()).collect();
    let mut rest = text.as_str();
    while let Some(start) = rest.find(|letter: char| letter.is_ascii_digit()) {
        let republic = rest.get(..start).is_some_and(|before| before.ends_with("民国") || before.ends_with("民國"));
        rest = rest.get(start..).unwrap_or_default();
        let (digits, behind) = digits(rest);
        if digits.len() == 6
            && let Some(found) = of(digits.get(..4)?, digits.get(4..)?, false)
        {
            return Some(found);
        }
        if let Some(behind) = behind.strip_prefix(['年', '-', '.', '/'])
            && (digits.len() == 4 || digits.len() == 3 || republic && digits.len() == 2)
        {
            let (number, _) = self::digits(behind);
            if number.len() <= 2
                && let Some(found) = of(digits, number, republic || digits.len() < 4)
            {
                return Some(found);
            }
        }
        if let Some(year) = year
            && digits.len() <= 2
            && behind.starts_with('月')
            && let Ok(month @ 1..=12) = digits.parse()
        {
            return Some((year, month));
        }
        rest = behind;
    }
    const NAMES: [(&str, u32); 12] = [
        ("十二月", 12),
        ("十一月", 11),
        ("十月", 10),
        ("一月", 1),
        ("二月", 2),
        ("三月", 3),
        ("四月", 4),
        ("五月", 5),
        ("六月", 6),
        ("七月", 7),
        ("八月", 8),
        ("九月", 9),
    ];
    let named = NAMES.iter().find(|(name, _)| text.contains(name));
    year.zip(named).map(|(year, (_, month))| (year, *month))
}

fn digits(text: &str) -> (&str, &str) {
    text.split_at(text.bytes().take_while(u8::is_ascii_digit).count())
}

fn of(year: &str, month: &str, republic: bool) -> Option<(i32, u32)> {
    let (year, month): (i32, u32) = (year.parse().ok()?, month.parse().ok()?);
    let year = if republic { year.checked_add(1911)? } else { year };
    Day::from_ymd(year, month, 1).map(|_| (year, month))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_found_as_sheets_are_named() {
        for (text, year, found) in [
            ("2024年3月", None, Some((2024, 3))),
            ("幸福养老院2024年12月巡查表", None, Some((2024, 12))),
            ("2024-03", None, Some((2024, 3))),
            ("2024.3", None, Some((2024, 3))),
            ("202403", None, Some((2024, 3))),
            ("２０２４年 ３月", None, Some((2024, 3))),
            ("113年3月", None, Some((2024, 3))),
            ("民国99年3月", None, Some((2010, 3))),
            ("3月", None, None),
            ("3月", Some(2024), Some((2024, 3))),
            ("十一月", Some(2024), Some((2024, 11))),
            ("2024年13月", None, None),
            ("Sheet1", Some(2024), None),
            ("24年3月", None, None),
        ] {
            assert_eq!(month(text, year), found, "{text}");
        }
    }

    #[test]
    fn a_header_is_a_day_or_it_is_none() {
        let date = |day| Some(DayOf::Date(Day::from_ymd(2024, 3, day).unwrap()));
        for (header, day) in [
            ("1", Some(DayOf::Number(1))),
            ("01", Some(DayOf::Number(1))),
            ("31日", Some(DayOf::Number(31))),
            ("５号", Some(DayOf::Number(5))),
            ("2024-03-05", date(5)),
            ("2024年3月5日", date(5)),
            ("0", None),
            ("32", None),
            ("2024", None),
            ("45356", None),
            ("合计", None),
        ] {
            assert_eq!(day_of(header, Spelling::default()), day, "{header}");
        }
    }
}
