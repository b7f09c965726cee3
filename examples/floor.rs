//! Times a bare `pulldown-cmark` pass, our parse, and our alignment over pairs of one corpus, on one thread.
//! `cargo run --release --example floor -- SOURCE_DIR TARGET_DIR...`
#![allow(clippy::print_stdout)]

use std::path::Path;
use std::time::Instant;

use fidus::doc::{Dialects, Document, Syntax};

fn walk(dir: &Path, out: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { walk(&path, out) } else if path.extension().is_some_and(|e| e == "md" || e == "mdx") { out.push(path) }
    }
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let source = Path::new(&args[0]);
    let mut pairs = Vec::new();
    for dir in &args[1..] {
        let mut files = Vec::new();
        walk(Path::new(dir), &mut files);
        for file in files {
            let from = source.join(file.strip_prefix(dir).unwrap());
            if let (Ok(a), Ok(b)) = (std::fs::read_to_string(from), std::fs::read_to_string(&file)) {
                pairs.push((a, b));
            }
        }
    }
    let bytes: usize = pairs.iter().map(|(a, b)| a.len() + b.len()).sum();
    let start = Instant::now();
    let mut events = 0;
    let options = pulldown_cmark::Options::ENABLE_TABLES | pulldown_cmark::Options::ENABLE_FOOTNOTES | pulldown_cmark::Options::ENABLE_STRIKETHROUGH | pulldown_cmark::Options::ENABLE_TASKLISTS | pulldown_cmark::Options::ENABLE_GFM;
    for (a, b) in &pairs {
        events += pulldown_cmark::Parser::new_ext(a, options).into_offset_iter().count();
        events += pulldown_cmark::Parser::new_ext(b, options).into_offset_iter().count();
    }
    let floor = start.elapsed().as_secs_f64();
    let syntax = Syntax { dialects: Dialects::bundled(), extension: "md" };
    let start = Instant::now();
    let docs: Vec<_> = pairs.iter().map(|(a, b)| (Document::parse(a, syntax), Document::parse(b, syntax))).collect();
    let parse = start.elapsed().as_secs_f64();
    let start = Instant::now();
    let rows: usize = docs.iter().map(|(a, b)| fidus::pair::align(a, b).rows.len()).sum();
    let align = start.elapsed().as_secs_f64();
    println!("{} pairs {bytes} bytes {events} events {rows} rows: floor {floor:.3}s parse {parse:.3}s ({:.2}x) align {align:.3}s ({:.2}x)", pairs.len(), parse / floor, align / floor);
}
