//! Random rules: every schedule, every unit, every form of a quantity.

use super::generate::{ACTIVITIES, CATEGORIES, Spine, day, effective};
use super::generate_conditions::{about_record, about_subject};
use super::model::{Inside, Mark, Moment, Number, Quantity, Rule, Schedule, Span, SpanUnit, Unit, Who};
use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;

pub fn rules(spine: &Spine) -> impl Strategy<Value = Vec<Rule>> + use<> {
    prop_oneof![1 => vec(rule(spine), 1), 3 => vec(rule(spine), 2..=3)]
}

fn rule(spine: &Spine) -> impl Strategy<Value = Rule> + use<> {
    let (with, filter) = (about_subject(spine), about_record(spine));
    let sentence = (who(with), schedule(spine), any_quantity(), at_least_quantity(), activity());
    let tail = (weighted(0.25, filter), matching(), weighted(0.15, effective(spine)));
    let flags = (any::<bool>(), proptest::bool::weighted(0.2), proptest::bool::weighted(0.3));
    (sentence, tail, flags).prop_map(|(sentence, tail, (is_partial, is_anonymous, described))| {
        let (who, schedule, any_quantity, at_least, activity) = sentence;
        let (filter, matching, effective) = tail;
        let quantity = match quantities(&schedule) {
            Allowed::Any => any_quantity,
            Allowed::AtLeast => at_least,
            Allowed::None => Quantity::Unstated,
        };
        let has_trigger = match &schedule {
            Schedule::Response { after: moment, .. } | Schedule::Precondition { before: moment, .. } => {
                moment.is_activity()
            }
            _ => false,
        };
        let is_whole_period = matches!(schedule, Schedule::Calendar { inside: Inside::Whole, .. });
        Rule {
            name: (!is_anonymous).then(String::new),
            who,
            quantity,
            activity,
            filter,
            matching: if has_trigger { matching } else { Vec::new() },
            effective,
            count_partial_periods: is_whole_period && is_partial,
            described,
            schedule,
        }
    })
}

enum Allowed {
    Any,
    AtLeast,
    None,
}

/// Which quantities a schedule takes (LANGUAGE.md section 6).
fn quantities(schedule: &Schedule) -> Allowed {
    match schedule {
        Schedule::Calendar { inside: Inside::Whole | Inside::FromTo(..), .. } | Schedule::Response { .. } => {
            Allowed::Any
        }
        Schedule::Prohibition | Schedule::Quality { .. } => Allowed::None,
        _ => Allowed::AtLeast,
    }
}

fn who(with: BoxedStrategy<super::model::Condition>) -> impl Strategy<Value = Who> {
    let names = CATEGORIES.map(|(name, _)| name.to_owned()).to_vec();
    // The first two names come most often, so that most rules bind most subjects.
    let likely = prop_oneof![8 => Just(names[0].clone()), 1 => Just(names[1].clone()), 1 => select(names.clone())];
    let any_of = prop_oneof![8 => vec(likely.clone(), 1), 1 => proptest::sample::subsequence(names.clone(), 1..=3)];
    let except = prop_oneof![10 => Just(Vec::new()), 1 => proptest::sample::subsequence(names, 1..=2)];
    (any_of, except, weighted(0.15, with)).prop_map(|(any_of, mut except, with)| {
        except.retain(|name| !any_of.contains(name));
        Who { any_of, except, with }
    })
}

fn activity() -> impl Strategy<Value = String> + Clone {
    let [first, second, third] = ACTIVITIES.map(|(name, _)| name.to_owned());
    prop_oneof![4 => Just(first), 1 => Just(second), 4 => Just(third)]
}

fn matching() -> impl Strategy<Value = Vec<String>> {
    let fields = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<String>>();
    prop_oneof![7 => Just(fields(&[])), 3 => Just(fields(&["ticket"])), 1 => Just(fields(&["ticket", "grade"]))]
}

fn schedule(spine: &Spine) -> BoxedStrategy<Schedule> {
    let require = about_record(spine);
    prop_oneof![
        4 => span().prop_map(|every| Schedule::Rolling { every }),
        3 => (span(), dated_moment(spine)).prop_map(|(every, from)| Schedule::Fixed { every, from }),
        7 => calendar(),
        4 => dated_moment(spine).prop_map(|by| Schedule::Deadline { by }),
        8 => (any_moment(spine), short_span()).prop_map(|(after, within)| Schedule::Response { after, within }),
        6 => (any_moment(spine), weighted(0.6, short_span()))
            .prop_map(|(before, within)| Schedule::Precondition { before, within }),
        2 => Just(Schedule::Prohibition),
        3 => require.prop_map(|require| Schedule::Quality { require }),
    ]
    .boxed()
}

fn dated_moment(spine: &Spine) -> BoxedStrategy<Moment> {
    prop_oneof![
        4 => day(spine).prop_map(Moment::Date),
        2 => Just(Moment::Opened),
        1 => Just(Moment::Closed),
        2 => Just(Moment::Attribute("deadline".into())),
    ]
    .boxed()
}

fn any_moment(spine: &Spine) -> BoxedStrategy<Moment> {
    let trigger = prop_oneof![4 => Just(ACTIVITIES[1].0.to_owned()), 1 => activity()];
    let filter = weighted(0.2, about_record(spine));
    let record = (trigger, filter).prop_map(|(activity, filter)| Moment::Activity { activity, filter });
    prop_oneof![5 => record, 1 => dated_moment(spine)].boxed()
}

fn calendar() -> impl Strategy<Value = Schedule> {
    let unit = prop_oneof![
        1 => Just(Unit::Day),
        2 => Just(Unit::Week),
        2 => Just(Unit::Xun),
        3 => Just(Unit::HalfMonth),
        4 => Just(Unit::Month),
        4 => Just(Unit::TwoMonths),
        4 => Just(Unit::Quarter),
        5 => Just(Unit::HalfYear),
        5 => Just(Unit::Year),
    ];
    let marks = (mark_numbers(), mark_numbers());
    (unit, marks, 0..5_u8).prop_map(|(unit, (first, second), form)| {
        let inside = match form {
            0 | 1 => Inside::Whole,
            2 | 3 if unit != Unit::Day => Inside::By(mark(unit, first)),
            4 if unit != Unit::Day => Inside::FromTo(mark(unit, first.min(second)), mark(unit, first.max(second))),
            _ => Inside::Whole,
        };
        Schedule::Calendar { unit, inside }
    })
}

/// The raw form of a mark: a month and a day, ordered as in the year. The first places hold the edges.
fn mark_numbers() -> impl Strategy<Value = (u32, u32)> + Clone {
    let edges = vec![(1, 1), (1, 31), (2, 28), (2, 29), (3, 1), (3, 10), (3, 15), (3, 31), (6, 30), (12, 31)];
    prop_oneof![3 => select(edges), 1 => (1..=12_u32, 1..=28_u32)]
}

/// MM-DD in a year, `day N` in any other unit, N no larger than the longest such period and growing with the raw form.
fn mark(unit: Unit, (month, day): (u32, u32)) -> Mark {
    let longest = match unit {
        Unit::Year => return Mark::MonthDay(month, day),
        Unit::Day => 1,
        Unit::Week => 7,
        Unit::Xun => 11,
        Unit::HalfMonth => 16,
        Unit::Month => 31,
        Unit::TwoMonths => 62,
        Unit::Quarter => 92,
        Unit::HalfYear => 184,
    };
    let place_in_year = (month - 1) * 31 + day;
    Mark::DayOfPeriod((place_in_year * longest).div_ceil(372))
}

fn span() -> impl Strategy<Value = Span> + Clone {
    use SpanUnit::{Days, HalfYears, Months, Quarters, Weeks, Years};
    let literal = prop_oneof![
        2 => (select(vec![1_u32, 3, 7, 15, 20, 30]), Just(Days)),
        1 => (1..=3_u32, Just(Weeks)),
        4 => (select(vec![1_u32, 1, 2, 3, 6]), Just(Months)),
        1 => (1..=2_u32, Just(Quarters)),
        1 => (1..=2_u32, Just(HalfYears)),
        1 => (1..=2_u32, Just(Years)),
    ];
    let literal = literal.prop_map(|(number, unit)| Span { number: Number::Literal(number), unit });
    let number = prop_oneof![Just(Number::Attribute("cycle".into())), Just(Number::Parameter("pace".into()))];
    let unit = select(vec![Days, Weeks, Months, Months, Months, Quarters, HalfYears, Years]);
    prop_oneof![4 => literal, 1 => (number, unit).prop_map(|(number, unit)| Span { number, unit })]
}

/// Windows around a moment are short, so that records fall inside and outside of them.
fn short_span() -> impl Strategy<Value = Span> + Clone {
    let days = select(vec![1_u32, 1, 1, 3, 3, 7, 15, 20]);
    let days = days.prop_map(|number| Span { number: Number::Literal(number), unit: SpanUnit::Days });
    prop_oneof![days, span()]
}

fn open_number(literals: std::ops::Range<u32>) -> impl Strategy<Value = Number> {
    prop_oneof![
        4 => literals.prop_map(Number::Literal),
        1 => Just(Number::Attribute("need".into())),
        1 => Just(Number::Parameter("min_times".into())),
    ]
}

fn at_least_quantity() -> BoxedStrategy<Quantity> {
    prop_oneof![3 => Just(Quantity::Unstated), 2 => open_number(1..4).prop_map(Quantity::AtLeast)].boxed()
}

fn any_quantity() -> BoxedStrategy<Quantity> {
    let range = (0..3_u32, 1..3_u32)
        .prop_map(|(lower, more)| Quantity::Range(Number::Literal(lower), Number::Literal(lower + more)));
    let open_range = (open_number(0..2), open_number(2..4)).prop_map(|(lower, upper)| Quantity::Range(lower, upper));
    prop_oneof![
        4 => at_least_quantity(),
        2 => open_number(0..2).prop_map(Quantity::AtMost),
        2 => open_number(0..3).prop_map(Quantity::Exactly),
        2 => range,
        1 => open_range,
    ]
    .boxed()
}
