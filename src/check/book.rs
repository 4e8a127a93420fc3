//! The end of the check: types that are known only now, and the rule book.

use super::problem::{KindProblem, Operand};
use super::value::Need;
use super::{Checker, ParsedFile, Problem};
use crate::rulebook::{Activity, AttributeId, Category, ClockTime, Field, Kind, Part, Rule, RuleBook, SeasonExtent};

impl Checker {
    /// Settles what was deferred, and makes the rule book of the rules that are right.
    pub(super) fn finish(mut self, files: &[ParsedFile]) -> (RuleBook, Vec<Problem>) {
        self.settle_deferred();
        let within = self.close_categories();
        let mut rules: Vec<Rule> = std::mem::take(&mut self.rules).into_iter().flatten().collect();
        rules.sort_by(|one, other| one.id.cmp(&other.id));
        self.close_overrides(&mut rules);
        let waivers = self.waivers(files, &rules);
        let names = self.names;
        let fields = |names: &super::names::Namespace, slots: &[super::kinds::Slot], kinds: &super::kinds::Kinds| {
            let things = names.things.iter().enumerate();
            things
                .map(|(index, thing)| Field {
                    name: thing.name.clone(),
                    aliases: thing.aliases.clone(),
                    // Of a name that is only counted, matched or asked for, nothing more is known than that it is text.
                    kind: slots.get(index).and_then(|slot| kinds.kind(*slot)).cloned().unwrap_or(Kind::Text),
                    needed: false,
                })
                .collect::<Vec<Field>>()
        };
        let categories = names.categories.things.iter().zip(within).map(|(thing, within)| Category {
            name: thing.name.clone(),
            aliases: thing.aliases.clone(),
            within,
        });
        let activities = names.activities.things.iter().enumerate().map(|(index, thing)| Activity {
            name: thing.name.clone(),
            aliases: thing.aliases.clone(),
            needed: false,
            fields: names.fields.get(index).map_or_else(Vec::new, |of| fields(&of.names, &of.slots, &names.kinds)),
        });
        let mut book = RuleBook {
            policies: self.policies.into_iter().map(|placed| placed.policy).collect(),
            categories: categories.collect(),
            activities: activities.collect(),
            attributes: fields(&names.attributes, &names.attribute_slots, &names.kinds),
            parameters: names.parameters.into_iter().map(|placed| placed.parameter).collect(),
            seasons: names.seasons.into_iter().map(|placed| placed.season).collect(),
            rules,
            waivers,
        };
        mark_needed(&mut book);
        (book, self.problems)
    }

    fn settle_deferred(&mut self) {
        for deferred in std::mem::take(&mut self.deferred) {
            let kind = self.names.kinds.kind(deferred.slot).cloned();
            let (text, span) = (deferred.text, deferred.span);
            let problem = match (deferred.need, kind) {
                (Need::SecondUse, None | Some(Kind::Text)) => {
                    let declared = self.names.kinds.origin(deferred.slot).is_some_and(|origin| origin.declared);
                    let once = self.names.uses.get(&deferred.slot).is_none_or(|uses| *uses < 2);
                    let name = text.clone();
                    (once && !declared).then_some(KindProblem::PerhapsText { name, span })
                }
                (Need::SecondUse, Some(_)) => None,
                (Need::Order | Need::Difference, None) => Some(KindProblem::UnknownKind { text, span }),
                (Need::Order, Some(Kind::Number | Kind::Date | Kind::Time)) => None,
                (Need::Difference, Some(Kind::Number | Kind::Date)) => None,
                (Need::Order | Need::Difference, Some(kind)) => {
                    let origin = self.names.kinds.origin(deferred.slot);
                    let known_from = origin.map(|origin| (origin.span, origin.declared));
                    let operand = Operand { text, kind, span, known_from };
                    Some(KindProblem::NoOrder { operand, span })
                }
            };
            let Some(problem) = problem else { continue };
            let before = self.errors;
            self.problem(problem);
            if self.errors > before
                && let Some(rule) = self.rules.get_mut(deferred.rule)
            {
                *rule = None;
            }
        }
    }
}

/// Marks the activities, fields and attributes that rules read: readers drop the others.
fn mark_needed(book: &mut RuleBook) {
    let RuleBook { rules, seasons, activities, attributes, .. } = book;
    for rule in rules.iter() {
        rule.parts(&mut |part| match part {
            Part::Activity(activity) => {
                if let Some(activity) = activities.get_mut(activity.0 as usize) {
                    activity.needed = true;
                }
            }
            Part::Field(activity, field) => {
                let activity = activities.get_mut(activity.0 as usize);
                if let Some(field) = activity.and_then(|activity| activity.fields.get_mut(field.0 as usize)) {
                    field.needed = true;
                }
            }
            Part::Attribute(attribute) => need(attributes, attribute),
            Part::Season(season) => {
                let extent = seasons.get(season.0 as usize).map(|season| &season.extent);
                if let Some(SeasonExtent::Hours(from, to)) = extent {
                    for end in [from, to] {
                        if let ClockTime::Attribute(attribute) = end {
                            need(attributes, *attribute);
                        }
                    }
                }
            }
            Part::Length(_) | Part::Quantity(_) | Part::Times(_) | Part::Condition(..) => {}
        });
    }
}

fn need(attributes: &mut [Field], attribute: AttributeId) {
    if let Some(attribute) = attributes.get_mut(attribute.0 as usize) {
        attribute.needed = true;
    }
}
