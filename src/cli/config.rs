//! `fidus config`: every setting in use and where it comes from.

use super::args::Config;
use super::{CLEAN, Failure, print};
use crate::config::{Detected, Level, resolved};
use crate::io;
use crate::project::{CONFIG, Project};
use crate::rules::RULES;

/// Runs the command and returns the exit code.
pub fn run(typed: &Config) -> Result<u8, Failure> {
    let project = Project::open(&typed.path, typed.config.as_deref())?;
    let text = match &project.config {
        Some(file) => io::read_text(file).map_err(|error| format!("{}: {error}", file.display()))?,
        None => String::new(),
    };
    let name = project.config.as_ref().and_then(|file| file.file_name()).unwrap_or_else(|| CONFIG.as_ref());
    let name = name.to_string_lossy();
    let rules: Vec<(&str, Level)> =
        RULES.iter().map(|rule| (rule.meta().id, Level::of(rule.meta().severity))).collect();
    let detected = Detected { source_locale: &project.settings.source_locale, layouts: &project.layouts };
    let listed = resolved(&text, &name, &rules, detected).map_err(|error| format!("{name}:{error}"))?;
    let missing = if project.config.is_some() { "" } else { "; there is no configuration file" };
    print(&format!("# root: {}{missing}\n{listed}", project.root.display()));
    Ok(CLEAN)
}
