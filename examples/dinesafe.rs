//! Were the food premises of Toronto inspected as often a year as each of them has to be?
//!
//! `cargo run --release --example dinesafe -- dinesafe.2012.csv …`
//!
//! The files are yearly exports of `DineSafe`, which the City of Toronto publishes under the Open Government Licence –
//! Toronto; they are not part of this repository. A row is one infraction, so one inspection may have several rows:
//! what counts is distinct inspection dates. An establishment without any row of the year is not known, nor counted.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::{self, Display, Formatter};
use std::io::Read;
use std::process::ExitCode;

use guiju::calendar::Day;
use guiju::ledger::{Asked, Builder};
use guiju::verdict::Status;
use guiju::{check, evaluate};

const RULES: &str = include_str!("dinesafe/inspections.gj");

const USAGE: &str = "\
usage: cargo run --release --example dinesafe -- FILE...

FILE is a yearly export of DineSafe, the inspections of food premises that the City of Toronto
publishes under the Open Government Licence - Toronto: CSV, one row an infraction.";

/// The columns that are read of a raw file.
const COLUMNS: [&str; 4] = ["Establishment ID", "Establishment Name", "Min. Inspections Per Year", "Inspection Date"];

/// The cells of one row, trimmed, in the order of `COLUMNS`.
type Row = [String; 4];

/// What came of one file.
pub struct Judged {
    /// The calendar year of most rows.
    year: i32,
    rows: usize,
    in_year: usize,
    /// Establishments and inspections that cannot be used.
    rejected: u64,
    /// By the number of inspections an establishment needs, as the file writes it.
    counts: BTreeMap<String, Count>,
}

/// The establishments that need the same number of inspections.
#[derive(Default)]
struct Count {
    met: u32,
    violated: u32,
    unknown: u32,
}

/// Judges one export.
///
/// # Errors
/// It is no CSV, lacks a column, or no row is dated.
pub fn judge(raw: impl Read) -> Result<Judged, Box<dyn Error>> {
    let rows = read(raw)?;
    let year = year_of_most(&rows).ok_or("no row has an inspection date such as 2012-04-12")?;
    let in_year: Vec<&Row> = rows.iter().filter(|row| year_of(row) == Some(year)).collect();

    let loaded = check::load([("inspections.gj", RULES)], &mut check::NoFiles);
    if let Some(problem) = loaded.problems.iter().next() {
        return Err(problem.title.en.clone().into());
    }
    // The file holds the whole year: a day without a row is a day without an inspection.
    let (first, last) = (Day::from_ymd(year, 1, 1), Day::from_ymd(year, 12, 31));
    let as_of = last.ok_or_else(|| format!("{year} is not in the calendar"))?;
    let mut builder = Builder::new(&loaded.book, Asked { from: first, to: last, as_of: last });
    let (mut minimums, mut inspections) = (BTreeMap::new(), BTreeSet::new());
    for [id, name, minimum, date] in in_year.iter().copied() {
        // No establishment of 2010, 2011 or 2012 has rows with different numbers; if one had, its first would stand.
        minimums.entry(id.as_str()).or_insert_with(|| {
            let category = ("category", "establishment");
            builder.subject(&[("id", id), ("name", name), category, ("min_inspections", minimum)]);
            minimum
        });
        if inspections.insert((id, date)) {
            builder.record(&[("institution", id), ("activity", "inspection"), ("date", date)]);
        }
    }
    let (ledger, intake) = builder.finish()?;

    let mut counts: BTreeMap<String, Count> = BTreeMap::new();
    for verdict in evaluate::evaluate(&loaded.book, &ledger, guiju::calendar::WorkingDays::china(), as_of).collect() {
        let minimum = minimums.get(verdict.line(&loaded.book, &ledger).subject());
        let count = counts.entry(minimum.map_or_else(String::new, |minimum| minimum.to_string())).or_default();
        match verdict.status {
            Status::Met => count.met += 1,
            Status::Violated => count.violated += 1,
            _ => count.unknown += 1,
        }
    }
    Ok(Judged { year, rows: rows.len(), in_year: in_year.len(), rejected: intake.rejected(), counts })
}

fn read(raw: impl Read) -> Result<Vec<Row>, Box<dyn Error>> {
    let mut table = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(raw);
    let headers = table.headers()?;
    let mut places = [0; COLUMNS.len()];
    for (at, name) in places.iter_mut().zip(COLUMNS) {
        let place = headers.iter().position(|header| header == name);
        *at = place.ok_or_else(|| format!("there is no column `{name}`; is this an export of DineSafe?"))?;
    }
    let row = |record: csv::StringRecord| places.map(|at| record.get(at).unwrap_or_default().to_owned());
    table.records().map(|record| Ok(row(record?))).collect()
}

fn year_of([.., date]: &Row) -> Option<i32> {
    date.split_once('-')?.0.parse().ok()
}

/// The later one, where two years have the same number of rows.
fn year_of_most(rows: &[Row]) -> Option<i32> {
    let mut years = BTreeMap::new();
    for year in rows.iter().filter_map(year_of) {
        *years.entry(year).or_insert(0_usize) += 1;
    }
    years.into_iter().max_by_key(|(_, rows)| *rows).map(|(year, _)| year)
}

impl Display for Judged {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let Self { year, rows, in_year, rejected, .. } = self;
        writeln!(out, "judged: {year}-01-01 to {year}-12-31, the year of {in_year} of {rows} rows")?;
        writeln!(out, "establishments and inspections that cannot be used: {rejected}\n")?;
        writeln!(out, "     N  establishments     met  violated  unknown  met of met + violated")?;
        for (minimum, Count { met, violated, unknown }) in &self.counts {
            let minimum = if minimum.is_empty() { "(none)" } else { minimum };
            let share = match met + violated {
                0 => "-".to_owned(),
                judged => format!("{:.1} %", f64::from(*met) * 100.0 / f64::from(judged)),
            };
            let seen = met + violated + unknown;
            writeln!(out, "{minimum:>6}{seen:>16}{met:>8}{violated:>10}{unknown:>9}{share:>23}")?;
        }
        Ok(())
    }
}

fn main() -> ExitCode {
    let files: Vec<String> = std::env::args().skip(1).collect();
    if files.is_empty() {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    }
    for file in files {
        match std::fs::File::open(&file).map_err(Into::into).and_then(judge) {
            Ok(judged) => println!("{file}\n{judged}"),
            Err(error) => {
                eprintln!("{file}: {error}");
                return ExitCode::from(2);
            }
        }
    }
    ExitCode::SUCCESS
}
