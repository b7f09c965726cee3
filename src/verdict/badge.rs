//! Blocks of badges: what their pictures say is made by a server, and their descriptions are names.

use crate::doc::{Atom, AtomKind, Block, Document, Link, Run};
use crate::language::words_of;
use crate::pair::BADGE_HOSTS;

/// What the addresses of badges at other hosts have in them.
const BADGES: &[&str] = &["badge.svg", "/badge", "travis-ci", "coveralls", "codecov", "/actions/workflows/"];

/// Words that the description of a picture has at most, to be a name.
const NAME: usize = 3;

/// The picture comes from where badges are made.
pub(super) fn is_badge(image: &Link<'_>) -> bool {
    BADGE_HOSTS.iter().chain(BADGES).any(|mark| image.target.contains(mark))
}

/// Pictures and nothing else, each of them a badge or described by a name.
pub(super) fn is_badges(page: &Document<'_>, block: &Block) -> bool {
    let runs = &page.runs[block.runs.start as usize..block.runs.end as usize];
    let inside = |atom: &Atom<'_>, run: &&Run| atom.span.contains(run.span);
    let pictures: Vec<&Atom<'_>> =
        page.atoms_of(block).iter().filter(|atom| matches!(atom.kind, AtomKind::Image(_))).collect();
    let words = |atom: &Atom<'_>| -> usize {
        let own = runs.iter().filter(|run| inside(atom, run));
        own.map(|run| words_of(run.span.of(page.text)).len()).sum()
    };
    let is_badge = |atom: &Atom<'_>| atom.link().is_some_and(is_badge) || words(atom) <= NAME;
    let is_picture = |run: &Run| pictures.iter().any(|atom| inside(atom, &run));
    !pictures.is_empty()
        && runs.iter().all(|run| is_picture(run) || !run.span.of(page.text).contains(char::is_alphanumeric))
        && pictures.iter().all(|atom| is_badge(atom))
}

/// The prose of a block without what its badges say; `None` if it has none.
pub(super) fn without_badges(page: &Document<'_>, block: &Block) -> Option<String> {
    let is_badge = |atom: &&Atom<'_>| matches!(atom.kind, AtomKind::Image(_)) && atom.link().is_some_and(is_badge);
    let badges: Vec<&Atom<'_>> = page.atoms_of(block).iter().filter(is_badge).collect();
    let is_own = |run: &&Run| !badges.iter().any(|badge| badge.span.contains(run.span));
    let words = || page.runs_of(block).iter().filter(is_own).map(|run| run.span.of(page.text).trim());
    (!badges.is_empty()).then(|| words().collect::<Vec<_>>().join(" "))
}
