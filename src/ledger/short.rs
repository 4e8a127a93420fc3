//! Short texts as numbers: most ids, names and dates have at most 16 bytes and compare without a look at memory.

use rustc_hash::FxHashMap;

/// A text of at most 16 bytes, filled up with zeros; equal texts are equal numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) struct Short {
    low: u64,
    high: u64,
}

impl Short {
    /// The number of a text's bytes; `None` if it is longer, or ends in a zero.
    #[inline]
    pub(crate) fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.len() > 16 || bytes.last() == Some(&0) {
            return None;
        }
        // The first and last bytes overlap; the shift drops what is in both.
        if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
            let high = u64::from_le_bytes(*last).checked_shr(8 * (16 - bytes.len() as u32)).unwrap_or(0);
            return Some(Self { low: u64::from_le_bytes(*first), high });
        }
        if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
            let last = u64::from(u32::from_le_bytes(*last)) << 32 >> (8 * (8 - bytes.len() as u32));
            return Some(Self { low: u64::from(u32::from_le_bytes(*first)) | last, high: 0 });
        }
        let byte = |at: usize| bytes.get(at).map_or(0, |byte| u64::from(*byte) << (8 * at));
        Some(Self { low: byte(0) | byte(1) | byte(2), high: 0 })
    }
}

/// A map from texts that looks short ones up by their number.
#[derive(Debug)]
pub(crate) struct TextMap<V> {
    short: FxHashMap<Short, V>,
    long: FxHashMap<Box<str>, V>,
}

impl<V> Default for TextMap<V> {
    fn default() -> Self {
        Self { short: FxHashMap::default(), long: FxHashMap::default() }
    }
}

impl<V> TextMap<V> {
    #[inline]
    pub(crate) fn get(&self, text: &str) -> Option<&V> {
        self.get_as(Short::of(text.as_bytes()), text)
    }

    /// The value of a short text.
    #[cfg(feature = "parquet")]
    #[inline]
    pub(crate) fn get_short(&self, short: Short) -> Option<&V> {
        self.short.get(&short)
    }

    /// The value of a text whose number is known.
    #[inline]
    pub(crate) fn get_as(&self, short: Option<Short>, text: &str) -> Option<&V> {
        match short {
            Some(short) => self.short.get(&short),
            None => self.long.get(text),
        }
    }

    /// Sets the value of a text.
    pub(crate) fn insert(&mut self, text: &str, value: V) {
        match Short::of(text.as_bytes()) {
            Some(short) => self.short.insert(short, value),
            None => self.long.insert(text.into(), value),
        };
    }

    pub(crate) fn len(&self) -> usize {
        self.short.len() + self.long.len()
    }
}

/// The text looked at last and what it meant: tables repeat themselves.
#[derive(Debug)]
pub(crate) struct Last<V> {
    short: Option<Short>,
    value: V,
}

impl<V: Copy> Last<V> {
    pub(crate) const fn new(value: V) -> Self {
        Self { short: None, value }
    }

    /// What the text meant if it is the last one.
    #[inline]
    pub(crate) fn get(&self, short: Option<Short>) -> Option<V> {
        (short.is_some() && self.short == short).then_some(self.value)
    }

    #[inline]
    pub(crate) fn set(&mut self, short: Option<Short>, value: V) {
        self.short = short;
        self.value = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_texts_are_different_numbers() {
        let mut seen = std::collections::HashSet::new();
        let mut texts = vec![String::new()];
        for len in 1..=16 {
            texts.push("a".repeat(len));
            for at in 0..len {
                texts.push((0..len).map(|place| if place == at { 'b' } else { 'a' }).collect());
                texts.push((0..len).map(|place| if place == at { '\0' } else { 'a' }).collect());
            }
        }
        for text in &texts {
            assert!(Short::of(text.as_bytes()).is_none_or(|short| seen.insert(short)), "{text:?}");
        }
        assert!(seen.len() > texts.len() / 2);
        assert_eq!(Short::of("a".repeat(17).as_bytes()), None);
    }
}
