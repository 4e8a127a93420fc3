//! Trees of all files to one checked rule book: names, types, periods, uses.
