//! Files, statements and lines.

use super::{Message, place, say};
use crate::syntax::problem::Place;
use crate::syntax::spelt_out;

pub(super) fn file_too_large(limit: usize) -> Message {
    Message::new(
        "file-too-large",
        say(format!("the rule file is larger than {limit} MiB"), format!("规则文件超过 {limit} MiB")),
        say("split it into several files", "请拆成几个文件"),
    )
}

pub(super) fn too_deep(limit: usize) -> Message {
    Message::new(
        "nested-too-deep",
        say(format!("this nests deeper than {limit} levels"), format!("嵌套超过 {limit} 层")),
        say("take brackets away, or split the rule", "请减少括号，或拆成几条规则"),
    )
}

pub(super) fn indented_first_line() -> Message {
    Message::new(
        "indented-first-line",
        say(
            "an indented line continues a statement, and there is none before it",
            "缩进的行接续上一条语句，而前面没有语句",
        ),
        say("start the statement in the first column", "请让语句从行首开始"),
    )
}

pub(super) fn rule_without_sentence() -> Message {
    Message::new(
        "rule-without-sentence",
        say("this rule has no sentence", "这条规则没有句子"),
        say(
            "indent the sentence: the lines below that begin with a space belong to the rule",
            "请缩进句子：下面以空格开头的行才属于这条规则",
        ),
    )
}

pub(super) fn modifier_in_line(word: &str) -> Message {
    Message::new(
        "modifier-in-line",
        say(format!("`{word}` does not start a line"), format!("`{word}` 没有另起一行")),
        say(
            format!("put `{word}` on an indented line of its own below the sentence"),
            format!("请把 `{word}` 写在句子下面单独的缩进行里"),
        ),
    )
}

pub(super) fn line_at_margin(word: &str) -> Message {
    Message::new(
        "line-at-margin",
        say(format!("`{word}` cannot open a statement"), format!("`{word}` 不能作为语句的开头")),
        say("indent the line, so that it belongs to the statement above", "请缩进这一行，让它属于上面的语句"),
    )
}

pub(super) fn repeated(word: &str) -> Message {
    Message::new(
        "repeated-line",
        say(format!("`{word}` stands here twice"), format!("`{word}` 写了两次")),
        say("keep one of the two", "请只保留一处"),
    )
}

pub(super) fn unknown_statement(typed: &str, similar: &str) -> Message {
    Message::new(
        "unknown-statement",
        say(format!("no statement opens with `{typed}`"), format!("没有以 `{typed}` 开头的语句")),
        say(format!("did you mean `{similar}`?"), format!("是不是 `{similar}`？")),
    )
    .suggest(similar)
}

pub(super) fn unknown_schedule(typed: &str, similar: &str) -> Message {
    Message::new(
        "unknown-schedule",
        say(format!("no schedule opens with `{typed}`"), format!("没有以 `{typed}` 开头的时间写法")),
        say(format!("did you mean `{similar}`?"), format!("是不是 `{similar}`？")),
    )
    .suggest(similar)
}

pub(super) fn strange_character(character: char) -> Message {
    strange(character)
}

pub(super) fn expected(places: &[Place], found: &str) -> Message {
    let wanted = place::list(places);
    let (found_en, found_zh) = if found.is_empty() {
        ("the statement ends".to_owned(), "语句结束了".to_owned())
    } else {
        (format!("found `{found}`"), format!("却是 `{found}`"))
    };
    if places.contains(&Place::Number)
        && let Some(number) = spelt_out(found)
    {
        return Message::new(
            "unexpected-word",
            say(format!("`{found}` is no number here"), format!("此处 `{found}` 不是数")),
            say(format!("write `{number}`"), format!("请写 `{number}`")),
        )
        .suggest(number.to_string());
    }
    Message::new(
        "unexpected-word",
        say(format!("expected {}, {found_en}", wanted.en), format!("此处应是{}，{found_zh}", wanted.zh)),
        place::help(places),
    )
    .label("here", "此处")
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
