//! A look through an archive before it is read: what sort of workbook it is, whether cells are merged, and whether a
//! part or a cell of it would fill the memory. An archive of a few kilobytes can unpack to terabytes.

use std::io::{BufReader, Read};

use memchr::{memchr, memmem, memrchr};
use zip::read::ZipFile;
use zip::{CompressionMethod, ZipArchive};

use super::ahead::Ahead;
use super::extent;
use super::shared::Shared;
use super::unpacked::Part;
use crate::ledger::blocks::threads;
use crate::ledger::damage::Damage;
use crate::ledger::error::{LedgerError, Limit};
use crate::ledger::input::{CELL_LIMIT, HELD_LIMIT, PART_LIMIT, PARTS_LIMIT, TEXTS_LIMIT};
use crate::ledger::no_table::NoTable;

/// How much of a file is read at once.
pub(super) const BUFFER: usize = 64 << 10;
/// Packed sheets of so many bytes are worth a thread.
const LARGE: u64 = 1 << 20;

/// What sort of workbook an archive is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ArchiveSort {
    Xlsx,
    Xlsb,
    Ods,
}

/// An archive that is read.
pub(super) type Archive = ZipArchive<BufReader<Shared>>;

/// What a look through an archive told.
pub(super) struct Parts {
    pub(super) sort: ArchiveSort,
    /// Whether a sheet has merged cells.
    pub(super) merged: bool,
    /// The look through large sheets, which goes on, and all parts of the archive, where they are described.
    pub(super) ahead: Option<(Ahead, Option<Vec<Part>>)>,
}

/// A sheet that is not held: its number among the parts, and where it begins and ends in the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sheet {
    pub(super) at: usize,
    pub(super) from: u64,
    pub(super) to: u64,
}

/// What is wrong with a part.
#[derive(Debug, Clone, Copy)]
pub(super) enum Stopped {
    Limit(Limit),
    Read,
}

impl Stopped {
    pub(super) fn of(self, file: &str) -> LedgerError {
        let file = file.to_owned();
        match self {
            Self::Limit(limit) => LedgerError::Limit { file, row: None, limit },
            Self::Read => LedgerError::Broken { file, damage: Damage::Archive },
        }
    }
}

/// Looks through the parts of an archive.
///
/// # Errors
/// It is no workbook, damaged, or a part or a cell passes a limit.
pub(super) fn parts(file: &str, source: &Shared) -> Result<Parts, LedgerError> {
    let broken = || Stopped::Read.of(file);
    let source = source.again();
    let asked = source.asked();
    let mut archive = Archive::new(BufReader::with_capacity(BUFFER, source)).map_err(|_| broken())?;
    if archive.len() > PARTS_LIMIT {
        return Err(Stopped::Limit(Limit::Parts).of(file));
    }
    let names: Vec<String> = archive.file_names().filter_map(Result::ok).map(std::borrow::Cow::into_owned).collect();
    let sort = sort(file, names.iter().map(String::as_str))?;
    let (mut sheets, mut parts) = (Vec::new(), Vec::with_capacity(archive.len()));
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|_| broken())?;
        let name = part.name().map_err(|_| broken())?.into_owned();
        parts.push(described(&part, &name));
        let Some(most) = most(&name, sort) else { continue };
        if sort == ArchiveSort::Xlsx && most == PART_LIMIT {
            let from = part.data_start().ok_or_else(broken)?;
            sheets.push(Sheet { at, from, to: from.saturating_add(part.compressed_size()) });
            continue;
        }
        look(part, most, !name.ends_with(".bin"), || true).map_err(|stopped| stopped.of(file))?;
        if sort == ArchiveSort::Ods && name == "content.xml" {
            let part = archive.by_index(at).map_err(|_| broken())?;
            if !extent::is_within(BufReader::new(part), HELD_LIMIT).map_err(|_| broken())? {
                return Err(Stopped::Limit(Limit::Held).of(file));
            }
        }
    }
    if sheets.iter().map(|sheet| sheet.to - sheet.from).sum::<u64>() >= LARGE && threads() > 1 {
        for sheet in sheets.iter().filter(|sheet| sheet.to - sheet.from >= LARGE) {
            if let Some(Some(part)) = parts.get_mut(sheet.at) {
                part.unpack = part.method == DEFLATED && part.length > 0;
            }
        }
        let ahead = Ahead::begin(archive, sheets, &asked);
        let ahead = ahead.map_err(|cause| LedgerError::Read { file: file.to_owned(), cause })?;
        return Ok(Parts { sort, merged: false, ahead: Some((ahead, parts.into_iter().collect())) });
    }
    let mut merged = false;
    for sheet in &sheets {
        merged |= look_through(&mut archive, sheet, || true).map_err(|stopped| stopped.of(file))?;
    }
    Ok(Parts { sort, merged, ahead: None })
}

/// The number of the method by which parts are packed as a rule.
const DEFLATED: u16 = 8;

/// A part as the directory describes it; `None` where it does not tell where its bytes are, or how they are packed.
fn described(part: &ZipFile<'_, impl Read>, name: &str) -> Option<Part> {
    let method = match part.compression() {
        CompressionMethod::Stored => 0,
        CompressionMethod::Deflated => DEFLATED,
        _ => return None,
    };
    let (packed, length) = (part.compressed_size(), part.size());
    let from = part.data_start()?;
    Some(Part { name: name.to_owned(), method, checksum: part.crc32(), from, packed, length, unpack: false })
}

fn sort<'n>(file: &str, names: impl Iterator<Item = &'n str>) -> Result<ArchiveSort, LedgerError> {
    let mut sort = None;
    for name in names {
        match name.trim_start_matches('/') {
            "xl/workbook.xml" => return Ok(ArchiveSort::Xlsx),
            "xl/workbook.bin" => return Ok(ArchiveSort::Xlsb),
            // A text document or a presentation.
            "word/document.xml" | "ppt/presentation.xml" => {
                return Err(LedgerError::NoTable { file: file.to_owned(), what: NoTable::Document });
            }
            "content.xml" => sort = Some(ArchiveSort::Ods),
            // Where the parts of a workbook may be called otherwise, this one may not.
            "[Content_Types].xml" if sort.is_none() => sort = Some(ArchiveSort::Xlsx),
            _ => {}
        }
    }
    sort.ok_or_else(|| LedgerError::NoWorkbook { file: file.to_owned() })
}

/// How many bytes a part may unpack to; `None` for those that are never read, such as pictures.
fn most(name: &str, sort: ArchiveSort) -> Option<u64> {
    let name = name.to_ascii_lowercase();
    let is_text = [".xml", ".rels", ".bin"].iter().any(|ending| name.ends_with(ending));
    // Texts that many cells share are held in memory, and so are whole sheets of formats that do not stream.
    let held = sort == ArchiveSort::Ods || !name.contains("worksheets/");
    (is_text && !name.contains("media/")).then_some(if held { TEXTS_LIMIT } else { PART_LIMIT })
}

/// Unpacks a sheet and forgets it; whether it has merged cells.
pub(super) fn look_through(
    archive: &mut Archive,
    sheet: &Sheet,
    goes_on: impl FnMut() -> bool,
) -> Result<bool, Stopped> {
    let part = archive.by_index(sheet.at).map_err(|_| Stopped::Read)?;
    look(part, PART_LIMIT, true, goes_on)
}

/// Unpacks a part and forgets it; whether it has merged cells. `goes_on` hears of every block that has been looked at.
fn look(
    mut part: ZipFile<'_, impl Read>,
    most: u64,
    is_text: bool,
    mut goes_on: impl FnMut() -> bool,
) -> Result<bool, Stopped> {
    const MERGED: &[u8] = b"<mergeCell ";
    let find = memmem::Finder::new(MERGED);
    let mut block = vec![0_u8; BUFFER];
    // The end of the block before stays at the start: what is looked for may lie across.
    let mut kept = 0;
    let (mut total, mut run, mut merged) = (0_u64, 0_usize, false);
    loop {
        let read = part.read(block.get_mut(kept..).unwrap_or_default()).map_err(|_| Stopped::Read)?;
        if read == 0 || !goes_on() {
            return Ok(merged);
        }
        total += read as u64;
        if total > most {
            return Err(Stopped::Limit(Limit::Part));
        }
        let end = kept + read;
        if is_text {
            // A block is shorter than the longest cell: only what reaches across its ends may be too long.
            let fresh = block.get(kept..end).unwrap_or_default();
            let first = memchr(b'<', fresh).unwrap_or(fresh.len());
            if run + first > CELL_LIMIT {
                return Err(Stopped::Limit(Limit::SheetCell));
            }
            run = memrchr(b'<', fresh).map_or(run + fresh.len(), |last| fresh.len() - last - 1);
            merged = merged || find.find(block.get(..end).unwrap_or_default()).is_some();
        }
        kept = end.min(MERGED.len());
        block.copy_within(end - kept..end, 0);
    }
}
