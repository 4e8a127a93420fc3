//! When a rule asks: schedules, windows and moments. Chinese names the moment before the window, and a schedule may
//! stand on both sides of it.

use super::Writer;
use super::condition::Tightness;
use super::line::{BRACKET, NAME, PIECE};
use crate::syntax::ast::{
    DayInPeriod, Duration, EachUnit, Moment, MomentKind, Occurrence, Scope, When, Whose, Window, Word,
};
use crate::syntax::written_season;

/// The names behind the moment of a schedule.
pub(super) fn trigger(when: &When) -> Vec<&Word> {
    match when {
        When::Every { from: Some(moment), .. }
        | When::By(moment)
        | When::After { moment, .. }
        | When::Before { moment, .. } => names(moment),
        _ => Vec::new(),
    }
}

/// The names of a moment that may be activities.
pub(super) fn names(moment: &Moment) -> Vec<&Word> {
    match &moment.kind {
        MomentKind::Named(list) => list.iter().map(|occurrence| &occurrence.name).collect(),
        MomentKind::Date(..) | MomentKind::Attribute(_) => Vec::new(),
    }
}

impl<'a> Writer<'a> {
    pub(super) fn scope(&mut self, scope: &'a Scope) {
        match scope {
            Scope::During(season) => {
                self.keyword("during", "在");
                self.name(&season.text);
            }
            Scope::Between { from, to, matching } => {
                self.keyword("between", "自");
                self.moment(from);
                self.may_break_before_keyword_at(PIECE, to.span);
                self.keyword("and", "至");
                self.moment(to);
                self.may_break_at_first(PIECE, matching);
                self.matching(&names(from), matching);
            }
        }
    }

    pub(super) fn when(&mut self, when: &'a When) {
        match when {
            When::Every { duration, from, within } => {
                if !self.chinese() {
                    self.word("every");
                }
                self.duration("每", duration, "");
                if let Some(moment) = from {
                    self.fixed(moment, within.as_ref());
                }
            }
            When::Each { unit, window } => self.each(unit, window.as_ref()),
            When::By(moment) => self.by(moment),
            When::After { moment, within, never } => {
                match within {
                    Some(within) if self.chinese() => {
                        self.moment(moment);
                        self.may_break_before_keyword_at(PIECE, within.span);
                        self.duration("后", within, "内");
                    }
                    Some(within) => {
                        self.word("after");
                        self.moment(moment);
                        self.within(within);
                    }
                    None if self.chinese() => {
                        self.moment(moment);
                        self.word("当日");
                    }
                    None => {
                        self.word("on the day of");
                        self.moment(moment);
                    }
                }
                if *never {
                    self.keyword("never", "不得");
                }
            }
            When::Before { moment, within } => {
                if !self.chinese() {
                    self.word("before");
                }
                self.moment(moment);
                match within {
                    Some(within) if self.chinese() => {
                        self.may_break_before_keyword_at(PIECE, within.span);
                        self.duration("前", within, "内");
                    }
                    Some(within) => self.within(within),
                    None => self.keyword("ever", "前 曾"),
                }
            }
            When::Never => self.keyword("never", "不得"),
            When::InAny(duration) => {
                if !self.chinese() {
                    self.word("in any");
                }
                self.duration("任意", duration, "");
            }
            When::Whenever => self.keyword("whenever", "凡"),
            When::Always => self.keyword("always", "始终"),
        }
    }

    fn within(&mut self, within: &'a Duration) {
        self.may_break_before_keyword_at(PIECE, within.span);
        self.word("within");
        self.duration("", within, "");
    }

    /// `from M within D`, 自 M 起3个月内.
    fn fixed(&mut self, moment: &'a Moment, within: Option<&'a Duration>) {
        self.may_break_before_keyword_at(PIECE, moment.span);
        self.keyword("from", "自");
        self.moment(moment);
        match within {
            Some(within) if self.chinese() => {
                self.may_break_before_keyword_at(PIECE, within.span);
                self.duration("起", within, "内");
            }
            Some(within) => self.within(within),
            None if self.chinese() => self.word("起"),
            None => {}
        }
    }

    fn each(&mut self, unit: &'a EachUnit, window: Option<&Window>) {
        match unit {
            EachUnit::Calendar(unit) if self.chinese() => self.word(&format!("每{}", unit.chinese())),
            EachUnit::Calendar(unit) => {
                self.word("each");
                self.word(unit.keyword());
            }
            EachUnit::Season(season) => {
                self.keyword("each", "每");
                self.word(&written_season(&season.text));
            }
        }
        let Some(window) = window else { return };
        let to = self.day_in_period(window.to);
        match window.from.map(|from| self.day_in_period(from)) {
            Some(from) if self.chinese() => self.word(&format!("{from}至{to}")),
            Some(from) => self.word(&format!("from {from} to {to}")),
            None if self.chinese() => self.word(&format!("{to}前")),
            None => self.word(&format!("by {to}")),
        }
    }

    fn day_in_period(&self, day: DayInPeriod) -> String {
        match day {
            DayInPeriod::MonthDay(month, day) => format!("{month:02}-{day:02}"),
            DayInPeriod::Nth(day) if self.chinese() => format!("第{day}日"),
            DayInPeriod::Nth(day) => format!("day {day}"),
        }
    }

    /// `by M`, 于2022-12-31前, 于 M 前.
    fn by(&mut self, moment: &'a Moment) {
        match (&moment.kind, &moment.shift) {
            (MomentKind::Date(day, _), None) if self.chinese() => self.word(&format!("于{day}前")),
            _ => {
                self.keyword("by", "于");
                self.moment(moment);
                if self.chinese() {
                    self.word("前");
                }
            }
        }
    }

    pub(super) fn moment(&mut self, moment: &'a Moment) {
        match &moment.kind {
            MomentKind::Date(day, _) => self.word(&day.to_string()),
            MomentKind::Attribute(name) => self.its(name),
            MomentKind::Named(list) => {
                for (index, occurrence) in list.iter().enumerate() {
                    if index > 0 {
                        self.may_break_before_keyword_at(NAME, occurrence.name.span);
                        self.keyword("or", "或");
                    }
                    self.occurrence(occurrence);
                }
            }
        }
        if let Some(shift) = &moment.shift {
            self.word(if shift.forward { "+" } else { "-" });
            let before = std::mem::replace(&mut self.trigger, names(moment));
            self.duration("", &shift.by, "");
            self.trigger = before;
        }
    }

    fn occurrence(&mut self, occurrence: &'a Occurrence) {
        let written = self.register_name(self.naming.moment(&occurrence.name));
        self.name(&written);
        if let Some(field) = &occurrence.field {
            let field = self.naming.field(&[&occurrence.name], field).to_owned();
            self.member(&field);
        }
        match occurrence.whose {
            Some((Whose::Region, _)) => self.of("region", "地区"),
            Some((Whose::Parent, _)) => self.of("parent", "上级"),
            None => {}
        }
        if let Some(filter) = &occurrence.filter {
            let before = self.fields.replace(vec![&occurrence.name]);
            self.may_break_before_keyword_at(BRACKET, filter.span);
            if self.chinese() {
                self.out.push('（');
            } else {
                self.word("(");
            }
            self.keyword("where", "其中");
            self.condition(filter, Tightness::Or);
            self.close();
            self.fields = before;
        }
    }

    fn of(&mut self, en: &str, zh: &str) {
        if self.chinese() {
            self.out.push_str("（属 ");
            self.out.push_str(zh);
            self.out.push('）');
        } else {
            self.word("of");
            self.word(en);
        }
    }
}
