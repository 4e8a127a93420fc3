//! The tree of one rule file, as it was written: places kept, nothing resolved. English and Chinese keywords make
//! the same tree (LANGUAGE.md sections 2 and 12).

use rust_decimal::Decimal;

use crate::calendar::{Day, DurationUnit, Unit};
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

/// One statement (the table of LANGUAGE.md section 2).
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
    /// `use "path.gj"`.
    Use(Word),
    /// `rule ID "title"` with its sentence, or a bare sentence.
    Rule(Box<Rule>),
}

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

/// A rule: one sentence and what describes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Its id; `None` for a bare sentence, whose id is the sentence in canonical form.
    pub id: Option<Word>,
    /// Its title.
    pub title: Option<Word>,
    /// The sentence.
    pub sentence: Sentence,
    /// The indented lines behind it.
    pub modifiers: Vec<Modifier>,
    /// The whole statement.
    pub span: Span,
}

/// `WHO WHEN [quantity] ACTIVITY [where] [require] [matching]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Sentence {
    /// Whom it binds.
    pub who: Who,
    /// Its schedule.
    pub when: When,
    /// How much; `None` means at least 1 where a quantity may stand.
    pub quantity: Option<Quantity>,
    /// The activity.
    pub activity: Word,
    /// `where C`.
    pub filter: Option<Condition>,
    /// `require C`, of `whenever` only.
    pub require: Option<Condition>,
    /// `matching F, G`.
    pub matching: Vec<Word>,
    /// The sentence without its modifiers.
    pub span: Span,
}

/// Whom a rule binds (LANGUAGE.md section 4).
#[derive(Debug, Clone, PartialEq)]
pub struct Who {
    /// Any of these categories.
    pub categories: Vec<Word>,
    /// But none of these.
    pub except: Vec<Word>,
    /// And whose attributes satisfy this.
    pub with: Option<Condition>,
}

/// The schedules (LANGUAGE.md section 5).
#[derive(Debug, Clone, PartialEq)]
pub enum When {
    /// `every D [from M]`.
    Every {
        /// How long the clock runs.
        duration: Duration,
        /// The fixed form's anchor.
        from: Option<Moment>,
    },
    /// `each U [by X | from X to Y]`.
    Each {
        /// The unit.
        unit: Unit,
        /// The window inside the period.
        window: Option<Window>,
    },
    /// `by M`.
    By(Moment),
    /// `after M within D`.
    After {
        /// What opens the window.
        moment: Moment,
        /// How long it is.
        within: Duration,
    },
    /// `before M within D`, `before M ever`.
    Before {
        /// What asks for the activity.
        moment: Moment,
        /// How far back it may lie; `None` is `ever`.
        within: Option<Duration>,
    },
    /// `never`.
    Never,
    /// `whenever … require`.
    Whenever,
}

/// `by X` or `from X to Y` inside a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The first day; `None` for `by`.
    pub from: Option<DayInPeriod>,
    /// The last day.
    pub to: DayInPeriod,
    /// Where it stands.
    pub span: Span,
}

/// A day inside a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DayInPeriod {
    /// `MM-DD` of a year: month and day of the month.
    MonthDay(u32, u32),
    /// `day N`, from 1, clamped to the period's last day.
    Nth(u32),
}

/// A moment (LANGUAGE.md section 3).
#[derive(Debug, Clone, PartialEq)]
pub enum Moment {
    /// A date.
    Date(Day, Span),
    /// `its.N`: a date of the register, whatever else has that name.
    Attribute(Word),
    /// A register date or an activity: which of the two, the checker finds out.
    Named {
        /// The register date or activity.
        name: Word,
        /// `( where C )`, of an activity only.
        filter: Option<Box<Condition>>,
    },
}

/// A number that a rule may leave to the register or to a parameter.
#[derive(Debug, Clone, PartialEq)]
pub enum Amount {
    /// Written out.
    Number(Decimal),
    /// `its.N`.
    Attribute(Word),
    /// A parameter.
    Parameter(Word),
}

/// A calendar duration.
#[derive(Debug, Clone, PartialEq)]
pub struct Duration {
    /// How many.
    pub amount: Amount,
    /// Of what.
    pub unit: DurationUnit,
    /// Where it stands.
    pub span: Span,
}

/// How much (LANGUAGE.md section 6).
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// The bound or bounds.
    pub bound: Bound,
    /// Where it stands.
    pub span: Span,
}

/// The bounds of a quantity.
#[derive(Debug, Clone, PartialEq)]
pub enum Bound {
    /// `at least N`.
    AtLeast(Amount),
    /// `at most N`.
    AtMost(Amount),
    /// `exactly N`.
    Exactly(Amount),
    /// `N to M`.
    Between(Amount, Amount),
}

/// A condition with its place (LANGUAGE.md section 11).
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// What it says.
    pub kind: ConditionKind,
    /// Where it stands.
    pub span: Span,
}

/// What a condition says.
#[derive(Debug, Clone, PartialEq)]
pub enum ConditionKind {
    /// All of these.
    And(Vec<Condition>),
    /// Any of these.
    Or(Vec<Condition>),
    /// Not this.
    Not(Box<Condition>),
    /// Two values compared.
    Compare(Box<Expression>, Comparison, Box<Expression>),
    /// `E in (…)`.
    In(Box<Expression>, Vec<Expression>),
    /// `E contains E`.
    Contains(Box<Expression>, Box<Expression>),
    /// `F present`, 有 F.
    Present(Box<Expression>),
    /// `F missing`, 无 F.
    Missing(Box<Expression>),
    /// A bool by itself: a field, an attribute, a parameter, `true`.
    Is(Box<Expression>),
}

/// The comparisons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

/// A value with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    /// What it says.
    pub kind: ExpressionKind,
    /// Where it stands.
    pub span: Span,
}

/// What an expression says.
#[derive(Debug, Clone, PartialEq)]
pub enum ExpressionKind {
    /// A value written out; `N%` is N / 100.
    Literal(Literal),
    /// A field of the record, an attribute (behind `with`), or a parameter: which, the checker finds out.
    Name(Word),
    /// `its.N`.
    Attribute(Word),
    /// `date`, the record's time.
    Date,
    /// `.year`, `.month`, `.day` of a date.
    Part(Box<Expression>, DatePart),
    /// `a + b` and so on.
    Arithmetic(Box<Expression>, Operator, Box<Expression>),
    /// `- a`.
    Negative(Box<Expression>),
    /// A duration, legal only as the right side of `+` and `-` behind a date.
    Duration(Duration),
}

/// A part of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DatePart {
    /// The year.
    Year,
    /// The month, 1 … 12.
    Month,
    /// The day of the month.
    Day,
}

/// The four operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operator {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

/// One indented line behind a sentence (LANGUAGE.md section 9).
#[derive(Debug, Clone, PartialEq)]
pub enum Modifier {
    /// `cite "…"`.
    Cite(Word),
    /// `because "…"`.
    Because(Word),
    /// `note "…"`.
    Note(Word),
    /// `severity …`.
    Severity(Severity, Span),
    /// `score N`.
    Score(Decimal, Span),
    /// `tags a, b`.
    Tags(Vec<Word>),
    /// `effective from … to …`.
    Effective(Effective),
    /// `count partial periods`.
    CountPartialPeriods(Span),
}

/// How grave a breach is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
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
