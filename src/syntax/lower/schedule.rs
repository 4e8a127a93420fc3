//! The schedules, durations and windows inside a period (docs/language.md sections 3 and 5).

use pest::iterators::Pair;

use super::Lowering;
use super::duration::unit;
use crate::calendar::Unit;
use crate::syntax::ast::{DayInPeriod, EachUnit, When, Window};
use crate::syntax::grammar::Rule;
use crate::syntax::name::similar_unit;
use crate::syntax::problem::Problem;
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
            Rule::always => Some(When::Always),
            Rule::in_any => self.duration_in(pair).map(When::InAny),
            _ => self.on_the_day(pair),
        }
    }

    fn every(&mut self, pair: Pair<'_, Rule>) -> Option<When> {
        let whole = self.span(&pair);
        let (mut duration, mut from, mut within) = (None, None, None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::duration => duration = Some(self.duration(part)?),
                Rule::every_from => from = Some(self.moment(part.into_inner().find(is_moment)?)?),
                Rule::fixed_within => {
                    // English keeps `within D` in a pair of its own.
                    let inner = part.into_inner().next()?;
                    let duration = inner.as_rule() == Rule::duration;
                    within = Some(if duration { self.duration(inner)? } else { self.duration_in(inner)? });
                }
                Rule::mistake_every_season => {
                    let typed = part.as_str().to_owned();
                    let similar = similar_unit(&typed).map(str::to_owned);
                    let right = format!("each {}", similar.unwrap_or(typed));
                    self.problems.push(Problem::EverySeason { span: whole, right });
                    return None;
                }
                _ => {
                    let unit = unit(part.as_str().trim())?;
                    self.problems.push(Problem::EveryUnit { span: whole, unit });
                    return None;
                }
            }
        }
        Some(When::Every { duration: duration?, from, within })
    }

    fn each(&mut self, pair: Pair<'_, Rule>) -> Option<When> {
        let whole = self.span(&pair);
        let (mut found, mut window) = (None, None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::unit => found = unit(part.as_str()).map(EachUnit::Calendar),
                Rule::typed_unit | Rule::season_period => found = Some(self.season_period(&part)?),
                Rule::window => window = Some(self.window(part, found.as_ref()?)?),
                _ => {
                    let right = unit(part.as_str().trim())?.chinese();
                    let span = Span { end: self.span(&part).end, ..whole };
                    self.problems.push(Problem::GapInEach { span, right: format!("每{right}") });
                    return None;
                }
            }
        }
        Some(When::Each { unit: found?, window })
    }

    /// `each night`, `每 夜间`: a season, or a unit misspelt; in backticks a season in any case.
    fn season_period(&mut self, pair: &Pair<'_, Rule>) -> Option<EachUnit> {
        let typed = pair.as_str();
        match similar_unit(typed) {
            Some(similar) => {
                let span = self.span(pair);
                self.problems.push(Problem::UnknownUnit { span, typed: typed.to_owned(), similar });
                None
            }
            None => Some(EachUnit::Season(self.name(pair))),
        }
    }

    fn window(&mut self, pair: Pair<'_, Rule>, unit: &EachUnit) -> Option<Window> {
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

    fn day_in_period(&mut self, pair: Pair<'_, Rule>, unit: &EachUnit) -> Option<DayInPeriod> {
        let span = self.span(&pair);
        let day = pair.into_inner().next()?;
        if day.as_rule() == Rule::month_day {
            let (month, of_month) = self.month_day(&day)?;
            if *unit != EachUnit::Calendar(Unit::Year) {
                let unit = match unit {
                    EachUnit::Calendar(unit) => Some(*unit),
                    EachUnit::Season(_) => None,
                };
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

    /// `after M within D [never]`, `before M within D`, `before M ever`.
    fn around(&mut self, pair: Pair<'_, Rule>) -> Option<When> {
        let after = pair.as_rule() == Rule::after;
        let (mut moment, mut within, mut never) = (None, None, false);
        let mut sound = true;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::moment => moment = self.moment(part),
                Rule::within => {
                    within = self.duration_in(part);
                    sound &= within.is_some();
                }
                Rule::retention => never = true,
                _ => {
                    self.no_within(&part);
                    sound = false;
                }
            }
        }
        let moment = moment.filter(|_| sound)?;
        Some(if after { When::After { moment, within: Some(within?), never } } else { When::Before { moment, within } })
    }

    /// `on the day of M [never]`.
    fn on_the_day(&mut self, pair: Pair<'_, Rule>) -> Option<When> {
        let mut parts = pair.into_inner();
        let moment = self.moment(parts.next()?)?;
        Some(When::After { moment, within: None, never: parts.next().is_some() })
    }

    /// `after M 15 days`, `otherwise 5 days`: `within` is missing.
    pub(super) fn no_within(&mut self, duration: &Pair<'_, Rule>) {
        let right = format!("within {}", duration.as_str());
        let span = self.span(duration);
        self.problems.push(Problem::MissingWithin { span, right: Some(right) });
    }

    /// The same behind a moment: M 后15日内 [不得] · M 前3日内 · M 前 曾 · M 当日 [不得].
    fn zh_when(&mut self, pair: Pair<'_, Rule>) -> Option<When> {
        let mut parts = pair.into_inner();
        let moment = self.moment(parts.next()?);
        let around = parts.next()?;
        let rule = around.as_rule();
        let (mut within, mut never, mut typed) = (None, false, String::new());
        let span = self.span(&around);
        let sign = if rule == Rule::zh_after { "后" } else { "前" };
        for part in around.into_inner() {
            match part.as_rule() {
                Rule::duration => {
                    typed = part.as_str().to_owned();
                    within = Some(self.duration(part)?);
                }
                Rule::retention => never = true,
                _ => {
                    self.problems.push(Problem::MissingWithin { span, right: Some(format!("{sign}{typed}内")) });
                    return None;
                }
            }
        }
        let moment = moment?;
        Some(match rule {
            Rule::zh_after => When::After { moment, within: Some(within?), never },
            Rule::zh_same_day => When::After { moment, within: None, never },
            _ => When::Before { moment, within },
        })
    }
}

fn is_moment(pair: &Pair<'_, Rule>) -> bool {
    pair.as_rule() == Rule::moment
}
