//! What could not be placed and what to do, and where things were found, in both languages.

use super::super::intake::brief;
use super::super::mapping::Month;
use crate::text::Wording;

/// What could not be placed.
pub(super) enum Open {
    NoInstitution,
    NoDate,
    NoActivity { rules: bool, names: Vec<String> },
    NoField { activity: String, field: String },
    NoAttribute { name: String },
    NoCategory,
    StrangeCategories { column: String, cells: Vec<String>, names: Vec<String> },
    StrangeActivities { column: String, cells: Vec<String> },
    NoTruth { column: String, field: String, cells: Vec<String> },
    OtherDates { chosen: String, others: Vec<String> },
    Order { column: String, count: u64 },
    Years { column: String, count: u64 },
    Epoch { column: String, count: u64 },
    NoDates { column: String, count: u64 },
    Marks { cells: Vec<String> },
    NoMonth,
}

/// The sentence.
pub(super) fn open(open: &Open) -> Wording {
    match open {
        Open::NoInstitution => Wording::new(
            "no column names the institution: write `institution = \"…\"` under `columns` with the header of the one that does, or under `constants` if all rows are of one",
            "没有看出哪一列是机构：请在 `columns` 下写 `institution = \"表头\"`；若全表只有一家，写在 `constants` 下",
        ),
        Open::NoDate => Wording::new(
            "no column has dates: write `date = \"…\"` under `columns` with the header of the one that does",
            "没有看出哪一列是日期：请在 `columns` 下写 `date = \"表头\"`",
        ),
        Open::NoActivity { rules: false, .. } => Wording::new(
            "what the rows are records of is not known without rules: add `--rules FILE`, or write `activity = \"…\"`",
            "没有规则，无从得知各行记的是什么活动：请加 `--rules 文件`，或写 `activity = \"…\"`",
        ),
        Open::NoActivity { names, .. } => Wording::new(
            format!(
                "what the rows are records of is not said anywhere: write `activity = \"…\"`, one of {}",
                list(names, ", ")
            ),
            format!("表中没有说明各行记的是什么活动：请写 `activity = \"…\"`，可为 {}", list(names, "、")),
        ),
        Open::NoField { activity, field } => Wording::new(
            format!(
                "no column is `{field}`, which rules ask of `{activity}`: write `{field} = \"…\"` under `columns` if one is"
            ),
            format!(
                "没有看出哪一列是 `{field}`（规则对 `{activity}` 有此要求）：若有，请在 `columns` 下写 `{field} = \"表头\"`"
            ),
        ),
        Open::NoAttribute { name } => Wording::new(
            format!(
                "no column is `{name}`, which rules ask of institutions: write `{name} = \"…\"` under `columns` if one is"
            ),
            format!("没有看出哪一列是 `{name}`（规则据此判断机构）：若有，请在 `columns` 下写 `{name} = \"表头\"`"),
        ),
        Open::NoCategory => Wording::new(
            "no column says of what category each institution is: write `category = \"…\"` under `columns`, or under `constants` if all are the same",
            "没有看出哪一列是机构类别：请在 `columns` 下写 `category = \"表头\"`；若都是同一类，写在 `constants` 下",
        ),
        Open::StrangeCategories { column, cells, names } => Wording::new(
            format!(
                "{} in `{column}`: no category of the rules, which have {}; say under `values` what they mean: `category = {{ … }}`",
                list(cells, ", "),
                list(names, ", ")
            ),
            format!(
                "`{column}` 列中的 {} 不是规则中的类别（规则中有 {}）：请在 `values` 下写明含义：`category = {{ … }}`",
                list(cells, "、"),
                list(names, "、")
            ),
        ),
        Open::StrangeActivities { column, cells } => Wording::new(
            format!(
                "{} in `{column}`: no activity of the rules; such rows are ignored, unless `values` says what they mean: `activity = {{ … }}`",
                list(cells, ", ")
            ),
            format!(
                "`{column}` 列中的 {} 不是规则中的活动：这些行将被忽略，除非在 `values` 下写明含义：`activity = {{ … }}`",
                list(cells, "、")
            ),
        ),
        Open::NoTruth { column, field, cells } => Wording::new(
            format!(
                "{} in `{column}`: neither yes nor no, and counts as missing, unless `values` says what it means: `{field} = {{ … }}`",
                list(cells, ", ")
            ),
            format!(
                "`{column}` 列中的 {} 看不出是或否，按空缺处理，除非在 `values` 下写明含义：`{field} = {{ … }}`",
                list(cells, "、")
            ),
        ),
        Open::OtherDates { chosen, others } => Wording::new(
            format!("`{chosen}` is taken for the date; other columns with dates: {}", list(others, ", ")),
            format!("以 `{chosen}` 为日期；另有日期列 {}", list(others, "、")),
        ),
        Open::Order { column, count } => Wording::new(
            format!(
                "{} of `{column}` may be two days: say which comes first, `dates = {{ order = \"day-month-year\" }}`, \"month-day-year\" or \"year-month-day\"",
                cells(*count)
            ),
            format!(
                "`{column}` 列有 {count} 个单元格可作两种日期读：请写明次序 `dates = {{ order = \"day-month-year\" }}`（日月年）、\"month-day-year\"（月日年）或 \"year-month-day\"（年月日）"
            ),
        ),
        Open::Years { column, count } => Wording::new(
            format!(
                "{} of `{column}` have years of two digits that may be of two calendars: say `dates = {{ years = \"common\" }}` or \"republic\" (民国)",
                cells(*count)
            ),
            format!(
                "`{column}` 列有 {count} 个单元格的年份只有两位：请写明 `dates = {{ years = \"common\" }}`（公元）或 \"republic\"（民国）"
            ),
        ),
        Open::Epoch { column, count } => Wording::new(
            format!(
                "{} of `{column}` are numbers of days: say from when they count, `dates = {{ numbers = 1900 }}` (as Excel does) or 1904",
                cells(*count)
            ),
            format!(
                "`{column}` 列有 {count} 个单元格是天数：请写明从何时算起 `dates = {{ numbers = 1900 }}`（Excel 常用）或 1904"
            ),
        ),
        Open::NoDates { column, count } => Wording::new(
            format!("{} of `{column}` are no date: such rows will be rejected", cells(*count)),
            format!("`{column}` 列有 {count} 个单元格不是日期：这些行将被拒收"),
        ),
        Open::Marks { cells } => Wording::new(
            format!(
                "{} under the days: say under `days` whether it was done (`marks = [ … ]`) or not (`blanks = [ … ]`)",
                list(cells, ", ")
            ),
            format!(
                "日期栏中的 {}：请在 `days` 下写明是已做（`marks = [ … ]`）还是未做（`blanks = [ … ]`）",
                list(cells, "、")
            ),
        ),
        Open::NoMonth => Wording::new(
            "the columns are days, but which month they are of is not said: write `month = \"2024-03\"` under `days`",
            "各列是每月的日子，但看不出是哪年哪月：请在 `days` 下写 `month = \"2024-03\"`",
        ),
    }
}

fn cells(count: u64) -> String {
    if count == 1 { "1 cell".to_owned() } else { format!("{count} cells") }
}

/// The first texts of a list, quoted.
fn list(texts: &[String], joint: &str) -> String {
    let shown: Vec<String> = texts.iter().take(6).map(|text| format!("`{}`", brief(text))).collect();
    let more = if texts.len() > 6 { " …" } else { "" };
    format!("{}{more}", shown.join(joint))
}

pub(super) fn title(words: &str) -> Wording {
    Wording::new(format!("what stands behind `{words}` above the header"), format!("表头上方“{words}”之后的内容"))
}

pub(super) fn sheet(name: &str) -> Wording {
    Wording::new(format!("the name `{name}`"), format!("表名“{name}”"))
}

pub(super) fn above(title: &str) -> Wording {
    let title = brief(title);
    Wording::new(format!("the title `{title}`"), format!("标题“{title}”"))
}

pub(super) fn file(name: &str) -> Wording {
    Wording::new(format!("the file's name `{name}`"), format!("文件名“{name}”"))
}

pub(super) fn header(name: &str) -> Wording {
    Wording::new(format!("the header `{name}`"), format!("表头“{name}”"))
}

pub(super) fn each(column: &str) -> Wording {
    Wording::new(format!("one record where `{column}` is filled"), format!("“{column}”有日期即为一条记录"))
}

pub(super) fn days(count: usize, month: Option<&Month>) -> Wording {
    let (en, zh) = match month {
        Some(Month::Sheet) => (", the month from the sheet's name", "，月份取自表名"),
        Some(Month::File) => (", the month from the file's name", "，月份取自文件名"),
        Some(Month::Title) => (", the month from the title", "，月份取自标题"),
        Some(Month::Column(_)) => (", the month from its column", "，月份取自月份列"),
        Some(Month::Given(..)) | None => ("", ""),
    };
    Wording::new(format!("{count} columns, one a day{en}"), format!("{count} 列，每日一列{zh}"))
}
