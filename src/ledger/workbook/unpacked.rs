//! An XLSX as an archive in which large sheets lie unpacked: a thread of its own unpacks them while they are read, so
//! that whoever reads cells does nothing else. Parts are described as in APPNOTE.TXT sections 4.3.7 (local headers),
//! 4.3.12 (central directory) and 4.3.16 (its end).

use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread::JoinHandle;

use flate2::read::DeflateDecoder;

use super::ahead::Gated;
use super::shared::sought;
use crate::ledger::foreign::guarded;

/// How much is unpacked at once.
const CHUNK: usize = 128 << 10;
/// How many of those may wait to be read.
const CHUNKS: usize = 8;

/// How many blank bytes stand before the directory: more than what may stand behind it.
const GAP: usize = 128 << 10;

/// A part of an archive, as its directory describes it.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) name: String,
    /// The number of its method.
    pub(super) method: u16,
    pub(super) checksum: u32,
    /// Where its bytes begin in the file, and how many there are, packed and unpacked.
    pub(super) from: u64,
    pub(super) packed: u64,
    pub(super) length: u64,
    /// Whether it is to be read unpacked.
    pub(super) unpack: bool,
}

/// The archive as it is read.
pub(super) struct Unpacked {
    pieces: Vec<Piece>,
    length: u64,
    at: u64,
    source: Gated,
    running: Option<Running>,
}

/// A stretch of the archive.
struct Piece {
    from: u64,
    to: u64,
    content: Content,
}

enum Content {
    Bytes(Vec<u8>),
    /// As it stands in the file from there on.
    Kept(u64),
    /// So many packed bytes from there on.
    Packed(u64, u64),
}

impl Unpacked {
    /// The archive of a file with these parts; `None` where it would be too long for what describes it.
    pub(super) fn new(parts: &[Part], source: Gated) -> Option<Self> {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut length = 0_u64;
        let mut append = |content, more: u64| {
            let from = length;
            length = length.saturating_add(more);
            pieces.push(Piece { from, to: length, content });
            u32::try_from(from)
        };
        let mut directory = Vec::new();
        for part in parts {
            let described = Described::of(part)?;
            let header = described.header(false, 0);
            let (from, more) = (header.len() as u64, u64::from(described.stored));
            let header = append(Content::Bytes(header), from).ok()?;
            directory.extend(described.header(true, header));
            let content = if part.unpack { Content::Packed(part.from, part.packed) } else { Content::Kept(part.from) };
            append(content, more).ok()?;
        }
        let (count, size) = (u16::try_from(parts.len()).ok()?, u32::try_from(directory.len()).ok()?);
        // Whoever looks for the end from behind looks at no part, which would have to be unpacked up to there.
        append(Content::Bytes(vec![0; GAP]), GAP as u64).ok()?;
        let start = append(Content::Bytes(directory), u64::from(size)).ok()?;
        let mut end = b"PK\x05\x06\0\0\0\0".to_vec();
        end.extend([count, count].into_iter().flat_map(u16::to_le_bytes));
        end.extend([size, start].into_iter().flat_map(u32::to_le_bytes));
        end.extend([0, 0]);
        let more = end.len() as u64;
        append(Content::Bytes(end), more).ok()?;
        Some(Self { pieces, length, at: 0, source, running: None })
    }
}

/// What is said of a part.
struct Described<'p> {
    part: &'p Part,
    method: u16,
    /// How many bytes it takes, and how many it comes to.
    stored: u32,
    length: u32,
    name: u16,
}

impl<'p> Described<'p> {
    /// `None` where a number is too large for its place.
    fn of(part: &'p Part) -> Option<Self> {
        let (method, stored) = if part.unpack { (0, part.length) } else { (part.method, part.packed) };
        let (stored, length) = (u32::try_from(stored).ok()?, u32::try_from(part.length).ok()?);
        // The greatest ones say that the number stands elsewhere.
        let plain = stored < u32::MAX && length < u32::MAX;
        plain.then_some(Self { part, method, stored, length, name: u16::try_from(part.name.len()).ok()? })
    }

    /// Its header: in the directory, where the one before its bytes is at `offset`, or that one.
    fn header(&self, in_directory: bool, offset: u32) -> Vec<u8> {
        /// Names are in UTF-8.
        const FLAGS: u16 = 1 << 11;
        /// What reads the archive must know of version 2.0 (folders, deflate).
        const VERSION: u16 = 20;

        let mut header = Vec::with_capacity(46 + self.part.name.len());
        let short = |header: &mut Vec<u8>, numbers: &[u16]| {
            header.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
        };
        header.extend(if in_directory { b"PK\x01\x02" } else { b"PK\x03\x04" });
        if in_directory {
            short(&mut header, &[VERSION]);
        }
        // Nobody asks for the time.
        short(&mut header, &[VERSION, FLAGS, self.method, 0, 0x21]);
        let numbers = [self.part.checksum, self.stored, self.length];
        header.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
        short(&mut header, &[self.name, 0]);
        if in_directory {
            short(&mut header, &[0; 5]);
            header.extend(offset.to_le_bytes());
        }
        header.extend(self.part.name.as_bytes());
        header
    }
}

impl Read for Unpacked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let place = self.pieces.partition_point(|piece| piece.to <= self.at);
        let Some(piece) = self.pieces.get(place) else { return Ok(0) };
        let passed = self.at - piece.from;
        let most = usize::try_from(piece.to - self.at).unwrap_or(usize::MAX).min(buffer.len());
        let buffer = buffer.get_mut(..most).unwrap_or_default();
        let read = match &piece.content {
            Content::Bytes(bytes) => {
                let mut left = bytes.get(usize::try_from(passed).unwrap_or(usize::MAX)..).unwrap_or_default();
                left.read(buffer)?
            }
            Content::Kept(from) => {
                self.source.seek(SeekFrom::Start(from.saturating_add(passed)))?;
                self.source.read(buffer)?
            }
            Content::Packed(from, packed) => {
                let running = match self.running.take().filter(|running| running.next == self.at) {
                    Some(running) => self.running.insert(running),
                    None => {
                        let unpacking = Running::begin(self.source.again(), (*from, *packed), passed, self.at)?;
                        self.running.insert(unpacking)
                    }
                };
                running.read(buffer)?
            }
        };
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for Unpacked {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = sought(to, self.at, self.length)?;
        Ok(self.at)
    }
}

/// A part while it is unpacked.
struct Running {
    /// Where in the archive the next byte stands.
    next: u64,
    chunk: Vec<u8>,
    taken: usize,
    chunks: Option<Receiver<io::Result<Vec<u8>>>>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    /// Begins to unpack a part, whose first `passed` bytes are left out.
    fn begin(mut source: Gated, (from, packed): (u64, u64), passed: u64, next: u64) -> io::Result<Self> {
        let (send, chunks) = sync_channel(CHUNKS);
        let thread = std::thread::Builder::new().spawn(move || {
            let unpack = || {
                source.seek(SeekFrom::Start(from))?;
                let mut part = DeflateDecoder::new(BufReader::with_capacity(CHUNK, source.take(packed)));
                io::copy(&mut part.by_ref().take(passed), &mut io::sink())?;
                loop {
                    let mut chunk = Vec::with_capacity(CHUNK);
                    part.by_ref().take(CHUNK as u64).read_to_end(&mut chunk)?;
                    // Nobody may be reading any more.
                    if chunk.is_empty() || send.send(Ok(chunk)).is_err() {
                        return Ok(());
                    }
                }
            };
            let ended = guarded(unpack).unwrap_or_else(|| Err(io::Error::from(io::ErrorKind::InvalidData)));
            if let Err(cause) = ended {
                // The same.
                let _ = send.send(Err(cause));
            }
        })?;
        Ok(Self { next, chunk: Vec::new(), taken: 0, chunks: Some(chunks), thread: Some(thread) })
    }

    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.taken == self.chunk.len() {
            let next = self.chunks.as_ref().and_then(|chunks| chunks.recv().ok());
            let Some(chunk) = next else { return Ok(0) };
            (self.chunk, self.taken) = (chunk?, 0);
        }
        let read = self.chunk.get(self.taken..).unwrap_or_default().read(buffer)?;
        self.taken += read;
        self.next += read as u64;
        Ok(read)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It ends when nobody takes what it unpacks.
        self.chunks = None;
        if let Some(thread) = self.thread.take() {
            // A panic in it is caught.
            let _ = thread.join();
        }
    }
}
