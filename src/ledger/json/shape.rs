//! What a JSON text is, by its beginning: one object a line, a list of objects, or an object with such a list in it.

use memchr::memchr;

use super::fault::JsonFault;
use super::scan::Scan;
use crate::ledger::error::Limit;
use crate::ledger::table::Stop;

/// Whether a file is JSON, by its first bytes: a bracket, and what must follow it. UTF-16 is told by its zeros.
pub(crate) fn is_json(start: &[u8]) -> bool {
    let marks: [&[u8]; 3] = [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"];
    let start = marks.iter().find_map(|mark| start.strip_prefix(*mark)).unwrap_or(start);
    let mut letters = start.iter().filter(|byte| **byte != 0 && !byte.is_ascii_whitespace());
    match (letters.next(), letters.next()) {
        (Some(b'{'), Some(b'"' | b'}')) => true,
        // A list of lists is told as JSON, too: it is no CSV.
        (Some(b'['), Some(b'{' | b'[' | b']')) => true,
        _ => false,
    }
}

/// How the rows of a JSON text lie in it.
#[derive(Debug)]
pub(super) enum Shape {
    /// One object a line.
    Lines,
    /// Objects that go over lines as they like, from a place on.
    Objects(Scan, usize),
}

impl Shape {
    /// The shape of a text that begins so; `whole` where this is all of it.
    ///
    /// # Errors
    /// The first object is too long to be a row, broken off, or has several lists in it.
    pub(super) fn of(window: &[u8], whole: bool) -> Result<Self, Stop> {
        let Some(start) = solid(window, 0) else { return Ok(Self::Lines) };
        if window.get(start) == Some(&b'[') {
            return Ok(Self::Objects(Scan::list(false), start + 1));
        }
        let first = First::of(window.get(start..).unwrap_or_default());
        let list = |at: usize| Self::Objects(Scan::list(true), start + at);
        let Some(length) = first.length else {
            return match first.lists.as_slice() {
                [one] if !whole => Ok(list(*one)),
                [_, _, ..] => Err(Stop::Json(JsonFault::SeveralLists)),
                _ if whole => Err(Stop::Json(JsonFault::Ended)),
                _ => Err(Stop::Limit(Limit::Row)),
            };
        };
        let end = start + length;
        let next = solid(window, end);
        if next.is_none() && whole {
            match first.lists.as_slice() {
                [] => {}
                [one] => return Ok(list(*one)),
                [_, _, ..] => return Err(Stop::Json(JsonFault::SeveralLists)),
            }
        }
        let has_line_end = |from: usize, to: usize| memchr(b'\n', window.get(from..to).unwrap_or_default()).is_some();
        let next = next.unwrap_or(window.len());
        let by_line = !has_line_end(start, end) && (next == window.len() || has_line_end(end, next));
        Ok(if by_line { Self::Lines } else { Self::Objects(Scan::sequence(), start) })
    }
}

/// The first byte from a place on that is not white space.
fn solid(text: &[u8], from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    rest.iter().position(|byte| !byte.is_ascii_whitespace()).map(|at| from + at)
}

/// The first object of a text.
struct First {
    /// How long it is, where its end is seen.
    length: Option<usize>,
    /// Where the lists of objects in it begin, behind the bracket: the first two.
    lists: Vec<usize>,
}

impl First {
    fn of(text: &[u8]) -> Self {
        let mut first = Self { length: None, lists: Vec::new() };
        let (mut depth, mut quoted, mut escaped) = (0_u32, false, false);
        for (at, byte) in text.iter().enumerate() {
            if quoted {
                quoted = escaped || *byte != b'"';
                escaped = !escaped && *byte == b'\\';
                continue;
            }
            match byte {
                b'"' => quoted = true,
                b'{' => depth = depth.saturating_add(1),
                b'[' => {
                    let opens_object = solid(text, at + 1).and_then(|next| text.get(next)) == Some(&b'{');
                    if depth == 1 && opens_object && first.lists.len() < 2 {
                        first.lists.push(at + 1);
                    }
                    depth = depth.saturating_add(1);
                }
                b'}' | b']' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                first.length = Some(at + 1);
                break;
            }
        }
        first
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_told_by_two_letters_in_any_encoding_and_csv_stays_csv() {
        for text in ["{\"a\":1}", " \r\n[ {\"a\":1}]", "\u{feff}{}", "[]", "[[1]]"] {
            assert!(is_json(text.as_bytes()), "{text}");
            let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert!(is_json(&wide), "{text}");
        }
        for text in ["", "id,date\n", "[id],[date]\n", "{id},x", "{\\rtf1", "\"{\",b", "  "] {
            assert!(!is_json(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn the_shape_follows_from_the_first_object_and_what_comes_behind_it() {
        let shape = |text: &str, whole| match Shape::of(text.as_bytes(), whole) {
            Ok(Shape::Lines) => "lines".to_owned(),
            Ok(Shape::Objects(_, at)) => format!("objects from {at}"),
            Err(Stop::Json(fault)) => format!("{fault:?}"),
            Err(Stop::Limit(limit)) => format!("{limit:?}"),
            Err(_) => "?".to_owned(),
        };
        for (text, whole, expected) in [
            ("{\"a\":1}\n{\"a\":2}\n", true, "lines"),
            ("\n {\"a\":1}", true, "lines"),
            ("{\"a\":[{\"b\":1}]}\n{\"a\":[{\"b\":1}]}\n", true, "lines"),
            ("{\"a\":1}{\"a\":2}\n", true, "objects from 0"),
            ("{\n\"a\":1}\n{\"a\":2}\n", true, "objects from 0"),
            ("[{\"a\":1}", false, "objects from 1"),
            ("{\"code\":0,\"ids\":[1],\"data\": [ {\"a\":[{}]}]}\n", true, "objects from 29"),
            ("{\"code\":0,\"data\":[{\"a\":\"[{", false, "objects from 18"),
            ("{\"x\":[{}],\"y\":[{}]}", true, "SeveralLists"),
            ("{\"x\":\"", true, "Ended"),
            ("{\"x\":\"", false, "Row"),
        ] {
            assert_eq!(shape(text, whole), expected, "{text}");
        }
    }
}
