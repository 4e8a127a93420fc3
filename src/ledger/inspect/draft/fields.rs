//! The columns of fields that rules read.

use super::super::super::mapping::Said;
use super::super::column::Look;
use super::super::places::{called, is_known_truth, squeezed, truth};
use super::super::wording::Open;
use super::Drafting;
use crate::rulebook::{Activity, ActivityId, Field, FieldId, Kind};
use crate::text::Nearest;

impl Drafting<'_> {
    /// The fields of the activities that the table has records of.
    pub(super) fn fields(&mut self) {
        let Some(book) = self.book else { return };
        for id in self.draft.activities.clone() {
            let Some(activity) = book.activity(id) else { continue };
            for (number, field) in (0..).zip(&activity.fields).filter(|(_, field)| field.needed) {
                self.field(id, FieldId(number), activity, field);
            }
        }
    }

    fn field(&mut self, id: ActivityId, number: FieldId, activity: &Activity, field: &Field) {
        if self.has(&field.name) {
            self.draft.fields.push((id, number));
            return;
        }
        match self.column_of(field) {
            Some(at) => {
                self.place(&field.name, &[at]);
                self.draft.fields.push((id, number));
                if field.kind == Kind::Bool {
                    self.truths(at, field);
                }
            }
            None => self.open(&Open::NoField { activity: activity.name.clone(), field: field.name.clone() }),
        }
    }

    fn column_of(&self, field: &Field) -> Option<usize> {
        let names: Vec<String> =
            std::iter::once(&field.name).chain(&field.aliases).map(|name| squeezed(name).to_lowercase()).collect();
        let plain = |header: &str| squeezed(header).to_lowercase();
        let by = |fits: &dyn Fn(&str) -> bool| {
            self.nameable().find(|(_, column)| fits(&plain(&column.name))).map(|(at, _)| at)
        };
        by(&|header| names.iter().any(|name| name == header))
            .or_else(|| {
                let within =
                    |header: &str| names.iter().any(|name| name.chars().count() >= 2 && header.contains(name.as_str()));
                by(&within)
            })
            .or_else(|| {
                let free = |at: &usize| !self.used.contains(at);
                let mut truths = self.nameable().filter(|(at, column)| column.look == Look::Truth && free(at));
                let first = truths.next().filter(|_| field.kind == Kind::Bool)?;
                truths.next().is_none().then_some(first.0)
            })
            .or_else(|| {
                let free = self.nameable().filter(|(at, _)| !self.used.contains(at));
                let headers: Vec<(usize, String)> = free.map(|(at, column)| (at, plain(&column.name))).collect();
                let mut nearest = Nearest::default();
                let near = nearest.find(&field.name, headers.iter().map(|(_, header)| header.as_str()))?;
                headers.iter().find(|(_, header)| header == near).map(|(at, _)| *at)
            })
    }

    /// What the cells of a field that is yes or no mean.
    fn truths(&mut self, at: usize, field: &Field) {
        let (mut values, mut strange) = (Vec::new(), Vec::new());
        for (cell, _) in &self.column(at).values {
            match truth(cell) {
                _ if is_known_truth(cell) => {}
                Some(truth) => values.push((cell.clone(), truth.to_string())),
                None => strange.push(cell.clone()),
            }
        }
        if !values.is_empty() {
            values.sort();
            self.draft.mapping.values.push(Said { name: field.name.clone(), says: values, line: 0 });
        }
        if !strange.is_empty() {
            let column = called(&self.column(at).name);
            self.open(&Open::NoTruth { column, field: field.name.clone(), cells: strange });
        }
    }
}
