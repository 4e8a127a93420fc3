//! Statements the grammar does not match. First what stands out anywhere in them (`≥`, an unclosed quote, a glued
//! word); then what is missing or wrong at the place where the grammar stopped.

mod finding;
mod habit;
mod place;
mod synonym;

use std::ops::Range;

use pest::Parser;
use pest::error::{Error, ErrorVariant, InputLocation};

use super::ast::Statement;
use super::fold::Inside;
use super::grammar::{Grammar, Rule};
use super::lower::{DEEPEST, Lowering};
use super::problem::{Place, Problem};
use super::statements::Piece;
use place::Words;

/// What the grammar need not be asked: a first line that is indented, brackets that nest too deep.
pub(super) fn before_parsing(lowering: &mut Lowering<'_>, piece: Piece, text: &str) -> Option<Problem> {
    lowering.base = piece.start;
    if !piece.at_margin {
        let span = lowering.span_between(0, text.lines().next().unwrap_or("").trim_end().len());
        return Some(Problem::IndentedFirstLine { span });
    }
    let (mut inside, mut depth) = (Inside::Code, 0_usize);
    for (at, character) in text.char_indices() {
        match character {
            '(' if inside == Inside::Code => depth += 1,
            ')' if inside == Inside::Code => depth = depth.saturating_sub(1),
            _ => inside = inside.next(character),
        }
        if depth > DEEPEST {
            let span = lowering.span_between(at, at + 1);
            return Some(Problem::TooDeep { span, limit: DEEPEST });
        }
    }
    None
}

/// Says what is wrong with a statement that did not match, and gives what could be read of a declaration.
pub(super) fn explain(lowering: &mut Lowering<'_>, piece: Piece, text: &str, error: &Error<Rule>) -> Option<Statement> {
    lowering.base = piece.start;
    let habits = habit::in_statement(lowering, text);
    if !habits.is_empty() {
        lowering.problems.extend(habits);
        return salvage(lowering, piece, text);
    }
    let found = finding::in_statement(lowering, text);
    let stopped = Stopped::new(text, error);
    // What stands out behind the place where the grammar stopped is not why it stopped.
    if found.iter().all(|(start, _)| stopped.at < *start) {
        let problem = stopped.problem(lowering);
        lowering.problems.push(problem);
    }
    lowering.problems.extend(found.into_iter().map(|(_, problem)| problem));
    salvage(lowering, piece, text)
}

/// Says what is wrong with a line of a test, or its title, that did not match.
pub(super) fn explain_line(lowering: &mut Lowering<'_>, text: &str, error: &Error<Rule>) {
    let stopped = Stopped::new(text, error);
    let found = finding::in_statement(lowering, text);
    if found.iter().all(|(start, _)| stopped.at < *start) {
        let problem = stopped.line(lowering);
        lowering.problems.push(problem);
    }
    lowering.problems.extend(found.into_iter().map(|(_, problem)| problem));
}

/// A declaration as far as it goes, so that its name does not become a second problem elsewhere. The fields of an
/// activity are left out: without any it takes all.
fn salvage(lowering: &mut Lowering<'_>, piece: Piece, text: &str) -> Option<Statement> {
    let declarations = [Rule::category, Rule::activity, Rule::policy];
    let pair = declarations.iter().find_map(|rule| Grammar::parse(*rule, text).ok())?.next()?;
    let mut statement = lowering.statement(piece.start, pair);
    if let Some(Statement::Activity(activity)) = &mut statement {
        activity.fields.clear();
    }
    statement
}

/// Where the grammar stopped, and what could have stood there.
struct Stopped<'t> {
    words: Words<'t>,
    /// First byte of what it stopped at.
    at: usize,
    expected: Vec<Rule>,
    places: Vec<Place>,
}

impl<'t> Stopped<'t> {
    fn new(text: &'t str, error: &Error<Rule>) -> Self {
        let at = match error.location {
            InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
        };
        let expected = match &error.variant {
            ErrorVariant::ParsingError { positives, .. } => positives.clone(),
            ErrorVariant::CustomError { .. } => Vec::new(),
        };
        let words = Words::new(text);
        let mut places: Vec<Place> = expected.iter().filter_map(|rule| place::of(*rule)).collect();
        places.sort_unstable();
        places.dedup();
        Self { at: words.start_of_word(words.skip_gap(at)), words, expected, places }
    }

    fn has(&self, place: Place) -> bool {
        self.places.contains(&place)
    }

    fn problem(&self, lowering: &Lowering<'_>) -> Problem {
        let word = self.words.at(self.at);
        let span = lowering.span_between(word.start, word.end);
        let typed = self.words.text(&word).to_owned();
        let reserved = self.words.is_reserved(&word);
        if let Some(problem) = self.opening(lowering) {
            return problem;
        }
        if typed.is_empty() && self.has(Place::Who) && self.at > 0 {
            let first = self.words.whole().lines().next().unwrap_or("").trim_end().len();
            return Problem::RuleWithoutSentence { span: lowering.span_between(0, first) };
        }
        if self.at == 0 || (self.has(Place::Who) && reserved) {
            return if !reserved {
                self.expected(span, typed, vec![Place::Who])
            } else if place::opens_schedule(&typed) {
                Problem::MissingWho { span }
            } else {
                Problem::KeywordAsName { span, word: typed }
            };
        }
        let in_sentence = self.has(Place::When) || self.has(Place::Activity) || self.has(Place::Tail);
        if in_sentence && place::has_its_place(&typed) {
            return Problem::OutOfPlace { span, word: typed };
        }
        if self.has(Place::When) && typed == "in" {
            return Problem::OutOfPlace { span, word: typed };
        }
        if let Some(place) = self.quantity_behind() {
            let word = self.words.text(&place).to_owned();
            return Problem::OutOfPlace { span: lowering.span_between(place.start, place.end), word };
        }
        if self.has(Place::When) {
            return self.when(lowering, span, &typed);
        }
        if self.has(Place::Within) {
            return Problem::MissingWithin { span, right: None };
        }
        if self.has(Place::Activity) {
            return if typed.is_empty() || place::opens_tail(&typed) {
                Problem::MissingActivity { span }
            } else if reserved {
                Problem::KeywordAsName { span, word: typed }
            } else {
                self.expected(span, typed, vec![Place::Activity])
            };
        }
        let before = self.words.before(self.at);
        if self.has(Place::Tail) && place::opens_modifier(self.words.text(&before)) && self.words.opens_line(&before) {
            return Problem::MissingActivity { span: lowering.span_between(before.start, before.end) };
        }
        if reserved && matches!(self.words.text(&before), "during" | "在") {
            return self.expected(span, typed, vec![Place::Season]);
        }
        if place::is_quantity(&typed) {
            return Problem::OutOfPlace { span, word: typed };
        }
        if reserved && (self.has(Place::Name) || (self.has(Place::Condition) && self.words.compares_behind(&word))) {
            return Problem::KeywordAsName { span, word: typed };
        }
        if self.has(Place::Modifier)
            && let Some(problem) = self.modifier(lowering, &word)
        {
            return problem;
        }
        self.expected(span, typed, self.places.clone())
    }

    /// A line behind a sentence: one that no modifier opens, or a modifier that goes on as it cannot.
    fn modifier(&self, lowering: &Lowering<'_>, word: &Range<usize>) -> Option<Problem> {
        let typed = self.words.text(word);
        let line = self.words.line(word.start);
        let first = self.words.at(line.start);
        let opening = self.words.text(&first);
        if line.start == 0 {
            return None;
        }
        if place::opens_modifier(opening) {
            let rest = self.words.skip_gap(first.end)..line.end;
            let wrong = if word.start > first.start { word.clone() } else { rest };
            let wrong = if wrong.is_empty() { first.clone() } else { wrong };
            let span = lowering.span_between(wrong.start, wrong.end);
            return Some(Problem::ModifierForm { span, word: opening.to_owned() });
        }
        let named = typed.starts_with(char::is_alphabetic) && word.start == first.start;
        named.then(|| Problem::UnknownModifier {
            span: lowering.span_between(word.start, word.end),
            typed: typed.to_owned(),
            similar: place::similar_modifier(typed),
        })
    }

    /// `at least 2` behind the activity, where `at least 2 days apart` could stand.
    fn quantity_behind(&self) -> Option<Range<usize>> {
        let places = [Place::Duration, Place::Tail, Place::Modifier, Place::End];
        let behind = self.places.iter().all(|place| places.contains(place)) && !self.places.is_empty();
        let (head, rest) = self.words.whole().split_at_checked(self.at).filter(|_| behind)?;
        let (head, rest) = (head.trim_end(), rest.trim_end());
        if rest.starts_with("at most ") {
            return Some(self.at..self.words.at(self.words.skip_gap(self.at + "at most".len())).end);
        }
        let words = head.trim_end_matches(|digit: char| digit.is_ascii_digit());
        let bound = words.trim_end().strip_suffix("at least")?;
        (words.len() < head.len()).then_some(bound.len()..head.len())
    }

    /// A statement whose first word is the mistake: a misspelt keyword, a line that belongs to another statement.
    fn opening(&self, lowering: &Lowering<'_>) -> Option<Problem> {
        let first = self.words.at(0);
        let typed = self.words.text(&first);
        let span = lowering.span_between(first.start, first.end);
        if place::opens_line_of_statement(typed) && !self.words.is_sentence() {
            return Some(Problem::LineAtMargin { span, word: typed.to_owned() });
        }
        if !self.has(Place::When) || self.words.is_reserved(&first) {
            return None;
        }
        let similar = place::similar_opening(typed)?;
        Some(Problem::UnknownStatement { span, typed: typed.to_owned(), similar })
    }

    /// A line of a test.
    fn line(&self, lowering: &Lowering<'_>) -> Problem {
        let word = self.words.at(self.at);
        let span = lowering.span_between(word.start, word.end);
        let typed = self.words.text(&word).to_owned();
        let opens = self.at == 0 || self.words.opens_line(&word);
        if opens && !typed.is_empty() && !typed.starts_with(['"', '“', '「']) && !self.has(Place::Text) {
            let similar = place::similar_line(&typed);
            return Problem::UnknownTestLine { span, typed, similar };
        }
        if self.words.is_reserved(&word) && self.has(Place::Name) && !self.has(Place::Value) {
            return Problem::KeywordAsName { span, word: typed };
        }
        self.expected(span, typed, self.places.clone())
    }

    /// WHO is there and no schedule behind it.
    fn when(&self, lowering: &Lowering<'_>, span: crate::text::Span, typed: &str) -> Problem {
        let scope = self.words.has_scope(self.at);
        match typed {
            "and" if scope => return Problem::OnlyOr { span, right: "or" },
            "and" => return Problem::AndBetweenSubjects { span, right: "or" },
            "和" | "与" | "及" => return Problem::AndBetweenSubjects { span, right: "或" },
            _ => {}
        }
        if let Some(problem) = finding::glued_plain(lowering, self.words.whole()) {
            return problem;
        }
        // A Chinese schedule may begin with its moment; then the grammar stopped behind it.
        let behind_moment = self.expected.contains(&Rule::zh_after);
        let word = if behind_moment { self.words.before(self.at) } else { self.words.at(self.at) };
        let span = lowering.span_between(word.start, word.end);
        let typed = self.words.text(&word);
        if let Some(problem) = habit::vague_date(lowering, self.words.whole(), word.clone()) {
            return problem;
        }
        // 每夜间, 在汛期: what follows is a season.
        let season = ["每", "在"].iter().find_map(|sign| typed.strip_prefix(sign).map(|season| (sign, season)));
        if let Some((sign, season)) = season.filter(|(_, season)| season.starts_with(char::is_alphabetic)) {
            return Problem::Glued { span, spaced: format!("{sign} {season}") };
        }
        if let Some(similar) = place::similar_schedule(typed) {
            return Problem::UnknownSchedule { span, typed: typed.to_owned(), similar };
        }
        if typed == ":" {
            return Problem::StrangeCharacter { span, character: ':' };
        }
        match self.words.schedule_behind(word.end) {
            Some(later) => {
                let (word, span) = (self.words.text(&later).to_owned(), lowering.span_between(later.start, later.end));
                Problem::OutOfPlace { span, word }
            }
            None => Problem::MissingWhen { span },
        }
    }

    fn expected(&self, span: crate::text::Span, found: String, mut places: Vec<Place>) -> Problem {
        if places.is_empty() {
            places.push(if self.expected.contains(&Rule::percent) { Place::Percent } else { Place::End });
        }
        let first = self.words.at(self.words.skip_gap(0));
        if places.contains(&Place::RangeTo) && matches!(self.words.text(&first), "exempt" | "豁免") {
            places = vec![Place::LastDay];
        }
        if places == [Place::Name] && matches!(self.words.text(&first), "expect" | "期望") {
            places = vec![Place::RuleId];
        }
        // These say more than the words that might stand before them.
        if self.expected.contains(&Rule::zh_extended_between) {
            places.push(Place::Extension);
        }
        for sole in [Place::Extension, Place::ScopeEnd, Place::RangeTo, Place::Extent] {
            if places.contains(&sole) {
                places = vec![sole];
            }
        }
        if places.contains(&Place::Date) && places.contains(&Place::Clock) {
            places = vec![Place::Extent];
        }
        if places.contains(&Place::ClosingBracket) {
            places = vec![Place::ClosingBracket];
        }
        if places.contains(&Place::Condition) {
            // A value is one of these anyway.
            places.retain(|place| !matches!(place, Place::Date | Place::Number | Place::Text | Place::Name));
        }
        if places.contains(&Place::End) {
            // Behind a value a unit might stand; nobody means it here.
            places.retain(|place| *place != Place::Duration);
        }
        Problem::Expected { span, places, found }
    }
}
