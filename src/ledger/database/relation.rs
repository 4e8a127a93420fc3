//! A table or a query of a database as a table of guiju.

use std::sync::mpsc::{Receiver, Sender, channel, sync_channel};
use std::thread;

use super::feed::{End, Feed, Message, Told};
use super::{DatabaseTrouble, Failure};
use crate::ledger::error::{LedgerError, Limit};
use crate::ledger::input::{COLUMN_LIMIT, HEADER_LIMIT};
use crate::ledger::intake::{FileIntake, Unread};
use crate::ledger::mapping::{Mapping, Relation};
use crate::ledger::open::TakeTable;
use crate::ledger::table::{ByRow, RowBlock, Stop, Table};

/// How many blocks wait between the database and the reader.
const WAITING: usize = 4;

/// A database that answers.
pub(super) trait Database {
    /// Whether its rows have a SHA-256 of their own, for want of a file.
    const PRINTS: bool;

    /// The names of its tables and views, in an order that depends on them alone.
    fn tables(&mut self) -> Result<Vec<String>, Failure>;

    /// Makes a table or a query ready to be read.
    fn prepare(&mut self, relation: &Relation) -> Result<Prepared, Failure>;
}

/// Rows that are ready to be read.
pub(super) struct Prepared {
    /// What its columns are called.
    pub(super) headers: Vec<String>,
    /// Reads them.
    pub(super) read: Reads,
}

/// Reads the rows of a table into a feed.
pub(super) type Reads = Box<dyn FnOnce(&mut Feed) -> Result<(), End> + Send>;

/// Hands the tables of a database on: the one that is named, else all that have the columns needed.
///
/// # Errors
/// The database does not give it.
pub(super) fn each_of(
    mut database: impl Database,
    file: &str,
    mapping: &Mapping,
    take: &mut impl TakeTable,
) -> Result<(), LedgerError> {
    if mapping.header.is_some() || !mapping.sheets.is_empty() {
        return Err(LedgerError::NoSheets { file: file.to_owned() });
    }
    let mut open = |relation: &Relation| {
        let name = relation.name_in(file);
        RelationTable::open(&mut database, file, &name, relation)
    };
    if mapping.relation != Relation::Every {
        return take.take(open(&mapping.relation)?, mapping);
    }
    let names = database.tables().map_err(|failure| failure.of(file, None))?;
    let mut open = |name: String| {
        let relation = Relation::Table(name);
        let name = relation.name_in(file);
        RelationTable::open(&mut database, file, &name, &relation)
    };
    let mut first = None;
    let mut taken = false;
    for name in names {
        first.get_or_insert_with(|| name.clone());
        let table = open(name)?;
        if !take.is_header(table.headers(), mapping) {
            take.leave(table.file().to_owned(), Unread::NoColumns);
        } else if take.wants_more() {
            take.take(table, mapping)?;
            taken = true;
        } else {
            take.leave(table.file().to_owned(), Unread::Second);
        }
    }
    match first {
        _ if taken => Ok(()),
        // What is missing is told of the first table.
        Some(name) => take.take(open(name)?, mapping),
        None => Err(Failure::from(DatabaseTrouble::NoTables).of(file, None)),
    }
}

/// A table whose rows come from a database.
pub(super) struct RelationTable {
    file: String,
    database: String,
    headers: Vec<String>,
    prints: bool,
    state: State,
    told: Told,
}

enum State {
    Prepared(Prepared),
    /// Blocks come, and go back to be filled again.
    Reading(Receiver<Message>, Sender<RowBlock>),
    Ended,
}

impl RelationTable {
    fn open<D: Database>(database: &mut D, file: &str, name: &str, relation: &Relation) -> Result<Self, LedgerError> {
        let mut prepared = database.prepare(relation).map_err(|failure| failure.of(name, None))?;
        let headers = std::mem::take(&mut prepared.headers);
        let limit = |limit| LedgerError::Limit { file: name.to_owned(), row: None, limit };
        if headers.len() > COLUMN_LIMIT {
            return Err(limit(Limit::Columns));
        }
        if headers.iter().map(String::len).sum::<usize>() > HEADER_LIMIT {
            return Err(limit(Limit::Header));
        }
        Ok(Self {
            file: name.to_owned(),
            database: file.to_owned(),
            headers,
            prints: D::PRINTS,
            state: State::Prepared(prepared),
            told: Told::default(),
        })
    }

    /// Starts to read.
    fn start(&mut self, prepared: Prepared) -> Result<(), Stop> {
        let (sender, receiver) = sync_channel(WAITING);
        let (back, spare) = channel();
        let mut feed = Feed::new(sender, spare, self.headers.clone(), self.prints);
        let read = move || {
            let ended = (prepared.read)(&mut feed);
            feed.end(ended);
        };
        thread::Builder::new().name("database".to_owned()).spawn(read).map_err(Stop::Read)?;
        self.state = State::Reading(receiver, back);
        Ok(())
    }
}

impl Table for RelationTable {
    type Block = RowBlock;
    type Parse = ByRow;

    fn file(&self) -> &str {
        &self.file
    }

    fn source(&self) -> &str {
        &self.database
    }

    fn headers(&self) -> &[String] {
        &self.headers
    }

    fn first_row(&self) -> u64 {
        1
    }

    fn parse(&self) -> ByRow {
        ByRow
    }

    fn next(&mut self, block: &mut RowBlock) -> Result<bool, Stop> {
        self.state = match std::mem::replace(&mut self.state, State::Ended) {
            State::Prepared(prepared) => return self.start(prepared).and_then(|()| self.next(block)),
            state => state,
        };
        let State::Reading(blocks, back) = &self.state else { return Ok(false) };
        let stop = match blocks.recv() {
            Ok(Message::Block(next)) => {
                // Where nobody fills it again it is not needed.
                let _ = back.send(std::mem::replace(block, next));
                return Ok(true);
            }
            Ok(Message::Ended(told)) => {
                self.told = told;
                None
            }
            Ok(Message::Failed(stop)) => Some(stop),
            // It ended without saying so: nothing that was read can be trusted.
            Err(_) => Some(Stop::Database(DatabaseTrouble::Failed.into())),
        };
        self.state = State::Ended;
        stop.map_or(Ok(false), Err)
    }

    fn tell(&self, intake: &mut FileIntake) {
        intake.encoding = "";
        intake.sha256.clone_from(&self.told.sha256);
        intake.inexact.clone_from(&self.told.inexact);
    }
}
