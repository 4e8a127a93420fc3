//! Room for what is still to come: what is moved to a larger room is paid for twice.

/// Makes room for some more values: where there is none, for as many as are expected.
pub(crate) fn make_room<T>(values: &mut Vec<T>, more: usize, expected: usize) {
    if values.capacity() - values.len() < more {
        // However little is expected, few are moved often; where there is not so much room, they get it as they come.
        _ = values.try_reserve_exact(expected.max(more).max(values.len() / 2));
    }
}
