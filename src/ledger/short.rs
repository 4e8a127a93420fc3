//! Short texts as numbers: most ids, names and dates have at most 16 bytes and compare without a look at memory.

use std::hash::BuildHasher;

use rustc_hash::{FxBuildHasher, FxHashMap};

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

/// A map from short texts that looks many of them up at once: each stands anywhere in memory, and a map that is asked
/// for one after the other waits for each.
#[derive(Debug)]
struct ShortMap<V> {
    entries: Vec<(Short, V)>,
    /// Open addressing: the number of an entry plus one; zero is free. The length is a power of two, at least twice as
    /// many as there are entries.
    slots: Vec<u32>,
}

impl<V> Default for ShortMap<V> {
    fn default() -> Self {
        Self { entries: Vec::new(), slots: Vec::new() }
    }
}

impl<V> ShortMap<V> {
    /// Where the search for a text begins.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "the mask leaves what is a place")]
    fn start(&self, short: Short) -> usize {
        FxBuildHasher.hash_one(short) as usize & self.slots.len().wrapping_sub(1)
    }

    #[inline]
    fn entry(&self, slot: u32) -> Option<&(Short, V)> {
        self.entries.get(slot.checked_sub(1)? as usize)
    }

    /// Where a text is, or the free place where it belongs.
    #[inline]
    fn slot(&self, short: Short) -> usize {
        let mut at = self.start(short);
        while let Some((known, _)) = self.slots.get(at).and_then(|slot| self.entry(*slot))
            && *known != short
        {
            at = (at + 1) & self.slots.len().wrapping_sub(1);
        }
        at
    }

    #[inline]
    fn get(&self, short: Short) -> Option<&V> {
        let slot = self.slots.get(self.slot(short))?;
        self.entry(*slot).map(|(_, value)| value)
    }

    /// The values of many texts.
    #[cfg(feature = "parquet")]
    fn get_all(&self, shorts: &[Short], mut take: impl FnMut(Option<&V>)) {
        // No step waits for that of another text.
        let slots: Vec<u32> =
            shorts.iter().map(|short| self.slots.get(self.start(*short)).copied().unwrap_or(0)).collect();
        for (short, slot) in shorts.iter().zip(slots) {
            match self.entry(slot) {
                Some((known, value)) if known == short => take(Some(value)),
                _ => take(self.get(*short)),
            }
        }
    }

    fn insert(&mut self, short: Short, value: V) {
        if self.slots.len() < 2 * (self.entries.len() + 1) {
            self.grow();
        }
        let at = self.slot(short);
        let Some(slot) = self.slots.get_mut(at) else { return };
        match slot.checked_sub(1).and_then(|number| self.entries.get_mut(number as usize)) {
            Some((_, known)) => *known = value,
            None => {
                self.entries.push((short, value));
                // So many entries would need more memory than there is.
                *slot = u32::try_from(self.entries.len()).unwrap_or(0);
            }
        }
    }

    fn grow(&mut self) {
        self.slots = vec![0; (4 * self.slots.len()).max(16)];
        for number in 0..self.entries.len() {
            let Some(short) = self.entries.get(number).map(|(short, _)| *short) else { return };
            let mut at = self.start(short);
            while self.slots.get(at).is_some_and(|slot| *slot > 0) {
                at = (at + 1) & self.slots.len().wrapping_sub(1);
            }
            if let Some(slot) = self.slots.get_mut(at) {
                *slot = u32::try_from(number + 1).unwrap_or(0);
            }
        }
    }
}

/// A map from texts that looks short ones up by their number.
#[derive(Debug)]
pub(crate) struct TextMap<V> {
    short: ShortMap<V>,
    long: FxHashMap<Box<str>, V>,
}

impl<V> Default for TextMap<V> {
    fn default() -> Self {
        Self { short: ShortMap::default(), long: FxHashMap::default() }
    }
}

impl<V> TextMap<V> {
    #[inline]
    pub(crate) fn get(&self, text: &str) -> Option<&V> {
        self.get_as(Short::of(text.as_bytes()), text)
    }

    /// The values of many short texts, one after the other.
    #[cfg(feature = "parquet")]
    pub(crate) fn get_all_short(&self, shorts: &[Short], take: impl FnMut(Option<&V>)) {
        self.short.get_all(shorts, take);
    }

    /// The value of a text whose number is known.
    #[inline]
    pub(crate) fn get_as(&self, short: Option<Short>, text: &str) -> Option<&V> {
        match short {
            Some(short) => self.short.get(short),
            None => self.long.get(text),
        }
    }

    /// Sets the value of a text.
    pub(crate) fn insert(&mut self, text: &str, value: V) {
        match Short::of(text.as_bytes()) {
            Some(short) => self.short.insert(short, value),
            None => _ = self.long.insert(text.into(), value),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.short.entries.len() + self.long.len()
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
    #[cfg(feature = "parquet")]
    fn every_text_is_found_and_no_other() {
        let mut map = TextMap::default();
        assert_eq!(map.get("a"), None);
        for number in 0..10_000 {
            map.insert(&format!("YL-{number}"), number);
            map.insert(&format!("an id that is longer {number}"), number);
        }
        map.insert("YL-7", 77);
        assert_eq!((map.len(), map.get("YL-7"), map.get("YL-10000")), (20_000, Some(&77), None));
        let asked: Vec<Short> = (0..11_000).filter_map(|number| Short::of(format!("YL-{number}").as_bytes())).collect();
        let mut found = Vec::new();
        map.get_all_short(&asked, |value| found.push(value.copied()));
        let expected = |number| Some(if number == 7 { 77 } else { number }).filter(|_| number < 10_000);
        assert_eq!(found, (0..11_000).map(expected).collect::<Vec<_>>());
    }

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
