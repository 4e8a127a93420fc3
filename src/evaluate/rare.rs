//! Lists that few duties have: they take one word of the others.

use std::ops::{Deref, DerefMut};

/// A list that is empty as a rule.
#[derive(Debug, Clone)]
#[expect(clippy::box_collection, reason = "an outcome is moved often, and its lists are filled seldom")]
pub(super) struct Rare<T>(Option<Box<Vec<T>>>);

impl<T> Rare<T> {
    #[inline]
    pub(super) const fn new() -> Self {
        Self(None)
    }

    pub(super) fn push(&mut self, item: T) {
        self.0.get_or_insert_default().push(item);
    }
}

impl<T> From<Vec<T>> for Rare<T> {
    fn from(items: Vec<T>) -> Self {
        Self((!items.is_empty()).then(|| Box::new(items)))
    }
}

impl<T> Deref for Rare<T> {
    type Target = [T];

    #[inline]
    fn deref(&self) -> &[T] {
        self.0.as_deref().map_or(&[], Vec::as_slice)
    }
}

impl<T> DerefMut for Rare<T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut [T] {
        self.0.as_deref_mut().map_or(&mut [], Vec::as_mut_slice)
    }
}
