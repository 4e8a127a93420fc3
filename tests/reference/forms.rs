//! The forms of the language, by name: what the generator may use, and what a case uses.

use super::model::{
    Case, Condition, Extended, Inside, Joined, Kind, Level, Moment, Number, Point, Quantity, Rule, Schedule, Scope,
    SeasonKind, Span, SpanUnit, Term, Unit, Whose,
};
use std::collections::BTreeSet;

/// The forms built first.
pub const SPINE: [&str; 21] = [
    "every",
    "every-from",
    "each",
    "each-by",
    "each-from-to",
    "by",
    "after",
    "before",
    "before-ever",
    "never",
    "whenever",
    "at-least",
    "at-most",
    "exactly",
    "range",
    "amount-attribute",
    "amount-parameter",
    "with",
    "where",
    "matching",
    "except",
];

/// Everything else.
pub const REST: [&str; 56] = [
    // who
    "of",
    "parent-attribute",
    "validity",
    "overrides",
    "population",
    "population-per-parent",
    // scopes and seasons
    "during-days",
    "during-hours",
    "during-own-hours",
    "between",
    "between-matching",
    "each-season",
    "each-hours",
    "each-own-hours",
    // moments
    "moment-field",
    "moment-instant",
    "moment-shift",
    "moment-of-region",
    "moment-of-parent",
    "moment-or",
    "by-activity",
    "every-from-activity",
    // schedules
    "every-from-within",
    "after-never",
    "on-the-day",
    "in-any",
    "in-any-total",
    "always-until",
    "always-for",
    "always-require",
    // durations
    "clock-every",
    "clock-after",
    "clock-before",
    "clock-in-any",
    "clock-condition",
    "working-days",
    // quantities and tails
    "total",
    "different",
    "apart",
    "apart-clock",
    "for-each",
    "or",
    "and",
    // conditions and amounts
    "trigger-condition",
    "trigger-amount",
    "period-condition",
    "period-amount",
    // modifiers
    "waiver",
    "waiver-table",
    "grace",
    "grace-clock",
    "otherwise",
    "otherwise-chain",
    "extended-by",
    "extended-between",
    "next-working-day",
];

/// The forms that are switched on.
pub struct Forms(BTreeSet<String>);

impl Forms {
    /// `all`, `spine`, or names, with a comma between; the spine always belongs to them, and `-name` switches one off.
    pub fn parse(text: &str) -> Forms {
        let mut on: BTreeSet<String> = SPINE.iter().map(|form| (*form).to_owned()).collect();
        for word in text.split(',').map(str::trim).filter(|word| !word.is_empty()) {
            match (word, word.strip_prefix('-')) {
                ("all", _) => on.extend(REST.iter().map(|form| (*form).to_owned())),
                ("spine", _) => {}
                (_, Some(off)) => _ = on.remove(off),
                (name, _) => {
                    assert!(REST.contains(&name) || SPINE.contains(&name), "no form is called {name}");
                    on.insert(name.to_owned());
                }
            }
        }
        Forms(on)
    }

    pub fn has(&self, name: &str) -> bool {
        self.0.contains(name)
    }

    pub fn names(&self) -> impl Iterator<Item = &String> {
        self.0.iter()
    }
}

/// The forms a case uses.
pub fn used(case: &Case) -> BTreeSet<&'static str> {
    let mut used = BTreeSet::new();
    let rows = case.register.iter().flat_map(|register| &register.rows);
    if rows.clone().any(|row| row.valid_from.is_some() || row.valid_to.is_some()) {
        used.insert("validity");
    }
    for waiver in &case.waivers {
        used.insert(if waiver.in_table { "waiver-table" } else { "waiver" });
    }
    for rule in &case.rules {
        of_rule(case, rule, &mut used);
    }
    used
}

fn of_rule(case: &Case, rule: &Rule, used: &mut BTreeSet<&'static str>) {
    let mut add = |is_used: bool, name: &'static str| {
        if is_used {
            used.insert(name);
        }
    };
    add(rule.who.any_of.iter().any(|class| class.of.is_some()), "of");
    add(!rule.who.except.is_empty(), "except");
    add(rule.who.with.is_some(), "with");
    add(!rule.overrides.is_empty(), "overrides");
    if let Some(population) = &rule.population {
        add(population.per != Some(Level::Parent), "population");
        add(population.per == Some(Level::Parent), "population-per-parent");
    }
    match &rule.scope {
        Some(Scope::During(name)) => match case.season(name).kind {
            SeasonKind::Daily(..) => add(true, "during-hours"),
            SeasonKind::Own(..) => add(true, "during-own-hours"),
            _ => add(true, "during-days"),
        },
        Some(Scope::Between { matching, .. }) => {
            add(true, if matching.is_empty() { "between" } else { "between-matching" });
        }
        None => {}
    }
    add(true, schedule(case, rule));
    add(true, quantity(&rule.quantity));
    add(rule.filter.is_some(), "where");
    add(!rule.matching.is_empty(), "matching");
    add(rule.apart.as_ref().is_some_and(|apart| !apart.unit.is_clock()), "apart");
    add(rule.apart.as_ref().is_some_and(|apart| apart.unit.is_clock()), "apart-clock");
    add(rule.for_each.is_some(), "for-each");
    add(rule.activities.len() > 1, if rule.joined == Joined::And { "and" } else { "or" });
    add(rule.grace.as_ref().is_some_and(|grace| !grace.unit.is_clock()), "grace");
    let mut after_due = rule.grace.iter().chain(rule.otherwise.iter().map(|otherwise| &otherwise.within));
    add(after_due.any(|span| span.unit.is_clock()), "grace-clock");
    add(rule.otherwise.len() == 1, "otherwise");
    add(rule.otherwise.len() > 1, "otherwise-chain");
    add(matches!(rule.extended, Some(Extended::By { .. })), "extended-by");
    add(matches!(rule.extended, Some(Extended::Between { .. })), "extended-between");
    add(rule.next_working_day, "next-working-day");
    for span in spans(rule) {
        add(span.unit == SpanUnit::WorkingDays, "working-days");
    }
    for number in numbers(rule) {
        match number {
            Number::Literal(_) => {}
            Number::Attribute(_) => add(true, "amount-attribute"),
            Number::Parameter(_) => add(true, "amount-parameter"),
            Number::ParentAttribute(_) => add(true, "parent-attribute"),
            Number::Trigger(_) => add(true, "trigger-amount"),
            Number::Period(..) => add(true, "period-amount"),
        }
    }
    if let Some(moment) = rule.schedule.moment() {
        of_moment(case, moment, &mut add);
        add(matches!(rule.schedule, Schedule::Deadline { .. }) && moment.is_activity(), "by-activity");
        add(matches!(rule.schedule, Schedule::Fixed { .. }) && moment.is_activity(), "every-from-activity");
    }
    if let Some(Extended::Between { from, to, .. }) = &rule.extended {
        of_moment(case, from, &mut add);
        of_moment(case, to, &mut add);
    }
    if let Some(Extended::By { by, .. }) = &rule.extended {
        of_moment(case, by, &mut add);
    }
    if let Some(Scope::Between { from, to, .. }) = &rule.scope {
        of_moment(case, from, &mut add);
        of_moment(case, to, &mut add);
    }
    for condition in conditions(rule) {
        for term in terms(condition) {
            match term {
                Term::Trigger(_) => add(true, "trigger-condition"),
                Term::Period(_) => add(true, "period-condition"),
                Term::ParentAttribute(_) => add(true, "parent-attribute"),
                Term::Shifted(_, _, unit) if unit.is_clock() => add(true, "clock-condition"),
                Term::Shifted(_, _, SpanUnit::WorkingDays) => add(true, "working-days"),
                _ => {}
            }
        }
    }
}

fn of_moment(case: &Case, moment: &Moment, add: &mut impl FnMut(bool, &'static str)) {
    add(moment.points.len() > 1, "moment-or");
    add(moment.shift.is_some(), "moment-shift");
    add(moment.shift.is_some_and(|(_, unit)| unit == SpanUnit::WorkingDays), "working-days");
    for point in &moment.points {
        if let Point::Activity { field, of, .. } = point {
            add(field.is_some(), "moment-field");
            add(*of == Whose::Region, "moment-of-region");
            add(*of == Whose::Parent, "moment-of-parent");
            let is_date = |name: &String| {
                let place = case.fields.iter().position(|column| column.name == *name && column.kind == Kind::Date);
                place.is_some_and(|place| case.records.iter().any(|record| record.cells[place].contains(':')))
            };
            add(field.as_ref().is_some_and(is_date), "moment-instant");
        }
    }
}

fn schedule(case: &Case, rule: &Rule) -> &'static str {
    match &rule.schedule {
        Schedule::Rolling { every } if every.unit.is_clock() => "clock-every",
        Schedule::Rolling { .. } => "every",
        Schedule::Fixed { within: Some(_), .. } => "every-from-within",
        Schedule::Fixed { .. } => "every-from",
        Schedule::Calendar { unit: Unit::Season(name), .. } => match case.season(name).kind {
            SeasonKind::Daily(..) => "each-hours",
            SeasonKind::Own(..) => "each-own-hours",
            _ => "each-season",
        },
        Schedule::Calendar { inside: Inside::Whole, .. } => "each",
        Schedule::Calendar { inside: Inside::By(_), .. } => "each-by",
        Schedule::Calendar { .. } => "each-from-to",
        Schedule::Deadline { .. } => "by",
        Schedule::Response { never: true, .. } => "after-never",
        Schedule::Response { within: None, .. } => "on-the-day",
        Schedule::Response { within: Some(span), .. } if span.unit.is_clock() => "clock-after",
        Schedule::Response { .. } => "after",
        Schedule::Precondition { within: None, .. } => "before-ever",
        Schedule::Precondition { within: Some(span), .. } if span.unit.is_clock() => "clock-before",
        Schedule::Precondition { .. } => "before",
        Schedule::Prohibition => "never",
        Schedule::Sliding { any } if any.unit.is_clock() => "clock-in-any",
        Schedule::Sliding { .. } if matches!(rule.quantity, Quantity::TotalAtMost(..)) => "in-any-total",
        Schedule::Sliding { .. } => "in-any",
        Schedule::Quality { .. } => "whenever",
        Schedule::Until { .. } => "always-until",
        Schedule::Lasting { .. } => "always-for",
        Schedule::State { .. } => "always-require",
    }
}

fn quantity(quantity: &Quantity) -> &'static str {
    match quantity {
        Quantity::Unstated | Quantity::AtLeast(_) => "at-least",
        Quantity::AtMost(_) => "at-most",
        Quantity::Exactly(_) => "exactly",
        Quantity::Range(..) => "range",
        Quantity::TotalAtLeast(..) | Quantity::TotalAtMost(..) => "total",
        Quantity::Different(..) => "different",
    }
}

fn spans(rule: &Rule) -> Vec<&Span> {
    let mut spans: Vec<&Span> = match &rule.schedule {
        Schedule::Rolling { every: span } | Schedule::Sliding { any: span } | Schedule::Lasting { span } => vec![span],
        Schedule::Fixed { every, within, .. } => [every].into_iter().chain(within).collect(),
        Schedule::Response { within, .. } | Schedule::Precondition { within, .. } => within.iter().collect(),
        _ => Vec::new(),
    };
    spans.extend(rule.apart.iter().chain(&rule.grace));
    spans.extend(rule.otherwise.iter().map(|otherwise| &otherwise.within));
    if let Some(Extended::By { span, .. }) = &rule.extended {
        spans.push(span);
    }
    spans
}

fn numbers(rule: &Rule) -> Vec<&Number> {
    let mut numbers: Vec<&Number> = spans(rule).into_iter().map(|span| &span.number).collect();
    match &rule.quantity {
        Quantity::Unstated => {}
        Quantity::AtLeast(number)
        | Quantity::AtMost(number)
        | Quantity::Exactly(number)
        | Quantity::TotalAtLeast(_, number)
        | Quantity::TotalAtMost(_, number)
        | Quantity::Different(_, number) => numbers.push(number),
        Quantity::Range(lower, upper) => numbers.extend([lower, upper]),
    }
    numbers
}

fn conditions(rule: &Rule) -> Vec<&Condition> {
    let mut conditions: Vec<&Condition> = rule.who.with.iter().chain(&rule.filter).collect();
    conditions.extend(rule.otherwise.iter().filter_map(|otherwise| otherwise.filter.as_ref()));
    let moments = rule.schedule.moment().into_iter().chain(match &rule.scope {
        Some(Scope::Between { from, to, .. }) => vec![from, to],
        _ => Vec::new(),
    });
    let moments = moments.chain(match &rule.extended {
        Some(Extended::Between { from, to, .. }) => vec![from, to],
        Some(Extended::By { by, .. }) => vec![by],
        None => Vec::new(),
    });
    for point in moments.flat_map(|moment| &moment.points) {
        if let Point::Activity { filter, .. } = point {
            conditions.extend(filter);
        }
    }
    if let Schedule::Quality { require } | Schedule::State { require } = &rule.schedule {
        conditions.push(require);
    }
    conditions
}

fn terms(condition: &Condition) -> Vec<&Term> {
    let mut open: Vec<&Term> = match condition {
        Condition::Compare(left, _, right) => vec![left, right],
        Condition::In(term, _) | Condition::Contains(term, _) => vec![term],
        Condition::Present(term) | Condition::Missing(term) => vec![term],
        Condition::Not(inner) => terms(inner),
        Condition::And(left, right) | Condition::Or(left, right) => [terms(left), terms(right)].concat(),
    };
    let mut found = Vec::new();
    while let Some(term) = open.pop() {
        found.push(term);
        match term {
            Term::Part(inner, _) | Term::Shifted(inner, ..) => open.push(inner),
            Term::Arithmetic(left, _, right) => open.extend([left.as_ref(), right.as_ref()]),
            _ => {}
        }
    }
    found
}
