//! What is known as of the judged day: coverage (LANGUAGE.md section 3), subjects, their membership and bound days
//! (section 4).

use super::condition::{Scene, Truth, both, cell, either, opposite};
use super::model::{Case, Condition, Day, Effective, Record, Rule, Value};
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
        let last_readable = case.records.iter().map(|record| record.day).max();
        let first_readable = case.records.iter().map(|record| record.day).min();
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

#[derive(Debug)]
pub struct Subject<'c> {
    pub id: String,
    pub opened: Option<Day>,
    pub closed: Option<Day>,
    category: Option<&'c str>,
    in_every_category: bool,
    region: Option<&'c str>,
    cells: &'c [String],
    /// In the order evidence has: day, records without an instant first, then instant, then id (section 11).
    pub records: Vec<&'c Record>,
}

/// The subjects of a case. Without a register every subject seen is one; as of the judged day an opening that is yet
/// to come is not known, nor a closing.
pub fn subjects<'c>(case: &'c Case, known: &Known) -> Vec<Subject<'c>> {
    let Some(register) = &case.register else {
        let seen = case.records.iter().filter(|record| record.day <= known.as_of);
        let ids: BTreeSet<&str> = seen.map(|record| record.subject.as_str()).collect();
        let strangers = ids.into_iter().map(|id| Subject {
            id: id.to_owned(),
            opened: None,
            closed: None,
            category: None,
            in_every_category: true,
            region: None,
            cells: &[],
            records: records_of(case, known, id),
        });
        return strangers.collect();
    };
    let rows = register.rows.iter().filter(|row| row.opened.is_none_or(|opened| opened <= known.as_of));
    rows.map(|row| Subject {
        id: row.id.clone(),
        opened: row.opened,
        closed: row.closed.filter(|closed| *closed <= known.as_of),
        category: Some(case.category_name(&row.category)).filter(|name| !name.is_empty()),
        in_every_category: !register.has_categories,
        region: Some(row.region.as_str()).filter(|path| register.has_regions && !path.is_empty()),
        cells: &row.cells,
        records: records_of(case, known, &row.id),
    })
    .collect()
}

/// Records outside coverage are not looked at, and coverage never reaches beyond as-of.
fn records_of<'c>(case: &'c Case, known: &Known, subject: &str) -> Vec<&'c Record> {
    let mut records: Vec<&Record> =
        case.records.iter().filter(|record| record.subject == subject && known.is_covered(record.day)).collect();
    records.sort_by(|left, right| (left.day, left.time, &left.id).cmp(&(right.day, right.time, &right.id)));
    records
}

impl Subject<'_> {
    pub fn attribute(&self, case: &Case, name: &str) -> Option<Value> {
        cell(&case.attributes, self.cells, name)
    }

    fn is_in_category(&self, case: &Case, wanted: &str) -> Truth {
        if self.in_every_category {
            return Some(true);
        }
        self.category.map(|own| is_a(case, own, case.category_name(wanted)))
    }

    /// `X or Y except Z`, the policy's region and `with C`, all three-valued.
    pub fn membership(&self, case: &Case, rule: &Rule) -> Truth {
        let in_union =
            |names: &[String]| names.iter().map(|name| self.is_in_category(case, name)).fold(Some(false), either);
        let set = both(in_union(&rule.who.any_of), opposite(in_union(&rule.who.except)));
        let policy_region = case.policy.as_ref().and_then(|policy| policy.region.as_deref());
        let region = policy_region.map_or(Some(true), |wanted| Some(lies_in(self.region?, wanted)));
        let with = rule.who.with.as_ref().map_or(Some(true), |condition| self.satisfies(case, condition));
        both(both(set, region), with)
    }

    fn satisfies(&self, case: &Case, condition: &Condition) -> Truth {
        Scene { case, subject: self, record: None }.holds(condition)
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

/// The bound days of a subject under a rule. Without validity dates, scopes and waivers they are one stretch;
/// an end that is `None` is open.
#[derive(Clone, Copy, Debug)]
pub struct Stretch {
    pub first: Option<Day>,
    pub last: Option<Day>,
}

impl Stretch {
    pub fn of(case: &Case, rule: &Rule, subject: &Subject) -> Option<Stretch> {
        let mut first = subject.opened;
        let mut last = subject.closed;
        let policy = case.policy.as_ref().and_then(|policy| policy.effective);
        for Effective { from, to } in policy.into_iter().chain(rule.effective) {
            first = Some(first.map_or(from, |day| day.max(from)));
            last = to.map_or(last, |to| Some(last.map_or(to, |day| day.min(to))));
        }
        let is_empty = first.zip(last).is_some_and(|(first, last)| last < first);
        (!is_empty).then_some(Stretch { first, last })
    }

    pub fn binds(&self, day: Day) -> bool {
        self.first.is_none_or(|first| first <= day) && self.last.is_none_or(|last| day <= last)
    }
}
