//! Parquet: row groups on every core, only the columns that somebody asks for, every value of a dictionary once.
//!
//! Columns within groups of columns are called `outer.inner`; lists and maps are no cells and are left out. The first
//! row has number 1.

mod column;
mod hybrid;
mod other;
mod presence;
mod say;
mod source;

use std::cell::OnceCell;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader};

use self::column::{Column, Rows, called};
use self::source::Source;
use super::columns::{Columns, Values};
use super::damage::Damage;
use super::error::{LedgerError, Limit};
use super::input::{COLUMN_LIMIT, HEADER_LIMIT, Seekable};
use super::intake::FileIntake;
use super::row::TakeRow;
use super::table::{Halt, Parse, Stop, Table};

/// What a Parquet file begins with.
pub(crate) const MAGIC: [u8; 4] = *b"PAR1";

/// How many rows are read at once: what their columns say of them stays small.
const ROWS: usize = 1 << 18;
/// How many cells are.
const CELLS: usize = 1 << 23;
/// How many columns' room is kept.
const ROOMS: usize = 32;

/// A Parquet file behind its schema.
pub(crate) struct ParquetTable {
    file: String,
    pages: Pages,
    /// The first row of the next block: its group, and its place there.
    next: (usize, usize),
}

/// Reads the columns of a block.
#[derive(Clone)]
pub(crate) struct Pages {
    source: Source,
    metadata: Arc<ParquetMetaData>,
    headers: Arc<[String]>,
    /// The place of each column among those of the file.
    columns: Arc<[usize]>,
    /// Room for the numbers of columns, from block to block: what is given back to the system is paid for again.
    rooms: Arc<Mutex<Vec<Vec<u32>>>>,
}

/// Some rows of a row group.
#[derive(Debug, Default)]
pub(crate) struct Block {
    group: usize,
    from: usize,
    count: usize,
}

impl ParquetTable {
    /// Reads the schema.
    ///
    /// # Errors
    /// It cannot be read, is damaged, or passes a limit.
    pub(crate) fn new(file: String, source: Box<dyn Seekable>) -> Result<Self, LedgerError> {
        let failed = |stop: Stop| stop.of(&file, 0);
        let source = Source::new(source).map_err(|cause| failed(Stop::Read(cause)))?;
        let metadata = called(|| ParquetMetaDataReader::new().parse_and_finish(&source));
        let metadata = metadata.map_err(|stop| match stop {
            Stop::Broken(_) => failed(Stop::Broken(Damage::Footer)),
            stop => failed(stop),
        })?;
        let schema = metadata.file_metadata().schema_descr();
        let flat = schema.columns().iter().enumerate().filter(|(_, column)| column.max_rep_level() == 0);
        let (columns, headers): (Vec<usize>, Vec<String>) =
            flat.map(|(at, column)| (at, column.path().string())).unzip();
        let limit = |limit| Err(failed(Stop::Limit(limit)));
        if headers.len() > COLUMN_LIMIT {
            return limit(Limit::Columns);
        }
        if headers.iter().map(String::len).sum::<usize>() > HEADER_LIMIT {
            return limit(Limit::Header);
        }
        let metadata = Arc::new(metadata);
        let pages = Pages { source, metadata, headers: headers.into(), columns: columns.into(), rooms: Arc::default() };
        Ok(Self { file, pages, next: (0, 0) })
    }
}

impl Table for ParquetTable {
    type Block = Block;
    type Parse = Pages;

    fn file(&self) -> &str {
        &self.file
    }

    fn headers(&self) -> &[String] {
        &self.pages.headers
    }

    fn first_row(&self) -> u64 {
        1
    }

    fn rows(&self) -> Option<u64> {
        u64::try_from(self.pages.metadata.file_metadata().num_rows()).ok()
    }

    fn parse(&self) -> Pages {
        self.pages.clone()
    }

    fn next(&mut self, block: &mut Block) -> Result<bool, Stop> {
        let most = (CELLS / self.pages.columns.len().max(1)).min(ROWS);
        loop {
            let (group, from) = self.next;
            let Some(metadata) = self.pages.metadata.row_groups().get(group) else { return Ok(false) };
            let rows = usize::try_from(metadata.num_rows()).map_err(|_| column::broken())?;
            if from >= rows {
                self.next = (group + 1, 0);
                continue;
            }
            *block = Block { group, from, count: most.min(rows - from) };
            self.next = (group, from + block.count);
            return Ok(true);
        }
    }

    fn tell(&self, _: &mut FileIntake) {}
}

impl Parse<Block> for Pages {
    fn rows(&self, block: &Block, take: &mut impl TakeRow) -> Result<u32, Halt> {
        let columns = self.columns.iter().map(|_| OnceCell::new()).collect();
        let rows = BlockColumns { pages: self, block, columns };
        take.take_columns(&rows)?;
        Ok(rows.len())
    }
}

/// The columns of a block, each read when somebody asks for it.
struct BlockColumns<'p> {
    pages: &'p Pages,
    block: &'p Block,
    columns: Vec<OnceCell<Column>>,
}

impl BlockColumns<'_> {
    fn read(&self, at: usize, picked: Option<&[u32]>) -> Result<Column, Stop> {
        let Pages { source, metadata, columns, .. } = self.pages;
        let at = *columns.get(at).ok_or_else(column::broken)?;
        let group = metadata.row_groups().get(self.block.group).ok_or_else(column::broken)?;
        let chunk = group.columns().get(at).ok_or_else(column::broken)?;
        let all = usize::try_from(group.num_rows()).map_err(|_| column::broken())?;
        let rows = Rows { from: self.block.from, count: self.block.count, all };
        let room = if picked.is_some() { Vec::new() } else { self.rooms().pop().unwrap_or_default() };
        Column::read(source, chunk, chunk.column_descr(), (rows, picked), room)
    }

    fn rooms(&self) -> MutexGuard<'_, Vec<Vec<u32>>> {
        self.pages.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for BlockColumns<'_> {
    fn drop(&mut self) {
        let columns = std::mem::take(&mut self.columns);
        let mut rooms = self.rooms();
        let free = ROOMS.saturating_sub(rooms.len());
        rooms.extend(columns.into_iter().filter_map(OnceCell::into_inner).map(Column::into_room).take(free));
    }
}

impl Columns for BlockColumns<'_> {
    #[expect(clippy::cast_possible_truncation, reason = "a block has no more rows than it may")]
    fn len(&self) -> u32 {
        self.block.count as u32
    }

    fn width(&self) -> usize {
        self.columns.len()
    }

    fn column(&self, at: usize) -> Result<&dyn Values, Stop> {
        let place = self.columns.get(at).ok_or_else(column::broken)?;
        if place.get().is_none() {
            let column = self.read(at, None)?;
            return Ok(place.get_or_init(|| column));
        }
        place.get().map(|column| column as &dyn Values).ok_or_else(column::broken)
    }

    fn picked(&self, at: usize, rows: &[u32]) -> Result<Box<dyn Values + '_>, Stop> {
        Ok(Box::new(self.read(at, Some(rows))?))
    }
}
