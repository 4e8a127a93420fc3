//! What one case consists of: plain data, nothing derived, nothing shared with the engine.
//!
//! Cells of the register and of the records stay the text they have in the CSV file; `condition.rs` reads them by
//! the kind their column has, so that a bad cell is bad in both implementations (docs/language.md section 11).

use chrono::{NaiveDate, NaiveTime};
use rust_decimal::Decimal;

pub type Day = NaiveDate;

/// A day or an instant (section 3). In order: a day before its instants, as evidence has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time {
    pub day: Day,
    pub clock: Option<NaiveTime>,
}

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
    pub seasons: Vec<Season>,
    pub declares: Declares,
    pub rules: Vec<Rule>,
    pub waivers: Vec<Waiver>,
    pub register: Option<Register>,
    pub records: Vec<Record>,
    pub coverage_from: Option<Day>,
    pub coverage_to: Option<Day>,
    pub as_of: Option<Day>,
    /// Chooses among equal spellings in the rule text and the CSV files (language, column names, date forms).
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
    Time,
    Bool,
    Choice(Vec<String>),
}

#[derive(Clone, Debug)]
pub struct Parameter {
    pub name: String,
    pub value: Decimal,
}

#[derive(Clone, Debug)]
pub struct Season {
    pub name: String,
    pub kind: SeasonKind,
}

#[derive(Clone, Debug)]
pub enum SeasonKind {
    /// (month, day) to (month, day), which may wrap into the next year.
    Yearly((u32, u32), (u32, u32)),
    Given(Vec<(Day, Day)>),
    /// Hours, which may wrap into the next day.
    Daily(NaiveTime, NaiveTime),
    /// Hours that two attributes of the subject name.
    Own(String, String),
}

#[derive(Clone, Debug)]
pub struct Waiver {
    pub subject: String,
    /// The name of a rule.
    pub rule: String,
    pub from: Day,
    pub to: Day,
    /// A row of the waivers table, not an `exempt` statement.
    pub in_table: bool,
}

#[derive(Clone, Debug)]
pub struct Register {
    pub has_categories: bool,
    pub has_regions: bool,
    pub has_parents: bool,
    pub has_validity: bool,
    pub rows: Vec<Row>,
}

#[derive(Clone, Debug)]
pub struct Row {
    pub id: String,
    pub name: String,
    /// May be an alias; empty is unknown membership (section 4).
    pub category: String,
    pub region: String,
    pub parent: String,
    pub opened: Option<Day>,
    pub closed: Option<Day>,
    pub valid_from: Option<Day>,
    pub valid_to: Option<Day>,
    /// One cell for each of the case's attributes, in their order.
    pub cells: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct Record {
    pub id: String,
    /// The id of the subject, or a region path; one that the register does not know is a rejected row whose date
    /// still counts.
    pub subject: String,
    /// May be an alias.
    pub activity: String,
    pub at: Time,
    /// One cell for each of the case's fields, in their order.
    pub cells: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct Rule {
    /// Without a name the rule's id is its sentence (section 2).
    pub name: Option<String>,
    pub population: Option<Population>,
    pub who: Who,
    pub scope: Option<Scope>,
    pub schedule: Schedule,
    pub quantity: Quantity,
    pub activities: Vec<String>,
    pub joined: Joined,
    pub filter: Option<Condition>,
    pub matching: Vec<String>,
    pub apart: Option<Span>,
    pub for_each: Option<(String, Vec<String>)>,
    pub effective: Option<Effective>,
    pub count_partial_periods: bool,
    /// Names of the rules this one overrides.
    pub overrides: Vec<String>,
    pub grace: Option<Span>,
    pub otherwise: Vec<Otherwise>,
    pub extended: Option<Extended>,
    pub next_working_day: bool,
    /// Describing modifiers change nothing (section 9); this only says whether some are written.
    pub described: bool,
}

/// How the activities of a sentence are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joined {
    Or,
    And,
}

#[derive(Clone, Debug)]
pub struct Population {
    /// `None` is `all of`.
    pub percent: Option<u32>,
    pub per: Option<Level>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    Province,
    City,
    County,
    Town,
    Parent,
}

#[derive(Clone, Debug)]
pub struct Who {
    pub any_of: Vec<Class>,
    pub except: Vec<String>,
    pub with: Option<Condition>,
}

/// `X` or `X of Y`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    pub name: String,
    pub of: Option<String>,
}

#[derive(Clone, Debug)]
pub enum Scope {
    /// The name of a season.
    During(String),
    Between {
        from: Moment,
        to: Moment,
        matching: Vec<String>,
    },
}

#[derive(Clone, Debug)]
pub enum Schedule {
    /// 5.1 `every D A`
    Rolling { every: Span },
    /// 5.1 `every D from M [within D2] A`
    Fixed { every: Span, from: Moment, within: Option<Span> },
    /// 5.2 `each U A`
    Calendar { unit: Unit, inside: Inside },
    /// 5.3 `by M A`
    Deadline { by: Moment },
    /// 5.4 `after M within D A`; without a span `on the day of M A`
    Response { after: Moment, within: Option<Span>, never: bool },
    /// 5.5 `before M within D A`; without a span `before M ever A`
    Precondition { before: Moment, within: Option<Span> },
    /// 5.6 `never A`
    Prohibition,
    /// 5.7 `in any D at most N A`
    Sliding { any: Span },
    /// 5.8 `whenever A require C`
    Quality { require: Condition },
    /// 5.9 `always A until F`
    Until { field: String },
    /// 5.9 `always A for D`
    Lasting { span: Span },
    /// 5.9 `always require C`
    State { require: Condition },
}

#[derive(Clone, Debug)]
pub struct Span {
    pub number: Number,
    pub unit: SpanUnit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpanUnit {
    Minutes,
    Hours,
    Days,
    Weeks,
    Months,
    Quarters,
    HalfYears,
    Years,
    WorkingDays,
}

#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// The name of a season.
    Season(String),
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
    Literal(Decimal),
    Attribute(String),
    /// `its.parent.F`
    ParentAttribute(String),
    Parameter(String),
    /// `trigger.F`
    Trigger(String),
    /// `period.from.month`, `period.to.day`
    Period(Edge, Part),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    From,
    To,
}

#[derive(Clone, Debug)]
pub enum Quantity {
    /// Nothing written: at least 1 (section 6).
    Unstated,
    AtLeast(Number),
    AtMost(Number),
    Exactly(Number),
    Range(Number, Number),
    TotalAtLeast(String, Number),
    TotalAtMost(String, Number),
    Different(String, Number),
}

/// Activities joined by `or`, or one of the other points; shifted as a whole.
#[derive(Clone, Debug)]
pub struct Moment {
    pub points: Vec<Point>,
    /// A negative number shifts back.
    pub shift: Option<(i32, SpanUnit)>,
}

#[derive(Clone, Debug)]
pub enum Point {
    Date(Day),
    Opened,
    Closed,
    Attribute(String),
    Activity { activity: String, field: Option<String>, of: Whose, filter: Option<Condition> },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    Own,
    Region,
    Parent,
}

#[derive(Clone, Debug)]
pub struct Otherwise {
    pub within: Span,
    pub activities: Vec<String>,
    pub filter: Option<Condition>,
    pub matching: Vec<String>,
}

#[derive(Clone, Debug)]
pub enum Extended {
    By { by: Moment, matching: Vec<String>, span: Span, at_most: Option<u32> },
    Between { from: Moment, to: Moment, matching: Vec<String> },
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
    /// `trigger.F`
    Trigger(String),
    Attribute(String),
    /// `its.parent.F`
    ParentAttribute(String),
    Opened,
    Closed,
    /// The record's own time.
    Date,
    /// `period.from`, `period.to`
    Period(Edge),
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
    Date(Time),
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

    pub fn season(&self, name: &str) -> &Season {
        self.seasons.iter().find(|season| season.name == name).expect("rules name seasons of the case")
    }
}

impl Season {
    pub fn is_of_hours(&self) -> bool {
        matches!(self.kind, SeasonKind::Daily(..) | SeasonKind::Own(..))
    }
}

impl Time {
    pub fn of_day(day: Day) -> Time {
        Time { day, clock: None }
    }

    pub fn at(day: Day, clock: NaiveTime) -> Time {
        Time { day, clock: Some(clock) }
    }
}

impl Moment {
    pub fn of(point: Point) -> Moment {
        Moment { points: vec![point], shift: None }
    }

    /// Whether a record stands behind it.
    pub fn is_activity(&self) -> bool {
        self.points.iter().any(|point| matches!(point, Point::Activity { .. }))
    }
}

impl SpanUnit {
    pub fn is_clock(self) -> bool {
        matches!(self, SpanUnit::Minutes | SpanUnit::Hours)
    }
}

impl Number {
    pub fn literal(number: u32) -> Number {
        Number::Literal(Decimal::from(number))
    }
}

impl Span {
    pub fn literal(number: u32, unit: SpanUnit) -> Span {
        Span { number: Number::literal(number), unit }
    }
}

impl Schedule {
    /// The moment behind which a trigger may stand: `every … from`, `by`, `after`, `before`.
    pub fn moment(&self) -> Option<&Moment> {
        match self {
            Schedule::Fixed { from: moment, .. }
            | Schedule::Deadline { by: moment }
            | Schedule::Response { after: moment, .. }
            | Schedule::Precondition { before: moment, .. } => Some(moment),
            _ => None,
        }
    }

    pub fn takes_activity(&self) -> bool {
        !matches!(self, Schedule::State { .. })
    }
}

impl Quantity {
    /// At least, and nothing else: what grace, `next working day` and `extended` speak of.
    pub fn is_at_least(&self) -> bool {
        matches!(self, Quantity::Unstated | Quantity::AtLeast(_) | Quantity::TotalAtLeast(..) | Quantity::Different(..))
    }
}
