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
    /// Open addressing: the length is a power of two, and at least a third is free.
    slots: Vec<Option<(Short, V)>>,
    count: usize,
}

impl<V> Default for ShortMap<V> {
    fn default() -> Self {
        Self { slots: Vec::new(), count: 0 }
    }
}

impl<V> ShortMap<V> {
    /// How many texts are looked up at once.
    #[cfg(feature = "parquet")]
    const AT_ONCE: usize = 32;

    /// Where the search for a text begins.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "the mask leaves what is a place")]
    fn start(&self, short: Short) -> usize {
        FxBuildHasher.hash_one(short) as usize & self.slots.len().wrapping_sub(1)
    }

    /// Where a text is, or the free place where it belongs.
    #[inline]
    fn slot(&self, short: Short) -> usize {
        let mut at = self.start(short);
        while let Some(Some((known, _))) = self.slots.get(at)
            && *known != short
        {
            at = (at + 1) & self.slots.len().wrapping_sub(1);
        }
        at
    }

    #[inline]
    fn get(&self, short: Short) -> Option<&V> {
        self.slots.get(self.slot(short))?.as_ref().map(|(_, value)| value)
    }

    /// The values of many texts.
    #[cfg(feature = "parquet")]
    fn get_all(&self, shorts: &[Short], mut take: impl FnMut(Option<&V>)) {
        for shorts in shorts.chunks(Self::AT_ONCE) {
            // Where they begin is fetched for all of them before the first is looked at.
            let begins = shorts.iter().map(|short| self.slots.get(self.start(*short)).and_then(Option::as_ref));
            std::hint::black_box(begins.flatten().fold(0, |all, (short, _)| all ^ short.low));
            shorts.iter().for_each(|short| take(self.get(*short)));
        }
    }

    fn insert(&mut self, short: Short, value: V) {
        if 2 * self.slots.len() <= 3 * self.count {
            self.grow();
        }
        let at = self.slot(short);
        if let Some(slot) = self.slots.get_mut(at) {
            self.count += usize::from(slot.is_none());
            *slot = Some((short, value));
        }
    }

    fn grow(&mut self) {
        let len = (2 * self.slots.len()).max(16);
        let slots = std::iter::repeat_with(|| None).take(len).collect();
        for (short, value) in std::mem::replace(&mut self.slots, slots).into_iter().flatten() {
            let at = self.slot(short);
            if let Some(slot) = self.slots.get_mut(at) {
                *slot = Some((short, value));
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
        self.short.count + self.long.len()
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
