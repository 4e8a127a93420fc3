//! What is done with the tables of a file: the register and the waivers are one table each, records as many as there
//! are.

use super::error::{LedgerError, Limit};
use super::heading::{Header, RecordLayout, RegisterLayout, Sort, WaiverLayout};
use super::intake::{FileIntake, Note, Sink, Unread};
use super::mapping::{Facts, Mapped, Mapping, Plan};
use super::open::TakeTable;
use super::read::Run;
use super::row::TakeWhole;
use super::table::{Parse, Table};

/// Takes the register.
pub(super) struct Register<'r, 'b, 's> {
    run: &'r mut Run<'b>,
    rejects: &'r mut Sink<'s>,
    taken: bool,
}

/// Takes records.
pub(super) struct Records<'r, 'b, 's> {
    run: &'r mut Run<'b>,
    rejects: &'r mut Sink<'s>,
}

/// Takes the waivers.
pub(super) struct Waivers<'r, 'b, 's> {
    run: &'r mut Run<'b>,
    rejects: &'r mut Sink<'s>,
    taken: bool,
}

impl<'r, 'b, 's> Register<'r, 'b, 's> {
    pub(super) const fn new(run: &'r mut Run<'b>, rejects: &'r mut Sink<'s>) -> Self {
        Self { run, rejects, taken: false }
    }
}

impl<'r, 'b, 's> Records<'r, 'b, 's> {
    pub(super) const fn new(run: &'r mut Run<'b>, rejects: &'r mut Sink<'s>) -> Self {
        Self { run, rejects }
    }
}

impl<'r, 'b, 's> Waivers<'r, 'b, 's> {
    pub(super) const fn new(run: &'r mut Run<'b>, rejects: &'r mut Sink<'s>) -> Self {
        Self { run, rejects, taken: false }
    }
}

impl TakeTable for Register<'_, '_, '_> {
    fn is_header(&self, names: &[String], mapping: &Mapping) -> bool {
        is_header(names, mapping, Sort::Register, |header| RegisterLayout::new(self.run.book, "", header).is_ok())
    }

    fn take(&mut self, mut table: impl Table, mapping: &Mapping) -> Result<(), LedgerError> {
        self.taken = true;
        let names = table.headers().to_vec();
        let plan = Plan::of(mapping, Facts::of(&table, Sort::Register))?;
        let header = Header::new(&names, mapping.dates, plan.as_ref());
        let intake = FileIntake::of_table(&table);
        self.run.register_rows(intake, header, self.rejects, |rows| each_row(&mut table, plan.as_ref(), rows))
    }

    fn wants_more(&self) -> bool {
        !self.taken
    }

    fn leave(&mut self, sheet: String, why: Unread) {
        self.run.intake.notes.push(Note::SheetNotRead(sheet, why));
    }
}

impl TakeTable for Records<'_, '_, '_> {
    fn is_header(&self, names: &[String], mapping: &Mapping) -> bool {
        is_header(names, mapping, Sort::Records, |header| RecordLayout::new(self.run.book, "", header).is_ok())
    }

    fn take(&mut self, table: impl Table, mapping: &Mapping) -> Result<(), LedgerError> {
        self.run.records(table, mapping, self.rejects)
    }

    fn wants_more(&self) -> bool {
        true
    }

    fn leave(&mut self, sheet: String, why: Unread) {
        self.run.intake.notes.push(Note::SheetNotRead(sheet, why));
    }
}

impl TakeTable for Waivers<'_, '_, '_> {
    fn is_header(&self, names: &[String], mapping: &Mapping) -> bool {
        is_header(names, mapping, Sort::Waivers, |header| WaiverLayout::new("", header).is_ok())
    }

    fn take(&mut self, mut table: impl Table, mapping: &Mapping) -> Result<(), LedgerError> {
        self.taken = true;
        let names = table.headers().to_vec();
        let plan = Plan::of(mapping, Facts::of(&table, Sort::Waivers))?;
        let header = Header::new(&names, mapping.dates, plan.as_ref());
        let intake = FileIntake::of_table(&table);
        self.run.waiver_rows(intake, header, self.rejects, |rows| each_row(&mut table, plan.as_ref(), rows))
    }

    fn wants_more(&self) -> bool {
        !self.taken
    }

    fn leave(&mut self, sheet: String, why: Unread) {
        self.run.intake.notes.push(Note::SheetNotRead(sheet, why));
    }
}

/// Whether a row of names is the header of a table of a sort, once its mapping has renamed them.
fn is_header(names: &[String], mapping: &Mapping, sort: Sort, fits: impl Fn(Header<'_>) -> bool) -> bool {
    let plan = Plan::of(mapping, Facts::header(names, sort));
    plan.is_ok_and(|plan| fits(Header::new(names, mapping.dates, plan.as_ref())))
}

/// Hands the rows of a whole table on, one block after another, and notes how they were read.
pub(super) fn each_row<R: TakeWhole>(
    table: &mut impl Table,
    plan: Option<&Plan>,
    rows: &mut R,
) -> Result<(), LedgerError> {
    let ended = each_block(table, plan, rows);
    table.tell(rows.intake());
    ended
}

fn each_block<R: TakeWhole>(table: &mut impl Table, plan: Option<&Plan>, rows: &mut R) -> Result<(), LedgerError> {
    *rows.base() = table.first_row();
    let parse = table.parse();
    let mut block = Default::default();
    let plan = plan.filter(|plan| !plan.renames());
    while table.next(&mut block).map_err(|stop| stop.of(table.file(), *rows.base()))? {
        let count = match plan {
            Some(plan) => parse.rows(&block, &mut Mapped::new(plan, rows)),
            None => parse.rows(&block, rows),
        };
        match count {
            Ok(count) => *rows.base() += u64::from(count),
            Err(halt) => return Err(halt.of(table.file(), *rows.base())),
        }
        if *rows.base() > u64::from(u32::MAX) {
            return Err(LedgerError::Limit { file: table.file().to_owned(), row: None, limit: Limit::Rows });
        }
    }
    Ok(())
}
