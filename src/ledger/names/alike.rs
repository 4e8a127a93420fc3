//! The institutions whose names or ids look like a cell. A register has hundreds of thousands of names, and most of
//! them share most of their words: so those are compared that share the rarest pairs of letters, a bounded number of
//! them, however many there are.

use rustc_hash::FxHashMap;

use super::super::register::Register;
use super::fold;

/// A register of more names and ids is not searched for look-alikes.
const NAMES: usize = 1_000_000;
/// How many entries of the lists of letter pairs are looked at for one cell.
const LOOKED_AT: usize = 4096;
/// How many names are compared with one cell, letter by letter.
const COMPARED: usize = 48;
/// A cell or name of more letters is no name that somebody mistypes.
const LONGEST: usize = 64;
/// A cell of fewer letters is like too many.
const SHORTEST: usize = 3;

/// The names and ids of a register, to be searched for look-alikes.
#[derive(Debug, Default)]
pub(crate) struct Alike {
    texts: Vec<Text>,
    /// The names that have two letters beside each other, or one at an end.
    pairs: FxHashMap<(char, char), Vec<u32>>,
    /// The ids that have digits, by them.
    digits: FxHashMap<String, Vec<u32>>,
}

/// A name or id as it is compared.
#[derive(Debug)]
struct Text {
    plain: String,
    subject: u32,
    /// Among the names of the register; `None` for an id.
    name: Option<String>,
}

/// A look-alike: the subject, and the name that is like the cell, where it is not the id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LookAlike {
    pub(crate) subject: u32,
    pub(crate) name: Option<String>,
}

impl Alike {
    pub(crate) fn new(register: &Register) -> Self {
        let mut alike = Self::default();
        let count = register.subjects.len() + register.rows.len();
        if count > NAMES {
            return alike;
        }
        for (number, subject) in (0..).zip(&register.subjects) {
            alike.add(number, &subject.id, true);
        }
        register.each_name(|subject, _, _, name| alike.add(subject, name, false));
        alike
    }

    fn add(&mut self, subject: u32, name: &str, id: bool) {
        let plain = plain(name);
        if plain.chars().nth(LONGEST).is_some() {
            return;
        }
        let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        let digits = digits(&plain);
        if id && !digits.is_empty() {
            self.digits.entry(digits).or_default().push(number);
        } else {
            for pair in pairs(&plain) {
                let list = self.pairs.entry(pair).or_default();
                if list.last() != Some(&number) {
                    list.push(number);
                }
            }
        }
        self.texts.push(Text { plain, subject, name: (!id).then(|| name.to_owned()) });
    }

    /// The subjects whose names or ids look most like a cell, the nearest first, `most` of them: a third of the letters
    /// may differ, and no digit, for another number is another institution.
    pub(crate) fn of(&self, cell: &str, most: usize) -> Vec<LookAlike> {
        let cell = plain(cell);
        let letters = cell.chars().count();
        if !(SHORTEST..=LONGEST).contains(&letters) {
            return Vec::new();
        }
        let own = digits(&cell);
        let mut near: Vec<(usize, &Text)> = Vec::new();
        for number in self.sharing(&cell, &own) {
            let Some(text) = self.texts.get(number as usize) else { continue };
            let others = text.plain.chars().count();
            let longest = letters.max(others);
            let allowed = (longest / 3).max(1);
            if letters.abs_diff(others) > allowed || digits(&text.plain) != own {
                continue;
            }
            let distance = strsim::osa_distance(&cell, &text.plain);
            if distance <= allowed {
                near.push((distance, text));
            }
        }
        near.sort_by(|(one, first), (other, second)| {
            (one, &first.plain, first.subject).cmp(&(other, &second.plain, second.subject))
        });
        let mut found: Vec<LookAlike> = Vec::new();
        for (_, text) in near {
            if found.len() < most && found.iter().all(|known| known.subject != text.subject) {
                found.push(LookAlike { subject: text.subject, name: text.name.clone() });
            }
        }
        found
    }

    /// The texts that share most with a cell, as far as the rarest letter pairs tell.
    fn sharing(&self, cell: &str, digits: &str) -> Vec<u32> {
        let ids = self.digits.get(digits).map(Vec::as_slice).unwrap_or_default();
        let mut lists: Vec<&[u32]> = pairs(cell).filter_map(|pair| self.pairs.get(&pair)).map(Vec::as_slice).collect();
        lists.sort_by_key(|list| list.len());
        let mut shared: FxHashMap<u32, u32> = FxHashMap::default();
        let mut left = LOOKED_AT;
        for list in lists {
            for number in list.iter().take(left) {
                *shared.entry(*number).or_default() += 1;
            }
            left = left.saturating_sub(list.len());
            if left == 0 {
                break;
            }
        }
        let mut most: Vec<(u32, u32)> = shared.into_iter().collect();
        most.sort_unstable_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(&other.0)));
        ids.iter().copied().take(COMPARED).chain(most.into_iter().take(COMPARED).map(|(number, _)| number)).collect()
    }
}

/// A name or id as it is compared: written alike, without `_` and `-`.
fn plain(name: &str) -> String {
    fold(name).chars().filter(|letter| !matches!(letter, '_' | '-')).collect()
}

fn digits(plain: &str) -> String {
    let is_digit = |letter: &char| letter.is_ascii_digit() || "一二三四五六七八九十".contains(*letter);
    plain.chars().filter(is_digit).collect()
}

/// The letters that stand beside each other, the beginning and the end being letters, too.
fn pairs(plain: &str) -> impl Iterator<Item = (char, char)> + '_ {
    let before = std::iter::once('\0').chain(plain.chars());
    before.zip(plain.chars().chain(std::iter::once('\0')))
}
