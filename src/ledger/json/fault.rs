//! What is wrong with a row of JSON, in both languages.

use crate::ledger::intake::brief;
use crate::text::Wording;

/// Why a row of JSON, and so its file, cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JsonFault {
    /// It does not follow the form of JSON.
    Malformed,
    /// The file ends within it.
    Ended,
    /// It is a number, a text or a list, and not an object.
    NotAnObject,
    /// Its objects lie in each other too deep.
    TooDeep,
    /// Two of its values have this name.
    Twice(String),
    /// The file is one object with several lists of objects in it.
    SeveralLists,
}

impl JsonFault {
    /// How deep objects may lie in each other.
    pub(super) const DEPTH: usize = 32;

    /// The message in both languages, without the place.
    pub(crate) fn wording(&self) -> Wording {
        match self {
            Self::Malformed => Wording::new(
                "this is not JSON: is a quote, a comma or a bracket missing or one too many?",
                "不合 JSON 格式：引号、逗号或括号是否有缺漏或多余？",
            ),
            Self::Ended => Wording::new(
                "the file ends in the middle of the row: it was cut short, so export it again",
                "文件在此行中途结束：内容不完整，请重新导出",
            ),
            Self::NotAnObject => Wording::new(
                "the row is no object: write each row as `{\"institution\": …, \"activity\": …}`",
                "此行不是对象：每行请写成 `{\"机构\": …, \"活动\": …}`",
            ),
            Self::TooDeep => {
                let depth = Self::DEPTH;
                Wording::new(
                    format!("objects lie in each other more than {depth} deep: leave out what no rule reads"),
                    format!("对象嵌套超过 {depth} 层：请去掉规则用不到的内容"),
                )
            }
            Self::Twice(name) => {
                let name = brief(name);
                Wording::new(
                    format!("two values of the row are called `{name}`: rename or remove one of them"),
                    format!("此行有两个值都名为 `{name}`：请改名或删去其一"),
                )
            }
            Self::SeveralLists => Wording::new(
                "the file has several lists of objects, and one table has one: keep only the list that is meant",
                "文件中有多个对象列表，而一张表只有一个：请只保留所需的列表",
            ),
        }
    }
}
