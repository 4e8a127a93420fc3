//! Rule text to tree. Parsing cannot fail: it gives a tree and the problems found on the way.

pub mod ast;
