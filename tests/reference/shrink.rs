//! Random cases for proptest, and how a failing one is made smaller: by leaving out one thing after the other.

use super::forms::Forms;
use super::generate::{case, make_valid};
use super::model::{Case, Joined};
use proptest::prelude::Rng;
use proptest::strategy::{NewTree, Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use std::sync::Arc;

#[derive(Clone)]
pub struct Cases(pub Arc<Forms>);

impl std::fmt::Debug for Cases {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("cases")
    }
}

/// The smallest case so far that fails, and the smaller ones that are still to be tried.
pub struct Smaller {
    failing: Case,
    tried: Case,
    left: Vec<Case>,
}

impl Strategy for Cases {
    type Tree = Smaller;
    type Value = Case;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        let case = case(runner.rng().next_u64(), &self.0);
        Ok(Smaller { failing: case.clone(), tried: case, left: Vec::new() })
    }
}

impl ValueTree for Smaller {
    type Value = Case;

    fn current(&self) -> Case {
        self.tried.clone()
    }

    /// The case that was tried fails too.
    fn simplify(&mut self) -> bool {
        self.failing = self.tried.clone();
        self.left = smaller(&self.failing);
        self.complicate()
    }

    /// The case that was tried does not fail.
    fn complicate(&mut self) -> bool {
        match self.left.pop() {
            Some(next) => self.tried = next,
            None => {
                self.tried = self.failing.clone();
                return false;
            }
        }
        true
    }
}

/// The smallest case found that is still wrong, by leaving out one thing after the other.
pub fn smallest(case: Case, is_wrong: impl Fn(&Case) -> bool) -> Case {
    let mut smallest = case;
    while let Some(next) = smaller(&smallest).into_iter().rev().find(|less| is_wrong(less)) {
        smallest = next;
    }
    smallest
}

/// Every case with one thing less; what saves most comes last, for it is tried first.
fn smaller(case: &Case) -> Vec<Case> {
    let mut found = Vec::new();
    let mut without = |change: &dyn Fn(&mut Case) -> bool| {
        let mut less = case.clone();
        if change(&mut less) {
            make_valid(&mut less);
            found.push(less);
        }
    };
    without(&|case| std::mem::replace(&mut case.spelling, 0) != 0);
    without(&|case| case.coverage_to.take().is_some());
    for place in 0..case.records.len() {
        without(&|case| case.records[place].at.clock.take().is_some());
        for column in 0..case.fields.len() {
            without(&|case| !std::mem::take(&mut case.records[place].cells[column]).is_empty());
        }
    }
    let rows = case.register.as_ref().map_or(0, |register| register.rows.len());
    for place in 0..rows {
        for column in 0..case.attributes.len() {
            without(&|case| {
                case.register
                    .as_mut()
                    .is_some_and(|register| !std::mem::take(&mut register.rows[place].cells[column]).is_empty())
            });
        }
        without(&|case| case.register.as_mut().is_some_and(|register| register.rows[place].closed.take().is_some()));
    }
    for place in 0..case.rules.len() {
        without(&|case| case.rules[place].who.with.take().is_some());
        without(&|case| {
            let class = case.rules[place].who.any_of.iter_mut().find(|class| class.of.is_some());
            class.is_some_and(|class| class.of.take().is_some())
        });
        without(&|case| case.rules[place].who.any_of.len() > 1 && case.rules[place].who.any_of.pop().is_some());
        without(&|case| case.rules[place].who.except.pop().is_some());
        without(&|case| case.rules[place].filter.take().is_some());
        without(&|case| !std::mem::take(&mut case.rules[place].matching).is_empty());
        without(&|case| case.rules[place].apart.take().is_some());
        without(&|case| case.rules[place].for_each.take().is_some());
        without(&|case| case.rules[place].effective.take().is_some());
        without(&|case| std::mem::take(&mut case.rules[place].described));
        without(&|case| std::mem::take(&mut case.rules[place].count_partial_periods));
        without(&|case| case.rules[place].overrides.pop().is_some());
        without(&|case| case.rules[place].grace.take().is_some());
        without(&|case| case.rules[place].otherwise.pop().is_some());
        without(&|case| case.rules[place].extended.take().is_some());
        without(&|case| std::mem::take(&mut case.rules[place].next_working_day));
        without(&|case| case.rules[place].scope.take().is_some());
        without(&|case| case.rules[place].population.take().is_some());
        without(&|case| {
            let rule = &mut case.rules[place];
            rule.joined = Joined::Or;
            rule.activities.len() > 1 && rule.activities.pop().is_some()
        });
    }
    without(&|case| case.policy.take().is_some());
    without(&|case| {
        let register = case.register.as_mut();
        register.is_some_and(|register| {
            std::mem::take(&mut register.has_parents) && register.rows.iter().all(|row| row.parent.is_empty())
        })
    });
    for place in 0..case.waivers.len() {
        without(&|case| {
            case.waivers.remove(place);
            true
        });
    }
    for place in 0..case.records.len() {
        without(&|case| {
            case.records.remove(place);
            true
        });
    }
    for place in 0..rows {
        without(&|case| {
            case.register.as_mut().is_some_and(|register| {
                register.rows.remove(place);
                !register.rows.is_empty()
            })
        });
    }
    for place in 0..case.rules.len() {
        without(&|case| {
            case.rules.remove(place);
            !case.rules.is_empty()
        });
    }
    found
}
