//! PostgreSQL: what a table or a query gives comes as text (`COPY … TO STDOUT`), row by row.
//!
//! The session reads only, in one snapshot. The server cuts cells behind the limit, so that none fills the memory; what
//! is not one whole query of its own is refused before it is wrapped into the one that reads it.

use std::io::BufRead;
use std::time::Duration;

use memchr::memchr;
use postgres::config::{Config, SslMode};
use postgres::types::Type;
use postgres::{Client, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::connection::Connection;
use super::feed::{End, Feed};
use super::relation::{Database, Prepared};
use super::tls::{Encryption, Mode};
use super::{DatabaseTrouble, Failure};
use crate::ledger::error::Limit;
use crate::ledger::input::{CELL_LIMIT, ROW_LIMIT};
use crate::ledger::mapping::Relation;

/// How long a server may take to answer, where the connection string does not say.
const PATIENCE: Duration = Duration::from_secs(10);
/// What is said before anything is read: times with the offset of China, the shortest text that is exact, no changes.
const SESSION: &str = "SET default_transaction_read_only = on; SET DateStyle = 'ISO, YMD'; SET TIME ZONE 8; \
                       SET bytea_output = 'hex'; SET extra_float_digits = 1; SET synchronize_seqscans = off; \
                       BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
const TABLES: &str = "SELECT CASE WHEN pg_table_is_visible(c.oid) THEN c.relname ELSE n.nspname || '.' || c.relname END::text, \
                      n.nspname::text, c.relname::text, c.oid FROM pg_catalog.pg_class c \
                      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
                      WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') \
                      AND ($1::text IS NULL OR n.nspname || '.' || c.relname = $1 OR c.relname::text = $1 AND pg_table_is_visible(c.oid)) \
                      ORDER BY n.nspname::text COLLATE \"C\", c.relname::text COLLATE \"C\" LIMIT 1000";
const KEY: &str = "SELECT a.attname::text FROM pg_catalog.pg_index i JOIN pg_catalog.pg_attribute a \
                   ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey) WHERE i.indrelid = $1 AND i.indisprimary \
                   ORDER BY array_position(i.indkey::int2[], a.attnum)";

/// A PostgreSQL server that answers.
pub(super) struct Postgres {
    connection: Connection,
    encryption: Encryption,
    /// Until it is given away.
    client: Option<Client>,
}

impl Postgres {
    /// Connects.
    pub(super) fn connect(connection: &Connection) -> Result<Self, Failure> {
        let (address, encryption) = connection.parts()?;
        let mut config: Config = address.parse().map_err(|_| DatabaseTrouble::Address)?;
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(PATIENCE);
        }
        config.keepalives_idle(Duration::from_secs(60)).application_name("guiju");
        config.ssl_mode(match encryption.mode {
            Mode::Disable => SslMode::Disable,
            Mode::Prefer => SslMode::Prefer,
            Mode::Require | Mode::VerifyFull => SslMode::Require,
        });
        let client = if encryption.mode == Mode::Disable {
            config.connect(NoTls)
        } else {
            config.connect(MakeRustlsConnect::new(encryption.config()?))
        };
        let failed = |error: postgres::Error| failure(connection, &error, DatabaseTrouble::Unreachable);
        let mut client = client.map_err(failed)?;
        client.batch_execute(SESSION).map_err(failed)?;
        Ok(Self { connection: connection.clone(), encryption, client: Some(client) })
    }

    /// The tables of this name, or all of them: as one calls them, schema, name, number.
    fn named(&mut self, name: Option<&str>) -> Result<Vec<(String, String, String, u32)>, Failure> {
        let client = self.client.as_mut().ok_or(DatabaseTrouble::Lost)?;
        let rows = client.query(TABLES, &[&name]);
        let rows = rows.map_err(|error| failure(&self.connection, &error, DatabaseTrouble::Failed))?;
        Ok(rows.iter().map(|row| (row.get(0), row.get(1), row.get(2), row.get(3))).collect())
    }

    /// The columns of the key of a table.
    fn key(&mut self, table: u32) -> Result<Vec<String>, Failure> {
        let client = self.client.as_mut().ok_or(DatabaseTrouble::Lost)?;
        let rows = client.query(KEY, &[&table]);
        let rows = rows.map_err(|error| failure(&self.connection, &error, DatabaseTrouble::Failed))?;
        Ok(rows.iter().map(|row| row.get(0)).collect())
    }
}

impl Database for Postgres {
    const PRINTS: bool = true;

    fn tables(&mut self) -> Result<Vec<String>, Failure> {
        Ok(self.named(None)?.into_iter().map(|(shown, ..)| shown).collect())
    }

    fn prepare(&mut self, relation: &Relation) -> Result<Prepared, Failure> {
        let (rows, key) = match relation {
            Relation::Query(query) => (query.trim_end_matches([';', ' ', '\t', '\r', '\n']).to_owned(), None),
            Relation::Table(name) => {
                let Some((_, schema, table, number)) = self.named(Some(name))?.into_iter().next() else {
                    return Err(DatabaseTrouble::NoTable(self.tables()?).into());
                };
                (format!("SELECT * FROM {}.{}", quoted(&schema), quoted(&table)), Some(self.key(number)?))
            }
            Relation::Every => return Err(DatabaseTrouble::NothingAsked.into()),
        };
        let mut client = self.client.take().ok_or(DatabaseTrouble::Lost)?;
        let connection = self.connection.clone();
        // Alone it is one whole query, so that in brackets it is that one and nothing else.
        let statement = client.prepare(&rows);
        let statement = statement.map_err(|error| failure(&connection, &error, DatabaseTrouble::Query))?;
        if statement.columns().is_empty() || !statement.params().is_empty() {
            return Err(DatabaseTrouble::NotRows.into());
        }
        let headers: Vec<String> = statement.columns().iter().map(|column| column.name().to_owned()).collect();
        let (shown, kinds): (Vec<String>, Vec<Kind>) =
            statement.columns().iter().enumerate().map(|(at, column)| shown(at, column.type_())).unzip();
        let order = key.map_or(String::new(), |key| order(&key, &headers));
        let names: Vec<String> = (0..headers.len()).map(|at| format!("c{at}")).collect();
        let copy =
            format!("COPY (SELECT {} FROM (\n{rows}\n) AS t({}){order}) TO STDOUT", shown.join(", "), names.join(", "));
        let encryption = self.encryption.clone();
        let read = move |feed: &mut Feed| {
            let ended = read(&mut client, &connection, &copy, &kinds, feed);
            if matches!(ended, Err(End::Unwanted | End::Limit(_))) {
                // Else all that is left would be waited for. Where even this fails the server finds out later.
                let token = client.cancel_token();
                let _ = match encryption.config().ok().filter(|_| encryption.mode != Mode::Disable) {
                    Some(config) => token.cancel_query(MakeRustlsConnect::new(config)),
                    None => token.cancel_query(NoTls),
                };
            }
            ended
        };
        Ok(Prepared { headers, read: Box::new(read) })
    }
}

/// What the text of a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Single,
    Real,
    /// `\x` and hexadecimal digits.
    Bytes,
}

/// A column of the inner query as text, cut where it is too long to be read.
fn shown(at: usize, of: &Type) -> (String, Kind) {
    let most = CELL_LIMIT + 1;
    match *of {
        Type::FLOAT4 => (format!("c{at}::text"), Kind::Single),
        Type::FLOAT8 => (format!("c{at}::text"), Kind::Real),
        Type::BYTEA => (format!("substring(c{at} FOR {most})::text"), Kind::Bytes),
        // As a number, whatever its sign and its separators are.
        Type::MONEY => (format!("c{at}::numeric::text"), Kind::Text),
        Type::BOOL
        | Type::INT2
        | Type::INT4
        | Type::INT8
        | Type::NUMERIC
        | Type::DATE
        | Type::TIME
        | Type::TIMETZ
        | Type::TIMESTAMP
        | Type::TIMESTAMPTZ
        | Type::UUID => (format!("c{at}::text"), Kind::Text),
        _ => (format!("left(c{at}::text, {most})"), Kind::Text),
    }
}

/// The order of a table: that of its key, else of all that it says.
fn order(key: &[String], headers: &[String]) -> String {
    let of_key = key.iter().filter_map(|name| headers.iter().position(|header| header == name));
    let mut columns: Vec<String> = of_key.map(|at| format!("c{at}")).collect();
    if columns.is_empty() {
        columns = (0..headers.len()).map(|at| format!("c{at}::text COLLATE \"C\"")).collect();
    }
    format!(" ORDER BY {}", columns.join(", "))
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Reads what `copy` gives.
fn read(client: &mut Client, connection: &Connection, copy: &str, kinds: &[Kind], feed: &mut Feed) -> Result<(), End> {
    let failed = |error: &postgres::Error| failure(connection, error, DatabaseTrouble::Failed);
    let mut rows = client.copy_out(copy).map_err(|error| failed(&error))?;
    let (mut text, mut cell) = (Vec::new(), Vec::new());
    loop {
        let read = rows.fill_buf().map_err(|cause| match cause.get_ref().and_then(|cause| cause.downcast_ref()) {
            Some(error) => failed(error),
            None => DatabaseTrouble::Lost.into(),
        })?;
        let length = read.len();
        if length == 0 {
            return Ok(());
        }
        text.extend_from_slice(read);
        rows.consume(length);
        let mut start = 0;
        while let Some(end) = memchr(b'\n', text.get(start..).unwrap_or_default()) {
            take(text.get(start..start + end).unwrap_or_default(), kinds, &mut cell, feed)?;
            start += end + 1;
        }
        text.drain(..start);
        // Each cell was cut; what is escaped in it takes two bytes for one.
        if text.len() > 4 * ROW_LIMIT {
            return Err(End::Limit(Limit::Row));
        }
    }
}

/// Takes a line.
fn take(line: &[u8], kinds: &[Kind], cell: &mut Vec<u8>, feed: &mut Feed) -> Result<(), End> {
    feed.row()?;
    for (column, (said, kind)) in line.split(|byte| *byte == b'\t').zip(kinds).enumerate() {
        if said == b"\\N" {
            feed.missing(column);
            continue;
        }
        let said = if memchr(b'\\', said).is_some() {
            unescape(said, cell);
            cell.as_slice()
        } else {
            said
        };
        let number = || std::str::from_utf8(said).ok();
        match kind {
            Kind::Text => feed.bytes(column, said)?,
            Kind::Real => match number().and_then(|number| number.parse().ok()) {
                Some(number) => feed.real(column, number)?,
                None => feed.bytes(column, said)?,
            },
            Kind::Single => match number().and_then(|number| number.parse().ok()) {
                Some(number) => feed.single(column, number)?,
                None => feed.bytes(column, said)?,
            },
            Kind::Bytes => {
                let digits = said.strip_prefix(b"\\x").unwrap_or(said).as_chunks::<2>().0.iter();
                let byte = |pair: &[u8; 2]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
                feed.bytes(column, &digits.filter_map(byte).collect::<Vec<_>>())?;
            }
        }
    }
    Ok(())
}

/// What a cell of a line says.
fn unescape(said: &[u8], cell: &mut Vec<u8>) {
    cell.clear();
    let mut bytes = said.iter().copied();
    while let Some(byte) = bytes.next() {
        cell.push(match byte {
            b'\\' => match bytes.next().unwrap_or(b'\\') {
                b'b' => 8,
                b'f' => 12,
                b'n' => b'\n',
                b'r' => b'\r',
                b't' => b'\t',
                b'v' => 11,
                other => other,
            },
            byte => byte,
        });
    }
}

/// What went wrong while something was done that would go wrong as `doing`.
fn failure(connection: &Connection, error: &postgres::Error, doing: DatabaseTrouble) -> Failure {
    let connecting = doing == DatabaseTrouble::Unreachable;
    let Some(said) = error.as_db_error() else {
        // The driver has no other way to say so.
        let words = error.to_string();
        return match words.as_str() {
            words if words.contains("TLS") => DatabaseTrouble::Encryption.into(),
            words if words.starts_with("authentication") || words.starts_with("invalid configuration") => {
                DatabaseTrouble::Login.into()
            }
            _ if connecting => DatabaseTrouble::Unreachable.into(),
            _ => DatabaseTrouble::Lost.into(),
        };
    };
    let trouble = match said.code().code() {
        // No such user, a wrong password, no such database, no right to connect.
        code if code.starts_with("28") || code == "3D000" => DatabaseTrouble::Login,
        "42501" if connecting => DatabaseTrouble::Login,
        "42501" => DatabaseTrouble::Forbidden,
        // Shut down, crashed, not yet up.
        code if code.starts_with("57P0") && !connecting => DatabaseTrouble::Lost,
        "25006" => DatabaseTrouble::NotRows,
        "42601" if said.message().contains("multiple commands") => DatabaseTrouble::NotRows,
        code if code.starts_with("42") => DatabaseTrouble::Query,
        _ => doing,
    };
    connection.failure(trouble, said.message())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_what_its_cells_said() {
        let mut cell = Vec::new();
        unescape(br"a\tb\\c\nd", &mut cell);
        assert_eq!(cell, b"a\tb\\c\nd");
    }

    #[test]
    fn names_are_quoted() {
        assert_eq!(quoted("巡查\"; drop"), "\"巡查\"\"; drop\"");
    }
}
