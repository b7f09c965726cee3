//! Back-ticks that lost their partner: what they should close or open is another span of code, or none.

use super::align::Row;
use super::{AtomMatch, Fate, Pair};
use crate::doc::{AtomKind, Block, Document, Kind};
use crate::text::{Edit, Span};

/// A back-tick of the target that is shown as it stands.
#[derive(Debug)]
pub struct StrayTick {
    /// The row of the alignment.
    pub row: usize,
    /// The code that lost one of its marks, with the one that is left; else the back-tick.
    pub span: Span,
    /// The code in the source, or the block of it.
    pub source: Span,
    /// Writes the mark that is lost.
    pub edit: Option<Edit>,
}

/// Spans of code of the fullest block that is looked at.
const MOST: usize = 200;

/// Blocks with a back-tick that is shown, where the source's has none.
pub(super) fn stray_ticks(pair: &Pair<'_, '_>) -> Vec<StrayTick> {
    if pair.target.literal_ticks.is_empty() {
        return Vec::new();
    }
    let rows = pair.alignment.rows.iter().enumerate();
    rows.filter_map(|(at, row)| stray_tick(pair, at, row)).collect()
}

fn stray_tick(pair: &Pair<'_, '_>, at: usize, row: &Row) -> Option<StrayTick> {
    if pair.target.catalogue.is_some() {
        return None;
    }
    let theirs = &pair.target.blocks[row.target.start as usize..row.target.end as usize];
    let ours = &pair.source.blocks[row.source.start as usize..row.source.end as usize];
    let mut pages = theirs.iter().filter(|block| !matches!(block.kind, Kind::Front | Kind::Directive));
    let (block, tick) = pages.find_map(|block| Some((block, shown_tick(pair.target, block)?)))?;
    // A tag in the place of a back-tick is told with what to write instead.
    let is_tag =
        |one: &AtomMatch| matches!(&one.fate, Fate::Malformed(span, _) if span.of(pair.target.text).starts_with('<'));
    if pair.harmed_of(at).iter().any(is_tag) {
        return None;
    }
    let first = ours.first()?;
    // Where the source has no code, it is an accent or an apostrophe.
    let count: usize = ours.iter().map(|block| codes(pair.source, block).count()).sum();
    if count == 0 || count > MOST {
        return None;
    }
    if ours.iter().any(|block| shown_tick(pair.source, block).is_some()) {
        return None;
    }
    let new = |span, source, edit| StrayTick { row: at, span, source, edit };
    let mut halves = ours.iter().flat_map(|own| codes(pair.source, own)).filter_map(|own| half(pair, block, own));
    let half = halves.next().filter(|_| halves.next().is_none());
    Some(half.map_or_else(|| new(tick, first.span, None), |(span, source, edit)| new(span, source, Some(edit))))
}

fn codes<'d>(page: &'d Document<'_>, block: &Block) -> impl Iterator<Item = Span> + use<'d> {
    let code = |kind: &AtomKind<'_>| if let AtomKind::Code(code) = kind { Some(code.trim(page.text)) } else { None };
    page.atoms_of(block).iter().filter_map(move |atom| code(&atom.kind))
}

/// The first back-tick in the prose of a block: no escaped one, and none between letters, which is an apostrophe.
fn shown_tick(page: &Document<'_>, block: &Block) -> Option<Span> {
    let first = page.literal_ticks.partition_point(|tick| *tick < block.span.start);
    page.literal_ticks.get(first).filter(|tick| **tick < block.span.end)?;
    let stray = |run: Span| {
        let text = run.of(page.text);
        let places = memchr::memchr_iter(b'`', text.as_bytes()).map(|at| run.start as usize + at);
        places.map(|at| Span::new(at, at + 1)).find(|tick| {
            let before = page.text[..tick.start as usize].chars().next_back();
            let after = page.text[tick.end as usize..].chars().next();
            let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
            before != Some('\\') && !(letter(before) && letter(after))
        })
    };
    page.runs_of(block).iter().find_map(|run| stray(run.span))
}

/// A longer name is another.
fn goes_on(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The one place in the block where the code stands with one of its marks.
fn half(pair: &Pair<'_, '_>, block: &Block, own: Span) -> Option<(Span, Span, Edit)> {
    let (text, code) = (pair.target.text, own.of(pair.source.text));
    let whole = || codes(pair.target, block).any(|other| other.of(text) == code);
    if code.is_empty() || whole() {
        return None;
    }
    let start = block.content.start as usize;
    let mut found = block.content.of(text).match_indices(code).filter_map(|(at, _)| {
        let (from, to) = (start + at, start + at + code.len());
        match (text[..from].ends_with('`'), text[to..].starts_with('`')) {
            (true, false) if !text[to..].starts_with(goes_on) => {
                Some((Span::new(from - 1, to), own, Edit::replace(Span::at(to), "`")))
            }
            (false, true) if !text[..from].ends_with(goes_on) => {
                Some((Span::new(from, to + 1), own, Edit::replace(Span::at(from), "`")))
            }
            _ => None,
        }
    });
    found.next().filter(|_| found.next().is_none())
}
