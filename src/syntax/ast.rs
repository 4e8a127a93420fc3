//! The tree of one rule file, as it was written: places kept, nothing resolved. English and Chinese keywords make
//! the same tree (docs/language.md sections 2 and 12).

mod condition;
mod declaration;
mod modifier;
mod places;
mod rule;
mod trial;

pub use condition::{Comparison, Condition, ConditionKind, DatePart, Expression, ExpressionKind, Operator, PeriodEnd};
pub use declaration::{
    Activity, Category, ClockTime, Effective, Exempt, Field, Kind, Literal, Parameter, Policy, Season, SeasonExtent,
};
pub use modifier::{Extended, ExtendedKind, Modifier, Otherwise, Severity};
pub use rule::{
    Activities, Amount, AmountSource, Bound, DayInPeriod, Duration, EachUnit, ForEach, Join, Measure, Moment,
    MomentKind, Occurrence, Population, Quantity, Rule, Scope, Sentence, Shift, SubjectKind, When, Who, Whose, Window,
};
pub use trial::{Expectation, ExpectedStatus, GivenLiteral, GivenRecord, GivenSubject, GivenValue, Test, TestLine};

use crate::text::Span;

/// The statements of a file, in order; a statement that could not be read is not among them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct File {
    /// The statements.
    pub statements: Vec<Statement>,
}

/// A name or text with its place. Names are normalised (NFKC) and without their backticks; text is as written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Word {
    /// The name or text.
    pub text: String,
    /// Where it stands, quotes included.
    pub span: Span,
}

/// One statement (the table of docs/language.md section 2).
#[derive(Debug, Clone, PartialEq)]
pub enum Statement {
    /// `policy "title"` and its lines.
    Policy(Policy),
    /// `category X is Y also "alias"`.
    Category(Category),
    /// `activity X also …` and its fields.
    Activity(Activity),
    /// `attribute N: TYPE`.
    Attribute(Field),
    /// `parameter N = VALUE "why"`.
    Parameter(Parameter),
    /// `season N …`.
    Season(Season),
    /// `use "path.gj"`.
    Use(Word),
    /// `rule ID "title"` with its sentence, or a bare sentence.
    Rule(Box<Rule>),
    /// `exempt "subject" from RULE-ID DATE to DATE`.
    Exempt(Exempt),
    /// `test "title"` and its lines.
    Test(Box<Test>),
}
