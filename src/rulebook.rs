//! Checked rules: resolved, plain data, no text to look up again. What the checker gives and the engine runs.
//!
//! Categories, activities and attributes are one namespace a run: they name the same things in the data whatever
//! file speaks of them. Parameters belong to the file that declares them.

mod condition;
mod moment;
mod parameter;
mod rule;
mod schedule;
mod walk;

pub use condition::{Comparison, Condition, DatePart, Expression, Operator, PeriodEnd};
pub use moment::{DateMoment, Keys, Matching, Moment, MomentKind, Occurrence, Whose};
pub use parameter::SetError;
pub use rule::{
    Alternative, Description, EachValue, Extension, Level, Otherwise, Population, Rule, Scope, Severity, SubjectKind,
    Task, Who,
};
pub use schedule::{Amount, Bound, DayInPeriod, EachUnit, Length, Measure, Quantity, Schedule, Window};
pub use walk::Part;

use rust_decimal::Decimal;

use crate::calendar::{self, Day};
use crate::text::Span;

/// The index of a category in [`RuleBook::categories`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CategoryId(pub u32);

/// The index of an activity in [`RuleBook::activities`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ActivityId(pub u32);

/// The index of a field in [`Activity::fields`] of its activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FieldId(pub u32);

/// The index of an attribute in [`RuleBook::attributes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AttributeId(pub u32);

/// The index of a parameter in [`RuleBook::parameters`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ParameterId(pub u32);

/// The index of a season in [`RuleBook::seasons`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SeasonId(pub u32);

/// All rules of a run and everything they name.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RuleBook {
    /// The policies, one a file at most, in the order of the files.
    pub policies: Vec<Policy>,
    /// The categories that rules name and those they are made of.
    pub categories: Vec<Category>,
    /// The activities that are declared or named.
    pub activities: Vec<Activity>,
    /// The attributes that are declared or named; `opened` and `closed` are not among them.
    pub attributes: Vec<Field>,
    /// The parameters, with the values of this run.
    pub parameters: Vec<Parameter>,
    /// The seasons that are declared.
    pub seasons: Vec<Season>,
    /// The rules, sorted by id (code points), ids unique.
    pub rules: Vec<Rule>,
    /// The waivers that rule files state.
    pub waivers: Vec<Waiver>,
}

/// The law a file encodes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Policy {
    /// The title.
    pub title: String,
    /// Who issued it.
    pub issuer: Option<String>,
    /// The document number.
    pub document: Option<String>,
    /// Where it was published.
    pub source: Option<String>,
    /// The first day in force.
    pub effective_from: Option<Day>,
    /// The last day in force.
    pub effective_to: Option<Day>,
    /// A path prefix; the subject's region must begin with its segments.
    pub region: Option<String>,
}

/// A kind of subject.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Category {
    /// Its declared name.
    pub name: String,
    /// Other names, normalised.
    pub aliases: Vec<String>,
    /// Every category it is a part of, itself included, in ascending order.
    pub within: Vec<CategoryId>,
}

/// A kind of record.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Activity {
    /// Its declared name.
    pub name: String,
    /// Other names, normalised.
    pub aliases: Vec<String>,
    /// Whether a rule names it; readers drop the records of the others.
    pub needed: bool,
    /// Its fields, declared or named.
    pub fields: Vec<Field>,
}

/// A field of an activity, or an attribute of the register.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its declared name.
    pub name: String,
    /// Other names, normalised.
    pub aliases: Vec<String>,
    /// Its type.
    pub kind: Kind,
    /// Whether a rule reads it; readers drop the others.
    pub needed: bool,
}

/// The type of a field, an attribute or an expression.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Kind {
    /// An exact decimal.
    Number,
    /// Text, compared after NFKC and trimming.
    Text,
    /// A day or an instant.
    Date,
    /// A time of day.
    Time,
    /// True or false.
    Bool,
    /// One of these texts (normalised).
    Choice(Vec<String>),
}

/// What the law leaves open or each place sets.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// The value of this run.
    pub value: Value,
    /// The value the rule file states, where an audit has set another.
    pub stated: Value,
    /// Why this value.
    pub why: Option<String>,
    /// The rule file that declares it.
    pub path: String,
}

/// A value written out in a rule.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// An exact decimal.
    Number(Decimal),
    /// Text, normalised (NFKC, trimmed).
    Text(String),
    /// A day.
    Date(Day),
    /// True or false.
    Bool(bool),
}

/// A stretch of days or hours that comes again (docs/language.md sections 2 and 3).
#[derive(Debug, Clone, PartialEq)]
pub struct Season {
    /// Its name.
    pub name: String,
    /// When it is.
    pub extent: SeasonExtent,
}

/// When a season is.
#[derive(Debug, Clone, PartialEq)]
pub enum SeasonExtent {
    /// Days: every year the same, or given ones.
    Days(calendar::Season),
    /// Every day from one time to another; may wrap into the next day.
    Hours(ClockTime, ClockTime),
}

/// The start or end of a season of hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClockTime {
    /// Seconds since midnight.
    Second(u32),
    /// A `time` attribute of the subject.
    Attribute(AttributeId),
}

/// A waiver: one subject, one rule, the days from the first to the last.
#[derive(Debug, Clone, PartialEq)]
pub struct Waiver {
    /// The subject's id, or a name that is unique.
    pub subject: String,
    /// The index of the rule in [`RuleBook::rules`].
    pub rule: usize,
    /// The first waived day.
    pub from: Day,
    /// The last waived day.
    pub to: Day,
    /// Why.
    pub because: Option<String>,
    /// The file it stands in.
    pub path: String,
    /// The line it stands on.
    pub line: usize,
    /// The words that name the subject.
    pub place: Span,
}

impl RuleBook {
    /// The category of an id.
    #[must_use]
    pub fn category(&self, id: CategoryId) -> Option<&Category> {
        self.categories.get(id.0 as usize)
    }

    /// The activity of an id.
    #[must_use]
    pub fn activity(&self, id: ActivityId) -> Option<&Activity> {
        self.activities.get(id.0 as usize)
    }

    /// The parameter of an id.
    #[must_use]
    pub fn parameter(&self, id: ParameterId) -> Option<&Parameter> {
        self.parameters.get(id.0 as usize)
    }
}

/// Text as comparisons and look-ups see it: NFKC, trimmed (docs/language.md section 11).
#[must_use]
pub fn normalise(text: &str) -> std::borrow::Cow<'_, str> {
    use unicode_normalization::UnicodeNormalization;

    let trimmed = text.trim();
    if trimmed.is_ascii() || unicode_normalization::is_nfkc(trimmed) {
        return std::borrow::Cow::Borrowed(trimmed);
    }
    let normal: String = trimmed.nfkc().collect();
    std::borrow::Cow::Owned(normal.trim().to_owned())
}
