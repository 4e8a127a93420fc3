//! What a run was made from and what became of the rows: enough for anyone to repeat it (DESIGN.md section 4).

use serde::Serialize;

use crate::text::Wording;

/// The version of the engine, as reports state it.
pub const ENGINE: &str = env!("CARGO_PKG_VERSION");

/// Everything behind the verdicts that is not in the rule book or the ledger's columns.
#[derive(Debug, Clone, Default)]
pub struct Provenance {
    /// The rule files, in the order they were read.
    pub rule_files: Vec<RuleFile>,
    /// The register and the record files, in the order they were given.
    pub inputs: Vec<Input>,
    /// Why rows were ignored, and how many.
    pub ignored: Vec<Tallied>,
    /// How many rows were rejected.
    pub rejected: u64,
    /// The first of them.
    pub rejects: Vec<Reject>,
    /// What is odd about rows that were used: records before an opening or after a closing.
    pub findings: Vec<Tallied>,
    /// What the reader of the report should know before trusting it.
    pub warnings: Vec<Wording>,
}

impl Provenance {
    /// Rows of all inputs: read, used, ignored and rejected; the first is the sum of the others.
    #[must_use]
    pub fn rows(&self) -> Rows {
        let used = self.inputs.iter().map(|input| input.used).sum();
        let ignored = self.inputs.iter().map(|input| input.ignored).sum();
        let read = self.inputs.iter().map(|input| input.rows).sum();
        Rows { read, used, ignored, rejected: self.rejected }
    }
}

/// One rule file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleFile {
    /// Its path as the user wrote it.
    pub path: String,
    /// The SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: String,
}

/// What an input holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Who there is.
    Register,
    /// What happened.
    Records,
}

/// One file of data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Input {
    /// What it holds.
    pub role: Role,
    /// Its path as the user wrote it.
    pub path: String,
    /// Rows read, the header not counted.
    pub rows: u64,
    /// Rows the verdicts rest on.
    pub used: u64,
    /// Rows left aside for a stated reason.
    pub ignored: u64,
    /// Rows that could not be used.
    pub rejected: u64,
    /// The SHA-256 of its bytes, in hexadecimal digits; `None` where nobody asked for it.
    pub sha256: Option<String>,
}

/// The rows of all inputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Rows {
    /// Rows read.
    pub read: u64,
    /// Rows the verdicts rest on.
    pub used: u64,
    /// Rows left aside for a stated reason.
    pub ignored: u64,
    /// Rows that could not be used.
    pub rejected: u64,
}

/// A kind of row and how many there were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tallied {
    /// The kind, as JSON names it.
    pub key: &'static str,
    /// The kind in words.
    pub wording: Wording,
    /// How many rows.
    pub rows: u64,
}

/// A row that could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject {
    /// The file.
    pub file: String,
    /// The row there, as a spreadsheet counts.
    pub row: u64,
    /// The column at fault, by its header.
    pub column: Option<String>,
    /// What is wrong.
    pub reason: Wording,
}
