//! The command line: see `guiju --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    guiju::cli::run(std::env::args_os().collect(), |name| std::env::var(name).ok())
}
