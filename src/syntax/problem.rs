//! What can be wrong with the text of a rule file: data, no wording (that is `wording.rs`).
#![expect(missing_docs, reason = "a variant's line shows its fields; wording.rs says the rest")]

use crate::calendar::Unit;
use crate::text::Span;

/// A problem of one rule file's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// The file is longer than the limit, in MiB.
    FileTooLarge { span: Span, limit: usize },
    /// Brackets or operators nest deeper than the limit.
    TooDeep { span: Span, limit: usize },
    /// The first statement of a file does not start in column 0.
    IndentedFirstLine { span: Span },
    /// A form of the language that is not built yet.
    Unsupported { span: Span, form: Form },

    /// `6 month`: the singular belongs to 1 alone.
    SingularUnit { span: Span, right: String },
    /// 6月 for 6个月.
    ZhUnit { span: Span, right: String },
    /// `each year 2 drill`: at least, at most, exactly?
    BareCount { span: Span, typed: String },
    /// `every month`.
    EveryUnit { span: Span, unit: Unit },
    /// 每个月: a calendar month or a duration?
    EveryMeasure { span: Span, typed: String, unit: Unit },
    /// `每 月`: a gap between 每 and its unit.
    GapInEach { span: Span, right: String },
    /// `each mnoth`.
    UnknownUnit { span: Span, typed: String, similar: &'static str },
    /// `发现隐患后15日内`: a name glued to a keyword.
    Glued { span: Span, spaced: String },
    /// `2024-2-8`: a date whose month or day lacks its zero, or with other signs between.
    DateShape { span: Span, right: String },
    /// 于 2024年底 前: no day; `right` where it is sure which is meant.
    VagueDate { span: Span, typed: String, year: String, right: Option<String> },
    /// 每年 2024-03-31前: a day of each year has no year.
    YearInEachYear { span: Span, right: String },
    /// 2024-12-31前 without 于.
    DeadlineWithoutBy { span: Span, right: String },
    /// `2023-02-29`, `02-30`; `last` is the last day of that month, if there is such a month.
    NoSuchDate { span: Span, typed: String, last: Option<u32> },
    /// `day 0`.
    DayZero { span: Span },
    /// `each quarter by 03-31`.
    MonthDayOutsideYear { span: Span, unit: Unit },
    /// `from 11-01 to 03-31`.
    WindowWraps { span: Span },
    /// A number with more digits than can be kept exactly.
    NumberTooLong { span: Span },

    /// A quote that does not close on its line.
    UnclosedQuote { span: Span, right: Option<String> },
    /// `≥`, `==`, `&&` …
    Sign { span: Span, typed: String, right: &'static str },
    /// `5-3`: minus needs spaces.
    TightMinus { span: Span, spaced: String },
    /// `a < b < c`.
    ChainedComparison { span: Span },
    /// A condition where a value must stand: `(a = 1) + 2`.
    ConditionAsValue { span: Span },
    /// `x.hour`: only `.year`, `.month` and `.day` follow a date.
    UnknownPart { span: Span, part: String },

    /// A keyword where a name must stand.
    KeywordAsName { span: Span, word: String },
    /// 应当, 开展 and their like, which say nothing in a sentence.
    NeedlessWord { span: Span, word: String },
    /// A comma between activities.
    ActivityList { span: Span },
    /// `rule r-1 "title"`, and the sentence below is not indented.
    RuleWithoutSentence { span: Span },
    /// The sentence does not say whom it binds.
    MissingWho { span: Span },
    /// The sentence does not say when.
    MissingWhen { span: Span },
    /// The sentence does not say what is to be done.
    MissingActivity { span: Span },
    /// `after M 15 days`, `after M A`, M 后15日: without `within`, without 内.
    MissingWithin { span: Span, right: Option<String> },
    /// A（其中 C）: only a moment has its condition in brackets.
    BracketedWhere { span: Span, right: String },
    /// `and` between categories.
    AndBetweenSubjects { span: Span, right: &'static str },
    /// A name that starts with a digit.
    DigitName { span: Span, word: String },
    /// A modifier that does not start a line.
    ModifierInLine { span: Span, word: String },
    /// `issuer`, `field`, `cite` … in column 0.
    LineAtMargin { span: Span, word: String },
    /// The same line twice in one statement.
    Repeated { span: Span, word: String, first: Span },
    /// A statement that opens with a word close to a statement's keyword.
    UnknownStatement { span: Span, typed: String, similar: &'static str },
    /// `evry 6 months`: a misspelt schedule.
    UnknownSchedule { span: Span, typed: String, similar: &'static str },
    /// A character that no rule file has outside quotes.
    StrangeCharacter { span: Span, character: char },
    /// Anything else: what could stand in this place.
    Expected { span: Span, places: Vec<Place>, found: String },
}

/// What can stand somewhere, in the trade's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// Whom the rule binds.
    Who,
    /// A schedule.
    When,
    /// A quantity.
    Quantity,
    /// An activity.
    Activity,
    /// A name of anything.
    Name,
    /// A condition, or a value in one.
    Condition,
    /// A comparison or another operator.
    Operator,
    /// A moment: a date, a register date, an activity.
    Moment,
    /// A duration.
    Duration,
    /// A calendar unit.
    Unit,
    /// A day inside a period.
    DayInPeriod,
    /// A date.
    Date,
    /// A number.
    Number,
    /// Text in quotes.
    Text,
    /// A value: number, text, date, `true` or `false`.
    Value,
    /// The type of a field.
    Type,
    /// `within D`.
    Within,
    /// `low`, `medium`, `high` or `critical`.
    Severity,
    /// `where`, `require`, `matching` and so on.
    Tail,
    /// A modifier on an indented line.
    Modifier,
    /// A line of the policy.
    PolicyLine,
    /// A `field` line.
    FieldLine,
    /// `also "…"`.
    Aliases,
    /// `is X`.
    Parents,
    /// The last day of a window.
    WindowEnd,
    /// 除外.
    Excepted,
    /// `=` and a value.
    Equals,
    /// A closing bracket.
    ClosingBracket,
    /// Nothing more.
    End,
}

/// The forms of the language that are recognised and not built yet (LANGUAGE.md section 13).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Form {
    /// `season` statements.
    Season,
    /// `holidays "cn"`.
    Holidays,
    /// `exempt` statements.
    Exempt,
    /// `test` statements.
    Test,
    /// `at least 96% of`.
    Share,
    /// `all of`.
    AllOf,
    /// `per LEVEL`.
    Per,
    /// `X of Y` among subjects.
    OfParent,
    /// `during SEASON`.
    During,
    /// `between B and E`.
    Between,
    /// `every … from M within D`.
    FixedWithin,
    /// `each SEASON`.
    EachSeason,
    /// Minutes and hours.
    ClockDuration,
    /// `working days`.
    WorkingDays,
    /// `A or B`.
    EitherActivity,
    /// `A and B`.
    BothActivities,
    /// `M ± D`.
    Shift,
    /// `certificate.valid_until` as a moment.
    DateField,
    /// `M of region`, `M of parent`.
    OfRegion,
    /// `after M within D never A`.
    AfterNever,
    /// `on the day of M`.
    OnTheDay,
    /// `in any D`.
    InAny,
    /// `always`.
    Always,
    /// `until F`.
    Until,
    /// `for D`.
    ForDuration,
    /// `total of F`.
    Total,
    /// `different F`.
    Different,
    /// `at least D apart`.
    Apart,
    /// `for each F in`.
    ForEach,
    /// `trigger.F`.
    Trigger,
    /// `period.from`, `period.to`.
    Period,
    /// `its.parent.F`.
    ItsParent,
    /// `grace D`.
    Grace,
    /// `otherwise`.
    Otherwise,
    /// `overrides`.
    Overrides,
    /// `extended by`, `extended between`.
    Extended,
    /// `next working day`.
    NextWorkingDay,
}
