//! The keys of the front matter: which of the target's answers which of the source's, and what became of the others.

use rustc_hash::FxHashMap;

use super::likeness;
use crate::doc::{Document, Entry, FrontMatter};
use crate::text::Span;

/// What became of a key of the source that the target has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyFate {
    /// It is not there.
    Missing,
    /// This key of the target stands for it: an index into its entries.
    Renamed(u32),
    /// It stands, with its value, at the end of another key's value: the key.
    Glued(Span),
}

/// The keys of both pages.
#[derive(Debug, Default)]
pub struct FrontKeys {
    /// Entries of source and target with the same path of keys.
    pub kept: Vec<(u32, u32)>,
    /// Entries of the source without counterpart; what is nested in one is not listed again.
    pub lost: Vec<(u32, KeyFate)>,
}

/// Matches the keys of two pages. Front matter that is damaged is another matter.
#[must_use]
pub fn match_keys(source: &Document<'_>, target: &Document<'_>) -> FrontKeys {
    let begins = target.text.trim_start_matches('\u{feff}').trim_start();
    let damaged = ["---", "+++", "```", "~~~"].iter().any(|fence| begins.starts_with(fence));
    if let (Some(front), None, false) = (&source.front, &target.front, damaged || begins.is_empty()) {
        let lost = (0u32..).zip(&front.entries).map(|(at, _)| (at, KeyFate::Missing));
        return FrontKeys { kept: Vec::new(), lost: lost.collect() };
    }
    let (Some(a), Some(b)) = (&source.front, &target.front) else { return FrontKeys::default() };
    Keys { a: Page { text: source.text, front: a }, b: Page { text: target.text, front: b } }.matched()
}

#[derive(Clone, Copy)]
struct Page<'p> {
    text: &'p str,
    front: &'p FrontMatter,
}

impl<'p> Page<'p> {
    fn entry(&self, at: u32) -> &'p Entry {
        &self.front.entries[at as usize]
    }

    fn key(&self, at: u32) -> &'p str {
        self.entry(at).key.of(self.text)
    }

    fn value(&self, at: u32) -> &'p str {
        self.entry(at).value.of(self.text).trim()
    }

    fn count(&self) -> u32 {
        u32::try_from(self.front.entries.len()).unwrap_or(u32::MAX)
    }

    fn children(&self, at: u32) -> Vec<&'p str> {
        (at + 1..self.count()).filter(|&child| self.entry(child).parent == Some(at)).map(|at| self.key(at)).collect()
    }
}

struct Keys<'p> {
    a: Page<'p>,
    b: Page<'p>,
}

impl Keys<'_> {
    fn matched(&self) -> FrontKeys {
        let mut theirs: FxHashMap<String, Vec<u32>> = FxHashMap::default();
        for at in (0..self.b.count()).rev() {
            theirs.entry(self.b.front.path(self.b.text, at)).or_default().push(at);
        }
        let mut out = FrontKeys::default();
        let mut answer: Vec<Option<u32>> = vec![None; self.a.front.entries.len()];
        for at in 0..self.a.count() {
            let path = self.a.front.path(self.a.text, at);
            answer[at as usize] = theirs.get_mut(&path).and_then(Vec::pop);
            out.kept.extend(answer[at as usize].map(|found| (at, found)));
        }
        let taken: Vec<u32> = out.kept.iter().map(|&(_, found)| found).collect();
        let is_free = |at: &u32| !taken.contains(at) && !is_of_localization(self.b.key(*at));
        let mut free: Vec<u32> = (0..self.b.count()).filter(is_free).collect();
        let mut lost: Vec<u32> = (0..self.a.count()).filter(|&at| answer[at as usize].is_none()).collect();
        lost.retain(|&at| self.a.entry(at).parent.is_none_or(|parent| answer[parent as usize].is_some()));
        for alike in [Self::is_near, Self::says_the_same, Self::stands_there] {
            lost.retain(|&x| {
                let found = free.iter().position(|&y| self.same_parent(x, y, &answer) && alike(self, x, y, &answer));
                answer[x as usize] = found.map(|found| free.remove(found));
                out.lost.extend(answer[x as usize].map(|found| (x, KeyFate::Renamed(found))));
                found.is_none()
            });
        }
        out.lost.extend(lost.into_iter().map(|x| (x, self.glued(x).map_or(KeyFate::Missing, KeyFate::Glued))));
        out.lost.sort_by_key(|&(at, _)| at);
        out
    }

    fn same_parent(&self, x: u32, y: u32, answer: &[Option<u32>]) -> bool {
        let expected = self.a.entry(x).parent.and_then(|parent| answer[parent as usize]);
        self.a.entry(x).parent.is_some() == self.b.entry(y).parent.is_some() && self.b.entry(y).parent == expected
    }

    /// A slip, or a translation that looks like the original.
    fn is_near(&self, x: u32, y: u32, _: &[Option<u32>]) -> bool {
        let (ours, theirs) = (self.a.key(x).to_lowercase(), self.b.key(y).to_lowercase());
        let within = ours.len() >= 4 && theirs.contains(&ours);
        within || likeness(&ours, &theirs) >= 600
    }

    fn says_the_same(&self, x: u32, y: u32, _: &[Option<u32>]) -> bool {
        let (ours, theirs) = (self.a.value(x), self.b.value(y));
        let telling = ours.len() >= 3 && !matches!(ours, "true" | "false" | "null");
        let (below, theirs_below) = (self.a.children(x), self.b.children(y));
        (telling && ours == theirs) || (!below.is_empty() && below == theirs_below)
    }

    /// Between the same two keys, and in another script: a translated key.
    fn stands_there(&self, x: u32, y: u32, answer: &[Option<u32>]) -> bool {
        let before = x.checked_sub(1).map(|at| answer[at as usize]);
        let place = match before {
            None => y == 0,
            Some(before) => before.is_some_and(|before| before + 1 == y),
        };
        place && !self.b.key(y).is_ascii()
    }

    /// The key as it stands inside the value of another.
    fn glued(&self, x: u32) -> Option<Span> {
        let (key, separator) =
            (self.a.key(x), if self.a.front.format == crate::doc::FrontFormat::Toml { '=' } else { ':' });
        let holders = self.b.front.entries.iter().filter(|entry| entry.value.len() > key.len());
        holders.into_iter().find_map(|entry| {
            let value = entry.value.of(self.b.text);
            value.match_indices(key).map(|(at, _)| at).filter(|&at| at > 0).find_map(|at| {
                let after = value[at + key.len()..].trim_start_matches(' ');
                let apart = !value[..at].ends_with(['-', '_', '/']);
                let start = entry.value.start as usize + at;
                (apart && after.starts_with(separator) && !after[1..].starts_with("//"))
                    .then(|| Span::new(start, start + key.len()))
            })
        })
    }
}

/// Keys that localization itself needs.
fn is_of_localization(key: &str) -> bool {
    let key = key.to_lowercase();
    ["l10n", "i18n", "lang", "locale", "transl", "commit", "original", "drifted"].iter().any(|word| key.contains(word))
}
