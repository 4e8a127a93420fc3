//! Random conditions of the right types over the fields and attributes every case has (LANGUAGE.md section 11).

use super::generate::{Spine, day};
use super::model::{Comparison, Condition, Operator, Part, SpanUnit, Term, Value};
use proptest::prelude::*;
use proptest::sample::select;
use rust_decimal::Decimal;

/// What a record must satisfy: `where`, `( where … )` and `require`.
pub fn about_record(spine: &Spine) -> BoxedStrategy<Condition> {
    combined(prop_oneof![
        4 => compared(number_of_record(), number()),
        4 => yes_or_no(field("passed")),
        3 => choice(field("grade"), ["a", "b", "c"]),
        2 => place(),
        2 => dates_of_record(spine),
        1 => parts_of_dates(),
        2 => presence(vec!["score", "place", "valid_until", "passed", "grade", "ticket"].into_iter().map(field).collect()),
        1 => about_attributes(spine),
    ])
}

/// What the bound subject must satisfy: `with`.
pub fn about_subject(spine: &Spine) -> BoxedStrategy<Condition> {
    combined(about_attributes(spine))
}

/// Mostly one comparison, sometimes two joined or one negated.
fn combined(single: impl Strategy<Value = Condition> + 'static) -> BoxedStrategy<Condition> {
    let single = single.boxed();
    let pair = (single.clone(), single.clone(), any::<bool>()).prop_map(|(left, right, both)| {
        let (left, right) = (Box::new(left), Box::new(right));
        if both { Condition::And(left, right) } else { Condition::Or(left, right) }
    });
    let negated = single.clone().prop_map(|inner| Condition::Not(Box::new(inner)));
    prop_oneof![5 => single, 1 => pair, 1 => negated].boxed()
}

fn about_attributes(spine: &Spine) -> BoxedStrategy<Condition> {
    let register_date = select(vec![Term::Opened, Term::Closed, attribute("deadline")]);
    prop_oneof![
        3 => compared(Just(attribute("beds")).boxed(), beds()),
        2 => yes_or_no(attribute("licensed")),
        2 => choice(attribute("tier"), ["一级", "二级", "一级"]),
        2 => compared(register_date.boxed(), literal_date(spine)),
        2 => presence(vec![attribute("beds"), attribute("deadline"), attribute("tier"), Term::Opened]),
    ]
    .boxed()
}

fn field(name: &str) -> Term {
    Term::Field(name.to_owned())
}

fn attribute(name: &str) -> Term {
    Term::Attribute(name.to_owned())
}

fn compared(left: BoxedStrategy<Term>, right: BoxedStrategy<Term>) -> BoxedStrategy<Condition> {
    use Comparison::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
    let comparison = select(vec![Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual, GreaterOrEqual]);
    (left, comparison, right).prop_map(|(left, comparison, right)| Condition::Compare(left, comparison, right)).boxed()
}

fn number_of_record() -> BoxedStrategy<Term> {
    // `score - its.beds` alone could be about dates; a product is about numbers.
    let beds = Term::Arithmetic(
        Box::new(attribute("beds")),
        Operator::Multiply,
        Box::new(Term::Literal(Value::Number(Decimal::ONE))),
    );
    let calculated = |operator, right| Term::Arithmetic(Box::new(field("score")), operator, Box::new(right));
    prop_oneof![
        5 => Just(field("score")),
        1 => Just(calculated(Operator::Divide, attribute("need"))),
        1 => Just(calculated(Operator::Multiply, Term::Literal(Value::Number(Decimal::TWO)))),
        1 => Just(calculated(Operator::Add, Term::Parameter("threshold".into()))),
        1 => Just(calculated(Operator::Subtract, beds)),
    ]
    .boxed()
}

fn number() -> BoxedStrategy<Term> {
    let literals = [Decimal::ONE, Decimal::TWO, Decimal::new(5, 1), Decimal::TEN].map(Value::Number);
    prop_oneof![
        4 => select(literals.to_vec()).prop_map(Term::Literal),
        1 => Just(Term::Percent(96)),
        1 => Just(Term::Parameter("threshold".into())),
    ]
    .boxed()
}

fn beds() -> BoxedStrategy<Term> {
    select(vec![0_u32, 50, 60]).prop_map(|number| Term::Literal(Value::Number(number.into()))).boxed()
}

fn yes_or_no(term: Term) -> BoxedStrategy<Condition> {
    (any::<bool>(), select(vec![Comparison::Equal, Comparison::Equal, Comparison::NotEqual]))
        .prop_map(move |(flag, comparison)| {
            Condition::Compare(term.clone(), comparison, Term::Literal(Value::Flag(flag)))
        })
        .boxed()
}

fn choice(term: Term, options: [&str; 3]) -> BoxedStrategy<Condition> {
    let options = options.map(|option| Value::Text(option.to_owned()));
    let (first, listed) = (options[0].clone(), options[..2].to_vec());
    prop_oneof![
        Just(Condition::Compare(term.clone(), Comparison::Equal, Term::Literal(first.clone()))),
        Just(Condition::Compare(term.clone(), Comparison::NotEqual, Term::Literal(first))),
        Just(Condition::In(term, listed)),
    ]
    .boxed()
}

fn place() -> BoxedStrategy<Condition> {
    let east = Term::Literal(Value::Text("东楼".into()));
    prop_oneof![
        Just(Condition::Contains(field("place"), "东".into())),
        Just(Condition::Compare(field("place"), Comparison::Equal, east)),
    ]
    .boxed()
}

fn literal_date(spine: &Spine) -> BoxedStrategy<Term> {
    day(spine).prop_map(|day| Term::Literal(Value::Date(day))).boxed()
}

fn dates_of_record(spine: &Spine) -> BoxedStrategy<Condition> {
    let remaining = Term::Arithmetic(Box::new(field("valid_until")), Operator::Subtract, Box::new(Term::Date));
    let thirty = Term::Literal(Value::Number(Decimal::from(30)));
    let shift = select(vec![(1, SpanUnit::Months), (-1, SpanUnit::Months), (15, SpanUnit::Days), (1, SpanUnit::Years)]);
    let shifted = shift.prop_map(|(number, unit)| Term::Shifted(Box::new(Term::Date), number, unit)).boxed();
    prop_oneof![
        2 => compared(select(vec![Term::Date, field("valid_until")]).boxed(), literal_date(spine)),
        1 => compared(Just(remaining).boxed(), Just(thirty).boxed()),
        1 => compared(Just(field("valid_until")).boxed(), shifted),
    ]
    .boxed()
}

fn parts_of_dates() -> BoxedStrategy<Condition> {
    let whole = |term: Term| Just(term).boxed();
    let part = |term, part| Term::Part(Box::new(term), part);
    let literal = |number: u32| Term::Literal(Value::Number(number.into()));
    prop_oneof![
        compared(whole(part(Term::Date, Part::Month)), whole(literal(3))),
        compared(whole(part(Term::Date, Part::Day)), whole(literal(15))),
        compared(whole(part(field("valid_until"), Part::Year)), whole(literal(2024))),
    ]
    .boxed()
}

fn presence(terms: Vec<Term>) -> BoxedStrategy<Condition> {
    (select(terms), any::<bool>())
        .prop_map(|(term, present)| if present { Condition::Present(term) } else { Condition::Missing(term) })
        .boxed()
}
