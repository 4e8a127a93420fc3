//! Lines behind a sentence that are no modifier, or not written as one.

use super::{Message, say};

pub(super) fn unknown(typed: &str, similar: Option<&str>) -> Message {
    let title = say(
        format!("a line behind a sentence cannot begin with `{typed}`"),
        format!("句子后面的行不能以 `{typed}` 开头"),
    );
    match similar {
        Some(similar) => Message::new(
            "unexpected-word",
            title,
            say(format!("did you mean `{similar}`?"), format!("是不是想写 `{similar}`？")),
        )
        .suggest(similar),
        None => Message::new(
            "unexpected-word",
            title,
            say(
                "it goes on with the sentence, or begins with a modifier: `cite`, `because`, `note`, `severity`, `score`, `tags`, `effective`, `grace`, `otherwise`, `overrides`, `extended` …",
                "它接续句子，或以修饰语开头：`依据`、`理由`、`备注`、`严重程度`、`分值`、`标签`、`施行`、`宽限`、`否则`、`优先于`、`因`、`遇假日顺延`、`不足期计入`",
            ),
        ),
    }
}

pub(super) fn form(word: &str) -> Message {
    let (en, zh) = example(word);
    Message::new(
        "unexpected-word",
        say(format!("a line with `{word}` is written otherwise"), format!("`{word}` 这一行不是这样写的")),
        say(format!("for example `{en}`"), format!("例如 `{zh}`")),
    )
    .label("here", "此处")
}

/// A line with a modifier, in both languages.
fn example(word: &str) -> (&'static str, &'static str) {
    match word {
        "because" | "理由" => ("because \"a drill every half-year\"", "理由 \"每半年演练一次\""),
        "note" | "备注" => ("note \"asked of the bureau\"", "备注 \"已询问主管部门\""),
        "severity" | "严重程度" => ("severity high", "严重程度 高"),
        "score" | "分值" => ("score 5", "分值 5"),
        "tags" | "标签" => ("tags fire, safety", "标签 消防、安全"),
        "effective" | "施行" => ("effective from 2024-01-01 to 2024-12-31", "施行 自 2024-01-01 至 2024-12-31"),
        "count" | "不足期计入" => ("count partial periods", "不足期计入"),
        "grace" | "宽限" => ("grace 3 days", "宽限 3日"),
        "otherwise" | "否则" => ("otherwise within 10 days report", "否则 10日内 上报"),
        "overrides" | "优先于" => ("overrides drill-half-year", "优先于 drill-half-year"),
        "extended" | "因" => ("extended by rain for 5 days at most 2", "因 下雨 顺延5日 至多2次"),
        "next" | "遇假日顺延" => ("next working day", "遇假日顺延"),
        _ => ("cite \"Article 7\"", "依据 \"第七条\""),
    }
}
