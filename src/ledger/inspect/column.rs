//! What a column looks like, of as many rows as there may be.

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::super::spelling::Spelling;
use super::dates::Dates;
use super::places::{looks_institution, says_date, says_institution, squeezed, truth};

/// How many different values of a column are told apart.
pub const DISTINCT: usize = 10_000;
/// How many letters of a value are kept.
const LETTERS: usize = 200;

/// What a column looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Look {
    /// No cell is filled.
    Blank,
    /// Dates.
    Date,
    /// Times of day.
    Time,
    /// Numbers.
    Number,
    /// Yes and no.
    Truth,
    /// Institutions.
    Institution,
    /// Different in every row.
    Unique,
    /// A few different texts.
    Choice,
    /// Any text.
    Text,
}

impl Look {
    /// As JSON names it.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Blank => "blank",
            Self::Date => "date",
            Self::Time => "time",
            Self::Number => "number",
            Self::Truth => "truth",
            Self::Institution => "institution",
            Self::Unique => "unique",
            Self::Choice => "choice",
            Self::Text => "text",
        }
    }
}

/// What a column is.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnProfile {
    /// What its header says.
    pub name: String,
    /// Where it is a part of the cells of a column: what separates them and which it is, from 1.
    pub part: Option<(String, String, usize)>,
    /// What it looks like.
    pub look: Look,
    /// Its filled cells.
    pub filled: u64,
    /// Its blank cells.
    pub blank: u64,
    /// How many different values there are, up to [`DISTINCT`].
    pub distinct: usize,
    /// Whether there are more.
    pub more: bool,
    /// The different values, the most frequent first.
    pub values: Vec<(String, u64)>,
    /// The first different values.
    pub examples: Vec<String>,
    /// The least and the greatest number.
    pub numbers: Option<(Decimal, Decimal)>,
    /// Its dates.
    pub dates: Option<Dates>,
}

/// Gathers what a column is.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    name: String,
    part: Option<(String, String, usize)>,
    of_dates: bool,
    filled: u64,
    values: FxHashMap<String, u64>,
    more: bool,
    examples: Vec<String>,
    numbers: u64,
    range: Option<(Decimal, Decimal)>,
    times: u64,
    truths: u64,
    institutions: u64,
    pub(super) dates: Dates,
}

impl Gathered {
    pub(super) fn new(name: String, part: Option<(String, String, usize)>) -> Self {
        Self { of_dates: says_date(&name), name, part, ..Self::default() }
    }

    /// Which part of the cells of its column it is.
    pub(super) fn part(&self) -> Option<(&str, usize)> {
        self.part.as_ref().map(|(_, by, part)| (by.as_str(), *part))
    }

    pub(super) fn take(&mut self, cell: &str, spelling: Spelling) {
        let cell = cell.trim();
        if cell.is_empty() {
            return;
        }
        self.filled += 1;
        self.count(cell);
        if !self.dates.take(cell, spelling, self.of_dates) && is_time(cell) {
            self.times += 1;
        }
        if let Some(number) = number(cell) {
            self.numbers += 1;
            self.range = Some(self.range.map_or((number, number), |(low, high)| (low.min(number), high.max(number))));
        }
        self.truths += u64::from(truth(cell).is_some());
        self.institutions += u64::from(looks_institution(cell));
    }

    fn count(&mut self, cell: &str) {
        let shown = match cell.char_indices().nth(LETTERS) {
            Some((end, _)) => cell.get(..end).unwrap_or_default(),
            None => cell,
        };
        if let Some(count) = self.values.get_mut(shown) {
            *count += 1;
        } else if self.values.len() < DISTINCT {
            if self.examples.len() < 3 {
                self.examples.push(shown.to_owned());
            }
            self.values.insert(shown.to_owned(), 1);
        } else {
            self.more = true;
        }
    }

    pub(super) fn finish(self, rows: u64) -> ColumnProfile {
        let look = self.look();
        let mut values: Vec<(String, u64)> = self.values.into_iter().collect();
        values.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        ColumnProfile {
            look,
            filled: self.filled,
            blank: rows.saturating_sub(self.filled),
            distinct: values.len(),
            more: self.more,
            values,
            examples: self.examples,
            numbers: self.range.filter(|_| look == Look::Number),
            dates: (look == Look::Date).then_some(self.dates),
            name: self.name,
            part: self.part,
        }
    }

    fn look(&self) -> Look {
        let most = |count: u64| count > 0 && count.saturating_mul(10) >= self.filled.saturating_mul(9);
        let all = |count: u64| count > 0 && count == self.filled;
        let half = |count: u64| count > 0 && count.saturating_mul(2) >= self.filled;
        let distinct = self.values.len();
        if self.filled == 0 {
            return Look::Blank;
        }
        if most(self.dates.count) || (self.of_dates && half(self.dates.count)) {
            return Look::Date;
        }
        if most(self.times) {
            return Look::Time;
        }
        if most(self.numbers) {
            return Look::Number;
        }
        // Some cells may say neither: 未考核.
        if half(self.truths) && distinct <= 6 {
            return Look::Truth;
        }
        let institution = says_institution(&self.name);
        if institution + u32::from(half(self.institutions)) * 30 >= 60 {
            return Look::Institution;
        }
        if !self.more && all(distinct as u64) && self.filled >= 2 {
            return Look::Unique;
        }
        if !self.more && distinct <= 12 && self.filled >= 2 * distinct as u64 { Look::Choice } else { Look::Text }
    }
}

/// Whether a cell is a time of day.
fn is_time(cell: &str) -> bool {
    let cell = squeezed(cell);
    let mut parts = cell.split([':', '时', '分']).filter(|part| !part.is_empty());
    let number = |part: Option<&str>, below: u32| {
        part.is_some_and(|part| part.len() <= 2 && part.parse::<u32>().is_ok_and(|number| number < below))
    };
    cell.contains([':', '时']) && number(parts.next(), 25) && parts.all(|part| number(Some(part), 60))
}

fn number(cell: &str) -> Option<Decimal> {
    let cell = squeezed(cell);
    let digits = cell.strip_suffix('%').unwrap_or(&cell).replace(',', "");
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
    // A leading zero makes it a code: 007.
    let code = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    digits.parse().ok().filter(|_| plain && !code)
}
