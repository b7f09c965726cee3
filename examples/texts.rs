//! The texts of a project that answer each other: what `tools/train_lexicon.py` learns from.
//!
//! `cargo run --release --example texts -- PATH...` prints `locale<TAB>English<TAB>translation` for every pair of blocks.
#![allow(clippy::print_stdout, reason = "it prints its texts")]

use std::io::{BufWriter, Write};
use std::path::Path;

use fidus::check::syntax;
use fidus::doc::{Block, Document};
use fidus::io;
use fidus::pair::{align, mend};
use fidus::project::Project;

fn main() -> Result<(), String> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    for path in std::env::args().skip(1) {
        let project = Project::open(Path::new(&path), None)?;
        for family in project.families(|_, _| true) {
            let read = |path: &str| io::read(&project.root, path).ok().and_then(|bytes| String::from_utf8(bytes).ok());
            let Some(ours) = read(&family.source) else { continue };
            let syntax = syntax(&family.source, &project.settings);
            let source = Document::parse(&ours, syntax);
            for target in &family.targets {
                let Some(theirs) = read(&target.path) else { continue };
                let page = mend(&source, Document::parse(&theirs, syntax), syntax);
                for row in align(&source, &page, None).rows.iter().filter(|row| !row.moved) {
                    if let ([a], [b]) = (&source.blocks[span(&row.source)], &page.blocks[span(&row.target)]) {
                        let (ours, theirs) = (prose(&source, a), prose(&page, b));
                        writeln!(out, "{}\t{ours}\t{theirs}", target.locale.tag())
                            .map_err(|error| error.to_string())?;
                    }
                }
            }
        }
    }
    Ok(())
}

fn span(range: &std::ops::Range<u32>) -> std::ops::Range<usize> {
    range.start as usize..range.end as usize
}

/// The words of a block, on one line.
fn prose(page: &Document<'_>, block: &Block) -> String {
    let runs = page.runs[span(&block.runs)].iter();
    let words = runs.flat_map(|run| run.span.of(page.text).split_whitespace());
    words.collect::<Vec<_>>().join(" ")
}
