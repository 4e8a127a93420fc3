//! The wording of this stage's problems, English and Chinese.

mod form;
mod place;

use super::lower::zh_unit_name;
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
pub const CODES: [&str; 38] = [
    "file-too-large",
    "nested-too-deep",
    "indented-first-line",
    "not-supported-yet",
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
    "number-too-long",
    "unclosed-quote",
    "unknown-sign",
    "minus-without-spaces",
    "chained-comparison",
    "condition-as-value",
    "unknown-date-part",
    "keyword-as-name",
    "name-starts-with-digit",
    "list-of-activities",
    "and-between-subjects",
    "missing-who",
    "missing-when",
    "missing-activity",
    "missing-within",
    "modifier-in-line",
    "line-at-margin",
    "repeated-line",
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
            | Self::Unsupported { span, .. }
            | Self::SingularUnit { span, .. }
            | Self::ZhUnit { span, .. }
            | Self::BareCount { span, .. }
            | Self::UnknownSchedule { span, .. }
            | Self::EveryUnit { span, .. }
            | Self::GapInEach { span, .. }
            | Self::UnknownUnit { span, .. }
            | Self::Glued { span, .. }
            | Self::DateShape { span, .. }
            | Self::NoSuchDate { span, .. }
            | Self::DayZero { span }
            | Self::MonthDayOutsideYear { span, .. }
            | Self::WindowWraps { span }
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
            | Self::Expected { span, .. } => *span,
        }
    }

    fn message(&self) -> Message {
        match self {
            Self::FileTooLarge { .. }
            | Self::TooDeep { .. }
            | Self::IndentedFirstLine { .. }
            | Self::Unsupported { .. }
            | Self::ModifierInLine { .. }
            | Self::LineAtMargin { .. }
            | Self::Repeated { .. }
            | Self::UnknownStatement { .. }
            | Self::UnknownSchedule { .. }
            | Self::StrangeCharacter { .. }
            | Self::Expected { .. } => self.about_statement(),
            Self::SingularUnit { .. }
            | Self::ZhUnit { .. }
            | Self::BareCount { .. }
            | Self::EveryUnit { .. }
            | Self::GapInEach { .. }
            | Self::UnknownUnit { .. }
            | Self::DateShape { .. }
            | Self::NoSuchDate { .. }
            | Self::DayZero { .. }
            | Self::MonthDayOutsideYear { .. }
            | Self::WindowWraps { .. } => self.about_time(),
            _ => self.about_words(),
        }
    }

    /// Files, statements and lines.
    fn about_statement(&self) -> Message {
        match self {
            Self::FileTooLarge { limit, .. } => Message::new(
                "file-too-large",
                say(format!("the rule file is larger than {limit} MiB"), format!("规则文件超过 {limit} MiB")),
                say("split it into several files", "请拆成几个文件"),
            ),
            Self::TooDeep { limit, .. } => Message::new(
                "nested-too-deep",
                say(format!("this nests deeper than {limit} levels"), format!("嵌套超过 {limit} 层")),
                say("take brackets away, or split the rule", "请减少括号，或拆成几条规则"),
            ),
            Self::IndentedFirstLine { .. } => Message::new(
                "indented-first-line",
                say(
                    "an indented line continues a statement, and there is none before it",
                    "缩进的行接续上一条语句，而前面没有语句",
                ),
                say("start the statement in the first column", "请让语句从行首开始"),
            ),
            Self::Unsupported { form, .. } => {
                let (en, zh) = form::names(*form);
                Message::new(
                    "not-supported-yet",
                    say(format!("`{en}` is not supported yet"), format!("`{zh}` 尚未支持")),
                    say(
                        "the language has it, this version cannot judge it; leave it out for now",
                        "语言里有这种写法，但本版本还不能判定；请暂时去掉",
                    ),
                )
            }
            Self::ModifierInLine { word, .. } => Message::new(
                "modifier-in-line",
                say(format!("`{word}` does not start a line"), format!("`{word}` 没有另起一行")),
                say(
                    format!("put `{word}` on an indented line of its own below the sentence"),
                    format!("请把 `{word}` 写在句子下面单独的缩进行里"),
                ),
            ),
            Self::LineAtMargin { word, .. } => Message::new(
                "line-at-margin",
                say(format!("`{word}` cannot open a statement"), format!("`{word}` 不能作为语句的开头")),
                say("indent the line, so that it belongs to the statement above", "请缩进这一行，让它属于上面的语句"),
            ),
            Self::Repeated { word, .. } => Message::new(
                "repeated-line",
                say(format!("`{word}` stands here twice"), format!("`{word}` 写了两次")),
                say("keep one of the two", "请只保留一处"),
            ),
            Self::UnknownStatement { typed, similar, .. } => Message::new(
                "unknown-statement",
                say(format!("no statement opens with `{typed}`"), format!("没有以 `{typed}` 开头的语句")),
                say(format!("did you mean `{similar}`?"), format!("是不是 `{similar}`？")),
            )
            .suggest(*similar),
            Self::UnknownSchedule { typed, similar, .. } => Message::new(
                "unknown-schedule",
                say(format!("no schedule opens with `{typed}`"), format!("没有以 `{typed}` 开头的时间写法")),
                say(format!("did you mean `{similar}`?"), format!("是不是 `{similar}`？")),
            )
            .suggest(*similar),
            Self::StrangeCharacter { character, .. } => strange(*character),
            Self::Expected { places, found, .. } => {
                let wanted = place::list(places);
                let (found_en, found_zh) = if found.is_empty() {
                    ("the statement ends".to_owned(), "语句结束了".to_owned())
                } else {
                    (format!("found `{found}`"), format!("却是 `{found}`"))
                };
                Message::new(
                    "unexpected-word",
                    say(format!("expected {}, {found_en}", wanted.en), format!("此处应是{}，{found_zh}", wanted.zh)),
                    place::help(places),
                )
                .label("here", "此处")
            }
            _ => self.about_words(),
        }
    }

    /// Units, dates and windows.
    fn about_time(&self) -> Message {
        match self {
            Self::SingularUnit { right, .. } => Message::new(
                "singular-unit",
                say("the singular of a unit belongs to 1 alone", "英文单位的单数形式只用于 1"),
                say(format!("write `{right}`"), format!("请写 `{right}`")),
            )
            .suggest(right),
            Self::ZhUnit { right, .. } => Message::new(
                "month-without-measure",
                say("a duration of months is written with `个`", "期限要写 `个`：例如 6月是六月，6个月才是期限"),
                say(format!("write `{right}`"), format!("请写 `{right}`")),
            )
            .suggest(right),
            Self::BareCount { typed, .. } => {
                let number = typed.trim_end_matches('次').trim_end();
                Message::new(
                    "quantity-without-bound",
                    say(
                        format!("`{typed}` does not say whether more or fewer will do"),
                        format!("`{typed}` 没有说多或少是否可以"),
                    ),
                    say(
                        format!("write `at least {number}`, `at most {number}` or `exactly {number}`"),
                        format!("请写 `至少{number}次`、`至多{number}次` 或 `恰{number}次`"),
                    ),
                )
            }
            Self::EveryUnit { unit, .. } => {
                let (keyword, zh) = (unit.keyword(), zh_unit_name(*unit));
                let rolling = rolling(*unit);
                Message::new(
                    "every-without-number",
                    say(format!("`every {keyword}` can mean two things"), format!("`every {keyword}` 有两种意思")),
                    say(
                        format!(
                            "write `each {keyword}` for each calendar period, or `every {}` for a clock that starts anew with each record",
                            rolling.0
                        ),
                        format!(
                            "按日历周期请写 `each {keyword}`（每{zh}），从上一次起滚动计算请写 `every {}`（每{}）",
                            rolling.0, rolling.1
                        ),
                    ),
                )
            }
            Self::GapInEach { right, .. } => Message::new(
                "gap-in-each",
                say("`每` and its unit are one word", "`每` 与单位之间不能有空格"),
                say(format!("write `{right}`"), format!("请写 `{right}`")),
            )
            .suggest(right),
            Self::UnknownUnit { typed, similar, .. } => Message::new(
                "unknown-unit",
                say(format!("`{typed}` is no unit of the calendar"), format!("`{typed}` 不是日历单位")),
                say(format!("did you mean `{similar}`?"), format!("是不是 `{similar}`？")),
            )
            .suggest(*similar),
            Self::DateShape { right, .. } => Message::new(
                "date-format",
                say("this is not how a date is written", "日期的写法不对"),
                say(format!("write `{right}`"), format!("请写 `{right}`")),
            )
            .suggest(right),
            Self::NoSuchDate { typed, last, .. } => Message::new(
                "no-such-date",
                say(format!("there is no day `{typed}`"), format!("没有 `{typed}` 这一天")),
                match last {
                    Some(last) => say(
                        format!("the last day of that month is the {last}th").replace("31th", "31st"),
                        format!("该月的最后一天是 {last} 日"),
                    ),
                    None => say("a month is 01 … 12, a year 0001 … 9999", "月份为 01 … 12，年份为 0001 … 9999"),
                },
            ),
            Self::DayZero { .. } => Message::new(
                "day-zero",
                say("the days of a period are counted from 1", "周期内的日从 1 数起"),
                say("the first day is `day 1`", "第一天是 `第1日`"),
            ),
            Self::MonthDayOutsideYear { unit, .. } => Message::new(
                "month-day-outside-year",
                say(
                    format!("a month and day has its place in a year only, not in a {}", unit.keyword()),
                    format!("月-日只能用于每年，不能用于每{}", zh_unit_name(*unit)),
                ),
                say("count the days of the period: `day 15`", "请写周期内的第几日：`第15日`"),
            ),
            Self::WindowWraps { .. } => Message::new(
                "window-wraps",
                say("this window ends before it begins", "这个时间窗的结束早于开始"),
                say(
                    "a stretch over the turn of the year is a season: `season winter 11-01 to 03-31`, then `each winter`",
                    "跨年的一段请声明为时段：`时段 冬季 11-01 至 03-31`，再写 `每 冬季`",
                ),
            ),
            _ => self.about_words(),
        }
    }

    /// Names, signs, and what is missing.
    fn about_words(&self) -> Message {
        match self {
            Self::Glued { spaced, .. } => Message::new(
                "glued-words",
                say("words are missing the spaces between them", "词与词之间缺少空格"),
                say(format!("write `{spaced}`"), format!("请写 `{spaced}`")),
            )
            .suggest(spaced),
            Self::NumberTooLong { .. } => Message::new(
                "number-too-long",
                say("this number has too many digits to be kept exactly", "这个数的位数太多，无法精确表示"),
                say("28 digits are the most", "最多 28 位"),
            ),
            Self::UnclosedQuote { right, .. } => {
                let message = Message::new(
                    "unclosed-quote",
                    say("this quote is not closed on its line", "引号没有在本行内关闭"),
                    say(
                        "close it with the sign that matches: \"…\", “…”, 「…」; names: `…`",
                        "请用配对的引号关闭：\"…\"、“…”、「…」；名称用 `…`",
                    ),
                );
                match right {
                    Some(right) => message.suggest(right),
                    None => message,
                }
            }
            Self::Sign { typed, right, .. } => Message::new(
                "unknown-sign",
                say(format!("`{typed}` is no sign of the language"), format!("语言里没有 `{typed}` 这个符号")),
                say(format!("write `{right}`"), format!("请写 `{right}`")),
            )
            .suggest(*right),
            Self::TightMinus { spaced, .. } => Message::new(
                "minus-without-spaces",
                say("a minus needs a space on either side", "减号两边需要空格"),
                say(
                    format!("write `{spaced}`; without spaces it is a part of a name"),
                    format!("请写 `{spaced}`；没有空格时它是名称的一部分"),
                ),
            )
            .suggest(spaced),
            Self::ChainedComparison { .. } => Message::new(
                "chained-comparison",
                say("a comparison has two sides", "一个比较只有两边"),
                say("write `a < b and b < c`", "请写 `a < b 且 b < c`"),
            ),
            Self::ConditionAsValue { .. } => Message::new(
                "condition-as-value",
                say("this is true or false, and a value must stand here", "这里应是一个值，而不是一个条件"),
                say("compare values, and join conditions with `and` and `or`", "请比较值，条件之间用 `且`、`或` 连接"),
            ),
            Self::UnknownPart { part, .. } => Message::new(
                "unknown-date-part",
                say(format!("nothing has a part `{part}` here"), format!("这里没有 `{part}` 这一部分")),
                say("a date has `.year`, `.month` and `.day`", "日期有 `.年`、`.月`、`.日`"),
            ),
            Self::KeywordAsName { word, .. } => Message::new(
                "keyword-as-name",
                say(
                    format!("`{word}` is a word of the language and cannot be a name by itself"),
                    format!("`{word}` 是语言的关键词，不能直接作名称"),
                ),
                say(format!("put it in backticks: `` `{word}` ``"), format!("请加反引号：`` `{word}` ``")),
            )
            .suggest(format!("`{word}`")),
            Self::DigitName { word, .. } => Message::new(
                "name-starts-with-digit",
                say(format!("a name cannot start with a digit: `{word}`"), format!("名称不能以数字开头：`{word}`")),
                say(format!("put it in backticks: `` `{word}` ``"), format!("请加反引号：`` `{word}` ``")),
            )
            .suggest(format!("`{word}`")),
            Self::ActivityList { .. } => Message::new(
                "list-of-activities",
                say("a comma between activities can mean two things", "活动之间的顿号或逗号有两种意思"),
                say(
                    "write `and` (和) where each is owed, `or` (或) where either will do",
                    "都要做请写 `和`（and），做其一即可请写 `或`（or）",
                ),
            ),
            Self::AndBetweenSubjects { right, .. } => Message::new(
                "and-between-subjects",
                say("subjects are joined with `or`: the rule binds each of them", "主体之间用 `或`：规则约束其中每一个"),
                say(format!("write `{right}` or a comma"), format!("请写 `{right}` 或顿号")),
            )
            .suggest(*right),
            Self::MissingWho { .. } => Message::new(
                "missing-who",
                say("the sentence does not say whom it binds", "句子没有说约束谁"),
                say(
                    "begin with the subject: `养老机构 every 6 months fire_drill`",
                    "请以主体开头：`养老机构 每6个月 消防演练`",
                ),
            ),
            Self::MissingWhen { .. } => Message::new(
                "missing-when",
                say("the sentence does not say when", "句子没有说什么时候"),
                say(
                    "put a schedule here: `every 6 months`, `each year`, `by 2024-12-31`, `after M within 15 days`, `never`, `whenever`",
                    "请在此写时间：`每6个月`、`每年`、`于2024-12-31前`、`M 后15日内`、`不得`、`凡`",
                ),
            )
            .label("a schedule is missing here", "此处缺少时间"),
            Self::MissingActivity { .. } => Message::new(
                "missing-activity",
                say("the sentence does not say what is to be done", "句子没有说做什么"),
                say(
                    "put the activity behind the schedule: `养老机构 every 6 months fire_drill`",
                    "请在时间后写活动：`养老机构 每6个月 消防演练`",
                ),
            )
            .label("an activity is missing here", "此处缺少活动"),
            Self::MissingWithin { right, .. } => {
                let message = Message::new(
                    "missing-within",
                    say("the sentence does not say within how long", "句子没有说在多长时间之内"),
                    say(
                        "write `after M within 15 days`, `before M within 3 days` or `before M ever`",
                        "请写 `M 后15日内`、`M 前3日内` 或 `M 前 曾`",
                    ),
                );
                match right {
                    Some(right) => message.suggest(right),
                    None => message,
                }
            }
            _ => self.about_statement(),
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

/// `1 month` and 1个月, for each unit; units that no duration has are counted in those it has.
const fn rolling(unit: crate::calendar::Unit) -> (&'static str, &'static str) {
    use crate::calendar::Unit;
    match unit {
        Unit::Day => ("1 day", "1日"),
        Unit::Week => ("1 week", "1周"),
        Unit::Xun => ("10 days", "10日"),
        Unit::HalfMonth => ("15 days", "15日"),
        Unit::Month => ("1 month", "1个月"),
        Unit::TwoMonths => ("2 months", "2个月"),
        Unit::Quarter => ("1 quarter", "1个季度"),
        Unit::HalfYear => ("1 half-year", "1个半年"),
        Unit::Year => ("1 year", "1年"),
    }
}

/// A character that no rule file has outside quotes.
fn strange(character: char) -> Message {
    let shown = if character.is_control()
        || matches!(character, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{FEFF}')
    {
        format!("U+{:04X}", u32::from(character))
    } else {
        character.to_string()
    };
    let help = match character {
        '\'' | '‘' | '’' | '《' | '》' | '『' | '』' | '”' | '」' => {
            say("text stands in \"…\", “…” or 「…」", "文本写在 \"…\"、“…” 或 「…」 里")
        }
        ';' | '。' => say("a statement ends with its line; take the sign away", "语句在行末结束；请去掉这个符号"),
        _ => say("take it away, or put the words in quotes or backticks", "请去掉它，或把文字放进引号、反引号"),
    };
    Message::new(
        "strange-character",
        say(format!("`{shown}` cannot stand here"), format!("`{shown}` 不能写在这里")),
        help,
    )
}
