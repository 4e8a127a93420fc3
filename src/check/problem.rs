//! What can be wrong with rules that parse: data first, the wording of each kind in its own file.

mod file;
mod form;
mod kind;
mod name;
mod operand;
mod season;
mod sentence;

pub use file::{FileProblem, Unreadable};
pub use form::{ClockPlace, DateUse, FormProblem};
pub use kind::KindProblem;
pub use name::{Hint, NameProblem, What};
pub use operand::{Asker, Operand};
pub use season::SeasonProblem;
pub use sentence::{ScheduleName, SentenceProblem};

use crate::diagnostic::{Diagnostic, Explain, Severity};
use crate::rulebook::Kind;
use crate::text::{Span, Wording};

/// One problem of the check stage.
#[derive(Debug, Clone, PartialEq)]
pub enum Problem {
    /// With files, policies and the ids of rules.
    File(FileProblem),
    /// With names.
    Name(NameProblem),
    /// With types.
    Kind(KindProblem),
    /// With the parts of a sentence.
    Sentence(SentenceProblem),
    /// With parts that do not go together.
    Form(FormProblem),
    /// With seasons.
    Season(SeasonProblem),
}

impl Problem {
    /// Whether it only warns.
    #[must_use]
    pub fn is_warning(&self) -> bool {
        matches!(self, Self::File(FileProblem::NeverInForce { .. }) | Self::Kind(KindProblem::PerhapsText { .. }))
    }
}

impl From<FileProblem> for Problem {
    fn from(problem: FileProblem) -> Self {
        Self::File(problem)
    }
}

impl From<NameProblem> for Problem {
    fn from(problem: NameProblem) -> Self {
        Self::Name(problem)
    }
}

impl From<KindProblem> for Problem {
    fn from(problem: KindProblem) -> Self {
        Self::Kind(problem)
    }
}

impl From<SentenceProblem> for Problem {
    fn from(problem: SentenceProblem) -> Self {
        Self::Sentence(problem)
    }
}

impl From<FormProblem> for Problem {
    fn from(problem: FormProblem) -> Self {
        Self::Form(problem)
    }
}

impl From<SeasonProblem> for Problem {
    fn from(problem: SeasonProblem) -> Self {
        Self::Season(problem)
    }
}

impl Explain for Problem {
    fn diagnostic(&self) -> Diagnostic {
        let mut diagnostic = match self {
            Self::File(problem) => problem.diagnostic(),
            Self::Name(problem) => problem.diagnostic(),
            Self::Kind(problem) => problem.diagnostic(),
            Self::Sentence(problem) => problem.diagnostic(),
            Self::Form(problem) => problem.diagnostic(),
            Self::Season(problem) => problem.diagnostic(),
        };
        if self.is_warning() {
            diagnostic.severity = Severity::Warning;
        }
        diagnostic
    }
}

/// An error that says no more than its title yet.
fn told(code: &'static str, span: Span, en: impl Into<String>, zh: impl Into<String>) -> Diagnostic {
    Diagnostic::error(code, span, Wording::new(en, zh))
}

/// The parts a diagnostic may have beside its title, so that building one reads as a sentence.
trait Tell: Sized {
    fn label(self, en: impl Into<String>, zh: impl Into<String>) -> Self;
    fn related(self, span: Span, en: impl Into<String>, zh: impl Into<String>) -> Self;
    fn help(self, en: impl Into<String>, zh: impl Into<String>) -> Self;
    fn suggest(self, text: Option<String>) -> Self;
}

impl Tell for Diagnostic {
    fn label(mut self, en: impl Into<String>, zh: impl Into<String>) -> Self {
        self.label = Wording::new(en, zh);
        self
    }

    fn related(mut self, span: Span, en: impl Into<String>, zh: impl Into<String>) -> Self {
        self.related.push((span, Wording::new(en, zh)));
        self
    }

    fn help(mut self, en: impl Into<String>, zh: impl Into<String>) -> Self {
        self.help = Some(Wording::new(en, zh));
        self
    }

    fn suggest(mut self, text: Option<String>) -> Self {
        self.suggestion = text;
        self
    }
}

/// `a number`, 数.
fn kind_wording(kind: &Kind) -> Wording {
    match kind {
        Kind::Number => Wording::new("a number", "数"),
        Kind::Text => Wording::new("text", "文本"),
        Kind::Date => Wording::new("a date", "日期"),
        Kind::Time => Wording::new("a time of day", "时刻"),
        Kind::Bool => Wording::new("true or false", "是非值"),
        Kind::Choice(_) => Wording::new("a choice", "选项"),
    }
}
