//! The parts of all files become one ledger.

mod calm;

use rustc_hash::FxHashMap;

use super::Ledger;
use super::column::{Column, TextId, Texts};
use super::faults::{Bursts, Months};
use super::heading::{Read, RecordLayout};
use super::intake::{Differs, Example, FileIntake, Reason, Sink, shown};
use super::name::{RecordKey, TableNames};
use super::names::Strangers;
use super::part::{Entry, Fate, Part, PartColumn, PartReject, Stretch};
use super::register::Register;
use crate::calendar::Day;
use crate::rulebook::RuleBook;

/// What has been kept so far.
#[derive(Default)]
pub(crate) struct Gather {
    pub(crate) texts: Texts,
    /// Without a register: the institutions seen.
    pub(crate) seen: Texts,
    pub(crate) tables: Vec<Kept>,
    /// By text: the row in which it was first a record's id, or [`NO_ROW`].
    ids: Vec<u32>,
    /// What the first record of a key says, by the key and which of the records of its row it is.
    firsts: FxHashMap<(TextId, u32), First>,
    pub(crate) names: TableNames,
    /// The number over all tables that row 0 of the next table gets.
    pub(crate) next_row: u64,
    /// First and last readable date of all rows.
    pub(crate) days: Option<(Day, Day)>,
    /// The months of all rows, file by file.
    pub(crate) months: Vec<Months>,
    pub(crate) bursts: Bursts,
}

/// The records of an activity in the order of files and rows.
#[derive(Default)]
pub(crate) struct Kept {
    pub(crate) subjects: Vec<u32>,
    pub(crate) days: Vec<Day>,
    /// Or [`Ledger::NO_SECOND`]; none while no record has an instant.
    pub(crate) seconds: Vec<u32>,
    pub(crate) keys: Vec<RecordKey>,
    pub(crate) fields: Vec<Option<Column>>,
}

/// What the rows of one key must say alike.
#[derive(Debug, Clone, Copy)]
struct First {
    /// Which record it is, over all tables.
    number: u32,
    subject: u32,
    activity: u32,
    time: (Day, u32),
}

/// Why a record is not kept.
enum Unkept {
    Rejected(PartReject),
    /// It is the same as the first of its key.
    Repeated,
}

/// The file whose parts are being gathered.
pub(crate) struct FileProgress<'f> {
    /// The number over all tables of its row 0.
    pub(crate) first: u64,
    /// How its rows are counted: the row times this, plus which of its records it is.
    pub(crate) parts: u32,
    /// Whether records of one id are one.
    pub(crate) keyed: bool,
    /// The row number of the next part's first row.
    pub(crate) base: u64,
    /// How many rows the file has, where it says so.
    pub(crate) rows: Option<u64>,
    pub(crate) layout: &'f RecordLayout<'f>,
    pub(crate) register: Option<&'f Register>,
    pub(crate) intake: FileIntake,
    pub(crate) strangers: Strangers,
    /// The judged day, where one is asked for.
    pub(crate) as_of: Option<Day>,
}

/// No row.
const NO_ROW: u32 = u32::MAX;

impl Gather {
    pub(crate) fn new(book: &RuleBook, texts: Texts) -> Self {
        let table = |fields| Kept { fields: vec![None; fields], ..Kept::default() };
        let tables = book.activities.iter().map(|activity| table(activity.fields.len())).collect();
        Self { texts, tables, ..Self::default() }
    }

    /// Begins a file: its columns become columns of the tables.
    pub(crate) fn begin(&mut self, layout: &RecordLayout<'_>) {
        for (table, reads) in self.tables.iter_mut().zip(&layout.fields) {
            for read in reads {
                if let Some(place) = table.fields.get_mut(read.field) {
                    let mut column = place.take().unwrap_or_else(|| Column::of(read.kind));
                    column.resize(table.subjects.len());
                    *place = Some(column);
                }
            }
        }
    }

    /// Ends a file: columns it does not have are missing in its rows.
    pub(crate) fn end(&mut self) {
        for table in &mut self.tables {
            for column in table.fields.iter_mut().flatten() {
                column.resize(table.subjects.len());
            }
        }
    }

    /// Takes the next part of a file.
    pub(crate) fn absorb(&mut self, part: Part, file: &mut FileProgress<'_>, sink: &mut Sink<'_>) {
        file.intake.read += part.read;
        if let Some(rows) = &mut file.intake.rows {
            *rows += part.rows;
        }
        file.intake.ignored.add(&part.ignored);
        for (name, rows) in part.ignored_names {
            file.intake.ignore(name, rows);
        }
        self.days = match (self.days, part.days) {
            (Some((first, last)), Some((from, to))) => Some((first.min(from), last.max(to))),
            (known, new) => known.or(new),
        };
        if let Some(months) = self.months.last_mut() {
            months.join(&part.months);
        }
        let mut late = part.late.into_iter().peekable();
        let mut rejects = part.rejects.into_iter().peekable();
        let mut misfits = part.misfits.into_iter().peekable();
        let mut used = Dropped::new(part.columns.len());
        for (at, entry) in part.entries.iter().enumerate() {
            // Rejects of the part and duplicates found here go to the sink in the order of rows.
            while let Some(reject) = rejects.next_if(|reject| reject.row < entry.row) {
                file.reject(reject, sink);
            }
            let (row, of_row) = file.row(entry.row);
            let institution = part.institutions.get(at).map(|institution| stretch(&part.bytes, *institution));
            let key = match self.key(entry, institution, &part.bytes, file) {
                Ok(key) => key,
                Err(unkept) => {
                    match unkept {
                        Unkept::Rejected(reject) => file.reject(reject, sink),
                        Unkept::Repeated => file.intake.ignored.repeated += 1,
                    }
                    used.count(entry, true);
                    while misfits.next_if(|misfit| misfit.entry == at).is_some() {}
                    continue;
                }
            };
            used.count(entry, false);
            while late.next_if(|(of, _)| *of < at).is_some() {}
            match entry.fate {
                Fate::AfterAsOf => {
                    file.intake.ignored.after_as_of += 1;
                    file.after_as_of(entry, institution, row);
                }
                Fate::OutsideCoverage => {
                    file.intake.ignored.outside_coverage += 1;
                    if let Some(institution) = part.institutions.get(at) {
                        self.seen.intern(stretch(&part.bytes, *institution));
                    }
                }
                Fate::Used | Fate::BeforeOpening | Fate::AfterClosing => {
                    while let Some(misfit) = misfits.next_if(|misfit| misfit.entry == at) {
                        let header = file.layout.shown(misfit.column, of_row);
                        file.intake.misfit(header, misfit.expected, row, || misfit.value);
                    }
                    let subject = self.keep(entry, institution, key);
                    if let Some((_, entered)) = late.next_if(|(of, _)| *of == at) {
                        self.bursts.take(subject, entered, entry.day, file.number(entry.row));
                    }
                    Self::find(entry, row, file);
                    file.intake.used += 1;
                    if file.register.is_some() {
                        file.intake.matched.count(entry.how);
                    }
                }
            }
        }
        for reject in rejects {
            file.reject(reject, sink);
        }
        for institution in &part.bystanders {
            self.seen.intern(stretch(&part.bytes, *institution));
        }
        for (activity, columns) in part.columns.iter().enumerate() {
            let reads = file.layout.fields.get(activity).map(Vec::as_slice).unwrap_or_default();
            let Some(table) = self.tables.get_mut(activity) else { continue };
            append_all(table, (reads, columns), used.dropped(activity), &part.bytes, &mut self.texts);
        }
        self.absorb_calm(&part.calm, (&part.bytes, part.read), file);
    }

    /// The name of a record; the first with an id keeps it, but records of one row may share theirs.
    fn key(
        &mut self,
        entry: &Entry,
        institution: Option<&str>,
        bytes: &str,
        file: &FileProgress<'_>,
    ) -> Result<RecordKey, Unkept> {
        let (row, part) = file.row(entry.row);
        // There are not so many rows: the file's end is checked.
        let own = u32::try_from(file.first + row * u64::from(file.parts)).unwrap_or(NO_ROW);
        let number = own.saturating_add(part);
        let id = stretch(bytes, entry.id);
        if id.is_empty() {
            return Ok(RecordKey::row(number));
        }
        let text = self.texts.intern(id);
        let rejected = |reason| {
            Err(Unkept::Rejected(PartReject { row: entry.row, column: file.layout.id, reason, value: shown(id) }))
        };
        let mut another_part = false;
        if file.keyed {
            let subject = institution.map_or(entry.subject, |institution| self.texts.intern(institution).0);
            let (activity, time) = (entry.activity, (entry.day, entry.second));
            let said = First { number, subject, activity, time };
            let first = *self.firsts.entry((text, part)).or_insert(said);
            if first.number != number {
                let differs = [
                    (first.subject != subject, Differs::Institution),
                    (first.activity != activity, Differs::Activity),
                    (first.time != time, Differs::Date),
                ];
                let Some((_, differs)) = differs.into_iter().find(|(differs, _)| *differs) else {
                    return Err(Unkept::Repeated);
                };
                let (table, row, _) = self.names.row(first.number);
                return rejected(Reason::NotAsFirst(differs, table.to_owned(), u64::from(row)));
            }
            // An earlier row of the key may be without this one of its records.
            another_part = part > 0;
        }
        if self.ids.len() <= text.0 as usize {
            self.ids.resize(self.texts.len(), NO_ROW);
        }
        match self.ids.get_mut(text.0 as usize) {
            Some(place) if *place == NO_ROW => *place = number,
            // Records of one row may share their id.
            Some(first) if *first >= own && u64::from(*first - own) < u64::from(file.parts) => {}
            Some(first) if another_part && u64::from(*first) >= file.first => {}
            Some(first) => {
                let (table, row, _) = self.names.row(*first);
                return rejected(Reason::DuplicateRecord(table.to_owned(), u64::from(row)));
            }
            None => {}
        }
        Ok(RecordKey::given(text))
    }

    /// Appends a record to the table of its activity; gives the number of its subject.
    fn keep(&mut self, entry: &Entry, institution: Option<&str>, key: RecordKey) -> u32 {
        let subject = institution.map_or(entry.subject, |institution| self.seen.intern(institution).0);
        let Some(table) = self.tables.get_mut(entry.activity as usize) else { return subject };
        table.subjects.push(subject);
        if entry.second != Ledger::NO_SECOND && table.seconds.is_empty() {
            table.seconds.resize(table.days.len(), Ledger::NO_SECOND);
        }
        if entry.second != Ledger::NO_SECOND || !table.seconds.is_empty() {
            table.seconds.push(entry.second);
        }
        table.days.push(entry.day);
        table.keys.push(key);
        subject
    }

    /// Counts a record that is dated when its subject was not open.
    fn find(entry: &Entry, row: u64, file: &mut FileProgress<'_>) {
        let finding = match entry.fate {
            Fate::BeforeOpening => &mut file.intake.before_opening,
            Fate::AfterClosing => &mut file.intake.after_closing,
            _ => return,
        };
        let Some(register) = file.register else { return };
        let Some(open) = register.bound(entry.subject) else { return };
        let bound = if entry.fate == Fate::BeforeOpening { open.opened } else { open.closed };
        finding.add(|| Example { row, subject: register.id(entry.subject).to_owned(), day: entry.day, bound });
    }
}

impl FileProgress<'_> {
    /// Counts a record that is dated after the judged day.
    fn after_as_of(&mut self, entry: &Entry, institution: Option<&str>, row: u64) {
        let (Some(bound), register) = (self.as_of, self.register) else { return };
        self.intake.after_as_of.add(|| {
            let known = register.map_or("", |register| register.called(entry.subject));
            Example { row, subject: institution.unwrap_or(known).to_owned(), day: entry.day, bound }
        });
    }

    /// The number over all tables of a record of the part at hand.
    fn number(&self, number: u32) -> u32 {
        let (row, part) = self.row(number);
        u32::try_from(self.first + row * u64::from(self.parts) + u64::from(part)).unwrap_or(NO_ROW)
    }

    /// The row of the table that a number of the part at hand is, and which of its records.
    #[inline]
    fn row(&self, number: u32) -> (u64, u32) {
        match self.parts {
            // As a rule a row is one record.
            0 | 1 => (self.base + u64::from(number), 0),
            parts => (self.base + u64::from(number / parts), number % parts),
        }
    }

    fn reject(&mut self, reject: PartReject, sink: &mut Sink<'_>) {
        let PartReject { row, column, mut reason, value } = reject;
        let (row, of_row) = self.row(row);
        if let Some(register) = self.register {
            self.strangers.meet(&mut reason, &value, register, &self.intake.file, row);
        }
        let column = column.map_or("", |at| self.layout.shown(at, of_row));
        self.intake.reject(row, column, reason, value, sink);
    }
}

/// Which values of a part's columns belong to rows that were rejected after all.
struct Dropped {
    counts: Vec<usize>,
    dropped: Vec<Vec<usize>>,
}

impl Dropped {
    fn new(activities: usize) -> Self {
        Self { counts: vec![0; activities], dropped: vec![Vec::new(); activities] }
    }

    fn count(&mut self, entry: &Entry, dropped: bool) {
        let activity = entry.activity as usize;
        if let (true, Some(count), Some(list)) =
            (entry.fate.is_used(), self.counts.get_mut(activity), self.dropped.get_mut(activity))
        {
            if dropped {
                list.push(*count);
            }
            *count += 1;
        }
    }

    fn dropped(&self, activity: usize) -> &[usize] {
        self.dropped.get(activity).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Appends the values of a part's columns.
fn append_all(
    table: &mut Kept,
    (reads, columns): (&[Read<'_>], &[PartColumn]),
    dropped: &[usize],
    bytes: &str,
    texts: &mut Texts,
) {
    for (read, values) in reads.iter().zip(columns) {
        if let Some(Some(column)) = table.fields.get_mut(read.field) {
            append(column, values, dropped, bytes, texts);
        }
    }
}

/// Appends the values of a part, those of `dropped` rows left out.
fn append(column: &mut Column, values: &PartColumn, dropped: &[usize], bytes: &str, texts: &mut Texts) {
    let mut dropped = dropped.iter().copied().peekable();
    let mut kept = |at: usize| dropped.next_if_eq(&at).is_none();
    match (column, values) {
        (Column::Text(column), PartColumn::Text(values)) => {
            let kept = values.iter().enumerate().filter(|(at, _)| kept(*at));
            texts.intern_all(kept.map(|(_, value)| stretch(bytes, *value)), |text| column.push(text));
        }
        (column, PartColumn::Other(values)) => {
            (0..values.len()).filter(|at| kept(*at)).for_each(|at| column.push_from(values, at));
        }
        (column, PartColumn::Text(values)) => {
            let count = (0..values.len()).filter(|at| kept(*at)).count();
            column.resize(column.len() + count);
        }
    }
}

fn stretch(bytes: &str, (start, end): Stretch) -> &str {
    bytes.get(start as usize..end as usize).unwrap_or_default()
}
