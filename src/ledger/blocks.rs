//! Blocks are read one after another, parsed on every core, and taken in the order they were read.
//!
//! Each worker reads a block itself and parses it at once, while it is still in that core's cache; what it made of
//! the block waits until those before it have been taken. So the number of threads never shows. Where reading takes
//! longer than parsing, one worker stays with the reading, and what it works on in its own cache.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
#[cfg(feature = "threads")]
use std::sync::mpsc::{TrySendError, sync_channel};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What takes longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pace {
    Parsing,
    #[cfg_attr(not(feature = "workbooks"), expect(dead_code, reason = "sheets are read slower than they are parsed"))]
    Reading,
}

/// Reads blocks with `next` until it says false or fails, parses each with a parser made by `parser`, and gives the
/// results to `absorb` in the order of the blocks; when `absorb` says false no further block is read.
///
/// # Errors
/// What `next` failed with, after all blocks before were absorbed.
pub(crate) fn in_order<B, P, W, E>(
    pace: Pace,
    next: impl FnMut(&mut B) -> Result<bool, E> + Send,
    parser: impl Fn() -> W + Sync,
    absorb: impl FnMut(P) -> bool + Send,
) -> Result<(), E>
where
    B: Default + Send,
    P: Send,
    W: FnMut(&B) -> P,
    E: Send,
{
    let source = Mutex::new(Source { next, number: 0_u64, failure: None });
    let order = Mutex::new(Order { absorb, number: 0_u64, waiting: BTreeMap::new() });
    let ended = AtomicBool::new(false);
    let read = |block: &mut B| lock(&source).read(block, &ended);
    let take = |number, part| {
        if !lock(&order).take(number, part) {
            ended.store(true, Ordering::Relaxed);
        }
    };
    let work = || {
        let mut parse = parser();
        let mut block = B::default();
        while let Some(number) = read(&mut block) {
            take(number, parse(&block));
        }
    };
    #[cfg(feature = "threads")]
    if pace == Pace::Reading && threads() > 1 {
        read_apart(read, &parser, &take);
    } else {
        on_every_core(&work);
    }
    #[cfg(not(feature = "threads"))]
    {
        let _ = pace;
        on_every_core(&work);
    }
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

/// One worker reads and hands on; it parses itself what nobody has a hand free for, and helps when all is read.
#[cfg(feature = "threads")]
fn read_apart<B, P, W>(
    mut read: impl FnMut(&mut B) -> Option<u64> + Send,
    parser: &(impl Fn() -> W + Sync),
    take: &(impl Fn(u64, P) + Sync),
) where
    B: Default + Send,
    W: FnMut(&B) -> P,
{
    let threads = threads();
    let (send, receive) = sync_channel::<(u64, B)>(2 * threads);
    let (receive, spare) = (Mutex::new(receive), Mutex::new(Vec::new()));
    let parse_all = |mut parse: W| {
        loop {
            let Ok((number, block)) = lock(&receive).recv() else { return };
            take(number, parse(&block));
            lock(&spare).push(block);
        }
    };
    rayon::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(|_| parse_all(parser()));
        }
        let mut parse = parser();
        let mut block = B::default();
        while let Some(number) = read(&mut block) {
            match send.try_send((number, block)) {
                Ok(()) => block = lock(&spare).pop().unwrap_or_default(),
                Err(TrySendError::Full((number, full)) | TrySendError::Disconnected((number, full))) => {
                    take(number, parse(&full));
                    block = full;
                }
            }
        }
        drop(send);
        parse_all(parse);
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
