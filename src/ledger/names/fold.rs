//! A name without what offices write in one way or another: brackets, spaces, middle dots, the legal form behind it.
//! Traditional and simplified characters stay different: which of them a name has is the register's to say, as an alias.

use crate::rulebook::normalise;

/// Legal forms, the longest first; whoever is called `某某有限公司` is called `某某` and `某某公司`, too.
const FORMS: [&str; 10] = [
    "有限责任公司",
    "股份有限公司",
    "集团有限公司",
    "股份公司",
    "有限公司",
    "有限合伙",
    "普通合伙",
    "个人独资",
    "公司",
    "集团",
];

/// The same in English, each behind a space, a comma or a bracket.
const SUFFIXES: [&str; 11] =
    ["ltd", "limited", "inc", "incorporated", "llc", "plc", "co", "company", "corp", "corporation", "gmbh"];

/// The fewest letters that a name keeps when its legal form is taken away.
const LETTERS: usize = 2;

/// A name as it is compared once nothing is found under what is written: NFKC, lower case, one sort of brackets,
/// without spaces and middle dots, without legal forms at its end.
pub(crate) fn fold(name: &str) -> String {
    let name = normalise(name).to_lowercase();
    let name = without_suffixes(&name);
    let letters = name.chars().filter(|letter| !is_left_out(*letter)).map(|letter| match letter {
        '[' | '{' | '<' | '〔' | '【' | '〖' | '「' | '『' | '《' | '〈' => '(',
        ']' | '}' | '>' | '〕' | '】' | '〗' | '」' | '』' | '》' | '〉' => ')',
        letter => letter,
    });
    let mut folded: String = letters.collect();
    while let Some(less) = without_form(&folded).map(str::len) {
        folded.truncate(less);
    }
    folded
}

/// Spaces, seen or unseen, and middle dots.
const fn is_left_out(letter: char) -> bool {
    matches!(letter, '·' | '•' | '・' | '‧' | '∙' | '⋅' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
        || letter.is_whitespace()
}

/// The name without the legal form at its end, with or without brackets around it.
fn without_form(name: &str) -> Option<&str> {
    let inner = name.strip_suffix(')');
    let shorter = FORMS.iter().find_map(|form| match inner {
        Some(inner) => inner.strip_suffix(form)?.strip_suffix('('),
        None => name.strip_suffix(form),
    });
    shorter.filter(|shorter| shorter.chars().nth(LETTERS - 1).is_some())
}

fn without_suffixes(name: &str) -> &str {
    let mut name = name;
    loop {
        let end = name.trim_end_matches([' ', '.', ',']);
        let shorter = SUFFIXES.iter().find_map(|suffix| {
            let before = end.strip_suffix(suffix)?;
            before.ends_with([' ', ',', '.']).then_some(before)
        });
        match shorter.filter(|shorter| shorter.chars().filter(|letter| letter.is_alphanumeric()).nth(1).is_some()) {
            Some(shorter) => name = shorter,
            None => return end,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_offices_write_in_one_way_or_another_is_the_same() {
        let same = |one: &str, other: &str| assert_eq!(fold(one), fold(other), "{one} {other}");
        same("武汉幸福养老服务有限公司", "武汉幸福养老服务有限责任公司");
        same("武汉幸福养老服务公司", "武汉 幸福·养老服务");
        same("幸福养老院（江岸）", "幸福养老院(江岸)");
        same("幸福养老院【江岸】", "幸福养老院〔江岸〕");
        same("ＡＢＣ养老院", "abc养老院");
        same("夕阳红养老院（普通合伙）", "夕阳红养老院");
        same("Elm Care Co., Ltd.", "ELM CARE LIMITED");
        same("St. Mary's Home, Inc.", "st. mary's home");
    }

    #[test]
    fn another_name_stays_another_name() {
        let other = |one: &str, other: &str| assert_ne!(fold(one), fold(other), "{one} {other}");
        other("幸福养老院", "幸福院");
        other("第一养老院", "第二养老院");
        other("幸福養老院", "幸福养老院");
        other("幸福养老院（江岸）", "幸福养老院（江汉）");
        other("Costco", "Cost");
        assert_eq!(fold("有限公司"), "有限公司");
        assert_eq!(fold("某公司"), "某公司");
        assert_eq!(fold("Co."), "co");
    }
}
