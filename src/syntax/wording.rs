//! The wording of this stage's problems, English and Chinese.

mod modifier;
mod place;
mod statement;
mod time;
mod trial;
mod words;

use super::problem::Problem;
use crate::diagnostic::{Diagnostic, Explain, Severity};
use crate::text::{Span, Wording};

/// What one problem says.
struct Message {
    code: &'static str,
    title: Wording,
    label: Wording,
    help: Wording,
    suggestion: Option<String>,
}

impl Message {
    /// A message without a label or suggestion.
    fn new(code: &'static str, title: Wording, help: Wording) -> Self {
        Self { code, title, label: Wording::new("", ""), help, suggestion: None }
    }

    fn suggest(self, text: impl Into<String>) -> Self {
        Self { suggestion: Some(text.into()), ..self }
    }

    fn label(self, en: &str, zh: &str) -> Self {
        Self { label: Wording::new(en, zh), ..self }
    }
}

fn say(en: impl Into<String>, zh: impl Into<String>) -> Wording {
    Wording::new(en, zh)
}

/// Every code of this stage, in the order of the pages.
pub const CODES: [&str; 57] = [
    "file-too-large",
    "nested-too-deep",
    "indented-first-line",
    "singular-unit",
    "month-without-measure",
    "quantity-without-bound",
    "every-without-number",
    "gap-in-each",
    "unknown-unit",
    "glued-words",
    "date-format",
    "no-such-date",
    "day-zero",
    "month-day-outside-year",
    "window-wraps",
    "no-such-time",
    "season-without-hours",
    "dates-backwards",
    "number-too-long",
    "unclosed-quote",
    "unknown-sign",
    "minus-without-spaces",
    "chained-comparison",
    "condition-as-value",
    "unknown-date-part",
    "unknown-period-end",
    "keyword-as-name",
    "name-starts-with-digit",
    "needless-word",
    "list-of-activities",
    "and-mixed-with-or",
    "only-or",
    "brackets-around-of",
    "of-several",
    "region-or-parent",
    "date-of-the-parent",
    "share-out-of-range",
    "unknown-level",
    "values-of-for-each",
    "word-out-of-place",
    "brackets-around-where",
    "and-between-subjects",
    "rule-without-sentence",
    "missing-who",
    "missing-when",
    "missing-activity",
    "missing-within",
    "modifier-in-line",
    "line-at-margin",
    "repeated-line",
    "unknown-test-line",
    "unknown-status",
    "no-such-label",
    "unknown-statement",
    "unknown-schedule",
    "strange-character",
    "unexpected-word",
];

impl Problem {
    /// The words it is about.
    #[must_use]
    pub const fn span(&self) -> Span {
        match self {
            Self::FileTooLarge { span, .. }
            | Self::TooDeep { span, .. }
            | Self::IndentedFirstLine { span }
            | Self::SingularUnit { span, .. }
            | Self::ZhUnit { span, .. }
            | Self::BareCount { span, .. }
            | Self::UnknownSchedule { span, .. }
            | Self::EveryUnit { span, .. }
            | Self::EverySeason { span, .. }
            | Self::EveryMeasure { span, .. }
            | Self::VagueDate { span, .. }
            | Self::YearInEachYear { span, .. }
            | Self::DeadlineWithoutBy { span, .. }
            | Self::NeedlessWord { span, .. }
            | Self::RuleWithoutSentence { span }
            | Self::GapInEach { span, .. }
            | Self::UnknownUnit { span, .. }
            | Self::Glued { span, .. }
            | Self::DateShape { span, .. }
            | Self::NoSuchDate { span, .. }
            | Self::DayZero { span }
            | Self::MonthDayOutsideYear { span, .. }
            | Self::WindowWraps { span }
            | Self::NoSuchTime { span, .. }
            | Self::SeasonWithoutHours { span }
            | Self::DatesBackwards { span }
            | Self::UnknownPeriodEnd { span, .. }
            | Self::MixedActivities { span }
            | Self::OnlyOr { span, .. }
            | Self::OfBrackets { span, .. }
            | Self::OfSeveral { span, .. }
            | Self::UnknownWhose { span, .. }
            | Self::ParentDateAsMoment { span }
            | Self::ShareOutOfRange { span }
            | Self::UnknownLevel { span, .. }
            | Self::ForEachValues { span, .. }
            | Self::OutOfPlace { span, .. }
            | Self::UnknownTestLine { span, .. }
            | Self::UnknownStatus { span, .. }
            | Self::NoSuchLabel { span, .. }
            | Self::NumberTooLong { span }
            | Self::UnclosedQuote { span, .. }
            | Self::Sign { span, .. }
            | Self::TightMinus { span, .. }
            | Self::ChainedComparison { span }
            | Self::ConditionAsValue { span }
            | Self::UnknownPart { span, .. }
            | Self::KeywordAsName { span, .. }
            | Self::DigitName { span, .. }
            | Self::ActivityList { span }
            | Self::BracketedWhere { span, .. }
            | Self::AndBetweenSubjects { span, .. }
            | Self::MissingWho { span }
            | Self::MissingWhen { span }
            | Self::MissingActivity { span }
            | Self::MissingWithin { span, .. }
            | Self::ModifierInLine { span, .. }
            | Self::LineAtMargin { span, .. }
            | Self::Repeated { span, .. }
            | Self::UnknownStatement { span, .. }
            | Self::StrangeCharacter { span, .. }
            | Self::SaidOtherwise { span, .. }
            | Self::UnknownModifier { span, .. }
            | Self::ModifierForm { span, .. }
            | Self::Expected { span, .. } => *span,
        }
    }

    fn message(&self) -> Message {
        match self {
            Self::FileTooLarge { limit, .. } => statement::file_too_large(*limit),
            Self::TooDeep { limit, .. } => statement::too_deep(*limit),
            Self::IndentedFirstLine { .. } => statement::indented_first_line(),
            Self::SingularUnit { right, .. } => time::singular_unit(right),
            Self::ZhUnit { right, .. } => time::zh_unit(right),
            Self::BareCount { typed, .. } => time::bare_count(typed),
            Self::EveryUnit { unit, .. } => time::every_unit(*unit),
            Self::EverySeason { right, .. } => time::every_season(right),
            Self::EveryMeasure { typed, unit, .. } => time::every_measure(typed, *unit),
            Self::VagueDate { typed, year, right, .. } => time::vague_date(typed, year, right.as_deref()),
            Self::YearInEachYear { right, .. } => time::year_in_each_year(right),
            Self::DeadlineWithoutBy { right, .. } => time::deadline_without_by(right),
            Self::NeedlessWord { word, .. } => words::needless(word),
            Self::RuleWithoutSentence { .. } => statement::rule_without_sentence(),
            Self::GapInEach { right, .. } => time::gap_in_each(right),
            Self::UnknownUnit { typed, similar, .. } => time::unknown_unit(typed, similar),
            Self::Glued { spaced, .. } => words::glued(spaced),
            Self::DateShape { right, .. } => time::date_shape(right),
            Self::NoSuchDate { typed, last, .. } => time::no_such_date(typed, *last),
            Self::DayZero { .. } => time::day_zero(),
            Self::MonthDayOutsideYear { unit, .. } => time::month_day_outside_year(*unit),
            Self::WindowWraps { .. } => time::window_wraps(),
            Self::NoSuchTime { typed, .. } => time::no_such_time(typed),
            Self::SeasonWithoutHours { .. } => time::season_without_hours(),
            Self::DatesBackwards { .. } => time::dates_backwards(),
            Self::UnknownPeriodEnd { part, .. } => words::unknown_period_end(part),
            Self::MixedActivities { .. } => words::mixed_activities(),
            Self::OnlyOr { right, .. } => words::only_or(right),
            Self::OfBrackets { right, .. } => words::of_brackets(right),
            Self::OfSeveral { right, .. } => words::of_several(right),
            Self::UnknownWhose { typed, .. } => words::unknown_whose(typed),
            Self::ParentDateAsMoment { .. } => words::parent_date_as_moment(),
            Self::ShareOutOfRange { .. } => words::share_out_of_range(),
            Self::UnknownLevel { typed, similar, .. } => words::unknown_level(typed, *similar),
            Self::ForEachValues { right, .. } => words::for_each_values(right),
            Self::OutOfPlace { word, .. } => place::out_of_place(word),
            Self::UnknownTestLine { typed, similar, .. } => trial::unknown_line(typed, *similar),
            Self::UnknownStatus { typed, similar, .. } => trial::unknown_status(typed, *similar),
            Self::NoSuchLabel { typed, .. } => trial::no_such_label(typed),
            Self::NumberTooLong { .. } => words::number_too_long(),
            Self::UnclosedQuote { right, .. } => words::unclosed_quote(right.as_deref()),
            Self::Sign { typed, right, .. } => words::sign(typed, right),
            Self::TightMinus { spaced, .. } => words::tight_minus(spaced),
            Self::ChainedComparison { .. } => words::chained_comparison(),
            Self::ConditionAsValue { .. } => words::condition_as_value(),
            Self::UnknownPart { part, .. } => words::unknown_part(part),
            Self::KeywordAsName { word, .. } => words::keyword_as_name(word),
            Self::ActivityList { .. } => words::activity_list(),
            Self::MissingWho { .. } => words::missing_who(),
            Self::MissingWhen { .. } => words::missing_when(),
            Self::MissingActivity { .. } => words::missing_activity(),
            Self::MissingWithin { right, .. } => words::missing_within(right.as_deref()),
            Self::BracketedWhere { right, .. } => words::bracketed_where(right),
            Self::AndBetweenSubjects { right, .. } => words::and_between_subjects(right),
            Self::DigitName { word, .. } => words::digit_name(word),
            Self::ModifierInLine { word, .. } => statement::modifier_in_line(word),
            Self::LineAtMargin { word, .. } => statement::line_at_margin(word),
            Self::Repeated { word, .. } => statement::repeated(word),
            Self::UnknownStatement { typed, similar, .. } => statement::unknown_statement(typed, similar),
            Self::UnknownSchedule { typed, similar, .. } => statement::unknown_schedule(typed, similar),
            Self::StrangeCharacter { character, .. } => statement::strange_character(*character),
            Self::SaidOtherwise { typed, right, .. } => words::said_otherwise(typed, right),
            Self::UnknownModifier { typed, similar, .. } => modifier::unknown(typed, *similar),
            Self::ModifierForm { word, .. } => modifier::form(word),
            Self::Expected { places, found, .. } => statement::expected(places, found),
        }
    }
}

impl Explain for Problem {
    fn diagnostic(&self) -> Diagnostic {
        let Message { code, title, label, help, suggestion } = self.message();
        let related = match self {
            Self::Repeated { first, .. } => vec![(*first, say("first here", "第一次在此"))],
            _ => Vec::new(),
        };
        Diagnostic {
            code,
            severity: Severity::Error,
            title,
            span: self.span(),
            label,
            related,
            help: Some(help),
            suggestion,
        }
    }
}
