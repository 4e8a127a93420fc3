//! Durations, and the words of the calendar (docs/language.md section 3).

use pest::iterators::Pair;

use super::Lowering;
use crate::calendar::{DurationUnit, Unit};
use crate::syntax::ast::{Amount, Duration};
use crate::syntax::grammar::Rule;
use crate::syntax::problem::Problem;
use crate::text::Span;

impl Lowering<'_> {
    /// A duration; the singular of an English unit belongs to 1 alone.
    pub(super) fn duration(&mut self, pair: Pair<'_, Rule>) -> Option<Duration> {
        let span = self.span(&pair);
        let mut parts = pair.into_inner();
        let (amount, unit) = (parts.next()?, parts.next()?);
        let amount_text = amount.as_str().to_owned();
        let amount = self.amount(amount)?;
        self.duration_of(amount, &amount_text, &unit, span)
    }

    /// The duration inside `within D`, `grace D`, `for D`, `at least D apart`.
    pub(super) fn duration_in(&mut self, pair: Pair<'_, Rule>) -> Option<Duration> {
        let duration = pair.into_inner().find(|part| part.as_rule() == Rule::duration)?;
        self.duration(duration)
    }

    /// A duration of an amount that was already read.
    pub(super) fn duration_of(
        &mut self,
        amount: Amount,
        amount_text: &str,
        unit: &Pair<'_, Rule>,
        span: Span,
    ) -> Option<Duration> {
        let typed = unit.as_str();
        if matches!(typed, "月" | "季度" | "半年") {
            self.problems.push(Problem::ZhUnit { span, right: format!("{amount_text}个{typed}") });
            return None;
        }
        let unit = duration_unit(typed)?;
        let one = matches!(&amount, Amount::Number(number) if *number == rust_decimal::Decimal::ONE);
        // `working  day` may hold any gap.
        let singular = typed.is_ascii() && !typed.ends_with('s');
        if singular && !one {
            self.problems.push(Problem::SingularUnit { span, right: format!("{amount_text} {}", unit.plural()) });
            return None;
        }
        Some(Duration { amount, unit, span })
    }
}

/// The calendar unit of a keyword.
pub(in crate::syntax) fn unit(keyword: &str) -> Option<Unit> {
    Some(match keyword {
        "day" | "日" | "天" => Unit::Day,
        "week" | "周" => Unit::Week,
        "xun" | "旬" => Unit::Xun,
        "half-month" | "半月" => Unit::HalfMonth,
        "month" | "月" => Unit::Month,
        "two-months" | "双月" => Unit::TwoMonths,
        "quarter" | "季度" | "季" => Unit::Quarter,
        "half-year" | "半年" => Unit::HalfYear,
        "year" | "年" => Unit::Year,
        _ => return None,
    })
}

fn duration_unit(keyword: &str) -> Option<DurationUnit> {
    Some(match keyword {
        "minute" | "minutes" | "分钟" => DurationUnit::Minutes,
        "hour" | "hours" | "小时" | "个小时" => DurationUnit::Hours,
        "day" | "days" | "日" | "天" => DurationUnit::Days,
        "week" | "weeks" | "周" => DurationUnit::Weeks,
        "month" | "months" | "个月" => DurationUnit::Months,
        "quarter" | "quarters" | "个季度" => DurationUnit::Quarters,
        "half-year" | "half-years" | "个半年" => DurationUnit::HalfYears,
        "year" | "years" | "年" => DurationUnit::Years,
        "个工作日" => DurationUnit::WorkingDays,
        _ if keyword.starts_with("working") => DurationUnit::WorkingDays,
        _ => return None,
    })
}
