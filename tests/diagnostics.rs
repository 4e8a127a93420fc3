//! The renderers: carets under the right columns, colours only when asked for, JSON with exact places.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "in a test, what cannot be is a failure"
)]

use guiju::check::{Loaded, NoFiles, load};
use guiju::diagnostic::{json, terminal};
use guiju::text::Language;

const TEXT: &str = "# 注释 — comment\nactivity 消防演练\n\t养老机构\n养老机构（民办） 每半年 至少1次 消防演习\n";

fn run(text: &str) -> Loaded {
    load([("规则/甲.gj", text)], &mut NoFiles)
}

fn plain(loaded: &Loaded) -> String {
    terminal::render(loaded.problems.iter(), &loaded.sources, terminal::Style::default())
}

#[test]
fn the_caret_stands_under_the_words_whatever_their_width() {
    for who in ["home", "养老机构", "ａｂｃ", "养老home机构", "e\u{301}cole"] {
        let text = format!("activity 消防演练\n{who} 每半年 至少1次 消防演习\n");
        let shown = plain(&run(&text));
        let line = shown.lines().find(|line| line.contains("至少1次")).unwrap();
        let marks = shown.lines().find(|line| line.contains('^')).unwrap();
        let width = |text: &str| unicode_width::UnicodeWidthStr::width(text);
        let (before, words) = line.split_at(line.find("消防演习").unwrap());
        assert_eq!(width(before), width(&marks[..marks.find('^').unwrap()]), "{shown}");
        assert_eq!(width(words), marks.matches('^').count(), "{shown}");
    }
}

#[test]
fn the_place_of_a_message_counts_characters() {
    let loaded = run("activity 消防演练\n养老机构 每半年 至少1次 消防演习\n");
    assert!(plain(&loaded).contains("规则/甲.gj:2:15"), "{}", plain(&loaded));
}

#[test]
fn of_a_very_long_line_only_the_part_around_the_words_is_shown() {
    let many: String = (0..20_000).map(|number| format!(", 类{number}")).collect();
    let loaded = run(&format!("category 甲 is 乙{many}\n"));
    // A list of a machine is told in part.
    assert_eq!(loaded.problems.len(), 50);
    let shown = plain(&loaded);
    assert!(shown.len() < 60_000, "{}", shown.len());
    assert!(shown.starts_with("error[unknown-category]: there is no category `乙`\n --> 规则/甲.gj:1:15\n"), "{shown}");
    let (line, marks) = (shown.lines().nth(4).unwrap(), shown.lines().nth(5).unwrap());
    let width = |text: &str| unicode_width::UnicodeWidthStr::width(text);
    assert_eq!(width(&line[..line.find('乙').unwrap()]), width(&marks[..marks.find('^').unwrap()]), "{shown}");

    let far = format!("甲 every 6 months 演练 where {} a ??\n", "a = 1 and ".repeat(100_000));
    let shown = plain(&run(&far));
    assert!(shown.contains("规则/甲.gj:1:10000") && shown.contains('^') && shown.len() < 1_000, "{shown}");

    let open = format!("policy \"{}\n", "啊".repeat(100_000));
    let shown = plain(&run(&open));
    assert!(shown.contains("规则/甲.gj:1:8") && shown.len() < 2_000, "{}", shown.len());
}

#[test]
fn colours_are_there_only_when_asked_for() {
    let loaded = run(TEXT);
    assert!(!plain(&loaded).contains('\u{1b}'));
    let style = terminal::Style { colour: true, language: Language::Chinese };
    assert!(terminal::render(loaded.problems.iter(), &loaded.sources, style).contains('\u{1b}'));
}

#[test]
fn a_stranger_s_file_cannot_send_signs_to_the_terminal() {
    let loaded = run("use \"\u{1b}[31mred\u{1b}[0m.txt\"\nuse \"\u{202e}evil.txt\"\n");
    assert_eq!(loaded.problems.len(), 2);
    let shown = plain(&loaded);
    assert!(!shown.contains('\u{1b}') && !shown.contains('\u{202e}'), "{shown:?}");
}

#[test]
fn every_place_can_be_shown_even_at_the_end_of_a_file_without_line_end() {
    for text in [
        "activity a\nhome never b",
        "activity a\r\nhome never b\r\n",
        "\u{feff}activity a\nhome never b",
        "rule",
        "\"",
        "甲",
    ] {
        let loaded = run(text);
        assert!(!loaded.problems.is_empty());
        assert!(plain(&loaded).contains("规则/甲.gj:"), "{}", plain(&loaded));
    }
}

#[test]
fn places_far_apart_are_shown_without_the_lines_between() {
    let between = "# nothing\n".repeat(500);
    let loaded = run(&format!("rule a home never b\n{between}rule a home never c\n"));
    let shown = plain(&loaded);
    assert!(shown.lines().count() < 20, "{shown}");
    assert!(shown.contains(":1:6") && shown.contains(":502:6"), "{shown}");
}

#[test]
fn json_has_one_object_for_each_with_exact_places() {
    let loaded = run(
        "activity 消防演练\n养老机构 每半年 至少1次 消防演习\nrule x home never 消防演练\nrule x home each year 消防演练\n",
    );
    let text = json::render(loaded.problems.iter(), &loaded.sources).unwrap();
    let list: serde_json::Value = serde_json::from_str(&text).unwrap();
    let list = list.as_array().unwrap();
    assert_eq!(list.len(), 2);
    assert_eq!(list[0]["code"], "unknown-activity");
    assert_eq!(list[0]["severity"], "error");
    assert_eq!(list[0]["path"], "规则/甲.gj");
    assert_eq!((list[0]["line"].as_u64(), list[0]["column"].as_u64()), (Some(2), Some(15)));
    assert_eq!((list[0]["end_line"].as_u64(), list[0]["end_column"].as_u64()), (Some(2), Some(19)));
    let (start, end) = (list[0]["start"].as_u64().unwrap() as usize, list[0]["end"].as_u64().unwrap() as usize);
    assert_eq!(&loaded.sources[0].text[start..end], "消防演习");
    assert_eq!(list[0]["suggestion"], "消防演练");
    assert_eq!(list[0]["message_zh"], "没有活动 `消防演习`");
    assert_eq!(list[1]["related"][0]["line"], 3);
}

#[test]
fn json_of_no_problems_is_an_empty_list() {
    let loaded = run("home never abuse\n");
    let text = json::render(loaded.problems.iter(), &loaded.sources).unwrap();
    assert_eq!(serde_json::from_str::<Vec<serde_json::Value>>(&text).unwrap(), Vec::<serde_json::Value>::new());
}
