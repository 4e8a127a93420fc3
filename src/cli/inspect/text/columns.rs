//! The columns of a table, and how their dates are spelt.

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, TableStyle};
use owo_colors::Style;
use unicode_width::UnicodeWidthStr;

use super::{Text, counted};
use crate::ledger::{ColumnProfile, DISTINCT, DateForm, Dates, Look, Order, TableProfile};
use crate::report::text::page::{Page, WIDTH, clean, grouped, truncated};
use crate::text::Language;

impl Text {
    pub(super) fn columns(&self, page: &mut Page, table: &TableProfile) {
        let mut lines = Table::new();
        lines.load_style(TableStyle::new()).set_content_arrangement(ContentArrangement::Disabled);
        let names = [
            self.say("column", "列"),
            self.say("looks like", "看来是"),
            self.say("blank", "空白"),
            self.say("different", "不同值"),
            self.say("what stands in it", "内容"),
        ];
        let mut rows: Vec<[String; 5]> = vec![names.map(str::to_owned)];
        for column in &table.columns {
            rows.push([
                truncated(&column.name, 24),
                self.look(column.look).to_owned(),
                share(column),
                if column.more { format!("> {}", grouped(DISTINCT as u64)) } else { grouped(column.distinct as u64) },
                self.said(column),
            ]);
        }
        if !table.days.is_empty() {
            rows.push(self.days(table));
        }
        let wide = |at: usize| rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.width()).max().unwrap_or(0);
        let room = WIDTH.saturating_sub(2 + (0..4).map(|at| wide(at) + 2).sum::<usize>());
        for row in &rows {
            let cells = row.iter().enumerate().map(|(at, cell)| match at {
                2 | 3 => Cell::new(cell).set_alignment(CellAlignment::Right),
                4 => Cell::new(truncated(cell, room)),
                _ => Cell::new(cell),
            });
            lines.add_row(cells.collect::<Vec<_>>());
        }
        for column in lines.column_iter_mut() {
            column.set_padding((0, 2));
        }
        for line in lines.lines() {
            page.line(2, line.trim_end());
        }
    }

    fn look(&self, look: Look) -> &'static str {
        let (en, zh) = match look {
            Look::Blank => ("nothing", "全空"),
            Look::Date => ("dates", "日期"),
            Look::Time => ("times", "时刻"),
            Look::Number => ("numbers", "数"),
            Look::Truth => ("yes or no", "是非"),
            Look::Institution => ("institutions", "机构"),
            Look::Unique => ("unique", "各不相同"),
            Look::Choice => ("choice", "选项"),
            Look::Text => ("text", "文字"),
        };
        self.language.either(en, zh)
    }

    fn said(&self, column: &ColumnProfile) -> String {
        if let Some((low, high)) = column.numbers {
            return format!("{low} {} {high}", self.say("to", "至"));
        }
        if let Some((first, last)) = column.dates.as_ref().and_then(Dates::bounds) {
            return format!("{first} {} {last}", self.say("to", "至"));
        }
        let often = column.values.first().is_some_and(|(_, count)| *count > 1);
        if often {
            let values =
                column.values.iter().take(4).map(|(cell, count)| format!("{} ({})", clean(cell), grouped(*count)));
            return values.collect::<Vec<_>>().join(self.joint());
        }
        column.examples.iter().map(|cell| clean(cell)).collect::<Vec<_>>().join(self.joint())
    }

    fn days(&self, table: &TableProfile) -> [String; 5] {
        let first = table.days.first().map(|day| day.name.clone()).unwrap_or_default();
        let last = table.days.last().map(|day| day.name.clone()).unwrap_or_default();
        let mut marks: Vec<(String, u64)> = Vec::new();
        for (cell, count) in table.days.iter().flat_map(|day| &day.values) {
            match marks.iter_mut().find(|(mark, _)| mark == cell) {
                Some((_, sum)) => *sum += count,
                None => marks.push((cell.clone(), *count)),
            }
        }
        marks.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        let said = marks.iter().take(4).map(|(mark, count)| format!("{} ({})", clean(mark), grouped(*count)));
        let (filled, blank) = table.days.iter().fold((0, 0), |sums, day| (sums.0 + day.filled, sums.1 + day.blank));
        [
            format!("{first} – {last}"),
            self.say("days of a month", "每月各日").to_owned(),
            percent(blank, filled + blank),
            grouped(marks.len() as u64),
            said.collect::<Vec<_>>().join(self.joint()),
        ]
    }

    /// How dates are spelt, where there is more to tell than one spelling that is clear.
    pub(super) fn dates(&self, page: &mut Page, table: &TableProfile) {
        for column in &table.columns {
            let Some(dates) = &column.dates else { continue };
            let unclear = dates.either_order + dates.either_years + dates.either_epoch > 0;
            if dates.forms.len() < 2 && !unclear && dates.count == column.filled {
                continue;
            }
            page.blank();
            let name = clean(&column.name);
            let title = match self.language {
                Language::English => format!("How the dates of `{name}` are spelt"),
                Language::Chinese => format!("“{name}”的日期写法"),
            };
            page.paragraph(2, &title, Style::new().underline());
            let width = dates.forms.values().map(|(example, _)| truncated(example, 24).width()).max().unwrap_or(0) + 2;
            for (form, (example, count)) in &dates.forms {
                let cells = counted(self.language, *count, ("cell", "cells"), "个");
                let text = match self.form_of(*form) {
                    "" => cells,
                    form => format!("{cells}{}{form}", self.say(", ", "，")),
                };
                page.entry(4, width, &truncated(example, 24), &text, Style::new());
            }
            let none = column.filled - dates.count;
            if none > 0 {
                let text = counted(self.language, none, ("cell is no date", "cells are no dates"), "个单元格不是日期");
                page.paragraph(4, &text, Style::new());
            }
            self.unclear(page, dates);
        }
    }

    fn unclear(&self, page: &mut Page, dates: &Dates) {
        if let Some((cell, one, other)) = &dates.order_example {
            let count = grouped(dates.either_order);
            let text = match (self.language, dates.order()) {
                (Language::English, None) => {
                    format!("{count} may be two days, such as {cell}: {one} or {other}; `order` under `dates` decides")
                }
                (Language::Chinese, None) => {
                    format!("{count} 个可作两种日期读，如 {cell}：{one} 或 {other}；由 `dates` 的 `order` 决定")
                }
                (Language::English, Some(order)) => format!(
                    "{count} may be two days, such as {cell}: {one} or {other}; the others fit only with {}, which is proposed",
                    self.order(order)
                ),
                (Language::Chinese, Some(order)) => format!(
                    "{count} 个可作两种日期读，如 {cell}：{one} 或 {other}；其余的只能按{}读，故作此建议",
                    self.order(order)
                ),
            };
            page.paragraph(4, &text, Style::new());
        }
        if let Some((cell, one, other)) = &dates.years_example {
            let count = grouped(dates.either_years);
            let text = match self.language {
                Language::English => {
                    format!(
                        "{count} may be of two calendars, such as {cell}: {one} or {other}; `years` under `dates` decides"
                    )
                }
                Language::Chinese => {
                    format!("{count} 个的年份可作两种读法，如 {cell}：{one} 或 {other}；由 `dates` 的 `years` 决定")
                }
            };
            page.paragraph(4, &text, Style::new());
        }
        if dates.either_epoch > 0 {
            let count = grouped(dates.either_epoch);
            let text = match self.language {
                Language::English => {
                    format!("{count} are numbers of days; `numbers` under `dates` decides from when they count")
                }
                Language::Chinese => format!("{count} 个是天数；从何时算起由 `dates` 的 `numbers` 决定"),
            };
            page.paragraph(4, &text, Style::new());
        }
    }

    fn order(&self, order: Order) -> &'static str {
        let (en, zh) = match order {
            Order::YearMonthDay => ("the year first", "年月日"),
            Order::MonthDayYear => ("the month first", "月日年"),
            Order::DayMonthYear => ("the day first", "日月年"),
        };
        self.language.either(en, zh)
    }

    fn form_of(&self, form: DateForm) -> &'static str {
        let (en, zh) = match form {
            DateForm::Republic => ("years of the Republic (民国)", "民国纪年"),
            DateForm::Serial => ("a number of days, as spreadsheets count them", "天数（表格软件的日期序号）"),
            DateForm::Short => ("the year not first, or short", "年份不在前，或只写两位"),
            DateForm::Dashes | DateForm::Slashes | DateForm::Dots | DateForm::Chinese | DateForm::Compact => ("", ""),
        };
        self.language.either(en, zh)
    }
}

fn share(column: &ColumnProfile) -> String {
    percent(column.blank, column.blank + column.filled)
}

/// A share in whole percents; what is not none and not all says so.
fn percent(part: u64, whole: u64) -> String {
    if whole == 0 || part == 0 {
        return "0 %".to_owned();
    }
    if part == whole {
        return "100 %".to_owned();
    }
    let percent = u128::from(part) * 100 / u128::from(whole);
    if percent == 0 { "< 1 %".to_owned() } else { format!("{percent} %") }
}
