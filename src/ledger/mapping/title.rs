//! What stands above the header of a table: 填报单位：幸福养老院　填报日期：2024年3月.

use super::super::input::CELL_LIMIT;
use crate::rulebook::normalise;

/// What stands behind some words: in the same cell, else in the next filled one of the row.
pub(super) fn behind(above: &[Vec<String>], words: &str) -> Option<String> {
    let words = squeezed(words);
    for row in above {
        for (at, cell) in row.iter().enumerate() {
            let Some(rest) = rest_behind(cell, &words) else { continue };
            let rest = said(&rest);
            if !rest.is_empty() {
                return Some(rest);
            }
            let next = row.iter().skip(at + 1).map(|cell| said(&normalise(cell)));
            if let Some(next) = next
                .filter(|cell| !cell.is_empty())
                .map(|cell| cell.trim_start_matches(':').trim().to_owned())
                .find(|cell| !cell.is_empty())
            {
                return Some(next);
            }
        }
    }
    None
}

/// Whether something stands behind these words.
pub(crate) fn stands_above(above: &[Vec<String>], words: &str) -> bool {
    behind(above, words).is_some()
}

/// A text without spaces, as words are looked for.
pub(super) fn squeezed(text: &str) -> String {
    normalise(text).chars().filter(|letter| !letter.is_whitespace()).collect()
}

/// What of a cell stands behind the words, spaces between their letters or not.
fn rest_behind(cell: &str, words: &str) -> Option<String> {
    if words.is_empty() || cell.len() > CELL_LIMIT {
        return None;
    }
    // NFKC first, so that full-width and half-width brackets and colons are one; a wide space is kept as two.
    let wide = cell.replace('\u{3000}', "  ");
    let cell = normalise(&wide).into_owned();
    let starts = cell.char_indices().map(|(at, _)| at);
    starts.into_iter().find_map(|start| {
        let mut left = words.chars();
        let mut rest = cell.get(start..)?.chars();
        if rest.as_str().starts_with(char::is_whitespace) {
            return None;
        }
        let mut next = left.next();
        while let Some(letter) = next {
            let found = rest.next()?;
            if found.is_whitespace() {
                continue;
            }
            if found != letter {
                return None;
            }
            next = left.next();
        }
        Some(rest.as_str().to_owned())
    })
}

/// The answer behind a label: without a remark in brackets and the colon before it, up to the next label.
fn said(rest: &str) -> String {
    let mut rest = rest.trim_start();
    if let Some(inside) = rest.strip_prefix('(')
        && let Some((_, behind)) = inside.split_once(')')
        && behind.trim_start().starts_with(':')
    {
        rest = behind.trim_start();
    }
    let rest = rest.strip_prefix(':').unwrap_or(rest).trim_start();
    let end = [rest.find("  "), rest.find('\t'), rest.find('\n')].into_iter().flatten().min().unwrap_or(rest.len());
    let mut answer = rest.get(..end).unwrap_or_default();
    // `甲 填报日期:2024` ends before the word that has a colon, unless it is the first.
    if let Some(colon) = answer.find(':')
        && let Some(space) = answer.get(..colon).and_then(|before| before.trim_end().rfind(char::is_whitespace))
    {
        answer = answer.get(..space).unwrap_or_default();
    }
    answer.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_behind_a_label_is_found_as_offices_write_it() {
        let found = |row: &[&str], words| behind(&[row.iter().map(|cell| (*cell).to_owned()).collect()], words);
        for (row, said) in [
            (&["某县台账"] as &[&str], None),
            (&["填报单位：幸福养老院"], Some("幸福养老院")),
            (&["", "填报单位", "", "幸福养老院"], Some("幸福养老院")),
            (&["填报单位：", "幸福养老院"], Some("幸福养老院")),
            (&["填 报 单 位（盖章）： 幸福养老院　　填报日期：2024年3月5日"], Some("幸福养老院")),
            (&["填报人:王 填报单位: 幸福养老院 填报日期: 2024-03-05"], Some("幸福养老院")),
            (&["填报单位"], None),
        ] {
            assert_eq!(found(row, "填报单位").as_deref(), said, "{row:?}");
        }
    }
}
