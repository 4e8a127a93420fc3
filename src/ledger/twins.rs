//! Files with the same content: last year's file, handed in once more. Only files of the same size are read for it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::fingerprint::sha256;
use super::input::Input;
use super::intake::Note;

/// Tells of every file that has the content of one before it. A file that cannot be read is told by whoever reads it.
pub(crate) fn tell(inputs: &[Input]) -> Vec<Note> {
    let mut sizes: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (at, input) in inputs.iter().enumerate() {
        if let Some(size) = input.stamp().map(|stamp| stamp.size).filter(|size| *size > 0) {
            sizes.entry(size).or_default().push(at);
        }
    }
    let mut twins = Vec::new();
    for same_size in sizes.values().filter(|same_size| same_size.len() > 1) {
        let mut known: BTreeMap<String, (PathBuf, usize)> = BTreeMap::new();
        for at in same_size {
            let Some(path) = inputs.get(*at).and_then(Input::file) else { continue };
            let (Ok(print), Ok(place)) = (sha256(path), Path::canonicalize(path)) else { continue };
            match known.get(&print) {
                // One file may be read twice in two ways.
                Some((there, _)) if *there == place => {}
                Some((_, first)) => twins.push((*at, *first)),
                None => {
                    known.insert(print, (place, *at));
                }
            }
        }
    }
    twins.sort_unstable();
    let name = |at: usize| inputs.get(at).map(|input| input.name.clone()).unwrap_or_default();
    twins.into_iter().map(|(at, first)| Note::SameContent { file: name(at), first: name(first) }).collect()
}
