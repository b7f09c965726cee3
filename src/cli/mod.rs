//! The command line: what was typed, which command it is, and the exit code.

mod align;
mod args;
mod baseline;
mod check;
mod config;
mod coverage;
mod diff;
mod explain;
mod filter;
mod init;
mod known;
mod mend;
mod scope;
mod stamp;
mod terminal;

use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::path::Path;

use clap::Parser;

use args::{Arguments, Command};

use crate::io;

/// No finding at or over the gate.
const CLEAN: u8 = 0;
/// Findings at or over the gate.
const FINDINGS: u8 = 1;
/// The job could not be done.
const FAILED: u8 = 2;

/// Runs what `arguments` ask for and returns the exit code: 0 clean, 1 findings, 2 could not do the job.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    // A page that makes us panic is reported as an error of the run; the hook's own words would only stand beside it.
    std::panic::set_hook(Box::new(|_| ()));
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => return usage(&error),
    };
    let outcome = match &arguments.command {
        Command::Check(typed) => check::run(typed),
        Command::Coverage(typed) => coverage::run(typed),
        Command::Diff(typed) => diff::run(typed),
        Command::Stamp(typed) => stamp::run(typed),
        Command::Align(typed) => align::run(typed),
        Command::Explain(typed) => explain::explain(&typed.rule),
        Command::Rules(typed) => explain::rules(typed.format),
        Command::Init(typed) => init::run(typed, check::whole),
        Command::Config(typed) => config::run(typed),
        Command::Schema => explain::schema(),
        Command::Baseline(typed) => baseline::run(typed, check::whole),
        Command::Completions(typed) => explain::completions(typed.shell),
        Command::Man(typed) => explain::man(typed),
    };
    outcome.unwrap_or_else(|failure| {
        say(&format!("fidus: {failure}"));
        FAILED
    })
}

/// Help and version go where they were asked for; a mistake is exit 2.
fn usage(error: &clap::Error) -> u8 {
    let asked = !error.use_stderr();
    let _closed_pipe = error.print();
    if asked { CLEAN } else { FAILED }
}

use crate::project::{Lack, Memory};

/// Why a command could not do its job: a sentence with place and remedy.
type Failure = String;

/// Writes to standard output; a reader that went away is no failure.
fn print(text: &str) {
    // Taking colours out for files and pipes costs a pass over the text, which has none in most formats.
    let plain = memchr::memchr(b'\x1b', text.as_bytes()).is_none();
    let mut out: Box<dyn Write> =
        if plain { Box::new(std::io::stdout().lock()) } else { Box::new(anstream::stdout().lock()) };
    let _closed_pipe = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Writes a result to a file, and makes the folders it needs.
fn save(file: &Path, text: &str) -> Result<(), Failure> {
    let failure = |reason: &str| format!("{}: {reason}", file.display());
    if is_folder(file) {
        return Err(failure("this is a folder; name a file in it"));
    }
    io::write_result(file, text.as_bytes()).map_err(|error| failure(&io::describe(&error)))
}

/// Writes a result to the file that was named, or prints it.
fn put(file: Option<&Path>, text: &str) -> Result<(), Failure> {
    match file {
        Some(file) => save(file, text),
        None => {
            print(text);
            Ok(())
        }
    }
}

/// A path that stands for a folder: one that is there, or is written like one.
fn is_folder(path: &Path) -> bool {
    path.is_dir() || path.to_string_lossy().ends_with(std::path::is_separator)
}

/// Writes a line to standard error.
fn say(text: &str) {
    let _closed_pipe = writeln!(std::io::stderr(), "{text}");
}

/// Standard output is a terminal that a person reads.
fn is_interactive() -> bool {
    std::io::stdout().is_terminal()
}

/// What is not known of the past, said once; that there is no repository, only to whoever asked for its past.
fn tell_lacks(memory: &Memory, is_asked: bool) {
    for lack in &memory.lacks {
        let words = match lack {
            Lack::Repository if !is_asked => continue,
            Lack::Repository => "there is no git history here".to_owned(),
            Lack::Depth => {
                "the clone is shallow, so that older sources are not known (git fetch --unshallow gets them)".to_owned()
            }
            Lack::Readable(reason) => format!("the git history cannot be read ({reason})"),
            Lack::Stamps => {
                say("fidus: the stamps name no commits of this repository; git alone tells the age of pages");
                continue;
            }
        };
        say(&format!("fidus: {words}; pages are compared with the source of today"));
    }
}
