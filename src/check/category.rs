//! Categories form a directed graph without circles; what each is part of is closed once (docs/language.md section 2).

use super::Checker;
use super::problem::NameProblem;
use super::value::id;
use crate::rulebook::CategoryId;
use crate::text::Span;

/// More than these a category cannot be part of: the closure is kept for each.
const MOST_ABOVE: usize = 1_000;

/// How far the walk has come with a category.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Walk {
    New,
    Open,
    Done,
}

impl Checker {
    /// Tells every circle and cuts it, so that the closure exists.
    pub(super) fn check_categories(&mut self) {
        let count = self.names.parents.len();
        let mut walk = vec![Walk::New; count];
        for start in 0..count {
            self.walk(start, &mut walk);
        }
    }

    /// A depth-first walk upwards with its own stack: a chain may be as long as a file.
    fn walk(&mut self, start: usize, walk: &mut [Walk]) {
        if walk.get(start) != Some(&Walk::New) {
            return;
        }
        let mut way: Vec<(usize, usize)> = vec![(start, 0)];
        set(walk, start, Walk::Open);
        while let Some((at, next)) = way.last_mut() {
            let (child, branch) = (*at, *next);
            *next += 1;
            let Some(&parent) = self.names.parents.get(child).and_then(|parents| parents.get(branch)) else {
                set(walk, child, Walk::Done);
                way.pop();
                continue;
            };
            match walk.get(parent) {
                Some(Walk::New) => {
                    set(walk, parent, Walk::Open);
                    way.push((parent, 0));
                }
                Some(Walk::Open) => {
                    self.tell_circle(&way, parent);
                    if let (Some(parents), Some((_, next))) = (self.names.parents.get_mut(child), way.last_mut()) {
                        parents.remove(branch);
                        *next -= 1;
                    }
                }
                Some(Walk::Done) | None => {}
            }
        }
    }

    fn tell_circle(&mut self, way: &[(usize, usize)], parent: usize) {
        let from = way.iter().position(|(at, _)| *at == parent).unwrap_or(0);
        let round = way.iter().skip(from).map(|(at, _)| *at).chain([parent]);
        let mut names: Vec<String> = round.map(|at| self.names.categories.name(at).to_owned()).collect();
        if names.len() > 6 {
            names.splice(3..names.len() - 2, ["…".to_owned()]);
        }
        let span = self.category_place(parent);
        self.problem(NameProblem::CategoryCircle { way: names, span });
    }

    fn category_place(&self, index: usize) -> Span {
        let thing = self.names.categories.things.get(index);
        thing.and_then(|thing| thing.places.first()).copied().unwrap_or_default()
    }

    /// By category: every category it is part of, itself included, in ascending order.
    pub(super) fn close_categories(&mut self) -> Vec<Vec<CategoryId>> {
        let count = self.names.parents.len();
        let mut closed: Vec<Option<Vec<CategoryId>>> = vec![None; count];
        for start in 0..count {
            let mut open = vec![start];
            while let Some(&at) = open.last() {
                if closed.get(at).is_none_or(Option::is_some) {
                    open.pop();
                    continue;
                }
                let parents = self.names.parents.get(at).cloned().unwrap_or_default();
                let missing = parents.iter().filter(|parent| matches!(closed.get(**parent), Some(None)));
                let before = open.len();
                open.extend(missing);
                if open.len() > before {
                    continue;
                }
                let above = parents.iter().filter_map(|parent| closed.get(*parent)?.as_ref()).flatten().copied();
                let mut within: Vec<CategoryId> = above.chain([CategoryId(id(at))]).collect();
                within.sort_unstable();
                within.dedup();
                if within.len() > MOST_ABOVE {
                    within.truncate(1);
                    let (name, span) = (self.names.categories.name(at).to_owned(), self.category_place(at));
                    self.problem(NameProblem::TooManyAbove { name, limit: MOST_ABOVE, span });
                }
                if let Some(slot) = closed.get_mut(at) {
                    *slot = Some(within);
                }
                open.pop();
            }
        }
        closed.into_iter().map(Option::unwrap_or_default).collect()
    }
}

fn set(walk: &mut [Walk], at: usize, state: Walk) {
    if let Some(entry) = walk.get_mut(at) {
        *entry = state;
    }
}
