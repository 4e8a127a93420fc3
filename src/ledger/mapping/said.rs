//! What a mapping says that its table does not bear out, in both languages.

use super::super::intake::brief;
use crate::text::Wording;

/// Why a mapping does not fit its table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmapped {
    /// The table.
    pub file: String,
    /// The file that says how it is to be read; empty where none does.
    pub stated: String,
    /// The line there; 0 where none says so.
    pub line: usize,
    /// What is amiss.
    pub why: Why,
}

/// What is amiss between a mapping and its table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// No column is called so.
    NoColumn {
        /// The header the mapping names.
        column: String,
        /// What it is for: what guiju calls it, or the key it stands under.
        name: String,
        /// The headers that are there, the most alike first.
        seen: Vec<String>,
        /// The one that may be meant.
        near: Option<String>,
    },
    /// A column is said to come from two places.
    SaidTwice {
        /// What it is called first.
        first: String,
        /// In which line.
        line: usize,
        /// What it is called then.
        second: String,
    },
    /// Values are translated of a column that is not there.
    NoValues {
        /// What the mapping calls it.
        name: String,
        /// The columns that are there.
        seen: Vec<String>,
    },
    /// The table is no sheet of a workbook.
    NoSheet {
        /// What should come from the sheet's name.
        name: String,
    },
    /// The words do not stand above the header, or nothing stands behind them.
    NoTitle {
        /// The words.
        words: String,
        /// What stands there.
        seen: Vec<String>,
    },
    /// No month with its year is named there.
    NoMonth {
        /// Where it should be.
        text: String,
    },
    /// Nothing says which month the days are of.
    MonthUnsaid,
    /// No column is a day.
    NoDays {
        /// The headers that are there.
        seen: Vec<String>,
    },
    /// Two columns are the same day.
    TwoDays {
        /// One header.
        first: String,
        /// The other.
        second: String,
    },
}

impl Unmapped {
    /// The message in both languages.
    #[must_use]
    pub fn wording(&self) -> Wording {
        let file = &self.file;
        let (at, at_zh) = match (self.stated.as_str(), self.line) {
            ("", _) | (_, 0) => (String::new(), String::new()),
            (stated, line) => (format!("`{stated}`, line {line}: "), format!("`{stated}` 第 {line} 行：")),
        };
        let what = match &self.why {
            Why::NoColumn { column, name, seen, near } => {
                let (column, name) = (brief(column), brief(name));
                let (near_en, near_zh) = near.as_ref().map(|near| brief(near)).map_or_else(Default::default, |near| {
                    (format!("did you mean `{near}`? "), format!("是否应为 `{near}`？"))
                });
                Wording::new(
                    format!(
                        "`{file}` has no column `{column}` for `{name}`: {near_en}its headers are {}",
                        list(seen, ", ")
                    ),
                    format!("`{file}` 没有 `{column}` 列（用作 `{name}`）：{near_zh}现有表头：{}", list(seen, "、")),
                )
            }
            Why::SaidTwice { first, line, second } => {
                let (first, second) = (brief(first), brief(second));
                let (at, at_zh) = match line {
                    0 => (String::new(), String::new()),
                    line => (format!(" (line {line})"), format!("（第 {line} 行）")),
                };
                Wording::new(
                    format!("`{second}` is the same column of `{file}` as `{first}`{at}: say once where it comes from"),
                    format!("`{second}` 与 `{first}`{at_zh}是 `{file}` 的同一列：请只写一处来源"),
                )
            }
            Why::NoValues { name, seen } => {
                let name = brief(name);
                Wording::new(
                    format!(
                        "`{file}` has no column for `{name}`, whose values are given: name it under `columns`; the columns are {}",
                        list(seen, ", ")
                    ),
                    format!(
                        "`{file}` 没有 `{name}` 列，无从换算其值：请在 `columns` 中写明；现有各列：{}",
                        list(seen, "、")
                    ),
                )
            }
            Why::NoSheet { name } => {
                let name = brief(name);
                Wording::new(
                    format!("`{file}` is no sheet of a workbook, so no sheet's name says `{name}`"),
                    format!("`{file}` 不是工作簿中的工作表，没有工作表名可用作 `{name}`"),
                )
            }
            Why::NoTitle { words, seen } => {
                let words = brief(words);
                let (en, zh) = above(seen);
                Wording::new(
                    format!("above the header of `{file}` nothing stands behind `{words}`: {en}"),
                    format!("`{file}` 表头之上没有写在 `{words}` 之后的内容：{zh}"),
                )
            }
            Why::NoMonth { text } => {
                let text = brief(text);
                Wording::new(
                    format!(
                        "`{file}`: `{text}` names no month with its year, such as `2024年3月` or `2024-03`; where only the year is missing, say `year = 2024` beside it"
                    ),
                    format!(
                        "`{file}`：`{text}` 没有写明哪年哪月（如 `2024年3月`、`2024-03`）；只缺年份的，请在旁写 `year = 2024`"
                    ),
                )
            }
            Why::MonthUnsaid => Wording::new(
                format!(
                    "`{file}` has columns `1` to `31`, and nothing says of which month: say `month = \"2024-03\"`, `{{ sheet = true }}`, `{{ title = true }}` or `{{ column = \"月份\" }}` under `days`"
                ),
                format!(
                    "`{file}` 的各列是日子，却不知是哪个月：请在 `days` 中写 `month = \"2024-03\"`、`{{ sheet = true }}`、`{{ title = true }}` 或 `{{ column = \"月份\" }}`"
                ),
            ),
            Why::NoDays { seen } => Wording::new(
                format!(
                    "`{file}` has no column that is a day, such as `1`, `1日` or `2024-03-01`: its headers are {}",
                    list(seen, ", ")
                ),
                format!("`{file}` 没有表示日子的列（如 `1`、`1日`、`2024-03-01`）：现有表头：{}", list(seen, "、")),
            ),
            Why::TwoDays { first, second } => {
                let (first, second) = (brief(first), brief(second));
                Wording::new(
                    format!(
                        "in `{file}` the columns `{first}` and `{second}` are the same day: rename or remove one of them"
                    ),
                    format!("`{file}` 中 `{first}` 与 `{second}` 两列是同一天：请改名或删去其一"),
                )
            }
        };
        Wording::new(format!("{at}{}", what.en), format!("{at_zh}{}", what.zh))
    }
}

fn above(seen: &[String]) -> (String, String) {
    if seen.is_empty() {
        return ("no row is filled there".to_owned(), "其上没有内容".to_owned());
    }
    (format!("there stands {}", list(seen, ", ")), format!("其上写有 {}", list(seen, "、")))
}

/// Names in backticks; of many the first.
fn list(names: &[String], comma: &str) -> String {
    const SHOWN: usize = 20;
    let filled = names.iter().filter(|name| !name.is_empty());
    let mut shown: Vec<String> = filled.clone().take(SHOWN).map(|name| format!("`{}`", brief(name))).collect();
    if filled.count() > SHOWN {
        shown.push("…".to_owned());
    }
    shown.join(comma)
}
