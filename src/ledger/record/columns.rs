//! Records by columns: what a row's activity, institution and date mean is asked once a distinct value.
//!
//! Rows about which there is anything to say beyond that (a rejected one, a blank one) go the way of all rows, so both
//! ways come to the same.

use super::{Asked, Bound, Found, RecordRows};
use crate::calendar::Time;
use crate::ledger::columns::{Cells, Columns, NOTHING, Values};
use crate::ledger::heading::{Read, RecordLayout};
use crate::ledger::part::{Stretch, keep};
use crate::ledger::row::TakeRow;
use crate::ledger::short::Short;
use crate::ledger::table::Halt;
use crate::rulebook::normalise;

/// What is known of the institution of a number.
#[derive(Debug, Clone, Copy)]
enum Institution {
    NotAsked,
    /// Its row goes the way of all rows.
    Other,
    /// Known to the register; without one, as the part's bytes name it.
    Known(Bound, Stretch),
}

/// What is known of a number's date.
#[derive(Debug, Clone, Copy)]
enum Date {
    NotAsked,
    Other,
    Known(Time),
}

/// A column, and what its numbers mean as far as they were asked for.
struct Known<'c, K> {
    values: &'c dyn Values,
    numbers: &'c [u32],
    known: Vec<K>,
}

impl<'c, K: Copy> Known<'c, K> {
    fn new(columns: &'c dyn Columns, at: usize, unknown: K) -> Result<Self, Halt> {
        let values = columns.column(at).map_err(|stop| Halt { row: 0, stop })?;
        Ok(Self { values, numbers: values.numbers(), known: vec![unknown; values.distinct()] })
    }

    /// The number in a row, and what is known of it; nothing is of an empty cell.
    #[inline]
    fn at(&self, row: usize) -> (u32, Option<K>) {
        let number = self.numbers.get(row).copied().unwrap_or(NOTHING);
        (number, self.known.get(number as usize).copied())
    }

    fn learn(&mut self, number: u32, known: K) -> K {
        if let Some(place) = self.known.get_mut(number as usize) {
            *place = known;
        }
        known
    }
}

/// A field's column, and where in the part's column the value of each number stands already.
struct Field<'c, 'b> {
    read: &'b Read<'b>,
    column: Known<'c, u32>,
}

/// Marks a value that stands nowhere yet.
const NOWHERE: u32 = u32::MAX;

/// The columns of a block, as far as records need them.
struct Looked<'c, 'b> {
    columns: &'c dyn Columns,
    layout: &'b RecordLayout<'b>,
    activities: Known<'c, Option<Asked>>,
    dates: Known<'c, Date>,
    institutions: Option<Known<'c, Institution>>,
    ids: Option<Known<'c, ()>>,
    /// By activity; none before the first of its records.
    fields: Vec<Option<Vec<Field<'c, 'b>>>>,
    text: String,
}

impl<'c, 'b> Looked<'c, 'b> {
    fn new(columns: &'c dyn Columns, layout: &'b RecordLayout<'b>) -> Result<Self, Halt> {
        Ok(Self {
            columns,
            layout,
            activities: Known::new(columns, layout.activity, None)?,
            dates: Known::new(columns, layout.date, Date::NotAsked)?,
            institutions: None,
            ids: None,
            fields: layout.fields.iter().map(|_| None).collect(),
            text: String::new(),
        })
    }

    fn fields_of(&mut self, activity: u32) -> Result<&mut [Field<'c, 'b>], Halt> {
        let reads = self.layout.fields.get(activity as usize).map(Vec::as_slice).unwrap_or_default();
        let field =
            |read: &'b Read<'b>| Known::new(self.columns, read.column, NOWHERE).map(|column| Field { read, column });
        match self.fields.get_mut(activity as usize) {
            Some(Some(fields)) => Ok(fields),
            Some(unread) => Ok(unread.insert(reads.iter().map(field).collect::<Result<_, _>>()?)),
            None => Ok(&mut []),
        }
    }
}

impl<'p> RecordRows<'p> {
    /// Takes the rows of a block.
    ///
    /// # Errors
    /// A column cannot be read, or a cell or row is too long.
    pub(super) fn by_columns(&mut self, columns: &dyn Columns) -> Result<(), Halt> {
        let mut looked = Looked::new(columns, &self.plan.layout)?;
        let mut cells = Cells::default();
        for row in 0..columns.len() {
            let taken = match self.known_activity(&mut looked, row as usize) {
                Some(asked) => self.known_row(&mut looked, row, asked)?,
                None => false,
            };
            if !taken {
                cells.fill(columns, row)?;
                self.take(cells.row(row));
            }
        }
        Ok(())
    }

    /// What the activity of a row means; an empty cell means nothing.
    #[inline]
    fn known_activity(&mut self, looked: &mut Looked<'_, '_>, row: usize) -> Option<Asked> {
        let activities = &mut looked.activities;
        match activities.at(row) {
            (_, Some(known @ Some(_))) => known,
            (number, Some(None)) => {
                let text = activities.values.said(number, &mut looked.text);
                let asked = self.asked_anew(Short::of(text.as_bytes()), text);
                activities.learn(number, Some(asked))
            }
            (_, None) => None,
        }
    }

    /// Takes a row of which all is known that is asked; false if there is more to say about it.
    #[inline]
    fn known_row(&mut self, looked: &mut Looked<'_, 'p>, row: u32, asked: Asked) -> Result<bool, Halt> {
        match asked {
            Asked::NotNeeded(number) if self.plan.register.is_some() => {
                if self.known_date(looked, row as usize).is_none() {
                    return Ok(false);
                }
                self.part.read += 1;
                self.part.ignored.not_needed += 1;
                if let Some((_, rows)) = self.ignored.get_mut(number as usize) {
                    *rows += 1;
                }
                Ok(true)
            }
            Asked::Needed(activity) => {
                let Some(time) = self.known_date(looked, row as usize) else { return Ok(false) };
                let Some((bound, seen)) = self.known_institution(looked, row as usize)? else { return Ok(false) };
                let Some(id) = self.known_id(looked, row as usize)? else { return Ok(false) };
                self.part.read += 1;
                if self.plan.register.is_none() {
                    self.part.institutions.push(seen);
                }
                if self.fate(bound, time.day).is_used() {
                    self.known_fields(looked, row as usize, activity)?;
                }
                self.enter(row, activity, bound, time, id);
                Ok(true)
            }
            Asked::NotNeeded(_) | Asked::Garbled | Asked::Nothing => Ok(false),
        }
    }

    #[inline]
    fn known_date(&mut self, looked: &mut Looked<'_, '_>, row: usize) -> Option<Time> {
        let dates = &mut looked.dates;
        let date = match dates.at(row) {
            (number, Some(Date::NotAsked)) => {
                let text = dates.values.said(number, &mut looked.text);
                let date = self.date(text).map_or(Date::Other, Date::Known);
                dates.learn(number, date)
            }
            (_, known) => known.unwrap_or(Date::Other),
        };
        if let Date::Known(time) = date { Some(time) } else { None }
    }

    /// Whose the row is, where nobody needs to be told about it.
    #[inline]
    fn known_institution(&mut self, looked: &mut Looked<'_, '_>, row: usize) -> Result<Option<(Bound, Stretch)>, Halt> {
        let institutions = match &mut looked.institutions {
            Some(institutions) => institutions,
            None => looked.institutions.insert(Known::new(
                looked.columns,
                looked.layout.institution,
                Institution::NotAsked,
            )?),
        };
        let institution = match institutions.at(row) {
            (number, Some(Institution::NotAsked)) => {
                let text = institutions.values.said(number, &mut looked.text);
                let institution = self.institution_called(text);
                institutions.learn(number, institution)
            }
            (_, known) => known.unwrap_or(Institution::Other),
        };
        Ok(if let Institution::Known(bound, seen) = institution { Some((bound, seen)) } else { None })
    }

    fn institution_called(&mut self, cell: &str) -> Institution {
        match self.plan.register {
            Some(register) => match register.find(cell) {
                Found::One(bound) => Institution::Known(bound, (0, 0)),
                Found::Several(_) | Found::None => Institution::Other,
            },
            None => {
                let id = normalise(cell);
                if id.is_empty() || id.contains(char::REPLACEMENT_CHARACTER) {
                    return Institution::Other;
                }
                Institution::Known(Bound::SEEN, keep(&mut self.part.bytes, &id))
            }
        }
    }

    /// The id of a row; none where it is garbled.
    #[inline]
    fn known_id(&mut self, looked: &mut Looked<'_, '_>, row: usize) -> Result<Option<Stretch>, Halt> {
        let Some(column) = looked.layout.id else { return Ok(Some((0, 0))) };
        let ids = match &mut looked.ids {
            Some(ids) => ids,
            None => looked.ids.insert(Known::new(looked.columns, column, ())?),
        };
        let id = normalise(ids.values.said(ids.at(row).0, &mut looked.text));
        let garbled = id.contains(char::REPLACEMENT_CHARACTER);
        Ok((!garbled).then(|| keep(&mut self.part.bytes, &id)))
    }

    /// Takes the fields of a row; a value that the block had before is not read again.
    fn known_fields(&mut self, looked: &mut Looked<'_, 'p>, row: usize, activity: u32) -> Result<(), Halt> {
        let mut text = std::mem::take(&mut looked.text);
        for (place, Field { read, column }) in looked.fields_of(activity)?.iter_mut().enumerate() {
            let (number, known) = column.at(row);
            let values = self.part.columns.get_mut(activity as usize).and_then(|columns| columns.get_mut(place));
            let Some(values) = values else { continue };
            if let Some(known) = known.filter(|known| *known != NOWHERE) {
                values.repeat(known as usize);
                continue;
            }
            let next = u32::try_from(values.len()).unwrap_or(NOWHERE);
            // A cell that does not fit is told each time.
            if self.field(activity, place, read, column.values.said(number, &mut text)) {
                column.learn(number, next);
            }
        }
        looked.text = text;
        Ok(())
    }
}
