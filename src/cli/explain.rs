//! Commands that show what is built in: rules, completions, the manual page.

use std::fmt::Write;
use std::path::Path;

use clap::CommandFactory;
use serde::Serialize;

use super::args::{Arguments, ListFormat, Man};
use super::{CLEAN, Failure, print};
use crate::io;
use crate::rule::RuleMeta;
use crate::rules;

/// `fidus explain RULE`.
pub fn explain(id: &str) -> Result<u8, Failure> {
    let lower = id.to_ascii_lowercase();
    let Some(rule) = rules::find(&lower) else {
        let hint = crate::config::nearest(&lower, rules::ids().iter().copied())
            .map_or_else(|| "`fidus rules` lists them".to_owned(), |near| format!("did you mean `{near}`?"));
        return Err(format!("unknown rule `{id}`; {hint}"));
    };
    print(rule.meta().page);
    Ok(CLEAN)
}

/// `fidus rules`.
pub fn rules(format: ListFormat) -> Result<u8, Failure> {
    let metas: Vec<&RuleMeta> = rules::RULES.iter().map(|rule| rule.meta()).collect();
    print(&match format {
        ListFormat::Human => human(&metas),
        ListFormat::Markdown => markdown(&metas),
        ListFormat::Json => json(&metas)?,
    });
    Ok(CLEAN)
}

fn human(metas: &[&RuleMeta]) -> String {
    metas.iter().fold(String::new(), |mut out, meta| {
        let fix = if meta.fixable { "fix" } else { "" };
        let _infallible = writeln!(
            out,
            "{:<24} {:<13} {:<8} {fix:<4} {}",
            meta.id,
            meta.group.name(),
            meta.severity_name(),
            meta.summary()
        );
        out
    })
}

/// The table of the README.
#[must_use]
pub fn markdown(metas: &[&RuleMeta]) -> String {
    let head = "| rule | group | severity | fix | finds |\n| --- | --- | --- | --- | --- |\n".to_owned();
    metas.iter().fold(head, |mut out, meta| {
        let fix = if meta.fixable { "yes" } else { "" };
        let row = format!(
            "| [`{0}`](rules/{0}.md) | {1} | {2} | {fix} | {3} |",
            meta.id,
            meta.group.name(),
            meta.severity_name(),
            meta.summary()
        );
        let _infallible = writeln!(out, "{row}");
        out
    })
}

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    group: &'a str,
    severity: &'a str,
    fixable: bool,
    summary: &'a str,
}

fn json(metas: &[&RuleMeta]) -> Result<String, Failure> {
    let rows: Vec<Row<'_>> = metas
        .iter()
        .map(|meta| Row {
            id: meta.id,
            group: meta.group.name(),
            severity: meta.severity_name(),
            fixable: meta.fixable,
            summary: meta.summary(),
        })
        .collect();
    serde_json::to_string_pretty(&rows).map(|text| text + "\n").map_err(|error| error.to_string())
}

/// `fidus schema`.
pub fn schema() -> Result<u8, Failure> {
    print(&crate::config::schema());
    Ok(CLEAN)
}

/// `fidus completions SHELL`.
pub fn completions(shell: clap_complete::Shell) -> Result<u8, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "fidus", &mut script);
    print(&String::from_utf8_lossy(&script));
    Ok(CLEAN)
}

/// `fidus man`: one page, or all of them as files.
pub fn man(typed: &Man) -> Result<u8, Failure> {
    let mut command = Arguments::command();
    command.build();
    if let Some(folder) = &typed.output {
        write_pages(&command, folder).map_err(|error| format!("{}: {}", folder.display(), io::describe(&error)))?;
        return Ok(CLEAN);
    }
    let command = match &typed.command {
        Some(name) => command.find_subcommand(name).ok_or_else(|| format!("there is no command `{name}`"))?,
        None => &command,
    };
    print(&String::from_utf8_lossy(&page(command).map_err(|error| error.to_string())?));
    Ok(CLEAN)
}

fn page(command: &clap::Command) -> std::io::Result<Vec<u8>> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    Ok(page)
}

/// The pages of a command and of those below it.
fn write_pages(command: &clap::Command, folder: &Path) -> std::io::Result<()> {
    let name = command.get_display_name().unwrap_or_else(|| command.get_name());
    io::write_result(&folder.join(format!("{name}.1")), &page(command)?)?;
    let below = command.get_subcommands().filter(|below| below.get_name() != "help");
    below.into_iter().try_for_each(|below| write_pages(below, folder))
}
