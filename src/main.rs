//! The command line: see `guiju --help`.

use std::panic;
use std::process::ExitCode;

fn main() -> ExitCode {
    // A damaged file is told of once, and in words.
    let tell = panic::take_hook();
    panic::set_hook(Box::new(move |what| {
        if !guiju::ledger::is_guarded() {
            tell(what);
        }
    }));
    guiju::cli::run(std::env::args_os().collect(), |name| std::env::var(name).ok())
}
