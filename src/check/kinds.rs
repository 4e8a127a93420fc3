//! The types of fields and attributes: declared, or found from their uses (docs/language.md section 2).

use crate::rulebook::Kind;
use crate::text::Span;

/// The type of one field or attribute, known or still open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Slot(u32);

/// Where a type comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Origin {
    pub span: Span,
    pub declared: bool,
}

#[derive(Debug)]
struct Cell {
    parent: u32,
    kind: Option<Kind>,
    origin: Option<Origin>,
}

/// All types of a run. Two open types that were compared are one.
#[derive(Debug, Default)]
pub(super) struct Kinds {
    cells: Vec<Cell>,
}

impl Kinds {
    /// A type that nothing is known of.
    pub fn open(&mut self) -> Slot {
        let index = u32::try_from(self.cells.len()).unwrap_or(u32::MAX);
        self.cells.push(Cell { parent: index, kind: None, origin: None });
        Slot(index)
    }

    fn root(&self, slot: Slot) -> u32 {
        let mut at = slot.0;
        while let Some(cell) = self.cells.get(at as usize) {
            if cell.parent == at {
                break;
            }
            at = cell.parent;
        }
        at
    }

    /// What is known by now.
    pub fn kind(&self, slot: Slot) -> Option<&Kind> {
        self.cells.get(self.root(slot) as usize)?.kind.as_ref()
    }

    /// Where it is known from.
    pub fn origin(&self, slot: Slot) -> Option<Origin> {
        self.cells.get(self.root(slot) as usize)?.origin
    }

    /// Settles an open type; a settled one stays.
    pub fn settle(&mut self, slot: Slot, kind: Kind, origin: Origin) {
        let root = self.root(slot) as usize;
        if let Some(cell) = self.cells.get_mut(root).filter(|cell| cell.kind.is_none()) {
            cell.kind = Some(kind);
            cell.origin = Some(origin);
        }
    }

    /// Makes two open types one; the older stays the root.
    pub fn join(&mut self, one: Slot, other: Slot) {
        let (one, other) = (self.root(one), self.root(other));
        let (old, new) = (one.min(other), one.max(other));
        if let Some(cell) = self.cells.get_mut(new as usize) {
            cell.parent = old;
        }
    }
}
