//! 规矩: rules for what institutions owe over time, and verdicts with the records that prove them.
//!
//! The data goes one way. [`check::load`] takes rule texts to a checked [`rulebook::RuleBook`] and every problem in
//! them; [`ledger::read`] (files) or [`ledger::Builder`] (rows) take the register and the records, as far as the rules
//! name them, to a [`ledger::Ledger`] of columns; [`evaluate::evaluate`] judges every duty as of a day, and
//! [`verdict::Verdict`]s come out, with the records that prove them; [`report`] sums them up and writes them down.
//! [`trial`] judges the tests that stand in rule files in the same way.
//!
//! ```
//! use guiju::{calendar, check, evaluate, ledger};
//!
//! let rules = "养老机构 every 6 months fire_drill";
//! let loaded = check::load([("drills.gj", rules)], &mut check::NoFiles);
//! assert!(loaded.problems.is_empty());
//!
//! let asked = ledger::Asked { from: calendar::Day::from_ymd(2024, 1, 1), ..Default::default() };
//! let mut rows = ledger::Builder::new(&loaded.book, asked);
//! rows.subject(&[("id", "甲"), ("category", "养老机构"), ("opened", "2024-01-10")]);
//! rows.record(&[("id", "R-1"), ("institution", "甲"), ("activity", "fire_drill"), ("date", "2024-03-05")]);
//! rows.record(&[("id", "R-2"), ("institution", "甲"), ("activity", "fire_drill"), ("date", "2024-10-01")]);
//! let (ledger, intake) = rows.finish()?;
//! assert_eq!(intake.rejected(), 0);
//!
//! let as_of = ledger.as_of().expect("a record is dated");
//! let verdicts = evaluate::evaluate(&loaded.book, &ledger, calendar::WorkingDays::china(), as_of).collect();
//! let told: Vec<_> = verdicts.iter().map(|it| (it.due.map(|due| due.to_string()), it.status.keyword())).collect();
//! assert_eq!(told, [
//!     (Some("2024-07-10".to_owned()), "met"),
//!     (Some("2024-09-05".to_owned()), "late"),
//!     (Some("2025-04-01".to_owned()), "pending"),
//! ]);
//! # Ok::<(), ledger::LedgerError>(())
//! ```
//!
//! Three kinds of trouble take three roads. A wrong rule text is a [`diagnostic::Diagnostic`]: collected, never thrown,
//! worded in English and Chinese. A wrong file is a [`ledger::LedgerError`]. Records that do not decide are
//! [`verdict::Status::Unknown`] with the reason: evaluation never stops, never guesses, never skips in silence.
//!
//! Beside that road stands [`format::format`], which lays a rule text out in its one canonical form, in either language.
//!
//! Nothing here knows what day it is: the judged day is an argument. Same input, same bytes.
//!
//! Without default features the crate is the core alone: no command line (`cli`), no threads (`threads`).

pub mod calendar;
pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
pub mod diagnostic;
pub mod evaluate;
pub mod format;
pub mod ledger;
pub mod lint;
pub mod report;
pub mod rulebook;
pub mod syntax;
pub mod text;
pub mod trial;
pub mod verdict;
