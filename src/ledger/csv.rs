//! CSV: comma, semicolon or tab, quotes, line ends of every sort, in blocks of whole rows.
//!
//! Blocks without quotes are split by a plain search for separators; the others go through the `csv` crate.
//! Both give the same rows. A row's number is its place in a spreadsheet: blank lines count, line ends in quotes do not.

use std::io::{Chain, Read};

use memchr::{memchr, memchr_iter, memchr2};

use super::cut::last_row_end;
use super::decode::Decode;
use super::error::{LedgerError, Limit};
use super::input::{CELL_LIMIT, COLUMN_LIMIT, HEADER_LIMIT, ROW_LIMIT};
use super::intake::FileIntake;
use super::row::{Row, TakeRow};
use super::separators::each_separator;
use super::table::{Halt, Parse, Stop, Table};

/// A CSV file behind its header.
pub(crate) struct CsvTable {
    file: String,
    headers: Vec<String>,
    /// What the lines above the header say.
    above: Vec<Vec<String>>,
    /// The number of the first row behind the header.
    first_row: u32,
    delimiter: u8,
    decode: Decode,
    carry: Vec<u8>,
}

impl CsvTable {
    /// Reads the header: the first row that is not blank, or the row of that number.
    ///
    /// # Errors
    /// The file cannot be read, is empty, or its header passes a limit.
    pub(crate) fn new(
        file: String,
        reader: Box<dyn Read + Send>,
        block: usize,
        header: Option<u32>,
    ) -> Result<Self, LedgerError> {
        let mut decode = Decode::new(reader, block);
        let mut text = Vec::new();
        let above = header.map_or(0, |row| row.saturating_sub(1));
        let mut left = above;
        let mut titles = Vec::new();
        loop {
            let ended = match decode.more(&mut text) {
                Ok(more) => !more,
                Err(cause) => return Err(LedgerError::of_reading(file, cause)),
            };
            let limit = |limit| LedgerError::Limit { file: file.clone(), row: None, limit };
            while let Some(end) = memchr(b'\n', &text).filter(|_| left > 0) {
                let line = text.drain(..=end);
                if titles.len() < HEADER_LIMIT {
                    titles.extend(line);
                }
                left -= 1;
            }
            if left > 0 && !ended {
                text.clear();
                continue;
            }
            let Some(delimiter) = delimiter(&text, ended || text.len() > HEADER_LIMIT) else { continue };
            let mut rows = csv_reader(&text, delimiter);
            let mut header = csv::ByteRecord::new();
            let read = rows.read_byte_record(&mut header).unwrap_or(false);
            let end = place(rows.position());
            if end >= text.len() && !ended {
                // The header goes on behind what has been read.
                if text.len() > HEADER_LIMIT {
                    return Err(limit(Limit::Header));
                }
                continue;
            }
            if !read {
                return Err(LedgerError::NoHeader { file });
            }
            if header.as_slice().len() > HEADER_LIMIT {
                return Err(limit(Limit::Header));
            }
            if header.len() > COLUMN_LIMIT {
                return Err(limit(Limit::Columns));
            }
            let headers = header.iter().map(|cell| String::from_utf8_lossy(cell).trim().to_owned()).collect();
            let first_row = skip_blank(&text, 0).1.saturating_add(above).saturating_add(2);
            let carry = text.split_off(behind_line_end(&text, end).min(text.len()));
            let above = titled(&titles, delimiter);
            return Ok(Self { file, headers, above, first_row, delimiter, decode, carry });
        }
    }
}

impl Table for CsvTable {
    type Block = Vec<u8>;
    type Parse = Separated;

    fn file(&self) -> &str {
        &self.file
    }

    fn headers(&self) -> &[String] {
        &self.headers
    }

    fn above(&self) -> &[Vec<String>] {
        &self.above
    }

    fn is_separated(&self) -> bool {
        true
    }

    fn first_row(&self) -> u64 {
        u64::from(self.first_row)
    }

    fn parse(&self) -> Separated {
        Separated { delimiter: self.delimiter }
    }

    fn tell(&self, intake: &mut FileIntake) {
        intake.delimiter = Some(char::from(self.delimiter));
        // As far as it is known by now.
        intake.encoding = self.decode.encoding();
    }

    /// Fills `text` with the next whole rows; false at the end.
    fn next(&mut self, text: &mut Vec<u8>) -> Result<bool, Stop> {
        text.clear();
        text.append(&mut self.carry);
        loop {
            let ended = !self.decode.more(text).map_err(Stop::Read)?;
            if ended && text.last().is_some_and(|byte| *byte != b'\n') {
                text.push(b'\n');
            }
            let cut = last_row_end(text, self.delimiter);
            if cut.end > 0 {
                self.carry.extend_from_slice(text.get(cut.end..).unwrap_or_default());
                text.truncate(cut.end);
                return Ok(true);
            }
            if cut.open.is_some_and(|open| text.len() - open > CELL_LIMIT) {
                return Err(Stop::Limit(Limit::Cell));
            }
            if text.len() > ROW_LIMIT {
                return Err(Stop::Limit(Limit::Row));
            }
            if ended {
                return if cut.open.is_some() { Err(Stop::OpenQuote) } else { Ok(false) };
            }
        }
    }
}

/// Parses text in rows of cells with a separator between them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Separated {
    delimiter: u8,
}

impl Parse<Vec<u8>> for Separated {
    fn rows(&self, block: &Vec<u8>, take: &mut impl TakeRow) -> Result<u32, Halt> {
        // Bytes that are no UTF-8 become U+FFFD, which the cells' readers look for.
        rows(&encoding_rs::UTF_8.decode_without_bom_handling(block).0, self.delimiter, take)
    }
}

/// The separator that the first line has most of, outside quotes; the comma if it has none; `None` while the line is
/// not all there.
fn delimiter(text: &[u8], ended: bool) -> Option<u8> {
    let text = text.get(skip_blank(text, 0).0..)?;
    let end = memchr2(b'\n', b'\r', text).or(ended.then_some(text.len()))?;
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in text.get(..end)? {
        if *byte == b'"' {
            quoted = !quoted;
        } else if !quoted {
            counts.iter_mut().filter(|(delimiter, _)| delimiter == byte).for_each(|(_, count)| *count += 1);
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max()?;
    counts.iter().find(|(_, count)| *count == most).map(|(delimiter, _)| *delimiter)
}

/// Hands every row of a block on and gives the count of row numbers it spans.
///
/// # Errors
/// A cell or row is too long.
fn rows(text: &str, delimiter: u8, take: &mut impl TakeRow) -> Result<u32, Halt> {
    if is_plain(text.as_bytes()) { plain_rows(text, delimiter, take) } else { quoted_rows(text, delimiter, take) }
}

/// Whether a block has no quote, ends in a line feed, and its carriage returns stand before line feeds only.
fn is_plain(text: &[u8]) -> bool {
    text.last().is_none_or(|last| *last == b'\n')
        && memchr(b'"', text).is_none()
        && memchr_iter(b'\r', text).all(|at| text.get(at + 1) == Some(&b'\n'))
}

/// Tables seldom have more columns.
const NARROW: usize = 32;

/// The cells of one row: of a narrow one in a place of their own, of a wide one in memory that grows.
struct Cells {
    narrow: [(u32, u32); NARROW],
    wide: Vec<(u32, u32)>,
    count: usize,
}

impl Cells {
    const fn new() -> Self {
        Self { narrow: [(0, 0); NARROW], wide: Vec::new(), count: 0 }
    }

    #[inline]
    fn push(&mut self, bounds: (u32, u32)) {
        match self.narrow.get_mut(self.count) {
            Some(place) => *place = bounds,
            None => Self::widen(&mut self.wide, &self.narrow, bounds),
        }
        self.count += 1;
    }

    #[cold]
    fn widen(wide: &mut Vec<(u32, u32)>, narrow: &[(u32, u32)], bounds: (u32, u32)) {
        if wide.is_empty() {
            wide.extend_from_slice(narrow);
        }
        wide.push(bounds);
    }

    #[inline]
    fn bounds(&self) -> &[(u32, u32)] {
        self.narrow.get(..self.count).unwrap_or(&self.wide)
    }

    #[inline]
    fn clear(&mut self) {
        if self.count > NARROW {
            self.wide.clear();
        }
        self.count = 0;
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a block is at most a row and a read long, far below 4 GiB")]
fn plain_rows(text: &str, delimiter: u8, take: &mut impl TakeRow) -> Result<u32, Halt> {
    let bytes = text.as_bytes();
    let mut cells = Cells::new();
    let (mut number, mut row, mut start) = (0, 0, 0_usize);
    let mut result = Ok(());
    each_separator(bytes, delimiter, b'\n', |at, separator| {
        if separator != b'\n' {
            cells.push((start as u32, at as u32));
            start = at + 1;
            return;
        }
        let returned = at > start && bytes.get(at - 1) == Some(&b'\r');
        cells.push((start as u32, (at - usize::from(returned)) as u32));
        let bounds = cells.bounds();
        if at - row > CELL_LIMIT && result.is_ok() {
            result = check_lengths(number, bounds);
        }
        if result.is_ok() && (bounds.len() > 1 || bounds.first().is_some_and(|(start, end)| start < end)) {
            take.take(Row { number, text, bounds });
        }
        cells.clear();
        number += 1;
        start = at + 1;
        row = start;
    });
    result.map(|()| number)
}

#[expect(clippy::cast_possible_truncation, reason = "a block is at most a row and a read long, far below 4 GiB")]
fn quoted_rows(text: &str, delimiter: u8, take: &mut impl TakeRow) -> Result<u32, Halt> {
    let mut reader = csv_reader(text.as_bytes(), delimiter);
    let mut record = csv::StringRecord::new();
    let mut bounds: Vec<(u32, u32)> = Vec::new();
    let mut number = 0;
    loop {
        number += skip_blank(text.as_bytes(), place(reader.position())).1;
        // A slice of valid text gives valid records: no error is possible but the end.
        if !matches!(reader.read_record(&mut record), Ok(true)) {
            return Ok(number);
        }
        bounds.clear();
        let ranges = (0..record.len()).filter_map(|at| record.range(at));
        bounds.extend(ranges.map(|range| (range.start as u32, range.end as u32)));
        check_lengths(number, &bounds)?;
        take.take(Row { number, text: record.as_slice(), bounds: &bounds });
        number += 1;
    }
}

fn check_lengths(row: u32, bounds: &[(u32, u32)]) -> Result<(), Halt> {
    let length = |(start, end): &(u32, u32)| (end - start) as usize;
    if bounds.iter().map(length).any(|length| length > CELL_LIMIT) {
        return Err(Halt { row, stop: Stop::Limit(Limit::Cell) });
    }
    if bounds.iter().map(length).sum::<usize>() + bounds.len() > ROW_LIMIT {
        return Err(Halt { row, stop: Stop::Limit(Limit::Row) });
    }
    Ok(())
}

/// The cells of the lines above a header.
fn titled(text: &[u8], delimiter: u8) -> Vec<Vec<String>> {
    let mut rows = csv_reader(text, delimiter);
    let rows = rows.byte_records().map_while(Result::ok);
    let cell = |cell: &[u8]| String::from_utf8_lossy(cell).trim_start_matches('\u{feff}').trim().to_owned();
    rows.map(|row| row.iter().map(cell).collect()).collect()
}

/// The crate drops a byte order mark at the start of what it reads, which is right for files but not for blocks:
/// a line end before the block prevents it.
fn csv_reader(text: &[u8], delimiter: u8) -> csv::Reader<Chain<&'static [u8], &[u8]>> {
    let mut builder = csv::ReaderBuilder::new();
    builder.has_headers(false).flexible(true).delimiter(delimiter).buffer_capacity(64 << 10);
    builder.from_reader((b"\n" as &[u8]).chain(text))
}

/// A place of [`csv_reader`] as a place of the text.
fn place(position: &csv::Position) -> usize {
    usize::try_from(position.byte().saturating_sub(1)).unwrap_or(usize::MAX)
}

/// Where the line begins if a row's end was read up to its carriage return.
fn behind_line_end(text: &[u8], at: usize) -> usize {
    let half = at.checked_sub(1).and_then(|before| text.get(before)) == Some(&b'\r') && text.get(at) == Some(&b'\n');
    at + usize::from(half)
}

/// The first byte that is not part of an empty line, and the count of these lines.
fn skip_blank(text: &[u8], from: usize) -> (usize, u32) {
    let mut at = behind_line_end(text, from);
    let mut lines = 0;
    while let Some(b'\n' | b'\r') = text.get(at) {
        at = behind_line_end(text, at + 1);
        lines += 1;
    }
    (at, lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The cells of every row.
    struct Seen(Vec<Vec<String>>);

    impl TakeRow for Seen {
        fn take(&mut self, row: Row<'_>) {
            self.0.push((0..row.bounds.len()).map(|at| row.cell(at).to_owned()).collect());
        }
    }

    #[test]
    fn a_row_has_its_cells_however_wide_the_row_before_was() {
        let widths = [1, NARROW - 1, NARROW, NARROW + 1, 2, 3 * NARROW, NARROW, NARROW + 2];
        let row = |width: usize| (0..width).map(|at| format!("{width}-{at}")).collect::<Vec<_>>();
        let expected: Vec<_> = widths.into_iter().map(row).collect();
        let plain: String = expected.iter().map(|cells| cells.join(",") + "\n").collect();
        let quoted: String = expected.iter().map(|cells| format!("\"{}\"\n", cells.join("\",\""))).collect();
        for text in [plain, quoted] {
            let mut seen = Seen(Vec::new());
            assert_eq!(rows(&text, b',', &mut seen).unwrap(), 8);
            assert_eq!(seen.0, expected);
        }
    }
}
