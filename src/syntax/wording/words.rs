//! Names, signs, and what is missing in a sentence.

use super::{Message, say};

pub(super) fn glued(spaced: &str) -> Message {
    Message::new(
        "glued-words",
        say("words are missing the spaces between them", "词与词之间缺少空格"),
        say(format!("write `{spaced}`"), format!("请写 `{spaced}`")),
    )
    .suggest(spaced)
}

pub(super) fn number_too_long() -> Message {
    Message::new(
        "number-too-long",
        say("this number has too many digits to be kept exactly", "这个数的位数太多，无法精确表示"),
        say("28 digits are the most", "最多 28 位"),
    )
}

pub(super) fn unclosed_quote(right: Option<&str>) -> Message {
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

pub(super) fn sign(typed: &str, right: &str) -> Message {
    let title = if right == "#" {
        say("a comment opens with `#`", "注释以 `#` 开头")
    } else {
        say(format!("`{typed}` is no sign of the language"), format!("语言里没有 `{typed}` 这个符号"))
    };
    Message::new("unknown-sign", title, say(format!("write `{right}`"), format!("请写 `{right}`"))).suggest(right)
}

pub(super) fn tight_minus(spaced: &str) -> Message {
    Message::new(
        "minus-without-spaces",
        say("a minus needs a space on either side", "减号两边需要空格"),
        say(
            format!("write `{spaced}`; without spaces it is a part of a name"),
            format!("请写 `{spaced}`；没有空格时它是名称的一部分"),
        ),
    )
    .suggest(spaced)
}

pub(super) fn chained_comparison() -> Message {
    Message::new(
        "chained-comparison",
        say("a comparison has two sides", "一个比较只有两边"),
        say("write `a < b and b < c`", "请写 `a < b 且 b < c`"),
    )
}

pub(super) fn condition_as_value() -> Message {
    Message::new(
        "condition-as-value",
        say("this is true or false, and a value must stand here", "这里应是一个值，而不是一个条件"),
        say("compare values, and join conditions with `and` and `or`", "请比较值，条件之间用 `且`、`或` 连接"),
    )
}

pub(super) fn unknown_part(part: &str) -> Message {
    Message::new(
        "unknown-date-part",
        say(format!("nothing has a part `{part}` here"), format!("这里没有 `{part}` 这一部分")),
        say("a date has `.year`, `.month` and `.day`", "日期有 `.年`、`.月`、`.日`"),
    )
}

pub(super) fn keyword_as_name(word: &str) -> Message {
    Message::new(
        "keyword-as-name",
        say(
            format!("`{word}` is a word of the language and cannot be a name by itself"),
            format!("`{word}` 是语言的关键词，不能直接作名称"),
        ),
        say(format!("put it in backticks: `{word}`"), format!("请加反引号：`{word}`")),
    )
    .suggest(format!("`{word}`"))
}

pub(super) fn said_otherwise(typed: &str, right: &str) -> Message {
    Message::new(
        "unexpected-word",
        say(format!("`{typed}` is said otherwise in the language"), format!("语言里不写 `{typed}`")),
        say(format!("write `{right}`"), format!("请写 `{right}`")),
    )
    .suggest(right)
}

pub(super) fn needless(word: &str) -> Message {
    if word == "times" {
        return Message::new(
            "needless-word",
            say("`times` says nothing here", "此处不需要 `times`"),
            say("take it away: the activity stands right behind the number", "请去掉它：数的后面直接写活动"),
        );
    }
    Message::new(
        "needless-word",
        say(format!("`{word}` says nothing here"), format!("此处不需要 `{word}`")),
        say(
            format!("take `{word}` away: a sentence is an obligation already, and the activity stands by itself"),
            format!("请去掉 `{word}`：句子本身就是义务，活动直接写名称"),
        ),
    )
}

pub(super) fn activity_list() -> Message {
    Message::new(
        "list-of-activities",
        say("a comma between activities can mean two things", "活动之间的顿号或逗号有两种意思"),
        say(
            "write `and` (和) where each is owed, `or` (或) where either will do",
            "都要做请写 `和`（and），做其一即可请写 `或`（or）",
        ),
    )
}

pub(super) fn missing_who() -> Message {
    Message::new(
        "missing-who",
        say("the sentence does not say whom it binds", "句子没有说约束谁"),
        say(
            "begin with the subject: `养老机构 every 6 months fire_drill`",
            "请以主体开头：`养老机构 每6个月 消防演练`",
        ),
    )
}

pub(super) fn missing_when() -> Message {
    Message::new(
                "missing-when",
                say("the sentence does not say when", "句子没有说什么时候"),
                say(
                    "put a schedule here: `every 6 months`, `each year`, `by 2024-12-31`, `after M within 15 days`, `never`, `whenever`",
                    "请在此写时间：`每6个月`、`每年`、`于2024-12-31前`、`M 后15日内`、`不得`、`凡`",
                ),
            )
            .label("a schedule is missing here", "此处缺少时间")
}

pub(super) fn missing_activity() -> Message {
    Message::new(
        "missing-activity",
        say("the sentence does not say what is to be done", "句子没有说做什么"),
        say(
            "put the activity behind the schedule: `养老机构 every 6 months fire_drill`",
            "请在时间后写活动：`养老机构 每6个月 消防演练`",
        ),
    )
    .label("an activity is missing here", "此处缺少活动")
}

pub(super) fn missing_within(right: Option<&str>) -> Message {
    let message = Message::new(
        "missing-within",
        say("the sentence does not say within how long", "句子没有说在多长时间之内"),
        say(
            "write `after M within 15 days`, `before M within 3 days`, `before M ever` or `otherwise within 3 days A`",
            "请写 `M 后15日内`、`M 前3日内`、`M 前 曾` 或 `否则 3日内 A`",
        ),
    );
    match right {
        Some(right) => message.suggest(right),
        None => message,
    }
}

pub(super) fn bracketed_where(right: &str) -> Message {
    Message::new(
        "brackets-around-where",
        say("only a moment has its condition in brackets", "只有时点的条件才放在括号里"),
        say(format!("write `{right}` behind the activity"), format!("请在活动后直接写 `{right}`")),
    )
    .suggest(format!(" {right}"))
}

pub(super) fn and_between_subjects(right: &str) -> Message {
    Message::new(
        "and-between-subjects",
        say("subjects are joined with `or`: the rule binds each of them", "主体之间用 `或`：规则约束其中每一个"),
        say(format!("write `{right}` or a comma"), format!("请写 `{right}` 或顿号")),
    )
    .suggest(right)
}

pub(super) fn digit_name(word: &str) -> Message {
    let month = word.split_once('年').filter(|(year, _)| year.len() == 4).and_then(|(_, rest)| rest.strip_suffix('月'));
    if month.is_some_and(|month| month.parse::<u32>().is_ok()) {
        return Message::new(
            "name-starts-with-digit",
            say(format!("`{word}` is no date: the day is missing"), format!("`{word}` 不是日期：缺少日")),
            say(format!("write the day too, as `{word}1日`"), format!("请写到日，如 `{word}1日`")),
        );
    }
    Message::new(
        "name-starts-with-digit",
        say(format!("a name cannot start with a digit: `{word}`"), format!("名称不能以数字开头：`{word}`")),
        say(
            format!("put it in backticks: `{word}`; a number is written without its unit"),
            format!("请加反引号：`{word}`；数后面不写单位"),
        ),
    )
    .suggest(format!("`{word}`"))
}

pub(super) fn mixed_activities() -> Message {
    Message::new(
        "and-mixed-with-or",
        say("activities are joined with `and` or with `or`, not with both", "活动之间要么都用 `和`，要么都用 `或`"),
        say("write two rules", "请写成两条规则"),
    )
}

pub(super) fn only_or(right: &str) -> Message {
    let shown = right.trim();
    Message::new(
        "only-or",
        say("`or` alone can join these", "此处只能用 `或` 连接"),
        say(
            format!("write `{shown}`: each of them counts; for both, write two rules"),
            format!("请写 `{shown}`：其中每一个都算；两者都要时请写两条规则"),
        ),
    )
    .suggest(right)
}

pub(super) fn of_brackets(right: &str) -> Message {
    Message::new(
        "brackets-around-of",
        say("`属` stands in brackets, and `of` without any", "`属` 要放在括号里，`of` 不加括号"),
        say(format!("write `{right}`"), format!("请写 `{right}`")),
    )
    .suggest(right)
}

pub(super) fn of_several(right: &str) -> Message {
    Message::new(
        "of-several",
        say("`of` takes one category of parents", "`属` 后面只写一个类别"),
        say(format!("write `{right}`"), format!("请写 `{right}`")),
    )
    .suggest(right)
}

pub(super) fn unknown_whose(typed: &str) -> Message {
    Message::new(
        "region-or-parent",
        say(
            format!("a record belongs to the subject, its region or its parent, not to `{typed}`"),
            format!("记录属于主体、其地区或其上级，不属于 `{typed}`"),
        ),
        say("write `of region` or `of parent`", "请写 `（属 地区）` 或 `（属 上级）`"),
    )
}

pub(super) fn parent_date_as_moment() -> Message {
    Message::new(
        "date-of-the-parent",
        say("a date of the parent is no moment", "上级的日期不能作时点"),
        say(
            "name a date of the subject itself, such as `its.opened`, or an activity `of parent`",
            "请写主体自己的日期，例如 `主体.成立日期`，或上级的活动：`活动（属 上级）`",
        ),
    )
}

pub(super) fn share_out_of_range() -> Message {
    Message::new(
        "share-out-of-range",
        say("a share lies above 0% and is at most 100%", "比例要大于 0%，不超过 100%"),
        say("for everyone write `all of`", "要求全部时请写 `所有`"),
    )
}

pub(super) fn unknown_level(typed: &str, similar: Option<&str>) -> Message {
    let title = say(format!("`{typed}` is no level of groups"), format!("`{typed}` 不是分组的级别"));
    match similar {
        Some(similar) => {
            let help = say(format!("did you mean `{similar}`?"), format!("是不是 `{similar}`？"));
            Message::new("unknown-level", title, help).suggest(similar)
        }
        None => Message::new(
            "unknown-level",
            title,
            say("`province`, `city`, `county`, `town` or `parent`", "`省`、`市`、`县`、`乡镇` 或 `上级`"),
        ),
    }
}

pub(super) fn for_each_values(right: &str) -> Message {
    Message::new(
        "values-of-for-each",
        say("the values follow `in`; in Chinese they stand in brackets", "取值写在括号里；英文写在 `in` 之后"),
        say(format!("write `{right}`"), format!("请写 `{right}`")),
    )
    .suggest(right)
}

pub(super) fn unknown_period_end(part: &str) -> Message {
    Message::new(
        "unknown-period-end",
        say(format!("a period has no `{part}`"), format!("周期没有 `{part}`")),
        say("its first day is `period.from`, its last `period.to`", "第一天是 `本期.起`，最后一天是 `本期.止`"),
    )
}
