//! One example of the language page: a rule text in both languages, tables, and the verdicts they give.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use guiju::calendar::{Day, WorkingDays};
use guiju::check::{Loaded, Unreadable, load};
use guiju::diagnostic::terminal::{Style, render};
use guiju::evaluate::evaluate;
use guiju::ledger::{Asked, Input, Tables, read_tables};
use guiju::syntax;
use guiju::text::{FileId, Language, Source};
use guiju::verdict::Status;
use serde_json::Value;
use unicode_width::UnicodeWidthStr;

/// English names and the Chinese ones that stand for them in the Chinese half of an example, longest first.
#[derive(Default)]
pub struct Names(Vec<(String, String)>);

impl Names {
    /// Reads `english 中文` pairs, separated by ` · ` or by lines.
    pub fn new(body: &str) -> Self {
        let pairs = body.split(['·', '\n']).map(str::trim).filter(|pair| !pair.is_empty());
        let mut pairs: Vec<(String, String)> = pairs
            .map(|pair| {
                let (english, chinese) =
                    pair.rsplit_once(' ').unwrap_or_else(|| panic!("`{pair}` is no pair of names"));
                (english.trim().to_owned(), chinese.to_owned())
            })
            .collect();
        pairs.sort_by_key(|(_, chinese)| std::cmp::Reverse(chinese.len()));
        Self(pairs)
    }

    /// The Chinese names that stand nowhere in a document.
    pub fn missing_in<'n>(&'n self, text: &'n str) -> impl Iterator<Item = &'n str> {
        self.0.iter().map(|(_, chinese)| chinese.as_str()).filter(|chinese| text.matches(chinese).count() < 2)
    }

    /// The Chinese half with the names of the English one.
    fn in_english(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, (english, chinese)| text.replace(chinese, english))
    }
}

/// The blocks of an example, as far as they have been read.
#[derive(Default)]
pub struct Example {
    pub rules: String,
    pub register: Option<String>,
    pub records: String,
    pub waivers: Option<String>,
    /// The files that rules may use, by path.
    pub files: BTreeMap<String, String>,
}

impl Example {
    /// The next example: register and records stay until others are shown, waivers do not.
    pub fn next(&mut self, rules: &str) {
        rules.clone_into(&mut self.rules);
        self.waivers = None;
    }

    /// The rule text, checked without an error.
    fn loaded(&self, place: &str) -> Loaded {
        let mut files = |path: &str| self.files.get(path).cloned().ok_or(Unreadable::Missing);
        let loaded = load([("rules.gj", self.rules.clone())], &mut files);
        let style = Style { language: Language::English, colour: false };
        let told = || render(loaded.problems.iter(), &loaded.sources, style);
        assert!(loaded.problems.is_empty(), "{place} does not check clean:\n{}", told());
        loaded
    }

    /// Asserts that the rules check clean.
    pub fn check(&self, place: &str) {
        self.loaded(place);
    }

    /// Asserts that the Chinese text makes the same tree as the rules.
    pub fn same_in_chinese(&self, chinese: &str, names: &Names, place: &str) {
        let tree = |text: &str| {
            let parsed = syntax::parse(&Source::new(FileId(0), "rules.gj", text));
            assert!(parsed.problems.is_empty(), "{place} does not parse: {:#?}\n{text}", parsed.problems);
            parsed.file.statements.into_iter().map(syntax::ast::Statement::without_places).collect::<Vec<_>>()
        };
        let translated = names.in_english(chinese);
        assert_eq!(tree(&self.rules), tree(&translated), "{place} makes another tree:\n{translated}");
    }

    /// The verdicts as a page in this language writes them. `asked` is `coverage FROM to TO`.
    pub fn verdicts(&self, asked: &str, language: Language, place: &str) -> String {
        let loaded = self.loaded(place);
        let register = self.register.as_deref().map(|rows| Input::bytes("register.csv", rows));
        let waivers = self.waivers.as_deref().map(|rows| Input::bytes("waivers.csv", rows));
        let records = vec![Input::bytes("records.csv", self.records.as_str())];
        let tables = Tables { register, records, waivers, ..Tables::default() };
        let (ledger, intake) = read_tables(&loaded.book, tables, self::asked(asked, place), &mut |_| {})
            .unwrap_or_else(|error| panic!("{place}: {error}"));
        assert_eq!(intake.rejected(), 0, "{place}: a row was rejected: {intake:#?}");
        let as_of = ledger.as_of().unwrap_or_else(|| panic!("{place}: nothing is dated"));
        let verdicts = evaluate(&loaded.book, &ledger, WorkingDays::china(), as_of).collect();
        let rules = loaded.book.rules.len();
        let rows = verdicts.iter().map(|verdict| {
            let line = serde_json::to_value(verdict.line(&loaded.book, &ledger)).expect("a verdict is JSON");
            cells(&line, rules > 1, language)
        });
        aligned(&rows.collect::<Vec<_>>(), language)
    }
}

/// How often each status stands in verdicts as a page shows them.
pub fn statuses(verdicts: &str, language: Language) -> [usize; 7] {
    Status::ALL.map(|status| {
        let word = format!("  {}", language.either(status.keyword(), status.chinese()));
        verdicts.lines().filter(|line| line.contains(&word)).count()
    })
}

/// The coverage and the judged day of an example.
fn asked(words: &str, place: &str) -> Asked {
    let day = |text: &str| {
        let mut parts = text.split('-').map(|part| part.parse::<u32>().unwrap_or_default());
        let mut part = || parts.next().unwrap_or_default();
        let (year, month) = (part(), part());
        Day::from_ymd(i32::try_from(year).unwrap_or_default(), month, part())
    };
    let words: Vec<&str> = words.split_whitespace().collect();
    let ["coverage" | "覆盖", from, "to" | "至", to] = words[..] else {
        panic!("{place}: verdicts begin with `coverage FROM to TO`")
    };
    Asked { from: day(from), to: day(to), as_of: day(to) }
}

/// Subject, rule (where there are several), period, status, and what else there is to say.
fn cells(line: &Value, several: bool, language: Language) -> Vec<String> {
    let text = |key: &str| line[key].as_str().unwrap_or_default();
    let either = |en, zh| language.either(en, zh);
    // Under a clock `to` is the day of the due instant.
    let to = if text("due").starts_with(text("to")) { text("due") } else { text("to") };
    let mut period = format!("{}..{to}", text("from"));
    if !line["due"].is_null() && line["due"] != to {
        let _ = write!(period, " {} {}", either("due", "到期"), text("due"));
    }
    if line["from"] == line["to"] {
        text("from").clone_into(&mut period);
    }
    for key in ["label", "each"] {
        if !line[key].is_null() {
            period = format!("{} {period}", text(key));
        }
    }
    let mut more = Vec::new();
    if !line["done"].is_null() {
        more.push(format!("{} {}", either("done", "完成"), text("done")));
    }
    for (key, word, zh) in [("days_late", "late", "逾期"), ("overdue", "overdue", "超期")] {
        if let Some(days) = line[key].as_u64() {
            let unit = if days == 1 { "day" } else { "days" };
            more.push(match language {
                Language::English => format!("{days} {unit} {word}"),
                Language::Chinese => format!("{zh} {days} 天"),
            });
        }
    }
    if line["count"] != 0 {
        more.push(format!("{} {}", either("count", "计"), line["count"]));
    }
    let evidence = line["evidence"].as_array().expect("evidence is a list");
    if !evidence.is_empty() {
        let ids: Vec<&str> = evidence.iter().filter_map(Value::as_str).collect();
        more.push(format!("{} {}", either("evidence", "证据"), ids.join(" ")));
    }
    if line["censored"] == true {
        more.push(either("censored", "起点未见").to_owned());
    }
    if !line["reason"].is_null() {
        more.push(match language {
            Language::English => format!("because {}", text("reason")),
            Language::Chinese => format!("原因 {}", reason(text("reason"))),
        });
    }
    let status = Status::ALL.into_iter().find(|status| status.keyword() == text("status"));
    let status = status.map_or(text("status"), |status| either(status.keyword(), status.chinese()));
    let mut cells = vec![text("subject").to_owned(), period, status.to_owned(), more.join(either(", ", "，"))];
    if several {
        cells.insert(1, text("rule").to_owned());
    }
    cells
}

/// A reason in Chinese.
fn reason(reason: &str) -> String {
    let of = |start: &str| reason.strip_prefix(start);
    match reason {
        "coverage" => "未覆盖".to_owned(),
        "day-only time" => "只有日期".to_owned(),
        "missing category" => "缺类别".to_owned(),
        "missing region" => "缺地区".to_owned(),
        "missing parent" => "缺上级".to_owned(),
        _ => of("missing field ")
            .map(|field| format!("缺字段 {field}"))
            .or_else(|| of("missing attribute ").map(|attribute| format!("缺属性 {attribute}")))
            .or_else(|| of("no official calendar for ").map(|year| format!("没有 {year} 年的官方日历")))
            .unwrap_or_else(|| reason.to_owned()),
    }
}

/// Columns two spaces apart.
fn aligned(rows: &[Vec<String>], language: Language) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let widest = |at: usize| rows.iter().map(|row| row[at].width()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..columns).map(widest).collect();
    let mut out = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            let _ = write!(line, "{cell}{:gap$}", "", gap = width - cell.width() + 2);
        }
        let _ = writeln!(out, "{}", line.trim_end());
    }
    if rows.is_empty() {
        out.push_str(language.either("no verdict\n", "没有结论\n"));
    }
    out
}
