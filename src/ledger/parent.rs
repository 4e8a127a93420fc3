//! Whose a subject is: the parent column, by id, else by a name that is unique (docs/language.md section 4).

use rustc_hash::FxHashMap;

use super::SubjectId;
use super::intake::{EXAMPLES, Note, Unnamed, brief};
use super::names::{Strangers, Why};
use super::register::{Found, Register};
use super::subject::Parent;
use crate::calendar::Day;

/// Finds the parents that the rows of a register name. Nobody is among his own ancestors: the link that closes a circle
/// is unknown, on whatever days its rows hold.
pub(crate) fn resolve(register: &mut Register, names: &[Option<String>], file: &str, notes: &mut Vec<Note>) {
    let mut nobody: FxHashMap<&str, u64> = FxHashMap::default();
    for (at, name) in names.iter().enumerate() {
        let Some(name) = name else { continue };
        // Names change: whose name it is is asked for the row's last day.
        let day = register.rows.get(at).and_then(|row| row.to).unwrap_or(Day::LAST);
        let parent = match register.find_subject(name, day) {
            Found::One(found) => Parent::Subject(SubjectId(found.bound.subject)),
            Found::Several(..) | Found::None => {
                *nobody.entry(name).or_default() += 1;
                Parent::Unknown
            }
        };
        if let Some(row) = register.rows.get_mut(at) {
            row.parent = parent;
        }
    }
    if !nobody.is_empty() {
        let mut most: Vec<(&str, u64)> = nobody.into_iter().collect();
        most.sort_unstable_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(other.0)));
        let mut strangers = Strangers::default();
        let unnamed = most.iter().take(EXAMPLES).map(|(name, rows)| Unnamed {
            name: brief(name),
            rows: *rows,
            near: strangers.near(name, register).into_iter().next().map(|near| match (near.why, near.name) {
                (Why::Alike, Some(name)) => name,
                _ => near.id,
            }),
        });
        let (first, more) = (unnamed.collect(), most.len().saturating_sub(EXAMPLES));
        notes.push(Note::UnknownParents { file: file.to_owned(), first, more });
    }
    let circles = cut_circles(register);
    if !circles.is_empty() {
        let first = circles.iter().take(EXAMPLES).map(|subject| register.id(*subject).to_owned()).collect();
        let more = circles.len().saturating_sub(EXAMPLES);
        notes.push(Note::OwnAncestors { file: file.to_owned(), first, more });
    }
}

/// How far the walk has come with a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    No,
    OnTheWay,
    Done,
}

/// Walks up from every subject, in order; the subjects whose link closes a circle.
fn cut_circles(register: &mut Register) -> Vec<u32> {
    let mut seen = vec![Seen::No; register.subjects.len()];
    let mut circles = Vec::new();
    // A subject and its next row to look at; no recursion, a chain may be as long as the register.
    let mut way: Vec<(u32, u32)> = Vec::new();
    for root in (0..).take(register.subjects.len()) {
        if seen.get(root as usize) != Some(&Seen::No) {
            continue;
        }
        enter(register, &mut seen, &mut way, root);
        while let Some((subject, next)) = way.last_mut() {
            let at = *next;
            if register.subjects.get(*subject as usize).is_none_or(|subject| at >= subject.rows.end) {
                if let Some(state) = seen.get_mut(*subject as usize) {
                    *state = Seen::Done;
                }
                way.pop();
                continue;
            }
            *next += 1;
            let subject = *subject;
            let Some(row) = register.rows.get_mut(at as usize) else { continue };
            let Parent::Subject(SubjectId(parent)) = row.parent else { continue };
            match seen.get(parent as usize) {
                Some(Seen::OnTheWay) => {
                    row.parent = Parent::Unknown;
                    if circles.last() != Some(&subject) {
                        circles.push(subject);
                    }
                }
                Some(Seen::No) => enter(register, &mut seen, &mut way, parent),
                Some(Seen::Done) | None => {}
            }
        }
    }
    circles
}

fn enter(register: &Register, seen: &mut [Seen], way: &mut Vec<(u32, u32)>, subject: u32) {
    if let Some(state) = seen.get_mut(subject as usize) {
        *state = Seen::OnTheWay;
    }
    way.push((subject, register.subjects.get(subject as usize).map_or(0, |subject| subject.rows.start)));
}
