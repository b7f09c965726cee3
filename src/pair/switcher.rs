//! Lists of the languages of a page: each language has its own, or none.

use rustc_hash::FxHashSet;

use super::target::{LinkFrame, Side};
use crate::doc::{Atom, AtomKind, Block, Document, Kind, Link};

/// The blocks of a page that are nothing but links to it in other languages, and the headings over nothing else.
#[must_use]
pub fn language_lists(page: &Document<'_>, frame: &LinkFrame, side: Side) -> FxHashSet<u32> {
    let mut out = FxHashSet::default();
    // Few pages have any.
    if !page.atoms.iter().filter_map(as_link).any(|(_, link)| frame.switches_language(link, page.text, side)) {
        return out;
    }
    let numbered: Vec<(u32, &Block)> = (0u32..).zip(&page.blocks).collect();
    for list in numbered.chunk_by(|(_, a), (_, b)| is_links(page, a) && is_links(page, b)) {
        let links = || list.iter().flat_map(|(_, block)| links(page, block));
        let switches = links().filter(|(_, link)| frame.switches_language(link, page.text, side)).count();
        // The page may have languages that the project does not know.
        if is_links(page, list[0].1) && switches > 0 && switches * 2 >= links().count() {
            out.extend(list.iter().map(|(at, _)| *at));
        }
    }
    let points = |block: &Block| {
        let count = links(page, block).count();
        count > 0
            && links(page, block).all(|(_, link)| frame.switches_language(link, page.text, side))
            && words_beside(page, block) <= POINTER * count.min(MOST_POINTERS)
    };
    out.extend(numbered.iter().filter(|(_, block)| is_text(block) && points(block)).map(|(at, _)| *at));
    for section in numbered.chunk_by(|_, (_, next)| !matches!(next.kind, Kind::Heading(_))) {
        if let [(at, Block { kind: Kind::Heading(_), .. }), rest @ ..] = section {
            let said = rest.iter().take_while(|(at, block)| !out.contains(at) && introduces(page, block)).count();
            if said < rest.len() && said < 2 && rest[said..].iter().all(|(at, _)| out.contains(at)) {
                out.extend(rest[..said].iter().map(|(at, _)| *at));
                out.insert(*at);
            }
        }
    }
    out
}

/// A paragraph without links that ends in a colon: it says what the list below it is.
fn introduces(page: &Document<'_>, block: &Block) -> bool {
    let is_last = |text: &str| text.trim_end().ends_with([':', '：']);
    block.kind == Kind::Paragraph && links(page, block).next().is_none() && is_last(block.content.of(page.text))
}

fn links<'p, 's>(page: &'p Document<'s>, block: &Block) -> impl Iterator<Item = (&'p Atom<'s>, &'p Link<'s>)> {
    page.atoms_of(block).iter().filter_map(as_link)
}

fn as_link<'p, 's>(atom: &'p Atom<'s>) -> Option<(&'p Atom<'s>, &'p Link<'s>)> {
    if let AtomKind::Link(link) = &atom.kind { Some((atom, link)) } else { None }
}

/// Words that say of a link that it leads to the page in another language: "The Japanese counterpart is", "This is the English
/// page; there are … and … ones".
const POINTER: usize = 6;
/// Links of which each takes so many.
const MOST_POINTERS: usize = 3;

/// Links, and no more words beside them than there are links: the name of this language, "Read this in".
fn is_links(page: &Document<'_>, block: &Block) -> bool {
    let links = links(page, block).count();
    is_text(block) && links > 0 && words_beside(page, block) <= links
}

fn is_text(block: &Block) -> bool {
    matches!(block.kind, Kind::Paragraph | Kind::Item | Kind::Cell | Kind::Html)
}

/// The words of a block that stand in no link.
fn words_beside(page: &Document<'_>, block: &Block) -> usize {
    let links: Vec<&Atom<'_>> = links(page, block).map(|(atom, _)| atom).collect();
    let runs = &page.runs[block.runs.start as usize..block.runs.end as usize];
    let beside = runs.iter().filter(|run| !links.iter().any(|link| link.span.contains(run.span)));
    let words = |text: &str| text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
    beside.map(|run| words(run.span.of(page.text))).sum()
}

impl LinkFrame {
    /// The source leads to its pages in the target's language, and the target by the same path to those in the source's:
    /// each leads its readers to the other.
    #[must_use]
    pub fn is_switch(&self, source: &str, target: &str) -> bool {
        let (ours, theirs): (Vec<&str>, Vec<&str>) = (source.split('/').collect(), target.split('/').collect());
        let unlike: Vec<_> = ours.iter().zip(&theirs).filter(|(a, b)| a != b).collect();
        let crosses = |a: &str, b: &str| self.is_own(a, Side::Target) && self.is_own(b, Side::Source);
        // `README.md` in the source's language, and `README.ja.md` in the target's.
        let is_suffixed = |a: &str, b: &str| self.without_suffix(a, Side::Target).is_some_and(|plain| plain == b);
        ours.len() == theirs.len() && matches!(unlike.as_slice(), [(a, b)] if crosses(a, b) || is_suffixed(a, b))
    }
}
