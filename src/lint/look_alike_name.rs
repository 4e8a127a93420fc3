//! # look-alike-name
//!
//! A name with signs that look like others: a Cyrillic `а` among Latin letters, a katakana `ロ` among ideographs, a sign
//! that nobody sees; or two names of one kind that differ by such signs alone (`rule-1` and `rule-l`). Whoever types the
//! name as it looks names something else. Full-width and half-width forms are the same name already.
//!
//! Avoid:
//!
//! ```gj
//! rule drill-1
//!   home each half-year fire_drill
//! rule drill-l
//!   home each year inspection
//! ```
//!
//! Prefer:
//!
//! ```gj
//! rule drill-first
//!   home each half-year fire_drill
//! rule drill-later
//!   home each year inspection
//! ```
//!
//! ---
//!
//! # look-alike-name
//!
//! 名称里有长得像别的字的字符：拉丁字母中间夹着西里尔字母 `а`，汉字中间夹着片假名 `ロ`，或者看不见的字符；也可能两个同类
//! 名称只差这样的字符（`rule-1` 与 `rule-l`）。照着样子输入的人，写出来的是另一个名称。全角和半角本来就算同一个名称。
//!
//! 不宜：
//!
//! ```gj
//! 规则 演练-1
//!   养老机构 每半年 消防演练
//! 规则 演练-l
//!   养老机构 每年 安全检查
//! ```
//!
//! 宜：
//!
//! ```gj
//! 规则 演练-甲
//!   养老机构 每半年 消防演练
//! 规则 演练-乙
//!   养老机构 每年 安全检查
//! ```

use rustc_hash::{FxHashMap, FxHashSet};

use super::Findings;
use super::world::World;
use crate::diagnostic::{Diagnostic, Explain, Severity};
use crate::syntax::ast::{Statement, Word};
use crate::text::{Span, Wording};

enum LookAlike {
    /// One sign of the name is of another script, or is not seen.
    Sign { name: String, sign: char, like: Option<char>, span: Span },
    /// Another name looks the same.
    Twin { name: String, other: String, first: Span, span: Span },
}

/// What a name names: names of one kind are compared.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Category,
    Activity,
    Column,
    Parameter,
    Season,
    Rule,
}

pub(super) fn look(world: &World<'_>, findings: &mut Findings) {
    let mut seen: FxHashMap<(Kind, String), (&str, Span)> = FxHashMap::default();
    let mut told: FxHashSet<&str> = FxHashSet::default();
    for file in &world.files {
        for statement in &file.tree.statements {
            for (kind, word) in names(statement) {
                if findings.full() {
                    return;
                }
                if let Some((sign, like)) = odd_sign(&word.text) {
                    if told.insert(&word.text) {
                        let name = word.text.clone();
                        findings.tell(&LookAlike::Sign { name, sign, like, span: word.span });
                    }
                    continue;
                }
                let looks: String = word.text.chars().map(|sign| latin(sign).unwrap_or(sign)).map(plain).collect();
                let (other, first) = *seen.entry((kind, looks)).or_insert((&word.text, word.span));
                if other != word.text && told.insert(&word.text) {
                    let (name, other) = (word.text.clone(), other.to_owned());
                    findings.tell(&LookAlike::Twin { name, other, first, span: word.span });
                }
            }
        }
    }
}

/// The names that a statement gives, and those that it uses without a declaration.
fn names(statement: &Statement) -> Vec<(Kind, &Word)> {
    fn all(kind: Kind, words: Vec<&Word>) -> Vec<(Kind, &Word)> {
        words.into_iter().map(|word| (kind, word)).collect()
    }
    match statement {
        Statement::Category(category) => {
            all(Kind::Category, std::iter::once(&category.name).chain(&category.aliases).collect())
        }
        Statement::Activity(activity) => {
            let mut found = all(Kind::Activity, std::iter::once(&activity.name).chain(&activity.aliases).collect());
            for field in &activity.fields {
                found.extend(all(Kind::Column, std::iter::once(&field.name).chain(&field.aliases).collect()));
            }
            found
        }
        Statement::Attribute(field) => all(Kind::Column, std::iter::once(&field.name).chain(&field.aliases).collect()),
        Statement::Parameter(parameter) => vec![(Kind::Parameter, &parameter.name)],
        Statement::Season(season) => vec![(Kind::Season, &season.name)],
        Statement::Rule(rule) => {
            let mut found = all(Kind::Rule, rule.id.iter().collect());
            found.extend(all(Kind::Category, rule.sentence.who.kinds.iter().map(|kind| &kind.category).collect()));
            let activities = rule.sentence.activities.iter().flat_map(|activities| &activities.names);
            found.extend(all(Kind::Activity, activities.collect()));
            found
        }
        Statement::Policy(_) | Statement::Use(_) | Statement::Exempt(_) | Statement::Test(_) => Vec::new(),
    }
}

/// A sign of a name that passes for one of another script beside it, and which; or one that is not seen.
fn odd_sign(name: &str) -> Option<(char, Option<char>)> {
    if name.is_ascii() {
        return None;
    }
    if let Some(hidden) = name.chars().find(|sign| is_hidden(*sign)) {
        return Some((hidden, None));
    }
    let has_latin = name.chars().any(|sign| sign.is_ascii_alphabetic());
    let foreign = name.chars().find_map(|sign| latin(sign).map(|like| (sign, Some(like))));
    if has_latin && foreign.is_some() {
        return foreign;
    }
    let has_ideographs = name.chars().any(|sign| ('\u{4e00}'..='\u{9fff}').contains(&sign));
    let kana = name.chars().filter(|sign| ('\u{3040}'..='\u{30fa}').contains(sign));
    let (like, other): (Vec<char>, Vec<char>) = kana.partition(|sign| ideograph(*sign).is_some());
    // Japanese words have other kana as well.
    (has_ideographs && other.is_empty()).then(|| like.first().map(|sign| (*sign, ideograph(*sign))))?
}

/// Signs without a width or a look of their own.
const fn is_hidden(sign: char) -> bool {
    matches!(sign, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// The Latin letter that a Cyrillic or Greek one looks like.
const fn latin(sign: char) -> Option<char> {
    Some(match sign {
        'а' => 'a',
        'с' => 'c',
        'ԁ' => 'd',
        'е' => 'e',
        'һ' => 'h',
        'і' | 'ι' => 'i',
        'ј' => 'j',
        'о' | 'ο' => 'o',
        'р' | 'ρ' => 'p',
        'ѕ' => 's',
        'ѵ' | 'ν' => 'v',
        'х' => 'x',
        'у' => 'y',
        'А' | 'Α' => 'A',
        'В' | 'Β' => 'B',
        'С' => 'C',
        'Е' | 'Ε' => 'E',
        'Н' | 'Η' => 'H',
        'І' | 'Ι' => 'I',
        'Ј' => 'J',
        'К' | 'Κ' => 'K',
        'М' | 'Μ' => 'M',
        'Ν' => 'N',
        'О' | 'Ο' => 'O',
        'Р' | 'Ρ' => 'P',
        'Ѕ' => 'S',
        'Т' | 'Τ' => 'T',
        'Х' | 'Χ' => 'X',
        'Υ' => 'Y',
        'Ζ' => 'Z',
        _ => return None,
    })
}

/// The ideograph that a katakana looks like.
const fn ideograph(sign: char) -> Option<char> {
    Some(match sign {
        'エ' => '工',
        'カ' => '力',
        'タ' => '夕',
        'ト' => '卜',
        'ニ' => '二',
        'ハ' => '八',
        'ロ' => '口',
        _ => return None,
    })
}

/// One sign for those that are hardly told apart.
const fn plain(sign: char) -> char {
    match sign {
        'O' | '〇' | '○' | '◯' => '0',
        'I' | 'l' => '1',
        '—' | 'ー' | '―' | '–' => '-',
        other => other,
    }
}

impl Explain for LookAlike {
    fn diagnostic(&self) -> Diagnostic {
        let (title, label, related, help, span) = match self {
            Self::Sign { name, sign, like: Some(like), span } => (
                Wording::new(
                    format!("`{name}` has a sign that only looks like `{like}`"),
                    format!("`{name}` 里有一个只是长得像 `{like}` 的字符"),
                ),
                Wording::new(
                    format!("`{sign}` is U+{:04X}", *sign as u32),
                    format!("`{sign}` 是 U+{:04X}", *sign as u32),
                ),
                Vec::new(),
                Wording::new(format!("type `{like}` instead"), format!("改为输入 `{like}`")),
                *span,
            ),
            Self::Sign { name, sign, like: None, span } => (
                Wording::new(
                    format!("`{}` has a sign that is not seen", visible(name)),
                    format!("`{}` 里有一个看不见的字符", visible(name)),
                ),
                Wording::new(format!("U+{:04X} stands in it", *sign as u32), format!("其中有 U+{:04X}", *sign as u32)),
                Vec::new(),
                Wording::new("type the name anew", "重新输入这个名称"),
                *span,
            ),
            Self::Twin { name, other, first, span } => (
                Wording::new(
                    format!("`{name}` looks like `{other}` and is another name"),
                    format!("`{name}` 看起来像 `{other}`，却是另一个名称"),
                ),
                Wording::new("", ""),
                vec![(*first, Wording::new("the other is here", "另一个在这里"))],
                Wording::new(
                    "write both alike if they are one, else give one another name",
                    "本是同一个就写成一样，否则给其中一个换个名称",
                ),
                *span,
            ),
        };
        let severity = Severity::Warning;
        Diagnostic {
            code: "look-alike-name",
            severity,
            title,
            span,
            label,
            related,
            help: Some(help),
            suggestion: None,
        }
    }
}

fn visible(name: &str) -> String {
    name.chars().filter(|sign| !is_hidden(*sign)).collect()
}
