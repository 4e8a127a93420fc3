//! Lines that are too long, or that hold comments, are broken at the places their writer names.

use unicode_width::UnicodeWidthStr;

use crate::syntax::write::Line;

/// Longer lines are broken where they can be; counted in columns, of which a Chinese character takes two.
pub const WIDTH: usize = 100;

/// How far the head of a statement, the lines below it, and what continues a line are indented.
pub(super) const BODY: usize = 2;
pub(super) const CONTINUED: usize = 4;

/// The clauses behind the activity: where a line is too long, each has its own.
const CLAUSE: u8 = 1;
/// The finest places to break at.
const FINEST: u8 = 12;

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

/// The lines that parts fill, the first indented by `first`, the others as continued ones.
pub(super) fn fill(parts: &[Part<'_>], first: usize) -> Vec<String> {
    let mut lines = Vec::new();
    fill_at(parts, first, CLAUSE, &mut lines);
    lines
}

fn fill_at(parts: &[Part<'_>], indentation: usize, level: u8, lines: &mut Vec<String>) {
    let whole = joined(parts);
    if level > FINEST || indentation + whole.width() <= WIDTH {
        lines.push(format!("{}{whole}", " ".repeat(indentation)));
        return;
    }
    let units = units(parts, level);
    if units.len() == 1 {
        return fill_at(parts, indentation, level + 1, lines);
    }
    // How many units the line at hand holds, from which on.
    let mut start = 0;
    let (mut from, mut indentation) = (0, indentation);
    for (index, unit) in units.iter().enumerate() {
        let end = start + unit.len();
        let fits = |from: usize| {
            let text = joined(parts.get(from..end).unwrap_or(&[]));
            indentation + text.width() <= WIDTH
        };
        if index > 0 && (level == CLAUSE || !fits(from)) {
            fill_at(parts.get(from..start).unwrap_or(&[]), indentation, level + 1, lines);
            (from, indentation) = (start, CONTINUED);
        }
        start = end;
    }
    fill_at(parts.get(from..).unwrap_or(&[]), indentation, level + 1, lines);
}

/// Parts that are not broken apart at this level.
fn units<'p, 'l>(parts: &'p [Part<'l>], level: u8) -> Vec<&'p [Part<'l>]> {
    parts.chunk_by(|_, next| next.level > level).collect()
}

fn joined(parts: &[Part<'_>]) -> String {
    parts.iter().map(|part| part.text).collect::<String>().trim().to_owned()
}
