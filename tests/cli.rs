//! The command line as its users meet it: the built program runs in a folder of its own, and what it prints, writes
//! and returns is a snapshot beside the case.
//!
//! A case is a text file: `base NAME` copies a folder of `cases/cli/base`, `== FILE` begins a file, `env NAME=VALUE`
//! sets a variable, `$ guiju …` runs the program. In a file `\e` is the character that commands a terminal. Lines that begin with `#` say what the case is about.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops where it fails")]

#[path = "case/beside.rs"]
mod beside;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use beside::assert_beside;

const PROGRAM: &str = env!("CARGO_BIN_EXE_guiju");

#[test]
fn every_command_says_and_does_what_its_case_shows() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/cli");
    insta::glob!("cases/cli", "**/*.case", |path| {
        let case = fs::read_to_string(path).unwrap();
        assert_beside(path, &run_case(&case, &folder));
    });
}

/// The case and, below it, what came of it.
fn run_case(case: &str, folder: &Path) -> String {
    let home = tempfile::tempdir().unwrap();
    let mut shown = String::new();
    let mut variables = Vec::new();
    let mut file: Option<PathBuf> = None;
    let mut commands = Vec::new();
    for line in case.lines() {
        writeln!(shown, "{line}").unwrap();
        if let Some(name) = line.strip_prefix("== ") {
            let path = home.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, "").unwrap();
            file = Some(path);
        } else if let Some(command) = line.strip_prefix("$ guiju") {
            commands.push(command.trim().to_owned());
            file = None;
        } else if let Some(path) = &file {
            let text = fs::read_to_string(path).unwrap();
            fs::write(path, format!("{text}{line}\n").replace("\\e", "\u{1b}")).unwrap();
        } else if let Some(name) = line.strip_prefix("base ") {
            for entry in fs::read_dir(folder.join("base").join(name)).unwrap() {
                let entry = entry.unwrap();
                fs::copy(entry.path(), home.path().join(entry.file_name())).unwrap();
            }
        } else if let Some(variable) = line.strip_prefix("env ") {
            variables.push(variable.split_once('=').unwrap());
        } else {
            assert!(line.is_empty() || line.starts_with('#'), "not understood: {line}");
        }
    }
    assert!(!commands.is_empty(), "a case runs something");
    for command in commands {
        let before = files(home.path());
        let output = program(home.path(), &words(&command), &variables).output().unwrap();
        writeln!(shown, "\n──── guiju {command}\nexit code {}", code(&output)).unwrap();
        for (title, bytes) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
            section(&mut shown, title, bytes);
        }
        for (name, bytes) in files(home.path()) {
            if before.get(&name) != Some(&bytes) {
                section(&mut shown, &format!("file {name}"), &bytes);
            }
        }
    }
    shown
        .replace(home.path().to_str().unwrap(), "[DIR]")
        .replace(&format!("guiju {}", env!("CARGO_PKG_VERSION")), "guiju [VERSION]")
        .replace(&format!("\"version\":\"{}\"", env!("CARGO_PKG_VERSION")), "\"version\":\"[VERSION]\"")
}

fn section(shown: &mut String, title: &str, bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).expect("outputs are UTF-8");
    assert!(!text.contains('\u{1b}'), "no colour where nobody sees it");
    if !text.is_empty() {
        let open = if text.ends_with('\n') { "" } else { "[no line end]\n" };
        writeln!(shown, "── {title}\n{text}{open}").unwrap();
    }
}

/// Every file below a folder, by its name there.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// Words of a command line; one in quotes may hold spaces.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (at, part) in command.split('"').enumerate() {
        if at % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

fn program(home: &Path, arguments: &[String], variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(PROGRAM);
    command.args(arguments).current_dir(home).env_clear().envs(variables.iter().copied()).stdin(Stdio::null());
    command
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("it ends by itself")
}

/// The base folder, copied.
fn drills() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/cli/base/drills");
    for entry in fs::read_dir(base).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), home.path().join(entry.file_name())).unwrap();
    }
    home
}

fn run(home: &Path, arguments: &str) -> Output {
    program(home, &words(arguments), &[]).output().unwrap()
}

#[test]
fn a_reader_that_goes_early_is_no_trouble_and_changes_no_exit_code() {
    let home = drills();
    // Enough verdicts to fill any pipe.
    let mut records = fs::read_to_string(home.path().join("records.csv")).unwrap();
    for number in 0..20_000 {
        writeln!(records, "X-{number},H-01,hazard_found,2024-02-02,A-{number}").unwrap();
    }
    fs::write(home.path().join("records.csv"), records).unwrap();
    for format in ["text --limit 50000", "json", "ndjson", "csv"] {
        let arguments = words(&format!("audit --format {format}"));
        let mut child =
            program(home.path(), &arguments, &[]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut some = [0; 100];
        child.stdout.as_mut().unwrap().read_exact(&mut some).unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(code(&output), 1, "{format}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!said.contains("error") && !said.contains("panic"), "{format}: {said}");
    }
}

#[test]
fn the_same_audit_gives_the_same_bytes_on_any_number_of_threads() {
    let home = drills();
    for format in ["text", "json", "ndjson", "csv"] {
        let once = run(home.path(), &format!("audit --format {format} --threads 1"));
        assert!(!once.stdout.is_empty());
        for threads in ["1", "2", "7"] {
            let again = run(home.path(), &format!("audit --format {format} --threads {threads}"));
            assert_eq!(once.stdout, again.stdout, "{format} on {threads}");
        }
    }
}

#[test]
fn an_output_that_cannot_be_finished_leaves_the_old_one_and_nothing_else() {
    let home = drills();
    fs::write(home.path().join("out.csv"), "old\n").unwrap();
    // The records cannot be read, so the audit ends before its result is whole.
    fs::remove_file(home.path().join("records.csv")).unwrap();
    let before = files(home.path());
    let output = run(home.path(), "audit --format csv --out out.csv --rejects rejects.csv");
    assert_eq!(code(&output), 2);
    assert_eq!(files(home.path()), before);
}

#[test]
fn a_result_is_as_readable_as_any_other_file() {
    let home = drills();
    run(home.path(), "audit --format csv --out out.csv");
    fs::write(home.path().join("other.csv"), "").unwrap();
    let rights = |name: &str| fs::metadata(home.path().join(name)).unwrap().permissions();
    assert_eq!(rights("out.csv"), rights("other.csv"));
}

#[test]
fn colours_are_asked_for_or_there_are_none() {
    let home = drills();
    let coloured = |name: &str| {
        let output = program(home.path(), &words("audit"), &[(name, "1")]).output().unwrap();
        output.stdout.contains(&0x1b)
    };
    assert!(coloured("CLICOLOR_FORCE"));
    assert!(!coloured("NO_COLOR"));
}

#[test]
fn every_shell_gets_a_script_and_every_command_a_manual_page() {
    let home = drills();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = run(home.path(), &format!("completions {shell}"));
        assert_eq!(code(&output), 0);
        assert!(String::from_utf8(output.stdout).unwrap().contains("as-of"), "{shell}");
    }
    for command in ["", "check", "audit", "explain", "completions", "man"] {
        let output = run(home.path(), &format!("man {command}"));
        assert_eq!(code(&output), 0);
        assert!(String::from_utf8(output.stdout).unwrap().contains(".TH guiju"), "{command}");
    }
}

#[test]
fn every_code_is_listed_where_none_is_near_and_has_a_page_in_both_languages() {
    let home = drills();
    let output = run(home.path(), "explain 0");
    assert_eq!(code(&output), 2);
    let said = String::from_utf8(output.stderr).unwrap();
    let listed: Vec<&str> = said.split("the codes are ").nth(1).unwrap().trim().split(", ").collect();
    assert!(listed.len() > 40 && listed.is_sorted(), "{listed:?}");
    for code in listed {
        let [english, chinese] =
            ["en", "zh"].map(|language| run(home.path(), &format!("explain {code} --lang {language}")));
        assert!(english.status.success() && chinese.status.success(), "{code}");
        assert_ne!(english.stdout, chinese.stdout, "{code}");
    }
}

#[cfg(unix)]
#[test]
fn an_endless_file_is_refused_and_not_read_for_ever() {
    if !Path::new("/dev/zero").exists() {
        return;
    }
    let home = drills();
    for arguments in ["check /dev/zero", "audit --rules /dev/zero --records records.csv"] {
        let output = run(home.path(), arguments);
        assert_eq!(code(&output), 2, "{arguments}");
        let said = [output.stdout, output.stderr].concat();
        assert!(String::from_utf8_lossy(&said).contains("file-too-large"), "{arguments}");
    }
    std::os::unix::fs::symlink("/dev/zero", home.path().join("toml")).unwrap();
    fs::rename(home.path().join("toml"), home.path().join("guiju.toml")).unwrap();
    let output = run(home.path(), "audit");
    assert_eq!(code(&output), 2);
    assert!(String::from_utf8(output.stderr).unwrap().contains("longer than"));
}

#[test]
fn rules_that_are_not_utf_8_are_refused() {
    let home = drills();
    fs::write(home.path().join("drills.gj"), b"nursing_home each half-year \xcf\xfb\xb7\xc0\n").unwrap();
    for arguments in ["check", "audit"] {
        let output = run(home.path(), arguments);
        assert_eq!(code(&output), 2);
        assert!(String::from_utf8(output.stderr).unwrap().contains("not UTF-8"), "{arguments}");
    }
}

#[cfg(unix)]
#[test]
fn what_comes_through_a_pipe_has_no_fingerprint_of_nothing() {
    use std::io::Write as _;

    let home = drills();
    let records = fs::read(home.path().join("records.csv")).unwrap();
    let arguments = words("audit --rules drills.gj --records /dev/stdin --format json");
    let mut command = program(home.path(), &arguments, &[]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(&records).unwrap();
    let said = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    let told = said.lines().find(|line| line.contains("/dev/stdin")).unwrap();
    assert!(told.contains("\"sha256\":null") && !told.contains("\"rows\":0"), "{told}");
}

#[test]
fn fmt_takes_rules_from_standard_input_and_gives_them_to_standard_output() {
    use std::io::Write as _;
    let home = tempfile::tempdir().unwrap();
    let formatted = |text: &str, arguments: &str| {
        let mut command = program(home.path(), &words(arguments), &[]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        (code(&output), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let text = "养老机构   每月 A # c\n";
    assert_eq!(formatted(text, "fmt -"), (0, "养老机构 每月 A # c\n".to_owned(), String::new()));
    assert_eq!(formatted(text, "fmt - --lang en"), (0, "养老机构 each month A # c\n".to_owned(), String::new()));
    let (code, shown, _) = formatted(text, "fmt --check -");
    assert!(code == 1 && shown.contains("-养老机构   每月 A # c\n+养老机构 每月 A # c\n"), "{shown}");
    let (code, shown, told) = formatted("养老机构 每 月 A\n", "fmt -");
    assert!(code == 2 && shown.is_empty() && told.contains("<stdin>:1:"), "{told}");
}

/// A formatted file keeps its permissions, and a link goes on pointing to it.
#[cfg(unix)]
#[test]
fn fmt_replaces_the_file_and_nothing_about_it() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let home = tempfile::tempdir().unwrap();
    let (file, link) = (home.path().join("a.gj"), home.path().join("link.gj"));
    fs::write(&file, "X   each year A\n").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("a.gj", &link).unwrap();
    assert_eq!(code(&run(home.path(), "fmt link.gj")), 0);
    assert_eq!(fs::read_to_string(&file).unwrap(), "X each year A\n");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(files(home.path()).len(), 2, "nothing else is left behind");
}
