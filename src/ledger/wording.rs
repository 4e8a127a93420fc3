//! What is told about rows, in both languages; and the rejected rows as CSV.

use std::io::{self, Write};

use super::intake::{Differs, Expected, FileIntake, Inexact, Misfit, Note, Reason, Reject, Unnamed, Unread, brief};
use super::names::{Candidate, How, Why};
use super::spelling::Undated;
use crate::text::{Language, Wording};

impl Undated {
    /// What is wrong with a date, and how to settle it.
    fn wording(self) -> Wording {
        match self {
            Self::Unreadable => Wording::new(
                "not a date: write 2024-03-05, 2024/3/5 or 2024年3月5日, with a time such as 14:30 behind it if there is one",
                "不是日期：请写成 2024-03-05、2024/3/5 或 2024年3月5日，有时刻的写在后面，如 14:30",
            ),
            Self::Order(one, other) => Wording::new(
                format!(
                    "{one} or {other}: say in guiju.toml in which order the table writes day, month and year, such as `dates.order = \"month-day-year\"`"
                ),
                format!(
                    "可能是 {one}，也可能是 {other}：请在 guiju.toml 写明该表年月日的次序，如 `dates.order = \"month-day-year\"`"
                ),
            ),
            Self::Years(one, other) => Wording::new(
                format!(
                    "{one} or {other}: say in guiju.toml how the table counts years, `dates.years = \"common\"` or `\"republic\"`"
                ),
                format!(
                    "可能是 {one}，也可能是 {other}：请在 guiju.toml 写明该表的纪年，`dates.years = \"common\"`（公元）或 `\"republic\"`（民国）"
                ),
            ),
            Self::Number(one, other) => Wording::new(
                format!(
                    "a number of days, which is {one} or {other}: say in guiju.toml from when the table counts them, `dates.numbers = 1900` or `1904`"
                ),
                format!(
                    "是天数，可能是 {one}，也可能是 {other}：请在 guiju.toml 写明该表从何时起算，`dates.numbers = 1900` 或 `1904`"
                ),
            ),
        }
    }
}

impl Reason {
    /// What is wrong with the row.
    #[must_use]
    pub fn wording(&self) -> Wording {
        match self {
            Self::TooWide(width) => Wording::new(
                format!("the row has more cells than the header's {width}: is a comma not quoted?"),
                format!("单元格多于表头的 {width} 列：是否有逗号未加引号？"),
            ),
            Self::Garbled => {
                Wording::new("the cell has bytes that its encoding does not know", "单元格含有无法解码的字节")
            }
            Self::NoActivity => Wording::new("the record has no activity", "记录没有活动"),
            Self::NoInstitution => Wording::new("the record has no institution", "记录没有机构"),
            Self::UnknownInstitution(near) => {
                let (en, zh) = one_of(near);
                Wording::new(
                    format!("the register has no such institution, by id or by name{en}"),
                    format!("名册中没有此机构（编号、名称均无）{zh}"),
                )
            }
            Self::SeveralInstitutions(candidates) => {
                let how = candidates.first().map(|candidate| candidate.why);
                let (en, zh) = match how {
                    Some(Why::Shared(How::Alias)) => ("this other name", "都有此别名"),
                    Some(Why::Shared(How::FormerName)) => ("or had this name", "现在或曾经叫此名称"),
                    Some(Why::Shared(How::Normalised)) => ("this name but for how it is written", "的名称只是写法不同"),
                    _ => ("this name", "同名"),
                };
                let quoted = |comma: &str| {
                    let quoted: Vec<String> = candidates.iter().map(Candidate::quoted).collect();
                    quoted.join(comma)
                };
                Wording::new(
                    format!("several institutions have {en} ({}): give the id", quoted(", ")),
                    format!("有多个机构{zh}（{}）：请写编号", quoted("、")),
                )
            }
            Self::NoDate => Wording::new("the record has no date", "记录没有日期"),
            Self::NoOneDate(undated) => undated.wording(),
            Self::DuplicateRecord(file, row) => Wording::new(
                format!("the record in row {row} of `{file}` has the same id"),
                format!("与 `{file}` 第 {row} 行的记录编号重复"),
            ),
            Self::TotalRow(column, cell) => {
                let skip = format!("skip = {{ {:?} = [{:?}] }}", brief(column), brief(cell.trim()));
                Wording::new(
                    format!("the row looks like a total of others: leave such rows out with `{skip}` in guiju.toml"),
                    format!("此行像是合计行：请在 guiju.toml 中用 `{skip}` 略过"),
                )
            }
            Self::NoMark => Wording::new(
                "says neither that it was done nor that it was not: add it to `marks` or to `blanks` under `days` in guiju.toml",
                "看不出做了还是没做：请在 guiju.toml 的 `days` 中把它写入 `marks` 或 `blanks`",
            ),
            Self::NoSuchDay(year, month) => Wording::new(
                format!("{year}-{month:02} has no such day: correct the mark or the month"),
                format!("{year} 年 {month} 月没有这一天：请改正标记或月份"),
            ),
            Self::NoMonth => Wording::new(
                "names no month with its year: write `2024-03` or `2024年3月`",
                "没有写明哪年哪月：请写成 `2024-03` 或 `2024年3月`",
            ),
            Self::NotAsFirst(differs, file, row) => {
                let (en, zh) = match differs {
                    Differs::Institution => ("institution", "机构"),
                    Differs::Activity => ("activity", "活动"),
                    Differs::Date => ("date", "日期"),
                };
                Wording::new(
                    format!(
                        "row {row} of `{file}` has the same key and another {en}: correct one of them, or name more columns as `key`"
                    ),
                    format!("与 `{file}` 第 {row} 行的 `key` 相同而{zh}不同：请改正其一，或在 `key` 中增加列"),
                )
            }
            Self::NoId => Wording::new("the row has no id", "此行没有编号"),
            Self::DuplicateSubject(row) => Wording::new(
                format!("row {row} has the same id: keep one of the two, or say from when to when each holds"),
                format!("与第 {row} 行编号重复：请只留一行，或写明各行的有效期（自、至）"),
            ),
            Self::OverlappingSubject(row) => Wording::new(
                format!(
                    "row {row} has the same id and holds on some of the same days: the days of one id must not overlap"
                ),
                format!("与第 {row} 行编号相同且有效期重叠：同一编号的有效期不得重叠"),
            ),
            Self::Backwards(from) => Wording::new(
                format!("it ends before it begins on {from}: exchange the two dates"),
                format!("早于开始日期 {from}：请对调两个日期"),
            ),
            Self::NoRecordOfInstitution => Wording::new("no record is of this institution", "没有此机构的任何记录"),
            Self::NoWaivedSubject => Wording::new("the waiver has no subject", "豁免没有主体"),
            Self::NoWaivedRule => Wording::new("the waiver has no rule", "豁免没有规则"),
            Self::UnknownRule(Some(near)) => Wording::new(
                format!("no rule has this id: did you mean `{}`?", brief(near)),
                format!("没有此编号的规则：是否应为 `{}`？", brief(near)),
            ),
            Self::UnknownRule(None) => Wording::new("no rule has this id", "没有此编号的规则"),
            Self::NoWaivedDay => Wording::new("the waiver must say its first and its last day", "豁免须写明起止日期"),
        }
    }
}

impl Reject {
    /// The whole message: file, row, column, reason, value.
    #[must_use]
    pub fn wording(&self) -> Wording {
        let Self { file, row, column, reason, value } = self;
        let what = reason.wording();
        let (en, zh) = if column.is_empty() {
            (String::new(), String::new())
        } else {
            (format!(", column `{column}`"), format!(" `{column}` 列"))
        };
        let (shown_en, shown_zh) = if value.trim().is_empty() {
            (String::new(), String::new())
        } else {
            (format!(" `{value}`:"), format!("`{value}`："))
        };
        Wording::new(
            format!("`{file}`, row {row}{en}:{shown_en} {}", what.en),
            format!("`{file}` 第 {row} 行{zh}：{shown_zh}{}", what.zh),
        )
    }
}

impl Misfit {
    /// The message about a column's cells that count as missing.
    #[must_use]
    pub fn wording(&self, file: &str) -> Wording {
        let Self { column, expected, count, examples } = self;
        let (en, zh) = match expected {
            Expected::Number => ("a number", "数"),
            Expected::Date => ("a date", "日期"),
            Expected::Time => ("a time of day", "时刻"),
            Expected::Bool => ("yes or no", "是非"),
            Expected::Choice => ("one of the declared choices", "所列选项之一"),
            Expected::Text => ("readable text", "可读文本"),
            Expected::Column => ("in a column that the first rows name", "前面各行已有的列"),
        };
        let (cells, count_as) = if *count == 1 { ("cell is", "counts") } else { ("cells are", "count") };
        Wording::new(
            format!(
                "`{file}`, column `{column}`: {count} {cells} not {en} and {count_as} as missing{}",
                rows(examples, (": ", ", "), |row| format!("row {row}"))
            ),
            format!(
                "`{file}` `{column}` 列：{count} 个单元格不是{zh}，按缺失处理{}",
                rows(examples, ("：", "、"), |row| format!("第 {row} 行"))
            ),
        )
    }
}

impl Inexact {
    /// The message about a column's numbers that may not be what was meant.
    #[must_use]
    pub fn wording(&self, file: &str) -> Wording {
        let Self { column, count, row, value } = self;
        let cells = if *count == 1 { "number is" } else { "numbers are" };
        Wording::new(
            format!(
                "`{file}`, column `{column}`: {count} {cells} not kept exactly by the database and used as shown, the first in row {row} (`{value}`): keep exact numbers as integers, decimals or text"
            ),
            format!(
                "`{file}` `{column}` 列：{count} 个数在数据库中不是精确值，按所示采用，第一个在第 {row} 行（`{value}`）：精确的数请存为整数、定点数或文本"
            ),
        )
    }
}

fn rows(examples: &[(u64, String)], (colon, comma): (&str, &str), row: impl Fn(u64) -> String) -> String {
    let shown: Vec<String> = examples.iter().map(|(number, value)| format!("{} `{value}`", row(*number))).collect();
    if shown.is_empty() { String::new() } else { format!("{colon}{}", shown.join(comma)) }
}

impl FileIntake {
    /// How many records came of how many rows, where a row may be several.
    #[must_use]
    pub fn records(&self) -> Option<Wording> {
        let rows = self.rows?;
        let none = self.ignored.skipped + self.ignored.no_record;
        let records = self.read.saturating_sub(none);
        let plural = |count: u64, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
        let (none_en, none_zh) = match none {
            0 => (String::new(), String::new()),
            none => (format!(", {} none", plural(none, "row", "rows")), format!("，{none} 行不成记录")),
        };
        Some(Wording::new(
            format!(
                "`{}`: {} became {}{none_en}",
                self.file,
                plural(rows, "row", "rows"),
                plural(records, "record", "records")
            ),
            format!("`{}`：{rows} 行成为 {records} 条记录{none_zh}", self.file),
        ))
    }
}

impl Unread {
    /// The reason.
    fn wording(self) -> Wording {
        let (en, zh) = match self {
            Self::NoHeader => ("no row of it names the columns that are needed", "没有一行写明所需的列名"),
            Self::NoColumns => ("its columns are not those that are needed", "它没有所需的列"),
            Self::Hidden => ("it is hidden", "该工作表是隐藏的"),
            Self::Second => ("another sheet is the table that is asked for", "已采用另一张工作表"),
            Self::NoTable(what) => {
                let what = what.words();
                return Wording::new(format!("it is {}", what.en), format!("它是{}", what.zh));
            }
            Self::Empty => ("it is empty", "它是空的"),
            Self::System => ("it is a hidden file", "它是隐藏文件"),
            Self::Lock => ("a spreadsheet has left it while a workbook is open", "它是工作簿打开时的临时文件"),
            Self::Rules => ("it says what is judged, and has no records", "它是规则或设置文件，不含记录"),
            Self::Apart => ("it is the register or the table of waivers", "它是名册或豁免表"),
            Self::Folder => (
                "it is a folder: name it as well, or a pattern such as `2024/**/*.xlsx`",
                "它是文件夹：请另行指明，或写成 `2024/**/*.xlsx` 之类的通配",
            ),
            Self::Twice => ("they are named twice and read once", "重复指明，只读一次"),
        };
        Wording::new(en, zh)
    }
}

impl Note {
    /// The message.
    #[must_use]
    pub fn wording(&self) -> Wording {
        match self {
            Self::FileNotRead(name, Unread::Twice) => {
                Wording::new(format!("`{name}` is named twice and read once"), format!("`{name}` 重复指明，只读一次"))
            }
            Self::SheetNotRead(name, why) | Self::FileNotRead(name, why) => {
                let why = why.wording();
                Wording::new(format!("`{name}` is not read: {}", why.en), format!("未读取 `{name}`：{}", why.zh))
            }
            Self::MoreFilesNotRead(count, why) => {
                let why = why.wording();
                let files = if *count == 1 { "file is" } else { "files are" };
                Wording::new(
                    format!("{count} more {files} not read: {}", why.en),
                    format!("另有 {count} 个文件未读取：{}", why.zh),
                )
            }
            Self::SameContent { file, first } => Wording::new(
                format!("`{file}` has the same content as `{first}`, and both are read: leave one out if it is a copy"),
                format!("`{file}` 与 `{first}` 内容完全相同，两者均已读取：如系重复，请去掉其一"),
            ),
            Self::NoRegister => Wording::new(
                "there is no register: the subjects are those with records, and silent institutions are invisible",
                "没有名册：只能看到有记录的机构，没有记录的机构不可见",
            ),
            Self::NoCategoryColumn(file) => Wording::new(
                format!(
                    "`{file}` has no column for the category (`category`, `类别`, `机构类型`): every rule binds every subject"
                ),
                format!("`{file}` 没有类别列（`category`、`类别`、`机构类型`）：所有规则约束所有主体"),
            ),
            Self::NoParentColumn(file) => Wording::new(
                format!(
                    "`{file}` has no column for the parent (`parent`, `所属`, `上级`), and rules ask for it: nobody can tell whose a subject is"
                ),
                format!("`{file}` 没有上级列（`parent`、`所属`、`上级`），而规则需要：无法判定各主体的上级"),
            ),
            Self::UnknownParents { file, first, more } => {
                let (en, zh) = named(first, *more);
                Wording::new(
                    format!(
                        "`{file}` names parents that are no id and no unique name in it, and nobody can tell whose these rows are: {en}"
                    ),
                    format!("`{file}` 中有些上级不是任何编号或唯一名称，按无法判定处理：{zh}"),
                )
            }
            Self::OwnAncestors { file, first, more } => {
                let quoted: Vec<String> = first.iter().map(|id| format!("`{}`", brief(id))).collect();
                let (more_en, more_zh) = match more {
                    0 => (String::new(), String::new()),
                    more => (format!(" and {more} more"), format!(" 等（另有 {more} 个）")),
                };
                Wording::new(
                    format!(
                        "`{file}`: the parents of {}{more_en} lead back to themselves, so their parent is unknown: correct whose they are",
                        quoted.join(", ")
                    ),
                    format!(
                        "`{file}`：{}{more_zh} 的上级又回到自身，其上级按无法判定处理：请改正所属关系",
                        quoted.join("、")
                    ),
                )
            }
            Self::WaiverOfNobody { subject, rule, reason, path, line, .. } => {
                let (subject, rule, reason) = (brief(subject), brief(rule), reason.wording());
                Wording::new(
                    format!(
                        "`{path}`, line {line}: the waiver of `{rule}` for `{subject}` excuses nobody: {}",
                        reason.en
                    ),
                    format!(
                        "`{path}` 第 {line} 行：`{subject}` 的豁免（规则 `{rule}`）不适用于任何主体：{}",
                        reason.zh
                    ),
                )
            }
            Self::NoFieldColumn(activity, field) => Wording::new(
                format!("no record file has a column for `{field}` of `{activity}`: it is missing everywhere"),
                format!("记录文件没有 `{activity}` 的 `{field}` 列：处处缺失"),
            ),
            Self::NoAttributeColumn(attribute) => Wording::new(
                format!("the register has no column for `{attribute}`: it is missing everywhere"),
                format!("名册没有 `{attribute}` 列：处处缺失"),
            ),
            Self::ClosedBeforeOpened(file, row, id) => Wording::new(
                format!(
                    "`{file}`, row {row}: `{id}` closed before it opened, so no rule binds it there: correct the two dates"
                ),
                format!("`{file}` 第 {row} 行：`{id}` 注销早于成立，此行不受任何规则约束：请改正两个日期"),
            ),
            Self::UnnamedCategories { file, first, more } => {
                let (en, zh) = named(first, *more);
                Wording::new(
                    format!("`{file}` has categories that the rules do not name, and no rule binds these rows: {en}"),
                    format!("`{file}` 中有规则未提及的类别，这些机构不受任何规则约束：{zh}"),
                )
            }
            Self::NearActivities { file, first, more } => {
                let (en, zh) = named(first, *more);
                Wording::new(
                    format!("`{file}` has activities that no rule names, and their rows are ignored: {en}"),
                    format!("`{file}` 中有规则未提及的活动，相应行已忽略：{zh}"),
                )
            }
            Self::MoreClosedBeforeOpened(file, count) => Wording::new(
                format!("`{file}`: {count} more rows close before they open"),
                format!("`{file}` 另有 {count} 行注销早于成立"),
            ),
            Self::NoDay => Wording::new(
                "no record has a readable date: say which day is judged",
                "没有一条记录的日期可读：请指明截至日期",
            ),
        }
    }
}

/// Names that the rules do not have, with their rows and what may be meant.
fn named(first: &[Unnamed], more: usize) -> (String, String) {
    let english = |unnamed: &Unnamed| {
        let rows = if unnamed.rows == 1 { "row" } else { "rows" };
        let near = unnamed.near.as_ref().map_or(String::new(), |near| format!(", did you mean `{near}`?"));
        format!("`{}` ({} {rows}{near})", unnamed.name, unnamed.rows)
    };
    let chinese = |unnamed: &Unnamed| {
        let near = unnamed.near.as_ref().map_or(String::new(), |near| format!("，是否应为 `{near}`？"));
        format!("`{}`（{} 行{near}）", unnamed.name, unnamed.rows)
    };
    let en: Vec<String> = first.iter().map(english).collect();
    let zh: Vec<String> = first.iter().map(chinese).collect();
    let (more_en, more_zh) = match more {
        0 => (String::new(), String::new()),
        more => (format!(", and {more} more"), format!("，另有 {more} 种")),
    };
    (format!("{}{more_en}", en.join(", ")), format!("{}{more_zh}", zh.join("、")))
}

/// Writes rejected rows as CSV: file, row, column, reason, value.
pub struct RejectsCsv<W: Write> {
    out: csv::Writer<W>,
    language: Language,
    begun: bool,
    failure: Option<io::Error>,
}

impl<W: Write> RejectsCsv<W> {
    /// Writes to `out` in a language. The header is written with the first row, or at the end.
    #[must_use]
    pub fn new(out: W, language: Language) -> Self {
        Self { out: csv::Writer::from_writer(out), language, begun: false, failure: None }
    }

    /// Writes one; a failure is kept for [`Self::finish`].
    pub fn write(&mut self, reject: &Reject) {
        let row = reject.row.to_string();
        let reason = reject.reason.wording();
        let cells = [&reject.file, &row, &reject.column, reason.in_language(self.language), &reject.value];
        let inert = cells.map(inert);
        if self.failure.is_none() {
            self.failure = self.header().and_then(|()| Ok(self.out.write_record(&inert)?)).err();
        }
    }

    /// Writes what is left.
    ///
    /// # Errors
    /// Something could not be written.
    pub fn finish(mut self) -> io::Result<()> {
        if let Some(failure) = self.failure.take() {
            return Err(failure);
        }
        self.header()?;
        self.out.flush()
    }

    fn header(&mut self) -> io::Result<()> {
        if !std::mem::replace(&mut self.begun, true) {
            let header = match self.language {
                Language::English => ["file", "row", "column", "reason", "value"],
                Language::Chinese => ["文件", "行", "列", "原因", "值"],
            };
            self.out.write_record(header)?;
        }
        Ok(())
    }
}

/// Asks whether one of these is meant, behind a message.
pub(super) fn one_of(near: &[Candidate]) -> (String, String) {
    if near.is_empty() {
        return (String::new(), String::new());
    }
    let quoted = |or: &str| near.iter().map(Candidate::quoted).collect::<Vec<_>>().join(or);
    (format!(": did you mean {}?", quoted(" or ")), format!("：是否应为 {}？", quoted(" 或 ")))
}

/// A cell that a spreadsheet would run as a formula is written behind an apostrophe.
pub(super) fn inert(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}
