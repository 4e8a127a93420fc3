//! The rows of the register, one after another, and the register they make.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::column::{Column, TextId, Texts};
use super::super::heading::RegisterLayout;
use super::super::intake::{EXAMPLES, Expected, FileIntake, Note, Reason, Sink, Unnamed, shown};
use super::super::mapping::is_total;
use super::super::parent;
use super::super::place::{Places, region};
use super::super::reach::Reach;
use super::super::row::{Row, TakeRow, TakeWhole};
use super::super::subject::{Membership, Parent, Subject, SubjectRow};
use super::super::typed::{Typed, push_cell, typed};
use super::{Bound, Register};
use crate::calendar::Day;
use crate::rulebook::{CategoryId, RuleBook, normalise};
use crate::text::Nearest;

/// Makes a register out of rows.
pub(crate) struct RegisterRows<'r, 'b> {
    layout: &'r RegisterLayout<'b>,
    /// Whether rows that say the same of a subject are one.
    pub(crate) keyed: bool,
    /// What they say, where they are.
    said: FxHashSet<String>,
    categories: FxHashMap<String, CategoryId>,
    /// How many rows have a category that no rule names.
    unnamed: FxHashMap<TextId, u64>,
    book: &'b RuleBook,
    reach: Reach,
    /// The number of the first row of the block being read.
    base: u64,
    /// The ids in the order of their first rows, with the index of that row and its number in the file.
    subjects: Vec<(String, u32, u64)>,
    /// The place of an id among them.
    places: FxHashMap<String, u32>,
    /// Of subjects with several rows: the last day and the number of each, by first day.
    several: FxHashMap<u32, BTreeMap<Day, (Day, u64)>>,
    rows: Vec<SubjectRow>,
    /// Whose each row is, its name, and its parent where that is asked for.
    owners: Vec<u32>,
    names: Vec<Option<String>>,
    /// Its other and its former names, where the register has columns for them.
    aliases: Vec<Option<String>>,
    former: Vec<Option<String>>,
    parents: Vec<Option<String>>,
    attributes: Vec<Option<Column>>,
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
        let reach = Reach::of(book);
        if reach.parent && layout.parent.is_none() {
            notes.push(Note::NoParentColumn(intake.file.clone()));
        }
        Self {
            layout,
            keyed: false,
            said: FxHashSet::default(),
            categories,
            unnamed: FxHashMap::default(),
            book,
            reach,
            base: 0,
            subjects: Vec::new(),
            places: FxHashMap::default(),
            several: FxHashMap::default(),
            rows: Vec::new(),
            owners: Vec::new(),
            names: Vec::new(),
            aliases: Vec::new(),
            former: Vec::new(),
            parents: Vec::new(),
            attributes,
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
            self.notes.push(Note::MoreClosedBeforeOpened(
                self.intake.file.clone(),
                self.closed_before_opened - EXAMPLES as u64,
            ));
        }
        let (subjects, order) = in_order(self.subjects, &self.owners, &self.rows);
        let mut register = Register {
            subjects,
            rows: arranged(self.rows, &order),
            names: arranged(self.names, &order),
            aliases: arranged(self.aliases, &order),
            former: arranged(self.former, &order),
            attributes: (self.attributes.into_iter())
                .map(|column| column.map(|column| column.permuted(&order)))
                .collect(),
            ..Register::default()
        };
        register.index();
        if !self.parents.is_empty() {
            let parents = arranged(self.parents, &order);
            parent::resolve(&mut register, &parents, &self.intake.file, self.notes);
        }
        if self.reach.region {
            let first = u32::try_from(register.subjects.len()).unwrap_or(u32::MAX);
            register.places = Places::new(&register.rows, first);
        }
        register
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
        let time = self.layout.dates.time(value).ok();
        if time.is_none() {
            self.misfit(number, column, Expected::Date, value);
        }
        (time.map(|time| time.day), time.is_none())
    }

    /// The days a row holds. A row whose days cannot be read may hold on none of them, so it is not used.
    fn validity(&mut self, number: u64, row: &Row<'_>) -> Option<(Option<Day>, Option<Day>)> {
        let mut days = [None, None];
        for (day, column) in days.iter_mut().zip([self.layout.from, self.layout.to]) {
            let Some(column) = column else { continue };
            let value = row.cell(column).trim();
            if value.is_empty() {
                continue;
            }
            match self.layout.dates.time(value) {
                Ok(time) => *day = Some(time.day),
                Err(undated) => {
                    self.reject(number, Some(column), Reason::NoOneDate(undated), value);
                    return None;
                }
            }
        }
        let [from, to] = days;
        if let (Some(first), Some(last)) = (from, to)
            && last < first
        {
            let value = self.layout.to.map_or("", |column| row.cell(column));
            self.reject(number, self.layout.to, Reason::Backwards(first), value);
            return None;
        }
        Some((from, to))
    }

    /// Who a row is of, new or known; the reason if an earlier row holds on one of its days.
    fn owner(&mut self, id: &str, number: u64, from: Option<Day>, to: Option<Day>) -> Result<u32, Reason> {
        let (first, last) = (from.unwrap_or(Day::FIRST), to.unwrap_or(Day::LAST));
        let Some(owner) = self.places.get(id).copied() else {
            // More subjects than numbers would need more than 4 billion ids: memory ends before.
            let owner = u32::try_from(self.subjects.len()).unwrap_or(u32::MAX);
            let at = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
            self.places.insert(id.to_owned(), owner);
            self.subjects.push((id.to_owned(), at, number));
            return Ok(owner);
        };
        let (first_at, first_number) =
            self.subjects.get(owner as usize).map_or((0, 0), |(_, at, number)| (*at as usize, *number));
        let first_row = self.rows.get(first_at);
        let always = |from: Option<Day>, to: Option<Day>| from.is_none() && to.is_none();
        if always(from, to) && first_row.is_some_and(|row| always(row.from, row.to)) {
            return Err(Reason::DuplicateSubject(first_number));
        }
        let several = self.several.entry(owner).or_insert_with(|| {
            let span = |row: &SubjectRow| (row.from.unwrap_or(Day::FIRST), row.to.unwrap_or(Day::LAST));
            first_row.map(span).map(|(from, to)| (from, (to, first_number))).into_iter().collect()
        });
        // They are disjoint: if any row holds on one of these days, the last that begins by the last of them does.
        match several.range(..=last).next_back() {
            Some((_, (to, number))) if *to >= first => Err(Reason::OverlappingSubject(*number)),
            _ => {
                several.insert(first, (last, number));
                Ok(owner)
            }
        }
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

    /// All that is read of a row.
    fn read(&self, row: &Row<'_>) -> String {
        let layout = self.layout;
        let standards = [layout.name, layout.category, layout.region, layout.opened, layout.closed, layout.parent];
        let columns = [Some(layout.id), layout.from, layout.to].into_iter().chain(standards).flatten();
        let mut read = String::new();
        for column in columns.chain(layout.attributes.iter().map(|read| read.column)) {
            read.push_str(row.cell(column).trim());
            read.push('\u{1f}');
        }
        read
    }

    /// What is known of the parent before all ids are.
    fn parent(&mut self, row: &Row<'_>) -> Parent {
        match self.layout.parent.filter(|_| self.reach.parent) {
            Some(column) => {
                let name = normalise(row.cell(column));
                self.parents.push((!name.is_empty()).then(|| name.into_owned()));
                Parent::None
            }
            None if self.reach.parent => Parent::Unknown,
            None => Parent::None,
        }
    }
}

impl TakeWhole for RegisterRows<'_, '_> {
    fn base(&mut self) -> &mut u64 {
        &mut self.base
    }

    fn intake(&mut self) -> &mut FileIntake {
        self.intake
    }

    fn reject(&mut self, row: u64, column: Option<usize>, reason: Reason, value: &str) {
        let column = column.and_then(|at| self.layout.headers.get(at)).map_or("", String::as_str);
        self.intake.reject(row, column, reason, shown(value), self.sink);
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
        let total = (0..row.bounds.len()).find(|at| is_total(row.cell(*at)));
        if let Some(at) = total.filter(|at| id.is_empty() || *at == layout.id) {
            let header = layout.headers.get(at).cloned().unwrap_or_default();
            return self.reject(number, Some(at), Reason::TotalRow(header, shown(row.cell(at))), row.cell(at));
        }
        if id.is_empty() {
            return self.reject(number, Some(layout.id), Reason::NoId, written);
        }
        if id.contains(char::REPLACEMENT_CHARACTER) {
            return self.reject(number, Some(layout.id), Reason::Garbled, written);
        }
        if self.keyed && !self.said.insert(self.read(&row)) {
            self.intake.ignored.repeated += 1;
            return;
        }
        let Some((from, to)) = self.validity(number, &row) else { return };
        let owner = match self.owner(&id, number, from, to) {
            Ok(owner) => owner,
            Err(reason) => return self.reject(number, Some(layout.id), reason, written),
        };
        let (opened, opening_unread) = self.day(number, &row, layout.opened);
        let (closed, closing_unread) = self.day(number, &row, layout.closed);
        if opened.zip(closed).is_some_and(|(opened, closed)| closed < opened) {
            self.closed_before_opened += 1;
            if self.closed_before_opened <= EXAMPLES as u64 {
                self.notes.push(Note::ClosedBeforeOpened(self.intake.file.clone(), number, id.to_string()));
            }
        }
        for read in &layout.attributes {
            let value = row.cell(read.column);
            let typed = typed(read.kind, value, self.layout.dates);
            if let Typed::Misfit(expected) = &typed {
                self.misfit(number, read.column, *expected, value.trim());
            }
            if let Some(Some(column)) = self.attributes.get_mut(read.field) {
                push_cell(column, typed, self.texts);
            }
        }
        let (membership, parent) = (self.membership(&row), self.parent(&row));
        let text = |column: Option<usize>| column.map(|at| row.cell(at).trim()).filter(|text| !text.is_empty());
        self.owners.push(owner);
        self.names.push(text(layout.name).map(str::to_owned));
        for (names, columns) in [(&mut self.aliases, &layout.aliases), (&mut self.former, &layout.former)] {
            if !columns.is_empty() {
                let written: Vec<&str> = columns.iter().filter_map(|column| text(Some(*column))).collect();
                names.push((!written.is_empty()).then(|| written.join(";")));
            }
        }
        self.rows.push(SubjectRow {
            from,
            to,
            membership,
            region: text(layout.region).map(region),
            parent,
            opened,
            closed,
            opening_unread,
            closing_unread,
        });
        self.intake.used += 1;
    }
}

/// The subjects in the order of their ids, and the order of the rows: by subject, then by first day.
fn in_order(subjects: Vec<(String, u32, u64)>, owners: &[u32], rows: &[SubjectRow]) -> (Vec<Subject>, Vec<u32>) {
    let mut order: Vec<u32> = (0..).take(subjects.len()).collect();
    let id = |at: u32| subjects.get(at as usize).map(|(id, ..)| id.as_str());
    order.sort_by(|one, other| id(*one).cmp(&id(*other)));
    let mut places = vec![0_u32; subjects.len()];
    for (place, at) in (0..).zip(&order) {
        if let Some(slot) = places.get_mut(*at as usize) {
            *slot = place;
        }
    }
    let place = |at: u32| owners.get(at as usize).and_then(|owner| places.get(*owner as usize)).copied();
    let mut by_subject: Vec<u32> = (0..).take(rows.len()).collect();
    // No day sorts before every day.
    by_subject.sort_by_key(|at| (place(*at), rows.get(*at as usize).and_then(|row| row.from)));
    let subject = |(id, ..): (String, u32, u64)| Subject { id, name: None, rows: 0..0 };
    let mut ordered: Vec<Subject> = arranged(subjects, &order).into_iter().map(subject).collect();
    let mut next = 0;
    for (number, subject) in (0..).zip(&mut ordered) {
        let start = next;
        while by_subject.get(next as usize).is_some_and(|at| place(*at) == Some(number)) {
            next += 1;
        }
        subject.rows = start..next;
    }
    (ordered, by_subject)
}

/// The same things in another order, each once.
fn arranged<T>(things: Vec<T>, order: &[u32]) -> Vec<T> {
    let mut places: Vec<Option<T>> = things.into_iter().map(Some).collect();
    order.iter().filter_map(|at| places.get_mut(*at as usize).and_then(Option::take)).collect()
}

impl Register {
    /// Makes its subjects findable.
    fn index(&mut self) {
        for (number, subject) in (0..).zip(&self.subjects) {
            let of = subject.rows.start as usize..subject.rows.end as usize;
            let rows = self.rows.get(of).unwrap_or_default();
            let opened = |row: &SubjectRow| row.opened.max(row.from).unwrap_or(Day::FIRST);
            let closed = |row: &SubjectRow| row.closed.unwrap_or(Day::LAST).min(row.to.unwrap_or(Day::LAST));
            let opened = rows.iter().map(opened).min().unwrap_or(Day::FIRST);
            let closed = rows.iter().map(closed).max().unwrap_or(Day::LAST);
            self.by_id.insert(&subject.id, Bound { subject: number, opened, closed });
        }
    }
}
