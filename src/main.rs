//! The `fidus` command.

use std::process::ExitCode;

/// A page is many small texts: with the allocator of most systems a sixth of the time would go into them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    ExitCode::from(fidus::cli::run(std::env::args_os()))
}
