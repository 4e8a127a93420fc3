//! Random conditions of the right types over the fields and attributes every case has (docs/language.md section 11).

use super::generate::Making;
use super::model::{Comparison, Condition, Edge, Operator, Part, SpanUnit, Term, Time, Value};
use rust_decimal::Decimal;

/// What stands behind the records a condition speaks of.
#[derive(Clone, Copy, Default)]
pub struct Behind {
    pub trigger: bool,
    pub period: bool,
}

impl Making<'_, '_> {
    /// What a record must satisfy: `where`, `( where … )` and `require`.
    pub fn about_record(&mut self, behind: Behind) -> Condition {
        if behind.trigger && self.dice.form("trigger-condition", 45) {
            return self.about_trigger();
        }
        if behind.period && self.dice.form("period-condition", 30) {
            return self.about_period();
        }
        self.combined(|making| match making.dice.below(20) {
            0..=3 => {
                let (left, right) = (making.number_of_record(), making.number());
                making.compared(left, right)
            }
            4..=7 => making.yes_or_no(field("passed")),
            8..=10 => making.choice(field("grade"), ["a", "b", "c"]),
            11 | 12 => making.place(),
            13 | 14 => making.dates_of_record(),
            15 => making.parts_of_dates(),
            16 | 17 => making.presence(&["score", "place", "valid_until", "passed", "grade", "ticket"].map(field)),
            _ => making.about_attributes(),
        })
    }

    /// What the bound subject must satisfy: `with`, `always require`.
    pub fn about_subject(&mut self) -> Condition {
        self.combined(Making::about_attributes)
    }

    /// Mostly one comparison, sometimes two joined or one negated.
    fn combined(&mut self, single: impl Fn(&mut Self) -> Condition) -> Condition {
        let first = single(self);
        match self.dice.below(7) {
            0 => {
                let (left, right) = (Box::new(first), Box::new(single(self)));
                if self.dice.chance(50) { Condition::And(left, right) } else { Condition::Or(left, right) }
            }
            1 => Condition::Not(Box::new(first)),
            _ => first,
        }
    }

    fn about_trigger(&mut self) -> Condition {
        let times_one = |term| Term::Arithmetic(Box::new(term), Operator::Multiply, Box::new(literal(1)));
        let trigger = |name: &str| Term::Trigger(name.to_owned());
        match self.dice.below(if self.declares.fields { 5 } else { 3 }) {
            0 => self.compared(times_one(field("score")), times_one(trigger("score"))),
            1 => {
                let shifted = Term::Shifted(Box::new(trigger("valid_until")), 3, SpanUnit::Days);
                self.compared(Term::Date, shifted)
            }
            2 => Condition::Present(trigger("ticket")),
            3 => Condition::Compare(field("place"), Comparison::NotEqual, trigger("place")),
            _ => Condition::Compare(field("ticket"), Comparison::Equal, trigger("ticket")),
        }
    }

    fn about_period(&mut self) -> Condition {
        let edge = self.dice.pick(&[Edge::From, Edge::To]);
        let part = |term, part| Term::Part(Box::new(term), part);
        match self.dice.below(3) {
            0 => self.compared(part(Term::Date, Part::Month), part(Term::Period(edge), Part::Month)),
            1 => {
                let number = self.dice.pick(&[3, -3, 10]);
                self.compared(Term::Date, Term::Shifted(Box::new(Term::Period(edge)), number, SpanUnit::Days))
            }
            _ => self.compared(field("valid_until"), Term::Period(edge)),
        }
    }

    fn about_attributes(&mut self) -> Condition {
        if self.dice.form("parent-attribute", 12) {
            let tier = Term::ParentAttribute("tier".to_owned());
            return self.choice(tier, ["一级", "二级", "一级"]);
        }
        match self.dice.below(11) {
            0..=2 => {
                let beds = literal(self.dice.pick(&[0, 50, 60]));
                self.compared(attribute("beds"), beds)
            }
            3 | 4 => self.yes_or_no(attribute("licensed")),
            5 | 6 => self.choice(attribute("tier"), ["一级", "二级", "一级"]),
            7 | 8 => {
                let term = self.dice.pick(&[Term::Opened, Term::Closed, attribute("deadline")]);
                let date = self.literal_date();
                self.compared(term, date)
            }
            _ => self.presence(&[attribute("beds"), attribute("deadline"), attribute("tier"), Term::Opened]),
        }
    }

    fn compared(&mut self, left: Term, right: Term) -> Condition {
        use Comparison::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
        let comparison = self.dice.pick(&[Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual, GreaterOrEqual]);
        Condition::Compare(left, comparison, right)
    }

    fn number_of_record(&mut self) -> Term {
        // `score - its.beds` alone could be about dates; a product is about numbers.
        let beds = Term::Arithmetic(Box::new(attribute("beds")), Operator::Multiply, Box::new(literal(1)));
        let calculated = |operator, right| Term::Arithmetic(Box::new(field("score")), operator, Box::new(right));
        match self.dice.below(9) {
            0..=4 => field("score"),
            5 => calculated(Operator::Divide, attribute("need")),
            6 => calculated(Operator::Multiply, literal(2)),
            7 => calculated(Operator::Add, Term::Parameter("threshold".into())),
            _ => calculated(Operator::Subtract, beds),
        }
    }

    fn number(&mut self) -> Term {
        match self.dice.below(6) {
            0..=3 => {
                let number = self.dice.pick(&[Decimal::ONE, Decimal::TWO, Decimal::new(5, 1), Decimal::TEN]);
                Term::Literal(Value::Number(number))
            }
            4 => Term::Percent(96),
            _ => Term::Parameter("threshold".into()),
        }
    }

    fn yes_or_no(&mut self, term: Term) -> Condition {
        let comparison = self.dice.pick(&[Comparison::Equal, Comparison::Equal, Comparison::NotEqual]);
        let flag = self.dice.chance(60);
        Condition::Compare(term, comparison, Term::Literal(Value::Flag(flag)))
    }

    fn choice(&mut self, term: Term, options: [&str; 3]) -> Condition {
        let options = options.map(|option| Value::Text(option.to_owned()));
        let first = Term::Literal(options[0].clone());
        match self.dice.below(3) {
            0 => Condition::Compare(term, Comparison::Equal, first),
            1 => Condition::Compare(term, Comparison::NotEqual, first),
            _ => Condition::In(term, options[..2].to_vec()),
        }
    }

    fn place(&mut self) -> Condition {
        if self.dice.chance(50) {
            return Condition::Contains(field("place"), "东".into());
        }
        Condition::Compare(field("place"), Comparison::Equal, Term::Literal(Value::Text("东楼".into())))
    }

    fn literal_date(&mut self) -> Term {
        Term::Literal(Value::Date(Time::of_day(self.day())))
    }

    fn dates_of_record(&mut self) -> Condition {
        if self.dice.form("clock-condition", 25) {
            let (number, unit) =
                self.dice.pick(&[(24, SpanUnit::Hours), (-2, SpanUnit::Hours), (30, SpanUnit::Minutes)]);
            return self.compared(field("valid_until"), Term::Shifted(Box::new(Term::Date), number, unit));
        }
        match self.dice.below(4) {
            0 | 1 => {
                let (left, right) = (self.dice.pick(&[Term::Date, field("valid_until")]), self.literal_date());
                self.compared(left, right)
            }
            2 => {
                let remaining =
                    Term::Arithmetic(Box::new(field("valid_until")), Operator::Subtract, Box::new(Term::Date));
                self.compared(remaining, literal(30))
            }
            _ => {
                use SpanUnit::{Days, Months, WorkingDays, Years};
                let units = if self.dice.forms.has("working-days") { 5 } else { 4 };
                let shifts = [(1, Months), (-1, Months), (15, Days), (1, Years), (3, WorkingDays)];
                let (number, unit) = self.dice.pick(&shifts[..units]);
                self.compared(field("valid_until"), Term::Shifted(Box::new(Term::Date), number, unit))
            }
        }
    }

    fn parts_of_dates(&mut self) -> Condition {
        let part = |term, part| Term::Part(Box::new(term), part);
        match self.dice.below(3) {
            0 => self.compared(part(Term::Date, Part::Month), literal(3)),
            1 => self.compared(part(Term::Date, Part::Day), literal(15)),
            _ => self.compared(part(field("valid_until"), Part::Year), literal(2024)),
        }
    }

    fn presence(&mut self, terms: &[Term]) -> Condition {
        let term = self.dice.pick(terms);
        if self.dice.chance(50) { Condition::Present(term) } else { Condition::Missing(term) }
    }
}

pub fn field(name: &str) -> Term {
    Term::Field(name.to_owned())
}

fn attribute(name: &str) -> Term {
    Term::Attribute(name.to_owned())
}

fn literal(number: u32) -> Term {
    Term::Literal(Value::Number(number.into()))
}
