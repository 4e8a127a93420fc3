//! The bytes of a file for several readers at once.

use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{ChunkReader, Length};

use crate::ledger::input::Seekable;

/// A file that is read from any place.
#[derive(Clone)]
pub(super) struct Source {
    file: Arc<Mutex<Box<dyn Seekable>>>,
    length: u64,
    /// Bytes that have been read already, and where they stand.
    ahead: (u64, Bytes),
}

/// How many bytes are read ahead at most.
const AHEAD: u64 = 1 << 20;

/// Reads on from a place of its own.
pub(super) struct From {
    source: Source,
    at: u64,
}

impl Source {
    /// # Errors
    /// Its end is not found.
    pub(super) fn new(mut file: Box<dyn Seekable>) -> io::Result<Self> {
        let length = file.seek(SeekFrom::End(0))?;
        Ok(Self { file: Arc::new(Mutex::new(file)), length, ahead: (0, Bytes::new()) })
    }

    /// The same with some bytes read at once, if they are not too many: their pages are then no reads of their own.
    /// What cannot be read is told when it is asked for.
    pub(super) fn ahead(&self, (start, length): (u64, u64)) -> Self {
        let whole = usize::try_from(length).ok().filter(|_| length <= AHEAD);
        let bytes = whole.and_then(|length| self.get_bytes(start, length).ok()).unwrap_or_default();
        Self { ahead: (start, bytes), ..self.clone() }
    }

    /// Those bytes from a place on that have been read already.
    fn known(&self, at: u64) -> Bytes {
        let (start, bytes) = &self.ahead;
        let from = at.checked_sub(*start).and_then(|from| usize::try_from(from).ok());
        from.filter(|from| *from < bytes.len()).map_or_else(Bytes::new, |from| bytes.slice(from..))
    }

    fn read(&self, at: u64, bytes: &mut [u8]) -> io::Result<usize> {
        let known = self.known(at);
        if !known.is_empty() {
            return known.as_ref().read(bytes);
        }
        // Whoever failed here has been told; the place is set anew each time.
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(at))?;
        file.read(bytes)
    }
}

impl Length for Source {
    fn len(&self) -> u64 {
        self.length
    }
}

impl Read for From {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(self.at, bytes)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl ChunkReader for Source {
    type T = BufReader<From>;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        // A page's header is some dozens of bytes.
        Ok(BufReader::with_capacity(512, From { source: self.clone(), at: start }))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        // What is not there is not waited for with memory.
        if start.checked_add(length as u64).is_none_or(|end| end > self.length) {
            return Err(ParquetError::EOF(String::new()));
        }
        let known = self.known(start);
        if length <= known.len() {
            return Ok(known.slice(..length));
        }
        let mut bytes = vec![0; length];
        From { source: self.clone(), at: start }.read_exact(&mut bytes)?;
        Ok(bytes.into())
    }
}
