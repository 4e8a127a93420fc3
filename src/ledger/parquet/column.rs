//! The values of a column in some rows of a row group: every value of the dictionary once.

use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::{Encoding, Type};
use parquet::column::page::{Page, PageReader};
use parquet::errors::ParquetError;
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::serialized_reader::SerializedPageReader;
use parquet::schema::types::ColumnDescriptor;

use super::hybrid::{Damaged, Hybrid};
use super::other;
use super::presence::{Presence, spread};
use super::say::Shape;
use super::source::Source;
use crate::ledger::columns::{NOTHING, Values};
use crate::ledger::damage::Damage;
use crate::ledger::error::Limit;
use crate::ledger::foreign::guarded;
use crate::ledger::input::CELL_LIMIT;
use crate::ledger::table::Stop;

/// The values of a column in some rows.
pub(super) struct Column {
    /// The number of each row's value.
    numbers: Vec<u32>,
    /// Where the bytes of each value are.
    places: Vec<Place>,
    pages: Vec<Bytes>,
    shape: Shape,
}

/// Where the bytes of a value are.
#[derive(Debug, Clone, Copy)]
struct Place {
    page: u32,
    start: u32,
    length: u32,
}

/// Some rows of a row group, counted from its first.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rows {
    pub(super) from: usize,
    pub(super) count: usize,
    /// All rows of the group.
    pub(super) all: usize,
}

/// Why a column is not read.
pub(super) enum Failure {
    Stop(Stop),
    /// Its pages are coded in a way that is not read here.
    OtherCoding,
}

impl From<Damaged> for Failure {
    fn from(_: Damaged) -> Self {
        Self::Stop(broken())
    }
}

impl From<Stop> for Failure {
    fn from(stop: Stop) -> Self {
        Self::Stop(stop)
    }
}

/// The column's pages are not what they should be.
pub(super) fn broken() -> Stop {
    Stop::Broken(Damage::Column)
}

/// Calls the library.
pub(super) fn called<T>(call: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, Stop> {
    guarded(call).ok_or_else(broken)?.map_err(stop)
}

/// Why the library stopped.
fn stop(error: ParquetError) -> Stop {
    match error {
        ParquetError::External(cause) => match cause.downcast::<std::io::Error>() {
            Ok(cause) => Stop::Read(*cause),
            Err(_) => broken(),
        },
        _ => broken(),
    }
}

impl Values for Column {
    fn numbers(&self) -> &[u32] {
        &self.numbers
    }

    fn distinct(&self) -> usize {
        self.places.len()
    }

    fn say(&self, number: u32, text: &mut String) {
        if let Some(value) = self.value(number) {
            self.shape.say(value, text);
        }
    }

    fn bytes(&self, number: u32) -> Option<&[u8]> {
        if self.shape == Shape::Text { self.value(number) } else { None }
    }
}

impl Column {
    /// Leaves its room to others.
    pub(super) fn into_room(self) -> Vec<u32> {
        self.numbers
    }

    #[inline]
    fn value(&self, number: u32) -> Option<&[u8]> {
        let place = self.places.get(number as usize)?;
        let from = place.start as usize;
        self.pages.get(place.page as usize)?.get(from..from + place.length as usize)
    }

    /// Reads the values of some rows, or of those that are picked among them, into a room that others have left.
    ///
    /// # Errors
    /// They are damaged, cannot be read, or one of them is too long.
    pub(super) fn read(
        source: &Source,
        chunk: &ColumnChunkMetaData,
        descriptor: &ColumnDescriptor,
        (rows, picked): (Rows, Option<&[u32]>),
        room: Vec<u32>,
    ) -> Result<Self, Stop> {
        let source = Arc::new(source.ahead(called(|| Ok(chunk.byte_range()))?));
        let pages = || called(|| SerializedPageReader::new(Arc::clone(&source), chunk, rows.all, None));
        let mut reading = Reading::new(descriptor, rows, picked, room);
        match reading.all(&mut pages()?) {
            Ok(()) => Ok(reading.column),
            Err(Failure::Stop(stop)) => Err(stop),
            Err(Failure::OtherCoding) => {
                let mut reading = Reading::new(descriptor, rows, picked, Vec::new());
                let numbers =
                    other::read(chunk.column_descr_ptr(), Box::new(pages()?), rows, |value| reading.own(value))?;
                reading.column.numbers = match picked {
                    Some(picked) => picked.iter().filter_map(|row| numbers.get(*row as usize).copied()).collect(),
                    None => numbers,
                };
                Ok(reading.column)
            }
        }
    }
}

/// A column while its pages are read.
struct Reading<'r> {
    column: Column,
    physical: Type,
    /// The bytes of values of one length.
    width: usize,
    /// The level at which a value is there.
    defined: u32,
    rows: Rows,
    /// Those of them, counted from the first, that are asked for and have not been read; `None` for all.
    picked: Option<&'r [u32]>,
    /// How many values the dictionary has.
    dictionary: Option<usize>,
}

impl<'r> Reading<'r> {
    fn new(descriptor: &ColumnDescriptor, rows: Rows, picked: Option<&'r [u32]>, mut room: Vec<u32>) -> Self {
        let shape = Shape::of(descriptor);
        let physical = descriptor.physical_type();
        let width = match physical {
            Type::BOOLEAN | Type::BYTE_ARRAY => 0,
            Type::INT32 | Type::FLOAT => 4,
            Type::INT64 | Type::DOUBLE => 8,
            Type::INT96 => 12,
            Type::FIXED_LEN_BYTE_ARRAY => usize::try_from(descriptor.type_length()).unwrap_or_default(),
        };
        room.clear();
        room.reserve(picked.map_or(rows.count, <[u32]>::len));
        Self {
            column: Column { numbers: room, places: Vec::new(), pages: Vec::new(), shape },
            physical,
            width,
            defined: u32::try_from(descriptor.max_def_level()).unwrap_or_default(),
            rows,
            picked,
            dictionary: None,
        }
    }

    /// Reads page after page until all rows have been seen.
    fn all(&mut self, pages: &mut impl PageReader) -> Result<(), Failure> {
        let Rows { from, count, .. } = self.rows;
        let asked = self.picked.map_or(count, <[u32]>::len);
        let mut at = 0_usize;
        while at < from + count {
            let Some(next) = called(|| pages.peek_next_page())? else { return Err(Damaged.into()) };
            let rows = next.num_rows.or(next.num_levels).unwrap_or_default();
            if !next.is_dict && at + rows <= from {
                called(|| pages.skip_next_page())?;
                at += rows;
                continue;
            }
            let Some(page) = called(|| pages.get_next_page())? else { return Err(Damaged.into()) };
            match page {
                Page::DictionaryPage { buf, num_values, encoding, .. } => {
                    if !matches!(encoding, Encoding::PLAIN | Encoding::PLAIN_DICTIONARY) || self.dictionary.is_some() {
                        return Err(Failure::OtherCoding);
                    }
                    self.values(buf, 0, num_values as usize)?;
                    self.dictionary = Some(self.column.places.len());
                }
                Page::DataPage { buf, num_values, encoding, def_level_encoding, .. } => {
                    let rows = num_values as usize;
                    let mut levels = &[][..];
                    let mut behind = 0;
                    if self.defined > 0 {
                        if def_level_encoding != Encoding::RLE {
                            return Err(Failure::OtherCoding);
                        }
                        let (length, rest) = buf.split_first_chunk().ok_or(Damaged)?;
                        let length = u32::from_le_bytes(*length) as usize;
                        levels = rest.get(..length).ok_or(Damaged)?;
                        behind = 4 + length;
                    }
                    self.page(levels, buf.slice(behind..), encoding, at, rows)?;
                    at += rows;
                }
                Page::DataPageV2 { buf, num_values, encoding, def_levels_byte_len, rep_levels_byte_len, .. } => {
                    let rows = num_values as usize;
                    let from = rep_levels_byte_len as usize;
                    let behind = from.saturating_add(def_levels_byte_len as usize);
                    let levels = buf.get(from..behind).ok_or(Damaged)?;
                    self.page(levels, buf.slice(behind..), encoding, at, rows)?;
                    at += rows;
                }
            }
        }
        if self.column.numbers.len() == asked { Ok(()) } else { Err(Damaged.into()) }
    }

    /// Takes those rows of a page that are asked for; the page begins at row `at`.
    fn page(&mut self, levels: &[u8], values: Bytes, coding: Encoding, at: usize, rows: usize) -> Result<(), Failure> {
        let first = self.rows.from.saturating_sub(at).min(rows);
        let last = (self.rows.from + self.rows.count).saturating_sub(at).min(rows);
        let known = self.column.numbers.len();
        let presence = if self.defined > 0 {
            Presence::read(levels, self.defined, first, last)?
        } else {
            Presence { before: first, there: last - first, present: None }
        };
        let Presence { before, there, present } = presence;
        // The first of the rows at hand, counted from the first of all that are asked for.
        let picked = self.next_picked(at + first - self.rows.from, last - first);
        let mut read_all = true;
        match (coding, self.physical) {
            (Encoding::RLE_DICTIONARY | Encoding::PLAIN_DICTIONARY, _) => {
                let dictionary = self.dictionary.ok_or(Damaged)?;
                if there > 0 {
                    let (width, numbers) = values.split_first().ok_or(Damaged)?;
                    let mut hybrid = Hybrid::new(numbers, *width)?;
                    hybrid.skip(before)?;
                    match &picked {
                        Some((picked, from)) if present.is_none() => {
                            read_all = false;
                            hybrid.pick(
                                there,
                                picked.iter().map(|row| *row as usize - from),
                                &mut self.column.numbers,
                            )?;
                        }
                        _ => hybrid.read(there, &mut self.column.numbers)?,
                    }
                }
                let read = self.column.numbers.get(known..).unwrap_or_default();
                if read.iter().copied().max().is_some_and(|most| most as usize >= dictionary) {
                    return Err(Damaged.into());
                }
            }
            (Encoding::PLAIN, Type::BOOLEAN) => {
                // One bit a value, the lowest first: packed numbers without a header.
                let first = self.truths()?;
                let bit = |at: usize| values.get(at / 8).map(|byte| u32::from(byte >> (at % 8) & 1));
                for at in before..before + there {
                    self.column.numbers.push(first + bit(at).ok_or(Damaged)?);
                }
            }
            (Encoding::RLE, Type::BOOLEAN) => {
                let first = self.truths()?;
                let mut hybrid = Hybrid::new(values.get(4..).ok_or(Damaged)?, 1)?;
                hybrid.skip(before)?;
                hybrid.read(there, &mut self.column.numbers)?;
                self.column.numbers.iter_mut().skip(known).for_each(|number| *number += first);
            }
            (Encoding::PLAIN, _) => {
                let first = number_of(self.column.places.len())?;
                self.values(values, before, there)?;
                self.column.numbers.extend(first..number_of(self.column.places.len())?);
            }
            _ => return Err(Failure::OtherCoding),
        }
        if let Some(present) = present {
            spread(&mut self.column.numbers, known, last - first, &present);
        }
        if let Some((picked, from)) = picked.filter(|_| read_all) {
            let read = self.column.numbers.split_off(known);
            let numbers = picked.iter().filter_map(|row| read.get(*row as usize - from).copied());
            self.column.numbers.extend(numbers);
        }
        Ok(())
    }

    /// The rows that are picked among the next `count`, which begin with row `from`, and that.
    fn next_picked(&mut self, from: usize, count: usize) -> Option<(&'r [u32], usize)> {
        let left = self.picked?;
        let (here, behind) = left.split_at(left.partition_point(|row| (*row as usize) < from + count));
        self.picked = Some(behind);
        Some((here, from))
    }

    /// Takes plain values of a page behind the first few.
    fn values(&mut self, page: Bytes, before: usize, count: usize) -> Result<(), Failure> {
        let number = u32::try_from(self.column.pages.len()).map_err(|_| Damaged)?;
        let place = |start: usize, length: usize| {
            let (start, length) =
                (u32::try_from(start).map_err(|_| Damaged)?, u32::try_from(length).map_err(|_| Damaged)?);
            Ok::<_, Damaged>(Place { page: number, start, length })
        };
        if self.physical == Type::BYTE_ARRAY {
            let mut at = 0_usize;
            for value in 0..before + count {
                let length = page.get(at..).and_then(<[u8]>::first_chunk).ok_or(Damaged)?;
                let length = u32::from_le_bytes(*length) as usize;
                at += 4;
                if length > page.len() - at {
                    return Err(Damaged.into());
                }
                if length > CELL_LIMIT {
                    return Err(Failure::Stop(Stop::Limit(Limit::SheetCell)));
                }
                if value >= before {
                    self.column.places.push(place(at, length)?);
                }
                at += length;
            }
        } else {
            let end = (before + count).checked_mul(self.width).ok_or(Damaged)?;
            if self.width == 0 || end > page.len() {
                return Err(Damaged.into());
            }
            if self.width > CELL_LIMIT {
                return Err(Failure::Stop(Stop::Limit(Limit::SheetCell)));
            }
            for value in before..before + count {
                self.column.places.push(place(value * self.width, self.width)?);
            }
        }
        self.column.pages.push(page);
        Ok(())
    }

    /// The number of false; that of true follows.
    fn truths(&mut self) -> Result<u32, Failure> {
        let first = number_of(self.column.places.len())?;
        let page = number_of(self.column.pages.len())?;
        self.column.pages.push(Bytes::from_static(&[0, 1]));
        self.column.places.extend([0, 1].map(|start| Place { page, start, length: 1 }));
        Ok(first)
    }

    /// Takes a value that somebody else has decoded, and gives its number.
    fn own(&mut self, value: Bytes) -> Result<u32, Stop> {
        if value.len() > CELL_LIMIT {
            return Err(Stop::Limit(Limit::SheetCell));
        }
        let number = u32::try_from(self.column.places.len()).map_err(|_| broken())?;
        let length = u32::try_from(value.len()).map_err(|_| broken())?;
        self.column.places.push(Place { page: number, start: 0, length });
        self.column.pages.push(value);
        Ok(number)
    }
}

fn number_of(count: usize) -> Result<u32, Damaged> {
    u32::try_from(count).ok().filter(|number| *number < NOTHING).ok_or(Damaged)
}
