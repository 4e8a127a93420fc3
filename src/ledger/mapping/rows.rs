//! The rows of a table as the records that its mapping makes of them: none, one or several.

use super::super::intake::{Reason, shown};
use super::super::row::{Left, Row, TakeMapped, TakeRow};
use super::days::{DayOf, month};
use super::plan::{Cell, DaysPlan, Made, MonthOf, Plan};
use super::title::squeezed;
use crate::calendar::Day;
use crate::rulebook::normalise;

/// Takes the rows of a table and hands on what its mapping makes of them.
pub(crate) struct Mapped<'m, R> {
    plan: &'m Plan,
    take: &'m mut R,
    text: String,
    bounds: Vec<(u32, u32)>,
}

/// What is a day's, while its record is made.
#[derive(Clone, Copy, Default)]
struct OfDay<'d> {
    date: &'d str,
    mark: &'d str,
}

impl<'m, R: TakeMapped> Mapped<'m, R> {
    pub(crate) const fn new(plan: &'m Plan, take: &'m mut R) -> Self {
        Self { plan, take, text: String::new(), bounds: Vec::new() }
    }

    /// Makes a record of a row.
    fn make(&mut self, row: &Row<'_>, cells: &[Cell], of: OfDay<'_>) {
        self.text.clear();
        self.bounds.clear();
        for cell in cells {
            let start = self.text.len();
            push(&mut self.text, &cell.made, row, of);
            if let Some(values) = &cell.values
                && let Some(meant) = self.text.get(start..).and_then(|said| values.get(&*normalise(said)))
            {
                self.text.truncate(start);
                self.text.push_str(meant);
            }
            let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
            self.bounds.push((place(start), place(self.text.len())));
        }
    }

    fn hand_on(&mut self, number: u32) {
        self.take.take(Row { number, text: &self.text, bounds: &self.bounds });
    }

    /// Hands on every record of a row; false where it is none.
    fn each(&mut self, row: &Row<'_>) -> bool {
        let plan = self.plan;
        let mut any = false;
        for (at, cells) in (0..).zip(&plan.records) {
            self.make(row, cells, OfDay::default());
            let date = plan.date.and_then(|at| self.bounds.get(at));
            let blank = |(start, end): &(u32, u32)| {
                self.text.get(*start as usize..*end as usize).is_none_or(|date| date.trim().is_empty())
            };
            if date.is_some_and(blank) {
                continue;
            }
            // The second is called so: `hazards.csv:7#2`.
            self.hand_on(plan.number(row.number, if at == 0 { 0 } else { at + 1 }));
            any = true;
        }
        any
    }

    /// Hands on the marked days of a row; false where none is.
    fn days(&mut self, row: &Row<'_>, days: &DaysPlan) -> bool {
        let plan = self.plan;
        let Some(cells) = plan.records.first() else { return false };
        let filled = |cell: &str| {
            let cell = normalise(cell);
            !cell.is_empty() && !days.blanks.contains(&*cell)
        };
        if !days.columns.iter().any(|day| filled(row.cell(day.column))) {
            return false;
        }
        let is_mark = |cell: &str| days.field || days.marks.contains(&*normalise(cell));
        // The sums below the marks are no marks: that is told once, and not for every day.
        let wrong = days.columns.iter().map(|day| row.cell(day.column)).any(|cell| filled(cell) && !is_mark(cell));
        let is_day = |at: usize| days.columns.iter().any(|day| day.column == at);
        let total = (0..plan.width).find(|at| !is_day(*at) && is_total(row.cell(*at)));
        if let Some(at) = total.filter(|_| wrong || days.field) {
            let column = plan
                .records
                .first()
                .and_then(|cells| cells.iter().position(|cell| matches!(cell.made, Made::Cell(other) if other == at)));
            let number = plan.number(row.number, 0);
            let header = column.and_then(|column| plan.shown().get(column)).cloned().unwrap_or_default();
            self.take.refuse(number, column, Reason::TotalRow(header, shown(row.cell(at))), row.cell(at));
            return true;
        }
        let of = match days.month {
            MonthOf::Fixed(year, month) => Some((year, month)),
            MonthOf::None => None,
            MonthOf::Column(at) => {
                let cell = row.cell(at);
                let found = month(cell, days.year);
                if found.is_none() {
                    let number = plan.number(row.number, 0);
                    self.take.refuse(number, Some(days.shown + days.columns.len()), Reason::NoMonth, cell);
                    return true;
                }
                found
            }
        };
        for (at, day) in days.columns.iter().enumerate() {
            let mark = row.cell(day.column);
            if !filled(mark) {
                continue;
            }
            let (number, column) = (plan.number(row.number, day.part), Some(days.shown + at));
            let date = match (day.day, of) {
                (DayOf::Date(date), _) => Some(date),
                (DayOf::Number(day), Some((year, month))) => Day::from_ymd(year, month, day),
                (DayOf::Number(_), None) => None,
            };
            match date {
                None => {
                    let (year, month) = of.unwrap_or_default();
                    self.take.refuse(number, column, Reason::NoSuchDay(year, month), mark);
                }
                Some(_) if !is_mark(mark) => self.take.refuse(number, column, Reason::NoMark, mark),
                Some(date) => {
                    self.make(row, cells, OfDay { date: &date.to_string(), mark });
                    if let Some(id) = days.id {
                        self.tell_day(id, day.part);
                    }
                    self.hand_on(number);
                }
            }
        }
        true
    }

    /// Puts the day behind the id of a record: those of a row are several.
    fn tell_day(&mut self, id: usize, day: u32) {
        let Some((start, end)) = self.bounds.get(id).copied().filter(|(start, end)| start < end) else { return };
        let (start, end) = (start as usize, end as usize);
        let Some(own) = self.text.get(start..end).map(str::trim).filter(|own| !own.is_empty()) else { return };
        // The last cell of all: what stands before it stays where it is.
        let told = format!("{own}#{day}");
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let at = self.text.len();
        self.text.push_str(&told);
        if let Some(bounds) = self.bounds.get_mut(id) {
            *bounds = (place(at), place(self.text.len()));
        }
    }
}

/// Appends what a cell is made of.
fn push(text: &mut String, made: &Made, row: &Row<'_>, of: OfDay<'_>) {
    match made {
        Made::Blank => {}
        Made::Cell(at) => text.push_str(row.cell(*at)),
        Made::Text(said) => text.push_str(said),
        Made::Split(at, by, part) => {
            text.push_str(row.cell(*at).split(by.as_str()).nth(*part).unwrap_or_default().trim());
        }
        Made::Day => text.push_str(of.date),
        Made::Mark => text.push_str(of.mark),
        Made::Joined(made, joint) => {
            let start = text.len();
            // In an id an empty part keeps its place, so that `1-` and `-1` are two.
            let keeps = *joint == "-";
            let mut filled = false;
            for (at, made) in made.iter().enumerate() {
                let before = text.len();
                if if keeps { at > 0 } else { filled } {
                    text.push_str(joint);
                }
                let inner = text.len();
                push(text, made, row, of);
                let said = text.get(inner..).unwrap_or_default();
                let trimmed = said.trim();
                if trimmed.len() < said.len() {
                    let trimmed = trimmed.to_owned();
                    text.truncate(inner);
                    text.push_str(&trimmed);
                }
                let empty = text.len() == inner;
                filled |= !empty;
                if empty && !keeps {
                    text.truncate(before);
                }
            }
            if !filled {
                text.truncate(start);
            }
        }
    }
}

impl<R: TakeMapped> TakeRow for Mapped<'_, R> {
    fn take(&mut self, row: Row<'_>) {
        if row.is_blank() {
            return;
        }
        let plan = self.plan;
        self.take.seen();
        if let Some(extra) = row.beyond(plan.width) {
            return self.take.refuse(plan.number(row.number, 0), None, Reason::TooWide(plan.width), extra);
        }
        if plan.skip.iter().any(|(at, cells)| cells.contains(&squeezed(row.cell(*at)))) {
            return self.take.leave(Left::Skipped);
        }
        let any = match &plan.days {
            Some(days) => self.days(&row, days),
            None => self.each(&row),
        };
        if !any {
            self.take.leave(Left::NoRecord);
        }
    }
}

/// Whether a cell says that its row sums up the others.
pub(crate) fn is_total(cell: &str) -> bool {
    const WORDS: [&str; 14] = [
        "合计",
        "小计",
        "总计",
        "共计",
        "总合计",
        "累计",
        "本页合计",
        "本页小计",
        "合計",
        "小計",
        "總計",
        "total",
        "subtotal",
        "grandtotal",
    ];
    // Most cells end otherwise, and nobody writes more than a few letters.
    let end = cell.trim_end_matches([' ', '\u{3000}', ':', '：', '-']);
    end.len() <= 60 && end.ends_with(['计', '計', 'l', 'L']) && {
        let cell = squeezed(end).to_lowercase();
        WORDS.contains(&cell.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::is_total;

    #[test]
    fn a_cell_says_that_its_row_is_a_total_or_it_does_not() {
        for cell in ["合计", "合 计", "小计：", "总　计", "Total", "sub total", "GRAND TOTAL:", "本页合计"]
        {
            assert!(is_total(cell), "{cell}");
        }
        for cell in ["", "计", "合计养老院", "会计", "设计", "hospital", "Total Care", "统计局"] {
            assert!(!is_total(cell), "{cell}");
        }
    }
}
