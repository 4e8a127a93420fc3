//! Problems with types.

use super::operand::{mismatch, with_origin, wrong_operand};
use super::{Asker, Operand, Tell, kind_wording, told};
use crate::diagnostic::{Diagnostic, Explain};
use crate::rulebook::Kind;
use crate::text::{Span, Wording};

/// A problem with types.
#[derive(Debug, Clone, PartialEq)]
pub enum KindProblem {
    /// Two declarations of one name with different types.
    ConflictingDeclarations {
        /// The name.
        name: String,
        /// The first type and place.
        first: (Kind, Span),
        /// The second.
        second: (Kind, Span),
    },
    /// Two uses that give one name different types.
    ConflictingUses {
        /// The name.
        name: String,
        /// The type of the first use, and its place.
        first: (Kind, Span),
        /// The second.
        second: (Kind, Span),
    },
    /// Two values of different types compared.
    Mismatch {
        /// Left.
        left: Operand,
        /// Right.
        right: Operand,
        /// The literal that would fit, and the one it replaces.
        instead: Option<(Span, String)>,
    },
    /// A text that is none of the choices.
    NotAChoice {
        /// The text.
        text: String,
        /// Its place.
        span: Span,
        /// What it is compared with.
        of: String,
        /// The choices.
        choices: Vec<String>,
        /// The one that looks like it.
        nearest: Option<String>,
        /// Where they are declared.
        declared: Option<Span>,
    },
    /// A name compared with a choice, where a text in quotes was meant.
    UnquotedChoice {
        /// The name.
        name: String,
        /// Its place.
        span: Span,
    },
    /// `<` between things without an order.
    NoOrder {
        /// One of them.
        operand: Operand,
        /// The comparison.
        span: Span,
    },
    /// A type that does not fit where it stands.
    WrongOperand {
        /// What stands there.
        operand: Operand,
        /// What asks.
        asker: Asker,
        /// The type that fits.
        wanted: Kind,
    },
    /// A number of days compared with a duration.
    DaysAgainstDuration {
        /// The comparison.
        span: Span,
        /// The sentence that says it.
        instead: String,
    },
    /// A duration that is neither behind `+` nor `-`.
    MisplacedDuration {
        /// The duration.
        span: Span,
        /// What may be meant.
        instead: Option<(Span, String)>,
    },
    /// A date plus a plain number.
    DatePlusNumber {
        /// The number as written.
        number: String,
        /// Its place.
        span: Span,
    },
    /// A value by itself that is not true or false.
    NotACondition {
        /// It.
        operand: Operand,
    },
    /// `date` behind `with`, where there is no record.
    NoRecord {
        /// Its place.
        span: Span,
    },
    /// A comparison that needs a type nothing tells.
    UnknownKind {
        /// The names.
        text: String,
        /// Its place.
        span: Span,
    },
    /// Two names compared of which nothing is known; perhaps one is a text.
    PerhapsText {
        /// The right side, as written.
        name: String,
        /// Its place.
        span: Span,
    },
    /// A field that several activities have with different types.
    FieldsDiffer {
        /// The field.
        name: String,
        /// An activity, and its type there.
        first: (String, Kind),
        /// Another.
        second: (String, Kind),
        /// Where the rule names it.
        span: Span,
    },
    /// `matching` fields of different types.
    MatchingDiffers {
        /// The field.
        name: String,
        /// Its type in the trigger.
        trigger: Kind,
        /// Its type in the activity.
        activity: Kind,
        /// Where `matching` names it.
        span: Span,
    },
}

impl Explain for KindProblem {
    fn diagnostic(&self) -> Diagnostic {
        match self {
            Self::ConflictingDeclarations { name, first, second } => {
                let (one, other) = (kind_wording(&first.0), kind_wording(&second.0));
                let title = if matches!((&first.0, &second.0), (Kind::Choice(_), Kind::Choice(_))) {
                    Wording::new(
                        format!("`{name}` is declared twice with different choices"),
                        format!("`{name}` 的两处声明选项不同"),
                    )
                } else {
                    Wording::new(
                        format!("`{name}` is declared as {} and as {}", one.en, other.en),
                        format!("`{name}` 一处声明为{}，另一处声明为{}", one.zh, other.zh),
                    )
                };
                told("conflicting-declarations", second.1, title.en, title.zh)
                    .label(format!("{} here", other.en), format!("此处为{}", other.zh))
                    .related(first.1, format!("{} here", one.en), format!("此处为{}", one.zh))
                    .help(
                        "a name has one type in all files of a run: make the two the same",
                        "一个名称在一次运行的所有文件里只有一种类型：请改为一致",
                    )
            }
            Self::ConflictingUses { name, first, second } => {
                let (one, other) = (kind_wording(&first.0), kind_wording(&second.0));
                told(
                    "conflicting-uses",
                    second.1,
                    format!("`{name}` is used as {} and as {}", one.en, other.en),
                    format!("`{name}` 一处用作{}，另一处用作{}", one.zh, other.zh),
                )
                .label(format!("{} here", other.en), format!("此处用作{}", other.zh))
                .related(first.1, format!("{} here", one.en), format!("此处用作{}", one.zh))
                .help("use it as one type; declaring it says which", "只能用作一种类型；声明它即可说明是哪一种")
            }
            Self::Mismatch { left, right, instead } => mismatch(left, right, instead.as_ref()),
            Self::NotAChoice { text, span, of, choices, nearest, declared } => {
                let told = told(
                    "not-a-choice",
                    *span,
                    format!("`{text}` is not one of the choices of `{of}`"),
                    format!("`{text}` 不在 `{of}` 的选项之中"),
                );
                let told = match nearest {
                    Some(nearest) => told
                        .help(format!("did you mean \"{nearest}\"?"), format!("是不是想写“{nearest}”？"))
                        .suggest(Some(format!("\"{nearest}\""))),
                    None => {
                        let list = shown(choices);
                        told.help(format!("it is one of {list}"), format!("可选的有 {list}"))
                    }
                };
                match declared {
                    Some(declared) => told.related(*declared, "the choices are declared here", "选项声明于此处"),
                    None => told,
                }
            }
            Self::UnquotedChoice { name, span } => told(
                "not-a-choice",
                *span,
                format!("`{name}` is a text and needs quotes"),
                format!("`{name}` 是文本，须加引号"),
            )
            .help(format!("write \"{name}\""), format!("写作“{name}”"))
            .suggest(Some(format!("\"{name}\""))),
            Self::NoOrder { operand, span } => {
                let kind = kind_wording(&operand.kind);
                with_origin(
                    told(
                        "no-order",
                        *span,
                        format!("`{}` is {}, which is neither more nor less than another", operand.text, kind.en),
                        format!("`{}` 是{}，不能比较大小", operand.text, kind.zh),
                    ),
                    operand,
                )
                .help("compare it with `=`, `!=` or `in ( … )`", "请用 `=`、`!=` 或 `属于（…）` 来比较")
            }
            Self::WrongOperand { operand, asker, wanted } => wrong_operand(operand, asker, wanted),
            Self::DaysAgainstDuration { span, instead } => told(
                "days-against-duration",
                *span,
                "the difference of two dates is a number of days and does not compare with a duration",
                "两个日期之差是天数，不能与时长比较",
            )
            .help(format!("write `{instead}`"), format!("写作 `{instead}`"))
            .suggest(Some(instead.clone())),
            Self::MisplacedDuration { span, instead } => {
                let told = told(
                    "misplaced-duration",
                    *span,
                    "a duration stands only behind a date and `+` or `-`",
                    "时长只能写在日期和 `+` 或 `-` 之后",
                );
                match instead {
                    Some((place, text)) => Diagnostic { span: *place, ..told }
                        .help(format!("write `{text}`"), format!("写作 `{text}`"))
                        .suggest(Some(text.clone())),
                    None => told.help(
                        "for example `valid_until + 6 months`; a plain number of days has no unit",
                        "例如 `有效期止 + 6个月`；天数只写数字，不带单位",
                    ),
                }
            }
            Self::DatePlusNumber { number, span } => told(
                "date-plus-number",
                *span,
                format!("`{number}` what? a date moves by days, weeks, months or years"),
                format!("`{number}` 什么？日期按日、周、月、年移动"),
            )
            .help(format!("say the unit: `{number} days`"), format!("写明单位：`{number}日`")),
            Self::NotACondition { operand } => {
                let kind = kind_wording(&operand.kind);
                with_origin(
                    told(
                        "not-a-condition",
                        operand.span,
                        format!("`{}` alone is no condition: it is {}", operand.text, kind.en),
                        format!("只写 `{}` 不成条件：它是{}", operand.text, kind.zh),
                    ),
                    operand,
                )
                .help(
                    format!("compare it with something, or ask for `{} present`", operand.text),
                    format!("请与某个值比较，或写 `有 {}`", operand.text),
                )
            }
            Self::NoRecord { span } => told(
                "no-record-here",
                *span,
                "there is no record here, so there is no `date`",
                "此处没有记录，因而没有 `日期`",
            )
            .help(
                "`with` and `always require` look at the register; conditions on records stand behind `where`",
                "`且` 和 `始终 须` 看的是名册；对记录的条件写在 `其中` 之后",
            ),
            Self::UnknownKind { text, span } => told(
                "unknown-type",
                *span,
                format!("nothing tells whether `{text}` is about numbers or dates"),
                format!("看不出 `{text}` 是数还是日期"),
            )
            .help(
                "declare one of the names with its type, such as `attribute beds: number`",
                "声明其中一个名称的类型，如 `属性 床位数: 数`",
            ),
            Self::PerhapsText { name, span } => told(
                "perhaps-a-text",
                *span,
                format!("`{name}` is read as a name, of which nothing else is known"),
                format!("`{name}` 被当作名称，而别处对它一无所知"),
            )
            .help(
                format!("if it is a text, write \"{name}\"; if it is a name, declare it"),
                format!("若是文本，写作“{name}”；若是名称，请声明它"),
            )
            .suggest(Some(format!("\"{name}\""))),
            Self::FieldsDiffer { name, first, second, span } => {
                let (one, other) = (kind_wording(&first.1), kind_wording(&second.1));
                told(
                    "fields-differ",
                    *span,
                    format!("`{name}` is {} in `{}` and {} in `{}`", one.en, first.0, other.en, second.0),
                    format!("`{name}` 在 `{}` 里是{}，在 `{}` 里是{}", first.0, one.zh, second.0, other.zh),
                )
                .help(
                    "a rule that takes either activity needs one type in both: declare them alike",
                    "两种活动都算数的规则，字段类型须一致：请声明为同一类型",
                )
            }
            Self::MatchingDiffers { name, trigger, activity, span } => {
                let (one, other) = (kind_wording(trigger), kind_wording(activity));
                told(
                    "matching-differs",
                    *span,
                    format!("`{name}` is {} in the trigger and {} in the activity", one.en, other.en),
                    format!("`{name}` 在触发活动里是{}，在所求活动里是{}", one.zh, other.zh),
                )
                .help(
                    "values of different types are never equal: declare them alike",
                    "不同类型的值不会相等：请声明为同一类型",
                )
            }
        }
    }
}

/// The first few of a list of choices.
fn shown(choices: &[String]) -> String {
    let mut list: Vec<String> = choices.iter().take(8).map(|choice| format!("\"{choice}\"")).collect();
    if choices.len() > list.len() {
        list.push("…".to_owned());
    }
    list.join(", ")
}
