//! `matching F, G`: fields of one name on two sides, of the records that ask and of those that answer (docs/language.md
//! sections 4, 5 and 9).

use super::problem::{KindProblem, SentenceProblem};
use super::sentence::{activity_ids, field};
use super::value::{Asked, Typed, shown};
use super::{Checker, ParsedFile};
use crate::rulebook::{ActivityId, Keys, Matching};
use crate::syntax::ast;

impl Checker {
    /// Of the moment and of the activities of a sentence.
    pub(super) fn sentence_matching(
        &mut self,
        file: &ParsedFile,
        sentence: &ast::Sentence,
        asked: &Asked,
        activities: Option<&[usize]>,
    ) -> Option<Matching> {
        if sentence.matching.is_empty() {
            return Some(Matching::default());
        }
        let answering = activity_ids(activities?);
        self.matching_moments(file, &sentence.matching, asked, &Asked::Records(answering))
    }

    /// Fields of one name on two sides, both of which must be records.
    pub(super) fn matching_moments(
        &mut self,
        file: &ParsedFile,
        words: &[ast::Word],
        asking: &Asked,
        answering: &Asked,
    ) -> Option<Matching> {
        let (Some(first), Some(last)) = (words.first(), words.last()) else { return Some(Matching::default()) };
        let span = first.span.to(last.span);
        let (asking, answering) = match (asking, answering) {
            (Asked::Wrong, _) | (_, Asked::Wrong) => return None,
            (Asked::Records(asking), Asked::Records(answering)) => (asking, answering),
            (one, other) => {
                let date = *one == Asked::Date || *other == Asked::Date;
                self.problem(SentenceProblem::MatchingWithoutTrigger { span, date });
                return None;
            }
        };
        let sides = [asking, answering].map(|side| -> Vec<Keys> {
            side.iter().map(|activity| Keys { activity: *activity, fields: Vec::with_capacity(words.len()) }).collect()
        });
        let [mut of_asking, mut of_answering] = sides;
        let mut right = true;
        for word in words {
            let ours = self.matched_field(file, word, asking, &mut of_asking);
            let theirs = self.matched_field(file, word, answering, &mut of_answering);
            right &= match (ours, theirs) {
                (Some(one), Some(other)) => self.matched(file, word, &one, &other).is_some(),
                _ => false,
            };
        }
        right.then_some(Matching { fields: words.len(), asking: of_asking, answering: of_answering })
    }

    /// The field of one side's activities; what it is in the first of them.
    fn matched_field(
        &mut self,
        file: &ParsedFile,
        word: &ast::Word,
        activities: &[ActivityId],
        keys: &mut [Keys],
    ) -> Option<Typed> {
        let values: Vec<_> =
            activities.iter().map(|activity| self.field_value(file, activity.0 as usize, word)).collect();
        let values = values.into_iter().collect::<Option<Vec<_>>>()?;
        self.agree(file, word, activities, &values)?;
        for (keys, value) in keys.iter_mut().zip(&values) {
            keys.fields.extend(field(value));
        }
        values.into_iter().next()
    }

    fn matched(&mut self, file: &ParsedFile, word: &ast::Word, one: &Typed, other: &Typed) -> Option<()> {
        let differing = self.unite(file, one, other).err();
        let Some((trigger, activity)) = differing else { return Some(()) };
        let (name, span) = (shown(file, word.span), word.span);
        self.problem(KindProblem::MatchingDiffers { name, trigger, activity, span });
        None
    }
}
