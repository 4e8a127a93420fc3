//! How the cells of records are made of the cells of a row: what a mapping names is looked for in the header.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use super::super::error::LedgerError;
use super::super::heading::{Sort, fold, joint, same};
use super::days::{DayColumn, DayOf, day_columns, month};
use super::plan::{Cell, DaysPlan, Facts, Made, MonthOf, Plan};
use super::said::{Unmapped, Why};
use super::{Days, Each, Mapping, Month, Piece, Said, title};
use crate::rulebook::normalise;
use crate::text::Nearest;

/// The columns of one of the records of a row.
#[derive(Clone, Default)]
struct Variant {
    columns: Vec<(String, Vec<Piece>, usize)>,
    constants: Vec<(String, String, usize)>,
    values: Vec<Said<Vec<(String, String)>>>,
}

/// The columns that are called so: exactly, else but for case, spaces, `_` and `-`.
pub(super) fn find<'h>(headers: &'h [String], name: &str) -> std::vec::IntoIter<usize> {
    let name = normalise(name);
    let places = |is: &dyn Fn(&'h String) -> bool| {
        let found: Vec<usize> = (0..headers.len()).filter(|at| headers.get(*at).is_some_and(is)).collect();
        found
    };
    let exact = places(&|header| normalise(header) == name);
    if !exact.is_empty() {
        return exact.into_iter();
    }
    let folded = fold(&name);
    if folded.is_empty() { Vec::new().into_iter() } else { places(&|header| fold(header) == folded).into_iter() }
}

/// A mapping and a table, and the columns of it that have found their use.
pub(super) struct Planning<'p> {
    mapping: &'p Mapping,
    facts: Facts<'p>,
    consumed: BTreeSet<usize>,
}

impl<'p> Planning<'p> {
    pub(super) const fn new(mapping: &'p Mapping, facts: Facts<'p>) -> Self {
        Self { mapping, facts, consumed: BTreeSet::new() }
    }

    pub(super) fn plan(mut self) -> Result<Plan, LedgerError> {
        let (headers, sort) = (self.facts.headers, self.facts.sort);
        let several = sort == Sort::Records;
        let days = self.mapping.days.as_ref().filter(|_| several);
        let variants = self.variants(days.is_some());
        let mut names: Vec<String> = Vec::new();
        let named = variants.iter().flat_map(|variant| {
            let columns = variant.columns.iter().map(|(name, ..)| name);
            columns.chain(variant.constants.iter().map(|(name, ..)| name))
        });
        let own = days.iter().flat_map(|days| ["date"].into_iter().chain(days.field.as_deref()));
        for name in own.chain(named.map(String::as_str)) {
            if !names.iter().any(|known| same(sort, known, name)) {
                names.push(name.to_owned());
            }
        }
        for variant in &variants {
            self.once(variant, days)?;
        }
        let day_columns = self.days(days)?;
        self.consumed.extend(day_columns.iter().map(|day| day.column));
        let mut records = Vec::new();
        for variant in &variants {
            let mut cells = Vec::new();
            for name in &names {
                let made = self.made(variant, name, days)?;
                cells.push(Cell { made, values: None });
            }
            records.push(cells);
        }
        let key = self.mapping.key.clone().filter(|_| sort != Sort::Waivers);
        if let Some(key) = &key {
            self.key(key, &mut names, &mut records)?;
        }
        let mapped = names.len();
        let mut left: Vec<usize> = (0..headers.len()).filter(|at| !self.consumed.contains(at)).collect();
        let skip = self.skip()?;
        let renaming = days.is_none() && records.len() == 1 && skip.is_empty() && key.is_none();
        let places: Option<Vec<usize>> = records.first().filter(|_| renaming).and_then(|cells| {
            let places = cells.iter().map(|cell| match cell.made {
                Made::Cell(at) => Some(at),
                _ => None,
            });
            places.collect::<Option<Vec<usize>>>()
        });
        let distinct = |places: &Vec<usize>| places.iter().collect::<BTreeSet<_>>().len() == places.len();
        let no_values = variants.iter().all(|variant| variant.values.is_empty());
        if let Some(places) = places.filter(|places| no_values && distinct(places)) {
            return Ok(self.renaming(&names, &places));
        }
        for at in left.drain(..) {
            names.push(headers.get(at).cloned().unwrap_or_default());
            for cells in &mut records {
                cells.push(Cell { made: Made::Cell(at), values: None });
            }
        }
        for (cells, variant) in records.iter_mut().zip(&variants) {
            self.values(cells, &names, mapped, variant)?;
        }
        let mut shown: Vec<Vec<String>> = records.iter().map(|cells| self.shown(cells, &names)).collect();
        let days = self.days_plan(days, day_columns, &names, &mut shown)?;
        let parts = match &days {
            Some(days) => days.columns.iter().map(|day| day.part).max().unwrap_or(0) + 1,
            None if records.len() < 2 => 1,
            None => u32::try_from(records.len()).unwrap_or(1).saturating_add(1),
        };
        let in_each = !self.mapping.each.is_empty() && several;
        let date =
            (0..names.len()).filter(|_| in_each).find(|at| names.get(*at).is_some_and(|name| same(sort, name, "date")));
        Ok(Plan {
            mapped: (0..names.len()).map(|at| at < mapped).collect(),
            names,
            shown,
            keyed: key.is_some(),
            parts,
            width: headers.len(),
            skip,
            records,
            date,
            days,
            renames: false,
        })
    }

    /// The columns of each record of a row: what is said of all, and over it what is said of one.
    fn variants(&self, days: bool) -> Vec<Variant> {
        let (mapping, sort) = (self.mapping, self.facts.sort);
        let columns = |columns: &[Said<Vec<Piece>>]| -> Vec<(String, Vec<Piece>, usize)> {
            columns.iter().map(|said| (said.name.clone(), said.says.clone(), said.line)).collect()
        };
        let constants = |constants: &[Said<String>]| -> Vec<(String, String, usize)> {
            constants.iter().map(|said| (said.name.clone(), said.says.clone(), said.line)).collect()
        };
        let all = Variant {
            columns: columns(&mapping.columns),
            constants: constants(&mapping.constants),
            values: mapping.values.clone(),
        };
        if days || mapping.each.is_empty() || sort != Sort::Records {
            return vec![all];
        }
        let over = |each: &Each| {
            let mut variant = all.clone();
            let said: Vec<&String> = each
                .columns
                .iter()
                .map(|said| &said.name)
                .chain(each.constants.iter().map(|said| &said.name))
                .collect();
            let stays = |name: &String| !said.iter().any(|other| same(sort, other, name));
            variant.columns.retain(|(name, ..)| stays(name));
            variant.constants.retain(|(name, ..)| stays(name));
            variant.values.retain(|values| !each.values.iter().any(|said| same(sort, &said.name, &values.name)));
            variant.columns.extend(columns(&each.columns));
            variant.constants.extend(constants(&each.constants));
            variant.values.extend(each.values.iter().cloned());
            variant
        };
        mapping.each.iter().map(over).collect()
    }

    /// Sees to it that no column comes from two places.
    fn once(&self, variant: &Variant, days: Option<&Days>) -> Result<(), LedgerError> {
        let columns = variant.columns.iter().map(|(name, _, line)| (name.as_str(), *line));
        let constants = variant.constants.iter().map(|(name, _, line)| (name.as_str(), *line));
        let day = days.into_iter().flat_map(|days| {
            let field = days.field.as_deref().map(|field| (field, days.line));
            [("date", days.line)].into_iter().chain(field)
        });
        let key = self.mapping.key.iter().filter(|_| self.facts.sort == Sort::Records).map(|key| ("id", key.line));
        let mut said: Vec<(&str, usize)> = Vec::new();
        for (name, line) in columns.chain(constants).chain(day).chain(key) {
            if let Some((first, at)) = said.iter().find(|(known, _)| same(self.facts.sort, known, name)) {
                let why = Why::SaidTwice { first: (*first).to_owned(), line: *at, second: name.to_owned() };
                return Err(self.unmapped(line, why));
            }
            said.push((name, line));
        }
        Ok(())
    }

    /// Of what a column of a record is made.
    fn made(&mut self, variant: &Variant, name: &str, days: Option<&Days>) -> Result<Made, LedgerError> {
        let sort = self.facts.sort;
        if let Some(days) = days {
            if same(sort, name, "date") {
                return Ok(Made::Day);
            }
            if days.field.as_ref().is_some_and(|field| same(sort, field, name)) {
                return Ok(Made::Mark);
            }
        }
        if let Some((_, text, _)) = variant.constants.iter().find(|(constant, ..)| same(sort, constant, name)) {
            return Ok(Made::Text(text.clone()));
        }
        let Some((_, pieces, line)) = variant.columns.iter().find(|(column, ..)| same(sort, column, name)) else {
            // Only other records of the row say where it comes from: the table may have it all the same.
            let own = self.facts.headers.iter().position(|header| same(sort, header, name));
            return Ok(own.map_or(Made::Blank, Made::Cell));
        };
        let mut made = Vec::new();
        for piece in pieces {
            made.push(match piece {
                Piece::Column(column) => Made::Cell(self.consume(column, name, *line)?),
                Piece::Split { column, by, part } => {
                    Made::Split(self.consume(column, name, *line)?, by.clone(), part.saturating_sub(1))
                }
                Piece::Sheet => Made::Text(self.sheet(name, *line)?.to_owned()),
                Piece::File => Made::Text(self.facts.stem().to_owned()),
                Piece::Title(words) => Made::Text(self.title(words, *line)?),
            });
        }
        Ok(if made.len() == 1 { made.pop().unwrap_or_default() } else { Made::Joined(made, joint(sort, name)) })
    }

    fn sheet(&self, name: &str, line: usize) -> Result<&str, LedgerError> {
        match self.facts.sheet() {
            Some(sheet) => Ok(sheet),
            None if self.facts.above.is_none() => Ok(""),
            None => Err(self.unmapped(line, Why::NoSheet { name: name.to_owned() })),
        }
    }

    fn title(&self, words: &str, line: usize) -> Result<String, LedgerError> {
        let Some(above) = self.facts.above else { return Ok(String::new()) };
        title::behind(above, words).ok_or_else(|| {
            let seen = above.iter().flatten().filter(|cell| !cell.trim().is_empty()).cloned().collect();
            self.unmapped(line, Why::NoTitle { words: words.to_owned(), seen })
        })
    }

    /// A column that is known by another name from now on.
    fn consume(&mut self, column: &str, name: &str, line: usize) -> Result<usize, LedgerError> {
        let at = self.column(column, name, line)?;
        self.consumed.insert(at);
        Ok(at)
    }

    /// The column of the table that is called so.
    fn column(&self, column: &str, name: &str, line: usize) -> Result<usize, LedgerError> {
        let headers = self.facts.headers;
        let mut found = find(headers, column);
        match (found.next(), found.next()) {
            (Some(at), None) => Ok(at),
            (Some(first), Some(second)) => Err(LedgerError::TwoColumns {
                file: self.facts.file.to_owned(),
                first: headers.get(first).cloned().unwrap_or_default(),
                second: headers.get(second).cloned().unwrap_or_default(),
                meaning: name.to_owned(),
            }),
            (None, _) => {
                let near = Nearest::default().find(column, headers.iter().map(String::as_str)).map(str::to_owned);
                let (column, name) = (column.to_owned(), name.to_owned());
                Err(self.unmapped(line, Why::NoColumn { column, name, seen: headers.to_vec(), near }))
            }
        }
    }

    fn unmapped(&self, line: usize, why: Why) -> LedgerError {
        let (file, stated) = (self.facts.file.to_owned(), self.mapping.stated.clone());
        LedgerError::Unmapped(Box::new(Unmapped { file, stated, line, why }))
    }

    /// The id of rows that are one record where their cells in these columns are the same.
    fn key(
        &mut self,
        key: &Said<Vec<String>>,
        names: &mut Vec<String>,
        records: &mut [Vec<Cell>],
    ) -> Result<(), LedgerError> {
        let mut made = Vec::new();
        for column in &key.says {
            let at = self.column(column, "key", key.line)?;
            if key.says.len() == 1 {
                self.consumed.insert(at);
            }
            made.push(Made::Cell(at));
        }
        let made = if made.len() == 1 {
            made.pop().unwrap_or_default()
        } else {
            Made::Joined(made, joint(self.facts.sort, "id"))
        };
        names.push("id".to_owned());
        for cells in records {
            cells.push(Cell { made: made.clone(), values: None });
        }
        Ok(())
    }

    fn skip(&self) -> Result<Vec<(usize, FxHashSet<String>)>, LedgerError> {
        let of = |skip: &Said<Vec<String>>| {
            let at = self.column(&skip.name, "skip", skip.line)?;
            Ok((at, skip.says.iter().map(|cell| title::squeezed(cell)).collect()))
        };
        self.mapping.skip.iter().map(of).collect()
    }

    /// The same table with some of its columns called otherwise.
    fn renaming(&self, names: &[String], places: &[usize]) -> Plan {
        let headers = self.facts.headers;
        let mut renamed = headers.to_vec();
        let mut mapped = vec![false; headers.len()];
        for (name, at) in names.iter().zip(places) {
            if let (Some(header), Some(is_mapped)) = (renamed.get_mut(*at), mapped.get_mut(*at)) {
                name.clone_into(header);
                *is_mapped = true;
            }
        }
        Plan {
            names: renamed,
            mapped,
            shown: vec![headers.to_vec()],
            keyed: false,
            parts: 1,
            width: headers.len(),
            skip: Vec::new(),
            records: Vec::new(),
            date: None,
            days: None,
            renames: true,
        }
    }

    /// Puts the meanings of values beside the cells they are of.
    fn values(
        &self,
        cells: &mut [Cell],
        names: &[String],
        mapped: usize,
        variant: &Variant,
    ) -> Result<(), LedgerError> {
        for values in &variant.values {
            let exact = |at: &usize| names.get(*at).is_some_and(|name| fold(name) == fold(&values.name));
            let means = |at: &usize| names.get(*at).is_some_and(|name| same(self.facts.sort, name, &values.name));
            // What the mapping names goes before what the table does.
            let (named, others) = ((0..mapped), (mapped..names.len()));
            let at = named.clone().find(exact).or_else(|| named.clone().find(means));
            let at = at.or_else(|| others.clone().find(exact)).or_else(|| others.clone().find(means));
            let Some(cell) = at.and_then(|at| cells.get_mut(at)) else {
                let seen = names.to_vec();
                return Err(self.unmapped(values.line, Why::NoValues { name: values.name.clone(), seen }));
            };
            let said = values.says.iter();
            let said = said.map(|(written, meant)| (normalise(written).into_owned(), meant.clone()));
            cell.values.get_or_insert_default().extend(said);
        }
        Ok(())
    }

    /// As messages call the columns of a record: as the table does, where it has them.
    fn shown(&self, cells: &[Cell], names: &[String]) -> Vec<String> {
        let header = |at: &usize| self.facts.headers.get(*at).cloned().unwrap_or_default();
        let shown = |cell: &Cell, name: &String| match &cell.made {
            Made::Cell(at) | Made::Split(at, ..) => header(at),
            Made::Joined(made, _) => {
                let columns: Vec<String> = made
                    .iter()
                    .filter_map(|made| match made {
                        Made::Cell(at) | Made::Split(at, ..) => Some(header(at)),
                        _ => None,
                    })
                    .collect();
                if columns.is_empty() { name.clone() } else { columns.join(" + ") }
            }
            Made::Blank | Made::Text(_) | Made::Day | Made::Mark => name.clone(),
        };
        cells.iter().zip(names).map(|(cell, name)| shown(cell, name)).collect()
    }

    /// The columns that are days and have no other use.
    fn days(&self, days: Option<&Days>) -> Result<Vec<DayColumn>, LedgerError> {
        let Some(days) = days else { return Ok(Vec::new()) };
        let headers = self.facts.headers;
        let free = headers.iter().enumerate();
        let columns = day_columns(free, self.mapping.dates).map_err(|why| self.unmapped(days.line, why))?;
        if columns.is_empty() {
            return Err(self.unmapped(days.line, Why::NoDays { seen: headers.to_vec() }));
        }
        Ok(columns)
    }

    fn days_plan(
        &self,
        days: Option<&Days>,
        columns: Vec<DayColumn>,
        names: &[String],
        shown: &mut [Vec<String>],
    ) -> Result<Option<DaysPlan>, LedgerError> {
        let Some(days) = days else { return Ok(None) };
        let headers = self.facts.headers;
        let within = |text: &str| match month(text, days.year) {
            Some((year, month)) => Ok(MonthOf::Fixed(year, month)),
            None if self.facts.above.is_none() => Ok(MonthOf::None),
            None => Err(self.unmapped(days.line, Why::NoMonth { text: text.to_owned() })),
        };
        let mut behind = None;
        let month = match &days.month {
            Some(Month::Given(year, month)) => MonthOf::Fixed(*year, *month),
            Some(Month::Sheet) => within(self.sheet("month", days.line)?)?,
            Some(Month::File) => within(self.facts.stem())?,
            Some(Month::Title) => {
                let above = self.facts.above.unwrap_or_default().iter().flatten();
                let filled: Vec<&str> = above.map(String::as_str).filter(|cell| !cell.trim().is_empty()).collect();
                within(&filled.join("  "))?
            }
            Some(Month::Column(column)) => {
                let at = self.column(column, "month", days.line)?;
                behind = headers.get(at).cloned();
                MonthOf::Column(at)
            }
            None if columns.iter().any(|day| matches!(day.day, DayOf::Number(_))) => {
                return Err(self.unmapped(days.line, Why::MonthUnsaid));
            }
            None => MonthOf::None,
        };
        let first = names.len();
        for shown in shown {
            shown.extend(columns.iter().map(|day| headers.get(day.column).cloned().unwrap_or_default()));
            shown.extend(behind.clone());
        }
        let normal = |texts: &[String]| texts.iter().map(|text| normalise(text).into_owned()).collect();
        let marks: Vec<String> = match days.marks.as_slice() {
            [] => Days::MARKS.map(str::to_owned).to_vec(),
            marks => marks.to_vec(),
        };
        Ok(Some(DaysPlan {
            columns,
            month,
            year: days.year,
            marks: normal(&marks),
            blanks: normal(&days.blanks),
            field: days.field.is_some(),
            id: names.iter().position(|name| same(self.facts.sort, name, "id")),
            shown: first,
        }))
    }
}
