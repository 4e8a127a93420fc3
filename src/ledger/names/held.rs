//! Who has or had which name. The names are put in order when the first cell is no id, and once more, written alike,
//! when the first cell is no name.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::super::register::Register;
use super::{How, fold};
use crate::calendar::Day;
use crate::rulebook::normalise;

/// What sort of name somebody holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    /// Its name in a row of the register.
    Name,
    /// Another name in the row.
    Alias,
    /// A name that the row calls a former one.
    Former,
}

/// Who holds a name, and from when to when.
#[derive(Debug, Clone, Copy)]
struct Holder {
    subject: u32,
    from: Day,
    to: Day,
    sort: Sort,
}

type Holders = SmallVec<[Holder; 1]>;
type Subjects = SmallVec<[u32; 2]>;

/// The names of a register.
#[derive(Debug, Default)]
pub(crate) struct Names {
    exact: OnceLock<FxHashMap<String, Holders>>,
    alike: OnceLock<FxHashMap<String, Holders>>,
}

/// Whom a name means on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Sought {
    /// This subject, and the first and the last day of which the same is true.
    One {
        subject: u32,
        how: How,
        from: Day,
        to: Day,
    },
    /// Several, in ascending order.
    Several(Subjects, How),
    Nobody,
}

impl Holder {
    fn holds(&self, day: Day) -> bool {
        self.sort != Sort::Former && self.from <= day && day <= self.to
    }
}

impl Names {
    /// Whose name this is as it is written: a name held on the day, else an alias, else one held on other days. Where
    /// somebody holds a name on the day that is the same but for how it is written, an old name does not go before it.
    pub(crate) fn exact(&self, register: &Register, name: &str, day: Day) -> Sought {
        let exact = self.exact.get_or_init(|| gathered(register, |name| normalise(name).into_owned()));
        let Some(holders) = exact.get(name) else { return Sought::Nobody };
        for (sort, how) in [(Sort::Name, How::Name), (Sort::Alias, How::Alias)] {
            let found = subjects(holders, |holder| holder.sort == sort && holder.holds(day));
            if !found.is_empty() {
                return sought(found, how, &[holders], day);
            }
        }
        let alike = self.alike_holders(register, name);
        let mut found = subjects(holders, |_| true);
        found.extend(subjects(alike, |holder| holder.holds(day)));
        found.sort_unstable();
        found.dedup();
        sought(found, How::FormerName, &[holders, alike], day)
    }

    /// Whose name this is once both are written alike: held on the day, else on other days.
    pub(crate) fn alike(&self, register: &Register, name: &str, day: Day) -> Sought {
        let holders = self.alike_holders(register, name);
        let mut found = subjects(holders, |holder| holder.holds(day));
        if found.is_empty() {
            found = subjects(holders, |_| true);
        }
        sought(found, How::Normalised, &[holders], day)
    }

    fn alike_holders(&self, register: &Register, name: &str) -> &[Holder] {
        let alike = self.alike.get_or_init(|| gathered(register, fold));
        alike.get(&fold(name)).map_or(&[], |holders| holders.as_slice())
    }
}

fn subjects(holders: &[Holder], of: impl Fn(&Holder) -> bool) -> Subjects {
    let mut found: Subjects = holders.iter().filter(|holder| of(holder)).map(|holder| holder.subject).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// What was found, and for how long around the day it is true: until one of the holders begins or ends to hold.
fn sought(found: Subjects, how: How, asked: &[&[Holder]], day: Day) -> Sought {
    match found.as_slice() {
        [] => Sought::Nobody,
        [subject] => {
            let (mut from, mut to) = (Day::FIRST, Day::LAST);
            for holder in asked.iter().copied().flatten() {
                if holder.from > day {
                    to = to.min(holder.from.previous());
                } else {
                    from = from.max(holder.from);
                }
                if holder.to < day {
                    from = from.max(holder.to.next());
                } else {
                    to = to.min(holder.to);
                }
            }
            Sought::One { subject: *subject, how, from, to }
        }
        _ => Sought::Several(found, how),
    }
}

/// Every name of a register as it is looked up, with who holds it.
fn gathered(register: &Register, key: impl Fn(&str) -> String) -> FxHashMap<String, Holders> {
    let mut names: FxHashMap<String, Holders> = FxHashMap::default();
    register.each_name(|subject, row, sort, name| {
        let key = key(name);
        if key.is_empty() {
            return;
        }
        let (from, to) = (row.from.unwrap_or(Day::FIRST), row.to.unwrap_or(Day::LAST));
        names.entry(key).or_default().push(Holder { subject, from, to, sort });
    });
    names
}
