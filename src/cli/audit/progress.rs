//! What a long audit is doing, on standard error, and only on a terminal.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::text::Language;

/// A line that shows the work goes on; it leaves nothing behind.
pub(super) struct Progress {
    bar: ProgressBar,
    language: Language,
}

impl Progress {
    /// Begins with the reading. Where standard error is no terminal, nothing is ever shown; nor where `quiet`, because
    /// the result goes to the same terminal at the same time.
    pub fn new(language: Language, quiet: bool) -> Self {
        let bar = if quiet { ProgressBar::hidden() } else { ProgressBar::new_spinner() };
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
            bar.set_style(style);
        }
        bar.set_message(language.either("reading …", "正在读取……"));
        if !bar.is_hidden() {
            bar.enable_steady_tick(Duration::from_millis(120));
        }
        Self { bar, language }
    }

    /// So many verdicts have been judged.
    pub fn judged(&self, verdicts: u64) {
        if !self.bar.is_hidden() {
            self.bar.set_message(format!("{}{verdicts}", self.language.either("verdicts judged: ", "已判定：")));
        }
    }

    /// Says something else in the meantime.
    pub fn aside(&self, speak: impl FnOnce()) {
        self.bar.suspend(speak);
    }

    /// Takes the line away; results may follow.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.end();
    }
}
