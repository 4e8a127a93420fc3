//! Where tables come from, how large their parts may be, and whether a file stays the same while it is read.

use std::fs::File;
use std::io::{Cursor, Read, Seek};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

#[cfg(feature = "databases")]
use super::database::Connection;
use super::error::LedgerError;
use super::mapping::Mapping;

/// The longest cell, in bytes.
pub const CELL_LIMIT: usize = 1 << 20;
/// The longest row, in bytes.
pub const ROW_LIMIT: usize = 4 << 20;
/// The most columns a header may have.
pub const COLUMN_LIMIT: usize = 4096;
/// The longest header, in bytes.
pub const HEADER_LIMIT: usize = 1 << 20;
/// The most record files of a run.
pub const FILE_LIMIT: usize = 1 << 16;

/// The most parts an archive may have.
pub(crate) const PARTS_LIMIT: usize = 1 << 16;
/// The most bytes a sheet may unpack to.
pub(crate) const PART_LIMIT: u64 = 8 << 30;
/// The most bytes a part may unpack to that is held in memory.
pub(crate) const TEXTS_LIMIT: u64 = 1 << 30;
/// The most bytes that the cells of a workbook may take that is held in memory.
#[cfg(feature = "workbooks")]
pub(crate) const HELD_LIMIT: u64 = 2 << 30;

/// The most bytes a packed file may unpack to; it is never held, but nobody waits for more.
pub(crate) const UNPACKED_LIMIT: u64 = 64 << 30;
/// How often a file may be packed.
pub(crate) const LAYERS_LIMIT: usize = 3;

/// How much is read at once; small enough to stay in a core's own cache until it is parsed.
const BLOCK: usize = 256 << 10;

/// A table to read: a file, bytes in memory, or anything that can be read once.
pub struct Input {
    pub(crate) name: String,
    /// How many bytes are read at once.
    pub(crate) block: usize,
    /// How it is to be read.
    pub(crate) mapping: Mapping,
    /// Whether nobody named it: a folder or a pattern has it.
    pub(crate) found: bool,
    source: Origin,
}

enum Origin {
    Path(PathBuf),
    Bytes(Vec<u8>),
    Reader(Box<dyn Read + Send>),
    #[cfg(feature = "databases")]
    Database(Connection),
}

impl Input {
    /// A file; messages and record names show the path as it is given here.
    #[must_use]
    pub fn path(path: impl AsRef<Path>) -> Self {
        let path = path.as_ref();
        Self::of(path.display().to_string(), Origin::Path(path.to_owned()))
    }

    /// Bytes in memory, under the name messages and record names show.
    #[must_use]
    pub fn bytes(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self::of(name.into(), Origin::Bytes(bytes.into()))
    }

    /// Anything that can be read once, under the name messages and record names show.
    #[must_use]
    pub fn reader(name: impl Into<String>, reader: impl Read + Send + 'static) -> Self {
        Self::of(name.into(), Origin::Reader(Box::new(reader)))
    }

    fn of(name: String, source: Origin) -> Self {
        Self { name, block: BLOCK, mapping: Mapping::default(), found: false, source }
    }

    /// The same table, which nobody named: a folder or a pattern has it. If it is no table at all, such as a picture,
    /// it is left out and told, instead of ending the run.
    #[must_use]
    pub fn found(self) -> Self {
        Self { found: true, ..self }
    }

    /// A table or a query of a database server, under the name messages and record names show; what of it is read
    /// [`Mapping::relation`] says. The connection is made when it is read, and nothing ever shows how.
    #[cfg(feature = "databases")]
    #[must_use]
    pub fn database(name: impl Into<String>, connection: Connection) -> Self {
        Self::of(name.into(), Origin::Database(connection))
    }

    /// How the database server is reached that it is of.
    #[cfg(feature = "databases")]
    pub(crate) const fn connection(&self) -> Option<&Connection> {
        match &self.source {
            Origin::Database(connection) => Some(connection),
            _ => None,
        }
    }

    /// The same table under another name, such as a path seen from the folder of the audit.
    #[must_use]
    pub fn named(self, name: impl Into<String>) -> Self {
        Self { name: name.into(), ..self }
    }

    /// The same table, to be read so.
    #[must_use]
    pub fn mapped(self, mapping: Mapping) -> Self {
        Self { mapping, ..self }
    }

    /// The same table read in blocks of another size; the result does not depend on it, which tests can show.
    #[must_use]
    pub fn in_blocks_of(self, bytes: usize) -> Self {
        Self { block: bytes.clamp(1, BLOCK), ..self }
    }

    /// The file it is in, where it is in one.
    pub(crate) fn file(&self) -> Option<&Path> {
        match &self.source {
            Origin::Path(path) => Some(path),
            _ => None,
        }
    }

    /// What its file looks like now; `None` where there is no file that could stay as it is.
    pub(crate) fn stamp(&self) -> Option<Stamp> {
        Stamp::of(self.file()?)
    }

    /// Begins to watch its file.
    pub(crate) fn watch(&self) -> Watch {
        let file = self.stamp().zip(self.file()).map(|(stamp, path)| (path.to_owned(), stamp));
        Watch { name: self.name.clone(), file }
    }

    /// Opens it.
    ///
    /// # Errors
    /// The file is not there or must not be read.
    pub(crate) fn open(self) -> Result<(String, Stream), LedgerError> {
        let stream = match self.source {
            Origin::Path(path) => match File::open(path) {
                Ok(file) => Stream::Seekable(Box::new(file)),
                Err(cause) => return Err(LedgerError::Open { file: self.name, cause }),
            },
            Origin::Bytes(bytes) => Stream::Seekable(Box::new(Cursor::new(bytes))),
            Origin::Reader(reader) => Stream::Once(reader),
            // It has no bytes; who reads databases has seen to it.
            #[cfg(feature = "databases")]
            Origin::Database(_) => Stream::Once(Box::new(std::io::empty())),
        };
        Ok((self.name, stream))
    }
}

/// The bytes of a table.
pub(crate) enum Stream {
    /// From any place, as often as one likes.
    Seekable(Box<dyn Seekable>),
    /// From the start, once.
    Once(Box<dyn Read + Send>),
}

/// Bytes that can be read from any place.
pub(crate) trait Seekable: Read + Seek + Send {}

impl<S: Read + Seek + Send> Seekable for S {}

/// What a file looks like from outside: whoever writes to it changes that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    pub(crate) size: u64,
    modified: Option<SystemTime>,
}

impl Stamp {
    /// Of a file; `None` where there is none, or it is no file, such as a pipe.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        let file = path.metadata().ok().filter(std::fs::Metadata::is_file)?;
        Some(Self { size: file.len(), modified: file.modified().ok() })
    }
}

/// Sees whether a file is changed while it is read.
pub(crate) struct Watch {
    name: String,
    file: Option<(PathBuf, Stamp)>,
}

impl Watch {
    /// Whether the file is what it was.
    ///
    /// # Errors
    /// It is not.
    pub(crate) fn end(self) -> Result<(), LedgerError> {
        match self.file {
            Some((path, before)) if Stamp::of(&path) != Some(before) => Err(LedgerError::Changed { file: self.name }),
            _ => Ok(()),
        }
    }
}
