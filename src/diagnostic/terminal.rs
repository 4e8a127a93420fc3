//! Diagnostics for people: the words of the rule underlined, in a terminal or a log.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Severity};
use crate::text::{Language, Source, Span};

/// How diagnostics are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    /// The language of messages.
    pub language: Language,
    /// Whether to colour them; the caller knows whether this is a terminal.
    pub colour: bool,
}

/// Lines this far apart are shown as two snippets.
const FAR: usize = 20;
/// Lines longer than these bytes together are shown in part: only a machine writes them.
const LONG: usize = 4_000;
/// How many bytes of such a line are shown before a place, of it, and behind it.
const SHOWN: usize = 200;

/// Renders diagnostics one below the other, a blank line between, a line end behind each. `sources` are those of the
/// run, by `FileId`.
#[must_use]
pub fn render<'d>(diagnostics: impl IntoIterator<Item = &'d Diagnostic>, sources: &[Source], style: Style) -> String {
    let renderer = if style.colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii);
    let mut out = String::new();
    for diagnostic in diagnostics {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&one(diagnostic, sources, style.language, &renderer));
        out.push('\n');
    }
    out
}

fn one(diagnostic: &Diagnostic, sources: &[Source], language: Language, renderer: &Renderer) -> String {
    let said = |en: &'static str, zh: &'static str| if language == Language::English { en } else { zh };
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR.with_name(said("error", "错误")),
        Severity::Warning => Level::WARNING.with_name(said("warning", "警告")),
    };
    let title = level.primary_title(diagnostic.title.in_language(language)).id(diagnostic.code);
    let mut places = vec![Place {
        span: diagnostic.span,
        kind: AnnotationKind::Primary,
        label: diagnostic.label.in_language(language),
    }];
    places.extend(diagnostic.related.iter().map(|(span, wording)| Place {
        span: *span,
        kind: AnnotationKind::Context,
        label: wording.in_language(language),
    }));
    let mut group: Group<'_> = title.elements(snippets(&places, sources));
    let help = diagnostic.help.as_ref().map(|help| help.in_language(language));
    if let Some(help) = help {
        group = group.element(Level::HELP.with_name(said("help", "帮助")).message(help));
    }
    if let Some(suggestion) = &diagnostic.suggestion
        && !diagnostic
            .help
            .as_ref()
            .is_some_and(|help| help.en.contains(bare(suggestion)) || help.zh.contains(bare(suggestion)))
    {
        let suggestion = suggestion.as_str();
        let message = match language {
            Language::English => format!("write `{suggestion}`"),
            Language::Chinese => format!("写作 `{suggestion}`"),
        };
        group = group.element(Level::HELP.with_name(said("help", "帮助")).message(message));
    }
    renderer.render(&[group])
}

/// A suggestion as a help may repeat it, whatever its quotes.
fn bare(suggestion: &str) -> &str {
    suggestion.trim_matches('"')
}

/// Words to underline, and what stands under them.
struct Place<'a> {
    span: Span,
    kind: AnnotationKind,
    label: &'a str,
}

/// Snippets in the order of the places: those near each other in one file share one, unless the lines are long.
fn snippets<'a>(places: &[Place<'a>], sources: &'a [Source]) -> Vec<Element<'a>> {
    let mut stretches: Vec<(&'a Source, usize, usize, Vec<&Place<'a>>)> = Vec::new();
    for place in places {
        let Some(source) = sources.get(place.span.file.0 as usize) else { continue };
        let (first, last) = (source.line_of(place.span.start), source.line_of(place.span.end));
        let near = stretches.iter_mut().find(|(other, from, to, _)| {
            let together = (first.min(*from), last.max(*to));
            other.id == source.id
                && first <= *to + FAR
                && *from <= last + FAR
                && lines(source, together.0, together.1).1.len() <= LONG
        });
        match near {
            Some((_, from, to, shared)) => {
                (*from, *to) = (first.min(*from), last.max(*to));
                shared.push(place);
            }
            None => stretches.push((source, first, last, vec![place])),
        }
    }
    let shown = stretches.into_iter().flat_map(|(source, first, last, places)| match places.as_slice() {
        [place] if lines(source, first, last).1.len() > LONG => in_part(source, place),
        _ => vec![snippet(source, first, last, &places)],
    });
    shown.collect()
}

/// Where lines begin, and their text.
fn lines(source: &Source, first: usize, last: usize) -> (usize, &str) {
    let (start, end) = (source.line_start(first) as usize, source.line_end(last) as usize);
    (start, source.text.get(start..end).unwrap_or(""))
}

/// Only the lines around the places are given to the renderer: a file may be long.
fn snippet<'a>(source: &'a Source, first: usize, last: usize, places: &[&Place<'a>]) -> Element<'a> {
    let (start, text) = lines(source, first, last);
    let inside = |byte: u32| (byte as usize).clamp(start, start + text.len()) - start;
    let annotations = places.iter().map(|place| annotation(place, inside(place.span.start), inside(place.span.end)));
    let snippet = Snippet::source(text).line_start(first).path(source.path.as_str());
    Element::Cause(snippet.annotations(annotations))
}

/// The beginning of a place in a long line, with a little before and behind it.
fn in_part<'a>(source: &'a Source, place: &Place<'a>) -> Vec<Element<'a>> {
    let (line, column) = source.position(place.span.start);
    let (first, text) = lines(source, line, line);
    let from = (place.span.start as usize).clamp(first, first + text.len()) - first;
    let length = (place.span.end.saturating_sub(place.span.start) as usize).min(SHOWN);
    let to = boundary(text, from + length).max(from);
    let start = boundary(text, from.saturating_sub(SHOWN));
    let end = boundary(text, to + SHOWN);
    let (before, behind) = (if start > 0 { "…" } else { "" }, if end < text.len() { "…" } else { "" });
    let shown = format!("{before}{}{behind}", text.get(start..end).unwrap_or(""));
    let shift = |at: usize| at - start + before.len();
    let origin = Origin::path(source.path.as_str()).line(line).char_column(column);
    let snippet = Snippet::source(shown).line_start(line).annotation(annotation(place, shift(from), shift(to)));
    vec![Element::Origin(origin), Element::Cause(snippet)]
}

fn annotation<'a>(place: &Place<'a>, from: usize, to: usize) -> Annotation<'a> {
    let annotation = place.kind.span(from..to.max(from));
    if place.label.is_empty() { annotation } else { annotation.label(place.label) }
}

/// The last place between two characters that is not behind `at`.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
