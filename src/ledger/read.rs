//! The reader: the register first, then the record files, then the order of evidence.

use rustc_hash::FxHashSet;

use super::activities::{Activities, alike, needed_names};
use super::blocks::in_order;
use super::column::{TextId, Texts};
use super::error::{LedgerError, Limit};
use super::faults::{self, Months};
use super::gather::{FileProgress, Gather, Kept};
use super::group;
use super::heading::{Header, RecordLayout, RegisterLayout, Sort, WaiverLayout};
use super::input::{FILE_LIMIT, Input};
use super::intake::{FileIntake, Intake, Note, Sink, Unnamed};
use super::mapping::{Facts, Mapped, Mapping, Plan};
use super::name::RecordNames;
use super::names::{Decisions, Strangers};
use super::open::each_table;
use super::reach::Reach;
use super::record::{RecordPlan, RecordRows, Window};
use super::register::{Known, Register, RegisterRows};
use super::subject::Parent;
use super::table::{Parse, Table};
use super::waiver::{self, People, Waiver, WaiverRows, Waivers};
use super::{Coverage, Ledger, tables, twins};
use crate::calendar::Day;
use crate::rulebook::RuleBook;
use crate::text::Nearest;

/// The days the user asks for; what is left out follows from the records (docs/language.md section 4).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Asked {
    /// The first day the records speak for; by default the first readable date of any record row.
    pub from: Option<Day>,
    /// The last one; by default the judged day.
    pub to: Option<Day>,
    /// The judged day; by default `to`, else the last readable date of any record row.
    pub as_of: Option<Day>,
}

impl Asked {
    /// The records speak for every day up to the judged one, as in a test of the language (docs/language.md section 4).
    #[must_use]
    pub const fn everything(as_of: Day) -> Self {
        Self { from: Some(Day::FIRST), to: Some(as_of), as_of: Some(as_of) }
    }

    pub(crate) fn window(self) -> Window {
        Window { from: self.from, to: self.to, as_of: self.as_of.or(self.to) }
    }

    /// The judged day and the coverage, once the first and last date are known.
    fn days(self, seen: Option<(Day, Day)>) -> (Option<Day>, Option<Coverage>) {
        let as_of = self.as_of.or(self.to).or(seen.map(|(_, last)| last));
        let from = self.from.or(seen.map(|(first, _)| first));
        let to = as_of.map(|as_of| self.to.map_or(as_of, |to| to.min(as_of)));
        let coverage = from.zip(to).filter(|(from, to)| from <= to).map(|(from, to)| Coverage { from, to });
        (as_of, coverage)
    }
}

/// Reads the register and the records, as far as the rules name them. Every rejected row is shown to `rejects`.
///
/// # Errors
/// A table cannot be opened or read, has no header or lacks a column, or a limit is passed.
pub fn read(
    book: &RuleBook,
    register: Option<Input>,
    records: Vec<Input>,
    asked: Asked,
    rejects: &mut Sink<'_>,
) -> Result<(Ledger, Intake), LedgerError> {
    read_tables(book, Tables { register, records, ..Tables::default() }, asked, rejects)
}

/// The tables of an audit.
#[derive(Default)]
pub struct Tables {
    /// Who there is.
    pub register: Option<Input>,
    /// What happened.
    pub records: Vec<Input>,
    /// Whom which rule is waived for, besides what the rule files say.
    pub waivers: Option<Input>,
    /// Whom institution cells mean that nobody is found by.
    pub decisions: Option<Decisions>,
}

/// Reads the register, the records and the waivers, as far as the rules name them. Every rejected row is shown to
/// `rejects`.
///
/// # Errors
/// A table cannot be opened or read, has no header or lacks a column, or a limit is passed.
pub fn read_tables(
    book: &RuleBook,
    tables: Tables,
    asked: Asked,
    rejects: &mut Sink<'_>,
) -> Result<(Ledger, Intake), LedgerError> {
    let Tables { register, records, waivers, decisions } = tables;
    if records.len() > FILE_LIMIT {
        let file = records.get(FILE_LIMIT).map(|input| input.name.clone()).unwrap_or_default();
        return Err(LedgerError::Limit { file, row: None, limit: Limit::Files });
    }
    let mut run = Run::new(book, asked);
    if let Some(input) = register {
        each_table(input, &mut tables::Register::new(&mut run, rejects))?;
    }
    if let Some(decisions) = decisions {
        run.decide(&decisions)?;
    }
    run.intake.notes.extend(twins::tell(&records));
    let mut left_out = None;
    for input in records {
        let found = input.found;
        let Err(error) = each_table(input, &mut tables::Records::new(&mut run, rejects)) else { continue };
        match error.left_out().filter(|_| found) {
            Some(note) => run.intake.notes.push(note),
            None => return Err(error),
        }
        left_out.get_or_insert(error);
    }
    // Without a single table, that nothing happened would be a guess.
    if let Some(error) = left_out.filter(|_| run.intake.records.is_empty()) {
        return Err(error);
    }
    if let Some(input) = waivers {
        each_table(input, &mut tables::Waivers::new(&mut run, rejects))?;
    }
    run.finish()
}

/// The tables of one run, one after another, the register first.
pub(super) struct Run<'b> {
    pub(super) book: &'b RuleBook,
    asked: Asked,
    activities: Activities,
    register: Option<Register>,
    gather: Gather,
    /// By the numbers that subjects have while tables are read.
    waivers: Vec<(u32, Waiver)>,
    pub(super) intake: Intake,
    strangers: Strangers,
    nearest: Nearest,
}

impl<'b> Run<'b> {
    pub(super) fn new(book: &'b RuleBook, asked: Asked) -> Self {
        Self {
            book,
            asked,
            activities: Activities::new(book),
            register: None,
            gather: Gather::new(book, Texts::default()),
            waivers: Vec::new(),
            intake: Intake::default(),
            strangers: Strangers::default(),
            nearest: Nearest::default(),
        }
    }

    /// Makes the register out of the rows that `feed` gives.
    pub(super) fn register_rows(
        &mut self,
        mut intake: FileIntake,
        header: Header<'_>,
        rejects: &mut Sink<'_>,
        feed: impl FnOnce(&mut RegisterRows<'_, '_>) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        let layout = RegisterLayout::new(self.book, &intake.file, header)?;
        let keyed = header.plan.is_some_and(|plan| plan.keyed);
        let (texts, notes) = (&mut self.gather.texts, &mut self.intake.notes);
        let mut rows = RegisterRows::new(self.book, &layout, texts, &mut intake, notes, rejects);
        rows.keyed = keyed;
        feed(&mut rows)?;
        self.register = Some(rows.finish());
        intake.misfits.sort_by_key(|misfit| layout.headers.iter().position(|name| *name == misfit.column));
        self.intake.register = Some(intake);
        Ok(())
    }

    /// The register alone.
    pub(super) fn into_register(self) -> Option<Register> {
        self.register
    }

    /// Takes what a person has decided about cells that name nobody.
    fn decide(&mut self, decisions: &Decisions) -> Result<(), LedgerError> {
        let intake = decisions.intake();
        let Some(register) = &mut self.register else { return Err(LedgerError::NothingToDecide { file: intake.file }) };
        register.decisions = decisions.settle(register)?;
        self.intake.decisions = Some(intake);
        Ok(())
    }

    /// Takes a table of records.
    pub(super) fn records(
        &mut self,
        mut table: impl Table,
        mapping: &Mapping,
        rejects: &mut Sink<'_>,
    ) -> Result<(), LedgerError> {
        let (names, file) = (table.headers().to_vec(), table.file().to_owned());
        let mapped = Plan::of(mapping, Facts::of(&table, Sort::Records))?;
        let header = Header::new(&names, mapping.dates, mapped.as_ref());
        // Under other names alone rows go their usual way.
        let mapped = mapped.as_ref().filter(|plan| !plan.renames());
        self.record_rows(FileIntake::of_table(&table), header, rejects, |plan, gather, progress, rejects| {
            progress.base = table.first_row();
            progress.rows = table.rows();
            let parse = table.parse();
            let mut failure = None;
            let stop = in_order(
                table.pace(),
                |block| table.next(block),
                || {
                    let mut rows = RecordRows::new(plan);
                    let parse = &parse;
                    move |block: &_| {
                        let count = match mapped {
                            Some(mapped) => parse.rows(block, &mut Mapped::new(mapped, &mut rows)),
                            None => parse.rows(block, &mut rows),
                        };
                        (rows.part(), count)
                    }
                },
                |(part, count)| {
                    gather.absorb(part, progress, rejects);
                    match count {
                        Ok(count) => progress.base += u64::from(count),
                        Err(halt) => failure = Some(halt.of(&file, progress.base)),
                    }
                    let rows = progress.base.saturating_mul(u64::from(progress.parts));
                    if progress.first.saturating_add(rows) >= u64::from(u32::MAX) {
                        let limit = Limit::Rows;
                        failure = Some(LedgerError::Limit { file: file.clone(), row: None, limit });
                    }
                    failure.is_none()
                },
            );
            table.tell(&mut progress.intake);
            match failure {
                Some(failure) => Err(failure),
                None => stop.map_err(|stop| stop.of(&file, progress.base)),
            }
        })
    }

    /// Takes the record rows that `feed` gives.
    pub(super) fn record_rows(
        &mut self,
        intake: FileIntake,
        header: Header<'_>,
        rejects: &mut Sink<'_>,
        feed: impl FnOnce(&RecordPlan<'_>, &mut Gather, &mut FileProgress<'_>, &mut Sink<'_>) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        let plan = RecordPlan {
            layout: RecordLayout::new(self.book, &intake.file, header)?,
            activities: &self.activities,
            register: self.register.as_ref(),
            window: self.asked.window(),
        };
        let (first, parts) = (self.gather.next_row, header.plan.map_or(1, |plan| plan.parts));
        self.gather.names.begin(intake.file.clone(), u32::try_from(first).unwrap_or(u32::MAX), parts);
        self.gather.months.push(Months::default());
        self.gather.begin(&plan.layout);
        let mut intake = intake;
        intake.rows = (parts > 1).then_some(0);
        let mut progress = FileProgress {
            first,
            parts,
            keyed: header.plan.is_some_and(|plan| plan.keyed),
            base: 0,
            rows: None,
            layout: &plan.layout,
            register: self.register.as_ref(),
            intake,
            strangers: std::mem::take(&mut self.strangers),
            as_of: plan.window.as_of,
        };
        feed(&plan, &mut self.gather, &mut progress, rejects)?;
        // The row behind the last one is nobody's.
        self.gather.next_row = first + progress.base * u64::from(parts) + 1;
        let FileProgress { mut intake, strangers, .. } = progress;
        self.strangers = strangers;
        self.gather.end();
        intake.misfits.sort_by_key(|misfit| plan.layout.headers.iter().position(|name| *name == misfit.column));
        let ignored = intake.ignored_activities.iter().map(|(name, rows)| (&**name, *rows));
        let alike = alike(ignored, self.book, &mut self.nearest);
        if !alike.is_empty() {
            let names = needed_names(self.book);
            let (first, more) = Unnamed::most(alike, &names, &mut self.nearest);
            self.intake.notes.push(Note::NearActivities { file: intake.file.clone(), first, more });
        }
        self.intake.records.push(intake);
        Ok(())
    }

    /// Takes the waivers that `feed` gives, once all records are read: without a register they say who there is.
    pub(super) fn waiver_rows(
        &mut self,
        mut intake: FileIntake,
        header: Header<'_>,
        rejects: &mut Sink<'_>,
        feed: impl FnOnce(&mut WaiverRows<'_>) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        let layout = WaiverLayout::new(&intake.file, header)?;
        let people = self.register.as_ref().map_or(People::Seen(&self.gather.seen), People::Register);
        let strangers = &mut self.strangers;
        let texts = &mut self.gather.texts;
        let mut rows = WaiverRows::new(self.book, &layout, people, strangers, texts, &mut intake, rejects);
        feed(&mut rows)?;
        self.waivers.append(&mut rows.kept);
        self.intake.waivers = Some(intake);
        Ok(())
    }

    /// The ledger: subjects in order, records in the order of evidence.
    pub(super) fn finish(self) -> Result<(Ledger, Intake), LedgerError> {
        let Self { book, asked, register, gather, mut waivers, mut intake, strangers, .. } = self;
        let Gather { mut texts, seen, mut tables, names, next_row, days, months, bursts, .. } = gather;
        intake.unmatched = strangers.into_list();
        // Rows and ids share one space of numbers.
        if next_row + texts.len() as u64 > u64::from(u32::MAX) {
            let file = intake.records.last().map(|intake| intake.file.clone()).unwrap_or_default();
            return Err(LedgerError::Limit { file, row: None, limit: Limit::Rows });
        }
        let (as_of, coverage) = asked.days(days);
        if as_of.is_none() {
            intake.notes.push(Note::NoDay);
        }
        for (activity, table) in book.activities.iter().zip(&tables).filter(|(activity, _)| activity.needed) {
            for (field, _) in
                activity.fields.iter().zip(&table.fields).filter(|(field, column)| field.needed && column.is_none())
            {
                intake.notes.push(Note::NoFieldColumn(activity.name.clone(), field.name.clone()));
            }
        }
        let people = register.as_ref().map_or(People::Seen(&seen), People::Register);
        waivers.extend(waiver::stated(book, people, &mut texts, &mut intake.notes));
        let bursts = bursts.told(|subject| people.called(subject).to_owned(), &names);
        let (known, numbers) = match register {
            Some(mut register) => {
                let places = std::mem::take(&mut register.places);
                let mut known = register.known(as_of);
                let numbers = if places.paths.is_empty() {
                    None
                } else {
                    let used = paths_with_records(&tables, u32::try_from(known.subjects.len()).unwrap_or(u32::MAX));
                    known.admit(places.paths, |place| used.contains(&place))
                };
                (known, numbers)
            }
            None => {
                intake.notes.push(Note::NoRegister);
                let (order, numbers) = seen_in_order(&seen);
                let ids = order.iter().map(|number| seen.get(TextId(*number)).to_owned());
                // Nobody says whose they are.
                let parent = if Reach::of(book).parent { Parent::Unknown } else { Parent::None };
                (Known::seen(ids, book.attributes.len(), parent), Some(numbers))
            }
        };
        if let Some(numbers) = numbers {
            let subjects = tables.iter_mut().flat_map(|table| &mut table.subjects);
            for subject in subjects.chain(waivers.iter_mut().map(|(subject, _)| subject)) {
                *subject = numbers.get(*subject as usize).copied().unwrap_or_default();
            }
        }
        let Known { subjects, rows, attributes } = known;
        let waivers = Waivers::new(waivers, subjects.len());
        let names = RecordNames { tables: names, ..RecordNames::default() };
        let mut ledger =
            Ledger { subjects, rows, attributes, names, texts, waivers, coverage, as_of, ..Ledger::default() };
        group::make_room(&mut ledger, &tables);
        for table in tables {
            group::append(&mut ledger, table);
        }
        let tables: Vec<&str> = intake.records.iter().map(|table| table.file.as_str()).collect();
        intake.odd = faults::over_all(book, &ledger, bursts, (&months, &tables));
        Ok((ledger, intake))
    }
}

/// The numbers of the region paths that have a record; paths are numbered from `first`.
fn paths_with_records(tables: &[Kept], first: u32) -> FxHashSet<u32> {
    tables.iter().flat_map(|table| &table.subjects).copied().filter(|subject| *subject >= first).collect()
}

/// The institutions seen in the order of their ids, and the new number of each.
fn seen_in_order(seen: &Texts) -> (Vec<u32>, Vec<u32>) {
    let mut order: Vec<u32> = (0..).take(seen.len()).collect();
    order.sort_unstable_by(|one, other| seen.get(TextId(*one)).cmp(seen.get(TextId(*other))));
    let mut numbers = vec![0_u32; order.len()];
    for (new, old) in (0..).zip(&order) {
        if let Some(slot) = numbers.get_mut(*old as usize) {
            *slot = new;
        }
    }
    (order, numbers)
}
