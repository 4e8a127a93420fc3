//! Why a proposal is not written, and what to do.

use std::path::PathBuf;

use crate::text::Wording;

/// Why a proposal is not written.
#[derive(Debug)]
pub(in crate::cli) enum NotWritten {
    /// A guiju.toml that nobody named is there already.
    ProjectThere { path: PathBuf },
    /// A guiju.toml lists its records, so that no section can stand behind.
    ListThere { path: PathBuf },
    /// The file that is named is no TOML.
    NoToml { path: PathBuf },
    /// Nothing that was looked at is a table with columns.
    NothingPlaced,
}

impl NotWritten {
    /// What is wrong, and what to do.
    pub(in crate::cli) fn message(&self) -> (Wording, Option<Wording>) {
        match self {
            Self::ProjectThere { path } => {
                let path = path.display();
                (
                    Wording::new(
                        format!("`{path}` is there already, and nothing was written"),
                        format!("`{path}` 已存在，未写入任何内容"),
                    ),
                    Some(Wording::new(
                        format!("`--write {path}` adds the proposal behind what it says; or name a new file"),
                        format!("可用 `--write {path}` 将建议续写在其后；或另指定一个新文件"),
                    )),
                )
            }
            Self::ListThere { path } => {
                let path = path.display();
                (
                    Wording::new(
                        format!("the proposal does not fit behind what `{path}` says, and nothing was written"),
                        format!("建议无法续写在 `{path}` 之后，未写入任何内容"),
                    ),
                    Some(Wording::new(
                        "its `records` may be a list of paths: make each a section `[[records]]`, or name a new file",
                        "其中的 `records` 可能是路径列表：请改为逐个的 `[[records]]` 小节，或另指定一个新文件",
                    )),
                )
            }
            Self::NoToml { path } => {
                let path = path.display();
                (
                    Wording::new(
                        format!("`{path}` does not end in `.toml`, and nothing was written"),
                        format!("`{path}` 不以 `.toml` 结尾，未写入任何内容"),
                    ),
                    Some(Wording::new(
                        "name the tables before `--write`, and behind it nothing or a file such as guiju.toml",
                        "请将表格写在 `--write` 之前，其后不写，或写 guiju.toml 之类的文件",
                    )),
                )
            }
            Self::NothingPlaced => {
                (Wording::new("there is nothing to write: no table has columns", "无可写入：没有一张表有表头"), None)
            }
        }
    }
}
