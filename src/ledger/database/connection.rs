//! Where a database server is, and as whom one asks it. Nothing shows the connection string.

use std::fmt;

use super::mysql::Mysql;
use super::postgres::Postgres;
use super::relation::each_of;
use super::tls::Encryption;
use super::{DatabaseTrouble, Failure};
use crate::ledger::error::LedgerError;
use crate::ledger::mapping::{Mapping, Relation};
use crate::ledger::open::TakeTable;

/// A connection string, `postgres://user:password@host/database` or `mysql://…`. It is never shown: not in messages, not
/// in reports, not by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Connection {
    address: String,
}

impl fmt::Debug for Connection {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Connection(…)")
    }
}

impl Connection {
    /// By its connection string.
    #[must_use]
    pub fn new(address: impl Into<String>) -> Self {
        Self { address: address.into() }
    }

    /// The connection string without what it says of encryption, and that.
    pub(super) fn parts(&self) -> Result<(String, Encryption), DatabaseTrouble> {
        let (base, parameters) = self.address.split_once('?').unwrap_or((&self.address, ""));
        let mut encryption = Encryption::default();
        let mut others = Vec::new();
        for parameter in parameters.split('&').filter(|parameter| !parameter.is_empty()) {
            match parameter.split_once('=') {
                Some(("sslmode", mode)) => encryption.mode = mode.parse().map_err(|()| DatabaseTrouble::Encryption)?,
                Some(("sslrootcert", path)) => encryption.roots = Some(decoded(path).into()),
                _ => others.push(parameter),
            }
        }
        let between = if others.is_empty() { "" } else { "?" };
        Ok((format!("{base}{between}{}", others.join("&")), encryption))
    }

    /// What a server said, as long as it does not repeat what is secret.
    pub(super) fn failure(&self, trouble: DatabaseTrouble, said: &str) -> Failure {
        let secret = self.secrets().iter().any(|secret| said.contains(secret.as_str()));
        if secret { trouble.into() } else { Failure::said(trouble, said) }
    }

    /// The connection string and the password in it, as written and as meant.
    fn secrets(&self) -> Vec<String> {
        let behind = self.address.split_once("://").map_or("", |(_, behind)| behind);
        let authority = behind.split_once(['/', '?']).map_or(behind, |(authority, _)| authority);
        // An unescaped `@` or `/` belongs to a password that nobody can read, but that must not be shown either.
        let users = [authority, behind].into_iter().filter_map(|text| text.rsplit_once('@'));
        let passwords = users.filter_map(|(user, _)| user.split_once(':')).map(|(_, password)| password.to_owned());
        let parameters = self.address.split(['?', '&']).filter_map(|parameter| parameter.strip_prefix("password="));
        let mut secrets: Vec<String> = passwords.chain(parameters.map(str::to_owned)).collect();
        secrets.extend(secrets.clone().iter().map(|secret| decoded(secret)));
        secrets.push(self.address.clone());
        secrets.retain(|secret| !secret.is_empty());
        secrets
    }
}

/// With `%40` and the like as the characters they stand for.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let hex = || {
            let digits = std::str::from_utf8(behind.get(..2)?).ok()?;
            u8::from_str_radix(digits, 16).ok()
        };
        match (*first == b'%').then(hex).flatten() {
            Some(byte) => {
                bytes.push(byte);
                rest = behind.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = behind;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Hands the table or query of a server on.
///
/// # Errors
/// The server does not give it.
pub(crate) fn each_of_server(
    name: &str,
    connection: &Connection,
    mapping: &Mapping,
    take: &mut impl TakeTable,
) -> Result<(), LedgerError> {
    if mapping.relation == Relation::Every {
        return Err(Failure::from(DatabaseTrouble::NothingAsked).of(name, None));
    }
    let failed = |failure: Failure| failure.of(mapping.relation.name_in(name), None);
    match connection.address.split_once("://").map(|(scheme, _)| scheme) {
        Some("postgres" | "postgresql") => each_of(Postgres::connect(connection).map_err(failed)?, name, mapping, take),
        Some("mysql" | "mariadb") => each_of(Mysql::connect(connection).map_err(failed)?, name, mapping, take),
        _ => Err(failed(DatabaseTrouble::Address.into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_shows_the_connection_string() {
        let connection = Connection::new("postgres://auditor:p%40ss%2Fw@db.county/records?sslmode=disable&password=x9");
        assert_eq!(format!("{connection:?}"), "Connection(…)");
        for said in [
            "no p%40ss%2Fw",
            "bad p@ss/w here",
            "x9",
            "postgres://auditor:p%40ss%2Fw@db.county/records?sslmode=disable&password=x9",
        ] {
            assert_eq!(connection.failure(DatabaseTrouble::Login, said).said, None, "{said}");
        }
        let said =
            connection.failure(DatabaseTrouble::Login, "password authentication failed for user \"auditor\"").said;
        assert!(said.is_some());
    }

    #[test]
    fn a_password_that_is_not_escaped_is_not_shown_either() {
        let connection = Connection::new("mysql://u:pa/s@x@host/d");
        assert_eq!(connection.failure(DatabaseTrouble::Login, "no pa/s@x").said, None);
    }

    #[test]
    fn what_is_said_of_encryption_is_taken_out() {
        let parts = |address| Connection::new(address).parts().map(|(base, _)| base);
        assert_eq!(parts("mysql://h/d?sslmode=require&a=1&sslrootcert=/x"), Ok("mysql://h/d?a=1".to_owned()));
        assert_eq!(parts("mysql://h/d?sslmode=disable"), Ok("mysql://h/d".to_owned()));
        assert_eq!(parts("mysql://h/d?sslmode=sure"), Err(DatabaseTrouble::Encryption));
    }
}
