//! When a rule asks: its schedule, and the window inside a period (docs/language.md section 5).

use super::moment::{Likely, asked};
use super::problem::{ClockPlace, FormProblem, ScheduleName, SentenceProblem};
use super::value::{Asked, Scope, settled};
use super::{Checker, ParsedFile};
use crate::calendar::{Day, MonthDay, Unit};
use crate::rulebook::{DayInPeriod, EachUnit, Schedule, SeasonId, Window};
use crate::syntax::ast::{self, When};
use crate::text::Span;

/// A schedule, and what asks for the activity.
pub(super) struct Scheduled {
    pub schedule: Option<Schedule>,
    pub asked: Asked,
}

/// A period as messages speak of it.
struct PeriodName {
    name: String,
    longest: u32,
}

impl Checker {
    pub(super) fn schedule(&mut self, file: &ParsedFile, sentence: &ast::Sentence) -> Scheduled {
        let plain = Scope::subject();
        let simple = |schedule| Scheduled { schedule, asked: Asked::Nothing };
        match &sentence.when {
            When::Every { duration, from: None, .. } => simple(self.length(file, plain, duration).map(Schedule::Every)),
            When::Every { duration, from: Some(from), within } => {
                let moment = self.moment(file, from, Likely::Date);
                let asked = asked(moment.as_ref());
                let scope = Scope::of_schedule(&asked, false);
                let length = self.calendar_length(file, scope, duration, ClockPlace::Block);
                let within = within.as_ref().map(|within| self.calendar_length(file, scope, within, ClockPlace::Block));
                let parts = (moment, length, settled(within));
                let schedule = match parts {
                    (Some(from), Some(length), Some(within)) => Some(Schedule::EveryFrom { length, from, within }),
                    _ => None,
                };
                Scheduled { schedule, asked }
            }
            When::Each { unit, window } => simple(self.each(file, unit, window.as_ref())),
            When::By(moment) => {
                let moment = self.moment(file, moment, Likely::Date);
                Scheduled { asked: asked(moment.as_ref()), schedule: moment.map(Schedule::By) }
            }
            When::After { moment, within, never } => {
                let moment = self.moment(file, moment, Likely::Activity);
                let asked = asked(moment.as_ref());
                let scope = Scope::of_schedule(&asked, false);
                let within = settled(within.as_ref().map(|within| self.length(file, scope, within)));
                let parts = moment.zip(within);
                let schedule = parts.map(|(moment, within)| Schedule::After { moment, within, never: *never });
                Scheduled { schedule, asked }
            }
            When::Before { moment, within } => {
                let moment = self.moment(file, moment, Likely::Activity);
                let asked = asked(moment.as_ref());
                let scope = Scope::of_schedule(&asked, false);
                let within = settled(within.as_ref().map(|within| self.length(file, scope, within)));
                let parts = moment.zip(within);
                let schedule = parts.map(|(moment, within)| Schedule::Before { moment, within });
                Scheduled { schedule, asked }
            }
            When::Never => simple(Some(Schedule::Never)),
            When::InAny(duration) => simple(self.length(file, plain, duration).map(Schedule::InAny)),
            When::Whenever => simple(self.whenever(sentence)),
            When::Always => simple(self.always(file, sentence)),
        }
    }

    fn whenever(&mut self, sentence: &ast::Sentence) -> Option<Schedule> {
        if sentence.require.is_none() {
            self.problem(SentenceProblem::RequireMissing { span: sentence.span });
            return None;
        }
        Some(Schedule::Whenever)
    }

    /// `always` needs exactly one of `until`, `for`, and `require` without an activity.
    fn always(&mut self, file: &ParsedFile, sentence: &ast::Sentence) -> Option<Schedule> {
        if sentence.activities.is_none() {
            let require = sentence.require.as_ref()?;
            return self.condition(file, Scope::subject(), require).map(Schedule::AlwaysRequire);
        }
        let lasting = sentence
            .lasting
            .as_ref()
            .map(|lasting| self.calendar_length(file, Scope::subject(), lasting, ClockPlace::Standing));
        match (&sentence.until, lasting) {
            (Some(_), None) => Some(Schedule::AlwaysUntil),
            (None, Some(length)) => length.map(Schedule::AlwaysFor),
            // The grammar takes one of them.
            (Some(_), Some(_)) => None,
            (None, None) => {
                if sentence.require.is_none() {
                    self.problem(FormProblem::AlwaysWithoutEnd { span: sentence.span });
                }
                None
            }
        }
    }

    fn each(&mut self, file: &ParsedFile, unit: &ast::EachUnit, window: Option<&ast::Window>) -> Option<Schedule> {
        let (unit, calendar, period) = match unit {
            ast::EachUnit::Calendar(unit) => {
                let period = PeriodName { name: unit.keyword().to_owned(), longest: unit.longest() };
                (EachUnit::Calendar(*unit), Some(*unit), period)
            }
            ast::EachUnit::Season(word) => {
                let index = self.season(file, word)?;
                let longest = self.names.seasons.get(index).map_or(u32::MAX, |placed| placed.longest);
                let season = SeasonId(super::value::id(index));
                (EachUnit::Season(season), None, PeriodName { name: word.text.clone(), longest })
            }
        };
        let window = match window {
            Some(window) => Some(self.window(calendar, &period, window)?),
            None => None,
        };
        Some(Schedule::Each(unit, window))
    }

    fn window(&mut self, unit: Option<Unit>, period: &PeriodName, window: &ast::Window) -> Option<Window> {
        let from = window.from.map(|from| self.day_in_period(unit, period, from, window.span));
        let to = self.day_in_period(unit, period, window.to, window.span)?;
        let Some(from) = from else { return Some(Window::By(to)) };
        let from = from?;
        if wraps(from, to) {
            self.problem(SentenceProblem::WindowWraps { span: window.span });
            return None;
        }
        Some(Window::FromTo(from, to))
    }

    fn day_in_period(
        &mut self,
        unit: Option<Unit>,
        period: &PeriodName,
        day: ast::DayInPeriod,
        span: Span,
    ) -> Option<DayInPeriod> {
        match day {
            ast::DayInPeriod::MonthDay(month, day) => {
                let day = self.day_of_a_year(month, day, span)?;
                if unit != Some(Unit::Year) {
                    let unit = period.name.clone();
                    self.problem(SentenceProblem::MonthDayOutsideYear { unit, span });
                    return None;
                }
                Some(DayInPeriod::MonthDay(day))
            }
            ast::DayInPeriod::Nth(day) if (1..=period.longest).contains(&day) => Some(DayInPeriod::Nth(day)),
            ast::DayInPeriod::Nth(day) => {
                let (unit, longest) = (period.name.clone(), period.longest);
                self.problem(SentenceProblem::NoSuchDayOfPeriod { day, unit, longest, span });
                None
            }
        }
    }

    /// A month and day that some year has.
    pub(super) fn day_of_a_year(&mut self, month: u32, day: u32, span: Span) -> Option<MonthDay> {
        let found = MonthDay::new(month, day);
        if found.is_none() {
            let last = (1..=31).rev().find(|last| MonthDay::new(month, *last).is_some());
            self.problem(SentenceProblem::NoSuchDay { month, day, last, span });
        }
        found
    }
}

/// Whether a window ends before it begins, in a common or a leap year.
fn wraps(from: DayInPeriod, to: DayInPeriod) -> bool {
    let day = |day: DayInPeriod, year: i32| match day {
        DayInPeriod::Nth(nth) => i64::from(nth),
        DayInPeriod::MonthDay(day) => {
            let day = day.in_year(year);
            let first = Day::from_ymd(year, 1, 1);
            day.zip(first).map_or(0, |(day, first)| i64::from(day.days_since(first)) + 1)
        }
    };
    [2023, 2024].into_iter().any(|year| day(from, year) > day(to, year))
}

/// The schedule as the rules of sections 6 and 9 speak of it.
pub(super) const fn schedule_name(when: &When) -> ScheduleName {
    match when {
        When::Every { .. } => ScheduleName::Every,
        When::Each { window: Some(ast::Window { from: None, .. }), .. } => ScheduleName::EachBy,
        When::Each { .. } => ScheduleName::Each,
        When::By(_) => ScheduleName::By,
        When::After { never: true, .. } => ScheduleName::AfterNever,
        When::After { .. } => ScheduleName::After,
        When::Before { .. } => ScheduleName::Before,
        When::Never => ScheduleName::Never,
        When::InAny(_) => ScheduleName::InAny,
        When::Whenever => ScheduleName::Whenever,
        When::Always => ScheduleName::Always,
    }
}
