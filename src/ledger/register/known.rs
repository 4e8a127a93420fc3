//! The register as it is known on the judged day, with the region paths that have records.

use super::super::SubjectId;
use super::super::column::Column;
use super::super::subject::{Membership, Parent, Subject, SubjectRow};
use super::Register;
use crate::calendar::Day;

/// The subjects of a ledger.
#[derive(Debug, Default)]
pub(crate) struct Known {
    pub(crate) subjects: Vec<Subject>,
    pub(crate) rows: Vec<SubjectRow>,
    pub(crate) attributes: Vec<Option<Column>>,
}

impl Register {
    /// Drops the rows that begin after the judged day; a row that ends after it has no end yet (docs/language.md
    /// section 11). A subject without a row left stays, and is bound on no day.
    pub(crate) fn known(self, as_of: Option<Day>) -> Known {
        let Self { mut subjects, mut rows, mut names, mut attributes, .. } = self;
        let mut kept: Vec<u32> = Vec::with_capacity(rows.len());
        let begun = |row: &SubjectRow| row.from.zip(as_of).is_none_or(|(from, as_of)| from <= as_of);
        for subject in &mut subjects {
            let start = kept.len();
            let all = subject.rows.clone();
            kept.extend(all.clone().filter(|at| rows.get(*at as usize).is_some_and(begun)));
            let mut name = |at: u32| names.get_mut(at as usize).and_then(Option::take);
            // Who has no known name is called what the register will call it.
            let known = kept.get(start..).unwrap_or_default().iter().rev().find_map(|at| name(*at));
            subject.name = known.or_else(|| all.clone().find_map(name));
            subject.rows = number(start)..number(kept.len());
        }
        if kept.len() < rows.len() {
            rows.retain(begun);
            for column in attributes.iter_mut().flatten() {
                *column = column.permuted(&kept);
            }
        }
        for row in &mut rows {
            row.to = row.to.filter(|to| as_of.is_none_or(|as_of| *to <= as_of));
        }
        Known { subjects, rows, attributes }
    }
}

impl Known {
    /// The institutions seen where there is no register.
    pub(crate) fn seen(ids: impl Iterator<Item = String>, attributes: usize, parent: Parent) -> Self {
        let subject = |(at, id)| Subject { id, name: None, rows: at..at + 1 };
        let subjects: Vec<Subject> = (0..).zip(ids).map(subject).collect();
        let rows = vec![SubjectRow::of(Membership::Every, parent); subjects.len()];
        Self { subjects, rows, attributes: vec![None; attributes] }
    }

    /// Takes the region paths that have records among the subjects, in the order of ids; gives the new number of every
    /// subject and path. `paths` are numbered behind the subjects.
    pub(crate) fn admit(&mut self, paths: Vec<String>, used: impl Fn(u32) -> bool) -> Option<Vec<u32>> {
        let first = number(self.subjects.len());
        let places: Vec<(u32, String)> = (first..).zip(paths).filter(|(place, _)| used(*place)).collect();
        if places.is_empty() {
            return None;
        }
        let last = places.last().map_or(first, |(place, _)| place + 1);
        let mut all: Vec<(u32, Subject)> = (0..).zip(std::mem::take(&mut self.subjects)).collect();
        all.extend(places.into_iter().map(|(place, id)| (place, Subject { id, name: None, rows: 0..0 })));
        all.sort_by(|(_, one), (_, other)| one.id.cmp(&other.id));

        let mut numbers = vec![0_u32; last as usize];
        // Old numbers of the rows in their new order; a path's own row has none.
        let mut order: Vec<u32> = Vec::with_capacity(self.rows.len());
        let mut rows: Vec<SubjectRow> = Vec::with_capacity(self.rows.len());
        for (new, (old, subject)) in (0..).zip(&mut all) {
            if let Some(slot) = numbers.get_mut(*old as usize) {
                *slot = new;
            }
            let start = number(rows.len());
            if *old >= first {
                let region = Some(subject.id.clone());
                rows.push(SubjectRow { region, ..SubjectRow::of(Membership::Place, Parent::None) });
                order.push(u32::MAX);
            } else {
                let own = self.rows.get(subject.rows.start as usize..subject.rows.end as usize).unwrap_or_default();
                rows.extend(own.iter().cloned());
                order.extend(subject.rows.clone());
            }
            subject.rows = start..number(rows.len());
        }
        for row in &mut rows {
            if let Parent::Subject(SubjectId(parent)) = &mut row.parent {
                *parent = numbers.get(*parent as usize).copied().unwrap_or_default();
            }
        }
        for column in self.attributes.iter_mut().flatten() {
            *column = column.permuted(&order);
        }
        self.rows = rows;
        self.subjects = all.into_iter().map(|(_, subject)| subject).collect();
        Some(numbers)
    }
}

/// There are at most `u32::MAX` rows and paths: memory ends before.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
