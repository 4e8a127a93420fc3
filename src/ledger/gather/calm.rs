//! Calm records go from column to column. Room is made for as many as are expected: what is moved to a larger room is
//! paid for twice.

use super::{FileProgress, Gather, append_all};
use crate::ledger::Ledger;
use crate::ledger::column::Column;
use crate::ledger::name::RecordKey;
use crate::ledger::names::How;
use crate::ledger::part::Calm;
use crate::ledger::room::make_room;

impl Gather {
    /// Takes the calm records of a part by activity, with the bytes of their texts and how many rows it has read.
    pub(super) fn absorb_calm(&mut self, calm: &[Calm], (bytes, read): (&str, u64), file: &mut FileProgress<'_>) {
        for (activity, calm) in calm.iter().enumerate().filter(|(_, calm)| !calm.rows.is_empty()) {
            let reads = file.layout.fields.get(activity).map(Vec::as_slice).unwrap_or_default();
            let Some(table) = self.tables.get_mut(activity) else { continue };
            let count = calm.rows.len();
            let expected = file.expected(count, read);
            make_room(&mut table.subjects, count, expected);
            table.subjects.extend_from_slice(&calm.subjects);
            make_room(&mut table.days, count, expected);
            table.days.extend_from_slice(&calm.days);
            make_room(&mut table.keys, count, expected);
            table.keys.extend(calm.rows.iter().map(|row| RecordKey::row(file.number(*row))));
            if !table.seconds.is_empty() {
                table.seconds.resize(table.days.len(), Ledger::NO_SECOND);
            }
            for column in table.fields.iter_mut().flatten() {
                if let Column::Text(values) = column {
                    make_room(values, count, expected);
                    self.texts.make_room(count, expected);
                }
            }
            append_all(table, (reads, &calm.fields), &[], bytes, &mut self.texts);
            file.intake.used += count as u64;
            file.intake.matched.count_rows(How::Id, count as u64);
        }
    }
}

impl FileProgress<'_> {
    /// How many records are expected from a part on, if the rows behind it have as many of them as its own.
    fn expected(&self, count: usize, rows: u64) -> usize {
        let left = self.rows.unwrap_or(0).saturating_sub(self.base);
        let all = (count as u64).saturating_mul(left) / rows.max(1);
        // Some blocks have more of them than others.
        usize::try_from(all + all / 16).unwrap_or(count)
    }
}
