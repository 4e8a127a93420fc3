//! Diagnostics for machines: one JSON object each.

use serde::Serialize;

use super::{Diagnostic, Severity};
use crate::text::{Language, Source, Span, Wording};

/// One diagnostic as `guiju check --format json` writes it. Lines and columns count from 1, columns in characters; the
/// end is the place behind the last character. `start` and `end` are bytes, without a byte order mark.
#[derive(Debug, Serialize)]
struct Object<'a> {
    code: &'a str,
    severity: &'static str,
    message: &'a str,
    message_zh: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
    label: Option<&'a str>,
    label_zh: Option<&'a str>,
    help: Option<&'a str>,
    help_zh: Option<&'a str>,
    suggestion: Option<&'a str>,
    related: Vec<Related<'a>>,
}

#[derive(Debug, Serialize)]
struct Related<'a> {
    message: &'a str,
    message_zh: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
}

#[derive(Debug, Serialize)]
struct Place<'a> {
    path: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    start: u32,
    end: u32,
}

/// Renders diagnostics as a JSON array, one object a line, with a line end. `sources` are those of the run, by
/// `FileId`.
///
/// # Errors
/// None in practice: the objects hold text and numbers only.
pub fn render<'d>(
    diagnostics: impl IntoIterator<Item = &'d Diagnostic>,
    sources: &[Source],
) -> Result<String, serde_json::Error> {
    let mut out = String::from("[");
    for (index, diagnostic) in diagnostics.into_iter().enumerate() {
        out.push_str(if index == 0 { "\n" } else { ",\n" });
        out.push_str(&serde_json::to_string(&object(diagnostic, sources))?);
    }
    out.push_str("\n]\n");
    Ok(out)
}

fn object<'a>(diagnostic: &'a Diagnostic, sources: &'a [Source]) -> Object<'a> {
    let label = Some(&diagnostic.label);
    Object {
        code: diagnostic.code,
        severity: match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        message: diagnostic.title.in_language(Language::English),
        message_zh: diagnostic.title.in_language(Language::Chinese),
        place: place(diagnostic.span, sources),
        label: said(label, Language::English),
        label_zh: said(label, Language::Chinese),
        help: said(diagnostic.help.as_ref(), Language::English),
        help_zh: said(diagnostic.help.as_ref(), Language::Chinese),
        suggestion: diagnostic.suggestion.as_deref(),
        related: diagnostic
            .related
            .iter()
            .map(|(span, wording)| Related {
                message: wording.in_language(Language::English),
                message_zh: wording.in_language(Language::Chinese),
                place: place(*span, sources),
            })
            .collect(),
    }
}

fn said(wording: Option<&Wording>, language: Language) -> Option<&str> {
    wording.map(|wording| wording.in_language(language)).filter(|text| !text.is_empty())
}

fn place(span: Span, sources: &[Source]) -> Place<'_> {
    let source = sources.get(span.file.0 as usize);
    let position = |byte| source.map_or((1, 1), |source| source.position(byte));
    let ((line, column), (end_line, end_column)) = (position(span.start), position(span.end));
    let path = source.map_or("", |source| source.path.as_str());
    Place { path, line, column, end_line, end_column, start: span.start, end: span.end }
}
