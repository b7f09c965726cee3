//! `fidus init`: what was detected and what is found, written down; and what brings it into reviews, if asked for. Files
//! that are there are left as they are.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use super::args::Init;
use super::{CLEAN, Failure, known, print};
use crate::baseline::Baseline;
use crate::config::{SCHEMA_FILE, schema};
use crate::io;
use crate::layout::detect::Remark;
use crate::locale::Note;
use crate::project::{CONFIG, Project};
use crate::report::{Finding, Report};
use crate::rule::Group;
use crate::rules;

/// What a whole project has.
type Found = fn(&Path, Option<&Path>) -> Result<(Project, Report), Failure>;

const GITHUB: &str = include_str!("init/github.yml");
const GITLAB: &str = include_str!("init/gitlab.yml");
const PRE_COMMIT: &str = include_str!("init/pre-commit.yaml");

/// Where fidus lives; the author of a fork, or of a first release, writes it into Cargo.toml.
const ADDRESS: &str = env!("CARGO_PKG_REPOSITORY");

/// A file to write, unless it is there.
struct Planned {
    path: PathBuf,
    text: String,
    /// What to do with it, or with its text if the file is there.
    then: Option<String>,
}

/// Runs the command and returns the exit code.
pub fn run(typed: &Init, found: Found) -> Result<u8, Failure> {
    let (project, report) = found(&typed.path, None)?;
    let plan = plan(typed, &project, &report);
    if plan.iter().any(|planned| !planned.path.exists()) {
        print(&summary(&project));
        print(&findings(&report));
    }
    let mut written = 0;
    for planned in plan {
        written += usize::from(write(&planned)?);
    }
    if written == 0 {
        return Err("nothing is written: all of it is there already".to_owned());
    }
    print(next(typed, &report));
    Ok(CLEAN)
}

fn plan(typed: &Init, project: &Project, report: &Report) -> Vec<Planned> {
    let top = io::find_above(&project.root, ".git").unwrap_or_else(|| project.root.clone());
    let at = |path: PathBuf, text: String| Planned { path, text, then: None };
    let config = project.root.join(CONFIG);
    // The first line of the configuration names it.
    let schema = (ADDRESS.is_empty() && !config.exists()).then(|| at(project.root.join(SCHEMA_FILE), schema()));
    let mut all = vec![at(config, configuration(project))];
    all.extend(schema);
    if typed.baseline {
        let is_taken =
            |finding: &&Finding| rules::find(finding.rule).is_some_and(|rule| rule.meta().group != Group::Security);
        let baseline = Baseline::of(report.findings.iter().filter(is_taken));
        all.push(at(project.root.join(known::FILE), baseline.to_json()));
    }
    if typed.github {
        all.push(at(top.join(".github/workflows/fidus.yml"), filled(GITHUB)));
    }
    if typed.pre_commit {
        let then = "add this to `repos`, and run `pre-commit install`".to_owned();
        all.push(Planned { then: Some(then), ..at(top.join(".pre-commit-config.yaml"), filled(PRE_COMMIT)) });
    }
    if typed.gitlab {
        let file = ".gitlab/fidus.yml";
        let then = format!("add it to .gitlab-ci.yml: include: [{{ local: {file} }}]");
        all.push(Planned { then: Some(then), ..at(top.join(file), filled(GITLAB)) });
    }
    all
}

/// A template with the address of fidus, or with a place to write it.
fn filled(template: &str) -> String {
    let address = if ADDRESS.is_empty() { "https://example.org/fidus # the address of fidus" } else { ADDRESS };
    let version = env!("CARGO_PKG_VERSION");
    let action = match ADDRESS.strip_prefix("https://github.com/") {
        Some(name) => format!("{name}@v{version}"),
        None => format!("OWNER/fidus@v{version} # write the owner of fidus here"),
    };
    template.replace("{action}", &action).replace("{address}", address).replace("{version}", version)
}

/// Writes the file, unless it is there; says which it was.
fn write(planned: &Planned) -> Result<bool, Failure> {
    let shown = planned.path.display();
    let then = planned.then.as_deref();
    if planned.path.exists() {
        print(&format!("{shown} is there and left as it is\n"));
        if let Some(then) = then.filter(|_| planned.path.ends_with(".pre-commit-config.yaml")) {
            print(&format!("  {then}:\n{}", planned.text));
        }
        return Ok(false);
    }
    io::write_new(&planned.path, planned.text.as_bytes()).map_err(|error| format!("{shown}: {error}"))?;
    print(&format!("wrote {shown}\n"));
    then.iter().for_each(|then| print(&format!("  {then}\n")));
    Ok(true)
}

/// How many findings each rule has, and where the first is.
fn findings(report: &Report) -> String {
    let mut by_rule: BTreeMap<_, Vec<&Finding>> = BTreeMap::new();
    for finding in &report.findings {
        by_rule.entry((std::cmp::Reverse(finding.severity), finding.rule)).or_default().push(finding);
    }
    if by_rule.is_empty() {
        return "nothing is found: nothing lost, nothing damaged\n\n".to_owned();
    }
    let mut out = String::new();
    for ((severity, rule), findings) in by_rule {
        let place = &findings[0].place;
        let at = format!("{}:{}", place.path.escape_debug(), place.range.start.line);
        let _infallible = writeln!(out, "{:>6} {:<8} {rule:<24} first: {at}", findings.len(), severity.0.name());
    }
    out + "\n"
}

fn next(typed: &Init, report: &Report) -> &'static str {
    match (typed.baseline, report.findings.is_empty()) {
        (false, false) => {
            "\n`fidus check` shows the findings; `fidus baseline write` takes them as known, so that only new ones are told\n"
        }
        (true, false) => {
            "\n`fidus check` tells what is new from here on; `fidus check --no-baseline` shows everything\n"
        }
        _ => "",
    }
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
    out + "\n"
}

fn configuration(project: &Project) -> String {
    let schema = if ADDRESS.is_empty() {
        format!("./{SCHEMA_FILE}")
    } else {
        format!("{ADDRESS}/raw/v{}/{SCHEMA_FILE}", env!("CARGO_PKG_VERSION"))
    };
    let mut out = format!("#:schema {schema}\n{COMMENT}");
    let _infallible = writeln!(out, "source-locale = \"{}\"", project.settings.source_locale);
    out.push_str("\n# Which file answers which. Leave these out to have them detected at every run.\n");
    for layout in &project.layouts {
        let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
        let (source, target) = (quoted(layout.source.as_str()), quoted(layout.target.as_str()));
        let _infallible = write!(out, "[[layout]]\nsource = {source}\ntarget = {target}\n\n");
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
        let _infallible = write!(out, "# Folders, and the languages that they are for.\n[locales]\n{}\n", odd.concat());
    }
    out + SUGGESTIONS
}

const COMMENT: &str = "# What fidus detected. Every key is optional; the README describes them all, and `fidus schema` prints the schema.\n";

const SUGGESTIONS: &str = "\
# Words that stay as they are in every language:
# [terms]
# keep = [\"Hour of Code\"]

# Severities: off, info, warning or error. `fidus rules` lists the rules.
# [rules]
# untranslated = \"off\"

# Findings that are right as they are:
# [[allow]]
# paths = [\"**/CHANGELOG.md\"]
# rules = [\"untranslated\"]
# reason = \"kept in English on purpose\"
";

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
        Remark::Sidecar { example, beside } => {
            let count = beside.len();
            format!(
                "{count} pages like {example} have the suffix of the source language; the language of the pages beside them is not known"
            )
        }
        Remark::Written { page, tag } => {
            format!("`{page}` is written in {tag}, so that is taken for the language of the source")
        }
    }
}
