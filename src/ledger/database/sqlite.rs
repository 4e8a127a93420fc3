//! SQLite: the tables and views of a file.
//!
//! The file is never written to, nor is anything beside it where that can be helped. It comes from strangers: what its
//! views ask for is bounded in memory and in work, and its functions are not trusted.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit as Bound;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::feed::{End, Feed};
use super::relation::{Database, Prepared, each_of};
use super::{DatabaseTrouble, Failure};
use crate::ledger::error::{LedgerError, Limit};
use crate::ledger::mapping::{Mapping, Relation};
use crate::ledger::open::TakeTable;

/// Where a SQLite database is.
#[derive(Debug, Clone)]
pub(crate) enum Place {
    /// In a file.
    Path(PathBuf),
    /// In memory.
    Bytes(Arc<[u8]>),
}

/// The longest row that is looked at, in bytes; columns that nobody reads are in it.
const ROW: i32 = 64 << 20;
/// How many steps are between two looks at how long it has computed.
const STEPS: i32 = 1 << 20;
/// How many such looks may pass before a row comes: many minutes.
const LOOKS: u32 = 1 << 16;

/// Hands the tables and views of a file on.
///
/// # Errors
/// It is damaged, changes, or does not give what is asked for.
pub(crate) fn each_of_sqlite(
    file: &str,
    place: Place,
    mapping: &Mapping,
    take: &mut impl TakeTable,
) -> Result<(), LedgerError> {
    let database = Sqlite::open(place).map_err(|failure| failure.of(file, None))?;
    each_of(database, file, mapping, take)
}

/// A SQLite database.
struct Sqlite {
    place: Place,
}

impl Sqlite {
    fn open(place: Place) -> Result<Self, Failure> {
        let database = Self { place };
        let session = database.connect()?;
        // The first look into the file tells whether it is one.
        let looked = session.connection.query_row("SELECT count(*) FROM sqlite_schema", (), |_| Ok(()));
        looked.map_err(|error| failure(&error, DatabaseTrouble::Failed))?;
        Ok(database)
    }

    /// Opens it; every table is read in a session of its own.
    fn connect(&self) -> Result<Session, Failure> {
        let opened = |error: rusqlite::Error| failure(&error, DatabaseTrouble::Unfinished);
        let connection = match &self.place {
            Place::Path(path) => {
                let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
                // With a log of changes a reader writes beside the file; where the log is empty it need not. Whoever
                // changes the file meanwhile is seen by who watches it.
                match (logs(path) && !has_log(path)).then(|| unchanging(path)).flatten() {
                    Some(address) => {
                        Connection::open_with_flags(address, flags | OpenFlags::SQLITE_OPEN_URI).map_err(opened)?
                    }
                    None => Connection::open_with_flags(path, flags).map_err(opened)?,
                }
            }
            Place::Bytes(bytes) => {
                let mut connection = Connection::open_in_memory().map_err(opened)?;
                // In memory there is no log of changes: bytes 18 and 19 say whether there is one.
                let logs = bytes.get(18..20) == Some(&[2, 2]);
                let (start, rest) = bytes.split_at_checked(20).unwrap_or((bytes, &[]));
                let start = if logs { [start.get(..18).unwrap_or_default(), &[1, 1]].concat() } else { start.to_vec() };
                let whole = Cursor::new(start).chain(rest);
                connection.deserialize_read_exact("main", whole, bytes.len(), true).map_err(opened)?;
                connection
            }
        };
        let worked = Arc::new(AtomicU32::new(0));
        let mut session = Session { connection, worked };
        session.bound().map_err(|error| failure(&error, DatabaseTrouble::Failed))?;
        Ok(session)
    }
}

/// An open database.
struct Session {
    connection: Connection,
    /// How often one has looked how long it computes since the last row.
    worked: Arc<AtomicU32>,
}

impl Session {
    /// Bounds what it may do.
    fn bound(&mut self) -> rusqlite::Result<()> {
        let Self { connection, worked } = self;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
        connection.set_limit(Bound::SQLITE_LIMIT_LENGTH, ROW)?;
        connection.set_limit(Bound::SQLITE_LIMIT_ATTACHED, 0)?;
        connection.pragma_update(None, "cell_size_check", true)?;
        let worked = Arc::clone(worked);
        connection.progress_handler(STEPS, Some(move || worked.fetch_add(1, Ordering::Relaxed) > LOOKS))
    }

    /// Reads what a query gives.
    fn read(&self, query: &str, feed: &mut Feed) -> Result<(), End> {
        let failed = |error: rusqlite::Error| match error.sqlite_error_code() {
            Some(ErrorCode::TooBig) => End::Limit(Limit::Row),
            _ => End::Failed(failure(&error, DatabaseTrouble::Failed)),
        };
        let mut statement = self.connection.prepare(query).map_err(failed)?;
        let width = statement.column_count();
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().map_err(failed)? {
            self.worked.store(0, Ordering::Relaxed);
            feed.row()?;
            for column in 0..width {
                match row.get_ref(column).map_err(failed)? {
                    ValueRef::Null => feed.missing(column),
                    ValueRef::Integer(number) => feed.cell(column, &number.to_string())?,
                    ValueRef::Real(number) => feed.real(column, number)?,
                    ValueRef::Text(bytes) | ValueRef::Blob(bytes) => feed.bytes(column, bytes)?,
                }
            }
        }
        Ok(())
    }

    /// The order of a table: that of its rows, of its key, or of all that it says.
    fn order(&self, table: &str) -> rusqlite::Result<String> {
        let texts = |query: &str| -> rusqlite::Result<Vec<String>> {
            let mut statement = self.connection.prepare(query)?;
            let found = statement.query_map([table], |row| row.get(0))?;
            found.collect()
        };
        let columns = texts("SELECT name FROM pragma_table_xinfo(?1) WHERE hidden <> 1 ORDER BY cid")?;
        let named = |name: &str| columns.iter().any(|column| column.eq_ignore_ascii_case(name));
        let sorts = texts("SELECT type || wr FROM pragma_table_list WHERE schema = 'main' AND name = ?1")?;
        let by = match sorts.first().map(String::as_str) {
            Some("table0") => ["rowid", "_rowid_", "oid"].into_iter().find(|name| !named(name)).map(str::to_owned),
            Some("table1") => {
                let key = texts("SELECT name FROM pragma_table_xinfo(?1) WHERE pk > 0 ORDER BY pk")?;
                Some(key.iter().map(|column| quoted(column)).collect::<Vec<_>>().join(", "))
            }
            _ => None,
        };
        let all = || (1..=columns.len()).map(|at| at.to_string()).collect::<Vec<_>>().join(", ");
        Ok(by.unwrap_or_else(all))
    }
}

impl Database for Sqlite {
    const PRINTS: bool = false;

    fn tables(&mut self) -> Result<Vec<String>, Failure> {
        let session = self.connect()?;
        let failed = |error: rusqlite::Error| failure(&error, DatabaseTrouble::Failed);
        let query = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'view') \
                     AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name";
        let mut statement = session.connection.prepare(query).map_err(failed)?;
        let found = statement.query_map((), |row| row.get(0)).map_err(failed)?;
        found.collect::<rusqlite::Result<_>>().map_err(failed)
    }

    fn prepare(&mut self, relation: &Relation) -> Result<Prepared, Failure> {
        let session = self.connect()?;
        let query = match relation {
            Relation::Query(query) => query.clone(),
            Relation::Table(table) => {
                let names = self.tables()?;
                let Some(table) = names.iter().find(|name| *name == table) else {
                    return Err(DatabaseTrouble::NoTable(names).into());
                };
                let order = session.order(table).map_err(|error| failure(&error, DatabaseTrouble::Failed))?;
                format!("SELECT * FROM {} ORDER BY {order}", quoted(table))
            }
            Relation::Every => return Err(DatabaseTrouble::NothingAsked.into()),
        };
        let headers = {
            let statement = session.connection.prepare(&query);
            let statement = statement.map_err(|error| failure(&error, DatabaseTrouble::Query))?;
            if statement.column_count() == 0 || !statement.readonly() || statement.parameter_count() > 0 {
                return Err(DatabaseTrouble::NotRows.into());
            }
            let headers: Vec<String> = statement.column_names().map(str::to_owned).collect();
            headers
        };
        Ok(Prepared { headers, read: Box::new(move |feed| session.read(&query, feed)) })
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Whether changes of a file go into a log beside it first.
fn logs(path: &Path) -> bool {
    let mut start = Vec::new();
    let read = File::open(path).and_then(|file| file.take(20).read_to_end(&mut start));
    read.is_ok() && start.get(18..20) == Some(&[2, 2])
}

/// Whether changes are in a log beside the file.
fn has_log(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push(OsStr::new("-wal"));
    fs::metadata(log).is_ok_and(|log| log.len() > 0)
}

/// The address of a file that nobody changes.
fn unchanging(path: &Path) -> Option<String> {
    let path = fs::canonicalize(path).ok()?;
    let mut address = "file:".to_owned();
    for byte in path.to_str()?.bytes() {
        match byte {
            b'/' | b'-' | b'_' | b'.' => address.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => address.push(char::from(byte)),
            byte => address.push_str(&format!("%{byte:02X}")),
        }
    }
    address.push_str("?immutable=1");
    Some(address)
}

/// What went wrong while something was done that would go wrong as `doing`.
fn failure(error: &rusqlite::Error, doing: DatabaseTrouble) -> Failure {
    if matches!(error, rusqlite::Error::MultipleStatement) {
        return DatabaseTrouble::NotRows.into();
    }
    let Some(code) = error.sqlite_error_code() else { return doing.into() };
    match code {
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => DatabaseTrouble::Damaged.into(),
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => DatabaseTrouble::Busy.into(),
        // A change that broke off, or a log that only a writer can read.
        ErrorCode::ReadOnly | ErrorCode::CannotOpen => DatabaseTrouble::Unfinished.into(),
        ErrorCode::OperationInterrupted => DatabaseTrouble::Endless.into(),
        _ => Failure::said(doing, &words(error)),
    }
}

/// What the database says, without the query that it says it of.
fn words(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::SqliteFailure(_, Some(words)) => words.clone(),
        rusqlite::Error::SqlInputError { msg, .. } => msg.clone(),
        error => error.to_string(),
    }
}
