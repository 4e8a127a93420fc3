//! What is known as of the judged day: coverage (docs/language.md section 3), subjects, the rows that speak for them on
//! a day, and their membership (section 4).

use super::condition::{Scene, Truth, both, either, opposite};
use super::model::{Case, Class, Day, Record, Row, Rule};
use std::collections::BTreeSet;

/// The judged day and the days the records speak for.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    pub as_of: Day,
    pub coverage_from: Day,
    pub coverage_to: Day,
}

impl Known {
    /// Nothing can be judged when neither an option nor a record names a day.
    pub fn of(case: &Case) -> Option<Known> {
        let last_readable = case.records.iter().map(|record| record.at.day).max();
        let first_readable = case.records.iter().map(|record| record.at.day).min();
        let as_of = case.as_of.or(case.coverage_to).or(last_readable)?;
        let coverage_from = case.coverage_from.or(first_readable)?;
        let coverage_to = case.coverage_to.map_or(as_of, |to| to.min(as_of));
        Some(Known { as_of, coverage_from, coverage_to })
    }

    pub fn is_covered(&self, day: Day) -> bool {
        self.coverage_from <= day && day <= self.coverage_to
    }

    /// Days after as-of are not yet; other days outside coverage are unseen.
    pub fn is_unseen(&self, day: Day) -> bool {
        day <= self.as_of && !self.is_covered(day)
    }
}

pub struct World<'c> {
    pub case: &'c Case,
    pub known: Known,
    pub subjects: Vec<Subject<'c>>,
}

pub struct Subject<'c> {
    pub id: String,
    /// The known rows of the register, by the day they begin.
    pub rows: Vec<&'c Row>,
    pub is_registered: bool,
    as_of: Day,
    /// In the order evidence has: day, records without an instant first, then instant, then id (section 11).
    pub records: Vec<&'c Record>,
}

impl<'c> World<'c> {
    /// The subjects of a case. Without a register every subject seen is one.
    pub fn of(case: &'c Case, known: Known) -> World<'c> {
        let mut subjects = Vec::new();
        match &case.register {
            None => {
                let seen = case.records.iter().filter(|record| record.at.day <= known.as_of);
                for id in seen.map(|record| record.subject.as_str()).collect::<BTreeSet<&str>>() {
                    let records = records_of(case, &known, |subject| subject == id);
                    subjects.push(Subject {
                        id: id.to_owned(),
                        rows: Vec::new(),
                        is_registered: false,
                        as_of: known.as_of,
                        records,
                    });
                }
            }
            Some(register) => {
                let ids: BTreeSet<&str> = register.rows.iter().map(|row| row.id.as_str()).collect();
                for id in ids {
                    let rows = rows_of(case, &known, id);
                    let records = records_of(case, &known, |subject| subject == id);
                    subjects.push(Subject {
                        id: id.to_owned(),
                        rows,
                        is_registered: true,
                        as_of: known.as_of,
                        records,
                    });
                }
            }
        }
        World { case, known, subjects }
    }

    pub fn subject(&self, id: &str) -> Option<&Subject<'c>> {
        self.subjects.iter().find(|subject| subject.id == id)
    }

    /// The row that speaks for the direct parent on a day.
    pub fn parent_row(&self, subject: &Subject<'c>, day: Day) -> Option<&'c Row> {
        self.case.register.as_ref().filter(|register| register.has_parents)?;
        self.subject(&subject.row(day)?.parent)?.row(day)
    }

    /// The records of a region path on the way to the subject's own, or those of its direct parent.
    pub fn records_of_region(&self, subject: &Subject<'c>) -> Vec<&'c Record> {
        let has_regions = self.case.register.as_ref().is_some_and(|register| register.has_regions);
        let all = records_of(self.case, &self.known, |_| has_regions);
        let is_own = |record: &&Record| {
            let region = subject.row(record.at.day).map(|row| row.region.as_str()).unwrap_or_default();
            record.subject.contains("省") && lies_in(region, &record.subject)
        };
        all.into_iter().filter(is_own).collect()
    }

    pub fn records_of_parent(&self, subject: &Subject<'c>) -> Vec<&'c Record> {
        let has_parents = self.case.register.as_ref().is_some_and(|register| register.has_parents);
        let all = records_of(self.case, &self.known, |_| has_parents);
        let is_parents = |record: &&Record| {
            let parent = subject.row(record.at.day).map(|row| row.parent.as_str()).unwrap_or_default();
            !parent.is_empty() && record.subject == parent
        };
        all.into_iter().filter(is_parents).collect()
    }

    /// Whether a subject is one of those the rule speaks of on a day: `X or Y`, `X of Z`, `except`, the policy's region
    /// and `with C`, all three-valued.
    pub fn membership(&self, rule: &Rule, subject: &Subject<'c>, day: Day) -> Truth {
        let any_of = rule.who.any_of.iter().map(|class| self.is_of_class(subject, class, day));
        let except = rule.who.except.iter().map(|name| self.is_in_category(subject, name, day));
        let set = both(any_of.fold(Some(false), either), opposite(except.fold(Some(false), either)));
        let policy_region = self.case.policy.as_ref().and_then(|policy| policy.region.as_deref());
        let region = policy_region.map_or(Some(true), |wanted| {
            let has_regions = self.case.register.as_ref().is_some_and(|register| register.has_regions);
            let path = subject.row(day).map(|row| row.region.as_str()).filter(|path| has_regions && !path.is_empty());
            path.map(|path| lies_in(path, wanted))
        });
        let with = rule.who.with.as_ref().map_or(Some(true), |condition| self.scene(subject, day).holds(condition));
        both(both(set, region), with)
    }

    /// Where conditions on the subject are judged on a day.
    pub fn scene(&self, subject: &Subject<'c>, day: Day) -> Scene<'c> {
        let (row, parent) = (subject.row(day), self.parent_row(subject, day));
        Scene { case: self.case, row, parent, as_of: self.known.as_of, record: None, trigger: None, period: None }
    }

    fn is_of_class(&self, subject: &Subject<'c>, class: &Class, day: Day) -> Truth {
        let own = self.is_in_category(subject, &class.name, day);
        class.of.as_ref().map_or(own, |of| both(own, self.has_ancestor(subject, of, day)))
    }

    fn is_in_category(&self, subject: &Subject<'c>, wanted: &str, day: Day) -> Truth {
        if !self.case.register.as_ref().is_some_and(|register| register.has_categories) {
            return Some(true);
        }
        let own = self.case.category_name(&subject.row(day)?.category);
        (!own.is_empty()).then(|| is_a(self.case, own, self.case.category_name(wanted)))
    }

    /// A direct or indirect parent in the category, asked on the same day. A parent cell that names nobody is unknown,
    /// an empty one is no parent, and without the column nothing is known.
    fn has_ancestor(&self, subject: &Subject<'c>, wanted: &str, day: Day) -> Truth {
        self.case.register.as_ref().filter(|register| register.has_parents)?;
        let parent = &subject.row(day)?.parent;
        if parent.is_empty() {
            return Some(false);
        }
        let parent = self.subject(parent)?;
        // A day on which no row of the parent is valid has no parent of any category.
        if parent.row(day).is_none() {
            return Some(false);
        }
        either(self.is_in_category(parent, wanted, day), self.has_ancestor(parent, wanted, day))
    }
}

/// The rows of a subject: a row that overlaps an earlier one of the file is rejected, one that begins after as-of is
/// not known yet.
fn rows_of<'c>(case: &'c Case, known: &Known, id: &str) -> Vec<&'c Row> {
    let mut kept: Vec<&Row> = Vec::new();
    for row in case.register.iter().flat_map(|register| &register.rows).filter(|row| row.id == id) {
        let overlaps = |other: &&Row| {
            let begins_in_time = other.valid_to.is_none_or(|to| row.valid_from.is_none_or(|from| from <= to));
            let ends_in_time = row.valid_to.is_none_or(|to| other.valid_from.is_none_or(|from| from <= to));
            begins_in_time && ends_in_time
        };
        if !kept.iter().any(overlaps) {
            kept.push(row);
        }
    }
    kept.retain(|row| row.valid_from.is_none_or(|from| from <= known.as_of));
    kept.sort_by_key(|row| row.valid_from);
    kept
}

/// Records outside coverage are not looked at, and coverage never reaches beyond as-of.
fn records_of<'c>(case: &'c Case, known: &Known, is_wanted: impl Fn(&str) -> bool) -> Vec<&'c Record> {
    let wanted = case.records.iter().filter(|record| known.is_covered(record.at.day) && is_wanted(&record.subject));
    let mut records: Vec<&Record> = wanted.collect();
    records.sort_by(|left, right| (left.at, &left.id).cmp(&(right.at, &right.id)));
    records
}

impl<'c> Subject<'c> {
    /// The row valid on a day; one that ends after as-of is open-ended.
    pub fn row(&self, day: Day) -> Option<&'c Row> {
        let ends = |row: &Row| row.valid_to.filter(|to| *to <= self.as_of);
        let speaks =
            |row: &&&Row| row.valid_from.is_none_or(|from| from <= day) && ends(row).is_none_or(|to| day <= to);
        self.rows.iter().find(speaks).copied()
    }

    /// Open on a day: some row speaks for it, and the day lies between that row's opening and closing.
    pub fn is_open(&self, known: &Known, day: Day) -> bool {
        if !self.is_registered {
            return true;
        }
        self.row(day).is_some_and(|row| {
            let closed = row.closed.filter(|closed| *closed <= known.as_of);
            let opened = row.opened.is_none_or(|opened| opened <= day && opened <= known.as_of);
            opened && closed.is_none_or(|closed| day <= closed)
        })
    }

    /// The earliest opening of all rows; unknown if the earliest row has none.
    pub fn opened(&self) -> Option<Day> {
        self.open_rows().next()?.opened?;
        self.open_rows().filter_map(|row| row.opened).min()
    }

    /// The rows whose opening is known as of the day.
    fn open_rows(&self) -> impl Iterator<Item = &'c Row> {
        self.rows.iter().copied().filter(|row| row.opened.is_none_or(|opened| opened <= self.as_of))
    }

    /// The first closing on or behind a day: of a row that is valid then, or of the last one.
    pub fn closing_after(&self, known: &Known, day: Day) -> Option<Day> {
        let rows: Vec<&Row> = self.open_rows().collect();
        let closings = rows.iter().enumerate().filter_map(|(place, row)| {
            let is_last = place + 1 == rows.len();
            row.closed.filter(|closed| is_last || row.valid_to.is_none_or(|to| *closed <= to))
        });
        closings.filter(|closed| *closed >= day && *closed <= known.as_of).min()
    }

    pub fn closed(&self, known: &Known) -> Option<Day> {
        self.open_rows().last()?.closed.filter(|closed| *closed <= known.as_of)
    }
}

/// Categories form a DAG: walk up every parent.
fn is_a(case: &Case, own: &str, wanted: &str) -> bool {
    let parents = case.categories.iter().filter(|category| category.name == own).flat_map(|category| &category.is);
    own == wanted || parents.into_iter().any(|parent| is_a(case, parent, wanted))
}

/// A region matches by whole segments of its path.
fn lies_in(path: &str, wanted: &str) -> bool {
    let (path, wanted): (Vec<&str>, Vec<&str>) = (path.split('/').collect(), wanted.split('/').collect());
    path.starts_with(&wanted)
}
