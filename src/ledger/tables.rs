//! What is done with the tables of a file: the register and the waivers are one table each, records as many as there
//! are.

use super::error::LedgerError;
use super::heading::{Header, RecordLayout, RegisterLayout, WaiverLayout};
use super::intake::{FileIntake, Note, Sink, Unread};
use super::open::TakeTable;
use super::read::Run;
use super::row::Numbered;
use super::spelling::Spelling;
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
    fn is_header(&self, header: Header<'_>) -> bool {
        RegisterLayout::new(self.run.book, "", header).is_ok()
    }

    fn take(&mut self, mut table: impl Table, dates: Spelling) -> Result<(), LedgerError> {
        self.taken = true;
        let names = table.headers().to_vec();
        let intake = FileIntake::of_table(&table);
        self.run.register_rows(intake, Header { names: &names, dates }, self.rejects, |rows| {
            let ended = each_row(&mut table, rows);
            table.tell(rows.intake);
            ended
        })
    }

    fn wants_more(&self) -> bool {
        !self.taken
    }

    fn leave(&mut self, sheet: String, why: Unread) {
        self.run.intake.notes.push(Note::SheetNotRead(sheet, why));
    }
}

impl TakeTable for Records<'_, '_, '_> {
    fn is_header(&self, header: Header<'_>) -> bool {
        RecordLayout::new(self.run.book, "", header).is_ok()
    }

    fn take(&mut self, table: impl Table, dates: Spelling) -> Result<(), LedgerError> {
        self.run.records(table, dates, self.rejects)
    }

    fn wants_more(&self) -> bool {
        true
    }

    fn leave(&mut self, sheet: String, why: Unread) {
        self.run.intake.notes.push(Note::SheetNotRead(sheet, why));
    }
}

impl TakeTable for Waivers<'_, '_, '_> {
    fn is_header(&self, header: Header<'_>) -> bool {
        WaiverLayout::new("", header).is_ok()
    }

    fn take(&mut self, mut table: impl Table, dates: Spelling) -> Result<(), LedgerError> {
        self.taken = true;
        let names = table.headers().to_vec();
        let intake = FileIntake::of_table(&table);
        self.run.waiver_rows(intake, Header { names: &names, dates }, self.rejects, |rows| {
            let ended = each_row(&mut table, rows);
            table.tell(rows.intake);
            ended
        })
    }

    fn wants_more(&self) -> bool {
        !self.taken
    }

    fn leave(&mut self, sheet: String, why: Unread) {
        self.run.intake.notes.push(Note::SheetNotRead(sheet, why));
    }
}

/// Hands the rows of a whole table on, one block after another.
pub(super) fn each_row(table: &mut impl Table, rows: &mut impl Numbered) -> Result<(), LedgerError> {
    *rows.base() = table.first_row();
    let parse = table.parse();
    let mut block = Default::default();
    while table.next(&mut block).map_err(|stop| stop.of(table.file(), *rows.base()))? {
        match parse.rows(&block, rows) {
            Ok(count) => *rows.base() += u64::from(count),
            Err(halt) => return Err(halt.of(table.file(), *rows.base())),
        }
    }
    Ok(())
}
