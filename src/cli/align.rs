//! `fidus align`: the two columns of an alignment, for people who want to see why a finding is where it is.

use super::args::Align;
use super::{CLEAN, Failure, print};
use crate::doc::{Block, Document, Kind};
use crate::io;
use crate::pair::{Lexicon, align, mend};
use crate::project::Project;
use crate::rule::shorten;
use crate::text::LineIndex;

/// Runs the command and returns the exit code.
pub fn run(typed: &Align) -> Result<u8, Failure> {
    let project = Project::open(&typed.file, typed.config.as_deref())?;
    let path = project.relative(&typed.file).unwrap_or_default();
    let pair = project.pairing.pairs.iter().find(|pair| pair.target == path);
    let pair = pair.ok_or_else(|| format!("{path} answers no source page"))?;
    let read = |path: &str| io::read(&project.root, path).map_err(|error| format!("{}: {}", error.path, error.message));
    let (source, target) = (read(&pair.source)?, read(&pair.target)?);
    let (source, target) = (String::from_utf8_lossy(&source), String::from_utf8_lossy(&target));
    let syntax = crate::check::syntax(&path, &project.settings);
    let source = Document::parse(&source, syntax);
    let target = mend(&source, Document::parse(&target, syntax), syntax);
    let lexicon = Lexicon::of(project.settings.source_language(), pair.locale.language());
    print(&table(&source, &target, lexicon));
    Ok(CLEAN)
}

/// One line a row: kind and line of the source's blocks, then of the target's.
fn table(source: &Document<'_>, target: &Document<'_>, lexicon: Option<&Lexicon>) -> String {
    let (lines, target_lines) = (LineIndex::new(source.text), LineIndex::new(target.text));
    let mut out = String::new();
    for row in &align(source, target, lexicon).rows {
        let ours = row.source.clone().map(|at| describe(source, &lines, &source.blocks[at as usize]));
        let theirs = row.target.clone().map(|at| describe(target, &target_lines, &target.blocks[at as usize]));
        let mark = match (row.source.len(), row.target.len(), row.moved) {
            (_, _, true) => '~',
            (0, _, _) => '+',
            (_, 0, _) => '-',
            (1, 1, _) => '=',
            _ => '*',
        };
        let (ours, theirs): (Vec<_>, Vec<_>) = (ours.collect(), theirs.collect());
        out.push_str(
            &format!("{mark} {:<76} | {}\n", ours.join(" & "), theirs.join(" & "))
                .replace(|c: char| c.is_control() && c != '\n', " "),
        );
    }
    out
}

fn describe(document: &Document<'_>, lines: &LineIndex<'_>, block: &Block) -> String {
    let kind = match block.kind {
        Kind::Heading(level) => format!("h{level}"),
        kind => format!("{kind:?}").to_lowercase(),
    };
    let text: String = shorten(&document.prose_of(block)).chars().take(48).collect();
    format!("{:>4} {kind:<9} {text}", lines.line(block.span.start))
}
