//! Tests in the language (docs/language.md section 10).

use rust_decimal::Decimal;

use super::Word;
use crate::calendar::{Day, Time};
use crate::text::Span;

/// `test "title"` and its lines, in the order written.
#[derive(Debug, Clone, PartialEq)]
pub struct Test {
    /// The title.
    pub title: Word,
    /// The lines.
    pub lines: Vec<TestLine>,
    /// The whole statement.
    pub span: Span,
}

/// One line of a test.
#[derive(Debug, Clone, PartialEq)]
pub enum TestLine {
    /// `given [CATEGORY] "subject" [ATTRIBUTE VALUE]…`: a row of the register.
    Subject(GivenSubject),
    /// `given "subject" ACTIVITY on TIME [FIELD VALUE]…`: a record.
    Record(GivenRecord),
    /// `as of DATE`.
    AsOf(Day, Span),
    /// `expect "subject" STATUS RULE [in LABEL]`.
    Expect(Expectation),
}

impl TestLine {
    /// The whole line.
    #[must_use]
    pub const fn span(&self) -> Span {
        match self {
            Self::Subject(subject) => subject.span,
            Self::Record(record) => record.span,
            Self::AsOf(_, span) => *span,
            Self::Expect(expectation) => expectation.span,
        }
    }
}

/// A row of the register.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenSubject {
    /// Its category; `None` is an empty cell.
    pub category: Option<Word>,
    /// Its id.
    pub subject: Word,
    /// `opened`, `closed`, `region`, `parent`, `name`, `from`, `to` and attributes, with their values.
    pub attributes: Vec<(Word, GivenValue)>,
    /// The whole line.
    pub span: Span,
}

/// A record.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenRecord {
    /// Whose: an id of the register, or a region path.
    pub subject: Word,
    /// The activity.
    pub activity: Word,
    /// When.
    pub time: Time,
    /// Fields with their values; `id` is the record's id.
    pub fields: Vec<(Word, GivenValue)>,
    /// The whole line.
    pub span: Span,
}

/// A value of a test, with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenValue {
    /// The value.
    pub value: GivenLiteral,
    /// Where it stands.
    pub span: Span,
}

/// What a cell of a test holds.
#[derive(Debug, Clone, PartialEq)]
pub enum GivenLiteral {
    /// An exact decimal; `N%` is N / 100.
    Number(Decimal),
    /// Text.
    Text(String),
    /// A day or an instant.
    Date(Time),
    /// Seconds since midnight, written `HH:MM[:SS]`.
    Clock(u32),
    /// `true` or `false`.
    Bool(bool),
}

/// `expect "subject" STATUS RULE [in LABEL]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Expectation {
    /// The subject: an id, or the path of a group.
    pub subject: Word,
    /// The status that every duty has; `None` (written `no`, 无) is that there is no duty.
    pub status: Option<ExpectedStatus>,
    /// The rule's id.
    pub rule: Word,
    /// The label in which the duties are due (else end).
    pub label: Option<Word>,
    /// The whole line.
    pub span: Span,
}

/// The statuses (docs/language.md section 8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExpectedStatus {
    /// 合规
    Met,
    /// 逾期完成
    Late,
    /// 已补救
    Remedied,
    /// 违规
    Violated,
    /// 待履行
    Pending,
    /// 无法判定
    Unknown,
    /// 豁免
    Exempt,
}
