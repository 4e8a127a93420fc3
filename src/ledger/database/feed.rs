//! Rows on their way from a database to those who ask for them.

use std::fmt::Write as _;
use std::sync::mpsc::{Receiver, SyncSender};

use sha2::{Digest, Sha256};

use super::Failure;
use crate::ledger::error::Limit;
use crate::ledger::fingerprint::hexadecimal;
use crate::ledger::intake::{Inexact, shown};
use crate::ledger::table::{RowBlock, Stop};

/// What a [`Feed`] sends.
pub(super) enum Message {
    Block(RowBlock),
    /// There are no more rows.
    Ended(Told),
    Failed(Stop),
}

/// What is known of a table once it has been read.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// The SHA-256 of its rows, where it has no file that has one.
    pub(super) sha256: Option<String>,
    /// Numbers that a database holds in binary and that may not be what was meant.
    pub(super) inexact: Vec<Inexact>,
}

/// Why no more rows are to be read.
#[derive(Debug)]
pub(super) enum End {
    /// Nobody asks for them.
    Unwanted,
    Failed(Failure),
    Limit(Limit),
}

impl<F: Into<Failure>> From<F> for End {
    fn from(failure: F) -> Self {
        Self::Failed(failure.into())
    }
}

/// How many rows a block has at most: those without a filled cell have no text that would fill it.
const ROWS: u32 = 1 << 16;

/// Takes the rows of a table: for each a [`Feed::row`], then all its cells in the order of columns.
pub(super) struct Feed {
    sender: SyncSender<Message>,
    /// Blocks to be filled again.
    spare: Receiver<RowBlock>,
    block: RowBlock,
    rows: u32,
    /// How many cells the last row has had.
    cells: usize,
    /// All rows so far.
    total: u64,
    print: Option<Print>,
    headers: Vec<String>,
    inexact: Vec<Option<Inexact>>,
    number: String,
}

impl Feed {
    /// `prints` where the rows are to have a SHA-256.
    pub(super) fn new(
        sender: SyncSender<Message>,
        spare: Receiver<RowBlock>,
        headers: Vec<String>,
        prints: bool,
    ) -> Self {
        let print = prints.then(|| Print::of(&headers));
        let inexact = vec![None; headers.len()];
        let (block, number) = (RowBlock::default(), String::new());
        Self { sender, spare, block, rows: 0, cells: 0, total: 0, print, headers, inexact, number }
    }

    /// Begins a row.
    pub(super) fn row(&mut self) -> Result<(), End> {
        if self.block.is_full() || self.rows >= ROWS {
            self.send()?;
        }
        self.block.row(self.rows);
        self.rows += 1;
        self.cells = 0;
        self.total += 1;
        if let Some(print) = &mut self.print {
            print.row();
        }
        Ok(())
    }

    /// A cell that says nothing.
    pub(super) fn missing(&mut self, column: usize) {
        self.cells = column + 1;
        if let Some(print) = &mut self.print {
            print.cell(column, None);
        }
    }

    /// A cell.
    pub(super) fn cell(&mut self, column: usize, cell: &str) -> Result<(), End> {
        self.block.cell(column, cell).map_err(|limit| match limit {
            Limit::SheetCell => End::Limit(Limit::DatabaseCell),
            limit => End::Limit(limit),
        })?;
        self.cells = column + 1;
        if let Some(print) = &mut self.print {
            print.cell(column, Some(cell));
        }
        Ok(())
    }

    /// A cell as bytes: those that are no UTF-8 become U+FFFD, which the cells' readers look for.
    pub(super) fn bytes(&mut self, column: usize, bytes: &[u8]) -> Result<(), End> {
        self.cell(column, &encoding_rs::UTF_8.decode_without_bom_handling(bytes).0)
    }

    /// A number in binary with a precision of 15 decimal digits.
    pub(super) fn real(&mut self, column: usize, number: f64) -> Result<(), End> {
        self.binary(column, &number, 15)
    }

    /// A number in binary with a precision of 6 decimal digits.
    #[cfg(feature = "databases")]
    pub(super) fn single(&mut self, column: usize, number: f32) -> Result<(), End> {
        self.binary(column, &number, 6)
    }

    /// Writes the shortest decimal that stands for a number; where it takes more digits than binary numbers hold, it
    /// may not be what was meant.
    fn binary(&mut self, column: usize, number: &impl std::fmt::Display, digits: usize) -> Result<(), End> {
        let mut text = std::mem::take(&mut self.number);
        text.clear();
        // Writing to a string cannot fail.
        let _ = write!(text, "{number}");
        if significant(&text) > digits {
            self.count_inexact(column, &text);
        }
        let taken = self.cell(column, &text);
        self.number = text;
        taken
    }

    fn count_inexact(&mut self, column: usize, text: &str) {
        let (row, headers) = (self.total, &self.headers);
        let Some(place) = self.inexact.get_mut(column) else { return };
        let header = || headers.get(column).cloned().unwrap_or_default();
        let inexact = place.get_or_insert_with(|| Inexact { column: header(), count: 0, row, value: shown(text) });
        inexact.count += 1;
    }

    /// Hands the rows so far on.
    fn send(&mut self) -> Result<(), End> {
        let mut next = self.spare.try_recv().unwrap_or_default();
        next.clear();
        let full = std::mem::replace(&mut self.block, next);
        self.rows = 0;
        self.sender.send(Message::Block(full)).map_err(|_| End::Unwanted)
    }

    /// Hands the last rows on and says how it ended.
    pub(super) fn end(mut self, ended: Result<(), End>) {
        if ended.is_err() && self.rows > 0 && self.cells < self.headers.len() {
            self.block.drop_last();
        }
        // What nobody waits for is told to nobody.
        let _ = match ended {
            Ok(()) => self.send().map(|()| {
                let sha256 = self.print.map(Print::end);
                let inexact = self.inexact.into_iter().flatten().collect();
                self.sender.send(Message::Ended(Told { sha256, inexact }))
            }),
            Err(End::Unwanted) => return,
            // The rows before it are told first, so that its row is known.
            Err(End::Failed(failure)) => {
                self.send().map(|()| self.sender.send(Message::Failed(Stop::Database(failure))))
            }
            Err(End::Limit(limit)) => self.send().map(|()| self.sender.send(Message::Failed(Stop::Limit(limit)))),
        };
    }
}

/// How many digits of a decimal say something.
fn significant(text: &str) -> usize {
    let digits = || text.bytes().filter(u8::is_ascii_digit);
    let all = digits().count();
    let leading = digits().take_while(|digit| *digit == b'0').count();
    let trailing = text.bytes().rev().filter(u8::is_ascii_digit).take_while(|digit| *digit == b'0').count();
    all.saturating_sub(leading).saturating_sub(trailing)
}

/// The SHA-256 of rows as text: a line a row, the header first, cells apart by tabs; `\N` where a cell is missing, and
/// `\\`, `\t`, `\n`, `\r` for such characters in it (docs/records.md).
struct Print {
    hash: Sha256,
    text: Vec<u8>,
}

/// How much text is hashed at once.
const PRINTED: usize = 64 << 10;

impl Print {
    fn of(headers: &[String]) -> Self {
        let mut print = Self { hash: Sha256::new(), text: Vec::new() };
        for (column, header) in headers.iter().enumerate() {
            print.cell(column, Some(header));
        }
        print
    }

    fn row(&mut self) {
        self.text.push(b'\n');
        if self.text.len() > PRINTED {
            self.hash.update(&self.text);
            self.text.clear();
        }
    }

    fn cell(&mut self, column: usize, cell: Option<&str>) {
        if column > 0 {
            self.text.push(b'\t');
        }
        let Some(cell) = cell else { return self.text.extend(b"\\N") };
        if !cell.bytes().any(|byte| matches!(byte, b'\\' | b'\t' | b'\n' | b'\r')) {
            return self.text.extend(cell.as_bytes());
        }
        for byte in cell.bytes() {
            match byte {
                b'\\' => self.text.extend(b"\\\\"),
                b'\t' => self.text.extend(b"\\t"),
                b'\n' => self.text.extend(b"\\n"),
                b'\r' => self.text.extend(b"\\r"),
                byte => self.text.push(byte),
            }
        }
    }

    fn end(mut self) -> String {
        self.text.push(b'\n');
        self.hash.update(&self.text);
        hexadecimal(self.hash)
    }
}

#[cfg(test)]
mod tests {
    use super::significant;

    #[test]
    fn digits_that_only_say_how_large_a_number_is_do_not_count() {
        let counts = ["0.1", "-12.50", "1200000", "0.30000000000000004", "0", "NaN", "0.001"].map(significant);
        assert_eq!(counts, [1, 3, 2, 17, 0, 0, 1]);
    }
}
