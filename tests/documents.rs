//! Every block of the documents runs as it stands: rule blocks check clean, commands print what stands below them.
//!
//! A fenced block says what it is in its info string: `guiju` (a rule file, written to the name behind it if there is
//! one), `guiju-mistake NAME` (a rule file whose message stands below it), `guiju-warned NAME` (one that a command warns of), `csv NAME` (a file), `sh` (commands, run in
//! order), `text` behind `sh` (what they print), `text-zh` behind the message of a mistake (the same in Chinese),
//! `rust` (a doc test, see src/lib.rs). Commands of `cargo run` run in the repository with the program this test was
//! built with, others in a scratch folder where the files of the document lie.
//!
//! In docs/language.md (and, in Chinese alone, docs/language.zh.md) an example is a `guiju` block, the same in Chinese (`guiju-zh`, which makes the same tree once
//! the names of the `names` block are put in), `csv register` and `csv records` (they stay until others are shown),
//! `csv waivers`, `guiju PATH` (a file that it uses), and `verdicts`: a line `coverage FROM to TO`, then
//! all that come out, in their order. `GUIJU_VERDICTS=write` writes them into the page; read them before you keep them.

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test says what failed by failing")]

#[path = "documents/example.rs"]
mod example;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use example::{Example, Names, statuses};
use guiju::check::{NoFiles, load};
use guiju::diagnostic::terminal::{Style, render};
use guiju::text::Language;

struct Block {
    line: usize,
    kind: String,
    name: Option<String>,
    /// The words behind the kind.
    words: String,
    body: String,
}

fn blocks(document: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    for (number, line) in document.lines().enumerate() {
        if let Some(info) = line.strip_prefix("```") {
            if open {
                open = false;
            } else {
                let mut words = info.split_whitespace().map(str::to_owned);
                let kind = words.next().unwrap_or_default();
                let name = words.next();
                let words = info.split_once(' ').map_or("", |(_, words)| words).to_owned();
                blocks.push(Block { line: number + 1, kind, name, words, body: String::new() });
                open = true;
            }
        } else if open {
            let body = &mut blocks.last_mut().expect("a block is open").body;
            body.push_str(line);
            body.push('\n');
        }
    }
    assert!(!open, "a block is not closed");
    blocks
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn program(folder: &Path, arguments: &str) -> (String, String, Option<i32>) {
    let words = arguments.split_whitespace();
    let output = Command::new(env!("CARGO_BIN_EXE_guiju"))
        .args(words)
        .current_dir(folder)
        .env_remove("LC_ALL")
        .env("LANG", "C.UTF-8")
        .output()
        .expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program writes UTF-8");
    (text(output.stdout), text(output.stderr), output.status.code())
}

/// Runs one command line of a document; gives what it prints, or `None` where it is not a command of the program.
fn run(scratch: &Path, command: &str) -> Option<(String, String, Option<i32>)> {
    if let Some(arguments) = command.strip_prefix("cargo run --release -- ") {
        return Some(program(&root(), arguments));
    }
    command.strip_prefix("guiju ").map(|arguments| program(scratch, arguments))
}

fn document_runs_as_it_stands(name: &str) {
    let document = fs::read_to_string(root().join(name)).expect("the document is there");
    let blocks = blocks(&document);
    let scratch = tempfile::tempdir().expect("a scratch folder");
    for block in &blocks {
        if let Some(file) = &block.name {
            fs::write(scratch.path().join(file), &block.body).expect("the file is written");
        }
    }
    let mut ran = 0;
    for (at, block) in blocks.iter().enumerate() {
        let place = format!("{name}:{}", block.line);
        match block.kind.as_str() {
            "guiju" => {
                let path = scratch.path().join("block.gj");
                fs::write(&path, &block.body).expect("the block is written");
                let (_, problems, code) = program(scratch.path(), "check block.gj");
                assert_eq!(code, Some(0), "{place} does not check clean:\n{problems}");
                assert!(!problems.contains("warning"), "{place} warns:\n{problems}");
            }
            "sh" => {
                let mut printed = String::new();
                for command in block.body.lines().filter(|line| !line.trim_start().starts_with('#')) {
                    let command = command.trim();
                    if let Some((stdout, stderr, code)) = run(scratch.path(), command) {
                        assert!(matches!(code, Some(0 | 1)), "{place}: `{command}` ended with {code:?}:\n{stderr}");
                        printed.push_str(&stdout);
                        ran += 1;
                    }
                }
                if let Some(expected) = blocks.get(at + 1).filter(|next| next.kind == "text") {
                    similar(&place, &expected.body, &printed);
                }
            }
            "guiju-mistake" => {
                let file = block.name.as_deref().unwrap_or_default();
                let (told, _, code) = program(scratch.path(), &format!("check {file}"));
                assert_eq!(code, Some(2), "{place} checks clean");
                let expected = blocks.get(at + 1).filter(|next| next.kind == "text");
                similar(&place, &expected.expect("a mistake stands above its message").body, &told);
                if let Some(expected) = blocks.get(at + 2).filter(|next| next.kind == "text-zh") {
                    let (told, _, _) = program(scratch.path(), &format!("check --lang zh {file}"));
                    similar(&place, &expected.body, &told);
                }
            }
            "guiju-warned" | "text" | "text-zh" | "csv" | "rust" | "toml" => {}
            kind => panic!("{place}: a block of an unknown kind `{kind}`"),
        }
    }
    assert!(ran > 0, "{name} runs nothing");
}

/// A line `…` in a document stands for any number of printed lines.
fn similar(place: &str, expected: &str, printed: &str) {
    let mut rest: Vec<&str> = printed.lines().map(str::trim_end).collect();
    let mut skipping = false;
    for line in expected.lines().map(str::trim_end) {
        if line.trim() == "…" {
            skipping = true;
            continue;
        }
        let found = rest.iter().position(|printed| *printed == line);
        match found {
            Some(0) => {}
            Some(_) if skipping => {}
            _ => panic!("{place} shows a line that is not printed there:\n  {line}\nprinted:\n{printed}"),
        }
        rest.drain(..=found.unwrap_or_default());
        skipping = false;
    }
    assert!(skipping || rest.iter().all(|line| line.is_empty()), "{place} shows less than is printed:\n{printed}");
}

#[test]
fn the_readme_runs_as_it_stands() {
    document_runs_as_it_stands("README.md");
}

#[test]
fn the_chinese_readme_runs_as_it_stands() {
    document_runs_as_it_stands("README.zh.md");
}

#[test]
fn the_page_on_tables_runs_as_it_stands() {
    document_runs_as_it_stands("docs/records.md");
}

#[test]
fn the_page_on_messages_shows_them_as_they_are() {
    document_runs_as_it_stands("docs/messages.md");
}

#[test]
fn the_contracts_of_the_architecture_hold() {
    document_runs_as_it_stands("docs/architecture.md");
}

#[test]
fn the_files_that_the_documents_name_are_there() {
    for name in ["docs/architecture.md", "docs/messages.md", "CONTRIBUTING.md"] {
        let document = fs::read_to_string(root().join(name)).expect("the document is there");
        let words = document.split('`').skip(1).step_by(2);
        let folders = ["src/", "tests/", "grammar/", "benches/", "docs/"];
        let paths: Vec<&str> =
            words.filter(|word| folders.iter().any(|folder| word.starts_with(folder)) && !word.contains('<')).collect();
        assert!(!paths.is_empty(), "{name} names no file");
        for path in paths {
            assert!(root().join(path).exists(), "{name} names `{path}`, which is not there");
        }
    }
}

/// What `guiju check` says of a rule text.
fn told(rules: &str, language: Language) -> String {
    let loaded = load([("rules.gj", rules)], &mut NoFiles);
    render(loaded.problems.iter(), &loaded.sources, Style { language, colour: false })
}

/// The statuses of every example of a page, which come out as it says, and how many it shows in Chinese, too.
fn examples_come_out(name: &str, language: Language) -> (Vec<[usize; 7]>, usize) {
    let path = root().join(name);
    let document = fs::read_to_string(&path).expect("the document is there");
    let blocks = blocks(&document);
    let (mut example, mut names) = (Example::default(), Names::default());
    let (mut judged, mut translated, mut wrong) = (Vec::new(), 0, String::new());
    let mut written: Vec<&str> = document.lines().collect();
    let mut replaced: Vec<(usize, usize, String)> = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        let place = format!("{name}:{}", block.line);
        match (block.kind.as_str(), block.words.as_str()) {
            ("names", _) => names = Names::new(&block.body),
            ("guiju", path) if !path.is_empty() => {
                example.files.insert(path.to_owned(), block.body.clone());
            }
            ("guiju", _) => {
                example.next(&block.body);
                example.check(&place);
            }
            ("guiju-zh", _) => {
                example.same_in_chinese(&block.body, &names, &place);
                translated += 1;
            }
            ("csv", "register") => example.register = Some(block.body.clone()),
            ("csv", "records") => example.records.clone_from(&block.body),
            ("csv", "waivers") => example.waivers = Some(block.body.clone()),
            ("verdicts", "") => {
                let (asked, verdicts) = block.body.split_once('\n').expect("the first line says the coverage");
                let came = example.verdicts(asked, language, &place);
                if came != verdicts {
                    wrong.push_str(&format!("{place} expects\n{verdicts}but there came\n{came}"));
                    replaced.push((block.line + 1, verdicts.lines().count(), came));
                }
                judged.push(statuses(verdicts, language));
            }
            ("guiju-mistake", _) => {
                let expected = blocks.get(at + 1).filter(|next| next.kind == "text");
                let told = told(&block.body, language);
                assert!(!told.is_empty(), "{place} checks clean");
                similar(&place, &expected.expect("a mistake stands above its message").body, &told);
            }
            ("text" | "sh", _) => {}
            (kind, words) => panic!("{place}: a block of an unknown kind `{kind} {words}`"),
        }
    }
    if std::env::var("GUIJU_VERDICTS").is_ok_and(|what| what == "write") {
        for (line, count, came) in replaced.iter().rev() {
            written.splice(*line..line + count, came.lines());
        }
        fs::write(&path, written.join("\n") + "\n").expect("the page is written");
    } else {
        assert!(wrong.is_empty(), "{wrong}");
    }
    assert_eq!(names.missing_in(&document).collect::<Vec<_>>(), Vec::<&str>::new(), "no example has these names");
    (judged, translated)
}

#[test]
fn the_examples_of_the_language_give_the_verdicts_that_stand_below_them() {
    let (judged, translated) = examples_come_out("docs/language.md", Language::English);
    let count = judged.len();
    assert!(count > 50 && translated >= count, "{count} examples, {translated} of them in Chinese");
    let (chinese, _) = examples_come_out("docs/language.zh.md", Language::Chinese);
    assert_eq!(judged, chinese, "the Chinese page has the same examples with the same statuses");
}
