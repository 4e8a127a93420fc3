//! What is wrong with a command, with guiju.toml or with the files it names. Data; the wording stands in
//! [`CliError::message`], in both languages.

use std::io;
use std::path::PathBuf;

use super::inspect::NotWritten;
use crate::calendar::Day;
use crate::ledger::{Intake, LedgerError, Note, Reject};
use crate::rulebook::SetError;
use crate::text::Wording;

/// Why a command cannot be carried out.
#[derive(Debug)]
pub(super) enum CliError {
    /// The arguments cannot be read; told where they are read.
    Usage { message: Wording, usage: String },
    /// A part of the command line that is planned.
    NotSupported { what: &'static str, instead: Option<Wording> },
    /// There is no guiju.toml, and no files are named.
    NoProject { folder: PathBuf, rules: Vec<String> },
    /// A file cannot be read.
    Read { path: PathBuf, cause: io::Error },
    /// A file is longer than anybody would write it.
    TooLong { path: PathBuf, limit: usize },
    /// A file cannot be written.
    Write { path: PathBuf, cause: io::Error },
    /// Standard output cannot be written to.
    Screen { cause: io::Error },
    /// guiju.toml breaks off or does not follow the form of TOML.
    Toml { path: PathBuf, line: usize, cause: String },
    /// A key of guiju.toml that means nothing.
    UnknownKey { path: PathBuf, line: usize, key: String, near: Option<String>, keys: Vec<&'static str> },
    /// Two keys of guiju.toml of which only one may be said.
    BothKeys { path: PathBuf, line: usize, one: &'static str, other: &'static str },
    /// A section of `--map` for a table that no flag gives.
    MapOfNothing { path: PathBuf, section: &'static str, file: Option<String> },
    /// A value of guiju.toml that does not fit its key.
    KeyValue { path: PathBuf, line: usize, key: String, expected: Expected },
    /// An environment variable that should hold the connection string of a table does not.
    #[cfg(feature = "databases")]
    NoVariable { name: String, table: String },
    /// A table is in a database, and this program was built without what reads them.
    #[cfg(not(feature = "databases"))]
    NoDatabases { name: String },
    /// No rule file is named.
    NoRules,
    /// No record file is named.
    NoRecords,
    /// A folder or a pattern of tables with no file for it, and what was left out.
    NoFiles { written: PathBuf, left: Vec<Note> },
    /// A folder without rule files.
    NoRuleFiles { folder: PathBuf },
    /// A rule file has errors; they were told already.
    Rules,
    /// A rule file has errors, so no test was run; they were told already.
    RulesOfTests,
    /// No test to run: with this filter, or none at all; how many files there are.
    NoTest { filter: Option<String>, files: usize },
    /// The register or the records cannot be read.
    Ledger(LedgerError),
    /// A day that cannot be read or does not exist.
    NotADate { flag: &'static str, value: String },
    /// The coverage ends before it begins.
    Backwards { from: Day, to: Day },
    /// No day is given, and the records have none; the first row that was rejected, where one was.
    NoDay { rejected: Option<Wording> },
    /// The rule files are without a single rule.
    NoRuleInFiles,
    /// `--set` without a name or without `=`.
    SetForm { value: String },
    /// A parameter cannot have the value.
    Parameter(SetError),
    /// A status that does not exist.
    NoStatus { word: String, near: Option<String> },
    /// A rule that does not exist.
    NoRule { id: String, near: Option<String> },
    /// A subject that does not exist.
    NoSubject { id: String, near: Option<String> },
    /// A format that does not exist.
    NoFormat { word: String, near: Option<String> },
    /// A formatted file would not mean what it means now.
    WouldMeanOther { path: PathBuf, line: usize },
    /// A result would replace a file that is read.
    OverwritesInput { path: PathBuf },
    /// A proposal is not written.
    NotWritten(NotWritten),
    /// guiju.toml names a list of decisions that is not there.
    NoDecisions { path: PathBuf },
    /// A list of decisions is written as CSV, not into a workbook.
    DecisionsInWorkbook { path: PathBuf },
    /// Two results would replace each other.
    SameOutput { path: PathBuf },
    /// A code that no message has.
    NoCode { code: String, near: Option<String>, codes: Vec<&'static str> },
}

/// Everything that is wrong with a command, in the order it is told.
#[derive(Debug)]
pub(super) struct Troubles(pub Vec<CliError>);

impl<E: Into<CliError>> From<E> for Troubles {
    fn from(error: E) -> Self {
        Self(vec![error.into()])
    }
}

/// What a value should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expected {
    Path,
    Paths,
    Date,
    Table,
    Value,
    File,
    Variable,
    Relation,
    OneRelation,
    FileOrDatabase,
    Sheet,
    Row,
    Order,
    Years,
    Numbers,
    Midnight,
    Headers,
    Header,
    Column,
    Columns,
    Separator,
    Part,
    Title,
    True,
    Activity,
    Values,
    Translations,
    Skip,
    Cells,
    Days,
    Month,
    Year,
    Field,
    Each,
}

impl Expected {
    fn wording(self) -> (&'static str, &'static str) {
        match self {
            Self::Path => ("a path in quotes", "用引号括起的路径"),
            Self::Paths => ("a list of paths such as `[\"a.gj\", \"b.gj\"]`", "路径列表，如 `[\"a.gj\", \"b.gj\"]`"),
            Self::Date => ("a date such as `2024-12-31`", "日期，如 `2024-12-31`"),
            Self::File => (
                "a path in quotes, or a section with `file = \"a.xlsx\"`",
                "用引号括起的路径，或写有 `file = \"a.xlsx\"` 的小节",
            ),
            Self::Variable => (
                "the name of an environment variable that holds the connection string, such as `\"COUNTY_DB\"`",
                "存有连接串的环境变量的名称，如 `\"COUNTY_DB\"`",
            ),
            Self::Relation => (
                "the rows of the database that are meant, `table = \"patrols\"` or `query = \"select …\"`",
                "数据库中所要读取的行，写 `table = \"patrols\"` 或 `query = \"select …\"`",
            ),
            Self::OneRelation => ("either a `table` or a `query`, not both", "只写 `table` 或 `query` 之一"),
            Self::FileOrDatabase => ("either a `file` or a `database`, not both", "只写 `file` 或 `database` 之一"),
            Self::Sheet => ("the name of a sheet in quotes, or a list of them", "用引号括起的工作表名，或其列表"),
            Self::Row => ("the number of a row, from 1 on", "行号，从 1 起"),
            Self::Order => (
                "`\"year-month-day\"`, `\"month-day-year\"` or `\"day-month-year\"`",
                "`\"year-month-day\"`（年月日）、`\"month-day-year\"`（月日年）或 `\"day-month-year\"`（日月年）",
            ),
            Self::Years => ("`\"common\"` or `\"republic\"`", "`\"common\"`（公元）或 `\"republic\"`（民国）"),
            Self::Numbers => ("1900 or 1904", "1900 或 1904"),
            Self::Midnight => ("`\"day\"` or `\"instant\"`", "`\"day\"`（零点不算时刻）或 `\"instant\"`（零点是时刻）"),
            Self::Headers => ("the header of a column in quotes, or a list of them", "用引号括起的列名，或其列表"),
            Self::Header => ("the header of a column in quotes", "用引号括起的列名"),
            Self::Column => (
                "a header in quotes, a list of headers, `{ column = \"A / B\", split = \" / \", part = 1 }`, `{ sheet = true }`, `{ file = true }` or `{ title = \"填报单位\" }`",
                "用引号括起的列名、列名的列表、`{ column = \"甲 / 乙\", split = \" / \", part = 1 }`、`{ sheet = true }`、`{ file = true }` 或 `{ title = \"填报单位\" }`",
            ),
            Self::Columns => ("a section with one `name = \"header\"` a line", "每行一个“名称 = \"列名\"”的小节"),
            Self::Separator => ("what stands between the parts, in quotes", "用引号括起的分隔文字"),
            Self::Part => ("the number of a part, from 1 on", "第几部分，从 1 起"),
            Self::Title => ("the words that stand above the header, in quotes", "用引号括起的、表头上方的文字"),
            Self::True => ("`true`", " `true`"),
            Self::Activity => ("the name of an activity in quotes", "用引号括起的活动名称"),
            Self::Values => {
                ("a section with one `name = { \"合格\" = true }` a line", "每行一个“名称 = { \"合格\" = true }”的小节")
            }
            Self::Translations => (
                "what cells say and what they mean, such as `{ \"合格\" = true, \"不合格\" = false }`",
                "单元格所写及其含义，如 `{ \"合格\" = true, \"不合格\" = false }`",
            ),
            Self::Skip => (
                "columns and their cells, such as `{ \"单位名称\" = [\"合计\", \"小计\"] }`",
                "列名及单元格，如 `{ \"单位名称\" = [\"合计\", \"小计\"] }`",
            ),
            Self::Cells => ("a cell in quotes, or a list of them", "用引号括起的单元格内容，或其列表"),
            Self::Days => ("a section such as `{ month = \"2024-03\" }`", "小节，如 `{ month = \"2024-03\" }`"),
            Self::Month => (
                "a month such as `\"2024-03\"`, or where it stands: `{ sheet = true }`, `{ file = true }`, `{ title = true }` or `{ column = \"月份\" }`",
                "月份，如 `\"2024-03\"`；或其所在：`{ sheet = true }`、`{ file = true }`、`{ title = true }` 或 `{ column = \"月份\" }`",
            ),
            Self::Year => ("a year such as 2024", "年份，如 2024"),
            Self::Field => ("the name of a field in quotes", "用引号括起的字段名"),
            Self::Each => (
                "one section `[[records.each]]` for each record that a row is, 100 at most",
                "一行的每条记录各写一个 `[[records.each]]` 小节，至多 100 个",
            ),
            Self::Table => ("a section with one `name = value` a line", "每行一个“参数 = 值”的小节"),
            Self::Value => ("a number, a text, a date, true or false", "数、文本、日期、true 或 false"),
        }
    }
}

impl From<LedgerError> for CliError {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}

impl CliError {
    /// No day can be judged; why rows were rejected may tell why.
    pub fn no_day(intake: &Intake) -> Self {
        Self::NoDay { rejected: intake.files().flat_map(|file| &file.rejects).next().map(Reject::wording) }
    }

    /// What is wrong, and what to do where that is not plain.
    pub fn message(&self) -> (Wording, Option<Wording>) {
        match self {
            Self::Usage { message, usage } => (message.clone(), Some(Wording::new(usage.as_str(), usage.as_str()))),
            Self::NotSupported { what, instead } => {
                (Wording::new(format!("`{what}` is not supported yet"), format!("`{what}` 暂不支持")), instead.clone())
            }
            Self::NoProject { folder, rules } => no_project(&folder.display().to_string(), rules),
            Self::Read { path, cause } => {
                let (path, reason) = (path.display(), plain(cause));
                (
                    Wording::new(
                        format!("`{path}` cannot be read: {}", reason.en),
                        format!("无法读取 `{path}`：{}", reason.zh),
                    ),
                    (cause.kind() == io::ErrorKind::InvalidData)
                        .then(|| Wording::new("save it as UTF-8", "请将文件另存为 UTF-8 编码")),
                )
            }
            Self::TooLong { path, limit } => {
                let path = path.display();
                alone(
                    format!("`{path}` is longer than {} MiB: is this a guiju.toml?", limit >> 20),
                    format!("`{path}` 超过 {} MiB：这是 guiju.toml 吗？", limit >> 20),
                )
            }
            Self::Write { path, cause } => {
                let (path, cause) = (path.display(), plain(cause));
                alone(format!("`{path}` cannot be written: {}", cause.en), format!("无法写入 `{path}`：{}", cause.zh))
            }
            Self::Screen { cause } => {
                let cause = plain(cause);
                alone(format!("the output cannot be written: {}", cause.en), format!("无法输出：{}", cause.zh))
            }
            Self::Toml { path, line, cause } => {
                let path = path.display();
                (
                    Wording::new(
                        format!("`{path}`, line {line}, cannot be read: {cause}"),
                        format!("`{path}` 第 {line} 行不合 TOML 格式（{cause}）"),
                    ),
                    Some(Wording::new(
                        "every line is `name = value`, texts stand in quotes, lists in brackets",
                        "每行写成“名称 = 值”，文本加引号，列表加方括号",
                    )),
                )
            }
            Self::UnknownKey { path, line, key, near, keys } => {
                let path = path.display();
                let list = |comma: &str| keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(comma);
                (
                    Wording::new(
                        format!("`{path}`, line {line}: nothing is called `{key}`"),
                        format!("`{path}` 第 {line} 行：没有名为 `{key}` 的设置"),
                    ),
                    Some(near_or(
                        near.as_ref(),
                        &format!("what may stand there: {}", list(", ")),
                        &format!("此处可用：{}", list("、")),
                    )),
                )
            }
            Self::BothKeys { path, line, one, other } => {
                let path = path.display();
                alone(
                    format!("`{path}`, line {line}: `{one}` and `{other}` exclude each other: say one of them"),
                    format!("`{path}` 第 {line} 行：`{one}` 与 `{other}` 只能写一个"),
                )
            }
            Self::MapOfNothing { path, section, file } => {
                let path = path.display();
                let (en, zh) = match file {
                    Some(file) => (
                        format!("`{path}` says how `{file}` is read, and no `--{section}` is called so"),
                        format!("`{path}` 写了如何读取 `{file}`，但 `--{section}` 中没有这个文件"),
                    ),
                    None => (
                        format!("`{path}` has a section for `--{section}`, and no `--{section}` is given"),
                        format!("`{path}` 中有用于 `--{section}` 的小节，但没有给出 `--{section}`"),
                    ),
                };
                (
                    Wording::new(en, zh),
                    Some(Wording::new(
                        format!(
                            "`--map` is for tables that flags give: name one with `--{section}`, or take the section away"
                        ),
                        format!("`--map` 用于由选项给出的表格：请用 `--{section}` 指明，或删去该小节"),
                    )),
                )
            }
            Self::KeyValue { path, line, key, expected } => {
                let (path, (en, zh)) = (path.display(), expected.wording());
                alone(
                    format!("`{path}`, line {line}: `{key}` takes {en}"),
                    format!("`{path}` 第 {line} 行：`{key}` 应为{zh}"),
                )
            }
            #[cfg(feature = "databases")]
            Self::NoVariable { name, table } => (
                Wording::new(
                    format!("`{table}` cannot be read: the environment variable `{name}` is not set"),
                    format!("无法读取 `{table}`：没有设置环境变量 `{name}`"),
                ),
                Some(Wording::new(
                    "set it to the connection string, `postgres://USER:PASSWORD@HOST/DATABASE` or `mysql://…`; it is never shown",
                    "请将其设为连接串 `postgres://用户:密码@主机/数据库` 或 `mysql://…`；其内容绝不会显示",
                )),
            ),
            #[cfg(not(feature = "databases"))]
            Self::NoDatabases { name } => (
                Wording::new(
                    format!("this guiju reads no database servers, and `{name}` names one"),
                    format!("此版本的规矩不能读取数据库服务器，而 `{name}` 指明了一个"),
                ),
                Some(Wording::new(
                    "build it with `--features databases`, or export the table",
                    "请用 `--features databases` 构建，或将表导出",
                )),
            ),
            Self::NoRules => helped(
                ("no rule file is named", "没有指定规则文件"),
                (
                    "name them with `--rules FILE`, or in guiju.toml: `rules = [\"a.gj\"]`",
                    "用 `--rules 文件` 指定，或在 guiju.toml 中写 `rules = [\"a.gj\"]`",
                ),
            ),
            Self::NoRecords => helped(
                ("no record file is named", "没有指定记录文件"),
                (
                    "name them with `--records FILE`, or in guiju.toml: `records = [\"records.csv\"]`",
                    "用 `--records 文件` 指定，或在 guiju.toml 中写 `records = [\"records.csv\"]`",
                ),
            ),
            Self::NoFiles { written, left } => {
                let is_folder = written.is_dir();
                let written = written.display();
                let title = if is_folder {
                    Wording::new(
                        format!("there is no table in the folder `{written}`"),
                        format!("文件夹 `{written}` 中没有表格"),
                    )
                } else {
                    Wording::new(format!("no file fits `{written}`"), format!("没有与 `{written}` 相符的文件"))
                };
                (title, left.first().map(Note::wording))
            }
            Self::NoRuleFiles { folder } => {
                let folder = folder.display();
                alone(format!("there is no *.gj file in `{folder}`"), format!("`{folder}` 中没有 *.gj 文件"))
            }
            Self::Rules => alone("the rules have errors, and nothing was judged".into(), "规则有误，未作判定".into()),
            Self::RulesOfTests => {
                alone("the rules have errors, and no test was run".into(), "规则有误，未运行测试".into())
            }
            Self::NoTest { filter: Some(filter), .. } => {
                alone(format!("no test has `{filter}` in its title"), format!("没有标题含 `{filter}` 的测试"))
            }
            Self::NoTest { filter: None, files } => (
                Wording::new(
                    format!("there is no test in {files} {}", if *files == 1 { "file" } else { "files" }),
                    format!("{files} 个文件里没有测试"),
                ),
                Some(Wording::new(
                    "write one into a rule file: `test \"title\"`, and below it lines with `given`, `as of` and `expect`",
                    "在规则文件里写一个：`测试 \"标题\"`，下面写 `已知`、`截至`、`期望` 各行",
                )),
            ),
            Self::Ledger(error) => (error.wording(), None),
            Self::NotADate { flag, value } => (
                Wording::new(
                    format!("`{value}` of `{flag}` is not a day of the calendar"),
                    format!("`{flag}` 的值 `{value}` 不是有效日期"),
                ),
                Some(Wording::new("write it as 2024-12-31", "请写成 2024-12-31 的形式")),
            ),
            Self::Backwards { from, to } => alone(
                format!("the coverage would begin on {from}, after its last day {to}"),
                format!("记录覆盖的首日 {from} 晚于末日 {to}"),
            ),
            Self::NoDay { rejected: None } => helped(
                (
                    "no record has a readable date, so there is no day to judge as of",
                    "记录中没有可读的日期，无从确定判定截至日",
                ),
                ("say which with `--as-of DATE`", "请用 `--as-of 日期` 指定"),
            ),
            Self::NoDay { rejected: Some(first) } => (
                Wording::new(
                    "no record has a readable date, so there is no day to judge as of; rows were rejected",
                    "记录中没有可读的日期，无从确定判定截至日；有行被拒收",
                ),
                Some(Wording::new(
                    format!("say which with `--as-of DATE`, or mend the rows; the first of them: {}", first.en),
                    format!("请用 `--as-of 日期` 指定，或更正这些行；其中第一行：{}", first.zh),
                )),
            ),
            Self::NoRuleInFiles => helped(
                ("the rule files have no rule, so there is nothing to judge", "规则文件中没有规则，无可判定"),
                ("write one, such as `养老机构 every 6 months fire_drill`", "请写一条，如 `养老机构 每6个月 消防演练`"),
            ),
            Self::SetForm { value } => (
                if value.trim_start().starts_with(['=', '＝']) {
                    Wording::new(format!("`--set {value}` names no parameter"), format!("`--set {value}` 没有写参数"))
                } else {
                    Wording::new(format!("`--set {value}` gives no value"), format!("`--set {value}` 没有写值"))
                },
                Some(Wording::new("write `--set NAME=VALUE`", "请写成 `--set 参数=值`")),
            ),
            Self::Parameter(error) => (error.wording(), None),
            Self::NoStatus { word, near } => (
                Wording::new(format!("there is no status `{word}`"), format!("没有结论 `{word}`")),
                Some(near_or(
                    near.as_ref(),
                    "the statuses are met, late, remedied, violated, pending, unknown and exempt",
                    "结论有：合规、逾期完成、已补救、违规、待履行、无法判定、豁免",
                )),
            ),
            Self::NoRule { id, near } => (
                Wording::new(format!("there is no rule `{id}`"), format!("没有规则 `{id}`")),
                near.as_ref().map(|near| did_you_mean(near)),
            ),
            Self::NoSubject { id, near } => (
                Wording::new(format!("there is no subject `{id}`"), format!("没有主体 `{id}`")),
                near.as_ref().map(|near| did_you_mean(near)),
            ),
            Self::NoFormat { word, near } => (
                Wording::new(format!("there is no format `{word}`"), format!("没有格式 `{word}`")),
                Some(near_or(
                    near.as_ref(),
                    "the formats are text, json, ndjson and csv",
                    "格式有 text、json、ndjson、csv",
                )),
            ),
            Self::WouldMeanOther { path, line } => {
                let path = path.display();
                (
                    Wording::new(
                        format!(
                            "`{path}`, line {line}, would mean something else once formatted, so the file is left alone"
                        ),
                        format!("`{path}` 第 {line} 行排版后含义会改变，文件未动"),
                    ),
                    Some(Wording::new(
                        "this is a defect of guiju: please report it with that statement",
                        "这是规矩的缺陷，请附上该语句报告",
                    )),
                )
            }
            Self::NotWritten(why) => why.message(),
            Self::OverwritesInput { path } => {
                let path = path.display();
                (
                    Wording::new(
                        format!("`{path}` is read by this run and is not overwritten"),
                        format!("`{path}` 是本次运行的输入，不会被覆盖"),
                    ),
                    Some(Wording::new("write the result to another file", "请将结果写入另一个文件")),
                )
            }
            Self::NoDecisions { path } => {
                let path = path.display();
                (
                    Wording::new(
                        format!("there is no `{path}`, which guiju.toml names as `resolve`"),
                        format!("没有 guiju.toml 中 `resolve` 所指的 `{path}`"),
                    ),
                    Some(Wording::new(
                        format!("`--resolve {path}` writes it: the names to decide, and a column for the decisions"),
                        format!("可用 `--resolve {path}` 生成：列出待认定的名称，并留出认定一栏"),
                    )),
                )
            }
            Self::DecisionsInWorkbook { path } => {
                let path = path.display();
                (
                    Wording::new(
                        format!("`{path}` is a workbook, and a list of decisions is written as CSV"),
                        format!("`{path}` 是工作簿，而认定表写成 CSV"),
                    ),
                    Some(Wording::new(
                        "name a *.csv file; a workbook with decisions is read from guiju.toml: `resolve = \"names.xlsx\"`",
                        "请指定 *.csv 文件；工作簿中的认定可由 guiju.toml 读入：`resolve = \"names.xlsx\"`",
                    )),
                )
            }
            Self::SameOutput { path } => {
                let path = path.display();
                alone(
                    format!("`--out` and `--rejects` both name `{path}`"),
                    format!("`--out` 与 `--rejects` 指向同一文件 `{path}`"),
                )
            }
            Self::NoCode { code, near, codes } => {
                let codes = codes.join(", ");
                (
                    Wording::new(format!("no message has the code `{code}`"), format!("没有代码为 `{code}` 的消息")),
                    Some(near_or(near.as_ref(), &format!("the codes are {codes}"), &format!("代码有：{codes}"))),
                )
            }
        }
    }
}

fn alone(en: String, zh: String) -> (Wording, Option<Wording>) {
    (Wording::new(en, zh), None)
}

fn helped(title: (&str, &str), help: (&str, &str)) -> (Wording, Option<Wording>) {
    (Wording::new(title.0, title.1), Some(Wording::new(help.0, help.1)))
}

fn did_you_mean(near: &str) -> Wording {
    Wording::new(format!("did you mean `{near}`?"), format!("是否想写 `{near}`？"))
}

fn near_or(near: Option<&String>, en: &str, zh: &str) -> Wording {
    near.map_or_else(|| Wording::new(en, zh), |near| did_you_mean(near))
}

/// What to write into a guiju.toml, with the rule files that are there.
fn no_project(folder: &str, rules: &[String]) -> (Wording, Option<Wording>) {
    let rules: Vec<String> = rules.iter().map(|path| format!("{path:?}")).collect();
    let rules = if rules.is_empty() { "\"rules.gj\"".to_owned() } else { rules.join(", ") };
    let file = |register: &str, from: &str, to: &str| {
        format!(
            "\n\n    rules = [{rules}]\n    register = \"register.csv\"   # {register}\n    records = [\"records.csv\"]\n    from = \"2024-01-01\"          # {from}\n    to = \"2024-12-31\"            # {to}\n"
        )
    };
    (
        Wording::new(format!("there is no guiju.toml in `{folder}`"), format!("`{folder}` 中没有 guiju.toml")),
        Some(Wording::new(
            format!(
                "write one there, or name the files with `--rules` and `--records`:{}",
                file("who there is", "first day the records cover", "last day")
            ),
            format!(
                "请在其中新建一个，或用 `--rules` 与 `--records` 指定文件：{}",
                file("名册", "记录覆盖的首日", "末日")
            ),
        )),
    )
}

/// What the system says, in words for the usual cases.
fn plain(cause: &io::Error) -> Wording {
    match cause.kind() {
        io::ErrorKind::NotFound => Wording::new("there is no such file or folder", "没有这个文件或文件夹"),
        io::ErrorKind::PermissionDenied => Wording::new("permission denied", "没有权限"),
        io::ErrorKind::IsADirectory => Wording::new("it is a folder", "这是文件夹"),
        io::ErrorKind::InvalidData => Wording::new("it is not UTF-8 text", "不是 UTF-8 文本"),
        io::ErrorKind::StorageFull => Wording::new("the disk is full", "磁盘已满"),
        _ => Wording::new(cause.to_string(), cause.to_string()),
    }
}
