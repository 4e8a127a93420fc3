//! Calls of readers that others wrote, which may panic over a damaged file: that is an error like any other.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    /// How many such calls this thread is in.
    static CALLS: Cell<u32> = const { Cell::new(0) };
}

/// Whether the thread is in a call whose panic is caught: nobody needs to be told of it.
#[must_use]
pub fn is_guarded() -> bool {
    CALLS.get() > 0
}

/// What a call gives; nothing where it panicked. What it worked on is not used again.
pub(crate) fn guarded<T>(call: impl FnOnce() -> T) -> Option<T> {
    CALLS.set(CALLS.get() + 1);
    let done = catch_unwind(AssertUnwindSafe(call));
    CALLS.set(CALLS.get() - 1);
    done.ok()
}
