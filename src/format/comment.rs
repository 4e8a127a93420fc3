//! Comments stay with the words they stand behind: none is lost, none passes another, none moves to another statement.

use super::layout::{BODY, CONTINUED, continued, fill, parts};
use crate::syntax::Comment;
use crate::syntax::write::Line;
use crate::text::{Source, Span};

/// Writes one statement with its comments; those behind its end in column 0 belong to nothing.
pub(super) fn statement(out: &mut String, source: &Source, lines: &[Line], comments: &[Comment], place: Span) {
    let mut comments = comments.iter().peekable();
    let mut places: Vec<u32> = Vec::new();
    let all: Vec<_> = lines.iter().map(parts).collect();
    // Which bytes of the source begin a part, in order: a clause may stand before or behind another.
    for part in all.iter().flatten() {
        places.push(part.place.unwrap_or_else(|| places.last().copied().unwrap_or(place.start)));
    }
    places.sort_unstable();
    let mut seen = 0;
    for (index, parts) in all.iter().enumerate() {
        let mut indentation = if index == 0 { 0 } else { BODY };
        if blank_above(source, parts.first().and_then(|part| part.place)) && !out.is_empty() {
            out.push('\n');
        }
        let mut from = 0;
        for (at, _) in parts.iter().enumerate() {
            seen += 1;
            let end = places.get(seen).copied().unwrap_or(u32::MAX);
            let last = at + 1 == parts.len();
            if !last && comments.peek().is_none_or(|comment| comment.span.start >= end) {
                continue;
            }
            for line in fill(parts.get(from..=at).unwrap_or(&[]), parts, indentation) {
                out.push_str(&line);
                out.push('\n');
            }
            let mut first = true;
            while let Some(comment) = comments.next_if(|comment| comment.span.start < end) {
                if first && !comment.own_line {
                    out.pop();
                    out.push(' ');
                    out.push_str(source.slice(comment.span));
                    out.push('\n');
                } else if last {
                    let outside = comment.span.start >= place.end && in_column_0(source, comment);
                    own_line(out, source, comment, if outside { 0 } else { BODY });
                    if outside {
                        break;
                    }
                } else {
                    out.push_str(&" ".repeat(CONTINUED));
                    out.push_str(source.slice(comment.span));
                    out.push('\n');
                }
                first = false;
            }
            from = at + 1;
            indentation = parts.get(from).map_or(CONTINUED, |part| continued(*part, parts));
        }
    }
    for comment in comments {
        own_line(out, source, comment, 0);
    }
}

/// Writes a comment on a line of its own, below a blank one where there was one.
pub(super) fn own_line(out: &mut String, source: &Source, comment: &Comment, indentation: usize) {
    if comment.own_line && blank_above(source, Some(comment.span.start)) && !out.is_empty() {
        out.push('\n');
    }
    out.push_str(&" ".repeat(indentation));
    out.push_str(source.slice(comment.span));
    out.push('\n');
}

/// The place of a line or clause is that of its keyword, where the tree only knows what stands behind it.
pub(super) fn find_beginnings(lines: &mut [Line], source: &Source, comments: &[Comment], statement: Span) {
    for (index, line) in lines.iter_mut().enumerate() {
        if index == 0 {
            line.place = Some(statement.start);
        } else if line.behind_keyword {
            line.place = line.place.map(|place| keyword_before(source, comments, place, statement.start));
        }
        for it in &mut line.breaks {
            if it.behind_keyword {
                it.place = it.place.map(|place| keyword_before(source, comments, place, statement.start));
            }
        }
    }
}

/// Where the word in front of a place begins, comments between them left out.
fn keyword_before(source: &Source, comments: &[Comment], place: u32, least: u32) -> u32 {
    let mut end = place;
    loop {
        let before = source.text.get(..end as usize).unwrap_or("");
        let word_end = before.trim_end().len();
        let known = comments.partition_point(|comment| (comment.span.start as usize) < word_end);
        let within = known.checked_sub(1).and_then(|last| comments.get(last));
        if let Some(comment) = within.filter(|comment| comment.span.end as usize >= word_end) {
            end = comment.span.start;
            continue;
        }
        let before = before.get(..word_end).unwrap_or("");
        let start = before.trim_end_matches(|sign: char| sign.is_alphanumeric() || sign == '_' || sign == '-').len();
        let start = u32::try_from(start).unwrap_or(place);
        return if start as usize == word_end { place } else { start.max(least) };
    }
}

/// Whether a place is the first of its line, below a line with nothing on it.
fn blank_above(source: &Source, place: Option<u32>) -> bool {
    let Some(before) = place.and_then(|place| source.text.get(..place as usize)) else { return false };
    let mut lines = before.rsplit('\n');
    let first = lines.next().is_some_and(|line| line.trim().is_empty());
    first && lines.next().is_some_and(|line| line.trim().is_empty())
}

fn in_column_0(source: &Source, comment: &Comment) -> bool {
    source.line_start(source.line_of(comment.span.start)) == comment.span.start
}
