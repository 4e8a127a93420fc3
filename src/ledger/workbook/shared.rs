//! One file that is read in several places at once.

use std::io::{self, Read, Seek, SeekFrom};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::ledger::input::Seekable;

/// A place in a file that others read as well.
pub(super) struct Shared {
    source: Arc<Mutex<Box<dyn Seekable>>>,
    length: u64,
    at: u64,
    asked: Asked,
}

/// Where a file was last asked for bytes: those before it were given.
#[derive(Clone, Default)]
pub(super) struct Asked(Arc<AtomicU64>);

impl Asked {
    pub(super) fn last(&self) -> u64 {
        self.0.load(Ordering::Acquire)
    }
}

impl Shared {
    /// # Errors
    /// The file does not tell how long it is.
    pub(super) fn new(mut source: Box<dyn Seekable>) -> io::Result<Self> {
        let length = source.seek(SeekFrom::End(0))?;
        Ok(Self { source: Arc::new(Mutex::new(source)), length, at: 0, asked: Asked::default() })
    }

    /// The start of the same file.
    pub(super) fn again(&self) -> Self {
        Self { source: Arc::clone(&self.source), length: self.length, at: 0, asked: Asked::default() }
    }

    /// For somebody else to see.
    pub(super) fn asked(&self) -> Asked {
        self.asked.clone()
    }

    pub(super) const fn at(&self) -> u64 {
        self.at
    }
}

impl Read for Shared {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.asked.0.store(self.at, Ordering::Release);
        // Whoever held it left it at no particular place.
        let mut source = self.source.lock().unwrap_or_else(PoisonError::into_inner);
        source.seek(SeekFrom::Start(self.at))?;
        let read = source.read(buffer)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for Shared {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = sought(to, self.at, self.length)?;
        Ok(self.at)
    }
}

/// Where a seek goes from a place in something so long.
pub(super) fn sought(to: SeekFrom, at: u64, length: u64) -> io::Result<u64> {
    let at = match to {
        SeekFrom::Start(at) => Some(at),
        SeekFrom::End(by) => length.checked_add_signed(by),
        SeekFrom::Current(by) => at.checked_add_signed(by),
    };
    at.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))
}
