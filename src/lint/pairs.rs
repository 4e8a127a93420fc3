//! Pairs of tasks whose records are surely the same, or surely part of the other's; grouped by activity first, so that
//! many rules do not make many pairs.

use rustc_hash::FxHashMap;

use super::subjects::implies;
use super::world::{Placed, World};
use crate::rulebook::{ActivityId, Task};

/// More pairs than these are not looked at.
const MOST_PAIRS: usize = 200_000;
/// Of the rules that speak of one activity, each is compared with so many at most.
const MOST_BESIDE: usize = 200;

/// A task of a rule.
#[derive(Clone, Copy)]
pub(super) struct PlacedTask<'a> {
    /// The rule.
    pub placed: Placed<'a>,
    /// Its place in the book.
    pub at: usize,
    /// The task.
    pub task: &'a Task,
}

/// Two tasks: every record of the first is a record of the second.
#[derive(Clone, Copy)]
pub(super) struct Pair<'a> {
    /// The one with fewer records.
    pub part: PlacedTask<'a>,
    /// The one with more.
    pub whole: PlacedTask<'a>,
}

impl Pair<'_> {
    /// Whether the records of both are the same.
    pub fn is_equal(&self) -> bool {
        includes(self.part.task, self.whole.task)
    }
}

/// Every pair of tasks of two rules of which the one's records are the other's too, as far as that is sure.
pub(super) fn pairs<'w>(world: &'w World<'w>, takes: &dyn Fn(Placed<'w>) -> bool) -> Vec<Pair<'w>> {
    let mut tasks: Vec<PlacedTask<'w>> = Vec::new();
    let mut by_activity: FxHashMap<ActivityId, Vec<usize>> = FxHashMap::default();
    for (at, placed) in world.rules.iter().enumerate().filter(|(_, placed)| takes(**placed)) {
        for task in &placed.rule.tasks {
            for alternative in &task.alternatives {
                let beside = by_activity.entry(alternative.activity).or_default();
                if beside.last() != Some(&tasks.len()) {
                    beside.push(tasks.len());
                }
            }
            tasks.push(PlacedTask { placed: *placed, at, task });
        }
    }
    let mut pairs = Vec::new();
    for part in &tasks {
        let Some(first) = part.task.alternatives.first() else { continue };
        let beside = by_activity.get(&first.activity).map_or(&[][..], Vec::as_slice);
        // Those around it in the order of ids, for want of a better reason to leave some out.
        let near = beside.partition_point(|other| tasks.get(*other).is_some_and(|other| other.at < part.at));
        let start = near.saturating_sub(MOST_BESIDE / 2);
        for whole in beside.iter().skip(start).take(MOST_BESIDE).filter_map(|at| tasks.get(*at)) {
            if whole.at != part.at && includes(whole.task, part.task) {
                pairs.push(Pair { part: *part, whole: *whole });
            }
            if pairs.len() >= MOST_PAIRS {
                return pairs;
            }
        }
    }
    pairs
}

/// Whether every record of `part` is surely one of `whole`.
fn includes(whole: &Task, part: &Task) -> bool {
    part.alternatives.iter().all(|one| {
        whole
            .alternatives
            .iter()
            .any(|other| one.activity == other.activity && implies(one.filter.as_ref(), other.filter.as_ref()))
    })
}
