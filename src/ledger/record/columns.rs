//! Records by columns: what an activity, an institution or a date means is asked once a distinct value, one column
//! after the other.
//!
//! Rows about which there is anything to say beyond that (a rejected one, a blank one) go the way of all rows, so both
//! ways come to the same.

use super::{Asked, Bound, Found, How, Match, RecordRows};
use crate::calendar::{Day, Time};
use crate::ledger::columns::{Cells, Columns, NOTHING, Values};
use crate::ledger::heading::{Read, RecordLayout};
use crate::ledger::mapping::is_total;
use crate::ledger::part::{Stretch, keep};
use crate::ledger::row::TakeRow;
use crate::ledger::short::Short;
use crate::ledger::table::Halt;
use crate::rulebook::normalise;

/// A column, and what its numbers mean.
pub(super) struct Known<'c, K> {
    pub(super) values: &'c dyn Values,
    numbers: &'c [u32],
    pub(super) known: Vec<K>,
}

/// Whom a cell means.
#[derive(Debug, Clone, Copy)]
pub(super) enum Institution {
    /// Nobody, or one of several.
    Unclear,
    /// Whose id it is in the register.
    OfId(Bound),
    /// Whom the register knows in another way: one of [`Looked::matches`].
    Matched(u32),
    /// Without a register: as the part's bytes name it.
    Seen(Stretch),
}

impl<'c, K: Clone> Known<'c, K> {
    fn new(columns: &'c dyn Columns, at: usize, known: K) -> Result<Self, Halt> {
        let values = columns.column(at).map_err(|stop| Halt { row: 0, stop })?;
        Ok(Self::of(values, known))
    }

    fn of(values: &'c dyn Values, known: K) -> Self {
        Self { values, numbers: values.numbers(), known: vec![known; values.distinct()] }
    }

    #[inline]
    pub(super) fn number(&self, row: u32) -> u32 {
        self.numbers.get(row as usize).copied().unwrap_or(NOTHING)
    }

    /// What is known of the value in a row; an empty cell means nothing.
    #[inline]
    pub(super) fn at(&self, row: u32) -> Option<&K> {
        self.known.get(self.number(row) as usize)
    }

    #[inline]
    fn set(&mut self, number: u32, known: K) {
        if let Some(place) = self.known.get_mut(number as usize) {
            *place = known;
        }
    }
}

impl<'c> Known<'c, bool> {
    /// Asks what the marked values mean.
    fn learn<K: Clone>(self, unknown: K, text: &mut String, mut meaning: impl FnMut(&str) -> K) -> Known<'c, K> {
        let Self { values, numbers, known } = self;
        let learned = (0..).zip(known).map(|(number, asked)| match asked {
            true => meaning(values.said(number, text)),
            false => unknown.clone(),
        });
        Known { known: learned.collect(), values, numbers }
    }
}

/// A field's column, and where in the part's column the value of each number stands already.
pub(super) struct Field<'c, 'b> {
    pub(super) read: &'b Read<'b>,
    pub(super) column: Known<'c, u32>,
}

/// Marks a value that stands nowhere yet.
pub(super) const NOWHERE: u32 = u32::MAX;

/// The columns of a block that records need.
pub(super) struct Looked<'c, 'b> {
    columns: &'c dyn Columns,
    layout: &'b RecordLayout<'b>,
    pub(super) activities: Known<'c, Asked>,
    pub(super) dates: Known<'c, Option<Time>>,
    /// Of the rows that are looked at, one behind the other.
    pub(super) institutions: Known<'c, Institution>,
    /// Whom institutions are that are not named by their ids.
    matches: Vec<Match>,
    /// Which of the institutions were handed on as bystanders.
    handed_on: Vec<bool>,
    ids: Option<Known<'c, ()>>,
    /// When the rows were entered, as far as it was asked: one answer a distinct value.
    entries: Option<Known<'c, Option<Option<Day>>>>,
    /// By activity; none before the first of its records.
    fields: Vec<Option<Vec<Field<'c, 'b>>>>,
    pub(super) text: String,
}

impl<'c, 'b> Looked<'c, 'b> {
    pub(super) fn fields_of(&mut self, activity: u32) -> Result<&mut [Field<'c, 'b>], Halt> {
        let reads = self.layout.fields.get(activity as usize).map(Vec::as_slice).unwrap_or_default();
        let field =
            |read: &'b Read<'b>| Known::new(self.columns, read.column, NOWHERE).map(|column| Field { read, column });
        match self.fields.get_mut(activity as usize) {
            Some(Some(fields)) => Ok(fields),
            Some(unread) => Ok(unread.insert(reads.iter().map(field).collect::<Result<_, _>>()?)),
            None => Ok(&mut []),
        }
    }

    /// The day on which a row was entered, where a column says so.
    fn entered(&mut self, row: u32, read: impl Fn(&str) -> Option<Day>) -> Result<Option<Day>, Halt> {
        let Some(column) = self.layout.entered else { return Ok(None) };
        let entries = match &mut self.entries {
            Some(entries) => entries,
            None => self.entries.insert(Known::new(self.columns, column, None)?),
        };
        if let Some(Some(known)) = entries.at(row) {
            return Ok(*known);
        }
        let number = entries.number(row);
        let entered = read(entries.values.said(number, &mut self.text));
        entries.set(number, Some(entered));
        Ok(entered)
    }

    fn id(&mut self, row: u32) -> Result<Option<&str>, Halt> {
        let Some(column) = self.layout.id else { return Ok(None) };
        let ids = match &mut self.ids {
            Some(ids) => ids,
            None => self.ids.insert(Known::new(self.columns, column, ())?),
        };
        Ok(Some(ids.values.said(ids.number(row), &mut self.text)))
    }
}

impl<'p> RecordRows<'p> {
    /// Takes the rows of a block.
    ///
    /// # Errors
    /// A column cannot be read, or a cell or row is too long.
    pub(super) fn by_columns(&mut self, columns: &dyn Columns) -> Result<(), Halt> {
        let layout = &self.plan.layout;
        let mut text = String::new();
        let activities = Known::new(columns, layout.activity, true)?
            .learn(Asked::Nothing, &mut text, |name| self.asked_anew(Short::of(name.as_bytes()), name));
        let mut dates = Known::new(columns, layout.date, false)?;
        let mut rows = std::mem::take(&mut self.looked_at);
        let count = self.look_at(&activities, &mut dates, &mut rows);
        if count == 0 {
            dates.learn((), &mut text, |date| _ = self.date(date));
        } else {
            let looked_at = rows.get(..count).unwrap_or_default();
            self.by_known_columns(columns, (activities, dates), looked_at, text)?;
        }
        self.looked_at = rows;
        Ok(())
    }

    /// Takes those rows of a block of which something may be a record.
    fn by_known_columns(
        &mut self,
        columns: &dyn Columns,
        (activities, dates): (Known<'_, Asked>, Known<'_, bool>),
        rows: &[u32],
        mut text: String,
    ) -> Result<(), Halt> {
        let layout = &self.plan.layout;
        let institutions = columns.picked(layout.institution, rows).map_err(|stop| Halt { row: 0, stop })?;
        let mut matches = Vec::new();
        let institutions = self.institutions(&*institutions, &mut matches, &mut text);
        let mut looked = Looked {
            columns,
            layout,
            dates: dates.learn(None, &mut text, |date| self.date(date)),
            handed_on: vec![false; institutions.known.len()],
            institutions,
            matches,
            activities,
            ids: None,
            entries: None,
            fields: layout.fields.iter().map(|_| None).collect(),
            text,
        };
        let others = self.calm_rows(&mut looked, rows)?;
        let mut cells = Cells::default();
        for at in others {
            let Some(row) = rows.get(at as usize).copied() else { continue };
            if !self.known_row(&mut looked, row, at)? {
                cells.fill(columns, row)?;
                self.take(cells.row(row));
            }
        }
        Ok(())
    }

    /// Asks whom the institutions mean that some row has.
    fn institutions<'c>(
        &mut self,
        values: &'c dyn Values,
        matches: &mut Vec<Match>,
        text: &mut String,
    ) -> Known<'c, Institution> {
        let mut seen = Known::of(values, false);
        // Whether a row is the first of its institution nobody can guess: each is put down, and kept by what comes next.
        let mut asked = vec![0; seen.numbers.len()];
        let mut count = 0;
        for number in seen.numbers {
            let Some(seen) = seen.known.get_mut(*number as usize) else { continue };
            if let Some(place) = asked.get_mut(count) {
                *place = *number;
            }
            count += usize::from(!std::mem::replace(seen, true));
        }
        asked.truncate(count);
        let mut known = Known::of(values, Institution::Unclear);
        let mut others = Vec::new();
        match self.plan.register {
            Some(register) => {
                let (mut shorts, mut short) = (Vec::with_capacity(count), Vec::with_capacity(count));
                for number in asked {
                    match values.bytes(number).and_then(Short::of) {
                        Some(id) => {
                            shorts.push(id);
                            short.push(number);
                        }
                        None => others.push(number),
                    }
                }
                let mut short = short.into_iter();
                register.by_short_ids(&shorts, |bound| match (short.next(), bound) {
                    (Some(number), Some(bound)) => known.set(number, Institution::OfId(bound)),
                    (Some(number), None) => others.push(number),
                    (None, _) => {}
                });
            }
            None => others = asked,
        }
        for number in others {
            let meant = self.known_institution(values.said(number, text), matches);
            known.set(number, meant);
        }
        known
    }

    /// Counts the rows that no rule needs, marks the dates that count, and puts the other rows down; gives how many
    /// there are of these.
    fn look_at(&mut self, activities: &Known<'_, Asked>, dates: &mut Known<'_, bool>, rows: &mut Vec<u32>) -> usize {
        // Without a register there is more to say of any row.
        let register = self.plan.register.is_some();
        let passed = |asked: &Asked| register && matches!(asked, Asked::NotNeeded(_));
        // Whether the date of a row without an activity counts is found out on the way of all rows.
        let dated = |asked: &Asked| matches!(asked, Asked::NotNeeded(_) | Asked::Needed(_));
        // The last one stands for rows without an activity.
        let asked = activities.known.iter().chain([&Asked::Nothing]);
        let ways: Vec<(bool, bool)> = asked.map(|asked| (passed(asked), dated(asked))).collect();
        // As a rule one activity has most rows: four counters take turns, so that none waits for itself.
        let mut counts = vec![[0_u32; 4]; ways.len()];
        // Every row is put down, and kept by what comes next: which ones are passed nobody can guess.
        rows.resize(rows.len().max(activities.numbers.len()), 0);
        let mut kept = 0;
        for (row, (number, date)) in (0_u32..).zip(activities.numbers.iter().zip(dates.numbers)) {
            let way = (*number as usize).min(activities.known.len());
            let (passed, dated) = ways.get(way).copied().unwrap_or_default();
            if let Some(count) = counts.get_mut(way).and_then(|count| count.get_mut(row as usize % 4)) {
                *count += 1;
            }
            if let Some(place) = rows.get_mut(kept) {
                *place = row;
            }
            kept += usize::from(!passed);
            if dated && let Some(seen) = dates.known.get_mut(*date as usize) {
                *seen = true;
            }
        }
        for (asked, count) in activities.known.iter().zip(counts) {
            if let Asked::NotNeeded(number) = asked
                && passed(asked)
            {
                self.ignore(*number, count.into_iter().map(u64::from).sum());
            }
        }
        kept
    }

    fn ignore(&mut self, number: u32, count: u64) {
        self.part.read += count;
        self.part.ignored.not_needed += count;
        if let Some((_, rows)) = self.ignored.get_mut(number as usize) {
            *rows += count;
        }
    }

    /// Takes a row of which all is known that is asked, the `at`th that is looked at; false if there is more to say
    /// about it.
    fn known_row(&mut self, looked: &mut Looked<'_, 'p>, row: u32, at: u32) -> Result<bool, Halt> {
        let Some(asked) = looked.activities.at(row).copied() else { return Ok(false) };
        let Some(time) = looked.dates.at(row).copied().flatten() else { return Ok(false) };
        let (bound, how, seen) = match looked.institutions.at(at).copied() {
            Some(Institution::OfId(bound)) => (bound, How::Id, None),
            // Whom a name means changes with the days; of others it is asked on the way of all rows.
            Some(Institution::Matched(place)) => match looked.matches.get(place as usize) {
                Some(Match { bound, how, from, to }) if (*from..=*to).contains(&time.day) => (*bound, *how, None),
                _ => return Ok(false),
            },
            Some(Institution::Seen(stretch)) => (Bound::SEEN, How::Id, Some(stretch)),
            Some(Institution::Unclear) | None => return Ok(false),
        };
        match asked {
            Asked::Needed(activity) => {
                let id = match looked.id(row)?.map(normalise) {
                    None => (0, 0),
                    Some(id) if id.contains(char::REPLACEMENT_CHARACTER) => return Ok(false),
                    Some(id) => keep(&mut self.part.bytes, &id),
                };
                self.part.read += 1;
                self.part.institutions.extend(seen);
                let fate = self.fate(bound, time.day);
                if fate.is_used() {
                    self.known_fields(looked, row, activity)?;
                    let entered = looked.entered(row, |cell| self.entry_day(cell))?;
                    self.entered_on(entered, time.day);
                }
                self.enter(row, activity, (bound, how, fate), time, id);
                Ok(true)
            }
            Asked::NotNeeded(ignored) => {
                self.ignore(ignored, 1);
                if let Some(seen) = seen.filter(|_| self.plan.window.as_of.is_none_or(|as_of| time.day <= as_of)) {
                    self.known_bystander(looked, looked.institutions.number(at), seen);
                }
                Ok(true)
            }
            Asked::Garbled | Asked::Nothing => Ok(false),
        }
    }

    /// What a cell says of the institution, where no row needs to be told about it.
    fn known_institution(&mut self, cell: &str, matches: &mut Vec<Match>) -> Institution {
        match self.plan.register {
            Some(register) => match register.find(cell, Day::LAST) {
                Found::One(Match { bound, how: How::Id, .. }) => Institution::OfId(bound),
                Found::One(found) => {
                    matches.push(found);
                    u32::try_from(matches.len() - 1).map_or(Institution::Unclear, Institution::Matched)
                }
                Found::Several(..) | Found::None => Institution::Unclear,
            },
            None => {
                let id = normalise(cell);
                if id.is_empty() || id.contains(char::REPLACEMENT_CHARACTER) || is_total(&id) {
                    return Institution::Unclear;
                }
                Institution::Seen(keep(&mut self.part.bytes, &id))
            }
        }
    }

    /// Lets an institution be somebody without a record that counts; once is enough.
    fn known_bystander(&mut self, looked: &mut Looked<'_, 'p>, number: u32, seen: Stretch) {
        let handed_on = looked.handed_on.get_mut(number as usize);
        let Some(handed_on) = handed_on.filter(|handed_on| !**handed_on) else { return };
        *handed_on = true;
        let cell = looked.institutions.values.said(number, &mut looked.text);
        if self.bystanders.get(cell).is_none() {
            self.part.bystanders.push(seen);
            self.bystanders.insert(cell, ());
        }
    }

    /// Takes the fields of a row; a value that the block had before is not read again.
    fn known_fields(&mut self, looked: &mut Looked<'_, 'p>, row: u32, activity: u32) -> Result<(), Halt> {
        let mut text = std::mem::take(&mut looked.text);
        for (place, Field { read, column }) in looked.fields_of(activity)?.iter_mut().enumerate() {
            let number = column.number(row);
            let values = self.part.columns.get_mut(activity as usize).and_then(|columns| columns.get_mut(place));
            let Some(values) = values else { continue };
            if let Some(known) = column.at(row).filter(|known| **known != NOWHERE) {
                values.repeat(*known as usize);
                continue;
            }
            let next = u32::try_from(values.len()).unwrap_or(NOWHERE);
            // A cell that does not fit is told each time.
            if self.field(activity, place, read, column.values.said(number, &mut text)) {
                column.set(number, next);
            }
        }
        looked.text = text;
        Ok(())
    }
}
