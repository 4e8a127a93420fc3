//! Blocks are read one after another, parsed on every core, and taken in the order they were read.
//!
//! Each worker reads a block itself and parses it at once, while it is still in that core's cache; what it made of
//! the block waits until those before it have been taken. So the number of threads never shows.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Reads blocks with `next` until it says false or fails, parses each with a parser made by `parser`, and gives the
/// results to `absorb` in the order of the blocks; when `absorb` says false no further block is read.
///
/// # Errors
/// What `next` failed with, after all blocks before were absorbed.
pub(crate) fn in_order<B, P, W, E>(
    next: impl FnMut(&mut B) -> Result<bool, E> + Send,
    parser: impl Fn() -> W + Sync,
    absorb: impl FnMut(P) -> bool + Send,
) -> Result<(), E>
where
    B: Default,
    P: Send,
    W: FnMut(&B) -> P,
    E: Send,
{
    let source = Mutex::new(Source { next, number: 0_u64, failure: None });
    let order = Mutex::new(Order { absorb, number: 0_u64, waiting: BTreeMap::new() });
    let ended = AtomicBool::new(false);
    let work = || {
        let mut parse = parser();
        let mut block = B::default();
        while !ended.load(Ordering::Relaxed) {
            let Some(number) = lock(&source).read(&mut block, &ended) else { break };
            let part = parse(&block);
            if !lock(&order).take(number, part) {
                ended.store(true, Ordering::Relaxed);
            }
        }
    };
    on_every_core(&work);
    let failure = source.into_inner().unwrap_or_else(PoisonError::into_inner).failure;
    // Where `absorb` stopped, that comes first.
    let stopped = order.into_inner().unwrap_or_else(PoisonError::into_inner).number == u64::MAX;
    failure.filter(|_| !stopped).map_or(Ok(()), Err)
}

/// How many threads there are to work on.
#[cfg(feature = "threads")]
pub(crate) fn threads() -> usize {
    rayon::current_num_threads()
}

#[cfg(all(feature = "workbooks", not(feature = "threads")))]
pub(crate) const fn threads() -> usize {
    1
}

#[cfg(feature = "threads")]
fn on_every_core(work: &(impl Fn() + Sync)) {
    let threads = threads();
    if threads < 2 {
        return work();
    }
    rayon::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|_| work());
        }
    });
}

#[cfg(not(feature = "threads"))]
fn on_every_core(work: &impl Fn()) {
    work();
}

/// A panic elsewhere ends the whole run anyway; it needs no second one here.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Source<N, E> {
    next: N,
    number: u64,
    failure: Option<E>,
}

impl<N, E> Source<N, E> {
    /// The next block and its number.
    fn read<B>(&mut self, block: &mut B, ended: &AtomicBool) -> Option<u64>
    where
        N: FnMut(&mut B) -> Result<bool, E>,
    {
        if ended.load(Ordering::Relaxed) {
            return None;
        }
        match (self.next)(block) {
            Ok(true) => {
                self.number += 1;
                return Some(self.number - 1);
            }
            Ok(false) => {}
            Err(failure) => self.failure = Some(failure),
        }
        ended.store(true, Ordering::Relaxed);
        None
    }
}

struct Order<A, P> {
    absorb: A,
    number: u64,
    waiting: BTreeMap<u64, P>,
}

impl<A: FnMut(P) -> bool, P> Order<A, P> {
    /// Takes a part, and those that waited for it; false once `absorb` wants no more.
    fn take(&mut self, number: u64, part: P) -> bool {
        self.waiting.insert(number, part);
        while let Some(part) = self.waiting.remove(&self.number) {
            self.number = if (self.absorb)(part) { self.number + 1 } else { u64::MAX };
        }
        self.number != u64::MAX
    }
}
