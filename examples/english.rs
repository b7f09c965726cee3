//! Which of these texts are English? A score and a verdict for each line of standard input.
//!
//! `cargo run --release --example english -- --locale nn [--tree DIR] < segments.tsv` reads lines whose last field, cut
//! at tabs, is a text. `--tree` is a project whose pages make the profile of the locale. It prints the verdict (`english`,
//! `perhaps` or `no`), the score, the number of words,
//! whether a look was enough (`settled`), and the line; last, on standard error, how many of each there were.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it prints its figures")]

use std::collections::BTreeMap;
use std::io::BufRead;
use std::path::Path;
use std::sync::Arc;

use fidus::check::{Everywhere, Habits, PageIds, Run, Tongues};
use fidus::language::{Expected, Glance, Opinion, Profile, Reader, Score, Strictness, is_near_english, words_of};
use fidus::locale::{Locale, Script};
use fidus::project::Project;

fn main() -> Result<(), String> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let value = |name: &str| arguments.iter().position(|word| word == name).and_then(|at| arguments.get(at + 1));
    let locale = Locale::from_tag(value("--locale").map_or("nn", String::as_str)).map_err(|error| error.to_string())?;
    let profile = value("--tree").and_then(|tree| profile(Path::new(tree), &locale).transpose()).transpose()?;
    let own = || profile.clone();
    let reader = Reader {
        expected: if locale.script() == Script::Latin { Expected::Latin } else { Expected::Other },
        near_english: is_near_english(locale.language()),
        profile: &own,
    };
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for line in std::io::stdin().lock().lines() {
        let line = line.map_err(|error| error.to_string())?;
        let text = line.rsplit('\t').next().unwrap_or_default();
        let words = words_of(text);
        let score = Score::new(text, &words);
        let settled = Glance::new(text).is_other(reader.expected);
        let opinion = if settled { Opinion::No } else { reader.weigh(&words, score, Strictness::Alone) };
        let verdict = format!("{opinion:?}").to_lowercase();
        let glance = if settled { "settled" } else { "scored" };
        println!("{verdict}\t{:.2}\t{}\t{glance}\t{line}", score.value, score.words);
        *counts.entry(verdict).or_default() += 1;
    }
    eprintln!("{counts:?}");
    Ok(())
}

fn profile(tree: &Path, locale: &Locale) -> Result<Option<Arc<Profile>>, String> {
    let project = Project::open(tree, None)?;
    let families = project.families(|_, _| true);
    let run = Run {
        ids: PageIds::default(),
        habits: Habits::default(),
        everywhere: Everywhere::default(),
        tongues: &Tongues::new(&families),
        settings: &project.settings,
        site: &project.site,
        rules: &[],
        past: &fidus::fresh::NoPast,
        orphans: &[],
        allowances: None,
        most: 0,
        read: &|path: &str| fidus::io::read(&project.root, path),
        progress: &|| (),
    };
    Ok(run.tongues.profile(locale, &run))
}
