//! The form of a rule: its schedule, scope, quantity, tail and modifiers, without names, numbers and conditions. Two
//! rules of one form are judged in the same way.

use guiju::rulebook::{
    Bound, EachUnit, Extension, Length, Measure, Moment, MomentKind, Quantity, Rule, RuleBook, Schedule, Scope,
    SeasonExtent, SeasonId, Whose, Window,
};

/// The form of a rule in the keywords of the language; `A` is an activity, `C` a condition, `D` a duration, `F` a field.
pub fn form(rule: &Rule, book: &RuleBook) -> String {
    let mut parts = Vec::new();
    parts.extend(rule.population.map(|_| "share of".to_owned()));
    parts.extend(rule.scope.as_ref().map(|scope| self::scope(scope, book)));
    parts.push(schedule(&rule.schedule, &quantity(&rule.quantity), book));
    parts.extend(tail(rule).into_iter().map(str::to_owned));
    parts.extend(modifiers(rule).into_iter().map(str::to_owned));
    parts.join(" + ")
}

fn scope(scope: &Scope, book: &RuleBook) -> String {
    match scope {
        Scope::During(season) => format!("during {}", self::season(*season, book)),
        Scope::Between { from, to, .. } => format!("between {} and {}", moment(from), moment(to)),
    }
}

fn season(season: SeasonId, book: &RuleBook) -> &'static str {
    match book.seasons[season.0 as usize].extent {
        SeasonExtent::Days(_) => "days",
        SeasonExtent::Hours(..) => "hours",
    }
}

fn moment(moment: &Moment) -> &'static str {
    let MomentKind::Records(occurrences) = &moment.kind else { return "date" };
    match occurrences.first().map(|first| (first.whose, first.field)) {
        Some((Whose::Region, _)) => "A of region",
        Some((Whose::Parent, _)) => "A of parent",
        Some((Whose::Own, Some(_))) => "A.F",
        Some((Whose::Own, None)) | None => "A",
    }
}

/// Durations of the clock and of working days have a reckoning of their own.
fn length(length: &Length) -> &'static str {
    match length.unit {
        unit if unit.is_clock() => "hours",
        guiju::calendar::DurationUnit::WorkingDays => "working days",
        _ => "D",
    }
}

fn quantity(quantity: &Quantity) -> String {
    let bound = match quantity.bound {
        Bound::AtLeast(_) if *quantity == Quantity::one() => return "A".to_owned(),
        Bound::AtLeast(_) => "at least",
        Bound::AtMost(_) => "at most",
        Bound::Exactly(_) => "exactly",
        Bound::Between(..) => "N to M",
    };
    match quantity.measure {
        Measure::Count => format!("{bound} A"),
        Measure::Total => format!("total of F {bound} A"),
        Measure::Different => format!("{bound} different F A"),
    }
}

fn schedule(schedule: &Schedule, quantity: &str, book: &RuleBook) -> String {
    match schedule {
        Schedule::Every(every) => format!("every {} {quantity}", length(every)),
        Schedule::EveryFrom { from, within, .. } => {
            let within = within.as_ref().map_or("", |_| " within D");
            format!("every D from {}{within} {quantity}", moment(from))
        }
        Schedule::Each(unit, window) => {
            let unit = match unit {
                EachUnit::Calendar(_) => "unit",
                EachUnit::Season(season) => self::season(*season, book),
            };
            let window = match window {
                None => "",
                Some(Window::By(_)) => " by day",
                Some(Window::FromTo(..)) => " from day to day",
            };
            format!("each {unit}{window} {quantity}")
        }
        Schedule::By(by) => format!("by {} {quantity}", moment(by)),
        Schedule::After { moment: after, within, never } => {
            let within = within.as_ref().map_or("the day", length);
            let never = if *never { "never " } else { "" };
            format!("after {} within {within} {never}{quantity}", moment(after))
        }
        Schedule::Before { moment: before, within } => {
            let within = within.as_ref().map_or("ever".to_owned(), |within| format!("within {}", length(within)));
            format!("before {} {within} {quantity}", moment(before))
        }
        Schedule::Never => "never A".to_owned(),
        Schedule::InAny(span) => format!("in any {} {quantity}", length(span)),
        Schedule::Whenever => "whenever A require C".to_owned(),
        Schedule::AlwaysUntil => format!("always {quantity} until F"),
        Schedule::AlwaysFor(_) => format!("always {quantity} for D"),
        Schedule::AlwaysRequire(_) => "always require C".to_owned(),
    }
}

fn tail(rule: &Rule) -> Vec<&'static str> {
    let mut tail = Vec::new();
    let mut when = |is: bool, part| {
        if is {
            tail.push(part)
        }
    };
    let mut alternatives = rule.tasks.iter().flat_map(|task| &task.alternatives);
    when(rule.tasks.len() > 1, "and");
    when(rule.tasks.iter().any(|task| task.alternatives.len() > 1), "or");
    when(alternatives.any(|alternative| alternative.filter.is_some()), "where");
    when(!rule.matching.is_empty(), "matching");
    when(rule.apart.is_some(), "apart");
    when(!rule.for_each.is_empty(), "for each");
    tail
}

fn modifiers(rule: &Rule) -> Vec<&'static str> {
    let mut modifiers = Vec::new();
    let mut when = |is: bool, part| {
        if is {
            modifiers.push(part)
        }
    };
    when(rule.count_partial_periods, "partial periods");
    when(!rule.overridden_by.is_empty(), "overridden");
    when(rule.grace.is_some(), "grace");
    when(rule.otherwise.len() == 1, "otherwise");
    when(rule.otherwise.len() > 1, "otherwise twice");
    when(rule.extended.iter().any(|extension| matches!(extension, Extension::By { .. })), "extended by");
    when(rule.extended.iter().any(|extension| matches!(extension, Extension::Between { .. })), "extended between");
    when(rule.next_working_day, "next working day");
    modifiers
}
