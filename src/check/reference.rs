//! What names rules by their id: `overrides` and waivers, found once all rules of a run are known (docs/language.md
//! sections 2, 4 and 9).

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use super::problem::{FileProblem, NameProblem, What};
use super::{Checker, ParsedFile};
use crate::rulebook::{Rule, Waiver};
use crate::syntax::ast::{self, Modifier, Statement, Word};

/// More rules than these cannot override one: the closure is kept for each.
const MOST_OVERRIDING: usize = 1_000;

/// More than these in all are not kept.
const MOST_KEPT: usize = 1_000_000;

/// `overrides`, at its place.
pub(super) struct PlacedOverride {
    /// The rule that overrides.
    rule: String,
    /// The one it overrides.
    target: Word,
}

impl Checker {
    /// Keeps what a rule overrides until all are known.
    pub(super) fn note_overrides(&mut self, id: &str, rule: &ast::Rule) {
        for modifier in &rule.modifiers {
            if let Modifier::Overrides(target) = modifier {
                self.overrides.push(PlacedOverride { rule: id.to_owned(), target: target.clone() });
            }
        }
    }

    /// Fills `overridden_by` of every rule, itself and through others; a circle is a problem.
    pub(super) fn close_overrides(&mut self, rules: &mut [Rule]) {
        let index: FxHashMap<String, usize> =
            rules.iter().enumerate().map(|(at, rule)| (rule.id.clone(), at)).collect();
        let mut overriders: Vec<Vec<usize>> = vec![Vec::new(); rules.len()];
        let mut places: FxHashMap<(usize, usize), Word> = FxHashMap::default();
        for PlacedOverride { rule, target } in std::mem::take(&mut self.overrides) {
            let Some(to) = self.rule_of(&target, &index) else { continue };
            let Some(from) = index.get(&rule).copied() else { continue };
            if let Some(list) = overriders.get_mut(to).filter(|list| !list.contains(&from)) {
                list.push(from);
                places.insert((from, to), target);
            }
        }
        let mut kept = 0;
        for at in 0..rules.len() {
            let Some(closed) = self.overriding(at, &overriders, rules, &places) else { continue };
            kept += closed.len();
            if closed.len() > MOST_OVERRIDING || kept > MOST_KEPT {
                let over = overriders.get(at).and_then(|over| places.get(&(*over.first()?, at)));
                let Some(target) = over else { continue };
                let (id, span, limit) = (target.text.clone(), target.span, MOST_OVERRIDING);
                self.problem(FileProblem::TooManyOverriding { id, limit, span });
                return;
            }
            if let Some(rule) = rules.get_mut(at) {
                rule.overridden_by = closed;
            }
        }
    }

    /// Every rule that overrides this one, in ascending order.
    fn overriding(
        &mut self,
        at: usize,
        overriders: &[Vec<usize>],
        rules: &[Rule],
        places: &FxHashMap<(usize, usize), Word>,
    ) -> Option<Vec<usize>> {
        // By rule: the one through which it was reached.
        let mut reached: FxHashMap<usize, usize> = FxHashMap::default();
        let mut open = vec![at];
        while let Some(next) = open.pop() {
            for &over in overriders.get(next).into_iter().flatten() {
                if over == at {
                    self.tell_override_circle(at, next, &reached, rules, places);
                    return None;
                }
                if let Entry::Vacant(place) = reached.entry(over) {
                    place.insert(next);
                    open.push(over);
                }
            }
            if reached.len() > MOST_OVERRIDING {
                break;
            }
        }
        let mut closed: Vec<usize> = reached.into_keys().collect();
        closed.sort_unstable();
        Some(closed)
    }

    /// Tells a circle once: at the first of its rules.
    fn tell_override_circle(
        &mut self,
        at: usize,
        last: usize,
        reached: &FxHashMap<usize, usize>,
        rules: &[Rule],
        places: &FxHashMap<(usize, usize), Word>,
    ) {
        // From `at`, which overrides `last`, which overrides … which overrides `at`.
        let mut way = vec![at, last];
        while let Some(next) = way.last().and_then(|of| reached.get(of)) {
            way.push(*next);
        }
        if way.iter().any(|rule| *rule < at) {
            return;
        }
        if last == at {
            way.truncate(2);
        }
        let place = way.first().zip(way.get(1)).and_then(|(from, to)| places.get(&(*from, *to)));
        let Some(span) = place.map(|target| target.span) else { return };
        let mut names: Vec<String> = way.iter().filter_map(|at| rules.get(*at)).map(|rule| rule.id.clone()).collect();
        if names.len() > 6 {
            names.splice(3..names.len() - 2, ["…".to_owned()]);
        }
        self.problem(FileProblem::OverridesCircle { way: names, span });
    }

    /// The waivers of all rule files that the user named.
    pub(super) fn waivers(&mut self, files: &[ParsedFile], rules: &[Rule]) -> Vec<Waiver> {
        let index: FxHashMap<String, usize> =
            rules.iter().enumerate().map(|(at, rule)| (rule.id.clone(), at)).collect();
        let mut waivers = Vec::new();
        for file in files.iter().filter(|file| file.root) {
            for statement in &file.tree.statements {
                let Statement::Exempt(exempt) = statement else { continue };
                let Some(rule) = self.rule_of(&exempt.rule, &index) else { continue };
                waivers.push(Waiver {
                    subject: exempt.subject.text.clone(),
                    rule,
                    from: exempt.from,
                    to: exempt.to,
                    because: exempt.because.as_ref().map(|because| because.text.clone()),
                    path: file.source.path.clone(),
                    line: file.source.position(exempt.subject.span.start).0,
                    place: exempt.subject.span,
                });
            }
        }
        waivers
    }

    /// The rule of an id. One that is in no file is a problem; of one that is wrong, nothing more is said.
    fn rule_of(&mut self, word: &Word, index: &FxHashMap<String, usize>) -> Option<usize> {
        if let Some(found) = index.get(&word.text) {
            return Some(*found);
        }
        let sentence = word.text.contains(' ');
        if self.ids.contains_key(&word.text) || (sentence && self.nameless_left_out) {
            return None;
        }
        if self.sorted_ids.is_empty() {
            self.sorted_ids = self.ids.keys().cloned().collect();
            self.sorted_ids.sort_unstable();
        }
        let known = self.sorted_ids.iter().map(String::as_str);
        let nearest = self.nearest.find(&word.text, known).map(str::to_owned);
        let (name, span) = (word.text.clone(), word.span);
        self.problem(NameProblem::Unknown { what: What::Rule, name, span, nearest, hint: None });
        None
    }
}
