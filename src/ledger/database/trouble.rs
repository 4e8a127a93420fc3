//! What goes wrong with a database, in both languages.

use crate::ledger::error::LedgerError;
use crate::ledger::intake::brief;
use crate::text::Wording;

/// Why a database does not give its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseTrouble {
    /// The connection string says no server that is understood.
    Address,
    /// Nobody answers there.
    Unreachable,
    /// The server does not let this user in.
    Login,
    /// No encrypted connection comes about.
    Encryption,
    /// There is no such table; those that are there.
    NoTable(Vec<String>),
    /// There is no table at all.
    NoTables,
    /// Nobody said which table or query of the server.
    NothingAsked,
    /// The user must not read it.
    Forbidden,
    /// The query is not understood.
    Query,
    /// The query gives no rows but does something, or is more than one.
    NotRows,
    /// The connection broke off.
    Lost,
    /// The server gave up in the middle.
    Failed,
    /// Another program holds the file.
    Busy,
    /// The last change of the file was never finished.
    Unfinished,
    /// The file is damaged.
    Damaged,
    /// Nothing comes, however long it computes.
    Endless,
}

/// What went wrong, and what the database itself says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) trouble: DatabaseTrouble,
    pub(crate) said: Option<String>,
}

impl Failure {
    /// With the words of the database, shortened.
    #[cfg(feature = "sqlite")]
    pub(crate) fn said(trouble: DatabaseTrouble, said: &str) -> Self {
        const LETTERS: usize = 300;
        let words = said.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut letters = words.chars().map(|letter| if letter.is_control() { '\u{fffd}' } else { letter });
        let mut said: String = letters.by_ref().take(LETTERS).collect();
        if letters.next().is_some() {
            said.push('…');
        }
        Self { trouble, said: Some(said).filter(|said| !said.is_empty()) }
    }

    /// As an error of a table, near a row where rows were being read.
    pub(crate) fn of(self, file: impl Into<String>, row: Option<u64>) -> LedgerError {
        let Self { trouble, said } = self;
        LedgerError::Database { file: file.into(), row, trouble, said }
    }
}

impl From<DatabaseTrouble> for Failure {
    fn from(trouble: DatabaseTrouble) -> Self {
        Self { trouble, said: None }
    }
}

impl DatabaseTrouble {
    /// What is wrong and what to do; where rows were being read it stopped at one.
    pub(crate) fn wording(&self, file: &str, row: Option<u64>, said: Option<&str>) -> Wording {
        let (what, help) = self.words();
        let (at_en, at_zh) = match row {
            Some(row) => (format!(", near row {row}"), format!(" 第 {row} 行附近")),
            None => (String::new(), String::new()),
        };
        let (said_en, said_zh) = match said {
            Some(said) => (format!(" (it says: {said})"), format!("（其提示：{said}）")),
            None => (String::new(), String::new()),
        };
        Wording::new(
            format!("`{file}`{at_en}: {}{said_en}: {}", what.en, help.en),
            format!("`{file}`{at_zh}：{}{said_zh}：{}", what.zh, help.zh),
        )
    }

    /// What is wrong, and what to do.
    fn words(&self) -> (Wording, Wording) {
        let words =
            |(en, zh): (&str, &str), (help, help_zh): (&str, &str)| (Wording::new(en, zh), Wording::new(help, help_zh));
        match self {
            Self::Address => words(
                ("the connection string is not understood", "连接串无法识别"),
                (
                    "write `postgres://USER:PASSWORD@HOST/DATABASE` or `mysql://USER:PASSWORD@HOST/DATABASE`, with `%40` for an `@` in the password",
                    "请写成 `postgres://用户:密码@主机/数据库` 或 `mysql://用户:密码@主机/数据库`，密码中的 `@` 写作 `%40`",
                ),
            ),
            Self::Unreachable => words(
                ("no database server answers", "数据库服务器没有应答"),
                (
                    "is it running, and are its host and port those of the connection string?",
                    "请检查服务器是否运行，主机和端口是否与连接串一致",
                ),
            ),
            Self::Login => words(
                ("the database server does not let this user in", "数据库服务器拒绝该用户登录"),
                ("correct user, password and database in the connection string", "请更正连接串中的用户、密码和数据库"),
            ),
            Self::Encryption => words(
                ("no encrypted connection to the database server comes about", "无法与数据库服务器建立加密连接"),
                (
                    "correct `sslmode` (`disable`, `prefer`, `require`, `verify-full`) or `sslrootcert` in the connection string",
                    "请更正连接串中的 `sslmode`（`disable`、`prefer`、`require`、`verify-full`）或 `sslrootcert`",
                ),
            ),
            Self::NoTable(seen) if seen.is_empty() => words(
                ("the database has no such table", "数据库中没有这个表"),
                ("it has none that this user may see", "该用户看不到任何表"),
            ),
            Self::NoTable(seen) => {
                let list = |between: &str| {
                    let names: Vec<String> = seen.iter().take(20).map(|name| format!("`{}`", brief(name))).collect();
                    names.join(between)
                };
                (
                    Wording::new("the database has no such table", "数据库中没有这个表"),
                    Wording::new(format!("its tables are {}", list(", ")), format!("其中有 {}", list("、"))),
                )
            }
            Self::NoTables => {
                words(("the database has no table", "数据库中没有表"), ("name another file", "请指明其他文件"))
            }
            Self::NothingAsked => words(
                ("nobody says which rows of the database are meant", "没有说明读取数据库中的哪些行"),
                (
                    "name a table with `table = \"…\"` or write a `query = \"select …\"`",
                    "请用 `table = \"…\"` 指明表，或写 `query = \"select …\"`",
                ),
            ),
            Self::Forbidden => words(
                ("this user must not read it", "该用户没有读取权限"),
                (
                    "let somebody grant the right to select, or name another user",
                    "请让管理员授予查询权限，或换一个用户",
                ),
            ),
            Self::Query => words(
                ("the database does not accept the query", "数据库不接受该查询"),
                ("correct it, and try it in the database first", "请更正，并先在数据库中试运行"),
            ),
            Self::NotRows => words(
                ("the query does not ask for rows, or is more than one", "该语句不是一条返回行的查询"),
                (
                    "write one that begins with `select`; nothing in the database is ever changed",
                    "请写一条以 `select` 开头的查询；数据库中的内容绝不会被改动",
                ),
            ),
            Self::Lost => words(
                ("the connection to the database broke off", "与数据库的连接中断"),
                ("nothing was judged or written; run it again", "未作判定，也未写出任何结果；请重新运行"),
            ),
            Self::Failed => words(
                ("the database gave up in the middle", "数据库中途停止"),
                ("nothing was judged or written; correct what it names", "未作判定，也未写出任何结果；请按提示更正"),
            ),
            Self::Busy => words(
                ("another program is writing to the database", "其他程序正在写入该数据库"),
                ("wait until it is done, or read a copy", "请等待其完成，或读取副本"),
            ),
            Self::Unfinished => words(
                ("its last change was never finished", "最后一次修改没有完成"),
                (
                    "open it once with the program that wrote it, which finishes it, and read it then",
                    "请先用写入它的程序打开一次，使其完成，再读取",
                ),
            ),
            Self::Damaged => words(
                ("the database is damaged or cut short", "数据库已损坏或不完整"),
                ("get another copy of it", "请另取一份完整的副本"),
            ),
            Self::Endless => words(
                ("no row comes, however long it computes", "计算很久仍没有得到一行"),
                ("write a query that asks for less", "请写一条范围更小的查询"),
            ),
        }
    }
}
