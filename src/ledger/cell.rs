//! What a cell says: times of day, numbers, truth values (docs/architecture.md (Contracts)). What it does not say is never
//! guessed.

use std::str::FromStr;

use rust_decimal::Decimal;

use super::spelling;
use crate::rulebook::normalise;

/// `14:30` or `14:30:05`, as seconds since midnight.
pub(crate) fn clock(cell: &str) -> Option<u32> {
    let cell = normalise(cell);
    spelling::clock(&cell).filter(|(_, behind)| behind.is_empty()).map(|(second, _)| second)
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
