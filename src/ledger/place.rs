//! Region paths as subjects: a warning for a county is a record of the county (docs/language.md section 3).

use super::register::Bound;
use super::short::TextMap;
use super::subject::SubjectRow;
use crate::calendar::Day;
use crate::rulebook::normalise;

/// The paths that some subject's region begins with, numbered behind the subjects of the register.
#[derive(Debug, Default)]
pub(crate) struct Places {
    /// In ascending order.
    pub(crate) paths: Vec<String>,
    numbers: TextMap<u32>,
}

impl Places {
    /// All whole beginnings of the regions of `rows`; the first gets the number `first`.
    pub(crate) fn new(rows: &[SubjectRow], first: u32) -> Self {
        let mut regions: Vec<&str> = rows.iter().filter_map(|row| row.region.as_deref()).collect();
        regions.sort_unstable();
        regions.dedup();
        let mut paths: Vec<&str> = regions.into_iter().flat_map(prefixes).collect();
        paths.sort_unstable();
        paths.dedup();
        let mut numbers = TextMap::default();
        for (number, path) in (first..).zip(&paths) {
            numbers.insert(path, number);
        }
        Self { paths: paths.into_iter().map(str::to_owned).collect(), numbers }
    }

    /// The path that a cell names, as whom a record belongs to.
    pub(crate) fn find(&self, cell: &str) -> Option<Bound> {
        if self.paths.is_empty() {
            return None;
        }
        let subject = *self.numbers.get(&region(cell))?;
        Some(Bound { subject, opened: Day::FIRST, closed: Day::LAST })
    }
}

/// A region path with its segments normalised; empty ones at the ends say nothing.
pub(crate) fn region(path: &str) -> String {
    let path = normalise(path);
    let segments: Vec<&str> = path.split('/').map(str::trim).collect();
    segments.join("/").trim_matches('/').to_owned()
}

/// The whole beginnings of a region path, the shortest first, itself last; none of an empty one.
pub(crate) fn prefixes(region: &str) -> impl Iterator<Item = &str> {
    let ends = region.match_indices('/').map(|(at, _)| at).chain(std::iter::once(region.len()));
    ends.filter_map(|end| region.get(..end)).filter(|path| !path.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_begins_with_whole_segments_only() {
        let paths = |region| prefixes(region).collect::<Vec<_>>();
        assert_eq!(paths("湖北省/武汉市/江岸区"), ["湖北省", "湖北省/武汉市", "湖北省/武汉市/江岸区"]);
        assert_eq!(paths("湖北省"), ["湖北省"]);
        assert!(paths("").is_empty());
        assert_eq!(region(" /湖北省 / 武汉市/ "), "湖北省/武汉市");
    }
}
