//! The `fidus` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(fidus::cli::run(std::env::args_os()))
}
