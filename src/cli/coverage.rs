//! `fidus coverage`: read, measure, render, gate.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::args::{Coverage as Arguments, CoverageFormat, Min};
use super::filter::{Filter, is_named};
use super::{CLEAN, FAILED, FINDINGS, Failure, is_folder, is_interactive, print, put, save, say, tell_lacks, terminal};
use crate::check::{self, Everywhere, Habits, PageIds, Run, Show, Tongues, measure};
use crate::coverage::{Coverage, Gap, Measured, PageView, Percent, Plan, assemble};
use crate::io;
use crate::project::{Lack, Project};
use crate::render::Options;
use crate::render::coverage as render;
use crate::report::RunError;
use crate::rules;

/// Runs the command and returns the exit code.
pub fn run(typed: &Arguments) -> Result<u8, Failure> {
    let project = Project::open(&typed.path, typed.config.as_deref())?;
    let filter = Filter::new(&project, std::slice::from_ref(&typed.path), &typed.locales)?;
    let plan = project.plan(|source, target, locale| filter.wants(source, locale) || filter.wants(target, locale));
    if plan.locales.is_empty() {
        return Err(format!("{}: no page of the source or of a locale is there", typed.path.display()));
    }
    known_locales(&typed.min, &plan)?;
    let earlier = typed.compare.as_deref().map(earlier).transpose()?;
    let views = Views::new(typed);
    let show = |page: PageView| views.take(&page);
    let show: Show<'_> = if typed.format == CoverageFormat::Html { Some(&show) } else { None };
    let (measured, gap, errors) = measured(typed, &project, &plan, show)?;
    let mut coverage = assemble(&plan, &measured, &project.settings.source_locale);
    if let Some(earlier) = earlier {
        coverage.compare(|tag| earlier.get(tag).copied());
    }
    coverage.gap = gap;
    coverage.date = typed.date.then(today);
    write(typed, &coverage, views)?;
    for error in &errors {
        say(&format!("fidus: {}: {}", error.path.escape_debug(), error.message.escape_debug()));
    }
    let under = under(&coverage, &typed.min);
    under.iter().for_each(|line| say(&format!("fidus: {line}")));
    Ok(match () {
        () if !errors.is_empty() => FAILED,
        () if !under.is_empty() => FINDINGS,
        () => CLEAN,
    })
}

/// A gate for a locale that is not there would never close.
fn known_locales(gates: &[Min], plan: &Plan) -> Result<(), Failure> {
    let named = gates.iter().filter_map(|gate| gate.locale.as_deref());
    match named.into_iter().find(|name| !plan.locales.values().any(|(locale, _)| is_named(locale, name))) {
        Some(unknown) => {
            let tags: Vec<&str> = plan.locales.keys().map(String::as_str).collect();
            Err(format!("--min names the locale `{unknown}`; there are: {}", tags.join(", ")))
        }
        None => Ok(()),
    }
}

fn earlier(file: &Path) -> Result<BTreeMap<String, Percent>, Failure> {
    let text = io::read_text(file);
    text.and_then(|text| render::percents(&text)).map_err(|error| format!("{}: {error}", file.display()))
}

/// What was measured, what the history does not tell, and what could not be done.
type Outcome = (Vec<Measured>, Option<Gap>, Vec<RunError>);

/// The pages of the plan, measured by as many threads as there are cores.
fn measured(typed: &Arguments, project: &Project, plan: &Plan, show: Show<'_>) -> Result<Outcome, Failure> {
    let families = project.planned(plan);
    let memory = project.memory(&families);
    tell_lacks(&memory, false);
    let bar = terminal::progress("measuring", families.len());
    let done = AtomicUsize::new(0);
    let run = Run {
        ids: PageIds::default(),
        habits: Habits::default(),
        everywhere: Everywhere::default(),
        tongues: &Tongues::new(&families),
        settings: &project.settings,
        site: &project.site,
        rules: rules::RULES,
        past: &memory,
        orphans: &[],
        allowances: None,
        most: check::MOST,
        read: &|path| io::read(&project.root, path),
        progress: &|| bar.set_position(done.fetch_add(1, Ordering::Relaxed) as u64 + 1),
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(typed.jobs.unwrap_or(0)).build();
    let pool = pool.map_err(|error| format!("cannot start threads: {error}"))?;
    let (measured, mut errors) = pool.install(|| measure(&families, &run, show));
    bar.finish_and_clear();
    let gap = memory.lacks.iter().find_map(gap);
    errors.extend(memory.error);
    Ok((measured, gap, errors))
}

fn gap(lack: &Lack) -> Option<Gap> {
    match lack {
        Lack::Repository => Some(Gap::Absent),
        Lack::Depth => Some(Gap::Shallow),
        Lack::Readable(_) => Some(Gap::Unreadable),
        Lack::Stamps => None,
    }
}

/// One line for each locale under its gate.
fn under(coverage: &Coverage, gates: &[Min]) -> Vec<String> {
    let mut out = Vec::new();
    for locale in &coverage.locales {
        let own = gates.iter().rev().find(|gate| {
            let named = |name: &str| locale.folder == name || locale.tag.eq_ignore_ascii_case(name);
            gate.locale.as_deref().is_some_and(named)
        });
        let Some(gate) = own.or_else(|| gates.iter().rev().find(|gate| gate.locale.is_none())) else { continue };
        let share = locale.sums.words.percent();
        if share.number() < gate.percent {
            out.push(format!("{}: {share} % translated, under --min {}", locale.tag, gate.percent));
        }
    }
    out
}

fn today() -> String {
    let now = humantime::format_rfc3339_seconds(std::time::SystemTime::now()).to_string();
    now.split('T').next().unwrap_or_default().to_owned()
}

fn write(typed: &Arguments, coverage: &Coverage, views: Views<'_>) -> Result<(), Failure> {
    let (text, name) = match typed.format {
        CoverageFormat::Human => (render::human(coverage, &options(typed)), "coverage.txt"),
        CoverageFormat::Json => (render::json(coverage), "coverage.json"),
        CoverageFormat::Csv => (render::csv(coverage), "coverage.csv"),
        CoverageFormat::Markdown => (render::markdown(coverage), "coverage.md"),
        CoverageFormat::Badge => return badges(typed, coverage),
        CoverageFormat::Html => return views.finish(coverage),
    };
    match &typed.output {
        Some(folder) if is_folder(folder) => save(&folder.join(name), &text),
        file => put(file.as_deref(), &text),
    }
}

/// Bytes of views that one file holds at most: browsers take long to open more.
const MOST: usize = 20 << 20;

/// Views that wait for the one file; none any more once they are too much for it, whatever their order.
struct Kept {
    views: Option<BTreeMap<String, String>>,
    bytes: usize,
}

impl Default for Kept {
    fn default() -> Kept {
        Kept { views: Some(BTreeMap::new()), bytes: 0 }
    }
}

impl Kept {
    fn take(&mut self, id: String, text: String, most: usize) {
        self.bytes += text.len();
        if self.bytes > most {
            self.views = None;
        }
        if let Some(views) = &mut self.views {
            views.insert(id, text);
        }
    }
}

/// The views of pages: kept for the one file, or written as they come.
struct Views<'a> {
    folder: Option<&'a Path>,
    kept: Mutex<Kept>,
    failed: Mutex<Option<Failure>>,
}

impl Views<'_> {
    fn new(typed: &Arguments) -> Views<'_> {
        Views { folder: typed.output.as_deref(), kept: Mutex::default(), failed: Mutex::default() }
    }

    fn take(&self, page: &PageView) {
        match self.folder {
            Some(folder) => {
                let (name, text) = render::view_file(page);
                if let (Err(failure), Ok(mut failed)) = (save(&folder.join(name), &text), self.failed.lock()) {
                    failed.get_or_insert(failure);
                }
            }
            None => {
                let (id, text) = (render::view_id(&page.target), render::view(page));
                if let Ok(mut kept) = self.kept.lock() {
                    kept.take(id, text, MOST);
                }
            }
        }
    }

    /// Writes the report itself.
    fn finish(self, coverage: &Coverage) -> Result<(), Failure> {
        if let Ok(Some(failure)) = self.failed.into_inner() {
            return Err(failure);
        }
        match self.folder {
            Some(folder) => save(&folder.join("index.html"), &render::html(coverage, render::Views::Beside)),
            None => {
                let kept = self.kept.into_inner().unwrap_or_default();
                let views = kept.views.as_ref().map_or(render::Views::Nowhere, render::Views::Inside);
                if matches!(views, render::Views::Nowhere) {
                    say(
                        "fidus: the pages are too much for one file, which has the lists alone; --output DIR writes all",
                    );
                }
                print(&render::html(coverage, views));
                Ok(())
            }
        }
    }
}

fn options(typed: &Arguments) -> Options {
    let to_terminal = typed.output.is_none() && is_interactive();
    let color = terminal::is_coloured(typed.color, to_terminal);
    Options { color, width: terminal::width(to_terminal), ..Options::default() }
}

/// A badge a locale in the folder; without a folder, that of the only locale, or of all of them together.
fn badges(typed: &Arguments, coverage: &Coverage) -> Result<(), Failure> {
    let Some(folder) = &typed.output else {
        let text = match coverage.locales.as_slice() {
            [locale] => render::badge(&locale.tag, locale.sums.words.percent()),
            _ => render::badge("translated", coverage.sums().words.percent()),
        };
        print(&text);
        return Ok(());
    };
    for locale in &coverage.locales {
        let text = render::badge(&locale.tag, locale.sums.words.percent());
        save(&folder.join(format!("{}.svg", locale.tag)), &text)?;
    }
    Ok(())
}
