//! What one case consists of: plain data, nothing derived, nothing shared with the engine.
//!
//! Cells of the register and of the records stay the text they have in the CSV file; `condition.rs` reads them by
//! the kind their column has, so that a bad cell is bad in both implementations (LANGUAGE.md section 11).

use chrono::{NaiveDate, NaiveTime};
use rust_decimal::Decimal;

pub type Day = NaiveDate;

/// Its `Debug` form is the readable one of `tables.rs`.
#[derive(Clone)]
pub struct Case {
    pub policy: Option<Policy>,
    pub categories: Vec<Category>,
    pub activities: Vec<Activity>,
    /// Every activity has every one of these fields.
    pub fields: Vec<Column>,
    pub attributes: Vec<Column>,
    pub parameters: Vec<Parameter>,
    pub declares: Declares,
    pub rules: Vec<Rule>,
    pub register: Option<Register>,
    pub records: Vec<Record>,
    pub coverage_from: Option<Day>,
    pub coverage_to: Option<Day>,
    pub as_of: Option<Day>,
    /// Chooses among equal spellings in the CSV files (column names, date forms).
    pub spelling: u64,
}

/// Which kinds of names the rule file declares; the others declare themselves (section 2).
#[derive(Clone, Copy, Debug)]
pub struct Declares {
    pub categories: bool,
    pub activities: bool,
    pub fields: bool,
    pub attributes: bool,
}

#[derive(Clone, Debug)]
pub struct Policy {
    pub effective: Option<Effective>,
    pub region: Option<String>,
}

#[derive(Clone, Copy, Debug)]
pub struct Effective {
    pub from: Day,
    pub to: Option<Day>,
}

#[derive(Clone, Debug)]
pub struct Category {
    pub name: String,
    pub alias: Option<String>,
    pub is: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct Activity {
    pub name: String,
    pub alias: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Column {
    pub name: String,
    pub kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    Number,
    Text,
    Date,
    Bool,
    Choice(Vec<String>),
}

#[derive(Clone, Debug)]
pub struct Parameter {
    pub name: String,
    pub value: Decimal,
}

#[derive(Clone, Debug)]
pub struct Register {
    pub has_categories: bool,
    pub has_regions: bool,
    pub rows: Vec<Row>,
}

#[derive(Clone, Debug)]
pub struct Row {
    pub id: String,
    pub name: String,
    /// May be an alias; empty is unknown membership (section 4).
    pub category: String,
    pub region: String,
    pub opened: Option<Day>,
    pub closed: Option<Day>,
    /// One cell for each of the case's attributes, in their order.
    pub cells: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct Record {
    pub id: String,
    /// The id of the subject; a subject the register does not know is a rejected row whose date still counts.
    pub subject: String,
    /// May be an alias.
    pub activity: String,
    pub day: Day,
    pub time: Option<NaiveTime>,
    /// One cell for each of the case's fields, in their order.
    pub cells: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct Rule {
    /// Without a name the rule's id is its sentence (section 2).
    pub name: Option<String>,
    pub who: Who,
    pub schedule: Schedule,
    pub quantity: Quantity,
    pub activity: String,
    pub filter: Option<Condition>,
    pub matching: Vec<String>,
    pub effective: Option<Effective>,
    pub count_partial_periods: bool,
    /// Describing modifiers change nothing (section 9); this only says whether some are written.
    pub described: bool,
}

#[derive(Clone, Debug)]
pub struct Who {
    pub any_of: Vec<String>,
    pub except: Vec<String>,
    pub with: Option<Condition>,
}

#[derive(Clone, Debug)]
pub enum Schedule {
    /// 5.1 `every D A`
    Rolling { every: Span },
    /// 5.1 `every D from M A`
    Fixed { every: Span, from: Moment },
    /// 5.2 `each U A`
    Calendar { unit: Unit, inside: Inside },
    /// 5.3 `by M A`
    Deadline { by: Moment },
    /// 5.4 `after M within D A`
    Response { after: Moment, within: Span },
    /// 5.5 `before M within D A`; without a span `before M ever A`
    Precondition { before: Moment, within: Option<Span> },
    /// 5.6 `never A`
    Prohibition,
    /// 5.8 `whenever A require C`
    Quality { require: Condition },
}

#[derive(Clone, Debug)]
pub struct Span {
    pub number: Number,
    pub unit: SpanUnit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpanUnit {
    Days,
    Weeks,
    Months,
    Quarters,
    HalfYears,
    Years,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    Day,
    Week,
    Xun,
    HalfMonth,
    Month,
    TwoMonths,
    Quarter,
    HalfYear,
    Year,
}

/// The window inside a calendar period.
#[derive(Clone, Copy, Debug)]
pub enum Inside {
    Whole,
    By(Mark),
    FromTo(Mark, Mark),
}

#[derive(Clone, Copy, Debug)]
pub enum Mark {
    MonthDay(u32, u32),
    DayOfPeriod(u32),
}

#[derive(Clone, Debug)]
pub enum Number {
    Literal(u32),
    Attribute(String),
    Parameter(String),
}

#[derive(Clone, Debug)]
pub enum Quantity {
    /// Nothing written: at least 1 (section 6).
    Unstated,
    AtLeast(Number),
    AtMost(Number),
    Exactly(Number),
    Range(Number, Number),
}

#[derive(Clone, Debug)]
pub enum Moment {
    Date(Day),
    Opened,
    Closed,
    Attribute(String),
    Activity { activity: String, filter: Option<Condition> },
}

#[derive(Clone, Debug)]
pub enum Condition {
    Compare(Term, Comparison, Term),
    In(Term, Vec<Value>),
    Contains(Term, String),
    Present(Term),
    Missing(Term),
    Not(Box<Condition>),
    And(Box<Condition>, Box<Condition>),
    Or(Box<Condition>, Box<Condition>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

#[derive(Clone, Debug)]
pub enum Term {
    Literal(Value),
    /// `96%`, which is 0.96.
    Percent(u32),
    Field(String),
    Attribute(String),
    Opened,
    Closed,
    /// The record's own time.
    Date,
    Parameter(String),
    Part(Box<Term>, Part),
    Arithmetic(Box<Term>, Operator, Box<Term>),
    /// `date + 1 month`; a negative number shifts back.
    Shifted(Box<Term>, i32, SpanUnit),
}

#[derive(Clone, Copy, Debug)]
pub enum Part {
    Year,
    Month,
    Day,
}

#[derive(Clone, Copy, Debug)]
pub enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
}

#[derive(Clone, Debug)]
pub enum Value {
    Number(Decimal),
    Text(String),
    Date(Day),
    Flag(bool),
}

impl Case {
    /// Aliases match in rules and in records (section 2); this gives the declared name.
    pub fn activity_name<'c>(&'c self, written: &'c str) -> &'c str {
        let declared = self.activities.iter().find(|activity| activity.alias.as_deref() == Some(written));
        declared.map_or(written, |activity| &activity.name)
    }

    pub fn category_name<'c>(&'c self, written: &'c str) -> &'c str {
        let declared = self.categories.iter().find(|category| category.alias.as_deref() == Some(written));
        declared.map_or(written, |category| &category.name)
    }
}

impl Moment {
    pub fn is_activity(&self) -> bool {
        matches!(self, Moment::Activity { .. })
    }
}
