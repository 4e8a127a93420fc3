//! What a cell says: dates, numbers, truth values (docs/architecture.md (Contracts)). What it does not say is never
//! guessed.

use std::str::FromStr;

use rust_decimal::Decimal;

use crate::calendar::{Day, Time};
use crate::rulebook::normalise;

/// `2024-03-05`, `2024/3/5`, `2024年3月5日`, each with ` HH:MM[:SS]` or `T`; `None` for anything else.
pub(crate) fn time(cell: &str) -> Option<Time> {
    if let Some(day) = iso_day(cell.as_bytes()) {
        return Some(Time::on(day));
    }
    let cell = normalise(cell);
    let (year, rest) = number(&cell, 4, 4)?;
    let mut rest = rest.chars();
    let (between, behind) = match rest.next()? {
        '-' => ('-', None),
        '/' => ('/', None),
        '年' => ('月', Some('日')),
        _ => return None,
    };
    let (month, rest) = number(rest.as_str(), 1, 2)?;
    let (day, mut rest) = number(rest.strip_prefix(between)?, 1, 2)?;
    if let Some(behind) = behind {
        rest = rest.strip_prefix(behind)?;
    }
    let day = Day::from_ymd(i32::try_from(year).ok()?, month, day)?;
    if rest.is_empty() {
        return Some(Time::on(day));
    }
    let clock = rest.strip_prefix('T').or_else(|| {
        let clock = rest.trim_start();
        (clock.len() < rest.len() || behind.is_some()).then_some(clock)
    })?;
    Some(Time { day, second: Some(clock_second(clock)?) })
}

/// `14:30` or `14:30:05`, as seconds since midnight.
pub(crate) fn clock(cell: &str) -> Option<u32> {
    clock_second(&normalise(cell))
}

fn clock_second(clock: &str) -> Option<u32> {
    let (hour, rest) = number(clock, 1, 2)?;
    let (minute, rest) = number(rest.strip_prefix(':')?, 2, 2)?;
    let second = match rest.strip_prefix(':') {
        Some(rest) => {
            let (second, rest) = number(rest, 2, 2)?;
            rest.is_empty().then_some(second)?
        }
        None => rest.is_empty().then_some(0)?,
    };
    (hour < 24 && minute < 60 && second < 60).then_some(hour * 3600 + minute * 60 + second)
}

/// A number of that many digits, and what follows it.
fn number(text: &str, least: usize, most: usize) -> Option<(u32, &str)> {
    let digits = text.bytes().take(most).take_while(u8::is_ascii_digit).count();
    if digits < least {
        return None;
    }
    let (number, rest) = text.split_at_checked(digits)?;
    Some((number.parse().ok()?, rest))
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

/// An exact decimal: `12`, `-0.5`, `1,234.5`, `96%`; no exponent, no unit.
pub(crate) fn decimal(cell: &str) -> Option<Decimal> {
    let cell = normalise(cell);
    let (cell, percent) = match cell.strip_suffix('%') {
        Some(number) => (number.trim_end(), true),
        None => (&*cell, false),
    };
    let (negative, digits) = match cell.as_bytes().first()? {
        b'-' => (true, cell.get(1..)?),
        b'+' => (false, cell.get(1..)?),
        _ => (false, cell),
    };
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, fraction)| (whole, Some(fraction)));
    let grouped;
    let whole = if whole.contains(',') {
        let mut groups = whole.split(',');
        let first = groups.next()?;
        if !(1..=3).contains(&first.len()) || !groups.all(|group| group.len() == 3) {
            return None;
        }
        grouped = whole.replace(',', "");
        &grouped
    } else {
        whole
    };
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(whole) || fraction.is_some_and(|fraction| !all_digits(fraction)) {
        return None;
    }
    let mut value = match fraction {
        None if whole.len() <= 18 => Decimal::from(i64::from_str(whole).ok()?),
        None => Decimal::from_str_exact(whole).ok()?,
        Some(fraction) => Decimal::from_str_exact(&format!("{whole}.{fraction}")).ok()?,
    };
    if percent {
        value.set_scale(value.scale() + 2).ok()?;
    }
    value.set_sign_negative(negative && !value.is_zero());
    Some(value)
}

/// `true`/`false`, `yes`/`no`, `1`/`0`, `是`/`否`.
pub(crate) fn truth(cell: &str) -> Option<bool> {
    let cell = normalise(cell);
    let is = |words: [&str; 4]| words.iter().any(|word| cell.eq_ignore_ascii_case(word));
    if is(["true", "yes", "1", "是"]) {
        Some(true)
    } else if is(["false", "no", "0", "否"]) {
        Some(false)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_three_forms_with_or_without_a_time() {
        let shown = |cell: &str| time(cell).map(|time| time.to_string());
        for cell in ["2024-03-05", "2024/3/5", "2024年3月5日", "２０２４－０３－０５", " 2024-3-5 ", "2024/03/05"]
        {
            assert_eq!(shown(cell).as_deref(), Some("2024-03-05"), "{cell}");
        }
        for cell in ["2024-03-05 14:30", "2024-03-05T14:30:00", "2024年3月5日14:30", "2024/3/5  14:30:00"] {
            assert_eq!(shown(cell).as_deref(), Some("2024-03-05 14:30:00"), "{cell}");
        }
        for cell in [
            "",
            "2024-02-30",
            "24-03-05",
            "2024-03",
            "2024.3.5",
            "20240305",
            "2024-03/05",
            "2024年3月5",
            "2024-03-05 24:00",
            "2024-03-05 14",
            "2024-03-0514:30",
            "2024-03-05Z",
            "2024-03-05 14:30 x",
            "0000-01-01",
            "45356",
        ] {
            assert_eq!(shown(cell), None, "{cell}");
        }
    }

    #[test]
    fn numbers_are_exact_and_never_half_read() {
        let shown = |cell: &str| decimal(cell).map(|number| number.to_string());
        for (cell, number) in [
            ("12", "12"),
            ("-0.50", "-0.50"),
            ("１２", "12"),
            ("1,234,567.5", "1234567.5"),
            ("96%", "0.96"),
            ("+3", "3"),
            ("12345678901234567890123", "12345678901234567890123"),
            ("-0", "0"),
        ] {
            assert_eq!(shown(cell).as_deref(), Some(number), "{cell}");
        }
        for cell in [
            "",
            "60张",
            "1e3",
            "1,23",
            "1,,234",
            ".5",
            "5.",
            "--1",
            "%",
            "99999999999999999999999999999999",
            "0.12345678901234567890123456789012",
        ] {
            assert_eq!(shown(cell), None, "{cell}");
        }
    }

    #[test]
    fn truth_has_eight_words() {
        assert_eq!(["TRUE", "yes", "1", "是"].map(truth), [Some(true); 4]);
        assert_eq!(["false", "No", "0", "否"].map(truth), [Some(false); 4]);
        assert_eq!(["有", "y", "2", ""].map(truth), [None; 4]);
    }
}
