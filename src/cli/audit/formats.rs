//! The formats, and how verdicts stream into each.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use clap::ArgMatches;

use crate::cli::error::CliError;
use crate::cli::output::Output;
use crate::evaluate::{Judged, Verdicts};
use crate::report::{Report, Selection, Tally, csv, json, ndjson, text};
use crate::text::{Language, Nearest};
use crate::verdict::{Listed, Status};

/// What is made of a block of verdicts.
struct Page<'a> {
    bytes: Vec<u8>,
    tally: Tally,
    rows: csv::Rows<'a>,
}

/// How verdicts are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Text,
    Json,
    Ndjson,
    Csv,
}

impl Format {
    /// The format that is asked for.
    ///
    /// # Errors
    ///
    /// There is no such format, or not yet.
    pub fn of(matches: &ArgMatches) -> Result<Self, CliError> {
        let word = matches.get_one::<String>("format").map_or("text", String::as_str);
        match word {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            "ndjson" => Ok(Self::Ndjson),
            "csv" => Ok(Self::Csv),
            "md" => Err(CliError::NotSupported { what: "--format md", instead: None }),
            "html" => Err(CliError::NotSupported { what: "--format html", instead: None }),
            "xlsx" => Err(CliError::NotSupported { what: "--format xlsx", instead: None }),
            _ => {
                let near = Nearest::default().find(word, ["text", "json", "ndjson", "csv"]).map(str::to_owned);
                Err(CliError::NoFormat { word: word.to_owned(), near })
            }
        }
    }

    /// Whether it names the fingerprints of the inputs: the plain streams do not, and are spared the work.
    pub const fn wants_fingerprints(self) -> bool {
        matches!(self, Self::Text | Self::Json)
    }

    /// Streams the verdicts through the report into the output.
    ///
    /// # Errors
    ///
    /// The output takes no more.
    pub fn write(
        self,
        report: &mut Report<'_>,
        verdicts: &Verdicts<'_>,
        out: &mut Output,
        language: Language,
        limit: usize,
        mut judged: impl FnMut(u64),
    ) -> Result<(), CliError> {
        self.head(report, out)?;
        let (book, ledger, selection) = (report.book, report.ledger, report.selection);
        let limit = if self == Self::Text { limit } else { 0 };
        // On every core: count, leave out what is not shown, and only then turn numbers into names.
        let begin = || Page { bytes: Vec::new(), tally: Tally::new(limit), rows: csv::Rows::new(book, ledger) };
        let render = |page: &mut Page<'_>, judged: Judged<'_>| {
            let Page { bytes, tally, rows } = page;
            let verdicts = match judged {
                Judged::Listed(verdicts) => verdicts,
                Judged::Counted { rule, subject, counts } => {
                    return tally.add_counted(rule, subject, counts, selection);
                }
            };
            for verdict in verdicts {
                if !tally.add(verdict, selection) {
                    continue;
                }
                match self {
                    Self::Text => {}
                    Self::Json => json::write_verdict(bytes, verdict, book, ledger),
                    Self::Ndjson => ndjson::write_line(bytes, verdict, book, ledger),
                    Self::Csv => rows.write(bytes, verdict),
                }
            }
        };
        let mut first = true;
        let statuses = Status::ALL.into_iter().filter(|status| self.lists(*status, selection)).collect();
        // A text tells of the worst breaches alone.
        let mildest = AtomicU32::new(0);
        let listed = Listed::of(statuses);
        let listed = if self == Self::Text { listed.at_least(&mildest) } else { listed };
        verdicts.stream(listed, begin, render, |Page { bytes, tally, .. }| {
            report.tally.take(tally);
            mildest.store(report.tally.mildest(), Ordering::Relaxed);
            judged(report.tally.judged());
            if bytes.is_empty() {
                return Ok(());
            }
            let cut = self == Self::Json && std::mem::take(&mut first);
            let written = out.data(if cut { json::first(bytes) } else { bytes });
            bytes.clear();
            written
        })?;
        report.close();
        match self {
            Self::Text => out.text(&text::render(report, language)),
            Self::Json => json::write_tail(out, report).map_err(|cause| out.trouble(cause)),
            Self::Ndjson | Self::Csv => Ok(()),
        }
    }

    /// Whether every verdict of a status must be at hand: a text tells of the others how many there are.
    fn lists(self, status: Status, selection: &Selection) -> bool {
        let told = status.is_breach() || matches!(status, Status::Unknown | Status::Exempt);
        selection.shows_status(status) && (told || self != Self::Text)
    }

    /// What stands before the verdicts.
    fn head(self, report: &Report<'_>, out: &mut Output) -> Result<(), CliError> {
        match self {
            Self::Json => json::write_head(out, report).map_err(|cause| out.trouble(cause)),
            Self::Csv => {
                let mut header = Vec::new();
                csv::write_header(&mut header);
                out.data(&header)
            }
            Self::Text | Self::Ndjson => Ok(()),
        }
    }
}

/// Whether two paths name one file, however they are written.
pub(in crate::cli) fn same_file(one: &Path, other: &Path) -> bool {
    let whole = |path: &Path| {
        let found = path.canonicalize();
        // A file that is not there yet is known by its folder and name.
        found.or_else(|cause| {
            let folder =
                path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
            path.file_name().map_or(Err(cause), |name| Ok(folder.canonicalize()?.join(name)))
        })
    };
    matches!((whole(one), whole(other)), (Ok(one), Ok(other)) if one == other)
}
