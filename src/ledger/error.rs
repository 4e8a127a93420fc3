//! Why a table cannot be read at all: file, row and column, in both languages.

use std::{fmt, io};

use super::compressed::Trouble;
use super::damage::Damage;
use super::database::DatabaseTrouble;
use super::input::{
    CELL_LIMIT, COLUMN_LIMIT, FILE_LIMIT, HEADER_LIMIT, LAYERS_LIMIT, PARTS_LIMIT, ROW_LIMIT, TEXTS_LIMIT,
    UNPACKED_LIMIT,
};
use super::intake::{Note, Unread, brief};
use super::json::JsonFault;
use super::mapping::Unmapped;
use super::names::Candidate;
use super::no_table::NoTable;
use super::wording::one_of;
use crate::text::Wording;

/// The tables cannot be read; nothing was judged.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// The file cannot be opened.
    Open {
        /// The file.
        file: String,
        /// What the system says.
        #[source]
        cause: io::Error,
    },
    /// Reading stopped half-way.
    Read {
        /// The file.
        file: String,
        /// What the system says.
        #[source]
        cause: io::Error,
    },
    /// There is no first row.
    NoHeader {
        /// The file.
        file: String,
    },
    /// It is an archive, but no workbook.
    NoWorkbook {
        /// The file.
        file: String,
    },
    /// It is a workbook, and this program was built without what reads them.
    Workbook {
        /// The file.
        file: String,
    },
    /// It is packed, and this program was built without what unpacks it.
    Packed {
        /// The file.
        file: String,
    },
    /// It is packed, and ends before what is packed does.
    CutShort {
        /// The file.
        file: String,
    },
    /// It is packed, and is not what was packed.
    Damaged {
        /// The file.
        file: String,
    },
    /// It is no table.
    NoTable {
        /// The file.
        file: String,
        /// What it is.
        what: NoTable,
    },
    /// It was written to while it was read.
    Changed {
        /// The file.
        file: String,
    },
    /// A row is not JSON.
    Json {
        /// The file.
        file: String,
        /// The row.
        row: u64,
        /// What is wrong with it.
        fault: JsonFault,
    },
    /// The workbook has no sheet of this name.
    NoSheet {
        /// The file.
        file: String,
        /// The name.
        sheet: String,
        /// The sheets that are there.
        seen: Vec<String>,
    },
    /// The workbook opens with a password only.
    Password {
        /// The file.
        file: String,
    },
    /// The header lacks a column that nothing works without.
    NoColumn {
        /// The file.
        file: String,
        /// Which one.
        column: Needed,
        /// The headers that are there.
        seen: Vec<String>,
    },
    /// Two headers mean the same column.
    TwoColumns {
        /// The file.
        file: String,
        /// One header.
        first: String,
        /// The other.
        second: String,
        /// What both mean.
        meaning: String,
    },
    /// The mapping does not fit the table.
    Unmapped(Box<Unmapped>),
    /// A limit is passed.
    Limit {
        /// The file.
        file: String,
        /// The row, where one is to blame.
        row: Option<u64>,
        /// Which limit.
        limit: Limit,
    },
    /// The file is not what its name or its beginning says.
    Broken {
        /// The file.
        file: String,
        /// What of it.
        damage: Damage,
    },
    /// A database does not give its rows.
    Database {
        /// The file or the name of the database, with the table in brackets.
        file: String,
        /// Near which row, where rows were being read.
        row: Option<u64>,
        /// What is wrong.
        trouble: DatabaseTrouble,
        /// What the database says of it, never a connection string or a password.
        said: Option<String>,
    },
    /// A database has no sheets and no row that names its columns, but somebody named one.
    NoSheets {
        /// The database.
        file: String,
    },
    /// A table or a query is named of a file that is no database.
    NoDatabase {
        /// The file.
        file: String,
    },
    /// The list of decisions names an institution that the register does not have.
    UnknownDecision {
        /// The list.
        file: String,
        /// The row.
        row: u64,
        /// What is decided.
        id: String,
        /// Whom it may mean.
        near: Vec<Candidate>,
    },
    /// The list of decisions decides a cell in two ways.
    TwoDecisions {
        /// The list.
        file: String,
        /// The second row.
        row: u64,
        /// The first row.
        first: u64,
        /// The cell.
        cell: String,
    },
    /// There is a list of decisions and no register.
    NothingToDecide {
        /// The list.
        file: String,
    },
    /// A quote is opened and never closed.
    OpenQuote {
        /// The file.
        file: String,
        /// The row it stands in.
        row: u64,
    },
}

/// A column that a table must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needed {
    /// A record's institution.
    Institution,
    /// A record's activity.
    Activity,
    /// A record's date.
    Date,
    /// A register row's id.
    RegisterId,
    /// Whom a waiver is for.
    WaivedSubject,
    /// What it waives.
    WaivedRule,
    /// Its first day.
    WaivedFrom,
    /// Its last day.
    WaivedTo,
    /// What stands in an institution cell, in a list of decisions.
    AsWritten,
    /// Whom it means.
    Decided,
}

/// What is limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Bytes of a cell.
    Cell,
    /// Bytes of a row.
    Row,
    /// Columns of a header.
    Columns,
    /// Bytes of a header.
    Header,
    /// Rows of a table.
    Rows,
    /// Record files.
    Files,
    /// Bytes of a cell of a workbook.
    SheetCell,
    /// Bytes of a cell of a database.
    DatabaseCell,
    /// Parts of an archive.
    Parts,
    /// Bytes of a part of an archive.
    Part,
    /// Memory that the cells of a workbook take.
    Held,
    /// Bytes that a packed file unpacks to.
    Unpacked,
    /// Memory that unpacking takes.
    Window,
    /// How often a file is packed.
    Layers,
}

impl fmt::Display for LedgerError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.wording().en)
    }
}

impl Needed {
    /// Its name in both languages, and the headers that are understood.
    const fn words(self) -> (&'static str, &'static str, &'static [&'static str]) {
        match self {
            Self::Institution => {
                ("institution", "机构", &["institution", "institution_id", "机构", "机构编号", "机构名称"])
            }
            Self::Activity => ("activity", "活动", &["activity", "活动", "事项"]),
            Self::Date => ("date", "日期", &["date", "日期", "时间"]),
            Self::RegisterId => ("id", "编号", &["id", "编号", "institution_id", "机构编号"]),
            Self::WaivedSubject => {
                ("waived subject", "豁免主体", &["subject", "institution", "主体", "机构", "机构编号", "机构名称"])
            }
            Self::WaivedRule => ("waived rule", "豁免规则", &["rule", "规则"]),
            Self::WaivedFrom => ("first waived day", "豁免起始日", &["from", "自", "开始日期"]),
            Self::WaivedTo => ("last waived day", "豁免终止日", &["to", "至", "结束日期"]),
            Self::AsWritten => ("cell as it is written", "原文", &["as_written", "原文"]),
            Self::Decided => ("institution that is meant", "机构编号", &["institution", "机构编号", "机构"]),
        }
    }
}

impl Limit {
    fn wording(self) -> Wording {
        const MIB: usize = 1 << 20;
        match self {
            Self::Cell => {
                let limit = CELL_LIMIT / MIB;
                Wording::new(
                    format!("a cell is longer than {limit} MiB: is a quote not closed?"),
                    format!("单元格超过 {limit} MiB：是否有引号未闭合？"),
                )
            }
            Self::Row => {
                let limit = ROW_LIMIT / MIB;
                Wording::new(
                    format!("the row is longer than {limit} MiB: is this a table?"),
                    format!("此行超过 {limit} MiB：这是表格吗？"),
                )
            }
            Self::Columns => Wording::new(
                format!("the header has more than {COLUMN_LIMIT} columns: leave out those no rule reads"),
                format!("表头超过 {COLUMN_LIMIT} 列：请去掉规则用不到的列"),
            ),
            Self::Header => {
                let limit = HEADER_LIMIT / MIB;
                Wording::new(
                    format!("the header is longer than {limit} MiB: is this a table?"),
                    format!("表头超过 {limit} MiB：这是表格吗？"),
                )
            }
            Self::Rows => Wording::new(
                format!("there are more than {} rows: split the table", u32::MAX),
                format!("超过 {} 行：请拆分表格", u32::MAX),
            ),
            Self::SheetCell => Wording::new(
                format!("a cell says more than {} MiB: shorten it", CELL_LIMIT >> 20),
                format!("有单元格的内容超过 {} MiB：请缩短", CELL_LIMIT >> 20),
            ),
            Self::DatabaseCell => {
                let limit = CELL_LIMIT / MIB;
                Wording::new(
                    format!("a cell of the database says more than {limit} MiB: leave its column out with a `query`"),
                    format!("数据库中有单元格的内容超过 {limit} MiB：请用 `query` 略去该列"),
                )
            }
            Self::Parts => Wording::new(
                format!("the archive has more than {PARTS_LIMIT} parts: save the table as a plain workbook"),
                format!("压缩包内的部分超过 {PARTS_LIMIT} 个：请另存为普通工作簿"),
            ),
            Self::Part => Wording::new(
                format!("a part of the archive unpacks to more than {} MiB: save the table as CSV", TEXTS_LIMIT >> 20),
                format!("压缩包内某部分解压后超过 {} MiB：请另存为 CSV", TEXTS_LIMIT >> 20),
            ),
            Self::Held => Wording::new(
                "the cells of its sheets would take more than 2 GiB of memory: save the table as XLSX or CSV",
                "各工作表的单元格将占用超过 2 GiB 内存：请另存为 XLSX 或 CSV",
            ),
            Self::Unpacked => Wording::new(
                format!("it unpacks to more than {} GiB: split the table", UNPACKED_LIMIT >> 30),
                format!("解压后超过 {} GiB：请拆分表格", UNPACKED_LIMIT >> 30),
            ),
            Self::Window => Wording::new(
                "unpacking it takes more than 128 MiB of memory: pack it again without a long window",
                "解压所需内存超过 128 MiB：请不用长窗口（--long）重新压缩",
            ),
            Self::Layers => Wording::new(
                format!("it is packed more than {LAYERS_LIMIT} times over: unpack it"),
                format!("压缩层数超过 {LAYERS_LIMIT} 层：请先解压"),
            ),
            Self::Files => Wording::new(
                format!("there are more than {FILE_LIMIT} record files: join some of them"),
                format!("记录文件超过 {FILE_LIMIT} 个：请合并"),
            ),
        }
    }
}

impl LedgerError {
    /// Why a file cannot be read on.
    pub(crate) fn of_reading(file: String, cause: io::Error) -> Self {
        let limit = |limit| Self::Limit { file: file.clone(), row: None, limit };
        match Trouble::of(&cause) {
            Some(Trouble::CutShort) => Self::CutShort { file },
            Some(Trouble::Damaged) => Self::Damaged { file },
            Some(Trouble::TooMuch) => limit(Limit::Unpacked),
            Some(Trouble::Window) => limit(Limit::Window),
            Some(Trouble::Source(_)) | None => Self::Read { file, cause },
        }
    }

    /// What is told of a file that nobody named, where it is no table and so no part of the run.
    pub(crate) fn left_out(&self) -> Option<Note> {
        match self {
            Self::NoTable { file, what } => Some(Note::FileNotRead(file.clone(), Unread::NoTable(*what))),
            Self::NoWorkbook { file } => Some(Note::FileNotRead(file.clone(), Unread::NoTable(NoTable::Archive))),
            Self::NoHeader { file } => Some(Note::FileNotRead(file.clone(), Unread::Empty)),
            _ => None,
        }
    }

    /// The message in both languages.
    #[must_use]
    pub fn wording(&self) -> Wording {
        match self {
            Self::Open { file, cause } => Wording::new(
                format!("`{file}` cannot be opened: {}", plain(cause).en),
                format!("无法打开 `{file}`：{}", plain(cause).zh),
            ),
            Self::Read { file, cause } if cause.kind() == io::ErrorKind::IsADirectory => Wording::new(
                format!("`{file}` is a folder: name the tables in it"),
                format!("`{file}` 是文件夹：请指明其中的表格"),
            ),
            Self::Read { file, cause } => Wording::new(
                format!("`{file}` cannot be read to its end: {}", plain(cause).en),
                format!("`{file}` 未能读完：{}", plain(cause).zh),
            ),
            Self::NoHeader { file } => Wording::new(
                format!("`{file}` is empty: its first row must name the columns"),
                format!("`{file}` 是空的：第一行应写明各列名称"),
            ),
            Self::NoWorkbook { file } => Wording::new(
                format!("`{file}` is an archive and not a table: unpack it, and name the tables in it"),
                format!("`{file}` 是压缩包，不是表格：请先解压，再指明其中的表格"),
            ),
            Self::Packed { file } => Wording::new(
                format!("`{file}` is packed: unpack it, and name what is in it"),
                format!("`{file}` 是压缩文件：请先解压，再指明其中的文件"),
            ),
            Self::CutShort { file } => Wording::new(
                format!("`{file}` ends before all that is packed in it: it was cut short, so fetch or export it again"),
                format!("`{file}` 不完整，压缩内容中途结束：请重新下载或导出"),
            ),
            Self::Damaged { file } => Wording::new(
                format!("`{file}` cannot be unpacked: it is damaged, so fetch or export it again"),
                format!("`{file}` 无法解压：文件已损坏，请重新下载或导出"),
            ),
            Self::NoTable { file, what } => {
                let (what, advice) = (what.words(), what.advice());
                Wording::new(
                    format!("`{file}` is {} and not a table: {}", what.en, advice.en),
                    format!("`{file}` 是{}，不是表格：{}", what.zh, advice.zh),
                )
            }
            Self::Changed { file } => Wording::new(
                format!(
                    "`{file}` was changed while it was read, so nothing was judged: run it again once nobody writes to the file"
                ),
                format!("`{file}` 在读取过程中被改动，未作判定：请在无人写入该文件时重新运行"),
            ),
            Self::Json { file, row, fault } => {
                let fault = fault.wording();
                Wording::new(
                    format!("`{file}`, row {row}: {}", fault.en),
                    format!("`{file}` 第 {row} 行：{}", fault.zh),
                )
            }
            Self::NoSheet { file, sheet, seen } => {
                let list = |between: &str| {
                    let names: Vec<String> = seen.iter().take(20).map(|name| format!("`{}`", brief(name))).collect();
                    names.join(between)
                };
                Wording::new(
                    format!("`{file}` has no sheet `{sheet}`: its sheets are {}", list(", ")),
                    format!("`{file}` 没有工作表 `{sheet}`：其中有 {}", list("、")),
                )
            }
            Self::Password { file } => Wording::new(
                format!("`{file}` opens with a password only: save it without one"),
                format!("`{file}` 有密码保护：请另存为不带密码的文件"),
            ),
            Self::Workbook { file } => Wording::new(
                format!(
                    "`{file}` is an Excel workbook and not a CSV table: save it as CSV in the spreadsheet and name that file"
                ),
                format!("`{file}` 是 Excel 工作簿，不是 CSV 表格：请在表格软件中另存为 CSV，再指明该文件"),
            ),
            Self::NoColumn { file, column, seen } => {
                let (en, zh, headers) = column.words();
                Wording::new(
                    format!(
                        "`{file}` has no column for the {en}: call it {}; its headers are {}",
                        listed(headers, ", ", ", or "),
                        listed(seen, ", ", "")
                    ),
                    format!(
                        "`{file}` 没有{zh}列：请命名为 {}；现有表头：{}",
                        listed(headers, "、", " 或 "),
                        listed(seen, "、", "")
                    ),
                )
            }
            Self::TwoColumns { file, first, second, .. } if first == second => {
                let first = brief(first);
                Wording::new(
                    format!("`{file}` has two columns `{first}`: rename or remove one of them"),
                    format!("`{file}` 有两列 `{first}`：请改名或删去其一"),
                )
            }
            Self::TwoColumns { file, first, second, meaning } => {
                let (first, second) = (brief(first), brief(second));
                Wording::new(
                    format!(
                        "in `{file}` both `{first}` and `{second}` mean the column `{meaning}`: rename one of them"
                    ),
                    format!("`{file}` 中 `{first}` 与 `{second}` 都表示 `{meaning}` 列：请改名其中之一"),
                )
            }
            Self::Unmapped(unmapped) => unmapped.wording(),
            Self::Limit { file, row, limit } => {
                let what = limit.wording();
                match row {
                    Some(row) => Wording::new(
                        format!("`{file}`, row {row}: {}", what.en),
                        format!("`{file}` 第 {row} 行：{}", what.zh),
                    ),
                    None => Wording::new(format!("`{file}`: {}", what.en), format!("`{file}`：{}", what.zh)),
                }
            }
            Self::Broken { file, damage } => {
                let what = damage.wording();
                Wording::new(
                    format!(
                        "`{file}` is damaged or cut short: {}; open it with the program that wrote it, save it anew, and take that file",
                        what.en
                    ),
                    format!("`{file}` 已损坏或不完整：{}；请用原来的程序打开，另存后再用", what.zh),
                )
            }
            Self::Database { file, row, trouble, said } => trouble.wording(file, *row, said.as_deref()),
            Self::NoSheets { file } => Wording::new(
                format!(
                    "`{file}` is a database, and `sheet` and `header` are for workbooks: take them out, and name a `table` or a `query`"
                ),
                format!("`{file}` 是数据库，`sheet` 和 `header` 只用于工作簿：请去掉，改用 `table` 或 `query`"),
            ),
            Self::NoDatabase { file } => Wording::new(
                format!("`{file}` is no database, and `table` and `query` are for databases: take them out"),
                format!("`{file}` 不是数据库，`table` 和 `query` 只用于数据库：请去掉"),
            ),
            Self::UnknownDecision { file, row, id, near } => {
                let (id, (en, zh)) = (brief(id), one_of(near));
                Wording::new(
                    format!("`{file}`, row {row}: the register has no institution with the id `{id}`{en}"),
                    format!("`{file}` 第 {row} 行：名册中没有编号为 `{id}` 的机构{zh}"),
                )
            }
            Self::TwoDecisions { file, row, first, cell } => {
                let cell = brief(cell);
                Wording::new(
                    format!("`{file}`, row {row}: row {first} decides `{cell}` otherwise: keep one of the two"),
                    format!("`{file}` 第 {row} 行：`{cell}` 在第 {first} 行已另有认定：请只留一行"),
                )
            }
            Self::NothingToDecide { file } => Wording::new(
                format!(
                    "`{file}` says whom names mean, and there is no register to find them in: name it with `--register`"
                ),
                format!("`{file}` 用于认定名称所指的机构，但没有名册：请用 `--register` 指定"),
            ),
            Self::OpenQuote { file, row } => Wording::new(
                format!("`{file}`, row {row}: a quote is opened and never closed: close it, or take it away"),
                format!("`{file}` 第 {row} 行：引号未闭合：请补上或删去"),
            ),
        }
    }
}

/// What the system says, in words for the usual cases.
fn plain(cause: &io::Error) -> Wording {
    match cause.kind() {
        io::ErrorKind::NotFound => Wording::new("there is no such file", "没有这个文件"),
        io::ErrorKind::PermissionDenied => Wording::new("it must not be read", "没有读取权限"),
        io::ErrorKind::IsADirectory => Wording::new("it is a folder", "这是文件夹"),
        _ => Wording::new(cause.to_string(), cause.to_string()),
    }
}

/// Headers in backticks, `or` before the last; a very wide header is shown in part.
fn listed(headers: &[impl AsRef<str>], comma: &str, or: &str) -> String {
    const SHOWN: usize = 20;
    let mut list = String::new();
    for (at, header) in headers.iter().enumerate().take(SHOWN) {
        list.push_str(match at {
            0 => "",
            _ if at + 1 == headers.len() && !or.is_empty() => or,
            _ => comma,
        });
        list.push_str(&format!("`{}`", brief(header.as_ref())));
    }
    if headers.len() > SHOWN {
        list.push_str(&format!("{comma}…"));
    }
    list
}
