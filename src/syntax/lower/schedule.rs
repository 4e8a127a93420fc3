//! The schedules, durations and windows inside a period (LANGUAGE.md sections 3 and 5).

use pest::iterators::Pair;

use super::Lowering;
use crate::calendar::{DurationUnit, Unit};
use crate::syntax::ast::{Amount, DayInPeriod, Duration, EachUnit, When, Window};
use crate::syntax::grammar::Rule;
use crate::syntax::problem::{Form, Problem};
use crate::text::Span;

impl Lowering<'_> {
    /// One schedule.
    pub(super) fn when(&mut self, pair: Pair<'_, Rule>) -> Option<When> {
        match pair.as_rule() {
            Rule::every => self.every(pair),
            Rule::each => self.each(pair),
            Rule::by => pair.into_inner().next().and_then(|moment| self.moment(moment)).map(When::By),
            Rule::after | Rule::before => self.around(pair),
            Rule::zh_when => self.zh_when(pair),
            Rule::never => Some(When::Never),
            Rule::whenever => Some(When::Whenever),
            Rule::always => self.unsupported(&pair, Form::Always),
            Rule::in_any => self.unsupported(&pair, Form::InAny),
            _ => self.unsupported(&pair, Form::OnTheDay),
        }
    }

    fn every(&mut self, pair: Pair<'_, Rule>) -> Option<When> {
        let whole = self.span(&pair);
        let (mut duration, mut from) = (None, None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::duration => duration = Some(self.duration(part)?),
                Rule::every_from => from = Some(self.moment(part.into_inner().find(is_moment)?)?),
                Rule::fixed_within => return self.unsupported(&part, Form::FixedWithin),
                Rule::mistake_every_unit => {
                    let unit = unit(part.as_str().trim())?;
                    self.problems.push(Problem::EveryUnit { span: whole, unit });
                    return None;
                }
                _ => return self.each_typed(&part),
            }
        }
        Some(When::Every { duration: duration?, from, within: None })
    }

    /// `each night`, `每 夜间`: a season, or a unit misspelt.
    fn each_typed(&mut self, pair: &Pair<'_, Rule>) -> Option<When> {
        let typed = pair.as_str();
        let span = self.span(pair);
        let units = Unit::ALL.iter().map(|unit| unit.keyword());
        let similar = units.filter(|unit| strsim::osa_distance(unit, typed) <= unit.len() / 4).min();
        self.problems.push(match similar {
            Some(similar) => Problem::UnknownUnit { span, typed: typed.to_owned(), similar },
            None => Problem::Unsupported { span, form: Form::EachSeason },
        });
        None
    }

    fn each(&mut self, pair: Pair<'_, Rule>) -> Option<When> {
        let whole = self.span(&pair);
        let (mut found, mut window) = (None, None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::unit => found = unit(part.as_str()),
                Rule::window => window = Some(self.window(part, found?)?),
                Rule::mistake_gap_in_each => {
                    let right = zh_unit_name(unit(part.as_str().trim())?);
                    let span = Span { end: self.span(&part).end, ..whole };
                    self.problems.push(Problem::GapInEach { span, right: format!("每{right}") });
                    return None;
                }
                _ => return self.each_typed(&part),
            }
        }
        Some(When::Each { unit: EachUnit::Calendar(found?), window })
    }

    fn window(&mut self, pair: Pair<'_, Rule>, unit: Unit) -> Option<Window> {
        let span = self.span(&pair);
        let mut parts = pair.into_inner();
        let first = self.day_in_period(parts.next()?, unit)?;
        let last = match parts.next().and_then(|end| end.into_inner().next()) {
            Some(last) => Some(self.day_in_period(last, unit)?),
            None => None,
        };
        let window = match last {
            Some(last) => Window { from: Some(first), to: last, span },
            None => Window { from: None, to: first, span },
        };
        let wraps = match (window.from, window.to) {
            (Some(DayInPeriod::MonthDay(from_month, from_day)), DayInPeriod::MonthDay(month, day)) => {
                (month, day) < (from_month, from_day)
            }
            (Some(DayInPeriod::Nth(from)), DayInPeriod::Nth(to)) => to < from,
            _ => false,
        };
        if wraps {
            self.problems.push(Problem::WindowWraps { span });
            return None;
        }
        Some(window)
    }

    fn day_in_period(&mut self, pair: Pair<'_, Rule>, unit: Unit) -> Option<DayInPeriod> {
        let span = self.span(&pair);
        let day = pair.into_inner().next()?;
        if day.as_rule() == Rule::month_day {
            let (month, of_month) = self.month_day(&day)?;
            if unit != Unit::Year {
                self.problems.push(Problem::MonthDayOutsideYear { span, unit });
                return None;
            }
            return Some(DayInPeriod::MonthDay(month, of_month));
        }
        let number = self.number(&day.into_inner().next()?)?;
        if number.is_zero() || !number.fract().is_zero() {
            self.problems.push(Problem::DayZero { span });
            return None;
        }
        // A day far behind every period's end is its last day anyway.
        Some(DayInPeriod::Nth(u32::try_from(number).unwrap_or(u32::MAX)))
    }

    /// `after M within D`, `before M within D`, `before M ever`.
    fn around(&mut self, pair: Pair<'_, Rule>) -> Option<When> {
        let after = pair.as_rule() == Rule::after;
        let (mut moment, mut within) = (None, None);
        let mut sound = true;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::moment => moment = self.moment(part),
                Rule::within => {
                    within = part.into_inner().next().and_then(|duration| self.duration(duration));
                    sound &= within.is_some();
                }
                Rule::mistake_no_within => {
                    let right = format!("within {}", part.as_str());
                    let span = self.span(&part);
                    self.problems.push(Problem::MissingWithin { span, right: Some(right) });
                    sound = false;
                }
                _ => return self.unsupported(&part, Form::AfterNever),
            }
        }
        let moment = moment.filter(|_| sound)?;
        Some(if after {
            When::After { moment, within: Some(within?), never: false }
        } else {
            When::Before { moment, within }
        })
    }

    /// The same behind a moment: M 后15日内 · M 前3日内 · M 前 曾 · M 当日.
    fn zh_when(&mut self, pair: Pair<'_, Rule>) -> Option<When> {
        let whole = pair.clone();
        let mut parts = pair.into_inner();
        let moment = self.moment(parts.next()?);
        let around = parts.next()?;
        let rule = around.as_rule();
        if rule == Rule::zh_same_day {
            return self.unsupported(&whole, Form::OnTheDay);
        }
        let (mut within, mut typed) = (None, String::new());
        let span = self.span(&around);
        let sign = if rule == Rule::zh_after { "后" } else { "前" };
        for part in around.into_inner() {
            match part.as_rule() {
                Rule::duration => {
                    typed = part.as_str().to_owned();
                    within = Some(self.duration(part)?);
                }
                Rule::mistake_no_inside => {
                    self.problems.push(Problem::MissingWithin { span, right: Some(format!("{sign}{typed}内")) });
                    return None;
                }
                _ => return self.unsupported(&part, Form::AfterNever),
            }
        }
        let moment = moment?;
        Some(match rule {
            Rule::zh_after => When::After { moment, within: Some(within?), never: false },
            _ => When::Before { moment, within },
        })
    }

    /// A calendar duration; the singular of an English unit belongs to 1 alone.
    pub(super) fn duration(&mut self, pair: Pair<'_, Rule>) -> Option<Duration> {
        let span = self.span(&pair);
        let mut parts = pair.into_inner();
        let (amount, unit) = (parts.next()?, parts.next()?);
        let amount_text = amount.as_str().to_owned();
        let amount = self.amount(amount)?;
        self.duration_of(amount, &amount_text, &unit, span)
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
        let form = match typed.trim_end_matches('s') {
            "minute" | "hour" | "分钟" | "小时" | "个小时" => Some(Form::ClockDuration),
            "个工作日" => Some(Form::WorkingDays),
            word if word.starts_with("working") => Some(Form::WorkingDays),
            _ => None,
        };
        if let Some(form) = form {
            self.problems.push(Problem::Unsupported { span, form });
            return None;
        }
        if matches!(typed, "月" | "季度" | "半年") {
            self.problems.push(Problem::ZhUnit { span, right: format!("{amount_text}个{typed}") });
            return None;
        }
        let unit = duration_unit(typed)?;
        let one = matches!(&amount, Amount::Number(number) if *number == rust_decimal::Decimal::ONE);
        if typed == unit.singular() && !one {
            self.problems.push(Problem::SingularUnit { span, right: format!("{amount_text} {}", unit.plural()) });
            return None;
        }
        Some(Duration { amount, unit, span })
    }
}

fn is_moment(pair: &Pair<'_, Rule>) -> bool {
    pair.as_rule() == Rule::moment
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

/// The Chinese keyword of a calendar unit.
pub(in crate::syntax) const fn zh_unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Day => "日",
        Unit::Week => "周",
        Unit::Xun => "旬",
        Unit::HalfMonth => "半月",
        Unit::Month => "月",
        Unit::TwoMonths => "双月",
        Unit::Quarter => "季度",
        Unit::HalfYear => "半年",
        Unit::Year => "年",
    }
}

fn duration_unit(keyword: &str) -> Option<DurationUnit> {
    Some(match keyword {
        "day" | "days" | "日" | "天" => DurationUnit::Days,
        "week" | "weeks" | "周" => DurationUnit::Weeks,
        "month" | "months" | "个月" => DurationUnit::Months,
        "quarter" | "quarters" | "个季度" => DurationUnit::Quarters,
        "half-year" | "half-years" | "个半年" => DurationUnit::HalfYears,
        "year" | "years" | "年" => DurationUnit::Years,
        _ => return None,
    })
}
