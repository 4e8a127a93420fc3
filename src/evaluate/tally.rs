//! Counting and summing records: what they surely come to, and what they may come to (docs/language.md sections 6 and
//! 8).

use rust_decimal::Decimal;

use super::apart::{Apart, Room};
use super::candidate::Candidate;
use super::condition::Value;
use super::demand::Demand;
use super::due::Certainty;
use super::quantity::Need;
use crate::calendar::Duration;
use crate::rulebook::Measure;
use crate::verdict::Reason;

/// What the records taken so far come to.
#[derive(Debug, Clone)]
pub(super) struct Tally<'d> {
    demand: &'d Demand<'d, 'd>,
    kind: Kind<'d>,
    /// The field that a record lacks which is to be summed or told apart.
    missing: Option<Reason>,
}

#[derive(Debug, Clone)]
enum Kind<'a> {
    /// How many sure ones, and how many that perhaps count.
    Count {
        sure: usize,
        perhaps: usize,
    },
    Apart(Box<Apart>),
    Total(Box<Total>),
    Different(Box<Different<'a>>),
}

impl Kind<'_> {
    #[inline(never)]
    fn boxed(measure: Measure, apart: Option<Duration>, room: Room) -> Self {
        match (measure, apart) {
            (Measure::Count, None) => Self::Count { sure: 0, perhaps: 0 },
            (Measure::Count, Some(apart)) => Self::Apart(Box::new(Apart::new(apart, room))),
            (Measure::Total, _) => Self::Total(Box::default()),
            (Measure::Different, _) => Self::Different(Box::default()),
        }
    }
}

/// The sum of the sure ones, what the others may take from it and add to it; no bound where a number is missing.
#[derive(Debug, Clone, Default)]
struct Total {
    sure: Decimal,
    low: Decimal,
    high: Decimal,
    boundless: bool,
}

/// The values of the sure ones, those of the others, and how many have none.
#[derive(Debug, Clone, Default)]
struct Different<'a> {
    sure: Vec<Value<'a>>,
    perhaps: Vec<Value<'a>>,
    more: usize,
}

// Plain counts are what almost every rule asks for, a duty at a time: they are kept where they are inlined, and what
// sums, tells apart or keeps a distance stands behind a call.
impl<'d> Tally<'d> {
    /// Nothing yet; `apart` is the rule's least distance within the window.
    #[inline]
    pub(super) fn new(demand: &'d Demand<'d, 'd>, apart: Option<Duration>, room: Room) -> Self {
        let kind = match (demand.binding.rule.quantity.measure, apart) {
            (Measure::Count, None) => Kind::Count { sure: 0, perhaps: 0 },
            (measure, apart) => Kind::boxed(measure, apart, room),
        };
        Self { demand, kind, missing: None }
    }

    /// Takes one that surely counts; whether it was kept, which under a distance by the clock may depend on how one
    /// reads a record with only a day. Those of such a rule come in the order of their last instants.
    #[inline]
    pub(super) fn sure(&mut self, candidate: &Candidate) -> Certainty {
        if let Kind::Count { sure, .. } = &mut self.kind {
            *sure += 1;
            return Certainty::Yes;
        }
        self.sure_measured(candidate)
    }

    #[inline(never)]
    fn sure_measured(&mut self, candidate: &Candidate) -> Certainty {
        let context = self.demand.binding.context;
        let value = self.measured(candidate);
        match &mut self.kind {
            Kind::Count { .. } => {}
            Kind::Apart(apart) => return apart.sure(&context, candidate.time),
            Kind::Total(total) => total.sure(value),
            Kind::Different(different) => different.sure(value),
        }
        Certainty::Yes
    }

    /// Takes one that perhaps counts.
    #[inline]
    pub(super) fn perhaps(&mut self, candidate: &Candidate) {
        if let Kind::Count { perhaps, .. } = &mut self.kind {
            *perhaps += 1;
            return;
        }
        self.perhaps_measured(candidate);
    }

    #[inline(never)]
    fn perhaps_measured(&mut self, candidate: &Candidate) {
        let value = self.measured(candidate);
        match &mut self.kind {
            Kind::Count { .. } => {}
            Kind::Apart(apart) => apart.perhaps(candidate.time),
            Kind::Total(total) => total.perhaps(value),
            Kind::Different(different) => different.perhaps(value),
        }
    }

    fn measured(&mut self, candidate: &Candidate) -> Option<Value<'d>> {
        if matches!(self.kind, Kind::Count { .. } | Kind::Apart(_)) {
            return None;
        }
        let alternative = self.demand.task.alternatives.get(usize::from(candidate.alternative))?;
        let (activity, field) = (alternative.activity, alternative.measured?);
        let ledger = self.demand.binding.context.ledger;
        let cell = ledger.field(activity, candidate.record, field);
        if cell.is_none() {
            self.missing = self.missing.or(Some(Reason::Field(activity, field)));
        }
        Some(self.demand.scene(candidate.day()).cell(cell?))
    }

    /// The field that a record lacks which is to be summed or told apart.
    pub(super) const fn missing(&self) -> Option<Reason> {
        self.missing
    }

    /// Whether what is surely there is enough.
    #[inline]
    pub(super) fn reaches(&self, need: Need) -> bool {
        match (&self.kind, need) {
            (Kind::Count { sure, .. }, Need::Whole(need)) => *sure >= need as usize,
            _ => self.least_reaches(need),
        }
    }

    #[inline(never)]
    fn least_reaches(&self, need: Need) -> bool {
        self.least() >= need.decimal()
    }

    /// Whether what is surely there is more than this.
    #[inline]
    pub(super) fn passes(&self, most: Need) -> bool {
        match (&self.kind, most) {
            (Kind::Count { sure, .. }, Need::Whole(most)) => *sure > most as usize,
            _ => self.least_passes(most),
        }
    }

    #[inline(never)]
    fn least_passes(&self, most: Need) -> bool {
        self.least() > most.decimal()
    }

    /// Whether what may be there is more than this, with anything on the seconds nobody has seen.
    #[inline]
    pub(super) fn may_pass(&self, most: Need, gaps: &[(i64, i64)]) -> bool {
        match (&self.kind, most) {
            (Kind::Count { sure, perhaps }, Need::Whole(most)) => !gaps.is_empty() || *sure + *perhaps > most as usize,
            _ => self.most_passes(most, gaps),
        }
    }

    #[inline(never)]
    fn most_passes(&self, most: Need, gaps: &[(i64, i64)]) -> bool {
        self.most_with(gaps).is_none_or(|more| more > most.decimal())
    }

    /// Whether what may be there is enough, with anything on the seconds nobody has seen.
    #[inline]
    pub(super) fn may_reach(&self, need: Need, gaps: &[(i64, i64)]) -> bool {
        match (&self.kind, need) {
            (Kind::Count { sure, perhaps }, Need::Whole(need)) if gaps.is_empty() => *sure + *perhaps >= need as usize,
            _ => self.most_reaches(need, gaps),
        }
    }

    #[inline(never)]
    fn most_reaches(&self, need: Need, gaps: &[(i64, i64)]) -> bool {
        self.most_with(gaps).is_none_or(|most| most >= need.decimal())
    }

    /// The most it may come to with anything on the seconds nobody has seen; `None` where there is no bound. What must
    /// lie apart is bounded even then.
    pub(super) fn most_with(&self, gaps: &[(i64, i64)]) -> Option<Decimal> {
        match &self.kind {
            Kind::Apart(apart) => apart.most(&self.demand.binding.context, gaps).map(Decimal::from),
            _ if gaps.is_empty() => self.most(),
            _ => None,
        }
    }

    /// The least it comes to.
    pub(super) fn least(&self) -> Decimal {
        match &self.kind {
            Kind::Count { sure, .. } => Decimal::from(*sure),
            Kind::Apart(apart) => Decimal::from(apart.least()),
            Kind::Total(total) => total.sure.saturating_add(total.low),
            Kind::Different(different) => Decimal::from(different.sure.len()),
        }
    }

    /// The most it may come to; `None` where there is no bound.
    pub(super) fn most(&self) -> Option<Decimal> {
        match &self.kind {
            Kind::Count { sure, perhaps } => Some(Decimal::from(sure + perhaps)),
            Kind::Apart(apart) => apart.most(&self.demand.binding.context, &[]).map(Decimal::from),
            Kind::Total(total) => (!total.boundless).then(|| total.sure.saturating_add(total.high)),
            Kind::Different(different) => Some(Decimal::from(different.most())),
        }
    }
}

impl Total {
    fn sure(&mut self, value: Option<Value<'_>>) {
        match value {
            Some(Value::Number(number)) => self.sure = self.sure.saturating_add(number),
            _ => self.boundless = true,
        }
    }

    fn perhaps(&mut self, value: Option<Value<'_>>) {
        match value {
            Some(Value::Number(number)) if number.is_sign_negative() => self.low = self.low.saturating_add(number),
            Some(Value::Number(number)) => self.high = self.high.saturating_add(number),
            _ => self.boundless = true,
        }
    }
}

impl<'a> Different<'a> {
    fn sure(&mut self, value: Option<Value<'a>>) {
        match value {
            Some(value) if self.sure.contains(&value) => {}
            Some(value) => self.sure.push(value),
            None => self.more += 1,
        }
    }

    fn perhaps(&mut self, value: Option<Value<'a>>) {
        match value {
            Some(value) if self.perhaps.contains(&value) => {}
            Some(value) => self.perhaps.push(value),
            None => self.more += 1,
        }
    }

    fn most(&self) -> usize {
        let others = self.perhaps.iter().filter(|value| !self.sure.contains(value)).count();
        self.sure.len() + others + self.more
    }
}
