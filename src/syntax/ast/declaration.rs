//! Declarations: everything of a file but its rules and tests (docs/language.md section 2).

use rust_decimal::Decimal;

use super::Word;
use crate::calendar::Day;
use crate::text::Span;

/// The law a file encodes.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    /// The title.
    pub title: Word,
    /// `issuer "…"`.
    pub issuer: Option<Word>,
    /// `document "…"`.
    pub document: Option<Word>,
    /// `source "…"`.
    pub source: Option<Word>,
    /// `effective from … to …`.
    pub effective: Option<Effective>,
    /// `region "…"`: a path prefix.
    pub region: Option<Word>,
    /// `timezone "…"`.
    pub timezone: Option<Word>,
    /// `holidays "cn"`: the list of days off and make-up workdays.
    pub holidays: Option<Word>,
    /// The whole statement.
    pub span: Span,
}

/// `effective from DATE [to DATE]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effective {
    /// First day in force.
    pub from: Day,
    /// Last day in force.
    pub to: Option<Day>,
    /// Where it stands.
    pub span: Span,
}

/// A kind of subject.
#[derive(Debug, Clone, PartialEq)]
pub struct Category {
    /// Its name.
    pub name: Word,
    /// The kinds it is a part of.
    pub parents: Vec<Word>,
    /// Other names, in rules and in records.
    pub aliases: Vec<Word>,
}

/// A kind of record.
#[derive(Debug, Clone, PartialEq)]
pub struct Activity {
    /// Its name.
    pub name: Word,
    /// Other names, in rules and in records.
    pub aliases: Vec<Word>,
    /// Its declared fields; none means it takes any.
    pub fields: Vec<Field>,
}

/// A field of an activity, or an attribute of the register.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: Word,
    /// Other names, in rules and in headers.
    pub aliases: Vec<Word>,
    /// Its type.
    pub kind: Kind,
    /// `in UNIT`, which only describes.
    pub unit: Option<Word>,
}

/// The type of a field or an attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A decimal number.
    Number,
    /// Text.
    Text,
    /// A day or an instant.
    Date,
    /// A time of day.
    Time,
    /// True or false.
    Bool,
    /// One of the given texts.
    Choice(Vec<Word>),
}

/// `parameter N = VALUE ["why"]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// Its name.
    pub name: Word,
    /// Its value where no audit sets another.
    pub value: Literal,
    /// Where the value stands.
    pub value_span: Span,
    /// Why this value.
    pub why: Option<Word>,
}

/// A value written out.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// An exact decimal.
    Number(Decimal),
    /// Text, as written between the quotes.
    Text(String),
    /// A day.
    Date(Day),
    /// `true` or `false`.
    Bool(bool),
}

/// `season N …`: stretches of days, yearly or given, or of hours, daily.
#[derive(Debug, Clone, PartialEq)]
pub struct Season {
    /// Its name.
    pub name: Word,
    /// When it is.
    pub extent: SeasonExtent,
    /// Where that stands.
    pub span: Span,
}

/// When a season is.
#[derive(Debug, Clone, PartialEq)]
pub enum SeasonExtent {
    /// `MM-DD to MM-DD`, every year: month and day of the month; may wrap.
    Yearly((u32, u32), (u32, u32)),
    /// `DATE to DATE, …`.
    Dates(Vec<(Day, Day)>),
    /// `HH:MM to HH:MM` or `its.a to its.b`, every day; may wrap.
    Hours(ClockTime, ClockTime),
}

/// The start or end of a season of hours.
#[derive(Debug, Clone, PartialEq)]
pub enum ClockTime {
    /// Seconds since midnight, written `HH:MM`; an end of 24:00 is the last second of its day.
    Time(u32),
    /// `its.N`.
    Attribute(Word),
}

/// `exempt "subject" from RULE-ID DATE to DATE because "…"`: a waiver.
#[derive(Debug, Clone, PartialEq)]
pub struct Exempt {
    /// The subject: its id, or a name that is unique.
    pub subject: Word,
    /// The rule it is exempt from.
    pub rule: Word,
    /// The first waived day.
    pub from: Day,
    /// The last waived day.
    pub to: Day,
    /// Why.
    pub because: Option<Word>,
    /// The whole statement.
    pub span: Span,
}
