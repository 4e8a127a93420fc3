//! What is wrong with a rule text, where, and what to do: data first, wording in both languages, rendering apart.
//!
//! Every stage has a `Problem` enum of its own (data, no wording); beside it stands the conversion into a
//! [`Diagnostic`], the one shape all renderers read.

pub mod json;
pub(crate) mod pages;
pub mod terminal;

use crate::text::{Span, Wording};

/// How much a diagnostic weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The rules cannot be run.
    Error,
    /// They can, but probably do not say what was meant.
    Warning,
}

/// One message about a rule text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its stable kebab-case code; `guiju explain CODE` prints its page.
    pub code: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// What is wrong, one sentence, user words in backticks.
    pub title: Wording,
    /// The words it is about.
    pub span: Span,
    /// What stands under the underlined words; may be empty.
    pub label: Wording,
    /// Other places that explain it ("first used here").
    pub related: Vec<(Span, Wording)>,
    /// What to do.
    pub help: Option<Wording>,
    /// The text that would be right in place of `span`, where there is one.
    pub suggestion: Option<String>,
}

impl Diagnostic {
    /// An error that says no more than its title yet.
    #[must_use]
    pub fn error(code: &'static str, span: Span, title: Wording) -> Self {
        Self {
            code,
            severity: Severity::Error,
            title,
            span,
            label: Wording::new("", ""),
            related: Vec::new(),
            help: None,
            suggestion: None,
        }
    }
}

/// A stage's problem, told as a diagnostic.
pub trait Explain {
    /// The message of this problem.
    fn diagnostic(&self) -> Diagnostic;
}

/// The diagnostics of a run, in the order of files and places.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems {
    list: Vec<Diagnostic>,
}

impl Problems {
    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Adds all of a stage.
    pub fn extend<'a, P: Explain + 'a>(&mut self, problems: impl IntoIterator<Item = &'a P>) {
        self.list.extend(problems.into_iter().map(Explain::diagnostic));
    }

    /// Whether any of them is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Sorts by file and place, keeping the order of equals, and drops exact repetitions.
    pub fn sort(&mut self) {
        self.list.sort_by_key(|diagnostic| (diagnostic.span.file, diagnostic.span.start, diagnostic.span.end));
        self.list.dedup();
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}
