//! Tests in the language.

use super::{Message, say};

pub(super) fn unknown_line(typed: &str, similar: Option<&str>) -> Message {
    let title = say(format!("no line of a test opens with `{typed}`"), format!("测试里没有以 `{typed}` 开头的行"));
    let any = say("a line opens with `given`, `as of` or `expect`", "测试的行以 `已知`、`截至` 或 `期望` 开头");
    did_you_mean("unknown-test-line", title, any, similar)
}

pub(super) fn unknown_status(typed: &str, similar: Option<&str>) -> Message {
    let title = say(format!("`{typed}` is no status"), format!("`{typed}` 不是结论"));
    let any = say(
        "`met`, `late`, `remedied`, `violated`, `pending`, `unknown`, `exempt`, or `no` for no duty",
        "`合规`、`逾期完成`、`已补救`、`违规`、`待履行`、`无法判定`、`豁免`，或以 `无` 表示没有义务",
    );
    did_you_mean("unknown-status", title, any, similar)
}

pub(super) fn no_such_label(typed: &str) -> Message {
    Message::new(
        "no-such-label",
        say(format!("`{typed}` is no label of a period"), format!("`{typed}` 不是周期的名称")),
        say(
            "for example `2024`, `2024-H1`, `2024-Q1`, `2024-B2`, `2024-03`, `2024-03-A`, `2024-03-X1`, `2024-W10`, `2024-03-05`",
            "例如 `2024`、`2024-H1`、`2024-Q1`、`2024-B2`、`2024-03`、`2024-03-A`、`2024-03-X1`、`2024-W10`、`2024-03-05`",
        ),
    )
}

fn did_you_mean(
    code: &'static str,
    title: crate::text::Wording,
    any: crate::text::Wording,
    similar: Option<&str>,
) -> Message {
    match similar {
        Some(similar) => {
            let help = say(format!("did you mean `{similar}`?"), format!("是不是 `{similar}`？"));
            Message::new(code, title, help).suggest(similar)
        }
        None => Message::new(code, title, any),
    }
}
