//! 规矩: a rules engine for what institutions owe over time.
pub mod calendar;
pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
pub mod diagnostic;
pub mod evaluate;
pub mod ledger;
pub mod report;
pub mod rulebook;
pub mod syntax;
pub mod text;
pub mod verdict;
