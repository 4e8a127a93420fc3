//! What a run was made from and what became of the rows: enough for anyone to repeat it (docs/architecture.md
//! (Contracts)).

use std::collections::BTreeMap;

use serde::Serialize;

use crate::ledger::{self, EXAMPLES, Fault, FileIntake, Intake, Matched, Note, Reject};
use crate::text::Wording;

/// The version of the engine, as reports state it.
pub const ENGINE: &str = env!("CARGO_PKG_VERSION");

/// Everything behind the verdicts that is not in the rule book or the ledger's columns.
#[derive(Debug, Clone, Default)]
pub struct Provenance {
    /// The rule files, in the order they were read.
    pub rule_files: Vec<RuleFile>,
    /// The register, the record files in the order they were given, and the waivers.
    pub inputs: Vec<Input>,
    /// Why rows were ignored, and how many.
    pub ignored: Vec<Ignored>,
    /// How many rows were rejected.
    pub rejected: u64,
    /// The first of them, file by file.
    pub rejects: Vec<Reject>,
    /// What is odd about the data.
    pub data: Vec<Fault>,
    /// The used rows by how their institution was found in the register; all zero where there is none.
    pub matched: Matched,
    /// How many different institution cells name nobody, or several, and are in no list that this run writes.
    pub unmatched: usize,
    /// Tables of which a row may be several records: how many of these came of how many rows.
    pub records: Vec<Wording>,
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
    /// Whom which rule is waived for.
    Waivers,
    /// Whom institution cells mean that nobody is found by.
    Decisions,
}

/// One file of data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Input {
    /// What it holds.
    pub role: Role,
    /// Its path as the user wrote it; of a sheet with the sheet in brackets.
    pub path: String,
    /// The file it is in; the path says it, too.
    #[serde(skip)]
    pub source: String,
    /// Rows read, the header not counted; where a row may be several records, these, and the rows that are none.
    pub rows: u64,
    /// Where a row may be several records: the rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table_rows: Option<u64>,
    /// Rows the verdicts rest on.
    pub used: u64,
    /// Rows left aside for a stated reason.
    pub ignored: u64,
    /// Rows that could not be used.
    pub rejected: u64,
    /// The SHA-256 of its bytes, in hexadecimal digits; `None` where nobody asked for it.
    pub sha256: Option<String>,
    /// It is a table of a database server: the SHA-256 is that of its rows (docs/records.md).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub database: bool,
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

/// Rows that were ignored for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ignored {
    /// The reason, as JSON names it.
    pub reason: &'static str,
    /// The reason in words.
    pub wording: Wording,
    /// The most frequent activities among them, where they are the reason, with their rows.
    pub activities: Vec<(String, u64)>,
    /// How many rows.
    pub rows: u64,
}

impl Ignored {
    /// Names the most frequent activities that no rule names: a misspelt one is seen there.
    fn name_activities(&mut self, intake: &Intake) {
        let mut rows: BTreeMap<&str, u64> = BTreeMap::new();
        for (name, count) in intake.files().flat_map(|file| &file.ignored_activities) {
            *rows.entry(name).or_default() += count;
        }
        let mut names: Vec<(String, u64)> = rows.into_iter().map(|(name, rows)| (name.to_owned(), rows)).collect();
        names.sort_by_key(|(_, rows)| std::cmp::Reverse(*rows));
        let (more_en, more_zh) = if names.len() > EXAMPLES { (", …", "……") } else { ("", "") };
        names.truncate(EXAMPLES);
        let listed = |comma: &str| {
            let names: Vec<String> = names.iter().map(|(name, rows)| format!("{name} {rows}")).collect();
            names.join(comma)
        };
        self.wording.en = format!("{}: {}{more_en}", self.wording.en, listed(", "));
        self.wording.zh = format!("{}：{}{more_zh}", self.wording.zh, listed("、"));
        self.activities = names;
    }
}

impl Provenance {
    /// What became of the rows, from what the readers counted. Rule files and fingerprints are not known there.
    #[must_use]
    pub fn of_intake(intake: &Intake) -> Self {
        let mut provenance = Self {
            rejected: intake.rejected(),
            data: intake.faults(),
            matched: intake.matched(),
            unmatched: intake.unmatched.len(),
            ..Self::default()
        };
        let register = intake.register.iter().map(|file| (file, Role::Register));
        let records = intake.records.iter().map(|file| (file, Role::Records));
        let waivers = intake.waivers.iter().map(|file| (file, Role::Waivers));
        let decisions = intake.decisions.iter().map(|file| (file, Role::Decisions));
        for (file, role) in register.chain(records).chain(waivers).chain(decisions) {
            provenance.add_file(file, role);
        }
        provenance.warnings.splice(0..0, intake.notes.iter().map(Note::wording));
        let count = |rows: fn(&ledger::Ignored) -> u64| intake.files().map(|file| rows(&file.ignored)).sum();
        let reasons = [
            ("activity_not_needed", "no rule names their activity", "规则未涉及的活动", count(|rows| rows.not_needed)),
            ("after_as_of", "dated after the judged day", "日期晚于截至日", count(|rows| rows.after_as_of)),
            (
                "outside_coverage",
                "dated outside the days the records cover",
                "日期不在记录覆盖期内",
                count(|rows| rows.outside_coverage),
            ),
            ("undecided", "not decided in the list of decisions", "认定表中尚未认定", count(|rows| rows.undecided)),
            ("skipped", "left out by `skip` in the mapping", "按设置 `skip` 略过", count(|rows| rows.skipped)),
            (
                "no_record",
                "rows without a mark or a date, which are no record",
                "没有标记或日期、不成记录的行",
                count(|rows| rows.no_record),
            ),
            (
                "repeated",
                "the same as an earlier row of the same key",
                "与 `key` 相同的前一行重复",
                count(|rows| rows.repeated),
            ),
        ];
        provenance.ignored = reasons
            .into_iter()
            .filter(|(.., rows)| *rows > 0)
            .map(|(reason, en, zh, rows)| Ignored {
                reason,
                wording: Wording::new(en, zh),
                activities: Vec::new(),
                rows,
            })
            .collect();
        if let Some(ignored) = provenance.ignored.first_mut().filter(|ignored| ignored.reason == "activity_not_needed")
        {
            ignored.name_activities(intake);
        }
        provenance
    }

    fn add_file(&mut self, file: &FileIntake, role: Role) {
        self.inputs.push(Input {
            role,
            path: file.file.clone(),
            source: file.source.clone(),
            rows: file.read,
            table_rows: file.rows,
            used: file.used,
            ignored: file.ignored.total(),
            rejected: file.rejected,
            sha256: file.sha256.clone(),
            database: file.sha256.is_some(),
        });
        self.records.extend(file.records());
        self.rejects.extend(file.rejects.iter().cloned());
        self.warnings.extend(file.inexact.iter().map(|inexact| inexact.wording(&file.file)));
        self.warnings.extend(file.misfits.iter().map(|misfit| misfit.wording(&file.file)));
    }
}
