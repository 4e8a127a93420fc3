//! Random texts: no panic, no hang, and no text that is not valid passes without a word.
//!
//! `GUIJU_FUZZ_CASES` sets the number of cases of each test; the default takes a few seconds.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use guiju::diagnostic::Explain;
use guiju::syntax::{self, Parsed};
use guiju::text::{FileId, Source};
use proptest::prelude::*;
use proptest::sample::Index;

/// Valid files of both languages; the mutations start from these.
const CORPUS: [&str; 20] = [
    "养老机构 every 6 months fire_drill\n",
    "养老机构、社会福利机构 每半年 至少1次 消防演练\n养老机构 每两个月 2至4次 检查\n",
    "民政服务机构（养老机构 除外） 每年 03-01至05-31 消防演练 其中 人数 >= 10\n",
    "养老机构 发现隐患（其中 级别 = “大”） 后15日内 整改完成 对应 隐患编号、楼号\n",
    "社会组织 于2022-12-31前 党建入章\nX 于 成立日期 前 备案\nX 入住 前 曾 体检\n",
    "policy \"t\"\n  issuer \"i\"\n  effective from 2024-01-01 to 2025-12-31\n  region \"浙江省/温州市\"\n",
    "category a is b, c also \"x\"\nactivity d\n  field n: number in 元\n  field o: choice of \"a\", \"b\"\n",
    "attribute beds: number\nparameter p = 15 \"why\"\nuse \"common.gj\"\n",
    "rule r-1 \"t\"\n  a or b except c with beds >= 50 and not (x = 1 or y missing)\n  each quarter by day 15 at least its.n d\n  cite \"一\"\n  severity high\n  tags a, b\n",
    "X whenever A where kind in (\"a\", \"b\") require t >= 70 and date.year = 2024 and n * 2 - 1 < 50%\n",
    "X before M within 3 days A\nX after M within 2 months at most 2 A\nX every 1 year from 2023-12-31 A\n",
    "规则 r “题”\n  X 且 有 证 每旬 第1日至第10日 恰2次 A\n  依据 \"一（四）\"\n  施行 自 2024-01-01\n  不足期计入\n",
    "X during 汛期 each month A\nX 始终 A 有效期至 f\nX each year A or B\n  grace 5 days\n",
    "season 夜间 22:00 to 06:00\n时段 汛期 6月1日至9月30日\nseason 春运 2024-01-26 to 2024-03-05, 2025-01-14 to 2025-02-22\nseason o its.a to its.b\n",
    "exempt \"甲\" from `X each year A` 2024-01-01 to 2024-02-01\n豁免 \"甲\" 于 R 自2024-01-01至2024-02-01 理由 \"x\"\n",
    "test \"t\"\n  given X \"甲\" opened 2020-01-01 n 5%\n  given \"甲\" A on 2024-03-01 08:30 f \"x\"\n  as of 2024-12-31\n  expect \"甲\" met r in 2024-H1\n测试 \"t\"\n  已知 \"甲\" A 于 2024-03-01\n  截至 2024-12-31\n  期望 \"甲\" 无 r\n",
    "at least 96% of X of Y between B and E matching f each 夜间 A and B per county\n96%以上的 X（属 Y） 自 B 至 E（属 地区） 每 夜间 A 或 B 分 F（\"a\"、\"b\"） 按 县\n",
    "X by a.f or B - 1 month C\n  grace 5 days\n  otherwise within 5 days B or C\n  extended by B for 5 days at most 1\nX 任意12个月 F 合计 至多 3 A\n  因 B 至 E 期间 顺延\n  遇假日顺延\n",
    "X every 1 year from M within 3 months at least 2 different F A at least 5 days apart\nX M 当日 不得 A\nX after M within trigger.d days A\nX always A for 1 year\nX 始终 须 主体.上级.f = 1\n",
    "# 注释\nX　每月　Ａ　其中　ａ　＝　＂全角＂ # 说明\n\n　　备注 \"n\"\n",
];

/// Pieces that mutations insert: keywords of both languages, signs, gaps.
const PIECES: [&str; 102] = [
    "every ",
    "each ",
    "每",
    "每6个月",
    "后15日内",
    "前3日内",
    " by ",
    " 于",
    "前",
    "at least ",
    "至少2次",
    "where ",
    "其中 ",
    "require ",
    "须 ",
    "matching ",
    "对应 ",
    "with ",
    " 且 ",
    " or ",
    "、",
    "，",
    "(",
    ")",
    "（",
    "）",
    "\"",
    "“",
    "”",
    "「",
    "`",
    "#",
    "\n",
    "\n  ",
    "\t",
    "　",
    "=",
    ">=",
    "≥",
    "!=",
    "<",
    "-",
    " - ",
    "+",
    "%",
    ".",
    "..",
    "its.",
    "主体.",
    "6 month",
    "2024-02-30",
    "2024-03-05",
    "02-29",
    "一",
    "九十九",
    "万",
    "月",
    "日",
    "\u{200b}",
    "\r\n",
    "\0",
    "not ",
    "有 ",
    "在 ",
    "at least 96% of ",
    "96%以上的 ",
    "between ",
    "自 ",
    " 至 ",
    " of ",
    "（属 ",
    "during ",
    "in any ",
    "任意12个月 ",
    "always ",
    "until ",
    "for each F in ",
    "分 F",
    "per county",
    "按 县",
    " + 3 days",
    "given ",
    "已知 ",
    "expect ",
    "as of ",
    "截至",
    "season s ",
    "exempt ",
    "test \"t\"\n  ",
    "otherwise within ",
    "extended by ",
    "因 ",
    "顺延",
    "期间",
    "22:00",
    "24:00",
    "trigger.",
    "本期.止",
    "和 ",
    "当日",
    "合计 ",
    "different ",
];

fn cases() -> u32 {
    std::env::var("GUIJU_FUZZ_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(1_500)
}

/// Parses, and checks all that must hold of any text.
fn check(text: &str) {
    let source = Source::new(FileId(0), "fuzz.gj", text);
    let parsed = syntax::parse(&source);
    for problem in &parsed.problems {
        let diagnostic = problem.diagnostic();
        let (start, end) = (diagnostic.span.start as usize, diagnostic.span.end as usize);
        assert!(source.text.get(start..end).is_some(), "{diagnostic:?} is no place of the text");
    }
    nothing_is_dropped(&source, &parsed);
}

/// Every statement in column 0 is in the tree or has a problem on one of its lines.
fn nothing_is_dropped(source: &Source, parsed: &Parsed) {
    if !parsed.problems.is_empty() {
        return;
    }
    let blank = |line: &str| {
        let content = line.trim_start();
        content.is_empty() || content.starts_with(['#', '＃'])
    };
    let opens = |line: &&str| !blank(line) && !line.starts_with(char::is_whitespace);
    let statements = source.text.split('\n').filter(opens).count();
    assert_eq!(parsed.file.statements.len(), statements, "{}", source.text);
    if source.text.split('\n').any(|line| !blank(line)) {
        assert_ne!(statements, 0, "text without a statement passes: {}", source.text);
    }
}

/// One change of a text.
#[derive(Debug, Clone)]
enum Change {
    DeleteCharacter(Index),
    SwapCharacters(Index, Index),
    Insert(Index, &'static str),
    DeleteWord(Index),
    SwapWords(Index, Index),
    RepeatWord(Index, u8),
    DeleteLine(Index),
    SwapLines(Index, Index),
    Indent(Index),
    Cut(Index),
}

fn change() -> impl Strategy<Value = Change> {
    let at = any::<Index>;
    prop_oneof![
        at().prop_map(Change::DeleteCharacter),
        (at(), at()).prop_map(|(a, b)| Change::SwapCharacters(a, b)),
        (at(), prop::sample::select(&PIECES[..])).prop_map(|(at, piece)| Change::Insert(at, piece)),
        at().prop_map(Change::DeleteWord),
        (at(), at()).prop_map(|(a, b)| Change::SwapWords(a, b)),
        (at(), any::<u8>()).prop_map(|(at, times)| Change::RepeatWord(at, times)),
        at().prop_map(Change::DeleteLine),
        (at(), at()).prop_map(|(a, b)| Change::SwapLines(a, b)),
        at().prop_map(Change::Indent),
        at().prop_map(Change::Cut),
    ]
}

fn changed(text: &str, change: &Change) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    let mut words: Vec<&str> = text.split_inclusive(' ').collect();
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    if characters.is_empty() {
        return text.to_owned();
    }
    match change {
        Change::DeleteCharacter(at) => {
            characters.remove(at.index(characters.len()));
        }
        Change::SwapCharacters(a, b) => {
            let (a, b) = (a.index(characters.len()), b.index(characters.len()));
            characters.swap(a, b);
        }
        Change::Insert(at, piece) => {
            let at = at.index(characters.len() + 1);
            characters.splice(at..at, piece.chars());
        }
        Change::DeleteWord(at) => {
            words.remove(at.index(words.len()));
            return words.concat();
        }
        Change::SwapWords(a, b) => {
            let (a, b) = (a.index(words.len()), b.index(words.len()));
            words.swap(a, b);
            return words.concat();
        }
        Change::RepeatWord(at, times) => {
            let at = at.index(words.len());
            let word = words[at].repeat(usize::from(*times));
            words[at] = &word;
            return words.concat();
        }
        Change::DeleteLine(at) => {
            lines.remove(at.index(lines.len()));
            return lines.concat();
        }
        Change::SwapLines(a, b) => {
            let (a, b) = (a.index(lines.len()), b.index(lines.len()));
            lines.swap(a, b);
            return lines.concat();
        }
        Change::Indent(at) => {
            let at = at.index(lines.len());
            let line = format!("　{}", lines[at]);
            lines[at] = &line;
            return lines.concat();
        }
        Change::Cut(at) => characters.truncate(at.index(characters.len())),
    }
    characters.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_never_panic_nor_hang(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn random_pieces_never_panic_nor_hang(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..60)) {
        check(&pieces.concat());
    }

    #[test]
    fn mutated_files_never_panic_nor_hang_nor_lose_a_statement(
        files in prop::collection::vec(prop::sample::select(&CORPUS[..]), 1..4),
        changes in prop::collection::vec(change(), 1..6),
    ) {
        let mut text = changes.iter().fold(files.concat(), |text, change| changed(&text, change));
        // Repeated repetitions grow; the large texts have a test of their own.
        text.truncate(text.floor_char_boundary(20_000));
        check(&text);
    }
}

/// One statement of 40,000 words, of every kind that the grammar loops over. No clock is read: were the time to grow
/// faster than the length, let alone double with each word, this would not end.
#[test]
fn a_large_statement_is_read_to_its_end() {
    // What a statement that is refused says first; `None` where it is a tree.
    let shapes = [
        ("X every 6 months A ", "fire_drill ", Some("unexpected-word")),
        ("X every 6 months A where ", "a and ", Some("unexpected-word")),
        ("", "a、", Some("unexpected-word")),
        ("X each year A", " or B", None),
        ("X each year A", " and B", None),
        ("X after M", " or B.f（属 地区）（其中 a = 1）", Some("missing-within")),
        ("X between B and E", " or B.f", Some("missing-when")),
        ("season s 2024-01-01 to 2024-01-02", ", 2024-01-01 to 2024-01-02", None),
        ("X each day A for each F in 1", ", 1", None),
        ("X each day A", " at least 5 days apart", Some("repeated-line")),
        ("X each year ", "F 合计 ", Some("unexpected-word")),
        ("X each year A\n", "  extended by B for 5 days\n", None),
        ("X each year A\n", "  otherwise within 5 days B or C\n", None),
        ("X 每年 A\n", "  因 B 至 E 期间 顺延\n", None),
        ("test \"t\"\n", "  expect \"a\" met r in 2024\n", None),
        ("test \"t\"\n", "  # comment\n", None),
        ("test \"t\"\n  given \"a\"", " x 1", None),
        ("test \"t\"\n  given \"a\"", " x", Some("unexpected-word")),
        ("X whenever A require a in (", "1, ", Some("unexpected-word")),
        ("X each year ", "后", None),
        ("X each year ", "每月", None),
        ("X each year ", "1-", Some("unexpected-word")),
        ("X each year ", "一", None),
        ("X every 6 months A\n", "  note \"n\"\n", None),
        ("X every 6 months A\n", "  # comment\n", None),
        ("X every 6 months A ", " ", None),
        ("X every 6 months A ", "\"", Some("unexpected-word")),
        ("X every 6 months A ", "≥ ", Some("unknown-sign")),
        ("X every 6 months A ", "`a` ", Some("unexpected-word")),
        ("X every 6 months A ", "(其中 ", Some("nested-too-deep")),
        ("X ", "M（其中 a = 1） ", Some("missing-when")),
        ("activity a\n", "  field f: number\n", None),
        ("X every 6 months A where a", ".year", Some("unknown-date-part")),
    ];
    for (start, repeated, outcome) in shapes {
        let source = Source::new(FileId(0), "large.gj", format!("{start}{}\n", repeated.repeat(40_000)));
        let parsed = syntax::parse(&source);
        let first = parsed.problems.first().map(|problem| problem.diagnostic().code);
        assert_eq!(first, outcome, "{start}{repeated}");
        nothing_is_dropped(&source, &parsed);
    }
}

#[test]
fn the_corpus_is_valid() {
    for text in CORPUS {
        check(text);
        let problems = syntax::parse(&Source::new(FileId(0), "corpus.gj", text)).problems;
        assert_eq!(problems, [], "{text}");
    }
}
