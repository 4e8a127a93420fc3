//! When the records of a table are, and what they are of.

use super::super::super::mapping::{Days, Month, Said};
use super::super::column::{ColumnProfile, Look};
use super::super::places::{called, date_stem, is_no_mark, says_other_date, squeezed};
use super::super::table::TableProfile;
use super::super::wording::{self, Open};
use super::{Drafting, each};
use crate::rulebook::ActivityId;

/// The date column that the rows of a table are counted by.
pub(super) fn best(table: &TableProfile) -> Option<usize> {
    let dated = || table.columns.iter().enumerate().filter(|(_, column)| column.look == Look::Date);
    let own = dated().find(|(_, column)| !says_other_date(&column.name));
    own.or_else(|| dated().next()).map(|(at, _)| at)
}

impl Drafting<'_> {
    /// Date, or dates, and activity; false without any.
    pub(super) fn dates(&mut self) -> bool {
        let all: Vec<usize> =
            self.nameable().filter(|(_, column)| column.look == Look::Date).map(|(at, _)| at).collect();
        let own: Vec<usize> = all.iter().copied().filter(|at| !says_other_date(&self.column(*at).name)).collect();
        let dated = if own.is_empty() { all } else { own };
        let has_column = self.activity_column();
        let of_stem = |at: &usize| self.activities.with(&date_stem(&self.column(*at).name));
        let paired: Vec<(usize, ActivityId)> = dated.iter().filter_map(|at| Some((*at, of_stem(at)?))).collect();
        let mut different: Vec<ActivityId> = paired.iter().map(|(_, id)| *id).collect();
        different.sort_unstable();
        different.dedup();
        if !has_column && different.len() >= 2 && different.len() == paired.len() {
            for (at, id) in paired {
                let name = self.activities.name(id).to_owned();
                let record = each(&name, self.column(at));
                self.draft.mapping.each.push(record);
                self.draft.placed.push(super::Drafted { from: wording::each(&called(&self.column(at).name)), name });
                self.used.push(at);
                self.draft.activities.push(id);
                self.spelling(at);
            }
            return true;
        }
        let Some(first) = dated.first().copied() else {
            self.open(&Open::NoDate);
            if !has_column {
                self.activity(None);
            }
            return false;
        };
        let mut chosen = first;
        if !has_column {
            self.activity(Some(first));
            let said = self.draft.activities.first().copied();
            chosen = paired.iter().find(|(_, id)| Some(*id) == said).map_or(first, |(at, _)| *at);
        }
        if dated.len() > 1 {
            let others = dated.iter().filter(|at| **at != chosen).map(|at| called(&self.column(*at).name));
            let open = Open::OtherDates { chosen: called(&self.column(chosen).name), others: others.collect() };
            self.open(&open);
        }
        let time = self.nameable().find(|(_, column)| column.look == Look::Time).map(|(at, _)| at);
        let columns: Vec<usize> = std::iter::once(chosen).chain(time).collect();
        self.place("date", &columns);
        self.draft.date = Some(chosen);
        self.spelling(chosen);
        true
    }

    /// How the dates of a column are spelt, where that has to be said.
    fn spelling(&mut self, at: usize) {
        let Some(dates) = self.column(at).dates.clone() else { return };
        let column = called(&self.column(at).name);
        let order = dates.order();
        if dates.either_order > 0 {
            match order {
                Some(_) => self.draft.mapping.dates.order = order,
                None => self.open(&Open::Order { column: column.clone(), count: dates.either_order }),
            }
        }
        if dates.either_years > 0 {
            self.open(&Open::Years { column: column.clone(), count: dates.either_years });
        }
        if dates.either_epoch > 0 {
            self.open(&Open::Epoch { column: column.clone(), count: dates.either_epoch });
        }
        let none = self.column(at).filled.saturating_sub(dates.count);
        if none > 0 {
            self.open(&Open::NoDates { column, count: none });
        }
    }

    /// A column that says which activity a row is.
    fn activity_column(&mut self) -> bool {
        let named = ["activity", "活动", "事项"];
        let mut found = None;
        for (at, column) in self.nameable() {
            let known = column.values.iter().filter(|(cell, _)| self.activities.called(cell).is_some());
            let rows: u64 = known.map(|(_, rows)| rows).sum();
            let half = rows > 0 && rows * 2 >= column.filled;
            if half || named.contains(&called(&column.name).to_lowercase().as_str()) {
                found = Some(at);
                break;
            }
        }
        let Some(at) = found else { return false };
        self.place("activity", &[at]);
        let (mut values, mut strange) = (Vec::new(), Vec::new());
        for (cell, _) in &self.column(at).values.clone() {
            let id = self.activities.called(cell).or_else(|| self.activities.of_list(cell));
            match id {
                Some(id) => {
                    if self.activities.called(cell).is_none() {
                        values.push((cell.clone(), self.activities.name(id).to_owned()));
                    }
                    if !self.draft.activities.contains(&id) {
                        self.draft.activities.push(id);
                    }
                }
                None => strange.push(cell.clone()),
            }
        }
        if !values.is_empty() {
            self.draft.mapping.values.push(Said { name: "activity".to_owned(), says: values, line: 0 });
        }
        if !strange.is_empty() && self.book.is_some() {
            self.open(&Open::StrangeActivities { column: called(&self.column(at).name), cells: strange });
        }
        true
    }

    /// The activity that the table's own name, its titles, or the header of its date tells.
    pub(super) fn activity(&mut self, date: Option<usize>) {
        let table = self.table;
        let found = (table.within.iter())
            .find_map(|name| self.activities.of_list(name).map(|id| (id, wording::sheet(name))))
            .or_else(|| {
                let mut titles = table.above.iter().flatten();
                titles.find_map(|title| self.activities.within(title).map(|id| (id, wording::above(title))))
            })
            .or_else(|| self.activities.of_list(table.stem()).map(|id| (id, wording::file(table.stem()))))
            .or_else(|| {
                let header = &self.column(date?).name;
                let id = self.activities.within(header).or_else(|| self.activities.with(&date_stem(header)))?;
                Some((id, wording::header(&squeezed(header))))
            });
        if let Some((id, from)) = found {
            let name = self.activities.name(id).to_owned();
            self.constant("activity", &name, from);
            self.draft.activities.push(id);
        }
    }

    /// A month sheet.
    pub(super) fn days(&mut self) -> bool {
        let table = self.table;
        if !self.activity_column() {
            self.activity(None);
        }
        let says = |text: &str| Month::of(text).is_some();
        let column = self.nameable().find(|(_, column)| {
            called(&column.name).contains('月') && column.values.first().is_some_and(|(cell, _)| says(cell))
        });
        let month = if table.within.as_deref().is_some_and(says) {
            Some(Month::Sheet)
        } else if table.above.iter().flatten().any(|title| says(title)) {
            Some(Month::Title)
        } else if says(table.stem()) {
            Some(Month::File)
        } else {
            column.map(|(_, column)| Month::Column(called(&column.name)))
        };
        let mut days = Days { month, ..Days::default() };
        let mut strange: Vec<String> = Vec::new();
        for (cell, _) in table.days.iter().flat_map(|day| &day.values) {
            let mark = squeezed(cell);
            if Days::MARKS.contains(&mark.as_str()) || days.blanks.contains(&mark) || strange.contains(&mark) {
                continue;
            }
            if is_no_mark(&mark) { days.blanks.push(mark) } else { strange.push(mark) }
        }
        days.blanks.sort();
        strange.sort();
        if !strange.is_empty() {
            self.open(&Open::Marks { cells: strange });
        }
        let dated = days.month.is_some();
        if !dated {
            self.open(&Open::NoMonth);
        }
        self.draft.placed.push(super::Drafted {
            name: "date".to_owned(),
            from: wording::days(table.days.len(), days.month.as_ref()),
        });
        self.draft.mapping.days = Some(days);
        dated
    }

    pub(super) fn column(&self, at: usize) -> &ColumnProfile {
        #[expect(clippy::indexing_slicing, reason = "the places are those of its own columns")]
        &self.table.columns[at]
    }
}
