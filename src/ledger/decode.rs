//! Bytes in any of the usual encodings become UTF-8, block by block.
//!
//! Plain ASCII says nothing about an encoding, so the decision waits for the first other byte, wherever it stands.

use std::io::{self, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, Decoder, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

/// How much text is looked at before an encoding is decided.
const SAMPLE: usize = 64 << 10;
/// How much is looked at for a byte order mark or the zeros of UTF-16.
const START: usize = 4096;

/// Reads text of an encoding it finds out by itself.
pub(crate) struct Decode {
    input: Box<dyn Read + Send>,
    block: usize,
    state: State,
    raw: Vec<u8>,
}

enum State {
    Start,
    Ascii,
    Utf8,
    Other(Box<Decoder>),
    End(&'static Encoding),
}

impl Decode {
    /// Reads `block` bytes at once.
    pub(crate) fn new(input: Box<dyn Read + Send>, block: usize) -> Self {
        Self { input, block, state: State::Start, raw: Vec::new() }
    }

    /// The name of the encoding as far as it is known by now.
    pub(crate) fn encoding(&self) -> &'static str {
        match &self.state {
            State::Other(decoder) => decoder.encoding().name(),
            State::End(encoding) => encoding.name(),
            State::Start | State::Ascii | State::Utf8 => UTF_8.name(),
        }
    }

    /// Appends the next stretch of text; false at the end. What is appended is UTF-8 unless a UTF-8 file is damaged.
    pub(crate) fn more(&mut self, text: &mut Vec<u8>) -> io::Result<bool> {
        match self.state {
            State::End(_) => return Ok(false),
            State::Utf8 => return Ok(self.append(text, self.block)? > 0),
            State::Other(_) => {
                let before = text.len();
                let mut raw = std::mem::take(&mut self.raw);
                raw.clear();
                let read = self.append(&mut raw, self.block)?;
                self.decode(&raw, text, read == 0);
                self.raw = raw;
                return Ok(read > 0 || text.len() > before);
            }
            State::Start | State::Ascii => {}
        }
        let from = text.len();
        let start = matches!(self.state, State::Start);
        let read = self.append(text, if start { self.block.max(START) } else { self.block })?;
        if read == 0 {
            self.state = State::End(UTF_8);
            return Ok(false);
        }
        if start {
            self.state = State::Ascii;
            if let Some(encoding) = marked(text.get(from..).unwrap_or_default()) {
                if encoding == UTF_8 {
                    text.drain(from..from + 3);
                    self.state = State::Utf8;
                } else {
                    self.switch(encoding, text, from);
                }
                return Ok(true);
            }
        }
        self.decide(text, from)?;
        Ok(true)
    }

    /// Looks for the first byte that is not ASCII and decides what it is part of.
    fn decide(&mut self, text: &mut Vec<u8>, from: usize) -> io::Result<()> {
        let fresh = text.get(from..).unwrap_or_default();
        let ascii = fresh.is_ascii();
        if ascii {
            return Ok(());
        }
        let first = from + fresh.iter().take_while(|byte| byte.is_ascii()).count();
        let short = SAMPLE.saturating_sub(text.len() - first);
        if short > 0 {
            self.append(text, short)?;
        }
        let sample = text.get(first..text.len().min(first + SAMPLE)).unwrap_or_default();
        if mostly_utf8(sample) {
            self.state = State::Utf8;
            return Ok(());
        }
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(sample, true);
        let guess = detector.guess(Some(b"cn"), Utf8Detection::Deny);
        self.switch(if guess == GBK { GB18030 } else { guess }, text, first);
        Ok(())
    }

    /// Decodes what has been read from `first` on, and all that follows.
    fn switch(&mut self, encoding: &'static Encoding, text: &mut Vec<u8>, first: usize) {
        let raw = text.split_off(first);
        self.state = State::Other(Box::new(encoding.new_decoder_with_bom_removal()));
        self.decode(&raw, text, false);
    }

    fn decode(&mut self, mut raw: &[u8], text: &mut Vec<u8>, last: bool) {
        let State::Other(decoder) = &mut self.state else { return };
        let room = decoder.max_utf8_buffer_length(raw.len()).unwrap_or(raw.len().saturating_mul(3)).max(16);
        let mut out = vec![0; room];
        loop {
            let (result, read, written, _) = decoder.decode_to_utf8(raw, &mut out, last);
            text.extend_from_slice(out.get(..written).unwrap_or_default());
            raw = raw.get(read..).unwrap_or_default();
            if result == CoderResult::InputEmpty {
                break;
            }
        }
        if last {
            self.state = State::End(decoder.encoding());
        }
    }

    fn append(&mut self, to: &mut Vec<u8>, count: usize) -> io::Result<usize> {
        to.reserve(count + 64);
        (&mut self.input).take(count as u64).read_to_end(to)
    }
}

/// The encoding a byte order mark names, or UTF-16 that goes without one.
fn marked(start: &[u8]) -> Option<&'static Encoding> {
    if let Some((encoding, _)) = Encoding::for_bom(start) {
        return Some(encoding);
    }
    // Separators and line ends betray UTF-16: most of them are two bytes there, one of them zero.
    let separates = |byte: &u8| matches!(byte, b',' | b';' | b'\t' | b'\n' | b'\r');
    let start = start.get(..start.len().min(START)).unwrap_or_default();
    let (mut little, mut big) = (0_usize, 0_usize);
    for pair in start.chunks_exact(2) {
        match pair {
            [byte, 0] => little += usize::from(separates(byte)),
            [0, byte] => big += usize::from(separates(byte)),
            _ => {}
        }
    }
    let all = start.iter().filter(|byte| separates(byte)).count();
    if little.max(big) * 2 <= all {
        return None;
    }
    Some(if little > big { UTF_16LE } else { UTF_16BE })
}

/// Whether a sample is UTF-8, a few damaged characters aside; its end may cut a character.
fn mostly_utf8(sample: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    let mut chunks = sample.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        good += chunk.valid().chars().filter(|character| !character.is_ascii()).count();
        let cut = chunks.peek().is_none() && expects_more(chunk.invalid());
        bad += usize::from(!chunk.invalid().is_empty() && !cut);
    }
    // GBK read as UTF-8 has several broken characters for each that happens to be whole.
    good > bad * 4 || bad == 0
}

/// Whether these last bytes could begin a character of UTF-8.
fn expects_more(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}
