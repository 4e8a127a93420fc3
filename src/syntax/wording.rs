//! Wording of the syntax problems (a stand-in until the syntax stage brings its own).
use super::problem::Problem;
use crate::diagnostic::{Diagnostic, Explain, Severity};
use crate::text::{Span, Wording};

impl Explain for Problem {
    fn diagnostic(&self) -> Diagnostic {
        let text = format!("{self:?}");
        let at = |key: &str| {
            text.rsplit(key)
                .next()
                .and_then(|t| t.split([',', ' ', '}']).next())
                .and_then(|t| t.parse().ok())
                .unwrap_or(0)
        };
        let span = Span { file: crate::text::FileId(at("FileId(")), start: at("start: "), end: at("end: ") };
        Diagnostic {
            code: "syntax",
            severity: Severity::Error,
            title: Wording::new(text.clone(), text),
            span,
            label: Wording::new("", ""),
            related: Vec::new(),
            help: None,
            suggestion: None,
        }
    }
}
