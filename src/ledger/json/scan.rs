//! Where the objects of a list begin and end, found in stretches of any length: quotes and brackets are counted, and
//! nothing else is understood. What lies between the ends is parsed later, on every core.

use memchr::memchr2;

use super::fault::JsonFault;

/// Finds the objects of a list, or objects with nothing but white space between them.
#[derive(Debug, Clone)]
pub(super) struct Scan {
    /// Commas stand between them and a bracket ends them.
    list: bool,
    /// The list lies in an object, which goes on behind it.
    wrapped: bool,
    state: State,
    /// How deep the place is in an object; behind the list in the one around it.
    depth: u32,
    /// Within quotes.
    quoted: bool,
    /// Behind a backslash there.
    escaped: bool,
    /// Where the object begins that is not yet complete.
    start: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the first object.
    First,
    /// Behind a comma.
    Next,
    Inside,
    /// Behind an object.
    Behind,
    /// Behind the list, in the object around it.
    Around,
    /// Behind a bracket there that opens a list.
    AroundList,
    End,
}

impl Scan {
    /// Of a list, behind its opening bracket.
    pub(super) const fn list(wrapped: bool) -> Self {
        Self { list: true, wrapped, ..Self::sequence() }
    }

    /// Of objects one after another.
    pub(super) const fn sequence() -> Self {
        Self { list: false, wrapped: false, state: State::First, depth: 0, quoted: false, escaped: false, start: 0 }
    }

    /// Where the object begins that is not yet complete.
    pub(super) fn open(&self) -> Option<usize> {
        (self.state == State::Inside).then_some(self.start)
    }

    /// So many bytes before the place are dropped.
    pub(super) const fn drop(&mut self, bytes: usize) {
        self.start = self.start.saturating_sub(bytes);
    }

    /// Whether the text may end here.
    pub(super) const fn may_end(&self) -> bool {
        match self.state {
            State::End => true,
            State::First | State::Behind => !self.list,
            State::Next | State::Inside | State::Around | State::AroundList => false,
        }
    }

    /// Looks through the text from a place to its end, and shows where every object begins and ends that is complete.
    ///
    /// # Errors
    /// What stands there is no object, or no list of objects; those before were shown.
    pub(super) fn on(
        &mut self,
        text: &[u8],
        mut at: usize,
        mut show: impl FnMut(usize, usize),
    ) -> Result<(), JsonFault> {
        while let Some(byte) = text.get(at).copied() {
            if self.quoted {
                let rest = text.get(at..).unwrap_or_default();
                let skipped = if std::mem::take(&mut self.escaped) { Some(1) } else { self.behind_quote(rest) };
                let Some(skipped) = skipped else { return Ok(()) };
                at += skipped;
                continue;
            }
            match self.state {
                State::Inside => {
                    self.inside(byte);
                    if self.depth == 0 {
                        show(self.start, at + 1);
                        self.state = State::Behind;
                    }
                }
                State::Around | State::AroundList => self.around(byte)?,
                _ if byte.is_ascii_whitespace() => {}
                State::First | State::Next | State::Behind => self.between(byte, at)?,
                State::End => return Err(JsonFault::Malformed),
            }
            at += 1;
        }
        Ok(())
    }

    /// The byte behind the quote or backslash that comes next.
    fn behind_quote(&mut self, rest: &[u8]) -> Option<usize> {
        let found = memchr2(b'"', b'\\', rest)?;
        let closes = rest.get(found) == Some(&b'"');
        self.quoted = !closes;
        self.escaped = !closes;
        Some(found + 1)
    }

    fn inside(&mut self, byte: u8) {
        match byte {
            b'"' => self.quoted = true,
            b'{' | b'[' => self.depth = self.depth.saturating_add(1),
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }

    fn around(&mut self, byte: u8) -> Result<(), JsonFault> {
        if byte.is_ascii_whitespace() {
            return Ok(());
        }
        if self.state == State::AroundList && byte == b'{' {
            return Err(JsonFault::SeveralLists);
        }
        self.state = if byte == b'[' && self.depth == 1 { State::AroundList } else { State::Around };
        self.inside(byte);
        if self.depth == 0 {
            self.state = State::End;
        }
        Ok(())
    }

    fn between(&mut self, byte: u8, at: usize) -> Result<(), JsonFault> {
        match byte {
            b'{' if !self.list || self.state != State::Behind => {
                self.state = State::Inside;
                self.depth = 1;
                self.start = at;
            }
            b',' if self.list && self.state == State::Behind => self.state = State::Next,
            b']' if self.list && self.state != State::Next => {
                self.state = if self.wrapped { State::Around } else { State::End };
                self.depth = 1;
            }
            b'[' | b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n' if !self.list || self.state != State::Behind => {
                return Err(JsonFault::NotAnObject);
            }
            _ => return Err(JsonFault::Malformed),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The objects found in a text that comes in stretches of so many bytes.
    fn found(text: &str, scan: &mut Scan, by: usize) -> (Vec<String>, Result<(), JsonFault>) {
        let mut found = Vec::new();
        let mut held = Vec::new();
        for stretch in text.as_bytes().chunks(by) {
            let from = held.len();
            held.extend_from_slice(stretch);
            let result = scan.on(&held, from, |start, end| {
                found.push(String::from_utf8(held.get(start..end).unwrap().to_vec()).unwrap());
            });
            if result.is_err() {
                return (found, result);
            }
        }
        (found, Ok(()))
    }

    #[test]
    fn objects_end_at_their_own_brackets_however_the_text_is_cut() {
        let text = r#" {"a":"}\"]{"} , {"b":[{"c":1}]},{}  ]  "#;
        for by in 1..text.len() {
            let mut scan = Scan::list(false);
            let (objects, result) = found(text, &mut scan, by);
            assert_eq!(objects, [r#"{"a":"}\"]{"}"#, r#"{"b":[{"c":1}]}"#, "{}"]);
            assert!(result.is_ok() && scan.may_end());
        }
    }

    #[test]
    fn behind_a_list_in_an_object_comes_its_end_and_no_other_list_of_objects() {
        for (text, fault) in [
            (r#"{}], "n": 3, "e": ["x", [{}]]} "#, None),
            (r#"{}], "n": {"e": [{}]}}"#, None),
            (r#"{}], "n": [ {"e": 1}]}"#, Some(JsonFault::SeveralLists)),
            (r#"{}]} x"#, Some(JsonFault::Malformed)),
        ] {
            let mut scan = Scan::list(true);
            let (objects, result) = found(text, &mut scan, 1);
            assert_eq!((objects.len(), result.err()), (1, fault), "{text}");
        }
    }

    #[test]
    fn what_is_no_list_of_objects_is_told() {
        for (text, fault) in [
            ("{},]", JsonFault::Malformed),
            ("{}{}]", JsonFault::Malformed),
            ("{}]]", JsonFault::Malformed),
            ("{},3]", JsonFault::NotAnObject),
            ("[1,2]", JsonFault::NotAnObject),
        ] {
            assert_eq!(found(text, &mut Scan::list(false), 1).1, Err(fault), "{text}");
        }
        let mut cut = Scan::list(false);
        assert!(found("{},{", &mut cut, 9).1.is_ok() && !cut.may_end() && cut.open() == Some(3));
        let mut sequence = Scan::sequence();
        assert_eq!(found("{}\n{} {}{}\n", &mut sequence, 2).0.len(), 4);
        assert!(sequence.may_end());
    }
}
