//! What every judgement looks at: the data, the judged day, and which days the records speak for.

use std::ops::Deref;
use std::sync::OnceLock;

use super::alike::Alike;
use super::plain::PlainRule;
use crate::calendar::{Day, Months, Period, Time, Unit, WorkingDays};
use crate::ledger::{Coverage, Ledger, SubjectId, SubjectRow};
use crate::rulebook::RuleBook;
use crate::verdict::RuleId;

/// The data and the frame of one evaluation.
#[derive(Debug)]
pub(super) struct Frame<'a> {
    pub(super) book: &'a RuleBook,
    pub(super) ledger: &'a Ledger,
    pub(super) working_days: &'a WorkingDays,
    /// The end of this day is when everything is judged.
    pub(super) as_of: Day,
    /// The days that the records speak for, cut to `as_of`.
    pub(super) coverage: Coverage,
    /// Which rules ask the same.
    pub(super) alike: &'a Alike,
    /// By unit.
    periods: [OnceLock<Vec<Period>>; Unit::ALL.len()],
    /// The months from that of the first covered day on.
    months: OnceLock<Months>,
    /// By rule: what it plainly asks, if it does.
    plain: Vec<OnceLock<Option<PlainRule>>>,
}

/// How many periods of a unit are kept at most.
const PERIODS_KEPT: usize = 4096;
/// How many months behind those that have begun are.
const MONTHS_AHEAD: usize = 240;

impl<'a> Frame<'a> {
    /// `None` when there is no first covered day: nothing given and no record readable (section 4).
    pub(super) fn new(
        book: &'a RuleBook,
        ledger: &'a Ledger,
        working_days: &'a WorkingDays,
        as_of: Day,
        alike: &'a Alike,
    ) -> Option<Self> {
        let given = ledger.coverage()?;
        let coverage = Coverage { from: given.from, to: given.to.min(as_of) };
        let plain = book.rules.iter().map(|_| OnceLock::new()).collect();
        Some(Self {
            book,
            ledger,
            working_days,
            as_of,
            coverage,
            alike,
            periods: Default::default(),
            months: OnceLock::new(),
            plain,
        })
    }

    /// What a rule plainly asks, if it does; `find` finds it out.
    #[inline]
    pub(super) fn plain(&self, rule: RuleId, find: impl FnOnce() -> Option<PlainRule>) -> Option<PlainRule> {
        *self.plain.get(rule.0 as usize)?.get_or_init(find)
    }

    /// The months from that of the first covered day on, as far as they are kept.
    pub(super) fn months(&self) -> &Months {
        let begun = || usize::try_from(self.as_of.days_since(self.coverage.from) / 28).unwrap_or(0);
        self.months.get_or_init(|| Months::from(self.coverage.from, begun().min(PERIODS_KEPT) + MONTHS_AHEAD))
    }

    /// The periods of a unit that have begun as of then, from that of the first covered day on, and the next one; the
    /// first few of very many.
    pub(super) fn kept_periods(&self, unit: Unit) -> &[Period] {
        // Units are declared in the order of `Unit::ALL`.
        let Some(periods) = self.periods.get(unit as usize) else { return &[] };
        let all = || std::iter::successors(Some(unit.period(self.coverage.from)), |period| period.next());
        periods.get_or_init(|| {
            let begun = all().take_while(|period| period.from <= self.as_of).take(PERIODS_KEPT).count();
            // And the one behind them, where everybody stops.
            all().take(begun + 1).collect()
        })
    }
}

/// The frame as everything that is judged in it carries it: every duty has several copies of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context<'a> {
    frame: &'a Frame<'a>,
}

impl<'a> Deref for Context<'a> {
    type Target = Frame<'a>;

    #[inline]
    fn deref(&self) -> &Frame<'a> {
        self.frame
    }
}

impl<'a> Context<'a> {
    pub(super) const fn of(frame: &'a Frame<'a>) -> Self {
        Self { frame }
    }

    /// The periods of a unit, from that of a day on.
    pub(super) fn periods(&self, unit: Unit, from: Day) -> impl Iterator<Item = Period> + use<'a> {
        let kept = if from < self.coverage.from { &[] } else { self.frame.kept_periods(unit) };
        let kept = kept.get(kept.partition_point(|period| period.to < from)..).unwrap_or_default();
        // As a rule nobody asks what comes behind those that are kept.
        let behind = move || kept.last().map_or_else(|| Some(unit.period(from)), |last| last.next());
        let behind = std::iter::once_with(behind).flatten();
        kept.iter().copied().chain(behind.flat_map(|first| std::iter::successors(Some(first), |period| period.next())))
    }

    /// The rows of the register that speak of a subject, and the number of the first.
    pub(super) fn rows(&self, subject: SubjectId) -> impl Iterator<Item = (u32, &'a SubjectRow)> + use<'a> {
        let first = self.ledger.subjects().get(subject.0 as usize).map_or(0, |subject| subject.rows.start);
        (first..).zip(self.ledger.rows(subject))
    }

    /// The row that is valid on a day, and its number.
    pub(super) fn row(&self, subject: SubjectId, day: Day) -> Option<(u32, &'a SubjectRow)> {
        self.ledger.row_on(subject, day)
    }

    /// Whether a day up to as-of in `[from, to]` is not covered; a missing `from` reaches back without end.
    /// Days after as-of are not yet, and so not unseen (section 4).
    #[inline]
    pub(super) fn unseen(&self, from: Option<Day>, to: Day) -> bool {
        let to = to.min(self.as_of);
        from.is_none_or(|from| from <= to)
            && (from.is_none_or(|from| from < self.coverage.from) || to > self.coverage.to)
    }

    /// The seconds of the days up to as-of in `[from, to]` that are not covered: none, one stretch or two.
    #[inline]
    pub(super) fn gaps(&self, from: Option<Day>, to: Day) -> Vec<(i64, i64)> {
        // As a rule all days are seen.
        if self.unseen(from, to) { self.unseen_seconds(from, to) } else { Vec::new() }
    }

    #[inline(never)]
    fn unseen_seconds(&self, from: Option<Day>, to: Day) -> Vec<(i64, i64)> {
        let first = from.map_or(i64::MIN, |from| Time::on(from).earliest());
        let last = Time::on(to.min(self.as_of)).latest();
        let (covered, behind) = (Time::on(self.coverage.from).earliest(), Time::on(self.coverage.to).latest());
        let gaps = [(first, last.min(covered - 1)), (first.max(behind + 1), last)];
        gaps.into_iter().filter(|(from, to)| from <= to).collect()
    }

    /// How many days up to as-of in `[from, to]` are not covered.
    pub(super) fn unseen_days(&self, from: Day, to: Day) -> u32 {
        let to = to.min(self.as_of);
        let days = |from: Day, to: Day| u32::try_from(to.days_since(from)).map_or(0, |days| days + 1);
        let covered = days(from.max(self.coverage.from), to.min(self.coverage.to));
        if from > to { 0 } else { days(from, to) - covered }
    }

    /// The first opening, where it is known as of then.
    pub(super) fn opened(&self, subject: SubjectId) -> Option<Day> {
        let mut first: Option<Option<Day>> = None;
        for (_, row) in self.rows(subject) {
            first =
                Some(first.map_or(row.opened, |first| first.and_then(|first| row.opened.map(|day| first.min(day)))));
        }
        first.flatten().filter(|day| *day <= self.as_of)
    }

    /// The closing of the last row, where it is known as of then.
    pub(super) fn closed(&self, subject: SubjectId) -> Option<Day> {
        let (_, last) = self.rows(subject).last()?;
        last.closed.filter(|day| *day <= self.as_of)
    }
}
