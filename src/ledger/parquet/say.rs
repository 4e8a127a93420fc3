//! What a value of a Parquet column says, as a cell would say it (Parquet format, "Logical Types").

use std::fmt::Write as _;

use parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type};
use parquet::schema::types::ColumnDescriptor;

use crate::calendar::Day;

/// How the bytes of a value are to be understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Text,
    Bool,
    Signed,
    Unsigned,
    /// Days since 1970-01-01.
    Date,
    /// Since midnight.
    Time(Unit),
    /// Since 1970-01-01; `true` where that is the one of Greenwich.
    Instant(Unit, bool),
    /// A whole number and how many of its digits stand behind the point.
    Decimal {
        scale: u32,
        big_endian: bool,
    },
    Float,
    Double,
    /// Nanoseconds of a day and the number of the day, as old writers have it.
    Int96,
    /// Sixteen bytes.
    Uuid,
    /// No cell says such a thing: its bytes.
    Bytes,
}

/// What times count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Milliseconds,
    Microseconds,
    Nanoseconds,
}

impl Unit {
    const fn a_second(self) -> i64 {
        match self {
            Self::Milliseconds => 1_000,
            Self::Microseconds => 1_000_000,
            Self::Nanoseconds => 1_000_000_000,
        }
    }
}

/// The number that 1970-01-01 has among the days of Julius Scaliger.
const EPOCH: i64 = 2_440_588;
/// The seconds of a day.
const DAY: i64 = 86_400;

impl Shape {
    /// The shape of a column's values.
    pub(super) fn of(column: &ColumnDescriptor) -> Self {
        let physical = column.physical_type();
        if let Some(shape) = column.logical_type_ref().and_then(|logical| Self::logical(logical, physical)) {
            return shape;
        }
        let converted = match column.converted_type() {
            ConvertedType::UTF8 | ConvertedType::ENUM | ConvertedType::JSON => Some(Self::Text),
            ConvertedType::DATE => Some(Self::Date),
            ConvertedType::TIME_MILLIS => Some(Self::Time(Unit::Milliseconds)),
            ConvertedType::TIME_MICROS => Some(Self::Time(Unit::Microseconds)),
            ConvertedType::TIMESTAMP_MILLIS => Some(Self::Instant(Unit::Milliseconds, true)),
            ConvertedType::TIMESTAMP_MICROS => Some(Self::Instant(Unit::Microseconds, true)),
            ConvertedType::UINT_8 | ConvertedType::UINT_16 | ConvertedType::UINT_32 | ConvertedType::UINT_64 => {
                Some(Self::Unsigned)
            }
            ConvertedType::DECIMAL => Self::decimal(column.type_scale(), physical),
            ConvertedType::INTERVAL | ConvertedType::BSON => Some(Self::Bytes),
            _ => None,
        };
        converted.unwrap_or(match physical {
            Type::BOOLEAN => Self::Bool,
            Type::INT32 | Type::INT64 => Self::Signed,
            Type::INT96 => Self::Int96,
            Type::FLOAT => Self::Float,
            Type::DOUBLE => Self::Double,
            // Many writers say nothing of texts.
            Type::BYTE_ARRAY => Self::Text,
            Type::FIXED_LEN_BYTE_ARRAY => Self::Bytes,
        })
    }

    fn logical(logical: &LogicalType, physical: Type) -> Option<Self> {
        let unit = |unit: &TimeUnit| match unit {
            TimeUnit::MILLIS => Unit::Milliseconds,
            TimeUnit::MICROS => Unit::Microseconds,
            TimeUnit::NANOS => Unit::Nanoseconds,
        };
        Some(match logical {
            LogicalType::String | LogicalType::Enum | LogicalType::Json => Self::Text,
            LogicalType::Date => Self::Date,
            LogicalType::Time(time) => Self::Time(unit(&time.unit)),
            LogicalType::Timestamp(time) => Self::Instant(unit(&time.unit), time.is_adjusted_to_u_t_c),
            LogicalType::Integer(integer) if !integer.is_signed => Self::Unsigned,
            LogicalType::Decimal(decimal) => Self::decimal(decimal.scale, physical)?,
            LogicalType::Uuid => Self::Uuid,
            LogicalType::Bson | LogicalType::Float16 => Self::Bytes,
            _ => return None,
        })
    }

    fn decimal(scale: i32, physical: Type) -> Option<Self> {
        let big_endian = !matches!(physical, Type::INT32 | Type::INT64);
        u32::try_from(scale).ok().map(|scale| Self::Decimal { scale, big_endian })
    }

    /// Appends what a value says.
    pub(super) fn say(self, value: &[u8], text: &mut String) {
        let said = match self {
            Self::Text => {
                match std::str::from_utf8(value) {
                    Ok(said) => text.push_str(said),
                    Err(_) => text.push_str(&String::from_utf8_lossy(value)),
                }
                return;
            }
            Self::Bool => value.first().map(|byte| text.push_str(if *byte == 0 { "false" } else { "true" })),
            Self::Signed => whole(value).map(|number| append(text, format_args!("{number}"))),
            Self::Unsigned => unsigned(value).map(|number| append(text, format_args!("{number}"))),
            Self::Date => whole(value).and_then(|days| date(days, text)),
            Self::Time(unit) => whole(value).and_then(|time| clock(time.checked_div(unit.a_second())?, text)),
            Self::Instant(unit, greenwich) => whole(value).and_then(|time| {
                instant(time.div_euclid(unit.a_second()), text)?;
                text.push_str(if greenwich { "Z" } else { "" });
                Some(())
            }),
            Self::Decimal { scale, big_endian } => {
                let number = if big_endian { big(value) } else { whole(value).map(i128::from) };
                number.map(|number| decimal(number, scale, text))
            }
            Self::Float => {
                value.try_into().ok().map(|bytes| append(text, format_args!("{}", f32::from_le_bytes(bytes))))
            }
            Self::Double => {
                value.try_into().ok().map(|bytes| append(text, format_args!("{}", f64::from_le_bytes(bytes))))
            }
            Self::Int96 => int96(value, text),
            Self::Uuid => {
                for (at, byte) in value.iter().enumerate() {
                    append(text, format_args!("{}{byte:02x}", if matches!(at, 4 | 6 | 8 | 10) { "-" } else { "" }));
                }
                return;
            }
            Self::Bytes => None,
        };
        if said.is_none() {
            // Nothing that could be taken for a value of any sort.
            text.push_str("0x");
            value.iter().for_each(|byte| append(text, format_args!("{byte:02x}")));
        }
    }
}

fn append(text: &mut String, said: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = text.write_fmt(said);
}

fn whole(value: &[u8]) -> Option<i64> {
    match value.len() {
        4 => value.try_into().ok().map(|bytes| i64::from(i32::from_le_bytes(bytes))),
        _ => value.try_into().ok().map(i64::from_le_bytes),
    }
}

fn unsigned(value: &[u8]) -> Option<u64> {
    match value.len() {
        4 => value.try_into().ok().map(|bytes| u64::from(u32::from_le_bytes(bytes))),
        _ => value.try_into().ok().map(u64::from_le_bytes),
    }
}

/// A whole number, its highest byte first.
fn big(value: &[u8]) -> Option<i128> {
    let first = *value.first()?;
    if value.len() > 16 {
        return None;
    }
    let start = if first & 0x80 == 0 { 0 } else { -1 };
    Some(value.iter().fold(start, |number: i128, byte| number << 8 | i128::from(*byte)))
}

/// A day; one that no rule may name is no date to anybody.
fn date(days: i64, text: &mut String) -> Option<()> {
    let day = i32::try_from(days).ok().map(Day).filter(|day| (Day::FIRST..=Day::LAST).contains(day))?;
    append(text, format_args!("{day}"));
    Some(())
}

/// A time of day; parts of a second are dropped.
fn clock(second: i64, text: &mut String) -> Option<()> {
    if !(0..DAY).contains(&second) {
        return None;
    }
    append(text, format_args!("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60));
    Some(())
}

fn instant(second: i64, text: &mut String) -> Option<()> {
    date(second.div_euclid(DAY), text)?;
    text.push(' ');
    clock(second.rem_euclid(DAY), text)
}

fn int96(value: &[u8], text: &mut String) -> Option<()> {
    let (nanoseconds, day) = value.split_at_checked(8)?;
    let second = whole(nanoseconds)?.div_euclid(1_000_000_000);
    instant((whole(day)? - EPOCH).checked_mul(DAY)?.checked_add(second)?, text)
}

fn decimal(number: i128, scale: u32, text: &mut String) {
    let digits = number.unsigned_abs().to_string();
    let scale = scale as usize;
    if number < 0 {
        text.push('-');
    }
    // There is a digit before the point at least.
    let padded = format!("{}{digits}", "0".repeat((scale + 1).saturating_sub(digits.len())));
    let (whole, part) = padded.split_at_checked(padded.len() - scale).unwrap_or((&padded, ""));
    text.push_str(whole);
    if !part.is_empty() {
        text.push('.');
        text.push_str(part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(shape: Shape, value: &[u8]) -> String {
        let mut text = String::new();
        shape.say(value, &mut text);
        text
    }

    #[test]
    fn a_value_says_what_a_cell_would() {
        let decimal = |scale, big_endian| Shape::Decimal { scale, big_endian };
        let micro = Shape::Instant(Unit::Microseconds, false);
        for (shape, value, text) in [
            (Shape::Text, "合格".as_bytes().to_vec(), "合格"),
            (Shape::Bool, vec![1], "true"),
            (Shape::Signed, (-5_i32).to_le_bytes().to_vec(), "-5"),
            (Shape::Unsigned, u32::MAX.to_le_bytes().to_vec(), "4294967295"),
            (Shape::Date, 19_787_i32.to_le_bytes().to_vec(), "2024-03-05"),
            (Shape::Date, (-1_i32).to_le_bytes().to_vec(), "1969-12-31"),
            (Shape::Date, 99_999_999_i32.to_le_bytes().to_vec(), "0xffe0f505"),
            (Shape::Time(Unit::Milliseconds), 52_205_999_i32.to_le_bytes().to_vec(), "14:30:05"),
            (micro, 1_709_649_005_500_000_i64.to_le_bytes().to_vec(), "2024-03-05 14:30:05"),
            (micro, (-1_i64).to_le_bytes().to_vec(), "1969-12-31 23:59:59"),
            (Shape::Instant(Unit::Nanoseconds, true), 0_i64.to_le_bytes().to_vec(), "1970-01-01 00:00:00Z"),
            (decimal(2, false), 1205_i32.to_le_bytes().to_vec(), "12.05"),
            (decimal(2, false), (-5_i64).to_le_bytes().to_vec(), "-0.05"),
            (decimal(0, true), vec![0xff, 0x00], "-256"),
            (decimal(3, true), vec![0x04, 0xb5], "1.205"),
            (decimal(2, true), vec![1; 17], "0x0101010101010101010101010101010101"),
            (Shape::Double, 0.1_f64.to_le_bytes().to_vec(), "0.1"),
            (Shape::Double, 1e21_f64.to_le_bytes().to_vec(), "1000000000000000000000"),
            (Shape::Float, 2.5_f32.to_le_bytes().to_vec(), "2.5"),
            (Shape::Uuid, (0..16).collect(), "00010203-0405-0607-0809-0a0b0c0d0e0f"),
            (Shape::Bytes, vec![1, 0xab], "0x01ab"),
        ] {
            assert_eq!(said(shape, &value), text, "{shape:?} {value:?}");
        }
        let mut value = (52_205 * 1_000_000_000_i64).to_le_bytes().to_vec();
        value.extend(2_460_375_i32.to_le_bytes());
        assert_eq!(said(Shape::Int96, &value), "2024-03-05 14:30:05");
    }
}
