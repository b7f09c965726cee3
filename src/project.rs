//! From a path to a project: its root, configuration, layouts and pairs. At the edge, like `io`.

mod memory;

pub use memory::{Lack, Memory, read_lock};

use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::baseline::FILE as BASELINE;
use crate::check::{Family, Orphan, Target};
use crate::config::Settings;
use crate::coverage::{Plan, Slot, Standing, Tree};
use crate::doc::{Document, Syntax};
use crate::fresh::LOCK;
use crate::io;
use crate::layout::Layout;
use crate::layout::detect::{Remark, detect};
use crate::layout::site::{Pairing, Site};
use crate::locale::written_in;
use crate::report::{ErrorKind, RunError};
use crate::rule::Evidence;
use crate::rules;
use crate::site::SiteMap;

/// The name of the configuration file.
pub const CONFIG: &str = "fidus.toml";

/// The name of the file that says where catalogues are, in Mozilla's projects.
const L10N: &str = "l10n.toml";

/// A repository to check.
#[derive(Debug)]
pub struct Project {
    /// The folder that paths are relative to.
    pub root: PathBuf,
    /// The configuration file, if there is one.
    pub config: Option<PathBuf>,
    /// The configuration, resolved.
    pub settings: Settings,
    /// Which file answers which.
    pub pairing: Pairing,
    /// The layouts, configured or detected.
    pub layouts: Vec<Layout>,
    /// What detection passed over.
    pub remarks: Vec<Remark>,
    /// Files that the configuration leaves out, in path order.
    pub left_out: Vec<String>,
    /// The files of the tree.
    pub site: SiteMap,
}

impl Project {
    /// Finds the project around `start`, a folder or file.
    ///
    /// # Errors
    /// No layout found, or a configuration that cannot be used.
    pub fn open(start: &Path, config: Option<&Path>) -> Result<Project, RunError> {
        Project::open_with(start, config, Unsaved(false))
    }

    /// The same for a page that need not be on the disk yet: it is paired as if it were.
    ///
    /// # Errors
    /// As [`Project::open`].
    pub fn open_unsaved(page: &Path, config: Option<&Path>) -> Result<Project, RunError> {
        Project::open_with(page, config, Unsaved(true))
    }

    fn open_with(start: &Path, config: Option<&Path>, unsaved: Unsaved) -> Result<Project, RunError> {
        let page = absolute(start)?;
        let existing = page.ancestors().find(|up| up.exists()).filter(|_| unsaved.0);
        let start = existing.map_or_else(|| page.clone(), Path::to_path_buf);
        let folder = if start.is_file() { start.parent().unwrap_or(&start).to_path_buf() } else { start.clone() };
        if !start.exists() {
            return Err(trouble(&start, ErrorKind::Io, "there is no such file or folder"));
        }
        if let Some(bare) = io::find_bare(&folder) {
            let words = "this git repository is bare, so it has no files to read: clone it with a work tree";
            return Err(trouble(&bare, ErrorKind::Config, words));
        }
        let config = match config {
            Some(file) => Some(absolute(file)?),
            None => io::find_above(&folder, CONFIG).map(|root| root.join(CONFIG)),
        };
        if let Some(file) = config {
            let root = file.parent().map(Path::to_path_buf).unwrap_or_default();
            let settings = configured(&file)?;
            let project = Project::at(root, settings, &page, unsaved).map_err(|page| not_found(&folder, page))?;
            match project.idle_layout() {
                Some(words) => return Err(trouble(name_of(&file), ErrorKind::Config, words)),
                None => return Ok(Project { config: Some(file), ..project }),
            }
        }
        let mut beside = None;
        for root in candidates(&folder) {
            match Project::at(root, Settings::default(), &page, unsaved) {
                Ok(project) => return Ok(project),
                Err(page) => beside = beside.or(page),
            }
        }
        Err(not_found(&folder, beside))
    }

    /// The project with this root. If no layout is found in it, a page with the suffix of English, if there is one beside a page
    /// whose language is not known.
    fn at(root: PathBuf, settings: Settings, page: &Path, unsaved: Unsaved) -> Result<Project, Option<String>> {
        let mut paths = io::walk(&root);
        if let Some(page) = io::relative(&root, page).filter(|_| unsaved.0)
            && let Err(place) = paths.binary_search(&page)
        {
            paths.insert(place, page);
        }
        Project::of(root, settings, paths)
    }

    /// What is wrong with the layouts of the configuration, if none of them has a page of the source.
    fn idle_layout(&self) -> Option<String> {
        if self.settings.layouts.iter().any(|layout| self.site.files().any(|path| layout.is_source(path))) {
            return None;
        }
        let (layout, place) = self.settings.layouts.first().zip(self.settings.layout_place)?;
        let (source, endings) = (layout.source.as_str(), layout.extensions.join(", "));
        let at = format!("{}:{}", place.line, place.column);
        Some(format!("{at}: no file is a source of this layout: looked for `{source}` with the ending {endings}"))
    }

    /// The same project with these files and no others.
    pub fn replace_files(&mut self, paths: Vec<String>) {
        (self.pairing, self.left_out) = pairing(&self.layouts, &self.settings, &paths);
        self.site = SiteMap::new(paths, self.layouts.clone());
    }

    fn of(root: PathBuf, mut settings: Settings, paths: Vec<String>) -> Result<Project, Option<String>> {
        let borrowed: Vec<&str> = paths.iter().map(String::as_str).collect();
        let (layouts, remarks) = if settings.layouts.is_empty() {
            let mut layouts = written(&root, &borrowed);
            let mut found = detect(&borrowed, &settings.source_locale, &settings.locales);
            if layouts.is_empty()
                && found.layouts.is_empty()
                && !settings.source_is_given
                && let Some((page, tag)) = language_of_sources(&root, &found.remarks, &settings)
            {
                settings.source_locale = tag.to_owned();
                found = detect(&borrowed, tag, &settings.locales);
                found.remarks.push(Remark::Written { page, tag: tag.to_owned() });
            }
            layouts.extend(found.layouts);
            (layouts, found.remarks)
        } else {
            (settings.layouts.clone(), Vec::new())
        };
        if layouts.is_empty() {
            let page = sidecars(&remarks).next().map(|(page, _)| page.to_owned());
            return Err(page.filter(|_| settings.source_language() == "en"));
        }
        let (pairing, left_out) = pairing(&layouts, &settings, &paths);
        let site = SiteMap::new(paths.iter().cloned(), layouts.clone());
        Ok(Project { root, config: None, settings, pairing, layouts, remarks, left_out, site })
    }

    /// The families of the pages that `wanted` says are wanted.
    #[must_use]
    pub fn families(&self, wanted: impl Fn(&str, &crate::locale::Locale) -> bool) -> Vec<Family> {
        let mut by_source: std::collections::BTreeMap<&str, Vec<Target>> = std::collections::BTreeMap::new();
        for pair in &self.pairing.pairs {
            let target = Target {
                path: pair.target.clone(),
                locale: pair.locale.clone(),
                wanted: wanted(&pair.target, &pair.locale),
            };
            by_source.entry(&pair.source).or_default().push(target);
        }
        let families = by_source.into_iter().map(|(source, targets)| Family { source: source.to_owned(), targets });
        families.filter(|family| family.targets.iter().any(|target| target.wanted)).collect()
    }

    /// The pages that each locale has or should have.
    #[must_use]
    pub fn plan(&self, wanted: impl Fn(&str, &str, &crate::locale::Locale) -> bool) -> Plan {
        let excluded = excluded(&self.layouts);
        let is_left_out = |path: &str| excluded.is_match(path);
        let (layouts, pairing, left_out) = (&self.layouts, &self.pairing, &self.left_out);
        Plan::new(&Tree { layouts, pairing, left_out, is_left_out: &is_left_out }, wanted)
    }

    /// The families of a plan, those that no locale has among them. Pages that are not in it are not wanted, but tell
    /// what other locales do.
    #[must_use]
    pub fn planned(&self, plan: &Plan) -> Vec<Family> {
        let present = |slot: &&Slot| slot.standing == Standing::Present;
        let slots = plan.locales.values().flat_map(|(_, slots)| slots).filter(present);
        let wanted: std::collections::BTreeSet<&str> = slots.map(|slot| slot.target.as_str()).collect();
        let mut families: Vec<Family> = self.families(|target, _| wanted.contains(target));
        let known: std::collections::BTreeSet<String> = families.iter().map(|family| family.source.clone()).collect();
        let alone = plan.sources().into_iter().filter(|source| !known.contains(*source));
        families.extend(alone.map(|source| Family { source: source.to_owned(), targets: Vec::new() }));
        families.sort_by(|a, b| a.source.cmp(&b.source));
        families
    }

    /// The wanted pages whose source is gone, as names tell.
    fn lost(&self, wanted: impl Fn(&str, &crate::locale::Locale) -> bool) -> Vec<Orphan> {
        let lost = crate::layout::orphan::lost(&self.pairing, &self.layouts).into_iter();
        let lost = lost.filter(|(orphan, _)| wanted(&orphan.target, &orphan.locale));
        let orphan = |(orphan, moved): (&crate::layout::site::Orphan, Option<&str>)| Orphan {
            path: orphan.target.clone(),
            locale: orphan.locale.clone(),
            moved: moved.map(str::to_owned),
            evidence: Evidence::Names,
        };
        lost.map(orphan).collect()
    }

    /// The root-relative form of a typed path; `None` if it lies outside the root.
    #[must_use]
    pub fn relative(&self, typed: &Path) -> Option<String> {
        io::relative(&self.root, &absolute(typed).ok()?)
    }
}

/// The page that a project is opened for may be missing on the disk.
#[derive(Clone, Copy)]
struct Unsaved(bool);

/// Files that stand at a root.
const MARKS: [&str; 2] = [BASELINE, LOCK];

/// Where a root may be: the git top level first, then the folder itself and the ones above it; without git those first in
/// which something of ours was written.
fn candidates(folder: &Path) -> Vec<PathBuf> {
    let git = io::find_above(folder, ".git");
    // Above the git top level, or far above a folder without git, are other people's files.
    let above = folder
        .ancestors()
        .take(6)
        .take_while(|up| up.parent().is_some() && git.as_ref().is_none_or(|git| up.starts_with(git)));
    let home = std::env::var_os("HOME").map(PathBuf::from);
    let above: Vec<PathBuf> =
        above.filter(|up| Some(*up) != home.as_deref() || *up == folder).map(Path::to_path_buf).collect();
    let mut all: Vec<PathBuf> = git.iter().cloned().collect();
    all.extend(above.into_iter().filter(|up| !all.contains(up)).collect::<Vec<_>>());
    if git.is_none() {
        // What was written at a root tells of it, from whatever folder below.
        all.sort_by_key(|up| !MARKS.iter().any(|mark| up.join(mark).is_file()));
    }
    all
}

/// Which of the files answers which, and which of them the layouts leave out.
fn pairing(layouts: &[Layout], settings: &Settings, paths: &[String]) -> (Pairing, Vec<String>) {
    let excluded = excluded(layouts);
    let (left_out, pages): (Vec<&str>, Vec<&str>) =
        paths.iter().map(String::as_str).partition(|path| excluded.is_match(path));
    let site =
        Site { layouts: layouts.to_vec(), overrides: settings.locales.clone(), source: settings.source_locale.clone() };
    (site.pairs(&pages), left_out.into_iter().map(str::to_owned).collect())
}

/// Its folder is the root, so that its name is its path.
fn configured(file: &Path) -> Result<Settings, RunError> {
    let name = name_of(file);
    let text = io::read_text(file).map_err(|error| trouble(name, ErrorKind::Config, error))?;
    Settings::parse(&text, rules::ids()).map_err(|error| trouble(name, ErrorKind::Config, error.to_string()))
}

fn name_of(file: &Path) -> &Path {
    Path::new(file.file_name().unwrap_or_default())
}

fn trouble(path: &Path, kind: ErrorKind, message: impl Into<String>) -> RunError {
    RunError { path: path.display().to_string(), kind, message: message.into() }
}

/// A page that has the suffix of English beside it and is written in another language, and which: English translates it.
fn language_of_sources(root: &Path, remarks: &[Remark], settings: &Settings) -> Option<(String, &'static str)> {
    const ASKED: usize = 8;
    sidecars(remarks).flat_map(|(_, beside)| beside).take(ASKED).find_map(|path| {
        let text = io::read_text(&root.join(path)).ok()?;
        let extension = path.rsplit('.').next().unwrap_or_default();
        let page = Document::parse(&text, Syntax { dialects: settings.dialects(), extension });
        let prose: Vec<String> = page.blocks.iter().map(|block| page.prose_of(block)).collect();
        Some((path.clone(), written_in(&prose.join("\n"))?))
    })
}

/// The layouts that the `l10n.toml` at the root says, and those that it includes.
fn written(root: &Path, paths: &[&str]) -> Vec<Layout> {
    const MOST: usize = 64;
    let mut out = Vec::new();
    let mut asked: Vec<String> = vec![L10N.to_owned()];
    let mut at = 0;
    while let Some(path) = asked.get(at).filter(|_| at < MOST).cloned() {
        at += 1;
        if paths.binary_search(&path.as_str()).is_err() {
            continue;
        }
        let Ok(text) = io::read_text(&root.join(&path)) else { continue };
        let found = crate::layout::l10n::read(&path, &text);
        out.extend(found.layouts);
        asked.extend(found.includes.into_iter().filter(|include| !asked.contains(include)).collect::<Vec<_>>());
    }
    out
}

fn excluded(layouts: &[Layout]) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    for glob in layouts.iter().flat_map(|layout| &layout.exclude) {
        // A plain name means the file wherever it stands in the tree.
        let anywhere = if glob.contains('/') { glob.clone() } else { format!("**/{glob}") };
        if let Ok(glob) = GlobBuilder::new(&anywhere).literal_separator(true).build() {
            set.add(glob);
        }
    }
    set.build().unwrap_or_else(|_| GlobSet::empty())
}

fn absolute(path: &Path) -> Result<PathBuf, RunError> {
    let full = std::path::absolute(path).map_err(|error| trouble(path, ErrorKind::Io, error.to_string()))?;
    let mut out = PathBuf::new();
    for part in full.components() {
        match part {
            Component::ParentDir => {
                out.pop();
            }
            Component::CurDir => {}
            _ => out.push(part),
        }
    }
    Ok(out)
}

/// A page with the suffix of the source language beside one without, and all of the latter.
fn sidecars(remarks: &[Remark]) -> impl Iterator<Item = (&str, &[String])> {
    remarks.iter().filter_map(|remark| match remark {
        Remark::Sidecar { example, beside } => Some((example.as_str(), beside.as_slice())),
        _ => None,
    })
}

/// `beside`: a page with the suffix of English, beside one whose language is not known.
fn not_found(folder: &Path, beside: Option<String>) -> RunError {
    if let Some(page) = beside {
        let words = format!(
            "no localized pages found here or above: {page} has the suffix of English, but the language of the page \
             beside it is not known\n\n\
             If that is the source, say its language in a {CONFIG} at the root:\n\n  source-locale = \"pt\""
        );
        return trouble(folder, ErrorKind::Config, words);
    }
    let words = format!(
        "no localized pages found here or above\n\n\
         Looked for: locale folders beside or inside the source folder (docs/en + docs/nn, docs + docs/nn),\n\
         i18n/<locale>/… (Docusaurus and others), pages.<locale>/, translations/<locale>/, doc-locale/<locale>/,\n\
         and suffixes (README.nn.md, page.nn.md), each with at least two pages that answer pages of the source.\n\n\
         If your pages lie elsewhere, write a {CONFIG} at the root:\n\n  \
         [[layout]]\n  source = \"docs/{{path}}\"\n  target = \"translations/{{locale}}/{{path}}\""
    );
    trouble(folder, ErrorKind::Config, words)
}
