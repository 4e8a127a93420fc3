//! The `given` lines of a test as rows of a register and of a table of records.

use super::Problem;
use super::cells::cell;
use super::expectation::Expected;
use super::known::{COLUMNS, Known, Looked};
use super::problem::Whom;
use crate::calendar::{Day, Period};
use crate::ledger::{Asked, Builder, FileIntake, Intake, Ledger, LedgerError, Reason};
use crate::rulebook::{Kind, Level, RuleBook, normalise};
use crate::syntax::ast::{GivenLiteral, GivenRecord, GivenSubject, GivenValue, Test, TestLine, Word};
use crate::text::{Nearest, Span};

/// What a test says of the world.
#[derive(Default)]
pub(super) struct Given {
    /// The judged day.
    pub(super) as_of: Option<Day>,
    subjects: Vec<Row>,
    records: Vec<Row>,
}

/// One row of a table.
struct Row {
    /// The id of the subject, or the name of the record.
    key: String,
    /// Whose it is.
    subject: String,
    cells: Vec<(String, String)>,
    /// The whole line.
    span: Span,
    /// Its number in the file, from 1.
    line: usize,
}

impl Given {
    /// Reads the lines, and tells what is wrong with them.
    pub(super) fn read(known: &Known<'_>, test: &Test, nearest: &mut Nearest, problems: &mut Vec<Problem>) -> Self {
        let mut given = Self::default();
        let mut as_of_span = None;
        for line in &test.lines {
            match line {
                TestLine::AsOf(day, span) => {
                    given.as_of = Some(*day);
                    as_of_span = Some(*span);
                }
                TestLine::Subject(subject) => given.subject(known, subject, nearest, problems),
                TestLine::Record(_) | TestLine::Expect(_) => {}
            }
        }
        if as_of_span.is_none() {
            problems.push(Problem::NoAsOf { span: test.title.span });
        }
        let ids: Vec<&str> = (records(test).flat_map(|record| &record.fields))
            .filter_map(|(name, value)| match &value.value {
                crate::syntax::ast::GivenLiteral::Text(text) if name.text == "id" => Some(text.as_str()),
                _ => None,
            })
            .collect();
        let mut last = 0;
        for (place, record) in (1..).zip(records(test)) {
            // A number that somebody has as an id is left out.
            last = (place.max(last + 1)..).find(|number| !ids.contains(&number.to_string().as_str())).unwrap_or(place);
            given.record(known, record, last.to_string(), nearest, problems);
            if let (Some(as_of), Some(place)) = (given.as_of, as_of_span)
                && record.time.day > as_of
            {
                problems.push(Problem::AfterAsOf { span: record.span, day: record.time.day, as_of, place });
            }
        }
        given
    }

    fn subject(
        &mut self,
        known: &Known<'_>,
        subject: &GivenSubject,
        nearest: &mut Nearest,
        problems: &mut Vec<Problem>,
    ) {
        if let Some(category) = &subject.category {
            settle(known.category(category, nearest), problems);
        }
        if let Some(problem) = without_on(known, subject, nearest) {
            problems.push(problem);
            return;
        }
        let taken =
            |name: &str| known.book.attributes.iter().any(|attribute| attribute.needed && attribute.name == name);
        let id = normalise(&subject.subject.text).into_owned();
        let category = subject.category.as_ref().map_or("", |category| &category.text);
        let mut cells = Vec::new();
        put(&mut cells, &["id", "编号", "机构编号"], taken, id.clone());
        put(&mut cells, &["category", "类别", "机构类型"], taken, category.to_owned());
        cells.extend(COLUMNS.iter().filter(|name| !taken(name)).map(|name| ((*name).to_owned(), String::new())));
        for (name, value) in &subject.attributes {
            if !taken(&name.text)
                && let Some(at) = cells.iter().position(|(column, _)| *column == name.text)
                && COLUMNS.contains(&name.text.as_str())
            {
                let kind =
                    if ["name", "region", "parent"].contains(&name.text.as_str()) { Kind::Text } else { Kind::Date };
                match cell(value, &name.text, &kind, known.source, nearest) {
                    Ok(text) => cells.get_mut(at).into_iter().for_each(|(_, cell)| cell.clone_from(&text)),
                    Err(problem) => problems.push(problem),
                }
                continue;
            }
            let Some(attribute) = settle(known.attribute(name, nearest), problems) else { continue };
            match cell(value, &attribute.name, &attribute.kind, known.source, nearest) {
                Ok(text) if attribute.needed => cells.push((attribute.name.clone(), text)),
                Ok(_) => {}
                Err(problem) => problems.push(problem),
            }
        }
        self.subjects.push(Row {
            key: id.clone(),
            subject: id,
            cells,
            span: subject.span,
            line: known.source.line_of(subject.span.start),
        });
    }

    fn record(
        &mut self,
        known: &Known<'_>,
        record: &GivenRecord,
        number: String,
        nearest: &mut Nearest,
        problems: &mut Vec<Problem>,
    ) {
        let activity = settle(known.activity(&record.activity, nearest), problems);
        let subject = normalise(&record.subject.text).into_owned();
        if !self.subjects.is_empty() && !self.is_subject(&subject) && !self.is_place(&subject) {
            let (whom, near) = (Whom::Record, self.near(&subject, nearest));
            problems.push(Problem::UnknownSubject { span: record.subject.span, subject: subject.clone(), whom, near });
        }
        let taken = |name: &str| {
            let mut fields = known.book.activities.iter().flat_map(|activity| &activity.fields);
            fields.any(|field| field.needed && (field.name == name || field.aliases.iter().any(|alias| alias == name)))
        };
        let mut cells = Vec::new();
        put(&mut cells, &["institution", "机构编号", "机构"], taken, subject.clone());
        put(&mut cells, &["activity", "活动", "事项"], taken, record.activity.text.clone());
        put(&mut cells, &["date", "日期", "时间"], taken, record.time.to_string());
        let id = cells.len();
        put(&mut cells, &["id", "记录编号"], taken, String::new());
        let mut key = number;
        for (name, value) in &record.fields {
            if name.text == "id" {
                key = text(value, known, nearest);
            }
            let field = activity.and_then(|activity| match known.field(activity, name, nearest) {
                Looked::Wrong(..) if name.text == "id" => None,
                looked => settle(looked, problems),
            });
            let Some(field) = field else { continue };
            match cell(value, &field.name, &field.kind, known.source, nearest) {
                Ok(text) if field.needed => cells.push((field.name.clone(), text)),
                Ok(_) => {}
                Err(problem) => problems.push(problem),
            }
        }
        let own = cells.get_mut(id..).unwrap_or_default().iter_mut().find(|(name, _)| !taken(name));
        own.into_iter().for_each(|(_, cell)| cell.clone_from(&key));
        self.records.push(Row {
            key,
            subject,
            cells,
            span: record.span,
            line: known.source.line_of(record.span.start),
        });
    }

    /// The expectations of the test as what they ask for, and what is wrong with them.
    pub(super) fn expected<'t>(
        &self,
        known: &Known<'_>,
        test: &'t Test,
        nearest: &mut Nearest,
        problems: &mut Vec<Problem>,
    ) -> Vec<Expected<'t>> {
        let mut expected = Vec::new();
        for line in super::expectations(test) {
            let rule = known
                .rule(&line.rule, nearest)
                .map_err(|problem| problems.push(Problem::Name(Box::new(problem), false)));
            let Ok(rule) = rule else { continue };
            let level = known.book.rules.get(rule).and_then(|rule| rule.population).map(|population| population.level);
            let found = match level {
                Some(level) => self.group(level, &line.subject, nearest),
                None => self.whom(&line.subject, nearest),
            };
            let label = line.label.as_ref().and_then(|label| Some((label.text.clone(), Period::parse(&label.text)?)));
            match found {
                Ok(subject) => expected.push(Expected { line, rule, subject, label }),
                Err(problem) => problems.push(problem),
            }
        }
        if super::expectations(test).next().is_none() {
            problems.push(Problem::NoExpect { span: test.title.span });
        }
        expected
    }

    /// The id of the subject of an expectation: an id, else a name that only one has.
    fn whom(&self, word: &Word, nearest: &mut Nearest) -> Result<String, Problem> {
        let subject = normalise(&word.text).into_owned();
        let is_id = if self.subjects.is_empty() {
            self.records.iter().any(|row| row.subject == subject)
        } else {
            self.subjects.iter().any(|row| row.key == subject)
        };
        if is_id {
            return Ok(subject);
        }
        let mut named: Vec<&str> =
            self.subjects.iter().filter(|row| row.cell("name") == subject).map(|row| row.key.as_str()).collect();
        named.dedup();
        match named.as_slice() {
            [one] => Ok((*one).to_owned()),
            [] => {
                let near = self.near(&subject, nearest);
                Err(Problem::UnknownSubject { span: word.span, subject, whom: Whom::Expect, near })
            }
            several => {
                let ids = several.iter().map(|id| (*id).to_owned()).collect();
                Err(Problem::SeveralSubjects { span: word.span, subject, ids })
            }
        }
    }

    /// The group of an expectation.
    fn group(&self, level: Level, word: &Word, nearest: &mut Nearest) -> Result<String, Problem> {
        let subject = normalise(&word.text).into_owned();
        let depth = match level {
            Level::Province => 1,
            Level::City => 2,
            Level::County => 3,
            Level::Town => 4,
            Level::Parent | Level::Everyone => 0,
        };
        let of_row = |row: &Row| match level {
            Level::Everyone => "*".to_owned(),
            Level::Parent if row.cell("parent").is_empty() => "?".to_owned(),
            Level::Parent => {
                let parent = row.cell("parent");
                let named = self.subjects.iter().find(|row| row.key == parent || row.cell("name") == parent);
                named.map_or_else(|| parent.to_owned(), |row| row.key.clone())
            }
            _ => match segments(row.cell("region")).take(depth).collect::<Vec<_>>().join("/") {
                path if path.is_empty() => "?".to_owned(),
                path => path,
            },
        };
        let mut groups: Vec<String> = self.subjects.iter().map(of_row).collect();
        if groups.is_empty() {
            groups.push(if level == Level::Everyone { "*" } else { "?" }.to_owned());
        }
        groups.sort_unstable();
        groups.dedup();
        let asked = if depth == 0 { subject.clone() } else { segments(&subject).collect::<Vec<_>>().join("/") };
        if groups.contains(&asked) {
            return Ok(asked);
        }
        let near = match groups.as_slice() {
            [one] => Some(one.clone()),
            several => nearest.find(&subject, several.iter().map(String::as_str)).map(str::to_owned),
        };
        Err(Problem::UnknownSubject { span: word.span, subject, whom: Whom::Group(groups), near })
    }

    /// Whether a register row is of this id or name.
    fn is_subject(&self, subject: &str) -> bool {
        self.subjects.iter().any(|row| row.key == subject || row.cell("name") == subject)
    }

    /// Whether a region begins with the segments of this path.
    fn is_place(&self, path: &str) -> bool {
        let begins = |region: &str| {
            let mut given = segments(region);
            segments(path).all(|segment| given.next() == Some(segment))
        };
        segments(path).next().is_some() && self.subjects.iter().any(|row| begins(row.cell("region")))
    }

    fn near(&self, subject: &str, nearest: &mut Nearest) -> Option<String> {
        let known = self.subjects.iter().map(|row| row.key.as_str());
        let seen = self.records.iter().map(|row| row.subject.as_str());
        let known: Vec<&str> = if self.subjects.is_empty() { seen.collect() } else { known.collect() };
        nearest.find(subject, known).map(str::to_owned)
    }

    /// The ledger of the rows; the records speak for every day up to the judged one.
    pub(super) fn ledger(&self, book: &RuleBook, as_of: Day) -> Result<(Ledger, Intake), LedgerError> {
        let mut builder = Builder::new(book, Asked::everything(as_of));
        for row in &self.subjects {
            builder.subject(&row.pairs());
        }
        for row in &self.records {
            builder.record(&row.pairs());
        }
        builder.finish()
    }

    /// Tells which rows the ledger could not take.
    pub(super) fn rejected(&self, intake: &Intake, problems: &mut Vec<Problem>) {
        let tables = [(intake.register.as_ref(), &self.subjects), (intake.records.first(), &self.records)];
        for (table, rows) in tables {
            for reject in table.into_iter().flat_map(|table: &FileIntake| &table.rejects) {
                let place = |number: u64| usize::try_from(number).ok()?.checked_sub(1).and_then(|at| rows.get(at));
                let Some(row) = place(reject.row) else { continue };
                let span = row.span;
                let first = |number| place(number).map_or(span, |row| row.span);
                problems.push(match &reject.reason {
                    Reason::DuplicateSubject(number) | Reason::OverlappingSubject(number) => {
                        Problem::SecondRow { span, subject: row.key.clone(), first: first(*number) }
                    }
                    Reason::DuplicateRecord(_, number) => {
                        Problem::SecondRecord { span, id: row.key.clone(), first: first(*number) }
                    }
                    reason => Problem::Unreadable { span, cause: reason.wording() },
                });
            }
        }
    }

    /// The line of a record by its name.
    pub(super) fn line_of(&self, record: &str) -> Option<usize> {
        self.records.iter().find(|row| row.key == record).map(|row| row.line)
    }
}

impl Row {
    fn cell(&self, column: &str) -> &str {
        self.cells.iter().find(|(name, _)| name == column).map_or("", |(_, cell)| cell)
    }

    fn pairs(&self) -> Vec<(&str, &str)> {
        self.cells.iter().map(|(name, cell)| (name.as_str(), cell.as_str())).collect()
    }
}

/// The records of a test, in the order written.
fn records(test: &Test) -> impl Iterator<Item = &GivenRecord> {
    test.lines.iter().filter_map(|line| match line {
        TestLine::Record(record) => Some(record),
        _ => None,
    })
}

/// What was found; else the problem is told.
fn settle<T>(looked: Looked<T>, problems: &mut Vec<Problem>) -> Option<T> {
    match looked {
        Looked::Found(thing) => Some(thing),
        Looked::Wrong(problem, warning) => {
            problems.push(Problem::Name(Box::new(problem), warning));
            None
        }
        Looked::New => None,
    }
}

/// Puts a cell under the first header that no field has. Those that fields have get a column too: a field without one
/// would take that of the standard.
fn put(cells: &mut Vec<(String, String)>, headers: &[&str], taken: impl Fn(&str) -> bool, cell: String) {
    for header in headers {
        if !taken(header) {
            cells.push(((*header).to_owned(), cell));
            return;
        }
        cells.push(((*header).to_owned(), String::new()));
    }
}

fn text(value: &GivenValue, known: &Known<'_>, nearest: &mut Nearest) -> String {
    cell(value, "id", &Kind::Text, known.source, nearest).unwrap_or_default()
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').map(str::trim).filter(|segment| !segment.is_empty())
}

/// A record whose `on` is left out, so that it reads as a row of the register: `given "甲" fire_drill 2024-03-01`.
fn without_on(known: &Known<'_>, subject: &GivenSubject, nearest: &mut Nearest) -> Option<Problem> {
    let (name, value) = subject.attributes.first().filter(|_| subject.category.is_none())?;
    let GivenLiteral::Date(day) = value.value else { return None };
    let column = matches!(known.attribute(name, nearest), Looked::Found(_));
    let activity = matches!(known.activity(name, nearest), Looked::Found(_));
    (activity && !column).then(|| Problem::RecordWithoutOn {
        span: value.span,
        activity: name.text.clone(),
        day: day.to_string(),
    })
}
