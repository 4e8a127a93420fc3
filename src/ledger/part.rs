//! What the rows of one block come to, before it is known what came before them.

use super::column::Column;
use super::faults::Months;
use super::intake::{Expected, Ignored, Reason};
use super::names::How;
use super::register::Bound;
use super::typed::Typed;
use crate::calendar::Day;
use crate::rulebook::Kind;

/// What a block's rows come to.
#[derive(Debug, Default)]
pub(crate) struct Part {
    pub(crate) read: u64,
    /// Where a mapping makes records of rows: the rows.
    pub(crate) rows: u64,
    pub(crate) ignored: Ignored,
    /// The activities that no rule names, in their order, and their rows.
    pub(crate) ignored_names: Vec<(Box<str>, u64)>,
    /// First and last readable date of the rows read by one worker so far.
    pub(crate) days: Option<(Day, Day)>,
    /// Of the same rows: the months, as far as they are new.
    pub(crate) months: Months,
    pub(crate) entries: Vec<Entry>,
    /// By activity: the calm records, which are no entries.
    pub(crate) calm: Vec<Calm>,
    /// The used entries that were entered long after their day: the index of the entry, the day it was entered.
    pub(crate) late: Vec<(usize, Day)>,
    /// Without a register: the institutions of the entries, in `bytes`.
    pub(crate) institutions: Vec<Stretch>,
    /// Without a register: institutions of rows that are not needed; they are subjects all the same.
    pub(crate) bystanders: Vec<Stretch>,
    /// The values of kept entries, by activity and column of the layout.
    pub(crate) columns: Vec<Vec<PartColumn>>,
    pub(crate) bytes: String,
    pub(crate) rejects: Vec<PartReject>,
    pub(crate) misfits: Vec<PartMisfit>,
}

/// From and to in [`Part::bytes`].
pub(crate) type Stretch = (u32, u32);

/// A row that names an institution, a date and perhaps an id.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    /// As [`FileProgress`](super::gather::FileProgress) counts rows and their records.
    pub(crate) row: u32,
    pub(crate) activity: u32,
    pub(crate) subject: u32,
    pub(crate) day: Day,
    /// Or [`Ledger::NO_SECOND`].
    pub(crate) second: u32,
    /// Empty where the row has no id.
    pub(crate) id: Stretch,
    pub(crate) fate: Fate,
    /// How its institution was found.
    pub(crate) how: How,
}

/// The calm records of an activity in the order of their rows: each is of an institution that its id names, on a day
/// of the window on which that is open, without an instant, an id and a day of entry, and with fields that fit. There is
/// nothing to tell of them, and they are most.
#[derive(Debug, Default)]
pub(crate) struct Calm {
    pub(crate) rows: Vec<u32>,
    pub(crate) subjects: Vec<u32>,
    pub(crate) days: Vec<Day>,
    pub(crate) fields: Vec<PartColumn>,
}

/// What happens to an entry whose id is its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Used,
    BeforeOpening,
    AfterClosing,
    AfterAsOf,
    OutsideCoverage,
}

impl Fate {
    /// What happens to one of a day inside the window.
    #[inline]
    pub(crate) fn within(bound: Bound, day: Day) -> Self {
        if day < bound.opened {
            Self::BeforeOpening
        } else if day > bound.closed {
            Self::AfterClosing
        } else {
            Self::Used
        }
    }

    pub(crate) const fn is_used(self) -> bool {
        matches!(self, Self::Used | Self::BeforeOpening | Self::AfterClosing)
    }
}

/// Values of a field; texts lie in [`Part::bytes`], an empty one is missing.
#[derive(Debug)]
pub(crate) enum PartColumn {
    Text(Vec<Stretch>),
    Other(Column),
}

impl PartColumn {
    /// An empty column for values of a type.
    pub(crate) const fn of(kind: &Kind) -> Self {
        match kind {
            Kind::Text | Kind::Choice(_) => Self::Text(Vec::new()),
            kind => Self::Other(Column::of(kind)),
        }
    }

    /// Appends a value; one of another type is missing.
    pub(crate) fn push(&mut self, value: Typed<'_>, bytes: &mut String) {
        match (self, value) {
            (Self::Text(values), Typed::Text(text)) => values.push(keep(bytes, &text)),
            (Self::Text(values), _) => values.push((0, 0)),
            (Self::Other(Column::Number(values)), Typed::Number(value)) => values.push(Some(value)),
            (Self::Other(Column::Date(values)), Typed::Date(value)) => values.push(Some(value)),
            (Self::Other(Column::Time(values)), Typed::Time(value)) => values.push(Some(value)),
            (Self::Other(Column::Bool(values)), Typed::Bool(value)) => values.push(Some(value)),
            (Self::Other(column), _) => column.resize(column.len() + 1),
        }
    }
}

#[cfg(feature = "parquet")]
impl PartColumn {
    pub(crate) const fn len(&self) -> usize {
        match self {
            Self::Text(values) => values.len(),
            Self::Other(column) => column.len(),
        }
    }

    /// Appends the value at a place once more.
    pub(crate) fn repeat(&mut self, at: usize) {
        match self {
            Self::Text(values) => values.push(values.get(at).copied().unwrap_or_default()),
            Self::Other(column) => column.repeat(at),
        }
    }
}

/// A row that cannot be used.
#[derive(Debug)]
pub(crate) struct PartReject {
    pub(crate) row: u32,
    pub(crate) column: Option<usize>,
    pub(crate) reason: Reason,
    pub(crate) value: String,
}

/// A cell that counts as missing.
#[derive(Debug)]
pub(crate) struct PartMisfit {
    /// The index of its entry.
    pub(crate) entry: usize,
    pub(crate) column: usize,
    pub(crate) expected: Expected,
    pub(crate) value: String,
}

/// Appends a text and says where it is. Parts are far below 4 GiB: a block is at most a row and a read long.
#[expect(clippy::cast_possible_truncation, reason = "a block is at most a row and a read long, far below 4 GiB")]
pub(crate) fn keep(bytes: &mut String, text: &str) -> Stretch {
    let start = bytes.len() as u32;
    bytes.push_str(text);
    (start, bytes.len() as u32)
}
