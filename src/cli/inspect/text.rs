//! What was found out as a page of text.

mod columns;

use owo_colors::{OwoColorize, Style};
use unicode_width::UnicodeWidthStr;

use super::toml::Drafted;
use super::{Inspection, Looked};
use crate::ledger::{ColumnProfile, Form, NameMatch, Note, Purpose, TableProfile};
use crate::report::text::page::{Page, clean, grouped, truncated};
use crate::text::Language;

/// How wide the longest bar is.
const BAR: usize = 40;
/// How many months a chart has.
const MONTHS: usize = 36;

pub(super) fn render(inspection: &Inspection, drafted: &Drafted, language: Language) -> String {
    let mut page = Page::default();
    let text = Text { language };
    for (at, file) in inspection.files.iter().enumerate() {
        if at > 0 {
            page.blank();
        }
        text.file(&mut page, file);
    }
    text.register(&mut page, inspection);
    text.left(&mut page, &inspection.left);
    text.rules(&mut page, inspection);
    text.drafted(&mut page, drafted);
    page.into_text()
}

struct Text {
    language: Language,
}

/// A number of things; English needs two forms.
pub(super) fn counted(language: Language, count: u64, en: (&str, &str), zh: &str) -> String {
    match language {
        Language::English => format!("{} {}", grouped(count), if count == 1 { en.0 } else { en.1 }),
        Language::Chinese => format!("{} {zh}", grouped(count)),
    }
}

impl Text {
    fn say<'b>(&self, en: &'b str, zh: &'b str) -> &'b str {
        self.language.either(en, zh)
    }

    fn joint(&self) -> &'static str {
        self.language.either(", ", "、")
    }

    fn file(&self, page: &mut Page, file: &super::File) {
        for (at, looked) in file.tables.iter().enumerate() {
            if at > 0 {
                page.blank();
            }
            self.table(page, looked);
        }
        if file.tables.is_empty() {
            page.paragraph(0, &file.source.name, Style::new().bold());
            page.paragraph(2, self.say("no sheet with rows", "没有有内容的工作表"), Style::new());
        }
        for (en, zh, sheets) in [
            ("Hidden sheets, not looked at", "隐藏的工作表（未查看）", &file.profile.hidden),
            ("Empty sheets", "空白的工作表", &file.profile.empty),
        ] {
            if !sheets.is_empty() {
                page.blank();
                let colon = self.say(": ", "：");
                page.paragraph(0, &format!("{}{colon}{}", self.say(en, zh), sheets.join(self.joint())), Style::new());
            }
        }
    }

    fn table(&self, page: &mut Page, looked: &Looked) {
        let Looked { table, draft, matched } = looked;
        page.paragraph(0, &table.file, Style::new().bold());
        let hang = if self.language == Language::English { 14 } else { 10 };
        let entry = |page: &mut Page, en: &str, zh: &str, text: &str| {
            page.entry(2, hang, self.say(en, zh), text, Style::new());
        };
        entry(page, "form", "形式", &self.form(table));
        entry(page, "header", "表头", &self.header(table));
        entry(page, "rows", "行数", &self.rows(table));
        if draft.purpose == Purpose::Nothing {
            let why = if table.headless {
                self.say("not read: no row names columns", "不读入：没有一行是表头")
            } else {
                self.say("nothing to read: no rows below the header", "无可读入：表头之下没有内容")
            };
            entry(page, "taken for", "看作", why);
            return;
        }
        let purpose = match draft.purpose {
            Purpose::Register => self.say("a register: who there is", "名册"),
            _ => self.say("records: what happened", "记录"),
        };
        entry(page, "taken for", "看作", purpose);
        page.blank();
        self.columns(page, table);
        self.dates(page, table);
        let dated = draft.date.filter(|_| draft.purpose == Purpose::Records);
        if let Some(column) = dated.and_then(|at| table.columns.get(at)) {
            self.months(page, column);
        }
        if let Some(matched) = matched {
            self.names(page, matched);
        }
        self.placed(page, looked);
    }

    fn form(&self, table: &TableProfile) -> String {
        match table.form {
            Form::Sheet => self.say("a sheet of a workbook", "工作簿中的工作表").to_owned(),
            Form::Named => self.say("a table with named columns", "自带列名的表").to_owned(),
            Form::Text => {
                let by = match table.delimiter {
                    Some(';') => self.say("semicolons", "分号"),
                    Some('\t') => self.say("tabs", "制表符"),
                    _ => self.say("commas", "逗号"),
                };
                let encoding = &table.encoding;
                match self.language {
                    Language::English => format!("text in {encoding}, cells apart by {by}"),
                    Language::Chinese => format!("文本，编码 {encoding}，以{by}分隔"),
                }
            }
        }
    }

    fn header(&self, table: &TableProfile) -> String {
        if table.headless {
            return self.say("none found", "未找到").to_owned();
        }
        let Some(row) = table.header else {
            return self.say("the file names its columns", "文件自带列名").to_owned();
        };
        let mut text = match self.language {
            Language::English => format!("row {row}"),
            Language::Chinese => format!("第 {row} 行"),
        };
        let cells = |row: &Vec<String>| {
            let mut said: Vec<String> = Vec::new();
            for cell in row.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()) {
                // A merged cell says the same many times.
                if said.last().map(String::as_str) != Some(cell) {
                    said.push(cell.to_owned());
                }
            }
            truncated(&said.join(" "), 50)
        };
        let above: Vec<String> = table.above.iter().take(5).map(cells).collect();
        if !above.is_empty() {
            text.push_str(self.say("; above it: ", "；其上为："));
            text.push_str(&above.join(" / "));
        }
        text
    }

    fn rows(&self, table: &TableProfile) -> String {
        let totals: u64 = table.totals.iter().map(|total| total.rows).sum();
        let mut text = grouped(table.rows);
        if table.blank > 0 {
            let blank = counted(self.language, table.blank, ("blank one", "blank ones"), "个空行");
            text.push_str(&format!("{}{blank}", self.say(", and ", "，另有 ")));
        }
        if totals > 0 {
            let kinds: Vec<String> =
                table.totals.iter().map(|total| format!("{} {}", total.cell, grouped(total.rows))).collect();
            let joined = kinds.join(self.joint());
            let (them, zh) = if totals == 1 {
                ("looks like a total", "行像是合计")
            } else {
                ("look like totals", "行像是合计")
            };
            text.push_str(&match self.language {
                Language::English => format!("; {} of them {them}: {joined}", grouped(totals)),
                Language::Chinese => format!("；其中 {} {zh}：{joined}", grouped(totals)),
            });
        }
        text
    }

    /// A small chart of the rows of each month; months without any are said.
    fn months(&self, page: &mut Page, column: &ColumnProfile) {
        let Some(dates) = &column.dates else { return };
        let months = dates.months();
        let (Some((first, _)), Some((last, _))) = (months.first_key_value(), months.last_key_value()) else { return };
        page.blank();
        let name = clean(&column.name);
        let title = match self.language {
            Language::English => format!("Rows by month of `{name}`"),
            Language::Chinese => format!("按“{name}”逐月的行数"),
        };
        page.paragraph(2, &title, Style::new().underline());
        let next = |(year, month): (i32, u32)| if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        let span =
            (last.0 - first.0) * 12 + i32::try_from(last.1).unwrap_or(0) - i32::try_from(first.1).unwrap_or(0) + 1;
        let by_year = usize::try_from(span).unwrap_or(usize::MAX) > MONTHS;
        let mut bars: Vec<(String, u64)> = Vec::new();
        let mut without: Vec<String> = Vec::new();
        if by_year {
            for year in (first.0..=last.0).take(200) {
                let rows = months.range((year, 1)..=(year, 12)).map(|(_, rows)| rows).sum();
                bars.push((format!("{year:04}"), rows));
            }
        } else {
            let mut at = *first;
            while at <= *last {
                bars.push((format!("{:04}-{:02}", at.0, at.1), months.get(&at).copied().unwrap_or(0)));
                at = next(at);
            }
        }
        let most = bars.iter().map(|(_, rows)| *rows).max().unwrap_or(1).max(1);
        let width = bars.iter().map(|(_, rows)| grouped(*rows).len()).max().unwrap_or(1);
        for (name, rows) in &bars {
            let full = usize::try_from(u128::from(*rows) * BAR as u128 / u128::from(most)).unwrap_or(BAR);
            let full = if *rows > 0 { full.max(1) } else { 0 };
            let count = grouped(*rows);
            let gap = " ".repeat(width - count.len());
            page.line(4, format!("{name}  {gap}{count}  {}", "█".repeat(full)).trim_end());
            if *rows == 0 {
                without.push(name.clone());
            }
        }
        if without.len() > 12 {
            let count = without.len();
            let (unit, zh) = if by_year { ("years", "年") } else { ("months", "个月") };
            let text = match self.language {
                Language::English => format!("no row in {count} of {} {unit}", bars.len()),
                Language::Chinese => format!("{} {zh}中有 {count} {zh}没有记录", bars.len()),
            };
            page.paragraph(4, &text, Style::new());
        } else if !without.is_empty() {
            let text = match self.language {
                Language::English => format!("no row in {}", without.join(", ")),
                Language::Chinese => format!("没有记录：{}", without.join("、")),
            };
            page.paragraph(4, &text, Style::new());
        }
        let unclear = dates.count.saturating_sub(months.values().sum());
        if unclear > 0 {
            let text = match self.language {
                Language::English => format!(
                    "not counted: {}",
                    counted(self.language, unclear, ("cell that may be two days", "cells that may be two days"), "")
                ),
                Language::Chinese => format!("未计入：{} 个可作两种日期读的单元格", grouped(unclear)),
            };
            page.paragraph(4, &text, Style::new());
        }
    }

    fn names(&self, page: &mut Page, matched: &NameMatch) {
        page.blank();
        page.paragraph(2, self.say("Institutions in the register", "机构与名册核对"), Style::new().underline());
        let found = matched.found.wording();
        if matched.rows() > 0 {
            let text = match self.language {
                Language::English => {
                    format!("found in {}: {}", counted(self.language, matched.rows(), ("row", "rows"), ""), found.en)
                }
                Language::Chinese => format!("对上 {} 行：{}", grouped(matched.rows()), found.zh),
            };
            page.paragraph(4, &text, Style::new());
        }
        for (rows, en, zh) in [
            (matched.several, "may be several institutions", "可能是几家机构"),
            (matched.nobody, "are of nobody in the register", "在名册中找不到"),
        ] {
            if rows > 0 {
                let rows = counted(self.language, rows, ("row", "rows"), "行");
                page.paragraph(4, &format!("{rows}{}{}", self.say(" ", ""), self.say(en, zh)), Style::new());
            }
        }
        for (cell, rows, near) in &matched.strangers {
            let near = near.as_ref().map_or(String::new(), |near| match self.language {
                Language::English => format!("; nearest: {near}"),
                Language::Chinese => format!("；最接近：{near}"),
            });
            let rows = counted(self.language, *rows, ("row", "rows"), "行");
            page.paragraph(6, &format!("{} ({rows}){near}", truncated(cell, 40)), Style::new());
        }
        if matched.more > 0 {
            let text = counted(self.language, matched.more as u64, ("more name", "more names"), "个其他名称");
            page.paragraph(6, &format!("… {text}"), Style::new());
        }
    }

    fn placed(&self, page: &mut Page, looked: &Looked) {
        let draft = &looked.draft;
        page.blank();
        page.paragraph(2, self.say("What guiju can read here", "规矩能读出什么"), Style::new().underline());
        let width =
            draft.placed.iter().map(|placed| clean(&self.called(&placed.name)).width()).max().unwrap_or(0).min(30) + 2;
        for placed in &draft.placed {
            page.entry(4, width, &self.called(&placed.name), placed.from.in_language(self.language), Style::new());
        }
        if !draft.unused.is_empty() {
            page.entry(
                4,
                width.max(self.say("not used", "未用").width() + 2),
                self.say("not used", "未用"),
                &draft.unused.join(self.joint()),
                Style::new(),
            );
        }
        if draft.open.is_empty() {
            return;
        }
        page.blank();
        page.paragraph(2, self.say("To be decided", "有待确定"), Style::new().underline());
        for open in &draft.open {
            page.entry(4, 2, "-", open.in_language(self.language), Style::new());
        }
    }

    /// What a column is for, in the reader's words.
    fn called(&self, name: &str) -> String {
        let zh = match name {
            "institution" => "机构",
            "date" => "日期",
            "activity" => "活动",
            "id" => "编号",
            "name" => "名称",
            "category" => "类别",
            "region" => "地区",
            "opened" => "成立日期",
            "closed" => "注销日期",
            "parent" => "上级",
            "alias" => "别名",
            other => other,
        };
        self.say(name, zh).to_owned()
    }

    fn register(&self, page: &mut Page, inspection: &Inspection) {
        let Some(register) = &inspection.register else { return };
        page.heading(self.say("Register", "名册"));
        let count = counted(self.language, register.count as u64, ("institution", "institutions"), "家机构");
        page.paragraph(2, &format!("{}{}{count}", register.name, self.say(": ", "：")), Style::new());
        // Those of a table above have been told there.
        for open in register.draft.open.iter().filter(|_| register.path.is_some()) {
            page.entry(4, 2, "-", open.in_language(self.language), Style::new());
        }
    }

    fn left(&self, page: &mut Page, left: &[Note]) {
        if left.is_empty() {
            return;
        }
        page.heading(self.say("Left out", "未查看"));
        for note in left {
            page.paragraph(2, note.wording().in_language(self.language), Style::new());
        }
    }

    fn rules(&self, page: &mut Page, inspection: &Inspection) {
        if inspection.decided.is_empty() {
            return;
        }
        let yes = inspection.decided.iter().filter(|decided| decided.why.is_empty()).count();
        page.heading(&match self.language {
            Language::English => format!("Rules: {yes} of {} can be decided", inspection.decided.len()),
            Language::Chinese => format!("规则：{} 条中有 {yes} 条可以判定", inspection.decided.len()),
        });
        let name = |decided: &super::Decided| truncated(decided.title.as_ref().unwrap_or(&decided.rule), 40);
        let width = inspection.decided.iter().map(|decided| name(decided).width()).max().unwrap_or(0) + 2;
        for decided in &inspection.decided {
            let name = name(decided);
            let gap = " ".repeat(width - name.width());
            let (mark, text) = if decided.why.is_empty() {
                (self.say("yes", "可"), String::new())
            } else {
                let why: Vec<&str> = decided.why.iter().map(|why| why.in_language(self.language)).collect();
                (self.say("no ", "否"), why.join(self.say("; ", "；")))
            };
            if text.is_empty() {
                page.line(2, &format!("{name}{gap}{mark}"));
            } else {
                page.entry(2, width + mark.width() + 2, &format!("{name}{gap}{mark}"), &text, Style::new());
            }
        }
    }

    fn drafted(&self, page: &mut Page, drafted: &Drafted) {
        if drafted.sections.is_empty() {
            return;
        }
        page.heading(self.say("Proposed guiju.toml", "建议的 guiju.toml"));
        page.blank();
        for line in drafted.text().lines() {
            let line = clean(line);
            page.line(0, &if line.starts_with('#') { line.dimmed().to_string() } else { line });
        }
    }
}
