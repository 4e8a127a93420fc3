//! Packed files: gzip of any number of members, zstd of any number of frames, a zip with one file in it. What is unpacked
//! streams, so that memory stays bounded, and a file cut short or damaged is an error wherever that shows.

use std::fmt;
use std::io;
#[cfg(feature = "compressed")]
use std::io::Read;

#[cfg(feature = "compressed")]
use super::input::UNPACKED_LIMIT;

/// How a file is packed, as far as its first bytes tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Packing {
    Gzip,
    Zstd,
}

impl Packing {
    /// By the first four bytes.
    pub(crate) fn of(start: &[u8]) -> Option<Self> {
        match start {
            [0x1f, 0x8b, 8, _, ..] => Some(Self::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Self::Zstd),
            // A frame to be skipped, as packers on several cores write them first.
            [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Some(Self::Zstd),
            _ => None,
        }
    }
}

/// Why nothing more can be unpacked.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// The file ends before what is packed in it does.
    CutShort,
    /// It is not what was packed.
    Damaged,
    /// It unpacks to too much.
    TooMuch,
    /// Unpacking takes too much memory.
    Window,
    /// The file itself cannot be read.
    Source(io::Error),
}

impl fmt::Display for Trouble {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{self:?}")
    }
}

impl std::error::Error for Trouble {}

impl Trouble {
    /// The trouble that an error of reading carries.
    pub(crate) fn of(cause: &io::Error) -> Option<&Self> {
        cause.get_ref()?.downcast_ref()
    }
}

/// Unpacks a stream.
///
/// # Errors
/// There is no memory for it.
#[cfg(feature = "compressed")]
pub(crate) fn unpack(packing: Packing, packed: impl Read + Send + 'static) -> io::Result<Box<dyn Read + Send>> {
    let packed = Packed(packed);
    Ok(match packing {
        Packing::Gzip => Box::new(Unpacked::new(flate2::read::MultiGzDecoder::new(packed), UNPACKED_LIMIT)),
        Packing::Zstd => Box::new(Unpacked::new(zstd::stream::read::Decoder::new(packed)?, UNPACKED_LIMIT)),
    })
}

/// What is to be unpacked: its own errors of reading stay apart from those of unpacking.
#[cfg(feature = "compressed")]
struct Packed<R>(R);

#[cfg(feature = "compressed")]
impl<R: Read> Read for Packed<R> {
    fn read(&mut self, block: &mut [u8]) -> io::Result<usize> {
        self.0.read(block).map_err(|cause| match cause.kind() {
            io::ErrorKind::Interrupted => cause,
            _ if Trouble::of(&cause).is_some() => cause,
            kind => io::Error::new(kind, Trouble::Source(cause)),
        })
    }
}

/// What is unpacked, up to a limit.
#[cfg(feature = "compressed")]
struct Unpacked<R> {
    reader: R,
    left: u64,
    /// An error stays one, whoever reads on.
    failed: bool,
}

#[cfg(feature = "compressed")]
impl<R> Unpacked<R> {
    const fn new(reader: R, limit: u64) -> Self {
        Self { reader, left: limit, failed: false }
    }
}

#[cfg(feature = "compressed")]
impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, block: &mut [u8]) -> io::Result<usize> {
        if self.failed {
            return Err(io::Error::other(Trouble::Damaged));
        }
        match self.reader.read(block) {
            Ok(read) if read as u64 > self.left => {
                self.failed = true;
                Err(io::Error::other(Trouble::TooMuch))
            }
            Ok(read) => {
                self.left -= read as u64;
                Ok(read)
            }
            Err(cause) if cause.kind() == io::ErrorKind::Interrupted => Err(cause),
            Err(cause) => {
                self.failed = true;
                Err(told(cause))
            }
        }
    }
}

/// What a decoder's error means.
#[cfg(feature = "compressed")]
fn told(cause: io::Error) -> io::Error {
    if Trouble::of(&cause).is_some() {
        let kind = cause.kind();
        return match cause.into_inner().map(|inner| inner.downcast()) {
            Some(Ok(trouble)) => match *trouble {
                Trouble::Source(cause) => cause,
                trouble => io::Error::new(kind, trouble),
            },
            Some(Err(inner)) => io::Error::new(kind, inner),
            None => io::Error::from(kind),
        };
    }
    let trouble = if cause.kind() == io::ErrorKind::UnexpectedEof {
        Trouble::CutShort
    } else if cause.to_string().contains("too much memory") {
        Trouble::Window
    } else {
        Trouble::Damaged
    };
    io::Error::new(cause.kind(), trouble)
}

/// A zip with one file in it, and the one file.
#[cfg(all(feature = "compressed", feature = "workbooks"))]
pub(crate) mod zipped {
    use std::io::{self, Read, SeekFrom};

    use flate2::Crc;
    use zip::{CompressionMethod, ZipArchive};

    use super::{Packed, Trouble, UNPACKED_LIMIT, Unpacked};
    use crate::ledger::error::LedgerError;
    use crate::ledger::input::{PARTS_LIMIT, Seekable};

    /// What an archive is.
    pub(crate) enum Archive {
        /// One file, unpacked.
        One(Box<dyn Read + Send>),
        /// Several parts, as a workbook has them, or none.
        Several(Box<dyn Seekable>),
    }

    /// Where the one file of an archive lies.
    struct Place {
        start: u64,
        packed: u64,
        size: u64,
        crc: u32,
        deflated: bool,
    }

    /// Opens an archive if it has one file in it.
    ///
    /// # Errors
    /// It has a password, or cannot be read.
    pub(crate) fn open(file: &str, mut source: Box<dyn Seekable>) -> Result<Archive, LedgerError> {
        let read = |cause| LedgerError::of_reading(file.to_owned(), cause);
        let place = only(file, &mut source)?;
        source.seek(SeekFrom::Start(place.as_ref().map_or(0, |place| place.start))).map_err(read)?;
        let Some(place) = place else { return Ok(Archive::Several(source)) };
        let packed = Packed(source.take(place.packed));
        let reader: Box<dyn Read + Send> =
            if place.deflated { Box::new(flate2::read::DeflateDecoder::new(packed)) } else { Box::new(packed) };
        let checked = Checked { reader, crc: Crc::new(), place };
        Ok(Archive::One(Box::new(Unpacked::new(checked, UNPACKED_LIMIT))))
    }

    /// The only file of an archive; what a Mac adds is no file. What cannot be told here, whoever reads it tells.
    fn only(file: &str, source: &mut Box<dyn Seekable>) -> Result<Option<Place>, LedgerError> {
        let Ok(mut archive) = ZipArchive::new(source) else { return Ok(None) };
        if archive.len() > PARTS_LIMIT {
            return Ok(None);
        }
        let is_file = |name: &str| {
            let added = name.starts_with("__MACOSX/") || name.ends_with(".DS_Store");
            !added && !name.ends_with('/')
        };
        let names = archive.file_names().map(|name| name.is_ok_and(|name| is_file(&name)));
        let files: Vec<usize> = names.enumerate().filter_map(|(at, is_file)| is_file.then_some(at)).collect();
        let [only] = files.as_slice() else { return Ok(None) };
        let Ok(part) = archive.by_index_raw(*only) else { return Ok(None) };
        if part.encrypted() {
            return Err(LedgerError::Password { file: file.to_owned() });
        }
        let deflated = match part.compression() {
            CompressionMethod::Deflated => true,
            CompressionMethod::Stored => false,
            _ => return Ok(None),
        };
        let Some(start) = part.data_start() else { return Ok(None) };
        let (packed, size, crc) = (part.compressed_size(), part.size(), part.crc32());
        Ok(Some(Place { start, packed, size, crc, deflated }))
    }

    /// Compares what was unpacked with what the archive says of it.
    struct Checked<R> {
        reader: R,
        crc: Crc,
        place: Place,
    }

    impl<R: Read> Read for Checked<R> {
        fn read(&mut self, block: &mut [u8]) -> io::Result<usize> {
            let read = self.reader.read(block)?;
            self.crc.update(block.get(..read).unwrap_or_default());
            self.place.size = match self.place.size.checked_sub(read as u64) {
                // The end, before all of it came.
                Some(1..) if read == 0 && !block.is_empty() => return Err(io::Error::other(Trouble::CutShort)),
                Some(left) => left,
                None => return Err(io::Error::other(Trouble::Damaged)),
            };
            if read == 0 && self.place.size == 0 && self.crc.sum() != self.place.crc {
                return Err(io::Error::other(Trouble::Damaged));
            }
            Ok(read)
        }
    }
}

#[cfg(all(test, feature = "compressed"))]
mod tests {
    use super::*;

    #[test]
    fn what_unpacks_to_more_than_the_limit_is_an_error_at_the_limit() {
        let packed = zstd::encode_all(io::repeat(0).take(1 << 20), 3).unwrap();
        let unpack = |limit| {
            let mut unpacked = Unpacked::new(zstd::stream::read::Decoder::new(&*packed).unwrap(), limit);
            let mut bytes = Vec::new();
            let result = unpacked.read_to_end(&mut bytes);
            (bytes.len(), result.err().map(|cause| Trouble::of(&cause).unwrap().to_string()))
        };
        assert_eq!(unpack(1 << 20), (1 << 20, None));
        let (read, trouble) = unpack((1 << 20) - 1);
        assert!(read < 1 << 20 && trouble.as_deref() == Some("TooMuch"));
    }

    #[test]
    fn an_error_of_the_file_stays_its_own() {
        struct Out;
        impl Read for Out {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("the cable is out"))
            }
        }
        let start = gzip(b"a,b\n").unwrap();
        for packing in [Packing::Gzip, Packing::Zstd] {
            let start =
                if packing == Packing::Gzip { start.clone() } else { zstd::encode_all(&b"a,b\n"[..], 3).unwrap() };
            let cut = io::Cursor::new(start.get(..12).unwrap().to_vec()).chain(Out);
            let cause = unpack(packing, cut).unwrap().read_to_end(&mut Vec::new()).unwrap_err();
            assert_eq!(cause.to_string(), "the cable is out");
        }
    }

    fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
        let mut packed = Vec::new();
        flate2::read::GzEncoder::new(bytes, flate2::Compression::fast()).read_to_end(&mut packed)?;
        Ok(packed)
    }
}
