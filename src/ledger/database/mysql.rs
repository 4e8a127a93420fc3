//! MySQL and MariaDB: what a table or a query gives comes row by row.
//!
//! The session reads only, in one snapshot, and a query is prepared first, for only one statement that gives rows can
//! be.

use std::mem;
use std::time::Duration;

use mysql::consts::{ColumnFlags, ColumnType};
use mysql::prelude::Queryable;
use mysql::{Column, Conn, DriverError, Opts, OptsBuilder, SslOpts, Value};

use super::connection::Connection;
use super::feed::{End, Feed};
use super::relation::{Database, Prepared};
use super::tls::{Encryption, Mode};
use super::{DatabaseTrouble, Failure};
use crate::ledger::error::Limit;
use crate::ledger::mapping::Relation;

/// How long a server may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// The longest row that a server may send, in bytes.
const ROW: usize = 32 << 20;
/// What is said before anything is read: UTF-8, the civil time of China, no changes.
const SESSION: [&str; 4] = [
    "SET NAMES utf8mb4",
    "SET time_zone = '+08:00'",
    "SET SESSION TRANSACTION READ ONLY",
    "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY",
];
const TABLES: &str = "SELECT IF(table_schema = DATABASE(), table_name, CONCAT(table_schema, '.', table_name)), table_schema, table_name \
                      FROM information_schema.tables \
                      WHERE table_schema NOT IN ('information_schema', 'mysql', 'performance_schema', 'sys') \
                      AND (? IS NULL OR table_schema = DATABASE() AND BINARY table_name = ? OR BINARY CONCAT(table_schema, '.', table_name) = ?) \
                      ORDER BY BINARY table_schema = DATABASE() DESC, BINARY table_name LIMIT 1000";
const KEY: &str = "SELECT column_name FROM information_schema.key_column_usage \
                   WHERE constraint_name = 'PRIMARY' AND table_schema = ? AND table_name = ? ORDER BY ordinal_position";

/// A MySQL or MariaDB server that answers.
pub(super) struct Mysql {
    connection: Connection,
    /// Until it is given away.
    client: Option<Conn>,
}

impl Mysql {
    /// Connects.
    pub(super) fn connect(connection: &Connection) -> Result<Self, Failure> {
        let (address, encryption) = connection.parts()?;
        let opts = Opts::from_url(&address.replacen("mariadb://", "mysql://", 1));
        let builder = OptsBuilder::from_opts(opts.map_err(|_| DatabaseTrouble::Address)?)
            .prefer_socket(false)
            .stmt_cache_size(Some(0))
            .max_allowed_packet(Some(ROW))
            .tcp_connect_timeout(Some(PATIENCE))
            .tcp_keepalive_time_ms(Some(60_000));
        let client = if encryption.mode == Mode::Disable {
            Conn::new(builder)
        } else {
            let mode = encryption.mode;
            match Conn::new(builder.clone().ssl_opts(ssl(encryption))) {
                Err(mysql::Error::DriverError(DriverError::TlsNotSupported)) if mode == Mode::Prefer => {
                    Conn::new(builder)
                }
                client => client,
            }
        };
        let failed = |error: mysql::Error| failure(connection, &error, DatabaseTrouble::Unreachable);
        let mut client = client.map_err(failed)?;
        for said in SESSION {
            client.query_drop(said).map_err(failed)?;
        }
        Ok(Self { connection: connection.clone(), client: Some(client) })
    }

    /// The tables of this name, or all of them: as one calls them, database, name.
    fn named(&mut self, name: Option<&str>) -> Result<Vec<(String, String, String)>, Failure> {
        let client = self.client.as_mut().ok_or(DatabaseTrouble::Lost)?;
        let found = client.exec(TABLES, (name, name, name));
        found.map_err(|error| failure(&self.connection, &error, DatabaseTrouble::Failed))
    }

    /// The columns of the key of a table.
    fn key(&mut self, database: &str, table: &str) -> Result<Vec<String>, Failure> {
        let client = self.client.as_mut().ok_or(DatabaseTrouble::Lost)?;
        let found = client.exec(KEY, (database, table));
        found.map_err(|error| failure(&self.connection, &error, DatabaseTrouble::Failed))
    }
}

/// How encrypted connections are made.
fn ssl(encryption: Encryption) -> SslOpts {
    let anybody = encryption.mode != Mode::VerifyFull;
    SslOpts::default()
        .with_root_cert_path(encryption.roots)
        .with_danger_accept_invalid_certs(anybody)
        .with_danger_skip_domain_validation(anybody)
}

impl Database for Mysql {
    const PRINTS: bool = true;

    fn tables(&mut self) -> Result<Vec<String>, Failure> {
        Ok(self.named(None)?.into_iter().map(|(shown, ..)| shown).collect())
    }

    fn prepare(&mut self, relation: &Relation) -> Result<Prepared, Failure> {
        let (mut rows, key) = match relation {
            Relation::Query(query) => (query.trim_end_matches([';', ' ', '\t', '\r', '\n']).to_owned(), None),
            Relation::Table(name) => {
                let Some((_, database, table)) = self.named(Some(name))?.into_iter().next() else {
                    return Err(DatabaseTrouble::NoTable(self.tables()?).into());
                };
                let key = self.key(&database, &table)?;
                (format!("SELECT * FROM {}.{}", quoted(&database), quoted(&table)), Some(key))
            }
            Relation::Every => return Err(DatabaseTrouble::NothingAsked.into()),
        };
        let mut client = self.client.take().ok_or(DatabaseTrouble::Lost)?;
        let connection = self.connection.clone();
        let doubtful = |error: mysql::Error| failure(&connection, &error, DatabaseTrouble::Query);
        let mut statement = client.prep(&rows).map_err(doubtful)?;
        let columns = statement.columns().to_vec();
        if columns.is_empty() || statement.num_params() > 0 {
            return Err(DatabaseTrouble::NotRows.into());
        }
        let headers: Vec<String> = columns.iter().map(|column| column.name_str().into_owned()).collect();
        if let Some(key) = key {
            rows.push_str(&order(&key, &headers));
            statement = client.prep(&rows).map_err(doubtful)?;
        }
        let read = move |feed: &mut Feed| {
            // The driver has no other way to say so.
            let failed = |error: mysql::Error| match error {
                mysql::Error::DriverError(DriverError::PacketTooLarge) => End::Limit(Limit::Row),
                mysql::Error::CodecError(error) if error.to_string().contains("max_allowed_packet") => {
                    End::Limit(Limit::Row)
                }
                error => End::Failed(failure(&connection, &error, DatabaseTrouble::Failed)),
            };
            let mut rows = client.exec_iter(&statement, ()).map_err(failed)?;
            let ended = loop {
                match rows.next() {
                    None => break Ok(()),
                    Some(Err(error)) => break Err(failed(error)),
                    Some(Ok(row)) => {
                        if let Err(end) = take(&row.unwrap(), &columns, feed) {
                            break Err(end);
                        }
                    }
                }
            };
            if ended.is_err() {
                // It would wait for all the rows that are left; the connection is closed instead.
                mem::forget(rows);
            }
            ended
        };
        Ok(Prepared { headers, read: Box::new(read) })
    }
}

/// The order of a table: that of its key, else of all that it says.
fn order(key: &[String], headers: &[String]) -> String {
    let columns: Vec<String> = if key.is_empty() {
        headers.iter().map(|header| format!("CAST({} AS BINARY)", quoted(header))).collect()
    } else {
        key.iter().map(|column| quoted(column)).collect()
    };
    format!(" ORDER BY {}", columns.join(", "))
}

fn quoted(name: &str) -> String {
    format!("`{}`", name.replace('`', "``"))
}

/// Takes a row.
fn take(row: &[Value], columns: &[Column], feed: &mut Feed) -> Result<(), End> {
    feed.row()?;
    for (at, (value, column)) in row.iter().zip(columns).enumerate() {
        match value {
            Value::NULL => feed.missing(at),
            Value::Bytes(bits) if column.column_type() == ColumnType::MYSQL_TYPE_BIT => {
                let number = bits.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
                feed.cell(at, &number.to_string())?;
            }
            Value::Bytes(bytes) => feed.bytes(at, bytes)?,
            Value::Int(number) if *number < 0 => feed.cell(at, &number.to_string())?,
            Value::Int(number) => feed.cell(at, &filled(number.unsigned_abs(), column))?,
            Value::UInt(number) => feed.cell(at, &filled(*number, column))?,
            Value::Float(number) => feed.single(at, *number)?,
            Value::Double(number) => feed.real(at, *number)?,
            Value::Date(year, month, day, hour, minute, second, part) => {
                let mut text = format!("{year:04}-{month:02}-{day:02}");
                if column.column_type() != ColumnType::MYSQL_TYPE_DATE {
                    text.push_str(&format!(" {}", clock(u32::from(*hour), *minute, *second, *part)));
                }
                feed.cell(at, &text)?;
            }
            Value::Time(negative, days, hours, minute, second, part) => {
                let sign = if *negative { "-" } else { "" };
                let hours = days.saturating_mul(24).saturating_add(u32::from(*hours));
                feed.cell(at, &format!("{sign}{}", clock(hours, *minute, *second, *part)))?;
            }
        }
    }
    Ok(())
}

/// A number with the zeros before it that its column asks for.
fn filled(number: u64, column: &Column) -> String {
    if column.flags().contains(ColumnFlags::ZEROFILL_FLAG) {
        let width = usize::try_from(column.column_length()).unwrap_or(0).min(20);
        return format!("{number:0width$}");
    }
    number.to_string()
}

fn clock(hour: u32, minute: u8, second: u8, part: u32) -> String {
    let part = if part == 0 { String::new() } else { format!(".{part:06}") };
    format!("{hour:02}:{minute:02}:{second:02}{part}")
}

/// What went wrong while something was done that would go wrong as `doing`.
fn failure(connection: &Connection, error: &mysql::Error, doing: DatabaseTrouble) -> Failure {
    let connecting = doing == DatabaseTrouble::Unreachable;
    match error {
        mysql::Error::MySqlError(said) => {
            let trouble = match said.code {
                // A wrong password, no such database, no right to it, a sort of password that is not known.
                1044 | 1045 | 1049 | 1130 | 1251 | 1275 | 1524 | 1698 | 3118 | 4151 => DatabaseTrouble::Login,
                1142 | 1143 | 1227 | 1370 => DatabaseTrouble::Forbidden,
                // Shut down, killed.
                1053 | 1077 | 1079 | 1317 | 1927 | 3169 if !connecting => DatabaseTrouble::Lost,
                // What changes something, and what cannot be prepared.
                1792 | 1295 => DatabaseTrouble::NotRows,
                // No such table, column, function; what cannot be parsed; what cannot be grouped.
                1054 | 1055 | 1056 | 1064 | 1109 | 1140 | 1146 | 1247 | 1305 => DatabaseTrouble::Query,
                _ => doing,
            };
            connection.failure(trouble, &said.message)
        }
        mysql::Error::TlsError(_) => DatabaseTrouble::Encryption.into(),
        // What is not trusted shows in the first words that are exchanged, and the driver has no other way to say so.
        error if connecting && error.to_string().contains("certificate") => DatabaseTrouble::Encryption.into(),
        mysql::Error::DriverError(error) => match error {
            DriverError::TlsNotSupported => DatabaseTrouble::Encryption,
            DriverError::UnknownAuthPlugin(_)
            | DriverError::OldMysqlPasswordDisabled
            | DriverError::CleartextPluginDisabled => DatabaseTrouble::Login,
            DriverError::MismatchedStmtParams(..) | DriverError::Params(_) | DriverError::MixedParams => {
                DatabaseTrouble::NotRows
            }
            _ if connecting => DatabaseTrouble::Unreachable,
            _ => DatabaseTrouble::Lost,
        }
        .into(),
        _ if connecting => DatabaseTrouble::Unreachable.into(),
        _ => DatabaseTrouble::Lost.into(),
    }
}
