//! `guiju audit`: rules and records to verdicts (docs/architecture.md (Contracts)).

mod filters;
mod formats;
mod progress;
mod provenance;
mod resolve;
mod settings;
mod threads;
mod waivers;

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use clap::ArgMatches;

use self::formats::Format;
pub(super) use self::formats::same_file;
use self::progress::Progress;
use self::resolve::Resolve;
use self::settings::Settings;
pub(super) use self::waivers::PAGES;
use super::error::{CliError, Troubles};
use super::output::Output;
use super::{FINE, rules, say};
use crate::calendar::WorkingDays;
use crate::check::Loaded;
use crate::diagnostic::terminal::{self, Style};
use crate::evaluate::evaluate;
use crate::ledger::{Asked, Decisions, Intake, Ledger, Note, RejectsCsv, Tables, read_tables};
use crate::report::{LIMIT, Report, Selection};
use crate::rulebook::RuleBook;
use crate::text::{Language, Wording};

/// Something is violated or late.
const BROKEN: u8 = 1;
/// Rows were rejected under `--strict`.
const REJECTED: u8 = 3;

/// Runs an audit: 2 the rules, the command or the files are wrong, 3 rows were rejected under `--strict`,
/// 1 something is violated or late, 0 nothing is broken.
pub(super) fn run(matches: &ArgMatches, language: Language) -> Result<u8, Troubles> {
    let format = Format::of(matches)?;
    let statuses = filters::statuses(matches)?;
    let settings = Settings::of(matches)?;
    let paths = |name| matches.get_one::<PathBuf>(name).map(PathBuf::as_path);
    let (out, rejects) = (paths("out"), paths("rejects"));

    let mut loaded = rules::load_files(&settings.rules)?;
    tell_problems(&loaded, language)?;
    for (name, value) in &settings.set {
        loaded.book.set(name, value).map_err(CliError::Parameter)?;
    }
    let book = &loaded.book;
    if book.rules.is_empty() {
        // An audit that judges nothing must not look like one that found nothing.
        return Err(CliError::NoRuleInFiles.into());
    }
    let rules = filters::rules(matches, book)?;
    spare_inputs(&settings, &loaded, [out, rejects])?;
    spare_resolved(&settings, &loaded, [out, rejects])?;

    let threads = matches.get_one::<u16>("threads").copied();
    threads::on(threads, language, || {
        let streams_to_a_terminal = out.is_none() && format != Format::Text && io::stdout().is_terminal();
        let progress = Progress::new(language, streams_to_a_terminal);
        // A place that cannot be written to is found before the work, not after it.
        let mut out = Output::to(out)?;
        let resolve = Resolve::of(&settings)?;
        let decisions = resolve.as_ref().map(|resolve| resolve.list.clone());
        let (ledger, intake) = tables(book, &settings, decisions, rejects, language)?;
        let as_of = ledger.as_of().ok_or_else(|| CliError::no_day(&intake))?;
        if let Some(from) = settings.from.filter(|from| *from > as_of) {
            return Err(CliError::Backwards { from, to: as_of }.into());
        }
        progress.aside(|| {
            waivers::tell(&intake, &loaded, language);
            say_days(&settings, &ledger, language);
        });
        let mut provenance = provenance::of(&loaded, &settings, &intake, format.wants_fingerprints())?;
        // The fingerprint is that of the list as it was read.
        if settings.resolve.as_ref().is_some_and(|resolve| resolve.write) {
            provenance.unmatched = 0;
        }
        let written = resolve.map(|resolve| resolve.write(&intake.unmatched, language)).transpose()?;
        progress.aside(|| say(&written.unwrap_or_default()));
        let selection = Selection { statuses, rules, subjects: filters::subjects(matches, &ledger)? };
        let limit = matches.get_one::<usize>("limit").copied().unwrap_or(LIMIT);

        let verdicts = evaluate(book, &ledger, WorkingDays::china(), as_of);
        let mut report = Report::new((book, &ledger, as_of), &provenance, &selection, limit);
        format.write(&mut report, &verdicts, &mut out, language, limit, |judged| progress.judged(judged))?;
        progress.end();
        out.finish()?;
        let told: Vec<Wording> = intake.notes.iter().filter(|note| waivers::tells(note)).map(Note::wording).collect();
        say_notes(&report, format, &told, language);
        let strict = matches.get_flag("strict") && intake.rejected() > 0;
        Ok(if strict {
            REJECTED
        } else if report.tally.any_breach() {
            BROKEN
        } else {
            FINE
        })
    })
}

/// Tells what is wrong with the rules on standard error; errors end the run.
pub(super) fn tell_problems(loaded: &Loaded, language: Language) -> Result<(), CliError> {
    if !loaded.problems.is_empty() {
        let problems = terminal::render(loaded.problems.iter(), &loaded.sources, Style { colour: true, language });
        say(&format!("{problems}\n"));
    }
    if loaded.problems.has_errors() { Err(CliError::Rules) } else { Ok(()) }
}

/// Sees to it that no output replaces what is read, or another output.
fn spare_inputs(settings: &Settings, loaded: &Loaded, outputs: [Option<&Path>; 2]) -> Result<(), CliError> {
    let sources = loaded.sources.iter().map(|source| Path::new(&source.path));
    let inputs: Vec<&Path> = settings.inputs().chain(sources).collect();
    for output in outputs.into_iter().flatten() {
        if inputs.iter().any(|input| same_file(input, output)) {
            return Err(CliError::OverwritesInput { path: output.to_owned() });
        }
    }
    match outputs {
        [Some(one), Some(other)] if same_file(one, other) => Err(CliError::SameOutput { path: one.to_owned() }),
        _ => Ok(()),
    }
}

/// Sees to it that the list of decisions is no other file of the run: it is read and written.
fn spare_resolved(settings: &Settings, loaded: &Loaded, outputs: [Option<&Path>; 2]) -> Result<(), CliError> {
    let Some(resolve) = &settings.resolve else { return Ok(()) };
    let list = resolve.table.path.as_path();
    if outputs.into_iter().flatten().any(|output| same_file(list, output)) {
        return Err(CliError::OverwritesInput { path: list.to_owned() });
    }
    let sources = loaded.sources.iter().map(|source| Path::new(&source.path));
    if resolve.write && settings.inputs().chain(sources).any(|input| same_file(input, list)) {
        return Err(CliError::OverwritesInput { path: list.to_owned() });
    }
    Ok(())
}

/// Reads register, records and waivers; the rejected rows go to a file of their own where one is asked for.
fn tables(
    book: &RuleBook,
    settings: &Settings,
    decisions: Option<Decisions>,
    rejects: Option<&Path>,
    language: Language,
) -> Result<(Ledger, Intake), CliError> {
    let asked = Asked { from: settings.from, to: settings.to, as_of: settings.as_of };
    let given = Tables {
        register: settings.register.as_ref().map(settings::Table::input).transpose()?,
        records: settings.records.iter().map(settings::Table::input).collect::<Result<_, _>>()?,
        waivers: settings.waivers.as_ref().map(settings::Table::input).transpose()?,
        decisions,
    };
    let Some(path) = rejects else { return Ok(whole(read_tables(book, given, asked, &mut |_| {})?, settings)) };
    let mut out = Output::file(path)?;
    let mut table = RejectsCsv::new(&mut out, language);
    let tables = read_tables(book, given, asked, &mut |reject| table.write(reject))?;
    table.finish().map_err(|cause| CliError::Write { path: path.to_owned(), cause })?;
    out.finish()?;
    Ok(whole(tables, settings))
}

/// With what was left out before anything was read.
fn whole((ledger, mut intake): (Ledger, Intake), settings: &Settings) -> (Ledger, Intake) {
    intake.notes.splice(0..0, settings.left.iter().cloned());
    intake.shorten_files_not_read();
    (ledger, intake)
}

/// The judged day and the coverage, and how they were found.
fn say_days(settings: &Settings, ledger: &Ledger, language: Language) {
    let Some(as_of) = ledger.as_of() else { return };
    let (en, zh) = match (settings.as_of, settings.to) {
        (Some(_), _) => ("given", "指定"),
        (None, Some(_)) => ("the last day of the coverage given", "所给覆盖期的末日"),
        (None, None) => ("the last date in the records", "记录中的最后日期"),
    };
    let (from_en, from_zh) = match settings.from {
        Some(_) => ("given", "指定"),
        None => ("from the first date in the records", "自记录中的最早日期"),
    };
    let (days_en, days_zh) = match ledger.coverage() {
        Some(days) => {
            (format!("{} to {} ({from_en})", days.from, days.to), format!("{} 至 {}（{from_zh}）", days.from, days.to))
        }
        None => ("no day".to_owned(), "无".to_owned()),
    };
    let en = format!("as of {as_of} ({en}); the records cover {days_en}\n");
    let zh = format!("截至 {as_of}（{zh}）；记录覆盖 {days_zh}\n");
    say(language.either(&en, &zh));
}

/// What a report has in it and a plain stream has not: warnings but those that are told, and counts of rows.
fn say_notes(report: &Report<'_>, format: Format, told: &[Wording], language: Language) {
    if format == Format::Text {
        return;
    }
    for warning in report.provenance.warnings.iter().filter(|warning| !told.contains(warning)) {
        let word = language.either("warning: ", "提醒：");
        say(&format!("{word}{}\n", warning.in_language(language)));
    }
    for records in &report.provenance.records {
        say(&format!("{}\n", records.in_language(language)));
    }
    let rows = report.provenance.rows();
    let (judged, shown) = (report.tally.judged(), report.tally.shown());
    let plural = |count: u64, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    let en = format!(
        "{}, {shown} shown; {} read = {} used + {} ignored + {} rejected\n",
        plural(judged, "verdict"),
        plural(rows.read, "row"),
        rows.used,
        rows.ignored,
        rows.rejected
    );
    let zh = format!(
        "结论 {judged} 条，显示 {shown} 条；读入 {} 行 = 采用 {} + 忽略 {} + 拒收 {}\n",
        rows.read, rows.used, rows.ignored, rows.rejected
    );
    say(language.either(&en, &zh));
    let found = &report.provenance.matched;
    if found.beyond_ids() {
        let found = found.wording();
        let (en, zh) = (format!("institutions found {}\n", found.en), format!("机构认定：{}\n", found.zh));
        say(language.either(&en, &zh));
    }
    let cells = report.provenance.unmatched;
    if cells > 0 {
        let (names, them) = if cells == 1 { ("name", "it") } else { ("names", "them") };
        let en = format!(
            "{cells} institution {names} could not be matched: `--resolve FILE` lists {them} for a person to decide\n"
        );
        let zh = format!("有 {cells} 个机构名称未能对上：可用 `--resolve 文件` 列出，由人认定\n");
        say(language.either(&en, &zh));
    }
}
