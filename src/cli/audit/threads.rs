//! `--threads N`.

use crate::cli::say;
use crate::text::Language;

/// Runs `work` on so many threads, or on one a core.
#[cfg(feature = "threads")]
pub(super) fn on<T: Send>(threads: Option<u16>, language: Language, work: impl FnOnce() -> T + Send) -> T {
    let Some(threads) = threads else { return work() };
    match rayon::ThreadPoolBuilder::new().num_threads(usize::from(threads)).build() {
        Ok(pool) => pool.install(work),
        Err(cause) => {
            // The result does not depend on the number, so the run goes on.
            let zh = format!("提示：无法使用 {threads} 个线程（{cause}），改用默认线程数\n");
            let en = format!("note: {threads} threads cannot be had ({cause}), the default is used\n");
            say(language.either(&en, &zh));
            work()
        }
    }
}

/// Says that there is one thread, and runs `work`.
#[cfg(not(feature = "threads"))]
pub(super) fn on<T>(threads: Option<u16>, language: Language, work: impl FnOnce() -> T) -> T {
    if threads.is_some() {
        say(language.either(
            "note: this build has one thread, `--threads` changes nothing\n",
            "提示：此版本只有一个线程，`--threads` 不起作用\n",
        ));
    }
    work()
}
