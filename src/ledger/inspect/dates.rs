//! The dates of a column: how they are spelt, from when to when, and in which order their parts stand.

use std::collections::BTreeMap;

use super::super::spelling::{Order, Spelling, Undated, Years};
use crate::calendar::Day;
use crate::rulebook::normalise;

/// How a date is spelt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DateForm {
    /// `2024-03-05`.
    Dashes,
    /// `2024/3/5`.
    Slashes,
    /// `2024.3.5`.
    Dots,
    /// `2024年3月5日`.
    Chinese,
    /// `113.3.5`, `民国113年3月5日`.
    Republic,
    /// `20240305`.
    Compact,
    /// `45356`: the days since 1900 or 1904.
    Serial,
    /// `3/5/2024`, `21.3.5`: a short number comes first.
    Short,
}

impl DateForm {
    /// As JSON names it.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Dashes => "dashes",
            Self::Slashes => "slashes",
            Self::Dots => "dots",
            Self::Chinese => "chinese",
            Self::Republic => "republic",
            Self::Compact => "compact",
            Self::Serial => "serial",
            Self::Short => "short",
        }
    }

    fn of(cell: &str) -> Option<Self> {
        let cell = normalise(cell);
        if ["中华民国", "中華民國", "民国", "民國"].iter().any(|era| cell.starts_with(era)) {
            return Some(Self::Republic);
        }
        let digits = cell.bytes().take_while(u8::is_ascii_digit).count();
        let behind = cell.get(digits..)?.trim_start().chars().next();
        Some(match (digits, behind) {
            (4, Some('-')) => Self::Dashes,
            (4, Some('/')) => Self::Slashes,
            (4, Some('.')) => Self::Dots,
            (4, Some('年')) => Self::Chinese,
            (3, Some(_)) => Self::Republic,
            (8 | 12 | 14, _) => Self::Compact,
            (5, None | Some('.')) => Self::Serial,
            (1 | 2, Some('-' | '/' | '.' | '年')) => Self::Short,
            _ => return None,
        })
    }
}

/// The three orders, as [`Dates::orders`] counts them.
pub(super) const ORDERS: [Order; 3] = [Order::MonthDayYear, Order::DayMonthYear, Order::YearMonthDay];

/// The dates of a column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dates {
    /// How many cells are dates, or one of two.
    pub count: u64,
    /// How they are spelt, with a cell and how many.
    pub forms: BTreeMap<DateForm, (String, u64)>,
    /// How many have a time of day.
    pub timed: u64,
    /// How many may be two days, as one orders day, month and year, and one of them with both.
    pub either_order: u64,
    /// The first of them.
    pub order_example: Option<(String, Day, Day)>,
    /// How many may be two days, as one counts years.
    pub either_years: u64,
    /// The first of them.
    pub years_example: Option<(String, Day, Day)>,
    /// How many day numbers may be two days, as one counts from 1900 or 1904.
    pub either_epoch: u64,
    /// How many cells with a short number first are there, and how many of them are a date in each order: month first,
    /// day first, year first.
    pub short: u64,
    /// See [`Self::short`].
    pub orders: [u64; 3],
    /// By month: those that can be only one.
    sure: Months,
    /// Those that need an order, by order.
    ordered: [Months; 3],
}

/// Days by month.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Months {
    counts: BTreeMap<(i32, u32), u64>,
    bounds: Option<(Day, Day)>,
}

impl Months {
    fn add(&mut self, day: Day) {
        let (year, month) = year_month(day);
        *self.counts.entry((year, month)).or_default() += 1;
        self.bounds = Some(self.bounds.map_or((day, day), |(first, last)| (first.min(day), last.max(day))));
    }

    fn join(&mut self, other: &Self) {
        for (month, count) in &other.counts {
            *self.counts.entry(*month).or_default() += count;
        }
        self.bounds = match (self.bounds, other.bounds) {
            (Some(one), Some(other)) => Some((one.0.min(other.0), one.1.max(other.1))),
            (one, other) => one.or(other),
        };
    }
}

fn year_month(day: Day) -> (i32, u32) {
    let text = day.to_string();
    let mut parts = text.splitn(3, '-');
    let mut next = || parts.next().unwrap_or_default();
    (next().parse().unwrap_or_default(), next().parse().unwrap_or_default())
}

impl Dates {
    /// Takes a cell; false where it is no date. A bare number is one only where the column is of dates.
    pub(super) fn take(&mut self, cell: &str, spelling: Spelling, of_dates: bool) -> bool {
        let Some(form) = DateForm::of(cell) else { return false };
        if form == DateForm::Serial && !of_dates {
            return false;
        }
        // A decimal with two points or a version is no date unless it reads as one.
        let read = spelling.time(cell);
        let shown = || cell.chars().take(40).collect::<String>();
        match read {
            Ok(time) => {
                self.timed += u64::from(time.second.is_some());
                if form != DateForm::Short {
                    self.sure.add(time.day);
                }
            }
            Err(Undated::Order(one, other)) => {
                self.either_order += 1;
                self.order_example.get_or_insert_with(|| (shown(), one, other));
            }
            Err(Undated::Years(one, other)) => {
                self.either_years += 1;
                self.years_example.get_or_insert_with(|| (shown(), one, other));
            }
            Err(Undated::Number(..)) => self.either_epoch += 1,
            Err(Undated::Unreadable) => return false,
        }
        if form == DateForm::Short {
            self.short += 1;
            for ((order, count), months) in ORDERS.into_iter().zip(&mut self.orders).zip(&mut self.ordered) {
                let spelling = Spelling { order: Some(order), years: Some(Years::Common), ..spelling };
                if let Ok(time) = spelling.time(cell) {
                    *count += 1;
                    months.add(time.day);
                }
            }
        }
        self.count += 1;
        self.forms.entry(form).or_insert_with(|| (shown(), 0)).1 += 1;
        true
    }

    /// The order of the short ones, where only one fits all of them.
    #[must_use]
    pub fn order(&self) -> Option<Order> {
        let mut fits = ORDERS.into_iter().zip(self.orders).filter(|(_, count)| *count == self.short && self.short > 0);
        let first = fits.next().map(|(order, _)| order);
        if fits.next().is_some() { None } else { first }
    }

    fn months_of(&self) -> Months {
        let mut months = self.sure.clone();
        let decided = self.order().and_then(|order| ORDERS.into_iter().position(|other| other == order));
        if let Some(ordered) = decided.and_then(|at| self.ordered.get(at)) {
            months.join(ordered);
        }
        months
    }

    /// How many there are in each month; those that may be two days are not counted.
    #[must_use]
    pub fn months(&self) -> BTreeMap<(i32, u32), u64> {
        self.months_of().counts
    }

    /// The first and the last day.
    #[must_use]
    pub fn bounds(&self) -> Option<(Day, Day)> {
        self.months_of().bounds
    }
}
