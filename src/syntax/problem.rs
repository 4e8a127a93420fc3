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

    /// `6 month`: the singular belongs to 1 alone.
    SingularUnit { span: Span, right: String },
    /// 6月 for 6个月.
    ZhUnit { span: Span, right: String },
    /// `each year 2 drill`: at least, at most, exactly?
    BareCount { span: Span, typed: String },
    /// `every month`.
    EveryUnit { span: Span, unit: Unit },
    /// `every night`: a season has periods, and no length.
    EverySeason { span: Span, right: String },
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
    /// `each quarter by 03-31`; no unit is a season.
    MonthDayOutsideYear { span: Span, unit: Option<Unit> },
    /// `24:01`, `25:00`.
    NoSuchTime { span: Span, typed: String },
    /// `season night 22:00 to 22:00`.
    SeasonWithoutHours { span: Span },
    /// `2024-03-01 to 2024-02-01`.
    DatesBackwards { span: Span },
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
    /// `period.start`: a period has `.from` and `.to`.
    UnknownPeriodEnd { span: Span, part: String },

    /// A keyword where a name must stand.
    KeywordAsName { span: Span, word: String },
    /// 应当, 开展 and their like, which say nothing in a sentence.
    NeedlessWord { span: Span, word: String },
    /// A comma between activities.
    ActivityList { span: Span },
    /// `A or B and C` among activities.
    MixedActivities { span: Span },
    /// `and` or a comma between moments or behind `otherwise`, where `or` alone makes sense.
    OnlyOr { span: Span, right: &'static str },
    /// `X（of Y）`, `X 属 Y`: the brackets belong to 属, and to 属 alone.
    OfBrackets { span: Span, right: String },
    /// `X（属 Y、Z）`: one category of parents each.
    OfSeveral { span: Span, right: String },
    /// `after warning of county`: a moment is that of `region` or of `parent`.
    UnknownWhose { span: Span, typed: String },
    /// `by its.parent.opened`: a moment is a date of the subject itself.
    ParentDateAsMoment { span: Span },
    /// `at least 0% of`, `at least 120% of`.
    ShareOutOfRange { span: Span },
    /// `per countey`.
    UnknownLevel { span: Span, typed: String, similar: Option<&'static str> },
    /// `for each F "a"`, 分 F "a": without `in`, without brackets.
    ForEachValues { span: Span, right: String },
    /// A word of the language in a place where it means nothing.
    OutOfPlace { span: Span, word: String },
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
    /// A line of a test that opens with neither `given`, `as of` nor `expect`.
    UnknownTestLine { span: Span, typed: String, similar: Option<&'static str> },
    /// `expect "甲" passed R`.
    UnknownStatus { span: Span, typed: String, similar: Option<&'static str> },
    /// `in 2024H1`: no label of a period.
    NoSuchLabel { span: Span, typed: String },
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
    /// 最多2次, `twice`: words that the language says otherwise.
    SaidOtherwise { span: Span, typed: String, right: String },
    /// A line behind a sentence that no modifier opens.
    UnknownModifier { span: Span, typed: String, similar: Option<&'static str> },
    /// `grace of 3 days`: a modifier that goes on as it cannot.
    ModifierForm { span: Span, word: String },
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
    /// A time of day.
    Clock,
    /// The dates or hours of a season.
    Extent,
    /// Whether a moment is that of the region or of the parent.
    Whose,
    /// The level of a group.
    Level,
    /// `given`, `as of` or `expect`.
    TestLine,
    /// An activity or a column of a test, with its value.
    Cell,
    /// A status.
    Status,
    /// The label of a period.
    Label,
    /// `for D` or `between B and E` behind `extended`.
    Extension,
    /// `%`.
    Percent,
    /// `of` behind a share.
    ShareOf,
    /// What ends a scope.
    ScopeEnd,
    /// The name of a season.
    Season,
    /// The end of a range of days or hours.
    RangeTo,
    /// `to` and the last day of a waiver.
    LastDay,
    /// The id of a rule.
    RuleId,
    /// `from` and a rule, in a waiver.
    ExemptFrom,
    /// A closing bracket.
    ClosingBracket,
    /// Nothing more.
    End,
}
