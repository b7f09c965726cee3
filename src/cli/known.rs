//! The baseline of a project: which file, what of a report is known, and the words about what is left of it.

use std::path::{Path, PathBuf};

use super::say;
pub use crate::baseline::FILE;
use crate::baseline::{Baseline, Parted};
use crate::io;
use crate::report::{ErrorKind, Known, Report, RunError};
use crate::rules;

/// A baseline, and the file that it is from.
pub struct Loaded {
    /// The file, as it is shown.
    pub path: String,
    /// What is in it.
    pub baseline: Baseline,
}

/// The file that was named, or the usual one of the project.
pub fn file(typed: Option<&Path>, root: &Path) -> PathBuf {
    typed.map_or_else(|| root.join(FILE), Path::to_path_buf)
}

/// Reads the baseline that was named, or the usual one; `None` if none was named and there is none.
pub fn load(typed: Option<&Path>, root: &Path) -> Result<Option<Loaded>, RunError> {
    let is_wanted = typed.is_some() || file(typed, root).exists();
    is_wanted.then(|| read(typed, root)).transpose()
}

/// Reads the baseline.
pub fn read(typed: Option<&Path>, root: &Path) -> Result<Loaded, RunError> {
    let path = file(typed, root);
    let shown = shown(typed, &path);
    let trouble = |message| RunError { path: shown.clone(), kind: ErrorKind::Config, message };
    let text = io::read_text(&path).map_err(|error| {
        trouble(format!("{error}; `fidus baseline write` writes a baseline of what is found today"))
    })?;
    let baseline = Baseline::parse(&text).map_err(|error| trouble(error.to_string()))?;
    Ok(Loaded { path: shown, baseline })
}

fn shown(typed: Option<&Path>, path: &Path) -> String {
    typed.map_or_else(|| FILE.to_owned(), |_| path.display().to_string())
}

/// Whether there are words about what is left of a baseline.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// On standard error.
    Aloud,
    /// Nowhere.
    Not,
}

/// Takes what is known out of a report; `checked` tells whether a page was checked by a rule.
pub fn subtract(report: &mut Report, loaded: &Loaded, told: Told, checked: impl Fn(&str, &str) -> bool) {
    let Parted { new, known, stale } = loaded.baseline.part(std::mem::take(&mut report.findings));
    let stale = stale.only(checked).count();
    report.findings = new;
    report.finish();
    report.known = Some(Known { path: loaded.path.clone(), findings: known.len(), stale });
    if stale > 0 && told == Told::Aloud {
        let words = if stale == 1 {
            "1 entry is found no more; `fidus baseline prune` takes it out".to_owned()
        } else {
            format!("{stale} entries are found no more; `fidus baseline prune` takes them out")
        };
        say(&format!("fidus: {}: {words}", loaded.path));
    }
    let unknown = unknown_rules(&loaded.baseline);
    if !unknown.is_empty() && told == Told::Aloud {
        let rules = unknown.join("`, `");
        say(&format!(
            "fidus: {}: this version has no rule `{rules}`; `fidus baseline prune` takes its entries out",
            loaded.path
        ));
    }
}

/// Rules that entries name and that do not exist.
fn unknown_rules(baseline: &Baseline) -> Vec<&str> {
    let mut unknown: Vec<&str> =
        baseline.entries().map(|entry| entry.rule).filter(|rule| rules::find(rule).is_none()).collect();
    unknown.sort_unstable();
    unknown.dedup();
    unknown
}
