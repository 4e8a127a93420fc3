//! Which activity of the rules a text names.

use super::super::places::{list_stem, squeezed};
use crate::rulebook::{ActivityId, RuleBook};

/// The activities that rules name, by every name they have.
#[derive(Debug, Default)]
pub(super) struct Activities {
    /// A name as it is compared, and its activity.
    names: Vec<(String, ActivityId)>,
    /// What the rules call them.
    declared: Vec<(ActivityId, String)>,
}

impl Activities {
    pub(super) fn new(book: Option<&RuleBook>) -> Self {
        let mut found = Self::default();
        let activities = book.map(|book| book.activities.as_slice()).unwrap_or_default();
        for (number, activity) in (0..).zip(activities).filter(|(_, activity)| activity.needed) {
            let id = ActivityId(number);
            found.declared.push((id, activity.name.clone()));
            for name in std::iter::once(&activity.name).chain(&activity.aliases) {
                found.names.push((plain(name), id));
            }
        }
        found
    }

    pub(super) fn names(&self) -> Vec<String> {
        self.declared.iter().map(|(_, name)| name.clone()).collect()
    }

    pub(super) fn name(&self, id: ActivityId) -> &str {
        self.declared.iter().find(|(other, _)| *other == id).map_or("", |(_, name)| name)
    }

    /// The activity that is called exactly so.
    pub(super) fn called(&self, text: &str) -> Option<ActivityId> {
        let text = plain(text);
        self.names.iter().find(|(name, _)| *name == text).map(|(_, id)| *id)
    }

    /// The activity whose name stands in a text; the longest name, if it is of one only.
    pub(super) fn within(&self, text: &str) -> Option<ActivityId> {
        let text = plain(text);
        let found = || self.names.iter().filter(|(name, _)| name.chars().count() >= 2 && text.contains(name.as_str()));
        let longest = found().map(|(name, _)| name.len()).max()?;
        only(found().filter(|(name, _)| name.len() == longest).map(|(_, id)| *id))
    }

    /// The only activity in whose name a word stands: 演练 in 消防演练.
    pub(super) fn with(&self, word: &str) -> Option<ActivityId> {
        let word = plain(word);
        let word = word.strip_suffix('s').filter(|word| word.is_ascii()).unwrap_or(&word);
        let enough = if word.is_ascii() { 4 } else { 2 };
        if word.chars().count() < enough {
            return None;
        }
        only(self.names.iter().filter(|(name, _)| name.contains(word)).map(|(_, id)| *id))
    }

    /// The activity that the name of a list means.
    pub(super) fn of_list(&self, name: &str) -> Option<ActivityId> {
        self.within(name).or_else(|| self.with(&list_stem(name)))
    }
}

fn plain(text: &str) -> String {
    squeezed(text).to_lowercase().chars().filter(|letter| !matches!(letter, '_' | '-')).collect()
}

fn only(mut found: impl Iterator<Item = ActivityId>) -> Option<ActivityId> {
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)
}
