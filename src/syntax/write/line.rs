//! Statements as lines: each with the places where it may be broken, and where each piece of it stood in the source,
//! so that comments stay with what they are about.

use super::{Naming, Spelling, Writer};
use crate::syntax::ast::{Modifier, Rule, Scope, Statement, Word};
use crate::text::{Language, Source, Span};

/// Between the clauses behind the activity: all of them are broken where a line is too long.
pub(super) const CLAUSE: u8 = 1;
/// Between the parts of a sentence in front of them.
pub(super) const PART: u8 = 2;
/// Between the pieces of a part: a moment and its `within`, the two ends of `between`.
pub(super) const PIECE: u8 = 3;
/// Between the names of a moment.
pub(super) const NAME: u8 = 4;
/// Between a name of a moment and the condition that stands behind it in brackets.
pub(super) const BRACKET: u8 = 5;
/// Between the members of a list, the sides of `and` and `or`; nested ones are finer.
pub(super) const LIST: u8 = 6;
/// The finest that there is.
pub(super) const FINEST: u8 = 16;

/// Broken for a comment alone.
pub(super) const COMMENTED: u8 = u8::MAX;

/// How statements are written.
#[derive(Clone, Copy)]
pub struct Page<'a> {
    /// How names are written.
    pub naming: &'a dyn Naming,
    /// The language of the keywords.
    pub language: Language,
    /// The text the statements were read from.
    pub source: &'a Source,
}

/// One line of a statement: its head, or what is indented below that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The whole text, single spaces between words.
    pub text: String,
    /// A byte of the source that belongs to the beginning of the line.
    pub place: Option<u32>,
    /// Whether that byte stands behind a word that opens the line.
    pub behind_keyword: bool,
    /// Where the line may be broken, in the order of the text.
    pub breaks: Vec<Break>,
}

/// A place where a line may be broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Break {
    /// The byte of the text in front of which it may be.
    pub at: usize,
    /// What is broken first: 1 the clauses behind the activity, 2 the parts in front of it, 3 to 5 what a part is made
    /// of, from 6 on lists and conditions; 255 only for a comment.
    pub level: u8,
    /// A byte of the source that belongs to what stands behind; `None` where nothing tells.
    pub place: Option<u32>,
    /// Whether that byte stands behind a keyword that belongs to it too.
    pub behind_keyword: bool,
}

/// The lines of a statement, the first of which stands in column 0.
#[must_use]
pub fn lines(statement: &Statement, page: Page<'_>, spelling: &mut Spelling) -> Vec<Line> {
    let mut writer = Writer::new(page.naming, page.language, spelling);
    writer.source = Some(page.source);
    match statement {
        Statement::Policy(policy) => writer.policy(policy),
        Statement::Category(category) => vec![writer.category_line(category)],
        Statement::Activity(activity) => writer.activity_lines(activity),
        Statement::Attribute(attribute) => vec![writer.attribute_line(attribute)],
        Statement::Parameter(parameter) => vec![writer.parameter(parameter)],
        Statement::Season(season) => vec![writer.season(season)],
        Statement::Use(path) => vec![writer.uses(path)],
        Statement::Rule(rule) => writer.rule(rule),
        Statement::Exempt(exempt) => vec![writer.exempt(exempt)],
        Statement::Test(test) => writer.test(test),
    }
}

impl<'a> Writer<'a> {
    /// Ends a line, which begins at a byte of the source.
    pub(super) fn end_line(&mut self, place: Option<u32>, behind_keyword: bool) -> Line {
        let breaks = std::mem::take(&mut self.breaks);
        Line { text: std::mem::take(&mut self.out), place, behind_keyword, breaks }
    }

    fn rule(&mut self, rule: &'a Rule) -> Vec<Line> {
        let mut lines = Vec::new();
        if let Some(id) = &rule.id {
            self.keyword("rule", "规则");
            self.name(&id.text);
            if let Some(title) = &rule.title {
                self.may_break(COMMENTED, title.span);
                self.text(&title.text);
            }
            lines.push(self.end_line(None, false));
        }
        self.sentence(&rule.sentence);
        lines.push(self.end_line(Some(rule.sentence.span.start), false));
        for modifier in &rule.modifiers {
            self.fields = None;
            self.trigger = super::schedule::trigger(&rule.sentence.when);
            self.modifier(modifier);
            let (place, behind_keyword) = place(modifier);
            lines.push(self.end_line(place.map(|span| span.start), behind_keyword));
        }
        lines
    }

    fn note_break(&mut self, level: u8, place: Option<u32>, behind_keyword: bool) {
        if self.source.is_some() && !self.out.is_empty() {
            self.breaks.push(Break { at: self.out.len(), level, place, behind_keyword });
        }
    }

    /// The line may be broken here, in front of what stands at a place.
    pub(super) fn may_break(&mut self, level: u8, place: Span) {
        self.note_break(level, Some(place.start), false);
    }

    /// The same where no place is known.
    pub(super) fn may_break_anywhere(&mut self, level: u8) {
        self.note_break(level, None, false);
    }

    /// In front of a keyword and the words behind it, where there are any.
    pub(super) fn may_break_at_first(&mut self, level: u8, words: &[Word]) {
        if let Some(first) = words.first() {
            self.note_break(level, Some(first.span.start), [CLAUSE, PIECE].contains(&level));
        }
    }

    /// In front of `and`, `or` and the condition behind it.
    pub(super) fn may_break_before_keyword(&mut self, place: Span) {
        let level = (LIST - 1).saturating_add(self.depth).min(FINEST);
        self.note_break(level, Some(place.start), true);
    }

    /// In front of a keyword and what stands behind it.
    pub(super) fn may_break_before_keyword_at(&mut self, level: u8, place: Span) {
        self.note_break(level, Some(place.start), true);
    }

    /// In front of a clause behind the activity.
    pub(super) fn clause(&mut self, place: Span) {
        self.note_break(CLAUSE, Some(place.start), true);
    }

    pub(super) fn may_break_at_scope(&mut self, scope: &Scope) {
        let place = match scope {
            Scope::During(season) => season.span,
            Scope::Between { from, .. } => from.span,
        };
        self.may_break_before_keyword_at(PART, place);
    }

    /// In front of the first word behind a byte of the source.
    pub(super) fn may_break_behind(&mut self, level: u8, end: u32) {
        let Some(source) = self.source else { return };
        let mut at = end as usize;
        while let Some(rest) = source.text.get(at..) {
            let next = rest.trim_start_matches(|sign: char| sign.is_whitespace() || [')', '）'].contains(&sign));
            let next = next.strip_prefix("除外").unwrap_or(next);
            let next = match next.starts_with(['#', '＃']) {
                true => next.find('\n').and_then(|end| next.get(end..)).unwrap_or(""),
                false => next,
            };
            if next.len() == rest.len() {
                break;
            }
            at += rest.len() - next.len();
        }
        self.note_break(level, u32::try_from(at).ok(), false);
    }
}

/// Where a modifier stands, and whether that is behind its keyword.
fn place(modifier: &Modifier) -> (Option<Span>, bool) {
    match modifier {
        Modifier::Cite(word) | Modifier::Because(word) | Modifier::Note(word) | Modifier::Overrides(word) => {
            (Some(word.span), true)
        }
        Modifier::Tags(tags) => (tags.first().map(|tag| tag.span), true),
        Modifier::Severity(_, span)
        | Modifier::Score(_, span)
        | Modifier::CountPartialPeriods(span)
        | Modifier::Grace(_, span)
        | Modifier::NextWorkingDay(span) => (Some(*span), false),
        Modifier::Effective(effective) => (Some(effective.span), false),
        Modifier::Otherwise(otherwise) => (Some(otherwise.span), false),
        Modifier::Extended(extended) => (Some(extended.span), false),
    }
}
