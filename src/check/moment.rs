//! Moments: a date, a date of the register, or activities: which of them a name is (docs/language.md section 3).

use super::names::Namespace;
use super::problem::{Asker, ClockPlace, DateUse, FormProblem, NameProblem, SentenceProblem};
use super::value::{Asked, Scope, Typed, id, settled};
use super::{Checker, ParsedFile};
use crate::rulebook::{
    ActivityId, AttributeId, DateMoment, Expression, FieldId, Kind, Length, Moment, MomentKind, Occurrence, Whose,
};
use crate::syntax::ast::{self, Word};
use crate::text::Span;

/// The dates that every register has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RegisterDate {
    Opened,
    Closed,
}

/// How sure it is what a name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Known {
    No,
    /// Other rules use it so.
    Used,
    /// A declaration in reach says so.
    Declared,
}

/// What a name that is declared nowhere is taken for in this place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Likely {
    /// A date of the register: behind `by` and `every … from`.
    Date,
    /// An activity: everywhere else.
    Activity,
}

/// `opened`, `closed` and their Chinese names.
pub(super) fn register_date(name: &str) -> Option<RegisterDate> {
    match name {
        "opened" | "成立日期" => Some(RegisterDate::Opened),
        "closed" | "注销日期" => Some(RegisterDate::Closed),
        _ => None,
    }
}

/// What a moment offers to those who ask for its record.
pub(super) fn asked(moment: Option<&Moment>) -> Asked {
    match moment.map(|moment| &moment.kind) {
        None => Asked::Wrong,
        Some(MomentKind::Date(_)) => Asked::Date,
        Some(MomentKind::Records(occurrences)) => {
            let mut activities: Vec<ActivityId> = Vec::with_capacity(occurrences.len());
            for occurrence in occurrences {
                if !activities.contains(&occurrence.activity) {
                    activities.push(occurrence.activity);
                }
            }
            Asked::Records(activities)
        }
    }
}

impl Checker {
    /// A moment with its names found. `trigger.F` in its shift is a field of its own record.
    pub(super) fn moment(&mut self, file: &ParsedFile, moment: &ast::Moment, likely: Likely) -> Option<Moment> {
        let kind = match &moment.kind {
            ast::MomentKind::Date(day, _) => Some(MomentKind::Date(DateMoment::Date(*day))),
            ast::MomentKind::Attribute(name) => self.register_moment(file, name).map(MomentKind::Date),
            ast::MomentKind::Named(names) => match names.as_slice() {
                [name] => self.name_of_moment(file, name, likely),
                several => self.any_of(file, several),
            },
        };
        let unshifted = kind.map(|kind| Moment { kind, shift: None });
        let asked = asked(unshifted.as_ref());
        let shift = moment.shift.as_ref().map(|shift| {
            let length = self.length(file, Scope::of_moment(&asked), &shift.by)?;
            self.no_clock(&shift.by, ClockPlace::Shift)?;
            Some((shift.forward, length))
        });
        let shift = settled(shift)?;
        unshifted.map(|moment| Moment { shift, ..moment })
    }

    /// Minutes and hours have no place here.
    pub(super) fn no_clock(&mut self, duration: &ast::Duration, place: ClockPlace) -> Option<()> {
        if !duration.unit.is_clock() {
            return Some(());
        }
        self.problem(FormProblem::Clock { place, span: duration.span });
        None
    }

    /// A duration of days or more.
    pub(super) fn calendar_length(
        &mut self,
        file: &ParsedFile,
        scope: Scope<'_>,
        duration: &ast::Duration,
        place: ClockPlace,
    ) -> Option<Length> {
        let length = self.length(file, scope, duration);
        self.no_clock(duration, place)?;
        length
    }

    /// One name: of the register or of an activity.
    fn name_of_moment(&mut self, file: &ParsedFile, named: &ast::Occurrence, likely: Likely) -> Option<MomentKind> {
        let name = &named.name;
        if register_date(&name.text).is_some() {
            return self.plain_date(file, named);
        }
        let (activity, attribute) = (self.known_activity(file, name), self.known_attribute(file, name));
        if activity == attribute && activity != Known::No && self.is_date(name) {
            self.ambiguous(name);
            return None;
        }
        if attribute > activity {
            return self.plain_date(file, named);
        }
        let plain = named.field.is_none() && named.whose.is_none() && named.filter.is_none();
        if activity == Known::No && plain {
            let strict = self.strict(file.source.id);
            let elsewhere = !strict.attributes && self.names.used_dates.contains(&name.text);
            // Where attributes are declared, a name that looks like none of them may well be an activity.
            let stranger = strict.attributes && !strict.activities && !self.looks_like_an_attribute(file, name);
            if (likely == Likely::Date && !stranger) || elsewhere {
                return self.register_moment(file, name).map(MomentKind::Date);
            }
            if strict.activities && !strict.attributes {
                return self.neither(file, name);
            }
        }
        let index = self.activity(file, name)?;
        self.occurrence(file, index, named).map(|occurrence| MomentKind::Records(vec![occurrence]))
    }

    /// A date of the register, behind which nothing of an activity can stand.
    fn plain_date(&mut self, file: &ParsedFile, named: &ast::Occurrence) -> Option<MomentKind> {
        let name = named.name.text.clone();
        if let Some(filter) = &named.filter {
            self.problem(SentenceProblem::FilterOnDate { span: filter.span, name });
            return None;
        }
        if let Some(field) = &named.field {
            self.problem(FormProblem::DateAsActivity { name, span: field.span, by: DateUse::Field });
            return None;
        }
        if let Some((_, span)) = &named.whose {
            self.problem(FormProblem::DateAsActivity { name, span: *span, by: DateUse::Whose });
            return None;
        }
        self.register_moment(file, &named.name).map(MomentKind::Date)
    }

    /// Activities joined by `or`.
    fn any_of(&mut self, file: &ParsedFile, names: &[ast::Occurrence]) -> Option<MomentKind> {
        let mut found: Vec<Option<Occurrence>> = Vec::with_capacity(names.len());
        for named in names {
            let declared = self.known_attribute(file, &named.name) > self.known_activity(file, &named.name);
            if register_date(&named.name.text).is_some() || declared {
                let (name, span) = (named.name.text.clone(), named.name.span);
                self.problem(FormProblem::DateAsActivity { name, span, by: DateUse::Or });
                found.push(None);
                continue;
            }
            let index = self.activity(file, &named.name);
            found.push(index.and_then(|index| self.occurrence(file, index, named)));
        }
        let mut occurrences: Vec<Occurrence> = Vec::with_capacity(found.len());
        for occurrence in found.into_iter().collect::<Option<Vec<_>>>()? {
            if !occurrences.contains(&occurrence) {
                occurrences.push(occurrence);
            }
        }
        Some(MomentKind::Records(occurrences))
    }

    fn occurrence(&mut self, file: &ParsedFile, activity: usize, named: &ast::Occurrence) -> Option<Occurrence> {
        let field = named.field.as_ref().map(|word| self.date_field(file, activity, word, Asker::Moment));
        let filter = named.filter.as_ref().map(|filter| self.condition(file, Scope::record(activity), filter));
        let (field, filter) = (settled(field), settled(filter));
        let whose = match named.whose {
            None => Whose::Own,
            Some((ast::Whose::Region, _)) => Whose::Region,
            Some((ast::Whose::Parent, _)) => Whose::Parent,
        };
        Some(Occurrence { activity: ActivityId(id(activity)), field: field?, whose, filter: filter? })
    }

    /// A field of an activity that is a date: the moment itself, or the end of a validity.
    pub(super) fn date_field(
        &mut self,
        file: &ParsedFile,
        activity: usize,
        word: &Word,
        asker: Asker,
    ) -> Option<FieldId> {
        let value = self.field_not_time(file, activity, word)?;
        self.want(file, &value, &Kind::Date, asker)?;
        match value.expression {
            Expression::Field(field) => Some(field),
            _ => None,
        }
    }

    fn register_moment(&mut self, file: &ParsedFile, name: &Word) -> Option<DateMoment> {
        match register_date(&name.text) {
            Some(RegisterDate::Opened) => Some(DateMoment::Opened),
            Some(RegisterDate::Closed) => Some(DateMoment::Closed),
            None => {
                let index = self.attribute(file, name)?;
                let slot = self.attribute_slot(index);
                let attribute = AttributeId(id(index));
                let value = Typed::open(Expression::Attribute(attribute), slot, name.span);
                self.want(file, &value, &Kind::Date, Asker::Moment)?;
                Some(DateMoment::Attribute(attribute))
            }
        }
    }

    /// A name that is neither declared as an activity nor known as an attribute, where activities are declared.
    fn neither(&mut self, file: &ParsedFile, name: &Word) -> Option<MomentKind> {
        let before = self.problems.len();
        let index = self.activity(file, name);
        if let Some(super::Problem::Name(NameProblem::Unknown { hint: hint @ None, .. })) =
            self.problems.get_mut(before)
        {
            *hint = Some(super::problem::Hint::DeclareAttribute);
        }
        let activity = ActivityId(id(index?));
        Some(MomentKind::Records(vec![Occurrence { activity, field: None, whose: Whose::Own, filter: None }]))
    }

    fn looks_like_an_attribute(&mut self, file: &ParsedFile, name: &Word) -> bool {
        let Some(reach) = self.names.reach.get(file.source.id.0 as usize) else { return false };
        self.names.attributes.nearest(&name.text, reach, &mut self.nearest).is_some()
    }

    /// How sure it is that this name is an activity.
    fn known_activity(&self, file: &ParsedFile, name: &Word) -> Known {
        let used = !self.strict(file.source.id).activities && self.names.used_activities.contains(&name.text);
        self.known(file, &self.names.activities, name, used)
    }

    /// How sure it is that this name is an attribute.
    fn known_attribute(&self, file: &ParsedFile, name: &Word) -> Known {
        let used = !self.strict(file.source.id).attributes && self.names.used_attributes.contains(&name.text);
        self.known(file, &self.names.attributes, name, used)
    }

    fn known(&self, file: &ParsedFile, names: &Namespace, name: &Word, used: bool) -> Known {
        let reach = self.names.reach.get(file.source.id.0 as usize);
        match names.get(&name.text).zip(reach) {
            Some((index, reach)) if names.declared_within(index, reach) => Known::Declared,
            _ if used => Known::Used,
            _ => Known::No,
        }
    }

    /// Whether the attribute of this name may be a date.
    fn is_date(&mut self, name: &Word) -> bool {
        let Some(index) = self.names.attributes.get(&name.text) else { return true };
        let slot = self.attribute_slot(index);
        self.names.kinds.kind(slot).is_none_or(|kind| *kind == Kind::Date)
    }

    fn ambiguous(&mut self, name: &Word) {
        let place =
            |names: &Namespace| -> Option<Span> { names.things.get(names.get(&name.text)?)?.places.first().copied() };
        let (activity, attribute) = (place(&self.names.activities), place(&self.names.attributes));
        let (name, span) = (name.text.clone(), name.span);
        self.problem(NameProblem::ActivityOrDate { name, span, activity, attribute });
    }
}
