//! Tables from databases (docs/records.md): the tables and views of a SQLite file, and what a table or a query of a
//! PostgreSQL or MySQL server gives.
//!
//! A driver ([`Database`]) names its tables and starts to read one; the rows come through a [`Feed`] from a thread of
//! their own, block by block, and only a few blocks are held at a time. A row's number is the place in which the
//! database gives it, from 1 on; a table is asked for in the order of its key, so that the same rows give the same
//! bytes.

#[cfg(feature = "databases")]
mod connection;
#[cfg(feature = "sqlite")]
mod feed;
#[cfg(feature = "databases")]
mod mysql;
#[cfg(feature = "databases")]
mod postgres;
#[cfg(feature = "sqlite")]
mod relation;
#[cfg(feature = "sqlite")]
mod sqlite;
#[cfg(feature = "databases")]
mod tls;
mod trouble;

#[cfg(feature = "databases")]
pub use self::connection::Connection;
#[cfg(feature = "databases")]
pub(crate) use self::connection::each_of_server;
#[cfg(feature = "sqlite")]
pub(crate) use self::sqlite::{Place, each_of_sqlite};
pub use self::trouble::DatabaseTrouble;
pub(crate) use self::trouble::Failure;

/// The first bytes of a SQLite file.
pub(crate) const SQLITE: &[u8] = b"SQLite format 3\0";
