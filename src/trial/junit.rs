//! The tests of a run as the XML that continuous integration reads: a suite a file, a case a test.

use std::fmt::Write as _;

use super::json::place;
use super::text::details;
use super::{Outcome, Trials, Tried};
use crate::diagnostic::terminal::{self, Style};
use crate::text::{Language, Source};

/// Renders what the tests came to, messages in one language.
#[must_use]
pub fn render(trials: &Trials, sources: &[Source], language: Language) -> String {
    let (_, failed, wrong) = trials.counts();
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let all = trials.tests.len();
    let _ = writeln!(out, "<testsuites name=\"guiju\" tests=\"{all}\" failures=\"{failed}\" errors=\"{wrong}\">");
    for file in trials.tests.chunk_by(|one, other| one.file == other.file) {
        let path = file.first().map_or("", |tried| place(tried.span, sources).0);
        let count = |is: fn(&Outcome) -> bool| file.iter().filter(|tried| is(&tried.outcome)).count();
        let failed = count(|outcome| matches!(outcome, Outcome::Failed(_)));
        let wrong = count(|outcome| matches!(outcome, Outcome::Wrong));
        let (name, all) = (escaped(path), file.len());
        let _ = writeln!(
            out,
            "  <testsuite name=\"{name}\" tests=\"{all}\" failures=\"{failed}\" errors=\"{wrong}\" skipped=\"0\">"
        );
        for tried in file {
            case(&mut out, tried, trials, sources, language);
        }
        out.push_str("  </testsuite>\n");
    }
    out.push_str("</testsuites>\n");
    out
}

fn case(out: &mut String, tried: &Tried, trials: &Trials, sources: &[Source], language: Language) {
    let (path, line) = place(tried.span, sources);
    let (path, title) = (escaped(path), escaped(&tried.title));
    let _ = write!(out, "    <testcase classname=\"{path}\" name=\"{title}\" file=\"{path}\" line=\"{line}\"");
    let style = Style { language, colour: false };
    match &tried.outcome {
        Outcome::Passed => out.push_str("/>\n"),
        Outcome::Failed(failures) => {
            // Readers show the first failure of a case, so there is one, with everything in it.
            let titles: Vec<String> =
                failures.iter().map(|failure| failure.title().in_language(language).to_owned()).collect();
            let told = failures.iter().map(|failure| {
                let shown = terminal::render([&failure.diagnostic(tried)], sources, style);
                format!("{shown}{}", details(failure, language))
            });
            let told: Vec<String> = told.collect();
            let _ = writeln!(
                out,
                ">\n      <failure type=\"failed-expectation\" message=\"{}\">{}</failure>\n    </testcase>",
                escaped(&titles.join("; ")),
                escaped(&told.join("\n"))
            );
        }
        Outcome::Wrong => {
            let own: Vec<_> = trials
                .problems
                .iter()
                .filter(|problem| {
                    tried.lines.file == problem.span.file
                        && tried.lines.start <= problem.span.start
                        && problem.span.end <= tried.lines.end
                })
                .collect();
            let titles: Vec<&str> = own.iter().map(|problem| problem.title.in_language(language)).collect();
            let code = own.first().map_or("", |problem| problem.code);
            let _ = writeln!(
                out,
                ">\n      <error type=\"{}\" message=\"{}\">{}</error>\n    </testcase>",
                escaped(code),
                escaped(&titles.join("; ")),
                escaped(&terminal::render(own, sources, style))
            );
        }
    }
}

/// Text as XML 1.0 can hold it, in attributes too: marks are escaped, line ends are kept, characters that no document
/// may have become U+FFFD.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\n' => out.push('\n'),
            '\t' => out.push_str("&#9;"),
            '\r' => out.push_str("&#13;"),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_that_xml_cannot_hold_is_left() {
        assert_eq!(
            escaped("a<b>&\"'\u{1b}\u{0}\u{ffff}\t甲"),
            "a&lt;b&gt;&amp;&quot;&apos;\u{fffd}\u{fffd}\u{fffd}&#9;甲"
        );
    }
}
