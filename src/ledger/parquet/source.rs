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
}

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
        Ok(Self { file: Arc::new(Mutex::new(file)), length })
    }

    fn read(&self, at: u64, bytes: &mut [u8]) -> io::Result<usize> {
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
        let mut bytes = vec![0; length];
        From { source: self.clone(), at: start }.read_exact(&mut bytes)?;
        Ok(bytes.into())
    }
}
