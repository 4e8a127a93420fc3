//! Whom the rules may bind, and what the register says of them from which day to which (docs/language.md section 4).

use std::ops::Range;

use super::SubjectId;
use super::column::TextId;
use crate::calendar::Day;
use crate::rulebook::CategoryId;

/// Somebody the register has, an institution seen where there is no register, or a region path with records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// Its id; of a region path, the path.
    pub id: String,
    /// The last name known on the judged day.
    pub name: Option<String>,
    /// The numbers of its rows, in ascending order of validity: one, as a rule; none where all begin after the judged
    /// day.
    pub rows: Range<u32>,
}

/// What the register says of a subject on some days: one of its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubjectRow {
    /// The first day it holds; `None` is always.
    pub from: Option<Day>,
    /// The last day it holds; `None` where there is none up to the judged day.
    pub to: Option<Day>,
    /// What the subject is.
    pub membership: Membership,
    /// Its region path.
    pub region: Option<String>,
    /// Whose it is.
    pub parent: Parent,
    /// Its first open day; `None` where the register does not say.
    pub opened: Option<Day>,
    /// Its last open day.
    pub closed: Option<Day>,
    /// The opening is written, and cannot be read.
    pub opening_unread: bool,
    /// The closing is written, and cannot be read.
    pub closing_unread: bool,
}

/// In which categories a subject is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Membership {
    /// In this one and all it is within.
    In(CategoryId),
    /// In none that the rules name; the register calls it this.
    Other(TextId),
    /// The cell is empty: nobody can tell.
    Unknown,
    /// There is no register, or it has no category column: in all of them.
    Every,
    /// A region path: in none, no rule binds it.
    Place,
}

/// The direct parent of a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parent {
    /// The cell is empty: it has none.
    None,
    /// This one.
    Subject(SubjectId),
    /// The cell names nobody, or there is no column though a rule asks: nobody can tell.
    Unknown,
}

impl SubjectRow {
    /// A row that holds always and says nothing but what the subject is.
    pub(crate) const fn of(membership: Membership, parent: Parent) -> Self {
        Self {
            from: None,
            to: None,
            membership,
            region: None,
            parent,
            opened: None,
            closed: None,
            opening_unread: false,
            closing_unread: false,
        }
    }
}
