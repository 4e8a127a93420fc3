//! From a name in a rule to what it names, or to the problem that says what is meant.

use super::declaration::{Fields, Names};
use super::kinds::Slot;
use super::names::{Namespace, Reach};
use super::problem::{Hint, NameProblem, What};
use super::{Checker, ParsedFile};
use crate::syntax::ast::Word;
use crate::text::{FileId, Nearest};

impl Checker {
    /// The category of a name.
    pub(super) fn category(&mut self, file: &ParsedFile, word: &Word) -> Option<usize> {
        let strict = self.strict(file.source.id).categories;
        let Names { reach, categories, parents, .. } = &mut self.names;
        let reach = reach.get(file.source.id.0 as usize)?;
        let found = find(categories, &What::Category, word, reach, strict, &mut self.nearest);
        parents.resize_with(categories.things.len(), Vec::new);
        self.found(file, found)
    }

    /// The activity of a name.
    pub(super) fn activity(&mut self, file: &ParsedFile, word: &Word) -> Option<usize> {
        let strict = self.strict(file.source.id).activities;
        let Names { reach, activities, fields, .. } = &mut self.names;
        let reach = reach.get(file.source.id.0 as usize)?;
        let found = find(activities, &What::Activity, word, reach, strict, &mut self.nearest);
        fields.resize_with(activities.things.len(), Fields::default);
        self.found(file, found)
    }

    /// The attribute of a name.
    pub(super) fn attribute(&mut self, file: &ParsedFile, word: &Word) -> Option<usize> {
        let strict = self.strict(file.source.id).attributes;
        let has_parameter = self.has_parameter(file, &word.text);
        let Names { reach, attributes, .. } = &mut self.names;
        let reach = reach.get(file.source.id.0 as usize)?;
        let mut found = find(attributes, &What::Attribute, word, reach, strict, &mut self.nearest);
        if has_parameter && let Err(NameProblem::Unknown { hint, .. }) = &mut found {
            *hint = Some(Hint::IsParameter);
        }
        let index = self.found(file, found)?;
        let slot = self.attribute_slot(index);
        *self.names.uses.entry(slot).or_default() += 1;
        Some(index)
    }

    /// The field of a name; its activity's index first.
    pub(super) fn field(&mut self, file: &ParsedFile, activity: usize, word: &Word) -> Option<usize> {
        let is_attribute = self.names.attributes.get(&word.text).is_some();
        let name = self.names.activities.name(activity).to_owned();
        let Names { reach, fields, .. } = &mut self.names;
        let reach = reach.get(file.source.id.0 as usize)?;
        let fields = fields.get_mut(activity)?;
        let strict = fields.listed_in.iter().any(|listed| reach.holds(*listed));
        let what = What::Field { activity: name };
        let mut found = find(&mut fields.names, &what, word, reach, strict, &mut self.nearest);
        if is_attribute && let Err(NameProblem::Unknown { hint, .. }) = &mut found {
            *hint = Some(Hint::IsAttribute);
        }
        let index = self.found(file, found)?;
        let slot = self.field_slot(activity, index);
        *self.names.uses.entry(slot).or_default() += 1;
        Some(index)
    }

    /// The parameter of a name, where one is in reach; two in reach are a problem.
    pub(super) fn parameter(&mut self, file: &ParsedFile, word: &Word) -> Option<usize> {
        let mut seen = self.parameters_in_reach(file, &word.text);
        let first = seen.next()?;
        if let Some(second) = seen.next() {
            let places = [first, second].map(|index| self.names.parameters.get(index).map(|found| found.name));
            drop(seen);
            if let [Some(one), Some(other)] = places {
                let (name, span) = (word.text.clone(), word.span);
                self.problem(NameProblem::TwoInReach { what: What::Parameter, name, span, declared: (one, other) });
            }
            return None;
        }
        Some(first)
    }

    /// Whether a parameter of this name is in reach.
    pub(super) fn has_parameter(&self, file: &ParsedFile, name: &str) -> bool {
        self.parameters_in_reach(file, name).next().is_some()
    }

    fn parameters_in_reach<'c>(&'c self, file: &ParsedFile, name: &str) -> impl Iterator<Item = usize> + use<'c> {
        let reach = self.names.reach.get(file.source.id.0 as usize);
        let all = self.names.parameters_by_name.get(name).map_or(&[][..], Vec::as_slice);
        all.iter().copied().filter(move |index| {
            let place = self.names.parameters.get(*index).map(|found| found.name.file);
            reach.zip(place).is_some_and(|(reach, place)| reach.holds(place))
        })
    }

    /// Says that there is no parameter of this name.
    pub(super) fn unknown_parameter(&mut self, file: &ParsedFile, word: &Word) {
        let Some(reach) = self.names.reach.get(file.source.id.0 as usize).filter(|reach| !reach.incomplete) else {
            return;
        };
        let hint = self.names.attributes.get(&word.text).map(|_| Hint::IsAttribute);
        let parameters = self.names.parameters.iter().filter(|parameter| reach.holds(parameter.name.file));
        let names = parameters.map(|parameter| parameter.parameter.name.as_str());
        let nearest = self.nearest.find(&word.text, names).map(str::to_owned);
        let (name, span) = (word.text.clone(), word.span);
        self.problem(NameProblem::Unknown { what: What::Parameter, name, span, nearest, hint });
    }

    /// The type of an attribute.
    pub(super) fn attribute_slot(&mut self, index: usize) -> Slot {
        slot(&mut self.names.attribute_slots, &mut self.names.kinds, index)
    }

    /// The type of a field.
    pub(super) fn field_slot(&mut self, activity: usize, index: usize) -> Slot {
        let Names { fields, kinds, .. } = &mut self.names;
        match fields.get_mut(activity) {
            Some(fields) => slot(&mut fields.slots, kinds, index),
            None => kinds.open(),
        }
    }

    pub(super) fn strict(&self, file: FileId) -> super::declaration::Strict {
        self.names.strict.get(file.0 as usize).copied().unwrap_or_default()
    }

    /// What was found; else the problem is told, unless a file that could not be read may hold the name.
    fn found(&mut self, file: &ParsedFile, found: Result<usize, NameProblem>) -> Option<usize> {
        match found {
            Ok(index) => Some(index),
            Err(problem) => {
                let incomplete = self.names.reach.get(file.source.id.0 as usize).is_some_and(|reach| reach.incomplete);
                if !incomplete {
                    self.problem(problem);
                }
                None
            }
        }
    }
}

fn slot(slots: &mut Vec<Slot>, kinds: &mut super::kinds::Kinds, index: usize) -> Slot {
    while slots.len() <= index {
        slots.push(kinds.open());
    }
    slots.get(index).copied().unwrap_or_else(|| kinds.open())
}

fn find(
    names: &mut Namespace,
    what: &What,
    word: &Word,
    reach: &Reach,
    strict: bool,
    nearest: &mut Nearest,
) -> Result<usize, NameProblem> {
    if !strict {
        return Ok(names.intern(&word.text));
    }
    let known = names.get(&word.text);
    if let Some(index) = known.filter(|index| names.declared_within(*index, reach)) {
        return Ok(index);
    }
    let elsewhere = known.and_then(|index| names.things.get(index)).and_then(|thing| thing.places.first());
    let hint = elsewhere.map(|place| Hint::DeclaredAt(*place));
    let nearest = names.nearest(&word.text, reach, nearest);
    Err(NameProblem::Unknown { what: what.clone(), name: word.text.clone(), span: word.span, nearest, hint })
}
