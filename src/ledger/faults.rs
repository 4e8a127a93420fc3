//! What is odd about the data, so that nobody trusts it more than it deserves: records that say the same, records
//! dated where they cannot be, records entered long after, months without any row (docs/records.md). Nothing here
//! changes a verdict; every record that is told of is used or ignored as it would be otherwise.

mod bursts;
mod closings;
mod duplicates;
mod gaps;
mod wording;

pub use bursts::{BURST_DAYS, BURST_RECORDS, LATE_DAYS};
pub use gaps::{CalendarMonth, GAP_DAYS, GAP_MONTHS};

pub(crate) use bursts::Bursts;
pub(crate) use gaps::{Marks, Months};

use super::Ledger;
use super::intake::{Finding, Intake};
use crate::calendar::{Day, Time};
use crate::rulebook::RuleBook;

/// Something odd about the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Records without an id of their own that agree with an earlier one in institution, activity, time and all that
    /// rules read.
    Duplicates {
        /// How many, the first of each set not counted.
        count: u64,
        /// The first sets.
        examples: Vec<Repeated>,
    },
    /// Records of a table dated before their subject opened.
    BeforeOpening(String, Finding),
    /// Records of a table dated after their subject closed.
    AfterClosing(String, Finding),
    /// Records of a table dated after the judged day.
    AfterAsOf(String, Finding),
    /// Records that answer others, and are dated before each of those that they match.
    ClosedBeforeFound {
        /// The activity that asks, such as a hazard found, with the date field that is the moment, where one is.
        asking: String,
        /// The activity that answers, such as a hazard fixed.
        answering: String,
        /// The fields by which they match, as the answering activity calls them.
        fields: Vec<String>,
        /// How many.
        count: u64,
        /// The first ones.
        examples: Vec<Crossed>,
    },
    /// Many records of many days long past that one institution entered on one day.
    Bursts {
        /// How many such days of institutions.
        count: u64,
        /// How many records in all of them.
        records: u64,
        /// Those of most records.
        examples: Vec<Burst>,
        /// Whether there were so many days of entry that not all of them were followed.
        more: bool,
    },
    /// Months of the coverage without any row, of one table or of all together.
    Gap {
        /// The table; `None` for all of them.
        file: Option<String>,
        /// The months.
        months: Vec<CalendarMonth>,
    },
}

/// Records that say the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeated {
    /// The subject.
    pub subject: String,
    /// The activity.
    pub activity: String,
    /// The time.
    pub time: Time,
    /// The first of them, by name.
    pub records: Vec<String>,
    /// How many there are.
    pub count: u64,
}

/// A record that is dated before what it answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crossed {
    /// The subject.
    pub subject: String,
    /// The answering record, and its time.
    pub closing: (String, Time),
    /// The earliest record that it matches, and its time.
    pub finding: (String, Time),
}

/// Records that one institution entered on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Burst {
    /// The subject.
    pub subject: String,
    /// The day of entry.
    pub entered: Day,
    /// How many records.
    pub records: u64,
    /// The first and the last of their days.
    pub days: (Day, Day),
    /// The first of them as it was read: the table and the row.
    pub first: (String, u64),
}

impl Fault {
    /// What is odd, as JSON names it.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Duplicates { .. } => "duplicate",
            Self::BeforeOpening(..) => "before_opening",
            Self::AfterClosing(..) => "after_closing",
            Self::AfterAsOf(..) => "after_as_of",
            Self::ClosedBeforeFound { .. } => "closed_before_found",
            Self::Bursts { .. } => "burst",
            Self::Gap { .. } => "gap",
        }
    }

    /// The table, where it is one table's.
    #[must_use]
    pub fn file(&self) -> Option<&str> {
        match self {
            Self::BeforeOpening(file, _) | Self::AfterClosing(file, _) | Self::AfterAsOf(file, _) => Some(file),
            Self::Gap { file, .. } => file.as_deref(),
            Self::Duplicates { .. } | Self::ClosedBeforeFound { .. } | Self::Bursts { .. } => None,
        }
    }

    /// How many: records; of bursts the bursts, of a gap the months.
    #[must_use]
    pub fn count(&self) -> u64 {
        match self {
            Self::Duplicates { count, .. } | Self::ClosedBeforeFound { count, .. } | Self::Bursts { count, .. } => {
                *count
            }
            Self::BeforeOpening(_, found) | Self::AfterClosing(_, found) | Self::AfterAsOf(_, found) => found.count,
            Self::Gap { months, .. } => months.len() as u64,
        }
    }
}

impl Intake {
    /// Everything that is odd about the data: table by table, then over all of them.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        for table in &self.records {
            let file = || table.file.clone();
            let (opening, closing, later) = (&table.before_opening, &table.after_closing, &table.after_as_of);
            faults.extend((opening.count > 0).then(|| Fault::BeforeOpening(file(), opening.clone())));
            faults.extend((closing.count > 0).then(|| Fault::AfterClosing(file(), closing.clone())));
            faults.extend((later.count > 0).then(|| Fault::AfterAsOf(file(), later.clone())));
        }
        faults.extend(self.odd.iter().cloned());
        faults
    }
}

/// What is odd over all tables.
pub(super) fn over_all(
    book: &RuleBook,
    ledger: &Ledger,
    bursts: Option<Fault>,
    (months, tables): (&[Months], &[&str]),
) -> Vec<Fault> {
    let mut faults = Vec::new();
    faults.extend(duplicates::among(book, ledger));
    faults.extend(closings::before_findings(book, ledger));
    faults.extend(bursts);
    faults.extend(gaps::between(months, tables, ledger.coverage()));
    faults
}
