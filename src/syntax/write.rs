//! From the tree back to text: sentences, conditions, moments and modifiers in either language, with single spaces
//! (docs/language.md section 12). What is written parses to the same tree again, but for places.

mod condition;
mod declaration;
mod duration;
mod line;
mod modifier;
mod schedule;
mod sentence;
mod trial;

pub use line::{Break, Line, Page, lines};

use std::borrow::Cow;
use std::fmt::Write as _;

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::ast::{Modifier, Sentence, Word};
use super::{opens_statement, written_column, written_member, written_name};
use crate::text::{Language, Source, Span};

/// How names are written, where not as they stand in the tree.
pub trait Naming {
    /// A category.
    fn category<'n>(&'n self, word: &'n Word) -> &'n str;
    /// An activity.
    fn activity<'n>(&'n self, word: &'n Word) -> &'n str;
    /// A name of a moment: an activity, or a date of the register.
    fn moment<'n>(&'n self, word: &'n Word) -> &'n str;
    /// An attribute.
    fn attribute<'n>(&'n self, word: &'n Word) -> &'n str;
    /// A bare name behind `where`, or a field of one of these activities.
    fn field<'n>(&'n self, activities: &[&Word], word: &'n Word) -> &'n str;
}

/// Names as they are written.
#[derive(Debug, Clone, Copy, Default)]
pub struct AsWritten;

impl Naming for AsWritten {
    fn category<'n>(&'n self, word: &'n Word) -> &'n str {
        &word.text
    }

    fn activity<'n>(&'n self, word: &'n Word) -> &'n str {
        &word.text
    }

    fn moment<'n>(&'n self, word: &'n Word) -> &'n str {
        &word.text
    }

    fn attribute<'n>(&'n self, word: &'n Word) -> &'n str {
        &word.text
    }

    fn field<'n>(&'n self, _: &[&Word], word: &'n Word) -> &'n str {
        &word.text
    }
}

/// A sentence in one line, without its modifiers.
#[must_use]
pub fn sentence(sentence: &Sentence, naming: &dyn Naming, language: Language) -> String {
    sentence_with(sentence, naming, language, &mut Spelling::default())
}

/// The same for many sentences, which share most of their names.
#[must_use]
pub fn sentence_with(sentence: &Sentence, naming: &dyn Naming, language: Language, spelling: &mut Spelling) -> String {
    let mut writer = Writer::new(naming, language, spelling);
    writer.sentence(sentence);
    writer.out
}

/// A modifier in one line, behind the sentence whose fields it may name.
#[must_use]
pub fn modifier(
    modifier: &Modifier,
    of: &Sentence,
    naming: &dyn Naming,
    language: Language,
    spelling: &mut Spelling,
) -> String {
    let mut writer = Writer::new(naming, language, spelling);
    writer.trigger = schedule::trigger(&of.when);
    writer.modifier(modifier);
    writer.out
}

/// Which names need backticks, asked of the grammar once each.
#[derive(Debug, Default)]
pub struct Spelling {
    names: FxHashMap<String, bool>,
    columns: FxHashMap<String, bool>,
    members: FxHashMap<String, bool>,
}

/// Writes a name, in backticks where the grammar asks for them.
fn write_name(out: &mut String, known: &mut FxHashMap<String, bool>, name: &str, written: fn(&str) -> Cow<'_, str>) {
    let bare = match known.get(name) {
        Some(bare) => *bare,
        None => {
            let bare = matches!(written(name), Cow::Borrowed(_));
            known.insert(name.to_owned(), bare);
            bare
        }
    };
    if bare {
        out.push_str(name);
    } else {
        let _ = write!(out, "`{name}`");
    }
}

struct Writer<'a> {
    out: String,
    naming: &'a dyn Naming,
    language: Language,
    spelling: &'a mut Spelling,
    /// The activities whose fields bare names are; `None` for attributes.
    fields: Option<Vec<&'a Word>>,
    /// The activities behind the moment, whose fields `trigger.F` is.
    trigger: Vec<&'a Word>,
    /// The text that is laid out anew, which tells `50%` from `0.5`; `None` for the canonical sentence.
    source: Option<&'a Source>,
    /// Where the line may be broken.
    breaks: Vec<Break>,
    /// How deep the condition at hand lies in others.
    depth: u8,
}

impl<'a> Writer<'a> {
    fn new(naming: &'a dyn Naming, language: Language, spelling: &'a mut Spelling) -> Self {
        Self {
            out: String::new(),
            naming,
            language,
            spelling,
            fields: None,
            trigger: Vec::new(),
            source: None,
            breaks: Vec::new(),
            depth: 0,
        }
    }

    fn chinese(&self) -> bool {
        self.language == Language::Chinese
    }

    /// One space after what stands before, if anything does that wants one.
    fn gap(&mut self) {
        let tight = self.source.is_some() && self.out.ends_with(['(', '：']);
        if !self.out.is_empty() && !self.out.ends_with([' ', '（', '、']) && !tight {
            self.out.push(' ');
        }
    }

    fn word(&mut self, word: &str) {
        self.gap();
        self.out.push_str(word);
    }

    /// A keyword of the language.
    fn keyword(&mut self, en: &str, zh: &str) {
        let word = self.language.either(en, zh);
        self.word(word);
    }

    fn comma(&mut self) {
        self.out.push_str(self.language.either(",", "、"));
    }

    /// A bracket that opens, in English apart from what stands before.
    fn open(&mut self) {
        if self.chinese() && self.source.is_some() {
            self.out.push('（');
        } else {
            self.keyword("(", "（");
        }
    }

    fn close(&mut self) {
        if self.chinese() {
            self.out.push('）');
        } else if self.source.is_some() {
            self.out.push(')');
        } else {
            self.word(")");
        }
    }

    /// A name of a sentence; the first must not look like the opening of a declaration.
    fn name(&mut self, name: &str) {
        if self.out.is_empty() && opens_statement(name) {
            let _ = write!(self.out, "`{name}`");
        } else {
            self.gap();
            write_name(&mut self.out, &mut self.spelling.names, name, written_name);
        }
    }

    fn column(&mut self, name: &str) {
        self.gap();
        write_name(&mut self.out, &mut self.spelling.columns, name, written_column);
    }

    /// `opened` and `closed` are keywords, whatever else they may name.
    fn register_name(&self, name: &str) -> String {
        match name {
            "opened" => self.language.either("opened", "成立日期").to_owned(),
            "closed" => self.language.either("closed", "注销日期").to_owned(),
            name => name.to_owned(),
        }
    }

    /// A name behind a dot.
    fn member(&mut self, name: &str) {
        self.out.push('.');
        write_name(&mut self.out, &mut self.spelling.members, name, written_member);
    }

    fn category(&mut self, word: &'a Word) {
        let name = self.naming.category(word).to_owned();
        self.name(&name);
    }

    fn activity(&mut self, word: &'a Word) {
        let name = self.naming.activity(word).to_owned();
        self.name(&name);
    }

    /// A field of these activities.
    fn field(&mut self, activities: &[&'a Word], word: &'a Word) {
        let name = self.naming.field(activities, word).to_owned();
        self.column(&name);
    }

    /// A text in quotes that it does not hold itself.
    fn text(&mut self, text: &str) {
        // A full-width quote closes as the half-width one does.
        let (open, close) = if !text.contains(['"', '＂']) {
            ('"', '"')
        } else if text.contains('”') {
            ('「', '」')
        } else {
            ('“', '”')
        };
        self.gap();
        let _ = write!(self.out, "{open}{text}{close}");
    }

    /// A number in digits; in a Chinese file 万 and 亿 keep large ones readable.
    fn number(&self, number: Decimal) -> String {
        let number = number.normalize();
        let (ten_thousand, hundred_million) = (Decimal::from(10_000), Decimal::from(100_000_000));
        if self.source.is_some() && self.chinese() && number.is_integer() {
            let hundred_millions = (number / hundred_million).normalize();
            if hundred_millions.abs() >= Decimal::ONE && hundred_millions.scale() <= 2 {
                return format!("{hundred_millions}亿");
            }
            let ten_thousands = (number / ten_thousand).normalize();
            if ten_thousands.abs() >= Decimal::ONE && ten_thousands.is_integer() {
                return format!("{ten_thousands}万");
            }
        }
        number.to_string()
    }

    /// A number as it was meant: with a percent sign where it had one.
    fn measured(&self, number: Decimal, place: Span) -> String {
        self.percentage(number, place).unwrap_or_else(|| self.number(number))
    }

    /// `50%`, where it was written so.
    fn percentage(&self, number: Decimal, place: Span) -> Option<String> {
        let written = self.source.is_some_and(|source| source.slice(place).trim_end().ends_with(['%', '％']));
        let hundredths = number.checked_mul(Decimal::ONE_HUNDRED).filter(|_| written)?;
        Some(format!("{}%", hundredths.normalize()))
    }
}
