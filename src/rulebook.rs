//! Checked rules: resolved, plain data, no text to look up again. What the checker gives and the engine runs.
//!
//! Categories, activities and attributes are one namespace a run: they name the same things in the data whatever
//! file speaks of them. Parameters belong to the file that declares them.

mod condition;
mod parameter;

pub use condition::{Comparison, Condition, DatePart, Expression, Operator};
pub use parameter::SetError;

use rust_decimal::Decimal;

use crate::calendar::{Day, DurationUnit, Unit};

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
    /// The rules, sorted by id (code points), ids unique.
    pub rules: Vec<Rule>,
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

/// One rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Its id: given, or the canonical sentence.
    pub id: String,
    /// The canonical sentence: English keywords, declared names, single spaces, no modifiers.
    pub sentence: String,
    /// The file it stands in.
    pub path: String,
    /// The line it begins on, from 1.
    pub line: usize,
    /// The index of its file's policy in [`RuleBook::policies`].
    pub policy: Option<usize>,
    /// What describes it.
    pub description: Description,
    /// Whom it binds.
    pub who: Who,
    /// The first day in force: the later of policy's and rule's.
    pub effective_from: Option<Day>,
    /// The last day in force: the earlier of policy's and rule's.
    pub effective_to: Option<Day>,
    /// The schedule.
    pub schedule: Schedule,
    /// How much is asked for.
    pub quantity: Quantity,
    /// The activity.
    pub activity: ActivityId,
    /// `where C`, on a record of the activity.
    pub filter: Option<Condition>,
    /// `matching F, G`: fields of the trigger and of the activity that must be equal, in this order.
    pub matching: Vec<(FieldId, FieldId)>,
    /// `count partial periods`.
    pub count_partial_periods: bool,
}

/// What describes a rule without changing its meaning.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Description {
    /// `rule ID "title"`.
    pub title: Option<String>,
    /// `cite "…"`.
    pub cite: Option<String>,
    /// `because "…"`.
    pub because: Option<String>,
    /// `note "…"`.
    pub note: Option<String>,
    /// `severity …`.
    pub severity: Option<Severity>,
    /// `score N`.
    pub score: Option<Decimal>,
    /// `tags …`.
    pub tags: Vec<String>,
}

/// How grave a breach is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// 低
    Low,
    /// 中
    Medium,
    /// 高
    High,
    /// 特高
    Critical,
}

/// Whom a rule binds (LANGUAGE.md section 4).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Who {
    /// In any of these categories (or in one within them) …
    pub categories: Vec<CategoryId>,
    /// … but in none of these …
    pub except: Vec<CategoryId>,
    /// … with attributes that satisfy this.
    pub with: Option<Condition>,
}

/// When a rule asks (LANGUAGE.md section 5).
#[derive(Debug, Clone, PartialEq)]
pub enum Schedule {
    /// 5.1 `every D A`: rolling.
    Every(Length),
    /// 5.1 `every D from M A`: fixed blocks.
    EveryFrom(Length, DateMoment),
    /// 5.2 `each U A`, with the window inside the period.
    Each(Unit, Option<Window>),
    /// 5.3 `by M A`.
    By(DateMoment),
    /// 5.4 `after M within D A`.
    After(Moment, Length),
    /// 5.5 `before M within D A`; no length is `ever`.
    Before(Moment, Option<Length>),
    /// 5.6 `never A`.
    Never,
    /// 5.8 `whenever A require C`.
    Whenever(Condition),
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

/// A moment (LANGUAGE.md section 3).
#[derive(Debug, Clone, PartialEq)]
pub enum Moment {
    /// A date.
    Date(DateMoment),
    /// Each record of an activity that satisfies the condition.
    Activity(ActivityId, Option<Condition>),
}

/// The window inside a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Window {
    /// `by X`: closes at X, and what comes later in the period is late.
    By(DayInPeriod),
    /// `from X to Y`.
    FromTo(DayInPeriod, DayInPeriod),
}

/// A day inside a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DayInPeriod {
    /// Month and day of the month, in a year; 02-29 is the 28th in other years.
    MonthDay(u32, u32),
    /// The N-th day from the period's first, clamped to its last.
    Nth(u32),
}

/// A number that the register or a parameter may give. A fixed one is a whole number in range: the checker saw to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Amount {
    /// Written out.
    Fixed(u32),
    /// An attribute; missing, negative, fractional or immense values count as missing.
    Attribute(AttributeId),
    /// A parameter.
    Parameter(ParameterId),
}

/// A duration whose amount may come from the register or a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Length {
    /// How many.
    pub amount: Amount,
    /// Of what.
    pub unit: DurationUnit,
}

/// How much is asked for (LANGUAGE.md section 6); `never` and `whenever` carry `AtLeast(Fixed(1))`, unread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Quantity {
    /// `at least N`.
    AtLeast(Amount),
    /// `at most N`.
    AtMost(Amount),
    /// `exactly N`.
    Exactly(Amount),
    /// `N to M`.
    Between(Amount, Amount),
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

/// Text as comparisons and look-ups see it: NFKC, trimmed (LANGUAGE.md section 11).
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
