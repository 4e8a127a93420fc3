//! Which rows have a value: the definition levels of flat columns (Parquet format, "Nulls").

use super::hybrid::{Damaged, Hybrid};
use crate::ledger::columns::NOTHING;

/// Which rows of a stretch have a value.
pub(super) struct Presence {
    /// How many values of the page stand before the stretch.
    pub(super) before: usize,
    /// How many are in it.
    pub(super) there: usize,
    /// Where in the stretch they are: from and to; `None` where all are there.
    pub(super) present: Option<Vec<(usize, usize)>>,
}

impl Presence {
    /// Reads the levels of the rows `first..last` of a page; a value is there at the level `defined`.
    ///
    /// # Errors
    /// They are damaged.
    pub(super) fn read(levels: &[u8], defined: u32, first: usize, last: usize) -> Result<Self, Damaged> {
        let width = u8::try_from(u32::BITS - defined.leading_zeros()).map_err(|_| Damaged)?;
        let mut hybrid = Hybrid::new(levels, width)?;
        let (mut before, mut there) = (0, 0);
        hybrid.each(first, |level, times| before += if level == defined { times } else { 0 })?;
        let mut present: Vec<(usize, usize)> = Vec::new();
        let mut at = 0;
        hybrid.each(last - first, |level, times| {
            let end = at + times;
            if level == defined {
                there += times;
                match present.last_mut() {
                    Some(last) if last.1 == at => last.1 = end,
                    _ => present.push((at, end)),
                }
            }
            at = end;
        })?;
        Ok(Self { before, there, present: Some(present).filter(|_| there < last - first) })
    }
}

/// Gives the numbers from `known` on to the rows that have a value, and nothing to the others of so many rows.
pub(super) fn spread(numbers: &mut Vec<u32>, known: usize, rows: usize, present: &[(usize, usize)]) {
    let read = numbers.split_off(known);
    numbers.resize(known + rows, NOTHING);
    let mut read = read.into_iter();
    for (from, to) in present {
        for place in numbers.get_mut(known + from..known + to).unwrap_or_default() {
            *place = read.next().unwrap_or(NOTHING);
        }
    }
}
