//! The register: whom the rules may bind, by id and by name.

use rustc_hash::FxHashMap;

use super::column::{Column, TextId, Texts};
use super::heading::RegisterLayout;
use super::intake::{EXAMPLES, Expected, FileIntake, Note, Reason, Reject, Sink, Unnamed, shown};
use super::row::{Row, TakeRow};
use super::short::TextMap;
use super::typed::{Typed, push_cell, typed};
use super::{Membership, Subject, cell};
use crate::calendar::Day;
use crate::rulebook::{CategoryId, RuleBook, normalise};
use crate::text::Nearest;

/// Whom a cell names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found<'a> {
    One(Bound),
    /// Subjects of one name, by number.
    Several(&'a [u32]),
    None,
}

/// A subject, and its first and last open day, wide open where the register does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bound {
    pub(crate) subject: u32,
    pub(crate) opened: Day,
    pub(crate) closed: Day,
}

/// The subjects in the order of their ids.
#[derive(Debug, Default)]
pub(crate) struct Register {
    pub(crate) subjects: Vec<Subject>,
    pub(crate) attributes: Vec<Option<Column>>,
    /// With all that a record asks for, so that it is one look at memory.
    by_id: TextMap<Bound>,
    by_name: FxHashMap<String, Vec<u32>>,
}

impl Register {
    /// The subject of an id, else of a name.
    pub(crate) fn find(&self, cell: &str) -> Found<'_> {
        if let Some(subject) = self.by_id.get(cell) {
            return Found::One(*subject);
        }
        let cell = normalise(cell);
        if let Some(subject) = self.by_id.get(&cell) {
            return Found::One(*subject);
        }
        match self.by_name.get(&*cell).map(Vec::as_slice) {
            None | Some([]) => Found::None,
            Some([one]) => self.by_id.get(self.id(*one)).map_or(Found::None, |bound| Found::One(*bound)),
            Some(several) => Found::Several(several),
        }
    }

    /// The id of a subject.
    pub(crate) fn id(&self, subject: u32) -> &str {
        self.subjects.get(subject as usize).map_or("", |subject| &subject.id)
    }
}

/// The institutions of a file that the register does not have, and whom they may mean.
#[derive(Debug, Default)]
pub(crate) struct Strangers {
    asked: FxHashMap<String, Option<String>>,
    nearest: Nearest,
}

impl Strangers {
    /// How many different ones of a file are looked for.
    const ASKED: usize = 20;
    /// A register of more subjects is not searched for look-alikes.
    const SUBJECTS: usize = 50_000;

    /// The id or name that is nearest to a cell. Digits must be the same: another number is another institution.
    pub(crate) fn near(&mut self, cell: &str, register: &Register) -> Option<String> {
        let cell = normalise(cell);
        if let Some(near) = self.asked.get(&*cell) {
            return near.clone();
        }
        if self.asked.len() >= Self::ASKED || register.subjects.len() > Self::SUBJECTS || cell.chars().nth(2).is_none()
        {
            return None;
        }
        let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).collect::<Vec<u8>>();
        let own = digits(&cell);
        let names = register.subjects.iter().flat_map(|subject| std::iter::once(&subject.id).chain(&subject.name));
        let alike = names.map(String::as_str).filter(|name| digits(name) == own);
        let near = self.nearest.find(&cell, alike).map(str::to_owned);
        self.asked.insert(cell.into_owned(), near.clone());
        near
    }
}

/// Makes a register out of rows.
pub(crate) struct RegisterRows<'r, 'b> {
    layout: &'r RegisterLayout<'b>,
    categories: FxHashMap<String, CategoryId>,
    /// How many rows have a category that no rule names.
    unnamed: FxHashMap<TextId, u64>,
    book: &'b RuleBook,
    /// The number of the first row of the block being read.
    pub(crate) base: u64,
    subjects: Vec<Subject>,
    attributes: Vec<Option<Column>>,
    rows: FxHashMap<String, u64>,
    texts: &'r mut Texts,
    pub(crate) intake: &'r mut FileIntake,
    notes: &'r mut Vec<Note>,
    closed_before_opened: u64,
    sink: &'r mut Sink<'r>,
}

impl<'r, 'b> RegisterRows<'r, 'b> {
    pub(crate) fn new(
        book: &'b RuleBook,
        layout: &'r RegisterLayout<'b>,
        texts: &'r mut Texts,
        intake: &'r mut FileIntake,
        notes: &'r mut Vec<Note>,
        sink: &'r mut Sink<'r>,
    ) -> Self {
        let mut categories = FxHashMap::default();
        for (number, category) in (0..).zip(&book.categories) {
            for name in std::iter::once(&category.name).chain(&category.aliases) {
                categories.entry(normalise(name).into_owned()).or_insert(CategoryId(number));
            }
        }
        let mut attributes = vec![None; book.attributes.len()];
        for read in &layout.attributes {
            if let Some(place) = attributes.get_mut(read.field) {
                *place = Some(Column::of(read.kind));
            }
        }
        for attribute in
            book.attributes.iter().zip(&attributes).filter(|(field, column)| field.needed && column.is_none())
        {
            notes.push(Note::NoAttributeColumn(attribute.0.name.clone()));
        }
        if layout.category.is_none() {
            notes.push(Note::NoCategoryColumn(intake.file.clone()));
        }
        if let Some(column) = layout.validity {
            let header = layout.headers.get(column).cloned().unwrap_or_default();
            notes.push(Note::Validity(intake.file.clone(), header));
        }
        Self {
            layout,
            categories,
            unnamed: FxHashMap::default(),
            book,
            base: 0,
            subjects: Vec::new(),
            attributes,
            rows: FxHashMap::default(),
            texts,
            intake,
            notes,
            closed_before_opened: 0,
            sink,
        }
    }

    /// The register, with its subjects in the order of their ids.
    pub(crate) fn finish(self) -> Register {
        if !self.unnamed.is_empty() {
            let named = self.unnamed.iter().map(|(text, rows)| (self.texts.get(*text), *rows));
            let names = self.book.categories.iter();
            let names = names.flat_map(|category| std::iter::once(&category.name).chain(&category.aliases));
            let names: Vec<&str> = names.map(String::as_str).collect();
            let (first, more) = Unnamed::most(named.collect(), &names, &mut Nearest::default());
            self.notes.push(Note::UnnamedCategories { file: self.intake.file.clone(), first, more });
        }
        if self.closed_before_opened > EXAMPLES as u64 {
            self.notes.push(Note::MoreClosedBeforeOpened(self.closed_before_opened - EXAMPLES as u64));
        }
        let mut order: Vec<u32> = (0..).take(self.subjects.len()).collect();
        order.sort_by(|one, other| {
            let id = |at: u32| self.subjects.get(at as usize).map(|subject| subject.id.as_str());
            id(*one).cmp(&id(*other))
        });
        let attributes =
            self.attributes.into_iter().map(|column| column.map(|column| column.permuted(&order))).collect();
        let mut places: Vec<Option<Subject>> = self.subjects.into_iter().map(Some).collect();
        let subjects: Vec<Subject> =
            order.iter().filter_map(|at| places.get_mut(*at as usize).and_then(Option::take)).collect();
        let mut by_id = TextMap::default();
        let mut by_name: FxHashMap<String, Vec<u32>> = FxHashMap::default();
        for (number, subject) in (0..).zip(&subjects) {
            let (opened, closed) = (subject.opened.unwrap_or(Day::FIRST), subject.closed.unwrap_or(Day::LAST));
            by_id.insert(&subject.id, Bound { subject: number, opened, closed });
            if let Some(name) = &subject.name {
                by_name.entry(normalise(name).into_owned()).or_default().push(number);
            }
        }
        Register { subjects, attributes, by_id, by_name }
    }

    fn reject(&mut self, row: u64, column: Option<usize>, reason: Reason, value: &str) {
        let column = column.and_then(|at| self.layout.headers.get(at)).cloned().unwrap_or_default();
        let file = self.intake.file.clone();
        self.intake.reject(Reject { file, row, column, reason, value: shown(value) }, self.sink);
    }

    fn misfit(&mut self, row: u64, column: usize, expected: Expected, value: &str) {
        let header = self.layout.headers.get(column).map_or("", String::as_str);
        self.intake.misfit(header, expected, row, || shown(value));
    }

    /// A date of the register, and whether one is written that cannot be read.
    fn day(&mut self, number: u64, row: &Row<'_>, column: Option<usize>) -> (Option<Day>, bool) {
        let Some(column) = column else { return (None, false) };
        let value = row.cell(column).trim();
        if value.is_empty() {
            return (None, false);
        }
        let time = cell::time(value);
        if time.is_none() {
            self.misfit(number, column, Expected::Date, value);
        }
        (time.map(|time| time.day), time.is_none())
    }

    fn membership(&mut self, row: &Row<'_>) -> Membership {
        let Some(column) = self.layout.category else { return Membership::Every };
        let name = normalise(row.cell(column));
        if name.is_empty() {
            return Membership::Unknown;
        }
        if let Some(category) = self.categories.get(&*name) {
            return Membership::In(*category);
        }
        let text = self.texts.intern(&name);
        *self.unnamed.entry(text).or_default() += 1;
        Membership::Other(text)
    }
}

impl TakeRow for RegisterRows<'_, '_> {
    fn take(&mut self, row: Row<'_>) {
        if row.is_blank() {
            return;
        }
        let number = self.base + u64::from(row.number);
        self.intake.read += 1;
        let layout = self.layout;
        let written = row.cell(layout.id);
        if let Some(extra) = row.beyond(layout.headers.len()) {
            return self.reject(number, None, Reason::TooWide(layout.headers.len()), extra);
        }
        let id = normalise(written);
        if id.is_empty() {
            return self.reject(number, Some(layout.id), Reason::NoId, written);
        }
        if id.contains(char::REPLACEMENT_CHARACTER) {
            return self.reject(number, Some(layout.id), Reason::Garbled, written);
        }
        if let Some(first) = self.rows.get(&*id).copied() {
            return self.reject(number, Some(layout.id), Reason::DuplicateSubject(first), written);
        }
        self.rows.insert(id.to_string(), number);
        let (opened, opening_unread) = self.day(number, &row, layout.opened);
        let (closed, closing_unread) = self.day(number, &row, layout.closed);
        if opened.zip(closed).is_some_and(|(opened, closed)| closed < opened) {
            self.closed_before_opened += 1;
            if self.closed_before_opened <= EXAMPLES as u64 {
                self.notes.push(Note::ClosedBeforeOpened(number, id.to_string()));
            }
        }
        for read in &layout.attributes {
            let value = row.cell(read.column);
            let typed = typed(read.kind, value);
            if let Typed::Misfit(expected) = &typed {
                self.misfit(number, read.column, *expected, value.trim());
            }
            if let Some(Some(column)) = self.attributes.get_mut(read.field) {
                push_cell(column, typed, self.texts);
            }
        }
        let membership = self.membership(&row);
        let text = |column: Option<usize>| column.map(|at| row.cell(at).trim()).filter(|text| !text.is_empty());
        self.subjects.push(Subject {
            id: id.into_owned(),
            name: text(layout.name).map(str::to_owned),
            membership,
            region: text(layout.region).map(region),
            opened,
            closed,
            opening_unread,
            closing_unread,
        });
        self.intake.used += 1;
    }
}

/// A region path with its segments normalised; empty ones at the ends say nothing.
fn region(path: &str) -> String {
    let path = normalise(path);
    let segments: Vec<&str> = path.split('/').map(str::trim).collect();
    segments.join("/").trim_matches('/').to_owned()
}
