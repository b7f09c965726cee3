//! `fidus init`: what was detected, written down.

use std::fmt::Write;

use super::args::Init;
use super::{CLEAN, Failure, print};
use crate::io;
use crate::layout::detect::Remark;
use crate::locale::Note;
use crate::project::{CONFIG, Project};

/// Runs the command and returns the exit code.
pub fn run(typed: &Init) -> Result<u8, Failure> {
    let project = Project::open(&typed.path, None)?;
    let file = project.root.join(CONFIG);
    if file.exists() {
        return Err(format!("{} exists and is left as it is", file.display()));
    }
    let text = configuration(&project);
    io::write_atomically(&file, text.as_bytes()).map_err(|error| format!("{}: {error}", file.display()))?;
    print(&summary(&project));
    print(&format!("wrote {}\n", file.display()));
    Ok(CLEAN)
}

fn summary(project: &Project) -> String {
    let mut out = String::new();
    for layout in &project.layouts {
        let pages = project.pairing.pairs.iter().filter(|pair| layout.pair(&pair.target).is_some()).count();
        let _infallible =
            writeln!(out, "layout {} ↔ {}: {pages} localized pages", layout.source.as_str(), layout.target.as_str());
    }
    let mut locales: Vec<String> = project.pairing.locales.iter().map(|(_, locale)| locale.to_string()).collect();
    locales.sort_unstable();
    locales.dedup();
    let _infallible = writeln!(out, "locales {}", locales.join(", "));
    for remark in &project.remarks {
        let _infallible = writeln!(out, "note: {}", say(remark));
    }
    out
}

fn configuration(project: &Project) -> String {
    let mut out = String::from("# What fidus detected. Every key is optional; the README describes them all.\n");
    let _infallible = writeln!(out, "source-locale = \"{}\"", project.settings.source_locale);
    for layout in &project.layouts {
        let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
        let (source, target) = (quoted(layout.source.as_str()), quoted(layout.target.as_str()));
        let _infallible = write!(out, "\n[[layout]]\nsource = {source}\ntarget = {target}\n");
    }
    let odd: Vec<_> = project
        .remarks
        .iter()
        .filter_map(|remark| match remark {
            Remark::Spelling { folder, tag, .. } => Some(format!("{folder} = \"{tag}\"\n")),
            _ => None,
        })
        .collect();
    if !odd.is_empty() {
        let _infallible = write!(out, "\n[locales]\n{}", odd.concat());
    }
    out
}

fn say(remark: &Remark) -> String {
    match remark {
        Remark::Spelling { folder, tag, note } => {
            let why = match note {
                Note::CountryCode => "is the code of a country",
                Note::LegacyCode => "is an old code",
                Note::UnusualCode => "is an unusual code",
            };
            format!("`{folder}` {why}; read as {tag}")
        }
        Remark::Unmirrored { folder } => {
            format!("`{folder}` looks like a locale, but no page in it answers a page of the source")
        }
        Remark::Sidecar { example, count } => {
            format!(
                "{count} pages like {example} have the suffix of the source language; the language of the pages beside them is not known"
            )
        }
    }
}
