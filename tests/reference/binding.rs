//! One rule over one subject: its bound days, its records, its numbers; what every schedule needs to unroll it.

use super::calendar::{Period, days, occurrences, previous, shift};
use super::condition::{Scene, Truth, both, either, is_value, opposite, parameter, part_of, time_of_day};
use super::duty::{Bounds, Candidate, Limit, Measure, candidate};
use super::model::{
    Case, Condition, Day, Edge, Moment, Number, Point, Quantity, Record, Rule, Scope, SeasonKind, Span, Time, Value,
    Whose,
};
use super::scope::{self, Interval, intervals};
use super::subject::{Known, Subject, World};
use rust_decimal::Decimal;

/// Every day that stretches are looked for in; days before and after behave as the first and the last of them.
pub const HORIZON: (Day, Day) = (
    Day::from_ymd_opt(2019, 12, 1).expect("a day of the calendar"),
    Day::from_ymd_opt(2032, 6, 30).expect("a day of the calendar"),
);

pub struct Binding<'w, 'c> {
    pub world: &'w World<'c>,
    pub case: &'c Case,
    pub known: Known,
    pub rule: &'c Rule,
    pub rule_id: String,
    pub subject: &'w Subject<'c>,
    /// The activities of this duty: all of `X or Y`, one of `X and Y`.
    pub activities: Vec<String>,
    /// The value of `for each F in …`.
    pub each: Option<String>,
    /// The intervals of `between`, of this rule and of those that override it.
    bound: Vec<Truth>,
    intervals: Option<Vec<Interval>>,
}

/// A moment, with the record behind it; not sure when the record only perhaps satisfies its condition.
#[derive(Clone, Copy, Debug)]
pub struct Happening<'c> {
    pub at: Time,
    pub trigger: Option<Candidate<'c>>,
    /// Tells date fields apart: two dates of one record are two moments; 0 is the record's own time.
    pub dated_by: u32,
}

/// A run of consecutive bound days; an end that is `None` is open.
#[derive(Clone, Copy, Debug)]
pub struct Stretch {
    pub first: Option<Day>,
    pub last: Option<Day>,
    /// Membership is known on all of its days.
    pub is_sure: bool,
}

/// The rules that override a rule, directly or through others.
fn overriding<'c>(case: &'c Case, rule: &Rule) -> Vec<&'c Rule> {
    let mut found: Vec<&Rule> = Vec::new();
    let mut names: Vec<&str> = rule.name.as_deref().into_iter().collect();
    while let Some(name) = names.pop() {
        for other in case.rules.iter().filter(|other| other.overrides.iter().any(|overridden| overridden == name)) {
            if !found.iter().any(|known| known.name == other.name) {
                found.push(other);
                names.extend(other.name.as_deref());
            }
        }
    }
    found
}

impl<'w, 'c> Binding<'w, 'c> {
    pub fn of(world: &'w World<'c>, rule: &'c Rule, subject: &'w Subject<'c>) -> Binding<'w, 'c> {
        let case = world.case;
        let mut binding = Binding {
            world,
            case,
            known: world.known,
            rule,
            rule_id: super::text::rule_id(case, rule),
            subject,
            activities: rule.activities.clone(),
            each: None,
            bound: Vec::new(),
            intervals: intervals(world, rule, subject),
        };
        let others: Vec<(&Rule, Option<Vec<Interval>>)> =
            overriding(case, rule).into_iter().map(|other| (other, intervals(world, other, subject))).collect();
        let mut own_membership = Membership::default();
        let mut memberships: Vec<Membership> = others.iter().map(|_| Membership::default()).collect();
        let mut table = Vec::new();
        for day in days(HORIZON.0, HORIZON.1) {
            let member = own_membership.on(world, rule, subject, day);
            let own = bound_alone(world, rule, subject, binding.intervals.as_deref(), member, day);
            let mut overridden = Some(false);
            for ((other, intervals), membership) in others.iter().zip(&mut memberships) {
                let member = membership.on(world, other, subject, day);
                overridden = either(overridden, bound_alone(world, other, subject, intervals.as_deref(), member, day));
            }
            // An overriding rule that perhaps binds leaves the day, and makes it unknown.
            table.push(both(own, opposite(overridden)));
        }
        binding.bound = table;
        binding
    }

    /// Whether a day is a bound one, exempt or not.
    pub fn bound(&self, day: Day) -> Truth {
        let place = (day.clamp(HORIZON.0, HORIZON.1) - HORIZON.0).num_days();
        self.bound[usize::try_from(place).expect("not before the horizon")]
    }

    /// Surely or perhaps bound.
    pub fn binds(&self, day: Day) -> bool {
        self.bound(day) != Some(false)
    }

    /// A waiver of the subject from this rule covers the day.
    pub fn is_waived(&self, day: Day) -> bool {
        let own = self
            .case
            .waivers
            .iter()
            .filter(|waiver| waiver.subject == self.subject.id && Some(&waiver.rule) == self.rule.name.as_ref());
        own.into_iter().any(|waiver| waiver.from <= day && day <= waiver.to)
    }

    /// Bound and not waived: what upper bounds, `never`, `in any` and `always` look at.
    pub fn is_judged(&self, day: Day) -> bool {
        self.binds(day) && !self.is_waived(day)
    }

    pub fn is_waived_between(&self, first: Option<Day>, last: Day) -> bool {
        days(first.unwrap_or(HORIZON.0), last).any(|day| self.is_waived(day))
    }

    /// The maximal runs of days that are kept.
    pub fn stretches(&self, keep: impl Fn(Day) -> bool) -> Vec<Stretch> {
        let mut found: Vec<Stretch> = Vec::new();
        let mut is_running = false;
        for day in days(HORIZON.0, HORIZON.1) {
            if !keep(day) {
                is_running = false;
                continue;
            }
            if !is_running {
                found.push(Stretch { first: Some(day).filter(|day| *day > HORIZON.0), last: None, is_sure: true });
                is_running = true;
            }
            let run = found.last_mut().expect("just begun");
            run.last = Some(day).filter(|day| *day < HORIZON.1);
            // Days before the coverage begins change nothing.
            let is_known = self.bound(day) == Some(true) || day < self.known.coverage_from;
            run.is_sure = run.is_sure && is_known;
        }
        found
    }

    /// The first day the rule binds the subject on, where it is known.
    pub fn first_bound_day(&self) -> Option<Day> {
        self.stretches(|day| self.binds(day)).first().and_then(|stretch| stretch.first)
    }

    /// Whether an instant lies in the scope `between`; a day does when it is a bound one.
    pub fn in_scope(&self, time: Time) -> Truth {
        match (&self.intervals, time.clock) {
            (Some(intervals), Some(clock)) => {
                let truth = scope::holds(intervals, time.day.and_time(clock));
                // Of a day that is perhaps bound the membership is unknown, and not the record.
                truth.or_else(|| (self.bound(time.day) != Some(true)).then_some(true))
            }
            _ => Some(true),
        }
    }

    /// The scope `between`, from instant to instant; `None` without one.
    pub fn scope(&self) -> Option<Vec<Interval>> {
        self.intervals.as_deref().map(scope::united)
    }

    /// The occurrences of the season of hours the rule is `during`, by the day they start; `None` without such a scope.
    pub fn hours(&self, first: Day, last: Day) -> Option<Vec<Option<Period>>> {
        let Some(Scope::During(name)) = &self.rule.scope else { return None };
        self.case.season(name).is_of_hours().then(|| self.occurrences(name, first, last))
    }

    pub fn occurrences(&self, name: &str, first: Day, last: Day) -> Vec<Option<Period>> {
        let own = |day: Day| own_hours(self.world, self.subject, name, day);
        occurrences(self.case, name, first, last, &own)
    }

    /// Whether the register lacks the hours of the scope on a day.
    pub fn hours_are_missing(&self, day: Day) -> bool {
        let Some(Scope::During(name)) = &self.rule.scope else { return false };
        let is_own = matches!(self.case.season(name).kind, SeasonKind::Own(..));
        is_own && own_hours(self.world, self.subject, name, day).is_none()
    }

    /// Only records in the hours of the scope are looked at; one with only a day is perhaps in them.
    fn in_hours(&self, record: &Record) -> Truth {
        let day = record.at.day;
        let Some(hours) = self.hours(day, day) else { return Some(true) };
        // Hours that are not known make the membership unknown, not the record of that day.
        if self.hours_are_missing(day) {
            return Some(true);
        }
        let clock = record.at.clock?;
        let at = day.and_time(clock);
        let inside = |period: &Period| period.hours.map(|(from, to)| from <= at && at <= to);
        // Those of the evening before may last into this day, if there was a row that had them.
        let evening = previous(day);
        let evening = (self.hours_are_missing(evening) && self.subject.row(evening).is_some()).then_some(None);
        hours.iter().flatten().map(inside).chain(evening).fold(Some(false), either)
    }

    fn scene(&self, record: &'c Record) -> Scene<'c> {
        Scene { record: Some(record), ..self.world.scene(self.subject, record.at.day) }
    }

    pub fn satisfies(&self, record: &'c Record, condition: Option<&Condition>) -> Truth {
        condition.map_or(Some(true), |condition| self.scene(record).holds(condition))
    }

    /// A = the subject's records of the activity that satisfy `where` (section 5), never the trigger itself, and with
    /// the trigger's `matching` fields.
    pub fn acts<'p>(&self, trigger: Option<&'c Record>, period: Option<&'p Period>) -> Vec<Candidate<'c>>
    where
        'c: 'p,
    {
        let wanted = |record: &&&Record| {
            let is_other = trigger.is_none_or(|trigger| trigger.id != record.id);
            let name = self.case.activity_name(&record.activity);
            is_other && self.activities.iter().any(|activity| self.case.activity_name(activity) == name)
        };
        let found = self.subject.records.iter().filter(wanted).filter_map(|record| {
            let record: &'c Record = record;
            let scene: Scene<'p> = Scene { trigger, period, ..self.scene(record) };
            let filter = self.rule.filter.as_ref().map_or(Some(true), |condition| scene.holds(condition));
            let value = match (&self.rule.for_each, &self.each) {
                (Some((name, _)), Some(value)) => is_value(self.case, record, name, value),
                _ => Some(true),
            };
            let matching = trigger.map_or(Some(true), |trigger| self.matches(&self.rule.matching, trigger, record));
            candidate(record, both(both(filter, value), both(matching, self.in_hours(record))))
        });
        found.collect()
    }

    pub fn matches(&self, fields: &[String], left: &Record, right: &Record) -> Truth {
        let agrees = |name: &String| super::condition::agrees(self.case, name, left, right);
        fields.iter().map(agrees).fold(Some(true), both)
    }

    /// The records of an activity, whatever they say; under a scope of hours only those in these hours.
    pub fn records_named(&self, names: &[String]) -> Vec<Candidate<'c>> {
        let named = |record: &&&Record| {
            let name = self.case.activity_name(&record.activity);
            names.iter().any(|wanted| self.case.activity_name(wanted) == name)
        };
        let found = self.subject.records.iter().filter(named);
        found.filter_map(|record| candidate(record, self.in_hours(record))).collect()
    }

    /// Every moment, in the order of evidence; under a scope of hours only the records in those hours.
    pub fn happenings(&self, moment: &Moment) -> Vec<Happening<'c>> {
        let found = happenings(self.world, self.subject, moment).into_iter().filter_map(|happening| {
            let Some(trigger) = happening.trigger else { return Some(happening) };
            let truth = both(trigger.sure.then_some(true), self.in_hours(trigger.record));
            candidate(trigger.record, truth).map(|trigger| Happening { trigger: Some(trigger), ..happening })
        });
        found.collect()
    }

    /// The moments on bound days inside the scope, with whether that is sure; a moment after as-of is no moment yet.
    pub fn bound_happenings(&self, moment: &Moment) -> Vec<(Happening<'c>, bool)> {
        let come = self.happenings(moment).into_iter().filter(|happening| happening.at.day <= self.known.as_of);
        let judged = come.filter_map(|happening| {
            let bound = both(self.bound(happening.at.day), self.in_scope(happening.at));
            let is_sure = happening.trigger.is_none_or(|trigger| trigger.sure);
            (bound != Some(false)).then_some((happening, is_sure && bound == Some(true)))
        });
        judged.collect()
    }

    fn number(
        &self,
        number: &Number,
        day: Day,
        trigger: Option<&'c Record>,
        period: Option<&Period>,
    ) -> Option<Decimal> {
        let as_number = |value: Value| match value {
            Value::Number(number) => Some(number),
            _ => None,
        };
        let attribute = |row, name| super::condition::attribute(self.case, row, name).and_then(as_number);
        match number {
            Number::Literal(number) => Some(*number),
            Number::Parameter(name) => parameter(self.case, name),
            Number::Attribute(name) => attribute(self.subject.row(day), name),
            Number::ParentAttribute(name) => attribute(self.world.parent_row(self.subject, day), name),
            Number::Trigger(name) => super::condition::field(self.case, trigger?, name).and_then(as_number),
            Number::Period(edge, part) => {
                let period = period?;
                Some(part_of(if *edge == Edge::From { period.first } else { period.last }, *part))
            }
        }
    }

    /// The quantity of a duty whose first day is `day`. N must be a whole number ≥ 0, of a total any number ≥ 0;
    /// anything else counts as missing (section 6).
    pub fn bounds(&self, day: Day, trigger: Option<&'c Record>, period: Option<&Period>) -> Bounds {
        let any = |number: &Number| {
            let found = self.number(number, day, trigger, period).filter(|number| *number >= Decimal::ZERO);
            found.map_or(Limit::Missing, Limit::Known)
        };
        let whole = |number: &Number| match any(number) {
            Limit::Known(number) if number.is_integer() => Limit::Known(number),
            _ => Limit::Missing,
        };
        let counted = |lower, upper| Bounds { measure: Measure::Count, lower, upper };
        match &self.rule.quantity {
            Quantity::Unstated => counted(Some(Limit::Known(Decimal::ONE)), None),
            Quantity::AtLeast(number) => counted(Some(whole(number)), None),
            Quantity::AtMost(number) => counted(None, Some(whole(number))),
            Quantity::Exactly(number) => counted(Some(whole(number)), Some(whole(number))),
            Quantity::Range(lower, upper) => counted(Some(whole(lower)), Some(whole(upper))),
            Quantity::TotalAtLeast(field, number) => {
                Bounds { measure: Measure::Total(field.clone()), lower: Some(any(number)), upper: None }
            }
            Quantity::TotalAtMost(field, number) => {
                Bounds { measure: Measure::Total(field.clone()), lower: None, upper: Some(any(number)) }
            }
            Quantity::Different(field, number) => {
                Bounds { measure: Measure::Different(field.clone()), lower: Some(whole(number)), upper: None }
            }
        }
    }

    /// D must be a whole number ≥ 1; anything else counts as missing (section 6).
    pub fn length(&self, span: &Span, day: Day, trigger: Option<&'c Record>) -> Option<i64> {
        let number = self.number(&span.number, day, trigger, None).filter(Decimal::is_integer)?;
        i64::try_from(number).ok().filter(|number| *number >= 1)
    }

    /// The records inside the scope `between`.
    pub fn scoped(&self, acts: Vec<Candidate<'c>>) -> Vec<Candidate<'c>> {
        let scoped = acts
            .into_iter()
            .filter_map(|act| candidate(act.record, both(act.sure.then_some(true), self.in_scope(act.record.at))));
        scoped.collect()
    }

    /// The due day and the grace.
    pub fn with_grace(&self, due: Time, day: Day, trigger: Option<&'c Record>) -> Time {
        let grace = self
            .rule
            .grace
            .as_ref()
            .and_then(|grace| super::calendar::add(due, self.length(grace, day, trigger)?, grace.unit));
        grace.unwrap_or(due)
    }

    /// The unseen days from a day on; where that day is not known the days before coverage go back without end, and the
    /// last of them stands for all, or some months of them where A are kept apart.
    pub fn unseen(&self, first: Option<Day>, last: Day) -> Vec<Day> {
        let back = if self.rule.apart.is_some() { 100 } else { 1 };
        let before = shift(self.known.coverage_from, -back, super::model::SpanUnit::Days);
        let first = first.or(before).expect("a day of the calendar");
        days(first, last.min(self.known.as_of)).filter(|day| self.known.is_unseen(*day)).collect()
    }

    /// Duties whose window ends before the first covered day are not stated (section 5).
    pub fn is_too_early(&self, window_end: Day) -> bool {
        window_end < self.known.coverage_from
    }
}

/// The membership of a subject, which changes only where a row of the register begins or ends.
#[derive(Default)]
struct Membership(Option<Truth>);

impl Membership {
    fn on<'c>(&mut self, world: &World<'c>, rule: &Rule, subject: &Subject<'c>, day: Day) -> Truth {
        let rows = world.case.register.iter().flat_map(|register| &register.rows);
        let changes = rows.into_iter().any(|row| row.valid_from == Some(day) || row.valid_to == Some(previous(day)));
        match self.0 {
            Some(known) if !changes => known,
            _ => *self.0.insert(world.membership(rule, subject, day)),
        }
    }
}

/// Section 4 without `overrides`: policy and rule in effect, open, in the set, in the scope.
fn bound_alone<'c>(
    world: &World<'c>,
    rule: &Rule,
    subject: &Subject<'c>,
    intervals: Option<&[Interval]>,
    membership: Truth,
    day: Day,
) -> Truth {
    let policy = world.case.policy.as_ref().and_then(|policy| policy.effective);
    let in_effect = policy.into_iter().chain(rule.effective);
    let is_in_effect =
        in_effect.into_iter().all(|effective| effective.from <= day && effective.to.is_none_or(|to| day <= to));
    if !is_in_effect || !subject.is_open(&world.known, day) {
        return Some(false);
    }
    both(membership, in_scope_on(world, rule, subject, intervals, day))
}

fn in_scope_on<'c>(
    world: &World<'c>,
    rule: &Rule,
    subject: &Subject<'c>,
    intervals: Option<&[Interval]>,
    day: Day,
) -> Truth {
    match &rule.scope {
        None => Some(true),
        Some(Scope::Between { .. }) => scope::covers(intervals.unwrap_or_default(), day),
        Some(Scope::During(name)) => match &world.case.season(name).kind {
            // Hours bind whole days; where the subject's hours are missing, membership is unknown.
            SeasonKind::Daily(..) => Some(true),
            SeasonKind::Own(..) => own_hours(world, subject, name, day).map(|_| true),
            _ => {
                let found = occurrences(world.case, name, day, day, &|_| None);
                Some(!found.is_empty())
            }
        },
    }
}

fn own_hours<'c>(
    world: &World<'c>,
    subject: &Subject<'c>,
    season: &str,
    day: Day,
) -> Option<(chrono::NaiveTime, chrono::NaiveTime)> {
    let SeasonKind::Own(from, to) = &world.case.season(season).kind else { return None };
    let row = subject.row(day);
    Some((time_of_day(world.case, row, from)?, time_of_day(world.case, row, to)?))
}

/// Every moment (section 3), whenever it is; a missing date is no moment.
pub fn happenings<'c>(world: &World<'c>, subject: &Subject<'c>, moment: &Moment) -> Vec<Happening<'c>> {
    let mut found = Vec::new();
    for point in &moment.points {
        let register_date =
            |day: Option<Day>| day.map(|day| Happening { at: Time::of_day(day), trigger: None, dated_by: 0 });
        match point {
            Point::Date(day) => found.extend(register_date(Some(*day))),
            Point::Opened => found.extend(register_date(subject.opened())),
            Point::Closed => found.extend(register_date(subject.closed(&world.known))),
            Point::Attribute(name) => {
                // The row valid on a day speaks for that day: a row's date is a moment where that row is valid on it.
                for row in &subject.rows {
                    let value = super::condition::attribute(world.case, Some(row), name);
                    let day = value.and_then(|value| match value {
                        Value::Date(time) => Some(time.day),
                        _ => None,
                    });
                    let is_own = |day: &Day| subject.row(*day).is_some_and(|valid| std::ptr::eq(valid, *row));
                    found.extend(register_date(day.filter(is_own)));
                }
            }
            Point::Activity { activity, field, of, filter } => {
                let records = match of {
                    Whose::Own => subject.records.clone(),
                    Whose::Region => world.records_of_region(subject),
                    Whose::Parent => world.records_of_parent(subject),
                };
                let name = world.case.activity_name(activity);
                for record in records.into_iter().filter(|record| world.case.activity_name(&record.activity) == name) {
                    let scene = Scene { record: Some(record), ..world.scene(subject, record.at.day) };
                    let truth = filter.as_ref().map_or(Some(true), |condition| scene.holds(condition));
                    let at = match field {
                        None => Some(record.at),
                        Some(field) => match super::condition::field(world.case, record, field) {
                            Some(Value::Date(time)) => Some(time),
                            _ => None,
                        },
                    };
                    let trigger = candidate(record, truth);
                    let letters = field.iter().flat_map(|field| field.chars()).zip(1..);
                    let dated_by = letters.map(|(letter, place)| u32::from(letter) * place).sum();
                    found.extend(at.zip(trigger).map(|(at, trigger)| Happening {
                        at,
                        trigger: Some(trigger),
                        dated_by,
                    }));
                }
            }
        }
    }
    if let Some((number, unit)) = moment.shift {
        found.retain_mut(|happening| match shift(happening.at.day, i64::from(number), unit) {
            Some(day) => {
                happening.at = Time::of_day(day);
                true
            }
            None => false,
        });
    }
    found.sort_by(|left, right| {
        let id =
            |happening: &Happening<'c>| happening.trigger.map(|trigger| (trigger.record.at, trigger.record.id.clone()));
        (left.at, id(left)).cmp(&(right.at, id(right)))
    });
    found
}

/// The candidates whose day lies in [first, last].
pub fn between<'c>(candidates: &[Candidate<'c>], first: Option<Day>, last: Day) -> Vec<Candidate<'c>> {
    let is_inside =
        |act: &&Candidate| first.is_none_or(|first| first <= act.record.at.day) && act.record.at.day <= last;
    candidates.iter().filter(is_inside).copied().collect()
}
