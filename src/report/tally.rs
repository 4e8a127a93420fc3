//! Counts kept while verdicts stream by: nothing here grows with the number of verdicts of a subject.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap};

use super::Selection;
use crate::calendar::Day;
use crate::ledger::SubjectId;
use crate::verdict::{Counts, Reason, RuleId, Status, Verdict};

/// The exempt duties of a subject under a rule.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Excused {
    /// How many there are.
    pub duties: u64,
    /// The days they lie in together, from the first to the last.
    pub days: Option<(Day, Day)>,
}

impl Excused {
    fn of(verdict: &Verdict) -> Self {
        let last = verdict.to.max(verdict.due).map(|time| time.day);
        let first = verdict.from.map_or(Day::FIRST, |time| time.day);
        Self { duties: 1, days: Some((first, last.unwrap_or(Day::LAST))) }
    }

    fn merge(&mut self, other: Self) {
        self.duties += other.duties;
        self.days = match (self.days, other.days) {
            (Some((from, to)), Some((first, last))) => Some((from.min(first), to.max(last))),
            (days, more) => days.or(more),
        };
    }
}

/// What a run of verdicts adds up to. Tallies of parts merge into the tally of the whole, in any order.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// All verdicts, whatever the selection: they decide the exit code.
    pub(super) all: Counts,
    /// The verdicts the selection concerns, one count a rule.
    pub(super) by_rule: Vec<Counts>,
    /// The unknown ones among the shown, by rule and reason.
    pub(super) unknown: BTreeMap<(RuleId, Option<Reason>), u64>,
    /// The exempt ones among the shown, by subject and rule: no more entries than there are waivers.
    pub(super) exempt: BTreeMap<(SubjectId, RuleId), Excused>,
    /// How many verdicts the selection shows.
    pub(super) shown: u64,
    /// How many breaches the selection shows.
    pub(super) breaches: u64,
    /// The subjects with any verdict, as the verdicts come; in order and each once when the counting has ended.
    pub(super) bound: Vec<SubjectId>,
    worst: Worst,
}

impl Tally {
    /// An empty tally that keeps the `limit` worst breaches.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        Self { worst: Worst { limit, heap: BinaryHeap::new() }, ..Self::default() }
    }

    /// Counts one verdict; true if the selection shows it.
    #[inline]
    pub fn add(&mut self, verdict: &Verdict, selection: &Selection) -> bool {
        self.all.add(verdict.status);
        self.bind(verdict.subject);
        if !selection.concerns(verdict) {
            return false;
        }
        if let Some(counts) = self.of_rule(verdict.rule) {
            counts.add(verdict.status);
        }
        if !selection.shows_status(verdict.status) {
            return false;
        }
        self.shown += 1;
        if verdict.status == Status::Unknown {
            *self.unknown.entry((verdict.rule, verdict.reason)).or_default() += 1;
        }
        if verdict.status == Status::Exempt {
            self.exempt.entry((verdict.subject, verdict.rule)).or_default().merge(Excused::of(verdict));
        }
        if verdict.status.is_breach() {
            self.breaches += 1;
            self.worst.offer(verdict);
        }
        true
    }

    /// Counts verdicts of one rule on one subject that are not at hand: none of them is unknown or exempt, or the
    /// selection does not show it, and the breaches among them are milder than [`Self::mildest`].
    pub fn add_counted(&mut self, rule: RuleId, subject: SubjectId, counts: &Counts, selection: &Selection) {
        self.all.merge(counts);
        self.bind(subject);
        if !selection.shows_rule(rule) || !selection.asks_for(subject) {
            return;
        }
        if let Some(known) = self.of_rule(rule) {
            known.merge(counts);
        }
        let shown = Status::ALL.into_iter().filter(|status| counts.of(*status) > 0 && selection.shows_status(*status));
        for status in shown {
            self.shown += counts.of(status);
            self.breaches += if status.is_breach() { counts.of(status) } else { 0 };
        }
    }

    /// By how many days a breach is late or overdue at least that may still be among the worst.
    #[must_use]
    pub fn mildest(&self) -> u32 {
        let Worst { limit, heap } = &self.worst;
        match heap.peek() {
            Some(Breach(mildest)) if heap.len() >= *limit => days(mildest),
            _ if *limit == 0 => u32::MAX,
            _ => 0,
        }
    }

    /// The verdicts of a subject stand together.
    #[inline]
    fn bind(&mut self, subject: SubjectId) {
        if self.bound.last() != Some(&subject) {
            self.bound.push(subject);
        }
    }

    #[inline]
    fn of_rule(&mut self, rule: RuleId) -> Option<&mut Counts> {
        let rule = rule.0 as usize;
        if self.by_rule.len() <= rule {
            self.by_rule.resize(rule + 1, Counts::default());
        }
        self.by_rule.get_mut(rule)
    }

    /// Adds the counts of another part, which is empty then.
    pub fn take(&mut self, other: &mut Self) {
        let empty = Self::new(other.worst.limit);
        self.merge(std::mem::replace(other, empty));
    }

    /// Adds the counts of another part.
    pub fn merge(&mut self, other: Self) {
        self.all.merge(&other.all);
        self.bound.extend(other.bound);
        if self.by_rule.len() < other.by_rule.len() {
            self.by_rule.resize(other.by_rule.len(), Counts::default());
        }
        for (counts, more) in self.by_rule.iter_mut().zip(&other.by_rule) {
            counts.merge(more);
        }
        for (reason, more) in other.unknown {
            *self.unknown.entry(reason).or_default() += more;
        }
        for (whom, more) in other.exempt {
            self.exempt.entry(whom).or_default().merge(more);
        }
        self.shown += other.shown;
        self.breaches += other.breaches;
        for Breach(verdict) in other.worst.heap {
            self.worst.take(verdict);
        }
    }

    /// How many verdicts there are, shown or not.
    #[must_use]
    pub fn judged(&self) -> u64 {
        self.all.total()
    }

    /// How many verdicts the selection shows.
    #[must_use]
    pub const fn shown(&self) -> u64 {
        self.shown
    }

    /// Whether any verdict at all, shown or not, is violated or late.
    #[must_use]
    pub fn any_breach(&self) -> bool {
        self.all.breaches() > 0
    }

    /// The worst breaches, worst first.
    #[must_use]
    pub fn into_worst(self) -> (Self, Vec<Verdict>) {
        let Self { worst, mut bound, .. } = self;
        bound.sort_unstable();
        bound.dedup();
        let listed = worst.heap.into_sorted_vec().into_iter().map(|breach| breach.0).collect();
        let rest = Self {
            all: self.all,
            by_rule: self.by_rule,
            unknown: self.unknown,
            exempt: self.exempt,
            shown: self.shown,
            breaches: self.breaches,
            bound,
            worst: Worst::default(),
        };
        (rest, listed)
    }
}

/// The worst breaches seen, never more than the limit: a heap whose top is the mildest of them.
#[derive(Debug, Clone, Default)]
struct Worst {
    limit: usize,
    heap: BinaryHeap<Breach>,
}

impl Worst {
    /// Whether a breach would be kept.
    fn admits(&self, verdict: &Verdict) -> bool {
        self.heap.len() < self.limit
            || self.heap.peek().is_some_and(|mildest| worst_first(verdict, &mildest.0) == Ordering::Less)
    }

    fn offer(&mut self, verdict: &Verdict) {
        // Most breaches of a long run are milder than those kept, and are never copied.
        if self.admits(verdict) {
            self.take(verdict.clone());
        }
    }

    fn take(&mut self, verdict: Verdict) {
        if self.admits(&verdict) {
            self.heap.push(Breach(verdict));
            if self.heap.len() > self.limit {
                self.heap.pop();
            }
        }
    }
}

/// A breach, ordered from the worst to the mildest.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Breach(Verdict);

impl Ord for Breach {
    fn cmp(&self, other: &Self) -> Ordering {
        worst_first(&self.0, &other.0)
    }
}

impl PartialOrd for Breach {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// By how many days a breach is overdue or late.
fn days(breach: &Verdict) -> u32 {
    breach.overdue.or(breach.days_late).unwrap_or(0)
}

/// Days overdue or late, descending; then subject, rule and from, and the rest of docs/language.md section 11's order,
/// so that no two verdicts are equal by chance. Subjects and rules are numbered in the order of their ids.
fn worst_first(one: &Verdict, other: &Verdict) -> Ordering {
    let place = |verdict: &Verdict| {
        (verdict.subject, verdict.rule, verdict.from, verdict.due.or(verdict.to), verdict.each, verdict.trigger)
    };
    days(other)
        .cmp(&days(one))
        .then_with(|| place(one).cmp(&place(other)))
        .then_with(|| (one.done, &one.evidence).cmp(&(other.done, &other.evidence)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Time;

    fn breach(subject: u32, overdue: u32) -> Verdict {
        Verdict {
            rule: RuleId(0),
            subject: SubjectId(subject),
            group: None,
            from: Some(Time::on(Day(0))),
            to: Some(Time::on(Day(1))),
            due: Some(Time::on(Day(1))),
            label: None,
            status: Status::Violated,
            done: None,
            days_late: None,
            count: 0,
            evidence: crate::verdict::Evidence::new(),
            each: None,
            trigger: None,
            censored: false,
            overdue: Some(overdue),
            reason: None,
        }
    }

    fn worst(parts: &[&[(u32, u32)]], limit: usize) -> Vec<(u32, u32)> {
        let mut whole = Tally::new(limit);
        for part in parts {
            let mut tally = Tally::new(limit);
            for (subject, overdue) in *part {
                tally.add(&breach(*subject, *overdue), &Selection::default());
            }
            whole.merge(tally);
        }
        let (_, listed) = whole.into_worst();
        listed.iter().map(|verdict| (verdict.subject.0, verdict.overdue.unwrap())).collect()
    }

    #[test]
    fn the_worst_are_kept_however_the_verdicts_are_cut_into_parts() {
        let expected = vec![(7, 90), (3, 40), (5, 40)];
        assert_eq!(worst(&[&[(1, 10), (7, 90), (5, 40), (3, 40), (2, 39)]], 3), expected);
        assert_eq!(worst(&[&[(5, 40)], &[(3, 40), (2, 39)], &[(7, 90), (1, 10)]], 3), expected);
    }

    #[test]
    fn each_status_has_its_own_count() {
        for status in Status::ALL {
            let mut counts = Counts::default();
            counts.add(status);
            assert!(Status::ALL.iter().all(|other| counts.of(*other) == u64::from(*other == status)), "{status:?}");
        }
    }

    #[test]
    fn a_limit_of_none_keeps_none_and_still_counts() {
        let mut tally = Tally::new(0);
        assert!(tally.add(&breach(1, 10), &Selection::default()));
        assert!(tally.any_breach());
        assert_eq!(tally.breaches, 1);
        assert!(tally.into_worst().1.is_empty());
    }

    #[test]
    fn a_breach_that_is_left_out_still_counts_for_the_exit_code() {
        let mut tally = Tally::new(10);
        let others = Selection { subjects: vec![SubjectId(2)], ..Selection::default() };
        assert!(!tally.add(&breach(1, 10), &others));
        let met = Selection { statuses: vec![Status::Met], ..Selection::default() };
        assert!(!tally.add(&breach(1, 10), &met));
        assert!(tally.any_breach());
        assert_eq!((tally.shown, tally.breaches), (0, 0));
        // The summary counts every status of what the selection concerns.
        assert_eq!(tally.by_rule.first().unwrap().of(Status::Violated), 1);
    }
}
