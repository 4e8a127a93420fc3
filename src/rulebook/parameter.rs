//! Parameters: values as a person writes them, and the values an audit sets (docs/language.md section 2).

use std::fmt;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{
    ActivityId, Amount, AttributeId, Bound, Condition, Expression, FieldId, Kind, Length, Measure, ParameterId, Part,
    Quantity, RuleBook, Value, normalise,
};
use crate::calendar::{Day, Duration};
use crate::text::{Nearest, Wording};

impl Value {
    /// Its type.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Number(_) => Kind::Number,
            Self::Text(_) => Kind::Text,
            Self::Date(_) => Kind::Date,
            Self::Bool(_) => Kind::Bool,
        }
    }

    /// The value of a type that a text says: `12`, `96%`, `2024-02-28`, `2024年2月28日`, `true`, `是`; `None` where it
    /// says none, and for times.
    #[must_use]
    pub fn read(text: &str, kind: &Kind) -> Option<Self> {
        let text = normalise(text);
        match kind {
            Kind::Number => match text.strip_suffix('%') {
                Some(percent) => {
                    percent.trim_end().parse().ok().map(|number: Decimal| Self::Number(number / Decimal::ONE_HUNDRED))
                }
                None => text.parse().ok().map(Self::Number),
            },
            Kind::Text => Some(Self::Text(text.into_owned())),
            Kind::Choice(choices) => {
                choices.iter().any(|choice| *choice == text).then(|| Self::Text(text.into_owned()))
            }
            Kind::Date => read_day(&text).map(Self::Date),
            Kind::Bool => match text.as_ref() {
                "true" | "是" => Some(Self::Bool(true)),
                "false" | "否" => Some(Self::Bool(false)),
                _ => None,
            },
            Kind::Time => None,
        }
    }

    /// A whole number of at least `least` that a quantity or duration can be.
    #[must_use]
    pub fn whole(&self, least: u32) -> Option<u32> {
        let Self::Number(number) = self else { return None };
        let whole = number.is_integer().then(|| number.to_u32()).flatten()?;
        (whole >= least).then_some(whole)
    }

    /// Whether a total can be compared with it: a number that is not negative.
    #[must_use]
    pub fn is_a_total(&self) -> bool {
        matches!(self, Self::Number(number) if !number.is_sign_negative() || number.is_zero())
    }
}

fn read_day(text: &str) -> Option<Day> {
    let text = text.strip_suffix('日').unwrap_or(text);
    let mut parts = text.split(['-', '/', '年', '月']).map(|part| part.trim());
    let [year, month, day] = [parts.next()?, parts.next()?, parts.next()?];
    let digits =
        |part: &str, most: usize| (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    if parts.next().is_some() || !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
        return None;
    }
    Day::from_ymd(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// As a person writes it: `12`, `2024-02-28`, `true`; text without quotes.
impl fmt::Display for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(formatter, "{}", number.normalize()),
            Self::Text(text) => formatter.write_str(text),
            Self::Date(day) => write!(formatter, "{day}"),
            Self::Bool(truth) => write!(formatter, "{truth}"),
        }
    }
}

/// Why an audit cannot set a parameter.
#[derive(Debug, Clone, PartialEq)]
pub enum SetError {
    /// No rule file declares it.
    Unknown {
        /// The name.
        name: String,
        /// A parameter that looks like it.
        nearest: Option<String>,
        /// All parameters of the run, sorted.
        known: Vec<String>,
    },
    /// The text is no value of the parameter's type.
    WrongKind {
        /// The name.
        name: String,
        /// The text.
        text: String,
        /// The type it has.
        kind: Kind,
    },
    /// A rule counts by it, and the value is not a whole number in range.
    NotWhole {
        /// The name.
        name: String,
        /// The text.
        text: String,
        /// The least that fits.
        least: u32,
        /// The rule.
        rule: String,
    },
    /// A rule adds up to it, and the value is negative.
    Negative {
        /// The name.
        name: String,
        /// The text.
        text: String,
        /// The rule.
        rule: String,
    },
    /// A rule asks for a number between it and another, and there would be none.
    BackwardsRange {
        /// The name.
        name: String,
        /// The text.
        text: String,
        /// The rule.
        rule: String,
    },
    /// A rule compares it with a choice that has no such text.
    NotAChoice {
        /// The name.
        name: String,
        /// The text.
        text: String,
        /// The rule.
        rule: String,
        /// The choices.
        choices: Vec<String>,
    },
}

impl SetError {
    /// The message.
    #[must_use]
    pub fn wording(&self) -> Wording {
        match self {
            Self::Unknown { name, nearest: Some(nearest), .. } => Wording::new(
                format!("there is no parameter `{name}`; did you mean `{nearest}`?"),
                format!("没有参数 `{name}`；是不是想写 `{nearest}`？"),
            ),
            Self::Unknown { name, nearest: None, known } if known.is_empty() => Wording::new(
                format!("there is no parameter `{name}`; these rules have none"),
                format!("没有参数 `{name}`；这些规则没有参数"),
            ),
            Self::Unknown { name, nearest: None, known } => Wording::new(
                format!("there is no parameter `{name}`; there are `{}`", known.join("`, `")),
                format!("没有参数 `{name}`；已有的是 `{}`", known.join("`、`")),
            ),
            Self::WrongKind { name, text, kind } => {
                let (en, zh) = match kind {
                    Kind::Number => ("a number, such as `3`", "数，如 `3`"),
                    Kind::Date => ("a date, such as `2024-02-28`", "日期，如 `2024-02-28`"),
                    Kind::Bool => ("`true` or `false`", " `是` 或 `否`"),
                    Kind::Text | Kind::Time | Kind::Choice(_) => ("a text", "文本"),
                };
                Wording::new(
                    format!("`{text}` does not fit the parameter `{name}`, which is {en}"),
                    format!("`{text}` 不合参数 `{name}`，它须是{zh}"),
                )
            }
            Self::NotWhole { name, text, least, rule } => Wording::new(
                format!(
                    "`{text}` does not fit the parameter `{name}`: rule `{rule}` needs a whole number from {least} up"
                ),
                format!("`{text}` 不合参数 `{name}`：规则 `{rule}` 须要不小于 {least} 的整数"),
            ),
            Self::Negative { name, text, rule } => Wording::new(
                format!("`{text}` does not fit the parameter `{name}`: rule `{rule}` needs a number from 0 up"),
                format!("`{text}` 不合参数 `{name}`：规则 `{rule}` 须要不小于 0 的数"),
            ),
            Self::BackwardsRange { name, text, rule } => Wording::new(
                format!(
                    "`{text}` does not fit the parameter `{name}`: rule `{rule}` would ask for more than it allows"
                ),
                format!("`{text}` 不合参数 `{name}`：规则 `{rule}` 要求的会多于允许的"),
            ),
            Self::NotAChoice { name, text, rule, choices } => Wording::new(
                format!(
                    "`{text}` does not fit the parameter `{name}`: rule `{rule}` compares it with \"{}\"",
                    choices.join("\", \"")
                ),
                format!("`{text}` 不合参数 `{name}`：规则 `{rule}` 拿它与“{}”比较", choices.join("”“")),
            ),
        }
    }
}

impl RuleBook {
    /// Sets every parameter of a name, as `--set PARAM=V` does. The text is read as the type the rule file states, and
    /// must fit the places where rules use the parameter. Nothing is changed where it does not.
    ///
    /// # Errors
    /// [`SetError`] says why the value cannot be taken.
    pub fn set(&mut self, name: &str, text: &str) -> Result<(), SetError> {
        let name = normalise(name).into_owned();
        let ids: Vec<usize> =
            (0..self.parameters.len()).filter(|at| self.parameters.get(*at).is_some_and(|p| p.name == name)).collect();
        if ids.is_empty() {
            return Err(self.unknown_parameter(name));
        }
        let before = self.parameters.clone();
        for at in &ids {
            let Some(parameter) = self.parameters.get_mut(*at) else { continue };
            let kind = parameter.stated.kind();
            let Some(value) = Value::read(text, &kind) else {
                self.parameters = before;
                return Err(SetError::WrongKind { name, text: text.to_owned(), kind });
            };
            parameter.value = value;
        }
        let misfit = self.rules.iter().find_map(|rule| {
            let uses = Uses { book: self, ids: &ids, name: &name, text, rule: &rule.id };
            uses.misfit(rule)
        });
        match misfit {
            Some(error) => {
                self.parameters = before;
                Err(error)
            }
            None => Ok(()),
        }
    }

    fn unknown_parameter(&self, name: String) -> SetError {
        let mut known: Vec<String> = self.parameters.iter().map(|parameter| parameter.name.clone()).collect();
        known.sort_unstable();
        known.dedup();
        let nearest = Nearest::default().find(&name, known.iter().map(String::as_str)).map(str::to_owned);
        SetError::Unknown { name, nearest, known }
    }
}

/// The places of one rule where parameters that were just set are used.
struct Uses<'a> {
    book: &'a RuleBook,
    ids: &'a [usize],
    name: &'a str,
    text: &'a str,
    rule: &'a str,
}

impl Uses<'_> {
    /// The first place that the value does not fit.
    fn misfit(&self, rule: &super::Rule) -> Option<SetError> {
        let mut found = None;
        rule.parts(&mut |part| {
            if found.is_none() {
                found = match part {
                    Part::Length(length) => self.length(length),
                    Part::Quantity(quantity) => self.quantity(quantity),
                    Part::Times(amount) => self.amount(amount, Measure::Count),
                    Part::Condition(condition, activity) => self.condition(condition, activity),
                    Part::Activity(_) | Part::Field(..) | Part::Attribute(_) | Part::Season(_) => None,
                };
            }
        });
        found
    }

    fn value(&self, amount: &Amount) -> Option<&Value> {
        match amount {
            Amount::Parameter(ParameterId(at)) if self.ids.contains(&(*at as usize)) => {
                self.book.parameters.get(*at as usize).map(|parameter| &parameter.value)
            }
            _ => None,
        }
    }

    fn amount(&self, amount: &Amount, measure: Measure) -> Option<SetError> {
        let value = self.value(amount)?;
        if measure == Measure::Total {
            let (name, text, rule) = (self.name.to_owned(), self.text.to_owned(), self.rule.to_owned());
            return (!value.is_a_total()).then_some(SetError::Negative { name, text, rule });
        }
        value.whole(0).is_none().then(|| self.not_whole(0))
    }

    fn length(&self, length: &Length) -> Option<SetError> {
        let whole = self.value(&length.amount)?.whole(1);
        whole.and_then(|whole| Duration::new(whole, length.unit)).is_none().then(|| self.not_whole(1))
    }

    fn not_whole(&self, least: u32) -> SetError {
        SetError::NotWhole { name: self.name.to_owned(), text: self.text.to_owned(), least, rule: self.rule.to_owned() }
    }

    fn quantity(&self, quantity: &Quantity) -> Option<SetError> {
        let measure = quantity.measure;
        match &quantity.bound {
            Bound::AtLeast(amount) | Bound::AtMost(amount) | Bound::Exactly(amount) => self.amount(amount, measure),
            Bound::Between(low, high) => {
                self.amount(low, measure).or_else(|| self.amount(high, measure)).or_else(|| {
                    let used = self.value(low).or_else(|| self.value(high)).is_some();
                    let (least, most) = (self.book.number(low)?, self.book.number(high)?);
                    let (name, text, rule) = (self.name.to_owned(), self.text.to_owned(), self.rule.to_owned());
                    (used && least > most).then_some(SetError::BackwardsRange { name, text, rule })
                })
            }
        }
    }

    /// What a condition itself says; those inside it are parts of their own.
    fn condition(&self, condition: &Condition, activity: Option<ActivityId>) -> Option<SetError> {
        match condition {
            Condition::Compare(left, _, right) => {
                self.choice(left, right, activity).or_else(|| self.choice(right, left, activity))
            }
            Condition::OneOf(value, list) => list.iter().find_map(|item| self.choice(value, item, activity)),
            _ => None,
        }
    }

    /// A text parameter against a choice.
    fn choice(&self, of: &Expression, parameter: &Expression, activity: Option<ActivityId>) -> Option<SetError> {
        let Expression::Parameter(ParameterId(at)) = parameter else { return None };
        let value = self.ids.contains(&(*at as usize)).then(|| self.book.parameters.get(*at as usize)).flatten()?;
        let Value::Text(text) = &value.value else { return None };
        let field = |activity: ActivityId, field: FieldId| {
            self.book.activity(activity).and_then(|activity| activity.fields.get(field.0 as usize))
        };
        let attribute = |attribute: AttributeId| self.book.attributes.get(attribute.0 as usize);
        let columns: Vec<_> = match of {
            Expression::Field(id) => vec![field(activity?, *id)],
            Expression::Attribute(id) | Expression::ParentAttribute(id) => vec![attribute(*id)],
            Expression::Trigger(fields) => fields.iter().map(|(activity, id)| field(*activity, *id)).collect(),
            _ => return None,
        };
        let choices = columns.into_iter().flatten().find_map(|column| match &column.kind {
            Kind::Choice(choices) if !choices.contains(text) => Some(choices.clone()),
            _ => None,
        })?;
        let (name, text, rule) = (self.name.to_owned(), self.text.to_owned(), self.rule.to_owned());
        Some(SetError::NotAChoice { name, text, rule, choices })
    }
}

impl RuleBook {
    /// The whole number of an amount that neither register nor record gives.
    #[must_use]
    pub fn fixed(&self, amount: &Amount) -> Option<u32> {
        match amount {
            Amount::Fixed(number) => Some(*number),
            Amount::Parameter(id) => self.parameter(*id)?.value.whole(0),
            Amount::Attribute(_) | Amount::Value(_) => None,
        }
    }

    /// The number of an amount that neither register nor record gives; may be a fraction, in a total.
    #[must_use]
    pub fn number(&self, amount: &Amount) -> Option<Decimal> {
        amount.number(|id| self.parameter(id).map(|parameter| &parameter.value))
    }
}

impl Amount {
    /// The number that neither register nor record gives, by the values of the parameters.
    pub(crate) fn number<'v>(&self, value: impl FnOnce(ParameterId) -> Option<&'v Value>) -> Option<Decimal> {
        match self {
            Self::Fixed(number) => Some(Decimal::from(*number)),
            Self::Parameter(id) => match value(*id)? {
                Value::Number(number) => Some(*number),
                _ => None,
            },
            Self::Value(value) => match value.as_ref() {
                Expression::Number(number) => Some(*number),
                _ => None,
            },
            Self::Attribute(_) => None,
        }
    }
}
