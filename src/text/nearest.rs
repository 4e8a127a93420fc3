//! Did-you-mean: the known word that looks most like an unknown one.

/// Words longer than this are not compared: nobody mistypes them, and comparing costs their product.
const LONGEST: usize = 64;

/// A search for look-alikes with a bounded cost, however many unknown words a run has.
#[derive(Debug, Clone)]
pub struct Nearest {
    comparisons_left: u32,
}

impl Default for Nearest {
    fn default() -> Self {
        Self { comparisons_left: 200_000 }
    }
}

impl Nearest {
    /// The candidate that is nearest to `word`, if one is near enough: a third of the letters may differ, and case,
    /// `_` and `-` do not count. Equal distances are decided by code points. Once a run has compared very many
    /// words, there is no answer any more.
    pub fn find<'a>(&mut self, word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
        let word = plain(word);
        let length = word.chars().count();
        if length > LONGEST {
            return None;
        }
        let mut best: Option<(usize, &'a str)> = None;
        for candidate in candidates {
            let Some(left) = self.comparisons_left.checked_sub(1) else { break };
            self.comparisons_left = left;
            let other = plain(candidate);
            let other_length = other.chars().count();
            let longest = length.max(other_length);
            let allowed = (longest / 3).max(usize::from(longest > 1));
            if other_length > LONGEST || length.abs_diff(other_length) > allowed {
                continue;
            }
            let distance = strsim::osa_distance(&word, &other);
            if distance <= allowed && best.is_none_or(|(least, name)| (distance, candidate) < (least, name)) {
                best = Some((distance, candidate));
            }
        }
        best.map(|(_, candidate)| candidate)
    }
}

fn plain(word: &str) -> String {
    word.chars().filter(|letter| !matches!(letter, '_' | '-' | ' ')).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nearest<'a>(word: &str, candidates: &[&'a str]) -> Option<&'a str> {
        Nearest::default().find(word, candidates.iter().copied())
    }

    #[test]
    fn one_wrong_letter_is_near_and_another_word_is_not() {
        assert_eq!(nearest("fire_dril", &["fire_drill", "inspection"]), Some("fire_drill"));
        assert_eq!(nearest("FireDrill", &["fire_drill"]), Some("fire_drill"));
        assert_eq!(nearest("消防演习", &["消防演练", "安全检查"]), Some("消防演练"));
        assert_eq!(nearest("meal", &["fire_drill", "inspection"]), None);
        assert_eq!(nearest("甲", &["乙"]), None);
    }

    #[test]
    fn equal_distances_do_not_depend_on_the_order_of_candidates() {
        assert_eq!(nearest("drilx", &["drill", "drilk"]), nearest("drilx", &["drilk", "drill"]));
    }
}
