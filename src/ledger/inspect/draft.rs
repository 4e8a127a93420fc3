//! How guiju.toml may map a table: a draft for a person to look at. What is not sure is left out and told.

mod activities;
mod dates;
mod fields;
mod register;

use self::activities::Activities;
use super::super::mapping::{Each, Mapping, Piece, Said};
use super::Institutions;
use super::column::{ColumnProfile, Look};
use super::places::{called, looks_institution, says_id, says_institution, squeezed};
use super::table::{Form, TableProfile};
use super::wording::{self, Open};
use crate::rulebook::{ActivityId, FieldId, RuleBook};
use crate::text::Wording;

/// What a table is taken for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Purpose {
    /// What happened.
    #[default]
    Records,
    /// Who there is.
    Register,
    /// Nothing that can be read: it has no columns, or no rows.
    Nothing,
}

impl Purpose {
    /// As JSON names it.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Records => "records",
            Self::Register => "register",
            Self::Nothing => "nothing",
        }
    }
}

/// A column that was placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drafted {
    /// What guiju calls it.
    pub name: String,
    /// The columns of the table that it comes from, or what stands for one.
    pub from: Wording,
}

/// A draft of a mapping.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Draft {
    /// What the table is taken for.
    pub purpose: Purpose,
    /// The mapping.
    pub mapping: Mapping,
    /// What was placed.
    pub placed: Vec<Drafted>,
    /// Whether an audit can read it so.
    pub whole: bool,
    /// The column of the institution, by its place among [`TableProfile::columns`].
    pub institution: Option<usize>,
    /// The column of the date that rows are counted by.
    pub date: Option<usize>,
    /// The activities that it has records of.
    pub activities: Vec<ActivityId>,
    /// The fields of theirs that have a column.
    pub fields: Vec<(ActivityId, FieldId)>,
    /// Of a register: the names of the attributes that have a column.
    pub attributes: Vec<String>,
    /// Of a register: whether it says what sort each is.
    pub categories: bool,
    /// What could not be placed, and what to do.
    pub open: Vec<Wording>,
    /// The columns that nothing is made of.
    pub unused: Vec<String>,
}

/// Drafts the mapping of a table for rules and a register, where there are any.
#[must_use]
pub fn draft(table: &TableProfile, book: Option<&RuleBook>, people: Option<&Institutions>) -> Draft {
    let mut drafting = Drafting {
        table,
        book,
        people,
        activities: Activities::new(book),
        used: Vec::new(),
        draft: Draft { date: dates::best(table), ..Draft::default() },
    };
    if table.headless || table.plain_rows() == 0 || table.columns.is_empty() {
        drafting.draft.purpose = Purpose::Nothing;
        return drafting.draft;
    }
    drafting.header();
    if drafting.is_register() {
        drafting.register();
    } else {
        drafting.records();
    }
    drafting.finish()
}

/// A draft in the making.
struct Drafting<'d> {
    table: &'d TableProfile,
    book: Option<&'d RuleBook>,
    people: Option<&'d Institutions>,
    activities: Activities,
    /// The columns that something is made of.
    used: Vec<usize>,
    draft: Draft,
}

impl Drafting<'_> {
    fn header(&mut self) {
        let table = self.table;
        if table.form == Form::Sheet {
            self.draft.mapping.sheets.extend(table.within.clone());
        }
        let row = table.header.and_then(|row| u32::try_from(row).ok());
        self.draft.mapping.header = row.filter(|row| *row > 1);
        for total in &table.totals {
            let (name, skip) = (called(&total.column), &mut self.draft.mapping.skip);
            match skip.iter_mut().find(|said| said.name == name) {
                Some(said) => said.says.push(total.cell.clone()),
                None => skip.push(Said { name, says: vec![total.cell.clone()], line: 0 }),
            }
        }
    }

    fn records(&mut self) {
        self.institution();
        let dated = if self.table.days.is_empty() { self.dates() } else { self.days() };
        self.id();
        self.fields();
        let named = !self.draft.activities.is_empty() || self.has("activity");
        if !named {
            self.open(&Open::NoActivity { rules: self.book.is_some(), names: self.activities.names() });
        }
        self.draft.whole = dated && named && self.has("institution");
    }

    fn finish(mut self) -> Draft {
        let unused = self.table.columns.iter().enumerate().filter(|(at, column)| {
            let parted = |used: &usize| {
                let of = self.table.columns.get(*used).and_then(|used| used.part.as_ref());
                of.is_some_and(|(header, _, _)| *header == column.name)
            };
            column.part.is_none()
                && column.look != Look::Blank
                && !self.used.contains(at)
                && !self.used.iter().any(parted)
        });
        self.draft.unused = unused.map(|(_, column)| called(&column.name)).collect();
        self.draft
    }

    fn open(&mut self, open: &Open) {
        self.draft.open.push(wording::open(open));
    }

    fn has(&self, name: &str) -> bool {
        let mapping = &self.draft.mapping;
        mapping.columns.iter().any(|said| said.name == name) || mapping.constants.iter().any(|said| said.name == name)
    }

    /// The place of columns that can be named: their header is filled and nobody else has it.
    fn nameable(&self) -> impl Iterator<Item = (usize, &ColumnProfile)> {
        let columns = &self.table.columns;
        let only = |column: &ColumnProfile| {
            let name = called(&column.name);
            !name.is_empty() && columns.iter().filter(|other| called(&other.name) == name).count() == 1
        };
        columns.iter().enumerate().filter(move |(_, column)| only(column) && column.look != Look::Blank)
    }

    /// Says that a column is what guiju calls so.
    fn place(&mut self, name: &str, columns: &[usize]) {
        let found: Vec<&ColumnProfile> = columns.iter().filter_map(|at| self.table.columns.get(*at)).collect();
        let says = found.iter().map(|column| piece(column)).collect();
        let from = found.iter().map(|column| format!("`{}`", called(&column.name))).collect::<Vec<_>>().join(" + ");
        self.said(name, says, Wording::new(from.clone(), from));
        self.used.extend(columns);
    }

    fn said(&mut self, name: &str, says: Vec<Piece>, from: Wording) {
        self.draft.mapping.columns.push(Said { name: name.to_owned(), says, line: 0 });
        self.draft.placed.push(Drafted { name: name.to_owned(), from });
    }

    fn constant(&mut self, name: &str, says: &str, from: Wording) {
        self.draft.mapping.constants.push(Said { name: name.to_owned(), says: says.to_owned(), line: 0 });
        self.draft.placed.push(Drafted { name: name.to_owned(), from });
    }

    fn institution(&mut self) {
        let mut best: Option<(u32, usize)> = None;
        for (at, column) in self.nameable() {
            if matches!(column.look, Look::Date | Look::Time | Look::Truth) {
                continue;
            }
            let half = |rows: u64| rows > 0 && rows * 2 >= column.filled;
            let like = column.values.iter().filter(|(cell, _)| looks_institution(cell)).map(|(_, rows)| rows).sum();
            let mut score = says_institution(&column.name);
            if score > 0 && half(like) {
                score += 30;
            }
            if self.people.is_some_and(|people| half(people.matched(column).rows())) {
                score += 60;
            }
            if score >= 60 && best.is_none_or(|(most, _)| score > most) {
                best = Some((score, at));
            }
        }
        if let Some((_, at)) = best {
            self.draft.institution = Some(at);
            return self.place("institution", &[at]);
        }
        if let Some(words) = title_of_institution(&self.table.above) {
            let from = wording::title(&words);
            return self.said("institution", vec![Piece::Title(words)], from);
        }
        self.open(&Open::NoInstitution);
    }

    fn id(&mut self) {
        let institution = self.draft.institution;
        let mut ids = self.nameable().filter(|(at, column)| {
            Some(*at) != institution
                && says_id(&column.name)
                && !column.more
                && column.distinct as u64 == column.filled
                && column.blank == 0
                && says_institution(&column.name) < 60
        });
        let found = ids.next().map(|(at, _)| at);
        drop(ids);
        if let Some(at) = found.filter(|_| self.table.days.is_empty()) {
            self.place("id", &[at]);
        }
    }
}

/// What a column is in a mapping.
fn piece(column: &ColumnProfile) -> Piece {
    match &column.part {
        None => Piece::Column(called(&column.name)),
        Some((header, by, part)) => Piece::Split { column: called(header), by: by.clone(), part: *part },
    }
}

/// The words above the header behind which an institution stands.
fn title_of_institution(above: &[Vec<String>]) -> Option<String> {
    let cells = above.iter().flatten();
    let labels = cells.flat_map(|cell| cell.split(['\u{3000}', '\n', '\t'])).filter_map(|piece| {
        let (label, _) = piece.split_once([':', '：'])?;
        let label = label.split(['(', '（']).next().unwrap_or_default();
        let label = squeezed(label);
        (says_institution(&label) > 0 && !label.contains("填报")).then_some(label)
    });
    labels.into_iter().find(|label| super::super::mapping::stands_above(above, label))
}

/// One of the records of a row.
fn each(activity: &str, date: &ColumnProfile) -> Each {
    Each {
        columns: vec![Said { name: "date".to_owned(), says: vec![piece(date)], line: 0 }],
        constants: vec![Said { name: "activity".to_owned(), says: activity.to_owned(), line: 0 }],
        values: Vec::new(),
    }
}
