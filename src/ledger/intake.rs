//! What became of every row: used, ignored for a stated reason, or rejected (docs/architecture.md (Contracts)).

use std::collections::BTreeMap;

use super::faults::Fault;
use super::names::{Candidate, Matched, Unmatched};
use super::no_table::NoTable;
use super::row::Left;
use super::spelling::Undated;
use super::table::Table;
use crate::calendar::Day;
use crate::text::{Nearest, Span};

/// How many examples are kept of what is counted.
pub const EXAMPLES: usize = 5;
/// How many rejected rows of a file are kept; the sink given to the reader sees all of them.
pub const REJECTS_KEPT: usize = 1000;
/// How many different ignored activities of a file are named.
pub const NAMES_KEPT: usize = 1000;
/// How many characters are shown of a cell.
pub(crate) const VALUE_SHOWN: usize = 200;

/// What became of the rows of all tables.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Intake {
    /// The register, where there is one.
    pub register: Option<FileIntake>,
    /// The record files, in the order given.
    pub records: Vec<FileIntake>,
    /// The table of waivers, where there is one.
    pub waivers: Option<FileIntake>,
    /// The list of decisions about institutions, where there is one.
    pub decisions: Option<FileIntake>,
    /// The institution cells that name nobody, or several: those of most rows first.
    pub unmatched: Vec<Unmatched>,
    /// What is odd about the data of all tables together; [`Self::faults`] has that of single tables, too.
    pub odd: Vec<Fault>,
    /// What an auditor must know about the tables as a whole.
    pub notes: Vec<Note>,
}

/// What became of the rows of one table; `read = used + ignored + rejected`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileIntake {
    /// The table, as it was named; of a sheet the workbook, and the sheet in brackets.
    pub file: String,
    /// The file it is in.
    pub source: String,
    /// Its encoding; empty for rows from memory.
    pub encoding: &'static str,
    /// What separates its cells; `None` for rows from memory.
    pub delimiter: Option<char>,
    /// The rows under the header that are not blank; where a row may be several records ([`Self::rows`]), the records,
    /// and the rows that are none.
    pub read: u64,
    /// Where a row may be several records: the rows under the header that are not blank.
    pub rows: Option<u64>,
    /// The rows that subjects or records were made of.
    pub used: u64,
    /// The used rows by how their institution was found in the register.
    pub matched: Matched,
    /// The rows that say nothing about these rules or these days.
    pub ignored: Ignored,
    /// The activities that no rule names, with their rows: the first thousand different ones.
    pub ignored_activities: BTreeMap<Box<str>, u64>,
    /// The rows that cannot be used.
    pub rejected: u64,
    /// The first [`REJECTS_KEPT`] of them.
    pub rejects: Vec<Reject>,
    /// Cells that count as missing, one entry a column and reason, in the order of columns.
    pub misfits: Vec<Misfit>,
    /// The SHA-256 of the rows of a database, which is no file that has one (docs/records.md).
    pub sha256: Option<String>,
    /// Numbers that the table holds in binary and that may not be what was meant, one entry a column.
    pub inexact: Vec<Inexact>,
    /// Records used although dated before their subject's opening.
    pub before_opening: Finding,
    /// Records used although dated after their subject's closing.
    pub after_closing: Finding,
    /// Records ignored because they are dated after the judged day.
    pub after_as_of: Finding,
}

/// Rows ignored, by reason.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ignored {
    /// No rule names the activity.
    pub not_needed: u64,
    /// After the judged day.
    pub after_as_of: u64,
    /// Not in the days that are judged.
    pub outside_coverage: u64,
    /// A row of the list of decisions in which nothing is decided.
    pub undecided: u64,
    /// Left out by the mapping of the table.
    pub skipped: u64,
    /// Without a mark or a date, where the mapping makes records of those.
    pub no_record: u64,
    /// The same as an earlier row of the same key.
    pub repeated: u64,
}

/// A row that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject {
    /// The table.
    pub file: String,
    /// The row; the header is row 1.
    pub row: u64,
    /// The header of the cell at fault; empty where none is.
    pub column: String,
    /// What is wrong.
    pub reason: Reason,
    /// The cell, cut to 200 characters.
    pub value: String,
}

/// Why a row cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// More filled cells than headers.
    TooWide(usize),
    /// A cell has bytes that its encoding does not know.
    Garbled,
    /// A record without an activity.
    NoActivity,
    /// A record without an institution.
    NoInstitution,
    /// The register has neither this id nor this name; perhaps one of these is meant.
    UnknownInstitution(Vec<Candidate>),
    /// Several institutions of the register are called so; these are the first ones.
    SeveralInstitutions(Vec<Candidate>),
    /// A record without a date.
    NoDate,
    /// A date that cannot be read or does not exist, or may be more than one.
    NoOneDate(Undated),
    /// An earlier record has the id: this file, this row.
    DuplicateRecord(String, u64),
    /// The row looks like a total of the others: the column that says so, and what it says.
    TotalRow(String, String),
    /// A mark that says neither that it was done nor that it was not.
    NoMark,
    /// A mark on a day that the month has not: the year, the month.
    NoSuchDay(i32, u32),
    /// The month of a month sheet cannot be read.
    NoMonth,
    /// An earlier row of the same key is of another institution, activity or date: which, its file, its row.
    NotAsFirst(Differs, String, u64),
    /// A register row without an id.
    NoId,
    /// An earlier row of the register has the id.
    DuplicateSubject(u64),
    /// An earlier row of the register has the id and holds on some of the same days.
    OverlappingSubject(u64),
    /// It ends before it begins: its first day.
    Backwards(Day),
    /// There is no register, and no record is of this institution.
    NoRecordOfInstitution,
    /// A waiver without a subject.
    NoWaivedSubject,
    /// A waiver without a rule.
    NoWaivedRule,
    /// No rule has this id; perhaps this one is meant.
    UnknownRule(Option<String>),
    /// A waiver without a first or last day.
    NoWaivedDay,
}

/// In what rows of one key differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Differs {
    /// The institution.
    Institution,
    /// The activity.
    Activity,
    /// The date.
    Date,
}

/// Cells of a column that do not fit and so count as missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// The header.
    pub column: String,
    /// What was expected.
    pub expected: Expected,
    /// How many.
    pub count: u64,
    /// The first few: row and cell.
    pub examples: Vec<(u64, String)>,
}

/// Numbers of a column that a database holds in binary, with more digits than such numbers keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inexact {
    /// The column.
    pub column: String,
    /// How many.
    pub count: u64,
    /// The row of the first.
    pub row: u64,
    /// The first.
    pub value: String,
}

/// What a cell should have been.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Expected {
    /// An exact decimal.
    Number,
    /// A day or an instant.
    Date,
    /// A time of day.
    Time,
    /// True or false.
    Bool,
    /// One of the declared choices.
    Choice,
    /// Text that its encoding can express.
    Text,
    /// In a column that the first rows name.
    Column,
}

/// Records about whose dates something is odd.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Finding {
    /// How many.
    pub count: u64,
    /// The first few.
    pub examples: Vec<Example>,
}

/// One odd record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// Its row.
    pub row: u64,
    /// Its subject.
    pub subject: String,
    /// Its day.
    pub day: Day,
    /// The opening, the closing or the judged day.
    pub bound: Day,
}

/// Why a sheet of a workbook, or a file of a folder, is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// No row of it names the columns that are needed.
    NoHeader,
    /// It is a table of a database whose columns are not those that are needed.
    NoColumns,
    /// It is hidden.
    Hidden,
    /// Another sheet is the one table that is asked for.
    Second,
    /// It is no table.
    NoTable(NoTable),
    /// Nothing is in it.
    Empty,
    /// It is hidden, or a file of the system.
    System,
    /// A spreadsheet that has a workbook open leaves it there.
    Lock,
    /// It says what is judged, and not what happened: rules, or guiju.toml.
    Rules,
    /// It is the register or the table of waivers.
    Apart,
    /// It is a folder in the folder.
    Folder,
    /// It was named before, to be read in the same way.
    Twice,
}

/// What an auditor must know about the tables as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// A sheet of a workbook that is not read, and why.
    SheetNotRead(String, Unread),
    /// A file of a folder or a pattern that is not read, and why.
    FileNotRead(String, Unread),
    /// More such files than are listed: how many, and why.
    MoreFilesNotRead(usize, Unread),
    /// A file that has the same bytes as another one; both are read.
    SameContent {
        /// The file.
        file: String,
        /// The one before it.
        first: String,
    },
    /// Without a register, whoever has no record is invisible.
    NoRegister,
    /// Without a category column every subject is in every category.
    NoCategoryColumn(String),
    /// A rule asks for parents, and the register has no column for them.
    NoParentColumn(String),
    /// Parents that the register does not have: the register, the most frequent ones, how many others.
    UnknownParents {
        /// The register.
        file: String,
        /// The most frequent ones.
        first: Vec<Unnamed>,
        /// How many others there are.
        more: usize,
    },
    /// Subjects whose parent is themselves or one they are a parent of: the register, the first ids, how many others.
    OwnAncestors {
        /// The register.
        file: String,
        /// The first ones.
        first: Vec<String>,
        /// How many others there are.
        more: usize,
    },
    /// A rule file waives a rule for nobody there is.
    WaiverOfNobody {
        /// The subject as it is written.
        subject: String,
        /// The rule.
        rule: String,
        /// Why nobody is found.
        reason: Reason,
        /// The rule file.
        path: String,
        /// The line there.
        line: usize,
        /// The words that name the subject.
        place: Span,
    },
    /// No table has the column of a field that a rule reads: activity, field.
    NoFieldColumn(String, String),
    /// The register has no column for an attribute that a rule reads.
    NoAttributeColumn(String),
    /// A subject that closed before it opened has no open day: the register, its row, the id.
    ClosedBeforeOpened(String, u64, String),
    /// Rows of the register are of categories that no rule names: the register, the most frequent ones, how many others.
    UnnamedCategories {
        /// The register.
        file: String,
        /// The most frequent ones.
        first: Vec<Unnamed>,
        /// How many others there are.
        more: usize,
    },
    /// Ignored records whose activity is all but one that rules name: file, the most frequent ones, how many others.
    NearActivities {
        /// The file.
        file: String,
        /// The most frequent ones.
        first: Vec<Unnamed>,
        /// How many others there are.
        more: usize,
    },
    /// More such rows than are listed: the register, how many.
    MoreClosedBeforeOpened(String, u64),
    /// No record has a readable date and no dates were given.
    NoDay,
}

/// A name in a table that the rules do not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unnamed {
    /// The name, its beginning if it is long.
    pub name: String,
    /// In how many rows.
    pub rows: u64,
    /// What the rules call something so like it that it may be meant.
    pub near: Option<String>,
}

impl Unnamed {
    /// The most frequent of `counted`, and how many others there are.
    pub(crate) fn most(mut counted: Vec<(&str, u64)>, names: &[&str], nearest: &mut Nearest) -> (Vec<Self>, usize) {
        counted.sort_unstable_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(other.0)));
        let unnamed = counted.iter().take(EXAMPLES).map(|(name, rows)| Self {
            name: brief(name),
            rows: *rows,
            near: nearest.find(name, names.iter().copied()).map(str::to_owned),
        });
        (unnamed.collect(), counted.len().saturating_sub(EXAMPLES))
    }
}

impl Ignored {
    /// All of them.
    #[must_use]
    pub const fn total(&self) -> u64 {
        let Self { not_needed, after_as_of, outside_coverage, undecided, skipped, no_record, repeated } = self;
        *not_needed + *after_as_of + *outside_coverage + *undecided + *skipped + *no_record + *repeated
    }

    pub(crate) const fn leave(&mut self, why: Left) {
        match why {
            Left::Skipped => self.skipped += 1,
            Left::NoRecord => self.no_record += 1,
        }
    }

    pub(crate) const fn add(&mut self, other: &Self) {
        self.not_needed += other.not_needed;
        self.after_as_of += other.after_as_of;
        self.outside_coverage += other.outside_coverage;
        self.undecided += other.undecided;
        self.skipped += other.skipped;
        self.no_record += other.no_record;
        self.repeated += other.repeated;
    }
}

impl Intake {
    /// The tables: the register first, then records, waivers and decisions.
    pub fn files(&self) -> impl Iterator<Item = &FileIntake> {
        self.register.iter().chain(&self.records).chain(&self.waivers).chain(&self.decisions)
    }

    /// The used rows by how their institution was found in the register.
    #[must_use]
    pub fn matched(&self) -> Matched {
        let mut matched = Matched::default();
        self.files().for_each(|file| matched.add(&file.matched));
        matched
    }

    /// Of many files that are not read for one reason only the first few stay listed, and the others are counted: a folder
    /// may have thousands of pictures.
    pub fn shorten_files_not_read(&mut self) {
        let mut counts: Vec<(Unread, usize)> = Vec::new();
        self.notes.retain(|note| {
            let Note::FileNotRead(_, why) = note else { return true };
            let count = match counts.iter_mut().find(|(known, _)| known == why) {
                Some((_, count)) => count,
                None => {
                    counts.push((*why, 0));
                    return counts.last_mut().is_some_and(|(_, count)| {
                        *count = 1;
                        true
                    });
                }
            };
            *count += 1;
            *count <= EXAMPLES
        });
        let more = counts.into_iter().filter(|(_, count)| *count > EXAMPLES);
        self.notes.extend(more.map(|(why, count)| Note::MoreFilesNotRead(count - EXAMPLES, why)));
    }

    /// How many rows cannot be used.
    #[must_use]
    pub fn rejected(&self) -> u64 {
        self.files().map(|file| file.rejected).sum()
    }
}

impl FileIntake {
    pub(crate) fn of(file: &str) -> Self {
        Self { file: file.to_owned(), source: file.to_owned(), ..Self::default() }
    }

    pub(crate) fn of_table(table: &impl Table) -> Self {
        Self { source: table.source().to_owned(), ..Self::of(table.file()) }
    }

    /// Counts rows of an activity that no rule names.
    pub(crate) fn ignore(&mut self, name: Box<str>, rows: u64) {
        if let Some(known) = self.ignored_activities.get_mut(&name) {
            *known += rows;
        } else if self.ignored_activities.len() < NAMES_KEPT {
            self.ignored_activities.insert(name, rows);
        }
    }

    /// Counts a rejected row, shows it to the sink and keeps it if it is among the first.
    pub(crate) fn reject(&mut self, row: u64, column: &str, reason: Reason, value: String, sink: &mut Sink<'_>) {
        let reject = Reject { file: self.file.clone(), row, column: column.to_owned(), reason, value };
        self.rejected += 1;
        sink(&reject);
        if self.rejects.len() < REJECTS_KEPT {
            self.rejects.push(reject);
        }
    }

    /// Counts a cell that does not fit.
    pub(crate) fn misfit(&mut self, column: &str, expected: Expected, row: u64, value: impl FnOnce() -> String) {
        let known = self.misfits.iter_mut().find(|misfit| misfit.expected == expected && misfit.column == column);
        match known {
            Some(misfit) => {
                misfit.count += 1;
                if misfit.examples.len() < EXAMPLES {
                    misfit.examples.push((row, value()));
                }
            }
            None => self.misfits.push(Misfit {
                column: column.to_owned(),
                expected,
                count: 1,
                examples: vec![(row, value())],
            }),
        }
    }
}

impl Finding {
    pub(crate) fn add(&mut self, example: impl FnOnce() -> Example) {
        self.count += 1;
        if self.examples.len() < EXAMPLES {
            self.examples.push(example());
        }
    }
}

/// Sees every rejected row, file by file in row order, however many there are.
pub type Sink<'a> = dyn FnMut(&Reject) + Send + 'a;

/// A cell as it is shown: its beginning, if it is long.
pub(crate) fn shown(value: &str) -> String {
    match value.char_indices().nth(VALUE_SHOWN) {
        Some((end, _)) => format!("{}…", value.get(..end).unwrap_or_default()),
        None => value.to_owned(),
    }
}

/// A name as it is shown inside a sentence: 40 characters of it, none of which a terminal obeys.
pub(crate) fn brief(name: &str) -> String {
    const LETTERS: usize = 40;
    let mut letters = name.chars().map(|letter| if letter.is_control() { '\u{fffd}' } else { letter });
    let start: String = letters.by_ref().take(LETTERS).collect();
    if letters.next().is_some() { format!("{start}…") } else { start }
}
