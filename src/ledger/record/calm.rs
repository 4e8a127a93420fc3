//! Calm records go into columns at once, activity by activity: there is nothing to tell of them but what they are.

use super::columns::{Field, Institution, Looked, NOWHERE};
use super::{Asked, RecordRows};
use crate::calendar::{Day, Time};
use crate::ledger::part::{Calm, Fate, PartColumn};
use crate::ledger::table::Halt;
use crate::ledger::typed::{Typed, typed};

/// A day that is none of a calm record.
const NO_DAY: Day = Day(i32::MIN);

impl<'p> RecordRows<'p> {
    /// Takes the calm records among the rows that are looked at; gives the places of the others.
    ///
    /// # Errors
    /// A column of fields cannot be read.
    pub(super) fn calm_rows(&mut self, looked: &mut Looked<'_, 'p>, rows: &[u32]) -> Result<Vec<u32>, Halt> {
        let layout = &self.plan.layout;
        let places = 0..u32::try_from(rows.len()).unwrap_or(u32::MAX);
        if self.plan.register.is_none() || layout.id.is_some() || layout.entered.is_some() {
            return Ok(places.collect());
        }
        let days: Vec<Day> = looked.dates.known.iter().map(|time| self.calm_day(*time)).collect();
        let mut calm: Vec<Calm> = layout.fields.iter().map(|_| Calm::default()).collect();
        let mut others = Vec::new();
        for (at, row) in places.zip(rows) {
            let of = match looked.activities.at(*row) {
                Some(Asked::Needed(activity)) => calm.get_mut(*activity as usize),
                _ => None,
            };
            let day = days.get(looked.dates.number(*row) as usize).copied().unwrap_or(NO_DAY);
            match (of, looked.institutions.at(at)) {
                (Some(of), Some(Institution::OfId(bound)))
                    if day != NO_DAY && Fate::within(*bound, day) == Fate::Used =>
                {
                    of.rows.push(*row);
                    of.subjects.push(bound.subject);
                    of.days.push(day);
                }
                _ => others.push(at),
            }
        }
        for (activity, calm) in (0..).zip(&mut calm) {
            if self.calm_fields(looked, activity, calm)? {
                self.part.read += calm.rows.len() as u64;
                continue;
            }
            // Of a cell that does not fit there is something to tell: its block goes the way of other rows.
            let Calm { rows: odd, .. } = std::mem::take(calm);
            others
                .extend((0..).zip(rows).filter(|(_, row)| odd.binary_search(row).is_ok()).map(|(at, _): (u32, _)| at));
            others.sort_unstable();
        }
        self.part.calm = calm;
        Ok(others)
    }

    /// The day of a calm record that is dated so.
    fn calm_day(&self, time: Option<Time>) -> Day {
        match time {
            Some(Time { day, second: None }) if self.outside(day).is_none() => day,
            _ => NO_DAY,
        }
    }

    /// Takes the fields of calm records; false where a cell does not fit.
    fn calm_fields(&mut self, looked: &mut Looked<'_, 'p>, activity: u32, calm: &mut Calm) -> Result<bool, Halt> {
        if calm.rows.is_empty() {
            return Ok(true);
        }
        let mut text = std::mem::take(&mut looked.text);
        for Field { read, column } in looked.fields_of(activity)? {
            let mut taken = PartColumn::of(read.kind);
            // Where in it the value of each number stands already.
            let mut places = vec![NOWHERE; column.values.distinct()];
            for row in &calm.rows {
                let number = column.number(*row);
                match places.get_mut(number as usize) {
                    Some(place) if *place != NOWHERE => {
                        taken.repeat(*place as usize);
                        continue;
                    }
                    Some(place) => *place = u32::try_from(taken.len()).unwrap_or(NOWHERE),
                    None => {}
                }
                let value = typed(read.kind, column.values.said(number, &mut text), self.plan.layout.dates);
                if matches!(value, Typed::Misfit(_)) {
                    return Ok(false);
                }
                taken.push(value, &mut self.part.bytes);
            }
            calm.fields.push(taken);
        }
        looked.text = text;
        Ok(true)
    }
}
