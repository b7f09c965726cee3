//! `fidus diff`: what changed in the source since each block was translated.

use unicode_segmentation::UnicodeSegmentation;

use super::args::Diff;
use super::filter::Filter;
use super::{CLEAN, FAILED, Failure, is_interactive, print, say, tell_lacks, terminal};
use crate::check::{Family, Target, with_freshness};
use crate::doc::{Block, Document};
use crate::fresh::{Change, Freshness};
use crate::io;
use crate::pair::Pair;
use crate::project::{Lack, Memory, Project};
use crate::render::{Load, Task, loads, worklist};
use crate::report::RunError;
use crate::text::LineIndex;

/// Runs the command and returns the exit code.
pub fn run(typed: &Diff) -> Result<u8, Failure> {
    let mut project = Project::open(&typed.paths[0], typed.config.as_deref())?;
    if let Some(base) = typed.base {
        project.settings.freshness.base = base.into();
    }
    let filter = Filter::new(&project, &typed.paths, &typed.locales)?;
    let families = project.families(|path, locale| filter.wants(path, locale));
    let memory = project.memory(&families);
    if let Some(words) = lack(&memory) {
        return Err(words.to_owned());
    }
    tell_lacks(&memory, false);
    let wanted = families.iter().flat_map(|family| family.targets.iter().map(move |target| (family, target)));
    let wanted: Vec<(&Family, &Target)> = wanted.filter(|(_, target)| target.wanted).collect();
    let (mut lists, mut failed) = (Vec::new(), memory.error.clone().into_iter().collect::<Vec<_>>());
    for (family, target) in &wanted {
        match tasks(&project, &memory, family, target) {
            Ok(list) => lists.push(list),
            Err(error) => failed.push(error),
        }
    }
    failed.iter().for_each(|error| say(&format!("fidus: {}: {}", error.path, error.message)));
    let color = terminal::is_coloured(typed.color, is_interactive());
    let is_page = project.relative(&typed.paths[0]).is_some_and(|path| wanted.iter().any(|one| one.1.path == path));
    match lists.as_slice() {
        [(load, tasks)] if is_page => print(&worklist(load, tasks, color)),
        [] if is_page => {}
        [] => return Err("there are no localized pages there".to_owned()),
        _ => print(&loads(&lists.into_iter().map(|(load, _)| load).collect::<Vec<_>>())),
    }
    Ok(if failed.is_empty() { CLEAN } else { FAILED })
}

/// Why nothing can be told.
fn lack(memory: &Memory) -> Option<&'static str> {
    let unread = memory.lacks.iter().any(|lack| matches!(lack, Lack::Repository | Lack::Readable(_)));
    (unread && memory.lock.pages.is_empty())
        .then_some("there is no git history that can be read, so nothing tells what the pages were translated from")
}

type List = (Load, Vec<Task>);

fn tasks(project: &Project, memory: &Memory, family: &Family, target: &Target) -> Result<List, RunError> {
    let read = |path: &str| io::read(&project.root, path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let (source, page) = (read(&family.source)?, read(&target.path)?);
    Ok(with_freshness((family, target), (&source, &page), (&project.settings, memory), |pair, fresh| {
        let tasks = of_page(pair, fresh);
        let changed = fresh.changed_blocks().into_iter().zip(&pair.source.blocks).filter(|(changed, _)| *changed);
        let words = changed.map(|(_, block)| pair.source.prose_of(block).unicode_words().count()).sum();
        (Load { path: target.path.clone(), words, blocks: tasks.len(), unknown: fresh.unknown() }, tasks)
    }))
}

/// The tasks of a page, in the order of its blocks.
fn of_page(pair: &Pair<'_, '_>, fresh: &Freshness) -> Vec<Task> {
    let (lines, of_target) = (LineIndex::new(pair.source.text), LineIndex::new(pair.target.text));
    let place = |path: &str, lines: &LineIndex<'_>, block: &Block| format!("{path}:{}", lines.line(block.span.start));
    let text = |page: &Document<'_>, block: &Block| block.span.of(page.text).to_owned();
    let mut tasks = Vec::new();
    for row in &pair.alignment.rows {
        let answers: Vec<&Block> = row.target.clone().map(|at| &pair.target.blocks[at as usize]).collect();
        let answer = answers.first().map(|first| {
            let texts: Vec<String> = answers.iter().map(|block| text(pair.target, block)).collect();
            (place(&pair.frame.target_path, &of_target, first), texts.join("\n"))
        });
        for at in row.source.clone().map(|at| at as usize) {
            let Some(change) = fresh.changes[at].filter(|change| *change != Change::Cosmetic) else { continue };
            let block = &pair.source.blocks[at];
            let was = fresh.was[at].map(|(old, span)| span.of(&fresh.bases.olds[old as usize]).to_owned());
            tasks.push(Task {
                kind: change.name(),
                place: place(&pair.frame.source_path, &lines, block),
                before: was,
                after: Some(text(pair.source, block)),
                answer: answer.clone(),
            });
        }
        if row.source.is_empty() && row.target.clone().any(|at| fresh.gone[at as usize]) {
            let place = format!("{}: the source does not have this any more", pair.frame.source_path);
            tasks.push(Task { kind: Change::Structure.name(), place, before: None, after: None, answer });
        }
    }
    tasks
}
