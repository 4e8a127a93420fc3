//! The values of an object, with their names: what lies in an object of the object is called `outer.inner`.

use std::borrow::Cow;
use std::fmt;

use rust_decimal::Decimal;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::fault::JsonFault;
use crate::ledger::table::Stop;

/// Shows every value of an object, as it is written, with its name.
///
/// # Errors
/// It is no object, or `show` stops.
pub(super) fn each_value<'j>(
    object: &'j str,
    mut show: impl FnMut(&str, &'j str) -> Result<(), Stop>,
) -> Result<(), Stop> {
    let mut path = String::new();
    walk(object, &mut path, 1, &mut show)
}

fn walk<'j>(
    object: &'j str,
    path: &mut String,
    depth: usize,
    show: &mut dyn FnMut(&str, &'j str) -> Result<(), Stop>,
) -> Result<(), Stop> {
    if depth > JsonFault::DEPTH {
        return Err(Stop::Json(JsonFault::TooDeep));
    }
    let mut stop = None;
    let mut text = serde_json::Deserializer::from_str(object);
    let read = Members { path, depth, show, stop: &mut stop }.deserialize(&mut text).and_then(|()| text.end());
    match (stop, read) {
        (Some(stop), _) => Err(stop),
        (None, Ok(())) => Ok(()),
        (None, Err(error)) => Err(Stop::Json(fault(object, &error))),
    }
}

fn fault(object: &str, error: &serde_json::Error) -> JsonFault {
    match object.trim_start().as_bytes().first() {
        Some(b'{') if error.is_eof() => JsonFault::Ended,
        Some(b'[' | b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n') => JsonFault::NotAnObject,
        _ => JsonFault::Malformed,
    }
}

/// The values of one object.
struct Members<'m, 'j> {
    /// The names of the objects around it, each with a point behind it.
    path: &'m mut String,
    depth: usize,
    show: &'m mut dyn FnMut(&str, &'j str) -> Result<(), Stop>,
    stop: &'m mut Option<Stop>,
}

impl<'j> DeserializeSeed<'j> for Members<'_, 'j> {
    type Value = ();

    fn deserialize<D: Deserializer<'j>>(self, text: D) -> Result<(), D::Error> {
        text.deserialize_map(self)
    }
}

impl<'j> Visitor<'j> for Members<'_, 'j> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<M: MapAccess<'j>>(self, mut map: M) -> Result<(), M::Error> {
        let Self { path, depth, show, stop } = self;
        while let Some(name) = map.next_key_seed(Name)? {
            let value: &'j RawValue = map.next_value()?;
            let value = value.get();
            let around = path.len();
            let shown = if value.starts_with('{') {
                path.push_str(&name);
                path.push('.');
                walk(value, path, depth + 1, show)
            } else if around == 0 {
                show(&name, value)
            } else {
                path.push_str(&name);
                show(path, value)
            };
            path.truncate(around);
            if let Err(why) = shown {
                *stop = Some(why);
                return Err(M::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}

/// The name of a value, held where it stands unless it has escapes.
struct Name;

impl<'j> DeserializeSeed<'j> for Name {
    type Value = Cow<'j, str>;

    fn deserialize<D: Deserializer<'j>>(self, text: D) -> Result<Self::Value, D::Error> {
        text.deserialize_str(self)
    }
}

impl<'j> Visitor<'j> for Name {
    type Value = Cow<'j, str>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a name")
    }

    fn visit_borrowed_str<E>(self, name: &'j str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_owned()))
    }
}

/// What a value says as a cell: a text without its quotes, a number as it is written, nothing for null; a list is its
/// text. What is borrowed lies in the value.
///
/// # Errors
/// An escape means nothing.
pub(super) fn cell(value: &str) -> Result<Cow<'_, str>, Stop> {
    match value.as_bytes().first() {
        Some(b'"') => {
            let inner = value.get(1..value.len().saturating_sub(1)).unwrap_or_default();
            if memchr::memchr(b'\\', inner.as_bytes()).is_none() {
                return Ok(Cow::Borrowed(inner));
            }
            let text: String = serde_json::from_str(value).map_err(|_| Stop::Json(JsonFault::Malformed))?;
            Ok(Cow::Owned(text))
        }
        Some(b'n') => Ok(Cow::Borrowed(value.get(..0).unwrap_or_default())),
        Some(b'-' | b'0'..=b'9') => Ok(plain(value).map_or(Cow::Borrowed(value), Cow::Owned)),
        _ => Ok(Cow::Borrowed(value)),
    }
}

/// A number with an exponent, without it where that is exact.
fn plain(number: &str) -> Option<String> {
    let (digits, exponent) = number.split_once(['e', 'E'])?;
    let decimal = Decimal::from_scientific(number).ok()?;
    // What has more digits than fit was rounded.
    let exact = digits.bytes().filter(u8::is_ascii_digit).count() <= 28 && exponent.len() <= 3;
    exact.then(|| decimal.normalize().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(object: &str) -> Result<Vec<(String, String)>, Stop> {
        let mut found = Vec::new();
        each_value(object, |name, value| {
            found.push((name.to_owned(), cell(value)?.into_owned()));
            Ok(())
        })?;
        Ok(found)
    }

    #[test]
    fn values_are_told_as_they_are_written() {
        let object =
            r#"{"a":"x","b":{"c":0.10,"d":{"e":null}},"\u673a\u6784":"\"乙\"\n","l":[1, "2"],"t":true,"e":{}}"#;
        let expected =
            [("a", "x"), ("b.c", "0.10"), ("b.d.e", ""), ("机构", "\"乙\"\n"), ("l", "[1, \"2\"]"), ("t", "true")];
        let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(values(object).unwrap(), expected);
    }

    #[test]
    fn numbers_keep_their_digits_and_lose_their_exponents() {
        for (number, text) in [
            ("12345678901234567890.123456789", "12345678901234567890.123456789"),
            ("-0.50", "-0.50"),
            ("1.5E+3", "1500"),
            ("25e-4", "0.0025"),
            ("1e400", "1e400"),
            ("1e-29", "1e-29"),
        ] {
            assert_eq!(cell(number).unwrap(), text);
        }
    }

    #[test]
    fn what_is_no_object_is_told() {
        let deep = format!("{}1{}", "{\"a\":".repeat(40), "}".repeat(40));
        let brackets = format!("{{\"a\":{}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
        for (text, fault) in [
            ("[1]", JsonFault::NotAnObject),
            ("null", JsonFault::NotAnObject),
            ("{\"a\":1", JsonFault::Ended),
            ("{\"a\":\"x", JsonFault::Ended),
            ("{\"a\":1}}", JsonFault::Malformed),
            ("{\"a\":1} {\"a\":1}", JsonFault::Malformed),
            ("{\"a\":NaN}", JsonFault::Malformed),
            ("{a:1}", JsonFault::Malformed),
            ("{\"a\":\"\\x\"}", JsonFault::Malformed),
            ("{\"a\":\"\\ud800\"}", JsonFault::Malformed),
            (&deep, JsonFault::TooDeep),
        ] {
            let Err(Stop::Json(found)) = values(text) else { panic!("{text}") };
            assert_eq!(found, fault, "{text}");
        }
        assert_eq!(values(&brackets).unwrap().len(), 1);
    }
}
