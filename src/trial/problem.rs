//! What can be wrong with the lines of a test.

use crate::calendar::Day;
use crate::check::problem::NameProblem;
use crate::diagnostic::{Diagnostic, Explain, Severity};
use crate::rulebook::Kind;
use crate::text::{Span, Wording};

/// One problem of a test.
#[derive(Debug, Clone, PartialEq)]
pub enum Problem {
    /// A name that nothing has; only a warning where names declare themselves.
    Name(Box<NameProblem>, bool),
    /// A value that its column cannot hold.
    WrongValue {
        /// The value.
        span: Span,
        /// The field or attribute.
        column: String,
        /// Its type.
        kind: Kind,
        /// The value as it is written.
        text: String,
        /// What stands in its quotes, where that would fit.
        meant: Option<String>,
    },
    /// A text that is none of the declared choices.
    NotAChoice {
        /// The value.
        span: Span,
        /// The field or attribute.
        column: String,
        /// The value as it is written.
        text: String,
        /// The choices.
        choices: Vec<String>,
        /// The one that looks like it.
        near: Option<String>,
    },
    /// Nobody of whom the test speaks.
    UnknownSubject {
        /// The subject.
        span: Span,
        /// Its id as it is written.
        subject: String,
        /// Who is asked for.
        whom: Whom,
        /// Somebody who looks like it.
        near: Option<String>,
    },
    /// A name that several subjects have.
    SeveralSubjects {
        /// The name.
        span: Span,
        /// The name as it is written.
        subject: String,
        /// Whose it is.
        ids: Vec<String>,
    },
    /// `given "甲" fire_drill 2024-03-01`: an activity where a column of the register stands.
    RecordWithoutOn {
        /// The day.
        span: Span,
        /// The activity.
        activity: String,
        /// The day as it is written.
        day: String,
    },
    /// A record that nobody knows of yet.
    AfterAsOf {
        /// The line.
        span: Span,
        /// The day of the record.
        day: Day,
        /// The judged day.
        as_of: Day,
        /// Where the judged day is named.
        place: Span,
    },
    /// No judged day.
    NoAsOf {
        /// The title.
        span: Span,
    },
    /// Nothing is expected.
    NoExpect {
        /// The title.
        span: Span,
    },
    /// A second row of a subject that holds on some of the same days.
    SecondRow {
        /// The line.
        span: Span,
        /// The subject.
        subject: String,
        /// The earlier line.
        first: Span,
    },
    /// A second record of one id.
    SecondRecord {
        /// The line.
        span: Span,
        /// The id.
        id: String,
        /// The earlier line.
        first: Span,
    },
    /// A row that cannot be used for another reason.
    Unreadable {
        /// The line, or the title.
        span: Span,
        /// Why.
        cause: Wording,
    },
}

/// Who is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whom {
    /// The subject of a record.
    Record,
    /// The subject of an expectation.
    Expect,
    /// A group; these there are.
    Group(Vec<String>),
}

impl Problem {
    /// Whether it only warns.
    #[must_use]
    pub const fn is_warning(&self) -> bool {
        matches!(self, Self::Name(_, true) | Self::AfterAsOf { .. })
    }
}

impl Explain for Problem {
    fn diagnostic(&self) -> Diagnostic {
        let mut diagnostic = self.told();
        if self.is_warning() {
            diagnostic.severity = Severity::Warning;
        }
        diagnostic
    }
}

impl Problem {
    fn told(&self) -> Diagnostic {
        match self {
            Self::Name(problem, _) => problem.diagnostic(),
            Self::WrongValue { span, column, kind, text, meant } => {
                let (what, example) = kind_wording(kind);
                let told = Told::new(
                    "wrong-value",
                    *span,
                    format!("`{text}` does not fit `{column}`, which is {}", what.en),
                    format!("`{text}` 不合 `{column}`，它应是{}", what.zh),
                );
                match meant {
                    Some(meant) => {
                        let help = (format!("leave out the quotes: `{meant}`"), format!("去掉引号：`{meant}`"));
                        told.helped(help.0, help.1).suggest(meant.clone())
                    }
                    None => told.help(format!("for example `{example}`"), format!("例如 `{example}`")),
                }
            }
            Self::NotAChoice { span, column, text, choices, near } => {
                let told = Told::new(
                    "wrong-value",
                    *span,
                    format!("`{text}` is none of the choices of `{column}`"),
                    format!("`{text}` 不是 `{column}` 的选项"),
                );
                match near {
                    Some(near) => told.did_you_mean(near).suggest(format!("\"{near}\"")),
                    None => told.help(
                        format!("the choices are `{}`", choices.join("`, `")),
                        format!("选项有 `{}`", choices.join("`、`")),
                    ),
                }
            }
            Self::UnknownSubject { span, subject, whom, near } => unknown_subject(*span, subject, whom, near.as_ref()),
            Self::SeveralSubjects { span, subject, ids } => Told::new(
                "unknown-subject",
                *span,
                format!("several subjects are called `{subject}`"),
                format!("有多个主体名为 `{subject}`"),
            )
            .help(format!("name one by its id: `{}`", ids.join("`, `")), format!("用编号指明：`{}`", ids.join("`、`"))),
            Self::RecordWithoutOn { span, activity, day } => {
                let told = Told::new(
                    "unexpected-word",
                    *span,
                    format!("`on` is missing between `{activity}` and its day"),
                    format!("`{activity}` 与日期之间缺少 `于`"),
                );
                let help = (format!("write `{activity} on {day}`"), format!("请写 `{activity} 于 {day}`"));
                told.helped(help.0, help.1).suggest(format!("on {day}"))
            }
            Self::AfterAsOf { span, day, as_of, place } => Told::new(
                "record-after-as-of",
                *span,
                format!("nobody knows of this record yet: it is of {day}, after {as_of}"),
                format!("这条记录还没有人知道：它在 {day}，晚于 {as_of}"),
            )
            .related(*place, "judged as of this day", "截至这一天判定")
            .help("move the record or `as of`, or remove the record", "请改动记录或 `截至` 的日期，或删去这条记录"),
            Self::NoAsOf { span } => {
                Told::new("test-without-as-of", *span, "the test names no day to judge as of", "测试没有写判定截至日")
                    .help("add a line such as `as of 2024-12-31`", "加一行，如 `截至 2024-12-31`")
            }
            Self::NoExpect { span } => {
                Told::new("test-without-expect", *span, "the test expects nothing", "测试没有写任何期望").help(
                    "add a line such as `expect \"甲\" met RULE in 2024-H1`",
                    "加一行，如 `期望 \"甲\" 合规 规则 于 2024-H1`",
                )
            }
            Self::SecondRow { span, subject, first } => Told::new(
                "subject-given-twice",
                *span,
                format!("two rows of `{subject}` hold on the same days"),
                format!("`{subject}` 有两行在同一些日子有效"),
            )
            .related(*first, "the other row", "另一行")
            .help(
                "put everything on one line, or say from which day to which each holds: `from 2024-01-01 to 2024-06-30`",
                "请写在一行里，或写明各自的有效日期：`自 2024-01-01 至 2024-06-30`",
            ),
            Self::SecondRecord { span, id, first } => Told::new(
                "record-id-twice",
                *span,
                format!("two records have the id `{id}`"),
                format!("两条记录的编号都是 `{id}`"),
            )
            .related(*first, "the other record", "另一条")
            .help("give one of them another `id`", "给其中一条另一个 `记录编号`"),
            Self::Unreadable { span, cause } => {
                Told::new("unusable-given", *span, cause.en.clone(), cause.zh.clone()).done()
            }
        }
    }
}

fn unknown_subject(span: Span, subject: &str, whom: &Whom, near: Option<&String>) -> Diagnostic {
    let told = match whom {
        Whom::Group(_) => Told::new(
            "unknown-subject",
            span,
            format!("no subject of the test is in a group `{subject}`"),
            format!("测试里没有主体属于 `{subject}` 这一组"),
        ),
        Whom::Record | Whom::Expect => Told::new(
            "unknown-subject",
            span,
            format!("the test gives no subject `{subject}`"),
            format!("测试没有给出主体 `{subject}`"),
        ),
    };
    match (near, whom) {
        (Some(near), _) => told.did_you_mean(near).suggest(format!("\"{near}\"")),
        (None, Whom::Group(groups)) if !groups.is_empty() => told
            .help(format!("the groups are `{}`", groups.join("`, `")), format!("有这些组：`{}`", groups.join("`、`"))),
        (None, _) => told.help(
            format!("give it a line of its own: `given CATEGORY \"{subject}\" opened 2020-01-01`"),
            format!("为它写一行：`已知 类别 \"{subject}\" 成立日期 2020-01-01`"),
        ),
    }
}

/// What a type is, and a value of it.
fn kind_wording(kind: &Kind) -> (Wording, &'static str) {
    match kind {
        Kind::Number => (Wording::new("a number", "数"), "60"),
        Kind::Text => (Wording::new("text", "文本"), "\"…\""),
        Kind::Date => (Wording::new("a date", "日期"), "2024-03-05"),
        Kind::Time => (Wording::new("a time of day", "时刻"), "08:30"),
        Kind::Bool => (Wording::new("true or false", "是非值"), "true"),
        Kind::Choice(_) => (Wording::new("a choice", "选项"), "\"…\""),
    }
}

/// A diagnostic as it is told, part by part.
pub(super) struct Told(Diagnostic);

impl Told {
    pub(super) fn new(code: &'static str, span: Span, en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self(Diagnostic::error(code, span, Wording::new(en, zh)))
    }

    pub(super) fn label(mut self, label: Wording) -> Self {
        self.0.label = label;
        self
    }

    pub(super) fn related(mut self, span: Span, en: &str, zh: &str) -> Self {
        self.0.related.push((span, Wording::new(en, zh)));
        self
    }

    fn did_you_mean(mut self, near: &str) -> Self {
        self.0.help = Some(Wording::new(format!("did you mean `{near}`?"), format!("是不是想写 `{near}`？")));
        self
    }

    fn helped(mut self, en: String, zh: String) -> Self {
        self.0.help = Some(Wording::new(en, zh));
        self
    }

    fn suggest(mut self, text: String) -> Diagnostic {
        self.0.suggestion = Some(text);
        self.0
    }

    pub(super) fn help(mut self, en: impl Into<String>, zh: impl Into<String>) -> Diagnostic {
        self.0.help = Some(Wording::new(en, zh));
        self.0
    }

    pub(super) fn done(self) -> Diagnostic {
        self.0
    }
}
