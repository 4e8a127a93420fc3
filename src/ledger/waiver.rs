//! Waivers: days on which a rule is not held against a subject (docs/language.md sections 2 and 4). They stand in the
//! rule files, or in a table of their own.

use rustc_hash::FxHashMap;

use super::SubjectId;
use super::column::{TextId, Texts};
use super::heading::WaiverLayout;
use super::intake::{FileIntake, Note, Reason, Sink, shown};
use super::names::{How, Strangers};
use super::register::{Found, Register};
use super::row::{Row, TakeRow, TakeWhole};
use crate::calendar::Day;
use crate::rulebook::{RuleBook, normalise};
use crate::text::Nearest;

/// Days on which a rule is not held against a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiver {
    /// The index of the rule in [`RuleBook::rules`].
    pub rule: usize,
    /// The first waived day.
    pub from: Day,
    /// The last waived day.
    pub to: Day,
    /// Why, among the texts of the ledger.
    pub because: Option<TextId>,
    /// Where it is stated.
    pub stated: Stated,
}

/// Where a waiver is stated, so that a report can say on whose word a duty is excused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stated {
    /// In a rule file: its index in [`RuleBook::waivers`].
    RuleFile(usize),
    /// In the table of waivers: its row; the header is row 1.
    Row(u64),
}

/// The waivers of all subjects.
#[derive(Debug, Default)]
pub(crate) struct Waivers {
    /// By subject, rule, first and last day.
    all: Vec<Waiver>,
    /// Where each subject's begin; one more than there are subjects, or empty where nobody has a waiver.
    starts: Vec<u32>,
}

impl Waivers {
    /// Takes waivers of subjects in any order.
    pub(crate) fn new(mut waivers: Vec<(u32, Waiver)>, subjects: usize) -> Self {
        if waivers.is_empty() {
            return Self::default();
        }
        waivers.sort_by_key(|(subject, waiver)| (*subject, waiver.rule, waiver.from, waiver.to));
        let before = |subject: u32| waivers.partition_point(|(of, _)| *of < subject);
        let starts = (0..).take(subjects + 1).map(|subject| u32::try_from(before(subject)).unwrap_or(u32::MAX));
        Self { starts: starts.collect(), all: waivers.into_iter().map(|(_, waiver)| waiver).collect() }
    }

    /// Those of a subject.
    pub(crate) fn of(&self, subject: SubjectId) -> &[Waiver] {
        let at = subject.0 as usize;
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(start), Some(end)) => self.all.get(*start as usize..*end as usize).unwrap_or_default(),
            _ => &[],
        }
    }
}

/// Who there is to be excused: the register, else the institutions seen.
#[derive(Clone, Copy)]
pub(crate) enum People<'p> {
    Register(&'p Register),
    Seen(&'p Texts),
}

impl People<'_> {
    /// The number of the subject that a cell means on a day, by id, else by name, and how it was found.
    fn find(self, cell: &str, day: Day, strangers: &mut Strangers) -> Result<(u32, How), Reason> {
        match self {
            Self::Register(register) => match register.find_subject(cell, day) {
                Found::One(found) => Ok((found.bound.subject, found.how)),
                Found::Several(subjects, how) => Err(register.several(&subjects, how)),
                Found::None => Err(Reason::UnknownInstitution(strangers.near(cell, register))),
            },
            Self::Seen(seen) => {
                let found = seen.find(&normalise(cell)).map(|text| (text.0, How::Id));
                found.ok_or(Reason::NoRecordOfInstitution)
            }
        }
    }

    /// The id of a subject by its number.
    pub(crate) fn called(&self, subject: u32) -> &str {
        match self {
            Self::Register(register) => register.called(subject),
            Self::Seen(seen) => seen.get(TextId(subject)),
        }
    }
}

/// The waivers that the rule files state; those of nobody are noted.
pub(crate) fn stated(
    book: &RuleBook,
    people: People<'_>,
    texts: &mut Texts,
    notes: &mut Vec<Note>,
) -> Vec<(u32, Waiver)> {
    let mut strangers = Strangers::default();
    let mut kept = Vec::new();
    for (at, waiver) in book.waivers.iter().enumerate() {
        match people.find(&waiver.subject, waiver.from, &mut strangers) {
            Ok((subject, _)) => {
                let because = waiver.because.as_deref().map(|because| texts.intern(because.trim()));
                let (rule, from, to) = (waiver.rule, waiver.from, waiver.to);
                kept.push((subject, Waiver { rule, from, to, because, stated: Stated::RuleFile(at) }));
            }
            Err(reason) => notes.push(Note::WaiverOfNobody {
                subject: waiver.subject.clone(),
                rule: book.rules.get(waiver.rule).map(|rule| rule.id.clone()).unwrap_or_default(),
                reason,
                path: waiver.path.clone(),
                line: waiver.line,
                place: waiver.place,
            }),
        }
    }
    kept
}

/// Reads the rows of a table of waivers.
pub(crate) struct WaiverRows<'r> {
    book: &'r RuleBook,
    layout: &'r WaiverLayout,
    people: People<'r>,
    rules: FxHashMap<String, usize>,
    base: u64,
    texts: &'r mut Texts,
    pub(crate) intake: &'r mut FileIntake,
    sink: &'r mut Sink<'r>,
    strangers: &'r mut Strangers,
    nearest: Nearest,
    pub(crate) kept: Vec<(u32, Waiver)>,
}

impl<'r> WaiverRows<'r> {
    pub(crate) fn new(
        book: &'r RuleBook,
        layout: &'r WaiverLayout,
        people: People<'r>,
        strangers: &'r mut Strangers,
        texts: &'r mut Texts,
        intake: &'r mut FileIntake,
        sink: &'r mut Sink<'r>,
    ) -> Self {
        let rules = book.rules.iter().enumerate().map(|(at, rule)| (normalise(&rule.id).into_owned(), at));
        Self {
            book,
            layout,
            people,
            rules: rules.collect(),
            base: 0,
            texts,
            intake,
            sink,
            strangers,
            nearest: Nearest::default(),
            kept: Vec::new(),
        }
    }

    fn waiver(&mut self, row: &Row<'_>) -> Result<(u32, How, Waiver), (usize, Reason)> {
        let layout = self.layout;
        let mut column = layout.subject;
        if let Some(name) = layout.subject_name.filter(|_| row.cell(column).trim().is_empty()) {
            column = name;
        }
        let cell = filled(row, column, Reason::NoWaivedSubject)?;
        // Names change: whom it means is asked for the first day.
        let begins = layout.dates.time(row.cell(layout.from)).map_or(Day::LAST, |time| time.day);
        let (subject, how) = self.people.find(cell, begins, self.strangers).map_err(|reason| (column, reason))?;
        let rule = normalise(filled(row, layout.rule, Reason::NoWaivedRule)?);
        let Some(rule) = self.rules.get(&*rule).copied() else {
            let ids = self.book.rules.iter().map(|rule| rule.id.as_str());
            let near = self.nearest.find(&rule, ids).map(str::to_owned);
            return Err((layout.rule, Reason::UnknownRule(near)));
        };
        let day = |column| {
            let cell = filled(row, column, Reason::NoWaivedDay)?;
            self.layout.dates.time(cell).map(|time| time.day).map_err(|undated| (column, Reason::NoOneDate(undated)))
        };
        let (from, to) = (day(layout.from)?, day(layout.to)?);
        if to < from {
            return Err((layout.to, Reason::Backwards(from)));
        }
        let because = layout.because.map(|column| row.cell(column).trim()).filter(|text| !text.is_empty());
        let because = because.map(|because| self.texts.intern(because));
        let stated = Stated::Row(self.base + u64::from(row.number));
        Ok((subject, how, Waiver { rule, from, to, because, stated }))
    }
}

/// A cell that must say something legible.
fn filled<'c>(row: &Row<'c>, column: usize, empty: Reason) -> Result<&'c str, (usize, Reason)> {
    let cell = row.cell(column).trim();
    if cell.is_empty() {
        Err((column, empty))
    } else if cell.contains(char::REPLACEMENT_CHARACTER) {
        Err((column, Reason::Garbled))
    } else {
        Ok(cell)
    }
}

impl TakeWhole for WaiverRows<'_> {
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

impl TakeRow for WaiverRows<'_> {
    fn take(&mut self, row: Row<'_>) {
        if row.is_blank() {
            return;
        }
        self.intake.read += 1;
        let number = self.base + u64::from(row.number);
        let width = self.layout.headers.len();
        if let Some(extra) = row.beyond(width) {
            return self.reject(number, None, Reason::TooWide(width), extra);
        }
        match self.waiver(&row) {
            Ok((subject, how, waiver)) => {
                self.kept.push((subject, waiver));
                self.intake.used += 1;
                if matches!(self.people, People::Register(_)) {
                    self.intake.matched.count(how);
                }
            }
            Err((column, mut reason)) => {
                if let People::Register(register) = self.people {
                    self.strangers.meet(&mut reason, row.cell(column), register, &self.intake.file, number);
                }
                self.reject(number, Some(column), reason, row.cell(column));
            }
        }
    }
}
