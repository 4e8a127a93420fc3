//! What a cell of a workbook says, as text.

use std::fmt::Write as _;

use calamine::{Data, DataRef, ExcelDateTime};
use rustc_hash::FxHashMap;

/// A cell, wherever it is held.
pub(super) enum Content<'c> {
    Empty,
    Text(&'c str),
    Whole(i64),
    Number(f64),
    Bool(bool),
    Time(ExcelDateTime),
    /// A date, time or duration as ISO 8601 writes it.
    Iso(&'c str),
    /// What a formula could not compute, such as `#DIV/0!`.
    Fault(&'c calamine::CellErrorType),
}

impl<'c> From<&'c DataRef<'_>> for Content<'c> {
    fn from(cell: &'c DataRef<'_>) -> Self {
        match cell {
            DataRef::Empty => Self::Empty,
            DataRef::String(text) => Self::Text(text),
            DataRef::SharedString(text) => Self::Text(text),
            DataRef::Int(number) => Self::Whole(*number),
            DataRef::Float(number) => Self::Number(*number),
            DataRef::Bool(value) => Self::Bool(*value),
            DataRef::DateTime(time) => Self::Time(*time),
            DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Self::Iso(text),
            DataRef::Error(fault) => Self::Fault(fault),
        }
    }
}

impl<'c> From<&'c Data> for Content<'c> {
    fn from(cell: &'c Data) -> Self {
        match cell {
            Data::Empty => Self::Empty,
            Data::String(text) => Self::Text(text),
            Data::Int(number) => Self::Whole(*number),
            Data::Float(number) => Self::Number(*number),
            Data::Bool(value) => Self::Bool(*value),
            Data::DateTime(time) => Self::Time(*time),
            Data::DateTimeIso(text) | Data::DurationIso(text) => Self::Iso(text),
            Data::Error(fault) => Self::Fault(fault),
            // Formatted text.
            #[allow(unreachable_patterns)]
            other => Self::Text(calamine::DataType::get_string(other).unwrap_or_default()),
        }
    }
}

/// What the date cells of a sheet say: it has many cells, and few days.
#[derive(Debug, Default)]
pub(super) struct Times(FxHashMap<u64, Box<str>>);

/// So many times are remembered.
const REMEMBERED: usize = 1 << 14;

impl Times {
    /// Appends what a cell says.
    pub(super) fn write(&mut self, text: &mut String, content: &Content<'_>) {
        let Content::Time(time) = content else { return write(text, content) };
        // The cells of a workbook count from one epoch.
        let key = time.as_f64().to_bits();
        match self.0.get(&key) {
            Some(said) if !time.is_duration() => text.push_str(said),
            _ => {
                let start = text.len();
                write(text, content);
                if !time.is_duration() && self.0.len() < REMEMBERED {
                    self.0.insert(key, text.get(start..).unwrap_or_default().into());
                }
            }
        }
    }
}

/// Appends what a cell says.
fn write(text: &mut String, content: &Content<'_>) {
    match content {
        Content::Empty => {}
        Content::Text(cell) => text.push_str(cell),
        Content::Whole(number) => formatted(text, format_args!("{number}")),
        Content::Number(number) => write_number(text, *number),
        Content::Bool(value) => text.push_str(if *value { "true" } else { "false" }),
        Content::Time(time) => write_time(text, *time),
        Content::Iso(iso) => match clock_of_duration(iso) {
            Some(second) => write_clock(text, second),
            None => text.push_str(iso),
        },
        Content::Fault(fault) => formatted(text, format_args!("{fault}")),
    }
}

/// A spreadsheet shows fifteen digits of a number, and whole numbers without a point.
fn write_number(text: &mut String, number: f64) {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        #[expect(clippy::cast_possible_truncation, reason = "whole, and below 10^15")]
        let whole = number as i64;
        return text.push_str(itoa::Buffer::new().format(whole));
    }
    let shortest = number.to_string();
    if shortest.bytes().filter(u8::is_ascii_digit).count() <= 15 {
        return text.push_str(&shortest);
    }
    match format!("{number:.14e}").parse::<f64>() {
        Ok(rounded) => formatted(text, format_args!("{rounded}")),
        Err(_) => text.push_str(&shortest),
    }
}

/// A date; with a time of day where it has a part of a day; a time of day alone where it has no day.
fn write_time(text: &mut String, time: ExcelDateTime) {
    let serial = time.as_f64();
    if !(0.0..2_958_466.0).contains(&serial) {
        return write_number(text, serial);
    }
    // To the nearest second, which may be the next midnight.
    let seconds = (serial * 86_400.0).round();
    if time.is_duration() || serial < 1.0 {
        return write_clock(text, seconds);
    }
    let (year, month, day, hour, minute, second, milli) = time.to_ymd_hms_milli();
    formatted(text, format_args!("{year:04}-{month:02}-{day:02}"));
    let late = u32::from(milli >= 500);
    let clock = u32::from(hour) * 3600 + u32::from(minute) * 60 + u32::from(second) + late;
    if clock > 0 {
        text.push(' ');
        write_clock(text, f64::from(clock.min(86_399)));
    }
}

/// `14:30:00`; hours go on beyond 24 for a duration.
fn write_clock(text: &mut String, seconds: f64) {
    let whole = seconds.clamp(0.0, 1e15);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 10^15")]
    let seconds = whole as u64;
    formatted(text, format_args!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60));
}

/// The seconds of `PT14H30M00S`.
fn clock_of_duration(iso: &str) -> Option<f64> {
    let mut rest = iso.strip_prefix("PT")?;
    let mut seconds = 0.0;
    for (unit, length) in [('H', 3600.0), ('M', 60.0), ('S', 1.0)] {
        if let Some((number, behind)) = rest.split_once(unit) {
            seconds += number.parse::<f64>().ok()? * length;
            rest = behind;
        }
    }
    rest.is_empty().then_some(seconds)
}

/// Writing to a text cannot fail.
fn formatted(text: &mut String, what: std::fmt::Arguments<'_>) {
    let _ = text.write_fmt(what);
}

#[cfg(test)]
mod tests {
    use calamine::ExcelDateTimeType;

    use super::*;

    fn shown(content: &Content<'_>) -> String {
        let mut text = String::new();
        write(&mut text, content);
        text
    }

    #[test]
    fn a_number_is_shown_as_a_spreadsheet_shows_it() {
        for (number, text) in [
            (1001.0, "1001"),
            (0.1 + 0.2, "0.3"),
            (45_356.0, "45356"),
            (-2.5, "-2.5"),
            (1e15, "1000000000000000"),
            (123_456_789_012_345_680.0, "123456789012346000"),
        ] {
            assert_eq!(shown(&Content::Number(number)), text);
        }
    }

    #[test]
    fn a_date_cell_is_a_day_unless_it_has_a_part_of_one() {
        let time = |serial, sort, since_1904| Content::Time(ExcelDateTime::new(serial, sort, since_1904));
        for (serial, since_1904, text) in [
            (45_356.0, false, "2024-03-05"),
            (45_356.604_166_666_664, false, "2024-03-05 14:30:00"),
            (43_894.0, true, "2024-03-05"),
            (0.604_166_666_666_666_6, false, "14:30:00"),
            (61.0, false, "1900-03-01"),
        ] {
            assert_eq!(shown(&time(serial, ExcelDateTimeType::DateTime, since_1904)), text);
        }
        assert_eq!(shown(&time(1.5, ExcelDateTimeType::TimeDelta, false)), "36:00:00");
        assert_eq!(shown(&Content::Iso("PT14H30M00S")), "14:30:00");
        assert_eq!(shown(&Content::Iso("2024-03-05T14:30:00")), "2024-03-05T14:30:00");
    }
}
