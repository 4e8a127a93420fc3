//! JSON: one object a line (NDJSON), a list of objects, or an object with one such list in it. A row is an object, a
//! column a name in it; what lies in an object of a row is called `outer.inner` (docs/records.md).
//!
//! Lines are cut at their ends and the objects of a list by [`scan`]; both are parsed on every core. The columns are the
//! names that the rows have which end in the first [`WINDOW`] bytes; what a later row has under another name is counted
//! and told. Nothing depends on how much is read at once.

mod fault;
mod names;
mod object;
mod rows;
mod scan;
mod shape;

use std::io::{self, Read};
use std::sync::Arc;

use memchr::{memchr_iter, memrchr};

pub use self::fault::JsonFault;
use self::names::Names;
use self::object::each_value;
pub(crate) use self::rows::{JsonBlock, JsonRows};
use self::scan::Scan;
use self::shape::Shape;
pub(crate) use self::shape::is_json;
use super::decode::Decode;
use super::error::{LedgerError, Limit};
use super::input::ROW_LIMIT;
use super::intake::FileIntake;
use super::table::{Stop, Table};

/// How much is looked at for the shape and the columns, in bytes: a row may be as long.
const WINDOW: usize = ROW_LIMIT;

/// A JSON file, its columns known.
pub(crate) struct JsonTable {
    file: String,
    columns: Arc<Names>,
    text: Text,
    /// How its objects lie; `None` where every line is one.
    scan: Option<Scan>,
    /// What was read behind the last block; as far as there is a scan, it has seen it.
    carry: Vec<u8>,
    /// Told once the objects before are handed on.
    stop: Option<Stop>,
    /// The number of the next block's first row.
    row: u64,
}

impl JsonTable {
    /// Looks at the beginning.
    ///
    /// # Errors
    /// The file cannot be read, has no row, or its first rows are not what they should be.
    pub(crate) fn new(file: String, reader: Box<dyn Read + Send>, block: usize) -> Result<Self, LedgerError> {
        let mut text = Text { decode: Decode::new(reader, block), block, ahead: Vec::new(), given: 0 };
        let read = text.look_ahead();
        let whole = read.map_err(|cause| LedgerError::of_reading(file.clone(), cause))?;
        let window = text.ahead.get(..text.ahead.len().min(WINDOW)).unwrap_or_default();
        let shape = Shape::of(window, whole).map_err(|stop| stop.of(&file, 1))?;
        let columns = match &shape {
            Shape::Lines => of_lines(window, whole),
            Shape::Objects(scan, from) => of_objects(window, whole, scan.clone(), *from),
        };
        let columns = columns.map_err(|(row, stop)| match stop {
            // They are many or long together, and no row is to blame.
            Stop::Limit(limit @ (Limit::Columns | Limit::Header)) => {
                LedgerError::Limit { file: file.clone(), row: None, limit }
            }
            stop => stop.of(&file, row),
        })?;
        if columns.names().is_empty() {
            return Err(LedgerError::NoHeader { file });
        }
        let scan = match shape {
            Shape::Lines => None,
            Shape::Objects(scan, from) => {
                text.given = from;
                Some(scan)
            }
        };
        Ok(Self { file, columns: Arc::new(columns), text, scan, carry: Vec::new(), stop: None, row: 1 })
    }
}

/// The columns of the lines that end in the window; a fault comes with its row.
fn of_lines(window: &[u8], whole: bool) -> Result<Names, (u64, Stop)> {
    let mut columns = Names::default();
    let end = if whole { window.len() } else { memrchr(b'\n', window).unwrap_or(0) };
    let lines = window.get(..end).unwrap_or_default().split(|byte| *byte == b'\n');
    for (row, line) in (1..).zip(lines) {
        let line = line.trim_ascii();
        if !line.is_empty() {
            let named = each_value(&String::from_utf8_lossy(line), |name, _| columns.add(name));
            named.map_err(|stop| (row, stop))?;
        }
    }
    Ok(columns)
}

/// The columns of the objects that end in the window; a fault comes with its row.
fn of_objects(window: &[u8], whole: bool, mut scan: Scan, from: usize) -> Result<Names, (u64, Stop)> {
    let mut columns = Names::default();
    let mut named = Ok(());
    let mut row = 0;
    let scanned = scan.on(window, from, |start, end| {
        if named.is_ok() {
            row += 1;
            let object = String::from_utf8_lossy(window.get(start..end).unwrap_or_default());
            named = each_value(&object, |name, _| columns.add(name));
        }
    });
    named.map_err(|stop| (row, stop))?;
    match scanned {
        // The rows before it are good, and what is wrong is told when they have been read.
        _ if row > 0 => Ok(columns),
        Err(fault) => Err((1, Stop::Json(fault))),
        Ok(()) if !whole => Err((1, Stop::Limit(Limit::Row))),
        Ok(()) if !scan.may_end() => Err((1, Stop::Json(JsonFault::Ended))),
        Ok(()) => Ok(columns),
    }
}

impl Table for JsonTable {
    type Block = JsonBlock;
    type Parse = JsonRows;

    fn file(&self) -> &str {
        &self.file
    }

    fn headers(&self) -> &[String] {
        self.columns.names()
    }

    /// Of lines the first line, of a list its first object.
    fn first_row(&self) -> u64 {
        1
    }

    fn parse(&self) -> JsonRows {
        JsonRows { columns: Arc::clone(&self.columns) }
    }

    fn next(&mut self, block: &mut JsonBlock) -> Result<bool, Stop> {
        block.text.clear();
        block.objects.clear();
        block.first_row = self.row;
        match self.scan {
            None => self.next_lines(block),
            Some(_) => self.next_objects(block),
        }
    }

    fn tell(&self, intake: &mut FileIntake) {
        intake.encoding = self.text.decode.encoding();
        self.columns.tell(intake);
    }
}

impl JsonTable {
    fn next_lines(&mut self, block: &mut JsonBlock) -> Result<bool, Stop> {
        let text = &mut block.text;
        text.append(&mut self.carry);
        loop {
            let seen = text.len();
            let ended = !self.text.more(text).map_err(Stop::Read)?;
            if ended && text.last().is_some_and(|byte| *byte != b'\n') {
                text.push(b'\n');
            }
            if let Some(at) = memrchr(b'\n', text.get(seen..).unwrap_or_default()) {
                let end = seen + at + 1;
                self.carry.extend_from_slice(text.get(end..).unwrap_or_default());
                text.truncate(end);
                self.row += memchr_iter(b'\n', text).count() as u64;
                return Ok(true);
            }
            if text.len() > ROW_LIMIT {
                return Err(Stop::Limit(Limit::Row));
            }
            if ended {
                return Ok(false);
            }
        }
    }

    fn next_objects(&mut self, block: &mut JsonBlock) -> Result<bool, Stop> {
        if let Some(stop) = self.stop.take() {
            return Err(stop);
        }
        let Some(scan) = &mut self.scan else { return Ok(false) };
        let (text, objects) = (&mut block.text, &mut block.objects);
        text.append(&mut self.carry);
        loop {
            let seen = text.len();
            let more = self.text.more(text).map_err(Stop::Read)?;
            let scanned = scan.on(text, seen, |start, end| objects.push((start, end)));
            let stop = match scanned {
                Err(fault) => Some(Stop::Json(fault)),
                Ok(()) if !more && !scan.may_end() => Some(Stop::Json(JsonFault::Ended)),
                Ok(()) if scan.open().is_some_and(|start| text.len() - start > ROW_LIMIT) => {
                    Some(Stop::Limit(Limit::Row))
                }
                Ok(()) => None,
            };
            // What lies between objects is not kept.
            let kept = scan.open().unwrap_or(text.len());
            if let Some((_, end)) = objects.last().copied() {
                self.carry.extend_from_slice(text.get(kept..).unwrap_or_default());
                scan.drop(kept);
                text.truncate(end);
                self.row += objects.len() as u64;
                self.stop = stop;
                return Ok(true);
            }
            if let Some(stop) = stop {
                return Err(stop);
            }
            if !more {
                return Ok(false);
            }
            text.drain(..kept);
            scan.drop(kept);
        }
    }
}

/// The text of a file: what was looked at ahead comes first.
struct Text {
    decode: Decode,
    block: usize,
    ahead: Vec<u8>,
    /// How much of it has been given.
    given: usize,
}

impl Text {
    /// Reads a window ahead; whether that is all there is.
    fn look_ahead(&mut self) -> io::Result<bool> {
        while self.ahead.len() <= WINDOW {
            if !self.decode.more(&mut self.ahead)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Appends the next stretch; false at the end.
    fn more(&mut self, text: &mut Vec<u8>) -> io::Result<bool> {
        let left = self.ahead.get(self.given..).unwrap_or_default();
        if left.is_empty() {
            self.ahead = Vec::new();
            self.given = 0;
            return self.decode.more(text);
        }
        let next = left.get(..left.len().min(self.block)).unwrap_or_default();
        text.extend_from_slice(next);
        self.given += next.len();
        Ok(true)
    }
}
