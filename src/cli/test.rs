//! `guiju test`: the tests in the language, and what of each rule they touch.

use std::path::{Path, PathBuf};

use clap::ArgMatches;

use super::error::{CliError, Troubles};
use super::output::Output;
use super::{FINE, WRONG, files, project, rules, say};
use crate::check::Loaded;
use crate::diagnostic::Problems;
use crate::diagnostic::terminal::{self, Style};
use crate::text::Language;
use crate::trial::{self, Trials};

/// A test failed.
const FAILED: u8 = 1;

/// Runs the tests: 2 the rules or the tests are wrong or there is none, 1 a test failed, 0 all passed.
pub(super) fn run(matches: &ArgMatches, language: Language) -> Result<u8, Troubles> {
    let paths: Vec<PathBuf> = matches.get_many("paths").into_iter().flatten().cloned().collect();
    let paths = if paths.is_empty() { vec![PathBuf::from(".")] } else { paths };
    let loaded = rules::load_files(&rule_files(&paths)?)?;
    tell(&loaded.problems, &loaded, language);
    if loaded.problems.has_errors() {
        return Err(CliError::RulesOfTests.into());
    }
    let out = matches.get_one::<PathBuf>("out").map(PathBuf::as_path);
    spare_rules(&loaded, out)?;
    let filter = matches.get_one::<String>("filter").map(String::as_str);
    let trials = trial::run(&loaded, filter);
    if trials.tests.is_empty() {
        let filter = filter.filter(|_| trials.all > 0).map(str::to_owned);
        return Err(CliError::NoTest { filter, files: loaded.sources.len() }.into());
    }
    tell(&trials.problems, &loaded, language);
    let mut out = Output::to(out)?;
    match matches.get_one::<String>("format").map(String::as_str) {
        Some("json") => {
            let json = trial::json(&trials, &loaded.sources).map_err(|cause| out.trouble(cause.into()))?;
            out.data(json.as_bytes())?;
        }
        Some("junit") => out.data(trial::junit(&trials, &loaded.sources, language).as_bytes())?,
        _ => {
            let style = Style { colour: true, language };
            out.text(&trial::text(&trials, &loaded.sources, style, matches.get_flag("coverage")))?;
        }
    }
    out.finish()?;
    Ok(code(&trials))
}

fn code(trials: &Trials) -> u8 {
    match trials.counts() {
        (_, _, 1..) => WRONG,
        (_, 1.., 0) => FAILED,
        (_, 0, 0) => FINE,
    }
}

/// Problems go to standard error: they are no result.
fn tell(problems: &Problems, loaded: &Loaded, language: Language) {
    if !problems.is_empty() {
        let told = terminal::render(problems.iter(), &loaded.sources, Style { colour: true, language });
        say(&format!("{told}\n"));
    }
}

/// The rule files that paths name. A folder with a guiju.toml means the rules that it names, any other its *.gj files.
fn rule_files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Troubles> {
    let mut named = Vec::new();
    for path in paths {
        let project = if path.is_dir() { project::read(path)? } else { None };
        match project.filter(|project| !project.rules.is_empty()) {
            Some(project) => named.extend(project.rules.iter().map(|rules| beside(path, rules))),
            None => named.push(path.clone()),
        }
    }
    Ok(files::rule_files(&named)?)
}

/// A path of a guiju.toml, seen from where the user stands.
fn beside(folder: &Path, path: &str) -> PathBuf {
    if folder == Path::new(".") { PathBuf::from(path) } else { folder.join(path) }
}

/// Sees to it that the result replaces no rule file.
fn spare_rules(loaded: &Loaded, out: Option<&Path>) -> Result<(), CliError> {
    let Some(out) = out else { return Ok(()) };
    let is_input = |source: &crate::text::Source| super::audit::same_file(Path::new(&source.path), out);
    if loaded.sources.iter().any(is_input) {
        return Err(CliError::OverwritesInput { path: out.to_owned() });
    }
    Ok(())
}
