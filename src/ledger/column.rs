//! Columns of typed cells, and the texts they point at.

use rust_decimal::Decimal;
use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher;

use super::room::make_room;
use crate::calendar::{Day, Time};
use crate::rulebook::Kind;

/// The number of an interned text; equal texts have equal numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TextId(pub u32);

/// One value of a record or of the register.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell {
    /// An exact decimal.
    Number(Decimal),
    /// A text, normalised (NFKC, trimmed).
    Text(TextId),
    /// A day or an instant.
    Date(Time),
    /// Seconds since midnight.
    Time(u32),
    /// True or false.
    Bool(bool),
}

/// A cell as a key of hash maps: cells that match have equal keys; two instants of a day have one, and are compared
/// behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    Number(Decimal),
    Text(TextId),
    Day(Day),
    Time(u32),
    Bool(bool),
}

impl Cell {
    pub(crate) const fn key(self) -> Key {
        match self {
            Self::Number(number) => Key::Number(number),
            Self::Text(text) => Key::Text(text),
            Self::Date(time) => Key::Day(time.day),
            Self::Time(second) => Key::Time(second),
            Self::Bool(truth) => Key::Bool(truth),
        }
    }
}

/// The values of one field or attribute, one an index; `None` is missing.
#[derive(Debug, Clone, PartialEq)]
pub enum Column {
    /// Exact decimals.
    Number(Vec<Option<Decimal>>),
    /// Texts.
    Text(Vec<Option<TextId>>),
    /// Days and instants.
    Date(Vec<Option<Time>>),
    /// Seconds since midnight.
    Time(Vec<Option<u32>>),
    /// True or false.
    Bool(Vec<Option<bool>>),
}

impl Column {
    /// An empty column for values of a type.
    pub(crate) const fn of(kind: &Kind) -> Self {
        match kind {
            Kind::Number => Self::Number(Vec::new()),
            Kind::Text | Kind::Choice(_) => Self::Text(Vec::new()),
            Kind::Date => Self::Date(Vec::new()),
            Kind::Time => Self::Time(Vec::new()),
            Kind::Bool => Self::Bool(Vec::new()),
        }
    }

    /// How many values it has, missing ones included.
    pub(crate) const fn len(&self) -> usize {
        match self {
            Self::Number(values) => values.len(),
            Self::Text(values) => values.len(),
            Self::Date(values) => values.len(),
            Self::Time(values) => values.len(),
            Self::Bool(values) => values.len(),
        }
    }

    /// Cuts it or fills it up with missing values.
    pub(crate) fn resize(&mut self, len: usize) {
        match self {
            Self::Number(values) => values.resize(len, None),
            Self::Text(values) => values.resize(len, None),
            Self::Date(values) => values.resize(len, None),
            Self::Time(values) => values.resize(len, None),
            Self::Bool(values) => values.resize(len, None),
        }
    }

    /// Appends a value of another column of the same type; of another type it is missing.
    pub(crate) fn push_from(&mut self, other: &Self, at: usize) {
        match (self, other) {
            (Self::Number(values), Self::Number(others)) => values.push(others.get(at).copied().flatten()),
            (Self::Text(values), Self::Text(others)) => values.push(others.get(at).copied().flatten()),
            (Self::Date(values), Self::Date(others)) => values.push(others.get(at).copied().flatten()),
            (Self::Time(values), Self::Time(others)) => values.push(others.get(at).copied().flatten()),
            (Self::Bool(values), Self::Bool(others)) => values.push(others.get(at).copied().flatten()),
            (column, _) => column.resize(column.len() + 1),
        }
    }

    /// Appends the value at a place once more.
    #[cfg(feature = "parquet")]
    pub(crate) fn repeat(&mut self, at: usize) {
        match self {
            Self::Number(values) => values.push(values.get(at).copied().flatten()),
            Self::Text(values) => values.push(values.get(at).copied().flatten()),
            Self::Date(values) => values.push(values.get(at).copied().flatten()),
            Self::Time(values) => values.push(values.get(at).copied().flatten()),
            Self::Bool(values) => values.push(values.get(at).copied().flatten()),
        }
    }

    /// Its values in another order.
    pub(crate) fn permuted(&self, order: &[u32]) -> Self {
        match self {
            Self::Number(values) => Self::Number(permuted(values, order)),
            Self::Text(values) => Self::Text(permuted(values, order)),
            Self::Date(values) => Self::Date(permuted(values, order)),
            Self::Time(values) => Self::Time(permuted(values, order)),
            Self::Bool(values) => Self::Bool(permuted(values, order)),
        }
    }

    /// The value at an index; `None` is missing.
    #[must_use]
    pub fn cell(&self, at: usize) -> Option<Cell> {
        match self {
            Self::Number(values) => values.get(at).copied().flatten().map(Cell::Number),
            Self::Text(values) => values.get(at).copied().flatten().map(Cell::Text),
            Self::Date(values) => values.get(at).copied().flatten().map(Cell::Date),
            Self::Time(values) => values.get(at).copied().flatten().map(Cell::Time),
            Self::Bool(values) => values.get(at).copied().flatten().map(Cell::Bool),
        }
    }
}

fn permuted<T: Copy>(values: &[Option<T>], order: &[u32]) -> Vec<Option<T>> {
    order.iter().map(|at| values.get(*at as usize).copied().flatten()).collect()
}

/// Every distinct text once, in one long string.
#[derive(Debug, Default)]
pub struct Texts {
    all: String,
    ends: Vec<usize>,
    /// Open addressing: number plus one below, the upper half of the hash above; zero is free. The length is a power
    /// of two, and at least a third is free.
    slots: Vec<u64>,
}

impl Texts {
    /// The number of a text, new or known.
    pub fn intern(&mut self, text: &str) -> TextId {
        self.intern_as(text, hash(text))
    }

    /// The numbers of many texts; an empty one has none. Each stands somewhere else in memory: several are looked for
    /// at once, so that memory is waited for once.
    pub(crate) fn intern_all<'t>(
        &mut self,
        texts: impl Iterator<Item = &'t str>,
        mut take: impl FnMut(Option<TextId>),
    ) {
        let mut texts = texts.fuse();
        loop {
            let mut next = [(0_u64, ""); 16];
            let mut count = 0;
            for (place, text) in next.iter_mut().zip(&mut texts) {
                *place = (hash(text), text);
                count += 1;
            }
            let next = next.get(..count).unwrap_or_default();
            if next.is_empty() {
                return;
            }
            let mask = self.slots.len().wrapping_sub(1);
            let known = next.iter().map(|(hash, _)| self.slots.get(place(*hash) & mask).copied().and_then(number));
            let ends = known.map(|known| self.ends.get(known?.0 as usize));
            let last = ends.map(|end| self.all.as_bytes().get(end?.checked_sub(1)?));
            std::hint::black_box(last.flatten().fold(0_u8, |all, byte| all ^ byte));
            for (hash, text) in next {
                take((!text.is_empty()).then(|| self.intern_as(text, *hash)));
            }
        }
    }

    /// Makes room for some more texts: where there is none, for as many as are expected, of the length they have now.
    pub(crate) fn make_room(&mut self, more: usize, expected: usize) {
        let length = self.all.len() / self.ends.len().max(1) + 1;
        make_room(&mut self.ends, more, expected);
        if self.all.capacity() - self.all.len() < more.saturating_mul(length) {
            _ = self.all.try_reserve_exact(expected.saturating_mul(length).max(self.all.len() / 2));
        }
    }

    fn intern_as(&mut self, text: &str, hash: u64) -> TextId {
        if self.slots.len() * 2 <= self.ends.len() * 3 {
            self.grow();
        }
        let slot = self.slot(text, hash);
        let known = self.slots.get(slot).copied().and_then(number);
        known.unwrap_or_else(|| {
            // More texts than numbers would need more than 4 billion distinct cells: memory ends before.
            let number = u32::try_from(self.ends.len()).unwrap_or(u32::MAX - 1);
            self.all.push_str(text);
            self.ends.push(self.all.len());
            if let Some(place) = self.slots.get_mut(slot) {
                *place = hash & UPPER | u64::from(number + 1);
            }
            TextId(number)
        })
    }

    /// The number of a text that is known.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<TextId> {
        let slot = self.slot(text, hash(text));
        self.slots.get(slot).copied().and_then(number)
    }

    /// The text of a number.
    #[must_use]
    pub fn get(&self, text: TextId) -> &str {
        let at = text.0 as usize;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(at).and_then(|end| self.all.get(start..*end)).unwrap_or("")
    }

    /// How many texts there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Where a text is, or the free place where it belongs.
    fn slot(&self, text: &str, hash: u64) -> usize {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = place(hash) & mask;
        while let Some(slot) = self.slots.get(at).copied() {
            match number(slot) {
                None => break,
                Some(number) if slot & UPPER == hash & UPPER && self.get(number) == text => break,
                Some(_) => at = (at + 1) & mask,
            }
        }
        at
    }

    /// Makes room; places follow from the upper half of the hash alone, so no text is looked at again.
    fn grow(&mut self) {
        // Few texts are moved less often.
        let times = if self.slots.len() < 1 << 20 { 4 } else { 2 };
        let len = (self.slots.len() * times).max(16);
        let old = std::mem::replace(&mut self.slots, vec![0; len]);
        for slot in old.into_iter().filter(|slot| *slot > 0) {
            let mut at = place(slot) & (len - 1);
            while self.slots.get(at).is_some_and(|taken| *taken > 0) {
                at = (at + 1) & (len - 1);
            }
            if let Some(free) = self.slots.get_mut(at) {
                *free = slot;
            }
        }
    }
}

/// The part of a slot that is the hash's.
const UPPER: u64 = 0xffff_ffff_0000_0000;

#[expect(clippy::cast_possible_truncation, reason = "the lower half is a number plus one")]
fn number(slot: u64) -> Option<TextId> {
    (slot as u32).checked_sub(1).map(TextId)
}

/// Where the search for a text begins.
const fn place(hash: u64) -> usize {
    (hash >> 32) as usize
}

fn hash(text: &str) -> u64 {
    FxBuildHasher.hash_one(text)
}
