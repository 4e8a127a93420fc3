//! Records: the questions every row must answer, in their order (docs/architecture.md (Contracts)), one block at a
//! time.

#[cfg(feature = "parquet")]
mod calm;
#[cfg(feature = "parquet")]
mod columns;

use super::Ledger;
use super::activities::{Activities, Asked};
#[cfg(feature = "parquet")]
use super::columns::Columns;
use super::faults::{Bursts, Marks};
use super::heading::{Read, RecordLayout};
use super::intake::{Reason, shown};
use super::mapping::is_total;
use super::names::How;
use super::part::{Entry, Fate, Part, PartColumn, PartMisfit, PartReject, Stretch, keep};
use super::register::{Bound, Found, Match, Register};
use super::row::{Left, Row, TakeMapped, TakeRow};
use super::short::{Last, Short, TextMap};
use super::spelling::{Undated, is_iso};
#[cfg(feature = "parquet")]
use super::table::Halt;
use super::typed::{Typed, typed};
use crate::calendar::{Day, Time};
use crate::rulebook::normalise;

/// The days asked for, where a row after or before them is ignored.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Window {
    pub(crate) from: Option<Day>,
    pub(crate) to: Option<Day>,
    pub(crate) as_of: Option<Day>,
}

/// What the rows of one file are read with.
pub(crate) struct RecordPlan<'p> {
    pub(crate) layout: RecordLayout<'p>,
    pub(crate) activities: &'p Activities,
    pub(crate) register: Option<&'p Register>,
    pub(crate) window: Window,
}

/// Reads rows; remembers what it has looked up from block to block.
pub(crate) struct RecordRows<'p> {
    plan: &'p RecordPlan<'p>,
    part: Part,
    last_activity: Last<Asked>,
    activities: TextMap<Asked>,
    /// Names that no rule names, and how many rows of the block have them.
    ignored: Vec<(Box<str>, u64)>,
    last_date: Last<Option<Time>>,
    last_entered: Last<Option<Day>>,
    /// Institution cells that are no ids, and whom they mean.
    matches: TextMap<Match>,
    marks: Marks,
    /// Bystanders handed on already.
    bystanders: TextMap<()>,
    /// Room for the numbers of a block's rows.
    #[cfg(feature = "parquet")]
    looked_at: Vec<u32>,
    days: Option<(Day, Day)>,
    /// The same as it is written.
    written: (String, String),
}

/// How many different activity names are remembered as written.
const NAMES_KEPT: usize = 4096;
/// How many different names of institutions are remembered as written.
const MATCHES_KEPT: usize = 1 << 16;

impl<'p> RecordRows<'p> {
    pub(crate) fn new(plan: &'p RecordPlan<'p>) -> Self {
        Self {
            plan,
            part: plan.part(),
            last_activity: Last::new(Asked::Nothing),
            activities: TextMap::default(),
            ignored: Vec::new(),
            last_date: Last::new(None),
            last_entered: Last::new(None),
            matches: TextMap::default(),
            marks: Marks::default(),
            bystanders: TextMap::default(),
            #[cfg(feature = "parquet")]
            looked_at: Vec::new(),
            days: None,
            written: (String::new(), String::new()),
        }
    }

    /// What the rows since the last call came to.
    pub(crate) fn part(&mut self) -> Part {
        let mut part = std::mem::replace(&mut self.part, self.plan.part());
        part.days = self.days;
        part.months = self.marks.news();
        let rows = self.ignored.iter_mut().filter(|(_, rows)| *rows > 0);
        part.ignored_names = rows.map(|(name, rows)| (name.clone(), std::mem::take(rows))).collect();
        // What a part says must not depend on the blocks its worker has seen before.
        part.ignored_names.sort_unstable();
        if self.ignored.len() > NAMES_KEPT {
            self.ignored.clear();
            self.activities = TextMap::default();
            self.last_activity = Last::new(Asked::Nothing);
        }
        part
    }

    /// What the row's activity means; as a rule the same as in the row before.
    #[inline]
    fn asked(&mut self, row: &Row<'_>) -> Asked {
        let column = self.plan.layout.activity;
        let short = row.short(column);
        match self.last_activity.get(short) {
            Some(asked) => asked,
            None => self.asked_anew(short, row.cell(column)),
        }
    }

    #[inline(never)]
    fn asked_anew(&mut self, short: Option<Short>, cell: &str) -> Asked {
        let asked = match self.activities.get_as(short, cell) {
            Some(asked) => *asked,
            None => {
                let mut asked = self.plan.activities.asked(cell);
                if let Asked::NotNeeded(number) = &mut asked {
                    *number = u32::try_from(self.ignored.len()).unwrap_or(u32::MAX);
                    self.ignored.push((normalise(&shown(cell)).into(), 0));
                }
                if self.activities.len() < NAMES_KEPT {
                    self.activities.insert(cell, asked);
                }
                asked
            }
        };
        self.last_activity.set(short, asked);
        asked
    }

    /// Lets the date of a row count that is not looked at otherwise.
    #[inline]
    fn see_date(&mut self, row: &Row<'_>) {
        let column = self.plan.layout.date;
        if self.last_date.get(row.short(column)).is_none() {
            self.see_other_date(row.cell(column));
        }
    }

    #[inline(never)]
    fn see_other_date(&mut self, cell: &str) {
        let between = || {
            let (first, last) = (self.written.0.as_str(), self.written.1.as_str());
            first <= cell && cell <= last && is_iso(cell.as_bytes())
        };
        if between() {
            self.marks.mark_iso(cell.as_bytes());
        } else {
            self.date(cell);
        }
    }

    #[inline]
    fn date(&mut self, cell: &str) -> Option<Time> {
        let short = Short::of(cell.as_bytes());
        if let Some(time) = self.last_date.get(short) {
            return time;
        }
        let time = self.plan.layout.dates.time(cell).ok();
        self.last_date.set(short, time);
        if let Some(Time { day, .. }) = time {
            self.marks.mark(day);
            let (first, last) = self.days.unwrap_or((day, day));
            if self.days.is_none() || day < first || day > last {
                let (first, last) = (first.min(day), last.max(day));
                self.days = Some((first, last));
                self.written = (first.to_string(), last.to_string());
            }
        }
        time
    }

    #[inline(never)]
    fn reject(&mut self, row: &Row<'_>, column: Option<usize>, reason: Reason, value: &str) {
        let names_nobody = matches!(
            reason,
            Reason::UnknownInstitution(_) | Reason::NoInstitution | Reason::NoActivity | Reason::NoDate
        );
        if names_nobody && let Some(at) = (0..row.bounds.len()).find(|at| is_total(row.cell(*at))) {
            let header = self.plan.layout.headers.get(at).cloned().unwrap_or_default();
            return self.reject(row, Some(at), Reason::TotalRow(header, shown(row.cell(at))), row.cell(at));
        }
        self.part.rejects.push(PartReject { row: row.number, column, reason, value: shown(value) });
    }

    /// Whom a cell names on a day. Names repeat themselves: what one meant is remembered with the days it is true of.
    fn found(&mut self, register: &Register, cell: &str, day: Day) -> Found {
        if let Some(bound) = register.of_id(cell) {
            return Found::One(Match::always(bound, How::Id));
        }
        if let Some(known) = self.matches.get(cell).filter(|known| known.from <= day && day <= known.to) {
            return Found::One(*known);
        }
        let found = register.find(cell, day);
        if let Found::One(known) = found
            && self.matches.len() < MATCHES_KEPT
        {
            self.matches.insert(cell, known);
        }
        found
    }

    /// The subject of a row and how it was found, or what is wrong with it. Names change: it is asked for the row's day.
    fn institution(&mut self, row: &Row<'_>, day: Option<Day>) -> Option<(Bound, How)> {
        let layout = &self.plan.layout;
        let mut column = layout.institution;
        let mut cell = row.cell(column);
        if let Some(name) = layout.institution_name.filter(|_| cell.trim().is_empty()) {
            column = name;
            cell = row.cell(name);
        }
        let reason = match self.plan.register {
            Some(register) => match self.found(register, cell, day.unwrap_or(Day::LAST)) {
                Found::One(found) => return Some((found.bound, found.how)),
                Found::Several(subjects, how) => register.several(&subjects, how),
                Found::None => Reason::UnknownInstitution(Vec::new()),
            },
            None => {
                let id = normalise(cell);
                if !id.is_empty() && !id.contains(char::REPLACEMENT_CHARACTER) && !is_total(&id) {
                    // The date and the id may still reject the row: the stretch is kept with its entry.
                    let stretch = keep(&mut self.part.bytes, &id);
                    self.part.institutions.push(stretch);
                    return Some((Bound::SEEN, How::Id));
                }
                Reason::UnknownInstitution(Vec::new())
            }
        };
        let reason = match reason {
            Reason::UnknownInstitution(_) if cell.trim().is_empty() => Reason::NoInstitution,
            Reason::UnknownInstitution(_) if cell.contains(char::REPLACEMENT_CHARACTER) => Reason::Garbled,
            reason => reason,
        };
        self.reject(row, Some(column), reason, cell);
        None
    }

    /// Why a filled cell is no date.
    #[inline(never)]
    fn undated(&self, cell: &str) -> Reason {
        Reason::NoOneDate(self.plan.layout.dates.time(cell).err().unwrap_or(Undated::Unreadable))
    }

    /// What happens to a record of a day outside the window.
    fn outside(&self, day: Day) -> Option<Fate> {
        let Window { from, to, as_of } = self.plan.window;
        if as_of.is_some_and(|as_of| day > as_of) {
            return Some(Fate::AfterAsOf);
        }
        let outside = from.is_some_and(|from| day < from) || to.is_some_and(|to| day > to);
        outside.then_some(Fate::OutsideCoverage)
    }

    fn fate(&self, bound: Bound, day: Day) -> Fate {
        self.outside(day).unwrap_or_else(|| Fate::within(bound, day))
    }

    /// The id of a row, normalised, in the part's bytes; what is wrong with it.
    fn id(&mut self, row: &Row<'_>) -> Option<Stretch> {
        let Some(column) = self.plan.layout.id else { return Some((0, 0)) };
        let cell = row.cell(column);
        let id = normalise(cell);
        if id.contains(char::REPLACEMENT_CHARACTER) {
            self.reject(row, Some(column), Reason::Garbled, cell);
            return None;
        }
        Some(keep(&mut self.part.bytes, &id))
    }

    /// Remembers a row that was entered long after its day.
    fn entered(&mut self, row: &Row<'_>, day: Day) {
        let Some(column) = self.plan.layout.entered else { return };
        let short = row.short(column);
        let entered = self.last_entered.get(short).unwrap_or_else(|| {
            let entered = self.entry_day(row.cell(column));
            self.last_entered.set(short, entered);
            entered
        });
        self.entered_on(entered, day);
    }

    /// The day that a cell says its row was entered on.
    fn entry_day(&self, cell: &str) -> Option<Day> {
        self.plan.layout.dates.time(cell).ok().map(|time| time.day)
    }

    /// Remembers when the record was entered that will be the next entry, if that is long after its day.
    fn entered_on(&mut self, entered: Option<Day>, day: Day) {
        if let Some(entered) = entered.filter(|entered| Bursts::is_late(day, *entered)) {
            self.part.late.push((self.part.entries.len(), entered));
        }
    }

    fn fields(&mut self, row: &Row<'_>, activity: u32) {
        let plan = self.plan;
        let reads = plan.layout.fields.get(activity as usize).map(Vec::as_slice).unwrap_or_default();
        for (at, read) in reads.iter().enumerate() {
            self.field(activity, at, read, row.cell(read.column));
        }
    }

    /// Takes a field of the record that will be the next entry; false if its cell does not fit.
    fn field(&mut self, activity: u32, at: usize, read: &Read<'_>, cell: &str) -> bool {
        let column = self.part.columns.get_mut(activity as usize).and_then(|columns| columns.get_mut(at));
        let Some(column) = column else { return true };
        let value = typed(read.kind, cell, self.plan.layout.dates);
        let misfit = if let Typed::Misfit(expected) = value { Some(expected) } else { None };
        if let Some(expected) = misfit {
            self.part.misfits.push(PartMisfit {
                entry: self.part.entries.len(),
                column: read.column,
                expected,
                value: shown(cell.trim()),
            });
        }
        column.push(value, &mut self.part.bytes);
        misfit.is_none()
    }

    /// A row of another activity, where no register says who there is: without a record that counts an institution
    /// has its duties all the same (docs/language.md section 4).
    #[inline(never)]
    fn bystander(&mut self, row: &Row<'_>) {
        let layout = &self.plan.layout;
        let Some(time) = self.date(row.cell(layout.date)) else { return };
        if self.plan.window.as_of.is_some_and(|as_of| time.day > as_of) {
            return;
        }
        let cell = match layout.institution_name {
            Some(name) if row.cell(layout.institution).trim().is_empty() => row.cell(name),
            _ => row.cell(layout.institution),
        };
        if self.bystanders.get(cell).is_some() {
            return;
        }
        let id = normalise(cell);
        if !id.is_empty() && !id.contains(char::REPLACEMENT_CHARACTER) && !is_total(&id) {
            let stretch = keep(&mut self.part.bytes, &id);
            self.part.bystanders.push(stretch);
            self.bystanders.insert(cell, ());
        }
    }

    /// A row of an activity that rules name.
    #[inline(never)]
    fn needed(&mut self, row: &Row<'_>, activity: u32) {
        let date_column = self.plan.layout.date;
        let date = row.cell(date_column);
        let time = self.date(date);
        let institutions = self.part.institutions.len();
        let Some((bound, how)) = self.institution(row, time.map(|time| time.day)) else { return };
        let identified = match time {
            Some(time) => self.id(row).map(|id| (time, id)),
            None => {
                let reason = if date.trim().is_empty() { Reason::NoDate } else { self.undated(date) };
                self.reject(row, Some(date_column), reason, date);
                None
            }
        };
        let Some((time, id)) = identified else {
            self.part.institutions.truncate(institutions);
            return;
        };
        let fate = self.fate(bound, time.day);
        if fate.is_used() {
            self.fields(row, activity);
            self.entered(row, time.day);
        }
        self.enter(row.number, activity, (bound, how, fate), time, id);
    }

    #[inline]
    fn enter(&mut self, row: u32, activity: u32, (bound, how, fate): (Bound, How, Fate), time: Time, id: Stretch) {
        let second = time.second.unwrap_or(Ledger::NO_SECOND);
        self.part.entries.push(Entry { row, activity, subject: bound.subject, day: time.day, second, id, fate, how });
    }
}

// Most rows are of an activity no rule names and of a day seen before: what else a row may be stands behind a call, so
// that their way is short.
impl TakeRow for RecordRows<'_> {
    #[inline]
    fn take(&mut self, row: Row<'_>) {
        let layout = &self.plan.layout;
        let asked = self.asked(&row);
        if asked == Asked::Nothing && row.is_blank() {
            return;
        }
        self.part.read += 1;
        let width = layout.headers.len();
        if row.bounds.len() > width
            && let Some(extra) = row.beyond(width)
        {
            // Its cells may have moved under other headers, so nothing it says is trusted.
            return self.reject(&row, None, Reason::TooWide(width), extra);
        }
        match asked {
            Asked::Needed(activity) => return self.needed(&row, activity),
            Asked::NotNeeded(number) => {
                self.part.ignored.not_needed += 1;
                if let Some((_, rows)) = self.ignored.get_mut(number as usize) {
                    *rows += 1;
                }
                if self.plan.register.is_none() {
                    return self.bystander(&row);
                }
            }
            Asked::Garbled => self.reject(&row, Some(layout.activity), Reason::Garbled, row.cell(layout.activity)),
            Asked::Nothing => self.reject(&row, Some(layout.activity), Reason::NoActivity, row.cell(layout.activity)),
        }
        self.see_date(&row);
    }

    #[cfg(feature = "parquet")]
    fn take_columns(&mut self, columns: &dyn Columns) -> Result<(), Halt> {
        self.by_columns(columns)
    }
}

impl TakeMapped for RecordRows<'_> {
    fn seen(&mut self) {
        self.part.rows += 1;
    }

    fn leave(&mut self, why: Left) {
        self.part.read += 1;
        self.part.ignored.leave(why);
    }

    fn refuse(&mut self, number: u32, column: Option<usize>, reason: Reason, cell: &str) {
        self.part.read += 1;
        self.part.rejects.push(PartReject { row: number, column, reason, value: shown(cell) });
    }
}

impl RecordPlan<'_> {
    /// An empty part with a column for each field read.
    fn part(&self) -> Part {
        let column = |read: &Read<'_>| PartColumn::of(read.kind);
        let columns = self.layout.fields.iter().map(|reads| reads.iter().map(column).collect());
        Part { columns: columns.collect(), ..Part::default() }
    }
}
