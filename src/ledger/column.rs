//! Columns of typed cells, and the texts they point at.

use rust_decimal::Decimal;
use rustc_hash::FxBuildHasher;
use std::collections::HashMap;

use crate::calendar::{Day, Time};

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

/// Every distinct text once, in one long string.
#[derive(Debug, Default)]
pub struct Texts {
    all: String,
    ends: Vec<usize>,
    numbers: HashMap<Box<str>, TextId, FxBuildHasher>,
}

impl Texts {
    /// The number of a text, new or known.
    pub fn intern(&mut self, text: &str) -> TextId {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = TextId(u32::try_from(self.ends.len()).unwrap_or(u32::MAX));
        self.all.push_str(text);
        self.ends.push(self.all.len());
        self.numbers.insert(text.into(), number);
        number
    }

    /// The number of a text that some record or subject has.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<TextId> {
        self.numbers.get(text).copied()
    }

    /// The text of a number.
    #[must_use]
    pub fn get(&self, text: TextId) -> &str {
        let at = text.0 as usize;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(at).and_then(|end| self.all.get(start..*end)).unwrap_or("")
    }
}
