//! The cost of a check as a ratio to a bare `pulldown-cmark` pass over the same files, in one run on one thread.
//!
//! `cargo run --release --example floor -- [--only RULE,RULE...] PATH...` prints a line for each path. Files are read into memory first, so
//! neither side pays for the disk; the time to find them is printed beside.
#![allow(clippy::print_stdout, reason = "it prints its figures")]

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use fidus::check::{Everywhere, Habits, PageIds, Run, Tongues, check};
use fidus::project::Project;
use fidus::rule::Rule;
use fidus::rules::RULES;
use pulldown_cmark::{Options, Parser};

/// The allocator of the command, for both sides.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The fastest of so many runs counts.
const RUNS: usize = 5;

fn main() -> Result<(), String> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut rules = RULES.to_vec();
    if arguments.first().is_some_and(|first| first == "--only") && arguments.len() > 1 {
        rules.retain(|rule| arguments[1].split(',').any(|id| id == rule.meta().id));
        arguments.drain(..2);
    }
    for path in arguments {
        println!("{path}: {}", measure(Path::new(&path), &rules)?);
    }
    Ok(())
}

fn measure(path: &Path, rules: &[&'static dyn Rule]) -> Result<String, String> {
    let started = Instant::now();
    let project = Project::open(path, None)?;
    let found = started.elapsed();
    let families = project.families(|_, _| true);
    let names =
        families.iter().flat_map(|family| family.targets.iter().map(|target| &target.path).chain([&family.source]));
    let files: BTreeMap<&String, Vec<u8>> =
        names.filter_map(|name| Some((name, fidus::io::read(&project.root, name).ok()?))).collect();
    let bytes: usize = files.values().map(Vec::len).sum();
    let floor = fastest(|| {
        files.values().filter_map(|bytes| std::str::from_utf8(bytes).ok()).map(events).sum::<usize>();
    });
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().map_err(|error| error.to_string())?;
    let read = |path: &str| Ok(files.get(&path.to_owned()).cloned().unwrap_or_default());
    let checked = fastest(|| {
        let run = Run {
            ids: PageIds::default(),
            habits: Habits::default(),
            everywhere: Everywhere::default(),
            tongues: &Tongues::new(&families),
            settings: &project.settings,
            site: &project.site,
            rules,
            past: &fidus::fresh::NoPast,
            orphans: &[],
            allowances: None,
            most: usize::MAX,
            read: &read,
            progress: &|| (),
        };
        let _report = pool.install(|| check(&families, &run));
    });
    let (floor, checked) = (floor.as_secs_f64(), checked.as_secs_f64());
    Ok(format!(
        "{} files, {:.1} MB; found in {:.0} ms; bare parse {:.0} ms, check {:.0} ms, ratio {:.2}",
        files.len(),
        bytes as f64 / 1e6,
        found.as_secs_f64() * 1e3,
        floor * 1e3,
        checked * 1e3,
        checked / floor
    ))
}

fn events(text: &str) -> usize {
    let options = Options::ENABLE_GFM
        | Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    Parser::new_ext(text, options).into_offset_iter().count()
}

fn fastest(mut run: impl FnMut()) -> Duration {
    let timed = (0..RUNS).map(|_| {
        let started = Instant::now();
        run();
        started.elapsed()
    });
    timed.min().unwrap_or_default()
}
