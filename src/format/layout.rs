//! Lines that are too long, or that hold comments, are broken at the places their writer names.

use unicode_width::UnicodeWidthStr;

use crate::syntax::write::Line;

/// Longer lines are broken where they can be; counted in columns, of which a Chinese character takes two.
pub const WIDTH: usize = 100;

/// How far the head of a statement, the lines below it, and what continues a line are indented.
pub(super) const BODY: usize = 2;
pub(super) const CONTINUED: usize = 4;

/// How much further what continues a piece of a continued line: a condition, a list, what stands in brackets.
const DEEPER: usize = 2;

/// The clauses behind the activity: where a line is too long, each has its own.
const CLAUSE: u8 = 1;
/// The parts of a sentence in front of them.
const PART: u8 = 2;
/// The finest places to break at.
const FINEST: u8 = 16;

/// A stretch of a line between two places where it may be broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part<'l> {
    /// The text, with the space in front of it.
    pub(super) text: &'l str,
    /// What kind of place stands in front of it.
    level: u8,
    /// A byte of the source that belongs to it.
    pub(super) place: Option<u32>,
}

/// The parts of a line.
pub(super) fn parts(line: &Line) -> Vec<Part<'_>> {
    let starts = std::iter::once((0, 0, line.place)).chain(line.breaks.iter().map(|it| (it.at, it.level, it.place)));
    let ends = line.breaks.iter().map(|it| it.at).chain(std::iter::once(line.text.len()));
    starts
        .zip(ends)
        .map(|((start, level, place), end)| Part { text: line.text.get(start..end).unwrap_or(""), level, place })
        .collect()
}

/// How far a part of a line that begins a line of its own is indented: what has clauses or parts keeps their column for
/// them, so that nobody takes half a condition for a clause.
pub(super) fn continued(part: Part<'_>, line: &[Part<'_>]) -> usize {
    let structured = line.iter().skip(1).any(|part| part.level <= PART);
    if structured && (PART + 1..=FINEST).contains(&part.level) { CONTINUED + DEEPER } else { CONTINUED }
}

/// The lines that some parts of a line fill, the first indented by `first`, the others as continued ones.
pub(super) fn fill(parts: &[Part<'_>], line: &[Part<'_>], first: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let structured = line.iter().skip(1).any(|part| part.level <= PART);
    let deepest = if structured { CONTINUED } else { CONTINUED - DEEPER };
    fill_at(parts, Indentation { first, deepest }, CLAUSE, &mut lines);
    lines
}

/// How lines are indented.
#[derive(Clone, Copy)]
struct Indentation {
    /// The line at hand.
    first: usize,
    /// Whatever it is part of.
    deepest: usize,
}

fn fill_at(parts: &[Part<'_>], indentation: Indentation, level: u8, lines: &mut Vec<String>) {
    let Indentation { mut first, deepest } = indentation;
    let whole = joined(parts);
    if level > FINEST || first + whole.width() <= WIDTH {
        lines.push(format!("{}{whole}", " ".repeat(first)));
        return;
    }
    let units = units(parts, level);
    if units.len() == 1 {
        return fill_at(parts, indentation, level + 1, lines);
    }
    let continued = if level <= PART { CONTINUED } else { deepest + DEEPER };
    // How many units the line at hand holds, from which on.
    let (mut start, mut from) = (0, 0);
    for (index, unit) in units.iter().enumerate() {
        let end = start + unit.len();
        let fits = |from: usize| {
            let text = joined(parts.get(from..end).unwrap_or(&[]));
            first + text.width() <= WIDTH
        };
        if index > 0 && (level == CLAUSE || !fits(from)) {
            let indentation = Indentation { first, deepest: continued };
            fill_at(parts.get(from..start).unwrap_or(&[]), indentation, level + 1, lines);
            (from, first) = (start, continued);
        }
        start = end;
    }
    fill_at(parts.get(from..).unwrap_or(&[]), Indentation { first, deepest: continued }, level + 1, lines);
}

/// Parts that are not broken apart at this level.
fn units<'p, 'l>(parts: &'p [Part<'l>], level: u8) -> Vec<&'p [Part<'l>]> {
    parts.chunk_by(|_, next| next.level > level).collect()
}

fn joined(parts: &[Part<'_>]) -> String {
    parts.iter().map(|part| part.text).collect::<String>().trim().to_owned()
}
