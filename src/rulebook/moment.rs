//! Moments, and fields that must be equal (docs/language.md sections 3 and 5).

use super::{ActivityId, AttributeId, Condition, FieldId, Length};
use crate::calendar::Day;

/// A moment, moved where it says so.
#[derive(Debug, Clone, PartialEq)]
pub struct Moment {
    /// What it is.
    pub kind: MomentKind,
    /// Moved forward (`true`) or back by a duration, never of minutes or hours.
    pub shift: Option<(bool, Length)>,
}

/// What a moment is.
#[derive(Debug, Clone, PartialEq)]
pub enum MomentKind {
    /// A date.
    Date(DateMoment),
    /// Each record of any of these.
    Records(Vec<Occurrence>),
}

/// A moment that the register or the rule itself dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateMoment {
    /// A date of the rule.
    Date(Day),
    /// The subject's opening.
    Opened,
    /// The subject's closing: its last open day.
    Closed,
    /// A date attribute.
    Attribute(AttributeId),
}

/// The records of an activity that are moments.
#[derive(Debug, Clone, PartialEq)]
pub struct Occurrence {
    /// The activity.
    pub activity: ActivityId,
    /// The date field that is the moment; `None` is the record's own time.
    pub field: Option<FieldId>,
    /// Whose records.
    pub whose: Whose,
    /// `( where C )`.
    pub filter: Option<Condition>,
}

/// Whose records a moment means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Whose {
    /// The subject's own.
    Own,
    /// Those of its region path: of each path that its region begins with.
    Region,
    /// Those of its direct parent.
    Parent,
}

/// Fields that must be equal on two sides; empty where nothing must.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Matching {
    /// How many fields.
    pub fields: usize,
    /// Of the records that ask, by activity.
    pub asking: Vec<Keys>,
    /// Of the records that answer, by activity.
    pub answering: Vec<Keys>,
}

impl Matching {
    /// Whether nothing must be equal.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.fields == 0
    }

    /// The asking and the answering fields of two activities, in the order of the rule.
    pub fn pairs(&self, asking: ActivityId, answering: ActivityId) -> impl Iterator<Item = (FieldId, FieldId)> + '_ {
        let asking = fields_of(&self.asking, asking).iter().copied();
        asking.zip(fields_of(&self.answering, answering).iter().copied())
    }
}

fn fields_of(keys: &[Keys], activity: ActivityId) -> &[FieldId] {
    keys.iter().find(|keys| keys.activity == activity).map_or(&[], |keys| &keys.fields)
}

/// The matched fields of one activity, in the order of the rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keys {
    /// The activity.
    pub activity: ActivityId,
    /// Its fields.
    pub fields: Vec<FieldId>,
}
