//! Problems with files, policies and the ids of rules.

use super::{Tell, told};
use crate::diagnostic::{Diagnostic, Explain};
use crate::text::{Span, Wording};

/// Why a path gives no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// Nothing is there.
    Missing,
    /// A folder or a device is there.
    NoFile,
    /// The file is not UTF-8.
    NoText,
    /// It is longer than a rule file may be, in MiB.
    TooLarge(usize),
    /// Anything else; the reason as the system gives it.
    Other(String),
}

impl Unreadable {
    /// The message.
    #[must_use]
    pub fn wording(&self, path: &str) -> Wording {
        match self {
            Self::Missing => Wording::new(format!("there is no file `{path}`"), format!("没有文件 `{path}`")),
            Self::NoFile => Wording::new(format!("`{path}` is not a file"), format!("`{path}` 不是文件")),
            Self::NoText => Wording::new(format!("`{path}` is not UTF-8 text"), format!("`{path}` 不是 UTF-8 文本")),
            Self::TooLarge(limit) => Wording::new(
                format!("`{path}` is longer than {limit} MiB, the most a rule file may have"),
                format!("`{path}` 超过 {limit} MiB，即规则文件的上限"),
            ),
            Self::Other(reason) => {
                Wording::new(format!("`{path}` cannot be read: {reason}"), format!("读不了文件 `{path}`：{reason}"))
            }
        }
    }
}

/// A problem with a file, a policy or the id of a rule.
#[derive(Debug, Clone, PartialEq)]
pub enum FileProblem {
    /// A used file gives no text.
    Unreadable {
        /// Its path, as looked for.
        path: String,
        /// Why.
        reason: Unreadable,
        /// The path behind `use`.
        span: Span,
    },
    /// `use` of something whose name does not end in `.gj`.
    NoRuleFile {
        /// Its path, as written.
        path: String,
        /// The path behind `use`.
        span: Span,
    },
    /// Two policies in one file.
    SecondPolicy {
        /// The first title.
        first: Span,
        /// The second title.
        second: Span,
    },
    /// A timezone that cannot be the name of one.
    Timezone {
        /// As written.
        name: String,
        /// Its place.
        span: Span,
    },
    /// `holidays` other than the one list there is.
    Holidays {
        /// As written.
        name: String,
        /// Its place.
        span: Span,
    },
    /// A rule overrides itself.
    OverridesCircle {
        /// The way round: each overrides the next, the last is the first.
        way: Vec<String>,
        /// The first `overrides`.
        span: Span,
    },
    /// A rule is overridden by too many others.
    TooManyOverriding {
        /// The rule.
        id: String,
        /// The limit.
        limit: usize,
        /// One of the `overrides`.
        span: Span,
    },
    /// `effective from` a day after its `to`.
    BackwardsEffective {
        /// The first day.
        from: String,
        /// The last day.
        to: String,
        /// Where it stands.
        span: Span,
    },
    /// The rule's days and the policy's have none in common.
    NeverInForce {
        /// The rule's `effective`.
        rule: Span,
        /// The policy's `effective`.
        policy: Span,
    },
    /// Two rules of a run have one id.
    DuplicateRule {
        /// The id.
        id: String,
        /// Whether it is the sentence itself.
        anonymous: bool,
        /// The first.
        first: Span,
        /// The second.
        second: Span,
    },
}

impl Explain for FileProblem {
    fn diagnostic(&self) -> Diagnostic {
        match self {
            Self::Unreadable { path, reason: Unreadable::Missing, span } => {
                let title = Unreadable::Missing.wording(path);
                told("missing-file", *span, title.en, title.zh).help(
                    "the path is looked up from the folder of the file that uses it",
                    "路径从引用它的文件所在的文件夹算起",
                )
            }
            Self::Unreadable { path, reason, span } => {
                let title = reason.wording(path);
                told("unreadable-file", *span, title.en, title.zh)
                    .help("a rule file is a UTF-8 text that you may read", "规则文件须是可以读取的 UTF-8 文本")
            }
            Self::NoRuleFile { path, span } => {
                let (en, zh) = (format!("`{path}` is not a rule file"), format!("`{path}` 不是规则文件"));
                told("not-a-rule-file", *span, en, zh)
                    .help("`use` takes files whose name ends in `.gj`", "`引用` 只用于以 `.gj` 结尾的文件")
            }
            Self::SecondPolicy { first, second } => {
                told("second-policy", *second, "a second policy in one file", "一个文件里有了第二个政策")
                    .label("the second", "第二个")
                    .related(*first, "the first", "第一个")
                    .help("put each policy in a file of its own", "每个政策各写一个文件")
            }
            Self::Timezone { name, span } => {
                let (en, zh) = (format!("`{name}` is not a time zone"), format!("`{name}` 不是时区"));
                told("no-such-timezone", *span, en, zh)
                    .help("name it by its place, as `Asia/Shanghai`", "用地名来写，如 `Asia/Shanghai`")
            }
            Self::Holidays { name, span } => told(
                "no-such-holidays",
                *span,
                format!("there is no list of holidays `{name}`"),
                format!("没有假日表 `{name}`"),
            )
            .help(
                "write `holidays \"cn\"`, the official list of China's mainland, or nothing: it is the one there is",
                "写作 `假日 \"cn\"`，即国务院公布的放假与调休安排，或者不写：目前只有这一份",
            )
            .suggest(Some("\"cn\"".to_owned())),
            Self::OverridesCircle { way, span } => {
                let (en, zh) = (way.join("` overrides `"), way.join("` 优先于 `"));
                told(
                    "overrides-circle",
                    *span,
                    format!("a rule overrides itself: `{en}`"),
                    format!("规则优先于自身：`{zh}`"),
                )
                .help("remove one `overrides` of the circle", "去掉其中一处 `优先于`")
            }
            Self::TooManyOverriding { id, limit, span } => told(
                "too-many-overriding-rules",
                *span,
                format!("more than {limit} rules override `{id}`, directly or through others"),
                format!("直接或间接优先于 `{id}` 的规则超过 {limit} 条"),
            )
            .help("let fewer rules override it", "请减少优先于它的规则"),
            Self::BackwardsEffective { from, to, span } => told(
                "backwards-effective",
                *span,
                format!("effective from {from}, which is after {to}"),
                format!("施行之日 {from} 在终止之日 {to} 之后"),
            )
            .help("write the earlier day first", "先写较早的一天"),
            Self::NeverInForce { rule, policy } => told(
                "never-in-force",
                *rule,
                "this rule binds no day: it is in force only outside the days of its policy",
                "这条规则没有一天有效：它的施行期与政策的施行期没有重合",
            )
            .label("the rule's days", "规则的施行期")
            .related(*policy, "the policy's days", "政策的施行期")
            .help(
                "a rule is in force on the days that its own `effective` and the policy's share",
                "规则只在自身与政策的施行期重合的日子有效",
            ),
            Self::DuplicateRule { id, anonymous: false, first, second } => told(
                "duplicate-rule",
                *second,
                format!("the rule id `{id}` is used twice"),
                format!("规则编号 `{id}` 用了两次"),
            )
            .label("used again here", "又用于此处")
            .related(*first, "first used here", "先用于此处")
            .help(
                "ids are unique over all files of a run: choose another",
                "一次运行的所有文件里编号不得重复：请另取一个",
            ),
            Self::DuplicateRule { id, anonymous: true, first, second } => told(
                "duplicate-rule",
                *second,
                format!("the rule `{id}` stands here twice"),
                format!("规则 `{id}` 写了两遍"),
            )
            .label("the same again", "与前一条相同")
            .related(*first, "first stated here", "先写于此处")
            .help(
                "remove one, or name them: `rule ID` and the sentence behind it",
                "删去一条，或给它们编号：`规则 编号`，后接句子",
            ),
        }
    }
}
