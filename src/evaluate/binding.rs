//! One rule over one subject: on which days it binds, which of them are waived, and why that may be unknown
//! (docs/language.md section 4).

use std::borrow::Cow;

use super::alike::{Held, Known};
use super::candidate::Candidate;
use super::condition::Truth;
use super::context::Context;
use super::hours::Seasons;
use super::membership::membership;
use super::stretch::{Stretch, holding, intersected, united, whole_days, with_day, without};
use super::{membership, scope};
use crate::calendar::{Day, Time};
use crate::ledger::{Parent, SubjectId};
use crate::rulebook::{Rule, Scope};
use crate::verdict::{Reason, RuleId};

/// A rule that binds, or perhaps binds, a subject.
#[derive(Debug)]
pub(super) struct Binding<'a> {
    pub(super) known: &'a Known<'a>,
    pub(super) context: Context<'a>,
    pub(super) number: RuleId,
    pub(super) rule: &'a Rule,
    pub(super) subject: SubjectId,
    days: Held<'a, Days>,
    /// The days that waivers take, bound or not.
    pub(super) waived: Vec<Stretch>,
    /// The first opening, where it is known.
    pub(super) opened: Option<Day>,
}

/// The days on which a rule binds a subject, or perhaps does.
#[derive(Debug, Clone)]
pub(super) struct Days {
    /// The bound days, waived ones included.
    bound: Vec<Stretch>,
    /// Those of which it is unknown whether they are.
    doubts: Vec<Stretch>,
    /// The parts of surely bound days of which it is unknown whether they lie in the scope.
    unsure: Vec<Stretch>,
    /// The hours in which records are looked at.
    hours: Option<Seasons>,
    /// The first opening of the subject, where it is known.
    opened: Option<Day>,
    /// The first and the last bound day, where all days between them surely are.
    plain: Option<(Day, Day)>,
}

impl Days {
    /// `None` where the rule surely does not bind the subject on any day.
    fn new(known: &Known<'_>, rule: &Rule) -> Option<Self> {
        let (context, subject) = (known.context, known.subject);
        let open = known.open.get_or_init(|| open(context, subject));
        let (mut pieces, hours) = own_days(context, rule, subject, open)?;
        for index in &rule.overridden_by {
            pieces = overridden(context, pieces, context.book.rules.get(*index)?, subject, open);
        }
        let (mut doubts, sure): (Vec<Stretch>, Vec<Stretch>) =
            pieces.iter().copied().partition(|piece| piece.doubt.is_some());
        let mut unsure = Vec::new();
        if !doubts.is_empty() {
            let days = whole_days(sure);
            unsure = intersected(&doubts, &days);
            doubts = without(&doubts, &days);
        }
        let bound = united(pieces);
        let plain = match bound.as_slice() {
            [bound] if doubts.is_empty() && unsure.is_empty() => bound.plain_days(),
            _ => None,
        };
        (!bound.is_empty()).then(|| Self { bound, doubts, unsure, hours, opened: context.opened(subject), plain })
    }
}

impl<'a> Binding<'a> {
    /// The rule over the subject; `None` where it surely does not bind it on any day.
    pub(super) fn new(known: &'a Known<'a>, number: RuleId, rule: &'a Rule) -> Option<Self> {
        let (context, subject) = (known.context, known.subject);
        let days = known.days(number, || Days::new(known, rule))?;
        let waived = match context.ledger.waivers(subject) {
            [] => Vec::new(),
            waivers => {
                let waivers = waivers.iter().filter(|waiver| waiver.rule == number.0 as usize);
                united(waivers.map(|waiver| Stretch::of_days(Some(waiver.from), Some(waiver.to))).collect())
            }
        };
        let opened = days.opened;
        Some(Self { known, context, number, rule, subject, days, waived, opened })
    }

    /// The bound days, waived ones included.
    #[inline]
    pub(super) fn bound(&self) -> &[Stretch] {
        &self.days.bound
    }

    /// The first and the last bound day, where all days between them surely are and no waiver takes any.
    #[inline]
    pub(super) fn plain_days(&self) -> Option<(Day, Day)> {
        self.days.plain.filter(|_| self.waived.is_empty())
    }

    /// The hours in which records are looked at.
    #[inline]
    pub(super) fn hours(&self) -> Option<&Seasons> {
        self.days.hours.as_ref()
    }

    /// The bound days that no waiver takes.
    pub(super) fn active(&self) -> Cow<'_, [Stretch]> {
        if self.waived.is_empty() {
            Cow::Borrowed(self.bound())
        } else {
            Cow::Owned(without(self.bound(), &self.waived))
        }
    }

    /// The stretches of bound days, waived ones included: what lies apart on one day is one.
    pub(super) fn days(&self) -> Vec<Stretch> {
        whole_days(self.bound().to_vec())
    }

    /// Whether a part of the day is bound.
    #[inline]
    pub(super) fn binds(&self, day: Day) -> bool {
        with_day(self.bound(), day).is_some()
    }

    /// Whether the time is bound.
    #[inline]
    pub(super) fn holds(&self, time: Time) -> bool {
        holding(self.bound(), time).is_some()
    }

    /// Whether parts of the day lie in several stretches: of a record with only the day nobody knows which it is in.
    pub(super) fn parts(&self, day: Day) -> bool {
        let day = Time::on(day);
        let at = self.bound().partition_point(|stretch| stretch.to < day.earliest());
        self.bound().get(at.saturating_add(1)).is_some_and(|next| next.holds(day))
    }

    /// Why it is unknown whether the days `[from, to]` are bound.
    #[inline]
    pub(super) fn doubt(&self, from: Option<Day>, to: Option<Day>) -> Option<Reason> {
        if self.days.doubts.is_empty() {
            return None;
        }
        let asked = Stretch::of_days(from, to);
        let found = self.days.doubts.iter().find(|doubt| doubt.from <= asked.to && asked.from <= doubt.to);
        found.and_then(|doubt| doubt.doubt)
    }

    /// Why it is unknown whether an instant of a surely bound day lies in the scope.
    pub(super) fn doubt_at(&self, time: Time) -> Option<Reason> {
        time.second?;
        holding(&self.days.unsure, time).and_then(|unsure| unsure.doubt)
    }

    /// Whether of surely bound days parts perhaps lie outside the scope.
    pub(super) fn has_unsure_parts(&self) -> bool {
        !self.days.unsure.is_empty()
    }

    /// Marks the candidates of which it is unknown whether they lie in the scope.
    pub(super) fn doubt_scope(&self, candidates: &mut [Candidate]) {
        if self.days.unsure.is_empty() {
            return;
        }
        for candidate in candidates {
            candidate.doubt = candidate.doubt.or_else(|| self.doubt_at(candidate.time));
        }
    }

    /// Whether a waived day lies in `[from, to]`.
    #[inline]
    pub(super) fn waives(&self, from: Option<Day>, to: Option<Day>) -> bool {
        if self.waived.is_empty() {
            return false;
        }
        let asked = Stretch::of_days(from, to);
        self.waived.iter().any(|waived| waived.from <= asked.to && asked.from <= waived.to)
    }

    /// The first bound day; `None` where it reaches back without end.
    pub(super) fn first_bound(&self) -> Option<Day> {
        self.bound().first().and_then(|stretch| stretch.first_day())
    }

    /// The days on which the register changes what it says of the subject or of those above it.
    pub(super) fn register_cuts(&self) -> Vec<Day> {
        cuts(self.context, self.subject, true)
    }

    /// The closing on or behind a day, where it is known. That rows of the register leave days out closes nobody.
    pub(super) fn closing_after(&self, day: Day) -> Option<Day> {
        self.closings().iter().copied().filter(|closed| *closed >= day).min()
    }

    /// The closings of the subject, where they are known.
    pub(super) fn closings(&self) -> &'a [Day] {
        self.known.closings.get_or_init(|| closings(self.context, self.subject))
    }
}

/// The closings that are known as of then.
fn closings(context: Context<'_>, subject: SubjectId) -> Vec<Day> {
    let mut rows = context.rows(subject).map(|(_, row)| row).peekable();
    let closings = std::iter::from_fn(|| {
        let row = rows.next()?;
        let last = rows.peek().is_none();
        Some(row.closed.filter(|closed| last || row.to.is_none_or(|to| *closed <= to)))
    });
    closings.flatten().filter(|closed| *closed <= context.as_of).collect()
}

/// When the subject is open, as far as it is known as of then.
fn open(context: Context<'_>, subject: SubjectId) -> Vec<Stretch> {
    let rows = context.rows(subject).filter(|(_, row)| row.opened.is_none_or(|opened| opened <= context.as_of));
    let stretches = rows.map(|(_, row)| {
        let closed = row.closed.filter(|closed| *closed <= context.as_of);
        // A date that cannot be read may be any: whether the subject was open is as uncertain as its membership.
        let unread = [(row.opening_unread, Reason::Opening), (row.closing_unread, Reason::Closing)];
        let doubt = unread.into_iter().find(|(unread, _)| *unread).map(|(_, reason)| reason);
        Stretch { doubt, ..Stretch::of_days(row.opened.max(row.from), earlier(closed, row.to)) }
    });
    // Rows that follow each other stay apart here: each has a doubt of its own.
    let mut stretches: Vec<Stretch> = stretches.filter(|stretch| !stretch.is_empty()).collect();
    if stretches.iter().all(|stretch| stretch.doubt.is_none()) {
        stretches = united(stretches);
    }
    stretches
}

/// The days on which a rule binds by itself, whatever overrides it, and the hours of its scope. `None` where there are
/// none.
fn own_days(
    context: Context<'_>,
    rule: &Rule,
    subject: SubjectId,
    open: &[Stretch],
) -> Option<(Vec<Stretch>, Option<Seasons>)> {
    let mut pieces = intersected(open, &members(context, rule, subject));
    if rule.effective_from.is_some() || rule.effective_to.is_some() {
        pieces = intersected(&pieces, &[Stretch::of_days(rule.effective_from, rule.effective_to)]);
    }
    if pieces.is_empty() {
        return None;
    }
    let mut hours = None;
    match &rule.scope {
        None => {}
        Some(Scope::During(season)) => {
            let season = Seasons::new(&context, *season, subject);
            if season.is_of_hours() {
                // Hours bind whole days; where they are missing, membership is unknown.
                for missing in season.missing() {
                    pieces = doubted(pieces, &[missing]);
                }
                hours = Some(season);
            } else {
                pieces = intersected(&pieces, &scope::during(context, &season));
            }
        }
        Some(Scope::Between { from, to, matching }) => {
            pieces = intersected(&pieces, &scope::between(context, subject, from, to, matching));
        }
    }
    (!pieces.is_empty()).then_some((pieces, hours))
}

/// The days without those of an overriding rule; where it is unknown whether that binds, they are in doubt.
fn overridden(
    context: Context<'_>,
    pieces: Vec<Stretch>,
    by: &Rule,
    subject: SubjectId,
    open: &[Stretch],
) -> Vec<Stretch> {
    let Some((taken, _)) = own_days(context, by, subject, open) else { return pieces };
    let (doubtful, sure): (Vec<Stretch>, Vec<Stretch>) = taken.into_iter().partition(|piece| piece.doubt.is_some());
    // A rule that overrides takes whole days.
    doubted(without(&pieces, &whole_days(sure)), &whole_days(doubtful))
}

/// The same days, in doubt where doubtful ones are.
fn doubted(pieces: Vec<Stretch>, doubtful: &[Stretch]) -> Vec<Stretch> {
    let doubtful = united(doubtful.to_vec());
    if doubtful.is_empty() {
        return pieces;
    }
    let mut all = without(&pieces, &doubtful);
    all.extend(intersected(&pieces, &doubtful));
    all.sort_by_key(|piece| piece.from);
    all
}

/// The days on which the subject is in the rule's set.
fn members(context: Context<'_>, rule: &Rule, subject: SubjectId) -> Vec<Stretch> {
    if !membership::asks_above(rule)
        && let [row] = context.ledger.rows(subject)
        && (row.from, row.to) == (None, None)
    {
        // One row that holds always, as a rule.
        let always = Stretch::of_days(None, None);
        return match membership(context, rule, subject, context.as_of) {
            Truth::False => Vec::new(),
            Truth::True => vec![always],
            Truth::Unknown(reason) => vec![Stretch { doubt: Some(reason), ..always }],
        };
    }
    let cuts = cuts(context, subject, membership::asks_above(rule));
    let mut starts: Vec<Option<Day>> = vec![None];
    starts.extend(cuts.iter().copied().map(Some));
    let ends = cuts.iter().map(|cut| Some(cut.previous())).chain([None]);
    let mut days = Vec::with_capacity(starts.len());
    for (from, to) in starts.iter().copied().zip(ends) {
        let day = from.or(to).unwrap_or(context.as_of);
        match membership(context, rule, subject, day) {
            Truth::False => {}
            Truth::True => days.push(Stretch::of_days(from, to)),
            Truth::Unknown(reason) => days.push(Stretch { doubt: Some(reason), ..Stretch::of_days(from, to) }),
        }
    }
    days
}

/// The days on which the register changes what it says of the subject, or of those above it where the rule asks.
fn cuts(context: Context<'_>, subject: SubjectId, above: bool) -> Vec<Day> {
    let mut cuts = Vec::new();
    let mut asked = vec![subject];
    let mut at = 0;
    while let Some(subject) = asked.get(at).copied() {
        at += 1;
        for (_, row) in context.rows(subject) {
            cuts.extend(row.from);
            cuts.extend(row.to.map(Day::next));
            if let Parent::Subject(parent) = row.parent
                && above
                && !asked.contains(&parent)
            {
                asked.push(parent);
            }
        }
    }
    cuts.sort_unstable();
    cuts.dedup();
    cuts
}

fn earlier(left: Option<Day>, right: Option<Day>) -> Option<Day> {
    match (left, right) {
        (Some(left), Some(right)) => Some(left.min(right)),
        (one, None) | (None, one) => one,
    }
}
