//! The ledger: subjects and their records in columns, as ids, and only what the rules name.
//!
//! Subjects are numbered in the order of their ids (code points). Records are numbered by activity, then subject,
//! then in the order of evidence (docs/language.md section 11): day, records without an instant first, instant, id.
//! So the records of one activity and one subject are one stretch of numbers.
//!
//! [`read`] fills it from files, [`Builder`] from rows in memory. A row is asked, in this order: does it fit the
//! header (a row with filled cells beyond it is rejected, and not even its date counts)? Does a rule name its
//! activity? Which institution, which date, which id? Is it inside the judged days? What a row that is not used says
//! is dropped, its date excepted, which counts for the coverage. Without a register the subjects are the institutions
//! of all rows of whatever activity that are not rejected and have a readable date up to the judged day.
//!
//! - A row's number is the one a spreadsheet shows: the header is row 1, blank lines count, a row with line ends in
//!   quotes is one row. A row without a single filled cell is blank.
//! - A record without an id is `file:row`; an id belongs to the first record that has it, over all files.
//! - Where a table has an institution column and a name column, the name is asked only where the other is empty.
//! - The register may say of whom it speaks from which day to which: then a subject has several rows, and what is
//!   said of it is asked for day by day. A row that begins after the judged day is dropped at the end.
//! - A cell that does not fit its type is missing and counted; that goes for the register's dates too. Numbers may
//!   have `,` between groups of three digits and `%` behind them, but no unit and no exponent.
//! - The encoding is decided at the first byte that is not ASCII; a cell with bytes that the encoding does not know
//!   is missing, and as institution, activity or id it rejects the row.

mod activities;
mod blocks;
mod builder;
mod cell;
mod column;
#[cfg(feature = "parquet")]
mod columns;
#[cfg_attr(not(feature = "compressed"), allow(dead_code, reason = "what is packed is told, and not unpacked"))]
mod compressed;
mod csv;
mod cut;
mod damage;
#[cfg_attr(not(feature = "sqlite"), allow(dead_code, reason = "what cannot be opened has no troubles"))]
mod database;
mod decode;
mod error;
mod faults;
mod fingerprint;
#[cfg_attr(not(feature = "parquet"), allow(dead_code, reason = "no reader needs it"))]
mod foreign;
mod gather;
mod group;
mod heading;
#[cfg_attr(not(feature = "workbooks"), allow(dead_code, reason = "a CSV file is one table"))]
mod input;
mod inspect;
mod intake;
mod json;
mod mapping;
mod name;
mod names;
mod no_table;
#[cfg_attr(not(feature = "workbooks"), allow(dead_code, reason = "a CSV file is one table"))]
mod open;
mod parent;
#[cfg(feature = "parquet")]
mod parquet;
mod part;
mod place;
mod reach;
mod read;
mod record;
mod register;
mod room;
mod row;
mod separators;
mod short;
mod spelling;
mod subject;
#[cfg_attr(not(feature = "workbooks"), allow(dead_code, reason = "a CSV file is one table"))]
mod table;
#[cfg_attr(not(feature = "workbooks"), allow(dead_code, reason = "a CSV file is one table"))]
mod tables;
mod twins;
mod typed;
mod waiver;
mod wording;
#[cfg(feature = "workbooks")]
mod workbook;

pub use builder::Builder;
pub use column::{Cell, Column, TextId, Texts};
pub use damage::Damage;
#[cfg(feature = "databases")]
pub use database::Connection;
pub use database::DatabaseTrouble;
pub use error::{LedgerError, Limit, Needed};
pub use faults::{
    BURST_DAYS, BURST_RECORDS, Burst, CalendarMonth, Crossed, Fault, GAP_DAYS, GAP_MONTHS, LATE_DAYS, Repeated,
};
pub use fingerprint::{sha256, sha256_of};
pub use foreign::is_guarded;
pub use input::{CELL_LIMIT, COLUMN_LIMIT, FILE_LIMIT, HEADER_LIMIT, Input, ROW_LIMIT, Stamp};
pub use inspect::{
    ColumnProfile, DISTINCT, DateForm, Dates, Draft, Drafted, FileProfile, Form, Institutions, Look, NameMatch,
    Purpose, TableProfile, Total, draft, inspect,
};
pub use intake::{
    Differs, EXAMPLES, Example, Expected, FileIntake, Finding, Ignored, Inexact, Intake, Misfit, Note, REJECTS_KEPT,
    Reason, Reject, Sink, Unnamed, Unread,
};
pub use json::JsonFault;
pub use mapping::{Days, Each, Mapping, Month, Piece, Relation, Said, Unmapped};
pub use name::RecordName;
pub use names::{CANDIDATES, Candidate, Decisions, How, Matched, Unmatched, Why};
pub use no_table::NoTable;
pub use read::{Asked, Tables, read, read_tables};
pub use spelling::{Midnight, Numbers, Order, Spelling, Undated, Years};
pub use subject::{Membership, Parent, Subject, SubjectRow};
pub use waiver::{Stated, Waiver};
pub use wording::RejectsCsv;

use std::hash::{Hash, Hasher};
use std::ops::Range;

use rustc_hash::FxHasher;

use self::name::RecordNames;
use self::waiver::Waivers;
use crate::calendar::{Day, Time};
use crate::rulebook::{ActivityId, AttributeId, FieldId};

/// The number of a subject in a ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SubjectId(pub u32);

/// The number of a record in a ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordId(pub u32);

/// Everything that the rules may look at.
#[derive(Debug, Default)]
pub struct Ledger {
    pub(crate) subjects: Vec<Subject>,
    /// The rows of the register by subject, in ascending order of validity.
    pub(crate) rows: Vec<SubjectRow>,
    /// One column an attribute of the rule book, by row of the register; `None` where no rule reads it or the register
    /// has no such column.
    pub(crate) attributes: Vec<Option<Column>>,
    /// One table an activity of the rule book.
    pub(crate) activities: Vec<Activity>,
    /// The times of all records.
    pub(crate) days: Vec<Day>,
    /// Seconds since midnight, or [`Self::NO_SECOND`]; none where no record has an instant.
    pub(crate) seconds: Vec<u32>,
    pub(crate) names: RecordNames,
    pub(crate) texts: Texts,
    pub(crate) waivers: Waivers,
    /// The days the records speak for; `None` when no day is covered.
    pub(crate) coverage: Option<Coverage>,
    /// The judged day, where arguments or records give one.
    pub(crate) as_of: Option<Day>,
}

/// The days that the records speak for, both ends included (docs/language.md section 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Coverage {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
}

/// The records of one activity.
#[derive(Debug, Default)]
pub(crate) struct Activity {
    /// The number of its first record.
    pub(crate) first: u32,
    /// Where each subject's records begin, counted from `first`; one more than there are subjects, or empty.
    pub(crate) starts: Vec<u32>,
    /// One column a field of the activity, counted from `first`; `None` where no rule reads it or no file has it.
    pub(crate) fields: Vec<Option<Column>>,
}

impl Ledger {
    /// Marks a record of which only the day is known.
    pub(crate) const NO_SECOND: u32 = u32::MAX;

    /// The subjects, in the order of their ids.
    #[must_use]
    pub fn subjects(&self) -> &[Subject] {
        &self.subjects
    }

    /// The days the records speak for, cut to the judged day; `None` when there is none.
    #[must_use]
    pub const fn coverage(&self) -> Option<Coverage> {
        self.coverage
    }

    /// The judged day: given, or the end of a given coverage, or the last readable date (docs/language.md section 4).
    #[must_use]
    pub const fn as_of(&self) -> Option<Day> {
        self.as_of
    }

    /// The rows of a subject in ascending order of validity, disjoint; the number of the first is the start of
    /// [`Subject::rows`]. None where all of them begin after the judged day.
    #[must_use]
    pub fn rows(&self, subject: SubjectId) -> &[SubjectRow] {
        let rows = self.subjects.get(subject.0 as usize).map_or(0..0, |subject| subject.rows.clone());
        self.rows.get(rows.start as usize..rows.end as usize).unwrap_or_default()
    }

    /// The last row of a subject: what the register says of it on the judged day, as far as it says anything.
    #[must_use]
    pub fn last_row(&self, subject: SubjectId) -> Option<&SubjectRow> {
        self.rows(subject).last()
    }

    /// The row of a subject that holds on a day, and its number.
    #[must_use]
    pub fn row_on(&self, subject: SubjectId, day: Day) -> Option<(u32, &SubjectRow)> {
        let first = self.subjects.get(subject.0 as usize)?.rows.start;
        let rows = self.rows(subject);
        // The last row that has begun by the day.
        let at = rows.partition_point(|row| row.from.is_none_or(|from| from <= day)).checked_sub(1)?;
        let row = rows.get(at).filter(|row| row.to.is_none_or(|to| day <= to))?;
        Some((first + u32::try_from(at).ok()?, row))
    }

    /// The value of an attribute in a row of the register, by the row's number; `None` is missing.
    #[must_use]
    pub fn attribute(&self, row: u32, attribute: AttributeId) -> Option<Cell> {
        self.attributes.get(attribute.0 as usize)?.as_ref()?.cell(row as usize)
    }

    /// The waivers of a subject, by rule, then by first day.
    #[must_use]
    pub fn waivers(&self, subject: SubjectId) -> &[Waiver] {
        self.waivers.of(subject)
    }

    /// The subjects that are a region path with whose segments a region begins (docs/language.md section 3), the
    /// shortest path first. There are such subjects only where a rule has a moment `of region`.
    pub fn places_of<'r>(&'r self, region: &'r str) -> impl Iterator<Item = SubjectId> + 'r {
        place::prefixes(region).filter_map(|path| {
            let found = self.subjects.binary_search_by(|subject| subject.id.as_str().cmp(path)).ok()?;
            u32::try_from(found).ok().map(SubjectId)
        })
    }

    /// The records of an activity of a subject, in the order of evidence.
    #[must_use]
    pub fn records(&self, activity: ActivityId, subject: SubjectId) -> Range<u32> {
        let Some(table) = self.activities.get(activity.0 as usize) else { return 0..0 };
        let at = subject.0 as usize;
        match (table.starts.get(at), table.starts.get(at + 1)) {
            (Some(start), Some(end)) => table.first + start..table.first + end,
            _ => 0..0,
        }
    }

    /// The activity of a record.
    #[must_use]
    pub fn activity_of(&self, record: RecordId) -> Option<ActivityId> {
        let has = |table: &Activity| {
            let count = table.starts.last().copied().unwrap_or(0);
            (table.first..table.first.saturating_add(count)).contains(&record.0)
        };
        let found = self.activities.iter().position(has)?;
        u32::try_from(found).ok().map(ActivityId)
    }

    /// The value of a field of a record of an activity; `None` is missing.
    #[must_use]
    pub fn field(&self, activity: ActivityId, record: RecordId, field: FieldId) -> Option<Cell> {
        let table = self.activities.get(activity.0 as usize)?;
        let at = record.0.checked_sub(table.first)?;
        table.fields.get(field.0 as usize)?.as_ref()?.cell(at as usize)
    }

    /// A hash of fields of a record: where they match, it is the same. `None` where one of them is missing.
    #[inline]
    pub(crate) fn hash(
        &self,
        activity: ActivityId,
        record: RecordId,
        fields: impl Iterator<Item = FieldId>,
    ) -> Option<u64> {
        let mut hasher = FxHasher::default();
        for field in fields {
            self.field(activity, record, field)?.key().hash(&mut hasher);
        }
        Some(hasher.finish())
    }

    /// The days of all records, by record number.
    #[must_use]
    pub fn days(&self) -> &[Day] {
        &self.days
    }

    /// The time of a record.
    #[must_use]
    pub fn time(&self, record: RecordId) -> Option<Time> {
        let at = record.0 as usize;
        let second = self.seconds.get(at).copied().filter(|second| *second != Self::NO_SECOND);
        Some(Time { day: *self.days.get(at)?, second })
    }

    /// The interned texts of fields and attributes.
    #[must_use]
    pub const fn texts(&self) -> &Texts {
        &self.texts
    }

    /// The id of a record: its own, or `file:row`.
    #[must_use]
    pub fn record_name(&self, record: RecordId) -> RecordName<'_> {
        self.names.keys.get(record.0 as usize).map_or(RecordName::Given(""), |key| self.names.name(*key, &self.texts))
    }
}
