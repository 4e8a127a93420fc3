//! Words around the place where the grammar stopped, and what may stand where.

use std::ops::Range;

use pest::Parser;

use crate::syntax::grammar::{Grammar, Rule};
use crate::syntax::problem::Place;

/// A statement's text, word by word.
pub(super) struct Words<'t> {
    text: &'t str,
}

impl<'t> Words<'t> {
    pub(super) const fn new(text: &'t str) -> Self {
        Self { text }
    }

    pub(super) const fn whole(&self) -> &'t str {
        self.text
    }

    pub(super) fn text(&self, word: &Range<usize>) -> &'t str {
        self.text.get(word.clone()).unwrap_or("")
    }

    /// The first byte of the word that `at` lies in.
    pub(super) fn start_of_word(&self, at: usize) -> usize {
        let head = self.text.get(..at).unwrap_or("");
        let inside = self.text.get(at..).is_some_and(|rest| rest.starts_with(is_word));
        if inside { head.trim_end_matches(is_word).len() } else { at }
    }

    /// The first byte at or behind `at` that is neither space nor comment.
    pub(super) fn skip_gap(&self, at: usize) -> usize {
        let mut rest = self.text.get(at..).unwrap_or("").trim_start();
        while let Some(comment) = rest.strip_prefix('#') {
            rest = comment.find('\n').and_then(|end| comment.get(end..)).unwrap_or("").trim_start();
        }
        if rest.is_empty() {
            self.text.trim_end().len().max(at.min(self.text.len()))
        } else {
            self.text.len() - rest.len()
        }
    }

    /// The word, text or sign that begins at `at`; behind the last one an empty place.
    pub(super) fn at(&self, at: usize) -> Range<usize> {
        let rest = self.text.get(at..).unwrap_or("");
        let Some(first) = rest.chars().next() else {
            let end = self.text.trim_end().len();
            return end..end;
        };
        let length = match first {
            '"' | '“' | '「' => {
                Grammar::parse(Rule::text, rest).map_or(first.len_utf8(), |text| text.as_str().len())
            }
            '`' => rest.get(1..).and_then(|name| name.find('`')).map_or(1, |end| end + 2),
            _ if is_word(first) => rest.find(|next| !is_word(next)).unwrap_or(rest.len()),
            _ if first.is_whitespace() => 0,
            _ => first.len_utf8(),
        };
        at..at + length
    }

    /// The word before `at`.
    pub(super) fn before(&self, at: usize) -> Range<usize> {
        let head = self.text.get(..at).unwrap_or("").trim_end();
        let word = head.trim_end_matches(is_word);
        if word.len() < head.len() {
            return word.len()..head.len();
        }
        head.len() - head.chars().next_back().map_or(0, char::len_utf8)..head.len()
    }

    /// Whether a word is the first of its line.
    pub(super) fn opens_line(&self, word: &Range<usize>) -> bool {
        let head = self.text.get(..word.start).unwrap_or("");
        head.trim_end_matches([' ', '\t']).ends_with('\n')
    }

    /// The line of `at`, without the space around it.
    pub(super) fn line(&self, at: usize) -> Range<usize> {
        let start = self.text.get(..at).and_then(|head| head.rfind('\n')).map_or(0, |end| end + 1);
        let line = self.text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or("");
        let gap = line.len() - line.trim_start().len();
        start + gap..start + line.trim_end().len().max(gap)
    }

    /// A word behind `at`, on its line, that opens a schedule and nothing else.
    pub(super) fn schedule_behind(&self, at: usize) -> Option<Range<usize>> {
        let end = self.line(at).end;
        let mut next = self.skip_gap(at);
        while next < end {
            let word = self.at(next);
            let typed = self.text(&word);
            let english = ["every", "each", "never", "whenever", "always"].contains(&typed);
            let counts = typed.strip_prefix('每').is_some_and(|rest| !rest.is_empty());
            if english || counts || ["不得", "凡", "始终"].contains(&typed) || typed.starts_with("任意") {
                return Some(word);
            }
            next = self.skip_gap(word.end.max(next + 1));
        }
        None
    }

    /// Whether a word may not be a name without backticks.
    pub(super) fn is_reserved(&self, word: &Range<usize>) -> bool {
        Grammar::parse(Rule::reserved_word, self.text(word)).is_ok()
    }

    /// Whether `between` stands before `at`.
    pub(super) fn has_scope(&self, at: usize) -> bool {
        self.text.get(..at).unwrap_or("").split_whitespace().any(|word| word == "between")
    }

    /// Whether a comparison or a dot stands behind a word, so that it was meant as a name.
    pub(super) fn compares_behind(&self, word: &Range<usize>) -> bool {
        let rest = self.text.get(word.end..).unwrap_or("").trim_start();
        rest.starts_with(['=', '<', '>', '!', '+', '*', '/', '.'])
    }

    /// Whether the second word opens a schedule, so that the first was meant as WHO.
    pub(super) fn is_sentence(&self) -> bool {
        let first = self.at(0);
        opens_schedule(self.text(&self.at(self.skip_gap(first.end))))
    }
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '-')
}

/// What a rule of the grammar is in the trade's words; rules that may always be left out are nothing.
pub(super) const fn of(expected: Rule) -> Option<Place> {
    Some(match expected {
        Rule::population | Rule::who | Rule::sentence | Rule::named_rule | Rule::bare_rule => Place::Who,
        Rule::each | Rule::every | Rule::after | Rule::before | Rule::by | Rule::never | Rule::whenever => Place::When,
        Rule::always | Rule::in_any | Rule::on_the_day | Rule::zh_when => Place::When,
        Rule::zh_after | Rule::zh_before | Rule::zh_same_day => Place::When,
        Rule::quantity | Rule::at_least | Rule::number_between | Rule::named_between => Place::Quantity,
        Rule::total | Rule::zh_total => Place::Quantity,
        Rule::activity_name | Rule::activities => Place::Activity,
        Rule::name | Rule::field_name | Rule::rule_id | Rule::member => Place::Name,
        Rule::condition | Rule::group | Rule::measure | Rule::bool | Rule::reference => Place::Condition,
        Rule::not | Rule::has | Rule::lacks => Place::Condition,
        Rule::comparison | Rule::contains | Rule::one_of | Rule::plus | Rule::times => Place::Operator,
        Rule::moment | Rule::edge | Rule::occurrence => Place::Moment,
        Rule::duration | Rule::en_unit | Rule::zh_unit => Place::Duration,
        Rule::unit | Rule::typed_unit => Place::Unit,
        Rule::day_in_period | Rule::month_day | Rule::nth_day => Place::DayInPeriod,
        Rule::date => Place::Date,
        Rule::number | Rule::amount => Place::Number,
        Rule::text => Place::Text,
        Rule::value => Place::Value,
        Rule::kind | Rule::number_type | Rule::colon => Place::Type,
        Rule::equals => Place::Equals,
        Rule::close => Place::ClosingBracket,
        Rule::excepted => Place::Excepted,
        Rule::window_end => Place::WindowEnd,
        Rule::within => Place::Within,
        Rule::low => Place::Severity,
        Rule::filter | Rule::matching => Place::Tail,
        Rule::cite | Rule::tags => Place::Modifier,
        Rule::issuer => Place::PolicyLine,
        Rule::field => Place::FieldLine,
        Rule::aliases => Place::Aliases,
        Rule::parents => Place::Parents,
        Rule::date_range | Rule::year_range | Rule::hour_range => Place::Extent,
        Rule::hour | Rule::clock => Place::Clock,
        Rule::whose_level => Place::Whose,
        Rule::level => Place::Level,
        Rule::given | Rule::as_of | Rule::expect => Place::TestLine,
        Rule::cell | Rule::occurred => Place::Cell,
        Rule::status => Place::Status,
        Rule::label | Rule::in_sign => Place::Label,
        Rule::share_of | Rule::share_of_least => Place::ShareOf,
        Rule::and_edge | Rule::to_edge => Place::ScopeEnd,
        Rule::range_to => Place::RangeTo,
        Rule::exempt_from => Place::ExemptFrom,
        Rule::cell_value => Place::Value,
        Rule::extended_by | Rule::zh_extended_by | Rule::for_how_long | Rule::meanwhile => Place::Extension,
        Rule::EOI => Place::End,
        _ => return None,
    })
}

/// Whether a word opens a schedule or a scope.
pub(super) fn opens_schedule(word: &str) -> bool {
    let english = [
        "every", "each", "by", "after", "before", "never", "whenever", "always", "in", "on", "during", "between",
        "with",
    ];
    let chinese = ["不得", "凡", "始终", "在", "自", "且"];
    english.contains(&word) || chinese.contains(&word) || word.starts_with(['每', '于']) || word.starts_with("任意")
}

/// Whether a word may follow an activity.
pub(super) fn opens_tail(word: &str) -> bool {
    let tails = [
        "where",
        "require",
        "matching",
        "until",
        "for",
        "at",
        "per",
        "其中",
        "须",
        "应当",
        "对应",
        "有效期至",
        "分",
        "按",
        "or",
        "and",
        "或",
        "和",
        ",",
        "、",
        ")",
    ];
    tails.contains(&word)
}

/// The words that open a modifier.
const MODIFIERS: [&str; 26] = [
    "cite",
    "because",
    "note",
    "severity",
    "score",
    "tags",
    "effective",
    "count",
    "grace",
    "otherwise",
    "overrides",
    "extended",
    "next",
    "依据",
    "理由",
    "备注",
    "严重程度",
    "分值",
    "标签",
    "施行",
    "不足期计入",
    "宽限",
    "否则",
    "优先于",
    "遇假日顺延",
    "因",
];

/// Whether a word opens a modifier.
pub(super) fn opens_modifier(word: &str) -> bool {
    MODIFIERS.contains(&word)
}

/// The modifier whose first word is close to a word.
pub(super) fn similar_modifier(word: &str) -> Option<&'static str> {
    let close = |modifier: &&&str| {
        let limit = if modifier.is_ascii() { modifier.len() / 3 } else { 1 };
        modifier.chars().count() > limit && strsim::osa_distance(modifier, word) <= limit
    };
    if let Some(begun) = MODIFIERS.iter().find(|modifier| word.chars().nth(2).is_some() && modifier.starts_with(word)) {
        return Some(begun);
    }
    MODIFIERS.iter().filter(close).min_by_key(|modifier| strsim::osa_distance(modifier, word)).copied()
}

/// Whether a word opens a line that belongs to a statement before it.
pub(super) fn opens_line_of_statement(word: &str) -> bool {
    let lines = [
        "issuer",
        "document",
        "source",
        "region",
        "timezone",
        "holidays",
        "field",
        "given",
        "as",
        "expect",
        "已知",
        "截至",
        "期望",
        "发文机关",
        "文号",
        "出处",
        "地区",
        "时区",
        "假日",
        "字段",
    ];
    opens_modifier(word) || lines.contains(&word)
}

/// The keyword that opens a statement and is close to a word.
pub(super) fn similar_opening(word: &str) -> Option<&'static str> {
    let english =
        ["policy", "category", "activity", "attribute", "parameter", "season", "rule", "exempt", "test", "use"];
    let chinese = ["政策", "类别", "活动", "属性", "参数", "时段", "规则", "豁免", "测试", "引用"];
    let lower = word.to_lowercase();
    if english.contains(&word) || chinese.contains(&word) {
        return None;
    }
    let close = |keyword: &&&str| {
        let limit = if keyword.is_ascii() { keyword.len() / 3 } else { 1 };
        keyword.chars().count() > limit + 1 && strsim::osa_distance(keyword, &lower) <= limit
            || !keyword.is_ascii() && word.chars().count() == 2 && strsim::osa_distance(keyword, word) == 1
    };
    english.iter().chain(&chinese).filter(close).min_by_key(|keyword| strsim::osa_distance(keyword, &lower)).copied()
}

/// The word that opens a line of a test and is close to a word.
pub(super) fn similar_line(word: &str) -> Option<&'static str> {
    let lines = ["given", "expect", "已知", "截至", "期望"];
    let close = |line: &&&str| {
        let limit = if line.is_ascii() { 2 } else { 1 };
        strsim::osa_distance(line, &word.to_lowercase()) <= limit && line.chars().count() == word.chars().count().max(2)
            || line.is_ascii() && strsim::osa_distance(line, &word.to_lowercase()) <= 2
    };
    match word {
        "as_of" | "asof" | "as-of" | "as" | "at" => Some("as of"),
        "when" | "have" | "with" | "假设" | "假如" | "设" => {
            Some(if word.is_ascii() { "given" } else { "已知" })
        }
        "then" | "assert" | "expects" | "expected" => Some("expect"),
        "预期" | "应" | "断言" => Some("期望"),
        "截止" | "至" => Some("截至"),
        _ => lines.iter().find(close).copied(),
    }
}

/// The schedule keyword that is close to a word.
pub(super) fn similar_schedule(word: &str) -> Option<&'static str> {
    let keywords = ["every", "each", "after", "before", "never", "whenever", "always"];
    let close = |keyword: &&&str| strsim::osa_distance(keyword, word) <= keyword.len() / 4;
    if word == "when" { Some("whenever") } else { keywords.iter().find(close).copied() }
}

/// Whether a word of the language has a place of its own, which is not here.
pub(super) fn has_its_place(word: &str) -> bool {
    let words = [
        "during",
        "在",
        "between",
        "of",
        "属",
        "per",
        "按",
        "until",
        "有效期至",
        "always",
        "始终",
        "apart",
        "total",
        "合计",
        "different",
        "不同",
        "trigger",
        "触发",
        "period",
        "本期",
        "all",
        "所有",
        "当日",
        "分",
        "曾",
        "ever",
        "within",
        "exactly",
    ];
    words.contains(&word) || is_window(word) || is_quantity(word)
}

/// 后15日内, 前3日内: a window whose moment is missing.
fn is_window(word: &str) -> bool {
    word.strip_prefix(['后', '前']).is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit()))
}

/// 至少2次.
pub(super) fn is_quantity(word: &str) -> bool {
    let rest = ["至少", "至多", "恰"].iter().find_map(|bound| word.strip_prefix(bound));
    rest.is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit()))
}
