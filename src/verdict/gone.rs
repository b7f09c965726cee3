//! Sentences of a block that its counterpart lacks: all that could be found again of them is gone, and the counterpart
//! has fewer sentences.

use std::ops::Range;

use crate::doc::{AtomKind, Block, Document};
use crate::language::sentences;
use crate::pair::{AtomMatch, Fate, Pair};
use crate::text::Span;

/// Blocks longer than this, in bytes, are not looked at.
const LONG: usize = 20_000;

/// Sentences in a row that are gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gone {
    /// All of them.
    pub span: Span,
    /// The first of them.
    pub first: Span,
    /// How many they are.
    pub count: u32,
}

/// The sentences of the source that the counterpart of a row lacks; `harmed` are the atoms of that row.
#[must_use]
pub fn gone_sentences(pair: &Pair<'_, '_>, harmed: &[AtomMatch]) -> Vec<Gone> {
    let Some((block, theirs)) = answered(pair, harmed) else { return Vec::new() };
    let text = Plain::of(pair.source, block);
    let all: Vec<Span> = sentences(&text.text).map(|range| text.span(&range)).collect();
    let by_line = text.lines == all.len();
    let there: usize = theirs.iter().map(|block| Plain::of(pair.target, block).sentences(by_line)).sum();
    let lacking = all.len().saturating_sub(there);
    let found: Vec<bool> = all.iter().map(|sentence| is_gone(pair, theirs, (block, *sentence), harmed)).collect();
    // Where many more lost their atoms than are gone, nobody knows which ones are.
    if found.iter().filter(|gone| **gone).count() > lacking * 2 {
        return Vec::new();
    }
    let runs = all.iter().zip(found).collect::<Vec<_>>();
    let runs = runs.chunk_by(|a, b| a.1 == b.1).filter(|run| run[0].1);
    let gone = |run: &[(&Span, bool)]| {
        let (first, last) = (*run[0].0, *run[run.len() - 1].0);
        Gone { span: first.join(last), first, count: u32::try_from(run.len()).unwrap_or(u32::MAX) }
    };
    runs.map(gone).collect()
}

/// What the source says in parentheses and the counterpart of a row leaves out: it has fewer of them, and nothing of what
/// stood in these.
#[must_use]
pub fn gone_asides(pair: &Pair<'_, '_>, harmed: &[AtomMatch]) -> Vec<Gone> {
    let Some((block, theirs)) = answered(pair, harmed) else { return Vec::new() };
    let all = asides(pair.source, block);
    let there: usize = theirs.iter().map(|block| asides(pair.target, block).len()).sum();
    let gone = all.iter().filter(|aside| is_gone(pair, theirs, (block, **aside), harmed));
    let gone: Vec<Gone> = gone.map(|aside| Gone { span: *aside, first: *aside, count: 1 }).collect();
    if gone.len() + there <= all.len() { gone } else { Vec::new() }
}

/// The one block of the source that a row of `harmed` atoms has, and what answers it; `None` where it is too long to look.
fn answered<'p>(pair: &'p Pair<'_, '_>, harmed: &[AtomMatch]) -> Option<(&'p Block, &'p [Block])> {
    let row = &pair.alignment.rows[harmed.first()?.row];
    let [block] = &pair.source.blocks[row.source.start as usize..row.source.end as usize] else { return None };
    let theirs = &pair.target.blocks[row.target.start as usize..row.target.end as usize];
    let is_long = |block: &Block| block.content.len() > LONG;
    (!theirs.is_empty() && !is_long(block) && !theirs.iter().any(is_long)).then_some((block, theirs))
}

/// The parentheses of a block that stand in no others, nor in an atom.
fn asides(page: &Document<'_>, block: &Block) -> Vec<Span> {
    let atoms = page.atoms_of(block);
    let (mut found, mut open) = (Vec::new(), Vec::new());
    for (at, c) in block.content.of(page.text).char_indices().filter(|(_, c)| "()（）".contains(*c)) {
        let place = Span::new(block.content.start as usize + at, block.content.start as usize + at + c.len_utf8());
        if atoms.iter().any(|atom| atom.span.contains(place)) {
            continue;
        }
        if matches!(c, '(' | '（') {
            open.push(place);
        } else if let Some(start) = open.pop().filter(|_| open.is_empty()) {
            found.push(start.join(place));
        }
    }
    found
}

/// The sentence has atoms, one of them is missing, and none of them stands in the counterpart.
fn is_gone(pair: &Pair<'_, '_>, theirs: &[Block], (block, sentence): (&Block, Span), harmed: &[AtomMatch]) -> bool {
    let compared = |kind: &AtomKind<'_>| {
        matches!(kind, AtomKind::Code(_) | AtomKind::Link(_) | AtomKind::Image(_) | AtomKind::Placeholder(_))
    };
    let is_lost = |one: &AtomMatch| one.fate == Fate::Missing || pair.in_other_case(one).is_some();
    let missing = |at: u32| harmed.iter().any(|one| one.source == Some(at) && is_lost(one));
    let told = |at: u32| harmed.iter().any(|one| one.source == Some(at));
    let stands = |key: u64| theirs.iter().any(|block| pair.target.atoms_of(block).iter().any(|atom| atom.key == key));
    let atoms = block.atoms.clone().filter(|at| {
        let atom = &pair.source.atoms[*at as usize];
        sentence.contains(atom.span) && compared(&atom.kind) && atom.parent.is_none()
    });
    let atoms: Vec<u32> = atoms.collect();
    if says_names_of(pair, theirs, (block, sentence)) {
        return false;
    }
    let is_away = |at: u32| missing(at) || (!told(at) && !stands(pair.source.atoms[at as usize].key));
    atoms.iter().any(|at| missing(*at))
        && atoms.iter().all(|at| is_away(*at))
        && !pair.is_said((block, sentence), theirs)
}

/// The counterpart has a name or a number in its text that no other sentence of the block has: this one was told.
fn says_names_of(pair: &Pair<'_, '_>, theirs: &[Block], (block, sentence): (&Block, Span)) -> bool {
    let is_name = |word: &&str| {
        word.len() > 1 && word.chars().skip(1).any(|c| c.is_ascii_uppercase() || c.is_ascii_digit()) && word.is_ascii()
    };
    let words = |text: &'_ str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(is_name);
        words.map(str::to_owned).collect()
    };
    let prose = |page: &Document<'_>, block: &Block, within: Option<Span>| -> Vec<String> {
        let runs = page.runs_of(block).iter().map(|run| run.span);
        let inside = runs.filter(|run| within.is_none_or(|within| within.contains(*run)));
        inside.flat_map(|run| words(run.of(page.text))).collect()
    };
    let all = prose(pair.source, block, None);
    let own = prose(pair.source, block, Some(sentence));
    let there: Vec<String> = theirs.iter().flat_map(|block| prose(pair.target, block, None)).collect();
    let count = |list: &[String], word: &String| list.iter().filter(|other| *other == word).count();
    own.iter().any(|word| count(&all, word) == count(&own, word) && there.contains(word))
}

/// The text of a block with its lines joined, and no full stops but those that may end sentences. Byte for byte as long.
struct Plain {
    text: String,
    start: usize,
    lines: usize,
}

impl Plain {
    fn of(page: &Document<'_>, block: &Block) -> Plain {
        let content = block.content.of(page.text);
        let mut text = String::with_capacity(content.len());
        let mut lines = 0;
        for line in content.split_inclusive('\n') {
            // The first line has its marks of quotation before it.
            let body = if text.is_empty() { line } else { line.trim_start_matches(['>', ' ', '\t']) };
            text.extend(std::iter::repeat_n(' ', line.len() - body.len()));
            text.extend(body.chars().map(|c| if matches!(c, '\n' | '\r') { ' ' } else { c }));
            lines += usize::from(!body.trim().is_empty());
        }
        let start = block.content.start as usize;
        for atom in page.atoms_of(block).iter().filter(|atom| !matches!(atom.kind, AtomKind::Html(_))) {
            let from = (atom.span.start as usize).saturating_sub(start);
            let inner = from..from + atom.span.len();
            if let Some(masked) = text.get(inner.clone()).map(|inner| inner.replace(['.', '!', '?'], "x")) {
                text.replace_range(inner, &masked);
            }
        }
        // Full stops of abbreviations end nothing.
        let text = text.replace("e.g.", "exgx").replace("i.e.", "ixex");
        Plain { text, start, lines }
    }

    /// How many sentences it has at most; a line may be one without a full stop where lines of the source are sentences.
    fn sentences(&self, by_line: bool) -> usize {
        let count = sentences(&self.text).count();
        match (by_line, self.text.chars().any(ends_without_mark)) {
            (true, _) => count.max(self.lines),
            (false, true) => LONG,
            (false, false) => count,
        }
    }

    fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.start + range.start, self.start + range.end)
    }
}

/// A letter of Thai, Lao, Burmese or Khmer, whose sentences end without a mark or with another one.
fn ends_without_mark(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}
