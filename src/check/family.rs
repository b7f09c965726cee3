//! A source page and its translations: read, parsed and paired, and what they have in common.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::sync::Arc;

use super::about::About;
use super::shelf::{Found, Sheet, Shelf};
use super::{Family, Run, Target};
use crate::config::Settings;
use crate::doc::{Document, Syntax};
use crate::fresh::Since;
use crate::locale::Locale;
use crate::pair::{KeyFate, LinkFrame, Pair, SourceNodes, mended};
use crate::report::{ErrorKind, RunError};
use crate::rules;
use crate::suppress::Suppressions;
use crate::verdict::{Contents, Votes, spoken};

/// A file as text; a file that is not UTF-8 is kept with its bad bytes replaced.
pub(super) struct Text<'b> {
    pub text: Cow<'b, str>,
    pub bad: Option<usize>,
}

impl Text<'_> {
    pub fn new(bytes: &[u8]) -> Text<'_> {
        // Half of the bytes are not ASCII, with which the standard library takes its time.
        if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
            return Text { text: Cow::Borrowed(text), bad: None };
        }
        let bad = std::str::from_utf8(bytes).err().map(|error| error.valid_up_to());
        Text { text: String::from_utf8_lossy(bytes), bad }
    }
}

/// A page of a family with its text and the pair that it makes.
pub(super) type Paired<'a> = (&'a Target, &'a Text<'a>, Pair<'a, 'a>);

/// Reads and pairs the pages of a family and does something with them, and tells the troubles.
pub(super) fn with_pairs<T: Default>(
    family: &Family,
    run: &Run<'_>,
    shelf: &Shelf<'_>,
    job: impl for<'a> FnOnce(&About<'a>, &'a [Paired<'a>]) -> T,
) -> (T, Vec<RunError>) {
    let mut errors = Vec::new();
    let source = match shelf.find(&family.source, run) {
        Ok(source) => source,
        Err(error) => return (T::default(), vec![error]),
    };
    let mut files = Vec::with_capacity(family.targets.len());
    for target in &family.targets {
        match shelf.find(&target.path, run) {
            Ok(file) => files.push((target, file)),
            Err(error) => errors.push(error),
        }
    }
    let text = source.text();
    let texts: Vec<(&(&Target, Found<'_>), Text<'_>)> = files.iter().map(|file| (file, file.1.text())).collect();
    if text.bad.is_some() {
        let message = "the source page is not UTF-8, so its translations cannot be compared with it".to_owned();
        errors.push(RunError { path: family.source.clone(), kind: ErrorKind::Io, message });
        return (T::default(), errors);
    }
    let original = source.page(&text, syntax(&family.source, run.settings));
    let pages: Vec<(&Target, &Text<'_>, Sheet<'_>)> = texts
        .iter()
        .map(|((target, file), text)| {
            let syntax = syntax(&target.path, run.settings);
            let page = file.page(text, syntax);
            let mended = mended(&original, &page, syntax).map(|page| Sheet::Own(Box::new(page)));
            (*target, text, mended.unwrap_or(page))
        })
        .collect();
    let paths = std::iter::once(&family.source).chain(family.targets.iter().map(|target| &target.path));
    let paths = Arc::new(paths.collect());
    let frame = |target: &Target| LinkFrame { family: Arc::clone(&paths), ..frame(family, target, run.settings) };
    let mut nodes = SourceNodes::default();
    let mut pair = |target, page| Pair::again((&original, &mut nodes), page, frame(target));
    let pairs: Vec<Paired<'_>> =
        pages.iter().map(|(target, text, page)| (*target, *text, pair(target, page))).collect();
    let votes = votes(&original, pairs.iter().filter(|(_, text, _)| text.bad.is_none()).map(|(_, _, pair)| pair));
    let own = Suppressions::read(&original, rules::ids());
    let contents = Contents::new(&original, run.settings);
    let since = Since::default();
    let nowhere = keys_nowhere(&original, &pairs);
    let (votes, nowhere) = (&votes[..], &nowhere[..]);
    let words = OnceCell::new();
    let spoken = || spoken(&pairs.iter().map(|(.., pair)| pair).collect::<Vec<_>>());
    let is_spoken = &|code: &str| words.get_or_init(spoken).contains(code);
    let about = About {
        votes,
        nowhere,
        is_spoken,
        contents: &contents,
        source: &original,
        own: &own,
        since: &since,
        run,
        library: shelf,
    };
    (job(&about, &pairs), errors)
}

/// How the page at `path` is to be read.
#[must_use]
pub fn syntax<'d>(path: &str, settings: &'d Settings) -> Syntax<'d> {
    Syntax { dialects: settings.dialects(), extension: extension(path) }
}

fn extension(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("mdx") => "mdx",
        Some("ftl") => "ftl",
        _ => "md",
    }
}

pub(super) fn frame(family: &Family, target: &Target, settings: &Settings) -> LinkFrame {
    LinkFrame {
        source_path: family.source.clone(),
        target_path: target.path.clone(),
        source_language: settings.source_language().to_owned(),
        target_language: target.locale.language().to_owned(),
        target_folder: target.locale.folder().to_owned(),
        language_names: own_names(target, settings),
        equivalent_hosts: settings.equivalent_hosts.clone(),
        family: Arc::default(),
    }
}

fn own_names(target: &Target, settings: &Settings) -> Vec<&'static str> {
    let source = Locale::from_tag(&settings.source_locale).ok();
    source.iter().chain([&target.locale]).filter_map(Locale::own_name).collect()
}

/// What the locales made of each block of the source. Pages that are mostly the source's words do not vote.
fn votes<'p>(source: &Document<'_>, pairs: impl Iterator<Item = &'p Pair<'p, 'p>>) -> Vec<Votes> {
    let mut votes = vec![Votes::default(); source.blocks.len()];
    for pair in pairs {
        let rows = pair.alignment.rows.iter().filter(|row| row.source.len() == 1 && row.target.len() == 1);
        let kept: Vec<(u32, bool)> = rows
            .map(|row| (row.source.start, pair.is_kept(row.source.start)))
            .filter(|(at, _)| source.blocks[*at as usize].prose.letters > 0)
            .collect();
        if kept.iter().filter(|(_, kept)| *kept).count() * 2 > kept.len() {
            continue;
        }
        for (at, kept) in kept {
            let vote = &mut votes[at as usize];
            if kept { vote.kept += 1 } else { vote.translated += 1 }
        }
    }
    votes
}

/// The keys of the source's front matter (entries) that none of several translations has.
fn keys_nowhere(source: &Document<'_>, pairs: &[Paired<'_>]) -> Vec<u32> {
    let Some((front, 2..)) = source.front.as_ref().map(|front| (front, pairs.len())) else { return Vec::new() };
    let count = u32::try_from(front.entries.len()).unwrap_or(u32::MAX);
    let is_missing = |at: u32| pairs.iter().all(|(.., pair)| pair.keys.lost.contains(&(at, KeyFate::Missing)));
    (0..count).filter(|&at| is_missing(at)).collect()
}
